/*
 * calendar_cache.c
 *		Finds the compiled form of a stored calendar by its content.
 *
 * A calendar that varies by row costs a hash of its bytes and a comparison, a
 * calendar that is the same as in the row before the comparison, and one that
 * stands in the query nothing.
 */
#include "csops.h"

#include "calendar_cache.h"
#include "lib/ilist.h"
#include "nodes/primnodes.h"
#include "silent_cast.h"
#include "utils/memutils.h"

#define MAX_CALENDARS			4096
#define MAX_BYTES				(256 * 1024 * 1024)
#define BUCKETS					8192	/* a power of two */

/* Of the calendars that a call site finds again by their addresses. */
#define ADDRESS_BITS			11
#define ADDRESSES				(1 << ADDRESS_BITS)

typedef struct CachedCalendar
{
	dlist_node	by_use;			/* most recently used first */
	struct CachedCalendar *next;	/* in the same bucket */
	uint64		generation;
	uint64		hash;
	Size		length;
	char	   *bytes;			/* the datum without its length word */
	Size		allocated;		/* as of the last look */
	CalendarIndex *index;
} CachedCalendar;

static MemoryContext cache_context = NULL;
static CachedCalendar **buckets = NULL;
static dlist_head by_use = DLIST_STATIC_INIT(by_use);
static CachedCalendar *spare = NULL;	/* of evicted calendars; sites may point at them */
static int	calendar_count = 0;
static Size allocated_total = 0;
static uint64 last_generation = 0;

/* Four independent lanes: a calendar with years of holidays has hundreds of bytes. */
static uint64
hash_bytes_quickly(const char *bytes, Size length)
{
	const uint64 factor = UINT64CONST(0x9E3779B97F4A7C15);
	uint64		lanes[4] = {length, factor, ~length, ~factor};
	uint64		word;

	while (length >= sizeof(lanes))
	{
		for (int i = 0; i < 4; i++)
		{
			memcpy(&word, bytes + i * sizeof(word), sizeof(word));
			lanes[i] = (lanes[i] ^ word) * factor;
			lanes[i] ^= lanes[i] >> 29;
		}
		bytes += sizeof(lanes);
		length -= sizeof(lanes);
	}
	for (int i = 0; length > 0; i++)
	{
		Size		part = Min(length, sizeof(word));

		word = 0;
		memcpy(&word, bytes, part);
		lanes[i] = (lanes[i] ^ word) * factor;
		bytes += part;
		length -= part;
	}
	for (int i = 1; i < 4; i++)
		lanes[0] = (lanes[0] ^ (lanes[i] >> 31) ^ lanes[i]) * factor;
	return lanes[0] ^ (lanes[0] >> 32);
}

static void
create_cache(void)
{
	MemoryContext context = AllocSetContextCreate(CacheMemoryContext, "csops calendars",
												  ALLOCSET_DEFAULT_SIZES);

	buckets = MemoryContextAllocZero(context, BUCKETS * sizeof(CachedCalendar *));
	cache_context = context;
}

static void
evict(CachedCalendar *cached)
{
	CachedCalendar **link = &buckets[cached->hash % BUCKETS];

	while (*link != cached)
		link = &(*link)->next;
	*link = cached->next;
	dlist_delete(&cached->by_use);
	calendar_count--;
	allocated_total -= cached->allocated;
	cached->generation = 0;
	cached->next = spare;
	spare = cached;
	MemoryContextDelete(cached->index->context);
	cached->index = NULL;
}

/* Indexes grow as they are asked, so the sum is taken anew when room is needed. */
static void
make_room(void)
{
	dlist_iter	iter;

	if (last_generation % 64 == 0)
	{
		allocated_total = 0;
		dlist_foreach(iter, &by_use)
		{
			CachedCalendar *cached = dlist_container(CachedCalendar, by_use, iter.cur);

			cached->allocated = MemoryContextMemAllocated(cached->index->context, true);
			allocated_total += cached->allocated;
		}
	}
	while (calendar_count > 0 && (calendar_count >= MAX_CALENDARS || allocated_total > MAX_BYTES))
		evict(dlist_container(CachedCalendar, by_use, dlist_tail_node(&by_use)));
}

/* What was stored once must be readable now; otherwise the bytes are damaged. */
static void
stored_calendar_error(void *arg)
{
	if (geterrcode() == ERRCODE_INVALID_TEXT_REPRESENTATION)
		errcode(ERRCODE_DATA_CORRUPTED);
	errcontext("reading a stored business_calendar");
}

static CalendarIndex *
compile(Datum datum)
{
	const CalendarValue *value = csops_value(&business_calendar_type, datum);
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "csops calendar",
												  ALLOCSET_SMALL_SIZES);
	JsonNode   *json;
	Calendar   *calendar;
	MemoryContext caller;
	ErrorContextCallback callback;

	callback.callback = stored_calendar_error;
	callback.arg = NULL;
	callback.previous = error_context_stack;
	error_context_stack = &callback;
	json = json_read(value->text, CALENDAR_TEXT_LENGTH(value), business_calendar_type.name);
	caller = MemoryContextSwitchTo(context);
	calendar = calendar_read(json);
	MemoryContextSwitchTo(caller);
	error_context_stack = callback.previous;

	return calendar_index_create(context, calendar);
}

