/*
 * calendar_hours.c
 *		The subset of the opening_hours grammar in which hours are written.
 *
 *	hours		= "24/7" | rule { ";" rule }
 *	rule		= [ days ] times | [ days ] "off" | "24/7"
 *	days		= day [ "-" day ] { "," day [ "-" day ] }
 *	times		= time "-" time { "," time "-" time }
 *
 * As in opening_hours a later rule replaces what earlier ones said of its
 * days.  A time span that ends before it starts runs into the next day.
 */
#include "csops.h"

#include "calendar.h"
#include "miscadmin.h"

#define DAY_SECONDS				86400
#define ALL_WEEK				((1 << DAYS_OF_WEEK) - 1)

/* More are no hours that people keep, and would make the index too large. */
#define MAX_SPANS_OF_DAY		100

static const char *const day_names[DAYS_OF_WEEK] = {
	"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"
};
static const char *const short_names[DAYS_OF_WEEK] = {
	"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"
};

static const char *const week_hint =
"Write hours such as \"Mo-Fr 09:00-12:00,13:00-17:30; Sa 10:00-14:00\", \"24/7\" or \"off\".";
static const char *const day_hint =
"Write the times of one day, such as \"09:00-12:00,13:00-17:30\" or \"00:00-24:00\"; an override can also be \"off\".";

typedef struct HoursScanner
{
	const char *text;
	const char *next;
	HoursError *error;
	const char *hint;			/* on the whole of the hours */
} HoursScanner;

static bool
fail_at(HoursScanner *scan, const char *place, const char *message, const char *hint)
{
	scan->error->message = message;
	scan->error->hint = hint;
	scan->error->at = (int) (place - scan->text);
	return false;
}

static bool
fail(HoursScanner *scan, const char *message)
{
	return fail_at(scan, scan->next, message, scan->hint);
}

static void
skip_spaces(HoursScanner *scan)
{
	while (*scan->next == ' ' || *scan->next == '\t' || *scan->next == '\n' || *scan->next == '\r')
		scan->next++;
}

