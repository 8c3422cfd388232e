/*
 * timeliness.c
 *		The type timeliness_summary, what came in time and what did not, its aggregates and accessors.
 */
#include "csops.h"

#include "counted_durations.h"
#include "interval_micros.h"
#include "options.h"
#include "proportion.h"
#include "silent_cast.h"
#include "utils/timestamp.h"

/* Every row is counted once, by what became of it, or not read at all; the durations are the lags of what came. */
typedef enum TimelinessOutcome
{
	TIMELINESS_ON_TIME,
	TIMELINESS_LATE,
	TIMELINESS_MISSING,			/* has not come, and is beyond its time */
	TIMELINESS_PENDING			/* has not come, and is not due yet */
} TimelinessOutcome;

static bool
durations_fit(const CountedView *view)
{
	return view->durations.observations == view->count[TIMELINESS_ON_TIME] + view->count[TIMELINESS_LATE];
}

static const CountedKind timeliness_kind = {
	.type = &timeliness_summary_type,
	.keys = {"on_time", "late", "missing", "pending", "lags", NULL},
	.durations_fit = durations_fit,
};

/* Type functions */

static void
check_summary(const CsopsHeader *value)
{
	counted_check(&timeliness_kind, value);
}

static CsopsHeader *
canonical_summary(CsopsHeader *value)
{
	return counted_canonical(&timeliness_kind, value);
}

static CsopsHeader *
read_json_summary(const JsonNode *root)
{
	return counted_read_json(&timeliness_kind, root);
}

static void
write_json_summary(StringInfo out, const CsopsHeader *value)
{
	counted_write_json(&timeliness_kind, out, value);
}

static CsopsHeader *
receive_summary(StringInfo in)
{
	return counted_receive(&timeliness_kind, in);
}

const CsopsType timeliness_summary_type = {
	.id = CSOPS_TIMELINESS_SUMMARY,
	.name = "timeliness_summary",
	.check = check_summary,
	.canonical = canonical_summary,
	.read_json = read_json_summary,
	.write_json = write_json_summary,
	.receive = receive_summary,
	.send = counted_send,
};

CSOPS_FUNCTION(csops_timeliness_summary_in);
CSOPS_FUNCTION(csops_timeliness_summary_recv);

Datum
csops_timeliness_summary_in(PG_FUNCTION_ARGS)
{
	return csops_type_in(&timeliness_summary_type, fcinfo);
}

Datum
csops_timeliness_summary_recv(PG_FUNCTION_ARGS)
{
	return csops_type_recv(&timeliness_summary_type, fcinfo);
}

/* Transition functions */

/* What a row says. */
typedef enum RowReading
{
	ROW_READ,
	ROW_UNANSWERED,				/* nothing to judge it by */
	ROW_INVALID
} RowReading;

typedef struct Arrival
{
	TimelinessOutcome outcome;
	int64		lag;			/* of what came: 0 where it came before its time */
} Arrival;

#define INVALID_ROW_HINT	"Correct the row, or give 'count' as the last argument of timeliness_agg to count such rows."

static void
invalid_interval(const char *name, const Interval *interval, const char *range)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("%s is out of range", name),
			 errdetail("The row's interval has %d months, %d days and %s seconds; it may have no months and lies %s %s seconds.",
					   interval->month, interval->day, shown_float8((double) interval->time / USECS_PER_SEC),
					   range, shown_float8(DURATION_LIMIT_SECONDS)),
			 errhint(INVALID_ROW_HINT)));
}

static void
invalid_instants(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
			 errmsg("lag is out of range"),
			 errdetail("An instant is infinite, or the arrival is more than %s seconds late.",
					   shown_float8(DURATION_LIMIT_SECONDS)),
			 errhint(INVALID_ROW_HINT)));
}

/* The lag that is allowed, or -1, which is an error unless such rows are counted. */
static int64
read_allowed(const Interval *interval, bool count_invalid)
{
	int64		allowed = duration_micros_of_interval(interval);

	if (allowed < 0 && !count_invalid)
		invalid_interval("allowed lag", interval, "between 0 and");
	return allowed;
}

