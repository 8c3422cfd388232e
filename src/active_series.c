/*
 * active_series.c
 *		Active accounts in any window, by what they were before.
 *
 * How windows follow from the cells of a summary: see active_summary.h.
 */
#include "csops.h"

#include "active_summary.h"
#include "funcapi.h"
#include "utils/tuplestore.h"

#define LONGEST_WINDOW		ACTIVITY_LONGEST_SPAN
#define LONGEST_SERIES		ACTIVITY_LONGEST_SPAN

/* The accounts of one window. */
typedef struct ActiveCounts
{
	int64		active;
	int64		first_time;
	int64		returning;
	int64		resurrecting;
	int64		dormant;
} ActiveCounts;

/* Arguments */

static int32
window_argument(FunctionCallInfo fcinfo, int n, const char *name)
{
	int32		window = PG_GETARG_INT32(n);

	if (window < 1 || window > LONGEST_WINDOW)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("length of the window is out of range"),
				 errdetail("The argument %s is %d.", name, window),
				 errhint("Give a number of periods from 1 to %d.", LONGEST_WINDOW)));
	return window;
}

static int32
period_argument(FunctionCallInfo fcinfo, int n, const ActiveView *view)
{
	DateADT		date = PG_GETARG_DATEADT(n);

	if (DATE_NOT_FINITE(date))
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("date must be finite"),
				 errdetail("The date given is infinite."),
				 errhint("Give the day that the window ends with.")));
	return period_of_date(view->grid.unit, view->grid.week_start, date);
}

/* One window */

/* The accounts active in the window of that length that ends with a period. */
static int64
count_active(const ActiveView *view, int64 last, int32 window)
{
	int64		first = last - window + 1;
	int64		count = 0;

	for (int i = 0; i < view->cells; i++)
	{
		const ActiveCell *cell = &view->cell[i];

		if (cell->period < first)
			continue;
		if (cell->period > last)
			break;
		if (cell->gap == 0 || cell->period - cell->gap < first)
			count += cell->count;
	}
	return count;
}

static void
count_window(const ActiveView *view, int32 last, int32 window, ActiveCounts *counts)
{
	int64		first = (int64) last - window + 1;

	memset(counts, 0, sizeof(ActiveCounts));
	for (int i = 0; i < view->cells; i++)
	{
		const ActiveCell *cell = &view->cell[i];
		int64		before = cell->period - cell->gap;

		if (cell->period < first)
			continue;
		if (cell->period > last)
			break;
		if (cell->gap == 0)
			counts->first_time += cell->count;
		else if (before < first - window)
			counts->resurrecting += cell->count;
		else if (before < first)
			counts->returning += cell->count;
	}
	counts->active = counts->first_time + counts->returning + counts->resurrecting;
	counts->dormant = count_active(view, first - 1, window) - counts->returning;
}

/* x(s, day, days): false where the answer is not a number but *answer, NULL or 0 */
static bool
window_of(FunctionCallInfo fcinfo, ActiveCounts *counts, Datum *answer)
{
	ActiveView	view;

	*answer = Int64GetDatum(0);
	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
	{
		fcinfo->isnull = true;
		return false;
	}
	if (PG_ARGISNULL(0))
		return false;
	active_view(fcinfo, 0, &view);
	count_window(&view, period_argument(fcinfo, 1, &view), window_argument(fcinfo, 2, "days"), counts);
	return true;
}

CSOPS_FUNCTION(csops_active_accounts);
CSOPS_FUNCTION(csops_new_accounts);
CSOPS_FUNCTION(csops_returning_accounts);
CSOPS_FUNCTION(csops_resurrecting_accounts);
CSOPS_FUNCTION(csops_dormant_accounts);

Datum
csops_active_accounts(PG_FUNCTION_ARGS)
{
	ActiveCounts counts;
	Datum		answer;

	if (!window_of(fcinfo, &counts, &answer))
		return answer;
	PG_RETURN_INT64(counts.active);
}

