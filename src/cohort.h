/*
 * cohort.h
 *		Cohorts by age: of the accounts that began in a period, who came back when.
 *
 * A matrix holds, for each cohort, how many accounts it has, and how many of
 * them were active at one age and, before that, last at another.  From these
 * pairs every kind of retention follows exactly, as of any date: the accounts
 * active at an age, at that age or later, or between two ages, each counted
 * once.  At age 0 every account of the cohort counts as active.
 */
#ifndef CSOPS_COHORT_H
#define CSOPS_COHORT_H

#include "activity.h"
#include "keyed_table.h"

/* Stored values carry these numbers: never change or reuse one. */
typedef enum CohortMode
{
	COHORT_UNKNOWN = 0,			/* of a matrix without accounts */
	COHORT_FIRST = 1,			/* by the first active period */
	COHORT_RECURRING = 2,		/* by every active period */
	COHORT_BORN = 3				/* by a date that is given */
} CohortMode;

#define COHORT_MODES			4

/*
 * What cohorts must have alike to be counted together.  As long as no activity
 * has said what the periods are, their zone_name is NULL and births are by day.
 */
typedef struct CohortGrid
{
	CohortMode	mode;
	GridName	periods;
} CohortGrid;

/*
 * How values hold a grid, with the name of the zone behind their head, padded
 * with zeroes to words of eight bytes.
 */
typedef struct StoredGrid
{
	uint8		mode;
	uint8		unit;			/* these are zero where zone_name is NULL */
	uint8		week_start;
	uint8		zone_words;
} StoredGrid;

#define COHORT_WORD				8

/* The grid, and the bytes that its name takes. */
extern void store_grid(StoredGrid *stored, char *name, const CohortGrid *grid);
extern CohortGrid stored_grid(const StoredGrid *stored, const char *name);
extern Size grid_name_size(const CohortGrid *grid);

/* Whether a detoasted value of that size can hold it; the name begins at that offset. */
extern bool stored_grid_is_sane(const StoredGrid *stored, const void *value, Size name_offset, Size size);

extern bool same_cohort_grid(const CohortGrid *a, const CohortGrid *b);
pg_noreturn extern void unlike_cohorts(const CohortGrid *a, const CohortGrid *b);

/* The mode that an argument names: 'first' or 'recurring'; with a birth, 'first' alone. */
extern CohortMode option_cohort_mode(FunctionCallInfo fcinfo, int n, bool with_born);

/* As fields of a JSON object, each with a comma behind; and in binary. */
extern void write_json_grid(StringInfo out, const CohortGrid *grid);
extern CohortGrid read_json_grid(const JsonNode *root);
extern void send_grid(StringInfo out, const CohortGrid *grid);
extern CohortGrid receive_grid(StringInfo in, const CsopsType *type);

/* The period that holds as_of, an argument. */
extern int32 option_running_period(FunctionCallInfo fcinfo, int n, bool by_date, const GridName *name);

/*
 * The age of a cohort in the running period.  There is a row for each age, so
 * it may not be anything; it may be more than activity can have.
 */
#define COHORT_LARGEST_ROW		1000000

extern int32 cohort_age_at(int32 cohort, int32 running);

/* An age that an argument gives may not be negative. */
extern void check_cohort_age(int32 period);

/* Whether activity can be in a period. */
extern bool period_is_possible(const CohortGrid *grid, int64 period);

static inline DateADT
cohort_first_date(const CohortGrid *grid, int32 period)
{
	return period_first_date(grid->periods.unit, grid->periods.week_start, period);
}

/*
 * What a cell counts, in the order in which cells are kept: the cohort's
 * period, an age, and the age of the activity before.  The cell of age 0 holds
 * the cohort's accounts.
 */
#define COHORT_BIAS				(1 << 23)
#define COHORT_LARGEST_AGE		(ACTIVITY_LONGEST_SPAN - 1)

pg_noreturn extern void cohort_age_out_of_range(int32 age);

static inline uint64
cohort_code(int32 cohort, int32 age, int32 before)
{
	return (uint64) (cohort + COHORT_BIAS) << 32 | (uint64) age << 16 | (uint64) before;
}

typedef struct CohortCell
{
	uint64		code;
	int64		accounts;
} CohortCell;

static inline int32
cohort_of(const CohortCell *cell)
{
	return (int32) (cell->code >> 32) - COHORT_BIAS;
}

static inline int32
cohort_age(const CohortCell *cell)
{
	return (int32) (cell->code >> 16) & 0xFFFF;
}

static inline int32
cohort_age_before(const CohortCell *cell)
{
	return (int32) cell->code & 0xFFFF;
}

/* A matrix, opened: the cells are sorted, none is empty. */
typedef struct CohortView
{
	CohortGrid	grid;
	int64		accounts;		/* of all cohorts */
	uint32		count;
	CohortCell *cells;
} CohortView;

typedef struct CohortMatrix CohortMatrix;

/* Opens an argument, which must not be NULL. */
extern void cohort_view(FunctionCallInfo fcinfo, int n, CohortView *view);

/* A matrix to count in. */
extern CohortMatrix *new_cohort_matrix(const CohortGrid *grid);

/*
 * The matrix in argument 0 of a transition function, to be changed; a new one
 * where that is NULL.
 */
extern CohortMatrix *cohort_matrix_to_change(FunctionCallInfo fcinfo);

/*
 * Makes it one of that grid, which it must be already unless it has no
 * accounts, or none whose activity said what the periods are.
 */
extern CohortMatrix *cohort_matrix_adopt(CohortMatrix *matrix, const CohortGrid *grid);

/* The grid that it is of; zone_name leads into it. */
extern CohortGrid cohort_matrix_grid(const CohortMatrix *matrix);

/*
 * Counts one account, or with the sign -1 takes it out: in each of these
 * cohorts, with the periods in which it was active, both in ascending order.
 */
extern CohortMatrix *cohort_matrix_count(CohortMatrix *matrix, const int32 *cohorts, int cohort_count,
										 const int32 *active, int active_count, int sign);

/* A canonical copy. */
extern CohortMatrix *cohort_matrix_copy(const CohortMatrix *matrix);

/* Whether it has accounts, and periods. */
extern bool cohort_matrix_is_known(const CohortMatrix *matrix);

/* How many accounts all cohorts have. */
extern int64 cohort_matrix_accounts(const CohortMatrix *matrix);

#endif							/* CSOPS_COHORT_H */
