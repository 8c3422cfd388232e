-- Scheduled jobs: daily summaries of tickets and surveys that are kept right while rows arrive late, change and vanish.
--
--   psql -v ON_ERROR_STOP=1 -f integrations/jobs/jobs.sql
--   psql -v ON_ERROR_STOP=1 -v schema=helpdesk -v zone=Europe/Berlin -f integrations/jobs/jobs.sql
--
-- Variables:
--   schema   where the canonical tables are (support); tables, not views (copy.sql keeps tables in step with views)
--   zone     the zone whose midnight divides the days (UTC)
--
-- Makes the schema rollups, which must not exist yet, and triggers on five of the tables. Needs csops in the schema csops.
-- README.md beside this file says how it works and how to schedule it; in short: CALL rollups.refresh(now()).
\set ON_ERROR_STOP on
\if :{?schema} \else \set schema support \endif
\if :{?zone} \else \set zone UTC \endif

BEGIN;
CREATE SCHEMA rollups;
COMMENT ON SCHEMA rollups IS 'Stored summaries of tickets and surveys, and the jobs that keep them right';

-- When days, weeks (from Monday) and months begin is a matter of the KPI, not of the clock of a scheduler.
CREATE FUNCTION rollups.day_of(at timestamptz) RETURNS date LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
	RETURN (at AT TIME ZONE :'zone')::date;
COMMENT ON FUNCTION rollups.day_of(timestamptz) IS 'The day on which an instant is counted';
CREATE FUNCTION rollups.week_of(day date) RETURNS date LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
	RETURN day - extract(isodow FROM day)::integer + 1;
COMMENT ON FUNCTION rollups.week_of(date) IS 'The Monday of a day''s week';
CREATE FUNCTION rollups.month_of(day date) RETURNS date LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
	RETURN date_trunc('month', day::timestamp)::date;
COMMENT ON FUNCTION rollups.month_of(date) IS 'The first day of a day''s month';

CREATE TABLE rollups.job_state (
	job				text PRIMARY KEY,
	as_of			timestamptz,
	merged			pg_snapshot,
	months_behind	boolean NOT NULL,
	finished_at		timestamptz
);
COMMENT ON TABLE rollups.job_state IS 'How far each job is; a job locks its row first, so two runs never work at once';
COMMENT ON COLUMN rollups.job_state.job IS 'tickets or surveys';
COMMENT ON COLUMN rollups.job_state.as_of IS 'The instant as of which the tickets are measured; it never goes back';
COMMENT ON COLUMN rollups.job_state.merged IS 'The surveys logged by transactions that this snapshot sees are in daily_surveys, the others are not';
COMMENT ON COLUMN rollups.job_state.months_behind IS 'Whether days have changed since the months were made from them';
COMMENT ON COLUMN rollups.job_state.finished_at IS 'When a run last came to its end; an alarm for jobs that do not run compares it with now';

-- Tickets change for as long as they live, so what is counted of each is kept, and with it the bucket it is counted in now: when it
-- changes, that bucket and the one it moves to are made anew from ticket_facts. Keys of buckets are never NULL.
CREATE TABLE rollups.ticket_changes (
	ticket_id	text
);
CREATE INDEX ON rollups.ticket_changes (ticket_id);
COMMENT ON TABLE rollups.ticket_changes IS 'Tickets to count again; a row with NULL says all of them';

CREATE TABLE rollups.ticket_facts (
	ticket_id	text PRIMARY KEY,
	day			date NOT NULL,
	team		text NOT NULL,
	priority	text NOT NULL,
	reply		csops.sla_clock,
	resolution	csops.sla_clock,
	reopened	boolean,
	changes_at	timestamptz
);
CREATE INDEX ON rollups.ticket_facts (day, team, priority);
CREATE INDEX ON rollups.ticket_facts (changes_at) WHERE changes_at IS NOT NULL;
COMMENT ON TABLE rollups.ticket_facts IS 'What is counted of each ticket in daily_tickets; running clocks are as of when they were counted';
COMMENT ON COLUMN rollups.ticket_facts.changes_at IS
	'When what is counted will change although the ticket does not: a running promise is broken';

CREATE TYPE rollups.bucket AS (day date, team text, priority text);
COMMENT ON TYPE rollups.bucket IS 'Key of daily_tickets';