Datum
csops_new_accounts(PG_FUNCTION_ARGS)
{
	ActiveCounts counts;
	Datum		answer;

	if (!window_of(fcinfo, &counts, &answer))
		return answer;
	PG_RETURN_INT64(counts.first_time);
}

Datum
csops_returning_accounts(PG_FUNCTION_ARGS)
{
	ActiveCounts counts;
	Datum		answer;

	if (!window_of(fcinfo, &counts, &answer))
		return answer;
	PG_RETURN_INT64(counts.returning);
}

Datum
csops_resurrecting_accounts(PG_FUNCTION_ARGS)
{
	ActiveCounts counts;
	Datum		answer;

	if (!window_of(fcinfo, &counts, &answer))
		return answer;
	PG_RETURN_INT64(counts.resurrecting);
}

Datum
csops_dormant_accounts(PG_FUNCTION_ARGS)
{
	ActiveCounts counts;
	Datum		answer;

	if (!window_of(fcinfo, &counts, &answer))
		return answer;
	PG_RETURN_INT64(counts.dormant);
}

/* The active periods of all accounts in the window that ends with a day. */
static int64
count_periods(const ActiveView *view, int32 day, int32 window)
{
	int64		periods = 0;

	for (int i = 0; i < view->cells && view->cell[i].period <= day; i++)
	{
		if (view->cell[i].period > (int64) day - window)
			periods += view->cell[i].count;
	}
	return periods;
}

CSOPS_FUNCTION(csops_stickiness);
CSOPS_FUNCTION(csops_active_periods_total);
CSOPS_FUNCTION(csops_active_periods_mean);

