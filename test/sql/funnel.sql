-- Funnels: what the type and its aggregates print, and what they refuse.
SET timezone = 'UTC';
CREATE TEMP TABLE milestone (account text, at timestamptz, step integer);
INSERT INTO milestone VALUES
	('acme', '2026-03-02 09:00+00', 1), ('acme', '2026-03-03 10:30+00', 2), ('acme', '2026-03-09 09:00+00', 3), ('acme', '2026-03-03 10:30+00', 2),
	('bolt', '2026-03-02 09:00+00', 1), ('bolt', '2026-03-20 09:00+00', 2),
	('cask', '2026-03-05 09:00+00', 1), ('cask', '2026-03-06 12:00+00', 0), ('cask', '2026-03-06 13:00+00', 2),
	('dune', '2026-03-18 08:00+00', 1), ('eden', NULL, NULL), ('fern', '2026-03-04 09:00+00', 2), ('fern', '2026-03-05 09:00+00', 1);

SELECT account, funnel_agg(at, step, '14 days') FROM milestone GROUP BY account ORDER BY 1;
SELECT account, mode, funnel_level(f) AS level, funnel_level(f, '2026-03-05 12:00+00') AS on_5th, funnel_seconds_to(f, 2) AS to_2,
	funnel_reached_at(f, 2) AS reached_2, funnel_status(f, 2, '2026-03-19 00:00+00') AS status_2, observations(f)
FROM (SELECT account, mode, funnel_agg(at, step, '14 days', mode) AS f FROM milestone, unnest('{ordered,strict,unordered}'::text[]) AS mode
	GROUP BY account, mode) AS q ORDER BY 1, 2;
SELECT account, step, reached_at, seconds FROM (SELECT account, funnel_agg(at, step, '14 days') AS f FROM milestone GROUP BY account) AS q,
	funnel_steps(f) ORDER BY 1, 2;
SELECT step, count(*) FILTER (WHERE status = 'reached') AS reached, count(*) FILTER (WHERE status = 'not_yet') AS not_yet,
	count(*) FILTER (WHERE status = 'missed') AS missed, duration_p50(seconds)
FROM (SELECT step, funnel_status(f, step, '2026-03-19 00:00+00') AS status, funnel_seconds_to(f, step, '2026-03-19 00:00+00') AS seconds
	FROM (SELECT funnel_agg(at, step, '14 days') AS f FROM milestone GROUP BY account) AS q, generate_series(1, 3) AS step) AS s
GROUP BY step ORDER BY 1;
SELECT a || b = whole, funnel_level(a), funnel_level(b), funnel_level(a || b), a || a = a
FROM (SELECT funnel_agg(at, step, '14 days') FILTER (WHERE step <> 2) AS a, funnel_agg(at, step, '14 days') FILTER (WHERE step = 2) AS b,
	funnel_agg(at, step, '14 days') AS whole FROM milestone WHERE account = 'acme') AS q;
SELECT funnel_agg(at, step, '0 seconds')::jsonb FROM milestone WHERE account = 'dune';
SELECT funnel_level(NULL), funnel_status(NULL, 1, now()), observations(NULL::funnel);

-- Partial aggregation
CREATE TABLE many_steps AS SELECT i % 97 AS account, timestamptz '2025-01-01 00:00+00' + i * interval '1 minute' AS at, i % 5 AS step FROM generate_series(1, 20000) AS i;
ANALYZE many_steps;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET max_parallel_workers_per_gather = 2;
EXPLAIN (COSTS OFF) SELECT funnel_level(funnel_agg(at, step, '1 hour')) FROM many_steps;
SELECT funnel_level(funnel_agg(at, step, '1 hour')) FROM many_steps;
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET min_parallel_table_scan_size;
RESET max_parallel_workers_per_gather;
DROP TABLE many_steps;

-- What is refused
SELECT funnel_agg(at::timestamp, step, '14 days') FROM milestone;
SELECT funnel_level(funnel_agg(at, step, '14 days'), localtimestamp) FROM milestone;
SELECT funnel_status(funnel_agg(at, step, '14 days'), 1, current_date) FROM milestone;
SELECT funnel_agg(at, step, NULL) FROM milestone;
SELECT funnel_agg(at, step, '1 month') FROM milestone;
SELECT funnel_agg(at, step, '-1 day') FROM milestone;
SELECT funnel_agg(at, step, '14 days', 'any') FROM milestone;
SELECT funnel_agg(at, step, '14 days', NULL) FROM milestone;
SELECT funnel_agg(at, step + 100, '14 days') FROM milestone;
SELECT funnel_agg('infinity', step, '14 days') FROM milestone;
SELECT funnel_agg(at, step, step * interval '1 day') FROM milestone;
SELECT funnel_agg(at, step, '14 days') || funnel_agg(at, step, '14 days', 'strict') FROM milestone;
SELECT funnel_seconds_to(funnel_agg(at, step, '14 days'), 0) FROM milestone;
SELECT '{"mode": "ordered", "within": "1 month", "events": []}'::funnel;
SELECT '{"mode": "loose", "within": "1 day", "events": []}'::funnel;
SELECT '{"mode": "strict", "within": "1 day", "events": [["2026-03-02T09:00:00Z", 1], ["2026-03-02T08:00:00Z", 1]]}'::funnel;
SELECT '{"mode": "strict", "within": "1 day", "events": [["2026-03-02T09:00:00Z", 65]]}'::funnel;
