-- Activity and active accounts: what the types and their aggregates print, and what they refuse.
SET timezone = 'UTC';
CREATE TEMP TABLE login (account text, at timestamptz);
INSERT INTO login VALUES ('acme', '2026-03-01 23:30+00'), ('acme', '2026-03-02 10:00+00'), ('acme', '2026-03-04 08:00+00'), ('acme', '2026-04-20 08:00+00'),
	('bolt', '2026-03-02 09:00+00'), ('bolt', '2026-03-03 09:00+00'), ('bolt', NULL), ('cask', NULL);

SELECT account, activity_agg(at) FROM login GROUP BY account ORDER BY 1;
SELECT account, activity_agg(at, 'week', 'Europe/Berlin', 7) FROM login GROUP BY account ORDER BY 1;
SELECT account, activity_agg(at, 'month', 'europe/berlin')::jsonb FROM login GROUP BY account ORDER BY 1;
SELECT activity_agg(at::date, 'quarter'), activity_agg(at::date, 'year', '+05:30') FROM login;
SELECT account, first_active(a), last_active(a), observations(a), active_periods(a, '2026-03-01', '2026-04-01') AS march, streak(a), gap_max(a),
	ARRAY(SELECT active_dates(a)) AS dates
FROM (SELECT account, activity_agg(at) AS a FROM login GROUP BY account) AS q ORDER BY 1;
SELECT day::date, lifecycle(a, day::date), lifecycle(a, day::date, date '2026-03-02') AS born_2nd, streak(a, day::date)
FROM (SELECT activity_agg(at) AS a FROM login WHERE account = 'acme') AS q, generate_series(date '2026-02-28', '2026-03-06', '1 day') AS day;
SELECT unit, to_unit(a, unit) FROM (SELECT activity_agg(at, 'day', 'UTC', 7) AS a FROM login) AS q, unnest('{day,week,month,quarter,year}'::text[]) AS unit;
SELECT a || b, a || a = a, a = b, merge(a, NULL) FROM (SELECT activity_agg(date '2026-03-02') AS a, activity_agg(date '2026-02-28') AS b) AS q;
SELECT '{"unit": "day", "tz": "utc", "active": [["2026-03-02", 1], ["2026-03-04", 2]]}'::activity_grid;

SELECT active_agg(a) FROM (SELECT activity_agg(at) AS a FROM login GROUP BY account) AS q;
SELECT active_accounts(s, '2026-03-02'), active_accounts(s, '2026-03-04', 3), active_accounts(s, '2026-03-04', 7), stickiness(s, '2026-03-04'),
	active_periods_mean(s, '2026-03-28'), observations(s), unanswered(s)
FROM (SELECT active_agg(a) AS s FROM (SELECT activity_agg(at) AS a FROM login GROUP BY account) AS q) AS company;
SELECT series.* FROM (SELECT active_agg(a) AS s FROM (SELECT activity_agg(at) AS a FROM login GROUP BY account) AS q) AS company,
	active_series(s, '2026-02-28', '2026-03-08', 2) AS series;
SELECT s || s, s - s FROM (SELECT active_agg(a) AS s FROM (SELECT activity_agg(at, 'month') AS a FROM login GROUP BY account) AS q) AS company;

-- Partial aggregation
CREATE TABLE many_logins AS SELECT i % 97 AS account, timestamptz '2025-01-01 00:00+00' + i * interval '1 hour' AS at FROM generate_series(1, 20000) AS i;
ANALYZE many_logins;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET max_parallel_workers_per_gather = 2;
EXPLAIN (COSTS OFF) SELECT observations(activity_agg(at, 'day', 'Europe/Berlin')) FROM many_logins;
SELECT observations(activity_agg(at, 'day', 'Europe/Berlin')) FROM many_logins;
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET min_parallel_table_scan_size;
RESET max_parallel_workers_per_gather;
DROP TABLE many_logins;

-- Instants that would be read in the session's zone
SELECT activity_agg(at::timestamp) FROM login;
SELECT activity_agg(coalesce(at::timestamp, now()), 'day', 'Europe/Berlin') FROM login;
SELECT activity_agg(at::timestamp::timestamptz, 'month') FROM login;
SELECT activity_agg(at::timestamp AT TIME ZONE 'Europe/Berlin', 'month', 'Europe/Berlin') FROM login;
SELECT lifecycle(activity_agg(at), localtimestamp) FROM login;
SELECT streak(activity_agg(at), localtimestamp) FROM login;
SELECT active_in(activity_agg(at), tstzrange(timestamp '2026-03-01', timestamp '2026-03-02')) FROM login;

-- What is refused
SELECT activity_agg(at, 'hour') FROM login;
SELECT activity_agg(at, NULL) FROM login;
SELECT activity_agg(at, 'day', NULL) FROM login;
SELECT activity_agg(at, 'day', 'CET') FROM login;
SELECT activity_agg(at, 'day', '') FROM login;
SELECT activity_agg(at, 'week', 'UTC', 0) FROM login;
SELECT activity_agg(at, 'week', 'UTC', NULL) FROM login;
SELECT activity_agg(at, CASE account WHEN 'acme' THEN 'day' ELSE 'month' END) FROM login;
SELECT activity_agg(at, 'day', 'UTC', 1) || activity_agg(at, 'day', 'UTC', 7) FROM login;
SELECT activity_agg(day) FROM (VALUES (date '2026-03-02'), ('9999-12-31')) AS event(day);
SELECT activity_agg(timestamptz 'infinity');
SELECT activity_agg(date '0001-01-01');
SELECT to_unit(activity_agg(at, 'week'), 'month') FROM login;
SELECT to_unit(activity_agg(at), 'decade') FROM login;
SELECT '{"unit": "day", "tz": "UTC", "active": []}'::activity_grid;
SELECT '{"unit": "month", "tz": "UTC", "active": [["2026-03-02", 1]]}'::activity_grid;
SELECT '{"unit": "day", "tz": "UTC", "active": [["2026-02-29", 1]]}'::activity_grid;
SELECT '{"unit": "day", "tz": "UTC", "active": [["2026-03-02", 2], ["2026-03-04", 1]]}'::activity_grid;
SELECT '{"unit": "day", "tz": "UTC", "active": [["2026-03-02", 70000]]}'::activity_grid;
SELECT '{"unit": "fortnight", "tz": "UTC", "active": [["2026-03-02", 1]]}'::activity_grid;
SELECT '{"unit": "day", "tz": "CEST", "active": [["2026-03-02", 1]]}'::activity_grid;
SELECT active_accounts(s, '2026-03-02', 0) FROM (SELECT active_agg(activity_agg) AS s FROM (SELECT activity_agg(at) FROM login) AS q) AS company;
SELECT stickiness(s, 'infinity') FROM (SELECT active_agg(activity_agg) AS s FROM (SELECT activity_agg(at) FROM login) AS q) AS company;
