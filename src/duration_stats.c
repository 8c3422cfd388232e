/*
 * duration_stats.c
 *		Counts, mean, bounds and percentiles of a duration_summary, and
 *		format_duration.
 */
#include "csops.h"

#include <math.h>

#include "datatype/timestamp.h"
#include "duration_summary.h"
#include "exact_sum.h"
#include "options.h"
#include "special.h"
#include "utils/builtins.h"

/* Counts */

typedef enum CountKind
{
	COUNT_OBSERVATIONS,
	COUNT_UNANSWERED,
	COUNT_INVALID
} CountKind;

static Datum
count_of(FunctionCallInfo fcinfo, CountKind kind)
{
	DurationView view;

	if (PG_ARGISNULL(0))
		PG_RETURN_INT64(0);
	duration_figures(fcinfo, 0, &view);
	switch (kind)
	{
		case COUNT_OBSERVATIONS:
			PG_RETURN_INT64(view.observations);
		case COUNT_UNANSWERED:
			PG_RETURN_INT64(view.unanswered);
		default:
			PG_RETURN_INT64(view.invalid);
	}
}

CSOPS_FUNCTION(csops_duration_observations);
CSOPS_FUNCTION(csops_duration_unanswered);
CSOPS_FUNCTION(csops_duration_invalid);

Datum
csops_duration_observations(PG_FUNCTION_ARGS)
{
	return count_of(fcinfo, COUNT_OBSERVATIONS);
}

Datum
csops_duration_unanswered(PG_FUNCTION_ARGS)
{
	return count_of(fcinfo, COUNT_UNANSWERED);
}

Datum
csops_duration_invalid(PG_FUNCTION_ARGS)
{
	return count_of(fcinfo, COUNT_INVALID);
}

CSOPS_FUNCTION(csops_duration_is_suppressed);

Datum
csops_duration_is_suppressed(PG_FUNCTION_ARGS)
{
	DurationView view;

	duration_figures(fcinfo, 0, &view);
	PG_RETURN_BOOL(view.observations > 0 && view.observations < option_min_n(fcinfo, 1));
}

/* Total and mean */

CSOPS_FUNCTION(csops_duration_total);
CSOPS_FUNCTION(csops_duration_mean);

