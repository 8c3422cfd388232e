/*
 * revenue_one_pass.c
 *		Bridges from the subscription rows of many accounts, and the state that
 *		sums them by account, revenue_state.
 */
#include "csops.h"

#include "catalog/pg_type.h"
#include "json_date.h"
#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "options.h"
#include "revenue_state.h"
#include "utils/array.h"
#include "utils/fmgrprotos.h"
#include "utils/lsyscache.h"

static const char *const on_invalid_names[] = {"error", "count", "clamp"};

static void
check_state(const CsopsHeader *value)
{
	const char *problem = revenue_state_problem((const RevenueState *) value);

	if (problem != NULL)
		csops_corrupted(&revenue_state_type, problem);
}

static CsopsHeader *
canonical_state(CsopsHeader *value)
{
	return value->flags == 0 ? value : &revenue_state_canonical((RevenueState *) value)->header;
}

/* What makes a list of days no question, or NULL. */
static const char *
question_problem(const RevenueQuestion *question)
{
	if (question->days < 2 || question->days > REVENUE_LARGEST_DAYS)
		return psprintf("There are %d days; a list has 2 to %d.", question->days, REVENUE_LARGEST_DAYS);
	for (int i = 0; i < question->days; i++)
	{
		if (question->day[i] < JSON_FIRST_DATE || question->day[i] > JSON_LAST_DATE)
			return "A day is not in the years 1 to 9999.";
		if (i > 0 && question->day[i] <= question->day[i - 1])
			return psprintf("The days are not ascending: %s is followed by %s.",
							shown_date(question->day[i - 1]), shown_date(question->day[i]));
	}
	if (question->step < 1 || question->step >= question->days)
		return psprintf("The step is %d, in a list of %d days.", question->step, question->days);
	return NULL;
}

/* Text and binary */

/* An account is a list of its key, how many days it was seen before, and its amounts; null is none that can be. */
static void
write_json_state(StringInfo out, const CsopsHeader *value)
{
	const RevenueState *state = (const RevenueState *) value;
	const KeyedTable *table = revenue_state_table(state);
	uint32		position = 0;
	KeyedKey	key;
	RevenueEntry *entry;

	appendStringInfoString(out, "{\"days\": [");
	for (int i = 0; i < state->days; i++)
	{
		if (i > 0)
			appendStringInfoString(out, ", ");
		json_append_date(out, revenue_state_day(state)[i]);
	}
	appendStringInfo(out, "], \"step\": %d, \"on_invalid\": \"%s\", \"invalid\": " INT64_FORMAT
					 ", \"key\": \"%s\", \"accounts\": [",
					 state->step, on_invalid_names[state->on_invalid], state->invalid,
					 keyed_kind_name(table->kind));
	while ((entry = keyed_table_next(table, &position, &key)) != NULL)
	{
		const void *line = revenue_line(state, entry);

		CHECK_FOR_INTERRUPTS();
		appendStringInfoString(out, position == 1 ? "[" : ", [");
		keyed_write_key(out, table->kind, &key);
		appendStringInfo(out, ", %d", entry->seen);
		for (int i = 0; i < state->days; i++)
		{
			Decimal		amount = state->is_wide ? ((const Decimal *) line)[i] :
			decimal_from_narrow(((const int64 *) line)[i]);

			appendStringInfoString(out, ", ");
			if (is_poisoned(&amount))
				appendStringInfoString(out, "null");
			else
				decimal_append(out, &amount);
		}
		appendStringInfoChar(out, ']');
	}
	appendStringInfoString(out, "]}");
}

/* Enters an account, of which all amounts are still zero; NULL where it was in already. */
static RevenueState *
enter_account(RevenueState *state, const KeyedKey *key, int seen, bool *is_new)
{
	RevenueEntry *entry;

	state = revenue_state_enter(state, key, &entry, is_new);
	entry->seen = (uint16) seen;
	return state;
}

