/*
 * health_explain.c
 *		What a score, and a change of it, is made of: as rows and in words.
 */
#include "csops.h"

#include "funcapi.h"
#include "health_score.h"
#include "json_time.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"
#include "utils/tuplestore.h"

/* Parts of a whole */

/*
 * Puts the parts on the grid and gives what rounding has left over to the
 * largest of them, so that they sum to the whole, which is on the grid.
 */
static void
fit_parts(double *part, int count, double whole)
{
	int			largest = 0;

	for (int i = 0; i < count; i++)
	{
		part[i] = on_health_grid(part[i]);
		whole -= part[i];
		if (fabs(part[i]) > fabs(part[largest]))
			largest = i;
	}
	part[largest] += whole;
}

/* What the signals contribute to a computed score. */
static double *
contributions(const HealthModel *model, const HealthReading *reading, const HealthScore *score)
{
	double	   *part = palloc(sizeof(double) * model->signals);

	for (int i = 0; i < model->signals; i++)
		part[i] = reading[i].weight / score->weight * reading[i].points;
	fit_parts(part, model->signals, score->computed);
	return part;
}

/* Numbers for people: one digit after the point, if any. */
static void
append_number(StringInfo out, double number)
{
	appendStringInfo(out, "%.1f", number);
	if (out->data[out->len - 1] == '0')
	{
		out->len -= 2;
		out->data[out->len] = '\0';
	}
}

static void
append_status(StringInfo out, const HealthSignal *signal, HealthStatus status)
{
	switch (status)
	{
		case HEALTH_MISSING:
			appendStringInfoString(out, "missing");
			break;
		case HEALTH_LATER:
			appendStringInfoString(out, "later than as_of");
			break;
		case HEALTH_STALE:
			appendStringInfo(out, "older than %s", span_text(signal->max_age));
			break;
		case HEALTH_PRESENT:
			break;
	}
}

static void
append_override(StringInfo out, const HealthOverride *override, double score)
{
	static const char *const words[] = {"capped at ", "raised to ", "set to ", "set to "};

	appendStringInfoString(out, words[override->action]);
	append_number(out, score);
	appendStringInfo(out, ": %s", override->reason);
}

static Datum
slot_name(const HealthModel *model, int slot)
{
	return PointerGetDatum(cstring_to_text_with_len(model->slot[slot].name, model->slot[slot].length));
}

/* The set in an argument, read and evaluated with readings of its own. */
static HealthReading *
evaluate_set(FunctionCallInfo fcinfo, int n, const HealthModel *model, TimestampTz as_of, HealthScore *score)
{
	HealthReading *reading = palloc0(sizeof(HealthReading) * model->slots);

	health_read_set(model, CSOPS_GETARG(signal_set_type, n), as_of, reading);
	health_evaluate(model, reading, as_of, score);
	return reading;
}

/* health_drivers */

