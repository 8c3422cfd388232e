/*
 * calendar_check.c
 *		What is legal in a calendar and yet probably not meant.
 */
#include "csops.h"

#include "business_time.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/timestamp.h"
#include "utils/tuplestore.h"

static const char *const weekdays[DAYS_OF_WEEK] = {
	"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"
};

typedef struct Findings
{
	ReturnSetInfo *result;
	const char *of;				/* which of several calendars, or empty */
} Findings;

static void
report(Findings *findings, const char *severity, const char *format,...) pg_attribute_printf(3, 4);

static void
report(Findings *findings, const char *severity, const char *format,...)
{
	StringInfoData message;
	Datum		values[2];
	bool		nulls[2] = {0};

	initStringInfo(&message);
	appendStringInfoString(&message, findings->of);
	for (;;)
	{
		va_list		args;
		int			needed;

		va_start(args, format);
		needed = appendStringInfoVA(&message, format, args);
		va_end(args);
		if (needed == 0)
			break;
		enlargeStringInfo(&message, needed);
	}
	values[0] = CStringGetTextDatum(severity);
	values[1] = CStringGetTextDatum(message.data);
	tuplestore_putvalues(findings->result->setResult, findings->result->setDesc, values, nulls);
	pfree(message.data);
}

static const char *
date_text(int32 date)
{
	int			year;
	int			month;
	int			day;

	civil_date(date, &year, &month, &day);
	return psprintf("%04d-%02d-%02d", year, month, day);
}

static int
year_of(int32 date)
{
	int			year;
	int			month;
	int			day;

	civil_date(date, &year, &month, &day);
	return year;
}

static bool
is_always_open(const Calendar *calendar)
{
	for (int change = 0; change < calendar->change_count; change++)
	{
		for (int day = 0; day < DAYS_OF_WEEK; day++)
		{
			const DayHours *hours = &calendar->changes[change].week.day[day];

			if (hours->count != 1 || hours->spans[0].opens != 0 || hours->spans[0].closes < SECONDS_OF_DAY)
				return false;
		}
	}
	return true;
}

static void
report_years(Findings *findings, int first, int last)
{
	if (first == last)
		report(findings, "warning", "No holidays are listed for the year %d.", first);
	else if (first < last)
		report(findings, "warning", "No holidays are listed for the years %d to %d.", first, last);
}

/* Years without any holiday, from the first that has one to the horizon's. */
static void
check_holidays(Findings *findings, const Calendar *calendar, int32 horizon)
{
	const DateTable *holidays = &calendar->holidays;
	int			last_year;
	int			next_year;

	if (holidays->yearly != NULL)
		return;
	if (holidays->count == 0)
	{
		if (!is_always_open(calendar))
			report(findings, "warning", "No holidays are listed.");
		return;
	}
	last_year = year_of(horizon);
	next_year = year_of(holidays->dated[0].date);
	for (int i = 0; i < holidays->count && next_year <= last_year; i++)
	{
		int			year = year_of(holidays->dated[i].date);

		report_years(findings, next_year, Min(year - 1, last_year));
		next_year = Max(next_year, year + 1);
	}
	report_years(findings, next_year, last_year);
}

static bool
is_holiday(const Calendar *calendar, int32 date)
{
	const DateTable *holidays = &calendar->holidays;
	int			year;
	int			month;
	int			day;

	civil_date(date, &year, &month, &day);
	if (holidays->yearly != NULL && holidays->yearly[YEARLY_SLOT(month, day)] != NULL)
		return true;
	for (int i = 0; i < holidays->count && holidays->dated[i].date <= date; i++)
	{
		if (holidays->dated[i].date == date)
			return true;
	}
	return false;
}

static void
check_dates(Findings *findings, const Calendar *calendar)
{
	for (int i = 0; i < calendar->overrides.count; i++)
	{
		const DatedHours *override = &calendar->overrides.dated[i];

		CHECK_FOR_INTERRUPTS();
		if (override->hours.count > 0 && is_holiday(calendar, override->date))
			report(findings, "notice", "The override of %s opens a holiday.", date_text(override->date));
	}
	for (int i = 0; i < calendar->breaks.count; i++)
	{
		int32		date = calendar->breaks.dated[i].date;
		const DayHours *pause = &calendar->breaks.dated[i].hours;
		bool		cuts = false;

		CHECK_FOR_INTERRUPTS();
		for (int offset = -1; offset <= 1; offset++)
		{
			DayRule		rule;
			const DayHours *hours = calendar_hours_of(calendar, date + offset, &rule);

			for (int j = 0; j < hours->count; j++)
			{
				int64		opens = hours->spans[j].opens + offset * SECONDS_OF_DAY;
				int64		closes = hours->spans[j].closes + offset * SECONDS_OF_DAY;

				for (int k = 0; k < pause->count; k++)
					cuts |= pause->spans[k].opens < closes && opens < pause->spans[k].closes;
			}
		}
		if (!cuts)
			report(findings, "warning", "The break of %s is outside the hours.", date_text(date));
	}
}

