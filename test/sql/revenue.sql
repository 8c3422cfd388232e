-- Recurring revenue, renewals, forecasts: outputs, errors, plans.
CREATE TEMP TABLE account (name text, before numeric, after numeric, seen boolean);
INSERT INTO account VALUES ('grew', 100, 130.50, false), ('shrank', 80, 60, false), ('stayed', 10.00, 10, true), ('left', 50, NULL, false), ('left too', 5, 0, true),
	('came', NULL, 40, false), ('came too', 0, 2, NULL), ('came back', NULL, 25, true), ('never there', NULL, NULL, NULL);

SELECT revenue_bridge_agg(before, after, seen) FROM account;
SELECT * FROM revenue_movements((SELECT revenue_bridge_agg(before, after, seen) FROM account));
SELECT nrr(b), grr(b), logo_retention(b), gross_revenue_churn(b), net_revenue_churn(b), quick_ratio(b) FROM (SELECT revenue_bridge_agg(before, after, seen) FROM account) AS month(b);
SELECT nrr(before, after), grr(before, after), logo_retention(before, after), grr_running_minimum(before, after) FROM account;
SELECT nrr(before, after) AS repeated, nrr(DISTINCT before, after, name) AS right FROM account, generate_series(1, 3) AS n WHERE name = 'grew' OR n = 1;
SELECT observations(b), unanswered(b), invalid(b), accounts_start(b), accounts_end(b), revenue_start(b), revenue_end(b) FROM (SELECT revenue_bridge_agg(before, after, seen) FROM account) AS month(b);

-- Nothing, and nothing at the start.
SELECT revenue_bridge_agg(before, after, seen), nrr(before, after), grr(before, after), logo_retention(before, after) FROM account WHERE false;
SELECT revenue_bridge_agg(before, after, seen), nrr(before, after) FROM account WHERE name = 'never there';
SELECT nrr(before, after), grr(before, after), logo_retention(before, after), quick_ratio(revenue_bridge_agg(before, after, seen)) FROM account WHERE name LIKE 'came%';
SELECT nrr(NULL::revenue_bridge), revenue_start(NULL), accounts_start(NULL), observations(NULL::revenue_bridge), invalid(NULL::revenue_bridge);
SELECT * FROM revenue_movements(NULL);
SELECT nrr(0, 0), nrr(0.00, 5), nrr(5, NULL);

-- Exchange rates apart: 100 euros stay 110 at the start's rate and become 120 at the end's; 50 more began.
SELECT movement, accounts, amount FROM revenue_movements((SELECT revenue_bridge_agg(b, a, false, c) FROM (VALUES (110, 120, 110), (NULL, 60, 55), (20, 20, 20), (30, NULL, NULL)) AS account(b, a, c)));
SELECT nrr(revenue_bridge_agg(b, a, false, c)) AS at_constant_rate, nrr(b, a) AS at_current_rate FROM (VALUES (110, 120, 110), (20, 20, 20)) AS account(b, a, c);

-- Credits: in the sum of an account, or an error, or said to be nothing.
SELECT revenue_start(b), revenue_end(b), invalid(b), observations(b)
FROM (SELECT revenue_bridge_agg(before, after, seen, 'count') FROM (VALUES (100, -5, false), (-0.01, 10, false), (7, 7, true), ('NaN', 1, false)) AS account(before, after, seen)) AS month(b);
SELECT revenue_start(b), revenue_end(b), invalid(b), observations(b)
FROM (SELECT revenue_bridge_agg(before, after, seen, 'clamp') FROM (VALUES (100, -5, false), (-0.01, 10, false), (7, 7, true)) AS account(before, after, seen)) AS month(b);

-- Chains.
SELECT nrr_chained(array_agg(b ORDER BY month)), grr_chained(array_agg(b)) FROM (SELECT month, revenue_bridge_agg(100, month * 50, false) FROM generate_series(1, 3) AS month GROUP BY month) AS monthly(month, b);
SELECT nrr_chained('{}'), nrr_chained(NULL), grr_chained(ARRAY[revenue_bridge_agg(1, 1, false), NULL]), grr_chained(ARRAY[revenue_bridge_agg(0, 1, false)]);

-- Merging, subtracting, moving.
SELECT a || b = revenue_bridge_agg AS merged, (a || b) - b = a AS subtracted
FROM (SELECT revenue_bridge_agg(before, after, seen), revenue_bridge_agg(before, after, seen) FILTER (WHERE seen) AS a, revenue_bridge_agg(before, after, seen) FILTER (WHERE seen IS NOT TRUE) AS b FROM account) AS q;
SELECT n, nrr(n, n * n) OVER (ORDER BY n ROWS 1 PRECEDING) FROM generate_series(1, 4) AS n;
SELECT revenue_bridge_agg(0.1, 0.3, false)::text::revenue_bridge = revenue_bridge_agg(0.10, 0.300, false) AS same;

