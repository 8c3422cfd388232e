/*
 * health_model_json.c
 *		The JSON of a health_model: read with every error named, written in one way.
 */
#include "csops.h"

#include "health_model.h"
#include "json_time.h"
#include "options.h"
#include "signal_set.h"
#include "utils/timestamp.h"

#define MAX_KNOTS			100
#define MAX_BANDS			100
#define MAX_OVERRIDES		1000
#define MAX_NAME			255
#define MAX_REASON			1000
#define MAX_WEIGHT			1e9

static const char *const bounds_names[] = {"[)", "(]", NULL};
static const char *const missing_names[] = {"reweight", "zero", "neutral", NULL};
static const char *const operator_names[] = {"<", "<=", "=", "<>", ">=", ">", NULL};
static const double missing_points[] = {0, 0, HEALTH_BEST_SCORE / 2};

/* Parts of many places */

static double
read_number(const JsonNode *node, double lowest, double highest)
{
	double		value = json_float8(node);

	if (value < lowest || value > highest)
		json_error(node, "Expected a number from %s to %s here.", shown_float8(lowest), shown_float8(highest));
	return value == 0 ? 0 : value;
}

static double
read_value(const JsonNode *node)
{
	double		value = json_float8(node);

	return value == 0 ? 0 : value;
}

static const char *
read_text(const JsonNode *node, int most)
{
	const char *text = json_string(node);

	if (*text == '\0' || strlen(text) > (Size) most)
		json_error(node, "Expected a text of 1 to %d bytes here.", most);
	return text;
}

static int
read_choice(const JsonNode *node, const char *const *names)
{
	const char *text = json_string(node);
	StringInfoData known;

	for (int i = 0; names[i] != NULL; i++)
	{
		if (strcmp(text, names[i]) == 0)
			return i;
	}
	initStringInfo(&known);
	for (int i = 0; names[i] != NULL; i++)
		appendStringInfo(&known, "%s\"%s\"", i == 0 ? "" : ", ", names[i]);
	json_error(node, "Unknown choice; the choices here are %s.", known.data);
}

static int
read_choice_field(const JsonNode *object, const char *key, const char *const *names)
{
	const JsonNode *node = json_field(object, key);

	return node == NULL ? 0 : read_choice(node, names);
}

static int64
read_span_field(const JsonNode *object, const char *key)
{
	const JsonNode *node = json_field(object, key);

	return node == NULL ? 0 : json_span(node);
}

/* The length of a list within its limits. */
static int
list_length_of(const JsonNode *list, int least, int most)
{
	json_check_array(list);
	if (list->count < least || list->count > most)
		json_error(list, "Expected a list of %d to %d elements here.", least, most);
	return list->count;
}

static void
check_pair(const JsonNode *node, const char *what)
{
	json_check_array(node);
	if (node->count != 2)
		json_error(node, "%s", what);
}

/* Signals */

static void
read_knots(const JsonNode *list, int least, HealthSignal *signal)
{
	const JsonNode *node;

	list_length_of(list, least, MAX_KNOTS);
	signal->x = palloc(sizeof(double) * list->count);
	signal->points = palloc(sizeof(double) * list->count);
	signal->slope = palloc0(sizeof(double) * list->count);
	for (node = list->first; node != NULL; node = node->next)
	{
		int			i = signal->knots;

		check_pair(node, "Expected a value and its points here, such as [10, 50].");
		signal->x[i] = read_value(node->first);
		signal->points[i] = read_number(node->first->next, 0, HEALTH_BEST_SCORE);
		if (i > 0 && signal->x[i] <= signal->x[i - 1])
			json_error(node, "The values must ascend.");
		if (i > 0)
		{
			double		distance = signal->x[i] - signal->x[i - 1];

			signal->slope[i - 1] = (signal->points[i] - signal->points[i - 1]) / distance;
			if (isinf(distance) || isinf(signal->slope[i - 1]))
				json_error(node, "The value is too %s the one before.", isinf(distance) ? "far from" : "close to");
		}
		signal->knots++;
	}
}

static void
read_logistic(const JsonNode *node, HealthSignal *signal)
{
	static const char *const keys[] = {"midpoint", "steepness", NULL};

	json_check_object(node, keys);
	signal->midpoint = read_value(json_required(node, "midpoint"));
	signal->steepness = read_value(json_required(node, "steepness"));
	if (signal->steepness == 0)
		json_error(json_field(node, "steepness"), "A curve without steepness is the same everywhere.");
}

