-- SLA results: against the rows themselves, and the properties of their summaries.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION pgtap SCHEMA public;
CREATE SCHEMA csops;
CREATE EXTENSION csops SCHEMA csops;
SET LOCAL search_path = csops, public;

SELECT no_plan();

SELECT setseed(0.62);
CREATE TEMP TABLE source AS
SELECT n, (random() * 59)::integer AS team,
	CASE WHEN random() > 0.05 THEN floor(exp(8 + 1.5 * random()) / 60) * interval '1 minute' END AS elapsed,
	CASE WHEN random() > 0.1 THEN (ARRAY['1 hour', '2 hours', '4 hours'])[1 + (random() * 2)::integer]::interval END AS target,
	CASE WHEN random() > 0.05 THEN random() > 0.3 END AS finished
FROM generate_series(1, 20000) AS n;
ALTER TABLE source ADD clock sla_clock;
UPDATE source SET clock = (NULL, NULL, NULL, finished, target, elapsed, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
WHERE elapsed IS NOT NULL OR random() > 0.5;

CREATE TEMP TABLE summary AS
SELECT team, sla_agg(elapsed, target, finished) AS s, sla_agg(clock) AS of_clocks,
	duration_agg(elapsed) FILTER (WHERE finished AND elapsed IS NOT NULL) AS durations,
	sla_attainment(elapsed, target, finished) AS attainment, sla_attainment(clock) AS of_clocks_attainment
FROM source GROUP BY team;
CREATE TEMP TABLE expected AS
SELECT team,
	count(*) FILTER (WHERE elapsed <= target AND finished) AS achieved,
	count(*) FILTER (WHERE elapsed > target AND finished IS NOT NULL) AS breached,
	count(*) FILTER (WHERE elapsed <= target AND NOT finished) AS in_progress,
	count(*) FILTER (WHERE elapsed IS NOT NULL AND target IS NULL AND finished IS NOT NULL) AS without_target,
	count(*) FILTER (WHERE elapsed IS NULL OR finished IS NULL) AS unanswered
FROM source GROUP BY team;

SELECT is((SELECT count(*) FROM summary), 60::bigint, 'there are sixty teams');
SELECT ok((SELECT bool_and(least(achieved, breached, in_progress, without_target, unanswered) > 0) FROM expected), 'every outcome occurs');
SELECT is_empty($$
	SELECT team FROM summary JOIN expected USING (team)
	WHERE (sla_achieved(s), sla_breached(s), sla_in_progress(s), sla_without_target(s), unanswered(s), invalid(s), observations(s))
		IS DISTINCT FROM (achieved, breached, in_progress, without_target, unanswered, 0, achieved + breached)
$$, 'the counts are those of the rows');
SELECT is_empty($$
	SELECT team FROM summary JOIN expected USING (team)
	WHERE sla_attainment(s) <> achieved / (achieved + breached)::float8 OR attainment <> sla_attainment(s)
	OR sla_attainment_lo(s, 0.9, 'clopper_pearson') <> (
		SELECT proportion_lo(proportion_agg(i <= achieved), 0.9, 'clopper_pearson') FROM generate_series(1, achieved + breached) AS i)
	OR sla_attainment_hi(s) <> (SELECT proportion_hi(proportion_agg(i <= achieved)) FROM generate_series(1, achieved + breached) AS i)
$$, 'attainment is achieved of achieved and breached, its interval that of a proportion');
SELECT is_empty($$ SELECT team FROM summary WHERE of_clocks <> s OR of_clocks_attainment <> attainment $$,
	'clocks are counted as their fields are');
SELECT is_empty($$
	SELECT team, q FROM summary, unnest(ARRAY[0, 0.01, 0.5, 0.9, 1]) AS q
	WHERE sla_durations(s) <> durations OR sla_percentile(s, q) IS DISTINCT FROM duration_percentile(durations, q)
$$, 'the durations are those of the finished clocks');
SELECT is((SELECT rollup(s) FROM summary), (SELECT sla_agg(elapsed, target, finished) FROM source), 'teams roll up to the whole');
SELECT is_empty($$
	SELECT a.team FROM summary AS a, summary AS b
	WHERE a.team < b.team AND (sla_durations(merge(a.s, b.s) - b.s)::jsonb - 'minimum' - 'maximum' <> sla_durations(a.s)::jsonb - 'minimum' - 'maximum'
		OR (merge(a.s, b.s) - b.s)::jsonb - 'durations' <> a.s::jsonb - 'durations')
$$, 'subtract takes out what merge put in');
SELECT is((s::jsonb -> 'durations')::text::duration_summary, sla_durations(s) , 'the text holds a duration_summary')
FROM (SELECT sla_agg(elapsed, target, finished) AS s FROM source WHERE finished AND elapsed IS NOT NULL) AS day;

-- Together they may not exceed what one summary can hold.
SELECT throws_ok($$ SELECT merge(s, s) FROM (VALUES (
	'{"achieved": 0, "breached": 0, "in_progress": 4611686018427387903, "without_target": 0, "durations": {"observations": 0, "unanswered": 0, "invalid": 0, "total": 0, "minimum": null, "maximum": null, "buckets": []}}'::sla_summary)) AS t(s)
$$, '22003', 'count is out of range', 'more rows than a summary holds');
SELECT throws_ok($$ SELECT sla_accum('{"achieved": 0, "breached": 0, "in_progress": 4611686018427387903, "without_target": 0, "durations": {"observations": 0, "unanswered": 0, "invalid": 0, "total": 0, "minimum": null, "maximum": null, "buckets": []}}'::sla_summary,
	'1 hour', '2 hours', false)
$$, '22003', 'count is out of range', 'one row more than a summary holds');

SELECT finish();
ROLLBACK;
