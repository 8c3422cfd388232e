{#-
	A calendar that is never open, or closed for good by the horizon (a year after csops_as_of unless told otherwise), or NULL.
	With severities: [error, warning] also one without holidays in a year up to the horizon.
-#}
{% test csops_calendar_valid(model, column_name, horizon=none, severities=['error']) %}
SELECT calendar, found.severity, found.message
FROM (SELECT {{ column_name }} AS calendar FROM {{ model }}) AS calendars
CROSS JOIN LATERAL (
	SELECT severity, message
	FROM {{ csops.schema() }}.calendar_check(calendar, {{ csops.literal(horizon) ~ '::date' if horizon is not none else csops.local_date(csops.as_of()) ~ ' + 365' }})
	UNION ALL
	SELECT 'error', 'There is no calendar.' WHERE calendar IS NULL
) AS found
WHERE found.severity IN ({{ csops.literals(severities) }})
{% endtest %}
