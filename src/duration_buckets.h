/*
 * duration_buckets.h
 *		The buckets that durations are counted in.
 *
 * A duration is a whole number of microseconds.  Below 64 every number is a
 * bucket of its own; above, each doubling is divided into 35 buckets of equal
 * ratio.  35 is the fewest with which one figure stands for a whole bucket
 * within one percent: the harmonic mean of its ends is within 0.9902 percent
 * of both.  Where a duration falls is decided by integers alone, so that it is
 * the same on every platform.
 */
#ifndef CSOPS_DURATION_BUCKETS_H
#define CSOPS_DURATION_BUCKETS_H

#include "port/pg_bitutils.h"

#define DURATION_LIMIT_SECONDS	9e12	/* 285,000 years */
#define DURATION_LIMIT			INT64CONST(9000000000000000000)

#define DURATION_EXACT_BITS		6
#define DURATION_EXACT_BUCKETS	(1 << DURATION_EXACT_BITS)
#define DURATION_STEPS			35	/* buckets for each doubling */
#define DURATION_BUCKETS		(DURATION_EXACT_BUCKETS + (63 - DURATION_EXACT_BITS) * DURATION_STEPS)

/* 2^(30 + i / 35), rounded: the mantissas at which buckets begin. */
extern const uint32 duration_edge[DURATION_STEPS + 1];

/* The bucket that the lowest mantissa with these six leading bits is in. */
extern const uint8 duration_step[1 << DURATION_EXACT_BITS];

/* No two edges have the same six leading bits, so one comparison decides. */
static inline int
duration_bucket(int64 micros)
{
	int			exponent;
	uint32		mantissa;
	int			step;

	if (micros < DURATION_EXACT_BUCKETS)
		return (int) micros;
	exponent = pg_leftmost_one_pos64((uint64) micros);
	mantissa = (uint32) (((uint64) micros << (63 - exponent)) >> 33);
	step = duration_step[(mantissa >> (30 - DURATION_EXACT_BITS)) - DURATION_EXACT_BUCKETS];
	if (mantissa >= duration_edge[step + 1])
		step++;
	return DURATION_EXACT_BUCKETS + (exponent - DURATION_EXACT_BITS) * DURATION_STEPS + step;
}

/* The shortest and longest duration in a bucket. */
extern int64 duration_bucket_lowest(int bucket);
extern int64 duration_bucket_highest(int bucket);

/* To the nearest microsecond; -1 for what cannot be a duration. */
extern int64 duration_micros(double seconds);

#endif							/* CSOPS_DURATION_BUCKETS_H */
