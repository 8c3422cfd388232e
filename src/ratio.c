/*
 * ratio.c
 *		The type ratio_summary, a sum over a sum, its aggregates and accessors.
 *
 * The sums, and the sums of squares and products that the delta method needs,
 * are exact; so is the one difference of large numbers in the variance, which
 * in floating point would leave nothing but rounding where the numerators are
 * nearly proportional to the denominators.
 */
#include "csops.h"

#include <math.h>

#include "exact_sum.h"
#include "intervals.h"
#include "libpq/pqformat.h"
#include "options.h"
#include "special.h"
#include "type.h"

typedef struct RatioSummary
{
	CsopsHeader header;
	int64		observations;
	int64		unanswered;		/* numerator or denominator NULL */
	int64		invalid;
	ExactSum	numerator;
	ExactSum	denominator;
	ExactProductSum numerator_square;
	ExactProductSum product;
	ExactProductSum denominator_square;
} RatioSummary;

static const char *
count_problem(const RatioSummary *summary)
{
	int64		total = 0;

	if (!csops_add_count(&total, summary->observations) ||
		!csops_add_count(&total, summary->unanswered) ||
		!csops_add_count(&total, summary->invalid))
		return "A count is negative or the total is out of range.";
	return NULL;
}

/*
 * What cannot be, or NULL.  Sums of any rows obey Cauchy and Schwarz, so that
 * no variance is less than nothing, whatever somebody writes into the text.
 */
static const char *
summary_problem(const RatioSummary *summary)
{
	uint64		observations = (uint64) summary->observations;
	const char *problem = count_problem(summary);

	if (problem != NULL)
		return problem;
	if (wide_sign(summary->numerator_square.limb, EXACT_PRODUCT_LIMBS) < 0 ||
		wide_sign(summary->denominator_square.limb, EXACT_PRODUCT_LIMBS) < 0)
		return "A sum of squares is negative.";
	if (!wide_square_fits(summary->product.limb, EXACT_PRODUCT_LIMBS,
						  summary->numerator_square.limb, EXACT_PRODUCT_LIMBS,
						  summary->denominator_square.limb, EXACT_PRODUCT_LIMBS) ||
		!wide_square_fits(summary->numerator.limb, EXACT_SUM_LIMBS,
						  summary->numerator_square.limb, EXACT_PRODUCT_LIMBS, &observations, 1) ||
		!wide_square_fits(summary->denominator.limb, EXACT_SUM_LIMBS,
						  summary->denominator_square.limb, EXACT_PRODUCT_LIMBS, &observations, 1))
		return "The sums do not fit each other.";
	if (summary->observations == 0 &&
		(wide_sign(summary->numerator.limb, EXACT_SUM_LIMBS) != 0 ||
		 wide_sign(summary->denominator.limb, EXACT_SUM_LIMBS) != 0 ||
		 wide_sign(summary->numerator_square.limb, EXACT_PRODUCT_LIMBS) != 0 ||
		 wide_sign(summary->product.limb, EXACT_PRODUCT_LIMBS) != 0 ||
		 wide_sign(summary->denominator_square.limb, EXACT_PRODUCT_LIMBS) != 0))
		return "There are sums without observations.";
	return NULL;
}

static void
check_summary(const CsopsHeader *value)
{
	if (VARSIZE(value) != sizeof(RatioSummary) || value->flags != 0)
		csops_corrupted(&ratio_summary_type, "The size is not this type's.");
}

static RatioSummary *
new_summary(void)
{
	return csops_new(&ratio_summary_type, sizeof(RatioSummary));
}

/* Every wide sum with its name, so that each form lists them once. */
typedef struct WideField
{
	const char *key;
	Size		offset;
	int			limbs;
	int			grid_bits;
} WideField;

#define SUM_FIELD(name) {#name, offsetof(RatioSummary, name), EXACT_SUM_LIMBS, EXACT_GRID_BITS}
#define PRODUCT_FIELD(name) {#name, offsetof(RatioSummary, name), EXACT_PRODUCT_LIMBS, 2 * EXACT_GRID_BITS}

