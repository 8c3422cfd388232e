/*
 * calendar_pages.c
 *		Works out the pages of a calendar's index when they are first needed.
 */
#include "csops.h"

#include "calendar_pages.h"
#include "miscadmin.h"
#include "port/pg_bitutils.h"
#include "utils/date.h"
#include "utils/memutils.h"

/* The openings of one calendar are forgotten when they take more than this. */
#define MAX_BYTES_OF_PAGES		(64 * 1024 * 1024)

/* A shift may run into the next day, and no offset is longer than a day. */
#define DAYS_OF_MARGIN			3

uint64		bytes_of_openings = 0;

static int32
page_of_second(int64 second)
{
	return (int32) ((second >= 0 ? second : second - SECONDS_OF_PAGE + 1) / SECONDS_OF_PAGE);
}

static int32
page_of_day(int32 date)
{
	return page_of_second(date * SECONDS_OF_DAY);
}

static OpeningPage *
build_openings(CalendarIndex *index, int32 number, const SpanList *spans)
{
	int64		start = number * SECONDS_OF_PAGE;
	Size		size = offsetof(OpeningPage, openings) + (spans->count + 2) * sizeof(PageOpening);
	OpeningPage *page;
	uint32		before = 0;
	int			last = 0;

	page = MemoryContextAllocHuge(index->pages, size);
	bytes_of_openings += size;
	page->count = spans->count;
	page->openings[0].start = 0;
	page->openings[0].before = 0;
	for (int i = 0; i < spans->count; i++)
	{
		page->openings[i + 1].start = (uint32) (spans->spans[i].start - start);
		page->openings[i + 1].before = before;
		before += (uint32) (spans->spans[i].end - spans->spans[i].start);
	}
	page->openings[spans->count + 1].start = PG_UINT32_MAX;
	page->openings[spans->count + 1].before = before;
	for (int day = 0; day < DAYS_OF_PAGE; day++)
	{
		while (page->openings[last + 1].start <= day * SECONDS_OF_DAY)
			last++;
		page->last_by_day[day] = last;
	}
	return page;
}

static void
page_spans(CalendarIndex *index, int32 number, SpanList *spans)
{
	calendar_open_spans(index->calendar, number * SECONDS_OF_PAGE, (number + INT64CONST(1)) * SECONDS_OF_PAGE, spans);
}

static int64
seconds_of(const SpanList *spans)
{
	int64		seconds = 0;

	for (int i = 0; i < spans->count; i++)
		seconds += spans->spans[i].end - spans->spans[i].start;
	return seconds;
}

/* Is there any instant at which the local clock shows one of these times? */
static bool
clock_shows(const TimeZone *zone, const SpanList *local)
{
	for (int i = 0; i < local->count; i++)
	{
		const Span *span = &local->spans[i];
		int64		to = span->end + SECONDS_OF_DAY;
		int64		end;

		for (int64 second = span->start - SECONDS_OF_DAY; second < to; second = end)
		{
			int32		offset = time_zone_at(zone, second, &end).offset;

			end = Min(end, to);
			if (Max(second + offset, span->start) < Min(end + offset, span->end))
				return true;
		}
	}
	return false;
}

static uint64
working_days(CalendarIndex *index, int32 number)
{
	SpanList	spans = {0};
	uint64		days = 0;

	for (int day = 0; day < DAYS_OF_PAGE; day++)
	{
		spans.count = 0;
		calendar_day_spans(index->calendar, number * DAYS_OF_PAGE + day, &spans);
		if (clock_shows(index->zone, &spans))
			days |= UINT64CONST(1) << day;
	}
	spans_free(&spans);
	return days;
}

/*
 * Measures a page whose `before` is known, or that of the page after it, and
 * sets the other one.
 */
static void
measure_page(CalendarIndex *index, PageTable *table, int32 number, PageEntry *entry, bool upward)
{
	SpanList	spans = {0};
	int64		measure;

	CHECK_FOR_INTERRUPTS();
	if (table == &index->open)
	{
		page_spans(index, number, &spans);
		measure = seconds_of(&spans);
		entry->is.openings = NULL;
	}
	else
	{
		entry->is.days = working_days(index, number);
		measure = pg_popcount64(entry->is.days);
	}
	if (upward)
		entry[1].before = entry->before + measure;
	else
		entry->before = entry[1].before - measure;
	if (table == &index->open)
		weeks_add_page(&index->weeks, index->context, number, &spans, entry->before);
	spans_free(&spans);
}

