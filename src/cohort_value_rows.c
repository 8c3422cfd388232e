/*
 * cohort_value_rows.c
 *		What cohorts were worth, beside how many accounts they have.
 *
 * Amounts come from a cohort_value_matrix, accounts from the cohort_matrix of
 * the same births; as in retention.c, the running period is not complete.
 */
#include "csops.h"

#include "cohort_cells.h"
#include "cohort_value.h"
#include "funcapi.h"
#include "json_date.h"
#include "miscadmin.h"
#include "silent_cast.h"
#include "utils/memutils.h"
#include "utils/numeric.h"
#include "utils/tuplestore.h"

typedef struct ValueQuestion
{
	ValueView	values;
	CohortView	accounts;
	int32		running;		/* the period that holds as_of */
} ValueQuestion;

/* One cohort, with its cells of values; there need not be any. */
typedef struct ValueCohort
{
	int32		period;
	int32		age;			/* at as_of: that of the running period */
	int64		accounts;
	uint32		count;
	const ValueCell *cells;
} ValueCohort;

/* (values, accounts, ..., as_of), of which the last is argument n */
static void
read_question(FunctionCallInfo fcinfo, int n, bool by_date, ValueQuestion *question)
{
	if (!by_date)
		refuse_silent_casts_once(fcinfo);
	cohort_value_view(fcinfo, 0, &question->values);
	cohort_view(fcinfo, 1, &question->accounts);
	if (question->accounts.grid.mode == COHORT_RECURRING)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("values need a cohort for each account"),
				 errdetail("In recurring cohorts an account is in several."),
				 errhint("Give the matrix of the same dates of birth, or of first activity.")));
	if (question->accounts.grid.periods.zone_name == NULL)
		cohort_adopt_births(&question->accounts, &question->values.grid);
	check_same_grid(&question->values.grid.periods, &question->accounts.grid.periods);
	question->running = option_running_period(fcinfo, n, by_date, &question->values.grid.periods);
}

static void
unknown_cohort(const CohortGrid *grid, int32 cohort)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("values and accounts do not go together"),
			 errdetail("There are values of the cohort that begins on %s, and no accounts.",
					   shown_date(cohort_first_date(grid, cohort))),
			 errhint("Give the matrix of the same accounts and dates of birth.")));
}

/* The next cohort that had begun; both positions are 0 at first. */
static bool
next_cohort(const ValueQuestion *question, uint32 *account, uint32 *value, ValueCohort *cohort)
{
	const CohortView *accounts = &question->accounts;
	const ValueView *values = &question->values;

	/* A row for each age is to come, whether or not there are values. */
	CHECK_FOR_INTERRUPTS();
	if (*account == accounts->count || cohort_of(&accounts->cells[*account]) > question->running)
	{
		if (*value < values->count && value_cohort(&values->cells[*value]) <= question->running)
			unknown_cohort(&values->grid, value_cohort(&values->cells[*value]));
		return false;
	}
	cohort->period = cohort_of(&accounts->cells[*account]);
	cohort->age = cohort_age_at(cohort->period, question->running);
	cohort->accounts = accounts->cells[*account].accounts;
	do
		(*account)++;
	while (*account < accounts->count && cohort_age(&accounts->cells[*account]) > 0);

	cohort->cells = &values->cells[*value];
	cohort->count = 0;
	for (; *value < values->count && value_cohort(&values->cells[*value]) <= cohort->period; (*value)++)
	{
		if (value_cohort(&values->cells[*value]) < cohort->period)
			unknown_cohort(&values->grid, value_cohort(&values->cells[*value]));
		cohort->count++;
	}
	return true;
}

/* For what a row takes, of which there may be a million: to be reset after each. */
static MemoryContext
row_context(void)
{
	return AllocSetContextCreate(CurrentMemoryContext, "csops cohort_values", ALLOCSET_SMALL_SIZES);
}

static Decimal
decimal_of_count(int64 count)
{
	Decimal		decimal;

	if (!decimal_from_numeric(&decimal, NumericGetDatum(int64_to_numeric(count))))
		csops_impossible_result(false, "The accounts are too many.");
	return decimal;
}

static Datum
cohort_values(FunctionCallInfo fcinfo, bool by_date)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	ValueQuestion question;
	ValueCohort cohort;
	MemoryContext for_row = row_context();
	uint32		account = 0;
	uint32		value = 0;

	read_question(fcinfo, 2, by_date, &question);
	InitMaterializedSRF(fcinfo, 0);
	while (next_cohort(&question, &account, &value, &cohort))
	{
		Decimal		accounts = decimal_of_count(cohort.accounts);
		Decimal		cumulative = {{0}};
		uint32		n = 0;

		for (int32 age = 0; age <= cohort.age; age++)
		{
			bool		any = n < cohort.count && value_age(&cohort.cells[n]) == age;
			Decimal		total = {{0}};
			MemoryContext before = MemoryContextSwitchTo(for_row);
			Datum		values[9];
			bool		nulls[9] = {0};

			CHECK_FOR_INTERRUPTS();
			if (any)
				total = cohort.cells[n].total;
			decimal_add(&cumulative, &total);
			values[0] = DateADTGetDatum(cohort_first_date(&question.values.grid, cohort.period));
			values[1] = Int32GetDatum(age);
			values[2] = Int64GetDatum(cohort.accounts);
			values[3] = Int64GetDatum(any ? cohort.cells[n].events : 0);
			values[4] = decimal_to_numeric(&total);
			values[5] = Float8GetDatum(decimal_quotient(&total, &accounts));
			values[6] = decimal_to_numeric(&cumulative);
			values[7] = Float8GetDatum(decimal_quotient(&cumulative, &accounts));
			values[8] = BoolGetDatum(age == cohort.age);
			tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
			MemoryContextSwitchTo(before);
			MemoryContextReset(for_row);
			n += any;
		}
	}
	return (Datum) 0;
}

