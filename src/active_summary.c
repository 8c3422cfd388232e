/*
 * active_summary.c
 *		The type active_summary and its aggregates: who was active when.
 */
#include "csops.h"

#include "active_state.h"
#include "json_date.h"
#include "libpq/pqformat.h"
#include "miscadmin.h"

void
active_view(FunctionCallInfo fcinfo, int n, ActiveView *view)
{
	view_active_summary(view, CSOPS_GETARG(active_summary_type, n));
}

/* Type functions */

static void
check_summary(const CsopsHeader *value)
{
	const char *problem = active_form_problem((const ActiveSummary *) value);

	if (problem != NULL)
		csops_corrupted(&active_summary_type, problem);
}

static ActiveSummary *
canonical_copy(const ActiveSummary *summary)
{
	ActiveView	view;

	view_active_summary(&view, summary);
	return make_active_summary(&view);
}

static CsopsHeader *
canonical_summary(CsopsHeader *value)
{
	return value->flags == 0 ? value : &canonical_copy((ActiveSummary *) value)->header;
}

/* A cell of a view that is being read, behind the others. */
static void
read_json_cell(ActiveView *view, int *room, const JsonNode *node, int32 period, int64 gap, int64 count)
{
	ActiveCell *cell;

	if (view->cells == *room)
	{
		*room *= 2;
		view->cell = repalloc_huge(view->cell, sizeof(ActiveCell) * *room);
	}
	cell = &view->cell[view->cells++];
	cell->period = period;
	cell->gap = (int32) gap;
	cell->count = count;
	if (!activity_is_possible(&view->grid, period - cell->gap, period))
		json_error(node, "Activity lies within the years 1000 to 9999.");
	if (!csops_add_count(&view->activity, count))
		json_error(node, "The total of the counts is out of range.");
	if (gap == 0)
		view->accounts += count;
}

/* [date, new accounts, [[gap, accounts], ...]] */
static void
read_json_period(ActiveView *view, int *room, const JsonNode *node)
{
	const GridName *grid = &view->grid;
	const JsonNode *gaps;
	DateADT		date;
	int32		period;
	int64		count;
	int64		before = 0;

	json_check_array(node);
	if (node->count != 3)
		json_error(node, "A period is a list of its date, of its new accounts, and of the others by gap.");
	date = json_date(node->first);
	period = period_of_date(grid->unit, grid->week_start, date);
	if (period_first_date(grid->unit, grid->week_start, period) != date)
		json_error(node->first, "The %s that holds this date begins on %s.", period_unit_name(grid->unit),
				   shown_date(period_first_date(grid->unit, grid->week_start, period)));
	if (view->cells > 0 && period <= view->cell[view->cells - 1].period)
		json_error(node, "The periods are not in ascending order.");

	count = json_int64(node->first->next, 0, CSOPS_COUNT_LIMIT);
	gaps = node->first->next->next;
	json_check_array(gaps);
	if (count > 0)
		read_json_cell(view, room, node, period, 0, count);
	else if (gaps->count == 0)
		json_error(node, "There has to be an active account.");
	for (const JsonNode *gap = gaps->first; gap != NULL; gap = gap->next)
	{
		json_check_array(gap);
		if (gap->count != 2)
			json_error(gap, "A gap is a list of its length and of the accounts.");
		before = json_int64(gap->first, before + 1, ACTIVITY_LONGEST_SPAN - 1);
		read_json_cell(view, room, gap, period, before, json_int64(gap->first->next, 1, CSOPS_COUNT_LIMIT));
	}
}

static CsopsHeader *
read_json_summary(const JsonNode *root)
{
	static const char *const keys[] = {"unit", "tz", "week_start", "observations", "unanswered", "active", NULL};
	const JsonNode *active;
	ActiveView	view = {0};
	int			room;
	int64		observations;
	const char *problem;

	json_check_object(root, keys);
	active = json_required(root, "active");
	observations = json_int64(json_required(root, "observations"), 0, CSOPS_COUNT_LIMIT);
	view.unanswered = json_int64(json_required(root, "unanswered"), 0, CSOPS_COUNT_LIMIT);
	json_check_array(active);
	if (active->count > 0)
		view.grid = json_grid_name(root);
	else if (json_field(root, "unit") != NULL || json_field(root, "tz") != NULL || json_field(root, "week_start") != NULL)
		json_error(root, "Without activity there is no unit, tz or week_start.");
	room = Max(active->count, 1);
	view.cell = palloc_extended(sizeof(ActiveCell) * room, MCXT_ALLOC_HUGE);
	for (const JsonNode *node = active->first; node != NULL; node = node->next)
	{
		CHECK_FOR_INTERRUPTS();
		read_json_period(&view, &room, node);
	}
	if (view.accounts != observations)
		json_error(root, "The observations are not as many as the new accounts.");
	problem = active_view_problem(&view);
	if (problem != NULL)
		json_error(root, "%s", problem);
	return &make_active_summary(&view)->header;
}

