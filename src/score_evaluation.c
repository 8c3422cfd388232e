/*
 * score_evaluation.c
 *		The type score_evaluation and its aggregates: scores and what came after them.
 */
#include "csops.h"

#include "libpq/pqformat.h"
#include "options.h"
#include "score_evaluation_state.h"

int
score_place(double score)
{
	double		hundredths;

	if (!(score >= 0 && score <= SCORE_LIMIT))
		return -1;
	hundredths = score * SCORE_STEPS;
	return (int) (hundredths + 0.5);
}

void
score_view(FunctionCallInfo fcinfo, int n, ScoreView *view)
{
	view_score_evaluation(view, CSOPS_GETARG(score_evaluation_type, n));
}

/* What a value may be */

static const char *
count_problem(const ScoreEvaluation *value)
{
	int64		total = 0;

	if (!csops_add_count(&total, value->rows) ||
		!csops_add_count(&total, value->unscored) ||
		!csops_add_count(&total, value->unweighted) ||
		!csops_add_count(&total, value->invalid))
		return "A count is negative or the total is out of range.";
	return NULL;
}

/* What no rows can have given, or NULL; counts the rows. */
static const char *
view_problem(ScoreView *view)
{
	int64		total = 0;

	view->rows = 0;
	for (int i = 0; i < view->cells; i++)
	{
		const ScoreCell *cell = &view->cell[i];

		if (cell->count < 1 || !csops_add_count(&view->rows, cell->count))
			return "A count is negative or the total is out of range.";
		if (cell->key >= SCORE_KEYS || (i > 0 && cell->key <= cell[-1].key))
			return "The scores are not in ascending order.";
		if (cell->point != NULL && !weighted_point_is_possible(cell->point))
			return "The sums of the weights do not fit the counts.";
	}
	if (!csops_add_count(&total, view->rows) || !csops_add_count(&total, view->unscored) ||
		!csops_add_count(&total, view->unweighted) || !csops_add_count(&total, view->invalid))
		return "A count is negative or the total is out of range.";
	if (!view->weighted && view->unweighted != 0)
		return "Rows lack a weight where none have one.";
	return NULL;
}

/* Type functions */

static void
check_value(const CsopsHeader *value)
{
	const char *problem = score_form_problem((const ScoreEvaluation *) value);

	if (problem != NULL)
		csops_corrupted(&score_evaluation_type, problem);
}

static ScoreEvaluation *
canonical_copy(const ScoreEvaluation *value)
{
	ScoreView	view;

	view_score_evaluation(&view, value);
	return make_score_evaluation(&view);
}

static CsopsHeader *
canonical_value(CsopsHeader *value)
{
	return value->flags == 0 ? value : &canonical_copy((ScoreEvaluation *) value)->header;
}

static ScoreCell *
add_cell(ScoreView *view, int place, int outcome)
{
	ScoreCell  *cell = &view->cell[view->cells++];

	cell->key = place * SCORE_OUTCOMES + outcome;
	cell->point = NULL;
	return cell;
}

/* The count of one outcome, or the list of its count and sums. */
static void
read_json_cell(ScoreView *view, int place, int outcome, const JsonNode *node)
{
	WeightedPoint *point;

	if (!view->weighted)
	{
		int64		count = json_int64(node, 0, CSOPS_COUNT_LIMIT);

		if (count > 0)
			add_cell(view, place, outcome)->count = count;
		return;
	}

	json_check_array(node);
	if (node->count != 3)
		json_error(node, "Each outcome has a list of its rows, their weights and the squares of the weights.");
	point = palloc0(sizeof(WeightedPoint));
	point->count = json_int64(node->first, 0, CSOPS_COUNT_LIMIT);
	wide_read_decimal(point->weight.limb, EXACT_SUM_LIMBS, EXACT_GRID_BITS, node->first->next);
	wide_read_decimal(point->square.limb, EXACT_PRODUCT_LIMBS, 2 * EXACT_GRID_BITS, node->first->next->next);
	if (!weighted_point_is_possible(point))
		json_error(node, "The sums of the weights do not fit the count.");
	if (point->count > 0)
	{
		ScoreCell  *cell = add_cell(view, place, outcome);

		cell->count = point->count;
		cell->point = point;
	}
}

