/*
 * calendar_slots.h
 *		The open time before an instant in one look, for the years the data are of.
 *
 * Time is cut into slots so short that a calendar hardly ever opens and
 * closes more than once in one.  A slot then says all about itself in 16
 * bytes; the few others are left to the pages.
 */
#ifndef CSOPS_CALENDAR_SLOTS_H
#define CSOPS_CALENDAR_SLOTS_H

#include "calendar_spans.h"
#include "datatype/timestamp.h"

/* A slot is this long, or 2, 4, 8 or 16 times as long; each divides a page. */
#define SECONDS_OF_SLOT			4050
#define LONGEST_SLOT_SHIFT		4

typedef struct Slot
{
	int64		before;			/* open microseconds before the slot, from some page on */
	uint32		from;			/* second of the slot at which the piece starts */
	uint32		length;			/* seconds of the piece, with SLOT_SHUT_PIECE */
} Slot;

/* The piece is the one that is shut, and the rest of the slot is open. */
#define SLOT_SHUT_PIECE			((uint32) 0x80000000)
/* There is more than one piece. */
#define SLOT_MIXED				PG_UINT32_MAX

typedef struct SlotTable
{
	TimestampTz start;			/* of slots[0] */
	uint32		count;
	int			shift;			/* of the slot's length; chosen with the first page */
	Slot	   *slots;			/* somewhere in the buffer */
	Slot	   *buffer;
	uint32		capacity;
	int32		low;			/* pages [low, high) are held */
	int32		high;
} SlotTable;

/* Takes in a page that is next to those held, unless the table is full. */
extern void slots_add_page(SlotTable *table, MemoryContext context, int32 page,
						   const SpanList *spans, int64 seconds_before);

/* False when the slots do not know. */
static inline bool
slots_open_before(const SlotTable *table, TimestampTz at, int64 *open)
{
	uint64		since = (uint64) at - (uint64) table->start;
	uint64		number = (since / (SECONDS_OF_SLOT * USECS_PER_SEC)) >> table->shift;
	const Slot *slot;
	int64		within;
	int64		passed;

	if (number >= table->count)
		return false;
	slot = &table->slots[number];
	if (slot->length == SLOT_MIXED)
		return false;
	within = (int64) (since - (number << table->shift) * (SECONDS_OF_SLOT * USECS_PER_SEC));
	passed = within - slot->from * USECS_PER_SEC;
	passed = Max(passed, 0);
	passed = Min(passed, (slot->length & ~SLOT_SHUT_PIECE) * USECS_PER_SEC);
	*open = slot->before + ((slot->length & SLOT_SHUT_PIECE) ? within - passed : passed);
	return true;
}

#endif							/* CSOPS_CALENDAR_SLOTS_H */
