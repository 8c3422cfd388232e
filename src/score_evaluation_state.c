/*
 * score_evaluation_state.c
 *		The forms of a score_evaluation in memory, opened, made and changed.
 */
#include "csops.h"

#include "common/hashfn.h"
#include "counters.h"
#include "score_evaluation_state.h"

/*
 * The form is in the header's flags: 0 for canonical, the width of a counter,
 * or one of these.
 */
#define LIST_FORM			16
#define TABLE_FORM			32

/* Sizes are powers of two: what the allocator of an aggregate hands out. */
#define SMALLEST_LIST		128
#define LARGEST_LIST		4096

/*
 * A table is points, their keys, and slots in which a key finds its point; no
 * more than half of the slots are in use.
 */
#define SMALLEST_TABLE		4
#define LARGEST_TABLE		32768
#define TABLE_ENTRY_SIZE	(sizeof(WeightedPoint) + 3 * sizeof(uint16))

/*
 * Counters stand in an order of their own: by outcome, then by the second
 * decimal of the score.  Where scores are kept to a tenth, as most are, those
 * in use are then side by side, and a group's fit into a processor's caches.
 */
#define DECIMALS			10
#define TENTHS				(SCORE_LAST_PLACE / DECIMALS + 1)
#define COUNTERS			(SCORE_OUTCOMES * DECIMALS * TENTHS)

StaticAssertDecl(sizeof(ScoreEvaluation) == 48, "what follows is aligned");
StaticAssertDecl(LARGEST_TABLE >= SCORE_KEYS && SCORE_KEYS <= PG_UINT16_MAX,
				 "every key fits a table, and two bytes");

static inline char *
data_of(const ScoreEvaluation *value)
{
	return (char *) value + sizeof(ScoreEvaluation);
}

static inline Size
data_size(const ScoreEvaluation *value)
{
	return VARSIZE(value) - sizeof(ScoreEvaluation);
}

static inline int
counter_of(int key)
{
	int			place = key / SCORE_OUTCOMES;
	int			outcome = key % SCORE_OUTCOMES;

	return (outcome * DECIMALS + place % DECIMALS) * TENTHS + place / DECIMALS;
}

static inline int
list_capacity(const ScoreEvaluation *state)
{
	return (int) (data_size(state) / sizeof(uint16));
}

static inline int
table_capacity(const ScoreEvaluation *state)
{
	return (int) (data_size(state) / TABLE_ENTRY_SIZE);
}

static inline WeightedPoint *
table_points(const ScoreEvaluation *state)
{
	return (WeightedPoint *) data_of(state);
}

static inline uint16 *
table_keys(const ScoreEvaluation *state)
{
	return (uint16 *) (table_points(state) + table_capacity(state));
}

/* Zero for an empty slot, else the number of the point, from 1. */
static inline uint16 *
table_slots(const ScoreEvaluation *state)
{
	return table_keys(state) + table_capacity(state);
}

/* In canonical form the keys follow the counts or points. */
static Size
canonical_keys_offset(bool weighted, int width, int cells)
{
	Size		size = weighted ? sizeof(WeightedPoint) : (Size) width;

	return sizeof(ScoreEvaluation) + MAXALIGN(size * cells);
}

static Size
canonical_size(bool weighted, int width, int cells)
{
	return canonical_keys_offset(weighted, width, cells) + MAXALIGN(sizeof(uint16) * cells);
}

static bool
is_width(int width)
{
	return width == 1 || width == 2 || width == 4 || width == 8;
}

const char *
score_form_problem(const ScoreEvaluation *value)
{
	Size		size = VARSIZE(value);
	int			flags = value->header.flags;

	if (size < sizeof(ScoreEvaluation))
		return "The value is too short.";
	if (value->weighted > 1 || value->rows < 0 || value->cells < 0)
		return "The counts are impossible.";
	if (flags == 0)
	{
		if (value->cells > SCORE_KEYS || (!value->weighted && !is_width(value->width)) ||
			size != canonical_size(value->weighted, value->width, value->cells))
			return "The size does not fit the scores.";
	}
	else if (flags == TABLE_FORM)
	{
		int			capacity = table_capacity(value);

		if (!value->weighted || capacity < SMALLEST_TABLE || capacity > LARGEST_TABLE ||
			(capacity & (capacity - 1)) != 0 || value->cells > capacity ||
			data_size(value) != TABLE_ENTRY_SIZE * capacity)
			return "The size does not fit the table.";
	}
	else if (value->weighted)
		return "The flags are not known.";
	else if (flags == LIST_FORM)
	{
		if (size > LARGEST_LIST || value->rows > list_capacity(value))
			return "The size does not fit the rows.";
	}
	else if (!is_width(flags) || data_size(value) != (Size) flags * COUNTERS)
		return "The size does not fit the counters.";
	return NULL;
}

