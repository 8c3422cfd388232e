-- The contract of harness.psql for every aggregate of csops.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION pgtap SCHEMA public;
CREATE SCHEMA csops;
CREATE EXTENSION csops SCHEMA csops;
CREATE EXTENSION csops_test SCHEMA public;
SET LOCAL search_path = csops, public;
\ir harness.psql

SELECT no_plan();

-- Accounts on two dates: what they pay in all sorts of decimals, most of them the same on both, some on one of them only.
SELECT harness.generator('payer', $$
	SELECT i, i % 12 AS g, i % 3 AS h, 'a' || i AS key, md5(i::text)::uuid AS id, start_amount, end_amount, pick % 3 = 0 AS seen,
		end_amount * (ARRAY[1, 1, 0.9234, 1.5])[1 + pick % 4] AS end_at_start_rate,
		CASE pick % 17 WHEN 0 THEN -start_amount WHEN 1 THEN 'NaN' WHEN 2 THEN 1e17 WHEN 3 THEN 1e-45 WHEN 4 THEN 'Infinity' ELSE start_amount END AS dirty_start,
		CASE pick % 19 WHEN 0 THEN -end_amount ELSE end_amount END AS negative_end,
		CASE pick % 19 WHEN 0 THEN 0 ELSE end_amount END AS dirty_rate
	FROM (
		SELECT i, pick, CASE WHEN pick % 7 = 0 THEN NULL WHEN pick % 11 = 0 THEN 0 ELSE amount END AS start_amount,
			CASE WHEN pick % 13 = 0 THEN NULL WHEN pick % 17 = 0 THEN 0.00 WHEN pick % 5 < 3 THEN amount ELSE amount * (pick % 200) / 100 END AS end_amount
		FROM generate_series(1, $1) AS i, harness.pick(i, 1) AS pick,
			LATERAL (SELECT CASE WHEN pick % 29 = 0 THEN 1e-36 WHEN pick % 31 = 0 THEN 9999999999999999.9999999999999999
				WHEN pick % 3 = 0 THEN pick / 12.0 ELSE pick % 100000 / 100.0 END AS amount OFFSET 0) AS a) AS account
$$);
-- Subscription rows of accounts, of which a few have most; most amounts are of cents, some of more decimals; among the keys is
-- each type's key without bits, and texts longer than a batch takes.
SELECT harness.generator('subscriber', $$
	SELECT i, i % 12 AS g, i % 3 AS h, 'r' || i AS key, md5(i::text)::uuid AS id,
		CASE WHEN pick % 19 > 0 THEN account END::bigint AS account,
		CASE WHEN pick % 19 > 0 THEN CASE WHEN account = 0 THEN '00000000-0000-0000-0000-000000000000' ELSE md5('a' || account) END END::uuid AS account_id,
		CASE WHEN pick % 19 > 0 THEN 'account ' || account || CASE WHEN account % 100 = 0 THEN repeat('x', 12000) ELSE '' END END AS account_name,
		CASE WHEN pick % 23 > 0 THEN CASE WHEN i % 40 = 39 THEN pick / 12.0 ELSE pick % 100000 / 100.0 END END AS amount,
		CASE WHEN pick % 29 > 0 THEN starts END AS starts, CASE WHEN pick % 4 > 0 THEN starts + pick % 300 END AS ends,
		CASE pick % 31 WHEN 0 THEN 'NaN' WHEN 1 THEN 1e17 WHEN 2 THEN 1e-45 WHEN 3 THEN -1e16 ELSE pick % 100000 / 100.0 END AS dirty_amount,
		starts + pick % 300 - 20 AS dirty_ends, -(pick % 500) / 1.0 AS credit
	FROM generate_series(1, $1) AS i, harness.pick(i, 1) AS pick, LATERAL (VALUES (harness.pick(i, 2) % (1 + $1 / (1 + 2 * (i % 4))) - $1 / 100, date '2025-01-01' + pick % 500)) AS a(account, starts)
$$);
-- Contracts due around one day, most of them decided; and forecasts of all sizes.
SELECT harness.generator('contract', $$
	SELECT i, i % 12 AS g, i % 3 AS h, 'c' || i AS key, md5(i::text)::uuid AS id,
		CASE WHEN pick % 13 = 0 THEN NULL WHEN pick % 31 = 0 THEN 0 ELSE pick % 100000 / 12.0 END AS due,
		CASE WHEN pick % 3 = 0 THEN NULL WHEN pick % 5 = 0 THEN pick % 200000 / 7.0 WHEN pick % 7 = 0 THEN 0 ELSE pick % 100000 / 12.0 END AS renewed,
		CASE WHEN pick % 37 > 0 THEN date '2026-03-15' + (pick % 97 - 40) * (1 + pick % 11 / 10 * 100) END AS due_on,
		CASE WHEN pick % 4 > 0 THEN date '2026-03-15' + (pick % 89 - 70) END AS decided_on,
		CASE pick % 17 WHEN 0 THEN -1 WHEN 1 THEN 'NaN' WHEN 2 THEN 1e17 ELSE pick % 1000 END AS dirty_due,
		CASE pick % 19 WHEN 0 THEN date 'infinity' WHEN 1 THEN '0001-01-01 BC' ELSE '2026-03-15' END AS dirty_due_on,
		CASE WHEN pick % 41 > 0 THEN CASE WHEN pick % 29 = 0 THEN 1e-40 ELSE (pick % 30000 - 1000) / 7.0 END END AS forecast,
		CASE WHEN pick % 43 > 0 THEN CASE WHEN pick % 5 = 0 THEN 0 ELSE (pick % 29000 - 900) / 12.0 END END AS actual
	FROM generate_series(1, $1) AS i, harness.pick(i, 1) AS pick
$$);
SELECT harness.generator('contract_segment', $$
	SELECT i, i % 12 AS g, i % 3 AS h, 's' || i AS key, md5(i::text)::uuid AS id,
		CASE WHEN harness.pick(i, 1) % 13 > 0 THEN (
			SELECT renewal_agg(harness.pick(i * 7 + n, 3) % 100, harness.pick(i * 7 + n, 4) % 3 * 40, date '2026-03-15' + harness.pick(i * 7 + n, 5) % 40 - 20,
				date '2026-03-15' + harness.pick(i * 7 + n, 6) % 40 - 25, '2026-03-15')
			FROM generate_series(1, harness.pick(i, 4) % 4) AS n) END AS renewals,
		CASE WHEN harness.pick(i, 1) % 13 > 0 THEN (
			SELECT forecast_agg(nullif(harness.pick(i * 7 + n, 3) % 11, 5) / 7.0, harness.pick(i * 7 + n, 5) % 11)
			FROM generate_series(1, harness.pick(i, 4) % 4) AS n) END AS forecasts
	FROM generate_series(1, $1) AS i
$$);
SELECT harness.generator('bridge_segment', $$
	SELECT i, i % 12 AS g, i % 3 AS h, 's' || i AS key, md5(i::text)::uuid AS id,
		CASE WHEN harness.pick(i, 1) % 13 > 0 THEN (
			SELECT revenue_bridge_agg(nullif(harness.pick(i * 7 + n, 3) % 11, 5) / 7.0, harness.pick(i * 7 + n, 5) % 11, n = 1, harness.pick(i * 7 + n, 5) % 11 * 0.9)
			FROM generate_series(1, harness.pick(i, 4) % 4) AS n) END AS bridge
	FROM generate_series(1, $1) AS i
$$);

-- Answers, most of them alike so that the counters grow past 255 and 65535, some missing; weights and amounts from the
-- smallest to the largest that can be summed.
SELECT harness.generator('response', $$
	SELECT i, g, h, key, id,
		CASE WHEN missing THEN NULL WHEN alike THEN 9 ELSE answer % 11 END::float8 AS score,
		CASE WHEN missing THEN NULL WHEN alike THEN 4 ELSE 1 + answer % 5 END::float8 AS five,
		CASE WHEN missing THEN NULL WHEN alike THEN 70 ELSE answer % 101 END::float8 AS percent,
		CASE WHEN missing THEN NULL WHEN alike THEN 5
			ELSE (ARRAY[1, 2, 3, 4, 5, 0, 6, 2.5, -1, 1e300, 'Infinity', '-Infinity', 'NaN', '-0'])[1 + answer % 14] END::float8 AS dirty,
		CASE WHEN missing THEN NULL WHEN alike THEN true ELSE answer % 3 = 0 END AS good,
		CASE WHEN answer % 23 = 0 THEN NULL WHEN answer % 29 = 0 THEN 0 WHEN answer % 31 = 0 THEN 1e-24
			WHEN answer % 37 = 0 THEN 9007199254740992 ELSE (answer % 1000) / 7.0 END::float8 AS weight,
		CASE WHEN answer % 23 = 0 THEN NULL ELSE (ARRAY[0, 1, 0.1, -1, 'NaN', 'Infinity', 1e16, 1e-30])[1 + answer % 8] END::float8 AS dirty_weight,
		CASE WHEN missing THEN NULL WHEN answer % 41 = 0 THEN -9007199254740992 ELSE answer % 5000 / 3.0 - 100 END::float8 AS numerator,
		CASE WHEN answer % 43 = 0 THEN NULL WHEN answer % 47 = 0 THEN 1e-25 ELSE 1 + answer % 17 END::float8 AS denominator,
		CASE WHEN answer % 43 = 0 THEN NULL WHEN answer % 5 = 0 THEN 'Infinity' WHEN answer % 7 = 0 THEN 1e300 ELSE answer % 10 END::float8 AS dirty_denominator
	FROM (
		SELECT i, i % 12 AS g, i % 3 AS h, 'r' || i AS key, md5(i::text)::uuid AS id,
			harness.pick(i, 1) % 13 = 0 AS missing, harness.pick(i, 2) % 4 > 0 AS alike, harness.pick(i, 3) AS answer
		FROM generate_series(1, $1) AS i) AS response
$$);