-- Errors.
SELECT revenue_bridge_agg(-5, 10, false);
SELECT nrr(5, 'NaN');
SELECT nrr(1e17, 1);
SELECT nrr(1, 1e-45);
SELECT nrr(1, ('1' || repeat('0', 200))::numeric);
SELECT revenue_bridge_agg(5, 10, false, 0);
SELECT revenue_bridge_agg(5, 10, false, NULL::numeric);
SELECT revenue_bridge_agg(5, NULL, false, 10);
SELECT revenue_bridge_agg(5, 10, false, -10);
SELECT revenue_bridge_agg('Infinity', 10, false, 'clamp');
SELECT revenue_bridge_agg(5, 10, false, 'ignore');
SELECT revenue_bridge_agg(5, 10, false, NULL::text);
SELECT nrr(DISTINCT 1, 1, NULL::text);
SELECT grr(DISTINCT 1, 1, NULL::uuid);
SELECT subtract(revenue_bridge_agg(5, 5, false), revenue_bridge_agg(10, 10, false));
SELECT revenue_bridge_accum_inv(NULL, 3, 4, false);
SELECT '{"observations": 1}'::revenue_bridge;
SELECT replace(revenue_bridge_agg(5, 10, false)::text, '"amount": 5', '"amount": 5e0')::revenue_bridge;
SELECT replace(revenue_bridge_agg(5, 10, false)::text, '"amount": 5', '"amount": 4.')::revenue_bridge;
SELECT replace(revenue_bridge_agg(5, 10, false)::text, '"amount": 5', '"amount": "5"')::revenue_bridge;
SELECT replace(revenue_bridge_agg(5, 10, false)::text, '"amount": 5', '"amount": -5')::revenue_bridge;

-- In one pass over subscription rows: two contracts of one account, a credit, a return, an open end.
CREATE TABLE subscription (account bigint, name text, amount numeric, starts date, ends date);
INSERT INTO subscription VALUES (1, 'a', 100, '2025-01-01', '2025-06-15'), (1, 'a', 130, '2025-06-15', NULL), (1, 'a', -20, '2025-06-01', '2025-07-01'), (2, 'b', 50, '2025-01-01', '2025-03-01'),
	(2, 'b', 40, '2025-06-10', NULL), (3, 'c', 70, '2025-06-02', '2025-12-01'), (4, 'd', 10, '2025-01-01', '2025-06-02'), (5, 'e', 1, '2025-06-10', '2025-06-20'), (6, 'f', NULL, '2025-01-01', NULL), (NULL, NULL, 5, '2025-01-01', NULL);
SELECT movement, accounts, amount FROM revenue_movements((SELECT revenue_bridge_agg(account, amount, starts, ends, '2025-06-01', '2025-07-01') FROM subscription));
SELECT unanswered(b), invalid(b), observations(b), b = (SELECT revenue_bridge_agg(name, amount, starts, ends, '2025-06-01', '2025-07-01') FROM subscription) AS same
FROM (SELECT revenue_bridge_agg(account, amount, starts, ends, '2025-06-01', '2025-07-01') FROM subscription) AS q(b);
SELECT month, revenue_start(b), revenue_new(b), revenue_reactivation(b), revenue_expansion(b), revenue_contraction(b), revenue_churn(b), revenue_end(b), nrr(b)
FROM (SELECT revenue_bridges_agg(name, amount, starts, ends, ARRAY(SELECT month::date FROM generate_series(date '2025-05-01', '2025-09-01', '1 month') AS month), 1) FROM subscription) AS q(bridges),
	unnest(bridges, ARRAY(SELECT month::date FROM generate_series(date '2025-05-01', '2025-08-01', '1 month') AS month)) AS u(b, month);
