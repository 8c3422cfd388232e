/*
 * exact_sum.h
 *		Sums of float8 values, and of their products, that do not depend on order.
 *
 * A value is taken on the grid of multiples of 2^-84 (5e-26) and may be as
 * large as 2^53 (9e15); every value of 2.4e-10 or more is on the grid as it
 * stands.  A product of two such values is exact on the grid 2^-168.  Both are
 * summed as integers wide enough for at least 2^40 of the largest rows, so the sums
 * have neither rounding nor order, and what was added can be taken out again.
 */
#ifndef CSOPS_EXACT_SUM_H
#define CSOPS_EXACT_SUM_H

#include "json_reader.h"

#define EXACT_VALUE_LIMIT		9007199254740992.0	/* 2^53 */
#define EXACT_GRID_BITS			84
#define EXACT_SUM_LIMBS			3
#define EXACT_PRODUCT_LIMBS		5

/* Two's complement, least significant limb first. */
typedef struct ExactSum
{
	uint64		limb[EXACT_SUM_LIMBS];
} ExactSum;

typedef struct ExactProductSum
{
	uint64		limb[EXACT_PRODUCT_LIMBS];
} ExactProductSum;

/* A float8 on the grid: mantissa * 2^(shift - EXACT_GRID_BITS). */
typedef struct GridValue
{
	bool		negative;
	uint64		mantissa;
	int			shift;
} GridValue;

/* The value must be finite and within the limit. */
extern GridValue grid_value(double value);
extern GridValue grid_negated(GridValue value);

extern void exact_sum_add(ExactSum *sum, GridValue value);
extern void exact_product_add(ExactProductSum *sum, GridValue a, GridValue b);

/*
 * Arrays of limbs, two's complement, least significant first.  add and
 * subtract raise an error rather than wrap round; a product must fit.
 */
extern void wide_add(uint64 *to, const uint64 *from, int limbs);
extern void wide_subtract(uint64 *to, const uint64 *from, int limbs);
extern void wide_multiply(uint64 *product, int product_limbs,
						  const uint64 *a, int a_limbs, const uint64 *b, int b_limbs);

/* Whether a * a <= b * c, of b and c that are not negative. */
extern bool wide_square_fits(const uint64 *a, int a_limbs,
							 const uint64 *b, int b_limbs, const uint64 *c, int c_limbs);
extern int	wide_sign(const uint64 *value, int limbs);

/* The nearest float8 to value * 2^-grid_bits. */
extern double wide_to_float8(const uint64 *value, int limbs, int grid_bits);

/* Exact decimal text of value * 2^-grid_bits, and back. */
extern void wide_append_decimal(StringInfo out, const uint64 *value, int limbs, int grid_bits);
extern void wide_read_decimal(uint64 *value, int limbs, int grid_bits, const JsonNode *node);

extern void wide_send(StringInfo out, const uint64 *value, int limbs);
extern void wide_receive(uint64 *value, int limbs, StringInfo in);

/* 64 by 64 bits to 128. */
static inline void
multiply_limbs(uint64 a, uint64 b, uint64 *high, uint64 *low)
{
#ifdef HAVE_INT128
	uint128		product = (uint128) a * b;

	*low = (uint64) product;
	*high = (uint64) (product >> 64);
#else
	uint64		a0 = (uint32) a,
				a1 = a >> 32;
	uint64		b0 = (uint32) b,
				b1 = b >> 32;
	uint64		low_product = a0 * b0;
	uint64		middle = a1 * b0 + (low_product >> 32);
	uint64		other = a0 * b1 + (uint32) middle;

	*low = (other << 32) | (uint32) low_product;
	*high = a1 * b1 + (middle >> 32) + (other >> 32);
#endif
}

#endif							/* CSOPS_EXACT_SUM_H */
