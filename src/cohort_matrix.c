/*
 * cohort_matrix.c
 *		The type cohort_matrix: text and binary, merging and subtracting.
 */
#include "csops.h"

#include "cohort_cells.h"
#include "json_date.h"
#include "libpq/pqformat.h"
#include "miscadmin.h"

static void
check_matrix(const CsopsHeader *value)
{
	const char *problem = cohort_form_problem((const CohortMatrix *) value);

	if (problem != NULL)
		csops_corrupted(&cohort_matrix_type, problem);
}

static CsopsHeader *
canonical_matrix(CsopsHeader *value)
{
	return value->flags == 0 ? value : &cohort_matrix_copy((CohortMatrix *) value)->header;
}

/* Text and binary */

static void
write_json_matrix(StringInfo out, const CsopsHeader *value)
{
	CohortView	view;

	cohort_open(&view, (const CohortMatrix *) value);
	appendStringInfoChar(out, '{');
	write_json_grid(out, &view.grid);
	appendStringInfoString(out, "\"cohorts\": [");
	for (uint32 i = 0; i < view.count; i++)
	{
		const CohortCell *cell = &view.cells[i];

		CHECK_FOR_INTERRUPTS();
		if (cohort_age(cell) == 0)
		{
			appendStringInfoString(out, i == 0 ? "{\"cohort\": " : "]}, {\"cohort\": ");
			json_append_date(out, cohort_first_date(&view.grid, cohort_of(cell)));
			appendStringInfo(out, ", \"accounts\": " INT64_FORMAT ", \"active\": [", cell->accounts);
		}
		else
			appendStringInfo(out, "%s[%d, %d, " INT64_FORMAT "]", cohort_age(cell - 1) == 0 ? "" : ", ",
							 cohort_age(cell), cohort_age_before(cell), cell->accounts);
	}
	appendStringInfoString(out, view.count == 0 ? "]}" : "]}]}");
}

static int32
read_json_cohort_period(const JsonNode *node, const CohortGrid *grid)
{
	DateADT		date = json_date(node);
	int32		period = period_of_date(grid->periods.unit, grid->periods.week_start, date);

	if (cohort_first_date(grid, period) != date)
		json_error(node, "No %s of this grid begins on this date.", period_unit_name(grid->periods.unit));
	if (!period_is_possible(grid, period))
		json_error(node, "The date is out of range.");
	return period;
}

static CohortCell *
next_cell(CohortView *view, Size *room)
{
	if (view->count == *room)
	{
		*room *= 2;
		view->cells = repalloc_huge(view->cells, *room * sizeof(CohortCell));
	}
	return &view->cells[view->count++];
}

static void
read_json_cohort(CohortView *view, Size *room, const JsonNode *node)
{
	static const char *const keys[] = {"cohort", "accounts", "active", NULL};
	const JsonNode *active;
	CohortCell *cell = next_cell(view, room);
	int32		cohort;
	uint64		previous;

	json_check_object(node, keys);
	cohort = read_json_cohort_period(json_required(node, "cohort"), &view->grid);
	cell->code = cohort_code(cohort, 0, 0);
	cell->accounts = json_int64(json_required(node, "accounts"), 1, CSOPS_COUNT_LIMIT);
	if (view->count > 1 && cell->code <= cell[-1].code)
		json_error(node, "The cohorts are not in ascending order.");
	active = json_required(node, "active");
	json_check_array(active);
	for (const JsonNode *triple = active->first; triple != NULL; triple = triple->next)
	{
		const JsonNode *item = triple->first;
		int32		age;

		CHECK_FOR_INTERRUPTS();
		json_check_array(triple);
		if (triple->count != 3)
			json_error(triple, "Three numbers are expected here: an age, the age of the activity before, and accounts.");
		previous = view->cells[view->count - 1].code;
		cell = next_cell(view, room);
		age = (int32) json_int64(item, 1, COHORT_LARGEST_AGE);
		item = item->next;
		cell->code = cohort_code(cohort, age, (int32) json_int64(item, 0, age - 1));
		cell->accounts = json_int64(item->next, 1, CSOPS_COUNT_LIMIT);
		if (cell->code <= previous)
			json_error(triple, "The ages are not in ascending order.");
	}
}

