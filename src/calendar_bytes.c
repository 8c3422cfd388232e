/*
 * calendar_bytes.c
 *		The stored form of a calendar: its definition in few bytes.
 *
 * A calendar that varies by row is found again by its bytes, so they are kept
 * few: years of holidays are a byte or two each.  All numbers are of variable
 * length, seven bits to a byte, the lowest first; so the form is the same on
 * every machine, and is what send and receive carry.
 *
 *	calendar	= kind, (hours calendar | count, calendar...)
 *	hours cal.	= name, weeks, table of holidays, of overrides, of breaks
 *	name		= length, characters
 *	weeks		= count, week, (days since the last change, week)...
 *	week		= for each day: 0 and its hours, or the number of an earlier day with the same
 *	table		= count, (days since the last date [, hours])..., count, (slots since the last [, hours])...
 *	hours		= count, (time since the last closing, length)...
 *	time		= twice the minutes, or twice the seconds and 1
 */
#include "csops.h"

#include "calendar.h"
#include "miscadmin.h"

/* Dates count from 0001-01-01 here, so that none is negative. */
#define FIRST_DATE				(-730119)
#define LAST_DATE				2921939 /* 9999-12-31 */

#define LAST_CLOSING			(2 * 86400 - 1)
#define MAX_SPANS				200
#define MAX_COUNT				(LAST_DATE - FIRST_DATE + 2)	/* a week, and one from each date on */

typedef struct ByteReader
{
	const unsigned char *next;
	const unsigned char *end;
	bool		received;		/* from a client, else stored */
	int			calendars;		/* read so far, combinations apart */
} ByteReader;

static void
write_number(StringInfo out, uint32 number)
{
	while (number >= 0x80)
	{
		appendStringInfoChar(out, (char) (number | 0x80));
		number >>= 7;
	}
	appendStringInfoChar(out, (char) number);
}

static void
write_time(StringInfo out, int32 seconds)
{
	write_number(out, seconds % 60 == 0 ? (uint32) (seconds / 60 * 2) : (uint32) (seconds * 2 + 1));
}

static void
write_hours(StringInfo out, const DayHours *hours)
{
	int32		last = 0;

	write_number(out, hours->count);
	for (int i = 0; i < hours->count; i++)
	{
		write_time(out, hours->spans[i].opens - last);
		write_time(out, hours->spans[i].closes - hours->spans[i].opens);
		last = hours->spans[i].closes;
	}
}

static void
write_week(StringInfo out, const WeekHours *week)
{
	for (int day = 0; day < DAYS_OF_WEEK; day++)
	{
		int			same = 0;

		while (same < day && !hours_equal(&week->day[same], &week->day[day]))
			same++;
		write_number(out, same < day ? same + 1 : 0);
		if (same == day)
			write_hours(out, &week->day[day]);
	}
}

static void
write_table(StringInfo out, const DateTable *table, bool with_hours)
{
	int32		last_date = FIRST_DATE - 1;
	int			last_slot = 0;
	int			yearly = 0;

	write_number(out, table->count);
	for (int i = 0; i < table->count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		write_number(out, table->dated[i].date - last_date);
		last_date = table->dated[i].date;
		if (with_hours)
			write_hours(out, &table->dated[i].hours);
	}
	for (int slot = 0; table->yearly != NULL && slot < YEARLY_SLOTS; slot++)
		yearly += table->yearly[slot] != NULL;
	write_number(out, yearly);
	for (int slot = 0; table->yearly != NULL && slot < YEARLY_SLOTS; slot++)
	{
		if (table->yearly[slot] == NULL)
			continue;
		write_number(out, slot - last_slot);
		last_slot = slot;
		if (with_hours)
			write_hours(out, table->yearly[slot]);
	}
}

void
calendar_encode(StringInfo out, const Calendar *calendar)
{
	int32		last_date = FIRST_DATE - 1;

	check_stack_depth();
	write_number(out, calendar->kind);
	if (calendar->kind != CALENDAR_HOURS)
	{
		write_number(out, calendar->member_count);
		for (int i = 0; i < calendar->member_count; i++)
			calendar_encode(out, calendar->members[i]);
		return;
	}
	write_number(out, (uint32) strlen(calendar->zone->name));
	appendStringInfoString(out, calendar->zone->name);
	write_number(out, calendar->change_count);
	for (int i = 0; i < calendar->change_count; i++)
	{
		if (i > 0)
		{
			write_number(out, calendar->changes[i].from - last_date);
			last_date = calendar->changes[i].from;
		}
		write_week(out, &calendar->changes[i].week);
	}
	write_table(out, &calendar->holidays, false);
	write_table(out, &calendar->overrides, true);
	write_table(out, &calendar->breaks, true);
}

static void
fail(const ByteReader *reader)
{
	static const char *const detail = "The bytes are no calendar.";

	if (reader->received)
		csops_bad_binary(&business_calendar_type, detail);
	csops_corrupted(&business_calendar_type, detail);
}

static uint32
read_number(ByteReader *reader, uint32 lowest, uint32 highest)
{
	uint64		number = 0;

	for (int shift = 0;; shift += 7)
	{
		unsigned char byte;

		if (reader->next == reader->end || shift > 28)
			fail(reader);
		byte = *reader->next++;
		number |= (uint64) (byte & 0x7F) << shift;
		if ((byte & 0x80) == 0)
			break;
	}
	if (number < lowest || number > highest)
		fail(reader);
	return (uint32) number;
}

