/*
 * logistic_fit.c
 *		The type logistic_fit: coefficients, how sure they are, and what they rest on.
 */
#include "csops.h"

#include <math.h>

#include "funcapi.h"
#include "intervals.h"
#include "libpq/pqformat.h"
#include "logistic_fit.h"
#include "options.h"
#include "utils/float.h"
#include "utils/tuplestore.h"

static Size
fit_size(int features)
{
	return offsetof(LogisticFit, term) + sizeof(LogisticTerm) * (features + 1);
}

static LogisticFit *
new_fit(int features)
{
	LogisticFit *fit = csops_new(&logistic_fit_type, fit_size(features));

	fit->features = features;
	return fit;
}

/* Of all numbers that are none there is one form, and of zero too. */
static double
tidy(double value)
{
	return isnan(value) || isinf(value) ? get_float8_nan() : value + 0.0;
}

LogisticFit *
make_logistic_fit(const LogisticState *state)
{
	LogisticFit *fit = new_fit(state->features);
	LogisticTerm *term = palloc0(sizeof(LogisticTerm) * (state->features + 1));
	LogisticResult result;

	logistic_regression(logistic_rows(state), state->rows, state->features, state->ridge, &result, term);
	fit->ridge = state->ridge;
	fit->undecided = state->undecided;
	fit->incomplete = state->incomplete;
	fit->observations = result.observations;
	fit->events = result.events;
	fit->converged = result.converged;
	fit->separated = result.separated;
	fit->iterations = result.iterations;
	fit->deviance = tidy(result.deviance);
	fit->null_deviance = tidy(result.null_deviance);
	for (int j = 0; j <= state->features; j++)
	{
		bool		known = !isnan(tidy(term[j].coefficient)) && !isnan(tidy(term[j].standard_error));

		fit->term[j].coefficient = known ? tidy(term[j].coefficient) : get_float8_nan();
		fit->term[j].standard_error = known ? tidy(term[j].standard_error) : get_float8_nan();
		fit->term[j].mean = tidy(term[j].mean);
		fit->term[j].deviation = tidy(term[j].deviation);
		fit->term[j].lowest = tidy(term[j].lowest);
		fit->term[j].highest = tidy(term[j].highest);
	}
	return fit;
}

/* What no fit can be, or NULL. */
static const char *
fit_problem(const LogisticFit *fit)
{
	int64		total = 0;

	if (!csops_add_count(&total, fit->observations) || !csops_add_count(&total, fit->undecided) ||
		!csops_add_count(&total, fit->incomplete) || fit->events < 0 || fit->events > fit->observations)
		return "A count is impossible.";
	if (logistic_ridge_problem(fit->ridge) != NULL)
		return logistic_ridge_problem(fit->ridge);
	if (isinf(fit->deviance) || fit->deviance < 0 || isinf(fit->null_deviance) || fit->null_deviance < 0)
		return "A deviance is impossible.";
	for (int j = 0; j <= fit->features; j++)
	{
		const LogisticTerm *term = &fit->term[j];

		if (isinf(term->coefficient) || isinf(term->standard_error) || term->standard_error < 0 ||
			isnan(term->coefficient) != isnan(term->standard_error))
			return "A coefficient or its standard error is impossible.";
		if (isinf(term->deviation) || term->deviation < 0 ||
			isnan(term->mean) != isnan(term->lowest) || isnan(term->mean) != isnan(term->highest) ||
			(!isnan(term->mean) &&
			 (!(term->lowest <= term->mean && term->mean <= term->highest) ||
			  logistic_feature_problem(term->lowest) != NULL || logistic_feature_problem(term->highest) != NULL)))
			return "The range of a feature is impossible.";
	}
	return NULL;
}

/* Type functions */

