/*
 * calendar_ical.c
 *		Whole-day holidays out of an iCalendar text (RFC 5545).
 *
 * Events must have DATE values and may recur yearly.  What cannot be
 * understood is an error that names the line: a holiday that is passed over
 * in silence is a wrong figure later.
 */
#include "csops.h"

#include "calendar.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/date.h"

#define ICAL_HINT "Only whole-day events are understood: DTSTART;VALUE=DATE, with DTEND;VALUE=DATE or DURATION in days or weeks, EXDATE;VALUE=DATE and a yearly RRULE."

/* One content line, unfolded: NAME;PARAMETERS:VALUE. */
typedef struct ContentLine
{
	int			number;			/* of its first line in the text */
	char	   *name;
	char	   *parameters;		/* may be empty */
	char	   *value;
} ContentLine;

typedef struct IcalReader
{
	const char *next;
	int			line;
	ContentLine content;
	StringInfoData buffer;
} IcalReader;

typedef struct YearlyRule
{
	bool		present;
	int			line;
	int			interval;
	int			count;			/* 0: no end by count */
	bool		has_until;
	int32		until;
	int			months[12];
	int			month_count;
	int			days[62];		/* of the month; from its end when negative */
	int			day_count;
	int			weekdays[35];
	int			ordinals[35];	/* of the weekday within the month; 0: each */
	int			weekday_count;
} YearlyRule;

typedef struct Event
{
	int			line;
	int			start_line;		/* 0: not seen */
	int32		start;
	int			length;			/* days; 0: not said */
	int			end_line;
	int32		end;
	YearlyRule	rule;
	int32	   *except;
	int			except_count;
	bool		cancelled;
} Event;

typedef struct DateList
{
	Datum	   *dates;
	int			count;
	int			capacity;
	int32		from;
	int32		to;				/* not included */
} DateList;

static void
ical_error(int line, const char *detail)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
			 errmsg("cannot read holidays from line %d of the iCalendar text", line),
			 errdetail("%s", detail),
			 errhint("%s", ICAL_HINT)));
}

/* Appends the rest of the physical line and steps over its end. */
static void
take_line(IcalReader *reader)
{
	const char *end = reader->next;

	while (*end != '\0' && *end != '\n' && *end != '\r')
		end++;
	appendBinaryStringInfo(&reader->buffer, reader->next, (int) (end - reader->next));
	if (*end == '\r' && end[1] == '\n')
		end++;
	reader->next = *end == '\0' ? end : end + 1;
	reader->line++;
}

/* The value starts at the first colon that is not within quotes. */
static void
split_line(IcalReader *reader)
{
	ContentLine *content = &reader->content;
	char	   *c = reader->buffer.data;
	bool		quoted = false;

	content->name = c;
	content->parameters = "";
	while (*c != '\0' && *c != ';' && *c != ':')
		c++;
	if (*c == ';')
	{
		*c++ = '\0';
		content->parameters = c;
		while (*c != '\0' && (quoted || *c != ':'))
		{
			if (*c == '"')
				quoted = !quoted;
			c++;
		}
	}
	if (*c == '\0')
		ical_error(content->number, "The line has no value: a colon is missing.");
	*c = '\0';
	content->value = c + 1;
}

static bool
next_content(IcalReader *reader)
{
	CHECK_FOR_INTERRUPTS();
	for (;;)
	{
		if (*reader->next == '\0')
			return false;
		resetStringInfo(&reader->buffer);
		reader->content.number = reader->line + 1;
		take_line(reader);
		/* A line that starts with white space goes on with the one before. */
		while (*reader->next == ' ' || *reader->next == '\t')
		{
			reader->next++;
			take_line(reader);
		}
		if (reader->buffer.len > 0)
			break;
	}
	split_line(reader);
	return true;
}

static bool
is_named(const ContentLine *content, const char *name)
{
	return pg_strcasecmp(content->name, name) == 0;
}

/* "YYYYMMDD", the whole of the text. */
static bool
scan_date(const char *text, size_t length, int32 *date)
{
	int			number = 0;
	int			year;
	int			month;
	int			day;

	if (length != 8)
		return false;
	for (int i = 0; i < 8; i++)
	{
		if (text[i] < '0' || text[i] > '9')
			return false;
		number = number * 10 + (text[i] - '0');
	}
	year = number / 10000;
	month = number / 100 % 100;
	day = number % 100;
	if (year < 1 || month < 1 || month > 12 || day < 1 || day > days_of_month(year, month))
		return false;
	*date = date_of_civil(year, month, day);
	return true;
}

