-- What changed against the last quarter, by region and by industry. The p-values of a group of segments are adjusted
-- (Holm), because among many segments some always look different.

CREATE OR REPLACE VIEW pack.changes AS
WITH quarters AS (
	SELECT kind, segment_by, segment, rollup(ratings) FILTER (WHERE day >= date :'this_from') AS a,
		rollup(ratings) FILTER (WHERE day < date :'this_from') AS b
	FROM pack.daily_ratings, LATERAL (VALUES ('Region', region), ('Industry', industry)) AS s (segment_by, segment)
	WHERE day >= date :'last_from'
	GROUP BY 1, 2, 3
), compared AS (
	SELECT kind, segment_by, segment, observations(a) AS n, observations(b) AS n_before,
		coalesce(is_suppressed(a, 5) OR is_suppressed(b, 5), true) AS suppressed,
		nps(a) AS value, nps(b) AS before, nps_difference(a, b) AS change, nps_difference_lo(a, b) AS change_lo,
		nps_difference_hi(a, b) AS change_hi, nps_difference_p(a, b) AS p
	FROM quarters WHERE kind = 'nps'
	UNION ALL
	SELECT kind, segment_by, segment, observations(a), observations(b),
		coalesce(is_suppressed(a, 5) OR is_suppressed(b, 5), true),
		csat(a), csat(b), csat_difference(a, b), csat_difference_lo(a, b),
		csat_difference_hi(a, b), csat_difference_p(a, b)
	FROM quarters WHERE kind = 'csat'
), adjusted AS (
	SELECT kind, segment_by, unnest(array_agg(segment ORDER BY segment)) AS segment,
		unnest(adjust_p(array_agg(CASE WHEN NOT suppressed THEN p END ORDER BY segment))) AS adjusted_p
	FROM compared
	GROUP BY kind, segment_by
)
SELECT *
FROM compared JOIN adjusted USING (kind, segment_by, segment);

\set section changes
\set question 'What changed since last quarter, and where? ':this_quarter' minus ':last_quarter
SELECT coalesce('Regions that changed beyond chance: '
		|| string_agg(format('%s, %s %s points (adjusted p %s)', segment, upper(kind), pack.change(change),
				pack.p_value(adjusted_p)), '; ' ORDER BY kind DESC, adjusted_p)
			FILTER (WHERE segment_by = 'Region' AND adjusted_p < 0.05), 'No region changed beyond chance')
	|| format('. Industries that did: %s in NPS, %s in CSAT, of %s.',
		count(*) FILTER (WHERE segment_by = 'Industry' AND kind = 'nps' AND adjusted_p < 0.05),
		count(*) FILTER (WHERE segment_by = 'Industry' AND kind = 'csat' AND adjusted_p < 0.05),
		count(DISTINCT segment) FILTER (WHERE segment_by = 'Industry')) AS finding
FROM pack.changes \gset
\ir heading.sql
\set kind nps
\pset title 'Change of NPS, points'
\ir changes-table.sql
\set kind csat
\pset title 'Change of CSAT, points'
\ir changes-table.sql
\pset title