static void
set_lag(Arrival *arrival, int64 lag, int64 allowed)
{
	arrival->lag = Max(lag, 0);
	arrival->outcome = arrival->lag > allowed ? TIMELINESS_LATE : TIMELINESS_ON_TIME;
}

/* The arguments are state, lag, allowed. */
static RowReading
read_lag(FunctionCallInfo fcinfo, bool count_invalid, Arrival *arrival)
{
	int64		allowed;
	int64		lag;

	if (PG_ARGISNULL(2))
		return ROW_UNANSWERED;
	allowed = read_allowed(PG_GETARG_INTERVAL_P(2), count_invalid);
	if (allowed < 0)
		return ROW_INVALID;
	if (PG_ARGISNULL(1))
	{
		arrival->outcome = TIMELINESS_MISSING;
		return ROW_READ;
	}
	if (!interval_micros(PG_GETARG_INTERVAL_P(1), &lag) || lag > DURATION_LIMIT)
	{
		if (!count_invalid)
			invalid_interval("lag", PG_GETARG_INTERVAL_P(1), "below");
		return ROW_INVALID;
	}
	set_lag(arrival, lag, allowed);
	return ROW_READ;
}

/* The arguments are state, expected_at, arrived_at, allowed, as_of: what arrives after that is not known yet. */
static RowReading
read_instants(FunctionCallInfo fcinfo, bool count_invalid, Arrival *arrival)
{
	TimestampTz expected;
	TimestampTz arrived;
	TimestampTz as_of;
	int64		allowed;
	int64		lag;

	if (PG_ARGISNULL(4))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("as_of must not be null"),
				 errhint("Give the instant of evaluation: what arrives after it is not known yet.")));
	if (PG_ARGISNULL(1) || PG_ARGISNULL(3))
		return ROW_UNANSWERED;
	expected = PG_GETARG_TIMESTAMPTZ(1);
	as_of = PG_GETARG_TIMESTAMPTZ(4);
	allowed = read_allowed(PG_GETARG_INTERVAL_P(3), count_invalid);
	if (allowed < 0)
		return ROW_INVALID;

	if (PG_ARGISNULL(2) || PG_GETARG_TIMESTAMPTZ(2) > as_of)
	{
		/* Infinity stands for itself: what is expected then is never due. */
		bool		missing = as_of > expected && (TIMESTAMP_NOT_FINITE(expected) || TIMESTAMP_NOT_FINITE(as_of) ||
												   pg_sub_s64_overflow(as_of, expected, &lag) || lag > allowed);

		arrival->outcome = missing ? TIMELINESS_MISSING : TIMELINESS_PENDING;
		return ROW_READ;
	}
	arrived = PG_GETARG_TIMESTAMPTZ(2);
	lag = 0;
	if (TIMESTAMP_NOT_FINITE(expected) || TIMESTAMP_NOT_FINITE(arrived) ||
		(arrived > expected && (pg_sub_s64_overflow(arrived, expected, &lag) || lag > DURATION_LIMIT)))
	{
		if (!count_invalid)
			invalid_instants();
		return ROW_INVALID;
	}
	set_lag(arrival, lag, allowed);
	return ROW_READ;
}

/* With instants or with a lag; adds the row, or with the change -1 takes it out. */
static Datum
transition(FunctionCallInfo fcinfo, bool instants, bool count_invalid, int change)
{
	CountedDurations *state = counted_state(&timeliness_kind, fcinfo);
	Arrival		arrival = {0};
	RowReading	reading;

	if (instants && PG_ARGISNULL(0))
		refuse_silent_casts_in_aggregate(fcinfo);
	reading = instants ? read_instants(fcinfo, count_invalid, &arrival) : read_lag(fcinfo, count_invalid, &arrival);
	if (reading == ROW_UNANSWERED)
		count_row(&state->durations.unanswered, change);
	else if (reading == ROW_INVALID)
		count_row(&state->durations.invalid, change);
	else
	{
		count_row(&state->count[arrival.outcome], change);
		if (arrival.outcome == TIMELINESS_ON_TIME || arrival.outcome == TIMELINESS_LATE)
			state = counted_change_duration(&timeliness_kind, state, arrival.lag, change);
	}
	return counted_changed(&timeliness_kind, fcinfo, state, change < 0);
}

