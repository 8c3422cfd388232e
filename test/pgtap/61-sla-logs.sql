-- Clocks on real logs, from data/ in CSOPS_SHARED (../shared unless it is set): incidents of ServiceNow whose source says which
-- of them kept their promise, a log of tickets with published results, and the recipes of docs/recipes.md on tickets as Fivetran lands them.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION pgtap SCHEMA public;
CREATE SCHEMA csops;
CREATE EXTENSION csops SCHEMA csops;
SET LOCAL search_path = csops, public;
SET LOCAL datestyle = 'ISO, DMY';
SET LOCAL timezone = 'UTC';
SELECT no_plan();

-- What separates kept promises from missed ones by elapsed time? The source's rule is not published; the business clock comes nearer.
CREATE TEMP TABLE update (
	number text, incident_state text, active text, reassignment_count integer, reopen_count integer, sys_mod_count integer, made_sla boolean,
	caller_id text, opened_by text, opened_at text, sys_created_by text, sys_created_at text, sys_updated_by text, sys_updated_at text,
	contact_type text, location text, category text, subcategory text, u_symptom text, cmdb_ci text, impact text, urgency text, priority text,
	assignment_group text, assigned_to text, knowledge text, u_priority_confirmation text, notify text, problem_id text, rfc text,
	vendor text, caused_by text, closed_code text, resolved_by text, resolved_at text, closed_at text
);
\set present `test -r "${CSOPS_SHARED-../shared}/data/uci498_incident_event_log.zip" && command -v unzip >/dev/null && echo true || echo false`
\if :present
\copy update FROM PROGRAM 'unzip -p "${CSOPS_SHARED-../shared}/data/uci498_incident_event_log.zip"' WITH (FORMAT csv, HEADER, NULL '?')
\endif
SELECT skip('the incident log is not here', 1) WHERE NOT :present;

CREATE TEMP TABLE incident AS
SELECT number, bool_and(made_sla) AS made_sla, (array_agg(priority ORDER BY sys_mod_count DESC))[1] AS priority,
	merge(timeline_agg(opened_at::timestamp AT TIME ZONE 'UTC', 'open'), timeline_agg(closed_at::timestamp AT TIME ZONE 'UTC', 'closed')) AS t
FROM update GROUP BY number;
SELECT is(count(*) FILTER (WHERE NOT made_sla), 9115::bigint, 'missed promises, as the source has them') FROM incident HAVING :present;
CREATE TEMP VIEW separation AS
WITH measured AS (
	SELECT priority, hours, made_sla, sla_elapsed_seconds(t, '{open}', '{closed}', NULL::interval, '2018-01-01Z', calendar) AS elapsed
	FROM incident, (VALUES ('calendar', '{"tz": "UTC", "hours": "24/7"}'::business_calendar), ('business', '{"tz": "UTC", "hours": "Mo-Fr 00:00-24:00"}')) AS c(hours, calendar)
), counted AS (
	SELECT priority, hours, elapsed, count(*) FILTER (WHERE made_sla) AS met, count(*) FILTER (WHERE NOT made_sla) AS missed FROM measured GROUP BY 1, 2, 3
), below AS (
	SELECT priority, hours, sum(met) OVER w + sum(missed) OVER whole - sum(missed) OVER w AS correct, sum(met + missed) OVER whole AS n
	FROM counted WINDOW w AS (PARTITION BY priority, hours ORDER BY elapsed), whole AS (PARTITION BY priority, hours)
)
SELECT priority, hours, round(100 * max(correct) / max(n), 2) AS accuracy FROM below GROUP BY 1, 2;
SELECT results_eq($$ SELECT hours, accuracy FROM separation WHERE priority LIKE '3%' ORDER BY hours $$,
	$$ VALUES ('business', 99.28), ('calendar', 97.97) $$, 'priority 3: the business clock separates met from missed better than the calendar') WHERE :present;
SELECT is_empty($$ SELECT FROM separation AS b JOIN separation AS c USING (priority) WHERE b.hours = 'business' AND c.hours = 'calendar' AND b.accuracy < c.accuracy $$,
	'at no priority is it worse') WHERE :present;