/* Opening a value */

static void
add_cell(ScoreView *view, int key, int64 count, const WeightedPoint *point)
{
	ScoreCell  *cell = &view->cell[view->cells++];

	cell->key = key;
	cell->count = count;
	cell->point = point;
}

static void
view_canonical(ScoreView *view, const ScoreEvaluation *value)
{
	const char *data = data_of(value);
	const uint16 *keys = (const uint16 *)
		((const char *) value + canonical_keys_offset(value->weighted, value->width, value->cells));

	view->cell = palloc(sizeof(ScoreCell) * Max(value->cells, 1));
	for (int i = 0; i < value->cells; i++)
	{
		const WeightedPoint *point = value->weighted ? (const WeightedPoint *) data + i : NULL;

		add_cell(view, keys[i], point ? point->count : get_counter(data, value->width, i), point);
	}
}

static int
compare_keys(const void *a, const void *b)
{
	return (int) *(const uint16 *) a - (int) *(const uint16 *) b;
}

static void
view_list(ScoreView *view, const ScoreEvaluation *value)
{
	int			length = (int) value->rows;
	uint16	   *keys = palloc(sizeof(uint16) * Max(length, 1));

	memcpy(keys, data_of(value), sizeof(uint16) * length);
	qsort(keys, length, sizeof(uint16), compare_keys);
	view->cell = palloc(sizeof(ScoreCell) * Max(length, 1));
	for (int i = 0; i < length; i++)
	{
		if (view->cells > 0 && view->cell[view->cells - 1].key == keys[i])
			view->cell[view->cells - 1].count++;
		else
			add_cell(view, keys[i], 1, NULL);
	}
}

static void
view_counters(ScoreView *view, const ScoreEvaluation *value)
{
	const char *counters = data_of(value);
	int			width = value->header.flags;
	int			used = 0;

	for (int n = 0; n < COUNTERS; n++)
		used += get_counter(counters, width, n) != 0;
	view->cell = palloc(sizeof(ScoreCell) * Max(used, 1));
	for (int key = 0; key < SCORE_KEYS; key++)
	{
		int64		count = get_counter(counters, width, counter_of(key));

		if (count != 0)
			add_cell(view, key, count, NULL);
	}
}

static int
compare_cells(const void *a, const void *b)
{
	return ((const ScoreCell *) a)->key - ((const ScoreCell *) b)->key;
}

static void
view_table(ScoreView *view, const ScoreEvaluation *value)
{
	view->cell = palloc(sizeof(ScoreCell) * Max(value->cells, 1));
	for (int i = 0; i < value->cells; i++)
	{
		const WeightedPoint *point = &table_points(value)[i];

		/* What was taken out leaves its place behind. */
		if (point->count != 0)
			add_cell(view, table_keys(value)[i], point->count, point);
	}
	qsort(view->cell, view->cells, sizeof(ScoreCell), compare_cells);
}

void
view_score_evaluation(ScoreView *view, const ScoreEvaluation *value)
{
	int64		rows = 0;

	view->weighted = value->weighted;
	view->unscored = value->unscored;
	view->unweighted = value->unweighted;
	view->invalid = value->invalid;
	view->rows = value->rows;
	view->cells = 0;
	if (value->header.flags == 0)
		view_canonical(view, value);
	else if (value->header.flags == LIST_FORM)
		view_list(view, value);
	else if (value->header.flags == TABLE_FORM)
		view_table(view, value);
	else
		view_counters(view, value);

	/* So that readers may count on ascending keys that exist, and on their total. */
	for (int i = 0; i < view->cells; i++)
	{
		if (view->cell[i].key >= SCORE_KEYS || !csops_add_count(&rows, view->cell[i].count) ||
			(i > 0 && view->cell[i].key <= view->cell[i - 1].key))
			csops_corrupted(&score_evaluation_type, "The scores are not in ascending order.");
	}
	if (rows != value->rows)
		csops_corrupted(&score_evaluation_type, "The rows are not as many as the counts say.");
}

