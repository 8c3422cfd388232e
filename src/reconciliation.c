/*
 * reconciliation.c
 *		The type reconciliation_summary: how far two systems agree, its aggregates and accessors.
 */
#include "csops.h"

#include "decimal_sum.h"
#include "libpq/pqformat.h"
#include "options.h"
#include "proportion.h"
#include "type.h"

typedef struct ReconciliationSummary
{
	CsopsHeader header;
	int64		reconciled;		/* in both, and no further apart than the tolerance */
	int64		mismatched;		/* in both, and further apart */
	int64		only_a;
	int64		only_b;
	int64		unanswered;		/* in neither, or in both without a tolerance */
	int64		invalid;
	int64		without_amount; /* of the first four, those whose amount was NULL */
	Decimal		total_a;
	Decimal		total_b;
	Decimal		absolute_difference;	/* of what is not reconciled, where what is missing is 0 */
	Decimal		amount_reconciled;
	Decimal		amount_at_variance;
} ReconciliationSummary;

/* What every form lists, by its name. */
typedef struct SummaryField
{
	const char *key;
	Size		offset;
} SummaryField;

static const SummaryField count_fields[] = {
	{"reconciled", offsetof(ReconciliationSummary, reconciled)},
	{"mismatched", offsetof(ReconciliationSummary, mismatched)},
	{"only_a", offsetof(ReconciliationSummary, only_a)},
	{"only_b", offsetof(ReconciliationSummary, only_b)},
	{"unanswered", offsetof(ReconciliationSummary, unanswered)},
	{"invalid", offsetof(ReconciliationSummary, invalid)},
	{"without_amount", offsetof(ReconciliationSummary, without_amount)},
};

static const SummaryField sum_fields[] = {
	{"total_a", offsetof(ReconciliationSummary, total_a)},
	{"total_b", offsetof(ReconciliationSummary, total_b)},
	{"absolute_difference", offsetof(ReconciliationSummary, absolute_difference)},
	{"amount_reconciled", offsetof(ReconciliationSummary, amount_reconciled)},
	{"amount_at_variance", offsetof(ReconciliationSummary, amount_at_variance)},
};

static int64 *
count_of(const ReconciliationSummary *summary, const SummaryField *field)
{
	return (int64 *) ((char *) summary + field->offset);
}

static Decimal *
sum_of(const ReconciliationSummary *summary, const SummaryField *field)
{
	return (Decimal *) ((char *) summary + field->offset);
}

static int64
unreconciled(const ReconciliationSummary *summary)
{
	return summary->mismatched + summary->only_a + summary->only_b;
}

static int64
observations_of(const ReconciliationSummary *summary)
{
	return summary->reconciled + unreconciled(summary);
}

static Decimal
total_amount(const ReconciliationSummary *summary)
{
	Decimal		total = summary->amount_reconciled;

	decimal_add(&total, &summary->amount_at_variance);
	return total;
}

/* What no rows can have led to, or NULL. */
static const char *
summary_problem(const ReconciliationSummary *summary)
{
	int64		total = 0;

	if (!csops_add_count(&total, summary->reconciled) ||
		!csops_add_count(&total, summary->mismatched) ||
		!csops_add_count(&total, summary->only_a) ||
		!csops_add_count(&total, summary->only_b) ||
		!csops_add_count(&total, summary->unanswered) ||
		!csops_add_count(&total, summary->invalid) ||
		summary->without_amount < 0 || summary->without_amount > observations_of(summary))
		return "A count is negative or the total is out of range.";
	if (decimal_sign(&summary->absolute_difference) < 0 ||
		decimal_sign(&summary->amount_reconciled) < 0 || decimal_sign(&summary->amount_at_variance) < 0)
		return "A sum of absolute values is negative.";
	if ((observations_of(summary) == summary->only_b && !decimal_is_zero(&summary->total_a)) ||
		(observations_of(summary) == summary->only_a && !decimal_is_zero(&summary->total_b)) ||
		(summary->reconciled == 0 && !decimal_is_zero(&summary->amount_reconciled)) ||
		(unreconciled(summary) == 0 &&
		 !(decimal_is_zero(&summary->absolute_difference) && decimal_is_zero(&summary->amount_at_variance))))
		return "There is a sum without observations.";

	/* A sum that an accessor makes is made here too, for its error to come now. */
	(void) total_amount(summary);
	return NULL;
}