static RevenueState *
put_amount(RevenueState *state, const KeyedKey *key, int day, const Decimal *amount, bool possible)
{
	RevenueRow	row = {.first = (uint16) day,.end = (uint16) (day + 1)};

	if (!possible)
		return revenue_state_poison(state, key, &row);
	if (decimal_to_narrow(amount, &row.amount))
		return revenue_state_add(state, key, &row);
	return revenue_state_add_wide(state, key, &row, amount);
}

static RevenueState *
read_json_account(RevenueState *state, KeyKind kind, const JsonNode *node)
{
	KeyedKey	key;
	bool		is_new;
	const JsonNode *item;

	json_check_array(node);
	if (node->count != 2 + state->days)
		json_error(node, "An account is a list of its key, the days it was seen before, and an amount for each day.");
	item = node->first;
	key = keyed_read_key(kind, item);
	item = item->next;
	state = enter_account(state, &key, (int) json_int64(item, 0, state->days), &is_new);
	if (!is_new)
		json_error(node, "The account is there twice.");
	item = item->next;
	for (int i = 0; i < state->days; i++, item = item->next)
	{
		bool		possible = item->kind != JSON_KIND_NULL;
		Decimal		amount = {{0}};

		if (possible)
			decimal_read_json(&amount, item);
		if (possible && is_poisoned(&amount))
			json_error(item, "The number is out of range.");
		state = put_amount(state, &key, i, &amount, possible);
	}
	return state;
}

static CsopsHeader *
read_json_state(const JsonNode *root)
{
	static const char *const keys[] = {"days", "step", "on_invalid", "invalid", "key", "accounts", NULL};
	const JsonNode *days;
	const JsonNode *accounts;
	const char *on_invalid;
	const char *problem;
	DateADT	   *day;
	RevenueQuestion question = {0};
	RevenueState *state;
	KeyKind		kind;

	json_check_object(root, keys);
	days = json_required(root, "days");
	json_check_array(days);
	day = palloc(sizeof(DateADT) * Max(days->count, 1));
	for (const JsonNode *node = days->first; node != NULL; node = node->next)
	{
		CHECK_FOR_INTERRUPTS();
		day[question.days++] = json_date(node);
	}
	question.day = day;
	question.step = (int) json_int64(json_required(root, "step"), 0, PG_INT32_MAX);
	on_invalid = json_string(json_required(root, "on_invalid"));
	while (strcmp(on_invalid, on_invalid_names[question.on_invalid]) != 0)
	{
		if (question.on_invalid++ == REVENUE_INVALID_CLAMP)
			json_error(json_required(root, "on_invalid"), "Expected \"error\", \"count\" or \"clamp\" here.");
	}
	problem = question_problem(&question);
	if (problem != NULL)
		json_error(root, "%s", problem);
	kind = keyed_read_kind(json_required(root, "key"));
	state = new_revenue_state(&question, kind);
	state->invalid = json_int64(json_required(root, "invalid"), 0, CSOPS_COUNT_LIMIT);
	accounts = json_required(root, "accounts");
	json_check_array(accounts);
	for (const JsonNode *node = accounts->first; node != NULL; node = node->next)
	{
		CHECK_FOR_INTERRUPTS();
		state = read_json_account(state, kind, node);
	}
	return &revenue_state_canonical(state)->header;
}

static void
send_state(StringInfo out, const CsopsHeader *value)
{
	const RevenueState *state = (const RevenueState *) value;
	const KeyedTable *table = revenue_state_table(state);
	uint32		position = 0;
	KeyedKey	key;
	RevenueEntry *entry;

	pq_sendint16(out, state->days);
	for (int i = 0; i < state->days; i++)
		pq_sendint32(out, revenue_state_day(state)[i]);
	pq_sendint16(out, state->step);
	pq_sendbyte(out, state->on_invalid);
	pq_sendint64(out, state->invalid);
	pq_sendbyte(out, table->kind);
	pq_sendbyte(out, state->is_wide);
	pq_sendint32(out, table->count);
	while ((entry = keyed_table_next(table, &position, &key)) != NULL)
	{
		const void *line = revenue_line(state, entry);

		CHECK_FOR_INTERRUPTS();
		keyed_send_key(out, table->kind, &key);
		pq_sendint16(out, entry->seen);
		for (int i = 0; i < state->days; i++)
		{
			if (state->is_wide)
				wide_send(out, ((const Decimal *) line)[i].limb, DECIMAL_LIMBS);
			else
				pq_sendint64(out, ((const int64 *) line)[i]);
		}
	}
}