static void
read_shape(const JsonNode *node, HealthSignal *signal)
{
	const JsonNode *curve = json_field(node, "curve");
	const JsonNode *tiers = json_field(node, "tiers");
	const JsonNode *logistic = json_field(node, "logistic");
	const JsonNode *bounds = json_field(node, "bounds");

	if ((curve != NULL) + (tiers != NULL) + (logistic != NULL) != 1)
		json_error_hint(node, "A signal that is in points already has \"curve\": [[0, 0], [100, 100]].",
						"A signal has one of \"curve\", \"tiers\" and \"logistic\".");
	if (bounds != NULL && tiers == NULL)
		json_error(bounds, "Only tiers have bounds.");
	if (curve != NULL)
	{
		signal->shape = HEALTH_CURVE;
		read_knots(curve, 2, signal);
	}
	else if (tiers != NULL)
	{
		signal->shape = HEALTH_TIERS;
		signal->bounds = (HealthBounds) read_choice_field(node, "bounds", bounds_names);
		read_knots(tiers, 1, signal);
	}
	else
	{
		signal->shape = HEALTH_LOGISTIC;
		read_logistic(logistic, signal);
	}
}

/* The index of the name among the first slots, or -1. */
static int
find_slot(const HealthModel *model, const char *name)
{
	for (int i = 0; i < model->slots; i++)
	{
		if (strcmp(model->slot[i].name, name) == 0)
			return i;
	}
	return -1;
}

static int
add_slot(HealthModel *model, const char *name)
{
	model->slot[model->slots].name = name;
	model->slot[model->slots].length = strlen(name);
	return model->slots++;
}

static int
find_group(const HealthModel *model, const char *name)
{
	for (int i = 0; i < model->groups; i++)
	{
		if (strcmp(model->group[i].name, name) == 0)
			return i;
	}
	return -1;
}

/* Groups come into being as signals name them; what they weigh is known later. */
static int
read_group_name(const JsonNode *node, HealthModel *model)
{
	const char *name;
	int			group;

	if (node == NULL)
		return -1;
	name = read_text(node, MAX_NAME);
	group = find_group(model, name);
	if (group < 0)
	{
		group = model->groups++;
		model->group[group].name = name;
	}
	return group;
}

static void
read_signals(const JsonNode *list, HealthModel *model)
{
	static const char *const keys[] = {"name", "weight", "group", "curve", "tiers", "bounds", "logistic",
	"half_life", "max_age", NULL};
	int			count = list_length_of(list, 1, SIGNAL_LIMIT);

	model->signal = palloc0(sizeof(HealthSignal) * count);
	model->group = palloc0(sizeof(HealthGroup) * count);
	for (const JsonNode *node = list->first; node != NULL; node = node->next)
	{
		HealthSignal *signal = &model->signal[model->signals];
		const char *name;

		json_check_object(node, keys);
		name = read_text(json_required(node, "name"), SIGNAL_NAME_LIMIT);
		if (find_slot(model, name) >= 0)
			json_error(json_field(node, "name"), "A signal of this name is there already.");
		add_slot(model, name);
		signal->weight = read_number(json_required(node, "weight"), 0, MAX_WEIGHT);
		signal->group = read_group_name(json_field(node, "group"), model);
		read_shape(node, signal);
		signal->half_life = read_span_field(node, "half_life");
		signal->max_age = read_span_field(node, "max_age");
		if (signal->half_life != 0 || signal->max_age != 0)
			model->needs_as_of = true;
		model->signals++;
	}
}

/* The weights of the signals of each group. */
static double *
group_totals(const HealthModel *model)
{
	double	   *totals = palloc0(sizeof(double) * Max(model->groups, 1));

	for (int i = 0; i < model->signals; i++)
	{
		if (model->signal[i].group >= 0)
			totals[model->signal[i].group] += model->signal[i].weight;
	}
	return totals;
}

/*
 * Without a list of groups, a group weighs what its signals do.  With one, the
 * groups are in its order.
 */
