/*
 * activity_grid.h
 *		The bytes of an activity_grid, and how states grow.
 *
 * The canonical form has a bit for each period from the first active one to
 * the last.  In working form the bits begin at a multiple of eight, so that
 * merging works by bytes, and there is room on either side.
 */
#ifndef CSOPS_ACTIVITY_GRID_H
#define CSOPS_ACTIVITY_GRID_H

#include "activity.h"

typedef struct ActivityGrid
{
	CsopsHeader header;			/* flags: ACTIVITY_WORKING, or 0 for canonical */
	uint32		packed;			/* unit, start of the week, period of the first bit */
	char		zone_name[FLEXIBLE_ARRAY_MEMBER];	/* with its zero byte; the bits follow */
} ActivityGrid;

#define ACTIVITY_WORKING		1

/* What makes it unsafe to read a value, or NULL. */
extern const char *activity_form_problem(const ActivityGrid *grid);

/* A canonical value of these bits, which may not be one: see activity_form_problem. */
extern ActivityGrid *activity_from_bits(const GridName *name, int32 first, const uint8 *bits, int bytes);

/* The canonical form: the value itself, or a copy. */
extern ActivityGrid *activity_canonical(ActivityGrid *grid);
extern void activity_open(ActivityGrid *canonical, ActivityView *view);

/* A state in working form, with room for these periods and some more; none of them is active. */
extern ActivityGrid *activity_new_state(const GridName *name, int32 first, int32 last);
extern ActivityGrid *activity_working_copy(ActivityGrid *grid);

extern GridName activity_grid_name(const ActivityGrid *grid);

/* These change a state in working form, or return a copy with more room that they changed. */
extern ActivityGrid *activity_add(ActivityGrid *state, int32 period);
extern ActivityGrid *activity_add_all(ActivityGrid *state, const ActivityView *view);

#endif							/* CSOPS_ACTIVITY_GRID_H */
