/*
 * rating_summary.c
 *		The type rating_summary and its aggregates: an exact histogram.
 *
 * A state has one counter per point of the scale and two more.  At 100,000
 * groups the size of the states decides the speed, so in working form the
 * counters start one byte wide (a whole state of a 0..10 scale is 25 bytes)
 * and the state is copied into the next width when one of them is full.  The
 * canonical form has counters of eight bytes and is as good a working state.
 */
#include "csops.h"

#include "counters.h"
#include "libpq/pqformat.h"
#include "options.h"
#include "rating.h"

typedef struct RatingSummary
{
	CsopsHeader header;			/* flags: bytes of a counter, or 0 for canonical */
	int16		lowest;
	int16		highest;
	/* counters follow: unanswered, invalid, then one for each point */
} RatingSummary;

#define COUNTER_UNANSWERED	0
#define COUNTER_INVALID		1
#define COUNTER_POINTS		2

#define CANONICAL_WIDTH		((int) sizeof(int64))
#define CANONICAL_OFFSET	16		/* the counters' place, aligned on every platform */
#define NPS_SCALE			((Scale) {0, 10})
#define FIVE_POINT_SCALE	((Scale) {1, 5})
#define BOOLEAN_SCALE		((Scale) {0, 1})

static inline int
counter_width(const RatingSummary *summary)
{
	return summary->header.flags == 0 ? CANONICAL_WIDTH : summary->header.flags;
}

static inline int
counter_total(const RatingSummary *summary)
{
	return COUNTER_POINTS + summary->highest - summary->lowest + 1;
}

/* Narrow counters stand right behind the scale. */
static inline Size
counters_offset(int width)
{
	return width == CANONICAL_WIDTH ? CANONICAL_OFFSET : sizeof(RatingSummary);
}

static inline char *
counters_of(const RatingSummary *summary, int width)
{
	return (char *) summary + counters_offset(width);
}

static inline Size
summary_size(int width, int counters)
{
	return counters_offset(width) + (Size) width * counters;
}

static RatingSummary *
new_summary(Scale scale, int width)
{
	int			counters = COUNTER_POINTS + scale.highest - scale.lowest + 1;
	RatingSummary *summary = csops_new(&rating_summary_type, summary_size(width, counters));

	summary->header.flags = width == CANONICAL_WIDTH ? 0 : width;
	summary->lowest = scale.lowest;
	summary->highest = scale.highest;
	return summary;
}

static Scale
scale_of(const RatingSummary *summary)
{
	return (Scale) {summary->lowest, summary->highest};
}

/* A copy with counters of that width, which must be wide enough. */
static RatingSummary *
copy_summary(const RatingSummary *summary, int width)
{
	RatingSummary *copy = new_summary(scale_of(summary), width);
	int			from_width = counter_width(summary);
	const char *from = counters_of(summary, from_width);
	char	   *to = counters_of(copy, width);

	for (int i = 0; i < counter_total(summary); i++)
		set_counter(to, width, i, get_counter(from, from_width, i));
	return copy;
}

/* Type functions */

static inline bool
flags_are_known(int flags)
{
	return flags == 0 || flags == 1 || flags == 2 || flags == 4;
}

static void
check_summary(const CsopsHeader *value)
{
	const RatingSummary *summary = (const RatingSummary *) value;
	int			width = value->flags;

	if (VARSIZE(value) < sizeof(RatingSummary))
		csops_corrupted(&rating_summary_type, "The value is too short.");
	if (!flags_are_known(width))
		csops_corrupted(&rating_summary_type, "The flags are not known.");
	if (scale_problem(summary->lowest, summary->highest) != NULL)
		csops_corrupted(&rating_summary_type, "The scale is impossible.");
	if (VARSIZE(value) != summary_size(counter_width(summary), counter_total(summary)))
		csops_corrupted(&rating_summary_type, "The size does not fit the scale.");
}

static CsopsHeader *
canonical_summary(CsopsHeader *value)
{
	if (value->flags == 0)
		return value;
	return &copy_summary((RatingSummary *) value, CANONICAL_WIDTH)->header;
}

/* Whether a summary can hold these counts and so many more rows. */
static bool
counts_are_possible(const int64 *counts, int n, int64 more)
{
	int64		total = more;

	for (int i = 0; i < n; i++)
	{
		if (!csops_add_count(&total, counts[i]))
			return false;
	}
	return true;
}

