-- Backlogs against spells that window functions find: at instants, over periods of zones whose days start late, begin
-- twice or do not exist, and merged in any way.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION pgtap SCHEMA public;
CREATE SCHEMA csops;
CREATE EXTENSION csops SCHEMA csops;
SET LOCAL search_path = csops, public;
SET LOCAL timezone = 'UTC';
SET LOCAL work_mem = '256MB';

CREATE FUNCTION pg_temp.pick(n bigint, salt integer) RETURNS integer
LANGUAGE sql IMMUTABLE RETURN hashint8(n * 1000003 + salt) & 2147483647;

-- Two thirds of the events are at whole hours, so that many fall on the instants at which days start.
CREATE TEMP TABLE event AS
SELECT ticket, (ARRAY['2011-12-15', '2017-09-20', '2026-03-10'])[1 + ticket % 3]::timestamptz
		+ pg_temp.pick(ticket, 1) % 960 * interval '1 hour' + pg_temp.pick(ticket * 16 + n, 2) % 200 * (ARRAY['1 hour', '4 hours', '7.000001 minutes'])[1 + n % 3]::interval AS at,
	(ARRAY['open', 'pending', 'solved', 'open', 'solved', NULL])[1 + pg_temp.pick(ticket * 16 + n, 3) % 6] AS state
FROM generate_series(1, 12000) AS ticket, generate_series(1, 1 + pg_temp.pick(ticket, 4) % 6) AS n;
INSERT INTO event SELECT 0, '2017-10-15 03:00+00'::timestamptz + n * interval '1 day', (ARRAY['open', 'solved'])[1 + n % 2] FROM generate_series(0, 9) AS n;
CREATE TEMP TABLE ticket AS SELECT ticket, timeline_agg(at, state) AS t FROM event GROUP BY ticket;
CREATE TEMP TABLE backlog AS SELECT backlog_agg(t, '{open,pending}') AS b FROM ticket;
CREATE TEMP TABLE spell AS
SELECT ticket, min(at) AS start, CASE WHEN bool_or(next IS NULL) THEN 'infinity' ELSE max(next) END AS "end",
	row_number() OVER (PARTITION BY ticket ORDER BY min(n)) > 1 AS reopened, min(min(at)) OVER (PARTITION BY ticket) AS first
FROM (
	SELECT *, sum(CASE WHEN is_open THEN 0 ELSE 1 END) OVER (PARTITION BY ticket ORDER BY n) AS island
	FROM (
		SELECT *, coalesce(state IN ('open', 'pending'), false) AS is_open, row_number() OVER w AS n, lead(at) OVER w AS next
		FROM (SELECT DISTINCT * FROM event) AS known WINDOW w AS (PARTITION BY ticket ORDER BY at, state COLLATE "C" NULLS FIRST)
	) AS ordered) AS islands
WHERE is_open GROUP BY ticket, island;
ANALYZE;

SELECT no_plan();
SELECT cmp_ok(count(*) FILTER (WHERE reopened), '>', 3000::bigint, 'tickets are reopened') FROM spell;
SELECT cmp_ok(count(*) FILTER (WHERE start = "end"), '>', 10::bigint, 'some spells last for no time') FROM spell;
SELECT is(observations(b), 12001::bigint, 'every ticket is counted') FROM backlog;

-- At instants: those of events, and some in between.
CREATE TEMP TABLE moment AS
SELECT at + CASE WHEN n % 2 = 0 THEN interval '0' ELSE interval '17 minutes' END AS at, n % 9 * interval '31 hours' AS age
FROM (SELECT at, row_number() OVER (ORDER BY hashint8(extract(epoch FROM at)::bigint)) AS n FROM event WHERE ticket < 2000) AS e WHERE n <= 120;
SELECT is_empty($$
	SELECT moment.*, got, expected FROM moment, backlog, LATERAL (
		SELECT ARRAY[backlog_at(b, at), backlog_older_than(b, at, age), backlog_median_age_seconds(b, at)::numeric] AS got) AS g, LATERAL (
		SELECT ARRAY[count(*), count(*) FILTER (WHERE at - first > age),
			percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM at - first)::float8)::numeric] AS expected
		FROM spell WHERE start <= at AND at < "end") AS e
	WHERE got <> expected
$$, 'how many are open at an instant, how many of them for long, and their median age');