CSOPS_FUNCTION(csops_cohort_values);
CSOPS_FUNCTION(csops_cohort_values_on);

Datum
csops_cohort_values(PG_FUNCTION_ARGS)
{
	return cohort_values(fcinfo, false);
}

/* as_of is a date */
Datum
csops_cohort_values_on(PG_FUNCTION_ARGS)
{
	return cohort_values(fcinfo, true);
}

/* The cohorts for which an age is complete, added up. */
typedef struct PooledValue
{
	int64		eligible;
	int64		events;
	Decimal		total;
	double		per_account;
	double		cumulative;		/* of the ages so far, each by its own accounts */
} PooledValue;

/* One for each age that some cohort has behind it; returns how many. */
static int32
pool_values(const ValueQuestion *question, PooledValue **pooled)
{
	ValueCohort cohort;
	uint32		account = 0;
	uint32		value = 0;
	int32		ages = 0;
	double		cumulative = 0;
	MemoryContext for_row = row_context();

	*pooled = NULL;
	while (next_cohort(question, &account, &value, &cohort))
	{
		/* The first cohort is the oldest. */
		if (*pooled == NULL)
		{
			ages = cohort.age;
			*pooled = palloc0(sizeof(PooledValue) * Max(ages, 1));
		}
		for (int32 age = 0; age < cohort.age; age++)
			(*pooled)[age].eligible += cohort.accounts;
		for (uint32 i = 0; i < cohort.count; i++)
		{
			const ValueCell *cell = &cohort.cells[i];

			CHECK_FOR_INTERRUPTS();
			if (value_age(cell) >= cohort.age)
				break;
			if (!csops_add_count(&(*pooled)[value_age(cell)].events, cell->events))
				csops_impossible_result(false, "The events of an age are too many.");
			decimal_add(&(*pooled)[value_age(cell)].total, &cell->total);
		}
	}
	for (int32 age = 0; age < ages; age++)
	{
		PooledValue *one = &(*pooled)[age];
		MemoryContext before = MemoryContextSwitchTo(for_row);
		Decimal		eligible = decimal_of_count(one->eligible);

		CHECK_FOR_INTERRUPTS();
		one->per_account = decimal_quotient(&one->total, &eligible);
		cumulative += one->per_account;
		one->cumulative = cumulative;
		MemoryContextSwitchTo(before);
		MemoryContextReset(for_row);
	}
	MemoryContextDelete(for_row);
	return ages;
}

static Datum
cohort_value_curve(FunctionCallInfo fcinfo, bool by_date)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	ValueQuestion question;
	PooledValue *pooled;
	MemoryContext for_row = row_context();
	int32		ages;

	read_question(fcinfo, 2, by_date, &question);
	InitMaterializedSRF(fcinfo, 0);
	ages = pool_values(&question, &pooled);
	for (int32 age = 0; age < ages; age++)
	{
		MemoryContext before = MemoryContextSwitchTo(for_row);
		Datum		values[6];
		bool		nulls[6] = {0};

		CHECK_FOR_INTERRUPTS();
		values[0] = Int32GetDatum(age);
		values[1] = Int64GetDatum(pooled[age].eligible);
		values[2] = Int64GetDatum(pooled[age].events);
		values[3] = decimal_to_numeric(&pooled[age].total);
		values[4] = Float8GetDatum(pooled[age].per_account);
		values[5] = Float8GetDatum(pooled[age].cumulative);
		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
		MemoryContextSwitchTo(before);
		MemoryContextReset(for_row);
	}
	return (Datum) 0;
}

CSOPS_FUNCTION(csops_cohort_value_curve);
CSOPS_FUNCTION(csops_cohort_value_curve_on);

Datum
csops_cohort_value_curve(PG_FUNCTION_ARGS)
{
	return cohort_value_curve(fcinfo, false);
}

Datum
csops_cohort_value_curve_on(PG_FUNCTION_ARGS)
{
	return cohort_value_curve(fcinfo, true);
}

/* cohort_value(values, accounts, period, as_of) */
static Datum
cohort_value(FunctionCallInfo fcinfo, bool by_date)
{
	int32		period = PG_GETARG_INT32(2);
	ValueQuestion question;
	PooledValue *pooled;

	check_cohort_age(period);
	read_question(fcinfo, 3, by_date, &question);
	if (period >= pool_values(&question, &pooled))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(pooled[period].cumulative);
}

CSOPS_FUNCTION(csops_cohort_value);
CSOPS_FUNCTION(csops_cohort_value_on);

Datum
csops_cohort_value(PG_FUNCTION_ARGS)
{
	return cohort_value(fcinfo, false);
}

Datum
csops_cohort_value_on(PG_FUNCTION_ARGS)
{
	return cohort_value(fcinfo, true);
}
