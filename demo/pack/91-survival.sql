-- How long customers stay, by plan: the living counted as such, and those from before the data from the day it begins.

\set section survival
\set question 'How long do customers stay, by plan?'
SELECT format('Still here after two years: %s. The plans differ: log-rank chi-square %s on %s degrees of freedom, p %s.',
	string_agg(format('%s %% (%s) on %s', pack.figure(100 * survival_at(life, 730)),
		trim(pack.span(100 * survival_at_lo(life, 730), 100 * survival_at_hi(life, 730))), plan), ', ' ORDER BY place),
	pack.figure(logrank_chi_square(array_agg(life ORDER BY place), 0)), count(*) - 1,
	CASE WHEN logrank_p(array_agg(life ORDER BY place), 0) < 0.0001 THEN 'below 0.0001'
		ELSE '= ' || pack.figure(logrank_p(array_agg(life ORDER BY place), 0), 4)::text END) AS finding
FROM pack.lives \gset
\ir heading.sql
SELECT plan AS "First plan", observations(life) AS "customers", ended AS "left", years AS "Years",
	pack.figure(100 * survival_at(life, 365 * years)) AS "still here, %",
	pack.span(100 * survival_at_lo(life, 365 * years), 100 * survival_at_hi(life, 365 * years)) AS "95 % interval",
	pack.figure(100 * conditional_survival(life, 365 * years, 365)) AS "of those another year, %",
	round(survival_median(life)::numeric / 365, 1) AS "half leave within, years"
FROM pack.lives, generate_series(1, 3) AS years
ORDER BY place, years;
\if :html
SELECT t.at / 365.0, place, 100 * t.survival, 100 * t.lo, 100 * t.hi, observations(life)
FROM pack.lives, survival_table(life) AS t WHERE t.at <= 4 * 365 ORDER BY place, t.at
\g (format=unaligned fieldsep='\t' tuples_only=on null=NaN) :data/survival.tsv
\endif
