/*
 * health_score.h
 *		The score of one account at one instant, and what it is made of.
 */
#ifndef CSOPS_HEALTH_SCORE_H
#define CSOPS_HEALTH_SCORE_H

#include "health_model.h"
#include "signal_set.h"

typedef struct HealthScore
{
	bool		is_known;
	double		score;			/* after overrides, on the grid */
	bool		is_computed;	/* enough of the weight is covered */
	double		computed;		/* from the signals alone, on the grid */
	double		weight;			/* of all readings */
	double		coverage;		/* 0 to 1 */
} HealthScore;

/* No age can be told; every signal has been seen. */
#define HEALTH_NO_INSTANT		DT_NOEND

/* A timestamptz argument that may be NULL, for HEALTH_NO_INSTANT; an error where the model needs one. */
extern TimestampTz health_as_of(FunctionCallInfo fcinfo, int n, const HealthModel *model);

/* Fills in the first part of the readings. */
extern void health_read_set(const HealthModel *model, const SignalSet *set, TimestampTz as_of,
							HealthReading *reading);

/* The score, and the second part of the readings. */
extern void health_evaluate(const HealthModel *model, HealthReading *reading, TimestampTz as_of,
							HealthScore *score);

/*
 * Values in the order of the model: their number is checked first, then each
 * that is there is read, the others are HEALTH_MISSING.
 */
extern void health_check_values(const HealthModel *model, int count);
pg_noreturn extern void health_value_out_of_range(const HealthModel *model, int i, double value);
extern Datum health_score_of_readings(FunctionCallInfo fcinfo, HealthModel *model);

static inline void
health_read_value(HealthModel *model, int i, double value)
{
	HealthReading *r = &model->reading[i];

	if (!isfinite(value))
		health_value_out_of_range(model, i, value);
	r->status = HEALTH_PRESENT;
	r->at = SIGNAL_UNDATED;
	r->value = value;
}

/* What an override has done to the score before it; false where it does not apply. */
extern bool health_override_effect(const HealthModel *model, const HealthOverride *override,
								   const HealthReading *reading, TimestampTz as_of,
								   bool *is_known, double *score, double *effect);

/* The age at an instant; a signal without an instant has none. */
extern int64 health_age(const HealthReading *reading, TimestampTz as_of);

/* The band of a score, with the margin by which a score must leave the previous band; -1 is none. */
extern int	health_band_index(const HealthModel *model, double score, int previous, double margin);

/* To some digits, without crossing the edge of a band. */
extern double health_rounded(const HealthModel *model, double score, int digits);

#endif							/* CSOPS_HEALTH_SCORE_H */
