/*
 * logistic_regression.c
 *		The coefficients that explain an outcome of yes or no by numbers.
 */
#include "csops.h"

#include <math.h>

#include "logistic_regression.h"
#include "miscadmin.h"

#define MAX_ITERATIONS		50
#define MAX_HALVINGS		30

/*
 * The square of the last step in standard errors.  Newton's method squares its
 * error with each step, so what is left after it is out of sight.
 */
#define CONVERGED_DECREMENT	1e-12

/* One less the share of a feature's variance that the features before it explain. */
#define LEAST_OWN_VARIANCE	1e-10

/*
 * What the rows say about a coefficient, compared with what they would say if
 * it were 0, where they can be told apart without error: next to nothing.
 */
#define SEPARATED_INFORMATION	1e-4

/*
 * A feature whose deviation is less than this, or than this share of its
 * values, does not vary: the rest is rounding.
 */
#define LEAST_DEVIATION		1e-100
#define LEAST_VARIATION		1e-14

/* A fit on its way.  Vectors have an element for the intercept and each feature in use. */
typedef struct Fit
{
	const LogisticRow *rows;
	int64		n;
	int			features;
	int			terms;
	int		   *feature;		/* of each term but the first */
	double	   *mean;			/* of each feature */
	double	   *scale;			/* 1 / deviation of each feature */
	double		ridge;
	double	   *z;				/* a row, standardised; the first is 1 */
} Fit;

/* Where a fit stands with some coefficients. */
typedef struct Stand
{
	double	   *b;
	double		deviance;
	double		penalised;		/* the deviance and the penalty */
	bool		apart;			/* every row is on its side */
	double	   *gradient;
	double	   *hessian;		/* lower triangle, row by row */
} Stand;

double
logistic_function(double eta)
{
	double		e = exp(-fabs(eta));

	return eta >= 0 ? 1 / (1 + e) : e / (1 + e);
}

static inline double *
at(double *matrix, int terms, int row, int column)
{
	return &matrix[(Size) row * terms + column];
}

static double *
new_vector(Size length)
{
	return palloc0(sizeof(double) * length);
}

/* Means, deviations and bounds of the features, and the counts. */
static void
describe_features(const LogisticRow *rows, int64 n, int features, LogisticResult *result, LogisticTerm *term)
{
	for (int64 i = 0; i < n; i++)
	{
		const LogisticRow *row = logistic_row(rows, features, i);

		CHECK_FOR_INTERRUPTS();
		result->observations += row->without + row->with;
		result->events += row->with;
	}
	for (int j = 1; j <= features; j++)
	{
		double		total = 0;
		double		squares = 0;

		if (result->observations == 0)
		{
			term[j].mean = term[j].deviation = term[j].lowest = term[j].highest = NAN;
			continue;
		}
		term[j].lowest = term[j].highest = logistic_row(rows, features, 0)->x[j - 1];
		for (int64 i = 0; i < n; i++)
		{
			const LogisticRow *row = logistic_row(rows, features, i);
			double		x = row->x[j - 1];

			CHECK_FOR_INTERRUPTS();
			total += (double) (row->without + row->with) * x;
			term[j].lowest = Min(term[j].lowest, x);
			term[j].highest = Max(term[j].highest, x);
		}

		/* Rounding must not carry the mean of equal numbers away from them. */
		term[j].mean = total / (double) result->observations;
		term[j].mean = Max(term[j].lowest, Min(term[j].highest, term[j].mean));
		for (int64 i = 0; i < n; i++)
		{
			const LogisticRow *row = logistic_row(rows, features, i);
			double		distance = row->x[j - 1] - term[j].mean;

			CHECK_FOR_INTERRUPTS();
			squares += (double) (row->without + row->with) * distance * distance;
		}
		term[j].deviation = sqrt(squares / (double) result->observations);
	}
}

static void
standardise(const Fit *fit, const LogisticRow *row)
{
	for (int t = 1; t < fit->terms; t++)
	{
		int			j = fit->feature[t];

		fit->z[t] = (row->x[j] - fit->mean[j]) * fit->scale[j];
	}
}

/*
 * Drops the features that are constant or a linear combination of those before
 * them: nothing can be said of their coefficients.
 */
