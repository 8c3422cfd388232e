/*
 * activity.h
 *		The periods in which one account was active.
 *
 * An activity_grid has at least one period.  A canonical value holds a bit for
 * each period from the first active one to the last.
 */
#ifndef CSOPS_ACTIVITY_H
#define CSOPS_ACTIVITY_H

#include "period.h"
#include "type.h"

/* From the first active period to the last one: 179 years of days. */
#define ACTIVITY_LONGEST_SPAN	65536

/* The dates that activity can have: the years 1 to 9999. */
#define ACTIVITY_FIRST_DATE		(-730119)
#define ACTIVITY_LAST_DATE		2921939

/* A value, opened.  The pointers lead into it. */
typedef struct ActivityView
{
	PeriodUnit	unit;
	int			week_start;
	const char *zone_name;
	int32		first;			/* the first active period */
	int32		length;			/* periods from it to the last active one, that one too */
	const uint8 *bits;			/* period first + n is bit n % 8 of byte n / 8; those past the length are 0 */
} ActivityView;

/* Opens an argument, which must not be NULL. */
extern void activity_view(FunctionCallInfo fcinfo, int n, ActivityView *view);

/* Its grid, to bring dates and instants to its periods. */
extern PeriodGrid *activity_period_grid(const ActivityView *view);

static inline int32
activity_last(const ActivityView *view)
{
	return view->first + view->length - 1;
}

/* Whether it was active in a period; any period will do. */
static inline bool
activity_has(const ActivityView *view, int32 period)
{
	int64		n = (int64) period - view->first;

	return n >= 0 && n < view->length && (view->bits[n / 8] >> (n % 8) & 1) != 0;
}

/* The next active period from that one on; false where there is none. */
extern bool activity_next(const ActivityView *view, int32 period, int32 *next);

/* The period in which an instant, a date lies; an error where activity cannot be. */
extern int32 activity_period_of_instant(PeriodGrid *grid, TimestampTz at);
extern int32 activity_period_of_date(const PeriodGrid *grid, DateADT date);

#endif							/* CSOPS_ACTIVITY_H */
