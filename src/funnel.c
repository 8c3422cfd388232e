/*
 * funnel.c
 *		The type funnel and its aggregates: the steps that one account took.
 *
 * A state in working form is an array that events are appended to; when it is
 * full it is sorted and rid of repeated events, and then grows if it must.
 */
#include "csops.h"

#include "funnel.h"
#include "interval_micros.h"
#include "json_time.h"
#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "options.h"
#include "packed_number.h"
#include "silent_cast.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"

typedef struct Funnel
{
	CsopsHeader header;			/* flags: FUNNEL_WORKING, or 0 for canonical */
	int32		mode;
	int32		events;
	int64		within;
	/* canonical: the differences from event to event, as numbers of seven bits a byte */
	FunnelEvent event[FLEXIBLE_ARRAY_MEMBER];	/* working form: room for more */
} Funnel;

#define FUNNEL_WORKING		1
#define HEAD_SIZE			offsetof(Funnel, event)

/* Sizes are powers of two, because that is what the allocator of an aggregate hands out. */
#define SMALLEST_STATE		128

static const char *const mode_names[FUNNEL_MODES + 1] = {"ordered", "strict", "unordered", NULL};

/* Opening a value */

static inline int
room_of(const Funnel *state)
{
	return (int) ((VARSIZE(state) - HEAD_SIZE) / sizeof(FunnelEvent));
}

static const char *
form_problem(const Funnel *funnel)
{
	if (VARSIZE(funnel) < HEAD_SIZE)
		return "The value is too short.";
	if (funnel->mode < 0 || funnel->mode >= FUNNEL_MODES || funnel->within < 0)
		return "The mode or the window is not known.";
	if (funnel->events < 0)
		return "The number of events is negative.";
	if (funnel->header.flags == 0)
		return funnel->events <= FUNNEL_EVENTS ? NULL : "There are too many events.";
	if (funnel->header.flags != FUNNEL_WORKING)
		return "The flags are not known.";
	return funnel->events <= room_of(funnel) ? NULL : "The size does not fit the events.";
}

static int
compare_events(const void *a, const void *b, void *arg)
{
	FunnelEvent x = *(const FunnelEvent *) a;
	FunnelEvent y = *(const FunnelEvent *) b;

	return (x > y) - (x < y);
}

/* Sorts events and drops those that are there twice; their number. */
static int
sort_events(FunnelEvent *event, int events)
{
	int			kept = 0;

	qsort_interruptible(event, events, sizeof(FunnelEvent), compare_events, NULL);
	for (int i = 0; i < events; i++)
	{
		if (kept == 0 || event[i] != event[kept - 1])
			event[kept++] = event[i];
	}
	return kept;
}

static void
check_events(int events)
{
	if (events > FUNNEL_EVENTS)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("too many events in one funnel"),
				 errdetail("One account has at most %d different events.", FUNNEL_EVENTS),
				 errhint("Group by the account; of an account that does the same all the time, keep one event a minute, with date_trunc.")));
}

/* At most FUNNEL_EVENTS events from the differences between them; false where the bytes are not that. */
static bool
read_events(FunnelView *view, int events, const uint8 *from, const uint8 *end)
{
	FunnelEvent event = 0;

	view->events = events;
	view->event = palloc(sizeof(FunnelEvent) * Max(events, 1));
	for (int i = 0; i < events; i++)
	{
		uint64		step;

		if (!unpack_number(&from, end, &step) || step > PG_UINT64_MAX - event || (step == 0 && i > 0))
			return false;
		event += step;
		if (funnel_event_step(event) > FUNNEL_STEPS || funnel_event_at(event) >= FUNNEL_END_OF_INSTANTS)
			return false;
		view->event[i] = event;
	}
	return from == end;
}

static void
open_funnel(FunnelView *view, const Funnel *funnel)
{
	view->mode = (FunnelMode) funnel->mode;
	view->within = funnel->within;
	if (funnel->header.flags == 0)
	{
		if (!read_events(view, funnel->events, (const uint8 *) funnel->event, (const uint8 *) funnel + VARSIZE(funnel)))
			csops_corrupted(&funnel_type, "The events cannot be read.");
		return;
	}
	view->event = palloc_extended(sizeof(FunnelEvent) * Max(funnel->events, 1), MCXT_ALLOC_HUGE);
	memcpy(view->event, funnel->event, sizeof(FunnelEvent) * funnel->events);
	view->events = sort_events(view->event, funnel->events);
	check_events(view->events);
	for (int i = 0; i < view->events; i++)
	{
		if (funnel_event_step(view->event[i]) > FUNNEL_STEPS ||
			funnel_event_at(view->event[i]) >= FUNNEL_END_OF_INSTANTS)
			csops_corrupted(&funnel_type, "An event is not one of a funnel.");
	}
}

