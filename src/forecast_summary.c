/*
 * forecast_summary.c
 *		The type forecast_summary: how far forecasts were from what came.
 *
 * Amounts and the errors between them are summed exactly; the percentages that
 * the mean of MAPE is made of are floats, each rounded once, and their sum is
 * exact again.
 */
#include "csops.h"

#include "decimal_sum.h"
#include "libpq/pqformat.h"
#include "options.h"
#include "type.h"

typedef struct ForecastSummary
{
	CsopsHeader header;
	int64		observations;
	int64		unanswered;		/* forecast or actual NULL */
	int64		invalid;
	int64		skipped;		/* observations without a percentage, for MAPE */
	Decimal		forecast;
	Decimal		actual;
	Decimal		absolute_error;
	Decimal		absolute_actual;
	ExactSum	percentage;		/* of error over actual, both absolute, where 1 is 100 percent */
} ForecastSummary;

/* The exact sums with their names, so that each form lists them once. */
typedef struct DecimalField
{
	const char *key;
	Size		offset;
} DecimalField;

static const DecimalField decimal_fields[] = {
	{"forecast", offsetof(ForecastSummary, forecast)},
	{"actual", offsetof(ForecastSummary, actual)},
	{"absolute_error", offsetof(ForecastSummary, absolute_error)},
	{"absolute_actual", offsetof(ForecastSummary, absolute_actual)},
};

static Decimal *
decimal_of(const ForecastSummary *summary, const DecimalField *field)
{
	return (Decimal *) ((char *) summary + field->offset);
}

/* Whether a sum is no further from zero than one of absolute values. */
static bool
is_within(const Decimal *sum, const Decimal *absolute)
{
	Decimal		zero = {{0}};
	Decimal		negated = decimal_difference(&zero, absolute);

	return decimal_compare(sum, absolute) <= 0 && decimal_compare(sum, &negated) >= 0;
}

/* What no rows can have led to, or NULL. */
static const char *
summary_problem(const ForecastSummary *summary)
{
	int64		total = 0;
	Decimal		bias;

	if (!csops_add_count(&total, summary->observations) ||
		!csops_add_count(&total, summary->unanswered) ||
		!csops_add_count(&total, summary->invalid) ||
		summary->skipped < 0 || summary->skipped > summary->observations)
		return "A count is negative or the total is out of range.";
	if (decimal_sign(&summary->absolute_error) < 0 || decimal_sign(&summary->absolute_actual) < 0 ||
		wide_sign(summary->percentage.limb, EXACT_SUM_LIMBS) < 0)
		return "A sum of absolute values is negative.";
	bias = decimal_difference(&summary->forecast, &summary->actual);
	if (!is_within(&bias, &summary->absolute_error) ||
		!is_within(&summary->actual, &summary->absolute_actual))
		return "A sum is further from zero than that of the absolute values.";
	if (summary->observations == summary->skipped &&
		wide_sign(summary->percentage.limb, EXACT_SUM_LIMBS) != 0)
		return "There are percentages without observations.";
	if (summary->observations == 0 &&
		!(decimal_is_zero(&summary->absolute_error) && decimal_is_zero(&summary->absolute_actual)))
		return "There are sums without observations.";
	return NULL;
}

/* Type functions */

static void
check_summary(const CsopsHeader *value)
{
	if (VARSIZE(value) != sizeof(ForecastSummary) || value->flags != 0)
		csops_corrupted(&forecast_summary_type, "The size is not this type's.");
}

static ForecastSummary *
new_summary(void)
{
	return csops_new(&forecast_summary_type, sizeof(ForecastSummary));
}

