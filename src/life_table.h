/*
 * life_table.h
 *		Tenures, ended or not, as the readers of a life_table see them.
 */
#ifndef CSOPS_LIFE_TABLE_H
#define CSOPS_LIFE_TABLE_H

#include "type.h"
#include "weighted_point.h"

/* Microseconds in 10,000 years; tenures given as integers stop at 2^31. */
#define LIFE_TIME_LIMIT		INT64CONST(315576000000000000)

/* With more, what is made of a value would no longer fit into memory. */
#define LIFE_CELLS_LIMIT	(32 * 1024 * 1024)

/* What happens to an account at a tenure, in the order in which it counts. */
typedef enum LifeKind
{
	LIFE_ENDED,
	LIFE_CENSORED,				/* seen no longer, not known to have ended */
	LIFE_ENTERED				/* seen from then on, not since the beginning */
} LifeKind;

#define LIFE_KINDS			3
#define LIFE_KIND_BITS		2

/* So many accounts of one kind at one time. */
typedef struct LifeCell
{
	int64		code;			/* time and kind */
	int64		count;			/* at least 1 */
} LifeCell;

/* A table of any form, opened; cells are in the order of their codes. */
typedef struct LifeView
{
	bool		is_interval;	/* times are microseconds, not plain integers */
	bool		weighted;
	int64		observations;	/* that ended or were censored */
	int64		unanswered;
	int64		invalid;
	int			cells;
	LifeCell   *cell;
	WeightedPoint *point;		/* each cell with its weights, or NULL */
} LifeView;

static inline int64
life_code(int64 time, LifeKind kind)
{
	return time * (1 << LIFE_KIND_BITS) + kind;
}

static inline int64
life_cell_time(const LifeCell *cell)
{
	return cell->code >> LIFE_KIND_BITS;
}

static inline LifeKind
life_cell_kind(const LifeCell *cell)
{
	return (LifeKind) (cell->code & ((1 << LIFE_KIND_BITS) - 1));
}

/* A table walked through, time by time. */
typedef struct LifeWalk
{
	const LifeView *view;
	int			next;			/* cell */
	int64		time;
	int64		at_risk;		/* seen before this time and until then */
	int64		count[LIFE_KINDS];	/* at this time */
	WeightedPoint point_at_risk;	/* the same, where weighted */
	WeightedPoint point[LIFE_KINDS];
} LifeWalk;

extern void start_life_walk(LifeWalk *walk, const LifeView *view);
extern bool next_life_time(LifeWalk *walk);

/* Opens a value, or an argument that is not NULL; the last leaves the cells alone. */
extern void life_table_view(Datum datum, LifeView *view);
extern void life_table_argument(FunctionCallInfo fcinfo, int n, LifeView *view);
extern void life_table_figures(FunctionCallInfo fcinfo, int n, LifeView *view);

/* Tables of integers and of intervals do not go together, nor do weighted and other ones. */
extern void check_same_life_table(const LifeView *a, const LifeView *b);

#endif							/* CSOPS_LIFE_TABLE_H */
