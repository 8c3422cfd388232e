/*
 * sla_clock.h
 *		What a timeline, the time that counts and a target say of a promise.
 */
#ifndef CSOPS_SLA_CLOCK_H
#define CSOPS_SLA_CLOCK_H

#include "counted_time.h"
#include "sla_roles.h"
#include "sla_targets.h"

/* A time in one state, [from, to), never empty. */
typedef struct ClockSpell
{
	TimestampTz from;
	TimestampTz to;
	int32		state;			/* index into the timeline's states, or TIMELINE_UNKNOWN */
	ClockRole	role;
	int			cycle;			/* the one it is part of, from 1; 0: of none */
} ClockSpell;

/* From a state that runs the clock to the first one that stops it. */
typedef struct ClockCycle
{
	TimestampTz started_at;
	TimestampTz stopped_at;		/* DT_NOEND: not yet */
	int			first_spell;
	int			end_spell;		/* one past the last; as far as there are spells */
} ClockCycle;

/* The events of a timeline up to an instant, as a clock sees them. */
typedef struct ClockHistory
{
	TimestampTz as_of;
	ClockRole	role;			/* of the state at that instant */
	int			spells;
	ClockSpell *spell;
	int			cycles;
	ClockCycle *cycle;
} ClockHistory;

extern void clock_history(ClockHistory *history, const TimelineView *view, const ClockRole *roles, TimestampTz as_of);

/* What one cycle shows, or several against one target; instants that are not there are DT_NOEND. */
typedef struct ClockReading
{
	bool		started;
	bool		running;
	bool		finished;
	bool		breached;
	int64		target;			/* or NO_TARGET */
	int64		elapsed;
	int64		remaining;		/* when there is a target */
	TimestampTz started_at;
	TimestampTz stopped_at;
	TimestampTz due_at;
	TimestampTz breached_at;
} ClockReading;

/*
 * The reading of the cycles first to last, numbered from 0; of a clock that
 * has not started when there are none.
 */
extern void read_clock(ClockReading *reading, const ClockHistory *history, int first, int last,
					   const CountedTime *time, const TargetSchedule *schedule);

#endif							/* CSOPS_SLA_CLOCK_H */
