-- What the check reads: Zendesk as Airbyte lands it, made from every 17th ticket of the demo company. Zendesk's metrics are computed
-- here in plain SQL, hour by hour, with a mistake of each kind that real ones differ by.
CREATE SCHEMA zendesk;
SET search_path = zendesk;

CREATE TABLE organizations AS SELECT id, name, signed_up_on::timestamptz AS created_at, signed_up_on::timestamptz AS updated_at FROM demo.accounts;
CREATE TABLE users AS
SELECT agent::bigint AS id, CASE WHEN agent % 5 = 0 THEN 'admin' ELSE 'agent' END AS role FROM demo.agents
UNION ALL
SELECT 1000000 + id, 'end-user' FROM demo.accounts;
CREATE TABLE "groups" AS SELECT row_number() OVER (ORDER BY team) + 70 AS id, team AS name FROM demo.teams;
-- Zendesk cuts a night shift at midnight.
CREATE TABLE schedules AS
SELECT g.id + 10 AS id, team AS name, split_part(time_zone, '/', 2) AS city,
	CASE time_zone WHEN 'America/New_York' THEN 'Eastern Time (US & Canada)' ELSE split_part(time_zone, '/', 2) END AS time_zone,
	timestamptz '2024-01-01Z' + g.id * interval '1 day' AS created_at, timestamptz '2024-01-01Z' AS updated_at,
	(SELECT jsonb_agg(jsonb_build_object('start_time', starts, 'end_time', ends)) FROM (
		SELECT weekday * 1440 + extract(epoch FROM opens)::integer / 60 AS starts,
			weekday * 1440 + CASE WHEN closes > opens THEN extract(epoch FROM closes)::integer / 60 ELSE 1440 END AS ends
		FROM demo.team_shifts WHERE team_shifts.team = teams.team
		UNION ALL
		SELECT (weekday + 1) * 1440, (weekday + 1) * 1440 + extract(epoch FROM closes)::integer / 60
		FROM demo.team_shifts WHERE team_shifts.team = teams.team AND closes < opens
	) AS spans) AS intervals
FROM demo.teams JOIN "groups" AS g ON g.name = team;

CREATE TABLE chosen AS
SELECT t.*, row_number() OVER (ORDER BY t.id) AS n, g.id AS group_id, s.id AS schedule_id
FROM demo.tickets AS t JOIN "groups" AS g ON g.name = team JOIN schedules AS s ON s.name = team
WHERE t.id % 17 = 0;
CREATE TABLE events AS
SELECT ticket_id, e.at, e.seq::integer AS seq, field, value, row_number() OVER (ORDER BY e.at, ticket_id, e.seq) AS id
FROM demo.ticket_events AS e JOIN chosen ON id = ticket_id;
CREATE TABLE tickets AS
SELECT t.id, CASE WHEN n % 41 = 0 THEN 'deleted' WHEN s.status = 'hold' THEN 'hold' ELSE s.status END AS status, priority, opened_at AS created_at,
	s.updated_at, jsonb_build_object('channel', channel) AS via, account_id + 1000000 AS requester_id, account_id AS organization_id, s.assignee_id, group_id,
	CASE WHEN n % 43 = 0 THEN '["closed_by_merge", "vip"]' WHEN n % 5 = 0 THEN '["vip"]' ELSE '[]' END::jsonb AS tags
FROM chosen AS t
JOIN (
	SELECT ticket_id, (array_agg(value ORDER BY seq DESC) FILTER (WHERE field = 'status'))[1] AS status, max(at) AS updated_at,
		(array_agg(value ORDER BY seq DESC) FILTER (WHERE field = 'assignee'))[1]::bigint AS assignee_id
	FROM events GROUP BY ticket_id
) AS s ON s.ticket_id = t.id;
-- One audit for all that happened to a ticket at one instant. Some tickets were in Berlin's schedule before they got their own.
CREATE TABLE ticket_audits AS
SELECT min(e.id) * 100 AS id, ticket_id, at AS created_at, min(t.account_id) + 1000000 AS author_id, jsonb_agg(CASE field
		WHEN 'comment' THEN jsonb_build_object('id', e.id * 10, 'type', 'Comment', 'public', true, 'author_id',
			CASE value WHEN 'agent' THEN t.agent::bigint ELSE t.account_id + 1000000 END)
		ELSE jsonb_build_object('id', e.id * 10, 'type', CASE WHEN at = t.opened_at THEN 'Create' ELSE 'Change' END,
			'field_name', CASE field WHEN 'assignee' THEN 'assignee_id' ELSE field END, 'value', value) END ORDER BY e.seq) ||
	CASE WHEN at = min(t.opened_at) THEN jsonb_build_array(
		jsonb_build_object('id', min(e.id) * 10 + 6, 'type', 'ScheduleAssignment', 'previous_schedule_id', NULL, 'new_schedule_id',
			CASE WHEN min(t.n) % 11 = 4 THEN (SELECT id FROM schedules WHERE name = 'Berlin') ELSE min(t.schedule_id) END),
		jsonb_build_object('id', min(e.id) * 10 + 8, 'type', 'Comment', 'public', false, 'author_id', min(t.agent)),
		jsonb_build_object('id', min(e.id) * 10 + 9, 'type', 'Notification', 'subject', 'we have your message')) ELSE '[]' END ||
	CASE WHEN at = min(t.updated_at) AND min(t.n) % 11 = 4 THEN jsonb_build_array(
		jsonb_build_object('id', min(e.id) * 10 + 7, 'type', 'ScheduleAssignment', 'new_schedule_id', min(t.schedule_id))) ELSE '[]' END AS events
