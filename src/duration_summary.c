/*
 * duration_summary.c
 *		The type duration_summary and its aggregates: durations in buckets.
 */
#include "csops.h"

#include "datatype/timestamp.h"
#include "duration_state.h"
#include "exact_sum.h"
#include "interval_micros.h"
#include "libpq/pqformat.h"
#include "options.h"
#include "utils/timestamp.h"

void
duration_view(FunctionCallInfo fcinfo, int n, DurationView *view)
{
	view_duration_summary(view, CSOPS_GETARG(duration_summary_type, n));
}

void
duration_figures(FunctionCallInfo fcinfo, int n, DurationView *view)
{
	view_duration_figures(view, CSOPS_GETARG(duration_summary_type, n));
}

/* What a value may be */

static void
add_product(uint64 *total, uint64 a, uint64 b)
{
	uint64		low = (a & PG_UINT32_MAX) * (b & PG_UINT32_MAX);
	uint64		cross = (a >> 32) * (b & PG_UINT32_MAX) + (low >> 32);
	uint64		other = (a & PG_UINT32_MAX) * (b >> 32) + (cross & PG_UINT32_MAX);

	add_to_duration_total(total, (other << 32) | (low & PG_UINT32_MAX));
	total[1] += (a >> 32) * (b >> 32) + (cross >> 32) + (other >> 32);
}

static int
compare_totals(const uint64 *a, const uint64 *b)
{
	int			high = DURATION_TOTAL_LIMBS - 1;

	return a[high] == b[high] ? (a[0] > b[0]) - (a[0] < b[0]) : (a[high] > b[high]) - (a[high] < b[high]);
}

/*
 * What no durations can have given, or NULL.  The total has to lie between
 * those of the shortest and of the longest durations in the same buckets.
 */
const char *
duration_view_problem(const DurationView *view)
{
	bool		bounded = view->minimum >= 0;
	int64		rows = 0;
	int64		observations = 0;
	uint64		least[DURATION_TOTAL_LIMBS] = {0};
	uint64		most[DURATION_TOTAL_LIMBS] = {0};

	if (!csops_add_count(&rows, view->observations) ||
		!csops_add_count(&rows, view->unanswered) ||
		!csops_add_count(&rows, view->invalid))
		return "A count is negative or the total of the counts is out of range.";
	if (bounded != (view->maximum >= 0) ||
		(!bounded && (view->minimum != DURATION_UNKNOWN || view->maximum != DURATION_UNKNOWN)))
		return "Either both minimum and maximum are known or neither is.";
	if (bounded &&
		(view->cells == 0 ||
		 view->minimum > view->maximum || view->maximum > DURATION_LIMIT ||
		 duration_bucket(view->minimum) != view->cell[0].bucket ||
		 duration_bucket(view->maximum) != view->cell[view->cells - 1].bucket))
		return "The minimum or maximum does not fit the counts.";

	for (int i = 0; i < view->cells; i++)
	{
		int64		lowest = duration_bucket_lowest(view->cell[i].bucket);
		int64		highest = Min(duration_bucket_highest(view->cell[i].bucket), DURATION_LIMIT);

		if (!csops_add_count(&observations, view->cell[i].count))
			return "A count is negative or the total of the counts is out of range.";
		if (lowest > DURATION_LIMIT)
			return "A duration is longer than any can be.";
		if (bounded)
		{
			lowest = Max(lowest, view->minimum);
			highest = Min(highest, view->maximum);

			/* One of the durations is the minimum, and one the maximum. */
			if (i == view->cells - 1)
				add_to_duration_total(least, view->maximum - lowest);
			if (i == 0)
				add_to_duration_total(most, view->minimum);
		}
		add_product(least, lowest, view->cell[i].count);
		add_product(most, highest, view->cell[i].count - (bounded && i == 0));
	}
	if (observations != view->observations)
		return "The observations are not as many as the counts say.";
	if (compare_totals(view->total, least) < 0 || compare_totals(view->total, most) > 0)
		return "The total does not fit the counts.";
	return NULL;
}

/* Type functions */

static void
check_summary(const CsopsHeader *value)
{
	const char *problem = duration_form_problem((const DurationSummary *) value);

	if (problem != NULL)
		csops_corrupted(&duration_summary_type, problem);
}

