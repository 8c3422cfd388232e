/*
 * active_state.c
 *		The forms of an active_summary in memory, opened, made and changed.
 */
#include "csops.h"

#include "active_state.h"
#include "miscadmin.h"
#include "packed_number.h"
#include "pgtime.h"
#include "utils/memutils.h"

/* A cell of the table; a slot whose key is 0 is free. */
typedef struct ActiveSlot
{
	uint64		key;
	int64		count;
} ActiveSlot;

#define SMALLEST_TABLE		32
#define DOUBLED_UP_TO		((Size) 128 * 1024 * 1024)
#define LARGEST_TABLE		((Size) 768 * 1024 * 1024)

/* Periods are above this: see ACTIVITY_FIRST_DATE.  So no key is 0. */
#define PERIOD_OFFSET		INT64CONST(0x80000000)

#define LONGEST_GAP			(ACTIVITY_LONGEST_SPAN - 1)

/* At most, in canonical form: a period's step and cells, each below 2^31, and a gap and a count. */
#define CELL_BYTES			(5 + 5 + 3 + PACKED_NUMBER_BYTES)

static inline uint64
key_of(int32 period, int32 gap)
{
	return (uint64) (period + PERIOD_OFFSET) << 32 | (uint32) gap;
}

static inline int32
period_of_key(uint64 key)
{
	return (int32) ((int64) (key >> 32) - PERIOD_OFFSET);
}

static inline Size
zone_end(const char *zone_name)
{
	return offsetof(ActiveSummary, zone_name) + strlen(zone_name) + 1;
}

static inline ActiveSlot *
table_of(const ActiveSummary *state)
{
	return (ActiveSlot *) ((char *) state + MAXALIGN(zone_end(state->zone_name)));
}

const uint8 *
active_numbers(const ActiveSummary *summary, int *length)
{
	Size		offset = zone_end(summary->zone_name);

	*length = (int) (VARSIZE(summary) - offset);
	return (const uint8 *) summary + offset;
}

GridName
active_grid_name(const ActiveSummary *summary)
{
	GridName	name = {(PeriodUnit) summary->unit, summary->week_start, summary->zone_name};

	return name;
}

/* Opening a value */

const char *
active_form_problem(const ActiveSummary *summary)
{
	Size		size = VARSIZE(summary);

	if (size <= offsetof(ActiveSummary, zone_name) ||
		memchr(summary->zone_name, '\0',
			   Min(size - offsetof(ActiveSummary, zone_name), TZ_STRLEN_MAX + 1)) == NULL)
		return "The time zone is missing.";
	if (summary->accounts < 0 || summary->activity < summary->accounts || summary->unanswered < 0 ||
		summary->activity > CSOPS_COUNT_LIMIT || summary->unanswered > CSOPS_COUNT_LIMIT - summary->accounts)
		return "A count is negative or the total of the counts is out of range.";
	if (summary->zone_name[0] != '\0' || summary->accounts > 0)
	{
		if (summary->unit >= PERIOD_UNITS || summary->week_start < PERIOD_MONDAY ||
			summary->week_start > (summary->unit > PERIOD_WEEK ? PERIOD_MONDAY : PERIOD_SUNDAY))
			return "The unit or the start of its weeks is not known.";
	}
	switch (summary->header.flags)
	{
		case 0:
			return NULL;
		case ACTIVE_WORKING:
			if (summary->slots == 0 || summary->used >= summary->slots ||
				size != MAXALIGN(zone_end(summary->zone_name)) + summary->slots * sizeof(ActiveSlot))
				return "The size does not fit the table.";
			return NULL;
		default:
			return "The flags are not known.";
	}
}

/*
 * For each period the way from the one before, the number of its cells, and
 * of each cell the way from the gap before and the count.
 */