static void
write_json_summary(StringInfo out, const CsopsHeader *value)
{
	ActiveView	view;

	view_active_summary(&view, (const ActiveSummary *) value);
	appendStringInfoChar(out, '{');
	if (view.cells > 0)
	{
		json_append_grid_name(out, &view.grid);
		appendStringInfoString(out, ", ");
	}
	appendStringInfo(out, "\"observations\": " INT64_FORMAT ", \"unanswered\": " INT64_FORMAT ", \"active\": [",
					 view.accounts, view.unanswered);
	for (int i = 0; i < view.cells;)
	{
		int32		period = view.cell[i].period;
		const char *separator = "";

		appendStringInfo(out, "%s[", i == 0 ? "" : ", ");
		json_append_date(out, period_first_date(view.grid.unit, view.grid.week_start, period));
		appendStringInfo(out, ", " INT64_FORMAT ", [", view.cell[i].gap == 0 ? view.cell[i].count : 0);
		if (view.cell[i].gap == 0)
			i++;
		for (; i < view.cells && view.cell[i].period == period; i++)
		{
			appendStringInfo(out, "%s[%d, " INT64_FORMAT "]", separator, view.cell[i].gap, view.cell[i].count);
			separator = ", ";
		}
		appendStringInfoString(out, "]]");
		CHECK_FOR_INTERRUPTS();
	}
	appendStringInfoString(out, "]}");
}

static CsopsHeader *
receive_summary(StringInfo in)
{
	ActiveView	view = {0};
	const char *problem = NULL;

	view.unanswered = pq_getmsgint64(in);
	if (pq_getmsgbyte(in) != 0)
	{
		int32		first;
		int			length;

		view.grid = receive_grid_name(in, &active_summary_type);
		first = (int32) pq_getmsgint(in, 4);
		length = (int32) pq_getmsgint(in, 4);
		if (length < 1)
			csops_bad_binary(&active_summary_type, "The length of the counts is impossible.");
		problem = read_active_numbers(&view, first, (const uint8 *) pq_getmsgbytes(in, length), length);
	}
	if (problem == NULL)
		problem = active_view_problem(&view);
	if (problem != NULL)
		csops_bad_binary(&active_summary_type, problem);
	return &make_active_summary(&view)->header;
}

static void
send_summary(StringInfo out, const CsopsHeader *value)
{
	const ActiveSummary *summary = (const ActiveSummary *) value;
	GridName	grid = active_grid_name(summary);
	int			length;
	const uint8 *numbers = active_numbers(summary, &length);

	pq_sendint64(out, summary->unanswered);
	pq_sendbyte(out, length > 0);
	if (length == 0)
		return;
	send_grid_name(out, &grid);
	pq_sendint32(out, summary->first);
	pq_sendint32(out, length);
	pq_sendbytes(out, (const char *) numbers, length);
}

const CsopsType active_summary_type = {
	.id = CSOPS_ACTIVE_SUMMARY,
	.name = "active_summary",
	.check = check_summary,
	.canonical = canonical_summary,
	.read_json = read_json_summary,
	.write_json = write_json_summary,
	.receive = receive_summary,
	.send = send_summary,
};

CSOPS_FUNCTION(csops_active_summary_in);
CSOPS_FUNCTION(csops_active_summary_recv);

Datum
csops_active_summary_in(PG_FUNCTION_ARGS)
{
	return csops_type_in(&active_summary_type, fcinfo);
}

Datum
csops_active_summary_recv(PG_FUNCTION_ARGS)
{
	return csops_type_recv(&active_summary_type, fcinfo);
}

/* Transition functions */

/*
 * The state to change: in an aggregate the state itself, called from SQL a
 * copy, so that arguments are never written into.
 */
static ActiveSummary *
state_to_change(FunctionCallInfo fcinfo)
{
	ActiveSummary *state;

	if (PG_ARGISNULL(0))
		return new_active_state(NULL);
	state = CSOPS_GETARG(active_summary_type, 0);
	return csops_in_aggregate(fcinfo) && state->header.flags == ACTIVE_WORKING ? state : active_working_copy(state);
}

