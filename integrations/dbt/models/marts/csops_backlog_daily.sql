-- The last day ends at as_of.
WITH teams AS (
	SELECT coalesce(team, 'none') AS team, {{ csops.call('backlog_agg', ['statuses', "'{new,open,pending,hold}'"]) }} AS backlog,
		{{ csops.local_date('min(opened_at)') }}::timestamp AT TIME ZONE {{ csops.time_zone() }} AS first_at
	FROM {{ ref('csops_ticket_timelines') }}
	WHERE NOT removed
	GROUP BY 1
)
SELECT {{ csops.local_date('s.at') }} AS day, teams.team, s.opened, s.reopened, s.solved, s.still_open, s.median_age_seconds
FROM teams
CROSS JOIN LATERAL {{ csops.schema() }}.backlog_series(teams.backlog, teams.first_at, {{ csops.as_of() }}, 'day', {{ csops.time_zone() }}) AS s
