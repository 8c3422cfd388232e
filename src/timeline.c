/*
 * timeline.c
 *		The type timeline and its aggregates: the history of one thing's state.
 */
#include "csops.h"

#include "json_time.h"
#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "silent_cast.h"
#include "timeline_state.h"
#include "utils/timestamp.h"

static CsopsHeader *
canonical_copy(const CsopsHeader *value)
{
	TimelineView view;

	open_timeline(&view, value);
	return &timeline_pack(&view)->header;
}

static CsopsHeader *
canonical_timeline(CsopsHeader *value)
{
	return value->flags == 0 ? value : canonical_copy(value);
}

void
timeline_view(FunctionCallInfo fcinfo, int n, TimelineView *view)
{
	open_timeline(view, CSOPS_GETARG(timeline_type, n));
}

int
timeline_events_until(const TimelineView *view, TimestampTz as_of)
{
	int			low = 0;
	int			high = view->events;

	if (high > 0 && view->event[high - 1].at <= as_of)
		return high;
	while (low < high)
	{
		int			middle = low + (high - low) / 2;

		if (view->event[middle].at <= as_of)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

void
timeline_reader(FunctionCallInfo fcinfo, int n, TimelineReader *reader)
{
	CsopsHeader *value = CSOPS_GETARG(timeline_type, n);

	timeline_read(reader, (const PackedTimeline *) canonical_timeline(value));
}

/* Type functions */

static void
check_timeline(const CsopsHeader *value)
{
	const char *problem = timeline_form_problem(value);

	if (problem != NULL)
		csops_corrupted(&timeline_type, problem);
}

static CsopsHeader *
read_json_timeline(const JsonNode *root)
{
	static const char *const keys[] = {"events", NULL};
	const JsonNode *events;
	TimelineBuffer *buffer = new_timeline_buffer();

	json_check_object(root, keys);
	events = json_required(root, "events");
	json_check_array(events);
	for (const JsonNode *node = events->first; node != NULL; node = node->next)
	{
		const JsonNode *state;
		const JsonNode *seq;
		const char *name = NULL;

		CHECK_FOR_INTERRUPTS();
		json_check_array(node);
		if (node->count < 2 || node->count > 3)
			json_error(node, "An event is a list of its instant, its state and, where there is one, its seq.");
		state = node->first->next;
		seq = state->next;
		if (state->kind != JSON_KIND_NULL)
			name = json_string(state);
		buffer = add_timeline_event(buffer, json_instant(node->first), name, name != NULL ? strlen(name) : 0,
									seq != NULL, seq != NULL ? json_int64(seq, PG_INT64_MIN, PG_INT64_MAX) : 0);
	}
	return canonical_copy(&buffer->header);
}

static void
write_json_timeline(StringInfo out, const CsopsHeader *value)
{
	TimelineView view;
	char		name[TIMELINE_NAME_LIMIT + 1];

	open_timeline(&view, value);
	appendStringInfoString(out, "{\"events\": [");
	for (int i = 0; i < view.events; i++)
	{
		const TimelineEvent *event = &view.event[i];

		CHECK_FOR_INTERRUPTS();
		appendStringInfoString(out, i == 0 ? "[" : ", [");
		json_append_instant(out, event->at);
		appendStringInfoString(out, ", ");
		if (event->state == TIMELINE_UNKNOWN)
			appendStringInfoString(out, "null");
		else
		{
			const TimelineState *state = &view.state[event->state];

			memcpy(name, state->name, state->length);
			name[state->length] = '\0';
			json_append_string(out, name);
		}
		if (event->has_seq)
			appendStringInfo(out, ", " INT64_FORMAT, event->seq);
		appendStringInfoChar(out, ']');
	}
	appendStringInfoString(out, "]}");
}

/*
 * Names travel in the encoding of the client, where they may have another
 * order and another length.
 */
static void
send_timeline(StringInfo out, const CsopsHeader *value)
{
	TimelineView view;

	open_timeline(&view, value);
	pq_sendint32(out, view.states);
	for (int i = 0; i < view.states; i++)
		csops_send_text(out, view.state[i].name, view.state[i].length);
	pq_sendint32(out, view.events);
	for (int i = 0; i < view.events; i++)
	{
		pq_sendint64(out, view.event[i].at);
		pq_sendint16(out, (uint16) (view.event[i].state + 1));
		pq_sendbyte(out, view.event[i].has_seq);
		if (view.event[i].has_seq)
			pq_sendint64(out, view.event[i].seq);
	}
}

static CsopsHeader *
receive_timeline(StringInfo in)
{
	TimelineBuffer *buffer = new_timeline_buffer();
	TimelineState *state;
	int			states = pq_getmsgint(in, 4);
	int			events;

	if (states < 0 || states > TIMELINE_STATES_LIMIT)
		csops_bad_binary(&timeline_type, "The number of states is impossible.");
	state = palloc(sizeof(TimelineState) * Max(states, 1));
	for (int i = 0; i < states; i++)
	{
		int			length = pq_getmsgint(in, 4);

		if (length < 0 || length > in->len - in->cursor)
			csops_bad_binary(&timeline_type, "The name of a state has no end.");
		state[i].name = pq_getmsgtext(in, length, &state[i].length);
	}
	events = pq_getmsgint(in, 4);
	if (events < 0 || events > TIMELINE_EVENTS_LIMIT)
		csops_bad_binary(&timeline_type, "The number of events is impossible.");
	for (int i = 0; i < events; i++)
	{
		TimestampTz at = pq_getmsgint64(in);
		int			number = pq_getmsgint(in, 2);
		int			has_seq = pq_getmsgbyte(in);
		int64		seq = has_seq ? pq_getmsgint64(in) : 0;

		CHECK_FOR_INTERRUPTS();
		if (!IS_VALID_TIMESTAMP(at))
			csops_bad_binary(&timeline_type, "An instant is out of range.");
		if (number > states || has_seq > 1)
			csops_bad_binary(&timeline_type, "An event is impossible.");
		buffer = add_timeline_event(buffer, at, number > 0 ? state[number - 1].name : NULL,
									number > 0 ? state[number - 1].length : 0, has_seq, seq);
	}
	return canonical_copy(&buffer->header);
}

const CsopsType timeline_type = {
	.id = CSOPS_TIMELINE,
	.name = "timeline",
	.check = check_timeline,
	.canonical = canonical_timeline,
	.read_json = read_json_timeline,
	.write_json = write_json_timeline,
	.receive = receive_timeline,
	.send = send_timeline,
};

CSOPS_FUNCTION(csops_timeline_in);
CSOPS_FUNCTION(csops_timeline_recv);

Datum
csops_timeline_in(PG_FUNCTION_ARGS)
{
	return csops_type_in(&timeline_type, fcinfo);
}

Datum
csops_timeline_recv(PG_FUNCTION_ARGS)
{
	return csops_type_recv(&timeline_type, fcinfo);
}

/* Transition functions */

/*
 * The state to change: in an aggregate the state itself, called from SQL a
 * copy, so that arguments are never written into.
 */
static pg_noinline TimelineBuffer *
any_state_to_change(FunctionCallInfo fcinfo)
{
	CsopsHeader *state;

	if (PG_ARGISNULL(0))
		return new_timeline_buffer();
	state = CSOPS_GETARG(timeline_type, 0);
	if (csops_in_aggregate(fcinfo) && state->flags != 0)
		return (TimelineBuffer *) state;
	return timeline_working_copy(state);
}

/*
 * The same for every row but a group's first: in an aggregate, a state that
 * is neither toasted nor packed and passes check_timeline.
 */
static inline TimelineBuffer *
state_to_change(FunctionCallInfo fcinfo)
{
	if (!PG_ARGISNULL(0) && csops_in_aggregate(fcinfo))
	{
		CsopsHeader *state = (CsopsHeader *) PG_GETARG_POINTER(0);

		if (VARATT_IS_4B_U(state) && VARSIZE(state) >= sizeof(CsopsHeader) &&
			state->type == CSOPS_TIMELINE && state->version == CSOPS_VERSION_1 &&
			state->flags == TIMELINE_WORKING && timeline_buffer_is_sound((TimelineBuffer *) state))
			return (TimelineBuffer *) state;
	}
	return any_state_to_change(fcinfo);
}

/* What a transition or merge returns. */
static inline Datum
changed_state(FunctionCallInfo fcinfo, TimelineBuffer *buffer)
{
	if (csops_in_aggregate(fcinfo))
		PG_RETURN_POINTER(buffer);
	PG_RETURN_POINTER(canonical_copy(&buffer->header));
}

CSOPS_FUNCTION(csops_timeline_accum);

/* timeline_accum(state, at, name [, seq]) */
Datum
csops_timeline_accum(PG_FUNCTION_ARGS)
{
	TimelineBuffer *buffer;
	TimestampTz at;
	const text *name = NULL;
	bool		has_seq = PG_NARGS() > 3 && !PG_ARGISNULL(3);

	if (PG_ARGISNULL(0))
		refuse_silent_casts_in_aggregate(fcinfo);
	if (PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		return changed_state(fcinfo, state_to_change(fcinfo));
	}
	at = PG_GETARG_TIMESTAMPTZ(1);
	if (TIMESTAMP_NOT_FINITE(at))
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("instant of an event must be finite"),
				 errdetail("The instant of a row is infinite."),
				 errhint("Leave out what has not happened: FILTER (WHERE isfinite(at)).")));
	if (!PG_ARGISNULL(2))
		name = PG_GETARG_TEXT_PP(2);
	buffer = add_timeline_event(state_to_change(fcinfo), at,
								name != NULL ? VARDATA_ANY(name) : NULL,
								name != NULL ? (int) VARSIZE_ANY_EXHDR(name) : 0,
								has_seq, has_seq ? PG_GETARG_INT64(3) : 0);
	return changed_state(fcinfo, buffer);
}

/* merge serves as function, operator, rollup's transition and every combine function. */
CSOPS_FUNCTION(csops_merge_timeline);

Datum
csops_merge_timeline(PG_FUNCTION_ARGS)
{
	TimelineBuffer *buffer = state_to_change(fcinfo);
	TimelineView view;

	timeline_view(fcinfo, 1, &view);
	return changed_state(fcinfo, add_timeline_events(buffer, &view));
}

CSOPS_FUNCTION(csops_timeline_final);

/* A copy, because the state may go on being changed: under OVER it does. */
Datum
csops_timeline_final(PG_FUNCTION_ARGS)
{
	PG_RETURN_POINTER(canonical_copy(CSOPS_GETARG(timeline_type, 0)));
}
