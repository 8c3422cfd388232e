-- Calendars and elapsed time: texts, errors, and what the documentation's examples leave out.
\set VERBOSITY default
SET timezone = 'UTC';
SET datestyle = 'ISO, MDY';
SET intervalstyle = 'postgres';

-- The canonical text
CREATE TEMP TABLE definition (id serial, calendar text);
INSERT INTO definition (calendar) VALUES
	('{"tz": "utc", "hours": "24/7"}'),
	('{"tz": "-00:00", "hours": "off"}'),
	('{"tz": "+05:30", "hours": "closed"}'),
	('{"hours": "mon-fri 9:00-17:00", "tz": "eUROPE/bERLIN"}'),
	('{"tz": "Asia/Kolkata", "hours": "09:00-12:00,11:00-13:00,13:00-17:30; Sa,Su off"}'),
	('{"tz": "UTC", "hours": "Fr-Mo 22:00-06:00; We 18:00-00:00; Th 00:00-24:00,20:00-02:00"}'),
	('{"tz": "UTC", "hours": "24/7; Su off", "holidays": [], "overrides": {}, "breaks": {}, "changes": []}'),
	('{"tz": "UTC", "hours": "Mo 09:00:30-17:00:01", "holidays": ["12-25", "2026-12-25", "02-29", "2026-12-25", "0001-01-01"]}'),
	('{"tz": "UTC", "hours": "Mo 09:00-17:00", "overrides": {"2026-12-24": "off", "07-04": "10:00-12:00"}, "breaks": {"12-24": "12:00-13:00,12:30-14:00"}}'),
	('{"tz": "UTC", "hours": "off", "changes": [{"from": "2027-01-01", "hours": "24/7"}, {"from": "2026-01-01", "hours": "Mo 09:00-17:00"}]}'),
	('{"any": [{"tz": "UTC", "hours": "24/7"}, {"any": [{"tz": "UTC", "hours": "24/7"}, {"tz": "UTC", "hours": "off"}]}]}'),
	('{"all": [{"any": [{"tz": "UTC", "hours": "off"}]}]}');
SELECT id, calendar::business_calendar FROM definition ORDER BY id;
SELECT id FROM definition WHERE calendar::business_calendar::text::business_calendar::text <> calendar::business_calendar::text;
SELECT id FROM definition WHERE calendar::business_calendar::jsonb::business_calendar <> calendar::business_calendar;
SELECT count(DISTINCT calendar::business_calendar) FROM definition;

