/*
 * duration_state.c
 *		The forms of a duration_summary in memory, opened, made and changed.
 */
#include "csops.h"

#include "counters.h"
#include "duration_state.h"
#include "exact_sum.h"
#include "packed_number.h"

typedef struct CounterWindow
{
	uint16		first;			/* bucket of the first counter */
	uint16		length;
	uint32		unused;			/* zero: the counters are aligned on every platform */
	/* counters follow */
} CounterWindow;

#define LIST_FORM			16
#define COUNTERS_OFFSET		(sizeof(DurationSummary) + sizeof(CounterWindow))

/*
 * Sizes are powers of two, because that is what the allocator of an aggregate
 * hands out.
 */
#define SMALLEST_STATE		128
#define LARGEST_LIST_STATE	256
#define SMALLEST_WINDOW_STATE	512

StaticAssertDecl(sizeof(DurationSummary) == 64, "the states have the sizes given here");

/* Counters of a window */

static inline CounterWindow *
window_of(const DurationSummary *summary)
{
	return (CounterWindow *) ((char *) summary + sizeof(DurationSummary));
}

static inline char *
counters_of(const DurationSummary *summary)
{
	return (char *) summary + COUNTERS_OFFSET;
}

static inline uint16 *
list_of(const DurationSummary *summary)
{
	return (uint16 *) ((char *) summary + sizeof(DurationSummary));
}

static inline int
list_capacity(const DurationSummary *summary)
{
	return (int) ((VARSIZE(summary) - sizeof(DurationSummary)) / sizeof(uint16));
}

/* Opening a value */

const char *
duration_form_problem(const DurationSummary *summary)
{
	Size		size = VARSIZE(summary);

	if (size < sizeof(DurationSummary))
		return "The value is too short.";
	if (summary->observations < 0)
		return "The observations are negative.";
	switch (summary->header.flags)
	{
		case 0:
			return NULL;
		case LIST_FORM:
			if (size > LARGEST_LIST_STATE || summary->observations > list_capacity(summary))
				return "The size does not fit the observations.";
			return NULL;
		case 1:
		case 2:
		case 4:
		case 8:
			if (size < COUNTERS_OFFSET ||
				window_of(summary)->first + window_of(summary)->length > DURATION_BUCKETS ||
				size != COUNTERS_OFFSET + (Size) summary->header.flags * window_of(summary)->length)
				return "The size does not fit the buckets.";
			return NULL;
		default:
			return "The flags are not known.";
	}
}

/* False where the bytes are no tokens. */
bool
read_duration_tokens(DurationView *view, const uint8 *from, int length)
{
	const uint8 *end = from + length;
	uint64		next = 0;

	view->cells = 0;
	view->cell = palloc(sizeof(DurationCell) * Max(length, 1));
	while (from < end)
	{
		uint64		token;

		/* Twice the most that can be counted has 63 bits. */
		if (!unpack_number(&from, end, &token) || token >> 63 != 0)
			return false;
		if (token & 1)
			next += (token >> 1) + 1;
		else if (token == 0 || next >= DURATION_BUCKETS)
			return false;
		else
		{
			view->cell[view->cells].bucket = (int) next++;
			view->cell[view->cells++].count = (int64) (token >> 1);
		}
		if (next > DURATION_BUCKETS)
			return false;
	}
	return true;
}

static void
view_counters(DurationView *view, const char *counters, int width, int first, int length)
{
	view->cells = 0;
	view->cell = palloc(sizeof(DurationCell) * Max(length, 1));
	for (int i = 0; i < length; i++)
	{
		int64		count = get_counter(counters, width, i);

		if (count != 0)
		{
			view->cell[view->cells].bucket = first + i;
			view->cell[view->cells++].count = count;
		}
	}
}

static void
view_list(DurationView *view, const uint16 *list, int length)
{
	uint8		counters[DURATION_BUCKETS] = {0};
	int			first = DURATION_BUCKETS;
	int			last = -1;

	StaticAssertStmt((LARGEST_LIST_STATE - sizeof(DurationSummary)) / sizeof(uint16) <= PG_UINT8_MAX,
					 "one byte counts a whole list");
	for (int i = 0; i < length; i++)
	{
		if (list[i] >= DURATION_BUCKETS)
			csops_corrupted(&duration_summary_type, "There is no such bucket.");
		counters[list[i]]++;
		first = Min(first, list[i]);
		last = Max(last, list[i]);
	}
	view_counters(view, (char *) counters + (length > 0 ? first : 0), 1, first, last - first + 1);
}

