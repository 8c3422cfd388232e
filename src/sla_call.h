/*
 * sla_call.h
 *		The arguments that all functions of clocks have alike.
 */
#ifndef CSOPS_SLA_CALL_H
#define CSOPS_SLA_CALL_H

#include "access/tupdesc.h"
#include "sla_clock.h"
#include "sla_clock_type.h"

/* In the order of their names in the argument cycle. */
typedef enum CycleChoice
{
	CYCLE_FIRST,
	CYCLE_LAST,
	CYCLE_ALL
} CycleChoice;

/* What a call site remembers. */
typedef struct ClockSite
{
	CountedTimeSite time;
	ClockRoleSite roles;
	TargetSite	targets;
	TupleDesc	fields;			/* of the composite, once it was made */
} ClockSite;

/* The arguments of a call, opened. */
typedef struct ClockCall
{
	ClockSite  *site;
	TimelineView view;
	const CountedTime *time;
	ClockHistory history;
	CycleChoice choice;
	int			first;			/* cycles chosen, from 0; none when last < first */
	int			last;
	int			policy;			/* see sla_functions.c */
	TargetSchedule schedule;
} ClockCall;

/* False where a NULL argument, other than a target, makes the result NULL. */
extern bool open_clock_call(FunctionCallInfo fcinfo, ClockCall *call);

/* The reading of these cycles, against the target that the policy gives them. */
extern void read_cycles(ClockReading *reading, const ClockCall *call, int first, int last);

extern const char *clock_word(const ClockReading *reading);

#endif							/* CSOPS_SLA_CALL_H */
