/*
 * shifted_beta_geometric.h
 *		Retention by period when each account has a constant chance of its own to
 *		leave at the end of a period, and these are beta distributed.
 *
 * P. Fader and B. Hardie, How to project customer retention, 2007.  Their
 * alpha and beta are held as the share p = alpha / (alpha + beta) who leave in the first
 * period and the spread 1 / (alpha + beta), so that the limits of the model are
 * ordinary values: a spread of 0 is one chance for all, the geometric
 * distribution; with an infinite one, those who stay once stay for ever.
 */
#ifndef CSOPS_SHIFTED_BETA_GEOMETRIC_H
#define CSOPS_SHIFTED_BETA_GEOMETRIC_H

/* What was seen, by period, the first at 0: how many left in it, and how many stayed through it. */
typedef struct PeriodCounts
{
	int			periods;
	double	   *left;
	double	   *stayed;
} PeriodCounts;

typedef struct BetaGeometric
{
	double		p;
	double		spread;
	double		log_likelihood;
} BetaGeometric;

/* False where the counts do not determine one: nobody left, or all were seen in one period alone. */
extern bool fit_beta_geometric(const PeriodCounts *counts, BetaGeometric *model);

/* The share of those who came to a period, the first being 1, who stay through it. */
extern double beta_geometric_retention(const BetaGeometric *model, double period);

/*
 * The expected number of periods to come of an account of that age, which has
 * completed so many: the sum over n of the chance that it completes n more, by
 * z^n, n from 1 on, and 0 < z <= 1.  False where it is infinite.
 */
extern bool beta_geometric_residual(const BetaGeometric *model, double age, double z, double *sum);

#endif							/* CSOPS_SHIFTED_BETA_GEOMETRIC_H */
