-- Contracts that end: what has become of those of the quarter, what is due next, and how good the forecasts were.

\set section renewals
\set question 'Are contracts renewed, what is due in the next 90 days, and were the forecasts right?'
SELECT format('Of the $ %s that came up and was decided, %s %% was kept (%s %% with upgrades); $ %s is overdue. In the next '
	'90 days %s contracts worth $ %s end, %s %% of which is renewed already. The forecasts of %s were off by %s %% '
	'account by account, and %s %% too %s as a whole.',
	pack.money(renewal_renewed(past) + renewal_lost(past)), pack.figure(100 * gross_renewal_rate(past)),
	pack.figure(100 * net_renewal_rate(past)), pack.money(renewal_overdue(past)), contracts_due_within(ahead, 90),
	pack.money(renewal_due_within(ahead, 90)), pack.figure(100 * renewal_coverage(ahead, 90)), :'this_quarter',
	pack.figure(100 * wape(forecast)), pack.figure(abs(100 * forecast_bias(forecast))),
	CASE WHEN forecast_bias(forecast) > 0 THEN 'high' ELSE 'low' END) AS finding
FROM (
	SELECT rollup(renewals) FILTER (WHERE month >= date :'this_from' AND month <= date :'as_of') AS past,
		rollup(renewals) AS ahead,
		rollup(forecasts) FILTER (WHERE month >= date :'this_from' AND month <= date :'as_of') AS forecast
	FROM pack.renewal_months
) AS r \gset
\ir heading.sql
\pset title 'Contracts by the month in which they end, as known on the last day; amounts in dollars a year'
SELECT to_char(month, 'YYYY-MM') AS "Month", observations(renewals) AS "contracts", pack.money(renewal_due(renewals)) AS "due, $",
	contracts_renewed(renewals) AS "renewed", contracts_on_time(renewals) AS "on time", contracts_lost(renewals) AS "lost",
	contracts_overdue(renewals) AS "overdue", contracts_undecided(renewals) AS "open",
	pack.figure(100 * gross_renewal_rate(renewals)) AS "gross rate, %", pack.figure(100 * net_renewal_rate(renewals)) AS "net rate, %",
	pack.figure(100 * wape(forecasts)) AS "forecast error, %", pack.change(100 * forecast_bias(forecasts)) AS "forecast bias, %"
FROM pack.renewal_months
WHERE month > date :'as_of' - interval '1 year' AND month < date :'as_of' + interval '3 months'
ORDER BY month;
\pset title 'What is due ahead, by plan'
SELECT plan AS "Plan", days AS "Days ahead", contracts_due_within(renewals, days) AS "contracts",
	pack.money(renewal_due_within(renewals, days)) AS "due, $", pack.figure(100 * renewal_coverage(renewals, days)) AS "renewed already, %"
FROM (SELECT plan, rollup(renewals) AS renewals FROM pack.renewals GROUP BY plan) AS p, unnest(ARRAY[30, 60, 90]) AS days
ORDER BY array_position(ARRAY['Starter', 'Growth', 'Scale', 'Enterprise'], plan), days;
\pset title
\if :html
SELECT month + 14, 100 * gross_renewal_rate(renewals), 100 * net_renewal_rate(renewals),
	contracts_renewed(renewals) + contracts_lost(renewals), forecast_total(forecasts) / 1e6, actual_total(forecasts) / 1e6
FROM pack.renewal_months WHERE month < date :'as_of' + 1 ORDER BY month
\g (format=unaligned fieldsep='\t' tuples_only=on null=NaN) :data/renewals.tsv
\endif
