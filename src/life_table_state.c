/*
 * life_table_state.c
 *		The forms of a life_table in memory, opened, made and changed.
 */
#include "csops.h"

#include "counters.h"
#include "life_table_state.h"
#include "miscadmin.h"
#include "utils/memutils.h"
#include "packed_number.h"

/*
 * Flags of working forms: the bytes of a counter, or LIST_FORM and those of a
 * waiting row.
 */
#define LIST_FORM			16

/* A waiting row is the code of its cell, and whether it is taken out. */
#define ROW_BITS			1

/* Where rows have weights, what is to be added to a cell; taken out, it is negative. */
typedef struct WeightedRow
{
	int64		code;
	WeightedPoint point;
} WeightedRow;

/*
 * Sizes are powers of two, because that is what the allocator of an aggregate
 * hands out; where they have become large, they grow by a quarter.
 */
#define SMALLEST_STATE		64
#define LARGEST_ROW_LIST	8192
#define DOUBLES_UP_TO		((Size) 128 * 1024 * 1024)
#define LARGEST_STATE		((Size) 768 * 1024 * 1024)
#define LEAST_ROOM			64	/* rows that can wait behind cells */

StaticAssertDecl(sizeof(LifeTable) == 48, "the states have the sizes given here");
StaticAssertDecl(sizeof(WeightedPoint) % 8 == 0, "points and rows are aligned");

/* Parts of a list */

static inline bool
is_list(const LifeTable *table)
{
	return (table->header.flags & LIST_FORM) != 0;
}

static inline Size
row_size(const LifeTable *list)
{
	return list->weighted ? sizeof(WeightedRow) : (Size) list->header.flags - LIST_FORM;
}

static inline Size
cell_size(bool weighted)
{
	return sizeof(LifeCell) + (weighted ? sizeof(WeightedPoint) : 0);
}

static inline LifeCell *
list_cells(const LifeTable *list)
{
	return (LifeCell *) ((char *) list + sizeof(LifeTable));
}

static inline WeightedPoint *
list_points(const LifeTable *list)
{
	return (WeightedPoint *) (list_cells(list) + list->length);
}

static inline char *
list_rows(const LifeTable *list)
{
	return (char *) list + sizeof(LifeTable) + cell_size(list->weighted) * list->length;
}

static inline bool
list_has_room(const LifeTable *list)
{
	return (Size) (list_rows(list) - (char *) list) + row_size(list) * (list->waiting + 1) <= VARSIZE(list);
}

static inline char *
counters_of(const LifeTable *table)
{
	return (char *) table + sizeof(LifeTable);
}

/* The bytes that a row of that time takes. */
static int
row_width(int64 time)
{
	uint64		largest = ((uint64) time + 1) << (LIFE_KIND_BITS + ROW_BITS);

	return largest <= PG_UINT16_MAX ? 2 : largest <= PG_UINT32_MAX ? 4 : 8;
}

static void
check_size(uint64 size, int64 cells)
{
	if (size > LARGEST_STATE || cells > LIFE_CELLS_LIMIT)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("too many different tenures in one life_table"),
				 errdetail("A table has at most %d different tenures and %d MB.",
						   LIFE_CELLS_LIMIT, (int) (LARGEST_STATE / (1024 * 1024))),
				 errhint("Give tenures as whole days, or make a table of each part of the rows.")));
}

/* The size of a state that needs so much. */
static Size
state_size(uint64 needed)
{
	uint64		size = SMALLEST_STATE;

	check_size(needed, 0);
	while (size < needed)
		size += size < DOUBLES_UP_TO ? size : size / 4;
	return (Size) Min(size, LARGEST_STATE);
}

/* Opening a value */

static bool
list_fits(const LifeTable *table)
{
	int			width = table->header.flags - LIST_FORM;
	uint64		size = sizeof(LifeTable) + (uint64) cell_size(table->weighted) * table->length;

	if (width != 2 && width != 4 && width != 8)
		return false;
	return size + (uint64) row_size(table) * table->waiting <= VARSIZE(table);
}

