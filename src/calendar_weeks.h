/*
 * calendar_weeks.h
 *		The open time before an instant in two looks, for the years the data are of.
 *
 * Most weeks of a calendar are alike, so a week holds the sum before it and
 * the number of its layout.  A layout cuts the week into slots so short that
 * the calendar hardly ever opens and closes more than once in one; the few
 * slots in which it does are left to the pages.
 */
#ifndef CSOPS_CALENDAR_WEEKS_H
#define CSOPS_CALENDAR_WEEKS_H

#include "calendar_spans.h"
#include "datatype/timestamp.h"

#define SECONDS_OF_WEEK			(DAYS_OF_WEEK * SECONDS_OF_DAY)
#define USECS_OF_WEEK			(SECONDS_OF_WEEK * USECS_PER_SEC)

/* A slot is an hour and a half, or 2, 4, 8 or 16 times that. */
#define SECONDS_OF_SLOT			5400
#define USECS_OF_SLOT			(SECONDS_OF_SLOT * USECS_PER_SEC)
#define LONGEST_SLOT_SHIFT		4

typedef struct Slot
{
	uint32		before;			/* open seconds of the week before the slot */
	uint32		from;			/* second of the slot at which the piece starts */
	uint32		length;			/* seconds of the piece, with SLOT_SHUT_PIECE */
} Slot;

/* The piece is the one that is shut, and the rest of the slot is open. */
#define SLOT_SHUT_PIECE			((uint32) 0x80000000)
/* There is more than one piece. */
#define SLOT_MIXED				PG_UINT32_MAX

typedef struct Week
{
	int32		before;			/* open seconds before the week, from some page on */
	uint32		layout;			/* its first slot */
} Week;

typedef struct WeekTable
{
	TimestampTz start;			/* of weeks[0] */
	uint32		count;
	int			shift;			/* of the slots' length; chosen with the first page */
	Week	   *weeks;			/* somewhere in the buffer */
	Slot	   *slots;			/* of all layouts */
	uint32		slot_count;
	uint32		slot_capacity;
	Week	   *buffer;
	uint32		capacity;
	int32		low;			/* pages [low, high) are held */
	int32		high;
} WeekTable;

/* Takes in a page that is next to those held, unless the table is full. */
extern void weeks_add_page(WeekTable *table, MemoryContext context, int32 page,
						   const SpanList *spans, int64 seconds_before);

/* False when the table does not know. */
static inline bool
weeks_open_before(const WeekTable *table, TimestampTz at, int64 *open)
{
	uint64		since = (uint64) at - (uint64) table->start;
	uint64		number = since / USECS_OF_WEEK;
	const Week *week;
	const Slot *slot;
	uint64		slot_number;
	int64		within;
	int64		passed;

	if (number >= table->count)
		return false;
	week = &table->weeks[number];
	since -= number * USECS_OF_WEEK;
	slot_number = (since / USECS_OF_SLOT) >> table->shift;
	slot = &table->slots[week->layout + slot_number];
	if (slot->length == SLOT_MIXED)
		return false;
	within = (int64) (since - (slot_number << table->shift) * USECS_OF_SLOT);
	passed = within - slot->from * USECS_PER_SEC;
	passed = Max(passed, 0);
	passed = Min(passed, (slot->length & ~SLOT_SHUT_PIECE) * USECS_PER_SEC);
	*open = (week->before + (int64) slot->before) * USECS_PER_SEC +
		((slot->length & SLOT_SHUT_PIECE) ? within - passed : passed);
	return true;
}

#endif							/* CSOPS_CALENDAR_WEEKS_H */
