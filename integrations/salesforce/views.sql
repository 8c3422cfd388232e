-- The canonical tables (integrations/canonical.sql) as views over Salesforce cases, as Fivetran lands them.
--
--   psql -v ON_ERROR_STOP=1 -v source=salesforce -v schema=support -f integrations/salesforce/views.sql
--
-- Variables:
--   source   where the tables are landed (salesforce)
--   schema   where the views go (support); it must not exist yet
--
-- README.md beside this file has the mapping. Needs csops in the schema csops.
\set ON_ERROR_STOP on
\if :{?source} \else \set source salesforce \endif
\if :{?schema} \else \set schema support \endif

BEGIN;
CREATE SCHEMA :"schema";
COMMENT ON SCHEMA :"schema" IS 'Salesforce cases in the canonical form that the csops integrations read';
SET LOCAL search_path = :"schema";
\ir ../canonical/instants.sql

-- What every Salesforce calls otherwise. Add your own statuses; what is not listed is open or, where the case is closed, solved.
CREATE TABLE case_statuses (case_status text PRIMARY KEY, status text NOT NULL CHECK (status IN ('new', 'open', 'pending', 'hold', 'solved', 'closed')));
INSERT INTO case_statuses VALUES ('New', 'new'), ('Working', 'open'), ('Escalated', 'open'), ('In Progress', 'open'), ('Waiting on Customer', 'pending'),
	('Waiting on Third Party', 'hold'), ('On Hold', 'hold'), ('Closed', 'solved');
COMMENT ON TABLE case_statuses IS 'Statuses of cases in the words of the canonical tables; a case that can be reopened is solved, not closed';
-- Targets are in entitlement processes, which are metadata and are not landed.
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

CREATE VIEW accounts AS
SELECT id AS account_id, name::text AS name, industry::text AS segment, billing_country::text AS region, parent_id AS parent_account_id,
	instant(created_date) AS signed_up_at, NULL::timestamptz AS churned_at, NULL::numeric AS arr, NULL::text AS currency,
	coalesce(instant(last_modified_date), instant(created_date)) AS updated_at
FROM :"source".account
WHERE is_deleted IS NOT TRUE;

-- A day without times is shut, one with the same times is open all day. All-day holidays that do not recur close every calendar: which
-- hours a holiday belongs to is not landed.
CREATE VIEW business_calendars AS
SELECT b.id AS calendar, csops.business_calendar(b.time_zone_sid_key, string_agg(d.day || ' ' || CASE WHEN d.opens = d.closes THEN '00:00-24:00'
		ELSE to_char(d.opens, 'HH24:MI') || '-' || CASE d.closes WHEN '00:00' THEN '24:00' ELSE to_char(d.closes, 'HH24:MI') END END, '; ' ORDER BY d.n),
	(SELECT array_agg(day(activity_date)) FROM :"source".holiday WHERE is_all_day AND is_recurrence IS NOT TRUE AND is_deleted IS NOT TRUE)) AS definition
FROM :"source".business_hours AS b
CROSS JOIN LATERAL (VALUES (1, 'Mo', monday_start_time::time, monday_end_time::time), (2, 'Tu', tuesday_start_time::time, tuesday_end_time::time),
	(3, 'We', wednesday_start_time::time, wednesday_end_time::time), (4, 'Th', thursday_start_time::time, thursday_end_time::time),
	(5, 'Fr', friday_start_time::time, friday_end_time::time), (6, 'Sa', saturday_start_time::time, saturday_end_time::time),
	(7, 'Su', sunday_start_time::time, sunday_end_time::time)) AS d (n, day, opens, closes)
WHERE d.opens IS NOT NULL AND d.closes IS NOT NULL
GROUP BY b.id, b.time_zone_sid_key;

CREATE VIEW sla_policies AS SELECT policy, priority, metric, target, calendar, in_business_hours, valid_from, valid_to FROM promises;