static bool
accept(HoursScanner *scan, char c)
{
	skip_spaces(scan);
	if (*scan->next != c)
		return false;
	scan->next++;
	return true;
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static int
word_length(const char *text)
{
	int			length = 0;

	while (is_letter(text[length]))
		length++;
	return length;
}

static bool
accept_word(HoursScanner *scan, const char *word)
{
	int			length = (int) strlen(word);

	skip_spaces(scan);
	if (word_length(scan->next) != length || pg_strncasecmp(scan->next, word, length) != 0)
		return false;
	scan->next += length;
	return true;
}

static bool
accept_off(HoursScanner *scan)
{
	return accept_word(scan, "off") || accept_word(scan, "closed");
}

static bool
accept_always(HoursScanner *scan)
{
	skip_spaces(scan);
	if (strncmp(scan->next, "24/7", 4) != 0)
		return false;
	scan->next += 4;
	return true;
}

static bool
scan_day(HoursScanner *scan, int *day)
{
	int			length;

	skip_spaces(scan);
	length = word_length(scan->next);
	if (length == 2 || length == 3)
	{
		for (int i = 0; i < DAYS_OF_WEEK; i++)
		{
			if (pg_strncasecmp(scan->next, day_names[i], length) == 0)
			{
				scan->next += length;
				*day = i;
				return true;
			}
		}
	}
	return fail(scan, "A day is expected here: Mo, Tu, We, Th, Fr, Sa or Su.");
}

static bool
scan_days(HoursScanner *scan, int *days)
{
	*days = 0;
	for (bool more = true; more; more = accept(scan, ','))
	{
		int			first;
		int			last;

		CHECK_FOR_INTERRUPTS();
		if (!scan_day(scan, &first))
			return false;
		last = first;
		if (accept(scan, '-') && !scan_day(scan, &last))
			return false;
		for (int day = first;; day = (day + 1) % DAYS_OF_WEEK)
		{
			*days |= 1 << day;
			if (day == last)
				break;
		}
	}
	return true;
}

static bool
scan_number(HoursScanner *scan, int fewest_digits, int *number)
{
	int			digits = 0;

	*number = 0;
	while (is_digit(scan->next[digits]) && digits < 2)
		*number = *number * 10 + (scan->next[digits++] - '0');
	if (digits < fewest_digits || is_digit(scan->next[digits]))
		return fail(scan, "A time of day is expected here, such as 09:00.");
	scan->next += digits;
	return true;
}

static bool
scan_time(HoursScanner *scan, int32 *time)
{
	const char *start;
	int			hours;
	int			minutes;
	int			seconds = 0;

	skip_spaces(scan);
	start = scan->next;
	if (!scan_number(scan, 1, &hours))
		return false;
	if (*scan->next != ':')
		return fail(scan, "A colon and the minutes are expected here.");
	scan->next++;
	if (!scan_number(scan, 2, &minutes))
		return false;
	if (*scan->next == ':')
	{
		scan->next++;
		if (!scan_number(scan, 2, &seconds))
			return false;
	}
	*time = (hours * 60 + minutes) * 60 + seconds;
	if (minutes > 59 || seconds > 59 || *time > DAY_SECONDS)
		return fail_at(scan, start, "There is no such time of day.",
					   "Times run from 00:00 to 24:00; a span that ends on the next day ends earlier than it starts, such as 22:00-06:00.");
	return true;
}

static int
compare_spans(const void *a, const void *b)
{
	const DaySpan *sa = a;
	const DaySpan *sb = b;

	if (sa->opens != sb->opens)
		return sa->opens < sb->opens ? -1 : 1;
	return (sa->closes > sb->closes) - (sa->closes < sb->closes);
}

DayHours
hours_unite(DaySpan *spans, int count)
{
	DayHours	day;

	qsort(spans, count, sizeof(DaySpan), compare_spans);
	day.spans = spans;
	day.count = 0;
	for (int i = 0; i < count; i++)
	{
		DaySpan    *last = &spans[day.count - 1];

		if (day.count > 0 && spans[i].opens <= last->closes)
			last->closes = Max(last->closes, spans[i].closes);
		else
			spans[day.count++] = spans[i];
	}
	return day;
}

static bool
scan_times(HoursScanner *scan, DayHours *day)
{
	DaySpan		spans[MAX_SPANS_OF_DAY];
	int			count = 0;

	for (bool more = true; more; more = accept(scan, ','))
	{
		DaySpan		span;
		const char *start;

		skip_spaces(scan);
		start = scan->next;
		if (count == MAX_SPANS_OF_DAY)
			return fail_at(scan, start, "A day can have at most 100 time spans.",
						   "Unite spans that follow each other closely.");
		if (!scan_time(scan, &span.opens))
			return false;
		if (!accept(scan, '-'))
			return fail(scan, "A hyphen and the closing time are expected here.");
		if (!scan_time(scan, &span.closes))
			return false;
		if (span.opens == span.closes)
			return fail_at(scan, start, "The span ends when it starts.",
						   "Write 00:00-24:00 for a whole day.");
		if (span.opens == DAY_SECONDS)
			return fail_at(scan, start, "A span cannot start at 24:00.",
						   "Write 00:00 on the next day.");
		if (span.closes < span.opens)
			span.closes += DAY_SECONDS;
		spans[count++] = span;
	}

	*day = hours_unite(memcpy(palloc(count * sizeof(DaySpan)), spans, count * sizeof(DaySpan)), count);
	return true;
}

static DayHours
whole_day(void)
{
	DayHours	day;

	day.count = 1;
	day.spans = palloc(sizeof(DaySpan));
	day.spans[0].opens = 0;
	day.spans[0].closes = DAY_SECONDS;
	return day;
}

static bool
scan_rule(HoursScanner *scan, WeekHours *week)
{
	DayHours	hours = {0};
	int			days = ALL_WEEK;

	skip_spaces(scan);
	if (accept_always(scan))
		hours = whole_day();
	else if (!accept_off(scan))
	{
		if (is_letter(*scan->next) && !scan_days(scan, &days))
			return false;
		if (!accept_off(scan))
		{
			skip_spaces(scan);
			if (!is_digit(*scan->next))
				return fail(scan, "A time of day or \"off\" is expected here.");
			if (!scan_times(scan, &hours))
				return false;
		}
	}
	for (int day = 0; day < DAYS_OF_WEEK; day++)
	{
		if (days & (1 << day))
			week->day[day] = hours;
	}
	return true;
}

static bool
at_end(HoursScanner *scan)
{
	skip_spaces(scan);
	return *scan->next == '\0' || fail(scan, "This does not belong to the hours that csops understands.");
}

bool
hours_parse_week(const char *text, WeekHours *week, HoursError *error)
{
	HoursScanner scan = {text, text, error, week_hint};

	memset(week, 0, sizeof(*week));
	for (bool more = true; more; more = accept(&scan, ';'))
	{
		CHECK_FOR_INTERRUPTS();
		if (!scan_rule(&scan, week))
			return false;
	}
	return at_end(&scan);
}

bool
hours_parse_day(const char *text, DayHours *day, HoursError *error)
{
	HoursScanner scan = {text, text, error, day_hint};

	memset(day, 0, sizeof(*day));
	if (!accept_off(&scan) && !scan_times(&scan, day))
		return false;
	return at_end(&scan);
}

bool
hours_equal(const DayHours *a, const DayHours *b)
{
	if (a->count != b->count)
		return false;
	for (int i = 0; i < a->count; i++)
	{
		if (a->spans[i].opens != b->spans[i].opens || a->spans[i].closes != b->spans[i].closes)
			return false;
	}
	return true;
}

static void
write_time(StringInfo out, int32 time)
{
	appendStringInfo(out, "%02d:%02d", time / 3600, time / 60 % 60);
	if (time % 60 != 0)
		appendStringInfo(out, ":%02d", time % 60);
}

static void
write_span(StringInfo out, bool first, int32 opens, int32 closes)
{
	if (!first)
		appendStringInfoChar(out, ',');
	write_time(out, opens);
	appendStringInfoChar(out, '-');
	write_time(out, closes > DAY_SECONDS ? closes - DAY_SECONDS : closes);
}

void
hours_write_day(StringInfo out, const DayHours *day)
{
	if (day->count == 0)
		appendStringInfoString(out, "off");
	for (int i = 0; i < day->count; i++)
	{
		DaySpan		span = day->spans[i];

		/* United spans can be longer than a day, which one span cannot say. */
		if (span.closes > DAY_SECONDS && span.closes - span.opens >= DAY_SECONDS)
		{
			write_span(out, i == 0, span.opens, DAY_SECONDS);
			write_span(out, false, DAY_SECONDS - 1, span.closes);
		}
		else
			write_span(out, i == 0, span.opens, span.closes);
	}
}

/* Runs of days, such as Mo-We,Fr. */
static void
write_days(StringInfo out, int days)
{
	bool		first = true;

	for (int day = 0; day < DAYS_OF_WEEK; day++)
	{
		int			last = day;

		if ((days & (1 << day)) == 0)
			continue;
		while (last + 1 < DAYS_OF_WEEK && (days & (1 << (last + 1))))
			last++;
		appendStringInfo(out, "%s%s", first ? "" : ",", short_names[day]);
		if (last > day)
			appendStringInfo(out, "-%s", short_names[last]);
		first = false;
		day = last;
	}
}

static int
days_alike(const WeekHours *week, int day)
{
	int			days = 0;

	for (int other = 0; other < DAYS_OF_WEEK; other++)
	{
		if (hours_equal(&week->day[day], &week->day[other]))
			days |= 1 << other;
	}
	return days;
}

void
hours_write_week(StringInfo out, const WeekHours *week)
{
	DayHours	always = whole_day();
	int			written = 0;

	if (days_alike(week, 0) == ALL_WEEK && hours_equal(&week->day[0], &always))
	{
		appendStringInfoString(out, "24/7");
		return;
	}
	for (int day = 0; day < DAYS_OF_WEEK; day++)
	{
		int			days;

		if (week->day[day].count == 0 || (written & (1 << day)))
			continue;
		if (written != 0)
			appendStringInfoString(out, "; ");
		days = days_alike(week, day);
		write_days(out, days);
		appendStringInfoChar(out, ' ');
		hours_write_day(out, &week->day[day]);
		written |= days;
	}
	if (written == 0)
		appendStringInfoString(out, "off");
}
