-- The canonical tables (integrations/canonical.sql) as views over Zendesk as Fivetran lands it.
--
--   psql -v ON_ERROR_STOP=1 -v source=zendesk -v schema=support -f integrations/zendesk-fivetran/views.sql
--
-- Variables:
--   source   where Fivetran lands the tables (zendesk)
--   schema   where the views go (support); it must not exist yet
--
-- README.md beside this file says which tables and columns are read, and how. Needs csops in the schema csops.
\set ON_ERROR_STOP on
\if :{?source} \else \set source zendesk \endif
\if :{?schema} \else \set schema support \endif

-- Not every connector has the column for soft deletes.
SELECT CASE WHEN EXISTS (SELECT FROM pg_attribute WHERE attrelid = format('%I.ticket', :'source')::regclass AND attname = '_fivetran_deleted'
	AND NOT attisdropped) THEN 't._fivetran_deleted IS NOT TRUE' ELSE 'true' END AS ticket_is_kept \gset

BEGIN;
CREATE SCHEMA :"schema";
COMMENT ON SCHEMA :"schema" IS 'Zendesk, as Fivetran lands it, in the canonical form that the csops integrations read';
SET LOCAL search_path = :"schema";
\ir ../canonical/instants.sql
\ir ../canonical/zendesk_zones.sql

