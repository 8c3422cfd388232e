-- The type business_calendar: when a team works. Needs nothing.

--|# Business time: calendars
--|A `business_calendar` says when a team works: a time zone, weekly hours, and what is different on single days. Every
--|function of business time takes one as its first argument, called `calendar`. It is a value, not a table: keep it in a
--|column beside the team or the contract, or write it into the query.
--|
--|```json
--|{"tz": "America/New_York", "hours": "Mo-Fr 09:00-17:30; Sa 10:00-14:00",
--| "holidays": ["2026-12-25", "07-04"], "overrides": {"2026-12-24": "09:00-12:00"},
--| "breaks": {"2026-03-02": "12:00-13:00"}, "changes": [{"from": "2027-01-01", "hours": "Mo-Fr 08:00-18:00"}]}
--|```
--|
--|- `tz` is an IANA name with a slash, in any case, or `UTC`, or an ISO offset such as `+05:30` (east of Greenwich). POSIX rules
--|  such as `EST5EDT` read their sign the other way round and are refused, as are abbreviations.
--|- `hours` is a subset of the opening_hours grammar of OpenStreetMap: `Mo-Fr 09:00-12:00,13:00-17:30; Sa off`, `24/7`, `off`.
--|  Days have two or three letters in any case; without days a rule is for all of them; a later rule replaces what earlier
--|  ones said of its days. Times are `HH:MM` or `HH:MM:SS` up to `24:00`. A span that ends before it starts, such as
--|  `22:00-06:00`, runs into the next day. Spans of a day that overlap are united.
--|- A day is open by the first that applies: an override for it, a holiday, the weekly hours in force that day (`changes`).
--|  Overrides, holidays and breaks are for a date (`2026-12-24`) or for a day of every year (`12-24`; `02-29` only where there
--|  is one). An override may be `"off"`.
--|- An overnight shift belongs to the day it starts on: a holiday cancels the shift that starts on it, and the tail of the
--|  shift of the night before still counts.
--|- Breaks are cut out last, from whatever is open at those times. A break `00:00-24:00` clips last night's tail too.
--|- `{"any": [...]}` is open when one or more of its calendars are, `{"all": [...]}` when all of them are; their zones may differ.
--|
--|An instant is open when its local wall-clock time is in the hours, and elapsed time is the measure of that set. So an hour that
--|the clock repeats counts twice, one that it skips not at all, and no local time is ever guessed at. Everything is exact to the
--|microsecond.
--|
--|A stored calendar holds this definition and nothing else; the text form is canonical, so calendars that say the same in the
--|same terms are equal. What follows from time zones is worked out from PostgreSQL's own zone data when it is first needed. The
--|functions are IMMUTABLE as PostgreSQL's `timezone(text, timestamptz)` is: new zone data can change answers for instants to come,
--|so rebuild what was stored of them when you install such an update.
-- type: business_calendar
COMMENT ON TYPE business_calendar IS 'when a team works: time zone, weekly hours, holidays, overrides, breaks, changes over time';
--|## business_calendar
--|unit: business_calendar
--|nulls: a NULL tz or hours gives NULL; NULL holidays, overrides or breaks mean none, as null does in JSON, and so do NULL elements of the holidays
--|errors: an unknown or POSIX time zone; hours outside the grammar; a date that does not exist; an unknown key; two overrides for one day
--|example: SELECT business_calendar('Europe/Berlin', 'Mo-Fr 09:00-12:30,13:30-18:00', holidays => ARRAY[date '2026-12-25', '2026-12-26'])
--|result: {"tz": "Europe/Berlin", "hours": "Mo-Fr 09:00-12:30,13:30-18:00", "holidays": ["2026-12-25", "2026-12-26"]}
--|example: SELECT business_calendar('america/new_york', 'MON-FRI 9:00-17:00; Fri 9:00-13:00', overrides => '{"12-24": "off"}')
--|result: {"tz": "America/New_York", "hours": "Mo-Th 09:00-17:00; Fr 09:00-13:00", "overrides": {"12-24": "off"}}
--|source: OpenStreetMap opening_hours specification
--|see: hours_from_week_minutes, hours_from_weekdays, holiday_dates, holidays_from_ical, calendar_check
--|Makes a calendar from columns. With one argument of type `jsonb` it is the cast from what people write by hand; `changes`, `any`
--|and `all` are given that way.
CREATE FUNCTION business_calendar(
	tz text, hours text, holidays date[] DEFAULT '{}', overrides jsonb DEFAULT '{}', breaks jsonb DEFAULT '{}'
) RETURNS business_calendar
AS 'MODULE_PATHNAME', 'csops_business_calendar' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100;
COMMENT ON FUNCTION business_calendar(text, text, date[], jsonb, jsonb) IS 'A calendar of a time zone, weekly hours, holidays, overrides and breaks';
CREATE FUNCTION business_calendar(definition jsonb) RETURNS business_calendar
AS 'MODULE_PATHNAME', 'csops_business_calendar_jsonb' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION business_calendar(jsonb) IS 'A calendar of its definition in JSON';

