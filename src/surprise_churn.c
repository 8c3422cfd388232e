/*
 * surprise_churn.c
 *		The type surprise_churn_summary: churn that was foretold, and churn that was not.
 */
#include "csops.h"

#include "catalog/pg_type.h"
#include "common/int.h"
#include "duration_state.h"
#include "exact_sum.h"
#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "options.h"
#include "proportion.h"
#include "silent_cast.h"
#include "type.h"
#include "utils/array.h"
#include "utils/timestamp.h"

#define DEFAULT_LOOKBACK	(90 * USECS_PER_DAY)
#define DEFAULT_LEAD		(14 * USECS_PER_DAY)

typedef enum ChurnClass
{
	CHURN_FORETOLD,				/* flagged in time */
	CHURN_SURPRISE,				/* scored, but not flagged in time */
	CHURN_UNSCORED				/* neither flagged in time nor scored */
} ChurnClass;

#define CHURN_CLASSES		3

typedef struct SurpriseChurn
{
	CsopsHeader header;
	int64		lookback;		/* microseconds */
	int64		lead;
	int64		not_churned;
	int64		invalid;
	int64		without_amount; /* of those that churned */
	int64		count[CHURN_CLASSES];
	ExactSum	amount[CHURN_CLASSES];
} SurpriseChurn;

static const char *const count_keys[] = {"foretold", "surprises", "unscored"};
static const char *const amount_keys[] = {"foretold_amount", "surprise_amount", "unscored_amount"};

/* What no rows can have given, or NULL. */
static const char *
summary_problem(const SurpriseChurn *summary)
{
	int64		total = 0;
	int64		churned = 0;

	if (!csops_add_count(&total, summary->not_churned) || !csops_add_count(&total, summary->invalid))
		return "A count is negative or the total is out of range.";
	for (int i = 0; i < CHURN_CLASSES; i++)
	{
		if (!csops_add_count(&total, summary->count[i]))
			return "A count is negative or the total is out of range.";
		churned += summary->count[i];
	}
	if (summary->without_amount < 0 || summary->without_amount > churned)
		return "More rows lack an amount than there are.";
	for (int i = 0; i < CHURN_CLASSES; i++)
	{
		int			sign = wide_sign(summary->amount[i].limb, EXACT_SUM_LIMBS);

		if (sign < 0 || (sign > 0 && (summary->count[i] == 0 || summary->without_amount == churned)))
			return "The amounts do not fit the counts.";
	}
	return NULL;
}

static const char *
window_problem(int64 lookback, int64 lead)
{
	if (lead < 0 || lookback < lead || lookback > DURATION_LIMIT)
		return "The lookback is shorter than the lead, or one of them is impossible.";
	return NULL;
}

/* Type functions */

static void
check_summary(const CsopsHeader *value)
{
	if (VARSIZE(value) != sizeof(SurpriseChurn) || value->flags != 0)
		csops_corrupted(&surprise_churn_summary_type, "The size is not this type's.");
}

static SurpriseChurn *
new_summary(int64 lookback, int64 lead)
{
	SurpriseChurn *summary = csops_new(&surprise_churn_summary_type, sizeof(SurpriseChurn));

	summary->lookback = lookback;
	summary->lead = lead;
	return summary;
}

static CsopsHeader *
read_json_summary(const JsonNode *root)
{
	static const char *const keys[] = {"lookback", "lead", "not_churned", "invalid", "without_amount",
		"foretold", "surprises", "unscored", "foretold_amount", "surprise_amount", "unscored_amount", NULL};
	SurpriseChurn *summary;
	const char *problem;

	json_check_object(root, keys);
	summary = new_summary(json_int64(json_required(root, "lookback"), 0, DURATION_LIMIT),
						  json_int64(json_required(root, "lead"), 0, DURATION_LIMIT));
	problem = window_problem(summary->lookback, summary->lead);
	if (problem != NULL)
		json_error(root, "%s", problem);
	summary->not_churned = json_int64(json_required(root, "not_churned"), 0, CSOPS_COUNT_LIMIT);
	summary->invalid = json_int64(json_required(root, "invalid"), 0, CSOPS_COUNT_LIMIT);
	summary->without_amount = json_int64(json_required(root, "without_amount"), 0, CSOPS_COUNT_LIMIT);
	for (int i = 0; i < CHURN_CLASSES; i++)
	{
		summary->count[i] = json_int64(json_required(root, count_keys[i]), 0, CSOPS_COUNT_LIMIT);
		wide_read_decimal(summary->amount[i].limb, EXACT_SUM_LIMBS, EXACT_GRID_BITS,
						  json_required(root, amount_keys[i]));
	}
	problem = summary_problem(summary);
	if (problem != NULL)
		json_error(root, "%s", problem);
	return &summary->header;
}