SELECT array_length(bridges, 1), revenue_start(bridges[1]), revenue_end(bridges[2]) FROM (SELECT revenue_bridges_agg(account, amount, starts, ends, '{2025-05-01,2025-06-01,2025-07-01,2025-08-01}', 2) FROM subscription) AS q(bridges);
SELECT account < 3 AS segment, nrr(revenue_bridge_agg(account, amount, starts, ends, '2025-06-01', '2025-07-01')) FROM subscription GROUP BY 1 ORDER BY 1;
SELECT revenue_bridge_agg(account, amount, starts, ends, '2025-06-01', '2025-07-01'), revenue_bridges_agg(account, amount, starts, ends, '{2025-06-01,2025-07-01}', 1) FROM subscription WHERE false;
SELECT revenue_accum(revenue_accum(NULL, account, amount, starts, ends, date '2025-06-01', date '2025-07-01'), text 'b', 0.00001, starts, NULL, date '2025-06-01', date '2025-07-01')
FROM (VALUES (text 'a', 7.5, date '2025-01-01', date '2025-06-15')) AS subscription(account, amount, starts, ends);
SELECT revenue_bridge_agg(1, -5, '2025-01-01', NULL, '2025-06-01', '2025-07-01');
SELECT revenue_bridge_agg(1, 9e16, '2025-06-15', NULL, '2025-06-01', '2025-07-01', 'clamp') FROM generate_series(1, 2);
SELECT revenue_bridge_agg(1, 'NaN', '2025-01-01', NULL, '2025-06-01', '2025-07-01');
SELECT revenue_bridge_agg(1, 5, '2025-01-02', '2025-01-01', '2025-06-01', '2025-07-01');
SELECT revenue_bridge_agg(1, 5, '2025-01-01', NULL, '2025-07-01', '2025-06-01');
SELECT revenue_bridge_agg(1, 5, '2025-01-01', NULL, NULL, '2025-06-01');
SELECT revenue_bridge_agg(1, 5, '2025-01-01', NULL, '2025-06-01', 'infinity');
SELECT revenue_bridge_agg(1, 5, '2025-01-01', NULL, from_day, '2025-07-01') FROM (VALUES (date '2025-06-01'), ('2025-05-01')) AS day(from_day);
SELECT revenue_bridges_agg(1, 5, '2025-01-01', NULL, '{2025-06-01,2025-06-01}', 1);
SELECT revenue_bridges_agg(1, 5, '2025-01-01', NULL, '{2025-06-01,2025-07-01}', 2);
SELECT revenue_bridge_agg(1, invalid(b), '2025-01-01', NULL, '2025-06-01', '2025-07-01', 'count') IS NOT NULL AS counted FROM (SELECT revenue_bridge_agg(1, -5, '2025-01-01', NULL, '2025-06-01', '2025-07-01', 'count')) AS q(b);

-- Renewals.
CREATE TEMP TABLE contract (due numeric, renewed numeric, due_on date, decided_on date);
INSERT INTO contract VALUES (100, 120, '2026-03-01', '2026-02-20'), (80, 60, '2026-03-05', '2026-03-09'), (50, NULL, '2026-03-08', '2026-03-08'), (40, NULL, '2026-03-10', NULL),
	(30.00, 30, '2026-03-25', '2026-03-01'), (70, NULL, '2026-05-15', NULL), (10, 10, '2026-03-15', '2026-03-16'), (NULL, 5, '2026-03-01', NULL), (5, NULL, NULL, NULL), (9, NULL, '2040-01-01', NULL);
SELECT renewal_agg(due, renewed, due_on, decided_on, '2026-03-15') FROM contract;
SELECT as_of, gross_renewal_rate(s) AS gross, net_renewal_rate(s) AS net, on_time_renewal_rate(s) AS on_time, contract_renewal_rate(s) AS contracts, renewal_undecided(s) AS undecided, renewal_overdue(s) AS overdue,
	renewal_due_within(s, 30) AS due_30, renewal_coverage(s, 30) AS covered_30, renewal_coverage(s, 90) AS covered_90
FROM (SELECT as_of, renewal_agg(due, renewed, due_on, decided_on, as_of) AS s FROM contract, unnest('{2026-01-01,2026-03-01,2026-03-15,2026-06-01}'::date[]) AS as_of GROUP BY as_of) AS q ORDER BY as_of;
SELECT gross_renewal_rate(due, renewed, due_on, decided_on, '2026-03-15') AS gross, net_renewal_rate(due, renewed, due_on, decided_on, '2026-03-15') AS net,
	on_time_renewal_rate(DISTINCT due, renewed, due_on, decided_on, '2026-03-15', due::text || due_on) AS on_time FROM contract, generate_series(1, 2) AS n WHERE due > 0 AND due_on IS NOT NULL;