const char *
read_active_numbers(ActiveView *view, int32 first, const uint8 *from, int length)
{
	static const char broken[] = "The counts cannot be read.";
	const uint8 *end = from + length;
	int64		period = first;
	int32		lowest = 0;
	int32		highest = 0;

	if (length > 0)
		activity_limits(&view->grid, &lowest, &highest);
	view->accounts = 0;
	view->activity = 0;
	view->cells = 0;
	/* A cell takes two bytes at least. */
	view->cell = palloc_extended(sizeof(ActiveCell) * Max(length / 2, 1), MCXT_ALLOC_HUGE);
	while (from < end)
	{
		uint64		step;
		uint64		cells;
		int64		gap = 0;

		if (!unpack_number(&from, end, &step) || !unpack_number(&from, end, &cells) ||
			step > PG_INT32_MAX || (step == 0) != (view->cells == 0) || cells == 0)
			return broken;
		period += step;
		for (uint64 i = 0; i < cells; i++)
		{
			ActiveCell *cell = &view->cell[view->cells];
			uint64		count;

			CHECK_FOR_INTERRUPTS();
			if (!unpack_number(&from, end, &step) || !unpack_number(&from, end, &count) ||
				step > LONGEST_GAP || (step == 0 && i > 0) || count > CSOPS_COUNT_LIMIT || count == 0)
				return broken;
			gap += step;
			if (gap > LONGEST_GAP || period - gap < lowest || period > highest)
				return "A period is out of range.";
			cell->period = (int32) period;
			cell->gap = (int32) gap;
			cell->count = (int64) count;
			if (!csops_add_count(&view->activity, cell->count))
				return "The total of the counts is out of range.";
			if (gap == 0)
				view->accounts += cell->count;
			view->cells++;
		}
		if ((view->cells & 0xFFFF) < 16)
			CHECK_FOR_INTERRUPTS();
	}
	return NULL;
}

static int
compare_cells(const void *a, const void *b, void *arg)
{
	const ActiveCell *x = a;
	const ActiveCell *y = b;

	if (x->period != y->period)
		return x->period < y->period ? -1 : 1;
	return (x->gap > y->gap) - (x->gap < y->gap);
}

static const char *
read_table(ActiveView *view, const ActiveSummary *state)
{
	const ActiveSlot *table = table_of(state);
	int32		lowest = 0;
	int32		highest = 0;

	if (state->zone_name[0] != '\0')
		activity_limits(&view->grid, &lowest, &highest);
	view->accounts = 0;
	view->activity = 0;
	view->cells = 0;
	view->cell = palloc_extended(sizeof(ActiveCell) * Max(state->used, 1), MCXT_ALLOC_HUGE);
	for (uint32 i = 0; i < state->slots; i++)
	{
		ActiveCell	cell;

		if ((i & 0xFFFFF) == 0)
			CHECK_FOR_INTERRUPTS();
		if (table[i].key == 0 || table[i].count == 0)
			continue;
		cell.period = period_of_key(table[i].key);
		cell.gap = (int32) (table[i].key & PG_UINT32_MAX);
		cell.count = table[i].count;
		if ((uint32) view->cells >= state->used || cell.gap < 0 || cell.gap > LONGEST_GAP ||
			(int64) cell.period - cell.gap < lowest || cell.period > highest ||
			!csops_add_count(&view->activity, cell.count))
			return "The table is not one of activity.";
		if (cell.gap == 0)
			view->accounts += cell.count;
		view->cell[view->cells++] = cell;
	}
	qsort_interruptible(view->cell, view->cells, sizeof(ActiveCell), compare_cells, NULL);
	return NULL;
}

void
view_active_summary(ActiveView *view, const ActiveSummary *summary)
{
	const char *problem;

	view->grid = active_grid_name(summary);
	view->unanswered = summary->unanswered;
	if (summary->header.flags == ACTIVE_WORKING)
		problem = read_table(view, summary);
	else
	{
		int			length;
		const uint8 *numbers = active_numbers(summary, &length);

		problem = read_active_numbers(view, summary->first, numbers, length);
	}
	if (problem == NULL && (view->accounts != summary->accounts || view->activity != summary->activity ||
							(view->accounts == 0) != (view->cells == 0)))
		problem = "The accounts are not as many as the counts say.";
	if (problem != NULL)
		csops_corrupted(&active_summary_type, problem);
}

