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
#include "calendar_pages.h"
#include "call_site.h"
#include "lib/ilist.h"
#include "silent_cast.h"
#include "utils/memutils.h"

#define MAX_CALENDARS			4096
#define MAX_BYTES				(256 * 1024 * 1024)
#define BYTES_BETWEEN_COUNTS	(MAX_BYTES / 16)
#define BUCKETS					8192	/* a power of two */

/* What every use reads comes first, and together. */
typedef struct CachedCalendar
{
	uint64		generation;
	uint64		hash;
	Size		length;
	char	   *bytes;			/* the datum without its length word */
	struct CachedCalendar *next;	/* in the same bucket */
	bool		used;			/* since it was last considered for eviction */
	CalendarIndex index;
	dlist_node	in_line;		/* for eviction, from the tail on */
	Size		allocated;		/* as of the last look */
} CachedCalendar;

static MemoryContext cache_context = NULL;
static CachedCalendar **buckets = NULL;
static dlist_head line = DLIST_STATIC_INIT(line);
static CachedCalendar *spare = NULL;	/* of evicted calendars; sites may point at them */
static int	calendar_count = 0;
static Size allocated_total = 0;
static uint64 counted_at = 0;	/* bytes_of_openings at that time */
static uint64 last_generation = 0;

/* Four lanes that do not wait for each other. */
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
	dlist_delete(&cached->in_line);
	calendar_count--;
	allocated_total -= cached->allocated;
	cached->generation = 0;
	cached->next = spare;
	spare = cached;
	MemoryContextDelete(cached->index.context);
}

static bool
count_is_old(void)
{
	return bytes_of_openings - counted_at > BYTES_BETWEEN_COUNTS;
}

/* Indexes grow as they are asked, so the sum is taken anew from time to time. */
static void
make_room(void)
{
	dlist_iter	iter;

	if (last_generation % 64 == 0 || count_is_old())
	{
		counted_at = bytes_of_openings;
		allocated_total = 0;
		dlist_foreach(iter, &line)
		{
			CachedCalendar *cached = dlist_container(CachedCalendar, in_line, iter.cur);

			cached->allocated = MemoryContextMemAllocated(cached->index.context, true);
			allocated_total += cached->allocated;
		}
	}
	while (calendar_count > 0 && (calendar_count >= MAX_CALENDARS || allocated_total > MAX_BYTES))
	{
		CachedCalendar *last = dlist_container(CachedCalendar, in_line, dlist_tail_node(&line));

		if (last->used)
		{
			last->used = false;
			dlist_move_head(&line, &last->in_line);
		}
		else
			evict(last);
	}
}

static void
compile(Datum datum, CalendarIndex *index)
{
	const CalendarValue *value = csops_value(&business_calendar_type, datum);
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "csops calendar",
												  ALLOCSET_SMALL_SIZES);
	MemoryContext caller = MemoryContextSwitchTo(context);
	Calendar   *calendar = calendar_decode(value->bytes, CALENDAR_LENGTH(value), false);

	MemoryContextSwitchTo(caller);
	calendar_index_init(index, context, calendar);
}

static CachedCalendar *
add_to_cache(Datum datum, uint64 hash, const char *bytes, Size length)
{
	CalendarIndex index;
	CachedCalendar *cached;
	char	   *copy;

	compile(datum, &index);
	make_room();
	cached = spare;
	copy = memcpy(MemoryContextAlloc(index.context, length), bytes, length);
	if (cached == NULL)
		cached = MemoryContextAlloc(cache_context, sizeof(CachedCalendar));
	else
		spare = cached->next;

	/* From here on nothing can fail. */
	MemoryContextSetParent(index.context, cache_context);
	cached->generation = ++last_generation;
	cached->hash = hash;
	cached->length = length;
	cached->bytes = copy;
	cached->used = false;
	cached->index = index;
	cached->allocated = MemoryContextMemAllocated(index.context, true);
	cached->next = buckets[hash % BUCKETS];
	buckets[hash % BUCKETS] = cached;
	dlist_push_head(&line, &cached->in_line);
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
	if (count_is_old())
		make_room();
	for (cached = buckets[hash % BUCKETS]; cached != NULL; cached = cached->next)
	{
		if (cached->hash == hash && holds(cached, bytes, length))
		{
			cached->used = true;
			return cached;
		}
	}
	return add_to_cache(datum, hash, bytes, length);
}

CalendarIndex *
calendar_index(CalendarSite *site, Datum calendar)
{
	bool		current = site->cached != NULL && site->cached->generation == site->generation;
	struct varlena *datum;
	const char *bytes;
	Size		length;

	if (current && site->constant)
		return &site->cached->index;

	datum = PG_DETOAST_DATUM_PACKED(calendar);
	bytes = VARDATA_ANY(datum);
	length = VARSIZE_ANY_EXHDR(datum);
	if (!current || !holds(site->cached, bytes, length))
	{
		site->cached = look_up(PointerGetDatum(datum), bytes, length);
		site->generation = site->cached->generation;
	}
	if (datum != (struct varlena *) DatumGetPointer(calendar))
		pfree(datum);
	return &site->cached->index;
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
		fcinfo->flinfo->fn_extra = site;
	}
	return calendar_index(site, PG_GETARG_DATUM(0));
}
