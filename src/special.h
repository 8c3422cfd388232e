/*
 * special.h
 *		Normal, beta, Student, Poisson and chi-square distributions: tails and quantiles.
 *
 * The relative error is below 1e-12, in an upper tail too, however small it
 * is, for parameters and degrees of freedom from 0.01 up.  Every function gives
 * NaN where it has no value, and for parameters below 1e-30 or above 1e100.
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

/* of count events or more where so many are expected; a whole count up to 2^53 */
extern double poisson_upper_tail(double count, double expected);

/* of a whole number of degrees of freedom */
extern double chi_square_upper_tail(double x, int df);

/* exp(t) - 1 - t, accurately also where it is small */
extern double expm1_remainder(double t);

#endif							/* CSOPS_SPECIAL_H */
