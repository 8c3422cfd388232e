/*
 * intervals.c
 *		Confidence intervals and tests of proportions, on plain numbers.
 *
 * Nothing here calls the server, so that a plain program can link this file.
 * Limits that are small differences of large terms are rewritten (as roots of
 * their quadratic, by Vieta) so that a share of 1e-15 keeps its digits.
 */
#include "csops.h"

#include <float.h>
#include <math.h>

#include "intervals.h"
#include "special.h"

#define NOT_A_NUMBER	((double) NAN)

/* sample sizes for which every method has a value */
#define MIN_SIZE		1e-9
#define MAX_SIZE		1e100

typedef struct Counts
{
	double		successes;
	double		failures;
	double		n;
} Counts;

/*
 * False when the counts are impossible.  An effective count is a product of
 * rounded numbers: what lies within that rounding of 0 or n is 0 or n, or else
 * the last limit would miss the end of the scale.  Whole counts are never
 * within it.
 */
static bool
make_counts(double successes, double n, Counts *counts)
{
	double		noise = Min(4.0 * DBL_EPSILON * n, 0.5);

	if (!(n >= MIN_SIZE && n <= MAX_SIZE) ||
		!(successes >= -noise && successes <= n + noise))
		return false;

	if (successes <= noise)
		successes = 0.0;
	else if (n - successes <= noise)
		successes = n;
	counts->successes = successes;
	counts->failures = n - successes;
	counts->n = n;
	return true;
}

static Counts
swapped(Counts counts)
{
	Counts		other;

	other.successes = counts.failures;
	other.failures = counts.successes;
	other.n = counts.n;
	return other;
}

/*
 * False when there is no such confidence; tail is what lies beyond each limit.
 */
static bool
split_confidence(double confidence, double *tail, double *z)
{
	if (!(confidence > 0.0 && confidence < 1.0))
		return false;
	*tail = 0.5 * (1.0 - confidence);
	*z = fabs(normal_quantile(*tail));
	return true;
}

static double
clamped(double value, double floor)
{
	if (value > 1.0)
		return 1.0;
	return Max(value, floor);
}

static double
wilson_root(Counts counts, double z)
{
	return z * sqrt(counts.successes * (counts.failures / counts.n) +
					0.25 * z * z);
}

static double
wilson_lower(Counts counts, double z)
{
	double		x = counts.successes;

	if (x == 0.0)
		return 0.0;
	return x * (x / counts.n) / (x + 0.5 * z * z + wilson_root(counts, z));
}

static double
wilson_upper(Counts counts, double z)
{
	if (counts.successes > counts.failures)
		return 1.0 - wilson_lower(swapped(counts), z);
	return (counts.successes + 0.5 * z * z + wilson_root(counts, z)) /
		(counts.n + z * z);
}

/*
 * How far the lower limit of Wilson's interval is below the share
 */
static double
wilson_reach(Counts counts, double z)
{
	double		tilt = 0.5 * z * z * ((counts.failures - counts.successes) / counts.n);

	return (wilson_root(counts, z) - tilt) / (counts.n + z * z);
}

/*
 * The plain interval, after "extra" was added to both counts
 */
static double
wald_half_width(Counts counts, double extra, double z)
{
	double		n = counts.n + 2.0 * extra;

	return z * sqrt((counts.successes + extra) / n *
					((counts.failures + extra) / n) / n);
}

static double
wald_lower(Counts counts, double extra, double z)
{
	double		n = counts.n + 2.0 * extra;
	double		x = counts.successes + extra;
	double		share = x / n;

	if (counts.successes == 0.0)
		return 0.0;
	return share * ((x - z * z * ((counts.failures + extra) / n)) / n) /
		(share + wald_half_width(counts, extra, z));
}

static double
wald_upper(Counts counts, double extra, double z)
{
	if (counts.successes > counts.failures)
		return 1.0 - wald_lower(swapped(counts), extra, z);
	return (counts.successes + extra) / (counts.n + 2.0 * extra) +
		wald_half_width(counts, extra, z);
}

/*
 * The Jeffreys limits at the two ends are those of Brown, Cai and DasGupta
 * (2001), 0 and 1, not the quantiles of the posterior.
 */
