/*
 * activity_agg.c
 *		The type activity_grid and its aggregates: when one account was active.
 */
#include "csops.h"

#include "activity_grid.h"
#include "json_date.h"
#include "libpq/pqformat.h"
#include "silent_cast.h"
#include "utils/timestamp.h"

void
activity_view(FunctionCallInfo fcinfo, int n, ActivityView *view)
{
	activity_open(activity_canonical(CSOPS_GETARG(activity_grid_type, n)), view);
}

/* Type functions */

static void
check_grid(const CsopsHeader *value)
{
	const char *problem = activity_form_problem((const ActivityGrid *) value);

	if (problem != NULL)
		csops_corrupted(&activity_grid_type, problem);
}

static CsopsHeader *
canonical_grid(CsopsHeader *value)
{
	return &activity_canonical((ActivityGrid *) value)->header;
}

/* A run of active periods: the date on which it begins, and their number. */
static ActivityGrid *
read_json_run(const JsonNode *node, const GridName *name, ActivityGrid *state, int32 *next)
{
	DateADT		date;
	int32		first;
	int32		last;

	json_check_array(node);
	if (node->count != 2)
		json_error(node, "A run of periods is a list of its first date and the number of periods.");
	date = json_date(node->first);
	first = period_of_date(name->unit, name->week_start, date);
	last = first + (int32) json_int64(node->first->next, 1, ACTIVITY_LONGEST_SPAN) - 1;
	if (period_first_date(name->unit, name->week_start, first) != date)
		json_error(node->first, "The %s that holds this date begins on %s.", period_unit_name(name->unit),
				   shown_date(period_first_date(name->unit, name->week_start, first)));
	if (first <= *next)
		json_error(node, "The runs are not in ascending order and apart from each other.");
	if (!activity_is_possible(name, first, last))
		json_error(node, "Activity lies within the years 1000 to 9999.");
	if (state == NULL)
		state = activity_new_state(name, first, last);
	for (int32 period = first; period <= last; period++)
		state = activity_add(state, period);
	*next = last + 1;
	return state;
}

static CsopsHeader *
read_json_grid(const JsonNode *root)
{
	static const char *const keys[] = {"unit", "tz", "week_start", "active", NULL};
	const JsonNode *active;
	ActivityGrid *state = NULL;
	GridName	name;
	int32		next = PG_INT32_MIN;

	json_check_object(root, keys);
	name = json_grid_name(root);
	active = json_required(root, "active");
	json_check_array(active);
	if (active->count == 0)
		json_error(active, "There has to be an active period.");
	for (const JsonNode *node = active->first; node != NULL; node = node->next)
		state = read_json_run(node, &name, state, &next);
	return &activity_canonical(state)->header;
}

static void
write_json_grid(StringInfo out, const CsopsHeader *value)
{
	ActivityView view;
	const char *separator = "";
	int32		next = 0;
	int32		start;
	int32		end;

	activity_open((ActivityGrid *) value, &view);
	appendStringInfoChar(out, '{');
	json_append_grid_name(out, &view.grid);
	appendStringInfoString(out, ", \"active\": [");
	while (activity_next_run(&view, &next, &start, &end))
	{
		appendStringInfo(out, "%s[", separator);
		json_append_date(out, period_first_date(view.grid.unit, view.grid.week_start, start));
		appendStringInfo(out, ", %d]", end - start);
		separator = ", ";
	}
	appendStringInfoString(out, "]}");
}

static CsopsHeader *
receive_grid(StringInfo in)
{
	GridName	name = receive_grid_name(in, &activity_grid_type);
	int32		first = (int32) pq_getmsgint(in, 4);
	uint32		bytes = pq_getmsgint(in, 4);
	ActivityGrid *grid;
	const char *problem;

	if (bytes < 1 || bytes > ACTIVITY_LONGEST_SPAN / 8)
		csops_bad_binary(&activity_grid_type, "The size is not that of any activity.");
	if (!activity_is_possible(&name, first, first))
		csops_bad_binary(&activity_grid_type, "A period is out of range.");
	grid = activity_from_bits(&name, first, (const uint8 *) pq_getmsgbytes(in, bytes), bytes);
	problem = activity_form_problem(grid);
	if (problem != NULL)
		csops_bad_binary(&activity_grid_type, problem);
	return &grid->header;
}

