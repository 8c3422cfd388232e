-- Accounts with eight signals each, as columns and as stored sets, for bench/tasks-health. psql variable: rows. Run after
-- data.sql, whose pick() it uses.

-- One value in twenty is missing.
CREATE UNLOGGED TABLE account_signals AS
SELECT i AS account_id,
	CASE WHEN pick(i, 31, 20) > 0 THEN pick(i, 32, 6000) / 100.0 END::float8 AS logins,
	CASE WHEN pick(i, 33, 20) > 0 THEN pick(i, 34, 1001) / 1000.0 END::float8 AS seats,
	CASE WHEN pick(i, 35, 20) > 0 THEN pick(i, 36, 10000) / 100.0 END::float8 AS adoption,
	CASE WHEN pick(i, 37, 20) > 0 THEN pick(i, 38, 11) END::float8 AS nps,
	CASE WHEN pick(i, 39, 20) > 0 THEN pick(i, 40, 25) END::float8 AS tickets,
	CASE WHEN pick(i, 41, 20) > 0 THEN pick(i, 42, 90) END::float8 AS days_silent,
	CASE WHEN pick(i, 43, 20) > 0 THEN pick(i, 44, 5000) / 50.0 END::float8 AS usage_trend,
	CASE WHEN pick(i, 45, 20) > 0 THEN pick(i, 46, 60) END::float8 AS days_overdue
FROM generate_series(0, least(:rows, 1000000) - 1) AS i;

CREATE UNLOGGED TABLE account_sets AS
SELECT account_id, signal_agg(name, value, timestamptz '2026-03-01 00:00+00') AS signals
FROM account_signals, LATERAL (VALUES ('logins', logins), ('seats', seats), ('adoption', adoption), ('nps', nps), ('tickets', tickets),
	('days_silent', days_silent), ('usage_trend', usage_trend), ('days_overdue', days_overdue)) AS signal(name, value)
GROUP BY account_id ORDER BY account_id;

VACUUM (FREEZE, ANALYZE) account_signals, account_sets;
SELECT pg_prewarm('account_signals'), pg_prewarm('account_sets');
