/*
 * proportion.c
 *		The type proportion_summary, x of n, its aggregates and accessors.
 */
#include "csops.h"

#include "libpq/pqformat.h"
#include "options.h"
#include "proportion.h"
#include "type.h"

typedef struct ProportionSummary
{
	CsopsHeader header;
	int64		observations;
	int64		successes;
	int64		unanswered;
} ProportionSummary;

static const char *
summary_problem(const ProportionSummary *summary)
{
	int64		total = 0;

	if (!csops_add_count(&total, summary->observations) ||
		!csops_add_count(&total, summary->unanswered))
		return "A count is negative or the total is out of range.";
	if (summary->successes < 0 || summary->successes > summary->observations)
		return "The successes are more than the observations.";
	return NULL;
}

static void
check_summary(const CsopsHeader *value)
{
	if (VARSIZE(value) != sizeof(ProportionSummary) || value->flags != 0)
		csops_corrupted(&proportion_summary_type, "The size is not this type's.");
}

static ProportionSummary *
new_summary(void)
{
	return csops_new(&proportion_summary_type, sizeof(ProportionSummary));
}

static CsopsHeader *
read_json_summary(const JsonNode *root)
{
	static const char *const keys[] = {"observations", "successes", "unanswered", NULL};
	ProportionSummary *summary = new_summary();
	const char *problem;

	json_check_object(root, keys);
	summary->observations = json_int64(json_required(root, "observations"), 0, PG_INT64_MAX);
	summary->successes = json_int64(json_required(root, "successes"), 0, PG_INT64_MAX);
	summary->unanswered = json_int64(json_required(root, "unanswered"), 0, PG_INT64_MAX);
	problem = summary_problem(summary);
	if (problem != NULL)
		json_error(root, "%s", problem);
	return &summary->header;
}

static void
write_json_summary(StringInfo out, const CsopsHeader *value)
{
	const ProportionSummary *summary = (const ProportionSummary *) value;

	appendStringInfo(out, "{\"observations\": " INT64_FORMAT ", \"successes\": " INT64_FORMAT
					 ", \"unanswered\": " INT64_FORMAT "}",
					 summary->observations, summary->successes, summary->unanswered);
}

static CsopsHeader *
receive_summary(StringInfo in)
{
	ProportionSummary *summary = new_summary();
	const char *problem;

	summary->observations = pq_getmsgint64(in);
	summary->successes = pq_getmsgint64(in);
	summary->unanswered = pq_getmsgint64(in);
	problem = summary_problem(summary);
	if (problem != NULL)
		csops_bad_binary(&proportion_summary_type, problem);
	return &summary->header;
}

static void
send_summary(StringInfo out, const CsopsHeader *value)
{
	const ProportionSummary *summary = (const ProportionSummary *) value;

	pq_sendint64(out, summary->observations);
	pq_sendint64(out, summary->successes);
	pq_sendint64(out, summary->unanswered);
}

const CsopsType proportion_summary_type = {
	.id = CSOPS_PROPORTION_SUMMARY,
	.name = "proportion_summary",
	.check = check_summary,
	.read_json = read_json_summary,
	.write_json = write_json_summary,
	.receive = receive_summary,
	.send = send_summary,
};

CSOPS_FUNCTION(csops_proportion_summary_in);
CSOPS_FUNCTION(csops_proportion_summary_recv);

Datum
csops_proportion_summary_in(PG_FUNCTION_ARGS)
{
	return csops_type_in(&proportion_summary_type, fcinfo);
}

Datum
csops_proportion_summary_recv(PG_FUNCTION_ARGS)
{
	return csops_type_recv(&proportion_summary_type, fcinfo);
}

/* Transition functions */

static void
check_state(const ProportionSummary *summary, bool taken_out)
{
	const char *problem = summary_problem(summary);

	if (problem != NULL)
		csops_impossible_result(taken_out, problem);
}

/* proportion_accum(state, success [, key]), or with the sign -1 its inverse */
static Datum
transition(FunctionCallInfo fcinfo, int sign)
{
	ProportionSummary *state = PG_ARGISNULL(0) ? new_summary() :
		csops_state(&proportion_summary_type, fcinfo);

	if (PG_NARGS() > 2)
		check_key(fcinfo, 2);
	if (PG_ARGISNULL(1))
		state->unanswered += sign;
	else
	{
		state->observations += sign;
		state->successes += PG_GETARG_BOOL(1) ? sign : 0;
	}

	/* In an aggregate the limit is out of reach; a value from SQL may be at it. */
	if (sign < 0 || !csops_in_aggregate(fcinfo))
		check_state(state, sign < 0);
	PG_RETURN_POINTER(state);
}

