/*
 * sla_targets.h
 *		The target of a clock: one, or what the states of a second timeline make of it.
 */
#ifndef CSOPS_SLA_TARGETS_H
#define CSOPS_SLA_TARGETS_H

#include "counted_time.h"
#include "timeline.h"

#define NO_TARGET		INT64CONST(-1)

/* From an instant on, this is the target, in microseconds. */
typedef struct TargetChange
{
	TimestampTz from;
	int64		target;			/* or NO_TARGET */
} TargetChange;

/* The first change is from the beginning of time. */
typedef struct TargetSchedule
{
	int			changes;
	TargetChange *change;		/* sorted, each from a later instant than the one before */
} TargetSchedule;

/* What a call site remembers of the targets that it saw last; zeroed at first. */
typedef struct TargetSite
{
	MemoryContext context;
	struct varlena *bytes;
	int			count;
	struct NamedTarget *named;	/* sorted by name; NULL: no targets were read */
	bool		has_days;
	bool		has_zero;
} TargetSite;

/*
 * A target in microseconds.  Days have 24 hours; where a calendar takes part
 * in the time that counts they are an error.
 */
extern int64 target_usecs(const Interval *target, const CountedTime *time);

/* A target that never changes. */
extern void fixed_target(TargetSchedule *schedule, int64 target);

/* By the states of a timeline and the target of each, a jsonb argument of that number. */
extern void target_schedule(TargetSite *site, FunctionCallInfo fcinfo, int targets, const TimelineView *by,
							const CountedTime *time, TargetSchedule *schedule);

/* The change that is in force at an instant. */
extern int	target_change_at(const TargetSchedule *schedule, TimestampTz at);

/*
 * How much of its target a clock has consumed: time that counted while one
 * target was in force consumes that part of the whole.  The times are kept
 * by target, so that the sum of the parts is exact and free of order.
 */
typedef struct TargetMeter
{
	int			targets;
	int			room;
	int64	   *target;
	int64	   *used;
} TargetMeter;

extern void meter_start(TargetMeter *meter);
extern void meter_use(TargetMeter *meter, int64 target, int64 usecs);

/*
 * What is left of a target, rounded down to the microsecond; whether that is
 * exact.  Not to be asked when more than all of it was consumed.
 */
extern int64 meter_rest(const TargetMeter *meter, int64 target, bool *exact);

#endif							/* CSOPS_SLA_TARGETS_H */