static const WideField wide_fields[] = {
	SUM_FIELD(numerator),
	SUM_FIELD(denominator),
	PRODUCT_FIELD(numerator_square),
	PRODUCT_FIELD(product),
	PRODUCT_FIELD(denominator_square),
};

static uint64 *
limbs_of(const RatioSummary *summary, const WideField *field)
{
	return (uint64 *) ((char *) summary + field->offset);
}

static CsopsHeader *
read_json_summary(const JsonNode *root)
{
	static const char *const keys[] = {"observations", "unanswered", "invalid", "numerator",
	"denominator", "numerator_square", "product", "denominator_square", NULL};
	RatioSummary *summary = new_summary();
	const char *problem;

	json_check_object(root, keys);
	summary->observations = json_int64(json_required(root, "observations"), 0, PG_INT64_MAX);
	summary->unanswered = json_int64(json_required(root, "unanswered"), 0, PG_INT64_MAX);
	summary->invalid = json_int64(json_required(root, "invalid"), 0, PG_INT64_MAX);
	for (Size i = 0; i < lengthof(wide_fields); i++)
		wide_read_decimal(limbs_of(summary, &wide_fields[i]), wide_fields[i].limbs,
						  wide_fields[i].grid_bits, json_required(root, wide_fields[i].key));
	problem = summary_problem(summary);
	if (problem != NULL)
		json_error(root, "%s", problem);
	return &summary->header;
}

static void
write_json_summary(StringInfo out, const CsopsHeader *value)
{
	const RatioSummary *summary = (const RatioSummary *) value;

	appendStringInfo(out, "{\"observations\": " INT64_FORMAT ", \"unanswered\": " INT64_FORMAT
					 ", \"invalid\": " INT64_FORMAT,
					 summary->observations, summary->unanswered, summary->invalid);
	for (Size i = 0; i < lengthof(wide_fields); i++)
	{
		appendStringInfo(out, ", \"%s\": ", wide_fields[i].key);
		wide_append_decimal(out, limbs_of(summary, &wide_fields[i]), wide_fields[i].limbs,
							wide_fields[i].grid_bits);
	}
	appendStringInfoChar(out, '}');
}

static CsopsHeader *
receive_summary(StringInfo in)
{
	RatioSummary *summary = new_summary();
	const char *problem;

	summary->observations = pq_getmsgint64(in);
	summary->unanswered = pq_getmsgint64(in);
	summary->invalid = pq_getmsgint64(in);
	for (Size i = 0; i < lengthof(wide_fields); i++)
		wide_receive(limbs_of(summary, &wide_fields[i]), wide_fields[i].limbs, in);
	problem = summary_problem(summary);
	if (problem != NULL)
		csops_bad_binary(&ratio_summary_type, problem);
	return &summary->header;
}

static void
send_summary(StringInfo out, const CsopsHeader *value)
{
	const RatioSummary *summary = (const RatioSummary *) value;

	pq_sendint64(out, summary->observations);
	pq_sendint64(out, summary->unanswered);
	pq_sendint64(out, summary->invalid);
	for (Size i = 0; i < lengthof(wide_fields); i++)
		wide_send(out, limbs_of(summary, &wide_fields[i]), wide_fields[i].limbs);
}

const CsopsType ratio_summary_type = {
	.id = CSOPS_RATIO_SUMMARY,
	.name = "ratio_summary",
	.check = check_summary,
	.read_json = read_json_summary,
	.write_json = write_json_summary,
	.receive = receive_summary,
	.send = send_summary,
};

CSOPS_FUNCTION(csops_ratio_summary_in);
CSOPS_FUNCTION(csops_ratio_summary_recv);

Datum
csops_ratio_summary_in(PG_FUNCTION_ARGS)
{
	return csops_type_in(&ratio_summary_type, fcinfo);
}

Datum
csops_ratio_summary_recv(PG_FUNCTION_ARGS)
{
	return csops_type_recv(&ratio_summary_type, fcinfo);
}

/* Transition functions */

/* What merges two possible values is possible but for its size. */
static void
check_state(const RatioSummary *summary, bool taken_out)
{
	const char *problem = taken_out ? summary_problem(summary) : count_problem(summary);

	if (problem != NULL)
		csops_impossible_result(taken_out, problem);
}