CSOPS_FUNCTION(csops_timeliness_accum);
CSOPS_FUNCTION(csops_timeliness_accum_inv);
CSOPS_FUNCTION(csops_timeliness_accum_key);
CSOPS_FUNCTION(csops_timeliness_accum_key_inv);
CSOPS_FUNCTION(csops_timeliness_accum_at);
CSOPS_FUNCTION(csops_timeliness_accum_at_inv);
CSOPS_FUNCTION(csops_timeliness_accum_at_key);
CSOPS_FUNCTION(csops_timeliness_accum_at_key_inv);

/* timeliness_accum(state, lag, allowed [, on_invalid]) */
Datum
csops_timeliness_accum(PG_FUNCTION_ARGS)
{
	return transition(fcinfo, false, option_count_invalid(fcinfo, 3), 1);
}

Datum
csops_timeliness_accum_inv(PG_FUNCTION_ARGS)
{
	return transition(fcinfo, false, option_count_invalid(fcinfo, 3), -1);
}

/* timeliness_accum_key(state, lag, allowed, key) */
Datum
csops_timeliness_accum_key(PG_FUNCTION_ARGS)
{
	check_key(fcinfo, 3);
	return transition(fcinfo, false, false, 1);
}

Datum
csops_timeliness_accum_key_inv(PG_FUNCTION_ARGS)
{
	check_key(fcinfo, 3);
	return transition(fcinfo, false, false, -1);
}

/* timeliness_accum(state, expected_at, arrived_at, allowed, as_of [, on_invalid]) */
Datum
csops_timeliness_accum_at(PG_FUNCTION_ARGS)
{
	return transition(fcinfo, true, option_count_invalid(fcinfo, 5), 1);
}

Datum
csops_timeliness_accum_at_inv(PG_FUNCTION_ARGS)
{
	return transition(fcinfo, true, option_count_invalid(fcinfo, 5), -1);
}

/* timeliness_accum_key(state, expected_at, arrived_at, allowed, as_of, key) */
Datum
csops_timeliness_accum_at_key(PG_FUNCTION_ARGS)
{
	check_key(fcinfo, 5);
	return transition(fcinfo, true, false, 1);
}

Datum
csops_timeliness_accum_at_key_inv(PG_FUNCTION_ARGS)
{
	check_key(fcinfo, 5);
	return transition(fcinfo, true, false, -1);
}

CSOPS_FUNCTION(csops_merge_timeliness_summary);
CSOPS_FUNCTION(csops_subtract_timeliness_summary);
CSOPS_FUNCTION(csops_timeliness_summary_final);
CSOPS_FUNCTION(csops_timeliness_moving_final);

Datum
csops_merge_timeliness_summary(PG_FUNCTION_ARGS)
{
	return counted_merge(&timeliness_kind, fcinfo);
}

Datum
csops_subtract_timeliness_summary(PG_FUNCTION_ARGS)
{
	return counted_subtract(&timeliness_kind, fcinfo);
}

Datum
csops_timeliness_summary_final(PG_FUNCTION_ARGS)
{
	return counted_final(&timeliness_kind, fcinfo, true);
}

/* Without minimum and maximum, as csops_duration_moving_final. */
Datum
csops_timeliness_moving_final(PG_FUNCTION_ARGS)
{
	return counted_final(&timeliness_kind, fcinfo, false);
}

/* Counts, which are 0 where there is no summary */

