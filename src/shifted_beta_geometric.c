/*
 * shifted_beta_geometric.c
 *		Retention by period when each account has a constant chance of its own to
 *		leave at the end of a period, and these are beta distributed.
 *
 * Of those who come to period k, p / (1 + (k - 1) spread) leave in it.  So the
 * likelihood is that of independent draws, one for each account and period.
 */
#include "csops.h"

#include <math.h>

#include "miscadmin.h"
#include "shifted_beta_geometric.h"

/* Where the spread is looked for: beyond, the model does not differ from its limits. */
#define LOWEST_LOG_SPREAD		(-18.0)
#define HIGHEST_LOG_SPREAD		18.0
#define SPREAD_STEPS			144
#define MAX_STEPS				200
#define MAX_FRACTION_TERMS		10000000

/*
 * The p that is best for a spread, at most 1: the slope of the log likelihood
 * falls as p grows, so that Newton's steps can be kept between two bounds.
 */
static double
best_p(const PeriodCounts *counts, double spread)
{
	double		low = 0;
	double		high = 1;
	double		p = 0.5;

	for (int i = 0; i < MAX_STEPS; i++)
	{
		double		slope = 0;
		double		fall = 0;
		double		next;

		for (int k = 0; k < counts->periods; k++)
		{
			double		stays = 1 - p + k * spread;

			slope += counts->left[k] / p;
			fall += counts->left[k] / (p * p);
			if (counts->stayed[k] > 0)
			{
				slope -= counts->stayed[k] / stays;
				fall += counts->stayed[k] / (stays * stays);
			}
		}
		if (slope > 0)
			low = p;
		else
			high = p;
		next = p + slope / fall;
		if (!(next > low && next < high))
			next = low + (high - low) / 2;
		if (fabs(next - p) <= 1e-16 * p || next <= low || next >= high)
			break;
		p = next;
	}
	return high - p < 1e-15 && high == 1 ? 1 : p;
}

/*
 * d/dspread of the log likelihood, at the p that is best for it: because that
 * does not change with p there, it is the slope of the likelihood by spread
 * alone.
 */
static double
slope_by_spread(const PeriodCounts *counts, double spread)
{
	double		p = best_p(counts, spread);
	double		slope = 0;

	CHECK_FOR_INTERRUPTS();
	for (int k = 1; k < counts->periods; k++)
	{
		/* k stayed / (1 - p + k spread) - k (left + stayed) / (1 + k spread), without what cancels */
		double		all = 1 + k * spread;

		if (counts->stayed[k] > 0)
			slope += k * counts->stayed[k] * p / ((all - p) * all);
		slope -= k * counts->left[k] / all;
	}
	return slope;
}

static double
log_likelihood(const PeriodCounts *counts, const BetaGeometric *model)
{
	double		sum = 0;

	for (int k = 0; k < counts->periods; k++)
	{
		double		leaves = isinf(model->spread) ? (k == 0 ? model->p : 0) : model->p / (1 + k * model->spread);

		if (counts->left[k] > 0)
			sum += counts->left[k] * log(leaves);
		if (counts->stayed[k] > 0)
			sum += counts->stayed[k] * log1p(-leaves);
	}
	return sum;
}

/* Takes the model with that spread if it is the best so far. */
static void
try_spread(const PeriodCounts *counts, double spread, BetaGeometric *best)
{
	BetaGeometric model = {0, spread, 0};

	model.p = isinf(spread) ? counts->left[0] / (counts->left[0] + counts->stayed[0]) : best_p(counts, spread);
	model.log_likelihood = log_likelihood(counts, &model);
	if (model.log_likelihood > best->log_likelihood)
		*best = model;
}

/* The root of the slope between the exponents of two spreads. */
static double
spread_between(const PeriodCounts *counts, double low, double high)
{
	for (int i = 0; i < MAX_STEPS; i++)
	{
		double		middle = low + (high - low) / 2;

		if (middle <= low || middle >= high)
			break;
		if (slope_by_spread(counts, exp(middle)) > 0)
			low = middle;
		else
			high = middle;
	}
	return exp(high);
}

