/*
 * project_retention.c
 *		Retention beyond what a life_table has seen, by the model of
 *		shifted_beta_geometric.h.
 */
#include "csops.h"

#include <math.h>

#include "access/htup_details.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "options.h"
#include "shifted_beta_geometric.h"
#include "survival.h"
#include "utils/tuplestore.h"

#define PROJECTED_PERIODS_LIMIT	10000

/* What is small beside all accounts is the rounding of weights. */
#define NEGLIGIBLE_SHARE		1e-12

/* A whole number of periods, within what is projected. */
static int32
option_periods(FunctionCallInfo fcinfo, int n, const char *option, int32 least)
{
	int32		periods = PG_GETARG_INT32(n);

	if (periods < least || periods > PROJECTED_PERIODS_LIMIT)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s is out of range", option),
				 errdetail("The number given is %d.", periods),
				 errhint("Give a number of periods between %d and %d.", least, PROJECTED_PERIODS_LIMIT)));
	return periods;
}

/* 1 / (1 + discount) */
static double
option_discount(FunctionCallInfo fcinfo, int n)
{
	double		discount;

	if (PG_NARGS() <= n)
		return 1;
	discount = PG_GETARG_FLOAT8(n);
	if (!(discount >= 0) || isinf(discount))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("discount is out of range"),
				 errdetail("The discount given is %s.", shown_float8(discount)),
				 errhint("Give the rate for one period, such as 0.01, or 0 for none.")));
	return 1 / (1 + discount);
}

/*
 * Who left in each period, and who stayed through it: all that left or were
 * censored later, less those who entered later.
 */
static void
count_periods(PeriodCounts *counts, const LifeView *view, double length)
{
	double		total = 0;
	double		stayed = 0;

	counts->periods = count_life_periods(view, length);
	counts->left = palloc0(sizeof(double) * (counts->periods + 1));
	counts->stayed = palloc0(sizeof(double) * (counts->periods + 1));

	/* First how many completed just so many periods. */
	for (int i = 0; i < view->cells; i++)
	{
		double		time = shown_life_time(view, life_cell_time(&view->cell[i]));
		LifeKind	kind = life_cell_kind(&view->cell[i]);
		double		number = !view->weighted ? (double) view->cell[i].count :
			wide_to_float8(view->point[i].weight.limb, EXACT_SUM_LIMBS, EXACT_GRID_BITS);
		int			period = (int) (kind == LIFE_ENDED ? life_period(time, length) - 1 :
									life_periods_completed(time, length));

		CHECK_FOR_INTERRUPTS();
		if (kind == LIFE_ENDED)
			counts->left[period] += number;
		counts->stayed[period] += kind == LIFE_ENTERED ? -number : number;
		if (kind != LIFE_ENTERED)
			total += number;
	}
	for (int k = counts->periods; k >= 0; k--)
	{
		double		here = counts->stayed[k];

		counts->stayed[k] = stayed > NEGLIGIBLE_SHARE * total ? stayed : 0;
		stayed += here;
	}
}

/* Fits the model to argument 0, in periods of that length. */
static bool
fit_argument(FunctionCallInfo fcinfo, double length, LifeView *view, PeriodCounts *counts, BetaGeometric *model)
{
	life_table_argument(fcinfo, 0, view);
	count_periods(counts, view, length);
	return fit_beta_geometric(counts, model);
}

CSOPS_FUNCTION(csops_project_retention);

/* project_retention(s, periods, period_length) */
Datum
csops_project_retention(PG_FUNCTION_ARGS)
{
	int32		periods = option_periods(fcinfo, 1, "periods", 1);
	double		length = option_length(fcinfo, 2, "period_length");
	LifeView	view;
	PeriodCounts counts;
	BetaGeometric model;
	bool		is_known = fit_argument(fcinfo, length, &view, &counts, &model);
	ReturnSetInfo *result;
	SurvivalCurve curve;
	bool		more;
	double		survival = 1;
	double		observed = 1;

	InitMaterializedSRF(fcinfo, 0);
	result = (ReturnSetInfo *) fcinfo->resultinfo;
	start_survival_curve(&curve, &view);
	more = next_survival_time(&curve);
	for (int period = 1; period <= periods; period++)
	{
		double		retention = is_known ? beta_geometric_retention(&model, period) : 0;
		Datum		value[4];
		bool		null[4] = {false, !is_known, !is_known, false};

		while (more && life_period(curve.time, length) <= period)
		{
			observed = curve.survival;
			more = next_survival_time(&curve);
		}
		/* Nobody was seen for so long. */
		null[3] = view.cells == 0 ||
			(observed > 0 && life_periods_completed(last_life_time(&view), length) < period);

		survival *= retention;
		value[0] = Int32GetDatum(period);
		value[1] = Float8GetDatum(survival);
		value[2] = Float8GetDatum(retention);
		value[3] = Float8GetDatum(observed);
		tuplestore_putvalues(result->setResult, result->setDesc, value, null);
	}
	return (Datum) 0;
}

