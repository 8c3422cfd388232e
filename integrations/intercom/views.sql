-- The canonical tables (integrations/canonical.sql) as views over Intercom conversations, as Airbyte lands them.
--
--   psql -v ON_ERROR_STOP=1 -v source=intercom -v schema=support -f integrations/intercom/views.sql
--
-- Variables:
--   source   where the streams are landed (intercom)
--   schema   where the views go (support); it must not exist yet
--
-- README.md beside this file has the mapping. Needs csops in the schema csops.
\set ON_ERROR_STOP on
\if :{?source} \else \set source intercom \endif
\if :{?schema} \else \set schema support \endif

BEGIN;
CREATE SCHEMA :"schema";
COMMENT ON SCHEMA :"schema" IS 'Intercom conversations in the canonical form that the csops integrations read';
SET LOCAL search_path = :"schema";

-- Office hours and targets are not in Intercom's API. Fill these tables.
CREATE TABLE office_hours (team text PRIMARY KEY, definition csops.business_calendar NOT NULL);
COMMENT ON TABLE office_hours IS 'When the teams work; the team (all) is for those that are not listed';
CREATE TABLE promises (
	policy				text NOT NULL,
	priority			text NOT NULL,
	metric				text NOT NULL CHECK (metric IN ('first_reply', 'next_reply', 'requester_wait', 'agent_work', 'full_resolution')),
	target				interval NOT NULL CHECK (target > interval '0'),
	calendar			text,
	in_business_hours	boolean NOT NULL,
	valid_from			timestamptz NOT NULL,
	valid_to			timestamptz CHECK (valid_to > valid_from),
	PRIMARY KEY (policy, priority, metric, valid_from)
);
COMMENT ON TABLE promises IS 'What customers are promised: the rows of sla_policies';

CREATE VIEW business_calendars AS SELECT team AS calendar, definition FROM office_hours;
CREATE VIEW sla_policies AS SELECT policy, priority, metric, target, calendar, in_business_hours, valid_from, valid_to FROM promises;

-- Times are in seconds since 1970.
CREATE VIEW accounts AS
SELECT id::text AS account_id, name::text AS name, plan::jsonb ->> 'name' AS segment, NULL::text AS region, NULL::text AS parent_account_id,
	to_timestamp(coalesce(remote_created_at, created_at)) AS signed_up_at, NULL::timestamptz AS churned_at, (12 * monthly_spend)::numeric AS arr, NULL::text AS currency,
	to_timestamp(updated_at) AS updated_at
FROM :"source".companies;

CREATE VIEW conversation_facts AS
SELECT c.id::text AS ticket_id, k.contact_id, (
		SELECT b.companies::jsonb -> 'data' -> 0 ->> 'id' FROM :"source".contacts AS b WHERE b.id = k.contact_id
	) AS account_id, c.source::jsonb ->> 'type' AS channel, CASE WHEN c.priority = 'priority' THEN 'high' ELSE 'normal' END AS priority,
	CASE c.state WHEN 'closed' THEN 'solved' WHEN 'snoozed' THEN 'pending' ELSE 'open' END AS status,
	c.source::jsonb -> 'author' ->> 'type' AS begun_by, coalesce(t.name, c.team_assignee_id::text) AS team, c.admin_assignee_id::text AS assignee_id,
	to_timestamp(c.created_at) AS opened_at, to_timestamp(c.updated_at) AS updated_at, c.conversation_rating::jsonb AS rating, c.statistics::jsonb AS statistics
FROM :"source".conversations AS c
CROSS JOIN LATERAL (SELECT c.contacts::jsonb -> 'contacts' -> 0 ->> 'id' AS contact_id) AS k
LEFT JOIN :"source".teams AS t ON t.id::text = c.team_assignee_id::text;

