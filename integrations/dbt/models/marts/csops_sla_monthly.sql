-- From the stored summaries alone; a week counts in the month in which it begins.
WITH months AS (
	SELECT date_trunc('month', week)::date AS month, policy, metric, team, {{ csops.rollup('sla') }} AS sla
	FROM {{ ref('csops_sla_weekly') }}
	GROUP BY 1, 2, 3, 4
)
SELECT month, policy, metric, team, sla,
	{{ csops.sla_columns('sla') }}
FROM months
