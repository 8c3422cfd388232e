/*
 * timeline_state.c
 *		The states of the aggregates: timelines that events are added to.
 */
#include "csops.h"

#include "miscadmin.h"
#include "packed_number.h"
#include "port/pg_bitutils.h"
#include "timeline_state.h"

/*
 * Sizes are powers of two, because that is what the allocator of an aggregate
 * hands out; the smallest holds ten events of a usual ticket.
 */
#define SMALLEST_STATE		128

/* From this size on a full state is rid of repeated events before it grows. */
#define SMALLEST_SORTED_STATE	1024

/*
 * An event is a byte with the number of its state plus one and the width of
 * its time, the number in two bytes more where it is high, the time since the
 * event before, and where there is a seq its width and itself.
 */
#define TIME_WIDTH			15
#define HAS_SEQ				16
#define STATE_SHIFT			5
#define HIGH_STATE			7

/* No event needs more, with what write_number writes too much. */
#define EVENT_ROOM			24

/* Writes eight bytes, the lowest first, of which the first ones count. */
static inline uint8 *
write_number(uint8 *to, uint64 number, int width)
{
	for (int i = 0; i < 8; i++)
		to[i] = (uint8) (number >> (8 * i));
	return to + width;
}

static inline int
width_of_number(uint64 number)
{
	return number == 0 ? 0 : pg_leftmost_one_pos64(number) / 8 + 1;
}

/* The difference is taken modulo 2^64: that of two instants can be more than an int64 holds. */
static inline uint8 *
write_event(uint8 *to, TimestampTz before, const TimelineEvent *event)
{
	uint64		time = fold_sign((int64) ((uint64) event->at - (uint64) before));
	int			time_width = width_of_number(time);
	uint32		number = event->state + 1;

	*to++ = (uint8) (Min(number, HIGH_STATE) << STATE_SHIFT | (event->has_seq ? HAS_SEQ : 0) | time_width);
	if (number >= HIGH_STATE)
		to = write_number(to, number, 2);
	to = write_number(to, time, time_width);
	if (event->has_seq)
	{
		uint64		seq = fold_sign(event->seq);
		int			seq_width = width_of_number(seq);

		*to++ = seq_width;
		to = write_number(to, seq, seq_width);
	}
	return to;
}

/* Takes a number of that width off the bytes; false where they end too soon. */
static inline bool
read_number(const uint8 **from, const uint8 *end, int width, uint64 *number)
{
	if (width > (int) sizeof(uint64) || end - *from < width)
		return false;
	*number = timeline_number(*from, width);
	*from += width;
	return true;
}

/* Takes an event off the bytes, of which there is one at least; false where they end too soon. */
static inline bool
read_event(const uint8 **from, const uint8 *end, TimestampTz before, TimelineEvent *event)
{
	uint8		head = *(*from)++;
	uint64		number = head >> STATE_SHIFT;

	if (number == HIGH_STATE && !read_number(from, end, 2, &number))
		return false;
	event->state = (int32) number - 1;
	if (!read_number(from, end, head & TIME_WIDTH, &number))
		return false;
	event->at = (TimestampTz) ((uint64) before + (uint64) unfold_sign(number));
	event->has_seq = (head & HAS_SEQ) != 0;
	event->seq = 0;
	if (event->has_seq)
	{
		if (!read_number(from, end, 1, &number) || !read_number(from, end, (int) number, &number))
			return false;
		event->seq = unfold_sign(number);
	}
	return true;
}

/* Order */

static inline int
compare_events(const TimelineEvent *a, const TimelineEvent *b)
{
	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	if (a->has_seq != b->has_seq)
		return a->has_seq ? 1 : -1;
	if (a->seq != b->seq)
		return a->seq < b->seq ? -1 : 1;
	return (a->state > b->state) - (a->state < b->state);
}

#define ST_SORT sort_events
#define ST_ELEMENT_TYPE TimelineEvent
#define ST_COMPARE(a, b) compare_events(a, b)
#define ST_CHECK_FOR_INTERRUPTS
#define ST_SCOPE static
#define ST_DEFINE
#include "lib/sort_template.h"

/* Sorts the events of a view whose states are sorted, and removes repeated ones. */
static void
sort_timeline_events(TimelineView *view)
{
	int			kept = 0;

	sort_events(view->event, view->events);
	for (int i = 0; i < view->events; i++)
	{
		if (i == 0 || compare_events(&view->event[kept - 1], &view->event[i]) != 0)
			view->event[kept++] = view->event[i];
	}
	view->events = kept;
	if (kept > TIMELINE_EVENTS_LIMIT)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("too many events in a timeline"),
				 errdetail("There are %d events; a timeline holds at most %d.", kept, TIMELINE_EVENTS_LIMIT),
				 errhint("A timeline is the history of one thing: GROUP BY its key, such as the ticket.")));
}