static void
check_fit(const CsopsHeader *value)
{
	const LogisticFit *fit = (const LogisticFit *) value;

	if (VARSIZE(value) < fit_size(1) || value->flags != 0 ||
		fit->features < 1 || fit->features > LOGISTIC_MAX_FEATURES ||
		VARSIZE(value) != fit_size(fit->features))
		csops_corrupted(&logistic_fit_type, "The size does not fit the features.");
}

static double
read_json_number(const JsonNode *object, const char *key)
{
	const JsonNode *node = json_required(object, key);

	return node->kind == JSON_KIND_NULL ? get_float8_nan() : tidy(json_float8(node));
}

static CsopsHeader *
read_json_fit(const JsonNode *root)
{
	static const char *const keys[] = {"observations", "events", "undecided", "incomplete", "ridge", "iterations",
		"converged", "separated", "deviance", "null_deviance", "terms", NULL};
	static const char *const intercept_keys[] = {"coefficient", "standard_error", NULL};
	static const char *const term_keys[] = {"coefficient", "standard_error", "mean", "deviation", "lowest", "highest", NULL};
	const JsonNode *terms;
	LogisticFit *fit;
	const char *problem;
	int			j = 0;

	json_check_object(root, keys);
	terms = json_required(root, "terms");
	json_check_array(terms);
	if (terms->count < 2 || terms->count > 1 + LOGISTIC_MAX_FEATURES)
		json_error(terms, "The terms are the intercept and from 1 to %d features.", LOGISTIC_MAX_FEATURES);
	fit = new_fit(terms->count - 1);
	fit->observations = json_int64(json_required(root, "observations"), 0, CSOPS_COUNT_LIMIT);
	fit->events = json_int64(json_required(root, "events"), 0, CSOPS_COUNT_LIMIT);
	fit->undecided = json_int64(json_required(root, "undecided"), 0, CSOPS_COUNT_LIMIT);
	fit->incomplete = json_int64(json_required(root, "incomplete"), 0, CSOPS_COUNT_LIMIT);
	fit->ridge = tidy(json_float8(json_required(root, "ridge")));
	fit->iterations = (uint16) json_int64(json_required(root, "iterations"), 0, PG_UINT16_MAX);
	fit->converged = json_boolean(json_required(root, "converged"));
	fit->separated = json_boolean(json_required(root, "separated"));
	fit->deviance = read_json_number(root, "deviance");
	fit->null_deviance = read_json_number(root, "null_deviance");
	for (const JsonNode *node = terms->first; node != NULL; node = node->next)
	{
		LogisticTerm *term = &fit->term[j];

		json_check_object(node, j == 0 ? intercept_keys : term_keys);
		term->coefficient = read_json_number(node, "coefficient");
		term->standard_error = read_json_number(node, "standard_error");
		if (j > 0)
		{
			term->mean = read_json_number(node, "mean");
			term->deviation = read_json_number(node, "deviation");
			term->lowest = read_json_number(node, "lowest");
			term->highest = read_json_number(node, "highest");
		}
		j++;
	}
	problem = fit_problem(fit);
	if (problem != NULL)
		json_error(root, "%s", problem);
	return &fit->header;
}

static void
write_json_number(StringInfo out, const char *key, double value)
{
	appendStringInfo(out, "\"%s\": ", key);
	if (isnan(value))
		appendStringInfoString(out, "null");
	else
		json_append_float8(out, value);
}

