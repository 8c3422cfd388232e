-- Cohorts: what the matrix and its accessors print, and what they refuse.
CREATE TEMP TABLE visit (account integer, at timestamptz, signed_up date);
INSERT INTO visit VALUES
	(1, '2026-01-05 10:00+00', '2025-12-20'), (1, '2026-01-06 10:00+00', '2025-12-20'), (1, '2026-02-02 10:00+00', '2025-12-20'),
	(2, '2026-01-31 23:30+00', '2026-01-15'), (2, '2026-03-11 10:00+00', '2026-01-15'), (3, '2026-02-11 10:00+00', '2026-02-11'),
	(4, NULL, '2026-01-20'), (NULL, '2026-01-05 10:00+00', NULL), (5, '2026-03-31 22:00+00', NULL);

SELECT cohort_agg(account, at) FROM visit;
SELECT cohort_agg(account, at, 'week') FROM visit;
SELECT cohort_agg(account, at, 'month', 'Europe/Berlin') FROM visit;
SELECT cohort_agg(account, at, 'month', 'UTC', 'recurring') FROM visit;
SELECT cohort_agg(account, (at AT TIME ZONE 'UTC')::date, 'quarter', 'UTC', 'first', signed_up) FROM visit;
SELECT cohort_agg('a' || account, at, 'year') = cohort_agg(account, at, 'year'), cohort_agg(md5(account::text)::uuid, at, 'year') = cohort_agg(account, at, 'year') FROM visit;
SELECT account % 2 AS segment, observations(cohort_agg(account, at, 'month')) FROM visit GROUP BY segment ORDER BY segment;
SELECT cohort_agg(a), cohort_agg(a, 'recurring'), cohort_agg(a, 'first', signed_up)
FROM (SELECT signed_up, activity_agg(at, 'month') AS a FROM visit WHERE account IS NOT NULL GROUP BY account, signed_up) AS account;
SELECT cohort_agg(a, 'first', b)
FROM (SELECT activity_agg(at, 'month') AS a, activity_agg(at, 'month') FILTER (WHERE at > '2026-02-03') AS b FROM visit WHERE account IS NOT NULL GROUP BY account) AS account;

-- Nothing, or nothing that is known
SELECT cohort_agg(account, at, 'month') FROM visit WHERE account = 4;
SELECT cohort_agg(account, at, 'month', 'UTC', 'first', '2026-01-20'::timestamptz) FROM visit WHERE account = 4;
SELECT cohort_agg(NULL::activity_grid), cohort_agg(NULL::activity_grid, 'first', date '2026-01-01'), observations(NULL::cohort_matrix), rollup(NULL::cohort_matrix);
SELECT subtract(m, m), observations(subtract(m, m)), m = m || subtract(m, m), subtract(m, m)::jsonb FROM (SELECT cohort_agg(account, at, 'month') AS m FROM visit) AS v;
SELECT count(*) FROM (SELECT cohort_agg(account, at, 'month') AS m FROM visit) AS v, retention(subtract(m, m), date '2026-03-15');
SELECT count(*) FROM (SELECT cohort_agg(account, at, 'month') AS m FROM visit) AS v, retention(m, NULL::date);
SELECT retention_rate(m, 3, date '2026-03-15'), retention_rate(m, 0, date '2026-03-15'), retention_rate_lo(m, 0, date '2026-03-15'), retention_rate(m, 1, date '2020-03-15')
FROM (SELECT cohort_agg(account, at, 'month') AS m FROM visit) AS v;

