/*
 * calendar_pages.h
 *		The pages of a calendar's index.
 */
#ifndef CSOPS_CALENDAR_PAGES_H
#define CSOPS_CALENDAR_PAGES_H

#include "calendar_index.h"

/* Bytes of all the openings that were ever worked out. */
extern uint64 bytes_of_openings;

extern OpeningPage *opening_page_slowly(CalendarIndex *index, int32 number);
extern int64 measure_before_slowly(CalendarIndex *index, PageTable *table, int32 number);

/* When the calendar opens on that page. */
static inline OpeningPage *
opening_page(CalendarIndex *index, int32 number)
{
	const PageTable *table = &index->open;

	if (number >= table->low && number < table->high)
	{
		OpeningPage *page = table->entries[number - table->base].is.openings;

		if (page != NULL)
			return page;
	}
	return opening_page_slowly(index, number);
}

/* The measure of all pages before that one, from some page on. */
static inline int64
measure_before(CalendarIndex *index, PageTable *table, int32 number)
{
	if (number >= table->low && number <= table->high && table->entries != NULL)
		return table->entries[number - table->base].before;
	return measure_before_slowly(index, table, number);
}

/* Sees to it that the page is measured; true if it was not before. */
extern bool measure_page_of(CalendarIndex *index, int32 number);

/*
 * The first page from `from` on by whose end that much was measured; for a
 * negative amount the last page before `from` at whose start that much was
 * still to come.  What is measured is what the table holds, or its absence.
 */
extern bool page_with_measure(CalendarIndex *index, PageTable *table, bool present,
							  int32 from, int64 amount, int32 *number);

/* The working days of that page: a bit for each. */
extern uint64 page_days(CalendarIndex *index, int32 number);

#endif							/* CSOPS_CALENDAR_PAGES_H */
