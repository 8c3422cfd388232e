/*
 * business_time.h
 *		Arguments and results that the functions of business time have alike.
 */
#ifndef CSOPS_BUSINESS_TIME_H
#define CSOPS_BUSINESS_TIME_H

#include "calendar_cache.h"

/* Errors of one wording. */
pg_noreturn extern void infinite_instant(void);
pg_noreturn extern void instant_out_of_range(void);
pg_noreturn extern void time_out_of_range(void);

/* Open microseconds, with errors for infinite instants and overflow. */
extern int64 business_usecs(CalendarIndex *index, TimestampTz from, TimestampTz to);

/* An amount of business time in microseconds: no months, no days, not infinite. */
extern int64 business_amount(const Interval *amount);

extern Interval *interval_of_usecs(int64 usecs);

#endif							/* CSOPS_BUSINESS_TIME_H */