static CsopsHeader *
read_json_summary(const JsonNode *root)
{
	static const char *const keys[] = {"observations", "unanswered", "invalid", "skipped", "forecast",
	"actual", "absolute_error", "absolute_actual", "percentage", NULL};
	ForecastSummary *summary = new_summary();
	const char *problem;

	json_check_object(root, keys);
	summary->observations = json_int64(json_required(root, "observations"), 0, PG_INT64_MAX);
	summary->unanswered = json_int64(json_required(root, "unanswered"), 0, PG_INT64_MAX);
	summary->invalid = json_int64(json_required(root, "invalid"), 0, PG_INT64_MAX);
	summary->skipped = json_int64(json_required(root, "skipped"), 0, PG_INT64_MAX);
	for (Size i = 0; i < lengthof(decimal_fields); i++)
		decimal_read_json(decimal_of(summary, &decimal_fields[i]), json_required(root, decimal_fields[i].key));
	wide_read_decimal(summary->percentage.limb, EXACT_SUM_LIMBS, EXACT_GRID_BITS,
					  json_required(root, "percentage"));
	problem = summary_problem(summary);
	if (problem != NULL)
		json_error(root, "%s", problem);
	return &summary->header;
}

static void
write_json_summary(StringInfo out, const CsopsHeader *value)
{
	const ForecastSummary *summary = (const ForecastSummary *) value;

	appendStringInfo(out, "{\"observations\": " INT64_FORMAT ", \"unanswered\": " INT64_FORMAT
					 ", \"invalid\": " INT64_FORMAT ", \"skipped\": " INT64_FORMAT,
					 summary->observations, summary->unanswered, summary->invalid, summary->skipped);
	for (Size i = 0; i < lengthof(decimal_fields); i++)
	{
		appendStringInfo(out, ", \"%s\": ", decimal_fields[i].key);
		decimal_append(out, decimal_of(summary, &decimal_fields[i]));
	}
	appendStringInfoString(out, ", \"percentage\": ");
	wide_append_decimal(out, summary->percentage.limb, EXACT_SUM_LIMBS, EXACT_GRID_BITS);
	appendStringInfoChar(out, '}');
}

static CsopsHeader *
receive_summary(StringInfo in)
{
	ForecastSummary *summary = new_summary();
	const char *problem;

	summary->observations = pq_getmsgint64(in);
	summary->unanswered = pq_getmsgint64(in);
	summary->invalid = pq_getmsgint64(in);
	summary->skipped = pq_getmsgint64(in);
	for (Size i = 0; i < lengthof(decimal_fields); i++)
		wide_receive(decimal_of(summary, &decimal_fields[i])->limb, DECIMAL_LIMBS, in);
	wide_receive(summary->percentage.limb, EXACT_SUM_LIMBS, in);
	problem = summary_problem(summary);
	if (problem != NULL)
		csops_bad_binary(&forecast_summary_type, problem);
	return &summary->header;
}

static void
send_summary(StringInfo out, const CsopsHeader *value)
{
	const ForecastSummary *summary = (const ForecastSummary *) value;

	pq_sendint64(out, summary->observations);
	pq_sendint64(out, summary->unanswered);
	pq_sendint64(out, summary->invalid);
	pq_sendint64(out, summary->skipped);
	for (Size i = 0; i < lengthof(decimal_fields); i++)
		wide_send(out, decimal_of(summary, &decimal_fields[i])->limb, DECIMAL_LIMBS);
	wide_send(out, summary->percentage.limb, EXACT_SUM_LIMBS);
}

const CsopsType forecast_summary_type = {
	.id = CSOPS_FORECAST_SUMMARY,
	.name = "forecast_summary",
	.check = check_summary,
	.read_json = read_json_summary,
	.write_json = write_json_summary,
	.receive = receive_summary,
	.send = send_summary,
};

CSOPS_FUNCTION(csops_forecast_summary_in);
CSOPS_FUNCTION(csops_forecast_summary_recv);

Datum
csops_forecast_summary_in(PG_FUNCTION_ARGS)
{
	return csops_type_in(&forecast_summary_type, fcinfo);
}

Datum
csops_forecast_summary_recv(PG_FUNCTION_ARGS)
{
	return csops_type_recv(&forecast_summary_type, fcinfo);
}

/* Transition functions */

static void
check_state(const ForecastSummary *summary, bool taken_out)
{
	const char *problem = summary_problem(summary);

	if (problem != NULL)
		csops_impossible_result(taken_out, problem);
}