/*
 * Every account that a gap leads back to has to have been active there, and
 * is led back to once.  That suffices: the cells are a flow along time, which
 * paths of single accounts add up to.  Whatever made the view has seen to it
 * that each cell counts something and their total is within the limit.
 */
const char *
active_view_problem(const ActiveView *view)
{
	ActiveCell *period;
	int			periods = 0;
	int64		rows = view->accounts;
	const char *problem = NULL;

	if (!csops_add_count(&rows, view->unanswered))
		return "A count is negative or the total of the counts is out of range.";

	/* For each period, how many of its accounts have not been led back to yet. */
	period = palloc_extended(sizeof(ActiveCell) * Max(view->cells, 1), MCXT_ALLOC_HUGE);
	for (int i = 0; i < view->cells && problem == NULL; i++)
	{
		const ActiveCell *cell = &view->cell[i];

		if ((i & 0xFFFF) == 0)
			CHECK_FOR_INTERRUPTS();
		if (cell->gap > 0)
		{
			ActiveCell	key = {cell->period - cell->gap, 0, 0};
			ActiveCell *before = bsearch_arg(&key, period, periods, sizeof(ActiveCell), compare_cells, NULL);

			if (before == NULL || before->count < cell->count)
				problem = "More accounts have been active before than were active then.";
			else
				before->count -= cell->count;
		}
		if (periods > 0 && period[periods - 1].period == cell->period)
			period[periods - 1].count += cell->count;
		else
		{
			period[periods].period = cell->period;
			period[periods].gap = 0;
			period[periods++].count = cell->count;
		}
	}
	pfree(period);
	return problem;
}

/* Making values */

static ActiveSummary *
new_summary(const GridName *name, Size behind)
{
	Size		end = zone_end(name == NULL ? "" : name->zone_name);
	ActiveSummary *summary;

	summary = csops_new(&active_summary_type, end + behind);
	if (name != NULL)
	{
		summary->unit = name->unit;
		summary->week_start = name->week_start;
		memcpy(summary->zone_name, name->zone_name, strlen(name->zone_name) + 1);
	}
	return summary;
}

ActiveSummary *
make_active_summary(const ActiveView *view)
{
	Size		most = (Size) view->cells * CELL_BYTES;
	uint8	   *numbers = palloc_extended(Max(most, 1), MCXT_ALLOC_HUGE);
	uint8	   *end = numbers;
	ActiveSummary *summary;

	for (int i = 0; i < view->cells;)
	{
		int32		period = view->cell[i].period;
		int			next = i;
		int32		gap = 0;

		while (next < view->cells && view->cell[next].period == period)
			next++;
		end = pack_number(end, i == 0 ? 0 : period - view->cell[i - 1].period);
		end = pack_number(end, next - i);
		for (; i < next; i++)
		{
			end = pack_number(end, view->cell[i].gap - gap);
			end = pack_number(end, view->cell[i].count);
			gap = view->cell[i].gap;
		}
	}
	summary = new_summary(view->cells > 0 ? &view->grid : NULL, end - numbers);
	summary->first = view->cells > 0 ? view->cell[0].period : 0;
	summary->accounts = view->accounts;
	summary->activity = view->activity;
	summary->unanswered = view->unanswered;
	memcpy((char *) summary + VARSIZE(summary) - (end - numbers), numbers, end - numbers);
	pfree(numbers);
	return summary;
}

/* States in working form */

