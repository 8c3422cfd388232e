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

/* The dates that activity can have: those of the years 1000 to 9999. */
#define ACTIVITY_FIRST_DATE		(-365242)
#define ACTIVITY_LAST_DATE		2921939

/* A value, opened.  The pointers lead into it. */
typedef struct ActivityView
{
	GridName	grid;
	int32		first;			/* the first active period */
	int32		length;			/* periods from it to the last active one, that one too */
	const uint8 *bits;			/* period first + n is bit n % 8 of byte n / 8; those past the length are 0 */
} ActivityView;

/* The first and the last period that can be one of activity. */
extern void activity_limits(const GridName *name, int32 *lowest, int32 *highest);

/* Whether periods from the first to the last can be. */
extern bool activity_is_possible(const GridName *name, int32 first, int32 last);

/* Opens an argument, which must not be NULL. */
extern void activity_view(FunctionCallInfo fcinfo, int n, ActivityView *view);

static inline int32
activity_last(const ActivityView *view)
{
	return view->first + view->length - 1;
}

static inline int32
activity_bytes(const ActivityView *view)
{
	return (view->length - 1) / 8 + 1;
}

/* Whether it was active in a period; any period will do. */
static inline bool
activity_has(const ActivityView *view, int32 period)
{
	int64		n = (int64) period - view->first;

	return n >= 0 && n < view->length && (view->bits[n / 8] >> (n % 8) & 1) != 0;
}

/* The first active period from that one on; false where there is none. */
extern bool activity_next(const ActivityView *view, int32 period, int32 *next);

/*
 * The next run of active periods, from *start up to but not including *end;
 * false where there is none.  *position is 0 at first.
 */
extern bool activity_next_run(const ActivityView *view, int32 *position, int32 *start, int32 *end);

/* The active ones among the periods from `first` to `last`. */
extern int32 activity_count(const ActivityView *view, int32 first, int32 last);

/* The period of a longer unit that holds one of the view's. */
extern int32 activity_unit_period(const ActivityView *view, PeriodUnit unit, int32 period);

/* The period of an instant or a date of activity; an error where none can be. */
extern int32 activity_period_of_instant(PeriodGrid *grid, TimestampTz at);
extern int32 activity_period_of_date(const PeriodGrid *grid, DateADT date);

#endif							/* CSOPS_ACTIVITY_H */
