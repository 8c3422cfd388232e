/*
 * logrank.c
 *		The log-rank test of two or more life tables, weighted and stratified.
 *
 * At each time, those who end are as if drawn from those at risk.  A group's
 * score is what its ends weigh more than that lets expect, and the scores'
 * covariance is that of a draw without replacement: of n, of whom d end,
 * d (n - d) / (n (n - 1)) times the sum of products of what each at risk adds
 * to two groups' scores if it ends.  Without weights that is the
 * hypergeometric variance, and the statistic that of R's survdiff.
 */
#include "csops.h"

#include <math.h>

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "options.h"
#include "special.h"
#include "survival.h"
#include "utils/array.h"
#include "utils/tuplestore.h"

#define LOGRANK_GROUPS_LIMIT	1000

/* What is small beside a variance that it is the rest of is rounding. */
#define NEGLIGIBLE_VARIANCE		1e-10

typedef struct RankedGroup
{
	LifeView	view;
	SurvivalCurve curve;
	bool		is_over;		/* nobody is at risk any more; else the curve stands at a time to come */
	double		share;			/* of those at risk */
	double		squares;		/* of the weights of those at risk */
} RankedGroup;

typedef struct LogRank
{
	int			groups;
	double		rho;
	int64	   *observations;
	double	   *observed;
	double	   *expected;
	double	   *variance;		/* groups x groups */
} LogRank;

static void
open_group(RankedGroup *group, Datum table, bool is_null)
{
	memset(group, 0, sizeof(RankedGroup));
	group->is_over = true;
	if (is_null)
		return;
	life_table_view(table, &group->view);
	start_survival_curve(&group->curve, &group->view);
	group->is_over = !next_survival_time(&group->curve);
}

static int64
next_time(const RankedGroup *group, int groups)
{
	int64		time = PG_INT64_MAX;

	for (int g = 0; g < groups; g++)
	{
		if (!group[g].is_over)
			time = Min(time, group[g].curve.walk.time);
	}
	return time;
}

/* The covariance of two groups' scores: see the head of this file. */
static void
add_variance(LogRank *test, const RankedGroup *group, double draw, double squares)
{
	for (int g = 0; g < test->groups; g++)
	{
		double	   *row = test->variance + (Size) g * test->groups;

		if (group[g].share == 0)
			continue;
		for (int h = 0; h < test->groups; h++)
			row[h] += draw * (group[g].share * group[h].share * squares -
							  group[h].share * group[g].squares - group[g].share * group[h].squares);
		row[g] += draw * group[g].squares;
	}
}

/*
 * One time of a stratum.  Of a group that stands at a later time, those at
 * risk then are at risk now too: nothing happens to them in between.
 */
static void
add_time(LogRank *test, RankedGroup *group, int64 time, double *pooled_survival)
{
	double		weight = pow(*pooled_survival, test->rho);
	int64		n = 0;
	int64		d = 0;
	double		at_risk = 0;
	double		squares = 0;
	double		ended = 0;

	for (int g = 0; g < test->groups; g++)
	{
		const SurvivalCurve *curve = &group[g].curve;

		group[g].share = group[g].squares = 0;
		if (group[g].is_over)
			continue;
		group[g].squares = curve->squares;
		n += curve->walk.at_risk;
		at_risk += curve->at_risk;
		squares += group[g].squares;
		if (curve->walk.time == time)
		{
			d += curve->walk.count[LIFE_ENDED];
			ended += curve->ended;
		}
	}
	if (d == 0 || at_risk == 0)
		return;

	for (int g = 0; g < test->groups; g++)
	{
		if (group[g].is_over)
			continue;
		group[g].share = group[g].curve.at_risk / at_risk;
		test->expected[g] += weight * ended * group[g].share;
		if (group[g].curve.walk.time == time)
			test->observed[g] += weight * group[g].curve.ended;
	}
	if (n > d)
		add_variance(test, group, weight * weight * d * ((double) (n - d) / n) / (n - 1), squares);
	*pooled_survival *= Max(at_risk - ended, 0) / at_risk;
}

static void
add_stratum(LogRank *test, RankedGroup *group)
{
	double		pooled_survival = 1;
	int64		time;

	for (int g = 0; g < test->groups; g++)
		test->observations[g] += group[g].view.observations;
	while ((time = next_time(group, test->groups)) < PG_INT64_MAX)
	{
		CHECK_FOR_INTERRUPTS();
		add_time(test, group, time, &pooled_survival);
		for (int g = 0; g < test->groups; g++)
		{
			if (!group[g].is_over && group[g].curve.walk.time == time)
				group[g].is_over = !next_survival_time(&group[g].curve);
		}
	}
}

static void
check_dimensions(const ArrayType *tables)
{
	if (ARR_NDIM(tables) > 2)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("too many dimensions"),
				 errdetail("The array of tables has %d dimensions.", ARR_NDIM(tables)),
				 errhint("Give a list of groups, or a list of strata that are lists of the same groups.")));
	if (ARR_NDIM(tables) > 0 && ARR_DIMS(tables)[ARR_NDIM(tables) - 1] > LOGRANK_GROUPS_LIMIT)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("too many groups"),
				 errdetail("There are %d groups; %d can be compared.",
						   ARR_DIMS(tables)[ARR_NDIM(tables) - 1], LOGRANK_GROUPS_LIMIT),
				 errhint("Merge groups, or compare them by twos.")));
}

static double
option_rho(FunctionCallInfo fcinfo, int n)
{
	double		rho;

	if (PG_NARGS() <= n)
		return 0;
	rho = PG_GETARG_FLOAT8(n);
	if (!(rho >= 0) || isinf(rho))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("rho is out of range"),
				 errdetail("The rho given is %s.", shown_float8(rho)),
				 errhint("Give 0 for the log-rank test, or 1 for that of Peto and Peto.")));
	return rho;
}

