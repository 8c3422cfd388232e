/*
 * sla_targets.c
 *		The target of a clock: one, or what the states of a second timeline make of it.
 */
#include "csops.h"

#include "business_time.h"
#include "common/int.h"
#include "miscadmin.h"
#include "sla_targets.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/jsonb.h"
#include "utils/memutils.h"
#include "utils/numeric.h"
#include "utils/timestamp.h"

typedef struct NamedTarget
{
	const char *name;			/* not terminated */
	int			length;
	int64		usecs;			/* or NO_TARGET */
} NamedTarget;

int64
target_usecs(const Interval *target, const CountedTime *time)
{
	int64		usecs;

#ifdef INTERVAL_NOT_FINITE
	if (INTERVAL_NOT_FINITE(target))
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("target must be finite"),
				 errhint("A NULL target is none.")));
#endif
	if (target->month != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("target must not have months"),
				 errdetail("The target has %d months, whose length is not fixed.", target->month),
				 errhint("Give hours, minutes and seconds.")));
	if (target->day != 0 && calendar_takes_part(time))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("target must not have days where a calendar takes part"),
				 errdetail("The target has %d days, and a calendar knows days of different lengths.", target->day),
				 errhint("Give hours: a target of two working days of eight hours is interval '16 hours'.")));
	if (pg_mul_s64_overflow(target->day, USECS_PER_DAY, &usecs) ||
		pg_add_s64_overflow(usecs, target->time, &usecs))
		time_out_of_range();
	if (usecs < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("target must not be negative"),
				 errdetail("The target has %d days and " INT64_FORMAT " microseconds.", target->day, target->time),
				 errhint("A NULL target is none.")));
	return usecs;
}

void
fixed_target(TargetSchedule *schedule, int64 target)
{
	schedule->changes = 1;
	schedule->change = palloc(sizeof(TargetChange));
	schedule->change->from = DT_NOBEGIN;
	schedule->change->target = target;
}

/* The jsonb argument */

static int
compare_named_targets(const void *a, const void *b)
{
	const NamedTarget *x = a;
	const NamedTarget *y = b;

	return timeline_compare_names(x->name, x->length, y->name, y->length);
}

pg_noreturn static void
bad_target(const NamedTarget *named)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("target of a state is no length of time"),
			 errdetail("The state \"%.*s\" has such a target.", named->length, named->name),
			 errhint("Write the targets as in {\"urgent\": \"1 hour\", \"low\": \"36 hours\"}; null is no target.")));
}

/*
 * Of the settings only IntervalStyle could change what a text means, and
 * only where there is a minus sign, which no target has.
 */
static int64
read_target(TargetSite *site, const NamedTarget *named, const JsonbValue *value)
{
	char	   *text;
	Interval   *target;

	if (value->type == jbvNull)
		return NO_TARGET;
	if (value->type != jbvString)
		bad_target(named);
	text = pnstrdup(value->val.string.val, value->val.string.len);
	if (strchr(text, '-') != NULL)
		bad_target(named);
	target = DatumGetIntervalP(DirectFunctionCall3(interval_in, CStringGetDatum(text),
												   ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1)));
	if (target->day != 0)
		site->has_days = true;
	return target_usecs(target, NULL);
}

static void
read_targets(TargetSite *site, FunctionCallInfo fcinfo, const Jsonb *targets)
{
	MemoryContext caller;
	JsonbIterator *iterator;
	JsonbIteratorToken token;
	JsonbValue	value;
	NamedTarget *named;
	int			count = 0;

	if (!JB_ROOT_IS_OBJECT(targets))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("targets must be a json object"),
				 errhint("Write the target of each state as in {\"urgent\": \"1 hour\", \"low\": \"36 hours\"}.")));
	if (site->context == NULL)
		site->context = AllocSetContextCreate(fcinfo->flinfo->fn_mcxt, "csops targets", ALLOCSET_SMALL_SIZES);
	site->named = NULL;
	MemoryContextReset(site->context);
	caller = MemoryContextSwitchTo(site->context);

	site->bytes = palloc(VARSIZE(targets));
	memcpy(site->bytes, targets, VARSIZE(targets));
	site->has_days = site->has_zero = false;
	named = palloc(sizeof(NamedTarget) * (JB_ROOT_COUNT(targets) + 1));
	iterator = JsonbIteratorInit(&((Jsonb *) site->bytes)->root);
	token = JsonbIteratorNext(&iterator, &value, true);
	Assert(token == WJB_BEGIN_OBJECT);
	while ((token = JsonbIteratorNext(&iterator, &value, true)) == WJB_KEY)
	{
		CHECK_FOR_INTERRUPTS();
		named[count].name = value.val.string.val;
		named[count].length = value.val.string.len;
		token = JsonbIteratorNext(&iterator, &value, true);
		Assert(token == WJB_VALUE);
		named[count].usecs = read_target(site, &named[count], &value);
		if (named[count].usecs == 0)
			site->has_zero = true;
		count++;
	}
	qsort(named, count, sizeof(NamedTarget), compare_named_targets);
	site->count = count;
	site->named = named;
	MemoryContextSwitchTo(caller);
}

