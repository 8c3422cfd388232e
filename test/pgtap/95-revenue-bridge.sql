-- Recurring revenue: published and independently computed figures (vectors/retention.json), the subscriptions of two
-- companies against plain SQL that is obviously right (data/mrr_playbook, data/ravenstack), and what holds for any
-- accounts. The folder is CSOPS_SHARED, ../shared unless it is set.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION pgtap SCHEMA public;
CREATE SCHEMA csops;
CREATE EXTENSION csops SCHEMA csops;
CREATE EXTENSION csops_test SCHEMA public;
SET LOCAL search_path = csops, public;

SELECT no_plan();
\set file `cat "${CSOPS_SHARED-../shared}/vectors/retention.json" 2>/dev/null`
SELECT :'file' <> '' AS found \gset
\set periods `printf %s "${CSOPS_SHARED-../shared}/data/mrr_playbook/subscription_periods.csv"`
\set subscriptions `printf %s "${CSOPS_SHARED-../shared}/data/ravenstack/ravenstack_subscriptions.csv.gz"`

-- Subscription periods of a company, what an account has on a day, and the bridge between two days, with a bridge told by
-- sums over cases.
CREATE TEMP TABLE period (account text, starts date, ends date, amount numeric);
CREATE FUNCTION pg_temp.amount_on(of_account text, day date) RETURNS numeric LANGUAGE sql
RETURN (SELECT sum(amount) FROM period WHERE account = of_account AND starts <= day AND (ends IS NULL OR day < ends));
CREATE FUNCTION pg_temp.snapshots(from_day date, to_day date) RETURNS TABLE (account text, before numeric, after numeric, seen boolean) LANGUAGE sql
AS $$
	SELECT account, pg_temp.amount_on(account, from_day), pg_temp.amount_on(account, to_day), min(starts) FILTER (WHERE amount > 0 AND starts IS DISTINCT FROM ends) < from_day
	FROM period GROUP BY account
$$;
CREATE FUNCTION pg_temp.bridge(from_day date, to_day date) RETURNS revenue_bridge LANGUAGE sql
AS 'SELECT revenue_bridge_agg(before, after, seen) FROM pg_temp.snapshots(from_day, to_day)';
CREATE FUNCTION pg_temp.counted(from_day date, to_day date) RETURNS numeric[] LANGUAGE sql
AS $$
	SELECT ARRAY[coalesce(sum(b), 0), coalesce(sum(a) FILTER (WHERE b = 0 AND NOT seen), 0), coalesce(sum(a) FILTER (WHERE b = 0 AND seen), 0),
		coalesce(sum(a - b) FILTER (WHERE b > 0 AND a > b), 0), coalesce(sum(b - a) FILTER (WHERE a > 0 AND a < b), 0), coalesce(sum(b) FILTER (WHERE b > 0 AND a = 0), 0), 0, coalesce(sum(a), 0),
		count(*) FILTER (WHERE b > 0), count(*) FILTER (WHERE b = 0 AND a > 0 AND NOT seen), count(*) FILTER (WHERE b = 0 AND a > 0 AND seen),
		count(*) FILTER (WHERE b > 0 AND a > b), count(*) FILTER (WHERE a > 0 AND a < b), count(*) FILTER (WHERE b > 0 AND a = 0), 0, count(*) FILTER (WHERE a > 0)]
	FROM (SELECT coalesce(before, 0) AS b, coalesce(after, 0) AS a, seen FROM pg_temp.snapshots(from_day, to_day)) AS s
$$;
CREATE FUNCTION pg_temp.told(b revenue_bridge) RETURNS numeric[] LANGUAGE sql
RETURN ARRAY[revenue_start(b), revenue_new(b), revenue_reactivation(b), revenue_expansion(b), revenue_contraction(b), revenue_churn(b), revenue_fx(b), revenue_end(b),
	accounts_start(b), accounts_new(b), accounts_reactivation(b), accounts_expansion(b), accounts_contraction(b), accounts_churn(b), accounts_fx(b), accounts_end(b)];

