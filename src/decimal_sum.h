/*
 * decimal_sum.h
 *		Exact sums of amounts of money, as wide integers on a decimal grid.
 *
 * An amount is a numeric of less than 10^17 with at most 44 decimals, which is
 * what the product of two quotients has.  Sums of 2^40 of them have room.  On
 * the grid of 10^-44 they have neither rounding nor order, and what was added
 * can be taken out again.
 */
#ifndef CSOPS_DECIMAL_SUM_H
#define CSOPS_DECIMAL_SUM_H

#include "exact_sum.h"

#define DECIMAL_LIMBS		4
#define DECIMAL_DECIMALS	44

/* In units of 10^-44; the limbs are those of exact_sum.h. */
typedef struct Decimal
{
	uint64		limb[DECIMAL_LIMBS];
} Decimal;

/* Most amounts fit into 64 bits, in units of 10^-4: those below 10^14, which is this many units. */
#define NARROW_LIMIT		INT64CONST(1000000000000000000)

typedef enum AmountWidth
{
	AMOUNT_NONE,				/* not finite, too large, too many decimals */
	AMOUNT_NARROW,
	AMOUNT_WIDE
} AmountWidth;

/* Sets either of the two. */
extern AmountWidth amount_from_numeric(int64 *narrow, Decimal *wide, Datum value);

/* From one to the other; false where it does not fit, or is beyond the limit. */
extern Decimal decimal_from_narrow(int64 narrow);
extern bool decimal_to_narrow(const Decimal *amount, int64 *narrow);

/* Whether a sum of amounts is an amount that is not negative. */
extern bool decimal_is_amount(const Decimal *sum);

/* False where the numeric cannot be an amount: not finite, too large, too many decimals. */
extern bool decimal_from_numeric(Decimal *amount, Datum value);
extern Datum decimal_to_numeric(const Decimal *sum);

extern int	decimal_compare(const Decimal *a, const Decimal *b);

/* The nearest float8 to a / b; b is not zero. */
extern double decimal_quotient(const Decimal *a, const Decimal *b);

/* JSON numbers, without the zeros at their end. */
extern void decimal_append(StringInfo out, const Decimal *sum);
extern void decimal_read_json(Decimal *sum, const JsonNode *node);

/* For messages: the number, of which a very long one is cut. */
extern const char *shown_numeric(Datum value);
extern const char *shown_decimal(const Decimal *sum);

static inline int
decimal_sign(const Decimal *sum)
{
	return wide_sign(sum->limb, DECIMAL_LIMBS);
}

static inline bool
decimal_is_zero(const Decimal *sum)
{
	return (sum->limb[0] | sum->limb[1] | sum->limb[2] | sum->limb[3]) == 0;
}

static inline void
decimal_add(Decimal *sum, const Decimal *amount)
{
	wide_add(sum->limb, amount->limb, DECIMAL_LIMBS);
}

static inline void
decimal_subtract(Decimal *sum, const Decimal *amount)
{
	wide_subtract(sum->limb, amount->limb, DECIMAL_LIMBS);
}

static inline Decimal
decimal_difference(const Decimal *a, const Decimal *b)
{
	Decimal		difference = *a;

	decimal_subtract(&difference, b);
	return difference;
}

#endif							/* CSOPS_DECIMAL_SUM_H */
