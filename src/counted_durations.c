/*
 * counted_durations.c
 *		Rows counted by what became of them, with the durations of some: the
 *		types sla_summary and timeliness_summary.
 */
#include "csops.h"

#include "counted_durations.h"
#include "libpq/pqformat.h"

StaticAssertDecl(offsetof(CountedDurations, durations) % sizeof(int64) == 0, "durations are aligned");

#define DURATIONS_KEY	ROW_OUTCOMES

static const char *
counts_problem(const CountedKind *kind, const CountedView *view)
{
	int64		rows = 0;

	for (int i = 0; i < ROW_OUTCOMES; i++)
	{
		if (!csops_add_count(&rows, view->count[i]))
			return "A count is negative or the total of the counts is out of range.";
	}
	if (!csops_add_count(&rows, view->durations.unanswered) ||
		!csops_add_count(&rows, view->durations.invalid))
		return "A count is negative or the total of the counts is out of range.";
	if (!kind->durations_fit(view))
		return "The durations are not as many as there can be.";
	return NULL;
}

static const char *
view_problem(const CountedKind *kind, const CountedView *view)
{
	const char *problem = duration_view_problem(&view->durations);

	return problem != NULL ? problem : counts_problem(kind, view);
}

/* What makes it unsafe to read a value of any form, or NULL. */
static const char *
form_problem(const CountedDurations *summary)
{
	const DurationSummary *durations = &summary->durations;

	if (VARSIZE(summary) < sizeof(CountedDurations))
		return "The value is too short.";
	if (!VARATT_IS_4B_U(durations) ||
		VARSIZE(durations) != VARSIZE(summary) - offsetof(CountedDurations, durations) ||
		durations->header.type != CSOPS_DURATION_SUMMARY ||
		durations->header.version != CSOPS_VERSION_1 ||
		durations->header.flags != summary->header.flags)
		return "The durations have another header.";
	return duration_form_problem(durations);
}

/* Making and opening values */

static CountedDurations *
new_summary(const CountedKind *kind, const int64 *count, const DurationSummary *durations)
{
	CountedDurations *summary = csops_new(kind->type, offsetof(CountedDurations, durations) + VARSIZE(durations));

	summary->header.flags = durations->header.flags;
	memcpy(summary->count, count, sizeof(summary->count));
	memcpy(&summary->durations, durations, VARSIZE(durations));
	return summary;
}

/* The summary itself where the durations are its own, changed in place. */
static CountedDurations *
with_durations(const CountedKind *kind, CountedDurations *summary, const DurationSummary *durations)
{
	return durations == &summary->durations ? summary : new_summary(kind, summary->count, durations);
}

static CountedDurations *
make_summary(const CountedKind *kind, const CountedView *view)
{
	return new_summary(kind, view->count, make_duration_summary(&view->durations));
}

static CountedDurations *
canonical_copy(const CountedKind *kind, const CountedDurations *summary, bool bounds)
{
	return new_summary(kind, summary->count, canonical_durations(&summary->durations, bounds));
}

static void
view_summary(CountedView *view, const CountedDurations *summary)
{
	memcpy(view->count, summary->count, sizeof(view->count));
	view_duration_summary(&view->durations, &summary->durations);
}

static void
view_figures(CountedView *view, const CountedDurations *summary)
{
	memcpy(view->count, summary->count, sizeof(view->count));
	view_duration_figures(&view->durations, &summary->durations);
}

void
counted_view(const CountedKind *kind, FunctionCallInfo fcinfo, int n, CountedView *view)
{
	view_summary(view, csops_value(kind->type, PG_GETARG_DATUM(n)));
}

void
counted_figures(const CountedKind *kind, FunctionCallInfo fcinfo, int n, CountedView *view)
{
	view_figures(view, csops_value(kind->type, PG_GETARG_DATUM(n)));
}

/* Type functions */

void
counted_check(const CountedKind *kind, const CsopsHeader *value)
{
	const char *problem = form_problem((const CountedDurations *) value);

	if (problem != NULL)
		csops_corrupted(kind->type, problem);
}

CsopsHeader *
counted_canonical(const CountedKind *kind, CsopsHeader *value)
{
	if (value->flags == 0)
		return value;
	return &canonical_copy(kind, (const CountedDurations *) value, true)->header;
}

CsopsHeader *
counted_read_json(const CountedKind *kind, const JsonNode *root)
{
	const JsonNode *durations;
	CountedView view;
	const char *problem;

	json_check_object(root, kind->keys);
	for (int i = 0; i < ROW_OUTCOMES; i++)
		view.count[i] = json_int64(json_required(root, kind->keys[i]), 0, PG_INT64_MAX);
	durations = json_required(root, kind->keys[DURATIONS_KEY]);
	view_duration_summary(&view.durations, (DurationSummary *) duration_summary_type.read_json(durations));
	problem = counts_problem(kind, &view);
	if (problem != NULL)
		json_error(root, "%s", problem);
	return &make_summary(kind, &view)->header;
}

void
counted_write_json(const CountedKind *kind, StringInfo out, const CsopsHeader *value)
{
	const CountedDurations *summary = (const CountedDurations *) value;

	for (int i = 0; i < ROW_OUTCOMES; i++)
		appendStringInfo(out, "%s\"%s\": " INT64_FORMAT, i == 0 ? "{" : ", ", kind->keys[i], summary->count[i]);
	appendStringInfo(out, ", \"%s\": ", kind->keys[DURATIONS_KEY]);
	duration_summary_type.write_json(out, &summary->durations.header);
	appendStringInfoChar(out, '}');
}