void
funnel_view(FunctionCallInfo fcinfo, int n, FunnelView *view)
{
	open_funnel(view, CSOPS_GETARG(funnel_type, n));
}

/* Making values */

static Funnel *
new_funnel(FunnelMode mode, int64 within, Size size)
{
	Funnel	   *funnel = csops_new(&funnel_type, size);

	funnel->mode = mode;
	funnel->within = within;
	return funnel;
}

static Funnel *
make_funnel(const FunnelView *view)
{
	Funnel	   *funnel = new_funnel(view->mode, view->within, HEAD_SIZE + (Size) view->events * PACKED_NUMBER_BYTES);
	uint8	   *end = (uint8 *) funnel->event;

	funnel->events = view->events;
	for (int i = 0; i < view->events; i++)
		end = pack_number(end, view->event[i] - (i == 0 ? 0 : view->event[i - 1]));
	SET_VARSIZE(funnel, end - (uint8 *) funnel);
	return funnel;
}

static Funnel *
canonical_funnel(Funnel *funnel)
{
	FunnelView	view;

	if (funnel->header.flags == 0)
		return funnel;
	open_funnel(&view, funnel);
	return make_funnel(&view);
}

/* A state in working form with room for at least that many events. */
static Funnel *
new_state(FunnelMode mode, int64 within, int events)
{
	Size		size = SMALLEST_STATE;
	Funnel	   *state;

	while (size < HEAD_SIZE + sizeof(FunnelEvent) * events)
		size *= 2;
	state = new_funnel(mode, within, size);
	state->header.flags = FUNNEL_WORKING;
	return state;
}

static Funnel *
working_copy(const Funnel *funnel)
{
	FunnelView	view;
	Funnel	   *state;

	open_funnel(&view, funnel);
	state = new_state(view.mode, view.within, view.events + 1);
	memcpy(state->event, view.event, sizeof(FunnelEvent) * view.events);
	state->events = view.events;
	return state;
}

/* The state with room for that many more events, or a copy that has it. */
static Funnel *
with_room(Funnel *state, int more)
{
	Funnel	   *copy;

	if (more <= room_of(state) - state->events)
		return state;
	state->events = sort_events(state->event, state->events);
	check_events(state->events);
	/* Half of the room, so that it is not sorted again and again. */
	if (more <= room_of(state) / 2 - state->events)
		return state;
	copy = new_state((FunnelMode) state->mode, state->within, 2 * state->events + more);
	memcpy(copy->event, state->event, sizeof(FunnelEvent) * state->events);
	copy->events = state->events;
	return copy;
}

/* Type functions */

static void
check_funnel(const CsopsHeader *value)
{
	const char *problem = form_problem((const Funnel *) value);

	if (problem != NULL)
		csops_corrupted(&funnel_type, problem);
}

static CsopsHeader *
canonical_value(CsopsHeader *value)
{
	return &canonical_funnel((Funnel *) value)->header;
}

/* The text of a window of no length, which is no span of time. */
#define NO_TIME		"00:00:00"

static CsopsHeader *
read_json_funnel(const JsonNode *root)
{
	static const char *const keys[] = {"mode", "within", "events", NULL};
	const JsonNode *within;
	const JsonNode *mode;
	const JsonNode *events;
	FunnelView	view = {0};

	json_check_object(root, keys);
	mode = json_required(root, "mode");
	while (view.mode < FUNNEL_MODES && strcmp(json_string(mode), mode_names[view.mode]) != 0)
		view.mode++;
	if (view.mode == FUNNEL_MODES)
		json_error(mode, "The modes are ordered, strict and unordered.");
	within = json_required(root, "within");
	if (strcmp(json_string(within), NO_TIME) != 0)
		view.within = json_span(within);
	events = json_required(root, "events");
	json_check_array(events);
	check_events(events->count);
	view.event = palloc(sizeof(FunnelEvent) * Max(events->count, 1));
	for (const JsonNode *node = events->first; node != NULL; node = node->next)
	{
		TimestampTz at;

		json_check_array(node);
		if (node->count != 2)
			json_error(node, "An event is a list of its instant and its step.");
		at = json_instant(node->first);
		if (at < FUNNEL_FIRST_INSTANT || at >= FUNNEL_END_OF_INSTANTS)
			json_error(node->first, "Events lie within the years 1 to 4000.");
		view.event[view.events] = funnel_event(at, (int) json_int64(node->first->next, 0, FUNNEL_STEPS));
		if (view.events > 0 && view.event[view.events] <= view.event[view.events - 1])
			json_error(node, "The events are not in ascending order.");
		view.events++;
	}
	return &make_funnel(&view)->header;
}

