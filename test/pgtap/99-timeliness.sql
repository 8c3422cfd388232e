-- Timeliness: against plain counts over the instants themselves.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION pgtap SCHEMA public;
CREATE SCHEMA csops;
CREATE EXTENSION csops SCHEMA csops;
SET LOCAL search_path = csops, public;

SELECT no_plan();

-- Loads that come early, in time, at the very limit, a microsecond after it, late, not at all or after the evaluation; some that nobody expected.
CREATE TEMP TABLE load AS
SELECT n AS id, n % 9 AS week, expected_at, allowed,
	expected_at + CASE n % 8 WHEN 0 THEN interval '-20 minutes' WHEN 1 THEN interval '10 minutes' WHEN 2 THEN allowed WHEN 3 THEN allowed + interval '1 microsecond' WHEN 4 THEN n * interval '1 minute' WHEN 5 THEN interval '40 days' END AS arrived_at
FROM (SELECT n, CASE WHEN n % 31 > 0 THEN timestamptz '2026-03-01 00:00+00' + n % 700 * interval '1 hour' END AS expected_at,
		CASE WHEN n % 37 > 0 THEN n % 3 * interval '90 minutes' END AS allowed FROM generate_series(1, 4000) AS n) AS l;
CREATE TEMP TABLE evaluation (as_of timestamptz);
INSERT INTO evaluation VALUES ('2026-02-01Z'), ('2026-03-01 00:00Z'), ('2026-03-10 07:00Z'), ('2026-03-20 12:34:56.789Z'), ('2026-12-31Z'), ('infinity'), ('-infinity');
CREATE TEMP TABLE plain AS
SELECT as_of, week, count(*) FILTER (WHERE outcome = 'on time') AS on_time, count(*) FILTER (WHERE outcome = 'late') AS late, count(*) FILTER (WHERE outcome = 'missing') AS missing,
	count(*) FILTER (WHERE outcome = 'pending') AS pending, count(*) FILTER (WHERE outcome IS NULL) AS unanswered, sum(lag) FILTER (WHERE outcome IN ('on time', 'late')) AS lags
FROM load, evaluation, LATERAL (SELECT greatest(extract(epoch FROM arrived_at - expected_at), 0)::float8 AS lag) AS l,
	LATERAL (SELECT CASE WHEN expected_at IS NULL OR allowed IS NULL THEN NULL
		WHEN arrived_at <= as_of THEN CASE WHEN arrived_at <= expected_at + allowed THEN 'on time' ELSE 'late' END
		WHEN expected_at + allowed < as_of THEN 'missing' ELSE 'pending' END AS outcome) AS o
GROUP BY as_of, week;
CREATE TEMP TABLE answer AS
SELECT as_of, week, timeliness_agg(expected_at, arrived_at, allowed, as_of) AS s, timeliness(expected_at, arrived_at, allowed, as_of) AS rate FROM load, evaluation GROUP BY as_of, week;
SELECT is((SELECT count(*) FROM answer JOIN plain USING (as_of, week)
	WHERE (on_time(s), late(s), missing(s), pending(s), unanswered(s), invalid(s), observations(s)) = (on_time, late, missing, pending, unanswered, 0, on_time + late + missing)
	AND timeliness(s) IS NOT DISTINCT FROM on_time::float8 / nullif(on_time + late + missing, 0) AND rate IS NOT DISTINCT FROM timeliness(s)
	AND timeliness_lo(s) IS NOT DISTINCT FROM proportion_lo(timeliness_proportion(s)) AND timeliness_hi(s) IS NOT DISTINCT FROM proportion_hi(timeliness_proportion(s))
	AND abs(coalesce(duration_total(timeliness_lags(s)), 0) - coalesce(lags, 0)) <= 1e-9 * coalesce(lags, 0)),
	63::bigint, 'every figure by week and evaluation is that of plain SQL over the instants');
SELECT cmp_ok((SELECT count(DISTINCT (missing > 0, pending > 0, late > 0)) FROM plain), '>', 2::bigint, 'of all kinds');
SELECT is((SELECT rollup(s) FROM answer WHERE as_of = '2026-03-20 12:34:56.789Z'), (SELECT timeliness_agg(expected_at, arrived_at, allowed, '2026-03-20 12:34:56.789Z') FROM load), 'weeks roll up to the whole');

-- The form of lags: a NULL one is missing.
SELECT is((SELECT timeliness_agg(arrived_at - expected_at, allowed) FROM load WHERE expected_at IS NOT NULL),
	(SELECT timeliness_agg(expected_at, arrived_at, allowed, 'infinity') FROM load WHERE expected_at IS NOT NULL), 'lags are what instants are, when all is known');
SELECT is_empty($$
	SELECT q, lag_percentile(s, q), exact FROM (SELECT timeliness_agg(arrived_at - expected_at, allowed) AS s FROM load WHERE expected_at IS NOT NULL) AS t, unnest(ARRAY[0, 0.5, 0.9, 0.95, 1]) AS q,
		LATERAL (SELECT percentile_disc(q) WITHIN GROUP (ORDER BY greatest(extract(epoch FROM arrived_at - expected_at), 0)) AS exact FROM load WHERE expected_at IS NOT NULL AND allowed IS NOT NULL AND arrived_at IS NOT NULL) AS p
	WHERE abs(lag_percentile(s, q) - exact) > 0.01 * exact
$$, 'percentiles are within a hundredth of percentile_disc');
SELECT is((SELECT timeliness(s) FROM (SELECT timeliness_agg(NULL, '1 hour', 'error') AS s) AS t), 0::float8, 'what is missing is not in time');

-- An instant that was a timestamp or a date is refused, as everywhere.
SELECT throws_ok($$ SELECT timeliness_agg(t, t, '1 hour', '2026-01-01Z') FROM (VALUES (timestamp '2026-01-01')) AS v(t) $$, '42804', 'a timestamp without time zone would be read in the time zone of the session', 'timestamps are refused');
SELECT throws_ok($$ SELECT timeliness_agg('2026-01-01Z', '2026-01-01Z', '1 hour', d) FROM (VALUES (date '2026-01-01')) AS v(d) $$, '42804', 'a date would be read in the time zone of the session', 'and dates');
SELECT lives_ok($$ SELECT timeliness_agg(t::timestamptz, t::timestamptz, '1 hour', '2026-01-01Z') FROM (VALUES (timestamp '2026-01-01')) AS v(t) $$, 'unless they are cast');

SELECT finish();
ROLLBACK;