\if :found
CREATE TEMP TABLE vector AS
SELECT v ->> 'id' AS id, v ->> 'kind' AS kind, v -> 'input' AS input, v -> 'expected' AS expected FROM jsonb_array_elements(:'file'::jsonb) AS v;

-- The movements of one customer, month by month.
CREATE FUNCTION pg_temp.movements(periods jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
	answer jsonb;
BEGIN
	DELETE FROM period;
	INSERT INTO period SELECT 'c', (p ->> 0 || '-01')::date, (p ->> 1 || '-01')::date, (p ->> 2)::numeric FROM jsonb_array_elements(periods) AS p;
	SELECT jsonb_agg(jsonb_build_object('month', to_char(month, 'YYYY-MM'), 'category',
			CASE movement WHEN 'expansion' THEN 'upgrade' WHEN 'contraction' THEN 'downgrade' ELSE movement END, 'mrr', revenue_end(b), 'prev', revenue_start(b)) ORDER BY month)
	INTO answer
	FROM generate_series(date '2018-01-01', '2020-03-01', '1 month') AS month, pg_temp.bridge((month - interval '1 month')::date, month::date) AS b, revenue_movements(b)
	WHERE movement NOT IN ('start', 'end') AND amount <> 0;
	RETURN answer;
END $$;
SELECT is(pg_temp.movements(input -> 'periods'), expected, format('%s: the movements of a customer', id)) FROM vector WHERE kind = 'mrr_movements';
SELECT is((SELECT count(*) FROM vector WHERE kind = 'mrr_movements'), 2::bigint, 'both were looked at');

-- Formulae. A bridge of given amounts, each of one account where it is not 0, and an account that stays as it is.
CREATE FUNCTION pg_temp.made(start numeric, new numeric, expansion numeric, contraction numeric, churn numeric, reactivation numeric) RETURNS revenue_bridge LANGUAGE sql
AS $$
	SELECT revenue_bridge_agg(b, a, seen)
	FROM (VALUES (start - churn - contraction, start - churn - contraction + expansion, false), (contraction + 0.001, 0.001, false), (-0.001, -0.001, false),
		(churn, 0, false), (0, new, false), (0, reactivation, true)) AS account(b, a, seen)
	WHERE b >= 0
$$;
SELECT ok(abs(gross_revenue_churn(b) - (expected ->> 'gross_churn')::float8) < 1e-4 AND abs(net_revenue_churn(b) - (expected ->> 'net_churn')::float8) < 1e-4, id || ': gross and net churn')
FROM vector, pg_temp.made((input ->> 'start')::numeric, 0, (input ->> 'expansion')::numeric, (input ->> 'contraction')::numeric, (input ->> 'churn')::numeric, (input ->> 'reactivation')::numeric) AS b
WHERE kind = 'mrr_churn_rate';
-- Net churn of a day, of which new business is no part.
SELECT is(net_revenue_churn(revenue_bridge_agg(b, a, false)), (expected ->> 'net_churn')::float8, id || ': net churn of a day')
FROM vector, LATERAL (VALUES ((input ->> 'day_start')::numeric, (input ->> 'day_end')::numeric - (input ->> 'new_business')::numeric), (0, (input ->> 'new_business')::numeric)) AS account(b, a)
WHERE kind = 'mrr_churn_rate_daily' GROUP BY id, expected;
SELECT is(quick_ratio(format('{"unanswered": 0, "invalid": 0, "start": {"accounts": 3, "amount": 1000}, "new": {"accounts": 1, "amount": %s}, "reactivation": {"accounts": 0, "amount": 0},
	"expansion": {"accounts": 1, "amount": %s}, "contraction": {"accounts": 1, "amount": %s}, "churn": {"accounts": 1, "amount": %s}, "fx": {"accounts": 0, "amount": 0}}',
	input ->> 'new', input ->> 'expansion', input ->> 'contraction', input ->> 'churn')::revenue_bridge), expected::float8, id || ': quick ratio')
