/*
 * json_time.c
 *		Reads and writes instants and spans of time in JSON documents.
 *
 * PostgreSQL's own input functions are no help here: what they take depends on
 * TimeZone and DateStyle, and their errors repeat the text.
 */
#include "csops.h"

#include "common/int.h"
#include "json_time.h"
#include "utils/datetime.h"
#include "utils/timestamp.h"

#define MAX_YEAR_DIGITS			6
#define FRACTION_DIGITS			6

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Reads that many digits, or fewer down to the least; false when there are less. */
static bool
read_digits(const char **text, int least, int most, int *value)
{
	int			count = 0;

	*value = 0;
	while (count < most && is_digit(**text))
	{
		*value = *value * 10 + (**text - '0');
		(*text)++;
		count++;
	}
	return count >= least;
}

static bool
read_char(const char **text, char c)
{
	if (**text != c)
		return false;
	(*text)++;
	return true;
}

/* A decimal fraction in millionths, after its point; PostgreSQL's instants have no finer ones. */
static bool
read_fraction(const char **text, int *value)
{
	const char *start = *text;

	if (!read_digits(text, 1, FRACTION_DIGITS, value) || is_digit(**text))
		return false;
	for (int digits = (int) (*text - start); digits < FRACTION_DIGITS; digits++)
		*value *= 10;
	return true;
}

/* hh:mm[:ss[.ffffff]] in microseconds; the hours are up to the caller. */
static bool
read_clock(const char **text, int most_hour_digits, int64 *usecs)
{
	int			hour;
	int			minute;
	int			second = 0;
	int			fraction = 0;

	if (!read_digits(text, 2, most_hour_digits, &hour) || !read_char(text, ':') ||
		!read_digits(text, 2, 2, &minute) || minute > 59)
		return false;
	if (read_char(text, ':'))
	{
		if (!read_digits(text, 2, 2, &second) || second > 59)
			return false;
		if (read_char(text, '.') && !read_fraction(text, &fraction))
			return false;
	}
	*usecs = hour * USECS_PER_HOUR + minute * USECS_PER_MINUTE + second * USECS_PER_SEC + fraction;
	return true;
}

/* Z or +hh[:mm[:ss]], in microseconds east of UTC: local mean time, of old, has seconds. */
static bool
read_offset(const char **text, int64 *usecs)
{
	int			sign;
	int			hours;
	int			minutes = 0;
	int			seconds = 0;

	*usecs = 0;
	if (read_char(text, 'Z') || read_char(text, 'z'))
		return true;
	if (read_char(text, '+'))
		sign = 1;
	else if (read_char(text, '-'))
		sign = -1;
	else
		return false;
	if (!read_digits(text, 2, 2, &hours) || hours > 15)
		return false;
	if (read_char(text, ':') && (!read_digits(text, 2, 2, &minutes) || minutes > 59))
		return false;
	if (read_char(text, ':') && (!read_digits(text, 2, 2, &seconds) || seconds > 59))
		return false;
	*usecs = sign * (hours * USECS_PER_HOUR + minutes * USECS_PER_MINUTE + seconds * USECS_PER_SEC);
	return true;
}

/* The days of that date since 2000-01-01; false when there is no such date. */
static bool
day_of(int year, int month, int day, int64 *days)
{
	if (month < 1 || month > MONTHS_PER_YEAR || day < 1 || day > day_tab[isleap(year)][month - 1] ||
		!IS_VALID_JULIAN(year, month, day))
		return false;
	*days = (int64) date2j(year, month, day) - POSTGRES_EPOCH_JDATE;
	return true;
}

TimestampTz
json_instant(const JsonNode *node)
{
	static const char *const hint = "An instant is written 2026-03-01T09:30:00Z, or with an offset such as +05:30 in place of the Z.";
	const char *text = json_string(node);
	int			year;
	int			month;
	int			day;
	int64		days;
	int64		clock;
	int64		offset;
	int64		at;

	if (!read_digits(&text, 4, MAX_YEAR_DIGITS, &year) || !read_char(&text, '-') ||
		!read_digits(&text, 2, 2, &month) || !read_char(&text, '-') ||
		!read_digits(&text, 2, 2, &day) ||
		!(read_char(&text, 'T') || read_char(&text, 't') || read_char(&text, ' ')) ||
		!read_clock(&text, 2, &clock))
		json_error_hint(node, hint, "Expected an instant here.");
	if (!read_offset(&text, &offset))
		json_error_hint(node, hint, "The instant does not say its offset from UTC.");

	/* There is no year 0 before Christ: 1 BC is the year before 1. */
	if (strcmp(text, " BC") == 0)
	{
		text += 3;
		year = year == 0 ? PG_INT32_MIN : 1 - year;
	}
	else if (year == 0)
		year = PG_INT32_MIN;
	if (*text != '\0')
		json_error_hint(node, hint, "Expected an instant here.");
	if (year == PG_INT32_MIN || !day_of(year, month, day, &days) || clock >= USECS_PER_DAY ||
		pg_mul_s64_overflow(days, USECS_PER_DAY, &at) || pg_add_s64_overflow(at, clock, &at) ||
		pg_sub_s64_overflow(at, offset, &at) || !IS_VALID_TIMESTAMP(at))
		json_error_hint(node, hint, "There is no such instant.");
	return at;
}