static void
choose_features(Fit *fit, int64 observations)
{
	int			all = fit->terms;
	double	   *correlation = new_vector((Size) all * all);
	int			chosen = 1;

	for (int64 i = 0; i < fit->n; i++)
	{
		const LogisticRow *row = logistic_row(fit->rows, fit->features, i);
		double		share = (double) (row->without + row->with) / (double) observations;

		CHECK_FOR_INTERRUPTS();
		standardise(fit, row);
		for (int t = 1; t < all; t++)
		{
			for (int u = 1; u <= t; u++)
				*at(correlation, all, t, u) += share * fit->z[t] * fit->z[u];
		}
	}

	/* Cholesky's decomposition, of the rows and columns that are chosen, in their places. */
	for (int t = 1; t < all; t++)
	{
		double		own = *at(correlation, all, t, t);

		for (int u = 1; u < chosen; u++)
		{
			int			column = fit->feature[u] + 1;
			double		sum = *at(correlation, all, t, column);

			for (int v = 1; v < u; v++)
				sum -= *at(correlation, all, t, fit->feature[v] + 1) *
					*at(correlation, all, column, fit->feature[v] + 1);
			sum /= *at(correlation, all, column, column);
			*at(correlation, all, t, column) = sum;
			own -= sum * sum;
		}
		if (own > LEAST_OWN_VARIANCE)
		{
			*at(correlation, all, t, t) = sqrt(own);
			fit->feature[chosen++] = t - 1;
		}
	}
	fit->terms = chosen;
	pfree(correlation);
}

static Stand
new_stand(int terms)
{
	Stand		stand = {0};

	stand.b = new_vector(terms);
	stand.gradient = new_vector(terms);
	stand.hessian = new_vector((Size) terms * terms);
	return stand;
}

/*
 * Deviance, gradient and Hessian at the coefficients.  The probabilities of
 * both outcomes are worked out from the smaller one, so that neither cancels.
 */
static void
evaluate(const Fit *fit, Stand *stand)
{
	int			terms = fit->terms;

	stand->deviance = 0;
	stand->apart = true;
	memset(stand->gradient, 0, sizeof(double) * terms);
	memset(stand->hessian, 0, sizeof(double) * terms * terms);
	for (int64 i = 0; i < fit->n; i++)
	{
		const LogisticRow *row = logistic_row(fit->rows, fit->features, i);
		double		with = (double) row->with;
		double		without = (double) row->without;
		double		eta = stand->b[0];
		double		small;
		double		p;
		double		q;
		double		residual;
		double		weight;

		CHECK_FOR_INTERRUPTS();
		standardise(fit, row);
		for (int t = 1; t < terms; t++)
			eta += stand->b[t] * fit->z[t];
		small = exp(-fabs(eta));
		p = (eta >= 0 ? 1 : small) / (1 + small);
		q = (eta >= 0 ? small : 1) / (1 + small);
		stand->deviance += 2 * (with + without) * log1p(small) +
			2 * fabs(eta) * (eta >= 0 ? without : with);
		if ((with > 0 && eta <= 0) || (without > 0 && eta >= 0))
			stand->apart = false;

		residual = with * q - without * p;
		weight = (with + without) * p * q;
		for (int t = 0; t < terms; t++)
		{
			double		weighted = weight * fit->z[t];

			stand->gradient[t] += residual * fit->z[t];
			for (int u = 0; u <= t; u++)
				*at(stand->hessian, terms, t, u) += weighted * fit->z[u];
		}
	}

	stand->penalised = stand->deviance;
	for (int t = 1; t < terms; t++)
	{
		stand->penalised += fit->ridge * stand->b[t] * stand->b[t];
		stand->gradient[t] -= fit->ridge * stand->b[t];
		*at(stand->hessian, terms, t, t) += fit->ridge;
	}
}

/* In place; false where the matrix is not positive definite. */
static bool
cholesky(double *matrix, int terms)
{
	for (int t = 0; t < terms; t++)
	{
		for (int u = 0; u <= t; u++)
		{
			double		sum = *at(matrix, terms, t, u);

			for (int v = 0; v < u; v++)
				sum -= *at(matrix, terms, t, v) * *at(matrix, terms, u, v);
			if (t > u)
				*at(matrix, terms, t, u) = sum / *at(matrix, terms, u, u);
			else if (sum > 0 && !isinf(sum))
				*at(matrix, terms, t, t) = sqrt(sum);
			else
				return false;
		}
	}
	return true;
}

/* Of L L' x = b, in place of b. */
static void
solve(double *l, int terms, double *b)
{
	for (int t = 0; t < terms; t++)
	{
		for (int u = 0; u < t; u++)
			b[t] -= *at(l, terms, t, u) * b[u];
		b[t] /= *at(l, terms, t, t);
	}
	for (int t = terms - 1; t >= 0; t--)
	{
		for (int u = t + 1; u < terms; u++)
			b[t] -= *at(l, terms, u, t) * b[u];
		b[t] /= *at(l, terms, t, t);
	}
}

/* The inverse of the Hessian; NULL where it has none. */
static double *
covariance(const Stand *stand, int terms)
{
	double	   *l = new_vector((Size) terms * terms);
	double	   *inverse = new_vector((Size) terms * terms);

	memcpy(l, stand->hessian, sizeof(double) * terms * terms);
	if (!cholesky(l, terms))
		return NULL;
	for (int t = 0; t < terms; t++)
	{
		CHECK_FOR_INTERRUPTS();
		*at(inverse, terms, t, t) = 1;
		solve(l, terms, at(inverse, terms, t, 0));
	}
	return inverse;
}

