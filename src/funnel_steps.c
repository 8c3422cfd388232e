/*
 * funnel_steps.c
 *		How far an account came in a funnel, and when.
 *
 * An attempt begins with an event of the first step and reaches the others in
 * their order, within the window.  Of attempts that have come equally far the
 * one that began last has the most time left, so that for each step one
 * beginning is remembered, and the events are gone through once.
 */
#include "csops.h"

#include "funcapi.h"
#include "funnel.h"
#include "silent_cast.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

/* What the events up to some instant show. */
typedef struct FunnelSteps
{
	int			level;			/* the furthest step reached */
	bool		open;			/* may an attempt still go on? */
	TimestampTz reached[FUNNEL_STEPS + 1];	/* each step first, from 1 to the level */
	TimestampTz begun[FUNNEL_STEPS + 1];	/* the attempt that did */
} FunnelSteps;

#define NOT_BEGUN	PG_INT64_MIN

static void
reach(FunnelSteps *steps, int step, TimestampTz at, TimestampTz begun)
{
	if (step <= steps->level)
		return;
	steps->level = step;
	steps->reached[step] = at;
	steps->begun[step] = begun;
}

static int
events_until(const FunnelView *view, TimestampTz as_of)
{
	int			events = view->events;

	while (events > 0 && funnel_event_at(view->event[events - 1]) > as_of)
		events--;
	return events;
}

/* Whether an attempt that began then, not after as_of, may still go on. */
static bool
is_open(const FunnelView *view, TimestampTz begun, TimestampTz as_of)
{
	return begun != NOT_BEGUN && !TIMESTAMP_NOT_FINITE(as_of) &&
		(uint64) as_of - (uint64) begun <= (uint64) view->within;
}

/*
 * The steps in their order.  In strict mode an attempt ends where a later
 * step than its next one happens, or any other event.
 */
static void
walk_in_order(const FunnelView *view, int events, TimestampTz as_of, FunnelSteps *steps)
{
	bool		strict = view->mode == FUNNEL_STRICT;
	TimestampTz begun[FUNNEL_STEPS + 1];	/* of the last attempt that is at a step */

	for (int i = 0; i <= FUNNEL_STEPS; i++)
		begun[i] = NOT_BEGUN;
	for (int i = 0; i < events; i++)
	{
		TimestampTz at = funnel_event_at(view->event[i]);
		int			step = funnel_event_step(view->event[i]);

		if (strict)
		{
			int			ended = step == 0 ? FUNNEL_STEPS : step - 2;

			for (int k = 1; k <= ended; k++)
				begun[k] = NOT_BEGUN;
		}
		if (step == 1)
			begun[1] = at;
		else if (step > 1 && begun[step - 1] != NOT_BEGUN && at - begun[step - 1] <= view->within)
		{
			begun[step] = begun[step - 1];
			if (strict)
				begun[step - 1] = NOT_BEGUN;
		}
		else
			continue;
		reach(steps, step, at, begun[step]);
	}
	for (int i = 1; i <= FUNNEL_STEPS; i++)
		steps->open = steps->open || is_open(view, begun[i], as_of);
}

static int
compare_latest_first(const void *a, const void *b)
{
	TimestampTz x = *(const TimestampTz *) a;
	TimestampTz y = *(const TimestampTz *) b;

	return (x < y) - (x > y);
}

/*
 * Any steps in any order: the n-th is reached when n different ones lie in a
 * window.  The events of one instant are looked at together.
 */
static void
walk_unordered(const FunnelView *view, int events, TimestampTz as_of, FunnelSteps *steps)
{
	TimestampTz last[FUNNEL_STEPS + 1]; /* event of each step */

	for (int i = 0; i <= FUNNEL_STEPS; i++)
		last[i] = NOT_BEGUN;
	for (int i = 0; i < events; i++)
	{
		TimestampTz at = funnel_event_at(view->event[i]);
		TimestampTz within[FUNNEL_STEPS];
		int			different = 0;

		last[funnel_event_step(view->event[i])] = at;
		if (i + 1 < events && funnel_event_at(view->event[i + 1]) == at)
			continue;
		for (int step = 1; step <= FUNNEL_STEPS; step++)
		{
			if (last[step] != NOT_BEGUN && at - last[step] <= view->within)
				within[different++] = last[step];
		}
		if (different <= steps->level)
			continue;
		qsort(within, different, sizeof(TimestampTz), compare_latest_first);
		for (int step = steps->level + 1; step <= different; step++)
			reach(steps, step, at, within[step - 1]);
	}
	for (int step = 1; step <= FUNNEL_STEPS; step++)
		steps->open = steps->open || is_open(view, last[step], as_of);
}