FROM vector WHERE kind = 'quick_ratio' ORDER BY id;
SELECT is((SELECT count(*) FROM vector WHERE kind IN ('mrr_churn_rate', 'mrr_churn_rate_daily', 'quick_ratio')), 4::bigint, 'all were looked at');

-- The subscription periods of mrr_playbook, 55 customers.
DELETE FROM period;
CREATE TEMP TABLE playbook (subscription_id integer, customer_id text, start_date date, end_date date, monthly_amount numeric);
\copy playbook FROM PROGRAM 'cat "${CSOPS_SHARED-../shared}/data/mrr_playbook/subscription_periods.csv"' WITH (FORMAT csv, HEADER)
INSERT INTO period SELECT customer_id, start_date, end_date, monthly_amount FROM playbook;
CREATE TEMP TABLE monthly AS
SELECT month::date AS month, pg_temp.bridge((month - interval '1 month')::date, month::date) AS b FROM generate_series(date '2017-06-01', '2020-03-01', '1 month') AS month;

SELECT is((SELECT count(*) FROM playbook), 121::bigint, 'the periods are loaded');
SELECT is(jsonb_build_object('start', revenue_start(b), 'new', revenue_new(b), 'expansion', revenue_expansion(b), 'contraction', -revenue_contraction(b), 'churn', -revenue_churn(b),
	'reactivation', revenue_reactivation(b), 'end', revenue_end(b), 'renewal_amount', revenue_start(b) - revenue_contraction(b) - revenue_churn(b), 'grr', round(grr(b)::numeric, 6),
	'nrr', round(nrr(b)::numeric, 6), 'start_logos', accounts_start(b), 'kept_logos', accounts_start(b) - accounts_churn(b)), expected, format('%s: the month %s', id, input ->> 'month'))
FROM vector JOIN monthly ON month = (input ->> 'month' || '-01')::date WHERE kind = 'mrr_rollup' ORDER BY id;
SELECT is((SELECT count(*) FROM vector JOIN monthly ON month = (input ->> 'month' || '-01')::date WHERE kind = 'mrr_rollup'), 6::bigint, 'all months were looked at');

-- One data set, one year, and every method under its own name.
CREATE TEMP TABLE year AS
SELECT account, pg_temp.amount_on(account, '2018-12-01') AS start_amount, pg_temp.amount_on(account, '2019-12-01') AS end_amount,
	(SELECT min(coalesce(pg_temp.amount_on(account, month::date), 0)) FROM generate_series(date '2018-12-01', '2019-12-01', '1 month') AS month) AS lowest_amount
FROM (SELECT DISTINCT account FROM period) AS a;
CREATE TEMP VIEW methods AS
SELECT accounts_start(b) AS start_logos, revenue_start(b) AS start_mrr, round(nrr(b)::numeric, 6) AS nrr_point_to_point, round(grr(b)::numeric, 6) AS grr_point_to_point,
	round(logo_retention(b)::numeric, 6) AS logo_retention,
	(SELECT round(nrr_chained(array_agg(m.b ORDER BY month))::numeric, 6) FROM monthly AS m WHERE month > '2018-12-01' AND month <= '2019-12-01') AS nrr_chained_monthly,
	(SELECT round(grr_chained(array_agg(m.b ORDER BY month))::numeric, 6) FROM monthly AS m WHERE month > '2018-12-01' AND month <= '2019-12-01') AS grr_chained_monthly,
	(SELECT round(grr_running_minimum(start_amount, lowest_amount)::numeric, 6) FROM year) AS grr_running_minimum,
	(SELECT round(nrr(start_amount, CASE WHEN lowest_amount > 0 THEN end_amount END)::numeric, 6) FROM year) AS nrr_excluding_reactivated
FROM pg_temp.bridge('2018-12-01', '2019-12-01') AS b;
SELECT is(to_jsonb(methods), expected - 'grr_movement_sum', id || ': the retention of 2019 by each method') FROM vector, methods WHERE kind = 'revenue_retention_12m';
SELECT isnt_empty('SELECT FROM vector WHERE kind = ''revenue_retention_12m''', 'it was looked at');

