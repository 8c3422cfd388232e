/*
 * portfolio_health.c
 *		The type portfolio_health and its aggregates.
 */
#include "csops.h"

#include <math.h>

#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "options.h"
#include "portfolio_health.h"

static Size
portfolio_size(uint32 cells)
{
	return offsetof(PortfolioHealth, cell) + cells * sizeof(PortfolioCell);
}

static PortfolioHealth *
new_portfolio(uint32 cells)
{
	PortfolioHealth *portfolio = csops_new(&portfolio_health_type, portfolio_size(cells));

	portfolio->cells = cells;
	return portfolio;
}

int
portfolio_bin(double score)
{
	int			tenth = (int) rint(score * PORTFOLIO_TENTHS);
	double		edge = on_health_grid((double) tenth / PORTFOLIO_TENTHS);

	score = on_health_grid(score);
	return 2 * tenth + (score > edge) - (score < edge);
}

/* What cannot be, or NULL */

static const char *
count_problem(const PortfolioHealth *portfolio)
{
	int64		total = 0;

	if (!csops_add_count(&total, portfolio->unscored) ||
		!csops_add_count(&total, portfolio->unweighted) ||
		!csops_add_count(&total, portfolio->invalid))
		return "A count is negative or the total is out of range.";
	for (uint32 i = 0; i < portfolio->cells; i++)
	{
		if (!csops_add_count(&total, portfolio->cell[i].count))
			return "A count is negative or the total is out of range.";
	}
	return NULL;
}

static const char *
sum_problem(const PortfolioHealth *portfolio)
{
	if (wide_sign(portfolio->unscored_weight.limb, EXACT_SUM_LIMBS) < 0)
		return "A weight is negative.";
	if (portfolio->unscored == 0 && wide_sign(portfolio->unscored_weight.limb, EXACT_SUM_LIMBS) != 0)
		return "There is a weight without accounts.";
	for (uint32 i = 0; i < portfolio->cells; i++)
	{
		if (wide_sign(portfolio->cell[i].weight.limb, EXACT_SUM_LIMBS) < 0)
			return "A weight is negative.";
	}
	return NULL;
}

#define BOUND_LIMBS		(2 * EXACT_SUM_LIMBS)

/* Adds weight x score, both on the grid of exact sums. */
static void
add_bound(uint64 *bound, const ExactSum *weight, double score)
{
	ExactSum	factor = {{0}};
	uint64		product[BOUND_LIMBS];

	exact_sum_add(&factor, grid_value(score));
	wide_multiply(product, BOUND_LIMBS, weight->limb, EXACT_SUM_LIMBS, factor.limb, EXACT_SUM_LIMBS);
	wide_add(bound, product, BOUND_LIMBS);
}

/* The mean must be one of scores in these cells; a score is in its cell to half a step of the grid. */
static bool
mean_is_possible(const PortfolioHealth *portfolio)
{
	const double slack = 1 / HEALTH_GRID;
	uint64		least[BOUND_LIMBS] = {0};
	uint64		most[BOUND_LIMBS] = {0};
	uint64		weighted[BOUND_LIMBS];
	uint64		sign = wide_sign(portfolio->weighted.limb, EXACT_PRODUCT_LIMBS) < 0 ? ~UINT64CONST(0) : 0;

	for (uint32 i = 0; i < portfolio->cells; i++)
	{
		const PortfolioCell *cell = &portfolio->cell[i];
		double		from = on_health_grid((double) (cell->bin / 2) / PORTFOLIO_TENTHS);
		double		to = on_health_grid((double) ((cell->bin + 1) / 2) / PORTFOLIO_TENTHS);

		add_bound(least, &cell->weight, from - slack);
		add_bound(most, &cell->weight, to + slack);
	}
	memcpy(weighted, portfolio->weighted.limb, sizeof(portfolio->weighted.limb));
	for (int i = EXACT_PRODUCT_LIMBS; i < BOUND_LIMBS; i++)
		weighted[i] = sign;
	wide_subtract(most, weighted, BOUND_LIMBS);
	wide_subtract(weighted, least, BOUND_LIMBS);
	return wide_sign(most, BOUND_LIMBS) >= 0 && wide_sign(weighted, BOUND_LIMBS) >= 0;
}

