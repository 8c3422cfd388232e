/*
 * exact_sum.c
 *		Order-free sums of float8 values and products, as wide integers.
 *
 * Only integer operations touch the sums, so the result is the same bits on
 * every platform, whatever its floating point unit does with extra precision.
 */
#include "csops.h"

#include <math.h>

#include "exact_sum.h"
#include "libpq/pqformat.h"

#define MANTISSA_BITS	53
#define HIDDEN_BIT		(UINT64CONST(1) << (MANTISSA_BITS - 1))
#define EXPONENT_MASK	0x7FF
#define EXPONENT_BIAS	1075	/* of a mantissa read as an integer */

/* Enough 32-bit digits for the decimal fraction of a product sum, shifted. */
#define DECIMAL_WORDS	48

static void
sum_out_of_range(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("sum is out of range"),
			 errdetail("The sums of a summary hold at least 2^40 rows of the largest values."),
			 errhint("Keep so many rows in more than one summary, or give the values in a larger unit.")));
}

/* The parts of an IEEE 754 double, which frexp and ldexp take far longer to tell. */
GridValue
grid_value(double value)
{
	GridValue	grid;
	uint64		bits;
	int			exponent;

	StaticAssertStmt(sizeof(bits) == sizeof(value), "float8 is not 64 bits wide");
	Assert(fabs(value) <= EXACT_VALUE_LIMIT);

	memcpy(&bits, &value, sizeof(bits));
	exponent = (bits >> (MANTISSA_BITS - 1)) & EXPONENT_MASK;
	grid.negative = value < 0;
	grid.mantissa = (bits & (HIDDEN_BIT - 1)) | HIDDEN_BIT;
	grid.shift = exponent - EXPONENT_BIAS + EXACT_GRID_BITS;

	/* What lies below the grid is rounded off, half away from zero. */
	if (grid.shift < 0)
	{
		int			dropped = -grid.shift;

		if (dropped > MANTISSA_BITS)
			grid.mantissa = 0;
		else
			grid.mantissa = (grid.mantissa + (UINT64CONST(1) << (dropped - 1))) >> dropped;
		grid.shift = 0;
	}
	return grid;
}

GridValue
grid_negated(GridValue value)
{
	value.negative = !value.negative;
	return value;
}

static bool
is_negative(const uint64 *value, int limbs)
{
	return (value[limbs - 1] >> 63) != 0;
}

/* to + from + carry; the new carry is returned. */
static inline unsigned
add_limb(uint64 *to, uint64 from, unsigned carry)
{
	uint64		sum = *to + from;
	unsigned	carry_out = sum < from;

	*to = sum + carry;
	return carry_out | (*to < sum);
}

static inline unsigned
subtract_limb(uint64 *to, uint64 from, unsigned borrow)
{
	uint64		difference = *to - from;
	unsigned	borrow_out = *to < from;

	*to = difference - borrow;
	return borrow_out | (difference < borrow);
}

/*
 * Adds, or subtracts, (high:low) << shift.  All limbs take part, so that no
 * branch depends on the values: a wrongly predicted one costs more than this.
 */
static inline void
add_shifted(uint64 *sum, int limbs, uint64 high, uint64 low, int shift, bool negative)
{
	uint64		addend[EXACT_PRODUCT_LIMBS + 2] = {0};
	int			word = shift / 64;
	int			bit = shift % 64;
	bool		was_negative = is_negative(sum, limbs);
	uint64		flipped = negative ? ~UINT64CONST(0) : 0;
	unsigned	carry = negative;

	Assert(word < limbs);

	/* Shifts in two steps, because one by 64 is undefined. */
	addend[word] = low << bit;
	addend[word + 1] = (high << bit) | (low >> 1 >> (63 - bit));
	addend[word + 2] = high >> 1 >> (63 - bit);

	/* To subtract is to add the complement and one. */
	for (int i = 0; i < limbs; i++)
		carry = add_limb(&sum[i], addend[i] ^ flipped, carry);

	if (was_negative == negative && is_negative(sum, limbs) != negative)
		sum_out_of_range();
}

void
exact_sum_add(ExactSum *sum, GridValue value)
{
	add_shifted(sum->limb, EXACT_SUM_LIMBS, 0, value.mantissa, value.shift, value.negative);
}

void
exact_product_add(ExactProductSum *sum, GridValue a, GridValue b)
{
	uint64		high;
	uint64		low;

	multiply_limbs(a.mantissa, b.mantissa, &high, &low);
	add_shifted(sum->limb, EXACT_PRODUCT_LIMBS, high, low, a.shift + b.shift,
				a.negative != b.negative);
}

void
wide_add(uint64 *to, const uint64 *from, int limbs)
{
	bool		was_negative = is_negative(to, limbs);
	bool		negative = is_negative(from, limbs);
	unsigned	carry = 0;

	for (int i = 0; i < limbs; i++)
		carry = add_limb(&to[i], from[i], carry);
	if (was_negative == negative && is_negative(to, limbs) != negative)
		sum_out_of_range();
}

