/*
 * fuzz.c
 *		libFuzzer inside a PostgreSQL backend: one run for each csops type.
 *
 * It is linked into the library with csops's own objects and fuzz.sql makes
 * its function.  An input is five bytes that say what to do, and a payload:
 *
 *		form		how the payload becomes a value: text, binary, or stored
 *					bytes as they are; each also as two values
 *		call		which function then takes it (see calls)
 *		choice		which of the table fuzz_argument's values go with it; the
 *					n-th argument takes number choice + n * step
 *		step
 *		in_aggregate	odd: in the context of an aggregate
 *
 * A value that text or binary made has to come back from its own text and
 * binary with the same bytes, and to merge with another alike whichever comes
 * first and whoever calls.  Whatever is refused has to be refused with a
 * SQLSTATE that its caller can expect.
 */
#include "csops.h"

#include <signal.h>

#include "access/htup_details.h"
#include "catalog/pg_collation.h"
#include "catalog/pg_type.h"
#include "executor/executor.h"
#include "executor/spi.h"
#include "funcapi.h"
#include "libpq/pqformat.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "nodes/execnodes.h"
#include "type.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/regproc.h"
#include "utils/resowner.h"

/* What libFuzzer offers to programs that have a main function of their own. */
extern int	LLVMFuzzerRunDriver(int *argc, char ***argv, int (*test) (const uint8 *data, size_t size));

#define CONTROL_BYTES	5

typedef enum Form
{
	FORM_TEXT,
	FORM_BINARY,
	FORM_STORED,
	FORMS
} Form;

typedef struct Choices
{
	int			count;
	NullableDatum *values;
} Choices;

/* A function that takes a value of the type first. */
typedef struct Call
{
	FmgrInfo	flinfo;
	char	   *name;
	Oid			result;
	bool		is_combine;		/* of an aggregate */
	Choices    *arguments[FUNC_MAX_ARGS];	/* NULL where one of the type goes */
} Call;

typedef struct Fuzz
{
	Oid			type;
	char	   *name;
	Oid			io_param;
	FmgrInfo	in;
	FmgrInfo	out;
	FmgrInfo	recv;
	FmgrInfo	send;
	Call	   *calls;
	int			n_calls;
	Call	   *combines;
	int			n_combines;
	MemoryContext context;		/* of one input */
	AggState   *aggregate;
	ResourceOwner owner;
} Fuzz;

static Fuzz fuzz;

/* Whether the input made a sound value or is to make one; in forged bytes sums may be anything. */
static bool is_sound = false;

pg_noreturn static void
fail(const char *what, const char *detail)
{
	fprintf(stderr, "\ncsops_fuzz: %s: %s: %s\n", fuzz.name, what, detail);
	abort();
}

/*
 * What clang has signed overflow call.  PostgreSQL compiles with -fwrapv, so it
 * is harmless, but the figures of a sound value are wrong after it.
 */
typedef struct SourceLocation
{
	const char *file;
	uint32		line;
} SourceLocation;

#define OVERFLOW_HANDLER(name) \
extern void name(const SourceLocation *at, uintptr_t a, uintptr_t b); \
void \
name(const SourceLocation *at, uintptr_t a, uintptr_t b) \
{ \
	if (is_sound) \
		fail("signed integer overflow", psprintf("%s:%u", at->file, at->line)); \
}

OVERFLOW_HANDLER(__ubsan_handle_add_overflow)
OVERFLOW_HANDLER(__ubsan_handle_sub_overflow)
OVERFLOW_HANDLER(__ubsan_handle_mul_overflow)
OVERFLOW_HANDLER(__ubsan_handle_negate_overflow)

