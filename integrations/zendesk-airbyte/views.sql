-- The canonical tables (integrations/canonical.sql) as views over Zendesk as Airbyte lands it.
--
--   psql -v ON_ERROR_STOP=1 -v source=zendesk -v schema=support -f integrations/zendesk-airbyte/views.sql
--
-- Variables:
--   source   where Airbyte lands the streams (zendesk)
--   schema   where the views go (support); it must not exist yet
--
-- README.md beside this file says which streams and columns are read, and how. Needs csops in the schema csops.
\set ON_ERROR_STOP on
\if :{?source} \else \set source zendesk \endif
\if :{?schema} \else \set schema support \endif

BEGIN;
CREATE SCHEMA :"schema";
COMMENT ON SCHEMA :"schema" IS 'Zendesk, as Airbyte lands it, in the canonical form that the csops integrations read';
SET LOCAL search_path = :"schema";
\ir ../canonical/instants.sql
\ir ../canonical/zendesk_zones.sql

-- Airbyte has no stream of holidays. Fill this table, or leave it empty and see in reconciliation() what that costs.
CREATE TABLE calendar_holidays (
	calendar	text NOT NULL,
	first_day	date NOT NULL,
	last_day	date NOT NULL CHECK (last_day >= first_day),
	PRIMARY KEY (calendar, first_day)
);
COMMENT ON TABLE calendar_holidays IS 'Holidays of Zendesk''s schedules, by the schedule''s id; the last day is one, too';

CREATE VIEW accounts AS
SELECT id::text AS account_id, name::text AS name, NULL::text AS segment, NULL::text AS region, NULL::text AS parent_account_id,
	instant(created_at) AS signed_up_at, NULL::timestamptz AS churned_at, NULL::numeric AS arr, NULL::text AS currency,
	coalesce(instant(updated_at), instant(created_at)) AS updated_at
FROM :"source".organizations;

-- intervals: [{"start_time": 1980, "end_time": 2460}, ...], minutes since Sunday.
CREATE VIEW business_calendars AS
SELECT s.id::text AS calendar,
	CASE WHEN z.iana_name IS NOT NULL THEN csops.business_calendar(z.iana_name, (
		SELECT csops.hours_from_week_minutes(array_agg((i ->> 'start_time')::integer), array_agg((i ->> 'end_time')::integer))
		FROM jsonb_array_elements(s.intervals::jsonb) AS i
	), (SELECT csops.holiday_dates(array_agg(first_day), array_agg(last_day)) FROM calendar_holidays AS h WHERE h.calendar = s.id::text)) END AS definition
FROM :"source".schedules AS s
LEFT JOIN zendesk_zones AS z ON z.zendesk_name = s.time_zone
WHERE jsonb_array_length(s.intervals::jsonb) > 0;

-- policy_metrics: [{"metric": "first_reply_time", "priority": "urgent", "target": 60, "business_hours": true}, ...]. The stream has the
-- policies as they are now, not what they were.
CREATE VIEW sla_policies AS
SELECT p.id::text AS policy, lower(m ->> 'priority') AS priority, c.metric,
	min(coalesce((m ->> 'target_in_seconds')::integer, (m ->> 'target')::integer * 60)) * interval '1 second' AS target, NULL::text AS calendar,
	bool_and((m ->> 'business_hours')::boolean) AS in_business_hours, instant(p.created_at) AS valid_from, NULL::timestamptz AS valid_to
FROM :"source".sla_policies AS p
CROSS JOIN LATERAL jsonb_array_elements(p.policy_metrics::jsonb) AS m
JOIN (VALUES ('first_reply_time', 'first_reply'), ('next_reply_time', 'next_reply'), ('requester_wait_time', 'requester_wait'),
	('agent_work_time', 'agent_work'), ('total_resolution_time', 'full_resolution')) AS c (zendesk_metric, metric) ON c.zendesk_metric = m ->> 'metric'
GROUP BY p.id, p.created_at, lower(m ->> 'priority'), c.metric;

-- The promises that Zendesk itself put on each ticket, and when: the last one counts.
CREATE VIEW ticket_sla_policies AS
SELECT ticket_id::text AS ticket_id, metric, (sla::jsonb -> 'policy' ->> 'id') AS policy, instant("time") AS applied_at,
	coalesce((sla::jsonb ->> 'target_in_seconds')::integer, (sla::jsonb ->> 'target')::integer * 60) * interval '1 second' AS target,
	(sla::jsonb ->> 'business_hours')::boolean AS in_business_hours, instance_id
