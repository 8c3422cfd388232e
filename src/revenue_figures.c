/*
 * revenue_figures.c
 *		What is read from a revenue_bridge.
 */
#include "csops.h"

#include "catalog/pg_type.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "revenue_bridge.h"
#include "utils/array.h"
#include "utils/builtins.h"

/* Counts, which are 0 where there is no bridge */

CSOPS_FUNCTION(csops_revenue_bridge_observations);
CSOPS_FUNCTION(csops_revenue_bridge_unanswered);
CSOPS_FUNCTION(csops_revenue_bridge_invalid);
CSOPS_FUNCTION(csops_accounts_start);
CSOPS_FUNCTION(csops_accounts_new);
CSOPS_FUNCTION(csops_accounts_reactivation);
CSOPS_FUNCTION(csops_accounts_expansion);
CSOPS_FUNCTION(csops_accounts_contraction);
CSOPS_FUNCTION(csops_accounts_churn);
CSOPS_FUNCTION(csops_accounts_fx);
CSOPS_FUNCTION(csops_accounts_end);

static int64
count_of(FunctionCallInfo fcinfo, Size offset)
{
	const RevenueBridge *bridge;

	if (PG_ARGISNULL(0))
		return 0;
	bridge = CSOPS_GETARG(revenue_bridge_type, 0);
	return *(const int64 *) ((const char *) bridge + offset);
}

static int64
accounts_of(FunctionCallInfo fcinfo, RevenuePart part)
{
	return count_of(fcinfo, offsetof(RevenueBridge, accounts) + part * sizeof(int64));
}

Datum
csops_revenue_bridge_observations(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_INT64(0);
	PG_RETURN_INT64(revenue_bridge_observations(CSOPS_GETARG(revenue_bridge_type, 0)));
}

Datum
csops_revenue_bridge_unanswered(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(count_of(fcinfo, offsetof(RevenueBridge, unanswered)));
}

Datum
csops_revenue_bridge_invalid(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(count_of(fcinfo, offsetof(RevenueBridge, invalid)));
}

Datum
csops_accounts_start(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(accounts_of(fcinfo, REVENUE_START));
}

Datum
csops_accounts_new(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(accounts_of(fcinfo, REVENUE_NEW));
}

Datum
csops_accounts_reactivation(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(accounts_of(fcinfo, REVENUE_REACTIVATION));
}

Datum
csops_accounts_expansion(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(accounts_of(fcinfo, REVENUE_EXPANSION));
}

Datum
csops_accounts_contraction(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(accounts_of(fcinfo, REVENUE_CONTRACTION));
}

Datum
csops_accounts_churn(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(accounts_of(fcinfo, REVENUE_CHURN));
}

Datum
csops_accounts_fx(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(accounts_of(fcinfo, REVENUE_FX));
}

Datum
csops_accounts_end(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_INT64(0);
	PG_RETURN_INT64(revenue_bridge_accounts_end(CSOPS_GETARG(revenue_bridge_type, 0)));
}

/* Amounts */

CSOPS_FUNCTION(csops_revenue_start);
CSOPS_FUNCTION(csops_revenue_new);
CSOPS_FUNCTION(csops_revenue_reactivation);
CSOPS_FUNCTION(csops_revenue_expansion);
CSOPS_FUNCTION(csops_revenue_contraction);
CSOPS_FUNCTION(csops_revenue_churn);
CSOPS_FUNCTION(csops_revenue_fx);
CSOPS_FUNCTION(csops_revenue_end);

static Datum
amount_of(FunctionCallInfo fcinfo, RevenuePart part)
{
	const RevenueBridge *bridge = CSOPS_GETARG(revenue_bridge_type, 0);

	return decimal_to_numeric(&bridge->amount[part]);
}

Datum
csops_revenue_start(PG_FUNCTION_ARGS)
{
	return amount_of(fcinfo, REVENUE_START);
}

Datum
csops_revenue_new(PG_FUNCTION_ARGS)
{
	return amount_of(fcinfo, REVENUE_NEW);
}

Datum
csops_revenue_reactivation(PG_FUNCTION_ARGS)
{
	return amount_of(fcinfo, REVENUE_REACTIVATION);
}

Datum
csops_revenue_expansion(PG_FUNCTION_ARGS)
{
	return amount_of(fcinfo, REVENUE_EXPANSION);
}

Datum
csops_revenue_contraction(PG_FUNCTION_ARGS)
{
	return amount_of(fcinfo, REVENUE_CONTRACTION);
}

Datum
csops_revenue_churn(PG_FUNCTION_ARGS)
{
	return amount_of(fcinfo, REVENUE_CHURN);
}

Datum
csops_revenue_fx(PG_FUNCTION_ARGS)
{
	return amount_of(fcinfo, REVENUE_FX);
}

Datum
csops_revenue_end(PG_FUNCTION_ARGS)
{
	Decimal		end = revenue_bridge_end(CSOPS_GETARG(revenue_bridge_type, 0));

	return decimal_to_numeric(&end);
}

/* revenue_movements(b): the bridge as rows that add up, each with its sign */

CSOPS_FUNCTION(csops_revenue_movements);