/* Whether whoever sends such a payload, or asks that of a value, can expect to be refused so. */
static bool
is_expected(Form form, bool is_value, int code)
{
	switch (code)
	{
		case ERRCODE_INVALID_TEXT_REPRESENTATION:
		case ERRCODE_INVALID_DATETIME_FORMAT:
		case ERRCODE_UNTRANSLATABLE_CHARACTER:
			/* Some binary forms are texts. */
			return is_value || form != FORM_STORED;
		case ERRCODE_INVALID_BINARY_REPRESENTATION:
		case ERRCODE_PROTOCOL_VIOLATION:
		case ERRCODE_CHARACTER_NOT_IN_REPERTOIRE:
			return !is_value && form == FORM_BINARY;
		case ERRCODE_DATA_CORRUPTED:
			return form == FORM_STORED;
		case ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE:
		case ERRCODE_DATETIME_VALUE_OUT_OF_RANGE:
		case ERRCODE_INTERVAL_FIELD_OVERFLOW:
		case ERRCODE_INVALID_PARAMETER_VALUE:
		case ERRCODE_PROGRAM_LIMIT_EXCEEDED:
		case ERRCODE_STATEMENT_TOO_COMPLEX:
			return true;
		case ERRCODE_FEATURE_NOT_SUPPORTED:
		case ERRCODE_NULL_VALUE_NOT_ALLOWED:
		case ERRCODE_ARRAY_SUBSCRIPT_ERROR:
		case ERRCODE_DATATYPE_MISMATCH:
			return is_value;
		default:
			return false;
	}
}

typedef struct Attempt
{
	Form		form;
	bool		is_value;		/* the payload has become one */
	bool		must_succeed;
	const char *what;
	bool		in_aggregate;
	FunctionCallInfo fcinfo;
} Attempt;

/* Makes the call; whether it was not refused. */
static bool
attempt(FmgrInfo *function, const Attempt *how, int n, const NullableDatum *arguments, Datum *result)
{
	LOCAL_FCINFO(fcinfo, FUNC_MAX_ARGS);
	FmgrInfo	flinfo = *function;
	ReturnSetInfo rows = {0};
	volatile bool done = false;
	volatile int code = 0;

	flinfo.fn_extra = NULL;
	flinfo.fn_mcxt = fuzz.context;
	InitFunctionCallInfoData(*fcinfo, &flinfo, n, DEFAULT_COLLATION_OID, NULL, NULL);
	memcpy(fcinfo->args, arguments, n * sizeof(NullableDatum));
	if (how->in_aggregate)
		fcinfo->context = (Node *) fuzz.aggregate;
	if (flinfo.fn_strict)
	{
		for (int i = 0; i < n; i++)
		{
			if (arguments[i].isnull)
				return false;
		}
	}

	PG_TRY();
	{
		if (flinfo.fn_retset)
		{
			rows.type = T_ReturnSetInfo;
			rows.econtext = CreateStandaloneExprContext();
			rows.allowedModes = SFRM_ValuePerCall | SFRM_Materialize;
			rows.returnMode = SFRM_ValuePerCall;
			fcinfo->resultinfo = (Node *) &rows;
			rows.isDone = ExprMultipleResult;
			while (rows.returnMode == SFRM_ValuePerCall && rows.isDone == ExprMultipleResult)
			{
				rows.isDone = ExprSingleResult;
				fcinfo->isnull = false;
				*result = FunctionCallInvoke(fcinfo);
			}
		}
		else
		{
			*result = FunctionCallInvoke(fcinfo);
			done = !fcinfo->isnull;
		}
	}
	PG_CATCH();
	{
		ErrorData  *error;

		MemoryContextSwitchTo(fuzz.context);
		code = geterrcode();
		if (how->must_succeed || !is_expected(how->form, how->is_value, code))
		{
			error = CopyErrorData();
			fail(how->what, psprintf("%s: %s (%s)", unpack_sql_state(code), error->message,
									 error->detail != NULL ? error->detail : "no detail"));
		}
		FlushErrorState();
		ResourceOwnerRelease(fuzz.owner, RESOURCE_RELEASE_BEFORE_LOCKS, false, true);
		ResourceOwnerRelease(fuzz.owner, RESOURCE_RELEASE_LOCKS, false, true);
		ResourceOwnerRelease(fuzz.owner, RESOURCE_RELEASE_AFTER_LOCKS, false, true);
	}
	PG_END_TRY();
	MemoryContextSwitchTo(fuzz.context);
	return done;
}

static bool
attempt1(FmgrInfo *function, const Attempt *how, Datum argument, Datum *result)
{
	NullableDatum arguments[1] = {{argument, false}};

	return attempt(function, how, 1, arguments, result);
}

/* Input functions also take the type's parameters. */
static bool
attempt_input(FmgrInfo *function, const Attempt *how, Datum argument, Datum *result)
{
	Datum		io_param = ObjectIdGetDatum(fuzz.io_param);
	NullableDatum arguments[3] = {{argument, false}, {io_param, false}, {Int32GetDatum(-1), false}};

	return attempt(function, how, 3, arguments, result);
}