static const char *
portfolio_problem(const PortfolioHealth *portfolio)
{
	const char *problem = count_problem(portfolio);

	if (problem == NULL)
		problem = sum_problem(portfolio);
	if (problem != NULL)
		return problem;
	for (uint32 i = 0; i < portfolio->cells; i++)
	{
		int			bin = portfolio->cell[i].bin;

		if (bin < 0 || bin > PORTFOLIO_LAST_BIN || (i > 0 && bin <= portfolio->cell[i - 1].bin))
			return "The scores do not ascend.";
		if (portfolio->cell[i].count == 0)
			return "A score has no accounts.";
	}
	if (portfolio->has_lowest > 1 || (portfolio->has_lowest == 0 && portfolio->lowest != 0) ||
		!(portfolio->lowest >= 0 && portfolio->lowest <= HEALTH_BEST_SCORE))
		return "The lowest score is impossible.";
	if (portfolio->has_lowest == 1 &&
		(portfolio->cells == 0 || portfolio_bin(portfolio->lowest) != portfolio->cell[0].bin))
		return "The lowest score is not the lowest.";
	if (!mean_is_possible(portfolio))
		return "The sum of weights times scores does not fit the scores.";
	return NULL;
}

/* Type functions */

static void
check_portfolio(const CsopsHeader *value)
{
	const PortfolioHealth *portfolio = (const PortfolioHealth *) value;

	if (VARSIZE(value) < offsetof(PortfolioHealth, cell) || value->flags != 0 ||
		portfolio->cells > PORTFOLIO_MAX_CELLS || VARSIZE(value) != portfolio_size(portfolio->cells))
		csops_corrupted(&portfolio_health_type, "The size does not fit the number of scores.");
}

/* A multiple of 0.1 in JSON, as a number of tenths. */
static int
read_tenth(const JsonNode *node)
{
	double		score = json_float8(node);
	int			bin;

	if (!(score >= 0 && score <= HEALTH_BEST_SCORE) || (bin = portfolio_bin(score)) % 2 != 0)
		json_error(node, "Expected a score from 0 to 100 here, of one digit after the point.");
	return bin / 2;
}

static void
read_cell(const JsonNode *node, PortfolioCell *cell)
{
	int			from;
	int			to;

	json_check_array(node);
	if (node->count != 4)
		json_error(node, "Expected the ends of a cell, its accounts and their weight here.");
	from = read_tenth(node->first);
	node = node->first->next;
	to = read_tenth(node);
	if (to < from || to > from + 1)
		json_error(node, "A cell is one score, or what lies between two.");
	cell->bin = from + to;
	node = node->next;
	cell->count = json_int64(node, 1, CSOPS_COUNT_LIMIT);
	wide_read_decimal(cell->weight.limb, EXACT_SUM_LIMBS, EXACT_GRID_BITS, node->next);
}

static CsopsHeader *
read_json_portfolio(const JsonNode *root)
{
	static const char *const keys[] = {"unscored", "unweighted", "invalid", "unscored_weight", "weighted_score",
	"lowest", "scores", NULL};
	const JsonNode *scores;
	const JsonNode *lowest;
	PortfolioHealth *portfolio;
	PortfolioCell *cell;
	const char *problem;

	json_check_object(root, keys);
	scores = json_required(root, "scores");
	json_check_array(scores);
	portfolio = new_portfolio(scores->count);
	portfolio->unscored = json_int64(json_required(root, "unscored"), 0, PG_INT64_MAX);
	portfolio->unweighted = json_int64(json_required(root, "unweighted"), 0, PG_INT64_MAX);
	portfolio->invalid = json_int64(json_required(root, "invalid"), 0, PG_INT64_MAX);
	wide_read_decimal(portfolio->unscored_weight.limb, EXACT_SUM_LIMBS, EXACT_GRID_BITS,
					  json_required(root, "unscored_weight"));
	wide_read_decimal(portfolio->weighted.limb, EXACT_PRODUCT_LIMBS, 2 * EXACT_GRID_BITS,
					  json_required(root, "weighted_score"));
	lowest = json_required(root, "lowest");
	if (lowest->kind != JSON_KIND_NULL)
	{
		double		score = json_float8(lowest);

		portfolio->lowest = score == 0 ? 0 : score;
		portfolio->has_lowest = 1;
	}
	cell = portfolio->cell;
	for (const JsonNode *node = scores->first; node != NULL; node = node->next)
	{
		CHECK_FOR_INTERRUPTS();
		read_cell(node, cell++);
	}
	problem = portfolio_problem(portfolio);
	if (problem != NULL)
		json_error(root, "%s", problem);
	return &portfolio->header;
}

