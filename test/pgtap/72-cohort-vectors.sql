-- Cohorts as other products count them: the cases of vectors/retention.json of the kinds below. The folder is CSOPS_SHARED,
-- ../shared unless it is set.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION pgtap SCHEMA public;
CREATE SCHEMA csops;
CREATE EXTENSION csops SCHEMA csops;
SET LOCAL search_path = csops, public;
SET LOCAL timezone = 'Asia/Kolkata';

\set file `cat "${CSOPS_SHARED-../shared}/vectors/retention.json" 2>/dev/null`

SELECT no_plan();
CREATE TEMP TABLE vector AS
SELECT v->>'id' AS id, v->>'kind' AS kind, v->'input' AS input, v->'expected' AS expected
FROM jsonb_array_elements(coalesce(nullif(:'file', ''), '[]')::jsonb) AS v;
SELECT skip('vectors/retention.json is not here', 1) WHERE NOT EXISTS (SELECT FROM vector);

-- One account has one cohort for each period in which it started, by the events that start, and comes back by the events
-- that return, of which there may have to be several in a period. Hours are no unit: time runs 24 times as slowly
-- then, so that every hour is a day. The rows are the last `intervals` periods, each up to the one that holds `date_to`.
CREATE FUNCTION pg_temp.slow(at timestamptz, input jsonb) RETURNS timestamptz LANGUAGE sql
RETURN CASE WHEN input->>'period' = 'Hour' THEN '2020-06-10 00:00+00'::timestamptz + 24 * (at - '2020-06-10 00:00+00'::timestamptz) ELSE at END;

CREATE FUNCTION pg_temp.event(events jsonb, input jsonb) RETURNS TABLE (account text, at timestamptz) LANGUAGE sql AS $$
	SELECT e->>0, pg_temp.slow((e->>1)::timestamptz, input) FROM jsonb_array_elements(events) AS e
$$;
CREATE FUNCTION pg_temp.unit(input jsonb) RETURNS text LANGUAGE sql
RETURN CASE input->>'period' WHEN 'Hour' THEN 'day' ELSE lower(input->>'period') END;
CREATE FUNCTION pg_temp.week_start(input jsonb) RETURNS integer LANGUAGE sql
RETURN CASE WHEN input->>'ws' = '0' THEN 7 ELSE 1 END;
CREATE FUNCTION pg_temp.tz(input jsonb) RETURNS text LANGUAGE sql RETURN coalesce(input->>'tz', 'UTC');
CREATE FUNCTION pg_temp.mode(input jsonb) RETURNS text LANGUAGE sql RETURN coalesce(input->>'mode', 'recurring');
CREATE FUNCTION pg_temp.is_one_kind(input jsonb) RETURNS boolean LANGUAGE sql
RETURN jsonb_typeof(input->'return_events') = 'string' AND NOT input ? 'minocc';

CREATE FUNCTION pg_temp.two_step(input jsonb) RETURNS cohort_matrix LANGUAGE sql AS $$
	SELECT cohort_agg(s.a, pg_temp.mode(input), r.a)
	FROM (
		SELECT account, activity_agg(at, pg_temp.unit(input), pg_temp.tz(input), pg_temp.week_start(input)) AS a
		FROM pg_temp.event(input->'start_events', input) GROUP BY account) AS s
	LEFT JOIN (
		SELECT account, rollup(a) AS a
		FROM (
			SELECT account, activity_agg(at, pg_temp.unit(input), pg_temp.tz(input), pg_temp.week_start(input)) AS a, count(*) AS events
			FROM pg_temp.event(CASE jsonb_typeof(input->'return_events') WHEN 'array' THEN input->'return_events' ELSE input->'start_events' END, input)
			GROUP BY account, date_trunc(pg_temp.unit(input), at AT TIME ZONE pg_temp.tz(input))) AS period
		WHERE events >= coalesce((input->>'minocc')::integer, 1) GROUP BY account) AS r USING (account)
$$;
CREATE FUNCTION pg_temp.one_pass(input jsonb) RETURNS cohort_matrix LANGUAGE sql AS $$
	SELECT cohort_agg(account, at, pg_temp.unit(input), pg_temp.tz(input), pg_temp.mode(input)) FROM pg_temp.event(input->'start_events', input)
$$;

CREATE FUNCTION pg_temp.triangle(m cohort_matrix, input jsonb) RETURNS jsonb LANGUAGE sql AS $$
	WITH question AS (
		SELECT to_at, pg_temp.unit(input) AS unit, CASE WHEN (input->>'cum')::boolean THEN 'on_or_after' ELSE 'on' END AS kind,
			(SELECT first_active(activity_agg(at, pg_temp.unit(input), pg_temp.tz(input), pg_temp.week_start(input))) FROM (VALUES (to_at)) AS v(at)) AS last
		FROM (SELECT pg_temp.slow((input->>'date_to')::timestamptz, input) AS to_at) AS q
	), cell AS (
		SELECT back, p, retained
		FROM question CROSS JOIN generate_series(0, (input->>'intervals')::integer - 1) AS back CROSS JOIN LATERAL generate_series(0, back) AS p
		LEFT JOIN LATERAL retention(m, to_at, kind) AS r ON period = p AND cohort = (last - back * ('1 ' || unit)::interval)::date
	)
	SELECT jsonb_agg(cells ORDER BY back DESC)
	FROM (SELECT back, jsonb_agg(coalesce(retained, 0) ORDER BY p) AS cells FROM cell GROUP BY back) AS rows
