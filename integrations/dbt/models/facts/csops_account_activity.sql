{{ config(
	materialized='incremental',
	incremental_strategy='csops_merge',
	unique_key='account_id',
	on_schema_change='fail',
	indexes=[{'columns': ['account_id'], 'unique': true}]
) }}

-- Each run reads what was observed since the last known day, and as long before it as signals arrive late. A day that is read again
-- changes nothing.
SELECT account_id, {{ csops.activity_agg('observed_at') }} AS days
FROM {{ ref('csops_signals') }}
WHERE {{ csops.is_activity() }}
	{%- if is_incremental() %}
	AND observed_at >= {{ csops.look_back('days') }}
	{%- endif %}
GROUP BY account_id