static void
append_tenth(StringInfo out, int tenth)
{
	appendStringInfo(out, "%d", tenth / PORTFOLIO_TENTHS);
	if (tenth % PORTFOLIO_TENTHS != 0)
		appendStringInfo(out, ".%d", tenth % PORTFOLIO_TENTHS);
}

static void
write_json_portfolio(StringInfo out, const CsopsHeader *value)
{
	const PortfolioHealth *portfolio = (const PortfolioHealth *) value;

	appendStringInfo(out, "{\"unscored\": " INT64_FORMAT ", \"unweighted\": " INT64_FORMAT
					 ", \"invalid\": " INT64_FORMAT ", \"unscored_weight\": ",
					 portfolio->unscored, portfolio->unweighted, portfolio->invalid);
	wide_append_decimal(out, portfolio->unscored_weight.limb, EXACT_SUM_LIMBS, EXACT_GRID_BITS);
	appendStringInfoString(out, ", \"weighted_score\": ");
	wide_append_decimal(out, portfolio->weighted.limb, EXACT_PRODUCT_LIMBS, 2 * EXACT_GRID_BITS);
	appendStringInfoString(out, ", \"lowest\": ");
	if (portfolio->has_lowest)
		json_append_float8(out, portfolio->lowest);
	else
		appendStringInfoString(out, "null");
	appendStringInfoString(out, ", \"scores\": [");
	for (uint32 i = 0; i < portfolio->cells; i++)
	{
		const PortfolioCell *cell = &portfolio->cell[i];

		appendStringInfoString(out, i == 0 ? "[" : ", [");
		append_tenth(out, cell->bin / 2);
		appendStringInfoString(out, ", ");
		append_tenth(out, cell->bin / 2 + cell->bin % 2);
		appendStringInfo(out, ", " INT64_FORMAT ", ", cell->count);
		wide_append_decimal(out, cell->weight.limb, EXACT_SUM_LIMBS, EXACT_GRID_BITS);
		appendStringInfoChar(out, ']');
	}
	appendStringInfoString(out, "]}");
}

static CsopsHeader *
receive_portfolio(StringInfo in)
{
	uint32		cells = pq_getmsgint(in, 4);
	PortfolioHealth *portfolio;
	const char *problem;

	if (cells > PORTFOLIO_MAX_CELLS)
		csops_bad_binary(&portfolio_health_type, "There are not so many scores.");
	portfolio = new_portfolio(cells);
	portfolio->has_lowest = pq_getmsgint(in, 4);
	portfolio->unscored = pq_getmsgint64(in);
	portfolio->unweighted = pq_getmsgint64(in);
	portfolio->invalid = pq_getmsgint64(in);
	wide_receive(portfolio->unscored_weight.limb, EXACT_SUM_LIMBS, in);
	wide_receive(portfolio->weighted.limb, EXACT_PRODUCT_LIMBS, in);
	portfolio->lowest = pq_getmsgfloat8(in);
	if (portfolio->lowest == 0)
		portfolio->lowest = 0;	/* of either sign */
	for (uint32 i = 0; i < cells; i++)
	{
		PortfolioCell *cell = &portfolio->cell[i];

		cell->bin = pq_getmsgint(in, 4);
		cell->count = pq_getmsgint64(in);
		wide_receive(cell->weight.limb, EXACT_SUM_LIMBS, in);
	}
	problem = portfolio_problem(portfolio);
	if (problem != NULL)
		csops_bad_binary(&portfolio_health_type, problem);
	return &portfolio->header;
}

