/*
 * timeline.h
 *		The history of one thing's state, as the readers of a timeline see it.
 */
#ifndef CSOPS_TIMELINE_H
#define CSOPS_TIMELINE_H

#include "datatype/timestamp.h"
#include "type.h"

/* The index of the state that is not known: what an event with a NULL state begins. */
#define TIMELINE_UNKNOWN	(-1)

typedef struct TimelineState
{
	const char *name;			/* not terminated */
	int			length;
} TimelineState;

/* The order of states' names: that of their bytes. */
static inline int
timeline_compare_names(const char *a, int a_length, const char *b, int b_length)
{
	int			order = memcmp(a, b, Min(a_length, b_length));

	return order != 0 ? order : a_length - b_length;
}

typedef struct TimelineEvent
{
	TimestampTz at;				/* always finite */
	int64		seq;			/* 0 when there is none */
	int32		state;			/* index into the view's states, or TIMELINE_UNKNOWN */
	bool		has_seq;
} TimelineEvent;

/*
 * A timeline of any form, opened: the states that occur, in the order of
 * their bytes, and each distinct event once, in the order of its instant,
 * then of seq, those without one first, then of its state, unknown first.
 */
typedef struct TimelineView
{
	int			states;
	TimelineState *state;
	int			events;
	TimelineEvent *event;
} TimelineView;

/* Opens an argument, which must not be NULL. */
extern void timeline_view(FunctionCallInfo fcinfo, int n, TimelineView *view);

/* How many events are not after that instant: the first ones. */
extern int	timeline_events_until(const TimelineView *view, TimestampTz as_of);

/*
 * The events i to timeline_instant_end(view, i, events) - 1 happen at the
 * instant of event i, the first of that instant, when the first `events` are
 * looked at.  The last of them is the one whose state holds afterwards:
 * without seq that is the last state in the order of bytes.
 */
static inline int
timeline_instant_end(const TimelineView *view, int i, int events)
{
	TimestampTz at = view->event[i].at;

	while (++i < events && view->event[i].at == at)
		;
	return i;
}

#endif							/* CSOPS_TIMELINE_H */
