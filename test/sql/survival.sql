-- Survival: what the type, its aggregates and its accessors print, and what they refuse.
CREATE TEMP TABLE account (id text, plan text, tenure integer, ended boolean, entry integer, revenue float8);
INSERT INTO account VALUES
	('a', 'team', 9, true, 0, 100), ('b', 'team', 13, true, 0, 50), ('c', 'team', 13, false, 5, 20), ('d', 'team', 48, false, -3, 75.5),
	('e', 'free', 5, true, 0, 0), ('f', 'free', 5, true, 0, 10), ('g', 'free', 8, false, 8, 10), ('h', 'free', 23, true, 20, 1e-3),
	('i', 'free', NULL, true, 0, 10), ('j', 'free', 7, NULL, 0, 10), ('k', 'team', 400, false, 300, NULL);

-- Tables
SELECT life_table_agg(tenure, ended) FROM account;
SELECT life_table_agg(tenure, ended, entry) FROM account;
SELECT life_table_agg(tenure, ended, entry, revenue) FROM account;
SELECT life_table_agg(tenure * interval '1 day 1 microsecond', ended) FROM account;
SELECT life_table_agg(tenure * interval '1 hour', ended, entry * interval '1 hour', revenue)::jsonb -> 'times' FROM account;
SELECT life_table_agg(tenure, ended, entry, 'count'), life_table_agg(10 - tenure, ended, 'count') FROM account;
SELECT observations(s), ended(s), censored(s), entered_late(s), unanswered(s), invalid(s), is_suppressed(s, 9)
FROM (SELECT life_table_agg(tenure - 6, ended, entry, 'count') AS s FROM account) AS company;
SELECT rollup(s) = (SELECT life_table_agg(tenure, ended, entry) FROM account), bool_and((s || s) - s = s)
FROM (SELECT life_table_agg(tenure, ended, entry) AS s FROM account GROUP BY plan) AS by_plan;
SELECT id, life_table_agg(tenure, ended) OVER w, survival_median(tenure, ended) OVER w AS median
FROM account WINDOW w AS (ORDER BY id ROWS 2 PRECEDING);

-- Figures
CREATE TEMP TABLE by_plan AS SELECT plan, life_table_agg(tenure, ended) AS s FROM account GROUP BY plan;
SELECT plan, at, survival_at(s, at)::numeric(9, 6) AS survival, survival_at_lo(s, at)::numeric(9, 6) AS lo, survival_at_hi(s, at)::numeric(9, 6) AS hi,
	cumulative_hazard(s, at)::numeric(9, 6) AS hazard
FROM by_plan, unnest(ARRAY[-1, 0, 4.9, 5, 9, 13, 23, 48, 1000, 'infinity']::float8[]) AS at ORDER BY plan, at;
SELECT plan, m.*::text FROM by_plan, LATERAL (SELECT survival_median(s), survival_median_lo(s), survival_median_hi(s), survival_quantile(s, 0.25),
	survival_quantile_lo(s, 0.25), restricted_mean(s, 13), restricted_mean_se(s, 13)::numeric(9, 6), conditional_survival(s, 5, 5)::numeric(9, 6)) AS m ORDER BY plan;
SELECT plan, t.* FROM by_plan, survival_table(s, 0.9, 'plain') AS t ORDER BY plan, at;
SELECT plan, t.* FROM by_plan, hazard_table(s, 10) AS t WHERE from_at < 50 OR to_at > 390 ORDER BY plan, from_at;
SELECT * FROM logrank(VARIADIC (SELECT array_agg(s ORDER BY plan) FROM by_plan));
SELECT t.* FROM logrank_table(VARIADIC (SELECT array_agg(s ORDER BY plan) FROM by_plan)) AS t;
SELECT logrank_p(s, s), logrank_p((SELECT array_agg(s) FROM by_plan), 1)::numeric(9, 6) FROM by_plan LIMIT 1;
SELECT logrank_p(NULL, s), logrank_chi_square(s), logrank_p('{}'::life_table[], 0) FROM by_plan LIMIT 1;
SELECT plan, survival_median(DISTINCT tenure, ended, id) FROM account, generate_series(1, 2) GROUP BY plan ORDER BY plan;

