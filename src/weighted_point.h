/*
 * weighted_point.h
 *		Weighted rows at one point: their number, and the exact sums of their weights.
 *
 * The squares are what intervals and effective numbers of rows need.
 */
#ifndef CSOPS_WEIGHTED_POINT_H
#define CSOPS_WEIGHTED_POINT_H

#include "exact_sum.h"

typedef struct WeightedPoint
{
	int64		count;
	ExactSum	weight;
	ExactProductSum square;
} WeightedPoint;

/* Whether a row may have that weight: 0 to EXACT_VALUE_LIMIT. */
static inline bool
weight_is_valid(double weight)
{
	return weight >= 0 && weight <= EXACT_VALUE_LIMIT;
}

/* The aggregate's call that counts such rows instead is what the hint shows. */
pg_noreturn extern void invalid_weight(double weight, const char *counting_call);

/* Whether rows with weights can have given these sums. */
extern bool weighted_point_is_possible(const WeightedPoint *point);

/* Adds a row of a valid weight, or takes it out; what was never there is an error. */
extern void weighted_point_add(WeightedPoint *point, double weight, bool take_out);

/* Adds the rows of the other, or takes them out; the result need not be possible. */
extern void weighted_point_merge(WeightedPoint *to, const WeightedPoint *from, bool take_out);

extern void weighted_point_send(StringInfo out, const WeightedPoint *point);
extern void weighted_point_receive(WeightedPoint *point, StringInfo in);

#endif							/* CSOPS_WEIGHTED_POINT_H */