static void
invalid_amounts(FunctionCallInfo fcinfo)
{
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("forecast or actual amount is out of range"),
			 errdetail("The row has a forecast of %s and an actual amount of %s; both lie between -1e17 and 1e17 and have at most %d decimals.",
					   shown_numeric(PG_GETARG_DATUM(1)), shown_numeric(PG_GETARG_DATUM(2)), DECIMAL_DECIMALS),
			 errhint("Correct or round the row, or call forecast_agg(forecast, actual, 'count') to count such rows.")));
}

static Decimal
absolute(const Decimal *amount)
{
	Decimal		zero = {{0}};

	return decimal_sign(amount) < 0 ? decimal_difference(&zero, amount) : *amount;
}

static void
change_sum(Decimal *sum, const Decimal *amount, int sign)
{
	if (sign > 0)
		decimal_add(sum, amount);
	else
		decimal_subtract(sum, amount);
}

static void
change_summary(ForecastSummary *summary, const Decimal *forecast, const Decimal *actual, int sign)
{
	Decimal		error = decimal_difference(forecast, actual);
	double		percentage = -1;

	error = absolute(&error);
	summary->observations += sign;
	change_sum(&summary->forecast, forecast, sign);
	change_sum(&summary->actual, actual, sign);
	change_sum(&summary->absolute_error, &error, sign);
	if (!decimal_is_zero(actual))
	{
		Decimal		size = absolute(actual);

		change_sum(&summary->absolute_actual, &size, sign);
		percentage = decimal_quotient(&error, &size);
	}
	if (percentage >= 0 && percentage <= EXACT_VALUE_LIMIT)
	{
		GridValue	value = grid_value(percentage);

		exact_sum_add(&summary->percentage, sign < 0 ? grid_negated(value) : value);
	}
	else
		summary->skipped += sign;
}

static Datum
transition(FunctionCallInfo fcinfo, bool count_invalid, int sign)
{
	ForecastSummary *state = PG_ARGISNULL(0) ? new_summary() : csops_state(&forecast_summary_type, fcinfo);

	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
		state->unanswered += sign;
	else
	{
		Decimal		forecast;
		Decimal		actual;

		if (decimal_from_numeric(&forecast, PG_GETARG_DATUM(1)) &&
			decimal_from_numeric(&actual, PG_GETARG_DATUM(2)))
			change_summary(state, &forecast, &actual, sign);
		else if (count_invalid)
			state->invalid += sign;
		else
			invalid_amounts(fcinfo);
	}

	/* In an aggregate the limit is out of reach; a value from SQL may be at it. */
	if (sign < 0 || !csops_in_aggregate(fcinfo))
		check_state(state, sign < 0);
	PG_RETURN_POINTER(state);
}

CSOPS_FUNCTION(csops_forecast_accum);
CSOPS_FUNCTION(csops_forecast_accum_inv);
CSOPS_FUNCTION(csops_forecast_accum_key);
CSOPS_FUNCTION(csops_forecast_accum_key_inv);

/* forecast_accum(state, forecast, actual [, on_invalid]) */
Datum
csops_forecast_accum(PG_FUNCTION_ARGS)
{
	return transition(fcinfo, option_count_invalid(fcinfo, 3), 1);
}

Datum
csops_forecast_accum_inv(PG_FUNCTION_ARGS)
{
	return transition(fcinfo, option_count_invalid(fcinfo, 3), -1);
}

/* forecast_accum_key(state, forecast, actual, key) */
Datum
csops_forecast_accum_key(PG_FUNCTION_ARGS)
{
	check_key(fcinfo, 3);
	return transition(fcinfo, false, 1);
}

Datum
csops_forecast_accum_key_inv(PG_FUNCTION_ARGS)
{
	check_key(fcinfo, 3);
	return transition(fcinfo, false, -1);
}

static Datum
merge_summaries(FunctionCallInfo fcinfo, int sign)
{
	ForecastSummary *a = csops_state(&forecast_summary_type, fcinfo);
	const ForecastSummary *b = CSOPS_GETARG(forecast_summary_type, 1);

	a->observations += sign * b->observations;
	a->unanswered += sign * b->unanswered;
	a->invalid += sign * b->invalid;
	a->skipped += sign * b->skipped;
	for (Size i = 0; i < lengthof(decimal_fields); i++)
		change_sum(decimal_of(a, &decimal_fields[i]), decimal_of(b, &decimal_fields[i]), sign);
	(sign > 0 ? wide_add : wide_subtract) (a->percentage.limb, b->percentage.limb, EXACT_SUM_LIMBS);
	check_state(a, sign < 0);
	PG_RETURN_POINTER(a);
}

