/*
 * timeline_state.h
 *		The states of the aggregates: timelines that events are added to.
 *
 * A state in working form begins with the names of the states, in the order
 * in which they came, and some room for more; so most events touch little but
 * the first line of the cache, and the place where the event goes.  Events
 * follow in the order in which they came, in as few bytes as they need.
 */
#ifndef CSOPS_TIMELINE_STATE_H
#define CSOPS_TIMELINE_STATE_H

#include "port/pg_bitutils.h"
#include "timeline_packed.h"

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
	TimestampTz last_at;		/* of the event that came last */
	uint32		names_end;		/* in bytes from the start of the value */
	uint32		events_end;
	int32		events;			/* some may be there more than once */
	uint8		bytes[FLEXIBLE_ARRAY_MEMBER];	/* names, room, events, room */
} TimelineBuffer;

#define TIMELINE_BUFFER_HEAD	offsetof(TimelineBuffer, bytes)

/* Names take up this room at least, which doubles when it is full. */
#define TIMELINE_NAMES_ROOM		32

static inline uint32
timeline_events_start(uint32 names_end)
{
	uint32		names_length = names_end - TIMELINE_BUFFER_HEAD;

	return TIMELINE_BUFFER_HEAD + pg_nextpower2_32(Max(names_length, TIMELINE_NAMES_ROOM));
}

/* Whether reading and adding stay within the value. */
static inline bool
timeline_buffer_is_sound(const TimelineBuffer *buffer)
{
	uint32		size = VARSIZE(buffer);

	return size >= TIMELINE_BUFFER_HEAD &&
		buffer->names_end >= TIMELINE_BUFFER_HEAD && buffer->names_end <= size &&
		buffer->events_end >= timeline_events_start(buffer->names_end) && buffer->events_end <= size &&
		buffer->events >= 0 && (uint32) buffer->events <= buffer->events_end;
}

/* What makes it unsafe to read a value of any form, or NULL. */
extern const char *timeline_form_problem(const CsopsHeader *value);

/* A value of any form, or of canonical form, as a view. */
extern void open_timeline(TimelineView *view, const CsopsHeader *value);
extern void open_packed_timeline(TimelineView *view, const PackedTimeline *timeline);

/* States in working form. */
extern TimelineBuffer *new_timeline_buffer(void);
extern TimelineBuffer *timeline_working_copy(const CsopsHeader *value);

/* Adds to the state, or to a copy with more room, which it returns; name is NULL for an unknown state. */
extern TimelineBuffer *add_timeline_event(TimelineBuffer *buffer, TimestampTz at, const char *name, int length,
										  bool has_seq, int64 seq);
extern TimelineBuffer *add_timeline_events(TimelineBuffer *buffer, const TimelineView *view);

#endif							/* CSOPS_TIMELINE_STATE_H */