static void
write_json_summary(StringInfo out, const CsopsHeader *value)
{
	const SurpriseChurn *summary = (const SurpriseChurn *) value;

	appendStringInfo(out, "{\"lookback\": " INT64_FORMAT ", \"lead\": " INT64_FORMAT
					 ", \"not_churned\": " INT64_FORMAT ", \"invalid\": " INT64_FORMAT
					 ", \"without_amount\": " INT64_FORMAT,
					 summary->lookback, summary->lead, summary->not_churned, summary->invalid,
					 summary->without_amount);
	for (int i = 0; i < CHURN_CLASSES; i++)
		appendStringInfo(out, ", \"%s\": " INT64_FORMAT, count_keys[i], summary->count[i]);
	for (int i = 0; i < CHURN_CLASSES; i++)
	{
		appendStringInfo(out, ", \"%s\": ", amount_keys[i]);
		wide_append_decimal(out, summary->amount[i].limb, EXACT_SUM_LIMBS, EXACT_GRID_BITS);
	}
	appendStringInfoChar(out, '}');
}

static CsopsHeader *
receive_summary(StringInfo in)
{
	SurpriseChurn *summary = new_summary(0, 0);
	const char *problem;

	summary->lookback = pq_getmsgint64(in);
	summary->lead = pq_getmsgint64(in);
	summary->not_churned = pq_getmsgint64(in);
	summary->invalid = pq_getmsgint64(in);
	summary->without_amount = pq_getmsgint64(in);
	for (int i = 0; i < CHURN_CLASSES; i++)
	{
		summary->count[i] = pq_getmsgint64(in);
		wide_receive(summary->amount[i].limb, EXACT_SUM_LIMBS, in);
	}
	problem = window_problem(summary->lookback, summary->lead);
	if (problem == NULL)
		problem = summary_problem(summary);
	if (problem != NULL)
		csops_bad_binary(&surprise_churn_summary_type, problem);
	return &summary->header;
}

static void
send_summary(StringInfo out, const CsopsHeader *value)
{
	const SurpriseChurn *summary = (const SurpriseChurn *) value;

	pq_sendint64(out, summary->lookback);
	pq_sendint64(out, summary->lead);
	pq_sendint64(out, summary->not_churned);
	pq_sendint64(out, summary->invalid);
	pq_sendint64(out, summary->without_amount);
	for (int i = 0; i < CHURN_CLASSES; i++)
	{
		pq_sendint64(out, summary->count[i]);
		wide_send(out, summary->amount[i].limb, EXACT_SUM_LIMBS);
	}
}

const CsopsType surprise_churn_summary_type = {
	.id = CSOPS_SURPRISE_CHURN_SUMMARY,
	.name = "surprise_churn_summary",
	.check = check_summary,
	.read_json = read_json_summary,
	.write_json = write_json_summary,
	.receive = receive_summary,
	.send = send_summary,
};

CSOPS_FUNCTION(csops_surprise_churn_summary_in);
CSOPS_FUNCTION(csops_surprise_churn_summary_recv);

Datum
csops_surprise_churn_summary_in(PG_FUNCTION_ARGS)
{
	return csops_type_in(&surprise_churn_summary_type, fcinfo);
}

Datum
csops_surprise_churn_summary_recv(PG_FUNCTION_ARGS)
{
	return csops_type_recv(&surprise_churn_summary_type, fcinfo);
}

/* Transition functions */

/* How the arguments of a transition function end, and so where they stand. */
typedef struct ChurnCall
{
	int			window;			/* number of the lookback argument, or 0 */
	int			amount;			/* of the amount, or 0 */
	bool		count_invalid;
	bool		inverse;
} ChurnCall;