CREATE TABLE rollups.daily_tickets (
	day			date NOT NULL,
	team		text NOT NULL,
	priority	text NOT NULL,
	tickets		bigint NOT NULL,
	replies		csops.sla_summary NOT NULL,
	resolutions	csops.sla_summary NOT NULL,
	reopened	csops.proportion_summary NOT NULL,
	PRIMARY KEY (day, team, priority)
);
CREATE TABLE rollups.weekly_tickets (LIKE rollups.daily_tickets INCLUDING ALL);
ALTER TABLE rollups.weekly_tickets RENAME day TO week;
COMMENT ON TABLE rollups.daily_tickets IS 'Tickets by the day on which they were opened, their team and priority; (none) where they have none';
COMMENT ON TABLE rollups.weekly_tickets IS 'daily_tickets by week';
COMMENT ON COLUMN rollups.daily_tickets.replies IS 'First replies against their promises';
COMMENT ON COLUMN rollups.daily_tickets.resolutions IS 'Resolutions, over all cycles and without pending and hold, against their promises';
COMMENT ON COLUMN rollups.daily_tickets.reopened IS 'Of the tickets that were ever solved, those that were reopened';

-- A survey is a fact that does not change: it was sent, or answered. What is corrected or taken back is logged as one fact less and one
-- more. The log is only ever added to and is merged into the days; nothing but its new rows is read.
CREATE TABLE rollups.survey_log (
	day			date NOT NULL,
	kind		text NOT NULL,
	scale_top	integer NOT NULL,
	score		float8,
	added		boolean NOT NULL,
	response_id	text NOT NULL,
	logged_by	xid8 NOT NULL DEFAULT pg_current_xact_id(),
	logged_at	timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON rollups.survey_log (logged_by);
COMMENT ON TABLE rollups.survey_log IS 'Every survey that was added to surveys or taken away from it, changes as both';
COMMENT ON COLUMN rollups.survey_log.added IS 'false: taken away';
COMMENT ON COLUMN rollups.survey_log.logged_by IS 'The transaction; what job_state.merged does not see is still to be merged';

CREATE TABLE rollups.daily_surveys (
	day			date NOT NULL,
	kind		text NOT NULL,
	scale_top	integer NOT NULL,
	ratings		csops.rating_summary NOT NULL,
	PRIMARY KEY (day, kind, scale_top)
);
CREATE TABLE rollups.weekly_surveys (LIKE rollups.daily_surveys INCLUDING ALL);
ALTER TABLE rollups.weekly_surveys RENAME day TO week;
COMMENT ON TABLE rollups.daily_surveys IS 'Surveys by the day on which they were sent, so that a figure and its response rate are about the same people';
COMMENT ON TABLE rollups.weekly_surveys IS 'daily_surveys by week';

-- Months come from days, too. They are materialized views, for whoever reads them goes on reading while they are refreshed.
CREATE MATERIALIZED VIEW rollups.monthly_tickets AS
SELECT rollups.month_of(day) AS month, team, priority, sum(tickets)::bigint AS tickets, csops.rollup(replies) AS replies,
	csops.rollup(resolutions) AS resolutions, csops.rollup(reopened) AS reopened
FROM rollups.daily_tickets
GROUP BY 1, 2, 3;
CREATE UNIQUE INDEX ON rollups.monthly_tickets (month, team, priority);
COMMENT ON MATERIALIZED VIEW rollups.monthly_tickets IS 'daily_tickets by month';
CREATE MATERIALIZED VIEW rollups.monthly_surveys AS
SELECT rollups.month_of(day) AS month, kind, scale_top, csops.rollup(ratings) AS ratings
FROM rollups.daily_surveys
GROUP BY 1, 2, 3;
CREATE UNIQUE INDEX ON rollups.monthly_surveys (month, kind, scale_top);
COMMENT ON MATERIALIZED VIEW rollups.monthly_surveys IS 'daily_surveys by month';

-- What is counted of tickets, as of an instant. The promise is the shortest that is in force for the priority when the ticket is opened.
CREATE FUNCTION rollups.ticket_measures(ids text[], as_of timestamptz)
RETURNS TABLE (ticket_id text, day date, team text, priority text, reply csops.sla_clock, resolution csops.sla_clock, reopened boolean,
	changes_at timestamptz)
LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT ticket_id, rollups.day_of(opened_at), coalesce(team, '(none)'), coalesce(priority, '(none)'), reply, resolution,
		CASE WHEN csops.first_at(statuses, '{solved,closed}', as_of) IS NOT NULL
			THEN csops.transitions(statuses, '{solved}', '{new,open,pending,hold}', as_of) > 0 END,
		-- The first instant at which a running clock has passed its target.
		least(CASE (reply).status WHEN 'running' THEN csops.next_open(reply_calendar, (reply).due_at) END + interval '1 microsecond',
			CASE (resolution).status WHEN 'running' THEN csops.next_open(resolution_calendar, (resolution).due_at) END + interval '1 microsecond',
			next_event_at)
	FROM (
		SELECT t.ticket_id, t.opened_at, t.team, t.priority, e.statuses, e.next_event_at, k.reply_calendar, k.resolution_calendar,
			csops.sla_clock(e.conversation, '{customer}', '{agent}', r.target, as_of, k.reply_calendar, 'first') AS reply,
			csops.sla_clock(e.statuses, '{new,open}', '{solved,closed}', s.target, as_of, k.resolution_calendar, 'all') AS resolution
		FROM :"schema".tickets AS t
		LEFT JOIN :"schema".business_calendars AS c USING (calendar)
		LEFT JOIN (
			SELECT ticket_id,
				csops.timeline_agg(occurred_at, value, seq) FILTER (WHERE kind = 'reply') AS conversation,
				csops.timeline_agg(occurred_at, value, seq) FILTER (WHERE kind = 'status') AS statuses,
				min(occurred_at) FILTER (WHERE occurred_at > as_of) AS next_event_at
			FROM :"schema".ticket_events
			WHERE ticket_id = ANY (ids)
			GROUP BY ticket_id
		) AS e USING (ticket_id)
		LEFT JOIN LATERAL (
			SELECT p.target, CASE WHEN p.in_business_hours THEN d.definition ELSE '{"tz": "UTC", "hours": "24/7"}' END AS calendar
			FROM :"schema".sla_policies AS p LEFT JOIN :"schema".business_calendars AS d ON d.calendar = coalesce(p.calendar, t.calendar)
			WHERE p.metric = 'first_reply' AND p.priority = t.priority AND t.opened_at >= p.valid_from
				AND (p.valid_to IS NULL OR t.opened_at < p.valid_to)
			ORDER BY p.target, p.policy LIMIT 1
		) AS r ON true
		LEFT JOIN LATERAL (
			SELECT p.target, CASE WHEN p.in_business_hours THEN d.definition ELSE '{"tz": "UTC", "hours": "24/7"}' END AS calendar
			FROM :"schema".sla_policies AS p LEFT JOIN :"schema".business_calendars AS d ON d.calendar = coalesce(p.calendar, t.calendar)
			WHERE p.metric = 'full_resolution' AND p.priority = t.priority AND t.opened_at >= p.valid_from
				AND (p.valid_to IS NULL OR t.opened_at < p.valid_to)
			ORDER BY p.target, p.policy LIMIT 1
		) AS s ON true
		CROSS JOIN LATERAL (
			SELECT coalesce(r.calendar, c.definition) AS reply_calendar, coalesce(s.calendar, c.definition) AS resolution_calendar
		) AS k
		WHERE t.ticket_id = ANY (ids)
		OFFSET 0
	) AS clocks;
END;
COMMENT ON FUNCTION rollups.ticket_measures(text[], timestamptz) IS 'What is counted of these tickets, from the canonical tables';

-- What the summaries would be if they were made today, in one go and from the source: the yardstick of rollups.drift().
CREATE VIEW rollups.recomputed_daily_tickets AS
SELECT day, team, priority, count(*) AS tickets, csops.sla_agg(reply) AS replies, csops.sla_agg(resolution) AS resolutions,
	csops.proportion_agg(reopened) AS reopened
FROM rollups.ticket_measures((SELECT array_agg(ticket_id) FROM :"schema".tickets),
	(SELECT as_of FROM rollups.job_state WHERE job = 'tickets'))
GROUP BY day, team, priority;
CREATE VIEW rollups.recomputed_daily_surveys AS
SELECT rollups.day_of(sent_at) AS day, kind, scale_top,
	csops.rating_agg(score, CASE kind WHEN 'nps' THEN 0 ELSE 1 END, scale_top, 'count') AS ratings
FROM :"schema".surveys
GROUP BY 1, 2, 3;
CREATE VIEW rollups.recomputed_weekly_tickets AS
SELECT rollups.week_of(day) AS week, team, priority, sum(tickets)::bigint AS tickets, csops.rollup(replies) AS replies,
	csops.rollup(resolutions) AS resolutions, csops.rollup(reopened) AS reopened
FROM rollups.daily_tickets
GROUP BY 1, 2, 3;
CREATE VIEW rollups.recomputed_weekly_surveys AS
SELECT rollups.week_of(day) AS week, kind, scale_top, csops.rollup(ratings) AS ratings
FROM rollups.daily_surveys
GROUP BY 1, 2, 3;
COMMENT ON VIEW rollups.recomputed_daily_tickets IS 'daily_tickets as the canonical tables give it';
COMMENT ON VIEW rollups.recomputed_daily_surveys IS 'daily_surveys as the canonical tables give it';
COMMENT ON VIEW rollups.recomputed_weekly_tickets IS 'weekly_tickets as daily_tickets gives it';
COMMENT ON VIEW rollups.recomputed_weekly_surveys IS 'weekly_surveys as daily_surveys gives it';

\ir procedures.sql

-- From here on the triggers note every change. Making a trigger waits for the transactions that are writing to the table.
INSERT INTO rollups.job_state (job, as_of, merged, months_behind) VALUES
	('tickets', NULL, NULL, true), ('surveys', NULL, pg_current_snapshot(), true);
CREATE TRIGGER rollups_insert AFTER INSERT ON :"schema".tickets REFERENCING NEW TABLE AS added
	FOR EACH STATEMENT EXECUTE FUNCTION rollups.note_tickets();
CREATE TRIGGER rollups_update AFTER UPDATE ON :"schema".tickets REFERENCING OLD TABLE AS removed NEW TABLE AS added
	FOR EACH STATEMENT EXECUTE FUNCTION rollups.note_tickets();
CREATE TRIGGER rollups_delete AFTER DELETE ON :"schema".tickets REFERENCING OLD TABLE AS removed
	FOR EACH STATEMENT EXECUTE FUNCTION rollups.note_tickets();
CREATE TRIGGER rollups_insert AFTER INSERT ON :"schema".ticket_events REFERENCING NEW TABLE AS added
	FOR EACH STATEMENT EXECUTE FUNCTION rollups.note_tickets();
CREATE TRIGGER rollups_update AFTER UPDATE ON :"schema".ticket_events REFERENCING OLD TABLE AS removed NEW TABLE AS added
	FOR EACH STATEMENT EXECUTE FUNCTION rollups.note_tickets();
CREATE TRIGGER rollups_delete AFTER DELETE ON :"schema".ticket_events REFERENCING OLD TABLE AS removed
	FOR EACH STATEMENT EXECUTE FUNCTION rollups.note_tickets();
CREATE TRIGGER rollups_truncate AFTER TRUNCATE ON :"schema".tickets
	FOR EACH STATEMENT EXECUTE FUNCTION rollups.note_all_tickets();
CREATE TRIGGER rollups_truncate AFTER TRUNCATE ON :"schema".ticket_events
	FOR EACH STATEMENT EXECUTE FUNCTION rollups.note_all_tickets();
CREATE TRIGGER rollups_change AFTER INSERT OR UPDATE OR DELETE ON :"schema".business_calendars
	FOR EACH ROW EXECUTE FUNCTION rollups.note_all_tickets();
CREATE TRIGGER rollups_truncate AFTER TRUNCATE ON :"schema".business_calendars
	FOR EACH STATEMENT EXECUTE FUNCTION rollups.note_all_tickets();
CREATE TRIGGER rollups_change AFTER INSERT OR UPDATE OR DELETE ON :"schema".sla_policies
	FOR EACH ROW EXECUTE FUNCTION rollups.note_all_tickets();
CREATE TRIGGER rollups_truncate AFTER TRUNCATE ON :"schema".sla_policies
	FOR EACH STATEMENT EXECUTE FUNCTION rollups.note_all_tickets();
CREATE TRIGGER rollups_insert AFTER INSERT ON :"schema".surveys REFERENCING NEW TABLE AS added
	FOR EACH STATEMENT EXECUTE FUNCTION rollups.log_surveys();
CREATE TRIGGER rollups_update AFTER UPDATE ON :"schema".surveys REFERENCING OLD TABLE AS removed NEW TABLE AS added
	FOR EACH STATEMENT EXECUTE FUNCTION rollups.log_surveys();
CREATE TRIGGER rollups_delete AFTER DELETE ON :"schema".surveys REFERENCING OLD TABLE AS removed
	FOR EACH STATEMENT EXECUTE FUNCTION rollups.log_surveys();
CREATE TRIGGER rollups_truncate BEFORE TRUNCATE ON :"schema".surveys
	FOR EACH STATEMENT EXECUTE FUNCTION rollups.log_surveys();

-- What is there already.
SELECT rollups.backfill_tickets('-infinity', 'infinity'), rollups.backfill_surveys('-infinity', 'infinity') \g /dev/null
COMMIT;