static void
walk(const FunnelView *view, TimestampTz as_of, FunnelSteps *steps)
{
	int			events = events_until(view, as_of);

	memset(steps, 0, sizeof(FunnelSteps));
	if (view->mode == FUNNEL_UNORDERED)
		walk_unordered(view, events, as_of, steps);
	else
		walk_in_order(view, events, as_of, steps);
}

static void
steps_argument(FunctionCallInfo fcinfo, int as_of, FunnelSteps *steps)
{
	FunnelView	view;

	refuse_silent_casts_once(fcinfo);
	funnel_view(fcinfo, 0, &view);
	walk(&view, PG_GETARG_TIMESTAMPTZ(as_of), steps);
}

static int
step_argument(FunctionCallInfo fcinfo, int n)
{
	int32		step = PG_GETARG_INT32(n);

	if (step < 1 || step > FUNNEL_STEPS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("step is out of range"),
				 errdetail("The step given is %d.", step),
				 errhint("Give a step from 1 to %d.", FUNNEL_STEPS)));
	return step;
}

static double
seconds_to(const FunnelSteps *steps, int step)
{
	return (double) (steps->reached[step] - steps->begun[step]) / USECS_PER_SEC;
}

CSOPS_FUNCTION(csops_funnel_observations);
CSOPS_FUNCTION(csops_funnel_level);
CSOPS_FUNCTION(csops_funnel_reached_at);
CSOPS_FUNCTION(csops_funnel_seconds_to);
CSOPS_FUNCTION(csops_funnel_status);

Datum
csops_funnel_observations(PG_FUNCTION_ARGS)
{
	FunnelView	view;

	if (PG_ARGISNULL(0))
		PG_RETURN_INT64(0);
	funnel_view(fcinfo, 0, &view);
	PG_RETURN_INT64(view.events);
}

/* funnel_level(f, as_of) */
Datum
csops_funnel_level(PG_FUNCTION_ARGS)
{
	FunnelSteps steps;

	steps_argument(fcinfo, 1, &steps);
	PG_RETURN_INT32(steps.level);
}

/* funnel_reached_at(f, step, as_of) */
Datum
csops_funnel_reached_at(PG_FUNCTION_ARGS)
{
	FunnelSteps steps;
	int			step = step_argument(fcinfo, 1);

	steps_argument(fcinfo, 2, &steps);
	if (step > steps.level)
		PG_RETURN_NULL();
	PG_RETURN_TIMESTAMPTZ(steps.reached[step]);
}

/* funnel_seconds_to(f, step, as_of) */
Datum
csops_funnel_seconds_to(PG_FUNCTION_ARGS)
{
	FunnelSteps steps;
	int			step = step_argument(fcinfo, 1);

	steps_argument(fcinfo, 2, &steps);
	if (step > steps.level)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(seconds_to(&steps, step));
}

/* funnel_status(f, step, as_of) */
Datum
csops_funnel_status(PG_FUNCTION_ARGS)
{
	FunnelSteps steps;
	int			step = step_argument(fcinfo, 1);
	const char *status = "missed";

	steps_argument(fcinfo, 2, &steps);
	if (step <= steps.level)
		status = "reached";
	else if (steps.open || steps.level == 0)
		status = "not_yet";
	PG_RETURN_TEXT_P(cstring_to_text(status));
}

CSOPS_FUNCTION(csops_funnel_steps);

/* funnel_steps(f, as_of) */
Datum
csops_funnel_steps(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	FunnelSteps steps;

	steps_argument(fcinfo, 1, &steps);
	InitMaterializedSRF(fcinfo, 0);
	for (int step = 1; step <= steps.level; step++)
	{
		Datum		values[3];
		bool		nulls[3] = {false};

		values[0] = Int32GetDatum(step);
		values[1] = TimestampTzGetDatum(steps.reached[step]);
		values[2] = Float8GetDatum(seconds_to(&steps, step));
		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
	return (Datum) 0;
}
