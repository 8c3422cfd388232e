/*
 * duration_state.h
 *		The forms of a duration_summary in memory, opened, made and changed.
 *
 * A state goes through three forms, because at 100,000 groups the size of the
 * states decides the speed.  A group begins as a list of the buckets that its
 * durations fall into, two bytes each; when the list has become as large as
 * counters would be, it is a window of counters over the buckets in use, one
 * byte wide at first, copied into the next width when one of them is full.
 * The canonical form has the counts as a string of bytes, without the buckets
 * that are empty.
 */
#ifndef CSOPS_DURATION_STATE_H
#define CSOPS_DURATION_STATE_H

#include "datatype/timestamp.h"
#include "duration_summary.h"

typedef struct DurationSummary
{
	CsopsHeader header;			/* flags: 0 for canonical, or see duration_state.c */
	int64		observations;	/* in a list, also its length */
	int64		unanswered;
	int64		invalid;
	uint64		total[DURATION_TOTAL_LIMBS];
	int64		minimum;		/* as in DurationView */
	int64		maximum;
	/* a list of uint16, a CounterWindow, or tokens follow */
} DurationSummary;

/* A total is never negative. */
static inline void
add_to_duration_total(uint64 *total, uint64 addend)
{
	total[0] += addend;
	total[1] += total[0] < addend;
}

/*
 * Tokens are numbers of seven bits a byte, lowest first.  An even one is twice
 * the count of the next bucket; an odd one is twice the number of buckets to
 * pass over, less one.
 */
#define DURATION_TOKEN_BYTES	9

static inline const uint8 *
duration_tokens(const DurationSummary *summary)
{
	return (const uint8 *) summary + sizeof(DurationSummary);
}

static inline int
duration_tokens_length(const DurationSummary *summary)
{
	return (int) (VARSIZE(summary) - sizeof(DurationSummary));
}

/* Fills in the view's cells; false where the bytes are no tokens. */
extern bool read_duration_tokens(DurationView *view, const uint8 *from, int length);

/* What makes it unsafe to read a value of any form, or NULL. */
extern const char *duration_form_problem(const DurationSummary *summary);

/* A value as a view, with or without its cells, and a view as a canonical value. */
extern void view_duration_figures(DurationView *view, const DurationSummary *summary);
extern void view_duration_summary(DurationView *view, const DurationSummary *summary);
extern DurationSummary *make_duration_summary(const DurationView *view);

/* Canonical states are not changed; these can be. */
extern DurationSummary *new_duration_state(void);
extern DurationSummary *duration_working_copy(const DurationSummary *summary);

/* These change the state, or return a copy with more room that they changed. */
extern DurationSummary *add_duration(DurationSummary *state, int64 micros);
extern DurationSummary *add_duration_cells(DurationSummary *state, const DurationView *view);

/* Takes out a duration that was added before. */
extern void take_duration(DurationSummary *state, int64 micros);

/* Whole microseconds; -1 for what cannot be a duration. */
extern int64 duration_micros_of_interval(const Interval *elapsed);

/* What no durations can have given, or NULL. */
extern const char *duration_view_problem(const DurationView *view);

/* A canonical copy, without the bounds if they are not to be known. */
extern DurationSummary *canonical_durations(const DurationSummary *summary, bool bounds);

/* The state with b's durations, changed or copied; a canonical value of a's without b's. */
extern DurationSummary *merge_durations(DurationSummary *a, const DurationView *b);
extern DurationSummary *subtract_durations(DurationView *a, const DurationView *b);

#endif							/* CSOPS_DURATION_STATE_H */
