/*
 * survival.c
 *		Survival, quantiles, mean and cumulative hazard of a life_table.
 */
#include "csops.h"

#include <float.h>
#include <math.h>

#include "options.h"
#include "special.h"
#include "survival.h"

/* Opens argument 0; false where there is nobody, or fewer than argument n says. */
static bool
table_argument(FunctionCallInfo fcinfo, int min_n_argument, LifeView *view)
{
	int32		min_n = option_min_n(fcinfo, min_n_argument);

	life_table_argument(fcinfo, 0, view);
	return view->observations > 0 && view->observations >= min_n;
}

/* The ends of a normal interval around a figure that is not negative. */
static Datum
normal_bound(double center, double variance, double confidence, bool lower)
{
	double		margin = -normal_quantile((1 - confidence) / 2) * sqrt(variance);

	PG_RETURN_FLOAT8(lower ? Max(center - margin, 0) : center + margin);
}

/* Survival */

CSOPS_FUNCTION(csops_survival_at);
CSOPS_FUNCTION(csops_survival_at_lo);
CSOPS_FUNCTION(csops_survival_at_hi);
CSOPS_FUNCTION(csops_survival_at_se);

/* survival_at(s, at, min_n) */
Datum
csops_survival_at(PG_FUNCTION_ARGS)
{
	LifeView	view;
	double		at = option_time(fcinfo, 1, "at");
	double		survival;
	double		log_variance;

	if (!table_argument(fcinfo, 2, &view) || !survival_between(&view, -1, at, &survival, &log_variance))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(survival);
}

/* survival_at_se(s, at, min_n) */
Datum
csops_survival_at_se(PG_FUNCTION_ARGS)
{
	LifeView	view;
	double		at = option_time(fcinfo, 1, "at");
	double		survival;
	double		log_variance;

	if (!table_argument(fcinfo, 2, &view) || !survival_between(&view, -1, at, &survival, &log_variance) ||
		survival == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(survival * sqrt(log_variance));
}

/* survival_at_lo, survival_at_hi (s, at, confidence, method, min_n) */
static Datum
survival_bound(FunctionCallInfo fcinfo, bool lower)
{
	LifeView	view;
	double		at = option_time(fcinfo, 1, "at");
	double		confidence = option_confidence(fcinfo, 2);
	SurvivalMethod method = option_survival_method(fcinfo, 3);
	double		survival;
	double		log_variance;
	SurvivalLimits limits;

	if (!table_argument(fcinfo, 4, &view) || !survival_between(&view, -1, at, &survival, &log_variance) ||
		!survival_limits(survival, log_variance, confidence, method, &limits))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(lower ? limits.lo : limits.hi);
}

Datum
csops_survival_at_lo(PG_FUNCTION_ARGS)
{
	return survival_bound(fcinfo, true);
}

Datum
csops_survival_at_hi(PG_FUNCTION_ARGS)
{
	return survival_bound(fcinfo, false);
}

/* Survival of those who have come so far */

CSOPS_FUNCTION(csops_conditional_survival);
CSOPS_FUNCTION(csops_conditional_survival_lo);
CSOPS_FUNCTION(csops_conditional_survival_hi);

static bool
conditional_survival(FunctionCallInfo fcinfo, int min_n_argument, double *survival, double *log_variance)
{
	LifeView	view;
	double		at = option_time(fcinfo, 1, "at");
	double		ahead = option_time(fcinfo, 2, "ahead");

	if (ahead < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("ahead must not be negative"),
				 errdetail("The time ahead that was given is %s.", shown_float8(ahead)),
				 errhint("Give how much longer the accounts are to stay.")));
	return table_argument(fcinfo, min_n_argument, &view) &&
		survival_between(&view, at, at + ahead, survival, log_variance);
}

/* conditional_survival(s, at, ahead, min_n) */
Datum
csops_conditional_survival(PG_FUNCTION_ARGS)
{
	double		survival;
	double		log_variance;

	if (!conditional_survival(fcinfo, 3, &survival, &log_variance))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(survival);
}

/* conditional_survival_lo, conditional_survival_hi (s, at, ahead, confidence, method, min_n) */
static Datum
conditional_bound(FunctionCallInfo fcinfo, bool lower)
{
	double		confidence = option_confidence(fcinfo, 3);
	SurvivalMethod method = option_survival_method(fcinfo, 4);
	double		survival;
	double		log_variance;
	SurvivalLimits limits;

	if (!conditional_survival(fcinfo, 5, &survival, &log_variance) ||
		!survival_limits(survival, log_variance, confidence, method, &limits))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(lower ? limits.lo : limits.hi);
}

Datum
csops_conditional_survival_lo(PG_FUNCTION_ARGS)
{
	return conditional_bound(fcinfo, true);
}

Datum
csops_conditional_survival_hi(PG_FUNCTION_ARGS)
{
	return conditional_bound(fcinfo, false);
}

/* Quantiles */

/* Which curve goes down to 1 - q. */
typedef enum CurveKind
{
	CURVE_SURVIVAL,
	CURVE_LOWER,
	CURVE_UPPER
} CurveKind;

