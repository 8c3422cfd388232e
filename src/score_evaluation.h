/*
 * score_evaluation.h
 *		Scores and what came after them, as the readers of a score_evaluation see them.
 */
#ifndef CSOPS_SCORE_EVALUATION_H
#define CSOPS_SCORE_EVALUATION_H

#include "type.h"
#include "weighted_point.h"

/* Scores are 0 to 100 points, counted to the nearest hundredth. */
#define SCORE_LIMIT			100
#define SCORE_STEPS			100
#define SCORE_LAST_PLACE	(SCORE_LIMIT * SCORE_STEPS)

typedef enum ScoreOutcome
{
	SCORE_WITHOUT,				/* it did not happen */
	SCORE_WITH,					/* it happened */
	SCORE_UNDECIDED				/* its time has not passed yet */
} ScoreOutcome;

#define SCORE_OUTCOMES		3
#define SCORE_KEYS			((SCORE_LAST_PLACE + 1) * SCORE_OUTCOMES)

/* Rows of one score and outcome. */
typedef struct ScoreCell
{
	int			key;			/* place * SCORE_OUTCOMES + outcome */
	int64		count;			/* at least 1 */
	const WeightedPoint *point; /* NULL where rows have no weights */
} ScoreCell;

/* An evaluation of any form, opened; cells are in the order of their keys. */
typedef struct ScoreView
{
	bool		weighted;
	int64		unscored;		/* the score was NULL */
	int64		unweighted;		/* the weight was NULL */
	int64		invalid;
	int64		rows;			/* the counts of the cells */
	int			cells;
	ScoreCell  *cell;
} ScoreView;

/* Rows of one score; masses are weights where the evaluation has them. */
typedef struct ScorePlace
{
	int			place;			/* the score in hundredths */
	int64		count[SCORE_OUTCOMES];
	double		mass[SCORE_OUTCOMES];
	double		square[SCORE_OUTCOMES]; /* of the masses of single rows */
} ScorePlace;

typedef struct ScorePlaces
{
	int64		count[SCORE_OUTCOMES];
	double		mass[SCORE_OUTCOMES];
	int			places;
	ScorePlace *place;			/* in ascending order */
} ScorePlaces;

/* The place of a score, or -1 where it cannot be one. */
extern int	score_place(double score);

/* Opens an argument, which must not be NULL. */
extern void score_view(FunctionCallInfo fcinfo, int n, ScoreView *view);
extern ScorePlaces score_places(FunctionCallInfo fcinfo, int n);

#endif							/* CSOPS_SCORE_EVALUATION_H */
