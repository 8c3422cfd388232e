-- Proportions, x of n. Needs nothing.

--|# Proportions and ratios
--|The rates of customer operations are of two kinds. A share of cases, such as first contact resolution, reopen rate,
--|coverage or adoption, is a proportion: `proportion_agg(boolean)`. A sum over a sum, such as average handle time or cost per
--|contact, is a ratio: `ratio_agg(numerator, denominator)`. The average of ratios is neither.
-- type: proportion_summary
COMMENT ON TYPE proportion_summary IS 'x of n: rows with a known outcome, successes among them';
--|## internal: proportion transition functions
CREATE FUNCTION proportion_accum(state proportion_summary, success boolean) RETURNS proportion_summary
AS 'MODULE_PATHNAME', 'csops_proportion_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION proportion_accum(proportion_summary, boolean) IS 'adds a row to a proportion state';
CREATE FUNCTION proportion_accum(state proportion_summary, success boolean, key text) RETURNS proportion_summary
AS 'MODULE_PATHNAME', 'csops_proportion_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION proportion_accum(proportion_summary, boolean, text) IS 'adds a row to a proportion state';
CREATE FUNCTION proportion_accum(state proportion_summary, success boolean, key uuid) RETURNS proportion_summary
AS 'MODULE_PATHNAME', 'csops_proportion_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION proportion_accum(proportion_summary, boolean, uuid) IS 'adds a row to a proportion state';
CREATE FUNCTION proportion_accum_inv(state proportion_summary, success boolean) RETURNS proportion_summary
AS 'MODULE_PATHNAME', 'csops_proportion_accum_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION proportion_accum_inv(proportion_summary, boolean) IS 'takes a row out of a proportion state';
CREATE FUNCTION proportion_accum_inv(state proportion_summary, success boolean, key text) RETURNS proportion_summary
AS 'MODULE_PATHNAME', 'csops_proportion_accum_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION proportion_accum_inv(proportion_summary, boolean, text) IS 'takes a row out of a proportion state';
CREATE FUNCTION proportion_accum_inv(state proportion_summary, success boolean, key uuid) RETURNS proportion_summary
AS 'MODULE_PATHNAME', 'csops_proportion_accum_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION proportion_accum_inv(proportion_summary, boolean, uuid) IS 'takes a row out of a proportion state';
CREATE FUNCTION proportion_final(state proportion_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_proportion' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION proportion_final(proportion_summary) IS 'proportion of a state';
CREATE FUNCTION proportion_lo_final(state proportion_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_proportion_lo' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION proportion_lo_final(proportion_summary) IS 'proportion_lo of a state';
CREATE FUNCTION proportion_hi_final(state proportion_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_proportion_hi' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION proportion_hi_final(proportion_summary) IS 'proportion_hi of a state';
--|## merge(proportion_summary)
--|unit: proportion_summary
--|nulls: NULL where either is NULL
--|errors: a total beyond 4.6e18 rows
--|example: SELECT merge(proportion_agg(resolved) FILTER (WHERE week = 1), proportion_agg(resolved) FILTER (WHERE week = 2)) FROM (VALUES (1, true), (1, false), (2, true)) AS ticket(week, resolved)
--|result: {"observations": 3, "successes": 2, "unanswered": 0}
--|The function behind `||`, and the combine function of the aggregates. The order does not matter.
CREATE FUNCTION merge(a proportion_summary, b proportion_summary) RETURNS proportion_summary
AS 'MODULE_PATHNAME', 'csops_merge_proportion_summary' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION merge(proportion_summary, proportion_summary) IS 'the rows of both, as one summary';
CREATE OPERATOR || (LEFTARG = proportion_summary, RIGHTARG = proportion_summary, FUNCTION = merge, COMMUTATOR = ||);
COMMENT ON OPERATOR || (proportion_summary, proportion_summary) IS 'the rows of both: merge(a, b)';
--|## subtract(proportion_summary)
--|unit: proportion_summary
--|nulls: NULL where either is NULL
--|errors: a summary that was not merged into the first
--|example: SELECT subtract(proportion_agg(resolved), proportion_agg(resolved) FILTER (WHERE week = 2)) FROM (VALUES (1, true), (1, false), (2, true)) AS ticket(week, resolved)
--|result: {"observations": 2, "successes": 1, "unanswered": 0}
--|The function behind `-`; exact: `subtract(merge(a, b), b) = a`. It is also how a moving window forgets the rows that leave it.
CREATE FUNCTION subtract(a proportion_summary, b proportion_summary) RETURNS proportion_summary
AS 'MODULE_PATHNAME', 'csops_subtract_proportion_summary' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION subtract(proportion_summary, proportion_summary) IS 'the rows of the first without those of the second';
CREATE OPERATOR - (LEFTARG = proportion_summary, RIGHTARG = proportion_summary, FUNCTION = subtract);
COMMENT ON OPERATOR - (proportion_summary, proportion_summary) IS 'the rows of the left without those of the right: subtract(a, b)';
--|## rollup(proportion_summary)
--|unit: proportion_summary
--|nulls: NULL rows are skipped; no rows give NULL
--|errors: as merge
--|example: SELECT rollup(s) FROM (SELECT proportion_agg(resolved) FROM (VALUES (1, true), (1, false), (2, true)) AS ticket(week, resolved) GROUP BY week) AS by_week(s)
--|result: {"observations": 3, "successes": 2, "unanswered": 0}
--|Merges many stored summaries, for weeks from days or a company from segments; under OVER with a moving frame each row
--|costs one merge and one subtraction. `GROUP BY rollup(x)` is SQL's own grouping sets, something else.
CREATE AGGREGATE rollup(s proportion_summary) (
	SFUNC = merge, STYPE = proportion_summary, SSPACE = 32, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = merge, MINVFUNC = subtract, MSTYPE = proportion_summary, MSSPACE = 32
);
COMMENT ON AGGREGATE rollup(proportion_summary) IS 'the rows of all, as one summary';
--|## proportion_agg
--|unit: proportion_summary
--|nulls: a NULL is counted as unanswered: not known, neither success nor failure; no rows give NULL
--|errors: none
--|example: SELECT proportion_agg(resolved_at_first_contact) FROM (VALUES (true), (false), (true), (NULL)) AS ticket(resolved_at_first_contact)
--|result: {"observations": 3, "successes": 2, "unanswered": 1}
--|see: proportion, rollup
--|The first step: keep it by day and segment, roll it up, and read the share, its interval and its n from it.
CREATE AGGREGATE proportion_agg(success boolean) (
	SFUNC = proportion_accum, STYPE = proportion_summary, SSPACE = 32, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = proportion_accum, MINVFUNC = proportion_accum_inv, MSTYPE = proportion_summary, MSSPACE = 32
);
COMMENT ON AGGREGATE proportion_agg(boolean) IS 'Rows and successes among them, as a proportion_summary';
--|## observations(proportion_summary)
--|formula: number of rows that are not NULL
--|unit: rows
--|direction: neither
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT observations(proportion_agg(resolved)) FROM (VALUES (true), (false), (true), (NULL)) AS ticket(resolved)
--|result: 3
CREATE FUNCTION observations(s proportion_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_proportion_observations' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION observations(proportion_summary) IS 'Number of rows with a known outcome';
--|## successes(proportion_summary)
--|formula: number of rows that are true
--|unit: rows
--|direction: neither
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT successes(proportion_agg(resolved)) FROM (VALUES (true), (false), (true), (NULL)) AS ticket(resolved)
--|result: 2
CREATE FUNCTION successes(s proportion_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_proportion_successes' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION successes(proportion_summary) IS 'Number of successes';
--|## unanswered(proportion_summary)
--|formula: number of rows that are NULL
--|unit: rows
--|direction: lower is better
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT unanswered(proportion_agg(resolved)) FROM (VALUES (true), (false), (true), (NULL)) AS ticket(resolved)
--|result: 1
CREATE FUNCTION unanswered(s proportion_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_proportion_unanswered' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION unanswered(proportion_summary) IS 'Number of rows whose outcome was NULL';
--|## is_suppressed(proportion_summary)
--|formula: 0 < observations < min_n
--|unit: boolean
--|nulls: NULL gives NULL
--|errors: a negative min_n
--|example: SELECT is_suppressed(proportion_agg(resolved), 5) FROM (VALUES (true), (false)) AS ticket(resolved)
--|result: t
CREATE FUNCTION is_suppressed(s proportion_summary, min_n integer) RETURNS boolean
AS 'MODULE_PATHNAME', 'csops_proportion_is_suppressed' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION is_suppressed(proportion_summary, integer) IS 'Whether there are rows, but fewer than min_n';
--|## proportion
--|formula: successes / observations
--|unit: share, 0 to 1
--|direction: neither
--|components: successes(proportion_summary), observations(proportion_summary)
--|nulls: no rows with a known outcome, or fewer than min_n, give NULL
--|errors: a negative min_n; a NULL key in the one-step form
--|example: SELECT proportion(resolved) FROM (VALUES (true), (false), (true), (NULL)) AS ticket(resolved)
--|result: 0.6666666666666666
--|example: SELECT proportion(DISTINCT resolved, ticket_id) FROM (VALUES (true, 't1'), (true, 't1'), (false, 't2')) AS joined(resolved, ticket_id)
--|result: 0.5
--|see: proportion_lo, proportion_difference, proportion_agg
CREATE FUNCTION proportion(s proportion_summary, min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_proportion' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION proportion(proportion_summary, integer) IS 'Share of successes, 0 to 1';
CREATE AGGREGATE proportion(success boolean) (
	SFUNC = proportion_accum, STYPE = proportion_summary, SSPACE = 32, FINALFUNC = proportion_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = proportion_accum, MINVFUNC = proportion_accum_inv, MSTYPE = proportion_summary, MSSPACE = 32, MFINALFUNC = proportion_final
);
COMMENT ON AGGREGATE proportion(boolean) IS 'Share of successes, 0 to 1';
CREATE AGGREGATE proportion(success boolean, key text) (
	SFUNC = proportion_accum, STYPE = proportion_summary, SSPACE = 32, FINALFUNC = proportion_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = proportion_accum, MINVFUNC = proportion_accum_inv, MSTYPE = proportion_summary, MSSPACE = 32, MFINALFUNC = proportion_final
);
COMMENT ON AGGREGATE proportion(boolean, text) IS 'Share of successes, 0 to 1; for DISTINCT, by key';
CREATE AGGREGATE proportion(success boolean, key uuid) (
	SFUNC = proportion_accum, STYPE = proportion_summary, SSPACE = 32, FINALFUNC = proportion_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = proportion_accum, MINVFUNC = proportion_accum_inv, MSTYPE = proportion_summary, MSSPACE = 32, MFINALFUNC = proportion_final
);
COMMENT ON AGGREGATE proportion(boolean, uuid) IS 'Share of successes, 0 to 1; for DISTINCT, by key';
--|## proportion_lo
--|formula: as csat_lo
--|unit: share, 0 to 1
--|nulls: as proportion
--|errors: a confidence outside 0 to 1; an unknown method; a negative min_n
--|example: SELECT round(proportion_lo(s)::numeric, 6), round(proportion_hi(s)::numeric, 6) FROM (SELECT proportion_agg(n <= 8) FROM generate_series(1, 10) AS n) AS month(s)
--|result: 0.490162|0.943318
--|example: SELECT round(proportion_lo(s, method => 'jeffreys')::numeric, 6), round(proportion_hi(s, method => 'jeffreys')::numeric, 6) FROM (SELECT proportion_agg(n <= 8) FROM generate_series(1, 10) AS n) AS month(s)
--|result: 0.497226|0.955941
--|source: Brown, Cai, DasGupta 2001
--|see: proportion, csat_lo
--|Lower and upper end of the confidence interval; methods 'wilson', 'agresti_coull', 'clopper_pearson', 'jeffreys', 'wald'.
CREATE FUNCTION proportion_lo(s proportion_summary, confidence float8 DEFAULT 0.95, method text DEFAULT 'wilson', min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_proportion_lo' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION proportion_lo(proportion_summary, float8, text, integer) IS 'Lower end of the interval of a share, 0 to 1';
CREATE AGGREGATE proportion_lo(success boolean) (
	SFUNC = proportion_accum, STYPE = proportion_summary, SSPACE = 32, FINALFUNC = proportion_lo_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = proportion_accum, MINVFUNC = proportion_accum_inv, MSTYPE = proportion_summary, MSSPACE = 32, MFINALFUNC = proportion_lo_final
);
COMMENT ON AGGREGATE proportion_lo(boolean) IS 'Lower end of the interval of a share, 0 to 1, at 95 percent by Wilson';
CREATE AGGREGATE proportion_lo(success boolean, key text) (
	SFUNC = proportion_accum, STYPE = proportion_summary, SSPACE = 32, FINALFUNC = proportion_lo_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = proportion_accum, MINVFUNC = proportion_accum_inv, MSTYPE = proportion_summary, MSSPACE = 32, MFINALFUNC = proportion_lo_final
);
COMMENT ON AGGREGATE proportion_lo(boolean, text) IS 'Lower end of the interval of a share, 0 to 1, at 95 percent by Wilson; for DISTINCT, by key';
CREATE AGGREGATE proportion_lo(success boolean, key uuid) (
	SFUNC = proportion_accum, STYPE = proportion_summary, SSPACE = 32, FINALFUNC = proportion_lo_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = proportion_accum, MINVFUNC = proportion_accum_inv, MSTYPE = proportion_summary, MSSPACE = 32, MFINALFUNC = proportion_lo_final
);
COMMENT ON AGGREGATE proportion_lo(boolean, uuid) IS 'Lower end of the interval of a share, 0 to 1, at 95 percent by Wilson; for DISTINCT, by key';
CREATE FUNCTION proportion_hi(s proportion_summary, confidence float8 DEFAULT 0.95, method text DEFAULT 'wilson', min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_proportion_hi' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION proportion_hi(proportion_summary, float8, text, integer) IS 'Upper end of the interval of a share, 0 to 1';
CREATE AGGREGATE proportion_hi(success boolean) (
	SFUNC = proportion_accum, STYPE = proportion_summary, SSPACE = 32, FINALFUNC = proportion_hi_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = proportion_accum, MINVFUNC = proportion_accum_inv, MSTYPE = proportion_summary, MSSPACE = 32, MFINALFUNC = proportion_hi_final
);
COMMENT ON AGGREGATE proportion_hi(boolean) IS 'Upper end of the interval of a share, 0 to 1, at 95 percent by Wilson';
CREATE AGGREGATE proportion_hi(success boolean, key text) (
	SFUNC = proportion_accum, STYPE = proportion_summary, SSPACE = 32, FINALFUNC = proportion_hi_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = proportion_accum, MINVFUNC = proportion_accum_inv, MSTYPE = proportion_summary, MSSPACE = 32, MFINALFUNC = proportion_hi_final
);
COMMENT ON AGGREGATE proportion_hi(boolean, text) IS 'Upper end of the interval of a share, 0 to 1, at 95 percent by Wilson; for DISTINCT, by key';
CREATE AGGREGATE proportion_hi(success boolean, key uuid) (
	SFUNC = proportion_accum, STYPE = proportion_summary, SSPACE = 32, FINALFUNC = proportion_hi_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = proportion_accum, MINVFUNC = proportion_accum_inv, MSTYPE = proportion_summary, MSSPACE = 32, MFINALFUNC = proportion_hi_final
);
COMMENT ON AGGREGATE proportion_hi(boolean, uuid) IS 'Upper end of the interval of a share, 0 to 1, at 95 percent by Wilson; for DISTINCT, by key';
--|## proportion_difference
--|formula: proportion(a) - proportion(b)
--|unit: share, -1 to 1
--|direction: neither
--|components: successes(proportion_summary), observations(proportion_summary)
--|nulls: NULL where either has no rows with a known outcome
--|errors: none
--|example: SELECT proportion_difference(a, b), round(proportion_difference_lo(a, b)::numeric, 6), round(proportion_difference_hi(a, b)::numeric, 6), round(proportion_difference_p(a, b)::numeric, 6) FROM (SELECT proportion_agg(n <= 80), proportion_agg(n <= 70) FROM generate_series(1, 100) AS n) AS quarter(a, b)
--|result: 0.1|-0.020249|0.216734|0.102470
--|see: proportion, adjust_p
CREATE FUNCTION proportion_difference(a proportion_summary, b proportion_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_proportion_difference' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION proportion_difference(proportion_summary, proportion_summary) IS 'Difference of two shares, a minus b, -1 to 1';
--|## proportion_difference_lo
--|formula: newcombe: the hybrid score interval from Wilson's of both; agresti_caffo and wald as published
--|unit: share, -1 to 1
--|nulls: as proportion_difference
--|errors: a confidence outside 0 to 1; an unknown method
--|example: SELECT round(proportion_difference_lo(a, b, method => 'wald')::numeric, 6) FROM (SELECT proportion_agg(n <= 80), proportion_agg(n <= 70) FROM generate_series(1, 100) AS n) AS quarter(a, b)
--|result: -0.019220
--|source: Newcombe 1998
--|see: proportion_difference
CREATE FUNCTION proportion_difference_lo(a proportion_summary, b proportion_summary, confidence float8 DEFAULT 0.95, method text DEFAULT 'newcombe') RETURNS float8
AS 'MODULE_PATHNAME', 'csops_proportion_difference_lo' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION proportion_difference_lo(proportion_summary, proportion_summary, float8, text) IS 'Lower end of the interval of the difference of two shares, -1 to 1';
CREATE FUNCTION proportion_difference_hi(a proportion_summary, b proportion_summary, confidence float8 DEFAULT 0.95, method text DEFAULT 'newcombe') RETURNS float8
AS 'MODULE_PATHNAME', 'csops_proportion_difference_hi' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION proportion_difference_hi(proportion_summary, proportion_summary, float8, text) IS 'Upper end of the interval of the difference of two shares, -1 to 1';
--|## proportion_difference_p
--|formula: two-sided p of the z of two proportions, with their pooled or their own variances
--|unit: probability, 0 to 1
--|nulls: NULL where either has no rows with a known outcome, or where neither varies
--|errors: an unknown method
--|example: SELECT round(proportion_difference_p(a, b, 'unpooled')::numeric, 6) FROM (SELECT proportion_agg(n <= 120), proportion_agg(n <= 150) FROM generate_series(1, 1000) AS n) AS quarter(a, b)
--|result: 0.049421
--|see: proportion_difference, adjust_p
CREATE FUNCTION proportion_difference_p(a proportion_summary, b proportion_summary, method text DEFAULT 'pooled') RETURNS float8
AS 'MODULE_PATHNAME', 'csops_proportion_difference_p' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION proportion_difference_p(proportion_summary, proportion_summary, text) IS 'Two-sided p-value of the difference of two shares, 0 to 1';
