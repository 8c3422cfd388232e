-- What bench/tasks-customers measures: histories of tickets, activity, tenures, signals and monthly revenue of customers. In
-- time order, accounts and tickets at random, as a warehouse has them. psql variable: rows. Run after data.sql, whose
-- pick() it uses.

-- Half as many events as rows, ten for each ticket; each ends closed, some were reopened before.
CREATE UNLOGGED TABLE ticket_events AS
SELECT ticket_id, opened + (n * n * 11 + n * 7 + pick(ticket_id * 16 + n, 31, 5)) * interval '17 minutes 11 seconds' AS at,
	(CASE pick(ticket_id, 32, 4)
		WHEN 0 THEN '{new,open,pending,open,hold,open,pending,open,solved,closed}'
		WHEN 1 THEN '{new,open,solved,open,pending,open,solved,open,solved,closed}'
		WHEN 2 THEN '{new,hold,open,pending,hold,open,pending,open,solved,closed}'
		ELSE '{new,open,pending,open,pending,open,solved,open,solved,closed}' END::text[])[n + 1] AS status
FROM (SELECT i AS ticket_id, timestamptz '2024-01-01 00:00+00'
		+ (i * (365 * 86400000000 / (:rows / 20)) + pick(i, 33, 1000000)) * interval '1 microsecond' AS opened
	FROM generate_series(1::bigint, :rows / 20) AS i) AS ticket, generate_series(0, 9) AS n
ORDER BY at;

-- As many activities as rows, of a twentieth as many accounts, over 24 months.
CREATE UNLOGGED TABLE activities AS
SELECT 1 + pick(i, 41, (:rows / 20) * (1 + i * 3 / :rows) / 4) AS account_id,
	timestamptz '2024-01-01 00:00+00' + i * (731 * 86400000000 / :rows) * interval '1 microsecond' AS at
FROM generate_series(0::bigint, :rows - 1) AS i;

-- A tenth as many customers as rows, in 50 segments: days as a customer, and whether that has ended.
CREATE UNLOGGED TABLE tenures AS
SELECT pick(i, 51, 50)::integer AS segment, (1 + sqrt(pick(i, 52, 1440000)))::integer AS tenure, pick(i, 53, 5) < 2 AS ended
FROM generate_series(1::bigint, :rows / 10) AS i;

-- A tenth as many accounts as rows, with a score kept to 0.1 and what became of them.
CREATE UNLOGGED TABLE scored_accounts AS
SELECT pick(i, 71, 1001) / 10.0::float8 AS score, pick(i, 71, 1001) + pick(i, 72, 600) < 500 AS churned
FROM generate_series(1::bigint, :rows / 10) AS i;

-- Half as many monthly amounts as rows: up to 24 months for each account, some of which come later, leave and return.
CREATE UNLOGGED TABLE monthly_revenue AS
SELECT account_id, (date '2024-01-01' + month * interval '1 month')::date AS month,
	round((100 + pick(account_id, 81, 5000) + 50 * pick(account_id * 8 + month / 3, 82, 4))::numeric, 2) AS amount
FROM generate_series(0, 23) AS month, generate_series(1::bigint, :rows / 40) AS account_id
WHERE pick(account_id, 83, 16) <= month AND pick(account_id * 8 + month / 4, 84, 12) > 0
ORDER BY month, hashint8(account_id);
ANALYZE;
