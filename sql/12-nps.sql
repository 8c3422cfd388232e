-- Net Promoter Score. Needs 10-rating-summary and 11-weighted-rating-summary.

--|## internal: final functions of the one-step NPS aggregates
CREATE FUNCTION nps_final(state rating_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_nps' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION nps_final(rating_summary) IS 'nps of a state';
CREATE FUNCTION nps_lo_final(state rating_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_nps_lo' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION nps_lo_final(rating_summary) IS 'nps_lo of a state';
CREATE FUNCTION nps_hi_final(state rating_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_nps_hi' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION nps_hi_final(rating_summary) IS 'nps_hi of a state';
CREATE FUNCTION nps_margin_final(state rating_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_nps_margin' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION nps_margin_final(rating_summary) IS 'nps_margin of a state';
CREATE FUNCTION promoters_final(state rating_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_promoters' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION promoters_final(rating_summary) IS 'promoters of a state';
CREATE FUNCTION passives_final(state rating_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_passives' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION passives_final(rating_summary) IS 'passives of a state';
CREATE FUNCTION detractors_final(state rating_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_detractors' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION detractors_final(rating_summary) IS 'detractors of a state';
--|## nps
--|formula: 100 * (promoters - detractors) / observations, with promoters 9 and 10, passives 7 and 8, detractors 0 to 6
--|unit: points, -100 to 100
--|direction: higher is better
--|components: promoters, detractors, observations(rating_summary)
--|nulls: no answers, or fewer than min_n, give NULL
--|errors: a scale other than 0 to 10; a negative min_n; a score off the scale or a NULL key in the one-step forms
--|example: SELECT nps(score) FROM (VALUES (9), (10), (8), (7), (6), (0), (10), (9), (3), (7)) AS response(score)
--|result: 10
--|example: SELECT nps(rating_agg(score), min_n => 5) FROM (VALUES (9), (10), (8)) AS response(score)
--|result: NULL
--|example: SELECT nps(DISTINCT score, response_id) FROM (VALUES (9, 'r1'), (9, 'r1'), (2, 'r2')) AS joined(score, response_id)
--|result: 0
--|source: F. Reichheld, The One Number You Need to Grow, Harvard Business Review, December 2003
--|see: nps_lo, nps_margin, nps_difference, rating_agg, is_suppressed
--|A 6 is a detractor and a 0 is an answer. With a key, `nps(DISTINCT score, key)` counts each response once however often a
--|one-to-many join repeats it: the key is the response's, not the account's. DISTINCT turns off parallel aggregation for the
--|whole query; where that hurts, aggregate before joining: `rating_agg` by account in a subquery, then `nps(rollup(s))`.
CREATE FUNCTION nps(s rating_summary, min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_nps' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION nps(rating_summary, integer) IS 'Net Promoter Score in points, -100 to 100';
CREATE FUNCTION nps(s weighted_rating_summary, min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_nps' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION nps(weighted_rating_summary, integer) IS 'Net Promoter Score in points, -100 to 100';
CREATE AGGREGATE nps(score float8) (
	SFUNC = rating_accum, STYPE = rating_summary, SSPACE = 32, FINALFUNC = nps_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum, MINVFUNC = rating_accum_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = nps_final
);
COMMENT ON AGGREGATE nps(float8) IS 'Net Promoter Score in points, -100 to 100, of scores 0 to 10';
CREATE AGGREGATE nps(score float8, key text) (
	SFUNC = rating_accum, STYPE = rating_summary, SSPACE = 32, FINALFUNC = nps_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum, MINVFUNC = rating_accum_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = nps_final
);
COMMENT ON AGGREGATE nps(float8, text) IS 'Net Promoter Score in points, -100 to 100, of scores 0 to 10; for DISTINCT, by key';
CREATE AGGREGATE nps(score float8, key uuid) (
	SFUNC = rating_accum, STYPE = rating_summary, SSPACE = 32, FINALFUNC = nps_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum, MINVFUNC = rating_accum_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = nps_final
);
COMMENT ON AGGREGATE nps(float8, uuid) IS 'Net Promoter Score in points, -100 to 100, of scores 0 to 10; for DISTINCT, by key';
--|## nps_lo
--|formula: adjusted_wald: m -+ z * sqrt(v / n), with m and v the mean and variance of 1, 0, -1 after adding 3/4 of a promoter, 3/2 of a passive and 3/4 of a detractor; wald: the same without adding; t: with the variance over n - 1 and Student's t
--|unit: points, -100 to 100
--|nulls: as nps; method t needs two answers
--|errors: as nps; a confidence outside 0 to 1; an unknown method
--|example: SELECT round(nps_lo(s)::numeric, 4), round(nps_hi(s)::numeric, 4) FROM (SELECT rating_agg(score) AS s FROM (SELECT 10 FROM generate_series(1, 18) UNION ALL SELECT 8 FROM generate_series(1, 11) UNION ALL SELECT 0 FROM generate_series(1, 2)) AS response(score)) AS month
--|result: 25.5123|68.6053
--|source: B. Rocks, Interval Estimation for the Net Promoter Score, The American Statistician 70(4), 2016
--|see: nps, nps_margin
--|Lower and upper end of the confidence interval, clamped to the scale. The default holds its promise for small samples and
--|for answers that all agree, where the plain Wald interval has no width. Its centre is drawn towards 0 by the added answers, so
--|that with very few of them it can leave the score itself out: one answer of 10 has an NPS of 100 and an interval up to 98.5.
CREATE FUNCTION nps_lo(s rating_summary, confidence float8 DEFAULT 0.95, method text DEFAULT 'adjusted_wald', min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_nps_lo' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION nps_lo(rating_summary, float8, text, integer) IS 'Lower end of the interval of the NPS, in points';
CREATE FUNCTION nps_lo(s weighted_rating_summary, confidence float8 DEFAULT 0.95, method text DEFAULT 'adjusted_wald', min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_nps_lo' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION nps_lo(weighted_rating_summary, float8, text, integer) IS 'Lower end of the interval of the NPS, in points';
CREATE AGGREGATE nps_lo(score float8) (
	SFUNC = rating_accum, STYPE = rating_summary, SSPACE = 32, FINALFUNC = nps_lo_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum, MINVFUNC = rating_accum_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = nps_lo_final
);
COMMENT ON AGGREGATE nps_lo(float8) IS 'Lower end of the interval of the NPS, in points, of scores 0 to 10, at 95 percent by adjusted Wald';
CREATE AGGREGATE nps_lo(score float8, key text) (
	SFUNC = rating_accum, STYPE = rating_summary, SSPACE = 32, FINALFUNC = nps_lo_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum, MINVFUNC = rating_accum_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = nps_lo_final
);
COMMENT ON AGGREGATE nps_lo(float8, text) IS 'Lower end of the interval of the NPS, in points, of scores 0 to 10, at 95 percent by adjusted Wald; for DISTINCT, by key';
CREATE AGGREGATE nps_lo(score float8, key uuid) (
	SFUNC = rating_accum, STYPE = rating_summary, SSPACE = 32, FINALFUNC = nps_lo_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum, MINVFUNC = rating_accum_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = nps_lo_final
);
COMMENT ON AGGREGATE nps_lo(float8, uuid) IS 'Lower end of the interval of the NPS, in points, of scores 0 to 10, at 95 percent by adjusted Wald; for DISTINCT, by key';
--|## nps_hi
--|unit: points, -100 to 100
--|nulls: as nps_lo
--|errors: as nps_lo
--|example: SELECT nps_hi(score) FROM (VALUES (10), (10), (10), (10)) AS response(score)
--|result: 100
--|see: nps_lo
--|The upper end of the interval; everything else is told at nps_lo.
CREATE FUNCTION nps_hi(s rating_summary, confidence float8 DEFAULT 0.95, method text DEFAULT 'adjusted_wald', min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_nps_hi' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION nps_hi(rating_summary, float8, text, integer) IS 'Upper end of the interval of the NPS, in points';
CREATE FUNCTION nps_hi(s weighted_rating_summary, confidence float8 DEFAULT 0.95, method text DEFAULT 'adjusted_wald', min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_nps_hi' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION nps_hi(weighted_rating_summary, float8, text, integer) IS 'Upper end of the interval of the NPS, in points';
CREATE AGGREGATE nps_hi(score float8) (
	SFUNC = rating_accum, STYPE = rating_summary, SSPACE = 32, FINALFUNC = nps_hi_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum, MINVFUNC = rating_accum_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = nps_hi_final
);
COMMENT ON AGGREGATE nps_hi(float8) IS 'Upper end of the interval of the NPS, in points, of scores 0 to 10, at 95 percent by adjusted Wald';
CREATE AGGREGATE nps_hi(score float8, key text) (
	SFUNC = rating_accum, STYPE = rating_summary, SSPACE = 32, FINALFUNC = nps_hi_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum, MINVFUNC = rating_accum_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = nps_hi_final
);
COMMENT ON AGGREGATE nps_hi(float8, text) IS 'Upper end of the interval of the NPS, in points, of scores 0 to 10, at 95 percent by adjusted Wald; for DISTINCT, by key';
CREATE AGGREGATE nps_hi(score float8, key uuid) (
	SFUNC = rating_accum, STYPE = rating_summary, SSPACE = 32, FINALFUNC = nps_hi_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum, MINVFUNC = rating_accum_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = nps_hi_final
);
COMMENT ON AGGREGATE nps_hi(float8, uuid) IS 'Upper end of the interval of the NPS, in points, of scores 0 to 10, at 95 percent by adjusted Wald; for DISTINCT, by key';
--|## nps_margin
--|formula: half the width of the interval from nps_lo to nps_hi before it is clamped to the scale
--|unit: points
--|nulls: as nps_lo
--|errors: as nps_lo
--|example: SELECT round(nps_margin(s, method => 'wald')::numeric, 4) FROM (SELECT rating_agg(score) AS s FROM (SELECT 9 FROM generate_series(1, 36) UNION ALL SELECT 7 FROM generate_series(1, 40) UNION ALL SELECT 2 FROM generate_series(1, 24)) AS response(score)) AS month
--|result: 14.9985
--|see: nps_lo
--|Margin of error. It already holds the 1.96 of the 95 percent; a standard error is not a margin.
CREATE FUNCTION nps_margin(s rating_summary, confidence float8 DEFAULT 0.95, method text DEFAULT 'adjusted_wald', min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_nps_margin' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION nps_margin(rating_summary, float8, text, integer) IS 'Margin of error of the NPS, in points';
CREATE FUNCTION nps_margin(s weighted_rating_summary, confidence float8 DEFAULT 0.95, method text DEFAULT 'adjusted_wald', min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_nps_margin' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION nps_margin(weighted_rating_summary, float8, text, integer) IS 'Margin of error of the NPS, in points';
CREATE AGGREGATE nps_margin(score float8) (
	SFUNC = rating_accum, STYPE = rating_summary, SSPACE = 32, FINALFUNC = nps_margin_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum, MINVFUNC = rating_accum_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = nps_margin_final
);
COMMENT ON AGGREGATE nps_margin(float8) IS 'Margin of error of the NPS, in points, of scores 0 to 10, at 95 percent by adjusted Wald';
CREATE AGGREGATE nps_margin(score float8, key text) (
	SFUNC = rating_accum, STYPE = rating_summary, SSPACE = 32, FINALFUNC = nps_margin_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum, MINVFUNC = rating_accum_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = nps_margin_final
);
COMMENT ON AGGREGATE nps_margin(float8, text) IS 'Margin of error of the NPS, in points, of scores 0 to 10, at 95 percent by adjusted Wald; for DISTINCT, by key';
CREATE AGGREGATE nps_margin(score float8, key uuid) (
	SFUNC = rating_accum, STYPE = rating_summary, SSPACE = 32, FINALFUNC = nps_margin_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum, MINVFUNC = rating_accum_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = nps_margin_final
);
COMMENT ON AGGREGATE nps_margin(float8, uuid) IS 'Margin of error of the NPS, in points, of scores 0 to 10, at 95 percent by adjusted Wald; for DISTINCT, by key';
--|## promoters
--|formula: number of answers of 9 and 10
--|unit: answers
--|direction: higher is better
--|components: itself
--|nulls: no rows give 0
--|errors: a scale other than 0 to 10
--|example: SELECT promoters(score) FROM (VALUES (9), (10), (8), (6), (0)) AS response(score)
--|result: 2
--|see: nps
CREATE FUNCTION promoters(s rating_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_promoters' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION promoters(rating_summary) IS 'Number of promoters, answers of 9 and 10';
CREATE FUNCTION promoters(s weighted_rating_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_promoters' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION promoters(weighted_rating_summary) IS 'Number of promoters, answers of 9 and 10';
CREATE AGGREGATE promoters(score float8) (
	SFUNC = rating_accum, STYPE = rating_summary, SSPACE = 32, FINALFUNC = promoters_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum, MINVFUNC = rating_accum_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = promoters_final
);
COMMENT ON AGGREGATE promoters(float8) IS 'Number of promoters, answers of 9 and 10, of scores 0 to 10';
CREATE AGGREGATE promoters(score float8, key text) (
	SFUNC = rating_accum, STYPE = rating_summary, SSPACE = 32, FINALFUNC = promoters_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum, MINVFUNC = rating_accum_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = promoters_final
);
COMMENT ON AGGREGATE promoters(float8, text) IS 'Number of promoters, answers of 9 and 10, of scores 0 to 10; for DISTINCT, by key';
CREATE AGGREGATE promoters(score float8, key uuid) (
	SFUNC = rating_accum, STYPE = rating_summary, SSPACE = 32, FINALFUNC = promoters_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum, MINVFUNC = rating_accum_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = promoters_final
);
COMMENT ON AGGREGATE promoters(float8, uuid) IS 'Number of promoters, answers of 9 and 10, of scores 0 to 10; for DISTINCT, by key';
--|## passives
--|formula: number of answers of 7 and 8
--|unit: answers
--|direction: neither
--|components: itself
--|nulls: no rows give 0
--|errors: a scale other than 0 to 10
--|example: SELECT passives(score) FROM (VALUES (9), (10), (8), (6), (0)) AS response(score)
--|result: 1
--|see: nps
CREATE FUNCTION passives(s rating_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_passives' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION passives(rating_summary) IS 'Number of passives, answers of 7 and 8';
CREATE FUNCTION passives(s weighted_rating_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_passives' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION passives(weighted_rating_summary) IS 'Number of passives, answers of 7 and 8';
CREATE AGGREGATE passives(score float8) (
	SFUNC = rating_accum, STYPE = rating_summary, SSPACE = 32, FINALFUNC = passives_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum, MINVFUNC = rating_accum_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = passives_final
);
COMMENT ON AGGREGATE passives(float8) IS 'Number of passives, answers of 7 and 8, of scores 0 to 10';
CREATE AGGREGATE passives(score float8, key text) (
	SFUNC = rating_accum, STYPE = rating_summary, SSPACE = 32, FINALFUNC = passives_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum, MINVFUNC = rating_accum_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = passives_final
);
COMMENT ON AGGREGATE passives(float8, text) IS 'Number of passives, answers of 7 and 8, of scores 0 to 10; for DISTINCT, by key';
CREATE AGGREGATE passives(score float8, key uuid) (
	SFUNC = rating_accum, STYPE = rating_summary, SSPACE = 32, FINALFUNC = passives_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum, MINVFUNC = rating_accum_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = passives_final
);
COMMENT ON AGGREGATE passives(float8, uuid) IS 'Number of passives, answers of 7 and 8, of scores 0 to 10; for DISTINCT, by key';
--|## detractors
--|formula: number of answers of 0 to 6
--|unit: answers
--|direction: lower is better
--|components: itself
--|nulls: no rows give 0
--|errors: a scale other than 0 to 10
--|example: SELECT detractors(score) FROM (VALUES (9), (10), (8), (6), (0)) AS response(score)
--|result: 2
--|see: nps
CREATE FUNCTION detractors(s rating_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_detractors' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION detractors(rating_summary) IS 'Number of detractors, answers of 0 to 6';
CREATE FUNCTION detractors(s weighted_rating_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_detractors' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION detractors(weighted_rating_summary) IS 'Number of detractors, answers of 0 to 6';
CREATE AGGREGATE detractors(score float8) (
	SFUNC = rating_accum, STYPE = rating_summary, SSPACE = 32, FINALFUNC = detractors_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum, MINVFUNC = rating_accum_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = detractors_final
);
COMMENT ON AGGREGATE detractors(float8) IS 'Number of detractors, answers of 0 to 6, of scores 0 to 10';
CREATE AGGREGATE detractors(score float8, key text) (
	SFUNC = rating_accum, STYPE = rating_summary, SSPACE = 32, FINALFUNC = detractors_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum, MINVFUNC = rating_accum_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = detractors_final
);
COMMENT ON AGGREGATE detractors(float8, text) IS 'Number of detractors, answers of 0 to 6, of scores 0 to 10; for DISTINCT, by key';
CREATE AGGREGATE detractors(score float8, key uuid) (
	SFUNC = rating_accum, STYPE = rating_summary, SSPACE = 32, FINALFUNC = detractors_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum, MINVFUNC = rating_accum_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = detractors_final
);
COMMENT ON AGGREGATE detractors(float8, uuid) IS 'Number of detractors, answers of 0 to 6, of scores 0 to 10; for DISTINCT, by key';
--|## nps_difference
--|formula: nps(a) - nps(b)
--|unit: points, -200 to 200
--|direction: higher is better
--|components: promoters, detractors, observations(rating_summary)
--|nulls: NULL where either has no answers
--|errors: a scale other than 0 to 10
--|example: SELECT nps_difference(a, b), round(nps_difference_lo(a, b)::numeric, 3), round(nps_difference_hi(a, b)::numeric, 3), round(nps_difference_p(a, b)::numeric, 4) FROM (SELECT '{"scale": [0, 10], "counts": [24, 0, 0, 0, 0, 0, 0, 30, 0, 46, 0], "unanswered": 0, "invalid": 0}'::rating_summary, '{"scale": [0, 10], "counts": [31, 0, 0, 0, 0, 0, 0, 30, 0, 39, 0], "unanswered": 0, "invalid": 0}'::rating_summary) AS quarter(a, b)
--|result: 14|-8.736|35.920|0.2328
--|source: MeasuringU, Testing for Statistical Significance of the Net Promoter Score; Rocks 2016
--|see: nps, adjust_p
--|What changed between two stored summaries. When many segments are tested at once, pass the p-values through `adjust_p`.
CREATE FUNCTION nps_difference(a rating_summary, b rating_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_nps_difference' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION nps_difference(rating_summary, rating_summary) IS 'Difference of two Net Promoter Scores in points, a minus b';
CREATE FUNCTION nps_difference(a weighted_rating_summary, b weighted_rating_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_nps_difference' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION nps_difference(weighted_rating_summary, weighted_rating_summary) IS 'Difference of two Net Promoter Scores in points, a minus b';
--|## nps_difference_lo
--|formula: d -+ z * sqrt(va + vb), with the means and variances of the method; t: Welch's degrees of freedom
--|unit: points, -200 to 200
--|nulls: NULL where either has no answers, or where neither has any variance
--|errors: as nps_lo
--|example: SELECT nps_difference_lo(a, a, method => 'wald') = -nps_difference_hi(a, a, method => 'wald') FROM (SELECT rating_agg(score) FROM (VALUES (9), (3), (8)) AS response(score)) AS month(a)
--|result: t
--|see: nps_difference
--|Interval of the difference.
CREATE FUNCTION nps_difference_lo(a rating_summary, b rating_summary, confidence float8 DEFAULT 0.95, method text DEFAULT 'adjusted_wald') RETURNS float8
AS 'MODULE_PATHNAME', 'csops_nps_difference_lo' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION nps_difference_lo(rating_summary, rating_summary, float8, text) IS 'Lower end of the interval of the difference of two NPS, in points';
CREATE FUNCTION nps_difference_lo(a weighted_rating_summary, b weighted_rating_summary, confidence float8 DEFAULT 0.95, method text DEFAULT 'adjusted_wald') RETURNS float8
AS 'MODULE_PATHNAME', 'csops_nps_difference_lo' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION nps_difference_lo(weighted_rating_summary, weighted_rating_summary, float8, text) IS 'Lower end of the interval of the difference of two NPS, in points';
CREATE FUNCTION nps_difference_hi(a rating_summary, b rating_summary, confidence float8 DEFAULT 0.95, method text DEFAULT 'adjusted_wald') RETURNS float8
AS 'MODULE_PATHNAME', 'csops_nps_difference_hi' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION nps_difference_hi(rating_summary, rating_summary, float8, text) IS 'Upper end of the interval of the difference of two NPS, in points';
CREATE FUNCTION nps_difference_hi(a weighted_rating_summary, b weighted_rating_summary, confidence float8 DEFAULT 0.95, method text DEFAULT 'adjusted_wald') RETURNS float8
AS 'MODULE_PATHNAME', 'csops_nps_difference_hi' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION nps_difference_hi(weighted_rating_summary, weighted_rating_summary, float8, text) IS 'Upper end of the interval of the difference of two NPS, in points';
--|## nps_difference_p
--|formula: two-sided p of d / sqrt(va + vb)
--|unit: probability, 0 to 1
--|nulls: NULL where either has no answers, or where neither has any variance
--|errors: as nps_lo
--|example: SELECT round(nps_difference_p(a, b, 't')::numeric, 6) FROM (SELECT '{"scale": [0, 10], "counts": [2, 0, 0, 0, 0, 0, 0, 11, 0, 18, 0], "unanswered": 0, "invalid": 0}'::rating_summary, '{"scale": [0, 10], "counts": [9, 0, 0, 0, 0, 0, 0, 12, 0, 10, 0], "unanswered": 0, "invalid": 0}'::rating_summary) AS quarter(a, b)
--|result: 0.010062
--|see: nps_difference, adjust_p
--|The probability of a difference at least as large if nothing had changed.
CREATE FUNCTION nps_difference_p(a rating_summary, b rating_summary, method text DEFAULT 'adjusted_wald') RETURNS float8
AS 'MODULE_PATHNAME', 'csops_nps_difference_p' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION nps_difference_p(rating_summary, rating_summary, text) IS 'Two-sided p-value of the difference of two NPS, 0 to 1';
CREATE FUNCTION nps_difference_p(a weighted_rating_summary, b weighted_rating_summary, method text DEFAULT 'adjusted_wald') RETURNS float8
AS 'MODULE_PATHNAME', 'csops_nps_difference_p' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION nps_difference_p(weighted_rating_summary, weighted_rating_summary, text) IS 'Two-sided p-value of the difference of two NPS, 0 to 1';