-- Every month against plain SQL, and the chain of months.
SELECT is(pg_temp.told(b), pg_temp.counted((month - interval '1 month')::date, month), format('mrr_playbook, %s', month)) FROM monthly ORDER BY month;
SELECT is((SELECT sum(amount) FROM monthly, revenue_movements(b) WHERE movement NOT IN ('start', 'end')), (SELECT revenue_end(b) FROM monthly ORDER BY month DESC LIMIT 1),
	'the movements of all months lead from nothing to the last end');
SELECT is_empty('SELECT FROM (SELECT revenue_start(b) AS begun, lag(revenue_end(b)) OVER (ORDER BY month) AS ended FROM monthly) AS m WHERE begun <> ended', 'each month starts where the last one ended');

-- RavenStack: 5,000 subscriptions of 500 accounts, many at a time.
DELETE FROM period;
CREATE TEMP TABLE subscription (subscription_id text, account_id text, start_date date, end_date date, plan_tier text, seats integer, mrr_amount numeric, arr_amount numeric,
	is_trial boolean, upgrade_flag boolean, downgrade_flag boolean, churn_flag boolean, billing_frequency text, auto_renew_flag boolean);
\copy subscription FROM PROGRAM 'gunzip -c "${CSOPS_SHARED-../shared}/data/ravenstack/ravenstack_subscriptions.csv.gz"' WITH (FORMAT csv, HEADER)
INSERT INTO period SELECT account_id, start_date, end_date, mrr_amount FROM subscription;
CREATE INDEX ON period (account);
ANALYZE period;
SELECT is(revenue_end(revenue_bridge_agg(NULL, mrr_amount, false)), 11338747::numeric, 'the MRR of RavenStack') FROM subscription;
SELECT is(revenue_churn(revenue_bridge_agg(mrr_amount, NULL, false)), 1179139::numeric, 'the MRR that its subscriptions have lost') FROM subscription WHERE end_date IS NOT NULL;
SELECT is(pg_temp.told(pg_temp.bridge(from_day, to_day)), pg_temp.counted(from_day, to_day), format('RavenStack, %s to %s', from_day, to_day))
FROM (VALUES (date '2023-01-01', date '2023-04-01'), ('2023-12-31', '2024-01-31'), ('2024-01-01', '2025-01-01'), ('2024-06-30', '2024-12-31'), ('2022-01-01', '2026-01-01')) AS dates(from_day, to_day);
SELECT ok(abs(nrr(b) - n) < 1e-12 AND abs(grr(b) - g) < 1e-12 AND abs(logo_retention(b) - l) < 1e-12, 'RavenStack: the retention of 2024')
FROM pg_temp.bridge('2024-01-01', '2025-01-01') AS b, (
	SELECT sum(coalesce(after, 0)) / sum(before) AS n, sum(least(before, coalesce(after, 0))) / sum(before) AS g, count(*) FILTER (WHERE after > 0)::numeric / count(*) AS l
	FROM pg_temp.snapshots('2024-01-01', '2025-01-01') WHERE before > 0) AS plain;
\else
\echo # no vectors/retention.json in CSOPS_SHARED (../shared unless it is set): revenue is NOT tested against vectors and data
SELECT * FROM skip('there is no vectors/retention.json', 1);
\endif

-- Random accounts, amounts with 0 to 44 decimals, some negative and some without end; every figure against numeric.
CREATE TEMP TABLE account AS
SELECT i, i % 5 AS segment, CASE WHEN random() < 0.8 THEN b END AS b, CASE WHEN random() < 0.8 THEN CASE WHEN random() < 0.3 THEN b ELSE a END END AS a, random() < 0.4 AS seen,
	(ARRAY[1, 0.91, 1.234567, 1 / 3.0])[1 + i % 4] AS rate
