/*
 * calendar_spans.h
 *		The open time of a calendar, worked out from its definition.
 *
 * Everything else is built on these: the index holds what they found.
 */
#ifndef CSOPS_CALENDAR_SPANS_H
#define CSOPS_CALENDAR_SPANS_H

#include "calendar.h"

typedef struct Span
{
	int64		start;
	int64		end;
} Span;

/* Sorted spans that neither overlap nor touch. */
typedef struct SpanList
{
	int			count;
	int			capacity;
	Span	   *spans;
} SpanList;

extern void spans_free(SpanList *list);

/* Appends a span that starts no earlier than the last one did. */
extern void spans_add(SpanList *list, int64 start, int64 end);

/* Appends what is open in the seconds [from, to) of UTC. */
extern void calendar_open_spans(const Calendar *calendar, int64 from, int64 to, SpanList *out);

/*
 * Appends the hours that belong to one day, in seconds of the local clock:
 * the whole shifts that start on it, less breaks.
 */
extern void calendar_day_spans(const Calendar *calendar, int32 date, SpanList *out);

/* The one zone of the calendar, or NULL when its members' zones differ. */
extern const TimeZone *calendar_zone(const Calendar *calendar);

/* Days outside [*first, *last] are alike in every year, apart from the zone. */
extern bool calendar_dated_days(const Calendar *calendar, int32 *first, int32 *last);
extern bool calendar_has_yearly_days(const Calendar *calendar);

/* Why a day has its hours. */
typedef enum DayRule
{
	RULE_WEEKLY,
	RULE_HOLIDAY,
	RULE_OVERRIDE
} DayRule;

extern const DayHours *calendar_hours_of(const Calendar *calendar, int32 date, DayRule *rule);

/* The breaks that start on a day, dated ones and yearly ones. */
extern void calendar_breaks_of(const Calendar *calendar, int32 date, const DayHours *breaks[2]);

#endif							/* CSOPS_CALENDAR_SPANS_H */
