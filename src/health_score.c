/*
 * health_score.c
 *		Scores accounts: health_score, health_coverage, health_band and their kin.
 */
#include "csops.h"

#include "catalog/pg_type.h"
#include "common/int.h"
#include "health_score.h"
#include "options.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

/* Signals */

int64
health_age(const HealthReading *reading, TimestampTz as_of)
{
	int64		age;

	if (reading->at == SIGNAL_UNDATED)
		return 0;
	return pg_sub_s64_overflow(as_of, reading->at, &age) ? PG_INT64_MAX : age;
}

static inline bool
is_too_old(const HealthReading *reading, TimestampTz as_of, int64 max_age)
{
	return max_age != 0 && health_age(reading, as_of) > max_age;
}

TimestampTz
health_as_of(FunctionCallInfo fcinfo, int n, const HealthModel *model)
{
	TimestampTz as_of = PG_ARGISNULL(n) ? HEALTH_NO_INSTANT : PG_GETARG_TIMESTAMPTZ(n);

	if (model->needs_as_of && TIMESTAMP_NOT_FINITE(as_of))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the model needs an as_of"),
				 errdetail("It has a half_life, max_age or until, and no finite instant is given to which these refer."),
				 errhint("Give the instant at which the account is looked at, such as date_trunc('day', now()) or the day of the report.")));
	return as_of;
}

void
health_read_set(const HealthModel *model, const SignalSet *set, TimestampTz as_of, HealthReading *reading)
{
	uint32		next = 0;

	/* Both are in the order of names. */
	for (int i = 0; i < model->slots; i++)
	{
		int			slot = model->by_name[i];
		HealthReading *r = &reading[slot];
		int			order = 1;

		while (next < set->count)
		{
			uint32		length;
			const char *name = signal_name(set, next, &length);

			order = compare_signal_names(name, length, model->slot[slot].name, model->slot[slot].length);
			if (order >= 0)
				break;
			next++;
		}
		r->status = HEALTH_MISSING;
		if (next == set->count || order != 0)
			continue;
		r->value = set->signal[next].value;
		r->at = set->signal[next].at;
		if (r->at > as_of)
			r->status = HEALTH_LATER;
		else if (slot < model->signals && is_too_old(r, as_of, model->signal[slot].max_age))
			r->status = HEALTH_STALE;
		else
			r->status = HEALTH_PRESENT;
		next++;
	}
}

/* Points */

static inline double
interpolate(const HealthSignal *signal, double value)
{
	const double *x = signal->x;
	const double *points = signal->points;
	int			i = 0;

	/* There are few knots, and no branch to guess wrongly. */
	for (int k = 0; k < signal->knots; k++)
		i += x[k] <= value;
	if (i == 0)
		return points[0];
	if (i == signal->knots)
		return points[i - 1];
	return points[i - 1] + (value - x[i - 1]) * signal->slope[i - 1];
}

static inline double
step(const HealthSignal *signal, double value)
{
	int			i = 0;

	if (signal->bounds == HEALTH_LOWER_CLOSED)
	{
		for (int k = 0; k < signal->knots; k++)
			i += signal->x[k] <= value;
	}
	else
	{
		for (int k = 0; k < signal->knots; k++)
			i += signal->x[k] < value;
	}
	return signal->points[Max(i, 1) - 1];
}

static inline double
points_of(const HealthSignal *signal, double value)
{
	switch (signal->shape)
	{
		case HEALTH_CURVE:
			return interpolate(signal, value);
		case HEALTH_TIERS:
			return step(signal, value);
		case HEALTH_LOGISTIC:
			break;
	}
	return HEALTH_BEST_SCORE / (1 + exp(-signal->steepness * (value - signal->midpoint)));
}

/*
 * A group's weight is shared among those of its signals that count, by their
 * weights; what a signal loses by fading, its group loses too.
 */
