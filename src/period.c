/*
 * period.c
 *		Days, weeks, months, quarters and years by the clock of a time zone.
 */
#include "csops.h"

#include "options.h"
#include "period.h"
#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"

#define MONTHS_OF_QUARTER		3
#define DAYS_OF_WEEK			7

/* No clock is set back or forward by more; the date line costs a day. */
#define LONGEST_CHANGE			(2 * SECONDS_OF_DAY)

/* So many grids are kept; another one then takes the place of the oldest. */
#define KEPT_GRIDS				8

static PeriodGrid *kept[KEPT_GRIDS];
static int	next_kept = 0;

/* What the arguments of a call looked like last time, and the grid they named. */
#define LONGEST_UNIT_NAME		7

typedef struct GridArguments
{
	PeriodGrid *grid;			/* NULL: not known */
	int			unit_length;	/* -1: there was none */
	int			tz_length;
	int32		week_start;
	char		unit[LONGEST_UNIT_NAME];
	char		tz[TZ_STRLEN_MAX];
} GridArguments;

static GridArguments last_arguments;

static inline int32
floor_divide(int32 dividend, int32 divisor)
{
	return (dividend >= 0 ? dividend : dividend - divisor + 1) / divisor;
}

/* Units */

static const char *const unit_names[PERIOD_UNITS + 1] = {"day", "week", "month", "quarter", "year", NULL};

const char *
period_unit_name(PeriodUnit unit)
{
	return unit_names[unit];
}

PeriodUnit
option_period_unit(FunctionCallInfo fcinfo, int n)
{
	return (PeriodUnit) option_choice(fcinfo, n, "unit", unit_names);
}

bool
period_converts(PeriodUnit from, PeriodUnit to)
{
	if (from == PERIOD_WEEK || to == PERIOD_WEEK)
		return from == to || from == PERIOD_DAY;
	return from <= to;
}

/* Dates */

/* The days of the week that holds 2000-01-01, a Saturday, before that day. */
static inline int32
days_before_2000(int week_start)
{
	return (5 + DAYS_OF_WEEK - (week_start - PERIOD_MONDAY)) % DAYS_OF_WEEK;
}

static int32
months_since_2000(DateADT date)
{
	int			year;
	int			month;
	int			day;

	j2date(date + POSTGRES_EPOCH_JDATE, &year, &month, &day);
	return (year - 2000) * MONTHS_PER_YEAR + month - 1;
}

int32
period_of_date(PeriodUnit unit, int week_start, DateADT date)
{
	switch (unit)
	{
		case PERIOD_DAY:
			return date;
		case PERIOD_WEEK:
			return floor_divide(date + days_before_2000(week_start), DAYS_OF_WEEK);
		case PERIOD_MONTH:
			return months_since_2000(date);
		case PERIOD_QUARTER:
			return floor_divide(months_since_2000(date), MONTHS_OF_QUARTER);
		case PERIOD_YEAR:
			break;
	}
	return floor_divide(months_since_2000(date), MONTHS_PER_YEAR);
}

static DateADT
first_date_of_month(int32 month)
{
	int32		year = floor_divide(month, MONTHS_PER_YEAR);

	return date2j(2000 + year, month - year * MONTHS_PER_YEAR + 1, 1) - POSTGRES_EPOCH_JDATE;
}

DateADT
period_first_date(PeriodUnit unit, int week_start, int32 period)
{
	switch (unit)
	{
		case PERIOD_DAY:
			return period;
		case PERIOD_WEEK:
			return period * DAYS_OF_WEEK - days_before_2000(week_start);
		case PERIOD_MONTH:
			return first_date_of_month(period);
		case PERIOD_QUARTER:
			return first_date_of_month(period * MONTHS_OF_QUARTER);
		case PERIOD_YEAR:
			break;
	}
	return first_date_of_month(period * MONTHS_PER_YEAR);
}

/* Grids */

/*
 * What period_of_instant needs for a guess: the instants of the grid's zone
 * with one offset, and periods of one length.
 */
