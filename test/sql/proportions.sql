-- proportion_summary: outputs, errors, plans.
SET extra_float_digits = 0;

SELECT proportion_agg(success) FROM (VALUES (true), (true), (false), (NULL)) AS row_of(success);
SELECT proportion_agg(success), proportion(success), proportion_lo(success), proportion_hi(success) FROM (SELECT true AS success) AS q WHERE false;
SELECT proportion_agg(success), proportion(success), proportion_lo(success), proportion_hi(success) FROM (SELECT NULL::boolean AS success) AS q;

CREATE TEMP VIEW share AS SELECT proportion_agg(i <= 85) AS s FROM generate_series(1, 100) AS i;
SELECT observations(s), successes(s), unanswered(s), proportion(s), is_suppressed(s, 100), is_suppressed(s, 101), proportion(s, 101) IS NULL AS hidden,
	proportion_lo(s, min_n => 101) IS NULL AS lo, proportion_hi(s, min_n => 100) IS NULL AS shown FROM share;
SELECT method, confidence, round(proportion_lo(s, confidence, method)::numeric, 9) AS lo, round(proportion_hi(s, confidence, method)::numeric, 9) AS hi
FROM share, unnest('{wilson,agresti_coull,clopper_pearson,jeffreys,wald}'::text[]) AS method, unnest('{0.9,0.95,0.99}'::float8[]) AS confidence;
SELECT n, x, method, round(proportion_lo(s, 0.95, method)::numeric, 9) AS lo, round(proportion_hi(s, 0.95, method)::numeric, 9) AS hi
FROM (SELECT n, x, proportion_agg(i <= x) AS s FROM (VALUES (1), (5)) AS size(n), generate_series(0, n, n) AS x, generate_series(1, n) AS i GROUP BY n, x) AS q,
	unnest('{wilson,agresti_coull,clopper_pearson,jeffreys,wald}'::text[]) AS method ORDER BY n, x, method;
SELECT proportion(success), proportion_lo(success) = proportion_lo(proportion_agg(success)) AS lo, proportion_hi(success) = proportion_hi(proportion_agg(success)) AS hi
FROM (VALUES (true), (true), (false), (NULL)) AS row_of(success);
SELECT proportion(NULL::proportion_summary), observations(NULL::proportion_summary), successes(NULL::proportion_summary), unanswered(NULL::proportion_summary);

CREATE TEMP VIEW two AS
SELECT proportion_agg(i <= 120) AS a, proportion_agg(i <= 150) AS b FROM generate_series(1, 1000) AS i;
SELECT method, round(proportion_difference(a, b)::numeric, 9) AS difference, round(proportion_difference_lo(a, b, 0.95, method)::numeric, 9) AS lo,
	round(proportion_difference_hi(a, b, 0.95, method)::numeric, 9) AS hi FROM two, unnest('{newcombe,agresti_caffo,wald}'::text[]) AS method;
SELECT method, round(proportion_difference_p(a, b, method)::numeric, 9) AS p FROM two, unnest('{pooled,unpooled}'::text[]) AS method;
SELECT proportion_difference(a, a), proportion_difference_p(a, a), proportion_difference_lo(a, a) IS NULL AS lo FROM (SELECT proportion_agg(true) AS a FROM generate_series(1, 9)) AS q;
SELECT proportion_difference(a, b), proportion_difference_lo(a, b), proportion_difference_p(a, b) FROM (SELECT proportion_agg(true) AS a, proportion_agg(NULL::boolean) AS b) AS q;
SELECT a || b, (a || b) - b = a AS subtracted, merge(a, b) = (b || a) AS merged, (SELECT rollup(s) FROM (VALUES (a), (NULL), (b)) AS stored(s)) = (a || b) AS rolled_up FROM two;
SELECT day, proportion(success) OVER (ORDER BY day ROWS 1 PRECEDING) FROM (VALUES (1, true), (2, false), (3, NULL), (4, NULL), (5, true)) AS daily(day, success);
SELECT proportion(success) AS repeated, proportion(DISTINCT success, id) AS right FROM (VALUES ('a', true), ('b', false)) AS ticket(id, success), generate_series(1, 3) AS n WHERE id = 'a' OR n = 1;

-- Errors.
SELECT proportion(DISTINCT true, NULL::text);
SELECT proportion_lo(s, 1) FROM share;
SELECT proportion_lo(s, 0) FROM share;
SELECT proportion_lo(s, 0.95, 'exact') FROM share;
SELECT proportion_difference_lo(s, s, 0.95, 'wilson') FROM share;
SELECT proportion_difference_p(s, s, 'fisher') FROM share;
SELECT proportion(s, -1) FROM share;
SELECT subtract(proportion_agg(true), proportion_agg(false));
SELECT subtract(proportion_agg(true), proportion_agg(NULL::boolean));
SELECT proportion_accum_inv(proportion_agg(true), false);
SELECT proportion_accum_inv(NULL, true);
SELECT '{"observations": 1, "successes": 2, "unanswered": 0}'::proportion_summary;
SELECT '{"observations": 1, "successes": -1, "unanswered": 0}'::proportion_summary;
SELECT '{"observations": 4611686018427387904, "successes": 1, "unanswered": 0}'::proportion_summary;
SELECT '{"observations": 1, "successes": 1}'::proportion_summary;
SELECT '{"observations": 1, "successes": 1, "unanswered": 0, "n": 1}'::proportion_summary;
SELECT '{"observations": 1, "observations": 1, "successes": 1, "unanswered": 0}'::proportion_summary;
SELECT '{"observations": true, "successes": 1, "unanswered": 0}'::proportion_summary;
SELECT merge('{"observations": 4611686018427387903, "successes": 1, "unanswered": 0}'::proportion_summary, '{"observations": 1, "successes": 1, "unanswered": 0}');

-- Adjusted p-values.
SELECT adjust_p('{0.01,0.04,0.03,0.005,0.2}');
SELECT adjust_p('{0.01,0.04,0.03,0.005,0.2}', 'bh');
SELECT adjust_p('{}'), adjust_p(NULL), adjust_p('{0.5,NULL,0.01}'), adjust_p('{1,1,0}');
SELECT adjust_p('{0.5,1.5}');
SELECT adjust_p('{0.5,NaN}');
SELECT adjust_p('{0.5,0.1}', 'hochberg');

-- Plans.
CREATE TABLE ticket (team integer, solved boolean);
INSERT INTO ticket SELECT i % 7, i % 5 > 0 FROM generate_series(1, 5000) AS i;
ANALYZE ticket;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET max_parallel_workers_per_gather = 2;
SET enable_sort = off;
EXPLAIN (COSTS OFF) SELECT proportion(solved), proportion_lo(solved) FROM ticket;
EXPLAIN (COSTS OFF) SELECT team, proportion_agg(solved) FROM ticket GROUP BY team;
SELECT proportion(solved) FROM ticket;
DROP TABLE ticket;
