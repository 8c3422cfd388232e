/*
 * special.c
 *		Normal, beta, Student, Poisson and chi-square distributions: tails and quantiles.
 *
 * Nothing here calls the server, so that a plain program can link this file.
 *
 * The lower tail of a beta distribution is written as
 *
 *		I_x(a, b) = weight * ratio,  weight = x^a (1 - x)^b / B(a, b)
 *
 * The weight spans hundreds of orders of magnitude and is where accuracy is
 * lost: it comes from the saddle-point form, in which no large terms cancel.
 * The ratio is a mild number, found by a continued fraction or, where that
 * converges slowly, by quadrature, whose cost does not depend on a and b.
 */
#include "csops.h"

#include <math.h>

#include "special.h"

#define HALF_LOG_TWO_PI		0.91893853320467274178
#define SQRT_HALF			0.70710678118654752440
#define PI					3.14159265358979323846

#define NOT_A_NUMBER		((double) NAN)

/* beyond this a t distribution is normal in every digit that a double has */
#define NORMAL_DF			1e22

/* exp(-40) is below half a unit in the last place of 1 */
#define NEGLIGIBLE_LOG		(-40.0)

/* what a beta distribution is computed for, far beyond any use */
#define MIN_SHAPE			1e-30
#define MAX_SHAPE			1e100

/* with a small b the quadrature is inaccurate, and the fraction slow */
#define SMALL_B				0.5
#define MAX_FRACTION_TERMS(b)	((b) < SMALL_B ? 10000 : 100)
#define MAX_NEWTON_STEPS	100

/*
 * A point of a beta distribution, with what the formulae need in a form that
 * suffers no cancellation.
 */
typedef struct BetaPoint
{
	double		a;
	double		b;
	double		x;
	double		y;				/* 1 - x */
	double		offset;			/* (a + b) x - a: the sign says which side of
								 * the mean */
	double		log_weight;		/* ln(x^a y^b / B(a, b)) */
} BetaPoint;

/*
 * t - ln(1 + t) for t > -1
 */
static double
log1p_remainder(double t)
{
	double		r;
	double		square;
	double		sum = 0.0;
	int			k;

	if (t < -0.5 || t > 1.0)
		return t - log1p(t);

	/* ln(1 + t) = 2 artanh(r); |r| <= 1/3, so that 9^-17 bounds the rest */
	r = t / (2.0 + t);
	square = r * r;
	for (k = 35; k >= 3; k -= 2)
		sum = sum * square + 1.0 / k;
	return r * (t - 2.0 * square * sum);
}

double
expm1_remainder(double t)
{
	double		sum = 0.0;
	int			k;

	if (fabs(t) > 1.0)
		return expm1(t) - t;

	for (k = 20; k >= 3; k--)
		sum = (sum + 1.0) * t / k;
	return 0.5 * t * t * (1.0 + sum);
}

/*
 * ln(gamma(a)) - ((a - 1/2) ln(a) - a + ln(2 pi) / 2)
 */
static double
stirling_error(double a)
{
	double		shift = 0.0;
	double		square;

	while (a < 10.0)
	{
		shift += (a + 0.5) * (log1p(a) - log(a)) - 1.0;
		a += 1.0;
	}

	square = 1.0 / a / a;
	return shift + (1.0 / 12.0 -
					square * (1.0 / 360.0 -
							  square * (1.0 / 1260.0 -
										square * (1.0 / 1680.0 -
												  square * (1.0 / 1188.0 -
															square * (691.0 / 360360.0 -
																	  square / 156.0)))))) / a;
}

/*
 * ln of the weight at the mean, where it is largest
 */
static double
log_peak_weight(double a, double b)
{
	double		total = a + b;

	return 0.5 * log(Max(a, b) / total * Min(a, b)) - HALF_LOG_TWO_PI +
		stirling_error(total) - stirling_error(a) - stirling_error(b);
}

/*
 * ln((a + b) / a), accurate also where it is small
 */
static double
log_inverse_share(double a, double b)
{
	return a < b ? log(a + b) - log(a) : log1p(b / a);
}

/*
 * ln(a B(a, b)): as x goes to 0, I_x(a, b) goes to x^a / (a B(a, b)), and
 * never exceeds what that gives for the odds x / (1 - x)
 */
