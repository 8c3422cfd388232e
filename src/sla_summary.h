/*
 * sla_summary.h
 *		The results of many SLA clocks, as the readers of an sla_summary see them.
 */
#ifndef CSOPS_SLA_SUMMARY_H
#define CSOPS_SLA_SUMMARY_H

#include "duration_summary.h"

/* Every clock is counted once, by what became of it, or not read at all. */
typedef struct SlaCounts
{
	int64		achieved;		/* finished, and within its target */
	int64		breached;		/* beyond its target, finished or not */
	int64		in_progress;	/* neither finished nor beyond its target */
	int64		without_target;
} SlaCounts;

/* A summary of any form, opened; the durations are those of the finished clocks. */
typedef struct SlaView
{
	SlaCounts	counts;
	DurationView durations;
} SlaView;

/* Opens an argument, which must not be NULL; the second leaves the durations' cells alone. */
extern void sla_view(FunctionCallInfo fcinfo, int n, SlaView *view);
extern void sla_figures(FunctionCallInfo fcinfo, int n, SlaView *view);

#endif							/* CSOPS_SLA_SUMMARY_H */
