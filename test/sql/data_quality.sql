-- Data quality: what the types and their aggregates print, and what they refuse.
CREATE TEMP TABLE field (week integer, id text, owner text, arr numeric);
INSERT INTO field VALUES (1, 'a', 'ann', 1200), (1, 'b', NULL, 0), (1, 'c', E' \t', 300), (2, 'd', '', NULL), (2, 'e', 'bob', 5), (3, 'f', ' x', 7);

SELECT completeness_agg(owner), completeness_agg(arr > 0), completeness_agg(owner IS NOT NULL) FROM field;
SELECT jsonb_pretty(completeness_agg(owner)::jsonb) FROM field;
SELECT observations(s), present(s), missing(s), blank(s), completeness(s), completeness(s, 7), completeness_lo(s)::numeric(9, 6), completeness_hi(s)::numeric(9, 6),
	completeness_lo(s, 0.9, 'jeffreys')::numeric(9, 6) AS jeffreys, completeness_proportion(s), is_suppressed(s, 7)
FROM (SELECT completeness_agg(owner) FROM field) AS c(s);
SELECT week, completeness(owner), completeness(arr > 0), completeness_lo(owner)::numeric(9, 6), completeness_hi(owner)::numeric(9, 6) FROM field GROUP BY week ORDER BY week;
SELECT id, completeness(owner) OVER w, completeness_agg(owner) OVER w FROM field WINDOW w AS (ORDER BY id ROWS 2 PRECEDING);
SELECT completeness(DISTINCT owner, id), completeness(DISTINCT arr > 0, md5(id)::uuid) FROM field, generate_series(1, 3);
SELECT completeness_agg(owner) - completeness_agg(owner) FILTER (WHERE week > 1), completeness_agg(owner) || completeness_agg(owner) FROM field;
SELECT completeness(s), completeness_lo(s), observations(s), missing(s), present(s), blank(s) FROM (SELECT completeness_agg(owner) FROM field WHERE false) AS c(s);
SELECT completeness(NULL::text), completeness(NULL::boolean), completeness_agg(NULL);

CREATE TEMP TABLE invoice (week integer, id text, a numeric, b numeric, arr numeric);
INSERT INTO invoice VALUES (1, 'i1', 100.00, 100.00, 10), (1, 'i2', 200, 199.98, 20), (1, 'i3', 50, 45, NULL), (2, 'i4', 75, NULL, 40), (2, 'i5', NULL, 12.5, 50), (2, 'i6', NULL, NULL, 60), (3, 'i7', -3, -3, 0);
SELECT reconciliation_agg(a, b) FROM invoice;
SELECT reconciliation_agg(a, b, 0.05) FROM invoice;
SELECT reconciliation_agg(a, b, 0.05, arr) FROM invoice;
SELECT observations(s), reconciled(s), mismatched(s), in_both(s), only_a(s), only_b(s), unanswered(s), invalid(s), without_amount(s), is_suppressed(s, 7) FROM (SELECT reconciliation_agg(a, b, 0.05, arr) FROM invoice) AS c(s);
SELECT total_a(s), total_b(s), absolute_difference(s), amount_reconciled(s), amount_at_variance(s), reconciliation_rate(s), reconciliation_rate(s, 7) AS suppressed, reconciliation_rate_lo(s)::numeric(9, 6) AS lo,
	reconciliation_rate_hi(s)::numeric(9, 6) AS hi, reconciliation_rate_by_amount(s), reconciliation_proportion(s)