/* stickiness(s, day, days) */
Datum
csops_stickiness(PG_FUNCTION_ARGS)
{
	ActiveView	view;
	int32		day;
	int64		active;

	active_view(fcinfo, 0, &view);
	day = period_argument(fcinfo, 1, &view);
	active = count_active(&view, day, window_argument(fcinfo, 2, "days"));
	if (active == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8((double) count_active(&view, day, 1) / (double) active);
}

/* active_periods_total(s, day, days) */
Datum
csops_active_periods_total(PG_FUNCTION_ARGS)
{
	ActiveView	view;

	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
		PG_RETURN_NULL();
	if (PG_ARGISNULL(0))
		PG_RETURN_INT64(0);
	active_view(fcinfo, 0, &view);
	PG_RETURN_INT64(count_periods(&view, period_argument(fcinfo, 1, &view), window_argument(fcinfo, 2, "days")));
}

/* active_periods_mean(s, day, days) */
Datum
csops_active_periods_mean(PG_FUNCTION_ARGS)
{
	ActiveView	view;
	int32		day;
	int32		window = window_argument(fcinfo, 2, "days");
	int64		active;

	active_view(fcinfo, 0, &view);
	day = period_argument(fcinfo, 1, &view);
	active = count_active(&view, day, window);
	if (active == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8((double) count_periods(&view, day, window) / (double) active);
}

CSOPS_FUNCTION(csops_active_observations);
CSOPS_FUNCTION(csops_active_unanswered);

Datum
csops_active_observations(PG_FUNCTION_ARGS)
{
	ActiveView	view;

	if (PG_ARGISNULL(0))
		PG_RETURN_INT64(0);
	active_view(fcinfo, 0, &view);
	PG_RETURN_INT64(view.accounts);
}

Datum
csops_active_unanswered(PG_FUNCTION_ARGS)
{
	ActiveView	view;

	if (PG_ARGISNULL(0))
		PG_RETURN_INT64(0);
	active_view(fcinfo, 0, &view);
	PG_RETURN_INT64(view.unanswered);
}

/* A series of windows */

/* The windows that end with the periods from first to last, and their counts. */
typedef struct ActiveSeries
{
	int64		first;
	int64		last;
	ActiveCounts *counts;
} ActiveSeries;

/*
 * Adds accounts to one count of all windows from one to another.  The counts
 * are differences from window to window until sum_up.
 */
static inline void
add_to_windows(ActiveSeries *series, Size field, int64 from, int64 to, int64 count)
{
	if (from > to || to < series->first || from > series->last)
		return;
	from = Max(from, series->first);
	*(int64 *) ((char *) &series->counts[from - series->first] + field) += count;
	if (to < series->last)
		*(int64 *) ((char *) &series->counts[to + 1 - series->first] + field) -= count;
}

/*
 * Accounts whose first active period in a window is the cell's are in the
 * windows that hold this period and not the one before the gap.
 */
static void
add_cell_to_windows(ActiveSeries *series, const ActiveCell *cell, int64 window)
{
	int64		end = cell->period + window - 1;
	int64		before = (int64) cell->period - cell->gap;

	if (cell->gap == 0)
		add_to_windows(series, offsetof(ActiveCounts, first_time), cell->period, end, cell->count);
	else
	{
		add_to_windows(series, offsetof(ActiveCounts, returning), Max(cell->period, before + window),
					   Min(end, before + 2 * window - 1), cell->count);
		add_to_windows(series, offsetof(ActiveCounts, resurrecting), Max(cell->period, before + 2 * window),
					   end, cell->count);
	}
}

static void
sum_up(ActiveSeries *series)
{
	ActiveCounts sum = {0};

	for (int64 i = 0; i <= series->last - series->first; i++)
	{
		ActiveCounts *counts = &series->counts[i];

		sum.first_time += counts->first_time;
		sum.returning += counts->returning;
		sum.resurrecting += counts->resurrecting;
		sum.active = sum.first_time + sum.returning + sum.resurrecting;
		*counts = sum;
	}
}

CSOPS_FUNCTION(csops_active_series);

/* active_series(s, from_day, to_day, window_days) */
Datum
csops_active_series(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	int32		window = window_argument(fcinfo, 3, "window_days");
	ActiveView	view;
	ActiveSeries series;
	int64		first;

	InitMaterializedSRF(fcinfo, 0);
	active_view(fcinfo, 0, &view);
	if (PG_GETARG_DATEADT(1) >= PG_GETARG_DATEADT(2) || view.cells == 0)
		return (Datum) 0;
	first = period_argument(fcinfo, 1, &view);
	(void) period_argument(fcinfo, 2, &view);
	series.last = period_of_date(view.grid.unit, view.grid.week_start, PG_GETARG_DATEADT(2) - 1);
	if (series.last - first >= LONGEST_SERIES)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("series is too long"),
				 errdetail("It would have " INT64_FORMAT " rows; %d are possible.",
						   series.last - first + 1, LONGEST_SERIES),
				 errhint("Bring from_day and to_day closer together.")));

	/* The window before the first one tells who fell asleep. */
	series.first = first - window;
	series.counts = palloc0(sizeof(ActiveCounts) * (series.last - series.first + 1));
	for (int i = 0; i < view.cells; i++)
		add_cell_to_windows(&series, &view.cell[i], window);
	sum_up(&series);
	for (int64 period = first; period <= series.last; period++)
	{
		const ActiveCounts *counts = &series.counts[period - series.first];
		const ActiveCounts *before = counts - window;
		Datum		values[6];
		bool		nulls[6] = {false};

		values[0] = DateADTGetDatum(period_first_date(view.grid.unit, view.grid.week_start, (int32) period));
		values[1] = Int64GetDatum(counts->active);
		values[2] = Int64GetDatum(counts->first_time);
		values[3] = Int64GetDatum(counts->returning);
		values[4] = Int64GetDatum(counts->resurrecting);
		values[5] = Int64GetDatum(before->active - counts->returning);
		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
	return (Datum) 0;
}