CSOPS_FUNCTION(csops_proportion_accum);
CSOPS_FUNCTION(csops_proportion_accum_inv);

Datum
csops_proportion_accum(PG_FUNCTION_ARGS)
{
	return transition(fcinfo, 1);
}

Datum
csops_proportion_accum_inv(PG_FUNCTION_ARGS)
{
	return transition(fcinfo, -1);
}

static Datum
merge_summaries(FunctionCallInfo fcinfo, int sign)
{
	ProportionSummary *a = csops_state(&proportion_summary_type, fcinfo);
	const ProportionSummary *b = CSOPS_GETARG(proportion_summary_type, 1);

	a->observations += sign * b->observations;
	a->successes += sign * b->successes;
	a->unanswered += sign * b->unanswered;
	check_state(a, sign < 0);
	PG_RETURN_POINTER(a);
}

CSOPS_FUNCTION(csops_merge_proportion_summary);
CSOPS_FUNCTION(csops_subtract_proportion_summary);

Datum
csops_merge_proportion_summary(PG_FUNCTION_ARGS)
{
	return merge_summaries(fcinfo, 1);
}

Datum
csops_subtract_proportion_summary(PG_FUNCTION_ARGS)
{
	return merge_summaries(fcinfo, -1);
}

/* Counts */

CSOPS_FUNCTION(csops_proportion_observations);
CSOPS_FUNCTION(csops_proportion_successes);
CSOPS_FUNCTION(csops_proportion_unanswered);

static int64
count_of(FunctionCallInfo fcinfo, Size offset)
{
	const ProportionSummary *summary;

	if (PG_ARGISNULL(0))
		return 0;
	summary = CSOPS_GETARG(proportion_summary_type, 0);
	return *(const int64 *) ((const char *) summary + offset);
}

Datum
csops_proportion_observations(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(count_of(fcinfo, offsetof(ProportionSummary, observations)));
}

Datum
csops_proportion_successes(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(count_of(fcinfo, offsetof(ProportionSummary, successes)));
}

Datum
csops_proportion_unanswered(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(count_of(fcinfo, offsetof(ProportionSummary, unanswered)));
}

CSOPS_FUNCTION(csops_proportion_is_suppressed);

Datum
csops_proportion_is_suppressed(PG_FUNCTION_ARGS)
{
	const ProportionSummary *summary = CSOPS_GETARG(proportion_summary_type, 0);

	PG_RETURN_BOOL(summary->observations > 0 && summary->observations < option_min_n(fcinfo, 1));
}

/* Options: the names in the order of the enums */

ProportionMethod
option_proportion_method(FunctionCallInfo fcinfo, int n)
{
	static const char *const names[] = {"wilson", "agresti_coull", "clopper_pearson", "jeffreys", "wald", NULL};

	return (ProportionMethod) option_choice(fcinfo, n, "method", names);
}

DifferenceMethod
option_difference_method(FunctionCallInfo fcinfo, int n)
{
	static const char *const names[] = {"newcombe", "agresti_caffo", "wald", NULL};

	return (DifferenceMethod) option_choice(fcinfo, n, "method", names);
}

bool
option_pooled(FunctionCallInfo fcinfo, int n)
{
	static const char *const names[] = {"pooled", "unpooled", NULL};

	return option_choice(fcinfo, n, "method", names) == 0;
}

ConfidenceInterval
share_difference_interval(Share a, Share b, double confidence, DifferenceMethod method)
{
	return proportion_difference_interval(a.successes, a.n, b.successes, b.n, confidence, method);
}

bool
share_difference_p(Share a, Share b, bool pooled, double *p)
{
	double		z;

	if (!proportion_difference_z(a.successes, a.n, b.successes, b.n, pooled, &z))
		return false;
	*p = normal_two_sided_p(z);
	return true;
}

