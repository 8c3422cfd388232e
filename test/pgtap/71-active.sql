-- Active accounts in windows against counts of distinct accounts, on random activity by unit, zone and segment.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION pgtap SCHEMA public;
CREATE SCHEMA csops;
CREATE EXTENSION csops SCHEMA csops;
SET LOCAL search_path = csops, public;

SELECT no_plan();

CREATE FUNCTION pg_temp.pick(n bigint, salt integer) RETURNS integer
LANGUAGE sql IMMUTABLE RETURN hashint8(n * 1000003 + salt) & 2147483647;

-- 400 accounts, some busy, some seen once, some never, in five segments; the zone changes its clock in the time.
CREATE TEMP TABLE event AS
SELECT account, account % 5 AS segment, at FROM (
	SELECT account, timestamptz '2025-02-20 00:00+00' + pg_temp.pick(account, 1) % 80 * interval '1 day'
		+ pg_temp.pick(account * 1000 + n, 2) % (1 + pg_temp.pick(account, 3) % 3000) * interval '37 minutes' AS at
	FROM generate_series(1, 400) AS account, generate_series(1, pg_temp.pick(account, 4) % 40) AS n) AS e;
CREATE TEMP TABLE unit AS
SELECT * FROM (VALUES ('day', 1), ('week', 1), ('week', 7), ('month', 1)) AS u(unit, week_start);
CREATE TEMP TABLE grid AS
SELECT unit, week_start, account, account % 5 AS segment, activity_agg(at, unit, 'America/New_York', week_start) AS a
FROM unit, generate_series(1, 400) AS account LEFT JOIN event USING (account) GROUP BY unit, week_start, account;
CREATE TEMP TABLE company AS
SELECT unit, week_start, active_agg(a) AS s FROM grid GROUP BY unit, week_start;

-- The periods one after the other, and who was active in them: from the events, without any grid.
CREATE TEMP TABLE period AS
SELECT unit, week_start, day, row_number() OVER (PARTITION BY unit, week_start ORDER BY day)::integer AS number FROM (
	SELECT DISTINCT unit, week_start, CASE unit WHEN 'week' THEN day - (extract(isodow FROM day)::integer - week_start + 7) % 7
		ELSE date_trunc(unit, day::timestamp)::date END AS day
	FROM unit, LATERAL (SELECT date '2024-12-20' + i AS day FROM generate_series(0, 400) AS i) AS d) AS q;
CREATE TEMP TABLE seen AS
SELECT DISTINCT unit, week_start, account, segment, number
FROM (SELECT unit, week_start, account, segment, CASE unit WHEN 'week' THEN local - (extract(isodow FROM local)::integer - week_start + 7) % 7
		ELSE date_trunc(unit, local::timestamp)::date END AS day
	FROM unit, event, LATERAL (SELECT (at AT TIME ZONE 'America/New_York')::date AS local) AS l) AS q
JOIN period USING (unit, week_start, day);
CREATE INDEX ON seen (unit, week_start, number);
ANALYZE seen;

-- For each window the accounts in it, with whether they were active in the one before, and earlier.
CREATE TEMP TABLE expected AS
SELECT unit, week_start, w, period.day, period.number,
	count(*) FILTER (WHERE active) AS active, count(*) FILTER (WHERE active AND NOT active_before AND NOT earlier) AS new,
	count(*) FILTER (WHERE active AND active_before) AS kept, count(*) FILTER (WHERE active AND NOT active_before AND earlier) AS resurrecting,
	count(*) FILTER (WHERE active_before AND NOT active) AS dormant, coalesce(sum(periods) FILTER (WHERE active), 0) AS activity
FROM period JOIN LATERAL (SELECT w FROM unnest(CASE unit WHEN 'day' THEN '{1,2,7,28,61}' ELSE '{1,3}' END::integer[]) AS w) AS window_length ON number > 2 * w,
	LATERAL (
		SELECT account, bool_or(seen.number > period.number - w) AS active,
			bool_or(seen.number > period.number - 2 * w AND seen.number <= period.number - w) AS active_before,
			bool_or(seen.number <= period.number - 2 * w) AS earlier, count(*) FILTER (WHERE seen.number > period.number - w) AS periods
		FROM seen WHERE seen.unit = period.unit AND seen.week_start = period.week_start AND seen.number <= period.number
		GROUP BY account) AS account
GROUP BY unit, week_start, w, period.day, period.number;
SELECT cmp_ok(count(*), '>', 400::bigint, 'there are many windows') FROM expected WHERE active > 0 AND dormant > 0 AND resurrecting > 0;

