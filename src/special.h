/*
 * special.h
 *		Normal, beta and Student distributions: tails and quantiles.
 *
 * Every function gives NaN where it has no value, and for a beta distribution
 * whose parameters are not between 1e-30 and 1e100.  An upper tail is
 * computed as such, so that it keeps its relative accuracy however small it is.
 */
#ifndef CSOPS_SPECIAL_H
#define CSOPS_SPECIAL_H

extern double normal_cdf(double z);
extern double normal_upper_tail(double z);
extern double normal_quantile(double p);

extern double beta_cdf(double x, double a, double b);
extern double beta_upper_tail(double x, double a, double b);
extern double beta_quantile(double p, double a, double b);

/* the point whose upper tail is p */
extern double beta_upper_quantile(double p, double a, double b);

extern double t_upper_tail(double t, double df);
extern double t_quantile(double p, double df);

#endif							/* CSOPS_SPECIAL_H */
