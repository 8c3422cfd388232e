/*
 * nps.c
 *		The Net Promoter Score, its intervals and its differences.
 *
 * An answer counts 1 as promoter (9 or 10), 0 as passive, -1 as detractor (0
 * to 6); the score is 100 times the mean of that.
 */
#include "csops.h"

#include <math.h>

#include "options.h"
#include "rating.h"
#include "special.h"

#define NPS_POINTS			11
#define FIRST_PASSIVE		7
#define FIRST_PROMOTER		9

/* Pseudo-answers of the adjusted Wald interval: three in all (Rocks 2016). */
#define ADDED_PROMOTERS		0.75
#define ADDED_PASSIVES		1.5
#define ADDED_DETRACTORS	0.75

typedef enum NpsMethod
{
	NPS_ADJUSTED_WALD,
	NPS_WALD,
	NPS_T
} NpsMethod;

static const char *const nps_methods[] = {"adjusted_wald", "wald", "t", NULL};

/* The mean of 1, 0, -1 that an interval is centred on, and its variance. */
typedef struct NpsCentre
{
	double		mean;
	double		variance;
	double		sample_variance;	/* of an answer, for Welch's degrees of freedom */
	double		n;
} NpsCentre;

static const double nps_values[NPS_POINTS] = {-1, -1, -1, -1, -1, -1, -1, 0, 0, 1, 1};

static void
check_nps_scale(const RatingView *view)
{
	if (view->lowest != 0 || view->points != NPS_POINTS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("NPS needs answers on the scale 0 to 10"),
				 errdetail("The scale of this summary is %d to %d.",
						   view->lowest, view->lowest + view->points - 1),
				 errhint("Use csat, rating_mean or top_box for other scales.")));
}

/* False when there is nothing to compute a score from. */
static bool
nps_view(FunctionCallInfo fcinfo, int n, RatingView *view)
{
	rating_view(fcinfo, n, view);
	check_nps_scale(view);
	return view->total_weight > 0;
}

/* False when the method is undefined for so few answers. */
static bool
nps_centre(const RatingView *view, NpsMethod method, NpsCentre *centre)
{
	MeanEstimate estimate;

	if (method == NPS_ADJUSTED_WALD)
	{
		double		promoters = effective_count(view, FIRST_PROMOTER, NPS_POINTS - 1) + ADDED_PROMOTERS;
		double		passives = effective_count(view, FIRST_PASSIVE, FIRST_PROMOTER - 1) + ADDED_PASSIVES;
		double		detractors = effective_count(view, 0, FIRST_PASSIVE - 1) + ADDED_DETRACTORS;
		double		n = promoters + passives + detractors;

		/*
		 * (P + D)/n - ((P - D)/n)^2 written without a difference, which would
		 * lose its digits when nearly all answers are alike.
		 */
		centre->mean = (promoters - detractors) / n;
		centre->variance = (passives / n * ((promoters + detractors) / n) +
							4 * (promoters / n) * (detractors / n)) / n;
		centre->n = n;
		return true;
	}

	estimate = rating_mean_of(view, nps_values);
	if (method == NPS_T && view->observations < 2)
		return false;
	centre->mean = estimate.mean;
	centre->variance = method == NPS_T ? estimate.sample_variance : estimate.variance;
	centre->n = estimate.n;
	centre->sample_variance = estimate.sample_variance * estimate.n;
	return true;
}

static double
quantile(NpsMethod method, double df, double confidence)
{
	/* From the lower tail, so that a confidence near 1 keeps its digits. */
	double		tail = (1 - confidence) / 2;

	return fabs(method == NPS_T ? t_quantile(tail, df) : normal_quantile(tail));
}

static double
clamp(double value, double limit)
{
	return Max(-limit, Min(limit, value));
}

static double
nps_points(const RatingView *view)
{
	return rating_mean_value(view, nps_values, 100);
}

CSOPS_FUNCTION(csops_nps);

/* nps(s, min_n) */
Datum
csops_nps(PG_FUNCTION_ARGS)
{
	RatingView	view;
	int32		min_n = option_min_n(fcinfo, 1);

	if (!nps_view(fcinfo, 0, &view) || view.observations < min_n)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(nps_points(&view));
}

/*
 * nps_lo, nps_hi, nps_margin (s, confidence, method, min_n): the centre and
 * half width of the interval, unclamped.
 */
static bool
nps_interval(FunctionCallInfo fcinfo, double *centre_points, double *margin_points)
{
	RatingView	view;
	NpsCentre	centre;
	double		confidence = option_confidence(fcinfo, 1);
	NpsMethod	method = option_choice(fcinfo, 2, "method", nps_methods);
	int32		min_n = option_min_n(fcinfo, 3);

	if (!nps_view(fcinfo, 0, &view) || view.observations < min_n ||
		!nps_centre(&view, method, &centre))
		return false;
	*centre_points = 100 * centre.mean;
	*margin_points = 100 * quantile(method, centre.n - 1, confidence) * sqrt(centre.variance);
	return true;
}

