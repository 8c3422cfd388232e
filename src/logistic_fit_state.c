/*
 * logistic_fit_state.c
 *		The rows that logistic_fit_agg keeps: there is no smaller state.
 *
 * Newton's method goes through the rows again and again, with other weights
 * each time, and no sums can stand for them.  Rows that are alike are kept
 * once, with their counts, so that features of few values need little room.
 */
#include "csops.h"

#include <math.h>

#include "libpq/pqformat.h"
#include "logistic_fit.h"
#include "miscadmin.h"
#include "options.h"

/* Below it a state doubles; above, where that would soon be too much, it grows by a quarter. */
#define DOUBLES_UP_TO		((Size) 128 * 1024 * 1024)
#define LARGEST_STATE		((Size) 768 * 1024 * 1024)
#define FIRST_ROWS			8

StaticAssertDecl(sizeof(LogisticState) == 48, "rows are aligned");

static Size
state_size(int features, int64 rows)
{
	return sizeof(LogisticState) + LOGISTIC_ROW_SIZE(features) * rows;
}

static int64
row_capacity(const LogisticState *state)
{
	return (int64) ((VARSIZE(state) - sizeof(LogisticState)) / LOGISTIC_ROW_SIZE(state->features));
}

const char *
logistic_ridge_problem(double ridge)
{
	return ridge >= 0 && ridge <= LOGISTIC_FEATURE_LIMIT ? NULL : "The ridge is not a number from 0 to 1e100.";
}

const char *
logistic_feature_problem(double x)
{
	return fabs(x) <= LOGISTIC_FEATURE_LIMIT ? NULL : "A feature is not a number from -1e100 to 1e100.";
}

static LogisticState *
new_state(int features, double ridge, int64 rows)
{
	LogisticState *state = csops_new(&logistic_fit_state_type, state_size(features, rows));

	state->features = features;
	state->ridge = ridge;
	return state;
}

/* Bringing rows together */

static int
compare_rows(const void *a, const void *b, void *arg)
{
	const LogisticRow *left = a;
	const LogisticRow *right = b;
	int			features = *(const int *) arg;

	CHECK_FOR_INTERRUPTS();
	for (int j = 0; j < features; j++)
	{
		if (left->x[j] != right->x[j])
			return left->x[j] < right->x[j] ? -1 : 1;
	}
	return 0;
}

/* Sorts the rows and keeps those that are alike once. */
static void
gather_rows(LogisticState *state)
{
	LogisticRow *rows = logistic_rows(state);
	int			features = state->features;
	int64		kept = 0;

	qsort_interruptible(rows, state->rows, LOGISTIC_ROW_SIZE(features), compare_rows, &features);
	for (int64 i = 0; i < state->rows; i++)
	{
		LogisticRow *row = logistic_row(rows, features, i);
		LogisticRow *last = kept > 0 ? logistic_row(rows, features, kept - 1) : NULL;

		if (last != NULL && compare_rows(last, row, &features) == 0)
		{
			if (!csops_add_count(&last->without, row->without) || !csops_add_count(&last->with, row->with))
				csops_impossible_result(false, "A count is negative or the total is out of range.");
		}
		else
		{
			if (kept < i)
				memcpy(logistic_row(rows, features, kept), row, LOGISTIC_ROW_SIZE(features));
			kept++;
		}
	}
	state->rows = kept;
}

static LogisticState *
canonical_state(const LogisticState *state)
{
	Size		rows_size = LOGISTIC_ROW_SIZE(state->features) * state->rows;
	LogisticState *copy = new_state(state->features, state->ridge, state->rows);

	copy->undecided = state->undecided;
	copy->incomplete = state->incomplete;
	copy->rows = state->rows;
	memcpy(logistic_rows(copy), logistic_rows(state), rows_size);
	gather_rows(copy);
	SET_VARSIZE(copy, state_size(copy->features, copy->rows));
	return copy;
}

