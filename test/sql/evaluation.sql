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

-- Surprise churn
CREATE TEMP TABLE churned (name text, churned_at timestamptz, flagged_at timestamptz[], scored boolean, arr float8);
INSERT INTO churned VALUES ('in time', '2026-03-31Z', '{2026-01-15Z, 2026-03-17Z}', true, 1200), ('too late', '2026-03-31Z', '{2026-03-17 00:00:01Z}', true, 300.5),
	('long ago', '2026-03-31Z', '{2025-12-30 23:59:59Z}', true, 99.5), ('no score', '2026-03-31Z', NULL, NULL, 50), ('not known', '2026-03-31Z', '{}', false, NULL),
	('here', NULL, '{2026-03-01Z}', true, 5000);
SELECT surprise_churn_agg(churned_at, flagged_at, scored) FROM churned;
SELECT surprise_churn_agg(churned_at, flagged_at, scored, arr) FROM churned;
SELECT surprise_churn_agg(churned_at, flagged_at, scored, '1 year'::interval - '1 year'::interval + '95 days', '0', arr) FROM churned;
SELECT observations(s), foretold(s), surprises(s), unscored(s), not_churned(s), without_amount(s), invalid(s), foretold_amount(s), surprise_amount(s), unscored_amount(s)
FROM (SELECT surprise_churn_agg(churned_at, flagged_at, scored, arr) FROM churned) AS q(s);
SELECT surprise_churn_rate(s)::numeric(9, 6), surprise_churn_rate_lo(s)::numeric(9, 6) AS lo, surprise_churn_rate_hi(s)::numeric(9, 6) AS hi,
	surprise_churn_rate_hi(s, 0.9, 'jeffreys')::numeric(9, 6) AS jeffreys, surprise_churn_rate_by_amount(s), score_coverage(s), score_coverage_by_amount(s)::numeric(9, 6)
FROM (SELECT surprise_churn_agg(churned_at, flagged_at, scored, arr) FROM churned) AS q(s);
SELECT surprise_churn_rate(DISTINCT churned_at, flagged_at, scored, name)::numeric(9, 6) FROM churned, generate_series(1, 2);
SELECT name, surprise_churn_rate(churned_at, flagged_at, scored, '90 days', '0') OVER (ORDER BY name ROWS 1 PRECEDING) FROM churned;
SELECT surprise_churn_agg(t, NULL, true, '90 days', '14 days', a, 'count') FROM (VALUES ('infinity'::timestamptz, 1), ('2026-03-31Z', -1), (NULL, -1), ('2026-03-31Z', 1)) AS v(t, a);
SELECT surprise_churn_rate(s), surprise_churn_rate_lo(s), surprise_churn_rate_by_amount(s), score_coverage(s), score_coverage_by_amount(s), observations(s), foretold_amount(s)
FROM (SELECT surprise_churn_agg(churned_at, flagged_at, scored) FROM churned WHERE name = 'here') AS q(s);
SELECT surprise_churn_rate(s), observations(s), foretold(s), surprises(s), unscored(s), not_churned(s), without_amount(s), invalid(s) FROM (SELECT NULL::surprise_churn_summary) AS q(s);