static int64
window_argument(FunctionCallInfo fcinfo, int n, const char *name)
{
	int64		micros;

	if (PG_ARGISNULL(n))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("%s must not be null", name),
				 errhint("Give an interval, such as 90 days for the lookback and 14 days for the lead.")));
	micros = duration_micros_of_interval(PG_GETARG_INTERVAL_P(n));
	if (micros < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s is out of range", name),
				 errdetail("It has %d months, %d days and %s seconds; it must have no months and not be negative.",
						   PG_GETARG_INTERVAL_P(n)->month, PG_GETARG_INTERVAL_P(n)->day,
						   shown_float8((double) PG_GETARG_INTERVAL_P(n)->time / USECS_PER_SEC)),
				 errhint("Give an interval of days, such as 90 days for the lookback and 14 days for the lead.")));
	return micros;
}

static void
check_same_window(const SurpriseChurn *summary, int64 lookback, int64 lead)
{
	if (summary->lookback != lookback || summary->lead != lead)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("lookback and lead differ"),
				 errdetail("One has %s and %s seconds, the other %s and %s.",
						   shown_float8((double) summary->lookback / USECS_PER_SEC),
						   shown_float8((double) summary->lead / USECS_PER_SEC),
						   shown_float8((double) lookback / USECS_PER_SEC),
						   shown_float8((double) lead / USECS_PER_SEC)),
				 errhint("Give every row of an aggregate, and every summary to be merged, the same lookback and lead.")));
}

static SurpriseChurn *
state_to_change(FunctionCallInfo fcinfo, const ChurnCall *call)
{
	int64		lookback = call->window > 0 ? window_argument(fcinfo, call->window, "lookback") : DEFAULT_LOOKBACK;
	int64		lead = call->window > 0 ? window_argument(fcinfo, call->window + 1, "lead") : DEFAULT_LEAD;
	SurpriseChurn *state;

	if (PG_ARGISNULL(0))
	{
		refuse_silent_casts_in_aggregate(fcinfo);
		if (lookback < lead)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("lookback is shorter than lead"),
					 errdetail("The lookback has %s seconds, the lead %s.",
							   shown_float8((double) lookback / USECS_PER_SEC),
							   shown_float8((double) lead / USECS_PER_SEC)),
					 errhint("A flag counts if it was raised between lookback and lead before the churn.")));
		return new_summary(lookback, lead);
	}
	state = csops_state(&surprise_churn_summary_type, fcinfo);
	check_same_window(state, lookback, lead);
	return state;
}

/* Whether there is a flag from lookback to lead before the churn, both included. */
static bool
flagged_in_time(const SurpriseChurn *state, FunctionCallInfo fcinfo, TimestampTz churned_at)
{
	TimestampTz from;
	TimestampTz to;
	Datum	   *flags;
	bool	   *nulls;
	int			count;

	if (PG_ARGISNULL(2))
		return false;
	if (pg_sub_s64_overflow(churned_at, state->lookback, &from))
		from = PG_INT64_MIN;
	if (pg_sub_s64_overflow(churned_at, state->lead, &to))
		to = PG_INT64_MIN;
	deconstruct_array(PG_GETARG_ARRAYTYPE_P(2), TIMESTAMPTZOID, sizeof(TimestampTz), FLOAT8PASSBYVAL,
					  TYPALIGN_DOUBLE, &flags, &nulls, &count);
	for (int i = 0; i < count; i++)
	{
		TimestampTz flag;

		CHECK_FOR_INTERRUPTS();
		if (nulls[i])
			continue;
		flag = DatumGetTimestampTz(flags[i]);
		if (!TIMESTAMP_NOT_FINITE(flag) && flag >= from && flag <= to)
			return true;
	}
	return false;
}

static void
invalid_row(FunctionCallInfo fcinfo, const ChurnCall *call, bool churned_at_is_finite)
{
	const char *form = call->amount > 0 ? "lookback, lead, amount" : "lookback, lead";

	if (!churned_at_is_finite)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("churned_at is infinite"),
				 errdetail("An account that has not churned has no churned_at."),
				 errhint("Give NULL, or call surprise_churn_agg(churned_at, flagged_at, scored, %s, 'count') to count such rows.", form)));
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("amount is out of range"),
			 errdetail("The amount is %s; amounts lie between 0 and 9007199254740992.",
					   shown_float8(PG_GETARG_FLOAT8(call->amount))),
			 errhint("Correct the row, or call surprise_churn_agg(churned_at, flagged_at, scored, %s, 'count') to count such rows.", form)));
}