-- Impossible definitions: each has a place and a hint
CREATE FUNCTION pg_temp.refusal(sql text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	place text;
	advice text;
BEGIN
	EXECUTE sql;
	RETURN 'accepted';
EXCEPTION WHEN others THEN
	GET STACKED DIAGNOSTICS place = PG_EXCEPTION_DETAIL, advice = PG_EXCEPTION_HINT;
	RETURN format(E'%s %s\n%s%s', sqlstate, sqlerrm, place, CASE WHEN advice = '' THEN E'\nNO HINT' ELSE '' END);
END $$;
CREATE TEMP TABLE bad (id serial, calendar text);
INSERT INTO bad (calendar) VALUES
	('{"hours": "24/7"}'),
	('{"tz": "UTC"}'),
	('{"tz": "UTC", "hours": 7}'),
	('[]'),
	('{"tz": "UTC", "hours": "24/7", "holiday": []}'),
	('{"tz": "UTC", "hours": "24/7", "any": []}'),
	('{"any": []}'),
	('{"any": [{"tz": "UTC", "hours": "24/7"}], "tz": "UTC"}'),
	('{"tz": "Mars/Olympus", "hours": "24/7"}'),
	('{"tz": "EST5EDT", "hours": "24/7"}'),
	('{"tz": "CET", "hours": "24/7"}'),
	('{"tz": "Foo5", "hours": "24/7"}'),
	('{"tz": "Foo/Bar5", "hours": "24/7"}'),
	('{"tz": "localtime", "hours": "24/7"}'),
	('{"tz": "posix/Europe/Berlin", "hours": "24/7"}'),
	('{"tz": "Right/Europe/Berlin", "hours": "24/7"}'),
	('{"tz": "+0530", "hours": "24/7"}'),
	('{"tz": "+16:00", "hours": "24/7"}'),
	('{"tz": "Europe/../Europe/Berlin", "hours": "24/7"}'),
	('{"tz": "", "hours": "24/7"}'),
	('{"tz": "UTC", "hours": ""}'),
	('{"tz": "UTC", "hours": "Mo-Fr"}'),
	('{"tz": "UTC", "hours": "Mo 09:00-09:00"}'),
	('{"tz": "UTC", "hours": "Mo 24:00-09:00"}'),
	('{"tz": "UTC", "hours": "Mo 09:00-24:01"}'),
	('{"tz": "UTC", "hours": "Mo 09:60-17:00"}'),
	('{"tz": "UTC", "hours": "Mo 09-17"}'),
	('{"tz": "UTC", "hours": "Mo 09:00-17:00, Tu 10:00-12:00"}'),
	('{"tz": "UTC", "hours": "PH off"}'),
	('{"tz": "UTC", "hours": "Mo 09:00-17:00;"}'),
	('{"tz": "UTC", "hours": "Mo 09:00-17:00 off"}'),
	(E'{"tz": "UTC",\n "hours": "Mo 09:00-17:00",\n "holidays": ["2026-02-30"]}'),
	('{"tz": "UTC", "hours": "24/7", "holidays": ["02-30"]}'),
	('{"tz": "UTC", "hours": "24/7", "holidays": ["2026-2-3"]}'),
	('{"tz": "UTC", "hours": "24/7", "holidays": ["0000-01-01"]}'),
	('{"tz": "UTC", "hours": "24/7", "holidays": {"12-25": "off"}}'),
	('{"tz": "UTC", "hours": "24/7", "overrides": ["12-25"]}'),
	('{"tz": "UTC", "hours": "24/7", "overrides": {"2026-12-24": null}}'),
	('{"tz": "UTC", "hours": "24/7", "overrides": {"2026-12-24": "Mo 09:00-10:00"}}'),
	('{"tz": "UTC", "hours": "24/7", "overrides": {"2026-12-24": "off", "12-24": "09:00-12:00"}}'),
	('{"tz": "UTC", "hours": "24/7", "overrides": {"2026-12-24": "off", "2026-12-24": "09:00-12:00"}}'),
	('{"tz": "UTC", "hours": "24/7", "breaks": {"2026-12-24": "off"}}'),
	('{"tz": "UTC", "hours": "24/7", "changes": [{"from": "01-01", "hours": "off"}]}'),
	('{"tz": "UTC", "hours": "24/7", "changes": [{"from": "2026-01-01"}]}'),
	('{"tz": "UTC", "hours": "24/7", "changes": [{"from": "2026-01-01", "hours": "off"}, {"from": "2026-01-01", "hours": "off"}]}'),
	('{"tz": "UTC", "hours": "24/7", "changes": [{"from": "2026-01-01", "hours": "off", "tz": "UTC"}]}'),
	('nonsense');
SELECT id, calendar, pg_temp.refusal(format('SELECT %L::business_calendar', calendar)) AS refusal FROM bad ORDER BY id;

-- The constructor
SELECT business_calendar('UTC', 'Mo-Fr 09:00-17:00', '{NULL, 2026-12-25}', NULL, '{"12-24": "12:00-13:00"}');
SELECT business_calendar('UTC', NULL) IS NULL AS without_hours, business_calendar('UTC', 'off', NULL, NULL, NULL) AS of_nulls;
SELECT pg_temp.refusal($$ SELECT business_calendar('UTC', 'off', ARRAY[date 'infinity']) $$);
SELECT pg_temp.refusal($$ SELECT business_calendar('UTC', 'off', ARRAY[date '0044-03-15 BC']) $$);
SELECT pg_temp.refusal($$ SELECT business_calendar('UTC', 'off', overrides => '{"12-32": "off"}') $$);
SELECT pg_temp.refusal($$ SELECT business_calendar('Berlin', 'off') $$);
SELECT calendar_any(a, b) = calendar_any(b, a) AS commutes, calendar_any(a, calendar_any(a, b)) = calendar_any(a, b) AS absorbs,
	calendar_all(a, a) = a AS itself
FROM (SELECT business_calendar('UTC', 'Mo 09:00-17:00') AS a, business_calendar('Asia/Tokyo', '24/7') AS b) AS pair;

-- Schedules and holidays of helpdesks
SELECT hours_from_week_minutes('{480, NULL, 8640}', '{1020, NULL, 10080}');
SELECT hours_from_week_minutes('{1380}', '{4440}');
SELECT pg_temp.refusal($$ SELECT hours_from_week_minutes('{480}', '{480}') $$);
SELECT pg_temp.refusal($$ SELECT hours_from_week_minutes('{480}', '{10081}') $$);
SELECT pg_temp.refusal($$ SELECT hours_from_week_minutes('{480, 500}', '{490}') $$);
SELECT pg_temp.refusal($$ SELECT hours_from_week_minutes('{480}', '{NULL}') $$);
SELECT hours_from_weekdays('{7, 1, 1, 3, 2}', '{00:00, 09:00, 13:00:30, 18:00, NULL}', '{24:00, 12:00, 17:00, 00:00, NULL}');
SELECT pg_temp.refusal($$ SELECT hours_from_weekdays('{0}', '{09:00}', '{17:00}') $$);
SELECT pg_temp.refusal($$ SELECT hours_from_weekdays('{1}', '{09:00}', '{09:00}') $$);
SELECT pg_temp.refusal($$ SELECT hours_from_weekdays('{1}', '{24:00}', '{09:00}') $$);
SELECT pg_temp.refusal($$ SELECT hours_from_weekdays('{1}', '{09:00:00.5}', '{17:00}') $$);
SELECT holiday_dates('{}', '{}'), holiday_dates('{2026-12-31, NULL}', '{2027-01-02, NULL}');
SELECT pg_temp.refusal($$ SELECT holiday_dates('{2026-12-31}', '{2026-12-30}') $$);
SELECT pg_temp.refusal($$ SELECT holiday_dates('{2026-12-31}', '{9999-12-30}') $$);
CREATE FUNCTION pg_temp.ical(VARIADIC lines text[]) RETURNS text LANGUAGE sql
AS $$ SELECT E'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n' || array_to_string(lines, E'\r\n') || E'\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n' $$;
SELECT holidays_from_ical(pg_temp.ical('SUMMARY;LANGUAGE=de:Neujahr\, frei', 'DTSTART;VALUE=DATE:20250101', 'RRULE:FREQ=YEARLY'), '2026-01-01', '2029-01-01');
SELECT holidays_from_ical(pg_temp.ical('DTSTART;VALUE=DATE:20241224', 'DTEND;VALUE=DATE:20241227', 'RRULE:FREQ=YEARLY;COUNT=2'), '2024-01-01', '2029-01-01');
SELECT holidays_from_ical(pg_temp.ical('DTSTART;VALUE=DATE:20240229', 'RRULE:FREQ=YEARLY'), '2024-01-01', '2033-01-01') AS leap_days;
SELECT holidays_from_ical(pg_temp.ical('DTSTART;VALUE=DATE:20240527', 'RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO;UNTIL=20260601T000000Z'), '2024-01-01', '2033-01-01') AS memorial_days;
SELECT holidays_from_ical(pg_temp.ical('DTSTART;VALUE=DATE:20240102', 'RRULE:FREQ=YEARLY;INTERVAL=2;BYMONTH=1,7;BYMONTHDAY=-1,2', 'EXDATE;VALUE=DATE:20260131,20260702'), '2024-01-01', '2027-01-01');
SELECT holidays_from_ical(pg_temp.ical('DTSTART;VALUE=DATE:20260', ' 704', 'DURATION:P2D', 'BEGIN:VALARM', 'TRIGGER:-PT15M', 'END:VALARM'), '2026-01-01', '2027-01-01') AS folded;
SELECT holidays_from_ical(pg_temp.ical('DTSTART;VALUE=DATE:20260704', 'STATUS:CANCELLED'), '2026-01-01', '2027-01-01') AS cancelled;
SELECT pg_temp.refusal(format('SELECT holidays_from_ical(%L, ''2026-01-01'', ''2027-01-01'')', ical))
FROM (VALUES (1, 'no calendar'), (2, ''), (3, 'BEGIN:VCALENDAR'),
	(4, pg_temp.ical('SUMMARY:none')),
	(5, pg_temp.ical('DTSTART:20260704T090000Z')),
	(6, pg_temp.ical('DTSTART;VALUE=DATE:20260732')),
	(7, pg_temp.ical('DTSTART;VALUE=DATE:20260704', 'DTEND;VALUE=DATE:20260703')),
	(8, pg_temp.ical('DTSTART;VALUE=DATE:20260704', 'DURATION:PT8H')),
	(9, pg_temp.ical('DTSTART;VALUE=DATE:20260704', 'RRULE:FREQ=WEEKLY')),
	(10, pg_temp.ical('DTSTART;VALUE=DATE:20260704', 'RRULE:FREQ=YEARLY;BYEASTER=0')),
	(11, pg_temp.ical('DTSTART;VALUE=DATE:20260704', 'RRULE:FREQ=YEARLY;BYDAY=1MO')),
	(12, pg_temp.ical('DTSTART;VALUE=DATE:20260704', 'RDATE;VALUE=DATE:20260705')),
	(13, E'BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260704')) AS t(id, ical)
ORDER BY id;

-- Instants that nobody gave a zone
\set hours '''{"tz": "UTC", "hours": "Mo-Fr 09:00-17:00"}'''
SELECT pg_temp.refusal(sql) FROM (VALUES
	(1, $$ SELECT business_hours('{"tz": "UTC", "hours": "24/7"}', timestamp '2026-03-02', now()) $$),
	(2, $$ SELECT business_hours('{"tz": "UTC", "hours": "24/7"}', now(), date '2026-03-02') $$),
	(3, $$ SELECT business_hours('{"tz": "UTC", "hours": "24/7"}', now(), coalesce(at, now())) FROM (SELECT timestamp '2026-03-02' AS at) AS t $$),
	(4, $$ SELECT business_hours('{"tz": "UTC", "hours": "24/7"}', now(), CASE WHEN at < now() THEN at ELSE now() END) FROM (SELECT timestamp '2026-03-02' AS at) AS t $$),
	(5, $$ SELECT is_open('{"tz": "UTC", "hours": "24/7"}', greatest(at, now())) FROM (SELECT timestamp '2026-03-02' AS at) AS t $$),
	(6, $$ SELECT count(*) FROM explain_elapsed('{"tz": "UTC", "hours": "24/7"}', date '2026-03-02', now()) $$),
	(7, $$ SELECT is_open('{"tz": "UTC", "hours": "24/7"}', (timestamp '2026-03-02')::timestamptz) $$),
	(8, $$ SELECT is_open('{"tz": "UTC", "hours": "24/7"}', timestamp '2026-03-02' AT TIME ZONE 'UTC') $$)) AS t(id, sql)
ORDER BY id;

-- Amounts, rolls, infinity
SELECT pg_temp.refusal(sql) FROM (VALUES
	(1, $$ SELECT business_add('{"tz": "UTC", "hours": "24/7"}', now(), '1 month') $$),
	(2, $$ SELECT business_add('{"tz": "UTC", "hours": "24/7"}', now(), '2 days') $$),
	(3, $$ SELECT business_add('{"tz": "UTC", "hours": "24/7"}', now(), '1 hour', 'nearest') $$),
	(4, $$ SELECT business_add('{"tz": "UTC", "hours": "24/7"}', '294276-12-31', '48 hours') $$),
	(5, $$ SELECT business_elapsed('{"tz": "UTC", "hours": "24/7"}', '-infinity', now()) $$),
	(6, $$ SELECT is_open('{"tz": "UTC", "hours": "24/7"}', 'infinity') $$),
	(7, $$ SELECT next_open('{"tz": "UTC", "hours": "24/7"}', 'infinity') $$),
	(8, $$ SELECT open_spans('{"tz": "UTC", "hours": "24/7"}', '[2026-01-01,)') $$),
	(9, $$ SELECT business_elapsed('{"tz": "UTC", "hours": "24/7"}', '4713-01-01 BC', '294276-12-31') $$),
	(10, $$ SELECT business_days('{"tz": "UTC", "hours": "24/7"}', '2026-01-01', 'infinity') $$),
	(11, $$ SELECT business_days('{"tz": "UTC", "hours": "24/7"}', '2026-01-01', '2027-01-01', '[[') $$),
	(12, $$ SELECT business_days(calendar_any('{"tz": "UTC", "hours": "24/7"}', '{"tz": "Asia/Tokyo", "hours": "off"}'), '2026-01-01', '2027-01-01') $$),
	(13, $$ SELECT calendar_check('{"tz": "UTC", "hours": "24/7"}', 'infinity') $$)) AS t(id, sql)
ORDER BY id;
SELECT business_add(:hours, 'infinity', '1 hour'), add_business_days(:hours, '-infinity', 1), business_days_after(:hours, 'infinity', 1);
SELECT amount, roll, business_add(:hours, '2026-03-03 17:00Z', amount, roll)
FROM unnest('{-8 hours, -4 hours, -1 us, 0, 1 us, 8 hours, 40 hours}'::interval[]) AS amount, unnest('{earliest, next_open}'::text[]) AS roll
ORDER BY 1, 2;
SELECT at, is_open(:hours, at), next_open(:hours, at), next_close(:hours, at), prev_open(:hours, at), prev_close(:hours, at)
FROM unnest('{2026-03-06 09:00Z, 2026-03-06 12:00Z, 2026-03-06 17:00Z, 2026-03-07 12:00Z}'::timestamptz[]) AS at;

-- Never open, always open, closed for good
SELECT calendar, business_elapsed(calendar, '2026-01-01Z', '2026-02-01Z'), business_add(calendar, '2026-01-01Z', '1000 hours') AS added,
	next_open(calendar, '2026-01-01Z'), next_close(calendar, '2026-01-01Z'), prev_open(calendar, '2026-01-01Z'), prev_close(calendar, '2026-01-01Z'),
	open_spans(calendar, '[2026-01-01Z, 2026-01-02Z)'), add_business_days(calendar, '2026-01-01', 400)
FROM (VALUES ('{"tz": "UTC", "hours": "off"}'::business_calendar), ('{"tz": "UTC", "hours": "24/7"}'),
	('{"tz": "UTC", "hours": "24/7", "changes": [{"from": "2026-01-10", "hours": "off"}]}'),
	('{"all": [{"tz": "UTC", "hours": "00:00-12:00"}, {"tz": "UTC", "hours": "12:00-24:00"}]}')) AS t(calendar);

-- The clock: a day of 23 hours, one of 25, one that never was
SELECT business_hours('{"tz": "Europe/Berlin", "hours": "Su 00:00-24:00"}', '2026-03-28 12:00Z', '2026-03-30 12:00Z') AS spring,
	business_hours('{"tz": "Europe/Berlin", "hours": "Su 02:30-02:45"}', '2026-10-24 12:00Z', '2026-10-26 12:00Z') AS repeated,
	business_hours('{"tz": "Europe/Berlin", "hours": "Su 02:30-02:45"}', '2026-03-28 12:00Z', '2026-03-30 12:00Z') AS skipped,
	business_days('{"tz": "Pacific/Apia", "hours": "24/7"}', '2011-12-29', '2012-01-01') AS without_the_30th,
	add_business_days('{"tz": "Pacific/Apia", "hours": "24/7"}', '2011-12-29', 1) AS after_the_29th;
SELECT open_spans('{"tz": "Europe/Berlin", "hours": "Su 02:30-02:45"}', '[2026-10-24Z, 2026-10-26Z)');
SELECT business_days_after('{"tz": "Europe/Berlin", "hours": "24/7"}', '2026-03-28 02:30+01', 1) AS into_the_gap,
	business_days_after('{"tz": "Europe/Berlin", "hours": "24/7"}', '2026-10-24 02:30+02', 1) AS into_the_repeated_hour;

-- Working days of n
SELECT n, business_days_after(:hours, '2026-03-06 18:00Z', n) AS from_friday_evening, business_days_after(:hours, '2026-03-06 12:00Z', n) AS from_friday_noon,
	business_days_after('{"tz": "UTC", "hours": "Mo-Fr 22:00-06:00"}', '2026-03-07 02:00Z', n) AS from_the_tail_of_friday
FROM generate_series(-2, 2) AS n;
SELECT bounds, business_days(:hours, '2026-03-06', '2026-03-09', bounds) AS forth, business_days(:hours, '2026-03-09', '2026-03-06', bounds) AS back,
	business_days(:hours, '2026-03-06', '2026-03-06', bounds) AS of_one
FROM unnest('{[),[],"(]",()}'::text[]) AS bounds;

-- Reasons
SELECT during, counted, reason, elapsed FROM explain_elapsed('{"tz": "Europe/Berlin", "hours": "Mo-Fr 22:00-06:00", "holidays": ["2026-03-27"],
	"breaks": {"2026-03-26": "23:00-23:30"}, "overrides": {"2026-03-28": "01:00-05:00", "2026-03-29": "off"}}', '2026-03-26 12:00Z', '2026-03-30 21:00Z');
SELECT during, counted, reason, seconds FROM explain_elapsed(calendar_any(:hours, '{"tz": "Asia/Tokyo", "hours": "Mo-Fr 09:00-17:00"}'), '2026-03-30 18:00Z', '2026-03-30 00:00Z');
SELECT severity, message FROM calendar_check('{"tz": "Europe/Berlin", "hours": "Mo-Su 22:00-06:00; Tu 03:00-04:00", "holidays": ["2024-01-01", "2026-03-27"],
	"breaks": {"2026-03-26": "13:00-13:30"}, "overrides": {"2026-03-27": "09:00-10:00"}}', '2027-12-31');
SELECT severity, message FROM calendar_check(calendar_any(:hours, '{"tz": "Asia/Tokyo", "hours": "24/7"}'), '2027-12-31');

-- A calendar that varies by row, and one that varies in PL/pgSQL
SELECT array_agg(business_hours(business_calendar('UTC', format('Mo 09:00-%s:00', 10 + n % 3)), '2026-03-02Z', '2026-03-03Z') ORDER BY n) FROM generate_series(1, 6) AS n;
DO $$
DECLARE
	calendar business_calendar;
	answers float8[] = '{}';
BEGIN
	FOREACH calendar IN ARRAY ARRAY['{"tz": "UTC", "hours": "24/7"}', '{"tz": "UTC", "hours": "off"}', '{"tz": "UTC", "hours": "24/7"}']::business_calendar[] LOOP
		answers = answers || business_hours(calendar, '2026-03-02Z', '2026-03-03Z');
	END LOOP;
	RAISE NOTICE '%', answers;
END $$;
