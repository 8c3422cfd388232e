/*
 * logistic_fit.h
 *		A logistic regression, and the rows it is made of.
 */
#ifndef CSOPS_LOGISTIC_FIT_H
#define CSOPS_LOGISTIC_FIT_H

#include "logistic_regression.h"
#include "type.h"
#include "utils/array.h"

/* The magnitude that a feature may have: squares of it can still be summed. */
#define LOGISTIC_FEATURE_LIMIT	1e100
#define LOGISTIC_DEFAULT_RIDGE	1e-6

/*
 * The rows of an aggregate.  In working form there is room behind them, and
 * rows that are alike may be there more than once; in canonical form they are
 * in ascending order of their features, each once.
 */
typedef struct LogisticState
{
	CsopsHeader header;			/* flags: 0 for canonical, or LOGISTIC_WORKING */
	int32		features;
	uint32		unused;			/* zero */
	double		ridge;
	int64		undecided;		/* the outcome was NULL */
	int64		incomplete;		/* a feature was NULL */
	int64		rows;			/* that follow */
	/* rows follow */
} LogisticState;

#define LOGISTIC_WORKING	1

static inline LogisticRow *
logistic_rows(const LogisticState *state)
{
	return (LogisticRow *) ((char *) state + sizeof(LogisticState));
}

typedef struct LogisticFit
{
	CsopsHeader header;
	int32		features;
	uint8		converged;		/* 0 or 1 */
	uint8		separated;		/* 0 or 1 */
	uint16		iterations;
	double		ridge;
	int64		observations;
	int64		events;
	int64		undecided;
	int64		incomplete;
	double		deviance;		/* NaN for NULL, as in the terms */
	double		null_deviance;
	LogisticTerm term[FLEXIBLE_ARRAY_MEMBER];	/* the intercept and the features */
} LogisticFit;

/* The elements of an array without NULLs.  ARR_DATA_PTR mixes signed and unsigned numbers. */
static inline const double *
logistic_features(const ArrayType *array)
{
	Size		offset = ARR_HASNULL(array) ? (Size) array->dataoffset :
		(Size) ARR_OVERHEAD_NONULLS(ARR_NDIM(array));

	return (const double *) ((const char *) array + offset);
}

/* Of a canonical state. */
extern LogisticFit *make_logistic_fit(const LogisticState *state);

/* What is wrong with a ridge or a feature, or NULL. */
extern const char *logistic_ridge_problem(double ridge);
extern const char *logistic_feature_problem(double x);

#endif							/* CSOPS_LOGISTIC_FIT_H */