FROM (SELECT setseed(0.35)) AS s, generate_series(1, 4000) AS i,
	LATERAL (SELECT round((random() * 10 ^ (i % 15))::numeric / 7, i % 21) AS b, round((random() * 10 ^ (i % 15))::numeric / 13, i % 21) AS a) AS amounts;
CREATE TEMP VIEW plain AS
SELECT segment, coalesce(sum(b), 0) AS start, coalesce(sum(c) FILTER (WHERE b = 0 AND NOT seen), 0) AS new, coalesce(sum(c) FILTER (WHERE b = 0 AND seen), 0) AS reactivation,
	coalesce(sum(c - b) FILTER (WHERE b > 0 AND c > b), 0) AS expansion, coalesce(sum(b - c) FILTER (WHERE c > 0 AND c < b), 0) AS contraction,
	coalesce(sum(b) FILTER (WHERE c = 0), 0) AS churn, sum(a - c) AS fx, sum(a) AS "end", count(*) FILTER (WHERE a <> c) AS moved_by_fx
FROM (SELECT segment, coalesce(b, 0) AS b, coalesce(a, 0) AS a, coalesce(a * rate, 0) AS c, seen FROM account) AS account GROUP BY GROUPING SETS ((), (segment));
CREATE TEMP VIEW told AS SELECT segment, revenue_bridge_agg(b, a, seen, a * rate) AS bridge FROM account GROUP BY GROUPING SETS ((), (segment));
SELECT is((pg_temp.told(bridge))[1:8], ARRAY[start, new, reactivation, expansion, contraction, churn, fx, "end"], format('random accounts, segment %s', coalesce(told.segment::text, 'all')))
FROM told JOIN plain ON told.segment IS NOT DISTINCT FROM plain.segment ORDER BY told.segment;
SELECT is((SELECT revenue_start(bridge) + revenue_new(bridge) + revenue_reactivation(bridge) + revenue_expansion(bridge) - revenue_contraction(bridge) - revenue_churn(bridge) + revenue_fx(bridge)),
	revenue_end(bridge), 'start and movements lead to the end') FROM told;
SELECT is(accounts_fx(bridge), moved_by_fx, 'accounts moved by exchange rates') FROM told JOIN plain ON told.segment IS NOT DISTINCT FROM plain.segment;
SELECT is((SELECT sum(amount) FROM revenue_movements(bridge) WHERE movement <> 'end'), revenue_end(bridge), 'the rows of the bridge add up') FROM told;
SELECT is(ARRAY[nrr(bridge), grr(bridge), gross_revenue_churn(bridge), net_revenue_churn(bridge), quick_ratio(bridge)],
	ARRAY[round((start + expansion - contraction - churn) * 1e30 / start) * 1e-30, round((start - contraction - churn) * 1e30 / start) * 1e-30, round((contraction + churn) * 1e30 / start) * 1e-30,
		round((contraction + churn - expansion - reactivation) * 1e30 / start) * 1e-30, round((new + reactivation + expansion) * 1e30 / (contraction + churn)) * 1e-30]::float8[],
	format('rates are the exact quotients, rounded once, segment %s', coalesce(told.segment::text, 'all'))) FROM told JOIN plain ON told.segment IS NOT DISTINCT FROM plain.segment ORDER BY told.segment;
CREATE FUNCTION pg_temp.quotient(n numeric, d numeric) RETURNS float8 LANGUAGE sql AS 'SELECT nrr(s, e) FROM (VALUES ($2, $1)) AS account(s, e)';
SELECT is_empty($$ SELECT n, d FROM (SELECT round((random() * 1e6)::numeric, 2) + 0.01 AS n, round((random() * 10 ^ (i % 12))::numeric, i % 9) + 0.00001 AS d FROM generate_series(1, 3000) AS i) AS amount
	WHERE pg_temp.quotient(n, d) <> (round(n * 1e40 / d) * 1e-40)::float8 $$, '3,000 quotients are the nearest float8');