static void
weigh_groups(const HealthModel *model, HealthReading *reading)
{
	for (int i = 0; i < model->groups; i++)
		model->group_weight[i] = 0;
	for (int i = 0; i < model->signals; i++)
	{
		if (model->signal[i].group >= 0)
			model->group_weight[model->signal[i].group] += reading[i].weight;
	}
	for (int i = 0; i < model->signals; i++)
	{
		int			group = model->signal[i].group;

		if (group >= 0 && reading[i].weight > 0)
			reading[i].weight = model->group[group].weight * (reading[i].weight / model->group_weight[group]);
	}
}

bool
health_override_effect(const HealthModel *model, const HealthOverride *override,
					   const HealthReading *reading, TimestampTz as_of,
					   bool *is_known, double *score, double *effect)
{
	const HealthReading *r = &reading[override->slot];
	bool		holds = false;
	double		result = override->score;

	if (r->status != HEALTH_PRESENT || is_too_old(r, as_of, override->max_age) ||
		(override->until != DT_NOEND && as_of >= override->until))
		return false;
	switch (override->op)
	{
		case HEALTH_LT:
			holds = r->value < override->value;
			break;
		case HEALTH_LE:
			holds = r->value <= override->value;
			break;
		case HEALTH_EQ:
			holds = r->value == override->value;
			break;
		case HEALTH_NE:
			holds = r->value != override->value;
			break;
		case HEALTH_GE:
			holds = r->value >= override->value;
			break;
		case HEALTH_GT:
			holds = r->value > override->value;
			break;
	}
	if (!holds)
		return false;
	switch (override->action)
	{
		case HEALTH_CAP:
			if (!*is_known)
				return false;
			result = Min(*score, result);
			break;
		case HEALTH_FLOOR:
			if (!*is_known)
				return false;
			result = Max(*score, result);
			break;
		case HEALTH_SET:
			break;
		case HEALTH_SET_TO_VALUE:
			result = on_health_grid(Min(Max(r->value, 0), HEALTH_BEST_SCORE));
			break;
	}
	*effect = result - (*is_known ? *score : 0);
	*score = result;
	*is_known = true;
	return true;
}

void
health_evaluate(const HealthModel *model, HealthReading *reading, TimestampTz as_of, HealthScore *score)
{
	double		covered = 0;
	double		weight = 0;
	double		sum = 0;
	double		effect;

	for (int i = 0; i < model->signals; i++)
	{
		const HealthSignal *signal = &model->signal[i];
		HealthReading *r = &reading[i];

		r->fade = 1;
		if (r->status == HEALTH_PRESENT)
		{
			covered += signal->covers;
			r->points = points_of(signal, r->value);
			r->weight = signal->weight;
			if (signal->half_life != 0)
				r->fade = exp2(-((double) health_age(r, as_of) / (double) signal->half_life));
		}
		else
		{
			r->points = model->missing_points;
			r->weight = model->missing == HEALTH_REWEIGHT ? 0 : signal->weight;
		}
	}
	if (model->groups > 0)
		weigh_groups(model, reading);
	for (int i = 0; i < model->signals; i++)
	{
		reading[i].weight *= reading[i].fade;
		weight += reading[i].weight;
		sum += reading[i].weight * reading[i].points;
	}

	/* On the grid, so that no rounding makes a coverage of 0.5 less than that. */
	score->coverage = covered / model->total_cover;
	score->weight = weight;
	score->computed = 0;
	score->is_computed = weight >= HEALTH_LEAST_WEIGHT &&
		on_health_grid(score->coverage) >= model->min_coverage_on_grid;
	if (score->is_computed)
		score->computed = Min(on_health_grid(sum / weight), HEALTH_BEST_SCORE);

	score->is_known = score->is_computed;
	score->score = score->computed;
	for (int i = 0; i < model->overrides; i++)
		health_override_effect(model, &model->override[i], reading, as_of, &score->is_known, &score->score, &effect);
}

/* Bands */

static bool
is_above(const HealthModel *model, double score, double edge)
{
	edge = on_health_grid(edge);
	return model->band_bounds == HEALTH_LOWER_CLOSED ? score >= edge : score > edge;
}

