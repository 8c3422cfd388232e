/*
 * signal_set.c
 *		The type signal_set, its aggregates and accessors.
 *
 * A set is small, a dozen signals or so, and most rows of an account tell a
 * later value of a signal that is there already; so states are always in
 * canonical form, and a new name makes a copy.
 */
#include "csops.h"

#include <math.h>

#include "json_time.h"
#include "libpq/pqformat.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "options.h"
#include "signal_set.h"
#include "silent_cast.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"
#include "utils/timestamp.h"

/* A signal on its way into a set. */
typedef struct GivenSignal
{
	const char *name;
	uint32		length;
	double		value;
	TimestampTz at;
	const JsonNode *node;		/* where it was given, if in JSON */
} GivenSignal;

static Size
set_size(uint32 count, uint32 names)
{
	return offsetof(SignalSet, signal) + count * sizeof(Signal) + names;
}

static uint32
names_length(const SignalSet *set)
{
	return set->count == 0 ? 0 : set->signal[set->count - 1].name_end;
}

static void
check_set(const CsopsHeader *value)
{
	const SignalSet *set = (const SignalSet *) value;
	uint32		end = 0;

	if (VARSIZE(value) < offsetof(SignalSet, signal) || value->flags != 0 ||
		set->count > SIGNAL_LIMIT || VARSIZE(value) < set_size(set->count, 0))
		csops_corrupted(&signal_set_type, "The size does not fit the number of signals.");
	for (uint32 i = 0; i < set->count; i++)
	{
		uint32		length = set->signal[i].name_end - end;

		if (length == 0 || length > SIGNAL_NAME_LIMIT)
			csops_corrupted(&signal_set_type, "The length of a name is impossible.");
		end = set->signal[i].name_end;
	}
	if (VARSIZE(value) != set_size(set->count, end))
		csops_corrupted(&signal_set_type, "The size does not fit the names.");
}

static SignalSet *
new_set(uint32 count, uint32 names)
{
	SignalSet  *set = csops_new(&signal_set_type, set_size(count, names));

	set->count = count;
	return set;
}

/* Appends to a set under construction, whose room and count are those of the finished one. */
static void
append_signal(SignalSet *set, uint32 i, const char *name, uint32 length, double value, TimestampTz at)
{
	uint32		start = i == 0 ? 0 : set->signal[i - 1].name_end;

	memcpy((char *) &set->signal[set->count] + start, name, length);
	set->signal[i].name_end = start + length;
	set->signal[i].value = value;
	set->signal[i].at = at;
}

static void
copy_signal(SignalSet *set, uint32 i, const SignalSet *from, uint32 from_i)
{
	uint32		length;
	const char *name = signal_name(from, from_i, &length);

	append_signal(set, i, name, length, from->signal[from_i].value, from->signal[from_i].at);
}

static int
compare_given(const void *a, const void *b, void *arg)
{
	const GivenSignal *ga = a;
	const GivenSignal *gb = b;

	return compare_signal_names(ga->name, ga->length, gb->name, gb->length);
}

/* The set of these signals, or NULL when a name is given twice: *twice is then one of the two. */
static SignalSet *
make_set(GivenSignal *given, uint32 count, int64 invalid, const GivenSignal **twice)
{
	uint32		names = 0;
	SignalSet  *set;

	qsort_interruptible(given, count, sizeof(GivenSignal), compare_given, NULL);
	for (uint32 i = 0; i < count; i++)
	{
		if (i > 0 && compare_given(&given[i - 1], &given[i], NULL) == 0)
		{
			*twice = &given[i];
			return NULL;
		}
		names += given[i].length;
	}
	set = new_set(count, names);
	set->invalid = invalid;
	for (uint32 i = 0; i < count; i++)
		append_signal(set, i, given[i].name, given[i].length, given[i].value, given[i].at);
	return set;
}

/* Zero has one sign, so that equal values have equal bytes. */
static double
plain_zero(double value)
{
	return value == 0 ? 0 : value;
}

