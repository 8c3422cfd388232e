/*
 * life_table.c
 *		The type life_table: tenures, ended or not.
 */
#include "csops.h"

#include "libpq/pqformat.h"
#include "life_table_state.h"
#include "miscadmin.h"
#include "options.h"

/* Readers take it that there are cells where there are observations. */
static void
open_table(LifeView *view, const LifeTable *table)
{
	int64		observations = 0;

	view_life_table(view, table);
	for (int i = 0; i < view->cells; i++)
	{
		if (life_cell_kind(&view->cell[i]) != LIFE_ENTERED && !csops_add_count(&observations, view->cell[i].count))
			break;
	}
	if (observations != view->observations)
		csops_corrupted(&life_table_type, "The observations are not as many as the counts say.");
}

void
life_table_view(Datum datum, LifeView *view)
{
	open_table(view, csops_value(&life_table_type, datum));
}

void
life_table_argument(FunctionCallInfo fcinfo, int n, LifeView *view)
{
	life_table_view(PG_GETARG_DATUM(n), view);
}

void
life_table_figures(FunctionCallInfo fcinfo, int n, LifeView *view)
{
	view_life_figures(view, CSOPS_GETARG(life_table_type, n));
}

void
check_same_life_table(const LifeView *a, const LifeView *b)
{
	if (a->is_interval != b->is_interval)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("life tables do not go together"),
				 errdetail("The tenures of one are integers, those of the other intervals."),
				 errhint("Make both tables from tenures of one type.")));
	if (a->weighted != b->weighted)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("life tables do not go together"),
				 errdetail("The rows of one have weights, those of the other have none."),
				 errhint("Make both tables with weights, or both without.")));
}

/* Walking through a table */

/* Those seen from the beginning are those who left, less those who entered. */
void
start_life_walk(LifeWalk *walk, const LifeView *view)
{
	memset(walk, 0, sizeof(LifeWalk));
	walk->view = view;
	for (int i = 0; i < view->cells; i++)
	{
		bool		entered = life_cell_kind(&view->cell[i]) == LIFE_ENTERED;

		CHECK_FOR_INTERRUPTS();
		walk->at_risk += entered ? -view->cell[i].count : view->cell[i].count;
		if (view->weighted)
			weighted_point_merge(&walk->point_at_risk, &view->point[i], entered);
	}
}

bool
next_life_time(LifeWalk *walk)
{
	const LifeView *view = walk->view;

	CHECK_FOR_INTERRUPTS();
	walk->at_risk += walk->count[LIFE_ENTERED] - walk->count[LIFE_ENDED] - walk->count[LIFE_CENSORED];
	memset(walk->count, 0, sizeof(walk->count));
	if (view->weighted)
	{
		weighted_point_merge(&walk->point_at_risk, &walk->point[LIFE_ENTERED], false);
		weighted_point_merge(&walk->point_at_risk, &walk->point[LIFE_ENDED], true);
		weighted_point_merge(&walk->point_at_risk, &walk->point[LIFE_CENSORED], true);
		memset(walk->point, 0, sizeof(walk->point));
	}
	if (walk->next == view->cells)
		return false;

	walk->time = life_cell_time(&view->cell[walk->next]);
	for (; walk->next < view->cells && life_cell_time(&view->cell[walk->next]) == walk->time; walk->next++)
	{
		LifeKind	kind = life_cell_kind(&view->cell[walk->next]);

		walk->count[kind] = view->cell[walk->next].count;
		if (view->weighted)
			walk->point[kind] = view->point[walk->next];
	}
	return true;
}

/* What a value may be */

/*
 * What rows can have given, of those who leave, of those who are left, and of
 * those at risk, who are both together.
 */
static bool
weights_are_possible(const LifeWalk *walk)
{
	WeightedPoint left = walk->point_at_risk;

	for (int kind = 0; kind < LIFE_KINDS; kind++)
	{
		if (!weighted_point_is_possible(&walk->point[kind]))
			return false;
	}
	weighted_point_merge(&left, &walk->point[LIFE_ENDED], true);
	weighted_point_merge(&left, &walk->point[LIFE_CENSORED], true);
	return weighted_point_is_possible(&walk->point_at_risk) && weighted_point_is_possible(&left);
}

