-- Whether things came in time. Needs 20-proportion, 50-duration.

--|# Timeliness
--|Did it come in time: the nightly load, the survey answer, the report, the record that another system sends? `timeliness_agg` counts what came in time, what came late, what is
--|missing (has not come, and is beyond its time) and what is pending (has not come, and is not due yet). Timeliness is on time / (on time + late + missing). The summary keeps the lags
--|of what came as a `duration_summary`, for percentiles within 1 percent. Summaries of weeks and sources merge and can be taken out again.
--|
--|It takes instants, `timeliness_agg(expected_at, arrived_at, allowed, as_of)`: what is expected at an instant may arrive by `expected_at + allowed`, or before, which is a lag of 0. With `allowed` 0 the
--|instant is the deadline itself. `as_of` is the instant of evaluation: what arrives after it is not known yet, so any past day's figure can be taken again. Or it takes the lag of each row,
--|`timeliness_agg(lag, allowed)`, where a NULL lag is something that is missing. The days of intervals have 24 hours; where the deadline is in business hours, `business_add(calendar, at, amount)` is the
--|instant, with `allowed` 0.
--|
--|```sql
--|SELECT source, timeliness(s), timeliness_lo(s), late(s), missing(s), lag_percentile(s, 0.95)
--|FROM (SELECT source, timeliness_agg(happened_at, loaded_at, '6 hours', timestamptz '2026-03-31 00:00+00') AS s FROM loads GROUP BY source) AS by_source;
--|```
--|
--|That a row is there does not say when it is expected: rows that never came have to be in the data, from a schedule or a LEFT JOIN, or they cannot be missing.
-- type: timeliness_summary
COMMENT ON TYPE timeliness_summary IS 'What came in time, late, not at all or not yet, and the lags of what came';
--|## internal: timeliness transition functions
CREATE FUNCTION timeliness_accum(state timeliness_summary, lag interval, allowed interval) RETURNS timeliness_summary
AS 'MODULE_PATHNAME', 'csops_timeliness_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION timeliness_accum(timeliness_summary, interval, interval) IS 'adds a row to a timeliness state';
CREATE FUNCTION timeliness_accum(state timeliness_summary, lag interval, allowed interval, on_invalid text) RETURNS timeliness_summary
AS 'MODULE_PATHNAME', 'csops_timeliness_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION timeliness_accum(timeliness_summary, interval, interval, text) IS 'adds a row to a timeliness state';
CREATE FUNCTION timeliness_accum_key(state timeliness_summary, lag interval, allowed interval, key text) RETURNS timeliness_summary
AS 'MODULE_PATHNAME', 'csops_timeliness_accum_key' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION timeliness_accum_key(timeliness_summary, interval, interval, text) IS 'adds a row to a timeliness state';
CREATE FUNCTION timeliness_accum_key(state timeliness_summary, lag interval, allowed interval, key uuid) RETURNS timeliness_summary
AS 'MODULE_PATHNAME', 'csops_timeliness_accum_key' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION timeliness_accum_key(timeliness_summary, interval, interval, uuid) IS 'adds a row to a timeliness state';
CREATE FUNCTION timeliness_accum(state timeliness_summary, expected_at timestamptz, arrived_at timestamptz, allowed interval, as_of timestamptz) RETURNS timeliness_summary
AS 'MODULE_PATHNAME', 'csops_timeliness_accum_at' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION timeliness_accum(timeliness_summary, timestamptz, timestamptz, interval, timestamptz) IS 'adds a row to a timeliness state';
CREATE FUNCTION timeliness_accum(state timeliness_summary, expected_at timestamptz, arrived_at timestamptz, allowed interval, as_of timestamptz, on_invalid text) RETURNS timeliness_summary
AS 'MODULE_PATHNAME', 'csops_timeliness_accum_at' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION timeliness_accum(timeliness_summary, timestamptz, timestamptz, interval, timestamptz, text) IS 'adds a row to a timeliness state';
CREATE FUNCTION timeliness_accum_key(state timeliness_summary, expected_at timestamptz, arrived_at timestamptz, allowed interval, as_of timestamptz, key text) RETURNS timeliness_summary
AS 'MODULE_PATHNAME', 'csops_timeliness_accum_at_key' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION timeliness_accum_key(timeliness_summary, timestamptz, timestamptz, interval, timestamptz, text) IS 'adds a row to a timeliness state';
CREATE FUNCTION timeliness_accum_key(state timeliness_summary, expected_at timestamptz, arrived_at timestamptz, allowed interval, as_of timestamptz, key uuid) RETURNS timeliness_summary
AS 'MODULE_PATHNAME', 'csops_timeliness_accum_at_key' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION timeliness_accum_key(timeliness_summary, timestamptz, timestamptz, interval, timestamptz, uuid) IS 'adds a row to a timeliness state';
CREATE FUNCTION timeliness_accum_inv(state timeliness_summary, lag interval, allowed interval) RETURNS timeliness_summary
AS 'MODULE_PATHNAME', 'csops_timeliness_accum_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION timeliness_accum_inv(timeliness_summary, interval, interval) IS 'takes a row out of a timeliness state';
CREATE FUNCTION timeliness_accum_inv(state timeliness_summary, lag interval, allowed interval, on_invalid text) RETURNS timeliness_summary
AS 'MODULE_PATHNAME', 'csops_timeliness_accum_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION timeliness_accum_inv(timeliness_summary, interval, interval, text) IS 'takes a row out of a timeliness state';
CREATE FUNCTION timeliness_accum_key_inv(state timeliness_summary, lag interval, allowed interval, key text) RETURNS timeliness_summary
AS 'MODULE_PATHNAME', 'csops_timeliness_accum_key_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION timeliness_accum_key_inv(timeliness_summary, interval, interval, text) IS 'takes a row out of a timeliness state';
CREATE FUNCTION timeliness_accum_key_inv(state timeliness_summary, lag interval, allowed interval, key uuid) RETURNS timeliness_summary
AS 'MODULE_PATHNAME', 'csops_timeliness_accum_key_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION timeliness_accum_key_inv(timeliness_summary, interval, interval, uuid) IS 'takes a row out of a timeliness state';
CREATE FUNCTION timeliness_accum_inv(state timeliness_summary, expected_at timestamptz, arrived_at timestamptz, allowed interval, as_of timestamptz) RETURNS timeliness_summary
AS 'MODULE_PATHNAME', 'csops_timeliness_accum_at_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION timeliness_accum_inv(timeliness_summary, timestamptz, timestamptz, interval, timestamptz) IS 'takes a row out of a timeliness state';
CREATE FUNCTION timeliness_accum_inv(state timeliness_summary, expected_at timestamptz, arrived_at timestamptz, allowed interval, as_of timestamptz, on_invalid text) RETURNS timeliness_summary
AS 'MODULE_PATHNAME', 'csops_timeliness_accum_at_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION timeliness_accum_inv(timeliness_summary, timestamptz, timestamptz, interval, timestamptz, text) IS 'takes a row out of a timeliness state';
CREATE FUNCTION timeliness_accum_key_inv(state timeliness_summary, expected_at timestamptz, arrived_at timestamptz, allowed interval, as_of timestamptz, key text) RETURNS timeliness_summary
AS 'MODULE_PATHNAME', 'csops_timeliness_accum_at_key_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION timeliness_accum_key_inv(timeliness_summary, timestamptz, timestamptz, interval, timestamptz, text) IS 'takes a row out of a timeliness state';
CREATE FUNCTION timeliness_accum_key_inv(state timeliness_summary, expected_at timestamptz, arrived_at timestamptz, allowed interval, as_of timestamptz, key uuid) RETURNS timeliness_summary
AS 'MODULE_PATHNAME', 'csops_timeliness_accum_at_key_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION timeliness_accum_key_inv(timeliness_summary, timestamptz, timestamptz, interval, timestamptz, uuid) IS 'takes a row out of a timeliness state';
CREATE FUNCTION timeliness_summary_final(state timeliness_summary) RETURNS timeliness_summary
AS 'MODULE_PATHNAME', 'csops_timeliness_summary_final' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION timeliness_summary_final(timeliness_summary) IS 'the canonical form of a state';
CREATE FUNCTION timeliness_moving_final(state timeliness_summary) RETURNS timeliness_summary
AS 'MODULE_PATHNAME', 'csops_timeliness_moving_final' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION timeliness_moving_final(timeliness_summary) IS 'the canonical form of a state of a moving frame, without minimum and maximum';
CREATE FUNCTION timeliness_final(state timeliness_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_timeliness' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION timeliness_final(timeliness_summary) IS 'timeliness of a state';
CREATE FUNCTION timeliness_lo_final(state timeliness_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_timeliness_lo' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION timeliness_lo_final(timeliness_summary) IS 'timeliness_lo of a state';
CREATE FUNCTION timeliness_hi_final(state timeliness_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_timeliness_hi' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION timeliness_hi_final(timeliness_summary) IS 'timeliness_hi of a state';
--|## merge(timeliness_summary)
--|unit: timeliness_summary
--|nulls: NULL where either is NULL
--|errors: a total beyond 4.6e18 rows
--|example: SELECT timeliness(merge(timeliness_agg('1 hour', '2 hours'), timeliness_agg('3 hours', '2 hours')))
--|result: 0.5
--|The function behind `||`, and the combine function of the aggregates. The order does not matter.
CREATE FUNCTION merge(a timeliness_summary, b timeliness_summary) RETURNS timeliness_summary
AS 'MODULE_PATHNAME', 'csops_merge_timeliness_summary' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION merge(timeliness_summary, timeliness_summary) IS 'the rows of both, as one summary';
CREATE OPERATOR || (LEFTARG = timeliness_summary, RIGHTARG = timeliness_summary, FUNCTION = merge, COMMUTATOR = ||);
COMMENT ON OPERATOR || (timeliness_summary, timeliness_summary) IS 'the rows of both: merge(a, b)';
--|## subtract(timeliness_summary)
--|unit: timeliness_summary
--|nulls: NULL where either is NULL
--|errors: a summary that was not merged into the first
--|example: SELECT timeliness(subtract(merge(a, b), b)), timeliness(a) FROM (SELECT timeliness_agg('1 hour', '2 hours'), timeliness_agg('3 hours', '2 hours')) AS day(a, b)
--|result: 1|1
--|The function behind `-`. Counts and lags are exact, as if the rows had never been merged; the shortest and the longest lag are no longer known, unless the second
--|summary has no lags. `-` binds more tightly than `||`: write `(a || b) - b`.
CREATE FUNCTION subtract(a timeliness_summary, b timeliness_summary) RETURNS timeliness_summary
AS 'MODULE_PATHNAME', 'csops_subtract_timeliness_summary' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION subtract(timeliness_summary, timeliness_summary) IS 'the rows of the first without those of the second';
CREATE OPERATOR - (LEFTARG = timeliness_summary, RIGHTARG = timeliness_summary, FUNCTION = subtract);
COMMENT ON OPERATOR - (timeliness_summary, timeliness_summary) IS 'the rows of the left without those of the right: subtract(a, b)';
--|## rollup(timeliness_summary)
--|unit: timeliness_summary
--|nulls: NULL rows are skipped; no rows give NULL
--|errors: as merge
--|example: SELECT timeliness(rollup(s)) FROM (SELECT timeliness_agg(lag, '2 hours') FROM (VALUES (1, interval '30 minutes'), (1, '3 hours'), (2, '1 hour'), (2, NULL)) AS feed(day, lag) GROUP BY day) AS by_day(s)
--|result: 0.5
--|Merges many stored summaries, for quarters from weeks or a company from sources; under OVER with a moving frame each row
--|costs one merge and one subtraction. `GROUP BY rollup(x)` is SQL's own grouping sets, something else.
CREATE AGGREGATE rollup(s timeliness_summary) (
	SFUNC = merge, STYPE = timeliness_summary, SSPACE = 512, FINALFUNC = timeliness_summary_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = merge, MINVFUNC = subtract, MSTYPE = timeliness_summary, MSSPACE = 512, MFINALFUNC = timeliness_moving_final
);
COMMENT ON AGGREGATE rollup(timeliness_summary) IS 'the rows of all, as one summary';
--|## timeliness_agg
--|unit: timeliness_summary
--|nulls: a NULL lag or arrived_at is something that has not come; a row whose allowed or expected_at is NULL is counted as unanswered; no rows give NULL
--|errors: a NULL as_of; unless on_invalid is 'count', an interval with months, an allowed below 0, a lag above 9e12 seconds, an infinite instant of something that came
--|example: SELECT timeliness_agg(lag, '6 hours') FROM (VALUES (interval '2 hours'), ('30 hours'), ('-5 minutes'), (NULL)) AS feed(lag)
--|result: {"on_time": 2, "late": 1, "missing": 1, "pending": 0, "lags": {"observations": 3, "unanswered": 0, "invalid": 0, "total": 115200000000, "minimum": 0, "maximum": 108000000000, "buckets": [[0, 1], [7187570932, 1], [106242601984, 1]]}}
--|example: SELECT on_time(s), late(s), missing(s), pending(s) FROM (SELECT timeliness_agg(expected_at, arrived_at, '1 hour', '2026-03-02 12:00+00') FROM (VALUES ('2026-03-02 08:00+00'::timestamptz, '2026-03-02 08:30+00'::timestamptz), ('2026-03-02 08:00+00', '2026-03-02 11:00+00'), ('2026-03-02 08:00+00', NULL), ('2026-03-03 08:00+00', NULL)) AS load(expected_at, arrived_at)) AS day(s)
--|result: 1|1|1|1
--|see: timeliness, lag_percentile, rollup
--|A lag beyond what is allowed is late, one equal to it is not; below 0 it is 0. What has not come by `as_of` is missing once `as_of - expected_at` is beyond what is allowed, and pending until then. In the summary the lags' `unanswered`
--|and `invalid` are the rows that say nothing and the invalid ones.
CREATE AGGREGATE timeliness_agg(lag interval, allowed interval) (
	SFUNC = timeliness_accum, STYPE = timeliness_summary, SSPACE = 256, FINALFUNC = timeliness_summary_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = timeliness_accum, MINVFUNC = timeliness_accum_inv, MSTYPE = timeliness_summary, MSSPACE = 256, MFINALFUNC = timeliness_moving_final
);
COMMENT ON AGGREGATE timeliness_agg(interval, interval) IS 'Lags against what is allowed, as a timeliness_summary';
CREATE AGGREGATE timeliness_agg(lag interval, allowed interval, on_invalid text) (
	SFUNC = timeliness_accum, STYPE = timeliness_summary, SSPACE = 256, FINALFUNC = timeliness_summary_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = timeliness_accum, MINVFUNC = timeliness_accum_inv, MSTYPE = timeliness_summary, MSSPACE = 256, MFINALFUNC = timeliness_moving_final
);
COMMENT ON AGGREGATE timeliness_agg(interval, interval, text) IS 'Lags against what is allowed, as a timeliness_summary; on_invalid is error or count';
CREATE AGGREGATE timeliness_agg(expected_at timestamptz, arrived_at timestamptz, allowed interval, as_of timestamptz) (
	SFUNC = timeliness_accum, STYPE = timeliness_summary, SSPACE = 256, FINALFUNC = timeliness_summary_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = timeliness_accum, MINVFUNC = timeliness_accum_inv, MSTYPE = timeliness_summary, MSSPACE = 256, MFINALFUNC = timeliness_moving_final
);
COMMENT ON AGGREGATE timeliness_agg(timestamptz, timestamptz, interval, timestamptz) IS 'What was expected and what arrived, as a timeliness_summary';
CREATE AGGREGATE timeliness_agg(expected_at timestamptz, arrived_at timestamptz, allowed interval, as_of timestamptz, on_invalid text) (
	SFUNC = timeliness_accum, STYPE = timeliness_summary, SSPACE = 256, FINALFUNC = timeliness_summary_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = timeliness_accum, MINVFUNC = timeliness_accum_inv, MSTYPE = timeliness_summary, MSSPACE = 256, MFINALFUNC = timeliness_moving_final
);
COMMENT ON AGGREGATE timeliness_agg(timestamptz, timestamptz, interval, timestamptz, text) IS 'What was expected and what arrived, as a timeliness_summary; on_invalid is error or count';
--|## observations(timeliness_summary)
--|formula: on time + late + missing
--|unit: rows
--|direction: neither
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT observations(timeliness_agg(lag, '6 hours')) FROM (VALUES (interval '2 hours'), ('30 hours'), ('-5 minutes'), (NULL)) AS feed(lag)
--|result: 4
--|What timeliness is a share of.
CREATE FUNCTION observations(s timeliness_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_timeliness_observations' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION observations(timeliness_summary) IS 'Number of rows that came or are beyond their time';
--|## on_time
--|formula: number of rows that came with lag <= allowed
--|unit: rows
--|direction: higher is better
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT on_time(timeliness_agg(lag, '6 hours')) FROM (VALUES (interval '2 hours'), ('30 hours'), ('-5 minutes'), (NULL)) AS feed(lag)
--|result: 2
CREATE FUNCTION on_time(s timeliness_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_on_time' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION on_time(timeliness_summary) IS 'Number of rows that came in time';
--|## late
--|formula: number of rows that came with lag > allowed
--|unit: rows
--|direction: lower is better
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT late(timeliness_agg(lag, '6 hours')) FROM (VALUES (interval '2 hours'), ('30 hours'), ('-5 minutes'), (NULL)) AS feed(lag)
--|result: 1
CREATE FUNCTION late(s timeliness_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_late' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION late(timeliness_summary) IS 'Number of rows that came late';
--|## missing(timeliness_summary)
--|formula: number of rows that have not come and are beyond their time
--|unit: rows
--|direction: lower is better
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT missing(timeliness_agg(lag, '6 hours')) FROM (VALUES (interval '2 hours'), ('30 hours'), ('-5 minutes'), (NULL)) AS feed(lag)
--|result: 1
CREATE FUNCTION missing(s timeliness_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_timeliness_missing' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION missing(timeliness_summary) IS 'Number of rows that have not come and are beyond their time';
--|## pending
--|formula: number of rows that have not come and are not due yet
--|unit: rows
--|direction: neither
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT pending(timeliness_agg(expected_at, arrived_at, '1 hour', '2026-03-02 12:00+00')) FROM (VALUES ('2026-03-02 08:00+00'::timestamptz, '2026-03-02 08:30+00'::timestamptz), ('2026-03-02 08:00+00', '2026-03-02 11:00+00'), ('2026-03-02 08:00+00', NULL), ('2026-03-03 08:00+00', NULL)) AS load(expected_at, arrived_at)
--|result: 1
CREATE FUNCTION pending(s timeliness_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_pending' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION pending(timeliness_summary) IS 'Number of rows that have not come and are not due yet';
--|## unanswered(timeliness_summary)
--|formula: number of rows whose allowed or expected_at is NULL
--|unit: rows
--|direction: lower is better
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT unanswered(timeliness_agg(lag, allowed)) FROM (VALUES (interval '1 hour', interval '2 hours'), ('1 hour', NULL)) AS feed(lag, allowed)
--|result: 1
CREATE FUNCTION unanswered(s timeliness_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_timeliness_unanswered' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION unanswered(timeliness_summary) IS 'Number of rows with nothing to judge them by';
--|## invalid(timeliness_summary)
--|formula: number of rows that `on_invalid => 'count'` let through
--|unit: rows
--|direction: lower is better
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT invalid(timeliness_agg(lag, '2 hours', 'count')) FROM (VALUES (interval '1 hour'), ('1 month')) AS feed(lag)
--|result: 1
CREATE FUNCTION invalid(s timeliness_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_timeliness_invalid' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION invalid(timeliness_summary) IS 'Number of impossible rows that were counted instead of refused';
--|## is_suppressed(timeliness_summary)
--|formula: 0 < observations < min_n
--|unit: boolean
--|nulls: NULL gives NULL
--|errors: a negative min_n
--|example: SELECT is_suppressed(timeliness_agg(lag, '6 hours'), 5) FROM (VALUES (interval '2 hours'), ('30 hours'), ('-5 minutes'), (NULL)) AS feed(lag)
--|result: t
CREATE FUNCTION is_suppressed(s timeliness_summary, min_n integer) RETURNS boolean
AS 'MODULE_PATHNAME', 'csops_timeliness_is_suppressed' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION is_suppressed(timeliness_summary, integer) IS 'Whether there are rows that came or are beyond their time, but fewer than min_n';
--|## timeliness
--|formula: on_time / (on_time + late + missing)
--|unit: share, 0 to 1
--|direction: higher is better
--|components: on_time, observations(timeliness_summary)
--|nulls: nothing that came or is beyond its time, or fewer than min_n, give NULL
--|errors: as timeliness_agg; a negative min_n; a NULL key in the one-step form
--|example: SELECT timeliness(lag, '6 hours') FROM (VALUES (interval '2 hours'), ('30 hours'), ('-5 minutes'), (NULL)) AS feed(lag)
--|result: 0.5
--|example: SELECT round(timeliness(expected_at, arrived_at, '1 hour', '2026-03-02 12:00+00')::numeric, 6) FROM (VALUES ('2026-03-02 08:00+00'::timestamptz, '2026-03-02 08:30+00'::timestamptz), ('2026-03-02 08:00+00', '2026-03-02 11:00+00'), ('2026-03-02 08:00+00', NULL), ('2026-03-03 08:00+00', NULL)) AS load(expected_at, arrived_at)
--|result: 0.333333
--|example: SELECT timeliness(DISTINCT lag, '6 hours', feed) FROM (VALUES (interval '1 hour', 'f1'), ('1 hour', 'f1'), ('8 hours', 'f2')) AS joined(lag, feed)
--|result: 0.5
--|see: timeliness_lo, timeliness_agg
--|The overloads with a key are for rows that a join has repeated: see `nps`.
CREATE FUNCTION timeliness(s timeliness_summary, min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_timeliness' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION timeliness(timeliness_summary, integer) IS 'Share of what is due that came in time, 0 to 1';
CREATE AGGREGATE timeliness(lag interval, allowed interval) (
	SFUNC = timeliness_accum, STYPE = timeliness_summary, SSPACE = 256, FINALFUNC = timeliness_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = timeliness_accum, MINVFUNC = timeliness_accum_inv, MSTYPE = timeliness_summary, MSSPACE = 256, MFINALFUNC = timeliness_final
);
COMMENT ON AGGREGATE timeliness(interval, interval) IS 'Share of what is due that came in time, 0 to 1';
CREATE AGGREGATE timeliness(lag interval, allowed interval, key text) (
	SFUNC = timeliness_accum_key, STYPE = timeliness_summary, SSPACE = 256, FINALFUNC = timeliness_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = timeliness_accum_key, MINVFUNC = timeliness_accum_key_inv, MSTYPE = timeliness_summary, MSSPACE = 256, MFINALFUNC = timeliness_final
);
COMMENT ON AGGREGATE timeliness(interval, interval, text) IS 'Share of what is due that came in time, 0 to 1; for DISTINCT, by key';
CREATE AGGREGATE timeliness(lag interval, allowed interval, key uuid) (
	SFUNC = timeliness_accum_key, STYPE = timeliness_summary, SSPACE = 256, FINALFUNC = timeliness_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = timeliness_accum_key, MINVFUNC = timeliness_accum_key_inv, MSTYPE = timeliness_summary, MSSPACE = 256, MFINALFUNC = timeliness_final
);
COMMENT ON AGGREGATE timeliness(interval, interval, uuid) IS 'Share of what is due that came in time, 0 to 1; for DISTINCT, by key';
CREATE AGGREGATE timeliness(expected_at timestamptz, arrived_at timestamptz, allowed interval, as_of timestamptz) (
	SFUNC = timeliness_accum, STYPE = timeliness_summary, SSPACE = 256, FINALFUNC = timeliness_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = timeliness_accum, MINVFUNC = timeliness_accum_inv, MSTYPE = timeliness_summary, MSSPACE = 256, MFINALFUNC = timeliness_final
);
COMMENT ON AGGREGATE timeliness(timestamptz, timestamptz, interval, timestamptz) IS 'Share of what is due that came in time, 0 to 1';
CREATE AGGREGATE timeliness(expected_at timestamptz, arrived_at timestamptz, allowed interval, as_of timestamptz, key text) (
	SFUNC = timeliness_accum_key, STYPE = timeliness_summary, SSPACE = 256, FINALFUNC = timeliness_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = timeliness_accum_key, MINVFUNC = timeliness_accum_key_inv, MSTYPE = timeliness_summary, MSSPACE = 256, MFINALFUNC = timeliness_final
);
COMMENT ON AGGREGATE timeliness(timestamptz, timestamptz, interval, timestamptz, text) IS 'Share of what is due that came in time, 0 to 1; for DISTINCT, by key';
CREATE AGGREGATE timeliness(expected_at timestamptz, arrived_at timestamptz, allowed interval, as_of timestamptz, key uuid) (
	SFUNC = timeliness_accum_key, STYPE = timeliness_summary, SSPACE = 256, FINALFUNC = timeliness_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = timeliness_accum_key, MINVFUNC = timeliness_accum_key_inv, MSTYPE = timeliness_summary, MSSPACE = 256, MFINALFUNC = timeliness_final
);
COMMENT ON AGGREGATE timeliness(timestamptz, timestamptz, interval, timestamptz, uuid) IS 'Share of what is due that came in time, 0 to 1; for DISTINCT, by key';
--|## timeliness_lo, timeliness_hi
--|formula: as csat_lo, of on time out of on time + late + missing
--|unit: share, 0 to 1
--|nulls: as timeliness
--|errors: as timeliness; a confidence outside 0 to 1; an unknown method
--|example: SELECT round(timeliness_lo(s)::numeric, 6), round(timeliness_hi(s)::numeric, 6) FROM (SELECT timeliness_agg(n * interval '1 hour', '8 hours') FROM generate_series(1, 10) AS n) AS week(s)
--|result: 0.490162|0.943318
--|source: Brown, Cai, DasGupta 2001
--|see: timeliness, csat_lo
--|Lower and upper end of the confidence interval; methods 'wilson', 'agresti_coull', 'clopper_pearson', 'jeffreys', 'wald'.
CREATE FUNCTION timeliness_lo(s timeliness_summary, confidence float8 DEFAULT 0.95, method text DEFAULT 'wilson', min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_timeliness_lo' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION timeliness_lo(timeliness_summary, float8, text, integer) IS 'Lower end of the interval of timeliness, 0 to 1';
CREATE AGGREGATE timeliness_lo(lag interval, allowed interval) (
	SFUNC = timeliness_accum, STYPE = timeliness_summary, SSPACE = 256, FINALFUNC = timeliness_lo_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = timeliness_accum, MINVFUNC = timeliness_accum_inv, MSTYPE = timeliness_summary, MSSPACE = 256, MFINALFUNC = timeliness_lo_final
);
COMMENT ON AGGREGATE timeliness_lo(interval, interval) IS 'Lower end of the interval of timeliness, 0 to 1, at 95 percent by Wilson';
CREATE AGGREGATE timeliness_lo(lag interval, allowed interval, key text) (
	SFUNC = timeliness_accum_key, STYPE = timeliness_summary, SSPACE = 256, FINALFUNC = timeliness_lo_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = timeliness_accum_key, MINVFUNC = timeliness_accum_key_inv, MSTYPE = timeliness_summary, MSSPACE = 256, MFINALFUNC = timeliness_lo_final
);
COMMENT ON AGGREGATE timeliness_lo(interval, interval, text) IS 'Lower end of the interval of timeliness, 0 to 1, at 95 percent by Wilson; for DISTINCT, by key';
CREATE AGGREGATE timeliness_lo(lag interval, allowed interval, key uuid) (
	SFUNC = timeliness_accum_key, STYPE = timeliness_summary, SSPACE = 256, FINALFUNC = timeliness_lo_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = timeliness_accum_key, MINVFUNC = timeliness_accum_key_inv, MSTYPE = timeliness_summary, MSSPACE = 256, MFINALFUNC = timeliness_lo_final
);
COMMENT ON AGGREGATE timeliness_lo(interval, interval, uuid) IS 'Lower end of the interval of timeliness, 0 to 1, at 95 percent by Wilson; for DISTINCT, by key';
CREATE AGGREGATE timeliness_lo(expected_at timestamptz, arrived_at timestamptz, allowed interval, as_of timestamptz) (
	SFUNC = timeliness_accum, STYPE = timeliness_summary, SSPACE = 256, FINALFUNC = timeliness_lo_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = timeliness_accum, MINVFUNC = timeliness_accum_inv, MSTYPE = timeliness_summary, MSSPACE = 256, MFINALFUNC = timeliness_lo_final
);
COMMENT ON AGGREGATE timeliness_lo(timestamptz, timestamptz, interval, timestamptz) IS 'Lower end of the interval of timeliness, 0 to 1, at 95 percent by Wilson';
CREATE AGGREGATE timeliness_lo(expected_at timestamptz, arrived_at timestamptz, allowed interval, as_of timestamptz, key text) (
	SFUNC = timeliness_accum_key, STYPE = timeliness_summary, SSPACE = 256, FINALFUNC = timeliness_lo_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = timeliness_accum_key, MINVFUNC = timeliness_accum_key_inv, MSTYPE = timeliness_summary, MSSPACE = 256, MFINALFUNC = timeliness_lo_final
);
COMMENT ON AGGREGATE timeliness_lo(timestamptz, timestamptz, interval, timestamptz, text) IS 'Lower end of the interval of timeliness, 0 to 1, at 95 percent by Wilson; for DISTINCT, by key';
CREATE AGGREGATE timeliness_lo(expected_at timestamptz, arrived_at timestamptz, allowed interval, as_of timestamptz, key uuid) (
	SFUNC = timeliness_accum_key, STYPE = timeliness_summary, SSPACE = 256, FINALFUNC = timeliness_lo_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = timeliness_accum_key, MINVFUNC = timeliness_accum_key_inv, MSTYPE = timeliness_summary, MSSPACE = 256, MFINALFUNC = timeliness_lo_final
);
COMMENT ON AGGREGATE timeliness_lo(timestamptz, timestamptz, interval, timestamptz, uuid) IS 'Lower end of the interval of timeliness, 0 to 1, at 95 percent by Wilson; for DISTINCT, by key';
CREATE FUNCTION timeliness_hi(s timeliness_summary, confidence float8 DEFAULT 0.95, method text DEFAULT 'wilson', min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_timeliness_hi' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION timeliness_hi(timeliness_summary, float8, text, integer) IS 'Upper end of the interval of timeliness, 0 to 1';
CREATE AGGREGATE timeliness_hi(lag interval, allowed interval) (
	SFUNC = timeliness_accum, STYPE = timeliness_summary, SSPACE = 256, FINALFUNC = timeliness_hi_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = timeliness_accum, MINVFUNC = timeliness_accum_inv, MSTYPE = timeliness_summary, MSSPACE = 256, MFINALFUNC = timeliness_hi_final
);
COMMENT ON AGGREGATE timeliness_hi(interval, interval) IS 'Upper end of the interval of timeliness, 0 to 1, at 95 percent by Wilson';
CREATE AGGREGATE timeliness_hi(lag interval, allowed interval, key text) (
	SFUNC = timeliness_accum_key, STYPE = timeliness_summary, SSPACE = 256, FINALFUNC = timeliness_hi_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = timeliness_accum_key, MINVFUNC = timeliness_accum_key_inv, MSTYPE = timeliness_summary, MSSPACE = 256, MFINALFUNC = timeliness_hi_final
);
COMMENT ON AGGREGATE timeliness_hi(interval, interval, text) IS 'Upper end of the interval of timeliness, 0 to 1, at 95 percent by Wilson; for DISTINCT, by key';
CREATE AGGREGATE timeliness_hi(lag interval, allowed interval, key uuid) (
	SFUNC = timeliness_accum_key, STYPE = timeliness_summary, SSPACE = 256, FINALFUNC = timeliness_hi_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = timeliness_accum_key, MINVFUNC = timeliness_accum_key_inv, MSTYPE = timeliness_summary, MSSPACE = 256, MFINALFUNC = timeliness_hi_final
);
COMMENT ON AGGREGATE timeliness_hi(interval, interval, uuid) IS 'Upper end of the interval of timeliness, 0 to 1, at 95 percent by Wilson; for DISTINCT, by key';
CREATE AGGREGATE timeliness_hi(expected_at timestamptz, arrived_at timestamptz, allowed interval, as_of timestamptz) (
	SFUNC = timeliness_accum, STYPE = timeliness_summary, SSPACE = 256, FINALFUNC = timeliness_hi_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = timeliness_accum, MINVFUNC = timeliness_accum_inv, MSTYPE = timeliness_summary, MSSPACE = 256, MFINALFUNC = timeliness_hi_final
);
COMMENT ON AGGREGATE timeliness_hi(timestamptz, timestamptz, interval, timestamptz) IS 'Upper end of the interval of timeliness, 0 to 1, at 95 percent by Wilson';
CREATE AGGREGATE timeliness_hi(expected_at timestamptz, arrived_at timestamptz, allowed interval, as_of timestamptz, key text) (
	SFUNC = timeliness_accum_key, STYPE = timeliness_summary, SSPACE = 256, FINALFUNC = timeliness_hi_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = timeliness_accum_key, MINVFUNC = timeliness_accum_key_inv, MSTYPE = timeliness_summary, MSSPACE = 256, MFINALFUNC = timeliness_hi_final
);
COMMENT ON AGGREGATE timeliness_hi(timestamptz, timestamptz, interval, timestamptz, text) IS 'Upper end of the interval of timeliness, 0 to 1, at 95 percent by Wilson; for DISTINCT, by key';
CREATE AGGREGATE timeliness_hi(expected_at timestamptz, arrived_at timestamptz, allowed interval, as_of timestamptz, key uuid) (
	SFUNC = timeliness_accum_key, STYPE = timeliness_summary, SSPACE = 256, FINALFUNC = timeliness_hi_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = timeliness_accum_key, MINVFUNC = timeliness_accum_key_inv, MSTYPE = timeliness_summary, MSSPACE = 256, MFINALFUNC = timeliness_hi_final
);
COMMENT ON AGGREGATE timeliness_hi(timestamptz, timestamptz, interval, timestamptz, uuid) IS 'Upper end of the interval of timeliness, 0 to 1, at 95 percent by Wilson; for DISTINCT, by key';
--|## timeliness_proportion
--|formula: on time out of on time + late + missing
--|unit: proportion_summary
--|nulls: NULL gives NULL
--|errors: none
--|example: SELECT timeliness_proportion(timeliness_agg(lag, '6 hours')) FROM (VALUES (interval '2 hours'), ('30 hours'), ('-5 minutes'), (NULL)) AS feed(lag)
--|result: {"observations": 4, "successes": 2, "unanswered": 0}
--|see: proportion_difference, proportion_difference_p
--|For what a `proportion_summary` has besides: differences with intervals and p-values.
CREATE FUNCTION timeliness_proportion(s timeliness_summary) RETURNS proportion_summary
AS 'MODULE_PATHNAME', 'csops_timeliness_proportion' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION timeliness_proportion(timeliness_summary) IS 'What is due and what of it came in time, as a proportion_summary';
--|## lag_percentile
--|formula: the lag at rank ceil(q * n) of the n rows that came, counted from the shortest; q = 0 takes rank 1
--|unit: seconds
--|direction: lower is better
--|components: none
--|nulls: nothing that came, or fewer than min_n, give NULL
--|errors: a quantile outside 0 to 1; a negative min_n
--|example: SELECT lag_percentile(timeliness_agg(lag, '6 hours'), 1) FROM (VALUES (interval '2 hours'), ('30 hours'), ('-5 minutes'), (NULL)) AS feed(lag)
--|result: 108000
--|see: duration_percentile, timeliness_lags
--|Within 1 percent, as `duration_percentile`. What has not come is no part of it.
CREATE FUNCTION lag_percentile(s timeliness_summary, q float8, min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_lag_percentile' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION lag_percentile(timeliness_summary, float8, integer) IS 'Lag of what came at a quantile, in seconds, within 1 percent';
--|## timeliness_lags
--|formula: the lags of what came
--|unit: duration_summary
--|nulls: NULL gives NULL
--|errors: none
--|example: SELECT duration_mean(timeliness_lags(timeliness_agg(lag, '6 hours'))) FROM (VALUES (interval '2 hours'), ('30 hours'), ('-5 minutes'), (NULL)) AS feed(lag)
--|result: 38400
--|see: duration_mean, duration_percentile_lo, duration_share_within
--|For every figure that a `duration_summary` has: mean, intervals of percentiles, the share within any other bound.
CREATE FUNCTION timeliness_lags(s timeliness_summary) RETURNS duration_summary
AS 'MODULE_PATHNAME', 'csops_timeliness_lags' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION timeliness_lags(timeliness_summary) IS 'Lags of what came, as a duration_summary';
