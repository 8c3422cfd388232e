/*
 * weighted_rating.c
 *		The type weighted_rating_summary and its aggregates.
 *
 * For each point of the scale: the answers, the exact sum of their weights and
 * the exact sum of the squared weights.  Nothing is rounded, so a weighted
 * summary too is the same whatever the order, and can be subtracted from.
 */
#include "csops.h"

#include "libpq/pqformat.h"
#include "options.h"
#include "rating.h"
#include "weighted_point.h"

typedef struct WeightedSummary
{
	CsopsHeader header;
	int16		lowest;
	int16		highest;
	uint32		unused;			/* always zero */
	int64		unanswered;
	int64		unweighted;		/* answered, but without a weight */
	int64		invalid;
	WeightedPoint point[FLEXIBLE_ARRAY_MEMBER];
} WeightedSummary;

static inline int
points_of(const WeightedSummary *summary)
{
	return summary->highest - summary->lowest + 1;
}

static Scale
scale_of(const WeightedSummary *summary)
{
	return (Scale) {summary->lowest, summary->highest};
}

static Size
summary_size(int points)
{
	return offsetof(WeightedSummary, point) + sizeof(WeightedPoint) * points;
}

static WeightedSummary *
new_summary(Scale scale)
{
	WeightedSummary *summary = csops_new(&weighted_rating_summary_type,
										 summary_size(scale.highest - scale.lowest + 1));

	summary->lowest = scale.lowest;
	summary->highest = scale.highest;
	return summary;
}

/* What every figure begins with, the totals, must not be out of range. */
static void
check_total_weight(const WeightedSummary *summary)
{
	ExactSum	weight = {{0}};
	ExactProductSum square = {{0}};

	for (int i = 0; i < points_of(summary); i++)
	{
		wide_add(weight.limb, summary->point[i].weight.limb, EXACT_SUM_LIMBS);
		wide_add(square.limb, summary->point[i].square.limb, EXACT_PRODUCT_LIMBS);
	}
}

static const char *
count_problem(const WeightedSummary *summary)
{
	int64		total = 0;

	if (!csops_add_count(&total, summary->unanswered) ||
		!csops_add_count(&total, summary->unweighted) ||
		!csops_add_count(&total, summary->invalid))
		return "A count is negative or the total is out of range.";
	for (int i = 0; i < points_of(summary); i++)
	{
		if (!csops_add_count(&total, summary->point[i].count))
			return "A count is negative or the total is out of range.";
	}
	return NULL;
}

/* What cannot be, or NULL. */
static const char *
summary_problem(const WeightedSummary *summary)
{
	const char *problem = count_problem(summary);

	if (problem != NULL)
		return problem;
	for (int i = 0; i < points_of(summary); i++)
	{
		if (!weighted_point_is_possible(&summary->point[i]))
			return "The sums of the weights do not fit the counts.";
	}
	check_total_weight(summary);
	return NULL;
}

static void
check_summary(const CsopsHeader *value)
{
	const WeightedSummary *summary = (const WeightedSummary *) value;

	if (VARSIZE(value) < offsetof(WeightedSummary, point) || value->flags != 0 ||
		scale_problem(summary->lowest, summary->highest) != NULL ||
		VARSIZE(value) != summary_size(points_of(summary)))
		csops_corrupted(&weighted_rating_summary_type, "The size does not fit the scale.");
}

static const JsonNode *
point_list(const JsonNode *root, const char *key, int points)
{
	const JsonNode *list = json_required(root, key);

	json_check_array(list);
	if (list->count != points)
		json_error(list, "The scale has %d points, this list has %d.", points, list->count);
	return list->first;
}

static CsopsHeader *
read_json_summary(const JsonNode *root)
{
	static const char *const keys[] = {"scale", "counts", "weights", "squares",
	"unanswered", "unweighted", "invalid", NULL};
	const JsonNode *count;
	const JsonNode *weight;
	const JsonNode *square;
	WeightedSummary *summary;
	const char *problem;

	json_check_object(root, keys);
	summary = new_summary(read_json_scale(root));
	summary->unanswered = json_int64(json_required(root, "unanswered"), 0, PG_INT64_MAX);
	summary->unweighted = json_int64(json_required(root, "unweighted"), 0, PG_INT64_MAX);
	summary->invalid = json_int64(json_required(root, "invalid"), 0, PG_INT64_MAX);
	count = point_list(root, "counts", points_of(summary));
	weight = point_list(root, "weights", points_of(summary));
	square = point_list(root, "squares", points_of(summary));
	for (int i = 0; i < points_of(summary); i++)
	{
		WeightedPoint *point = &summary->point[i];

		point->count = json_int64(count, 0, PG_INT64_MAX);
		wide_read_decimal(point->weight.limb, EXACT_SUM_LIMBS, EXACT_GRID_BITS, weight);
		wide_read_decimal(point->square.limb, EXACT_PRODUCT_LIMBS, 2 * EXACT_GRID_BITS, square);
		count = count->next;
		weight = weight->next;
		square = square->next;
	}
	problem = summary_problem(summary);
	if (problem != NULL)
		json_error(root, "%s", problem);
	return &summary->header;
}