/* JSON: what the type writes, and the shorter form that people write */

static void
check_json_name(const JsonNode *node, const char *name)
{
	if (*name == '\0' || strlen(name) > SIGNAL_NAME_LIMIT)
		json_error(node, "The name of a signal has 1 to %d bytes.", SIGNAL_NAME_LIMIT);
}

static void
read_dated_value(const JsonNode *node, GivenSignal *given)
{
	const JsonNode *at = json_field(node, "at");

	given->node = node;
	given->value = plain_zero(json_float8(json_required(node, "value")));
	given->at = at == NULL ? SIGNAL_UNDATED : json_instant(at);
}

static void
read_listed_signal(const JsonNode *node, GivenSignal *given)
{
	static const char *const keys[] = {"name", "value", "at", NULL};
	const JsonNode *name;

	json_check_object(node, keys);
	name = json_required(node, "name");
	given->name = json_string(name);
	check_json_name(name, given->name);
	given->length = strlen(given->name);
	read_dated_value(node, given);
}

/* "logins": 5, or "logins": {"value": 5, "at": "..."}; null is no signal. */
static bool
read_keyed_signal(const JsonNode *node, GivenSignal *given)
{
	static const char *const keys[] = {"value", "at", NULL};

	check_json_name(node, node->key);
	given->name = node->key;
	given->length = strlen(node->key);
	if (node->kind == JSON_KIND_NULL)
		return false;
	if (node->kind == JSON_KIND_OBJECT)
	{
		json_check_object(node, keys);
		read_dated_value(node, given);
		return true;
	}
	given->node = node;
	given->value = plain_zero(json_float8(node));
	given->at = SIGNAL_UNDATED;
	return true;
}

static CsopsHeader *
read_json_set(const JsonNode *root)
{
	static const char *const keys[] = {"signals", "invalid", NULL};
	const JsonNode *list = json_field(root, "signals");
	const JsonNode *from = root;
	bool		is_list = list != NULL && list->kind == JSON_KIND_ARRAY;
	int64		invalid = 0;
	uint32		count = 0;
	GivenSignal *given;
	const GivenSignal *twice;
	SignalSet  *set;

	/* No signal has a list for a value, so it cannot be a signal of that name. */
	if (is_list)
	{
		json_check_object(root, keys);
		invalid = json_int64(json_required(root, "invalid"), 0, CSOPS_COUNT_LIMIT);
		from = list;
	}
	if (from->count > SIGNAL_LIMIT)
		json_error(from, "A set has at most %d signals.", SIGNAL_LIMIT);
	given = palloc(sizeof(GivenSignal) * Max(from->count, 1));
	for (const JsonNode *node = from->first; node != NULL; node = node->next)
	{
		CHECK_FOR_INTERRUPTS();
		if (is_list)
			read_listed_signal(node, &given[count++]);
		else if (read_keyed_signal(node, &given[count]))
			count++;
	}
	set = make_set(given, count, invalid, &twice);
	if (set == NULL)
		json_error(twice->node, "A signal is given twice.");
	return &set->header;
}

static void
write_json_set(StringInfo out, const CsopsHeader *value)
{
	const SignalSet *set = (const SignalSet *) value;

	appendStringInfoString(out, "{\"signals\": [");
	for (uint32 i = 0; i < set->count; i++)
	{
		uint32		length;
		const char *name = signal_name(set, i, &length);

		CHECK_FOR_INTERRUPTS();
		appendStringInfoString(out, i == 0 ? "{\"name\": " : ", {\"name\": ");
		json_append_string(out, pnstrdup(name, length));
		appendStringInfoString(out, ", \"value\": ");
		json_append_float8(out, set->signal[i].value);
		if (set->signal[i].at != SIGNAL_UNDATED)
		{
			appendStringInfoString(out, ", \"at\": ");
			json_append_instant(out, set->signal[i].at);
		}
		appendStringInfoChar(out, '}');
	}
	appendStringInfo(out, "], \"invalid\": " INT64_FORMAT "}", set->invalid);
}

