/*
 * calendar.c
 *		Reads the definition of a business_calendar and writes its canonical text.
 */
#include "csops.h"

#include "calendar.h"
#include "miscadmin.h"
#include "utils/datetime.h"

#define CALENDAR_HINT \
	"A calendar has the keys tz and hours, and may have holidays, overrides, breaks and changes; or it has any or all alone."
#define CHANGE_HINT "A change of hours has the keys from and hours: {\"from\": \"2027-01-01\", \"hours\": \"Mo-Fr 08:00-18:00\"}."
#define HOURS_HINT "Write hours such as \"Mo-Fr 09:00-12:00,13:00-17:30; Sa 10:00-14:00\", \"24/7\" or \"off\"."
#define DATED_HOURS_HINT "Write the hours of each date: {\"2026-12-24\": \"09:00-12:00\"}."
#define DATE_HINT "Write a date as \"2026-12-25\", or a day of every year as \"12-25\"."

static void
check_object(const JsonNode *node, const char *const *keys, const char *hint)
{
	if (node->kind != JSON_KIND_OBJECT)
		json_error_hint(node, hint, "Expected an object here.");
	for (const JsonNode *field = node->first; field != NULL; field = field->next)
	{
		const char *const *key = keys;

		while (*key != NULL && strcmp(field->key, *key) != 0)
			key++;
		if (*key == NULL)
			json_error_hint(field, hint, "Unknown key.");
	}
}

static void
check_array(const JsonNode *node, const char *hint)
{
	if (node->kind != JSON_KIND_ARRAY)
		json_error_hint(node, hint, "Expected an array here.");
}

static const JsonNode *
required(const JsonNode *node, const char *key, const char *hint)
{
	const JsonNode *field = json_field(node, key);

	if (field == NULL)
		json_error_hint(node, hint, "The key \"%s\" is missing.", key);
	return field;
}

/* As in SQL, null means none. */
static const JsonNode *
optional(const JsonNode *node, const char *key)
{
	const JsonNode *field = json_field(node, key);

	return field != NULL && field->kind == JSON_KIND_NULL ? NULL : field;
}

static const char *
read_string(const JsonNode *node, const char *hint)
{
	if (node->kind != JSON_KIND_STRING)
		json_error_hint(node, hint, "Expected a string here.");
	return node->text;
}

int
weekday_of(int32 date)
{
	/* 2000-01-01 was a Saturday. */
	int			weekday = (int) (((int64) date + 5) % DAYS_OF_WEEK);

	return weekday < 0 ? weekday + DAYS_OF_WEEK : weekday;
}

int
days_of_month(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	if (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0))
		return 29;
	return days[month - 1];
}

void
civil_date(int32 date, int *year, int *month, int *day)
{
	j2date(date + POSTGRES_EPOCH_JDATE, year, month, day);
}

int32
date_of_civil(int year, int month, int day)
{
	return date2j(year, month, day) - POSTGRES_EPOCH_JDATE;
}

static bool
scan_digits(const char *text, int count, int *number)
{
	*number = 0;
	for (int i = 0; i < count; i++)
	{
		if (text[i] < '0' || text[i] > '9')
			return false;
		*number = *number * 10 + (text[i] - '0');
	}
	return true;
}

/* "YYYY-MM-DD" or "MM-DD": true for the latter, with *date the slot. */
static bool
read_date(const JsonNode *node, const char *text, int32 *date)
{
	size_t		length = strlen(text);
	bool		yearly = length == 5;
	int			year = 2000;
	int			month;
	int			day;

	if ((!yearly && length != 10) ||
		(!yearly && (!scan_digits(text, 4, &year) || text[4] != '-')) ||
		!scan_digits(text + length - 5, 2, &month) || text[length - 3] != '-' ||
		!scan_digits(text + length - 2, 2, &day))
		json_error_hint(node, DATE_HINT, "A date is expected here.");
	if (year < 1 || month < 1 || month > 12 || day < 1 || day > days_of_month(year, month))
		json_error_hint(node, DATE_HINT, "There is no such date.");
	*date = yearly ? YEARLY_SLOT(month, day) : date_of_civil(year, month, day);
	return yearly;
}

static void
set_yearly(DateTable *table, int slot, const DayHours *hours)
{
	if (table->yearly == NULL)
		table->yearly = palloc0(YEARLY_SLOTS * sizeof(DayHours *));
	if (table->yearly[slot] == NULL)
		table->yearly[slot] = palloc(sizeof(DayHours));
	*table->yearly[slot] = *hours;
}

