/*
 * calendar_type.c
 *		The type business_calendar, its constructors and its combinations.
 */
#include "csops.h"

#include "calendar.h"
#include "catalog/pg_type.h"
#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/jsonb.h"

static CalendarValue *
make_value(const Calendar *calendar)
{
	StringInfoData bytes;
	CalendarValue *value;

	initStringInfo(&bytes);
	calendar_encode(&bytes, calendar);
	value = csops_new(&business_calendar_type, offsetof(CalendarValue, bytes) + bytes.len);
	memcpy(value->bytes, bytes.data, bytes.len);
	pfree(bytes.data);
	return value;
}

static Calendar *
read_text(const char *text, Size length)
{
	return calendar_read(json_read(text, length, business_calendar_type.name));
}

/* What follows the header is read with care each time. */
static void
calendar_check_value(const CsopsHeader *header)
{
}

static CsopsHeader *
calendar_canonical(CsopsHeader *value)
{
	return value;
}

static CsopsHeader *
calendar_read_json(const JsonNode *root)
{
	return &make_value(calendar_read(root))->header;
}

static void
calendar_write_json(StringInfo out, const CsopsHeader *header)
{
	const CalendarValue *value = (const CalendarValue *) header;

	calendar_write(out, calendar_decode(value->bytes, CALENDAR_LENGTH(value), false));
}

/* Received bytes must be what the calendar's own text would give: nothing else is canonical. */
static CsopsHeader *
calendar_receive(StringInfo in)
{
	int			length = in->len - in->cursor;
	const char *bytes = pq_getmsgbytes(in, length);
	StringInfoData text;
	CalendarValue *value;

	initStringInfo(&text);
	calendar_write(&text, calendar_decode(bytes, length, true));
	value = make_value(read_text(text.data, text.len));
	if (CALENDAR_LENGTH(value) != (Size) length || memcmp(value->bytes, bytes, length) != 0)
		csops_bad_binary(&business_calendar_type, "The calendar is not in its canonical form.");
	return &value->header;
}

static void
calendar_send(StringInfo out, const CsopsHeader *header)
{
	const CalendarValue *value = (const CalendarValue *) header;

	pq_sendbytes(out, value->bytes, CALENDAR_LENGTH(value));
}

const CsopsType business_calendar_type = {
	.id = CSOPS_BUSINESS_CALENDAR,
	.name = "business_calendar",
	.check = calendar_check_value,
	.canonical = calendar_canonical,
	.read_json = calendar_read_json,
	.write_json = calendar_write_json,
	.receive = calendar_receive,
	.send = calendar_send,
};

CSOPS_FUNCTION(csops_business_calendar_in);

Datum
csops_business_calendar_in(PG_FUNCTION_ARGS)
{
	return csops_type_in(&business_calendar_type, fcinfo);
}

CSOPS_FUNCTION(csops_business_calendar_recv);

Datum
csops_business_calendar_recv(PG_FUNCTION_ARGS)
{
	return csops_type_recv(&business_calendar_type, fcinfo);
}

static Datum
calendar_datum(const char *text, Size length)
{
	return PointerGetDatum(make_value(read_text(text, length)));
}

static void
append_jsonb(StringInfo out, Jsonb *value)
{
	JsonbToCString(out, &value->root, VARSIZE(value));
}

static void
append_dates(StringInfo out, ArrayType *array)
{
	Datum	   *dates;
	bool	   *nulls;
	int			count;
	bool		first = true;

	deconstruct_array(array, DATEOID, sizeof(DateADT), true, TYPALIGN_INT, &dates, &nulls, &count);
	appendStringInfoChar(out, '[');
	for (int i = 0; i < count; i++)
	{
		DateADT		date = DatumGetDateADT(dates[i]);
		int			year;
		int			month;
		int			day;

		CHECK_FOR_INTERRUPTS();
		if (nulls[i])
			continue;
		if (!DATE_NOT_FINITE(date))
			civil_date(date, &year, &month, &day);
		if (DATE_NOT_FINITE(date) || year < 1 || year > 9999)
			ereport(ERROR,
					(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
					 errmsg("holiday is out of range"),
					 errdetail("Element %d of the holidays is not in the years 1 to 9999.", i + 1),
					 errhint("Leave it out.")));
		appendStringInfo(out, "%s\"%04d-%02d-%02d\"", first ? "" : ", ", year, month, day);
		first = false;
	}
	appendStringInfoChar(out, ']');
}

CSOPS_FUNCTION(csops_business_calendar);

Datum
csops_business_calendar(PG_FUNCTION_ARGS)
{
	StringInfoData json;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_NULL();
	initStringInfo(&json);
	appendStringInfoString(&json, "{\"tz\": ");
	json_append_string(&json, text_to_cstring(PG_GETARG_TEXT_PP(0)));
	appendStringInfoString(&json, ", \"hours\": ");
	json_append_string(&json, text_to_cstring(PG_GETARG_TEXT_PP(1)));
	if (!PG_ARGISNULL(2))
	{
		appendStringInfoString(&json, ", \"holidays\": ");
		append_dates(&json, PG_GETARG_ARRAYTYPE_P(2));
	}
	if (!PG_ARGISNULL(3))
	{
		appendStringInfoString(&json, ", \"overrides\": ");
		append_jsonb(&json, PG_GETARG_JSONB_P(3));
	}
	if (!PG_ARGISNULL(4))
	{
		appendStringInfoString(&json, ", \"breaks\": ");
		append_jsonb(&json, PG_GETARG_JSONB_P(4));
	}
	appendStringInfoChar(&json, '}');
	return calendar_datum(json.data, json.len);
}

CSOPS_FUNCTION(csops_business_calendar_jsonb);

Datum
csops_business_calendar_jsonb(PG_FUNCTION_ARGS)
{
	StringInfoData text;

	initStringInfo(&text);
	append_jsonb(&text, PG_GETARG_JSONB_P(0));
	return calendar_datum(text.data, text.len);
}

static Datum
combine(FunctionCallInfo fcinfo, const char *kind)
{
	const CsopsHeader *a = csops_value(&business_calendar_type, PG_GETARG_DATUM(0));
	const CsopsHeader *b = csops_value(&business_calendar_type, PG_GETARG_DATUM(1));
	StringInfoData text;

	initStringInfo(&text);
	appendStringInfo(&text, "{\"%s\": [", kind);
	calendar_write_json(&text, a);
	appendStringInfoString(&text, ", ");
	calendar_write_json(&text, b);
	appendStringInfoString(&text, "]}");
	return calendar_datum(text.data, text.len);
}

CSOPS_FUNCTION(csops_calendar_any);

Datum
csops_calendar_any(PG_FUNCTION_ARGS)
{
	return combine(fcinfo, "any");
}

CSOPS_FUNCTION(csops_calendar_all);

Datum
csops_calendar_all(PG_FUNCTION_ARGS)
{
	return combine(fcinfo, "all");
}