-- By period: days that a zone begins at one o'clock, twice, or never, weeks and months.
CREATE FUNCTION pg_temp.expected(from_at timestamptz, to_at timestamptz, unit text, tz text)
RETURNS TABLE (at timestamptz, opened bigint, reopened bigint, solved bigint, still_open bigint, median_age numeric) LANGUAGE sql AS $$
	SELECT period.at, count(*) FILTER (WHERE NOT spell.reopened AND spell.start >= period.start AND spell.start < period.stop),
		count(*) FILTER (WHERE spell.reopened AND spell.start >= period.start AND spell.start < period.stop),
		count(*) FILTER (WHERE "end" >= period.start AND "end" < period.stop),
		count(*) FILTER (WHERE spell.start < period.stop AND "end" >= period.stop),
		(percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM period.stop - first)::float8)
			FILTER (WHERE spell.start < period.stop AND "end" >= period.stop))::numeric
	FROM (
		SELECT at, greatest(at, from_at) AS start, least(lead(at) OVER (ORDER BY at), to_at) AS stop
		FROM (SELECT local AT TIME ZONE tz AS at
			FROM generate_series(date_trunc(unit, from_at AT TIME ZONE tz), (to_at AT TIME ZONE tz) + ('1 ' || unit)::interval, ('1 ' || unit)::interval) AS local) AS grid
	) AS period, spell
	WHERE period.start < period.stop GROUP BY period.at ORDER BY period.at
$$;
SELECT results_eq(format('SELECT at, opened, reopened, solved, still_open, median_age_seconds::numeric FROM backlog, backlog_series(b, %L, %L, %L, %L)', from_at, to_at, unit, tz),
	format('SELECT * FROM pg_temp.expected(%L, %L, %L, %L)', from_at, to_at, unit, tz), format('by %s in %s, from %s to %s', unit, tz, from_at, to_at))
FROM (VALUES
	('2017-10-01 03:00+00'::timestamptz, '2017-11-01 02:00+00'::timestamptz, 'day', 'America/Sao_Paulo'),
	('2011-12-20 00:00+00', '2012-01-10 17:30+00', 'day', 'Pacific/Apia'),
	('2026-03-20 05:30+00', '2026-04-20 11:00+00', 'day', 'Europe/Berlin'),
	('2026-02-20 05:30+00', '2026-04-22 11:00+00', 'week', 'Europe/Berlin'),
	('2011-11-17 05:30+00', '2012-02-22 11:00+00', 'month', 'Asia/Kolkata'),
	('2026-03-15 12:00+00', '2026-03-15 13:00+00', 'year', 'UTC')) AS asked(from_at, to_at, unit, tz);
-- Havana sets its clock back from one o'clock to midnight: that day has 25 hours, its first one twice.
SELECT results_eq($$ SELECT extract(epoch FROM lead(at) OVER (ORDER BY at) - at)::int / 3600 FROM backlog, backlog_series(b, '2025-11-01 12:00Z', '2025-11-03 12:00Z', 'day', 'America/Havana') $$,
	$$ VALUES (24), (25), (NULL) $$, 'a repeated hour belongs to the day on which it is first');
SELECT is_empty($$
	SELECT * FROM (SELECT *, lag(still_open) OVER (ORDER BY at) AS before FROM backlog, backlog_series(b, '2011-12-01Z', '2012-04-01Z', 'day', 'Pacific/Apia')) AS day
	WHERE before + opened + reopened - solved <> still_open
$$, 'what is open is what was open, and what came, less what went');
SELECT is_empty($$
	SELECT at FROM (SELECT at, opened, reopened, solved, still_open, b, lead(at) OVER (ORDER BY at) AS next
		FROM backlog, backlog_series(b, '2026-03-01Z', '2026-05-01Z', 'week', 'Europe/Berlin')) AS week
	WHERE next IS NOT NULL AND (opened, reopened, solved) <> (backlog_opened(b, at, next), backlog_reopened(b, at, next), backlog_solved(b, at, next))
$$, 'the functions that count what came and went = the series');
SELECT is_empty($$ SELECT FROM backlog, backlog_series(b, '2026-03-02Z', '2026-03-02Z') $$, 'no time, no periods');