/* Opening a value */

const char *
timeline_form_problem(const CsopsHeader *value)
{
	switch (value->flags)
	{
		case 0:
			return VARSIZE(value) >= sizeof(PackedTimeline) ? NULL : "The value is too short.";
		case TIMELINE_WORKING:
			return timeline_buffer_is_sound((const TimelineBuffer *) value) ? NULL :
				"The sizes of its parts do not fit together.";
		default:
			return "The flags are not known.";
	}
}

typedef struct NumberedState
{
	TimelineState state;
	int			number;			/* in the order of coming */
} NumberedState;

#define ST_SORT sort_states
#define ST_ELEMENT_TYPE NumberedState
#define ST_COMPARE(a, b) \
	timeline_compare_names((a)->state.name, (a)->state.length, (b)->state.name, (b)->state.length)
#define ST_SCOPE static
#define ST_DEFINE
#include "lib/sort_template.h"

/* The view's states, sorted; place[number] tells where each of them went. */
static int *
open_names(TimelineView *view, const TimelineBuffer *buffer)
{
	const uint8 *from = buffer->bytes;
	const uint8 *end = (const uint8 *) buffer + buffer->names_end;
	NumberedState states[TIMELINE_STATES_LIMIT];
	int		   *place;
	int			count = 0;

	while (from < end)
	{
		if (count == TIMELINE_STATES_LIMIT || *from >= end - from)
			csops_corrupted(&timeline_type, "The states cannot be read.");
		states[count].state.name = (const char *) from + 1;
		states[count].state.length = *from;
		states[count].number = count;
		count++;
		from += 1 + *from;
	}
	sort_states(states, count);
	view->states = count;
	view->state = palloc(sizeof(TimelineState) * Max(count, 1));
	place = palloc(sizeof(int) * Max(count, 1));
	for (int i = 0; i < count; i++)
	{
		view->state[i] = states[i].state;
		place[states[i].number] = i;
	}
	return place;
}

static void
open_working(TimelineView *view, const TimelineBuffer *buffer)
{
	int		   *place = open_names(view, buffer);
	const uint8 *from = (const uint8 *) buffer + timeline_events_start(buffer->names_end);
	const uint8 *end = (const uint8 *) buffer + buffer->events_end;
	TimestampTz at = 0;
	uint64		shift;

	/* The first event stands at 0; where that is, the last one tells. */
	view->events = buffer->events;
	view->event = palloc_extended(sizeof(TimelineEvent) * Max(view->events, 1), MCXT_ALLOC_HUGE);
	for (int i = 0; i < view->events; i++)
	{
		TimelineEvent *event = &view->event[i];

		if (from == end || !read_event(&from, end, at, event) || event->state >= view->states)
			csops_corrupted(&timeline_type, "The events cannot be read.");
		if (event->state != TIMELINE_UNKNOWN)
			event->state = place[event->state];
		at = event->at;
	}
	if (from != end)
		csops_corrupted(&timeline_type, "The events are not as many as the value says.");
	shift = (uint64) buffer->last_at - (uint64) at;
	for (int i = 0; i < view->events; i++)
	{
		view->event[i].at = (TimestampTz) ((uint64) view->event[i].at + shift);
		if (!IS_VALID_TIMESTAMP(view->event[i].at))
			csops_corrupted(&timeline_type, "An instant is out of range.");
	}
	pfree(place);
	sort_timeline_events(view);
}

void
open_timeline(TimelineView *view, const CsopsHeader *value)
{
	if (value->flags == 0)
		open_packed_timeline(view, (const PackedTimeline *) value);
	else
		open_working(view, (const TimelineBuffer *) value);
}

/* States in working form */

static TimelineBuffer *
new_buffer(Size size)
{
	TimelineBuffer *buffer = csops_new(&timeline_type, size);

	buffer->header.flags = TIMELINE_WORKING;
	buffer->names_end = TIMELINE_BUFFER_HEAD;
	buffer->events_end = timeline_events_start(buffer->names_end);
	return buffer;
}

TimelineBuffer *
new_timeline_buffer(void)
{
	return new_buffer(SMALLEST_STATE);
}

/* Adds a name behind the others, for which there is room. */
static void
add_name(TimelineBuffer *buffer, const char *name, int length)
{
	uint8	   *to = (uint8 *) buffer + buffer->names_end;

	*to = (uint8) length;
	memcpy(to + 1, name, length);
	buffer->names_end += 1 + length;
}

/*
 * A copy that has a name more, unless it is NULL, and room for an event.
 * Where repeated events were taken out it also has a quarter of its size
 * free, so that the next time is far off.
 */