static void
write_json_summary(StringInfo out, const CsopsHeader *value)
{
	const WeightedSummary *summary = (const WeightedSummary *) value;
	int			points = points_of(summary);

	appendStringInfo(out, "{\"scale\": [%d, %d], \"counts\": [", summary->lowest, summary->highest);
	for (int i = 0; i < points; i++)
		appendStringInfo(out, "%s" INT64_FORMAT, i == 0 ? "" : ", ", summary->point[i].count);
	appendStringInfoString(out, "], \"weights\": [");
	for (int i = 0; i < points; i++)
	{
		appendStringInfoString(out, i == 0 ? "" : ", ");
		wide_append_decimal(out, summary->point[i].weight.limb, EXACT_SUM_LIMBS, EXACT_GRID_BITS);
	}
	appendStringInfoString(out, "], \"squares\": [");
	for (int i = 0; i < points; i++)
	{
		appendStringInfoString(out, i == 0 ? "" : ", ");
		wide_append_decimal(out, summary->point[i].square.limb, EXACT_PRODUCT_LIMBS, 2 * EXACT_GRID_BITS);
	}
	appendStringInfo(out, "], \"unanswered\": " INT64_FORMAT ", \"unweighted\": " INT64_FORMAT
					 ", \"invalid\": " INT64_FORMAT "}",
					 summary->unanswered, summary->unweighted, summary->invalid);
}

static CsopsHeader *
receive_summary(StringInfo in)
{
	WeightedSummary *summary = new_summary(receive_scale(in, &weighted_rating_summary_type));
	const char *problem;

	summary->unanswered = pq_getmsgint64(in);
	summary->unweighted = pq_getmsgint64(in);
	summary->invalid = pq_getmsgint64(in);
	for (int i = 0; i < points_of(summary); i++)
		weighted_point_receive(&summary->point[i], in);
	problem = summary_problem(summary);
	if (problem != NULL)
		csops_bad_binary(&weighted_rating_summary_type, problem);
	return &summary->header;
}

static void
send_summary(StringInfo out, const CsopsHeader *value)
{
	const WeightedSummary *summary = (const WeightedSummary *) value;

	send_scale(out, scale_of(summary));
	pq_sendint64(out, summary->unanswered);
	pq_sendint64(out, summary->unweighted);
	pq_sendint64(out, summary->invalid);
	for (int i = 0; i < points_of(summary); i++)
		weighted_point_send(out, &summary->point[i]);
}

const CsopsType weighted_rating_summary_type = {
	.id = CSOPS_WEIGHTED_RATING_SUMMARY,
	.name = "weighted_rating_summary",
	.check = check_summary,
	.read_json = read_json_summary,
	.write_json = write_json_summary,
	.receive = receive_summary,
	.send = send_summary,
};

CSOPS_FUNCTION(csops_weighted_rating_summary_in);
CSOPS_FUNCTION(csops_weighted_rating_summary_recv);

Datum
csops_weighted_rating_summary_in(PG_FUNCTION_ARGS)
{
	return csops_type_in(&weighted_rating_summary_type, fcinfo);
}

Datum
csops_weighted_rating_summary_recv(PG_FUNCTION_ARGS)
{
	return csops_type_recv(&weighted_rating_summary_type, fcinfo);
}

/* Transition functions */

/* Counts one row into, or with the sign -1 out of, a counter. */
static void
count_row(int64 *counter, int sign)
{
	if (sign < 0 && *counter == 0)
		csops_impossible_result(true, "A count would become negative.");
	*counter += sign;
}

/* What merges two possible values is possible but for its size. */
static void
check_result(const WeightedSummary *summary, bool taken_out)
{
	const char *problem = taken_out ? summary_problem(summary) : count_problem(summary);

	if (problem != NULL)
		csops_impossible_result(taken_out, problem);
	if (!taken_out)
		check_total_weight(summary);
}