static int32
read_date(const ContentLine *content, const char *text, size_t length)
{
	int32		date;

	if (!scan_date(text, length, &date))
		ical_error(content->number, "A date such as 20261225 is expected here; an event at a time of day is no holiday.");
	return date;
}

static bool
scan_number(const char **text, int *number)
{
	const char *c = *text;

	*number = 0;
	while (*c >= '0' && *c <= '9' && *number < 100000)
		*number = *number * 10 + (*c++ - '0');
	if (c == *text)
		return false;
	*text = c;
	return true;
}

static bool
scan_signed(const char **text, int *number)
{
	int			sign = 1;

	if (**text == '+' || **text == '-')
		sign = *(*text)++ == '-' ? -1 : 1;
	if (!scan_number(text, number))
		return false;
	*number *= sign;
	return true;
}

static void
read_duration(Event *event, const ContentLine *content)
{
	const char *c = content->value;
	int			number;

	if (*c == '+')
		c++;
	if (*c++ != 'P' || !scan_number(&c, &number) || (*c != 'D' && *c != 'W') || c[1] != '\0' || number == 0)
		ical_error(content->number, "A duration of whole days or weeks is expected here, such as P1D.");
	event->length = *c == 'W' ? number * DAYS_OF_WEEK : number;
}

static bool
scan_weekday(const char **text, int *weekday)
{
	static const char *const names[DAYS_OF_WEEK] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};

	for (int i = 0; i < DAYS_OF_WEEK; i++)
	{
		if (pg_strncasecmp(*text, names[i], 2) == 0)
		{
			*text += 2;
			*weekday = i;
			return true;
		}
	}
	return false;
}

static bool
read_months(YearlyRule *rule, const char *c)
{
	for (;;)
	{
		int			month;

		if (rule->month_count == lengthof(rule->months) || !scan_number(&c, &month) || month < 1 || month > 12)
			return false;
		rule->months[rule->month_count++] = month;
		if (*c++ != ',')
			return c[-1] == '\0';
	}
}

static bool
read_month_days(YearlyRule *rule, const char *c)
{
	for (;;)
	{
		int			day;

		if (rule->day_count == lengthof(rule->days) || !scan_signed(&c, &day) || day == 0 || abs(day) > 31)
			return false;
		rule->days[rule->day_count++] = day;
		if (*c++ != ',')
			return c[-1] == '\0';
	}
}

static bool
read_weekdays(YearlyRule *rule, const char *c)
{
	for (;;)
	{
		int			ordinal = 0;

		if (rule->weekday_count == lengthof(rule->weekdays))
			return false;
		if ((*c == '+' || *c == '-' || (*c >= '0' && *c <= '9')) &&
			(!scan_signed(&c, &ordinal) || ordinal == 0 || abs(ordinal) > 5))
			return false;
		if (!scan_weekday(&c, &rule->weekdays[rule->weekday_count]))
			return false;
		rule->ordinals[rule->weekday_count++] = ordinal;
		if (*c++ != ',')
			return c[-1] == '\0';
	}
}

static bool
read_rule_part(YearlyRule *rule, const char *name, const char *value, bool *yearly)
{
	const char *c = value;

	if (pg_strcasecmp(name, "FREQ") == 0)
		return *yearly = pg_strcasecmp(value, "YEARLY") == 0;
	if (pg_strcasecmp(name, "INTERVAL") == 0)
		return scan_number(&c, &rule->interval) && *c == '\0' && rule->interval > 0;
	if (pg_strcasecmp(name, "COUNT") == 0)
		return scan_number(&c, &rule->count) && *c == '\0' && rule->count > 0;
	if (pg_strcasecmp(name, "UNTIL") == 0)
	{
		/* The day counts, whichever its time. */
		rule->has_until = true;
		return scan_date(value, strcspn(value, "T"), &rule->until);
	}
	if (pg_strcasecmp(name, "BYMONTH") == 0)
		return read_months(rule, value);
	if (pg_strcasecmp(name, "BYMONTHDAY") == 0)
		return read_month_days(rule, value);
	if (pg_strcasecmp(name, "BYDAY") == 0)
		return read_weekdays(rule, value);
	/* Where weeks start does not matter to any of these. */
	return pg_strcasecmp(name, "WKST") == 0;
}

