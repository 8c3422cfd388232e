/*
 * survival_table.c
 *		A life_table as rows: survival_table by time, hazard_table by period.
 */
#include "csops.h"

#include <math.h>

#include "funcapi.h"
#include "miscadmin.h"
#include "options.h"
#include "special.h"
#include "survival.h"
#include "utils/tuplestore.h"

typedef struct RowBuilder
{
	ReturnSetInfo *result;
	int			columns;
	Datum		value[12];
	bool		null[12];
} RowBuilder;

static void
put_count(RowBuilder *row, int64 count)
{
	row->null[row->columns] = false;
	row->value[row->columns++] = Int64GetDatum(count);
}

/* A figure, or NULL where it has no value. */
static void
put_figure(RowBuilder *row, bool has_value, double figure)
{
	row->null[row->columns] = !has_value;
	row->value[row->columns++] = has_value ? Float8GetDatum(figure) : (Datum) 0;
}

static void
store_row(RowBuilder *row)
{
	tuplestore_putvalues(row->result->setResult, row->result->setDesc, row->value, row->null);
	row->columns = 0;
}

CSOPS_FUNCTION(csops_survival_table);

/* survival_table(s, confidence, method) */
Datum
csops_survival_table(PG_FUNCTION_ARGS)
{
	double		confidence = option_confidence(fcinfo, 1);
	SurvivalMethod method = option_survival_method(fcinfo, 2);
	LifeView	view;
	SurvivalCurve curve;
	RowBuilder	row = {0};

	life_table_argument(fcinfo, 0, &view);
	InitMaterializedSRF(fcinfo, 0);
	row.result = (ReturnSetInfo *) fcinfo->resultinfo;
	start_survival_curve(&curve, &view);
	while (next_survival_time(&curve))
	{
		SurvivalLimits limits;
		bool		has_interval = survival_limits(curve.survival, curve.log_variance, confidence, method, &limits);

		put_figure(&row, true, curve.time);
		put_count(&row, curve.walk.at_risk);
		for (int kind = 0; kind < LIFE_KINDS; kind++)
			put_count(&row, curve.walk.count[kind]);
		put_figure(&row, true, curve.survival);
		put_figure(&row, has_interval, has_interval ? limits.lo : 0);
		put_figure(&row, has_interval, has_interval ? limits.hi : 0);
		put_figure(&row, curve.survival > 0, curve.survival * sqrt(curve.log_variance));
		put_figure(&row, curve.at_risk > 0, curve.at_risk > 0 ? curve.ended / curve.at_risk : 0);
		put_figure(&row, true, curve.cumulative_hazard);
		store_row(&row);
	}
	return (Datum) 0;
}

/* A period in the making. */
typedef struct Period
{
	int64		at_risk;		/* at its beginning */
	int64		count[LIFE_KINDS];
	double		exposure;		/* time at risk, by weight */
	double		ended;			/* weight, and squares of it */
	double		ended_squares;
	double		survival;		/* of those at risk at its beginning */
} Period;

/* Counts those at risk from one time to the next in the periods between. */
static void
add_exposure(Period *period, double length, double from, const SurvivalCurve *curve)
{
	int			first = (int) life_periods_completed(from, length);
	int			last = (int) life_period(curve->time, length) - 1;
	bool		at_boundary = (int) life_period(from, length) == first;

	for (int n = first; n <= last; n++)
	{
		double		start = Max(from, n * length);
		double		end = Min(curve->time, (n + 1) * length);

		if (n > first || at_boundary)
			period[n].at_risk = curve->walk.at_risk;
		if (end > start)
			period[n].exposure += (end - start) * curve->at_risk;
	}
}

static void
add_time(Period *period, const SurvivalCurve *curve)
{
	const LifeWalk *walk = &curve->walk;

	for (int kind = 0; kind < LIFE_KINDS; kind++)
		period->count[kind] += walk->count[kind];
	period->ended += curve->ended;
	period->ended_squares += curve->ended_squares;
	if (curve->ended > 0)
		period->survival *= curve->remaining / curve->at_risk;
}

CSOPS_FUNCTION(csops_hazard_table);

/* hazard_table(s, length, confidence) */
Datum
csops_hazard_table(PG_FUNCTION_ARGS)
{
	double		length = option_length(fcinfo, 1, "length");
	double		confidence = option_confidence(fcinfo, 2);
	double		z = -normal_quantile((1 - confidence) / 2);
	LifeView	view;
	SurvivalCurve curve;
	RowBuilder	row = {0};
	Period	   *period;
	int			periods;
	double		before = 0;

	life_table_argument(fcinfo, 0, &view);
	InitMaterializedSRF(fcinfo, 0);
	row.result = (ReturnSetInfo *) fcinfo->resultinfo;
	periods = count_life_periods(&view, length);
	period = palloc0(sizeof(Period) * Max(periods, 1));
	for (int n = 0; n < periods; n++)
		period[n].survival = 1;

	/* What ends at 0 does so in the first period, and is at risk at its beginning. */
	start_survival_curve(&curve, &view);
	if (periods > 0)
		period[0].at_risk = curve.walk.at_risk;
	while (next_survival_time(&curve))
	{
		add_exposure(period, length, before, &curve);
		add_time(&period[(int) life_period(curve.time, length) - 1], &curve);
		before = curve.time;
	}

	for (int n = 0; n < periods; n++)
	{
		Period	   *p = &period[n];
		bool		has_hazard = p->exposure > 0;
		double		hazard = has_hazard ? p->ended / p->exposure : 0;
		double		spread = p->ended > 0 ? exp(z * sqrt(p->ended_squares) / p->ended) : 0;
		bool		has_interval = has_hazard && p->ended > 0 && spread > 0 && !isinf(spread);
		bool		is_complete = n + 1 < periods || life_periods_completed(before, length) >= periods;

		put_figure(&row, true, n * length);
		put_figure(&row, true, (n + 1) * length);
		put_count(&row, p->at_risk);
		for (int kind = 0; kind < LIFE_KINDS; kind++)
			put_count(&row, p->count[kind]);
		put_figure(&row, true, p->exposure);
		put_figure(&row, has_hazard, hazard);
		put_figure(&row, has_interval, has_interval ? hazard / spread : 0);
		put_figure(&row, has_interval, has_interval ? hazard * spread : 0);
		put_figure(&row, p->at_risk > 0 && (is_complete || p->survival == 0), 1 - p->survival);
		store_row(&row);
	}
	return (Datum) 0;
}
