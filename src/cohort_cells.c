/*
 * cohort_cells.c
 *		A cohort_matrix in memory: opened, made, counted in.
 */
#include "csops.h"

#include "cohort_cells.h"
#include "miscadmin.h"
#include "packed_number.h"

#define WORKING_FORM		1
#define WITH_WINDOW			2

/* Three years of months; what lies beyond it is searched for. */
#define WINDOW				36

/* From so many accounts on the window is worth its size. */
#define ACCOUNTS_WITH_WINDOW	512

/*
 * A cell by its periods, all less base: of activity, of the activity before,
 * and of the cohort, each no later than the one before it in this list.
 */
#define TETRAHEDRON(n)		((n) * ((n) + 1) * ((n) + 2) / 6)
#define TRIANGLE(n)			((n) * ((n) + 1) / 2)
#define WINDOW_CELLS		TETRAHEDRON(WINDOW - 1)

typedef struct Window
{
	int64		accounts[WINDOW];	/* of each cohort */
	int64		active[WINDOW_CELLS];
} Window;

static const char too_large[] =
"Choose a longer unit, or aggregate fewer cohorts at a time.";

static inline Size
body_offset(const CohortMatrix *matrix)
{
	return sizeof(CohortMatrix) + (Size) matrix->grid.zone_words * COHORT_WORD;
}

CohortGrid
cohort_matrix_grid(const CohortMatrix *matrix)
{
	return stored_grid(&matrix->grid, (const char *) (matrix + 1));
}

static inline Window *
window_of(const CohortMatrix *matrix)
{
	return (Window *) ((char *) matrix + body_offset(matrix));
}

static inline Size
window_size(const CohortMatrix *matrix)
{
	return matrix->header.flags & WITH_WINDOW ? sizeof(Window) : 0;
}

static inline KeyedTable *
table_of(const CohortMatrix *matrix)
{
	return (KeyedTable *) ((char *) matrix + body_offset(matrix) + window_size(matrix));
}

/* The cell of a window, or NULL where it lies beyond; periods are all less base. */
static inline int64 *
window_cell(Window *window, int32 cohort, int32 before, int32 active)
{
	if (cohort < 0 || active >= WINDOW)
		return NULL;
	if (active == cohort)
		return &window->accounts[cohort];
	return &window->active[TETRAHEDRON(active - 1) + TRIANGLE(before) + cohort];
}

const char *
cohort_form_problem(const CohortMatrix *matrix)
{
	Size		size = VARSIZE(matrix);
	const char *problem;
	const KeyedTable *table;
	Size		offset;

	if (size < sizeof(CohortMatrix) || matrix->accounts < 0 ||
		matrix->base < -COHORT_BIAS || matrix->base >= COHORT_BIAS ||
		!stored_grid_is_sane(&matrix->grid, matrix, sizeof(CohortMatrix), size))
		return "The head is not this type's.";
	if (matrix->header.flags == 0)
		return matrix->cells > size - body_offset(matrix) ? "The size does not fit the cells." : NULL;
	offset = body_offset(matrix) + window_size(matrix);
	if ((matrix->header.flags != WORKING_FORM && matrix->header.flags != (WORKING_FORM | WITH_WINDOW)) || size < offset)
		return "The flags are not known.";
	table = table_of(matrix);
	problem = keyed_table_problem(table, size - offset);
	if (problem == NULL && (table->kind != KEYED_BY_BIGINT || table->sorted || table->payload_size != sizeof(int64)))
		return "Its table is another type's.";
	return problem;
}

/* Opening */

pg_noreturn static void
cells_corrupted(void)
{
	csops_corrupted(&cohort_matrix_type, "The cells cannot be read.");
}

/* Whether these can be a cell's; what indexes by an age relies on it. */
static inline bool
cell_is_possible(const CohortCell *cell)
{
	return cell->code >> 32 < 2 * COHORT_BIAS && cohort_age(cell) <= COHORT_LARGEST_AGE &&
		cohort_age_before(cell) < Max(cohort_age(cell), 1) &&
		cell->accounts > 0 && cell->accounts <= CSOPS_COUNT_LIMIT;
}