FROM events AS e
JOIN (SELECT chosen.*, updated_at FROM chosen JOIN tickets USING (id)) AS t ON t.id = ticket_id
GROUP BY ticket_id, at;

CREATE TABLE satisfaction_ratings AS
SELECT r.id, r.ticket_id, r.sent_at AS created_at, r.sent_at AS updated_at, 'offered' AS score FROM demo.responses AS r JOIN chosen ON chosen.id = r.ticket_id
UNION ALL
SELECT r.id + 1, r.ticket_id, r.responded_at, r.responded_at, CASE WHEN r.score >= 4 THEN 'goodwithcomment' ELSE 'bad' END
FROM demo.responses AS r JOIN chosen ON chosen.id = r.ticket_id WHERE r.score IS NOT NULL;
CREATE TABLE sla_policies AS
SELECT 900 AS id, 'standard' AS title, timestamptz '2024-01-01Z' AS created_at, timestamptz '2024-01-01Z' AS updated_at,
	jsonb_agg(jsonb_build_object('metric', metric, 'priority', priority, 'target', extract(epoch FROM target)::integer / 60, 'business_hours', true)) AS policy_metrics
FROM demo.sla_policies, LATERAL (VALUES ('first_reply_time', first_reply), ('total_resolution_time', full_resolution), ('periodic_update_time', first_reply))
	AS m (metric, target);

-- Open minutes of each team, in plain SQL: every full hour is open or shut. By Zendesk a holiday is the calendar day, of a cut shift, too.
CREATE TABLE open_hours AS
SELECT team, at, EXISTS (SELECT FROM demo.team_holidays AS h WHERE h.team = teams.team AND h.day = local_at::date) AS is_holiday
FROM demo.teams, generate_series(timestamptz '2024-06-30Z', '2026-07-02Z', '1 hour') AS at, LATERAL (SELECT at AT TIME ZONE time_zone AS local_at) AS l
WHERE EXISTS (SELECT FROM demo.team_shifts AS s WHERE s.team = teams.team AND (
	s.weekday = extract(isodow FROM local_at) AND local_at::time >= opens AND (local_at::time < closes OR closes < opens)
	OR closes < opens AND s.weekday % 7 + 1 = extract(isodow FROM local_at) AND local_at::time < closes));
CREATE INDEX ON open_hours (team, at);
-- With the teams' last hours open beyond the data, so that a promise can be broken after it.
CREATE FUNCTION open_seconds(of_team text, from_at timestamptz, to_at timestamptz, holidays boolean DEFAULT true) RETURNS float8 LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT coalesce(sum(extract(epoch FROM least(at + interval '1 hour', to_at) - greatest(at, from_at))), 0)::float8
	FROM open_hours WHERE team = of_team AND at > from_at - interval '1 hour' AND at < to_at AND NOT (holidays AND is_holiday);
END;

CREATE TABLE spells AS
SELECT ticket_id, value AS status, at AS from_at, coalesce(lead(at) OVER (PARTITION BY ticket_id ORDER BY seq), '2026-07-01Z') AS to_at
FROM events WHERE field = 'status';
CREATE TABLE moments AS
SELECT t.id, t.n, t.team, t.opened_at, s.status IN ('solved', 'closed') AS done,
	(SELECT min(at) FROM events AS e WHERE e.ticket_id = t.id AND field = 'comment' AND value = 'agent') AS replied_at,
	(SELECT min(at) FROM events AS e WHERE e.ticket_id = t.id AND field = 'status' AND value = 'solved') AS first_solved_at,
	(SELECT max(at) FROM events AS e WHERE e.ticket_id = t.id AND field = 'status' AND value = 'solved') AS last_solved_at
