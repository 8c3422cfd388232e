-- The type weighted_rating_summary and what makes and merges it. Needs nothing.

-- type: weighted_rating_summary
COMMENT ON TYPE weighted_rating_summary IS 'Weighted answers on an ordinal scale, as a histogram of counts and exact sums';
--|## internal: weighted rating transition functions
CREATE FUNCTION weighted_rating_accum(state weighted_rating_summary, score float8, weight float8) RETURNS weighted_rating_summary
AS 'MODULE_PATHNAME', 'csops_weighted_rating_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION weighted_rating_accum(weighted_rating_summary, float8, float8) IS 'adds a row to a weighted rating state';
CREATE FUNCTION weighted_rating_accum(state weighted_rating_summary, score float8, weight float8, lo integer, hi integer) RETURNS weighted_rating_summary
AS 'MODULE_PATHNAME', 'csops_weighted_rating_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION weighted_rating_accum(weighted_rating_summary, float8, float8, integer, integer) IS 'adds a row to a weighted rating state';
CREATE FUNCTION weighted_rating_accum(state weighted_rating_summary, score float8, weight float8, lo integer, hi integer, on_invalid text) RETURNS weighted_rating_summary
AS 'MODULE_PATHNAME', 'csops_weighted_rating_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION weighted_rating_accum(weighted_rating_summary, float8, float8, integer, integer, text) IS 'adds a row to a weighted rating state';
CREATE FUNCTION weighted_rating_accum_inv(state weighted_rating_summary, score float8, weight float8) RETURNS weighted_rating_summary
AS 'MODULE_PATHNAME', 'csops_weighted_rating_accum_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION weighted_rating_accum_inv(weighted_rating_summary, float8, float8) IS 'takes a row out of a weighted rating state';
CREATE FUNCTION weighted_rating_accum_inv(state weighted_rating_summary, score float8, weight float8, lo integer, hi integer) RETURNS weighted_rating_summary
AS 'MODULE_PATHNAME', 'csops_weighted_rating_accum_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION weighted_rating_accum_inv(weighted_rating_summary, float8, float8, integer, integer) IS 'takes a row out of a weighted rating state';
CREATE FUNCTION weighted_rating_accum_inv(state weighted_rating_summary, score float8, weight float8, lo integer, hi integer, on_invalid text) RETURNS weighted_rating_summary
AS 'MODULE_PATHNAME', 'csops_weighted_rating_accum_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION weighted_rating_accum_inv(weighted_rating_summary, float8, float8, integer, integer, text) IS 'takes a row out of a weighted rating state';
--|## merge(weighted_rating_summary)
--|unit: weighted_rating_summary
--|nulls: NULL where either is NULL
--|errors: scales that differ; a total beyond 4.6e18 rows
--|example: SELECT merge(weighted_rating_agg(score, weight, 1, 3) FILTER (WHERE week = 1), weighted_rating_agg(score, weight, 1, 3) FILTER (WHERE week = 2)) FROM (VALUES (1, 3, 2.5), (1, 2, 1), (2, 1, 4)) AS response(week, score, weight)
--|result: {"scale": [1, 3], "counts": [1, 1, 1], "weights": [4, 1, 2.5], "squares": [16, 1, 6.25], "unanswered": 0, "unweighted": 0, "invalid": 0}
--|The function behind `||`, and the combine function of the aggregates. The order does not matter.
CREATE FUNCTION merge(a weighted_rating_summary, b weighted_rating_summary) RETURNS weighted_rating_summary
AS 'MODULE_PATHNAME', 'csops_merge_weighted_rating_summary' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION merge(weighted_rating_summary, weighted_rating_summary) IS 'the weighted answers of both, as one summary';
CREATE OPERATOR || (LEFTARG = weighted_rating_summary, RIGHTARG = weighted_rating_summary, FUNCTION = merge, COMMUTATOR = ||);
COMMENT ON OPERATOR || (weighted_rating_summary, weighted_rating_summary) IS 'the weighted answers of both: merge(a, b)';
--|## subtract(weighted_rating_summary)
--|unit: weighted_rating_summary
--|nulls: NULL where either is NULL
--|errors: scales that differ; a summary that was not merged into the first
--|example: SELECT subtract(weighted_rating_agg(score, weight, 1, 3), weighted_rating_agg(score, weight, 1, 3) FILTER (WHERE week = 2)) FROM (VALUES (1, 3, 2.5), (1, 2, 1), (2, 1, 4)) AS response(week, score, weight)
--|result: {"scale": [1, 3], "counts": [0, 1, 1], "weights": [0, 1, 2.5], "squares": [0, 1, 6.25], "unanswered": 0, "unweighted": 0, "invalid": 0}
--|The function behind `-`; exact: `subtract(merge(a, b), b) = a`. It is also how a moving window forgets the rows that leave it.
CREATE FUNCTION subtract(a weighted_rating_summary, b weighted_rating_summary) RETURNS weighted_rating_summary
AS 'MODULE_PATHNAME', 'csops_subtract_weighted_rating_summary' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION subtract(weighted_rating_summary, weighted_rating_summary) IS 'the weighted answers of the first without those of the second';
CREATE OPERATOR - (LEFTARG = weighted_rating_summary, RIGHTARG = weighted_rating_summary, FUNCTION = subtract);
COMMENT ON OPERATOR - (weighted_rating_summary, weighted_rating_summary) IS 'the weighted answers of the left without those of the right: subtract(a, b)';
--|## rollup(weighted_rating_summary)
--|unit: weighted_rating_summary
--|nulls: NULL rows are skipped; no rows give NULL
--|errors: as merge
--|example: SELECT rollup(s) FROM (SELECT weighted_rating_agg(score, weight, 1, 3) FROM (VALUES (1, 3, 2.5), (1, 2, 1), (2, 1, 4)) AS response(week, score, weight) GROUP BY week) AS by_week(s)
--|result: {"scale": [1, 3], "counts": [1, 1, 1], "weights": [4, 1, 2.5], "squares": [16, 1, 6.25], "unanswered": 0, "unweighted": 0, "invalid": 0}
--|Merges many stored summaries, for weeks from days or a company from segments; under OVER with a moving frame each row
--|costs one merge and one subtraction. `GROUP BY rollup(x)` is SQL's own grouping sets, something else.
CREATE AGGREGATE rollup(s weighted_rating_summary) (
	SFUNC = merge, STYPE = weighted_rating_summary, SSPACE = 840, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = merge, MINVFUNC = subtract, MSTYPE = weighted_rating_summary, MSSPACE = 840
);
COMMENT ON AGGREGATE rollup(weighted_rating_summary) IS 'the weighted answers of all, as one summary';
--|## weighted_rating_agg
--|unit: weighted_rating_summary
--|nulls: a NULL score is counted as unanswered, an answer with a NULL weight as unweighted; neither is part of any figure but the response rate
--|errors: a score off the scale, a weight that is negative, NaN or above 9007199254740992, unless on_invalid is 'count'
--|example: SELECT nps(weighted_rating_agg(score, weight)) FROM (VALUES (10, 1), (9, 2), (8, 0.5), (6, 1.5), (3, 1), (10, 3), (7, 1), (9, 0.25), (0, 2), (10, 1)) AS response(score, weight)
--|result: 20.754716981132077
--|see: effective_responses, nps, csat, rating_mean
--|Answers that count by weight: by ARR, or to correct for who responded. Every accessor of a rating_summary takes a
--|weighted_rating_summary too. Counts (`observations`, `promoters`, ...) stay counts of answers; scores, shares and means are
--|weighted; intervals go by the effective number of answers (Kish) or, for means, by the linearised variance as in R's survey
--|package. Sums are exact on a grid of 2^-84 (5e-26): the order of the rows does not matter, and what was merged can be
--|subtracted. A summary of a long scale is too large for a btree index; a hash index takes it.
CREATE AGGREGATE weighted_rating_agg(score float8, weight float8) (
	SFUNC = weighted_rating_accum, STYPE = weighted_rating_summary, SSPACE = 840, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = weighted_rating_accum, MINVFUNC = weighted_rating_accum_inv, MSTYPE = weighted_rating_summary, MSSPACE = 840
);
COMMENT ON AGGREGATE weighted_rating_agg(float8, float8) IS 'Weighted answers on the scale 0 to 10, as a weighted_rating_summary';
CREATE AGGREGATE weighted_rating_agg(score float8, weight float8, lo integer, hi integer) (
	SFUNC = weighted_rating_accum, STYPE = weighted_rating_summary, SSPACE = 840, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = weighted_rating_accum, MINVFUNC = weighted_rating_accum_inv, MSTYPE = weighted_rating_summary, MSSPACE = 840
);
COMMENT ON AGGREGATE weighted_rating_agg(float8, float8, integer, integer) IS 'Weighted answers on the scale lo to hi, as a weighted_rating_summary';
CREATE AGGREGATE weighted_rating_agg(score float8, weight float8, lo integer, hi integer, on_invalid text) (
	SFUNC = weighted_rating_accum, STYPE = weighted_rating_summary, SSPACE = 840, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = weighted_rating_accum, MINVFUNC = weighted_rating_accum_inv, MSTYPE = weighted_rating_summary, MSSPACE = 840
);
COMMENT ON AGGREGATE weighted_rating_agg(float8, float8, integer, integer, text) IS 'Weighted answers on the scale lo to hi, as a weighted_rating_summary; on_invalid is error or count';