static CsopsHeader *
read_json_value(const JsonNode *root)
{
	static const char *const keys[] = {"weighted", "unscored", "unweighted", "invalid", "scores", NULL};
	const JsonNode *scores;
	ScoreView	view = {0};
	int			last_place = -1;
	const char *problem;

	json_check_object(root, keys);
	view.weighted = json_boolean(json_required(root, "weighted"));
	view.unscored = json_int64(json_required(root, "unscored"), 0, CSOPS_COUNT_LIMIT);
	view.unweighted = json_int64(json_required(root, "unweighted"), 0, CSOPS_COUNT_LIMIT);
	view.invalid = json_int64(json_required(root, "invalid"), 0, CSOPS_COUNT_LIMIT);
	scores = json_required(root, "scores");
	json_check_array(scores);
	view.cell = palloc(sizeof(ScoreCell) * (SCORE_OUTCOMES * (Size) scores->count + 1));
	for (const JsonNode *node = scores->first; node != NULL; node = node->next)
	{
		const JsonNode *outcome;
		double		score;
		int			place;
		int			cells = view.cells;

		json_check_array(node);
		if (node->count != 1 + SCORE_OUTCOMES)
			json_error(node, "A score is a list of itself and of its rows without the outcome, with it, and undecided.");
		score = json_float8(node->first);
		place = score_place(score);
		if (place < 0 || score != place / (double) SCORE_STEPS)
			json_error(node->first, "A score is 0 to 100, with two decimals at most.");
		if (place <= last_place)
			json_error(node->first, "The scores are not in ascending order.");
		last_place = place;
		outcome = node->first->next;
		for (int n = 0; n < SCORE_OUTCOMES; n++)
		{
			read_json_cell(&view, place, n, outcome);
			outcome = outcome->next;
		}
		if (view.cells == cells)
			json_error(node, "The score has no rows.");
	}
	problem = view_problem(&view);
	if (problem != NULL)
		json_error(root, "%s", problem);
	return &make_score_evaluation(&view)->header;
}

static void
write_json_cell(StringInfo out, bool weighted, const ScoreCell *cell)
{
	if (!weighted)
		appendStringInfo(out, ", " INT64_FORMAT, cell == NULL ? 0 : cell->count);
	else if (cell == NULL)
		appendStringInfoString(out, ", [0, 0, 0]");
	else
	{
		appendStringInfo(out, ", [" INT64_FORMAT ", ", cell->count);
		wide_append_decimal(out, cell->point->weight.limb, EXACT_SUM_LIMBS, EXACT_GRID_BITS);
		appendStringInfoString(out, ", ");
		wide_append_decimal(out, cell->point->square.limb, EXACT_PRODUCT_LIMBS, 2 * EXACT_GRID_BITS);
		appendStringInfoChar(out, ']');
	}
}

static void
write_json_value(StringInfo out, const CsopsHeader *value)
{
	ScoreView	view;
	int			i = 0;

	view_score_evaluation(&view, (const ScoreEvaluation *) value);
	appendStringInfo(out, "{\"weighted\": %s, \"unscored\": " INT64_FORMAT ", \"unweighted\": " INT64_FORMAT
					 ", \"invalid\": " INT64_FORMAT ", \"scores\": [",
					 view.weighted ? "true" : "false", view.unscored, view.unweighted, view.invalid);
	while (i < view.cells)
	{
		int			place = view.cell[i].key / SCORE_OUTCOMES;

		appendStringInfoString(out, i == 0 ? "[" : ", [");
		json_append_float8(out, place / (double) SCORE_STEPS);
		for (int n = 0; n < SCORE_OUTCOMES; n++)
		{
			bool		found = i < view.cells && view.cell[i].key == place * SCORE_OUTCOMES + n;

			write_json_cell(out, view.weighted, found ? &view.cell[i++] : NULL);
		}
		appendStringInfoChar(out, ']');
	}
	appendStringInfoString(out, "]}");
}