/* Births without activity are by day, and nothing else is known then. */
static const char *
view_problem(CohortView *view)
{
	if ((view->count == 0) != (view->grid.mode == COHORT_UNKNOWN))
		return "A matrix has a mode if it has accounts, and only then.";
	for (uint32 i = 0; i < view->count; i++)
	{
		if (view->grid.periods.zone_name == NULL && cohort_age(&view->cells[i]) != 0)
			return "There is activity, and no unit.";
	}
	return cohort_cells_problem(view);
}

static CsopsHeader *
read_json_matrix(const JsonNode *root)
{
	static const char *const keys[] = {"mode", "unit", "tz", "week_start", "cohorts", NULL};
	const JsonNode *cohorts;
	CohortView	view = {0};
	Size		room = 16;
	const char *problem;

	json_check_object(root, keys);
	view.grid = read_json_grid(root);
	cohorts = json_required(root, "cohorts");
	json_check_array(cohorts);
	view.cells = palloc(room * sizeof(CohortCell));
	for (const JsonNode *node = cohorts->first; node != NULL; node = node->next)
	{
		CHECK_FOR_INTERRUPTS();
		read_json_cohort(&view, &room, node);
	}
	problem = view_problem(&view);
	if (problem != NULL)
		json_error(root, "%s", problem);
	return &cohort_make_matrix(&view)->header;
}

/* Of each cell what its code consists of, and its accounts. */
#define CELL_BYTES		(2 * sizeof(int32) + sizeof(int32) + sizeof(int64))

static void
send_matrix(StringInfo out, const CsopsHeader *value)
{
	CohortView	view;

	cohort_open(&view, (const CohortMatrix *) value);
	send_grid(out, &view.grid);
	pq_sendint32(out, view.count);
	for (uint32 i = 0; i < view.count; i++)
	{
		const CohortCell *cell = &view.cells[i];

		CHECK_FOR_INTERRUPTS();
		pq_sendint32(out, cohort_of(cell));
		pq_sendint32(out, cohort_age(cell));
		pq_sendint32(out, cohort_age_before(cell));
		pq_sendint64(out, cell->accounts);
	}
}

static CsopsHeader *
receive_matrix(StringInfo in)
{
	CohortView	view = {0};
	const char *problem;

	view.grid = receive_grid(in, &cohort_matrix_type);
	view.count = pq_getmsgint(in, 4);
	if (view.count > (uint32) (in->len - in->cursor) / CELL_BYTES)
		csops_bad_binary(&cohort_matrix_type, "The cells are fewer than said.");
	view.cells = palloc_extended(sizeof(CohortCell) * Max((Size) view.count, 1), MCXT_ALLOC_HUGE);
	for (uint32 i = 0; i < view.count; i++)
	{
		CohortCell *cell = &view.cells[i];
		int32		cohort = (int32) pq_getmsgint(in, 4);
		uint32		age = pq_getmsgint(in, 4);
		uint32		before = pq_getmsgint(in, 4);

		CHECK_FOR_INTERRUPTS();
		if (age > COHORT_LARGEST_AGE || before >= Max(age, 1))
			csops_bad_binary(&cohort_matrix_type, "An age is out of range.");
		if (!period_is_possible(&view.grid, cohort))
			csops_bad_binary(&cohort_matrix_type, "A period is out of range.");
		cell->code = cohort_code(cohort, (int32) age, (int32) before);
		cell->accounts = pq_getmsgint64(in);
		if (i > 0 && cell->code <= cell[-1].code)
			csops_bad_binary(&cohort_matrix_type, "The cells are not in ascending order.");
	}
	problem = view_problem(&view);
	if (problem != NULL)
		csops_bad_binary(&cohort_matrix_type, problem);
	return &cohort_make_matrix(&view)->header;
}

const CsopsType cohort_matrix_type = {
	.id = CSOPS_COHORT_MATRIX,
	.name = "cohort_matrix",
	.check = check_matrix,
	.canonical = canonical_matrix,
	.read_json = read_json_matrix,
	.write_json = write_json_matrix,
	.receive = receive_matrix,
	.send = send_matrix,
};

