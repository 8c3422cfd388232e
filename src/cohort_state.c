/*
 * cohort_state.c
 *		Accounts with their active periods, in memory: opened, made, added to.
 */
#include "csops.h"

#include "cohort_state.h"
#include "json_date.h"
#include "miscadmin.h"
#include "port/pg_bitutils.h"

/* A first row leaves room for so many periods before its own. */
#define ROOM_BEFORE			8

static const char two_steps[] =
"Aggregate in two steps: activity_agg for each account, with GROUP BY, and cohort_agg over what that gives.";

const char *
cohort_state_problem(const CohortState *state)
{
	Size		size = VARSIZE(state);
	const KeyedTable *table;
	const char *problem;

	if (size < sizeof(CohortState) ||
		!stored_grid_is_sane(&state->grid, state, sizeof(CohortState), size) ||
		state->grid.mode == COHORT_UNKNOWN || state->grid.zone_words == 0 ||
		state->base < -COHORT_BIAS || state->base >= COHORT_BIAS)
		return "The head is not this type's.";
	if (state->header.flags > COHORT_STATE_WORKING)
		return "The flags are not known.";
	table = cohort_state_table(state);
	problem = keyed_table_problem(table, size - (Size) ((const char *) table - (const char *) state));
	if (problem != NULL)
		return problem;
	if (table->sorted != (state->header.flags == 0) || cohort_state_words(state) < 0 ||
		cohort_state_words(state) > 2 * ACTIVITY_LONGEST_SPAN / BITS_OF_WORD ||
		table->note_size != sizeof(CohortRow))
		return "Its table is another type's.";
	return NULL;
}

CohortState *
new_cohort_state(const CohortGrid *grid, KeyKind kind, int32 period)
{
	int			payload = (int) sizeof(uint64) * (1 + (grid->mode == COHORT_BORN));
	CohortState *state = csops_new(&cohort_state_type,
								   sizeof(CohortState) + grid_name_size(grid) +
								   keyed_table_smallest(kind, payload, sizeof(CohortRow)));

	state->header.flags = COHORT_STATE_WORKING;
	store_grid(&state->grid, (char *) (state + 1), grid);
	state->base = period == NO_PERIOD ? 0 : period - ROOM_BEFORE;
	keyed_table_init(cohort_state_table(state), kind, payload, sizeof(CohortRow));
	return state;
}

/* Periods */

/* Moves all bits up, or down where `by` is negative; none may fall off. */
static void
shift_bits(uint64 *bits, int words, int by)
{
	int			far = Min(abs(by) / BITS_OF_WORD, words);
	int			near = abs(by) % BITS_OF_WORD;

	for (int i = 0; i < words && by != 0; i++)
	{
		int			to = by > 0 ? words - 1 - i : i;
		int			from = by > 0 ? to - far : to + far;
		int			next = by > 0 ? from - 1 : from + 1;
		uint64		word = 0;

		if (from >= 0 && from < words)
			word = by > 0 ? bits[from] << near : bits[from] >> near;
		if (near > 0 && next >= 0 && next < words)
			word |= by > 0 ? bits[next] >> (BITS_OF_WORD - near) : bits[next] << (BITS_OF_WORD - near);
		bits[to] = word;
	}
}

/* The first and the last period in which any account was active. */
static void
used_periods(const CohortState *state, int32 *first, int32 *last)
{
	const KeyedTable *table = cohort_state_table(state);
	int			words = cohort_state_words(state);
	uint64	   *used = palloc0(sizeof(uint64) * (words + 1));
	uint32		position = 0;
	KeyedKey	key;
	void	   *payload;

	*first = PG_INT32_MAX;
	*last = PG_INT32_MIN;
	while ((payload = keyed_table_next(table, &position, &key)) != NULL)
	{
		const uint64 *bits = bits_of_payload(state, payload);

		CHECK_FOR_INTERRUPTS();
		for (int i = 0; i < words; i++)
			used[i] |= bits[i];
	}
	for (int i = 0; i < words; i++)
	{
		if (used[i] == 0)
			continue;
		if (*first == PG_INT32_MAX)
			*first = state->base + i * BITS_OF_WORD + pg_rightmost_one_pos64(used[i]);
		*last = state->base + i * BITS_OF_WORD + pg_leftmost_one_pos64(used[i]);
	}
	pfree(used);
	for (int i = 0; i < table->waiting; i++)
	{
		const CohortRow *row = keyed_table_note(table, i);

		if (row->period == NO_PERIOD)
			continue;
		*first = Min(*first, row->period);
		*last = Max(*last, row->period);
	}
}

/* Moves the window to begin with that period. */
static void
move_window(CohortState *state, int32 base)
{
	int			by = state->base - base;
	int			words = cohort_state_words(state);
	uint32		position = 0;
	KeyedKey	key;
	void	   *payload;

	if (by == 0)
		return;
	while ((payload = keyed_table_next(cohort_state_table(state), &position, &key)) != NULL)
	{
		CHECK_FOR_INTERRUPTS();
		shift_bits(bits_of_payload(state, payload), words, by);
	}
	state->base = base;
}

