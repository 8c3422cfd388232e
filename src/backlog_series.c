/*
 * backlog_series.c
 *		How much was open at an instant, how old it was, and what came and went.
 */
#include "csops.h"

#include "backlog.h"
#include "business_time.h"
#include "duration_state.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "period.h"
#include "silent_cast.h"
#include "utils/timestamp.h"
#include "utils/tuplestore.h"

/* Of rows; more would not be looked at. */
#define MAX_PERIODS				100000

static const Backlog *
backlog_argument(FunctionCallInfo fcinfo)
{
	refuse_silent_casts_once(fcinfo);
	return CSOPS_GETARG(backlog_summary_type, 0);
}

static TimestampTz
finite_instant(FunctionCallInfo fcinfo, int n)
{
	TimestampTz at = PG_GETARG_TIMESTAMPTZ(n);

	if (TIMESTAMP_NOT_FINITE(at))
		infinite_instant();
	return at;
}

static inline bool
is_open(const OpenSpell *spell, TimestampTz at)
{
	return spell->start <= at && at < spell->end;
}

CSOPS_FUNCTION(csops_backlog_observations);

Datum
csops_backlog_observations(PG_FUNCTION_ARGS)
{
	const Backlog *backlog;

	if (PG_ARGISNULL(0))
		PG_RETURN_INT64(0);
	backlog = CSOPS_GETARG(backlog_summary_type, 0);
	PG_RETURN_INT64(backlog->tickets);
}

/* Tickets that are open at an instant and were first opened before another one. */
static int64
open_tickets(const Backlog *backlog, TimestampTz at, TimestampTz opened_before)
{
	BacklogWalk walk;
	OpenSpell	spell;
	int64		count = 0;

	backlog_start(&walk, backlog);
	while (backlog_next(&walk, &spell))
		count += is_open(&spell, at) && spell.first < opened_before;
	return count;
}

CSOPS_FUNCTION(csops_backlog_at);
CSOPS_FUNCTION(csops_backlog_older_than);

/* backlog_at(b, at) */
Datum
csops_backlog_at(PG_FUNCTION_ARGS)
{
	/* What is not open for ever is not open at its end. */
	PG_RETURN_INT64(open_tickets(backlog_argument(fcinfo), finite_instant(fcinfo, 1), DT_NOEND));
}

/* backlog_older_than(b, at, age) */
Datum
csops_backlog_older_than(PG_FUNCTION_ARGS)
{
	const Backlog *backlog = backlog_argument(fcinfo);
	TimestampTz at = finite_instant(fcinfo, 1);
	int64		age = duration_micros_of_interval(PG_GETARG_INTERVAL_P(2));

	if (age < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("age is out of range"),
				 errdetail("It is negative, infinite, longer than a duration can be, or has months, whose length is not fixed."),
				 errhint("Give days or hours, such as interval '7 days'.")));
	PG_RETURN_INT64(open_tickets(backlog, at, at - age));
}

/* Spells that start, first or not, or end in [from, to). */
typedef enum BacklogMove
{
	MOVE_OPENED,
	MOVE_REOPENED,
	MOVE_SOLVED
} BacklogMove;

static Datum
moves(FunctionCallInfo fcinfo, BacklogMove move)
{
	const Backlog *backlog = backlog_argument(fcinfo);
	TimestampTz from = PG_GETARG_TIMESTAMPTZ(1);
	TimestampTz to = PG_GETARG_TIMESTAMPTZ(2);
	BacklogWalk walk;
	OpenSpell	spell;
	int64		count = 0;

	backlog_start(&walk, backlog);
	while (backlog_next(&walk, &spell))
	{
		TimestampTz at = move == MOVE_SOLVED ? spell.end : spell.start;

		count += from <= at && at < to && (move == MOVE_SOLVED || spell.reopened == (move == MOVE_REOPENED));
	}
	PG_RETURN_INT64(count);
}

CSOPS_FUNCTION(csops_backlog_opened);
CSOPS_FUNCTION(csops_backlog_reopened);
CSOPS_FUNCTION(csops_backlog_solved);

Datum
csops_backlog_opened(PG_FUNCTION_ARGS)
{
	return moves(fcinfo, MOVE_OPENED);
}

