-- Real input: a Zendesk schedule and holidays as Fivetran delivers them, from data/zendesk_seeds in CSOPS_SHARED (../shared
-- unless it is set), made into calendars by query and compared with a sum over the weeks in plain SQL.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION pgtap SCHEMA public;
CREATE SCHEMA csops;
CREATE EXTENSION csops SCHEMA csops;
SET LOCAL search_path = csops, public;
SET LOCAL timezone = 'UTC';
SET LOCAL datestyle = 'ISO, MDY';
SELECT setseed(0.5);

SELECT no_plan();
\set readable `test -r "${CSOPS_SHARED-../shared}/data/zendesk_seeds/schedule_data.csv" && echo yes || echo no`
SELECT :'readable' = 'yes' AS found \gset
\if :found

CREATE TEMP TABLE schedule (
	end_time integer, id bigint, start_time integer, _fivetran_deleted boolean, _fivetran_synced timestamp, end_time_utc integer,
	name text, start_time_utc integer, time_zone text, created_at timestamp
);
CREATE TEMP TABLE schedule_holiday (
	id bigint, schedule_id bigint, _fivetran_deleted boolean, _fivetran_synced timestamp, end_date date, name text, start_date date
);
CREATE TEMP TABLE time_zone (time_zone text, _fivetran_synced timestamptz, standard_offset text);
CREATE TEMP TABLE daylight_time (
	time_zone text, year integer, _fivetran_synced timestamptz, daylight_end_utc timestamp, daylight_offset integer, daylight_start_utc timestamp
);
\copy schedule from program 'cat "${CSOPS_SHARED-../shared}/data/zendesk_seeds/schedule_data.csv"' with (format csv, header)
\copy schedule_holiday from program 'cat "${CSOPS_SHARED-../shared}/data/zendesk_seeds/schedule_holiday_data.csv"' with (format csv, header)
\copy time_zone from program 'cat "${CSOPS_SHARED-../shared}/data/zendesk_seeds/time_zone_data.csv"' with (format csv, header)
\copy daylight_time from program 'cat "${CSOPS_SHARED-../shared}/data/zendesk_seeds/daylight_time_data.csv"' with (format csv, header)

-- Zendesk names zones as Rails does.
CREATE TEMP TABLE zone (zendesk_name text PRIMARY KEY, iana_name text NOT NULL);
INSERT INTO zone VALUES ('Pacific Time (US & Canada)', 'America/Los_Angeles'), ('London', 'Europe/London'), ('Dublin', 'Europe/Dublin'),
	('Montevideo', 'America/Montevideo'), ('Cairo', 'Africa/Cairo');
SELECT is((SELECT array_agg(DISTINCT time_zone) FROM (SELECT time_zone FROM schedule UNION SELECT time_zone FROM time_zone UNION SELECT time_zone FROM daylight_time) AS t
	WHERE time_zone NOT IN (SELECT zendesk_name FROM zone)), NULL, 'every zone has an IANA name');

-- Each schedule with its own holidays; in each zone of the seeds; and with all their holidays, which name a schedule that they do not have.
CREATE TEMP TABLE own AS
SELECT s.id, min(zone.iana_name) AS tz, business_calendar(min(zone.iana_name), hours_from_week_minutes(array_agg(s.start_time), array_agg(s.end_time)),
	(SELECT holiday_dates(array_agg(start_date), array_agg(end_date)) FROM schedule_holiday AS h WHERE h.schedule_id = s.id)) AS calendar
FROM schedule AS s JOIN zone ON zone.zendesk_name = s.time_zone
WHERE NOT s._fivetran_deleted
GROUP BY s.id;
SELECT is(calendar::text, '{"tz": "America/Los_Angeles", "hours": "Mo-Fr 08:00-20:00"}', format('schedule %s', id)) FROM own;
SELECT is((SELECT array_agg(id) FROM own), '{360000310393}', 'the schedules');
SELECT is((SELECT holiday_dates(array_agg(start_date), array_agg(end_date)) FROM schedule_holiday), '{2022-12-26,2022-12-27,2022-12-29}', 'the holidays');

CREATE TEMP TABLE calendar AS
SELECT row_number() OVER (ORDER BY id, iana_name, holidays) AS n, id, iana_name AS tz, holidays,
	business_calendar(iana_name, hours_from_week_minutes(starts, ends), holidays) AS calendar
FROM (SELECT id, array_agg(start_time) AS starts, array_agg(end_time) AS ends FROM schedule GROUP BY id) AS s, zone,
	(SELECT holiday_dates(array_agg(start_date), array_agg(end_date)) FROM schedule_holiday UNION ALL SELECT '{}') AS h(holidays);
SELECT cmp_ok((SELECT count(*) FROM calendar), '>=', 10::bigint, 'there are calendars');
SELECT is(count(*), (SELECT count(*) FROM own), 'a schedule without holidays is that calendar') FROM own JOIN calendar USING (id, tz, calendar) WHERE holidays = '{}';