FROM (SELECT reconciliation_agg(a, b, 0.05, arr) FROM invoice) AS c(s);
SELECT week, reconciliation_rate(a, b), reconciliation_rate(a, b, 0.05), reconciliation_rate_by_amount(a, b, 0.05, arr), reconciliation_rate_lo(a, b)::numeric(9, 6) AS lo, reconciliation_rate_hi(a, b, 0.05)::numeric(9, 6) AS hi
FROM invoice GROUP BY week ORDER BY week;
SELECT id, reconciliation_rate(a, b, 0.05) OVER w, amount_at_variance(reconciliation_agg(a, b, 0.05) OVER w) FROM invoice WINDOW w AS (ORDER BY id ROWS 2 PRECEDING);
SELECT reconciliation_rate(DISTINCT a, b, id), reconciliation_rate(DISTINCT a, b, 0.05, id), reconciliation_rate_by_amount(DISTINCT a, b, 0.05, arr, md5(id)::uuid) FROM invoice, generate_series(1, 3);
SELECT reconciliation_agg(a, b) - reconciliation_agg(a, b) FILTER (WHERE week > 1) FROM invoice;
SELECT reconciliation_agg(a, b, t, w, 'count') FROM (VALUES (1, 1, 0, 1), ('NaN', 1, 0, 1), (1, 1e17, 0, 1), (1, 1, -1, 1), (1, 1, 0, -1), (1e-45, 1, 0, 1)) AS v(a, b, t, w);
SELECT reconciliation_rate(s), reconciliation_rate_by_amount(s), amount_at_variance(s), observations(s), only_a(s) FROM (SELECT reconciliation_agg(a, b) FROM invoice WHERE false) AS c(s);
SELECT reconciliation_rate(s), reconciliation_rate_lo(s), reconciliation_rate_by_amount(s), observations(s), unanswered(s) FROM (SELECT reconciliation_agg(NULL, NULL)) AS c(s);

CREATE TEMP TABLE load (week integer, id text, expected_at timestamptz, arrived_at timestamptz);
INSERT INTO load VALUES (1, 'a', '2026-03-02 08:00Z', '2026-03-02 08:20Z'), (1, 'b', '2026-03-02 08:00Z', '2026-03-02 07:00Z'), (1, 'c', '2026-03-02 08:00Z', '2026-03-02 09:00:00.000001Z'),
	(2, 'd', '2026-03-09 08:00Z', NULL), (2, 'e', '2026-03-09 08:00Z', '2026-03-12 08:00Z'), (3, 'f', '2026-03-16 08:00Z', NULL), (3, 'g', NULL, '2026-03-16 08:00Z');
SELECT as_of, timeliness_agg(expected_at, arrived_at, '1 hour', as_of) FROM load, unnest('{2026-03-09 09:00Z,2026-03-10 00:00Z,infinity}'::timestamptz[]) AS as_of GROUP BY as_of ORDER BY as_of;
SELECT observations(s), on_time(s), late(s), missing(s), pending(s), unanswered(s), invalid(s), is_suppressed(s, 7), timeliness(s), timeliness(s, 7) AS suppressed, timeliness_lo(s)::numeric(9, 6) AS lo,
	timeliness_hi(s)::numeric(9, 6) AS hi, timeliness_proportion(s), lag_percentile(s, 1), lag_percentile(s, 0.5), duration_max(timeliness_lags(s))
FROM (SELECT timeliness_agg(expected_at, arrived_at, '1 hour', '2026-03-16 09:00Z') FROM load) AS t(s);
SELECT week, timeliness(expected_at, arrived_at, '1 hour', '2026-03-31Z'), timeliness(arrived_at - expected_at, '1 hour') AS by_lag, timeliness_lo(arrived_at - expected_at, '1 hour')::numeric(9, 6) AS lo FROM load GROUP BY week ORDER BY week;
SELECT id, timeliness(arrived_at - expected_at, '1 hour') OVER w, timeliness_agg(arrived_at - expected_at, '1 hour') OVER w FROM load WINDOW w AS (ORDER BY id ROWS 1 PRECEDING);
SELECT timeliness(DISTINCT arrived_at - expected_at, '1 hour', id), timeliness(DISTINCT expected_at, arrived_at, '1 hour', '2026-03-31Z', md5(id)::uuid) FROM load, generate_series(1, 3);
SELECT timeliness_agg(arrived_at - expected_at, '1 hour') - timeliness_agg(arrived_at - expected_at, '1 hour') FILTER (WHERE week > 1) FROM load;
SELECT timeliness_agg(l, a, 'count') FROM (VALUES (interval '1 hour', interval '1 hour'), ('1 month', '1 hour'), ('1 hour', '1 month'), ('1 hour', '-1 hour'), ('1 hour', NULL)) AS v(l, a);
SELECT timeliness_agg(e, a, '1 hour', 'infinity', 'count') FROM (VALUES ('infinity'::timestamptz, '2026-01-01Z'::timestamptz), ('2026-01-01Z', 'infinity'), ('-infinity', '2026-01-01Z'), ('4000-01-01 BC', '290000-01-01'), ('290000-01-01', '4000-01-01 BC')) AS v(e, a);
SELECT timeliness(s), timeliness_lo(s), lag_percentile(s, 0.5), observations(s), pending(s) FROM (SELECT timeliness_agg(expected_at, arrived_at, '1 hour', '2026-03-31Z') FROM load WHERE false) AS t(s);

