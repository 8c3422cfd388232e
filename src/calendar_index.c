/*
 * calendar_index.c
 *		Questions to a compiled calendar.
 *
 * All of them come down to the open time before an instant: the sum before
 * its page and a look into the page, or to the inverse of that, a binary
 * search over the sums.
 */
#include "csops.h"

#include "calendar_index.h"
#include "calendar_pages.h"
#include "common/int.h"

static inline int32
page_of(TimestampTz at)
{
	return (int32) ((at >= 0 ? at : at - USECS_OF_PAGE + 1) / USECS_OF_PAGE);
}

static inline const PageOpening *
opening_at(const OpeningPage *page, uint32 second)
{
	const PageOpening *opening = &page->openings[page->last_by_day[second / SECONDS_OF_DAY]];

	while (opening[1].start <= second)
		opening++;
	return opening;
}

static inline int64
start_of(const PageOpening *opening)
{
	return opening->start * USECS_PER_SEC;
}

static inline int64
end_of(const PageOpening *opening)
{
	return (opening->start + (opening[1].before - opening[0].before)) * USECS_PER_SEC;
}

/* Open microseconds of the page before that instant of it. */
static inline int64
open_before(const OpeningPage *page, int64 at)
{
	const PageOpening *opening = opening_at(page, (uint32) (at / USECS_PER_SEC));
	int64		since = at - start_of(opening);
	int64		length = (opening[1].before - opening->before) * USECS_PER_SEC;

	return opening->before * USECS_PER_SEC + Min(since, length);
}

static inline int64
seconds_open(const OpeningPage *page)
{
	return page->openings[page->count + 1].before;
}

static bool
elapsed_by_pages(CalendarIndex *index, TimestampTz from, TimestampTz to, int64 *elapsed)
{
	int32		from_page = page_of(from);
	int32		to_page = page_of(to);
	int64		from_open = open_before(opening_page(index, from_page), from - from_page * USECS_OF_PAGE);
	int64		to_open = open_before(opening_page(index, to_page), to - to_page * USECS_OF_PAGE);
	int64		between;

	between = measure_before(index, &index->open, to_page) - measure_before(index, &index->open, from_page);
	return !pg_mul_s64_overflow(between, USECS_PER_SEC, elapsed) &&
		!pg_add_s64_overflow(*elapsed, to_open - from_open, elapsed);
}

static inline bool
elapsed_by_weeks(const WeekTable *weeks, TimestampTz from, TimestampTz to, int64 *elapsed)
{
	int64		from_open;
	int64		to_open;

	if (!weeks_open_before(weeks, from, &from_open) || !weeks_open_before(weeks, to, &to_open))
		return false;
	*elapsed = to_open - from_open;
	return true;
}

bool
calendar_elapsed(CalendarIndex *index, TimestampTz from, TimestampTz to, int64 *elapsed)
{
	bool		measured;

	if (likely(elapsed_by_weeks(&index->weeks, from, to, elapsed)))
		return true;

	/* Pages that are measured are taken into the weeks. */
	measured = measure_page_of(index, page_of(from));
	if (measure_page_of(index, page_of(to)) || measured)
	{
		if (elapsed_by_weeks(&index->weeks, from, to, elapsed))
			return true;
	}
	return elapsed_by_pages(index, from, to, elapsed);
}

bool
calendar_is_open(CalendarIndex *index, TimestampTz at)
{
	int32		number = page_of(at);
	int64		within = at - number * USECS_OF_PAGE;

	return within < end_of(opening_at(opening_page(index, number), (uint32) (within / USECS_PER_SEC)));
}

static SearchResult
found(int32 page, int64 within, TimestampTz *result)
{
	if (pg_add_s64_overflow(page * USECS_OF_PAGE, within, result) || !IS_VALID_TIMESTAMP(*result))
		return SEARCH_OUT_OF_RANGE;
	return SEARCH_FOUND;
}

/* Why the search ended at the edge of time: is there more of it in the repetitions? */
static SearchResult
not_found(CalendarIndex *index, PageTable *table, bool forward, bool present)
{
	int32		cycle = forward ? table->future_cycle : table->past_cycle;
	int32		from = forward ? table->future : table->past - cycle;
	int64		sum = measure_before(index, table, from + cycle) - measure_before(index, table, from);

	if (!present)
		sum = cycle * SECONDS_OF_PAGE - sum;
	return sum > 0 ? SEARCH_OUT_OF_RANGE : SEARCH_NEVER;
}