static void
read_cells(CohortView *view, const CohortMatrix *matrix)
{
	const uint8 *from = (const uint8 *) matrix + body_offset(matrix);
	const uint8 *end = (const uint8 *) matrix + VARSIZE(matrix);
	uint64		cohort = 0;

	view->count = 0;
	view->cells = palloc(sizeof(CohortCell) * Max(matrix->cells, 1));
	while (from < end)
	{
		uint64		step;
		uint64		accounts;
		uint64		others;
		uint64		age = 0;

		CHECK_FOR_INTERRUPTS();
		if (!unpack_number(&from, end, &step) || step > 2 * COHORT_BIAS ||
			!unpack_number(&from, end, &accounts) || !unpack_number(&from, end, &others) ||
			others >= matrix->cells - view->count)
			cells_corrupted();
		cohort += step;
		for (uint64 i = 0; i <= others; i++)
		{
			uint64		before = 0;
			CohortCell *cell;

			if (i > 0 && (!unpack_number(&from, end, &step) || step > COHORT_LARGEST_AGE ||
						  !unpack_number(&from, end, &before) || !unpack_number(&from, end, &accounts)))
				cells_corrupted();
			if (i > 0)
				age += step;
			if (cohort >= 2 * COHORT_BIAS || age > COHORT_LARGEST_AGE ||
				before >= Max(age, 1) || accounts == 0 || accounts > CSOPS_COUNT_LIMIT || (i > 0 && age == 0))
				cells_corrupted();
			cell = &view->cells[view->count++];
			cell->code = cohort << 32 | age << 16 | before;
			cell->accounts = (int64) accounts;
			if (view->count > 1 && cell->code <= cell[-1].code)
				cells_corrupted();
		}
	}
	if (view->count != matrix->cells)
		cells_corrupted();
}

static int
compare_cells(const void *a, const void *b, void *arg)
{
	uint64		x = ((const CohortCell *) a)->code;
	uint64		y = ((const CohortCell *) b)->code;

	return (x > y) - (x < y);
}

/* The cells of a window that are not empty, in any order. */
static void
collect_window(CohortView *view, const CohortMatrix *matrix)
{
	for (int32 cohort = 0; cohort < WINDOW; cohort++)
	{
		for (int32 active = cohort; active < WINDOW; active++)
		{
			for (int32 before = cohort; before < Max(active, cohort + 1); before++)
			{
				int64		accounts = *window_cell(window_of(matrix), cohort, before, active);

				if (accounts == 0)
					continue;
				view->cells[view->count].code = cohort_code(matrix->base + cohort, active - cohort, before - cohort);
				view->cells[view->count++].accounts = accounts;
			}
		}
	}
}

static void
collect_cells(CohortView *view, const CohortMatrix *matrix)
{
	const KeyedTable *table = table_of(matrix);
	Size		room = (Size) table->count + (window_size(matrix) > 0 ? WINDOW + WINDOW_CELLS : 0);
	uint32		position = 0;
	KeyedKey	key;
	const int64 *accounts;

	view->count = 0;
	view->cells = palloc_extended(sizeof(CohortCell) * Max(room, 1), MCXT_ALLOC_HUGE);
	if (window_size(matrix) > 0)
		collect_window(view, matrix);
	while ((accounts = keyed_table_next(table, &position, &key)) != NULL)
	{
		CHECK_FOR_INTERRUPTS();
		if (*accounts == 0)
			continue;
		if (view->count == room)
			keyed_table_corrupted();
		view->cells[view->count].code = key.word[0];
		view->cells[view->count++].accounts = *accounts;
	}
	qsort_interruptible(view->cells, view->count, sizeof(CohortCell), compare_cells, NULL);
	for (uint32 i = 0; i < view->count; i++)
	{
		const CohortCell *cell = &view->cells[i];

		if (!cell_is_possible(cell) || (i > 0 && cell->code == cell[-1].code))
			cells_corrupted();
	}
}