static int
compare_dated(const void *a, const void *b, void *arg)
{
	int32		da = ((const DatedHours *) a)->date;
	int32		db = ((const DatedHours *) b)->date;

	return (da > db) - (da < db);
}

static void
read_holidays(DateTable *table, const JsonNode *node)
{
	static const DayHours closed = {0};
	const JsonNode *element;
	int			kept = 0;

	check_array(node, DATE_HINT);
	table->dated = palloc(Max(node->count, 1) * sizeof(DatedHours));
	for (element = node->first; element != NULL; element = element->next)
	{
		int32		date;

		CHECK_FOR_INTERRUPTS();
		if (read_date(element, read_string(element, DATE_HINT), &date))
			set_yearly(table, date, &closed);
		else
		{
			table->dated[table->count].date = date;
			table->dated[table->count++].hours = closed;
		}
	}
	qsort_interruptible(table->dated, table->count, sizeof(DatedHours), compare_dated, NULL);
	for (int i = 0; i < table->count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		if (i == 0 || table->dated[i].date != table->dated[kept - 1].date)
			table->dated[kept++] = table->dated[i];
	}
	table->count = kept;
}

static void
hours_error(const JsonNode *node, const HoursError *error)
{
	json_error_hint(node, error->hint, "%s Character %d of the hours.", error->message, error->at + 1);
}

static void
read_dated_hours(DateTable *table, const JsonNode *node)
{
	const JsonNode *field;

	if (node->kind != JSON_KIND_OBJECT)
		json_error_hint(node, DATED_HOURS_HINT, "Expected an object here.");
	table->dated = palloc(Max(node->count, 1) * sizeof(DatedHours));
	for (field = node->first; field != NULL; field = field->next)
	{
		HoursError	error;
		DayHours	hours;
		int32		date;
		bool		yearly = read_date(field, field->key, &date);

		CHECK_FOR_INTERRUPTS();
		if (!hours_parse_day(read_string(field, DATED_HOURS_HINT), &hours, &error))
			hours_error(field, &error);
		if (yearly)
			set_yearly(table, date, &hours);
		else
		{
			table->dated[table->count].date = date;
			table->dated[table->count++].hours = hours;
		}
	}
	qsort_interruptible(table->dated, table->count, sizeof(DatedHours), compare_dated, NULL);
}

/* One day may not have two overrides: neither could be said to win. */
static void
check_overrides(const DateTable *overrides, const JsonNode *node)
{
	if (overrides->yearly == NULL)
		return;
	for (int i = 0; i < overrides->count; i++)
	{
		int			year;
		int			month;
		int			day;

		CHECK_FOR_INTERRUPTS();
		civil_date(overrides->dated[i].date, &year, &month, &day);
		if (overrides->yearly[YEARLY_SLOT(month, day)] != NULL)
			json_error_hint(node, "Keep the one that is meant.",
						   "The day %04d-%02d-%02d has two overrides: its own, and one for %02d-%02d of every year.",
						   year, month, day, month, day);
	}
}

static void
check_breaks(const JsonNode *node)
{
	const JsonNode *field;

	for (field = node->first; field != NULL; field = field->next)
	{
		HoursError	error;
		DayHours	hours;

		CHECK_FOR_INTERRUPTS();
		if (hours_parse_day(field->text, &hours, &error) && hours.count == 0)
			json_error_hint(field, "Write the time of the break, such as \"12:00-13:00\".",
						   "A break cannot be \"off\".");
	}
}

static void
read_week(WeekHours *week, const JsonNode *node)
{
	HoursError	error;

	if (!hours_parse_week(read_string(node, HOURS_HINT), week, &error))
		hours_error(node, &error);
}

static int
compare_changes(const void *a, const void *b, void *arg)
{
	int32		da = ((const HoursChange *) a)->from;
	int32		db = ((const HoursChange *) b)->from;

	return (da > db) - (da < db);
}