static void
count_row(int64 *counter, bool inverse)
{
	*counter += inverse ? -1 : 1;
}

static Datum
transition(FunctionCallInfo fcinfo, ChurnCall call)
{
	SurpriseChurn *state = state_to_change(fcinfo, &call);
	bool		has_amount = call.amount > 0 && !PG_ARGISNULL(call.amount);
	double		amount = has_amount ? PG_GETARG_FLOAT8(call.amount) : 0;

	if (PG_ARGISNULL(1))
		count_row(&state->not_churned, call.inverse);
	else if (TIMESTAMP_NOT_FINITE(PG_GETARG_TIMESTAMPTZ(1)) || !(amount >= 0 && amount <= EXACT_VALUE_LIMIT))
	{
		if (!call.count_invalid)
			invalid_row(fcinfo, &call, !TIMESTAMP_NOT_FINITE(PG_GETARG_TIMESTAMPTZ(1)));
		count_row(&state->invalid, call.inverse);
	}
	else
	{
		bool		scored = !PG_ARGISNULL(3) && PG_GETARG_BOOL(3);
		ChurnClass	class = flagged_in_time(state, fcinfo, PG_GETARG_TIMESTAMPTZ(1)) ? CHURN_FORETOLD :
			scored ? CHURN_SURPRISE : CHURN_UNSCORED;

		count_row(&state->count[class], call.inverse);
		if (has_amount)
		{
			GridValue	grid = grid_value(amount);

			exact_sum_add(&state->amount[class], call.inverse ? grid_negated(grid) : grid);
		}
		else
			count_row(&state->without_amount, call.inverse);
	}

	/* In an aggregate the limit is out of reach; a value from SQL may be at it. */
	if (call.inverse || !csops_in_aggregate(fcinfo))
	{
		const char *problem = summary_problem(state);

		if (problem != NULL)
			csops_impossible_result(call.inverse, problem);
	}
	PG_RETURN_POINTER(state);
}

/*
 * surprise_churn_accum(state, churned_at, flagged_at, scored [, lookback, lead
 * [, on_invalid]]), with a state's default window where none is given
 */
static Datum
transition_of_counts(FunctionCallInfo fcinfo, bool inverse)
{
	ChurnCall	call = {.inverse = inverse};

	call.window = PG_NARGS() > 5 ? 4 : 0;
	call.count_invalid = option_count_invalid(fcinfo, 6);
	return transition(fcinfo, call);
}

/* The same with an amount behind the window */
static Datum
transition_of_amounts(FunctionCallInfo fcinfo, bool inverse)
{
	ChurnCall	call = {.inverse = inverse};

	call.window = PG_NARGS() > 5 ? 4 : 0;
	call.amount = PG_NARGS() > 5 ? 6 : 4;
	call.count_invalid = option_count_invalid(fcinfo, 7);
	return transition(fcinfo, call);
}

/* The same with a key at the end, and no amount */
static Datum
transition_by_key(FunctionCallInfo fcinfo, bool inverse)
{
	ChurnCall	call = {.inverse = inverse};

	check_key(fcinfo, PG_NARGS() - 1);
	call.window = PG_NARGS() > 5 ? 4 : 0;
	return transition(fcinfo, call);
}

CSOPS_FUNCTION(csops_surprise_churn_accum);
CSOPS_FUNCTION(csops_surprise_churn_accum_inv);
CSOPS_FUNCTION(csops_surprise_churn_accum_amount);
CSOPS_FUNCTION(csops_surprise_churn_accum_amount_inv);
CSOPS_FUNCTION(csops_surprise_churn_accum_key);
CSOPS_FUNCTION(csops_surprise_churn_accum_key_inv);

Datum
csops_surprise_churn_accum(PG_FUNCTION_ARGS)
{
	return transition_of_counts(fcinfo, false);
}