void
view_duration_figures(DurationView *view, const DurationSummary *summary)
{
	view->observations = summary->observations;
	view->unanswered = summary->unanswered;
	view->invalid = summary->invalid;
	memcpy(view->total, summary->total, sizeof(view->total));
	view->minimum = summary->minimum;
	view->maximum = summary->maximum;
}

void
view_duration_summary(DurationView *view, const DurationSummary *summary)
{
	view_duration_figures(view, summary);
	if (summary->header.flags == 0)
	{
		if (!read_duration_tokens(view, duration_tokens(summary), duration_tokens_length(summary)))
			csops_corrupted(&duration_summary_type, "The counts cannot be read.");
	}
	else if (summary->header.flags == LIST_FORM)
		view_list(view, list_of(summary), (int) summary->observations);
	else
	{
		const CounterWindow *window = window_of(summary);

		view_counters(view, counters_of(summary), summary->header.flags, window->first, window->length);
	}

	/* So that a rank is always that of some cell. */
	if ((view->observations == 0) != (view->cells == 0))
		csops_corrupted(&duration_summary_type, "The observations do not fit the counts.");
}

/* Making values */

DurationSummary *
make_duration_summary(const DurationView *view)
{
	Size		room = sizeof(DurationSummary) + 2 * DURATION_TOKEN_BYTES * (Size) view->cells;
	DurationSummary *summary = csops_new(&duration_summary_type, room);
	uint8	   *end = (uint8 *) summary + sizeof(DurationSummary);
	int			next = 0;

	summary->observations = view->observations;
	summary->unanswered = view->unanswered;
	summary->invalid = view->invalid;
	memcpy(summary->total, view->total, sizeof(summary->total));
	summary->minimum = view->minimum;
	summary->maximum = view->maximum;
	for (int i = 0; i < view->cells; i++)
	{
		int			passed = view->cell[i].bucket - next;

		if (passed > 0)
			end = pack_number(end, 2 * (uint64) passed - 1);
		end = pack_number(end, 2 * (uint64) view->cell[i].count);
		next = view->cell[i].bucket + 1;
	}
	SET_VARSIZE(summary, end - (uint8 *) summary);
	return summary;
}

static DurationSummary *
new_list(Size size)
{
	DurationSummary *state = csops_new(&duration_summary_type, size);

	state->header.flags = LIST_FORM;
	state->minimum = state->maximum = DURATION_UNKNOWN;
	return state;
}

DurationSummary *
new_duration_state(void)
{
	return new_list(SMALLEST_STATE);
}

static void
copy_figures(DurationSummary *to, const DurationSummary *from)
{
	memcpy((char *) to + sizeof(CsopsHeader), (const char *) from + sizeof(CsopsHeader),
		   sizeof(DurationSummary) - sizeof(CsopsHeader));
}

/*
 * A copy of the summary, which the view shows, as a window of counters over
 * the buckets in use and these, not narrower than width.
 */
static DurationSummary *
window_copy(const DurationSummary *summary, const DurationView *view, int first, int last, int width)
{
	DurationSummary *copy;
	CounterWindow *window;
	int			used;
	int			length;
	Size		size = SMALLEST_WINDOW_STATE;

	if (view->cells > 0)
	{
		first = Min(first, view->cell[0].bucket);
		last = Max(last, view->cell[view->cells - 1].bucket);
	}
	for (int i = 0; i < view->cells; i++)
	{
		while (view->cell[i].count > widest_count(width))
			width *= 2;
	}

	used = last - first + 1;
	while (size < COUNTERS_OFFSET + (Size) width * used)
		size *= 2;
	length = (int) Min((size - COUNTERS_OFFSET) / width, DURATION_BUCKETS);
	first = Max(0, Min(first - (length - used) / 2, DURATION_BUCKETS - length));

	copy = csops_new(&duration_summary_type, COUNTERS_OFFSET + (Size) width * length);
	copy_figures(copy, summary);
	copy->header.flags = width;
	window = window_of(copy);
	window->first = first;
	window->length = length;
	for (int i = 0; i < view->cells; i++)
		set_counter(counters_of(copy), width, view->cell[i].bucket - first, view->cell[i].count);
	return copy;
}

static DurationSummary *
longer_list(const DurationSummary *summary)
{
	DurationSummary *copy = new_list(2 * VARSIZE(summary));

	copy_figures(copy, summary);
	memcpy(list_of(copy), list_of(summary), sizeof(uint16) * summary->observations);
	return copy;
}

