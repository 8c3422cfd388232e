/*
 * duration_summary.h
 *		Many durations, as the readers of a duration_summary see them.
 */
#ifndef CSOPS_DURATION_SUMMARY_H
#define CSOPS_DURATION_SUMMARY_H

#include "duration_buckets.h"
#include "type.h"

#define DURATION_TOTAL_LIMBS	2	/* see exact_sum.h */
#define DURATION_UNKNOWN		(-1)

typedef struct DurationCell
{
	int			bucket;
	int64		count;			/* at least 1 */
} DurationCell;

/* A summary of any form, opened; cells are in the order of their buckets. */
typedef struct DurationView
{
	int64		observations;
	int64		unanswered;
	int64		invalid;
	uint64		total[DURATION_TOTAL_LIMBS];
	int64		minimum;		/* DURATION_UNKNOWN, both, when nothing was */
	int64		maximum;		/* observed or something was subtracted */
	int			cells;
	DurationCell *cell;
} DurationView;

/* Opens an argument, which must not be NULL; the second leaves the cells alone. */
extern void duration_view(FunctionCallInfo fcinfo, int n, DurationView *view);
extern void duration_figures(FunctionCallInfo fcinfo, int n, DurationView *view);

/*
 * The duration in seconds at a quantile, an option which must be a fraction;
 * false when there are no durations, or fewer than min_n.
 */
extern bool duration_at_quantile(const DurationView *view, double q, int32 min_n, double *seconds);

#endif							/* CSOPS_DURATION_SUMMARY_H */