CSOPS_FUNCTION(csops_retention_fit);

/* retention_fit(s, period_length) -> (alpha, beta, first_period_churn, polarization, log_likelihood, periods) */
Datum
csops_retention_fit(PG_FUNCTION_ARGS)
{
	LifeView	view;
	PeriodCounts counts;
	BetaGeometric model;
	TupleDesc	row;
	Datum		value[6];
	bool		null[6] = {true, true, true, true, true, false};

	if (get_call_result_type(fcinfo, NULL, &row) != TYPEFUNC_COMPOSITE)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("function returning record called in context that cannot accept type record")));
	if (fit_argument(fcinfo, option_length(fcinfo, 1, "period_length"), &view, &counts, &model))
	{
		bool		is_limit = model.spread == 0 || isinf(model.spread);

		null[0] = null[1] = is_limit;
		null[2] = null[3] = null[4] = false;
		value[0] = Float8GetDatum(is_limit ? 0 : model.p / model.spread);
		value[1] = Float8GetDatum(is_limit ? 0 : (1 - model.p) / model.spread);
		value[2] = Float8GetDatum(model.p);
		value[3] = Float8GetDatum(isinf(model.spread) ? 1 : model.spread / (1 + model.spread));
		value[4] = Float8GetDatum(model.log_likelihood);
	}
	value[5] = Int32GetDatum(counts.periods);
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(row), value, null)));
}

CSOPS_FUNCTION(csops_projected_survival);
CSOPS_FUNCTION(csops_projected_retention);

/* projected_survival(s, periods, period_length) */
Datum
csops_projected_survival(PG_FUNCTION_ARGS)
{
	int32		periods = option_periods(fcinfo, 1, "periods", 0);
	LifeView	view;
	PeriodCounts counts;
	BetaGeometric model;
	double		survival = 1;

	if (!fit_argument(fcinfo, option_length(fcinfo, 2, "period_length"), &view, &counts, &model))
		PG_RETURN_NULL();
	for (int period = 1; period <= periods; period++)
		survival *= beta_geometric_retention(&model, period);
	PG_RETURN_FLOAT8(survival);
}

/* projected_retention(s, period, period_length) */
Datum
csops_projected_retention(PG_FUNCTION_ARGS)
{
	int32		period = option_periods(fcinfo, 1, "period", 1);
	LifeView	view;
	PeriodCounts counts;
	BetaGeometric model;

	if (!fit_argument(fcinfo, option_length(fcinfo, 2, "period_length"), &view, &counts, &model))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(beta_geometric_retention(&model, period));
}

CSOPS_FUNCTION(csops_expected_lifetime);
CSOPS_FUNCTION(csops_expected_residual_lifetime);

/* expected_lifetime(s, discount, period_length): the first period and those that follow. */
Datum
csops_expected_lifetime(PG_FUNCTION_ARGS)
{
	double		z = option_discount(fcinfo, 1);
	LifeView	view;
	PeriodCounts counts;
	BetaGeometric model;
	double		sum;

	if (!fit_argument(fcinfo, option_length(fcinfo, 2, "period_length"), &view, &counts, &model) ||
		!beta_geometric_residual(&model, 0, z, &sum))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(1 + sum);
}

/* expected_residual_lifetime(s, age, discount, period_length): the next period counts in full. */
Datum
csops_expected_residual_lifetime(PG_FUNCTION_ARGS)
{
	int32		age = option_periods(fcinfo, 1, "age", 0);
	double		z = option_discount(fcinfo, 2);
	LifeView	view;
	PeriodCounts counts;
	BetaGeometric model;
	double		sum;

	if (!fit_argument(fcinfo, option_length(fcinfo, 3, "period_length"), &view, &counts, &model) ||
		!beta_geometric_residual(&model, age, z, &sum))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(sum / z);
}
