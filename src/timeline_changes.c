/*
 * timeline_changes.c
 *		Which state a timeline is in, when it came into some, and how often.
 *
 * A change is an event whose state is known and is not the last known one
 * before it; so the first event of a known state is one.  Spells of unknown
 * state are looked through, repetitions of a state are none.
 */
#include "csops.h"

#include "miscadmin.h"
#include "silent_cast.h"
#include "state_list.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

CSOPS_FUNCTION(csops_timeline_observations);

Datum
csops_timeline_observations(PG_FUNCTION_ARGS)
{
	TimelineReader reader;

	if (PG_ARGISNULL(0))
		PG_RETURN_INT64(0);
	timeline_reader(fcinfo, 0, &reader);
	PG_RETURN_INT64(reader.events);
}

CSOPS_FUNCTION(csops_state_at);

/* state_at(t, at) */
Datum
csops_state_at(PG_FUNCTION_ARGS)
{
	TimelineReader reader;
	int			events;
	TimelineState state;

	refuse_silent_casts_once(fcinfo);
	timeline_reader(fcinfo, 0, &reader);
	events = timeline_reader_until(&reader, PG_GETARG_TIMESTAMPTZ(1));
	if (events == 0 || timeline_state(&reader, events - 1) == TIMELINE_UNKNOWN)
		PG_RETURN_NULL();
	state = timeline_state_name(&reader, timeline_state(&reader, events - 1));
	PG_RETURN_TEXT_P(cstring_to_text_with_len(state.name, state.length));
}

/* A walk along the changes, as of an instant. */
typedef struct ChangeWalk
{
	TimelineReader reader;
	int			events;			/* those not after as_of */
	int			event;			/* the change; before the first one -1 */
	int32		from;			/* TIMELINE_UNKNOWN for the first change */
	int32		to;
} ChangeWalk;

static void
start_walk(ChangeWalk *walk, TimestampTz as_of)
{
	walk->events = timeline_reader_until(&walk->reader, as_of);
	walk->event = -1;
	walk->to = TIMELINE_UNKNOWN;
}

static inline bool
next_change(ChangeWalk *walk)
{
	while (++walk->event < walk->events)
	{
		int32		state = timeline_state(&walk->reader, walk->event);

		CHECK_FOR_INTERRUPTS();
		if (state == TIMELINE_UNKNOWN || state == walk->to)
			continue;
		walk->from = walk->to;
		walk->to = state;
		return true;
	}
	return false;
}

/* What a call site of these functions keeps. */
typedef struct StateLists
{
	StateList	first;
	StateList	second;
} StateLists;

static StateLists *
state_lists(FunctionCallInfo fcinfo)
{
	if (fcinfo->flinfo->fn_extra == NULL)
	{
		refuse_silent_casts(fcinfo);
		fcinfo->flinfo->fn_extra = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(StateLists));
	}
	return fcinfo->flinfo->fn_extra;
}

/* first_at, last_at (t, states, as_of) */
static Datum
change_into(FunctionCallInfo fcinfo, bool first)
{
	StateLists *lists = state_lists(fcinfo);
	ChangeWalk	walk;
	StateSet	states;
	int			found = -1;

	timeline_reader(fcinfo, 0, &walk.reader);
	state_list_argument(fcinfo, 1, "states", &lists->first, &walk.reader, &states);
	start_walk(&walk, PG_GETARG_TIMESTAMPTZ(2));
	while (!(found >= 0 && first) && next_change(&walk))
	{
		if (states.listed[walk.to])
			found = walk.event;
	}
	if (found < 0)
		PG_RETURN_NULL();
	PG_RETURN_TIMESTAMPTZ(timeline_at(&walk.reader, found));
}

CSOPS_FUNCTION(csops_first_at);
CSOPS_FUNCTION(csops_last_at);

Datum
csops_first_at(PG_FUNCTION_ARGS)
{
	return change_into(fcinfo, true);
}

Datum
csops_last_at(PG_FUNCTION_ARGS)
{
	return change_into(fcinfo, false);
}

CSOPS_FUNCTION(csops_transitions);

/* transitions(t, from_states, to_states, as_of) */
Datum
csops_transitions(PG_FUNCTION_ARGS)
{
	StateLists *lists = state_lists(fcinfo);
	ChangeWalk	walk;
	StateSet	from_states;
	StateSet	to_states;
	int32		count = 0;

	timeline_reader(fcinfo, 0, &walk.reader);
	state_list_argument(fcinfo, 1, "from_states", &lists->first, &walk.reader, &from_states);
	state_list_argument(fcinfo, 2, "to_states", &lists->second, &walk.reader, &to_states);
	start_walk(&walk, PG_GETARG_TIMESTAMPTZ(3));
	while (next_change(&walk))
		count += from_states.listed[walk.from] && to_states.listed[walk.to];
	PG_RETURN_INT32(count);
}
