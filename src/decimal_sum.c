/*
 * decimal_sum.c
 *		Exact sums of amounts of money, as wide integers on a decimal grid.
 *
 * PostgreSQL keeps to itself how a numeric is stored, so its digits are taken
 * from the binary form of the protocol.
 */
#include "csops.h"

#include <math.h>

#include "decimal_sum.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"

/* Digits of a numeric are of four decimals, and four of them make a chunk of sixteen. */
#define DIGIT_DECIMALS	4
#define CHUNK_DIGITS	4
#define CHUNK			UINT64CONST(10000000000000000)
#define CHUNKS			4

/* The weight, as a power of 10000, of the first digit of the first chunk. */
#define FIRST_WEIGHT	4
#define LAST_WEIGHT		(FIRST_WEIGHT + 1 - CHUNKS * CHUNK_DIGITS)

/* 10^17 in the units of the first chunk, which are of 10000. */
#define LIMIT_IN_FIRST_CHUNK	UINT64CONST(10000000000000)

StaticAssertDecl(LAST_WEIGHT * DIGIT_DECIMALS == -DECIMAL_DECIMALS, "the chunks end at the grid");
StaticAssertDecl(CHUNKS <= DECIMAL_LIMBS, "each chunk has a limb");

/* A narrow amount is in units of 10^-4: so many make a unit of the first chunk, so many of the second make one. */
#define NARROW_IN_FIRST_CHUNK	UINT64CONST(100000000)
#define NARROW_IN_SECOND_CHUNK	UINT64CONST(100000000)

/* A wide amount is a narrow one times 10^40: five times a divisor that leaves room for a remainder and 32 bits. */
#define NARROW_DIVISOR			UINT64CONST(100000000)
#define NARROW_DIVISIONS		5

/* The header of the binary form: number of digits, weight of the first, sign, decimals shown. */
#define NUMERIC_HEADER_BYTES	8
#define NUMERIC_IS_POSITIVE		0x0000
#define NUMERIC_IS_NEGATIVE		0x4000

#define SHOWN_LENGTH	60

static inline uint16
read_uint16(const unsigned char *from)
{
	return (uint16) ((from[0] << 8) | from[1]);
}

/* An amount as its chunks. */
typedef struct Chunks
{
	uint64		chunk[CHUNKS];
	bool		negative;
} Chunks;

static bool
read_chunks(Chunks *chunks, Datum value)
{
	static const uint64 digit_unit[CHUNK_DIGITS] = {UINT64CONST(1000000000000), 100000000, 10000, 1};
	bytea	   *binary = DatumGetByteaP(DirectFunctionCall1(numeric_send, value));
	const unsigned char *from = (const unsigned char *) VARDATA(binary);
	int			digits = read_uint16(from);
	int			weight = (int16) read_uint16(from + 2);
	uint16		sign = read_uint16(from + 4);

	if (sign != NUMERIC_IS_POSITIVE && sign != NUMERIC_IS_NEGATIVE)
		return false;

	/* The last digit is never a zero, nor is the first. */
	if (digits > 0 && (weight > FIRST_WEIGHT || weight - (digits - 1) < LAST_WEIGHT))
		return false;
	memset(chunks, 0, sizeof(Chunks));
	chunks->negative = sign == NUMERIC_IS_NEGATIVE;
	from += NUMERIC_HEADER_BYTES;
	for (int i = 0; i < digits; i++, from += 2)
	{
		int			place = FIRST_WEIGHT - (weight - i);

		chunks->chunk[place / CHUNK_DIGITS] += digit_unit[place % CHUNK_DIGITS] * read_uint16(from);
	}
	return chunks->chunk[0] < LIMIT_IN_FIRST_CHUNK;
}

/* amount * factor + addend, of limbs from the lowest up to that one. */
static inline void
multiply_magnitude(Decimal *amount, uint64 factor, uint64 addend, int last_limb)
{
	for (int i = 0; i <= last_limb; i++)
	{
		uint64		high;
		uint64		low;

		multiply_limbs(amount->limb[i], factor, &high, &low);
		amount->limb[i] = low + addend;
		addend = high + (amount->limb[i] < addend);
	}
}

/* The same with the other sign. */
static void
negate(Decimal *amount)
{
	Decimal		zero = {{0}};

	*amount = decimal_difference(&zero, amount);
}

/* ((chunk[0] * CHUNK + chunk[1]) * CHUNK + ...; each chunk takes up less than a limb. */
static void
decimal_from_chunks(Decimal *amount, const Chunks *chunks)
{
	memset(amount, 0, sizeof(Decimal));
	for (int n = 0; n < CHUNKS; n++)
		multiply_magnitude(amount, CHUNK, chunks->chunk[n], n);
	if (chunks->negative)
		negate(amount);
}

