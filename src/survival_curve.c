/*
 * survival_curve.c
 *		The Kaplan-Meier curve of a life table, its variance and intervals.
 */
#include "csops.h"

#include <math.h>

#include "datatype/timestamp.h"
#include "options.h"
#include "special.h"
#include "survival.h"

#define LIFE_PERIODS_LIMIT		10000

double
shown_life_time(const LifeView *view, int64 time)
{
	return view->is_interval ? (double) time / USECS_PER_SEC : (double) time;
}

/* Whoever enters is seen to leave later. */
double
last_life_time(const LifeView *view)
{
	return shown_life_time(view, life_cell_time(&view->cell[view->cells - 1]));
}

void
start_survival_curve(SurvivalCurve *curve, const LifeView *view)
{
	memset(curve, 0, sizeof(SurvivalCurve));
	start_life_walk(&curve->walk, view);
	curve->survival = 1;
}

static double
weight_of(const WeightedPoint *point)
{
	return wide_to_float8(point->weight.limb, EXACT_SUM_LIMBS, EXACT_GRID_BITS);
}

static double
squares_of(const WeightedPoint *point)
{
	return wide_to_float8(point->square.limb, EXACT_PRODUCT_LIMBS, 2 * EXACT_GRID_BITS);
}

/* Sets the weights at risk, of those who end and of those who remain, and squares. */
static void
set_numbers(SurvivalCurve *curve)
{
	const LifeWalk *walk = &curve->walk;
	WeightedPoint remaining;

	if (!walk->view->weighted)
	{
		curve->at_risk = (double) walk->at_risk;
		curve->ended = (double) walk->count[LIFE_ENDED];
		curve->remaining = (double) (walk->at_risk - walk->count[LIFE_ENDED]);
		curve->squares = curve->at_risk;
		curve->ended_squares = curve->ended;
		return;
	}
	remaining = walk->point_at_risk;
	weighted_point_merge(&remaining, &walk->point[LIFE_ENDED], true);
	curve->at_risk = weight_of(&walk->point_at_risk);
	curve->ended = weight_of(&walk->point[LIFE_ENDED]);
	curve->remaining = weight_of(&remaining);
	curve->squares = squares_of(&walk->point_at_risk);
	curve->ended_squares = squares_of(&walk->point[LIFE_ENDED]);
}

bool
next_survival_time(SurvivalCurve *curve)
{
	if (!next_life_time(&curve->walk))
		return false;
	curve->time = shown_life_time(curve->walk.view, curve->walk.time);
	set_numbers(curve);
	curve->variance_step = 0;

	/* Weights may all be 0. */
	if (curve->ended > 0)
	{
		double		hazard = curve->ended / curve->at_risk;
		double		effective = curve->at_risk * curve->at_risk / curve->squares;

		curve->survival *= curve->remaining / curve->at_risk;
		if (curve->remaining > 0)
			curve->variance_step = curve->ended / curve->remaining / effective;
		curve->log_variance += curve->variance_step;
		curve->cumulative_hazard += hazard;
		curve->hazard_variance += hazard / effective;
	}
	return true;
}

bool
survival_between(const LifeView *view, double from, double to, double *survival, double *log_variance)
{
	SurvivalCurve curve;

	*survival = 1;
	*log_variance = 0;
	if (view->cells == 0 || from > last_life_time(view))
		return false;
	start_survival_curve(&curve, view);
	while (next_survival_time(&curve) && curve.time <= to)
	{
		if (curve.time <= from)
		{
			if (curve.survival == 0)
				return false;
			curve.survival = 1;
			curve.log_variance = 0;
		}
		*survival = curve.survival;
		*log_variance = curve.log_variance;
	}
	return to <= last_life_time(view) || *survival == 0;
}

/* The formulae of R's survfit. */
bool
survival_limits(double survival, double log_variance, double confidence, SurvivalMethod method, SurvivalLimits *limits)
{
	double		margin = -normal_quantile((1 - confidence) / 2) * sqrt(log_variance);
	double		center;

	if (survival <= 0 || survival >= 1)
		return false;
	switch (method)
	{
		case SURVIVAL_LOG_LOG:
			center = log(survival);
			limits->lo = exp(center * exp(-margin / center));
			limits->hi = exp(center * exp(margin / center));
			break;
		case SURVIVAL_LOG:
			limits->lo = survival * exp(-margin);
			limits->hi = Min(survival * exp(margin), 1);
			break;
		case SURVIVAL_PLAIN:
			limits->lo = Max(survival - margin * survival, 0);
			limits->hi = Min(survival + margin * survival, 1);
			break;
		case SURVIVAL_LOGIT:
			center = log(survival / (1 - survival));
			limits->lo = 1 / (1 + exp(margin / (1 - survival) - center));
			limits->hi = 1 / (1 + exp(-margin / (1 - survival) - center));
			break;
		default:
			center = asin(sqrt(survival));
			margin *= 0.5 * sqrt(survival / (1 - survival));
			limits->lo = pow(sin(Max(center - margin, 0)), 2);
			limits->hi = pow(sin(Min(center + margin, asin(1.0))), 2);
			break;
	}
	return true;
}

double
option_time(FunctionCallInfo fcinfo, int n, const char *option)
{
	double		time = PG_GETARG_FLOAT8(n);

	if (isnan(time))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s is not a number", option),
				 errhint("Give a tenure in the unit of the table's: seconds, where they are intervals.")));
	return time;
}

double
option_length(FunctionCallInfo fcinfo, int n, const char *option)
{
	double		length;

	if (PG_NARGS() <= n)
		return 1;
	length = PG_GETARG_FLOAT8(n);
	if (!(length > 0) || isinf(length))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s is out of range", option),
				 errdetail("The %s given is %s.", option, shown_float8(length)),
				 errhint("Give a length above 0, in the unit of the table's tenures: seconds, where they are intervals.")));
	return length;
}

SurvivalMethod
option_survival_method(FunctionCallInfo fcinfo, int n)
{
	static const char *const names[] = {"log_log", "log", "plain", "logit", "arcsin", NULL};

	return (SurvivalMethod) option_choice(fcinfo, n, "method", names);
}

/* The quotient, or the whole number that it would be without rounding. */
static double
periods_of(double time, double length)
{
	double		periods = time / length;
	double		whole = rint(periods);

	return fabs(periods - whole) <= 1e-12 * whole ? whole : periods;
}

double
life_period(double time, double length)
{
	return Max(ceil(periods_of(time, length)), 1);
}

double
life_periods_completed(double time, double length)
{
	return floor(periods_of(time, length));
}

int
count_life_periods(const LifeView *view, double length)
{
	double		periods = view->cells == 0 ? 0 : life_period(last_life_time(view), length);

	if (periods > LIFE_PERIODS_LIMIT)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("too many periods"),
				 errdetail("The longest tenure has %s periods of the length given; %d are possible.",
						   shown_float8(periods), LIFE_PERIODS_LIMIT),
				 errhint("Give a longer period, in the unit of the table's tenures: seconds, where they are intervals.")));
	return (int) periods;
}
