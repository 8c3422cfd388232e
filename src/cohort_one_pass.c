/*
 * cohort_one_pass.c
 *		cohort_agg over the events of many accounts, and its state, cohort_state.
 */
#include "csops.h"

#include "cohort_state.h"
#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "port/pg_bitutils.h"
#include "silent_cast.h"
#include "utils/timestamp.h"

static void
check_state(const CsopsHeader *value)
{
	const char *problem = cohort_state_problem((const CohortState *) value);

	if (problem != NULL)
		csops_corrupted(&cohort_state_type, problem);
}

static CsopsHeader *
canonical_state(CsopsHeader *value)
{
	return value->flags == 0 ? value : &cohort_state_canonical((CohortState *) value)->header;
}

/* Text and binary */

/* The active periods of one account: the first, and how many up to the last. */
typedef struct Activity
{
	int32		first;
	int32		length;			/* 0: none */
} Activity;

static Activity
activity_of(const CohortState *state, const uint64 *bits)
{
	Activity	activity = {0, 0};
	int32		last = 0;

	for (int i = 0; i < cohort_state_words(state); i++)
	{
		if (bits[i] == 0)
			continue;
		if (activity.length == 0)
			activity.first = i * BITS_OF_WORD + pg_rightmost_one_pos64(bits[i]);
		last = i * BITS_OF_WORD + pg_leftmost_one_pos64(bits[i]);
		activity.length = last - activity.first + 1;
	}
	activity.first += state->base;
	return activity;
}

static inline bool
is_active(const CohortState *state, const uint64 *bits, int32 period)
{
	int32		n = period - state->base;

	return (bits[n / BITS_OF_WORD] >> (n % BITS_OF_WORD) & 1) != 0;
}

/*
 * An account is a list of its key, its birth where cohorts are by birth, and
 * unless it was never active its first active period and a hexadecimal digit
 * for each four periods from then on, lowest bit first.
 */
static void
write_json_state(StringInfo out, const CsopsHeader *value)
{
	static const char digits[] = "0123456789abcdef";
	const CohortState *state = (const CohortState *) value;
	const KeyedTable *table = cohort_state_table(state);
	CohortGrid	grid = cohort_state_grid(state);
	uint32		position = 0;
	KeyedKey	key;
	void	   *payload;

	appendStringInfoChar(out, '{');
	write_json_grid(out, &grid);
	appendStringInfo(out, "\"key\": \"%s\", \"accounts\": [", keyed_kind_name(table->kind));
	while ((payload = keyed_table_next(table, &position, &key)) != NULL)
	{
		const uint64 *bits = bits_of_payload(state, payload);
		Activity	activity = activity_of(state, bits);

		CHECK_FOR_INTERRUPTS();
		appendStringInfoString(out, position == 1 ? "[" : ", [");
		keyed_write_key(out, table->kind, &key);
		if (cohort_state_has_births(state))
			appendStringInfo(out, ", %d", birth_of_payload(payload));
		if (activity.length > 0)
			appendStringInfo(out, ", %d, \"", activity.first);
		for (int32 i = 0; i < activity.length; i += 4)
		{
			int			digit = 0;

			for (int32 j = i; j < Min(i + 4, activity.length); j++)
				digit |= is_active(state, bits, activity.first + j) << (j - i);
			appendStringInfoChar(out, digits[digit]);
		}
		appendStringInfoString(out, activity.length > 0 ? "\"]" : "]");
	}
	appendStringInfoString(out, "]}");
}

static int
digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : 0;
}

/* Enters an account with periods of which the first and the last are given; they are set then. */
static CohortState *
enter_account(CohortState *state, const KeyedKey *key, int32 born, int32 first, int32 last,
			  bool *is_new, uint64 **bits)
{
	void	   *payload;

	if (first <= last)
		state = cohort_state_widen(state, first, last);
	state = cohort_state_enter(state, key, &payload, is_new);
	if (cohort_state_has_births(state))
		*(uint64 *) payload = stored_birth(born);
	*bits = bits_of_payload(state, payload);
	return state;
}

static inline void
set_active(const CohortState *state, uint64 *bits, int32 period)
{
	int32		n = period - state->base;

	bits[n / BITS_OF_WORD] |= UINT64CONST(1) << (n % BITS_OF_WORD);
}