const char *
life_table_form_problem(const LifeTable *table)
{
	Size		size = VARSIZE(table);
	uint16		flags;

	if (size < sizeof(LifeTable))
		return "The value is too short.";
	if (table->observations < 0)
		return "The observations are negative.";
	if (table->is_interval > 1 || table->weighted > 1)
		return "The kind of tenure is not known.";
	flags = table->header.flags;
	if (flags == 1 || flags == 2 || flags == 4 || flags == 8)
	{
		if (table->weighted || table->kinds < LIFE_ENTERED || table->kinds > LIFE_KINDS ||
			size != sizeof(LifeTable) + (uint64) flags * table->kinds * table->length)
			return "The size does not fit the counters.";
	}
	else if (flags == 0)
	{
		if (size < sizeof(LifeTable) + (uint64) (table->weighted ? sizeof(WeightedPoint) : 0) * table->length)
			return "The size does not fit the weights.";
	}
	else if (!list_fits(table))
		return "The size does not fit the rows.";
	return NULL;
}

void
view_life_figures(LifeView *view, const LifeTable *table)
{
	memset(view, 0, sizeof(LifeView));
	view->is_interval = table->is_interval;
	view->weighted = table->weighted;
	view->observations = table->observations;
	view->unanswered = table->unanswered;
	view->invalid = table->invalid;
}