ConfidenceInterval
proportion_interval(double successes, double n, double confidence,
					ProportionMethod method)
{
	ConfidenceInterval interval = {NOT_A_NUMBER, NOT_A_NUMBER};
	Counts		counts;
	double		tail;
	double		z;

	if (!make_counts(successes, n, &counts) ||
		!split_confidence(confidence, &tail, &z))
		return interval;

	switch (method)
	{
		case PROPORTION_WILSON:
			interval.lo = wilson_lower(counts, z);
			interval.hi = wilson_upper(counts, z);
			break;
		case PROPORTION_AGRESTI_COULL:
			interval.lo = wald_lower(counts, 0.5 * z * z, z);
			interval.hi = wald_upper(counts, 0.5 * z * z, z);
			break;
		case PROPORTION_WALD:
			interval.lo = wald_lower(counts, 0.0, z);
			interval.hi = wald_upper(counts, 0.0, z);
			break;
		case PROPORTION_CLOPPER_PEARSON:
			interval.lo = beta_quantile(tail, counts.successes,
										counts.failures + 1.0);
			interval.hi = beta_upper_quantile(tail, counts.successes + 1.0,
											  counts.failures);
			break;
		case PROPORTION_JEFFREYS:
			interval.lo = beta_quantile(tail, counts.successes + 0.5,
										counts.failures + 0.5);
			interval.hi = beta_upper_quantile(tail, counts.successes + 0.5,
											  counts.failures + 0.5);
			break;
	}

	if (counts.successes == 0.0)
		interval.lo = 0.0;
	if (counts.failures == 0.0)
		interval.hi = 1.0;
	interval.hi = clamped(interval.hi, 0.0);
	interval.lo = clamped(interval.lo, 0.0);
	if (interval.lo > interval.hi)
		interval.lo = interval.hi;
	return interval;
}

/*
 * Accurate also where the shares are almost equal
 */
double
proportion_difference(double x1, double n1, double x2, double n2)
{
	volatile double product = x2 * n1;
	double		error = fma(-x2, n1, product);
	double		difference = (fma(x1, n2, -product) + error) / n1 / n2;

	return isfinite(difference) ? difference : x1 / n1 - x2 / n2;
}

/*
 * The variance of a share is that over n.
 */
static double
share_variance(double successes, double failures, double n)
{
	return successes / n * (failures / n);
}

ConfidenceInterval
proportion_difference_interval(double x1, double n1, double x2, double n2,
							   double confidence, DifferenceMethod method)
{
	ConfidenceInterval interval = {NOT_A_NUMBER, NOT_A_NUMBER};
	Counts		first;
	Counts		second;
	double		below;
	double		above;
	double		difference;
	double		tail;
	double		z;

	if (!make_counts(x1, n1, &first) || !make_counts(x2, n2, &second) ||
		!split_confidence(confidence, &tail, &z))
		return interval;

	if (method == DIFFERENCE_NEWCOMBE)
	{
		below = hypot(wilson_reach(first, z), wilson_reach(swapped(second), z));
		above = hypot(wilson_reach(swapped(first), z), wilson_reach(second, z));
	}
	else
	{
		if (method == DIFFERENCE_AGRESTI_CAFFO)
		{
			first.successes += 1.0;
			first.failures += 1.0;
			first.n += 2.0;
			second.successes += 1.0;
			second.failures += 1.0;
			second.n += 2.0;
		}
		below = above = hypot(wald_half_width(first, 0.0, z),
							  wald_half_width(second, 0.0, z));
	}

	difference = proportion_difference(first.successes, first.n,
								  second.successes, second.n);
	interval.lo = clamped(difference - below, -1.0);
	interval.hi = clamped(difference + above, -1.0);
	return interval;
}

bool
proportion_difference_z(double x1, double n1, double x2, double n2,
						bool pooled, double *z)
{
	Counts		first;
	Counts		second;
	double		variance;

	if (!make_counts(x1, n1, &first) || !make_counts(x2, n2, &second))
		return false;

	if (pooled)
		variance = share_variance(first.successes + second.successes,
								  first.failures + second.failures,
								  n1 + n2) * (1.0 / n1 + 1.0 / n2);
	else
		variance = share_variance(first.successes, first.failures, n1) / n1 +
			share_variance(second.successes, second.failures, n2) / n2;
	if (!(variance > 0.0))
		return false;
	*z = proportion_difference(first.successes, n1, second.successes, n2) /
		sqrt(variance);
	return true;
}

double
normal_two_sided_p(double z)
{
	return 2.0 * normal_upper_tail(fabs(z));
}

double
t_two_sided_p(double t, double df)
{
	double		p = 2.0 * t_upper_tail(fabs(t), df);

	return Min(p, 1.0);
}

double
welch_df(double v1, double n1, double v2, double n2)
{
	double		first = v1 / n1;
	double		second = v2 / n2;
	double		total = first + second;

	if (!(v1 >= 0.0 && v2 >= 0.0 && n1 > 1.0 && n2 > 1.0 && total > 0.0) ||
		!isfinite(total) || !isfinite(n1 + n2))
		return NOT_A_NUMBER;
	return 1.0 / (first / total * (first / total) / (n1 - 1.0) +
				  second / total * (second / total) / (n2 - 1.0));
}