static CachedCalendar *
add_to_cache(Datum datum, uint64 hash, const char *bytes, Size length)
{
	CalendarIndex *index = compile(datum);
	CachedCalendar *cached;
	char	   *copy;

	make_room();
	cached = spare;
	copy = memcpy(MemoryContextAlloc(index->context, length), bytes, length);
	if (cached == NULL)
		cached = MemoryContextAlloc(cache_context, sizeof(CachedCalendar));
	else
		spare = cached->next;

	/* From here on nothing can fail. */
	MemoryContextSetParent(index->context, cache_context);
	cached->generation = ++last_generation;
	cached->hash = hash;
	cached->length = length;
	cached->bytes = copy;
	cached->index = index;
	cached->allocated = MemoryContextMemAllocated(index->context, true);
	cached->next = buckets[hash % BUCKETS];
	buckets[hash % BUCKETS] = cached;
	dlist_push_head(&by_use, &cached->by_use);
	calendar_count++;
	allocated_total += cached->allocated;
	return cached;
}

static bool
holds(const CachedCalendar *cached, const char *bytes, Size length)
{
	return cached->length == length && memcmp(cached->bytes, bytes, length) == 0;
}

static CachedCalendar *
look_up(Datum datum, const char *bytes, Size length)
{
	uint64		hash = hash_bytes_quickly(bytes, length);
	CachedCalendar *cached;

	if (cache_context == NULL)
		create_cache();
	for (cached = buckets[hash % BUCKETS]; cached != NULL; cached = cached->next)
	{
		if (cached->hash == hash && holds(cached, bytes, length))
		{
			dlist_move_head(&by_use, &cached->by_use);
			return cached;
		}
	}
	return add_to_cache(datum, hash, bytes, length);
}

static inline bool
is_current(const SeenCalendar *seen)
{
	return seen->cached != NULL && seen->cached->generation == seen->generation;
}

/*
 * A joined table's rows keep their places while the query runs, mostly.  The
 * address is a guess at which calendar it is; the bytes decide.
 */
static SeenCalendar *
seen_at(CalendarSite *site, const char *bytes)
{
	uint64		address = (uint64) (uintptr_t) bytes;

	if (site->by_address == NULL)
		site->by_address = MemoryContextAllocZero(site->context, ADDRESSES * sizeof(SeenCalendar));
	return &site->by_address[(address * UINT64CONST(0x9E3779B97F4A7C15)) >> (64 - ADDRESS_BITS)];
}

static CachedCalendar *
varying_calendar(CalendarSite *site, Datum datum, const char *bytes, Size length)
{
	SeenCalendar *seen = seen_at(site, bytes);

	if (!is_current(seen) || !holds(seen->cached, bytes, length))
	{
		seen->cached = look_up(datum, bytes, length);
		seen->generation = seen->cached->generation;
	}
	site->last = *seen;
	return seen->cached;
}

CalendarIndex *
calendar_index(CalendarSite *site, Datum calendar)
{
	CachedCalendar *cached = site->last.cached;
	struct varlena *datum;
	const char *bytes;
	Size		length;

	if (is_current(&site->last) && site->constant)
		return cached->index;

	datum = PG_DETOAST_DATUM_PACKED(calendar);
	bytes = VARDATA_ANY(datum);
	length = VARSIZE_ANY_EXHDR(datum);
	if (!is_current(&site->last) || !holds(cached, bytes, length))
		cached = varying_calendar(site, PointerGetDatum(datum), bytes, length);
	if (datum != (struct varlena *) DatumGetPointer(calendar))
		pfree(datum);
	return cached->index;
}

bool
argument_is_constant(FunctionCallInfo fcinfo, int number)
{
	Node	   *call = fcinfo->flinfo->fn_expr;

	/*
	 * get_fn_expr_arg_stable() would also take parameters for stable, but those
	 * of PL/pgSQL's simple expressions change while the call site stays.
	 */
	if (call == NULL || !IsA(call, FuncExpr) || list_length(((FuncExpr *) call)->args) <= number)
		return false;
	return IsA(list_nth(((FuncExpr *) call)->args, number), Const);
}

CalendarIndex *
calendar_argument(FunctionCallInfo fcinfo)
{
	CalendarSite *site = fcinfo->flinfo->fn_extra;

	if (site == NULL)
	{
		refuse_silent_casts(fcinfo);
		site = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(CalendarSite));
		site->constant = argument_is_constant(fcinfo, 0);
		site->context = fcinfo->flinfo->fn_mcxt;
		fcinfo->flinfo->fn_extra = site;
	}
	return calendar_index(site, PG_GETARG_DATUM(0));
}
