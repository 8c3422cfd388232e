/*
 * business_explain.c
 *		The open time itself: as a multirange, and with reasons.
 */
#include "csops.h"

#include "business_explain.h"
#include "business_time.h"
#include "catalog/pg_type.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/multirangetypes.h"
#include "utils/rangetypes.h"
#include "utils/timestamp.h"
#include "utils/tuplestore.h"
#include "utils/typcache.h"

/* 2700 years of every day; what is longer would not fit into memory. */
#define MAX_OPEN_SPANS			1000000

static RangeType *
make_span(TypeCacheEntry *type, TimestampTz start, bool with_start, TimestampTz end, bool with_end)
{
	RangeBound	lower = {.val = TimestampTzGetDatum(start), .inclusive = with_start, .lower = true};
	RangeBound	upper = {.val = TimestampTzGetDatum(end), .inclusive = with_end};

#if PG_VERSION_NUM >= 160000
	return make_range(type, &lower, &upper, false, NULL);
#else
	return make_range(type, &lower, &upper, false);
#endif
}

Datum
instant_range(TypeCacheEntry *type, TimestampTz start, TimestampTz end)
{
	return RangeTypePGetDatum(make_span(type, start, true, end, false));
}

CSOPS_FUNCTION(csops_open_spans);

Datum
csops_open_spans(PG_FUNCTION_ARGS)
{
	CalendarIndex *index = calendar_argument(fcinfo);
	RangeType  *during = PG_GETARG_RANGE_P(1);
	TypeCacheEntry *type = lookup_type_cache(TSTZRANGEOID, TYPECACHE_RANGE_INFO);
	RangeBound	lower;
	RangeBound	upper;
	bool		empty;
	RangeType **spans = NULL;
	int			count = 0;
	int			capacity = 0;
	TimestampTz at;
	TimestampTz to;

	range_deserialize(type, during, &lower, &upper, &empty);
	if (!empty)
	{
		/* On 32-bit machines a bound is a pointer, and one that is not there cannot be read. */
		at = lower.infinite ? DT_NOBEGIN : DatumGetTimestampTz(lower.val);
		to = upper.infinite ? DT_NOEND : DatumGetTimestampTz(upper.val);
		if (TIMESTAMP_NOT_FINITE(at) || TIMESTAMP_NOT_FINITE(to))
			ereport(ERROR,
					(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
					 errmsg("range must be finite"),
					 errdetail("A calendar opens and closes without end."),
					 errhint("Give both ends of the range.")));
		while (calendar_next(index, true, at, &at) == SEARCH_FOUND && (at < to || (at == to && upper.inclusive)))
		{
			bool		first = at == DatumGetTimestampTz(lower.val);
			TimestampTz close;
			bool		closes = calendar_next(index, false, at, &close) == SEARCH_FOUND && close <= to;

			CHECK_FOR_INTERRUPTS();
			if (count == MAX_OPEN_SPANS)
				ereport(ERROR,
						(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
						 errmsg("too many open spans"),
						 errdetail("The calendar opens more than %d times in the range.", MAX_OPEN_SPANS),
						 errhint("Give a shorter range; business_elapsed measures long ones without listing them.")));
			if (count == capacity)
			{
				capacity = Max(capacity * 2, 64);
				spans = spans == NULL ? palloc(capacity * sizeof(RangeType *)) :
					repalloc(spans, capacity * sizeof(RangeType *));
			}
			spans[count++] = make_span(type, at, !first || lower.inclusive,
									   closes ? close : to, !closes && upper.inclusive);
			if (!closes)
				break;
			at = close;
		}
	}
	PG_RETURN_MULTIRANGE_P(make_multirange(TSTZMULTIRANGEOID, type, count, spans));
}

/* A row, which is a stretch of time with one reason, in the making. */
typedef struct Explanation
{
	ExplainedSpanSink put;
	void	   *sink;
	bool		any;
	TimestampTz start;
	TimestampTz end;
	bool		counted;
	StringInfoData reason;
	StringInfoData note;		/* on the clock, within the row */
	StringInfoData change;		/* a note on the instant at which the row ends so far */
} Explanation;

static void
put_explanation(Explanation *row)
{
	if (!row->any || row->start == row->end)
		return;
	appendStringInfoString(&row->reason, row->note.data);
	row->put(row->sink, row->start, row->end, row->counted, row->reason.data);
}