static void
prepare_guess(PeriodGrid *grid)
{
	static const double days[PERIOD_UNITS] = {1, DAYS_OF_WEEK, DAYS_OF_CYCLE / 4800.0,
	DAYS_OF_CYCLE / 1600.0, DAYS_OF_CYCLE / 400.0};
	int64		end;
	double		since_start = time_zone_at(grid->zone, 0, &end).offset;

	if (grid->unit == PERIOD_WEEK)
		since_start += days_before_2000(grid->week_start) * (double) SECONDS_OF_DAY;
	grid->periods_per_microsecond = 1 / (days[grid->unit] * USECS_PER_DAY);
	grid->phase = PERIOD_BIAS + since_start * USECS_PER_SEC * grid->periods_per_microsecond;
}

PeriodGrid *
period_grid(const TimeZone *zone, PeriodUnit unit, int week_start)
{
	PeriodGrid *grid;

	if (unit > PERIOD_WEEK)
		week_start = PERIOD_MONDAY;
	for (int i = 0; i < KEPT_GRIDS; i++)
	{
		grid = kept[i];
		if (grid != NULL && grid->zone == zone && grid->unit == unit && grid->week_start == week_start)
			return grid;
	}

	last_arguments.grid = NULL;
	if (kept[next_kept] == NULL)
		kept[next_kept] = MemoryContextAlloc(CacheMemoryContext, sizeof(PeriodGrid));
	grid = kept[next_kept];
	memset(grid, 0, sizeof(PeriodGrid));
	grid->zone = zone;
	grid->unit = unit;
	grid->week_start = week_start;
	prepare_guess(grid);
	next_kept = (next_kept + 1) % KEPT_GRIDS;
	return grid;
}

PeriodGrid *
named_period_grid(const GridName *name)
{
	const TimeZone *zone;
	const char *reason;

	for (int i = 0; i < KEPT_GRIDS; i++)
	{
		PeriodGrid *grid = kept[i];

		if (grid != NULL && grid->unit == name->unit && grid->week_start == name->week_start &&
			strcmp(grid->zone->name, name->zone_name) == 0)
			return grid;
	}
	zone = time_zone_find(name->zone_name, &reason);
	if (zone == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("unknown time zone"),
				 errdetail("%s", reason),
				 errhint("Give a name such as 'Europe/Berlin'; pg_timezone_names lists them.")));
	return period_grid(zone, name->unit, name->week_start);
}

static bool
option_is_given(FunctionCallInfo fcinfo, int n, const char *option)
{
	if (n < 0 || n >= PG_NARGS())
		return false;
	if (PG_ARGISNULL(n))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("%s must not be null", option),
				 errhint("Leave it out for the default.")));
	return true;
}

static void
remember_arguments(PeriodGrid *grid, const text *unit, const text *tz, int32 week_start)
{
	last_arguments.unit_length = unit == NULL ? -1 : (int) VARSIZE_ANY_EXHDR(unit);
	last_arguments.tz_length = tz == NULL ? -1 : (int) VARSIZE_ANY_EXHDR(tz);
	last_arguments.week_start = week_start;
	if (unit != NULL)
		memcpy(last_arguments.unit, VARDATA_ANY(unit), last_arguments.unit_length);
	if (tz != NULL)
		memcpy(last_arguments.tz, VARDATA_ANY(tz), last_arguments.tz_length);
	last_arguments.grid = grid;
}

static bool
same_text(const text *value, const char *bytes, int length)
{
	if (value == NULL || length < 0)
		return value == NULL && length < 0;
	return VARSIZE_ANY_EXHDR(value) == (Size) length && memcmp(VARDATA_ANY(value), bytes, length) == 0;
}

PeriodGrid *
option_period_grid(FunctionCallInfo fcinfo, int unit, int tz, int week_start)
{
	text	   *unit_name = option_is_given(fcinfo, unit, "unit") ? PG_GETARG_TEXT_PP(unit) : NULL;
	text	   *zone_name = option_is_given(fcinfo, tz, "tz") ? PG_GETARG_TEXT_PP(tz) : NULL;
	int32		first_day = option_is_given(fcinfo, week_start, "week_start") ?
		PG_GETARG_INT32(week_start) : PERIOD_MONDAY;
	GridName	name;
	PeriodGrid *grid;

	if (last_arguments.grid != NULL && last_arguments.week_start == first_day &&
		same_text(unit_name, last_arguments.unit, last_arguments.unit_length) &&
		same_text(zone_name, last_arguments.tz, last_arguments.tz_length))
		return last_arguments.grid;

	if (first_day < PERIOD_MONDAY || first_day > PERIOD_SUNDAY)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("week_start is out of range"),
				 errdetail("The week_start given is %d.", first_day),
				 errhint("Give 1 for weeks that start on Monday, to 7 for Sunday.")));
	name.unit = unit_name != NULL ? option_period_unit(fcinfo, unit) : PERIOD_DAY;
	name.week_start = name.unit > PERIOD_WEEK ? PERIOD_MONDAY : first_day;
	name.zone_name = zone_name != NULL ? text_to_cstring(zone_name) : "UTC";
	grid = named_period_grid(&name);
	remember_arguments(grid, unit_name, zone_name, first_day);
	return grid;
}

