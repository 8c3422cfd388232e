/*
 * business_days.c
 *		Working days: the days on which a calendar's hours start.
 *
 * An overnight shift belongs to the day it starts on, so its tail makes no
 * working day of the next one.
 */
#include "csops.h"

#include "business_time.h"
#include "calendar_pages.h"
#include "options.h"
#include "port/pg_bitutils.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/timestamp.h"

static inline int32
page_of_date(int32 date)
{
	return (int32) (((int64) date >= 0 ? date : (int64) date - DAYS_OF_PAGE + 1) / DAYS_OF_PAGE);
}

/* Days of the page before that one of it. */
static inline uint64
days_before(uint64 days, int day)
{
	return days & ((UINT64CONST(1) << day) - 1);
}

int64
calendar_days_between(CalendarIndex *index, int32 from, int32 to)
{
	int32		from_page = page_of_date(from);
	int32		to_page = page_of_date(to);
	uint64		from_days = days_before(page_days(index, from_page), from - from_page * DAYS_OF_PAGE);
	uint64		to_days = days_before(page_days(index, to_page), to - to_page * DAYS_OF_PAGE);

	return measure_before(index, &index->days, to_page) - measure_before(index, &index->days, from_page) +
		pg_popcount64(to_days) - pg_popcount64(from_days);
}

/* The n-th day of the page, from 1. */
static int
nth_day(uint64 days, int64 n)
{
	while (--n > 0)
		days &= days - 1;
	return pg_rightmost_one_pos64(days);
}

SearchResult
calendar_add_days(CalendarIndex *index, int32 date, int64 n, int32 *result)
{
	PageTable  *table = &index->days;
	int32		page = page_of_date(date);
	int			day = date - page * DAYS_OF_PAGE;
	uint64		days = page_days(index, page);
	int64		passed = pg_popcount64(days_before(days, n > 0 ? day + 1 : day));
	int64		wanted;
	int64		found;

	/* Counted from the start of this page, the wanted day is this one. */
	wanted = n > 0 ? passed + n : passed + n + 1;
	if (wanted > 0 && wanted <= pg_popcount64(days))
		found = page;
	else
	{
		int32		other;

		if (!page_with_measure(index, table, true, page, wanted > 0 ? wanted : wanted - 1, &other))
		{
			int32		cycle = n > 0 ? table->future_cycle : table->past_cycle;
			int32		start = n > 0 ? table->future : table->past - cycle;

			return measure_before(index, table, start + cycle) > measure_before(index, table, start) ?
				SEARCH_OUT_OF_RANGE : SEARCH_NEVER;
		}
		wanted -= measure_before(index, table, other) - measure_before(index, table, page);
		found = other;
		days = page_days(index, other);
	}
	found = found * DAYS_OF_PAGE + nth_day(days, wanted);
	if (found < DATETIME_MIN_JULIAN - POSTGRES_EPOCH_JDATE || found >= DATE_END_JULIAN - POSTGRES_EPOCH_JDATE)
		return SEARCH_OUT_OF_RANGE;
	*result = (int32) found;
	return SEARCH_FOUND;
}

static void
date_out_of_range(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
			 errmsg("date out of range"),
			 errdetail("The calendar gets there only on a day that no date can hold."),
			 errhint("Check the number of days.")));
}

static CalendarIndex *
calendar_with_days(FunctionCallInfo fcinfo)
{
	CalendarIndex *index = calendar_argument(fcinfo);

	if (index->zone == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("calendar has no days of its own"),
				 errdetail("It combines calendars of different time zones."),
				 errhint("Ask one of the calendars that it combines.")));
	return index;
}

static void
check_finite(DateADT date)
{
	if (DATE_NOT_FINITE(date))
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("date must be finite"),
				 errdetail("The date given is infinite."),
				 errhint("Give the first and the last day that are meant.")));
}

CSOPS_FUNCTION(csops_business_days);

Datum
csops_business_days(PG_FUNCTION_ARGS)
{
	static const char *const all_bounds[] = {"[)", "[]", "(]", "()", NULL};
	CalendarIndex *index = calendar_with_days(fcinfo);
	DateADT		from = PG_GETARG_DATEADT(1);
	DateADT		to = PG_GETARG_DATEADT(2);
	int			bounds = option_choice(fcinfo, 3, "bounds", all_bounds);
	bool		with_from = bounds == 0 || bounds == 1;
	bool		with_to = bounds == 1 || bounds == 2;
	int32		first;
	int32		end;
	int64		count = 0;

	check_finite(from);
	check_finite(to);

	/* Backwards the same days are counted, each of the two in or out as before, and negated. */
	if (from <= to)
	{
		first = with_from ? from : from + 1;
		end = with_to ? to + 1 : to;
	}
	else
	{
		first = with_to ? to : to + 1;
		end = with_from ? from + 1 : from;
	}
	if (first < end)
		count = calendar_days_between(index, first, end);
	PG_RETURN_INT32((int32) (from <= to ? count : -count));
}