-- Parts with a text that people see are replies; notes are not, and neither is what bots say. Some parts are a reply and a change of state.
CREATE VIEW part_events AS
SELECT p.id::text AS part_id, c.ticket_id, to_timestamp(p.created_at) AS occurred_at, e.kind, e.value
FROM conversation_facts AS c
JOIN :"source".conversation_parts AS p ON p.conversation_id::text = c.ticket_id
LEFT JOIN :"source".teams AS t ON p.assigned_to::jsonb ->> 'type' = 'team' AND t.id::text = p.assigned_to::jsonb ->> 'id'
CROSS JOIN LATERAL (VALUES
	('status', CASE WHEN p.part_type = 'close' THEN 'solved' WHEN p.part_type = 'snoozed' THEN 'pending'
		WHEN p.part_type IN ('open', 'note_and_reopen', 'unsnoozed', 'timer_unsnooze') THEN 'open' END),
	('reply', CASE WHEN nullif(p.body, '') IS NULL OR p.part_type NOT IN ('comment', 'open', 'close', 'assignment') THEN NULL
		WHEN p.author::jsonb ->> 'type' = 'admin' THEN 'agent' WHEN p.author::jsonb ->> 'type' IN ('user', 'lead', 'contact') THEN 'customer' END),
	('assignee', CASE WHEN p.part_type LIKE '%assignment' AND p.assigned_to::jsonb ->> 'type' = 'admin' THEN p.assigned_to::jsonb ->> 'id' END),
	('team', CASE WHEN p.part_type LIKE '%assignment' AND p.assigned_to::jsonb ->> 'type' = 'team' THEN coalesce(t.name, p.assigned_to::jsonb ->> 'id') END)
) AS e (kind, value)
WHERE e.value IS NOT NULL;

CREATE VIEW ticket_events AS
WITH ends AS (
	SELECT ticket_id, (array_agg(value ORDER BY occurred_at DESC, length(part_id) DESC, part_id DESC))[1] AS last_value, max(occurred_at) AS last_at
	FROM part_events WHERE kind = 'status' GROUP BY ticket_id
)
SELECT part_id || '-' || kind AS event_id, ticket_id, kind, value, occurred_at,
	row_number() OVER (PARTITION BY ticket_id, kind, occurred_at ORDER BY length(part_id), part_id) AS seq
FROM part_events
UNION ALL
SELECT c.ticket_id || '-begin-' || e.kind, c.ticket_id, e.kind, e.value, c.opened_at, 0
FROM conversation_facts AS c
CROSS JOIN LATERAL (VALUES ('status', 'open'), ('priority', c.priority),
	('reply', CASE WHEN c.begun_by = 'admin' THEN 'agent' WHEN c.begun_by IN ('user', 'lead', 'contact') THEN 'customer' END),
	('calendar', (SELECT team FROM office_hours WHERE team IN (c.team, '(all)') ORDER BY team = '(all)' LIMIT 1)),
	('team', CASE WHEN NOT EXISTS (SELECT FROM part_events AS p WHERE p.ticket_id = c.ticket_id AND p.kind = 'team') THEN c.team END),
	('assignee', CASE WHEN NOT EXISTS (SELECT FROM part_events AS p WHERE p.ticket_id = c.ticket_id AND p.kind = 'assignee') THEN c.assignee_id END)
) AS e (kind, value)
WHERE e.value IS NOT NULL
UNION ALL
SELECT c.ticket_id || '-now', c.ticket_id, 'status', c.status, greatest(c.updated_at, greatest(c.opened_at, last_at) + interval '1 microsecond'), 0
FROM conversation_facts AS c LEFT JOIN ends USING (ticket_id)
WHERE c.status <> coalesce(last_value, 'open');

CREATE VIEW tickets AS
SELECT c.ticket_id, c.account_id, c.contact_id AS requester_id, c.channel, c.priority, c.status, c.team, c.assignee_id,
	(SELECT team FROM office_hours WHERE team IN (c.team, '(all)') ORDER BY team = '(all)' LIMIT 1) AS calendar, c.opened_at, e.first_replied_at,
	CASE WHEN c.status = 'solved' THEN e.solved_at END AS solved_at, NULL::timestamptz AS closed_at,
	csops.transitions(e.statuses, '{solved}', '{new,open,pending,hold}') AS reopens, e.agent_replies, c.updated_at