typedef struct QuantileOptions
{
	double		q;
	bool		start_of_flat;
	CurveKind	kind;
	double		confidence;		/* of the other two */
	SurvivalMethod method;
} QuantileOptions;

/* What is gone by now, by that curve; false where it has no value. */
static bool
gone_by(const SurvivalCurve *curve, const QuantileOptions *options, double *gone)
{
	SurvivalLimits limits;

	if (options->kind == CURVE_SURVIVAL)
	{
		*gone = 1 - curve->survival;
		return true;
	}
	if (!survival_limits(curve->survival, curve->log_variance, options->confidence, options->method, &limits))
		return false;
	*gone = 1 - (options->kind == CURVE_LOWER ? limits.lo : limits.hi);
	return true;
}

/*
 * Where the curve crosses, as R's quantile.survfit: a stretch at exactly that
 * height counts with its middle, and where the curve ends in one, that reaches
 * to the last time.  Heights are equal within R's tolerance.
 */
static bool
curve_quantile(const LifeView *view, const QuantileOptions *options, double *time)
{
	double		tolerance = sqrt(DBL_EPSILON);
	SurvivalCurve curve;
	bool		reached = false;	/* by the time set */
	bool		has_value = false;
	double		gone = 0;

	*time = 0;
	if (options->q == 0)
		return true;
	start_survival_curve(&curve, view);
	while (next_survival_time(&curve))
	{
		has_value = gone_by(&curve, options, &gone);
		if (has_value && !reached && gone >= options->q - tolerance)
		{
			reached = true;
			*time = curve.time;
			if (options->start_of_flat)
				return true;
		}
		if (has_value && gone >= options->q + tolerance)
		{
			*time = (*time + curve.time) / 2;
			return true;
		}
	}
	if (!reached || !has_value || fabs(gone - options->q) >= tolerance)
		return false;
	*time = (*time + last_life_time(view)) / 2;
	return true;
}

static bool
option_start_of_flat(FunctionCallInfo fcinfo, int n)
{
	static const char *const names[] = {"middle", "start", NULL};

	return option_choice(fcinfo, n, "flat", names) == 1;
}

static Datum
quantile_datum(FunctionCallInfo fcinfo, const QuantileOptions *options, int min_n_argument)
{
	LifeView	view;
	double		time;

	if (!table_argument(fcinfo, min_n_argument, &view) || !curve_quantile(&view, options, &time))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(time);
}

CSOPS_FUNCTION(csops_survival_quantile);
CSOPS_FUNCTION(csops_survival_quantile_lo);
CSOPS_FUNCTION(csops_survival_quantile_hi);

/* survival_quantile(s, q, flat, min_n) */
Datum
csops_survival_quantile(PG_FUNCTION_ARGS)
{
	QuantileOptions options = {option_quantile(fcinfo, 1), option_start_of_flat(fcinfo, 2), CURVE_SURVIVAL, 0, 0};

	return quantile_datum(fcinfo, &options, 3);
}

/* (s, q, confidence, method, flat, min_n); the curve's lower limit comes down first. */
Datum
csops_survival_quantile_lo(PG_FUNCTION_ARGS)
{
	QuantileOptions options = {option_quantile(fcinfo, 1), option_start_of_flat(fcinfo, 4), CURVE_LOWER,
	option_confidence(fcinfo, 2), option_survival_method(fcinfo, 3)};

	return quantile_datum(fcinfo, &options, 5);
}

Datum
csops_survival_quantile_hi(PG_FUNCTION_ARGS)
{
	QuantileOptions options = {option_quantile(fcinfo, 1), option_start_of_flat(fcinfo, 4), CURVE_UPPER,
	option_confidence(fcinfo, 2), option_survival_method(fcinfo, 3)};

	return quantile_datum(fcinfo, &options, 5);
}

CSOPS_FUNCTION(csops_survival_median);
CSOPS_FUNCTION(csops_survival_median_lo);
CSOPS_FUNCTION(csops_survival_median_hi);

/* survival_median(s, flat, min_n) */
Datum
csops_survival_median(PG_FUNCTION_ARGS)
{
	QuantileOptions options = {0.5, option_start_of_flat(fcinfo, 1), CURVE_SURVIVAL, 0, 0};

	return quantile_datum(fcinfo, &options, 2);
}

/* survival_median_lo, survival_median_hi (s, confidence, method, flat, min_n) */
Datum
csops_survival_median_lo(PG_FUNCTION_ARGS)
{
	QuantileOptions options = {0.5, option_start_of_flat(fcinfo, 3), CURVE_LOWER,
	option_confidence(fcinfo, 1), option_survival_method(fcinfo, 2)};

	return quantile_datum(fcinfo, &options, 4);
}

Datum
csops_survival_median_hi(PG_FUNCTION_ARGS)
{
	QuantileOptions options = {0.5, option_start_of_flat(fcinfo, 3), CURVE_UPPER,
	option_confidence(fcinfo, 1), option_survival_method(fcinfo, 2)};

	return quantile_datum(fcinfo, &options, 4);
}

/* Restricted mean */

