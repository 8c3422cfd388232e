{{ config(
	materialized='incremental',
	incremental_strategy='csops_replace',
	unique_key='bucket',
	on_schema_change='fail',
	indexes=[{'columns': ['bucket'], 'unique': true}]
) }}

WITH dirty AS (
	{{ csops.dirty_buckets(ref('csops_ticket_clocks')) }}
),
made AS (
	SELECT bucket, policy, metric, week, team, priority,
		{{ csops.sla_agg('elapsed', 'target', 'finished') }} AS sla, max(changed_at) AS changed_through
	FROM {{ ref('csops_ticket_clocks') }}
	WHERE NOT removed AND bucket IN (SELECT bucket FROM dirty)
	GROUP BY bucket, policy, metric, week, team, priority
)
-- A bucket that nothing is left in has no figures at all, not zeros: so the strategy knows that its row goes.
SELECT *
FROM dirty
LEFT JOIN (
	SELECT bucket, policy, metric, week, team, priority, sla,
		{{ csops.sla_columns('sla') }},
		changed_through
	FROM made
) AS figures USING (bucket)
