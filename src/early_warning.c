/*
 * early_warning.c
 *		Signs of trouble ahead, from plain numbers: drops, spikes, outliers.
 */
#include "csops.h"

#include <math.h>

#include "options.h"
#include "special.h"

/* The standard deviation of a normal distribution over its median absolute deviation. */
#define MAD_SCALE			1.482602218505602

/* The most that spike_p counts, up to which every whole number is a float8. */
#define SPIKE_LIMIT			9007199254740992.0

static void
out_of_range(const char *argument, double value, const char *hint)
{
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("%s is out of range", argument),
			 errdetail("The %s given is %s.", argument, shown_float8(value)),
			 errhint("%s", hint)));
}

/* Zero or more, and finite. */
static double
amount_argument(FunctionCallInfo fcinfo, int n, const char *name)
{
	double		amount = PG_GETARG_FLOAT8(n);

	if (!(amount >= 0 && !isinf(amount)))
		out_of_range(name, amount, "Give a number of 0 or more.");
	return amount;
}

CSOPS_FUNCTION(csops_usage_drop);

/* usage_drop(current_value, previous_value, min_base) */
Datum
csops_usage_drop(PG_FUNCTION_ARGS)
{
	double		current = amount_argument(fcinfo, 0, "current_value");
	double		previous = amount_argument(fcinfo, 1, "previous_value");
	double		min_base = amount_argument(fcinfo, 2, "min_base");
	double		drop;

	if (previous < min_base || previous == 0)
		PG_RETURN_NULL();
	drop = (previous - current) / previous;

	/* So much more than so little before is no number. */
	if (isinf(drop))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(drop);
}

CSOPS_FUNCTION(csops_spike_p);

/* spike_p(observed, expected) */
Datum
csops_spike_p(PG_FUNCTION_ARGS)
{
	double		observed = PG_GETARG_FLOAT8(0);
	double		expected = PG_GETARG_FLOAT8(1);

	if (!(observed >= 0 && observed <= SPIKE_LIMIT && observed == floor(observed)))
		out_of_range("observed", observed, "Give a count: a whole number of 0 or more.");
	if (!(expected >= 0 && expected <= SPIKE_LIMIT))
		out_of_range("expected", expected, "Give the mean count of such a period: a number of 0 or more.");
	PG_RETURN_FLOAT8(poisson_upper_tail(observed, expected));
}

CSOPS_FUNCTION(csops_robust_z);

/* robust_z(x, median, mad) */
Datum
csops_robust_z(PG_FUNCTION_ARGS)
{
	double		x = PG_GETARG_FLOAT8(0);
	double		median = PG_GETARG_FLOAT8(1);
	double		mad = amount_argument(fcinfo, 2, "mad");
	double		z;

	if (isnan(x) || isinf(x))
		out_of_range("x", x, "Give a finite number.");
	if (isnan(median) || isinf(median))
		out_of_range("median", median, "Give a finite number.");
	if (mad == 0)
		PG_RETURN_NULL();
	z = (x - median) / mad / MAD_SCALE;
	if (isinf(z))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(z);
}
