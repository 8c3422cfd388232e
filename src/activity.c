/*
 * activity.c
 *		What an activity_grid says about its account.
 */
#include "csops.h"

#include "activity.h"
#include "funcapi.h"
#include "port/pg_bitutils.h"
#include "silent_cast.h"
#include "utils/builtins.h"
#include "utils/rangetypes.h"
#include "utils/timestamp.h"

#define BITS_OF_BYTE	8

/* Walking through a view */

/* The first bit from n on that is set, or is not; the length where there is none. */
static int32
find_bit(const ActivityView *view, int32 n, bool set)
{
	while (n < view->length)
	{
		uint8		byte = view->bits[n / BITS_OF_BYTE] ^ (set ? 0 : 0xFF);

		byte &= 0xFF << n % BITS_OF_BYTE;
		n -= n % BITS_OF_BYTE;
		if (byte != 0)
			return Min(n + pg_rightmost_one_pos32(byte), view->length);
		n += BITS_OF_BYTE;
	}
	return view->length;
}

bool
activity_next(const ActivityView *view, int32 period, int32 *next)
{
	int32		n = period <= view->first ? 0 : period - view->first;

	n = find_bit(view, n, true);
	*next = view->first + n;
	return n < view->length;
}

bool
activity_next_run(const ActivityView *view, int32 *position, int32 *start, int32 *end)
{
	int32		n = find_bit(view, *position, true);

	*position = find_bit(view, n, false);
	*start = view->first + n;
	*end = view->first + *position;
	return n < view->length;
}

int32
activity_count(const ActivityView *view, int32 first, int32 last)
{
	int32		count = 0;
	int32		n;
	int32		end;

	if (first > activity_last(view) || last < view->first || first > last)
		return 0;
	n = Max(first, view->first) - view->first;
	end = Min(last, activity_last(view)) - view->first + 1;
	while (n < end)
	{
		uint8		byte = view->bits[n / BITS_OF_BYTE] >> n % BITS_OF_BYTE;
		int			taken = Min(BITS_OF_BYTE - n % BITS_OF_BYTE, end - n);

		count += pg_number_of_ones[byte & ((1 << taken) - 1)];
		n += taken;
	}
	return count;
}

int32
activity_unit_period(const ActivityView *view, PeriodUnit unit, int32 period)
{
	int			week_start = view->grid.week_start;

	return period_of_date(unit, week_start, period_first_date(view->grid.unit, week_start, period));
}

/* Arguments and results */

/* The period of a date argument; infinite ones stand before and behind all periods. */
static int32
period_of_day(const ActivityView *view, DateADT date)
{
	if (DATE_IS_NOBEGIN(date))
		return PG_INT32_MIN;
	if (DATE_IS_NOEND(date))
		return PG_INT32_MAX;
	return period_of_date(view->grid.unit, view->grid.week_start, date);
}

/* The same for an instant. */
static int32
period_of_moment(const ActivityView *view, TimestampTz at)
{
	if (TIMESTAMP_IS_NOBEGIN(at))
		return PG_INT32_MIN;
	if (TIMESTAMP_IS_NOEND(at))
		return PG_INT32_MAX;
	return period_of_instant(named_period_grid(&view->grid), at);
}

static DateADT
first_date(const ActivityView *view, int32 period)
{
	return period_first_date(view->grid.unit, view->grid.week_start, period);
}

CSOPS_FUNCTION(csops_activity_observations);
CSOPS_FUNCTION(csops_activity_first_active);
CSOPS_FUNCTION(csops_activity_last_active);

Datum
csops_activity_observations(PG_FUNCTION_ARGS)
{
	ActivityView view;

	if (PG_ARGISNULL(0))
		PG_RETURN_INT64(0);
	activity_view(fcinfo, 0, &view);
	PG_RETURN_INT64(activity_count(&view, view.first, activity_last(&view)));
}

Datum
csops_activity_first_active(PG_FUNCTION_ARGS)
{
	ActivityView view;

	activity_view(fcinfo, 0, &view);
	PG_RETURN_DATEADT(first_date(&view, view.first));
}

