/*
 * life_table_agg.c
 *		The aggregates of life_table, merge and subtract.
 */
#include "csops.h"

#include "interval_micros.h"
#include "life_table_state.h"
#include "options.h"
#include "utils/timestamp.h"

/* What the row's arguments are, besides tenure and ended. */
typedef enum RowShape
{
	ROW_PLAIN,
	ROW_WITH_ENTRY,
	ROW_WITH_WEIGHT				/* and an entry */
} RowShape;

typedef struct LifeRow
{
	int64		tenure;
	int64		entry;
	double		weight;
} LifeRow;

static const char *
shown_time(int64 time, bool is_interval)
{
	return is_interval ? psprintf("%s seconds", shown_float8((double) time / USECS_PER_SEC)) :
		psprintf(INT64_FORMAT, time);
}

static const char row_hint[] = "Correct the row, or give life_table_agg 'count' as its last argument to count such rows.";

static void
interval_without_length(const char *argument, const Interval *interval)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("%s has no fixed length", argument),
			 errdetail("The row's interval has months (%d), or is too long to be counted in microseconds.",
					   interval->month),
			 errhint("Subtract two instants, which gives days and time, or give life_table_agg 'count' as its last argument.")));
}

/* The error that says why the row is impossible. */
static void
invalid_row(const LifeRow *row, bool is_interval)
{
	if (row->tenure < 0 || row->tenure > LIFE_TIME_LIMIT)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("tenure is out of range"),
				 errdetail("The row has a tenure of %s; it must neither be negative nor longer than 10,000 years.",
						   shown_time(row->tenure, is_interval)),
				 errhint("%s", row_hint)));
	if (row->entry > row->tenure)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("entry is later than the tenure"),
				 errdetail("The row entered at %s and has a tenure of %s.",
						   shown_time(row->entry, is_interval), shown_time(row->tenure, is_interval)),
				 errhint("%s", row_hint)));
	invalid_weight(row->weight, "life_table_agg(tenure, ended, entry, weight, 'count')");
}

/* Reads argument n; false where an interval has no length, which is an error unless such rows are counted. */
static inline bool
time_argument(FunctionCallInfo fcinfo, int n, bool is_interval, bool count_invalid, int64 *time)
{
	if (!is_interval)
		*time = PG_GETARG_INT32(n);
	else if (!interval_micros(PG_GETARG_INTERVAL_P(n), time))
	{
		if (!count_invalid)
			interval_without_length(n == 1 ? "tenure" : "entry", PG_GETARG_INTERVAL_P(n));
		return false;
	}
	return true;
}

/*
 * The state to change: in an aggregate the state itself, called from SQL a
 * copy, so that arguments are never written into.
 */
static pg_noinline LifeTable *
any_state_to_change(FunctionCallInfo fcinfo, bool is_interval, bool weighted)
{
	LifeTable  *state;

	if (PG_ARGISNULL(0))
		return new_life_state(is_interval, weighted);
	state = CSOPS_GETARG(life_table_type, 0);
	return csops_in_aggregate(fcinfo) && state->header.flags != 0 ? state : life_working_copy(state);
}

/*
 * The same for every row but a group's first: in an aggregate, a state that
 * is neither toasted nor packed and passes check_table.
 */
static inline LifeTable *
state_to_change(FunctionCallInfo fcinfo, bool is_interval, bool weighted)
{
	if (!PG_ARGISNULL(0) && csops_in_aggregate(fcinfo))
	{
		LifeTable  *state = (LifeTable *) PG_GETARG_POINTER(0);

		if (VARATT_IS_4B_U(state) && VARSIZE(state) >= sizeof(LifeTable) &&
			state->header.type == CSOPS_LIFE_TABLE &&
			state->header.version == CSOPS_VERSION_1 &&
			state->header.flags != 0 && life_table_form_problem(state) == NULL)
			return state;
	}
	return any_state_to_change(fcinfo, is_interval, weighted);
}

static void
check_same_kind(const LifeTable *state, bool is_interval, bool weighted)
{
	LifeView	view;
	LifeView	other = {.is_interval = is_interval, .weighted = weighted};

	view_life_figures(&view, state);
	check_same_life_table(&view, &other);
}

static void
count_row(int64 *counter, int change)
{
	*counter += change;
	if (*counter < 0)
		csops_impossible_result(true, "No such row was counted.");
}

static pg_noinline LifeTable *
checked_table(const LifeTable *state, bool taken_out)
{
	LifeView	view;
	const char *problem;

	view_life_table(&view, state);
	problem = life_table_problem(&view);
	if (problem != NULL)
		csops_impossible_result(taken_out, problem);
	return make_life_table(&view);
}