/* Instants */

/*
 * The first instant at which the local clock shows that second or a later
 * one, and the first from which on it always does.  They differ where the
 * clock is set back over it.
 */
static void
find_crossings(const TimeZone *zone, int64 local, int64 *first, int64 *last)
{
	int64		end;

	*first = PG_INT64_MAX;
	*last = PG_INT64_MIN;
	for (int64 second = local - LONGEST_CHANGE; second <= local + LONGEST_CHANGE; second = end)
	{
		ZoneStretch stretch = time_zone_at(zone, second, &end);
		int64		at = local - stretch.offset;

		if (at < end)
			*first = Min(*first, Max(at, stretch.start));
		if (at > stretch.start)
			*last = Max(*last, Min(at, end));
	}
}

/* The first period of all starts before what a timestamptz holds, and the last one ends beyond. */
static TimestampTz
instant_of_second(int64 second)
{
	return Max(Min(second, PG_INT64_MAX / USECS_PER_SEC) * USECS_PER_SEC, MIN_TIMESTAMP);
}

static int64
first_local_second(const PeriodGrid *grid, int32 period)
{
	return (int64) period_first_date(grid->unit, grid->week_start, period) * SECONDS_OF_DAY;
}

TimestampTz
period_first_instant(const PeriodGrid *grid, int32 period)
{
	int64		first;
	int64		last;

	find_crossings(grid->zone, first_local_second(grid, period), &first, &last);
	return instant_of_second(first);
}

static int32
period_of_local_second(const PeriodGrid *grid, int64 second)
{
	return period_of_date(grid->unit, grid->week_start, day_of_second(second));
}

/*
 * Where the clock is set back over midnight, the instants of a day are in two
 * pieces; those between the crossings are worked out each time.
 */
int32
period_work_out(PeriodGrid *grid, TimestampTz at)
{
	int64		second = second_of_instant(at);
	int64		end;
	int32		period = period_of_local_second(grid, second + time_zone_at(grid->zone, second, &end).offset);
	int64		first_start;
	int64		last_start;
	int64		first_end;
	int64		last_end;

	find_crossings(grid->zone, first_local_second(grid, period), &first_start, &last_start);
	find_crossings(grid->zone, first_local_second(grid, period + 1), &first_end, &last_end);
	if (last_start <= second && second < first_end)
	{
		PeriodBounds *bounds = &grid->bounds[(period + PERIOD_BIAS) & (PERIOD_BOUNDS - 1)];

		bounds->start = instant_of_second(last_start);
		bounds->end = instant_of_second(first_end);
	}
	return period;
}

void
periods_of_instants(PeriodGrid *grid, TimestampTz from, TimestampTz to, int32 *first, int32 *last)
{
	int64		from_second = second_of_instant(from);
	int64		to_second = second_of_instant(to);
	int64		end;

	*first = period_of_instant(grid, from);
	*last = period_of_instant(grid, to);

	/* A clock that is set back shows the least soon after the start, and the most soon before the end. */
	for (int64 second = from_second; second <= Min(to_second, from_second + LONGEST_CHANGE); second = end)
	{
		ZoneStretch stretch = time_zone_at(grid->zone, second, &end);

		*first = Min(*first, period_of_local_second(grid, second + stretch.offset));
	}
	for (int64 second = Max(from_second, to_second - LONGEST_CHANGE); second <= to_second; second = end)
	{
		ZoneStretch stretch = time_zone_at(grid->zone, second, &end);

		*last = Max(*last, period_of_local_second(grid, Min(end - 1, to_second) + stretch.offset));
	}
}
