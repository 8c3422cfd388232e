/*
 * revenue_state.c
 *		Accounts with their amounts on a list of days, in memory: made, added to.
 */
#include "csops.h"

#include "json_date.h"
#include "miscadmin.h"
#include "revenue_state.h"

static const char two_steps[] =
"Aggregate in two steps: sum(amount) for each account on either day, with GROUP BY, and revenue_bridge_agg over what that gives.";

const char *
revenue_state_problem(const RevenueState *state)
{
	Size		size = VARSIZE(state);
	const DateADT *day = revenue_state_day(state);
	const KeyedTable *table;
	Size		head;
	Size		lines;
	const char *problem;

	if (size < sizeof(RevenueState) || state->days < 2 || state->days > REVENUE_LARGEST_DAYS ||
		state->step < 1 || state->step >= state->days || state->is_wide > 1 || state->unused != 0 ||
		state->on_invalid > REVENUE_INVALID_CLAMP || state->invalid < 0 || state->reach > PG_INT64_MAX ||
		state->unused2 != 0)
		return "The head is not this type's.";
	if (state->header.flags > REVENUE_STATE_WORKING)
		return "The flags are not known.";
	table = revenue_state_table(state);
	head = (Size) ((const char *) table - (const char *) state);
	if (size < head + sizeof(KeyedTable))
		return "The value is too short.";
	for (int i = 1; i < state->days; i++)
	{
		if (day[i] <= day[i - 1])
			return "The days are not in ascending order.";
	}

	/* What is behind the table has to be left out of its size, which is its own to say. */
	if (table->sorted != (state->header.flags == 0) || table->slots > KEYED_LARGEST_STATE / 8 ||
		table->payload_size != sizeof(RevenueEntry) || table->note_size != sizeof(RevenueRow))
		return "Its table is another type's.";
	if (keyed_table_size(table) > size - head)
		return "The value is too short.";
	problem = keyed_table_problem(table, keyed_table_size(table));
	if (problem != NULL)
		return problem;
	lines = (Size) (revenue_state_lines(state) - (const char *) state);
	if (state->lines > revenue_state_capacity(state) || size < lines ||
		(uint64) revenue_state_capacity(state) * revenue_line_size(state->days, state->is_wide) != size - lines)
		return "The size does not fit its lines.";
	return NULL;
}

/* What a table has become a copy of, behind the state's head, with room for lines, which are still zero. */
static RevenueState *
with_lines(const RevenueState *head)
{
	uint64		size = (uint64) (revenue_state_lines(head) - (const char *) head) +
	(uint64) revenue_state_capacity(head) * revenue_line_size(head->days, head->is_wide);
	RevenueState *state;

	if (size > KEYED_LARGEST_STATE)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("too many accounts in one aggregate"),
				 errdetail("The amounts of %u accounts on %d days leave no room for more: a state has at most %d MB.",
						   head->lines, head->days, (int) (KEYED_LARGEST_STATE / (1024 * 1024))),
				 errhint("%s", two_steps)));
	state = palloc0((Size) size);
	memcpy(state, head, VARSIZE(head));
	SET_VARSIZE(state, (Size) size);
	return state;
}

/* The same with the lines of the state that the table was. */
static RevenueState *
with_lines_of(RevenueState *head, const RevenueState *from)
{
	RevenueState *state = with_lines(head);

	memcpy(revenue_state_lines(state), revenue_state_lines(from),
		   from->lines * revenue_line_size(from->days, from->is_wide));
	pfree(head);
	return state;
}

RevenueState *
new_revenue_state(const RevenueQuestion *question, KeyKind kind)
{
	RevenueState *head = csops_new(&revenue_state_type,
								   sizeof(RevenueState) + revenue_days_size(question->days) +
								   keyed_table_smallest(kind, sizeof(RevenueEntry), sizeof(RevenueRow)));

	head->header.flags = REVENUE_STATE_WORKING;
	head->days = (uint16) question->days;
	head->step = (uint16) question->step;
	head->on_invalid = question->on_invalid;
	memcpy(revenue_state_day(head), question->day, sizeof(DateADT) * question->days);
	keyed_table_init(revenue_state_table(head), kind, sizeof(RevenueEntry), sizeof(RevenueRow));
	return with_lines(head);
}