static void
put_movement(ReturnSetInfo *result, const char *movement, int64 accounts, const Decimal *amount)
{
	Datum		values[3];
	bool		nulls[3] = {false};

	values[0] = CStringGetTextDatum(movement);
	values[1] = Int64GetDatum(accounts);
	values[2] = decimal_to_numeric(amount);
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

Datum
csops_revenue_movements(PG_FUNCTION_ARGS)
{
	const RevenueBridge *bridge = CSOPS_GETARG(revenue_bridge_type, 0);
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	Decimal		end = revenue_bridge_end(bridge);

	InitMaterializedSRF(fcinfo, 0);
	for (int part = 0; part < REVENUE_PARTS; part++)
	{
		Decimal		amount = bridge->amount[part];

		if (part == REVENUE_CONTRACTION || part == REVENUE_CHURN)
		{
			memset(&amount, 0, sizeof(amount));
			decimal_subtract(&amount, &bridge->amount[part]);
		}
		put_movement(result, revenue_part_names[part], bridge->accounts[part], &amount);
	}
	put_movement(result, "end", revenue_bridge_accounts_end(bridge), &end);
	return (Datum) 0;
}

/* Rates: one rounding each, of the exact quotient */

/* False where nothing was there at the start. */
static bool
share_of_start(const RevenueBridge *bridge, const Decimal *amount, double *share)
{
	if (decimal_is_zero(&bridge->amount[REVENUE_START]))
		return false;
	*share = decimal_quotient(amount, &bridge->amount[REVENUE_START]);
	return true;
}

/* What the accounts of the start have lost. */
static Decimal
lost_amount(const RevenueBridge *bridge)
{
	Decimal		lost = bridge->amount[REVENUE_CONTRACTION];

	decimal_add(&lost, &bridge->amount[REVENUE_CHURN]);
	return lost;
}

static bool
gross_retention(const RevenueBridge *bridge, double *retention)
{
	Decimal		lost = lost_amount(bridge);
	Decimal		kept = decimal_difference(&bridge->amount[REVENUE_START], &lost);

	return share_of_start(bridge, &kept, retention);
}

static bool
net_retention(const RevenueBridge *bridge, double *retention)
{
	Decimal		lost = lost_amount(bridge);
	Decimal		kept = decimal_difference(&bridge->amount[REVENUE_START], &lost);

	decimal_add(&kept, &bridge->amount[REVENUE_EXPANSION]);
	return share_of_start(bridge, &kept, retention);
}

CSOPS_FUNCTION(csops_nrr);
CSOPS_FUNCTION(csops_grr);
CSOPS_FUNCTION(csops_logo_retention);
CSOPS_FUNCTION(csops_gross_revenue_churn);
CSOPS_FUNCTION(csops_net_revenue_churn);
CSOPS_FUNCTION(csops_quick_ratio);

Datum
csops_nrr(PG_FUNCTION_ARGS)
{
	double		retention;

	if (!net_retention(CSOPS_GETARG(revenue_bridge_type, 0), &retention))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(retention);
}

Datum
csops_grr(PG_FUNCTION_ARGS)
{
	double		retention;

	if (!gross_retention(CSOPS_GETARG(revenue_bridge_type, 0), &retention))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(retention);
}

Datum
csops_logo_retention(PG_FUNCTION_ARGS)
{
	const RevenueBridge *bridge = CSOPS_GETARG(revenue_bridge_type, 0);
	int64		started = bridge->accounts[REVENUE_START];

	if (started == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8((double) (started - bridge->accounts[REVENUE_CHURN]) / (double) started);
}

Datum
csops_gross_revenue_churn(PG_FUNCTION_ARGS)
{
	const RevenueBridge *bridge = CSOPS_GETARG(revenue_bridge_type, 0);
	Decimal		lost = lost_amount(bridge);
	double		churn;

	if (!share_of_start(bridge, &lost, &churn))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(churn);
}

Datum
csops_net_revenue_churn(PG_FUNCTION_ARGS)
{
	const RevenueBridge *bridge = CSOPS_GETARG(revenue_bridge_type, 0);
	Decimal		lost = lost_amount(bridge);
	double		churn;

	decimal_subtract(&lost, &bridge->amount[REVENUE_EXPANSION]);
	decimal_subtract(&lost, &bridge->amount[REVENUE_REACTIVATION]);
	if (!share_of_start(bridge, &lost, &churn))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(churn);
}

Datum
csops_quick_ratio(PG_FUNCTION_ARGS)
{
	const RevenueBridge *bridge = CSOPS_GETARG(revenue_bridge_type, 0);
	Decimal		lost = lost_amount(bridge);
	Decimal		gained = bridge->amount[REVENUE_NEW];

	if (decimal_is_zero(&lost))
		PG_RETURN_NULL();
	decimal_add(&gained, &bridge->amount[REVENUE_REACTIVATION]);
	decimal_add(&gained, &bridge->amount[REVENUE_EXPANSION]);
	PG_RETURN_FLOAT8(decimal_quotient(&gained, &lost));
}

/* Retention chained over bridges, one after the other in time */

CSOPS_FUNCTION(csops_nrr_chained);
CSOPS_FUNCTION(csops_grr_chained);

static Datum
chained_retention(FunctionCallInfo fcinfo, bool (*retention_of) (const RevenueBridge *bridge, double *retention))
{
	ArrayType  *array = PG_GETARG_ARRAYTYPE_P(0);
	ArrayIterator bridges = array_create_iterator(array, 0, NULL);
	Datum		bridge;
	bool		is_null;
	double		product = 1;
	bool		is_empty = true;

	while (array_iterate(bridges, &bridge, &is_null))
	{
		double		retention;

		CHECK_FOR_INTERRUPTS();

		/* A gap in the chain leaves nothing to be said. */
		if (is_null || !retention_of(csops_value(&revenue_bridge_type, bridge), &retention))
			PG_RETURN_NULL();
		product *= retention;
		is_empty = false;
	}
	if (is_empty)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(product);
}

Datum
csops_nrr_chained(PG_FUNCTION_ARGS)
{
	return chained_retention(fcinfo, net_retention);
}

Datum
csops_grr_chained(PG_FUNCTION_ARGS)
{
	return chained_retention(fcinfo, gross_retention);
}
