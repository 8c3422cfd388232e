-- Who stays: retention by the quarter in which customers signed up, the pooled curve, and how far new customers get.

\set section retention
\set question 'Do new customers keep using the product? Retention by the quarter of sign-up'
SELECT format('Of the customers who signed up since July 2024, %s %% logged in in the second quarter after theirs (interval %s, n = '
	'%s), %s %% in the fourth (%s, n = %s). The running quarter has no interval: its figures can only rise.',
	pack.figure(100 * max(rate) FILTER (WHERE period = 2)),
	trim(pack.span(100 * max(lo) FILTER (WHERE period = 2), 100 * max(hi) FILTER (WHERE period = 2))),
	max(eligible) FILTER (WHERE period = 2), pack.figure(100 * max(rate) FILTER (WHERE period = 4)),
	trim(pack.span(100 * max(lo) FILTER (WHERE period = 4), 100 * max(hi) FILTER (WHERE period = 4))),
	max(eligible) FILTER (WHERE period = 4)) AS finding
FROM pack.cohorts, retention_curve(quarters, date :'as_of') \gset
\ir heading.sql
\pset title 'Active in the quarters after sign-up, % of the cohort; * is the running quarter'
SELECT to_char(cohort, 'YYYY "Q"Q') AS "Signed up", cohort_size AS "n", 'Q+' || period AS age,
	pack.figure(100 * rate) || CASE WHEN is_partial THEN '*' ELSE '' END AS cell
FROM pack.cohorts, retention(quarters, date :'as_of')
ORDER BY cohort, period
\crosstabview "Signed up" age cell
\pset title 'All cohorts that are old enough, by months after the month of sign-up'
SELECT period AS "Months", eligible AS "n", pack.figure(100 * rate) AS "active, %", pack.span(100 * lo, 100 * hi) AS "95 % interval",
	pack.figure(100 * hazard) AS "lost in it, %"
FROM pack.cohorts, retention_curve(months, date :'as_of')
WHERE period IN (0, 1, 2, 3, 6, 9, 12, 15, 18, 21)
ORDER BY period;
\pset title
\if :html
SELECT cohort, period, 100 * rate, is_partial::integer, cohort_size, dense_rank() OVER (ORDER BY cohort DESC)
FROM pack.cohorts, retention(quarters, date :'as_of')
WHERE period > 0 ORDER BY cohort, period
\g (format=unaligned fieldsep='\t' tuples_only=on null=NaN) :data/retention_cells.tsv
SELECT period, 100 * rate, 100 * lo, 100 * hi, eligible FROM pack.cohorts, retention_curve(months, date :'as_of')
WHERE period > 0 AND eligible >= 20 ORDER BY period
\g (format=unaligned fieldsep='\t' tuples_only=on null=NaN) :data/retention_curve.tsv
\endif