CSOPS_FUNCTION(csops_cohort_matrix_in);
CSOPS_FUNCTION(csops_cohort_matrix_recv);

Datum
csops_cohort_matrix_in(PG_FUNCTION_ARGS)
{
	return csops_type_in(&cohort_matrix_type, fcinfo);
}

Datum
csops_cohort_matrix_recv(PG_FUNCTION_ARGS)
{
	return csops_type_recv(&cohort_matrix_type, fcinfo);
}

/* Merging */

/* Brings two views to one grid, or says why they cannot be. */
static void
align(CohortView *a, CohortView *b)
{
	if (a->accounts == 0)
		a->grid = b->grid;
	else if (b->accounts == 0)
		b->grid = a->grid;
	if (same_cohort_grid(&a->grid, &b->grid))
		return;
	if (a->grid.mode != b->grid.mode || (a->grid.periods.zone_name != NULL && b->grid.periods.zone_name != NULL))
		unlike_cohorts(&a->grid, &b->grid);
	if (a->grid.periods.zone_name == NULL)
		cohort_adopt_births(a, &b->grid);
	else
		cohort_adopt_births(b, &a->grid);
}

/* a and sign times b; empty cells are left out. */
static CohortMatrix *
merge_views(CohortView *a, CohortView *b, int sign)
{
	CohortView	merged;
	uint32		i = 0;
	uint32		j = 0;

	align(a, b);
	merged = *a;
	merged.count = 0;
	merged.cells = palloc_extended(sizeof(CohortCell) * Max((Size) a->count + b->count, 1), MCXT_ALLOC_HUGE);
	while (i < a->count || j < b->count)
	{
		CohortCell	cell;

		CHECK_FOR_INTERRUPTS();
		if (j == b->count || (i < a->count && a->cells[i].code < b->cells[j].code))
			cell = a->cells[i++];
		else
		{
			cell = b->cells[j++];
			cell.accounts *= sign;
			if (i < a->count && a->cells[i].code == cell.code)
				cell.accounts += a->cells[i++].accounts;
		}
		if (cell.accounts < 0)
			csops_impossible_result(sign < 0, "A number of accounts would be out of range.");
		if (cell.accounts != 0)
			merged.cells[merged.count++] = cell;
	}
	return cohort_make_checked(&merged, sign < 0);
}

/*
 * merge and subtract serve as functions, operators, rollup's transition and
 * inverse, and the combine function of the aggregates over activities.
 */
static Datum
merge_matrices(FunctionCallInfo fcinfo, int sign)
{
	CohortView	a;
	CohortView	b;
	CohortMatrix *state;
	CohortGrid	own;

	cohort_view(fcinfo, 1, &b);
	if (!csops_in_aggregate(fcinfo))
	{
		cohort_view(fcinfo, 0, &a);
		PG_RETURN_POINTER(merge_views(&a, &b, sign));
	}
	state = cohort_matrix_to_change(fcinfo);
	if (b.accounts > 0)
	{
		/*
		 * When what said the periods leaves a window, only births whose days
		 * were given up for it may be left: NULL has them merged again.
		 */
		if (sign < 0 && state->births_adopted && b.grid.periods.zone_name != NULL)
			PG_RETURN_NULL();
		state = cohort_matrix_adopt(state, &b.grid);
		own = cohort_matrix_grid(state);
		if (own.periods.zone_name != NULL && b.grid.periods.zone_name == NULL)
		{
			cohort_adopt_births(&b, &own);
			state->births_adopted = true;
		}
		state = cohort_add_cells(state, &b, sign);
	}
	PG_RETURN_POINTER(state);
}

CSOPS_FUNCTION(csops_merge_cohort_matrix);
CSOPS_FUNCTION(csops_subtract_cohort_matrix);

Datum
csops_merge_cohort_matrix(PG_FUNCTION_ARGS)
{
	return merge_matrices(fcinfo, 1);
}

Datum
csops_subtract_cohort_matrix(PG_FUNCTION_ARGS)
{
	return merge_matrices(fcinfo, -1);
}