$$;

SELECT is(pg_temp.triangle(pg_temp.two_step(input), input), expected, id || ' in two steps')
FROM vector WHERE kind = 'cohort_matrix' ORDER BY id;
SELECT is(pg_temp.triangle(pg_temp.one_pass(input), input), expected, id || ' in one pass')
FROM vector WHERE kind = 'cohort_matrix' AND pg_temp.is_one_kind(input) AND NOT (input->>'period' = 'Week' AND input->>'ws' = '0') ORDER BY id;

-- Windows of 24 hours from each account's own instant: its time is moved so that it begins at a midnight, and those of one day
-- make a matrix. Amplitude cuts both instants to the hour first.
WITH visit AS (
	SELECT v.id, v.expected, s.key AS account, (s.value || 'Z')::timestamptz AS born, (r.value->>1 || 'Z')::timestamptz AS at
	FROM vector AS v, jsonb_each_text(v.input->'start') AS s
	LEFT JOIN LATERAL jsonb_array_elements(v.input->'returns') AS r ON r.value->>0 = s.key
	WHERE v.kind = 'cohort_24h_windows'
), matrix AS (
	SELECT id, expected, (born AT TIME ZONE 'UTC')::date AS day,
		cohort_agg(account, timestamptz '2000-01-01 00:00+00' + (at - born), 'day', 'UTC', 'first', timestamptz '2000-01-01 00:00+00') AS m
	FROM visit GROUP BY id, expected, day
)
SELECT is((SELECT jsonb_agg(retained ORDER BY period) FROM retention(m, date '1999-12-31' + jsonb_array_length(expected->day::text)) AS r),
	expected->day::text, format('%s, cohort of %s', id, day))
FROM matrix ORDER BY id, day;
WITH visit AS (
	SELECT id, (expected->>'offset')::integer AS expected, (input->>'start' || 'Z')::timestamptz AS born, (input->>'ret' || 'Z')::timestamptz AS at
	FROM vector WHERE kind = 'cohort_24h_boundary'
), matrix AS (
	SELECT id, expected, cut, cohort_agg('u', timestamptz '2000-01-01 00:00+00' + (date_trunc(cut, at, 'UTC') - date_trunc(cut, born, 'UTC')),
		'day', 'UTC', 'first', timestamptz '2000-01-01 00:00+00') AS m
	FROM visit, unnest(ARRAY['hour', 'second']) AS cut GROUP BY id, expected, cut
)
SELECT is((SELECT retained FROM retention(m, date '2000-01-05') AS r WHERE period = expected), CASE cut WHEN 'hour' THEN 1 ELSE 0 END::bigint,
	format('%s: instants cut to the %s', id, cut))
FROM matrix ORDER BY id, cut;

-- Three accounts that came back on some days or on none: on the day, and on that day or later.
WITH matrix AS (
	SELECT v.id, v.expected, (v.input->>'periods')::integer AS periods, cohort_agg(account.key, date '2020-01-01' + day, 'day', 'UTC', 'first', date '2020-01-01') AS m
	FROM vector AS v, jsonb_each(v.input->'returns') AS account
	LEFT JOIN LATERAL (SELECT value::integer AS day FROM jsonb_array_elements_text(account.value)) AS d ON true
	WHERE v.kind = 'cohort_unbounded_vs_nday' GROUP BY v.id, v.expected, periods
)
SELECT is((SELECT jsonb_build_array(jsonb_agg(n.retained ORDER BY n.period), jsonb_agg(floor(100 * n.rate) ORDER BY n.period), jsonb_agg(u.retained ORDER BY n.period))
		FROM retention(m, date '2020-01-01' + periods - 1) AS n JOIN retention(m, date '2020-01-01' + periods - 1, 'on_or_after') AS u USING (period)),
	jsonb_build_array(expected->'n_day', expected->'n_day_pct', expected->'unbounded_from_definition'), id)
FROM matrix;

