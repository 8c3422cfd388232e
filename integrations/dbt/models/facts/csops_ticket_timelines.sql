{{ config(
	materialized='incremental',
	incremental_strategy='csops_replace',
	unique_key='ticket_id',
	on_schema_change='fail',
	indexes=[{'columns': ['ticket_id'], 'unique': true}, {'columns': ['changed_at']}]
) }}

-- What happened after as_of is not known yet: a ticket whose last change lies there is read again once as_of has passed it.
WITH known AS (
	SELECT ticket_id, account_id, channel, priority, team, calendar, opened_at,
		CASE WHEN updated_at > {{ csops.as_of() }} THEN {{ csops.as_of() }} ELSE updated_at END AS source_updated_at
	FROM {{ ref('csops_tickets') }}
	WHERE opened_at <= {{ csops.as_of() }}
),
{%- if is_incremental() %}
-- Tickets that are new, changed, or gone; those without updated_at; and those that changed just before the last known change,
-- because their events may have been loaded after them.
dirty AS (
	SELECT ticket_id
	FROM known
	FULL JOIN (SELECT * FROM {{ this }}) AS kept USING (ticket_id)
	WHERE known.source_updated_at IS DISTINCT FROM kept.source_updated_at
		OR known.ticket_id IS NOT NULL AND (kept.ticket_id IS NULL OR kept.removed OR known.source_updated_at IS NULL)
		OR known.ticket_id IS NULL AND NOT kept.removed
		OR known.source_updated_at > (SELECT max(source_updated_at) FROM {{ this }}) - interval {{ csops.literal(var('csops_overlap', '1 day')) }}
),
{%- else %}
dirty AS (
	SELECT ticket_id FROM known
),
{%- endif %}
history AS (
	SELECT ticket_id,
		{{ csops.timeline_agg('occurred_at', 'value', 'seq') }} FILTER (WHERE kind = 'status') AS statuses,
		{{ csops.timeline_agg('occurred_at', 'value', 'seq') }} FILTER (WHERE kind = 'reply') AS conversation,
		{{ csops.timeline_agg('occurred_at', 'value', 'seq') }} FILTER (WHERE kind = 'priority') AS priorities,
		{{ csops.timeline_agg('occurred_at', 'value', 'seq') }} FILTER (WHERE kind = 'team') AS teams,
		{{ csops.timeline_agg('occurred_at', 'value', 'seq') }} FILTER (WHERE kind = 'assignee') AS assignees
	FROM {{ ref('csops_ticket_events') }}
	WHERE occurred_at <= {{ csops.as_of() }}
		{%- if is_incremental() %}
		AND ticket_id IN (SELECT ticket_id FROM dirty)
		{%- endif %}
	GROUP BY ticket_id
)
SELECT
	dirty.ticket_id,
	known.account_id,
	known.channel,
	coalesce({{ csops.call('state_at', ['history.priorities', csops.as_of()]) }}, known.priority) AS priority,
	coalesce({{ csops.call('state_at', ['history.teams', csops.as_of()]) }}, known.team) AS team,
	known.calendar,
	known.opened_at,
	history.statuses,
	history.conversation,
	history.priorities,
	history.teams,
	history.assignees,
	known.ticket_id IS NULL AS removed,
	known.source_updated_at,
	{{ csops.changed_at() }} AS changed_at
FROM dirty
LEFT JOIN known ON known.ticket_id = dirty.ticket_id
LEFT JOIN history ON history.ticket_id = known.ticket_id
