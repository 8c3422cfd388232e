/*
 * counted_time.h
 *		The time that counts: what the arguments calendar and during leave of it.
 */
#ifndef CSOPS_COUNTED_TIME_H
#define CSOPS_COUNTED_TIME_H

#include "calendar_cache.h"

/* Half-open, never empty; infinite ends are infinite instants. */
typedef struct CountedSpan
{
	TimestampTz start;
	TimestampTz end;
} CountedSpan;

typedef struct CountedTime
{
	CalendarIndex *index;		/* NULL: at every instant */
	bool		bounded;		/* by the spans, which are sorted and do not overlap */
	int			spans;
	CountedSpan *span;
} CountedTime;

/* What a call site remembers; zeroed at first. */
typedef struct CountedTimeSite
{
	bool		known;
	bool		always_open;	/* the query text holds a calendar that never closes */
	bool		constant_during;
	CalendarSite calendar;
	CountedTime time;
} CountedTimeSite;

/*
 * The time that counts by the arguments of those numbers, a business_calendar
 * and a tstzmultirange; valid until the next call.  Constants are looked at
 * once for each call site, and the default of either costs nothing.
 */
extern const CountedTime *counted_time(CountedTimeSite *site, FunctionCallInfo fcinfo, int calendar, int during);

/*
 * The same for a function that keeps nothing else in fn_extra.  The first
 * call of a call site also refuses silent casts.
 */
extern const CountedTime *counted_time_arguments(FunctionCallInfo fcinfo, int calendar, int during);

/* The first span that ends after that instant; the number of spans if none does. */
extern int	counted_span_after(const CountedTime *time, TimestampTz at);

/* Microseconds that count from one instant to a later one; an error where an infinity of them does. */
extern int64 counted_usecs(const CountedTime *time, TimestampTz from, TimestampTz to);

/* Whether a calendar that closes at times is part of it; of no time at all none is. */
extern bool calendar_takes_part(const CountedTime *time);

/*
 * The nearest instant at which that much counted time, not negative, has
 * passed since `at`; the first instant >= at that counts.  False where there
 * never is one.
 */
extern bool counted_add(const CountedTime *time, TimestampTz at, int64 amount, TimestampTz *result);
extern bool counted_next(const CountedTime *time, TimestampTz at, TimestampTz *result);

#endif							/* CSOPS_COUNTED_TIME_H */