static void
invalid_value(double numerator, double denominator)
{
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("numerator or denominator is out of range"),
			 errdetail("The row has %s over %s; both lie between -9007199254740992 and 9007199254740992.",
					   shown_float8(numerator), shown_float8(denominator)),
			 errhint("Correct the row, or call ratio_agg(numerator, denominator, 'count') to count such rows.")));
}

static Datum
transition(FunctionCallInfo fcinfo, bool count_invalid, int sign)
{
	RatioSummary *state = PG_ARGISNULL(0) ? new_summary() : csops_state(&ratio_summary_type, fcinfo);

	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
		state->unanswered += sign;
	else
	{
		double		numerator = PG_GETARG_FLOAT8(1);
		double		denominator = PG_GETARG_FLOAT8(2);

		if (fabs(numerator) <= EXACT_VALUE_LIMIT && fabs(denominator) <= EXACT_VALUE_LIMIT)
		{
			GridValue	x = grid_value(numerator);
			GridValue	y = grid_value(denominator);
			GridValue	signed_x = sign < 0 ? grid_negated(x) : x;
			GridValue	signed_y = sign < 0 ? grid_negated(y) : y;

			state->observations += sign;
			exact_sum_add(&state->numerator, signed_x);
			exact_sum_add(&state->denominator, signed_y);
			exact_product_add(&state->numerator_square, signed_x, x);
			exact_product_add(&state->product, signed_x, y);
			exact_product_add(&state->denominator_square, signed_y, y);
		}
		else if (count_invalid)
			state->invalid += sign;
		else
			invalid_value(numerator, denominator);
	}

	/* In an aggregate the limit is out of reach; a value from SQL may be at it. */
	if (sign < 0 || !csops_in_aggregate(fcinfo))
		check_state(state, sign < 0);
	PG_RETURN_POINTER(state);
}

CSOPS_FUNCTION(csops_ratio_accum);
CSOPS_FUNCTION(csops_ratio_accum_inv);
CSOPS_FUNCTION(csops_ratio_accum_key);
CSOPS_FUNCTION(csops_ratio_accum_key_inv);

/* ratio_accum(state, numerator, denominator [, on_invalid]) */
Datum
csops_ratio_accum(PG_FUNCTION_ARGS)
{
	return transition(fcinfo, option_count_invalid(fcinfo, 3), 1);
}

Datum
csops_ratio_accum_inv(PG_FUNCTION_ARGS)
{
	return transition(fcinfo, option_count_invalid(fcinfo, 3), -1);
}

/* ratio_accum_key(state, numerator, denominator, key) */
Datum
csops_ratio_accum_key(PG_FUNCTION_ARGS)
{
	check_key(fcinfo, 3);
	return transition(fcinfo, false, 1);
}

Datum
csops_ratio_accum_key_inv(PG_FUNCTION_ARGS)
{
	check_key(fcinfo, 3);
	return transition(fcinfo, false, -1);
}

static Datum
merge_summaries(FunctionCallInfo fcinfo, bool subtract)
{
	RatioSummary *a = csops_state(&ratio_summary_type, fcinfo);
	const RatioSummary *b = CSOPS_GETARG(ratio_summary_type, 1);
	int			sign = subtract ? -1 : 1;

	a->observations += sign * b->observations;
	a->unanswered += sign * b->unanswered;
	a->invalid += sign * b->invalid;
	for (Size i = 0; i < lengthof(wide_fields); i++)
		(subtract ? wide_subtract : wide_add) (limbs_of(a, &wide_fields[i]), limbs_of(b, &wide_fields[i]),
											   wide_fields[i].limbs);
	check_state(a, subtract);
	PG_RETURN_POINTER(a);
}

CSOPS_FUNCTION(csops_merge_ratio_summary);
CSOPS_FUNCTION(csops_subtract_ratio_summary);

Datum
csops_merge_ratio_summary(PG_FUNCTION_ARGS)
{
	return merge_summaries(fcinfo, false);
}

Datum
csops_subtract_ratio_summary(PG_FUNCTION_ARGS)
{
	return merge_summaries(fcinfo, true);
}