/* A copy with more room, so that this key can be added. */
static RevenueState *
grown(const RevenueState *state, const KeyedKey *key)
{
	return with_lines_of(keyed_table_grown(state, revenue_state_table(state), key, two_steps), state);
}

/* Amounts */

static void
poison(Decimal *amount)
{
	memset(amount, 0, sizeof(Decimal));
	amount->limb[DECIMAL_LIMBS - 1] = UINT64CONST(1) << 63;
}

static void
add_wide_amount(Decimal *to, const Decimal *amount)
{
	if (is_poisoned(to))
		return;
	if (is_poisoned(amount))
		*to = *amount;
	else
		decimal_add(to, amount);
}

RevenueState *
revenue_state_widen(RevenueState *state)
{
	RevenueState *head;
	RevenueState *wide;
	Size		head_size;
	Size		amounts;

	if (state->is_wide)
		return state;
	revenue_state_settle(state);
	head_size = (Size) (revenue_state_lines(state) - (const char *) state);
	head = palloc(head_size);
	memcpy(head, state, head_size);
	SET_VARSIZE(head, head_size);
	head->is_wide = 1;
	head->reach = 0;
	wide = with_lines(head);
	pfree(head);
	amounts = (Size) state->lines * state->days;
	for (Size i = 0; i < amounts; i++)
	{
		CHECK_FOR_INTERRUPTS();
		((Decimal *) revenue_state_lines(wide))[i] = decimal_from_narrow(((int64 *) revenue_state_lines(state))[i]);
	}
	return wide;
}

/* The narrow amount that is furthest from zero, of a settled state. */
static uint64
farthest_amount(const RevenueState *state)
{
	const int64 *amount = (const int64 *) revenue_state_lines(state);
	Size		amounts = (Size) state->lines * state->days;
	int64		least = 0;
	int64		most = 0;

	for (Size i = 0; i < amounts; i++)
	{
		least = Min(least, amount[i]);
		most = Max(most, amount[i]);
	}
	return Max((uint64) most, -(uint64) least);
}

/* Whether every amount of a settled state with wide ones can be narrow. */
static bool
fits_narrow(const RevenueState *state)
{
	const Decimal *amount = (const Decimal *) revenue_state_lines(state);
	Size		amounts = (Size) state->lines * state->days;
	int64		narrow;

	for (Size i = 0; i < amounts; i++)
	{
		CHECK_FOR_INTERRUPTS();
		if (is_poisoned(&amount[i]) || !decimal_to_narrow(&amount[i], &narrow))
			return false;
	}
	return true;
}

/* Rows */

/* To the amounts of a line. */
static inline void
add_row(const RevenueState *state, void *line, const RevenueRow *row)
{
	if (state->is_wide)
	{
		Decimal		amount = decimal_from_narrow(row->amount);

		for (int i = row->first; i < row->end; i++)
			add_wide_amount((Decimal *) line + i, &amount);
	}
	else
	{
		for (int i = row->first; i < row->end; i++)
			((int64 *) line)[i] += row->amount;
	}
}

static inline void
apply_row(const RevenueState *state, RevenueEntry *entry, const RevenueRow *row)
{
	entry->seen = Max(entry->seen, row->seen);
	add_row(state, revenue_line(state, entry), row);
}

static inline void
take_line(RevenueState *state, RevenueEntry *entry)
{
	if (entry->line != 0)
		return;
	if (state->lines == revenue_state_capacity(state))
		csops_corrupted(&revenue_state_type, "There are fewer lines than accounts.");
	entry->line = ++state->lines;
}

void
revenue_state_settle(RevenueState *state)
{
	KeyedTable *table = revenue_state_table(state);
	char	   *lines = revenue_state_lines(state);
	Size		amount_size = state->is_wide ? sizeof(Decimal) : sizeof(int64);
	void	   *payloads[KEYED_BATCH];
	int			rows;

	if (table->waiting == 0)
		return;
	rows = keyed_table_flush(table, payloads);
	for (int i = 0; i < rows; i++)
	{
		const RevenueRow *row = keyed_table_note(table, i);
		RevenueEntry *entry = payloads[i];

		take_line(state, entry);
		if (entry->line > state->lines || row->end > state->days)
			keyed_table_corrupted();
		entry->seen = Max(entry->seen, row->seen);

		/* From here on the line serves. */
		payloads[i] = lines + (entry->line - 1) * (amount_size * state->days);
		keyed_prefetch((char *) payloads[i] + row->first * amount_size);
	}
	for (int i = 0; i < rows; i++)
		add_row(state, payloads[i], keyed_table_note(table, i));
}