static CohortState *
read_json_account(CohortState *state, const CohortGrid *grid, KeyKind kind, const JsonNode *node)
{
	bool		with_birth = grid->mode == COHORT_BORN;
	const JsonNode *item = node->first;
	const char *digits = "";
	int32		length;
	int32		born = 0;
	int32		first = 0;
	KeyedKey	key;
	bool		is_new;
	uint64	   *bits;

	json_check_array(node);
	if (node->count != 3 + with_birth && !(with_birth && node->count == 2))
		json_error(node, "An account is a list of its key, its birth if cohorts are by birth, its first period and its periods.");
	key = keyed_read_key(kind, item);
	if (with_birth)
	{
		item = item->next;
		born = (int32) json_int64(item, PG_INT32_MIN, PG_INT32_MAX);
		if (!period_is_possible(grid, born))
			json_error(item, "The period is out of range.");
	}
	if (item->next != NULL)
	{
		item = item->next;
		first = (int32) json_int64(item, PG_INT32_MIN, PG_INT32_MAX);
		item = item->next;
		digits = json_string(item);
		if (strspn(digits, "0123456789abcdef") != strlen(digits) ||
			strlen(digits) > ACTIVITY_LONGEST_SPAN / 4 + 1)
			json_error(item, "The periods are hexadecimal digits, one for four periods.");
		length = (int32) strlen(digits);
		if (length == 0 || digit_value(digits[0]) % 2 == 0 || digits[length - 1] == '0')
			json_error(item, "The first period, and one of the last digit's, are active.");
		length = 4 * (length - 1) + pg_leftmost_one_pos32(digit_value(digits[length - 1])) + 1;
		if (length > ACTIVITY_LONGEST_SPAN || !period_is_possible(grid, first) ||
			!period_is_possible(grid, (int64) first + length - 1))
			json_error(item, "The periods are out of range.");
	}
	else
		length = 0;

	state = enter_account(state, &key, born, first, first + length - 1, &is_new, &bits);
	if (!is_new)
		json_error(node, "The account is there twice.");
	for (int32 i = 0; i < length; i++)
	{
		if (digit_value(digits[i / 4]) >> (i % 4) & 1)
			set_active(state, bits, first + i);
	}
	return state;
}

static CsopsHeader *
read_json_state(const JsonNode *root)
{
	static const char *const keys[] = {"mode", "unit", "tz", "week_start", "key", "accounts", NULL};
	const JsonNode *accounts;
	CohortGrid	grid;
	KeyKind		kind;
	CohortState *state;

	json_check_object(root, keys);
	grid = read_json_grid(root);
	if (grid.mode == COHORT_UNKNOWN || grid.periods.zone_name == NULL)
		json_error(root, "The unit is missing.");
	kind = keyed_read_kind(json_required(root, "key"));
	accounts = json_required(root, "accounts");
	json_check_array(accounts);
	if (accounts->count == 0)
		json_error(accounts, "There are no accounts.");
	state = new_cohort_state(&grid, kind, NO_PERIOD);
	for (const JsonNode *node = accounts->first; node != NULL; node = node->next)
	{
		CHECK_FOR_INTERRUPTS();
		state = read_json_account(state, &grid, kind, node);
	}
	return &cohort_state_canonical(state)->header;
}

static void
send_state(StringInfo out, const CsopsHeader *value)
{
	const CohortState *state = (const CohortState *) value;
	const KeyedTable *table = cohort_state_table(state);
	CohortGrid	grid = cohort_state_grid(state);
	uint32		position = 0;
	KeyedKey	key;
	void	   *payload;

	send_grid(out, &grid);
	pq_sendbyte(out, table->kind);
	pq_sendint32(out, table->count);
	while ((payload = keyed_table_next(table, &position, &key)) != NULL)
	{
		const uint64 *bits = bits_of_payload(state, payload);
		Activity	activity = activity_of(state, bits);

		CHECK_FOR_INTERRUPTS();
		keyed_send_key(out, table->kind, &key);
		if (cohort_state_has_births(state))
			pq_sendint32(out, birth_of_payload(payload));
		pq_sendint32(out, activity.length);
		if (activity.length > 0)
			pq_sendint32(out, activity.first);
		for (int32 i = 0; i < activity.length; i += 8)
		{
			uint8		byte = 0;

			for (int32 j = i; j < Min(i + 8, activity.length); j++)
				byte |= is_active(state, bits, activity.first + j) << (j - i);
			pq_sendbyte(out, byte);
		}
	}
}

