-- ratio_summary: outputs, errors, plans.
SET extra_float_digits = 0;

SELECT ratio_agg(numerator, denominator) FROM (VALUES (5, 10), (3.5, 8), (NULL, 1), (1, NULL)) AS call(numerator, denominator);
SELECT ratio_agg(numerator, denominator, 'count') FROM (VALUES (5::float8, 10::float8), ('NaN', 1), (1, 'Infinity'), (1e16, 1), (-9007199254740992, 1)) AS call(numerator, denominator);
SELECT ratio_agg(n, n), ratio(n, n), ratio_lo(n, n), ratio_hi(n, n) FROM generate_series(1, 3) AS n WHERE false;
SELECT ratio_agg(NULL, 1), ratio(NULL, 1), ratio_lo(NULL, 1), ratio_hi(NULL, 1);
SELECT ratio(5, 2), ratio_lo(5, 2), ratio_hi(5, 2);
SELECT ratio(n, 0), ratio_lo(n, 0), ratio(n, n - 2) AS sums_to_zero FROM generate_series(1, 3) AS n;
SELECT ratio(2 * n, n), ratio_lo(2 * n, n), ratio_hi(2 * n, n) FROM generate_series(1, 5) AS n;

CREATE TEMP VIEW handled AS
SELECT ratio_agg(numerator, denominator) AS s
FROM unnest('{5,3,8,6,2,9,4,7,5,6}'::float8[], '{10,8,12,11,6,14,9,13,9,12}'::float8[]) AS call(numerator, denominator);
SELECT observations(s), unanswered(s), invalid(s), round(ratio(s)::numeric, 9) AS ratio, round(ratio_lo(s)::numeric, 9) AS lo, round(ratio_hi(s)::numeric, 9) AS hi,
	round(ratio_lo(s, 0.9)::numeric, 9) AS lo90, is_suppressed(s, 10), is_suppressed(s, 11), ratio(s, 11) IS NULL AS hidden, ratio_lo(s, min_n => 11) IS NULL AS lo FROM handled;
SELECT ratio(NULL::ratio_summary), observations(NULL::ratio_summary), unanswered(NULL::ratio_summary), invalid(NULL::ratio_summary);
SELECT s::jsonb -> 'numerator' AS numerator, s::jsonb -> 'product' AS product FROM handled;

CREATE TEMP VIEW two AS
SELECT ratio_agg(n % 7 + 1, n % 3 + 1) AS a, ratio_agg(n % 5 + 1, n % 3 + 1) AS b FROM generate_series(1, 50) AS n;
SELECT round(ratio_difference(a, b)::numeric, 9) AS difference, round(ratio_difference_lo(a, b)::numeric, 9) AS lo,
	round(ratio_difference_hi(a, b)::numeric, 9) AS hi, round(ratio_difference_p(a, b)::numeric, 9) AS p FROM two;
SELECT ratio_difference(a, b), ratio_difference_lo(a, b), ratio_difference_p(a, b) FROM (SELECT ratio_agg(1, 2) AS a, ratio_agg(1, 4) AS b) AS q;
SELECT ratio_difference(a, b), ratio_difference_lo(a, b), ratio_difference_p(a, b) FROM (SELECT ratio_agg(1, 2) AS a, ratio_agg(1, 0) AS b) AS q;
SELECT (a || b) - b = a AS subtracted, merge(a, b) = (b || a) AS merged, (SELECT rollup(s) FROM (VALUES (a), (NULL), (b)) AS stored(s)) = (a || b) AS rolled_up FROM two;
-- The order of the rows, and rows of 0.1, leave no trace.
SELECT ratio_agg(n / 10.0, 0.1 ORDER BY n) = ratio_agg(n / 10.0, 0.1 ORDER BY -n) AS same, ratio_agg(0.1, 0.1) - ratio_agg(0.1, 0.1) AS nothing FROM generate_series(1, 100) AS n;
SELECT n, ratio(n, 2) OVER (ORDER BY n ROWS 1 PRECEDING) FROM generate_series(1, 4) AS n;
SELECT ratio(n, n * n) AS repeated, ratio(DISTINCT n, n * n, 'k' || n) AS right FROM generate_series(1, 2) AS n, generate_series(1, 3) AS m WHERE n = 1 OR m = 1;

-- Errors.
SELECT ratio(1, 'NaN'::float8);
SELECT ratio('Infinity'::float8, 1);
SELECT ratio_agg(1e16, 1);
SELECT ratio_agg(1, 1, 'ignore');
SELECT ratio(DISTINCT 1, 1, NULL::text);
SELECT ratio(DISTINCT 1, 1, NULL::uuid);
SELECT ratio_lo(s, 95) FROM handled;
SELECT ratio(s, -5) FROM handled;
SELECT subtract(ratio_agg(1, 1), ratio_agg(2, 1) || ratio_agg(1, 1));
SELECT subtract(ratio_agg(1, 1), ratio_agg(2, 1));
SELECT ratio_accum_inv(ratio_agg(1, 2), 3, 4);
SELECT ratio_accum_inv(NULL, 3, 4);
SELECT '{"observations": 0, "unanswered": 0, "invalid": 0, "numerator": 1, "denominator": 1, "numerator_square": 1, "product": 1, "denominator_square": 1}'::ratio_summary;
SELECT '{"observations": 1, "unanswered": 0, "invalid": 0, "numerator": 1, "denominator": 1, "numerator_square": -1, "product": 1, "denominator_square": 1}'::ratio_summary;
SELECT '{"observations": 1, "unanswered": 0, "invalid": 0, "numerator": 1e300, "denominator": 1, "numerator_square": 1, "product": 1, "denominator_square": 1}'::ratio_summary;
SELECT '{"observations": 1, "unanswered": 0, "invalid": 0, "numerator": 0.1, "denominator": 1, "numerator_square": 1, "product": 1, "denominator_square": 1}'::ratio_summary;
SELECT '{"observations": 1, "unanswered": 0, "invalid": 0, "numerator": 162259276829213363391578010288128, "denominator": 1, "numerator_square": 1, "product": 1, "denominator_square": 1}'::ratio_summary;
SELECT '{"observations": 1, "unanswered": 0, "invalid": 0, "numerator": -162259276829213363391578010288129, "denominator": 1, "numerator_square": 1, "product": 1, "denominator_square": 1}'::ratio_summary;
SELECT '{"observations": 1, "unanswered": 0, "invalid": 0, "numerator": "1", "denominator": 1, "numerator_square": 1, "product": 1, "denominator_square": 1}'::ratio_summary;
SELECT '{"observations": 1, "unanswered": 0, "invalid": 0, "numerator": 1, "denominator": 1, "numerator_square": 1, "product": 1}'::ratio_summary;

-- Plans.
CREATE TABLE call (team integer, seconds float8, contacts float8);
INSERT INTO call SELECT i % 7, (i * 37) % 901, 1 + i % 3 FROM generate_series(1, 5000) AS i;
ANALYZE call;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET max_parallel_workers_per_gather = 2;
SET enable_sort = off;
EXPLAIN (COSTS OFF) SELECT ratio(seconds, contacts), ratio_lo(seconds, contacts) FROM call;
EXPLAIN (COSTS OFF) SELECT team, ratio_agg(seconds, contacts) FROM call GROUP BY team;
SELECT round(ratio(seconds, contacts)::numeric, 9) AS ratio, round((sum(seconds) / sum(contacts))::numeric, 9) AS plain FROM call;
DROP TABLE call;
