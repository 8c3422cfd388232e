/*
 * portfolio_stats.c
 *		What a portfolio_health says: mean, lowest, shares and counts.
 */
#include "csops.h"

#include "options.h"
#include "portfolio_health.h"

static int64
accounts_until(const PortfolioHealth *portfolio, int last_bin)
{
	int64		count = 0;

	for (uint32 i = 0; i < portfolio->cells && portfolio->cell[i].bin <= last_bin; i++)
		count += portfolio->cell[i].count;
	return count;
}

static ExactSum
weight_until(const PortfolioHealth *portfolio, int last_bin)
{
	ExactSum	weight = {{0}};

	for (uint32 i = 0; i < portfolio->cells && portfolio->cell[i].bin <= last_bin; i++)
		wide_add(weight.limb, portfolio->cell[i].weight.limb, EXACT_SUM_LIMBS);
	return weight;
}

static double
sum_as_float8(const ExactSum *sum)
{
	return wide_to_float8(sum->limb, EXACT_SUM_LIMBS, EXACT_GRID_BITS);
}

CSOPS_FUNCTION(csops_portfolio_observations);
CSOPS_FUNCTION(csops_portfolio_unscored);
CSOPS_FUNCTION(csops_portfolio_unweighted);
CSOPS_FUNCTION(csops_portfolio_invalid);

static Datum
count_field(FunctionCallInfo fcinfo, Size offset)
{
	const char *portfolio;

	if (PG_ARGISNULL(0))
		PG_RETURN_INT64(0);
	portfolio = CSOPS_GETARG(portfolio_health_type, 0);
	PG_RETURN_INT64(*(const int64 *) (portfolio + offset));
}

Datum
csops_portfolio_observations(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_INT64(0);
	PG_RETURN_INT64(accounts_until(CSOPS_GETARG(portfolio_health_type, 0), PORTFOLIO_LAST_BIN));
}

Datum
csops_portfolio_unscored(PG_FUNCTION_ARGS)
{
	return count_field(fcinfo, offsetof(PortfolioHealth, unscored));
}

Datum
csops_portfolio_unweighted(PG_FUNCTION_ARGS)
{
	return count_field(fcinfo, offsetof(PortfolioHealth, unweighted));
}

Datum
csops_portfolio_invalid(PG_FUNCTION_ARGS)
{
	return count_field(fcinfo, offsetof(PortfolioHealth, invalid));
}

CSOPS_FUNCTION(csops_portfolio_weight);
CSOPS_FUNCTION(csops_portfolio_weight_unscored);
CSOPS_FUNCTION(csops_portfolio_points);
CSOPS_FUNCTION(csops_portfolio_score);
CSOPS_FUNCTION(csops_portfolio_lowest);
CSOPS_FUNCTION(csops_portfolio_coverage);

Datum
csops_portfolio_weight(PG_FUNCTION_ARGS)
{
	ExactSum	weight = weight_until(CSOPS_GETARG(portfolio_health_type, 0), PORTFOLIO_LAST_BIN);

	PG_RETURN_FLOAT8(sum_as_float8(&weight));
}

Datum
csops_portfolio_weight_unscored(PG_FUNCTION_ARGS)
{
	const PortfolioHealth *portfolio = CSOPS_GETARG(portfolio_health_type, 0);

	PG_RETURN_FLOAT8(sum_as_float8(&portfolio->unscored_weight));
}

static double
weighted_points(const PortfolioHealth *portfolio)
{
	return wide_to_float8(portfolio->weighted.limb, EXACT_PRODUCT_LIMBS, 2 * EXACT_GRID_BITS);
}

Datum
csops_portfolio_points(PG_FUNCTION_ARGS)
{
	PG_RETURN_FLOAT8(weighted_points(CSOPS_GETARG(portfolio_health_type, 0)));
}

Datum
csops_portfolio_score(PG_FUNCTION_ARGS)
{
	const PortfolioHealth *portfolio = CSOPS_GETARG(portfolio_health_type, 0);
	ExactSum	weight = weight_until(portfolio, PORTFOLIO_LAST_BIN);
	double		total = sum_as_float8(&weight);

	if (total == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(weighted_points(portfolio) / total);
}

Datum
csops_portfolio_lowest(PG_FUNCTION_ARGS)
{
	const PortfolioHealth *portfolio = CSOPS_GETARG(portfolio_health_type, 0);

	if (portfolio->cells == 0)
		PG_RETURN_NULL();
	if (portfolio->has_lowest)
		PG_RETURN_FLOAT8(portfolio->lowest);
	PG_RETURN_FLOAT8((double) (portfolio->cell[0].bin / 2) / PORTFOLIO_TENTHS);
}

Datum
csops_portfolio_coverage(PG_FUNCTION_ARGS)
{
	const PortfolioHealth *portfolio = CSOPS_GETARG(portfolio_health_type, 0);
	ExactSum	weight = weight_until(portfolio, PORTFOLIO_LAST_BIN);
	double		scored = sum_as_float8(&weight);
	double		total;

	wide_add(weight.limb, portfolio->unscored_weight.limb, EXACT_SUM_LIMBS);
	total = sum_as_float8(&weight);
	if (total == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(scored / total);
}

/* The last bin that is below a score, argument 1, or also at it when argument 2 says so. */
static int
last_bin_below(FunctionCallInfo fcinfo)
{
	double		score = PG_GETARG_FLOAT8(1);
	int			bin = -1;

	if (score >= 0 && score <= HEALTH_BEST_SCORE)
		bin = portfolio_bin(score);
	if (bin < 0 || bin % 2 != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("score must be a multiple of 0.1 from 0 to 100"),
				 errdetail("The score given is %s; a portfolio tells its accounts apart by tenths.", shown_float8(score)),
				 errhint("Give the score with one digit after the point.")));
	return PG_GETARG_BOOL(2) ? bin : bin - 1;
}

CSOPS_FUNCTION(csops_portfolio_share_below);
CSOPS_FUNCTION(csops_portfolio_weight_below);
CSOPS_FUNCTION(csops_portfolio_accounts_below);

Datum
csops_portfolio_share_below(PG_FUNCTION_ARGS)
{
	const PortfolioHealth *portfolio = CSOPS_GETARG(portfolio_health_type, 0);
	ExactSum	below = weight_until(portfolio, last_bin_below(fcinfo));
	ExactSum	all = weight_until(portfolio, PORTFOLIO_LAST_BIN);
	double		total = sum_as_float8(&all);

	if (total == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(sum_as_float8(&below) / total);
}

Datum
csops_portfolio_weight_below(PG_FUNCTION_ARGS)
{
	const PortfolioHealth *portfolio = CSOPS_GETARG(portfolio_health_type, 0);
	ExactSum	below = weight_until(portfolio, last_bin_below(fcinfo));

	PG_RETURN_FLOAT8(sum_as_float8(&below));
}

/* NULL accounts are none; the other arguments have to be there. */
Datum
csops_portfolio_accounts_below(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
		PG_RETURN_NULL();
	if (PG_ARGISNULL(0))
		PG_RETURN_INT64(0);
	PG_RETURN_INT64(accounts_until(CSOPS_GETARG(portfolio_health_type, 0), last_bin_below(fcinfo)));
}
