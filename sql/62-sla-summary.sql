-- The results of many SLA clocks as one mergeable value. Needs 50-duration, 61-sla-clock.

--|# SLA results
--|`sla_agg` counts what became of many SLA clocks: achieved (finished, and within the target), breached (beyond the target,
--|finished or not), in progress (neither finished nor beyond the target) and without a target. Attainment is achieved / (achieved +
--|breached): what is still in progress is no part of it, what is beyond its target is, even though it goes on. The summary
--|also keeps the durations of the clocks that finished, with or without a target, as a `duration_summary`. Summaries of days and
--|teams roll up to weeks and companies; in windows each row costs one addition and one subtraction.
--|
--|It takes the clocks of `sla_clock`, or elapsed time, target and whether the clock finished from any other source. NULL clocks,
--|elapsed times and `finished` are counted as `unanswered`; a NULL target is a clock without one. Days of an interval have 24 hours
--|here; months, and what is negative or above 9e12 seconds, are errors, or with 'count' as the last argument counted in `invalid`.
-- type: sla_summary
COMMENT ON TYPE sla_summary IS 'Results of many SLA clocks: achieved, breached, in progress, and the durations of the finished ones';
--|## internal: SLA transition functions
CREATE FUNCTION sla_accum(state sla_summary, elapsed interval, target interval, finished boolean) RETURNS sla_summary
AS 'MODULE_PATHNAME', 'csops_sla_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sla_accum(sla_summary, interval, interval, boolean) IS 'adds a result to a state';
CREATE FUNCTION sla_accum(state sla_summary, elapsed interval, target interval, finished boolean, on_invalid text) RETURNS sla_summary
AS 'MODULE_PATHNAME', 'csops_sla_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sla_accum(sla_summary, interval, interval, boolean, text) IS 'adds a result to a state';
CREATE FUNCTION sla_accum(state sla_summary, clock sla_clock) RETURNS sla_summary
AS 'MODULE_PATHNAME', 'csops_sla_accum_clock' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sla_accum(sla_summary, sla_clock) IS 'adds a clock to a state';
CREATE FUNCTION sla_accum_inv(state sla_summary, elapsed interval, target interval, finished boolean) RETURNS sla_summary
AS 'MODULE_PATHNAME', 'csops_sla_accum_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sla_accum_inv(sla_summary, interval, interval, boolean) IS 'takes a result out of a state';
CREATE FUNCTION sla_accum_inv(state sla_summary, elapsed interval, target interval, finished boolean, on_invalid text) RETURNS sla_summary
AS 'MODULE_PATHNAME', 'csops_sla_accum_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sla_accum_inv(sla_summary, interval, interval, boolean, text) IS 'takes a result out of a state';
CREATE FUNCTION sla_accum_inv(state sla_summary, clock sla_clock) RETURNS sla_summary
AS 'MODULE_PATHNAME', 'csops_sla_accum_clock_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sla_accum_inv(sla_summary, sla_clock) IS 'takes a clock out of a state';
CREATE FUNCTION sla_accum_key(state sla_summary, elapsed interval, target interval, finished boolean, key text) RETURNS sla_summary
AS 'MODULE_PATHNAME', 'csops_sla_accum_key' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sla_accum_key(sla_summary, interval, interval, boolean, text) IS 'adds a result to a state';
CREATE FUNCTION sla_accum_key(state sla_summary, clock sla_clock, key text) RETURNS sla_summary
AS 'MODULE_PATHNAME', 'csops_sla_accum_clock' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sla_accum_key(sla_summary, sla_clock, text) IS 'adds a clock to a state';
CREATE FUNCTION sla_accum_key_inv(state sla_summary, elapsed interval, target interval, finished boolean, key text) RETURNS sla_summary
AS 'MODULE_PATHNAME', 'csops_sla_accum_key_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sla_accum_key_inv(sla_summary, interval, interval, boolean, text) IS 'takes a result out of a state';
CREATE FUNCTION sla_accum_key_inv(state sla_summary, clock sla_clock, key text) RETURNS sla_summary
AS 'MODULE_PATHNAME', 'csops_sla_accum_clock_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sla_accum_key_inv(sla_summary, sla_clock, text) IS 'takes a clock out of a state';
CREATE FUNCTION sla_accum_key(state sla_summary, elapsed interval, target interval, finished boolean, key uuid) RETURNS sla_summary
AS 'MODULE_PATHNAME', 'csops_sla_accum_key' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sla_accum_key(sla_summary, interval, interval, boolean, uuid) IS 'adds a result to a state';
CREATE FUNCTION sla_accum_key(state sla_summary, clock sla_clock, key uuid) RETURNS sla_summary
AS 'MODULE_PATHNAME', 'csops_sla_accum_clock' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sla_accum_key(sla_summary, sla_clock, uuid) IS 'adds a clock to a state';
CREATE FUNCTION sla_accum_key_inv(state sla_summary, elapsed interval, target interval, finished boolean, key uuid) RETURNS sla_summary
AS 'MODULE_PATHNAME', 'csops_sla_accum_key_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sla_accum_key_inv(sla_summary, interval, interval, boolean, uuid) IS 'takes a result out of a state';
CREATE FUNCTION sla_accum_key_inv(state sla_summary, clock sla_clock, key uuid) RETURNS sla_summary
AS 'MODULE_PATHNAME', 'csops_sla_accum_clock_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sla_accum_key_inv(sla_summary, sla_clock, uuid) IS 'takes a clock out of a state';
CREATE FUNCTION sla_final(state sla_summary) RETURNS sla_summary
AS 'MODULE_PATHNAME', 'csops_sla_final' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sla_final(sla_summary) IS 'the canonical form of a state';
CREATE FUNCTION sla_moving_final(state sla_summary) RETURNS sla_summary
AS 'MODULE_PATHNAME', 'csops_sla_moving_final' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sla_moving_final(sla_summary) IS 'the canonical form of a state of a moving frame, without minimum and maximum';
CREATE FUNCTION sla_attainment_final(state sla_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_sla_attainment' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sla_attainment_final(sla_summary) IS 'sla_attainment of a state';
CREATE FUNCTION sla_attainment_lo_final(state sla_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_sla_attainment_lo' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sla_attainment_lo_final(sla_summary) IS 'sla_attainment_lo of a state';
CREATE FUNCTION sla_attainment_hi_final(state sla_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_sla_attainment_hi' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sla_attainment_hi_final(sla_summary) IS 'sla_attainment_hi of a state';
--|## merge(sla_summary)
--|unit: sla_summary
--|nulls: NULL where either is NULL
--|errors: a total beyond 4.6e18 rows
--|example: SELECT observations(merge(sla_agg('1 hour', '2 hours', true), sla_agg('3 hours', '2 hours', true)))
--|result: 2
--|The function behind `||`, and the combine function of the aggregates. The order does not matter.
CREATE FUNCTION merge(a sla_summary, b sla_summary) RETURNS sla_summary
AS 'MODULE_PATHNAME', 'csops_merge_sla_summary' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION merge(sla_summary, sla_summary) IS 'the results of both, as one summary';
CREATE OPERATOR || (LEFTARG = sla_summary, RIGHTARG = sla_summary, FUNCTION = merge, COMMUTATOR = ||);
COMMENT ON OPERATOR || (sla_summary, sla_summary) IS 'the results of both: merge(a, b)';
--|## subtract(sla_summary)
--|unit: sla_summary
--|nulls: NULL where either is NULL
--|errors: a summary that was not merged into the first
--|example: SELECT sla_attainment(subtract(merge(a, b), b)), sla_attainment(a) FROM (SELECT sla_agg('1 hour', '2 hours', true), sla_agg('3 hours', '2 hours', true)) AS day(a, b)
--|result: 1|1
--|The function behind `-`. Counts and durations are exact, as if the results had never been merged; the shortest and the longest
--|duration are no longer known, unless the second summary has no durations. `-` binds more tightly than `||`: write `(a || b) - b`.
CREATE FUNCTION subtract(a sla_summary, b sla_summary) RETURNS sla_summary
AS 'MODULE_PATHNAME', 'csops_subtract_sla_summary' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION subtract(sla_summary, sla_summary) IS 'the results of the first without those of the second';
CREATE OPERATOR - (LEFTARG = sla_summary, RIGHTARG = sla_summary, FUNCTION = subtract);
COMMENT ON OPERATOR - (sla_summary, sla_summary) IS 'the results of the left without those of the right: subtract(a, b)';
--|## rollup(sla_summary)
--|unit: sla_summary
--|nulls: NULL rows are skipped; no rows give NULL
--|errors: as merge
--|example: SELECT sla_attainment(rollup(s)) FROM (SELECT sla_agg(elapsed, '1 hour', true) FROM (VALUES (1, interval '30 minutes'), (1, '50 minutes'), (1, '40 minutes'), (2, '2 hours')) AS ticket(day, elapsed) GROUP BY day) AS day(s)
--|result: 0.75
--|Merges many stored summaries, for weeks from days or a company from teams; under OVER with a moving frame each row
--|costs one merge and one subtraction. `GROUP BY rollup(x)` is SQL's own grouping sets, something else.
CREATE AGGREGATE rollup(s sla_summary) (
	SFUNC = merge, STYPE = sla_summary, SSPACE = 512, FINALFUNC = sla_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = merge, MINVFUNC = subtract, MSTYPE = sla_summary, MSSPACE = 512, MFINALFUNC = sla_moving_final
);
COMMENT ON AGGREGATE rollup(sla_summary) IS 'the results of all, as one summary';
--|## sla_agg
--|unit: sla_summary
--|nulls: a row whose clock, elapsed or finished is NULL is counted as unanswered; a NULL target is a clock without target; no rows give NULL
--|errors: an interval with months, below 0 or above 9e12 seconds, unless on_invalid is 'count'
--|example: SELECT sla_agg(elapsed, target, finished) FROM (VALUES (interval '30 minutes', interval '1 hour', true), ('2 hours', '1 hour', true), ('3 hours', '1 hour', false), ('10 minutes', '1 hour', false), ('20 minutes', NULL, true)) AS ticket(elapsed, target, finished)
--|result: {"achieved": 1, "breached": 2, "in_progress": 1, "without_target": 1, "durations": {"observations": 3, "unanswered": 0, "invalid": 0, "total": 10200000000, "minimum": 1200000000, "maximum": 7200000000, "buckets": [[1185507088, 1], [1796892733, 1], [7187570932, 1]]}}
--|see: sla_attainment, sla_percentile, sla_clock
--|Elapsed beyond the target is a breach, elapsed equal to it is not. The durations are those of the finished clocks; their `unanswered`
--|and `invalid` are the rows without a result and the invalid ones. `sla_agg(clock)` counts what
--|`sla_agg((clock).elapsed, (clock).target, (clock).finished)` does; a clock that has not started is in progress.
CREATE AGGREGATE sla_agg(clock sla_clock) (
	SFUNC = sla_accum, STYPE = sla_summary, SSPACE = 256, FINALFUNC = sla_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = sla_accum, MINVFUNC = sla_accum_inv, MSTYPE = sla_summary, MSSPACE = 256, MFINALFUNC = sla_moving_final
);
COMMENT ON AGGREGATE sla_agg(sla_clock) IS 'Clocks, as an sla_summary';
CREATE AGGREGATE sla_agg(elapsed interval, target interval, finished boolean) (
	SFUNC = sla_accum, STYPE = sla_summary, SSPACE = 256, FINALFUNC = sla_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = sla_accum, MINVFUNC = sla_accum_inv, MSTYPE = sla_summary, MSSPACE = 256, MFINALFUNC = sla_moving_final
);
COMMENT ON AGGREGATE sla_agg(interval, interval, boolean) IS 'Elapsed times against their targets, as an sla_summary';
CREATE AGGREGATE sla_agg(elapsed interval, target interval, finished boolean, on_invalid text) (
	SFUNC = sla_accum, STYPE = sla_summary, SSPACE = 256, FINALFUNC = sla_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = sla_accum, MINVFUNC = sla_accum_inv, MSTYPE = sla_summary, MSSPACE = 256, MFINALFUNC = sla_moving_final
);
COMMENT ON AGGREGATE sla_agg(interval, interval, boolean, text) IS 'Elapsed times against their targets, as an sla_summary; on_invalid is error or count';
--|## observations(sla_summary)
--|formula: achieved + breached
--|unit: rows
--|direction: neither
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT observations(sla_agg(elapsed, target, finished)) FROM (VALUES (interval '30 minutes', interval '1 hour', true), ('2 hours', '1 hour', true), ('3 hours', '1 hour', false), ('10 minutes', '1 hour', false), ('20 minutes', NULL, true)) AS ticket(elapsed, target, finished)
--|result: 3
--|The clocks that attainment is a share of.
CREATE FUNCTION observations(s sla_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_sla_observations' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION observations(sla_summary) IS 'Number of clocks that achieved or breached their target';
--|## sla_achieved
--|formula: number of clocks that finished with elapsed <= target
--|unit: rows
--|direction: higher is better
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT sla_achieved(sla_agg(elapsed, target, finished)) FROM (VALUES (interval '30 minutes', interval '1 hour', true), ('2 hours', '1 hour', true), ('3 hours', '1 hour', false), ('10 minutes', '1 hour', false), ('20 minutes', NULL, true)) AS ticket(elapsed, target, finished)
--|result: 1
CREATE FUNCTION sla_achieved(s sla_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_sla_achieved' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sla_achieved(sla_summary) IS 'Number of clocks that finished within their target';
--|## sla_breached
--|formula: number of clocks with elapsed > target, finished or not
--|unit: rows
--|direction: lower is better
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT sla_breached(sla_agg(elapsed, target, finished)) FROM (VALUES (interval '30 minutes', interval '1 hour', true), ('2 hours', '1 hour', true), ('3 hours', '1 hour', false), ('10 minutes', '1 hour', false), ('20 minutes', NULL, true)) AS ticket(elapsed, target, finished)
--|result: 2
CREATE FUNCTION sla_breached(s sla_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_sla_breached' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sla_breached(sla_summary) IS 'Number of clocks beyond their target';
--|## sla_in_progress
--|formula: number of clocks that have not finished, with elapsed <= target
--|unit: rows
--|direction: neither
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT sla_in_progress(sla_agg(elapsed, target, finished)) FROM (VALUES (interval '30 minutes', interval '1 hour', true), ('2 hours', '1 hour', true), ('3 hours', '1 hour', false), ('10 minutes', '1 hour', false), ('20 minutes', NULL, true)) AS ticket(elapsed, target, finished)
--|result: 1
CREATE FUNCTION sla_in_progress(s sla_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_sla_in_progress' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sla_in_progress(sla_summary) IS 'Number of clocks that are neither finished nor beyond their target';
--|## sla_without_target
--|formula: number of clocks whose target is NULL
--|unit: rows
--|direction: neither
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT sla_without_target(sla_agg(elapsed, target, finished)) FROM (VALUES (interval '30 minutes', interval '1 hour', true), ('2 hours', '1 hour', true), ('3 hours', '1 hour', false), ('10 minutes', '1 hour', false), ('20 minutes', NULL, true)) AS ticket(elapsed, target, finished)
--|result: 1
CREATE FUNCTION sla_without_target(s sla_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_sla_without_target' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sla_without_target(sla_summary) IS 'Number of clocks without a target';
--|## unanswered(sla_summary)
--|formula: number of rows whose clock, elapsed or finished was NULL
--|unit: rows
--|direction: lower is better
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT unanswered(sla_agg(elapsed, '1 hour', true)) FROM (VALUES (interval '5 minutes'), (NULL)) AS ticket(elapsed)
--|result: 1
CREATE FUNCTION unanswered(s sla_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_sla_unanswered' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION unanswered(sla_summary) IS 'Number of rows without a result';
--|## invalid(sla_summary)
--|formula: number of rows that `on_invalid => 'count'` let through
--|unit: rows
--|direction: lower is better
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT invalid(sla_agg(elapsed, '1 hour', true, 'count')) FROM (VALUES (interval '5 minutes'), ('-1 second')) AS ticket(elapsed)
--|result: 1
CREATE FUNCTION invalid(s sla_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_sla_invalid' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION invalid(sla_summary) IS 'Number of impossible rows that were counted instead of refused';
--|## is_suppressed(sla_summary)
--|formula: 0 < observations < min_n
--|unit: boolean
--|nulls: NULL gives NULL
--|errors: a negative min_n
--|example: SELECT is_suppressed(sla_agg(elapsed, target, finished), 5) FROM (VALUES (interval '30 minutes', interval '1 hour', true), ('2 hours', '1 hour', true), ('3 hours', '1 hour', false), ('10 minutes', '1 hour', false), ('20 minutes', NULL, true)) AS ticket(elapsed, target, finished)
--|result: t
CREATE FUNCTION is_suppressed(s sla_summary, min_n integer) RETURNS boolean
AS 'MODULE_PATHNAME', 'csops_sla_is_suppressed' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION is_suppressed(sla_summary, integer) IS 'Whether clocks achieved or breached their target, but fewer than min_n';
--|## sla_attainment
--|formula: achieved / (achieved + breached)
--|unit: share, 0 to 1
--|direction: higher is better
--|components: sla_achieved, sla_breached
--|nulls: nothing achieved or breached, or fewer than min_n together, give NULL
--|errors: as sla_agg; a negative min_n; a NULL key in the one-step form
--|example: SELECT sla_attainment(elapsed, target, finished) FROM (VALUES (interval '30 minutes', interval '1 hour', true), ('2 hours', '1 hour', true), ('3 hours', '1 hour', false), ('10 minutes', '1 hour', false), ('20 minutes', NULL, true)) AS ticket(elapsed, target, finished)
--|result: 0.3333333333333333
--|example: SELECT sla_attainment(DISTINCT elapsed, target, finished, ticket) FROM (VALUES (interval '5 minutes', interval '1 hour', true, 't1'), ('5 minutes', '1 hour', true, 't1'), ('2 hours', '1 hour', true, 't2')) AS joined(elapsed, target, finished, ticket)
--|result: 0.5
--|see: sla_attainment_lo, sla_agg
--|The overloads with a key are for rows that a join has repeated: see `nps`.
CREATE FUNCTION sla_attainment(s sla_summary, min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_sla_attainment' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sla_attainment(sla_summary, integer) IS 'Share of the decided clocks that kept their target, 0 to 1';
CREATE AGGREGATE sla_attainment(clock sla_clock) (
	SFUNC = sla_accum, STYPE = sla_summary, SSPACE = 256, FINALFUNC = sla_attainment_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = sla_accum, MINVFUNC = sla_accum_inv, MSTYPE = sla_summary, MSSPACE = 256, MFINALFUNC = sla_attainment_final
);
COMMENT ON AGGREGATE sla_attainment(sla_clock) IS 'Share of the decided clocks that kept their target, 0 to 1';
CREATE AGGREGATE sla_attainment(clock sla_clock, key text) (
	SFUNC = sla_accum_key, STYPE = sla_summary, SSPACE = 256, FINALFUNC = sla_attainment_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = sla_accum_key, MINVFUNC = sla_accum_key_inv, MSTYPE = sla_summary, MSSPACE = 256, MFINALFUNC = sla_attainment_final
);
COMMENT ON AGGREGATE sla_attainment(sla_clock, text) IS 'Share of the decided clocks that kept their target, 0 to 1; for DISTINCT, by key';
CREATE AGGREGATE sla_attainment(clock sla_clock, key uuid) (
	SFUNC = sla_accum_key, STYPE = sla_summary, SSPACE = 256, FINALFUNC = sla_attainment_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = sla_accum_key, MINVFUNC = sla_accum_key_inv, MSTYPE = sla_summary, MSSPACE = 256, MFINALFUNC = sla_attainment_final
);
COMMENT ON AGGREGATE sla_attainment(sla_clock, uuid) IS 'Share of the decided clocks that kept their target, 0 to 1; for DISTINCT, by key';
CREATE AGGREGATE sla_attainment(elapsed interval, target interval, finished boolean) (
	SFUNC = sla_accum, STYPE = sla_summary, SSPACE = 256, FINALFUNC = sla_attainment_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = sla_accum, MINVFUNC = sla_accum_inv, MSTYPE = sla_summary, MSSPACE = 256, MFINALFUNC = sla_attainment_final
);
COMMENT ON AGGREGATE sla_attainment(interval, interval, boolean) IS 'Share of the decided clocks that kept their target, 0 to 1';
CREATE AGGREGATE sla_attainment(elapsed interval, target interval, finished boolean, key text) (
	SFUNC = sla_accum_key, STYPE = sla_summary, SSPACE = 256, FINALFUNC = sla_attainment_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = sla_accum_key, MINVFUNC = sla_accum_key_inv, MSTYPE = sla_summary, MSSPACE = 256, MFINALFUNC = sla_attainment_final
);
COMMENT ON AGGREGATE sla_attainment(interval, interval, boolean, text) IS 'Share of the decided clocks that kept their target, 0 to 1; for DISTINCT, by key';
CREATE AGGREGATE sla_attainment(elapsed interval, target interval, finished boolean, key uuid) (
	SFUNC = sla_accum_key, STYPE = sla_summary, SSPACE = 256, FINALFUNC = sla_attainment_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = sla_accum_key, MINVFUNC = sla_accum_key_inv, MSTYPE = sla_summary, MSSPACE = 256, MFINALFUNC = sla_attainment_final
);
COMMENT ON AGGREGATE sla_attainment(interval, interval, boolean, uuid) IS 'Share of the decided clocks that kept their target, 0 to 1; for DISTINCT, by key';
--|## sla_attainment_lo, sla_attainment_hi
--|formula: as csat_lo, of achieved out of achieved + breached
--|unit: share, 0 to 1
--|nulls: as sla_attainment
--|errors: as sla_attainment; a confidence outside 0 to 1; an unknown method
--|example: SELECT round(sla_attainment_lo(s)::numeric, 6), round(sla_attainment_hi(s)::numeric, 6) FROM (SELECT sla_agg(n * interval '1 hour', '8 hours', true) FROM generate_series(1, 10) AS n) AS week(s)
--|result: 0.490162|0.943318
--|source: Brown, Cai, DasGupta 2001
--|see: sla_attainment, csat_lo
--|Lower and upper end of the confidence interval; methods 'wilson', 'agresti_coull', 'clopper_pearson', 'jeffreys', 'wald'.
CREATE FUNCTION sla_attainment_lo(s sla_summary, confidence float8 DEFAULT 0.95, method text DEFAULT 'wilson', min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_sla_attainment_lo' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION sla_attainment_lo(sla_summary, float8, text, integer) IS 'Lower end of the interval of SLA attainment, 0 to 1';
CREATE AGGREGATE sla_attainment_lo(clock sla_clock) (
	SFUNC = sla_accum, STYPE = sla_summary, SSPACE = 256, FINALFUNC = sla_attainment_lo_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = sla_accum, MINVFUNC = sla_accum_inv, MSTYPE = sla_summary, MSSPACE = 256, MFINALFUNC = sla_attainment_lo_final
);
COMMENT ON AGGREGATE sla_attainment_lo(sla_clock) IS 'Lower end of the interval of SLA attainment, 0 to 1, at 95 percent by Wilson';
CREATE AGGREGATE sla_attainment_lo(clock sla_clock, key text) (
	SFUNC = sla_accum_key, STYPE = sla_summary, SSPACE = 256, FINALFUNC = sla_attainment_lo_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = sla_accum_key, MINVFUNC = sla_accum_key_inv, MSTYPE = sla_summary, MSSPACE = 256, MFINALFUNC = sla_attainment_lo_final
);
COMMENT ON AGGREGATE sla_attainment_lo(sla_clock, text) IS 'Lower end of the interval of SLA attainment, 0 to 1, at 95 percent by Wilson; for DISTINCT, by key';
CREATE AGGREGATE sla_attainment_lo(clock sla_clock, key uuid) (
	SFUNC = sla_accum_key, STYPE = sla_summary, SSPACE = 256, FINALFUNC = sla_attainment_lo_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = sla_accum_key, MINVFUNC = sla_accum_key_inv, MSTYPE = sla_summary, MSSPACE = 256, MFINALFUNC = sla_attainment_lo_final
);
COMMENT ON AGGREGATE sla_attainment_lo(sla_clock, uuid) IS 'Lower end of the interval of SLA attainment, 0 to 1, at 95 percent by Wilson; for DISTINCT, by key';
CREATE AGGREGATE sla_attainment_lo(elapsed interval, target interval, finished boolean) (
	SFUNC = sla_accum, STYPE = sla_summary, SSPACE = 256, FINALFUNC = sla_attainment_lo_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = sla_accum, MINVFUNC = sla_accum_inv, MSTYPE = sla_summary, MSSPACE = 256, MFINALFUNC = sla_attainment_lo_final
);
COMMENT ON AGGREGATE sla_attainment_lo(interval, interval, boolean) IS 'Lower end of the interval of SLA attainment, 0 to 1, at 95 percent by Wilson';
CREATE AGGREGATE sla_attainment_lo(elapsed interval, target interval, finished boolean, key text) (
	SFUNC = sla_accum_key, STYPE = sla_summary, SSPACE = 256, FINALFUNC = sla_attainment_lo_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = sla_accum_key, MINVFUNC = sla_accum_key_inv, MSTYPE = sla_summary, MSSPACE = 256, MFINALFUNC = sla_attainment_lo_final
);
COMMENT ON AGGREGATE sla_attainment_lo(interval, interval, boolean, text) IS 'Lower end of the interval of SLA attainment, 0 to 1, at 95 percent by Wilson; for DISTINCT, by key';
CREATE AGGREGATE sla_attainment_lo(elapsed interval, target interval, finished boolean, key uuid) (
	SFUNC = sla_accum_key, STYPE = sla_summary, SSPACE = 256, FINALFUNC = sla_attainment_lo_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = sla_accum_key, MINVFUNC = sla_accum_key_inv, MSTYPE = sla_summary, MSSPACE = 256, MFINALFUNC = sla_attainment_lo_final
);
COMMENT ON AGGREGATE sla_attainment_lo(interval, interval, boolean, uuid) IS 'Lower end of the interval of SLA attainment, 0 to 1, at 95 percent by Wilson; for DISTINCT, by key';
CREATE FUNCTION sla_attainment_hi(s sla_summary, confidence float8 DEFAULT 0.95, method text DEFAULT 'wilson', min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_sla_attainment_hi' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION sla_attainment_hi(sla_summary, float8, text, integer) IS 'Upper end of the interval of SLA attainment, 0 to 1';
CREATE AGGREGATE sla_attainment_hi(clock sla_clock) (
	SFUNC = sla_accum, STYPE = sla_summary, SSPACE = 256, FINALFUNC = sla_attainment_hi_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = sla_accum, MINVFUNC = sla_accum_inv, MSTYPE = sla_summary, MSSPACE = 256, MFINALFUNC = sla_attainment_hi_final
);
COMMENT ON AGGREGATE sla_attainment_hi(sla_clock) IS 'Upper end of the interval of SLA attainment, 0 to 1, at 95 percent by Wilson';
CREATE AGGREGATE sla_attainment_hi(clock sla_clock, key text) (
	SFUNC = sla_accum_key, STYPE = sla_summary, SSPACE = 256, FINALFUNC = sla_attainment_hi_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = sla_accum_key, MINVFUNC = sla_accum_key_inv, MSTYPE = sla_summary, MSSPACE = 256, MFINALFUNC = sla_attainment_hi_final
);
COMMENT ON AGGREGATE sla_attainment_hi(sla_clock, text) IS 'Upper end of the interval of SLA attainment, 0 to 1, at 95 percent by Wilson; for DISTINCT, by key';
CREATE AGGREGATE sla_attainment_hi(clock sla_clock, key uuid) (
	SFUNC = sla_accum_key, STYPE = sla_summary, SSPACE = 256, FINALFUNC = sla_attainment_hi_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = sla_accum_key, MINVFUNC = sla_accum_key_inv, MSTYPE = sla_summary, MSSPACE = 256, MFINALFUNC = sla_attainment_hi_final
);
COMMENT ON AGGREGATE sla_attainment_hi(sla_clock, uuid) IS 'Upper end of the interval of SLA attainment, 0 to 1, at 95 percent by Wilson; for DISTINCT, by key';
CREATE AGGREGATE sla_attainment_hi(elapsed interval, target interval, finished boolean) (
	SFUNC = sla_accum, STYPE = sla_summary, SSPACE = 256, FINALFUNC = sla_attainment_hi_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = sla_accum, MINVFUNC = sla_accum_inv, MSTYPE = sla_summary, MSSPACE = 256, MFINALFUNC = sla_attainment_hi_final
);
COMMENT ON AGGREGATE sla_attainment_hi(interval, interval, boolean) IS 'Upper end of the interval of SLA attainment, 0 to 1, at 95 percent by Wilson';
CREATE AGGREGATE sla_attainment_hi(elapsed interval, target interval, finished boolean, key text) (
	SFUNC = sla_accum_key, STYPE = sla_summary, SSPACE = 256, FINALFUNC = sla_attainment_hi_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = sla_accum_key, MINVFUNC = sla_accum_key_inv, MSTYPE = sla_summary, MSSPACE = 256, MFINALFUNC = sla_attainment_hi_final
);
COMMENT ON AGGREGATE sla_attainment_hi(interval, interval, boolean, text) IS 'Upper end of the interval of SLA attainment, 0 to 1, at 95 percent by Wilson; for DISTINCT, by key';
CREATE AGGREGATE sla_attainment_hi(elapsed interval, target interval, finished boolean, key uuid) (
	SFUNC = sla_accum_key, STYPE = sla_summary, SSPACE = 256, FINALFUNC = sla_attainment_hi_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = sla_accum_key, MINVFUNC = sla_accum_key_inv, MSTYPE = sla_summary, MSSPACE = 256, MFINALFUNC = sla_attainment_hi_final
);
COMMENT ON AGGREGATE sla_attainment_hi(interval, interval, boolean, uuid) IS 'Upper end of the interval of SLA attainment, 0 to 1, at 95 percent by Wilson; for DISTINCT, by key';
--|## sla_percentile
--|formula: the elapsed time at rank ceil(q * n) of the n finished clocks, counted from the shortest; q = 0 takes rank 1
--|unit: seconds
--|direction: lower is better
--|components: none
--|nulls: no finished clocks, or fewer than min_n, give NULL
--|errors: a quantile outside 0 to 1; a negative min_n
--|example: SELECT sla_percentile(s, 0), sla_percentile(s, 1) FROM (SELECT sla_agg(elapsed, target, finished) FROM (VALUES (interval '30 minutes', interval '1 hour', true), ('2 hours', '1 hour', true), ('3 hours', '1 hour', false), ('10 minutes', '1 hour', false), ('20 minutes', NULL, true)) AS ticket(elapsed, target, finished)) AS day(s)
--|result: 1200|7200
--|see: duration_percentile, sla_durations
--|Within 1 percent, as `duration_percentile`. Clocks that have not finished are no part of it, however long they have run.
CREATE FUNCTION sla_percentile(s sla_summary, q float8, min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_sla_percentile' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION sla_percentile(sla_summary, float8, integer) IS 'Elapsed time of the finished clocks at a quantile, in seconds, within 1 percent';
--|## sla_durations
--|formula: the elapsed times of the finished clocks
--|unit: duration_summary
--|nulls: NULL gives NULL
--|errors: none
--|example: SELECT duration_mean(sla_durations(sla_agg(elapsed, target, finished))) FROM (VALUES (interval '30 minutes', interval '1 hour', true), ('2 hours', '1 hour', true), ('3 hours', '1 hour', false), ('10 minutes', '1 hour', false), ('20 minutes', NULL, true)) AS ticket(elapsed, target, finished)
--|result: 3400
--|see: duration_mean, duration_percentile_lo, duration_share_within
--|For every figure that a `duration_summary` has: mean, total, intervals of percentiles, the share within a bound.
CREATE FUNCTION sla_durations(s sla_summary) RETURNS duration_summary
AS 'MODULE_PATHNAME', 'csops_sla_durations' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION sla_durations(sla_summary) IS 'Elapsed times of the finished clocks, as a duration_summary';