static void
allocate_cells(LifeView *view, Size cells)
{
	view->cells = 0;
	view->cell = palloc_extended(sizeof(LifeCell) * Max(cells, 1), MCXT_ALLOC_HUGE);
	view->point = !view->weighted ? NULL :
		palloc_extended(sizeof(WeightedPoint) * Max(cells, 1), MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
}

static void
free_cells(LifeView *view)
{
	pfree(view->cell);
	if (view->point != NULL)
		pfree(view->point);
}

static inline void
put_cell(LifeView *view, int64 code, int64 count, const WeightedPoint *point)
{
	view->cell[view->cells].code = code;
	view->cell[view->cells].count = count;
	if (view->weighted)
		view->point[view->cells] = *point;
	view->cells++;
}

const uint8 *
life_table_bytes(const LifeTable *table, int *length)
{
	const uint8 *bytes = (const uint8 *) table + sizeof(LifeTable) +
		(table->weighted ? sizeof(WeightedPoint) * table->length : 0);

	*length = (int) ((const uint8 *) table + VARSIZE(table) - bytes);
	return bytes;
}

bool
read_life_bytes(LifeView *view, int cells, const uint8 *from, int length)
{
	const uint8 *end = from + length;
	int64		limit = view->is_interval ? LIFE_TIME_LIMIT : PG_INT32_MAX;
	int64		time = -1;

	if (cells < 0 || cells > LIFE_CELLS_LIMIT || cells > length)
		return false;
	allocate_cells(view, cells);
	while (from < end)
	{
		uint64		token;
		int			kinds;

		CHECK_FOR_INTERRUPTS();
		if (!unpack_number(&from, end, &token))
			return false;
		kinds = (int) (token & ((1 << LIFE_KINDS) - 1));
		token >>= LIFE_KINDS;
		if (kinds == 0 || token > (uint64) (limit - Max(time, 0)) || (time >= 0 && token == 0))
			return false;
		time = Max(time, 0) + (int64) token;
		for (int kind = 0; kind < LIFE_KINDS; kind++)
		{
			if ((kinds & (1 << kind)) == 0)
				continue;
			if (!unpack_number(&from, end, &token) || token == 0 || token > (uint64) CSOPS_COUNT_LIMIT ||
				view->cells == cells)
				return false;
			view->cell[view->cells].code = life_code(time, kind);
			view->cell[view->cells++].count = (int64) token;
		}
	}
	return view->cells == cells;
}

static void
view_canonical(LifeView *view, const LifeTable *table)
{
	int			length;
	const uint8 *bytes = life_table_bytes(table, &length);

	if (!read_life_bytes(view, (int) table->length, bytes, length))
		csops_corrupted(&life_table_type, "The counts cannot be read.");
	if (table->weighted)
		memcpy(view->point, table + 1, sizeof(WeightedPoint) * view->cells);
}

static void
view_counters(LifeView *view, const LifeTable *table)
{
	int			counters = (int) table->length * table->kinds;
	int			n = 0;
	int			used = 0;

	for (int i = 0; i < counters; i++)
		used += get_counter(counters_of(table), table->header.flags, i) != 0;
	allocate_cells(view, used);
	for (int64 time = 0; time < table->length; time++)
	{
		for (int kind = 0; kind < table->kinds; kind++)
		{
			int64		count = get_counter(counters_of(table), table->header.flags, n++);

			if (count != 0)
				put_cell(view, life_code(time, kind), count, NULL);
		}
	}
}

void
merge_life_cells(LifeView *a, const LifeView *b, bool taken_out)
{
	LifeView	merged = *a;
	int			i = 0;
	int			j = 0;

	allocate_cells(&merged, (Size) a->cells + b->cells);
	while (i < a->cells || j < b->cells)
	{
		bool		in_a = j == b->cells || (i < a->cells && a->cell[i].code <= b->cell[j].code);
		bool		in_b = i == a->cells || (j < b->cells && b->cell[j].code <= a->cell[i].code);
		int64		code = in_a ? a->cell[i].code : b->cell[j].code;
		int64		count = in_a ? a->cell[i].count : 0;
		WeightedPoint point = {0};

		CHECK_FOR_INTERRUPTS();
		if (in_b)
			count += taken_out ? -b->cell[j].count : b->cell[j].count;
		if (merged.weighted)
		{
			if (in_a)
				point = a->point[i];
			if (in_b)
				weighted_point_merge(&point, &b->point[j], taken_out);
			if (in_a && count <= a->cell[i].count && !weighted_point_is_possible(&point))
				csops_impossible_result(true, "No row with such a weight was counted.");
		}
		if (count < 0)
			csops_impossible_result(true, "A count would become negative.");
		if (count > 0)
			put_cell(&merged, code, count, &point);
		i += in_a;
		j += in_b;
	}
	a->cells = merged.cells;
	a->cell = merged.cell;
	a->point = merged.point;
}

typedef struct RowPlace
{
	int64		code;
	int64		change;			/* of its count, where rows have no weights */
	uint32		n;
} RowPlace;

#define ST_SORT sort_rows
#define ST_ELEMENT_TYPE RowPlace
#define ST_COMPARE(a, b) (((a)->code > (b)->code) - ((a)->code < (b)->code))
#define ST_SCOPE static
#define ST_CHECK_FOR_INTERRUPTS
#define ST_DEFINE
#include "lib/sort_template.h"

static inline int64
row_code(uint64 row)
{
	return (int64) (row >> ROW_BITS);
}

/* Where times are dense, counting is faster than sorting; false where they are not. */
static bool
count_waiting_rows(LifeView *view, const LifeTable *list)
{
	int			width = list->header.flags - LIST_FORM;
	int64		last = 0;
	int32	   *change;

	for (uint32 i = 0; i < list->waiting; i++)
		last = Max(last, row_code((uint64) get_counter(list_rows(list), width, (int) i)));
	if (last >= (int64) list->waiting * 4)
		return false;
	change = palloc0(sizeof(int32) * (last + 1));
	for (uint32 i = 0; i < list->waiting; i++)
	{
		uint64		row = (uint64) get_counter(list_rows(list), width, (int) i);

		change[row_code(row)] += row & 1 ? -1 : 1;
	}
	allocate_cells(view, list->waiting);
	for (int64 code = 0; code <= last; code++)
	{
		if (change[code] != 0)
			put_cell(view, code, change[code], NULL);
	}
	pfree(change);
	return true;
}

/* The waiting rows of a list as cells, whose counts can be negative. */
static void
view_waiting_rows(LifeView *view, const LifeTable *list)
{
	const WeightedRow *weighted = (const WeightedRow *) list_rows(list);
	RowPlace   *row;

	if (!list->weighted && count_waiting_rows(view, list))
		return;
	row = palloc_extended(sizeof(RowPlace) * Max(list->waiting, 1), MCXT_ALLOC_HUGE);
	for (uint32 i = 0; i < list->waiting; i++)
	{
		row[i].n = i;
		if (list->weighted)
			row[i].code = weighted[i].code;
		else
		{
			uint64		waiting = (uint64) get_counter(list_rows(list), list->header.flags - LIST_FORM, (int) i);

			row[i].code = row_code(waiting);
			row[i].change = waiting & 1 ? -1 : 1;
		}
	}
	sort_rows(row, list->waiting);

	allocate_cells(view, list->waiting);
	for (uint32 i = 0; i < list->waiting;)
	{
		int64		code = row[i].code;
		WeightedPoint sum = {0};

		for (; i < list->waiting && row[i].code == code; i++)
		{
			if (list->weighted)
				weighted_point_merge(&sum, &weighted[row[i].n].point, false);
			else
				sum.count += row[i].change;
		}
		put_cell(view, code, sum.count, &sum);
	}
	pfree(row);
}

static void
view_list(LifeView *view, const LifeTable *list)
{
	LifeView	waiting = *view;

	for (uint32 i = 0; i < list->length; i++)
	{
		if (list_cells(list)[i].code < 0 || list_cells(list)[i].count < 1 ||
			(i > 0 && list_cells(list)[i].code <= list_cells(list)[i - 1].code))
			csops_corrupted(&life_table_type, "The cells are not in order.");
	}
	view_waiting_rows(&waiting, list);
	view->cells = (int) list->length;
	view->cell = list_cells(list);
	view->point = list->weighted ? list_points(list) : NULL;
	merge_life_cells(view, &waiting, false);
	free_cells(&waiting);
	for (int i = 0; i < view->cells; i++)
	{
		if (view->cell[i].code < 0 || life_cell_kind(&view->cell[i]) >= LIFE_KINDS)
			csops_corrupted(&life_table_type, "A cell is of no kind that there is.");
	}
}

void
view_life_table(LifeView *view, const LifeTable *table)
{
	view_life_figures(view, table);
	if (table->header.flags == 0)
		view_canonical(view, table);
	else if (is_list(table))
		view_list(view, table);
	else
		view_counters(view, table);
}

/* Making values */

static void
set_figures(LifeTable *table, const LifeView *view)
{
	table->is_interval = view->is_interval;
	table->weighted = view->weighted;
	table->observations = view->observations;
	table->unanswered = view->unanswered;
	table->invalid = view->invalid;
}

LifeTable *
make_life_table(const LifeView *view)
{
	Size		weights = view->weighted ? sizeof(WeightedPoint) * view->cells : 0;
	Size		room = sizeof(LifeTable) + weights;
	LifeTable  *table;
	uint8	   *end;
	int64		time = 0;

	/* The bytes that there can be are several times those that there are. */
	check_size(room, view->cells);
	room += (Size) 2 * PACKED_NUMBER_BYTES * view->cells;
	table = palloc_extended(room, MCXT_ALLOC_HUGE);
	memset(table, 0, sizeof(LifeTable));
	table->header.type = CSOPS_LIFE_TABLE;
	table->header.version = CSOPS_VERSION_1;
	set_figures(table, view);
	table->length = (uint32) view->cells;
	if (weights > 0)
		memcpy((char *) table + sizeof(LifeTable), view->point, weights);

	end = (uint8 *) table + sizeof(LifeTable) + weights;
	for (int i = 0; i < view->cells;)
	{
		int64		at = life_cell_time(&view->cell[i]);
		uint64		kinds = 0;
		int			n = i;

		for (; n < view->cells && life_cell_time(&view->cell[n]) == at; n++)
			kinds |= (uint64) 1 << life_cell_kind(&view->cell[n]);
		end = pack_number(end, (uint64) (at - time) << LIFE_KINDS | kinds);
		for (; i < n; i++)
			end = pack_number(end, (uint64) view->cell[i].count);
		time = at;
	}
	check_size(end - (uint8 *) table, view->cells);
	SET_VARSIZE(table, end - (uint8 *) table);
	return table;
}

static LifeTable *
new_list(Size size, int width)
{
	LifeTable  *state = csops_new(&life_table_type, size);

	state->header.flags = LIST_FORM + width;
	return state;
}

LifeTable *
new_life_state(bool is_interval, bool weighted)
{
	LifeTable  *state = new_list(weighted ? 4 * SMALLEST_STATE : SMALLEST_STATE, weighted ? 8 : row_width(0));

	state->is_interval = is_interval;
	state->weighted = weighted;
	return state;
}

static uint64
counters_size(int64 last_time, int kinds, int width)
{
	return sizeof(LifeTable) + (uint64) (last_time + 1) * kinds * width;
}

/*
 * A state in working form of what the view shows, in the smaller of the two
 * forms, with room for a row of that time and kind.
 */
static LifeTable *
make_state(const LifeView *view, int64 time, LifeKind kind)
{
	int64		last = view->cells == 0 ? time : Max(time, life_cell_time(&view->cell[view->cells - 1]));
	int			kinds = kind == LIFE_ENTERED ? LIFE_KINDS : LIFE_ENTERED;
	int			counter_width = 1;
	int			width = view->weighted ? 8 : row_width(last);
	Size		row = view->weighted ? sizeof(WeightedRow) : (Size) width;
	uint64		list_size = sizeof(LifeTable) + (uint64) cell_size(view->weighted) * view->cells +
		(uint64) row * Max(view->cells / 2, LEAST_ROOM);
	LifeTable  *state;

	for (int i = 0; i < view->cells; i++)
	{
		if (life_cell_kind(&view->cell[i]) == LIFE_ENTERED)
			kinds = LIFE_KINDS;
		while (view->cell[i].count >= widest_count(counter_width))
			counter_width *= 2;
	}

	if (!view->weighted && counters_size(last, kinds, counter_width) <= list_size)
	{
		Size		size = state_size(counters_size(last, kinds, counter_width));
		uint32		length = (uint32) ((size - sizeof(LifeTable)) / (kinds * counter_width));

		state = csops_new(&life_table_type, (Size) counters_size((int64) length - 1, kinds, counter_width));
		state->header.flags = counter_width;
		state->kinds = kinds;
		state->length = length;
		for (int i = 0; i < view->cells; i++)
			set_counter(counters_of(state), counter_width,
						(int) life_cell_time(&view->cell[i]) * kinds + life_cell_kind(&view->cell[i]),
						view->cell[i].count);
	}
	else
	{
		state = new_list(state_size(list_size), width);
		state->weighted = view->weighted;
		state->length = (uint32) view->cells;
		memcpy(list_cells(state), view->cell, sizeof(LifeCell) * view->cells);
		if (view->weighted)
			memcpy(list_points(state), view->point, sizeof(WeightedPoint) * view->cells);
	}
	set_figures(state, view);
	return state;
}

/* A copy in working form. */
LifeTable *
life_working_copy(const LifeTable *table)
{
	LifeView	view;

	view_life_table(&view, table);
	return make_state(&view, 0, LIFE_ENDED);
}

/* Changing states */

/*
 * A longer list of the same rows, with room for that time.  NULL where it
 * would be too long, or where there is something to put together.
 */
static LifeTable *
longer_list(const LifeTable *list, int64 time)
{
	int			old_width = list->header.flags - LIST_FORM;
	int			width = Max(old_width, row_width(time));
	Size		size = list_has_room(list) ? VARSIZE(list) : 2 * VARSIZE(list);
	int64		last = time;
	LifeTable  *longer;

	if (list->length > 0)
		return NULL;
	if (list->weighted)
	{
		if (size > LARGEST_ROW_LIST)
			return NULL;
		for (uint32 i = 0; i < list->waiting; i++)
		{
			if (((WeightedRow *) list_rows(list))[i].point.count < 0)
				return NULL;
		}
	}
	else
	{
		for (uint32 i = 0; i < list->waiting; i++)
		{
			int64		row = get_counter(list_rows(list), old_width, (int) i);

			if (row & 1)
				return NULL;
			last = Max(last, row >> (LIFE_KIND_BITS + ROW_BITS));
		}
		while (size < sizeof(LifeTable) + (Size) width * (list->waiting + 1))
			size *= 2;
		if (size > LARGEST_ROW_LIST || counters_size(last, LIFE_ENTERED, 1) <= size)
			return NULL;
	}

	longer = new_list(size, width);
	memcpy((char *) longer + sizeof(CsopsHeader), (const char *) list + sizeof(CsopsHeader),
		   sizeof(LifeTable) - sizeof(CsopsHeader));
	if (list->weighted)
		memcpy(list_rows(longer), list_rows(list), sizeof(WeightedRow) * list->waiting);
	else
	{
		for (uint32 i = 0; i < list->waiting; i++)
			set_counter(list_rows(longer), width, (int) i, get_counter(list_rows(list), old_width, (int) i));
	}
	return longer;
}

static pg_noinline LifeTable *
roomier_copy(const LifeTable *state, int64 time, LifeKind kind)
{
	LifeTable  *longer = is_list(state) ? longer_list(state, time) : NULL;
	LifeView	view;

	if (longer != NULL)
		return longer;
	view_life_table(&view, state);
	longer = make_state(&view, time, kind);
	free_cells(&view);
	return longer;
}

/* Adds to the cell of that code, in a list of rows with weights. */
static LifeTable *
add_point(LifeTable *list, int64 code, const WeightedPoint *point)
{
	WeightedRow *row;

	if (!list_has_room(list))
		list = roomier_copy(list, 0, LIFE_ENDED);
	row = (WeightedRow *) list_rows(list) + list->waiting++;
	row->code = code;
	row->point = *point;
	return list;
}

static LifeTable *
add_weighted_life(LifeTable *list, int64 code, double weight, bool taken_out)
{
	WeightedPoint point = {0};
	WeightedPoint change = {0};

	weighted_point_add(&point, weight, false);
	weighted_point_merge(&change, &point, taken_out);
	return add_point(list, code, &change);
}

LifeTable *
add_life(LifeTable *state, int64 time, LifeKind kind, double weight, bool taken_out)
{
	if (state->weighted)
		return add_weighted_life(state, life_code(time, kind), weight, taken_out);
	for (;;)
	{
		if (is_list(state))
		{
			if (list_has_room(state) && row_width(time) <= state->header.flags - LIST_FORM)
			{
				set_counter(list_rows(state), state->header.flags - LIST_FORM, (int) state->waiting++,
							life_code(time, kind) * (1 << ROW_BITS) + taken_out);
				return state;
			}
		}
		else
		{
			bool		there = time < state->length && (int) kind < state->kinds;
			int			n = there ? (int) time * state->kinds + kind : 0;
			int64		count = there ? get_counter(counters_of(state), state->header.flags, n) : 0;

			if (taken_out && count == 0)
				csops_impossible_result(true, "No such row was counted.");
			if (there && (taken_out || count < widest_count(state->header.flags)))
			{
				set_counter(counters_of(state), state->header.flags, n, taken_out ? count - 1 : count + 1);
				return state;
			}
		}
		state = roomier_copy(state, time, kind);
	}
}

/* Whether all the cells have counters that can take them. */
static bool
counters_take(const LifeTable *state, const LifeView *view)
{
	for (int i = 0; i < view->cells; i++)
	{
		int64		time = life_cell_time(&view->cell[i]);
		LifeKind	kind = life_cell_kind(&view->cell[i]);

		if (time >= state->length || (int) kind >= state->kinds ||
			view->cell[i].count > widest_count(state->header.flags) -
			get_counter(counters_of(state), state->header.flags, (int) time * state->kinds + kind))
			return false;
	}
	return true;
}

/*
 * One row at a time where they are about as many as the cells, so that merging
 * many small tables into a large one does not copy that each time.
 */
LifeTable *
add_life_cells(LifeTable *state, const LifeView *view)
{
	LifeView	before;
	int64		rows = view->observations;

	if (!is_list(state) && counters_take(state, view))
	{
		for (int i = 0; i < view->cells; i++)
		{
			int			n = (int) life_cell_time(&view->cell[i]) * state->kinds + life_cell_kind(&view->cell[i]);

			CHECK_FOR_INTERRUPTS();
			set_counter(counters_of(state), state->header.flags, n,
						get_counter(counters_of(state), state->header.flags, n) + view->cell[i].count);
		}
		return state;
	}
	if (state->weighted)
	{
		for (int i = 0; i < view->cells; i++)
		{
			CHECK_FOR_INTERRUPTS();
			state = add_point(state, view->cell[i].code, &view->point[i]);
		}
		return state;
	}
	if (is_list(state) && rows / 2 <= view->cells)
	{
		for (int i = 0; i < view->cells; i++)
		{
			CHECK_FOR_INTERRUPTS();
			for (int64 n = 0; n < view->cell[i].count; n++)
				state = add_life(state, life_cell_time(&view->cell[i]), life_cell_kind(&view->cell[i]), 0, false);
		}
		return state;
	}
	view_life_table(&before, state);
	merge_life_cells(&before, view, false);
	return make_state(&before, 0, LIFE_ENDED);
}
