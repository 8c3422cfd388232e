/*
 * renewal_figures.c
 *		What is read from a renewal_summary.
 */
#include "csops.h"

#include "renewal_summary.h"

/* Counts, which are 0 where there is no summary */

CSOPS_FUNCTION(csops_renewal_observations);
CSOPS_FUNCTION(csops_renewal_unanswered);
CSOPS_FUNCTION(csops_renewal_invalid);
CSOPS_FUNCTION(csops_contracts_renewed);
CSOPS_FUNCTION(csops_contracts_on_time);
CSOPS_FUNCTION(csops_contracts_lost);
CSOPS_FUNCTION(csops_contracts_undecided);
CSOPS_FUNCTION(csops_contracts_overdue);
CSOPS_FUNCTION(csops_contracts_due_within);

/* The contracts of outcomes from the first to the last. */
static Datum
contracts_of(FunctionCallInfo fcinfo, RenewalOutcome first, RenewalOutcome last)
{
	const RenewalSummary *summary;
	int64		contracts = 0;

	if (PG_ARGISNULL(0))
		PG_RETURN_INT64(0);
	summary = CSOPS_GETARG(renewal_summary_type, 0);
	for (RenewalOutcome outcome = first; outcome <= last; outcome++)
		contracts += summary->part[outcome].contracts;
	PG_RETURN_INT64(contracts);
}

Datum
csops_renewal_observations(PG_FUNCTION_ARGS)
{
	return contracts_of(fcinfo, RENEWAL_ON_TIME, RENEWAL_OPEN);
}

Datum
csops_renewal_unanswered(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_INT64(0);
	PG_RETURN_INT64(((RenewalSummary *) CSOPS_GETARG(renewal_summary_type, 0))->unanswered);
}

Datum
csops_renewal_invalid(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_INT64(0);
	PG_RETURN_INT64(((RenewalSummary *) CSOPS_GETARG(renewal_summary_type, 0))->invalid);
}

Datum
csops_contracts_renewed(PG_FUNCTION_ARGS)
{
	return contracts_of(fcinfo, RENEWAL_ON_TIME, RENEWAL_LATE);
}

Datum
csops_contracts_on_time(PG_FUNCTION_ARGS)
{
	return contracts_of(fcinfo, RENEWAL_ON_TIME, RENEWAL_ON_TIME);
}

Datum
csops_contracts_lost(PG_FUNCTION_ARGS)
{
	return contracts_of(fcinfo, RENEWAL_LOST, RENEWAL_LOST);
}

Datum
csops_contracts_undecided(PG_FUNCTION_ARGS)
{
	return contracts_of(fcinfo, RENEWAL_OVERDUE, RENEWAL_OPEN);
}

Datum
csops_contracts_overdue(PG_FUNCTION_ARGS)
{
	return contracts_of(fcinfo, RENEWAL_OVERDUE, RENEWAL_OVERDUE);
}

/* Amounts */

CSOPS_FUNCTION(csops_renewal_due);
CSOPS_FUNCTION(csops_renewal_renewed);
CSOPS_FUNCTION(csops_renewal_lost);
CSOPS_FUNCTION(csops_renewal_undecided);
CSOPS_FUNCTION(csops_renewal_overdue);
CSOPS_FUNCTION(csops_renewal_kept);
CSOPS_FUNCTION(csops_renewal_kept_on_time);
CSOPS_FUNCTION(csops_renewal_due_within);
CSOPS_FUNCTION(csops_renewal_renewed_within);

static Decimal
sum_of(const Decimal *a, const Decimal *b)
{
	Decimal		sum = *a;

	decimal_add(&sum, b);
	return sum;
}

Datum
csops_renewal_due(PG_FUNCTION_ARGS)
{
	Decimal		total = renewal_total(CSOPS_GETARG(renewal_summary_type, 0));

	return decimal_to_numeric(&total);
}

Datum
csops_renewal_renewed(PG_FUNCTION_ARGS)
{
	const RenewalSummary *summary = CSOPS_GETARG(renewal_summary_type, 0);
	Decimal		renewed = sum_of(&summary->part[RENEWAL_ON_TIME].renewed, &summary->part[RENEWAL_LATE].renewed);

	return decimal_to_numeric(&renewed);
}

Datum
csops_renewal_lost(PG_FUNCTION_ARGS)
{
	const RenewalSummary *summary = CSOPS_GETARG(renewal_summary_type, 0);

	return decimal_to_numeric(&summary->part[RENEWAL_LOST].due);
}

Datum
csops_renewal_undecided(PG_FUNCTION_ARGS)
{
	const RenewalSummary *summary = CSOPS_GETARG(renewal_summary_type, 0);
	Decimal		undecided = sum_of(&summary->part[RENEWAL_OVERDUE].due, &summary->part[RENEWAL_OPEN].due);

	return decimal_to_numeric(&undecided);
}

Datum
csops_renewal_overdue(PG_FUNCTION_ARGS)
{
	const RenewalSummary *summary = CSOPS_GETARG(renewal_summary_type, 0);

	return decimal_to_numeric(&summary->part[RENEWAL_OVERDUE].due);
}