static void
read_rule(YearlyRule *rule, const ContentLine *content)
{
	static const char *const expected =
	"A yearly rule is expected here: FREQ=YEARLY with INTERVAL, COUNT, UNTIL, BYMONTH, BYMONTHDAY, or BYMONTH and BYDAY.";
	bool		yearly = false;
	char	   *next;

	if (rule->present)
		ical_error(content->number, "An event can have one rule.");
	rule->present = true;
	rule->line = content->number;
	rule->interval = 1;
	for (char *part = content->value; part != NULL; part = next)
	{
		char	   *value;

		next = strchr(part, ';');
		if (next != NULL)
			*next++ = '\0';
		if (*part == '\0' && next == NULL)
			break;
		value = strchr(part, '=');
		if (value == NULL)
			ical_error(content->number, expected);
		*value++ = '\0';
		if (!read_rule_part(rule, part, value, &yearly))
			ical_error(content->number, expected);
	}

	/* Weekdays are counted within months: of the year's weeks nothing is known. */
	if (!yearly || (rule->weekday_count > 0 && rule->month_count == 0) || (rule->count > 0 && rule->has_until))
		ical_error(content->number, expected);
}

static void
read_exceptions(Event *event, const ContentLine *content)
{
	const char *c = content->value;

	for (;;)
	{
		size_t		length = strcspn(c, ",");

		event->except = event->except == NULL ? palloc(sizeof(int32)) :
			repalloc(event->except, (event->except_count + 1) * sizeof(int32));
		event->except[event->except_count++] = read_date(content, c, length);
		if (c[length] == '\0')
			break;
		c += length + 1;
	}
}

static void
read_property(Event *event, const ContentLine *content)
{
	if (is_named(content, "DTSTART"))
	{
		if (event->start_line != 0)
			ical_error(content->number, "The event has two starts.");
		event->start_line = content->number;
		event->start = read_date(content, content->value, strlen(content->value));
	}
	else if (is_named(content, "DTEND"))
	{
		event->end_line = content->number;
		event->end = read_date(content, content->value, strlen(content->value));
	}
	else if (is_named(content, "DURATION"))
		read_duration(event, content);
	else if (is_named(content, "RRULE"))
		read_rule(&event->rule, content);
	else if (is_named(content, "EXDATE"))
		read_exceptions(event, content);
	else if (is_named(content, "RDATE") || is_named(content, "EXRULE") || is_named(content, "RECURRENCE-ID"))
		ical_error(content->number, "Of recurring events only RRULE and EXDATE are understood.");
	else if (is_named(content, "STATUS"))
		event->cancelled = pg_strcasecmp(content->value, "CANCELLED") == 0;
}

static void
list_add(DateList *list, int32 date)
{
	if (date < list->from || date >= list->to)
		return;
	if (list->count == MAX_CALENDAR_DATES)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("too many holidays"),
				 errdetail("There are more than %d days.", MAX_CALENDAR_DATES),
				 errhint("Ask for fewer years.")));
	if (list->count == list->capacity)
	{
		list->capacity = Max(list->capacity * 2, 64);
		list->dates = list->dates == NULL ? palloc(list->capacity * sizeof(Datum)) :
			repalloc(list->dates, list->capacity * sizeof(Datum));
	}
	list->dates[list->count++] = DateADTGetDatum(date);
}

static void
add_occurrence(const Event *event, int32 start, DateList *list)
{
	for (int i = 0; i < event->except_count; i++)
	{
		if (event->except[i] == start)
			return;
	}
	for (int day = 0; day < event->length; day++)
		list_add(list, start + day);
}

static bool
holds(const int *numbers, int count, int number)
{
	for (int i = 0; i < count; i++)
	{
		if (numbers[i] == number)
			return true;
	}
	return false;
}