Datum
share_or_null(FunctionCallInfo fcinfo, Share share)
{
	int32		min_n = option_min_n(fcinfo, 1);

	if (share.n <= 0 || share.n < min_n)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(share.successes / share.n);
}

/* False where there is none. */
static bool
interval_of(FunctionCallInfo fcinfo, Share share, ConfidenceInterval *interval)
{
	double		confidence = option_confidence(fcinfo, 1);
	ProportionMethod method = option_proportion_method(fcinfo, 2);
	int32		min_n = option_min_n(fcinfo, 3);

	if (share.n <= 0 || share.n < min_n)
		return false;
	*interval = proportion_interval(share.successes, share.n, confidence, method);
	return true;
}

Datum
share_lo_or_null(FunctionCallInfo fcinfo, Share share)
{
	ConfidenceInterval interval;

	if (!interval_of(fcinfo, share, &interval))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(interval.lo);
}

Datum
share_hi_or_null(FunctionCallInfo fcinfo, Share share)
{
	ConfidenceInterval interval;

	if (!interval_of(fcinfo, share, &interval))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(interval.hi);
}

Datum
proportion_of_counts(int64 successes, int64 observations)
{
	ProportionSummary *summary = new_summary();

	summary->observations = observations;
	summary->successes = successes;
	PG_RETURN_POINTER(summary);
}

/* Accessors */

static Share
share_of(FunctionCallInfo fcinfo, int n)
{
	const ProportionSummary *summary = CSOPS_GETARG(proportion_summary_type, n);
	Share		share = {(double) summary->successes, (double) summary->observations};

	return share;
}

CSOPS_FUNCTION(csops_proportion);
CSOPS_FUNCTION(csops_proportion_lo);
CSOPS_FUNCTION(csops_proportion_hi);

/* proportion(s, min_n) */
Datum
csops_proportion(PG_FUNCTION_ARGS)
{
	return share_or_null(fcinfo, share_of(fcinfo, 0));
}

/* proportion_lo, proportion_hi (s, confidence, method, min_n) */
Datum
csops_proportion_lo(PG_FUNCTION_ARGS)
{
	return share_lo_or_null(fcinfo, share_of(fcinfo, 0));
}

Datum
csops_proportion_hi(PG_FUNCTION_ARGS)
{
	return share_hi_or_null(fcinfo, share_of(fcinfo, 0));
}

static bool
both_shares(FunctionCallInfo fcinfo, Share *a, Share *b)
{
	*a = share_of(fcinfo, 0);
	*b = share_of(fcinfo, 1);
	return a->n > 0 && b->n > 0;
}

CSOPS_FUNCTION(csops_proportion_difference);
CSOPS_FUNCTION(csops_proportion_difference_lo);
CSOPS_FUNCTION(csops_proportion_difference_hi);
CSOPS_FUNCTION(csops_proportion_difference_p);

Datum
csops_proportion_difference(PG_FUNCTION_ARGS)
{
	Share		a;
	Share		b;

	if (!both_shares(fcinfo, &a, &b))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(proportion_difference(a.successes, a.n, b.successes, b.n));
}

/* proportion_difference_lo, proportion_difference_hi (a, b, confidence, method) */
static bool
difference_interval(FunctionCallInfo fcinfo, ConfidenceInterval *interval)
{
	Share		a;
	Share		b;
	double		confidence = option_confidence(fcinfo, 2);
	DifferenceMethod method = option_difference_method(fcinfo, 3);

	if (!both_shares(fcinfo, &a, &b))
		return false;
	*interval = share_difference_interval(a, b, confidence, method);
	return true;
}

Datum
csops_proportion_difference_lo(PG_FUNCTION_ARGS)
{
	ConfidenceInterval interval;

	if (!difference_interval(fcinfo, &interval))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(interval.lo);
}

Datum
csops_proportion_difference_hi(PG_FUNCTION_ARGS)
{
	ConfidenceInterval interval;

	if (!difference_interval(fcinfo, &interval))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(interval.hi);
}

/* proportion_difference_p(a, b, method) */
Datum
csops_proportion_difference_p(PG_FUNCTION_ARGS)
{
	Share		a;
	Share		b;
	bool		pooled = option_pooled(fcinfo, 2);
	double		p;

	if (!both_shares(fcinfo, &a, &b) || !share_difference_p(a, b, pooled, &p))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(p);
}