CSOPS_FUNCTION(csops_nps_lo);
CSOPS_FUNCTION(csops_nps_hi);
CSOPS_FUNCTION(csops_nps_margin);

Datum
csops_nps_lo(PG_FUNCTION_ARGS)
{
	double		centre;
	double		margin;

	if (!nps_interval(fcinfo, &centre, &margin))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(clamp(centre - margin, 100));
}

Datum
csops_nps_hi(PG_FUNCTION_ARGS)
{
	double		centre;
	double		margin;

	if (!nps_interval(fcinfo, &centre, &margin))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(clamp(centre + margin, 100));
}

Datum
csops_nps_margin(PG_FUNCTION_ARGS)
{
	double		centre;
	double		margin;

	if (!nps_interval(fcinfo, &centre, &margin))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(margin);
}

/* Counts */

static Datum
count_points(FunctionCallInfo fcinfo, int from, int to)
{
	RatingView	view;
	int64		count = 0;

	if (PG_ARGISNULL(0))
		PG_RETURN_INT64(0);
	rating_view(fcinfo, 0, &view);
	check_nps_scale(&view);
	for (int i = from; i <= to; i++)
		count += view.count[i];
	PG_RETURN_INT64(count);
}

CSOPS_FUNCTION(csops_promoters);
CSOPS_FUNCTION(csops_passives);
CSOPS_FUNCTION(csops_detractors);

Datum
csops_promoters(PG_FUNCTION_ARGS)
{
	return count_points(fcinfo, FIRST_PROMOTER, NPS_POINTS - 1);
}

Datum
csops_passives(PG_FUNCTION_ARGS)
{
	return count_points(fcinfo, FIRST_PASSIVE, FIRST_PROMOTER - 1);
}

Datum
csops_detractors(PG_FUNCTION_ARGS)
{
	return count_points(fcinfo, 0, FIRST_PASSIVE - 1);
}

/* Differences */

CSOPS_FUNCTION(csops_nps_difference);

Datum
csops_nps_difference(PG_FUNCTION_ARGS)
{
	RatingView	a;
	RatingView	b;
	bool		a_has_answers = nps_view(fcinfo, 0, &a);
	bool		b_has_answers = nps_view(fcinfo, 1, &b);

	if (!a_has_answers || !b_has_answers)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(nps_points(&a) - nps_points(&b));
}

typedef struct NpsDifference
{
	NpsMethod	method;
	double		difference;
	double		error;			/* standard error */
	double		df;				/* of method 't' */
} NpsDifference;

static bool
nps_difference_of(FunctionCallInfo fcinfo, int method_argument, NpsDifference *result)
{
	RatingView	a;
	RatingView	b;
	NpsCentre	centre_a;
	NpsCentre	centre_b;
	bool		a_has_answers = nps_view(fcinfo, 0, &a);
	bool		b_has_answers = nps_view(fcinfo, 1, &b);

	result->method = option_choice(fcinfo, method_argument, "method", nps_methods);
	if (!a_has_answers || !b_has_answers ||
		!nps_centre(&a, result->method, &centre_a) || !nps_centre(&b, result->method, &centre_b))
		return false;
	result->difference = centre_a.mean - centre_b.mean;
	result->error = sqrt(centre_a.variance + centre_b.variance);
	if (result->method == NPS_T && result->error > 0)
		result->df = welch_df(centre_a.sample_variance, centre_a.n,
							  centre_b.sample_variance, centre_b.n);

	/*
	 * Two samples without any variance say nothing of the difference; an
	 * interval of no width would read as proof.
	 */
	return result->error > 0;
}

static bool
nps_difference_interval(FunctionCallInfo fcinfo, double *centre, double *margin)
{
	double		confidence = option_confidence(fcinfo, 2);
	NpsDifference difference;

	if (!nps_difference_of(fcinfo, 3, &difference))
		return false;
	*centre = 100 * difference.difference;
	*margin = 100 * quantile(difference.method, difference.df, confidence) * difference.error;
	return true;
}

CSOPS_FUNCTION(csops_nps_difference_lo);
CSOPS_FUNCTION(csops_nps_difference_hi);
CSOPS_FUNCTION(csops_nps_difference_p);

Datum
csops_nps_difference_lo(PG_FUNCTION_ARGS)
{
	double		centre;
	double		margin;

	if (!nps_difference_interval(fcinfo, &centre, &margin))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(clamp(centre - margin, 200));
}

Datum
csops_nps_difference_hi(PG_FUNCTION_ARGS)
{
	double		centre;
	double		margin;

	if (!nps_difference_interval(fcinfo, &centre, &margin))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(clamp(centre + margin, 200));
}

/* nps_difference_p(a, b, method) */
Datum
csops_nps_difference_p(PG_FUNCTION_ARGS)
{
	NpsDifference difference;
	double		statistic;

	if (!nps_difference_of(fcinfo, 2, &difference))
		PG_RETURN_NULL();
	statistic = difference.difference / difference.error;
	PG_RETURN_FLOAT8(difference.method == NPS_T ?
					 t_two_sided_p(statistic, difference.df) : normal_two_sided_p(statistic));
}
