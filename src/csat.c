/*
 * csat.c
 *		CSAT and box scores: the share of answers at an end of the scale.
 */
#include "csops.h"

#include "options.h"
#include "proportion.h"
#include "rating.h"

/* A box: how many points at one end of the scale count. */
static int
check_box(const RatingView *view, int32 points, const char *name)
{
	if (points < 1 || points >= view->points)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s is out of range", name),
				 errdetail("%s is %d; on a scale of %d points it lies between 1 and %d.",
						   name, points, view->points, view->points - 1),
				 errhint("Give how many points at the end of the scale count.")));
	return points;
}

/*
 * The points that count as satisfied: two of five (4 and 5), one of two; on
 * any other scale nobody can know but the caller.
 */
static int
satisfied_points(FunctionCallInfo fcinfo, int n, const RatingView *view)
{
	int32		top = PG_NARGS() > n ? PG_GETARG_INT32(n) : 0;

	if (top != 0)
		return check_box(view, top, "top");
	if (view->points == 5)
		return 2;
	if (view->points == 2)
		return 1;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("csat needs to know how many points count as satisfied"),
			 errdetail("The scale of this summary has %d points.", view->points),
			 errhint("Give it, such as csat(s, top => 2); only a scale of five or of two points has a default.")));
}

static bool
top_share(const RatingView *view, int points, Share *share)
{
	share->successes = effective_count(view, view->points - points, view->points - 1);
	share->n = effective_answers(view);
	return view->total_weight > 0;
}

static bool
bottom_share(const RatingView *view, int points, Share *share)
{
	share->successes = effective_count(view, 0, points - 1);
	share->n = effective_answers(view);
	return view->total_weight > 0;
}

/* Not 100 * n / n, whose rounding can miss 100. */
static double
share_points(Share share)
{
	return share.successes == share.n ? 100 : Min(100, 100 * share.successes / share.n);
}

CSOPS_FUNCTION(csops_satisfied);

/* satisfied(s, top): of no summary none */
Datum
csops_satisfied(PG_FUNCTION_ARGS)
{
	RatingView	view;
	int64		satisfied = 0;

	if (PG_ARGISNULL(1))
		PG_RETURN_NULL();
	if (PG_ARGISNULL(0))
		PG_RETURN_INT64(0);
	rating_view(fcinfo, 0, &view);
	for (int i = view.points - satisfied_points(fcinfo, 1, &view); i < view.points; i++)
		satisfied += view.count[i];
	PG_RETURN_INT64(satisfied);
}

CSOPS_FUNCTION(csops_csat);

/* csat(s, top, min_n) */
Datum
csops_csat(PG_FUNCTION_ARGS)
{
	RatingView	view;
	Share		share;
	int32		min_n = option_min_n(fcinfo, 2);

	rating_view(fcinfo, 0, &view);
	if (!top_share(&view, satisfied_points(fcinfo, 1, &view), &share) || view.observations < min_n)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(share_points(share));
}

/* csat_lo, csat_hi, csat_margin (s, top, confidence, method, min_n) */
static bool
csat_interval(FunctionCallInfo fcinfo, ConfidenceInterval *interval)
{
	RatingView	view;
	Share		share;
	double		confidence = option_confidence(fcinfo, 2);
	ProportionMethod method = option_proportion_method(fcinfo, 3);
	int32		min_n = option_min_n(fcinfo, 4);

	rating_view(fcinfo, 0, &view);
	if (!top_share(&view, satisfied_points(fcinfo, 1, &view), &share) || view.observations < min_n)
		return false;
	*interval = proportion_interval(share.successes, share.n, confidence, method);
	return true;
}

CSOPS_FUNCTION(csops_csat_lo);
CSOPS_FUNCTION(csops_csat_hi);
CSOPS_FUNCTION(csops_csat_margin);

Datum
csops_csat_lo(PG_FUNCTION_ARGS)
{
	ConfidenceInterval interval;

	if (!csat_interval(fcinfo, &interval))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(100 * interval.lo);
}

Datum
csops_csat_hi(PG_FUNCTION_ARGS)
{
	ConfidenceInterval interval;

	if (!csat_interval(fcinfo, &interval))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(100 * interval.hi);
}

Datum
csops_csat_margin(PG_FUNCTION_ARGS)
{
	ConfidenceInterval interval;

	if (!csat_interval(fcinfo, &interval))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(100 * ((interval.hi - interval.lo) / 2));
}