static void
write_json_funnel(StringInfo out, const CsopsHeader *value)
{
	FunnelView	view;

	open_funnel(&view, (const Funnel *) value);
	appendStringInfo(out, "{\"mode\": \"%s\", \"within\": ", mode_names[view.mode]);
	if (view.within == 0)
		json_append_string(out, NO_TIME);
	else
		json_append_span(out, view.within);
	appendStringInfoString(out, ", \"events\": [");
	for (int i = 0; i < view.events; i++)
	{
		appendStringInfoString(out, i == 0 ? "[" : ", [");
		json_append_instant(out, funnel_event_at(view.event[i]));
		appendStringInfo(out, ", %d]", funnel_event_step(view.event[i]));
		if ((i & 0xFFFF) == 0)
			CHECK_FOR_INTERRUPTS();
	}
	appendStringInfoString(out, "]}");
}

static CsopsHeader *
receive_funnel(StringInfo in)
{
	FunnelView	view;
	int			mode = pq_getmsgbyte(in);
	int64		within = pq_getmsgint64(in);
	int			events = (int32) pq_getmsgint(in, 4);
	int			length = (int32) pq_getmsgint(in, 4);
	const uint8 *bytes;

	if (mode >= FUNNEL_MODES || within < 0)
		csops_bad_binary(&funnel_type, "The mode or the window is not known.");
	if (events < 0 || events > FUNNEL_EVENTS || length < 0)
		csops_bad_binary(&funnel_type, "The number of events is impossible.");
	bytes = (const uint8 *) pq_getmsgbytes(in, length);
	view.mode = (FunnelMode) mode;
	view.within = within;
	if (!read_events(&view, events, bytes, bytes + length))
		csops_bad_binary(&funnel_type, "The events cannot be read.");
	return &make_funnel(&view)->header;
}

static void
send_funnel(StringInfo out, const CsopsHeader *value)
{
	const Funnel *funnel = (const Funnel *) value;
	int			length = (int) (VARSIZE(funnel) - HEAD_SIZE);

	pq_sendbyte(out, funnel->mode);
	pq_sendint64(out, funnel->within);
	pq_sendint32(out, funnel->events);
	pq_sendint32(out, length);
	pq_sendbytes(out, (const char *) funnel->event, length);
}

const CsopsType funnel_type = {
	.id = CSOPS_FUNNEL,
	.name = "funnel",
	.check = check_funnel,
	.canonical = canonical_value,
	.read_json = read_json_funnel,
	.write_json = write_json_funnel,
	.receive = receive_funnel,
	.send = send_funnel,
};

CSOPS_FUNCTION(csops_funnel_in);
CSOPS_FUNCTION(csops_funnel_recv);

Datum
csops_funnel_in(PG_FUNCTION_ARGS)
{
	return csops_type_in(&funnel_type, fcinfo);
}

Datum
csops_funnel_recv(PG_FUNCTION_ARGS)
{
	return csops_type_recv(&funnel_type, fcinfo);
}

/* Transition functions */

static int64
within_argument(FunctionCallInfo fcinfo, int n)
{
	const Interval *interval;
	bool		finite = true;
	int64		within;

	if (PG_ARGISNULL(n))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("within must not be null"),
				 errhint("Give the longest time from the first step to the last, such as interval '14 days'.")));
	interval = PG_GETARG_INTERVAL_P(n);
#ifdef INTERVAL_NOT_FINITE
	finite = !INTERVAL_NOT_FINITE(interval);