static void
write_json_fit(StringInfo out, const CsopsHeader *value)
{
	const LogisticFit *fit = (const LogisticFit *) value;

	appendStringInfo(out, "{\"observations\": " INT64_FORMAT ", \"events\": " INT64_FORMAT
					 ", \"undecided\": " INT64_FORMAT ", \"incomplete\": " INT64_FORMAT ", ",
					 fit->observations, fit->events, fit->undecided, fit->incomplete);
	write_json_number(out, "ridge", fit->ridge);
	appendStringInfo(out, ", \"iterations\": %d, \"converged\": %s, \"separated\": %s, ", fit->iterations,
					 fit->converged ? "true" : "false", fit->separated ? "true" : "false");
	write_json_number(out, "deviance", fit->deviance);
	appendStringInfoString(out, ", ");
	write_json_number(out, "null_deviance", fit->null_deviance);
	appendStringInfoString(out, ", \"terms\": [");
	for (int j = 0; j <= fit->features; j++)
	{
		const LogisticTerm *term = &fit->term[j];

		appendStringInfoString(out, j == 0 ? "{" : ", {");
		write_json_number(out, "coefficient", term->coefficient);
		appendStringInfoString(out, ", ");
		write_json_number(out, "standard_error", term->standard_error);
		if (j > 0)
		{
			appendStringInfoString(out, ", ");
			write_json_number(out, "mean", term->mean);
			appendStringInfoString(out, ", ");
			write_json_number(out, "deviation", term->deviation);
			appendStringInfoString(out, ", ");
			write_json_number(out, "lowest", term->lowest);
			appendStringInfoString(out, ", ");
			write_json_number(out, "highest", term->highest);
		}
		appendStringInfoChar(out, '}');
	}
	appendStringInfoString(out, "]}");
}

static CsopsHeader *
receive_fit(StringInfo in)
{
	int			features = pq_getmsgint(in, 2);
	int			converged = pq_getmsgbyte(in);
	int			separated = pq_getmsgbyte(in);
	LogisticFit *fit;
	const char *problem;

	if (features < 1 || features > LOGISTIC_MAX_FEATURES || converged > 1 || separated > 1)
		csops_bad_binary(&logistic_fit_type, "The head is impossible.");
	fit = new_fit(features);
	fit->converged = converged;
	fit->separated = separated;
	fit->iterations = pq_getmsgint(in, 2);
	fit->ridge = tidy(pq_getmsgfloat8(in));
	fit->observations = pq_getmsgint64(in);
	fit->events = pq_getmsgint64(in);
	fit->undecided = pq_getmsgint64(in);
	fit->incomplete = pq_getmsgint64(in);
	fit->deviance = tidy(pq_getmsgfloat8(in));
	fit->null_deviance = tidy(pq_getmsgfloat8(in));
	for (int j = 0; j <= features; j++)
	{
		LogisticTerm *term = &fit->term[j];

		term->coefficient = tidy(pq_getmsgfloat8(in));
		term->standard_error = tidy(pq_getmsgfloat8(in));
		if (j > 0)
		{
			term->mean = tidy(pq_getmsgfloat8(in));
			term->deviation = tidy(pq_getmsgfloat8(in));
			term->lowest = tidy(pq_getmsgfloat8(in));
			term->highest = tidy(pq_getmsgfloat8(in));
		}
	}
	problem = fit_problem(fit);
	if (problem != NULL)
		csops_bad_binary(&logistic_fit_type, problem);
	return &fit->header;
}

static void
send_fit(StringInfo out, const CsopsHeader *value)
{
	const LogisticFit *fit = (const LogisticFit *) value;

	pq_sendint16(out, fit->features);
	pq_sendbyte(out, fit->converged);
	pq_sendbyte(out, fit->separated);
	pq_sendint16(out, fit->iterations);
	pq_sendfloat8(out, fit->ridge);
	pq_sendint64(out, fit->observations);
	pq_sendint64(out, fit->events);
	pq_sendint64(out, fit->undecided);
	pq_sendint64(out, fit->incomplete);
	pq_sendfloat8(out, fit->deviance);
	pq_sendfloat8(out, fit->null_deviance);
	for (int j = 0; j <= fit->features; j++)
	{
		const LogisticTerm *term = &fit->term[j];

		pq_sendfloat8(out, term->coefficient);
		pq_sendfloat8(out, term->standard_error);
		if (j > 0)
		{
			pq_sendfloat8(out, term->mean);
			pq_sendfloat8(out, term->deviation);
			pq_sendfloat8(out, term->lowest);
			pq_sendfloat8(out, term->highest);
		}
	}
}

