/*
 * funnel.h
 *		The steps that one account took, as the readers of a funnel see them.
 *
 * A funnel keeps every distinct event, because any of them may be the one that
 * counts once others come along, and works out the steps when it is asked.
 */
#ifndef CSOPS_FUNNEL_H
#define CSOPS_FUNNEL_H

#include "datatype/timestamp.h"
#include "type.h"

/* Steps are numbered from 1; 0 is any other event. */
#define FUNNEL_STEPS			64
#define FUNNEL_EVENTS			1000000

/* Stored values carry these numbers: never change or reuse one. */
typedef enum FunnelMode
{
	FUNNEL_ORDERED = 0,
	FUNNEL_STRICT = 1,
	FUNNEL_UNORDERED = 2
} FunnelMode;

#define FUNNEL_MODES			3

/*
 * An event as one number, in the order of instants and then of steps: the
 * microseconds since FUNNEL_FIRST_INSTANT, and seven bits for the step.
 */
typedef uint64 FunnelEvent;

#define FUNNEL_STEP_BITS		7

/* The years 1 to 4000; 57 bits would reach into the year 4567. */
#define FUNNEL_FIRST_INSTANT	(INT64CONST(-730119) * USECS_PER_DAY)
#define FUNNEL_END_OF_INSTANTS	(INT64CONST(730851) * USECS_PER_DAY)

static inline FunnelEvent
funnel_event(TimestampTz at, int step)
{
	return (uint64) (at - FUNNEL_FIRST_INSTANT) << FUNNEL_STEP_BITS | (uint64) step;
}

static inline TimestampTz
funnel_event_at(FunnelEvent event)
{
	return (TimestampTz) (event >> FUNNEL_STEP_BITS) + FUNNEL_FIRST_INSTANT;
}

static inline int
funnel_event_step(FunnelEvent event)
{
	return (int) (event & ((1 << FUNNEL_STEP_BITS) - 1));
}

/* A funnel of any form, opened: the events sorted, each once. */
typedef struct FunnelView
{
	FunnelMode	mode;
	int64		within;			/* microseconds */
	int			events;
	FunnelEvent *event;
} FunnelView;

/* Opens an argument, which must not be NULL. */
extern void funnel_view(FunctionCallInfo fcinfo, int n, FunnelView *view);

#endif							/* CSOPS_FUNNEL_H */