-- Retention
CREATE TEMP VIEW monthly AS SELECT cohort_agg(account, at, 'month', 'Europe/Berlin') AS m FROM visit;
SELECT cohort, period, cohort_size, eligible, retained, rate, lo::numeric(6, 4), hi::numeric(6, 4), is_partial FROM monthly, retention(m, '2026-04-15 12:00+02'::timestamptz);
SELECT cohort, period, cohort_size, eligible, retained, rate, is_partial FROM monthly, retention(m, date '2026-04-15', 'on_or_after');
SELECT cohort, period, cohort_size, eligible, retained, rate, is_partial FROM monthly, retention(m, date '2026-04-15', kind => 'bracket', brackets => '{0,1,3}');
SELECT period, eligible, retained, rate, lo::numeric(6, 4), hi::numeric(6, 4), hazard FROM monthly, retention_curve(m, date '2026-04-15', confidence => 0.8);
SELECT cohort, period, retained, is_partial FROM monthly, retention(m, '2026-03-31 23:59:59.999999+02'::timestamptz) WHERE cohort = '2026-02-01';
SELECT cohort, period, retained, is_partial FROM monthly, retention(m, '2026-04-01 00:00+02'::timestamptz) WHERE cohort = '2026-02-01';
SELECT retention_rate(m, 1, date '2026-04-15'), retention_rate_lo(m, 1, date '2026-04-15')::numeric(6, 4), retention_rate_hi(m, 1, '2026-04-15 12:00+02'::timestamptz, 0.8)::numeric(6, 4) FROM monthly;

-- What is refused
SELECT cohort_agg(account, at, 'fortnight') FROM visit;
SELECT cohort_agg(account, at, 'month', 'Mars/Base') FROM visit;
SELECT cohort_agg(account, at, 'month', 'UTC', 'last') FROM visit;
SELECT cohort_agg(account, at, 'month', 'UTC', NULL) FROM visit;
SELECT cohort_agg(account, at, NULL) FROM visit;
SELECT cohort_agg(account, at, CASE account WHEN 2 THEN 'week' ELSE 'month' END) FROM visit;
SELECT cohort_agg(account, at, 'month', 'UTC', CASE account WHEN 2 THEN 'first' ELSE 'recurring' END) FROM visit;
SELECT cohort_agg(account, at, 'month', 'UTC', 'recurring', '2026-01-20'::timestamptz) FROM visit;
SELECT cohort_agg(1, at, 'month', 'UTC', 'first', at) FROM visit;
SELECT cohort_agg(account, 'infinity'::timestamptz) FROM visit;
SELECT cohort_agg(account, date '0999-12-31') FROM visit;
SELECT cohort_agg(account, at AT TIME ZONE 'UTC') FROM visit;
SELECT cohort_agg(account, at, 'month', 'UTC', 'first', signed_up) FROM visit;
SELECT cohort_agg(a, 'first', date '10000-01-01') FROM (SELECT activity_agg(at) AS a FROM visit) AS v;
SELECT cohort_agg(a, 'recurring', date '2026-01-01') FROM (SELECT activity_agg(at) AS a FROM visit) AS v;
SELECT cohort_agg(a) FROM (SELECT activity_agg(at) AS a FROM visit UNION ALL SELECT activity_agg(at, 'month') FROM visit) AS v;
SELECT cohort_agg(a, 'first', b) FROM (SELECT activity_agg(at) AS a, activity_agg(at, 'month') AS b FROM visit) AS v;
SELECT merge(a, b) FROM (SELECT cohort_agg(account, at, 'month') AS a, cohort_agg(account, at, 'month', 'UTC', 'recurring') AS b FROM visit) AS v;
SELECT merge(a, b) FROM (SELECT cohort_agg(account, at, 'month') AS a, cohort_agg(account, at, 'month', 'Europe/Berlin') AS b FROM visit) AS v;
SELECT subtract(a, b) FROM (SELECT cohort_agg(account, at, 'month') AS a, cohort_agg(account + 100, at + interval '1 month', 'month') AS b FROM visit) AS v;
SELECT * FROM monthly, retention(m, date 'infinity');
SELECT * FROM (SELECT cohort_agg(account, at) FROM visit) AS v(m), retention(m, date '9999-12-31');
SELECT * FROM monthly, retention(m, date '2026-04-15', 'after');
SELECT * FROM monthly, retention(m, date '2026-04-15', 'bracket');
SELECT * FROM monthly, retention(m, date '2026-04-15', 'bracket', '{1,1}');
SELECT * FROM monthly, retention(m, date '2026-04-15', 'bracket', '{-1,1}');
SELECT * FROM monthly, retention(m, date '2026-04-15', 'bracket', '{1,NULL}');
SELECT * FROM monthly, retention(m, date '2026-04-15', 'bracket', '{{1,2},{3,4}}');
SELECT * FROM monthly, retention(m, date '2026-04-15', brackets => '{1,2}');
SELECT * FROM monthly, retention(m, date '2026-04-15', confidence => 1);
SELECT * FROM monthly, retention(m, (timestamp '2026-04-15'));
SELECT retention_rate(m, -1, date '2026-04-15') FROM monthly;
-- 60,000 accounts over 170 years of days would take a gigabyte.
SELECT cohort_agg(account, day) FROM (SELECT generate_series(1, 60000), date '2020-01-01' UNION ALL SELECT 1, date '1850-01-01') AS v(account, day);
SELECT cohort_agg(account, day) FROM (SELECT 1, date '2020-01-01' UNION ALL SELECT 1, date '1020-01-01') AS v(account, day);

