/*
 * period.h
 *		Days, weeks, months, quarters and years by the clock of a time zone.
 *
 * The periods of a unit are numbered on one absolute grid: number 0 holds
 * 2000-01-01.  An instant lies in the period of its local date.
 */
#ifndef CSOPS_PERIOD_H
#define CSOPS_PERIOD_H

#include "time_zone.h"
#include "type.h"
#include "utils/date.h"

/* Stored values carry these numbers: never change or reuse one. */
typedef enum PeriodUnit
{
	PERIOD_DAY = 0,
	PERIOD_WEEK = 1,
	PERIOD_MONTH = 2,
	PERIOD_QUARTER = 3,
	PERIOD_YEAR = 4
} PeriodUnit;

#define PERIOD_UNITS			5

/*
 * A week may start on any day, 1 for Monday to 7 for Sunday.  Days keep it for
 * the weeks that they may be made into; to longer units it is always 1.
 */
#define PERIOD_MONDAY			1
#define PERIOD_SUNDAY			7

/* All instants from `start` to `end` lie in one period, and `end` in none. */
typedef struct PeriodBounds
{
	TimestampTz start;
	TimestampTz end;
} PeriodBounds;

/* A power of two, and far more than the guess below can be out. */
#define PERIOD_BOUNDS			2048

/* More than there are days in the range of timestamptz on either side, and a multiple of the above. */
#define PERIOD_BIAS				(1 << 27)

typedef struct PeriodGrid
{
	const TimeZone *zone;
	PeriodUnit	unit;
	int			week_start;

	/* For period_of_instant alone: how to guess, and bounds that were worked out before. */
	double		periods_per_microsecond;
	double		phase;
	PeriodBounds bounds[PERIOD_BOUNDS];
} PeriodGrid;

/* A grid as values hold it: the zone by its name. */
typedef struct GridName
{
	PeriodUnit	unit;
	int			week_start;
	const char *zone_name;
} GridName;

static inline GridName
grid_name(const PeriodGrid *grid)
{
	GridName	name = {grid->unit, grid->week_start, grid->zone->name};

	return name;
}

static inline bool
same_grid(const GridName *a, const GridName *b)
{
	return a->unit == b->unit && a->week_start == b->week_start && strcmp(a->zone_name, b->zone_name) == 0;
}

/* Values of different grids do not go together, which is an error. */
extern void check_same_grid(const GridName *a, const GridName *b);

/* In JSON, the keys "unit", "tz" and "week_start" of an object; in binary. */
extern GridName json_grid_name(const JsonNode *object);
extern void json_append_grid_name(StringInfo out, const GridName *name);
extern GridName receive_grid_name(StringInfo in, const CsopsType *type);
extern void send_grid_name(StringInfo out, const GridName *name);

/*
 * The grid of a zone.  A backend keeps the last few of them: the pointer is
 * for use within one call of an SQL function.
 */
extern PeriodGrid *period_grid(const TimeZone *zone, PeriodUnit unit, int week_start);

/* The grid of that name; an unknown zone is an error. */
extern PeriodGrid *named_period_grid(const GridName *name);

/*
 * The grid that the arguments of those numbers name; the defaults are 'day',
 * 'UTC' and Monday.  Arguments that are not there have no number: -1, or one
 * past the last.
 */
extern PeriodGrid *option_period_grid(FunctionCallInfo fcinfo, int unit, int tz, int week_start);

/* The unit that an argument names. */
extern PeriodUnit option_period_unit(FunctionCallInfo fcinfo, int n);

extern const char *period_unit_name(PeriodUnit unit);

/* Whether each period of one unit lies within one of the other. */
extern bool period_converts(PeriodUnit from, PeriodUnit to);

/* The period that holds a date, which must be finite, and the first date of a period. */
extern int32 period_of_date(PeriodUnit unit, int week_start, DateADT date);
extern DateADT period_first_date(PeriodUnit unit, int week_start, int32 period);

/* The first instant whose local date is the period's first one or later. */
extern TimestampTz period_first_instant(const PeriodGrid *grid, int32 period);

/* The first and the last period in which some instant from `from` to `to`, both included, lies. */
extern void periods_of_instants(PeriodGrid *grid, TimestampTz from, TimestampTz to,
								int32 *first, int32 *last);

extern int32 period_work_out(PeriodGrid *grid, TimestampTz at);

/*
 * The period of an instant, which must be finite.  Periods are nearly of one
 * length, so a multiplication finds the bounds of the right one among those
 * already known, or of one beside it.
 */
static inline int32
period_of_instant(PeriodGrid *grid, TimestampTz at)
{
	static const int attempts[] = {0, -1, 1};
	int32		guess = (int32) ((double) at * grid->periods_per_microsecond + grid->phase);

	for (int i = 0; i < 3; i++)
	{
		int32		period = guess + attempts[i];
		const PeriodBounds *bounds = &grid->bounds[period & (PERIOD_BOUNDS - 1)];

		if (at >= bounds->start && at < bounds->end)
			return period - PERIOD_BIAS;
	}
	return period_work_out(grid, at);
}

#endif							/* CSOPS_PERIOD_H */