static CsopsHeader *
read_json_summary(const JsonNode *root)
{
	static const char *const keys[] = {"scale", "counts", "unanswered", "invalid", NULL};
	const JsonNode *counts;
	const JsonNode *node;
	RatingSummary *summary;
	int64	   *counter;

	json_check_object(root, keys);
	summary = new_summary(read_json_scale(root), CANONICAL_WIDTH);
	counter = (int64 *) counters_of(summary, CANONICAL_WIDTH);

	counts = json_required(root, "counts");
	json_check_array(counts);
	if (counts->count != counter_total(summary) - COUNTER_POINTS)
		json_error(counts, "The scale has %d points, the counts are %d.",
				   counter_total(summary) - COUNTER_POINTS, counts->count);
	counter[COUNTER_UNANSWERED] = json_int64(json_required(root, "unanswered"), 0, PG_INT64_MAX);
	counter[COUNTER_INVALID] = json_int64(json_required(root, "invalid"), 0, PG_INT64_MAX);
	node = counts->first;
	for (int i = COUNTER_POINTS; node != NULL; node = node->next)
		counter[i++] = json_int64(node, 0, PG_INT64_MAX);
	if (!counts_are_possible(counter, counter_total(summary), 0))
		json_error(counts, "The total of the counts is out of range.");
	return &summary->header;
}

static void
write_json_summary(StringInfo out, const CsopsHeader *value)
{
	const RatingSummary *summary = (const RatingSummary *) value;
	const int64 *counter = (const int64 *) counters_of(summary, CANONICAL_WIDTH);

	appendStringInfo(out, "{\"scale\": [%d, %d], \"counts\": [", summary->lowest, summary->highest);
	for (int i = COUNTER_POINTS; i < counter_total(summary); i++)
		appendStringInfo(out, "%s" INT64_FORMAT, i == COUNTER_POINTS ? "" : ", ", counter[i]);
	appendStringInfo(out, "], \"unanswered\": " INT64_FORMAT ", \"invalid\": " INT64_FORMAT "}",
					 counter[COUNTER_UNANSWERED], counter[COUNTER_INVALID]);
}

static CsopsHeader *
receive_summary(StringInfo in)
{
	RatingSummary *summary;
	int64	   *counter;

	summary = new_summary(receive_scale(in, &rating_summary_type), CANONICAL_WIDTH);
	counter = (int64 *) counters_of(summary, CANONICAL_WIDTH);
	for (int i = 0; i < counter_total(summary); i++)
		counter[i] = pq_getmsgint64(in);
	if (!counts_are_possible(counter, counter_total(summary), 0))
		csops_bad_binary(&rating_summary_type, "A count is negative or the total is out of range.");
	return &summary->header;
}

static void
send_summary(StringInfo out, const CsopsHeader *value)
{
	const RatingSummary *summary = (const RatingSummary *) value;
	const int64 *counter = (const int64 *) counters_of(summary, CANONICAL_WIDTH);

	send_scale(out, scale_of(summary));
	for (int i = 0; i < counter_total(summary); i++)
		pq_sendint64(out, counter[i]);
}

const CsopsType rating_summary_type = {
	.id = CSOPS_RATING_SUMMARY,
	.name = "rating_summary",
	.check = check_summary,
	.canonical = canonical_summary,
	.read_json = read_json_summary,
	.write_json = write_json_summary,
	.receive = receive_summary,
	.send = send_summary,
};

CSOPS_FUNCTION(csops_rating_summary_in);
CSOPS_FUNCTION(csops_rating_summary_recv);

Datum
csops_rating_summary_in(PG_FUNCTION_ARGS)
{
	return csops_type_in(&rating_summary_type, fcinfo);
}

Datum
csops_rating_summary_recv(PG_FUNCTION_ARGS)
{
	return csops_type_recv(&rating_summary_type, fcinfo);
}

/* Transition functions */

/*
 * The state to change: in an aggregate the state itself, called from SQL a
 * canonical copy, so that arguments are never written into.
 */
static pg_noinline RatingSummary *
any_state_to_change(FunctionCallInfo fcinfo, Scale scale)
{
	bool		in_aggregate = csops_in_aggregate(fcinfo);
	RatingSummary *state;

	if (PG_ARGISNULL(0))
		return new_summary(scale, in_aggregate ? 1 : CANONICAL_WIDTH);
	state = CSOPS_GETARG(rating_summary_type, 0);
	check_same_scale(scale_of(state), scale);
	if (in_aggregate)
		return state;
	state = copy_summary(state, CANONICAL_WIDTH);
	if (!counts_are_possible((int64 *) counters_of(state, CANONICAL_WIDTH), counter_total(state), 1))
		csops_impossible_result(false, "The total of the counts is too large.");
	return state;
}

