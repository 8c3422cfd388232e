-- How far new customers come, and how fast: the steps after sign-up, each within 60 days.

\set section onboarding
\set question 'How far do new customers come, and how fast? The steps within 60 days of sign-up'
SELECT format('%s of %s customers who had the time went live within 60 days, half of them within %s of signing up; %s '
	'still have time.', reached, reached + missed, median, not_yet) AS finding
FROM pack.onboarding_steps WHERE step = 5 \gset
\ir heading.sql
SELECT step AS "Step", name AS "Name", reached AS "reached", missed AS "missed", not_yet AS "not yet",
	pack.figure(100 * proportion(share)) AS "% of those who had the time", pack.span(100 * proportion_lo(share), 100 * proportion_hi(share))
		AS "95 % interval", median AS "half within", ninetieth AS "90 % within"
FROM pack.onboarding_steps ORDER BY step;
\if :html
SELECT step, name, 100 * proportion(share), 100 * proportion_lo(share), 100 * proportion_hi(share), reached + missed, median_days
FROM pack.onboarding_steps ORDER BY step
\g (format=unaligned fieldsep='\t' tuples_only=on null=NaN) :data/onboarding.tsv
\endif
