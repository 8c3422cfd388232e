/*
 * cohort_agg.c
 *		cohort_agg over activities: each row is one account.
 */
#include "csops.h"

#include "cohort.h"
#include "port/pg_bitutils.h"

/* The active periods of an account, in ascending order. */
static int32 *
active_periods(const ActivityView *activity, int *count)
{
	int32	   *periods = palloc(sizeof(int32) * activity->length);
	int			bytes = activity_bytes(activity);
	int			n = 0;

	for (int i = 0; i < bytes; i += sizeof(uint64))
	{
		uint64		word = 0;

		for (int j = Min(bytes - i, (int) sizeof(uint64)) - 1; j >= 0; j--)
			word = word << 8 | activity->bits[i + j];
		for (; word != 0; word &= word - 1)
			periods[n++] = activity->first + 8 * i + pg_rightmost_one_pos64(word);
	}
	*count = n;
	return periods;
}

static CohortGrid
grid_of(const ActivityView *activity, CohortMode mode)
{
	CohortGrid	grid = {mode, activity->grid};

	return grid;
}

static Datum
transition_result(FunctionCallInfo fcinfo, CohortMatrix *state)
{
	PG_RETURN_POINTER(csops_in_aggregate(fcinfo) ? state : cohort_matrix_copy(state));
}

/* cohort_accum(state, a [, mode]), or with the sign -1 its inverse */
static Datum
count_activity(FunctionCallInfo fcinfo, int sign)
{
	CohortMatrix *state = cohort_matrix_to_change(fcinfo);
	CohortMode	mode = option_cohort_mode(fcinfo, 2, false);

	if (!PG_ARGISNULL(1))
	{
		ActivityView activity;
		CohortGrid	grid;
		int			count;
		int32	   *active;

		activity_view(fcinfo, 1, &activity);
		grid = grid_of(&activity, mode);
		state = cohort_matrix_adopt(state, &grid);
		active = active_periods(&activity, &count);
		state = cohort_matrix_count(state, active, mode == COHORT_FIRST ? 1 : count, active, count, sign);
		pfree(active);
	}
	return transition_result(fcinfo, state);
}

CSOPS_FUNCTION(csops_cohort_accum);
CSOPS_FUNCTION(csops_cohort_accum_inv);

Datum
csops_cohort_accum(PG_FUNCTION_ARGS)
{
	return count_activity(fcinfo, 1);
}

Datum
csops_cohort_accum_inv(PG_FUNCTION_ARGS)
{
	return count_activity(fcinfo, -1);
}

/*
 * cohort_accum(state, a, mode, returned), or its inverse: cohorts are by a,
 * and who comes back is by the other, which may be NULL.
 */
static Datum
count_returned(FunctionCallInfo fcinfo, int sign)
{
	CohortMatrix *state = cohort_matrix_to_change(fcinfo);
	CohortMode	mode = option_cohort_mode(fcinfo, 2, false);

	if (!PG_ARGISNULL(1))
	{
		ActivityView activity;
		CohortGrid	grid;
		int			cohort_count;
		int			active_count = 0;
		int32	   *cohorts;
		int32	   *active = NULL;

		activity_view(fcinfo, 1, &activity);
		grid = grid_of(&activity, mode);
		cohorts = active_periods(&activity, &cohort_count);
		if (!PG_ARGISNULL(3))
		{
			ActivityView returned;
			CohortGrid	other;

			activity_view(fcinfo, 3, &returned);
			other = grid_of(&returned, mode);
			if (!same_cohort_grid(&grid, &other))
				unlike_cohorts(&grid, &other);
			active = active_periods(&returned, &active_count);
		}
		state = cohort_matrix_adopt(state, &grid);
		state = cohort_matrix_count(state, cohorts, mode == COHORT_FIRST ? 1 : cohort_count,
									active, active_count, sign);
	}
	return transition_result(fcinfo, state);
}

CSOPS_FUNCTION(csops_cohort_accum_returned);
CSOPS_FUNCTION(csops_cohort_accum_returned_inv);

Datum
csops_cohort_accum_returned(PG_FUNCTION_ARGS)
{
	return count_returned(fcinfo, 1);
}

Datum
csops_cohort_accum_returned_inv(PG_FUNCTION_ARGS)
{
	return count_returned(fcinfo, -1);
}

CSOPS_FUNCTION(csops_cohort_accum_born);

/*
 * cohort_accum(state, a, mode, born).  An account that was never active is in
 * its cohort all the same: it is one that did not come back.
 */
Datum
csops_cohort_accum_born(PG_FUNCTION_ARGS)
{
	CohortMatrix *state = cohort_matrix_to_change(fcinfo);
	CohortMode	mode = option_cohort_mode(fcinfo, 2, true);

	if (!PG_ARGISNULL(3))
	{
		DateADT		born = PG_GETARG_DATEADT(3);
		CohortGrid	grid = {mode, {PERIOD_DAY, 0, NULL}};
		int32		cohort;
		int			count = 0;
		int32	   *active = NULL;

		if (DATE_NOT_FINITE(born) || born < ACTIVITY_FIRST_DATE || born > ACTIVITY_LAST_DATE)
			ereport(ERROR,
					(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
					 errmsg("date of birth is out of range"),
					 errdetail("The dates of cohorts are those of the years 1000 to 9999."),
					 errhint("Correct the row, or give NULL to leave the account out.")));
		if (!PG_ARGISNULL(1))
		{
			ActivityView activity;

			activity_view(fcinfo, 1, &activity);
			grid = grid_of(&activity, mode);
			active = active_periods(&activity, &count);
		}
		state = cohort_matrix_adopt(state, &grid);
		grid = cohort_matrix_grid(state);
		cohort = grid.periods.zone_name == NULL ? born :
			period_of_date(grid.periods.unit, grid.periods.week_start, born);
		state = cohort_matrix_count(state, &cohort, 1, active, count, 1);
	}
	return transition_result(fcinfo, state);
}

CSOPS_FUNCTION(csops_cohort_final);

/* NULL where no account was counted, or none was ever active. */
Datum
csops_cohort_final(PG_FUNCTION_ARGS)
{
	const CohortMatrix *state = CSOPS_GETARG(cohort_matrix_type, 0);

	if (!cohort_matrix_is_known(state))
		PG_RETURN_NULL();
	PG_RETURN_POINTER(cohort_matrix_copy(state));
}

CSOPS_FUNCTION(csops_cohort_matrix_final);
CSOPS_FUNCTION(csops_cohort_matrix_observations);

/* A copy, because the state may go on being changed: under OVER it does. */
Datum
csops_cohort_matrix_final(PG_FUNCTION_ARGS)
{
	PG_RETURN_POINTER(cohort_matrix_copy(CSOPS_GETARG(cohort_matrix_type, 0)));
}

Datum
csops_cohort_matrix_observations(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_INT64(0);
	PG_RETURN_INT64(cohort_matrix_accounts(CSOPS_GETARG(cohort_matrix_type, 0)));
}