Datum
csops_activity_last_active(PG_FUNCTION_ARGS)
{
	ActivityView view;

	activity_view(fcinfo, 0, &view);
	PG_RETURN_DATEADT(first_date(&view, activity_last(&view)));
}

CSOPS_FUNCTION(csops_active_periods);

/* active_periods(a, from_day, to_day) */
Datum
csops_active_periods(PG_FUNCTION_ARGS)
{
	ActivityView view;
	DateADT		from;
	DateADT		to;

	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
		PG_RETURN_NULL();
	from = PG_GETARG_DATEADT(1);
	to = PG_GETARG_DATEADT(2);
	if (PG_ARGISNULL(0) || from >= to)
		PG_RETURN_INT64(0);
	activity_view(fcinfo, 0, &view);
	PG_RETURN_INT64(activity_count(&view, period_of_day(&view, from),
								   period_of_day(&view, DATE_IS_NOEND(to) ? to : to - 1)));
}

CSOPS_FUNCTION(csops_active_in);

/* active_in(a, during): whether some instant of the range lies in an active period */
Datum
csops_active_in(PG_FUNCTION_ARGS)
{
	RangeType  *range = PG_GETARG_RANGE_P(1);
	ActivityView view;
	RangeBound	lower;
	RangeBound	upper;
	TimestampTz from;
	TimestampTz to;
	bool		empty;
	int32		first;
	int32		last;

	if (fcinfo->flinfo->fn_extra == NULL)
		refuse_silent_casts(fcinfo);
	activity_view(fcinfo, 0, &view);
	range_deserialize(range_get_typcache(fcinfo, RangeTypeGetOid(range)), range, &lower, &upper, &empty);
	if (empty)
		PG_RETURN_BOOL(false);

	from = lower.infinite ? DT_NOBEGIN : DatumGetTimestampTz(lower.val);
	to = upper.infinite ? DT_NOEND : DatumGetTimestampTz(upper.val);
	if (!TIMESTAMP_NOT_FINITE(from) && !lower.inclusive)
		from++;
	if (!TIMESTAMP_NOT_FINITE(to) && !upper.inclusive)
		to--;

	/* No period holds infinity, and the periods of all other instants are asked for alike: a clock may be set back. */
	from = Max(from, MIN_TIMESTAMP);
	to = Min(to, END_TIMESTAMP - 1);
	if (from > to)
		PG_RETURN_BOOL(false);
	periods_of_instants(named_period_grid(&view.grid), from, to, &first, &last);
	PG_RETURN_BOOL(activity_next(&view, first, &first) && first <= last);
}

CSOPS_FUNCTION(csops_activity_streak);
CSOPS_FUNCTION(csops_activity_streak_at);
CSOPS_FUNCTION(csops_activity_streak_on);
CSOPS_FUNCTION(csops_activity_gap_max);

/* streak(a) */
Datum
csops_activity_streak(PG_FUNCTION_ARGS)
{
	ActivityView view;
	int32		longest = 0;
	int32		next = 0;
	int32		start;
	int32		end;

	if (PG_ARGISNULL(0))
		PG_RETURN_INT64(0);
	activity_view(fcinfo, 0, &view);
	while (activity_next_run(&view, &next, &start, &end))
		longest = Max(longest, end - start);
	PG_RETURN_INT64(longest);
}

/* The periods in a row that were active, up to that one. */
static int64
streak_until(const ActivityView *view, int32 period)
{
	int64		streak = 0;

	while (activity_has(view, period))
	{
		period--;
		streak++;
	}
	return streak;
}

/* streak(a, at timestamptz) */
Datum
csops_activity_streak_at(PG_FUNCTION_ARGS)
{
	ActivityView view;

	refuse_silent_casts_once(fcinfo);
	if (PG_ARGISNULL(1))
		PG_RETURN_NULL();
	if (PG_ARGISNULL(0))
		PG_RETURN_INT64(0);
	activity_view(fcinfo, 0, &view);
	PG_RETURN_INT64(streak_until(&view, period_of_moment(&view, PG_GETARG_TIMESTAMPTZ(1))));
}

