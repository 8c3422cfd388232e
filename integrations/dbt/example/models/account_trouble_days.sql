{{ config(
	materialized='incremental',
	incremental_strategy='csops_merge',
	unique_key='account_id',
	indexes=[{'columns': ['account_id'], 'unique': true}]
) }}

-- The days on which many requests of an account failed: a model of one's own that is incremental by merge.
SELECT account_id, {{ csops.activity_agg('observed_at') }} AS days
FROM {{ ref('csops_signals') }}
WHERE signal = 'error_rate' AND value > 0.03 AND observed_at <= {{ csops.as_of() }}
	{%- if is_incremental() %}
	AND observed_at >= {{ csops.look_back('days') }}
	{%- endif %}
GROUP BY account_id
