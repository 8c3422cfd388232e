/*
 * calendar_cache.h
 *		Compiled calendars, kept for the life of the backend.
 */
#ifndef CSOPS_CALENDAR_CACHE_H
#define CSOPS_CALENDAR_CACHE_H

#include "calendar_index.h"

struct CachedCalendar;

/* A calendar that a call site has seen. */
typedef struct SeenCalendar
{
	struct CachedCalendar *cached;
	uint64		generation;		/* the cached calendar is the same one while this is */
} SeenCalendar;

/* What a call site remembers; zeroed at first, but for its context. */
typedef struct CalendarSite
{
	SeenCalendar last;
	bool		constant;		/* the query text holds the calendar */
	MemoryContext context;		/* for the table below */
	SeenCalendar *by_address;	/* where calendars vary: which were seen at which address */
} CalendarSite;

/* The compiled form of a stored calendar; valid until the next call of these functions. */
extern CalendarIndex *calendar_index(CalendarSite *site, Datum calendar);

/*
 * The same for argument 0 of a function that keeps nothing else in fn_extra.
 * The first call of a call site also refuses silent casts.
 */
extern CalendarIndex *calendar_argument(FunctionCallInfo fcinfo);

/* Whether an argument of the call is a constant of the query. */
extern bool argument_is_constant(FunctionCallInfo fcinfo, int number);

#endif							/* CSOPS_CALENDAR_CACHE_H */
