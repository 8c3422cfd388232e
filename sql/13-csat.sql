-- CSAT and box scores. Needs 10-rating-summary and 11-weighted-rating-summary.

--|## internal: final functions of the one-step CSAT aggregates
CREATE FUNCTION csat_final(state rating_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_csat' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION csat_final(rating_summary) IS 'csat of a state';
CREATE FUNCTION csat_lo_final(state rating_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_csat_lo' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION csat_lo_final(rating_summary) IS 'csat_lo of a state';
CREATE FUNCTION csat_hi_final(state rating_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_csat_hi' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION csat_hi_final(rating_summary) IS 'csat_hi of a state';
CREATE FUNCTION csat_margin_final(state rating_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_csat_margin' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION csat_margin_final(rating_summary) IS 'csat_margin of a state';
--|## csat
--|formula: 100 * satisfied / observations, satisfied being the top points of the scale
--|unit: points, 0 to 100
--|direction: higher is better
--|components: satisfied, observations(rating_summary)
--|nulls: no answers, or fewer than min_n, give NULL
--|errors: a top outside 1 to the points of the scale less one; no top on a scale of neither five nor two points; a negative min_n; a score off the scale or a NULL key in the one-step forms
--|example: SELECT csat(rating) FROM (VALUES (5), (5), (4), (3), (2), (4), (5), (1), (4), (5)) AS response(rating)
--|result: 70
--|example: SELECT csat(good) FROM (VALUES (true), (true), (false), (NULL)) AS response(good)
--|result: 66.66666666666667
--|example: SELECT csat(rating_agg(score, 1, 7), top => 2) FROM (VALUES (7), (6), (5), (1)) AS response(score)
--|result: 50
--|source: American Customer Satisfaction practice of the two top boxes of five; Zendesk's good / (good + bad)
--|see: csat_lo, top_box, csat_difference, rating_agg
--|`top` says how many points at the top of the scale count as satisfied. Left out, or 0, it is two on a five-point scale (4 and
--|5) and one on a two-point scale; on any other scale it has to be given. The one-step form takes scores 1 to 5 or a boolean.
--|Answers that never came are no part of it.
CREATE FUNCTION csat(s rating_summary, top integer DEFAULT 0, min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_csat' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION csat(rating_summary, integer, integer) IS 'Customer satisfaction in points, 0 to 100';
CREATE FUNCTION csat(s weighted_rating_summary, top integer DEFAULT 0, min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_csat' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION csat(weighted_rating_summary, integer, integer) IS 'Customer satisfaction in points, 0 to 100';
CREATE AGGREGATE csat(score float8) (
	SFUNC = rating_accum_five, STYPE = rating_summary, SSPACE = 32, FINALFUNC = csat_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum_five, MINVFUNC = rating_accum_five_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = csat_final
);
COMMENT ON AGGREGATE csat(float8) IS 'Customer satisfaction in points, 0 to 100, of scores 1 to 5';
CREATE AGGREGATE csat(score float8, key text) (
	SFUNC = rating_accum_five, STYPE = rating_summary, SSPACE = 32, FINALFUNC = csat_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum_five, MINVFUNC = rating_accum_five_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = csat_final
);
COMMENT ON AGGREGATE csat(float8, text) IS 'Customer satisfaction in points, 0 to 100, of scores 1 to 5; for DISTINCT, by key';
CREATE AGGREGATE csat(score float8, key uuid) (
	SFUNC = rating_accum_five, STYPE = rating_summary, SSPACE = 32, FINALFUNC = csat_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum_five, MINVFUNC = rating_accum_five_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = csat_final
);
COMMENT ON AGGREGATE csat(float8, uuid) IS 'Customer satisfaction in points, 0 to 100, of scores 1 to 5; for DISTINCT, by key';
CREATE AGGREGATE csat(satisfied boolean) (
	SFUNC = rating_accum, STYPE = rating_summary, SSPACE = 32, FINALFUNC = csat_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum, MINVFUNC = rating_accum_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = csat_final
);
COMMENT ON AGGREGATE csat(boolean) IS 'Customer satisfaction in points, 0 to 100, of yes and no';
CREATE AGGREGATE csat(satisfied boolean, key text) (
	SFUNC = rating_accum, STYPE = rating_summary, SSPACE = 32, FINALFUNC = csat_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum, MINVFUNC = rating_accum_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = csat_final
);
COMMENT ON AGGREGATE csat(boolean, text) IS 'Customer satisfaction in points, 0 to 100, of yes and no; for DISTINCT, by key';
CREATE AGGREGATE csat(satisfied boolean, key uuid) (
	SFUNC = rating_accum, STYPE = rating_summary, SSPACE = 32, FINALFUNC = csat_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum, MINVFUNC = rating_accum_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = csat_final
);
COMMENT ON AGGREGATE csat(boolean, uuid) IS 'Customer satisfaction in points, 0 to 100, of yes and no; for DISTINCT, by key';
--|## satisfied
--|formula: number of answers in the top points of the scale
--|unit: answers
--|direction: higher is better
--|components: itself
--|nulls: no summary gives 0; a NULL top gives NULL
--|errors: as csat
--|example: SELECT satisfied(s), observations(s), csat(s) FROM (SELECT rating_agg(rating, 1, 5) FROM (VALUES (5), (4), (3), (2), (NULL)) AS response(rating)) AS month(s)
--|result: 2|4|50
--|see: csat
--|What csat counts, for tools that add up numbers and divide them themselves. `top` is that of `csat`, or the points of `top_box`.
CREATE FUNCTION satisfied(s rating_summary, top integer DEFAULT 0) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_satisfied' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION satisfied(rating_summary, integer) IS 'Number of satisfied answers, those in the top points of the scale';
--|## csat_lo
--|formula: wilson: (p + z^2/2n -+ z * sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n); agresti_coull, clopper_pearson, jeffreys and wald as published
--|unit: points, 0 to 100
--|nulls: as csat
--|errors: as csat; a confidence outside 0 to 1; an unknown method
--|example: SELECT round(csat_lo(s)::numeric, 4), round(csat_hi(s)::numeric, 4) FROM (SELECT rating_agg(n <= 85) FROM generate_series(1, 100) AS n) AS month(s)
--|result: 76.7164|90.6940
--|example: SELECT round(csat_lo(s, method => 'clopper_pearson')::numeric, 4) FROM (SELECT rating_agg(n <= 85) FROM generate_series(1, 100) AS n) AS month(s)
--|result: 76.4692
--|source: L. Brown, T. Cai, A. DasGupta, Interval Estimation for a Binomial Proportion, Statistical Science 16(2), 2001
--|see: csat, csat_margin
--|Lower and upper end of the confidence interval. Wilson's holds for small samples and for 0 or 100 percent.
CREATE FUNCTION csat_lo(s rating_summary, top integer DEFAULT 0, confidence float8 DEFAULT 0.95, method text DEFAULT 'wilson', min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_csat_lo' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION csat_lo(rating_summary, integer, float8, text, integer) IS 'Lower end of the interval of CSAT, in points';
CREATE FUNCTION csat_lo(s weighted_rating_summary, top integer DEFAULT 0, confidence float8 DEFAULT 0.95, method text DEFAULT 'wilson', min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_csat_lo' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION csat_lo(weighted_rating_summary, integer, float8, text, integer) IS 'Lower end of the interval of CSAT, in points';
CREATE AGGREGATE csat_lo(score float8) (
	SFUNC = rating_accum_five, STYPE = rating_summary, SSPACE = 32, FINALFUNC = csat_lo_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum_five, MINVFUNC = rating_accum_five_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = csat_lo_final
);
COMMENT ON AGGREGATE csat_lo(float8) IS 'Lower end of the interval of CSAT, in points, of scores 1 to 5, at 95 percent by Wilson';
CREATE AGGREGATE csat_lo(score float8, key text) (
	SFUNC = rating_accum_five, STYPE = rating_summary, SSPACE = 32, FINALFUNC = csat_lo_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum_five, MINVFUNC = rating_accum_five_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = csat_lo_final
);
COMMENT ON AGGREGATE csat_lo(float8, text) IS 'Lower end of the interval of CSAT, in points, of scores 1 to 5, at 95 percent by Wilson; for DISTINCT, by key';
CREATE AGGREGATE csat_lo(score float8, key uuid) (
	SFUNC = rating_accum_five, STYPE = rating_summary, SSPACE = 32, FINALFUNC = csat_lo_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum_five, MINVFUNC = rating_accum_five_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = csat_lo_final
);
COMMENT ON AGGREGATE csat_lo(float8, uuid) IS 'Lower end of the interval of CSAT, in points, of scores 1 to 5, at 95 percent by Wilson; for DISTINCT, by key';
CREATE AGGREGATE csat_lo(satisfied boolean) (
	SFUNC = rating_accum, STYPE = rating_summary, SSPACE = 32, FINALFUNC = csat_lo_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum, MINVFUNC = rating_accum_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = csat_lo_final
);
COMMENT ON AGGREGATE csat_lo(boolean) IS 'Lower end of the interval of CSAT, in points, of yes and no, at 95 percent by Wilson';
CREATE AGGREGATE csat_lo(satisfied boolean, key text) (
	SFUNC = rating_accum, STYPE = rating_summary, SSPACE = 32, FINALFUNC = csat_lo_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum, MINVFUNC = rating_accum_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = csat_lo_final
);
COMMENT ON AGGREGATE csat_lo(boolean, text) IS 'Lower end of the interval of CSAT, in points, of yes and no, at 95 percent by Wilson; for DISTINCT, by key';
CREATE AGGREGATE csat_lo(satisfied boolean, key uuid) (
	SFUNC = rating_accum, STYPE = rating_summary, SSPACE = 32, FINALFUNC = csat_lo_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum, MINVFUNC = rating_accum_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = csat_lo_final
);
COMMENT ON AGGREGATE csat_lo(boolean, uuid) IS 'Lower end of the interval of CSAT, in points, of yes and no, at 95 percent by Wilson; for DISTINCT, by key';
--|## csat_hi
--|unit: points, 0 to 100
--|nulls: as csat
--|errors: as csat_lo
--|example: SELECT csat_hi(rating) FROM (VALUES (5), (4), (5)) AS response(rating)
--|result: 100
--|see: csat_lo
--|The upper end of the interval; everything else is told at csat_lo.
CREATE FUNCTION csat_hi(s rating_summary, top integer DEFAULT 0, confidence float8 DEFAULT 0.95, method text DEFAULT 'wilson', min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_csat_hi' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION csat_hi(rating_summary, integer, float8, text, integer) IS 'Upper end of the interval of CSAT, in points';
CREATE FUNCTION csat_hi(s weighted_rating_summary, top integer DEFAULT 0, confidence float8 DEFAULT 0.95, method text DEFAULT 'wilson', min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_csat_hi' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION csat_hi(weighted_rating_summary, integer, float8, text, integer) IS 'Upper end of the interval of CSAT, in points';
CREATE AGGREGATE csat_hi(score float8) (
	SFUNC = rating_accum_five, STYPE = rating_summary, SSPACE = 32, FINALFUNC = csat_hi_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum_five, MINVFUNC = rating_accum_five_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = csat_hi_final
);
COMMENT ON AGGREGATE csat_hi(float8) IS 'Upper end of the interval of CSAT, in points, of scores 1 to 5, at 95 percent by Wilson';
CREATE AGGREGATE csat_hi(score float8, key text) (
	SFUNC = rating_accum_five, STYPE = rating_summary, SSPACE = 32, FINALFUNC = csat_hi_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum_five, MINVFUNC = rating_accum_five_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = csat_hi_final
);
COMMENT ON AGGREGATE csat_hi(float8, text) IS 'Upper end of the interval of CSAT, in points, of scores 1 to 5, at 95 percent by Wilson; for DISTINCT, by key';
CREATE AGGREGATE csat_hi(score float8, key uuid) (
	SFUNC = rating_accum_five, STYPE = rating_summary, SSPACE = 32, FINALFUNC = csat_hi_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum_five, MINVFUNC = rating_accum_five_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = csat_hi_final
);
COMMENT ON AGGREGATE csat_hi(float8, uuid) IS 'Upper end of the interval of CSAT, in points, of scores 1 to 5, at 95 percent by Wilson; for DISTINCT, by key';
CREATE AGGREGATE csat_hi(satisfied boolean) (
	SFUNC = rating_accum, STYPE = rating_summary, SSPACE = 32, FINALFUNC = csat_hi_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum, MINVFUNC = rating_accum_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = csat_hi_final
);
COMMENT ON AGGREGATE csat_hi(boolean) IS 'Upper end of the interval of CSAT, in points, of yes and no, at 95 percent by Wilson';
CREATE AGGREGATE csat_hi(satisfied boolean, key text) (
	SFUNC = rating_accum, STYPE = rating_summary, SSPACE = 32, FINALFUNC = csat_hi_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum, MINVFUNC = rating_accum_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = csat_hi_final
);
COMMENT ON AGGREGATE csat_hi(boolean, text) IS 'Upper end of the interval of CSAT, in points, of yes and no, at 95 percent by Wilson; for DISTINCT, by key';
CREATE AGGREGATE csat_hi(satisfied boolean, key uuid) (
	SFUNC = rating_accum, STYPE = rating_summary, SSPACE = 32, FINALFUNC = csat_hi_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum, MINVFUNC = rating_accum_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = csat_hi_final
);
COMMENT ON AGGREGATE csat_hi(boolean, uuid) IS 'Upper end of the interval of CSAT, in points, of yes and no, at 95 percent by Wilson; for DISTINCT, by key';
--|## csat_margin
--|formula: half the width of the interval from csat_lo to csat_hi
--|unit: points
--|nulls: as csat
--|errors: as csat_lo
--|example: SELECT round(csat_margin(s)::numeric, 4) FROM (SELECT rating_agg(n <= 85) FROM generate_series(1, 100) AS n) AS month(s)
--|result: 6.9888
--|see: csat_lo
--|Margin of error. Wilson's interval is not centred on the figure itself: draw csat_lo and csat_hi where there is room for both.
CREATE FUNCTION csat_margin(s rating_summary, top integer DEFAULT 0, confidence float8 DEFAULT 0.95, method text DEFAULT 'wilson', min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_csat_margin' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION csat_margin(rating_summary, integer, float8, text, integer) IS 'Half width of the interval of CSAT, in points';
CREATE FUNCTION csat_margin(s weighted_rating_summary, top integer DEFAULT 0, confidence float8 DEFAULT 0.95, method text DEFAULT 'wilson', min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_csat_margin' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION csat_margin(weighted_rating_summary, integer, float8, text, integer) IS 'Half width of the interval of CSAT, in points';
CREATE AGGREGATE csat_margin(score float8) (
	SFUNC = rating_accum_five, STYPE = rating_summary, SSPACE = 32, FINALFUNC = csat_margin_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum_five, MINVFUNC = rating_accum_five_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = csat_margin_final
);
COMMENT ON AGGREGATE csat_margin(float8) IS 'Half width of the interval of CSAT, in points, of scores 1 to 5, at 95 percent by Wilson';
CREATE AGGREGATE csat_margin(score float8, key text) (
	SFUNC = rating_accum_five, STYPE = rating_summary, SSPACE = 32, FINALFUNC = csat_margin_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum_five, MINVFUNC = rating_accum_five_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = csat_margin_final
);
COMMENT ON AGGREGATE csat_margin(float8, text) IS 'Half width of the interval of CSAT, in points, of scores 1 to 5, at 95 percent by Wilson; for DISTINCT, by key';
CREATE AGGREGATE csat_margin(score float8, key uuid) (
	SFUNC = rating_accum_five, STYPE = rating_summary, SSPACE = 32, FINALFUNC = csat_margin_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum_five, MINVFUNC = rating_accum_five_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = csat_margin_final
);
COMMENT ON AGGREGATE csat_margin(float8, uuid) IS 'Half width of the interval of CSAT, in points, of scores 1 to 5, at 95 percent by Wilson; for DISTINCT, by key';
CREATE AGGREGATE csat_margin(satisfied boolean) (
	SFUNC = rating_accum, STYPE = rating_summary, SSPACE = 32, FINALFUNC = csat_margin_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum, MINVFUNC = rating_accum_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = csat_margin_final
);
COMMENT ON AGGREGATE csat_margin(boolean) IS 'Half width of the interval of CSAT, in points, of yes and no, at 95 percent by Wilson';
CREATE AGGREGATE csat_margin(satisfied boolean, key text) (
	SFUNC = rating_accum, STYPE = rating_summary, SSPACE = 32, FINALFUNC = csat_margin_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum, MINVFUNC = rating_accum_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = csat_margin_final
);
COMMENT ON AGGREGATE csat_margin(boolean, text) IS 'Half width of the interval of CSAT, in points, of yes and no, at 95 percent by Wilson; for DISTINCT, by key';
CREATE AGGREGATE csat_margin(satisfied boolean, key uuid) (
	SFUNC = rating_accum, STYPE = rating_summary, SSPACE = 32, FINALFUNC = csat_margin_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum, MINVFUNC = rating_accum_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = csat_margin_final
);
COMMENT ON AGGREGATE csat_margin(boolean, uuid) IS 'Half width of the interval of CSAT, in points, of yes and no, at 95 percent by Wilson; for DISTINCT, by key';
--|## csat_difference
--|formula: csat(a) - csat(b)
--|unit: points, -100 to 100
--|direction: higher is better
--|components: satisfied, observations(rating_summary)
--|nulls: NULL where either has no answers
--|errors: as csat; scales that differ
--|example: SELECT csat_difference(a, b), round(csat_difference_lo(a, b)::numeric, 4), round(csat_difference_hi(a, b)::numeric, 4), round(csat_difference_p(a, b)::numeric, 4) FROM (SELECT rating_agg(n <= 80), rating_agg(n <= 70) FROM generate_series(1, 100) AS n) AS quarter(a, b)
--|result: 10|-2.0249|21.6734|0.1025
--|source: American Customer Satisfaction practice of the two top boxes of five; Zendesk's good / (good + bad)
--|see: csat, adjust_p
--|What changed between two stored summaries.
CREATE FUNCTION csat_difference(a rating_summary, b rating_summary, top integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_csat_difference' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION csat_difference(rating_summary, rating_summary, integer) IS 'Difference of two CSAT in points, a minus b';
CREATE FUNCTION csat_difference(a weighted_rating_summary, b weighted_rating_summary, top integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_csat_difference' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION csat_difference(weighted_rating_summary, weighted_rating_summary, integer) IS 'Difference of two CSAT in points, a minus b';
--|## csat_difference_lo
--|formula: newcombe: the hybrid score interval from Wilson's of both; agresti_caffo and wald as published
--|unit: points, -100 to 100
--|nulls: NULL where either has no answers
--|errors: as csat_difference; a confidence outside 0 to 1; an unknown method
--|example: SELECT round(csat_difference_lo(a, b, method => 'agresti_caffo')::numeric, 4) FROM (SELECT rating_agg(n <= 80), rating_agg(n <= 70) FROM generate_series(1, 100) AS n) AS quarter(a, b)
--|result: -2.0809
--|source: R. Newcombe, Interval Estimation for the Difference between Independent Proportions, Statistics in Medicine 17, 1998
--|see: csat_difference
--|Interval of the difference.
CREATE FUNCTION csat_difference_lo(a rating_summary, b rating_summary, top integer DEFAULT 0, confidence float8 DEFAULT 0.95, method text DEFAULT 'newcombe') RETURNS float8
AS 'MODULE_PATHNAME', 'csops_csat_difference_lo' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION csat_difference_lo(rating_summary, rating_summary, integer, float8, text) IS 'Lower end of the interval of the difference of two CSAT, in points';
CREATE FUNCTION csat_difference_lo(a weighted_rating_summary, b weighted_rating_summary, top integer DEFAULT 0, confidence float8 DEFAULT 0.95, method text DEFAULT 'newcombe') RETURNS float8
AS 'MODULE_PATHNAME', 'csops_csat_difference_lo' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION csat_difference_lo(weighted_rating_summary, weighted_rating_summary, integer, float8, text) IS 'Lower end of the interval of the difference of two CSAT, in points';
CREATE FUNCTION csat_difference_hi(a rating_summary, b rating_summary, top integer DEFAULT 0, confidence float8 DEFAULT 0.95, method text DEFAULT 'newcombe') RETURNS float8
AS 'MODULE_PATHNAME', 'csops_csat_difference_hi' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION csat_difference_hi(rating_summary, rating_summary, integer, float8, text) IS 'Upper end of the interval of the difference of two CSAT, in points';
CREATE FUNCTION csat_difference_hi(a weighted_rating_summary, b weighted_rating_summary, top integer DEFAULT 0, confidence float8 DEFAULT 0.95, method text DEFAULT 'newcombe') RETURNS float8
AS 'MODULE_PATHNAME', 'csops_csat_difference_hi' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION csat_difference_hi(weighted_rating_summary, weighted_rating_summary, integer, float8, text) IS 'Upper end of the interval of the difference of two CSAT, in points';
--|## csat_difference_p
--|formula: two-sided p of the z of two proportions, with their pooled or their own variances
--|unit: probability, 0 to 1
--|nulls: NULL where either has no answers, or where neither varies
--|errors: as csat_difference; an unknown method
--|example: SELECT round(csat_difference_p(a, b)::numeric, 6) FROM (SELECT rating_agg(n <= 120), rating_agg(n <= 150) FROM generate_series(1, 1000) AS n) AS quarter(a, b)
--|result: 0.049640
--|see: csat_difference, adjust_p
CREATE FUNCTION csat_difference_p(a rating_summary, b rating_summary, top integer DEFAULT 0, method text DEFAULT 'pooled') RETURNS float8
AS 'MODULE_PATHNAME', 'csops_csat_difference_p' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION csat_difference_p(rating_summary, rating_summary, integer, text) IS 'Two-sided p-value of the difference of two CSAT, 0 to 1';
CREATE FUNCTION csat_difference_p(a weighted_rating_summary, b weighted_rating_summary, top integer DEFAULT 0, method text DEFAULT 'pooled') RETURNS float8
AS 'MODULE_PATHNAME', 'csops_csat_difference_p' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION csat_difference_p(weighted_rating_summary, weighted_rating_summary, integer, text) IS 'Two-sided p-value of the difference of two CSAT, 0 to 1';
--|## top_box
--|formula: answers in the highest points of the scale / observations
--|unit: share, 0 to 1
--|direction: higher is better
--|components: satisfied, observations(rating_summary)
--|nulls: no answers, or fewer than min_n, give NULL
--|errors: points outside 1 to the points of the scale less one
--|example: SELECT top_box(rating_agg(score, 1, 5), 1) FROM (VALUES (5), (4), (1), (5)) AS response(score)
--|result: 0.5
--|see: csat, top_box_lo
CREATE FUNCTION top_box(s rating_summary, points integer, min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_top_box' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION top_box(rating_summary, integer, integer) IS 'Share of answers in the highest points of the scale, 0 to 1';
CREATE FUNCTION top_box(s weighted_rating_summary, points integer, min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_top_box' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION top_box(weighted_rating_summary, integer, integer) IS 'Share of answers in the highest points of the scale, 0 to 1';
--|## top_box_lo
--|formula: as csat_lo
--|unit: share, 0 to 1
--|nulls: as top_box
--|errors: as top_box; a confidence outside 0 to 1; an unknown method
--|example: SELECT round(top_box_lo(s, 1)::numeric, 4), round(top_box_hi(s, 1)::numeric, 4) FROM (SELECT rating_agg(score, 1, 5) FROM (VALUES (5), (4), (1), (5)) AS response(score)) AS month(s)
--|result: 0.1500|0.8500
--|see: top_box, csat_lo
CREATE FUNCTION top_box_lo(s rating_summary, points integer, confidence float8 DEFAULT 0.95, method text DEFAULT 'wilson', min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_top_box_lo' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION top_box_lo(rating_summary, integer, float8, text, integer) IS 'Lower end of the interval of top_box, 0 to 1';
CREATE FUNCTION top_box_lo(s weighted_rating_summary, points integer, confidence float8 DEFAULT 0.95, method text DEFAULT 'wilson', min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_top_box_lo' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION top_box_lo(weighted_rating_summary, integer, float8, text, integer) IS 'Lower end of the interval of top_box, 0 to 1';
CREATE FUNCTION top_box_hi(s rating_summary, points integer, confidence float8 DEFAULT 0.95, method text DEFAULT 'wilson', min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_top_box_hi' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION top_box_hi(rating_summary, integer, float8, text, integer) IS 'Upper end of the interval of top_box, 0 to 1';
CREATE FUNCTION top_box_hi(s weighted_rating_summary, points integer, confidence float8 DEFAULT 0.95, method text DEFAULT 'wilson', min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_top_box_hi' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION top_box_hi(weighted_rating_summary, integer, float8, text, integer) IS 'Upper end of the interval of top_box, 0 to 1';
--|## bottom_box
--|formula: answers in the lowest points of the scale / observations
--|unit: share, 0 to 1
--|direction: lower is better
--|components: none
--|nulls: no answers, or fewer than min_n, give NULL
--|errors: points outside 1 to the points of the scale less one
--|example: SELECT bottom_box(rating_agg(score, 1, 5), 1) FROM (VALUES (5), (4), (1), (5)) AS response(score)
--|result: 0.25
--|see: csat, bottom_box_lo
CREATE FUNCTION bottom_box(s rating_summary, points integer, min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_bottom_box' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION bottom_box(rating_summary, integer, integer) IS 'Share of answers in the lowest points of the scale, 0 to 1';
CREATE FUNCTION bottom_box(s weighted_rating_summary, points integer, min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_bottom_box' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION bottom_box(weighted_rating_summary, integer, integer) IS 'Share of answers in the lowest points of the scale, 0 to 1';
--|## bottom_box_lo
--|formula: as csat_lo
--|unit: share, 0 to 1
--|nulls: as bottom_box
--|errors: as bottom_box; a confidence outside 0 to 1; an unknown method
--|example: SELECT round(bottom_box_lo(s, 1)::numeric, 4), round(bottom_box_hi(s, 1)::numeric, 4) FROM (SELECT rating_agg(score, 1, 5) FROM (VALUES (5), (4), (1), (5)) AS response(score)) AS month(s)
--|result: 0.0456|0.6994
--|see: bottom_box, csat_lo
CREATE FUNCTION bottom_box_lo(s rating_summary, points integer, confidence float8 DEFAULT 0.95, method text DEFAULT 'wilson', min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_bottom_box_lo' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION bottom_box_lo(rating_summary, integer, float8, text, integer) IS 'Lower end of the interval of bottom_box, 0 to 1';
CREATE FUNCTION bottom_box_lo(s weighted_rating_summary, points integer, confidence float8 DEFAULT 0.95, method text DEFAULT 'wilson', min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_bottom_box_lo' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION bottom_box_lo(weighted_rating_summary, integer, float8, text, integer) IS 'Lower end of the interval of bottom_box, 0 to 1';
CREATE FUNCTION bottom_box_hi(s rating_summary, points integer, confidence float8 DEFAULT 0.95, method text DEFAULT 'wilson', min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_bottom_box_hi' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION bottom_box_hi(rating_summary, integer, float8, text, integer) IS 'Upper end of the interval of bottom_box, 0 to 1';
CREATE FUNCTION bottom_box_hi(s weighted_rating_summary, points integer, confidence float8 DEFAULT 0.95, method text DEFAULT 'wilson', min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_bottom_box_hi' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION bottom_box_hi(weighted_rating_summary, integer, float8, text, integer) IS 'Upper end of the interval of bottom_box, 0 to 1';
