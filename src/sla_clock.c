/*
 * sla_clock.c
 *		Cycles of a timeline, their elapsed time, and when it reached the target.
 *
 * Nothing here walks along time: a spell costs two look-ups in the calendar's
 * index, however long it is, and the instant at which a target was or will be
 * reached is found by the inverse look-up.
 */
#include "csops.h"

#include "business_time.h"
#include "common/int.h"
#include "miscadmin.h"
#include "sla_clock.h"

/* Cycles */

static void
no_role(const TimelineView *view, const TimelineEvent *event)
{
	const TimelineState *state = &view->state[event->state];

	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("a state is in none of the lists running, stopped and paused"),
			 errdetail("The state is \"%.*s\".", state->length, state->name),
			 errhint("Add it to the list it belongs to, or leave paused out, so that all other states pause the clock.")));
}

/* The clock in the making: what has happened so far. */
typedef struct ClockWalk
{
	ClockHistory *history;
	const TimelineView *view;
	const ClockRole *roles;
	bool		in_cycle;
	int32		state;
} ClockWalk;

static void
take_event(ClockWalk *walk, const TimelineEvent *event)
{
	ClockHistory *history = walk->history;
	ClockRole	role = walk->roles[event->state];

	if (role == ROLE_NONE)
		no_role(walk->view, event);
	walk->state = event->state;
	history->role = role;
	if (role == ROLE_RUNNING && !walk->in_cycle)
	{
		ClockCycle *cycle = &history->cycle[history->cycles++];

		cycle->started_at = event->at;
		cycle->stopped_at = DT_NOEND;
		cycle->first_spell = cycle->end_spell = history->spells;
		walk->in_cycle = true;
	}
	else if (role == ROLE_STOPPED && walk->in_cycle)
	{
		history->cycle[history->cycles - 1].stopped_at = event->at;
		walk->in_cycle = false;
	}
}

/*
 * The events of one instant: those without seq in the order of their roles,
 * then those with.
 */
static void
take_instant(ClockWalk *walk, int first, int end)
{
	const TimelineEvent *event = walk->view->event;
	int			ordered = first;

	while (ordered < end && !event[ordered].has_seq)
		ordered++;
	if (ordered - first == 1)
		take_event(walk, &event[first]);
	else
	{
		for (ClockRole role = ROLE_UNKNOWN; role <= ROLE_NONE; role++)
		{
			for (int i = first; i < ordered; i++)
			{
				if (walk->roles[event[i].state] == role)
					take_event(walk, &event[i]);
			}
		}
	}
	for (int i = ordered; i < end; i++)
		take_event(walk, &event[i]);
}

static void
add_spell(ClockWalk *walk, TimestampTz from, TimestampTz to)
{
	ClockHistory *history = walk->history;
	ClockSpell *spell = &history->spell[history->spells];

	if (from >= to)
		return;
	spell->from = from;
	spell->to = to;
	spell->state = walk->state;
	spell->role = history->role;
	spell->cycle = walk->in_cycle ? history->cycles : 0;
	history->spells++;
	if (walk->in_cycle)
		history->cycle[history->cycles - 1].end_spell = history->spells;
}

void
clock_history(ClockHistory *history, const TimelineView *view, const ClockRole *roles, TimestampTz as_of)
{
	int			events = timeline_events_until(view, as_of);
	ClockWalk	walk = {.history = history, .view = view, .roles = roles, .state = TIMELINE_UNKNOWN};
	int			end;

	memset(history, 0, sizeof(ClockHistory));
	history->as_of = as_of;
	history->role = ROLE_UNKNOWN;
	history->spell = palloc_extended(sizeof(ClockSpell) * Max(events, 1), MCXT_ALLOC_HUGE);
	history->cycle = palloc_extended(sizeof(ClockCycle) * Max(events, 1), MCXT_ALLOC_HUGE);
	for (int i = 0; i < events; i = end)
	{
		CHECK_FOR_INTERRUPTS();
		end = timeline_instant_end(view, i, events);
		take_instant(&walk, i, end);
		add_spell(&walk, view->event[i].at, end < events ? view->event[end].at : as_of);
	}
}

/* Readings */

/* The time that was measured, and against what. */
typedef struct ClockMeasure
{
	ClockReading *reading;
	const CountedTime *time;
	TargetMeter meter;
	bool		reached;		/* all of the target was consumed */
	int64		target;			/* the one consumed last */
	int64		rest;			/* what is left of it, rounded down, until the breach */
	bool		exact;			/* without rounding */
} ClockMeasure;