FROM :"source".ticket_metric_events
WHERE type = 'apply_sla' AND deleted IS NOT TRUE;

-- What the audits say: status, priority, team, assignee, schedule and messages. A merged ticket is closed with a tag that says so.
CREATE VIEW kept_tickets AS
SELECT t.id AS ticket_id, instant(t.created_at) AS opened_at, coalesce(instant(t.updated_at), instant(t.created_at)) AS updated_at,
	CASE WHEN lower(t.status) IN ('on-hold', 'on hold', 'on_hold') THEN 'hold' ELSE lower(t.status) END AS status, lower(t.priority) AS priority,
	t.via::jsonb ->> 'channel' AS channel, t.requester_id, t.organization_id, t.assignee_id, coalesce(g.name, t.group_id::text) AS team
FROM :"source".tickets AS t
LEFT JOIN :"source"."groups" AS g ON g.id = t.group_id
WHERE t.status <> 'deleted' AND NOT coalesce(t.tags::jsonb ? 'closed_by_merge', false);

CREATE VIEW audit_events AS
SELECT t.ticket_id, c.kind, (e ->> 'id')::bigint AS id, instant(a.created_at) AS occurred_at,
	CASE c.kind WHEN 'status' THEN CASE WHEN lower(e ->> 'value') IN ('on-hold', 'on hold', 'on_hold') THEN 'hold' ELSE lower(e ->> 'value') END
		WHEN 'priority' THEN lower(e ->> 'value')
		WHEN 'team' THEN coalesce(g.name, e ->> 'value')
		WHEN 'calendar' THEN e ->> 'new_schedule_id'
		WHEN 'reply' THEN CASE WHEN u.role IN ('agent', 'admin') THEN 'agent' ELSE 'customer' END
		ELSE e ->> 'value' END AS value
FROM kept_tickets AS t
JOIN :"source".ticket_audits AS a USING (ticket_id)
CROSS JOIN LATERAL jsonb_array_elements(a.events::jsonb) AS e
JOIN (VALUES ('Create', 'status', 'status'), ('Change', 'status', 'status'), ('Create', 'priority', 'priority'), ('Change', 'priority', 'priority'),
	('Create', 'assignee_id', 'assignee'), ('Change', 'assignee_id', 'assignee'), ('Create', 'group_id', 'team'), ('Change', 'group_id', 'team'),
	('ScheduleAssignment', NULL, 'calendar'), ('Comment', NULL, 'reply')) AS c (type, field_name, kind)
	ON c.type = e ->> 'type' AND c.field_name IS NOT DISTINCT FROM CASE WHEN e ->> 'type' IN ('Create', 'Change') THEN e ->> 'field_name' END
LEFT JOIN :"source"."groups" AS g ON c.kind = 'team' AND g.id::text = e ->> 'value'
LEFT JOIN :"source".users AS u ON c.kind = 'reply' AND u.id = coalesce((e ->> 'author_id')::bigint, a.author_id)
WHERE (c.kind <> 'reply' OR (e ->> 'public')::boolean)
	AND (c.kind <> 'calendar' OR e ->> 'new_schedule_id' IN (SELECT calendar FROM business_calendars))
	AND e ->> 'value' IS DISTINCT FROM 'deleted';

CREATE VIEW ticket_calendars AS
SELECT t.ticket_id, coalesce(
	(SELECT value FROM audit_events AS e WHERE e.ticket_id = t.ticket_id AND e.kind = 'calendar' ORDER BY occurred_at DESC, id DESC LIMIT 1), d.calendar) AS calendar
FROM kept_tickets AS t
LEFT JOIN (
	SELECT id::text AS calendar FROM :"source".schedules WHERE jsonb_array_length(intervals::jsonb) > 0 ORDER BY instant(created_at), id LIMIT 1
) AS d ON true;