static void
read_groups(const JsonNode *list, HealthModel *model)
{
	static const char *const keys[] = {"name", "weight", NULL};
	double	   *totals = group_totals(model);
	HealthGroup *listed;
	int		   *position;
	int			count = 0;

	if (list == NULL)
	{
		for (int i = 0; i < model->groups; i++)
			model->group[i].weight = totals[i];
		return;
	}
	list_length_of(list, 0, SIGNAL_LIMIT);
	listed = palloc0(sizeof(HealthGroup) * Max(list->count, 1));
	position = palloc(sizeof(int) * Max(model->groups, 1));
	for (int i = 0; i < model->groups; i++)
		position[i] = -1;
	for (const JsonNode *node = list->first; node != NULL; node = node->next)
	{
		int			group;

		json_check_object(node, keys);
		listed[count].name = read_text(json_required(node, "name"), MAX_NAME);
		listed[count].weight = read_number(json_required(node, "weight"), 0, MAX_WEIGHT);
		group = find_group(model, listed[count].name);
		if (group < 0)
			json_error(node, "No signal is in this group.");
		if (position[group] >= 0)
			json_error(node, "A group of this name is there already.");
		if (listed[count].weight > 0 && totals[group] == 0)
			json_error(node, "The weights of the signals of this group are zero.");
		position[group] = count++;
	}
	if (count < model->groups)
		json_error(list, "A group that signals name is missing in this list.");
	for (int i = 0; i < model->signals; i++)
	{
		if (model->signal[i].group >= 0)
			model->signal[i].group = position[model->signal[i].group];
	}
	model->group = listed;
}

/* What each signal adds to the coverage: its weight when all signals are there. */
static void
set_coverage(const JsonNode *root, HealthModel *model)
{
	double	   *totals = group_totals(model);

	for (int i = 0; i < model->signals; i++)
	{
		HealthSignal *signal = &model->signal[i];

		if (signal->group < 0)
			signal->covers = signal->weight;
		else if (totals[signal->group] > 0)
			signal->covers = model->group[signal->group].weight * (signal->weight / totals[signal->group]);
		model->total_cover += signal->covers;
	}
	if (model->total_cover == 0)
		json_error(json_field(root, "signals"), "All weights are zero.");
	if (model->total_cover < HEALTH_LEAST_WEIGHT)
		json_error(json_field(root, "signals"), "The weights are too small.");
}

/* Bands */

static void
read_bands(const JsonNode *root, HealthModel *model)
{
	const JsonNode *list = json_field(root, "bands");
	const JsonNode *bounds = json_field(root, "band_bounds");
	double		end = HEALTH_BEST_SCORE;

	if (list == NULL)
	{
		if (bounds != NULL)
			json_error(bounds, "There are no bands.");
		return;
	}
	model->band_bounds = (HealthBounds) read_choice_field(root, "band_bounds", bounds_names);
	model->band = palloc0(sizeof(HealthBand) * list_length_of(list, 1, MAX_BANDS));
	for (const JsonNode *node = list->first; node != NULL; node = node->next)
	{
		HealthBand *band = &model->band[model->bands];

		check_pair(node, "Expected the name of a band and the score it begins with here, such as [\"green\", 75].");
		band->name = read_text(node->first, MAX_NAME);
		if (strcmp(band->name, HEALTH_UNKNOWN_BAND) == 0)
			json_error(node->first, "\"%s\" is what accounts without a score are in.", HEALTH_UNKNOWN_BAND);
		band->from = read_number(node->first->next, 0, end);
		band->edge = on_health_grid(band->from);
		if (model->bands == 0 && band->from != 0)
			json_error(node, "The first band must begin with 0.");
		if (model->bands > 0 && band->edge <= band[-1].edge)
			json_error(node, "The bands must ascend.");
		if (model->band_bounds == HEALTH_UPPER_CLOSED && band->from == end)
			json_error(node, "No score is above 100.");
		for (int i = 0; i < model->bands; i++)
		{
			if (strcmp(model->band[i].name, band->name) == 0)
				json_error(node, "A band of this name is there already.");
		}
		model->bands++;
	}
}

/* Overrides */

static void
read_condition(const JsonNode *node, HealthModel *model, HealthOverride *override)
{
	static const char *const keys[] = {"signal", "op", "value", "max_age", NULL};
	const char *name;

	json_check_object(node, keys);
	name = read_text(json_required(node, "signal"), SIGNAL_NAME_LIMIT);
	override->slot = find_slot(model, name);
	if (override->slot < 0)
		override->slot = add_slot(model, name);
	override->op = (HealthOperator) read_choice(json_required(node, "op"), operator_names);
	override->value = read_value(json_required(node, "value"));
	override->max_age = read_span_field(node, "max_age");
}

static void
read_action(const JsonNode *node, HealthOverride *override)
{
	static const char *const keys[] = {"cap", "floor", "set"};
	const JsonNode *given = NULL;

	for (Size i = 0; i < lengthof(keys); i++)
	{
		const JsonNode *field = json_field(node, keys[i]);

		if (field == NULL)
			continue;
		if (given != NULL)
			json_error(field, "An override has one of \"cap\", \"floor\" and \"set\".");
		given = field;
		override->action = (HealthAction) i;
	}
	if (given == NULL)
		json_error(node, "An override has one of \"cap\", \"floor\" and \"set\".");
	if (override->action == HEALTH_SET && given->kind == JSON_KIND_STRING)
	{
		static const char *const names[] = {"value", NULL};

		read_choice(given, names);
		override->action = HEALTH_SET_TO_VALUE;
		return;
	}
	override->given_score = read_number(given, 0, HEALTH_BEST_SCORE);
	override->score = on_health_grid(override->given_score);
}