const char *
life_table_problem(const LifeView *view)
{
	static const char bad_count[] = "A count is negative or the total of the counts is out of range.";
	static const char bad_weights[] = "The weights do not fit the counts.";
	LifeWalk	walk;
	int64		rows = 0;
	int64		observations = 0;
	int64		entered = 0;

	if (!csops_add_count(&rows, view->observations) ||
		!csops_add_count(&rows, view->unanswered) ||
		!csops_add_count(&rows, view->invalid))
		return bad_count;
	for (int i = 0; i < view->cells; i++)
	{
		bool		is_entry = life_cell_kind(&view->cell[i]) == LIFE_ENTERED;

		if (!csops_add_count(is_entry ? &entered : &observations, view->cell[i].count))
			return bad_count;
		if (is_entry && life_cell_time(&view->cell[i]) == 0)
			return "Who enters at the beginning has not entered late.";
		if (view->weighted && view->point[i].count != view->cell[i].count)
			return bad_weights;
	}
	if (observations != view->observations)
		return "The observations are not as many as the counts say.";

	start_life_walk(&walk, view);
	while (next_life_time(&walk))
	{
		if (walk.at_risk < walk.count[LIFE_ENDED] + walk.count[LIFE_CENSORED])
			return "More leave than have entered before.";
		if (view->weighted && !weights_are_possible(&walk))
			return bad_weights;
	}
	return NULL;
}

/* Type functions */

static void
check_table(const CsopsHeader *value)
{
	const char *problem = life_table_form_problem((const LifeTable *) value);

	if (problem != NULL)
		csops_corrupted(&life_table_type, problem);
}

static LifeTable *
canonical_copy(const LifeTable *table)
{
	LifeView	view;

	open_table(&view, table);
	return make_life_table(&view);
}

static CsopsHeader *
canonical_table(CsopsHeader *value)
{
	return value->flags == 0 ? value : &canonical_copy((LifeTable *) value)->header;
}

/* [time, ended, censored, entered] */
static void
read_json_time(LifeView *view, const JsonNode *node)
{
	const JsonNode *count;
	int64		time;
	int			before = view->cells;

	json_check_array(node);
	if (node->count != 1 + LIFE_KINDS)
		json_error(node, "A time is a list of the time and of how many ended, were censored and entered.");
	time = json_int64(node->first, 0, view->is_interval ? LIFE_TIME_LIMIT : PG_INT32_MAX);
	if (before > 0 && time <= life_cell_time(&view->cell[before - 1]))
		json_error(node, "The times are not in ascending order.");
	count = node->first->next;
	for (int kind = 0; kind < LIFE_KINDS; kind++)
	{
		int64		number = json_int64(count, 0, CSOPS_COUNT_LIMIT);

		if (number > 0)
		{
			view->cell[view->cells].code = life_code(time, kind);
			view->cell[view->cells++].count = number;
		}
		count = count->next;
	}
	if (view->cells == before)
		json_error(node, "Nothing happened at this time.");
}

/* [sum, sum of squares], for each count that is not 0. */
static void
read_json_weights(LifeView *view, const JsonNode *weights)
{
	const JsonNode *node;

	json_check_array(weights);
	if (weights->count != view->cells)
		json_error(weights, "There are %d counts above 0, and weights of %d.", view->cells, weights->count);
	view->point = palloc_extended(sizeof(WeightedPoint) * Max(view->cells, 1), MCXT_ALLOC_HUGE);
	node = weights->first;
	for (int i = 0; i < view->cells; i++, node = node->next)
	{
		WeightedPoint *point = &view->point[i];

		json_check_array(node);
		if (node->count != 2)
			json_error(node, "A weight is a list of the sum of the weights and that of their squares.");
		point->count = view->cell[i].count;
		wide_read_decimal(point->weight.limb, EXACT_SUM_LIMBS, EXACT_GRID_BITS, node->first);
		wide_read_decimal(point->square.limb, EXACT_PRODUCT_LIMBS, 2 * EXACT_GRID_BITS, node->first->next);
	}
}

