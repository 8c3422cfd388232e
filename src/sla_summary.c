/*
 * sla_summary.c
 *		The type sla_summary and its aggregates: what became of many SLA clocks.
 */
#include "csops.h"

#include "access/htup_details.h"
#include "duration_state.h"
#include "libpq/pqformat.h"
#include "options.h"
#include "sla_clock_type.h"
#include "sla_summary.h"
#include "utils/timestamp.h"
#include "utils/typcache.h"

/*
 * The durations are a duration_summary, of whatever form, to the value's end.
 * They also count the rows that had no result, and those that were invalid.
 */
typedef struct SlaSummary
{
	CsopsHeader header;			/* flags: those of the durations */
	SlaCounts	counts;
	DurationSummary durations;
} SlaSummary;

StaticAssertDecl(offsetof(SlaSummary, durations) % sizeof(int64) == 0, "durations are aligned");

static const char *
counts_problem(const SlaCounts *counts, const DurationView *durations)
{
	int64		finished = durations->observations;
	int64		rows = 0;

	if (!csops_add_count(&rows, counts->achieved) ||
		!csops_add_count(&rows, counts->breached) ||
		!csops_add_count(&rows, counts->in_progress) ||
		!csops_add_count(&rows, counts->without_target) ||
		!csops_add_count(&rows, durations->unanswered) ||
		!csops_add_count(&rows, durations->invalid))
		return "A count is negative or the total of the counts is out of range.";
	if (finished < counts->achieved ||
		finished > counts->achieved + counts->breached + counts->without_target)
		return "The durations are not as many as clocks can have finished.";
	return NULL;
}

static const char *
view_problem(const SlaView *view)
{
	const char *problem = duration_view_problem(&view->durations);

	return problem != NULL ? problem : counts_problem(&view->counts, &view->durations);
}

/* What makes it unsafe to read a value of any form, or NULL. */
static const char *
form_problem(const SlaSummary *summary)
{
	const DurationSummary *durations = &summary->durations;

	if (VARSIZE(summary) < sizeof(SlaSummary))
		return "The value is too short.";
	if (!VARATT_IS_4B_U(durations) ||
		VARSIZE(durations) != VARSIZE(summary) - offsetof(SlaSummary, durations) ||
		durations->header.type != CSOPS_DURATION_SUMMARY ||
		durations->header.version != CSOPS_VERSION_1 ||
		durations->header.flags != summary->header.flags)
		return "The durations have another header.";
	return duration_form_problem(durations);
}

static SlaSummary *
new_summary(const SlaCounts *counts, const DurationSummary *durations)
{
	SlaSummary *summary = csops_new(&sla_summary_type, offsetof(SlaSummary, durations) + VARSIZE(durations));

	summary->header.flags = durations->header.flags;
	summary->counts = *counts;
	memcpy(&summary->durations, durations, VARSIZE(durations));
	return summary;
}

/* The summary itself where the durations are its own, changed in place. */
static SlaSummary *
with_durations(SlaSummary *summary, const DurationSummary *durations)
{
	return durations == &summary->durations ? summary : new_summary(&summary->counts, durations);
}

static SlaSummary *
make_summary(const SlaView *view)
{
	return new_summary(&view->counts, make_duration_summary(&view->durations));
}

static SlaSummary *
canonical_copy(const SlaSummary *summary, bool bounds)
{
	return new_summary(&summary->counts, canonical_durations(&summary->durations, bounds));
}

void
sla_view(FunctionCallInfo fcinfo, int n, SlaView *view)
{
	const SlaSummary *summary = CSOPS_GETARG(sla_summary_type, n);

	view->counts = summary->counts;
	view_duration_summary(&view->durations, &summary->durations);
}

void
sla_figures(FunctionCallInfo fcinfo, int n, SlaView *view)
{
	const SlaSummary *summary = CSOPS_GETARG(sla_summary_type, n);

	view->counts = summary->counts;
	view_duration_figures(&view->durations, &summary->durations);
}

/* Type functions */

static void
check_summary(const CsopsHeader *value)
{
	const char *problem = form_problem((const SlaSummary *) value);

	if (problem != NULL)
		csops_corrupted(&sla_summary_type, problem);
}

static CsopsHeader *
canonical_summary(CsopsHeader *value)
{
	if (value->flags == 0)
		return value;
	return &canonical_copy((const SlaSummary *) value, true)->header;
}