-- A status log with published answers: working days, each of 24 hours, against the department's promise.
CREATE TEMP TABLE department (department text, days integer);
CREATE TEMP TABLE status_log (at timestamp, ticket text, severity integer, n integer, assigned_to text, status text);
\set present `test -r "${CSOPS_SHARED-../shared}/data/prepbench_059/input_02.csv" && echo true || echo false`
\if :present
\copy department FROM PROGRAM 'cat "${CSOPS_SHARED-../shared}/data/prepbench_059/input_01.csv"' WITH (FORMAT csv, HEADER)
\copy status_log FROM PROGRAM 'cd "${CSOPS_SHARED-../shared}/data/prepbench_059" && for f in input_02.csv input_03.csv input_04.csv; do tail -n +2 $f; done' WITH (FORMAT csv)
\endif
SELECT skip('the status log is not here', 1) WHERE NOT :present;
CREATE TEMP TABLE logged AS
SELECT split_part(ticket, ' / ', 2) AS department, timeline_agg(at AT TIME ZONE 'UTC', status, n) AS t FROM status_log GROUP BY ticket;
SELECT results_eq($$ SELECT state_at(t, '2020-04-01Z'), count(*) FROM logged GROUP BY 1 ORDER BY 1 $$,
	$$ VALUES ('Assigned', 218::bigint), ('Closed', 103), ('Customer Response', 128), ('Logged', 101), ('UAT', 115) $$, 'tickets by status, as published') WHERE :present;
CREATE TEMP TABLE logged_clock AS
SELECT department, sla_clock(t, '{*}', '{Closed}', make_interval(hours => 24 * days), '2020-04-01Z', '{"tz": "UTC", "hours": "Mo-Fr 00:00-24:00"}') AS c
FROM logged JOIN department USING (department);
SELECT is(ARRAY[sla_breached(sla_agg(c)), sla_achieved(sla_agg(c))], ARRAY[32, 71]::bigint[], '32 missed and 71 met, as published')
FROM logged_clock WHERE (c).finished HAVING :present;
SELECT results_eq($$ SELECT department, round(100 * sla_attainment(c)::numeric, 2) AS achieved FROM logged_clock WHERE (c).finished GROUP BY department ORDER BY achieved DESC, department LIMIT 5 $$,
	$$ VALUES ('HR', 100.00), ('Operations', 100.00), ('Project Management', 100.00), ('Sales', 100.00), ('Product Design', 90.91) $$, 'the best departments, as published') WHERE :present;

-- Tables with the columns that Fivetran gives them, all of them text, under views with the types that it gives them.
\set present `test -r "${CSOPS_SHARED-../shared}/data/zendesk_seeds/ticket_data.csv" && echo true || echo false`
SELECT skip('the tickets of Zendesk''s shape are not here', 1) WHERE NOT :present;
\if :present
\set user_columns `head -n 1 "${CSOPS_SHARED-../shared}/data/zendesk_seeds/user_data.csv" | tr -d '\r' | sed 's/,/ text, /g'`
\set ticket_columns `head -n 1 "${CSOPS_SHARED-../shared}/data/zendesk_seeds/ticket_data.csv" | tr -d '\r' | sed 's/,/ text, /g'`
\set comment_columns `head -n 1 "${CSOPS_SHARED-../shared}/data/zendesk_seeds/ticket_comment_data.csv" | tr -d '\r' | sed 's/,/ text, /g'`
\set history_columns `head -n 1 "${CSOPS_SHARED-../shared}/data/zendesk_seeds/ticket_field_history_data.csv" | tr -d '\r' | sed 's/,/ text, /g'`
\set policy_columns `head -n 1 "${CSOPS_SHARED-../shared}/data/zendesk_seeds/sla_policy_metric_history_data.csv" | tr -d '\r' | sed 's/,/ text, /g'`
CREATE SCHEMA zendesk;
CREATE TABLE zendesk.raw_user (:user_columns text);
CREATE TABLE zendesk.raw_ticket (:ticket_columns text);
CREATE TABLE zendesk.raw_comment (:comment_columns text);
CREATE TABLE zendesk.raw_history (:history_columns text);
CREATE TABLE zendesk.raw_policy (:policy_columns text);
\copy zendesk.raw_user FROM PROGRAM 'cat "${CSOPS_SHARED-../shared}/data/zendesk_seeds/user_data.csv"' WITH (FORMAT csv, HEADER)
\copy zendesk.raw_ticket FROM PROGRAM 'cat "${CSOPS_SHARED-../shared}/data/zendesk_seeds/ticket_data.csv"' WITH (FORMAT csv, HEADER)
\copy zendesk.raw_comment FROM PROGRAM 'cat "${CSOPS_SHARED-../shared}/data/zendesk_seeds/ticket_comment_data.csv"' WITH (FORMAT csv, HEADER)
\copy zendesk.raw_history FROM PROGRAM 'cat "${CSOPS_SHARED-../shared}/data/zendesk_seeds/ticket_field_history_data.csv"' WITH (FORMAT csv, HEADER)
\copy zendesk.raw_policy FROM PROGRAM 'cat "${CSOPS_SHARED-../shared}/data/zendesk_seeds/sla_policy_metric_history_data.csv"' WITH (FORMAT csv, HEADER)
CREATE VIEW zendesk.user AS SELECT id::bigint, role FROM zendesk.raw_user;
CREATE VIEW zendesk.ticket AS SELECT id::bigint, created_at::timestamp, requester_id::bigint FROM zendesk.raw_ticket;
CREATE VIEW zendesk.ticket_field_history AS SELECT ticket_id::bigint, field_name, updated::timestamp, value, user_id::bigint FROM zendesk.raw_history;
-- The authors of the seeds' comments are not among its users: every second comment stands for an agent's.
CREATE VIEW zendesk.ticket_comment AS
SELECT id::bigint, ticket_id::bigint, created::timestamp, public::boolean, CASE WHEN right(body, 1) IN ('0', '2', '4', '6', '8') THEN 1111 ELSE 2222 END AS user_id
FROM zendesk.raw_comment;
CREATE VIEW zendesk.sla_policy_metric_history AS
SELECT DISTINCT ON (metric, priority) 1 AS sla_policy_id, metric, priority, target::integer, business_hours::boolean
FROM zendesk.raw_policy WHERE sla_policy_id = '1001' ORDER BY metric, priority, sla_policy_updated_at DESC;