static CsopsHeader *
read_json_table(const JsonNode *root)
{
	static const char *const keys[] = {"tenure", "observations", "unanswered", "invalid", "times", "weights", NULL};
	const JsonNode *tenure;
	const JsonNode *times;
	const JsonNode *weights;
	LifeView	view = {0};
	const char *problem;

	json_check_object(root, keys);
	tenure = json_required(root, "tenure");
	view.is_interval = strcmp(json_string(tenure), "interval") == 0;
	if (!view.is_interval && strcmp(json_string(tenure), "integer") != 0)
		json_error(tenure, "Tenures are of the type \"integer\" or \"interval\".");
	view.observations = json_int64(json_required(root, "observations"), 0, PG_INT64_MAX);
	view.unanswered = json_int64(json_required(root, "unanswered"), 0, PG_INT64_MAX);
	view.invalid = json_int64(json_required(root, "invalid"), 0, PG_INT64_MAX);

	times = json_required(root, "times");
	json_check_array(times);
	view.cell = palloc_extended(sizeof(LifeCell) * Max(LIFE_KINDS * (Size) times->count, 1), MCXT_ALLOC_HUGE);
	for (const JsonNode *node = times->first; node != NULL; node = node->next)
	{
		CHECK_FOR_INTERRUPTS();
		read_json_time(&view, node);
	}
	weights = json_required(root, "weights");
	view.weighted = weights->kind != JSON_KIND_NULL;
	if (view.weighted)
		read_json_weights(&view, weights);

	problem = life_table_problem(&view);
	if (problem != NULL)
		json_error(root, "%s", problem);
	return &make_life_table(&view)->header;
}

static void
write_json_table(StringInfo out, const CsopsHeader *value)
{
	LifeView	view;
	LifeWalk	walk;
	const char *separator = "";

	open_table(&view, (const LifeTable *) value);
	appendStringInfo(out, "{\"tenure\": \"%s\", \"observations\": " INT64_FORMAT ", \"unanswered\": " INT64_FORMAT
					 ", \"invalid\": " INT64_FORMAT ", \"times\": [",
					 view.is_interval ? "interval" : "integer", view.observations, view.unanswered, view.invalid);
	start_life_walk(&walk, &view);
	while (next_life_time(&walk))
	{
		appendStringInfo(out, "%s[" INT64_FORMAT ", " INT64_FORMAT ", " INT64_FORMAT ", " INT64_FORMAT "]", separator,
						 walk.time, walk.count[LIFE_ENDED], walk.count[LIFE_CENSORED], walk.count[LIFE_ENTERED]);
		separator = ", ";
	}
	appendStringInfoString(out, "], \"weights\": ");
	if (!view.weighted)
		appendStringInfoString(out, "null}");
	else
	{
		for (int i = 0; i < view.cells; i++)
		{
			CHECK_FOR_INTERRUPTS();
			appendStringInfoString(out, i == 0 ? "[[" : "], [");
			wide_append_decimal(out, view.point[i].weight.limb, EXACT_SUM_LIMBS, EXACT_GRID_BITS);
			appendStringInfoString(out, ", ");
			wide_append_decimal(out, view.point[i].square.limb, EXACT_PRODUCT_LIMBS, 2 * EXACT_GRID_BITS);
		}
		appendStringInfoString(out, view.cells == 0 ? "[]}" : "]]}");
	}
}

static CsopsHeader *
receive_table(StringInfo in)
{
	LifeView	view = {0};
	int			cells;
	int			length;
	int			is_interval = pq_getmsgbyte(in);
	int			weighted = pq_getmsgbyte(in);
	const char *problem;

	if (is_interval > 1 || weighted > 1)
		csops_bad_binary(&life_table_type, "The kind of tenure is not known.");
	view.is_interval = is_interval;
	view.weighted = weighted;
	view.observations = pq_getmsgint64(in);
	view.unanswered = pq_getmsgint64(in);
	view.invalid = pq_getmsgint64(in);
	cells = pq_getmsgint(in, 4);
	length = pq_getmsgint(in, 4);
	if (cells < 0 || length < 0 || cells > length || length > in->len - in->cursor ||
		(weighted && (Size) (in->len - in->cursor - length) < sizeof(WeightedPoint) * cells))
		csops_bad_binary(&life_table_type, "There are not so many counts.");
	if (!read_life_bytes(&view, cells, (const uint8 *) pq_getmsgbytes(in, length), length))
		csops_bad_binary(&life_table_type, "The counts cannot be read.");
	for (int i = 0; weighted && i < cells; i++)
	{
		CHECK_FOR_INTERRUPTS();
		weighted_point_receive(&view.point[i], in);
	}
	problem = life_table_problem(&view);
	if (problem != NULL)
		csops_bad_binary(&life_table_type, problem);
	return &make_life_table(&view)->header;
}

