-- What a score foretold: what the types and their aggregates print, and what they refuse.
CREATE TEMP TABLE account (name text, score float8, churned boolean, arr float8);
INSERT INTO account VALUES ('a', 10, true, 1200), ('b', 25, true, 0.1), ('c', 40, false, 300), ('d', 40, true, 7000), ('e', 55.55, false, 0),
	('f', 70, false, 100), ('g', 85, false, NULL), ('h', 99.996, false, 2400), ('i', 95, NULL, 50), ('j', NULL, false, 10);

SELECT score_evaluation_agg(score, churned) FROM account;
SELECT score_evaluation_agg(score, churned, arr) FROM account;
SELECT jsonb_pretty(score_evaluation_agg(score, churned)::jsonb) FROM account WHERE name < 'c';
SELECT observations(s), events(s), undecided(s), unscored(s), unweighted(s), invalid(s), score_coverage(s)
FROM (SELECT score_evaluation_agg(score, churned, arr) FROM account) AS e(s);
SELECT risk, auc(s, risk)::numeric(9, 6), auc_lo(s, risk)::numeric(9, 6) AS lo, auc_hi(s, risk)::numeric(9, 6) AS hi, auc_lo(s, risk, 0.5)::numeric(9, 6) AS lo_50,
	gini(s, risk)::numeric(9, 6), ks(s)::numeric(9, 6), brier(s, risk)::numeric(9, 6)
FROM (SELECT score_evaluation_agg(score, churned) FROM account) AS e(s), unnest('{low,high}'::text[]) AS risk;
SELECT auc(s)::numeric(9, 6), auc_lo(s)::numeric(9, 6) AS lo, auc_hi(s)::numeric(9, 6) AS hi, ks(s)::numeric(9, 6), brier(s)::numeric(9, 6)
FROM (SELECT score_evaluation_agg(score, churned, arr) FROM account) AS e(s);
SELECT threshold, flagged(s, threshold), precision_at(s, threshold)::numeric(9, 6), recall_at(s, threshold)::numeric(9, 6), lift_at(s, threshold)::numeric(9, 6),
	f1_at(s, threshold)::numeric(9, 6), flagged(s, threshold, 'high') AS rest
FROM (SELECT score_evaluation_agg(score, churned) FROM account) AS e(s), unnest(ARRAY[0, 10, 25.01, 40, 50, 55.56, 100]) AS threshold;
SELECT score_from, score_to, observations, events, predicted::numeric(9, 6), observed::numeric(9, 6), observed_lo::numeric(9, 6), observed_hi::numeric(9, 6)
FROM (SELECT score_evaluation_agg(score, churned) FROM account) AS e(s), calibration(s, bins => 3);
SELECT score_from, observations, predicted::numeric(9, 6), observed::numeric(9, 6), observed_lo::numeric(9, 6), observed_hi::numeric(9, 6)
FROM (SELECT score_evaluation_agg(score, churned, arr) FROM account) AS e(s), calibration(s, 2, 'high', 0.5);
SELECT psi(a, b)::numeric(9, 6), psi(b, a)::numeric(9, 6), psi(a, a), psi(a, b, bins => 2)::numeric(9, 6)
FROM (SELECT score_evaluation_agg(score, churned), score_evaluation_agg(score / 2, NULL) FROM account) AS e(a, b);
SELECT name, auc(score, churned) OVER w::numeric(9, 6) AS auc, score_evaluation_agg(score, churned) OVER w AS evaluation
FROM account WINDOW w AS (ORDER BY name ROWS 2 PRECEDING);
SELECT auc(DISTINCT score, churned, name)::numeric(9, 6) FROM account, generate_series(1, 3);
SELECT score_evaluation_agg(score, churned) - score_evaluation_agg(score, churned) FILTER (WHERE name > 'b') FROM account;
SELECT score_evaluation_agg(score, churned, arr) - score_evaluation_agg(score, churned, arr) FILTER (WHERE name > 'b') FROM account;
SELECT score_evaluation_agg(s, true, 'count'), score_evaluation_agg(s, true, w, 'count')
FROM (VALUES (50, 1), (-1, 1), (100.5, 1), ('NaN'::float8, 1), (50, -1), (50, 'Infinity'::float8)) AS v(s, w);

-- Nothing to say
SELECT auc(s), auc_lo(s), gini(s), ks(s), brier(s), precision_at(s, 50), recall_at(s, 50), lift_at(s, 50), f1_at(s, 50), score_coverage(s), observations(s), events(s), flagged(s, 50)
FROM (SELECT score_evaluation_agg(score, churned) FROM account WHERE name IN ('i', 'j')) AS e(s);
SELECT auc(s), observations(s), events(s), undecided(s), unscored(s), flagged(s, 50) FROM (SELECT NULL::score_evaluation) AS e(s);
SELECT auc(s), auc_lo(s), auc_hi(s) FROM (SELECT score_evaluation_agg(n, n < 3) FROM generate_series(1, 9) AS n) AS e(s);
SELECT psi(s, s) FROM (SELECT score_evaluation_agg(NULL, true)) AS e(s);