static void
send_grid(StringInfo out, const CsopsHeader *value)
{
	ActivityView view;

	activity_open((ActivityGrid *) value, &view);
	send_grid_name(out, &view.grid);
	pq_sendint32(out, view.first);
	pq_sendint32(out, activity_bytes(&view));
	pq_sendbytes(out, (const char *) view.bits, activity_bytes(&view));
}

const CsopsType activity_grid_type = {
	.id = CSOPS_ACTIVITY_GRID,
	.name = "activity_grid",
	.check = check_grid,
	.canonical = canonical_grid,
	.read_json = read_json_grid,
	.write_json = write_json_grid,
	.receive = receive_grid,
	.send = send_grid,
};

CSOPS_FUNCTION(csops_activity_grid_in);
CSOPS_FUNCTION(csops_activity_grid_recv);

Datum
csops_activity_grid_in(PG_FUNCTION_ARGS)
{
	return csops_type_in(&activity_grid_type, fcinfo);
}

Datum
csops_activity_grid_recv(PG_FUNCTION_ARGS)
{
	return csops_type_recv(&activity_grid_type, fcinfo);
}

/* Where activity can be */

pg_noreturn static void
out_of_range(bool infinite)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
			 errmsg("activity is out of range"),
			 infinite ? errdetail("The row has an infinite instant or date.") :
			 errdetail("The row lies outside the years 1000 to 9999."),
			 errhint("Correct the row or leave it out.")));
}

int32
activity_period_of_instant(PeriodGrid *grid, TimestampTz at)
{
	int32		period;

	if (TIMESTAMP_NOT_FINITE(at))
		out_of_range(true);
	period = period_of_instant(grid, at);

	/* Two days inside the limits the local date of no zone is outside. */
	if (at < (ACTIVITY_FIRST_DATE + 2) * USECS_PER_DAY || at > (ACTIVITY_LAST_DATE - 2) * USECS_PER_DAY)
	{
		GridName	name = grid_name(grid);

		if (!activity_is_possible(&name, period, period))
			out_of_range(false);
	}
	return period;
}

int32
activity_period_of_date(const PeriodGrid *grid, DateADT date)
{
	if (date < ACTIVITY_FIRST_DATE || date > ACTIVITY_LAST_DATE)
		out_of_range(DATE_NOT_FINITE(date));
	return period_of_date(grid->unit, grid->week_start, date);
}

/* Transition functions */

/*
 * The state to change: in an aggregate the state itself, called from SQL a
 * copy, so that arguments are never written into.
 */
static pg_noinline ActivityGrid *
any_state_to_change(FunctionCallInfo fcinfo)
{
	ActivityGrid *state = CSOPS_GETARG(activity_grid_type, 0);

	if (csops_in_aggregate(fcinfo) && state->header.flags == ACTIVITY_WORKING)
		return state;
	return activity_working_copy(state);
}

/*
 * The same for every row but a group's first: in an aggregate, a state that
 * is neither toasted nor packed and passes check_grid.
 */
static inline ActivityGrid *
state_to_change(FunctionCallInfo fcinfo)
{
	if (csops_in_aggregate(fcinfo))
	{
		ActivityGrid *state = (ActivityGrid *) PG_GETARG_POINTER(0);

		if (VARATT_IS_4B_U(state) && VARSIZE(state) >= sizeof(ActivityGrid) &&
			state->header.type == CSOPS_ACTIVITY_GRID &&
			state->header.version == CSOPS_VERSION_1 &&
			state->header.flags == ACTIVITY_WORKING && activity_form_problem(state) == NULL)
			return state;
	}
	return any_state_to_change(fcinfo);
}