static inline int
payload_size(const CohortState *state, int words)
{
	return (int) sizeof(uint64) * (words + cohort_state_has_births(state));
}

/* Windows move, and grow by half, towards the side on which they were too narrow. */
CohortState *
cohort_state_widen(CohortState *state, int32 first, int32 last)
{
	bool		downwards = !cohort_state_is_within(state, first);
	int32		used_first;
	int32		used_last;
	int64		span;
	int			words = cohort_state_words(state);
	int			needed;

	if (cohort_state_is_within(state, first) && cohort_state_is_within(state, last))
		return state;
	cohort_state_settle(state);
	used_periods(state, &used_first, &used_last);
	first = Min(first, used_first);
	last = Max(last, used_last);
	span = (int64) last - first + 1;
	if (span > ACTIVITY_LONGEST_SPAN)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("activity spans too many periods"),
				 errdetail("From the first active %s of all accounts to the last one there are " INT64_FORMAT ", and at most %d are kept.",
						   period_unit_name(state->grid.unit), span, ACTIVITY_LONGEST_SPAN),
				 errhint("Correct the dates, or choose a longer unit.")));
	needed = (int) ((span + BITS_OF_WORD - 1) / BITS_OF_WORD);
	if (needed > words)
	{
		words = Max(needed, Min(words + words / 2, ACTIVITY_LONGEST_SPAN / BITS_OF_WORD));
		state = keyed_table_resized(state, cohort_state_table(state), payload_size(state, words), two_steps);
	}
	move_window(state, downwards ? last - words * BITS_OF_WORD + 1 : first);
	return state;
}

/* Accounts */

static void
two_births(const CohortState *state, int32 one, int32 other)
{
	CohortGrid	grid = cohort_state_grid(state);
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("an account has two dates of birth"),
			 errdetail("They are in the periods that begin on %s and on %s.",
					   shown_date(cohort_first_date(&grid, Min(one, other))),
					   shown_date(cohort_first_date(&grid, Max(one, other)))),
			 errhint("Give each account one, such as min(born) OVER (PARTITION BY account) in a subquery.")));
}

static inline void
check_birth(const CohortState *state, uint64 *stored, uint64 birth)
{
	if (*stored == 0)
		*stored = birth;
	else if (*stored != birth)
		two_births(state, birth_of_payload(stored), birth_of_payload(&birth));
}

static inline void
apply_row(const CohortState *state, void *payload, const CohortRow *row)
{
	if (cohort_state_has_births(state))
		check_birth(state, payload, stored_birth(row->born));
	if (row->period != NO_PERIOD)
	{
		int32		n = row->period - state->base;

		if (!cohort_state_is_within(state, row->period))
			keyed_table_corrupted();
		bits_of_payload(state, payload)[n / BITS_OF_WORD] |= UINT64CONST(1) << (n % BITS_OF_WORD);
	}
}

void
cohort_state_settle(CohortState *state)
{
	KeyedTable *table = cohort_state_table(state);
	void	   *payloads[KEYED_BATCH];
	int			rows;

	if (table->waiting == 0)
		return;
	rows = keyed_table_flush(table, payloads);
	for (int i = 0; i < rows; i++)
		apply_row(state, payloads[i], keyed_table_note(table, i));
}

CohortState *
cohort_state_enter(CohortState *state, const KeyedKey *key, void **payload, bool *is_new)
{
	*payload = keyed_table_slot(cohort_state_table(state), key, is_new);
	while (*payload == NULL)
	{
		cohort_state_settle(state);
		state = keyed_table_grown(state, cohort_state_table(state), key, two_steps);
		*payload = keyed_table_slot(cohort_state_table(state), key, is_new);
	}
	return state;
}

CohortState *
cohort_state_add_slowly(CohortState *state, const KeyedKey *key, CohortRow row)
{
	KeyedTable *table;
	CohortRow  *waiting;
	void	   *payload;
	bool		is_new;

	if (row.period != NO_PERIOD && !cohort_state_is_within(state, row.period))
		state = cohort_state_widen(state, row.period, row.period);
	table = cohort_state_table(state);
	if (table->batch > 0)
	{
		if (table->waiting == 0 && keyed_table_crowded(table))
		{
			state = keyed_table_grown(state, table, NULL, two_steps);
			table = cohort_state_table(state);
		}
		waiting = keyed_table_wait(table, key);
		if (waiting != NULL)
		{
			*waiting = row;
			if (table->waiting == table->batch)
				cohort_state_settle(state);
			return state;
		}

		/* A text that does not fit beside those that wait. */
	}
	state = cohort_state_enter(state, key, &payload, &is_new);
	apply_row(state, payload, &row);
	return state;
}