DurationSummary *
canonical_durations(const DurationSummary *summary, bool bounds)
{
	DurationView view;

	view_duration_summary(&view, summary);
	if (!bounds)
		view.minimum = view.maximum = DURATION_UNKNOWN;
	return make_duration_summary(&view);
}

static CsopsHeader *
canonical_summary(CsopsHeader *value)
{
	if (value->flags == 0)
		return value;
	return &canonical_durations((DurationSummary *) value, true)->header;
}

static int64
read_json_bound(const JsonNode *root, const char *key)
{
	const JsonNode *node = json_required(root, key);

	return node->kind == JSON_KIND_NULL ? DURATION_UNKNOWN : json_int64(node, 0, DURATION_LIMIT);
}

static CsopsHeader *
read_json_summary(const JsonNode *root)
{
	static const char *const keys[] = {"observations", "unanswered", "invalid", "total", "minimum",
	"maximum", "buckets", NULL};
	const JsonNode *buckets;
	DurationView view = {0};
	const char *problem;

	json_check_object(root, keys);
	view.observations = json_int64(json_required(root, "observations"), 0, PG_INT64_MAX);
	view.unanswered = json_int64(json_required(root, "unanswered"), 0, PG_INT64_MAX);
	view.invalid = json_int64(json_required(root, "invalid"), 0, PG_INT64_MAX);
	wide_read_decimal(view.total, DURATION_TOTAL_LIMBS, 0, json_required(root, "total"));
	view.minimum = read_json_bound(root, "minimum");
	view.maximum = read_json_bound(root, "maximum");

	buckets = json_required(root, "buckets");
	json_check_array(buckets);
	view.cell = palloc(sizeof(DurationCell) * Max(buckets->count, 1));
	for (const JsonNode *node = buckets->first; node != NULL; node = node->next)
	{
		DurationCell *cell = &view.cell[view.cells];
		int64		lowest;

		json_check_array(node);
		if (node->count != 2)
			json_error(node, "A bucket is a list of its shortest duration and its count.");
		lowest = json_int64(node->first, 0, DURATION_LIMIT);
		cell->bucket = duration_bucket(lowest);
		cell->count = json_int64(node->first->next, 1, CSOPS_COUNT_LIMIT);
		if (duration_bucket_lowest(cell->bucket) != lowest)
			json_error(node, "The bucket that holds this duration begins at " INT64_FORMAT ".",
					   duration_bucket_lowest(cell->bucket));
		if (view.cells > 0 && cell->bucket <= cell[-1].bucket)
			json_error(node, "The buckets are not in ascending order.");
		view.cells++;
	}
	problem = duration_view_problem(&view);
	if (problem != NULL)
		json_error(root, "%s", problem);
	return &make_duration_summary(&view)->header;
}

static void
write_json_bound(StringInfo out, const char *key, int64 bound)
{
	appendStringInfo(out, ", \"%s\": ", key);
	if (bound < 0)
		appendStringInfoString(out, "null");
	else
		appendStringInfo(out, INT64_FORMAT, bound);
}

static void
write_json_summary(StringInfo out, const CsopsHeader *value)
{
	DurationView view;

	view_duration_summary(&view, (const DurationSummary *) value);
	appendStringInfo(out, "{\"observations\": " INT64_FORMAT ", \"unanswered\": " INT64_FORMAT
					 ", \"invalid\": " INT64_FORMAT ", \"total\": ",
					 view.observations, view.unanswered, view.invalid);
	wide_append_decimal(out, view.total, DURATION_TOTAL_LIMBS, 0);
	write_json_bound(out, "minimum", view.minimum);
	write_json_bound(out, "maximum", view.maximum);
	appendStringInfoString(out, ", \"buckets\": [");
	for (int i = 0; i < view.cells; i++)
		appendStringInfo(out, "%s[" INT64_FORMAT ", " INT64_FORMAT "]", i == 0 ? "" : ", ",
						 duration_bucket_lowest(view.cell[i].bucket), view.cell[i].count);
	appendStringInfoString(out, "]}");
}