CREATE CAST (jsonb AS business_calendar) WITH FUNCTION business_calendar(jsonb) AS ASSIGNMENT;
COMMENT ON CAST (jsonb AS business_calendar) IS 'reads the definition';

--|## calendar_any
--|unit: business_calendar
--|nulls: NULL where either is NULL
--|errors: more than 1000 calendars in one combination
--|example: SELECT business_hours(calendar_any('{"tz": "Europe/Berlin", "hours": "Mo-Fr 09:00-17:00"}', '{"tz": "America/New_York", "hours": "Mo-Fr 09:00-17:00"}'), '2026-01-05 00:00+00', '2026-01-06 00:00+00')
--|result: 14
--|see: calendar_all, business_calendar
--|The calendar that is open when one or both are: follow-the-sun support. The order does not matter, and
--|`calendar_any(calendar_any(a, b), c)` is one combination of three.
CREATE FUNCTION calendar_any(a business_calendar, b business_calendar) RETURNS business_calendar
AS 'MODULE_PATHNAME', 'csops_calendar_any' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 200;
COMMENT ON FUNCTION calendar_any(business_calendar, business_calendar) IS 'The calendar that is open when either of two is';

--|## calendar_all
--|unit: business_calendar
--|nulls: NULL where either is NULL
--|errors: more than 1000 calendars in one combination
--|example: SELECT business_hours(calendar_all('{"tz": "Europe/Berlin", "hours": "Mo-Fr 09:00-17:00"}', '{"tz": "America/New_York", "hours": "Mo-Fr 09:00-17:00"}'), '2026-01-05 00:00+00', '2026-01-06 00:00+00')
--|result: 2
--|see: calendar_any, business_calendar
--|The calendar that is open when both are.
CREATE FUNCTION calendar_all(a business_calendar, b business_calendar) RETURNS business_calendar
AS 'MODULE_PATHNAME', 'csops_calendar_all' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 200;
COMMENT ON FUNCTION calendar_all(business_calendar, business_calendar) IS 'The calendar that is open when both of two are';