static CsopsHeader *
receive_value(StringInfo in)
{
	ScoreView	view = {0};
	int			weighted = pq_getmsgbyte(in);
	int			cells;
	WeightedPoint *points;
	const char *problem;

	if (weighted > 1)
		csops_bad_binary(&score_evaluation_type, "Rows either have weights or have not.");
	view.weighted = weighted;
	view.unscored = pq_getmsgint64(in);
	view.unweighted = pq_getmsgint64(in);
	view.invalid = pq_getmsgint64(in);
	cells = pq_getmsgint(in, 4);
	if (cells < 0 || cells > SCORE_KEYS)
		csops_bad_binary(&score_evaluation_type, "There are not so many scores.");
	view.cell = palloc(sizeof(ScoreCell) * Max(cells, 1));
	points = view.weighted ? palloc(sizeof(WeightedPoint) * Max(cells, 1)) : NULL;
	for (int i = 0; i < cells; i++)
	{
		ScoreCell  *cell = &view.cell[view.cells++];

		cell->key = pq_getmsgint(in, 2);
		cell->point = NULL;
		if (view.weighted)
		{
			weighted_point_receive(&points[i], in);
			cell->count = points[i].count;
			cell->point = &points[i];
		}
		else
			cell->count = pq_getmsgint64(in);
	}
	problem = view_problem(&view);
	if (problem != NULL)
		csops_bad_binary(&score_evaluation_type, problem);
	return &make_score_evaluation(&view)->header;
}

static void
send_value(StringInfo out, const CsopsHeader *value)
{
	ScoreView	view;

	view_score_evaluation(&view, (const ScoreEvaluation *) value);
	pq_sendbyte(out, view.weighted);
	pq_sendint64(out, view.unscored);
	pq_sendint64(out, view.unweighted);
	pq_sendint64(out, view.invalid);
	pq_sendint32(out, view.cells);
	for (int i = 0; i < view.cells; i++)
	{
		pq_sendint16(out, view.cell[i].key);
		if (view.weighted)
			weighted_point_send(out, view.cell[i].point);
		else
			pq_sendint64(out, view.cell[i].count);
	}
}

const CsopsType score_evaluation_type = {
	.id = CSOPS_SCORE_EVALUATION,
	.name = "score_evaluation",
	.check = check_value,
	.canonical = canonical_value,
	.read_json = read_json_value,
	.write_json = write_json_value,
	.receive = receive_value,
	.send = send_value,
};

CSOPS_FUNCTION(csops_score_evaluation_in);
CSOPS_FUNCTION(csops_score_evaluation_recv);

Datum
csops_score_evaluation_in(PG_FUNCTION_ARGS)
{
	return csops_type_in(&score_evaluation_type, fcinfo);
}

Datum
csops_score_evaluation_recv(PG_FUNCTION_ARGS)
{
	return csops_type_recv(&score_evaluation_type, fcinfo);
}

/* Transition functions */

static void
invalid_score(double score, bool weighted)
{
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("score is out of range"),
			 errdetail("The score is %s; scores lie between 0 and 100.", shown_float8(score)),
			 errhint("Bring the scores to 0 to 100 (a probability times 100), or call score_evaluation_agg(score, outcome%s, 'count') to count such rows.",
					 weighted ? ", weight" : "")));
}

/*
 * The state to change: in an aggregate the state itself, called from SQL a
 * copy, so that arguments are never written into.
 */
static pg_noinline ScoreEvaluation *
any_state_to_change(FunctionCallInfo fcinfo, bool weighted)
{
	ScoreEvaluation *state;

	if (PG_ARGISNULL(0))
		return new_score_state(weighted);
	state = CSOPS_GETARG(score_evaluation_type, 0);
	return csops_in_aggregate(fcinfo) && state->header.flags != 0 ? state : score_working_copy(state);
}

/*
 * The same for every row but a group's first: in an aggregate, a state that
 * is neither toasted nor packed and passes check_value.
 */