static double
log_leading_divisor(double a, double b)
{
	return log(a) - a * log_inverse_share(a, b) -
		b * log_inverse_share(b, a) - log_peak_weight(a, b);
}

/*
 * u - ln(1 + u), where ratio is 1 + u
 */
static double
deviance(double u, double ratio)
{
	return u < -0.5 ? u - log(ratio) : log1p_remainder(u);
}

/*
 * (a + b) x - c to nearly full relative accuracy.  The volatile variables
 * keep a machine with wider registers from undoing the error terms.
 */
static double
scaled_difference(double x, double a, double b, double c)
{
	volatile double total = a + b;
	volatile double b_part = total - a;
	volatile double a_part = total - b_part;
	volatile double product = x * total;
	volatile double total_error = (a - a_part) + (b - b_part);
	double		product_error = fma(x, total, -product);

	return (product - c) + (product_error + x * total_error);
}

/*
 * x and y are complements; the smaller one is taken as exact
 */
static BetaPoint
beta_point(double x, double y, double a, double b)
{
	BetaPoint	point;
	double		total = a + b;

	point.a = a;
	point.b = b;
	point.x = x;
	point.y = y;
	point.offset = x <= y ?
		scaled_difference(x, a, b, a) : -scaled_difference(y, a, b, b);
	point.log_weight = log_peak_weight(a, b) -
		a * deviance(point.offset / a, x * (total / a)) -
		b * deviance(-point.offset / b, y * (total / b));
	return point;
}

static BetaPoint
mirrored(BetaPoint point)
{
	BetaPoint	mirror;

	mirror.a = point.b;
	mirror.b = point.a;
	mirror.x = point.y;
	mirror.y = point.x;
	mirror.offset = -point.offset;
	mirror.log_weight = point.log_weight;
	return mirror;
}

/*
 * The ratio by the even part of Gauss's continued fraction (DiDonato and
 * Morris 1992), by Lentz's method.  False when it has not settled.
 */
static bool
ratio_by_fraction(const BetaPoint *point, double *ratio)
{
	double		a = point->a;
	double		b = point->b;
	double		x = point->x;
	double		gap = 1.0 - point->offset;
	double		value = a * gap / (a + 1.0);
	double		c = value;
	double		d = 0.0;
	int			m;

	for (m = 1; m <= MAX_FRACTION_TERMS(b); m++)
	{
		double		odd = a + 2.0 * m - 1.0;
		double		numerator = (a + m - 1.0) / odd * x * m *
			((a + b + m - 1.0) / odd * x * (b - m));
		double		denominator = m + m * (b - m) / odd * x +
			(a + m) / (odd + 2.0) * (gap + m * (2.0 - x));
		double		factor;

		d = 1.0 / (denominator + numerator * d);
		c = denominator + numerator / c;
		factor = c * d;
		value *= factor;
		if (fabs(factor - 1.0) <= 2.0e-16)
		{
			*ratio = 1.0 / value;
			return value > 0.0;
		}
	}
	return false;
}

/*
 * ln of the integrand of ratio_by_quadrature, w units of log odds below the
 * point.  It starts at 0, falls, and is concave.
 */
static double
log_integrand(const BetaPoint *point, double w)
{
	double		total = point->a + point->b;
	double		z = Min(point->x, point->y);
	double		step = point->x <= point->y ? -w : w;

	/* the other form could subtract one infinity from another */
	if (step > 1.0)
		return point->b * w - total * log1p(z * expm1(w));
	return point->offset * w -
		total * (z * expm1_remainder(step) - log1p_remainder(z * expm1(step)));
}

/*
 * The ratio as an integral over log odds, by the double exponential rule.
 */
static double
ratio_by_quadrature(const BetaPoint *point)
{
	double		slope = -point->offset;
	double		curvature = (point->a + point->b) * point->x * point->y;
	double		width;
	double		sum = 0.0;
	double		h = 1.0 / 16.0;
	int			i;

	/* the range ends where the integrand has become negligible */
	width = -2.0 * NEGLIGIBLE_LOG /
		(slope + sqrt(slope * slope - 2.0 * NEGLIGIBLE_LOG * curvature));
	for (i = 0; i < 100 && log_integrand(point, width) < 1.2 * NEGLIGIBLE_LOG; i++)
		width /= 1.1;
	for (i = 0; i < 100 && log_integrand(point, width) > NEGLIGIBLE_LOG; i++)
		width *= 1.2;

	for (i = -50; i <= 50; i++)
	{
		double		spread = exp(-PI * sinh(i * h));
		double		w = width / (1.0 + spread);
		double		term = exp(log_integrand(point, w)) * cosh(i * h) *
			spread / ((1.0 + spread) * (1.0 + spread));

		sum += term;
	}
	return sum * h * PI * width;
}

