-- NPS and CSAT by industry. A figure on fewer than five answers is suppressed: it would be about people, not a segment.

CREATE OR REPLACE VIEW pack.industries AS
SELECT industry, rollup(ratings) FILTER (WHERE kind = 'nps') AS nps,
	rollup(ratings) FILTER (WHERE kind = 'csat') AS csat
FROM pack.daily_ratings
WHERE day >= date :'this_from'
GROUP BY industry;

CREATE OR REPLACE VIEW pack.industry_months AS
SELECT industry, date_trunc('month', day)::date AS month, rollup(ratings) AS ratings
FROM pack.daily_ratings
WHERE kind = 'nps' AND day > date :'as_of' - interval '1 year'
GROUP BY 1, 2;

\set section segments
\set question 'Which industries are happy? NPS and CSAT by industry, ':this_quarter
SELECT format('%s of %s cells of industry and month stand on fewer than 5 answers and are suppressed%s.',
	count(*) FILTER (WHERE is_suppressed(ratings, 5)), count(*),
	' (' || string_agg(DISTINCT industry, ', ') FILTER (WHERE is_suppressed(ratings, 5)) || ')') AS finding
FROM pack.industry_months \gset
\ir heading.sql
SELECT industry AS "Industry", pack.unless(is_suppressed(nps, 5), pack.figure(nps(nps, 5))::text) AS "NPS, points",
	CASE WHEN NOT is_suppressed(nps, 5) THEN pack.span(nps_lo(nps), nps_hi(nps)) END AS "95 % interval",
	CASE WHEN is_suppressed(nps, 5) THEN '<5' ELSE observations(nps)::text END AS "n answers",
	pack.unless(is_suppressed(csat, 5), pack.figure(csat(csat, min_n => 5))::text) AS "CSAT, points",
	CASE WHEN NOT is_suppressed(csat, 5) THEN pack.span(csat_lo(csat), csat_hi(csat)) END AS "95 % interval",
	CASE WHEN is_suppressed(csat, 5) THEN '<5' ELSE observations(csat)::text END AS "n answers"
FROM pack.industries ORDER BY industry;
\pset title 'NPS in points by industry and month, suppressed (*) where n < 5'
SELECT industry AS "Industry", to_char(month, 'YY-MM') AS month,
	CASE WHEN is_suppressed(ratings, 5) THEN '   *' ELSE to_char(nps(ratings, 5), '990') END AS cell
FROM pack.industry_months ORDER BY industry, pack.industry_months.month
\crosstabview "Industry" month cell
\pset title
\if :html
SELECT industry, nps(nps, 5), CASE WHEN NOT is_suppressed(nps, 5) THEN nps_lo(nps) END,
	CASE WHEN NOT is_suppressed(nps, 5) THEN nps_hi(nps) END,
	CASE WHEN is_suppressed(nps, 5) THEN '<5' ELSE observations(nps)::text END
FROM pack.industries ORDER BY nps(nps, 5) NULLS FIRST, industry
\g (format=unaligned fieldsep='\t' tuples_only=on null=NaN) :data/segments.tsv
SELECT dense_rank() OVER (ORDER BY industry DESC) - 1, dense_rank() OVER (ORDER BY month) - 1, industry,
	to_char(month, 'Mon YY'), nps(ratings, 5),
	CASE WHEN is_suppressed(ratings, 5) THEN '*' ELSE pack.figure(nps(ratings, 5), 0)::text END
FROM pack.industry_months ORDER BY 1, 2
\g (format=unaligned fieldsep='\t' tuples_only=on null=NaN) :data/heat.tsv
\endif
