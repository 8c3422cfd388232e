/*
 * csops_test.c
 *		Functions for the tests of csops.
 */
#include "postgres.h"

#include "access/detoast.h"
#include "access/toast_compression.h"
#include "fmgr.h"
#include "lib/stringinfo.h"
#include "utils/builtins.h"
#include "utils/hsearch.h"
#include "utils/lsyscache.h"
#if PG_VERSION_NUM >= 160000
#include "varatt.h"
#endif

PG_MODULE_MAGIC;

typedef struct CallCount
{
	Oid			target;			/* key of the hash table */
	int64		calls;
} CallCount;

static HTAB *call_counts = NULL;

static CallCount *
call_count(Oid target)
{
	CallCount  *count;
	bool		found;

	if (call_counts == NULL)
	{
		HASHCTL		info = {0};

		info.keysize = sizeof(Oid);
		info.entrysize = sizeof(CallCount);
		call_counts = hash_create("csops_test calls", 64, &info, HASH_ELEM | HASH_BLOBS);
	}
	count = hash_search(call_counts, &target, HASH_ENTER, &found);
	if (!found)
		count->calls = 0;
	return count;
}

PG_FUNCTION_INFO_V1(csops_test_call);

/*
 * Stands in for a transition, inverse or combine function whose oid is in the
 * name of the SQL function, as in call_16384: calls it as Citus does, with a
 * new FmgrInfo for every row, so without fn_extra and fn_expr, in the context
 * of the caller's aggregate.
 */
Datum
csops_test_call(PG_FUNCTION_ARGS)
{
	char	   *name = get_func_name(fcinfo->flinfo->fn_oid);
	Oid			target;
	FmgrInfo	flinfo;
	LOCAL_FCINFO(call, FUNC_MAX_ARGS);
	Datum		result;

	if (name == NULL || strncmp(name, "call_", 5) != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the function is not named after its target")));
	target = (Oid) strtoul(name + 5, NULL, 10);
	fmgr_info(target, &flinfo);

	InitFunctionCallInfoData(*call, &flinfo, PG_NARGS(), PG_GET_COLLATION(), fcinfo->context, NULL);
	for (int i = 0; i < PG_NARGS(); i++)
		call->args[i] = fcinfo->args[i];
	call_count(target)->calls++;
	result = FunctionCallInvoke(call);
	fcinfo->isnull = call->isnull;
	return result;
}

PG_FUNCTION_INFO_V1(csops_test_calls);

Datum
csops_test_calls(PG_FUNCTION_ARGS)
{
	CallCount  *count = call_count(PG_GETARG_OID(0));
	int64		calls = count->calls;

	count->calls = 0;
	PG_RETURN_INT64(calls);
}

/* The type of a polymorphic argument. */
static Oid
argument_type(FunctionCallInfo fcinfo, int n)
{
	Oid			type = get_fn_expr_argtype(fcinfo->flinfo, n);

	if (!OidIsValid(type))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("could not determine the type of an argument")));
	return type;
}

PG_FUNCTION_INFO_V1(csops_test_send);

Datum
csops_test_send(PG_FUNCTION_ARGS)
{
	Oid			function;
	bool		is_varlena;

	getTypeBinaryOutputInfo(argument_type(fcinfo, 0), &function, &is_varlena);
	PG_RETURN_BYTEA_P(OidSendFunctionCall(function, PG_GETARG_DATUM(0)));
}

PG_FUNCTION_INFO_V1(csops_test_recv);

Datum
csops_test_recv(PG_FUNCTION_ARGS)
{
	bytea	   *payload;
	StringInfoData message;
	Oid			function;
	Oid			io_param;
	Datum		result;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	payload = PG_GETARG_BYTEA_PP(0);
	initStringInfo(&message);
	appendBinaryStringInfo(&message, VARDATA_ANY(payload), VARSIZE_ANY_EXHDR(payload));
	getTypeBinaryInputInfo(argument_type(fcinfo, 1), &function, &io_param);
	result = OidReceiveFunctionCall(function, &message, io_param, -1);

	/* What the server says of a parameter that was not read to its end. */
	if (message.cursor != message.len)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("incorrect binary data format")));
	PG_RETURN_DATUM(result);
}

static void
check_varlena(FunctionCallInfo fcinfo)
{
	if (get_typlen(argument_type(fcinfo, 0)) != -1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the type is not of variable length")));
}

PG_FUNCTION_INFO_V1(csops_test_raw);

Datum
csops_test_raw(PG_FUNCTION_ARGS)
{
	struct varlena *value;
	bytea	   *raw;

	check_varlena(fcinfo);
	value = PG_DETOAST_DATUM(PG_GETARG_DATUM(0));
	raw = palloc(VARSIZE(value));
	memcpy(raw, value, VARSIZE(value));
	PG_RETURN_BYTEA_P(raw);
}

PG_FUNCTION_INFO_V1(csops_test_plain);

Datum
csops_test_plain(PG_FUNCTION_ARGS)
{
	check_varlena(fcinfo);
	PG_RETURN_POINTER(PG_DETOAST_DATUM_COPY(PG_GETARG_DATUM(0)));
}

PG_FUNCTION_INFO_V1(csops_test_storage);

Datum
csops_test_storage(PG_FUNCTION_ARGS)
{
	struct varlena *value;
	const char *storage;

	check_varlena(fcinfo);
	value = (struct varlena *) PG_GETARG_POINTER(0);
	if (VARATT_IS_EXTERNAL_ONDISK(value))
		storage = toast_get_compression_id(value) == TOAST_INVALID_COMPRESSION_ID ?
			"external" : "external compressed";
	else if (VARATT_IS_EXTERNAL(value))
		storage = "in memory";
	else if (VARATT_IS_COMPRESSED(value))
		storage = "compressed";
	else if (VARATT_IS_SHORT(value))
		storage = "short";
	else
		storage = "plain";
	PG_RETURN_TEXT_P(cstring_to_text(storage));
}

PG_FUNCTION_INFO_V1(csops_test_noop);

/* What a call costs whose arguments are those of business_seconds. */
Datum
csops_test_noop(PG_FUNCTION_ARGS)
{
	PG_RETURN_FLOAT8(0);
}

PG_FUNCTION_INFO_V1(csops_test_forged);

Datum
csops_test_forged(PG_FUNCTION_ARGS)
{
	bytea	   *raw;
	Size		size;
	char	   *value;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	if (get_typlen(argument_type(fcinfo, 1)) != -1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the type is not of variable length")));
	raw = PG_GETARG_BYTEA_PP(0);
	size = VARHDRSZ + VARSIZE_ANY_EXHDR(raw);
	value = palloc(size);
	SET_VARSIZE(value, size);
	memcpy(VARDATA(value), VARDATA_ANY(raw), VARSIZE_ANY_EXHDR(raw));
	PG_RETURN_POINTER(value);
}