/*
 * The same for every row but a group's first: in an aggregate, a state that
 * is neither toasted nor packed and passes check_summary.
 */
static inline RatingSummary *
state_to_change(FunctionCallInfo fcinfo, Scale scale)
{
	if (!PG_ARGISNULL(0) && csops_in_aggregate(fcinfo))
	{
		RatingSummary *state = (RatingSummary *) PG_GETARG_POINTER(0);

		if (VARATT_IS_4B_U(state) && VARSIZE(state) >= sizeof(RatingSummary) &&
			state->header.type == CSOPS_RATING_SUMMARY &&
			state->header.version == CSOPS_VERSION_1 &&
			flags_are_known(state->header.flags) &&
			state->lowest == scale.lowest && state->highest == scale.highest &&
			VARSIZE(state) == summary_size(counter_width(state), counter_total(state)))
			return state;
	}
	return any_state_to_change(fcinfo, scale);
}

static pg_noinline RatingSummary *
widen_and_add_one(RatingSummary *state, int n)
{
	int			width = 2 * counter_width(state);
	char	   *counters;

	state = copy_summary(state, width);
	counters = counters_of(state, width);
	set_counter(counters, width, n, get_counter(counters, width, n) + 1);
	return state;
}

static inline RatingSummary *
add_one(RatingSummary *state, int n)
{
	int			width = counter_width(state);
	char	   *counters = counters_of(state, width);
	int64		count = get_counter(counters, width, n);

	if (unlikely(count == widest_count(width)))
		return widen_and_add_one(state, n);
	set_counter(counters, width, n, count + 1);
	return state;
}

static inline RatingSummary *
take_one(RatingSummary *state, int n)
{
	int			width = counter_width(state);
	char	   *counters = counters_of(state, width);
	int64		count = get_counter(counters, width, n);

	if (count == 0)
		csops_impossible_result(true, "A count would become negative.");
	set_counter(counters, width, n, count - 1);
	return state;
}

static inline Datum
transition(FunctionCallInfo fcinfo, Scale scale, bool count_invalid, bool inverse)
{
	RatingSummary *state;
	int			counter;

	if (PG_ARGISNULL(1))
		counter = COUNTER_UNANSWERED;
	else
	{
		double		score = PG_GETARG_FLOAT8(1);
		int			place = scale_place(score, scale.lowest, scale.highest);

		if (place >= 0)
			counter = COUNTER_POINTS + place;
		else if (count_invalid)
			counter = COUNTER_INVALID;
		else
			invalid_score(score, scale.lowest, scale.highest);
	}
	state = state_to_change(fcinfo, scale);
	PG_RETURN_POINTER(inverse ? take_one(state, counter) : add_one(state, counter));
}

CSOPS_FUNCTION(csops_rating_accum);
CSOPS_FUNCTION(csops_rating_accum_inv);
CSOPS_FUNCTION(csops_rating_accum_key);
CSOPS_FUNCTION(csops_rating_accum_key_inv);

/* rating_accum(state, score [, lo, hi [, on_invalid]]) */
Datum
csops_rating_accum(PG_FUNCTION_ARGS)
{
	if (PG_NARGS() == 2)
		return transition(fcinfo, NPS_SCALE, false, false);
	return transition(fcinfo, scale_arguments(fcinfo, 2), option_count_invalid(fcinfo, 4), false);
}

Datum
csops_rating_accum_inv(PG_FUNCTION_ARGS)
{
	if (PG_NARGS() == 2)
		return transition(fcinfo, NPS_SCALE, false, true);
	return transition(fcinfo, scale_arguments(fcinfo, 2), option_count_invalid(fcinfo, 4), true);
}

Datum
csops_rating_accum_key(PG_FUNCTION_ARGS)
{
	check_key(fcinfo, 2);
	return transition(fcinfo, NPS_SCALE, false, false);
}

Datum
csops_rating_accum_key_inv(PG_FUNCTION_ARGS)
{
	check_key(fcinfo, 2);
	return transition(fcinfo, NPS_SCALE, false, true);
}

CSOPS_FUNCTION(csops_rating_accum_five);
CSOPS_FUNCTION(csops_rating_accum_five_inv);