static inline Datum
changed_state(FunctionCallInfo fcinfo, LifeTable *state, bool taken_out)
{
	PG_RETURN_POINTER(csops_in_aggregate(fcinfo) ? state : checked_table(state, taken_out));
}

/* Most calls do not have the option, and need not ask for it. */
static inline bool
counts_invalid(FunctionCallInfo fcinfo, int n)
{
	return PG_NARGS() > n && option_count_invalid(fcinfo, n);
}

/* life_table_accum(state, tenure, ended [, entry [, weight]] [, on_invalid]) */
static inline Datum
transition(FunctionCallInfo fcinfo, bool is_interval, RowShape shape, bool count_invalid, bool inverse)
{
	bool		weighted = shape == ROW_WITH_WEIGHT;
	LifeTable  *state = state_to_change(fcinfo, is_interval, weighted);
	int			change = inverse ? -1 : 1;
	LifeRow		row = {0, 0, 1};
	bool		valid;

	if (state->is_interval != is_interval || state->weighted != weighted)
		check_same_kind(state, is_interval, weighted);
	if (PG_ARGISNULL(1) || PG_ARGISNULL(2) || (shape >= ROW_WITH_ENTRY && PG_ARGISNULL(3)) ||
		(shape == ROW_WITH_WEIGHT && PG_ARGISNULL(4)))
	{
		count_row(&state->unanswered, change);
		return changed_state(fcinfo, state, inverse);
	}

	valid = time_argument(fcinfo, 1, is_interval, count_invalid, &row.tenure);
	if (shape >= ROW_WITH_ENTRY)
		valid = time_argument(fcinfo, 3, is_interval, count_invalid, &row.entry) && valid;
	if (weighted)
		row.weight = PG_GETARG_FLOAT8(4);

	/* Whoever entered before the beginning was there at the beginning. */
	row.entry = Max(row.entry, 0);
	if (valid && (row.tenure < 0 || row.tenure > LIFE_TIME_LIMIT || row.entry > row.tenure ||
				  !weight_is_valid(row.weight)))
	{
		if (!count_invalid)
			invalid_row(&row, is_interval);
		valid = false;
	}

	if (!valid)
		count_row(&state->invalid, change);
	else if (row.entry > 0 && row.entry == row.tenure)
		count_row(&state->unanswered, change);	/* never seen alive */
	else
	{
		count_row(&state->observations, change);
		state = add_life(state, row.tenure, PG_GETARG_BOOL(2) ? LIFE_ENDED : LIFE_CENSORED, row.weight, inverse);
		if (row.entry > 0)
			state = add_life(state, row.entry, LIFE_ENTERED, row.weight, inverse);
	}
	return changed_state(fcinfo, state, inverse);
}

CSOPS_FUNCTION(csops_life_table_accum);
CSOPS_FUNCTION(csops_life_table_accum_inv);
CSOPS_FUNCTION(csops_life_table_accum_interval);
CSOPS_FUNCTION(csops_life_table_accum_interval_inv);

/* life_table_accum(state, tenure, ended [, on_invalid]) */
Datum
csops_life_table_accum(PG_FUNCTION_ARGS)
{
	return transition(fcinfo, false, ROW_PLAIN, counts_invalid(fcinfo, 3), false);
}

Datum
csops_life_table_accum_inv(PG_FUNCTION_ARGS)
{
	return transition(fcinfo, false, ROW_PLAIN, counts_invalid(fcinfo, 3), true);
}

Datum
csops_life_table_accum_interval(PG_FUNCTION_ARGS)
{
	return transition(fcinfo, true, ROW_PLAIN, counts_invalid(fcinfo, 3), false);
}

Datum
csops_life_table_accum_interval_inv(PG_FUNCTION_ARGS)
{
	return transition(fcinfo, true, ROW_PLAIN, counts_invalid(fcinfo, 3), true);
}

CSOPS_FUNCTION(csops_life_table_accum_key);
CSOPS_FUNCTION(csops_life_table_accum_key_inv);
CSOPS_FUNCTION(csops_life_table_accum_interval_key);
CSOPS_FUNCTION(csops_life_table_accum_interval_key_inv);

/* life_table_accum_key(state, tenure, ended, key) */
Datum
csops_life_table_accum_key(PG_FUNCTION_ARGS)
{
	check_key(fcinfo, 3);
	return transition(fcinfo, false, ROW_PLAIN, false, false);
}

Datum
csops_life_table_accum_key_inv(PG_FUNCTION_ARGS)
{
	check_key(fcinfo, 3);
	return transition(fcinfo, false, ROW_PLAIN, false, true);
}

Datum
csops_life_table_accum_interval_key(PG_FUNCTION_ARGS)
{
	check_key(fcinfo, 3);
	return transition(fcinfo, true, ROW_PLAIN, false, false);
}