static void
append_clock(StringInfo out, int64 usecs)
{
	int64		seconds = usecs / USECS_PER_SEC;
	int			fraction = (int) (usecs % USECS_PER_SEC);

	appendStringInfo(out, "%02d:%02d:%02d", (int) (seconds / SECS_PER_HOUR),
					 (int) (seconds / SECS_PER_MINUTE % MINS_PER_HOUR), (int) (seconds % SECS_PER_MINUTE));
	if (fraction != 0)
	{
		appendStringInfo(out, ".%06d", fraction);
		while (out->data[out->len - 1] == '0')
			out->data[--out->len] = '\0';
	}
}

void
append_instant(StringInfo out, TimestampTz at)
{
	int64		days = at / USECS_PER_DAY;
	int64		clock = at % USECS_PER_DAY;
	int			year;
	int			month;
	int			day;

	if (clock < 0)
	{
		clock += USECS_PER_DAY;
		days--;
	}
	j2date((int) days + POSTGRES_EPOCH_JDATE, &year, &month, &day);
	appendStringInfo(out, "%04d-%02d-%02dT", year > 0 ? year : 1 - year, month, day);
	append_clock(out, clock);
	appendStringInfoString(out, year > 0 ? "Z" : "Z BC");
}

void
json_append_instant(StringInfo out, TimestampTz at)
{
	appendStringInfoChar(out, '"');
	append_instant(out, at);
	appendStringInfoChar(out, '"');
}

/* A unit's name, singular or plural, at the start of the text; 0 when there is none. */
static int64
read_unit(const char **text)
{
	static const struct
	{
		const char *name;
		int64		usecs;
	}			units[] = {
		{"week", 7 * USECS_PER_DAY},
		{"day", USECS_PER_DAY},
		{"hour", USECS_PER_HOUR},
		{"minute", USECS_PER_MINUTE},
		{"second", USECS_PER_SEC},
	};

	for (Size i = 0; i < lengthof(units); i++)
	{
		Size		length = strlen(units[i].name);

		if (strncmp(*text, units[i].name, length) == 0)
		{
			*text += length;
			read_char(text, 's');
			return units[i].usecs;
		}
	}
	return 0;
}

int64
json_span(const JsonNode *node)
{
	static const char *const hint = "A span of time is written \"30 days\", \"1 week\", \"36 hours\" or \"1 day 12:00:00\"; months and years have no fixed length.";
	const char *text = json_string(node);
	int64		total = 0;

	for (;;)
	{
		const char *start = text;
		int			number;
		int64		unit;
		int64		part;

		/* Nine digits of anything fit into an int. */
		if (!read_digits(&text, 1, 9, &number))
			json_error_hint(node, hint, "Expected a span of time here.");
		if (*text == ':')
		{
			text = start;
			if (!read_clock(&text, 9, &part) || *text != '\0')
				json_error_hint(node, hint, "Expected a span of time here.");
		}
		else
		{
			if (!read_char(&text, ' ') || (unit = read_unit(&text)) == 0)
				json_error_hint(node, hint, "Expected a span of time here.");
			if (pg_mul_s64_overflow(number, unit, &part))
				json_error_hint(node, hint, "The span of time is too long.");
		}
		if (pg_add_s64_overflow(total, part, &total))
			json_error_hint(node, hint, "The span of time is too long.");
		if (*text == '\0')
			break;
		if (!read_char(&text, ' '))
			json_error_hint(node, hint, "Expected a span of time here.");
	}
	if (total == 0)
		json_error_hint(node, hint, "The span of time is empty.");
	return total;
}

const char *
span_text(int64 usecs)
{
	int64		days = usecs / USECS_PER_DAY;
	StringInfoData text;

	initStringInfo(&text);
	if (days > 0)
		appendStringInfo(&text, INT64_FORMAT " day%s", days, days == 1 ? "" : "s");
	if (usecs % USECS_PER_DAY != 0)
	{
		if (days > 0)
			appendStringInfoChar(&text, ' ');
		append_clock(&text, usecs % USECS_PER_DAY);
	}
	return text.data;
}

void
json_append_span(StringInfo out, int64 usecs)
{
	appendStringInfo(out, "\"%s\"", span_text(usecs));
}
