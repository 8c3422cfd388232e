-- SLA results: what the summary and its aggregates print, and what they refuse.
CREATE TEMP TABLE result (ticket text, team text, elapsed interval, target interval, finished boolean);
INSERT INTO result VALUES
	('a', 'east', '30 minutes', '1 hour', true), ('b', 'east', '1 hour', '1 hour', true), ('c', 'east', '61 minutes', '1 hour', true),
	('d', 'west', '2 hours', '1 hour', false), ('e', 'west', '10 minutes', '1 hour', false), ('f', 'west', '20 minutes', NULL, true),
	('g', 'west', '1 day', NULL, false), ('h', NULL, NULL, '1 hour', true), ('i', NULL, '1 hour', '2 hours', NULL);

SELECT sla_agg(elapsed, target, finished) FROM result;
SELECT sla_agg(elapsed, target, finished)::jsonb FROM result WHERE team = 'east';
SELECT observations(s), sla_achieved(s), sla_breached(s), sla_in_progress(s), sla_without_target(s), unanswered(s), invalid(s)
FROM (SELECT sla_agg(elapsed, target, finished) AS s FROM result) AS day;
SELECT observations(s), sla_achieved(s), sla_breached(s), sla_in_progress(s), sla_without_target(s), unanswered(s), invalid(s), sla_attainment(s)
FROM (SELECT sla_agg(elapsed, target, finished) AS s FROM result WHERE false) AS day;
SELECT sla_attainment(s), round(sla_attainment_lo(s)::numeric, 6) AS lo, round(sla_attainment_hi(s)::numeric, 6) AS hi,
	round(sla_attainment_lo(s, 0.8, 'jeffreys')::numeric, 6) AS jeffreys, sla_attainment(s, min_n => 5), is_suppressed(s, 5),
	sla_attainment_lo(s, min_n => 5), sla_percentile(s, 0), sla_percentile(s, 1), sla_percentile(s, 0.5, min_n => 5),
	duration_total(sla_durations(s))
FROM (SELECT sla_agg(elapsed, target, finished) AS s FROM result) AS day;
SELECT team, sla_attainment(elapsed, target, finished), round(sla_attainment_lo(elapsed, target, finished)::numeric, 6) AS lo,
	round(sla_attainment_hi(elapsed, target, finished)::numeric, 6) AS hi
FROM result GROUP BY team ORDER BY team;
SELECT sla_attainment(elapsed, target, finished) AS fanned_out, sla_attainment(DISTINCT elapsed, target, finished, ticket) AS once
FROM result, generate_series(1, CASE WHEN ticket = 'c' THEN 5 ELSE 1 END);
SELECT ticket, sla_agg(elapsed, target, finished) OVER (ORDER BY ticket ROWS 1 PRECEDING) FROM result;
SELECT sla_agg(elapsed, target, finished) - sla_agg(elapsed, target, finished) FILTER (WHERE team = 'east') FROM result;

-- What a clock says, and no clock
SELECT sla_agg(clock) = sla_agg((clock).elapsed, (clock).target, (clock).finished) AS same, sla_attainment(clock), sla_attainment(DISTINCT clock, 'x'::text)
FROM (VALUES ((NULL, NULL, NULL, true, '1 hour', '30 minutes', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)::sla_clock),
	((NULL, NULL, NULL, false, '1 hour', '90 minutes', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)::sla_clock), (NULL)) AS t(clock);

-- Partial aggregation
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET max_parallel_workers_per_gather = 2;
CREATE TABLE many_results AS
SELECT i % 7 AS team, i * interval '1 second' AS elapsed, interval '3 hours' AS target, i % 3 > 0 AS finished FROM generate_series(1, 20000) AS i;
ANALYZE many_results;
EXPLAIN (COSTS OFF) SELECT sla_attainment(elapsed, target, finished) FROM many_results;
SELECT sla_attainment(elapsed, target, finished) FROM many_results;
RESET ALL;
DROP TABLE many_results;

-- Refused rows
SELECT sla_agg(interval '-1 second', '1 hour', true);
SELECT sla_agg(interval '1 month', '1 hour', true);
SELECT sla_agg(interval '1 hour', '-1 hour', true);
SELECT sla_agg(interval '1 hour', '200000000 days', true);
SELECT sla_agg(interval '1 month', '1 hour', true, 'count'), sla_agg(NULL, '1 year', NULL, 'count');
SELECT sla_agg(interval '1 hour', '1 hour', true, 'ignore');
SELECT sla_attainment(interval '1 hour', '1 hour', true, NULL::text);
SELECT sla_attainment(NULL::sla_clock, NULL::uuid);

-- Refused options
SELECT sla_percentile(sla_agg('1 hour', '1 hour', true), 90);
SELECT sla_attainment(sla_agg('1 hour', '1 hour', true), -1);
SELECT sla_attainment_lo(sla_agg('1 hour', '1 hour', true), 95);
SELECT sla_attainment_lo(sla_agg('1 hour', '1 hour', true), method => 'newcombe');
SELECT sla_agg('1 hour', '1 hour', true) - sla_agg('1 hour', '30 minutes', true);
SELECT sla_agg('1 hour', '1 hour', true) - sla_agg('2 hours', '3 hours', true);

-- Refused texts
SELECT '{"achieved": 0, "breached": 0, "in_progress": 0, "without_target": 0}'::sla_summary;
SELECT '{"achieved": -1, "breached": 0, "in_progress": 0, "without_target": 0, "durations": {}}'::sla_summary;
SELECT '{"achieved": 1, "breached": 0, "in_progress": 0, "without_target": 0, "durations": {"observations": 0, "unanswered": 0, "invalid": 0, "total": 0, "minimum": null, "maximum": null, "buckets": []}}'::sla_summary;
SELECT '{"achieved": 0, "breached": 0, "in_progress": 3, "without_target": 0, "durations": {"observations": 1, "unanswered": 0, "invalid": 0, "total": 60, "minimum": 60, "maximum": 60, "buckets": [[60, 1]]}}'::sla_summary;
