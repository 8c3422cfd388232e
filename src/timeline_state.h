/*
 * timeline_state.h
 *		The forms of a timeline in memory: opened, made and added to.
 *
 * Both forms hold events as numbers of seven bits a byte: the time since the
 * event before, the state and, where there is one, seq.  In working form they
 * stand in the order in which they came, and grow towards the names of the
 * states, which stand at the end; in canonical form they are sorted, each
 * stands there once, and the names, sorted too, come first.
 */
#ifndef CSOPS_TIMELINE_STATE_H
#define CSOPS_TIMELINE_STATE_H

#include "timeline.h"

/* Longer names and more of them are a mistake: a text that is no state. */
#define TIMELINE_NAME_LIMIT		255
#define TIMELINE_STATES_LIMIT	1000

/* So that a value fits into memory in any form, its JSON too. */
#define TIMELINE_EVENTS_LIMIT	1000000

/* Working form; the header's flags say so. */
#define TIMELINE_WORKING		1

typedef struct TimelineBuffer
{
	CsopsHeader header;
	TimestampTz last_at;		/* of the last event that came */
	uint32		used;			/* events end here, in bytes from the start of the value */
	uint32		names;			/* and the names begin here, the latest first */
	int32		states;
	int32		events;			/* some may be there more than once */
	/* events, room, names */
} TimelineBuffer;

/* What makes it unsafe to read a value of any form, or NULL. */
extern const char *timeline_form_problem(const CsopsHeader *value);

/* A value of any form as a view, and a view as a canonical value. */
extern void open_timeline(TimelineView *view, const CsopsHeader *value);
extern CsopsHeader *make_timeline(const TimelineView *view);

/* Sorts the events of a view whose states are sorted, and removes repeated ones. */
extern void sort_timeline_events(TimelineView *view);

/* States in working form. */
extern TimelineBuffer *new_timeline_buffer(void);
extern TimelineBuffer *timeline_working_copy(const CsopsHeader *value);

/* Adds to the state, or to a copy with more room, which it returns; name is NULL for an unknown state. */
extern TimelineBuffer *add_timeline_event(TimelineBuffer *buffer, TimestampTz at, const char *name, int length,
										  bool has_seq, int64 seq);
extern TimelineBuffer *add_timeline_events(TimelineBuffer *buffer, const TimelineView *view);

#endif							/* CSOPS_TIMELINE_STATE_H */
