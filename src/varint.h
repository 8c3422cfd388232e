/*
 * varint.h
 *		Numbers as seven bits a byte, lowest first: small ones take one byte.
 */
#ifndef CSOPS_VARINT_H
#define CSOPS_VARINT_H

/* No number takes more. */
#define VARINT_BYTES	10

/* False where the bytes end within a number, or it has too many of them. */
static inline bool
varint_read(const uint8 **from, const uint8 *end, uint64 *number)
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

static inline uint8 *
varint_write(uint8 *to, uint64 number)
{
	while (number > 127)
	{
		*to++ = (uint8) (number | 128);
		number >>= 7;
	}
	*to++ = (uint8) number;
	return to;
}

#endif							/* CSOPS_VARINT_H */