static bool
receive(const Attempt *how, const void *data, size_t size, Datum *result)
{
	StringInfoData message;

	/* Nothing but the server's zero byte behind it, so that a read past it is seen. */
	message.data = palloc(size + 1);
	memcpy(message.data, data, size);
	message.data[size] = '\0';
	message.len = message.maxlen = size;
	message.cursor = 0;
	/* The server refuses what was not read to its end. */
	return attempt_input(&fuzz.recv, how, PointerGetDatum(&message), result) && message.cursor == message.len;
}

static bool
make_value(Form form, const uint8 *data, size_t size, Datum *result)
{
	Attempt		how = {.form = form,.what = "input"};

	if (form == FORM_TEXT)
	{
		char	   *text = palloc(size + 1);

		memcpy(text, data, size);
		text[size] = '\0';
		/* No client can send anything else. */
		return pg_verify_mbstr(PG_UTF8, text, strlen(text), true) &&
			attempt_input(&fuzz.in, &how, CStringGetDatum(text), result);
	}
	if (form == FORM_BINARY)
		return receive(&how, data, size, result);
	else
	{
		char	   *value = palloc(VARHDRSZ + size);

		SET_VARSIZE(value, VARHDRSZ + size);
		memcpy(VARDATA(value), data, size);
		*result = PointerGetDatum(value);
		return true;
	}
}

static bool
same_bytes(Datum a, Datum b)
{
	return VARSIZE(DatumGetPointer(a)) == VARSIZE(DatumGetPointer(b)) &&
		memcmp(DatumGetPointer(a), DatumGetPointer(b), VARSIZE(DatumGetPointer(a))) == 0;
}

/* The canonical binary form of a value that was made by csops from sound ones. */
static Datum
sent(Datum value)
{
	Attempt		how = {.form = FORM_BINARY,.is_value = true,.must_succeed = true,.what = "send"};
	Datum		payload;

	attempt1(&fuzz.send, &how, value, &payload);
	return payload;
}

/* A sound value survives its binary and text forms. */
static void
check_round_trip(Datum value, bool is_canonical)
{
	Attempt		how = {.form = FORM_BINARY,.is_value = true,.must_succeed = true};
	Datum		payload = sent(value);
	Datum		text;
	Datum		received;
	Datum		read;

	how.what = "recv(send(value))";
	if (!receive(&how, VARDATA_ANY(payload), VARSIZE_ANY_EXHDR(payload), &received))
		fail(how.what, "the payload was not read to its end");
	how.what = "out(value)";
	attempt1(&fuzz.out, &how, value, &text);
	how.what = "in(out(value))";
	attempt_input(&fuzz.in, &how, text, &read);
	if (!same_bytes(received, read) || (is_canonical && !same_bytes(received, value)))
		fail("round trip", DatumGetCString(text));
	if (!same_bytes(payload, sent(received)))
		fail("send(recv(send(value)))", DatumGetCString(text));
}

static Datum
copy_value(Datum value)
{
	return datumCopy(value, false, -1);
}

/* Merging two sound values gives the same whichever is first, and in an aggregate. */
static void
check_combine(Call *call, Datum a, Datum b)
{
	Attempt		how = {.form = FORM_BINARY,.is_value = true,.what = call->name};
	NullableDatum forth[2] = {{a, false}, {b, false}};
	NullableDatum back[2] = {{b, false}, {a, false}};
	Datum		merged;
	Datum		swapped;
	Datum		within;
	bool		can;

	can = attempt(&call->flinfo, &how, 2, forth, &merged);
	if (attempt(&call->flinfo, &how, 2, back, &swapped) != can)
		fail(call->name, "one order is refused");
	if (can)
		check_round_trip(merged, false);
	if (can && !same_bytes(sent(merged), sent(swapped)))
		fail(call->name, "the order matters");
	how.in_aggregate = true;
	forth[0].value = copy_value(a);
	/* An aggregate may find only at its end that there is too much of something. */
	if ((attempt(&call->flinfo, &how, 2, forth, &within) && attempt1(&fuzz.send, &how, within, &within)) != can)
		fail(call->name, "refused in or out of an aggregate alone");
	if (can && !same_bytes(sent(merged), within))
		fail(call->name, "an aggregate gives another answer");
}