RevenueState *
revenue_state_enter(RevenueState *state, const KeyedKey *key, RevenueEntry **entry, bool *is_new)
{
	*entry = keyed_table_slot(revenue_state_table(state), key, is_new);
	while (*entry == NULL)
	{
		revenue_state_settle(state);
		state = grown(state, key);
		*entry = keyed_table_slot(revenue_state_table(state), key, is_new);
	}
	take_line(state, *entry);
	return state;
}

/* Makes sure that narrow amounts can move so much further from zero, or makes them wide. */
static inline RevenueState *
with_reach(RevenueState *state, uint64 further)
{
	if (state->is_wide)
		return state;
	if (further > PG_INT64_MAX - state->reach)
		return revenue_state_widen(state);
	state->reach += further;
	return state;
}

RevenueState *
revenue_state_add(RevenueState *state, const KeyedKey *key, const RevenueRow *row)
{
	KeyedTable *table;
	RevenueRow *waiting;
	RevenueEntry *entry;
	bool		is_new;

	if (row->first < row->end)
		state = with_reach(state, row->amount < 0 ? -(uint64) row->amount : (uint64) row->amount);
	table = revenue_state_table(state);
	if (table->batch > 0)
	{
		if (table->waiting == 0 && keyed_table_crowded(table))
		{
			state = grown(state, NULL);
			table = revenue_state_table(state);
		}
		waiting = keyed_table_wait(table, key);
		if (waiting != NULL)
		{
			*waiting = *row;
			if (table->waiting == table->batch)
				revenue_state_settle(state);
			return state;
		}

		/* A text that does not fit beside those that wait. */
	}
	state = revenue_state_enter(state, key, &entry, &is_new);
	apply_row(state, entry, row);
	return state;
}

RevenueState *
revenue_state_add_wide(RevenueState *state, const KeyedKey *key, const RevenueRow *row, const Decimal *amount)
{
	RevenueEntry *entry;
	bool		is_new;

	if (row->first < row->end)
		state = revenue_state_widen(state);
	state = revenue_state_enter(state, key, &entry, &is_new);
	entry->seen = Max(entry->seen, row->seen);
	for (int i = row->first; i < row->end; i++)
		add_wide_amount((Decimal *) revenue_line(state, entry) + i, amount);
	return state;
}

RevenueState *
revenue_state_poison(RevenueState *state, const KeyedKey *key, const RevenueRow *row)
{
	Decimal		amount;

	poison(&amount);
	return revenue_state_add_wide(state, key, row, &amount);
}

/* Merging */

static void
unlike_questions(const RevenueState *a, const RevenueState *b)
{
	const char *detail = "Their lists of days differ, or the steps in them, or on_invalid.";

	if (revenue_state_table(a)->kind != revenue_state_table(b)->kind)
		detail = psprintf("One has accounts of type %s, the other of type %s.",
						  keyed_kind_name(revenue_state_table(a)->kind),
						  keyed_kind_name(revenue_state_table(b)->kind));
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("revenue of unlike accounts or days does not go together"),
			 errdetail("%s", detail),
			 errhint("Give all rows the same days.")));
}

static void
merge_entries(const RevenueState *state, RevenueEntry *to, const RevenueState *other, const RevenueEntry *from)
{
	void	   *line = revenue_line(state, to);
	const void *added = revenue_line(other, from);

	to->seen = Max(to->seen, from->seen);
	for (int i = 0; i < state->days; i++)
	{
		if (other->is_wide)
			add_wide_amount((Decimal *) line + i, (const Decimal *) added + i);
		else if (state->is_wide)
		{
			Decimal		amount = decimal_from_narrow(((const int64 *) added)[i]);

			add_wide_amount((Decimal *) line + i, &amount);
		}
		else
			((int64 *) line)[i] += ((const int64 *) added)[i];
	}
}

