-- Customer health: what a team sees of its accounts, from events to a portfolio, and what is refused.
SET timezone = 'UTC';
CREATE TEMP TABLE model (m health_model);
INSERT INTO model VALUES ('{
	"name": "enterprise", "version": 3,
	"signals": [
		{"name": "logins", "weight": 40, "group": "usage", "curve": [[0, 0], [20, 80], [60, 100]], "half_life": "30 days"},
		{"name": "seats", "weight": 20, "group": "usage", "curve": [[0.2, 0], [1, 100]]},
		{"name": "nps", "weight": 20, "tiers": [[0, 0], [7, 50], [9, 100]], "max_age": "180 days"},
		{"name": "tickets", "weight": 20, "logistic": {"midpoint": 8, "steepness": -0.5}}],
	"groups": [{"name": "usage", "weight": 60}],
	"bands": [["red", 0], ["yellow", 50], ["green", 75]],
	"overrides": [
		{"when": {"signal": "escalations", "op": ">", "value": 0}, "cap": 40, "reason": "open escalation"},
		{"when": {"signal": "set by hand", "op": ">=", "value": 0, "max_age": "14 days"}, "set": "value", "reason": "the account team knows better"}]}');
SELECT m FROM model;

CREATE TEMP TABLE event (account text, signal text, value float8, at timestamptz);
INSERT INTO event VALUES
	('a', 'logins', 44, '2026-02-20 00:00Z'), ('a', 'logins', 20, '2026-01-30 00:00Z'), ('a', 'seats', 0.9, '2026-02-27 00:00Z'), ('a', 'nps', 9, '2026-02-01 00:00Z'), ('a', 'tickets', 2, '2026-02-28 00:00Z'),
	('b', 'logins', 3, '2026-02-28 00:00Z'), ('b', 'seats', 0.5, '2026-02-27 00:00Z'), ('b', 'nps', 6, '2025-08-01 00:00Z'), ('b', 'tickets', 11, '2026-02-28 00:00Z'),
	('c', 'nps', 10, '2026-02-10 00:00Z'),
	('d', 'logins', 50, '2026-02-28 00:00Z'), ('d', 'seats', 1, '2026-02-28 00:00Z'), ('d', 'tickets', 0, '2026-02-28 00:00Z'), ('d', 'escalations', 1, '2026-02-25 00:00Z'),
	('e', 'nps', 2, '2026-02-10 00:00Z'), ('e', 'set by hand', 55, '2026-02-25 00:00Z'),
	('f', 'logins', 9, '2026-03-05 00:00Z');
CREATE TEMP TABLE account AS SELECT account, signal_agg(signal, value, at) AS signals FROM event GROUP BY account;
SELECT account, round(health_score(m, signals, day)::numeric, 4) AS score, round(health_coverage(m, signals, day)::numeric, 2) AS coverage, health_band(m, signals, day), health_reason(m, signals, day)
FROM account, model, (VALUES (timestamptz '2026-03-01 00:00Z')) AS t(day) ORDER BY account;
SELECT account, signal, value, round(points::numeric, 2) AS points, round(weight::numeric, 4) AS weight, round(contribution::numeric, 4) AS contribution, note
FROM account, model, health_drivers(m, signals, '2026-03-01 00:00Z') ORDER BY account, contribution DESC NULLS LAST, signal;
SELECT account, signal, kind, round(effect::numeric, 4) AS effect
FROM account, model, health_change(m, signals, signals || '{"logins": {"value": 1, "at": "2026-03-07T00:00:00Z"}, "escalations": {"value": 0, "at": "2026-03-07T00:00:00Z"}}', '2026-03-01 00:00Z', '2026-03-13 00:00Z')
ORDER BY account, kind, signal;
SELECT health_reason(m, '{"logins": 60, "seats": 1, "nps": 10, "tickets": -30}', '2026-03-01 00:00Z'), health_reason(m, signals, '2026-03-01 00:00Z', n => 0), health_reason(m, signals, '2026-03-01 00:00Z', n => 1)
FROM model, account WHERE account = 'c';

-- Columns of a table, with whole numbers among them
SELECT health_score('{"signals": [{"name": "logins", "weight": 3, "curve": [[0, 0], [20, 100]]}, {"name": "nps", "weight": 1, "tiers": [[0, 0], [7, 50], [9, 100]]}]}', logins, nps) FROM (VALUES (4, 9), (20, NULL), (NULL, 9)) AS t(logins, nps);
SELECT health_score('{"signals": [{"name": "logins", "weight": 3, "curve": [[0, 0], [20, 100]]}, {"name": "nps", "weight": 1, "tiers": [[0, 0], [7, 50], [9, 100]]}]}', to_jsonb(t)) FROM (VALUES (4, 9), (20, NULL), (NULL, 9)) AS t(logins, nps);
EXPLAIN (VERBOSE, COSTS OFF) SELECT health_score('{"signals": [{"name": "a", "weight": 1, "tiers": [[0, 1]]}]}', n) FROM generate_series(1, 2) AS n;