CSOPS_FUNCTION(csops_add_business_days);

Datum
csops_add_business_days(PG_FUNCTION_ARGS)
{
	CalendarIndex *index = calendar_with_days(fcinfo);
	DateADT		date = PG_GETARG_DATEADT(1);
	int32		n = PG_GETARG_INT32(2);
	SearchResult outcome;

	if (DATE_NOT_FINITE(date) || n == 0)
		PG_RETURN_DATEADT(date);
	outcome = calendar_add_days(index, date, n, &date);
	if (outcome == SEARCH_OUT_OF_RANGE)
		date_out_of_range();
	if (outcome == SEARCH_NEVER)
		PG_RETURN_NULL();
	PG_RETURN_DATEADT(date);
}

/* Does a shift of that day hold the local time? At a closing: the time before it. */
static bool
day_holds(CalendarIndex *index, int32 date, int64 local, bool closing)
{
	SpanList	spans = {0};
	bool		holds = false;

	calendar_day_spans(index->calendar, date, &spans);
	for (int i = 0; i < spans.count && !holds; i++)
	{
		int64		start = spans.spans[i].start * USECS_PER_SEC;
		int64		end = spans.spans[i].end * USECS_PER_SEC;

		holds = closing ? start < local && local <= end : start <= local && local < end;
	}
	spans_free(&spans);
	return holds;
}

/* The first instant at which the local clock shows that time, or has skipped it. */
static TimestampTz
instant_of_local(const TimeZone *zone, int64 local)
{
	int64		end = second_of_instant(local) - SECONDS_OF_DAY;

	for (;;)
	{
		int64		start = end;
		TimestampTz at = local - time_zone_at(zone, start, &end).offset * USECS_PER_SEC;

		if (at < start * USECS_PER_SEC)
			return start * USECS_PER_SEC;
		if (second_of_instant(at) < end)
			return at;
	}
}

CSOPS_FUNCTION(csops_business_days_after);

Datum
csops_business_days_after(PG_FUNCTION_ARGS)
{
	CalendarIndex *index = calendar_with_days(fcinfo);
	TimestampTz at = PG_GETARG_TIMESTAMPTZ(1);
	int32		n = PG_GETARG_INT32(2);
	bool		closing = false;
	SearchResult outcome = SEARCH_FOUND;
	int64		end;
	int64		local;
	int32		day;

	if (TIMESTAMP_NOT_FINITE(at))
		PG_RETURN_TIMESTAMPTZ(at);

	if (!calendar_is_open(index, at))
	{
		closing = n < 0;
		outcome = closing ? calendar_previous(index, true, at, &at) : calendar_next(index, true, at, &at);
	}
	if (outcome == SEARCH_FOUND && n != 0)
	{
		/* A closing belongs to the shift before it, also where the clock changes at it. */
		local = at + time_zone_at(index->zone, second_of_instant(closing ? at - 1 : at), &end).offset * USECS_PER_SEC;
		day = day_of_second(second_of_instant(local));
		if (!day_holds(index, day, local, closing) && day_holds(index, day - 1, local, closing))
			day--;
		local -= day * USECS_PER_DAY;
		outcome = calendar_add_days(index, day, n, &day);
		if (outcome == SEARCH_FOUND)
		{
			TimestampTz last;

			if (day >= TIMESTAMP_END_JULIAN - POSTGRES_EPOCH_JDATE)
				instant_out_of_range();
			at = instant_of_local(index->zone, day * USECS_PER_DAY + local);
			if (!IS_VALID_TIMESTAMP(at))
				instant_out_of_range();
			if (!closing || calendar_previous(index, true, at, &last) != SEARCH_FOUND || last != at)
				outcome = calendar_next(index, true, at, &at);
		}
	}
	if (outcome == SEARCH_OUT_OF_RANGE)
		instant_out_of_range();
	if (outcome == SEARCH_NEVER)
		PG_RETURN_NULL();
	PG_RETURN_TIMESTAMPTZ(at);
}