-- Stored summaries, as days and segments are.
SELECT harness.generator('stored', $$
	SELECT i, i % 12 AS g, i % 3 AS h, 's' || i AS key, md5(i::text)::uuid AS id,
		CASE WHEN harness.pick(i, 1) % 13 > 0 THEN (
			SELECT rating_agg(CASE WHEN harness.pick(i, 2) % 5 > 0 THEN (harness.pick(i * 7 + n, 3) % 11)::float8 END)
			FROM generate_series(1, harness.pick(i, 4) % 4) AS n) END AS ratings,
		CASE WHEN harness.pick(i, 1) % 13 > 0 THEN (
			SELECT weighted_rating_agg(harness.pick(i * 7 + n, 3) % 11, harness.pick(i * 7 + n, 5) / 7.0)
			FROM generate_series(1, harness.pick(i, 4) % 4) AS n) END AS weighted,
		CASE WHEN harness.pick(i, 1) % 13 > 0 THEN (
			SELECT proportion_agg(CASE WHEN harness.pick(i, 2) % 5 > 0 THEN harness.pick(i * 7 + n, 3) % 3 = 0 END)
			FROM generate_series(1, harness.pick(i, 4) % 4) AS n) END AS shares,
		CASE WHEN harness.pick(i, 1) % 13 > 0 THEN (
			SELECT ratio_agg(harness.pick(i * 7 + n, 3) / 3.0 - 1e6, harness.pick(i * 7 + n, 5) / 7.0)
			FROM generate_series(1, harness.pick(i, 4) % 4) AS n) END AS ratios
	FROM generate_series(1, $1) AS i
$$);

-- Durations from nothing to long ones, most of them alike, some missing; and days of them.
SELECT harness.generator('ticket', $$
	SELECT i, g, h, key, id, seconds, seconds * interval '1 second' AS elapsed,
		CASE WHEN pick % 19 = 0 THEN (ARRAY[-1, 'NaN', 'Infinity', '-Infinity', 9.1e12, -1e-9])[1 + pick % 6] ELSE seconds END::float8 AS dirty_seconds,
		CASE WHEN pick % 19 = 0 THEN (ARRAY['-1 second', '1 month', '200000000 days', '1 day -25 hours'])[1 + pick % 4]::interval
			ELSE seconds * interval '1 second' END AS dirty_elapsed
	FROM (
		SELECT i, i % 12 AS g, i % 3 AS h, 't' || i AS key, md5(i::text)::uuid AS id, pick,
			CASE WHEN pick % 13 = 0 THEN NULL WHEN pick % 4 > 0 THEN 3600 + pick % 50 WHEN pick % 29 = 0 THEN 0
				WHEN pick % 31 = 0 THEN 1e9 WHEN pick % 37 = 0 THEN pick % 64 * 1e-6 ELSE exp(pick % 10000 / 800.0) END::float8 AS seconds
		FROM generate_series(1, $1) AS i, harness.pick(i, 1) AS pick) AS ticket
$$);
SELECT harness.generator('ticket_day', $$
	SELECT i, i % 12 AS g, i % 3 AS h, 'd' || i AS key, md5(i::text)::uuid AS id,
		CASE WHEN harness.pick(i, 1) % 13 > 0 THEN (
			SELECT duration_agg(CASE WHEN harness.pick(i, 2) % 5 > 0 THEN exp(harness.pick(i * 7 + n, 3) % 10000 / 800.0)::float8 END)
			FROM generate_series(1, harness.pick(i, 4) % 4) AS n) END AS durations
	FROM generate_series(1, $1) AS i
$$);
INSERT INTO harness.forgetful VALUES
	('duration_summary', 'subtract(merge(%s, duration_accum(NULL, 60::float8)), duration_accum(NULL, 60::float8))');

-- Events, many of them at the same instant, some there twice, some of an unknown state or at no instant; and timelines.
SELECT harness.generator('event', $$
	SELECT i, i % 12 AS g, i % 3 AS h, 'e' || i AS key, md5(i::text)::uuid AS id,
		CASE WHEN pick % 13 > 0 THEN timestamptz '2026-03-02 09:00+00' + pick % 500 * interval '7 minutes' + pick % 3 * interval '1 microsecond' END AS at,
		CASE WHEN pick % 13 > 0 AND pick % 11 > 0 THEN (ARRAY['new', 'open', 'pending', 'hold', 'solved', 'open'])[1 + pick % 6] END AS state,
		CASE WHEN pick % 13 > 0 AND pick % 7 > 0 THEN pick % 1000 - 100 END::bigint AS seq
	FROM generate_series(1, $1) AS i, harness.pick(i, 1) AS pick
$$);
SELECT harness.generator('event_day', $$
	SELECT i, i % 12 AS g, i % 3 AS h, 'd' || i AS key, md5(i::text)::uuid AS id,
		CASE WHEN harness.pick(i, 1) % 13 > 0 THEN (
			SELECT timeline_agg(timestamptz '2026-03-02 09:00+00' + harness.pick(i * 7 + n, 3) % 500 * interval '7 minutes',
				'state ' || harness.pick(i * 7 + n, 5) % 20, nullif(harness.pick(i * 7 + n, 4) % 4, 0))
			FROM generate_series(1, harness.pick(i, 4) % 4) AS n) END AS timeline
	FROM generate_series(1, $1) AS i
$$);
-- Tickets with their histories, and the backlogs of teams.
SELECT harness.generator('ticket_history', $$
	SELECT i, i % 12 AS g, i % 3 AS h, 't' || i AS key, md5(i::text)::uuid AS id,
		CASE WHEN harness.pick(i, 1) % 13 > 0 THEN (
			SELECT timeline_agg(timestamptz '2026-03-02 09:00+00' + harness.pick(i * 7 + n, 3) % 500 * interval '7 minutes',
				(ARRAY['open', 'pending', 'solved', NULL])[1 + harness.pick(i * 7 + n, 5) % 4])
			FROM generate_series(0, harness.pick(i, 4) % 5) AS n) END AS timeline
	FROM generate_series(1, $1) AS i
$$);
SELECT harness.generator('team_backlog', $$
	SELECT i, i % 12 AS g, i % 3 AS h, 'b' || i AS key, md5(i::text)::uuid AS id,
		CASE WHEN harness.pick(i, 1) % 13 > 0 THEN (
			SELECT backlog_agg(timeline_agg, '{open,pending}') FROM (
				SELECT timeline_agg(timestamptz '2026-03-02 09:00+00' + harness.pick(i * 7 + n, 3) % 500 * interval '7 minutes',
					(ARRAY['open', 'pending', 'solved', NULL])[1 + harness.pick(i * 7 + n, 5) % 4])
				FROM generate_series(0, harness.pick(i, 4) % 5) AS n GROUP BY n / 3) AS t) END AS backlog
	FROM generate_series(1, $1) AS i
$$);
-- Clocks that finished or not, within their target, at it and beyond, or without one; some unknown; and days of them.
SELECT harness.generator('clock', $$
	SELECT i, g, h, key, id, elapsed, target, finished,
		CASE WHEN pick % 19 = 0 THEN (ARRAY['-1 second', '1 month', '200000000 days', '1 day -25 hours'])[1 + pick % 4]::interval
			ELSE elapsed END AS dirty_elapsed,
		CASE WHEN pick % 23 = 0 THEN (ARRAY['-1 second', '1 year', '200000000 days', '1 day -25 hours'])[1 + pick % 4]::interval
			ELSE target END AS dirty_target,
		CASE WHEN pick % 17 > 0 THEN (NULL, NULL, elapsed > target, finished, target, elapsed, target - elapsed,
			NULL, NULL, NULL, NULL, NULL, NULL, 1, 1)::sla_clock END AS clock
	FROM (
		SELECT i, i % 12 AS g, i % 3 AS h, 'c' || i AS key, md5(i::text)::uuid AS id, pick,
			CASE WHEN pick % 13 > 0 THEN CASE WHEN pick % 4 > 0 THEN 3500 + pick % 200 WHEN pick % 29 = 0 THEN 0
				ELSE exp(pick % 10000 / 800.0) END * interval '1 second' END AS elapsed,
			CASE WHEN pick % 7 > 0 THEN interval '1 hour' END AS target,
			CASE WHEN pick % 11 > 0 THEN pick % 5 > 0 END AS finished
		FROM generate_series(1, $1) AS i, harness.pick(i, 1) AS pick) AS clock
$$);
SELECT harness.generator('clock_day', $$
	SELECT i, i % 12 AS g, i % 3 AS h, 'd' || i AS key, md5(i::text)::uuid AS id,
		CASE WHEN harness.pick(i, 1) % 13 > 0 THEN (
			SELECT sla_agg(CASE WHEN pick % 5 > 0 THEN exp(pick % 10000 / 800.0) * interval '1 second' END,
				CASE WHEN pick % 7 > 0 THEN interval '1 hour' END, pick % 3 > 0)
			FROM generate_series(1, harness.pick(i, 4) % 4) AS n, harness.pick(i * 7 + n, 3) AS pick) END AS results
	FROM generate_series(1, $1) AS i
$$);
INSERT INTO harness.forgetful VALUES
	('sla_summary', 'subtract(merge(%s, sla_accum(NULL, ''1 minute'', NULL, true)), sla_accum(NULL, ''1 minute'', NULL, true))');
