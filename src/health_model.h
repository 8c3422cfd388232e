/*
 * health_model.h
 *		How the signals of an account become a score: a health_model, opened.
 *
 * A stored model is its canonical JSON.  Scores lie on a grid of 2^-40 points,
 * so that the parts of a score or of a change sum to it exactly, in any order
 * and without rounding.
 */
#ifndef CSOPS_HEALTH_MODEL_H
#define CSOPS_HEALTH_MODEL_H

#include <float.h>
#include <math.h>

#include "datatype/timestamp.h"
#include "type.h"

#define HEALTH_GRID				1099511627776.0 /* 2^40 to a point */
#define HEALTH_BEST_SCORE		100.0

/* A total below it is none: products of smaller numbers lose their digits. */
#define HEALTH_LEAST_WEIGHT		DBL_MIN

/* The band of an account without a score; no model can have a band of that name. */
#define HEALTH_UNKNOWN_BAND		"unknown"

static inline double
on_health_grid(double value)
{
	return rint(value * HEALTH_GRID) / HEALTH_GRID;
}

typedef enum HealthShape
{
	HEALTH_CURVE,				/* straight lines between knots, level beyond them */
	HEALTH_TIERS,				/* steps at knots */
	HEALTH_LOGISTIC
} HealthShape;

/* Which end of each tier, or band, belongs to it: "[)" or "(]". */
typedef enum HealthBounds
{
	HEALTH_LOWER_CLOSED,
	HEALTH_UPPER_CLOSED
} HealthBounds;

typedef struct HealthSignal
{
	HealthShape shape;
	HealthBounds bounds;		/* of tiers */
	int			knots;
	double	   *x;				/* strictly ascending */
	double	   *points;
	double	   *slope;			/* of a curve, from each knot to the next */
	double		midpoint;		/* of a logistic curve */
	double		steepness;
	double		weight;			/* among the signals of its group, or among all */
	double		covers;			/* what it adds to the coverage, in the model's own unit */
	int			group;			/* or -1 */
	int64		half_life;		/* microseconds, or 0 */
	int64		max_age;		/* microseconds, or 0 */
} HealthSignal;

typedef struct HealthGroup
{
	const char *name;
	double		weight;
} HealthGroup;

typedef enum HealthMissing
{
	HEALTH_REWEIGHT,
	HEALTH_ZERO,
	HEALTH_NEUTRAL
} HealthMissing;

typedef struct HealthBand
{
	const char *name;
	double		from;
	double		edge;			/* the same, on the grid */
} HealthBand;

typedef enum HealthOperator
{
	HEALTH_LT,
	HEALTH_LE,
	HEALTH_EQ,
	HEALTH_NE,
	HEALTH_GE,
	HEALTH_GT
} HealthOperator;

typedef enum HealthAction
{
	HEALTH_CAP,
	HEALTH_FLOOR,
	HEALTH_SET,
	HEALTH_SET_TO_VALUE			/* of the signal itself */
} HealthAction;

typedef struct HealthOverride
{
	int			slot;			/* of the signal that it looks at */
	HealthOperator op;
	double		value;
	int64		max_age;		/* microseconds, or 0 */
	TimestampTz until;			/* or DT_NOEND */
	HealthAction action;
	double		score;			/* on the grid */
	double		given_score;
	const char *reason;
} HealthOverride;

/* A name of a signal that the model knows. */
typedef struct HealthSlot
{
	const char *name;
	uint32		length;
} HealthSlot;

typedef enum HealthStatus
{
	HEALTH_MISSING,
	HEALTH_LATER,				/* than as_of */
	HEALTH_STALE,				/* older than max_age */
	HEALTH_PRESENT
} HealthStatus;

/* What is known of a slot's signal; the second part is filled in by the evaluation. */
typedef struct HealthReading
{
	double		value;
	TimestampTz at;
	HealthStatus status;
	double		points;
	double		fade;			/* 1 when it is fresh */
	double		weight;			/* in the score: of the total in HealthScore */
} HealthReading;

typedef struct HealthModel
{
	const char *name;			/* or NULL */
	const char *version;		/* or NULL */
	int			signals;
	HealthSignal *signal;
	int			groups;
	HealthGroup *group;
	HealthMissing missing;
	double		missing_points;
	double		min_coverage;
	double		min_coverage_on_grid;
	int			bands;
	HealthBand *band;
	HealthBounds band_bounds;
	int			overrides;
	HealthOverride *override;

	int			slots;			/* those of the signals come first, in their order */
	HealthSlot *slot;
	int		   *by_name;		/* the slots, sorted by name */
	double		total_cover;	/* of all signals */
	bool		needs_as_of;
	double	   *group_weight;	/* room for the evaluation */
	HealthReading *reading;		/* the same: a reading for each slot */
} HealthModel;

/* In the current memory context. */
extern HealthModel *health_model_read(const JsonNode *root);
extern void health_model_write(StringInfo out, const HealthModel *model);

/* A value of the type, from its JSON: for functions that make models. */
extern CsopsHeader *health_model_from_json(const char *text, Size length);

/*
 * The opened model in an argument, which must not be NULL.  It stays where it
 * is as long as the call site does; a call site knows several models, and looks
 * for silent casts when it is called first.
 */
extern HealthModel *health_model_argument(FunctionCallInfo fcinfo, int n);

#endif							/* CSOPS_HEALTH_MODEL_H */