/* A working copy with room for so many rows more, which must be within the limit. */
static LogisticState *
roomier_copy(const LogisticState *state, int64 more)
{
	Size		row_size = LOGISTIC_ROW_SIZE(state->features);
	Size		needed = state_size(state->features, Max(state->rows + more, FIRST_ROWS));
	Size		size = VARSIZE(state);
	LogisticState *copy;

	size = Max(size + (size < DOUBLES_UP_TO ? size : size / 4), needed);
	size = Min(size, LARGEST_STATE);
	copy = new_state(state->features, state->ridge, (int64) ((size - sizeof(LogisticState)) / row_size));
	copy->header.flags = LOGISTIC_WORKING;
	copy->undecided = state->undecided;
	copy->incomplete = state->incomplete;
	copy->rows = state->rows;
	memcpy(logistic_rows(copy), logistic_rows(state), row_size * state->rows);
	return copy;
}

/*
 * The state with room for so many rows more, or a copy that has it.  Bringing
 * rows together costs a sort: it must gain enough for some time, or the state
 * grows, or there are too many.
 */
static LogisticState *
with_room(LogisticState *state, int64 more)
{
	int64		capacity = row_capacity(state);
	bool		can_grow;

	if (state->rows + more <= capacity)
		return state;
	if (state->rows > FIRST_ROWS)
		gather_rows(state);
	can_grow = state_size(state->features, Max(state->rows + more, capacity + 1)) <= LARGEST_STATE;
	if (state->rows + more <= capacity - capacity / (can_grow ? 4 : 8))
		return state;
	if (!can_grow)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("too many different rows for a logistic regression"),
				 errdetail("The state would grow beyond " UINT64_FORMAT " megabytes.",
						   (uint64) (LARGEST_STATE / 1024 / 1024)),
				 errhint("Fit a random sample of the rows, such as TABLESAMPLE takes, or round the features so that more rows are alike.")));
	return roomier_copy(state, more);
}

/*
 * Adds the rows of another state.  Where all of them would be too many, some
 * at a time: most may be there already.
 */
static LogisticState *
add_rows(LogisticState *state, const LogisticState *from)
{
	int			features = state->features;
	int64		done = 0;

	while (done < from->rows)
	{
		int64		rows = from->rows - done;

		if (state_size(features, state->rows + rows) > LARGEST_STATE)
			rows = Min(rows, Max(row_capacity(state) / 16, FIRST_ROWS));
		state = with_room(state, rows);
		memcpy(logistic_row(logistic_rows(state), features, state->rows),
			   logistic_row(logistic_rows(from), features, done), LOGISTIC_ROW_SIZE(features) * rows);
		state->rows += rows;
		done += rows;
	}
	return state;
}

/* Type functions */

static void
check_state(const CsopsHeader *value)
{
	const LogisticState *state = (const LogisticState *) value;

	if (VARSIZE(value) < sizeof(LogisticState) || VARSIZE(value) > LARGEST_STATE ||
		value->flags > LOGISTIC_WORKING ||
		state->features < 1 || state->features > LOGISTIC_MAX_FEATURES ||
		logistic_ridge_problem(state->ridge) != NULL ||
		state->rows < 0 || state->rows > row_capacity(state) ||
		VARSIZE(value) != state_size(state->features, row_capacity(state)) ||
		(value->flags == 0 && state->rows != row_capacity(state)))
		csops_corrupted(&logistic_fit_state_type, "The size does not fit the rows.");
}

static CsopsHeader *
canonical_value(CsopsHeader *value)
{
	return value->flags == 0 ? value : &canonical_state((LogisticState *) value)->header;
}

/* What no rows can have given, or NULL. */
static const char *
state_problem(const LogisticState *state)
{
	const LogisticRow *rows = logistic_rows(state);
	int			features = state->features;
	int64		total = 0;

	if (!csops_add_count(&total, state->undecided) || !csops_add_count(&total, state->incomplete))
		return "A count is negative or the total is out of range.";
	for (int64 i = 0; i < state->rows; i++)
	{
		const LogisticRow *row = logistic_row(rows, features, i);

		if (!csops_add_count(&total, row->without) || !csops_add_count(&total, row->with))
			return "A count is negative or the total is out of range.";
		if (row->without + row->with == 0)
			return "A row was never counted.";
		for (int j = 0; j < features; j++)
		{
			if (logistic_feature_problem(row->x[j]) != NULL)
				return logistic_feature_problem(row->x[j]);
		}
		if (i > 0 && compare_rows(logistic_row(rows, features, i - 1), row, &features) >= 0)
			return "The rows are not in ascending order.";
	}
	return NULL;
}

