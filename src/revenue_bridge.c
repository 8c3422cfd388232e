/*
 * revenue_bridge.c
 *		The type revenue_bridge and the aggregates of accounts with two amounts.
 */
#include "csops.h"

#include "libpq/pqformat.h"
#include "options.h"
#include "revenue_bridge.h"

const char *const revenue_part_names[REVENUE_PARTS] =
{"start", "new", "reactivation", "expansion", "contraction", "churn", "fx"};

Decimal
revenue_bridge_end(const RevenueBridge *bridge)
{
	Decimal		end = bridge->amount[REVENUE_START];

	decimal_add(&end, &bridge->amount[REVENUE_NEW]);
	decimal_add(&end, &bridge->amount[REVENUE_REACTIVATION]);
	decimal_add(&end, &bridge->amount[REVENUE_EXPANSION]);
	decimal_subtract(&end, &bridge->amount[REVENUE_CONTRACTION]);
	decimal_subtract(&end, &bridge->amount[REVENUE_CHURN]);
	decimal_add(&end, &bridge->amount[REVENUE_FX]);
	return end;
}

int64
revenue_bridge_observations(const RevenueBridge *bridge)
{
	return bridge->accounts[REVENUE_START] + bridge->accounts[REVENUE_NEW] +
		bridge->accounts[REVENUE_REACTIVATION];
}

int64
revenue_bridge_accounts_end(const RevenueBridge *bridge)
{
	return revenue_bridge_observations(bridge) - bridge->accounts[REVENUE_CHURN];
}

/* Whether the amount is at least one unit of the grid for each account, and nothing without any. */
static bool
amount_fits(const Decimal *amount, int64 accounts)
{
	Decimal		least = {{(uint64) accounts}};

	return accounts == 0 ? decimal_is_zero(amount) : decimal_compare(amount, &least) >= 0;
}

/* What no accounts can have led to, or NULL. */
static const char *
bridge_problem(const RevenueBridge *bridge)
{
	const int64 *accounts = bridge->accounts;
	int64		total = 0;
	Decimal		kept = bridge->amount[REVENUE_START];
	Decimal		end;

	if (!csops_add_count(&total, accounts[REVENUE_START]) ||
		!csops_add_count(&total, accounts[REVENUE_NEW]) ||
		!csops_add_count(&total, accounts[REVENUE_REACTIVATION]) ||
		!csops_add_count(&total, bridge->unanswered) ||
		!csops_add_count(&total, bridge->invalid))
		return "A count is negative or the total is out of range.";
	for (int part = 0; part < REVENUE_PARTS; part++)
	{
		if (accounts[part] < 0 || accounts[part] > revenue_bridge_observations(bridge))
			return "A movement has less than no accounts, or more than there are.";
		if (part != REVENUE_FX && !amount_fits(&bridge->amount[part], accounts[part]))
			return "An amount does not fit its accounts.";
	}
	if (accounts[REVENUE_EXPANSION] + accounts[REVENUE_CONTRACTION] >
		accounts[REVENUE_START] - accounts[REVENUE_CHURN])
		return "More accounts moved than there were at the start.";

	decimal_subtract(&kept, &bridge->amount[REVENUE_CONTRACTION]);
	decimal_subtract(&kept, &bridge->amount[REVENUE_CHURN]);
	if (!amount_fits(&kept, accounts[REVENUE_START] - accounts[REVENUE_CHURN]))
		return "What was lost does not fit what there was at the start.";
	if (accounts[REVENUE_FX] > revenue_bridge_accounts_end(bridge) ||
		(accounts[REVENUE_FX] == 0 && !decimal_is_zero(&bridge->amount[REVENUE_FX])))
		return "The effect of exchange rates does not fit its accounts.";
	end = revenue_bridge_end(bridge);
	if (!amount_fits(&end, revenue_bridge_accounts_end(bridge)))
		return "What is left at the end does not fit its accounts.";
	return NULL;
}

/* Type functions */

static void
check_bridge(const CsopsHeader *value)
{
	if (VARSIZE(value) != sizeof(RevenueBridge) || value->flags != 0)
		csops_corrupted(&revenue_bridge_type, "The size is not this type's.");
}

RevenueBridge *
new_revenue_bridge(void)
{
	return csops_new(&revenue_bridge_type, sizeof(RevenueBridge));
}