SELECT is(nrr(b, a, i::text), nrr(revenue_bridge_agg(b, a, seen)), 'in one step as in two') FROM account;
SELECT ok(grr(b, a) <= 1 AND grr(b, a) <= nrr(b, a), 'gross is at most 1 and at most net') FROM account GROUP BY segment;
SELECT is((SELECT rollup(bridge) FROM told WHERE segment IS NOT NULL), (SELECT bridge FROM told WHERE segment IS NULL), 'segments roll up to the whole');
SELECT is((SELECT bridge FROM told WHERE segment IS NULL) - (SELECT bridge FROM told WHERE segment = 2), (SELECT rollup(bridge) FROM told WHERE segment <> 2), 'a segment is taken out again');

-- The ends of what fits.
SELECT is(revenue_end(revenue_bridge_agg(1e-44, 99999999999999999.99999999999999999999999999999999999999999999, true)), 99999999999999999.99999999999999999999999999999999999999999999, 'the largest amount');
SELECT is(revenue_start(revenue_bridge_agg(1e-44, 1, true)), 1e-44, 'the smallest amount');
SELECT is(revenue_end(revenue_bridge_agg(NULL, 99999999999999999.99999999999999999999999999999999999999999999, false)), 1000 * 99999999999999999.99999999999999999999999999999999999999999999, 'many of the largest')
FROM generate_series(1, 1000);
SELECT is(revenue_bridge_agg(v, v, true), revenue_bridge_agg(trim_scale(v), v, true), format('%s is the same with fewer zeros', v)) FROM unnest('{1.00,100000,0.10000000000000000000000000000000000000000000000000000000,10.50}'::numeric[]) AS v GROUP BY v;
SELECT throws_ok(format('SELECT revenue_bridge_agg(%s, 1, true)', v), '22003', 'amount is out of range', v || ' is no amount')
FROM unnest(ARRAY['1e17', '-1e17', '1e-45', '1e1000', '1e-1000', '-0.01', '''NaN''', '''Infinity''', '''-Infinity''', '12345.000000000000000000000000000000000000000000001']) AS v;

-- What no accounts can have led to.
CREATE FUNCTION pg_temp.changed(path text[], value text) RETURNS text LANGUAGE sql AS $$
	SELECT format('SELECT %L::revenue_bridge', jsonb_set(revenue_bridge_agg(b, a, seen, c)::jsonb, path, value::jsonb))
	FROM (VALUES (100, 130, false, 120), (80, 60, false, 60), (50, NULL, false, NULL), (NULL, 40, false, 40), (NULL, 25, true, 25)) AS account(b, a, seen, c)
$$;
SELECT throws_ok(pg_temp.changed(path::text[], value), '22P02', NULL, format('%s is not %s', path, value))
FROM (VALUES ('{unanswered}', '-1'), ('{invalid}', '4611686018427387904'), ('{start,accounts}', '0'), ('{start,accounts}', '1'), ('{start,amount}', '69'),
	('{start,amount}', '-1'), ('{new,accounts}', '0'), ('{new,amount}', '0'), ('{new,amount}', '-5'), ('{churn,accounts}', '2'), ('{churn,amount}', '0'), ('{churn,amount}', '230'),
	('{churn,accounts}', '3'), ('{contraction,amount}', '200'), ('{expansion,accounts}', '3'), ('{fx,accounts}', '0'), ('{fx,accounts}', '5'), ('{fx,amount}', '-500'), ('{fx,amount}', '"1"'),
	('{start,amount}', '230.000000000000000000000000000000000000000000001'), ('{start,amount}', repeat('9', 40))) AS change(path, value);
SELECT lives_ok(pg_temp.changed('{fx,amount}', '-200'), 'exchange rates can take away');
SELECT throws_ok('SELECT subtract(revenue_bridge_agg(10, 10, false), revenue_bridge_agg(10, 12, false))', '22003', NULL, 'subtract what is no part');
SELECT throws_ok('SELECT revenue_bridge_accum_inv(revenue_bridge_agg(10, 10, false), 5, 5, false)', '22003', NULL, 'take out an account that is not there');

SELECT finish();
ROLLBACK;