/*
 * Time in which the clock ran, [from, to), while one target, or none, was in
 * force.  From the breach on nothing is left to consume.
 */
static void
measure(ClockMeasure *how, int64 target, TimestampTz from, TimestampTz to)
{
	ClockReading *reading = how->reading;
	int64		before = reading->elapsed;
	int64		usecs = counted_usecs(how->time, from, to);

	if (pg_add_s64_overflow(before, usecs, &reading->elapsed))
		time_out_of_range();
	if (target == NO_TARGET || reading->breached)
		return;
	if (target != how->target)
	{
		how->target = target;
		how->rest = meter_rest(&how->meter, target, &how->exact);
	}
	if (!how->reached && (usecs > how->rest || (usecs == how->rest && how->exact)))
	{
		how->reached = true;
		if (!counted_add(how->time, from, how->rest, &reading->due_at))
			reading->due_at = DT_NOEND;
	}
	if (usecs > how->rest)
	{
		reading->breached = true;
		reading->target = before + how->rest;
		if (!counted_add(how->time, from, how->rest, &reading->breached_at) ||
			!counted_next(how->time, reading->breached_at, &reading->breached_at))
			reading->breached_at = DT_NOEND;
		return;
	}
	meter_use(&how->meter, target, usecs);
	how->rest -= usecs;
}

/* A spell, cut where the target changes. */
static void
measure_spell(ClockMeasure *how, const TargetSchedule *schedule, const ClockSpell *spell)
{
	int			i = target_change_at(schedule, spell->from);
	TimestampTz from = spell->from;

	for (; i + 1 < schedule->changes && schedule->change[i + 1].from < spell->to; i++)
	{
		CHECK_FOR_INTERRUPTS();
		measure(how, schedule->change[i].target, from, schedule->change[i + 1].from);
		from = schedule->change[i + 1].from;
	}
	measure(how, schedule->change[i].target, from, spell->to);
}

/* The target in force at the end, or else the last one that was since the start. */
static int64
last_target(const TargetSchedule *schedule, TimestampTz start, TimestampTz end)
{
	int			i = target_change_at(schedule, end);

	while (schedule->change[i].target == NO_TARGET && i > 0 && schedule->change[i].from > start)
		i--;
	return schedule->change[i].target;
}

void
read_clock(ClockReading *reading, const ClockHistory *history, int first, int last,
		   const CountedTime *time, const TargetSchedule *schedule)
{
	ClockMeasure how = {.reading = reading, .time = time, .target = NO_TARGET};
	TimestampTz end = history->as_of;

	memset(reading, 0, sizeof(ClockReading));
	reading->started_at = reading->stopped_at = reading->due_at = reading->breached_at = DT_NOEND;
	meter_start(&how.meter);
	if (first <= last)
	{
		reading->started = true;
		reading->started_at = history->cycle[first].started_at;
		reading->stopped_at = history->cycle[last].stopped_at;
		reading->finished = !TIMESTAMP_IS_NOEND(reading->stopped_at);
		reading->running = !reading->finished && history->role == ROLE_RUNNING;
		if (reading->finished)
			end = reading->stopped_at;

		/* Reached as soon as there is anything to reach it. */
		if (schedule->changes == 1 && schedule->change[0].target == 0)
		{
			how.reached = true;
			reading->due_at = reading->started_at;
		}
	}
	for (int i = first; i <= last; i++)
	{
		for (int j = history->cycle[i].first_spell; j < history->cycle[i].end_spell; j++)
		{
			CHECK_FOR_INTERRUPTS();
			if (history->spell[j].role == ROLE_RUNNING)
				measure_spell(&how, schedule, &history->spell[j]);
		}
	}

	if (reading->breached)
	{
		reading->remaining = reading->target - reading->elapsed;
		return;
	}
	reading->target = last_target(schedule, reading->started ? reading->started_at : end, end);
	if (reading->target == NO_TARGET)
		return;
	if (reading->target != how.target)
		how.rest = meter_rest(&how.meter, reading->target, &how.exact);
	reading->remaining = how.rest;
	if (pg_add_s64_overflow(reading->elapsed, reading->remaining, &reading->target))
		time_out_of_range();

	/* If nothing happens any more; without a target in force the clock runs towards none. */
	if (!how.reached && reading->running &&
		schedule->change[target_change_at(schedule, end)].target != NO_TARGET &&
		!counted_add(time, end, how.rest, &reading->due_at))
		reading->due_at = DT_NOEND;

	/* What was reached and not passed is due no more once the clock waits. */
	if (!reading->running)
		reading->due_at = DT_NOEND;
}
