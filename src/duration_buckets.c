/*
 * duration_buckets.c
 *		The buckets that durations are counted in.
 */
#include "csops.h"

#include "datatype/timestamp.h"
#include "duration_buckets.h"

const uint32 duration_edge[DURATION_STEPS + 1] = {
	1073741824, 1095218389, 1117124519, 1139468807, 1162260017, 1185507088,
	1209219138, 1233405467, 1258075561, 1283239097, 1308905945, 1335086170,
	1361790042, 1389028035, 1416810831, 1445149328, 1474054640, 1503538105,
	1533611287, 1564285981, 1595574218, 1627488271, 1660040656, 1693244140,
	1727111748, 1761656763, 1796892733, 1832833480, 1869493099, 1906885970,
	1945026759, 1983930424, 2023612226, 2064087727, 2105372803, 2147483648
};

const uint8 duration_step[1 << DURATION_EXACT_BITS] = {
	0, 0, 1, 2, 3, 3, 4, 5, 5, 6, 7, 8, 8, 9, 9, 10,
	11, 11, 12, 13, 13, 14, 14, 15, 16, 16, 17, 17, 18, 18, 19, 19,
	20, 20, 21, 22, 22, 23, 23, 24, 24, 24, 25, 25, 26, 26, 27, 27,
	28, 28, 29, 29, 30, 30, 30, 31, 31, 32, 32, 32, 33, 33, 34, 34
};

int64
duration_bucket_lowest(int bucket)
{
	int			exponent;
	uint64		edge;

	if (bucket < DURATION_EXACT_BUCKETS)
		return bucket;
	bucket -= DURATION_EXACT_BUCKETS;
	exponent = DURATION_EXACT_BITS + bucket / DURATION_STEPS;
	edge = duration_edge[bucket % DURATION_STEPS];
	if (exponent >= 30)
		return (int64) (edge << (exponent - 30));
	return (int64) ((edge + (UINT64CONST(1) << (30 - exponent)) - 1) >> (30 - exponent));
}

int64
duration_bucket_highest(int bucket)
{
	if (bucket == DURATION_BUCKETS - 1)
		return PG_INT64_MAX;
	return duration_bucket_lowest(bucket + 1) - 1;
}

/*
 * The fraction is cut off at 2^-43 seconds and multiplied as an integer, so
 * that no platform's floating point can round it differently.
 */
int64
duration_micros(double seconds)
{
	int64		whole;
	uint64		fraction;

	if (!(seconds >= 0 && seconds <= DURATION_LIMIT_SECONDS))
		return -1;
	whole = (int64) seconds;
	fraction = (uint64) ((seconds - (double) whole) * (double) (INT64CONST(1) << 43));
	fraction = (fraction * USECS_PER_SEC + (UINT64CONST(1) << 42)) >> 43;
	return whole * USECS_PER_SEC + (int64) fraction;
}