static CsopsHeader *
receive_summary(StringInfo in)
{
	DurationView view = {0};
	int			length;
	const char *problem;

	view.observations = pq_getmsgint64(in);
	view.unanswered = pq_getmsgint64(in);
	view.invalid = pq_getmsgint64(in);
	wide_receive(view.total, DURATION_TOTAL_LIMBS, in);
	view.minimum = pq_getmsgint64(in);
	view.maximum = pq_getmsgint64(in);
	length = pq_getmsgint(in, 4);
	if (length < 0 || length > 2 * DURATION_TOKEN_BYTES * DURATION_BUCKETS)
		csops_bad_binary(&duration_summary_type, "The length of the counts is impossible.");
	if (!read_duration_tokens(&view, (const uint8 *) pq_getmsgbytes(in, length), length))
		csops_bad_binary(&duration_summary_type, "The counts cannot be read.");
	problem = duration_view_problem(&view);
	if (problem != NULL)
		csops_bad_binary(&duration_summary_type, problem);
	return &make_duration_summary(&view)->header;
}

static void
send_summary(StringInfo out, const CsopsHeader *value)
{
	const DurationSummary *summary = (const DurationSummary *) value;

	pq_sendint64(out, summary->observations);
	pq_sendint64(out, summary->unanswered);
	pq_sendint64(out, summary->invalid);
	wide_send(out, summary->total, DURATION_TOTAL_LIMBS);
	pq_sendint64(out, summary->minimum);
	pq_sendint64(out, summary->maximum);
	pq_sendint32(out, duration_tokens_length(summary));
	pq_sendbytes(out, (const char *) duration_tokens(summary), duration_tokens_length(summary));
}

const CsopsType duration_summary_type = {
	.id = CSOPS_DURATION_SUMMARY,
	.name = "duration_summary",
	.check = check_summary,
	.canonical = canonical_summary,
	.read_json = read_json_summary,
	.write_json = write_json_summary,
	.receive = receive_summary,
	.send = send_summary,
};

CSOPS_FUNCTION(csops_duration_summary_in);
CSOPS_FUNCTION(csops_duration_summary_recv);

Datum
csops_duration_summary_in(PG_FUNCTION_ARGS)
{
	return csops_type_in(&duration_summary_type, fcinfo);
}

Datum
csops_duration_summary_recv(PG_FUNCTION_ARGS)
{
	return csops_type_recv(&duration_summary_type, fcinfo);
}

/* Transition functions */

static void
invalid_seconds(double seconds, const char *argument)
{
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("duration is out of range"),
			 errdetail("The row has %s seconds; a duration lies between 0 and %s seconds.",
					   shown_float8(seconds), shown_float8(DURATION_LIMIT_SECONDS)),
			 errhint("Correct the row, or call duration_agg(%s, 'count') to count such rows.", argument)));
}

static void
invalid_interval(const Interval *elapsed)
{
#ifdef INTERVAL_NOT_FINITE
	if (INTERVAL_NOT_FINITE(elapsed))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("duration is out of range"),
				 errdetail("The row has an infinite interval."),
				 errhint("Correct the row, or call duration_agg(elapsed, 'count') to count such rows.")));
#endif
	if (elapsed->month != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a duration cannot have months"),
				 errdetail("The row's interval has months (%d), whose length is not fixed.", elapsed->month),
				 errhint("Subtract two instants, which gives days and time, or call duration_agg(elapsed, 'count') to count such rows.")));
	invalid_seconds((double) elapsed->day * SECS_PER_DAY + (double) elapsed->time / USECS_PER_SEC,
					"elapsed");
}

int64
duration_micros_of_interval(const Interval *elapsed)
{
	int64		micros;

	return interval_micros(elapsed, &micros) && micros >= 0 && micros <= DURATION_LIMIT ? micros : -1;
}

static void
check_changed(const DurationSummary *state)
{
	DurationView view;
	const char *problem;

	view_duration_summary(&view, state);
	problem = duration_view_problem(&view);
	if (problem != NULL)
		csops_impossible_result(true, problem);
}

/*
 * The state to change: in an aggregate the state itself, called from SQL a
 * copy, so that arguments are never written into.
 */