static RevenueState *
receive_account(RevenueState *state, KeyKind kind, bool is_wide, StringInfo in)
{
	KeyedKey	key = keyed_receive_key(kind, in);
	int			seen = (int) pq_getmsgint(in, 2);
	bool		is_new;

	if (seen > state->days)
		csops_bad_binary(&revenue_state_type, "An account was seen before more days than there are.");
	state = enter_account(state, &key, seen, &is_new);
	if (!is_new)
		csops_bad_binary(&revenue_state_type, "An account is there twice.");
	for (int i = 0; i < state->days; i++)
	{
		Decimal		amount;
		bool		possible;

		if (is_wide)
			wide_receive(amount.limb, DECIMAL_LIMBS, in);
		else
		{
			int64		narrow = pq_getmsgint64(in);

			if (narrow < -NARROW_LIMIT || narrow > NARROW_LIMIT)
				csops_bad_binary(&revenue_state_type, "An amount is out of range.");
			amount = decimal_from_narrow(narrow);
		}
		possible = !is_poisoned(&amount);
		if (!possible && (amount.limb[0] | amount.limb[1] | amount.limb[2]) != 0)
			csops_bad_binary(&revenue_state_type, "An amount is out of range.");
		state = put_amount(state, &key, i, &amount, possible);
	}
	return state;
}

static CsopsHeader *
receive_state(StringInfo in)
{
	RevenueQuestion question;
	DateADT		day[REVENUE_LARGEST_DAYS];
	RevenueState *state;
	int64		invalid;
	int			on_invalid;
	int			kind;
	bool		is_wide;
	uint32		count;

	question.days = (int) pq_getmsgint(in, 2);
	if (question.days > REVENUE_LARGEST_DAYS)
		csops_bad_binary(&revenue_state_type, "The days are too many.");
	for (int i = 0; i < question.days; i++)
		day[i] = (DateADT) pq_getmsgint(in, 4);
	question.day = day;
	question.step = (int) pq_getmsgint(in, 2);
	on_invalid = pq_getmsgbyte(in);
	invalid = pq_getmsgint64(in);
	if (on_invalid > REVENUE_INVALID_CLAMP || invalid < 0 || invalid > CSOPS_COUNT_LIMIT ||
		question_problem(&question) != NULL)
		csops_bad_binary(&revenue_state_type, "The head is not this type's.");
	question.on_invalid = (InvalidRevenue) on_invalid;
	kind = pq_getmsgbyte(in);
	if (kind < KEYED_BY_BIGINT || kind > KEYED_BY_TEXT)
		csops_bad_binary(&revenue_state_type, "The type of accounts is not known.");
	is_wide = pq_getmsgbyte(in) != 0;
	count = pq_getmsgint(in, 4);
	state = new_revenue_state(&question, kind);
	state->invalid = invalid;
	for (uint32 i = 0; i < count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		state = receive_account(state, kind, is_wide, in);
	}
	return &revenue_state_canonical(state)->header;
}

const CsopsType revenue_state_type = {
	.id = CSOPS_REVENUE_STATE,
	.name = "revenue_state",
	.check = check_state,
	.canonical = canonical_state,
	.read_json = read_json_state,
	.write_json = write_json_state,
	.receive = receive_state,
	.send = send_state,
};

CSOPS_FUNCTION(csops_revenue_state_in);
CSOPS_FUNCTION(csops_revenue_state_recv);