/* Making values */

ScoreEvaluation *
make_score_evaluation(const ScoreView *view)
{
	ScoreEvaluation *value;
	uint16	   *keys;
	int			width = view->weighted ? 0 : 1;

	for (int i = 0; i < view->cells && !view->weighted; i++)
	{
		while (view->cell[i].count > widest_count(width))
			width *= 2;
	}
	value = csops_new(&score_evaluation_type, canonical_size(view->weighted, width, view->cells));
	value->weighted = view->weighted;
	value->width = width;
	value->cells = view->cells;
	value->rows = view->rows;
	value->unscored = view->unscored;
	value->unweighted = view->unweighted;
	value->invalid = view->invalid;
	keys = (uint16 *) ((char *) value + canonical_keys_offset(view->weighted, width, view->cells));
	for (int i = 0; i < view->cells; i++)
	{
		keys[i] = (uint16) view->cell[i].key;
		if (view->weighted)
			((WeightedPoint *) data_of(value))[i] = *view->cell[i].point;
		else
			set_counter(data_of(value), width, i, view->cell[i].count);
	}
	return value;
}

/* A state in that form without any rows of scores, with the other counts of the value. */
static ScoreEvaluation *
new_state(int form, Size data, const ScoreEvaluation *counted)
{
	ScoreEvaluation *state = csops_new(&score_evaluation_type, sizeof(ScoreEvaluation) + data);

	state->header.flags = form;
	state->weighted = form == TABLE_FORM;
	if (counted != NULL)
	{
		state->unscored = counted->unscored;
		state->unweighted = counted->unweighted;
		state->invalid = counted->invalid;
	}
	return state;
}

ScoreEvaluation *
new_score_state(bool weighted)
{
	return weighted ? new_state(TABLE_FORM, TABLE_ENTRY_SIZE * SMALLEST_TABLE, NULL) :
		new_state(LIST_FORM, SMALLEST_LIST - sizeof(ScoreEvaluation), NULL);
}

ScoreEvaluation *
score_working_copy(const ScoreEvaluation *value)
{
	ScoreView	view;
	ScoreEvaluation *state = new_score_state(value->weighted);

	view_score_evaluation(&view, value);
	state->unscored = value->unscored;
	state->unweighted = value->unweighted;
	state->invalid = value->invalid;
	return add_score_cells(state, &view);
}

/* Rows without weights */

/* A copy as counters of that width, or as wide as the counts need. */
static pg_noinline ScoreEvaluation *
counters_copy(const ScoreEvaluation *state, int width)
{
	ScoreView	view;
	ScoreEvaluation *copy;

	view_score_evaluation(&view, state);
	for (int i = 0; i < view.cells; i++)
	{
		while (view.cell[i].count > widest_count(width))
			width *= 2;
	}
	copy = new_state(width, (Size) width * COUNTERS, state);
	copy->rows = state->rows;
	for (int i = 0; i < view.cells; i++)
		set_counter(data_of(copy), width, counter_of(view.cell[i].key), view.cell[i].count);
	return copy;
}

static pg_noinline ScoreEvaluation *
longer_list(const ScoreEvaluation *state)
{
	ScoreEvaluation *copy;

	if (VARSIZE(state) >= LARGEST_LIST)
		return counters_copy(state, 1);
	copy = new_state(LIST_FORM, data_size(state) + VARSIZE(state), state);
	copy->rows = state->rows;
	memcpy(data_of(copy), data_of(state), sizeof(uint16) * state->rows);
	return copy;
}

/* To counters; where one would overflow, to a wider copy. */
static inline ScoreEvaluation *
add_to_counter(ScoreEvaluation *state, int key, int64 count)
{
	int			n = counter_of(key);
	int64		before;

	while ((before = get_counter(data_of(state), state->header.flags, n)) >
		   widest_count(state->header.flags) - count)
		state = counters_copy(state, 2 * state->header.flags);
	set_counter(data_of(state), state->header.flags, n, before + count);
	state->rows += count;
	return state;
}

