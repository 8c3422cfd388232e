/*
 * counters.h
 *		Counters as narrow as their values: an array of 1, 2, 4 or 8 bytes each.
 *
 * The size of the states decides the speed of an aggregate over many groups,
 * so states begin with narrow counters and are copied into the next width when
 * one of them is full.
 */
#ifndef CSOPS_COUNTERS_H
#define CSOPS_COUNTERS_H

static inline int64
get_counter(const char *counters, int width, int n)
{
	switch (width)
	{
		case 1:
			return ((const uint8 *) counters)[n];
		case 2:
			return ((const uint16 *) counters)[n];
		case 4:
			return ((const uint32 *) counters)[n];
		default:
			return ((const int64 *) counters)[n];
	}
}

static inline void
set_counter(char *counters, int width, int n, int64 count)
{
	switch (width)
	{
		case 1:
			((uint8 *) counters)[n] = (uint8) count;
			break;
		case 2:
			((uint16 *) counters)[n] = (uint16) count;
			break;
		case 4:
			((uint32 *) counters)[n] = (uint32) count;
			break;
		default:
			((int64 *) counters)[n] = count;
			break;
	}
}

/* No count reaches it in the widest form: see CSOPS_COUNT_LIMIT. */
static inline int64
widest_count(int width)
{
	return PG_INT64_MAX >> (63 - Min(63, 8 * width));
}

#endif							/* CSOPS_COUNTERS_H */