/* Binary: names travel in the client's encoding. */

static void
receive_signal(StringInfo in, GivenSignal *given)
{
	int			bytes;
	int			length;

	given->value = plain_zero(pq_getmsgfloat8(in));
	given->at = pq_getmsgint64(in);
	bytes = pq_getmsgint(in, 4);
	given->name = pq_getmsgtext(in, bytes, &length);
	given->length = length;
	if (length < 1 || length > SIGNAL_NAME_LIMIT || strlen(given->name) != (Size) length)
		csops_bad_binary(&signal_set_type, "The length of a name is impossible.");
	if (!isfinite(given->value))
		csops_bad_binary(&signal_set_type, "The value of a signal is not finite.");
	if (given->at != SIGNAL_UNDATED && !IS_VALID_TIMESTAMP(given->at))
		csops_bad_binary(&signal_set_type, "The instant of a signal is out of range.");
}

static CsopsHeader *
receive_set(StringInfo in)
{
	int64		invalid = pq_getmsgint64(in);
	uint32		count = pq_getmsgint(in, 4);
	GivenSignal *given;
	const GivenSignal *twice;
	SignalSet  *set;

	if (invalid < 0 || invalid > CSOPS_COUNT_LIMIT || count > SIGNAL_LIMIT)
		csops_bad_binary(&signal_set_type, "A count is out of range.");
	given = palloc(sizeof(GivenSignal) * Max(count, 1));
	for (uint32 i = 0; i < count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		receive_signal(in, &given[i]);
	}
	set = make_set(given, count, invalid, &twice);
	if (set == NULL)
		csops_bad_binary(&signal_set_type, "A signal is given twice.");
	return &set->header;
}

static void
send_set(StringInfo out, const CsopsHeader *value)
{
	const SignalSet *set = (const SignalSet *) value;

	pq_sendint64(out, set->invalid);
	pq_sendint32(out, set->count);
	for (uint32 i = 0; i < set->count; i++)
	{
		uint32		length;
		const char *name = signal_name(set, i, &length);
		const char *sent = pg_server_to_client(name, length);

		CHECK_FOR_INTERRUPTS();
		if (sent != name)
			length = strlen(sent);
		pq_sendfloat8(out, set->signal[i].value);
		pq_sendint64(out, set->signal[i].at);
		pq_sendint32(out, length);
		pq_sendbytes(out, sent, length);
	}
}

const CsopsType signal_set_type = {
	.id = CSOPS_SIGNAL_SET,
	.name = "signal_set",
	.check = check_set,
	.read_json = read_json_set,
	.write_json = write_json_set,
	.receive = receive_set,
	.send = send_set,
};

CSOPS_FUNCTION(csops_signal_set_in);
CSOPS_FUNCTION(csops_signal_set_recv);
CSOPS_FUNCTION(csops_signal_set_jsonb);

Datum
csops_signal_set_in(PG_FUNCTION_ARGS)
{
	return csops_type_in(&signal_set_type, fcinfo);
}

Datum
csops_signal_set_recv(PG_FUNCTION_ARGS)
{
	return csops_type_recv(&signal_set_type, fcinfo);
}

Datum
csops_signal_set_jsonb(PG_FUNCTION_ARGS)
{
	Jsonb	   *value = PG_GETARG_JSONB_P(0);
	StringInfoData text;

	initStringInfo(&text);
	JsonbToCString(&text, &value->root, VARSIZE(value));
	PG_RETURN_POINTER(read_json_set(json_read(text.data, text.len, signal_set_type.name)));
}

/* Transition functions */

/* Whether a value of that instant takes another's place.  Of one instant the greater value holds. */
static bool
is_later(double value, TimestampTz at, const Signal *than)
{
	return at > than->at || (at == than->at && value > than->value);
}

