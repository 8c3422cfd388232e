/*
 * active_summary.h
 *		Who was active when, as the readers of an active_summary see it.
 *
 * For each period the summary counts the accounts that were active in it by
 * the time since they last were: `gap` periods, or 0 for never before.  That
 * is enough to count every account once in any window.  An account that is
 * active in the window from a to b has one first active period p in it, whose
 * gap leads out of the window: it is 0, or p - gap < a.  So the accounts
 * active in the window are the sum of these cells.  By where p - gap lies, in
 * the window of the same length before, earlier, or nowhere, each of them is
 * returning, resurrecting or new.
 */
#ifndef CSOPS_ACTIVE_SUMMARY_H
#define CSOPS_ACTIVE_SUMMARY_H

#include "activity.h"

/* Accounts active in a period that were last active `gap` periods before. */
typedef struct ActiveCell
{
	int32		period;
	int32		gap;			/* 0: they had never been active */
	int64		count;			/* at least 1 */
} ActiveCell;

/* A summary of any form, opened; cells are in the order of periods, then gaps. */
typedef struct ActiveView
{
	GridName	grid;			/* of no meaning where there are no accounts */
	int64		accounts;		/* the cells without a gap */
	int64		activity;		/* all cells together */
	int64		unanswered;
	int			cells;
	ActiveCell *cell;
} ActiveView;

/* Opens an argument, which must not be NULL. */
extern void active_view(FunctionCallInfo fcinfo, int n, ActiveView *view);

#endif							/* CSOPS_ACTIVE_SUMMARY_H */