SELECT renewal_agg(due, renewed, due_on, decided_on, '2026-03-15'), gross_renewal_rate(due, renewed, due_on, decided_on, '2026-03-15') FROM contract WHERE false;
SELECT gross_renewal_rate(s), on_time_renewal_rate(s), contract_renewal_rate(s), renewal_coverage(s, 1), renewal_due(s), observations(s) FROM (SELECT renewal_agg(9, NULL, '2040-01-01', NULL, '2026-03-15')) AS q(s);
SELECT renewal_due(NULL), renewal_due_within(NULL, 30), contracts_due_within(NULL, 30), contracts_renewed(NULL), observations(NULL::renewal_summary), contracts_due_within(renewal_agg(1, 1, '2026-03-15', NULL, '2026-03-15'), NULL);
SELECT invalid(s), observations(s) FROM (SELECT renewal_agg(d, r, o, NULL, '2026-03-15', 'count') FROM (VALUES (-1, 0, date '2026-03-15'), (1, -1, '2026-03-15'), (1, 1, 'infinity'), (1, 'NaN'::numeric, '2026-03-15'), (1, 1, '2026-03-15')) AS c(d, r, o)) AS q(s);
SELECT renewal_agg(-1, 5, '2026-03-15', NULL, '2026-03-15');
SELECT renewal_agg(1, 5, 'infinity', NULL, '2026-03-15');
SELECT renewal_agg(1, 5, '2026-03-15', NULL, NULL);
SELECT renewal_agg(1, 5, '2026-03-15', NULL, 'infinity');
SELECT renewal_agg(1, 5, '2026-03-15', NULL, as_of) FROM (VALUES (date '2026-03-15'), ('2026-03-16')) AS day(as_of);
SELECT renewal_agg(1, 5, '2026-03-15', NULL, '2026-03-15') || renewal_agg(1, 5, '2026-03-15', NULL, '2026-03-16');
SELECT renewal_agg(1, 5, '2026-03-15', NULL, '2026-03-15', 'clamp');
SELECT net_renewal_rate(DISTINCT 1, 5, '2026-03-15', NULL, '2026-03-15', NULL::text);
SELECT renewal_coverage(s, 0) FROM (SELECT renewal_agg(1, 5, '2026-03-15', NULL, '2026-03-15')) AS q(s);
SELECT renewal_due_within(s, 3661) FROM (SELECT renewal_agg(1, 5, '2026-03-15', NULL, '2026-03-15')) AS q(s);

-- Forecasts.
SELECT forecast_agg(f, a), wape(f, a), forecast_bias(f, a), mape(f, a) FROM (VALUES (100, 80), (50, 60.5), (40, 40), (10, 0), (NULL, 5), (5, NULL)) AS renewal(f, a);
SELECT forecast_agg(f, a), wape(f, a), forecast_bias(f, a), mape(f, a) FROM (VALUES (100, 80)) AS renewal(f, a) WHERE false;
SELECT wape(5, 0), forecast_bias(5, 0), mape(5, 0), mape_skipped(forecast_agg(5, 0)), wape(NULL, NULL), mape_skipped(NULL), observations(NULL::forecast_summary);
SELECT wape(f, a) AS repeated, wape(DISTINCT f, a, f::text) AS right FROM (VALUES (100, 80), (50, 60)) AS renewal(f, a), generate_series(1, 2) AS n WHERE f = 100 OR n = 1;
SELECT wape(f, a), forecast_bias(f, a) FROM (VALUES (-10, -20), (-30, -20)) AS refund(f, a);
SELECT invalid(forecast_agg(f, a, 'count')) FROM (VALUES (1, 'NaN'::numeric), (1e17, 1), (1, 1)) AS renewal(f, a);
SELECT wape(1, 'NaN');
SELECT mape(1e17, 1);
SELECT forecast_agg(1, 1, NULL);
SELECT wape(DISTINCT 1, 1, NULL::uuid);
SELECT subtract(forecast_agg(1, 1), forecast_agg(2, 1));

-- Plans.
CREATE TABLE snapshot (segment integer, before numeric, after numeric);
INSERT INTO snapshot SELECT i % 7, (i * 37) % 901, nullif((i * 41) % 911, 5) FROM generate_series(1, 5000) AS i;
ANALYZE snapshot;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET max_parallel_workers_per_gather = 2;
SET enable_sort = off;
EXPLAIN (COSTS OFF) SELECT nrr(before, after), grr(before, after) FROM snapshot;
EXPLAIN (COSTS OFF) SELECT segment, revenue_bridge_agg(before, after, false) FROM snapshot GROUP BY segment;
EXPLAIN (COSTS OFF) SELECT revenue_bridge_agg(account, amount, starts, ends, '2025-06-01', '2025-07-01') FROM subscription;
SELECT nrr(before, after) = (sum(after) FILTER (WHERE before > 0) / sum(before))::float8 AS plain FROM snapshot;
DROP TABLE snapshot, subscription;
