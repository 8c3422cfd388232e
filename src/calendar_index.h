/*
 * calendar_index.h
 *		A calendar compiled for questions whose cost does not grow with the span.
 *
 * Time is cut into pages of nine weeks.  For each page the index knows the
 * open time before it; of the pages that were asked for, also when they open.
 * Pages are worked out when they are first needed, and pages far out, where
 * everything repeats, stand for all their repetitions.
 */
#ifndef CSOPS_CALENDAR_INDEX_H
#define CSOPS_CALENDAR_INDEX_H

#include "calendar_spans.h"
#include "calendar_weeks.h"
#include "datatype/timestamp.h"

#define DAYS_OF_PAGE		63
#define PAGES_OF_CYCLE		(DAYS_OF_CYCLE / DAYS_OF_PAGE)
#define SECONDS_OF_PAGE		(DAYS_OF_PAGE * SECONDS_OF_DAY)
#define USECS_OF_PAGE		(SECONDS_OF_PAGE * USECS_PER_SEC)

StaticAssertDecl(DAYS_OF_CYCLE % DAYS_OF_PAGE == 0 && DAYS_OF_PAGE % DAYS_OF_WEEK == 0,
				 "pages must divide both the week's and the calendar's cycle");

/* The opening at `start`, and the open seconds of the page before it. */
typedef struct PageOpening
{
	uint32		start;
	uint32		before;
} PageOpening;

/*
 * openings[0] is no opening but the start of the page, and the last one,
 * openings[count + 1], stands after its end; so that an opening's length is
 * always the difference of two `before`s.
 */
typedef struct OpeningPage
{
	int			count;
	uint32		last_by_day[DAYS_OF_PAGE];	/* last opening at or before each midnight */
	PageOpening openings[FLEXIBLE_ARRAY_MEMBER];
} OpeningPage;

typedef struct PageEntry
{
	int64		before;			/* measure before the page, from some page on */
	union
	{
		OpeningPage *openings;	/* when measuring open seconds; NULL: not worked out */
		uint64		days;		/* when measuring working days: a bit for each */
	}			is;
} PageEntry;

/* A measure's sums by page, and where its pages start to repeat. */
typedef struct PageTable
{
	int32		past;			/* pages before this one repeat every past_cycle */
	int32		past_cycle;
	int32		future;			/* pages from this one on repeat every future_cycle */
	int32		future_cycle;
	int32		first;			/* pages that hold what the SQL type can */
	int32		last;
	int32		low;			/* pages [low, high) are known, and high's `before` */
	int32		high;
	int32		base;			/* the page of entries[0] */
	int32		capacity;
	PageEntry  *entries;
} PageTable;

typedef struct CalendarIndex
{
	WeekTable	weeks;			/* of the pages that were measured first */
	MemoryContext context;		/* of all that belongs to the index */
	MemoryContext pages;		/* of OpeningPages, below it */
	const Calendar *calendar;
	const TimeZone *zone;		/* NULL when members' zones differ */
	PageTable	open;			/* seconds */
	PageTable	days;			/* working days, on the zone's local clock */
} CalendarIndex;

/* The outcome of a search along the time axis. */
typedef enum SearchResult
{
	SEARCH_FOUND,
	SEARCH_NEVER,				/* there is no such instant */
	SEARCH_OUT_OF_RANGE			/* there is, but no timestamptz can hold it */
} SearchResult;

/* The definition must live in the context. */
extern void calendar_index_init(CalendarIndex *index, MemoryContext context, const Calendar *calendar);

/* Open microseconds from `from` to `to`, negative backwards; false on overflow. */
extern bool calendar_elapsed(CalendarIndex *index, TimestampTz from, TimestampTz to, int64 *elapsed);

extern bool calendar_is_open(CalendarIndex *index, TimestampTz at);

/* The first instant >= at that is open (or shut); the end of the last stretch before or at `at` that is. */
extern SearchResult calendar_next(CalendarIndex *index, bool open, TimestampTz at, TimestampTz *result);
extern SearchResult calendar_previous(CalendarIndex *index, bool open, TimestampTz at, TimestampTz *result);

/*
 * The nearest instant at which that much open time has passed since `at`, or
 * for negative amounts has yet to pass until `at`.
 */
extern SearchResult calendar_add(CalendarIndex *index, TimestampTz at, int64 amount, TimestampTz *result);

/* Working days in [from, to), and the n-th one after (before) a date, n <> 0. */
extern int64 calendar_days_between(CalendarIndex *index, int32 from, int32 to);
extern SearchResult calendar_add_days(CalendarIndex *index, int32 date, int64 n, int32 *result);

#endif							/* CSOPS_CALENDAR_INDEX_H */