-- Refused
SELECT surprise_churn_agg(churned_at, flagged_at, scored, '3 months', '14 days') FROM churned;
SELECT surprise_churn_agg(churned_at, flagged_at, scored, '90 days', '-14 days') FROM churned;
SELECT surprise_churn_agg(churned_at, flagged_at, scored, '14 days', '90 days') FROM churned;
SELECT surprise_churn_agg(churned_at, flagged_at, scored, NULL, '14 days') FROM churned;
SELECT surprise_churn_agg(churned_at, flagged_at, scored, '90 days', NULL) FROM churned;
SELECT surprise_churn_agg(churned_at, flagged_at, scored, CASE name WHEN 'here' THEN '30 days' ELSE '90 days' END::interval, '14 days') FROM churned;
SELECT surprise_churn_agg('infinity', flagged_at, scored) FROM churned;
SELECT surprise_churn_agg(churned_at, flagged_at, scored, -arr) FROM churned;
SELECT surprise_churn_agg(churned_at, flagged_at, scored, '90 days', '14 days', 'NaN'::float8) FROM churned;
SELECT surprise_churn_agg(churned_at, flagged_at, scored, '90 days', '14 days', 'ignore') FROM churned;
SELECT surprise_churn_rate(churned_at, flagged_at, scored, NULL::text) FROM churned;
SELECT surprise_churn_agg(timestamp '2026-03-31', flagged_at, scored) FROM churned;
SELECT surprise_churn_agg(churned_at, ARRAY[timestamp '2026-03-01'], scored) FROM churned;
SELECT surprise_churn_agg(churned_at, flags, scored) FROM churned, (SELECT array_agg(day::timestamp) FROM generate_series(date '2026-03-01', '2026-03-03', '1 day') AS day) AS f(flags);
SELECT surprise_churn_agg(churned_at, flags::timestamptz[], scored) IS NOT NULL FROM churned, (SELECT array_agg(day::timestamp) FROM generate_series(date '2026-03-01', '2026-03-03', '1 day') AS day) AS f(flags);
SELECT surprise_churn_agg(churned_at, flagged_at, scored) || surprise_churn_agg(churned_at, flagged_at, scored, '30 days', '14 days') FROM churned;
SELECT surprise_churn_agg(churned_at, flagged_at, scored) - surprise_churn_agg(churned_at, flagged_at, scored, arr) FROM churned;
SELECT surprise_churn_accum_inv(NULL, '2026-03-31Z', NULL, true);
SELECT surprise_churn_rate_lo(surprise_churn_agg(churned_at, flagged_at, scored), 95) FROM churned;
SELECT surprise_churn_rate_lo(surprise_churn_agg(churned_at, flagged_at, scored), method => 'exact') FROM churned;
SELECT '{"lookback": 5, "lead": 6, "not_churned": 0, "invalid": 0, "without_amount": 0, "foretold": 0, "surprises": 0, "unscored": 0, "foretold_amount": 0, "surprise_amount": 0, "unscored_amount": 0}'::surprise_churn_summary;
SELECT '{"lookback": 6, "lead": 5, "not_churned": 0, "invalid": 0, "without_amount": 1, "foretold": 0, "surprises": 0, "unscored": 0, "foretold_amount": 0, "surprise_amount": 0, "unscored_amount": 0}'::surprise_churn_summary;
SELECT '{"lookback": 6, "lead": 5, "not_churned": 0, "invalid": 0, "without_amount": 0, "foretold": 0, "surprises": 1, "unscored": 0, "foretold_amount": 1, "surprise_amount": 0, "unscored_amount": 0}'::surprise_churn_summary;
SELECT '{"lookback": 6, "lead": 5, "not_churned": 0, "invalid": 0, "without_amount": 0, "foretold": 0, "surprises": 1, "unscored": 0, "foretold_amount": 0, "surprise_amount": -1, "unscored_amount": 0}'::surprise_churn_summary;
SELECT '{"lookback": 6, "lead": 5, "not_churned": 4611686018427387903, "invalid": 0, "without_amount": 0, "foretold": 0, "surprises": 1, "unscored": 0, "foretold_amount": 0, "surprise_amount": 1, "unscored_amount": 0}'::surprise_churn_summary;

-- Early warning
SELECT usage_drop(62, 100, 0), usage_drop(100, 62, 0)::numeric(9, 6) AS rise, usage_drop(2, 3, 3)::numeric(9, 6) AS at_base, usage_drop(2, 3, 4) AS below_base, usage_drop(0, 0, 0) AS nothing;
SELECT spike_p(14, 6)::numeric(9, 6), spike_p(0, 6), spike_p(1, 0), spike_p(1, 1e-300), spike_p(9007199254740992, 1), spike_p(1, 9007199254740992);
SELECT robust_z(240, 121.5, 3.5)::numeric(9, 6), robust_z(118, 121.5, 3.5)::numeric(9, 6), robust_z(1, 1, 0);
SELECT usage_drop(-1, 100, 0);
SELECT usage_drop(1, 'Infinity', 0);
SELECT usage_drop(1, 100, 'NaN');
SELECT spike_p(-1, 6);
SELECT spike_p(2.5, 6);
SELECT spike_p('NaN', 6);
SELECT spike_p(2, -0.5);
SELECT spike_p(2, 'Infinity');
SELECT robust_z('NaN', 1, 1);
SELECT robust_z(1, 'Infinity', 1);
SELECT robust_z(1, 1, -1);