static void
send_portfolio(StringInfo out, const CsopsHeader *value)
{
	const PortfolioHealth *portfolio = (const PortfolioHealth *) value;

	pq_sendint32(out, portfolio->cells);
	pq_sendint32(out, portfolio->has_lowest);
	pq_sendint64(out, portfolio->unscored);
	pq_sendint64(out, portfolio->unweighted);
	pq_sendint64(out, portfolio->invalid);
	wide_send(out, portfolio->unscored_weight.limb, EXACT_SUM_LIMBS);
	wide_send(out, portfolio->weighted.limb, EXACT_PRODUCT_LIMBS);
	pq_sendfloat8(out, portfolio->lowest);
	for (uint32 i = 0; i < portfolio->cells; i++)
	{
		const PortfolioCell *cell = &portfolio->cell[i];

		pq_sendint32(out, cell->bin);
		pq_sendint64(out, cell->count);
		wide_send(out, cell->weight.limb, EXACT_SUM_LIMBS);
	}
}

const CsopsType portfolio_health_type = {
	.id = CSOPS_PORTFOLIO_HEALTH,
	.name = "portfolio_health",
	.check = check_portfolio,
	.read_json = read_json_portfolio,
	.write_json = write_json_portfolio,
	.receive = receive_portfolio,
	.send = send_portfolio,
};

CSOPS_FUNCTION(csops_portfolio_health_in);
CSOPS_FUNCTION(csops_portfolio_health_recv);

Datum
csops_portfolio_health_in(PG_FUNCTION_ARGS)
{
	return csops_type_in(&portfolio_health_type, fcinfo);
}

Datum
csops_portfolio_health_recv(PG_FUNCTION_ARGS)
{
	return csops_type_recv(&portfolio_health_type, fcinfo);
}

/* Transition functions */

static void
refuse_account(double score, double weight)
{
	if (!(weight >= 0 && weight <= EXACT_VALUE_LIMIT))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("weight is out of range"),
				 errdetail("The weight is %s; weights lie between 0 and 9007199254740992.",
						   shown_float8(weight)),
				 errhint("Correct the row, or call portfolio_health_agg(score, weight, 'count') to count such rows.")));
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("score is out of range"),
			 errdetail("The score is %s; scores lie between 0 and 100.", shown_float8(score)),
			 errhint("Correct the row, or call portfolio_health_agg(score, weight, 'count') to count such rows.")));
}

/* The cell of that bin, or the place where it would have to be. */
static bool
find_cell(const PortfolioHealth *portfolio, int bin, uint32 *place)
{
	uint32		low = 0;
	uint32		high = portfolio->cells;

	while (low < high)
	{
		uint32		middle = (low + high) / 2;

		if (portfolio->cell[middle].bin < bin)
			low = middle + 1;
		else
			high = middle;
	}
	*place = low;
	return low < portfolio->cells && portfolio->cell[low].bin == bin;
}

/* A copy with an empty cell more at that place, or with the cell there left out. */
static PortfolioHealth *
resized(const PortfolioHealth *portfolio, uint32 place, bool more)
{
	PortfolioHealth *copy = new_portfolio(more ? portfolio->cells + 1 : portfolio->cells - 1);
	uint32		cells = copy->cells;

	memcpy((char *) copy + sizeof(CsopsHeader), (const char *) portfolio + sizeof(CsopsHeader),
		   portfolio_size(place) - sizeof(CsopsHeader));
	copy->cells = cells;
	memcpy(&copy->cell[more ? place + 1 : place], &portfolio->cell[more ? place : place + 1],
		   sizeof(PortfolioCell) * (portfolio->cells - place - !more));
	return copy;
}

static PortfolioHealth *
add_account(PortfolioHealth *portfolio, double score, double weight)
{
	GridValue	mass = grid_value(weight);
	int			bin = portfolio_bin(score);
	uint32		place;

	score = score == 0 ? 0 : score;
	if (portfolio->cells == 0)
	{
		portfolio->has_lowest = 1;
		portfolio->lowest = score;
	}
	else if (portfolio->has_lowest)
		portfolio->lowest = Min(portfolio->lowest, score);
	exact_product_add(&portfolio->weighted, mass, grid_value(score));
	if (!find_cell(portfolio, bin, &place))
	{
		portfolio = resized(portfolio, place, true);
		portfolio->cell[place].bin = bin;
	}
	portfolio->cell[place].count++;
	exact_sum_add(&portfolio->cell[place].weight, mass);
	return portfolio;
}

