-- Durations: what the type and its aggregates print, and what they refuse.
CREATE TEMP TABLE reply (ticket text, seconds float8);
INSERT INTO reply VALUES ('a', 60), ('b', 90), ('c', 90), ('d', 3600), ('e', NULL), ('f', 90061.5);

SELECT duration_agg(seconds) FROM reply;
SELECT duration_agg(seconds * interval '1 second') FROM reply;
SELECT duration_agg(seconds)::jsonb FROM reply;
SELECT duration_total(s), duration_mean(s), duration_min(s), duration_max(s), observations(s), unanswered(s), invalid(s)
FROM (SELECT duration_agg(seconds) AS s FROM reply) AS day;
SELECT q, duration_percentile(s, q)::numeric(10, 2), duration_percentile_lo(s, q, 0.5)::numeric(10, 2) AS lo,
	duration_percentile_hi(s, q, 0.5)::numeric(10, 2) AS hi
FROM (SELECT duration_agg(seconds) AS s FROM reply) AS day, unnest(ARRAY[0, 0.1, 0.25, 0.5, 0.75, 0.9, 1]) AS q;
SELECT ticket, duration_mean(seconds) OVER w AS mean, duration_p50(seconds) OVER w::numeric(10, 2) AS p50, duration_agg(seconds) OVER w AS summary
FROM reply WINDOW w AS (ORDER BY ticket ROWS 1 PRECEDING);
SELECT bound, duration_share_within(s, bound) FROM (SELECT duration_agg(seconds) AS s FROM reply) AS day,
	unnest(ARRAY[-1, 0, 59, 60, 75, 90, 3600, 90061, 90062, 'infinity']::float8[]) AS bound;
SELECT duration_agg(seconds) - duration_agg(seconds) FILTER (WHERE ticket = 'a') FROM reply;

-- Partial aggregation
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET max_parallel_workers_per_gather = 2;
CREATE TABLE many_replies AS SELECT i % 7 AS team, i * 1.5 AS seconds FROM generate_series(1, 20000) AS i;
ANALYZE many_replies;
EXPLAIN (COSTS OFF) SELECT duration_p50(seconds::float8), duration_mean(seconds::float8) FROM many_replies;
SELECT duration_p50(seconds::float8)::numeric(10, 2), duration_mean(seconds::float8) FROM many_replies;
CREATE TABLE parallel_summary AS SELECT team, duration_agg(seconds::float8) AS s FROM many_replies GROUP BY team;
SET max_parallel_workers_per_gather = 0;
SELECT count(*), bool_and(s = serial) FROM parallel_summary
JOIN (SELECT team, duration_agg(seconds::float8) AS serial FROM many_replies GROUP BY team) AS t USING (team);
RESET ALL;
DROP TABLE many_replies, parallel_summary;

-- Refused rows
SELECT duration_agg(-1::float8);
SELECT duration_agg('NaN'::float8);
SELECT duration_agg('infinity'::float8);
SELECT duration_agg(1e13);
SELECT duration_agg(interval '-1 hour');
SELECT duration_agg(interval '1 month 1 day');
SELECT duration_agg(interval '200000000 days');
SELECT duration_mean(-5::float8);
SELECT duration_agg(60, 'ignore');
SELECT duration_agg(60, NULL);
SELECT duration_agg(interval '1 minute', 'Count');
SELECT duration_mean(60, NULL::text);
SELECT duration_p90(interval '1 minute', NULL::uuid);

-- Refused options
SELECT duration_percentile(duration_agg(60), 90);
SELECT duration_percentile(duration_agg(60), 'NaN');
SELECT duration_percentile(duration_agg(60), 0.9, -1);
SELECT duration_percentile_lo(duration_agg(60), 0.9, 95);
SELECT duration_mean(duration_agg(60), -1);
SELECT duration_share_within(duration_agg(60), 'NaN');
SELECT is_suppressed(duration_agg(60), -1);
SELECT format_duration('NaN');
SELECT duration_agg(60) - duration_agg(61);
SELECT duration_agg(60) - duration_agg(3600);
SELECT duration_accum_inv(NULL, 60::float8);
SELECT duration_accum_inv(NULL, NULL::float8);
SELECT duration_accum(duration_agg(60), 61::float8);

-- Refused text
SELECT '[]'::duration_summary;
SELECT '{"observations": 1}'::duration_summary;
SELECT '{"observations": 1, "unanswered": 0, "invalid": 0, "total": 5, "minimum": 5, "maximum": 5, "buckets": [[5, 1]], "p50": 5}'::duration_summary;
SELECT '{"observations": 1, "unanswered": -1, "invalid": 0, "total": 5, "minimum": 5, "maximum": 5, "buckets": [[5, 1]]}'::duration_summary;
SELECT '{"observations": 2, "unanswered": 0, "invalid": 0, "total": 5, "minimum": 5, "maximum": 5, "buckets": [[5, 1]]}'::duration_summary;
SELECT '{"observations": 1, "unanswered": 0, "invalid": 0, "total": 6, "minimum": 5, "maximum": 5, "buckets": [[5, 1]]}'::duration_summary;
SELECT '{"observations": 1, "unanswered": 0, "invalid": 0, "total": -5, "minimum": null, "maximum": null, "buckets": [[5, 1]]}'::duration_summary;
SELECT '{"observations": 1, "unanswered": 0, "invalid": 0, "total": 5.5, "minimum": 5, "maximum": 5, "buckets": [[5, 1]]}'::duration_summary;
SELECT '{"observations": 1, "unanswered": 0, "invalid": 0, "total": 5, "minimum": 5, "maximum": null, "buckets": [[5, 1]]}'::duration_summary;
SELECT '{"observations": 1, "unanswered": 0, "invalid": 0, "total": 5, "minimum": 4, "maximum": 5, "buckets": [[5, 1]]}'::duration_summary;
SELECT '{"observations": 0, "unanswered": 0, "invalid": 0, "total": 0, "minimum": 5, "maximum": 5, "buckets": []}'::duration_summary;
SELECT '{"observations": 1, "unanswered": 0, "invalid": 0, "total": 60000000, "minimum": null, "maximum": null, "buckets": [[60000000, 1]]}'::duration_summary;
SELECT '{"observations": 2, "unanswered": 0, "invalid": 0, "total": 9, "minimum": null, "maximum": null, "buckets": [[5, 1], [4, 1]]}'::duration_summary;
SELECT '{"observations": 2, "unanswered": 0, "invalid": 0, "total": 10, "minimum": null, "maximum": null, "buckets": [[5, 1], [5, 1]]}'::duration_summary;
SELECT '{"observations": 0, "unanswered": 0, "invalid": 0, "total": 0, "minimum": null, "maximum": null, "buckets": [[5, 0]]}'::duration_summary;
SELECT '{"observations": 1, "unanswered": 0, "invalid": 0, "total": 5, "minimum": 5, "maximum": 5, "buckets": [[5, 1, 1]]}'::duration_summary;
SELECT '{"observations": 1, "unanswered": 0, "invalid": 0, "total": 5, "minimum": 5, "maximum": 5, "buckets": [5]}'::duration_summary;
SELECT '{"observations": 4611686018427387904, "unanswered": 0, "invalid": 0, "total": 0, "minimum": 0, "maximum": 0, "buckets": [[0, 4611686018427387903]]}'::duration_summary;
SELECT '{"observations": 4611686018427387903, "unanswered": 0, "invalid": 0, "total": 0, "minimum": 0, "maximum": 0, "buckets": [[0, 4611686018427387903]]}'::duration_summary;