static void
read_changes(Calendar *calendar, const JsonNode *node)
{
	static const char *const keys[] = {"from", "hours", NULL};
	const JsonNode *element;

	check_array(node, CHANGE_HINT);
	calendar->changes = repalloc(calendar->changes, (node->count + 1) * sizeof(HoursChange));
	for (element = node->first; element != NULL; element = element->next)
	{
		HoursChange *change = &calendar->changes[calendar->change_count++];
		const JsonNode *from;

		CHECK_FOR_INTERRUPTS();
		check_object(element, keys, CHANGE_HINT);
		from = required(element, "from", CHANGE_HINT);
		if (read_date(from, read_string(from, CHANGE_HINT), &change->from))
			json_error_hint(from, "Write the date as \"2027-01-01\".", "A change of hours starts on one date, not every year.");
		read_week(&change->week, required(element, "hours", CHANGE_HINT));
	}
	qsort_interruptible(calendar->changes + 1, calendar->change_count - 1, sizeof(HoursChange), compare_changes, NULL);
	for (int i = 2; i < calendar->change_count; i++)
	{
		if (calendar->changes[i].from == calendar->changes[i - 1].from)
			json_error_hint(node, "Keep the one that is meant.", "Two changes of hours start on the same date.");
	}
}

static void
read_zone(Calendar *calendar, const JsonNode *node)
{
	static const char *const hint =
	"Write a name such as \"Europe/Berlin\" (see pg_timezone_names), \"UTC\", or hours and minutes east of UTC such as \"+05:30\".";
	const char *reason;

	calendar->zone = time_zone_find(read_string(node, hint), &reason);
	if (calendar->zone == NULL)
		json_error_hint(node, hint, "%s", reason);
}

static void
read_hours_calendar(Calendar *calendar, const JsonNode *node)
{
	static const char *const keys[] = {"tz", "hours", "holidays", "overrides", "breaks", "changes", NULL};
	const JsonNode *field;

	check_object(node, keys, CALENDAR_HINT);
	read_zone(calendar, required(node, "tz", CALENDAR_HINT));
	calendar->changes = palloc(sizeof(HoursChange));
	calendar->changes[0].from = PG_INT32_MIN;
	calendar->change_count = 1;
	read_week(&calendar->changes[0].week, required(node, "hours", CALENDAR_HINT));
	if ((field = json_field(node, "changes")) != NULL)
		read_changes(calendar, field);
	if ((field = optional(node, "holidays")) != NULL)
		read_holidays(&calendar->holidays, field);
	if ((field = optional(node, "overrides")) != NULL)
	{
		read_dated_hours(&calendar->overrides, field);
		check_overrides(&calendar->overrides, field);
	}
	if ((field = optional(node, "breaks")) != NULL)
	{
		read_dated_hours(&calendar->breaks, field);
		check_breaks(field);
	}
}

static Calendar *read_calendar(const JsonNode *node, int *calendars);

typedef struct Member
{
	Calendar   *calendar;
	char	   *text;
} Member;

static int
compare_members(const void *a, const void *b)
{
	return strcmp(((const Member *) a)->text, ((const Member *) b)->text);
}

/*
 * Members of the same kind are drawn up into their owner, sorted and made
 * distinct: the same combination has one text however it was put together.
 */
static void
read_members(Calendar *calendar, const JsonNode *node, int *calendars)
{
	const JsonNode *element;
	Member	   *members = palloc(sizeof(Member));
	int			count = 0;
	int			kept = 0;

	check_array(node, CALENDAR_HINT);
	if (node->count == 0)
		json_error_hint(node, "Name at least one calendar.", "There is no calendar in the list.");
	for (element = node->first; element != NULL; element = element->next)
	{
		Calendar   *member = read_calendar(element, calendars);
		bool		alike = member->kind == calendar->kind;
		int			more = alike ? member->member_count : 1;

		CHECK_FOR_INTERRUPTS();
		members = repalloc(members, (count + more) * sizeof(Member));
		for (int i = 0; i < more; i++)
		{
			StringInfoData text;

			initStringInfo(&text);
			members[count].calendar = alike ? member->members[i] : member;
			calendar_write(&text, members[count].calendar);
			members[count++].text = text.data;
		}
	}
	qsort(members, count, sizeof(Member), compare_members);
	calendar->members = palloc(count * sizeof(Calendar *));
	for (int i = 0; i < count; i++)
	{
		if (i == 0 || strcmp(members[i].text, members[i - 1].text) != 0)
			calendar->members[kept++] = members[i].calendar;
	}
	calendar->member_count = kept;
	for (int i = 0; i < count; i++)
		pfree(members[i].text);
	pfree(members);
}