void
cohort_open(CohortView *view, const CohortMatrix *matrix)
{
	view->grid = cohort_matrix_grid(matrix);
	view->accounts = matrix->accounts;
	if (matrix->header.flags & WORKING_FORM)
		collect_cells(view, matrix);
	else
		read_cells(view, matrix);
}

void
cohort_view(FunctionCallInfo fcinfo, int n, CohortView *view)
{
	cohort_open(view, CSOPS_GETARG(cohort_matrix_type, n));
}

/*
 * Why no accounts can have given these cells, which are sorted; or NULL.  Each
 * account of a cohort goes from activity to activity, beginning at age 0, so
 * no more can leave an age than have come to it.
 */
const char *
cohort_cells_problem(CohortView *view)
{
	const char *problem = NULL;
	int64		total = 0;
	int32		oldest = 0;
	int64	   *there;
	uint32		start = 0;

	for (uint32 i = 0; i < view->count; i++)
		oldest = Max(oldest, cohort_age(&view->cells[i]));
	there = palloc0(sizeof(int64) * (oldest + 1));
	for (uint32 i = 0; i < view->count && problem == NULL; i++)
	{
		const CohortCell *cell = &view->cells[i];
		int32		age = cohort_age(cell);
		int32		before = cohort_age_before(cell);

		CHECK_FOR_INTERRUPTS();
		if (i == 0 || cohort_of(cell) != cohort_of(cell - 1))
		{
			for (uint32 j = start; j < i; j++)
				there[cohort_age(&view->cells[j])] = 0;
			start = i;
		}
		if (cell->accounts <= 0 || cell->accounts > CSOPS_COUNT_LIMIT)
			problem = "A number of accounts is out of range.";
		else if (age == 0)
		{
			if (!csops_add_count(&total, cell->accounts))
				problem = "The accounts are too many.";
		}
		else
		{
			there[before] -= cell->accounts;
			if (there[before] < 0)
				problem = "More accounts come from an age than were active at it.";
		}
		/* No more than the cohort has: what comes to an age has left another. */
		if (problem == NULL)
			there[age] += cell->accounts;
	}
	pfree(there);
	view->accounts = total;
	return problem;
}

/* Making */

static CohortMatrix *
new_matrix(const CohortGrid *grid, Size body)
{
	CohortMatrix *matrix = csops_new(&cohort_matrix_type, sizeof(CohortMatrix) + grid_name_size(grid) + body);

	store_grid(&matrix->grid, (char *) (matrix + 1), grid);
	return matrix;
}

/* From a view whose cells are known to be a matrix's. */
CohortMatrix *
cohort_make_matrix(const CohortView *view)
{
	/* Without accounts there is no grid either: such a matrix goes with every other. */
	CohortGrid	none = {COHORT_UNKNOWN, {PERIOD_DAY, 0, NULL}};
	Size		room = (Size) view->count * 3 * PACKED_NUMBER_BYTES;
	CohortMatrix *matrix;
	uint8	   *end;
	int32		cohort = -COHORT_BIAS;

	if (room > KEYED_LARGEST_STATE)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("cohort_matrix is too large"),
				 errdetail("It would have %u cells.", view->count),
				 errhint("%s", too_large)));
	matrix = new_matrix(view->count == 0 ? &none : &view->grid, room);
	matrix->accounts = view->accounts;
	matrix->cells = view->count;
	end = (uint8 *) matrix + body_offset(matrix);
	for (uint32 i = 0; i < view->count; i++)
	{
		const CohortCell *cell = &view->cells[i];

		if (cohort_age(cell) == 0)
		{
			uint32		others = 0;

			while (i + others + 1 < view->count && cohort_age(cell + others + 1) > 0)
				others++;
			end = pack_number(end, (uint64) (cohort_of(cell) - cohort));
			end = pack_number(end, (uint64) cell->accounts);
			end = pack_number(end, others);
			cohort = cohort_of(cell);
		}
		else
		{
			end = pack_number(end, (uint64) (cohort_age(cell) - cohort_age(cell - 1)));
			end = pack_number(end, (uint64) cohort_age_before(cell));
			end = pack_number(end, (uint64) cell->accounts);
		}
	}
	SET_VARSIZE(matrix, end - (uint8 *) matrix);
	return matrix;
}