-- Logistic regression
CREATE TEMP TABLE past (churned boolean, logins float8, tickets float8);
INSERT INTO past SELECT n % 3 = 0 OR n > 15, n, n % 7 FROM generate_series(1, 20) AS n;
INSERT INTO past VALUES (NULL, 5, 5), (true, NULL, 5), (NULL, NULL, NULL);
SELECT term, coefficient::numeric(9, 5), standard_error::numeric(9, 5), z::numeric(9, 5), p::numeric(9, 5), mean, deviation::numeric(9, 5), lowest, highest, points::numeric(9, 4)
FROM (SELECT logistic_fit_agg(churned, logins, tickets) FROM past) AS q(f), logistic_table(f);
SELECT observations(f), events(f), undecided(f), incomplete(f), converged(f), separated(f), deviance(f)::numeric(9, 5), null_deviance(f)::numeric(9, 5),
	coefficient(f, 1)::numeric(9, 5), standard_error(f, 0)::numeric(9, 5), points(f, 2)::numeric(9, 4), logistic_probability(f, 10, 3)::numeric(9, 5), logistic_probability(f, 10, NULL) AS unknown
FROM (SELECT logistic_fit_agg(0.5, churned, logins, tickets) FROM past) AS q(f);
SELECT f::jsonb - '{terms, deviance, null_deviance}'::text[] FROM (SELECT logistic_fit_agg(churned, VARIADIC ARRAY[logins, tickets]) FROM past) AS q(f);
SELECT logistic_fit_agg(true, 1, 0.5);
SELECT logistic_fit_agg(churned, logins) FROM past WHERE false;
SELECT observations(f), events(f), undecided(f), incomplete(f), converged(f) FROM (SELECT NULL::logistic_fit) AS q(f);
SELECT logistic_fit_accum(logistic_fit_accum(NULL, true, 2, -0.0), false, 1, 0.5);
EXPLAIN (COSTS OFF) SELECT logistic_fit_agg(churned, logins) FROM past;

