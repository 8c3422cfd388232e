/*
 * logistic_regression.h
 *		The coefficients that explain an outcome of yes or no by numbers.
 *
 * Newton's method (iteratively reweighted least squares) on the likelihood
 * less a ridge penalty, on standardised features.
 */
#ifndef CSOPS_LOGISTIC_REGRESSION_H
#define CSOPS_LOGISTIC_REGRESSION_H

#define LOGISTIC_MAX_FEATURES	100

/* Rows with the same features. */
typedef struct LogisticRow
{
	int64		without;		/* to which it did not happen */
	int64		with;
	double		x[FLEXIBLE_ARRAY_MEMBER];
} LogisticRow;

#define LOGISTIC_ROW_SIZE(features) \
	(offsetof(LogisticRow, x) + sizeof(double) * (features))

static inline LogisticRow *
logistic_row(const LogisticRow *rows, int features, int64 n)
{
	return (LogisticRow *) ((char *) rows + LOGISTIC_ROW_SIZE(features) * n);
}

/* What has no value is NaN. */
typedef struct LogisticTerm
{
	double		coefficient;
	double		standard_error;
	double		mean;			/* of the feature, and so are the next three */
	double		deviation;
	double		lowest;
	double		highest;
} LogisticTerm;

typedef struct LogisticResult
{
	int64		observations;
	int64		events;
	bool		converged;
	bool		separated;
	int			iterations;
	double		deviance;
	double		null_deviance;
} LogisticResult;

/*
 * Fits n rows; terms are the intercept and the features.  The result depends
 * on the order of the rows in the last digits.
 */
extern void logistic_regression(const LogisticRow *rows, int64 n, int features, double ridge,
								LogisticResult *result, LogisticTerm *term);

/* The probability where the linear predictor is eta. */
extern double logistic_function(double eta);

#endif							/* CSOPS_LOGISTIC_REGRESSION_H */