static void
forget_lowest(PortfolioHealth *portfolio)
{
	portfolio->has_lowest = 0;
	portfolio->lowest = 0;
}

static PortfolioHealth *
remove_account(PortfolioHealth *portfolio, double score, double weight)
{
	GridValue	mass = grid_negated(grid_value(weight));
	PortfolioCell *cell;
	uint32		place;

	if (!find_cell(portfolio, portfolio_bin(score), &place))
		csops_impossible_result(true, "No account has such a score.");
	exact_product_add(&portfolio->weighted, mass, grid_value(score));
	cell = &portfolio->cell[place];
	cell->count--;
	exact_sum_add(&cell->weight, mass);
	if (wide_sign(cell->weight.limb, EXACT_SUM_LIMBS) < 0)
		csops_impossible_result(true, "A weight would be negative.");
	if (cell->count > 0)
		return portfolio;
	if (wide_sign(cell->weight.limb, EXACT_SUM_LIMBS) != 0)
		csops_impossible_result(true, "A weight would be left without accounts.");
	return resized(portfolio, place, false);
}

/* Called from SQL, a state may be whatever somebody wrote; in an aggregate it is not. */
static void
check_state(const PortfolioHealth *portfolio, bool taken_out)
{
	const char *problem = portfolio_problem(portfolio);

	if (problem != NULL)
		csops_impossible_result(taken_out, problem);
}

/* f(state, score, weight, ...), or with the sign -1 its inverse */
static Datum
transition(FunctionCallInfo fcinfo, int sign, bool count_invalid)
{
	PortfolioHealth *state = PG_ARGISNULL(0) ? new_portfolio(0) : csops_state(&portfolio_health_type, fcinfo);
	bool		has_score = !PG_ARGISNULL(1);
	bool		has_weight = !PG_ARGISNULL(2);
	double		score = has_score ? PG_GETARG_FLOAT8(1) : 0;
	double		weight = has_weight ? PG_GETARG_FLOAT8(2) : 0;

	if (sign < 0)
		forget_lowest(state);
	if (!(score >= 0 && score <= HEALTH_BEST_SCORE) || !(weight >= 0 && weight <= EXACT_VALUE_LIMIT))
	{
		if (!count_invalid)
			refuse_account(score, weight);
		state->invalid += sign;
	}
	else if (!has_weight)
		state->unweighted += sign;
	else if (!has_score)
	{
		GridValue	mass = grid_value(weight);

		state->unscored += sign;
		exact_sum_add(&state->unscored_weight, sign < 0 ? grid_negated(mass) : mass);
	}
	else
		state = sign < 0 ? remove_account(state, score, weight) : add_account(state, score, weight);

	if (!csops_in_aggregate(fcinfo))
		check_state(state, sign < 0);
	PG_RETURN_POINTER(state);
}

CSOPS_FUNCTION(csops_portfolio_accum);
CSOPS_FUNCTION(csops_portfolio_accum_inv);
CSOPS_FUNCTION(csops_portfolio_accum_key);
CSOPS_FUNCTION(csops_portfolio_accum_key_inv);

/* portfolio_accum(state, score, weight [, on_invalid]) */
Datum
csops_portfolio_accum(PG_FUNCTION_ARGS)
{
	return transition(fcinfo, 1, option_count_invalid(fcinfo, 3));
}

Datum
csops_portfolio_accum_inv(PG_FUNCTION_ARGS)
{
	return transition(fcinfo, -1, option_count_invalid(fcinfo, 3));
}

/* portfolio_accum_key(state, score, weight, key) */
Datum
csops_portfolio_accum_key(PG_FUNCTION_ARGS)
{
	check_key(fcinfo, 3);
	return transition(fcinfo, 1, false);
}

Datum
csops_portfolio_accum_key_inv(PG_FUNCTION_ARGS)
{
	check_key(fcinfo, 3);
	return transition(fcinfo, -1, false);
}

/* Merge and subtract */

static void
combine_sums(uint64 *to, const uint64 *from, int limbs, int sign)
{
	if (sign < 0)
		wide_subtract(to, from, limbs);
	else
		wide_add(to, from, limbs);
}