CsopsHeader *
counted_receive(const CountedKind *kind, StringInfo in)
{
	CountedView view;
	const char *problem;

	for (int i = 0; i < ROW_OUTCOMES; i++)
		view.count[i] = pq_getmsgint64(in);
	view_duration_summary(&view.durations, (DurationSummary *) duration_summary_type.receive(in));
	problem = counts_problem(kind, &view);
	if (problem != NULL)
		csops_bad_binary(kind->type, problem);
	return &make_summary(kind, &view)->header;
}

void
counted_send(StringInfo out, const CsopsHeader *value)
{
	const CountedDurations *summary = (const CountedDurations *) value;

	for (int i = 0; i < ROW_OUTCOMES; i++)
		pq_sendint64(out, summary->count[i]);
	duration_summary_type.send(out, &summary->durations.header);
}

/* Transitions */

/* A state in working form: new, the argument itself in an aggregate, or a copy of it. */
CountedDurations *
counted_state(const CountedKind *kind, FunctionCallInfo fcinfo)
{
	static const int64 none[ROW_OUTCOMES];
	CountedDurations *state;

	if (PG_ARGISNULL(0))
		return new_summary(kind, none, new_duration_state());
	state = (CountedDurations *) PG_GETARG_POINTER(0);

	/* Every row but a group's first: neither toasted nor packed, and as counted_check wants it. */
	if (csops_in_aggregate(fcinfo) && VARATT_IS_4B_U(state) && VARSIZE(state) >= sizeof(CountedDurations) &&
		state->header.type == kind->type->id && state->header.version == CSOPS_VERSION_1 &&
		state->header.flags != 0 && form_problem(state) == NULL)
		return state;
	state = csops_value(kind->type, PG_GETARG_DATUM(0));
	if (csops_in_aggregate(fcinfo) && state->header.flags != 0)
		return state;
	return new_summary(kind, state->count, duration_working_copy(&state->durations));
}

void
count_row(int64 *counter, int change)
{
	*counter += change;
	if (*counter < 0)
		csops_impossible_result(true, "No such row was counted.");
}

/* Adds a duration, or takes it out; the state may have to be a larger copy. */
CountedDurations *
counted_change_duration(const CountedKind *kind, CountedDurations *state, int64 micros, int change)
{
	if (change < 0)
	{
		take_duration(&state->durations, micros);
		return state;
	}
	return with_durations(kind, state, add_duration(&state->durations, micros));
}

Datum
counted_changed(const CountedKind *kind, FunctionCallInfo fcinfo, CountedDurations *state, bool taken_out)
{
	CountedView view;
	const char *problem;

	if (csops_in_aggregate(fcinfo))
		PG_RETURN_POINTER(state);
	view_summary(&view, state);
	problem = view_problem(kind, &view);
	if (problem != NULL)
		csops_impossible_result(taken_out, problem);
	PG_RETURN_POINTER(canonical_copy(kind, state, true));
}

/* The counts of values are within the limit, so that their sums cannot wrap round. */
static void
check_counts(const CountedKind *kind, const CountedView *view)
{
	const char *problem = counts_problem(kind, view);

	if (problem != NULL)
		csops_corrupted(kind->type, problem);
}

/*
 * Merge and subtract serve as functions, operators, rollup's transition and
 * inverse, and every aggregate's combine function.
 */
Datum
counted_merge(const CountedKind *kind, FunctionCallInfo fcinfo)
{
	CountedDurations *state = counted_state(kind, fcinfo);
	CountedView a;
	CountedView b;
	const char *problem;

	view_figures(&a, state);
	check_counts(kind, &a);
	counted_view(kind, fcinfo, 1, &b);
	check_counts(kind, &b);
	state = with_durations(kind, state, merge_durations(&state->durations, &b.durations));
	for (int i = 0; i < ROW_OUTCOMES; i++)
		state->count[i] += b.count[i];
	view_figures(&a, state);
	problem = counts_problem(kind, &a);
	if (problem != NULL)
		csops_impossible_result(false, problem);
	PG_RETURN_POINTER(csops_in_aggregate(fcinfo) ? state : canonical_copy(kind, state, true));
}

Datum
counted_subtract(const CountedKind *kind, FunctionCallInfo fcinfo)
{
	CountedView a;
	CountedView b;
	DurationSummary *durations;
	const char *problem;

	counted_view(kind, fcinfo, 0, &a);
	check_counts(kind, &a);
	counted_view(kind, fcinfo, 1, &b);
	check_counts(kind, &b);
	durations = subtract_durations(&a.durations, &b.durations);
	view_duration_figures(&a.durations, durations);
	for (int i = 0; i < ROW_OUTCOMES; i++)
		a.count[i] -= b.count[i];
	problem = counts_problem(kind, &a);
	if (problem != NULL)
		csops_impossible_result(true, problem);
	PG_RETURN_POINTER(new_summary(kind, a.count, durations));
}

/* A copy, because the state may go on being changed: under OVER it does. */
Datum
counted_final(const CountedKind *kind, FunctionCallInfo fcinfo, bool bounds)
{
	PG_RETURN_POINTER(canonical_copy(kind, csops_value(kind->type, PG_GETARG_DATUM(0)), bounds));
}

Datum
counted_only_durations(const CountedKind *kind, FunctionCallInfo fcinfo)
{
	CountedView view;

	counted_view(kind, fcinfo, 0, &view);
	view.durations.unanswered = view.durations.invalid = 0;
	PG_RETURN_POINTER(make_duration_summary(&view.durations));
}
