/*
 * calendar_spans.c
 *		Works out the open time of a calendar from its definition.
 *
 * An instant is open when its local wall-clock time is in the hours.  So the
 * hours are laid out on the local clock first, and then carried over to UTC
 * stretch by stretch of one offset: what the clock repeats is open twice, and
 * what it skips has no instants.
 */
#include "csops.h"

#include "calendar_spans.h"
#include "miscadmin.h"
#include "utils/memutils.h"

/* Steps from day to day, so that no day is searched for. */
typedef struct DayCursor
{
	const Calendar *calendar;
	int32		date;
	int			weekday;
	int			change;			/* the hours in force */
	int			override;		/* the next one, of this day or later */
	int			holiday;
	int			closing;		/* break */
	bool		has_yearly;
	int			year;			/* the civil date, where yearly days ask for it */
	int			month;
	int			day;
} DayCursor;

void
spans_free(SpanList *list)
{
	if (list->spans != NULL)
		pfree(list->spans);
	memset(list, 0, sizeof(*list));
}

static void
spans_grow(SpanList *list)
{
	CHECK_FOR_INTERRUPTS();
	if (list->spans == NULL)
	{
		list->capacity = 128;
		list->spans = palloc(list->capacity * sizeof(Span));
	}
	else
	{
		if ((Size) list->capacity > MaxAllocSize / sizeof(Span) / 2)
			ereport(ERROR,
					(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
					 errmsg("calendar opens and closes too often")));
		list->capacity *= 2;
		list->spans = repalloc(list->spans, list->capacity * sizeof(Span));
	}
}

void
spans_add(SpanList *list, int64 start, int64 end)
{
	Span	   *last;

	if (list->count > 0)
	{
		last = &list->spans[list->count - 1];
		if (start <= last->end)
		{
			last->end = Max(last->end, end);
			return;
		}
	}
	if (list->count == list->capacity)
		spans_grow(list);
	last = &list->spans[list->count++];
	last->start = start;
	last->end = end;
}