/* Each element takes at least a byte, so that a count cannot ask for more room than there are bytes. */
static int
read_count(ByteReader *reader, uint32 lowest, uint32 highest)
{
	uint32		count = read_number(reader, lowest, highest);

	if (count > (Size) (reader->end - reader->next))
		fail(reader);
	return (int) count;
}

static int32
read_time(ByteReader *reader)
{
	uint32		number = read_number(reader, 0, 2 * LAST_CLOSING + 1);

	return (int32) (number % 2 == 0 ? number / 2 * 60 : number / 2);
}

static void
read_hours(ByteReader *reader, DayHours *hours)
{
	int64		last = 0;

	hours->count = read_count(reader, 0, MAX_SPANS);
	hours->spans = hours->count > 0 ? palloc(hours->count * sizeof(DaySpan)) : NULL;
	for (int i = 0; i < hours->count; i++)
	{
		int64		opens = last + read_time(reader);
		int64		closes = opens + read_time(reader);

		if (opens >= SECONDS_OF_DAY || closes > LAST_CLOSING || closes <= opens || (i > 0 && opens <= last))
			fail(reader);
		hours->spans[i].opens = (int32) opens;
		hours->spans[i].closes = (int32) closes;
		last = closes;
	}
}

static void
read_week(ByteReader *reader, WeekHours *week)
{
	for (int day = 0; day < DAYS_OF_WEEK; day++)
	{
		uint32		same = read_number(reader, 0, day);

		if (same == 0)
			read_hours(reader, &week->day[day]);
		else
			week->day[day] = week->day[same - 1];
	}
}

static int32
read_date(ByteReader *reader, int32 last)
{
	return last + (int32) read_number(reader, 1, LAST_DATE - last);
}

static bool
is_slot(int slot)
{
	int			month = slot / 32;
	int			day = slot % 32;

	/* In a leap year. */
	return month >= 1 && month <= 12 && day >= 1 && day <= days_of_month(2000, month);
}

static void
read_table(ByteReader *reader, DateTable *table, bool with_hours)
{
	int32		date = FIRST_DATE - 1;
	int			slot = 0;
	int			yearly;

	table->count = read_count(reader, 0, MAX_COUNT);
	table->dated = palloc0(Max(table->count, 1) * sizeof(DatedHours));
	for (int i = 0; i < table->count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		date = read_date(reader, date);
		table->dated[i].date = date;
		if (with_hours)
			read_hours(reader, &table->dated[i].hours);
	}
	yearly = read_count(reader, 0, YEARLY_SLOTS);
	if (yearly > 0)
		table->yearly = palloc0(YEARLY_SLOTS * sizeof(DayHours *));
	for (int i = 0; i < yearly; i++)
	{
		slot += (int) read_number(reader, 1, YEARLY_SLOTS);
		if (!is_slot(slot))
			fail(reader);
		table->yearly[slot] = palloc0(sizeof(DayHours));
		if (with_hours)
			read_hours(reader, table->yearly[slot]);
	}
}

static const TimeZone *
read_zone(ByteReader *reader)
{
	int			length = read_count(reader, 1, 255);
	char		name[256];
	const char *reason;
	const TimeZone *zone;

	memcpy(name, reader->next, length);
	name[length] = '\0';
	reader->next += length;
	for (int i = 0; i < length; i++)
	{
		if (name[i] <= ' ' || name[i] > '~')
			fail(reader);
	}
	zone = time_zone_find(name, &reason);
	if (zone == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("time zone of a business_calendar is not known here"),
				 errdetail("Its name is \"%s\".", name),
				 errhint("Install the time zone data that the calendar was made with.")));
	if (strcmp(zone->name, name) != 0)
		fail(reader);
	return zone;
}

static Calendar *
decode(ByteReader *reader)
{
	Calendar   *calendar = palloc0(sizeof(Calendar));
	int32		date = FIRST_DATE - 1;

	check_stack_depth();
	CHECK_FOR_INTERRUPTS();
	calendar->kind = read_number(reader, CALENDAR_HOURS, CALENDAR_ALL);
	if (calendar->kind != CALENDAR_HOURS)
	{
		calendar->member_count = read_count(reader, 2, MAX_CALENDAR_MEMBERS);
		calendar->members = palloc(calendar->member_count * sizeof(Calendar *));
		for (int i = 0; i < calendar->member_count; i++)
			calendar->members[i] = decode(reader);
		return calendar;
	}
	if (++reader->calendars > MAX_CALENDAR_MEMBERS)
		fail(reader);
	calendar->zone = read_zone(reader);
	calendar->change_count = read_count(reader, 1, MAX_COUNT);
	calendar->changes = palloc(calendar->change_count * sizeof(HoursChange));
	for (int i = 0; i < calendar->change_count; i++)
	{
		if (i > 0)
			date = read_date(reader, date);
		calendar->changes[i].from = i > 0 ? date : PG_INT32_MIN;
		read_week(reader, &calendar->changes[i].week);
	}
	read_table(reader, &calendar->holidays, false);
	read_table(reader, &calendar->overrides, true);
	read_table(reader, &calendar->breaks, true);
	return calendar;
}

Calendar *
calendar_decode(const char *bytes, Size length, bool received)
{
	ByteReader	reader;
	Calendar   *calendar;

	reader.next = (const unsigned char *) bytes;
	reader.end = reader.next + length;
	reader.received = received;
	reader.calendars = 0;
	calendar = decode(&reader);
	if (reader.next != reader.end)
		fail(&reader);
	return calendar;
}