RevenueState *
revenue_state_merge(RevenueState *state, const RevenueState *other)
{
	const KeyedTable *table = revenue_state_table(other);
	RevenueState *roomier;
	uint32		position = 0;
	KeyedKey	key;
	RevenueEntry *from;
	RevenueEntry *to;
	bool		is_new;

	if (state->days != other->days || state->step != other->step || state->on_invalid != other->on_invalid ||
		memcmp(revenue_state_day(state), revenue_state_day(other), sizeof(DateADT) * state->days) != 0 ||
		revenue_state_table(state)->kind != table->kind)
		unlike_questions(state, other);
	if (!csops_add_count(&state->invalid, other->invalid))
		csops_impossible_result(false, "The rows that are invalid are too many.");

	revenue_state_settle(state);
	state = other->is_wide ? revenue_state_widen(state) : with_reach(state, other->reach);
	roomier = keyed_table_with_room(state, revenue_state_table(state), table, two_steps);
	if (roomier != NULL)
		state = with_lines_of(roomier, state);
	while ((from = keyed_table_next(table, &position, &key)) != NULL)
	{
		CHECK_FOR_INTERRUPTS();
		state = revenue_state_enter(state, &key, &to, &is_new);
		merge_entries(state, to, other, from);
	}
	for (int i = 0; i < table->waiting; i++)
	{
		const RevenueRow *row = keyed_table_row(table, i, &key);

		if (row->end > state->days)
			keyed_table_corrupted();
		state = revenue_state_enter(state, &key, &to, &is_new);
		apply_row(state, to, row);
	}
	return state;
}

/* Forms */

RevenueState *
revenue_state_working(const RevenueState *state)
{
	RevenueState *copy = keyed_table_working(state, revenue_state_table(state), two_steps);

	/* A state in working form was copied as it is. */
	if (state->header.flags == REVENUE_STATE_WORKING)
		return copy;
	copy->header.flags = REVENUE_STATE_WORKING;
	return with_lines_of(copy, state);
}

/* The lines in the order of the table, narrow if they can be. */
static RevenueState *
sorted_copy(const RevenueState *state, bool is_wide)
{
	RevenueState *head = keyed_table_sorted(state, revenue_state_table(state));
	RevenueState *sorted;
	uint32		position = 0;
	uint32		line = 0;
	KeyedKey	key;
	RevenueEntry *entry;

	head->header.flags = 0;
	head->is_wide = is_wide;
	sorted = with_lines(head);
	pfree(head);
	while ((entry = keyed_table_next(revenue_state_table(sorted), &position, &key)) != NULL)
	{
		const RevenueEntry from = *entry;

		CHECK_FOR_INTERRUPTS();
		entry->line = ++line;
		if (is_wide == state->is_wide)
			memcpy(revenue_line(sorted, entry), revenue_line(state, &from), revenue_line_size(state->days, is_wide));
		else
		{
			const Decimal *wide = revenue_line(state, &from);
			int64	   *narrow = revenue_line(sorted, entry);

			for (int i = 0; i < state->days; i++)
			{
				if (!decimal_to_narrow(&wide[i], &narrow[i]))
					keyed_table_corrupted();
			}
		}
	}
	if (line != sorted->lines)
		keyed_table_corrupted();
	return sorted;
}

/* Amounts are narrow if they can be, and not further from zero than a single one may be. */
RevenueState *
revenue_state_canonical(const RevenueState *state)
{
	RevenueState *copy = revenue_state_working(state);

	revenue_state_settle(copy);
	if (!copy->is_wide && farthest_amount(copy) > NARROW_LIMIT)
		copy = revenue_state_widen(copy);
	copy = sorted_copy(copy, copy->is_wide && !fits_narrow(copy));
	copy->reach = copy->is_wide ? 0 : farthest_amount(copy);
	return copy;
}

/* Bridges */

/* Sums of narrow amounts, on their way into a bridge. */
typedef struct NarrowSums
{
	int64		amount[REVENUE_PARTS];
} NarrowSums;

static void
spill(RevenueBridge *bridge, NarrowSums *sums, RevenuePart part)
{
	Decimal		amount = decimal_from_narrow(sums->amount[part]);

	decimal_add(&bridge->amount[part], &amount);
	sums->amount[part] = 0;
}

static inline void
add_narrow(RevenueBridge *bridge, NarrowSums *sums, RevenuePart part, int64 amount)
{
	bridge->accounts[part]++;
	if (unlikely(amount > PG_INT64_MAX - sums->amount[part]))
		spill(bridge, sums, part);
	sums->amount[part] += amount;
}

