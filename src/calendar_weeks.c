/*
 * calendar_weeks.c
 *		Makes weeks and their layouts of the open spans of a page.
 */
#include "csops.h"

#include "calendar_index.h"
#include "calendar_weeks.h"
#include "utils/memutils.h"

/* 57 years, so that the sums fit; and a quarter of a megabyte of layouts. */
#define MAX_WEEKS				3000
#define MAX_SLOTS				20000

/* A share of slots in which more happens than a slot can say. */
#define TOLERATED_MIXED			32

#define WEEKS_OF_PAGE			(DAYS_OF_PAGE / DAYS_OF_WEEK)
#define SHORTEST_SLOTS_OF_WEEK	((uint32) (SECONDS_OF_WEEK / SECONDS_OF_SLOT))

StaticAssertDecl(SECONDS_OF_WEEK % (SECONDS_OF_SLOT << LONGEST_SLOT_SHIFT) == 0,
				 "slots must divide a week");

/* Lays out the spans [*next, ...) of a week and returns its open seconds; counts mixed slots. */
static uint32
lay_out_week(Slot *slots, int shift, int64 week_start, const SpanList *spans, int *next, uint32 *mixed)
{
	uint32		count = SHORTEST_SLOTS_OF_WEEK >> shift;
	int64		length = (int64) SECONDS_OF_SLOT << shift;
	uint32		before = 0;

	for (uint32 i = 0; i < count; i++)
	{
		int64		start = week_start + i * length;
		int64		end = start + length;
		int64		shut_since = start;
		int64		shut_from = start;
		uint32		open_from = 0;
		uint32		open = 0;
		int			open_pieces = 0;
		int			shut_pieces = 0;

		while (*next < spans->count && spans->spans[*next].end <= start)
			(*next)++;
		for (int j = *next; j < spans->count && spans->spans[j].start < end; j++)
		{
			int64		from = Max(spans->spans[j].start, start);
			int64		to = Min(spans->spans[j].end, end);

			if (open_pieces++ == 0)
				open_from = (uint32) (from - start);
			if (from > shut_since)
			{
				shut_from = shut_since;
				shut_pieces++;
			}
			open += (uint32) (to - from);
			shut_since = to;
		}
		if (shut_since < end)
		{
			shut_from = shut_since;
			shut_pieces++;
		}

		slots[i].before = before;
		slots[i].from = open_from;
		slots[i].length = open;
		if (open_pieces > 1 && shut_pieces == 1)
		{
			slots[i].from = (uint32) (shut_from - start);
			slots[i].length = (uint32) (length - open) | SLOT_SHUT_PIECE;
		}
		else if (open_pieces > 1)
		{
			slots[i].length = SLOT_MIXED;
			(*mixed)++;
		}
		before += open;
	}
	return before;
}

static void
choose_shift(WeekTable *table, int32 page, const SpanList *spans)
{
	Slot		slots[SHORTEST_SLOTS_OF_WEEK];

	for (table->shift = LONGEST_SLOT_SHIFT; table->shift > 0; table->shift--)
	{
		uint32		mixed = 0;
		int			next = 0;

		for (int week = 0; week < WEEKS_OF_PAGE; week++)
			lay_out_week(slots, table->shift, page * SECONDS_OF_PAGE + week * SECONDS_OF_WEEK, spans, &next, &mixed);
		if (mixed <= (SHORTEST_SLOTS_OF_WEEK >> table->shift) * WEEKS_OF_PAGE / TOLERATED_MIXED)
			break;
	}
}

/* The layout among those known, or a new one; room for it has been made. */
static uint32
find_layout(WeekTable *table, const Slot *slots)
{
	uint32		of_week = SHORTEST_SLOTS_OF_WEEK >> table->shift;
	uint32		layout;

	for (layout = 0; layout < table->slot_count; layout += of_week)
	{
		if (memcmp(&table->slots[layout], slots, of_week * sizeof(Slot)) == 0)
			return layout;
	}
	memcpy(&table->slots[layout], slots, of_week * sizeof(Slot));
	table->slot_count += of_week;
	return layout;
}

static void
reserve_slots(WeekTable *table, MemoryContext context)
{
	uint32		needed = table->slot_count + (SHORTEST_SLOTS_OF_WEEK >> table->shift) * WEEKS_OF_PAGE;

	if (needed <= table->slot_capacity)
		return;
	needed += needed / 2;
	if (table->slots == NULL)
		table->slots = MemoryContextAlloc(context, needed * sizeof(Slot));
	else
		table->slots = repalloc(table->slots, needed * sizeof(Slot));
	table->slot_capacity = needed;
}

/* Room for the weeks of one more page, on the side where it is needed. */
static void
reserve_weeks(WeekTable *table, MemoryContext context, bool upward)
{
	uint32		used = (uint32) (table->weeks - table->buffer);
	uint32		capacity;
	Week	   *buffer;
	Week	   *weeks;

	if (table->buffer != NULL &&
		(upward ? used + table->count + WEEKS_OF_PAGE <= table->capacity : used >= WEEKS_OF_PAGE))
		return;
	capacity = table->count * 2 + WEEKS_OF_PAGE * 4;
	buffer = MemoryContextAlloc(context, capacity * sizeof(Week));
	weeks = upward ? buffer : buffer + capacity - table->count;
	if (table->buffer != NULL)
	{
		memcpy(weeks, table->weeks, table->count * sizeof(Week));
		pfree(table->buffer);
	}
	table->buffer = buffer;
	table->weeks = weeks;
	table->capacity = capacity;
}

void
weeks_add_page(WeekTable *table, MemoryContext context, int32 page,
			   const SpanList *spans, int64 seconds_before)
{
	Slot		slots[SHORTEST_SLOTS_OF_WEEK];
	uint32		mixed = 0;
	bool		upward;
	Week	   *weeks;
	int			next = 0;

	if (table->buffer == NULL)
	{
		choose_shift(table, page, spans);
		table->low = table->high = page;
		table->start = page * USECS_OF_PAGE;
	}
	upward = page == table->high;
	if ((!upward && page != table->low - 1) ||
		table->count + WEEKS_OF_PAGE > MAX_WEEKS || table->slot_count > MAX_SLOTS)
		return;

	reserve_slots(table, context);
	reserve_weeks(table, context, upward);
	weeks = upward ? table->weeks + table->count : table->weeks - WEEKS_OF_PAGE;
	for (int i = 0; i < WEEKS_OF_PAGE; i++)
	{
		weeks[i].before = (int32) seconds_before;
		seconds_before += lay_out_week(slots, table->shift, page * SECONDS_OF_PAGE + i * SECONDS_OF_WEEK,
									   spans, &next, &mixed);
		weeks[i].layout = find_layout(table, slots);
	}
	if (upward)
		table->high++;
	else
	{
		table->low--;
		table->start -= USECS_OF_PAGE;
		table->weeks = weeks;
	}
	table->count += WEEKS_OF_PAGE;
}
