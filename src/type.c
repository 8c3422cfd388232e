/*
 * type.c
 *		Input, output, comparison, hashing and casts of every csops type.
 */
#include "csops.h"

#include "common/hashfn.h"
#include "libpq/pqformat.h"
#include "type.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"

static const CsopsType *const csops_types[] = {
	&rating_summary_type,
	&weighted_rating_summary_type,
	&proportion_summary_type,
	&ratio_summary_type,
	&business_calendar_type,
	&duration_summary_type,
	&timeline_type,
	&backlog_summary_type,
	&sla_summary_type,
	&activity_grid_type,
	&cohort_matrix_type,
	&cohort_state_type,
	&cohort_value_matrix_type,
	&active_summary_type,
	&funnel_type,
	&health_model_type,
	&signal_set_type,
	&portfolio_health_type,
	&score_evaluation_type,
	&surprise_churn_summary_type,
	&revenue_bridge_type,
	&revenue_state_type,
	&renewal_summary_type,
	&forecast_summary_type,
	&logistic_fit_type,
	&logistic_fit_state_type,
	&life_table_type,
	&completeness_summary_type,
	&timeliness_summary_type,
	&reconciliation_summary_type,
};

void
csops_corrupted(const CsopsType *type, const char *detail)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATA_CORRUPTED),
			 errmsg("malformed value of type %s", type->name),
			 errdetail("%s", detail)));
}

void
csops_bad_binary(const CsopsType *type, const char *detail)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
			 errmsg("invalid binary representation of type %s", type->name),
			 errdetail("%s", detail)));
}

void
csops_impossible_result(bool taken_out, const char *detail)
{
	if (taken_out)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("cannot take out what was never counted"),
				 errdetail("%s", detail),
				 errhint("Subtract only what was merged before.")));
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("count is out of range"),
			 errdetail("%s", detail),
			 errhint("One summary holds at most " INT64_FORMAT " rows.", CSOPS_COUNT_LIMIT)));
}

void *
csops_new(const CsopsType *type, Size size)
{
	CsopsHeader *value = palloc0(size);

	SET_VARSIZE(value, size);
	value->type = type->id;
	value->version = CSOPS_VERSION_1;
	return value;
}

static void
check_value(const CsopsType *type, const CsopsHeader *value)
{
	if (VARSIZE(value) < sizeof(CsopsHeader) || value->type != type->id)
		csops_corrupted(type, "The header is not this type's.");
	if (value->version != CSOPS_VERSION_1)
		csops_corrupted(type, "The value was written by a newer version of csops.");
	type->check(value);
}

void *
csops_value(const CsopsType *type, Datum datum)
{
	CsopsHeader *value = (CsopsHeader *) PG_DETOAST_DATUM(datum);

	check_value(type, value);
	return value;
}

void *
csops_state(const CsopsType *type, FunctionCallInfo fcinfo)
{
	CsopsHeader *state = csops_value(type, PG_GETARG_DATUM(0));
	CsopsHeader *copy;

	if (csops_in_aggregate(fcinfo))
		return state;
	copy = palloc(VARSIZE(state));
	memcpy(copy, state, VARSIZE(state));
	return copy;
}

CsopsHeader *
csops_any_value(Datum datum, const CsopsType **type)
{
	CsopsHeader *value = (CsopsHeader *) PG_DETOAST_DATUM(datum);

	if (VARSIZE(value) >= sizeof(CsopsHeader))
	{
		for (Size i = 0; i < lengthof(csops_types); i++)
		{
			if (csops_types[i]->id == value->type)
			{
				check_value(csops_types[i], value);
				*type = csops_types[i];
				return value;
			}
		}
	}
	ereport(ERROR,
			(errcode(ERRCODE_DATA_CORRUPTED),
			 errmsg("value is of no csops type")));
}

static CsopsHeader *
canonical_value(Datum datum, const CsopsType **type)
{
	CsopsHeader *value = csops_any_value(datum, type);

	return (*type)->canonical != NULL ? (*type)->canonical(value) : value;
}

Datum
csops_type_in(const CsopsType *type, FunctionCallInfo fcinfo)
{
	const char *text = PG_GETARG_CSTRING(0);

	PG_RETURN_POINTER(type->read_json(json_read(text, strlen(text), type->name)));
}

Datum
csops_type_recv(const CsopsType *type, FunctionCallInfo fcinfo)
{
	StringInfo	in = (StringInfo) PG_GETARG_POINTER(0);

	if (pq_getmsgbyte(in) != CSOPS_VERSION_1)
		csops_bad_binary(type, "The version is not known.");
	PG_RETURN_POINTER(type->receive(in));
}