-- Projection
CREATE TEMP TABLE contract AS
SELECT life_table_agg(renewals, n <= 509) AS s
FROM generate_series(1, 1000) AS n, LATERAL (SELECT least(7, 1 + width_bucket(n, ARRAY[132, 258, 348, 408, 450, 484])) AS renewals) AS r;
SELECT p.period, p.survival::numeric(9, 6), p.retention::numeric(9, 6), p.observed FROM contract, project_retention(s, 10) AS p;
SELECT f.alpha::numeric(9, 4), f.beta::numeric(9, 4), f.log_likelihood::numeric(12, 4), f.periods FROM contract, retention_fit(s) AS f;
SELECT projected_survival(s, 0), projected_survival(s, 12)::numeric(9, 6), projected_retention(s, 8)::numeric(9, 6), expected_lifetime(s),
	expected_lifetime(s, 0.1)::numeric(9, 6), expected_residual_lifetime(s, 7, 0.1)::numeric(9, 6) FROM contract;
SELECT f.* FROM (SELECT life_table_agg(1, false)) AS nobody_left(s), retention_fit(s) AS f;

-- Partial aggregation
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET max_parallel_workers_per_gather = 2;
CREATE TABLE many_accounts AS SELECT i % 7 AS plan, i % 900 AS tenure, i % 3 = 0 AS ended FROM generate_series(1, 20000) AS i;
ANALYZE many_accounts;
EXPLAIN (COSTS OFF) SELECT survival_median(tenure, ended), survival_at(life_table_agg(tenure, ended), 365) FROM many_accounts;
SELECT survival_median(tenure, ended), survival_at(life_table_agg(tenure, ended), 365)::numeric(9, 6) FROM many_accounts;
CREATE TABLE parallel_table AS SELECT plan, life_table_agg(tenure, ended) AS s FROM many_accounts GROUP BY plan;
SET max_parallel_workers_per_gather = 0;
SELECT count(*), bool_and(s = serial) FROM parallel_table
JOIN (SELECT plan, life_table_agg(tenure, ended) AS serial FROM many_accounts GROUP BY plan) AS t USING (plan);
RESET ALL;
DROP TABLE many_accounts, parallel_table;

-- Refused rows
SELECT life_table_agg(-1, true);
SELECT life_table_agg(5, true, 6);
SELECT life_table_agg(5, true, 0, -1);
SELECT life_table_agg(5, true, 0, 'NaN'::float8);
SELECT life_table_agg(interval '-1 hour', true);
SELECT life_table_agg(interval '1 month', true);
SELECT life_table_agg(interval '4000000 days', true);
SELECT life_table_agg(interval '1 day', true, interval '2 days');
SELECT life_table_agg(interval '1 day', true, interval '-1 year');
SELECT life_table_agg(5, true, 'Count');
SELECT life_table_agg(5, true, NULL::text);
SELECT survival_median(5, true, NULL::text);
SELECT life_table_accum(life_table_agg(5, true), interval '1 day', true);
SELECT life_table_accum(life_table_agg(5, true), 5, true, 0, 1);
SELECT merge(life_table_agg(5, true), life_table_agg(interval '5 days', true));
SELECT merge(life_table_agg(5, true), life_table_agg(5, true, 0, 1));
SELECT life_table_agg(5, true) - life_table_agg(5, false);
SELECT life_table_agg(5, true) - life_table_agg(6, true);
SELECT life_table_agg(5, true, 0, 2) - life_table_agg(5, true, 0, 1);
SELECT life_table_accum_inv(life_table_agg(5, true), 5, false);
SELECT life_table_accum_inv(NULL, NULL::integer, false);
SELECT logrank(life_table_agg(5, true), life_table_agg(interval '5 days', true));

