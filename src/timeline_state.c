/*
 * timeline_state.c
 *		The forms of a timeline in memory: opened, made and added to.
 */
#include "csops.h"

#include "miscadmin.h"
#include "packed_number.h"
#include "timeline_state.h"

/*
 * Sizes are powers of two, because that is what the allocator of an aggregate
 * hands out; the smallest holds ten events of a usual ticket.
 */
#define SMALLEST_STATE		128

/* From this size on a full state is rid of repeated events before it grows. */
#define SMALLEST_SORTED_STATE	1024

#define EVENT_BYTES			(3 * PACKED_NUMBER_BYTES)

StaticAssertDecl(sizeof(TimelineBuffer) == 32, "the states have the sizes given here");

/* An event, after one at `before`. */
static inline uint8 *
write_event(uint8 *to, TimestampTz before, const TimelineEvent *event)
{
	to = pack_instant(to, before, event->at);
	to = pack_number(to, (uint64) (event->state + 1) << 1 | (event->has_seq ? 1 : 0));
	if (event->has_seq)
		to = pack_number(to, fold_sign(event->seq));
	return to;
}

static inline bool
read_event(const uint8 **from, const uint8 *end, TimestampTz before, int states, TimelineEvent *event)
{
	uint64		number;

	if (!unpack_instant(from, end, before, &event->at) || !IS_VALID_TIMESTAMP(event->at) ||
		!unpack_number(from, end, &number) || number >> 1 > (uint64) states)
		return false;
	event->state = (int32) (number >> 1) - 1;
	event->has_seq = number & 1;
	number = 0;
	if (event->has_seq && !unpack_number(from, end, &number))
		return false;
	event->seq = unfold_sign(number);
	return true;
}