static void
send_table(StringInfo out, const CsopsHeader *value)
{
	const LifeTable *table = (const LifeTable *) value;
	int			length;
	const uint8 *bytes = life_table_bytes(table, &length);
	const WeightedPoint *point = (const WeightedPoint *) (table + 1);

	pq_sendbyte(out, table->is_interval);
	pq_sendbyte(out, table->weighted);
	pq_sendint64(out, table->observations);
	pq_sendint64(out, table->unanswered);
	pq_sendint64(out, table->invalid);
	pq_sendint32(out, table->length);
	pq_sendint32(out, length);
	pq_sendbytes(out, (const char *) bytes, length);
	for (uint32 i = 0; table->weighted && i < table->length; i++)
	{
		CHECK_FOR_INTERRUPTS();
		weighted_point_send(out, &point[i]);
	}
}

const CsopsType life_table_type = {
	.id = CSOPS_LIFE_TABLE,
	.name = "life_table",
	.check = check_table,
	.canonical = canonical_table,
	.read_json = read_json_table,
	.write_json = write_json_table,
	.receive = receive_table,
	.send = send_table,
};

CSOPS_FUNCTION(csops_life_table_in);
CSOPS_FUNCTION(csops_life_table_recv);

Datum
csops_life_table_in(PG_FUNCTION_ARGS)
{
	return csops_type_in(&life_table_type, fcinfo);
}

Datum
csops_life_table_recv(PG_FUNCTION_ARGS)
{
	return csops_type_recv(&life_table_type, fcinfo);
}

/* Counts */

CSOPS_FUNCTION(csops_life_table_observations);
CSOPS_FUNCTION(csops_life_table_unanswered);
CSOPS_FUNCTION(csops_life_table_invalid);
CSOPS_FUNCTION(csops_life_table_ended);
CSOPS_FUNCTION(csops_life_table_censored);
CSOPS_FUNCTION(csops_life_table_entered_late);

static Datum
figure_of(FunctionCallInfo fcinfo, Size offset)
{
	LifeView	view;

	if (PG_ARGISNULL(0))
		PG_RETURN_INT64(0);
	life_table_figures(fcinfo, 0, &view);
	PG_RETURN_INT64(*(const int64 *) ((const char *) &view + offset));
}

Datum
csops_life_table_observations(PG_FUNCTION_ARGS)
{
	return figure_of(fcinfo, offsetof(LifeView, observations));
}

Datum
csops_life_table_unanswered(PG_FUNCTION_ARGS)
{
	return figure_of(fcinfo, offsetof(LifeView, unanswered));
}

Datum
csops_life_table_invalid(PG_FUNCTION_ARGS)
{
	return figure_of(fcinfo, offsetof(LifeView, invalid));
}

static Datum
count_of(FunctionCallInfo fcinfo, LifeKind kind)
{
	LifeView	view;
	int64		count = 0;

	if (PG_ARGISNULL(0))
		PG_RETURN_INT64(0);
	life_table_argument(fcinfo, 0, &view);
	for (int i = 0; i < view.cells; i++)
	{
		if (life_cell_kind(&view.cell[i]) == kind)
			count += view.cell[i].count;
	}
	PG_RETURN_INT64(count);
}

Datum
csops_life_table_ended(PG_FUNCTION_ARGS)
{
	return count_of(fcinfo, LIFE_ENDED);
}

Datum
csops_life_table_censored(PG_FUNCTION_ARGS)
{
	return count_of(fcinfo, LIFE_CENSORED);
}

Datum
csops_life_table_entered_late(PG_FUNCTION_ARGS)
{
	return count_of(fcinfo, LIFE_ENTERED);
}

CSOPS_FUNCTION(csops_life_table_is_suppressed);

Datum
csops_life_table_is_suppressed(PG_FUNCTION_ARGS)
{
	LifeView	view;

	life_table_figures(fcinfo, 0, &view);
	PG_RETURN_BOOL(view.observations > 0 && view.observations < option_min_n(fcinfo, 1));
}