static CsopsHeader *
read_json_summary(const JsonNode *root)
{
	static const char *const keys[] = {"achieved", "breached", "in_progress", "without_target",
	"durations", NULL};
	SlaView		view;
	const char *problem;

	json_check_object(root, keys);
	view.counts.achieved = json_int64(json_required(root, "achieved"), 0, PG_INT64_MAX);
	view.counts.breached = json_int64(json_required(root, "breached"), 0, PG_INT64_MAX);
	view.counts.in_progress = json_int64(json_required(root, "in_progress"), 0, PG_INT64_MAX);
	view.counts.without_target = json_int64(json_required(root, "without_target"), 0, PG_INT64_MAX);
	view_duration_summary(&view.durations,
						  (DurationSummary *) duration_summary_type.read_json(json_required(root, "durations")));
	problem = counts_problem(&view.counts, &view.durations);
	if (problem != NULL)
		json_error(root, "%s", problem);
	return &make_summary(&view)->header;
}

static void
write_json_summary(StringInfo out, const CsopsHeader *value)
{
	const SlaSummary *summary = (const SlaSummary *) value;

	appendStringInfo(out, "{\"achieved\": " INT64_FORMAT ", \"breached\": " INT64_FORMAT
					 ", \"in_progress\": " INT64_FORMAT ", \"without_target\": " INT64_FORMAT
					 ", \"durations\": ",
					 summary->counts.achieved, summary->counts.breached,
					 summary->counts.in_progress, summary->counts.without_target);
	duration_summary_type.write_json(out, &summary->durations.header);
	appendStringInfoChar(out, '}');
}

static CsopsHeader *
receive_summary(StringInfo in)
{
	SlaView		view;
	const char *problem;

	view.counts.achieved = pq_getmsgint64(in);
	view.counts.breached = pq_getmsgint64(in);
	view.counts.in_progress = pq_getmsgint64(in);
	view.counts.without_target = pq_getmsgint64(in);
	view_duration_summary(&view.durations, (DurationSummary *) duration_summary_type.receive(in));
	problem = counts_problem(&view.counts, &view.durations);
	if (problem != NULL)
		csops_bad_binary(&sla_summary_type, problem);
	return &make_summary(&view)->header;
}

static void
send_summary(StringInfo out, const CsopsHeader *value)
{
	const SlaSummary *summary = (const SlaSummary *) value;

	pq_sendint64(out, summary->counts.achieved);
	pq_sendint64(out, summary->counts.breached);
	pq_sendint64(out, summary->counts.in_progress);
	pq_sendint64(out, summary->counts.without_target);
	duration_summary_type.send(out, &summary->durations.header);
}

const CsopsType sla_summary_type = {
	.id = CSOPS_SLA_SUMMARY,
	.name = "sla_summary",
	.check = check_summary,
	.canonical = canonical_summary,
	.read_json = read_json_summary,
	.write_json = write_json_summary,
	.receive = receive_summary,
	.send = send_summary,
};

CSOPS_FUNCTION(csops_sla_summary_in);
CSOPS_FUNCTION(csops_sla_summary_recv);

Datum
csops_sla_summary_in(PG_FUNCTION_ARGS)
{
	return csops_type_in(&sla_summary_type, fcinfo);
}

Datum
csops_sla_summary_recv(PG_FUNCTION_ARGS)
{
	return csops_type_recv(&sla_summary_type, fcinfo);
}

/* Transition functions */

/* What a row says of one clock. */
typedef struct SlaResult
{
	const Interval *elapsed;	/* NULL, or not finished_known: there is no result */
	const Interval *target;		/* NULL: there is none */
	bool		finished;
	bool		finished_known;
} SlaResult;

/* A state in working form: new, the argument itself in an aggregate, or a copy of it. */
static SlaSummary *
state_to_change(FunctionCallInfo fcinfo)
{
	SlaSummary *state;

	if (PG_ARGISNULL(0))
	{
		SlaCounts	none = {0};

		return new_summary(&none, new_duration_state());
	}
	state = (SlaSummary *) PG_GETARG_POINTER(0);

	/* Every row but a group's first: neither toasted nor packed, and as check_summary wants it. */
	if (csops_in_aggregate(fcinfo) && VARATT_IS_4B_U(state) && VARSIZE(state) >= sizeof(SlaSummary) &&
		state->header.type == CSOPS_SLA_SUMMARY && state->header.version == CSOPS_VERSION_1 &&
		state->header.flags != 0 && form_problem(state) == NULL)
		return state;
	state = CSOPS_GETARG(sla_summary_type, 0);
	if (csops_in_aggregate(fcinfo) && state->header.flags != 0)
		return state;
	return new_summary(&state->counts, duration_working_copy(&state->durations));
}

static Datum
changed_state(FunctionCallInfo fcinfo, SlaSummary *state, bool taken_out)
{
	SlaView		view;
	const char *problem;

	if (csops_in_aggregate(fcinfo))
		PG_RETURN_POINTER(state);
	view.counts = state->counts;
	view_duration_summary(&view.durations, &state->durations);
	problem = view_problem(&view);
	if (problem != NULL)
		csops_impossible_result(taken_out, problem);
	PG_RETURN_POINTER(canonical_copy(state, true));
}

