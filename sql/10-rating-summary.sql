-- The type rating_summary and what makes and merges it. Needs nothing.

--|# Ratings: NPS, CSAT and answers on a scale
--|`rating_agg` keeps the answers to one question as an exact histogram; every figure below is read from it, or comes from a
--|one-step aggregate of the same name. `rollup` merges stored summaries, so that weeks, quarters and segments are made from
--|days without the raw rows. One transition state serves all one-step aggregates over the same argument in a query:
--|`nps(score), nps_lo(score), promoters(score)` count the rows once.
--|
--|Scores are whole numbers on a scale of 2 to 101 points. NULL is an answer that never came: it is no part of any figure but
--|`unanswered` and `response_rate`. A score off the scale is an error; `rating_agg(score, lo, hi, 'count')` counts such rows in
--|`invalid` instead. What no check can see is a 1 to 5 survey read as 0 to 10, where every answer becomes a detractor: name
--|the scale of everything that is not an NPS question.
--|
--|What the call's argument is matters to PostgreSQL: `nps(NULL)` and `nps('9')` are not unique (cast the argument), `nps(score, 30)`
--|does not exist (`min_n` belongs to `nps(rating_agg(score), 30)`), and `'text' || summary` reads the text as a summary.
-- type: rating_summary
COMMENT ON TYPE rating_summary IS 'Answers on an ordinal scale, as an exact histogram';
--|## internal: rating transition functions
CREATE FUNCTION rating_accum(state rating_summary, score float8) RETURNS rating_summary
AS 'MODULE_PATHNAME', 'csops_rating_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION rating_accum(rating_summary, float8) IS 'adds a row to an NPS state';
CREATE FUNCTION rating_accum(state rating_summary, score float8, key text) RETURNS rating_summary
AS 'MODULE_PATHNAME', 'csops_rating_accum_key' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION rating_accum(rating_summary, float8, text) IS 'adds a row to an NPS state';
CREATE FUNCTION rating_accum(state rating_summary, score float8, key uuid) RETURNS rating_summary
AS 'MODULE_PATHNAME', 'csops_rating_accum_key' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION rating_accum(rating_summary, float8, uuid) IS 'adds a row to an NPS state';
CREATE FUNCTION rating_accum_inv(state rating_summary, score float8) RETURNS rating_summary
AS 'MODULE_PATHNAME', 'csops_rating_accum_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION rating_accum_inv(rating_summary, float8) IS 'takes a row out of an NPS state';
CREATE FUNCTION rating_accum_inv(state rating_summary, score float8, key text) RETURNS rating_summary
AS 'MODULE_PATHNAME', 'csops_rating_accum_key_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION rating_accum_inv(rating_summary, float8, text) IS 'takes a row out of an NPS state';
CREATE FUNCTION rating_accum_inv(state rating_summary, score float8, key uuid) RETURNS rating_summary
AS 'MODULE_PATHNAME', 'csops_rating_accum_key_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION rating_accum_inv(rating_summary, float8, uuid) IS 'takes a row out of an NPS state';
CREATE FUNCTION rating_accum(state rating_summary, score float8, lo integer, hi integer) RETURNS rating_summary
AS 'MODULE_PATHNAME', 'csops_rating_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION rating_accum(rating_summary, float8, integer, integer) IS 'adds a row to a rating state';
CREATE FUNCTION rating_accum(state rating_summary, score float8, lo integer, hi integer, on_invalid text) RETURNS rating_summary
AS 'MODULE_PATHNAME', 'csops_rating_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION rating_accum(rating_summary, float8, integer, integer, text) IS 'adds a row to a rating state';
CREATE FUNCTION rating_accum_inv(state rating_summary, score float8, lo integer, hi integer) RETURNS rating_summary
AS 'MODULE_PATHNAME', 'csops_rating_accum_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION rating_accum_inv(rating_summary, float8, integer, integer) IS 'takes a row out of a rating state';
CREATE FUNCTION rating_accum_inv(state rating_summary, score float8, lo integer, hi integer, on_invalid text) RETURNS rating_summary
AS 'MODULE_PATHNAME', 'csops_rating_accum_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION rating_accum_inv(rating_summary, float8, integer, integer, text) IS 'takes a row out of a rating state';
CREATE FUNCTION rating_accum_five(state rating_summary, score float8) RETURNS rating_summary
AS 'MODULE_PATHNAME', 'csops_rating_accum_five' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION rating_accum_five(rating_summary, float8) IS 'adds a row to a state on the scale 1 to 5';
CREATE FUNCTION rating_accum_five(state rating_summary, score float8, key text) RETURNS rating_summary
AS 'MODULE_PATHNAME', 'csops_rating_accum_five' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION rating_accum_five(rating_summary, float8, text) IS 'adds a row to a state on the scale 1 to 5';
CREATE FUNCTION rating_accum_five(state rating_summary, score float8, key uuid) RETURNS rating_summary
AS 'MODULE_PATHNAME', 'csops_rating_accum_five' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION rating_accum_five(rating_summary, float8, uuid) IS 'adds a row to a state on the scale 1 to 5';
CREATE FUNCTION rating_accum_five_inv(state rating_summary, score float8) RETURNS rating_summary
AS 'MODULE_PATHNAME', 'csops_rating_accum_five_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION rating_accum_five_inv(rating_summary, float8) IS 'takes a row out of a state on the scale 1 to 5';
CREATE FUNCTION rating_accum_five_inv(state rating_summary, score float8, key text) RETURNS rating_summary
AS 'MODULE_PATHNAME', 'csops_rating_accum_five_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION rating_accum_five_inv(rating_summary, float8, text) IS 'takes a row out of a state on the scale 1 to 5';
CREATE FUNCTION rating_accum_five_inv(state rating_summary, score float8, key uuid) RETURNS rating_summary
AS 'MODULE_PATHNAME', 'csops_rating_accum_five_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION rating_accum_five_inv(rating_summary, float8, uuid) IS 'takes a row out of a state on the scale 1 to 5';
CREATE FUNCTION rating_accum(state rating_summary, satisfied boolean) RETURNS rating_summary
AS 'MODULE_PATHNAME', 'csops_rating_accum_boolean' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION rating_accum(rating_summary, boolean) IS 'adds a row to a state of yes and no';
CREATE FUNCTION rating_accum(state rating_summary, satisfied boolean, key text) RETURNS rating_summary
AS 'MODULE_PATHNAME', 'csops_rating_accum_boolean' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION rating_accum(rating_summary, boolean, text) IS 'adds a row to a state of yes and no';
CREATE FUNCTION rating_accum(state rating_summary, satisfied boolean, key uuid) RETURNS rating_summary
AS 'MODULE_PATHNAME', 'csops_rating_accum_boolean' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION rating_accum(rating_summary, boolean, uuid) IS 'adds a row to a state of yes and no';
CREATE FUNCTION rating_accum_inv(state rating_summary, satisfied boolean) RETURNS rating_summary
AS 'MODULE_PATHNAME', 'csops_rating_accum_boolean_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION rating_accum_inv(rating_summary, boolean) IS 'takes a row out of a state of yes and no';
CREATE FUNCTION rating_accum_inv(state rating_summary, satisfied boolean, key text) RETURNS rating_summary
AS 'MODULE_PATHNAME', 'csops_rating_accum_boolean_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION rating_accum_inv(rating_summary, boolean, text) IS 'takes a row out of a state of yes and no';
CREATE FUNCTION rating_accum_inv(state rating_summary, satisfied boolean, key uuid) RETURNS rating_summary
AS 'MODULE_PATHNAME', 'csops_rating_accum_boolean_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION rating_accum_inv(rating_summary, boolean, uuid) IS 'takes a row out of a state of yes and no';
CREATE FUNCTION rating_final(state rating_summary) RETURNS rating_summary
AS 'MODULE_PATHNAME', 'csops_rating_final' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION rating_final(rating_summary) IS 'the canonical form of a rating state';
--|## merge(rating_summary)
--|unit: rating_summary
--|nulls: NULL where either is NULL
--|errors: scales that differ; a total beyond 4.6e18 rows
--|example: SELECT merge(rating_agg(score, 1, 5) FILTER (WHERE week = 1), rating_agg(score, 1, 5) FILTER (WHERE week = 2)) FROM (VALUES (1, 5), (1, 4), (2, 1)) AS response(week, score)
--|result: {"scale": [1, 5], "counts": [1, 0, 0, 1, 1], "unanswered": 0, "invalid": 0}
--|The function behind `||`, and the combine function of the aggregates. The order does not matter.
CREATE FUNCTION merge(a rating_summary, b rating_summary) RETURNS rating_summary
AS 'MODULE_PATHNAME', 'csops_merge_rating_summary' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION merge(rating_summary, rating_summary) IS 'the answers of both, as one summary';
CREATE OPERATOR || (LEFTARG = rating_summary, RIGHTARG = rating_summary, FUNCTION = merge, COMMUTATOR = ||);
COMMENT ON OPERATOR || (rating_summary, rating_summary) IS 'the answers of both: merge(a, b)';
--|## subtract(rating_summary)
--|unit: rating_summary
--|nulls: NULL where either is NULL
--|errors: scales that differ; a summary that was not merged into the first
--|example: SELECT subtract(rating_agg(score, 1, 5), rating_agg(score, 1, 5) FILTER (WHERE week = 2)) FROM (VALUES (1, 5), (1, 4), (2, 1)) AS response(week, score)
--|result: {"scale": [1, 5], "counts": [0, 0, 0, 1, 1], "unanswered": 0, "invalid": 0}
--|The function behind `-`; exact: `subtract(merge(a, b), b) = a`. It is also how a moving window forgets the rows that leave it.
CREATE FUNCTION subtract(a rating_summary, b rating_summary) RETURNS rating_summary
AS 'MODULE_PATHNAME', 'csops_subtract_rating_summary' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION subtract(rating_summary, rating_summary) IS 'the answers of the first without those of the second';
CREATE OPERATOR - (LEFTARG = rating_summary, RIGHTARG = rating_summary, FUNCTION = subtract);
COMMENT ON OPERATOR - (rating_summary, rating_summary) IS 'the answers of the left without those of the right: subtract(a, b)';
--|## rollup(rating_summary)
--|unit: rating_summary
--|nulls: NULL rows are skipped; no rows give NULL
--|errors: as merge
--|example: SELECT rollup(s) FROM (SELECT rating_agg(score, 1, 5) FROM (VALUES (1, 5), (1, 4), (2, 1)) AS response(week, score) GROUP BY week) AS by_week(s)
--|result: {"scale": [1, 5], "counts": [1, 0, 0, 1, 1], "unanswered": 0, "invalid": 0}
--|Merges many stored summaries, for weeks from days or a company from segments; under OVER with a moving frame each row
--|costs one merge and one subtraction. `GROUP BY rollup(x)` is SQL's own grouping sets, something else.
CREATE AGGREGATE rollup(s rating_summary) (
	SFUNC = merge, STYPE = rating_summary, SSPACE = 120, FINALFUNC = rating_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = merge, MINVFUNC = subtract, MSTYPE = rating_summary, MSSPACE = 120, MFINALFUNC = rating_final
);
COMMENT ON AGGREGATE rollup(rating_summary) IS 'the answers of all, as one summary';
--|## rating_agg
--|unit: rating_summary
--|nulls: a NULL score is counted as unanswered; no rows give NULL
--|errors: a score that is no whole number of the scale, unless on_invalid is 'count'; a scale of less than 2 or more than 101 points, or one that changes between rows
--|example: SELECT rating_agg(score, 1, 5) FROM (VALUES (5), (4), (4), (1), (NULL)) AS response(score)
--|result: {"scale": [1, 5], "counts": [1, 0, 0, 2, 1], "unanswered": 1, "invalid": 0}
--|example: SELECT rating_agg(score, 0, 10, 'count') FROM (VALUES (9), (11), (8.5)) AS response(score)
--|result: {"scale": [0, 10], "counts": [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0], "unanswered": 0, "invalid": 2}
--|example: SELECT rating_agg(good) FROM (VALUES (true), (true), (false), (NULL)) AS rating(good)
--|result: {"scale": [0, 1], "counts": [1, 2], "unanswered": 1, "invalid": 0}
--|see: rollup, nps, csat, rating_mean
--|The scale is 0 to 10 unless given; a boolean is the scale 0 to 1. As text, and as json and jsonb, a summary shows its
--|scale, the count of each score from the lowest up, and what was not answered or not valid.
CREATE AGGREGATE rating_agg(score float8) (
	SFUNC = rating_accum, STYPE = rating_summary, SSPACE = 32, FINALFUNC = rating_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum, MINVFUNC = rating_accum_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = rating_final
);
COMMENT ON AGGREGATE rating_agg(float8) IS 'Answers on the scale 0 to 10, as a rating_summary';
CREATE AGGREGATE rating_agg(score float8, lo integer, hi integer) (
	SFUNC = rating_accum, STYPE = rating_summary, SSPACE = 32, FINALFUNC = rating_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum, MINVFUNC = rating_accum_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = rating_final
);
COMMENT ON AGGREGATE rating_agg(float8, integer, integer) IS 'Answers on the scale lo to hi, as a rating_summary';
CREATE AGGREGATE rating_agg(score float8, lo integer, hi integer, on_invalid text) (
	SFUNC = rating_accum, STYPE = rating_summary, SSPACE = 32, FINALFUNC = rating_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum, MINVFUNC = rating_accum_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = rating_final
);
COMMENT ON AGGREGATE rating_agg(float8, integer, integer, text) IS 'Answers on the scale lo to hi, as a rating_summary; on_invalid is error or count';
CREATE AGGREGATE rating_agg(satisfied boolean) (
	SFUNC = rating_accum, STYPE = rating_summary, SSPACE = 32, FINALFUNC = rating_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum, MINVFUNC = rating_accum_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = rating_final
);
COMMENT ON AGGREGATE rating_agg(boolean) IS 'Answers of yes and no, as a rating_summary';
