-- How the product is used: weekly signals, logins by day, and the steps of new customers. The first accounts only, when
-- there are very many.

CREATE TABLE demo_work.users AS
SELECT a.id AS account_id, w.seats, a.signed_up_on, churned_on, reactivated_on, a.region
FROM demo.accounts AS a JOIN demo_work.accounts AS w USING (id)
WHERE a.id <= :usage_accounts;
ANALYZE demo_work.users;

CREATE TABLE demo.signals (
	account_id	bigint NOT NULL,
	week		date NOT NULL,
	signal		text NOT NULL,
	value		float8 NOT NULL
);
INSERT INTO demo.signals
SELECT account_id, week, signal, value
FROM (
	SELECT account_id, week, key, seats, health + 0.25 * demo.normal(key, 601)
		- 0.8 * demo_work.impact(region, week::timestamp AT TIME ZONE 'UTC', 30) AS vigour
	FROM (
		SELECT u.account_id, u.seats, region, week::date AS week, health,
			u.account_id * 128 + (week::date - date '2024-07-01') / 7 AS key
		FROM generate_series(timestamp '2024-07-01', '2026-06-22', '7 days') AS week
		JOIN demo_work.users AS u ON week >= signed_up_on
			AND (churned_on IS NULL OR week < churned_on OR week >= reactivated_on)
		JOIN demo_work.health AS h ON h.account_id = u.account_id
			AND h.month = demo_work.month_of(week)
		OFFSET 0
	) AS weeks
	OFFSET 0
) AS lively
CROSS JOIN LATERAL (VALUES
	('active_users', round(seats * greatest(0.02, least(0.98, 0.58 + 0.17 * vigour)))),
	('features_used', round(greatest(1, least(12, 6.5 + 2.0 * vigour + 1.2 * demo.normal(key, 602))))),
	('automation_runs', round(seats * 6 * exp(0.5 * vigour + 0.35 * demo.normal(key, 603)))),
	('error_rate', round((0.012 * exp(-0.4 * vigour + 0.4 * demo.normal(key, 604)))::numeric, 5)::float8),
	('days_overdue', CASE WHEN demo.uniform(key / 4, 605) < 0.10 - 0.05 * vigour
		THEN 1 + floor(demo.uniform(key, 606) * 28) ELSE 0 END)
) AS s (signal, value)
-- A tenth of the error rates is missing, as when the customer's site does not report.
WHERE signal <> 'error_rate' OR demo.uniform(key, 607) >= 0.10
ORDER BY week, account_id, signal COLLATE "C";
COMMENT ON TABLE demo.signals IS
	'Weekly product signals by account: active_users, features_used (of 12), automation_runs, error_rate (share of '
	'requests, not always reported), days_overdue (of the oldest invoice)';

CREATE TABLE demo.logins (
	account_id	bigint NOT NULL,
	at			timestamptz NOT NULL
);
INSERT INTO demo.logins
SELECT account_id, (day + demo.uniform(key, 612) * interval '9 hours' + interval '7 hours') AT TIME ZONE 'UTC' AS at
FROM (
	SELECT u.account_id, day, u.account_id * 1024 + (day::date - date '2024-07-01') AS key, seats, health, region
	FROM generate_series(timestamp '2024-07-01', '2026-06-30', '1 day') AS day
	JOIN demo_work.users AS u ON day >= signed_up_on
		AND (churned_on IS NULL OR day < churned_on OR day >= reactivated_on)
	JOIN demo_work.health AS h ON h.account_id = u.account_id
		AND h.month = demo_work.month_of(day)
	OFFSET 0
) AS days
WHERE demo.uniform(key, 611) < greatest(0.005, least(0.97, (0.30 + 0.05 * ln(seats) + 0.22 * health)
	* CASE WHEN extract(isodow FROM day) < 6 THEN 1 ELSE 0.15 END))
ORDER BY at, account_id;
COMMENT ON TABLE demo.logins IS 'The first login of each day on which somebody of the account logged in';

CREATE TABLE demo.onboarding (
	account_id	bigint NOT NULL,
	step		smallint NOT NULL,
	name		text NOT NULL,
	at			timestamptz NOT NULL,
	PRIMARY KEY (account_id, step)
);
-- Each step is taken some days after the one before, if at all.
INSERT INTO demo.onboarding
WITH RECURSIVE steps AS (
	SELECT u.account_id, 1 AS step, fit, churned_on,
		(u.signed_up_on + time '08:00' + demo.uniform(u.account_id, 621) * interval '8 hours') AT TIME ZONE 'UTC' AS at
	FROM demo_work.users AS u JOIN demo_work.accounts AS a ON a.id = u.account_id
	WHERE u.signed_up_on >= date '2024-07-01'
	UNION ALL
	SELECT account_id, step + 1, fit, churned_on,
		at + round((ARRAY[1.5, 3, 7, 16])[step] * 86400
			* exp(0.7 * demo.normal(account_id * 8 + step, 622) - 0.2 * fit)) * interval '1 second'
	FROM steps
	WHERE step < 5 AND demo.uniform(account_id * 8 + step, 623) < (ARRAY[0.97, 0.94, 0.92, 0.88])[step] + 0.03 * fit
)
SELECT account_id, step,
	(ARRAY['signed up', 'imported data', 'invited the team', 'published a schedule', 'went live'])[step],
	date_trunc('second', at)
FROM steps
WHERE at < timestamptz '2026-07-01 00:00+00' AND (churned_on IS NULL OR at < churned_on)
ORDER BY account_id, step;
COMMENT ON TABLE demo.onboarding IS
	'When the customers who signed up in the two years took the steps of the onboarding';