-- Where the audits say less than the ticket, the ticket is believed: it begins as new, and has what it has now from the beginning on or,
-- where that contradicts its status, from its last update on.
CREATE VIEW ticket_events AS
WITH ends AS (
	SELECT ticket_id, min(occurred_at) AS first_at, max(occurred_at) AS last_at, (array_agg(value ORDER BY occurred_at DESC, id DESC))[1] AS last_value
	FROM audit_events WHERE kind = 'status' GROUP BY ticket_id
)
SELECT id::text AS event_id, ticket_id::text AS ticket_id, kind, value, occurred_at, id AS seq
FROM audit_events
UNION ALL
SELECT t.ticket_id || '-new', t.ticket_id::text, 'status', 'new', t.opened_at, 0
FROM kept_tickets AS t LEFT JOIN ends USING (ticket_id)
WHERE first_at IS NULL OR first_at > t.opened_at
UNION ALL
SELECT t.ticket_id || '-now', t.ticket_id::text, 'status', t.status, greatest(t.updated_at, greatest(t.opened_at, last_at) + interval '1 microsecond'), 0
FROM kept_tickets AS t LEFT JOIN ends USING (ticket_id)
WHERE t.status <> coalesce(last_value, 'new')
UNION ALL
SELECT t.ticket_id || '-' || c.kind, t.ticket_id::text, c.kind, c.value, t.opened_at, 0
FROM kept_tickets AS t
JOIN ticket_calendars AS k USING (ticket_id)
CROSS JOIN LATERAL (VALUES ('priority', t.priority), ('assignee', t.assignee_id::text), ('team', t.team), ('calendar', k.calendar)) AS c (kind, value)
WHERE c.value IS NOT NULL AND NOT EXISTS (SELECT FROM audit_events AS e WHERE e.ticket_id = t.ticket_id AND e.kind = c.kind);

CREATE VIEW tickets AS
SELECT t.ticket_id::text AS ticket_id, t.organization_id::text AS account_id, t.requester_id::text AS requester_id, t.channel, t.priority, t.status, t.team,
	t.assignee_id::text AS assignee_id, k.calendar, t.opened_at, e.first_replied_at,
	CASE WHEN t.status IN ('solved', 'closed') THEN coalesce(e.solved_at, e.closed_at) END AS solved_at,
	CASE WHEN t.status = 'closed' THEN e.closed_at END AS closed_at,
	csops.transitions(e.statuses, '{solved}', '{new,open,pending,hold}') AS reopens, e.agent_replies, t.updated_at
FROM kept_tickets AS t
JOIN ticket_calendars AS k USING (ticket_id)
JOIN (
	SELECT ticket_id, csops.timeline_agg(occurred_at, value, seq) FILTER (WHERE kind = 'status') AS statuses,
		max(occurred_at) FILTER (WHERE kind = 'status' AND value = 'solved') AS solved_at,
		max(occurred_at) FILTER (WHERE kind = 'status' AND value = 'closed') AS closed_at,
		min(occurred_at) FILTER (WHERE kind = 'reply' AND value = 'agent') AS first_replied_at,
		(count(*) FILTER (WHERE kind = 'reply' AND value = 'agent'))::integer AS agent_replies
	FROM ticket_events
	GROUP BY ticket_id
) AS e ON e.ticket_id = t.ticket_id::text;

-- A rating that was offered has one row, and one more for each answer: the last answer counts.
CREATE VIEW surveys AS
SELECT t.ticket_id::text AS response_id, 'csat' AS kind, t.ticket_id::text AS ticket_id, t.organization_id::text AS account_id, s.score, 2 AS scale_top,
	s.sent_at, CASE WHEN s.score IS NOT NULL THEN s.answered_at END AS responded_at, s.updated_at
FROM kept_tickets AS t
JOIN (
	SELECT ticket_id, min(instant(created_at)) AS sent_at, max(instant(updated_at)) AS updated_at,
		(array_agg(CASE WHEN score LIKE 'good%' THEN 2 ELSE 1 END::float8 ORDER BY instant(updated_at) DESC, id DESC) FILTER (WHERE score ~ '^(good|bad)'))[1]
			AS score,
		max(instant(updated_at)) FILTER (WHERE score ~ '^(good|bad)') AS answered_at
	FROM :"source".satisfaction_ratings
	WHERE score ~ '^(offered|good|bad)'
	GROUP BY ticket_id
) AS s USING (ticket_id);

CREATE VIEW signals AS
SELECT NULL::text AS account_id, NULL::text AS signal, NULL::float8 AS value, NULL::timestamptz AS observed_at WHERE false;
CREATE VIEW subscriptions AS
SELECT NULL::text AS subscription_id, NULL::text AS account_id, NULL::date AS starts_on, NULL::date AS ends_on, NULL::numeric AS monthly_amount,
	NULL::text AS currency, NULL::timestamptz AS updated_at WHERE false;