Datum
csops_backlog_reopened(PG_FUNCTION_ARGS)
{
	return moves(fcinfo, MOVE_REOPENED);
}

Datum
csops_backlog_solved(PG_FUNCTION_ARGS)
{
	return moves(fcinfo, MOVE_SOLVED);
}

/* The median age in seconds, given the first openings of the two tickets in the middle. */
static float8
median_age(TimestampTz at, TimestampTz one, TimestampTz other)
{
	/* Each is a difference that may need 64 bits without a sign. */
	return ((double) ((uint64) at - (uint64) one) + (double) ((uint64) at - (uint64) other)) / 2 / USECS_PER_SEC;
}

CSOPS_FUNCTION(csops_backlog_median_age);

/* backlog_median_age_seconds(b, at) */
Datum
csops_backlog_median_age(PG_FUNCTION_ARGS)
{
	const Backlog *backlog = backlog_argument(fcinfo);
	TimestampTz at = finite_instant(fcinfo, 1);
	OpenSpell  *spell = backlog_sorted_spells(backlog);
	int32		open = 0;

	for (int32 i = 0; i < backlog->spells; i++)
	{
		if (is_open(&spell[i], at))
			spell[open++] = spell[i];
	}
	if (open == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(median_age(at, spell[(open - 1) / 2].first, spell[open / 2].first));
}

/* Which of the spells are open, as the counts of a Fenwick tree, so that the k-th is found in log n. */
typedef struct OpenSet
{
	int32		size;
	int32		top;			/* the highest power of two that is not above size */
	int32		count;
	int32	   *tree;			/* from 1 on */
} OpenSet;

static void
init_open_set(OpenSet *set, int32 size)
{
	set->size = size;
	set->count = 0;
	set->tree = palloc0(sizeof(int32) * ((Size) size + 1));
	for (set->top = 1; set->top <= size / 2; set->top *= 2)
		;
}

static void
change_open_set(OpenSet *set, int32 spell, int change)
{
	set->count += change;
	for (int32 i = spell + 1; i <= set->size; i += i & -i)
		set->tree[i] += change;
}

/* The k-th of those in the set, k counted from 0. */
static int32
kth_of_open_set(const OpenSet *set, int32 k)
{
	int32		found = 0;

	for (int32 step = set->top; step > 0; step /= 2)
	{
		if (found + step <= set->size && set->tree[found + step] <= k)
		{
			found += step;
			k -= set->tree[found];
		}
	}
	return found;
}

/* A period, clipped to what was asked for: from this bound to the next one. */
typedef struct SeriesPeriod
{
	TimestampTz at;				/* where the whole period starts */
	TimestampTz bound;			/* where its part starts; of the last entry, where all ends */
	int64		opened;
	int64		reopened;
	int64		solved;
} SeriesPeriod;

/* The periods that have a part in [from, to), and one entry more. */
static SeriesPeriod *
list_periods(PeriodGrid *grid, TimestampTz from, TimestampTz to, int *periods)
{
	int32		number = period_of_instant(grid, from);
	TimestampTz next;
	int			capacity = 64;
	int			count = 0;
	SeriesPeriod *period = palloc(sizeof(SeriesPeriod) * capacity);

	/* An hour that a clock repeats belongs to the date on which it comes first. */
	while ((next = period_first_instant(grid, number + 1)) <= from)
		number++;
	for (;; next = period_first_instant(grid, ++number + 1))
	{
		CHECK_FOR_INTERRUPTS();
		if (count == MAX_PERIODS)
			ereport(ERROR,
					(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
					 errmsg("too many periods"),
					 errdetail("There are more than %d between the instants given.", MAX_PERIODS),
					 errhint("Give a longer unit, or instants that are less far apart.")));
		if (count + 1 == capacity)
		{
			capacity *= 2;
			period = repalloc(period, sizeof(SeriesPeriod) * capacity);
		}
		memset(&period[count], 0, 2 * sizeof(SeriesPeriod));
		period[count].at = period_first_instant(grid, number);
		period[count].bound = Max(period[count].at, from);

		/* A date that a zone skips has no instants. */
		if (period[count].bound < Min(next, to))
			count++;
		if (next >= to)
			break;
	}
	period[count].bound = to;
	*periods = count;
	return period;
}

/* How many of the bounds, of which there are periods + 1, are not after an instant. */
static int
bounds_passed(const SeriesPeriod *period, int periods, TimestampTz at)
{
	int			low = 0;
	int			high = periods + 1;

	while (low < high)
	{
		int			middle = low + (high - low) / 2;

		if (period[middle].bound <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Lists of spells, one for each bound that they pass, as chains of indexes. */
typedef struct SpellChains
{
	int32	   *head;			/* -1: none */
	int32	   *next;
} SpellChains;

static void
init_chains(SpellChains *chains, int bounds, int32 spells)
{
	chains->head = palloc(sizeof(int32) * bounds);
	chains->next = palloc(sizeof(int32) * ((Size) spells + 1));
	memset(chains->head, -1, sizeof(int32) * bounds);
}

static void
chain_spell(SpellChains *chains, int bound, int32 spell)
{
	chains->next[spell] = chains->head[bound];
	chains->head[bound] = spell;
}

static void
apply_chain(OpenSet *open, const SpellChains *chains, int bound, int change)
{
	for (int32 i = chains->head[bound]; i >= 0; i = chains->next[i])
		change_open_set(open, i, change);
}

static void
put_row(ReturnSetInfo *result, const SeriesPeriod *period, const OpenSet *open, const OpenSpell *spell)
{
	Datum		values[6];
	bool		nulls[6] = {false};
	TimestampTz end = period[1].bound;

	values[0] = TimestampTzGetDatum(period->at);
	values[1] = Int64GetDatum(period->opened);
	values[2] = Int64GetDatum(period->reopened);
	values[3] = Int64GetDatum(period->solved);
	values[4] = Int64GetDatum(open->count);
	nulls[5] = open->count == 0;
	values[5] = nulls[5] ? (Datum) 0 :
		Float8GetDatum(median_age(end, spell[kth_of_open_set(open, (open->count - 1) / 2)].first,
								  spell[kth_of_open_set(open, open->count / 2)].first));
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

CSOPS_FUNCTION(csops_backlog_series);

/*
 * backlog_series(b, from_at, to_at, unit, tz, week_start)
 *
 * A spell is open at the end of a period when its start is before that bound
 * and its end is not: it is put into the set with the first bound that is
 * after its start, and taken out with the first one after its end.
 */
Datum
csops_backlog_series(PG_FUNCTION_ARGS)
{
	const Backlog *backlog = backlog_argument(fcinfo);
	TimestampTz from = finite_instant(fcinfo, 1);
	TimestampTz to = finite_instant(fcinfo, 2);
	PeriodGrid *grid = option_period_grid(fcinfo, 3, 4, 5);
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	SeriesPeriod *period;
	int			periods;
	OpenSpell  *spell;
	OpenSet		open;
	SpellChains starts;
	SpellChains ends;

	InitMaterializedSRF(fcinfo, 0);
	if (from >= to)
		return (Datum) 0;
	period = list_periods(grid, from, to, &periods);
	spell = backlog_sorted_spells(backlog);
	init_open_set(&open, backlog->spells);
	init_chains(&starts, periods + 1, backlog->spells);
	init_chains(&ends, periods + 1, backlog->spells);

	for (int32 i = 0; i < backlog->spells; i++)
	{
		int			start = bounds_passed(period, periods, spell[i].start);
		int			end = bounds_passed(period, periods, spell[i].end);

		CHECK_FOR_INTERRUPTS();
		if (start > 0 && start <= periods)
		{
			if (spell[i].reopened)
				period[start - 1].reopened++;
			else
				period[start - 1].opened++;
		}
		if (end > 0 && end <= periods)
			period[end - 1].solved++;
		if (start < end && start <= periods)
		{
			chain_spell(&starts, start, i);
			if (end <= periods)
				chain_spell(&ends, end, i);
		}
	}

	/* Bound 0 is the start of the first period: what it finds open was open before. */
	apply_chain(&open, &starts, 0, 1);
	for (int i = 0; i < periods; i++)
	{
		CHECK_FOR_INTERRUPTS();
		apply_chain(&open, &starts, i + 1, 1);
		apply_chain(&open, &ends, i + 1, -1);
		put_row(result, &period[i], &open, spell);
	}
	return (Datum) 0;
}