/* Type functions */

static void
check_summary(const CsopsHeader *value)
{
	if (VARSIZE(value) != sizeof(ReconciliationSummary) || value->flags != 0)
		csops_corrupted(&reconciliation_summary_type, "The size is not this type's.");
}

static ReconciliationSummary *
new_summary(void)
{
	return csops_new(&reconciliation_summary_type, sizeof(ReconciliationSummary));
}

static CsopsHeader *
read_json_summary(const JsonNode *root)
{
	static const char *const keys[] = {"reconciled", "mismatched", "only_a", "only_b", "unanswered", "invalid", "without_amount",
	"total_a", "total_b", "absolute_difference", "amount_reconciled", "amount_at_variance", NULL};
	ReconciliationSummary *summary = new_summary();
	const char *problem;

	json_check_object(root, keys);
	for (Size i = 0; i < lengthof(count_fields); i++)
		*count_of(summary, &count_fields[i]) = json_int64(json_required(root, count_fields[i].key), 0, PG_INT64_MAX);
	for (Size i = 0; i < lengthof(sum_fields); i++)
		decimal_read_json(sum_of(summary, &sum_fields[i]), json_required(root, sum_fields[i].key));
	problem = summary_problem(summary);
	if (problem != NULL)
		json_error(root, "%s", problem);
	return &summary->header;
}

static void
write_json_summary(StringInfo out, const CsopsHeader *value)
{
	const ReconciliationSummary *summary = (const ReconciliationSummary *) value;

	for (Size i = 0; i < lengthof(count_fields); i++)
		appendStringInfo(out, "%s\"%s\": " INT64_FORMAT, i == 0 ? "{" : ", ",
						 count_fields[i].key, *count_of(summary, &count_fields[i]));
	for (Size i = 0; i < lengthof(sum_fields); i++)
	{
		appendStringInfo(out, ", \"%s\": ", sum_fields[i].key);
		decimal_append(out, sum_of(summary, &sum_fields[i]));
	}
	appendStringInfoChar(out, '}');
}

static CsopsHeader *
receive_summary(StringInfo in)
{
	ReconciliationSummary *summary = new_summary();
	const char *problem;

	for (Size i = 0; i < lengthof(count_fields); i++)
		*count_of(summary, &count_fields[i]) = pq_getmsgint64(in);
	for (Size i = 0; i < lengthof(sum_fields); i++)
		wide_receive(sum_of(summary, &sum_fields[i])->limb, DECIMAL_LIMBS, in);
	problem = summary_problem(summary);
	if (problem != NULL)
		csops_bad_binary(&reconciliation_summary_type, problem);
	return &summary->header;
}

static void
send_summary(StringInfo out, const CsopsHeader *value)
{
	const ReconciliationSummary *summary = (const ReconciliationSummary *) value;

	for (Size i = 0; i < lengthof(count_fields); i++)
		pq_sendint64(out, *count_of(summary, &count_fields[i]));
	for (Size i = 0; i < lengthof(sum_fields); i++)
		wide_send(out, sum_of(summary, &sum_fields[i])->limb, DECIMAL_LIMBS);
}

const CsopsType reconciliation_summary_type = {
	.id = CSOPS_RECONCILIATION_SUMMARY,
	.name = "reconciliation_summary",
	.check = check_summary,
	.read_json = read_json_summary,
	.write_json = write_json_summary,
	.receive = receive_summary,
	.send = send_summary,
};

CSOPS_FUNCTION(csops_reconciliation_summary_in);
CSOPS_FUNCTION(csops_reconciliation_summary_recv);

Datum
csops_reconciliation_summary_in(PG_FUNCTION_ARGS)
{
	return csops_type_in(&reconciliation_summary_type, fcinfo);
}

Datum
csops_reconciliation_summary_recv(PG_FUNCTION_ARGS)
{
	return csops_type_recv(&reconciliation_summary_type, fcinfo);
}

/* Transition functions */

static void
check_state(const ReconciliationSummary *summary, bool taken_out)
{
	const char *problem = summary_problem(summary);

	if (problem != NULL)
		csops_impossible_result(taken_out, problem);
}

