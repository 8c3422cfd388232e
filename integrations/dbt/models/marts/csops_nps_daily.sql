{{ config(
	materialized='incremental',
	incremental_strategy='csops_replace',
	unique_key='bucket',
	on_schema_change='fail',
	indexes=[{'columns': ['bucket'], 'unique': true}]
) }}

WITH dirty AS (
	{{ csops.dirty_buckets(ref('csops_survey_answers'), "kind = 'nps'") }}
),
made AS (
	SELECT bucket, day, segment, region, {{ csops.rating_agg('score', 0, 10) }} AS ratings, max(changed_at) AS changed_through
	FROM {{ ref('csops_survey_answers') }}
	WHERE NOT removed AND bucket IN (SELECT bucket FROM dirty)
	GROUP BY bucket, day, segment, region
)
-- A bucket that nothing is left in has no figures at all, not zeros: so the strategy knows that its row goes.
SELECT *
FROM dirty
LEFT JOIN (
	SELECT bucket, day, segment, region, ratings,
		{{ csops.nps_columns('ratings') }},
		changed_through
	FROM made
) AS figures USING (bucket)