/* streak(a, at date) */
Datum
csops_activity_streak_on(PG_FUNCTION_ARGS)
{
	ActivityView view;

	if (PG_ARGISNULL(1))
		PG_RETURN_NULL();
	if (PG_ARGISNULL(0))
		PG_RETURN_INT64(0);
	activity_view(fcinfo, 0, &view);
	PG_RETURN_INT64(streak_until(&view, period_of_day(&view, PG_GETARG_DATEADT(1))));
}

/* gap_max(a) */
Datum
csops_activity_gap_max(PG_FUNCTION_ARGS)
{
	ActivityView view;
	int32		longest = 0;
	int32		next = 0;
	int32		start;
	int32		end;
	int32		before;

	activity_view(fcinfo, 0, &view);
	before = view.first;
	while (activity_next_run(&view, &next, &start, &end))
	{
		longest = Max(longest, start - before);
		before = end;
	}
	PG_RETURN_INT32(longest);
}

CSOPS_FUNCTION(csops_active_dates);

typedef struct ActiveDates
{
	ActivityView view;
	int32		next;
} ActiveDates;

Datum
csops_active_dates(PG_FUNCTION_ARGS)
{
	FuncCallContext *call;
	ActiveDates *dates;
	int32		period;

	if (SRF_IS_FIRSTCALL())
	{
		MemoryContext before;

		call = SRF_FIRSTCALL_INIT();
		before = MemoryContextSwitchTo(call->multi_call_memory_ctx);
		dates = palloc(sizeof(ActiveDates));
		activity_view(fcinfo, 0, &dates->view);
		dates->view.bits = memcpy(palloc(activity_bytes(&dates->view)), dates->view.bits,
								  activity_bytes(&dates->view));
		dates->next = dates->view.first;
		call->user_fctx = dates;
		MemoryContextSwitchTo(before);
	}
	call = SRF_PERCALL_SETUP();
	dates = call->user_fctx;
	if (!activity_next(&dates->view, dates->next, &period))
		SRF_RETURN_DONE(call);
	dates->next = period + 1;
	SRF_RETURN_NEXT(call, DateADTGetDatum(first_date(&dates->view, period)));
}

/* Lifecycle */

/*
 * What an account was in a period, of which earlier activity than its birth
 * is no part; NULL where it had not been active just before either.
 */
static const char *
lifecycle_in(const ActivityView *view, int32 period, int32 birth)
{
	bool		active = activity_has(view, period);
	bool		before;

	if (period < birth)
		return NULL;
	before = period > birth && activity_has(view, period - 1);
	if (!active)
		return before ? "dormant" : NULL;
	if (period == birth)
		return "new";
	return before ? "returning" : "resurrecting";
}

static Datum
lifecycle(FunctionCallInfo fcinfo, const ActivityView *view, int32 period, int32 birth)
{
	const char *answer = lifecycle_in(view, period, birth);

	if (answer == NULL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(answer));
}

CSOPS_FUNCTION(csops_activity_lifecycle_at);
CSOPS_FUNCTION(csops_activity_lifecycle_on);

/* lifecycle(a, at timestamptz [, born timestamptz]) */
Datum
csops_activity_lifecycle_at(PG_FUNCTION_ARGS)
{
	ActivityView view;
	int32		birth;

	refuse_silent_casts_once(fcinfo);
	activity_view(fcinfo, 0, &view);
	birth = PG_NARGS() > 2 ? period_of_moment(&view, PG_GETARG_TIMESTAMPTZ(2)) : view.first;
	return lifecycle(fcinfo, &view, period_of_moment(&view, PG_GETARG_TIMESTAMPTZ(1)), birth);
}

/* lifecycle(a, at date [, born date]) */
Datum
csops_activity_lifecycle_on(PG_FUNCTION_ARGS)
{
	ActivityView view;
	int32		birth;

	activity_view(fcinfo, 0, &view);
	birth = PG_NARGS() > 2 ? period_of_day(&view, PG_GETARG_DATEADT(2)) : view.first;
	return lifecycle(fcinfo, &view, period_of_day(&view, PG_GETARG_DATEADT(1)), birth);
}