static int64
target_of(const TargetSite *site, const TimelineState *state)
{
	int			low = 0;
	int			high = site->count;

	while (low < high)
	{
		int			middle = low + (high - low) / 2;
		const NamedTarget *named = &site->named[middle];
		int			order = timeline_compare_names(state->name, state->length, named->name, named->length);

		if (order == 0)
			return named->usecs;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NO_TARGET;
}

void
target_schedule(TargetSite *site, FunctionCallInfo fcinfo, int targets, const TimelineView *by,
				const CountedTime *time, TargetSchedule *schedule)
{
	Jsonb	   *argument = PG_GETARG_JSONB_P(targets);
	int64	   *of_state = (int64 *) palloc(sizeof(int64) * (by->states + 1)) + 1;
	int			count = 1;

	if (site->named == NULL || VARSIZE(argument) != VARSIZE(site->bytes) ||
		memcmp(argument, site->bytes, VARSIZE(argument)) != 0)
		read_targets(site, fcinfo, argument);
	if (site->has_days && calendar_takes_part(time))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("target must not have days where a calendar takes part"),
				 errdetail("One of the targets has days, and a calendar knows days of different lengths."),
				 errhint("Give hours: a target of two working days of eight hours is \"16 hours\".")));

	of_state[TIMELINE_UNKNOWN] = NO_TARGET;
	for (int i = 0; i < by->states; i++)
		of_state[i] = target_of(site, &by->state[i]);
	schedule->change = palloc_extended(sizeof(TargetChange) * (by->events + 1), MCXT_ALLOC_HUGE);
	schedule->change[0].from = DT_NOBEGIN;
	schedule->change[0].target = NO_TARGET;
	for (int i = 0; i < by->events; i++)
	{
		int64		target = of_state[by->event[i].state];

		/* Of the states of one instant the last one holds. */
		if (i + 1 < by->events && by->event[i + 1].at == by->event[i].at)
			continue;
		if (target == schedule->change[count - 1].target)
			continue;
		schedule->change[count].from = by->event[i].at;
		schedule->change[count++].target = target;
	}
	schedule->changes = count;
}

int
target_change_at(const TargetSchedule *schedule, TimestampTz at)
{
	int			low = 0;
	int			high = schedule->changes - 1;

	/* The last change that is not after the instant. */
	while (low < high)
	{
		int			middle = low + (high - low + 1) / 2;

		if (schedule->change[middle].from <= at)
			low = middle;
		else
			high = middle - 1;
	}
	return low;
}

/* The part of the target that was consumed */

void
meter_start(TargetMeter *meter)
{
	memset(meter, 0, sizeof(TargetMeter));
}

void
meter_use(TargetMeter *meter, int64 target, int64 usecs)
{
	int			i = meter->targets;

	if (usecs == 0)
		return;
	/* The one in force is most often the one that was used last. */
	while (i > 0 && meter->target[i - 1] != target)
		i--;
	if (i > 0)
	{
		meter->used[i - 1] += usecs;
		return;
	}
	if (meter->targets == meter->room)
	{
		meter->room = Max(meter->room * 2, 4);
		meter->target = meter->targets == 0 ? palloc(sizeof(int64) * meter->room) :
			repalloc(meter->target, sizeof(int64) * meter->room);
		meter->used = meter->targets == 0 ? palloc(sizeof(int64) * meter->room) :
			repalloc(meter->used, sizeof(int64) * meter->room);
	}
	meter->target[meter->targets] = target;
	meter->used[meter->targets++] = usecs;
}

static Datum
numeric_of(int64 value)
{
	return NumericGetDatum(int64_to_numeric(value));
}

/*
 * With the least common multiple of the targets as the whole, every part is a
 * whole number of units.
 */
static int64
rest_of_parts(const TargetMeter *meter, int64 target, bool *exact)
{
	Datum		whole = numeric_of(target);
	Datum		units = numeric_of(0);
	Datum		rest;
	Datum		product;
	Datum		quotient;

	for (int i = 0; i < meter->targets; i++)
	{
		CHECK_FOR_INTERRUPTS();
		whole = DirectFunctionCall2(numeric_lcm, whole, numeric_of(meter->target[i]));
	}
	for (int i = 0; i < meter->targets; i++)
	{
		Datum		per_usec = DirectFunctionCall2(numeric_div_trunc, whole, numeric_of(meter->target[i]));

		CHECK_FOR_INTERRUPTS();
		units = DirectFunctionCall2(numeric_add, units,
									DirectFunctionCall2(numeric_mul, per_usec, numeric_of(meter->used[i])));
	}
	rest = DirectFunctionCall2(numeric_sub, whole, units);
	product = DirectFunctionCall2(numeric_mul, rest, numeric_of(target));
	quotient = DirectFunctionCall2(numeric_div_trunc, product, whole);
	*exact = DatumGetBool(DirectFunctionCall2(numeric_eq, product,
											  DirectFunctionCall2(numeric_mul, quotient, whole)));
	return DatumGetInt64(DirectFunctionCall1(numeric_int8, quotient));
}

int64
meter_rest(const TargetMeter *meter, int64 target, bool *exact)
{
	*exact = true;
	if (meter->targets == 0)
		return target;
	if (meter->targets == 1 && meter->target[0] == target)
		return target - meter->used[0];
	return rest_of_parts(meter, target, exact);
}
