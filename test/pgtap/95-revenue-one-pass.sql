-- Bridges in one pass over subscription rows are, byte for byte, the bridges of the two steps: sums by account on either day,
-- and revenue_bridge_agg over those. On random rows, on many accounts, on the subscriptions of two companies
-- (data/mrr_playbook and data/ravenstack in CSOPS_SHARED, ../shared unless it is set), and where sums leave 64 bits.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION pgtap SCHEMA public;
CREATE SCHEMA csops;
CREATE EXTENSION csops SCHEMA csops;
CREATE EXTENSION csops_test SCHEMA public;
SET LOCAL search_path = csops, public;

SELECT no_plan();

CREATE TEMP TABLE subscription (account bigint, amount numeric, starts date, ends date);
CREATE TEMP VIEW keyed AS
SELECT account, amount, starts, ends, CASE WHEN account = 0 THEN '00000000-0000-0000-0000-000000000000' ELSE md5(account::text) END::uuid AS id,
	'account ' || account || CASE WHEN account % 500 = 1 THEN repeat('x', 20000) ELSE '' END AS name
FROM subscription;

-- The two steps.
CREATE FUNCTION pg_temp.two_steps(from_day date, to_day date, on_invalid text) RETURNS revenue_bridge LANGUAGE sql AS $$
	SELECT revenue_bridge_agg(before, after, seen < from_day, on_invalid) FROM (
		SELECT sum(amount) FILTER (WHERE starts <= from_day AND (ends IS NULL OR from_day < ends)) AS before,
			sum(amount) FILTER (WHERE starts <= to_day AND (ends IS NULL OR to_day < ends)) AS after,
			min(starts) FILTER (WHERE amount > 0 AND amount < 'Infinity' AND starts IS DISTINCT FROM ends) AS seen
		FROM subscription WHERE account IS NOT NULL GROUP BY account) AS a
