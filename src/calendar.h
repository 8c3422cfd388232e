/*
 * calendar.h
 *		What a business_calendar says, and its canonical text.
 *
 * A stored value holds the definition and nothing that depends on the data of
 * time zones; the index (calendar_index.h) is compiled from it.
 */
#ifndef CSOPS_CALENDAR_H
#define CSOPS_CALENDAR_H

#include "type.h"
#include "time_zone.h"

#define DAYS_OF_WEEK			7

/* A place for each "MM-DD"; month and day count from 1. */
#define YEARLY_SLOTS			(13 * 32)
#define YEARLY_SLOT(month, day)	((month) * 32 + (day))

/* Seconds from the midnight at which the day starts; a shift may end on the next day. */
typedef struct DaySpan
{
	int32		opens;			/* [0, 24 hours) */
	int32		closes;			/* (opens, 48 hours) */
} DaySpan;

/* Sorted and united: the spans of a day neither overlap nor touch. */
typedef struct DayHours
{
	int			count;
	DaySpan    *spans;
} DayHours;

typedef struct WeekHours
{
	DayHours	day[DAYS_OF_WEEK];	/* Monday first */
} WeekHours;

/* Days count from 2000-01-01. */
typedef struct HoursChange
{
	int32		from;
	WeekHours	week;
} HoursChange;

typedef struct DatedHours
{
	int32		date;
	DayHours	hours;
} DatedHours;

/* What is said of single dates, and of days of every year. */
typedef struct DateTable
{
	int			count;
	DatedHours *dated;			/* sorted by date */
	DayHours  **yearly;			/* YEARLY_SLOTS of them, or NULL when there are none */
} DateTable;

typedef enum CalendarKind
{
	CALENDAR_HOURS,
	CALENDAR_ANY,
	CALENDAR_ALL
} CalendarKind;

typedef struct Calendar
{
	CalendarKind kind;

	/* of CALENDAR_HOURS */
	const TimeZone *zone;
	int			change_count;
	HoursChange *changes;		/* sorted by from; the first is in force from the beginning */
	DateTable	holidays;		/* their hours are empty */
	DateTable	overrides;
	DateTable	breaks;

	/* of the others */
	int			member_count;
	struct Calendar **members;
} Calendar;

/* From the calendar's JSON; impossible input is an error that shows the place. */
extern Calendar *calendar_read(const JsonNode *node);

/* The canonical text: of all texts that say the same in the same terms, one. */
extern void calendar_write(StringInfo out, const Calendar *calendar);

/* Monday is 0. */
extern int	weekday_of(int32 date);
extern void civil_date(int32 date, int *year, int *month, int *day);
extern int32 date_of_civil(int year, int month, int day);
extern int	days_of_month(int year, int month);

/*
 * The opening_hours subset.  On failure these return false with *message a
 * sentence and *at the place, counted from 0.
 */
typedef struct HoursError
{
	const char *message;
	const char *hint;
	int			at;
} HoursError;

extern bool hours_parse_week(const char *text, WeekHours *week, HoursError *error);
extern bool hours_parse_day(const char *text, DayHours *day, HoursError *error);
extern void hours_write_week(StringInfo out, const WeekHours *week);
extern void hours_write_day(StringInfo out, const DayHours *day);
extern bool hours_equal(const DayHours *a, const DayHours *b);
extern DayHours hours_unite(DaySpan *spans, int count);

/* What the constructors from other formats hand out at once: 2700 years of every day. */
#define MAX_CALENDAR_DATES		1000000

/* A date[], sorted and distinct. */
extern Datum sorted_dates(Datum *dates, int count);

/* At all levels together, so that definition and index stay a matter of megabytes. */
#define MAX_CALENDAR_MEMBERS	1000

/* A stored value: the definition in few bytes (see calendar_bytes.c). */
typedef struct CalendarValue
{
	CsopsHeader header;
	char		bytes[FLEXIBLE_ARRAY_MEMBER];
} CalendarValue;

#define CALENDAR_LENGTH(value) (VARSIZE(value) - offsetof(CalendarValue, bytes))

extern void calendar_encode(StringInfo out, const Calendar *calendar);

/* Bytes that are no calendar, stored or received from a client, are an error. */
extern Calendar *calendar_decode(const char *bytes, Size length, bool received);

#endif							/* CSOPS_CALENDAR_H */
