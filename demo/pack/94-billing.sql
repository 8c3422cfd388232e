-- Whether the figures of revenue can be trusted: what billing exported against the contracts.

\set section billing
\set question 'Do billing and contracts agree? Invoices by month'
SELECT format('In the last twelve months %s %% of the invoices agreed with the contracts (interval %s to %s, n = %s), and %s %% by amount; %s were missing, %s had no contract, %s differed, and $ %s a month were '
	'touched. %s %% were issued by the end of the second day%s; %s %% had a purchase order.',
	pack.figure(100 * reconciliation_rate(amounts)), pack.figure(100 * reconciliation_rate_lo(amounts)), pack.figure(100 * reconciliation_rate_hi(amounts)), observations(amounts),
	pack.figure(100 * reconciliation_rate_by_amount(amounts)), only_b(amounts), only_a(amounts), mismatched(amounts), pack.money(amount_at_variance(amounts) / months),
	pack.figure(100 * timeliness(issued)),
	(SELECT format(' (%s: %s %%)', to_char(month, 'FMMonth YYYY'), pack.figure(100 * timeliness(rollup(issued)), 0)) FROM pack.billing_months
		WHERE month > date :'as_of' - interval '1 year' GROUP BY month HAVING timeliness(rollup(issued)) < 0.9 ORDER BY month DESC LIMIT 1),
	pack.figure(100 * completeness(purchase_orders))) AS finding
FROM (SELECT rollup(amounts) AS amounts, rollup(issued) AS issued, rollup(purchase_orders) AS purchase_orders, count(DISTINCT month) AS months
	FROM pack.billing_months WHERE month > date :'as_of' - interval '1 year') AS year \gset
\ir heading.sql
\pset title 'Within 5 cents of the month''s price in the contract''s currency; amounts at variance in dollars'
SELECT to_char(month, 'YYYY-MM') AS "Month", observations(amounts) AS "n", pack.figure(100 * reconciliation_rate(amounts)) AS "% agree",
	pack.span(100 * reconciliation_rate_lo(amounts), 100 * reconciliation_rate_hi(amounts)) AS "95 % interval", pack.figure(100 * reconciliation_rate_by_amount(amounts)) AS "% by amount",
	mismatched(amounts) AS "differ", only_b(amounts) AS "not invoiced", only_a(amounts) AS "no contract", pack.money(amount_at_variance(amounts)) AS "at variance, $",
	pack.figure(100 * timeliness(issued)) AS "% in time", pack.figure(lag_percentile(issued, 0.95) / 3600) AS "95th, hours",
	pack.figure(100 * completeness(purchase_orders)) AS "% with PO", blank(purchase_orders) AS "blank PO"
FROM (SELECT month, rollup(amounts) AS amounts, rollup(issued) AS issued, rollup(purchase_orders) AS purchase_orders FROM pack.billing_months GROUP BY month) AS m
WHERE month > date :'as_of' - interval '1 year' ORDER BY month;
\pset title 'The same by plan, over twelve months'
SELECT plan AS "Plan", observations(amounts) AS "n", pack.figure(100 * reconciliation_rate(amounts)) AS "% agree", pack.span(100 * reconciliation_rate_lo(amounts), 100 * reconciliation_rate_hi(amounts)) AS "95 % interval",
	pack.figure(100 * timeliness(issued)) AS "% in time", pack.figure(100 * completeness(purchase_orders)) AS "% with PO"
FROM (SELECT coalesce(plan, 'no contract') AS plan, rollup(amounts) AS amounts, rollup(issued) AS issued, rollup(purchase_orders) AS purchase_orders
	FROM pack.billing_months WHERE month > date :'as_of' - interval '1 year' GROUP BY 1) AS p
ORDER BY array_position(ARRAY['Starter', 'Growth', 'Scale', 'Enterprise'], plan);
\pset title
\if :html
SELECT month + 14, 100 * reconciliation_rate(amounts), 100 * reconciliation_rate_lo(amounts), 100 * reconciliation_rate_hi(amounts), observations(amounts), 100 * timeliness(issued), 100 * completeness(purchase_orders)
FROM (SELECT month, rollup(amounts) AS amounts, rollup(issued) AS issued, rollup(purchase_orders) AS purchase_orders FROM pack.billing_months GROUP BY month) AS m ORDER BY month
\g (format=unaligned fieldsep='\t' tuples_only=on null=NaN) :data/billing.tsv
\endif
