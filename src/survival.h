/*
 * survival.h
 *		The Kaplan-Meier curve of a life table.
 *
 * With weights, counts are sums of weights, and variances are those of the
 * effective number at risk: sum(w)^2 / sum(w^2) (J. Xie and C. Liu, 2005).
 * Where all weights are alike, both are as without.
 */
#ifndef CSOPS_SURVIVAL_H
#define CSOPS_SURVIVAL_H

#include "life_table.h"

typedef enum SurvivalMethod
{
	SURVIVAL_LOG_LOG,
	SURVIVAL_LOG,
	SURVIVAL_PLAIN,
	SURVIVAL_LOGIT,
	SURVIVAL_ARCSIN
} SurvivalMethod;

typedef struct SurvivalLimits
{
	double		lo;
	double		hi;
} SurvivalLimits;

typedef struct SurvivalCurve
{
	LifeWalk	walk;
	double		time;			/* as users give and see times */
	double		at_risk;
	double		ended;
	double		remaining;		/* at_risk without those */
	double		squares;		/* sum of those of the weights at risk */
	double		ended_squares;
	double		survival;		/* after this time */
	double		variance_step;	/* what this time adds to the next */
	double		log_variance;	/* of the logarithm of the survival */
	double		cumulative_hazard;
	double		hazard_variance;
} SurvivalCurve;

/* The curve before the first time, and on to the next; false after the last. */
extern void start_survival_curve(SurvivalCurve *curve, const LifeView *view);
extern bool next_survival_time(SurvivalCurve *curve);

/* A time of the table as users see it, and the last at which anybody was seen. */
extern double shown_life_time(const LifeView *view, int64 time);
extern double last_life_time(const LifeView *view);

/* False where there is none: nobody has ended yet, or everybody has. */
extern bool survival_limits(double survival, double log_variance, double confidence,
							  SurvivalMethod method, SurvivalLimits *limits);

/*
 * The survival until `to` of those alive at `from`, which before the beginning
 * is everybody.  False where nobody was seen for so long.
 */
extern bool survival_between(const LifeView *view, double from, double to, double *survival, double *log_variance);

/* Options: a time that is a number, a length that is above 0 and finite, the method of an interval. */
extern double option_time(FunctionCallInfo fcinfo, int n, const char *option);
extern double option_length(FunctionCallInfo fcinfo, int n, const char *option);
extern SurvivalMethod option_survival_method(FunctionCallInfo fcinfo, int n);

/*
 * The periods of that length that a time ends in, or is in when it is the end
 * of one: (0, length] is the first, and 0 belongs to it.  What is within
 * rounding of the end of a period is at its end.
 */
extern double life_period(double time, double length);

/* The periods that a time has completed. */
extern double life_periods_completed(double time, double length);

/* Raises an error where a table has more periods than figures can be made for. */
extern int	count_life_periods(const LifeView *view, double length);

#endif							/* CSOPS_SURVIVAL_H */