static void
read_events(TimelineView *view, int events, const uint8 *from, const uint8 *end)
{
	TimestampTz before = 0;

	view->events = events;
	view->event = palloc_extended(sizeof(TimelineEvent) * Max(events, 1), MCXT_ALLOC_HUGE);
	for (int i = 0; i < events; i++)
	{
		if (!read_event(&from, end, before, view->states, &view->event[i]))
			csops_corrupted(&timeline_type, "The events cannot be read.");
		before = view->event[i].at;
	}
	if (from != end)
		csops_corrupted(&timeline_type, "The events are not as many as the value says.");
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

void
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

static int
compare_states(const TimelineState *a, const TimelineState *b)
{
	int			order = memcmp(a->name, b->name, Min(a->length, b->length));

	return order != 0 ? order : a->length - b->length;
}

/* Opening a value */

const char *
timeline_form_problem(const CsopsHeader *value)
{
	Size		size = VARSIZE(value);
	const TimelineBuffer *buffer = (const TimelineBuffer *) value;

	switch (value->flags)
	{
		case 0:
			return NULL;
		case TIMELINE_WORKING:
			if (size < sizeof(TimelineBuffer) || buffer->used < sizeof(TimelineBuffer) ||
				buffer->names < buffer->used || buffer->names > size ||
				buffer->states < 0 || buffer->states > TIMELINE_STATES_LIMIT ||
				buffer->events < 0 || (uint32) buffer->events > (buffer->used - sizeof(TimelineBuffer)) / 2)
				return "The sizes of its parts do not fit together.";
			return NULL;
		default:
			return "The flags are not known.";
	}
}

/* A name with its length before it; NULL where the bytes end too soon. */
static const uint8 *
read_name(const uint8 *from, const uint8 *end, TimelineState *state)
{
	if (from == end || *from > end - from - 1)
		return NULL;
	state->length = *from;
	state->name = (const char *) from + 1;
	return from + 1 + *from;
}

static void
open_canonical(TimelineView *view, const CsopsHeader *value)
{
	const uint8 *from = (const uint8 *) value + sizeof(CsopsHeader);
	const uint8 *end = (const uint8 *) value + VARSIZE(value);
	uint64		states;
	uint64		events;

	if (!unpack_number(&from, end, &states) || states > TIMELINE_STATES_LIMIT)
		csops_corrupted(&timeline_type, "The states cannot be read.");
	view->states = (int) states;
	view->state = palloc(sizeof(TimelineState) * Max(states, 1));
	for (int i = 0; i < view->states; i++)
	{
		from = read_name(from, end, &view->state[i]);
		if (from == NULL)
			csops_corrupted(&timeline_type, "The states cannot be read.");
	}
	if (!unpack_number(&from, end, &events) || events > (uint64) (end - from) || events > TIMELINE_EVENTS_LIMIT)
		csops_corrupted(&timeline_type, "The events cannot be read.");
	read_events(view, (int) events, from, end);
}

typedef struct NumberedState
{
	TimelineState state;
	int			number;			/* in the order of coming */
} NumberedState;

#define ST_SORT sort_states
#define ST_ELEMENT_TYPE NumberedState
#define ST_COMPARE(a, b) compare_states(&(a)->state, &(b)->state)
#define ST_SCOPE static
#define ST_DEFINE
#include "lib/sort_template.h"

static void
open_working(TimelineView *view, const TimelineBuffer *buffer)
{
	const uint8 *names = (const uint8 *) buffer + buffer->names;
	const uint8 *end = (const uint8 *) buffer + VARSIZE(buffer);
	NumberedState *states = palloc(sizeof(NumberedState) * Max(buffer->states, 1));
	int		   *place = palloc(sizeof(int) * Max(buffer->states, 1));

	for (int i = 0; i < buffer->states; i++)
	{
		names = read_name(names, end, &states[i].state);
		if (names == NULL)
			csops_corrupted(&timeline_type, "The states cannot be read.");
		states[i].number = buffer->states - 1 - i;
	}
	if (names != end)
		csops_corrupted(&timeline_type, "The states are not as many as the value says.");
	sort_states(states, buffer->states);
	view->states = buffer->states;
	view->state = palloc(sizeof(TimelineState) * Max(view->states, 1));
	for (int i = 0; i < view->states; i++)
	{
		view->state[i] = states[i].state;
		place[states[i].number] = i;
	}

	read_events(view, buffer->events, (const uint8 *) buffer + sizeof(TimelineBuffer),
				(const uint8 *) buffer + buffer->used);
	for (int i = 0; i < view->events; i++)
	{
		if (view->event[i].state != TIMELINE_UNKNOWN)
			view->event[i].state = place[view->event[i].state];
	}
	pfree(states);
	pfree(place);
	sort_timeline_events(view);
}

void
open_timeline(TimelineView *view, const CsopsHeader *value)
{
	if (value->flags == 0)
		open_canonical(view, value);
	else
		open_working(view, (const TimelineBuffer *) value);
}

/* Making values */

CsopsHeader *
make_timeline(const TimelineView *view)
{
	Size		room = sizeof(CsopsHeader) + 2 * PACKED_NUMBER_BYTES + EVENT_BYTES * (Size) view->events +
		(1 + TIMELINE_NAME_LIMIT) * (Size) view->states;
	CsopsHeader *value = csops_new(&timeline_type, room);
	uint8	   *to = (uint8 *) value + sizeof(CsopsHeader);
	TimestampTz before = 0;

	to = pack_number(to, view->states);
	for (int i = 0; i < view->states; i++)
	{
		*to++ = (uint8) view->state[i].length;
		memcpy(to, view->state[i].name, view->state[i].length);
		to += view->state[i].length;
	}
	to = pack_number(to, view->events);
	for (int i = 0; i < view->events; i++)
	{
		to = write_event(to, before, &view->event[i]);
		before = view->event[i].at;
	}
	SET_VARSIZE(value, to - (uint8 *) value);
	return value;
}

/* States in working form */

static TimelineBuffer *
new_buffer(Size size)
{
	TimelineBuffer *buffer = csops_new(&timeline_type, size);

	buffer->header.flags = TIMELINE_WORKING;
	buffer->used = sizeof(TimelineBuffer);
	buffer->names = (uint32) size;
	return buffer;
}

TimelineBuffer *
new_timeline_buffer(void)
{
	return new_buffer(SMALLEST_STATE);
}

/* The same events and names, with their distance grown. */
static TimelineBuffer *
longer_copy(const TimelineBuffer *buffer, Size size)
{
	TimelineBuffer *copy = new_buffer(size);
	Size		names_length = VARSIZE(buffer) - buffer->names;

	memcpy((char *) copy + sizeof(CsopsHeader), (const char *) buffer + sizeof(CsopsHeader),
		   buffer->used - sizeof(CsopsHeader));
	copy->names = (uint32) (size - names_length);
	memcpy((char *) copy + copy->names, (const char *) buffer + buffer->names, names_length);
	return copy;
}

static inline Size
bytes_in_use(const TimelineBuffer *buffer)
{
	return buffer->used + (VARSIZE(buffer) - buffer->names);
}

/*
 * A copy that has room for that many bytes more, and a quarter of its size
 * free, so that the next one is far off.
 */
static pg_noinline TimelineBuffer *
roomier_copy(const TimelineBuffer *buffer, Size needed)
{
	Size		size = VARSIZE(buffer);

	if (size >= SMALLEST_SORTED_STATE)
	{
		TimelineView view;

		open_working(&view, buffer);
		if (view.events < buffer->events)
			buffer = add_timeline_events(new_buffer(size), &view);
	}
	while (bytes_in_use(buffer) + needed > size / 4 * 3)
		size *= 2;
	return longer_copy(buffer, size);
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

/* The number of a state, which is counted from 1 in the order of coming; 0 when it is new. */
static inline int
find_state(const TimelineBuffer *buffer, const char *name, int length)
{
	const uint8 *from = (const uint8 *) buffer + buffer->names;
	const uint8 *end = (const uint8 *) buffer + VARSIZE(buffer);

	for (int number = buffer->states; number > 0 && end - from > length; number--)
	{
		if (*from == length && memcmp(from + 1, name, length) == 0)
			return number;
		from += 1 + *from;
	}
	return 0;
}

TimelineBuffer *
add_timeline_event(TimelineBuffer *buffer, TimestampTz at, const char *name, int length, bool has_seq, int64 seq)
{
	TimelineEvent event;
	uint8		bytes[EVENT_BYTES];
	Size		needed;
	Size		name_bytes = 0;

	event.at = at;
	event.has_seq = has_seq;
	event.seq = seq;
	event.state = TIMELINE_UNKNOWN;
	if (name != NULL)
	{
		event.state = find_state(buffer, name, length) - 1;
		if (event.state < 0)
		{
			if (length > TIMELINE_NAME_LIMIT)
				invalid_state("name of a state is too long", length, "bytes", TIMELINE_NAME_LIMIT);
			if (buffer->states >= TIMELINE_STATES_LIMIT)
				invalid_state("too many states in a timeline", buffer->states + 1, "different states",
							  TIMELINE_STATES_LIMIT);
			name_bytes = 1 + length;
			event.state = buffer->states;
		}
	}
	needed = write_event(bytes, buffer->last_at, &event) - bytes;
	if (buffer->names - buffer->used < needed + name_bytes)
		return add_timeline_event(roomier_copy(buffer, EVENT_BYTES + name_bytes), at, name, length, has_seq, seq);

	if (name_bytes > 0)
	{
		uint8	   *to;

		buffer->names -= name_bytes;
		to = (uint8 *) buffer + buffer->names;
		*to = (uint8) length;
		memcpy(to + 1, name, length);
		buffer->states++;
	}
	memcpy((char *) buffer + buffer->used, bytes, needed);
	buffer->used += needed;
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
		return longer_copy((const TimelineBuffer *) value, VARSIZE(value));
	open_timeline(&view, value);
	return add_timeline_events(new_timeline_buffer(), &view);
}