void
wide_subtract(uint64 *to, const uint64 *from, int limbs)
{
	bool		was_negative = is_negative(to, limbs);
	bool		negative = is_negative(from, limbs);
	unsigned	borrow = 0;

	for (int i = 0; i < limbs; i++)
		borrow = subtract_limb(&to[i], from[i], borrow);
	if (was_negative != negative && is_negative(to, limbs) != was_negative)
		sum_out_of_range();
}

static void
negate(uint64 *value, int limbs)
{
	unsigned	carry = 1;

	for (int i = 0; i < limbs; i++)
	{
		uint64		flipped = ~value[i];

		carry = add_limb(&flipped, 0, carry);
		value[i] = flipped;
	}
}

/* Absolute value into an array of 32-bit words; true when it was negative. */
static bool
absolute_words(uint32 *words, const uint64 *value, int limbs)
{
	bool		negative = is_negative(value, limbs);
	unsigned	carry = 1;

	for (int i = 0; i < limbs; i++)
	{
		uint64		limb = value[i];

		if (negative)
		{
			limb = ~limb;
			carry = add_limb(&limb, 0, carry);
		}
		words[2 * i] = (uint32) limb;
		words[2 * i + 1] = (uint32) (limb >> 32);
	}
	return negative;
}

int
wide_sign(const uint64 *value, int limbs)
{
	if (is_negative(value, limbs))
		return -1;
	for (int i = 0; i < limbs; i++)
	{
		if (value[i] != 0)
			return 1;
	}
	return 0;
}

void
wide_multiply(uint64 *product, int product_limbs,
			  const uint64 *a, int a_limbs, const uint64 *b, int b_limbs)
{
	uint32		a_words[DECIMAL_WORDS];
	uint32		b_words[DECIMAL_WORDS];
	uint32		words[2 * DECIMAL_WORDS] = {0};
	bool		negative = absolute_words(a_words, a, a_limbs);

	negative ^= absolute_words(b_words, b, b_limbs);

	Assert(a_limbs + b_limbs <= product_limbs && product_limbs <= DECIMAL_WORDS);

	for (int i = 0; i < 2 * a_limbs; i++)
	{
		uint64		carry = 0;

		for (int j = 0; j < 2 * b_limbs; j++)
		{
			carry += (uint64) a_words[i] * b_words[j] + words[i + j];
			words[i + j] = (uint32) carry;
			carry >>= 32;
		}
		words[i + 2 * b_limbs] = (uint32) carry;
	}
	for (int i = 0; i < product_limbs; i++)
		product[i] = ((uint64) words[2 * i + 1] << 32) | words[2 * i];
	if (negative)
		negate(product, product_limbs);
}

bool
wide_square_fits(const uint64 *a, int a_limbs,
				 const uint64 *b, int b_limbs, const uint64 *c, int c_limbs)
{
	uint64		square[DECIMAL_WORDS];
	uint64		bound[DECIMAL_WORDS];
	int			limbs = Max(2 * a_limbs, b_limbs + c_limbs);

	wide_multiply(square, limbs, a, a_limbs, a, a_limbs);
	wide_multiply(bound, limbs, b, b_limbs, c, c_limbs);
	wide_subtract(bound, square, limbs);
	return wide_sign(bound, limbs) >= 0;
}

double
wide_to_float8(const uint64 *value, int limbs, int grid_bits)
{
	uint32		words[DECIMAL_WORDS];
	bool		negative = absolute_words(words, value, limbs);
	int			top = 2 * limbs - 1;
	uint64		leading;
	int			lowest_bit;
	bool		sticky = false;
	double		result;

	while (top > 0 && words[top] == 0)
		top--;
	if (words[top] == 0)
		return 0;

	/*
	 * The 64 leading bits, with anything below them gathered into the last, so
	 * that the one rounding to float8 is to nearest.
	 */
	leading = (uint64) words[top] << 32;
	if (top > 0)
		leading |= words[top - 1];
	lowest_bit = (top - 1) * 32;
	for (int i = 0; i < top - 1; i++)
		sticky |= words[i] != 0;
	while ((leading >> 63) == 0)
	{
		leading <<= 1;
		lowest_bit--;
		if (top > 1)
		{
			leading |= words[top - 2] >> 31;
			words[top - 2] <<= 1;
		}
	}
	if (top > 1)
		sticky |= words[top - 2] != 0;
	result = ldexp((double) (leading | sticky), lowest_bit - grid_bits);
	return negative ? -result : result;
}

static uint32
divide_words(uint32 *words, int count, uint32 divisor)
{
	uint64		rest = 0;

	for (int i = count - 1; i >= 0; i--)
	{
		rest = (rest << 32) | words[i];
		words[i] = (uint32) (rest / divisor);
		rest %= divisor;
	}
	return (uint32) rest;
}

