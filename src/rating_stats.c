/*
 * rating_stats.c
 *		Counts, rates and moments of ratings on any scale.
 */
#include "csops.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "options.h"
#include "proportion.h"
#include "rating.h"
#include "special.h"
#include "utils/array.h"

/* Counts are not strict: no summary is no rows, which is zero of them. */

CSOPS_FUNCTION(csops_rating_observations);
CSOPS_FUNCTION(csops_rating_unanswered);
CSOPS_FUNCTION(csops_rating_invalid);

Datum
csops_rating_observations(PG_FUNCTION_ARGS)
{
	RatingView	view;

	if (PG_ARGISNULL(0))
		PG_RETURN_INT64(0);
	rating_view(fcinfo, 0, &view);
	PG_RETURN_INT64(view.observations);
}

Datum
csops_rating_unanswered(PG_FUNCTION_ARGS)
{
	RatingView	view;

	if (PG_ARGISNULL(0))
		PG_RETURN_INT64(0);
	rating_view(fcinfo, 0, &view);
	PG_RETURN_INT64(view.unanswered);
}

Datum
csops_rating_invalid(PG_FUNCTION_ARGS)
{
	RatingView	view;

	if (PG_ARGISNULL(0))
		PG_RETURN_INT64(0);
	rating_view(fcinfo, 0, &view);
	PG_RETURN_INT64(view.invalid);
}

CSOPS_FUNCTION(csops_rating_is_suppressed);

/* is_suppressed(s, min_n): there are answers, but too few to show */
Datum
csops_rating_is_suppressed(PG_FUNCTION_ARGS)
{
	RatingView	view;
	int32		min_n = option_min_n(fcinfo, 1);

	rating_view(fcinfo, 0, &view);
	PG_RETURN_BOOL(view.observations > 0 && view.observations < min_n);
}

/* Whoever gave an invalid score, or has no weight, did respond. */
static bool
response_share(FunctionCallInfo fcinfo, Share *share)
{
	RatingView	view;

	rating_view(fcinfo, 0, &view);
	share->successes = (double) view.observations + (double) view.unweighted + (double) view.invalid;
	share->n = share->successes + (double) view.unanswered;
	return share->n > 0;
}

CSOPS_FUNCTION(csops_response_rate);
CSOPS_FUNCTION(csops_response_rate_lo);
CSOPS_FUNCTION(csops_response_rate_hi);

Datum
csops_response_rate(PG_FUNCTION_ARGS)
{
	Share		share;

	if (!response_share(fcinfo, &share))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(share.successes / share.n);
}

/* response_rate_lo, response_rate_hi (s, confidence, method) */
Datum
csops_response_rate_lo(PG_FUNCTION_ARGS)
{
	Share		share;
	double		confidence = option_confidence(fcinfo, 1);
	ProportionMethod method = option_proportion_method(fcinfo, 2);

	if (!response_share(fcinfo, &share))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(proportion_interval(share.successes, share.n, confidence, method).lo);
}

Datum
csops_response_rate_hi(PG_FUNCTION_ARGS)
{
	Share		share;
	double		confidence = option_confidence(fcinfo, 1);
	ProportionMethod method = option_proportion_method(fcinfo, 2);

	if (!response_share(fcinfo, &share))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(proportion_interval(share.successes, share.n, confidence, method).hi);
}

CSOPS_FUNCTION(csops_effective_responses);

