-- The history of one thing's state, such as a ticket's status. Needs 40-calendar.

--|# Timelines
--|`timeline_agg(at, state)` makes the events of one ticket, given in any order, its timeline: which states it was in, and when.
--|
--|The order of events is that of their instants, then of `seq`, where the source knows one, such as the number of an audit
--|record. Events of one instant without a `seq` have no known order; they are taken in the order of their states' bytes, those
--|without a `seq` before those with one. Every distinct event is kept once, so loading a row twice, late, or in overlapping
--|batches changes nothing.
--|
--|A NULL state begins a spell in which the state is not known. It counts for nothing, as does the time before the first event.
--|
--|Lists of states are arrays such as `'{open,pending}'`, and `'{*}'` is every state. A name that a timeline lacks is no error. Figures
--|are those as of an instant: events at that instant count, later ones are as if they had not happened, and the state that holds
--|then ends there.
-- type: timeline
COMMENT ON TYPE timeline IS 'The history of one thing''s state: what happened when';
--|## internal: timeline transition functions
CREATE FUNCTION timeline_accum(state timeline, at timestamptz, entered text) RETURNS timeline
AS 'MODULE_PATHNAME', 'csops_timeline_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION timeline_accum(timeline, timestamptz, text) IS 'adds an event to a state';
CREATE FUNCTION timeline_accum(state timeline, at timestamptz, entered text, seq bigint) RETURNS timeline
AS 'MODULE_PATHNAME', 'csops_timeline_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION timeline_accum(timeline, timestamptz, text, bigint) IS 'adds an event to a state';
CREATE FUNCTION timeline_final(state timeline) RETURNS timeline
AS 'MODULE_PATHNAME', 'csops_timeline_final' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION timeline_final(timeline) IS 'the canonical form of a state';
--|## merge(timeline, timeline)
--|formula: the events of both, each distinct one once
--|unit: timeline
--|nulls: NULL gives NULL
--|errors: more than 1,000,000 events or 1,000 different states
--|example: SELECT timeline_agg('2026-03-02 09:00+00', 'open') || timeline_agg('2026-03-02 11:00+00', 'solved')
--|result: {"events": [["2026-03-02T09:00:00Z", "open"], ["2026-03-02T11:00:00Z", "solved"]]}
--|see: rollup(timeline)
--|Also as the operator `||`. Merging is idempotent: what both have is there once.
CREATE FUNCTION merge(a timeline, b timeline) RETURNS timeline
AS 'MODULE_PATHNAME', 'csops_merge_timeline' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION merge(timeline, timeline) IS 'the events of both';
CREATE OPERATOR || (LEFTARG = timeline, RIGHTARG = timeline, FUNCTION = merge, COMMUTATOR = ||);
COMMENT ON OPERATOR || (timeline, timeline) IS 'the events of both: merge(a, b)';
--|## rollup(timeline)
--|unit: timeline
--|nulls: NULL rows are skipped; no rows give NULL
--|errors: as merge
--|example: SELECT rollup(t) FROM (SELECT timeline_agg(at, state) FROM (VALUES ('2026-03-02 09:00+00'::timestamptz, 'open'), ('2026-03-03 11:00+00', 'solved')) AS event(at, state) GROUP BY at) AS day(t)
--|result: {"events": [["2026-03-02T09:00:00Z", "open"], ["2026-03-03T11:00:00Z", "solved"]]}
--|Puts together the parts of one ticket's timeline, such as those of each day's load. Events cannot be taken out again:
--|under OVER with a moving frame each row goes through its whole frame.
CREATE AGGREGATE rollup(t timeline) (
	SFUNC = merge, STYPE = timeline, SSPACE = 256, FINALFUNC = timeline_final, COMBINEFUNC = merge, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(timeline) IS 'the events of all, as one timeline';
--|## timeline_agg
--|unit: timeline
--|nulls: a row without an instant is skipped; a NULL state begins a spell of unknown state; without seq, NULL
--|errors: an infinite instant; a state of more than 255 bytes; more than 1,000,000 events or 1,000 different states
--|example: SELECT timeline_agg(at, state) FROM (VALUES ('2026-03-02 11:00+00'::timestamptz, 'solved'), ('2026-03-02 09:00+00', 'open'), ('2026-03-02 11:00+00', 'solved')) AS event(at, state)
--|result: {"events": [["2026-03-02T09:00:00Z", "open"], ["2026-03-02T11:00:00Z", "solved"]]}
--|example: SELECT timeline_agg(at, state, seq) FROM (VALUES ('2026-03-02 09:00+00'::timestamptz, 'open', 1), ('2026-03-02 09:00+00', NULL, 2)) AS event(at, state, seq)
--|result: {"events": [["2026-03-02T09:00:00Z", "open", 1], ["2026-03-02T09:00:00Z", null, 2]]}
--|see: rollup(timeline)
--|As text, and as json and jsonb, a timeline shows its events in order, each with its instant in UTC, its state and, where there
--|is one, its seq.
CREATE AGGREGATE timeline_agg(at timestamptz, entered text) (
	SFUNC = timeline_accum, STYPE = timeline, SSPACE = 128, FINALFUNC = timeline_final, COMBINEFUNC = merge, PARALLEL = SAFE
);
COMMENT ON AGGREGATE timeline_agg(timestamptz, text) IS 'Events, as a timeline';
CREATE AGGREGATE timeline_agg(at timestamptz, entered text, seq bigint) (
	SFUNC = timeline_accum, STYPE = timeline, SSPACE = 128, FINALFUNC = timeline_final, COMBINEFUNC = merge, PARALLEL = SAFE
);
COMMENT ON AGGREGATE timeline_agg(timestamptz, text, bigint) IS 'Events with their order within an instant, as a timeline';
--|## observations(timeline)
--|formula: number of distinct events
--|unit: events
--|direction: neither
--|components: itself
--|nulls: no timeline gives 0
--|errors: none
--|example: SELECT observations(timeline_agg(at, state)) FROM (VALUES ('2026-03-02 11:00+00'::timestamptz, 'solved'), ('2026-03-02 09:00+00', 'open'), ('2026-03-02 11:00+00', 'solved')) AS event(at, state)
--|result: 2
CREATE FUNCTION observations(t timeline) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_timeline_observations' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION observations(timeline) IS 'Number of distinct events';
--|## state_at
--|formula: the state of the last event at or before `at`
--|unit: text
--|nulls: NULL where any argument is NULL, before the first event, and where the state is not known
--|errors: an implicit cast from timestamp or date
--|example: SELECT state_at(t, '2026-03-02 09:59Z'), state_at(t, '2026-03-02 10:00Z'), state_at(t, 'infinity') FROM (SELECT timeline_agg(at, state) FROM (VALUES ('2026-03-02 09:00Z'::timestamptz, 'open'), ('2026-03-02 10:00Z', 'pending'), ('2026-03-02 11:00Z', 'solved')) AS event(at, state)) AS ticket(t)
--|result: open|pending|solved
--|see: timeline_segments, first_at
--|Of several events at one instant the last in order holds.
CREATE FUNCTION state_at(t timeline, at timestamptz) RETURNS text
AS 'MODULE_PATHNAME', 'csops_state_at' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION state_at(timeline, timestamptz) IS 'The state that holds at an instant, as text';
--|## first_at, last_at
--|formula: the instant of the first, or the last, change into one of the states
--|unit: timestamptz
--|nulls: NULL where any argument is NULL, and where there was no such change
--|errors: a NULL among the states; an implicit cast from timestamp or date
--|example: SELECT first_at(t, '{solved}') AT TIME ZONE 'UTC', last_at(t, '{solved,closed}') AT TIME ZONE 'UTC', last_at(t, '{*}', as_of => '2026-03-02 12:00Z') AT TIME ZONE 'UTC' FROM (SELECT timeline_agg(at, state) FROM (VALUES ('2026-03-02 09:00Z'::timestamptz, 'open'), ('2026-03-02 10:00Z', 'solved'), ('2026-03-02 12:00Z', 'open'), ('2026-03-02 15:00Z', 'solved'), ('2026-03-02 16:00Z', 'solved')) AS event(at, state)) AS ticket(t)
--|result: 2026-03-02 10:00:00|2026-03-02 15:00:00|2026-03-02 12:00:00
--|see: transitions, state_at
--|A change is an event whose state is another than the last known one before it; the first known state is a change too. An event
--|that repeats the state is none, so that a log which writes the state with every update gives the figures of a log of changes.
CREATE FUNCTION first_at(t timeline, states text[], as_of timestamptz DEFAULT 'infinity') RETURNS timestamptz
AS 'MODULE_PATHNAME', 'csops_first_at' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION first_at(timeline, text[], timestamptz) IS 'When a timeline first came into one of the states, as timestamptz';
CREATE FUNCTION last_at(t timeline, states text[], as_of timestamptz DEFAULT 'infinity') RETURNS timestamptz
AS 'MODULE_PATHNAME', 'csops_last_at' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION last_at(timeline, text[], timestamptz) IS 'When a timeline last came into one of the states, as timestamptz';
--|## transitions
--|formula: number of changes from one of from_states to one of to_states
--|unit: changes
--|direction: neither
--|components: itself
--|nulls: NULL where any argument is NULL
--|errors: a NULL among the states; an implicit cast from timestamp or date
--|example: SELECT transitions(t), transitions(t, '{solved}') AS reopens, transitions(t, to_states => '{solved}') FROM (SELECT timeline_agg(at, state) FROM (VALUES ('2026-03-02 09:00Z'::timestamptz, 'open'), ('2026-03-02 10:00Z', 'solved'), ('2026-03-02 12:00Z', 'open'), ('2026-03-02 15:00Z', 'solved'), ('2026-03-02 16:00Z', 'solved')) AS event(at, state)) AS ticket(t)
--|result: 3|1|2
--|see: first_at, last_at
--|Changes are those of first_at; the first one is from no state and not counted. A spell of unknown state is looked through: from
--|solved to unknown to open is one change, from solved to unknown to solved is none. Reopens are the changes from solved to states
--|that are not closed; handoffs are all the changes of a timeline of assignees.
CREATE FUNCTION transitions(t timeline, from_states text[] DEFAULT '{*}', to_states text[] DEFAULT '{*}', as_of timestamptz DEFAULT 'infinity') RETURNS integer
AS 'MODULE_PATHNAME', 'csops_transitions' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION transitions(timeline, text[], text[], timestamptz) IS 'How often a timeline changed from one of some states to one of others';
--|## time_in
--|formula: the open time of `calendar` within `during` in which one of the states holds, up to as_of
--|unit: interval of hours, minutes and seconds, microsecond exact
--|nulls: NULL where any argument is NULL, the calendar too
--|errors: a NULL among the states; an infinite as_of where time without end would count; an implicit cast from timestamp or date
--|example: SELECT time_in(t, '{open}', '2026-03-03 12:00Z'), time_in(t, '{open}', '2026-03-03 12:00Z', calendar => '{"tz": "UTC", "hours": "Mo-Fr 09:00-17:00"}') FROM (SELECT timeline_agg(at, state) FROM (VALUES ('2026-03-02 09:00Z'::timestamptz, 'open'), ('2026-03-02 10:00Z', 'pending'), ('2026-03-02 16:00Z', 'open')) AS event(at, state)) AS ticket(t)
--|result: 21:00:00|05:00:00
--|example: SELECT time_in(status, '{open}', '2026-03-03 12:00Z', during => state_spans(team, '{billing}', '2026-03-03 12:00Z')) FROM (SELECT timeline_agg('2026-03-02 09:00Z', 'open'), timeline_agg('2026-03-02 15:00Z', 'billing')) AS ticket(status, team)
--|result: 21:00:00
--|see: seconds_in, state_spans, timeline_segments
--|A state that holds still ends at as_of, which is why that must be finite: nothing reads the clock. With an infinite as_of,
--|time that has an end is counted all the same, such as that in states which the timeline has left. Before the first event no time counts.
--|A timeline that is written as text needs its type, `timeline '...'`: PostgreSQL's own `time_in`, which reads the type time, takes text too.
CREATE FUNCTION time_in(t timeline, states text[], as_of timestamptz, calendar business_calendar DEFAULT '{"tz": "UTC", "hours": "24/7"}', during tstzmultirange DEFAULT '{(,)}') RETURNS interval
AS 'MODULE_PATHNAME', 'csops_time_in' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
COMMENT ON FUNCTION time_in(timeline, text[], timestamptz, business_calendar, tstzmultirange) IS 'Time in one of the states, as an interval of hours, minutes and seconds';
--|## seconds_in
--|formula: time_in in seconds
--|unit: seconds
--|direction: neither
--|components: itself
--|nulls: as time_in
--|errors: as time_in
--|example: SELECT seconds_in(timeline_agg('2026-03-02 09:00Z', 'open'), '{open}', '2026-03-02 09:00:01.5Z')
--|result: 1.5
--|see: time_in, duration_agg
CREATE FUNCTION seconds_in(t timeline, states text[], as_of timestamptz, calendar business_calendar DEFAULT '{"tz": "UTC", "hours": "24/7"}', during tstzmultirange DEFAULT '{(,)}') RETURNS float8
AS 'MODULE_PATHNAME', 'csops_seconds_in' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
COMMENT ON FUNCTION seconds_in(timeline, text[], timestamptz, business_calendar, tstzmultirange) IS 'Time in one of the states, in seconds';
--|## state_spans
--|formula: the instants before as_of at which one of the states holds
--|unit: multirange of timestamptz
--|nulls: NULL where any argument is NULL
--|errors: a NULL among the states; an implicit cast from timestamp or date
--|example: SELECT lower(span) AT TIME ZONE 'UTC', upper(span) AT TIME ZONE 'UTC' FROM unnest(state_spans(timeline '{"events": [["2026-03-02T09:00:00Z", "open"], ["2026-03-02T10:00:00Z", "pending"], ["2026-03-02T16:00:00Z", "open"]]}', '{open}', '2026-03-03 12:00Z')) AS span
--|result: 2026-03-02 09:00:00|2026-03-02 10:00:00
--|  2026-03-02 16:00:00|2026-03-03 12:00:00
--|see: time_in, timeline_segments
--|For PostgreSQL's own operators on multiranges, and for `during`. As of infinity the last state holds without end.
CREATE FUNCTION state_spans(t timeline, states text[], as_of timestamptz) RETURNS tstzmultirange
AS 'MODULE_PATHNAME', 'csops_state_spans' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION state_spans(timeline, text[], timestamptz) IS 'When one of the states holds, as a multirange of timestamptz';
--|## timeline_segments
--|unit: rows; during as a range of timestamptz
--|nulls: no rows where any argument is NULL; a spell of unknown state has a NULL state
--|errors: an implicit cast from timestamp or date
--|example: SELECT state, upper(during) - lower(during) FROM timeline_segments('{"events": [["2026-03-02T09:00:00Z", "open"], ["2026-03-02T10:00:00Z", null], ["2026-03-02T16:00:00Z", "open"]]}', '2026-03-03 12:00Z')
--|result: open|01:00:00
--|  NULL|06:00:00
--|  open|20:00:00
--|see: state_spans, state_at
--|Without gaps from the first event to as_of, in order. A state that held for no time has no segment.
CREATE FUNCTION timeline_segments(t timeline, as_of timestamptz, OUT state text, OUT during tstzrange) RETURNS SETOF record
AS 'MODULE_PATHNAME', 'csops_timeline_segments' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10 ROWS 10;
COMMENT ON FUNCTION timeline_segments(timeline, timestamptz) IS 'The states of a timeline one after the other, with the time that each held';