static void
read_overrides(const JsonNode *list, HealthModel *model)
{
	static const char *const keys[] = {"when", "cap", "floor", "set", "until", "reason", NULL};

	if (list == NULL)
		return;
	model->override = palloc0(sizeof(HealthOverride) * Max(list_length_of(list, 0, MAX_OVERRIDES), 1));
	for (const JsonNode *node = list->first; node != NULL; node = node->next)
	{
		HealthOverride *override = &model->override[model->overrides++];
		const JsonNode *until = json_field(node, "until");

		json_check_object(node, keys);
		read_condition(json_required(node, "when"), model, override);
		read_action(node, override);
		override->until = until == NULL ? DT_NOEND : json_instant(until);
		override->reason = read_text(json_required(node, "reason"), MAX_REASON);
		if (override->action >= HEALTH_SET && until == NULL && override->max_age == 0)
			json_error_hint(node, "Give \"until\", an instant, or \"max_age\" in \"when\", such as \"30 days\".",
							"A score that is set has to end.");
		if (until != NULL || override->max_age != 0)
			model->needs_as_of = true;
	}
}

/* The model */

/* Numbers may be versions, too. */
static const char *
read_version(const JsonNode *node)
{
	if (node == NULL)
		return NULL;
	if (node->kind == JSON_KIND_NUMBER && strlen(node->text) <= MAX_NAME)
		return node->text;
	return read_text(node, MAX_NAME);
}

static int
compare_slots(const void *a, const void *b, void *model)
{
	const HealthSlot *slot = ((const HealthModel *) model)->slot;
	const HealthSlot *sa = &slot[*(const int *) a];
	const HealthSlot *sb = &slot[*(const int *) b];

	return compare_signal_names(sa->name, sa->length, sb->name, sb->length);
}

HealthModel *
health_model_read(const JsonNode *root)
{
	static const char *const keys[] = {"name", "version", "signals", "groups", "missing", "min_coverage",
	"bands", "band_bounds", "overrides", NULL};
	HealthModel *model = palloc0(sizeof(HealthModel));
	const JsonNode *signals;
	const JsonNode *overrides;
	const JsonNode *name;
	const JsonNode *min_coverage;
	int			most_slots = 0;

	json_check_object(root, keys);
	name = json_field(root, "name");
	model->name = name == NULL ? NULL : read_text(name, MAX_NAME);
	model->version = read_version(json_field(root, "version"));

	signals = json_required(root, "signals");
	overrides = json_field(root, "overrides");
	most_slots = list_length_of(signals, 1, SIGNAL_LIMIT);
	if (overrides != NULL)
		most_slots += list_length_of(overrides, 0, MAX_OVERRIDES);
	model->slot = palloc(sizeof(HealthSlot) * most_slots);

	read_signals(signals, model);
	read_groups(json_field(root, "groups"), model);
	set_coverage(root, model);
	model->missing = (HealthMissing) read_choice_field(root, "missing", missing_names);
	model->missing_points = missing_points[model->missing];
	min_coverage = json_field(root, "min_coverage");
	model->min_coverage = min_coverage == NULL ? 0.5 : read_number(min_coverage, 0, 1);
	model->min_coverage_on_grid = on_health_grid(model->min_coverage);
	read_bands(root, model);
	read_overrides(overrides, model);

	model->by_name = palloc(sizeof(int) * model->slots);
	for (int i = 0; i < model->slots; i++)
		model->by_name[i] = i;
	qsort_interruptible(model->by_name, model->slots, sizeof(int), compare_slots, model);
	model->group_weight = palloc(sizeof(double) * Max(model->groups, 1));
	model->reading = palloc0(sizeof(HealthReading) * model->slots);
	return model;
}

/* Writing */

static void
write_text_field(StringInfo out, const char *key, const char *text)
{
	appendStringInfo(out, ", \"%s\": ", key);
	json_append_string(out, text);
}

static void
write_number_field(StringInfo out, const char *key, double number)
{
	appendStringInfo(out, ", \"%s\": ", key);
	json_append_float8(out, number);
}

static void
write_span_field(StringInfo out, const char *key, int64 usecs)
{
	if (usecs == 0)
		return;
	appendStringInfo(out, ", \"%s\": ", key);
	json_append_span(out, usecs);
}

