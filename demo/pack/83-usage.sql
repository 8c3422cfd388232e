-- Who uses the product: active accounts in windows of a week and of 28 days, how regularly, and where they came from.

\set section usage
\set question 'How many accounts use the product, how regularly, and who came back or left?'
SELECT format('In the week to the last day %s accounts were active, in its 28 days %s: %s of them new, %s back after a pause, '
	'while %s of the 28 days before have gone quiet. On a working day %s %% of the 28 days'' accounts log in.',
	active_accounts(usage, date :'as_of', 7), active_accounts(usage, date :'as_of', 28), new_accounts(usage, date :'as_of', 28),
	resurrecting_accounts(usage, date :'as_of', 28), dormant_accounts(usage, date :'as_of', 28),
	pack.figure(100 * percentile_cont(0.5) WITHIN GROUP (ORDER BY stickiness(usage, day::date)))) AS finding
FROM pack.usage, generate_series(date :'as_of' - interval '27 days', date :'as_of', '1 day') AS day
WHERE extract(isodow FROM day) < 6
GROUP BY usage \gset
\ir heading.sql
\pset title 'Accounts that logged in: in the 28 days that end with each month, against the 28 days before'
SELECT day AS "Last day", s.active_accounts AS "active (28 days)", s.new_accounts AS "new", s.returning_accounts AS "stayed",
	s.resurrecting_accounts AS "came back", s.dormant_accounts AS "gone quiet",
	active_accounts(usage, day, 7) AS "active (week)", pack.figure(active_periods_mean(usage, day)) AS "days of 28 with a login"
FROM pack.usage,
	(SELECT (month - interval '1 day')::date AS last_day FROM generate_series(date_trunc('month', date :'as_of' + 1) - interval '11 months',
		date :'as_of' + 1, '1 month') AS month) AS months,
	active_series(usage, last_day, last_day + 1, 28) AS s
ORDER BY day;
\pset title
\if :html
SELECT day, s.active_accounts, s.new_accounts, s.returning_accounts, s.resurrecting_accounts, -s.dormant_accounts,
	active_accounts(usage, day, 7), 100 * active_periods_mean(usage, day) / 28
FROM pack.usage, generate_series(0, 24) AS back,
	active_series(usage, date :'as_of' - 28 * back, date :'as_of' - 28 * back + 1, 28) AS s
WHERE date :'as_of' - 28 * back >= date '2024-08-26' ORDER BY day
\g (format=unaligned fieldsep='\t' tuples_only=on null=NaN) :data/usage.tsv
\endif
