SELECT
	account_id::text AS account_id,
	signal::text AS signal,
	value::float8 AS value,
	observed_at
FROM {{ source('csops_source', 'signals') }}
