-- NPS by week and region, from the daily summaries of the package. A figure that stands on fewer than ten answers is not shown.
WITH weeks AS (
	SELECT date_trunc('week', day)::date AS week, region, {{ csops.rollup('ratings') }} AS ratings
	FROM {{ ref('csops_nps_daily') }}
	GROUP BY 1, 2
)
SELECT week, region,
	{{ csops.call('nps', ['ratings', 'min_n => 10']) }} AS nps,
	{{ csops.call('nps_lo', ['ratings', 'min_n => 10']) }} AS nps_lo,
	{{ csops.call('nps_hi', ['ratings', 'min_n => 10']) }} AS nps_hi,
	{{ csops.call('observations', ['ratings']) }} AS responses
FROM weeks
