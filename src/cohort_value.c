/*
 * cohort_value.c
 *		The type cohort_value_matrix, its aggregates, and how they are merged.
 */
#include "csops.h"

#include "cohort_value.h"
#include "json_date.h"
#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "silent_cast.h"
#include "utils/timestamp.h"

/*
 * In canonical form the cells follow the name of the zone, sorted; in working
 * form a KeyedTable does, by code.
 */
typedef struct ValueMatrix
{
	CsopsHeader header;			/* flags: 0 for canonical, or WORKING_FORM */
	StoredGrid	grid;			/* its name follows */
	uint32		cells;			/* in canonical form */
} ValueMatrix;

#define WORKING_FORM		1

/* What a KeyedTable holds of a cell. */
typedef struct CellSums
{
	int64		events;
	Decimal		total;
} CellSums;

StaticAssertDecl(sizeof(ValueCell) == sizeof(uint64) + sizeof(CellSums) && sizeof(CellSums) % 8 == 0,
				 "a cell is a code and its sums");

static const char too_large[] = "Choose a longer unit, or aggregate fewer cohorts at a time.";

static inline char *
body_of(const ValueMatrix *matrix)
{
	return (char *) (matrix + 1) + (Size) matrix->grid.zone_words * COHORT_WORD;
}

static inline KeyedTable *
table_of(const ValueMatrix *matrix)
{
	return (KeyedTable *) body_of(matrix);
}

static inline CohortGrid
grid_of(const ValueMatrix *matrix)
{
	return stored_grid(&matrix->grid, (const char *) (matrix + 1));
}

static void
check_matrix(const CsopsHeader *value)
{
	const ValueMatrix *matrix = (const ValueMatrix *) value;
	const char *problem = NULL;
	Size		body;

	if (VARSIZE(value) < sizeof(ValueMatrix) || matrix->grid.mode != COHORT_BORN || matrix->grid.zone_words == 0 ||
		!stored_grid_is_sane(&matrix->grid, matrix, sizeof(ValueMatrix), VARSIZE(value)))
		csops_corrupted(&cohort_value_matrix_type, "The head is not this type's.");
	body = (Size) ((const char *) value + VARSIZE(value) - body_of(matrix));
	if (value->flags == WORKING_FORM)
	{
		problem = keyed_table_problem(table_of(matrix), body);
		if (problem == NULL && (table_of(matrix)->kind != KEYED_BY_BIGINT || table_of(matrix)->sorted ||
								table_of(matrix)->payload_size != sizeof(CellSums)))
			problem = "Its table is another type's.";
	}
	else if (value->flags != 0 || body % sizeof(ValueCell) != 0 || matrix->cells != body / sizeof(ValueCell))
		problem = "The size does not fit the cells.";
	if (problem != NULL)
		csops_corrupted(&cohort_value_matrix_type, problem);
}

/* Opening */

static int
compare_cells(const void *a, const void *b, void *arg)
{
	uint64		x = ((const ValueCell *) a)->code;
	uint64		y = ((const ValueCell *) b)->code;

	return (x > y) - (x < y);
}

/* The cells of a matrix in working form that are not empty, sorted. */
static ValueCell *
collect_cells(const ValueMatrix *matrix, uint32 *count)
{
	const KeyedTable *table = table_of(matrix);
	ValueCell  *cells = palloc_extended(sizeof(ValueCell) * Max((Size) table->count, 1), MCXT_ALLOC_HUGE);
	uint32		position = 0;
	KeyedKey	key;
	const CellSums *sums;

	*count = 0;
	while ((sums = keyed_table_next(table, &position, &key)) != NULL)
	{
		CHECK_FOR_INTERRUPTS();
		if (sums->events == 0)
			continue;
		if (*count == table->count)
			keyed_table_corrupted();
		cells[*count].code = key.word[0];
		cells[*count].events = sums->events;
		cells[(*count)++].total = sums->total;
	}
	qsort_interruptible(cells, *count, sizeof(ValueCell), compare_cells, NULL);
	return cells;
}