ScoreEvaluation *
add_score(ScoreEvaluation *state, int key)
{
	if (state->header.flags == LIST_FORM)
	{
		if (state->rows == list_capacity(state))
			state = longer_list(state);
		if (state->header.flags == LIST_FORM)
		{
			((uint16 *) data_of(state))[state->rows++] = (uint16) key;
			return state;
		}
	}
	return add_to_counter(state, key, 1);
}

void
take_score(ScoreEvaluation *state, int key)
{
	static const char detail[] = "No row of that score and outcome was counted.";

	if (state->header.flags == LIST_FORM)
	{
		uint16	   *list = (uint16 *) data_of(state);
		int			n = 0;

		while (n < state->rows && list[n] != key)
			n++;
		if (n == state->rows)
			csops_impossible_result(true, detail);
		list[n] = list[state->rows - 1];
	}
	else
	{
		int			n = counter_of(key);
		int64		before = get_counter(data_of(state), state->header.flags, n);

		if (before == 0)
			csops_impossible_result(true, detail);
		set_counter(data_of(state), state->header.flags, n, before - 1);
	}
	state->rows--;
}

/* Rows with weights */

/* The slot of the key, or the empty one where it would go. */
static uint16 *
find_slot(const ScoreEvaluation *state, int key)
{
	uint16	   *slots = table_slots(state);
	uint32		mask = 2 * table_capacity(state) - 1;
	uint32		first = murmurhash32((uint32) key);

	for (uint32 n = 0; n <= mask; n++)
	{
		uint16	   *slot = &slots[(first + n) & mask];

		if (*slot == 0)
			return slot;
		if (*slot > state->cells)
			break;
		if (table_keys(state)[*slot - 1] == key)
			return slot;
	}
	csops_corrupted(&score_evaluation_type, "The slots of the table are wrong.");
}

static WeightedPoint *
new_point(ScoreEvaluation *state, uint16 *slot, int key)
{
	table_keys(state)[state->cells] = (uint16) key;
	*slot = (uint16) ++state->cells;
	return &table_points(state)[state->cells - 1];
}

static pg_noinline ScoreEvaluation *
larger_table(const ScoreEvaluation *state)
{
	ScoreEvaluation *copy;

	if (table_capacity(state) >= LARGEST_TABLE)
		csops_corrupted(&score_evaluation_type, "The table has more keys than there are.");
	copy = new_state(TABLE_FORM, 2 * data_size(state), state);
	copy->rows = state->rows;
	for (int i = 0; i < state->cells; i++)
	{
		int			key = table_keys(state)[i];

		*new_point(copy, find_slot(copy, key), key) = table_points(state)[i];
	}
	return copy;
}

/* The point of a key, made where there is none, for which the state may have to grow. */
static WeightedPoint *
point_of(ScoreEvaluation **state, int key)
{
	uint16	   *slot = find_slot(*state, key);

	if (*slot != 0)
		return &table_points(*state)[*slot - 1];
	if ((*state)->cells == table_capacity(*state))
	{
		*state = larger_table(*state);
		slot = find_slot(*state, key);
	}
	return new_point(*state, slot, key);
}

ScoreEvaluation *
add_weighted_score(ScoreEvaluation *state, int key, double weight)
{
	weighted_point_add(point_of(&state, key), weight, false);
	state->rows++;
	return state;
}

void
take_weighted_score(ScoreEvaluation *state, int key, double weight)
{
	uint16		slot = *find_slot(state, key);

	if (slot == 0)
		csops_impossible_result(true, "No row of that score and outcome was counted.");
	weighted_point_add(&table_points(state)[slot - 1], weight, true);
	state->rows--;
}

ScoreEvaluation *
add_score_cells(ScoreEvaluation *state, const ScoreView *view)
{
	if (state->header.flags == LIST_FORM && view->rows > list_capacity(state) - state->rows &&
		view->rows + state->rows > (int64) ((LARGEST_LIST - sizeof(ScoreEvaluation)) / sizeof(uint16)))
		state = counters_copy(state, 1);
	for (int i = 0; i < view->cells; i++)
	{
		const ScoreCell *cell = &view->cell[i];

		if (state->weighted)
		{
			weighted_point_merge(point_of(&state, cell->key), cell->point, false);
			state->rows += cell->count;
		}
		else if (state->header.flags != LIST_FORM)
			state = add_to_counter(state, cell->key, cell->count);
		else
		{
			for (int64 n = 0; n < cell->count; n++)
				state = add_score(state, cell->key);
		}
	}
	return state;
}