SELECT is_empty($$
	SELECT unit, w, day, series, expected FROM company JOIN (SELECT DISTINCT unit, week_start, w FROM expected) AS q USING (unit, week_start) CROSS JOIN
		active_series(s, '2025-05-02', '2026-01-15', w) AS series JOIN expected USING (unit, week_start, w, day)
	WHERE (active_accounts, new_accounts, returning_accounts, resurrecting_accounts, dormant_accounts) <> (active, new, kept, resurrecting, dormant)
$$, 'active_series = counts of distinct accounts');
SELECT is_empty($$
	SELECT unit, w, day FROM company JOIN expected USING (unit, week_start)
	WHERE (active_accounts(s, day, w), new_accounts(s, day, w), returning_accounts(s, day, w), resurrecting_accounts(s, day, w), dormant_accounts(s, day, w))
		<> (active, new, kept, resurrecting, dormant)
	OR active_periods_mean(s, day, w) IS DISTINCT FROM activity::float8 / nullif(active, 0)
$$, 'each count by itself, and the mean');
SELECT is_empty($$
	SELECT unit, day FROM company JOIN expected AS many USING (unit, week_start) JOIN expected AS one USING (unit, week_start, day)
	WHERE one.w = 1 AND stickiness(s, day, many.w) IS DISTINCT FROM one.active::float8 / nullif(many.active, 0)
$$, 'stickiness');
-- A series begins with the period that holds its first day and ends with the one that holds its last.
SELECT is_empty($$
	SELECT unit, from_day, to_day FROM company, LATERAL (
		SELECT date '2025-04-01' + i * 3 AS from_day, date '2025-04-01' + i * 3 + i % 11 AS to_day FROM generate_series(1, 60) AS i) AS range
	WHERE ARRAY(SELECT day FROM active_series(s, from_day, to_day)) IS DISTINCT FROM ARRAY(
		SELECT DISTINCT CASE unit WHEN 'week' THEN d - (extract(isodow FROM d)::integer - week_start + 7) % 7 ELSE date_trunc(unit, d::timestamp)::date END AS p
		FROM generate_series(0, to_day - from_day - 1) AS i, LATERAL (SELECT from_day + i AS d) AS d ORDER BY p)
$$, 'the rows of a series');
-- Also of windows that reach back before anything happened.
SELECT is_empty($$
	SELECT day, w FROM company, unnest('{1,50,500,65536}'::integer[]) AS w, active_series(s, '2024-12-01', '2026-03-01', w)
	WHERE unit = 'day' AND (active_accounts <> new_accounts + returning_accounts + resurrecting_accounts
		OR w > 365 AND active_accounts <> (SELECT count(DISTINCT account) FROM event WHERE (at AT TIME ZONE 'America/New_York')::date <= day)
		OR w > 365 AND (returning_accounts, resurrecting_accounts, dormant_accounts) <> (0, 0, 0))
$$, 'active = new + returning + resurrecting; the longest windows hold everything');

-- Daily counts do not add up to monthly ones.
SELECT cmp_ok(sum(active_accounts(s, date '2025-05-01' + i))::bigint, '>', 2 * max(active_accounts(s, '2025-05-31', 31)), 'the sum of daily actives overstates the month''s')
FROM company, generate_series(0, 30) AS i WHERE unit = 'day';
SELECT is(active_accounts(s, '2025-05-31', 31), (SELECT count(DISTINCT account) FROM event
		WHERE at >= '2025-05-01 00:00-04' AND at < '2025-06-01 00:00-04'), 'which is the count of distinct accounts')
FROM company WHERE unit = 'day';

SELECT is(ARRAY[observations(s), unanswered(s)], ARRAY[(SELECT count(DISTINCT account) FROM event), (SELECT count(*) FROM grid WHERE grid.unit = company.unit
	AND grid.week_start = company.week_start AND a IS NULL)], 'observations and unanswered: ' || unit || ' ' || week_start) FROM company;

-- Segments merge to the whole, and come out of it again.
SELECT is_empty($$
	SELECT unit, week_start FROM company JOIN (
		SELECT unit, week_start, rollup(part) AS merged, rollup(part) FILTER (WHERE segment <> 3) AS others, max(part::text) FILTER (WHERE segment = 3)::active_summary AS third
		FROM (SELECT unit, week_start, segment, active_agg(a) AS part FROM grid GROUP BY unit, week_start, segment) AS q
		GROUP BY unit, week_start) AS p USING (unit, week_start)
	WHERE merged <> s OR s - third <> others OR others || third <> s
$$, 'segments merge to the whole and subtract from it');
SELECT throws_ok('SELECT (SELECT s FROM company WHERE unit = ''day'') || (SELECT s FROM company WHERE unit = ''month'')', '22023',
	'periods of different units, zones or weeks do not go together', 'units do not mix');
