/*
 * cohort_state.h
 *		Accounts with their active periods: what cohort_agg keeps in one pass.
 */
#ifndef CSOPS_COHORT_STATE_H
#define CSOPS_COHORT_STATE_H

#include "cohort.h"

/*
 * A KeyedTable follows, behind the name of the zone.  The payload of an account
 * has a bit for each period from `base` on; in front of them, where cohorts are
 * by birth, stands the period of birth.
 */
typedef struct CohortState
{
	CsopsHeader header;			/* flags: 0 for canonical, or COHORT_STATE_WORKING */
	StoredGrid	grid;			/* its name follows */
	int32		base;
} CohortState;

#define COHORT_STATE_WORKING	1

#define BITS_OF_WORD			64

/* Of a row or an account without activity. */
#define NO_PERIOD				PG_INT32_MIN

typedef struct CohortRow
{
	int32		period;
	int32		born;			/* where cohorts are by birth */
} CohortRow;

static inline KeyedTable *
cohort_state_table(const CohortState *state)
{
	return (KeyedTable *) ((char *) (state + 1) + (Size) state->grid.zone_words * COHORT_WORD);
}

/* By what it says of itself. */
static inline Size
cohort_state_size(const CohortState *state)
{
	const KeyedTable *table = cohort_state_table(state);

	return (Size) ((const char *) table - (const char *) state) + keyed_table_size(table);
}

static inline bool
cohort_state_has_births(const CohortState *state)
{
	return state->grid.mode == COHORT_BORN;
}

static inline int
cohort_state_words(const CohortState *state)
{
	return cohort_state_table(state)->payload_size / (int) sizeof(uint64) - cohort_state_has_births(state);
}

static inline CohortGrid
cohort_state_grid(const CohortState *state)
{
	return stored_grid(&state->grid, (const char *) (state + 1));
}

/* A birth as a payload holds it, which is never 0, and back. */
static inline uint64
stored_birth(int32 born)
{
	return (uint64) (born + COHORT_BIAS) + 1;
}

static inline int32
birth_of_payload(const void *payload)
{
	return (int32) (*(const uint64 *) payload - 1) - COHORT_BIAS;
}

static inline uint64 *
bits_of_payload(const CohortState *state, void *payload)
{
	return (uint64 *) payload + cohort_state_has_births(state);
}

/* What makes a state of either form unsafe to read, or NULL. */
extern const char *cohort_state_problem(const CohortState *state);

/* A state without accounts, in working form, about to see activity in that period. */
extern CohortState *new_cohort_state(const CohortGrid *grid, KeyKind kind, int32 period);

static inline bool
cohort_state_is_within(const CohortState *state, int32 period)
{
	int64		n = (int64) period - state->base;

	return n >= 0 && n < (int64) cohort_state_words(state) * BITS_OF_WORD;
}

/* These change the state, which is in working form, or return a copy with more room that they changed. */
extern CohortState *cohort_state_merge(CohortState *state, const CohortState *other);
extern CohortState *cohort_state_add_slowly(CohortState *state, const KeyedKey *key, CohortRow row);

/* Nearly every row of a large state joins those that wait. */
static inline CohortState *
cohort_state_add(CohortState *state, KeyKind kind, const KeyedKey *key, CohortRow row)
{
	KeyedTable *table = cohort_state_table(state);

	if (kind != KEYED_BY_TEXT && table->waiting > 0 && table->waiting < KEYED_BATCH - 1 &&
		(row.period == NO_PERIOD || cohort_state_is_within(state, row.period)))
	{
		*(CohortRow *) keyed_table_wait(table, key) = row;
		return state;
	}
	return cohort_state_add_slowly(state, key, row);
}

/* Accounts must be of one type to be counted together. */
pg_noreturn extern void unlike_accounts(KeyKind one, KeyKind other);

/* Makes room for the periods from first to last. */
extern CohortState *cohort_state_widen(CohortState *state, int32 first, int32 last);

/* The payload of an account; *is_new where it was not in. */
extern CohortState *cohort_state_enter(CohortState *state, const KeyedKey *key, void **payload, bool *is_new);

/*
 * Enters the rows that wait, for which there is room: nothing that the state
 * says changes.
 */
extern void cohort_state_settle(CohortState *state);

/* A copy in working form; one in canonical form. */
extern CohortState *cohort_state_working(const CohortState *state);
extern CohortState *cohort_state_canonical(const CohortState *state);

/* What a canonical or settled state comes to. */
extern CohortMatrix *cohort_state_matrix(const CohortState *state);

#endif							/* CSOPS_COHORT_STATE_H */