Datum
csops_effective_responses(PG_FUNCTION_ARGS)
{
	RatingView	view;

	rating_view(fcinfo, 0, &view);
	if (view.total_weight == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(effective_answers(&view));
}

/* The mean score; false when there is none. */
static bool
mean_score(const RatingView *view, MeanEstimate *estimate)
{
	double		scores[MAX_SCALE_POINTS] = {0};

	if (view->total_weight == 0)
		return false;
	for (int i = 0; i < view->points; i++)
		scores[i] = view->lowest + i;
	*estimate = rating_mean_of(view, scores);
	return true;
}

CSOPS_FUNCTION(csops_rating_total);

/* Exact up to 2^53: it is of counts, not of weights. */
Datum
csops_rating_total(PG_FUNCTION_ARGS)
{
	RatingView	view;
	double		total = 0;

	rating_view(fcinfo, 0, &view);
	for (int i = 0; i < view.points; i++)
		total += (double) view.count[i] * (view.lowest + i);
	PG_RETURN_FLOAT8(total);
}

CSOPS_FUNCTION(csops_rating_mean);
CSOPS_FUNCTION(csops_rating_mean_lo);
CSOPS_FUNCTION(csops_rating_mean_hi);

/* rating_mean(s, min_n) */
Datum
csops_rating_mean(PG_FUNCTION_ARGS)
{
	RatingView	view;
	MeanEstimate estimate;
	int32		min_n = option_min_n(fcinfo, 1);

	rating_view(fcinfo, 0, &view);
	if (!mean_score(&view, &estimate) || estimate.n < min_n)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(estimate.mean);
}

/* rating_mean_lo, rating_mean_hi (s, confidence, min_n): Student's t */
static bool
mean_bound(FunctionCallInfo fcinfo, double side, double *bound)
{
	RatingView	view;
	MeanEstimate estimate;
	double		confidence = option_confidence(fcinfo, 1);
	int32		min_n = option_min_n(fcinfo, 2);

	rating_view(fcinfo, 0, &view);
	if (!mean_score(&view, &estimate) || view.observations < Max(2, min_n))
		return false;
	*bound = estimate.mean -
		side * t_quantile((1 - confidence) / 2, estimate.n - 1) * sqrt(estimate.sample_variance);
	return true;
}

/* No clamp: a mean's interval may well end beyond the scale, and says so. */
Datum
csops_rating_mean_lo(PG_FUNCTION_ARGS)
{
	double		bound;

	if (!mean_bound(fcinfo, -1, &bound))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(bound);
}

Datum
csops_rating_mean_hi(PG_FUNCTION_ARGS)
{
	double		bound;

	if (!mean_bound(fcinfo, 1, &bound))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(bound);
}

CSOPS_FUNCTION(csops_rating_stddev);

Datum
csops_rating_stddev(PG_FUNCTION_ARGS)
{
	RatingView	view;
	MeanEstimate estimate;
	double		squares = 0;

	rating_view(fcinfo, 0, &view);
	if (view.observations < 2 || !mean_score(&view, &estimate))
		PG_RETURN_NULL();
	for (int i = 0; i < view.points; i++)
	{
		double		deviation = view.lowest + i - estimate.mean;

		squares += view.weight[i] * deviation * deviation;
	}
	PG_RETURN_FLOAT8(sqrt(squares / view.total_weight * (estimate.n / (estimate.n - 1))));
}

CSOPS_FUNCTION(csops_rating_median);

/*
 * The score at which half of the weight is reached; where exactly half lies
 * below it, the middle between it and the next score given.
 */
Datum
csops_rating_median(PG_FUNCTION_ARGS)
{
	RatingView	view;
	double		below = 0;
	int			half_at = -1;

	rating_view(fcinfo, 0, &view);
	if (view.total_weight == 0)
		PG_RETURN_NULL();
	for (int i = 0; i < view.points; i++)
	{
		if (view.weight[i] == 0)
			continue;
		if (half_at >= 0)
			PG_RETURN_FLOAT8(view.lowest + (half_at + i) / 2.0);
		below += view.weight[i];
		if (below > view.total_weight - below)
			PG_RETURN_FLOAT8(view.lowest + i);
		if (below == view.total_weight - below)
			half_at = i;
	}
	PG_RETURN_FLOAT8(view.lowest + view.points - 1);
}

CSOPS_FUNCTION(csops_rating_histogram);

Datum
csops_rating_histogram(PG_FUNCTION_ARGS)
{
	RatingView	view;
	Datum		counts[MAX_SCALE_POINTS];

	rating_view(fcinfo, 0, &view);
	for (int i = 0; i < view.points; i++)
		counts[i] = Int64GetDatum(view.count[i]);
	PG_RETURN_ARRAYTYPE_P(construct_array(counts, view.points, INT8OID,
										  sizeof(int64), FLOAT8PASSBYVAL, TYPALIGN_DOUBLE));
}

/* Differences of means, by Welch */

typedef struct MeanDifference
{
	double		difference;
	double		error;
	double		df;
} MeanDifference;

static bool
mean_difference(FunctionCallInfo fcinfo, MeanDifference *result)
{
	RatingView	view_a;
	RatingView	view_b;
	MeanEstimate a;
	MeanEstimate b;

	rating_views(fcinfo, &view_a, &view_b);
	if (!mean_score(&view_a, &a) || !mean_score(&view_b, &b))
		return false;
	result->difference = a.mean - b.mean;

	/* Undefined, as are interval and p, where there is no variance to go by. */
	result->error = a.n < 2 || b.n < 2 ? 0 : sqrt(a.sample_variance + b.sample_variance);
	if (result->error > 0)
		result->df = welch_df(a.sample_variance * a.n, a.n, b.sample_variance * b.n, b.n);
	return true;
}

CSOPS_FUNCTION(csops_rating_mean_difference);
CSOPS_FUNCTION(csops_rating_mean_difference_lo);
CSOPS_FUNCTION(csops_rating_mean_difference_hi);
CSOPS_FUNCTION(csops_rating_mean_difference_p);

Datum
csops_rating_mean_difference(PG_FUNCTION_ARGS)
{
	MeanDifference result;

	if (!mean_difference(fcinfo, &result))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(result.difference);
}

/* rating_mean_difference_lo, rating_mean_difference_hi (a, b, confidence) */
static Datum
mean_difference_bound(FunctionCallInfo fcinfo, double side)
{
	MeanDifference result;
	double		tail = (1 - option_confidence(fcinfo, 2)) / 2;

	if (!mean_difference(fcinfo, &result) || result.error == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(result.difference - side * t_quantile(tail, result.df) * result.error);
}

Datum
csops_rating_mean_difference_lo(PG_FUNCTION_ARGS)
{
	return mean_difference_bound(fcinfo, -1);
}

Datum
csops_rating_mean_difference_hi(PG_FUNCTION_ARGS)
{
	return mean_difference_bound(fcinfo, 1);
}

Datum
csops_rating_mean_difference_p(PG_FUNCTION_ARGS)
{
	MeanDifference result;

	if (!mean_difference(fcinfo, &result) || result.error == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(t_two_sided_p(result.difference / result.error, result.df));
}