/* Counts the calendars of the whole document, however they are nested. */
static Calendar *
read_calendar(const JsonNode *node, int *calendars)
{
	static const char *const any_keys[] = {"any", NULL};
	static const char *const all_keys[] = {"all", NULL};
	Calendar   *calendar = palloc0(sizeof(Calendar));

	check_stack_depth();
	if (node->kind == JSON_KIND_OBJECT && json_field(node, "any") != NULL)
	{
		check_object(node, any_keys, CALENDAR_HINT);
		calendar->kind = CALENDAR_ANY;
		read_members(calendar, json_field(node, "any"), calendars);
	}
	else if (node->kind == JSON_KIND_OBJECT && json_field(node, "all") != NULL)
	{
		check_object(node, all_keys, CALENDAR_HINT);
		calendar->kind = CALENDAR_ALL;
		read_members(calendar, json_field(node, "all"), calendars);
	}
	else
	{
		if (++*calendars > MAX_CALENDAR_MEMBERS)
			json_error_hint(node, "Combine fewer calendars.", "A calendar can combine at most %d others.", MAX_CALENDAR_MEMBERS);
		calendar->kind = CALENDAR_HOURS;
		read_hours_calendar(calendar, node);
	}
	return calendar->member_count == 1 ? calendar->members[0] : calendar;
}

Calendar *
calendar_read(const JsonNode *node)
{
	int			calendars = 0;

	return read_calendar(node, &calendars);
}

static void
write_date(StringInfo out, int32 date)
{
	int			year;
	int			month;
	int			day;

	civil_date(date, &year, &month, &day);
	appendStringInfo(out, "\"%04d-%02d-%02d\"", year, month, day);
}

static void
write_separator(StringInfo out, bool *first)
{
	if (!*first)
		appendStringInfoString(out, ", ");
	*first = false;
}

/* Dates first, then the days of every year; hours only where they are said. */
static void
write_dates(StringInfo out, const DateTable *table, bool with_hours)
{
	bool		first = true;

	for (int i = 0; i < table->count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		write_separator(out, &first);
		write_date(out, table->dated[i].date);
		if (with_hours)
		{
			appendStringInfoString(out, ": \"");
			hours_write_day(out, &table->dated[i].hours);
			appendStringInfoChar(out, '"');
		}
	}
	for (int slot = 0; table->yearly != NULL && slot < YEARLY_SLOTS; slot++)
	{
		if (table->yearly[slot] == NULL)
			continue;
		write_separator(out, &first);
		appendStringInfo(out, "\"%02d-%02d\"", slot / 32, slot % 32);
		if (with_hours)
		{
			appendStringInfoString(out, ": \"");
			hours_write_day(out, table->yearly[slot]);
			appendStringInfoChar(out, '"');
		}
	}
}

static bool
has_dates(const DateTable *table)
{
	return table->count > 0 || table->yearly != NULL;
}

static void
write_hours_calendar(StringInfo out, const Calendar *calendar)
{
	appendStringInfo(out, "{\"tz\": \"%s\", \"hours\": \"", calendar->zone->name);
	hours_write_week(out, &calendar->changes[0].week);
	appendStringInfoChar(out, '"');
	if (has_dates(&calendar->holidays))
	{
		appendStringInfoString(out, ", \"holidays\": [");
		write_dates(out, &calendar->holidays, false);
		appendStringInfoChar(out, ']');
	}
	if (has_dates(&calendar->overrides))
	{
		appendStringInfoString(out, ", \"overrides\": {");
		write_dates(out, &calendar->overrides, true);
		appendStringInfoChar(out, '}');
	}
	if (has_dates(&calendar->breaks))
	{
		appendStringInfoString(out, ", \"breaks\": {");
		write_dates(out, &calendar->breaks, true);
		appendStringInfoChar(out, '}');
	}
	if (calendar->change_count > 1)
	{
		appendStringInfoString(out, ", \"changes\": [");
		for (int i = 1; i < calendar->change_count; i++)
		{
			appendStringInfo(out, "%s{\"from\": ", i > 1 ? ", " : "");
			write_date(out, calendar->changes[i].from);
			appendStringInfoString(out, ", \"hours\": \"");
			hours_write_week(out, &calendar->changes[i].week);
			appendStringInfoString(out, "\"}");
		}
		appendStringInfoChar(out, ']');
	}
	appendStringInfoChar(out, '}');
}

void
calendar_write(StringInfo out, const Calendar *calendar)
{
	check_stack_depth();
	if (calendar->kind == CALENDAR_HOURS)
	{
		write_hours_calendar(out, calendar);
		return;
	}
	appendStringInfo(out, "{\"%s\": [", calendar->kind == CALENDAR_ANY ? "any" : "all");
	for (int i = 0; i < calendar->member_count; i++)
	{
		if (i > 0)
			appendStringInfoString(out, ", ");
		calendar_write(out, calendar->members[i]);
	}
	appendStringInfoString(out, "]}");
}
