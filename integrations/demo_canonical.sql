-- The canonical tables (integrations/canonical.sql) as views over the demo company.
--
--   psql -v ON_ERROR_STOP=1 -f integrations/demo_canonical.sql
--   psql -v ON_ERROR_STOP=1 -v schema=orrindale -f integrations/demo_canonical.sql
--
-- Variables:
--   schema   where the views go (support); it must not exist yet
--
-- Needs the schema demo (demo/generate.sql) and csops in the schema csops. The demo ends with June 2026; nothing is known later.
\set ON_ERROR_STOP on
\if :{?schema} \else \set schema support \endif

BEGIN;
CREATE SCHEMA :"schema";
COMMENT ON SCHEMA :"schema" IS 'The demo company in the canonical form that the csops integrations read';
SET LOCAL search_path = :"schema";

-- Days of the demo begin at midnight UTC. What accounts are worth is in USD whatever they pay in.
CREATE VIEW accounts AS
SELECT a.id::text AS account_id, a.name, s.industry || ', ' || s.employees AS segment, a.region,
	a.parent_id::text AS parent_account_id,
	a.signed_up_on::timestamp AT TIME ZONE 'UTC' AS signed_up_at,
	CASE WHEN a.reactivated_on IS NULL THEN a.churned_on::timestamp AT TIME ZONE 'UTC' END AS churned_at,
	a.arr::numeric AS arr, 'USD' AS currency,
	greatest(a.signed_up_on, a.churned_on, a.reactivated_on)::timestamp AT TIME ZONE 'UTC' AS updated_at
FROM demo.accounts AS a
JOIN demo.segments AS s USING (segment);

-- The demo names what an agent or a customer wrote a comment; all are public. A ticket stays with one team, so the hours of
-- that team are its hours from the beginning.
CREATE VIEW ticket_events AS
SELECT e.ticket_id || '-' || e.seq AS event_id, e.ticket_id::text AS ticket_id,
	CASE e.field WHEN 'comment' THEN 'reply' ELSE e.field END AS kind, e.value, e.at AS occurred_at, e.seq::bigint AS seq
FROM demo.ticket_events AS e
UNION ALL
SELECT t.id || '-' || k.kind, t.id::text, k.kind, t.team, t.opened_at, k.seq
FROM demo.tickets AS t
CROSS JOIN (VALUES ('team', -1::bigint), ('calendar', 0)) AS k (kind, seq);

CREATE VIEW tickets AS
SELECT t.id::text AS ticket_id, t.account_id::text AS account_id, t.account_id || '-contact' AS requester_id, t.channel, t.priority, e.status,
	t.team, CASE WHEN e.is_assigned THEN t.agent::text END AS assignee_id, t.team AS calendar,
	t.opened_at, t.first_response_at AS first_replied_at, t.solved_at, e.closed_at,
	greatest(e.times_solved - 1, 0) + (e.times_solved > 0 AND e.status NOT IN ('solved', 'closed'))::integer AS reopens,
	e.agent_replies, e.updated_at
FROM demo.tickets AS t
JOIN (
	SELECT ticket_id,
		(array_agg(value ORDER BY seq DESC) FILTER (WHERE field = 'status'))[1] AS status,
		bool_or(field = 'assignee') AS is_assigned,
		max(at) FILTER (WHERE field = 'status' AND value = 'closed') AS closed_at,
		(count(*) FILTER (WHERE field = 'status' AND value = 'solved'))::integer AS times_solved,
		(count(*) FILTER (WHERE field = 'comment' AND value = 'agent'))::integer AS agent_replies,
		max(at) AS updated_at
	FROM demo.ticket_events
	GROUP BY ticket_id
) AS e ON e.ticket_id = t.id;

-- A few scores of the demo are not on the scale, as in real exports.
CREATE VIEW surveys AS
SELECT r.id::text AS response_id, r.kind, r.ticket_id::text AS ticket_id, r.account_id::text AS account_id, r.score,
	s.highest AS scale_top, r.sent_at, r.responded_at, coalesce(r.responded_at, r.sent_at) AS updated_at
FROM demo.responses AS r
JOIN demo.surveys AS s USING (kind);

-- What a week brought is known when it is over.
CREATE VIEW signals AS
SELECT account_id::text AS account_id, signal, value, (week + 7)::timestamp AT TIME ZONE 'UTC' AS observed_at
FROM demo.signals;

CREATE VIEW subscriptions AS
SELECT contract || '-' || to_char(starts, 'YYYYMMDD') AS subscription_id, account_id::text AS account_id, starts AS starts_on, ends AS ends_on,
	mrr::numeric AS monthly_amount, currency, starts::timestamp AT TIME ZONE 'UTC' AS updated_at
FROM demo.subscriptions;

CREATE VIEW business_calendars AS
SELECT team AS calendar,
	csops.business_calendar(time_zone, csops.hours_from_weekdays(array_agg(weekday::integer), array_agg(opens), array_agg(closes)),
		(SELECT array_agg(day) FROM demo.team_holidays AS h WHERE h.team = teams.team)) AS definition
FROM demo.teams
JOIN demo.team_shifts USING (team)
GROUP BY team;

CREATE VIEW sla_policies AS
SELECT 'standard' AS policy, priority, metric, target, NULL::text AS calendar, true AS in_business_hours,
	timestamptz '2021-07-01 00:00+00' AS valid_from, NULL::timestamptz AS valid_to
FROM demo.sla_policies
CROSS JOIN LATERAL (VALUES ('first_reply', first_reply), ('full_resolution', full_resolution)) AS promise (metric, target);

COMMENT ON VIEW accounts IS 'Customers of the demo company as of the end of June 2026; segment is the industry and the number of employees';
COMMENT ON VIEW tickets IS 'Tickets of the demo company as of the end of June 2026';
COMMENT ON VIEW ticket_events IS 'What happened to the tickets of the demo company until the end of June 2026';
COMMENT ON VIEW surveys IS 'Surveys that the demo company sent until the end of June 2026';
COMMENT ON VIEW signals IS 'Weekly product signals of the demo company''s customers';
COMMENT ON VIEW subscriptions IS 'Recurring revenue of the demo company';
COMMENT ON VIEW business_calendars IS 'When the support teams of the demo company work; a calendar has the name of its team';
COMMENT ON VIEW sla_policies IS 'What the demo company promises, in the business hours of the team';
COMMIT;