/* The arguments of a transition, behind the state. */
typedef enum RowArgument
{
	ARGUMENT_A = 1,
	ARGUMENT_B,
	ARGUMENT_TOLERANCE,
	ARGUMENT_AMOUNT
} RowArgument;

static const char *
shown_argument(FunctionCallInfo fcinfo, int given, int n)
{
	if (n > given)
		return "not given";
	return PG_ARGISNULL(n) ? "NULL" : shown_numeric(PG_GETARG_DATUM(n));
}

static void
invalid_row(FunctionCallInfo fcinfo, int given)
{
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("reconciliation is out of range"),
			 errdetail("In the row a is %s, b is %s, the tolerance is %s and the amount is %s; all lie between -1e17 and 1e17 and have at most %d decimals, and the last two are not negative.",
					   shown_argument(fcinfo, given, ARGUMENT_A), shown_argument(fcinfo, given, ARGUMENT_B),
					   shown_argument(fcinfo, given, ARGUMENT_TOLERANCE),
					   shown_argument(fcinfo, given, ARGUMENT_AMOUNT), DECIMAL_DECIMALS),
			 errhint("Correct or round the row, or call reconciliation_agg(a, b, tolerance, amount, 'count') to count such rows.")));
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

/* What a row says; what is NULL or was not given is 0. */
typedef struct Row
{
	Decimal		a;
	Decimal		b;
	Decimal		tolerance;
	Decimal		amount;
} Row;

/* False where a value is impossible. */
static bool
read_row(FunctionCallInfo fcinfo, int given, Row *row)
{
	Decimal    *const values[] = {&row->a, &row->b, &row->tolerance, &row->amount};

	memset(row, 0, sizeof(Row));
	for (int n = ARGUMENT_A; n <= given; n++)
	{
		if (PG_ARGISNULL(n))
			continue;
		if (!decimal_from_numeric(values[n - 1], PG_GETARG_DATUM(n)) ||
			(n >= ARGUMENT_TOLERANCE && decimal_sign(values[n - 1]) < 0))
			return false;
	}
	return true;
}

static void
change_summary(ReconciliationSummary *summary, FunctionCallInfo fcinfo, int given, const Row *row, int sign)
{
	bool		in_a = !PG_ARGISNULL(ARGUMENT_A);
	bool		in_b = !PG_ARGISNULL(ARGUMENT_B);
	Decimal		difference = decimal_difference(&row->a, &row->b);
	Decimal		amount = row->amount;
	bool		agree;

	if (!(in_a || in_b) ||
		(in_a && in_b && given >= ARGUMENT_TOLERANCE && PG_ARGISNULL(ARGUMENT_TOLERANCE)))
	{
		summary->unanswered += sign;
		return;
	}
	difference = absolute(&difference);
	agree = in_a && in_b && decimal_compare(&difference, &row->tolerance) <= 0;
	if (agree)
		summary->reconciled += sign;
	else if (in_a && in_b)
		summary->mismatched += sign;
	else if (in_a)
		summary->only_a += sign;
	else
		summary->only_b += sign;

	if (given < ARGUMENT_AMOUNT)
	{
		Decimal		size_a = absolute(&row->a);
		Decimal		size_b = absolute(&row->b);

		amount = decimal_compare(&size_a, &size_b) > 0 ? size_a : size_b;
	}
	else if (PG_ARGISNULL(ARGUMENT_AMOUNT))
		summary->without_amount += sign;

	change_sum(&summary->total_a, &row->a, sign);
	change_sum(&summary->total_b, &row->b, sign);
	if (agree)
		change_sum(&summary->amount_reconciled, &amount, sign);
	else
	{
		change_sum(&summary->absolute_difference, &difference, sign);
		change_sum(&summary->amount_at_variance, &amount, sign);
	}
}

/* The arguments are state, a, b [, tolerance [, amount]], of which so many behind the state are given. */
static Datum
transition(FunctionCallInfo fcinfo, int given, bool count_invalid, int sign)
{
	ReconciliationSummary *state = PG_ARGISNULL(0) ? new_summary() : csops_state(&reconciliation_summary_type, fcinfo);
	Row			row;

	if (read_row(fcinfo, given, &row))
		change_summary(state, fcinfo, given, &row, sign);
	else if (count_invalid)
		state->invalid += sign;
	else
		invalid_row(fcinfo, given);

	/* In an aggregate the limit is out of reach; a value from SQL may be at it. */
	if (sign < 0 || !csops_in_aggregate(fcinfo))
		check_state(state, sign < 0);
	PG_RETURN_POINTER(state);
}

