/*
 * life_table_state.h
 *		The forms of a life_table in memory, opened, made and changed.
 *
 * A group begins as a list of its rows: each a time and a kind in two bytes,
 * while the times are below 8192, or in four or eight.  Where the times are
 * dense, as days of tenure are, the list becomes an array of counters, by time
 * and kind, one byte wide at first, as soon as that is no larger.  Where they are
 * not, as microseconds are, the rows are sorted into cells from time to time,
 * and new ones wait behind them.  Rows with weights are always a list.
 *
 * The canonical form has cells as a string of bytes, sorted.
 */
#ifndef CSOPS_LIFE_TABLE_STATE_H
#define CSOPS_LIFE_TABLE_STATE_H

#include "life_table.h"

typedef struct LifeTable
{
	CsopsHeader header;			/* flags: 0 for canonical, or see life_table_state.c */
	uint8		is_interval;
	uint8		weighted;
	uint8		kinds;			/* that there are counters for */
	uint8		unused;
	uint32		length;			/* cells, or times that there are counters for */
	uint32		waiting;		/* rows of a list that are not in its cells */
	uint32		unused2;
	int64		observations;
	int64		unanswered;
	int64		invalid;
	/* counters; or cells, their weights, and waiting rows; or weights and bytes */
} LifeTable;

/*
 * The bytes are packed numbers.  For each time, eight times what it is later than the
 * one before, with a bit for each kind that there is; then the counts of these.
 */
extern const uint8 *life_table_bytes(const LifeTable *table, int *length);

/* Fills in the view's cells; false where the bytes are not so many. */
extern bool read_life_bytes(LifeView *view, int cells, const uint8 *from, int length);

/* What makes it unsafe to read a value of any form, or NULL. */
extern const char *life_table_form_problem(const LifeTable *table);

/* What no rows can have given, or NULL; the cells are in order. */
extern const char *life_table_problem(const LifeView *view);

/* A value as a view, with or without its cells, and a view as a canonical value. */
extern void view_life_figures(LifeView *view, const LifeTable *table);
extern void view_life_table(LifeView *view, const LifeTable *table);
extern LifeTable *make_life_table(const LifeView *view);

/* Canonical states are not changed; these can be. */
extern LifeTable *new_life_state(bool is_interval, bool weighted);
extern LifeTable *life_working_copy(const LifeTable *table);

/* These change the state, or return a copy with more room that they changed. */
extern LifeTable *add_life(LifeTable *state, int64 time, LifeKind kind, double weight, bool taken_out);
extern LifeTable *add_life_cells(LifeTable *state, const LifeView *view);

/* a's cells with b's, or without them: then b's are among them or it is an error. */
extern void merge_life_cells(LifeView *a, const LifeView *b, bool taken_out);

#endif							/* CSOPS_LIFE_TABLE_STATE_H */