/*
 * Every maximum over the spread lies where its slope changes from above 0 to
 * below, or at an end.  A grid finds them, bisection places them: nothing can
 * run away, and the work is bounded.
 */
bool
fit_beta_geometric(const PeriodCounts *counts, BetaGeometric *model)
{
	int			seen = 0;
	double		left = 0;
	double		later = 0;
	double		before = LOWEST_LOG_SPREAD;
	double		slope_before;

	for (int k = 0; k < counts->periods; k++)
	{
		seen += counts->left[k] + counts->stayed[k] > 0;
		left += counts->left[k];
		if (k > 0)
			later += counts->left[k];
	}
	if (seen < 2 || left == 0)
		return false;

	/* Nobody leaves after the first period: those who stay, stay for ever. */
	model->log_likelihood = -HUGE_VAL;
	if (later == 0)
	{
		try_spread(counts, HUGE_VAL, model);
		return model->p < 1;
	}

	try_spread(counts, 0, model);
	slope_before = slope_by_spread(counts, exp(before));
	for (int i = 1; i <= SPREAD_STEPS; i++)
	{
		double		here = LOWEST_LOG_SPREAD + (HIGHEST_LOG_SPREAD - LOWEST_LOG_SPREAD) * i / SPREAD_STEPS;
		double		slope = slope_by_spread(counts, exp(here));

		if (slope_before > 0 && slope <= 0)
			try_spread(counts, spread_between(counts, before, here), model);
		before = here;
		slope_before = slope;
	}
	if (slope_before > 0)
		try_spread(counts, exp(before), model);

	/* All leave in the first period that they are seen in: nothing is left to project. */
	return model->p < 1;
}

double
beta_geometric_retention(const BetaGeometric *model, double period)
{
	if (period == 1)
		return 1 - model->p;
	if (isinf(model->spread))
		return 1;
	return (1 - model->p + (period - 1) * model->spread) / (1 + (period - 1) * model->spread);
}

/*
 * 2F1(1, b; c; z) for 0 < b < c and 0 < z < 1, by Gauss's continued fraction
 * and Lentz's method: with these all partial denominators are positive.
 */
static bool
hypergeometric(double b, double c, double z, double *value)
{
	double		numerator = 1;
	double		denominator = 0;

	*value = 1;
	for (int i = 1; i <= MAX_FRACTION_TERMS; i++)
	{
		int			n = i / 2;
		double		u = i % 2 == 1 ? (b + n) * (c + n - 1) / ((c + 2 * n - 1) * (c + 2 * n)) :
			n * (c - b + n - 1) / ((c + 2 * n - 2) * (c + 2 * n - 1));
		double		factor;

		CHECK_FOR_INTERRUPTS();
		denominator = 1 / (1 - u * z * denominator);
		numerator = 1 - u * z / numerator;
		factor = numerator * denominator;
		*value *= factor;
		if (fabs(factor - 1) <= 2.3e-16)
		{
			*value = 1 / *value;
			return true;
		}
	}
	return false;
}

bool
beta_geometric_residual(const BetaGeometric *model, double age, double z, double *sum)
{
	double		next = z * beta_geometric_retention(model, age + 1);
	double		alpha;
	double		beta;

	/* One chance for all, or for all who have stayed once. */
	if (model->spread == 0 || isinf(model->spread))
	{
		double		later = z * beta_geometric_retention(model, age + 2);

		if (later >= 1)
			return false;
		*sum = next / (1 - later);
		return true;
	}

	alpha = model->p / model->spread;
	beta = (1 - model->p) / model->spread + age;
	if (z == 1)
	{
		if (alpha <= 1)
			return false;
		*sum = beta / (alpha - 1);
		return true;
	}
	if (!hypergeometric(beta + 1, alpha + beta + 1, z, sum))
		return false;
	*sum *= next;
	return true;
}