static int
first_dated(const DateTable *table, int32 date)
{
	int			low = 0;
	int			high = table->count;

	while (low < high)
	{
		int			middle = low + (high - low) / 2;

		if (table->dated[middle].date < date)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void
cursor_start(DayCursor *cursor, const Calendar *calendar, int32 date)
{
	memset(cursor, 0, sizeof(*cursor));
	cursor->calendar = calendar;
	cursor->date = date;
	cursor->weekday = weekday_of(date);
	while (cursor->change + 1 < calendar->change_count &&
		   calendar->changes[cursor->change + 1].from <= date)
		cursor->change++;
	cursor->override = first_dated(&calendar->overrides, date);
	cursor->holiday = first_dated(&calendar->holidays, date);
	cursor->closing = first_dated(&calendar->breaks, date);
	cursor->has_yearly = calendar->overrides.yearly != NULL ||
		calendar->holidays.yearly != NULL || calendar->breaks.yearly != NULL;
	if (cursor->has_yearly)
		civil_date(date, &cursor->year, &cursor->month, &cursor->day);
}

static bool
is_dated(const DateTable *table, int at, int32 date)
{
	return at < table->count && table->dated[at].date == date;
}

static void
cursor_next(DayCursor *cursor)
{
	const Calendar *calendar = cursor->calendar;

	cursor->override += is_dated(&calendar->overrides, cursor->override, cursor->date);
	cursor->holiday += is_dated(&calendar->holidays, cursor->holiday, cursor->date);
	cursor->closing += is_dated(&calendar->breaks, cursor->closing, cursor->date);
	cursor->date++;
	if (++cursor->weekday == DAYS_OF_WEEK)
		cursor->weekday = 0;
	if (cursor->change + 1 < calendar->change_count &&
		calendar->changes[cursor->change + 1].from <= cursor->date)
		cursor->change++;
	if (cursor->has_yearly && ++cursor->day > days_of_month(cursor->year, cursor->month))
	{
		cursor->day = 1;
		if (++cursor->month > 12)
		{
			cursor->month = 1;
			cursor->year++;
		}
	}
}

static const DayHours *
yearly_hours(const DayCursor *cursor, const DateTable *table)
{
	if (table->yearly == NULL)
		return NULL;
	return table->yearly[YEARLY_SLOT(cursor->month, cursor->day)];
}

/* The first that applies: an override, a holiday, the weekly hours in force. */
static const DayHours *
cursor_hours(const DayCursor *cursor, DayRule *rule)
{
	const Calendar *calendar = cursor->calendar;
	const DayHours *hours;

	*rule = RULE_OVERRIDE;
	if (is_dated(&calendar->overrides, cursor->override, cursor->date))
		return &calendar->overrides.dated[cursor->override].hours;
	if ((hours = yearly_hours(cursor, &calendar->overrides)) != NULL)
		return hours;
	*rule = RULE_HOLIDAY;
	if (is_dated(&calendar->holidays, cursor->holiday, cursor->date))
		return &calendar->holidays.dated[cursor->holiday].hours;
	if ((hours = yearly_hours(cursor, &calendar->holidays)) != NULL)
		return hours;
	*rule = RULE_WEEKLY;
	return &calendar->changes[cursor->change].week.day[cursor->weekday];
}

static void
cursor_breaks(const DayCursor *cursor, const DayHours *breaks[2])
{
	const DateTable *table = &cursor->calendar->breaks;

	breaks[0] = is_dated(table, cursor->closing, cursor->date) ?
		&table->dated[cursor->closing].hours : NULL;
	breaks[1] = yearly_hours(cursor, table);
}

const DayHours *
calendar_hours_of(const Calendar *calendar, int32 date, DayRule *rule)
{
	DayCursor	cursor;

	cursor_start(&cursor, calendar, date);
	return cursor_hours(&cursor, rule);
}

void
calendar_breaks_of(const Calendar *calendar, int32 date, const DayHours *breaks[2])
{
	DayCursor	cursor;

	cursor_start(&cursor, calendar, date);
	cursor_breaks(&cursor, breaks);
}

static void
add_day(SpanList *out, int32 date, const DayHours *hours)
{
	int64		midnight = date * SECONDS_OF_DAY;

	for (int i = 0; i < hours->count; i++)
		spans_add(out, midnight + hours->spans[i].opens, midnight + hours->spans[i].closes);
}

/* Dated and yearly breaks of one day can lie in any order. */
static void
add_breaks(SpanList *out, int32 date, const DayHours *breaks[2])
{
	int64		midnight = date * SECONDS_OF_DAY;
	int			i = 0;
	int			j = 0;
	int			count_i = breaks[0] != NULL ? breaks[0]->count : 0;
	int			count_j = breaks[1] != NULL ? breaks[1]->count : 0;

	while (i < count_i || j < count_j)
	{
		const DaySpan *span;

		if (j == count_j || (i < count_i && breaks[0]->spans[i].opens <= breaks[1]->spans[j].opens))
			span = &breaks[0]->spans[i++];
		else
			span = &breaks[1]->spans[j++];
		spans_add(out, midnight + span->opens, midnight + span->closes);
	}
}

/* Appends a less b. */
static void
spans_subtract(const SpanList *a, const SpanList *b, SpanList *out)
{
	int			j = 0;

	for (int i = 0; i < a->count; i++)
	{
		int64		start = a->spans[i].start;
		int64		end = a->spans[i].end;

		while (j < b->count && b->spans[j].end <= start)
			j++;
		for (int k = j; k < b->count && b->spans[k].start < end; k++)
		{
			if (b->spans[k].start > start)
				spans_add(out, start, b->spans[k].start);
			start = Max(start, b->spans[k].end);
		}
		if (start < end)
			spans_add(out, start, end);
	}
}

static void
spans_union(const SpanList *a, const SpanList *b, SpanList *out)
{
	int			i = 0;
	int			j = 0;

	while (i < a->count || j < b->count)
	{
		const Span *span;

		if (j == b->count || (i < a->count && a->spans[i].start <= b->spans[j].start))
			span = &a->spans[i++];
		else
			span = &b->spans[j++];
		spans_add(out, span->start, span->end);
	}
}

static void
spans_intersect(const SpanList *a, const SpanList *b, SpanList *out)
{
	int			i = 0;
	int			j = 0;

	while (i < a->count && j < b->count)
	{
		int64		start = Max(a->spans[i].start, b->spans[j].start);
		int64		end = Min(a->spans[i].end, b->spans[j].end);

		if (start < end)
			spans_add(out, start, end);
		if (a->spans[i].end < b->spans[j].end)
			i++;
		else
			j++;
	}
}

/*
 * The open seconds of the local clock from the shifts that start on the days
 * [first_day, last_day]; with breaks of the day before, which may run into it.
 */
static void
local_spans(const Calendar *calendar, int32 first_day, int32 last_day, SpanList *out)
{
	bool		with_breaks = calendar->breaks.count > 0 || calendar->breaks.yearly != NULL;
	SpanList	hours = {0};
	SpanList	breaks = {0};
	SpanList   *target = with_breaks ? &hours : out;
	DayCursor	cursor;

	cursor_start(&cursor, calendar, with_breaks ? first_day - 1 : first_day);
	for (; cursor.date <= last_day + (with_breaks ? 1 : 0); cursor_next(&cursor))
	{
		DayRule		rule;

		if (cursor.date >= first_day && cursor.date <= last_day)
			add_day(target, cursor.date, cursor_hours(&cursor, &rule));
		if (with_breaks)
		{
			const DayHours *of_day[2];

			cursor_breaks(&cursor, of_day);
			add_breaks(&breaks, cursor.date, of_day);
		}
	}
	if (with_breaks)
	{
		spans_subtract(&hours, &breaks, out);
		spans_free(&hours);
		spans_free(&breaks);
	}
}

static void
hours_open_spans(const Calendar *calendar, int64 from, int64 to, SpanList *out)
{
	SpanList	local = {0};
	int64		end;

	for (int64 second = from; second < to; second = end)
	{
		int32		offset = time_zone_at(calendar->zone, second, &end).offset;
		int64		local_from = second + offset;
		int64		local_to;

		end = Min(end, to);
		local_to = end + offset;
		local.count = 0;
		local_spans(calendar, day_of_second(local_from) - 1, day_of_second(local_to - 1), &local);
		for (int i = 0; i < local.count; i++)
		{
			int64		start = Max(local.spans[i].start, local_from);
			int64		stop = Min(local.spans[i].end, local_to);

			if (start < stop)
				spans_add(out, start - offset, stop - offset);
		}
	}
	spans_free(&local);
}

/* Either the open seconds [from, to) of UTC, or the hours of one local day. */
typedef struct SpanRequest
{
	bool		of_day;
	int32		date;
	int64		from;
	int64		to;
} SpanRequest;

static void
collect_spans(const Calendar *calendar, const SpanRequest *request, SpanList *out)
{
	SpanList	total = {0};

	check_stack_depth();
	if (calendar->kind == CALENDAR_HOURS)
	{
		if (request->of_day)
			local_spans(calendar, request->date, request->date, out);
		else
			hours_open_spans(calendar, request->from, request->to, out);
		return;
	}

	collect_spans(calendar->members[0], request, &total);
	for (int i = 1; i < calendar->member_count; i++)
	{
		SpanList	member = {0};
		SpanList	merged = {0};

		CHECK_FOR_INTERRUPTS();
		collect_spans(calendar->members[i], request, &member);
		if (calendar->kind == CALENDAR_ANY)
			spans_union(&total, &member, &merged);
		else
			spans_intersect(&total, &member, &merged);
		spans_free(&total);
		spans_free(&member);
		total = merged;
	}
	for (int i = 0; i < total.count; i++)
		spans_add(out, total.spans[i].start, total.spans[i].end);
	spans_free(&total);
}

void
calendar_open_spans(const Calendar *calendar, int64 from, int64 to, SpanList *out)
{
	SpanRequest request = {.from = from, .to = to};

	collect_spans(calendar, &request, out);
}

void
calendar_day_spans(const Calendar *calendar, int32 date, SpanList *out)
{
	SpanRequest request = {.of_day = true, .date = date};

	collect_spans(calendar, &request, out);
}

const TimeZone *
calendar_zone(const Calendar *calendar)
{
	const TimeZone *zone;

	if (calendar->kind == CALENDAR_HOURS)
		return calendar->zone;
	check_stack_depth();
	zone = calendar_zone(calendar->members[0]);
	for (int i = 1; i < calendar->member_count && zone != NULL; i++)
	{
		if (calendar_zone(calendar->members[i]) != zone)
			zone = NULL;
	}
	return zone;
}

static void
widen(int32 date, bool *any, int32 *first, int32 *last)
{
	*first = *any ? Min(*first, date) : date;
	*last = *any ? Max(*last, date) : date;
	*any = true;
}

static void
widen_by_table(const DateTable *table, bool *any, int32 *first, int32 *last)
{
	if (table->count > 0)
	{
		widen(table->dated[0].date, any, first, last);
		widen(table->dated[table->count - 1].date, any, first, last);
	}
}

bool
calendar_dated_days(const Calendar *calendar, int32 *first, int32 *last)
{
	bool		any = false;

	if (calendar->kind == CALENDAR_HOURS)
	{
		widen_by_table(&calendar->holidays, &any, first, last);
		widen_by_table(&calendar->overrides, &any, first, last);
		widen_by_table(&calendar->breaks, &any, first, last);
		if (calendar->change_count > 1)
		{
			widen(calendar->changes[1].from, &any, first, last);
			widen(calendar->changes[calendar->change_count - 1].from, &any, first, last);
		}
	}
	check_stack_depth();
	for (int i = 0; i < calendar->member_count; i++)
	{
		int32		member_first;
		int32		member_last;

		if (calendar_dated_days(calendar->members[i], &member_first, &member_last))
		{
			widen(member_first, &any, first, last);
			widen(member_last, &any, first, last);
		}
	}
	return any;
}

bool
calendar_has_yearly_days(const Calendar *calendar)
{
	if (calendar->holidays.yearly != NULL || calendar->overrides.yearly != NULL ||
		calendar->breaks.yearly != NULL)
		return true;
	check_stack_depth();
	for (int i = 0; i < calendar->member_count; i++)
	{
		if (calendar_has_yearly_days(calendar->members[i]))
			return true;
	}
	return false;
}