/*
 * Lower tail over weight, for a point not above the mean
 */
static double
tail_ratio(const BetaPoint *point)
{
	double		ratio;

	if (ratio_by_fraction(point, &ratio))
		return ratio;
	return ratio_by_quadrature(point);
}

static double
beta_lower_tail(BetaPoint point)
{
	double		tail;
	bool		above_mean = point.offset > 0.0;

	if (above_mean)
		point = mirrored(point);
	tail = exp(point.log_weight) * tail_ratio(&point);
	if (tail > 1.0)
		tail = 1.0;
	return above_mean ? 1.0 - tail : tail;
}

/*
 * Is x so small that the leading term of the series in x is all there is?
 */
static bool
leading_term_suffices(double log_x, double a, double b)
{
	return log_x + log(a + b) < NEGLIGIBLE_LOG;
}

static double
log_leading_term(double log_x, double a, double b)
{
	double		term = a * log_x - log_leading_divisor(a, b);

	return Min(term, 0.0);
}

static bool
valid_shape(double a, double b)
{
	return a >= MIN_SHAPE && a <= MAX_SHAPE &&
		b >= MIN_SHAPE && b <= MAX_SHAPE;
}

/*
 * ln(x / (1 - x)) of the quantile, for 0 < p <= 1/2.
 *
 * The logarithm of the lower tail is a concave function of the log odds and
 * its derivative is 1 / ratio, so Newton's method converges from any start,
 * from below after its first step.
 */
static double
beta_quantile_log_odds(double p, double a, double b)
{
	double		log_p = log(p);
	double		floor_odds = (log_p + log_leading_divisor(a, b)) / a;
	double		log_odds = floor_odds;
	double		z = normal_quantile(p);
	double		a_term = 1.0 - 1.0 / (9.0 * a);
	double		b_term = 1.0 - 1.0 / (9.0 * b);
	double		a_rest = a_term * a_term - z * z / (9.0 * a);
	double		b_rest = b_term * b_term - z * z / (9.0 * b);
	int			i;

	if (leading_term_suffices(floor_odds, a, b))
		return floor_odds;

	/* the cube root of the odds is nearly normal (Paulson 1942) */
	if (a_rest > 0.0 && a_term > 0.0 && b_term > 0.0)
	{
		double		product = a_term * b_term;
		double		root = a_rest /
			(product + sqrt(product * product - a_rest * b_rest));

		log_odds = log(a) - log(b) + 3.0 * log(root);
	}

	for (i = 0; i < MAX_NEWTON_STEPS; i++)
	{
		BetaPoint	point;
		double		ratio;
		double		excess;

		if (!(log_odds > floor_odds))
			log_odds = floor_odds;
		if (log_odds > 700.0)
			break;				/* a share of exactly 1 */
		point = beta_point(1.0 / (1.0 + exp(-log_odds)),
						   1.0 / (1.0 + exp(log_odds)), a, b);
		if (point.offset <= 0.0)
		{
			ratio = tail_ratio(&point);
			excess = point.log_weight + log(ratio) - log_p;
		}
		else
		{
			double		tail = beta_lower_tail(point);

			/* b so small that next to nothing is below any double under 1 */
			if (!(tail > 0.0))
				return HUGE_VAL;
			ratio = tail / exp(point.log_weight);
			excess = log(tail) - log_p;
		}
		log_odds -= excess * ratio;

		/* the error after the step is of the order of the square */
		if (!(fabs(excess) > 1e-8))
			break;
	}
	return log_odds;
}

static double
odds_to_share(double log_odds)
{
	return 1.0 / (1.0 + exp(-log_odds));
}

double
normal_upper_tail(double z)
{
	return 0.5 * erfc(z * SQRT_HALF);
}

double
normal_cdf(double z)
{
	return normal_upper_tail(-z);
}

/*
 * Wichura's algorithm AS 241 (PPND16)
 */