/* A state of that grid: the same, or where it holds no account yet, or none any more, a new one. */
static ActiveSummary *
state_of_grid(ActiveSummary *state, const GridName *grid)
{
	GridName	name = active_grid_name(state);
	ActiveSummary *fresh;

	if (state->accounts > 0)
	{
		check_same_grid(&name, grid);
		return state;
	}
	if (same_grid(&name, grid))
		return state;
	fresh = new_active_state(grid);
	fresh->unanswered = state->unanswered;
	return fresh;
}

static ActiveSummary *
add_account(ActiveSummary *state, const ActivityView *account, int count)
{
	int32		before = account->first;
	int32		next = 0;
	int32		start;
	int32		end;

	state = state_of_grid(state, &account->grid);
	while (activity_next_run(account, &next, &start, &end))
	{
		state = add_active_cell(state, start, start - before, count);
		for (int32 period = start + 1; period < end; period++)
			state = add_active_cell(state, period, 1, count);
		before = end - 1;
	}
	return state;
}

/* After something was taken out that may not have been counted. */
static void
check_changed(const ActiveSummary *state)
{
	ActiveView	view;
	const char *problem;

	view_active_summary(&view, state);
	problem = active_view_problem(&view);
	if (problem != NULL)
		csops_impossible_result(true, problem);
}

static Datum
result_of(FunctionCallInfo fcinfo, ActiveSummary *state)
{
	PG_RETURN_POINTER(csops_in_aggregate(fcinfo) ? state : canonical_copy(state));
}

/* Adds rows without a grid, or takes them out; the total of the rows has a limit. */
static void
add_unanswered(ActiveSummary *state, int64 count)
{
	if (count < 0 ? state->unanswered < -count :
		count > CSOPS_COUNT_LIMIT - state->accounts - state->unanswered)
		csops_impossible_result(count < 0, count < 0 ? "No such row was counted." : "There are too many rows.");
	state->unanswered += count;
}

/* active_accum(state, a), or with the sign -1 its inverse */
static Datum
transition(FunctionCallInfo fcinfo, int sign)
{
	ActiveSummary *state = state_to_change(fcinfo);

	if (PG_ARGISNULL(1))
		add_unanswered(state, sign);
	else
	{
		ActivityView account;

		activity_view(fcinfo, 1, &account);
		state = add_account(state, &account, sign);
	}
	add_unanswered(state, 0);
	if (sign < 0 && !csops_in_aggregate(fcinfo))
		check_changed(state);
	return result_of(fcinfo, state);
}

CSOPS_FUNCTION(csops_active_accum);
CSOPS_FUNCTION(csops_active_accum_inv);

Datum
csops_active_accum(PG_FUNCTION_ARGS)
{
	return transition(fcinfo, 1);
}

Datum
csops_active_accum_inv(PG_FUNCTION_ARGS)
{
	return transition(fcinfo, -1);
}

/*
 * merge and subtract serve as functions, operators, rollup's transition and
 * its inverse; merge also combines.
 */
static Datum
merge_summaries(FunctionCallInfo fcinfo, int sign)
{
	ActiveSummary *state = state_to_change(fcinfo);
	ActiveView	view;

	active_view(fcinfo, 1, &view);
	add_unanswered(state, sign * view.unanswered);
	if (view.cells > 0)
		state = state_of_grid(state, &view.grid);
	for (int i = 0; i < view.cells; i++)
	{
		if ((i & 0xFFFF) == 0)
			CHECK_FOR_INTERRUPTS();
		state = add_active_cell(state, view.cell[i].period, view.cell[i].gap, sign * view.cell[i].count);
	}
	add_unanswered(state, 0);
	/* What an aggregate takes out it has merged before. */
	if (sign < 0 && !csops_in_aggregate(fcinfo))
		check_changed(state);
	return result_of(fcinfo, state);
}

CSOPS_FUNCTION(csops_merge_active_summary);
CSOPS_FUNCTION(csops_subtract_active_summary);
CSOPS_FUNCTION(csops_active_final);

Datum
csops_merge_active_summary(PG_FUNCTION_ARGS)
{
	return merge_summaries(fcinfo, 1);
}

Datum
csops_subtract_active_summary(PG_FUNCTION_ARGS)
{
	return merge_summaries(fcinfo, -1);
}

Datum
csops_active_final(PG_FUNCTION_ARGS)
{
	PG_RETURN_POINTER(canonical_summary(CSOPS_GETARG(active_summary_type, 0)));
}
