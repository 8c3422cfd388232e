/*
 * timeline_packed.h
 *		The canonical form of a timeline, which answers without being opened.
 *
 * The instants stand as offsets from the first one, in the longest of a few
 * units that divides them all and in as few bytes as the last one needs; the
 * states as tags of one byte, or two where they are many.  So each event can
 * be looked at by itself, and a ticket of ten events takes 90 bytes or so.
 */
#ifndef CSOPS_TIMELINE_PACKED_H
#define CSOPS_TIMELINE_PACKED_H

#include "timeline.h"

typedef struct PackedTimeline
{
	CsopsHeader header;
	uint8		offset_width;	/* 0 to 8 */
	uint8		flags;			/* see timeline_packed.c */
	uint16		states;
	uint32		events;
	TimestampTz first_at;		/* 0 when there are no events */
	/* offsets, tags, seqs, and the states' names, each with its length before it */
} PackedTimeline;

typedef struct TimelineReader
{
	int			events;
	int			states;
	TimestampTz first_at;
	int64		unit;			/* of the offsets, in microseconds */
	int			offset_width;
	int			tag_width;
	const uint8 *offsets;		/* all numbers lowest byte first */
	const uint8 *tags;			/* (state + 1) * 2, plus 1 where there is a seq */
	const uint8 *seqs;			/* NULL: none has a seq */
	int			seq_width;
	int64		seq_base;
	const uint8 *names;
	const uint8 *end;
} TimelineReader;

/* Makes a reader of a canonical value that timeline_form_problem passes; what cannot be read safely is an error. */
extern void timeline_read(TimelineReader *reader, const PackedTimeline *timeline);

/* Makes a reader of an argument, which must not be NULL, whatever its form. */
extern void timeline_reader(FunctionCallInfo fcinfo, int n, TimelineReader *reader);

static inline uint64
timeline_number(const uint8 *from, int width)
{
	uint64		number = 0;

	while (width > 0)
		number = number << 8 | from[--width];
	return number;
}

/* The instant of an event; stored bytes may be such that it is none. */
static inline TimestampTz
timeline_at(const TimelineReader *reader, int event)
{
	uint64		offset = timeline_number(reader->offsets + (Size) event * reader->offset_width, reader->offset_width);
	TimestampTz at = (TimestampTz) ((uint64) reader->first_at + offset * (uint64) reader->unit);

	if (!IS_VALID_TIMESTAMP(at))
		csops_corrupted(&timeline_type, "An instant is out of range.");
	return at;
}

/* The state of an event, TIMELINE_UNKNOWN or less than TIMELINE_TAG_STATES. */
static inline int32
timeline_state(const TimelineReader *reader, int event)
{
	const uint8 *tag = reader->tags + (Size) event * reader->tag_width;

	return (reader->tag_width == 1 ? *tag >> 1 : (tag[0] | tag[1] << 8) >> 1) - 1;
}

/* States that tags can name, whether the timeline has so many or not. */
static inline int
timeline_tag_states(const TimelineReader *reader)
{
	return reader->tag_width == 1 ? PG_UINT8_MAX >> 1 : PG_UINT16_MAX >> 1;
}

/* How many events are not after that instant: the first ones. */
extern int	timeline_reader_until(const TimelineReader *reader, TimestampTz as_of);

/* The name that starts there, with *from moved to the next one, at first reader->names. */
static inline TimelineState
timeline_next_name(const TimelineReader *reader, const uint8 **from)
{
	const uint8 *name = *from;
	TimelineState state;

	if (name == reader->end || *name >= reader->end - name)
		csops_corrupted(&timeline_type, "The states cannot be read.");
	state.length = *name;
	state.name = (const char *) name + 1;
	*from += 1 + *name;
	return state;
}

/* The name of a state that an event has. */
extern TimelineState timeline_state_name(const TimelineReader *reader, int32 state);

/* The canonical value of a view. */
extern PackedTimeline *timeline_pack(const TimelineView *view);

#endif							/* CSOPS_TIMELINE_PACKED_H */
