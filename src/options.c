/*
 * options.c
 *		The options that accessors and transition functions have in common.
 */
#include "csops.h"

#include "common/shortest_dec.h"
#include "options.h"

const char *
shown_float8(double value)
{
	char	   *shown = palloc(DOUBLE_SHORTEST_DECIMAL_LEN);

	double_to_shortest_decimal_buf(value, shown);
	return shown;
}

double
option_confidence(FunctionCallInfo fcinfo, int n)
{
	double		confidence;

	if (PG_NARGS() <= n)
		return 0.95;
	confidence = PG_GETARG_FLOAT8(n);
	if (!(confidence > 0 && confidence < 1))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("confidence is out of range"),
				 errdetail("The confidence given is %s.", shown_float8(confidence)),
				 errhint("Give a fraction between 0 and 1, such as 0.95.")));
	return confidence;
}

static bool
text_equals(const text *value, const char *name)
{
	Size		length = VARSIZE_ANY_EXHDR(value);

	return strlen(name) == length && memcmp(VARDATA_ANY(value), name, length) == 0;
}

int
option_choice(FunctionCallInfo fcinfo, int n, const char *option, const char *const *names)
{
	const text *choice;
	StringInfoData known;

	if (PG_NARGS() <= n)
		return 0;
	choice = PG_GETARG_TEXT_PP(n);
	for (int i = 0; names[i] != NULL; i++)
	{
		if (text_equals(choice, names[i]))
			return i;
	}

	initStringInfo(&known);
	for (int i = 0; names[i] != NULL; i++)
		appendStringInfo(&known, "%s'%s'", i == 0 ? "" : ", ", names[i]);
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("unknown %s", option),
			 errdetail("The choices are %s.", known.data),
			 errhint("Write the name in lower case, as shown.")));
}

double
option_quantile(FunctionCallInfo fcinfo, int n)
{
	double		q = PG_GETARG_FLOAT8(n);

	if (!(q >= 0 && q <= 1))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("quantile is out of range"),
				 errdetail("The quantile given is %s.", shown_float8(q)),
				 errhint("Give a fraction from 0 to 1, such as 0.9 for the 90th percentile.")));
	return q;
}

int32
option_min_n(FunctionCallInfo fcinfo, int n)
{
	int32		min_n;

	if (PG_NARGS() <= n)
		return 0;
	min_n = PG_GETARG_INT32(n);
	if (min_n < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("min_n must not be negative"),
				 errdetail("The min_n given is %d.", min_n),
				 errhint("Give the fewest answers for which the figure may be shown, or 0.")));
	return min_n;
}

bool
option_count_invalid(FunctionCallInfo fcinfo, int n)
{
	static const char *const names[] = {"error", "count", NULL};

	if (PG_NARGS() > n && PG_ARGISNULL(n))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("on_invalid must not be null"),
				 errhint("Give 'error' or 'count'.")));
	return option_choice(fcinfo, n, "on_invalid", names) == 1;
}

void
check_key(FunctionCallInfo fcinfo, int n)
{
	if (PG_ARGISNULL(n))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("key must not be null"),
				 errdetail("The key tells the answers apart that a join has repeated."),
				 errhint("Give the primary key of the response or ticket, as text or uuid.")));
}