-- Signals of few names, at few instants so that some are of the same; and sets of them.
SELECT harness.generator('signal', $$
	SELECT i, i % 12 AS g, i % 3 AS h, 's' || i AS key, md5(i::text)::uuid AS id,
		CASE WHEN pick % 37 > 0 THEN 'signal ' || pick % 6 END AS signal,
		CASE WHEN pick % 13 > 0 THEN pick % 5 - 2.5 END::float8 AS value,
		CASE WHEN pick % 31 > 0 THEN timestamptz '2026-01-01 00:00Z' + (pick % 50 - 25) * interval '1 day' END AS at,
		CASE pick % 20 WHEN 0 THEN '' WHEN 1 THEN repeat('x', 256) ELSE 'signal ' || pick % 6 END AS dirty_signal,
		CASE pick % 23 WHEN 0 THEN float8 'NaN' WHEN 1 THEN '-Infinity' ELSE pick % 5 END AS dirty_value,
		CASE pick % 29 WHEN 0 THEN 'infinity' WHEN 1 THEN '-infinity'
			ELSE timestamptz '2026-01-01 00:00Z' + pick % 50 * interval '1 day' END AS dirty_at,
		CASE WHEN pick % 17 > 0 THEN (
			SELECT signal_agg('signal ' || harness.pick(i * 7 + n, 3) % 6, n, timestamptz '2026-01-01 00:00Z' + harness.pick(i, 4) % 9 * interval '1 day')
				|| CASE WHEN pick % 4 = 0 THEN '{"by hand": 1, "signal 3": 4}' ELSE '{}' END::signal_set
			FROM generate_series(1, pick % 4) AS n) END AS signals
	FROM generate_series(1, $1) AS i, harness.pick(i, 1) AS pick
$$);

-- Events of accounts, of which a few have most; some of no account or at no instant. Each account has one date of birth, and
-- some have none. Among the keys is each type's key without bits, and texts longer than a batch takes.
SELECT harness.generator('visit', $$
	SELECT i, i % 12 AS g, i % 3 AS h, 'v' || i AS key, md5(i::text)::uuid AS id,
		CASE WHEN pick % 19 > 0 THEN account END::bigint AS account,
		CASE WHEN pick % 19 > 0 THEN CASE WHEN account = 0 THEN '00000000-0000-0000-0000-000000000000' ELSE md5('a' || account) END END::uuid AS account_id,
		CASE WHEN pick % 19 > 0 THEN 'account ' || account || CASE WHEN n % 100 = 0 THEN repeat('x', 12000) ELSE '' END END AS account_name,
		CASE WHEN pick % 13 > 0 THEN timestamptz '2024-01-01 12:00+00' + (n % 300 + pick % (1 + n % 400)) * interval '1 day' END AS at,
		CASE WHEN pick % 13 > 0 THEN date '2024-01-01' + n % 100 + pick % (1 + n % 40) END AS day,
		CASE WHEN n % 17 > 0 THEN timestamptz '2024-01-01 12:00+00' + (n % 350) * interval '1 day' END AS born_at,
		CASE WHEN n % 17 > 0 THEN date '2024-01-01' + n % 120 END AS born
	FROM generate_series(1, $1) AS i, harness.pick(i, 1) AS pick, LATERAL (VALUES (harness.pick(i, 2) % (1 + $1 / (1 + 2 * (i % 4))) - $1 / 100)) AS a(account), abs(account) AS n
$$);
-- Payments and refunds of accounts with a date of birth, some before it, some without one of the three; and days of them.
SELECT harness.generator('payment', $$
	SELECT i, i % 12 AS g, i % 3 AS h, 'p' || i AS key, md5(i::text)::uuid AS id,
		CASE WHEN pick % 13 > 0 THEN (pick % 5000 - 1000) / 100.0 * CASE WHEN pick % 31 = 0 THEN 1e13 ELSE 1 END END::numeric AS amount,
		CASE WHEN pick % 17 > 0 THEN timestamptz '2024-01-10 12:00+00' + pick % 400 * interval '1 day' END AS at,
		CASE WHEN pick % 17 > 0 THEN date '2024-01-10' + pick % 400 END AS day,
		CASE WHEN pick % 19 > 0 THEN timestamptz '2024-01-01 12:00+00' + pick % 350 * interval '1 day' END AS born_at,
		CASE WHEN pick % 19 > 0 THEN date '2024-01-01' + pick % 350 END AS born,
		CASE WHEN pick % 13 > 0 THEN (
			SELECT cohort_value_agg(harness.pick(i * 7 + n, 3) / 7.0, date '2024-01-10' + harness.pick(i * 7 + n, 5) % 100, date '2024-01-01' + n::integer, 'week')
			FROM generate_series(1, pick % 4) AS n) END AS value
	FROM generate_series(1, $1) AS i, harness.pick(i, 1) AS pick
$$);
SELECT harness.generator('visitor', $$
	SELECT i, i % 12 AS g, i % 3 AS h, 'v' || i AS key, md5(i::text)::uuid AS id,
		CASE WHEN harness.pick(i, 1) % 13 > 0 THEN (
			SELECT activity_agg(date '2024-01-01' + harness.pick(i * 7 + n, 3) % (1 + harness.pick(i, 5) % 1000), 'month', 'Europe/Berlin')
			FROM generate_series(1, harness.pick(i, 4) % 12) AS n) END AS activity,
		CASE WHEN harness.pick(i, 1) % 11 > 0 THEN (
			SELECT activity_agg(date '2024-01-01' + harness.pick(i * 7 + n, 9) % 1200, 'month', 'Europe/Berlin')
			FROM generate_series(1, harness.pick(i, 10) % 9) AS n) END AS returned,
		CASE WHEN harness.pick(i, 6) % 13 > 0 THEN date '2024-01-01' + harness.pick(i, 7) % 600 END AS born,
		CASE WHEN harness.pick(i, 1) % 13 > 0 THEN (
			SELECT cohort_agg(harness.pick(i * 7 + n, 3) % 4, date '2024-01-01' + harness.pick(i * 7 + n, 5) % 100, 'week')
			FROM generate_series(1, harness.pick(i, 4) % 12) AS n) END AS matrix
	FROM generate_series(1, $1) AS i
$$);
-- Activity over eight years in any order, some of it long before; and grids of a few periods.
SELECT harness.generator('activity', $$
	SELECT i, g, h, key, id, at, (at AT TIME ZONE 'UTC')::date AS day
	FROM (
		SELECT i, i % 12 AS g, i % 3 AS h, 'a' || i AS key, md5(i::text)::uuid AS id,
			CASE WHEN pick % 13 = 0 THEN NULL WHEN pick % 997 = 0 THEN timestamptz '1899-12-31 23:59:59.999999+00'
				ELSE timestamptz '2019-01-01 00:00+00' + pick % 70000 * interval '1 hour' END AS at
		FROM generate_series(1, $1) AS i, harness.pick(i, 1) AS pick) AS event
$$);
SELECT harness.generator('account', $$
	SELECT i, i % 12 AS g, i % 3 AS h, 'a' || i AS key, md5(i::text)::uuid AS id,
		CASE WHEN harness.pick(i, 1) % 13 > 0 THEN (
			SELECT activity_agg(date '2025-01-01' + harness.pick(i * 7 + n, 3) % (1 + harness.pick(i, 5) % 1000), 'day', 'Europe/Berlin')
			FROM generate_series(1, harness.pick(i, 4) % 7) AS n) END AS activity
	FROM generate_series(1, $1) AS i
$$);
-- Steps of an account, some at the same instant, some twice, and other events; and its days.
SELECT harness.generator('step', $$
	SELECT i, i % 12 AS g, i % 3 AS h, 'e' || i AS key, md5(i::text)::uuid AS id,
		CASE WHEN pick % 13 > 0 THEN timestamptz '2026-02-20 09:00+00' + pick % 5000 * interval '7 minutes' + pick % 3 * interval '1 microsecond' END AS at,
		nullif(pick / 7 % 8, 7) AS step
	FROM generate_series(1, $1) AS i, harness.pick(i, 1) AS pick
$$);
SELECT harness.generator('step_day', $$
	SELECT i, i % 12 AS g, i % 3 AS h, 'd' || i AS key, md5(i::text)::uuid AS id,
		CASE WHEN harness.pick(i, 1) % 13 > 0 THEN (
			SELECT funnel_agg(timestamptz '2026-02-20 09:00+00' + harness.pick(i * 7 + n, 3) % 9000 * interval '7 minutes', harness.pick(i * 7 + n, 5) % 6, '12 hours')
			FROM generate_series(1, harness.pick(i, 4) % 4) AS n) END AS funnel
	FROM generate_series(1, $1) AS i
$$);
SELECT harness.generator('segment', $$
	SELECT i, i % 12 AS g, i % 3 AS h, 's' || i AS key, md5(i::text)::uuid AS id,
		CASE WHEN harness.pick(i, 1) % 13 > 0 THEN (
			SELECT active_agg(a) FROM (
				SELECT activity_agg(date '2026-01-01' + harness.pick(i * 7 + n, 3) % 100 * CASE WHEN n % 4 > 0 THEN 1 END, 'day', 'UTC', 7)
				FROM generate_series(1, harness.pick(i, 4) % 12) AS n GROUP BY n % 5) AS account(a)) END AS active
	FROM generate_series(1, $1) AS i
$$);

