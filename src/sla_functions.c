/*
 * sla_functions.c
 *		sla_clock, sla_cycles and the functions that give one field of a clock.
 */
#include "csops.h"

#include "access/htup_details.h"
#include "business_time.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "options.h"
#include "silent_cast.h"
#include "sla_call.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"
#include "utils/tuplestore.h"

/* Which target counts when it changes; in the order of their names in the argument target_policy. */
typedef enum TargetPolicy
{
	TARGET_CURRENT,
	TARGET_AT_START,
	TARGET_BY_SEGMENT
} TargetPolicy;

/* The places of the arguments in both forms; the first three are the timeline, running and stopped. */
typedef struct ClockArguments
{
	int			count;
	int			target;			/* an interval, or targets by state */
	int			target_by;		/* a timeline, or -1 */
	int			as_of;
	int			calendar;
	int			cycle;
	int			target_policy;	/* or -1 */
	int			paused;
	int			during;
} ClockArguments;

static const ClockArguments one_target = {
	.count = 9, .target = 3, .target_by = -1, .as_of = 4, .calendar = 5,
	.cycle = 6, .target_policy = -1, .paused = 7, .during = 8
};

static const ClockArguments targets_by_state = {
	.count = 11, .target = 3, .target_by = 4, .as_of = 5, .calendar = 6,
	.cycle = 7, .target_policy = 8, .paused = 9, .during = 10
};

static void
open_targets(FunctionCallInfo fcinfo, const ClockArguments *arguments, ClockCall *call)
{
	static const char *const policies[] = {"current", "at_start", "by_segment", NULL};
	TimelineView by;

	call->policy = TARGET_CURRENT;
	if (arguments->target_policy >= 0)
		call->policy = option_choice(fcinfo, arguments->target_policy, "target_policy", policies);
	if (PG_ARGISNULL(arguments->target) ||
		(arguments->target_by >= 0 && PG_ARGISNULL(arguments->target_by)))
		fixed_target(&call->schedule, NO_TARGET);
	else if (arguments->target_by < 0)
		fixed_target(&call->schedule, target_usecs(PG_GETARG_INTERVAL_P(arguments->target), call->time));
	else
	{
		timeline_view(fcinfo, arguments->target_by, &by);
		target_schedule(&call->site->targets, fcinfo, arguments->target, &by, call->time, &call->schedule);
		if (call->policy == TARGET_BY_SEGMENT && call->site->targets.has_zero)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("target must be above zero to be consumed by segment"),
					 errdetail("One of the targets is zero, and nothing is a part of it."),
					 errhint("Take another target_policy, or a target of a microsecond.")));
	}
}

static void
choose_cycles(ClockCall *call)
{
	call->first = 0;
	call->last = call->history.cycles - 1;
	if (call->choice == CYCLE_FIRST)
		call->last = Min(call->last, 0);
	else if (call->choice == CYCLE_LAST)
		call->first = Max(call->last, 0);
}

bool
open_clock_call(FunctionCallInfo fcinfo, ClockCall *call)
{
	static const char *const cycles[] = {"first", "last", "all", NULL};
	const ClockArguments *arguments = PG_NARGS() == targets_by_state.count ? &targets_by_state : &one_target;
	TimestampTz as_of;
	const ClockRole *roles;

	for (int i = 0; i < arguments->count; i++)
	{
		if (PG_ARGISNULL(i) && i != arguments->target && i != arguments->target_by)
			return false;
	}
	call->site = fcinfo->flinfo->fn_extra;
	if (call->site == NULL)
	{
		refuse_silent_casts(fcinfo);
		call->site = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(ClockSite));
		fcinfo->flinfo->fn_extra = call->site;
	}
	as_of = PG_GETARG_TIMESTAMPTZ(arguments->as_of);
	if (TIMESTAMP_NOT_FINITE(as_of))
		infinite_instant();
	call->choice = option_choice(fcinfo, arguments->cycle, "cycle", cycles);

	timeline_view(fcinfo, 0, &call->view);
	roles = clock_roles(&call->site->roles, fcinfo, 1, 2, arguments->paused, &call->view);
	clock_history(&call->history, &call->view, roles, as_of);
	choose_cycles(call);
	call->time = counted_time(&call->site->time, fcinfo, arguments->calendar, arguments->during);
	open_targets(fcinfo, arguments, call);
	return true;
}

