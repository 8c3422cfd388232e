/*
 * sla_attainment.c
 *		Counts, attainment and percentiles of an sla_summary.
 */
#include "csops.h"

#include "options.h"
#include "proportion.h"
#include "sla_summary.h"

/* Counts */

CSOPS_FUNCTION(csops_sla_observations);
CSOPS_FUNCTION(csops_sla_achieved);
CSOPS_FUNCTION(csops_sla_breached);
CSOPS_FUNCTION(csops_sla_in_progress);
CSOPS_FUNCTION(csops_sla_without_target);
CSOPS_FUNCTION(csops_sla_unanswered);
CSOPS_FUNCTION(csops_sla_invalid);

/* The clocks that attainment is a share of. */
static int64
judged(const CountedView *view)
{
	return view->count[SLA_ACHIEVED] + view->count[SLA_BREACHED];
}

Datum
csops_sla_observations(PG_FUNCTION_ARGS)
{
	CountedView view = {0};

	if (!PG_ARGISNULL(0))
		counted_figures(&sla_kind, fcinfo, 0, &view);
	PG_RETURN_INT64(judged(&view));
}

static Datum
count_of(FunctionCallInfo fcinfo, SlaOutcome outcome)
{
	CountedView view = {0};

	if (!PG_ARGISNULL(0))
		counted_figures(&sla_kind, fcinfo, 0, &view);
	PG_RETURN_INT64(view.count[outcome]);
}

Datum
csops_sla_achieved(PG_FUNCTION_ARGS)
{
	return count_of(fcinfo, SLA_ACHIEVED);
}

Datum
csops_sla_breached(PG_FUNCTION_ARGS)
{
	return count_of(fcinfo, SLA_BREACHED);
}

Datum
csops_sla_in_progress(PG_FUNCTION_ARGS)
{
	return count_of(fcinfo, SLA_IN_PROGRESS);
}

Datum
csops_sla_without_target(PG_FUNCTION_ARGS)
{
	return count_of(fcinfo, SLA_WITHOUT_TARGET);
}

Datum
csops_sla_unanswered(PG_FUNCTION_ARGS)
{
	CountedView view = {0};

	if (!PG_ARGISNULL(0))
		counted_figures(&sla_kind, fcinfo, 0, &view);
	PG_RETURN_INT64(view.durations.unanswered);
}

Datum
csops_sla_invalid(PG_FUNCTION_ARGS)
{
	CountedView view = {0};

	if (!PG_ARGISNULL(0))
		counted_figures(&sla_kind, fcinfo, 0, &view);
	PG_RETURN_INT64(view.durations.invalid);
}

CSOPS_FUNCTION(csops_sla_is_suppressed);

Datum
csops_sla_is_suppressed(PG_FUNCTION_ARGS)
{
	CountedView view;

	counted_figures(&sla_kind, fcinfo, 0, &view);
	PG_RETURN_BOOL(judged(&view) > 0 && judged(&view) < option_min_n(fcinfo, 1));
}

/* Attainment */

CSOPS_FUNCTION(csops_sla_attainment);
CSOPS_FUNCTION(csops_sla_attainment_lo);
CSOPS_FUNCTION(csops_sla_attainment_hi);

static Share
attainment_of(FunctionCallInfo fcinfo)
{
	CountedView view;
	Share		share;

	counted_figures(&sla_kind, fcinfo, 0, &view);
	share.successes = (double) view.count[SLA_ACHIEVED];
	share.n = (double) judged(&view);
	return share;
}

/* sla_attainment(s, min_n) */
Datum
csops_sla_attainment(PG_FUNCTION_ARGS)
{
	return share_or_null(fcinfo, attainment_of(fcinfo));
}

/* sla_attainment_lo, sla_attainment_hi (s, confidence, method, min_n) */
Datum
csops_sla_attainment_lo(PG_FUNCTION_ARGS)
{
	return share_lo_or_null(fcinfo, attainment_of(fcinfo));
}

Datum
csops_sla_attainment_hi(PG_FUNCTION_ARGS)
{
	return share_hi_or_null(fcinfo, attainment_of(fcinfo));
}

/* Durations */

CSOPS_FUNCTION(csops_sla_percentile);

/* sla_percentile(s, q, min_n) */
Datum
csops_sla_percentile(PG_FUNCTION_ARGS)
{
	CountedView view;
	double		q = option_quantile(fcinfo, 1);
	int32		min_n = option_min_n(fcinfo, 2);
	double		seconds;

	counted_view(&sla_kind, fcinfo, 0, &view);
	if (!duration_at_quantile(&view.durations, q, min_n, &seconds))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(seconds);
}