/* Does the rule name that day, its year apart? */
static bool
rule_matches(const YearlyRule *rule, int start_month, int start_day, int year, int month, int day)
{
	int			last = days_of_month(year, month);
	int			weekday = weekday_of(date_of_civil(year, month, day));

	if (rule->month_count > 0 ? !holds(rule->months, rule->month_count, month) :
		rule->day_count == 0 && month != start_month)
		return false;
	if (rule->day_count > 0)
	{
		if (!holds(rule->days, rule->day_count, day) && !holds(rule->days, rule->day_count, day - last - 1))
			return false;
	}
	else if (rule->weekday_count == 0)
		return day == start_day;
	if (rule->weekday_count == 0)
		return true;
	for (int i = 0; i < rule->weekday_count; i++)
	{
		int			ordinal = rule->ordinals[i];

		if (rule->weekdays[i] == weekday &&
			(ordinal == 0 || ordinal == (day - 1) / DAYS_OF_WEEK + 1 || ordinal == -((last - day) / DAYS_OF_WEEK + 1)))
			return true;
	}
	return false;
}

/* The occurrences of the rule, in order: the start is the first, whatever the rule says. */
static void
add_recurrences(const Event *event, DateList *list)
{
	const YearlyRule *rule = &event->rule;
	int			start_year;
	int			start_month;
	int			start_day;
	int			seen = 1;

	civil_date(event->start, &start_year, &start_month, &start_day);
	add_occurrence(event, event->start, list);
	for (int year = start_year; year <= 9999 && date_of_civil(year, 1, 1) < list->to; year += rule->interval)
	{
		CHECK_FOR_INTERRUPTS();
		for (int month = 1; month <= 12; month++)
		{
			for (int day = 1; day <= days_of_month(year, month); day++)
			{
				int32		date;

				if (!rule_matches(rule, start_month, start_day, year, month, day))
					continue;
				date = date_of_civil(year, month, day);
				if (date <= event->start)
					continue;
				if ((rule->has_until && date > rule->until) || (rule->count > 0 && seen == rule->count))
					return;
				seen++;
				add_occurrence(event, date, list);
			}
		}
	}
}

static void
finish_event(Event *event, DateList *list)
{
	if (event->start_line == 0)
		ical_error(event->line, "The event has no start.");
	if (event->end_line != 0)
	{
		if (event->length != 0)
			ical_error(event->end_line, "An event has either an end or a duration.");
		/* The end is the day after the last one; some write the day itself. */
		if (event->end < event->start || event->end - event->start > DAYS_OF_CYCLE)
			ical_error(event->end_line, "The event ends before it starts, or not within 400 years.");
		event->length = event->end - event->start;
	}
	if (event->length == 0)
		event->length = 1;
	if (event->cancelled)
		return;
	if (event->rule.present)
		add_recurrences(event, list);
	else
		add_occurrence(event, event->start, list);
}

static void
read_event(IcalReader *reader, DateList *list)
{
	Event		event = {.line = reader->content.number};
	int			depth = 0;

	for (;;)
	{
		const ContentLine *content = &reader->content;

		if (!next_content(reader))
			ical_error(event.line, "The event that starts here has no end.");
		if (is_named(content, "BEGIN"))
			depth++;
		else if (is_named(content, "END") && depth-- == 0)
			break;
		else if (depth == 0 && !is_named(content, "END"))
			read_property(&event, content);
	}
	finish_event(&event, list);
}

CSOPS_FUNCTION(csops_holidays_from_ical);

Datum
csops_holidays_from_ical(PG_FUNCTION_ARGS)
{
	IcalReader	reader = {0};
	DateADT		from = PG_GETARG_DATEADT(1);
	DateADT		to = PG_GETARG_DATEADT(2);
	DateList	list = {.from = from, .to = to};
	int			events = 0;

	if (DATE_NOT_FINITE(from) || DATE_NOT_FINITE(to))
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("date must be finite"),
				 errdetail("Yearly holidays go on without end."),
				 errhint("Give the first and the last day that are meant.")));
	reader.next = text_to_cstring(PG_GETARG_TEXT_PP(0));
	initStringInfo(&reader.buffer);
	while (next_content(&reader))
	{
		if (is_named(&reader.content, "BEGIN") && pg_strcasecmp(reader.content.value, "VEVENT") == 0)
		{
			read_event(&reader, &list);
			events++;
		}
	}
	if (events == 0)
		ical_error(1, "The text has no event (BEGIN:VEVENT).");
	return sorted_dates(list.dates, list.count);
}