Datum
csops_revenue_state_in(PG_FUNCTION_ARGS)
{
	return csops_type_in(&revenue_state_type, fcinfo);
}

Datum
csops_revenue_state_recv(PG_FUNCTION_ARGS)
{
	return csops_type_recv(&revenue_state_type, fcinfo);
}

/* Transition functions */

/*
 * The state to change: in an aggregate the state itself, called from SQL a
 * copy, so that arguments are never written into.
 */
static pg_noinline RevenueState *
any_state_to_change(FunctionCallInfo fcinfo)
{
	RevenueState *state = CSOPS_GETARG(revenue_state_type, 0);

	if (csops_in_aggregate(fcinfo) && state->header.flags == REVENUE_STATE_WORKING)
		return state;
	return revenue_state_working(state);
}

/*
 * The same for every row but a group's first: in an aggregate, a state that
 * is neither toasted nor packed.  One in working form was made by the row
 * before; that it still has its size is to make sure that it was.
 */
static inline RevenueState *
state_to_change(FunctionCallInfo fcinfo)
{
	if (csops_in_aggregate(fcinfo))
	{
		RevenueState *state = (RevenueState *) PG_GETARG_POINTER(0);

		if (VARATT_IS_4B_U(state) && VARSIZE(state) >= sizeof(RevenueState) + sizeof(KeyedTable) &&
			state->header.type == CSOPS_REVENUE_STATE &&
			state->header.version == CSOPS_VERSION_1 &&
			state->header.flags == REVENUE_STATE_WORKING &&
			revenue_state_size(state) == VARSIZE(state))
			return state;
	}
	return any_state_to_change(fcinfo);
}

static Datum
state_result(FunctionCallInfo fcinfo, RevenueState *state)
{
	PG_RETURN_POINTER(csops_in_aggregate(fcinfo) ? state : revenue_state_canonical(state));
}

/* The numbers of revenue_accum's arguments */
#define ACCOUNT		1
#define AMOUNT		2
#define STARTS		3
#define ENDS		4
#define FROM_DAY	5			/* or the list of days */
#define TO_DAY		6			/* or the step */
#define ON_INVALID	7

static void
question_missing(const char *argument)
{
	ereport(ERROR,
			(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
			 errmsg("%s must not be null", argument),
			 errhint("Give the days between which revenue is to be bridged, the same for all rows.")));
}

static void
impossible_question(const char *problem)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("days of a bridge are not possible"),
			 errdetail("%s", problem),
			 errhint("Give ascending days, and a step that leads from one of them to another.")));
}

static void
changed_question(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("days of a bridge differ between rows"),
			 errhint("Give the days, the step and on_invalid the same for all rows of a group.")));
}

/* The days of a call, either two of them, which are put into pair, or a list with a step. */
static inline RevenueQuestion
question_of(FunctionCallInfo fcinfo, bool with_list, DateADT *pair)
{
	RevenueQuestion question;

	if (PG_ARGISNULL(FROM_DAY))
		question_missing(with_list ? "days" : "from_day");
	if (PG_ARGISNULL(TO_DAY))
		question_missing(with_list ? "step" : "to_day");
	if (with_list)
	{
		ArrayType  *list = PG_GETARG_ARRAYTYPE_P(FROM_DAY);

		if (ARR_NDIM(list) > 1 || ARR_HASNULL(list) || ARR_ELEMTYPE(list) != DATEOID)
			impossible_question("The days are not a list of days without NULL.");
		question.day = (const DateADT *) ((char *) list + ARR_OVERHEAD_NONULLS(ARR_NDIM(list)));
		question.days = ArrayGetNItems(ARR_NDIM(list), ARR_DIMS(list));
		question.step = PG_GETARG_INT32(TO_DAY);
	}
	else
	{
		pair[0] = PG_GETARG_DATEADT(FROM_DAY);
		pair[1] = PG_GETARG_DATEADT(TO_DAY);
		question.day = pair;
		question.days = 2;
		question.step = 1;
	}
	question.on_invalid = option_invalid_revenue(fcinfo, ON_INVALID);
	return question;
}