-- A model that is ever so slightly wrong
SELECT '{"signals": [{"name": "logins", "weight": 1, "curve": [[0, 0], [20, 80], [10, 100]]}]}'::health_model;
SELECT '{"signals": [{"name": "logins", "wieght": 1, "curve": [[0, 0], [20, 80]]}]}'::health_model;
SELECT '{"signals": [{"name": "logins", "weight": 1}]}'::health_model;
SELECT '{"signals": [{"name": "logins", "weight": 1, "tiers": [[0, 0]]}], "overrides": [{"when": {"signal": "x", "op": "=", "value": 1}, "set": 10, "reason": "r"}]}'::health_model;

-- Refused rows
SELECT health_score(m, signals) FROM model, account;
SELECT health_score(m, signals, '2026-03-01'::date) FROM model, account;
SELECT health_score('{"signals": [{"name": "logins", "weight": 1, "tiers": [[0, 0]]}]}', float8 'NaN');
SELECT health_score('{"signals": [{"name": "logins", "weight": 1, "tiers": [[0, 0]]}]}', 1, 2);
SELECT health_band('{"signals": [{"name": "logins", "weight": 1, "tiers": [[0, 0]]}]}', '{"logins": 1}');
SELECT band_of(m, 50, 'orange') FROM model;
SELECT band_of(m, 101) FROM model;
SELECT band_of(m, 50, 'red', -1) FROM model;
SELECT score_rounded(m, 50, 10) FROM model;
SELECT health_reason(m, '{}', '2026-03-01 00:00Z', n => -1) FROM model;
SELECT signal_agg('logins', 'NaN', '2026-03-01 00:00Z');
SELECT signal_agg('', 1, '2026-03-01 00:00Z');
SELECT signal_agg('logins', 1, 'infinity');
SELECT signal_agg(signal, value, at::timestamp) FROM event;
SELECT portfolio_health_agg(101, 1);
SELECT portfolio_health_agg(1, -1);
SELECT portfolio_share_below(portfolio_health_agg(50, 1), 50.55);
SELECT portfolio_health_agg(50, 1) - portfolio_health_agg(50.5, 1);

-- Accounts of a parent, weighted by revenue
CREATE TEMP TABLE book (parent text, account text, arr numeric);
INSERT INTO book VALUES ('north', 'a', 120000), ('north', 'b', 60000), ('north', 'c', 20000), ('south', 'd', 90000), ('south', 'e', 10000), ('south', 'f', NULL);
CREATE TEMP TABLE scored AS SELECT book.*, round(health_score(m, signals, '2026-03-01 00:00Z')::numeric, 1)::float8 AS score FROM book JOIN account USING (account), model;
SELECT parent, portfolio_health_agg(score, arr::float8) AS p FROM scored GROUP BY parent ORDER BY parent;
SELECT parent, round(portfolio_score(p)::numeric, 2) AS score, portfolio_lowest(p) AS lowest, round(portfolio_share_below(p, 50)::numeric, 4) AS red, portfolio_weight_below(p, 50) AS red_arr, portfolio_accounts_below(p, 50) AS red_accounts,
	portfolio_coverage(p) AS coverage, portfolio_weight(p) AS arr, observations(p), unscored(p), unweighted(p), invalid(p)
FROM (SELECT parent, portfolio_health_agg(score, arr::float8) AS p FROM scored GROUP BY ROLLUP(parent)) AS t ORDER BY parent;

-- Partial aggregation
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET max_parallel_workers_per_gather = 2;
CREATE TABLE many_signals AS SELECT i % 500 AS account, 's' || i % 8 AS signal, i % 37 AS value, timestamptz '2026-01-01 00:00Z' + i % 41 * interval '1 day' AS at FROM generate_series(1, 20000) AS i;
ANALYZE many_signals;
EXPLAIN (COSTS OFF) SELECT account, signal_agg(signal, value::float8, at) FROM many_signals GROUP BY account;
EXPLAIN (COSTS OFF) SELECT portfolio_score(value::float8, account::float8), portfolio_coverage(value::float8, account::float8) FROM many_signals;
SELECT portfolio_score(value::float8, account::float8), portfolio_coverage(value::float8, account::float8) FROM many_signals;
CREATE TABLE parallel_sets AS SELECT account, signal_agg(signal, value::float8, at) AS s FROM many_signals GROUP BY account;
SET max_parallel_workers_per_gather = 0;
SELECT count(*), bool_and(s = serial) FROM parallel_sets JOIN (SELECT account, signal_agg(signal, value::float8, at) AS serial FROM many_signals GROUP BY account) AS t USING (account);
RESET ALL;
DROP TABLE many_signals, parallel_sets;
