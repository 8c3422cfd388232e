/*
 * timeline_packed.c
 *		The canonical form of a timeline, which answers without being opened.
 */
#include "csops.h"

#include "timeline_packed.h"
#include "timeline_state.h"

/* Flags: the unit of the offsets, and what there is. */
#define UNIT_MASK			3
#define HAS_SEQS			4
#define WIDE_TAGS			8
#define KNOWN_FLAGS			15

static const int64 units[] = {1, 1000, USECS_PER_SEC};

/* Before the seqs stand their width and the least of them. */
#define SEQ_HEAD			(1 + sizeof(int64))

StaticAssertDecl(sizeof(PackedTimeline) == 24, "the canonical form has no padding");

/* Reading */

/* Takes so many bytes off what is left of the value. */
static const uint8 *
take_bytes(TimelineReader *reader, const uint8 **from, uint64 bytes)
{
	const uint8 *taken = *from;

	if (bytes > (uint64) (reader->end - *from))
		csops_corrupted(&timeline_type, "The value is too short.");
	*from += bytes;
	return taken;
}

void
timeline_read(TimelineReader *reader, const PackedTimeline *timeline)
{
	const uint8 *from = (const uint8 *) (timeline + 1);
	uint8		unit = timeline->flags & UNIT_MASK;

	if (timeline->flags > KNOWN_FLAGS || unit >= lengthof(units) || timeline->offset_width > sizeof(uint64) ||
		timeline->states > TIMELINE_STATES_LIMIT || timeline->events > TIMELINE_EVENTS_LIMIT ||
		!IS_VALID_TIMESTAMP(timeline->first_at))
		csops_corrupted(&timeline_type, "The header is not possible.");
	reader->end = (const uint8 *) timeline + VARSIZE(timeline);
	reader->events = (int) timeline->events;
	reader->states = timeline->states;
	reader->first_at = timeline->first_at;
	reader->unit = units[unit];
	reader->offset_width = timeline->offset_width;
	reader->tag_width = timeline->flags & WIDE_TAGS ? 2 : 1;
	if (reader->states > timeline_tag_states(reader))
		csops_corrupted(&timeline_type, "There are more states than the tags can name.");
	reader->offsets = take_bytes(reader, &from, (uint64) reader->events * reader->offset_width);
	reader->tags = take_bytes(reader, &from, (uint64) reader->events * reader->tag_width);
	reader->seqs = NULL;
	if (timeline->flags & HAS_SEQS)
	{
		const uint8 *head = take_bytes(reader, &from, SEQ_HEAD);

		reader->seq_width = head[0];
		if (reader->seq_width > (int) sizeof(uint64))
			csops_corrupted(&timeline_type, "The seqs cannot be read.");
		reader->seq_base = (int64) timeline_number(head + 1, sizeof(int64));
		reader->seqs = take_bytes(reader, &from, (uint64) reader->events * reader->seq_width);
	}
	reader->names = from;
}