static CsopsHeader *
read_json_bridge(const JsonNode *root)
{
	static const char *const keys[] = {"unanswered", "invalid", "start", "new", "reactivation",
	"expansion", "contraction", "churn", "fx", NULL};
	static const char *const part_keys[] = {"accounts", "amount", NULL};
	RevenueBridge *bridge = new_revenue_bridge();
	const char *problem;

	json_check_object(root, keys);
	bridge->unanswered = json_int64(json_required(root, "unanswered"), 0, PG_INT64_MAX);
	bridge->invalid = json_int64(json_required(root, "invalid"), 0, PG_INT64_MAX);
	for (int part = 0; part < REVENUE_PARTS; part++)
	{
		const JsonNode *node = json_required(root, revenue_part_names[part]);

		json_check_object(node, part_keys);
		bridge->accounts[part] = json_int64(json_required(node, "accounts"), 0, PG_INT64_MAX);
		decimal_read_json(&bridge->amount[part], json_required(node, "amount"));
	}
	problem = bridge_problem(bridge);
	if (problem != NULL)
		json_error(root, "%s", problem);
	return &bridge->header;
}

static void
write_json_bridge(StringInfo out, const CsopsHeader *value)
{
	const RevenueBridge *bridge = (const RevenueBridge *) value;

	appendStringInfo(out, "{\"unanswered\": " INT64_FORMAT ", \"invalid\": " INT64_FORMAT,
					 bridge->unanswered, bridge->invalid);
	for (int part = 0; part < REVENUE_PARTS; part++)
	{
		appendStringInfo(out, ", \"%s\": {\"accounts\": " INT64_FORMAT ", \"amount\": ",
						 revenue_part_names[part], bridge->accounts[part]);
		decimal_append(out, &bridge->amount[part]);
		appendStringInfoChar(out, '}');
	}
	appendStringInfoChar(out, '}');
}

static CsopsHeader *
receive_bridge(StringInfo in)
{
	RevenueBridge *bridge = new_revenue_bridge();
	const char *problem;

	bridge->unanswered = pq_getmsgint64(in);
	bridge->invalid = pq_getmsgint64(in);
	for (int part = 0; part < REVENUE_PARTS; part++)
	{
		bridge->accounts[part] = pq_getmsgint64(in);
		wide_receive(bridge->amount[part].limb, DECIMAL_LIMBS, in);
	}
	problem = bridge_problem(bridge);
	if (problem != NULL)
		csops_bad_binary(&revenue_bridge_type, problem);
	return &bridge->header;
}

static void
send_bridge(StringInfo out, const CsopsHeader *value)
{
	const RevenueBridge *bridge = (const RevenueBridge *) value;

	pq_sendint64(out, bridge->unanswered);
	pq_sendint64(out, bridge->invalid);
	for (int part = 0; part < REVENUE_PARTS; part++)
	{
		pq_sendint64(out, bridge->accounts[part]);
		wide_send(out, bridge->amount[part].limb, DECIMAL_LIMBS);
	}
}

const CsopsType revenue_bridge_type = {
	.id = CSOPS_REVENUE_BRIDGE,
	.name = "revenue_bridge",
	.check = check_bridge,
	.read_json = read_json_bridge,
	.write_json = write_json_bridge,
	.receive = receive_bridge,
	.send = send_bridge,
};

CSOPS_FUNCTION(csops_revenue_bridge_in);
CSOPS_FUNCTION(csops_revenue_bridge_recv);

Datum
csops_revenue_bridge_in(PG_FUNCTION_ARGS)
{
	return csops_type_in(&revenue_bridge_type, fcinfo);
}

Datum
csops_revenue_bridge_recv(PG_FUNCTION_ARGS)
{
	return csops_type_recv(&revenue_bridge_type, fcinfo);
}

/* Adding an account, or taking it out */

static inline void
move(RevenueBridge *bridge, RevenuePart part, const Decimal *amount, int sign)
{
	bridge->accounts[part] += sign;
	if (sign > 0)
		decimal_add(&bridge->amount[part], amount);
	else
		decimal_subtract(&bridge->amount[part], amount);
}

static void
change_bridge(RevenueBridge *bridge, const RevenueAccount *account, int sign)
{
	bool		starts = !decimal_is_zero(&account->start);
	bool		ends = !decimal_is_zero(&account->end);

	if (!starts && !ends)
		bridge->unanswered += sign;
	else if (starts)
	{
		int			order = decimal_compare(&account->end_at_start_rate, &account->start);

		move(bridge, REVENUE_START, &account->start, sign);
		if (!ends)
			move(bridge, REVENUE_CHURN, &account->start, sign);
		else if (order != 0)
		{
			Decimal		gain = decimal_difference(&account->end_at_start_rate, &account->start);
			Decimal		loss = decimal_difference(&account->start, &account->end_at_start_rate);

			if (order > 0)
				move(bridge, REVENUE_EXPANSION, &gain, sign);
			else
				move(bridge, REVENUE_CONTRACTION, &loss, sign);
		}
	}
	else
		move(bridge, account->seen_before ? REVENUE_REACTIVATION : REVENUE_NEW,
			 &account->end_at_start_rate, sign);

	if (decimal_compare(&account->end, &account->end_at_start_rate) != 0)
	{
		Decimal		effect = decimal_difference(&account->end, &account->end_at_start_rate);

		move(bridge, REVENUE_FX, &effect, sign);
	}
}