/* Newton's steps until they are too small to see; false when they never are. */
static bool
climb(const Fit *fit, Stand *stand, int *iterations)
{
	int			terms = fit->terms;
	Stand		next = new_stand(terms);
	double	   *l = new_vector((Size) terms * terms);
	double	   *step = new_vector(terms);

	for (*iterations = 1; *iterations <= MAX_ITERATIONS; (*iterations)++)
	{
		double		decrement = 0;
		double		length = 1;
		Stand		last = *stand;

		memcpy(l, stand->hessian, sizeof(double) * terms * terms);
		memcpy(step, stand->gradient, sizeof(double) * terms);
		if (!cholesky(l, terms))
			return false;
		solve(l, terms, step);
		for (int t = 0; t < terms; t++)
			decrement += step[t] * stand->gradient[t];
		for (int halvings = 0;; halvings++)
		{
			if (halvings > MAX_HALVINGS)
				return false;
			for (int t = 0; t < terms; t++)
				next.b[t] = stand->b[t] + length * step[t];
			evaluate(fit, &next);
			if (next.penalised <= stand->penalised * (1 + 1e-12))
				break;
			length /= 2;
		}

		*stand = next;
		next = last;
		if (decrement <= CONVERGED_DECREMENT)
			return true;
	}
	*iterations = MAX_ITERATIONS;
	return false;
}

/* Back from standardised features to those of the rows. */
static void
report_terms(const Fit *fit, const Stand *stand, double *inverse, LogisticTerm *term)
{
	int			terms = fit->terms;
	double	   *to_intercept = new_vector(terms);
	double		variance = 0;

	term[0].coefficient = stand->b[0];
	to_intercept[0] = 1;
	for (int t = 1; t < terms; t++)
	{
		int			j = fit->feature[t];

		to_intercept[t] = -fit->mean[j] * fit->scale[j];
		term[0].coefficient += stand->b[t] * to_intercept[t];
		term[j + 1].coefficient = stand->b[t] * fit->scale[j];
		term[j + 1].standard_error = sqrt(*at(inverse, terms, t, t)) * fit->scale[j];
	}
	for (int t = 0; t < terms; t++)
	{
		for (int u = 0; u < terms; u++)
			variance += to_intercept[t] * to_intercept[u] * *at(inverse, terms, t, u);
	}
	term[0].standard_error = sqrt(variance);
}

void
logistic_regression(const LogisticRow *rows, int64 n, int features, double ridge,
					LogisticResult *result, LogisticTerm *term)
{
	Fit			fit = {0};
	Stand		stand;
	double	   *null_inverse;
	double	   *inverse;

	memset(result, 0, sizeof(LogisticResult));
	result->deviance = result->null_deviance = NAN;
	for (int j = 0; j <= features; j++)
		term[j].coefficient = term[j].standard_error = NAN;
	describe_features(rows, n, features, result, term);
	if (result->events == 0 || result->events == result->observations)
		return;

	fit.rows = rows;
	fit.n = n;
	fit.features = features;
	fit.terms = 1;
	fit.feature = palloc(sizeof(int) * (features + 1));
	fit.mean = new_vector(features);
	fit.scale = new_vector(features);
	fit.ridge = ridge;
	fit.z = new_vector(features + 1);
	fit.z[0] = 1;
	for (int j = 0; j < features; j++)
	{
		fit.mean[j] = term[j + 1].mean;
		if (term[j + 1].deviation > LEAST_DEVIATION &&
			term[j + 1].deviation > LEAST_VARIATION * Max(fabs(term[j + 1].lowest), fabs(term[j + 1].highest)))
			fit.scale[j] = 1 / term[j + 1].deviation;
		fit.feature[fit.terms++] = j;
	}
	choose_features(&fit, result->observations);

	stand = new_stand(fit.terms);
	stand.b[0] = log((double) result->events) - log((double) (result->observations - result->events));
	evaluate(&fit, &stand);
	result->null_deviance = stand.deviance;
	null_inverse = covariance(&stand, fit.terms);
	result->converged = climb(&fit, &stand, &result->iterations);
	result->deviance = stand.deviance;
	inverse = covariance(&stand, fit.terms);

	result->separated = stand.apart || inverse == NULL;
	for (int t = 1; t < fit.terms && inverse != NULL && null_inverse != NULL; t++)
	{
		if (*at(null_inverse, fit.terms, t, t) < SEPARATED_INFORMATION * *at(inverse, fit.terms, t, t))
			result->separated = true;
	}

	/* Without a penalty, coefficients that tell rows apart without error have no end. */
	if (inverse == NULL || null_inverse == NULL || (result->separated && ridge == 0))
		result->converged = false;
	else
		report_terms(&fit, &stand, inverse, term);
}