-- Accounts with scores, most of them alike so that the counters grow past 255 and 65535, some missing, some undecided; weights
-- from the smallest to the largest that can be summed; and weeks of them.
SELECT harness.generator('scored', $$
	SELECT i, g, h, key, id, score, churned, weight,
		CASE WHEN pick % 17 = 0 THEN (ARRAY[-1, 100.01, 'NaN', 'Infinity', '-Infinity', 1e300, '-0', 99.996])[1 + pick % 8] ELSE score END::float8 AS dirty_score,
		CASE WHEN pick % 19 = 0 THEN (ARRAY[-1, 'NaN', 'Infinity', 1e16, 1e-30])[1 + pick % 5] ELSE weight END::float8 AS dirty_weight
	FROM (
		SELECT i, i % 12 AS g, i % 3 AS h, 'a' || i AS key, md5(i::text)::uuid AS id, pick,
			CASE WHEN pick % 13 > 0 THEN CASE WHEN pick % 4 > 0 THEN 70 WHEN pick % 29 = 0 THEN 0 WHEN pick % 31 = 0 THEN 100
				WHEN pick % 3 = 0 THEN pick % 1001 / 10.0 ELSE pick % 1000000 / 1e4 END END::float8 AS score,
			CASE WHEN pick % 4 > 0 THEN false WHEN pick % 7 > 0 THEN pick % 3 = 0 END AS churned,
			CASE WHEN pick % 23 = 0 THEN NULL WHEN pick % 29 = 0 THEN 0 WHEN pick % 31 = 0 THEN 1e-24
				WHEN pick % 37 = 0 THEN 9007199254740992 ELSE (pick % 1000) / 7.0 END::float8 AS weight
		FROM generate_series(1, $1) AS i, harness.pick(i, 1) AS pick) AS account
$$);
SELECT harness.generator('scored_week', $$
	SELECT i, i % 12 AS g, i % 3 AS h, 'w' || i AS key, md5(i::text)::uuid AS id, plain, weighted
	FROM generate_series(1, $1) AS i, LATERAL (
		SELECT CASE WHEN harness.pick(i, 1) % 13 > 0 THEN score_evaluation_agg(score, churned) END AS plain,
			CASE WHEN harness.pick(i, 1) % 13 > 0 THEN score_evaluation_agg(score, churned, weight) END AS weighted
		FROM generate_series(1, harness.pick(i, 4) % 4) AS n, harness.pick(i * 7 + n, 3) AS pick,
			LATERAL (VALUES (nullif(pick % 1009, 1001) % 1001 / 10.0, nullif(pick % 5, 0) > 1, nullif(pick % 11, 0) / 7.0)) AS a(score, churned, weight)) AS week
$$);

-- Accounts that churned, with flags before it, in time and not, or none; some not scored, some still here; and months of them.
SELECT harness.generator('churned', $$
	SELECT i, i % 12 AS g, i % 3 AS h, 'c' || i AS key, md5(i::text)::uuid AS id, churned_at, scored,
		CASE WHEN pick % 5 > 0 THEN ARRAY[churned_at - pick % 120 * interval '1 day', NULL, churned_at - pick % 17 * interval '25 hours'] END AS flagged_at,
		CASE WHEN pick % 23 = 0 THEN NULL WHEN pick % 31 = 0 THEN 1e-24 WHEN pick % 37 = 0 THEN 9007199254740992 ELSE pick % 1000 / 7.0 END::float8 AS amount,
		CASE WHEN pick % 17 = 0 THEN timestamptz 'infinity' ELSE churned_at END AS dirty_churned_at,
		CASE WHEN pick % 19 = 0 THEN (ARRAY[-1, 'NaN', 'Infinity', 1e16])[1 + pick % 4] ELSE pick % 100 END::float8 AS dirty_amount
	FROM (
		SELECT i, pick, CASE WHEN pick % 13 > 0 THEN timestamptz '2026-03-02 09:00+00' + pick % 500 * interval '7 hours' END AS churned_at,
			CASE WHEN pick % 11 > 0 THEN pick % 3 > 0 END AS scored
		FROM generate_series(1, $1) AS i, harness.pick(i, 1) AS pick) AS account
$$);
SELECT harness.generator('churn_month', $$
	SELECT i, i % 12 AS g, i % 3 AS h, 'm' || i AS key, md5(i::text)::uuid AS id,
		CASE WHEN harness.pick(i, 1) % 13 > 0 THEN (
			SELECT surprise_churn_agg(CASE WHEN pick % 7 > 0 THEN timestamptz '2026-03-02 09:00+00' END,
				ARRAY[timestamptz '2026-03-02 09:00+00' - pick % 120 * interval '1 day'], pick % 3 > 0, nullif(pick % 11, 0) / 7.0)
			FROM generate_series(1, harness.pick(i, 4) % 4) AS n, harness.pick(i * 7 + n, 3) AS pick) END AS churn
	FROM generate_series(1, $1) AS i
$$);
-- Accounts with scores of one digit and of many, some without a score or a weight; and portfolios of them.
SELECT harness.generator('scored_account', $$
	SELECT i, i % 12 AS g, i % 3 AS h, 'a' || i AS key, md5(i::text)::uuid AS id, score, weight,
		CASE pick % 17 WHEN 0 THEN float8 'NaN' WHEN 1 THEN -0.001 WHEN 2 THEN 100.1 WHEN 3 THEN '-0' ELSE score END AS dirty_score,
		CASE pick % 19 WHEN 0 THEN float8 'NaN' WHEN 1 THEN -1 WHEN 2 THEN 'Infinity' WHEN 3 THEN 1e16 ELSE weight END AS dirty_weight,
		CASE WHEN pick % 13 > 0 THEN (
			SELECT portfolio_health_agg(CASE WHEN harness.pick(i, 2) % 5 > 0 THEN harness.pick(i * 7 + n, 3) % 1001 / 10.0 END, harness.pick(i * 7 + n, 5) / 7.0)
			FROM generate_series(1, pick % 4) AS n) END AS portfolio
	FROM (
		SELECT i, pick,
			CASE WHEN pick % 13 = 0 THEN NULL WHEN pick % 3 = 0 THEN pick % 1001 / 10.0 WHEN pick % 29 = 0 THEN 1e-9
				ELSE round((pick % 60)::numeric * 1.6777, 3) END::float8 AS score,
			CASE WHEN pick % 23 = 0 THEN NULL WHEN pick % 31 = 0 THEN 0 WHEN pick % 37 = 0 THEN 1e-24 WHEN pick % 41 = 0 THEN 9007199254740992
				ELSE pick % 1000 / 7.0 END::float8 AS weight
		FROM generate_series(1, $1) AS i, harness.pick(i, 1) AS pick) AS account
$$);
INSERT INTO harness.forgetful VALUES
	('portfolio_health', 'subtract(merge(%s, portfolio_accum(NULL, 60, 1)), portfolio_accum(NULL, 60, 1))');
