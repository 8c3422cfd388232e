-- Tickets with the instants at which they were opened and closed, and calendars, for bench/tasks-business-time. psql
-- variable: rows. Run after data.sql, whose pick() it uses. What plain SQL and DuckDB join is made with AT TIME ZONE,
-- not with csops.

-- Five years of public holidays of the United States: of a fixed date, or the first such weekday from a date on.
CREATE UNLOGGED TABLE holidays AS
SELECT CASE WHEN isodow IS NULL THEN day ELSE day + (isodow + 7 - extract(isodow FROM day)::integer) % 7 END AS day
FROM generate_series(2021, 2025) AS year,
	(VALUES (1, 1, NULL), (1, 15, 1), (2, 15, 1), (5, 25, 1), (6, 19, NULL), (7, 4, NULL), (9, 1, 1), (10, 8, 1),
	(11, 11, NULL), (11, 22, 4), (12, 25, NULL)) AS holiday(month, from_day, isodow),
	make_date(year, month, from_day) AS day;

-- Calendar 0 is the one that stands in a query; 1 to 1,000 are those of the rows, and no two are alike.
CREATE UNLOGGED TABLE hours AS
SELECT 0 AS calendar_id, 'America/New_York' AS zone, interval '9:00' AS opens, interval '17:30' AS closes, true AS saturday
UNION ALL
SELECT id, (ARRAY['America/New_York', 'America/Los_Angeles', 'America/Sao_Paulo', 'Europe/London', 'Europe/Berlin',
	'Europe/Athens', 'Africa/Cairo', 'Asia/Kolkata', 'Asia/Tokyo', 'Australia/Sydney'])[1 + pick(id, 11, 10)],
	interval '7:00' + pick(id, 12, 13) * interval '15 minutes',
	interval '16:00' + pick(id, 13, 13) * interval '15 minutes', pick(id, 14, 2) = 0
FROM generate_series(1, 1000) AS id;

CREATE UNLOGGED TABLE closed_days AS
SELECT calendar_id, day FROM hours, holidays
WHERE calendar_id = 0 OR pick(calendar_id * 10000 + (day - date '2021-01-01'), 15, 5) > 0;

CREATE UNLOGGED TABLE calendars AS
SELECT calendar_id, business_calendar(zone, to_char(opens, '"Mo-Fr "HH24:MI') || to_char(closes, '-HH24:MI') ||
	CASE WHEN saturday THEN '; Sa 10:00-14:00' ELSE '' END, array_agg(day)) AS calendar
FROM hours JOIN closed_days USING (calendar_id) GROUP BY calendar_id, zone, opens, closes, saturday ORDER BY calendar_id;
CREATE UNIQUE INDEX ON calendars (calendar);

-- Five years of tickets in time order, open for a minute to 90 days: as many for one to two hours as for one to two days.
CREATE UNLOGGED TABLE timed_tickets AS
SELECT 1 + pick(i, 21, 1000)::integer AS calendar_id, opened,
	opened + (90 * 1440) ^ (pick(i, 22, 1000000) / 1000000.0::float8) * interval '1 minute' AS closed,
	opened + interval '1 hour' AS an_hour_later, opened + 3652 * interval '24 hours' AS ten_years_later
FROM generate_series(0, :rows - 1) AS i, LATERAL (SELECT timestamptz '2021-01-01 00:00+00' +
	(i * (1826 * 86400000000 / :rows) + pick(i, 23, 1000000)) * interval '1 microsecond' AS opened) AS ticket;

CREATE UNLOGGED TABLE timed_sample AS
SELECT t.* FROM (SELECT *, row_number() OVER (ORDER BY opened) AS i FROM timed_tickets) AS t WHERE i % 1000 = 0;

-- Every local day: when it opens, for how many seconds (none where it does not), and those of all days before; instants in
-- seconds since 1970.
CREATE UNLOGGED TABLE days_of_calendars AS
SELECT calendar_id, day, opens, seconds,
	sum(seconds) OVER (PARTITION BY calendar_id ORDER BY day) - seconds AS seconds_before
FROM (SELECT calendar_id, day,
	date_part('epoch', (day + CASE WHEN isodow = 6 THEN interval '10:00' ELSE opens END) AT TIME ZONE zone) AS opens,
	CASE WHEN closed_days IS NOT NULL OR isodow = 7 OR isodow = 6 AND NOT saturday THEN 0
		WHEN isodow = 6 THEN 4 * 3600 ELSE date_part('epoch', closes - opens) END AS seconds
	FROM (SELECT hours.*, day::date, extract(isodow FROM day) AS isodow FROM hours,
		generate_series(timestamp '2020-12-01',
		CASE WHEN calendar_id = 0 THEN timestamp '2036-06-01' ELSE '2026-06-01' END, '1 day') AS day) AS d
	LEFT JOIN closed_days USING (calendar_id, day)) AS d
ORDER BY calendar_id, day;
CREATE UNIQUE INDEX ON days_of_calendars (calendar_id, day);

CREATE UNLOGGED TABLE days AS
SELECT day, opens, seconds, seconds_before FROM days_of_calendars WHERE calendar_id = 0 ORDER BY day;
CREATE UNIQUE INDEX ON days (day);

-- One row for each opening.
CREATE UNLOGGED TABLE openings AS
SELECT to_timestamp(opens) AS opens_at, opens, seconds, seconds_before FROM days WHERE seconds > 0 ORDER BY opens;
CREATE UNIQUE INDEX ON openings (opens_at) INCLUDE (opens, seconds, seconds_before);
CREATE UNIQUE INDEX ON openings (seconds_before) INCLUDE (opens);

-- A weekly schedule as the dbt packages have it: openings in seconds of a week that starts on Sunday in UTC, and from when
-- to when they are valid; a new period begins where the offset of the zone changes and around a week with a holiday.
CREATE UNLOGGED TABLE schedule AS
SELECT to_timestamp(first) AT TIME ZONE 'UTC' AS valid_from, to_timestamp(last + 604799) AT TIME ZONE 'UTC' AS valid_until,
	opening.opens, opening.closes
FROM (SELECT min(start) AS first, max(start) AS last, min(opens) AS opens, min(closes) AS closes
	FROM (SELECT *, count(*) FILTER (WHERE changed) OVER (ORDER BY start) AS period
		FROM (SELECT *, (opens, closes) IS DISTINCT FROM lag((opens, closes)) OVER (ORDER BY start) AS changed
			FROM (SELECT start, array_agg(opens - start ORDER BY opens) AS opens,
				array_agg(opens - start + seconds ORDER BY opens) AS closes
				FROM (SELECT *, floor((opens - 259200) / 604800) * 604800 + 259200 AS start FROM openings) AS o
				GROUP BY start) AS weeks) AS marked) AS numbered
	GROUP BY period) AS periods, unnest(opens, closes) AS opening(opens, closes);

VACUUM (FREEZE, ANALYZE) holidays, hours, closed_days, calendars, timed_tickets, timed_sample, days_of_calendars, days,
	openings, schedule;
SELECT pg_prewarm(oid) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'i');