static ActiveSummary *
new_table(const GridName *name, Size slots)
{
	Size		end = zone_end(name == NULL ? "" : name->zone_name);
	ActiveSummary *state;

	if (slots * sizeof(ActiveSlot) > LARGEST_TABLE)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("too much activity for one active_summary"),
				 errdetail("Its table would take more than %d MB.", (int) (LARGEST_TABLE / (1024 * 1024))),
				 errhint("Use a longer unit, with to_unit, or fewer years at once.")));
	state = new_summary(name, MAXALIGN(end) - end + slots * sizeof(ActiveSlot));
	state->header.flags = ACTIVE_WORKING;
	state->slots = (uint32) slots;
	return state;
}

ActiveSummary *
new_active_state(const GridName *name)
{
	return new_table(name, SMALLEST_TABLE);
}

/* The slot of a key, taken or free; there always is a free one. */
static inline ActiveSlot *
find_slot(const ActiveSummary *state, ActiveSlot *table, uint64 key)
{
	uint32		hash = (uint32) ((key * UINT64CONST(0x9E3779B97F4A7C15)) >> 32);
	uint32		n = (uint32) (((uint64) hash * state->slots) >> 32);

	for (uint32 tried = 0; tried < state->slots; tried++)
	{
		if (table[n].key == key || table[n].key == 0)
			return &table[n];
		if (++n == state->slots)
			n = 0;
	}
	csops_corrupted(&active_summary_type, "The table has no room.");
}

static void
copy_counts(ActiveSummary *to, const ActiveSummary *from)
{
	to->accounts = from->accounts;
	to->activity = from->activity;
	to->unanswered = from->unanswered;
}

/* A copy with a larger table, without the cells that are empty again. */
static pg_noinline ActiveSummary *
grown_copy(const ActiveSummary *state)
{
	GridName	name = active_grid_name(state);
	Size		size = state->slots * sizeof(ActiveSlot);
	Size		slots = size < DOUBLED_UP_TO ? (Size) state->slots * 2 : (Size) state->slots / 4 * 5;
	ActiveSummary *copy = new_table(&name, slots);
	const ActiveSlot *from = table_of(state);
	ActiveSlot *to = table_of(copy);

	copy_counts(copy, state);
	for (uint32 i = 0; i < state->slots; i++)
	{
		if ((i & 0xFFFFF) == 0)
			CHECK_FOR_INTERRUPTS();
		if (from[i].key != 0 && from[i].count != 0)
		{
			*find_slot(copy, to, from[i].key) = from[i];
			copy->used++;
		}
	}
	return copy;
}

ActiveSummary *
add_active_cell(ActiveSummary *state, int32 period, int32 gap, int64 count)
{
	uint64		key = key_of(period, gap);
	ActiveSlot *slot = find_slot(state, table_of(state), key);

	if (slot->key == 0)
	{
		if (count < 0)
			csops_impossible_result(true, "No such account was counted.");
		/* Up to three quarters full. */
		if (state->used >= state->slots - state->slots / 4)
		{
			state = grown_copy(state);
			slot = find_slot(state, table_of(state), key);
		}
		slot->key = key;
		state->used++;
	}
	if (count < 0 ? slot->count < -count : count > CSOPS_COUNT_LIMIT - state->activity)
		csops_impossible_result(count < 0, count < 0 ? "No such account was counted." :
								"The total of the counts is out of range.");
	slot->count += count;
	state->activity += count;
	if (gap == 0)
		state->accounts += count;
	return state;
}

ActiveSummary *
active_working_copy(const ActiveSummary *summary)
{
	ActiveView	view;
	ActiveSummary *state;
	Size		slots = SMALLEST_TABLE;

	view_active_summary(&view, summary);
	while (slots - slots / 4 <= (Size) view.cells)
		slots *= 2;
	state = new_table(view.cells > 0 ? &view.grid : NULL, slots);
	state->unanswered = view.unanswered;
	for (int i = 0; i < view.cells; i++)
	{
		if ((i & 0xFFFF) == 0)
			CHECK_FOR_INTERRUPTS();
		state = add_active_cell(state, view.cell[i].period, view.cell[i].gap, view.cell[i].count);
	}
	return state;
}
