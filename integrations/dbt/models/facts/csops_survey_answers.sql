{{ config(
	materialized='incremental',
	incremental_strategy='csops_replace',
	unique_key='response_id',
	on_schema_change='fail',
	indexes=[{'columns': ['response_id'], 'unique': true}, {'columns': ['changed_at']}, {'columns': ['bucket']}]
) }}

-- An answer counts where its account and its ticket are now. versions tells whether one of the three has changed.
WITH known AS (
	SELECT s.response_id, s.kind, s.scale_top, s.account_id, s.ticket_id,
		CASE WHEN s.responded_at <= {{ csops.as_of() }} THEN s.score END AS score,
		{{ csops.local_date('s.sent_at') }} AS day, coalesce(a.segment, 'none') AS segment, coalesce(a.region, 'none') AS region,
		coalesce(t.team, 'none') AS team,
		ARRAY[CASE WHEN s.updated_at > {{ csops.as_of() }} THEN {{ csops.as_of() }} ELSE s.updated_at END, a.updated_at, t.updated_at] AS versions
	FROM {{ ref('csops_surveys') }} AS s
	LEFT JOIN {{ ref('csops_accounts') }} AS a USING (account_id)
	LEFT JOIN {{ ref('csops_tickets') }} AS t ON t.ticket_id = s.ticket_id
	WHERE s.sent_at <= {{ csops.as_of() }}
),
placed AS (
	SELECT *, {{ csops.bucket(['kind', 'scale_top', 'day', 'segment', 'region', 'team']) }} AS bucket FROM known
)
SELECT
	response_id,
	{% if is_incremental() %}coalesce(placed.kind, kept.kind){% else %}kind{% endif %} AS kind,
	placed.scale_top, placed.account_id, placed.ticket_id, placed.score, placed.day, placed.segment, placed.region, placed.team,
	placed.bucket,
	{%- if is_incremental() %}
	CASE WHEN placed.bucket IS NULL OR placed.bucket = ANY (kept.buckets) THEN kept.buckets ELSE coalesce(kept.buckets, '{}') || placed.bucket END AS buckets,
	placed.response_id IS NULL AS removed,
	{%- else %}
	ARRAY[placed.bucket] AS buckets,
	false AS removed,
	{%- endif %}
	placed.versions,
	{{ csops.changed_at() }} AS changed_at
FROM placed
{%- if is_incremental() %}
FULL JOIN (
	SELECT response_id, kind, buckets, removed, versions FROM {{ this }}
) AS kept USING (response_id)
WHERE placed.versions IS DISTINCT FROM kept.versions OR placed.versions[1] IS NULL AND NOT coalesce(kept.removed, false)
{%- endif %}
