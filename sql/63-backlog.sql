-- What was open when, for any past instant, from timelines. Needs 60-timeline.

--|# Backlog
--|`backlog_agg(t, open_states)` makes the timelines of tickets one summary, which answers for any instant how many tickets were open
--|and how old they were, and for any period how many were opened, reopened and solved. It is exact to the microsecond, so days,
--|weeks and months in every zone can be read from it.
--|
--|A ticket is open while its state is one of `open_states`; what follows, known or not, ends the spell. Its age counts from the
--|first time that it was open. A ticket has to be counted once: put the parts of its timeline together before, with
--|`rollup(timeline)`, and merge only summaries of different tickets.
--|
--|A summary takes 11 bytes for each spell of being open, so a million tickets take about 12 MB, and holds up to 10,000,000 spells.
--|Figures go through all of them: for a row of days use `backlog_series`, which goes through them once.
-- type: backlog_summary
COMMENT ON TYPE backlog_summary IS 'When each of many tickets was open';
--|## internal: backlog transition functions
CREATE FUNCTION backlog_accum(state backlog_summary, t timeline, open_states text[]) RETURNS backlog_summary
AS 'MODULE_PATHNAME', 'csops_backlog_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2;
COMMENT ON FUNCTION backlog_accum(backlog_summary, timeline, text[]) IS 'adds a ticket to a state';
CREATE FUNCTION backlog_final(state backlog_summary) RETURNS backlog_summary
AS 'MODULE_PATHNAME', 'csops_backlog_final' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION backlog_final(backlog_summary) IS 'the canonical form of a state';
--|## merge(backlog_summary, backlog_summary)
--|formula: the tickets of both
--|unit: backlog_summary
--|nulls: NULL gives NULL
--|errors: more than 10,000,000 spells of being open
--|example: SELECT observations(a || b), backlog_at(a || b, '2026-03-02 10:00Z') FROM (SELECT backlog_agg(timeline_agg, '{open}') AS a FROM (SELECT timeline_agg('2026-03-02 09:00Z', 'open')) AS x) AS a, (SELECT backlog_agg(timeline_agg, '{open}') AS b FROM (SELECT timeline_agg('2026-03-02 09:30Z', 'open')) AS y) AS b
--|result: 2|2
--|see: rollup(backlog_summary)
--|Also as the operator `||`. A ticket that is in both is counted twice.
CREATE FUNCTION merge(a backlog_summary, b backlog_summary) RETURNS backlog_summary
AS 'MODULE_PATHNAME', 'csops_merge_backlog_summary' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION merge(backlog_summary, backlog_summary) IS 'the tickets of both';
CREATE OPERATOR || (LEFTARG = backlog_summary, RIGHTARG = backlog_summary, FUNCTION = merge, COMMUTATOR = ||);
COMMENT ON OPERATOR || (backlog_summary, backlog_summary) IS 'the tickets of both: merge(a, b)';
--|## rollup(backlog_summary)
--|unit: backlog_summary
--|nulls: NULL rows are skipped; no rows give NULL
--|errors: as merge
--|example: SELECT observations(rollup(b)) FROM (SELECT backlog_agg(t, '{open}') FROM (SELECT ticket, timeline_agg('2026-03-02 09:00Z', 'open') FROM generate_series(1, 5) AS ticket GROUP BY ticket) AS ticket(ticket, t) GROUP BY ticket % 2) AS team(b)
--|result: 5
--|Merges the summaries of teams or months of opening. Under OVER with a moving frame each row goes through its whole frame.
CREATE AGGREGATE rollup(b backlog_summary) (
	SFUNC = merge, STYPE = backlog_summary, SSPACE = 1024, FINALFUNC = backlog_final, COMBINEFUNC = merge, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(backlog_summary) IS 'the tickets of all, as one summary';
--|## backlog_agg
--|unit: backlog_summary
--|nulls: a row without a timeline is skipped; no rows give NULL
--|errors: NULL open_states, or a NULL among them; more than 10,000,000 spells of being open
--|example: SELECT backlog_agg(t, '{open,pending}') FROM (VALUES (timeline '{"events": [["2026-03-02T09:00:00Z", "open"], ["2026-03-02T15:00:00Z", "solved"], ["2026-03-04T08:00:00Z", "pending"]]}')) AS ticket(t)
--|result: {"tickets": 1, "open": "2026-03-02T09:00:00Z/2026-03-02T15:00:00Z, (2026-03-02T09:00:00Z)2026-03-04T08:00:00Z/"}
--|see: rollup(backlog_summary), backlog_series, backlog_at
--|As text, and as json and jsonb, a summary shows the number of tickets and the spells in which they were open, sorted: the start and
--|the end, which is missing where a ticket is open still, and in parentheses before a later spell when its ticket was first opened.
CREATE AGGREGATE backlog_agg(t timeline, open_states text[]) (
	SFUNC = backlog_accum, STYPE = backlog_summary, SSPACE = 1024, FINALFUNC = backlog_final, COMBINEFUNC = merge, PARALLEL = SAFE
);
COMMENT ON AGGREGATE backlog_agg(timeline, text[]) IS 'When tickets were open, as a backlog_summary';
--|## observations(backlog_summary)
--|formula: number of timelines, whether ever open or not
--|unit: tickets
--|direction: neither
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT observations(backlog_agg(t, '{open}')) FROM (SELECT timeline_agg('2026-03-02 09:00Z', 'closed')) AS ticket(t)
--|result: 1
CREATE FUNCTION observations(b backlog_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_backlog_observations' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION observations(backlog_summary) IS 'Number of tickets, whether ever open or not';
--|## backlog_at
--|formula: number of tickets that are open at an instant, just after what happens at it
--|unit: tickets
--|direction: lower is better
--|components: itself
--|nulls: NULL where any argument is NULL
--|errors: an infinite instant; an implicit cast from timestamp or date
--|example: SELECT backlog_at(b, '2026-03-02 09:00Z'), backlog_at(b, '2026-03-02 15:00Z') FROM (SELECT backlog_agg(t, '{open}') FROM (VALUES (timeline '{"events": [["2026-03-02T09:00:00Z", "open"], ["2026-03-02T15:00:00Z", "solved"]]}')) AS ticket(t)) AS team(b)
--|result: 1|0
--|see: backlog_series, backlog_older_than
CREATE FUNCTION backlog_at(b backlog_summary, at timestamptz) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_backlog_at' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION backlog_at(backlog_summary, timestamptz) IS 'Number of tickets open at an instant';
--|## backlog_older_than
--|formula: number of tickets that are open at an instant and were first open more than `age` before
--|unit: tickets
--|direction: lower is better
--|components: itself
--|nulls: NULL where any argument is NULL
--|errors: an infinite instant; a negative age, one with months; an implicit cast from timestamp or date
--|example: SELECT backlog_older_than(b, '2026-03-04 09:00Z', '1 day'), backlog_older_than(b, '2026-03-04 09:00Z', '48 hours') FROM (SELECT backlog_agg(t, '{open}') FROM (VALUES (timeline '{"events": [["2026-03-02T09:00:00Z", "open"]]}')) AS ticket(t)) AS team(b)
--|result: 1|0
--|see: backlog_at, backlog_median_age_seconds
--|A day of the age has 24 hours.
CREATE FUNCTION backlog_older_than(b backlog_summary, at timestamptz, age interval) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_backlog_older_than' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION backlog_older_than(backlog_summary, timestamptz, interval) IS 'Number of tickets open at an instant that were first open longer ago';
--|## backlog_median_age_seconds
--|formula: median of the time since they were first open, of the tickets that are open at an instant; the mean of the middle two of an even number
--|unit: seconds
--|direction: lower is better
--|components: none
--|nulls: NULL where any argument is NULL, and where nothing is open
--|errors: an infinite instant; an implicit cast from timestamp or date
--|example: SELECT backlog_median_age_seconds(b, '2026-03-02 12:00Z') FROM (SELECT backlog_agg(t, '{open}') FROM (VALUES (timeline '{"events": [["2026-03-02T09:00:00Z", "open"]]}'), ('{"events": [["2026-03-02T11:00:00Z", "open"]]}')) AS ticket(t)) AS team(b)
--|result: 7200
--|see: backlog_older_than, backlog_series
CREATE FUNCTION backlog_median_age_seconds(b backlog_summary, at timestamptz) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_backlog_median_age' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION backlog_median_age_seconds(backlog_summary, timestamptz) IS 'Median age of the tickets open at an instant, in seconds';
--|## backlog_opened, backlog_reopened, backlog_solved
--|formula: number of first and of later spells of being open that start, and of spells that end, from from_at on and before to_at
--|unit: tickets; one that was reopened or solved twice counts twice
--|direction: neither: backlog_opened; lower is better: backlog_reopened; higher is better: backlog_solved
--|components: itself
--|nulls: NULL where any argument is NULL
--|errors: an implicit cast from timestamp or date
--|example: SELECT backlog_opened(b, '2026-03-02Z', '2026-03-09Z'), backlog_reopened(b, '2026-03-02Z', '2026-03-09Z'), backlog_solved(b, '2026-03-02Z', '2026-03-09Z') FROM (SELECT backlog_agg(t, '{open}') FROM (VALUES (timeline '{"events": [["2026-03-02T09:00:00Z", "open"], ["2026-03-02T15:00:00Z", "solved"], ["2026-03-04T08:00:00Z", "open"], ["2026-03-09T00:00:00Z", "solved"]]}')) AS ticket(t)) AS team(b)
--|result: 1|1|1
--|see: backlog_series
CREATE FUNCTION backlog_opened(b backlog_summary, from_at timestamptz, to_at timestamptz) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_backlog_opened' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION backlog_opened(backlog_summary, timestamptz, timestamptz) IS 'Number of tickets first opened between two instants';
CREATE FUNCTION backlog_reopened(b backlog_summary, from_at timestamptz, to_at timestamptz) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_backlog_reopened' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION backlog_reopened(backlog_summary, timestamptz, timestamptz) IS 'Number of times that tickets were opened again between two instants';
CREATE FUNCTION backlog_solved(b backlog_summary, from_at timestamptz, to_at timestamptz) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_backlog_solved' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION backlog_solved(backlog_summary, timestamptz, timestamptz) IS 'Number of times that tickets ceased to be open between two instants';
--|## backlog_series
--|formula: for each period, the tickets opened, reopened and solved in it, and those open at its end with the median of their ages
--|unit: rows; tickets and seconds
--|nulls: no rows where any argument is NULL; median_age_seconds is NULL where nothing is open
--|errors: an infinite instant; an unknown unit or zone; more than 100,000 periods; an implicit cast from timestamp or date
--|example: SELECT (at AT TIME ZONE 'Europe/Berlin')::date, opened, reopened, solved, still_open, median_age_seconds / 3600 AS hours FROM (SELECT backlog_agg(t, '{open}') FROM (VALUES (timeline '{"events": [["2026-03-02T09:00:00Z", "open"], ["2026-03-02T15:00:00Z", "solved"], ["2026-03-04T22:59:00Z", "open"]]}'), ('{"events": [["2026-03-03T23:00:00Z", "open"]]}')) AS ticket(t)) AS team(b), backlog_series(b, '2026-03-02 00:00+01', '2026-03-05 00:00+01', 'day', 'Europe/Berlin')
--|result: 2026-03-02|1|0|1|0|NULL
--|  2026-03-03|0|0|0|0|NULL
--|  2026-03-04|1|1|0|2|43
--|see: backlog_at, backlog_opened
--|The periods are `day`, `week`, `month`, `quarter` and `year` by the clock of the zone; `at` is the instant at which one starts. Only what
--|happens from from_at on and before to_at counts: a period that these instants cut is counted in part, and the last one ends at
--|to_at, so the running week is shown as it stands. What happens at the very instant at which a period starts belongs to it. So
--|the still_open of one row, plus opened and reopened of the next, less its solved, is the next still_open.
CREATE FUNCTION backlog_series(b backlog_summary, from_at timestamptz, to_at timestamptz, unit text DEFAULT 'day', tz text DEFAULT 'UTC', week_start integer DEFAULT 1,
	OUT at timestamptz, OUT opened bigint, OUT reopened bigint, OUT solved bigint, OUT still_open bigint, OUT median_age_seconds float8) RETURNS SETOF record
AS 'MODULE_PATHNAME', 'csops_backlog_series' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000 ROWS 60;
COMMENT ON FUNCTION backlog_series(backlog_summary, timestamptz, timestamptz, text, text, integer) IS 'Tickets opened, reopened, solved and still open, and their median age, by period';
