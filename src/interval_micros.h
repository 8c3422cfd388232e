/*
 * interval_micros.h
 *		The length of an interval whose days have 24 hours.
 */
#ifndef CSOPS_INTERVAL_MICROS_H
#define CSOPS_INTERVAL_MICROS_H

#include "common/int.h"
#include "datatype/timestamp.h"

/* False where there is none in 64 bits: months, infinity, 292,000 years. */
static inline bool
interval_micros(const Interval *interval, int64 *micros)
{
	return interval->month == 0 &&
		!pg_mul_s64_overflow(interval->day, USECS_PER_DAY, micros) &&
		!pg_add_s64_overflow(*micros, interval->time, micros);
}

#endif							/* CSOPS_INTERVAL_MICROS_H */