const CsopsType logistic_fit_type = {
	.id = CSOPS_LOGISTIC_FIT,
	.name = "logistic_fit",
	.check = check_fit,
	.read_json = read_json_fit,
	.write_json = write_json_fit,
	.receive = receive_fit,
	.send = send_fit,
};

CSOPS_FUNCTION(csops_logistic_fit_in);
CSOPS_FUNCTION(csops_logistic_fit_recv);

Datum
csops_logistic_fit_in(PG_FUNCTION_ARGS)
{
	return csops_type_in(&logistic_fit_type, fcinfo);
}

Datum
csops_logistic_fit_recv(PG_FUNCTION_ARGS)
{
	return csops_type_recv(&logistic_fit_type, fcinfo);
}

/* Counts */

CSOPS_FUNCTION(csops_logistic_fit_observations);
CSOPS_FUNCTION(csops_logistic_fit_events);
CSOPS_FUNCTION(csops_logistic_fit_undecided);
CSOPS_FUNCTION(csops_incomplete);

static int64
count_at(FunctionCallInfo fcinfo, Size offset)
{
	const LogisticFit *fit;

	if (PG_ARGISNULL(0))
		return 0;
	fit = CSOPS_GETARG(logistic_fit_type, 0);
	return *(const int64 *) ((const char *) fit + offset);
}

Datum
csops_logistic_fit_observations(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(count_at(fcinfo, offsetof(LogisticFit, observations)));
}

Datum
csops_logistic_fit_events(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(count_at(fcinfo, offsetof(LogisticFit, events)));
}

Datum
csops_logistic_fit_undecided(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(count_at(fcinfo, offsetof(LogisticFit, undecided)));
}

Datum
csops_incomplete(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(count_at(fcinfo, offsetof(LogisticFit, incomplete)));
}

/* The fit as a whole */

CSOPS_FUNCTION(csops_converged);
CSOPS_FUNCTION(csops_separated);
CSOPS_FUNCTION(csops_deviance);
CSOPS_FUNCTION(csops_null_deviance);

Datum
csops_converged(PG_FUNCTION_ARGS)
{
	const LogisticFit *fit = CSOPS_GETARG(logistic_fit_type, 0);

	PG_RETURN_BOOL(fit->converged != 0);
}

Datum
csops_separated(PG_FUNCTION_ARGS)
{
	const LogisticFit *fit = CSOPS_GETARG(logistic_fit_type, 0);

	PG_RETURN_BOOL(fit->separated != 0);
}

static Datum
number_or_null(FunctionCallInfo fcinfo, double value)
{
	if (isnan(value) || isinf(value))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(value);
}

Datum
csops_deviance(PG_FUNCTION_ARGS)
{
	const LogisticFit *fit = CSOPS_GETARG(logistic_fit_type, 0);

	return number_or_null(fcinfo, fit->deviance);
}

Datum
csops_null_deviance(PG_FUNCTION_ARGS)
{
	const LogisticFit *fit = CSOPS_GETARG(logistic_fit_type, 0);

	return number_or_null(fcinfo, fit->null_deviance);
}

/* Terms */

static const LogisticTerm *
term_argument(FunctionCallInfo fcinfo, const LogisticFit *fit, int lowest)
{
	int32		term = PG_GETARG_INT32(1);

	if (term < lowest || term > fit->features)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("there is no such term"),
				 errdetail("The term given is %d; the fit has %d features.", term, fit->features),
				 errhint("Terms are the features from 1, and 0 is the intercept, which has no points.")));
	return &fit->term[term];
}

/*
 * How much a feature matters, with its sign: what one standard deviation of it
 * changes, in percent of what one of each would.
 */
static double
points_of(const LogisticFit *fit, const LogisticTerm *term)
{
	double		sum = 0;

	for (int j = 1; j <= fit->features; j++)
	{
		if (!isnan(fit->term[j].coefficient))
			sum += fabs(fit->term[j].coefficient * fit->term[j].deviation);
	}
	return 100 * (term->coefficient * term->deviation / sum);
}

