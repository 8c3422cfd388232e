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
#include "timeline.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

CSOPS_FUNCTION(csops_timeline_observations);

Datum
csops_timeline_observations(PG_FUNCTION_ARGS)
{
	TimelineView view;

	if (PG_ARGISNULL(0))
		PG_RETURN_INT64(0);
	timeline_view(fcinfo, 0, &view);
	PG_RETURN_INT64(view.events);
}

CSOPS_FUNCTION(csops_state_at);

/* state_at(t, at) */
Datum
csops_state_at(PG_FUNCTION_ARGS)
{
	TimelineView view;
	int			events;
	int32		state = TIMELINE_UNKNOWN;

	refuse_silent_casts_once(fcinfo);
	timeline_view(fcinfo, 0, &view);
	events = timeline_events_until(&view, PG_GETARG_TIMESTAMPTZ(1));
	if (events > 0)
		state = view.event[events - 1].state;
	if (state == TIMELINE_UNKNOWN)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text_with_len(view.state[state].name, view.state[state].length));
}

/* A walk along the changes, as of an instant. */
typedef struct ChangeWalk
{
	const TimelineView *view;
	int			events;			/* those not after as_of */
	int			next;
	int32		from;			/* TIMELINE_UNKNOWN for the first change */
	int32		to;
	TimestampTz at;
} ChangeWalk;

static void
start_walk(ChangeWalk *walk, const TimelineView *view, TimestampTz as_of)
{
	walk->view = view;
	walk->events = timeline_events_until(view, as_of);
	walk->next = 0;
	walk->to = TIMELINE_UNKNOWN;
}

static bool
next_change(ChangeWalk *walk)
{
	while (walk->next < walk->events)
	{
		const TimelineEvent *event = &walk->view->event[walk->next++];

		CHECK_FOR_INTERRUPTS();
		if (event->state == TIMELINE_UNKNOWN || event->state == walk->to)
			continue;
		walk->from = walk->to;
		walk->to = event->state;
		walk->at = event->at;
		return true;
	}
	return false;
}

/* first_at, last_at (t, states, as_of) */
static Datum
change_into(FunctionCallInfo fcinfo, bool first)
{
	TimelineView view;
	const bool *states;
	ChangeWalk	walk;
	bool		found = false;
	TimestampTz at = 0;

	refuse_silent_casts_once(fcinfo);
	timeline_view(fcinfo, 0, &view);
	states = timeline_listed_states(fcinfo, 1, "states", &view);
	start_walk(&walk, &view, PG_GETARG_TIMESTAMPTZ(2));
	while (!(found && first) && next_change(&walk))
	{
		if (states[walk.to])
		{
			found = true;
			at = walk.at;
		}
	}
	if (!found)
		PG_RETURN_NULL();
	PG_RETURN_TIMESTAMPTZ(at);
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
	TimelineView view;
	const bool *from_states;
	const bool *to_states;
	ChangeWalk	walk;
	int32		count = 0;

	refuse_silent_casts_once(fcinfo);
	timeline_view(fcinfo, 0, &view);
	from_states = timeline_listed_states(fcinfo, 1, "from_states", &view);
	to_states = timeline_listed_states(fcinfo, 2, "to_states", &view);
	start_walk(&walk, &view, PG_GETARG_TIMESTAMPTZ(3));
	while (next_change(&walk))
		count += from_states[walk.from] && to_states[walk.to];
	PG_RETURN_INT32(count);
}