static inline bool
same_question(const RevenueState *state, const RevenueQuestion *question)
{
	return state->days == question->days && state->step == question->step &&
		state->on_invalid == question->on_invalid &&
		memcmp(revenue_state_day(state), question->day, sizeof(DateADT) * question->days) == 0;
}

/* How many of the days come before that one. */
static inline int
days_before(const RevenueQuestion *question, DateADT day)
{
	int			low = 0;
	int			high = question->days;

	while (low < high)
	{
		int			middle = (low + high) / 2;

		if (question->day[middle] < day)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void
invalid_period(FunctionCallInfo fcinfo)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("subscription ends before it starts"),
			 errdetail("The row starts on %s and ends on %s.",
					   DatumGetCString(DirectFunctionCall1(date_out, PG_GETARG_DATUM(STARTS))),
					   DatumGetCString(DirectFunctionCall1(date_out, PG_GETARG_DATUM(ENDS)))),
			 errhint("Correct the row, or give 'count' as the last argument to count such rows.")));
}

static void
invalid_amount(Datum amount)
{
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("amount is out of range"),
			 errdetail("The row has %s; an amount lies between -1e17 and 1e17 and has at most %d decimals.",
					   shown_numeric(amount), DECIMAL_DECIMALS),
			 errhint("Correct or round the row, or give 'count' as the last argument to count its account.")));
}

/*
 * Adds a row to its account.  Without an amount or a start it only makes the
 * account known.
 */
static RevenueState *
add_row(FunctionCallInfo fcinfo, RevenueState *state, const RevenueQuestion *question, const KeyedKey *key)
{
	RevenueRow	row = {0};
	DateADT		starts;
	DateADT		ends = DATEVAL_NOEND;
	Decimal		wide;
	AmountWidth width;
	bool		is_positive;

	if (PG_ARGISNULL(AMOUNT) || PG_ARGISNULL(STARTS))
		return revenue_state_add(state, key, &row);

	starts = PG_GETARG_DATEADT(STARTS);
	if (!PG_ARGISNULL(ENDS))
		ends = PG_GETARG_DATEADT(ENDS);
	if (starts > ends)
	{
		if (question->on_invalid != REVENUE_INVALID_COUNT)
			invalid_period(fcinfo);
		if (state->invalid < CSOPS_COUNT_LIMIT)
			state->invalid++;
		return revenue_state_add(state, key, &row);
	}
	width = amount_from_numeric(&row.amount, &wide, PG_GETARG_DATUM(AMOUNT));
	if (width == AMOUNT_NONE && question->on_invalid != REVENUE_INVALID_COUNT)
		invalid_amount(PG_GETARG_DATUM(AMOUNT));

	row.first = (uint16) days_before(question, starts);
	row.end = (uint16) days_before(question, ends);
	is_positive = width == AMOUNT_NARROW ? row.amount > 0 : width == AMOUNT_WIDE && decimal_sign(&wide) > 0;
	if (is_positive && starts < ends)
	{
		bool		on_first = row.first < question->days && question->day[row.first] == starts;

		row.seen = (uint16) (question->days - row.first - on_first);
	}
	switch (width)
	{
		case AMOUNT_NARROW:
			return revenue_state_add(state, key, &row);
		case AMOUNT_WIDE:
			return revenue_state_add_wide(state, key, &row, &wide);
		default:
			return revenue_state_poison(state, key, &row);
	}
}