-- Tenures in days, most of them alike, and to the microsecond; late entries, some at the tenure itself; and tables of a few.
SELECT harness.generator('tenure', $$
	SELECT i, g, h, key, id, tenure, ended, weight, entry, lasting,
		least(lasting, entry * interval '1 day' + nullif(entry, 7) * interval '1 microsecond') AS entered,
		CASE WHEN pick % 19 = 0 THEN -1 - pick % 3 ELSE tenure END AS dirty_tenure,
		CASE WHEN pick % 23 = 0 THEN tenure + 1 ELSE entry END AS dirty_entry,
		CASE WHEN pick % 29 = 0 THEN (ARRAY[-1, 'NaN', 'Infinity', 1e16])[1 + pick % 4] ELSE weight END::float8 AS dirty_weight,
		CASE WHEN pick % 19 = 0 THEN (ARRAY['-1 second', '1 month', '4000000 days', '2000000000 days'])[1 + pick % 4]::interval ELSE lasting END AS dirty_lasting,
		CASE WHEN pick % 23 = 0 THEN lasting + interval '1 microsecond' WHEN pick % 31 = 0 THEN '1 year' ELSE entry * interval '1 day' END AS dirty_entered
	FROM (
		SELECT i, i % 12 AS g, i % 3 AS h, 't' || i AS key, md5(i::text)::uuid AS id, tenure, pick,
			tenure * interval '1 day' + pick % 1000000007 * interval '1 microsecond' AS lasting,
			CASE WHEN pick % 17 = 0 THEN NULL ELSE pick % 3 = 0 END AS ended,
			CASE WHEN pick % 37 = 0 THEN NULL ELSE least(tenure, pick % 500 - 300) END AS entry,
			CASE WHEN pick % 41 = 0 THEN NULL WHEN pick % 43 = 0 THEN 0 WHEN pick % 47 = 0 THEN 1e-24 ELSE pick % 1000 / 7.0 END::float8 AS weight
		FROM generate_series(1, $1) AS i, harness.pick(i, 1) AS pick,
			LATERAL (SELECT CASE WHEN harness.pick(i, 2) % 13 = 0 THEN NULL WHEN harness.pick(i, 3) % 4 > 0 THEN 30 + pick % 20
				WHEN harness.pick(i, 3) % 29 = 0 THEN pick % 200000 ELSE pick % 1200 END::integer AS tenure) AS t) AS account
$$);
SELECT harness.generator('tenure_segment', $$
	SELECT i, i % 12 AS g, i % 3 AS h, 's' || i AS key, md5(i::text)::uuid AS id,
		CASE WHEN harness.pick(i, 1) % 13 > 0 THEN (
			SELECT life_table_agg(harness.pick(i * 7 + n, 3) % (1 + harness.pick(i, 5) % 3000), harness.pick(i * 7 + n, 6) % 3 = 0,
				harness.pick(i, 5) % 3, 'count')
			FROM generate_series(1, harness.pick(i, 4) % 9) AS n, generate_series(1, harness.pick(i, 2) % 6)) END AS tenures
	FROM generate_series(1, $1) AS i
$$);

-- Outcomes with features of few values and of many, one that says nothing and one that repeats another.
SELECT harness.generator('trial', $$
	SELECT i, i % 12 AS g, i % 3 AS h, 't' || i AS key, md5(i::text)::uuid AS id,
		CASE WHEN pick % 13 > 0 THEN pick % 7 < few END AS outcome, few, many, 3::float8 AS constant, 2 * few AS twice
	FROM generate_series(1, $1) AS i, harness.pick(i, 1) AS pick,
		LATERAL (SELECT CASE WHEN pick % 17 > 0 THEN pick % 5 END::float8 AS few, (pick % 10007 - 5000) / 7.0::float8 AS many) AS x
$$);

-- Values that are there, empty, blank or missing, short and long; and weeks of them.
SELECT harness.generator('filled', $$
	SELECT i, i % 12 AS g, i % 3 AS h, 'f' || i AS key, md5(i::text)::uuid AS id,
		CASE WHEN pick % 13 > 0 THEN pick % 4 > 0 END AS present,
		CASE pick % 7 WHEN 0 THEN NULL WHEN 1 THEN '' WHEN 2 THEN E' \t\n' WHEN 3 THEN repeat(' ', pick % 3000) WHEN 4 THEN repeat(' ', 40) || 'x' ELSE 'value ' || i END AS value,
		CASE WHEN pick % 11 > 0 THEN (
			SELECT completeness_agg(nullif(left('x ', harness.pick(i * 7 + n, 3) % 3), 'x ')) FROM generate_series(1, pick % 4) AS n) END AS completeness
	FROM generate_series(1, $1) AS i, harness.pick(i, 1) AS pick
$$);
-- What two systems say of one thing: mostly the same or nearly so, in one of them only, in neither, in all sorts of decimals.
SELECT harness.generator('compared', $$
	SELECT i, i % 12 AS g, i % 3 AS h, 'c' || i AS key, md5(i::text)::uuid AS id, a,
		CASE WHEN pick % 17 = 0 THEN NULL WHEN pick % 5 = 0 THEN coalesce(a, 7) + (pick % 100 - 50) / 100.0 WHEN pick % 19 = 0 THEN -a ELSE coalesce(a, pick / 12.0) END AS b,
		CASE WHEN pick % 23 > 0 THEN pick % 40 / 100.0 END AS tolerance,
		CASE WHEN pick % 29 = 0 THEN NULL WHEN pick % 31 = 0 THEN 0 ELSE pick % 100000 / 7.0 END AS amount,
		CASE pick % 17 WHEN 1 THEN 'NaN' WHEN 2 THEN 1e17 WHEN 3 THEN 1e-45 WHEN 4 THEN 'Infinity' ELSE a END AS dirty_a,
		CASE pick % 19 WHEN 1 THEN 'NaN' WHEN 2 THEN -0.01 ELSE pick % 40 / 100.0 END AS dirty_tolerance,
		CASE pick % 23 WHEN 1 THEN '-Infinity' WHEN 2 THEN -1.5 ELSE pick % 40 END AS dirty_amount,
		CASE WHEN pick % 11 > 0 THEN (
			SELECT reconciliation_agg(nullif(harness.pick(i * 7 + n, 3) % 5, 3) / 3.0, nullif(harness.pick(i * 7 + n, 5) % 5, 1) / 3.0, 0.5, nullif(n, 3)) FROM generate_series(1, pick % 4) AS n) END AS reconciliation
	FROM generate_series(1, $1) AS i, harness.pick(i, 1) AS pick,
		LATERAL (SELECT CASE WHEN pick % 7 = 0 THEN NULL WHEN pick % 37 = 0 THEN 99999999999999999 WHEN pick % 41 = 0 THEN 1e-44 ELSE pick % 100000 / 100.0 END AS a OFFSET 0) AS v
$$);
-- What was expected and what came: in time, late, early, not at all or not yet; and weeks of them.
SELECT harness.generator('arrival', $$
	SELECT i, i % 12 AS g, i % 3 AS h, 'a' || i AS key, md5(i::text)::uuid AS id, lag, allowed, expected_at, expected_at + lag AS arrived_at,
		CASE WHEN pick % 19 = 0 THEN (ARRAY['1 month', '200000000 days', '-1 month', '5 hours'])[1 + pick % 4]::interval ELSE lag END AS dirty_lag,
		CASE WHEN pick % 23 = 0 THEN (ARRAY['-1 second', '1 year', '200000000 days', '1 day -25 hours'])[1 + pick % 4]::interval ELSE allowed END AS dirty_allowed,
		CASE WHEN pick % 29 = 0 THEN (ARRAY['infinity', '-infinity'])[1 + pick % 2]::timestamptz ELSE expected_at END AS dirty_expected_at,
		CASE WHEN pick % 11 > 0 THEN (
			SELECT timeliness_agg(CASE WHEN p % 5 > 0 THEN exp(p % 10000 / 800.0) * interval '1 second' END, CASE WHEN p % 7 > 0 THEN interval '1 hour' END)
			FROM generate_series(1, pick % 4) AS n, harness.pick(i * 7 + n, 3) AS p) END AS timeliness
	FROM (
		SELECT i, pick, CASE WHEN pick % 13 > 0 THEN CASE WHEN pick % 4 > 0 THEN 3500 + pick % 200 WHEN pick % 29 = 0 THEN -pick % 1000
				ELSE exp(pick % 10000 / 800.0) END * interval '1 second' END AS lag,
			CASE WHEN pick % 7 > 0 THEN interval '1 hour' END AS allowed,
			CASE WHEN pick % 17 > 0 THEN timestamptz '2026-03-02 09:00+00' + pick % 500 * interval '7 hours' END AS expected_at
		FROM generate_series(1, $1) AS i, harness.pick(i, 1) AS pick) AS row
$$);
INSERT INTO harness.forgetful VALUES
	('timeliness_summary', 'subtract(merge(%s, timeliness_accum(NULL, ''1 minute'', ''0'')), timeliness_accum(NULL, ''1 minute'', ''0''))');

