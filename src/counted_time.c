/*
 * counted_time.c
 *		The time that counts: what the arguments calendar and during leave of it.
 */
#include "csops.h"

#include "business_time.h"
#include "call_site.h"
#include "catalog/pg_type.h"
#include "common/int.h"
#include "counted_time.h"
#include "miscadmin.h"
#include "silent_cast.h"
#include "utils/multirangetypes.h"
#include "utils/timestamp.h"
#include "utils/typcache.h"

static bool
never_closes(const Calendar *calendar)
{
	const DateTable *tables[] = {&calendar->holidays, &calendar->overrides, &calendar->breaks};

	if (calendar->kind != CALENDAR_HOURS || calendar->change_count != 1)
		return false;
	for (Size i = 0; i < lengthof(tables); i++)
	{
		if (tables[i]->count > 0 || tables[i]->yearly != NULL)
			return false;
	}
	for (int i = 0; i < DAYS_OF_WEEK; i++)
	{
		const DayHours *day = &calendar->changes[0].week.day[i];

		if (day->count != 1 || day->spans[0].opens != 0 || day->spans[0].closes != SECONDS_OF_DAY)
			return false;
	}
	return true;
}

static void
read_during(CountedTime *time, MultirangeType *during)
{
	TypeCacheEntry *type = lookup_type_cache(TSTZMULTIRANGEOID, TYPECACHE_MULTIRANGE_INFO)->rngtype;

	time->spans = 0;
	time->span = palloc(sizeof(CountedSpan) * Max(during->rangeCount, 1));
	for (uint32 i = 0; i < during->rangeCount; i++)
	{
		RangeBound	lower;
		RangeBound	upper;
		CountedSpan span;

		multirange_get_bounds(type, during, i, &lower, &upper);
		span.start = lower.infinite ? DT_NOBEGIN : DatumGetTimestampTz(lower.val);
		span.end = upper.infinite ? DT_NOEND : DatumGetTimestampTz(upper.val);

		/* A single instant has no length. */
		if (span.start < span.end)
			time->span[time->spans++] = span;
	}
	time->bounded = time->spans != 1 || time->span[0].start != DT_NOBEGIN || time->span[0].end != DT_NOEND;
}

const CountedTime *
counted_time(CountedTimeSite *site, FunctionCallInfo fcinfo, int calendar, int during)
{
	CountedTime *time = &site->time;

	if (!site->known)
	{
		site->calendar.constant = argument_is_constant(fcinfo, calendar);
		site->always_open = site->calendar.constant &&
			never_closes(calendar_index(&site->calendar, PG_GETARG_DATUM(calendar))->calendar);
		site->constant_during = argument_is_constant(fcinfo, during);
		if (site->constant_during)
		{
			MemoryContext caller = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);

			read_during(time, PG_GETARG_MULTIRANGE_P(during));
			MemoryContextSwitchTo(caller);
		}
		site->known = true;
	}
	if (!site->always_open)
		time->index = calendar_index(&site->calendar, PG_GETARG_DATUM(calendar));
	if (!site->constant_during)
		read_during(time, PG_GETARG_MULTIRANGE_P(during));
	return time;
}

const CountedTime *
counted_time_arguments(FunctionCallInfo fcinfo, int calendar, int during)
{
	CountedTimeSite *site = fcinfo->flinfo->fn_extra;

	if (site == NULL)
	{
		refuse_silent_casts(fcinfo);
		site = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(CountedTimeSite));
		fcinfo->flinfo->fn_extra = site;
	}
	return counted_time(site, fcinfo, calendar, during);
}

static int64
usecs_between(CalendarIndex *index, TimestampTz from, TimestampTz to)
{
	int64		usecs;

	if (index != NULL)
		return business_usecs(index, from, to);
	if (TIMESTAMP_NOT_FINITE(from) || TIMESTAMP_NOT_FINITE(to))
		infinite_instant();
	if (pg_sub_s64_overflow(to, from, &usecs))
		time_out_of_range();
	return usecs;
}

int
counted_span_after(const CountedTime *time, TimestampTz at)
{
	int			low = 0;
	int			high = time->spans;

	while (low < high)
	{
		int			middle = low + (high - low) / 2;

		if (time->span[middle].end > at)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

int64
counted_usecs(const CountedTime *time, TimestampTz from, TimestampTz to)
{
	int64		total = 0;

	if (!time->bounded)
		return from < to ? usecs_between(time->index, from, to) : 0;
	for (int i = counted_span_after(time, from); i < time->spans && time->span[i].start < to; i++)
	{
		TimestampTz start = Max(from, time->span[i].start);
		TimestampTz end = Min(to, time->span[i].end);

		CHECK_FOR_INTERRUPTS();
		if (pg_add_s64_overflow(total, usecs_between(time->index, start, end), &total))
			time_out_of_range();
	}
	return total;
}

bool
calendar_takes_part(const CountedTime *time)
{
	return time != NULL && time->index != NULL && !never_closes(time->index->calendar);
}

static bool
found(SearchResult outcome)
{
	if (outcome == SEARCH_OUT_OF_RANGE)
		instant_out_of_range();
	return outcome == SEARCH_FOUND;
}

/* As if there were no spans. */
static bool
add_unbounded(CalendarIndex *index, TimestampTz at, int64 amount, TimestampTz *result)
{
	if (index != NULL)
		return found(calendar_add(index, at, amount, result));
	if (pg_add_s64_overflow(at, amount, result) || !IS_VALID_TIMESTAMP(*result))
		instant_out_of_range();
	return true;
}

bool
counted_add(const CountedTime *time, TimestampTz at, int64 amount, TimestampTz *result)
{
	Assert(amount >= 0 && !TIMESTAMP_NOT_FINITE(at));
	if (!time->bounded || amount == 0)
		return add_unbounded(time->index, at, amount, result);
	for (int i = counted_span_after(time, at); i < time->spans; i++)
	{
		TimestampTz start = Max(at, time->span[i].start);
		int64		usecs;

		CHECK_FOR_INTERRUPTS();
		if (TIMESTAMP_IS_NOEND(time->span[i].end))
			return add_unbounded(time->index, start, amount, result);
		usecs = usecs_between(time->index, start, time->span[i].end);
		if (amount <= usecs)
			return add_unbounded(time->index, start, amount, result);
		amount -= usecs;
	}
	return false;
}

bool
counted_next(const CountedTime *time, TimestampTz at, TimestampTz *result)
{
	if (!time->bounded)
	{
		*result = at;
		return time->index == NULL || found(calendar_next(time->index, true, at, result));
	}
	for (int i = counted_span_after(time, at); i < time->spans; i++)
	{
		CHECK_FOR_INTERRUPTS();
		*result = Max(at, time->span[i].start);
		if (time->index != NULL && !found(calendar_next(time->index, true, *result, result)))
			return false;
		if (*result < time->span[i].end)
			return true;
	}
	return false;
}
