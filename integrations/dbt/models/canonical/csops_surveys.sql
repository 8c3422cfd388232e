SELECT
	response_id::text AS response_id,
	kind::text AS kind,
	ticket_id::text AS ticket_id,
	account_id::text AS account_id,
	score::float8 AS score,
	scale_top::integer AS scale_top,
	sent_at,
	responded_at,
	updated_at
FROM {{ source('csops_source', 'surveys') }}