static void
view_matrix(ValueView *view, const ValueMatrix *matrix)
{
	view->grid = grid_of(matrix);
	if (matrix->header.flags == WORKING_FORM)
		view->cells = collect_cells(matrix, &view->count);
	else
	{
		view->cells = (const ValueCell *) body_of(matrix);
		view->count = matrix->cells;
	}
}

void
cohort_value_view(FunctionCallInfo fcinfo, int n, ValueView *view)
{
	view_matrix(view, CSOPS_GETARG(cohort_value_matrix_type, n));
}

/* Making */

static ValueMatrix *
new_matrix(const CohortGrid *grid, Size body)
{
	ValueMatrix *matrix = csops_new(&cohort_value_matrix_type, sizeof(ValueMatrix) + grid_name_size(grid) + body);

	store_grid(&matrix->grid, (char *) (matrix + 1), grid);
	return matrix;
}

/* The events of all cells; false where they are too many. */
static bool
count_events(const ValueView *view, int64 *events)
{
	*events = 0;
	for (uint32 i = 0; i < view->count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		if (!csops_add_count(events, view->cells[i].events))
			return false;
	}
	return true;
}

static const char too_many_events[] = "The events of all cells are too many.";

static ValueMatrix *
make_matrix(const ValueView *view)
{
	Size		size = sizeof(ValueCell) * (Size) view->count;
	ValueMatrix *matrix = new_matrix(&view->grid, size);

	matrix->cells = view->count;
	if (size > 0)
		memcpy(body_of(matrix), view->cells, size);
	return matrix;
}

static ValueMatrix *
canonical_copy(const ValueMatrix *matrix)
{
	ValueView	view;
	int64		events;

	view_matrix(&view, matrix);
	if (!count_events(&view, &events))
		csops_impossible_result(false, too_many_events);
	return make_matrix(&view);
}

static CsopsHeader *
canonical_matrix(CsopsHeader *value)
{
	return value->flags == 0 ? value : &canonical_copy((ValueMatrix *) value)->header;
}

static ValueMatrix *
new_state(const CohortGrid *grid)
{
	ValueMatrix *state = new_matrix(grid, keyed_table_smallest(KEYED_BY_BIGINT, sizeof(CellSums), 0));

	state->header.flags = WORKING_FORM;
	keyed_table_init(table_of(state), KEYED_BY_BIGINT, sizeof(CellSums), 0);
	return state;
}

/*
 * Adds a cell to a matrix in working form, or with the sign -1 takes it out;
 * copied where it has no room.
 */
static ValueMatrix *
add_cell(ValueMatrix *state, const ValueCell *cell, int sign)
{
	KeyedKey	key = keyed_bigint((int64) cell->code);
	bool		is_new;
	CellSums   *sums = keyed_table_slot(table_of(state), &key, &is_new);

	while (sums == NULL)
	{
		state = keyed_table_grown(state, table_of(state), &key, too_large);
		sums = keyed_table_slot(table_of(state), &key, &is_new);
	}
	if (sign < 0 ? sums->events < cell->events : cell->events > CSOPS_COUNT_LIMIT - sums->events)
		csops_impossible_result(sign < 0, "A number of events would be out of range.");
	sums->events += sign * cell->events;
	if (sign < 0)
		decimal_subtract(&sums->total, &cell->total);
	else
		decimal_add(&sums->total, &cell->total);
	if (sums->events == 0 && !decimal_is_zero(&sums->total))
		csops_impossible_result(true, "A total would be left without events.");
	return state;
}

static ValueMatrix *
add_cells(ValueMatrix *state, const ValueView *view, int sign)
{
	for (uint32 i = 0; i < view->count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		state = add_cell(state, &view->cells[i], sign);
	}
	return state;
}

/* In an aggregate the state itself, called from SQL a copy. */
static ValueMatrix *
state_to_change(FunctionCallInfo fcinfo)
{
	ValueMatrix *matrix = CSOPS_GETARG(cohort_value_matrix_type, 0);
	ValueView	view;

	if (matrix->header.flags == WORKING_FORM)
	{
		if (csops_in_aggregate(fcinfo))
			return matrix;
		return keyed_table_working(matrix, table_of(matrix), too_large);
	}
	view_matrix(&view, matrix);
	return add_cells(new_state(&view.grid), &view, 1);
}