bool
decimal_from_numeric(Decimal *amount, Datum value)
{
	Chunks		chunks;

	if (!read_chunks(&chunks, value))
		return false;
	decimal_from_chunks(amount, &chunks);
	return true;
}

AmountWidth
amount_from_numeric(int64 *narrow, Decimal *wide, Datum value)
{
	Chunks		chunks;

	if (!read_chunks(&chunks, value))
		return AMOUNT_NONE;
	if (chunks.chunk[0] < NARROW_LIMIT / NARROW_IN_FIRST_CHUNK &&
		chunks.chunk[1] % NARROW_IN_SECOND_CHUNK == 0 && chunks.chunk[2] == 0 && chunks.chunk[3] == 0)
	{
		*narrow = (int64) (chunks.chunk[0] * NARROW_IN_FIRST_CHUNK + chunks.chunk[1] / NARROW_IN_SECOND_CHUNK);
		if (chunks.negative)
			*narrow = -*narrow;
		return AMOUNT_NARROW;
	}
	decimal_from_chunks(wide, &chunks);
	return AMOUNT_WIDE;
}

Decimal
decimal_from_narrow(int64 narrow)
{
	Decimal		amount = {{narrow < 0 ? -(uint64) narrow : (uint64) narrow}};

	multiply_magnitude(&amount, CHUNK, 0, DECIMAL_LIMBS - 1);
	multiply_magnitude(&amount, CHUNK, 0, DECIMAL_LIMBS - 1);
	multiply_magnitude(&amount, CHUNK / NARROW_IN_SECOND_CHUNK, 0, DECIMAL_LIMBS - 1);
	if (narrow < 0)
		negate(&amount);
	return amount;
}

bool
decimal_to_narrow(const Decimal *amount, int64 *narrow)
{
	Decimal		rest = *amount;
	bool		negative;

	/* 10^40 is a multiple of 2^40, which most amounts that do not fit are not. */
	if ((amount->limb[0] & ((UINT64CONST(1) << 40) - 1)) != 0)
		return false;
	negative = decimal_sign(amount) < 0;
	if (negative)
		negate(&rest);
	for (int n = 0; n < NARROW_DIVISIONS; n++)
	{
		uint64		remainder = 0;

		for (int i = DECIMAL_LIMBS - 1; i >= 0; i--)
		{
			uint64		high = remainder << 32 | rest.limb[i] >> 32;
			uint64		low = (high % NARROW_DIVISOR) << 32 | (rest.limb[i] & 0xFFFFFFFF);

			rest.limb[i] = (high / NARROW_DIVISOR) << 32 | low / NARROW_DIVISOR;
			remainder = low % NARROW_DIVISOR;
		}
		if (remainder != 0)
			return false;
	}
	if ((rest.limb[1] | rest.limb[2] | rest.limb[3]) != 0 || rest.limb[0] > NARROW_LIMIT)
		return false;
	*narrow = negative ? -(int64) rest.limb[0] : (int64) rest.limb[0];
	return true;
}

bool
decimal_is_amount(const Decimal *sum)
{
	static const Decimal limit = {{UINT64CONST(0xa000000000000000), UINT64CONST(0x69d695bdcbf7a87a),
	UINT64CONST(0x17877cec0556b212), 0x639}};

	return decimal_sign(sum) >= 0 && decimal_compare(sum, &limit) < 0;
}

int
decimal_compare(const Decimal *a, const Decimal *b)
{
	int64		a_high = (int64) a->limb[DECIMAL_LIMBS - 1];
	int64		b_high = (int64) b->limb[DECIMAL_LIMBS - 1];

	if (a_high != b_high)
		return a_high < b_high ? -1 : 1;
	for (int i = DECIMAL_LIMBS - 2; i >= 0; i--)
	{
		if (a->limb[i] != b->limb[i])
			return a->limb[i] < b->limb[i] ? -1 : 1;
	}
	return 0;
}

/* Quotients: magnitudes, without a sign */

/* The absolute value; true when it was negative. */
static bool
make_positive(Decimal *value)
{
	if (decimal_sign(value) >= 0)
		return false;
	negate(value);
	return true;
}

static int
bit_length(const Decimal *value)
{
	for (int i = DECIMAL_LIMBS - 1; i >= 0; i--)
	{
		for (int bit = 63; value->limb[i] != 0 && bit >= 0; bit--)
		{
			if ((value->limb[i] >> bit) != 0)
				return 64 * i + bit + 1;
		}
	}
	return 0;
}

static void
double_magnitude(Decimal *value)
{
	for (int i = DECIMAL_LIMBS - 1; i > 0; i--)
		value->limb[i] = (value->limb[i] << 1) | (value->limb[i - 1] >> 63);
	value->limb[0] <<= 1;
}

