-- Many durations as one mergeable value: count, total, percentiles. Needs nothing.

--|# Durations
--|`duration_agg` keeps many durations as one small value: how many there are, their total to the microsecond, the shortest and
--|the longest, and how many fall into each of a fixed set of buckets. Percentiles are read from the buckets: 35 of them divide
--|each doubling, which makes every percentile right within 1 percent, whatever the durations are. Summaries of days roll up to
--|weeks and quarters without the raw rows, and the percentile of a quarter is as good as that of a day (percentiles of
--|percentiles never are).
--|
--|A duration is given as seconds or as an interval and held in whole microseconds, to the nearest. NULL is a duration that is
--|not known yet, such as the first reply of a ticket without one: it is no part of any figure but `unanswered`. A duration that is
--|negative, not a number or infinite, an interval with months, and more than 9e12 seconds (285,000 years) are errors;
--|`duration_agg(seconds, 'count')` counts such rows in `invalid` instead. The days of an interval have 24 hours.
--|
--|Figures are in seconds, as every tool can plot them: `make_interval(secs => duration_mean(s))` is the same as an interval, and
--|`format_duration(duration_mean(s))` is text for people.
--|
--|The shortest and longest duration are exact until something is subtracted. Afterwards, and so in every window whose frame
--|loses rows at its start, they too are read from the buckets, within 1 percent, and the text form shows them as `null`.
-- type: duration_summary
COMMENT ON TYPE duration_summary IS 'Many durations: their number, exact total and bounds, and percentiles within 1 percent';
--|## internal: duration transition functions
CREATE FUNCTION duration_accum(state duration_summary, seconds float8) RETURNS duration_summary
AS 'MODULE_PATHNAME', 'csops_duration_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION duration_accum(duration_summary, float8) IS 'adds a duration in seconds to a state';
CREATE FUNCTION duration_accum(state duration_summary, seconds float8, on_invalid text) RETURNS duration_summary
AS 'MODULE_PATHNAME', 'csops_duration_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION duration_accum(duration_summary, float8, text) IS 'adds a duration in seconds to a state';
CREATE FUNCTION duration_accum_inv(state duration_summary, seconds float8) RETURNS duration_summary
AS 'MODULE_PATHNAME', 'csops_duration_accum_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION duration_accum_inv(duration_summary, float8) IS 'takes a duration in seconds out of a state';
CREATE FUNCTION duration_accum_inv(state duration_summary, seconds float8, on_invalid text) RETURNS duration_summary
AS 'MODULE_PATHNAME', 'csops_duration_accum_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION duration_accum_inv(duration_summary, float8, text) IS 'takes a duration in seconds out of a state';
CREATE FUNCTION duration_accum(state duration_summary, elapsed interval) RETURNS duration_summary
AS 'MODULE_PATHNAME', 'csops_duration_accum_interval' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION duration_accum(duration_summary, interval) IS 'adds a duration to a state';
CREATE FUNCTION duration_accum(state duration_summary, elapsed interval, on_invalid text) RETURNS duration_summary
AS 'MODULE_PATHNAME', 'csops_duration_accum_interval' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION duration_accum(duration_summary, interval, text) IS 'adds a duration to a state';
CREATE FUNCTION duration_accum_inv(state duration_summary, elapsed interval) RETURNS duration_summary
AS 'MODULE_PATHNAME', 'csops_duration_accum_interval_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION duration_accum_inv(duration_summary, interval) IS 'takes a duration out of a state';
CREATE FUNCTION duration_accum_inv(state duration_summary, elapsed interval, on_invalid text) RETURNS duration_summary
AS 'MODULE_PATHNAME', 'csops_duration_accum_interval_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION duration_accum_inv(duration_summary, interval, text) IS 'takes a duration out of a state';
CREATE FUNCTION duration_accum_key(state duration_summary, seconds float8, key text) RETURNS duration_summary
AS 'MODULE_PATHNAME', 'csops_duration_accum_key' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION duration_accum_key(duration_summary, float8, text) IS 'adds a duration in seconds to a state';
CREATE FUNCTION duration_accum_key_inv(state duration_summary, seconds float8, key text) RETURNS duration_summary
AS 'MODULE_PATHNAME', 'csops_duration_accum_key_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION duration_accum_key_inv(duration_summary, float8, text) IS 'takes a duration in seconds out of a state';
CREATE FUNCTION duration_accum_key(state duration_summary, elapsed interval, key text) RETURNS duration_summary
AS 'MODULE_PATHNAME', 'csops_duration_accum_interval_key' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION duration_accum_key(duration_summary, interval, text) IS 'adds a duration to a state';
CREATE FUNCTION duration_accum_key_inv(state duration_summary, elapsed interval, key text) RETURNS duration_summary
AS 'MODULE_PATHNAME', 'csops_duration_accum_interval_key_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION duration_accum_key_inv(duration_summary, interval, text) IS 'takes a duration out of a state';
CREATE FUNCTION duration_accum_key(state duration_summary, seconds float8, key uuid) RETURNS duration_summary
AS 'MODULE_PATHNAME', 'csops_duration_accum_key' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION duration_accum_key(duration_summary, float8, uuid) IS 'adds a duration in seconds to a state';
CREATE FUNCTION duration_accum_key_inv(state duration_summary, seconds float8, key uuid) RETURNS duration_summary
AS 'MODULE_PATHNAME', 'csops_duration_accum_key_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION duration_accum_key_inv(duration_summary, float8, uuid) IS 'takes a duration in seconds out of a state';
CREATE FUNCTION duration_accum_key(state duration_summary, elapsed interval, key uuid) RETURNS duration_summary
AS 'MODULE_PATHNAME', 'csops_duration_accum_interval_key' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION duration_accum_key(duration_summary, interval, uuid) IS 'adds a duration to a state';
CREATE FUNCTION duration_accum_key_inv(state duration_summary, elapsed interval, key uuid) RETURNS duration_summary
AS 'MODULE_PATHNAME', 'csops_duration_accum_interval_key_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION duration_accum_key_inv(duration_summary, interval, uuid) IS 'takes a duration out of a state';
CREATE FUNCTION duration_final(state duration_summary) RETURNS duration_summary
AS 'MODULE_PATHNAME', 'csops_duration_final' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION duration_final(duration_summary) IS 'the canonical form of a state';
CREATE FUNCTION duration_moving_final(state duration_summary) RETURNS duration_summary
AS 'MODULE_PATHNAME', 'csops_duration_moving_final' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION duration_moving_final(duration_summary) IS 'the canonical form of a state of a moving frame, without minimum and maximum';
CREATE FUNCTION duration_mean_final(state duration_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_duration_mean' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION duration_mean_final(duration_summary) IS 'duration_mean of a state';
CREATE FUNCTION duration_p50_final(state duration_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_duration_p50' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION duration_p50_final(duration_summary) IS 'duration_p50 of a state';
CREATE FUNCTION duration_p50_moving_final(state duration_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_duration_p50_moving' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION duration_p50_moving_final(duration_summary) IS 'duration_p50 of a state of a moving frame';
CREATE FUNCTION duration_p75_final(state duration_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_duration_p75' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION duration_p75_final(duration_summary) IS 'duration_p75 of a state';
CREATE FUNCTION duration_p75_moving_final(state duration_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_duration_p75_moving' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION duration_p75_moving_final(duration_summary) IS 'duration_p75 of a state of a moving frame';
CREATE FUNCTION duration_p90_final(state duration_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_duration_p90' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION duration_p90_final(duration_summary) IS 'duration_p90 of a state';
CREATE FUNCTION duration_p90_moving_final(state duration_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_duration_p90_moving' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION duration_p90_moving_final(duration_summary) IS 'duration_p90 of a state of a moving frame';
CREATE FUNCTION duration_p95_final(state duration_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_duration_p95' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION duration_p95_final(duration_summary) IS 'duration_p95 of a state';
CREATE FUNCTION duration_p95_moving_final(state duration_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_duration_p95_moving' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION duration_p95_moving_final(duration_summary) IS 'duration_p95 of a state of a moving frame';
CREATE FUNCTION duration_p99_final(state duration_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_duration_p99' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION duration_p99_final(duration_summary) IS 'duration_p99 of a state';
CREATE FUNCTION duration_p99_moving_final(state duration_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_duration_p99_moving' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION duration_p99_moving_final(duration_summary) IS 'duration_p99 of a state of a moving frame';
--|## merge(duration_summary)
--|unit: duration_summary
--|nulls: NULL where either is NULL
--|errors: a total beyond 4.6e18 rows
--|example: SELECT observations(merge(duration_agg(60), duration_agg(90)))
--|result: 2
--|The function behind `||`, and the combine function of the aggregates. The order does not matter.
CREATE FUNCTION merge(a duration_summary, b duration_summary) RETURNS duration_summary
AS 'MODULE_PATHNAME', 'csops_merge_duration_summary' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION merge(duration_summary, duration_summary) IS 'the durations of both, as one summary';
CREATE OPERATOR || (LEFTARG = duration_summary, RIGHTARG = duration_summary, FUNCTION = merge, COMMUTATOR = ||);
COMMENT ON OPERATOR || (duration_summary, duration_summary) IS 'the durations of both: merge(a, b)';
--|## subtract(duration_summary)
--|unit: duration_summary
--|nulls: NULL where either is NULL
--|errors: a summary that was not merged into the first
--|example: SELECT duration_total(subtract(merge(a, b), b)), duration_total(a), subtract(merge(a, b), b) = a FROM (SELECT duration_agg(60), duration_agg(90)) AS day(a, b)
--|result: 60|60|f
--|The function behind `-`. Counts, total and buckets are exact, as if the durations had never been merged; minimum and maximum
--|are no longer known, unless the second summary has no durations. `-` binds more tightly than `||`: write `(a || b) - b`.
CREATE FUNCTION subtract(a duration_summary, b duration_summary) RETURNS duration_summary
AS 'MODULE_PATHNAME', 'csops_subtract_duration_summary' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION subtract(duration_summary, duration_summary) IS 'the durations of the first without those of the second';
CREATE OPERATOR - (LEFTARG = duration_summary, RIGHTARG = duration_summary, FUNCTION = subtract);
COMMENT ON OPERATOR - (duration_summary, duration_summary) IS 'the durations of the left without those of the right: subtract(a, b)';
--|## rollup(duration_summary)
--|unit: duration_summary
--|nulls: NULL rows are skipped; no rows give NULL
--|errors: as merge
--|example: SELECT observations(rollup(s)), duration_max(rollup(s)) FROM (SELECT duration_agg(seconds) FROM (VALUES (1, 60), (1, 120), (2, 3600)) AS ticket(day, seconds) GROUP BY day) AS day(s)
--|result: 3|3600
--|Merges many stored summaries, for weeks from days or a company from teams; under OVER with a moving frame each row
--|costs one merge and one subtraction. `GROUP BY rollup(x)` is SQL's own grouping sets, something else.
CREATE AGGREGATE rollup(s duration_summary) (
	SFUNC = merge, STYPE = duration_summary, SSPACE = 512, FINALFUNC = duration_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = merge, MINVFUNC = subtract, MSTYPE = duration_summary, MSSPACE = 512, MFINALFUNC = duration_moving_final
);
COMMENT ON AGGREGATE rollup(duration_summary) IS 'the durations of all, as one summary';
--|## duration_agg
--|unit: duration_summary
--|nulls: a NULL duration is counted as unanswered; no rows give NULL
--|errors: a duration below 0 or above 9e12 seconds, NaN, an interval with months, unless on_invalid is 'count'
--|example: SELECT duration_agg(seconds) FROM (VALUES (60), (90), (90), (3600), (NULL)) AS reply(seconds)
--|result: {"observations": 4, "unanswered": 1, "invalid": 0, "total": 3840000000, "minimum": 60000000, "maximum": 3600000000, "buckets": [[59590187, 1], [88550677, 2], [3593785466, 1]]}
--|example: SELECT duration_agg(solved_at - opened_at) FROM (VALUES ('2026-03-02 09:00+00'::timestamptz, '2026-03-03 10:30+00'::timestamptz)) AS ticket(opened_at, solved_at)
--|result: {"observations": 1, "unanswered": 0, "invalid": 0, "total": 91800000000, "minimum": 91800000000, "maximum": 91800000000, "buckets": [[90675893184, 1]]}
--|example: SELECT duration_agg(seconds, 'count') FROM (VALUES (60), (-5), ('NaN'::float8)) AS reply(seconds)
--|result: {"observations": 1, "unanswered": 0, "invalid": 2, "total": 60000000, "minimum": 60000000, "maximum": 60000000, "buckets": [[59590187, 1]]}
--|see: rollup, duration_mean, duration_percentile
--|As text, and as json and jsonb, a summary shows its counts and, in microseconds, the total, the minimum and maximum (`null` when
--|there are no durations or something was subtracted), and each bucket that is not empty: the shortest duration that falls into
--|it and how many did. A duration of less than 64 microseconds has a bucket of its own.
CREATE AGGREGATE duration_agg(seconds float8) (
	SFUNC = duration_accum, STYPE = duration_summary, SSPACE = 256, FINALFUNC = duration_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = duration_accum, MINVFUNC = duration_accum_inv, MSTYPE = duration_summary, MSSPACE = 256, MFINALFUNC = duration_moving_final
);
COMMENT ON AGGREGATE duration_agg(float8) IS 'Durations in seconds, as a duration_summary';
CREATE AGGREGATE duration_agg(seconds float8, on_invalid text) (
	SFUNC = duration_accum, STYPE = duration_summary, SSPACE = 256, FINALFUNC = duration_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = duration_accum, MINVFUNC = duration_accum_inv, MSTYPE = duration_summary, MSSPACE = 256, MFINALFUNC = duration_moving_final
);
COMMENT ON AGGREGATE duration_agg(float8, text) IS 'Durations in seconds, as a duration_summary; on_invalid is error or count';
CREATE AGGREGATE duration_agg(elapsed interval) (
	SFUNC = duration_accum, STYPE = duration_summary, SSPACE = 256, FINALFUNC = duration_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = duration_accum, MINVFUNC = duration_accum_inv, MSTYPE = duration_summary, MSSPACE = 256, MFINALFUNC = duration_moving_final
);
COMMENT ON AGGREGATE duration_agg(interval) IS 'Durations as intervals, as a duration_summary';
CREATE AGGREGATE duration_agg(elapsed interval, on_invalid text) (
	SFUNC = duration_accum, STYPE = duration_summary, SSPACE = 256, FINALFUNC = duration_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = duration_accum, MINVFUNC = duration_accum_inv, MSTYPE = duration_summary, MSSPACE = 256, MFINALFUNC = duration_moving_final
);
COMMENT ON AGGREGATE duration_agg(interval, text) IS 'Durations as intervals, as a duration_summary; on_invalid is error or count';
--|## observations(duration_summary)
--|formula: number of durations
--|unit: rows
--|direction: neither
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT observations(duration_agg(seconds, 'count')) FROM (VALUES (60), (90), (-5), (NULL)) AS reply(seconds)
--|result: 2
CREATE FUNCTION observations(s duration_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_duration_observations' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION observations(duration_summary) IS 'Number of durations';
--|## unanswered(duration_summary)
--|formula: number of rows whose duration was NULL
--|unit: rows
--|direction: lower is better
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT unanswered(duration_agg(seconds, 'count')) FROM (VALUES (60), (90), (-5), (NULL)) AS reply(seconds)
--|result: 1
CREATE FUNCTION unanswered(s duration_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_duration_unanswered' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION unanswered(duration_summary) IS 'Number of rows whose duration was NULL';
--|## invalid(duration_summary)
--|formula: number of rows that `on_invalid => 'count'` let through
--|unit: rows
--|direction: lower is better
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT invalid(duration_agg(seconds, 'count')) FROM (VALUES (60), (90), (-5), (NULL)) AS reply(seconds)
--|result: 1
CREATE FUNCTION invalid(s duration_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_duration_invalid' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION invalid(duration_summary) IS 'Number of impossible durations that were counted instead of refused';
--|## is_suppressed(duration_summary)
--|formula: 0 < observations < min_n
--|unit: boolean
--|nulls: NULL gives NULL
--|errors: a negative min_n
--|example: SELECT is_suppressed(duration_agg(seconds), 5) FROM (VALUES (60), (90)) AS reply(seconds)
--|result: t
CREATE FUNCTION is_suppressed(s duration_summary, min_n integer) RETURNS boolean
AS 'MODULE_PATHNAME', 'csops_duration_is_suppressed' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION is_suppressed(duration_summary, integer) IS 'Whether there are durations, but fewer than min_n';
--|## duration_total
--|formula: sum of the durations
--|unit: seconds
--|direction: neither
--|components: itself
--|nulls: no durations give NULL
--|errors: none
--|example: SELECT duration_total(duration_agg(seconds)) FROM (VALUES (60), (90.5), (NULL)) AS reply(seconds)
--|result: 150.5
--|see: duration_mean
--|Kept as a whole number of microseconds of 128 bits: it neither overflows nor depends on the order of the rows.
CREATE FUNCTION duration_total(s duration_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_duration_total' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION duration_total(duration_summary) IS 'Sum of the durations, in seconds';
--|## duration_mean
--|formula: duration_total / observations
--|unit: seconds
--|direction: neither
--|components: duration_total, observations(duration_summary)
--|nulls: no durations, or fewer than min_n, give NULL
--|errors: as duration_agg; a negative min_n; a NULL key
--|example: SELECT duration_mean(seconds) FROM (VALUES (60), (90), (NULL)) AS reply(seconds)
--|result: 75
--|example: SELECT duration_mean(DISTINCT seconds, ticket) FROM (VALUES (60, 'a'), (60, 'a'), (120, 'b')) AS reply_by_tag(seconds, ticket)
--|result: 90
--|see: duration_total, duration_p50, format_duration
--|The overloads with a key are for rows that a join has repeated: see `nps`.
CREATE FUNCTION duration_mean(s duration_summary, min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_duration_mean' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION duration_mean(duration_summary, integer) IS 'Mean duration, in seconds';
CREATE AGGREGATE duration_mean(seconds float8) (
	SFUNC = duration_accum, STYPE = duration_summary, SSPACE = 256, FINALFUNC = duration_mean_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = duration_accum, MINVFUNC = duration_accum_inv, MSTYPE = duration_summary, MSSPACE = 256, MFINALFUNC = duration_mean_final
);
COMMENT ON AGGREGATE duration_mean(float8) IS 'Mean duration, in seconds';
CREATE AGGREGATE duration_mean(seconds float8, key text) (
	SFUNC = duration_accum_key, STYPE = duration_summary, SSPACE = 256, FINALFUNC = duration_mean_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = duration_accum_key, MINVFUNC = duration_accum_key_inv, MSTYPE = duration_summary, MSSPACE = 256, MFINALFUNC = duration_mean_final
);
COMMENT ON AGGREGATE duration_mean(float8, text) IS 'Mean duration, in seconds; for DISTINCT, by key';
CREATE AGGREGATE duration_mean(seconds float8, key uuid) (
	SFUNC = duration_accum_key, STYPE = duration_summary, SSPACE = 256, FINALFUNC = duration_mean_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = duration_accum_key, MINVFUNC = duration_accum_key_inv, MSTYPE = duration_summary, MSSPACE = 256, MFINALFUNC = duration_mean_final
);
COMMENT ON AGGREGATE duration_mean(float8, uuid) IS 'Mean duration, in seconds; for DISTINCT, by key';
CREATE AGGREGATE duration_mean(elapsed interval) (
	SFUNC = duration_accum, STYPE = duration_summary, SSPACE = 256, FINALFUNC = duration_mean_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = duration_accum, MINVFUNC = duration_accum_inv, MSTYPE = duration_summary, MSSPACE = 256, MFINALFUNC = duration_mean_final
);
COMMENT ON AGGREGATE duration_mean(interval) IS 'Mean duration, in seconds';
CREATE AGGREGATE duration_mean(elapsed interval, key text) (
	SFUNC = duration_accum_key, STYPE = duration_summary, SSPACE = 256, FINALFUNC = duration_mean_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = duration_accum_key, MINVFUNC = duration_accum_key_inv, MSTYPE = duration_summary, MSSPACE = 256, MFINALFUNC = duration_mean_final
);
COMMENT ON AGGREGATE duration_mean(interval, text) IS 'Mean duration, in seconds; for DISTINCT, by key';
CREATE AGGREGATE duration_mean(elapsed interval, key uuid) (
	SFUNC = duration_accum_key, STYPE = duration_summary, SSPACE = 256, FINALFUNC = duration_mean_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = duration_accum_key, MINVFUNC = duration_accum_key_inv, MSTYPE = duration_summary, MSSPACE = 256, MFINALFUNC = duration_mean_final
);
COMMENT ON AGGREGATE duration_mean(interval, uuid) IS 'Mean duration, in seconds; for DISTINCT, by key';
--|## duration_min
--|formula: the shortest of the durations
--|unit: seconds
--|direction: neither
--|components: none
--|nulls: no durations give NULL
--|errors: none
--|example: SELECT duration_min(duration_agg(seconds)) FROM (VALUES (61), (90), (NULL)) AS reply(seconds)
--|result: 61
--|see: duration_percentile
--|Shortest duration: exact, until something was subtracted; then within 1 percent.
CREATE FUNCTION duration_min(s duration_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_duration_min' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION duration_min(duration_summary) IS 'Shortest duration, in seconds';
--|## duration_max
--|formula: the longest of the durations
--|unit: seconds
--|direction: neither
--|components: none
--|nulls: no durations give NULL
--|errors: none
--|example: SELECT duration_max(duration_agg(seconds)) FROM (VALUES (61), (90), (NULL)) AS reply(seconds)
--|result: 90
--|see: duration_percentile
--|Longest duration: exact, until something was subtracted; then within 1 percent.
CREATE FUNCTION duration_max(s duration_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_duration_max' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION duration_max(duration_summary) IS 'Longest duration, in seconds';
--|## duration_percentile
--|formula: the duration at rank ceil(q * n), counted from the shortest; q = 0 takes rank 1
--|unit: seconds
--|direction: neither
--|components: none
--|nulls: no durations, or fewer than min_n, give NULL
--|errors: a quantile outside 0 to 1; a negative min_n
--|example: SELECT duration_percentile(s, 0), duration_percentile(s, 1), abs(duration_percentile(s, 0.9) / 900 - 1) < 0.01 FROM (SELECT duration_agg(seconds) FROM generate_series(1, 1000) AS seconds) AS day(s)
--|result: 1|1000|t
--|see: duration_p50, duration_percentile_lo, duration_share_within
--|source: C. Masson, J. Rim and H. Lee, DDSketch, 2019
--|Within 1 percent of the duration that `percentile_disc(q)` finds among the rows; the shortest and the longest duration are exact
--|until something was subtracted, and a summary of one duration gives that. No other figure lies below the minimum or above
--|the maximum, where they are known.
CREATE FUNCTION duration_percentile(s duration_summary, q float8, min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_duration_percentile' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION duration_percentile(duration_summary, float8, integer) IS 'Duration at a quantile, in seconds, within 1 percent';
--|## duration_percentile_lo
--|formula: the durations at the ranks r and s, the greatest and the least with P(B < r) <= (1 - confidence) / 2 and P(B >= s) <= (1 - confidence) / 2, where B is binomial with n and q
--|unit: seconds
--|nulls: as duration_percentile; too few durations for that quantile and confidence give NULL
--|errors: as duration_percentile; a confidence outside 0 to 1
--|example: SELECT duration_percentile_lo(s, 0.5) BETWEEN 460 AND 470, duration_percentile_hi(s, 0.5) BETWEEN 531 AND 542 FROM (SELECT duration_agg(seconds) FROM generate_series(1, 1000) AS seconds) AS day(s)
--|result: t|t
--|example: SELECT duration_percentile_hi(duration_agg(seconds), 0.9) FROM generate_series(1, 20) AS seconds
--|result: NULL
--|source: H. David and H. Nagaraja, Order Statistics, 2003, section 7.1
--|see: duration_percentile
--|Lower and upper end of the confidence interval of a percentile, which assumes nothing about how the durations are distributed,
--|and holds the confidence for every n. Each end is that of its bucket, outward, so that the buckets widen the interval by
--|up to 2 percent of its ends and never make it too narrow. The example's second interval is open: among 20 durations none
--|is above the 90th percentile with such confidence.
CREATE FUNCTION duration_percentile_lo(s duration_summary, q float8, confidence float8 DEFAULT 0.95, min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_duration_percentile_lo' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION duration_percentile_lo(duration_summary, float8, float8, integer) IS 'Lower end of the interval of a percentile, in seconds';
CREATE FUNCTION duration_percentile_hi(s duration_summary, q float8, confidence float8 DEFAULT 0.95, min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_duration_percentile_hi' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION duration_percentile_hi(duration_summary, float8, float8, integer) IS 'Upper end of the interval of a percentile, in seconds';
--|## duration_p50, duration_p75, duration_p90, duration_p95, duration_p99
--|formula: duration_percentile at 0.5, 0.75, 0.9, 0.95, 0.99
--|unit: seconds
--|direction: neither
--|components: none
--|nulls: no durations, or fewer than min_n, give NULL
--|errors: as duration_agg; a negative min_n; a NULL key
--|example: SELECT duration_p50(seconds) BETWEEN 119 AND 121, duration_p99(seconds) FROM (VALUES (60), (120), (3600), (NULL)) AS reply(seconds)
--|result: t|3600
--|example: SELECT duration_p75(seconds), duration_p95(seconds) FROM (SELECT 3600 FROM generate_series(1, 20)) AS reply(seconds)
--|result: 3600|3600
--|example: SELECT format_duration(duration_p90(solved_at - opened_at)) FROM (SELECT '2026-03-02 09:00+00'::timestamptz, '2026-03-02 09:00+00'::timestamptz + minutes * interval '1 minute' FROM generate_series(1, 600) AS minutes) AS ticket(opened_at, solved_at)
--|result: 9h 5m
--|source: as duration_percentile
--|see: duration_percentile, duration_mean
--|Under OVER with a frame that loses rows at its start, minimum and maximum are not kept: the figure may then differ from that of
--|the same rows under GROUP BY, both within 1 percent of the right one.
CREATE FUNCTION duration_p50(s duration_summary, min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_duration_p50' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION duration_p50(duration_summary, integer) IS 'Median duration, in seconds, within 1 percent';
CREATE AGGREGATE duration_p50(seconds float8) (
	SFUNC = duration_accum, STYPE = duration_summary, SSPACE = 256, FINALFUNC = duration_p50_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = duration_accum, MINVFUNC = duration_accum_inv, MSTYPE = duration_summary, MSSPACE = 256, MFINALFUNC = duration_p50_moving_final
);
COMMENT ON AGGREGATE duration_p50(float8) IS 'Median duration, in seconds, within 1 percent';
CREATE AGGREGATE duration_p50(seconds float8, key text) (
	SFUNC = duration_accum_key, STYPE = duration_summary, SSPACE = 256, FINALFUNC = duration_p50_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = duration_accum_key, MINVFUNC = duration_accum_key_inv, MSTYPE = duration_summary, MSSPACE = 256, MFINALFUNC = duration_p50_moving_final
);
COMMENT ON AGGREGATE duration_p50(float8, text) IS 'Median duration, in seconds, within 1 percent; for DISTINCT, by key';
CREATE AGGREGATE duration_p50(seconds float8, key uuid) (
	SFUNC = duration_accum_key, STYPE = duration_summary, SSPACE = 256, FINALFUNC = duration_p50_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = duration_accum_key, MINVFUNC = duration_accum_key_inv, MSTYPE = duration_summary, MSSPACE = 256, MFINALFUNC = duration_p50_moving_final
);
COMMENT ON AGGREGATE duration_p50(float8, uuid) IS 'Median duration, in seconds, within 1 percent; for DISTINCT, by key';
CREATE AGGREGATE duration_p50(elapsed interval) (
	SFUNC = duration_accum, STYPE = duration_summary, SSPACE = 256, FINALFUNC = duration_p50_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = duration_accum, MINVFUNC = duration_accum_inv, MSTYPE = duration_summary, MSSPACE = 256, MFINALFUNC = duration_p50_moving_final
);
COMMENT ON AGGREGATE duration_p50(interval) IS 'Median duration, in seconds, within 1 percent';
CREATE AGGREGATE duration_p50(elapsed interval, key text) (
	SFUNC = duration_accum_key, STYPE = duration_summary, SSPACE = 256, FINALFUNC = duration_p50_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = duration_accum_key, MINVFUNC = duration_accum_key_inv, MSTYPE = duration_summary, MSSPACE = 256, MFINALFUNC = duration_p50_moving_final
);
COMMENT ON AGGREGATE duration_p50(interval, text) IS 'Median duration, in seconds, within 1 percent; for DISTINCT, by key';
CREATE AGGREGATE duration_p50(elapsed interval, key uuid) (
	SFUNC = duration_accum_key, STYPE = duration_summary, SSPACE = 256, FINALFUNC = duration_p50_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = duration_accum_key, MINVFUNC = duration_accum_key_inv, MSTYPE = duration_summary, MSSPACE = 256, MFINALFUNC = duration_p50_moving_final
);
COMMENT ON AGGREGATE duration_p50(interval, uuid) IS 'Median duration, in seconds, within 1 percent; for DISTINCT, by key';
CREATE FUNCTION duration_p75(s duration_summary, min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_duration_p75' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION duration_p75(duration_summary, integer) IS '75th percentile of the durations, in seconds, within 1 percent';
CREATE AGGREGATE duration_p75(seconds float8) (
	SFUNC = duration_accum, STYPE = duration_summary, SSPACE = 256, FINALFUNC = duration_p75_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = duration_accum, MINVFUNC = duration_accum_inv, MSTYPE = duration_summary, MSSPACE = 256, MFINALFUNC = duration_p75_moving_final
);
COMMENT ON AGGREGATE duration_p75(float8) IS '75th percentile of the durations, in seconds, within 1 percent';
CREATE AGGREGATE duration_p75(seconds float8, key text) (
	SFUNC = duration_accum_key, STYPE = duration_summary, SSPACE = 256, FINALFUNC = duration_p75_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = duration_accum_key, MINVFUNC = duration_accum_key_inv, MSTYPE = duration_summary, MSSPACE = 256, MFINALFUNC = duration_p75_moving_final
);
COMMENT ON AGGREGATE duration_p75(float8, text) IS '75th percentile of the durations, in seconds, within 1 percent; for DISTINCT, by key';
CREATE AGGREGATE duration_p75(seconds float8, key uuid) (
	SFUNC = duration_accum_key, STYPE = duration_summary, SSPACE = 256, FINALFUNC = duration_p75_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = duration_accum_key, MINVFUNC = duration_accum_key_inv, MSTYPE = duration_summary, MSSPACE = 256, MFINALFUNC = duration_p75_moving_final
);
COMMENT ON AGGREGATE duration_p75(float8, uuid) IS '75th percentile of the durations, in seconds, within 1 percent; for DISTINCT, by key';
CREATE AGGREGATE duration_p75(elapsed interval) (
	SFUNC = duration_accum, STYPE = duration_summary, SSPACE = 256, FINALFUNC = duration_p75_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = duration_accum, MINVFUNC = duration_accum_inv, MSTYPE = duration_summary, MSSPACE = 256, MFINALFUNC = duration_p75_moving_final
);
COMMENT ON AGGREGATE duration_p75(interval) IS '75th percentile of the durations, in seconds, within 1 percent';
CREATE AGGREGATE duration_p75(elapsed interval, key text) (
	SFUNC = duration_accum_key, STYPE = duration_summary, SSPACE = 256, FINALFUNC = duration_p75_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = duration_accum_key, MINVFUNC = duration_accum_key_inv, MSTYPE = duration_summary, MSSPACE = 256, MFINALFUNC = duration_p75_moving_final
);
COMMENT ON AGGREGATE duration_p75(interval, text) IS '75th percentile of the durations, in seconds, within 1 percent; for DISTINCT, by key';
CREATE AGGREGATE duration_p75(elapsed interval, key uuid) (
	SFUNC = duration_accum_key, STYPE = duration_summary, SSPACE = 256, FINALFUNC = duration_p75_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = duration_accum_key, MINVFUNC = duration_accum_key_inv, MSTYPE = duration_summary, MSSPACE = 256, MFINALFUNC = duration_p75_moving_final
);
COMMENT ON AGGREGATE duration_p75(interval, uuid) IS '75th percentile of the durations, in seconds, within 1 percent; for DISTINCT, by key';
CREATE FUNCTION duration_p90(s duration_summary, min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_duration_p90' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION duration_p90(duration_summary, integer) IS '90th percentile of the durations, in seconds, within 1 percent';
CREATE AGGREGATE duration_p90(seconds float8) (
	SFUNC = duration_accum, STYPE = duration_summary, SSPACE = 256, FINALFUNC = duration_p90_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = duration_accum, MINVFUNC = duration_accum_inv, MSTYPE = duration_summary, MSSPACE = 256, MFINALFUNC = duration_p90_moving_final
);
COMMENT ON AGGREGATE duration_p90(float8) IS '90th percentile of the durations, in seconds, within 1 percent';
CREATE AGGREGATE duration_p90(seconds float8, key text) (
	SFUNC = duration_accum_key, STYPE = duration_summary, SSPACE = 256, FINALFUNC = duration_p90_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = duration_accum_key, MINVFUNC = duration_accum_key_inv, MSTYPE = duration_summary, MSSPACE = 256, MFINALFUNC = duration_p90_moving_final
);
COMMENT ON AGGREGATE duration_p90(float8, text) IS '90th percentile of the durations, in seconds, within 1 percent; for DISTINCT, by key';
CREATE AGGREGATE duration_p90(seconds float8, key uuid) (
	SFUNC = duration_accum_key, STYPE = duration_summary, SSPACE = 256, FINALFUNC = duration_p90_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = duration_accum_key, MINVFUNC = duration_accum_key_inv, MSTYPE = duration_summary, MSSPACE = 256, MFINALFUNC = duration_p90_moving_final
);
COMMENT ON AGGREGATE duration_p90(float8, uuid) IS '90th percentile of the durations, in seconds, within 1 percent; for DISTINCT, by key';
CREATE AGGREGATE duration_p90(elapsed interval) (
	SFUNC = duration_accum, STYPE = duration_summary, SSPACE = 256, FINALFUNC = duration_p90_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = duration_accum, MINVFUNC = duration_accum_inv, MSTYPE = duration_summary, MSSPACE = 256, MFINALFUNC = duration_p90_moving_final
);
COMMENT ON AGGREGATE duration_p90(interval) IS '90th percentile of the durations, in seconds, within 1 percent';
CREATE AGGREGATE duration_p90(elapsed interval, key text) (
	SFUNC = duration_accum_key, STYPE = duration_summary, SSPACE = 256, FINALFUNC = duration_p90_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = duration_accum_key, MINVFUNC = duration_accum_key_inv, MSTYPE = duration_summary, MSSPACE = 256, MFINALFUNC = duration_p90_moving_final
);
COMMENT ON AGGREGATE duration_p90(interval, text) IS '90th percentile of the durations, in seconds, within 1 percent; for DISTINCT, by key';
CREATE AGGREGATE duration_p90(elapsed interval, key uuid) (
	SFUNC = duration_accum_key, STYPE = duration_summary, SSPACE = 256, FINALFUNC = duration_p90_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = duration_accum_key, MINVFUNC = duration_accum_key_inv, MSTYPE = duration_summary, MSSPACE = 256, MFINALFUNC = duration_p90_moving_final
);
COMMENT ON AGGREGATE duration_p90(interval, uuid) IS '90th percentile of the durations, in seconds, within 1 percent; for DISTINCT, by key';
CREATE FUNCTION duration_p95(s duration_summary, min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_duration_p95' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION duration_p95(duration_summary, integer) IS '95th percentile of the durations, in seconds, within 1 percent';
CREATE AGGREGATE duration_p95(seconds float8) (
	SFUNC = duration_accum, STYPE = duration_summary, SSPACE = 256, FINALFUNC = duration_p95_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = duration_accum, MINVFUNC = duration_accum_inv, MSTYPE = duration_summary, MSSPACE = 256, MFINALFUNC = duration_p95_moving_final
);
COMMENT ON AGGREGATE duration_p95(float8) IS '95th percentile of the durations, in seconds, within 1 percent';
CREATE AGGREGATE duration_p95(seconds float8, key text) (
	SFUNC = duration_accum_key, STYPE = duration_summary, SSPACE = 256, FINALFUNC = duration_p95_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = duration_accum_key, MINVFUNC = duration_accum_key_inv, MSTYPE = duration_summary, MSSPACE = 256, MFINALFUNC = duration_p95_moving_final
);
COMMENT ON AGGREGATE duration_p95(float8, text) IS '95th percentile of the durations, in seconds, within 1 percent; for DISTINCT, by key';
CREATE AGGREGATE duration_p95(seconds float8, key uuid) (
	SFUNC = duration_accum_key, STYPE = duration_summary, SSPACE = 256, FINALFUNC = duration_p95_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = duration_accum_key, MINVFUNC = duration_accum_key_inv, MSTYPE = duration_summary, MSSPACE = 256, MFINALFUNC = duration_p95_moving_final
);
COMMENT ON AGGREGATE duration_p95(float8, uuid) IS '95th percentile of the durations, in seconds, within 1 percent; for DISTINCT, by key';
CREATE AGGREGATE duration_p95(elapsed interval) (
	SFUNC = duration_accum, STYPE = duration_summary, SSPACE = 256, FINALFUNC = duration_p95_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = duration_accum, MINVFUNC = duration_accum_inv, MSTYPE = duration_summary, MSSPACE = 256, MFINALFUNC = duration_p95_moving_final
);
COMMENT ON AGGREGATE duration_p95(interval) IS '95th percentile of the durations, in seconds, within 1 percent';
CREATE AGGREGATE duration_p95(elapsed interval, key text) (
	SFUNC = duration_accum_key, STYPE = duration_summary, SSPACE = 256, FINALFUNC = duration_p95_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = duration_accum_key, MINVFUNC = duration_accum_key_inv, MSTYPE = duration_summary, MSSPACE = 256, MFINALFUNC = duration_p95_moving_final
);
COMMENT ON AGGREGATE duration_p95(interval, text) IS '95th percentile of the durations, in seconds, within 1 percent; for DISTINCT, by key';
CREATE AGGREGATE duration_p95(elapsed interval, key uuid) (
	SFUNC = duration_accum_key, STYPE = duration_summary, SSPACE = 256, FINALFUNC = duration_p95_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = duration_accum_key, MINVFUNC = duration_accum_key_inv, MSTYPE = duration_summary, MSSPACE = 256, MFINALFUNC = duration_p95_moving_final
);
COMMENT ON AGGREGATE duration_p95(interval, uuid) IS '95th percentile of the durations, in seconds, within 1 percent; for DISTINCT, by key';
CREATE FUNCTION duration_p99(s duration_summary, min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_duration_p99' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION duration_p99(duration_summary, integer) IS '99th percentile of the durations, in seconds, within 1 percent';
CREATE AGGREGATE duration_p99(seconds float8) (
	SFUNC = duration_accum, STYPE = duration_summary, SSPACE = 256, FINALFUNC = duration_p99_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = duration_accum, MINVFUNC = duration_accum_inv, MSTYPE = duration_summary, MSSPACE = 256, MFINALFUNC = duration_p99_moving_final
);
COMMENT ON AGGREGATE duration_p99(float8) IS '99th percentile of the durations, in seconds, within 1 percent';
CREATE AGGREGATE duration_p99(seconds float8, key text) (
	SFUNC = duration_accum_key, STYPE = duration_summary, SSPACE = 256, FINALFUNC = duration_p99_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = duration_accum_key, MINVFUNC = duration_accum_key_inv, MSTYPE = duration_summary, MSSPACE = 256, MFINALFUNC = duration_p99_moving_final
);
COMMENT ON AGGREGATE duration_p99(float8, text) IS '99th percentile of the durations, in seconds, within 1 percent; for DISTINCT, by key';
CREATE AGGREGATE duration_p99(seconds float8, key uuid) (
	SFUNC = duration_accum_key, STYPE = duration_summary, SSPACE = 256, FINALFUNC = duration_p99_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = duration_accum_key, MINVFUNC = duration_accum_key_inv, MSTYPE = duration_summary, MSSPACE = 256, MFINALFUNC = duration_p99_moving_final
);
COMMENT ON AGGREGATE duration_p99(float8, uuid) IS '99th percentile of the durations, in seconds, within 1 percent; for DISTINCT, by key';
CREATE AGGREGATE duration_p99(elapsed interval) (
	SFUNC = duration_accum, STYPE = duration_summary, SSPACE = 256, FINALFUNC = duration_p99_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = duration_accum, MINVFUNC = duration_accum_inv, MSTYPE = duration_summary, MSSPACE = 256, MFINALFUNC = duration_p99_moving_final
);
COMMENT ON AGGREGATE duration_p99(interval) IS '99th percentile of the durations, in seconds, within 1 percent';
CREATE AGGREGATE duration_p99(elapsed interval, key text) (
	SFUNC = duration_accum_key, STYPE = duration_summary, SSPACE = 256, FINALFUNC = duration_p99_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = duration_accum_key, MINVFUNC = duration_accum_key_inv, MSTYPE = duration_summary, MSSPACE = 256, MFINALFUNC = duration_p99_moving_final
);
COMMENT ON AGGREGATE duration_p99(interval, text) IS '99th percentile of the durations, in seconds, within 1 percent; for DISTINCT, by key';
CREATE AGGREGATE duration_p99(elapsed interval, key uuid) (
	SFUNC = duration_accum_key, STYPE = duration_summary, SSPACE = 256, FINALFUNC = duration_p99_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = duration_accum_key, MINVFUNC = duration_accum_key_inv, MSTYPE = duration_summary, MSSPACE = 256, MFINALFUNC = duration_p99_moving_final
);
COMMENT ON AGGREGATE duration_p99(interval, uuid) IS '99th percentile of the durations, in seconds, within 1 percent; for DISTINCT, by key';
--|## duration_share_within
--|formula: number of durations <= seconds / observations
--|unit: share, 0 to 1
--|direction: neither
--|components: none
--|nulls: no durations, or fewer than min_n, give NULL
--|errors: seconds that are NaN; a negative min_n
--|example: SELECT duration_share_within(duration_agg(seconds), 3600) FROM (VALUES (60), (90), (1800), (86400)) AS reply(seconds)
--|result: 0.75
--|see: duration_percentile
--|Exact when no duration lies in the bucket that the bound cuts, which is never further than 2 percent from the bound; the durations
--|in that bucket are taken as spread evenly over it. So the share is that of a bound within 2 percent of the one given: where many
--|durations lie exactly at a target, let `sla_agg` count the tickets against it.
CREATE FUNCTION duration_share_within(s duration_summary, seconds float8, min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_duration_share_within' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION duration_share_within(duration_summary, float8, integer) IS 'Share of the durations that are at most so long, 0 to 1';
--|## format_duration
--|unit: text
--|nulls: NULL gives NULL
--|errors: NaN, an infinity, or a magnitude above 9e12 seconds
--|example: SELECT format_duration(273600), format_duration(90), format_duration(0.25), format_duration(-7200)
--|result: 3d 4h|1m 30s|250ms|-2h
--|example: SELECT format_duration(extract(epoch FROM interval '26:31')::float8)
--|result: 1d 3h
--|The largest unit that the duration fills, of days of 24 hours, hours, minutes, seconds and milliseconds, and the next one, to which
--|it is rounded; a unit of which there are none is left out. For people: sort and compare by the seconds.
CREATE FUNCTION format_duration(seconds float8) RETURNS text
AS 'MODULE_PATHNAME', 'csops_format_duration' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION format_duration(float8) IS 'A duration in seconds as text for people, such as 3d 4h';
