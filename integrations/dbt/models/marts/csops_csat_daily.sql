{{ config(
	materialized='incremental',
	incremental_strategy='csops_replace',
	unique_key='bucket',
	on_schema_change='fail',
	indexes=[{'columns': ['bucket'], 'unique': true}]
) }}

-- Scales are never mixed: an answer of 4 is good on one and poor on another.
WITH dirty AS (
	{{ csops.dirty_buckets(ref('csops_survey_answers'), "kind = 'csat'") }}
),
made AS (
	SELECT bucket, day, scale_top, segment, region, team, {{ csops.rating_agg('score', 1, 'scale_top') }} AS ratings,
		max(changed_at) AS changed_through
	FROM {{ ref('csops_survey_answers') }}
	WHERE NOT removed AND bucket IN (SELECT bucket FROM dirty)
	GROUP BY bucket, day, scale_top, segment, region, team
)
-- A bucket that nothing is left in has no figures at all, not zeros: so the strategy knows that its row goes.
SELECT *
FROM dirty
LEFT JOIN (
	SELECT bucket, day, scale_top, segment, region, team, ratings,
		{{ csops.csat_columns('ratings', 'scale_top') }},
		changed_through
	FROM made
) AS figures USING (bucket)