/* Adds [start, end) to the row if it has the same reason, else starts a new one. */
static void
explain(Explanation *row, TimestampTz start, TimestampTz end, bool counted, const char *reason)
{
	if (start >= end)
		return;
	if (row->any && row->counted == counted && strcmp(row->reason.data, reason) == 0)
	{
		row->end = end;
		appendStringInfoString(&row->note, row->change.data);
		resetStringInfo(&row->change);
		return;
	}
	put_explanation(row);
	row->any = true;
	row->start = start;
	row->end = end;
	row->counted = counted;
	resetStringInfo(&row->reason);
	appendStringInfoString(&row->reason, reason);
	resetStringInfo(&row->note);
	resetStringInfo(&row->change);
}

static void
append_day(StringInfo out, const char *what, int32 date)
{
	int			year;
	int			month;
	int			day;

	civil_date(date, &year, &month, &day);
	if (year > 0)
		appendStringInfo(out, "%s %04d-%02d-%02d", what, year, month, day);
	else
		appendStringInfo(out, "%s %04d-%02d-%02d BC", what, 1 - year, month, day);
}

static bool
hours_hold(const DayHours *hours, int64 second)
{
	for (int i = 0; hours != NULL && i < hours->count; i++)
	{
		if (hours->spans[i].opens <= second && second < hours->spans[i].closes)
			return true;
	}
	return false;
}

/* What bears on one local day: its own hours and breaks, and those of the day before. */
typedef struct DayFacts
{
	int32		date;
	const DayHours *hours[2];
	DayRule		rules[2];
	const DayHours *breaks[4];
} DayFacts;

static void
gather_facts(const Calendar *calendar, int32 date, DayFacts *facts)
{
	facts->date = date;
	for (int before = 0; before < 2; before++)
	{
		facts->hours[before] = calendar_hours_of(calendar, date - before, &facts->rules[before]);
		calendar_breaks_of(calendar, date - before, &facts->breaks[before * 2]);
	}
}

/* Whether that second of the day is counted, and why. */
static bool
judge(const DayFacts *facts, int64 second, StringInfo reason)
{
	resetStringInfo(reason);
	for (int before = 0; before < 2; before++)
	{
		if (!hours_hold(facts->hours[before], second + before * SECONDS_OF_DAY))
			continue;
		for (int i = 0; i < 4; i++)
		{
			if (hours_hold(facts->breaks[i], second + i / 2 * SECONDS_OF_DAY))
			{
				appendStringInfoString(reason, "break");
				return false;
			}
		}
		if (facts->rules[before] == RULE_OVERRIDE)
			append_day(reason, "override of", facts->date - before);
		else
			appendStringInfoString(reason, "weekly hours");
		return true;
	}
	if (facts->rules[0] == RULE_HOLIDAY)
		append_day(reason, "holiday", facts->date);
	else if (facts->rules[0] == RULE_OVERRIDE)
		append_day(reason, facts->hours[0]->count == 0 ? "shut by the override of" : "outside the override of", facts->date);
	else
		appendStringInfoString(reason, "outside hours");
	return false;
}

/* The first second of the day after that one at which something starts or ends. */
static int64
next_boundary(const DayFacts *facts, int64 second)
{
	int64		next = SECONDS_OF_DAY;

	for (int i = 0; i < 6; i++)
	{
		const DayHours *hours = i < 2 ? facts->hours[i] : facts->breaks[i - 2];
		int64		shift = (i < 2 ? i : (i - 2) / 2) * SECONDS_OF_DAY;

		for (int j = 0; hours != NULL && j < hours->count; j++)
		{
			int64		opens = hours->spans[j].opens - shift;
			int64		closes = hours->spans[j].closes - shift;

			if (opens > second && opens < next)
				next = opens;
			if (closes > second && closes < next)
				next = closes;
		}
	}
	return next;
}

static void
note_clock_change(Explanation *row, int64 local, int32 change)
{
	int32		length = abs(change);

	appendStringInfo(&row->change, "; clock set %s by %02d:%02d", change > 0 ? "forward" : "back",
					 length / 3600, length / 60 % 60);
	if (length % 60 != 0)
		appendStringInfo(&row->change, ":%02d", length % 60);
	append_day(&row->change, " on", day_of_second(local));
}