/* Text and binary */

static void
write_json_matrix(StringInfo out, const CsopsHeader *value)
{
	ValueView	view;

	view_matrix(&view, (const ValueMatrix *) value);
	appendStringInfoChar(out, '{');
	json_append_grid_name(out, &view.grid.periods);
	appendStringInfoString(out, ", \"cohorts\": [");
	for (uint32 i = 0; i < view.count; i++)
	{
		const ValueCell *cell = &view.cells[i];
		bool		begins = i == 0 || value_cohort(cell) != value_cohort(cell - 1);

		CHECK_FOR_INTERRUPTS();
		if (begins)
		{
			appendStringInfoString(out, i == 0 ? "{\"cohort\": " : "]}, {\"cohort\": ");
			json_append_date(out, cohort_first_date(&view.grid, value_cohort(cell)));
			appendStringInfoString(out, ", \"values\": [");
		}
		appendStringInfo(out, "%s[%d, " INT64_FORMAT ", ", begins ? "" : ", ", value_age(cell), cell->events);
		decimal_append(out, &cell->total);
		appendStringInfoChar(out, ']');
	}
	appendStringInfoString(out, view.count == 0 ? "]}" : "]}]}");
}

static ValueMatrix *
read_json_cohort(ValueMatrix *state, const CohortGrid *grid, const JsonNode *node)
{
	static const char *const keys[] = {"cohort", "values", NULL};
	const JsonNode *values;
	const JsonNode *date;
	int32		cohort;
	int32		previous = -1;

	json_check_object(node, keys);
	date = json_required(node, "cohort");
	cohort = period_of_date(grid->periods.unit, grid->periods.week_start, json_date(date));
	if (cohort_first_date(grid, cohort) != json_date(date) || !period_is_possible(grid, cohort))
		json_error(date, "No %s of this grid begins on this date.", period_unit_name(grid->periods.unit));
	values = json_required(node, "values");
	json_check_array(values);
	if (values->count == 0)
		json_error(values, "A cohort without values is not listed.");
	for (const JsonNode *item = values->first; item != NULL; item = item->next)
	{
		ValueCell	cell;
		int32		age;

		CHECK_FOR_INTERRUPTS();
		json_check_array(item);
		if (item->count != 3)
			json_error(item, "Three numbers are expected here: an age, events and their total.");
		age = (int32) json_int64(item->first, 0, COHORT_LARGEST_AGE);
		if (age <= previous)
			json_error(item, "The ages are not in ascending order.");
		previous = age;
		cell.code = cohort_code(cohort, age, 0);
		cell.events = json_int64(item->first->next, 1, CSOPS_COUNT_LIMIT);
		decimal_read_json(&cell.total, item->first->next->next);
		state = add_cell(state, &cell, 1);
	}
	return state;
}

static CsopsHeader *
read_json_matrix(const JsonNode *root)
{
	static const char *const keys[] = {"unit", "tz", "week_start", "cohorts", NULL};
	CohortGrid	grid = {COHORT_BORN, {PERIOD_DAY, 0, NULL}};
	const JsonNode *cohorts;
	const char *previous = "";
	ValueMatrix *state;
	ValueView	view;
	int64		events;

	json_check_object(root, keys);
	grid.periods = json_grid_name(root);
	cohorts = json_required(root, "cohorts");
	json_check_array(cohorts);
	state = new_state(&grid);
	for (const JsonNode *node = cohorts->first; node != NULL; node = node->next)
	{
		const char *date;

		CHECK_FOR_INTERRUPTS();
		state = read_json_cohort(state, &grid, node);
		/* Dates of one length and notation are in the order of their texts. */
		date = json_string(json_required(node, "cohort"));
		if (strcmp(date, previous) <= 0)
			json_error(node, "The cohorts are not in ascending order.");
		previous = date;
	}
	view_matrix(&view, state);
	if (!count_events(&view, &events))
		json_error(root, "%s", too_many_events);
	return &make_matrix(&view)->header;
}

#define CELL_BYTES		(2 * sizeof(int32) + sizeof(int64) + DECIMAL_LIMBS * sizeof(uint64))

