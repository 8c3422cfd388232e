SELECT
	event_id::text AS event_id,
	ticket_id::text AS ticket_id,
	kind::text AS kind,
	value::text AS value,
	occurred_at,
	seq::bigint AS seq
FROM {{ source('csops_source', 'ticket_events') }}
