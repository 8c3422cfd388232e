/*
 * sla_summary.c
 *		The type sla_summary and its aggregates: what became of many SLA clocks.
 */
#include "csops.h"

#include "access/htup_details.h"
#include "options.h"
#include "sla_clock_type.h"
#include "sla_summary.h"
#include "utils/timestamp.h"
#include "utils/typcache.h"

/* A clock has finished if it achieved its target, and may have if it was breached or has none. */
static bool
durations_fit(const CountedView *view)
{
	int64		finished = view->durations.observations;

	return finished >= view->count[SLA_ACHIEVED] &&
		finished <= view->count[SLA_ACHIEVED] + view->count[SLA_BREACHED] + view->count[SLA_WITHOUT_TARGET];
}

const CountedKind sla_kind = {
	.type = &sla_summary_type,
	.keys = {"achieved", "breached", "in_progress", "without_target", "durations", NULL},
	.durations_fit = durations_fit,
};

/* Type functions */

static void
check_summary(const CsopsHeader *value)
{
	counted_check(&sla_kind, value);
}

static CsopsHeader *
canonical_summary(CsopsHeader *value)
{
	return counted_canonical(&sla_kind, value);
}

static CsopsHeader *
read_json_summary(const JsonNode *root)
{
	return counted_read_json(&sla_kind, root);
}

static void
write_json_summary(StringInfo out, const CsopsHeader *value)
{
	counted_write_json(&sla_kind, out, value);
}

static CsopsHeader *
receive_summary(StringInfo in)
{
	return counted_receive(&sla_kind, in);
}

const CsopsType sla_summary_type = {
	.id = CSOPS_SLA_SUMMARY,
	.name = "sla_summary",
	.check = check_summary,
	.canonical = canonical_summary,
	.read_json = read_json_summary,
	.write_json = write_json_summary,
	.receive = receive_summary,
	.send = counted_send,
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
static CountedDurations *
count_result(CountedDurations *state, const SlaResult *result, bool count_invalid, int change)
{
	int64		elapsed = 0;
	int64		target = 0;

	if (result->elapsed != NULL && (elapsed = duration_micros_of_interval(result->elapsed)) < 0 && !count_invalid)
		invalid_interval("elapsed time", result->elapsed);
	if (result->target != NULL && (target = duration_micros_of_interval(result->target)) < 0 && !count_invalid)
		invalid_interval("target", result->target);
	if (elapsed < 0 || target < 0)
	{
		count_row(&state->durations.invalid, change);
		return state;
	}
	if (result->elapsed == NULL || !result->finished_known)
	{
		count_row(&state->durations.unanswered, change);
		return state;
	}

	if (result->target == NULL)
		count_row(&state->count[SLA_WITHOUT_TARGET], change);
	else if (elapsed > target)
		count_row(&state->count[SLA_BREACHED], change);
	else if (result->finished)
		count_row(&state->count[SLA_ACHIEVED], change);
	else
		count_row(&state->count[SLA_IN_PROGRESS], change);
	return result->finished ? counted_change_duration(&sla_kind, state, elapsed, change) : state;
}

/* sla_accum(state, elapsed, target, finished [, on_invalid]), or with a key in its place */
static Datum
transition(FunctionCallInfo fcinfo, bool count_invalid, int change)
{
	CountedDurations *state = counted_state(&sla_kind, fcinfo);
	SlaResult	result = {0};

	if (!PG_ARGISNULL(1))
		result.elapsed = PG_GETARG_INTERVAL_P(1);
	if (!PG_ARGISNULL(2))
		result.target = PG_GETARG_INTERVAL_P(2);
	result.finished_known = !PG_ARGISNULL(3);
	result.finished = result.finished_known && PG_GETARG_BOOL(3);
	state = count_result(state, &result, count_invalid, change);
	return counted_changed(&sla_kind, fcinfo, state, change < 0);
}

CSOPS_FUNCTION(csops_sla_accum);
CSOPS_FUNCTION(csops_sla_accum_inv);
CSOPS_FUNCTION(csops_sla_accum_key);
CSOPS_FUNCTION(csops_sla_accum_key_inv);

Datum
csops_sla_accum(PG_FUNCTION_ARGS)
{
	return transition(fcinfo, option_count_invalid(fcinfo, 4), 1);
}

Datum
csops_sla_accum_inv(PG_FUNCTION_ARGS)
{
	return transition(fcinfo, option_count_invalid(fcinfo, 4), -1);
}

Datum
csops_sla_accum_key(PG_FUNCTION_ARGS)
{
	check_key(fcinfo, 4);
	return transition(fcinfo, false, 1);
}

Datum
csops_sla_accum_key_inv(PG_FUNCTION_ARGS)
{
	check_key(fcinfo, 4);
	return transition(fcinfo, false, -1);
}

/* sla_accum(state, clock [, key]): the same of the fields of a clock */
static Datum
clock_transition(FunctionCallInfo fcinfo, int change)
{
	CountedDurations *state = counted_state(&sla_kind, fcinfo);
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
	state = count_result(state, &result, false, change);
	return counted_changed(&sla_kind, fcinfo, state, change < 0);
}

CSOPS_FUNCTION(csops_sla_accum_clock);
CSOPS_FUNCTION(csops_sla_accum_clock_inv);

Datum
csops_sla_accum_clock(PG_FUNCTION_ARGS)
{
	return clock_transition(fcinfo, 1);
}

Datum
csops_sla_accum_clock_inv(PG_FUNCTION_ARGS)
{
	return clock_transition(fcinfo, -1);
}

CSOPS_FUNCTION(csops_merge_sla_summary);
CSOPS_FUNCTION(csops_subtract_sla_summary);
CSOPS_FUNCTION(csops_sla_final);
CSOPS_FUNCTION(csops_sla_moving_final);
CSOPS_FUNCTION(csops_sla_durations);

Datum
csops_merge_sla_summary(PG_FUNCTION_ARGS)
{
	return counted_merge(&sla_kind, fcinfo);
}

Datum
csops_subtract_sla_summary(PG_FUNCTION_ARGS)
{
	return counted_subtract(&sla_kind, fcinfo);
}

Datum
csops_sla_final(PG_FUNCTION_ARGS)
{
	return counted_final(&sla_kind, fcinfo, true);
}

/* Without minimum and maximum, as csops_duration_moving_final. */
Datum
csops_sla_moving_final(PG_FUNCTION_ARGS)
{
	return counted_final(&sla_kind, fcinfo, false);
}

/* sla_durations(s) */
Datum
csops_sla_durations(PG_FUNCTION_ARGS)
{
	return counted_only_durations(&sla_kind, fcinfo);
}