/* The place of the name, or where it would have to be. */
static bool
find_signal(const SignalSet *set, const char *name, uint32 length, uint32 *place)
{
	uint32		low = 0;
	uint32		high = set->count;

	while (low < high)
	{
		uint32		middle = (low + high) / 2;
		uint32		middle_length;
		const char *middle_name = signal_name(set, middle, &middle_length);
		int			order = compare_signal_names(name, length, middle_name, middle_length);

		if (order == 0)
		{
			*place = middle;
			return true;
		}
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	*place = low;
	return false;
}

static void
too_many_signals(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
			 errmsg("too many signals"),
			 errdetail("One account has more than %d signals.", SIGNAL_LIMIT),
			 errhint("The first argument names a kind of signal, such as 'logins'; give what varies from row to row as the value.")));
}

/* A copy of the set with one signal more. */
static SignalSet *
set_with(const SignalSet *set, uint32 place, const char *name, uint32 length, double value, TimestampTz at)
{
	SignalSet  *larger;

	if (set->count == SIGNAL_LIMIT)
		too_many_signals();
	larger = new_set(set->count + 1, names_length(set) + length);
	larger->invalid = set->invalid;
	for (uint32 i = 0; i < place; i++)
		copy_signal(larger, i, set, i);
	append_signal(larger, place, name, length, value, at);
	for (uint32 i = place; i < set->count; i++)
		copy_signal(larger, i + 1, set, i);
	return larger;
}

void
signal_out_of_range(const char *name, int length, double value, const char *hint)
{
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("value of a signal is out of range"),
			 errdetail("The value of signal \"%.*s\" is %s.", length, name, shown_float8(value)),
			 errhint("%s", hint)));
}

/* Raises an error for a row that cannot be taken. */
static void
refuse_signal(const char *name, int length, double value)
{
	if (length < 1 || length > SIGNAL_NAME_LIMIT)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("name of a signal is too %s", length < 1 ? "short" : "long"),
				 errdetail("The name has %d bytes; it may have 1 to %d.", length, SIGNAL_NAME_LIMIT),
				 errhint("Correct the row, or call signal_agg(signal, value, at, 'count') to count such rows.")));
	if (!isfinite(value))
		signal_out_of_range(name, length, value,
							"Correct the row, or call signal_agg(signal, value, at, 'count') to count such rows.");
	ereport(ERROR,
			(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
			 errmsg("instant of a signal must be finite"),
			 errdetail("A value of signal \"%.*s\" has an infinite instant.", length, name),
			 errhint("Correct the row, or call signal_agg(signal, value, at, 'count') to count such rows.")));
}

static void
count_invalid(SignalSet *set, int64 rows)
{
	if (!csops_add_count(&set->invalid, rows))
		csops_impossible_result(false, "The number of invalid rows is out of range.");
}

CSOPS_FUNCTION(csops_signal_accum);

/* signal_accum(state, signal, value, at [, on_invalid]) */
Datum
csops_signal_accum(PG_FUNCTION_ARGS)
{
	SignalSet  *set;
	text	   *given;
	const char *name;
	int			length;
	double		value;
	TimestampTz at;
	uint32		place;

	if (PG_ARGISNULL(0))
	{
		refuse_silent_casts_in_aggregate(fcinfo);
		set = new_set(0, 0);
	}
	else
		set = csops_state(&signal_set_type, fcinfo);
	if (PG_ARGISNULL(1) || PG_ARGISNULL(2) || PG_ARGISNULL(3))
		PG_RETURN_POINTER(set);

	given = PG_GETARG_TEXT_PP(1);
	name = VARDATA_ANY(given);
	length = VARSIZE_ANY_EXHDR(given);
	value = plain_zero(PG_GETARG_FLOAT8(2));
	at = PG_GETARG_TIMESTAMPTZ(3);
	if (length < 1 || length > SIGNAL_NAME_LIMIT || !isfinite(value) || TIMESTAMP_NOT_FINITE(at))
	{
		if (!option_count_invalid(fcinfo, 4))
			refuse_signal(name, length, value);
		count_invalid(set, 1);
	}
	else if (!find_signal(set, name, length, &place))
		set = set_with(set, place, name, length, value, at);
	else if (is_later(value, at, &set->signal[place]))
	{
		set->signal[place].value = value;
		set->signal[place].at = at;
	}
	PG_RETURN_POINTER(set);
}