/* rating_accum_five(state, score [, key]): the 1..5 scale of csat */
Datum
csops_rating_accum_five(PG_FUNCTION_ARGS)
{
	if (PG_NARGS() > 2)
		check_key(fcinfo, 2);
	return transition(fcinfo, FIVE_POINT_SCALE, false, false);
}

Datum
csops_rating_accum_five_inv(PG_FUNCTION_ARGS)
{
	if (PG_NARGS() > 2)
		check_key(fcinfo, 2);
	return transition(fcinfo, FIVE_POINT_SCALE, false, true);
}

static Datum
boolean_transition(FunctionCallInfo fcinfo, bool inverse)
{
	RatingSummary *state = state_to_change(fcinfo, BOOLEAN_SCALE);
	int			counter = PG_ARGISNULL(1) ? COUNTER_UNANSWERED : COUNTER_POINTS + PG_GETARG_BOOL(1);

	if (PG_NARGS() > 2)
		check_key(fcinfo, 2);
	PG_RETURN_POINTER(inverse ? take_one(state, counter) : add_one(state, counter));
}

CSOPS_FUNCTION(csops_rating_accum_boolean);
CSOPS_FUNCTION(csops_rating_accum_boolean_inv);

/* rating_accum(state, satisfied boolean [, key]) */
Datum
csops_rating_accum_boolean(PG_FUNCTION_ARGS)
{
	return boolean_transition(fcinfo, false);
}

Datum
csops_rating_accum_boolean_inv(PG_FUNCTION_ARGS)
{
	return boolean_transition(fcinfo, true);
}

/*
 * merge and subtract serve as functions, operators, rollup's transition and
 * inverse, and every rating aggregate's combine function.
 */
static Datum
merge_summaries(FunctionCallInfo fcinfo, bool subtract)
{
	RatingSummary *a = CSOPS_GETARG(rating_summary_type, 0);
	RatingSummary *b = CSOPS_GETARG(rating_summary_type, 1);
	int			b_width = counter_width(b);
	const char *b_counters = counters_of(b, b_width);
	int64	   *counter;

	check_same_scale(scale_of(a), scale_of(b));
	if (!csops_in_aggregate(fcinfo) || counter_width(a) != CANONICAL_WIDTH)
		a = copy_summary(a, CANONICAL_WIDTH);
	counter = (int64 *) counters_of(a, CANONICAL_WIDTH);

	for (int i = 0; i < counter_total(a); i++)
	{
		int64		count = get_counter(b_counters, b_width, i);

		if (subtract)
		{
			if (count > counter[i])
				csops_impossible_result(true, "A count would become negative.");
			counter[i] -= count;
		}
		else
			counter[i] += count;
	}
	if (!counts_are_possible(counter, counter_total(a), 0))
		csops_impossible_result(false, "The total of the counts is too large.");
	PG_RETURN_POINTER(a);
}

CSOPS_FUNCTION(csops_merge_rating_summary);
CSOPS_FUNCTION(csops_subtract_rating_summary);

Datum
csops_merge_rating_summary(PG_FUNCTION_ARGS)
{
	return merge_summaries(fcinfo, false);
}

Datum
csops_subtract_rating_summary(PG_FUNCTION_ARGS)
{
	return merge_summaries(fcinfo, true);
}

CSOPS_FUNCTION(csops_rating_final);

/* A copy, because the state may go on being changed: under OVER it does. */
Datum
csops_rating_final(PG_FUNCTION_ARGS)
{
	PG_RETURN_POINTER(copy_summary(CSOPS_GETARG(rating_summary_type, 0), CANONICAL_WIDTH));
}

/* Reading */

void
view_rating_summary(RatingView *view, const CsopsHeader *value)
{
	const RatingSummary *summary = (const RatingSummary *) value;
	int			width = counter_width(summary);
	const char *counters = counters_of(summary, width);

	view->lowest = summary->lowest;
	view->points = summary->highest - summary->lowest + 1;
	view->unanswered = get_counter(counters, width, COUNTER_UNANSWERED);
	view->unweighted = 0;
	view->invalid = get_counter(counters, width, COUNTER_INVALID);
	view->observations = 0;
	for (int i = 0; i < view->points; i++)
	{
		view->count[i] = get_counter(counters, width, COUNTER_POINTS + i);
		view->observations += view->count[i];
		view->weight[i] = view->square[i] = (double) view->count[i];
	}
	view->total_weight = view->total_square = (double) view->observations;
}