static bool
magnitude_is_less(const Decimal *a, const Decimal *b)
{
	for (int i = DECIMAL_LIMBS - 1; i >= 0; i--)
	{
		if (a->limb[i] != b->limb[i])
			return a->limb[i] < b->limb[i];
	}
	return false;
}

static void
subtract_magnitude(Decimal *from, const Decimal *value)
{
	uint64		borrow = 0;

	for (int i = 0; i < DECIMAL_LIMBS; i++)
	{
		uint64		before = from->limb[i];

		from->limb[i] = before - value->limb[i] - borrow;
		borrow = before < value->limb[i] || (before == value->limb[i] && borrow);
	}
}

double
decimal_quotient(const Decimal *a, const Decimal *b)
{
	Decimal		rest = *a;
	Decimal		divisor = *b;
	bool		negative = make_positive(&rest);
	int			exponent;
	uint64		quotient = 0;
	double		result;

	negative ^= make_positive(&divisor);
	if (decimal_is_zero(&rest))
		return 0;

	/*
	 * Both are brought to the same length and, if need be, one bit more, so
	 * that the first bit of the quotient is set: 64 bits of it, with all that
	 * is left gathered into the last, are rounded once.
	 */
	exponent = bit_length(&rest) - bit_length(&divisor);
	for (int i = exponent; i > 0; i--)
		double_magnitude(&divisor);
	for (int i = exponent; i < 0; i++)
		double_magnitude(&rest);
	if (magnitude_is_less(&rest, &divisor))
	{
		double_magnitude(&rest);
		exponent--;
	}
	for (int i = 0; i < 64; i++)
	{
		quotient <<= 1;
		if (!magnitude_is_less(&rest, &divisor))
		{
			subtract_magnitude(&rest, &divisor);
			quotient |= 1;
		}
		double_magnitude(&rest);
	}
	quotient |= !decimal_is_zero(&rest);
	result = ldexp((double) quotient, exponent - 63);
	return negative ? -result : result;
}

/* Text: that of the integer, with the point put into it */

void
decimal_append(StringInfo out, const Decimal *sum)
{
	StringInfoData digits;
	int			whole;
	const char *c;

	initStringInfo(&digits);
	wide_append_decimal(&digits, sum->limb, DECIMAL_LIMBS, 0);
	c = digits.data;
	if (*c == '-')
	{
		appendStringInfoChar(out, '-');
		c++;
	}
	whole = (int) strlen(c) - DECIMAL_DECIMALS;
	if (whole > 0)
		appendBinaryStringInfo(out, c, whole);
	else
		appendStringInfoChar(out, '0');
	if (!decimal_is_zero(sum))
	{
		appendStringInfoChar(out, '.');
		for (int i = whole; i < 0; i++)
			appendStringInfoChar(out, '0');
		appendStringInfoString(out, c + Max(whole, 0));
		while (out->data[out->len - 1] == '0')
			out->data[--out->len] = '\0';
		if (out->data[out->len - 1] == '.')
			out->data[--out->len] = '\0';
	}
}

void
decimal_read_json(Decimal *sum, const JsonNode *node)
{
	JsonNode	integer = *node;
	const char *point;
	int			decimals = 0;
	StringInfoData digits;

	if (node->kind == JSON_KIND_NUMBER)
	{
		point = strchr(node->text, '.');
		if (point != NULL)
			decimals = (int) strlen(point + 1);
		if (decimals > DECIMAL_DECIMALS)
			json_error(node, "The number has more than %d decimals.", DECIMAL_DECIMALS);
		initStringInfo(&digits);
		appendBinaryStringInfo(&digits, node->text, (int) strlen(node->text) - (point == NULL ? 0 : decimals + 1));
		if (point != NULL)
			appendStringInfoString(&digits, point + 1);
		for (int i = decimals; i < DECIMAL_DECIMALS; i++)
			appendStringInfoChar(&digits, '0');
		integer.text = digits.data;
	}
	wide_read_decimal(sum->limb, DECIMAL_LIMBS, 0, &integer);
}

Datum
decimal_to_numeric(const Decimal *sum)
{
	return DirectFunctionCall3(numeric_in, CStringGetDatum(shown_decimal(sum)),
							   ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1));
}

const char *
shown_numeric(Datum value)
{
	char	   *shown = DatumGetCString(DirectFunctionCall1(numeric_out, value));

	if (strlen(shown) > SHOWN_LENGTH)
		strlcpy(shown + SHOWN_LENGTH - strlen("..."), "...", strlen("...") + 1);
	return shown;
}

const char *
shown_decimal(const Decimal *sum)
{
	StringInfoData shown;

	initStringInfo(&shown);
	decimal_append(&shown, sum);
	return shown.data;
}