/* Counts */

CSOPS_FUNCTION(csops_ratio_observations);
CSOPS_FUNCTION(csops_ratio_unanswered);
CSOPS_FUNCTION(csops_ratio_invalid);

Datum
csops_ratio_observations(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_INT64(0);
	PG_RETURN_INT64(((RatioSummary *) CSOPS_GETARG(ratio_summary_type, 0))->observations);
}

Datum
csops_ratio_unanswered(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_INT64(0);
	PG_RETURN_INT64(((RatioSummary *) CSOPS_GETARG(ratio_summary_type, 0))->unanswered);
}

Datum
csops_ratio_invalid(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_INT64(0);
	PG_RETURN_INT64(((RatioSummary *) CSOPS_GETARG(ratio_summary_type, 0))->invalid);
}

CSOPS_FUNCTION(csops_ratio_is_suppressed);

Datum
csops_ratio_is_suppressed(PG_FUNCTION_ARGS)
{
	const RatioSummary *summary = CSOPS_GETARG(ratio_summary_type, 0);

	PG_RETURN_BOOL(summary->observations > 0 && summary->observations < option_min_n(fcinfo, 1));
}

/* Accessors */

typedef struct RatioEstimate
{
	double		ratio;
	double		variance;		/* by the delta method; undefined below two rows */
	int64		observations;
} RatioEstimate;

#define SQUARE_LIMBS	(2 * EXACT_SUM_LIMBS)
#define RESIDUAL_LIMBS	(SQUARE_LIMBS + EXACT_PRODUCT_LIMBS + 1)

/* a * b * sum: one of the terms of the residual sum of squares. */
static void
multiply_term(uint64 *term, const ExactSum *a, const ExactSum *b, const ExactProductSum *sum)
{
	uint64		square[SQUARE_LIMBS];

	wide_multiply(square, SQUARE_LIMBS, a->limb, EXACT_SUM_LIMBS, b->limb, EXACT_SUM_LIMBS);
	wide_multiply(term, RESIDUAL_LIMBS, square, SQUARE_LIMBS, sum->limb, EXACT_PRODUCT_LIMBS);
}

/*
 * sum((x - R y)^2) * sum(y)^2, with R = sum(x) / sum(y), as an integer: the
 * residuals' mean is zero, so no centring is needed.
 */
static double
scaled_residual_square(const RatioSummary *summary)
{
	uint64		residual[RESIDUAL_LIMBS];
	uint64		term[RESIDUAL_LIMBS];

	multiply_term(residual, &summary->denominator, &summary->denominator, &summary->numerator_square);
	multiply_term(term, &summary->numerator, &summary->denominator, &summary->product);
	wide_subtract(residual, term, RESIDUAL_LIMBS);
	wide_subtract(residual, term, RESIDUAL_LIMBS);
	multiply_term(term, &summary->numerator, &summary->numerator, &summary->denominator_square);
	wide_add(residual, term, RESIDUAL_LIMBS);
	return wide_to_float8(residual, RESIDUAL_LIMBS, 4 * EXACT_GRID_BITS);
}

/* False where the ratio is undefined. */
static bool
ratio_of(FunctionCallInfo fcinfo, int n, RatioEstimate *estimate)
{
	const RatioSummary *summary = CSOPS_GETARG(ratio_summary_type, n);
	double		numerator;
	double		denominator;

	if (wide_sign(summary->denominator.limb, EXACT_SUM_LIMBS) == 0)
		return false;
	numerator = wide_to_float8(summary->numerator.limb, EXACT_SUM_LIMBS, EXACT_GRID_BITS);
	denominator = wide_to_float8(summary->denominator.limb, EXACT_SUM_LIMBS, EXACT_GRID_BITS);
	estimate->observations = summary->observations;
	estimate->ratio = numerator / denominator;
	estimate->variance = 0;
	if (summary->observations > 1)
	{
		double		rows = (double) summary->observations;
		double		square = denominator * denominator;

		/* A made-up summary could have less than no residual; never a NaN. */
		estimate->variance = Max(0, scaled_residual_square(summary)) / square / square *
			(rows / (rows - 1));
	}
	return true;
}

