/*
 * packed_number.h
 *		Numbers in as few bytes as they need: seven bits in each, lowest first.
 */
#ifndef CSOPS_PACKED_NUMBER_H
#define CSOPS_PACKED_NUMBER_H

#define PACKED_NUMBER_BYTES		10

static inline uint8 *
pack_number(uint8 *to, uint64 number)
{
	while (number > 127)
	{
		*to++ = (uint8) (number | 128);
		number >>= 7;
	}
	*to++ = (uint8) number;
	return to;
}

/* False where the bytes end too soon or no number is that long. */
static inline bool
unpack_number(const uint8 **from, const uint8 *end, uint64 *number)
{
	*number = 0;
	for (int shift = 0; shift < 64 && *from < end; shift += 7)
	{
		uint8		byte = *(*from)++;

		*number |= (uint64) (byte & 127) << shift;
		if (byte < 128)
			return true;
	}
	return false;
}

/* Small numbers of either sign become small ones without. */
static inline uint64
fold_sign(int64 number)
{
	return ((uint64) number << 1) ^ (number < 0 ? ~UINT64CONST(0) : 0);
}

static inline int64
unfold_sign(uint64 number)
{
	return (int64) ((number >> 1) ^ (number & 1 ? ~UINT64CONST(0) : 0));
}

/*
 * The way from one instant to another, and back: modulo 2^64, because the
 * longest is more than an int64 holds.
 */
static inline uint8 *
pack_instant(uint8 *to, int64 before, int64 at)
{
	return pack_number(to, fold_sign((int64) ((uint64) at - (uint64) before)));
}

static inline bool
unpack_instant(const uint8 **from, const uint8 *end, int64 before, int64 *at)
{
	uint64		number;

	if (!unpack_number(from, end, &number))
		return false;
	*at = (int64) ((uint64) before + (uint64) unfold_sign(number));
	return true;
}

#endif							/* CSOPS_PACKED_NUMBER_H */
