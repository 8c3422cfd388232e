-- Where it happened: NPS and CSAT by region.

CREATE OR REPLACE VIEW pack.region_months AS
SELECT kind, region, date_trunc('month', day)::date AS month, rollup(ratings) AS ratings
FROM pack.daily_ratings
GROUP BY 1, 2, 3;

CREATE OR REPLACE VIEW pack.region_quarters AS
SELECT kind, region, date_trunc('quarter', month)::date AS quarter, rollup(ratings) AS ratings,
	array_position(ARRAY['Americas', 'EMEA', 'APAC'], region) AS place
FROM pack.region_months
GROUP BY 1, 2, 3;

\set section regions
\set question 'Where did it happen? NPS and CSAT by region'
SELECT format('The lowest quarter of any region was %s in %s: NPS %s points (interval %s to %s, n = %s).',
		to_char(quarter, '"Q"Q YYYY'), region, pack.figure(nps(ratings)), pack.figure(nps_lo(ratings)),
		pack.figure(nps_hi(ratings)), observations(ratings))
	|| coalesce((SELECT format(' Incident in %s from %s to %s: %s.', region, to_char(started_at, 'FMDD FMMonth'),
			to_char(ended_at, 'FMDD FMMonth YYYY'), title)
		FROM demo.incidents WHERE started_at < date :'as_of' + 1 ORDER BY started_at DESC LIMIT 1), '') AS finding
FROM pack.region_quarters WHERE kind = 'nps' ORDER BY nps(ratings) LIMIT 1 \gset
\ir heading.sql
\pset title 'NPS in points, its 95 % interval and n answers'
SELECT to_char(quarter, 'YYYY "Q"Q') AS "Quarter", region, pack.cell(nps(ratings), nps_lo(ratings), nps_hi(ratings),
	observations(ratings)) AS cell
FROM pack.region_quarters WHERE kind = 'nps' ORDER BY quarter, place
\crosstabview "Quarter" region cell
\pset title 'CSAT in points, its 95 % interval and n answers'
SELECT to_char(quarter, 'YYYY "Q"Q') AS "Quarter", region, pack.cell(csat(ratings), csat_lo(ratings), csat_hi(ratings),
	observations(ratings)) AS cell
FROM pack.region_quarters WHERE kind = 'csat' ORDER BY quarter, place
\crosstabview "Quarter" region cell
\pset title
\if :html
SELECT month + 14, nps(a), nps_lo(a), nps_hi(a), observations(a), nps(b), nps_lo(b), nps_hi(b), observations(b),
	nps(c), nps_lo(c), nps_hi(c), observations(c)
FROM (
	SELECT month, rollup(ratings) FILTER (WHERE region = 'Americas') AS a,
		rollup(ratings) FILTER (WHERE region = 'EMEA') AS b, rollup(ratings) FILTER (WHERE region = 'APAC') AS c
	FROM pack.region_months WHERE kind = 'nps' GROUP BY month
) AS m ORDER BY month
\g (format=unaligned fieldsep='\t' tuples_only=on null=NaN) :data/regions.tsv
SELECT array_position(ARRAY['Americas', 'EMEA', 'APAC'], region), started_at::date
FROM demo.incidents WHERE started_at < date :'as_of' + 1 ORDER BY started_at
\g (format=unaligned fieldsep='\t' tuples_only=on) :data/incidents.tsv
\endif