int
timeline_reader_until(const TimelineReader *reader, TimestampTz as_of)
{
	int			low = 0;
	int			high = reader->events;

	if (high == 0 || timeline_at(reader, high - 1) <= as_of)
		return high;
	while (low < high)
	{
		int			middle = low + (high - low) / 2;

		if (timeline_at(reader, middle) <= as_of)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

TimelineState
timeline_state_name(const TimelineReader *reader, int32 state)
{
	const uint8 *from = reader->names;
	TimelineState name = {0};

	if (state < 0 || state >= reader->states)
		csops_corrupted(&timeline_type, "There is no such state.");
	for (int32 i = 0; i <= state; i++)
		name = timeline_next_name(reader, &from);
	return name;
}

void
open_packed_timeline(TimelineView *view, const PackedTimeline *timeline)
{
	TimelineReader reader;
	const uint8 *from;

	timeline_read(&reader, timeline);
	view->states = reader.states;
	view->state = palloc(sizeof(TimelineState) * Max(view->states, 1));
	from = reader.names;
	for (int i = 0; i < view->states; i++)
		view->state[i] = timeline_next_name(&reader, &from);
	if (from != reader.end)
		csops_corrupted(&timeline_type, "The value is too long.");

	view->events = reader.events;
	view->event = palloc(sizeof(TimelineEvent) * Max(view->events, 1));
	for (int i = 0; i < view->events; i++)
	{
		TimelineEvent *event = &view->event[i];

		event->at = timeline_at(&reader, i);
		event->state = timeline_state(&reader, i);
		event->has_seq = (reader.tags[(Size) i * reader.tag_width] & 1) != 0;
		event->seq = 0;
		if (event->has_seq)
		{
			if (reader.seqs == NULL)
				csops_corrupted(&timeline_type, "There is no such seq.");
			event->seq = (int64) ((uint64) reader.seq_base +
								  timeline_number(reader.seqs + (Size) i * reader.seq_width, reader.seq_width));
		}
		if (event->state >= view->states)
			csops_corrupted(&timeline_type, "There is no such state.");
	}
}

/* Writing */

/* By constants, because a division by a variable costs many times as much. */
static inline uint64
in_units(uint64 offset, int unit)
{
	return unit == 2 ? offset / USECS_PER_SEC : unit == 1 ? offset / 1000 : offset;
}

static inline int
bytes_of_number(uint64 number)
{
	int			bytes = 0;

	for (; number > 0; number >>= 8)
		bytes++;
	return bytes;
}

static inline uint8 *
write_number(uint8 *to, uint64 number, int width)
{
	for (; width > 0; width--)
	{
		*to++ = (uint8) number;
		number >>= 8;
	}
	return to;
}

/* The longest unit that divides the distances of all events from the first. */
static int
unit_of_offsets(const TimelineView *view)
{
	int			unit = lengthof(units) - 1;

	for (int i = 1; i < view->events; i++)
	{
		uint64		offset = (uint64) view->event[i].at - (uint64) view->event[0].at;

		while (in_units(offset, unit) * (uint64) units[unit] != offset)
			unit--;
		if (unit == 0)
			break;
	}
	return unit;
}

PackedTimeline *
timeline_pack(const TimelineView *view)
{
	const TimelineEvent *event = view->event;
	TimestampTz first_at = view->events > 0 ? event[0].at : 0;
	int			unit = unit_of_offsets(view);
	int			offset_width = 0;
	int			tag_width = 2 * view->states + 1 > PG_UINT8_MAX ? 2 : 1;
	bool		has_seqs = false;
	int64		least_seq = PG_INT64_MAX;
	int64		greatest_seq = PG_INT64_MIN;
	int			seq_width = 0;
	Size		size = sizeof(PackedTimeline);
	PackedTimeline *timeline;
	uint8	   *to;

	if (view->events > 0)
		offset_width = bytes_of_number(in_units((uint64) event[view->events - 1].at - (uint64) first_at, unit));
	for (int i = 0; i < view->events; i++)
	{
		if (event[i].has_seq)
		{
			has_seqs = true;
			least_seq = Min(least_seq, event[i].seq);
			greatest_seq = Max(greatest_seq, event[i].seq);
		}
	}
	size += (Size) view->events * (offset_width + tag_width);
	if (has_seqs)
	{
		seq_width = bytes_of_number((uint64) greatest_seq - (uint64) least_seq);
		size += SEQ_HEAD + (Size) view->events * seq_width;
	}
	for (int i = 0; i < view->states; i++)
		size += 1 + view->state[i].length;

	timeline = csops_new(&timeline_type, size);
	timeline->offset_width = offset_width;
	timeline->flags = unit | (has_seqs ? HAS_SEQS : 0) | (tag_width == 2 ? WIDE_TAGS : 0);
	timeline->states = view->states;
	timeline->events = view->events;
	timeline->first_at = first_at;
	to = (uint8 *) (timeline + 1);
	for (int i = 0; i < view->events; i++)
		to = write_number(to, in_units((uint64) event[i].at - (uint64) first_at, unit), offset_width);
	for (int i = 0; i < view->events; i++)
		to = write_number(to, (uint64) (event[i].state + 1) << 1 | (event[i].has_seq ? 1 : 0), tag_width);
	if (has_seqs)
	{
		to = write_number(to, seq_width, 1);
		to = write_number(to, (uint64) least_seq, sizeof(int64));
		for (int i = 0; i < view->events; i++)
			to = write_number(to, event[i].has_seq ? (uint64) event[i].seq - (uint64) least_seq : 0, seq_width);
	}
	for (int i = 0; i < view->states; i++)
	{
		to = write_number(to, view->state[i].length, 1);
		memcpy(to, view->state[i].name, view->state[i].length);
		to += view->state[i].length;
	}
	return timeline;
}
