-- Ratios, a sum over a sum. Needs nothing.

-- type: ratio_summary
COMMENT ON TYPE ratio_summary IS 'A sum over a sum, with what its interval needs, exactly';
--|## internal: ratio transition functions
CREATE FUNCTION ratio_accum(state ratio_summary, numerator float8, denominator float8) RETURNS ratio_summary
AS 'MODULE_PATHNAME', 'csops_ratio_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION ratio_accum(ratio_summary, float8, float8) IS 'adds a row to a ratio state';
CREATE FUNCTION ratio_accum(state ratio_summary, numerator float8, denominator float8, on_invalid text) RETURNS ratio_summary
AS 'MODULE_PATHNAME', 'csops_ratio_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION ratio_accum(ratio_summary, float8, float8, text) IS 'adds a row to a ratio state';
CREATE FUNCTION ratio_accum_inv(state ratio_summary, numerator float8, denominator float8) RETURNS ratio_summary
AS 'MODULE_PATHNAME', 'csops_ratio_accum_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION ratio_accum_inv(ratio_summary, float8, float8) IS 'takes a row out of a ratio state';
CREATE FUNCTION ratio_accum_inv(state ratio_summary, numerator float8, denominator float8, on_invalid text) RETURNS ratio_summary
AS 'MODULE_PATHNAME', 'csops_ratio_accum_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION ratio_accum_inv(ratio_summary, float8, float8, text) IS 'takes a row out of a ratio state';
CREATE FUNCTION ratio_accum_key(state ratio_summary, numerator float8, denominator float8, key text) RETURNS ratio_summary
AS 'MODULE_PATHNAME', 'csops_ratio_accum_key' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION ratio_accum_key(ratio_summary, float8, float8, text) IS 'adds a row to a ratio state';
CREATE FUNCTION ratio_accum_key(state ratio_summary, numerator float8, denominator float8, key uuid) RETURNS ratio_summary
AS 'MODULE_PATHNAME', 'csops_ratio_accum_key' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION ratio_accum_key(ratio_summary, float8, float8, uuid) IS 'adds a row to a ratio state';
CREATE FUNCTION ratio_accum_key_inv(state ratio_summary, numerator float8, denominator float8, key text) RETURNS ratio_summary
AS 'MODULE_PATHNAME', 'csops_ratio_accum_key_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION ratio_accum_key_inv(ratio_summary, float8, float8, text) IS 'takes a row out of a ratio state';
CREATE FUNCTION ratio_accum_key_inv(state ratio_summary, numerator float8, denominator float8, key uuid) RETURNS ratio_summary
AS 'MODULE_PATHNAME', 'csops_ratio_accum_key_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION ratio_accum_key_inv(ratio_summary, float8, float8, uuid) IS 'takes a row out of a ratio state';
CREATE FUNCTION ratio_final(state ratio_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_ratio' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION ratio_final(ratio_summary) IS 'ratio of a state';
CREATE FUNCTION ratio_lo_final(state ratio_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_ratio_lo' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION ratio_lo_final(ratio_summary) IS 'ratio_lo of a state';
CREATE FUNCTION ratio_hi_final(state ratio_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_ratio_hi' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION ratio_hi_final(ratio_summary) IS 'ratio_hi of a state';
--|## merge(ratio_summary)
--|unit: ratio_summary
--|nulls: NULL where either is NULL
--|errors: a total beyond 4.6e18 rows
--|example: SELECT merge(ratio_agg(seconds, contacts) FILTER (WHERE week = 1), ratio_agg(seconds, contacts) FILTER (WHERE week = 2)) FROM (VALUES (1, 300, 1), (1, 540, 2), (2, 60, 1)) AS ticket(week, seconds, contacts)
--|result: {"observations": 3, "unanswered": 0, "invalid": 0, "numerator": 900, "denominator": 4, "numerator_square": 385200, "product": 1440, "denominator_square": 6}
--|The function behind `||`, and the combine function of the aggregates. The order does not matter.
CREATE FUNCTION merge(a ratio_summary, b ratio_summary) RETURNS ratio_summary
AS 'MODULE_PATHNAME', 'csops_merge_ratio_summary' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION merge(ratio_summary, ratio_summary) IS 'the rows of both, as one summary';
CREATE OPERATOR || (LEFTARG = ratio_summary, RIGHTARG = ratio_summary, FUNCTION = merge, COMMUTATOR = ||);
COMMENT ON OPERATOR || (ratio_summary, ratio_summary) IS 'the rows of both: merge(a, b)';
--|## subtract(ratio_summary)
--|unit: ratio_summary
--|nulls: NULL where either is NULL
--|errors: a summary that was not merged into the first
--|example: SELECT subtract(ratio_agg(seconds, contacts), ratio_agg(seconds, contacts) FILTER (WHERE week = 2)) FROM (VALUES (1, 300, 1), (1, 540, 2), (2, 60, 1)) AS ticket(week, seconds, contacts)
--|result: {"observations": 2, "unanswered": 0, "invalid": 0, "numerator": 840, "denominator": 3, "numerator_square": 381600, "product": 1380, "denominator_square": 5}
--|The function behind `-`; exact: `subtract(merge(a, b), b) = a`. It is also how a moving window forgets the rows that leave it.
CREATE FUNCTION subtract(a ratio_summary, b ratio_summary) RETURNS ratio_summary
AS 'MODULE_PATHNAME', 'csops_subtract_ratio_summary' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION subtract(ratio_summary, ratio_summary) IS 'the rows of the first without those of the second';
CREATE OPERATOR - (LEFTARG = ratio_summary, RIGHTARG = ratio_summary, FUNCTION = subtract);
COMMENT ON OPERATOR - (ratio_summary, ratio_summary) IS 'the rows of the left without those of the right: subtract(a, b)';
--|## rollup(ratio_summary)
--|unit: ratio_summary
--|nulls: NULL rows are skipped; no rows give NULL
--|errors: as merge
--|example: SELECT rollup(s) FROM (SELECT ratio_agg(seconds, contacts) FROM (VALUES (1, 300, 1), (1, 540, 2), (2, 60, 1)) AS ticket(week, seconds, contacts) GROUP BY week) AS by_week(s)
--|result: {"observations": 3, "unanswered": 0, "invalid": 0, "numerator": 900, "denominator": 4, "numerator_square": 385200, "product": 1440, "denominator_square": 6}
--|Merges many stored summaries, for weeks from days or a company from segments; under OVER with a moving frame each row
--|costs one merge and one subtraction. `GROUP BY rollup(x)` is SQL's own grouping sets, something else.
CREATE AGGREGATE rollup(s ratio_summary) (
	SFUNC = merge, STYPE = ratio_summary, SSPACE = 200, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = merge, MINVFUNC = subtract, MSTYPE = ratio_summary, MSSPACE = 200
);
COMMENT ON AGGREGATE rollup(ratio_summary) IS 'the rows of all, as one summary';
--|## ratio_agg
--|unit: ratio_summary
--|nulls: a row whose numerator or denominator is NULL is counted as unanswered and is no part of either sum; no rows give NULL
--|errors: NaN, an infinity or a magnitude above 9007199254740992, unless on_invalid is 'count'
--|example: SELECT ratio_agg(handle_seconds, contacts) FROM (VALUES (300, 1), (540, 2), (NULL, 1)) AS ticket(handle_seconds, contacts)
--|result: {"observations": 2, "unanswered": 1, "invalid": 0, "numerator": 840, "denominator": 3, "numerator_square": 381600, "product": 1380, "denominator_square": 5}
--|see: ratio, rollup
--|Keeps the sums, and what the delta method needs, exactly on a grid of 2^-84 (5e-26): the order of the rows does not matter,
--|and what was merged can be subtracted.
CREATE AGGREGATE ratio_agg(numerator float8, denominator float8) (
	SFUNC = ratio_accum, STYPE = ratio_summary, SSPACE = 200, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = ratio_accum, MINVFUNC = ratio_accum_inv, MSTYPE = ratio_summary, MSSPACE = 200
);
COMMENT ON AGGREGATE ratio_agg(float8, float8) IS 'Sums of numerators and denominators, as a ratio_summary';
CREATE AGGREGATE ratio_agg(numerator float8, denominator float8, on_invalid text) (
	SFUNC = ratio_accum, STYPE = ratio_summary, SSPACE = 200, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = ratio_accum, MINVFUNC = ratio_accum_inv, MSTYPE = ratio_summary, MSSPACE = 200
);
COMMENT ON AGGREGATE ratio_agg(float8, float8, text) IS 'Sums of numerators and denominators, as a ratio_summary; on_invalid is error or count';
--|## observations(ratio_summary)
--|formula: number of rows with both a numerator and a denominator, both valid
--|unit: rows
--|direction: neither
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT observations(ratio_agg(handle_seconds, contacts, 'count')) FROM (VALUES (300, 1), (540, 2), ('NaN'::float8, 1), (NULL, 1)) AS ticket(handle_seconds, contacts)
--|result: 2
CREATE FUNCTION observations(s ratio_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_ratio_observations' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION observations(ratio_summary) IS 'Number of rows with both a numerator and a denominator';
--|## unanswered(ratio_summary)
--|formula: number of rows with a NULL numerator or denominator
--|unit: rows
--|direction: lower is better
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT unanswered(ratio_agg(handle_seconds, contacts, 'count')) FROM (VALUES (300, 1), (540, 2), ('NaN'::float8, 1), (NULL, 1)) AS ticket(handle_seconds, contacts)
--|result: 1
CREATE FUNCTION unanswered(s ratio_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_ratio_unanswered' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION unanswered(ratio_summary) IS 'Number of rows with a NULL numerator or denominator';
--|## invalid(ratio_summary)
--|formula: number of rows out of range that `'count'` let through
--|unit: rows
--|direction: lower is better
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT invalid(ratio_agg(handle_seconds, contacts, 'count')) FROM (VALUES (300, 1), (540, 2), ('NaN'::float8, 1), (NULL, 1)) AS ticket(handle_seconds, contacts)
--|result: 1
CREATE FUNCTION invalid(s ratio_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_ratio_invalid' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION invalid(ratio_summary) IS 'Number of rows out of range that were counted instead of refused';
--|## is_suppressed(ratio_summary)
--|formula: 0 < observations < min_n
--|unit: boolean
--|nulls: NULL gives NULL
--|errors: a negative min_n
--|example: SELECT is_suppressed(ratio_agg(cost, contacts), 5) FROM (VALUES (10, 1), (30, 2)) AS ticket(cost, contacts)
--|result: t
CREATE FUNCTION is_suppressed(s ratio_summary, min_n integer) RETURNS boolean
AS 'MODULE_PATHNAME', 'csops_ratio_is_suppressed' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION is_suppressed(ratio_summary, integer) IS 'Whether there are rows, but fewer than min_n';
--|## ratio_numerator, ratio_denominator
--|formula: sum of the numerators, sum of the denominators
--|unit: that of the numerators, and of the denominators
--|direction: neither
--|components: itself
--|nulls: NULL gives NULL; no rows give 0
--|errors: none
--|example: SELECT ratio_numerator(s), ratio_denominator(s), ratio(s) FROM (SELECT ratio_agg(handle_seconds, contacts) FROM (VALUES (300, 1), (540, 2), (60, 1)) AS ticket(handle_seconds, contacts)) AS month(s)
--|result: 900|4|225
--|see: ratio
--|The two sums, over the rows that have both numbers.
CREATE FUNCTION ratio_numerator(s ratio_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_ratio_numerator' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION ratio_numerator(ratio_summary) IS 'Sum of the numerators, in their unit';
CREATE FUNCTION ratio_denominator(s ratio_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_ratio_denominator' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION ratio_denominator(ratio_summary) IS 'Sum of the denominators, in their unit';
--|## ratio
--|formula: sum of numerators / sum of denominators
--|unit: numerator per denominator
--|direction: neither
--|components: ratio_numerator, ratio_denominator
--|nulls: no rows, fewer than min_n, or denominators whose sum is 0 give NULL
--|errors: as ratio_agg; a negative min_n; a NULL key in the one-step form
--|example: SELECT ratio(handle_seconds, contacts) FROM (VALUES (300, 1), (540, 2), (60, 1)) AS ticket(handle_seconds, contacts)
--|result: 225
--|see: ratio_lo, ratio_difference, ratio_agg
--|A text after the two numbers is a key here, for `ratio(DISTINCT numerator, denominator, key)`; counting invalid rows is
--|`ratio(ratio_agg(numerator, denominator, 'count'))`.
CREATE FUNCTION ratio(s ratio_summary, min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_ratio' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION ratio(ratio_summary, integer) IS 'Sum over sum, in numerators per denominator';
CREATE AGGREGATE ratio(numerator float8, denominator float8) (
	SFUNC = ratio_accum, STYPE = ratio_summary, SSPACE = 200, FINALFUNC = ratio_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = ratio_accum, MINVFUNC = ratio_accum_inv, MSTYPE = ratio_summary, MSSPACE = 200, MFINALFUNC = ratio_final
);
COMMENT ON AGGREGATE ratio(float8, float8) IS 'Sum over sum, in numerators per denominator';
CREATE AGGREGATE ratio(numerator float8, denominator float8, key text) (
	SFUNC = ratio_accum_key, STYPE = ratio_summary, SSPACE = 200, FINALFUNC = ratio_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = ratio_accum_key, MINVFUNC = ratio_accum_key_inv, MSTYPE = ratio_summary, MSSPACE = 200, MFINALFUNC = ratio_final
);
COMMENT ON AGGREGATE ratio(float8, float8, text) IS 'Sum over sum, in numerators per denominator; for DISTINCT, by key';
CREATE AGGREGATE ratio(numerator float8, denominator float8, key uuid) (
	SFUNC = ratio_accum_key, STYPE = ratio_summary, SSPACE = 200, FINALFUNC = ratio_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = ratio_accum_key, MINVFUNC = ratio_accum_key_inv, MSTYPE = ratio_summary, MSSPACE = 200, MFINALFUNC = ratio_final
);
COMMENT ON AGGREGATE ratio(float8, float8, uuid) IS 'Sum over sum, in numerators per denominator; for DISTINCT, by key';
--|## ratio_lo
--|formula: ratio -+ z * sqrt(n / (n - 1) * sum((numerator - ratio * denominator)^2)) / sum(denominator)
--|unit: numerator per denominator
--|nulls: as ratio; fewer than two rows give NULL
--|errors: as ratio; a confidence outside 0 to 1
--|example: SELECT round(ratio(s)::numeric, 6), round(ratio_lo(s)::numeric, 6), round(ratio_hi(s)::numeric, 6) FROM (SELECT ratio_agg(num, den) FROM (VALUES (5, 10), (3, 8), (8, 12), (6, 11), (2, 6), (9, 14), (4, 9), (7, 13), (5, 9), (6, 12)) AS agent(num, den)) AS week(s)
--|result: 0.528846|0.469050|0.588642
--|source: W. Cochran, Sampling Techniques, 1977, chapter 6; R's survey::svyratio
--|see: ratio
--|Lower and upper end of the confidence interval, by the delta method. The row has to be what was sampled: one row for each
--|ticket when tickets vary, one for each account when accounts do.
CREATE FUNCTION ratio_lo(s ratio_summary, confidence float8 DEFAULT 0.95, min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_ratio_lo' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION ratio_lo(ratio_summary, float8, integer) IS 'Lower end of the interval of a ratio, in numerators per denominator';
CREATE AGGREGATE ratio_lo(numerator float8, denominator float8) (
	SFUNC = ratio_accum, STYPE = ratio_summary, SSPACE = 200, FINALFUNC = ratio_lo_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = ratio_accum, MINVFUNC = ratio_accum_inv, MSTYPE = ratio_summary, MSSPACE = 200, MFINALFUNC = ratio_lo_final
);
COMMENT ON AGGREGATE ratio_lo(float8, float8) IS 'Lower end of the interval of a ratio, in numerators per denominator, at 95 percent';
CREATE AGGREGATE ratio_lo(numerator float8, denominator float8, key text) (
	SFUNC = ratio_accum_key, STYPE = ratio_summary, SSPACE = 200, FINALFUNC = ratio_lo_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = ratio_accum_key, MINVFUNC = ratio_accum_key_inv, MSTYPE = ratio_summary, MSSPACE = 200, MFINALFUNC = ratio_lo_final
);
COMMENT ON AGGREGATE ratio_lo(float8, float8, text) IS 'Lower end of the interval of a ratio, in numerators per denominator, at 95 percent; for DISTINCT, by key';
CREATE AGGREGATE ratio_lo(numerator float8, denominator float8, key uuid) (
	SFUNC = ratio_accum_key, STYPE = ratio_summary, SSPACE = 200, FINALFUNC = ratio_lo_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = ratio_accum_key, MINVFUNC = ratio_accum_key_inv, MSTYPE = ratio_summary, MSSPACE = 200, MFINALFUNC = ratio_lo_final
);
COMMENT ON AGGREGATE ratio_lo(float8, float8, uuid) IS 'Lower end of the interval of a ratio, in numerators per denominator, at 95 percent; for DISTINCT, by key';
CREATE FUNCTION ratio_hi(s ratio_summary, confidence float8 DEFAULT 0.95, min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_ratio_hi' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION ratio_hi(ratio_summary, float8, integer) IS 'Upper end of the interval of a ratio, in numerators per denominator';
CREATE AGGREGATE ratio_hi(numerator float8, denominator float8) (
	SFUNC = ratio_accum, STYPE = ratio_summary, SSPACE = 200, FINALFUNC = ratio_hi_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = ratio_accum, MINVFUNC = ratio_accum_inv, MSTYPE = ratio_summary, MSSPACE = 200, MFINALFUNC = ratio_hi_final
);
COMMENT ON AGGREGATE ratio_hi(float8, float8) IS 'Upper end of the interval of a ratio, in numerators per denominator, at 95 percent';
CREATE AGGREGATE ratio_hi(numerator float8, denominator float8, key text) (
	SFUNC = ratio_accum_key, STYPE = ratio_summary, SSPACE = 200, FINALFUNC = ratio_hi_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = ratio_accum_key, MINVFUNC = ratio_accum_key_inv, MSTYPE = ratio_summary, MSSPACE = 200, MFINALFUNC = ratio_hi_final
);
COMMENT ON AGGREGATE ratio_hi(float8, float8, text) IS 'Upper end of the interval of a ratio, in numerators per denominator, at 95 percent; for DISTINCT, by key';
CREATE AGGREGATE ratio_hi(numerator float8, denominator float8, key uuid) (
	SFUNC = ratio_accum_key, STYPE = ratio_summary, SSPACE = 200, FINALFUNC = ratio_hi_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = ratio_accum_key, MINVFUNC = ratio_accum_key_inv, MSTYPE = ratio_summary, MSSPACE = 200, MFINALFUNC = ratio_hi_final
);
COMMENT ON AGGREGATE ratio_hi(float8, float8, uuid) IS 'Upper end of the interval of a ratio, in numerators per denominator, at 95 percent; for DISTINCT, by key';
--|## ratio_difference
--|formula: ratio(a) - ratio(b)
--|unit: numerator per denominator
--|direction: neither
--|components: ratio_numerator, ratio_denominator
--|nulls: NULL where either is undefined
--|errors: none
--|example: SELECT ratio_difference(a, b), round(ratio_difference_lo(a, b)::numeric, 4), round(ratio_difference_hi(a, b)::numeric, 4), round(ratio_difference_p(a, b)::numeric, 4) FROM (SELECT ratio_agg(num, 1), ratio_agg(den, 2) FROM (VALUES (5, 10), (3, 8), (8, 12), (6, 11)) AS agent(num, den)) AS week(a, b)
--|result: 0.375|-1.8300|2.5800|0.7389
--|see: ratio, adjust_p
CREATE FUNCTION ratio_difference(a ratio_summary, b ratio_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_ratio_difference' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION ratio_difference(ratio_summary, ratio_summary) IS 'Difference of two ratios, a minus b, in numerators per denominator';
--|## ratio_difference_lo
--|formula: d -+ z * sqrt(va + vb), with the delta method's variances
--|unit: numerator per denominator
--|nulls: NULL where either is undefined or has fewer than two rows, or neither varies
--|errors: a confidence outside 0 to 1
--|example: SELECT ratio_difference_lo(s, s) = -ratio_difference_hi(s, s) FROM (SELECT ratio_agg(num, den) FROM (VALUES (5, 10), (3, 8), (8, 12)) AS agent(num, den)) AS week(s)
--|result: t
--|see: ratio_difference
CREATE FUNCTION ratio_difference_lo(a ratio_summary, b ratio_summary, confidence float8 DEFAULT 0.95) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_ratio_difference_lo' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION ratio_difference_lo(ratio_summary, ratio_summary, float8) IS 'Lower end of the interval of the difference of two ratios, in numerators per denominator';
CREATE FUNCTION ratio_difference_hi(a ratio_summary, b ratio_summary, confidence float8 DEFAULT 0.95) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_ratio_difference_hi' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION ratio_difference_hi(ratio_summary, ratio_summary, float8) IS 'Upper end of the interval of the difference of two ratios, in numerators per denominator';
--|## ratio_difference_p
--|formula: two-sided p of d / sqrt(va + vb)
--|unit: probability, 0 to 1
--|nulls: as ratio_difference_lo
--|errors: none
--|example: SELECT round(ratio_difference_p(a, b)::numeric, 4) FROM (SELECT ratio_agg(num, 1), ratio_agg(den, 2) FROM (VALUES (5, 10), (3, 8), (8, 12), (6, 11)) AS agent(num, den)) AS week(a, b)
--|result: 0.7389
--|see: ratio_difference, adjust_p
CREATE FUNCTION ratio_difference_p(a ratio_summary, b ratio_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_ratio_difference_p' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION ratio_difference_p(ratio_summary, ratio_summary) IS 'Two-sided p-value of the difference of two ratios, 0 to 1';
