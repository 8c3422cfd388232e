/*
 * sla_summary.h
 *		The results of many SLA clocks: what the counts of an sla_summary are.
 */
#ifndef CSOPS_SLA_SUMMARY_H
#define CSOPS_SLA_SUMMARY_H

#include "counted_durations.h"

/*
 * Every clock is counted once, by what became of it, or not read at all; the
 * durations are those of the finished ones.
 */
typedef enum SlaOutcome
{
	SLA_ACHIEVED,				/* finished, and within its target */
	SLA_BREACHED,				/* beyond its target, finished or not */
	SLA_IN_PROGRESS,			/* neither finished nor beyond its target */
	SLA_WITHOUT_TARGET
} SlaOutcome;

extern const CountedKind sla_kind;

#endif							/* CSOPS_SLA_SUMMARY_H */