#endif
	if (finite && interval->month != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("within must not have months"),
				 errdetail("The interval has months (%d), whose length is not fixed.", interval->month),
				 errhint("Give days of 24 hours, such as interval '30 days'.")));
	if (!finite || !interval_micros(interval, &within) || within < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("within is out of range"),
				 errdetail("The interval is negative or too long."),
				 errhint("Give the longest time from the first step to the last, such as interval '14 days'.")));
	return within;
}

static FunnelMode
mode_argument(FunctionCallInfo fcinfo, int n)
{
	if (PG_NARGS() > n && PG_ARGISNULL(n))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("mode must not be null"),
				 errhint("Leave it out for 'ordered'.")));
	return (FunnelMode) option_choice(fcinfo, n, "mode", mode_names);
}

static FunnelEvent
event_argument(FunctionCallInfo fcinfo)
{
	TimestampTz at = PG_GETARG_TIMESTAMPTZ(1);
	int32		step = PG_GETARG_INT32(2);

	if (step < 0 || step > FUNNEL_STEPS)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("step is out of range"),
				 errdetail("The row has the step %d.", step),
				 errhint("Number the steps from 1 to at most %d; 0 is another event, which matters to the mode 'strict' alone.", FUNNEL_STEPS)));
	if (at < FUNNEL_FIRST_INSTANT || at >= FUNNEL_END_OF_INSTANTS)
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("event is out of range"),
				 errdetail("The row lies outside the years 1 to 4000."),
				 errhint("Correct the row or leave it out.")));
	return funnel_event(at, step);
}

static void
check_same_rules(const Funnel *state, FunnelMode mode, int64 within)
{
	if (state->mode == (int32) mode && state->within == within)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("funnels of different windows or modes do not go together"),
			 errdetail("One is %s within %s, the other %s within %s.",
					   mode_names[state->mode], state->within == 0 ? NO_TIME : span_text(state->within),
					   mode_names[mode], within == 0 ? NO_TIME : span_text(within)),
			 errhint("Make both with the same within and mode.")));
}

/*
 * The state to change: in an aggregate the state itself, called from SQL a
 * copy, so that arguments are never written into.
 */
static Funnel *
state_to_change(FunctionCallInfo fcinfo)
{
	Funnel	   *state = CSOPS_GETARG(funnel_type, 0);

	return csops_in_aggregate(fcinfo) && state->header.flags == FUNNEL_WORKING ? state : working_copy(state);
}

static Datum
result_of(FunctionCallInfo fcinfo, Funnel *state)
{
	PG_RETURN_POINTER(csops_in_aggregate(fcinfo) ? state : canonical_funnel(state));
}

CSOPS_FUNCTION(csops_funnel_accum);
CSOPS_FUNCTION(csops_merge_funnel);
CSOPS_FUNCTION(csops_funnel_final);

/* funnel_accum(state, at, step, within [, mode]) */
Datum
csops_funnel_accum(PG_FUNCTION_ARGS)
{
	int64		within = within_argument(fcinfo, 3);
	FunnelMode	mode = mode_argument(fcinfo, 4);
	Funnel	   *state;

	if (PG_ARGISNULL(0))
	{
		refuse_silent_casts_in_aggregate(fcinfo);
		state = new_state(mode, within, 1);
	}
	else
	{
		state = state_to_change(fcinfo);
		check_same_rules(state, mode, within);
	}
	if (!PG_ARGISNULL(1) && !PG_ARGISNULL(2))
	{
		FunnelEvent event = event_argument(fcinfo);

		state = with_room(state, 1);
		state->event[state->events++] = event;
	}
	return result_of(fcinfo, state);
}

/* merge serves as function, operator, rollup's transition and combine function. */
Datum
csops_merge_funnel(PG_FUNCTION_ARGS)
{
	Funnel	   *state = state_to_change(fcinfo);
	FunnelView	view;

	funnel_view(fcinfo, 1, &view);
	check_same_rules(state, view.mode, view.within);
	state = with_room(state, view.events);
	memcpy(state->event + state->events, view.event, sizeof(FunnelEvent) * view.events);
	state->events += view.events;
	return result_of(fcinfo, state);
}

Datum
csops_funnel_final(PG_FUNCTION_ARGS)
{
	PG_RETURN_POINTER(canonical_funnel(CSOPS_GETARG(funnel_type, 0)));
}