CSOPS_FUNCTION(csops_ratio_numerator);
CSOPS_FUNCTION(csops_ratio_denominator);

Datum
csops_ratio_numerator(PG_FUNCTION_ARGS)
{
	const RatioSummary *summary = CSOPS_GETARG(ratio_summary_type, 0);

	PG_RETURN_FLOAT8(wide_to_float8(summary->numerator.limb, EXACT_SUM_LIMBS, EXACT_GRID_BITS));
}

Datum
csops_ratio_denominator(PG_FUNCTION_ARGS)
{
	const RatioSummary *summary = CSOPS_GETARG(ratio_summary_type, 0);

	PG_RETURN_FLOAT8(wide_to_float8(summary->denominator.limb, EXACT_SUM_LIMBS, EXACT_GRID_BITS));
}

CSOPS_FUNCTION(csops_ratio);
CSOPS_FUNCTION(csops_ratio_lo);
CSOPS_FUNCTION(csops_ratio_hi);

/* ratio(s, min_n) */
Datum
csops_ratio(PG_FUNCTION_ARGS)
{
	RatioEstimate estimate;
	int32		min_n = option_min_n(fcinfo, 1);

	if (!ratio_of(fcinfo, 0, &estimate) || estimate.observations < min_n)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(estimate.ratio);
}

/* ratio_lo, ratio_hi (s, confidence, min_n) */
static Datum
ratio_bound(FunctionCallInfo fcinfo, double side)
{
	RatioEstimate estimate;
	double		confidence = option_confidence(fcinfo, 1);
	int32		min_n = option_min_n(fcinfo, 2);

	if (!ratio_of(fcinfo, 0, &estimate) || estimate.observations < Max(2, min_n))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(estimate.ratio -
					 side * normal_quantile((1 - confidence) / 2) * sqrt(estimate.variance));
}

Datum
csops_ratio_lo(PG_FUNCTION_ARGS)
{
	return ratio_bound(fcinfo, -1);
}

Datum
csops_ratio_hi(PG_FUNCTION_ARGS)
{
	return ratio_bound(fcinfo, 1);
}

/* The difference and its standard error, which is 0 where it is undefined. */
static bool
ratio_difference_of(FunctionCallInfo fcinfo, double *difference, double *error)
{
	RatioEstimate a;
	RatioEstimate b;
	bool		a_is_defined = ratio_of(fcinfo, 0, &a);
	bool		b_is_defined = ratio_of(fcinfo, 1, &b);

	if (!a_is_defined || !b_is_defined)
		return false;
	*difference = a.ratio - b.ratio;
	*error = a.observations < 2 || b.observations < 2 ? 0 : sqrt(a.variance + b.variance);
	return true;
}

CSOPS_FUNCTION(csops_ratio_difference);
CSOPS_FUNCTION(csops_ratio_difference_lo);
CSOPS_FUNCTION(csops_ratio_difference_hi);
CSOPS_FUNCTION(csops_ratio_difference_p);

Datum
csops_ratio_difference(PG_FUNCTION_ARGS)
{
	double		difference;
	double		error;

	if (!ratio_difference_of(fcinfo, &difference, &error))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(difference);
}

/* ratio_difference_lo, ratio_difference_hi (a, b, confidence) */
static Datum
ratio_difference_bound(FunctionCallInfo fcinfo, double side)
{
	double		difference;
	double		error;
	double		confidence = option_confidence(fcinfo, 2);

	if (!ratio_difference_of(fcinfo, &difference, &error) || error == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(difference - side * normal_quantile((1 - confidence) / 2) * error);
}

Datum
csops_ratio_difference_lo(PG_FUNCTION_ARGS)
{
	return ratio_difference_bound(fcinfo, -1);
}

Datum
csops_ratio_difference_hi(PG_FUNCTION_ARGS)
{
	return ratio_difference_bound(fcinfo, 1);
}

Datum
csops_ratio_difference_p(PG_FUNCTION_ARGS)
{
	double		difference;
	double		error;

	if (!ratio_difference_of(fcinfo, &difference, &error) || error == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(normal_two_sided_p(difference / error));
}