-- Text
SELECT '{"cohorts": []}'::cohort_matrix;
SELECT '{"mode": "born", "cohorts": [{"cohort": "2026-01-20", "accounts": 1, "active": []}]}'::cohort_matrix;
SELECT '{"mode": "first", "unit": "month", "tz": "utc", "cohorts": [{"cohort": "2026-01-01", "accounts": 2, "active": [[1, 0, 2], [3, 1, 1]]}]}'::cohort_matrix;
SELECT '{"mode": "first", "cohorts": []}'::cohort_matrix;
SELECT '{"mode": "born", "cohorts": [{"cohort": "2026-01-20", "accounts": 1, "active": [[1, 0, 1]]}]}'::cohort_matrix;
SELECT '{"mode": "first", "unit": "month", "tz": "UTC", "cohorts": [{"cohort": "2026-01-02", "accounts": 2, "active": []}]}'::cohort_matrix;
SELECT '{"mode": "first", "unit": "month", "tz": "UTC", "cohorts": [{"cohort": "2026-01-01", "accounts": 2, "active": [[1, 0, 3]]}]}'::cohort_matrix;
SELECT '{"mode": "first", "unit": "month", "tz": "UTC", "cohorts": [{"cohort": "2026-01-01", "accounts": 2, "active": [[1, 0, 1], [2, 1, 2]]}]}'::cohort_matrix;
SELECT '{"mode": "first", "unit": "month", "tz": "UTC", "cohorts": [{"cohort": "2026-01-01", "accounts": 2, "active": [[1, 1, 1]]}]}'::cohort_matrix;
SELECT '{"mode": "first", "unit": "month", "tz": "UTC", "cohorts": [{"cohort": "2026-02-01", "accounts": 2, "active": []}, {"cohort": "2026-01-01", "accounts": 2, "active": []}]}'::cohort_matrix;

-- The state of the one-pass form: its text, and states that do not go together
SELECT cohort_accum(NULL::cohort_state, 7, '2026-01-05 10:00+00'::timestamptz);
SELECT cohort_combine(cohort_accum(NULL::cohort_state, 'a', date '2026-01-05', 'month'), cohort_accum(NULL::cohort_state, 'a', date '2026-05-05', 'month'));
SELECT cohort_combine(cohort_accum(NULL::cohort_state, 'a', date '2026-01-05'), cohort_accum(NULL::cohort_state, 7, date '2026-01-05'));
SELECT cohort_combine(cohort_accum(NULL::cohort_state, 'a', date '2026-01-05'), cohort_accum(NULL::cohort_state, 'a', date '2026-01-05', 'week'));
SELECT cohort_accum(cohort_accum(NULL::cohort_state, 'a', date '2026-01-05'), 7, date '2026-01-05');
SELECT '{"mode": "first", "unit": "month", "tz": "UTC", "key": "bigint", "accounts": [[7, 312, "1"], [7, 313, "1"]]}'::cohort_state;
SELECT '{"mode": "first", "unit": "month", "tz": "UTC", "key": "bigint", "accounts": [[7, 312, "0"]]}'::cohort_state;
SELECT '{"mode": "first", "unit": "month", "tz": "UTC", "key": "uuid", "accounts": [["7", 312, "1"]]}'::cohort_state;
