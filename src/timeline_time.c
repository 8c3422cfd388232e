/*
 * timeline_time.c
 *		How long, and when, a timeline is in one of some states.
 */
#include "csops.h"

#include "business_time.h"
#include "catalog/pg_type.h"
#include "common/int.h"
#include "counted_time.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "silent_cast.h"
#include "state_list.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/multirangetypes.h"
#include "utils/rangetypes.h"
#include "utils/timestamp.h"
#include "utils/tuplestore.h"
#include "utils/typcache.h"

/* What a call site of these functions keeps. */
typedef struct SpellSite
{
	StateList	states;
	CountedTimeSite time;
} SpellSite;

/* A walk along the spells in the listed states, as of an instant. */
typedef struct SpellWalk
{
	TimelineReader reader;
	StateSet	states;
	TimestampTz as_of;
	int			events;			/* those not after as_of */
	int			next;
} SpellWalk;

/* The walk that t, states and as_of, the first arguments, ask for. */
static SpellSite *
start_walk(FunctionCallInfo fcinfo, SpellWalk *walk)
{
	SpellSite  *site = fcinfo->flinfo->fn_extra;

	if (site == NULL)
	{
		refuse_silent_casts(fcinfo);
		site = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(SpellSite));
		fcinfo->flinfo->fn_extra = site;
	}
	timeline_reader(fcinfo, 0, &walk->reader);
	state_list_argument(fcinfo, 1, "states", &site->states, &walk->reader, &walk->states);
	walk->as_of = PG_GETARG_TIMESTAMPTZ(2);
	walk->events = timeline_reader_until(&walk->reader, walk->as_of);
	walk->next = 0;
	return site;
}

static inline bool
next_is_listed(const SpellWalk *walk)
{
	return walk->states.listed[timeline_state(&walk->reader, walk->next)];
}

/* The next spell that lasts, [*from, *to); false when there is none. */
static bool
next_spell(SpellWalk *walk, TimestampTz *from, TimestampTz *to)
{
	for (;;)
	{
		CHECK_FOR_INTERRUPTS();
		while (walk->next < walk->events && !next_is_listed(walk))
			walk->next++;
		if (walk->next == walk->events)
			return false;
		*from = timeline_at(&walk->reader, walk->next);
		while (walk->next < walk->events && next_is_listed(walk))
			walk->next++;
		*to = walk->next < walk->events ? timeline_at(&walk->reader, walk->next) : walk->as_of;
		if (*from < *to)
			return true;
	}
}

/* time_in, seconds_in (t, states, as_of, calendar, during) */
static int64
usecs_in(FunctionCallInfo fcinfo)
{
	SpellWalk	walk;
	SpellSite  *site = start_walk(fcinfo, &walk);
	const CountedTime *time = counted_time(&site->time, fcinfo, 3, 4);
	TimestampTz from;
	TimestampTz to;
	int64		total = 0;

	while (next_spell(&walk, &from, &to))
	{
		if (pg_add_s64_overflow(total, counted_usecs(time, from, to), &total))
			time_out_of_range();
	}
	return total;
}

CSOPS_FUNCTION(csops_time_in);
CSOPS_FUNCTION(csops_seconds_in);

Datum
csops_time_in(PG_FUNCTION_ARGS)
{
	PG_RETURN_INTERVAL_P(interval_of_usecs(usecs_in(fcinfo)));
}

Datum
csops_seconds_in(PG_FUNCTION_ARGS)
{
	PG_RETURN_FLOAT8(usecs_in(fcinfo) / 1e6);
}

/* [from, to), without an upper end where it never ends. */
static RangeType *
make_span(TypeCacheEntry *type, TimestampTz from, TimestampTz to)
{
	RangeBound	lower = {.val = TimestampTzGetDatum(from), .inclusive = true, .lower = true};
	RangeBound	upper = {.val = TimestampTzGetDatum(to), .infinite = TIMESTAMP_IS_NOEND(to)};

#if PG_VERSION_NUM >= 160000
	return make_range(type, &lower, &upper, false, NULL);
#else
	return make_range(type, &lower, &upper, false);
#endif
}

CSOPS_FUNCTION(csops_state_spans);

/* state_spans(t, states, as_of) */
Datum
csops_state_spans(PG_FUNCTION_ARGS)
{
	TypeCacheEntry *type = lookup_type_cache(TSTZRANGEOID, TYPECACHE_RANGE_INFO);
	SpellWalk	walk;
	TimestampTz from;
	TimestampTz to;
	RangeType **spans;
	int			count = 0;

	start_walk(fcinfo, &walk);
	spans = palloc(sizeof(RangeType *) * Max(walk.events, 1));
	while (next_spell(&walk, &from, &to))
		spans[count++] = make_span(type, from, to);
	PG_RETURN_MULTIRANGE_P(make_multirange(TSTZMULTIRANGEOID, type, count, spans));
}

CSOPS_FUNCTION(csops_timeline_segments);

/* timeline_segments(t, as_of): a row for each spell in one state, known or not, that lasts */
Datum
csops_timeline_segments(PG_FUNCTION_ARGS)
{
	TypeCacheEntry *type = lookup_type_cache(TSTZRANGEOID, TYPECACHE_RANGE_INFO);
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	TimestampTz as_of = PG_GETARG_TIMESTAMPTZ(1);
	TimelineView view;
	int			events;
	int			next;
	MemoryContext row;
	MemoryContext caller;

	refuse_silent_casts_once(fcinfo);
	timeline_view(fcinfo, 0, &view);
	InitMaterializedSRF(fcinfo, 0);
	events = timeline_events_until(&view, as_of);
	row = AllocSetContextCreate(CurrentMemoryContext, "csops timeline_segments", ALLOCSET_SMALL_SIZES);
	caller = MemoryContextSwitchTo(row);
	for (int i = 0; i < events; i = next)
	{
		int32		state = view.event[i].state;
		TimestampTz to;
		Datum		values[2] = {0};
		bool		nulls[2] = {state == TIMELINE_UNKNOWN, false};

		CHECK_FOR_INTERRUPTS();
		for (next = i + 1; next < events && view.event[next].state == state; next++)
			;
		to = next < events ? view.event[next].at : as_of;
		if (view.event[i].at == to)
			continue;
		if (state != TIMELINE_UNKNOWN)
			values[0] = PointerGetDatum(cstring_to_text_with_len(view.state[state].name, view.state[state].length));
		values[1] = RangeTypePGetDatum(make_span(type, view.event[i].at, to));
		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
		MemoryContextReset(row);
	}
	MemoryContextSwitchTo(caller);
	MemoryContextDelete(row);
	return (Datum) 0;
}
