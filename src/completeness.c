/*
 * completeness.c
 *		The type completeness_summary, how often a value is there, its aggregates and accessors.
 */
#include "csops.h"

#include "libpq/pqformat.h"
#include "options.h"
#include "proportion.h"
#include "type.h"

typedef struct CompletenessSummary
{
	CsopsHeader header;
	int64		present;
	int64		absent;			/* NULL, or said not to be there */
	int64		blank;			/* a text with nothing in it */
} CompletenessSummary;

static const char *
summary_problem(const CompletenessSummary *summary)
{
	int64		total = 0;

	if (!csops_add_count(&total, summary->present) ||
		!csops_add_count(&total, summary->absent) ||
		!csops_add_count(&total, summary->blank))
		return "A count is negative or the total is out of range.";
	return NULL;
}

/* Type functions */

static void
check_summary(const CsopsHeader *value)
{
	if (VARSIZE(value) != sizeof(CompletenessSummary) || value->flags != 0)
		csops_corrupted(&completeness_summary_type, "The size is not this type's.");
}

static CompletenessSummary *
new_summary(void)
{
	return csops_new(&completeness_summary_type, sizeof(CompletenessSummary));
}

static CsopsHeader *
read_json_summary(const JsonNode *root)
{
	static const char *const keys[] = {"present", "absent", "blank", NULL};
	CompletenessSummary *summary = new_summary();
	const char *problem;

	json_check_object(root, keys);
	summary->present = json_int64(json_required(root, "present"), 0, PG_INT64_MAX);
	summary->absent = json_int64(json_required(root, "absent"), 0, PG_INT64_MAX);
	summary->blank = json_int64(json_required(root, "blank"), 0, PG_INT64_MAX);
	problem = summary_problem(summary);
	if (problem != NULL)
		json_error(root, "%s", problem);
	return &summary->header;
}

static void
write_json_summary(StringInfo out, const CsopsHeader *value)
{
	const CompletenessSummary *summary = (const CompletenessSummary *) value;

	appendStringInfo(out, "{\"present\": " INT64_FORMAT ", \"absent\": " INT64_FORMAT ", \"blank\": " INT64_FORMAT "}",
					 summary->present, summary->absent, summary->blank);
}

static CsopsHeader *
receive_summary(StringInfo in)
{
	CompletenessSummary *summary = new_summary();
	const char *problem;

	summary->present = pq_getmsgint64(in);
	summary->absent = pq_getmsgint64(in);
	summary->blank = pq_getmsgint64(in);
	problem = summary_problem(summary);
	if (problem != NULL)
		csops_bad_binary(&completeness_summary_type, problem);
	return &summary->header;
}

static void
send_summary(StringInfo out, const CsopsHeader *value)
{
	const CompletenessSummary *summary = (const CompletenessSummary *) value;

	pq_sendint64(out, summary->present);
	pq_sendint64(out, summary->absent);
	pq_sendint64(out, summary->blank);
}

const CsopsType completeness_summary_type = {
	.id = CSOPS_COMPLETENESS_SUMMARY,
	.name = "completeness_summary",
	.check = check_summary,
	.read_json = read_json_summary,
	.write_json = write_json_summary,
	.receive = receive_summary,
	.send = send_summary,
};

CSOPS_FUNCTION(csops_completeness_summary_in);
CSOPS_FUNCTION(csops_completeness_summary_recv);

Datum
csops_completeness_summary_in(PG_FUNCTION_ARGS)
{
	return csops_type_in(&completeness_summary_type, fcinfo);
}

Datum
csops_completeness_summary_recv(PG_FUNCTION_ARGS)
{
	return csops_type_recv(&completeness_summary_type, fcinfo);
}

/* Transition functions */

/* As much of a long text as is read at first. */
#define BLANK_START		32

static bool
only_space(const char *from, int length)
{
	for (int i = 0; i < length; i++)
	{
		if (from[i] != ' ' && (from[i] < '\t' || from[i] > '\r'))
			return false;
	}
	return true;
}

/* A long text is seldom blank, and its beginning is enough to know. */
static bool
is_blank(Datum value)
{
	struct varlena *stored = (struct varlena *) DatumGetPointer(value);
	text	   *whole;

	if (VARATT_IS_EXTENDED(stored) && !VARATT_IS_SHORT(stored))
	{
		struct varlena *start = pg_detoast_datum_slice(stored, 0, BLANK_START);

		if (!only_space(VARDATA_ANY(start), VARSIZE_ANY_EXHDR(start)))
			return false;
	}
	whole = DatumGetTextPP(value);
	return only_space(VARDATA_ANY(whole), VARSIZE_ANY_EXHDR(whole));
}

static void
check_state(const CompletenessSummary *summary, bool taken_out)
{
	const char *problem = summary_problem(summary);

	if (problem != NULL)
		csops_impossible_result(taken_out, problem);
}