FROM chosen AS t JOIN tickets AS s ON s.id = t.id;

-- n says which mistake a ticket gets; the check counts them.
CREATE FUNCTION minutes(of_team text, from_at timestamptz, to_at timestamptz, holidays boolean DEFAULT true) RETURNS jsonb LANGUAGE sql STABLE
	RETURN jsonb_build_object('calendar', floor(extract(epoch FROM to_at - from_at) / 60),
		'business', floor(zendesk.open_seconds(of_team, from_at, to_at, holidays) / 60));
CREATE FUNCTION minutes_in(of_ticket bigint, of_team text, states text[]) RETURNS jsonb LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT jsonb_build_object('calendar', floor(coalesce(sum(extract(epoch FROM to_at - from_at)), 0) / 60),
		'business', floor(coalesce(sum(zendesk.open_seconds(of_team, from_at, to_at)), 0) / 60))
	FROM zendesk.spells WHERE ticket_id = of_ticket AND status = ANY (states);
END;
CREATE TABLE ticket_metrics AS
SELECT id + 5000000 AS id, id AS ticket_id,
	CASE WHEN replied_at IS NOT NULL THEN minutes(team, opened_at, replied_at, n % 7 <> 3) ||
		CASE WHEN n % 31 = 5 THEN '{"calendar": 424242}' ELSE '{}' END::jsonb END AS reply_time_in_minutes,
	CASE WHEN first_solved_at IS NOT NULL THEN minutes(team, opened_at, first_solved_at) END AS first_resolution_time_in_minutes,
	CASE WHEN done THEN minutes(CASE WHEN n % 11 = 4 THEN 'Berlin' ELSE team END, opened_at, CASE WHEN n % 3 = 1 AND n % 11 <> 4 THEN first_solved_at ELSE last_solved_at END) END
		AS full_resolution_time_in_minutes,
	CASE WHEN done THEN minutes_in(id, team, '{new,open,hold}') END AS requester_wait_time_in_minutes,
	CASE WHEN done THEN minutes_in(id, team, '{pending}') END AS agent_wait_time_in_minutes,
	CASE WHEN done AND n % 13 <> 6 THEN minutes_in(id, team, '{hold}') END AS on_hold_time_in_minutes
FROM moments;

-- Zendesk writes the breach that it expects and marks it deleted when the reply comes in time. The seconds of a breach are cut off.
CREATE TABLE promised AS
SELECT m.id AS ticket_id, m.n, first_reply AS target, replied_at, team, opened_at,
	-- The end of the hour in which the promise runs out, and back by what is too much.
	(SELECT date_trunc('minute', at + interval '1 hour' - (running - extract(epoch FROM first_reply)) * interval '1 second') FROM (
		SELECT at, sum(extract(epoch FROM at + interval '1 hour' - greatest(at, m.opened_at))) OVER (ORDER BY at) AS running
		FROM open_hours AS o WHERE o.team = m.team AND NOT is_holiday AND at > m.opened_at - interval '1 hour'
	) AS r WHERE running > extract(epoch FROM first_reply) ORDER BY at LIMIT 1) AS breaches_at
FROM moments AS m JOIN tickets AS t USING (id) JOIN demo.sla_policies USING (priority);
CREATE TABLE ticket_metric_events AS
SELECT row_number() OVER (ORDER BY ticket_id, o) AS id, ticket_id, 'reply_time' AS metric, 1 AS instance_id, e.type, e.at AS time, e.sla, e.deleted
FROM promised
CROSS JOIN LATERAL (VALUES (1, 'activate', opened_at, NULL::jsonb, false),
	(2, 'apply_sla', opened_at, jsonb_build_object('target', 1, 'business_hours', false, 'policy', jsonb_build_object('id', 899)), false),
	(3, 'apply_sla', opened_at + interval '1 second', jsonb_build_object('target', extract(epoch FROM target)::integer / 60, 'business_hours', true,
		'policy', jsonb_build_object('id', 900)), false),
	(4, 'fulfill', replied_at, NULL, false),
	(5, 'breach', breaches_at + CASE WHEN n % 19 = 8 THEN interval '3 hours' ELSE interval '0' END, NULL,
		coalesce(zendesk.open_seconds(team, opened_at, replied_at) <= extract(epoch FROM target), false) OR n % 23 = 9)
) AS e (o, type, at, sla, deleted)
WHERE e.at IS NOT NULL;
RESET search_path;