/* weighted_rating_accum(state, score, weight [, lo, hi [, on_invalid]]) */
static Datum
transition(FunctionCallInfo fcinfo, int sign)
{
	Scale		scale = PG_NARGS() > 3 ? scale_arguments(fcinfo, 3) : (Scale) {0, 10};
	bool		count_invalid = option_count_invalid(fcinfo, 5);
	WeightedSummary *state;

	if (PG_ARGISNULL(0))
		state = new_summary(scale);
	else
	{
		state = csops_state(&weighted_rating_summary_type, fcinfo);
		check_same_scale(scale_of(state), scale);
	}

	if (PG_ARGISNULL(1))
		count_row(&state->unanswered, sign);
	else
	{
		double		score = PG_GETARG_FLOAT8(1);
		int			place = scale_place(score, scale.lowest, scale.highest);
		double		weight = PG_ARGISNULL(2) ? 0 : PG_GETARG_FLOAT8(2);

		if (!count_invalid && place < 0)
			invalid_score(score, scale.lowest, scale.highest);
		if (!count_invalid && !weight_is_valid(weight))
			invalid_weight(weight, "weighted_rating_agg(score, weight, lo, hi, 'count')");

		if (place < 0 || !weight_is_valid(weight))
			count_row(&state->invalid, sign);
		else if (PG_ARGISNULL(2))
			count_row(&state->unweighted, sign);
		else
			weighted_point_add(&state->point[place], weight, sign < 0);
	}

	/* In an aggregate the limit is out of reach; a value from SQL may be at it. */
	if (!csops_in_aggregate(fcinfo))
		check_result(state, sign < 0);
	PG_RETURN_POINTER(state);
}

CSOPS_FUNCTION(csops_weighted_rating_accum);
CSOPS_FUNCTION(csops_weighted_rating_accum_inv);

Datum
csops_weighted_rating_accum(PG_FUNCTION_ARGS)
{
	return transition(fcinfo, 1);
}

Datum
csops_weighted_rating_accum_inv(PG_FUNCTION_ARGS)
{
	return transition(fcinfo, -1);
}

CSOPS_FUNCTION(csops_merge_weighted_rating_summary);
CSOPS_FUNCTION(csops_subtract_weighted_rating_summary);

static Datum
merge_summaries(FunctionCallInfo fcinfo, bool subtract)
{
	WeightedSummary *a = csops_state(&weighted_rating_summary_type, fcinfo);
	const WeightedSummary *b = CSOPS_GETARG(weighted_rating_summary_type, 1);
	int			sign = subtract ? -1 : 1;

	check_same_scale(scale_of(a), scale_of(b));

	a->unanswered += sign * b->unanswered;
	a->unweighted += sign * b->unweighted;
	a->invalid += sign * b->invalid;
	for (int i = 0; i < points_of(a); i++)
		weighted_point_merge(&a->point[i], &b->point[i], subtract);
	check_result(a, subtract);
	PG_RETURN_POINTER(a);
}

Datum
csops_merge_weighted_rating_summary(PG_FUNCTION_ARGS)
{
	return merge_summaries(fcinfo, false);
}

Datum
csops_subtract_weighted_rating_summary(PG_FUNCTION_ARGS)
{
	return merge_summaries(fcinfo, true);
}

/* Reading */

void
view_weighted_rating_summary(RatingView *view, const CsopsHeader *value)
{
	const WeightedSummary *summary = (const WeightedSummary *) value;
	ExactSum	total_weight = {{0}};
	ExactProductSum total_square = {{0}};

	view->lowest = summary->lowest;
	view->points = points_of(summary);
	view->unanswered = summary->unanswered;
	view->unweighted = summary->unweighted;
	view->invalid = summary->invalid;
	view->observations = 0;
	for (int i = 0; i < view->points; i++)
	{
		const WeightedPoint *point = &summary->point[i];

		view->count[i] = point->count;
		view->observations += point->count;
		view->weight[i] = wide_to_float8(point->weight.limb, EXACT_SUM_LIMBS, EXACT_GRID_BITS);
		view->square[i] = wide_to_float8(point->square.limb, EXACT_PRODUCT_LIMBS, 2 * EXACT_GRID_BITS);
		wide_add(total_weight.limb, point->weight.limb, EXACT_SUM_LIMBS);
		wide_add(total_square.limb, point->square.limb, EXACT_PRODUCT_LIMBS);
	}
	view->total_weight = wide_to_float8(total_weight.limb, EXACT_SUM_LIMBS, EXACT_GRID_BITS);
	view->total_square = wide_to_float8(total_square.limb, EXACT_PRODUCT_LIMBS, 2 * EXACT_GRID_BITS);
}

CSOPS_FUNCTION(csops_unweighted);

/* Not strict, as no count is: nothing seen is zero. */
Datum
csops_unweighted(PG_FUNCTION_ARGS)
{
	const WeightedSummary *summary;

	if (PG_ARGISNULL(0))
		PG_RETURN_INT64(0);
	summary = CSOPS_GETARG(weighted_rating_summary_type, 0);
	PG_RETURN_INT64(summary->unweighted);
}