Datum
csops_renewal_kept(PG_FUNCTION_ARGS)
{
	const RenewalSummary *summary = CSOPS_GETARG(renewal_summary_type, 0);
	Decimal		kept = sum_of(&summary->part[RENEWAL_ON_TIME].kept, &summary->part[RENEWAL_LATE].kept);

	return decimal_to_numeric(&kept);
}

Datum
csops_renewal_kept_on_time(PG_FUNCTION_ARGS)
{
	const RenewalSummary *summary = CSOPS_GETARG(renewal_summary_type, 0);

	return decimal_to_numeric(&summary->part[RENEWAL_ON_TIME].kept);
}

/* Rates */

CSOPS_FUNCTION(csops_gross_renewal_rate);
CSOPS_FUNCTION(csops_net_renewal_rate);
CSOPS_FUNCTION(csops_on_time_renewal_rate);
CSOPS_FUNCTION(csops_contract_renewal_rate);
CSOPS_FUNCTION(csops_renewal_coverage);

Datum
csops_gross_renewal_rate(PG_FUNCTION_ARGS)
{
	const RenewalSummary *summary = CSOPS_GETARG(renewal_summary_type, 0);
	Decimal		decided = renewal_decided(summary);
	Decimal		kept = sum_of(&summary->part[RENEWAL_ON_TIME].kept, &summary->part[RENEWAL_LATE].kept);

	if (decimal_is_zero(&decided))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(decimal_quotient(&kept, &decided));
}

Datum
csops_net_renewal_rate(PG_FUNCTION_ARGS)
{
	const RenewalSummary *summary = CSOPS_GETARG(renewal_summary_type, 0);
	Decimal		decided = renewal_decided(summary);
	Decimal		renewed = sum_of(&summary->part[RENEWAL_ON_TIME].renewed, &summary->part[RENEWAL_LATE].renewed);

	if (decimal_is_zero(&decided))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(decimal_quotient(&renewed, &decided));
}

/* An overdue contract is not renewed on time, whatever becomes of it. */
Datum
csops_on_time_renewal_rate(PG_FUNCTION_ARGS)
{
	const RenewalSummary *summary = CSOPS_GETARG(renewal_summary_type, 0);
	Decimal		known = renewal_decided(summary);

	decimal_add(&known, &summary->part[RENEWAL_OVERDUE].due);
	if (decimal_is_zero(&known))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(decimal_quotient(&summary->part[RENEWAL_ON_TIME].kept, &known));
}

Datum
csops_contract_renewal_rate(PG_FUNCTION_ARGS)
{
	const RenewalSummary *summary = CSOPS_GETARG(renewal_summary_type, 0);
	int64		renewed = summary->part[RENEWAL_ON_TIME].contracts + summary->part[RENEWAL_LATE].contracts;
	int64		decided = renewed + summary->part[RENEWAL_LOST].contracts;

	if (decided == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8((double) renewed / (double) decided);
}

/* What lies ahead */

typedef struct Ahead
{
	int64		contracts;
	Decimal		due;
	Decimal		renewed_due;
} Ahead;

/* The contracts due in so many days, the day of evaluation being the first. */
static Ahead
ahead_of(FunctionCallInfo fcinfo)
{
	int32		days = PG_GETARG_INT32(1);
	Ahead		ahead = {0};

	if (days < 1 || days > RENEWAL_DAYS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("days is out of range"),
				 errdetail("The days given are %d.", days),
				 errhint("Give 1 for the day of evaluation alone, up to %d for ten years.", RENEWAL_DAYS)));
	if (!PG_ARGISNULL(0))
	{
		const RenewalSummary *summary = CSOPS_GETARG(renewal_summary_type, 0);

		for (int i = 0; i < summary->days && summary->day[i].day < days; i++)
		{
			ahead.contracts += summary->day[i].contracts;
			decimal_add(&ahead.due, &summary->day[i].due);
			decimal_add(&ahead.renewed_due, &summary->day[i].renewed_due);
		}
	}
	return ahead;
}

/* contracts_due_within(s, days) */
Datum
csops_contracts_due_within(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(1))
		PG_RETURN_NULL();
	PG_RETURN_INT64(ahead_of(fcinfo).contracts);
}

/* renewal_due_within(s, days) */
Datum
csops_renewal_due_within(PG_FUNCTION_ARGS)
{
	Ahead		ahead = ahead_of(fcinfo);

	return decimal_to_numeric(&ahead.due);
}

/* renewal_renewed_within(s, days) */
Datum
csops_renewal_renewed_within(PG_FUNCTION_ARGS)
{
	Ahead		ahead = ahead_of(fcinfo);

	return decimal_to_numeric(&ahead.renewed_due);
}

/* renewal_coverage(s, days) */
Datum
csops_renewal_coverage(PG_FUNCTION_ARGS)
{
	Ahead		ahead = ahead_of(fcinfo);

	if (decimal_is_zero(&ahead.due))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(decimal_quotient(&ahead.renewed_due, &ahead.due));
}
