-- How recurring revenue moved, and how much of it was kept: bridges between month ends, in dollars.

\set section revenue
\set question 'How did recurring revenue move in ':this_quarter', and how much of it do we keep?'
SELECT CASE WHEN quarter.bridge IS NULL OR year.bridge IS NULL THEN 'The records do not go back far enough to say.'
	ELSE format('ARR went from $ %s to $ %s: won %s, lost %s, exchange rates %s. Of the ARR of a year ago %s %% is kept '
	'without upgrades (GRR), %s %% with them (NRR); %s of %s customers of then are still here.',
	pack.money(revenue_start(quarter.bridge)), pack.money(revenue_end(quarter.bridge)),
	pack.money(revenue_new(quarter.bridge) + revenue_reactivation(quarter.bridge) + revenue_expansion(quarter.bridge)),
	pack.money(revenue_contraction(quarter.bridge) + revenue_churn(quarter.bridge)),
	pack.money_change(revenue_fx(quarter.bridge)), pack.figure(100 * grr(year.bridge)),
	pack.figure(100 * nrr(year.bridge)), accounts_start(year.bridge) - accounts_churn(year.bridge),
	accounts_start(year.bridge)) END AS finding
FROM (SELECT max(to_day) AS year_to_day FROM pack.revenue_bridges WHERE span = 'year') AS latest
LEFT JOIN pack.revenue_bridges AS year ON year.span = 'year' AND year.to_day = year_to_day
LEFT JOIN pack.revenue_bridges AS quarter ON quarter.span = 'quarter'
\gset
\ir heading.sql
\pset title 'The bridge of the quarter, in dollars of ARR'
SELECT movement AS "Movement", accounts AS "Accounts", to_char(amount, 'FM999,999,990') AS "ARR, $",
	pack.figure((100 * amount / revenue_start(bridge))::float8) AS "% of the start"
FROM pack.revenue_bridges, revenue_movements(bridge)
WHERE span = 'quarter';
\pset title 'By month: what was won and lost in it, and the twelve months up to its end'
SELECT to_char(month.to_day, 'YYYY-MM') AS "Month", pack.money(revenue_end(month.bridge)) AS "ARR, $",
	pack.money(revenue_new(month.bridge) + revenue_reactivation(month.bridge)) AS "new and back, $",
	pack.money(revenue_expansion(month.bridge)) AS "expansion, $",
	pack.money(revenue_contraction(month.bridge)) AS "contraction, $", pack.money(revenue_churn(month.bridge)) AS "churn, $",
	pack.money(revenue_fx(month.bridge)) AS "rates, $", pack.figure(quick_ratio(month.bridge)) AS "quick ratio",
	pack.figure(100 * nrr(year.bridge)) AS "NRR, 12 months, %", pack.figure(100 * grr(year.bridge)) AS "GRR, 12 months, %",
	pack.figure(100 * logo_retention(year.bridge)) AS "logos, 12 months, %"
FROM pack.revenue_bridges AS month
LEFT JOIN pack.revenue_bridges AS year ON year.span = 'year' AND year.to_day = month.to_day
WHERE month.span = 'month' AND month.to_day > date :'as_of' - interval '1 year'
ORDER BY month.to_day;
\pset title
\if :html
-- Where each bar begins and ends; the first and the last stand on the ground.
SELECT row_number() OVER steps, movement, amount / 1e6,
	CASE WHEN movement IN ('start', 'end') THEN 0
		ELSE sum(amount) FILTER (WHERE movement <> 'end') OVER steps - amount END / 1e6,
	CASE WHEN movement IN ('start', 'end') THEN amount ELSE sum(amount) FILTER (WHERE movement <> 'end') OVER steps END / 1e6,
	accounts
FROM pack.revenue_bridges, revenue_movements(bridge) WITH ORDINALITY AS step (movement, accounts, amount, place)
WHERE span = 'quarter'
WINDOW steps AS (ORDER BY place)
\g (format=unaligned fieldsep='\t' tuples_only=on) :data/revenue_bridge.tsv
SELECT to_day, 100 * nrr(bridge), 100 * grr(bridge), 100 * logo_retention(bridge), accounts_start(bridge)
FROM pack.revenue_bridges WHERE span = 'year' ORDER BY to_day
\g (format=unaligned fieldsep='\t' tuples_only=on null=NaN) :data/revenue_years.tsv
\endif