static void
write_shape(StringInfo out, const HealthSignal *signal)
{
	if (signal->shape == HEALTH_LOGISTIC)
	{
		appendStringInfoString(out, ", \"logistic\": {\"midpoint\": ");
		json_append_float8(out, signal->midpoint);
		write_number_field(out, "steepness", signal->steepness);
		appendStringInfoChar(out, '}');
		return;
	}
	appendStringInfo(out, ", \"%s\": [", signal->shape == HEALTH_CURVE ? "curve" : "tiers");
	for (int i = 0; i < signal->knots; i++)
	{
		appendStringInfoString(out, i == 0 ? "[" : ", [");
		json_append_float8(out, signal->x[i]);
		appendStringInfoString(out, ", ");
		json_append_float8(out, signal->points[i]);
		appendStringInfoChar(out, ']');
	}
	appendStringInfoChar(out, ']');
	if (signal->shape == HEALTH_TIERS)
		write_text_field(out, "bounds", bounds_names[signal->bounds]);
}

static void
write_override(StringInfo out, const HealthModel *model, const HealthOverride *override)
{
	appendStringInfoString(out, "{\"when\": {\"signal\": ");
	json_append_string(out, model->slot[override->slot].name);
	write_text_field(out, "op", operator_names[override->op]);
	write_number_field(out, "value", override->value);
	write_span_field(out, "max_age", override->max_age);
	appendStringInfoChar(out, '}');
	switch (override->action)
	{
		case HEALTH_CAP:
			write_number_field(out, "cap", override->given_score);
			break;
		case HEALTH_FLOOR:
			write_number_field(out, "floor", override->given_score);
			break;
		case HEALTH_SET:
			write_number_field(out, "set", override->given_score);
			break;
		case HEALTH_SET_TO_VALUE:
			write_text_field(out, "set", "value");
			break;
	}
	if (override->until != DT_NOEND)
	{
		appendStringInfoString(out, ", \"until\": ");
		json_append_instant(out, override->until);
	}
	write_text_field(out, "reason", override->reason);
	appendStringInfoChar(out, '}');
}

void
health_model_write(StringInfo out, const HealthModel *model)
{
	appendStringInfoChar(out, '{');
	if (model->name != NULL)
	{
		appendStringInfoString(out, "\"name\": ");
		json_append_string(out, model->name);
		appendStringInfoString(out, ", ");
	}
	if (model->version != NULL)
	{
		appendStringInfoString(out, "\"version\": ");
		json_append_string(out, model->version);
		appendStringInfoString(out, ", ");
	}
	appendStringInfoString(out, "\"signals\": [");
	for (int i = 0; i < model->signals; i++)
	{
		const HealthSignal *signal = &model->signal[i];

		appendStringInfoString(out, i == 0 ? "{\"name\": " : ", {\"name\": ");
		json_append_string(out, model->slot[i].name);
		write_number_field(out, "weight", signal->weight);
		if (signal->group >= 0)
			write_text_field(out, "group", model->group[signal->group].name);
		write_shape(out, signal);
		write_span_field(out, "half_life", signal->half_life);
		write_span_field(out, "max_age", signal->max_age);
		appendStringInfoChar(out, '}');
	}
	appendStringInfoChar(out, ']');
	for (int i = 0; i < model->groups; i++)
	{
		appendStringInfoString(out, i == 0 ? ", \"groups\": [{\"name\": " : ", {\"name\": ");
		json_append_string(out, model->group[i].name);
		write_number_field(out, "weight", model->group[i].weight);
		appendStringInfoString(out, i == model->groups - 1 ? "}]" : "}");
	}
	write_text_field(out, "missing", missing_names[model->missing]);
	write_number_field(out, "min_coverage", model->min_coverage);
	for (int i = 0; i < model->bands; i++)
	{
		appendStringInfoString(out, i == 0 ? ", \"bands\": [[" : ", [");
		json_append_string(out, model->band[i].name);
		appendStringInfoString(out, ", ");
		json_append_float8(out, model->band[i].from);
		appendStringInfoString(out, i == model->bands - 1 ? "]]" : "]");
	}
	if (model->bands > 0)
		write_text_field(out, "band_bounds", bounds_names[model->band_bounds]);
	for (int i = 0; i < model->overrides; i++)
	{
		appendStringInfoString(out, i == 0 ? ", \"overrides\": [" : ", ");
		write_override(out, model, &model->override[i]);
		if (i == model->overrides - 1)
			appendStringInfoChar(out, ']');
	}
	appendStringInfoChar(out, '}');
}