-- Refused options
SELECT survival_at(life_table_agg(5, true), 'NaN');
SELECT survival_at(life_table_agg(5, true), 5, -1);
SELECT survival_at_lo(life_table_agg(5, true), 5, 95);
SELECT survival_at_lo(life_table_agg(5, true), 5, method => 'wilson');
SELECT conditional_survival(life_table_agg(5, true), 5, -1);
SELECT survival_quantile(life_table_agg(5, true), 50);
SELECT survival_median(life_table_agg(5, true), 'end');
SELECT restricted_mean(life_table_agg(5, true), -1);
SELECT hazard_table(life_table_agg(5, true), 0);
SELECT hazard_table(life_table_agg(5000, true), 0.1);
SELECT logrank_p(ARRAY[life_table_agg(5, true)], -1) ;
SELECT logrank_p(ARRAY[[[life_table_agg(5, true)]]], 0);
SELECT logrank_p(array_agg(s), 0) FROM (SELECT life_table_agg(1, true) AS s FROM generate_series(1, 1001) AS i GROUP BY i) AS t;
SELECT project_retention(life_table_agg(5, true), 0);
SELECT project_retention(life_table_agg(interval '5 days', true), 3);
SELECT expected_lifetime(life_table_agg(5, true), -0.1);
SELECT expected_residual_lifetime(life_table_agg(5, true), -1);

-- Refused text
SELECT '[]'::life_table;
SELECT '{"tenure": "integer"}'::life_table;
SELECT '{"tenure": "months", "observations": 0, "unanswered": 0, "invalid": 0, "times": [], "weights": null}'::life_table;
SELECT '{"tenure": "integer", "observations": 1, "unanswered": 0, "invalid": 0, "times": [], "weights": null}'::life_table;
SELECT '{"tenure": "integer", "observations": 1, "unanswered": -1, "invalid": 0, "times": [[5, 1, 0, 0]], "weights": null}'::life_table;
SELECT '{"tenure": "integer", "observations": 1, "unanswered": 0, "invalid": 0, "times": [[5, 1, 0]], "weights": null}'::life_table;
SELECT '{"tenure": "integer", "observations": 1, "unanswered": 0, "invalid": 0, "times": [[5, 0, 0, 0]], "weights": null}'::life_table;
SELECT '{"tenure": "integer", "observations": 1, "unanswered": 0, "invalid": 0, "times": [[-5, 1, 0, 0]], "weights": null}'::life_table;
SELECT '{"tenure": "integer", "observations": 2, "unanswered": 0, "invalid": 0, "times": [[5, 1, 0, 0], [5, 0, 1, 0]], "weights": null}'::life_table;
SELECT '{"tenure": "integer", "observations": 1, "unanswered": 0, "invalid": 0, "times": [[5, 1, 0, 1]], "weights": null}'::life_table;
SELECT '{"tenure": "integer", "observations": 1, "unanswered": 0, "invalid": 0, "times": [[0, 0, 0, 1], [5, 1, 0, 0]], "weights": null}'::life_table;
SELECT '{"tenure": "integer", "observations": 2, "unanswered": 0, "invalid": 0, "times": [[5, 1, 0, 0], [6, 0, 0, 2], [9, 1, 0, 0]], "weights": null}'::life_table;
SELECT '{"tenure": "integer", "observations": 1, "unanswered": 0, "invalid": 0, "times": [[2147483648, 1, 0, 0]], "weights": null}'::life_table;
SELECT '{"tenure": "integer", "observations": 1, "unanswered": 0, "invalid": 0, "times": [[5, 1, 0, 0]], "weights": []}'::life_table;
SELECT '{"tenure": "integer", "observations": 1, "unanswered": 0, "invalid": 0, "times": [[5, 1, 0, 0]], "weights": [[2]]}'::life_table;
SELECT '{"tenure": "integer", "observations": 1, "unanswered": 0, "invalid": 0, "times": [[5, 1, 0, 0]], "weights": [[2, 5]]}'::life_table;
SELECT '{"tenure": "integer", "observations": 4611686018427387904, "unanswered": 0, "invalid": 0, "times": [[5, 4611686018427387904, 0, 0]], "weights": null}'::life_table;
