/*
 * intervals.h
 *		Confidence intervals and tests of proportions, on plain numbers.
 *
 * Counts may be fractions (effective counts of weighted answers).  What has
 * no value is NaN; so is everything about a sample size that is not between
 * 1e-9 and 1e100.
 */
#ifndef CSOPS_INTERVALS_H
#define CSOPS_INTERVALS_H

typedef struct ConfidenceInterval
{
	double		lo;
	double		hi;
} ConfidenceInterval;

typedef enum ProportionMethod
{
	PROPORTION_WILSON,
	PROPORTION_AGRESTI_COULL,
	PROPORTION_CLOPPER_PEARSON,
	PROPORTION_JEFFREYS,
	PROPORTION_WALD
} ProportionMethod;

typedef enum DifferenceMethod
{
	DIFFERENCE_NEWCOMBE,
	DIFFERENCE_AGRESTI_CAFFO,
	DIFFERENCE_WALD
} DifferenceMethod;

/*
 * Within 0..1; at no successes lo is exactly 0, at nothing else hi exactly 1.
 */
extern ConfidenceInterval proportion_interval(double successes, double n,
									double confidence,
									ProportionMethod method);

/*
 * The share of the first less the share of the second, within -1..1, and its
 * interval.
 */
extern double proportion_difference(double x1, double n1, double x2, double n2);
extern ConfidenceInterval proportion_difference_interval(double x1, double n1,
											   double x2, double n2,
											   double confidence,
											   DifferenceMethod method);

/*
 * False when there is no variance, or no data.
 */
extern bool proportion_difference_z(double x1, double n1,
									double x2, double n2,
									bool pooled, double *z);

extern double normal_two_sided_p(double z);
extern double t_two_sided_p(double t, double df);

/*
 * Welch's degrees of freedom; v1 and v2 are sample variances (n - 1).
 */
extern double welch_df(double v1, double n1, double v2, double n2);

#endif							/* CSOPS_INTERVALS_H */
