-- Counts, response rate and moments of ratings. Needs 10-rating-summary and 11-weighted-rating-summary.

--|## internal: final functions of the one-step response rates
CREATE FUNCTION response_rate_final(state rating_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_response_rate' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION response_rate_final(rating_summary) IS 'response_rate of a state';
CREATE FUNCTION response_rate_lo_final(state rating_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_response_rate_lo' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION response_rate_lo_final(rating_summary) IS 'response_rate_lo of a state';
CREATE FUNCTION response_rate_hi_final(state rating_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_response_rate_hi' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION response_rate_hi_final(rating_summary) IS 'response_rate_hi of a state';
--|## observations(rating_summary)
--|formula: number of valid answers; for a weighted summary, those that have a weight
--|unit: answers
--|direction: neither
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT observations(rating_agg(score)) FROM (VALUES (9), (0), (NULL)) AS response(score)
--|result: 2
CREATE FUNCTION observations(s rating_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_rating_observations' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION observations(rating_summary) IS 'Number of valid answers';
CREATE FUNCTION observations(s weighted_rating_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_rating_observations' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION observations(weighted_rating_summary) IS 'Number of valid answers';
--|## unanswered(rating_summary)
--|formula: number of rows whose score was NULL
--|unit: answers
--|direction: lower is better
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT unanswered(rating_agg(score)) FROM (VALUES (9), (0), (NULL)) AS response(score)
--|result: 1
CREATE FUNCTION unanswered(s rating_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_rating_unanswered' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION unanswered(rating_summary) IS 'Number of rows without an answer';
CREATE FUNCTION unanswered(s weighted_rating_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_rating_unanswered' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION unanswered(weighted_rating_summary) IS 'Number of rows without an answer';
--|## invalid(rating_summary)
--|formula: number of answers off the scale, or with an impossible weight, that 'count' let through
--|unit: answers
--|direction: lower is better
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT invalid(rating_agg(score, 0, 10, 'count')) FROM (VALUES (9), (11)) AS response(score)
--|result: 1
CREATE FUNCTION invalid(s rating_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_rating_invalid' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION invalid(rating_summary) IS 'Number of answers off the scale that were counted instead of refused';
CREATE FUNCTION invalid(s weighted_rating_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_rating_invalid' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION invalid(weighted_rating_summary) IS 'Number of answers off the scale that were counted instead of refused';
--|## unweighted
--|formula: number of answers whose weight was NULL
--|unit: answers
--|direction: lower is better
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT unweighted(weighted_rating_agg(score, weight)) FROM (VALUES (9, 1), (8, NULL)) AS response(score, weight)
--|result: 1
CREATE FUNCTION unweighted(s weighted_rating_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_unweighted' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION unweighted(weighted_rating_summary) IS 'Number of answers without a weight';
--|## effective_responses
--|formula: (sum of weights)^2 / sum of squared weights
--|unit: answers
--|direction: higher is better
--|components: none
--|nulls: no weight gives NULL
--|errors: none
--|example: SELECT round(effective_responses(weighted_rating_agg(9, weight))::numeric, 6) FROM (VALUES (1), (2), (0.5), (1.5), (1), (3), (1), (0.25), (2), (1)) AS response(weight)
--|result: 7.450928
--|source: L. Kish, Survey Sampling, 1965
--|How many equally weighted answers would tell as much.
CREATE FUNCTION effective_responses(s weighted_rating_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_effective_responses' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION effective_responses(weighted_rating_summary) IS 'Effective number of answers, by Kish';
--|## response_rate
--|formula: (observations + unweighted + invalid) / (observations + unweighted + invalid + unanswered)
--|unit: share, 0 to 1
--|direction: higher is better
--|components: observations(rating_summary), unweighted, invalid(rating_summary), unanswered(rating_summary)
--|nulls: no rows give NULL
--|errors: none
--|example: SELECT response_rate(score) FROM (VALUES (9), (NULL), (3), (NULL)) AS invitation(score)
--|result: 0.5
--|source: AAPOR, Standard Definitions, response rate 6, where every row is an invitation
--|see: response_rate_lo, unanswered
--|Whoever answered off the scale, or has no weight, did respond. Feed it one row for each invitation, with a NULL score where no answer came.
CREATE FUNCTION response_rate(s rating_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_response_rate' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION response_rate(rating_summary) IS 'Share of invitations that were answered, 0 to 1';
CREATE FUNCTION response_rate(s weighted_rating_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_response_rate' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION response_rate(weighted_rating_summary) IS 'Share of invitations that were answered, 0 to 1';
CREATE AGGREGATE response_rate(score float8) (
	SFUNC = rating_accum, STYPE = rating_summary, SSPACE = 32, FINALFUNC = response_rate_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum, MINVFUNC = rating_accum_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = response_rate_final
);
COMMENT ON AGGREGATE response_rate(float8) IS 'Share of invitations that were answered, 0 to 1, of scores 0 to 10';
CREATE AGGREGATE response_rate(score float8, key text) (
	SFUNC = rating_accum, STYPE = rating_summary, SSPACE = 32, FINALFUNC = response_rate_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum, MINVFUNC = rating_accum_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = response_rate_final
);
COMMENT ON AGGREGATE response_rate(float8, text) IS 'Share of invitations that were answered, 0 to 1, of scores 0 to 10; for DISTINCT, by key';
CREATE AGGREGATE response_rate(score float8, key uuid) (
	SFUNC = rating_accum, STYPE = rating_summary, SSPACE = 32, FINALFUNC = response_rate_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum, MINVFUNC = rating_accum_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = response_rate_final
);
COMMENT ON AGGREGATE response_rate(float8, uuid) IS 'Share of invitations that were answered, 0 to 1, of scores 0 to 10; for DISTINCT, by key';
--|## response_rate_lo
--|formula: as csat_lo
--|unit: share, 0 to 1
--|nulls: no rows give NULL
--|errors: a confidence outside 0 to 1; an unknown method
--|example: SELECT round(response_rate_lo(s)::numeric, 6), round(response_rate_hi(s)::numeric, 6) FROM (SELECT rating_agg(CASE WHEN n <= 132 THEN 8 END) FROM generate_series(1, 1000) AS n) AS month(s)
--|result: 0.112422|0.154395
--|see: response_rate
CREATE FUNCTION response_rate_lo(s rating_summary, confidence float8 DEFAULT 0.95, method text DEFAULT 'wilson') RETURNS float8
AS 'MODULE_PATHNAME', 'csops_response_rate_lo' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION response_rate_lo(rating_summary, float8, text) IS 'Lower end of the interval of the response rate, 0 to 1';
CREATE FUNCTION response_rate_lo(s weighted_rating_summary, confidence float8 DEFAULT 0.95, method text DEFAULT 'wilson') RETURNS float8
AS 'MODULE_PATHNAME', 'csops_response_rate_lo' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION response_rate_lo(weighted_rating_summary, float8, text) IS 'Lower end of the interval of the response rate, 0 to 1';
CREATE AGGREGATE response_rate_lo(score float8) (
	SFUNC = rating_accum, STYPE = rating_summary, SSPACE = 32, FINALFUNC = response_rate_lo_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum, MINVFUNC = rating_accum_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = response_rate_lo_final
);
COMMENT ON AGGREGATE response_rate_lo(float8) IS 'Lower end of the interval of the response rate, 0 to 1, of scores 0 to 10, at 95 percent by Wilson';
CREATE AGGREGATE response_rate_lo(score float8, key text) (
	SFUNC = rating_accum, STYPE = rating_summary, SSPACE = 32, FINALFUNC = response_rate_lo_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum, MINVFUNC = rating_accum_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = response_rate_lo_final
);
COMMENT ON AGGREGATE response_rate_lo(float8, text) IS 'Lower end of the interval of the response rate, 0 to 1, of scores 0 to 10, at 95 percent by Wilson; for DISTINCT, by key';
CREATE AGGREGATE response_rate_lo(score float8, key uuid) (
	SFUNC = rating_accum, STYPE = rating_summary, SSPACE = 32, FINALFUNC = response_rate_lo_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum, MINVFUNC = rating_accum_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = response_rate_lo_final
);
COMMENT ON AGGREGATE response_rate_lo(float8, uuid) IS 'Lower end of the interval of the response rate, 0 to 1, of scores 0 to 10, at 95 percent by Wilson; for DISTINCT, by key';
CREATE FUNCTION response_rate_hi(s rating_summary, confidence float8 DEFAULT 0.95, method text DEFAULT 'wilson') RETURNS float8
AS 'MODULE_PATHNAME', 'csops_response_rate_hi' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION response_rate_hi(rating_summary, float8, text) IS 'Upper end of the interval of the response rate, 0 to 1';
CREATE FUNCTION response_rate_hi(s weighted_rating_summary, confidence float8 DEFAULT 0.95, method text DEFAULT 'wilson') RETURNS float8
AS 'MODULE_PATHNAME', 'csops_response_rate_hi' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION response_rate_hi(weighted_rating_summary, float8, text) IS 'Upper end of the interval of the response rate, 0 to 1';
CREATE AGGREGATE response_rate_hi(score float8) (
	SFUNC = rating_accum, STYPE = rating_summary, SSPACE = 32, FINALFUNC = response_rate_hi_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum, MINVFUNC = rating_accum_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = response_rate_hi_final
);
COMMENT ON AGGREGATE response_rate_hi(float8) IS 'Upper end of the interval of the response rate, 0 to 1, of scores 0 to 10, at 95 percent by Wilson';
CREATE AGGREGATE response_rate_hi(score float8, key text) (
	SFUNC = rating_accum, STYPE = rating_summary, SSPACE = 32, FINALFUNC = response_rate_hi_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum, MINVFUNC = rating_accum_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = response_rate_hi_final
);
COMMENT ON AGGREGATE response_rate_hi(float8, text) IS 'Upper end of the interval of the response rate, 0 to 1, of scores 0 to 10, at 95 percent by Wilson; for DISTINCT, by key';
CREATE AGGREGATE response_rate_hi(score float8, key uuid) (
	SFUNC = rating_accum, STYPE = rating_summary, SSPACE = 32, FINALFUNC = response_rate_hi_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = rating_accum, MINVFUNC = rating_accum_inv, MSTYPE = rating_summary, MSSPACE = 32, MFINALFUNC = response_rate_hi_final
);
COMMENT ON AGGREGATE response_rate_hi(float8, uuid) IS 'Upper end of the interval of the response rate, 0 to 1, of scores 0 to 10, at 95 percent by Wilson; for DISTINCT, by key';
--|## is_suppressed(rating_summary)
--|formula: 0 < observations < min_n
--|unit: boolean
--|nulls: NULL gives NULL
--|errors: a negative min_n
--|example: SELECT is_suppressed(rating_agg(score), 5) FROM (VALUES (9), (3)) AS response(score)
--|result: t
--|see: nps, csat, rating_mean
--|Tells "too few answers to show" from "no answers", which are both NULL in `nps(s, min_n => 5)`. Where one of several segments
--|is hidden and the total is shown, hide the next smallest too, or the hidden one can be computed.
CREATE FUNCTION is_suppressed(s rating_summary, min_n integer) RETURNS boolean
AS 'MODULE_PATHNAME', 'csops_rating_is_suppressed' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION is_suppressed(rating_summary, integer) IS 'Whether there are answers, but fewer than min_n';
CREATE FUNCTION is_suppressed(s weighted_rating_summary, min_n integer) RETURNS boolean
AS 'MODULE_PATHNAME', 'csops_rating_is_suppressed' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION is_suppressed(weighted_rating_summary, integer) IS 'Whether there are answers, but fewer than min_n';
--|## rating_total
--|formula: sum of the scores
--|unit: points of the scale
--|direction: neither
--|components: itself
--|nulls: NULL gives NULL; no answers give 0
--|errors: none
--|example: SELECT rating_total(s), observations(s), rating_mean(s) FROM (SELECT rating_agg(score, 1, 7) FROM (VALUES (7), (6), (5), (2)) AS response(score)) AS month(s)
--|result: 20|4|5
--|see: rating_mean
--|What `rating_mean` divides by the number of answers.
CREATE FUNCTION rating_total(s rating_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_rating_total' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION rating_total(rating_summary) IS 'Sum of the scores, in points of the scale';
--|## rating_mean
--|formula: sum of weight * score / sum of weight
--|unit: points of the scale
--|direction: neither
--|components: rating_total, observations(rating_summary)
--|nulls: no answers, or fewer than min_n, give NULL
--|errors: a negative min_n
--|example: SELECT rating_mean(rating_agg(score, 1, 7)) FROM (VALUES (7), (6), (5), (7), (3), (6), (7), (2), (5), (6)) AS response(score)
--|result: 5.4
--|see: rating_mean_lo, rating_stddev, rating_median
CREATE FUNCTION rating_mean(s rating_summary, min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_rating_mean' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION rating_mean(rating_summary, integer) IS 'Mean score, in points of the scale';
CREATE FUNCTION rating_mean(s weighted_rating_summary, min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_rating_mean' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION rating_mean(weighted_rating_summary, integer) IS 'Mean score, in points of the scale';
--|## rating_mean_lo
--|formula: mean -+ t * s / sqrt(n), with n - 1 degrees of freedom
--|unit: points of the scale
--|nulls: fewer than two answers, or than min_n, give NULL
--|errors: a confidence outside 0 to 1; a negative min_n
--|example: SELECT round(rating_mean_lo(s)::numeric, 6), round(rating_mean_hi(s)::numeric, 6) FROM (SELECT rating_agg(score, 1, 7) FROM (VALUES (7), (6), (5), (7), (3), (6), (7), (2), (5), (6)) AS response(score)) AS month(s)
--|result: 4.174810|6.625190
--|see: rating_mean
CREATE FUNCTION rating_mean_lo(s rating_summary, confidence float8 DEFAULT 0.95, min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_rating_mean_lo' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION rating_mean_lo(rating_summary, float8, integer) IS 'Lower end of the interval of the mean score, in points of the scale';
CREATE FUNCTION rating_mean_lo(s weighted_rating_summary, confidence float8 DEFAULT 0.95, min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_rating_mean_lo' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION rating_mean_lo(weighted_rating_summary, float8, integer) IS 'Lower end of the interval of the mean score, in points of the scale';
CREATE FUNCTION rating_mean_hi(s rating_summary, confidence float8 DEFAULT 0.95, min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_rating_mean_hi' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION rating_mean_hi(rating_summary, float8, integer) IS 'Upper end of the interval of the mean score, in points of the scale';
CREATE FUNCTION rating_mean_hi(s weighted_rating_summary, confidence float8 DEFAULT 0.95, min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_rating_mean_hi' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION rating_mean_hi(weighted_rating_summary, float8, integer) IS 'Upper end of the interval of the mean score, in points of the scale';
--|## rating_stddev
--|formula: sqrt(sum of weight * (score - mean)^2 / sum of weight * n / (n - 1))
--|unit: points of the scale
--|direction: neither
--|components: none
--|nulls: fewer than two answers give NULL
--|errors: none
--|example: SELECT rating_stddev(rating_agg(score, 1, 5)) FROM (VALUES (2), (4), (4), (4), (5), (5), (1), (3)) AS response(score)
--|result: 1.4142135623730951
--|see: rating_mean
CREATE FUNCTION rating_stddev(s rating_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_rating_stddev' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION rating_stddev(rating_summary) IS 'Sample standard deviation of the scores, in points of the scale';
CREATE FUNCTION rating_stddev(s weighted_rating_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_rating_stddev' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION rating_stddev(weighted_rating_summary) IS 'Sample standard deviation of the scores, in points of the scale';
--|## rating_median
--|formula: the score at which half of the weight is reached, or the middle of two
--|unit: points of the scale
--|direction: neither
--|components: none
--|nulls: no answers give NULL
--|errors: none
--|example: SELECT rating_median(rating_agg(score, 1, 5)) FROM (VALUES (1), (2), (5), (5)) AS response(score)
--|result: 3.5
--|see: rating_mean
CREATE FUNCTION rating_median(s rating_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_rating_median' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION rating_median(rating_summary) IS 'Median score, in points of the scale';
CREATE FUNCTION rating_median(s weighted_rating_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_rating_median' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION rating_median(weighted_rating_summary) IS 'Median score, in points of the scale';
--|## rating_histogram
--|formula: answers of each score, from the lowest to the highest of the scale
--|unit: answers
--|nulls: NULL gives NULL
--|errors: none
--|example: SELECT rating_histogram(rating_agg(score, 1, 5)) FROM (VALUES (1), (5), (5)) AS response(score)
--|result: {1,0,0,0,2}
CREATE FUNCTION rating_histogram(s rating_summary) RETURNS bigint[]
AS 'MODULE_PATHNAME', 'csops_rating_histogram' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION rating_histogram(rating_summary) IS 'Number of answers of each score, from the lowest to the highest';
CREATE FUNCTION rating_histogram(s weighted_rating_summary) RETURNS bigint[]
AS 'MODULE_PATHNAME', 'csops_rating_histogram' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION rating_histogram(weighted_rating_summary) IS 'Number of answers of each score, from the lowest to the highest';
--|## rating_mean_difference
--|formula: rating_mean(a) - rating_mean(b)
--|unit: points of the scale
--|direction: neither
--|components: rating_total, observations(rating_summary)
--|nulls: NULL where either has no answers
--|errors: scales that differ
--|example: SELECT rating_mean_difference(rating_agg(a, 1, 5), rating_agg(b, 1, 5)) FROM (VALUES (4, 3), (5, 3), (4, 4), (5, 2)) AS response(a, b)
--|result: 1.5
--|see: rating_mean_difference_p, adjust_p
CREATE FUNCTION rating_mean_difference(a rating_summary, b rating_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_rating_mean_difference' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION rating_mean_difference(rating_summary, rating_summary) IS 'Difference of two mean scores, a minus b, in points of the scale';
CREATE FUNCTION rating_mean_difference(a weighted_rating_summary, b weighted_rating_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_rating_mean_difference' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION rating_mean_difference(weighted_rating_summary, weighted_rating_summary) IS 'Difference of two mean scores, a minus b, in points of the scale';
--|## rating_mean_difference_lo
--|formula: d -+ t * sqrt(sa^2 / na + sb^2 / nb), with Welch's degrees of freedom
--|unit: points of the scale
--|nulls: NULL where either has fewer than two answers, or neither varies
--|errors: scales that differ; a confidence outside 0 to 1
--|example: SELECT round(rating_mean_difference_lo(a, b)::numeric, 6), round(rating_mean_difference_hi(a, b)::numeric, 6) FROM (SELECT rating_agg(a, 1, 5), rating_agg(b, 1, 5) FROM (VALUES (4, 3), (5, 3), (4, 4), (5, 2)) AS response(a, b)) AS quarter(a, b)
--|result: 0.242824|2.757176
--|source: B. Welch, The Generalization of Student's Problem, Biometrika 34, 1947
--|see: rating_mean_difference
CREATE FUNCTION rating_mean_difference_lo(a rating_summary, b rating_summary, confidence float8 DEFAULT 0.95) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_rating_mean_difference_lo' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION rating_mean_difference_lo(rating_summary, rating_summary, float8) IS 'Lower end of the interval of the difference of two mean scores, in points of the scale';
CREATE FUNCTION rating_mean_difference_lo(a weighted_rating_summary, b weighted_rating_summary, confidence float8 DEFAULT 0.95) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_rating_mean_difference_lo' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION rating_mean_difference_lo(weighted_rating_summary, weighted_rating_summary, float8) IS 'Lower end of the interval of the difference of two mean scores, in points of the scale';
CREATE FUNCTION rating_mean_difference_hi(a rating_summary, b rating_summary, confidence float8 DEFAULT 0.95) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_rating_mean_difference_hi' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION rating_mean_difference_hi(rating_summary, rating_summary, float8) IS 'Upper end of the interval of the difference of two mean scores, in points of the scale';
CREATE FUNCTION rating_mean_difference_hi(a weighted_rating_summary, b weighted_rating_summary, confidence float8 DEFAULT 0.95) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_rating_mean_difference_hi' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION rating_mean_difference_hi(weighted_rating_summary, weighted_rating_summary, float8) IS 'Upper end of the interval of the difference of two mean scores, in points of the scale';
--|## rating_mean_difference_p
--|formula: two-sided p of Welch's t
--|unit: probability, 0 to 1
--|nulls: as rating_mean_difference_lo
--|errors: scales that differ
--|example: SELECT round(rating_mean_difference_p(a, b)::numeric, 6) FROM (SELECT rating_agg(a, 1, 5), rating_agg(b, 1, 5) FROM (VALUES (4, 3), (5, 3), (4, 4), (5, 2)) AS response(a, b)) AS quarter(a, b)
--|result: 0.027339
--|see: rating_mean_difference, adjust_p
CREATE FUNCTION rating_mean_difference_p(a rating_summary, b rating_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_rating_mean_difference_p' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION rating_mean_difference_p(rating_summary, rating_summary) IS 'Two-sided p-value of the difference of two mean scores, 0 to 1';
CREATE FUNCTION rating_mean_difference_p(a weighted_rating_summary, b weighted_rating_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_rating_mean_difference_p' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION rating_mean_difference_p(weighted_rating_summary, weighted_rating_summary) IS 'Two-sided p-value of the difference of two mean scores, 0 to 1';