double
normal_quantile(double p)
{
	static const double center_num[] = {
		2.5090809287301226727e+3, 3.3430575583588128105e+4,
		6.7265770927008700853e+4, 4.5921953931549871457e+4,
		1.3731693765509461125e+4, 1.9715909503065514427e+3,
		1.3314166789178437745e+2, 3.3871328727963666080e+0
	};
	static const double center_den[] = {
		5.2264952788528545610e+3, 2.8729085735721942674e+4,
		3.9307895800092710610e+4, 2.1213794301586595867e+4,
		5.3941960214247511077e+3, 6.8718700749205790830e+2,
		4.2313330701600911252e+1, 1.0
	};
	static const double tail_num[] = {
		7.74545014278341407640e-4, 2.27238449892691845833e-2,
		2.41780725177450611770e-1, 1.27045825245236838258e+0,
		3.64784832476320460504e+0, 5.76949722146069140550e+0,
		4.63033784615654529590e+0, 1.42343711074968357734e+0
	};
	static const double tail_den[] = {
		1.05075007164441684324e-9, 5.47593808499534494600e-4,
		1.51986665636164571966e-2, 1.48103976427480074590e-1,
		6.89767334985100004550e-1, 1.67638483018380384940e+0,
		2.05319162663775882187e+0, 1.0
	};
	static const double far_num[] = {
		2.01033439929228813265e-7, 2.71155556874348757815e-5,
		1.24266094738807843860e-3, 2.65321895265761230930e-2,
		2.96560571828504891230e-1, 1.78482653991729133580e+0,
		5.46378491116411436990e+0, 6.65790464350110377720e+0
	};
	static const double far_den[] = {
		2.04426310338993978564e-15, 1.42151175831644588870e-7,
		1.84631831751005468180e-5, 7.86869131145613259100e-4,
		1.48753612908506148525e-2, 1.36929880922735805310e-1,
		5.99832206555887937690e-1, 1.0
	};
	const double *num;
	const double *den;
	double		centered = p - 0.5;
	double		argument;
	double		scale;
	double		top = 0.0;
	double		bottom = 0.0;
	int			i;

	if (!(p >= 0.0 && p <= 1.0))
		return NOT_A_NUMBER;
	if (p == 0.0)
		return -HUGE_VAL;
	if (p == 1.0)
		return HUGE_VAL;

	if (fabs(centered) <= 0.425)
	{
		num = center_num;
		den = center_den;
		argument = 0.180625 - centered * centered;
		scale = centered;
	}
	else
	{
		double		r = sqrt(-log(Min(p, 1.0 - p)));

		num = r <= 5.0 ? tail_num : far_num;
		den = r <= 5.0 ? tail_den : far_den;
		argument = r - (r <= 5.0 ? 1.6 : 5.0);
		scale = centered < 0.0 ? -1.0 : 1.0;
	}

	for (i = 0; i < (int) lengthof(center_num); i++)
	{
		top = top * argument + num[i];
		bottom = bottom * argument + den[i];
	}
	return scale * top / bottom;
}

double
beta_cdf(double x, double a, double b)
{
	if (isnan(x) || !valid_shape(a, b))
		return NOT_A_NUMBER;
	if (x <= 0.0)
		return 0.0;
	if (x >= 1.0)
		return 1.0;
	if (leading_term_suffices(log(x), a, b))
		return exp(log_leading_term(log(x), a, b));
	return beta_lower_tail(beta_point(x, 1.0 - x, a, b));
}

double
beta_upper_tail(double x, double a, double b)
{
	if (isnan(x) || !valid_shape(a, b))
		return NOT_A_NUMBER;
	if (x <= 0.0)
		return 1.0;
	if (x >= 1.0)
		return 0.0;
	if (leading_term_suffices(log(x), a, b))
		return -expm1(log_leading_term(log(x), a, b));
	return beta_lower_tail(mirrored(beta_point(x, 1.0 - x, a, b)));
}

double
beta_quantile(double p, double a, double b)
{
	if (!(p >= 0.0 && p <= 1.0) || !valid_shape(a, b))
		return NOT_A_NUMBER;
	if (p == 0.0 || p == 1.0)
		return p;
	if (p > 0.5)
		return odds_to_share(-beta_quantile_log_odds(1.0 - p, b, a));
	return odds_to_share(beta_quantile_log_odds(p, a, b));
}