static void
send_matrix(StringInfo out, const CsopsHeader *value)
{
	ValueView	view;

	view_matrix(&view, (const ValueMatrix *) value);
	send_grid_name(out, &view.grid.periods);
	pq_sendint32(out, view.count);
	for (uint32 i = 0; i < view.count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		pq_sendint32(out, value_cohort(&view.cells[i]));
		pq_sendint32(out, value_age(&view.cells[i]));
		pq_sendint64(out, view.cells[i].events);
		wide_send(out, view.cells[i].total.limb, DECIMAL_LIMBS);
	}
}

static CsopsHeader *
receive_matrix(StringInfo in)
{
	ValueView	view = {{COHORT_BORN, receive_grid_name(in, &cohort_value_matrix_type)}, 0, NULL};
	ValueCell  *cells;
	int64		events;

	view.count = pq_getmsgint(in, 4);
	if (view.count > (uint32) (in->len - in->cursor) / CELL_BYTES)
		csops_bad_binary(&cohort_value_matrix_type, "The cells are fewer than said.");
	cells = palloc_extended(sizeof(ValueCell) * Max((Size) view.count, 1), MCXT_ALLOC_HUGE);
	for (uint32 i = 0; i < view.count; i++)
	{
		int32		cohort = (int32) pq_getmsgint(in, 4);
		uint32		age = pq_getmsgint(in, 4);

		CHECK_FOR_INTERRUPTS();
		if (!period_is_possible(&view.grid, cohort) || age > COHORT_LARGEST_AGE)
			csops_bad_binary(&cohort_value_matrix_type, "A period is out of range.");
		cells[i].code = cohort_code(cohort, (int32) age, 0);
		cells[i].events = pq_getmsgint64(in);
		wide_receive(cells[i].total.limb, DECIMAL_LIMBS, in);
		if (cells[i].events < 1 || cells[i].events > CSOPS_COUNT_LIMIT)
			csops_bad_binary(&cohort_value_matrix_type, "A number of events is out of range.");
		if (i > 0 && cells[i].code <= cells[i - 1].code)
			csops_bad_binary(&cohort_value_matrix_type, "The cells are not in ascending order.");
	}
	view.cells = cells;
	if (!count_events(&view, &events))
		csops_bad_binary(&cohort_value_matrix_type, too_many_events);
	return &make_matrix(&view)->header;
}

const CsopsType cohort_value_matrix_type = {
	.id = CSOPS_COHORT_VALUE_MATRIX,
	.name = "cohort_value_matrix",
	.check = check_matrix,
	.canonical = canonical_matrix,
	.read_json = read_json_matrix,
	.write_json = write_json_matrix,
	.receive = receive_matrix,
	.send = send_matrix,
};

CSOPS_FUNCTION(csops_cohort_value_matrix_in);
CSOPS_FUNCTION(csops_cohort_value_matrix_recv);

Datum
csops_cohort_value_matrix_in(PG_FUNCTION_ARGS)
{
	return csops_type_in(&cohort_value_matrix_type, fcinfo);
}

Datum
csops_cohort_value_matrix_recv(PG_FUNCTION_ARGS)
{
	return csops_type_recv(&cohort_value_matrix_type, fcinfo);
}

/* Transition functions */

/* The numbers of cohort_value_accum's arguments */
#define AMOUNT		1
#define AT			2
#define BORN		3
#define UNIT		4
#define TZ			5

static int32
period_argument(FunctionCallInfo fcinfo, int n, PeriodGrid *periods, bool by_date)
{
	return by_date ? activity_period_of_date(periods, PG_GETARG_DATEADT(n)) :
		activity_period_of_instant(periods, PG_GETARG_TIMESTAMPTZ(n));
}

static void
read_amount(FunctionCallInfo fcinfo, Decimal *amount)
{
	if (!decimal_from_numeric(amount, PG_GETARG_DATUM(AMOUNT)))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("amount is out of range"),
				 errdetail("The row has %s; amounts are below 10^17 and have at most %d decimals.",
						   shown_numeric(PG_GETARG_DATUM(AMOUNT)), DECIMAL_DECIMALS),
				 errhint("Correct the row, or round the amount.")));
}