/* A copy in working form. */
DurationSummary *
duration_working_copy(const DurationSummary *summary)
{
	DurationView view;
	DurationSummary *state = new_duration_state();
	int			n = 0;

	view_duration_summary(&view, summary);
	if (summary->observations > list_capacity(state) && view.cells > 0)
		return window_copy(summary, &view, view.cell[0].bucket, view.cell[0].bucket, 1);
	copy_figures(state, summary);
	for (int i = 0; i < view.cells; i++)
	{
		for (int64 j = 0; j < view.cell[i].count && n < summary->observations; j++)
			list_of(state)[n++] = (uint16) view.cell[i].bucket;
	}
	state->observations = n;
	return state;
}

/* A copy with room for more in that bucket, in the state's form or the next one. */
static pg_noinline DurationSummary *
roomier_copy(const DurationSummary *state, int bucket)
{
	DurationView view;
	int			width = state->header.flags;

	if (width == LIST_FORM)
	{
		if (VARSIZE(state) < LARGEST_LIST_STATE)
			return longer_list(state);
		width = 1;
	}
	else if (bucket >= window_of(state)->first &&
			 bucket < window_of(state)->first + window_of(state)->length)
		width *= 2;
	view_duration_summary(&view, state);
	return window_copy(state, &view, bucket, bucket, width);
}

/* To a state in working form; where it has no room, to a roomier copy. */
static inline DurationSummary *
add_count(DurationSummary *state, int bucket, int64 count)
{
	for (;;)
	{
		int			width = state->header.flags;

		if (width == LIST_FORM)
		{
			if (count <= list_capacity(state) - state->observations)
			{
				while (count-- > 0)
					list_of(state)[state->observations++] = (uint16) bucket;
				return state;
			}
		}
		else
		{
			int			n = bucket - window_of(state)->first;

			if (n >= 0 && n < window_of(state)->length)
			{
				char	   *counters = counters_of(state);
				int64		before = get_counter(counters, width, n);

				if (count <= widest_count(width) - before)
				{
					set_counter(counters, width, n, before + count);
					state->observations += count;
					return state;
				}
			}
		}
		state = roomier_copy(state, bucket);
	}
}
/* One at a time where they are few, or else into counters. */
DurationSummary *
add_duration_cells(DurationSummary *state, const DurationView *view)
{
	if (state->header.flags == LIST_FORM && view->cells > 0 &&
		view->observations > list_capacity(state) - state->observations)
	{
		DurationView before;

		view_duration_summary(&before, state);
		state = window_copy(state, &before, view->cell[0].bucket,
							view->cell[view->cells - 1].bucket, 1);
	}
	for (int i = 0; i < view->cells; i++)
		state = add_count(state, view->cell[i].bucket, view->cell[i].count);
	return state;
}

DurationSummary *
add_duration(DurationSummary *state, int64 micros)
{
	if (state->observations == 0)
		state->minimum = state->maximum = micros;
	else if (state->minimum >= 0)
	{
		if (micros < state->minimum)
			state->minimum = micros;
		if (micros > state->maximum)
			state->maximum = micros;
	}
	add_to_duration_total(state->total, micros);
	return add_count(state, duration_bucket(micros), 1);
}

void
take_duration(DurationSummary *state, int64 micros)
{
	static const char detail[] = "No duration in the same bucket was counted.";
	uint64		taken[DURATION_TOTAL_LIMBS] = {(uint64) micros, 0};
	int			bucket = duration_bucket(micros);

	if (state->header.flags == LIST_FORM)
	{
		uint16	   *list = list_of(state);
		int			n = 0;

		while (n < state->observations && list[n] != bucket)
			n++;
		if (n == state->observations)
			csops_impossible_result(true, detail);
		list[n] = list[state->observations - 1];
	}
	else
	{
		int			n = bucket - window_of(state)->first;
		int			width = state->header.flags;
		char	   *counters = counters_of(state);

		if (n < 0 || n >= window_of(state)->length || get_counter(counters, width, n) == 0)
			csops_impossible_result(true, detail);
		set_counter(counters, width, n, get_counter(counters, width, n) - 1);
	}
	state->observations--;
	wide_subtract(state->total, taken, DURATION_TOTAL_LIMBS);
	state->minimum = state->maximum = DURATION_UNKNOWN;
}