CSOPS_FUNCTION(csops_reconciliation_accum);
CSOPS_FUNCTION(csops_reconciliation_accum_inv);
CSOPS_FUNCTION(csops_reconciliation_accum_key);
CSOPS_FUNCTION(csops_reconciliation_accum_key_inv);

/* reconciliation_accum(state, a, b [, tolerance [, amount [, on_invalid]]]) */
Datum
csops_reconciliation_accum(PG_FUNCTION_ARGS)
{
	int			given = Min(PG_NARGS() - 1, ARGUMENT_AMOUNT);

	return transition(fcinfo, given, option_count_invalid(fcinfo, ARGUMENT_AMOUNT + 1), 1);
}

Datum
csops_reconciliation_accum_inv(PG_FUNCTION_ARGS)
{
	int			given = Min(PG_NARGS() - 1, ARGUMENT_AMOUNT);

	return transition(fcinfo, given, option_count_invalid(fcinfo, ARGUMENT_AMOUNT + 1), -1);
}

/* reconciliation_accum_key(state, a, b [, tolerance [, amount]], key) */
Datum
csops_reconciliation_accum_key(PG_FUNCTION_ARGS)
{
	check_key(fcinfo, PG_NARGS() - 1);
	return transition(fcinfo, PG_NARGS() - 2, false, 1);
}

Datum
csops_reconciliation_accum_key_inv(PG_FUNCTION_ARGS)
{
	check_key(fcinfo, PG_NARGS() - 1);
	return transition(fcinfo, PG_NARGS() - 2, false, -1);
}

static Datum
merge_summaries(FunctionCallInfo fcinfo, int sign)
{
	ReconciliationSummary *a = csops_state(&reconciliation_summary_type, fcinfo);
	const ReconciliationSummary *b = CSOPS_GETARG(reconciliation_summary_type, 1);

	for (Size i = 0; i < lengthof(count_fields); i++)
		*count_of(a, &count_fields[i]) += sign * *count_of(b, &count_fields[i]);
	for (Size i = 0; i < lengthof(sum_fields); i++)
		change_sum(sum_of(a, &sum_fields[i]), sum_of(b, &sum_fields[i]), sign);
	check_state(a, sign < 0);
	PG_RETURN_POINTER(a);
}

CSOPS_FUNCTION(csops_merge_reconciliation_summary);
CSOPS_FUNCTION(csops_subtract_reconciliation_summary);

Datum
csops_merge_reconciliation_summary(PG_FUNCTION_ARGS)
{
	return merge_summaries(fcinfo, 1);
}

Datum
csops_subtract_reconciliation_summary(PG_FUNCTION_ARGS)
{
	return merge_summaries(fcinfo, -1);
}

/* Counts, which are 0 where there is no summary */

CSOPS_FUNCTION(csops_reconciliation_observations);
CSOPS_FUNCTION(csops_reconciliation_unanswered);
CSOPS_FUNCTION(csops_reconciliation_invalid);
CSOPS_FUNCTION(csops_reconciled);
CSOPS_FUNCTION(csops_mismatched);
CSOPS_FUNCTION(csops_in_both);
CSOPS_FUNCTION(csops_only_a);
CSOPS_FUNCTION(csops_only_b);
CSOPS_FUNCTION(csops_reconciliation_without_amount);

/* A summary without rows stands for none. */
static const ReconciliationSummary *
summary_or_empty(FunctionCallInfo fcinfo)
{
	static const ReconciliationSummary empty;

	return PG_ARGISNULL(0) ? &empty : CSOPS_GETARG(reconciliation_summary_type, 0);
}

Datum
csops_reconciliation_observations(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(observations_of(summary_or_empty(fcinfo)));
}

Datum
csops_reconciliation_unanswered(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(summary_or_empty(fcinfo)->unanswered);
}

Datum
csops_reconciliation_invalid(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(summary_or_empty(fcinfo)->invalid);
}

Datum
csops_reconciled(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(summary_or_empty(fcinfo)->reconciled);
}

Datum
csops_mismatched(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(summary_or_empty(fcinfo)->mismatched);
}