/* Makes room for entries of the pages [low, high], with slack on the side that grows. */
static void
reserve(CalendarIndex *index, PageTable *table, int32 low, int32 high, bool upward)
{
	int32		needed = high - low + 1;
	int32		capacity;
	PageEntry  *entries;
	int32		base;

	if (table->entries != NULL && low >= table->base && high < table->base + table->capacity)
		return;
	capacity = Max(needed * 2, 16);
	base = upward ? low : high - capacity + 1;
	entries = MemoryContextAllocZero(index->context, capacity * sizeof(PageEntry));
	if (table->entries != NULL)
	{
		memcpy(&entries[table->low - base], &table->entries[table->low - table->base],
			   (table->high - table->low + 1) * sizeof(PageEntry));
		pfree(table->entries);
	}
	table->entries = entries;
	table->base = base;
	table->capacity = capacity;
}

/*
 * Extends what is known until it holds the sum before that page.  A page counts
 * as known only when its entry is complete, so an error on the way does no harm.
 */
static void
extend_to(CalendarIndex *index, PageTable *table, int32 number)
{
	if (table->entries == NULL)
	{
		reserve(index, table, number, number, true);
		table->low = table->high = number;
	}
	while (table->high < number)
	{
		reserve(index, table, table->low, table->high + 1, true);
		measure_page(index, table, table->high, &table->entries[table->high - table->base], true);
		table->high++;
	}
	while (table->low > number)
	{
		reserve(index, table, table->low - 1, table->high, false);
		measure_page(index, table, table->low - 1, &table->entries[table->low - 1 - table->base], false);
		table->low--;
	}
}

static int64
known_before(CalendarIndex *index, PageTable *table, int32 number)
{
	extend_to(index, table, number);
	return table->entries[number - table->base].before;
}

/* The page that stands for that one, and how many cycles lie between. */
static int32
folded(const PageTable *table, int32 number, int64 *cycles)
{
	*cycles = 0;
	if (number >= table->future + table->future_cycle)
	{
		*cycles = (number - table->future) / table->future_cycle;
		return table->future + (number - table->future) % table->future_cycle;
	}
	if (number < table->past - table->past_cycle)
	{
		*cycles = -((table->past - 1 - number) / table->past_cycle);
		return table->past - 1 - (table->past - 1 - number) % table->past_cycle;
	}
	return number;
}

int64
measure_before_slowly(CalendarIndex *index, PageTable *table, int32 number)
{
	int64		cycles;
	int32		page = folded(table, number, &cycles);
	int64		before = known_before(index, table, page);

	if (cycles > 0)
		before += cycles * (known_before(index, table, table->future + table->future_cycle) -
							known_before(index, table, table->future));
	else if (cycles < 0)
		before += cycles * (known_before(index, table, table->past) -
							known_before(index, table, table->past - table->past_cycle));
	return before;
}

static void
forget_openings(CalendarIndex *index)
{
	PageTable  *table = &index->open;

	for (int32 page = table->low; page < table->high; page++)
		table->entries[page - table->base].is.openings = NULL;
	MemoryContextReset(index->pages);
}

bool
measure_page_of(CalendarIndex *index, int32 number)
{
	PageTable  *table = &index->open;
	int64		cycles;
	int32		page = folded(table, number, &cycles);

	if (table->entries != NULL && page >= table->low && page < table->high)
		return false;
	extend_to(index, table, page);
	extend_to(index, table, page + 1);
	return true;
}

OpeningPage *
opening_page_slowly(CalendarIndex *index, int32 number)
{
	PageTable  *table = &index->open;
	int64		cycles;
	int32		page = folded(table, number, &cycles);
	PageEntry  *entry;

	if (MemoryContextMemAllocated(index->pages, false) > MAX_BYTES_OF_PAGES)
		forget_openings(index);
	measure_page_of(index, number);
	entry = &table->entries[page - table->base];
	if (entry->is.openings == NULL)
	{
		SpanList	spans = {0};

		page_spans(index, page, &spans);
		entry->is.openings = build_openings(index, page, &spans);
		spans_free(&spans);
	}
	return entry->is.openings;
}