/* Walks through the cells of both in the order of their bins; NULL for the one that has none of a bin. */
static uint32
walk_cells(const PortfolioHealth *a, const PortfolioHealth *b, int sign, PortfolioCell *result)
{
	uint32		i = 0;
	uint32		j = 0;
	uint32		count = 0;

	while (i < a->cells || j < b->cells)
	{
		PortfolioCell cell = {0};
		bool		from_a = j == b->cells || (i < a->cells && a->cell[i].bin <= b->cell[j].bin);
		bool		from_b = i == a->cells || (j < b->cells && b->cell[j].bin <= a->cell[i].bin);

		if (from_a)
			cell = a->cell[i++];
		if (from_b)
		{
			cell.bin = b->cell[j].bin;
			cell.count += sign * b->cell[j].count;
			combine_sums(cell.weight.limb, b->cell[j].weight.limb, EXACT_SUM_LIMBS, sign);
			j++;
		}
		if (cell.count == 0 && wide_sign(cell.weight.limb, EXACT_SUM_LIMBS) == 0)
			continue;
		if (cell.bin < 0 || cell.bin > PORTFOLIO_LAST_BIN || (count > 0 && cell.bin <= result[count - 1].bin))
			csops_corrupted(&portfolio_health_type, "The scores do not ascend.");
		result[count++] = cell;
	}
	return count;
}

static PortfolioHealth *
combined(const PortfolioHealth *a, const PortfolioHealth *b, int sign)
{
	PortfolioCell *cells = palloc(sizeof(PortfolioCell) * Max(a->cells + b->cells, 1));
	uint32		count = walk_cells(a, b, sign, cells);
	PortfolioHealth *result;

	result = new_portfolio(count);
	memcpy(result->cell, cells, sizeof(PortfolioCell) * count);
	pfree(cells);
	result->unscored = a->unscored + sign * b->unscored;
	result->unweighted = a->unweighted + sign * b->unweighted;
	result->invalid = a->invalid + sign * b->invalid;
	result->unscored_weight = a->unscored_weight;
	combine_sums(result->unscored_weight.limb, b->unscored_weight.limb, EXACT_SUM_LIMBS, sign);
	result->weighted = a->weighted;
	combine_sums(result->weighted.limb, b->weighted.limb, EXACT_PRODUCT_LIMBS, sign);
	return result;
}

CSOPS_FUNCTION(csops_merge_portfolio_health);
CSOPS_FUNCTION(csops_subtract_portfolio_health);

Datum
csops_merge_portfolio_health(PG_FUNCTION_ARGS)
{
	const PortfolioHealth *a = CSOPS_GETARG(portfolio_health_type, 0);
	const PortfolioHealth *b = CSOPS_GETARG(portfolio_health_type, 1);
	PortfolioHealth *result = combined(a, b, 1);
	const char *problem = count_problem(result);

	/* The sums of two possible values are possible. */
	if (problem != NULL)
		csops_impossible_result(false, problem);
	if ((a->has_lowest || a->cells == 0) && (b->has_lowest || b->cells == 0) && result->cells > 0)
	{
		result->has_lowest = 1;
		result->lowest = a->cells == 0 ? b->lowest : b->cells == 0 ? a->lowest : Min(a->lowest, b->lowest);
	}
	PG_RETURN_POINTER(result);
}

Datum
csops_subtract_portfolio_health(PG_FUNCTION_ARGS)
{
	PortfolioHealth *result = combined(CSOPS_GETARG(portfolio_health_type, 0),
									   CSOPS_GETARG(portfolio_health_type, 1), -1);

	check_state(result, true);
	PG_RETURN_POINTER(result);
}

CSOPS_FUNCTION(csops_portfolio_moving_final);

/* A moving frame knows no lowest score, so that its rows alone decide what it gives. */
Datum
csops_portfolio_moving_final(PG_FUNCTION_ARGS)
{
	const PortfolioHealth *state = CSOPS_GETARG(portfolio_health_type, 0);
	PortfolioHealth *copy = palloc(VARSIZE(state));

	memcpy(copy, state, VARSIZE(state));
	forget_lowest(copy);
	PG_RETURN_POINTER(copy);
}