CohortMatrix *
cohort_make_checked(CohortView *view, bool taken_out)
{
	const char *problem = cohort_cells_problem(view);

	if (problem != NULL)
		csops_impossible_result(taken_out, problem);
	return cohort_make_matrix(view);
}

CohortMatrix *
new_cohort_matrix(const CohortGrid *grid)
{
	CohortMatrix *matrix = new_matrix(grid, keyed_table_smallest(KEYED_BY_BIGINT, sizeof(int64), 0));

	matrix->header.flags = WORKING_FORM;
	keyed_table_init(table_of(matrix), KEYED_BY_BIGINT, sizeof(int64), 0);
	return matrix;
}

/* Counting */

static inline void
change_cell(int64 *cell, int64 accounts)
{
	if (*cell + accounts < 0 || accounts > CSOPS_COUNT_LIMIT - *cell)
		csops_impossible_result(accounts < 0, "A number of accounts would be out of range.");
	*cell += accounts;
}

/*
 * Adds to a cell of a matrix in working form; copied where it has no room.  Of
 * many copies in one call, one is there at a time, and the matrix given to it.
 */
static inline CohortMatrix *
add_to_cell(CohortMatrix *matrix, const CohortMatrix *given, int32 cohort, int32 age, int32 before, int64 accounts)
{
	KeyedKey	key;
	bool		is_new;
	int64	   *cell;

	if (window_size(matrix) > 0)
	{
		int32		start = cohort - matrix->base;

		cell = window_cell(window_of(matrix), start, start + before, start + age);
		if (cell != NULL)
		{
			change_cell(cell, accounts);
			return matrix;
		}
	}
	key = keyed_bigint((int64) cohort_code(cohort, age, before));
	cell = keyed_table_slot(table_of(matrix), &key, &is_new);
	while (cell == NULL)
	{
		CohortMatrix *grown = keyed_table_grown(matrix, table_of(matrix), &key, too_large);

		if (matrix != given)
			pfree(matrix);
		matrix = grown;
		cell = keyed_table_slot(table_of(matrix), &key, &is_new);
	}
	change_cell(cell, accounts);
	return matrix;
}

CohortMatrix *
cohort_add_cells(CohortMatrix *matrix, const CohortView *view, int sign)
{
	const CohortMatrix *given = matrix;
	int64		total = matrix->accounts;

	if (sign > 0 ? !csops_add_count(&total, view->accounts) : total < view->accounts)
		csops_impossible_result(sign < 0, "The number of accounts would be out of range.");
	for (uint32 i = 0; i < view->count; i++)
	{
		const CohortCell *cell = &view->cells[i];

		CHECK_FOR_INTERRUPTS();
		matrix = add_to_cell(matrix, given, cohort_of(cell), cohort_age(cell), cohort_age_before(cell),
							 sign * cell->accounts);
	}
	matrix->accounts += sign * view->accounts;
	return matrix;
}

/* A copy whose cells, from the first cohort's period on, are in a window. */
static pg_noinline CohortMatrix *
windowed_copy(const CohortMatrix *matrix)
{
	CohortGrid	grid = cohort_matrix_grid(matrix);
	Size		table_size = keyed_table_smallest(KEYED_BY_BIGINT, sizeof(int64), 0);
	CohortView	view;
	CohortMatrix *copy;

	cohort_open(&view, matrix);
	copy = new_matrix(&grid, sizeof(Window) + table_size);
	copy->header.flags = WORKING_FORM | WITH_WINDOW;
	copy->base = view.count == 0 ? 0 : cohort_of(&view.cells[0]);
	keyed_table_init(table_of(copy), KEYED_BY_BIGINT, sizeof(int64), 0);
	return cohort_add_cells(copy, &view, 1);
}