static CsopsHeader *
read_json_state(const JsonNode *root)
{
	static const char *const keys[] = {"features", "ridge", "undecided", "incomplete", "rows", NULL};
	const JsonNode *rows;
	const char *problem;
	LogisticState *state;
	int			features;
	double		ridge;
	int64		n = 0;

	json_check_object(root, keys);
	features = (int) json_int64(json_required(root, "features"), 1, LOGISTIC_MAX_FEATURES);
	ridge = json_float8(json_required(root, "ridge")) + 0.0;
	problem = logistic_ridge_problem(ridge);
	if (problem != NULL)
		json_error(json_required(root, "ridge"), "%s", problem);
	rows = json_required(root, "rows");
	json_check_array(rows);
	if ((uint64) LOGISTIC_ROW_SIZE(features) * rows->count > LARGEST_STATE - sizeof(LogisticState))
		json_error(rows, "There are too many rows.");
	state = new_state(features, ridge, rows->count);
	state->undecided = json_int64(json_required(root, "undecided"), 0, CSOPS_COUNT_LIMIT);
	state->incomplete = json_int64(json_required(root, "incomplete"), 0, CSOPS_COUNT_LIMIT);
	state->rows = rows->count;
	for (const JsonNode *node = rows->first; node != NULL; node = node->next)
	{
		LogisticRow *row = logistic_row(logistic_rows(state), features, n++);
		const JsonNode *element;

		CHECK_FOR_INTERRUPTS();
		json_check_array(node);
		if (node->count != 2 + features)
			json_error(node, "A row is a list of two counts and the features.");
		row->without = json_int64(node->first, 0, CSOPS_COUNT_LIMIT);
		row->with = json_int64(node->first->next, 0, CSOPS_COUNT_LIMIT);
		element = node->first->next->next;
		for (int j = 0; j < features; j++)
		{
			row->x[j] = json_float8(element) + 0.0;
			element = element->next;
		}
	}
	problem = state_problem(state);
	if (problem != NULL)
		json_error(root, "%s", problem);
	return &state->header;
}

static void
write_json_state(StringInfo out, const CsopsHeader *value)
{
	const LogisticState *state = (const LogisticState *) value;

	appendStringInfo(out, "{\"features\": %d, \"ridge\": ", state->features);
	json_append_float8(out, state->ridge);
	appendStringInfo(out, ", \"undecided\": " INT64_FORMAT ", \"incomplete\": " INT64_FORMAT ", \"rows\": [",
					 state->undecided, state->incomplete);
	for (int64 i = 0; i < state->rows; i++)
	{
		const LogisticRow *row = logistic_row(logistic_rows(state), state->features, i);

		CHECK_FOR_INTERRUPTS();
		appendStringInfo(out, "%s[" INT64_FORMAT ", " INT64_FORMAT, i == 0 ? "" : ", ", row->without, row->with);
		for (int j = 0; j < state->features; j++)
		{
			appendStringInfoString(out, ", ");
			json_append_float8(out, row->x[j]);
		}
		appendStringInfoChar(out, ']');
	}
	appendStringInfoString(out, "]}");
}

