/*
 * time_zone.h
 *		PostgreSQL's time zones as lists of stretches with one offset.
 *
 * Seconds are counted from 2000-01-01 00:00, of UTC or of the local clock;
 * offsets are seconds east of UTC.
 */
#ifndef CSOPS_TIME_ZONE_H
#define CSOPS_TIME_ZONE_H

#include "datatype/timestamp.h"

#define SECONDS_OF_DAY			INT64CONST(86400)

/* The Gregorian calendar and the rules of every zone repeat after 400 years. */
#define DAYS_OF_CYCLE			146097
#define SECONDS_OF_CYCLE		(DAYS_OF_CYCLE * SECONDS_OF_DAY)

/* The instants that a timestamptz can hold, in seconds, rounded outwards. */
#define FIRST_SECOND			INT64CONST(-211813488000)
#define LAST_SECOND				INT64CONST(9223371331201)

typedef struct ZoneStretch
{
	int64		start;			/* first second; of the first one, before all time */
	int32		offset;
} ZoneStretch;

typedef struct TimeZone
{
	const char *name;			/* as PostgreSQL spells it, or as +05:30 */
	int			count;			/* at least one */
	const ZoneStretch *stretches;
	int64		repeats_from;	/* from here on a change comes again 400 years later */
} TimeZone;

/*
 * The zone of that name: an IANA name with a slash in any case, UTC, or an
 * ISO offset.  NULL for all else, with *reason a sentence that says why.
 */
extern const TimeZone *time_zone_find(const char *name, const char **reason);

/* The stretch that holds a second, with its end; far future seconds too. */
extern ZoneStretch time_zone_at(const TimeZone *zone, int64 second, int64 *end);

/* The changes of offset are all in [*first, *last]; false when there are none. */
extern bool time_zone_changes(const TimeZone *zone, int64 *first, int64 *last);

/* Do changes of offset go on for ever? */
extern bool time_zone_repeats(const TimeZone *zone);

static inline int64
second_of_instant(TimestampTz at)
{
	return (at >= 0 ? at : at - USECS_PER_SEC + 1) / USECS_PER_SEC;
}

static inline int32
day_of_second(int64 second)
{
	return (int32) ((second >= 0 ? second : second - SECONDS_OF_DAY + 1) / SECONDS_OF_DAY);
}

#endif							/* CSOPS_TIME_ZONE_H */
