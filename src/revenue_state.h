/*
 * revenue_state.h
 *		Accounts with their amounts on a list of days: what is kept in one pass.
 */
#ifndef CSOPS_REVENUE_STATE_H
#define CSOPS_REVENUE_STATE_H

#include "keyed_table.h"
#include "revenue_bridge.h"
#include "utils/date.h"

#define REVENUE_LARGEST_DAYS	1000

/* What is asked: bridges from each day to the one `step` further in the list. */
typedef struct RevenueQuestion
{
	const DateADT *day;			/* ascending */
	int			days;
	int			step;
	InvalidRevenue on_invalid;
} RevenueQuestion;

/*
 * The days follow, then a KeyedTable, whose payload of an account is a
 * RevenueEntry, and behind the table a line of amounts for each account that it
 * has room for, one amount for each day, narrow or wide.  Lines are taken in
 * turn, so that the slots stay small and no line is left free between others.
 * Narrow amounts cannot overflow: `reach` is as much as any of them can be away
 * from zero.
 */
typedef struct RevenueState
{
	CsopsHeader header;			/* flags: 0 for canonical, or REVENUE_STATE_WORKING */
	uint16		days;
	uint16		step;
	uint8		on_invalid;		/* InvalidRevenue */
	uint8		is_wide;		/* amounts are Decimal, or else int64 in units of 10^-4 */
	uint16		unused;			/* zero */
	int64		invalid;		/* rows that end before they start */
	uint64		reach;			/* zero where they are wide */
	uint32		lines;			/* that are taken */
	uint32		unused2;		/* zero */
} RevenueState;

#define REVENUE_STATE_WORKING	1

typedef struct RevenueEntry
{
	uint32		line;			/* 1 for the first; 0 in an entry that is new */
	uint16		seen;			/* how many days, the last ones, come after the first row with an amount */
	uint16		unused;			/* zero */
} RevenueEntry;

/* A row, by its place in the list of days: it has its amount from `first` up to but not including `end`. */
typedef struct RevenueRow
{
	int64		amount;			/* narrow */
	uint16		first;
	uint16		end;
	uint16		seen;
	uint16		unused;
} RevenueRow;

/* Of a list of days, padded so that what follows is aligned. */
static inline Size
revenue_days_size(int days)
{
	return TYPEALIGN(sizeof(int64), sizeof(DateADT) * days);
}

static inline DateADT *
revenue_state_day(const RevenueState *state)
{
	return (DateADT *) (state + 1);
}

static inline KeyedTable *
revenue_state_table(const RevenueState *state)
{
	return (KeyedTable *) ((char *) (state + 1) + revenue_days_size(state->days));
}

static inline Size
revenue_line_size(int days, bool is_wide)
{
	return (is_wide ? sizeof(Decimal) : sizeof(int64)) * days;
}

static inline char *
revenue_state_lines(const RevenueState *state)
{
	const KeyedTable *table = revenue_state_table(state);

	return (char *) table + TYPEALIGN(sizeof(int64), keyed_table_size(table));
}

/* As many as the table can have accounts. */
static inline uint32
revenue_state_capacity(const RevenueState *state)
{
	const KeyedTable *table = revenue_state_table(state);

	return table->limit + table->batch;
}

/* By what it says of itself. */
static inline Size
revenue_state_size(const RevenueState *state)
{
	return (Size) (revenue_state_lines(state) - (const char *) state) +
		revenue_state_capacity(state) * revenue_line_size(state->days, state->is_wide);
}

/* The amounts of an account whose entry has a line: int64 or Decimal. */
static inline void *
revenue_line(const RevenueState *state, const RevenueEntry *entry)
{
	if (entry->line < 1 || entry->line > state->lines)
		keyed_table_corrupted();
	return revenue_state_lines(state) + (entry->line - 1) * revenue_line_size(state->days, state->is_wide);
}

/* The sum of a day that holds a row which is no amount: whatever is added, it remains. */
static inline bool
is_poisoned(const Decimal *amount)
{
	return amount->limb[DECIMAL_LIMBS - 1] == UINT64CONST(1) << 63;
}

/* What makes a state of either form unsafe to read, or NULL. */
extern const char *revenue_state_problem(const RevenueState *state);

/* A state without accounts, in working form. */
extern RevenueState *new_revenue_state(const RevenueQuestion *question, KeyKind kind);

/* These change the state, which is in working form, or return a copy with more room that they changed. */
extern RevenueState *revenue_state_add(RevenueState *state, const KeyedKey *key, const RevenueRow *row);
extern RevenueState *revenue_state_add_wide(RevenueState *state, const KeyedKey *key, const RevenueRow *row,
											const Decimal *amount);
extern RevenueState *revenue_state_poison(RevenueState *state, const KeyedKey *key, const RevenueRow *row);
extern RevenueState *revenue_state_merge(RevenueState *state, const RevenueState *other);

/* The entry of an account; *is_new where it was not in. */
extern RevenueState *revenue_state_enter(RevenueState *state, const KeyedKey *key, RevenueEntry **entry,
										 bool *is_new);

/* Makes the amounts wide. */
extern RevenueState *revenue_state_widen(RevenueState *state);

/*
 * Enters the rows that wait, for which there is room: nothing that the state
 * says changes.
 */
extern void revenue_state_settle(RevenueState *state);

/* A copy in working form; one in canonical form. */
extern RevenueState *revenue_state_working(const RevenueState *state);
extern RevenueState *revenue_state_canonical(const RevenueState *state);

/* What a canonical or settled state comes to: as many bridges as days less the step. */
extern RevenueBridge **revenue_state_bridges(const RevenueState *state);

#endif							/* CSOPS_REVENUE_STATE_H */