static void
check_call(Call *call, Form form, const uint8 *control, const Datum *values, int n_values)
{
	Attempt		how = {.form = form,.is_value = true,.what = call->name};
	NullableDatum arguments[FUNC_MAX_ARGS];
	int			value = 0;
	Datum		result;
	Datum		payload;

	/* What an aggregate keeps is never a stored value, but for the first of those that it combines. */
	how.in_aggregate = control[4] % 2 == 1 && (form != FORM_STORED || call->is_combine);
	for (int i = 0; i < call->flinfo.fn_nargs; i++)
	{
		Choices    *choices = call->arguments[i];

		if (choices != NULL)
			arguments[i] = choices->values[(control[2] + i * control[3]) % choices->count];
		else
		{
			arguments[i].value = copy_value(values[value]);
			arguments[i].isnull = false;
			value = (value + 1) % n_values;
		}
	}
	if (!attempt(&call->flinfo, &how, call->flinfo.fn_nargs, arguments, &result) || call->result != fuzz.type)
		return;
	how.must_succeed = form != FORM_STORED && !how.in_aggregate;
	how.what = "send";
	if (attempt1(&fuzz.send, &how, result, &payload) && form != FORM_STORED)
		check_round_trip(result, false);
}

static int
test_input(const uint8 *data, size_t size)
{
	Form		form;
	bool		is_pair;
	const uint8 *control = data;
	Datum		values[2];
	int			n = 0;

	if (size < CONTROL_BYTES)
		return 0;
	form = control[0] % FORMS;
	is_pair = (control[0] / FORMS) % 2 == 1;
	is_sound = form != FORM_STORED;
	data += CONTROL_BYTES;
	size -= CONTROL_BYTES;
	MemoryContextSwitchTo(fuzz.context);

	if (is_pair && size >= 2)
	{
		size_t		first = Min((size_t) ((data[0] << 8) + data[1]), size - 2);

		data += 2;
		size -= 2;
		n += make_value(form, data, first, &values[n]);
		data += first;
		size -= first;
	}
	n += make_value(form, data, size, &values[n]);

	if (n > 0 && form != FORM_STORED)
		check_round_trip(values[0], true);
	if (n > 0 && form == FORM_STORED)
	{
		Attempt		how = {.form = form,.is_value = true,.what = "out"};
		Datum		text;

		attempt1(&fuzz.out, &how, values[0], &text);
	}
	if (n == 2 && form != FORM_STORED)
	{
		for (int i = 0; i < fuzz.n_combines; i++)
			check_combine(&fuzz.combines[i], values[0], values[1]);
	}
	if (n > 0 && fuzz.n_calls > 0)
		check_call(&fuzz.calls[control[1] % fuzz.n_calls], form, control, values, n);

	MemoryContextReset(fuzz.context);
	MemoryContextReset(fuzz.aggregate->curaggcontext->ecxt_per_tuple_memory);
	return 0;
}

/* Preparation: what the catalog and the table fuzz_argument say. */

static void
query(const char *text, Oid argument)
{
	Oid			types[] = {OIDOID};
	Datum		values[] = {ObjectIdGetDatum(argument)};

	if (SPI_execute_with_args(text, 1, types, values, NULL, true, 0) != SPI_OK_SELECT)
		fail("query", text);
}

static Datum
field(uint64 row, int column)
{
	bool		is_null;
	Datum		value = SPI_getbinval(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, column, &is_null);

	return is_null ? 0 : value;
}

static Choices *
read_choices(Oid type)
{
	Choices    *choices = MemoryContextAllocZero(TopMemoryContext, sizeof(Choices));
	MemoryContext before;
	Oid			in;
	Oid			param;

	query("SELECT value FROM public.fuzz_argument WHERE type = $1 ORDER BY value", type);
	before = MemoryContextSwitchTo(TopMemoryContext);
	getTypeInputInfo(type, &in, &param);
	choices->count = SPI_processed + 1;
	choices->values = palloc0(choices->count * sizeof(NullableDatum));
	for (uint64 i = 0; i < SPI_processed; i++)
		choices->values[i].value = OidInputFunctionCall(in, TextDatumGetCString(field(i, 1)), param, -1);
	choices->values[SPI_processed].isnull = true;
	if (choices->count == 1)
		fail("public.fuzz_argument has no value of type", format_type_be(type));
	MemoryContextSwitchTo(before);
	return choices;
}