void
revenue_bridge_add(RevenueBridge *bridge, const RevenueAccount *account)
{
	change_bridge(bridge, account, 1);
}

/* Transition functions */

InvalidRevenue
option_invalid_revenue(FunctionCallInfo fcinfo, int n)
{
	static const char *const names[] = {"error", "count", "clamp", NULL};

	if (PG_NARGS() > n && PG_ARGISNULL(n))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("on_invalid must not be null"),
				 errhint("Give 'error', 'count' or 'clamp'.")));
	return (InvalidRevenue) option_choice(fcinfo, n, "on_invalid", names);
}

static const char *
shown_argument(FunctionCallInfo fcinfo, int n)
{
	return PG_NARGS() <= n || PG_ARGISNULL(n) ? "NULL" : shown_numeric(PG_GETARG_DATUM(n));
}

static void
invalid_amount(FunctionCallInfo fcinfo, int rate_argument)
{
	const char *hint = "Sum the contracts of an account first and correct or round what is wrong; or give 'count' as the last argument of revenue_bridge_agg to count such rows, or 'clamp' to take negative amounts as 0.";

	if (rate_argument > 0)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("amount is out of range"),
				 errdetail("The account goes from %s to %s, which is %s at the start's rate; an amount lies between 0 and 1e17 and has at most %d decimals.",
						   shown_argument(fcinfo, 1), shown_argument(fcinfo, 2),
						   shown_argument(fcinfo, rate_argument), DECIMAL_DECIMALS),
				 errhint("%s", hint)));
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("amount is out of range"),
			 errdetail("The account goes from %s to %s; an amount lies between 0 and 1e17 and has at most %d decimals.",
					   shown_argument(fcinfo, 1), shown_argument(fcinfo, 2), DECIMAL_DECIMALS),
			 errhint("%s", hint)));
}

static void
unlike_amounts(FunctionCallInfo fcinfo, int rate_argument)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("end amount and end amount at the start's rate do not agree"),
			 errdetail("The account ends with %s, which is %s at the start's rate.",
					   shown_argument(fcinfo, 2), shown_argument(fcinfo, rate_argument)),
			 errhint("Convert the same amount at the rates of both dates, so that both are there or none is; or give 'count' as the last argument of revenue_bridge_agg to count such rows.")));
}

typedef enum AmountState
{
	AMOUNT_VALID,
	AMOUNT_NEGATIVE,
	AMOUNT_IMPOSSIBLE
} AmountState;

/* NULL is no subscription, which is nothing. */
static AmountState
read_amount(FunctionCallInfo fcinfo, int n, Decimal *amount)
{
	memset(amount, 0, sizeof(Decimal));
	if (PG_ARGISNULL(n))
		return AMOUNT_VALID;
	if (!decimal_from_numeric(amount, PG_GETARG_DATUM(n)))
		return AMOUNT_IMPOSSIBLE;
	if (decimal_sign(amount) >= 0)
		return AMOUNT_VALID;
	memset(amount, 0, sizeof(Decimal));
	return AMOUNT_NEGATIVE;
}

/*
 * Arguments 1 and 2 are the amounts; the others have a number where they are
 * there, or 0.
 */
