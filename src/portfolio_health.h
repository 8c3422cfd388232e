/*
 * portfolio_health.h
 *		The scores of many accounts by weight.
 *
 * Scores fall into cells: one for each multiple of 0.1, and one for what lies
 * between two of them; so the weight below a score, and the weight at it, is
 * exact for every tenth, whatever the scores are.  Weights, and weights times
 * scores, are exact sums.  Only the lowest score cannot be taken back when
 * something is subtracted: it is read from the cells then.
 */
#ifndef CSOPS_PORTFOLIO_HEALTH_H
#define CSOPS_PORTFOLIO_HEALTH_H

#include "exact_sum.h"
#include "health_model.h"

#define PORTFOLIO_TENTHS		10
#define PORTFOLIO_LAST_BIN		(2 * PORTFOLIO_TENTHS * (int) HEALTH_BEST_SCORE)
#define PORTFOLIO_MAX_CELLS		(PORTFOLIO_LAST_BIN + 1)

/* Of the bins, 2 k is the score k / 10, and 2 k + 1 what lies above it, up to the next. */
typedef struct PortfolioCell
{
	int64		count;			/* at least 1 */
	ExactSum	weight;
	int32		bin;
	uint32		unused;			/* always zero */
} PortfolioCell;

typedef struct PortfolioHealth
{
	CsopsHeader header;
	int64		unscored;		/* accounts with a weight and without a score */
	int64		unweighted;		/* accounts without a weight */
	int64		invalid;
	ExactSum	unscored_weight;
	ExactProductSum weighted;	/* of weight times score */
	double		lowest;			/* 0 when it is not known */
	uint32		has_lowest;
	uint32		cells;
	PortfolioCell cell[FLEXIBLE_ARRAY_MEMBER];
} PortfolioHealth;

/* The bin of a score that is on the scale. */
extern int	portfolio_bin(double score);

#endif							/* CSOPS_PORTFOLIO_HEALTH_H */