/* csat_difference, _lo, _hi, _p (a, b, top, ...): shares of both sides */
static bool
csat_shares(FunctionCallInfo fcinfo, Share *a, Share *b)
{
	RatingView	view_a;
	RatingView	view_b;
	bool		a_has_answers;
	bool		b_has_answers;

	rating_views(fcinfo, &view_a, &view_b);
	a_has_answers = top_share(&view_a, satisfied_points(fcinfo, 2, &view_a), a);
	b_has_answers = top_share(&view_b, satisfied_points(fcinfo, 2, &view_b), b);
	return a_has_answers && b_has_answers;
}

CSOPS_FUNCTION(csops_csat_difference);
CSOPS_FUNCTION(csops_csat_difference_lo);
CSOPS_FUNCTION(csops_csat_difference_hi);
CSOPS_FUNCTION(csops_csat_difference_p);

Datum
csops_csat_difference(PG_FUNCTION_ARGS)
{
	Share		a;
	Share		b;

	if (!csat_shares(fcinfo, &a, &b))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(100 * proportion_difference(a.successes, a.n, b.successes, b.n));
}

/* csat_difference_lo(a, b, top, confidence, method) */
Datum
csops_csat_difference_lo(PG_FUNCTION_ARGS)
{
	Share		a;
	Share		b;
	double		confidence = option_confidence(fcinfo, 3);
	DifferenceMethod method = option_difference_method(fcinfo, 4);

	if (!csat_shares(fcinfo, &a, &b))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(100 * share_difference_interval(a, b, confidence, method).lo);
}

Datum
csops_csat_difference_hi(PG_FUNCTION_ARGS)
{
	Share		a;
	Share		b;
	double		confidence = option_confidence(fcinfo, 3);
	DifferenceMethod method = option_difference_method(fcinfo, 4);

	if (!csat_shares(fcinfo, &a, &b))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(100 * share_difference_interval(a, b, confidence, method).hi);
}

/* csat_difference_p(a, b, top, method) */
Datum
csops_csat_difference_p(PG_FUNCTION_ARGS)
{
	Share		a;
	Share		b;
	bool		pooled = option_pooled(fcinfo, 3);
	double		p;

	if (!csat_shares(fcinfo, &a, &b) || !share_difference_p(a, b, pooled, &p))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(p);
}

/* Box scores: the same shares, as fractions, of any number of points */

typedef bool (*ShareOf) (const RatingView *view, int points, Share *share);

/* top_box, bottom_box (s, points, min_n) */
static Datum
box(FunctionCallInfo fcinfo, ShareOf share_of)
{
	RatingView	view;
	Share		share;
	int32		min_n = option_min_n(fcinfo, 2);

	rating_view(fcinfo, 0, &view);
	if (!share_of(&view, check_box(&view, PG_GETARG_INT32(1), "points"), &share) ||
		view.observations < min_n)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(share.successes / share.n);
}

/* top_box_lo, ... (s, points, confidence, method, min_n) */
static Datum
box_bound(FunctionCallInfo fcinfo, ShareOf share_of, bool upper)
{
	RatingView	view;
	Share		share;
	ConfidenceInterval interval;
	double		confidence = option_confidence(fcinfo, 2);
	ProportionMethod method = option_proportion_method(fcinfo, 3);
	int32		min_n = option_min_n(fcinfo, 4);

	rating_view(fcinfo, 0, &view);
	if (!share_of(&view, check_box(&view, PG_GETARG_INT32(1), "points"), &share) ||
		view.observations < min_n)
		PG_RETURN_NULL();
	interval = proportion_interval(share.successes, share.n, confidence, method);
	PG_RETURN_FLOAT8(upper ? interval.hi : interval.lo);
}

CSOPS_FUNCTION(csops_top_box);
CSOPS_FUNCTION(csops_top_box_lo);
CSOPS_FUNCTION(csops_top_box_hi);
CSOPS_FUNCTION(csops_bottom_box);
CSOPS_FUNCTION(csops_bottom_box_lo);
CSOPS_FUNCTION(csops_bottom_box_hi);

Datum
csops_top_box(PG_FUNCTION_ARGS)
{
	return box(fcinfo, top_share);
}

Datum
csops_top_box_lo(PG_FUNCTION_ARGS)
{
	return box_bound(fcinfo, top_share, false);
}

Datum
csops_top_box_hi(PG_FUNCTION_ARGS)
{
	return box_bound(fcinfo, top_share, true);
}

Datum
csops_bottom_box(PG_FUNCTION_ARGS)
{
	return box(fcinfo, bottom_share);
}

Datum
csops_bottom_box_lo(PG_FUNCTION_ARGS)
{
	return box_bound(fcinfo, bottom_share, false);
}

Datum
csops_bottom_box_hi(PG_FUNCTION_ARGS)
{
	return box_bound(fcinfo, bottom_share, true);
}