/* revenue_accum(state, account, amount, starts, ends, from_day, to_day | days, step [, on_invalid]) */
static inline Datum
accumulate(FunctionCallInfo fcinfo, KeyKind kind, bool with_list)
{
	DateADT		pair[2];
	RevenueQuestion question = question_of(fcinfo, with_list, pair);
	RevenueState *state;
	KeyedKey	key;

	if (PG_ARGISNULL(0))
	{
		const char *problem = question_problem(&question);

		if (problem != NULL)
			impossible_question(problem);
		if (PG_ARGISNULL(ACCOUNT))
			PG_RETURN_NULL();
		state = new_revenue_state(&question, kind);
	}
	else
	{
		state = state_to_change(fcinfo);
		if (!same_question(state, &question))
			changed_question();
		if (revenue_state_table(state)->kind != kind)
			csops_corrupted(&revenue_state_type, "Its accounts are of another type.");
		if (PG_ARGISNULL(ACCOUNT))
			return state_result(fcinfo, state);
	}
	key = keyed_argument(fcinfo, ACCOUNT, kind);
	return state_result(fcinfo, add_row(fcinfo, state, &question, &key));
}

CSOPS_FUNCTION(csops_revenue_accum_bigint);
CSOPS_FUNCTION(csops_revenue_accum_uuid);
CSOPS_FUNCTION(csops_revenue_accum_text);
CSOPS_FUNCTION(csops_revenue_accum_bigint_days);
CSOPS_FUNCTION(csops_revenue_accum_uuid_days);
CSOPS_FUNCTION(csops_revenue_accum_text_days);

Datum
csops_revenue_accum_bigint(PG_FUNCTION_ARGS)
{
	return accumulate(fcinfo, KEYED_BY_BIGINT, false);
}

Datum
csops_revenue_accum_uuid(PG_FUNCTION_ARGS)
{
	return accumulate(fcinfo, KEYED_BY_UUID, false);
}

Datum
csops_revenue_accum_text(PG_FUNCTION_ARGS)
{
	return accumulate(fcinfo, KEYED_BY_TEXT, false);
}

Datum
csops_revenue_accum_bigint_days(PG_FUNCTION_ARGS)
{
	return accumulate(fcinfo, KEYED_BY_BIGINT, true);
}

Datum
csops_revenue_accum_uuid_days(PG_FUNCTION_ARGS)
{
	return accumulate(fcinfo, KEYED_BY_UUID, true);
}

Datum
csops_revenue_accum_text_days(PG_FUNCTION_ARGS)
{
	return accumulate(fcinfo, KEYED_BY_TEXT, true);
}

CSOPS_FUNCTION(csops_revenue_combine);
CSOPS_FUNCTION(csops_revenue_bridge_final);
CSOPS_FUNCTION(csops_revenue_bridges_final);

Datum
csops_revenue_combine(PG_FUNCTION_ARGS)
{
	RevenueState *state = any_state_to_change(fcinfo);

	return state_result(fcinfo, revenue_state_merge(state, CSOPS_GETARG(revenue_state_type, 1)));
}

/* In an aggregate, rows that wait are entered in the state itself. */
static RevenueState *
settled_state(FunctionCallInfo fcinfo)
{
	RevenueState *state = CSOPS_GETARG(revenue_state_type, 0);

	if (state->header.flags == REVENUE_STATE_WORKING)
	{
		if (!csops_in_aggregate(fcinfo))
			state = revenue_state_working(state);
		revenue_state_settle(state);
	}
	return state;
}

Datum
csops_revenue_bridge_final(PG_FUNCTION_ARGS)
{
	PG_RETURN_POINTER(revenue_state_bridges(settled_state(fcinfo))[0]);
}

/* One bridge for each day of the list from which the step leads to another. */
Datum
csops_revenue_bridges_final(PG_FUNCTION_ARGS)
{
	const RevenueState *state = settled_state(fcinfo);
	RevenueBridge **bridges = revenue_state_bridges(state);
	int			count = state->days - state->step;
	Datum	   *elements = palloc(sizeof(Datum) * count);
	Oid			element_type = get_element_type(get_func_rettype(fcinfo->flinfo->fn_oid));

	for (int i = 0; i < count; i++)
		elements[i] = PointerGetDatum(bridges[i]);
	PG_RETURN_ARRAYTYPE_P(construct_array(elements, count, element_type, -1, false, TYPALIGN_DOUBLE));
}