-- Partial aggregation
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET max_parallel_workers_per_gather = 2;
CREATE TABLE many_invoices AS SELECT i % 7 AS team, i AS a, i + (i % 3) / 10.0 AS b, CASE WHEN i % 4 > 0 THEN 'x' END AS owner FROM generate_series(1, 20000) AS i;
ANALYZE many_invoices;
EXPLAIN (COSTS OFF) SELECT reconciliation_rate(a, b, 0.1), completeness(owner) FROM many_invoices;
SELECT team, reconciliation_rate(a, b, 0.1)::numeric(9, 6), completeness(owner)::numeric(9, 6) FROM many_invoices GROUP BY team ORDER BY team;
RESET ALL;
DROP TABLE many_invoices;

-- Refused rows
SELECT reconciliation_agg('NaN', 1);
SELECT reconciliation_agg(1, 1e17);
SELECT reconciliation_agg(1, NULL, -0.5);
SELECT reconciliation_agg(1, 2, 0.5, -3);
SELECT reconciliation_agg(1, 2, 0.5, 3, 'ignore');
SELECT reconciliation_rate(1, 2, NULL::text);
SELECT completeness('x', NULL::text);
SELECT completeness(s, -1) FROM (SELECT completeness_agg(true)) AS c(s);
SELECT completeness_lo(s, 1.5) FROM (SELECT completeness_agg(true)) AS c(s);
SELECT reconciliation_rate_lo(s, method => 'bayes') FROM (SELECT reconciliation_agg(1, 1)) AS c(s);
SELECT completeness_agg(true) - completeness_agg(false);
SELECT reconciliation_agg(1, 1) - reconciliation_agg(2, 2);
SELECT '{"present": -1, "absent": 0, "blank": 0}'::completeness_summary;
SELECT '{"present": 4611686018427387903, "absent": 1, "blank": 0}'::completeness_summary;
SELECT '{"present": 1, "absent": 0}'::completeness_summary;
SELECT '{"present": 1, "absent": 0, "blank": 0, "missing": 0}'::completeness_summary;
SELECT '{"reconciled": 1, "mismatched": 0, "only_a": 0, "only_b": 0, "unanswered": 0, "invalid": 0, "without_amount": 2, "total_a": 1, "total_b": 1, "absolute_difference": 0, "amount_reconciled": 1, "amount_at_variance": 0}'::reconciliation_summary;
SELECT '{"reconciled": 1, "mismatched": 0, "only_a": 0, "only_b": 0, "unanswered": 0, "invalid": 0, "without_amount": 0, "total_a": 1, "total_b": 1, "absolute_difference": 1, "amount_reconciled": 1, "amount_at_variance": 0}'::reconciliation_summary;
SELECT '{"reconciled": 1, "mismatched": 0, "only_a": 0, "only_b": 0, "unanswered": 0, "invalid": 0, "without_amount": 0, "total_a": 1, "total_b": 1, "absolute_difference": 0, "amount_reconciled": -1, "amount_at_variance": 0}'::reconciliation_summary;
SELECT timeliness_agg(interval '1 month', '1 hour');
SELECT timeliness_agg(interval '1 hour', '-1 hour');
SELECT timeliness_agg('2026-01-01Z', '2026-01-01Z', '1 hour', NULL);
SELECT timeliness_agg('2026-01-01Z', '2026-01-01Z', '1 year', '2026-02-01Z');
SELECT timeliness_agg('-infinity', '2026-01-01Z', '1 hour', '2026-02-01Z');
SELECT timeliness_agg(interval '1 hour', '1 hour') - timeliness_agg(interval '1 hour', '0');
SELECT lag_percentile(timeliness_agg(interval '1 hour', '1 hour'), 1.5);
SELECT '{"on_time": 1, "late": 0, "missing": 0, "pending": 0, "lags": {"observations": 0, "unanswered": 0, "invalid": 0, "total": 0, "minimum": null, "maximum": null, "buckets": []}}'::timeliness_summary;
SELECT '{"on_time": 1, "late": 0, "missing": 0, "pending": 0, "durations": {}}'::timeliness_summary;