static pg_noinline DurationSummary *
any_state_to_change(FunctionCallInfo fcinfo)
{
	DurationSummary *state;

	if (PG_ARGISNULL(0))
		return new_duration_state();
	state = CSOPS_GETARG(duration_summary_type, 0);
	return csops_in_aggregate(fcinfo) && state->header.flags != 0 ? state : duration_working_copy(state);
}

/*
 * The same for every row but a group's first: in an aggregate, a state that
 * is neither toasted nor packed and passes check_summary.
 */
static inline DurationSummary *
state_to_change(FunctionCallInfo fcinfo)
{
	if (!PG_ARGISNULL(0) && csops_in_aggregate(fcinfo))
	{
		DurationSummary *state = (DurationSummary *) PG_GETARG_POINTER(0);

		if (VARATT_IS_4B_U(state) && VARSIZE(state) >= sizeof(DurationSummary) &&
			state->header.type == CSOPS_DURATION_SUMMARY &&
			state->header.version == CSOPS_VERSION_1 &&
			state->header.flags != 0 && duration_form_problem(state) == NULL)
			return state;
	}
	return any_state_to_change(fcinfo);
}

static void
count_other(int64 *counter, int change)
{
	*counter += change;
	if (*counter < 0)
		csops_impossible_result(true, "No such row was counted.");
}

static inline Datum
transition(FunctionCallInfo fcinfo, bool is_interval, bool count_invalid, bool inverse)
{
	DurationSummary *state = state_to_change(fcinfo);
	int			change = inverse ? -1 : 1;

	if (PG_ARGISNULL(1))
		count_other(&state->unanswered, change);
	else
	{
		int64		micros;

		if (is_interval)
			micros = duration_micros_of_interval(PG_GETARG_INTERVAL_P(1));
		else
			micros = duration_micros(PG_GETARG_FLOAT8(1));

		if (micros < 0)
		{
			if (!count_invalid)
			{
				if (is_interval)
					invalid_interval(PG_GETARG_INTERVAL_P(1));
				else
					invalid_seconds(PG_GETARG_FLOAT8(1), "seconds");
			}
			count_other(&state->invalid, change);
		}
		else if (inverse)
			take_duration(state, micros);
		else
			state = add_duration(state, micros);
	}
	if (csops_in_aggregate(fcinfo))
		PG_RETURN_POINTER(state);
	check_changed(state);
	PG_RETURN_POINTER(canonical_durations(state, true));
}

CSOPS_FUNCTION(csops_duration_accum);
CSOPS_FUNCTION(csops_duration_accum_inv);
CSOPS_FUNCTION(csops_duration_accum_key);
CSOPS_FUNCTION(csops_duration_accum_key_inv);

/* duration_accum(state, seconds [, on_invalid]) */
Datum
csops_duration_accum(PG_FUNCTION_ARGS)
{
	return transition(fcinfo, false, option_count_invalid(fcinfo, 2), false);
}

Datum
csops_duration_accum_inv(PG_FUNCTION_ARGS)
{
	return transition(fcinfo, false, option_count_invalid(fcinfo, 2), true);
}

/* duration_accum_key(state, seconds, key) */
Datum
csops_duration_accum_key(PG_FUNCTION_ARGS)
{
	check_key(fcinfo, 2);
	return transition(fcinfo, false, false, false);
}

Datum
csops_duration_accum_key_inv(PG_FUNCTION_ARGS)
{
	check_key(fcinfo, 2);
	return transition(fcinfo, false, false, true);
}

CSOPS_FUNCTION(csops_duration_accum_interval);
CSOPS_FUNCTION(csops_duration_accum_interval_inv);
CSOPS_FUNCTION(csops_duration_accum_interval_key);
CSOPS_FUNCTION(csops_duration_accum_interval_key_inv);

/* duration_accum(state, elapsed [, on_invalid]) */
Datum
csops_duration_accum_interval(PG_FUNCTION_ARGS)
{
	return transition(fcinfo, true, option_count_invalid(fcinfo, 2), false);
}

Datum
csops_duration_accum_interval_inv(PG_FUNCTION_ARGS)
{
	return transition(fcinfo, true, option_count_invalid(fcinfo, 2), true);
}

/* duration_accum_key(state, elapsed, key) */
Datum
csops_duration_accum_interval_key(PG_FUNCTION_ARGS)
{
	check_key(fcinfo, 2);
	return transition(fcinfo, true, false, false);
}