/* The functions that the query names by their oids. */
static int
read_calls(const char *text, Call **result)
{
	int			n;
	Call	   *calls;

	query(text, fuzz.type);
	n = SPI_processed;
	calls = MemoryContextAllocZero(TopMemoryContext, Max(n, 1) * sizeof(Call));
	for (int i = 0; i < n; i++)
	{
		Oid			function = DatumGetObjectId(field(i, 1));

		fmgr_info_cxt(function, &calls[i].flinfo, TopMemoryContext);
		calls[i].name = MemoryContextStrdup(TopMemoryContext, format_procedure(function));
	}
	for (int i = 0; i < n; i++)
	{
		Oid		   *types;
		int			n_types;

		calls[i].result = get_func_signature(calls[i].flinfo.fn_oid, &types, &n_types);
		for (int j = 0; j < n_types; j++)
			calls[i].arguments[j] = types[j] == fuzz.type ? NULL : read_choices(types[j]);
	}
	*result = calls;
	for (int i = 0; i < n; i++)
	{
		query("SELECT FROM pg_aggregate WHERE aggcombinefn = $1", calls[i].flinfo.fn_oid);
		calls[i].is_combine = SPI_processed > 0;
	}
	return n;
}

static void
prepare_functions(void)
{
	Oid			function;
	bool		is_varlena;

	getTypeInputInfo(fuzz.type, &function, &fuzz.io_param);
	fmgr_info_cxt(function, &fuzz.in, TopMemoryContext);
	getTypeBinaryInputInfo(fuzz.type, &function, &fuzz.io_param);
	fmgr_info_cxt(function, &fuzz.recv, TopMemoryContext);
	getTypeOutputInfo(fuzz.type, &function, &is_varlena);
	fmgr_info_cxt(function, &fuzz.out, TopMemoryContext);
	getTypeBinaryOutputInfo(fuzz.type, &function, &is_varlena);
	fmgr_info_cxt(function, &fuzz.send, TopMemoryContext);

	SPI_connect();
	fuzz.n_calls = read_calls("SELECT p.oid FROM pg_proc AS p JOIN pg_language AS l ON l.oid = prolang"
							  " WHERE proargtypes[0] = $1 AND prokind = 'f' AND lanname = 'c' AND '\"any\"'::regtype <> ALL (proargtypes)"
							  " ORDER BY p.oid::regprocedure::text", &fuzz.calls);
	fuzz.n_combines = read_calls("SELECT DISTINCT aggcombinefn::oid FROM pg_aggregate JOIN pg_proc AS p ON p.oid = aggcombinefn"
								 " WHERE proargtypes[0] = $1 ORDER BY 1", &fuzz.combines);
	SPI_finish();
}

CSOPS_FUNCTION(csops_fuzz);

/* csops_fuzz(type regtype, VARIADIC options text[]): libFuzzer ends the process. */
Datum
csops_fuzz(PG_FUNCTION_ARGS)
{
	Datum	   *options;
	int			n_options;
	int			argc = 1;
	char	  **argv;

	fuzz.type = PG_GETARG_OID(0);
	fuzz.name = format_type_be(fuzz.type);
	prepare_functions();
	deconstruct_array(PG_GETARG_ARRAYTYPE_P(1), TEXTOID, -1, false, TYPALIGN_INT, &options, NULL, &n_options);
	argv = palloc0((n_options + 2) * sizeof(char *));
	argv[0] = "csops_fuzz";
	for (int i = 0; i < n_options; i++)
		argv[argc++] = TextDatumGetCString(options[i]);

	fuzz.aggregate = makeNode(AggState);
	fuzz.aggregate->curaggcontext = CreateStandaloneExprContext();
	fuzz.context = AllocSetContextCreate(TopMemoryContext, "csops_fuzz input", ALLOCSET_DEFAULT_SIZES);
	fuzz.owner = ResourceOwnerCreate(CurrentResourceOwner, "csops_fuzz");
	CurrentResourceOwner = fuzz.owner;
	/* What ended the process so far ends a call from now on. */
	ExitOnAnyError = false;
	/* libFuzzer leaves handlers alone that are not the system's; PostgreSQL has no use for this one here. */
	signal(SIGALRM, SIG_DFL);
	LLVMFuzzerRunDriver(&argc, &argv, test_input);
	PG_RETURN_VOID();
}
