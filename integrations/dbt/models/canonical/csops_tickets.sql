SELECT
	ticket_id::text AS ticket_id,
	account_id::text AS account_id,
	requester_id::text AS requester_id,
	channel::text AS channel,
	priority::text AS priority,
	status::text AS status,
	team::text AS team,
	assignee_id::text AS assignee_id,
	calendar::text AS calendar,
	opened_at,
	first_replied_at,
	solved_at,
	closed_at,
	reopens::integer AS reopens,
	agent_replies::integer AS agent_replies,
	updated_at
FROM {{ source('csops_source', 'tickets') }}
