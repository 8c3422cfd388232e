{{ config(
	materialized='incremental',
	incremental_strategy='csops_merge',
	unique_key='account_id',
	on_schema_change='fail',
	indexes=[{'columns': ['account_id'], 'unique': true}]
) }}

-- The latest value of each signal, and when each was last said to have none any more. Both are idempotent, as is the greatest instant.
SELECT account_id,
	{{ csops.signal_agg('signal', 'value', 'observed_at') }} AS signals,
	{{ csops.signal_agg('signal', '0', 'observed_at') }} FILTER (WHERE value IS NULL) AS withdrawn,
	max(observed_at) AS observed_through
FROM {{ ref('csops_signals') }}
WHERE observed_at <= {{ csops.as_of() }}
	{%- if is_incremental() %}
	AND observed_at >= coalesce((SELECT max(observed_through) FROM {{ this }}) - interval {{ csops.literal(var('csops_late_arrival', '7 days')) }}, '-infinity')
	{%- endif %}
GROUP BY account_id
