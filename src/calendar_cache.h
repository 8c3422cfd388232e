/*
 * calendar_cache.h
 *		Compiled calendars, kept for the life of the backend.
 */
#ifndef CSOPS_CALENDAR_CACHE_H
#define CSOPS_CALENDAR_CACHE_H

#include "calendar_index.h"

struct CachedCalendar;

/* What a call site remembers of the calendar it saw last; zeroed at first. */
typedef struct CalendarSite
{
	struct CachedCalendar *cached;
	uint64		generation;		/* the cached calendar is the same one while this is */
	bool		constant;		/* the query text holds the calendar */
} CalendarSite;

/* The compiled form of a stored calendar; valid until the next call of these functions. */
extern CalendarIndex *calendar_index(CalendarSite *site, Datum calendar);

/*
 * The same for argument 0 of a function that keeps nothing else in fn_extra.
 * The first call of a call site also refuses silent casts.
 */
extern CalendarIndex *calendar_argument(FunctionCallInfo fcinfo);

#endif							/* CSOPS_CALENDAR_CACHE_H */
