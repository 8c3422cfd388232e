-- SLA clocks: what a timeline, a calendar and a target say of a promise. Needs 40-calendar, 60-timeline.

--|# SLA clocks
--|A clock measures a promise on the timeline of a ticket. A state in `running` starts a cycle of the clock and lets it run, a state in
--|`stopped` ends the cycle, any other state pauses it; with `paused` given, a state in none of the three lists is an error. The
--|next running state after a stop starts the next cycle. First reply and first resolution look at the `'first'` cycle, the reply that
--|is owed now at the `'last'`, full resolution with reopens at `'all'` of them together.
--|
--|Elapsed is the time in running states that lies in the open hours of `calendar` and within `during`, to the microsecond: pauses, nights
--|and holidays are taken away as sets, so that a pause at night takes nothing away. It costs the same for a ticket of an hour and one
--|of ten years. A clock has breached when elapsed > target, finished or not; a reply after hours is in time when the
--|hours used up to then are. Nothing is compared with `due_at`, which is there for people: it is the earliest instant at which
--|elapsed reaches the target if nothing else happens, and so a closing time where the target ends with the day. `breached_at` is the
--|instant at which elapsed passed the target, in that case the next opening: the clock is breached as of every later instant, and not
--|as of it or any earlier one.
--|
--|Events after `as_of` are ignored, so that every figure can be taken again for any past day. Before the first event, and while the
--|state is not known (NULL), the clock does not run. Events of one instant are taken by their `seq`; those without one in the
--|order running, paused, stopped, so that a ticket that was opened and solved at one instant is solved, after no time.
--|A NULL calendar gives NULL, not another calendar. A NULL target is a clock without a target: it still has its
--|elapsed time. Days of a target have 24 hours; where a calendar takes part they are an error, because a working day has another length.
--|
--|In SQL write `sla_clock(...) AS c` in a LATERAL or a subquery and then `(c).due_at`: `(sla_clock(...)).*` would run it once for each field.
--|The functions named after one field take the same arguments and give plain types, for BI tools.
--|## type sla_clock
--|What one clock shows at one instant. `clock` is `not_started`, `running`, `paused` or `stopped`; by its states alone, so that it says `running`
--|through the night. `finished` is true once it is stopped. `status` is the verdict: `breached` after elapsed passed the target, finished or
--|not, `achieved` when the clock stopped before that, and the clock's own word otherwise. `elapsed` + `remaining` = `target`; remaining is
--|negative after a breach. `due_at` is NULL while the clock waits, paused or not started, and once it has finished within its target; after a breach it is the
--|instant at which the target was reached. `started_at` and `stopped_at` are those of the cycle, of all of them the first and the
--|last; `cycle` is the number of the cycle, NULL for all of them, `cycles` how many there have been. Without a target there is no verdict:
--|`status`, `breached`, `target`, `remaining`, `due_at` and `breached_at` are NULL.
CREATE TYPE sla_clock AS (
	clock text,
	status text,
	breached boolean,
	finished boolean,
	target interval,
	elapsed interval,
	remaining interval,
	elapsed_seconds float8,
	remaining_seconds float8,
	started_at timestamptz,
	stopped_at timestamptz,
	due_at timestamptz,
	breached_at timestamptz,
	cycle integer,
	cycles integer
);
COMMENT ON TYPE sla_clock IS 'What one clock shows at one instant';
--|## sla_clock
--|formula: elapsed = time in `running` states from the cycle's first one to its first `stopped` one, or to as_of, within calendar and during; remaining = target - elapsed; breached = elapsed > target
--|unit: sla_clock
--|nulls: NULL where any argument is NULL, the calendar too, but for the target, targets and target_by: there is no target then
--|errors: a state in two lists, or with `paused` given in none; an infinite as_of; an unknown cycle or target_policy; a target that is negative, has months, or has days where a calendar takes part; an implicit cast from timestamp or date
--|example: SELECT (c).status, (c).elapsed, (c).remaining, (c).due_at AT TIME ZONE 'UTC' FROM (SELECT timeline_agg(at, state) FROM (VALUES ('2026-03-06 16:00Z'::timestamptz, 'open'), ('2026-03-06 16:30Z', 'pending'), ('2026-03-09 08:00Z', 'open'), ('2026-03-09 11:00Z', 'solved')) AS event(at, state)) AS ticket(t), sla_clock(t, '{open}', '{solved}', '4 hours', '2026-03-09 10:00Z', '{"tz": "UTC", "hours": "Mo-Fr 09:00-17:00"}') AS c
--|result: running|01:30:00|02:30:00|2026-03-09 12:30:00
--|example: SELECT (c).status, (c).elapsed, (c).breached_at AT TIME ZONE 'UTC', (c).stopped_at AT TIME ZONE 'UTC' FROM (SELECT timeline_agg(at, state) FROM (VALUES ('2026-03-06 16:00Z'::timestamptz, 'open'), ('2026-03-06 16:30Z', 'pending'), ('2026-03-09 08:00Z', 'open'), ('2026-03-09 11:00Z', 'solved')) AS event(at, state)) AS ticket(t), sla_clock(t, running => '{open}', stopped => '{solved}', target => '2 hours', as_of => '2026-04-01', calendar => '{"tz": "UTC", "hours": "Mo-Fr 09:00-17:00"}') AS c
--|result: breached|02:30:00|2026-03-09 10:30:00|2026-03-09 11:00:00
--|example: SELECT (c).status, (c).target, (c).breached_at AT TIME ZONE 'UTC' FROM (SELECT timeline_agg(at, state) FROM (VALUES ('2026-03-06 16:00Z'::timestamptz, 'open'), ('2026-03-06 16:30Z', 'pending'), ('2026-03-09 08:00Z', 'open'), ('2026-03-09 11:00Z', 'solved')) AS event(at, state)) AS ticket(t), (SELECT timeline_agg(at, priority) FROM (VALUES ('2026-03-06 16:00Z'::timestamptz, 'normal'), ('2026-03-09 10:00Z', 'urgent')) AS event(at, priority)) AS history(priority), sla_clock(t, '{open}', '{solved}', targets => '{"normal": "8 hours", "urgent": "1 hour"}', target_by => priority, as_of => '2026-04-01', calendar => '{"tz": "UTC", "hours": "Mo-Fr 09:00-17:00"}', cycle => 'first', target_policy => 'by_segment') AS c
--|result: breached|02:18:45|2026-03-09 10:48:45
--|see: sla_status, sla_cycles, explain_clock, sla_agg, business_elapsed
--|The second form takes its target from the states of another timeline, such as priority: `targets` has one for each, and a state that is
--|not in it, or null, has none. `calendar` and `cycle` have no default there, so that calls with literals alone are of one form. `target_policy` says which counts when the state changes in the course of a cycle:
--|
--|- `'current'`: the one in force as of as_of, and from the cycle's stop on the one in force then.
--|- `'at_start'`: the one in force when the cycle started.
--|- `'by_segment'`: each; time that counts under one target consumes that part of the whole, and the clock has breached when the parts
--|  exceed one. In the example 1.5 hours of the 8 leave 13/16 of the promise, which under the urgent target of an hour
--|  are 48 minutes and 45 seconds. `remaining` is what is left, in terms of the target in force, rounded down to the microsecond, and `target` is elapsed +
--|  remaining; from the breach on it stays at what had elapsed then, so that remaining is how long the clock is overdue. While no target
--|  is in force nothing is consumed and nothing is due.
CREATE FUNCTION sla_clock(t timeline, running text[], stopped text[], target interval, as_of timestamptz, calendar business_calendar DEFAULT '{"tz": "UTC", "hours": "24/7"}', cycle text DEFAULT 'first', paused text[] DEFAULT '{*}', during tstzmultirange DEFAULT '{(,)}') RETURNS sla_clock
AS 'MODULE_PATHNAME', 'csops_sla_clock' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION sla_clock(timeline, text[], text[], interval, timestamptz, business_calendar, text, text[], tstzmultirange) IS 'What one clock shows as of an instant';
CREATE FUNCTION sla_clock(t timeline, running text[], stopped text[], targets jsonb, target_by timeline, as_of timestamptz, calendar business_calendar, cycle text, target_policy text DEFAULT 'current', paused text[] DEFAULT '{*}', during tstzmultirange DEFAULT '{(,)}') RETURNS sla_clock
AS 'MODULE_PATHNAME', 'csops_sla_clock' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION sla_clock(timeline, text[], text[], jsonb, timeline, timestamptz, business_calendar, text, text, text[], tstzmultirange) IS 'What one clock shows as of an instant; the target follows a second timeline';
--|## sla_status
--|formula: (sla_clock(...)).status
--|unit: text: not_started, running, paused, achieved or breached
--|nulls: as sla_clock; NULL without a target
--|errors: as sla_clock
--|example: SELECT as_of AT TIME ZONE 'UTC', sla_status(t, '{open}', '{solved}', '2 hours', as_of, '{"tz": "UTC", "hours": "Mo-Fr 09:00-17:00"}') FROM (SELECT timeline_agg(at, state) FROM (VALUES ('2026-03-06 16:00Z'::timestamptz, 'open'), ('2026-03-06 16:30Z', 'pending'), ('2026-03-09 08:00Z', 'open'), ('2026-03-09 11:00Z', 'solved')) AS event(at, state)) AS ticket(t), unnest('{2026-03-06 15:00Z, 2026-03-06 16:10Z, 2026-03-07 12:00Z, 2026-03-09 10:30Z, 2026-03-09 10:31Z}'::timestamptz[]) AS as_of
--|result: 2026-03-06 15:00:00|not_started
--|  2026-03-06 16:10:00|running
--|  2026-03-07 12:00:00|paused
--|  2026-03-09 10:30:00|running
--|  2026-03-09 10:31:00|breached
--|see: sla_clock
CREATE FUNCTION sla_status(t timeline, running text[], stopped text[], target interval, as_of timestamptz, calendar business_calendar DEFAULT '{"tz": "UTC", "hours": "24/7"}', cycle text DEFAULT 'first', paused text[] DEFAULT '{*}', during tstzmultirange DEFAULT '{(,)}') RETURNS text
AS 'MODULE_PATHNAME', 'csops_sla_status' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION sla_status(timeline, text[], text[], interval, timestamptz, business_calendar, text, text[], tstzmultirange) IS 'Verdict of a clock: not_started, running, paused, achieved or breached';
CREATE FUNCTION sla_status(t timeline, running text[], stopped text[], targets jsonb, target_by timeline, as_of timestamptz, calendar business_calendar, cycle text, target_policy text DEFAULT 'current', paused text[] DEFAULT '{*}', during tstzmultirange DEFAULT '{(,)}') RETURNS text
AS 'MODULE_PATHNAME', 'csops_sla_status' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION sla_status(timeline, text[], text[], jsonb, timeline, timestamptz, business_calendar, text, text, text[], tstzmultirange) IS 'Verdict of a clock: not_started, running, paused, achieved or breached; the target follows a second timeline';
--|## sla_elapsed_seconds
--|formula: (sla_clock(...)).elapsed_seconds
--|unit: seconds
--|direction: lower is better
--|components: itself
--|nulls: as sla_clock
--|errors: as sla_clock
--|example: SELECT sla_elapsed_seconds(t, '{open}', '{solved}', '2 hours', '2026-03-09 10:00Z', '{"tz": "UTC", "hours": "Mo-Fr 09:00-17:00"}') FROM (SELECT timeline_agg(at, state) FROM (VALUES ('2026-03-06 16:00Z'::timestamptz, 'open'), ('2026-03-06 16:30Z', 'pending'), ('2026-03-09 08:00Z', 'open'), ('2026-03-09 11:00Z', 'solved')) AS event(at, state)) AS ticket(t)
--|result: 5400
--|see: sla_clock
CREATE FUNCTION sla_elapsed_seconds(t timeline, running text[], stopped text[], target interval, as_of timestamptz, calendar business_calendar DEFAULT '{"tz": "UTC", "hours": "24/7"}', cycle text DEFAULT 'first', paused text[] DEFAULT '{*}', during tstzmultirange DEFAULT '{(,)}') RETURNS float8
AS 'MODULE_PATHNAME', 'csops_sla_elapsed_seconds' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION sla_elapsed_seconds(timeline, text[], text[], interval, timestamptz, business_calendar, text, text[], tstzmultirange) IS 'Elapsed time of a clock, in seconds';
CREATE FUNCTION sla_elapsed_seconds(t timeline, running text[], stopped text[], targets jsonb, target_by timeline, as_of timestamptz, calendar business_calendar, cycle text, target_policy text DEFAULT 'current', paused text[] DEFAULT '{*}', during tstzmultirange DEFAULT '{(,)}') RETURNS float8
AS 'MODULE_PATHNAME', 'csops_sla_elapsed_seconds' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION sla_elapsed_seconds(timeline, text[], text[], jsonb, timeline, timestamptz, business_calendar, text, text, text[], tstzmultirange) IS 'Elapsed time of a clock, in seconds; the target follows a second timeline';
--|## sla_remaining_seconds
--|formula: (sla_clock(...)).remaining_seconds
--|unit: seconds, negative after a breach
--|direction: higher is better
--|components: none
--|nulls: as sla_clock; NULL without a target
--|errors: as sla_clock
--|example: SELECT sla_remaining_seconds(t, '{open}', '{solved}', '2 hours', '2026-03-09 10:00Z', '{"tz": "UTC", "hours": "Mo-Fr 09:00-17:00"}') FROM (SELECT timeline_agg(at, state) FROM (VALUES ('2026-03-06 16:00Z'::timestamptz, 'open'), ('2026-03-06 16:30Z', 'pending'), ('2026-03-09 08:00Z', 'open'), ('2026-03-09 11:00Z', 'solved')) AS event(at, state)) AS ticket(t)
--|result: 1800
--|see: sla_clock
CREATE FUNCTION sla_remaining_seconds(t timeline, running text[], stopped text[], target interval, as_of timestamptz, calendar business_calendar DEFAULT '{"tz": "UTC", "hours": "24/7"}', cycle text DEFAULT 'first', paused text[] DEFAULT '{*}', during tstzmultirange DEFAULT '{(,)}') RETURNS float8
AS 'MODULE_PATHNAME', 'csops_sla_remaining_seconds' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION sla_remaining_seconds(timeline, text[], text[], interval, timestamptz, business_calendar, text, text[], tstzmultirange) IS 'Time that remains of the target of a clock, in seconds';
CREATE FUNCTION sla_remaining_seconds(t timeline, running text[], stopped text[], targets jsonb, target_by timeline, as_of timestamptz, calendar business_calendar, cycle text, target_policy text DEFAULT 'current', paused text[] DEFAULT '{*}', during tstzmultirange DEFAULT '{(,)}') RETURNS float8
AS 'MODULE_PATHNAME', 'csops_sla_remaining_seconds' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION sla_remaining_seconds(timeline, text[], text[], jsonb, timeline, timestamptz, business_calendar, text, text, text[], tstzmultirange) IS 'Time that remains of the target of a clock, in seconds; the target follows a second timeline';
--|## sla_due_at
--|formula: (sla_clock(...)).due_at
--|unit: timestamptz
--|nulls: as sla_clock; NULL without a target, while the clock waits, and once it has finished within its target
--|errors: as sla_clock
--|example: SELECT sla_due_at(t, '{open}', '{solved}', '2 hours', '2026-03-09 10:00Z', '{"tz": "UTC", "hours": "Mo-Fr 09:00-17:00"}') AT TIME ZONE 'UTC' FROM (SELECT timeline_agg(at, state) FROM (VALUES ('2026-03-06 16:00Z'::timestamptz, 'open'), ('2026-03-06 16:30Z', 'pending'), ('2026-03-09 08:00Z', 'open'), ('2026-03-09 11:00Z', 'solved')) AS event(at, state)) AS ticket(t)
--|result: 2026-03-09 10:30:00
--|see: sla_clock
CREATE FUNCTION sla_due_at(t timeline, running text[], stopped text[], target interval, as_of timestamptz, calendar business_calendar DEFAULT '{"tz": "UTC", "hours": "24/7"}', cycle text DEFAULT 'first', paused text[] DEFAULT '{*}', during tstzmultirange DEFAULT '{(,)}') RETURNS timestamptz
AS 'MODULE_PATHNAME', 'csops_sla_due_at' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION sla_due_at(timeline, text[], text[], interval, timestamptz, business_calendar, text, text[], tstzmultirange) IS 'When a clock reaches its target if nothing else happens, as timestamptz';
CREATE FUNCTION sla_due_at(t timeline, running text[], stopped text[], targets jsonb, target_by timeline, as_of timestamptz, calendar business_calendar, cycle text, target_policy text DEFAULT 'current', paused text[] DEFAULT '{*}', during tstzmultirange DEFAULT '{(,)}') RETURNS timestamptz
AS 'MODULE_PATHNAME', 'csops_sla_due_at' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION sla_due_at(timeline, text[], text[], jsonb, timeline, timestamptz, business_calendar, text, text, text[], tstzmultirange) IS 'When a clock reaches its target if nothing else happens, as timestamptz; the target follows a second timeline';
--|## sla_breached_at
--|formula: (sla_clock(...)).breached_at
--|unit: timestamptz
--|nulls: as sla_clock; NULL without a target, and where there is no breach
--|errors: as sla_clock
--|example: SELECT sla_breached_at(t, '{open}', '{solved}', '2 hours', '2026-04-01', '{"tz": "UTC", "hours": "Mo-Fr 09:00-17:00"}') AT TIME ZONE 'UTC' FROM (SELECT timeline_agg(at, state) FROM (VALUES ('2026-03-06 16:00Z'::timestamptz, 'open'), ('2026-03-06 16:30Z', 'pending'), ('2026-03-09 08:00Z', 'open'), ('2026-03-09 11:00Z', 'solved')) AS event(at, state)) AS ticket(t)
--|result: 2026-03-09 10:30:00
--|see: sla_clock
CREATE FUNCTION sla_breached_at(t timeline, running text[], stopped text[], target interval, as_of timestamptz, calendar business_calendar DEFAULT '{"tz": "UTC", "hours": "24/7"}', cycle text DEFAULT 'first', paused text[] DEFAULT '{*}', during tstzmultirange DEFAULT '{(,)}') RETURNS timestamptz
AS 'MODULE_PATHNAME', 'csops_sla_breached_at' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION sla_breached_at(timeline, text[], text[], interval, timestamptz, business_calendar, text, text[], tstzmultirange) IS 'When a clock passed its target, as timestamptz';
CREATE FUNCTION sla_breached_at(t timeline, running text[], stopped text[], targets jsonb, target_by timeline, as_of timestamptz, calendar business_calendar, cycle text, target_policy text DEFAULT 'current', paused text[] DEFAULT '{*}', during tstzmultirange DEFAULT '{(,)}') RETURNS timestamptz
AS 'MODULE_PATHNAME', 'csops_sla_breached_at' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION sla_breached_at(timeline, text[], text[], jsonb, timeline, timestamptz, business_calendar, text, text, text[], tstzmultirange) IS 'When a clock passed its target, as timestamptz; the target follows a second timeline';
--|## sla_cycles
--|formula: sla_clock of each cycle
--|unit: rows of sla_clock
--|nulls: no rows where sla_clock is NULL, or the clock has not started
--|errors: as sla_clock
--|example: SELECT cycle, status, elapsed, started_at AT TIME ZONE 'UTC' FROM sla_cycles(timeline '{"events": [["2026-03-02T09:00:00Z", "open"], ["2026-03-02T10:00:00Z", "solved"], ["2026-03-03T09:00:00Z", "open"]]}', '{open}', '{solved}', '4 hours', '2026-03-03 12:00Z')
--|result: 1|achieved|01:00:00|2026-03-02 09:00:00
--|  2|running|03:00:00|2026-03-03 09:00:00
--|see: sla_clock
--|Every next reply, every resolution after a reopen: each cycle against a target of its own. `cycle` may choose the first or the last one.
CREATE FUNCTION sla_cycles(t timeline, running text[], stopped text[], target interval, as_of timestamptz, calendar business_calendar DEFAULT '{"tz": "UTC", "hours": "24/7"}', cycle text DEFAULT 'all', paused text[] DEFAULT '{*}', during tstzmultirange DEFAULT '{(,)}') RETURNS SETOF sla_clock
AS 'MODULE_PATHNAME', 'csops_sla_cycles' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10 ROWS 3;
COMMENT ON FUNCTION sla_cycles(timeline, text[], text[], interval, timestamptz, business_calendar, text, text[], tstzmultirange) IS 'What each cycle of a clock shows as of an instant';
CREATE FUNCTION sla_cycles(t timeline, running text[], stopped text[], targets jsonb, target_by timeline, as_of timestamptz, calendar business_calendar, cycle text, target_policy text DEFAULT 'current', paused text[] DEFAULT '{*}', during tstzmultirange DEFAULT '{(,)}') RETURNS SETOF sla_clock
AS 'MODULE_PATHNAME', 'csops_sla_cycles' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10 ROWS 3;
COMMENT ON FUNCTION sla_cycles(timeline, text[], text[], jsonb, timeline, timestamptz, business_calendar, text, text, text[], tstzmultirange) IS 'What each cycle of a clock shows as of an instant; the target follows a second timeline';
--|## explain_clock
--|formula: rows from the first event to as_of without gaps or overlaps; the sum of their seconds is elapsed
--|unit: rows; during as a range of timestamptz, seconds in seconds, elapsed_so_far as an interval
--|nulls: no rows where sla_clock is NULL; state is NULL while it is not known, cycle outside of cycles
--|errors: as sla_clock
--|example: SELECT lower(during) AT TIME ZONE 'UTC', state, counted, reason, seconds, elapsed_so_far FROM (SELECT timeline_agg(at, state) FROM (VALUES ('2026-03-06 16:00Z'::timestamptz, 'open'), ('2026-03-06 16:30Z', 'pending'), ('2026-03-09 08:00Z', 'open'), ('2026-03-09 11:00Z', 'solved')) AS event(at, state)) AS ticket(t), explain_clock(t, '{open}', '{solved}', '2 hours', '2026-03-09 12:00Z', '{"tz": "UTC", "hours": "Mo-Fr 09:00-17:00"}')
--|result: 2026-03-06 16:00:00|open|t|weekly hours|1800|00:30:00
--|  2026-03-06 16:30:00|pending|f|paused|0|00:30:00
--|  2026-03-09 08:00:00|open|f|outside hours|0|00:30:00
--|  2026-03-09 09:00:00|open|t|weekly hours|7200|02:30:00
--|  2026-03-09 11:00:00|solved|f|stopped|0|02:30:00
--|see: sla_clock, explain_elapsed
--|Why the number is what it is. The reasons are those of `explain_elapsed`, `running` where no calendar takes part, `paused`, `stopped`,
--|`not started`, `another cycle`, `outside during` and `state not known`.
CREATE FUNCTION explain_clock(t timeline, running text[], stopped text[], target interval, as_of timestamptz, calendar business_calendar DEFAULT '{"tz": "UTC", "hours": "24/7"}', cycle text DEFAULT 'first', paused text[] DEFAULT '{*}', during tstzmultirange DEFAULT '{(,)}', OUT cycle integer, OUT during tstzrange, OUT state text, OUT counted boolean, OUT reason text, OUT seconds float8, OUT elapsed_so_far interval) RETURNS SETOF record
AS 'MODULE_PATHNAME', 'csops_explain_clock' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 ROWS 30;
COMMENT ON FUNCTION explain_clock(timeline, text[], text[], interval, timestamptz, business_calendar, text, text[], tstzmultirange) IS 'Each stretch of a timeline, and why a clock counts it or not';
CREATE FUNCTION explain_clock(t timeline, running text[], stopped text[], targets jsonb, target_by timeline, as_of timestamptz, calendar business_calendar, cycle text, target_policy text DEFAULT 'current', paused text[] DEFAULT '{*}', during tstzmultirange DEFAULT '{(,)}', OUT cycle integer, OUT during tstzrange, OUT state text, OUT counted boolean, OUT reason text, OUT seconds float8, OUT elapsed_so_far interval) RETURNS SETOF record
AS 'MODULE_PATHNAME', 'csops_explain_clock' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 ROWS 30;
COMMENT ON FUNCTION explain_clock(timeline, text[], text[], jsonb, timeline, timestamptz, business_calendar, text, text, text[], tstzmultirange) IS 'Each stretch of a timeline, and why a clock counts it or not; the target follows a second timeline';
