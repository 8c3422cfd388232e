-- From the stored summaries alone. The interval of a month is that of all its answers, not a mean of the days' intervals.
WITH months AS (
	SELECT date_trunc('month', day)::date AS month, segment, {{ csops.rollup('ratings') }} AS ratings
	FROM {{ ref('csops_nps_daily') }}
	GROUP BY 1, 2
)
SELECT month, segment, ratings,
	{{ csops.nps_columns('ratings') }}
FROM months