FROM conversation_facts AS c
JOIN (
	SELECT ticket_id, csops.timeline_agg(occurred_at, value, seq) FILTER (WHERE kind = 'status') AS statuses,
		max(occurred_at) FILTER (WHERE kind = 'status' AND value = 'solved') AS solved_at,
		min(occurred_at) FILTER (WHERE kind = 'reply' AND value = 'agent') AS first_replied_at,
		(count(*) FILTER (WHERE kind = 'reply' AND value = 'agent'))::integer AS agent_replies
	FROM ticket_events
	GROUP BY ticket_id
) AS e USING (ticket_id);

-- One to five faces; a rating without a number was asked for and not given.
CREATE VIEW surveys AS
SELECT ticket_id AS response_id, 'csat' AS kind, ticket_id, account_id, (rating ->> 'rating')::float8 AS score, 5 AS scale_top,
	to_timestamp(coalesce((rating ->> 'requested_at')::float8, (rating ->> 'created_at')::float8)) AS sent_at,
	CASE WHEN rating ->> 'rating' IS NOT NULL THEN to_timestamp((rating ->> 'created_at')::float8) END AS responded_at, updated_at
FROM conversation_facts
WHERE coalesce(rating ->> 'requested_at', rating ->> 'created_at') IS NOT NULL;

CREATE VIEW signals AS
SELECT NULL::text AS account_id, NULL::text AS signal, NULL::float8 AS value, NULL::timestamptz AS observed_at WHERE false;
CREATE VIEW subscriptions AS
SELECT NULL::text AS subscription_id, NULL::text AS account_id, NULL::date AS starts_on, NULL::date AS ends_on, NULL::numeric AS monthly_amount,
	NULL::text AS currency, NULL::timestamptz AS updated_at WHERE false;

-- Intercom's statistics: with office hours its times to reply and close are in them, without they are around the clock.
CREATE VIEW vendor_metrics AS
SELECT c.ticket_id, v.metric, v.clock, v.seconds::float8 AS seconds
FROM conversation_facts AS c
CROSS JOIN LATERAL (VALUES
	('first_reply', 'business', (statistics ->> 'time_to_admin_reply')::float8),
	('first_reply', 'calendar', (statistics ->> 'first_admin_reply_at')::float8 - extract(epoch FROM opened_at)),
	('first_resolution', 'business', (statistics ->> 'time_to_first_close')::float8),
	('first_resolution', 'calendar', (statistics ->> 'first_close_at')::float8 - extract(epoch FROM opened_at)),
	('full_resolution', 'business', (statistics ->> 'time_to_last_close')::float8),
	('full_resolution', 'calendar', (statistics ->> 'last_close_at')::float8 - extract(epoch FROM opened_at))
) AS v (metric, clock, seconds);

COMMENT ON VIEW accounts IS 'Intercom''s companies; arr is twelve times the monthly spend';
COMMENT ON VIEW business_calendars IS 'The hours of the table office_hours';
COMMENT ON VIEW sla_policies IS 'The promises of the table promises';
COMMENT ON VIEW conversation_facts IS 'Intercom''s conversations, their JSON taken apart';
COMMENT ON VIEW part_events IS 'What Intercom''s conversation parts say happened';
COMMENT ON VIEW ticket_events IS 'What happened to Intercom''s conversations';
COMMENT ON VIEW tickets IS 'Intercom''s conversations';
COMMENT ON VIEW surveys IS 'Intercom''s conversation ratings, 1 to 5';
COMMENT ON VIEW signals IS 'Empty: signals come from elsewhere';
COMMENT ON VIEW subscriptions IS 'Empty: subscriptions come from elsewhere';
COMMENT ON VIEW vendor_metrics IS 'Intercom''s own statistics, in seconds';
COMMIT;