static CohortState *
receive_account(CohortState *state, const CohortGrid *grid, KeyKind kind, StringInfo in)
{
	KeyedKey	key = keyed_receive_key(kind, in);
	int32		born = 0;
	int32		first = 0;
	int32		length;
	const uint8 *active;
	bool		is_new;
	uint64	   *bits;

	if (grid->mode == COHORT_BORN)
	{
		born = (int32) pq_getmsgint(in, 4);
		if (!period_is_possible(grid, born))
			csops_bad_binary(&cohort_state_type, "A birth is out of range.");
	}
	length = (int32) pq_getmsgint(in, 4);
	if (length < 0 || length > ACTIVITY_LONGEST_SPAN || (length == 0 && grid->mode != COHORT_BORN))
		csops_bad_binary(&cohort_state_type, "An account's periods are out of range.");
	if (length > 0)
	{
		first = (int32) pq_getmsgint(in, 4);
		if (!period_is_possible(grid, first) || !period_is_possible(grid, (int64) first + length - 1))
			csops_bad_binary(&cohort_state_type, "An account's periods are out of range.");
	}
	active = (const uint8 *) pq_getmsgbytes(in, (length + 7) / 8);
	if (length > 0 && ((active[0] & 1) == 0 || active[(length - 1) / 8] >> ((length - 1) % 8) != 1))
		csops_bad_binary(&cohort_state_type, "An account's first and last period are not active.");

	state = enter_account(state, &key, born, first, first + length - 1, &is_new, &bits);
	if (!is_new)
		csops_bad_binary(&cohort_state_type, "An account is there twice.");
	for (int32 i = 0; i < length; i++)
	{
		if (active[i / 8] >> (i % 8) & 1)
			set_active(state, bits, first + i);
	}
	return state;
}

static CsopsHeader *
receive_state(StringInfo in)
{
	CohortGrid	grid;
	int			kind;
	uint32		count;
	CohortState *state;

	grid = receive_grid(in, &cohort_state_type);
	if (grid.mode == COHORT_UNKNOWN || grid.periods.zone_name == NULL)
		csops_bad_binary(&cohort_state_type, "The unit is missing.");
	kind = pq_getmsgbyte(in);
	if (kind < KEYED_BY_BIGINT || kind > KEYED_BY_TEXT)
		csops_bad_binary(&cohort_state_type, "The type of accounts is not known.");
	count = pq_getmsgint(in, 4);
	if (count == 0)
		csops_bad_binary(&cohort_state_type, "There are no accounts.");
	state = new_cohort_state(&grid, kind, NO_PERIOD);
	for (uint32 i = 0; i < count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		state = receive_account(state, &grid, kind, in);
	}
	return &cohort_state_canonical(state)->header;
}

const CsopsType cohort_state_type = {
	.id = CSOPS_COHORT_STATE,
	.name = "cohort_state",
	.check = check_state,
	.canonical = canonical_state,
	.read_json = read_json_state,
	.write_json = write_json_state,
	.receive = receive_state,
	.send = send_state,
};

CSOPS_FUNCTION(csops_cohort_state_in);
CSOPS_FUNCTION(csops_cohort_state_recv);

Datum
csops_cohort_state_in(PG_FUNCTION_ARGS)
{
	return csops_type_in(&cohort_state_type, fcinfo);
}

Datum
csops_cohort_state_recv(PG_FUNCTION_ARGS)
{
	return csops_type_recv(&cohort_state_type, fcinfo);
}

/* Transition functions */

/*
 * The state to change: in an aggregate the state itself, called from SQL a
 * copy, so that arguments are never written into.
 */
static pg_noinline CohortState *
any_state_to_change(FunctionCallInfo fcinfo)
{
	CohortState *state = CSOPS_GETARG(cohort_state_type, 0);

	if (csops_in_aggregate(fcinfo) && state->header.flags == COHORT_STATE_WORKING)
		return state;
	return cohort_state_working(state);
}

/*
 * The same for every row but a group's first: in an aggregate, a state that
 * is neither toasted nor packed.  One in working form was made by the row
 * before; that it still has its size is to make sure that it was.
 */
static inline CohortState *
state_to_change(FunctionCallInfo fcinfo)
{
	if (csops_in_aggregate(fcinfo))
	{
		CohortState *state = (CohortState *) PG_GETARG_POINTER(0);

		if (VARATT_IS_4B_U(state) && VARSIZE(state) >= sizeof(CohortState) + sizeof(KeyedTable) &&
			state->header.type == CSOPS_COHORT_STATE &&
			state->header.version == CSOPS_VERSION_1 &&
			state->header.flags == COHORT_STATE_WORKING &&
			cohort_state_size(state) == VARSIZE(state))
			return state;
	}
	return any_state_to_change(fcinfo);
}

static Datum
state_result(FunctionCallInfo fcinfo, CohortState *state)
{
	PG_RETURN_POINTER(csops_in_aggregate(fcinfo) ? state : cohort_state_canonical(state));
}

/* The numbers of cohort_accum's arguments */
#define ACCOUNT		1
#define AT			2
#define UNIT		3
#define TZ			4
#define MODE		5
#define BORN		6

