-- The trailing 90 days, day by day: a moving window over the stored days, which never goes back to the answers.

CREATE OR REPLACE VIEW pack.trailing AS
WITH days AS (
	SELECT day::date AS day, region, place
	FROM generate_series((SELECT min(day) FROM pack.daily_ratings)::timestamp, timestamp :'as_of', '1 day') AS day,
		unnest(ARRAY['All', 'Americas', 'EMEA', 'APAC']) WITH ORDINALITY AS r (region, place)
), daily AS (
	SELECT day, coalesce(region, 'All') AS region, rollup(ratings) AS ratings
	FROM pack.daily_ratings
	WHERE kind = 'nps'
	GROUP BY GROUPING SETS ((day), (day, region))
)
SELECT day, region, place, rollup(ratings) OVER (PARTITION BY region ORDER BY day ROWS 89 PRECEDING) AS ratings,
	row_number() OVER (PARTITION BY region ORDER BY day) >= 90 AS is_complete
FROM days LEFT JOIN daily USING (day, region);

\set section trailing
\set question 'Is it getting better? NPS of the trailing 90 days, day by day'
SELECT coalesce((SELECT format('The 90 days to %s: NPS %s points (interval %s to %s, n = %s)',
		to_char(day, 'FMDD FMMonth YYYY'), pack.figure(nps(ratings)), pack.figure(nps_lo(ratings)),
		pack.figure(nps_hi(ratings)), observations(ratings))
	FROM pack.trailing WHERE region = 'All' AND is_complete ORDER BY day DESC LIMIT 1)
	|| (SELECT format('; the lowest 90 days ended on %s with %s.', to_char(day, 'FMDD FMMonth YYYY'),
		pack.figure(nps(ratings)))
	FROM pack.trailing WHERE region = 'All' AND is_complete ORDER BY nps(ratings), day LIMIT 1),
	'There are no 90 days yet.') AS finding \gset
\ir heading.sql
\pset title 'NPS in points of the 90 days that end on the day, its 95 % interval and n answers; the last 13 weeks'
SELECT day AS "90 days to", region, pack.cell(nps(ratings), nps_lo(ratings), nps_hi(ratings),
	observations(ratings)) AS cell
FROM pack.trailing WHERE is_complete AND (date :'as_of' - day) % 7 = 0 AND day > date :'as_of' - 91
ORDER BY day, place
\crosstabview "90 days to" region cell
\pset title
\if :html
SELECT day, nps(a), observations(a), nps(b), nps_lo(b), nps_hi(b), nps(c), nps_lo(c), nps_hi(c),
	nps(d), nps_lo(d), nps_hi(d)
FROM (
	SELECT day, rollup(ratings) FILTER (WHERE region = 'All') AS a,
		rollup(ratings) FILTER (WHERE region = 'Americas') AS b,
		rollup(ratings) FILTER (WHERE region = 'EMEA') AS c, rollup(ratings) FILTER (WHERE region = 'APAC') AS d
	FROM pack.trailing WHERE is_complete GROUP BY day
) AS t ORDER BY day
\g (format=unaligned fieldsep='\t' tuples_only=on null=NaN) :data/trailing.tsv
\endif