void
read_cycles(ClockReading *reading, const ClockCall *call, int first, int last)
{
	const ClockHistory *history = &call->history;
	TimestampTz at = history->as_of;
	TargetSchedule fixed;

	if (call->schedule.changes == 1 || call->policy == TARGET_BY_SEGMENT)
	{
		read_clock(reading, history, first, last, call->time, &call->schedule);
		return;
	}
	if (first <= last)
	{
		if (call->policy == TARGET_AT_START)
			at = history->cycle[first].started_at;
		else if (!TIMESTAMP_IS_NOEND(history->cycle[last].stopped_at))
			at = history->cycle[last].stopped_at;
	}
	fixed_target(&fixed, call->schedule.change[target_change_at(&call->schedule, at)].target);
	read_clock(reading, history, first, last, call->time, &fixed);
}

const char *
clock_word(const ClockReading *reading)
{
	if (!reading->started)
		return "not_started";
	if (reading->finished)
		return "stopped";
	return reading->running ? "running" : "paused";
}

/* NULL without a target. */
static const char *
status_word(const ClockReading *reading)
{
	if (reading->target == NO_TARGET)
		return NULL;
	if (reading->breached)
		return "breached";
	return reading->finished ? "achieved" : clock_word(reading);
}

/* The composite */

static void
set_text(Datum *values, bool *nulls, SlaClockField field, const char *word)
{
	nulls[field] = word == NULL;
	if (word != NULL)
		values[field] = CStringGetTextDatum(word);
}

static void
set_usecs(Datum *values, bool *nulls, SlaClockField field, bool is_there, int64 usecs)
{
	nulls[field] = !is_there;
	if (is_there)
		values[field] = IntervalPGetDatum(interval_of_usecs(usecs));
}

static void
set_seconds(Datum *values, bool *nulls, SlaClockField field, bool is_there, int64 usecs)
{
	nulls[field] = !is_there;
	if (is_there)
		values[field] = Float8GetDatum(usecs / 1e6);
}

static void
set_instant(Datum *values, bool *nulls, SlaClockField field, TimestampTz at)
{
	nulls[field] = TIMESTAMP_IS_NOEND(at);
	if (!nulls[field])
		values[field] = TimestampTzGetDatum(at);
}

/* The fields; cycle 0 is more than one, or none. */
static void
clock_fields(const ClockReading *reading, int cycle, int cycles, Datum *values, bool *nulls)
{
	bool		has_target = reading->target != NO_TARGET;

	set_text(values, nulls, SLA_CLOCK_CLOCK, clock_word(reading));
	set_text(values, nulls, SLA_CLOCK_STATUS, status_word(reading));
	nulls[SLA_CLOCK_BREACHED] = !has_target;
	values[SLA_CLOCK_BREACHED] = BoolGetDatum(reading->breached);
	nulls[SLA_CLOCK_FINISHED] = false;
	values[SLA_CLOCK_FINISHED] = BoolGetDatum(reading->finished);
	set_usecs(values, nulls, SLA_CLOCK_TARGET, has_target, reading->target);
	set_usecs(values, nulls, SLA_CLOCK_ELAPSED, true, reading->elapsed);
	set_usecs(values, nulls, SLA_CLOCK_REMAINING, has_target, reading->remaining);
	set_seconds(values, nulls, SLA_CLOCK_ELAPSED_SECONDS, true, reading->elapsed);
	set_seconds(values, nulls, SLA_CLOCK_REMAINING_SECONDS, has_target, reading->remaining);
	set_instant(values, nulls, SLA_CLOCK_STARTED_AT, reading->started_at);
	set_instant(values, nulls, SLA_CLOCK_STOPPED_AT, reading->stopped_at);
	set_instant(values, nulls, SLA_CLOCK_DUE_AT, reading->due_at);
	set_instant(values, nulls, SLA_CLOCK_BREACHED_AT, reading->breached_at);
	nulls[SLA_CLOCK_CYCLE] = cycle == 0;
	values[SLA_CLOCK_CYCLE] = Int32GetDatum(cycle);
	nulls[SLA_CLOCK_CYCLES] = false;
	values[SLA_CLOCK_CYCLES] = Int32GetDatum(cycles);
}

static int
number_of_cycle(const ClockCall *call)
{
	return call->choice == CYCLE_ALL || call->last < call->first ? 0 : call->first + 1;
}

