{{ config(enabled=var('csops_health_model', '') != '') }}

-- A signal that was withdrawn after its last value counts as missing.
WITH model AS (
	SELECT {{ csops.literal(var('csops_health_model', '')) }}::{{ csops.schema() }}.health_model AS model
),
accounts AS (
	SELECT a.account_id, a.name, coalesce(a.segment, 'none') AS segment, coalesce(a.region, 'none') AS region, coalesce(a.arr, 0) AS arr, a.currency,
		CASE WHEN s.withdrawn IS NULL THEN s.signals ELSE (
			SELECT {{ csops.signal_agg('name', csops.call('signal_value', ['s.signals', 'name']), csops.call('signal_at', ['s.signals', 'name'])) }}
			FROM jsonb_array_elements(s.signals::jsonb -> 'signals') AS known, jsonb_extract_path_text(known, 'name') AS name
			WHERE {{ csops.call('signal_at', ['s.withdrawn', 'name']) }} IS NULL
				OR {{ csops.call('signal_at', ['s.signals', 'name']) }} > {{ csops.call('signal_at', ['s.withdrawn', 'name']) }}
		) END AS signals
	FROM {{ ref('csops_accounts') }} AS a
	LEFT JOIN {{ ref('csops_account_signals') }} AS s USING (account_id)
	WHERE a.signed_up_at <= {{ csops.as_of() }} AND (a.churned_at IS NULL OR a.churned_at > {{ csops.as_of() }})
)
SELECT account_id, name, segment, region, arr, currency, signals,
	{{ csops.call('health_score', ['model', 'signals', csops.as_of()]) }} AS score,
	{{ csops.call('health_coverage', ['model', 'signals', csops.as_of()]) }} AS coverage,
	coalesce({{ csops.call('health_band', ['model', 'signals', csops.as_of()]) }}, 'unknown') AS band,
	{{ csops.call('health_reason', ['model', 'signals', csops.as_of()]) }} AS reason
FROM accounts
CROSS JOIN model
