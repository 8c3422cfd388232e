{{ config(
	materialized='incremental',
	incremental_strategy='csops_replace',
	unique_key=['ticket_id', 'policy', 'metric', 'cycle'],
	on_schema_change='fail',
	indexes=[{'columns': ['ticket_id', 'policy', 'metric', 'cycle'], 'unique': true}, {'columns': ['changed_at']}, {'columns': ['bucket']}]
) }}

-- Another calendar or policy is another promise for every ticket.
WITH settings AS (
	SELECT md5(concat(
		(SELECT jsonb_object_agg(calendar, definition::jsonb) FROM {{ ref('csops_business_calendars') }}),
		(SELECT jsonb_agg(promise ORDER BY promise) FROM {{ ref('csops_sla_policies') }}, jsonb_build_array(policy, priority, metric, extract(epoch FROM target), calendar,
			in_business_hours, extract(epoch FROM valid_from), extract(epoch FROM valid_to)) AS promise),
		{{ csops.literal(var('csops_resolution_running', ['new', 'open'])) }}
	)) AS settings
),
{%- if is_incremental() %}
-- Tickets whose timelines changed, and those whose clocks go on by themselves.
dirty AS (
	SELECT ticket_id FROM {{ ref('csops_ticket_timelines') }}
	WHERE changed_at > (SELECT coalesce(max(timeline_changed_at), '-infinity') FROM {{ this }})
	UNION
	SELECT ticket_id FROM {{ this }} AS kept, settings AS current
	WHERE NOT removed AND (NOT finished OR kept.settings <> current.settings)
),
known AS (
	SELECT * FROM {{ this }} WHERE ticket_id IN (SELECT ticket_id FROM dirty)
),
{%- endif %}
clocks AS (
	SELECT t.ticket_id, p.policy, p.metric, coalesce((c.clock).cycle, 0) AS cycle,
		{{ csops.local_date('t.opened_at', 'week') }} AS week, coalesce(t.team, 'none') AS team, p.priority,
		p.target, (c.clock).elapsed, (c.clock).finished, coalesce((c.clock).status, (c.clock).clock) AS status,
		(c.clock).started_at, (c.clock).stopped_at, (c.clock).due_at, (c.clock).breached_at,
		settings.settings, t.changed_at AS timeline_changed_at
	FROM {{ ref('csops_ticket_timelines') }} AS t
	CROSS JOIN settings
	JOIN {{ ref('csops_sla_policies') }} AS p ON p.priority = t.priority AND t.opened_at >= p.valid_from
		AND (p.valid_to IS NULL OR t.opened_at < p.valid_to)
	LEFT JOIN {{ ref('csops_business_calendars') }} AS b ON b.calendar = coalesce(p.calendar, t.calendar)
	CROSS JOIN LATERAL (
		SELECT CASE WHEN p.in_business_hours THEN b.definition ELSE '{"tz": "UTC", "hours": "24/7"}' END AS calendar
	) AS hours
	CROSS JOIN LATERAL (
		{{ csops.sla_clocks('p.metric', 't.statuses', 't.conversation', 'p.target', 'hours.calendar') | indent }}
	) AS c
	WHERE NOT t.removed AND (c.clock).clock <> 'not_started'
		{%- if is_incremental() %}
		AND t.ticket_id IN (SELECT ticket_id FROM dirty)
		{%- endif %}
),
placed AS (
	SELECT *, {{ csops.bucket(['policy', 'metric', 'week', 'team', 'priority']) }} AS bucket FROM clocks
)
SELECT
	ticket_id, policy, metric, cycle, week, team, priority, target, elapsed,
	extract(epoch FROM elapsed)::float8 AS elapsed_seconds,
	placed.finished, status, started_at, stopped_at, due_at, breached_at, bucket,
	{%- if is_incremental() %}
	CASE WHEN placed.bucket IS NULL OR placed.bucket = ANY (known.buckets) THEN known.buckets ELSE coalesce(known.buckets, '{}') || placed.bucket END AS buckets,
	placed.bucket IS NULL AS removed,
	coalesce(placed.settings, known.settings) AS settings,
	coalesce(placed.timeline_changed_at, (SELECT t.changed_at FROM {{ ref('csops_ticket_timelines') }} AS t WHERE t.ticket_id = known.ticket_id)) AS timeline_changed_at,
	{%- else %}
	ARRAY[bucket] AS buckets,
	false AS removed,
	settings,
	timeline_changed_at,
	{%- endif %}
	{{ csops.changed_at() }} AS changed_at
FROM placed
{%- if is_incremental() %}
FULL JOIN (
	SELECT ticket_id, policy, metric, cycle, buckets, settings FROM known
) AS known USING (ticket_id, policy, metric, cycle)
{%- endif %}