static void
count(int64 *counter, int change)
{
	*counter += change;
	if (*counter < 0)
		csops_impossible_result(true, "No such row was counted.");
}

static void
invalid_interval(const char *name, const Interval *interval)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("%s is out of range", name),
			 errdetail("The row's interval has %d months, %d days and %s seconds; a clock's has no months and lies between 0 and %s seconds.",
					   interval->month, interval->day, shown_float8((double) interval->time / USECS_PER_SEC),
					   shown_float8(DURATION_LIMIT_SECONDS)),
			 errhint("Correct the row, or call sla_agg(elapsed, target, finished, 'count') to count such rows.")));
}

/* Counts the result, or takes it out; the state may have to be a larger copy. */
static SlaSummary *
count_result(SlaSummary *state, const SlaResult *result, bool count_invalid, bool inverse)
{
	int			change = inverse ? -1 : 1;
	int64		elapsed = 0;
	int64		target = 0;

	if (result->elapsed != NULL && (elapsed = duration_micros_of_interval(result->elapsed)) < 0 && !count_invalid)
		invalid_interval("elapsed time", result->elapsed);
	if (result->target != NULL && (target = duration_micros_of_interval(result->target)) < 0 && !count_invalid)
		invalid_interval("target", result->target);
	if (elapsed < 0 || target < 0)
	{
		count(&state->durations.invalid, change);
		return state;
	}
	if (result->elapsed == NULL || !result->finished_known)
	{
		count(&state->durations.unanswered, change);
		return state;
	}

	if (result->target == NULL)
		count(&state->counts.without_target, change);
	else if (elapsed > target)
		count(&state->counts.breached, change);
	else if (result->finished)
		count(&state->counts.achieved, change);
	else
		count(&state->counts.in_progress, change);
	if (!result->finished)
		return state;
	if (inverse)
	{
		take_duration(&state->durations, elapsed);
		return state;
	}
	return with_durations(state, add_duration(&state->durations, elapsed));
}

/* sla_accum(state, elapsed, target, finished [, on_invalid]), or with a key in its place */
static Datum
transition(FunctionCallInfo fcinfo, bool count_invalid, bool inverse)
{
	SlaResult	result = {0};

	if (!PG_ARGISNULL(1))
		result.elapsed = PG_GETARG_INTERVAL_P(1);
	if (!PG_ARGISNULL(2))
		result.target = PG_GETARG_INTERVAL_P(2);
	result.finished_known = !PG_ARGISNULL(3);
	result.finished = result.finished_known && PG_GETARG_BOOL(3);
	return changed_state(fcinfo, count_result(state_to_change(fcinfo), &result, count_invalid, inverse), inverse);
}

CSOPS_FUNCTION(csops_sla_accum);
CSOPS_FUNCTION(csops_sla_accum_inv);
CSOPS_FUNCTION(csops_sla_accum_key);
CSOPS_FUNCTION(csops_sla_accum_key_inv);

Datum
csops_sla_accum(PG_FUNCTION_ARGS)
{
	return transition(fcinfo, option_count_invalid(fcinfo, 4), false);
}

Datum
csops_sla_accum_inv(PG_FUNCTION_ARGS)
{
	return transition(fcinfo, option_count_invalid(fcinfo, 4), true);
}

Datum
csops_sla_accum_key(PG_FUNCTION_ARGS)
{
	check_key(fcinfo, 4);
	return transition(fcinfo, false, false);
}

Datum
csops_sla_accum_key_inv(PG_FUNCTION_ARGS)
{
	check_key(fcinfo, 4);
	return transition(fcinfo, false, true);
}

/* sla_accum(state, clock [, key]): the same of the fields of a clock */
static Datum
clock_transition(FunctionCallInfo fcinfo, bool inverse)
{
	SlaSummary *state = state_to_change(fcinfo);
	SlaResult	result = {0};

	if (PG_NARGS() > 2)
		check_key(fcinfo, 2);
	if (!PG_ARGISNULL(1))
	{
		HeapTupleHeader clock = PG_GETARG_HEAPTUPLEHEADER(1);
		TupleDesc	fields = lookup_rowtype_tupdesc(HeapTupleHeaderGetTypeId(clock),
													HeapTupleHeaderGetTypMod(clock));
		HeapTupleData tuple;
		Datum		values[SLA_CLOCK_FIELDS];
		bool		nulls[SLA_CLOCK_FIELDS];

		if (fields->natts != SLA_CLOCK_FIELDS)
			ereport(ERROR,
					(errcode(ERRCODE_DATATYPE_MISMATCH),
					 errmsg("the type sla_clock was changed"),
					 errdetail("It has %d fields instead of %d.", fields->natts, SLA_CLOCK_FIELDS)));
		tuple.t_len = HeapTupleHeaderGetDatumLength(clock);
		ItemPointerSetInvalid(&tuple.t_self);
		tuple.t_tableOid = InvalidOid;
		tuple.t_data = clock;
		heap_deform_tuple(&tuple, fields, values, nulls);
		ReleaseTupleDesc(fields);
		if (!nulls[SLA_CLOCK_ELAPSED])
			result.elapsed = DatumGetIntervalP(values[SLA_CLOCK_ELAPSED]);
		if (!nulls[SLA_CLOCK_TARGET])
			result.target = DatumGetIntervalP(values[SLA_CLOCK_TARGET]);
		result.finished_known = !nulls[SLA_CLOCK_FINISHED];
		result.finished = result.finished_known && DatumGetBool(values[SLA_CLOCK_FINISHED]);
	}
	return changed_state(fcinfo, count_result(state, &result, false, inverse), inverse);
}