static inline void
count_narrow(RevenueBridge *bridge, NarrowSums *sums, int64 start, int64 end, bool seen_before)
{
	if (start == 0)
	{
		if (end == 0)
			bridge->unanswered++;
		else
			add_narrow(bridge, sums, seen_before ? REVENUE_REACTIVATION : REVENUE_NEW, end);
		return;
	}
	add_narrow(bridge, sums, REVENUE_START, start);
	if (end == 0)
		add_narrow(bridge, sums, REVENUE_CHURN, start);
	else if (end > start)
		add_narrow(bridge, sums, REVENUE_EXPANSION, end - start);
	else if (end < start)
		add_narrow(bridge, sums, REVENUE_CONTRACTION, start - end);
}

static const char *
shown_sum(const Decimal *sum)
{
	return is_poisoned(sum) ? "no amount" : shown_decimal(sum);
}

static void
invalid_account(const RevenueState *state, const Decimal *start, const Decimal *end, int n)
{
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("sum of an account is out of range"),
			 errdetail("An account has %s on %s and %s on %s; a sum lies between 0 and 1e17.",
					   shown_sum(start), shown_date(revenue_state_day(state)[n]),
					   shown_sum(end), shown_date(revenue_state_day(state)[n + state->step])),
			 errhint("Look for rows that are missing or credits that are too large; or give 'count' as the last argument to count such accounts, or 'clamp' to take negative sums as 0.")));
}

static void
count_wide(const RevenueState *state, RevenueBridge *bridge, const Decimal *start, const Decimal *end,
		   bool seen_before, int n)
{
	RevenueAccount account = {*start, *end, *end, seen_before};
	bool		is_negative = false;

	if (!decimal_is_amount(start) || !decimal_is_amount(end))
	{
		if (decimal_sign(start) < 0 && !is_poisoned(start))
		{
			memset(&account.start, 0, sizeof(Decimal));
			is_negative = true;
		}
		if (decimal_sign(end) < 0 && !is_poisoned(end))
		{
			memset(&account.end, 0, sizeof(Decimal));
			account.end_at_start_rate = account.end;
			is_negative = true;
		}
		if (state->on_invalid != REVENUE_INVALID_COUNT &&
			(state->on_invalid == REVENUE_INVALID_ERROR || !is_negative ||
			 !decimal_is_amount(&account.start) || !decimal_is_amount(&account.end)))
			invalid_account(state, start, end, n);
		bridge->invalid++;
		if (state->on_invalid == REVENUE_INVALID_COUNT)
			return;
	}
	revenue_bridge_add(bridge, &account);
}

RevenueBridge **
revenue_state_bridges(const RevenueState *state)
{
	int			count = state->days - state->step;
	RevenueBridge **bridges = palloc(sizeof(RevenueBridge *) * count);
	NarrowSums *sums = palloc0(sizeof(NarrowSums) * count);
	uint32		position = 0;
	KeyedKey	key;
	RevenueEntry *entry;

	for (int i = 0; i < count; i++)
	{
		bridges[i] = new_revenue_bridge();
		bridges[i]->invalid = state->invalid;
	}
	while ((entry = keyed_table_next(revenue_state_table(state), &position, &key)) != NULL)
	{
		const void *line = revenue_line(state, entry);

		CHECK_FOR_INTERRUPTS();
		for (int i = 0; i < count; i++)
		{
			bool		seen_before = entry->seen >= state->days - i;

			if (state->is_wide)
				count_wide(state, bridges[i], (const Decimal *) line + i,
						   (const Decimal *) line + i + state->step, seen_before, i);
			else
			{
				int64		start = ((const int64 *) line)[i];
				int64		end = ((const int64 *) line)[i + state->step];

				if (unlikely(start < 0 || end < 0))
				{
					Decimal		wide_start = decimal_from_narrow(start);
					Decimal		wide_end = decimal_from_narrow(end);

					count_wide(state, bridges[i], &wide_start, &wide_end, seen_before, i);
				}
				else
					count_narrow(bridges[i], &sums[i], start, end, seen_before);
			}
		}
	}
	for (int i = 0; i < count; i++)
	{
		for (int part = 0; part < REVENUE_PARTS; part++)
			spill(bridges[i], &sums[i], part);
	}
	pfree(sums);
	return bridges;
}