-- Partial aggregation
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET max_parallel_workers_per_gather = 2;
CREATE TABLE many_accounts AS SELECT i % 7 AS team, i % 1001 / 10.0 AS score, i % 5 = 0 AS churned, i % 100 + 0.1 AS arr FROM generate_series(1, 20000) AS i;
ANALYZE many_accounts;
EXPLAIN (COSTS OFF) SELECT auc(score, churned), score_evaluation_agg(score, churned, arr) FROM many_accounts;
CREATE TABLE parallel_evaluation AS SELECT team, score_evaluation_agg(score, churned) AS s, score_evaluation_agg(score, churned, arr) AS w FROM many_accounts GROUP BY team;
SET max_parallel_workers_per_gather = 0;
SELECT count(*), bool_and(s = serial_s AND w = serial_w) FROM parallel_evaluation
JOIN (SELECT team, score_evaluation_agg(score, churned) AS serial_s, score_evaluation_agg(score, churned, arr) AS serial_w FROM many_accounts GROUP BY team) AS t USING (team);
RESET ALL;
DROP TABLE many_accounts, parallel_evaluation;

-- Refused rows
SELECT score_evaluation_agg(-0.001, true);
SELECT score_evaluation_agg(100.001, true);
SELECT score_evaluation_agg('NaN', true);
SELECT score_evaluation_agg(101, true, 1);
SELECT score_evaluation_agg(50, true, -1);
SELECT score_evaluation_agg(50, true, 'NaN'::float8);
SELECT score_evaluation_agg(50, true, 1e16);
SELECT score_evaluation_agg(50, true, 'ignore');
SELECT score_evaluation_agg(50, true, NULL::text);
SELECT score_evaluation_agg(50, true, 1, NULL);
SELECT auc(50, true, NULL::text);

-- Refused options
SELECT auc(score_evaluation_agg(50, true), 'medium');
SELECT auc_lo(score_evaluation_agg(50, true), 'low', 95);
SELECT flagged(score_evaluation_agg(50, true), -1);
SELECT precision_at(score_evaluation_agg(50, true), 'NaN');
SELECT recall_at(score_evaluation_agg(50, true), 50, 'Low');
SELECT calibration(s, 0) FROM (SELECT score_evaluation_agg(50, true)) AS e(s);
SELECT psi(score_evaluation_agg(50, true), score_evaluation_agg(50, true), 1001);

-- Refused merges
SELECT score_evaluation_agg(50, true) || score_evaluation_agg(50, true, 1);
SELECT score_evaluation_agg(50, true) - score_evaluation_agg(50, true, 1);
SELECT score_evaluation_agg(50, true) - score_evaluation_agg(50, false);
SELECT score_evaluation_agg(50, true) - score_evaluation_agg(NULL, false);
SELECT score_evaluation_agg(50, true, 1) - score_evaluation_agg(50, true, 2);
SELECT score_evaluation_accum_inv(NULL, 50, true);
SELECT score_evaluation_accum_inv(score_evaluation_agg(50, true), NULL, true);
SELECT score_evaluation_accum(score_evaluation_agg(50, true, 1), 50, true);
SELECT score_evaluation_accum(score_evaluation_agg(50, true), 50.5, NULL);
SELECT '{"weighted": false, "unscored": 4611686018427387903, "unweighted": 0, "invalid": 0, "scores": []}'::score_evaluation || score_evaluation_agg(50, true);
SELECT score_evaluation_accum('{"weighted": false, "unscored": 4611686018427387903, "unweighted": 0, "invalid": 0, "scores": []}', 50, true);

-- Refused text
SELECT '[]'::score_evaluation;
SELECT '{"weighted": false}'::score_evaluation;
SELECT '{"weighted": 0, "unscored": 0, "unweighted": 0, "invalid": 0, "scores": []}'::score_evaluation;
SELECT '{"weighted": false, "unscored": -1, "unweighted": 0, "invalid": 0, "scores": []}'::score_evaluation;
SELECT '{"weighted": false, "unscored": 0, "unweighted": 1, "invalid": 0, "scores": []}'::score_evaluation;
SELECT '{"weighted": false, "unscored": 0, "unweighted": 0, "invalid": 0, "scores": [[50, 1]]}'::score_evaluation;
SELECT '{"weighted": false, "unscored": 0, "unweighted": 0, "invalid": 0, "scores": [[50, 0, 0, 0]]}'::score_evaluation;
SELECT '{"weighted": false, "unscored": 0, "unweighted": 0, "invalid": 0, "scores": [[50, 1, 0, 0], [50, 0, 1, 0]]}'::score_evaluation;
SELECT '{"weighted": false, "unscored": 0, "unweighted": 0, "invalid": 0, "scores": [[50.001, 1, 0, 0]]}'::score_evaluation;
SELECT '{"weighted": false, "unscored": 0, "unweighted": 0, "invalid": 0, "scores": [[100.01, 1, 0, 0]]}'::score_evaluation;
SELECT '{"weighted": false, "unscored": 0, "unweighted": 0, "invalid": 0, "scores": [[50, -1, 1, 0]]}'::score_evaluation;
SELECT '{"weighted": false, "unscored": 0, "unweighted": 0, "invalid": 0, "scores": [[50, 4611686018427387903, 1, 0]]}'::score_evaluation;
SELECT '{"weighted": true, "unscored": 0, "unweighted": 0, "invalid": 0, "scores": [[50, 1, 0, 0]]}'::score_evaluation;
SELECT '{"weighted": true, "unscored": 0, "unweighted": 0, "invalid": 0, "scores": [[50, [1, 2], [0, 0, 0], [0, 0, 0]]]}'::score_evaluation;
SELECT '{"weighted": true, "unscored": 0, "unweighted": 0, "invalid": 0, "scores": [[50, [1, 2, 5], [0, 0, 0], [0, 0, 0]]]}'::score_evaluation;
SELECT '{"weighted": true, "unscored": 0, "unweighted": 0, "invalid": 0, "scores": [[50, [0, 1, 1], [1, 1, 1], [0, 0, 0]]]}'::score_evaluation;