/* cohort_accum(state, account, at [, unit [, tz [, mode [, born]]]]) */
static inline Datum
accumulate(FunctionCallInfo fcinfo, KeyKind kind, bool by_date)
{
	bool		with_born = PG_NARGS() > BORN;
	PeriodGrid *periods = option_period_grid(fcinfo, UNIT, TZ, -1);
	CohortMode	mode = PG_NARGS() > MODE ? option_cohort_mode(fcinfo, MODE, with_born) : COHORT_FIRST;
	CohortRow	row = {NO_PERIOD, 0};
	KeyedKey	key;
	CohortState *state;

	if (PG_ARGISNULL(0) && !by_date)
		refuse_silent_casts_in_aggregate(fcinfo);

	/* An account that was born and never active is in its cohort all the same. */
	if (PG_ARGISNULL(ACCOUNT) || PG_ARGISNULL(with_born ? BORN : AT))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		return state_result(fcinfo, state_to_change(fcinfo));
	}

	if (!PG_ARGISNULL(AT))
		row.period = by_date ? activity_period_of_date(periods, PG_GETARG_DATEADT(AT)) :
			activity_period_of_instant(periods, PG_GETARG_TIMESTAMPTZ(AT));
	if (with_born)
	{
		row.born = by_date ? activity_period_of_date(periods, PG_GETARG_DATEADT(BORN)) :
			activity_period_of_instant(periods, PG_GETARG_TIMESTAMPTZ(BORN));
		/* At age 0 it counts as active whatever it did, and not before. */
		if (row.period <= row.born)
			row.period = NO_PERIOD;
	}

	if (PG_ARGISNULL(0))
	{
		CohortGrid	grid = {mode, grid_name(periods)};

		state = new_cohort_state(&grid, kind, row.period);
	}
	else
	{
		state = state_to_change(fcinfo);
		if (state->grid.unit != periods->unit || state->grid.week_start != periods->week_start ||
			state->grid.mode != mode || strcmp((const char *) (state + 1), periods->zone->name) != 0)
		{
			CohortGrid	grid = {mode, grid_name(periods)};
			CohortGrid	own = cohort_state_grid(state);

			unlike_cohorts(&own, &grid);
		}
		if (cohort_state_table(state)->kind != kind)
			unlike_accounts(cohort_state_table(state)->kind, kind);
	}

	key = kind == KEYED_BY_BIGINT ? keyed_bigint(PG_GETARG_INT64(ACCOUNT)) : keyed_argument(fcinfo, ACCOUNT, kind);
	return state_result(fcinfo, cohort_state_add(state, kind, &key, row));
}

CSOPS_FUNCTION(csops_cohort_state_accum_bigint);
CSOPS_FUNCTION(csops_cohort_state_accum_uuid);
CSOPS_FUNCTION(csops_cohort_state_accum_text);
CSOPS_FUNCTION(csops_cohort_state_accum_bigint_date);
CSOPS_FUNCTION(csops_cohort_state_accum_uuid_date);
CSOPS_FUNCTION(csops_cohort_state_accum_text_date);

Datum
csops_cohort_state_accum_bigint(PG_FUNCTION_ARGS)
{
	return accumulate(fcinfo, KEYED_BY_BIGINT, false);
}

Datum
csops_cohort_state_accum_uuid(PG_FUNCTION_ARGS)
{
	return accumulate(fcinfo, KEYED_BY_UUID, false);
}

Datum
csops_cohort_state_accum_text(PG_FUNCTION_ARGS)
{
	return accumulate(fcinfo, KEYED_BY_TEXT, false);
}

Datum
csops_cohort_state_accum_bigint_date(PG_FUNCTION_ARGS)
{
	return accumulate(fcinfo, KEYED_BY_BIGINT, true);
}

Datum
csops_cohort_state_accum_uuid_date(PG_FUNCTION_ARGS)
{
	return accumulate(fcinfo, KEYED_BY_UUID, true);
}

Datum
csops_cohort_state_accum_text_date(PG_FUNCTION_ARGS)
{
	return accumulate(fcinfo, KEYED_BY_TEXT, true);
}

CSOPS_FUNCTION(csops_cohort_state_combine);
CSOPS_FUNCTION(csops_cohort_state_final);

Datum
csops_cohort_state_combine(PG_FUNCTION_ARGS)
{
	CohortState *state = any_state_to_change(fcinfo);

	return state_result(fcinfo, cohort_state_merge(state, CSOPS_GETARG(cohort_state_type, 1)));
}

/* In an aggregate, rows that wait are entered in the state itself. */
Datum
csops_cohort_state_final(PG_FUNCTION_ARGS)
{
	CohortState *state = CSOPS_GETARG(cohort_state_type, 0);

	if (state->header.flags == COHORT_STATE_WORKING)
	{
		if (!csops_in_aggregate(fcinfo))
			state = cohort_state_working(state);
		cohort_state_settle(state);
	}
	PG_RETURN_POINTER(cohort_state_matrix(state));
}