static Datum
transition(FunctionCallInfo fcinfo, int seen_argument, int rate_argument, InvalidRevenue on_invalid, int sign)
{
	RevenueBridge *state = PG_ARGISNULL(0) ? new_revenue_bridge() :
		csops_state(&revenue_bridge_type, fcinfo);
	RevenueAccount account;
	AmountState amounts = read_amount(fcinfo, 1, &account.start);
	bool		alike = true;
	bool		valid;
	bool		taken;

	amounts = Max(amounts, read_amount(fcinfo, 2, &account.end));
	account.end_at_start_rate = account.end;
	if (rate_argument > 0)
	{
		amounts = Max(amounts, read_amount(fcinfo, rate_argument, &account.end_at_start_rate));
		alike = decimal_is_zero(&account.end) == decimal_is_zero(&account.end_at_start_rate);
	}
	account.seen_before = seen_argument > 0 && !PG_ARGISNULL(seen_argument) && PG_GETARG_BOOL(seen_argument);

	valid = alike && amounts == AMOUNT_VALID;
	taken = valid || (alike && amounts == AMOUNT_NEGATIVE && on_invalid == REVENUE_INVALID_CLAMP);
	if (!taken && on_invalid != REVENUE_INVALID_COUNT)
	{
		if (amounts == AMOUNT_VALID)
			unlike_amounts(fcinfo, rate_argument);
		invalid_amount(fcinfo, rate_argument);
	}
	if (!valid)
		state->invalid += sign;
	if (taken)
		change_bridge(state, &account, sign);

	/* In an aggregate the limit is out of reach; a value from SQL may be at it. */
	if (sign < 0 || !csops_in_aggregate(fcinfo))
	{
		const char *problem = bridge_problem(state);

		if (problem != NULL)
			csops_impossible_result(sign < 0, problem);
	}
	PG_RETURN_POINTER(state);
}

CSOPS_FUNCTION(csops_revenue_bridge_accum);
CSOPS_FUNCTION(csops_revenue_bridge_accum_inv);
CSOPS_FUNCTION(csops_revenue_bridge_accum_at_rate);
CSOPS_FUNCTION(csops_revenue_bridge_accum_at_rate_inv);
CSOPS_FUNCTION(csops_revenue_retention_accum);
CSOPS_FUNCTION(csops_revenue_retention_accum_inv);

/* revenue_bridge_accum(state, start_amount, end_amount, seen_before [, on_invalid]) */
Datum
csops_revenue_bridge_accum(PG_FUNCTION_ARGS)
{
	return transition(fcinfo, 3, 0, option_invalid_revenue(fcinfo, 4), 1);
}

Datum
csops_revenue_bridge_accum_inv(PG_FUNCTION_ARGS)
{
	return transition(fcinfo, 3, 0, option_invalid_revenue(fcinfo, 4), -1);
}

/* revenue_bridge_accum(state, start_amount, end_amount, seen_before, end_at_start_rate [, on_invalid]) */
Datum
csops_revenue_bridge_accum_at_rate(PG_FUNCTION_ARGS)
{
	return transition(fcinfo, 3, 4, option_invalid_revenue(fcinfo, 5), 1);
}

Datum
csops_revenue_bridge_accum_at_rate_inv(PG_FUNCTION_ARGS)
{
	return transition(fcinfo, 3, 4, option_invalid_revenue(fcinfo, 5), -1);
}

/* revenue_retention_accum(state, start_amount, end_amount [, key]) */
Datum
csops_revenue_retention_accum(PG_FUNCTION_ARGS)
{
	if (PG_NARGS() > 3)
		check_key(fcinfo, 3);
	return transition(fcinfo, 0, 0, REVENUE_INVALID_ERROR, 1);
}

Datum
csops_revenue_retention_accum_inv(PG_FUNCTION_ARGS)
{
	if (PG_NARGS() > 3)
		check_key(fcinfo, 3);
	return transition(fcinfo, 0, 0, REVENUE_INVALID_ERROR, -1);
}

/*
 * merge and subtract serve as functions, operators, rollup's transition and
 * inverse, and every aggregate's combine function.
 */
static Datum
merge_bridges(FunctionCallInfo fcinfo, int sign)
{
	RevenueBridge *a = csops_state(&revenue_bridge_type, fcinfo);
	const RevenueBridge *b = CSOPS_GETARG(revenue_bridge_type, 1);
	const char *problem;

	a->unanswered += sign * b->unanswered;
	a->invalid += sign * b->invalid;
	for (int part = 0; part < REVENUE_PARTS; part++)
	{
		a->accounts[part] += sign * b->accounts[part];
		if (sign > 0)
			decimal_add(&a->amount[part], &b->amount[part]);
		else
			decimal_subtract(&a->amount[part], &b->amount[part]);
	}
	problem = bridge_problem(a);
	if (problem != NULL)
		csops_impossible_result(sign < 0, problem);
	PG_RETURN_POINTER(a);
}

CSOPS_FUNCTION(csops_merge_revenue_bridge);
CSOPS_FUNCTION(csops_subtract_revenue_bridge);

Datum
csops_merge_revenue_bridge(PG_FUNCTION_ARGS)
{
	return merge_bridges(fcinfo, 1);
}

Datum
csops_subtract_revenue_bridge(PG_FUNCTION_ARGS)
{
	return merge_bridges(fcinfo, -1);
}