SearchResult
calendar_next(CalendarIndex *index, bool open, TimestampTz at, TimestampTz *result)
{
	int32		number = page_of(at);
	int64		within = at - number * USECS_OF_PAGE;
	const OpeningPage *page = opening_page(index, number);
	const PageOpening *opening = opening_at(page, (uint32) (within / USECS_PER_SEC));

	if ((within < end_of(opening)) == open)
		return found(number, within, result);
	if (open && opening < &page->openings[page->count])
		return found(number, start_of(opening + 1), result);
	if (!open && end_of(opening) < USECS_OF_PAGE)
		return found(number, end_of(opening), result);

	if (!page_with_measure(index, &index->open, open, number + 1, 1, &number))
		return not_found(index, &index->open, true, open);
	page = opening_page(index, number);
	opening = &page->openings[1];
	if (open)
		return found(number, start_of(opening), result);
	return found(number, page->count > 0 && opening->start == 0 ? end_of(opening) : 0, result);
}

SearchResult
calendar_previous(CalendarIndex *index, bool open, TimestampTz at, TimestampTz *result)
{
	int32		number = page_of(at);
	int64		within = at - number * USECS_OF_PAGE;
	const OpeningPage *page;
	const PageOpening *opening;

	/* What ends at the start of a page is seen from the page before; the second page has what is sought. */
	for (;;)
	{
		page = opening_page(index, number);
		if (within > 0)
		{
			/* The last opening before, not at, that instant. */
			opening = opening_at(page, (uint32) ((within - 1) / USECS_PER_SEC));
			if (open)
			{
				/* The entry for the page's start has no length: no opening so far. */
				if (end_of(opening) > start_of(opening))
					return found(number, Min(within, end_of(opening)), result);
			}
			else if (within > end_of(opening))
				return found(number, within, result);
			else if (opening->start > 0)
				return found(number, start_of(opening), result);
		}
		Assert(within < USECS_OF_PAGE);
		if (!page_with_measure(index, &index->open, open, number, -1, &number))
			return not_found(index, &index->open, false, open);
		within = USECS_OF_PAGE;
	}
}

/* The instant of the page at which that much of its open time has passed. */
static int64
instant_after(const OpeningPage *page, int64 amount, bool earliest)
{
	int			low = 0;
	int			high = page->count;

	/* The last opening with less (or, for the latest instant, not more) before it. */
	while (low < high)
	{
		int			middle = low + (high - low + 1) / 2;
		int64		before = page->openings[middle].before * USECS_PER_SEC;

		if (earliest ? before < amount : before <= amount)
			low = middle;
		else
			high = middle - 1;
	}
	return start_of(&page->openings[low]) + amount - page->openings[low].before * USECS_PER_SEC;
}

static inline int64
seconds_upward(int64 usecs)
{
	return usecs / USECS_PER_SEC + (usecs % USECS_PER_SEC > 0);
}

static SearchResult
add_forward(CalendarIndex *index, TimestampTz at, int64 amount, TimestampTz *result)
{
	int32		number = page_of(at);
	const OpeningPage *page = opening_page(index, number);
	int64		passed = open_before(page, at - number * USECS_OF_PAGE);
	int64		left = seconds_open(page) * USECS_PER_SEC - passed;
	int32		last;

	if (amount <= left)
		return found(number, instant_after(page, passed + amount, true), result);
	amount -= left;
	number++;
	if (!page_with_measure(index, &index->open, true, number, seconds_upward(amount), &last))
		return not_found(index, &index->open, true, true);
	amount -= (measure_before(index, &index->open, last) -
			   measure_before(index, &index->open, number)) * USECS_PER_SEC;
	return found(last, instant_after(opening_page(index, last), amount, true), result);
}

static SearchResult
add_backward(CalendarIndex *index, TimestampTz at, int64 amount, TimestampTz *result)
{
	int32		number = page_of(at);
	const OpeningPage *page = opening_page(index, number);
	int64		passed = open_before(page, at - number * USECS_OF_PAGE);
	int32		first;

	if (amount <= passed)
		return found(number, instant_after(page, passed - amount, false), result);
	amount -= passed;
	if (!page_with_measure(index, &index->open, true, number, -seconds_upward(amount), &first))
		return not_found(index, &index->open, false, true);
	amount -= (measure_before(index, &index->open, number) -
			   measure_before(index, &index->open, first + 1)) * USECS_PER_SEC;
	page = opening_page(index, first);
	return found(first, instant_after(page, seconds_open(page) * USECS_PER_SEC - amount, false), result);
}

SearchResult
calendar_add(CalendarIndex *index, TimestampTz at, int64 amount, TimestampTz *result)
{
	if (amount > 0)
		return add_forward(index, at, amount, result);

	/* The one amount that has no opposite goes in two steps. */
	if (amount == PG_INT64_MIN)
	{
		SearchResult outcome = add_backward(index, at, PG_INT64_MAX, &at);

		if (outcome != SEARCH_FOUND)
			return outcome;
		amount = -1;
	}
	*result = at;
	return amount < 0 ? add_backward(index, at, -amount, result) : SEARCH_FOUND;
}