static inline ScoreEvaluation *
state_to_change(FunctionCallInfo fcinfo, bool weighted)
{
	if (!PG_ARGISNULL(0) && csops_in_aggregate(fcinfo))
	{
		ScoreEvaluation *state = (ScoreEvaluation *) PG_GETARG_POINTER(0);

		if (VARATT_IS_4B_U(state) && VARSIZE(state) >= sizeof(ScoreEvaluation) &&
			state->header.type == CSOPS_SCORE_EVALUATION &&
			state->header.version == CSOPS_VERSION_1 &&
			state->header.flags != 0 && score_form_problem(state) == NULL)
			return state;
	}
	return any_state_to_change(fcinfo, weighted);
}

static void
check_same_kind(bool a_is_weighted, bool b_is_weighted)
{
	if (a_is_weighted != b_is_weighted)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("evaluations with and without weights do not go together"),
				 errdetail("One was made with weights, the other without."),
				 errhint("Make both by score_evaluation_agg with a weight, or both without.")));
}

/* Counts one row into, or out of, a counter. */
static void
count_row(int64 *counter, bool inverse)
{
	if (inverse && *counter == 0)
		csops_impossible_result(true, "No such row was counted.");
	*counter += inverse ? -1 : 1;
}

/* In an aggregate the state, called from SQL its canonical form. */
static Datum
changed_state(FunctionCallInfo fcinfo, ScoreEvaluation *state)
{
	const char *problem;

	if (csops_in_aggregate(fcinfo))
		PG_RETURN_POINTER(state);
	problem = count_problem(state);
	if (problem != NULL)
		csops_impossible_result(false, problem);
	PG_RETURN_POINTER(canonical_copy(state));
}

static inline Datum
transition(FunctionCallInfo fcinfo, bool weighted, bool count_invalid, bool inverse)
{
	ScoreEvaluation *state = state_to_change(fcinfo, weighted);

	check_same_kind(state->weighted, weighted);
	if (PG_ARGISNULL(1))
		count_row(&state->unscored, inverse);
	else
	{
		int			place = score_place(PG_GETARG_FLOAT8(1));
		int			outcome = PG_ARGISNULL(2) ? SCORE_UNDECIDED :
			PG_GETARG_BOOL(2) ? SCORE_WITH : SCORE_WITHOUT;
		int			key = place * SCORE_OUTCOMES + outcome;
		double		weight = weighted && !PG_ARGISNULL(3) ? PG_GETARG_FLOAT8(3) : 0;

		if (place < 0 || !weight_is_valid(weight))
		{
			if (!count_invalid && place < 0)
				invalid_score(PG_GETARG_FLOAT8(1), weighted);
			if (!count_invalid)
				invalid_weight(weight, "score_evaluation_agg(score, outcome, weight, 'count')");
			count_row(&state->invalid, inverse);
		}
		else if (weighted && PG_ARGISNULL(3))
			count_row(&state->unweighted, inverse);
		else if (weighted && inverse)
			take_weighted_score(state, key, weight);
		else if (weighted)
			state = add_weighted_score(state, key, weight);
		else if (inverse)
			take_score(state, key);
		else
			state = add_score(state, key);
	}
	return changed_state(fcinfo, state);
}

CSOPS_FUNCTION(csops_score_evaluation_accum);
CSOPS_FUNCTION(csops_score_evaluation_accum_inv);
CSOPS_FUNCTION(csops_score_evaluation_accum_key);
CSOPS_FUNCTION(csops_score_evaluation_accum_key_inv);
CSOPS_FUNCTION(csops_score_evaluation_accum_weighted);
CSOPS_FUNCTION(csops_score_evaluation_accum_weighted_inv);

/* score_evaluation_accum(state, score, outcome [, on_invalid]) */
Datum
csops_score_evaluation_accum(PG_FUNCTION_ARGS)
{
	return transition(fcinfo, false, PG_NARGS() > 3 && option_count_invalid(fcinfo, 3), false);
}

Datum
csops_score_evaluation_accum_inv(PG_FUNCTION_ARGS)
{
	return transition(fcinfo, false, PG_NARGS() > 3 && option_count_invalid(fcinfo, 3), true);
}