-- Who logged in, and paid one or two days later.
WITH event AS (
	SELECT id, input, expected, e->>0 AS account, e->>1 AS what, (e->>2)::date AS day
	FROM vector, jsonb_array_elements(input->'rows') AS e WHERE kind = 'range_retention'
), account AS (
	SELECT id, expected, input->'intervals' AS intervals, activity_agg(day) FILTER (WHERE what = input->>'first') AS entered,
		activity_agg(day) FILTER (WHERE what = input->>'active') AS active
	FROM event GROUP BY id, expected, intervals, account
), matrix AS (
	SELECT id, expected, intervals, cohort_agg(entered, 'recurring', active) AS m FROM account GROUP BY id, expected, intervals
)
SELECT is((SELECT jsonb_object_agg(cohort, rates) FROM (
		SELECT cohort, jsonb_agg(rate ORDER BY period) AS rates FROM retention(m, date '2024-06-01') AS r
		WHERE period IN (SELECT value::integer FROM jsonb_array_elements_text(intervals)) GROUP BY cohort) AS q),
	expected, id)
FROM matrix;

-- The hazard of the triangle that another case gives: whoever is there at an age was there at the one before.
WITH triangle AS (
	SELECT v.id, v.expected, c.ordinality AS n, c.value AS cohort
	FROM vector AS v JOIN vector AS other ON other.id = v.input->>'cohorts', jsonb_array_elements(other.input->'cohorts') WITH ORDINALITY AS c
	WHERE v.kind = 'discrete_hazard_pooled'
), matrix AS (
	SELECT id, expected, jsonb_build_object('mode', 'first', 'unit', 'month', 'tz', 'UTC', 'cohorts', jsonb_agg(jsonb_build_object(
		'cohort', (date '2020-01-01' + (n - 1) * interval '1 month')::date, 'accounts', cohort->0, 'active', active) ORDER BY n))::text::cohort_matrix AS m
	FROM triangle, LATERAL (SELECT jsonb_agg(jsonb_build_array(k, k - 1, cohort->k) ORDER BY k) AS active
		FROM generate_series(1, jsonb_array_length(cohort) - 1) AS k) AS a
	GROUP BY id, expected
)
SELECT is((SELECT jsonb_agg(round(hazard::numeric, 10) ORDER BY period) FROM retention_curve(m, date '2020-06-01') AS r WHERE period > 0),
	(SELECT jsonb_agg(round(h::numeric, 10)) FROM jsonb_array_elements_text(expected->'h') AS h), id)
FROM matrix;

-- Dates: a day of 23 hours is one day, windows of 24 hours do not know it, and what lies before a cohort is not counted.
SELECT is((SELECT array_agg(period ORDER BY period) FROM retention(m, date '2024-03-13') AS r WHERE retained > 0), answer, id || ': ' || how)
FROM (VALUES
	('D002', 'its last second is in it', '2024-03-10 23:59:59 America/New_York', '{0}'::integer[]),
	('D002', 'the next one is not', '2024-03-11 00:00 America/New_York', '{0,1}'),
	('D003', 'a day later by the clock', '2024-03-11 00:30 America/New_York', '{0,1}'),
	('D004', 'before the cohort', '2024-03-09 23:00 America/New_York', '{0}')
) AS c(id, how, at, answer),
LATERAL (SELECT cohort_agg(1, v, 'day', 'America/New_York', 'first', '2024-03-10 00:30 America/New_York'::timestamptz) AS m FROM (VALUES (c.at::timestamptz)) AS x(v)) AS matrix
WHERE id IN (SELECT vector.id FROM vector);
SELECT is((SELECT array_agg(period ORDER BY period) FROM retention(m, date '2000-01-05') AS r WHERE retained > 0), answer, 'D003: 24 hours ' || how)
FROM (VALUES ('are up', '2024-03-11 01:30 America/New_York', '{0,1}'::integer[]), ('are not', '2024-03-11 01:29:59 America/New_York', '{0}')) AS c(how, at, answer),
LATERAL (SELECT cohort_agg(1, timestamptz '2000-01-01 00:00+00' + (v - '2024-03-10 00:30 America/New_York'::timestamptz), 'day', 'UTC', 'first',
	timestamptz '2000-01-01 00:00+00') AS m FROM (VALUES (c.at::timestamptz)) AS x(v)) AS matrix
WHERE 'D003' IN (SELECT id FROM vector);

-- What there is of these kinds; the others belong to other topics: activity (activity_bits_range, lifecycle, stickiness, retention_flags,
-- sum_of_daily_uniques), its incremental table (incremental_rollup: 72-cohort-incremental), funnels, survival, revenue. D001 is of
-- PostgreSQL's own anniversaries; retention is by the calendar, which has none.
SELECT is((SELECT array_agg(kind || ' ' || n ORDER BY kind) FROM (SELECT kind, count(*) AS n FROM vector
	WHERE kind IN ('cohort_matrix', 'cohort_24h_windows', 'cohort_24h_boundary', 'cohort_unbounded_vs_nday', 'range_retention', 'discrete_hazard_pooled') GROUP BY kind) AS k),
	'{cohort_24h_boundary 1,cohort_24h_windows 2,cohort_matrix 17,cohort_unbounded_vs_nday 1,discrete_hazard_pooled 1,range_retention 1}'::text[], 'the cases are there')
WHERE EXISTS (SELECT FROM vector);
SELECT * FROM finish();
ROLLBACK;