static void
explain_hours(Explanation *row, const Calendar *calendar, TimestampTz from, TimestampTz to)
{
	StringInfoData reason;
	TimestampTz at = from;
	int32		last_offset = 0;

	initStringInfo(&reason);
	while (at < to)
	{
		int64		second = second_of_instant(at);
		int64		stretch_end;
		int32		offset = time_zone_at(calendar->zone, second, &stretch_end).offset;
		int64		until = Min(stretch_end, LAST_SECOND);

		if (at > from && offset != last_offset)
			note_clock_change(row, second + last_offset, offset - last_offset);
		last_offset = offset;

		/* Day by day to the end of the stretch, all boundaries being whole seconds. */
		while (second < until && at < to)
		{
			DayFacts	facts;
			int64		midnight;

			CHECK_FOR_INTERRUPTS();
			gather_facts(calendar, day_of_second(second + offset), &facts);
			midnight = facts.date * SECONDS_OF_DAY;
			while (second + offset < midnight + SECONDS_OF_DAY && second < until && at < to)
			{
				int64		next = midnight + next_boundary(&facts, second + offset - midnight) - offset;
				bool		counted = judge(&facts, second + offset - midnight, &reason);
				TimestampTz end;

				next = Min(next, until);
				end = Min(next * USECS_PER_SEC, to);
				explain(row, at, end, counted, reason.data);
				second = next;
				at = end;
			}
		}
	}
	pfree(reason.data);
}

static void
explain_combination(Explanation *row, CalendarIndex *index, TimestampTz from, TimestampTz to)
{
	bool		any = index->calendar->kind == CALENDAR_ANY;
	TimestampTz at = from;

	while (at < to)
	{
		bool		open = calendar_is_open(index, at);
		TimestampTz end;

		CHECK_FOR_INTERRUPTS();
		if (calendar_next(index, !open, at, &end) != SEARCH_FOUND || end > to)
			end = to;
		explain(row, at, end, open,
				any ? (open ? "one or more of the calendars open" : "none of the calendars open") :
				(open ? "all calendars open" : "not all calendars open"));
		at = end;
	}
}

void
explain_open_time(CalendarIndex *index, TimestampTz from, TimestampTz to, ExplainedSpanSink put, void *sink)
{
	Explanation row = {.put = put, .sink = sink};

	initStringInfo(&row.reason);
	initStringInfo(&row.note);
	initStringInfo(&row.change);
	if (index->calendar->kind == CALENDAR_HOURS)
		explain_hours(&row, index->calendar, from, to);
	else
		explain_combination(&row, index, from, to);
	put_explanation(&row);
	pfree(row.reason.data);
	pfree(row.note.data);
	pfree(row.change.data);
}

/* explain_elapsed(calendar, from_at, to_at) */

typedef struct ElapsedRows
{
	ReturnSetInfo *result;
	TypeCacheEntry *type;
	MemoryContext memory;		/* of one row */
	int			sign;
} ElapsedRows;

static void
put_row(void *sink, TimestampTz start, TimestampTz end, bool counted, const char *reason)
{
	ElapsedRows *rows = sink;
	Datum		values[5];
	bool		nulls[5] = {0};
	int64		elapsed = counted ? rows->sign * (end - start) : 0;
	MemoryContext caller = MemoryContextSwitchTo(rows->memory);

	values[0] = instant_range(rows->type, start, end);
	values[1] = BoolGetDatum(counted);
	values[2] = CStringGetTextDatum(reason);
	values[3] = IntervalPGetDatum(interval_of_usecs(elapsed));
	values[4] = Float8GetDatum(elapsed / 1e6);
	tuplestore_putvalues(rows->result->setResult, rows->result->setDesc, values, nulls);
	MemoryContextSwitchTo(caller);
	MemoryContextReset(rows->memory);
}

CSOPS_FUNCTION(csops_explain_elapsed);

Datum
csops_explain_elapsed(PG_FUNCTION_ARGS)
{
	CalendarIndex *index = calendar_argument(fcinfo);
	TimestampTz from = PG_GETARG_TIMESTAMPTZ(1);
	TimestampTz to = PG_GETARG_TIMESTAMPTZ(2);
	ElapsedRows rows;

	/* What has no elapsed time has no explanation of it. */
	business_usecs(index, from, to);
	InitMaterializedSRF(fcinfo, 0);
	rows.result = (ReturnSetInfo *) fcinfo->resultinfo;
	rows.type = lookup_type_cache(TSTZRANGEOID, TYPECACHE_RANGE_INFO);
	rows.memory = AllocSetContextCreate(CurrentMemoryContext, "csops explain_elapsed", ALLOCSET_SMALL_SIZES);
	rows.sign = from <= to ? 1 : -1;
	explain_open_time(index, Min(from, to), Max(from, to), put_row, &rows);
	return (Datum) 0;
}