void
unlike_accounts(KeyKind one, KeyKind other)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("accounts of different types do not go together"),
			 errdetail("There are accounts of type %s and of type %s.", keyed_kind_name(one), keyed_kind_name(other)),
			 errhint("Cast them to one type.")));
}

CohortState *
cohort_state_merge(CohortState *state, const CohortState *other)
{
	const KeyedTable *table = cohort_state_table(other);
	const CohortState *given = state;
	CohortGrid	grid = cohort_state_grid(state);
	CohortGrid	other_grid = cohort_state_grid(other);
	int			words = cohort_state_words(other);
	CohortState *roomier;
	uint64	   *moved;
	int32		first;
	int32		last;
	uint32		position = 0;
	KeyedKey	key;
	void	   *from;
	void	   *to;
	bool		is_new;
	int			shift = 0;

	if (!same_cohort_grid(&grid, &other_grid))
		unlike_cohorts(&grid, &other_grid);
	if (cohort_state_table(state)->kind != table->kind)
		unlike_accounts(cohort_state_table(state)->kind, table->kind);
	cohort_state_settle(state);
	used_periods(other, &first, &last);
	if (first <= last)
	{
		state = cohort_state_widen(state, first, last);
		shift = other->base - state->base;
	}
	roomier = keyed_table_with_room(state, cohort_state_table(state), table, two_steps);
	if (roomier != NULL)
		state = roomier;
	words = Max(words, cohort_state_words(state));
	moved = palloc(sizeof(uint64) * words);
	while ((from = keyed_table_next(table, &position, &key)) != NULL)
	{
		CohortState *before = state;

		CHECK_FOR_INTERRUPTS();
		state = cohort_state_enter(state, &key, &to, &is_new);
		if (state != before && before != given)
			pfree(before);
		if (cohort_state_has_births(state))
			check_birth(state, to, *(const uint64 *) from);
		memset(moved, 0, sizeof(uint64) * words);
		memcpy(moved, bits_of_payload(other, from), sizeof(uint64) * cohort_state_words(other));
		shift_bits(moved, words, shift);
		for (int i = 0; i < cohort_state_words(state); i++)
			bits_of_payload(state, to)[i] |= moved[i];
	}
	pfree(moved);
	for (int i = 0; i < table->waiting; i++)
	{
		const CohortRow *row = keyed_table_row(table, i, &key);

		state = cohort_state_enter(state, &key, &to, &is_new);
		apply_row(state, to, row);
	}
	return state;
}

/* Forms */

CohortState *
cohort_state_working(const CohortState *state)
{
	CohortState *copy = keyed_table_working(state, cohort_state_table(state), two_steps);

	copy->header.flags = COHORT_STATE_WORKING;
	return copy;
}

CohortState *
cohort_state_canonical(const CohortState *state)
{
	CohortState *copy = cohort_state_working(state);
	int32		first;
	int32		last;
	int			words = 0;

	cohort_state_settle(copy);
	used_periods(copy, &first, &last);
	if (first <= last)
	{
		words = (last - first) / BITS_OF_WORD + 1;
		move_window(copy, first);
	}
	else
		copy->base = 0;
	copy = keyed_table_resized(copy, cohort_state_table(copy), payload_size(copy, words), two_steps);
	copy = keyed_table_sorted(copy, cohort_state_table(copy));
	copy->header.flags = 0;
	return copy;
}

CohortMatrix *
cohort_state_matrix(const CohortState *state)
{
	CohortGrid	grid = cohort_state_grid(state);
	CohortMatrix *matrix = new_cohort_matrix(&grid);
	int			words = cohort_state_words(state);
	int32	   *active = palloc(sizeof(int32) * Max(words, 1) * BITS_OF_WORD);
	uint32		position = 0;
	KeyedKey	key;
	void	   *payload;

	while ((payload = keyed_table_next(cohort_state_table(state), &position, &key)) != NULL)
	{
		const uint64 *bits = bits_of_payload(state, payload);
		CohortMatrix *before = matrix;
		int			count = 0;
		int32		born;

		CHECK_FOR_INTERRUPTS();
		for (int i = 0; i < words; i++)
		{
			for (uint64 word = bits[i]; word != 0; word &= word - 1)
				active[count++] = state->base + i * BITS_OF_WORD + pg_rightmost_one_pos64(word);
		}
		if (grid.mode == COHORT_BORN)
		{
			born = birth_of_payload(payload);
			matrix = cohort_matrix_count(matrix, &born, 1, active, count, 1);
		}
		else
			matrix = cohort_matrix_count(matrix, active, grid.mode == COHORT_FIRST ? Min(count, 1) : count,
										 active, count, 1);
		if (matrix != before)
			pfree(before);
	}
	pfree(active);
	return cohort_matrix_copy(matrix);
}