-- Parts merge to the whole, also where the states of a ticket come from several loads.
SELECT ok(bool_and(rollup = b), 'the summaries of parts, merged = one pass') FROM backlog,
	(SELECT rollup(part ORDER BY n) FROM (SELECT n, backlog_agg(t, '{pending,open,unheard of}') AS part FROM (SELECT pg_temp.pick(ticket, 5) % 7 AS n, t FROM ticket) AS p GROUP BY n) AS parts) AS whole;
SELECT is(pg_column_size(b) / (SELECT count(*) FROM spell) < 13, true, 'a spell takes about 11 bytes') FROM backlog;

-- Refused
CREATE TEMP TABLE small AS SELECT backlog_agg(t, '{open}') AS b FROM ticket WHERE ticket < 3;
SELECT throws_ok(statement, sqlstate, message, message) FROM (VALUES
	('SELECT backlog_at(b, ''infinity'') FROM small', '22008', 'instant must be finite'),
	('SELECT backlog_at(b, date ''2026-03-02'') FROM small', '42804', 'a date would be read in the time zone of the session'),
	('SELECT backlog_older_than(b, now(), ''-1 day'') FROM small', '22023', 'age is out of range'),
	('SELECT backlog_older_than(b, now(), ''1 month'') FROM small', '22023', 'age is out of range'),
	('SELECT backlog_series(b, ''2026-03-02Z'', ''infinity'') FROM small', '22008', 'instant must be finite'),
	('SELECT backlog_series(b, ''2026-03-02Z'', ''2026-03-03Z'', ''hour'') FROM small', '22023', 'unknown unit'),
	('SELECT backlog_series(b, ''1000-03-02Z'', ''2026-03-03Z'') FROM small', '54000', 'too many periods'),
	('SELECT backlog_agg(t, NULL) FROM ticket', '22004', 'open_states must not be null'),
	('SELECT backlog_agg(t, ARRAY[''open'', NULL]) FROM ticket', '22004', 'open_states must not contain nulls'),
	('SELECT ''{"tickets": 1, "open": "2026-03-02T09:00:00Z"}''::backlog_summary', '22P02', 'invalid input syntax for type backlog_summary'),
	('SELECT ''{"tickets": 1, "open": "2026-03-02T09:00:00Z/2026-03-01T09:00:00Z"}''::backlog_summary', '22P02', 'invalid input syntax for type backlog_summary'),
	('SELECT ''{"tickets": 0, "open": "2026-03-02T09:00:00Z/"}''::backlog_summary', '22P02', 'invalid input syntax for type backlog_summary'),
	('SELECT ''{"tickets": 1, "open": "(2026-03-01T09:00:00Z)2026-03-02T09:00:00Z/"}''::backlog_summary', '22P02', 'invalid input syntax for type backlog_summary'),
	('SELECT ''{"tickets": 1, "open": "2026-03-02T09:00:00Z/,2026-03-02T09:00:00Z/"}''::backlog_summary', '22P02', 'invalid input syntax for type backlog_summary')
) AS refused(statement, sqlstate, message);
SELECT is('{"tickets": 3, "open": "2026-03-03T10:00:00+01:00/, (2026-03-02T09:00:00Z)2026-03-03T09:00:00Z/, 2026-03-02T09:00:00Z/2026-03-02T10:00:00Z"}'::backlog_summary::text,
	'{"tickets": 3, "open": "2026-03-02T09:00:00Z/2026-03-02T10:00:00Z, (2026-03-02T09:00:00Z)2026-03-03T09:00:00Z/, 2026-03-03T09:00:00Z/"}', 'spells are sorted');
SELECT is(ARRAY(SELECT at FROM backlog_series('{"tickets": 0, "open": ""}', '4714-11-24 00:00:00+00 BC', '4713-02-01 00:00:00+00 BC', 'month')),
	ARRAY['4714-11-24 00:00:00+00 BC', '4714-12-01 00:00:00+00 BC', '4713-01-01 00:00:00+00 BC']::timestamptz[], 'from the first instant there is');
SELECT is(ARRAY(SELECT opened FROM backlog_series('{"tickets": 0, "open": ""}', '294276-12-31 00:00:00+00', '294276-12-31 23:59:59.999999+00', 'year', 'Europe/Berlin')), '{0,0}', 'to the last one, which is in Berlin in a year after the last');
SELECT * FROM finish();
ROLLBACK;