static pg_noinline TimelineBuffer *
roomier_copy(const TimelineBuffer *buffer, const char *name, int length)
{
	Size		size = VARSIZE(buffer);
	bool		is_sorted = size >= SMALLEST_SORTED_STATE;
	uint32		events_start;
	uint32		events_length;
	TimelineBuffer *copy;

	if (is_sorted)
	{
		TimelineView view;

		open_working(&view, buffer);
		if (view.events < buffer->events)
			buffer = add_timeline_events(new_buffer(size), &view);
	}
	events_start = timeline_events_start(buffer->names_end);
	events_length = buffer->events_end - events_start;
	while (timeline_events_start(buffer->names_end + (name != NULL ? 1 + length : 0)) + events_length + EVENT_ROOM >
		   (is_sorted ? size / 4 * 3 : size))
		size *= 2;

	copy = new_buffer(size);
	memcpy(copy->bytes, buffer->bytes, buffer->names_end - TIMELINE_BUFFER_HEAD);
	copy->names_end = buffer->names_end;
	if (name != NULL)
		add_name(copy, name, length);
	copy->events_end = timeline_events_start(copy->names_end) + events_length;
	memcpy((char *) copy + copy->events_end - events_length, (const char *) buffer + events_start, events_length);
	copy->last_at = buffer->last_at;
	copy->events = buffer->events;
	return copy;
}

static void
invalid_state(const char *message, int value, const char *unit, int limit)
{
	ereport(ERROR,
			(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
			 errmsg("%s", message),
			 errdetail("There are %d %s, and at most %d are possible.", value, unit, limit),
			 errhint("A state is a name out of a short list, such as 'open'.")));
}

/* The number of a state in the order of coming; of a new one, the number that it gets, from -1 downwards. */
static inline int
find_state(const TimelineBuffer *buffer, const char *name, int length)
{
	const uint8 *from = buffer->bytes;
	const uint8 *end = (const uint8 *) buffer + buffer->names_end;
	int			number = 0;

	while (from < end)
	{
		if (*from == length && end - from > length && memcmp(from + 1, name, length) == 0)
			break;
		from += 1 + *from;
		number++;
	}
	return from < end ? number : -1 - number;
}

TimelineBuffer *
add_timeline_event(TimelineBuffer *buffer, TimestampTz at, const char *name, int length, bool has_seq, int64 seq)
{
	TimelineEvent event;
	uint8		local[EVENT_ROOM];
	uint8	   *to;
	uint32		room;
	uint32		written;

	event.at = at;
	event.has_seq = has_seq;
	event.seq = seq;
	event.state = TIMELINE_UNKNOWN;
	if (name != NULL)
	{
		event.state = find_state(buffer, name, length);
		if (event.state < 0)
		{
			event.state = -1 - event.state;
			if (length > TIMELINE_NAME_LIMIT)
				invalid_state("name of a state is too long", length, "bytes", TIMELINE_NAME_LIMIT);
			if (event.state >= TIMELINE_STATES_LIMIT)
				invalid_state("too many states in a timeline", event.state + 1, "different states",
							  TIMELINE_STATES_LIMIT);
			if (buffer->names_end + 1 + length > timeline_events_start(buffer->names_end))
				return add_timeline_event(roomier_copy(buffer, name, length), at, name, length, has_seq, seq);
			add_name(buffer, name, length);
		}
	}

	room = VARSIZE(buffer) - buffer->events_end;
	to = room >= EVENT_ROOM ? (uint8 *) buffer + buffer->events_end : local;
	written = (uint32) (write_event(to, buffer->events > 0 ? buffer->last_at : at, &event) - to);
	if (to == local)
	{
		if (written > room)
			return add_timeline_event(roomier_copy(buffer, NULL, 0), at, name, length, has_seq, seq);
		memcpy((uint8 *) buffer + buffer->events_end, local, written);
	}
	buffer->events_end += written;
	buffer->last_at = at;
	buffer->events++;
	return buffer;
}

TimelineBuffer *
add_timeline_events(TimelineBuffer *buffer, const TimelineView *view)
{
	for (int i = 0; i < view->events; i++)
	{
		const TimelineEvent *event = &view->event[i];
		const TimelineState *state = event->state == TIMELINE_UNKNOWN ? NULL : &view->state[event->state];

		CHECK_FOR_INTERRUPTS();
		buffer = add_timeline_event(buffer, event->at, state ? state->name : NULL, state ? state->length : 0,
									event->has_seq, event->seq);
	}
	return buffer;
}

TimelineBuffer *
timeline_working_copy(const CsopsHeader *value)
{
	TimelineView view;

	if (value->flags != 0)
	{
		TimelineBuffer *copy = palloc(VARSIZE(value));

		memcpy(copy, value, VARSIZE(value));
		return copy;
	}
	open_timeline(&view, value);
	return add_timeline_events(new_timeline_buffer(), &view);
}
