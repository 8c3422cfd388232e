/*
 * sla_explain.c
 *		explain_clock: each stretch of a timeline, and why a clock counts it or not.
 */
#include "csops.h"

#include "business_explain.h"
#include "business_time.h"
#include "catalog/pg_type.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "sla_call.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"
#include "utils/tuplestore.h"

/* The columns of explain_clock. */
typedef enum ClockRowField
{
	ROW_CYCLE,
	ROW_DURING,
	ROW_STATE,
	ROW_COUNTED,
	ROW_REASON,
	ROW_SECONDS,
	ROW_ELAPSED_SO_FAR,
	ROW_FIELDS
} ClockRowField;

typedef struct ClockRows
{
	ReturnSetInfo *result;
	TypeCacheEntry *range;
	MemoryContext memory;		/* of one row */
	const TimelineView *view;
	const ClockSpell *spell;	/* that the rows are part of */
	int64		elapsed;
} ClockRows;

static void
put_row(void *sink, TimestampTz start, TimestampTz end, bool counted, const char *reason)
{
	ClockRows  *rows = sink;
	const ClockSpell *spell = rows->spell;
	int64		usecs = counted ? end - start : 0;
	Datum		values[ROW_FIELDS] = {0};
	bool		nulls[ROW_FIELDS] = {0};
	MemoryContext caller = MemoryContextSwitchTo(rows->memory);

	rows->elapsed += usecs;
	nulls[ROW_CYCLE] = spell->cycle == 0;
	values[ROW_CYCLE] = Int32GetDatum(spell->cycle);
	values[ROW_DURING] = instant_range(rows->range, start, end);
	nulls[ROW_STATE] = spell->state == TIMELINE_UNKNOWN;
	if (!nulls[ROW_STATE])
	{
		const TimelineState *state = &rows->view->state[spell->state];

		values[ROW_STATE] = PointerGetDatum(cstring_to_text_with_len(state->name, state->length));
	}
	values[ROW_COUNTED] = BoolGetDatum(counted);
	values[ROW_REASON] = CStringGetTextDatum(reason);
	values[ROW_SECONDS] = Float8GetDatum(usecs / 1e6);
	values[ROW_ELAPSED_SO_FAR] = IntervalPGetDatum(interval_of_usecs(rows->elapsed));
	tuplestore_putvalues(rows->result->setResult, rows->result->setDesc, values, nulls);
	MemoryContextSwitchTo(caller);
	MemoryContextReset(rows->memory);
}

/* Time in which the clock ran: cut by during, and by the calendar's hours. */
static void
explain_running(ClockRows *rows, const CountedTime *time)
{
	TimestampTz at = rows->spell->from;
	TimestampTz to = rows->spell->to;
	const CountedSpan always = {DT_NOBEGIN, DT_NOEND};
	const CountedSpan *span = time->bounded ? time->span : &always;
	int			spans = time->bounded ? time->spans : 1;

	for (int i = time->bounded ? counted_span_after(time, at) : 0; i < spans && span[i].start < to; i++)
	{
		TimestampTz start = Max(at, span[i].start);
		TimestampTz end = Min(to, span[i].end);

		CHECK_FOR_INTERRUPTS();
		if (at < start)
			put_row(rows, at, start, false, "outside during");
		if (time->index == NULL)
			put_row(rows, start, end, true, "running");
		else
			explain_open_time(time->index, start, end, put_row, rows);
		at = end;
	}
	if (at < to)
		put_row(rows, at, to, false, "outside during");
}

static void
explain_spell(ClockRows *rows, const ClockCall *call, const ClockSpell *spell)
{
	const ClockHistory *history = &call->history;
	const char *reason;

	rows->spell = spell;
	if (spell->cycle == 0)
		reason = history->cycles == 0 || spell->from < history->cycle[0].started_at ? "not started" : "stopped";
	else if (spell->cycle - 1 < call->first || spell->cycle - 1 > call->last)
		reason = "another cycle";
	else if (spell->role == ROLE_RUNNING)
	{
		explain_running(rows, call->time);
		return;
	}
	else
		reason = spell->role == ROLE_UNKNOWN ? "state not known" : "paused";
	put_row(rows, spell->from, spell->to, false, reason);
}

CSOPS_FUNCTION(csops_explain_clock);

Datum
csops_explain_clock(PG_FUNCTION_ARGS)
{
	ClockCall	call;
	ClockReading reading;
	ClockRows	rows = {0};

	InitMaterializedSRF(fcinfo, 0);
	if (!open_clock_call(fcinfo, &call))
		return (Datum) 0;

	/* What has no elapsed time has no explanation of it. */
	read_cycles(&reading, &call, call.first, call.last);
	rows.result = (ReturnSetInfo *) fcinfo->resultinfo;
	rows.range = lookup_type_cache(TSTZRANGEOID, TYPECACHE_RANGE_INFO);
	rows.memory = AllocSetContextCreate(CurrentMemoryContext, "csops explain_clock", ALLOCSET_SMALL_SIZES);
	rows.view = &call.view;
	for (int i = 0; i < call.history.spells; i++)
		explain_spell(&rows, &call, &call.history.spell[i]);
	return (Datum) 0;
}