/* The test of the tables in argument 0: of groups, or strata of groups. */
static void
compare_groups(FunctionCallInfo fcinfo, LogRank *test)
{
	ArrayType  *tables = PG_GETARG_ARRAYTYPE_P(0);
	Datum	   *table;
	bool	   *null;
	int			count;
	RankedGroup	   *group;
	const LifeView *first = NULL;

	memset(test, 0, sizeof(LogRank));
	test->rho = option_rho(fcinfo, 1);
	check_dimensions(tables);
	deconstruct_array(tables, ARR_ELEMTYPE(tables), -1, false, TYPALIGN_DOUBLE, &table, &null, &count);
	test->groups = count == 0 ? 0 : ARR_DIMS(tables)[ARR_NDIM(tables) - 1];
	test->observations = palloc0(sizeof(int64) * Max(test->groups, 1));
	test->observed = palloc0(sizeof(double) * Max(test->groups, 1));
	test->expected = palloc0(sizeof(double) * Max(test->groups, 1));
	test->variance = palloc0(sizeof(double) * Max((Size) test->groups * test->groups, 1));

	group = palloc_extended(sizeof(RankedGroup) * Max(count, 1), MCXT_ALLOC_HUGE);
	for (int i = 0; i < count; i++)
	{
		open_group(&group[i], table[i], null[i]);
		if (null[i])
			continue;
		if (first == NULL)
			first = &group[i].view;
		check_same_life_table(first, &group[i].view);
	}
	for (int i = 0; i < count; i += test->groups)
		add_stratum(test, group + i);
}

/*
 * What is left of the scores, squared, when each is made independent of those
 * before it.  One group's follows from the others', and more than one does
 * where groups were never at risk together: then there are fewer degrees of
 * freedom.  False where there are none.
 */
static bool
chi_square(const LogRank *test, double *statistic, int *df)
{
	int			n = test->groups;
	double	   *factor = palloc0(sizeof(double) * Max((Size) n * n, 1));
	double	   *score = palloc0(sizeof(double) * Max(n, 1));
	bool		skipped = false;

	*statistic = 0;
	*df = 0;
	for (int g = 0; g < n; g++)
	{
		double	   *row = factor + (Size) g * n;
		double		rest = test->variance[(Size) g * n + g];
		double		left = test->observed[g] - test->expected[g];

		CHECK_FOR_INTERRUPTS();
		if (!(test->expected[g] > 0))
			continue;
		if (!skipped)
		{
			skipped = true;
			continue;
		}
		for (int h = 0; h < g; h++)
		{
			const double *other = factor + (Size) h * n;
			double		covariance = test->variance[(Size) g * n + h];

			if (other[h] == 0)
				continue;
			for (int i = 0; i < h; i++)
				covariance -= row[i] * other[i];
			row[h] = covariance / other[h];
			rest -= row[h] * row[h];
			left -= row[h] * score[h];
		}
		if (rest > NEGLIGIBLE_VARIANCE * test->variance[(Size) g * n + g])
		{
			row[g] = sqrt(rest);
			score[g] = left / row[g];
			*statistic += score[g] * score[g];
			(*df)++;
		}
	}
	return *df > 0;
}

CSOPS_FUNCTION(csops_logrank);
CSOPS_FUNCTION(csops_logrank_p);
CSOPS_FUNCTION(csops_logrank_chi_square);

/* logrank(tables, rho) -> (chi_square, df, p) */
Datum
csops_logrank(PG_FUNCTION_ARGS)
{
	LogRank		test;
	TupleDesc	row;
	Datum		value[3];
	bool		null[3];
	double		statistic;
	int			df;

	if (get_call_result_type(fcinfo, NULL, &row) != TYPEFUNC_COMPOSITE)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("function returning record called in context that cannot accept type record")));
	compare_groups(fcinfo, &test);
	memset(null, !chi_square(&test, &statistic, &df), sizeof(null));
	value[0] = Float8GetDatum(statistic);
	value[1] = Int32GetDatum(df);
	value[2] = Float8GetDatum(chi_square_upper_tail(statistic, df));
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(row), value, null)));
}

Datum
csops_logrank_p(PG_FUNCTION_ARGS)
{
	LogRank		test;
	double		statistic;
	int			df;

	compare_groups(fcinfo, &test);
	if (!chi_square(&test, &statistic, &df))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(chi_square_upper_tail(statistic, df));
}

Datum
csops_logrank_chi_square(PG_FUNCTION_ARGS)
{
	LogRank		test;
	double		statistic;
	int			df;

	compare_groups(fcinfo, &test);
	if (!chi_square(&test, &statistic, &df))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(statistic);
}

CSOPS_FUNCTION(csops_logrank_table);

/* logrank_table(tables, rho) */
Datum
csops_logrank_table(PG_FUNCTION_ARGS)
{
	LogRank		test;
	ReturnSetInfo *result;

	compare_groups(fcinfo, &test);
	InitMaterializedSRF(fcinfo, 0);
	result = (ReturnSetInfo *) fcinfo->resultinfo;
	for (int g = 0; g < test.groups; g++)
	{
		bool		null[4] = {0};
		Datum		value[4] = {Int32GetDatum(g + 1), Int64GetDatum(test.observations[g]),
		Float8GetDatum(test.observed[g]), Float8GetDatum(test.expected[g])};

		tuplestore_putvalues(result->setResult, result->setDesc, value, null);
	}
	return (Datum) 0;
}