INSERT INTO harness.contract
SELECT p.oid::regprocedure, called.arguments, called.generator
FROM (VALUES
	('rating_accum', 'double precision', 'score', 'response'),
	('rating_accum', 'double precision, text', 'score, key', 'response'),
	('rating_accum', 'double precision, uuid', 'score, id', 'response'),
	('rating_accum', 'double precision, integer, integer', 'score, 0, 10', 'response'),
	('rating_accum', 'double precision, integer, integer', 'percent, 0, 100', 'response'),
	('rating_accum', 'double precision, integer, integer, text', 'five, 1, 5, ''error''', 'response'),
	('rating_accum', 'double precision, integer, integer, text', 'dirty, -1, 5, ''count''', 'response'),
	('rating_accum', 'boolean', 'good', 'response'),
	('rating_accum', 'boolean, text', 'good, key', 'response'),
	('rating_accum', 'boolean, uuid', 'good, id', 'response'),
	('rating_accum_five', 'double precision', 'five', 'response'),
	('rating_accum_five', 'double precision, text', 'five, key', 'response'),
	('rating_accum_five', 'double precision, uuid', 'five, id', 'response'),
	('weighted_rating_accum', 'double precision, double precision', 'score, weight', 'response'),
	('weighted_rating_accum', 'double precision, double precision, integer, integer', 'five, weight, 1, 5', 'response'),
	('weighted_rating_accum', 'double precision, double precision, integer, integer', 'percent, weight, 0, 100', 'response'),
	('weighted_rating_accum', 'double precision, double precision, integer, integer, text', 'dirty, dirty_weight, 1, 5, ''count''', 'response'),
	('proportion_accum', 'boolean', 'good', 'response'),
	('proportion_accum', 'boolean, text', 'good, key', 'response'),
	('proportion_accum', 'boolean, uuid', 'good, id', 'response'),
	('ratio_accum', 'double precision, double precision', 'numerator, denominator', 'response'),
	('ratio_accum', 'double precision, double precision, text', 'numerator, dirty_denominator, ''count''', 'response'),
	('ratio_accum_key', 'double precision, double precision, text', 'numerator, denominator, key', 'response'),
	('ratio_accum_key', 'double precision, double precision, uuid', 'numerator, denominator, id', 'response'),
	('duration_accum', 'double precision', 'seconds', 'ticket'),
	('duration_accum', 'double precision, text', 'dirty_seconds, ''count''', 'ticket'),
	('duration_accum', 'interval', 'elapsed', 'ticket'),
	('duration_accum', 'interval, text', 'dirty_elapsed, ''count''', 'ticket'),
	('duration_accum_key', 'double precision, text', 'seconds, key', 'ticket'),
	('duration_accum_key', 'double precision, uuid', 'seconds, id', 'ticket'),
	('duration_accum_key', 'interval, text', 'elapsed, key', 'ticket'),
	('duration_accum_key', 'interval, uuid', 'elapsed, id', 'ticket'),
	('revenue_bridge_accum', 'numeric, numeric, boolean', 'start_amount, end_amount, seen', 'payer'),
	('revenue_bridge_accum', 'numeric, numeric, boolean, text', 'dirty_start, end_amount, seen, ''count''', 'payer'),
	('revenue_bridge_accum', 'numeric, numeric, boolean, text', 'start_amount, negative_end, seen, ''clamp''', 'payer'),
	('revenue_bridge_accum', 'numeric, numeric, boolean, numeric', 'start_amount, end_amount, seen, end_at_start_rate', 'payer'),
	('revenue_bridge_accum', 'numeric, numeric, boolean, numeric, text', 'start_amount, end_amount, seen, dirty_rate, ''count''', 'payer'),
	('revenue_retention_accum', 'numeric, numeric', 'start_amount, end_amount', 'payer'),
	('revenue_retention_accum', 'numeric, numeric, text', 'start_amount, end_amount, key', 'payer'),
	('revenue_retention_accum', 'numeric, numeric, uuid', 'start_amount, end_amount, id', 'payer'),
	('revenue_accum', 'bigint, numeric, date, date, date, date', 'account, amount, starts, ends, date ''2025-06-01'', date ''2025-09-01''', 'subscriber'),
	('revenue_accum', 'bigint, numeric, date, date, date, date, text', 'account, dirty_amount, starts, dirty_ends, date ''2025-06-01'', date ''2025-09-01'', ''count''', 'subscriber'),
	('revenue_accum', 'bigint, numeric, date, date, date[], integer', 'account, amount, starts, ends, ''{2025-01-01,2025-06-01,2025-06-02,2026-01-01}'', 1', 'subscriber'),
	('revenue_accum', 'bigint, numeric, date, date, date[], integer, text', 'account, credit, starts, ends, ''{2025-06-01,2025-07-01,2025-08-01}'', 2, ''clamp''', 'subscriber'),
	('revenue_accum', 'uuid, numeric, date, date, date, date', 'account_id, amount, starts, ends, date ''2025-06-01'', date ''2025-09-01''', 'subscriber'),
	('revenue_accum', 'uuid, numeric, date, date, date, date, text', 'account_id, dirty_amount, starts, dirty_ends, date ''2025-06-01'', date ''2025-09-01'', ''count''', 'subscriber'),
	('revenue_accum', 'uuid, numeric, date, date, date[], integer', 'account_id, amount, starts, ends, ''{2025-01-01,2025-06-01,2025-06-02,2026-01-01}'', 1', 'subscriber'),
	('revenue_accum', 'uuid, numeric, date, date, date[], integer, text', 'account_id, credit, starts, ends, ''{2025-06-01,2025-07-01,2025-08-01}'', 2, ''clamp''', 'subscriber'),
	('revenue_accum', 'text, numeric, date, date, date, date', 'account_name, amount, starts, ends, date ''2025-06-01'', date ''2025-09-01''', 'subscriber'),
	('revenue_accum', 'text, numeric, date, date, date, date, text', 'account_name, dirty_amount, starts, dirty_ends, date ''2025-06-01'', date ''2025-09-01'', ''count''', 'subscriber'),
	('revenue_accum', 'text, numeric, date, date, date[], integer', 'account_name, amount, starts, ends, ''{2025-01-01,2025-06-01,2025-06-02,2026-01-01}'', 1', 'subscriber'),
	('revenue_accum', 'text, numeric, date, date, date[], integer, text', 'account_name, credit, starts, ends, ''{2025-06-01,2025-07-01,2025-08-01}'', 2, ''clamp''', 'subscriber'),
	('renewal_accum', 'numeric, numeric, date, date, date', 'due, renewed, due_on, decided_on, ''2026-03-15''', 'contract'),
	('renewal_accum', 'numeric, numeric, date, date, date, text', 'dirty_due, renewed, dirty_due_on, decided_on, ''2026-03-15'', ''count''', 'contract'),
	('renewal_accum_key', 'numeric, numeric, date, date, date, text', 'due, renewed, due_on, decided_on, ''2026-03-15'', key', 'contract'),
	('renewal_accum_key', 'numeric, numeric, date, date, date, uuid', 'due, renewed, due_on, decided_on, ''2026-03-15'', id', 'contract'),
	('merge', 'renewal_summary', 'renewals', 'contract_segment'),
	('forecast_accum', 'numeric, numeric', 'forecast, actual', 'contract'),
	('forecast_accum', 'numeric, numeric, text', 'dirty_due, actual, ''count''', 'contract'),
	('forecast_accum_key', 'numeric, numeric, text', 'forecast, actual, key', 'contract'),
	('forecast_accum_key', 'numeric, numeric, uuid', 'forecast, actual, id', 'contract'),
	('merge', 'forecast_summary', 'forecasts', 'contract_segment'),
	('merge', 'revenue_bridge', 'bridge', 'bridge_segment'),
	('merge', 'rating_summary', 'ratings', 'stored'),
	('merge', 'weighted_rating_summary', 'weighted', 'stored'),
	('merge', 'proportion_summary', 'shares', 'stored'),
	('merge', 'ratio_summary', 'ratios', 'stored'),
	('merge', 'duration_summary', 'durations', 'ticket_day'),
	('timeline_accum', 'timestamp with time zone, text', 'at, state', 'event'),
	('timeline_accum', 'timestamp with time zone, text, bigint', 'at, state, seq', 'event'),
	('cohort_accum', 'activity_grid', 'activity', 'visitor'),
	('cohort_accum', 'activity_grid, text', 'activity, ''recurring''', 'visitor'),
	('cohort_accum', 'activity_grid, text, activity_grid', 'activity, ''first'', returned', 'visitor'),
	('cohort_accum', 'activity_grid, text, activity_grid', 'activity, ''recurring'', returned', 'visitor'),
	('cohort_accum', 'activity_grid, text, date', 'activity, ''first'', born', 'visitor'),
	('merge', 'cohort_matrix', 'matrix', 'visitor'),
	('cohort_accum', 'bigint, timestamp with time zone', 'account, at', 'visit'),
	('cohort_accum', 'bigint, timestamp with time zone, text', 'account, at, ''week''', 'visit'),
	('cohort_accum', 'bigint, timestamp with time zone, text, text', 'account, at, ''week'', ''Europe/Berlin''', 'visit'),
	('cohort_accum', 'bigint, timestamp with time zone, text, text, text', 'account, at, ''week'', ''Europe/Berlin'', ''recurring''', 'visit'),
	('cohort_accum', 'bigint, timestamp with time zone, text, text, text, timestamp with time zone', 'account, at, ''week'', ''Europe/Berlin'', ''first'', born_at', 'visit'),
	('cohort_accum', 'bigint, date', 'account, day', 'visit'),
	('cohort_accum', 'bigint, date, text', 'account, day, ''month''', 'visit'),
	('cohort_accum', 'bigint, date, text, text', 'account, day, ''month'', ''UTC''', 'visit'),
	('cohort_accum', 'bigint, date, text, text, text', 'account, day, ''month'', ''UTC'', ''recurring''', 'visit'),
	('cohort_accum', 'bigint, date, text, text, text, date', 'account, day, ''month'', ''UTC'', ''first'', born', 'visit'),
	('cohort_accum', 'uuid, timestamp with time zone', 'account_id, at', 'visit'),
	('cohort_accum', 'uuid, timestamp with time zone, text', 'account_id, at, ''week''', 'visit'),
	('cohort_accum', 'uuid, timestamp with time zone, text, text', 'account_id, at, ''week'', ''Europe/Berlin''', 'visit'),
	('cohort_accum', 'uuid, timestamp with time zone, text, text, text', 'account_id, at, ''week'', ''Europe/Berlin'', ''recurring''', 'visit'),
	('cohort_accum', 'uuid, timestamp with time zone, text, text, text, timestamp with time zone', 'account_id, at, ''week'', ''Europe/Berlin'', ''first'', born_at', 'visit'),
	('cohort_accum', 'uuid, date', 'account_id, day', 'visit'),
	('cohort_accum', 'uuid, date, text', 'account_id, day, ''month''', 'visit'),
	('cohort_accum', 'uuid, date, text, text', 'account_id, day, ''month'', ''UTC''', 'visit'),
	('cohort_accum', 'uuid, date, text, text, text', 'account_id, day, ''month'', ''UTC'', ''recurring''', 'visit'),
	('cohort_accum', 'uuid, date, text, text, text, date', 'account_id, day, ''month'', ''UTC'', ''first'', born', 'visit'),
	('cohort_accum', 'text, timestamp with time zone', 'account_name, at', 'visit'),
	('cohort_accum', 'text, timestamp with time zone, text', 'account_name, at, ''week''', 'visit'),
	('cohort_accum', 'text, timestamp with time zone, text, text', 'account_name, at, ''week'', ''Europe/Berlin''', 'visit'),
	('cohort_accum', 'text, timestamp with time zone, text, text, text', 'account_name, at, ''week'', ''Europe/Berlin'', ''recurring''', 'visit'),
	('cohort_accum', 'text, timestamp with time zone, text, text, text, timestamp with time zone', 'account_name, at, ''week'', ''Europe/Berlin'', ''first'', born_at', 'visit'),
	('cohort_accum', 'text, date', 'account_name, day', 'visit'),
	('cohort_accum', 'text, date, text', 'account_name, day, ''month''', 'visit'),
	('cohort_accum', 'text, date, text, text', 'account_name, day, ''month'', ''UTC''', 'visit'),
	('cohort_accum', 'text, date, text, text, text', 'account_name, day, ''month'', ''UTC'', ''recurring''', 'visit'),
	('cohort_accum', 'text, date, text, text, text, date', 'account_name, day, ''month'', ''UTC'', ''first'', born', 'visit'),
	('cohort_value_accum', 'numeric, timestamp with time zone, timestamp with time zone', 'amount, at, born_at', 'payment'),
	('cohort_value_accum', 'numeric, timestamp with time zone, timestamp with time zone, text', 'amount, at, born_at, ''week''', 'payment'),
	('cohort_value_accum', 'numeric, timestamp with time zone, timestamp with time zone, text, text', 'amount, at, born_at, ''week'', ''Europe/Berlin''', 'payment'),
	('cohort_value_accum', 'numeric, date, date', 'amount, day, born', 'payment'),
	('cohort_value_accum', 'numeric, date, date, text', 'amount, day, born, ''week''', 'payment'),
	('cohort_value_accum', 'numeric, date, date, text, text', 'amount, day, born, ''week'', ''Europe/Berlin''', 'payment'),
	('merge', 'cohort_value_matrix', 'value', 'payment'),
	('activity_accum', 'timestamp with time zone', 'at', 'activity'),
	('activity_accum', 'timestamp with time zone, text', 'at, ''week''', 'activity'),
	('activity_accum', 'timestamp with time zone, text, text', 'at, ''month'', ''America/New_York''', 'activity'),
	('activity_accum', 'timestamp with time zone, text, text, integer', 'at, ''day'', ''Australia/Lord_Howe'', 7', 'activity'),
	('activity_accum', 'date', 'day', 'activity'),
	('activity_accum', 'date, text', 'day, ''quarter''', 'activity'),
	('activity_accum', 'date, text, text', 'day, ''year'', ''+05:30''', 'activity'),
	('activity_accum', 'date, text, text, integer', 'day, ''week'', ''UTC'', 4', 'activity'),
	('merge', 'activity_grid', 'activity', 'account'),
	('active_accum', 'activity_grid', 'activity', 'account'),
	('funnel_accum', 'timestamp with time zone, integer, interval', 'at, step, interval ''2 days''', 'step'),
	('funnel_accum', 'timestamp with time zone, integer, interval, text', 'at, step, interval ''2 days'', ''strict''', 'step'),
	('funnel_accum', 'timestamp with time zone, integer, interval, text', 'at, step, interval ''0'', ''unordered''', 'step'),
	('merge', 'funnel', 'funnel', 'step_day'),
	('merge', 'active_summary', 'active', 'segment'),
	('merge', 'timeline', 'timeline', 'event_day'),
	('backlog_accum', 'timeline, text[]', 'timeline, ''{open,pending}''', 'ticket_history'),
	('merge', 'backlog_summary', 'backlog', 'team_backlog'),
	('sla_accum', 'sla_clock', 'clock', 'clock'),
	('sla_accum', 'interval, interval, boolean', 'elapsed, target, finished', 'clock'),
	('sla_accum', 'interval, interval, boolean, text', 'dirty_elapsed, dirty_target, finished, ''count''', 'clock'),
	('sla_accum_key', 'sla_clock, text', 'clock, key', 'clock'),
	('sla_accum_key', 'sla_clock, uuid', 'clock, id', 'clock'),
	('sla_accum_key', 'interval, interval, boolean, text', 'elapsed, target, finished, key', 'clock'),
	('sla_accum_key', 'interval, interval, boolean, uuid', 'elapsed, target, finished, id', 'clock'),
	('merge', 'sla_summary', 'results', 'clock_day'),
	('portfolio_accum', 'double precision, double precision', 'score, weight', 'scored_account'),
	('portfolio_accum', 'double precision, double precision, text', 'dirty_score, dirty_weight, ''count''', 'scored_account'),
	('portfolio_accum_key', 'double precision, double precision, text', 'score, weight, key', 'scored_account'),
	('portfolio_accum_key', 'double precision, double precision, uuid', 'score, weight, id', 'scored_account'),
	('merge', 'portfolio_health', 'portfolio', 'scored_account'),
	('signal_accum', 'text, double precision, timestamp with time zone', 'signal, value, at', 'signal'),
	('signal_accum', 'text, double precision, timestamp with time zone, text', 'dirty_signal, dirty_value, dirty_at, ''count''', 'signal'),
	('life_table_accum', 'integer, boolean', 'tenure, ended', 'tenure'),
	('life_table_accum', 'integer, boolean, text', 'dirty_tenure, ended, ''count''', 'tenure'),
	('life_table_accum', 'integer, boolean, integer', 'tenure, ended, entry', 'tenure'),
	('life_table_accum', 'integer, boolean, integer, text', 'dirty_tenure, ended, dirty_entry, ''count''', 'tenure'),
	('life_table_accum', 'integer, boolean, integer, double precision', 'tenure, ended, entry, weight', 'tenure'),
	('life_table_accum', 'integer, boolean, integer, double precision, text', 'tenure, ended, dirty_entry, dirty_weight, ''count''', 'tenure'),
	('life_table_accum', 'interval, boolean', 'lasting, ended', 'tenure'),
	('life_table_accum', 'interval, boolean, text', 'dirty_lasting, ended, ''count''', 'tenure'),
	('life_table_accum', 'interval, boolean, interval', 'lasting, ended, entered', 'tenure'),
	('life_table_accum', 'interval, boolean, interval, text', 'dirty_lasting, ended, dirty_entered, ''count''', 'tenure'),
	('life_table_accum', 'interval, boolean, interval, double precision', 'lasting, ended, entered, weight', 'tenure'),
	('life_table_accum', 'interval, boolean, interval, double precision, text', 'dirty_lasting, ended, dirty_entered, dirty_weight, ''count''', 'tenure'),
	('life_table_accum_key', 'integer, boolean, text', 'tenure, ended, key', 'tenure'),
	('life_table_accum_key', 'integer, boolean, uuid', 'tenure, ended, id', 'tenure'),
	('life_table_accum_key', 'interval, boolean, text', 'lasting, ended, key', 'tenure'),
	('life_table_accum_key', 'interval, boolean, uuid', 'lasting, ended, id', 'tenure'),
	('merge', 'life_table', 'tenures', 'tenure_segment'),
	('merge', 'signal_set', 'signals', 'signal'),
	('score_evaluation_accum', 'double precision, boolean', 'score, churned', 'scored'),
	('score_evaluation_accum', 'double precision, boolean, text', 'dirty_score, churned, ''count''', 'scored'),
	('score_evaluation_accum', 'double precision, boolean, double precision', 'score, churned, weight', 'scored'),
	('score_evaluation_accum', 'double precision, boolean, double precision, text', 'dirty_score, churned, dirty_weight, ''count''', 'scored'),
	('score_evaluation_accum_key', 'double precision, boolean, text', 'score, churned, key', 'scored'),
	('score_evaluation_accum_key', 'double precision, boolean, uuid', 'score, churned, id', 'scored'),
	('merge', 'score_evaluation', 'plain', 'scored_week'),
	('merge', 'score_evaluation', 'weighted', 'scored_week'),
	('surprise_churn_accum', 'timestamp with time zone, timestamp with time zone[], boolean', 'churned_at, flagged_at, scored', 'churned'),
	('surprise_churn_accum', 'timestamp with time zone, timestamp with time zone[], boolean, double precision', 'churned_at, flagged_at, scored, amount', 'churned'),
	('surprise_churn_accum', 'timestamp with time zone, timestamp with time zone[], boolean, interval, interval',
		'churned_at, flagged_at, scored, interval ''60 days'', interval ''7 days''', 'churned'),
	('surprise_churn_accum', 'timestamp with time zone, timestamp with time zone[], boolean, interval, interval, double precision',
		'churned_at, flagged_at, scored, interval ''60 days'', interval ''0'', amount', 'churned'),
	('surprise_churn_accum', 'timestamp with time zone, timestamp with time zone[], boolean, interval, interval, text',
		'dirty_churned_at, flagged_at, scored, interval ''60 days'', interval ''7 days'', ''count''', 'churned'),
	('surprise_churn_accum', 'timestamp with time zone, timestamp with time zone[], boolean, interval, interval, double precision, text',
		'dirty_churned_at, flagged_at, scored, interval ''60 days'', interval ''7 days'', dirty_amount, ''count''', 'churned'),
	('surprise_churn_accum_key', 'timestamp with time zone, timestamp with time zone[], boolean, text', 'churned_at, flagged_at, scored, key', 'churned'),
	('surprise_churn_accum_key', 'timestamp with time zone, timestamp with time zone[], boolean, uuid', 'churned_at, flagged_at, scored, id', 'churned'),
	('surprise_churn_accum_key', 'timestamp with time zone, timestamp with time zone[], boolean, interval, interval, text',
		'churned_at, flagged_at, scored, interval ''60 days'', interval ''7 days'', key', 'churned'),
	('surprise_churn_accum_key', 'timestamp with time zone, timestamp with time zone[], boolean, interval, interval, uuid',
		'churned_at, flagged_at, scored, interval ''60 days'', interval ''7 days'', id', 'churned'),
	('merge', 'surprise_churn_summary', 'churn', 'churn_month'),
	('completeness_accum', 'boolean', 'present', 'filled'),
	('completeness_accum', 'boolean, text', 'present, key', 'filled'),
	('completeness_accum', 'boolean, uuid', 'present, id', 'filled'),
	('completeness_accum', 'text', 'value', 'filled'),
	('completeness_accum', 'text, text', 'value, key', 'filled'),
	('completeness_accum', 'text, uuid', 'value, id', 'filled'),
	('merge', 'completeness_summary', 'completeness', 'filled'),
	('reconciliation_accum', 'numeric, numeric', 'a, b', 'compared'),
	('reconciliation_accum', 'numeric, numeric, numeric', 'a, b, tolerance', 'compared'),
	('reconciliation_accum', 'numeric, numeric, numeric, numeric', 'a, b, tolerance, amount', 'compared'),
	('reconciliation_accum', 'numeric, numeric, numeric, numeric, text', 'dirty_a, b, dirty_tolerance, dirty_amount, ''count''', 'compared'),
	('reconciliation_accum_key', 'numeric, numeric, text', 'a, b, key', 'compared'),
	('reconciliation_accum_key', 'numeric, numeric, uuid', 'a, b, id', 'compared'),
	('reconciliation_accum_key', 'numeric, numeric, numeric, text', 'a, b, tolerance, key', 'compared'),
	('reconciliation_accum_key', 'numeric, numeric, numeric, uuid', 'a, b, tolerance, id', 'compared'),
	('reconciliation_accum_key', 'numeric, numeric, numeric, numeric, text', 'a, b, tolerance, amount, key', 'compared'),
	('reconciliation_accum_key', 'numeric, numeric, numeric, numeric, uuid', 'a, b, tolerance, amount, id', 'compared'),
	('merge', 'reconciliation_summary', 'reconciliation', 'compared'),
	('timeliness_accum', 'interval, interval', 'lag, allowed', 'arrival'),
	('timeliness_accum', 'interval, interval, text', 'dirty_lag, dirty_allowed, ''count''', 'arrival'),
	('timeliness_accum_key', 'interval, interval, text', 'lag, allowed, key', 'arrival'),
	('timeliness_accum_key', 'interval, interval, uuid', 'lag, allowed, id', 'arrival'),
	('timeliness_accum', 'timestamp with time zone, timestamp with time zone, interval, timestamp with time zone', 'expected_at, arrived_at, allowed, timestamptz ''2026-05-01 00:00+00''', 'arrival'),
	('timeliness_accum', 'timestamp with time zone, timestamp with time zone, interval, timestamp with time zone, text', 'dirty_expected_at, arrived_at, dirty_allowed, timestamptz ''2026-05-01 00:00+00'', ''count''', 'arrival'),
	('timeliness_accum_key', 'timestamp with time zone, timestamp with time zone, interval, timestamp with time zone, text', 'expected_at, arrived_at, allowed, timestamptz ''2026-05-01 00:00+00'', key', 'arrival'),
	('timeliness_accum_key', 'timestamp with time zone, timestamp with time zone, interval, timestamp with time zone, uuid', 'expected_at, arrived_at, allowed, timestamptz ''2026-05-01 00:00+00'', id', 'arrival'),
	('merge', 'timeliness_summary', 'timeliness', 'arrival'),
	('logistic_fit_accum', 'boolean, double precision[]', 'outcome, few, many', 'trial'),
	('logistic_fit_accum', 'double precision, boolean, double precision[]', '0.25, outcome, few, many, constant, twice', 'trial')
) AS called(transition, types, arguments, generator)
JOIN pg_proc AS transition ON transition.proname = called.transition AND transition.pronamespace = 'csops'::regnamespace
JOIN pg_aggregate ON aggtransfn = transition.oid
JOIN pg_proc AS p ON p.oid = aggfnoid AND oidvectortypes(p.proargtypes) = called.types
WHERE p.pronamespace = 'csops'::regnamespace;

SELECT is_empty($$
	SELECT objid::regprocedure FROM pg_depend JOIN pg_proc ON pg_proc.oid = objid AND prokind = 'a'
	WHERE classid = 'pg_proc'::regclass AND refclassid = 'pg_extension'::regclass
	AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'csops')
	AND objid NOT IN (SELECT aggregate FROM harness.contract)
$$, 'every aggregate is in the contract');

SELECT harness.prepare();
SELECT harness.check_edges();
SELECT harness.check_split();
SELECT harness.check_plans();
SELECT harness.check_windows();
SELECT harness.check_citus();
SELECT harness.check_sharing();
SELECT harness.check_keys();
SELECT harness.check_direct();
SELECT harness.check_types();
SELECT harness.check_storage();
-- How many texts and binary forms of each type are mutated, and how many stored values forged; the legs of test/deep set it, which
-- are slower or have other values to try. Sums of forged counts may wrap: harmless, but no defined behaviour.
\set mutations 2500
\set forgeries 300
\getenv mutations CSOPS_MUTATIONS
\getenv forgeries CSOPS_FORGERIES
SELECT harness.check_mutations(:mutations);
SELECT harness.check_forgeries(:forgeries) WHERE :forgeries > 0;
SELECT finish();
ROLLBACK;