CREATE FUNCTION ticket_status(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
	RETURN CASE WHEN lower(value) IN ('on-hold', 'on hold', 'on_hold') THEN 'hold' ELSE lower(value) END;
COMMENT ON FUNCTION ticket_status(text) IS 'Zendesk''s status in the words of the canonical tables';

CREATE VIEW accounts AS
SELECT id::text AS account_id, name::text AS name, NULL::text AS segment, NULL::text AS region, NULL::text AS parent_account_id,
	instant(created_at) AS signed_up_at, NULL::timestamptz AS churned_at, NULL::numeric AS arr, NULL::text AS currency,
	coalesce(instant(updated_at), instant(created_at)) AS updated_at
FROM :"source".organization;

-- Zendesk gives one row for each span of the week, in minutes since Sunday, and holidays that include their last day.
CREATE VIEW business_calendars AS
SELECT s.id::text AS calendar,
	CASE WHEN min(z.iana_name) IS NOT NULL THEN csops.business_calendar(min(z.iana_name),
		csops.hours_from_week_minutes(array_agg(s.start_time::integer), array_agg(s.end_time::integer)), (
			SELECT csops.holiday_dates(array_agg(day(h.start_date)), array_agg(day(h.end_date)))
			FROM :"source".schedule_holiday AS h WHERE h.schedule_id = s.id AND h._fivetran_deleted IS NOT TRUE
		)) END AS definition
FROM :"source".schedule AS s
LEFT JOIN zendesk_zones AS z ON z.zendesk_name = s.time_zone
WHERE s._fivetran_deleted IS NOT TRUE
GROUP BY s.id;

-- A policy's version holds from one update of the policy to the next. Targets are in minutes.
CREATE VIEW sla_policies AS
SELECT m.sla_policy_id::text AS policy, lower(m.priority) AS priority, c.metric, min(m.target::integer) * interval '1 minute' AS target,
	NULL::text AS calendar, bool_and(m.business_hours::boolean) AS in_business_hours, v.valid_from, v.valid_to
FROM :"source".sla_policy_metric_history AS m
JOIN (
	SELECT sla_policy_id, instant(sla_policy_updated_at) AS valid_from,
		lead(instant(sla_policy_updated_at)) OVER (PARTITION BY sla_policy_id ORDER BY instant(sla_policy_updated_at)) AS valid_to
	FROM (SELECT DISTINCT sla_policy_id, sla_policy_updated_at FROM :"source".sla_policy_metric_history) AS updates
) AS v ON v.sla_policy_id = m.sla_policy_id AND v.valid_from = instant(m.sla_policy_updated_at)
JOIN (VALUES ('first_reply_time', 'first_reply'), ('next_reply_time', 'next_reply'), ('requester_wait_time', 'requester_wait'),
	('agent_work_time', 'agent_work'), ('total_resolution_time', 'full_resolution')) AS c (zendesk_metric, metric) ON c.zendesk_metric = m.metric
GROUP BY m.sla_policy_id, lower(m.priority), c.metric, v.valid_from, v.valid_to;

-- Which policies were put on a ticket, and when. One ticket may have several, one after the other; the last one counts.
CREATE VIEW ticket_sla_policies AS
SELECT ticket_id::text AS ticket_id, sla_policy_id::text AS policy, min(instant(policy_applied_at)) AS applied_at
FROM :"source".ticket_sla_policy
GROUP BY ticket_id, sla_policy_id;

-- The tickets that count: not deleted, not merged into another.
CREATE VIEW kept_tickets AS
SELECT t.id AS ticket_id, instant(t.created_at) AS opened_at, coalesce(instant(t.updated_at), instant(t.created_at)) AS updated_at,
	ticket_status(t.status) AS status, lower(t.priority) AS priority, t.via_channel AS channel, t.requester_id, t.organization_id, t.assignee_id,
	coalesce(g.name, t.group_id::text) AS team, coalesce(s.schedule_id, d.schedule_id)::text AS calendar
FROM :"source".ticket AS t
LEFT JOIN :"source"."group" AS g ON g.id = t.group_id
LEFT JOIN LATERAL (
	SELECT x.schedule_id FROM :"source".ticket_schedule AS x
	WHERE x.ticket_id = t.id AND x.schedule_id IN (SELECT id FROM :"source".schedule WHERE _fivetran_deleted IS NOT TRUE)
	ORDER BY instant(x.created_at) DESC, x.schedule_id LIMIT 1
) AS s ON true
LEFT JOIN (
	SELECT id AS schedule_id FROM :"source".schedule WHERE _fivetran_deleted IS NOT TRUE ORDER BY instant(created_at), id LIMIT 1
) AS d ON true
WHERE t.status <> 'deleted' AND :ticket_is_kept
	AND NOT EXISTS (
		SELECT FROM :"source".ticket AS m, jsonb_array_elements_text(nullif(m.merged_ticket_ids::text, '')::jsonb) AS merged_id
		WHERE merged_id = t.id::text
	);

-- What the history says, once each: an export may repeat a row. Where it says less than the ticket itself, the ticket is believed:
-- a ticket begins as new, and has what it has now from the beginning on or, where that contradicts its status, from its last update on.
CREATE VIEW ticket_events AS
WITH history AS (
	SELECT DISTINCT t.ticket_id, CASE h.field_name WHEN 'assignee_id' THEN 'assignee' WHEN 'group_id' THEN 'team' ELSE h.field_name END AS kind,
		CASE h.field_name WHEN 'status' THEN ticket_status(h.value) WHEN 'priority' THEN lower(h.value)
			WHEN 'group_id' THEN coalesce(g.name, h.value) ELSE h.value END AS value,
		instant(h.updated) AS occurred_at, t.opened_at, t.updated_at
	FROM kept_tickets AS t
	JOIN :"source".ticket_field_history AS h USING (ticket_id)
	LEFT JOIN :"source"."group" AS g ON h.field_name = 'group_id' AND g.id::text = h.value
	WHERE h.field_name IN ('status', 'priority', 'assignee_id', 'group_id') AND h.value IS DISTINCT FROM 'deleted'
), schedules AS (
	SELECT DISTINCT t.ticket_id, 'calendar' AS kind, x.schedule_id::text AS value, greatest(instant(x.created_at), t.opened_at) AS occurred_at
	FROM kept_tickets AS t
	JOIN :"source".ticket_schedule AS x USING (ticket_id)
	WHERE x.schedule_id IN (SELECT id FROM :"source".schedule WHERE _fivetran_deleted IS NOT TRUE)
), known AS (
	SELECT ticket_id, kind, value, occurred_at FROM history
	UNION ALL
	SELECT * FROM schedules
), ends AS (
	SELECT ticket_id, min(occurred_at) AS first_at, max(occurred_at) AS last_at, (array_agg(value ORDER BY occurred_at DESC, value DESC))[1] AS last_value
	FROM history WHERE kind = 'status' GROUP BY ticket_id
), filled AS (
	SELECT ticket_id, kind, value, occurred_at FROM known
	UNION ALL
	SELECT t.ticket_id, 'status', 'new', t.opened_at
	FROM kept_tickets AS t LEFT JOIN ends USING (ticket_id)
	WHERE first_at IS NULL OR first_at > t.opened_at
	UNION ALL
	SELECT t.ticket_id, 'status', t.status, greatest(t.updated_at, greatest(t.opened_at, last_at) + interval '1 microsecond')
	FROM kept_tickets AS t LEFT JOIN ends USING (ticket_id)
	WHERE t.status <> coalesce(last_value, 'new')
	UNION ALL
	SELECT t.ticket_id, c.kind, c.value, t.opened_at
	FROM kept_tickets AS t
	CROSS JOIN LATERAL (VALUES ('priority', t.priority), ('assignee', t.assignee_id::text), ('team', t.team), ('calendar', t.calendar)) AS c (kind, value)
	WHERE c.value IS NOT NULL AND NOT EXISTS (SELECT FROM known AS k WHERE k.ticket_id = t.ticket_id AND k.kind = c.kind)
)
SELECT ticket_id || '-' || kind || '-' || (extract(epoch FROM occurred_at) * 1000000)::bigint || '-' || coalesce(value, '') AS event_id,
	ticket_id::text AS ticket_id, kind, value, occurred_at, row_number() OVER (PARTITION BY ticket_id, kind, occurred_at ORDER BY value) AS seq
FROM filled
UNION ALL
SELECT c.id::text, c.ticket_id::text, 'reply', CASE WHEN u.role IN ('agent', 'admin') THEN 'agent' ELSE 'customer' END, instant(c.created), c.id::bigint
FROM kept_tickets AS t
JOIN :"source".ticket_comment AS c USING (ticket_id)
LEFT JOIN :"source"."user" AS u ON u.id = c.user_id
WHERE c."public";

CREATE VIEW tickets AS
SELECT t.ticket_id::text AS ticket_id, t.organization_id::text AS account_id, t.requester_id::text AS requester_id, t.channel, t.priority, t.status, t.team,
	t.assignee_id::text AS assignee_id, t.calendar, t.opened_at, e.first_replied_at,
	CASE WHEN t.status IN ('solved', 'closed') THEN coalesce(e.solved_at, e.closed_at) END AS solved_at,
	CASE WHEN t.status = 'closed' THEN e.closed_at END AS closed_at,
	csops.transitions(e.statuses, '{solved}', '{new,open,pending,hold}') AS reopens, e.agent_replies, t.updated_at
FROM kept_tickets AS t
JOIN (
	SELECT ticket_id, csops.timeline_agg(occurred_at, value, seq) FILTER (WHERE kind = 'status') AS statuses,
		max(occurred_at) FILTER (WHERE kind = 'status' AND value = 'solved') AS solved_at,
		max(occurred_at) FILTER (WHERE kind = 'status' AND value = 'closed') AS closed_at,
		min(occurred_at) FILTER (WHERE kind = 'reply' AND value = 'agent') AS first_replied_at,
		(count(*) FILTER (WHERE kind = 'reply' AND value = 'agent'))::integer AS agent_replies
	FROM ticket_events
	GROUP BY ticket_id
) AS e ON e.ticket_id = t.ticket_id::text;

-- Zendesk asks once for each ticket, and an answer may be changed: the last one counts.
CREATE VIEW surveys AS
SELECT t.ticket_id::text AS response_id, 'csat' AS kind, t.ticket_id::text AS ticket_id, t.organization_id::text AS account_id, s.score, 2 AS scale_top,
	coalesce(s.offered_at, s.answered_at) AS sent_at, CASE WHEN s.score IS NOT NULL THEN s.answered_at END AS responded_at, s.updated_at
FROM kept_tickets AS t
JOIN (
	SELECT ticket_id, min(instant(updated)) FILTER (WHERE value = 'offered') AS offered_at,
		(array_agg(CASE WHEN value LIKE 'good%' THEN 2 ELSE 1 END::float8 ORDER BY instant(updated) DESC) FILTER (WHERE value ~ '^(good|bad)'))[1] AS score,
		max(instant(updated)) FILTER (WHERE value ~ '^(good|bad)') AS answered_at, max(instant(updated)) AS updated_at
	FROM :"source".ticket_field_history
	WHERE field_name = 'satisfaction_score'
	GROUP BY ticket_id
) AS s USING (ticket_id)
WHERE coalesce(s.offered_at, s.answered_at) IS NOT NULL;

-- Zendesk knows neither.
CREATE VIEW signals AS
SELECT NULL::text AS account_id, NULL::text AS signal, NULL::float8 AS value, NULL::timestamptz AS observed_at WHERE false;
CREATE VIEW subscriptions AS
SELECT NULL::text AS subscription_id, NULL::text AS account_id, NULL::date AS starts_on, NULL::date AS ends_on, NULL::numeric AS monthly_amount,
	NULL::text AS currency, NULL::timestamptz AS updated_at WHERE false;

COMMENT ON VIEW accounts IS 'Zendesk''s organizations';
COMMENT ON VIEW business_calendars IS 'Zendesk''s schedules with their holidays, by their id; the definition is NULL where the zone is unknown';
COMMENT ON VIEW sla_policies IS 'Zendesk''s SLA policies, each version of them';
COMMENT ON VIEW ticket_sla_policies IS 'The SLA policies that were put on each ticket';
COMMENT ON VIEW kept_tickets IS 'Zendesk''s tickets without deleted ones and those merged into another';
COMMENT ON VIEW ticket_events IS 'What happened to Zendesk''s tickets';
COMMENT ON VIEW tickets IS 'Zendesk''s tickets';
COMMENT ON VIEW surveys IS 'Zendesk''s satisfaction ratings: good is 2, bad is 1';
COMMENT ON VIEW signals IS 'Empty: Zendesk has no signals';
COMMENT ON VIEW subscriptions IS 'Empty: Zendesk has no subscriptions';
COMMIT;