CSOPS_FUNCTION(csops_sla_accum_clock);
CSOPS_FUNCTION(csops_sla_accum_clock_inv);

Datum
csops_sla_accum_clock(PG_FUNCTION_ARGS)
{
	return clock_transition(fcinfo, false);
}

Datum
csops_sla_accum_clock_inv(PG_FUNCTION_ARGS)
{
	return clock_transition(fcinfo, true);
}

/*
 * merge and subtract serve as functions, operators, rollup's transition and
 * inverse, and every SLA aggregate's combine function.
 */
CSOPS_FUNCTION(csops_merge_sla_summary);
CSOPS_FUNCTION(csops_subtract_sla_summary);

static void
add_counts(SlaCounts *a, const SlaCounts *b, int sign)
{
	a->achieved += sign * b->achieved;
	a->breached += sign * b->breached;
	a->in_progress += sign * b->in_progress;
	a->without_target += sign * b->without_target;
}

/* The counts of values are within the limit, so that their sums cannot wrap round. */
static void
check_counts(const SlaView *view)
{
	const char *problem = counts_problem(&view->counts, &view->durations);

	if (problem != NULL)
		csops_corrupted(&sla_summary_type, problem);
}

Datum
csops_merge_sla_summary(PG_FUNCTION_ARGS)
{
	SlaSummary *state = state_to_change(fcinfo);
	SlaView		a;
	SlaView		b;
	const char *problem;

	a.counts = state->counts;
	view_duration_figures(&a.durations, &state->durations);
	check_counts(&a);
	sla_view(fcinfo, 1, &b);
	check_counts(&b);
	state = with_durations(state, merge_durations(&state->durations, &b.durations));
	add_counts(&state->counts, &b.counts, 1);
	view_duration_figures(&a.durations, &state->durations);
	problem = counts_problem(&state->counts, &a.durations);
	if (problem != NULL)
		csops_impossible_result(false, problem);
	PG_RETURN_POINTER(csops_in_aggregate(fcinfo) ? state : canonical_copy(state, true));
}

Datum
csops_subtract_sla_summary(PG_FUNCTION_ARGS)
{
	SlaView		a;
	SlaView		b;
	DurationSummary *durations;
	const char *problem;

	sla_view(fcinfo, 0, &a);
	check_counts(&a);
	sla_view(fcinfo, 1, &b);
	check_counts(&b);
	durations = subtract_durations(&a.durations, &b.durations);
	view_duration_figures(&a.durations, durations);
	add_counts(&a.counts, &b.counts, -1);
	problem = counts_problem(&a.counts, &a.durations);
	if (problem != NULL)
		csops_impossible_result(true, problem);
	PG_RETURN_POINTER(new_summary(&a.counts, durations));
}

CSOPS_FUNCTION(csops_sla_final);
CSOPS_FUNCTION(csops_sla_moving_final);

/* A copy, because the state may go on being changed: under OVER it does. */
Datum
csops_sla_final(PG_FUNCTION_ARGS)
{
	PG_RETURN_POINTER(canonical_copy(CSOPS_GETARG(sla_summary_type, 0), true));
}

/* Without minimum and maximum, as csops_duration_moving_final. */
Datum
csops_sla_moving_final(PG_FUNCTION_ARGS)
{
	PG_RETURN_POINTER(canonical_copy(CSOPS_GETARG(sla_summary_type, 0), false));
}

CSOPS_FUNCTION(csops_sla_durations);

/* sla_durations(s) */
Datum
csops_sla_durations(PG_FUNCTION_ARGS)
{
	const SlaSummary *summary = CSOPS_GETARG(sla_summary_type, 0);
	DurationView view;

	view_duration_summary(&view, &summary->durations);
	view.unanswered = view.invalid = 0;
	PG_RETURN_POINTER(make_duration_summary(&view));
}
