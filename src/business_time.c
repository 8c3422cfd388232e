/*
 * business_time.c
 *		Elapsed business time, due instants, openings and closings.
 */
#include "csops.h"

#include "business_time.h"
#include "options.h"
#include "utils/timestamp.h"

void
infinite_instant(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
			 errmsg("instant must be finite"),
			 errdetail("The instant given is infinite."),
			 errhint("For what has not ended yet give the instant at which it is looked at.")));
}

void
instant_out_of_range(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
			 errmsg("timestamp out of range"),
			 errdetail("The calendar gets there only at an instant that no timestamp can hold."),
			 errhint("Check the amount and the instant.")));
}

void
time_out_of_range(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_INTERVAL_FIELD_OVERFLOW),
			 errmsg("time between instants is out of range"),
			 errdetail("It does not fit into an interval, which holds 292,000 years."),
			 errhint("Check the instants.")));
}

int64
business_usecs(CalendarIndex *index, TimestampTz from, TimestampTz to)
{
	int64		elapsed;

	if (TIMESTAMP_NOT_FINITE(from) || TIMESTAMP_NOT_FINITE(to))
		infinite_instant();
	if (!calendar_elapsed(index, from, to, &elapsed))
		time_out_of_range();
	return elapsed;
}

int64
business_amount(const Interval *amount)
{
#ifdef INTERVAL_NOT_FINITE
	if (INTERVAL_NOT_FINITE(amount))
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("amount of business time must be finite"),
				 errhint("Give hours, minutes and seconds.")));
#endif
	if (amount->month != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("amount of business time must not have months"),
				 errdetail("The amount has %d months.", amount->month),
				 errhint("Give hours, minutes and seconds.")));
	if (amount->day != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("amount of business time must not have days"),
				 errdetail("The amount has %d days, and a calendar knows days of different lengths.", amount->day),
				 errhint("Give hours, such as interval '8 hours'; for whole working days use business_days_after.")));
	return amount->time;
}

Interval *
interval_of_usecs(int64 usecs)
{
	Interval   *interval = palloc0(sizeof(Interval));

	interval->time = usecs;
	return interval;
}

CSOPS_FUNCTION(csops_business_elapsed);

Datum
csops_business_elapsed(PG_FUNCTION_ARGS)
{
	PG_RETURN_INTERVAL_P(interval_of_usecs(business_usecs(calendar_argument(fcinfo),
														  PG_GETARG_TIMESTAMPTZ(1), PG_GETARG_TIMESTAMPTZ(2))));
}

CSOPS_FUNCTION(csops_business_seconds);

Datum
csops_business_seconds(PG_FUNCTION_ARGS)
{
	PG_RETURN_FLOAT8(business_usecs(calendar_argument(fcinfo),
									PG_GETARG_TIMESTAMPTZ(1), PG_GETARG_TIMESTAMPTZ(2)) / 1e6);
}

CSOPS_FUNCTION(csops_business_hours);

Datum
csops_business_hours(PG_FUNCTION_ARGS)
{
	PG_RETURN_FLOAT8(business_usecs(calendar_argument(fcinfo),
									PG_GETARG_TIMESTAMPTZ(1), PG_GETARG_TIMESTAMPTZ(2)) / 3.6e9);
}

static Datum
instant_or_null(FunctionCallInfo fcinfo, SearchResult outcome, TimestampTz result)
{
	if (outcome == SEARCH_OUT_OF_RANGE)
		instant_out_of_range();
	if (outcome == SEARCH_NEVER)
		PG_RETURN_NULL();
	PG_RETURN_TIMESTAMPTZ(result);
}

CSOPS_FUNCTION(csops_business_add);

Datum
csops_business_add(PG_FUNCTION_ARGS)
{
	static const char *const rolls[] = {"earliest", "next_open", NULL};
	CalendarIndex *index = calendar_argument(fcinfo);
	TimestampTz at = PG_GETARG_TIMESTAMPTZ(1);
	int64		amount = business_amount(PG_GETARG_INTERVAL_P(2));
	bool		to_opening = option_choice(fcinfo, 3, "roll", rolls) == 1;
	TimestampTz result;
	SearchResult outcome;

	if (TIMESTAMP_NOT_FINITE(at))
		PG_RETURN_TIMESTAMPTZ(at);
	outcome = calendar_add(index, at, amount, &result);
	if (outcome == SEARCH_FOUND && to_opening)
		outcome = calendar_next(index, true, result, &result);
	return instant_or_null(fcinfo, outcome, result);
}

static TimestampTz
finite_instant(FunctionCallInfo fcinfo)
{
	TimestampTz at = PG_GETARG_TIMESTAMPTZ(1);

	if (TIMESTAMP_NOT_FINITE(at))
		infinite_instant();
	return at;
}

CSOPS_FUNCTION(csops_is_open);

Datum
csops_is_open(PG_FUNCTION_ARGS)
{
	CalendarIndex *index = calendar_argument(fcinfo);

	PG_RETURN_BOOL(calendar_is_open(index, finite_instant(fcinfo)));
}

CSOPS_FUNCTION(csops_next_open);

Datum
csops_next_open(PG_FUNCTION_ARGS)
{
	CalendarIndex *index = calendar_argument(fcinfo);
	TimestampTz result = finite_instant(fcinfo);
	SearchResult outcome = calendar_next(index, true, result, &result);

	return instant_or_null(fcinfo, outcome, result);
}

CSOPS_FUNCTION(csops_next_close);

Datum
csops_next_close(PG_FUNCTION_ARGS)
{
	CalendarIndex *index = calendar_argument(fcinfo);
	TimestampTz result = finite_instant(fcinfo);
	SearchResult outcome = calendar_next(index, true, result, &result);

	if (outcome == SEARCH_FOUND)
		outcome = calendar_next(index, false, result, &result);
	return instant_or_null(fcinfo, outcome, result);
}

CSOPS_FUNCTION(csops_prev_open);

Datum
csops_prev_open(PG_FUNCTION_ARGS)
{
	CalendarIndex *index = calendar_argument(fcinfo);
	TimestampTz result = finite_instant(fcinfo);
	SearchResult outcome = SEARCH_FOUND;

	if (!calendar_is_open(index, result))
		outcome = calendar_previous(index, true, result, &result);
	if (outcome == SEARCH_FOUND)
		outcome = calendar_previous(index, false, result, &result);
	return instant_or_null(fcinfo, outcome, result);
}

CSOPS_FUNCTION(csops_prev_close);

Datum
csops_prev_close(PG_FUNCTION_ARGS)
{
	CalendarIndex *index = calendar_argument(fcinfo);
	TimestampTz result = finite_instant(fcinfo);
	SearchResult outcome = SEARCH_FOUND;

	if (calendar_is_open(index, result))
		outcome = calendar_previous(index, false, result, &result);
	if (outcome == SEARCH_FOUND)
		outcome = calendar_previous(index, true, result, &result);
	return instant_or_null(fcinfo, outcome, result);
}