CREATE VIEW kept_cases AS
SELECT c.id AS ticket_id, c.account_id, c.contact_id, lower(c.origin) AS channel, lower(c.priority) AS priority,
	coalesce(m.status, CASE WHEN c.is_closed THEN 'solved' ELSE 'open' END) AS status, c.status AS case_status, c.owner_id, instant(c.created_date) AS opened_at,
	coalesce(c.business_hours_id, (SELECT id FROM :"source".business_hours WHERE is_default ORDER BY id LIMIT 1)) AS calendar,
	coalesce(instant(c.last_modified_date), instant(c.created_date)) AS updated_at
FROM :"source"."case" AS c
LEFT JOIN case_statuses AS m ON m.case_status = c.status
-- A merged case is deleted, or has the case it went into as its master.
WHERE c.is_deleted IS NOT TRUE AND c.master_record_id IS NULL;

-- The history has no first row: what a field was before its first change is that row's old value, or what the case has now.
-- A change of owner is there twice, once with names. Queues (00G) are teams, users (005) are agents.
CREATE VIEW ticket_events AS
WITH changes AS (
	SELECT h.id, c.ticket_id, h.field, h.old_value, h.new_value, instant(h.created_date) AS occurred_at, c.opened_at
	FROM kept_cases AS c JOIN :"source".case_history AS h ON h.case_id = c.ticket_id
	WHERE h.is_deleted IS NOT TRUE AND (h.field IN ('Status', 'Priority') OR h.field = 'Owner' AND h.new_value ~ '^00[5G]')
), firsts AS (
	SELECT DISTINCT ON (ticket_id, field) ticket_id, field, old_value FROM changes ORDER BY ticket_id, field, occurred_at, id
), steps AS (
	SELECT id AS event_id, ticket_id, field, new_value AS value, occurred_at, row_number() OVER (PARTITION BY ticket_id, field, occurred_at ORDER BY id) AS seq FROM changes
	UNION ALL
	SELECT c.ticket_id || '-' || lower(f.field), c.ticket_id, f.field, CASE WHEN x.ticket_id IS NOT NULL THEN x.old_value ELSE f.value END, c.opened_at, 0
	FROM kept_cases AS c
	CROSS JOIN LATERAL (VALUES ('Status', c.case_status), ('Priority', c.priority), ('Owner', c.owner_id)) AS f (field, value)
	LEFT JOIN firsts AS x ON x.ticket_id = c.ticket_id AND x.field = f.field
)
SELECT s.event_id, s.ticket_id, CASE s.field WHEN 'Status' THEN 'status' WHEN 'Priority' THEN 'priority' ELSE CASE WHEN s.value LIKE '00G%' THEN 'team' ELSE 'assignee' END END
		AS kind,
	CASE s.field WHEN 'Status' THEN coalesce(m.status, 'open') WHEN 'Priority' THEN lower(s.value) ELSE coalesce(g.name, s.value) END AS value, s.occurred_at, s.seq::bigint AS seq
FROM steps AS s
LEFT JOIN case_statuses AS m ON s.field = 'Status' AND m.case_status = s.value
LEFT JOIN :"source"."group" AS g ON s.field = 'Owner' AND g.id = s.value
WHERE s.value IS NOT NULL
UNION ALL
SELECT ticket_id || '-calendar', ticket_id, 'calendar', calendar, opened_at, 0 FROM kept_cases WHERE calendar IS NOT NULL
UNION ALL
SELECT ticket_id || '-opened', ticket_id, 'reply', 'customer', opened_at, 0 FROM kept_cases
UNION ALL
SELECT e.id, c.ticket_id, 'reply', CASE WHEN e.incoming THEN 'customer' ELSE 'agent' END, instant(e.message_date),
	row_number() OVER (PARTITION BY c.ticket_id, instant(e.message_date) ORDER BY e.id)
FROM kept_cases AS c JOIN :"source".email_message AS e ON e.parent_id = c.ticket_id
WHERE e.is_deleted IS NOT TRUE;

