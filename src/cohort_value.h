/*
 * cohort_value.h
 *		What cohorts were worth by age: sums of amounts, such as revenue or tickets.
 */
#ifndef CSOPS_COHORT_VALUE_H
#define CSOPS_COHORT_VALUE_H

#include "cohort.h"
#include "decimal_sum.h"

/* One cohort at one age. */
typedef struct ValueCell
{
	uint64		code;			/* cohort_code of them */
	int64		events;			/* at least one */
	Decimal		total;
} ValueCell;

static inline int32
value_cohort(const ValueCell *cell)
{
	return (int32) (cell->code >> 32) - COHORT_BIAS;
}

static inline int32
value_age(const ValueCell *cell)
{
	return (int32) (cell->code >> 16) & 0xFFFF;
}

/* A value, opened: the cells are sorted. */
typedef struct ValueView
{
	CohortGrid	grid;
	uint32		count;
	const ValueCell *cells;
} ValueView;

/* Opens an argument, which must not be NULL. */
extern void cohort_value_view(FunctionCallInfo fcinfo, int n, ValueView *view);

#endif							/* CSOPS_COHORT_VALUE_H */