int
health_band_index(const HealthModel *model, double score, int previous, double margin)
{
	int			band = 0;

	score = on_health_grid(score);
	if (previous >= 0 &&
		(previous == 0 || is_above(model, score, model->band[previous].edge - margin)) &&
		(previous == model->bands - 1 || !is_above(model, score, model->band[previous + 1].edge + margin)))
		return previous;
	while (band < model->bands - 1 && is_above(model, score, model->band[band + 1].edge))
		band++;
	return band;
}

double
health_rounded(const HealthModel *model, double score, int digits)
{
	double		scale = pow(10, digits);
	double		rounded = floor(score * scale + 0.5) / scale;
	int			band;

	if (model->bands == 0)
		return rounded;
	band = health_band_index(model, score, -1, 0);
	if (health_band_index(model, rounded, -1, 0) == band)
		return rounded;
	rounded = (rounded > score ? floor(score * scale) : ceil(score * scale)) / scale;
	return health_band_index(model, rounded, -1, 0) == band ? rounded : score;
}

static void
require_bands(const HealthModel *model)
{
	if (model->bands == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the model has no bands"),
				 errhint("Give it some: \"bands\": [[\"red\", 0], [\"yellow\", 50], [\"green\", 75]].")));
}

/* The options previous and margin, as arguments n and n + 1; false when one of them is NULL. */
static bool
hysteresis_options(FunctionCallInfo fcinfo, int n, const HealthModel *model, int *previous, double *margin)
{
	char	   *name;

	if (PG_ARGISNULL(n) || PG_ARGISNULL(n + 1))
		return false;
	*margin = PG_GETARG_FLOAT8(n + 1);
	if (!(*margin >= 0 && *margin <= HEALTH_BEST_SCORE))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("margin is out of range"),
				 errdetail("The margin given is %s.", shown_float8(*margin)),
				 errhint("Give the points by which a score must leave its band, 0 to 100.")));
	*previous = -1;
	name = text_to_cstring(PG_GETARG_TEXT_PP(n));
	if (*name == '\0' || strcmp(name, HEALTH_UNKNOWN_BAND) == 0)
		return true;
	for (int i = 0; i < model->bands; i++)
	{
		if (strcmp(model->band[i].name, name) == 0)
			*previous = i;
	}
	if (*previous < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("previous is no band of the model"),
				 errhint("Give '' for an account that had no band, or one by another model.")));
	return true;
}

static Datum
band_name(const HealthModel *model, bool is_known, double score, int previous, double margin)
{
	if (!is_known)
		return CStringGetTextDatum(HEALTH_UNKNOWN_BAND);
	return CStringGetTextDatum(model->band[health_band_index(model, score, previous, margin)].name);
}

/* A score that was kept; NaN and what is beyond the scale is an error. */
static double
score_argument(FunctionCallInfo fcinfo, int n)
{
	double		score = PG_GETARG_FLOAT8(n);

	if (!(score >= 0 && score <= HEALTH_BEST_SCORE))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("score is out of range"),
				 errdetail("The score is %s; scores lie between 0 and 100.", shown_float8(score)),
				 errhint("Give a score as health_score makes it.")));
	return score;
}

/* SQL functions */

/* f(model, signals, as_of, ...); false when there is no model or no set. */
static bool
evaluate_arguments(FunctionCallInfo fcinfo, const HealthModel **model, HealthScore *score)
{
	HealthModel *opened;
	TimestampTz as_of;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		return false;
	opened = health_model_argument(fcinfo, 0);
	as_of = health_as_of(fcinfo, 2, opened);
	health_read_set(opened, CSOPS_GETARG(signal_set_type, 1), as_of, opened->reading);
	health_evaluate(opened, opened->reading, as_of, score);
	*model = opened;
	return true;
}

CSOPS_FUNCTION(csops_health_score);
CSOPS_FUNCTION(csops_health_coverage);
CSOPS_FUNCTION(csops_health_band);

Datum
csops_health_score(PG_FUNCTION_ARGS)
{
	const HealthModel *model;
	HealthScore score;

	if (!evaluate_arguments(fcinfo, &model, &score) || !score.is_known)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(score.score);
}

Datum
csops_health_coverage(PG_FUNCTION_ARGS)
{
	const HealthModel *model;
	HealthScore score;

	if (!evaluate_arguments(fcinfo, &model, &score))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(score.coverage);
}

