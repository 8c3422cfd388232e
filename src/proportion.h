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

/*
 * What the accessors x(s, min_n) and x_lo, x_hi (s, confidence, method, min_n)
 * of a share return: NULL where there are no rows, or fewer than min_n.
 */
extern Datum share_or_null(FunctionCallInfo fcinfo, Share share);
extern Datum share_lo_or_null(FunctionCallInfo fcinfo, Share share);
extern Datum share_hi_or_null(FunctionCallInfo fcinfo, Share share);

/* The same as a proportion_summary, for every figure that one has; the counts must be possible. */
extern Datum proportion_of_counts(int64 successes, int64 observations);

extern ConfidenceInterval share_difference_interval(Share a, Share b, double confidence, DifferenceMethod method);

/* False when neither share varies. */
extern bool share_difference_p(Share a, Share b, bool pooled, double *p);

#endif							/* CSOPS_PROPORTION_H */