Datum
csops_surprise_churn_accum_inv(PG_FUNCTION_ARGS)
{
	return transition_of_counts(fcinfo, true);
}

Datum
csops_surprise_churn_accum_amount(PG_FUNCTION_ARGS)
{
	return transition_of_amounts(fcinfo, false);
}

Datum
csops_surprise_churn_accum_amount_inv(PG_FUNCTION_ARGS)
{
	return transition_of_amounts(fcinfo, true);
}

Datum
csops_surprise_churn_accum_key(PG_FUNCTION_ARGS)
{
	return transition_by_key(fcinfo, false);
}

Datum
csops_surprise_churn_accum_key_inv(PG_FUNCTION_ARGS)
{
	return transition_by_key(fcinfo, true);
}

static Datum
merge_summaries(FunctionCallInfo fcinfo, bool subtract)
{
	SurpriseChurn *a = csops_state(&surprise_churn_summary_type, fcinfo);
	const SurpriseChurn *b = CSOPS_GETARG(surprise_churn_summary_type, 1);
	void		(*combine) (uint64 *, const uint64 *, int) = subtract ? wide_subtract : wide_add;
	int			sign = subtract ? -1 : 1;
	const char *problem;

	check_same_window(a, b->lookback, b->lead);
	a->not_churned += sign * b->not_churned;
	a->invalid += sign * b->invalid;
	a->without_amount += sign * b->without_amount;
	for (int i = 0; i < CHURN_CLASSES; i++)
	{
		a->count[i] += sign * b->count[i];
		combine(a->amount[i].limb, b->amount[i].limb, EXACT_SUM_LIMBS);
	}
	problem = summary_problem(a);
	if (problem != NULL)
		csops_impossible_result(subtract, problem);
	PG_RETURN_POINTER(a);
}

CSOPS_FUNCTION(csops_merge_surprise_churn_summary);
CSOPS_FUNCTION(csops_subtract_surprise_churn_summary);

Datum
csops_merge_surprise_churn_summary(PG_FUNCTION_ARGS)
{
	return merge_summaries(fcinfo, false);
}

Datum
csops_subtract_surprise_churn_summary(PG_FUNCTION_ARGS)
{
	return merge_summaries(fcinfo, true);
}

/* Counts and amounts */

CSOPS_FUNCTION(csops_surprise_churn_observations);
CSOPS_FUNCTION(csops_foretold);
CSOPS_FUNCTION(csops_surprises);
CSOPS_FUNCTION(csops_surprise_churn_unscored);
CSOPS_FUNCTION(csops_not_churned);
CSOPS_FUNCTION(csops_without_amount);
CSOPS_FUNCTION(csops_surprise_churn_invalid);

static int64
count_at(FunctionCallInfo fcinfo, Size offset)
{
	const SurpriseChurn *summary;

	if (PG_ARGISNULL(0))
		return 0;
	summary = CSOPS_GETARG(surprise_churn_summary_type, 0);
	return *(const int64 *) ((const char *) summary + offset);
}

Datum
csops_surprise_churn_observations(PG_FUNCTION_ARGS)
{
	int64		churned = 0;

	for (int i = 0; i < CHURN_CLASSES; i++)
		churned += count_at(fcinfo, offsetof(SurpriseChurn, count) + sizeof(int64) * i);
	PG_RETURN_INT64(churned);
}

Datum
csops_foretold(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(count_at(fcinfo, offsetof(SurpriseChurn, count[CHURN_FORETOLD])));
}

Datum
csops_surprises(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(count_at(fcinfo, offsetof(SurpriseChurn, count[CHURN_SURPRISE])));
}

Datum
csops_surprise_churn_unscored(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(count_at(fcinfo, offsetof(SurpriseChurn, count[CHURN_UNSCORED])));
}

Datum
csops_not_churned(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(count_at(fcinfo, offsetof(SurpriseChurn, not_churned)));
}

Datum
csops_without_amount(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(count_at(fcinfo, offsetof(SurpriseChurn, without_amount)));
}

Datum
csops_surprise_churn_invalid(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(count_at(fcinfo, offsetof(SurpriseChurn, invalid)));
}

