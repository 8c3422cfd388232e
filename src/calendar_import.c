/*
 * calendar_import.c
 *		Hours and holidays from the tables in which helpdesks keep them.
 */
#include "csops.h"

#include "calendar.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/timestamp.h"

#define MINUTES_OF_DAY			1440
#define MINUTES_OF_WEEK			(DAYS_OF_WEEK * MINUTES_OF_DAY)

typedef struct Column
{
	Datum	   *values;
	bool	   *nulls;
	int			count;
} Column;

static Column
read_column(FunctionCallInfo fcinfo, int n, Oid type, int16 length, bool by_value, char alignment)
{
	Column		column;

	deconstruct_array(PG_GETARG_ARRAYTYPE_P(n), type, length, by_value, alignment,
					  &column.values, &column.nulls, &column.count);
	return column;
}

static Column
read_integers(FunctionCallInfo fcinfo, int n)
{
	return read_column(fcinfo, n, INT4OID, sizeof(int32), true, TYPALIGN_INT);
}

static Column
read_times(FunctionCallInfo fcinfo, int n)
{
	return read_column(fcinfo, n, TIMEOID, sizeof(TimeADT), FLOAT8PASSBYVAL, TYPALIGN_DOUBLE);
}

static Column
read_dates(FunctionCallInfo fcinfo, int n)
{
	return read_column(fcinfo, n, DATEOID, sizeof(DateADT), true, TYPALIGN_INT);
}

static void
bad_row(int row, const char *detail, const char *hint)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("row %d is impossible", row + 1),
			 errdetail("%s", detail),
			 errhint("%s", hint)));
}

static void
check_lengths(const Column *a, const Column *b)
{
	if (a->count != b->count)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("arrays must have the same length"),
				 errdetail("They have %d and %d elements.", a->count, b->count),
				 errhint("Collect them with array_agg over the same rows.")));
}

/* A row of which all is NULL is what an outer join gives for a day without hours. */
static bool
is_absent(const Column *a, const Column *b, int row)
{
	if (a->nulls[row] != b->nulls[row])
		bad_row(row, "It has a start without an end, or an end without a start.",
				"Give both, or leave the row out.");
	return a->nulls[row];
}

/* The spans of a week as they come. */
typedef struct WeekBuilder
{
	DaySpan    *spans[DAYS_OF_WEEK];
	int			counts[DAYS_OF_WEEK];
	int			capacity;
} WeekBuilder;

static void
builder_init(WeekBuilder *builder, int rows)
{
	memset(builder, 0, sizeof(*builder));
	builder->capacity = Max(rows, 1);
	for (int day = 0; day < DAYS_OF_WEEK; day++)
		builder->spans[day] = palloc(builder->capacity * sizeof(DaySpan));
}

static void
builder_add(WeekBuilder *builder, int day, int32 opens, int32 closes)
{
	DaySpan    *span = &builder->spans[day][builder->counts[day]++];

	span->opens = opens;
	span->closes = closes;
}

static Datum
builder_hours(WeekBuilder *builder)
{
	WeekHours	week;
	StringInfoData text;

	for (int day = 0; day < DAYS_OF_WEEK; day++)
		week.day[day] = hours_unite(builder->spans[day], builder->counts[day]);
	initStringInfo(&text);
	hours_write_week(&text, &week);
	return PointerGetDatum(cstring_to_text_with_len(text.data, text.len));
}

CSOPS_FUNCTION(csops_hours_from_week_minutes);

Datum
csops_hours_from_week_minutes(PG_FUNCTION_ARGS)
{
	Column		starts = read_integers(fcinfo, 0);
	Column		ends = read_integers(fcinfo, 1);
	WeekBuilder builder;

	check_lengths(&starts, &ends);
	builder_init(&builder, starts.count);
	for (int row = 0; row < starts.count; row++)
	{
		int32		start = DatumGetInt32(starts.values[row]);
		int32		end = DatumGetInt32(ends.values[row]);

		CHECK_FOR_INTERRUPTS();
		if (is_absent(&starts, &ends, row))
			continue;
		if (start < 0 || end > MINUTES_OF_WEEK || start >= end)
			bad_row(row, "Minutes of the week run from 0, Sunday at 00:00, to 10080, and a span must end after it starts.",
					"Split a span that runs over the end of the week in two.");

		/* Such tables end their spans at midnight: a shift that goes on is two rows. */
		while (start < end)
		{
			int			day = start / MINUTES_OF_DAY;
			int32		until = Min(end, (day + 1) * MINUTES_OF_DAY);

			builder_add(&builder, (day + DAYS_OF_WEEK - 1) % DAYS_OF_WEEK,
						(start - day * MINUTES_OF_DAY) * 60, (until - day * MINUTES_OF_DAY) * 60);
			start = until;
		}
	}
	return builder_hours(&builder);
}