/* Both forms of a function have one body: their number of arguments tells them apart. */
CSOPS_FUNCTION(csops_sla_clock);

Datum
csops_sla_clock(PG_FUNCTION_ARGS)
{
	ClockCall	call;
	ClockReading reading;
	Datum		values[SLA_CLOCK_FIELDS];
	bool		nulls[SLA_CLOCK_FIELDS];

	if (!open_clock_call(fcinfo, &call))
		PG_RETURN_NULL();
	if (call.site->fields == NULL)
	{
		TupleDesc	fields;
		MemoryContext caller;

		if (get_call_result_type(fcinfo, NULL, &fields) != TYPEFUNC_COMPOSITE || fields->natts != SLA_CLOCK_FIELDS)
			ereport(ERROR,
					(errcode(ERRCODE_DATATYPE_MISMATCH),
					 errmsg("the type sla_clock was changed"),
					 errhint("Create the extension again.")));
		caller = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);
		call.site->fields = BlessTupleDesc(CreateTupleDescCopy(fields));
		MemoryContextSwitchTo(caller);
	}
	read_cycles(&reading, &call, call.first, call.last);
	clock_fields(&reading, number_of_cycle(&call), call.history.cycles, values, nulls);
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(call.site->fields, values, nulls)));
}

CSOPS_FUNCTION(csops_sla_cycles);

Datum
csops_sla_cycles(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	ClockCall	call;
	ClockReading reading;
	Datum		values[SLA_CLOCK_FIELDS];
	bool		nulls[SLA_CLOCK_FIELDS];
	MemoryContext row;
	MemoryContext caller;

	InitMaterializedSRF(fcinfo, 0);
	if (!open_clock_call(fcinfo, &call))
		return (Datum) 0;
	row = AllocSetContextCreate(CurrentMemoryContext, "csops sla_cycles", ALLOCSET_SMALL_SIZES);
	caller = MemoryContextSwitchTo(row);
	for (int i = call.first; i <= call.last; i++)
	{
		CHECK_FOR_INTERRUPTS();
		read_cycles(&reading, &call, i, i);
		clock_fields(&reading, i + 1, call.history.cycles, values, nulls);
		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
		MemoryContextReset(row);
	}
	MemoryContextSwitchTo(caller);
	MemoryContextDelete(row);
	return (Datum) 0;
}

/* One field */

static bool
clock_reading(FunctionCallInfo fcinfo, ClockReading *reading)
{
	ClockCall	call;

	if (!open_clock_call(fcinfo, &call))
		return false;
	read_cycles(reading, &call, call.first, call.last);
	return true;
}

CSOPS_FUNCTION(csops_sla_status);
CSOPS_FUNCTION(csops_sla_elapsed_seconds);
CSOPS_FUNCTION(csops_sla_remaining_seconds);
CSOPS_FUNCTION(csops_sla_due_at);
CSOPS_FUNCTION(csops_sla_breached_at);

Datum
csops_sla_status(PG_FUNCTION_ARGS)
{
	ClockReading reading;
	const char *word;

	if (!clock_reading(fcinfo, &reading) || (word = status_word(&reading)) == NULL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(word));
}

Datum
csops_sla_elapsed_seconds(PG_FUNCTION_ARGS)
{
	ClockReading reading;

	if (!clock_reading(fcinfo, &reading))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(reading.elapsed / 1e6);
}

Datum
csops_sla_remaining_seconds(PG_FUNCTION_ARGS)
{
	ClockReading reading;

	if (!clock_reading(fcinfo, &reading) || reading.target == NO_TARGET)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(reading.remaining / 1e6);
}

static Datum
instant_or_null(FunctionCallInfo fcinfo, TimestampTz at)
{
	if (TIMESTAMP_IS_NOEND(at))
		PG_RETURN_NULL();
	PG_RETURN_TIMESTAMPTZ(at);
}

Datum
csops_sla_due_at(PG_FUNCTION_ARGS)
{
	ClockReading reading;

	if (!clock_reading(fcinfo, &reading))
		PG_RETURN_NULL();
	return instant_or_null(fcinfo, reading.due_at);
}

Datum
csops_sla_breached_at(PG_FUNCTION_ARGS)
{
	ClockReading reading;

	if (!clock_reading(fcinfo, &reading))
		PG_RETURN_NULL();
	return instant_or_null(fcinfo, reading.breached_at);
}
