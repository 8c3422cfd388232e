/*
 * rating.h
 *		Answers on an ordinal scale, plain and weighted, as their readers see them.
 */
#ifndef CSOPS_RATING_H
#define CSOPS_RATING_H

#include "intervals.h"
#include "type.h"

#define MAX_SCALE_POINTS	101

/*
 * What every figure is computed from.  In a plain summary the weight of a
 * point is its count, and so is the sum of the squared weights: one set of
 * formulae serves both types.
 */
typedef struct RatingView
{
	int			lowest;
	int			points;
	int64		observations;
	int64		unanswered;
	int64		unweighted;		/* answered, without a weight */
	int64		invalid;
	int64		count[MAX_SCALE_POINTS];
	double		weight[MAX_SCALE_POINTS];
	double		square[MAX_SCALE_POINTS];
	double		total_weight;
	double		total_square;
} RatingView;

/* Mean of something over the answers, with the variance of that mean. */
typedef struct MeanEstimate
{
	double		mean;
	double		variance;		/* of the mean, with the n of the sample as divisor */
	double		sample_variance;	/* the same with n - 1; undefined below two answers */
	double		n;				/* answers */
} MeanEstimate;

/* Reads an argument of either type, which must not be NULL. */
extern void rating_view(FunctionCallInfo fcinfo, int n, RatingView *view);

/* Arguments 0 and 1, which must be on one scale. */
extern void rating_views(FunctionCallInfo fcinfo, RatingView *a, RatingView *b);

/* Each type's part of it. */
extern void view_rating_summary(RatingView *view, const CsopsHeader *value);
extern void view_weighted_rating_summary(RatingView *view, const CsopsHeader *value);

/* What is wrong with a scale, or NULL. */
extern const char *scale_problem(int64 lowest, int64 highest);

/*
 * The place of a score on the scale, or -1 where it is none: off the scale, a
 * fraction, not a number.
 */
static inline int
scale_place(double score, int lowest, int highest)
{
	int			whole;

	if (!(score >= lowest && score <= highest))
		return -1;
	whole = (int) score;
	return (double) whole == score ? whole - lowest : -1;
}

pg_noreturn extern void invalid_score(double score, int lowest, int highest);

/* From the arguments of a transition function, from text, from binary input. */
typedef struct Scale
{
	int			lowest;
	int			highest;
} Scale;

extern Scale scale_arguments(FunctionCallInfo fcinfo, int n);
extern Scale read_json_scale(const JsonNode *root);
extern Scale receive_scale(StringInfo in, const CsopsType *type);
extern void send_scale(StringInfo out, Scale scale);
extern void check_same_scale(Scale a, Scale b);

/* Kish's effective number of answers; the number of answers when unweighted. */
extern double effective_answers(const RatingView *view);

/*
 * The mean of the values over the answers, in multiples of the unit and with
 * its variance; the view must hold some weight.
 */
extern double rating_mean_value(const RatingView *view, const double *values, double unit);
extern MeanEstimate rating_mean_of(const RatingView *view, const double *values);

/* The effective number of answers in a range of points. */
extern double effective_count(const RatingView *view, int from, int to);

#endif							/* CSOPS_RATING_H */