static int32
seconds_of_time(Datum value, int row)
{
	TimeADT		time = DatumGetTimeADT(value);

	if (time % USECS_PER_SEC != 0)
		bad_row(row, "A time of day has a fraction of a second.", "Round it to whole seconds.");
	return (int32) (time / USECS_PER_SEC);
}

static void
add_times(WeekBuilder *builder, int day, const Column *opens, const Column *closes, int row)
{
	int32		from = seconds_of_time(opens->values[row], row);
	int32		to = seconds_of_time(closes->values[row], row);

	if (from == to)
		bad_row(row, "It ends when it starts.", "For a whole day give 00:00 and 24:00.");
	if (from == SECONDS_OF_DAY)
		bad_row(row, "It starts at 24:00.", "Give 00:00 of the next day.");
	builder_add(builder, day, from, to < from ? to + (int32) SECONDS_OF_DAY : to);
}

CSOPS_FUNCTION(csops_hours_from_weekdays);

Datum
csops_hours_from_weekdays(PG_FUNCTION_ARGS)
{
	Column		weekdays = read_integers(fcinfo, 0);
	Column		opens = read_times(fcinfo, 1);
	Column		closes = read_times(fcinfo, 2);
	WeekBuilder builder;

	check_lengths(&weekdays, &opens);
	check_lengths(&opens, &closes);
	builder_init(&builder, weekdays.count);
	for (int row = 0; row < weekdays.count; row++)
	{
		int32		weekday = DatumGetInt32(weekdays.values[row]);

		CHECK_FOR_INTERRUPTS();
		if (is_absent(&opens, &closes, row))
			continue;
		if (weekdays.nulls[row] || weekday < 1 || weekday > DAYS_OF_WEEK)
			bad_row(row, "A weekday is a number from 1, Monday, to 7, Sunday.",
					"Where Sunday is 0, give (weekday + 6) % 7 + 1.");
		add_times(&builder, weekday - 1, &opens, &closes, row);
	}
	return builder_hours(&builder);
}

static int
compare_dates(const void *a, const void *b, void *arg)
{
	DateADT		da = DatumGetDateADT(*(const Datum *) a);
	DateADT		db = DatumGetDateADT(*(const Datum *) b);

	return (da > db) - (da < db);
}

Datum
sorted_dates(Datum *dates, int count)
{
	int			kept = 0;

	if (count > 0)
		qsort_interruptible(dates, count, sizeof(Datum), compare_dates, NULL);
	for (int i = 0; i < count; i++)
	{
		if (kept == 0 || DatumGetDateADT(dates[i]) != DatumGetDateADT(dates[kept - 1]))
			dates[kept++] = dates[i];
	}
	return PointerGetDatum(construct_array(dates, kept, DATEOID, sizeof(DateADT), true, TYPALIGN_INT));
}

CSOPS_FUNCTION(csops_holiday_dates);

Datum
csops_holiday_dates(PG_FUNCTION_ARGS)
{
	Column		firsts = read_dates(fcinfo, 0);
	Column		lasts = read_dates(fcinfo, 1);
	Datum	   *dates;
	int64		total = 0;
	int			count = 0;

	check_lengths(&firsts, &lasts);
	for (int row = 0; row < firsts.count; row++)
	{
		DateADT		first = DatumGetDateADT(firsts.values[row]);
		DateADT		last = DatumGetDateADT(lasts.values[row]);

		if (is_absent(&firsts, &lasts, row))
			continue;
		if (DATE_NOT_FINITE(first) || DATE_NOT_FINITE(last) || first > last)
			bad_row(row, "A holiday has a first day, and a last one that is not before it.",
					"Give finite dates in their order.");
		total += (int64) last - first + 1;
	}
	if (total > MAX_CALENDAR_DATES)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("too many holidays"),
				 errdetail("There are " INT64_FORMAT " days, more than %d.", total, MAX_CALENDAR_DATES),
				 errhint("Check the last days.")));
	dates = palloc(Max(total, 1) * sizeof(Datum));
	for (int row = 0; row < firsts.count; row++)
	{
		if (firsts.nulls[row])
			continue;
		for (DateADT date = DatumGetDateADT(firsts.values[row]); date <= DatumGetDateADT(lasts.values[row]); date++)
			dates[count++] = DateADTGetDatum(date);
	}
	return sorted_dates(dates, count);
}
