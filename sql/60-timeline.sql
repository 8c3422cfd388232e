-- The history of one thing's state, such as a ticket's status. Needs nothing.

--|# Timelines
--|`timeline_agg(at, state)` makes the events of one ticket, given in any order, its timeline: which states it was in, and when.
--|
--|The order of events is that of their instants, then of `seq`, where the source knows one, such as the number of an audit
--|record. Events of one instant without a `seq` have no known order; they are taken in the order of their states' bytes, those
--|without a `seq` before those with one. Every distinct event is kept once, so loading a row twice, late, or in overlapping
--|batches changes nothing.
--|
--|A NULL state begins a spell in which the state is not known. It counts for nothing, as does the time before the first event.
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
