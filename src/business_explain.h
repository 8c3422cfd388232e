/*
 * business_explain.h
 *		The stretches of time that a calendar counts or does not, with reasons.
 */
#ifndef CSOPS_BUSINESS_EXPLAIN_H
#define CSOPS_BUSINESS_EXPLAIN_H

#include "calendar_cache.h"
#include "utils/typcache.h"

/* Takes a stretch [start, end); the reason is valid during the call. */
typedef void (*ExplainedSpanSink) (void *sink, TimestampTz start, TimestampTz end, bool counted, const char *reason);

/* The stretches from one finite instant to a later one, in order, each as long as its reason holds. */
extern void explain_open_time(CalendarIndex *index, TimestampTz from, TimestampTz to,
							  ExplainedSpanSink put, void *sink);

/* The tstzrange [start, end). */
extern Datum instant_range(TypeCacheEntry *type, TimestampTz start, TimestampTz end);

#endif							/* CSOPS_BUSINESS_EXPLAIN_H */