-- The same in plain SQL: the spans of every week, on the clock of the zone, less those that start on a holiday.
CREATE FUNCTION pg_temp.open_seconds(schedule_id bigint, tz text, holidays date[], from_at timestamptz, to_at timestamptz) RETURNS float8
LANGUAGE sql AS $$
	SELECT coalesce(sum(extract(epoch FROM least(closes, to_at) - greatest(opens, from_at))), 0)::float8
	FROM generate_series(date_trunc('week', from_at AT TIME ZONE tz) - interval '8 days', to_at AT TIME ZONE tz, '7 days') AS sunday,
		schedule,
		LATERAL (SELECT sunday + start_time * interval '1 minute' AS local_opens, sunday + end_time * interval '1 minute' AS local_closes) AS l,
		LATERAL (SELECT local_opens AT TIME ZONE tz AS opens, local_closes AT TIME ZONE tz AS closes) AS i
	WHERE id = schedule_id AND local_opens::date <> ALL (holidays) AND opens < to_at AND closes > from_at
$$;

-- Pairs of instants: in all of the years, about the holidays, about the changes of the clock of the seeds, and at openings.
CREATE TEMP TABLE pair AS
SELECT n, from_at, from_at + size * random() * interval '1 second' AS to_at
FROM (
	SELECT n, CASE n % 4
		WHEN 0 THEN timestamptz '1970-01-01Z' + random() * interval '20000 days'
		WHEN 1 THEN timestamptz '2022-12-20Z' + random() * interval '12 days'
		WHEN 2 THEN (SELECT array_agg(at ORDER BY at) FROM (SELECT daylight_start_utc AS at FROM daylight_time UNION SELECT daylight_end_utc FROM daylight_time) AS c)[1 + n / 4 % 4]
			AT TIME ZONE 'UTC' - random() * interval '4 days'
		ELSE timestamptz '2022-10-01 15:00Z' + floor(random() * 200) * interval '1 day' + floor(random() * 13) * interval '1 hour'
	END AS from_at, CASE n / 4 % 3 WHEN 0 THEN 86400 WHEN 1 THEN 14 * 86400 ELSE 400 * 86400 END AS size
	FROM generate_series(1, 240) AS n
) AS p;
CREATE TEMP TABLE comparison AS
SELECT *, business_seconds(calendar, from_at, to_at) AS found, pg_temp.open_seconds(id, tz, holidays, from_at, to_at) AS expected
FROM calendar, (SELECT n AS p, from_at, to_at FROM pair) AS pair;
SELECT is(array_agg(format('%s to %s: %s, not %s', from_at, to_at, found, expected)) FILTER (WHERE found IS DISTINCT FROM expected AND coalesce(abs(found - expected) > 1e-5, true)), NULL,
	format('%s, %s holidays: %s pairs', tz, cardinality(holidays), count(*)))
FROM comparison GROUP BY n, tz, holidays ORDER BY n;
SELECT cmp_ok((SELECT count(*) FROM comparison WHERE expected > 0), '>', 1500::bigint, 'most pairs have open time between them');
SELECT cmp_ok((SELECT count(*) FROM comparison AS a JOIN comparison AS b USING (tz, p) WHERE a.holidays = '{}' AND b.holidays <> '{}' AND a.found > b.found), '>', 200::bigint, 'holidays make a difference');
SELECT cmp_ok((SELECT count(*) FROM (SELECT p FROM comparison GROUP BY p HAVING count(DISTINCT found) FILTER (WHERE holidays = '{}') > 2) AS q), '>', 100::bigint, 'and so do zones');

-- The seeds have the spans in UTC, too, as they are in summer.
SELECT is(array_agg(format('%s to %s', from_at, to_at)) FILTER (WHERE abs(business_seconds(calendar, from_at, to_at) - expected) > 1e-5), NULL, format('the minutes in UTC agree in summer: %s pairs', count(*)))
FROM own, (SELECT timestamptz '2021-04-05Z' + random() * interval '60 days' AS from_at, timestamptz '2021-06-10Z' + random() * interval '120 days' AS to_at FROM generate_series(1, 100)) AS p,
	LATERAL (SELECT coalesce(sum(greatest(extract(epoch FROM least(sunday + end_time_utc * interval '1 minute', to_at) - greatest(sunday + start_time_utc * interval '1 minute', from_at)), 0)), 0)::float8 AS expected
		FROM generate_series(timestamptz '2021-03-28Z', '2021-10-31Z', '7 days') AS sunday, schedule AS s WHERE s.id = own.id) AS e;

-- The table of time zones has their standard offsets, which openings in January show.
SELECT is(next_open(calendar, '2022-01-04 00:00Z'), ('2022-01-04 08:00' || standard_offset)::timestamptz, format('%s opens in winter at 08:00%s', zendesk_name, standard_offset))
FROM time_zone JOIN zone ON zendesk_name = time_zone JOIN calendar ON tz = iana_name AND holidays = '{}' ORDER BY zendesk_name;

-- By hand: Monday and Tuesday after Christmas and Thursday are holidays, so two days of twelve hours are left.
SELECT is((SELECT business_hours(calendar, '2022-12-26 00:00-08', '2023-01-02 00:00-08') FROM calendar WHERE tz = 'America/Los_Angeles' AND holidays <> '{}'), 24::float8, 'the week of the holidays');
\else
\echo # no data/zendesk_seeds in CSOPS_SHARED (../shared unless it is set): Zendesk schedules are NOT tested
SELECT * FROM skip('there is no data/zendesk_seeds', 1);
\endif
SELECT finish();
ROLLBACK;