CSOPS_FUNCTION(csops_timeliness_observations);
CSOPS_FUNCTION(csops_on_time);
CSOPS_FUNCTION(csops_late);
CSOPS_FUNCTION(csops_timeliness_missing);
CSOPS_FUNCTION(csops_pending);
CSOPS_FUNCTION(csops_timeliness_unanswered);
CSOPS_FUNCTION(csops_timeliness_invalid);

static CountedView
figures_of(FunctionCallInfo fcinfo)
{
	CountedView view = {0};

	if (!PG_ARGISNULL(0))
		counted_figures(&timeliness_kind, fcinfo, 0, &view);
	return view;
}

/* What timeliness is a share of. */
static int64
judged(const CountedView *view)
{
	return view->count[TIMELINESS_ON_TIME] + view->count[TIMELINESS_LATE] + view->count[TIMELINESS_MISSING];
}

Datum
csops_timeliness_observations(PG_FUNCTION_ARGS)
{
	CountedView view = figures_of(fcinfo);

	PG_RETURN_INT64(judged(&view));
}

Datum
csops_on_time(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(figures_of(fcinfo).count[TIMELINESS_ON_TIME]);
}

Datum
csops_late(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(figures_of(fcinfo).count[TIMELINESS_LATE]);
}

Datum
csops_timeliness_missing(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(figures_of(fcinfo).count[TIMELINESS_MISSING]);
}

Datum
csops_pending(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(figures_of(fcinfo).count[TIMELINESS_PENDING]);
}

Datum
csops_timeliness_unanswered(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(figures_of(fcinfo).durations.unanswered);
}

Datum
csops_timeliness_invalid(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(figures_of(fcinfo).durations.invalid);
}

CSOPS_FUNCTION(csops_timeliness_is_suppressed);

Datum
csops_timeliness_is_suppressed(PG_FUNCTION_ARGS)
{
	CountedView view = figures_of(fcinfo);

	PG_RETURN_BOOL(judged(&view) > 0 && judged(&view) < option_min_n(fcinfo, 1));
}

/* The rate */

CSOPS_FUNCTION(csops_timeliness);
CSOPS_FUNCTION(csops_timeliness_lo);
CSOPS_FUNCTION(csops_timeliness_hi);
CSOPS_FUNCTION(csops_timeliness_proportion);

static Share
share_of(FunctionCallInfo fcinfo)
{
	CountedView view = figures_of(fcinfo);
	Share		share = {(double) view.count[TIMELINESS_ON_TIME], (double) judged(&view)};

	return share;
}

/* timeliness(s, min_n) */
Datum
csops_timeliness(PG_FUNCTION_ARGS)
{
	return share_or_null(fcinfo, share_of(fcinfo));
}

/* timeliness_lo, timeliness_hi (s, confidence, method, min_n) */
Datum
csops_timeliness_lo(PG_FUNCTION_ARGS)
{
	return share_lo_or_null(fcinfo, share_of(fcinfo));
}

Datum
csops_timeliness_hi(PG_FUNCTION_ARGS)
{
	return share_hi_or_null(fcinfo, share_of(fcinfo));
}

/* timeliness_proportion(s) */
Datum
csops_timeliness_proportion(PG_FUNCTION_ARGS)
{
	CountedView view = figures_of(fcinfo);

	return proportion_of_counts(view.count[TIMELINESS_ON_TIME], judged(&view));
}

/* Lags */

CSOPS_FUNCTION(csops_lag_percentile);
CSOPS_FUNCTION(csops_timeliness_lags);

/* lag_percentile(s, q, min_n) */
Datum
csops_lag_percentile(PG_FUNCTION_ARGS)
{
	CountedView view;
	double		q = option_quantile(fcinfo, 1);
	int32		min_n = option_min_n(fcinfo, 2);
	double		seconds;

	counted_view(&timeliness_kind, fcinfo, 0, &view);
	if (!duration_at_quantile(&view.durations, q, min_n, &seconds))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(seconds);
}

/* timeliness_lags(s) */
Datum
csops_timeliness_lags(PG_FUNCTION_ARGS)
{
	return counted_only_durations(&timeliness_kind, fcinfo);
}