static CsopsHeader *
receive_state(StringInfo in)
{
	int			features = pq_getmsgint(in, 2);
	double		ridge = pq_getmsgfloat8(in) + 0.0;
	int64		undecided = pq_getmsgint64(in);
	int64		incomplete = pq_getmsgint64(in);
	int64		rows = pq_getmsgint64(in);
	LogisticState *state;
	const char *problem;

	if (features < 1 || features > LOGISTIC_MAX_FEATURES || logistic_ridge_problem(ridge) != NULL)
		csops_bad_binary(&logistic_fit_state_type, "The features or the ridge are impossible.");
	if (rows < 0 || rows > (in->len - in->cursor) / (int64) LOGISTIC_ROW_SIZE(features) ||
		state_size(features, rows) > LARGEST_STATE)
		csops_bad_binary(&logistic_fit_state_type, "There are not so many rows.");
	state = new_state(features, ridge, rows);
	state->undecided = undecided;
	state->incomplete = incomplete;
	state->rows = rows;
	for (int64 i = 0; i < rows; i++)
	{
		LogisticRow *row = logistic_row(logistic_rows(state), features, i);

		CHECK_FOR_INTERRUPTS();
		row->without = pq_getmsgint64(in);
		row->with = pq_getmsgint64(in);
		for (int j = 0; j < features; j++)
			row->x[j] = pq_getmsgfloat8(in) + 0.0;
	}
	problem = state_problem(state);
	if (problem != NULL)
		csops_bad_binary(&logistic_fit_state_type, problem);
	return &state->header;
}

static void
send_state(StringInfo out, const CsopsHeader *value)
{
	const LogisticState *state = (const LogisticState *) value;

	pq_sendint16(out, state->features);
	pq_sendfloat8(out, state->ridge);
	pq_sendint64(out, state->undecided);
	pq_sendint64(out, state->incomplete);
	pq_sendint64(out, state->rows);
	for (int64 i = 0; i < state->rows; i++)
	{
		const LogisticRow *row = logistic_row(logistic_rows(state), state->features, i);

		CHECK_FOR_INTERRUPTS();
		pq_sendint64(out, row->without);
		pq_sendint64(out, row->with);
		for (int j = 0; j < state->features; j++)
			pq_sendfloat8(out, row->x[j]);
	}
}

const CsopsType logistic_fit_state_type = {
	.id = CSOPS_LOGISTIC_FIT_STATE,
	.name = "logistic_fit_state",
	.check = check_state,
	.canonical = canonical_value,
	.read_json = read_json_state,
	.write_json = write_json_state,
	.receive = receive_state,
	.send = send_state,
};

CSOPS_FUNCTION(csops_logistic_fit_state_in);
CSOPS_FUNCTION(csops_logistic_fit_state_recv);

Datum
csops_logistic_fit_state_in(PG_FUNCTION_ARGS)
{
	return csops_type_in(&logistic_fit_state_type, fcinfo);
}

Datum
csops_logistic_fit_state_recv(PG_FUNCTION_ARGS)
{
	return csops_type_recv(&logistic_fit_state_type, fcinfo);
}

/* Transition functions */

/* A canonical copy, whose rows a fit may rely on. */
static LogisticState *
possible_state(const LogisticState *state)
{
	LogisticState *copy = canonical_state(state);
	const char *problem = state_problem(copy);

	if (problem != NULL)
		csops_impossible_result(false, problem);
	return copy;
}

static void
check_same_fit(const LogisticState *state, int features, double ridge)
{
	if (state->features != features)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("numbers of features differ"),
				 errdetail("One row has %d features, another has %d.", state->features, features),
				 errhint("Give every row the same features, NULL where one is missing.")));
	if (state->ridge != ridge)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("ridges differ"),
				 errdetail("One row has the ridge %s, another %s.", shown_float8(state->ridge), shown_float8(ridge)),
				 errhint("Give every row the same ridge.")));
}

/* The state to change: in an aggregate the state itself, called from SQL a copy. */
static LogisticState *
state_to_change(FunctionCallInfo fcinfo)
{
	LogisticState *state = CSOPS_GETARG(logistic_fit_state_type, 0);

	return csops_in_aggregate(fcinfo) && state->header.flags != 0 ? state : roomier_copy(state, 1);
}

static ArrayType *
features_argument(FunctionCallInfo fcinfo, int n, int *features)
{
	ArrayType  *array;

	if (PG_ARGISNULL(n))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("features must not be null"),
				 errhint("Give an array of features, with NULL for those that are missing.")));
	array = PG_GETARG_ARRAYTYPE_P(n);
	*features = ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array));
	if (ARR_NDIM(array) != 1 || *features > LOGISTIC_MAX_FEATURES)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("number of features is out of range"),
				 errdetail("The array has %d dimensions and %d elements.", ARR_NDIM(array), *features),
				 errhint("Give from 1 to %d features.", LOGISTIC_MAX_FEATURES)));
	return array;
}