CohortMatrix *
cohort_matrix_count(CohortMatrix *matrix, const int32 *cohorts, int cohort_count,
					const int32 *active, int active_count, int sign)
{
	const CohortMatrix *given = matrix;
	int			first = 0;

	if (matrix->accounts >= ACCOUNTS_WITH_WINDOW && window_size(matrix) == 0)
		matrix = windowed_copy(matrix);
	for (int i = 0; i < cohort_count; i++)
	{
		int32		cohort = cohorts[i];
		int32		before = 0;

		CHECK_FOR_INTERRUPTS();
		matrix = add_to_cell(matrix, given, cohort, 0, 0, sign);
		while (first < active_count && active[first] <= cohort)
			first++;
		for (int j = first; j < active_count; j++)
		{
			int32		age = active[j] - cohort;

			if (age > COHORT_LARGEST_AGE)
				cohort_age_out_of_range(age);
			matrix = add_to_cell(matrix, given, cohort, age, before, sign);
			before = age;
		}
	}
	matrix->accounts += sign * (int64) cohort_count;
	return matrix;
}

/* Grids */

/*
 * Brings births, which are by day as long as no activity has said what the
 * periods are, to a grid.  Days stay in order; those of one period are added.
 */
void
cohort_adopt_births(CohortView *births, const CohortGrid *grid)
{
	uint32		count = 0;

	for (uint32 i = 0; i < births->count; i++)
	{
		CohortCell	cell = births->cells[i];

		cell.code = cohort_code(period_of_date(grid->periods.unit, grid->periods.week_start, cohort_of(&cell)), 0, 0);
		if (count > 0 && births->cells[count - 1].code == cell.code)
			births->cells[count - 1].accounts += cell.accounts;
		else
			births->cells[count++] = cell;
	}
	births->count = count;
	births->grid = *grid;
}

CohortMatrix *
cohort_matrix_adopt(CohortMatrix *matrix, const CohortGrid *grid)
{
	CohortGrid	own = cohort_matrix_grid(matrix);
	CohortView	births;

	if (same_cohort_grid(&own, grid))
		return matrix;
	if (matrix->accounts == 0)
		return new_cohort_matrix(grid);
	if (own.mode != grid->mode || (own.periods.zone_name != NULL && grid->periods.zone_name != NULL))
		unlike_cohorts(&own, grid);
	if (grid->periods.zone_name == NULL)
		return matrix;
	cohort_open(&births, matrix);
	cohort_adopt_births(&births, grid);
	matrix = cohort_add_cells(new_cohort_matrix(grid), &births, 1);
	matrix->births_adopted = true;
	return matrix;
}

/* States */

/* A copy that can be changed. */
static CohortMatrix *
working_copy(const CohortMatrix *matrix)
{
	CohortView	view;

	if (matrix->header.flags & WORKING_FORM)
		return keyed_table_working(matrix, table_of(matrix), too_large);
	cohort_open(&view, matrix);
	return cohort_add_cells(new_cohort_matrix(&view.grid), &view, 1);
}

CohortMatrix *
cohort_matrix_to_change(FunctionCallInfo fcinfo)
{
	CohortGrid	none = {COHORT_UNKNOWN, {PERIOD_DAY, 0, NULL}};
	CohortMatrix *matrix;

	if (PG_ARGISNULL(0))
		return new_cohort_matrix(&none);
	matrix = CSOPS_GETARG(cohort_matrix_type, 0);
	if (csops_in_aggregate(fcinfo) && matrix->header.flags & WORKING_FORM)
		return matrix;
	return working_copy(matrix);
}

CohortMatrix *
cohort_matrix_copy(const CohortMatrix *matrix)
{
	CohortView	view;

	cohort_open(&view, matrix);
	return cohort_make_checked(&view, true);
}

bool
cohort_matrix_is_known(const CohortMatrix *matrix)
{
	return matrix->accounts > 0 && matrix->grid.zone_words > 0;
}

int64
cohort_matrix_accounts(const CohortMatrix *matrix)
{
	return matrix->accounts;
}