$$;
CREATE FUNCTION pg_temp.compare(title text, days date[], step integer, on_invalid text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
	expected bytea[];
	got bytea[];
	of_pair bytea[];
	key text;
BEGIN
	SELECT array_agg(csops_test_send(pg_temp.two_steps(days[n], days[n + step], on_invalid)) ORDER BY n) INTO expected FROM generate_series(1, array_length(days, 1) - step) AS n;
	FOREACH key IN ARRAY '{account,id,name}'::text[] LOOP
		EXECUTE format('SELECT array_agg(csops_test_send(b) ORDER BY n) FROM (SELECT revenue_bridges_agg(%I, amount, starts, ends, $1, $2, $3) FROM keyed WHERE account IS NOT NULL) AS q(bridges), unnest(bridges) WITH ORDINALITY AS u(b, n)', key)
			INTO got USING days, step, on_invalid;
		RETURN NEXT is(got, expected, format('%s: %s bridges by %s, %s', title, array_length(expected, 1), key, on_invalid));
	END LOOP;
	SELECT array_agg((SELECT csops_test_send(revenue_bridge_agg(account, amount, starts, ends, from_day, to_day, $4)) FROM subscription) ORDER BY n) INTO of_pair
	FROM unnest(days[:array_length(days, 1) - step], days[1 + step:]) WITH ORDINALITY AS pair(from_day, to_day, n);
	RETURN NEXT is(of_pair, expected, format('%s: one by one, %s', title, on_invalid));
END $$;

-- Random rows of a few accounts: many contracts, gaps, open ends, empty periods, amounts of all sorts of decimals, rows
-- without an account, an amount or a start.
INSERT INTO subscription
SELECT CASE WHEN pick % 97 > 0 THEN pick % 60 - 20 END, CASE WHEN pick % 89 > 0 THEN CASE pick % 5 WHEN 0 THEN pick % 1000 / 12.0 WHEN 1 THEN round(pick % 1000 / 7.0, 5) ELSE pick % 100000 / 100.0 END END,
	CASE WHEN pick % 83 > 0 THEN starts END, CASE WHEN pick % 4 > 0 THEN starts + pick % 13 * 20 END
FROM generate_series(1, 400) AS i, LATERAL (SELECT hashint8(i) & 2147483647 AS pick) AS p, LATERAL (SELECT date '2025-01-01' + pick % 700 AS starts) AS s;
SELECT pg_temp.compare('random rows', '{2025-01-01,2025-02-01,2025-03-01,2025-06-30,2025-07-01,2026-01-01,2026-12-31}', 1, 'error');
SELECT pg_temp.compare('random rows, two days on', '{2025-01-01,2025-02-01,2025-03-01,2025-06-30,2025-07-01,2026-01-01,2026-12-31}', 2, 'error');
SELECT pg_temp.compare('random rows, the ends of the list', '{2024-01-01,2025-06-30,2028-01-01}', 2, 'clamp');
UPDATE subscription SET amount = round(amount, 2);
SELECT pg_temp.compare('the same in cents', '{2025-01-01,2025-02-01,2025-03-01,2025-06-30,2025-07-01,2026-01-01,2026-12-31}', 1, 'error');
-- Credits, some of them larger than the rest of the account.
INSERT INTO subscription SELECT account, -amount * (i % 3), least(starts + 10, ends), ends FROM (SELECT *, row_number() OVER () AS i FROM subscription WHERE account IS NOT NULL) AS s WHERE i % 3 > 0;
SELECT pg_temp.compare('with credits', '{2025-01-01,2025-02-01,2025-03-01,2025-06-30,2025-07-01,2026-01-01,2026-12-31}', 1, how) FROM unnest('{count,clamp}'::text[]) AS how;
INSERT INTO subscription VALUES (1, 'NaN', '2025-02-01', '2025-06-30'), (2, 'Infinity', '2025-03-01', NULL), (2, '-Infinity', '2025-06-01', NULL), (3, 1e17, '2025-06-01', NULL), (-4, 1e-45, '2025-02-01', '2025-02-02');
SELECT pg_temp.compare('with what is no amount', '{2025-01-01,2025-02-01,2025-03-01,2025-06-30,2025-07-01,2026-01-01,2026-12-31}', 1, 'count');
SELECT throws_ok($$ SELECT revenue_bridge_agg(account, amount, starts, ends, '2025-01-01', '2026-01-01', 'clamp') FROM subscription $$, '22003', 'amount is out of range', 'what is no amount is not clamped');

-- Sums that leave 64 bits and come back: the state forgets that it was wide.
CREATE FUNCTION pg_temp.state(rows text) RETURNS revenue_state LANGUAGE plpgsql AS $$
DECLARE
	state revenue_state;
BEGIN
	EXECUTE format('SELECT csops_test_plain(s) FROM (SELECT pg_temp.partial(account, amount, starts, ends, ''{2026-01-01,2026-02-01}'', 1, ''count'') AS s FROM (VALUES %s) AS subscription(account, amount, starts, ends)) AS q', rows) INTO state;
	RETURN state;
END $$;
CREATE AGGREGATE pg_temp.partial(account bigint, amount numeric, starts date, ends date, days date[], step integer, on_invalid text) (
	SFUNC = revenue_accum, STYPE = revenue_state, COMBINEFUNC = revenue_combine, PARALLEL = SAFE);
SELECT is(csops_test_send(pg_temp.state(rows)), csops_test_send(pg_temp.state(same)), title)
FROM (VALUES
	('(1, 0.00001, date ''2026-01-01'', date ''2026-02-01''), (1, 0.99999, ''2026-01-01'', ''2026-02-01'')', '(1, 1, date ''2026-01-01'', date ''2026-02-01'')', 'decimals add up to a whole'),
	('(1, 9e16, date ''2026-01-01'', date ''2026-02-01''), (1, -9e16, ''2026-01-01'', ''2026-02-01''), (1, 5, ''2026-01-01'', ''2026-02-01'')', '(1, 5, date ''2026-01-01'', date ''2026-02-01'')', 'large amounts cancel out'),
	('(1, 99999999999999, date ''2026-01-01'', date ''2026-02-01''), (1, 1, ''2026-01-01'', ''2026-02-01''), (2, 7, ''2026-01-01'', NULL)', '(2, 7, ''2026-01-01'', NULL), (1, 100000000000000, date ''2026-01-01'', date ''2026-02-01'')', 'the edge of narrow amounts'),
	('(1, 99999999999999, date ''2026-01-01'', date ''2026-02-01''), (1, 2, ''2026-01-01'', ''2026-02-01'')', '(1, 100000000000001, date ''2026-01-01'', date ''2026-02-01'')', 'beyond the edge of narrow amounts'),
	('(1, 1e-44, date ''2026-03-01'', NULL::date), (1, 5, ''2026-01-01'', ''2026-02-01'')', '(1, 5, date ''2026-01-01'', date ''2026-02-01'')', 'a wide amount that none of the days has'),
	('(1, 1e-44, date ''2025-03-01'', date ''2025-04-01''), (1, 5, ''2026-01-01'', ''2026-02-01'')', '(1, 3, date ''2025-03-01'', date ''2025-04-01''), (1, 5, ''2026-01-01'', ''2026-02-01'')', 'a wide amount before the days')) AS example(rows, same, title);
SELECT is(revenue_start(b), 20000 * 99999999999999.99, 'more than 64 bits of narrow amounts')
FROM (SELECT revenue_bridge_agg(n, 99999999999999.99, '2025-01-01', NULL, '2026-01-01', '2026-02-01') FROM generate_series(1, 20000) AS n) AS q(b);
SELECT is(revenue_end(b), 300 * 99999999999999.99, 'more than 64 bits of one account')
FROM (SELECT revenue_bridge_agg(7, 99999999999999.99, '2026-01-02', NULL, '2026-01-01', '2026-02-01') FROM generate_series(1, 300) AS n) AS q(b);
SELECT is(revenue_end(b), 10000 * 99999999999999.99 + 1e-44, 'and one that is wide among them')
FROM (SELECT revenue_bridge_agg(n % 5000, CASE WHEN n = 5000 THEN 1e-44 ELSE 99999999999999.99 END, '2026-01-02', NULL, '2026-01-01', '2026-02-01') FROM generate_series(0, 10000) AS n) AS q(b);

-- Many accounts, in the order of time, as a table of monthly amounts is; then the same without order.
DELETE FROM subscription;
INSERT INTO subscription
SELECT account, round((hashint8(account * 31 + n) & 1048575) / 100.0 * (1 + n % 2), 2), month, month + 1
FROM generate_series(0, 13) AS n, LATERAL (SELECT (date '2025-01-01' + make_interval(months => n))::date AS month) AS m, generate_series(-9000, 9000) AS account
WHERE hashint8(account) % 7 <= n AND hashint8(account * 131 + n) % 9 > 0;
ANALYZE subscription;
SELECT pg_temp.compare('monthly amounts', ARRAY(SELECT (date '2025-02-01' + make_interval(months => n))::date FROM generate_series(0, 11) AS n), 1, 'error');
SELECT pg_temp.compare('over ten months', ARRAY(SELECT (date '2025-02-01' + make_interval(months => n))::date FROM generate_series(0, 12) AS n), 10, 'error');
SELECT is((SELECT array_agg(csops_test_send(b)) FROM (SELECT revenue_bridges_agg(account, amount, starts, ends, '{2025-02-01,2025-03-01,2025-08-01}', 1) FROM (SELECT * FROM subscription ORDER BY hashint8(account), random()) AS s) AS q(bridges), unnest(bridges) AS b),
	(SELECT array_agg(csops_test_send(b)) FROM (SELECT revenue_bridges_agg(account, amount, starts, ends, '{2025-02-01,2025-03-01,2025-08-01}', 1) FROM (SELECT * FROM subscription ORDER BY random()) AS s) AS q(bridges), unnest(bridges) AS b), 'whatever the order');
-- A state of few accounts takes in one of many, whose accounts come in the order of their hashes: it makes room for all of them at once,
-- which is less than doubling comes to, and does not fill up at one end on the way.
CREATE AGGREGATE pg_temp.combined(state revenue_state) (SFUNC = revenue_combine, STYPE = revenue_state);
CREATE TEMP TABLE taken_in AS
SELECT pg_column_size(of_both) AS size, pg_column_size(of_all) AS size_of_all, csops_test_send(of_both) AS got, csops_test_send(of_all) AS wanted
FROM (SELECT pg_temp.combined(s) FROM (
		SELECT pg_temp.partial(n, n, date '2026-01-01', NULL, '{2026-01-01,2026-02-01}', 1, 'count') AS s FROM generate_series(1, 100) AS n
		UNION ALL SELECT pg_temp.partial(n, n, date '2026-01-01', NULL, '{2026-01-01,2026-02-01}', 1, 'count') FROM generate_series(50, 100000) AS n) AS part) AS parts(of_both),
	(SELECT pg_temp.partial(n, CASE WHEN n BETWEEN 50 AND 100 THEN 2 ELSE 1 END * n, date '2026-01-01', NULL, '{2026-01-01,2026-02-01}', 1, 'count') FROM generate_series(1, 100000) AS n) AS one(of_all);
SELECT is(got, wanted, 'few accounts and then many') FROM taken_in;
SELECT cmp_ok(size, '<', size_of_all, 'in a table made for all of them') FROM taken_in;

-- By workers, whose states come with rows that wait; and through text and binary, as other servers send them.
CREATE TABLE payment AS SELECT account, 'account ' || account AS name, amount, starts, ends FROM subscription;
ANALYZE payment;
CREATE FUNCTION pg_temp.by_workers(query text, OUT answer bytea, OUT plan text) LANGUAGE plpgsql AS $$
DECLARE
	line text;
BEGIN
	SET LOCAL parallel_setup_cost = 0;
	SET LOCAL parallel_tuple_cost = 0;
	SET LOCAL min_parallel_table_scan_size = 0;
	SET LOCAL max_parallel_workers_per_gather = 2;
	EXECUTE query INTO answer;
	FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || query LOOP
		plan := concat(plan, line);
	END LOOP;
	RESET parallel_setup_cost;
	RESET parallel_tuple_cost;
	RESET min_parallel_table_scan_size;
	SET LOCAL max_parallel_workers_per_gather = 0;
END $$;
CREATE TEMP TABLE parallel AS
SELECT key, answer, plan FROM unnest('{account,name}'::text[]) AS key,
	pg_temp.by_workers(format($$ SELECT csops_test_send(revenue_bridges_agg(%s, amount, starts, ends, '{2025-02-01,2025-03-01,2025-08-01}', 1)) FROM payment $$, key));
SELECT matches(plan, 'Finalize Aggregate.*Gather.*Partial Aggregate', key || ': aggregated partially by workers') FROM parallel;
SELECT is(answer, (SELECT csops_test_send(revenue_bridges_agg(account, amount, starts, ends, '{2025-02-01,2025-03-01,2025-08-01}', 1)) FROM payment), key || ': parallel = serial') FROM parallel;
SELECT is(csops_test_send(revenue_bridge_final(rollup)), (SELECT csops_test_send(revenue_bridge_agg(account, amount, starts, ends, '2025-02-01', '2025-03-01')) FROM payment), 'states that were sent')
FROM (SELECT csops_test_recv(csops_test_send(revenue_combine(a::text::revenue_state, csops_test_recv(csops_test_send(b), b))), a) AS rollup
	FROM (SELECT pg_temp.partial(account, amount, starts, ends, '{2025-02-01,2025-03-01}', 1, 'error') FILTER (WHERE account % 3 = 0 OR starts < '2025-03-01') AS a,
		pg_temp.partial(account, amount, starts, ends, '{2025-02-01,2025-03-01}', 1, 'error') FILTER (WHERE account % 3 <> 0 AND starts >= '2025-03-01') AS b FROM payment) AS parts) AS q;
-- lead() over months, as it would be written without csops.
SELECT is_empty($$
	WITH told AS (
		SELECT n, b FROM (SELECT revenue_bridges_agg(account, amount, starts, ends, ARRAY(SELECT (date '2025-01-01' + make_interval(months => n))::date FROM generate_series(0, 13) AS n), 1) FROM subscription) AS q(bridges),
			unnest(bridges) WITH ORDINALITY AS u(b, n)),
	plain AS (
		SELECT month, sum(amount) AS start, coalesce(sum(next_amount) FILTER (WHERE next_month = month + interval '1 month'), 0) AS kept,
			coalesce(sum(least(amount, next_amount)) FILTER (WHERE next_month = month + interval '1 month'), 0) AS held
		FROM (SELECT starts AS month, amount, lead(amount) OVER w AS next_amount, lead(starts) OVER w AS next_month FROM subscription WINDOW w AS (PARTITION BY account ORDER BY starts)) AS s GROUP BY month)
	SELECT n FROM told JOIN plain ON month = date '2025-01-01' + make_interval(months => n::integer - 1)
	WHERE (revenue_start(b), nrr(b), grr(b)) <> (start, (round(kept * 1e40 / start) * 1e-40)::float8, (round(held * 1e40 / start) * 1e-40)::float8)
$$, 'as lead() has it');

-- Two companies.
\set present `test -r "${CSOPS_SHARED-../shared}/data/mrr_playbook/subscription_periods.csv" && echo true || echo false`
\if :present
CREATE TEMP TABLE playbook (subscription_id integer, customer_id bigint, start_date date, end_date date, monthly_amount numeric);
\copy playbook FROM PROGRAM 'cat "${CSOPS_SHARED-../shared}/data/mrr_playbook/subscription_periods.csv"' WITH (FORMAT csv, HEADER)
DELETE FROM subscription;
INSERT INTO subscription SELECT customer_id, monthly_amount, start_date, end_date FROM playbook;
SELECT pg_temp.compare('mrr_playbook, months', ARRAY(SELECT month::date FROM generate_series(date '2017-05-01', '2020-04-01', '1 month') AS month), 1, 'error');
SELECT pg_temp.compare('mrr_playbook, trailing twelve months', ARRAY(SELECT month::date FROM generate_series(date '2017-05-01', '2020-04-01', '1 month') AS month), 12, 'error');
SELECT is(round(nrr(bridges[19])::numeric, 6), 0.700855, 'NRR of 2019') FROM (SELECT revenue_bridges_agg(customer_id, monthly_amount, start_date, end_date, ARRAY(SELECT month::date FROM generate_series(date '2017-06-01', '2020-03-01', '1 month') AS month), 12) FROM playbook) AS q(bridges);

CREATE TEMP TABLE raven (subscription_id text, account_id text, start_date date, end_date date, plan_tier text, seats integer, mrr_amount numeric, arr_amount numeric,
	is_trial boolean, upgrade_flag boolean, downgrade_flag boolean, churn_flag boolean, billing_frequency text, auto_renew_flag boolean);
\copy raven FROM PROGRAM 'gunzip -c "${CSOPS_SHARED-../shared}/data/ravenstack/ravenstack_subscriptions.csv.gz"' WITH (FORMAT csv, HEADER)
DELETE FROM subscription;
INSERT INTO subscription SELECT ('x' || substr(account_id, 3))::bit(24)::integer, mrr_amount, start_date, end_date FROM raven;
SELECT pg_temp.compare('RavenStack, months', ARRAY(SELECT month::date FROM generate_series(date '2023-01-01', '2025-01-01', '1 month') AS month), 1, 'error');
SELECT is(revenue_end(b), 11338747 - 1179139::numeric, 'the MRR that RavenStack has left') FROM (SELECT revenue_bridge_agg(account_id, mrr_amount, start_date, end_date, '2024-01-01', '2025-01-01') FROM raven) AS q(b);
\else
\echo # no data/mrr_playbook in CSOPS_SHARED (../shared unless it is set): two companies are NOT tested
SELECT * FROM skip('there is no data/mrr_playbook', 1);
\endif

-- What is asked must be possible, and the same for all rows.
SELECT throws_ok(format('SELECT revenue_bridges_agg(1, 5, date ''2026-01-01'', NULL, %s, %s)', days, step), code, message, format('days %s, step %s', days, step))
FROM (VALUES ('NULL', '1', '22004', 'days must not be null'), ('''{2026-01-01,2026-02-01}''', 'NULL', '22004', 'step must not be null'), ('''{}''', '1', '22023', 'days of a bridge are not possible'),
	('''{2026-01-01}''', '1', '22023', 'days of a bridge are not possible'), ('''{2026-02-01,2026-01-01}''', '1', '22023', 'days of a bridge are not possible'), ('''{2026-01-01,2026-01-01}''', '1', '22023', 'days of a bridge are not possible'),
	('''{2026-01-01,NULL}''', '1', '22023', 'days of a bridge are not possible'), ('''{{2026-01-01},{2026-02-01}}''', '1', '22023', 'days of a bridge are not possible'), ('''{2026-01-01,infinity}''', '1', '22023', 'days of a bridge are not possible'),
	('''{2026-01-01,2026-02-01}''', '0', '22023', 'days of a bridge are not possible'), ('''{2026-01-01,2026-02-01}''', '2', '22023', 'days of a bridge are not possible'),
	('ARRAY(SELECT date ''2020-01-01'' + n FROM generate_series(1, 1001) AS n)', '1', '22023', 'days of a bridge are not possible')) AS question(days, step, code, message);
SELECT throws_ok($$ SELECT revenue_bridge_agg(1, 5, '2026-01-01', NULL, from_day, '2026-03-01') FROM (VALUES (date '2026-01-01'), ('2026-02-01')) AS day(from_day) $$, '22023', 'days of a bridge differ between rows', 'one question for all rows');
SELECT throws_ok($$ SELECT revenue_bridge_agg(1, 5, '2026-01-01', NULL, '2026-01-01', '2026-03-01', how) FROM unnest('{count,error}'::text[]) AS how $$, '22023', 'days of a bridge differ between rows', 'and one answer to what is invalid');
SELECT lives_ok($$ SELECT revenue_bridges_agg(1, 5, date '2026-01-01', NULL, ARRAY(SELECT date '2020-01-01' + n FROM generate_series(1, 1000) AS n), 999) $$, 'a thousand days');
SELECT throws_ok($$ SELECT revenue_combine(pg_temp.state('(1, 1, date ''2026-01-01'', NULL::date)'), revenue_accum(NULL, 1, 1, '2026-01-01', NULL, date '2026-01-01', date '2026-02-01')) $$, '22023', NULL, 'unlike states do not combine');
SELECT throws_ok($$ SELECT revenue_combine(revenue_accum(NULL, text 'a', 1, '2026-01-01', NULL, date '2026-01-01', date '2026-02-01'), revenue_accum(NULL, 1, 1, '2026-01-01', NULL, date '2026-01-01', date '2026-02-01')) $$, '22023', NULL, 'nor of unlike accounts');
SELECT throws_ok($$ SELECT revenue_bridge_agg(n, 5, '2026-01-01', '2025-12-31', '2026-01-01', '2026-03-01') FROM generate_series(1, 3) AS n $$, '22023', 'subscription ends before it starts', 'a row that ends before it starts');
SELECT is(ARRAY[invalid(b), unanswered(b)], '{3,3}'::bigint[], 'or is counted') FROM (SELECT revenue_bridge_agg(n, 5, '2026-01-01', '2025-12-31', '2026-01-01', '2026-03-01', 'count') FROM generate_series(1, 3) AS n) AS q(b);
SELECT is(revenue_bridge_agg(NULL::bigint, 5, '2026-01-01', NULL, '2026-01-01', '2026-03-01'), NULL, 'no account, no bridge') FROM generate_series(1, 3);

-- Changed states: refused, or a state like any other. The state of a bridge is not the state of another question.
CREATE FUNCTION pg_temp.changed(path text[], value text) RETURNS text LANGUAGE sql AS $$
	SELECT format('SELECT %L::revenue_state', jsonb_set(pg_temp.state('(1, 1, date ''2026-01-01'', NULL::date), (2, 0.5, ''2025-01-01'', ''2026-01-15''), (2, ''NaN'', ''2026-01-15'', NULL)')::text::jsonb, path, value::jsonb))
$$;
SELECT lives_ok(pg_temp.changed('{step}', '1'), 'the text of a state');
SELECT throws_ok(pg_temp.changed(path::text[], value), '22P02', NULL, format('%s is not %s', path, value))
FROM (VALUES ('{days}', '[]'), ('{days,1}', '"2025-01-01"'), ('{days,0}', '"infinity"'), ('{days,0}', '1'), ('{step}', '0'), ('{step}', '2'), ('{on_invalid}', '"ignore"'), ('{invalid}', '-1'), ('{key}', '"numeric"'), ('{accounts}', '{}'),
	('{accounts,0}', '[]'), ('{accounts,0}', '[1, 0, 5]'), ('{accounts,0}', '[1, 0, 5, 5, 5]'), ('{accounts,0}', '[2, 0, 5, 5]'), ('{accounts,0}', '["a", 0, 5, 5]'), ('{accounts,0,1}', '3'), ('{accounts,0,1}', '-1'),
	('{accounts,0,2}', '"5"'), ('{accounts,0,2}', '9' || repeat('0', 40))) AS change(path, value);

-- As many rows as a state may have left out; two such states are refused together, not merged into what cannot be read again.
SELECT throws_ok(format('SELECT revenue_combine(s, s) FROM (%s) AS q(s)', pg_temp.changed('{invalid}', '4000000000000000000')), '22003', NULL, 'too many rows that end before they start');

SELECT finish();
ROLLBACK;