/* words * factor + addend; what no longer fits is returned. */
static uint32
multiply_words(uint32 *words, int count, uint32 factor, uint32 addend)
{
	uint64		carry = addend;

	for (int i = 0; i < count; i++)
	{
		carry += (uint64) words[i] * factor;
		words[i] = (uint32) carry;
		carry >>= 32;
	}
	return (uint32) carry;
}

static bool
words_are_zero(const uint32 *words, int count)
{
	while (count > 0 && words[count - 1] == 0)
		count--;
	return count == 0;
}

/* Moves the words up, or for a negative shift down, by whole bits. */
static void
shift_words(uint32 *words, int count, int shift)
{
	uint32		moved[DECIMAL_WORDS];

	for (int i = 0; i < count; i++)
	{
		/* count more words keep the dividend positive */
		int			from = (i + count) * 32 - shift;
		int			word = from / 32 - count;
		uint64		pair = 0;

		if (word >= 0 && word < count)
			pair = words[word];
		if (word + 1 >= 0 && word + 1 < count)
			pair |= (uint64) words[word + 1] << 32;
		moved[i] = (uint32) (pair >> (from % 32));
	}
	memcpy(words, moved, sizeof(uint32) * count);
}

void
wide_append_decimal(StringInfo out, const uint64 *value, int limbs, int grid_bits)
{
	uint32		whole[DECIMAL_WORDS] = {0};
	uint32		fraction[DECIMAL_WORDS] = {0};
	int			count = 2 * limbs;
	uint32		groups[DECIMAL_WORDS * 2];
	int			n = 0;

	if (absolute_words(whole, value, limbs))
		appendStringInfoChar(out, '-');

	/* The fraction is moved up until its point stands at a word's edge. */
	memcpy(fraction, whole, sizeof(uint32) * count);
	shift_words(fraction, DECIMAL_WORDS, count * 32 - grid_bits);
	memset(fraction + count, 0, sizeof(uint32) * (DECIMAL_WORDS - count));
	shift_words(whole, DECIMAL_WORDS, -grid_bits);

	do
		groups[n++] = divide_words(whole, count, 1000000000);
	while (!words_are_zero(whole, count));
	appendStringInfo(out, "%u", groups[--n]);
	while (n > 0)
		appendStringInfo(out, "%09u", groups[--n]);

	if (!words_are_zero(fraction, count))
	{
		appendStringInfoChar(out, '.');
		do
			appendStringInfo(out, "%09u", multiply_words(fraction, count, 1000000000, 0));
		while (!words_are_zero(fraction, count));
		while (out->data[out->len - 1] == '0')
			out->data[--out->len] = '\0';
	}
}

void
wide_read_decimal(uint64 *value, int limbs, int grid_bits, const JsonNode *node)
{
	uint32		words[DECIMAL_WORDS] = {0};
	int			count = 2 * limbs;
	bool		negative;
	int			decimals = -1;
	const char *c;

	if (node->kind != JSON_KIND_NUMBER)
		json_error(node, "Expected a number here.");
	negative = node->text[0] == '-';

	for (c = node->text + negative; *c != '\0'; c++)
	{
		if (*c == '.')
			decimals = 0;
		else if (*c < '0' || *c > '9')
			json_error(node, "Expected a number without exponent here.");
		else
		{
			/* 2^-grid_bits has as many decimals as bits. */
			if (decimals >= 0 && ++decimals > grid_bits)
				json_error(node, "The number is not on the grid of this sum.");
			if (multiply_words(words, DECIMAL_WORDS - 8, 10, *c - '0') != 0)
				json_error(node, "The number is out of range.");
		}
	}

	shift_words(words, DECIMAL_WORDS, grid_bits);
	while (decimals-- > 0)
	{
		if (divide_words(words, DECIMAL_WORDS, 10) != 0)
			json_error(node, "The number is not on the grid of this sum.");
	}
	for (int i = 0; i < limbs; i++)
		value[i] = ((uint64) words[2 * i + 1] << 32) | words[2 * i];
	if (negative)
		negate(value, limbs);

	/* Whatever did not fit has gone over into the sign. */
	if (!words_are_zero(words + count, DECIMAL_WORDS - count) ||
		(wide_sign(value, limbs) < 0) != (negative && !words_are_zero(words, count)))
		json_error(node, "The number is out of range.");
}

void
wide_send(StringInfo out, const uint64 *value, int limbs)
{
	for (int i = limbs - 1; i >= 0; i--)
		pq_sendint64(out, value[i]);
}

void
wide_receive(uint64 *value, int limbs, StringInfo in)
{
	for (int i = limbs - 1; i >= 0; i--)
		value[i] = pq_getmsgint64(in);
}