static double
ridge_argument(FunctionCallInfo fcinfo, int n)
{
	double		ridge;

	if (PG_ARGISNULL(n))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("ridge must not be null"),
				 errhint("Give a number of 0 or more, or leave the ridge out.")));
	ridge = PG_GETARG_FLOAT8(n) + 0.0;
	if (logistic_ridge_problem(ridge) != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("ridge is out of range"),
				 errdetail("The ridge given is %s.", shown_float8(ridge)),
				 errhint("Give a number of 0 or more, such as 0.000001.")));
	return ridge;
}

static void
copy_features(double *to, const double *from, int features)
{
	for (int j = 0; j < features; j++)
	{
		if (logistic_feature_problem(from[j]) != NULL)
			ereport(ERROR,
					(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
					 errmsg("feature is out of range"),
					 errdetail("Feature %d is %s; features lie between -1e100 and 1e100.",
							   j + 1, shown_float8(from[j])),
					 errhint("Correct the row, or give NULL for a feature that is not known: the row is then left out and counted as incomplete.")));
		to[j] = from[j] + 0.0;	/* without the sign of a zero */
	}
}

/* From (state, outcome, features) or (state, ridge, outcome, features) */
static Datum
transition(FunctionCallInfo fcinfo, int outcome_argument)
{
	double		ridge = outcome_argument > 1 ? ridge_argument(fcinfo, 1) : LOGISTIC_DEFAULT_RIDGE;
	int			features;
	ArrayType  *array = features_argument(fcinfo, outcome_argument + 1, &features);
	LogisticState *state;

	if (PG_ARGISNULL(0))
	{
		state = new_state(features, ridge, FIRST_ROWS);
		state->header.flags = LOGISTIC_WORKING;
	}
	else
	{
		state = state_to_change(fcinfo);
		check_same_fit(state, features, ridge);
	}

	if (PG_ARGISNULL(outcome_argument))
		state->undecided++;
	else if (array_contains_nulls(array))
		state->incomplete++;
	else
	{
		LogisticRow *row;

		state = with_room(state, 1);
		row = logistic_row(logistic_rows(state), features, state->rows);
		copy_features(row->x, logistic_features(array), features);
		row->with = PG_GETARG_BOOL(outcome_argument) ? 1 : 0;
		row->without = 1 - row->with;
		state->rows++;
	}
	PG_RETURN_POINTER(csops_in_aggregate(fcinfo) ? state : possible_state(state));
}

CSOPS_FUNCTION(csops_logistic_fit_accum);
CSOPS_FUNCTION(csops_logistic_fit_accum_ridge);
CSOPS_FUNCTION(csops_logistic_fit_combine);

Datum
csops_logistic_fit_accum(PG_FUNCTION_ARGS)
{
	return transition(fcinfo, 1);
}

Datum
csops_logistic_fit_accum_ridge(PG_FUNCTION_ARGS)
{
	return transition(fcinfo, 2);
}

Datum
csops_logistic_fit_combine(PG_FUNCTION_ARGS)
{
	LogisticState *a = state_to_change(fcinfo);
	const LogisticState *b = CSOPS_GETARG(logistic_fit_state_type, 1);

	check_same_fit(a, b->features, b->ridge);
	a = add_rows(a, b);
	if (!csops_add_count(&a->undecided, b->undecided) || !csops_add_count(&a->incomplete, b->incomplete))
		csops_impossible_result(false, "A count is negative or the total is out of range.");
	PG_RETURN_POINTER(csops_in_aggregate(fcinfo) ? a : possible_state(a));
}

CSOPS_FUNCTION(csops_logistic_fit_final);

Datum
csops_logistic_fit_final(PG_FUNCTION_ARGS)
{
	PG_RETURN_POINTER(make_logistic_fit(possible_state(CSOPS_GETARG(logistic_fit_state_type, 0))));
}
