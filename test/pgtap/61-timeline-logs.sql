-- Timelines of real logs: an incident log of ServiceNow, whose own counters say what happened, and tickets as Zendesk's
-- history of fields has them.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION pgtap SCHEMA public;
CREATE SCHEMA csops;
CREATE EXTENSION csops SCHEMA csops;
SET LOCAL search_path = csops, public;
SET LOCAL datestyle = 'ISO, DMY';
SELECT no_plan();

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
SELECT number, max(reopen_count) AS reopens, max(reassignment_count) AS reassignments,
	timeline_agg(at, incident_state, sys_mod_count) AS status,
	timeline_agg(at, assignment_group, sys_mod_count) AS team,
	timeline_agg(at, reopen_count::text, sys_mod_count) AS reopen_counter,
	timeline_agg(at, reassignment_count::text, sys_mod_count) AS reassignment_counter
FROM update, LATERAL (SELECT sys_updated_at::timestamp AT TIME ZONE 'UTC') AS t(at) GROUP BY number;
ANALYZE incident;
SELECT is(ARRAY[count(*), sum(observations(status))], ARRAY[24918, 141712]::numeric[], 'the log is read, and every update is an event')
FROM incident HAVING :present;

-- Updates of one minute are in the order of sys_mod_count. One incident has an update
-- in state New that is dated after the one that resolved it, though its sys_mod_count comes before.
SELECT is(ARRAY[count(*) FILTER (WHERE transitions(status, '{Resolved,Closed}',
	'{New,Active,Awaiting User Info,Awaiting Problem,Awaiting Vendor,Awaiting Evidence}') = reopens), sum(reopens)], ARRAY[24917, 331]::bigint[],
	'changes from resolved or closed to another state are the reopenings, but for one incident')
FROM incident HAVING :present;
SELECT is(ARRAY[count(*) FILTER (WHERE transitions(reopen_counter) = reopens), count(*) FILTER (WHERE transitions(reassignment_counter) = reassignments),
	sum(transitions(reassignment_counter))], ARRAY[24918, 24918, 23414]::bigint[], 'the counters take every step once')
FROM incident HAVING :present;
SELECT is(sum(transitions(team))::bigint, (
	SELECT count(*) FROM (
		SELECT assignment_group, lag(assignment_group) OVER (PARTITION BY number ORDER BY sys_updated_at::timestamp, sys_mod_count, assignment_group COLLATE "C") AS before
		FROM (SELECT DISTINCT number, sys_updated_at, sys_mod_count, assignment_group FROM update WHERE assignment_group IS NOT NULL) AS known
	) AS handover WHERE before <> assignment_group), 'handoffs between teams = those that window functions see')
FROM incident HAVING :present;

-- Tickets as Zendesk's data lands in a warehouse: changes of status and assignee, in UTC without a zone.
CREATE TEMP TABLE history (field_name text, ticket_id bigint, updated timestamp, _fivetran_synced timestamp, user_id bigint, value text);
\set present `test -r "${CSOPS_SHARED-../shared}/data/zendesk_seeds/ticket_field_history_data.csv" && echo true || echo false`
\if :present
\copy history FROM PROGRAM 'cat "${CSOPS_SHARED-../shared}/data/zendesk_seeds/ticket_field_history_data.csv"' WITH (FORMAT csv, HEADER)
\endif
SELECT skip('the tickets of Zendesk''s shape are not here', 1) WHERE NOT :present;
CREATE TEMP TABLE segment AS
SELECT *, coalesce(lead(updated) OVER (PARTITION BY ticket_id ORDER BY updated, value COLLATE "C"), '2021-01-01') AS until,
	lag(value) OVER (PARTITION BY ticket_id ORDER BY updated, value COLLATE "C") AS before
FROM (SELECT DISTINCT ticket_id, updated, value FROM history WHERE field_name = 'status') AS status WHERE updated < '2021-01-01';
SELECT results_eq($$
	SELECT ticket_id, seconds_in(t, '{new,open,hold}', '2021-01-01 00:00Z'), seconds_in(t, '{pending}', '2021-01-01 00:00Z'),
		first_at(t, '{solved}', '2021-01-01 00:00Z') AT TIME ZONE 'UTC', transitions(t, '{solved}', '{new,open,pending,hold}', '2021-01-01 00:00Z')
	FROM (SELECT ticket_id, timeline_agg(updated AT TIME ZONE 'UTC', value) AS t FROM history WHERE field_name = 'status'
		GROUP BY ticket_id HAVING min(updated) < '2021-01-01') AS ticket ORDER BY ticket_id
$$, $$
	SELECT ticket_id, coalesce(sum(extract(epoch FROM until - updated)) FILTER (WHERE value IN ('new', 'open', 'hold')), 0)::float8,
		coalesce(sum(extract(epoch FROM until - updated)) FILTER (WHERE value = 'pending'), 0)::float8,
		min(updated) FILTER (WHERE value = 'solved'), count(*) FILTER (WHERE before = 'solved' AND value IN ('new', 'open', 'pending', 'hold'))::integer
	FROM segment GROUP BY ticket_id ORDER BY ticket_id
$$, 'statuses of tickets in Zendesk''s shape = window functions');
SELECT cmp_ok(count(DISTINCT ticket_id), '>', 5::bigint, 'there are such tickets') FROM segment HAVING :present;
SELECT * FROM finish();
ROLLBACK;