/*
 * Walks through both sets at once, in the order of names.  The first call
 * counts, so that the second has a set of the right size to write into.
 */
static void
merge_sets(const SignalSet *a, const SignalSet *b, SignalSet *result, uint32 *count, uint32 *names)
{
	uint32		i = 0;
	uint32		j = 0;

	*count = 0;
	*names = 0;
	while (i < a->count || j < b->count)
	{
		uint32		a_length = 0;
		uint32		b_length = 0;
		const char *a_name = i < a->count ? signal_name(a, i, &a_length) : NULL;
		const char *b_name = j < b->count ? signal_name(b, j, &b_length) : NULL;
		int			order = a_name == NULL ? 1 : b_name == NULL ? -1 :
			compare_signal_names(a_name, a_length, b_name, b_length);
		bool		from_b = order > 0 ||
			(order == 0 && is_later(b->signal[j].value, b->signal[j].at, &a->signal[i]));

		CHECK_FOR_INTERRUPTS();
		if (result != NULL)
			copy_signal(result, *count, from_b ? b : a, from_b ? j : i);
		*names += from_b ? b_length : a_length;
		(*count)++;
		i += order <= 0;
		j += order >= 0;
	}
}

CSOPS_FUNCTION(csops_merge_signal_set);

Datum
csops_merge_signal_set(PG_FUNCTION_ARGS)
{
	const SignalSet *a = CSOPS_GETARG(signal_set_type, 0);
	const SignalSet *b = CSOPS_GETARG(signal_set_type, 1);
	SignalSet  *result;
	uint32		count;
	uint32		names;

	merge_sets(a, b, NULL, &count, &names);
	if (count > SIGNAL_LIMIT)
		too_many_signals();
	result = new_set(count, names);
	result->invalid = a->invalid;
	count_invalid(result, b->invalid);
	merge_sets(a, b, result, &count, &names);
	PG_RETURN_POINTER(result);
}

/* Accessors */

CSOPS_FUNCTION(csops_signal_set_observations);
CSOPS_FUNCTION(csops_signal_set_invalid);

Datum
csops_signal_set_observations(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_INT64(0);
	PG_RETURN_INT64(((SignalSet *) CSOPS_GETARG(signal_set_type, 0))->count);
}

Datum
csops_signal_set_invalid(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_INT64(0);
	PG_RETURN_INT64(((SignalSet *) CSOPS_GETARG(signal_set_type, 0))->invalid);
}

/* The signal that argument 1 names, or NULL. */
static const Signal *
named_signal(FunctionCallInfo fcinfo)
{
	const SignalSet *set = CSOPS_GETARG(signal_set_type, 0);
	const text *name = PG_GETARG_TEXT_PP(1);
	uint32		place;

	return find_signal(set, VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name), &place) ? &set->signal[place] : NULL;
}

CSOPS_FUNCTION(csops_signal_value);
CSOPS_FUNCTION(csops_signal_at);

Datum
csops_signal_value(PG_FUNCTION_ARGS)
{
	const Signal *signal = named_signal(fcinfo);

	if (signal == NULL)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(signal->value);
}

Datum
csops_signal_at(PG_FUNCTION_ARGS)
{
	const Signal *signal = named_signal(fcinfo);

	if (signal == NULL || signal->at == SIGNAL_UNDATED)
		PG_RETURN_NULL();
	PG_RETURN_TIMESTAMPTZ(signal->at);
}