Datum
csops_duration_accum_interval_key_inv(PG_FUNCTION_ARGS)
{
	check_key(fcinfo, 2);
	return transition(fcinfo, true, false, true);
}

/* Merging and subtracting */

DurationSummary *
merge_durations(DurationSummary *a, const DurationView *b)
{
	int64		rows = 0;

	if (!csops_add_count(&rows, a->observations) || !csops_add_count(&rows, b->observations) ||
		!csops_add_count(&rows, a->unanswered) || !csops_add_count(&rows, b->unanswered) ||
		!csops_add_count(&rows, a->invalid) || !csops_add_count(&rows, b->invalid))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("count is out of range")));

	a->unanswered += b->unanswered;
	a->invalid += b->invalid;
	wide_add(a->total, b->total, DURATION_TOTAL_LIMBS);
	if (a->observations == 0)
	{
		a->minimum = b->minimum;
		a->maximum = b->maximum;
	}
	else if (a->minimum >= 0 && b->observations > 0)
	{
		if (b->minimum >= 0)
		{
			a->minimum = Min(a->minimum, b->minimum);
			a->maximum = Max(a->maximum, b->maximum);
		}
		else
			a->minimum = a->maximum = DURATION_UNKNOWN;
	}
	return add_duration_cells(a, b);
}

/* a's cells less b's; b's are among them or it is an error. */
static void
subtract_cells(DurationView *a, const DurationView *b)
{
	int			n = 0;
	int			left = 0;

	for (int i = 0; i < a->cells; i++)
	{
		DurationCell cell = a->cell[i];

		if (n < b->cells && b->cell[n].bucket == cell.bucket)
			cell.count -= b->cell[n++].count;
		if (cell.count < 0)
			csops_impossible_result(true, "A count would become negative.");
		if (cell.count > 0)
			a->cell[left++] = cell;
	}
	if (n < b->cells)
		csops_impossible_result(true, "A count would become negative.");
	a->cells = left;
}

DurationSummary *
subtract_durations(DurationView *a, const DurationView *b)
{
	const char *problem;

	subtract_cells(a, b);
	a->observations -= b->observations;
	a->unanswered -= b->unanswered;
	a->invalid -= b->invalid;
	wide_subtract(a->total, b->total, DURATION_TOTAL_LIMBS);
	if (b->observations > 0)
		a->minimum = a->maximum = DURATION_UNKNOWN;
	problem = duration_view_problem(a);
	if (problem != NULL)
		csops_impossible_result(true, problem);
	return make_duration_summary(a);
}

/*
 * merge and subtract serve as functions, operators, rollup's transition and
 * inverse, and every duration aggregate's combine function.
 */
CSOPS_FUNCTION(csops_merge_duration_summary);
CSOPS_FUNCTION(csops_subtract_duration_summary);

Datum
csops_merge_duration_summary(PG_FUNCTION_ARGS)
{
	DurationSummary *a = state_to_change(fcinfo);
	DurationView b;

	duration_view(fcinfo, 1, &b);
	a = merge_durations(a, &b);
	PG_RETURN_POINTER(csops_in_aggregate(fcinfo) ? a : canonical_durations(a, true));
}

Datum
csops_subtract_duration_summary(PG_FUNCTION_ARGS)
{
	DurationView a;
	DurationView b;

	duration_view(fcinfo, 0, &a);
	duration_view(fcinfo, 1, &b);
	PG_RETURN_POINTER(subtract_durations(&a, &b));
}

CSOPS_FUNCTION(csops_duration_final);
CSOPS_FUNCTION(csops_duration_moving_final);

/* A copy, because the state may go on being changed: under OVER it does. */
Datum
csops_duration_final(PG_FUNCTION_ARGS)
{
	PG_RETURN_POINTER(canonical_durations(CSOPS_GETARG(duration_summary_type, 0), true));
}

/*
 * Whether a moving state still knows its bounds depends on what has left the
 * frame so far.  The answer must depend on the rows of the frame alone.
 */
Datum
csops_duration_moving_final(PG_FUNCTION_ARGS)
{
	PG_RETURN_POINTER(canonical_durations(CSOPS_GETARG(duration_summary_type, 0), false));
}