Datum
csops_life_table_accum_interval_key_inv(PG_FUNCTION_ARGS)
{
	check_key(fcinfo, 3);
	return transition(fcinfo, true, ROW_PLAIN, false, true);
}

CSOPS_FUNCTION(csops_life_table_accum_entry);
CSOPS_FUNCTION(csops_life_table_accum_entry_inv);
CSOPS_FUNCTION(csops_life_table_accum_interval_entry);
CSOPS_FUNCTION(csops_life_table_accum_interval_entry_inv);

/* life_table_accum(state, tenure, ended, entry [, on_invalid]) */
Datum
csops_life_table_accum_entry(PG_FUNCTION_ARGS)
{
	return transition(fcinfo, false, ROW_WITH_ENTRY, counts_invalid(fcinfo, 4), false);
}

Datum
csops_life_table_accum_entry_inv(PG_FUNCTION_ARGS)
{
	return transition(fcinfo, false, ROW_WITH_ENTRY, counts_invalid(fcinfo, 4), true);
}

Datum
csops_life_table_accum_interval_entry(PG_FUNCTION_ARGS)
{
	return transition(fcinfo, true, ROW_WITH_ENTRY, counts_invalid(fcinfo, 4), false);
}

Datum
csops_life_table_accum_interval_entry_inv(PG_FUNCTION_ARGS)
{
	return transition(fcinfo, true, ROW_WITH_ENTRY, counts_invalid(fcinfo, 4), true);
}

CSOPS_FUNCTION(csops_life_table_accum_weight);
CSOPS_FUNCTION(csops_life_table_accum_weight_inv);
CSOPS_FUNCTION(csops_life_table_accum_interval_weight);
CSOPS_FUNCTION(csops_life_table_accum_interval_weight_inv);

/* life_table_accum(state, tenure, ended, entry, weight [, on_invalid]) */
Datum
csops_life_table_accum_weight(PG_FUNCTION_ARGS)
{
	return transition(fcinfo, false, ROW_WITH_WEIGHT, counts_invalid(fcinfo, 5), false);
}

Datum
csops_life_table_accum_weight_inv(PG_FUNCTION_ARGS)
{
	return transition(fcinfo, false, ROW_WITH_WEIGHT, counts_invalid(fcinfo, 5), true);
}

Datum
csops_life_table_accum_interval_weight(PG_FUNCTION_ARGS)
{
	return transition(fcinfo, true, ROW_WITH_WEIGHT, counts_invalid(fcinfo, 5), false);
}

Datum
csops_life_table_accum_interval_weight_inv(PG_FUNCTION_ARGS)
{
	return transition(fcinfo, true, ROW_WITH_WEIGHT, counts_invalid(fcinfo, 5), true);
}

/*
 * merge and subtract serve as functions, operators, rollup's transition and
 * inverse, and every aggregate's combine function.
 */
CSOPS_FUNCTION(csops_merge_life_table);
CSOPS_FUNCTION(csops_subtract_life_table);

Datum
csops_merge_life_table(PG_FUNCTION_ARGS)
{
	LifeTable  *a = state_to_change(fcinfo, false, false);
	LifeView	b;
	int64		rows = 0;

	life_table_argument(fcinfo, 1, &b);
	check_same_kind(a, b.is_interval, b.weighted);
	if (!csops_add_count(&rows, a->observations) || !csops_add_count(&rows, b.observations) ||
		!csops_add_count(&rows, a->unanswered) || !csops_add_count(&rows, b.unanswered) ||
		!csops_add_count(&rows, a->invalid) || !csops_add_count(&rows, b.invalid))
		csops_impossible_result(false, "The total of both is out of range.");
	a = add_life_cells(a, &b);
	a->observations += b.observations;
	a->unanswered += b.unanswered;
	a->invalid += b.invalid;
	return changed_state(fcinfo, a, false);
}

Datum
csops_subtract_life_table(PG_FUNCTION_ARGS)
{
	LifeView	a;
	LifeView	b;
	const char *problem;

	life_table_argument(fcinfo, 0, &a);
	life_table_argument(fcinfo, 1, &b);
	check_same_life_table(&a, &b);
	merge_life_cells(&a, &b, true);
	a.observations -= b.observations;
	a.unanswered -= b.unanswered;
	a.invalid -= b.invalid;
	problem = life_table_problem(&a);
	if (problem != NULL)
		csops_impossible_result(true, problem);
	PG_RETURN_POINTER(make_life_table(&a));
}

CSOPS_FUNCTION(csops_life_table_final);

/* A copy, because the state may go on being changed: under OVER it does. */
Datum
csops_life_table_final(PG_FUNCTION_ARGS)
{
	LifeView	view;

	life_table_argument(fcinfo, 0, &view);
	PG_RETURN_POINTER(make_life_table(&view));
}