-- Zendesk's own figures, for integrations/canonical/reconcile.sql.
CREATE VIEW vendor_metrics AS
SELECT m.ticket_id::text AS ticket_id, v.metric, c.clock, (v.minutes::jsonb ->> c.clock)::float8 * 60 AS seconds
FROM :"source".ticket_metrics AS m
CROSS JOIN LATERAL (VALUES ('first_reply', m.reply_time_in_minutes), ('first_resolution', m.first_resolution_time_in_minutes),
	('full_resolution', m.full_resolution_time_in_minutes), ('requester_wait', m.requester_wait_time_in_minutes),
	('agent_wait', m.agent_wait_time_in_minutes), ('on_hold', m.on_hold_time_in_minutes)) AS v (metric, minutes)
CROSS JOIN (VALUES ('business'), ('calendar')) AS c (clock)
WHERE m.ticket_id IN (SELECT ticket_id FROM kept_tickets);

-- Promises of the first reply that Zendesk says were broken, beside those that csops says were, as of an instant. Zendesk writes a breach
-- for the moment at which it expects one and marks it deleted when the reply comes in time.
CREATE FUNCTION breach_reconciliation(as_of timestamptz, tolerance interval DEFAULT '1 minute')
RETURNS TABLE (ticket_id text, vendor_breached_at timestamptz, csops_breached_at timestamptz, class text) LANGUAGE sql STABLE
BEGIN ATOMIC
	WITH promises AS (
		SELECT DISTINCT ON (ticket_id) ticket_id, target, in_business_hours FROM ticket_sla_policies
		WHERE metric = 'reply_time' AND instance_id = 1 AND applied_at <= as_of
		ORDER BY ticket_id, applied_at DESC
	), vendor AS (
		SELECT ticket_id::text AS ticket_id, min(instant("time")) AS breached_at
		FROM :"source".ticket_metric_events
		WHERE metric = 'reply_time' AND instance_id = 1 AND type = 'breach' AND deleted IS NOT TRUE AND instant("time") <= as_of
		GROUP BY ticket_id
	), conversations AS (
		SELECT ticket_id, csops.timeline_agg(occurred_at, value, seq) AS conversation FROM ticket_events WHERE kind = 'reply' GROUP BY ticket_id
	), clocks AS (
		SELECT t.ticket_id, vendor.breached_at AS theirs, csops.sla_breached_at(conversation, '{customer}', '{agent}', p.target, as_of,
			CASE WHEN p.in_business_hours THEN b.definition ELSE '{"tz": "UTC", "hours": "24/7"}' END, 'first') AS ours
		FROM tickets AS t
		JOIN promises AS p USING (ticket_id)
		JOIN conversations USING (ticket_id)
		LEFT JOIN business_calendars AS b USING (calendar)
		LEFT JOIN vendor USING (ticket_id)
	)
	SELECT ticket_id, theirs, ours, CASE WHEN theirs IS NULL AND ours IS NULL THEN 'kept'
		WHEN theirs IS NULL THEN 'only csops'
		WHEN ours IS NULL THEN 'only vendor'
		WHEN ours - theirs BETWEEN -tolerance AND tolerance THEN 'equal'
		ELSE 'another instant' END
	FROM clocks;
END;

COMMENT ON VIEW accounts IS 'Zendesk''s organizations';
COMMENT ON VIEW business_calendars IS 'Zendesk''s schedules, by their id, with the holidays of calendar_holidays; the definition is NULL where the zone is unknown';
COMMENT ON VIEW sla_policies IS 'Zendesk''s SLA policies, as they are now';
COMMENT ON VIEW ticket_sla_policies IS 'The promises that Zendesk put on each ticket';
COMMENT ON VIEW kept_tickets IS 'Zendesk''s tickets without deleted ones and those merged into another';
COMMENT ON VIEW audit_events IS 'What Zendesk''s audits say happened to the tickets';
COMMENT ON VIEW ticket_calendars IS 'The schedule that each ticket is measured in: the last that was put on it, or the oldest one';
COMMENT ON VIEW ticket_events IS 'What happened to Zendesk''s tickets';
COMMENT ON VIEW tickets IS 'Zendesk''s tickets';
COMMENT ON VIEW surveys IS 'Zendesk''s satisfaction ratings: good is 2, bad is 1';
COMMENT ON VIEW signals IS 'Empty: Zendesk has no signals';
COMMENT ON VIEW subscriptions IS 'Empty: Zendesk has no subscriptions';
COMMENT ON VIEW vendor_metrics IS 'Zendesk''s own ticket metrics, in seconds';
COMMENT ON FUNCTION breach_reconciliation(timestamptz, interval) IS 'Broken promises of the first reply by Zendesk and by csops';
COMMIT;