/*
 * The area under the curve up to a time.  Its variance is the sum over the
 * times of what follows each, squared, by what the time adds to Greenwood's.
 */
static bool
restricted_mean(FunctionCallInfo fcinfo, int min_n_argument, double *mean, double *variance)
{
	LifeView	view;
	double		until = option_time(fcinfo, 1, "until");
	SurvivalCurve curve;
	double		before = 0;
	double		area = 0;
	double		survival = 1;

	if (until < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("until must not be negative"),
				 errdetail("The time given is %s.", shown_float8(until)),
				 errhint("Give the tenure up to which to count, or 'infinity' for the longest of the table.")));
	if (!table_argument(fcinfo, min_n_argument, &view))
		return false;
	if (isinf(until))
		until = last_life_time(&view);

	start_survival_curve(&curve, &view);
	while (next_survival_time(&curve) && curve.time <= until)
	{
		area += survival * (curve.time - before);
		before = curve.time;
		survival = curve.survival;
	}
	if (until > last_life_time(&view) && survival > 0)
		return false;
	*mean = area + survival * (until - before);

	*variance = 0;
	area = 0;
	before = 0;
	survival = 1;
	start_survival_curve(&curve, &view);
	while (next_survival_time(&curve) && curve.time <= until)
	{
		area += survival * (curve.time - before);
		before = curve.time;
		survival = curve.survival;
		*variance += (*mean - area) * (*mean - area) * curve.variance_step;
	}
	return true;
}

CSOPS_FUNCTION(csops_restricted_mean);
CSOPS_FUNCTION(csops_restricted_mean_se);
CSOPS_FUNCTION(csops_restricted_mean_lo);
CSOPS_FUNCTION(csops_restricted_mean_hi);

/* restricted_mean(s, until, min_n) */
Datum
csops_restricted_mean(PG_FUNCTION_ARGS)
{
	double		mean;
	double		variance;

	if (!restricted_mean(fcinfo, 2, &mean, &variance))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(mean);
}

Datum
csops_restricted_mean_se(PG_FUNCTION_ARGS)
{
	double		mean;
	double		variance;

	if (!restricted_mean(fcinfo, 2, &mean, &variance))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(sqrt(variance));
}

/* restricted_mean_lo, restricted_mean_hi (s, until, confidence, min_n) */
static Datum
mean_bound(FunctionCallInfo fcinfo, bool lower)
{
	double		confidence = option_confidence(fcinfo, 2);
	double		mean;
	double		variance;

	if (!restricted_mean(fcinfo, 3, &mean, &variance) || variance == 0)
		PG_RETURN_NULL();
	return normal_bound(mean, variance, confidence, lower);
}

Datum
csops_restricted_mean_lo(PG_FUNCTION_ARGS)
{
	return mean_bound(fcinfo, true);
}

Datum
csops_restricted_mean_hi(PG_FUNCTION_ARGS)
{
	return mean_bound(fcinfo, false);
}

/* Cumulative hazard */

static bool
cumulative_hazard(FunctionCallInfo fcinfo, int min_n_argument, double *hazard, double *variance)
{
	LifeView	view;
	double		at = option_time(fcinfo, 1, "at");
	SurvivalCurve curve;

	if (!table_argument(fcinfo, min_n_argument, &view) || at > last_life_time(&view))
		return false;
	*hazard = 0;
	*variance = 0;
	start_survival_curve(&curve, &view);
	while (next_survival_time(&curve) && curve.time <= at)
	{
		*hazard = curve.cumulative_hazard;
		*variance = curve.hazard_variance;
	}
	return true;
}

CSOPS_FUNCTION(csops_cumulative_hazard);
CSOPS_FUNCTION(csops_cumulative_hazard_se);
CSOPS_FUNCTION(csops_cumulative_hazard_lo);
CSOPS_FUNCTION(csops_cumulative_hazard_hi);

/* cumulative_hazard(s, at, min_n) */
Datum
csops_cumulative_hazard(PG_FUNCTION_ARGS)
{
	double		hazard;
	double		variance;

	if (!cumulative_hazard(fcinfo, 2, &hazard, &variance))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(hazard);
}

Datum
csops_cumulative_hazard_se(PG_FUNCTION_ARGS)
{
	double		hazard;
	double		variance;

	if (!cumulative_hazard(fcinfo, 2, &hazard, &variance))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(sqrt(variance));
}

/* cumulative_hazard_lo, cumulative_hazard_hi (s, at, confidence, min_n) */
static Datum
hazard_bound(FunctionCallInfo fcinfo, bool lower)
{
	double		confidence = option_confidence(fcinfo, 2);
	double		hazard;
	double		variance;

	if (!cumulative_hazard(fcinfo, 3, &hazard, &variance) || hazard == 0)
		PG_RETURN_NULL();
	return normal_bound(hazard, variance, confidence, lower);
}

Datum
csops_cumulative_hazard_lo(PG_FUNCTION_ARGS)
{
	return hazard_bound(fcinfo, true);
}

Datum
csops_cumulative_hazard_hi(PG_FUNCTION_ARGS)
{
	return hazard_bound(fcinfo, false);
}