static double
amount_of(const SurpriseChurn *summary, ChurnClass class)
{
	return wide_to_float8(summary->amount[class].limb, EXACT_SUM_LIMBS, EXACT_GRID_BITS);
}

CSOPS_FUNCTION(csops_foretold_amount);
CSOPS_FUNCTION(csops_surprise_amount);
CSOPS_FUNCTION(csops_unscored_amount);

Datum
csops_foretold_amount(PG_FUNCTION_ARGS)
{
	PG_RETURN_FLOAT8(amount_of(CSOPS_GETARG(surprise_churn_summary_type, 0), CHURN_FORETOLD));
}

Datum
csops_surprise_amount(PG_FUNCTION_ARGS)
{
	PG_RETURN_FLOAT8(amount_of(CSOPS_GETARG(surprise_churn_summary_type, 0), CHURN_SURPRISE));
}

Datum
csops_unscored_amount(PG_FUNCTION_ARGS)
{
	PG_RETURN_FLOAT8(amount_of(CSOPS_GETARG(surprise_churn_summary_type, 0), CHURN_UNSCORED));
}

/* Rates: surprises of what was scored, and what was scored of all that churned */

CSOPS_FUNCTION(csops_surprise_churn_rate);
CSOPS_FUNCTION(csops_surprise_churn_rate_lo);
CSOPS_FUNCTION(csops_surprise_churn_rate_hi);
CSOPS_FUNCTION(csops_surprise_churn_rate_by_amount);
CSOPS_FUNCTION(csops_surprise_churn_score_coverage);
CSOPS_FUNCTION(csops_score_coverage_by_amount);

static Share
share_of(const SurpriseChurn *summary)
{
	Share		share;

	share.successes = (double) summary->count[CHURN_SURPRISE];
	share.n = (double) (summary->count[CHURN_SURPRISE] + summary->count[CHURN_FORETOLD]);
	return share;
}

Datum
csops_surprise_churn_rate(PG_FUNCTION_ARGS)
{
	Share		share = share_of(CSOPS_GETARG(surprise_churn_summary_type, 0));

	if (share.n == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(share.successes / share.n);
}

/* surprise_churn_rate_lo, surprise_churn_rate_hi (s, confidence, method) */
static bool
interval_of(FunctionCallInfo fcinfo, ConfidenceInterval *interval)
{
	Share		share = share_of(CSOPS_GETARG(surprise_churn_summary_type, 0));
	double		confidence = option_confidence(fcinfo, 1);
	ProportionMethod method = option_proportion_method(fcinfo, 2);

	if (share.n == 0)
		return false;
	*interval = proportion_interval(share.successes, share.n, confidence, method);
	return true;
}

Datum
csops_surprise_churn_rate_lo(PG_FUNCTION_ARGS)
{
	ConfidenceInterval interval;

	if (!interval_of(fcinfo, &interval))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(interval.lo);
}

Datum
csops_surprise_churn_rate_hi(PG_FUNCTION_ARGS)
{
	ConfidenceInterval interval;

	if (!interval_of(fcinfo, &interval))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(interval.hi);
}

Datum
csops_surprise_churn_rate_by_amount(PG_FUNCTION_ARGS)
{
	const SurpriseChurn *summary = CSOPS_GETARG(surprise_churn_summary_type, 0);
	double		surprise = amount_of(summary, CHURN_SURPRISE);
	double		scored = surprise + amount_of(summary, CHURN_FORETOLD);

	if (scored == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(surprise / scored);
}

Datum
csops_surprise_churn_score_coverage(PG_FUNCTION_ARGS)
{
	const SurpriseChurn *summary = CSOPS_GETARG(surprise_churn_summary_type, 0);
	double		scored = share_of(summary).n;
	double		churned = scored + (double) summary->count[CHURN_UNSCORED];

	if (churned == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(scored / churned);
}

Datum
csops_score_coverage_by_amount(PG_FUNCTION_ARGS)
{
	const SurpriseChurn *summary = CSOPS_GETARG(surprise_churn_summary_type, 0);
	double		scored = amount_of(summary, CHURN_SURPRISE) + amount_of(summary, CHURN_FORETOLD);
	double		churned = scored + amount_of(summary, CHURN_UNSCORED);

	if (churned == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(scored / churned);
}