Datum
csops_duration_total(PG_FUNCTION_ARGS)
{
	DurationView view;

	duration_figures(fcinfo, 0, &view);
	if (view.observations == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(wide_to_float8(view.total, DURATION_TOTAL_LIMBS, 0) / USECS_PER_SEC);
}

/* duration_mean(s, min_n) */
Datum
csops_duration_mean(PG_FUNCTION_ARGS)
{
	DurationView view;
	int32		min_n = option_min_n(fcinfo, 1);

	duration_figures(fcinfo, 0, &view);
	if (view.observations == 0 || view.observations < min_n)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(wide_to_float8(view.total, DURATION_TOTAL_LIMBS, 0) /
					 ((double) view.observations * USECS_PER_SEC));
}

/* Bounds and percentiles: all in microseconds until they are returned */

/* The shortest and the longest that the durations in a cell can be. */
static double
cell_lowest(const DurationView *view, int cell)
{
	int64		lowest = duration_bucket_lowest(view->cell[cell].bucket);

	return (double) Max(lowest, view->minimum);
}

static double
cell_highest(const DurationView *view, int cell)
{
	int64		highest = duration_bucket_highest(view->cell[cell].bucket);

	return (double) (view->maximum < 0 ? highest : Min(highest, view->maximum));
}

static int
cell_of_rank(const DurationView *view, int64 rank)
{
	int			cell = 0;

	for (; cell < view->cells - 1; cell++)
	{
		if (rank <= view->cell[cell].count)
			break;
		rank -= view->cell[cell].count;
	}
	return cell;
}

/* Whether the duration of that rank is known exactly. */
static bool
exact_at_rank(const DurationView *view, int64 rank, double *micros)
{
	if (view->observations == 1)
		*micros = wide_to_float8(view->total, DURATION_TOTAL_LIMBS, 0);
	else if (rank == 1 && view->minimum >= 0)
		*micros = (double) view->minimum;
	else if (rank == view->observations && view->maximum >= 0)
		*micros = (double) view->maximum;
	else
		return false;
	return true;
}

/*
 * Within one percent of the duration of that rank.  What the bounds cut off
 * the bucket brings its ends, and so the figure, nearer.
 */
static double
estimate_at_rank(const DurationView *view, int64 rank)
{
	int			cell = cell_of_rank(view, rank);
	double		lowest = cell_lowest(view, cell);
	double		highest = cell_highest(view, cell);
	double		micros;

	if (exact_at_rank(view, rank, &micros))
		return micros;
	if (lowest == highest)
		return lowest;
	return 2 * lowest * highest / (lowest + highest);
}

CSOPS_FUNCTION(csops_duration_min);
CSOPS_FUNCTION(csops_duration_max);

Datum
csops_duration_min(PG_FUNCTION_ARGS)
{
	DurationView view;

	duration_view(fcinfo, 0, &view);
	if (view.observations == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(estimate_at_rank(&view, 1) / USECS_PER_SEC);
}

Datum
csops_duration_max(PG_FUNCTION_ARGS)
{
	DurationView view;

	duration_view(fcinfo, 0, &view);
	if (view.observations == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(estimate_at_rank(&view, view.observations) / USECS_PER_SEC);
}

/* The rank is the one that percentile_disc takes. */
bool
duration_at_quantile(const DurationView *view, double q, int32 min_n, double *seconds)
{
	int64		rank = (int64) ceil(q * (double) view->observations);

	if (view->observations == 0 || view->observations < min_n)
		return false;
	rank = Max(1, Min(rank, view->observations));
	*seconds = estimate_at_rank(view, rank) / USECS_PER_SEC;
	return true;
}

static Datum
percentile(FunctionCallInfo fcinfo, const DurationView *view, double q, int32 min_n)
{
	double		seconds;

	if (!duration_at_quantile(view, q, min_n, &seconds))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(seconds);
}

CSOPS_FUNCTION(csops_duration_percentile);

/* duration_percentile(s, q, min_n) */
Datum
csops_duration_percentile(PG_FUNCTION_ARGS)
{
	DurationView view;
	double		q = option_quantile(fcinfo, 1);
	int32		min_n = option_min_n(fcinfo, 2);

	duration_view(fcinfo, 0, &view);
	return percentile(fcinfo, &view, q, min_n);
}

/* duration_p50(s, min_n) and the like */
static Datum
named_percentile(FunctionCallInfo fcinfo, double q)
{
	DurationView view;
	int32		min_n = option_min_n(fcinfo, 1);

	duration_view(fcinfo, 0, &view);
	return percentile(fcinfo, &view, q, min_n);
}

CSOPS_FUNCTION(csops_duration_p50);
CSOPS_FUNCTION(csops_duration_p75);
CSOPS_FUNCTION(csops_duration_p90);
CSOPS_FUNCTION(csops_duration_p95);
CSOPS_FUNCTION(csops_duration_p99);

Datum
csops_duration_p50(PG_FUNCTION_ARGS)
{
	return named_percentile(fcinfo, 0.5);
}

Datum
csops_duration_p75(PG_FUNCTION_ARGS)
{
	return named_percentile(fcinfo, 0.75);
}

Datum
csops_duration_p90(PG_FUNCTION_ARGS)
{
	return named_percentile(fcinfo, 0.9);
}

Datum
csops_duration_p95(PG_FUNCTION_ARGS)
{
	return named_percentile(fcinfo, 0.95);
}

Datum
csops_duration_p99(PG_FUNCTION_ARGS)
{
	return named_percentile(fcinfo, 0.99);
}

/* The same of a moving state: see csops_duration_moving_final. */
static Datum
moving_percentile(FunctionCallInfo fcinfo, double q)
{
	DurationView view;

	duration_view(fcinfo, 0, &view);
	view.minimum = view.maximum = DURATION_UNKNOWN;
	return percentile(fcinfo, &view, q, 0);
}

CSOPS_FUNCTION(csops_duration_p50_moving);
CSOPS_FUNCTION(csops_duration_p75_moving);
CSOPS_FUNCTION(csops_duration_p90_moving);
CSOPS_FUNCTION(csops_duration_p95_moving);
CSOPS_FUNCTION(csops_duration_p99_moving);

Datum
csops_duration_p50_moving(PG_FUNCTION_ARGS)
{
	return moving_percentile(fcinfo, 0.5);
}

Datum
csops_duration_p75_moving(PG_FUNCTION_ARGS)
{
	return moving_percentile(fcinfo, 0.75);
}

Datum
csops_duration_p90_moving(PG_FUNCTION_ARGS)
{
	return moving_percentile(fcinfo, 0.9);
}

Datum
csops_duration_p95_moving(PG_FUNCTION_ARGS)
{
	return moving_percentile(fcinfo, 0.95);
}

Datum
csops_duration_p99_moving(PG_FUNCTION_ARGS)
{
	return moving_percentile(fcinfo, 0.99);
}

/*
 * Intervals of a percentile by order statistics: the number of n independent
 * durations below the q-quantile is binomial, whatever they are distributed
 * as.  The duration of rank r is above the quantile when fewer than r are
 * below it, and below it when at least r are.
 */
static double
chance_rank_is_above(int64 n, double q, int64 rank)
{
	if (q <= 0 || q >= 1)
		return q <= 0 ? 1 : 0;
	return beta_upper_tail(q, (double) rank, (double) (n - rank + 1));
}

static double
chance_rank_is_below(int64 n, double q, int64 rank)
{
	if (q <= 0 || q >= 1)
		return q <= 0 ? 0 : 1;
	return beta_cdf(q, (double) rank, (double) (n - rank + 1));
}

/* The last rank that is above the quantile with at most that chance; 0 when there is none. */
static int64
lower_rank(int64 n, double q, double chance)
{
	int64		good = 0;
	int64		bad = n + 1;

	while (bad - good > 1)
	{
		int64		middle = good + (bad - good) / 2;

		if (chance_rank_is_above(n, q, middle) <= chance)
			good = middle;
		else
			bad = middle;
	}
	return good;
}

/* The first rank that is below the quantile with at most that chance; n + 1 when there is none. */
static int64
upper_rank(int64 n, double q, double chance)
{
	int64		good = n + 1;
	int64		bad = 0;

	while (good - bad > 1)
	{
		int64		middle = bad + (good - bad) / 2;

		if (chance_rank_is_below(n, q, middle) <= chance)
			good = middle;
		else
			bad = middle;
	}
	return good;
}

/*
 * duration_percentile_lo, duration_percentile_hi (s, q, confidence, min_n).
 * The end that the bucket leaves open is taken outward, so that buckets never
 * make the interval too narrow.
 */
static Datum
percentile_bound(FunctionCallInfo fcinfo, bool lower)
{
	DurationView view;
	double		q = option_quantile(fcinfo, 1);
	double		chance = (1 - option_confidence(fcinfo, 2)) / 2;
	int32		min_n = option_min_n(fcinfo, 3);
	int64		rank;
	double		micros;

	duration_view(fcinfo, 0, &view);
	if (view.observations == 0 || view.observations < min_n)
		PG_RETURN_NULL();
	rank = lower ? lower_rank(view.observations, q, chance) : upper_rank(view.observations, q, chance);
	if (rank < 1 || rank > view.observations)
		PG_RETURN_NULL();
	if (!exact_at_rank(&view, rank, &micros))
	{
		int			cell = cell_of_rank(&view, rank);

		micros = lower ? cell_lowest(&view, cell) : cell_highest(&view, cell);
	}
	PG_RETURN_FLOAT8(micros / USECS_PER_SEC);
}

CSOPS_FUNCTION(csops_duration_percentile_lo);
CSOPS_FUNCTION(csops_duration_percentile_hi);

Datum
csops_duration_percentile_lo(PG_FUNCTION_ARGS)
{
	return percentile_bound(fcinfo, true);
}

Datum
csops_duration_percentile_hi(PG_FUNCTION_ARGS)
{
	return percentile_bound(fcinfo, false);
}

CSOPS_FUNCTION(csops_duration_share_within);

/* duration_share_within(s, seconds, min_n) */
Datum
csops_duration_share_within(PG_FUNCTION_ARGS)
{
	DurationView view;
	double		seconds = PG_GETARG_FLOAT8(1);
	int32		min_n = option_min_n(fcinfo, 2);
	double		bound;
	double		within = 0;

	if (isnan(seconds))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the bound is not a number"),
				 errhint("Give the bound in seconds.")));
	duration_view(fcinfo, 0, &view);
	if (view.observations == 0 || view.observations < min_n)
		PG_RETURN_NULL();
	if (seconds < 0)
		PG_RETURN_FLOAT8(0);
	if (seconds >= DURATION_LIMIT_SECONDS)
		PG_RETURN_FLOAT8(1);

	bound = (double) duration_micros(seconds);
	for (int i = 0; i < view.cells; i++)
	{
		double		lowest = cell_lowest(&view, i);
		double		highest = cell_highest(&view, i);
		double		count = (double) view.cell[i].count;

		if (bound >= highest)
			within += count;
		else if (bound >= lowest)
		{
			/* One duration is known to be the minimum, and one the maximum. */
			int			inside = i == 0 && view.minimum >= 0;
			int			outside = i == view.cells - 1 && view.maximum >= 0;

			within += inside + (count - inside - outside) * (bound - lowest + 1) / (highest - lowest + 1);
		}
	}
	PG_RETURN_FLOAT8(within / (double) view.observations);
}

/* Text for people */

typedef struct DurationUnit
{
	const char *name;
	int64		millis;
} DurationUnit;

CSOPS_FUNCTION(csops_format_duration);

/*
 * The largest unit that the duration fills and the next one, to which it is
 * rounded; rounding may fill the unit above.
 */
Datum
csops_format_duration(PG_FUNCTION_ARGS)
{
	static const DurationUnit units[] = {
		{"d", INT64CONST(86400000)}, {"h", 3600000}, {"m", 60000}, {"s", 1000}, {"ms", 1}
	};
	const int	last = lengthof(units) - 1;
	double		seconds = PG_GETARG_FLOAT8(0);
	double		millis = fabs(seconds) * 1000;
	int			unit = 0;
	int			lesser;
	int64		rounded;
	int64		rest;
	StringInfoData out;

	if (!(fabs(seconds) <= DURATION_LIMIT_SECONDS))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("duration is out of range"),
				 errdetail("The duration given is %s seconds; the longest is %s.",
						   shown_float8(seconds), shown_float8(DURATION_LIMIT_SECONDS)),
				 errhint("Format only finite durations.")));
	while (unit < last && millis < (double) units[unit].millis)
		unit++;
	lesser = Min(unit + 1, last);
	rounded = (int64) rint(millis / (double) units[lesser].millis) * units[lesser].millis;
	if (rounded == 0)
		PG_RETURN_TEXT_P(cstring_to_text("0s"));
	if (unit > 0 && rounded == units[unit - 1].millis)
		unit--;

	initStringInfo(&out);
	appendStringInfo(&out, "%s" INT64_FORMAT "%s", seconds < 0 ? "-" : "",
					 rounded / units[unit].millis, units[unit].name);
	rest = rounded % units[unit].millis;
	if (rest != 0)
		appendStringInfo(&out, " " INT64_FORMAT "%s", rest / units[lesser].millis, units[lesser].name);
	PG_RETURN_TEXT_P(cstring_to_text_with_len(out.data, out.len));
}