uint64
page_days(CalendarIndex *index, int32 number)
{
	PageTable  *table = &index->days;
	int64		cycles;
	int32		page = folded(table, number, &cycles);

	extend_to(index, table, page);
	extend_to(index, table, page + 1);
	return table->entries[page - table->base].is.days;
}

static int64
measure_or_absence(CalendarIndex *index, PageTable *table, bool present, int32 number)
{
	int64		measure = measure_before(index, table, number);

	return present ? measure : number * SECONDS_OF_PAGE - measure;
}

bool
page_with_measure(CalendarIndex *index, PageTable *table, bool present,
				  int32 from, int64 amount, int32 *number)
{
	bool		forward = amount > 0;
	int32		limit = forward ? table->last + 1 : table->first;
	int32		near = from;
	int32		far = from;
	int64		target;

	if (forward ? from > table->last : from <= table->first)
		return false;
	target = measure_or_absence(index, table, present, from) + amount;

	/* Ever longer strides, then halving: the sum at `near` falls short, that at `far` does not. */
	for (int64 stride = 1;; stride *= 2)
	{
		int64		sum;

		far = forward ? (int32) Min(near + stride, limit) : (int32) Max(near - stride, limit);
		sum = measure_or_absence(index, table, present, far);
		if (forward ? sum >= target : sum <= target)
			break;
		if (far == limit)
			return false;
		near = far;
	}
	while (far - near > 1 || near - far > 1)
	{
		int32		middle = near + (far - near) / 2;
		int64		sum = measure_or_absence(index, table, present, middle);

		if (forward ? sum >= target : sum <= target)
			far = middle;
		else
			near = middle;
	}
	*number = forward ? near : far;
	return true;
}

/* Where the zones of a calendar change their offsets, and whether they go on to. */
static void
zone_changes(const Calendar *calendar, bool *any, int64 *first, int64 *last, bool *repeats)
{
	int64		zone_first;
	int64		zone_last;

	check_stack_depth();
	for (int i = 0; i < calendar->member_count; i++)
		zone_changes(calendar->members[i], any, first, last, repeats);
	if (calendar->kind != CALENDAR_HOURS || !time_zone_changes(calendar->zone, &zone_first, &zone_last))
		return;
	*first = *any ? Min(*first, zone_first) : zone_first;
	*last = *any ? Max(*last, zone_last) : zone_last;
	*any = true;
	*repeats |= time_zone_repeats(calendar->zone);
}

/*
 * Before the first dated day and change of offset, and after the last ones,
 * pages repeat: with the week, or where yearly days or rules of daylight
 * saving are in force with the 400 years of the calendar.
 */
static void
set_cycles(PageTable *table, const Calendar *calendar)
{
	bool		any_change = false;
	bool		repeats = false;
	bool		yearly = calendar_has_yearly_days(calendar);
	int64		first = 0;
	int64		last = 0;
	int32		first_day;
	int32		last_day;

	zone_changes(calendar, &any_change, &first, &last, &repeats);
	if (calendar_dated_days(calendar, &first_day, &last_day))
	{
		first = any_change ? Min(first, first_day * SECONDS_OF_DAY) : first_day * SECONDS_OF_DAY;
		last = any_change ? Max(last, last_day * SECONDS_OF_DAY) : last_day * SECONDS_OF_DAY;
	}
	table->past = page_of_second(first - DAYS_OF_MARGIN * SECONDS_OF_DAY);
	table->future = page_of_second(last + DAYS_OF_MARGIN * SECONDS_OF_DAY) + 1;
	table->past_cycle = yearly ? PAGES_OF_CYCLE : 1;
	table->future_cycle = yearly || repeats ? PAGES_OF_CYCLE : 1;
}

void
calendar_index_init(CalendarIndex *index, MemoryContext context, const Calendar *calendar)
{
	memset(index, 0, sizeof(*index));
	index->context = context;
	index->pages = AllocSetContextCreate(context, "csops calendar pages", ALLOCSET_SMALL_SIZES);
	index->calendar = calendar;
	index->zone = calendar_zone(calendar);
	set_cycles(&index->open, calendar);
	index->days = index->open;
	index->open.first = page_of_second(FIRST_SECOND);
	index->open.last = page_of_second(LAST_SECOND);
	index->days.first = page_of_day(DATETIME_MIN_JULIAN - POSTGRES_EPOCH_JDATE);
	index->days.last = page_of_day(DATE_END_JULIAN - 1 - POSTGRES_EPOCH_JDATE);
}