--|## calendar_check
--|unit: rows of text
--|nulls: no rows for NULL
--|errors: a horizon outside the years 1 to 9999
--|example: SELECT message FROM calendar_check('{"tz": "UTC", "hours": "off"}', '2026-12-31')
--|result: The calendar is never open.
--|example: SELECT severity, message FROM calendar_check('{"tz": "UTC", "hours": "Mo-Fr 09:00-17:00", "holidays": ["2026-12-25"]}', '2027-12-31')
--|result: warning|No holidays are listed for the year 2027.
--|see: business_calendar
--|What is legal in a calendar and yet probably not meant, up to the day `horizon`. `severity` is `error` (never open, closed for
--|good), `warning` (no holidays in a year up to the horizon's, a break outside the hours) or `notice` (an override that opens a
--|holiday, shifts that run into each other, hours that the clock skips or repeats in the horizon's year). No rows: nothing found.
CREATE FUNCTION calendar_check(calendar business_calendar, horizon date, OUT severity text, OUT message text) RETURNS SETOF record
AS 'MODULE_PATHNAME', 'csops_calendar_check' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000 ROWS 2;
COMMENT ON FUNCTION calendar_check(business_calendar, date) IS 'Rows of text: what is probably not meant in a calendar';

--|# Business time: calendars from what helpdesks keep
--|A helpdesk's own schedule becomes a calendar in one query: its rows become hours, its holidays an array of dates, and
--|`business_calendar(tz, hours, holidays)` puts them together. For Zendesk through Fivetran:
--|
--|```sql not-run
--|SELECT s.id, business_calendar(min(zone.iana_name), hours_from_week_minutes(array_agg(s.start_time), array_agg(s.end_time)),
--|    (SELECT holiday_dates(array_agg(start_date), array_agg(end_date)) FROM schedule_holiday AS h WHERE h.schedule_id = s.id))
--|FROM schedule AS s JOIN zone ON zone.zendesk_name = s.time_zone
--|GROUP BY s.id;
--|```
--|
--|Zendesk names zones as Rails does, "Pacific Time (US & Canada)"; the join translates them to IANA names.

--|## hours_from_week_minutes
--|unit: text, the hours of a calendar
--|nulls: NULL when an array is NULL; rows of two NULLs are skipped
--|errors: arrays of different lengths; minutes outside 0 to 10080; a span that does not end after it starts
--|example: SELECT hours_from_week_minutes('{1920,3360,4800,6240,7680}', '{2640,4080,5520,6960,8400}')
--|result: Mo-Fr 08:00-20:00
--|source: Zendesk schedules: minutes since Sunday 00:00, as the API and Fivetran's `schedule` table give them
--|see: business_calendar, hours_from_weekdays, holiday_dates
--|Spans of local minutes of the week, counted from Sunday 00:00; collect them with `array_agg` over the same rows. A span that
--|runs over midnight is cut there: such tables know no shift that belongs to the day before.
CREATE FUNCTION hours_from_week_minutes(start_minutes integer[], end_minutes integer[]) RETURNS text
AS 'MODULE_PATHNAME', 'csops_hours_from_week_minutes' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION hours_from_week_minutes(integer[], integer[]) IS 'Weekly hours as text, of spans in minutes since Sunday 00:00';

--|## hours_from_weekdays
--|unit: text, the hours of a calendar
--|nulls: NULL when an array is NULL; rows whose times are both NULL are skipped
--|errors: arrays of different lengths; a weekday outside 1 to 7; fractions of seconds; a span that ends when it starts
--|example: SELECT hours_from_weekdays('{1,2,3,4,5,6}', '{09:00,09:00,09:00,09:00,09:00,22:00}', '{17:00,17:00,17:00,17:00,15:00,06:00}')
--|result: Mo-Th 09:00-17:00; Fr 09:00-15:00; Sa 22:00-06:00
--|see: business_calendar, hours_from_week_minutes
--|For a table with a weekday (1 is Monday and 7 Sunday, as in `extract(isodow ...)`), an opening and a closing time. A closing
--|before the opening is on the next day. Several rows for a day are several spans.
CREATE FUNCTION hours_from_weekdays(weekdays integer[], opens time[], closes time[]) RETURNS text
AS 'MODULE_PATHNAME', 'csops_hours_from_weekdays' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION hours_from_weekdays(integer[], time[], time[]) IS 'Weekly hours as text, of weekdays (1 is Monday), opening and closing times';

--|## holiday_dates
--|unit: array of dates
--|nulls: NULL when an array is NULL; rows of two NULLs are skipped
--|errors: arrays of different lengths; a last day before the first; infinite dates; more than a million days
--|example: SELECT holiday_dates('{2022-12-29,2022-12-26}', '{2022-12-29,2022-12-27}')
--|result: {2022-12-26,2022-12-27,2022-12-29}
--|source: Zendesk schedule holidays, whose end_date is the last day
--|see: business_calendar, holidays_from_ical
--|Every day of ranges that include their last day, sorted and each once.
CREATE FUNCTION holiday_dates(first_days date[], last_days date[]) RETURNS date[]
AS 'MODULE_PATHNAME', 'csops_holiday_dates' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION holiday_dates(date[], date[]) IS 'Array of dates: the days of ranges that include their last day';

--|## holidays_from_ical
--|unit: array of dates
--|nulls: NULL when an argument is NULL
--|errors: whatever of an event is not understood, with the number of its line; no event at all; infinite dates; more than a million days
--|example: SELECT holidays_from_ical(E'BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20201126\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH\nEND:VEVENT\nEND:VCALENDAR', '2026-01-01', '2028-01-01')
--|result: {2026-11-26,2027-11-25}
--|source: RFC 5545
--|see: business_calendar, holiday_dates
--|The days of whole-day events from `from_day` on and before `to_day`, sorted and each once. Understood are `DTSTART;VALUE=DATE`,
--|`DTEND;VALUE=DATE` (the day after the last one) or `DURATION` in days or weeks, `EXDATE;VALUE=DATE`, and a yearly `RRULE` with
--|`INTERVAL`, `COUNT`, `UNTIL`, `BYMONTH`, `BYMONTHDAY`, and `BYDAY` within `BYMONTH`. Cancelled events are left out. An event at a
--|time of day, or one that recurs in another way, is an error: a holiday passed over in silence would be a wrong figure later.
CREATE FUNCTION holidays_from_ical(ical text, from_day date, to_day date) RETURNS date[]
AS 'MODULE_PATHNAME', 'csops_holidays_from_ical' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION holidays_from_ical(text, date, date) IS 'Array of dates: the holidays of an iCalendar text in [from_day, to_day)';
