/*
 * logistic_fit_model.c
 *		From a logistic_fit to a health_model that ranks as the fit does.
 */
#include "csops.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "health_model.h"
#include "logistic_fit.h"
#include "options.h"
#include "utils/builtins.h"

/* How far the log odds go over the feature's range: what the feature can do. */
static double
reach_of(const LogisticTerm *term)
{
	return isnan(term->coefficient) ? 0 : fabs(term->coefficient) * (term->highest - term->lowest);
}

static void
append_knot(StringInfo out, double x, bool best)
{
	appendStringInfoChar(out, '[');
	json_append_float8(out, x);
	appendStringInfo(out, ", %d]", best ? 100 : 0);
}

/*
 * The feature as a signal: a straight line over its range, upwards if more of
 * it is better, with its part of all reaches as weight.
 */
static void
append_signal(StringInfo out, const char *name, const LogisticTerm *term, double all_reaches, bool more_is_better)
{
	appendStringInfoString(out, "{\"name\": ");
	json_append_string(out, name);
	appendStringInfoString(out, ", \"weight\": ");
	json_append_float8(out, 100 * (reach_of(term) / all_reaches));
	if (term->lowest < term->highest)
	{
		appendStringInfoString(out, ", \"curve\": [");
		append_knot(out, term->lowest, !more_is_better);
		appendStringInfoString(out, ", ");
		append_knot(out, term->highest, more_is_better);
		appendStringInfoString(out, "]}");
	}
	else
	{
		appendStringInfoString(out, ", \"tiers\": [[");
		json_append_float8(out, term->lowest);
		appendStringInfoString(out, ", 50]]}");
	}
}

CSOPS_FUNCTION(csops_health_model_of_fit);

/* health_model(f, signals, risk) */
Datum
csops_health_model_of_fit(PG_FUNCTION_ARGS)
{
	static const char *const risks[] = {"low", "high", NULL};
	const LogisticFit *fit = CSOPS_GETARG(logistic_fit_type, 0);
	bool		high_foretells = option_choice(fcinfo, 2, "risk", risks) == 1;
	Datum	   *names;
	bool	   *nulls;
	int			count;
	double		all_reaches = 0;
	StringInfoData json;

	deconstruct_array(PG_GETARG_ARRAYTYPE_P(1), TEXTOID, -1, false, TYPALIGN_INT, &names, &nulls, &count);
	if (count != fit->features)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("numbers of signals and features differ"),
				 errdetail("The fit has %d features; %d signals are named.", fit->features, count),
				 errhint("Name a signal for each feature, in the order of the features.")));
	for (int j = 0; j < count; j++)
	{
		if (nulls[j])
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					 errmsg("the name of a signal must not be null"),
					 errhint("Name a signal for each feature, in the order of the features.")));
		all_reaches += reach_of(&fit->term[j + 1]);
	}

	/* Without a coefficient that does something, and a range to do it in, there is nothing to rank by. */
	if (isnan(fit->term[0].coefficient) || !(all_reaches > 0) || isinf(all_reaches))
		PG_RETURN_NULL();

	initStringInfo(&json);
	appendStringInfoString(&json, "{\"signals\": [");
	for (int j = 0; j < count; j++)
	{
		const LogisticTerm *term = &fit->term[j + 1];

		if (j > 0)
			appendStringInfoString(&json, ", ");
		append_signal(&json, TextDatumGetCString(names[j]), term, all_reaches,
					  (term->coefficient > 0) == high_foretells);
	}
	appendStringInfoString(&json, "]}");
	PG_RETURN_POINTER(health_model_from_json(json.data, json.len));
}
