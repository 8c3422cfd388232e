/*
 * timeline_instant.c
 *		Instants as text, independent of every setting: 2026-03-02T09:00:00.5Z.
 *
 * The clock is UTC's.  Years have at least four digits; those before the year
 * 1 count from 0 downwards, as in ISO 8601.
 */
#include "csops.h"

#include "timeline_instant.h"
#include "utils/datetime.h"
#include "utils/timestamp.h"

void
timeline_append_instant(StringInfo out, TimestampTz at)
{
	struct pg_tm tm;
	fsec_t		fraction;

	if (timestamp2tm(at, NULL, &tm, &fraction, NULL, NULL) != 0)
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("timestamp out of range")));
	appendStringInfo(out, "%s%04d-%02d-%02dT%02d:%02d:%02d", tm.tm_year < 0 ? "-" : "", abs(tm.tm_year),
					 tm.tm_mon, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
	if (fraction != 0)
	{
		appendStringInfo(out, ".%06d", (int) fraction);
		while (out->data[out->len - 1] == '0')
			out->data[--out->len] = '\0';
	}
	appendStringInfoChar(out, 'Z');
}

/* Reads a number of at least and at most so many digits. */
static bool
read_digits(const char **from, int least, int most, int *number)
{
	int			digits = 0;

	*number = 0;
	while (digits < most && **from >= '0' && **from <= '9')
	{
		*number = *number * 10 + (*(*from)++ - '0');
		digits++;
	}
	return digits >= least;
}

static bool
read_sign(const char **from, char sign)
{
	if (**from != sign)
		return false;
	(*from)++;
	return true;
}

bool
timeline_read_instant(const char *text, TimestampTz *at)
{
	struct pg_tm tm = {0};
	int			fraction = 0;
	bool		negative = read_sign(&text, '-');

	if (!read_digits(&text, 4, 6, &tm.tm_year) || !read_sign(&text, '-') ||
		!read_digits(&text, 2, 2, &tm.tm_mon) || !read_sign(&text, '-') ||
		!read_digits(&text, 2, 2, &tm.tm_mday) || !read_sign(&text, 'T') ||
		!read_digits(&text, 2, 2, &tm.tm_hour) || !read_sign(&text, ':') ||
		!read_digits(&text, 2, 2, &tm.tm_min) || !read_sign(&text, ':') ||
		!read_digits(&text, 2, 2, &tm.tm_sec))
		return false;
	if (read_sign(&text, '.'))
	{
		const char *start = text;

		if (!read_digits(&text, 1, 6, &fraction))
			return false;
		for (int digits = (int) (text - start); digits < 6; digits++)
			fraction *= 10;
	}
	if (!read_sign(&text, 'Z') || *text != '\0')
		return false;

	if (negative)
		tm.tm_year = -tm.tm_year;
	if (tm.tm_mon < 1 || tm.tm_mon > MONTHS_PER_YEAR || tm.tm_hour > 23 || tm.tm_min > 59 || tm.tm_sec > 59 ||
		tm.tm_mday < 1 || tm.tm_mday > day_tab[isleap(tm.tm_year)][tm.tm_mon - 1])
		return false;
	return tm2timestamp(&tm, fraction, NULL, at) == 0;
}
