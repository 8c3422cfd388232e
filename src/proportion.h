/*
 * proportion.h
 *		Shares, x of n, and the options of their intervals.
 */
#ifndef CSOPS_PROPORTION_H
#define CSOPS_PROPORTION_H

#include "intervals.h"

/* Real numbers, because the effective counts of weighted ratings are. */
typedef struct Share
{
	double		successes;
	double		n;
} Share;

extern ProportionMethod option_proportion_method(FunctionCallInfo fcinfo, int n);
extern DifferenceMethod option_difference_method(FunctionCallInfo fcinfo, int n);
extern bool option_pooled(FunctionCallInfo fcinfo, int n);

extern ConfidenceInterval share_difference_interval(Share a, Share b, double confidence, DifferenceMethod method);

/* False when neither share varies. */
extern bool share_difference_p(Share a, Share b, bool pooled, double *p);

#endif							/* CSOPS_PROPORTION_H */