CSOPS_FUNCTION(csops_coefficient);
CSOPS_FUNCTION(csops_standard_error);
CSOPS_FUNCTION(csops_points);
CSOPS_FUNCTION(csops_logistic_table);

/* coefficient, standard_error, points (f, term) */
Datum
csops_coefficient(PG_FUNCTION_ARGS)
{
	const LogisticFit *fit = CSOPS_GETARG(logistic_fit_type, 0);

	return number_or_null(fcinfo, term_argument(fcinfo, fit, 0)->coefficient);
}

Datum
csops_standard_error(PG_FUNCTION_ARGS)
{
	const LogisticFit *fit = CSOPS_GETARG(logistic_fit_type, 0);

	return number_or_null(fcinfo, term_argument(fcinfo, fit, 0)->standard_error);
}

Datum
csops_points(PG_FUNCTION_ARGS)
{
	const LogisticFit *fit = CSOPS_GETARG(logistic_fit_type, 0);

	return number_or_null(fcinfo, points_of(fit, term_argument(fcinfo, fit, 1)));
}

static void
put_number(Datum *values, bool *nulls, int n, double value)
{
	nulls[n] = isnan(value) || isinf(value);
	values[n] = Float8GetDatum(nulls[n] ? 0 : value);
}

/* logistic_table(f) */
Datum
csops_logistic_table(PG_FUNCTION_ARGS)
{
	const LogisticFit *fit = CSOPS_GETARG(logistic_fit_type, 0);
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;

	InitMaterializedSRF(fcinfo, 0);
	for (int j = 0; j <= fit->features; j++)
	{
		const LogisticTerm *term = &fit->term[j];
		double		z = term->coefficient / term->standard_error;
		Datum		values[10];
		bool		nulls[10] = {false};

		values[0] = Int32GetDatum(j);
		put_number(values, nulls, 1, term->coefficient);
		put_number(values, nulls, 2, term->standard_error);
		put_number(values, nulls, 3, z);
		put_number(values, nulls, 4, isinf(z) ? NAN : normal_two_sided_p(z));
		put_number(values, nulls, 5, j == 0 ? NAN : term->mean);
		put_number(values, nulls, 6, j == 0 ? NAN : term->deviation);
		put_number(values, nulls, 7, j == 0 ? NAN : term->lowest);
		put_number(values, nulls, 8, j == 0 ? NAN : term->highest);
		put_number(values, nulls, 9, j == 0 ? NAN : points_of(fit, term));
		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
	return (Datum) 0;
}

CSOPS_FUNCTION(csops_logistic_probability);

/* logistic_probability(f, VARIADIC features) */
Datum
csops_logistic_probability(PG_FUNCTION_ARGS)
{
	const LogisticFit *fit = CSOPS_GETARG(logistic_fit_type, 0);
	ArrayType  *array = PG_GETARG_ARRAYTYPE_P(1);
	int			features = ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array));
	const double *x = logistic_features(array);
	double		eta = fit->term[0].coefficient;

	if (features != fit->features)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("numbers of features differ"),
				 errdetail("The fit has %d features, the row has %d.", fit->features, features),
				 errhint("Give the features that the fit was made of, in their order.")));
	if (array_contains_nulls(array))
		PG_RETURN_NULL();
	for (int j = 0; j < features; j++)
	{
		if (logistic_feature_problem(x[j]) != NULL)
			ereport(ERROR,
					(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
					 errmsg("feature is out of range"),
					 errdetail("Feature %d is %s; features lie between -1e100 and 1e100.",
							   j + 1, shown_float8(x[j])),
					 errhint("Give NULL for a feature that is not known; the probability is then NULL.")));
		if (!isnan(fit->term[j + 1].coefficient))
			eta += fit->term[j + 1].coefficient * x[j];
	}
	if (isnan(eta))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(logistic_function(eta));
}
