/*
 * active_state.h
 *		The forms of an active_summary in memory, opened, made and changed.
 *
 * The canonical form has the cells in their order, as numbers of seven bits a
 * byte.  In working form they are a table in open addressing.
 */
#ifndef CSOPS_ACTIVE_STATE_H
#define CSOPS_ACTIVE_STATE_H

#include "active_summary.h"

typedef struct ActiveSummary
{
	CsopsHeader header;			/* flags: ACTIVE_WORKING, or 0 for canonical */
	uint8		unit;			/* the grid's; 0, 0 and "" where there is none */
	uint8		week_start;
	uint16		unused;
	uint32		slots;			/* of the table; 0 when canonical */
	uint32		used;			/* slots that are taken, those whose count is 0 again too */
	int32		first;			/* canonical: the first period */
	int64		accounts;		/* the cells without a gap */
	int64		activity;		/* all cells together */
	int64		unanswered;
	char		zone_name[FLEXIBLE_ARRAY_MEMBER];	/* with its zero byte; numbers or the table follow */
} ActiveSummary;

#define ACTIVE_WORKING		1

/* What makes it unsafe to read a value of any form, or NULL. */
extern const char *active_form_problem(const ActiveSummary *summary);

/* A value as a view, and a view as a canonical value. */
extern void view_active_summary(ActiveView *view, const ActiveSummary *summary);
extern ActiveSummary *make_active_summary(const ActiveView *view);

/* The cells of a canonical value, as they are sent. */
extern const uint8 *active_numbers(const ActiveSummary *summary, int *length);

/* Reads them; a complaint, or NULL. */
extern const char *read_active_numbers(ActiveView *view, int32 first, const uint8 *from, int length);

/* What no accounts can have given, or NULL. */
extern const char *active_view_problem(const ActiveView *view);

/* States in working form: a new one, without a grid where name is NULL, and a copy. */
extern ActiveSummary *new_active_state(const GridName *name);
extern ActiveSummary *active_working_copy(const ActiveSummary *summary);

extern GridName active_grid_name(const ActiveSummary *summary);

/*
 * Adds accounts to a cell of a state, or takes them out where count is
 * negative; the state changed, or a copy with more room that was.
 */
extern ActiveSummary *add_active_cell(ActiveSummary *state, int32 period, int32 gap, int64 count);

#endif							/* CSOPS_ACTIVE_STATE_H */