double
beta_upper_quantile(double p, double a, double b)
{
	if (!(p >= 0.0 && p <= 1.0) || !valid_shape(a, b))
		return NOT_A_NUMBER;
	if (p == 0.0 || p == 1.0)
		return 1.0 - p;
	if (p > 0.5)
		return odds_to_share(beta_quantile_log_odds(1.0 - p, a, b));
	return odds_to_share(-beta_quantile_log_odds(p, b, a));
}

double
t_upper_tail(double t, double df)
{
	BetaPoint	point;
	double		square = t * t;
	double		excess = (1.0 - t) * (1.0 + t);
	double		log_x;

	if (isnan(t) || !(df >= 2.0 * MIN_SHAPE))
		return NOT_A_NUMBER;
	if (df >= NORMAL_DF)
		return normal_upper_tail(t);
	if (t < 0.0)
		return 1.0 - t_upper_tail(-t, df);

	/* twice the tail is I_x(df / 2, 1 / 2) at x = df / (df + t^2) */
	point.a = 0.5 * df;
	point.b = 0.5;
	log_x = log(df) - 2.0 * log(t);
	if (leading_term_suffices(log_x, point.a, point.b))
		return 0.5 * exp(log_leading_term(log_x, point.a, point.b));
	point.x = df / (df + square);
	point.y = square / (df + square);
	point.offset = point.a * excess / (df + square);
	point.log_weight = log_peak_weight(point.a, point.b) -
		point.a * deviance(excess / (df + square),
						   (df + 1.0) / (df + square)) -
		point.b * deviance(-point.x * excess, point.y * (df + 1.0));
	return 0.5 * beta_lower_tail(point);
}

double
t_quantile(double p, double df)
{
	double		tail = Min(p, 1.0 - p);
	double		size;

	if (!(p >= 0.0 && p <= 1.0) || !(df >= 2.0 * MIN_SHAPE))
		return NOT_A_NUMBER;
	if (df >= NORMAL_DF || tail == 0.0)
		return normal_quantile(p);
	if (tail == 0.5)
		return 0.0;

	/* the odds are df / t^2 seen from one side, t^2 / df from the other */
	if (tail <= 0.25)
		size = exp(-0.5 * beta_quantile_log_odds(2.0 * tail, 0.5 * df, 0.5));
	else
		size = exp(0.5 * beta_quantile_log_odds(1.0 - 2.0 * tail, 0.5, 0.5 * df));
	size *= sqrt(df);
	return p < 0.5 ? -size : size;
}

/*
 * As the limit of binomial tails, whose trials are so many that the limit is
 * reached in every digit; their number is a power of two, so that the
 * probability of each trial is exact.
 */
double
poisson_upper_tail(double count, double expected)
{
	if (!(count >= 0.0 && count <= 9007199254740992.0 && count == floor(count)) ||
		!(expected >= 0.0 && expected <= 9007199254740992.0))
		return NOT_A_NUMBER;
	if (count == 0.0)
		return 1.0;

	/* Divided so far it would be lost; two such events are out of sight. */
	if (expected < 1e-200)
		return count == 1.0 ? expected : 0.0;
	return beta_cdf(ldexp(expected, -200), count, ldexp(1.0, 200));
}

/*
 * The tail of two degrees of freedom fewer, and x^k exp(-x) / gamma(k + 1) at
 * half of x; the sum ends at an exponential or a normal tail.
 */
double
chi_square_upper_tail(double x, int df)
{
	double		half = 0.5 * x;
	double		tail;
	double		k;

	if (!(x >= 0.0) || df < 1)
		return NOT_A_NUMBER;
	if (half == 0.0 || isinf(half))
		return half == 0.0 ? 1.0 : 0.0;
	tail = df % 2 == 0 ? exp(-half) : erfc(sqrt(half));
	for (k = df % 2 == 0 ? 1.0 : 0.5; k < 0.5 * df - 0.25; k += 1.0)
	{
		/* x^k exp(-x) / gamma(k + 1) from the saddle point, where no large terms cancel */
		double		u = half / k - 1.0;

		tail += exp(-k * deviance(u, half / k) - stirling_error(k) - 0.5 * log(k) - HALF_LOG_TWO_PI);
	}
	return tail < 1.0 ? tail : 1.0;
}
