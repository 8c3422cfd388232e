/*
 * calendar_slots.c
 *		Makes slots of the open spans of a page.
 */
#include "csops.h"

#include "calendar_index.h"
#include "calendar_slots.h"
#include "utils/memutils.h"

/* One megabyte: about a century of office hours, and a few years of the most ragged ones. */
#define MAX_SLOTS				65536

/* A share of slots in which more happens than a slot can say. */
#define TOLERATED_MIXED			32

#define SHORTEST_SLOTS_OF_PAGE	((uint32) (SECONDS_OF_PAGE / SECONDS_OF_SLOT))

StaticAssertDecl(SECONDS_OF_PAGE % (SECONDS_OF_SLOT << LONGEST_SLOT_SHIFT) == 0,
				 "slots must divide a page");

/* Returns how many of the page's slots are mixed. */
static uint32
fill_slots(Slot *slots, int shift, int32 page, const SpanList *spans, int64 seconds_before)
{
	uint32		count = SHORTEST_SLOTS_OF_PAGE >> shift;
	int64		length = (int64) SECONDS_OF_SLOT << shift;
	int64		start = page * SECONDS_OF_PAGE;
	int64		before = seconds_before;
	uint32		mixed = 0;
	int			next = 0;

	for (uint32 i = 0; i < count; i++, start += length)
	{
		Slot	   *slot = &slots[i];
		int64		end = start + length;
		int64		open = 0;
		int64		gap_from = start;
		int64		gap = 0;
		int			pieces = 0;
		int			gaps = 0;

		slot->before = before * USECS_PER_SEC;
		slot->from = 0;
		while (next < spans->count && spans->spans[next].end <= start)
			next++;
		for (int j = next; j < spans->count && spans->spans[j].start < end; j++)
		{
			int64		from = Max(spans->spans[j].start, start);
			int64		to = Min(spans->spans[j].end, end);

			if (pieces++ == 0)
				slot->from = (uint32) (from - start);
			open += to - from;
			if (from > gap_from)
			{
				gaps++;
				gap = gap_from;
			}
			gap_from = to;
		}
		if (gap_from < end)
		{
			gaps++;
			gap = gap_from;
		}

		if (pieces <= 1)
			slot->length = (uint32) open;
		else if (gaps == 1)
		{
			slot->from = (uint32) (gap - start);
			slot->length = (uint32) (length - open) | SLOT_SHUT_PIECE;
		}
		else
		{
			slot->length = SLOT_MIXED;
			mixed++;
		}
		before += open;
	}
	return mixed;
}

static void
choose_shift(SlotTable *table, int32 page, const SpanList *spans)
{
	Slot	   *slots = palloc(SHORTEST_SLOTS_OF_PAGE * sizeof(Slot));

	for (table->shift = LONGEST_SLOT_SHIFT; table->shift > 0; table->shift--)
	{
		if (fill_slots(slots, table->shift, page, spans, 0) <=
			(SHORTEST_SLOTS_OF_PAGE >> table->shift) / TOLERATED_MIXED)
			break;
	}
	pfree(slots);
}

/* Room for one more page, on the side where it is needed. */
static void
reserve_slots(SlotTable *table, MemoryContext context, uint32 of_page, bool upward)
{
	uint32		used = (uint32) (table->slots - table->buffer);
	uint32		capacity;
	Slot	   *buffer;
	Slot	   *slots;

	if (table->buffer != NULL && (upward ? used + table->count + of_page <= table->capacity : used >= of_page))
		return;
	capacity = Max((table->count + of_page) * 2, of_page * 8);
	buffer = MemoryContextAlloc(context, capacity * sizeof(Slot));
	/* Data grow towards both sides of the first instant that is seen, mostly. */
	slots = buffer + (upward ? 0 : capacity - table->count);
	if (table->buffer == NULL)
		slots = buffer + capacity / 2 - of_page;
	else
	{
		memcpy(slots, table->slots, table->count * sizeof(Slot));
		pfree(table->buffer);
	}
	table->buffer = buffer;
	table->slots = slots;
	table->capacity = capacity;
}

void
slots_add_page(SlotTable *table, MemoryContext context, int32 page,
			   const SpanList *spans, int64 seconds_before)
{
	uint32		of_page;

	if (table->buffer == NULL)
	{
		choose_shift(table, page, spans);
		table->low = table->high = page;
		table->start = page * USECS_OF_PAGE;
	}
	of_page = SHORTEST_SLOTS_OF_PAGE >> table->shift;
	if ((page != table->high && page != table->low - 1) || table->count + of_page > MAX_SLOTS)
		return;

	if (page == table->high)
	{
		reserve_slots(table, context, of_page, true);
		fill_slots(table->slots + table->count, table->shift, page, spans, seconds_before);
		table->high++;
	}
	else
	{
		reserve_slots(table, context, of_page, false);
		table->slots -= of_page;
		fill_slots(table->slots, table->shift, page, spans, seconds_before);
		table->low--;
		table->start -= USECS_OF_PAGE;
	}
	table->count += of_page;
}
