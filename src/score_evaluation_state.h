/*
 * score_evaluation_state.h
 *		The forms of a score_evaluation in memory, opened, made and changed.
 *
 * Without weights a state begins as a list of the keys of its rows, two bytes
 * each, and becomes counters for all keys, one byte wide at first, copied into
 * the next width when one of them is full.  With weights it is a table of the
 * keys in use and their sums.  The canonical form has the keys in use, in
 * order, and their counts or sums.
 */
#ifndef CSOPS_SCORE_EVALUATION_STATE_H
#define CSOPS_SCORE_EVALUATION_STATE_H

#include "score_evaluation.h"

typedef struct ScoreEvaluation
{
	CsopsHeader header;			/* flags: 0 for canonical, or see score_evaluation_state.c */
	int32		cells;			/* of a table and of the canonical form */
	uint8		weighted;		/* 0 or 1 */
	uint8		width;			/* of the counts in canonical form without weights */
	uint16		unused;			/* zero */
	int64		rows;			/* the counts of all keys; also the length of a list */
	int64		unscored;
	int64		unweighted;
	int64		invalid;
	/* a list, counters, a table, or keys and their counts or sums follow */
} ScoreEvaluation;

/* What makes it unsafe to read a value of any form, or NULL. */
extern const char *score_form_problem(const ScoreEvaluation *value);

/* A value as a view, and a view as a canonical value. */
extern void view_score_evaluation(ScoreView *view, const ScoreEvaluation *value);
extern ScoreEvaluation *make_score_evaluation(const ScoreView *view);

/* Canonical states are not changed; these can be. */
extern ScoreEvaluation *new_score_state(bool weighted);
extern ScoreEvaluation *score_working_copy(const ScoreEvaluation *value);

/* These change the state, or return a copy with more room that they changed. */
extern ScoreEvaluation *add_score(ScoreEvaluation *state, int key);
extern ScoreEvaluation *add_weighted_score(ScoreEvaluation *state, int key, double weight);
extern ScoreEvaluation *add_score_cells(ScoreEvaluation *state, const ScoreView *view);

/* These take out a row that was added before. */
extern void take_score(ScoreEvaluation *state, int key);
extern void take_weighted_score(ScoreEvaluation *state, int key, double weight);

#endif							/* CSOPS_SCORE_EVALUATION_STATE_H */
