-- Funnels: how far an account came through steps, and when. Needs nothing.

--|# Funnels
--|A `funnel` is made of the events of one account, each with the number of the step that it is: 1 the first, 2 the next, up to 64. It
--|says how far the account came within a window, when it reached each step, and whether it may still get there. It keeps every distinct
--|event, so that any split of the events merges to the same answer, and late and repeated ones are harmless; one account has at most
--|1,000,000 of them.
--|
--|Group by the account; funnels of different accounts do not merge. Over accounts, `count(*) FILTER (WHERE funnel_level(f) >= 3)` counts
--|those that came to step 3, and `duration_agg(funnel_seconds_to(f, 3))` has the median and the p90 of the time that they took. An
--|event that is several steps at once is several rows of the same instant.
-- type: funnel
COMMENT ON TYPE funnel IS 'the events of one account by step, with the window and mode in which they count';
--|## internal: funnel transition functions
CREATE FUNCTION funnel_accum(state funnel, at timestamptz, step integer, within interval) RETURNS funnel
AS 'MODULE_PATHNAME', 'csops_funnel_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION funnel_accum(funnel, timestamptz, integer, interval) IS 'adds an event to a funnel state';
CREATE FUNCTION funnel_accum(state funnel, at timestamptz, step integer, within interval, mode text) RETURNS funnel
AS 'MODULE_PATHNAME', 'csops_funnel_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION funnel_accum(funnel, timestamptz, integer, interval, text) IS 'adds an event to a funnel state';
CREATE FUNCTION funnel_final(state funnel) RETURNS funnel
AS 'MODULE_PATHNAME', 'csops_funnel_final' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION funnel_final(funnel) IS 'a state in canonical form';
--|## merge(funnel)
--|unit: funnel
--|nulls: NULL where either is NULL
--|errors: unlike windows or modes; more than 1,000,000 events
--|example: SELECT funnel_level(merge(funnel_agg(at, step, '14 days') FILTER (WHERE step <> 2), funnel_agg(at, step, '14 days') FILTER (WHERE step = 2))) FROM (VALUES ('2026-03-02 09:00+00'::timestamptz, 1), ('2026-03-04 15:00+00', 2), ('2026-03-09 09:00+00', 3)) AS event(at, step)
--|result: 3
--|The function behind `||`, for events of the same account from several tables or batches. The order does not matter, and an event
--|that is in both is there once.
CREATE FUNCTION merge(a funnel, b funnel) RETURNS funnel
AS 'MODULE_PATHNAME', 'csops_merge_funnel' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION merge(funnel, funnel) IS 'the events of both';
CREATE OPERATOR || (LEFTARG = funnel, RIGHTARG = funnel, FUNCTION = merge, COMMUTATOR = ||);
COMMENT ON OPERATOR || (funnel, funnel) IS 'the events of both: merge(a, b)';
--|## rollup(funnel)
--|unit: funnel
--|nulls: NULL rows are skipped; no rows give NULL
--|errors: as merge
--|example: SELECT funnel_level(rollup(f)) FROM (SELECT funnel_agg(at, step, '14 days') FROM (VALUES ('2026-03-02 09:00+00'::timestamptz, 1), ('2026-03-04 15:00+00', 2), ('2026-03-09 09:00+00', 3)) AS event(at, step) GROUP BY at::date) AS by_day(f)
--|result: 3
--|Merges the funnels of one account, such as its days.
CREATE AGGREGATE rollup(f funnel) (
	SFUNC = merge, STYPE = funnel, SSPACE = 256, FINALFUNC = funnel_final, COMBINEFUNC = merge, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(funnel) IS 'the events of all, as one funnel';
--|## funnel_agg
--|unit: funnel
--|nulls: a row without instant or step only says that the account is there; no rows give NULL; within and mode must not be NULL
--|errors: a step outside 0 to 64; an instant outside the years 1 to 4000; a window that is negative or has months; an unknown mode; more than 1,000,000 events of one account; an implicit cast from timestamp or date
--|example: SELECT funnel_agg(at, step, '14 days') FROM (VALUES ('2026-03-02 09:00+00'::timestamptz, 1), ('2026-03-04 15:00+00', 2), ('2026-03-09 09:00+00', 3)) AS event(at, step)
--|result: {"mode": "ordered", "within": "14 days", "events": [["2026-03-02T09:00:00Z", 1], ["2026-03-04T15:00:00Z", 2], ["2026-03-09T09:00:00Z", 3]]}
--|see: funnel_level, funnel_seconds_to, funnel_status
--|`within` is the longest time from the first step to the last, inclusive; its days have 24 hours. The modes:
--|
--|- `'ordered'`, the default: an attempt begins with step 1 and reaches the others in their order; anything may happen between.
--|- `'strict'`: an attempt ends where a later step than its next one happens, or another event, which is a row with step 0. Steps that
--|  were already taken may be repeated.
--|- `'unordered'`: any steps in any order; reaching step n means that n different ones have happened within the window.
--|
--|Every step 1 begins an attempt. Events of one instant are taken in the order of their steps, others first.
CREATE AGGREGATE funnel_agg(at timestamptz, step integer, within interval) (
	SFUNC = funnel_accum, STYPE = funnel, SSPACE = 256, FINALFUNC = funnel_final, COMBINEFUNC = merge, PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_agg(timestamptz, integer, interval) IS 'The steps of one account within a window, in their order, as funnel';
CREATE AGGREGATE funnel_agg(at timestamptz, step integer, within interval, mode text) (
	SFUNC = funnel_accum, STYPE = funnel, SSPACE = 256, FINALFUNC = funnel_final, COMBINEFUNC = merge, PARALLEL = SAFE
);
COMMENT ON AGGREGATE funnel_agg(timestamptz, integer, interval, text) IS 'The steps of one account within a window, by a mode, as funnel';
--|## observations(funnel)
--|formula: the number of distinct events
--|unit: events
--|direction: neither
--|components: itself
--|nulls: 0 where the funnel is NULL
--|errors: none
--|example: SELECT observations(f) FROM (SELECT funnel_agg(at, step, '14 days') AS f FROM (VALUES ('2026-03-02 09:00+00'::timestamptz, 1), ('2026-03-04 15:00+00', 2), ('2026-03-09 09:00+00', 3)) AS event(at, step)) AS account
--|result: 3
CREATE FUNCTION observations(f funnel) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_funnel_observations' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION observations(funnel) IS 'Number of distinct events';
--|## funnel_level
--|formula: the furthest step reached by an event that is not after as_of; 0 where none was
--|unit: step
--|direction: higher is better
--|components: none
--|nulls: NULL where an argument is NULL
--|errors: an implicit cast from timestamp or date
--|example: SELECT funnel_level(f), funnel_level(f, as_of => '2026-03-05 00:00+00') FROM (SELECT funnel_agg(at, step, '14 days') AS f FROM (VALUES ('2026-03-02 09:00+00'::timestamptz, 1), ('2026-03-04 15:00+00', 2), ('2026-03-09 09:00+00', 3)) AS event(at, step)) AS account
--|result: 3|2
--|see: funnel_status, funnel_steps
--|A histogram over accounts is that of a rating: `rating_histogram(rating_agg(funnel_level(f), 0, 3))`.
CREATE FUNCTION funnel_level(f funnel, as_of timestamptz DEFAULT 'infinity') RETURNS integer
AS 'MODULE_PATHNAME', 'csops_funnel_level' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION funnel_level(funnel, timestamptz) IS 'Furthest step of a funnel that was reached';
--|## funnel_reached_at
--|formula: the first instant at which the step was reached
--|unit: timestamptz
--|nulls: NULL where an argument is NULL, and where the step was not reached by as_of
--|errors: a step outside 1 to 64; an implicit cast from timestamp or date
--|example: SELECT funnel_reached_at(f, 2) AT TIME ZONE 'UTC' FROM (SELECT funnel_agg(at, step, '14 days') AS f FROM (VALUES ('2026-03-02 09:00+00'::timestamptz, 1), ('2026-03-04 15:00+00', 2), ('2026-03-09 09:00+00', 3)) AS event(at, step)) AS account
--|result: 2026-03-04 15:00:00
--|see: funnel_seconds_to, funnel_steps
CREATE FUNCTION funnel_reached_at(f funnel, step integer, as_of timestamptz DEFAULT 'infinity') RETURNS timestamptz
AS 'MODULE_PATHNAME', 'csops_funnel_reached_at' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION funnel_reached_at(funnel, integer, timestamptz) IS 'First instant at which a step was reached, as timestamptz';
--|## funnel_seconds_to
--|formula: funnel_reached_at less the beginning of the attempt that reached the step
--|unit: seconds
--|direction: lower is better
--|components: itself
--|nulls: NULL where an argument is NULL, and where the step was not reached by as_of
--|errors: those of funnel_reached_at
--|example: SELECT funnel_seconds_to(f, 1), funnel_seconds_to(f, 2), funnel_seconds_to(f, 3) FROM (SELECT funnel_agg(at, step, '14 days') AS f FROM (VALUES ('2026-03-02 09:00+00'::timestamptz, 1), ('2026-03-04 15:00+00', 2), ('2026-03-09 09:00+00', 3)) AS event(at, step)) AS account
--|result: 0|194400|604800
--|see: funnel_reached_at, funnel_status, duration_agg
--|Of several attempts that reach the step with the same event it is the one that began last. An account that has not arrived gives NULL,
--|which `duration_agg` counts as unanswered; how long the others will take, a survival curve says, with `funnel_status` telling who has arrived.
CREATE FUNCTION funnel_seconds_to(f funnel, step integer, as_of timestamptz DEFAULT 'infinity') RETURNS float8
AS 'MODULE_PATHNAME', 'csops_funnel_seconds_to' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION funnel_seconds_to(funnel, integer, timestamptz) IS 'Time from the beginning of an attempt to a step, in seconds';
--|## funnel_status
--|formula: reached: the step was reached by as_of; not_yet: no attempt has begun, or one is still within the window; missed: all have run out of time
--|unit: text: reached, not_yet or missed
--|nulls: NULL where an argument is NULL
--|errors: those of funnel_reached_at
--|example: SELECT as_of::date, funnel_status(f, 3, as_of) FROM (SELECT funnel_agg(at, step, '7 days') AS f FROM (VALUES ('2026-03-02 09:00+00'::timestamptz, 1), ('2026-03-04 15:00+00', 2)) AS event(at, step)) AS account, (VALUES ('2026-03-01 00:00+00'::timestamptz), ('2026-03-09 09:00+00'), ('2026-03-09 09:00:01+00')) AS looked(as_of)
--|result: 2026-03-01|not_yet
--|  2026-03-09|not_yet
--|  2026-03-09|missed
--|see: funnel_level
--|In strict mode an attempt that another event has ended is missed at once. Accounts that are not there yet are no failures: a conversion rate is
--|`count(*) FILTER (WHERE status = 'reached')` over `count(*) FILTER (WHERE status <> 'not_yet')`.
CREATE FUNCTION funnel_status(f funnel, step integer, as_of timestamptz) RETURNS text
AS 'MODULE_PATHNAME', 'csops_funnel_status' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION funnel_status(funnel, integer, timestamptz) IS 'Whether a step was reached by an instant: reached, not_yet or missed';
--|## funnel_steps
--|formula: funnel_reached_at and funnel_seconds_to of each step that was reached
--|unit: rows of step, timestamptz and seconds
--|nulls: no rows where an argument is NULL
--|errors: an implicit cast from timestamp or date
--|example: SELECT step, reached_at AT TIME ZONE 'UTC', seconds FROM (SELECT funnel_agg(at, step, '14 days') AS f FROM (VALUES ('2026-03-02 09:00+00'::timestamptz, 1), ('2026-03-04 15:00+00', 2), ('2026-03-09 09:00+00', 3)) AS event(at, step)) AS account, funnel_steps(f)
--|result: 1|2026-03-02 09:00:00|0
--|  2|2026-03-04 15:00:00|194400
--|  3|2026-03-09 09:00:00|604800
--|see: funnel_level
CREATE FUNCTION funnel_steps(f funnel, as_of timestamptz DEFAULT 'infinity', OUT step integer, OUT reached_at timestamptz, OUT seconds float8) RETURNS SETOF record
AS 'MODULE_PATHNAME', 'csops_funnel_steps' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5 ROWS 5;
COMMENT ON FUNCTION funnel_steps(funnel, timestamptz) IS 'Each step that was reached, with its instant and the seconds to it, as rows';
