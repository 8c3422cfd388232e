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

int64
counted_usecs(const CountedTime *time, TimestampTz from, TimestampTz to)
{
	int64		total = 0;
	int			low = 0;
	int			high = time->spans;

	if (!time->bounded)
		return from < to ? usecs_between(time->index, from, to) : 0;

	/* The first span that ends after `from`. */
	while (low < high)
	{
		int			middle = low + (high - low) / 2;

		if (time->span[middle].end > from)
			high = middle;
		else
			low = middle + 1;
	}
	for (; low < time->spans && time->span[low].start < to; low++)
	{
		TimestampTz start = Max(from, time->span[low].start);
		TimestampTz end = Min(to, time->span[low].end);

		CHECK_FOR_INTERRUPTS();
		if (pg_add_s64_overflow(total, usecs_between(time->index, start, end), &total))
			time_out_of_range();
	}
	return total;
}