SELECT throws_ok('SELECT active_agg(a) FROM grid', '22023', 'periods of different units, zones or weeks do not go together', 'nor do grids');
SELECT throws_ok('SELECT s - (s || s) FROM company WHERE unit = ''day''', '22003', 'cannot take out what was never counted', 'nothing comes out that was not counted');

-- After everything has left a moving window it may take another unit.
SELECT is(array_agg(observations(s) ORDER BY n), '{1,1,0,1}'::bigint[], 'a window that has become empty takes any unit')
FROM (SELECT n, active_agg(a) OVER (ORDER BY n ROWS BETWEEN CURRENT ROW AND CURRENT ROW) AS s FROM (VALUES
	(1, activity_accum(NULL, date '2026-03-02')), (2, activity_accum(NULL, date '2026-03-02', 'month')), (3, NULL),
	(4, activity_accum(NULL, date '2026-03-02', 'week', 'Asia/Tokyo', 7))) AS v(n, a)) AS q;

-- The histogram of stickiness and its mean: one rating from the grids, the mean from the summary.
SELECT is(rating_mean(histogram), active_periods_mean(s, '2025-06-30', 28), 'the mean of the histogram is that of the summary')
FROM company, (SELECT rating_agg(active_periods(a, '2025-06-03', '2025-07-01'), 1, 28) AS histogram FROM grid
	WHERE unit = 'day' AND active_periods(a, '2025-06-03', '2025-07-01') > 0) AS r
WHERE unit = 'day';

-- What no accounts can have given is refused.
SELECT throws_ok(format('SELECT %L::active_summary', v), '22P02', NULL, v) FROM unnest(ARRAY[
	'{"unit": "day", "tz": "UTC", "week_start": 1, "observations": 1, "unanswered": 0, "active": [["2026-03-02", 1, []], ["2026-03-03", 0, [[1, 2]]]]}',
	'{"unit": "day", "tz": "UTC", "week_start": 1, "observations": 1, "unanswered": 0, "active": [["2026-03-02", 1, []], ["2026-03-03", 0, [[1, 1]]], ["2026-03-04", 0, [[2, 1]]]]}',
	'{"unit": "day", "tz": "UTC", "week_start": 1, "observations": 1, "unanswered": 0, "active": [["2026-03-02", 1, []], ["2026-03-04", 0, [[1, 1]]]]}',
	'{"unit": "day", "tz": "UTC", "week_start": 1, "observations": 2, "unanswered": 0, "active": [["2026-03-02", 1, []]]}',
	'{"unit": "day", "tz": "UTC", "week_start": 1, "observations": 0, "unanswered": 0, "active": [["2026-03-02", 0, []]]}',
	'{"unit": "day", "tz": "UTC", "week_start": 1, "observations": 0, "unanswered": 0, "active": []}',
	'{"unit": "month", "tz": "UTC", "observations": 1, "unanswered": 0, "active": [["2026-03-02", 1, []]]}',
	'{"unit": "day", "tz": "UTC", "week_start": 1, "observations": 2, "unanswered": 0, "active": [["2026-03-02", 1, []], ["2026-03-01", 1, []]]}',
	'{"unit": "day", "tz": "UTC", "week_start": 1, "observations": 4611686018427387904, "unanswered": 0, "active": [["2026-03-02", 4611686018427387904, []]]}'
]) AS v;
SELECT throws_ok(format('SELECT active_accounts(s, %s) FROM company WHERE unit = ''day''', v), NULL, NULL, v)
FROM unnest(ARRAY['''infinity''', '''2026-03-02'', 0', '''2026-03-02'', 65537']) AS v;
SELECT throws_ok('SELECT * FROM company, active_series(s, ''1000-01-01'', ''2026-01-01'')', '54000', 'series is too long');
SELECT is(ARRAY[active_accounts(NULL, '2026-03-02'), dormant_accounts(NULL, '2026-03-02', 7), observations(NULL::active_summary), unanswered(NULL::active_summary)],
	'{0,0,0,0}'::bigint[], 'counts of no summary are 0');
SELECT is(active_accounts(s, NULL), NULL, 'no day, no count') FROM company WHERE unit = 'day';
SELECT is(stickiness(s, '2020-01-01'), NULL, 'where nobody was active there is no stickiness') FROM company WHERE unit = 'day';
SELECT finish();
ROLLBACK;
