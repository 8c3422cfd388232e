/*
 * cohort_cells.h
 *		A cohort_matrix in memory: opened, made, counted in.
 */
#ifndef CSOPS_COHORT_CELLS_H
#define CSOPS_COHORT_CELLS_H

#include "cohort.h"

/*
 * In canonical form the cells follow as numbers: for each cohort its period,
 * less the one before it, its accounts and the number of its other cells; of
 * each of these the age, less the one before, the age of the activity before
 * and the accounts.
 *
 * In working form a KeyedTable follows, by code.  When many accounts have been
 * counted, the cells of the periods from `base` on move in front of it, to a
 * Window in which no cell has to be searched for.
 */
struct CohortMatrix
{
	CsopsHeader header;			/* flags: 0 for canonical, or see cohort_cells.c */
	StoredGrid	grid;			/* its name follows */
	uint32		cells;			/* in canonical form */
	int64		accounts;
	int32		base;			/* with a window */
	uint8		births_adopted; /* in working form: there were births by day, whose days are lost */
	uint8		unused[3];
};

/* What makes it unsafe to read a value of any form, or NULL. */
extern const char *cohort_form_problem(const CohortMatrix *matrix);

/* Opens a value of any form. */
extern void cohort_open(CohortView *view, const CohortMatrix *matrix);

/*
 * Why no accounts can have given these cells, which are sorted; or NULL, and
 * view->accounts is set.
 */
extern const char *cohort_cells_problem(CohortView *view);

/* A canonical matrix of cells that are known to be one's; or with an error where they can be none's. */
extern CohortMatrix *cohort_make_matrix(const CohortView *view);
extern CohortMatrix *cohort_make_checked(CohortView *view, bool taken_out);

/* To a matrix in working form; with the sign -1 they are taken out. */
extern CohortMatrix *cohort_add_cells(CohortMatrix *matrix, const CohortView *view, int sign);

/* Brings births that are by day to the periods of a grid. */
extern void cohort_adopt_births(CohortView *births, const CohortGrid *grid);

#endif							/* CSOPS_COHORT_CELLS_H */