CREATE VIEW tickets AS
SELECT c.ticket_id, c.account_id, c.contact_id AS requester_id, c.channel, c.priority, coalesce(csops.state_at(e.statuses, 'infinity'), c.status) AS status,
	csops.state_at(e.teams, 'infinity') AS team, CASE WHEN c.owner_id LIKE '005%' THEN c.owner_id END AS assignee_id, c.calendar, c.opened_at, e.first_replied_at,
	CASE WHEN csops.state_at(e.statuses, 'infinity') IN ('solved', 'closed') THEN coalesce(e.solved_at, e.closed_at) END AS solved_at,
	CASE WHEN csops.state_at(e.statuses, 'infinity') = 'closed' THEN e.closed_at END AS closed_at,
	csops.transitions(e.statuses, '{solved}', '{new,open,pending,hold}') AS reopens, e.agent_replies, c.updated_at
FROM kept_cases AS c
JOIN (
	SELECT ticket_id, csops.timeline_agg(occurred_at, value, seq) FILTER (WHERE kind = 'status') AS statuses,
		csops.timeline_agg(occurred_at, value, seq) FILTER (WHERE kind = 'team') AS teams,
		max(occurred_at) FILTER (WHERE kind = 'status' AND value = 'solved') AS solved_at,
		max(occurred_at) FILTER (WHERE kind = 'status' AND value = 'closed') AS closed_at,
		min(occurred_at) FILTER (WHERE kind = 'reply' AND value = 'agent') AS first_replied_at,
		(count(*) FILTER (WHERE kind = 'reply' AND value = 'agent'))::integer AS agent_replies
	FROM ticket_events
	GROUP BY ticket_id
) AS e USING (ticket_id);

-- Salesforce has surveys and usage only where other products put them.
CREATE VIEW surveys AS
SELECT NULL::text AS response_id, NULL::text AS kind, NULL::text AS ticket_id, NULL::text AS account_id, NULL::float8 AS score, NULL::integer AS scale_top,
	NULL::timestamptz AS sent_at, NULL::timestamptz AS responded_at, NULL::timestamptz AS updated_at WHERE false;
CREATE VIEW signals AS
SELECT NULL::text AS account_id, NULL::text AS signal, NULL::float8 AS value, NULL::timestamptz AS observed_at WHERE false;
CREATE VIEW subscriptions AS
SELECT NULL::text AS subscription_id, NULL::text AS account_id, NULL::date AS starts_on, NULL::date AS ends_on, NULL::numeric AS monthly_amount,
	NULL::text AS currency, NULL::timestamptz AS updated_at WHERE false;

-- Milestones of cases, as Salesforce counts them: in its minutes, in business hours. For integrations/canonical/reconcile.sql.
CREATE VIEW vendor_metrics AS
SELECT m.case_id AS ticket_id, CASE WHEN t.name ILIKE '%first%resp%' THEN 'first_reply' WHEN t.name ILIKE '%resol%' THEN 'full_resolution' END AS metric,
	'business' AS clock, m.elapsed_time_in_mins::float8 * 60 AS seconds
FROM :"source".case_milestone AS m JOIN :"source".milestone_type AS t ON t.id = m.milestone_type_id
WHERE m.is_completed AND m.is_deleted IS NOT TRUE AND (t.name ILIKE '%first%resp%' OR t.name ILIKE '%resol%')
	AND m.case_id IN (SELECT ticket_id FROM kept_cases);

COMMENT ON VIEW accounts IS 'Salesforce''s accounts';
COMMENT ON VIEW business_calendars IS 'Salesforce''s business hours with all holidays, by their id';
COMMENT ON VIEW sla_policies IS 'The promises of the table promises';
COMMENT ON VIEW kept_cases IS 'Salesforce''s cases without deleted and merged ones';
COMMENT ON VIEW ticket_events IS 'What happened to Salesforce''s cases';
COMMENT ON VIEW tickets IS 'Salesforce''s cases';
COMMENT ON VIEW surveys IS 'Empty: surveys come from elsewhere';
COMMENT ON VIEW signals IS 'Empty: signals come from elsewhere';
COMMENT ON VIEW subscriptions IS 'Empty: subscriptions come from elsewhere';
COMMENT ON VIEW vendor_metrics IS 'Completed milestones of cases, in seconds';
COMMIT;