static void
put_driver(ReturnSetInfo *result, const HealthModel *model, int i, const HealthReading *r,
		   const HealthScore *score, double contribution)
{
	const HealthSignal *signal = &model->signal[i];
	bool		counts = r->status == HEALTH_PRESENT || model->missing != HEALTH_REWEIGHT;
	StringInfoData note;
	Datum		values[6];
	bool		nulls[6] = {0};

	initStringInfo(&note);
	append_status(&note, signal, r->status);
	if (r->status != HEALTH_PRESENT && counts)
	{
		appendStringInfoString(&note, ", counted as ");
		append_number(&note, r->points);
	}
	if (r->status == HEALTH_PRESENT && r->fade < 1)
	{
		appendStringInfoString(&note, "faded to ");
		append_number(&note, 100 * r->fade);
		appendStringInfoChar(&note, '%');
	}

	values[0] = slot_name(model, i);
	values[1] = Float8GetDatum(r->value);
	nulls[1] = r->status == HEALTH_MISSING || r->status == HEALTH_LATER;
	values[2] = Float8GetDatum(r->points);
	nulls[2] = !counts;
	nulls[3] = nulls[4] = !score->is_computed;
	if (score->is_computed)
	{
		values[3] = Float8GetDatum(r->weight / score->weight);
		values[4] = Float8GetDatum(contribution);
	}
	values[5] = CStringGetTextDatum(note.data);
	nulls[5] = note.len == 0;
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

static void
put_override_driver(ReturnSetInfo *result, const HealthModel *model, const HealthOverride *override,
					const HealthReading *r, double score, double effect)
{
	StringInfoData note;
	Datum		values[6] = {0};
	bool		nulls[6] = {false, false, true, true, false, false};

	initStringInfo(&note);
	append_override(&note, override, override->action == HEALTH_SET_TO_VALUE ? score : override->score);
	values[0] = slot_name(model, override->slot);
	values[1] = Float8GetDatum(r->value);
	values[4] = Float8GetDatum(effect);
	values[5] = CStringGetTextDatum(note.data);
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

CSOPS_FUNCTION(csops_health_drivers);

/* health_drivers(model, signals, as_of) */
Datum
csops_health_drivers(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	HealthModel *model;
	HealthReading *reading;
	HealthScore score;
	TimestampTz as_of;
	double	   *part = NULL;
	bool		is_known;
	double		running;

	InitMaterializedSRF(fcinfo, 0);
	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_NULL();
	model = health_model_argument(fcinfo, 0);
	as_of = health_as_of(fcinfo, 2, model);
	reading = evaluate_set(fcinfo, 1, model, as_of, &score);

	if (score.is_computed)
		part = contributions(model, reading, &score);
	for (int i = 0; i < model->signals; i++)
		put_driver(result, model, i, &reading[i], &score, part == NULL ? 0 : part[i]);
	is_known = score.is_computed;
	running = score.computed;
	for (int i = 0; i < model->overrides; i++)
	{
		const HealthOverride *override = &model->override[i];
		double		effect;

		if (health_override_effect(model, override, reading, as_of, &is_known, &running, &effect))
			put_override_driver(result, model, override, &reading[override->slot], running, effect);
	}
	PG_RETURN_NULL();
}

/* health_change */

static void
put_change(ReturnSetInfo *result, const HealthModel *model, int slot, const char *kind, const double *effect)
{
	Datum		values[3] = {0};
	bool		nulls[3] = {slot < 0, false, effect == NULL};

	if (slot >= 0)
		values[0] = slot_name(model, slot);
	values[1] = CStringGetTextDatum(kind);
	if (effect != NULL)
		values[2] = Float8GetDatum(*effect);
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

/*
 * What each signal has done to a computed score.  Its weight is worth the
 * points that it has above the score before, so that a signal as good as the
 * account moves nothing when it comes, goes or weighs more.
 */
static void
put_signal_changes(ReturnSetInfo *result, const HealthModel *model,
				   const HealthReading *before, const HealthScore *score_before,
				   const HealthReading *after, const HealthScore *score_after)
{
	double	   *part = palloc(sizeof(double) * model->signals * 2);

	for (int i = 0; i < model->signals; i++)
	{
		const HealthReading *b = &before[i];
		const HealthReading *a = &after[i];
		double		share_before = b->weight / score_before->weight;
		double		share_after = a->weight / score_after->weight;

		part[2 * i] = share_before * (a->points - b->points);
		part[2 * i + 1] = (share_after - share_before) * (a->points - score_before->computed);
		if (a->status != HEALTH_PRESENT || b->status != HEALTH_PRESENT)
		{
			part[2 * i] = share_after * (a->points - score_before->computed) -
				share_before * (b->points - score_before->computed);
			part[2 * i + 1] = 0;
		}
	}
	fit_parts(part, 2 * model->signals, score_after->computed - score_before->computed);
	for (int i = 0; i < model->signals; i++)
	{
		bool		was = before[i].status == HEALTH_PRESENT;
		bool		is = after[i].status == HEALTH_PRESENT;
		const char *kind = was && is ? "value" : was ? "left" : is ? "entered" : "weight";

		if (part[2 * i] != 0)
			put_change(result, model, i, kind, &part[2 * i]);
		if (part[2 * i + 1] != 0)
			put_change(result, model, i, "weight", &part[2 * i + 1]);
	}
}

/* What each override has done to the score, 0 where it does not apply. */
static double *
override_effects(const HealthModel *model, const HealthReading *reading, const HealthScore *score,
				 TimestampTz as_of)
{
	double	   *effect = palloc0(sizeof(double) * Max(model->overrides, 1));
	bool		is_known = score->is_computed;
	double		running = score->computed;

	for (int i = 0; i < model->overrides; i++)
	{
		if (!health_override_effect(model, &model->override[i], reading, as_of, &is_known, &running, &effect[i]))
			effect[i] = 0;
	}
	return effect;
}

CSOPS_FUNCTION(csops_health_change);

/* health_change(model, before, after, before_as_of, after_as_of) */
Datum
csops_health_change(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	HealthModel *model;
	TimestampTz as_of_before;
	TimestampTz as_of_after;
	HealthReading *before;
	HealthReading *after;
	HealthScore score_before;
	HealthScore score_after;
	double	   *effect_before;
	double	   *effect_after;

	InitMaterializedSRF(fcinfo, 0);
	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2))
		PG_RETURN_NULL();
	model = health_model_argument(fcinfo, 0);
	as_of_before = health_as_of(fcinfo, 3, model);
	as_of_after = health_as_of(fcinfo, 4, model);
	before = evaluate_set(fcinfo, 1, model, as_of_before, &score_before);
	after = evaluate_set(fcinfo, 2, model, as_of_after, &score_after);

	if (!score_before.is_known || !score_after.is_known)
	{
		put_change(result, model, -1, HEALTH_UNKNOWN_BAND, NULL);
		PG_RETURN_NULL();
	}
	if (score_before.is_computed && score_after.is_computed)
		put_signal_changes(result, model, before, &score_before, after, &score_after);
	else if (score_before.is_computed || score_after.is_computed)
	{
		double		effect = score_after.computed - score_before.computed;

		put_change(result, model, -1, "coverage", &effect);
	}
	effect_before = override_effects(model, before, &score_before, as_of_before);
	effect_after = override_effects(model, after, &score_after, as_of_after);
	for (int i = 0; i < model->overrides; i++)
	{
		double		effect = effect_after[i] - effect_before[i];

		if (effect != 0)
			put_change(result, model, model->override[i].slot, "override", &effect);
	}
	PG_RETURN_NULL();
}

/* health_reason */

/* How many points a signal keeps the score away from the best. */
typedef struct Loss
{
	int			signal;
	double		points;
} Loss;

static int
compare_losses(const void *a, const void *b)
{
	const Loss *la = a;
	const Loss *lb = b;

	if (la->points != lb->points)
		return la->points < lb->points ? 1 : -1;
	return la->signal - lb->signal;
}

static void
append_losses(StringInfo out, const HealthModel *model, const HealthReading *reading,
			  const HealthScore *score, int most)
{
	Loss	   *losses = palloc(sizeof(Loss) * model->signals);
	int			count = 0;

	for (int i = 0; i < model->signals; i++)
	{
		double		points = reading[i].weight / score->weight * (HEALTH_BEST_SCORE - reading[i].points);

		/* What would be shown as 0 is not shown. */
		if (points >= 0.05)
			losses[count++] = (Loss) {i, points};
	}
	qsort(losses, count, sizeof(Loss), compare_losses);
	for (int i = 0; i < Min(count, most); i++)
	{
		appendStringInfo(out, i == 0 ? "; %s costs " : ", %s ", model->slot[losses[i].signal].name);
		append_number(out, losses[i].points);
		if (i == 0)
			appendStringInfoString(out, " points");
	}
}

static void
append_missing(StringInfo out, const HealthModel *model, const HealthReading *reading, int most)
{
	int			count = 0;

	for (int i = 0; i < model->signals; i++)
	{
		if (reading[i].status == HEALTH_PRESENT)
			continue;
		if (count < most)
		{
			appendStringInfo(out, count == 0 ? "; no data: %s" : ", %s", model->slot[i].name);
			if (reading[i].status != HEALTH_MISSING)
			{
				appendStringInfoString(out, " (");
				append_status(out, &model->signal[i], reading[i].status);
				appendStringInfoChar(out, ')');
			}
		}
		count++;
	}
	if (count > most && most > 0)
		appendStringInfo(out, " and %d more", count - most);
}

static void
append_overrides(StringInfo out, const HealthModel *model, const HealthReading *reading,
				 const HealthScore *score, TimestampTz as_of)
{
	bool		is_known = score->is_computed;
	double		running = score->computed;

	for (int i = 0; i < model->overrides; i++)
	{
		double		effect;
		bool		was_known = is_known;

		if (!health_override_effect(model, &model->override[i], reading, as_of, &is_known, &running, &effect) ||
			(effect == 0 && was_known))
			continue;
		appendStringInfoString(out, "; ");
		append_override(out, &model->override[i], running);
	}
}

CSOPS_FUNCTION(csops_health_reason);

/* health_reason(model, signals, as_of, n) */
Datum
csops_health_reason(PG_FUNCTION_ARGS)
{
	HealthModel *model;
	TimestampTz as_of;
	HealthReading *reading;
	HealthScore score;
	StringInfoData text;
	int32		n;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(3))
		PG_RETURN_NULL();
	n = PG_GETARG_INT32(3);
	if (n < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("n must not be negative"),
				 errdetail("The n given is %d.", n),
				 errhint("Give the number of signals to name, such as 3.")));
	model = health_model_argument(fcinfo, 0);
	as_of = health_as_of(fcinfo, 2, model);
	reading = evaluate_set(fcinfo, 1, model, as_of, &score);

	initStringInfo(&text);
	if (score.is_known)
	{
		append_number(&text, health_rounded(model, score.score, 1));
		if (model->bands > 0)
			appendStringInfo(&text, ", %s", model->band[health_band_index(model, score.score, -1, 0)].name);
	}
	else
		appendStringInfoString(&text, HEALTH_UNKNOWN_BAND);
	append_overrides(&text, model, reading, &score, as_of);
	if (score.is_computed)
		append_losses(&text, model, reading, &score, n);
	else if (on_health_grid(score.coverage) >= model->min_coverage_on_grid)
		appendStringInfoString(&text, "; no signal has any weight left");
	else
	{
		appendStringInfoString(&text, "; signals for ");
		append_number(&text, 100 * score.coverage);
		appendStringInfoString(&text, "% of the weight are there, ");
		append_number(&text, 100 * model->min_coverage);
		appendStringInfoString(&text, "% are needed");
	}
	append_missing(&text, model, reading, n);
	PG_RETURN_TEXT_P(cstring_to_text_with_len(text.data, text.len));
}