/* cohort_value_accum(state, amount, at, born [, unit [, tz]]), or with the sign -1 its inverse */
static Datum
accumulate(FunctionCallInfo fcinfo, bool by_date, int sign)
{
	PeriodGrid *periods = option_period_grid(fcinfo, UNIT, TZ, -1);
	CohortGrid	grid = {COHORT_BORN, grid_name(periods)};
	ValueMatrix *state;

	if (PG_ARGISNULL(0))
	{
		if (!by_date)
			refuse_silent_casts_in_aggregate(fcinfo);
		state = new_state(&grid);
	}
	else
	{
		CohortGrid	own;

		state = state_to_change(fcinfo);
		own = grid_of(state);
		check_same_grid(&own.periods, &grid.periods);
	}
	if (!PG_ARGISNULL(AMOUNT) && !PG_ARGISNULL(AT) && !PG_ARGISNULL(BORN))
	{
		int32		cohort = period_argument(fcinfo, BORN, periods, by_date);
		int32		age = period_argument(fcinfo, AT, periods, by_date) - cohort;
		ValueCell	cell;

		if (age > COHORT_LARGEST_AGE)
			cohort_age_out_of_range(age);
		if (age >= 0)
		{
			cell.code = cohort_code(cohort, age, 0);
			cell.events = 1;
			read_amount(fcinfo, &cell.total);
			state = add_cell(state, &cell, sign);
		}
	}
	PG_RETURN_POINTER(csops_in_aggregate(fcinfo) ? state : canonical_copy(state));
}

CSOPS_FUNCTION(csops_cohort_value_accum);
CSOPS_FUNCTION(csops_cohort_value_accum_inv);
CSOPS_FUNCTION(csops_cohort_value_accum_date);
CSOPS_FUNCTION(csops_cohort_value_accum_date_inv);

Datum
csops_cohort_value_accum(PG_FUNCTION_ARGS)
{
	return accumulate(fcinfo, false, 1);
}

Datum
csops_cohort_value_accum_inv(PG_FUNCTION_ARGS)
{
	return accumulate(fcinfo, false, -1);
}

Datum
csops_cohort_value_accum_date(PG_FUNCTION_ARGS)
{
	return accumulate(fcinfo, true, 1);
}

Datum
csops_cohort_value_accum_date_inv(PG_FUNCTION_ARGS)
{
	return accumulate(fcinfo, true, -1);
}

/*
 * merge and subtract serve as functions, operators, rollup's transition and
 * inverse, and every combine function.
 */
static Datum
merge_matrices(FunctionCallInfo fcinfo, int sign)
{
	ValueMatrix *state = state_to_change(fcinfo);
	CohortGrid	own = grid_of(state);
	ValueView	other;

	cohort_value_view(fcinfo, 1, &other);
	check_same_grid(&own.periods, &other.grid.periods);
	state = add_cells(state, &other, sign);
	PG_RETURN_POINTER(csops_in_aggregate(fcinfo) ? state : canonical_copy(state));
}

CSOPS_FUNCTION(csops_merge_cohort_value_matrix);
CSOPS_FUNCTION(csops_subtract_cohort_value_matrix);

Datum
csops_merge_cohort_value_matrix(PG_FUNCTION_ARGS)
{
	return merge_matrices(fcinfo, 1);
}

Datum
csops_subtract_cohort_value_matrix(PG_FUNCTION_ARGS)
{
	return merge_matrices(fcinfo, -1);
}

CSOPS_FUNCTION(csops_cohort_value_final);
CSOPS_FUNCTION(csops_cohort_value_observations);

/* A copy, because the state may go on being changed: under OVER it does. */
Datum
csops_cohort_value_final(PG_FUNCTION_ARGS)
{
	PG_RETURN_POINTER(canonical_copy(CSOPS_GETARG(cohort_value_matrix_type, 0)));
}

Datum
csops_cohort_value_observations(PG_FUNCTION_ARGS)
{
	ValueView	view;
	int64		events;

	if (PG_ARGISNULL(0))
		PG_RETURN_INT64(0);
	cohort_value_view(fcinfo, 0, &view);
	if (!count_events(&view, &events))
		csops_impossible_result(false, too_many_events);
	PG_RETURN_INT64(events);
}