-- Refused
SELECT logistic_fit_agg(churned, logins, 'NaN') FROM past;
SELECT logistic_fit_agg(churned, 1e101) FROM past;
SELECT logistic_fit_agg(churned, VARIADIC CASE WHEN logins > 5 THEN ARRAY[1.0] ELSE ARRAY[1.0, 2.0] END::float8[]) FROM past;
SELECT logistic_fit_agg(churned, VARIADIC '{}') FROM past;
SELECT logistic_fit_agg(churned, VARIADIC NULL) FROM past;
SELECT logistic_fit_agg(churned, VARIADIC '{{1,2},{3,4}}') FROM past;
SELECT logistic_fit_agg(churned, VARIADIC array_fill(1::float8, ARRAY[101])) FROM past;
SELECT logistic_fit_agg(-1, churned, logins) FROM past;
SELECT logistic_fit_agg('NaN'::float8, churned, logins) FROM past;
SELECT logistic_fit_agg(NULL::float8, churned, logins) FROM past;
SELECT logistic_fit_agg(logins, churned, logins) FROM past WHERE logins IS NOT NULL;
SELECT logistic_probability(f, 1) FROM (SELECT logistic_fit_agg(churned, logins, tickets) FROM past) AS q(f);
SELECT logistic_probability(f, 1, 'Infinity') FROM (SELECT logistic_fit_agg(churned, logins, tickets) FROM past) AS q(f);
SELECT coefficient(f, 3) FROM (SELECT logistic_fit_agg(churned, logins, tickets) FROM past) AS q(f);
SELECT points(f, 0) FROM (SELECT logistic_fit_agg(churned, logins, tickets) FROM past) AS q(f);
SELECT logistic_fit_combine(logistic_fit_accum(NULL, true, 1), logistic_fit_accum(NULL, true, 1, 2));
SELECT logistic_fit_combine(logistic_fit_accum(NULL, true, 1), logistic_fit_accum(NULL, 0, true, 1));
SELECT '{"features": 1, "ridge": 0, "undecided": 0, "incomplete": 0, "rows": [[1, 0, 5], [0, 1, 5]]}'::logistic_fit_state;
SELECT '{"features": 1, "ridge": 0, "undecided": 0, "incomplete": 0, "rows": [[0, 0, 5]]}'::logistic_fit_state;
SELECT '{"features": 2, "ridge": 0, "undecided": 0, "incomplete": 0, "rows": [[1, 0, 5]]}'::logistic_fit_state;
SELECT '{"features": 1, "ridge": -1, "undecided": 0, "incomplete": 0, "rows": []}'::logistic_fit_state;
SELECT '{"features": 1, "ridge": 0, "undecided": 0, "incomplete": 0, "rows": [[1, 0, 1e200]]}'::logistic_fit_state;
SELECT '{"observations": 1, "events": 2, "undecided": 0, "incomplete": 0, "ridge": 0, "iterations": 1, "converged": true, "separated": false, "deviance": 1, "null_deviance": 1, "terms": [{"coefficient": 1, "standard_error": 1}, {"coefficient": 1, "standard_error": 1, "mean": 1, "deviation": 1, "lowest": 0, "highest": 2}]}'::logistic_fit;
SELECT '{"observations": 2, "events": 1, "undecided": 0, "incomplete": 0, "ridge": 0, "iterations": 1, "converged": true, "separated": false, "deviance": 1, "null_deviance": 1, "terms": [{"coefficient": 1, "standard_error": null}, {"coefficient": 1, "standard_error": 1, "mean": 1, "deviation": 1, "lowest": 0, "highest": 2}]}'::logistic_fit;
SELECT '{"observations": 2, "events": 1, "undecided": 0, "incomplete": 0, "ridge": 0, "iterations": 1, "converged": true, "separated": false, "deviance": 1, "null_deviance": 1, "terms": [{"coefficient": 1, "standard_error": 1}, {"coefficient": 1, "standard_error": 1, "mean": 3, "deviation": 1, "lowest": 0, "highest": 2}]}'::logistic_fit;
SELECT '{"observations": 2, "events": 1, "undecided": 0, "incomplete": 0, "ridge": 0, "iterations": 1, "converged": true, "separated": false, "deviance": 1, "null_deviance": 1, "terms": [{"coefficient": 1, "standard_error": 1}]}'::logistic_fit;

-- A health model of a fit
SELECT health_score(m, 1, 6)::numeric(9, 4) AS worst, health_score(m, 20, 0)::numeric(9, 4) AS best, health_score(m, 10, 3)::numeric(9, 4), health_score(m, jsonb '{"logins": 10}')::numeric(9, 4) AS of_logins
FROM (SELECT health_model(logistic_fit_agg(n < 8 OR n % 5 = 0, n, n % 7), '{logins,tickets}') FROM generate_series(1, 20) AS n) AS q(m);
SELECT jsonb_path_query(health_model(logistic_fit_agg(churned, logins, 7), ARRAY['logins', 'plan "7"'], risk => 'high')::jsonb, '$.signals[*]') FROM past;
SELECT health_model(f, '{a}') FROM (SELECT logistic_fit_agg(churned, logins, tickets) FROM past) AS q(f);
SELECT health_model(f, '{a,NULL}') FROM (SELECT logistic_fit_agg(churned, logins, tickets) FROM past) AS q(f);
SELECT health_model(f, '{a,a}') FROM (SELECT logistic_fit_agg(churned, logins, tickets) FROM past) AS q(f);
SELECT health_model(f, '{a,b}', 'medium') FROM (SELECT logistic_fit_agg(churned, logins, tickets) FROM past) AS q(f);