static void
append_text(StringInfo out, Datum datum)
{
	const CsopsType *type;
	CsopsHeader *value = canonical_value(datum, &type);

	type->write_json(out, value);
}

CSOPS_FUNCTION(csops_type_out);

Datum
csops_type_out(PG_FUNCTION_ARGS)
{
	StringInfoData out;

	initStringInfo(&out);
	append_text(&out, PG_GETARG_DATUM(0));
	PG_RETURN_CSTRING(out.data);
}

CSOPS_FUNCTION(csops_type_send);

Datum
csops_type_send(PG_FUNCTION_ARGS)
{
	const CsopsType *type;
	CsopsHeader *value = canonical_value(PG_GETARG_DATUM(0), &type);
	StringInfoData out;

	pq_begintypsend(&out);
	pq_sendbyte(&out, value->version);
	type->send(&out, value);
	PG_RETURN_BYTEA_P(pq_endtypsend(&out));
}

CSOPS_FUNCTION(csops_type_to_json);

Datum
csops_type_to_json(PG_FUNCTION_ARGS)
{
	StringInfoData out;

	initStringInfo(&out);
	append_text(&out, PG_GETARG_DATUM(0));
	PG_RETURN_TEXT_P(cstring_to_text_with_len(out.data, out.len));
}

CSOPS_FUNCTION(csops_type_to_jsonb);

Datum
csops_type_to_jsonb(PG_FUNCTION_ARGS)
{
	StringInfoData out;

	initStringInfo(&out);
	append_text(&out, PG_GETARG_DATUM(0));
	PG_RETURN_DATUM(DirectFunctionCall1(jsonb_in, CStringGetDatum(out.data)));
}

/*
 * Equal values have equal canonical bytes, so equality is that of bytes.  The
 * order is the bytes' too: it serves indexes and sorts, it has no meaning.
 */
static int
compare_values(FunctionCallInfo fcinfo)
{
	const CsopsType *type;
	CsopsHeader *a = canonical_value(PG_GETARG_DATUM(0), &type);
	CsopsHeader *b = canonical_value(PG_GETARG_DATUM(1), &type);
	Size		len_a = VARSIZE(a) - VARHDRSZ;
	Size		len_b = VARSIZE(b) - VARHDRSZ;
	int			order = memcmp(VARDATA(a), VARDATA(b), Min(len_a, len_b));

	if (order == 0)
		order = (len_a > len_b) - (len_a < len_b);
	PG_FREE_IF_COPY(a, 0);
	PG_FREE_IF_COPY(b, 1);
	return order;
}

CSOPS_FUNCTION(csops_type_cmp);
CSOPS_FUNCTION(csops_type_eq);
CSOPS_FUNCTION(csops_type_ne);
CSOPS_FUNCTION(csops_type_lt);
CSOPS_FUNCTION(csops_type_le);
CSOPS_FUNCTION(csops_type_gt);
CSOPS_FUNCTION(csops_type_ge);

Datum
csops_type_cmp(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(compare_values(fcinfo));
}

Datum
csops_type_eq(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare_values(fcinfo) == 0);
}

Datum
csops_type_ne(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare_values(fcinfo) != 0);
}

Datum
csops_type_lt(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare_values(fcinfo) < 0);
}

Datum
csops_type_le(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare_values(fcinfo) <= 0);
}

Datum
csops_type_gt(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare_values(fcinfo) > 0);
}

Datum
csops_type_ge(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare_values(fcinfo) >= 0);
}

CSOPS_FUNCTION(csops_type_hash);

Datum
csops_type_hash(PG_FUNCTION_ARGS)
{
	const CsopsType *type;
	CsopsHeader *value = canonical_value(PG_GETARG_DATUM(0), &type);

	PG_RETURN_DATUM(hash_any((const unsigned char *) VARDATA(value), VARSIZE(value) - VARHDRSZ));
}

CSOPS_FUNCTION(csops_type_hash_extended);

Datum
csops_type_hash_extended(PG_FUNCTION_ARGS)
{
	const CsopsType *type;
	CsopsHeader *value = canonical_value(PG_GETARG_DATUM(0), &type);

	PG_RETURN_DATUM(hash_any_extended((const unsigned char *) VARDATA(value),
									  VARSIZE(value) - VARHDRSZ,
									  PG_GETARG_INT64(1)));
}