CSOPS_FUNCTION(csops_merge_forecast_summary);
CSOPS_FUNCTION(csops_subtract_forecast_summary);

Datum
csops_merge_forecast_summary(PG_FUNCTION_ARGS)
{
	return merge_summaries(fcinfo, 1);
}

Datum
csops_subtract_forecast_summary(PG_FUNCTION_ARGS)
{
	return merge_summaries(fcinfo, -1);
}

/* Counts, which are 0 where there is no summary */

CSOPS_FUNCTION(csops_forecast_observations);
CSOPS_FUNCTION(csops_forecast_unanswered);
CSOPS_FUNCTION(csops_forecast_invalid);
CSOPS_FUNCTION(csops_mape_skipped);

static int64
count_of(FunctionCallInfo fcinfo, Size offset)
{
	const ForecastSummary *summary;

	if (PG_ARGISNULL(0))
		return 0;
	summary = CSOPS_GETARG(forecast_summary_type, 0);
	return *(const int64 *) ((const char *) summary + offset);
}

Datum
csops_forecast_observations(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(count_of(fcinfo, offsetof(ForecastSummary, observations)));
}

Datum
csops_forecast_unanswered(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(count_of(fcinfo, offsetof(ForecastSummary, unanswered)));
}

Datum
csops_forecast_invalid(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(count_of(fcinfo, offsetof(ForecastSummary, invalid)));
}

Datum
csops_mape_skipped(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(count_of(fcinfo, offsetof(ForecastSummary, skipped)));
}

/* Figures */

CSOPS_FUNCTION(csops_forecast_total);
CSOPS_FUNCTION(csops_actual_total);
CSOPS_FUNCTION(csops_absolute_error_total);
CSOPS_FUNCTION(csops_absolute_actual_total);
CSOPS_FUNCTION(csops_forecast_bias);
CSOPS_FUNCTION(csops_wape);
CSOPS_FUNCTION(csops_mape);

Datum
csops_forecast_total(PG_FUNCTION_ARGS)
{
	return decimal_to_numeric(&((ForecastSummary *) CSOPS_GETARG(forecast_summary_type, 0))->forecast);
}

Datum
csops_actual_total(PG_FUNCTION_ARGS)
{
	return decimal_to_numeric(&((ForecastSummary *) CSOPS_GETARG(forecast_summary_type, 0))->actual);
}

Datum
csops_absolute_error_total(PG_FUNCTION_ARGS)
{
	return decimal_to_numeric(&((ForecastSummary *) CSOPS_GETARG(forecast_summary_type, 0))->absolute_error);
}

Datum
csops_absolute_actual_total(PG_FUNCTION_ARGS)
{
	return decimal_to_numeric(&((ForecastSummary *) CSOPS_GETARG(forecast_summary_type, 0))->absolute_actual);
}

Datum
csops_forecast_bias(PG_FUNCTION_ARGS)
{
	const ForecastSummary *summary = CSOPS_GETARG(forecast_summary_type, 0);
	Decimal		bias = decimal_difference(&summary->forecast, &summary->actual);

	if (decimal_is_zero(&summary->absolute_actual))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(decimal_quotient(&bias, &summary->absolute_actual));
}

Datum
csops_wape(PG_FUNCTION_ARGS)
{
	const ForecastSummary *summary = CSOPS_GETARG(forecast_summary_type, 0);

	if (decimal_is_zero(&summary->absolute_actual))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(decimal_quotient(&summary->absolute_error, &summary->absolute_actual));
}

Datum
csops_mape(PG_FUNCTION_ARGS)
{
	const ForecastSummary *summary = CSOPS_GETARG(forecast_summary_type, 0);
	int64		counted = summary->observations - summary->skipped;

	if (counted == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(wide_to_float8(summary->percentage.limb, EXACT_SUM_LIMBS, EXACT_GRID_BITS) / (double) counted);
}