Datum
csops_health_band(PG_FUNCTION_ARGS)
{
	const HealthModel *model;
	HealthScore score = {0};
	int			previous;
	double		margin;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	if (!evaluate_arguments(fcinfo, &model, &score))
		model = health_model_argument(fcinfo, 0);
	require_bands(model);
	if (!hysteresis_options(fcinfo, 3, model, &previous, &margin))
		PG_RETURN_NULL();
	return band_name(model, score.is_known, score.score, previous, margin);
}

/* Values in the order of the model */

void
health_check_values(const HealthModel *model, int count)
{
	if (count != model->signals)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("wrong number of signals"),
				 errdetail("Signals of the model: %d; values given: %d.", model->signals, count),
				 errhint("Give a value for each signal, in the order of the model, and NULL where one is missing.")));
	if (model->needs_as_of)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the model needs an as_of"),
				 errdetail("It has a half_life, max_age or until, and values alone have no age."),
				 errhint("Call health_score(model, signals, as_of) with a signal_set.")));
}

void
health_value_out_of_range(const HealthModel *model, int i, double value)
{
	signal_out_of_range(model->slot[i].name, model->slot[i].length, value, "Give NULL where a signal is missing.");
}

Datum
health_score_of_readings(FunctionCallInfo fcinfo, HealthModel *model)
{
	HealthScore score;

	for (int i = model->signals; i < model->slots; i++)
		model->reading[i].status = HEALTH_MISSING;
	health_evaluate(model, model->reading, HEALTH_NO_INSTANT, &score);
	if (!score.is_known)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(score.score);
}

/* The elements that are not NULL.  ARR_DATA_PTR mixes signed and unsigned numbers. */
static const double *
array_floats(const ArrayType *array)
{
	Size		offset = ARR_HASNULL(array) ? (Size) array->dataoffset : ARR_OVERHEAD_NONULLS(ARR_NDIM(array));

	return (const double *) ((const char *) array + offset);
}

CSOPS_FUNCTION(csops_health_score_values);

/* health_score(model, VARIADIC signals float8[]) */
Datum
csops_health_score_values(PG_FUNCTION_ARGS)
{
	HealthModel *model = health_model_argument(fcinfo, 0);
	ArrayType  *values = PG_GETARG_ARRAYTYPE_P(1);
	const bits8 *nulls = ARR_NULLBITMAP(values);
	const double *next = array_floats(values);

	health_check_values(model, ArrayGetNItems(ARR_NDIM(values), ARR_DIMS(values)));
	for (int i = 0; i < model->signals; i++)
	{
		if (nulls != NULL && (nulls[i / 8] & (1 << (i % 8))) == 0)
			model->reading[i].status = HEALTH_MISSING;
		else
			health_read_value(model, i, *next++);
	}
	return health_score_of_readings(fcinfo, model);
}

CSOPS_FUNCTION(csops_band_of);
CSOPS_FUNCTION(csops_score_rounded);

/* band_of(model, score, previous, margin) */
Datum
csops_band_of(PG_FUNCTION_ARGS)
{
	const HealthModel *model;
	int			previous;
	double		margin;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	model = health_model_argument(fcinfo, 0);
	require_bands(model);
	if (!hysteresis_options(fcinfo, 2, model, &previous, &margin))
		PG_RETURN_NULL();
	if (PG_ARGISNULL(1))
		return band_name(model, false, 0, previous, margin);
	return band_name(model, true, score_argument(fcinfo, 1), previous, margin);
}

/* score_rounded(model, score, digits) */
Datum
csops_score_rounded(PG_FUNCTION_ARGS)
{
	const HealthModel *model = health_model_argument(fcinfo, 0);
	double		score = score_argument(fcinfo, 1);
	int32		digits = PG_GETARG_INT32(2);

	if (digits < 0 || digits > 9)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("digits is out of range"),
				 errdetail("The number of digits given is %d.", digits),
				 errhint("Give 0 to 9 digits after the point.")));
	PG_RETURN_FLOAT8(health_rounded(model, score, digits));
}