static Datum
result_of(FunctionCallInfo fcinfo, ActivityGrid *state)
{
	PG_RETURN_POINTER(csops_in_aggregate(fcinfo) ? state : activity_canonical(state));
}

/* activity_accum(state, at or day [, unit [, tz [, week_start]]]) */
static inline Datum
transition(FunctionCallInfo fcinfo, bool is_date)
{
	PeriodGrid *grid;
	GridName	name;
	ActivityGrid *state = NULL;
	int32		period;

	if (PG_ARGISNULL(0) && !is_date)
		refuse_silent_casts_in_aggregate(fcinfo);
	grid = option_period_grid(fcinfo, 2, 3, 4);
	name = grid_name(grid);
	if (!PG_ARGISNULL(0))
	{
		GridName	state_name;

		state = state_to_change(fcinfo);
		state_name = activity_grid_name(state);
		check_same_grid(&state_name, &name);
	}
	if (PG_ARGISNULL(1))
	{
		if (state == NULL)
			PG_RETURN_NULL();
		return result_of(fcinfo, state);
	}
	if (is_date)
		period = activity_period_of_date(grid, PG_GETARG_DATEADT(1));
	else
		period = activity_period_of_instant(grid, PG_GETARG_TIMESTAMPTZ(1));
	if (state == NULL)
		state = activity_new_state(&name, period, period);
	return result_of(fcinfo, activity_add(state, period));
}

CSOPS_FUNCTION(csops_activity_accum);
CSOPS_FUNCTION(csops_activity_accum_date);

Datum
csops_activity_accum(PG_FUNCTION_ARGS)
{
	return transition(fcinfo, false);
}

Datum
csops_activity_accum_date(PG_FUNCTION_ARGS)
{
	return transition(fcinfo, true);
}

CSOPS_FUNCTION(csops_merge_activity_grid);
CSOPS_FUNCTION(csops_activity_final);

/* merge serves as function, operator, rollup's transition and combine function. */
Datum
csops_merge_activity_grid(PG_FUNCTION_ARGS)
{
	ActivityGrid *state = state_to_change(fcinfo);
	GridName	name = activity_grid_name(state);
	ActivityView view;

	activity_view(fcinfo, 1, &view);
	check_same_grid(&name, &view.grid);
	return result_of(fcinfo, activity_add_all(state, &view));
}

Datum
csops_activity_final(PG_FUNCTION_ARGS)
{
	PG_RETURN_POINTER(activity_canonical(CSOPS_GETARG(activity_grid_type, 0)));
}

CSOPS_FUNCTION(csops_activity_to_unit);

/* to_unit(a, unit) */
Datum
csops_activity_to_unit(PG_FUNCTION_ARGS)
{
	ActivityView view;
	GridName	name;
	ActivityGrid *state;
	int32		next = 0;
	int32		start;
	int32		end;

	activity_view(fcinfo, 0, &view);
	name = view.grid;
	name.unit = option_period_unit(fcinfo, 1);
	if (name.unit > PERIOD_WEEK)
		name.week_start = PERIOD_MONDAY;
	if (!period_converts(view.grid.unit, name.unit))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("activity by %s cannot be brought to the unit %s",
						period_unit_name(view.grid.unit), period_unit_name(name.unit)),
				 errdetail("Periods of the one do not lie within periods of the other."),
				 errhint("Keep activity by day, which can be brought to any unit.")));
	state = activity_new_state(&name, activity_unit_period(&view, name.unit, view.first),
							   activity_unit_period(&view, name.unit, activity_last(&view)));
	while (activity_next_run(&view, &next, &start, &end))
	{
		int32		last = activity_unit_period(&view, name.unit, end - 1);

		for (int32 period = activity_unit_period(&view, name.unit, start); period <= last; period++)
			state = activity_add(state, period);
	}
	PG_RETURN_POINTER(activity_canonical(state));
}