static void
check_overlaps(Findings *findings, const Calendar *calendar)
{
	for (int change = 0; change < calendar->change_count; change++)
	{
		const WeekHours *week = &calendar->changes[change].week;

		for (int day = 0; day < DAYS_OF_WEEK; day++)
		{
			const DayHours *hours = &week->day[day];
			const DayHours *next = &week->day[(day + 1) % DAYS_OF_WEEK];

			if (hours->count > 0 && next->count > 0 &&
				hours->spans[hours->count - 1].closes > next->spans[0].opens + SECONDS_OF_DAY)
				report(findings, "notice", "The shift of %s runs into the hours of %s; the overlap counts once.",
					   weekdays[day], weekdays[(day + 1) % DAYS_OF_WEEK]);
		}
	}
}

/* Hours that the clock skips or repeats in the year of the horizon. */
static void
check_clock(Findings *findings, const Calendar *calendar, int32 horizon)
{
	int			year = year_of(horizon);
	int64		second = date_of_civil(year, 1, 1) * SECONDS_OF_DAY;
	int64		to = date_of_civil(year + 1, 1, 1) * SECONDS_OF_DAY;
	int64		end;
	int32		before = time_zone_at(calendar->zone, second, &end).offset;

	while (end < to)
	{
		int64		change = end;
		int32		after = time_zone_at(calendar->zone, change, &end).offset;
		int64		local = change + Min(before, after);
		int64		local_end = change + Max(before, after);
		SpanList	spans = {0};

		calendar_day_spans(calendar, day_of_second(local) - 1, &spans);
		calendar_day_spans(calendar, day_of_second(local), &spans);
		for (int i = 0; i < spans.count; i++)
		{
			if (spans.spans[i].start < local_end && local < spans.spans[i].end)
			{
				report(findings, "notice", "On %s the clock %s a part of the hours, which therefore counts %s.",
					   date_text(day_of_second(local)), after > before ? "skips" : "repeats",
					   after > before ? "not at all" : "twice");
				break;
			}
		}
		spans_free(&spans);
		before = after;
	}
}

static void
check_calendar(Findings *findings, const Calendar *calendar, int32 horizon)
{
	const char *of = findings->of;

	check_stack_depth();
	if (calendar->kind == CALENDAR_HOURS)
	{
		check_holidays(findings, calendar, horizon);
		check_dates(findings, calendar);
		check_overlaps(findings, calendar);
		check_clock(findings, calendar, horizon);
	}
	for (int i = 0; i < calendar->member_count; i++)
	{
		const Calendar *member = calendar->members[i];

		CHECK_FOR_INTERRUPTS();
		findings->of = psprintf("%sCalendar %d of %d%s%s: ", of, i + 1, calendar->member_count,
								member->kind == CALENDAR_HOURS ? ", of " : "",
								member->kind == CALENDAR_HOURS ? member->zone->name : "");
		check_calendar(findings, member, horizon);
	}
	findings->of = of;
}

/* The local date of an instant; of UTC where there is no one zone. */
static int32
local_day(const TimeZone *zone, TimestampTz at)
{
	int64		second = second_of_instant(at);
	int64		end;

	return day_of_second(zone == NULL ? second : second + time_zone_at(zone, second, &end).offset);
}

CSOPS_FUNCTION(csops_calendar_check);

Datum
csops_calendar_check(PG_FUNCTION_ARGS)
{
	CalendarIndex *index = calendar_argument(fcinfo);
	DateADT		horizon = PG_GETARG_DATEADT(1);
	Findings	findings = {.of = ""};
	TimestampTz last;

	if (DATE_NOT_FINITE(horizon) || year_of(horizon) < 1 || year_of(horizon) > 9999)
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("horizon is out of range"),
				 errdetail("The horizon is not in the years 1 to 9999."),
				 errhint("Give the last day for which the calendar is to be used.")));
	InitMaterializedSRF(fcinfo, 0);
	findings.result = (ReturnSetInfo *) fcinfo->resultinfo;

	if (calendar_next(index, true, MIN_TIMESTAMP, &last) != SEARCH_FOUND)
	{
		report(&findings, "error", "The calendar is never open.");
		return (Datum) 0;
	}
	if (calendar_next(index, true, horizon * USECS_PER_DAY, &last) == SEARCH_NEVER &&
		calendar_previous(index, true, horizon * USECS_PER_DAY, &last) == SEARCH_FOUND)
		report(&findings, "error", "The calendar closes for good on %s%s.",
			   date_text(local_day(index->zone, last - 1)), index->zone == NULL ? " (UTC)" : "");
	check_calendar(&findings, index->calendar, horizon);
	return (Datum) 0;
}