/* score_evaluation_accum_key(state, score, outcome, key) */
Datum
csops_score_evaluation_accum_key(PG_FUNCTION_ARGS)
{
	check_key(fcinfo, 3);
	return transition(fcinfo, false, false, false);
}

Datum
csops_score_evaluation_accum_key_inv(PG_FUNCTION_ARGS)
{
	check_key(fcinfo, 3);
	return transition(fcinfo, false, false, true);
}

/* score_evaluation_accum(state, score, outcome, weight [, on_invalid]) */
Datum
csops_score_evaluation_accum_weighted(PG_FUNCTION_ARGS)
{
	return transition(fcinfo, true, PG_NARGS() > 4 && option_count_invalid(fcinfo, 4), false);
}

Datum
csops_score_evaluation_accum_weighted_inv(PG_FUNCTION_ARGS)
{
	return transition(fcinfo, true, PG_NARGS() > 4 && option_count_invalid(fcinfo, 4), true);
}

/*
 * merge and subtract serve as functions, operators, rollup's transition and
 * inverse, and every evaluation's combine function.
 */
CSOPS_FUNCTION(csops_merge_score_evaluation);
CSOPS_FUNCTION(csops_subtract_score_evaluation);

Datum
csops_merge_score_evaluation(PG_FUNCTION_ARGS)
{
	ScoreEvaluation *a = state_to_change(fcinfo, false);
	ScoreView	b;
	int64		total = 0;

	score_view(fcinfo, 1, &b);
	check_same_kind(a->weighted, b.weighted);
	if (!csops_add_count(&total, a->rows) || !csops_add_count(&total, b.rows) ||
		!csops_add_count(&total, a->unscored) || !csops_add_count(&total, b.unscored) ||
		!csops_add_count(&total, a->unweighted) || !csops_add_count(&total, b.unweighted) ||
		!csops_add_count(&total, a->invalid) || !csops_add_count(&total, b.invalid))
		csops_impossible_result(false, "The total of the counts is out of range.");
	a->unscored += b.unscored;
	a->unweighted += b.unweighted;
	a->invalid += b.invalid;
	return changed_state(fcinfo, add_score_cells(a, &b));
}

/* a's cells less b's; b's are among them or it is an error. */
static void
subtract_cells(ScoreView *a, const ScoreView *b)
{
	int			n = 0;
	int			left = 0;

	for (int i = 0; i < a->cells; i++)
	{
		ScoreCell	cell = a->cell[i];

		if (n < b->cells && b->cell[n].key == cell.key)
		{
			if (b->cell[n].count > cell.count)
				break;
			cell.count -= b->cell[n].count;
			if (cell.point != NULL)
			{
				WeightedPoint *point = palloc(sizeof(WeightedPoint));

				*point = *cell.point;
				weighted_point_merge(point, b->cell[n].point, true);
				if (!weighted_point_is_possible(point))
					csops_impossible_result(true, "No rows that were counted have such weights.");
				cell.point = point;
			}
			n++;
		}
		if (cell.count > 0)
			a->cell[left++] = cell;
	}
	if (n < b->cells)
		csops_impossible_result(true, "A count would become negative.");
	a->cells = left;
}

Datum
csops_subtract_score_evaluation(PG_FUNCTION_ARGS)
{
	ScoreView	a;
	ScoreView	b;
	const char *problem;

	score_view(fcinfo, 0, &a);
	score_view(fcinfo, 1, &b);
	check_same_kind(a.weighted, b.weighted);
	subtract_cells(&a, &b);
	a.unscored -= b.unscored;
	a.unweighted -= b.unweighted;
	a.invalid -= b.invalid;
	problem = view_problem(&a);
	if (problem != NULL)
		csops_impossible_result(true, problem);
	PG_RETURN_POINTER(make_score_evaluation(&a));
}

CSOPS_FUNCTION(csops_score_evaluation_final);

/* A copy, because the state may go on being changed: under OVER it does. */
Datum
csops_score_evaluation_final(PG_FUNCTION_ARGS)
{
	PG_RETURN_POINTER(canonical_copy(CSOPS_GETARG(score_evaluation_type, 0)));
}