-- The recipes, but for the block that makes tables of its own; without csops on the path.
\set recipes `awk '$0 == "\140\140\140sql" { block = ""; inside = 1; next } $0 == "\140\140\140" { if (inside && block !~ /CREATE SCHEMA zendesk/) printf "%s", block; inside = 0 } inside { block = block $0 "\n" }' docs/recipes.md`
SET LOCAL search_path = public;
\o /dev/null
:recipes
\o
SET LOCAL search_path = csops, public;
SELECT is((SELECT count(*) FROM ticket_timeline), 10::bigint, 'the recipes run on Fivetran''s tables, and every ticket has a timeline');
SELECT results_eq($$
	SELECT ticket_id, seconds_in(status, '{new,open}', '2021-06-01Z'), seconds_in(status, '{pending}', '2021-06-01Z'), transitions(status), first_at(status, '{solved}'), transitions(priority)
	FROM ticket_timeline WHERE ticket_id = 11071
$$, $$
	SELECT ticket_id, sum(lasts) FILTER (WHERE value IN ('new', 'open')), sum(lasts) FILTER (WHERE value = 'pending'), count(*)::integer - 1, min(at) FILTER (WHERE value = 'solved'), 3
	FROM (
		SELECT ticket_id, value, at, extract(epoch FROM lead(at, 1, '2021-06-01Z') OVER (ORDER BY at) - at)::float8 AS lasts
		FROM (
			SELECT ticket_id::bigint, value, updated::timestamp AT TIME ZONE 'UTC' AS at FROM zendesk.raw_history WHERE field_name = 'status' AND ticket_id = '11071'
			UNION ALL SELECT 11071, 'new', created_at::timestamp AT TIME ZONE 'UTC' FROM zendesk.raw_ticket WHERE id = '11071'
		) AS change
	) AS segment GROUP BY ticket_id
$$, 'the times and changes of the ticket that has a history are those of lead()');
SELECT is((SELECT array_agg(metric ORDER BY metric) FROM promise), '{first_reply_time,next_reply_time}', 'there are promises');
SELECT is((SELECT sum(sla_without_target(s) + sla_achieved(s) + sla_breached(s) + sla_in_progress(s) + unanswered(s)) FROM daily_sla WHERE metric = 'first_reply_time')::integer, 10,
	'every ticket is counted once');
\endif

SELECT finish();
ROLLBACK;