Datum
csops_in_both(PG_FUNCTION_ARGS)
{
	const ReconciliationSummary *summary = summary_or_empty(fcinfo);

	PG_RETURN_INT64(summary->reconciled + summary->mismatched);
}

Datum
csops_only_a(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(summary_or_empty(fcinfo)->only_a);
}

Datum
csops_only_b(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(summary_or_empty(fcinfo)->only_b);
}

Datum
csops_reconciliation_without_amount(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(summary_or_empty(fcinfo)->without_amount);
}

CSOPS_FUNCTION(csops_reconciliation_is_suppressed);

Datum
csops_reconciliation_is_suppressed(PG_FUNCTION_ARGS)
{
	int64		rows = observations_of(CSOPS_GETARG(reconciliation_summary_type, 0));

	PG_RETURN_BOOL(rows > 0 && rows < option_min_n(fcinfo, 1));
}

/* Amounts */

CSOPS_FUNCTION(csops_total_a);
CSOPS_FUNCTION(csops_total_b);
CSOPS_FUNCTION(csops_absolute_difference);
CSOPS_FUNCTION(csops_amount_reconciled);
CSOPS_FUNCTION(csops_amount_at_variance);

Datum
csops_total_a(PG_FUNCTION_ARGS)
{
	const ReconciliationSummary *summary = CSOPS_GETARG(reconciliation_summary_type, 0);

	return decimal_to_numeric(&summary->total_a);
}

Datum
csops_total_b(PG_FUNCTION_ARGS)
{
	const ReconciliationSummary *summary = CSOPS_GETARG(reconciliation_summary_type, 0);

	return decimal_to_numeric(&summary->total_b);
}

Datum
csops_absolute_difference(PG_FUNCTION_ARGS)
{
	const ReconciliationSummary *summary = CSOPS_GETARG(reconciliation_summary_type, 0);

	return decimal_to_numeric(&summary->absolute_difference);
}

Datum
csops_amount_reconciled(PG_FUNCTION_ARGS)
{
	const ReconciliationSummary *summary = CSOPS_GETARG(reconciliation_summary_type, 0);

	return decimal_to_numeric(&summary->amount_reconciled);
}

Datum
csops_amount_at_variance(PG_FUNCTION_ARGS)
{
	const ReconciliationSummary *summary = CSOPS_GETARG(reconciliation_summary_type, 0);

	return decimal_to_numeric(&summary->amount_at_variance);
}

/* Rates */

CSOPS_FUNCTION(csops_reconciliation_rate);
CSOPS_FUNCTION(csops_reconciliation_rate_lo);
CSOPS_FUNCTION(csops_reconciliation_rate_hi);
CSOPS_FUNCTION(csops_reconciliation_rate_by_amount);
CSOPS_FUNCTION(csops_reconciliation_proportion);

static Share
share_of(FunctionCallInfo fcinfo)
{
	const ReconciliationSummary *summary = CSOPS_GETARG(reconciliation_summary_type, 0);
	Share		share = {(double) summary->reconciled, (double) observations_of(summary)};

	return share;
}

/* reconciliation_rate(s, min_n) */
Datum
csops_reconciliation_rate(PG_FUNCTION_ARGS)
{
	return share_or_null(fcinfo, share_of(fcinfo));
}

/* reconciliation_rate_lo, reconciliation_rate_hi (s, confidence, method, min_n) */
Datum
csops_reconciliation_rate_lo(PG_FUNCTION_ARGS)
{
	return share_lo_or_null(fcinfo, share_of(fcinfo));
}

Datum
csops_reconciliation_rate_hi(PG_FUNCTION_ARGS)
{
	return share_hi_or_null(fcinfo, share_of(fcinfo));
}

Datum
csops_reconciliation_rate_by_amount(PG_FUNCTION_ARGS)
{
	const ReconciliationSummary *summary = CSOPS_GETARG(reconciliation_summary_type, 0);
	Decimal		total = total_amount(summary);

	if (decimal_is_zero(&total))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(decimal_quotient(&summary->amount_reconciled, &total));
}

/* reconciliation_proportion(s) */
Datum
csops_reconciliation_proportion(PG_FUNCTION_ARGS)
{
	const ReconciliationSummary *summary = CSOPS_GETARG(reconciliation_summary_type, 0);

	return proportion_of_counts(summary->reconciled, observations_of(summary));
}