/* completeness_accum(state, present | value [, key]), or with the sign -1 its inverse */
static Datum
transition(FunctionCallInfo fcinfo, bool is_text, int sign)
{
	CompletenessSummary *state = PG_ARGISNULL(0) ? new_summary() :
		csops_state(&completeness_summary_type, fcinfo);

	if (PG_NARGS() > 2)
		check_key(fcinfo, 2);
	if (PG_ARGISNULL(1) || (!is_text && !PG_GETARG_BOOL(1)))
		state->absent += sign;
	else if (is_text && is_blank(PG_GETARG_DATUM(1)))
		state->blank += sign;
	else
		state->present += sign;

	/* In an aggregate the limit is out of reach; a value from SQL may be at it. */
	if (sign < 0 || !csops_in_aggregate(fcinfo))
		check_state(state, sign < 0);
	PG_RETURN_POINTER(state);
}

CSOPS_FUNCTION(csops_completeness_accum);
CSOPS_FUNCTION(csops_completeness_accum_inv);
CSOPS_FUNCTION(csops_completeness_accum_text);
CSOPS_FUNCTION(csops_completeness_accum_text_inv);

Datum
csops_completeness_accum(PG_FUNCTION_ARGS)
{
	return transition(fcinfo, false, 1);
}

Datum
csops_completeness_accum_inv(PG_FUNCTION_ARGS)
{
	return transition(fcinfo, false, -1);
}

Datum
csops_completeness_accum_text(PG_FUNCTION_ARGS)
{
	return transition(fcinfo, true, 1);
}

Datum
csops_completeness_accum_text_inv(PG_FUNCTION_ARGS)
{
	return transition(fcinfo, true, -1);
}

static Datum
merge_summaries(FunctionCallInfo fcinfo, int sign)
{
	CompletenessSummary *a = csops_state(&completeness_summary_type, fcinfo);
	const CompletenessSummary *b = CSOPS_GETARG(completeness_summary_type, 1);

	a->present += sign * b->present;
	a->absent += sign * b->absent;
	a->blank += sign * b->blank;
	check_state(a, sign < 0);
	PG_RETURN_POINTER(a);
}

CSOPS_FUNCTION(csops_merge_completeness_summary);
CSOPS_FUNCTION(csops_subtract_completeness_summary);

Datum
csops_merge_completeness_summary(PG_FUNCTION_ARGS)
{
	return merge_summaries(fcinfo, 1);
}

Datum
csops_subtract_completeness_summary(PG_FUNCTION_ARGS)
{
	return merge_summaries(fcinfo, -1);
}

/* Counts, which are 0 where there is no summary */

CSOPS_FUNCTION(csops_completeness_observations);
CSOPS_FUNCTION(csops_completeness_present);
CSOPS_FUNCTION(csops_completeness_missing);
CSOPS_FUNCTION(csops_completeness_blank);

static int64
observations_of(const CompletenessSummary *summary)
{
	return summary->present + summary->absent + summary->blank;
}

Datum
csops_completeness_observations(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_INT64(0);
	PG_RETURN_INT64(observations_of(CSOPS_GETARG(completeness_summary_type, 0)));
}

Datum
csops_completeness_present(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_INT64(0);
	PG_RETURN_INT64(((CompletenessSummary *) CSOPS_GETARG(completeness_summary_type, 0))->present);
}

Datum
csops_completeness_missing(PG_FUNCTION_ARGS)
{
	const CompletenessSummary *summary;

	if (PG_ARGISNULL(0))
		PG_RETURN_INT64(0);
	summary = CSOPS_GETARG(completeness_summary_type, 0);
	PG_RETURN_INT64(summary->absent + summary->blank);
}

Datum
csops_completeness_blank(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_INT64(0);
	PG_RETURN_INT64(((CompletenessSummary *) CSOPS_GETARG(completeness_summary_type, 0))->blank);
}

CSOPS_FUNCTION(csops_completeness_is_suppressed);

Datum
csops_completeness_is_suppressed(PG_FUNCTION_ARGS)
{
	int64		rows = observations_of(CSOPS_GETARG(completeness_summary_type, 0));

	PG_RETURN_BOOL(rows > 0 && rows < option_min_n(fcinfo, 1));
}

/* The rate */

CSOPS_FUNCTION(csops_completeness);
CSOPS_FUNCTION(csops_completeness_lo);
CSOPS_FUNCTION(csops_completeness_hi);
CSOPS_FUNCTION(csops_completeness_proportion);

static Share
share_of(FunctionCallInfo fcinfo)
{
	const CompletenessSummary *summary = CSOPS_GETARG(completeness_summary_type, 0);
	Share		share = {(double) summary->present, (double) observations_of(summary)};

	return share;
}

/* completeness(s, min_n) */
Datum
csops_completeness(PG_FUNCTION_ARGS)
{
	return share_or_null(fcinfo, share_of(fcinfo));
}

/* completeness_lo, completeness_hi (s, confidence, method, min_n) */
Datum
csops_completeness_lo(PG_FUNCTION_ARGS)
{
	return share_lo_or_null(fcinfo, share_of(fcinfo));
}

Datum
csops_completeness_hi(PG_FUNCTION_ARGS)
{
	return share_hi_or_null(fcinfo, share_of(fcinfo));
}

/* completeness_proportion(s) */
Datum
csops_completeness_proportion(PG_FUNCTION_ARGS)
{
	const CompletenessSummary *summary = CSOPS_GETARG(completeness_summary_type, 0);

	return proportion_of_counts(summary->present, observations_of(summary));
}
