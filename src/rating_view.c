/*
 * rating_view.c
 *		What the figures of plain and weighted ratings are computed from.
 */
#include "csops.h"

#include <math.h>

#include "libpq/pqformat.h"
#include "options.h"
#include "rating.h"

void
rating_view(FunctionCallInfo fcinfo, int n, RatingView *view)
{
	const CsopsType *type;
	const CsopsHeader *value = csops_any_value(PG_GETARG_DATUM(n), &type);

	switch (type->id)
	{
		case CSOPS_RATING_SUMMARY:
			view_rating_summary(view, value);
			break;
		case CSOPS_WEIGHTED_RATING_SUMMARY:
			view_weighted_rating_summary(view, value);
			break;
		default:
			csops_corrupted(type, "A rating was expected.");
	}
}

void
rating_views(FunctionCallInfo fcinfo, RatingView *a, RatingView *b)
{
	rating_view(fcinfo, 0, a);
	rating_view(fcinfo, 1, b);
	check_same_scale((Scale) {a->lowest, a->lowest + a->points - 1},
					 (Scale) {b->lowest, b->lowest + b->points - 1});
}

const char *
scale_problem(int64 lowest, int64 highest)
{
	if (lowest < PG_INT16_MIN || highest > PG_INT16_MAX)
		return "A scale lies between -32768 and 32767.";
	if (lowest >= highest)
		return "The lowest score of a scale is less than its highest.";
	if (highest - lowest >= MAX_SCALE_POINTS)
		return "A scale has at most 101 points.";
	return NULL;
}

Scale
scale_arguments(FunctionCallInfo fcinfo, int n)
{
	Scale		scale;
	const char *problem;

	if (PG_ARGISNULL(n) || PG_ARGISNULL(n + 1))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("the scale must not be null"),
				 errhint("Give its lowest and highest score, such as 1, 5.")));
	scale.lowest = PG_GETARG_INT32(n);
	scale.highest = PG_GETARG_INT32(n + 1);
	problem = scale_problem(scale.lowest, scale.highest);
	if (problem != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("impossible scale"),
				 errdetail("%s The scale given is %d to %d.", problem, scale.lowest, scale.highest),
				 errhint("Give its lowest and highest score, such as 1, 5.")));
	return scale;
}

Scale
read_json_scale(const JsonNode *root)
{
	const JsonNode *scale = json_required(root, "scale");
	int64		lowest;
	int64		highest;
	const char *problem;

	json_check_array(scale);
	if (scale->count != 2)
		json_error(scale, "The scale is a list of its lowest and highest score.");
	lowest = json_int64(scale->first, PG_INT64_MIN, PG_INT64_MAX);
	highest = json_int64(scale->first->next, PG_INT64_MIN, PG_INT64_MAX);
	problem = scale_problem(lowest, highest);
	if (problem != NULL)
		json_error(scale, "%s", problem);
	return (Scale) {lowest, highest};
}

Scale
receive_scale(StringInfo in, const CsopsType *type)
{
	int			lowest = (int16) pq_getmsgint(in, 2);
	int			highest = (int16) pq_getmsgint(in, 2);
	const char *problem = scale_problem(lowest, highest);

	if (problem != NULL)
		csops_bad_binary(type, problem);
	return (Scale) {lowest, highest};
}

void
send_scale(StringInfo out, Scale scale)
{
	pq_sendint16(out, scale.lowest);
	pq_sendint16(out, scale.highest);
}

void
check_same_scale(Scale a, Scale b)
{
	if (a.lowest != b.lowest || a.highest != b.highest)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("ratings on different scales cannot be taken together"),
				 errdetail("One scale is %d to %d, the other is %d to %d.",
						   a.lowest, a.highest, b.lowest, b.highest),
				 errhint("Group by survey, so that each summary holds one scale.")));
}

void
invalid_score(double score, int lowest, int highest)
{
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("score is not on the scale"),
			 errdetail("The score is %s; the scale is the whole numbers from %d to %d.",
					   shown_float8(score), lowest, highest),
			 errhint("Correct the row or name its scale with rating_agg(score, lo, hi); rating_agg(score, lo, hi, 'count') counts such rows instead.")));
}

/* One for a plain summary, exactly, so that effective counts are the counts. */
static double
effective_per_weight(const RatingView *view)
{
	return view->total_square == 0 ? 0 : view->total_weight / view->total_square;
}

double
effective_answers(const RatingView *view)
{
	return view->total_weight * effective_per_weight(view);
}

double
effective_count(const RatingView *view, int from, int to)
{
	double		weight = 0;
	double		rest = 0;

	for (int i = 0; i < view->points; i++)
	{
		if (i >= from && i <= to)
			weight += view->weight[i];
		else
			rest += view->weight[i];
	}

	/* All is exactly that, and a part no more, whatever the weights' rounding. */
	if (rest == 0)
		return effective_answers(view);
	return Min(weight * effective_per_weight(view), effective_answers(view));
}

/*
 * The mean is kept between the least and the greatest value answered: rounded
 * weights must not carry it past an end of the scale.
 */
double
rating_mean_value(const RatingView *view, const double *values, double unit)
{
	double		sum = 0;
	double		least = 0;
	double		greatest = 0;
	bool		found = false;

	for (int i = 0; i < view->points; i++)
	{
		if (view->weight[i] == 0)
			continue;
		sum += view->weight[i] * values[i];
		least = found ? Min(least, values[i]) : values[i];
		greatest = found ? Max(greatest, values[i]) : values[i];
		found = true;
	}
	return Max(unit * least, Min(unit * greatest, unit * sum / view->total_weight));
}

/*
 * Taylor linearisation of the ratio of sums, as R's survey package does it: the
 * variance of the mean is sum(w^2 (v - mean)^2) / sum(w)^2, times n / (n - 1)
 * for the sample's.  Deviations are taken about the first value present, so
 * that answers which all agree have no variance left by rounding.
 */
MeanEstimate
rating_mean_of(const RatingView *view, const double *values)
{
	MeanEstimate estimate;
	double		base = 0;
	double		shifted_sum = 0;
	double		squares = 0;
	bool		found = false;

	for (int i = 0; i < view->points; i++)
	{
		if (view->weight[i] == 0)
			continue;
		if (!found)
			base = values[i];
		found = true;
		shifted_sum += view->weight[i] * (values[i] - base);
	}
	for (int i = 0; i < view->points; i++)
	{
		double		deviation = (values[i] - base) - shifted_sum / view->total_weight;

		squares += view->square[i] * deviation * deviation;
	}
	estimate.n = (double) view->observations;
	estimate.mean = rating_mean_value(view, values, 1);
	estimate.variance = squares / view->total_weight / view->total_weight;
	estimate.sample_variance = view->observations > 1 ?
		estimate.variance * (estimate.n / (estimate.n - 1)) : 0;
	return estimate;
}
