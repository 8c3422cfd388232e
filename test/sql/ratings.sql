-- rating_summary and weighted_rating_summary: outputs, errors, plans.
SET extra_float_digits = 0;

-- What a summary is.
SELECT rating_agg(score) FROM (VALUES (10), (9), (8), (7), (6), (0), (NULL)) AS response(score);
SELECT rating_agg(score, 1, 5) FROM (VALUES (5), (4), (4), (1), (NULL)) AS response(score);
SELECT rating_agg(score, 0, 10, 'count') FROM (VALUES (9.0), (11), (8.5), (-1), ('NaN'), ('Infinity'), ('-Infinity'), (-0.0)) AS response(score);
SELECT rating_agg(score, -2, 2) FROM (VALUES (-2), (0), (2), (2)) AS response(score);
SELECT rating_agg(good) FROM (VALUES (true), (true), (false), (NULL)) AS rating(good);
SELECT weighted_rating_agg(score, weight, 1, 3) FROM (VALUES (1, 0.5), (3, 2), (3, 0.25), (NULL, 1), (2, NULL)) AS response(score, weight);
SELECT weighted_rating_agg(score, weight, 1, 3, 'count')
FROM (VALUES (1, 1::float8), (4, 1), (2, -1), (2, 'NaN'), (2, 'Infinity'), (2, 1e16), (3, 9007199254740992)) AS response(score, weight);
SELECT rating_agg(score), rating_agg(good), weighted_rating_agg(score, 1), nps(score), promoters(score)
FROM (SELECT NULL::float8 AS score, NULL::boolean AS good) AS response WHERE false;

-- One set of answers through every accessor.
CREATE TEMP VIEW answer AS
SELECT rating_agg(score) AS s
FROM (SELECT 10 AS score FROM generate_series(1, 18) UNION ALL SELECT 8 FROM generate_series(1, 11)
	UNION ALL SELECT 3 FROM generate_series(1, 2) UNION ALL SELECT NULL FROM generate_series(1, 9)) AS response;
SELECT observations(s), unanswered(s), invalid(s), promoters(s), passives(s), detractors(s), rating_histogram(s) FROM answer;
SELECT round(nps(s)::numeric, 6) AS nps, round(nps_lo(s)::numeric, 6) AS lo, round(nps_hi(s)::numeric, 6) AS hi,
	round(nps_margin(s)::numeric, 6) AS margin FROM answer;
SELECT method, round(nps_lo(s, 0.9, method)::numeric, 6) AS lo, round(nps_hi(s, 0.9, method)::numeric, 6) AS hi,
	round(nps_margin(s, 0.9, method)::numeric, 6) AS margin
FROM answer, unnest('{adjusted_wald,wald,t}'::text[]) AS method;
SELECT method, round(csat_lo(s, 2, 0.95, method)::numeric, 6) AS lo, round(csat_hi(s, 2, 0.95, method)::numeric, 6) AS hi,
	round(csat_margin(s, 2, 0.95, method)::numeric, 6) AS margin
FROM answer, unnest('{wilson,agresti_coull,clopper_pearson,jeffreys,wald}'::text[]) AS method;
SELECT round(csat(s, 2)::numeric, 6) AS csat, round(top_box(s, 1)::numeric, 6) AS top, round(top_box_lo(s, 1)::numeric, 6) AS top_lo,
	round(top_box_hi(s, 1)::numeric, 6) AS top_hi, round(bottom_box(s, 7)::numeric, 6) AS bottom,
	round(bottom_box_lo(s, 7)::numeric, 6) AS bottom_lo, round(bottom_box_hi(s, 7)::numeric, 6) AS bottom_hi FROM answer;
SELECT round(response_rate(s)::numeric, 6) AS rate, round(response_rate_lo(s)::numeric, 6) AS lo, round(response_rate_hi(s)::numeric, 6) AS hi FROM answer;
SELECT round(rating_mean(s)::numeric, 6) AS mean, round(rating_mean_lo(s)::numeric, 6) AS lo, round(rating_mean_hi(s)::numeric, 6) AS hi,
	round(rating_stddev(s)::numeric, 6) AS stddev, rating_median(s) AS median FROM answer;
SELECT is_suppressed(s, 31), is_suppressed(s, 32), nps(s, 31) IS NULL AS shown, nps(s, 32) IS NULL AS hidden,
	nps_lo(s, min_n => 32) IS NULL AS lo, csat(s, 2, 32) IS NULL AS csat, csat_hi(s, 2, min_n => 32) IS NULL AS hi, rating_mean(s, 32) IS NULL AS mean
FROM answer;

-- The same with a weight of one, and what weights add.
SELECT observations(w), promoters(w), round(nps(w)::numeric, 6) AS nps, round(nps_lo(w)::numeric, 6) AS lo, round(nps_hi(w)::numeric, 6) AS hi,
	round(csat(w, 2)::numeric, 6) AS csat, effective_responses(w), unweighted(w)
FROM (SELECT weighted_rating_agg(i - 1, 1) AS w FROM answer, unnest(rating_histogram(s)) WITH ORDINALITY AS h(n, i), generate_series(1, n)) AS q;
SELECT round(nps(w)::numeric, 6) AS nps, round(effective_responses(w)::numeric, 6) AS effective, observations(w), unanswered(w), unweighted(w), invalid(w),
	round(nps_lo(w)::numeric, 6) AS lo, round(nps_hi(w)::numeric, 6) AS hi, round(rating_mean(w)::numeric, 6) AS mean,
	round(rating_stddev(w)::numeric, 6) AS stddev, rating_median(w) AS median
FROM (SELECT weighted_rating_agg(score, weight) AS w
	FROM (VALUES (10, 1), (9, 2), (8, 0.5), (6, 1.5), (3, 1), (10, 3), (7, 1), (9, 0.25), (0, 2), (10, 1), (5, NULL), (NULL, 2)) AS response(score, weight)) AS q;

-- Rounded weights do not carry a figure past the end of its scale.
SELECT count(*), count(*) FILTER (WHERE nps = 100) AS nps, count(*) FILTER (WHERE csat = 100) AS csat, count(*) FILTER (WHERE hi = 100) AS hi,
	count(*) FILTER (WHERE mean = 9) AS mean, count(*) FILTER (WHERE deviation = 0) AS deviation
FROM (SELECT nps(weighted_rating_agg(9 + n % 2, n / 977.0 + g / 7.0)), csat(weighted_rating_agg(9 + n % 2, n / 977.0 + g / 7.0), 2),
		csat_hi(weighted_rating_agg(9 + n % 2, n / 977.0 + g / 7.0), 2) AS hi, rating_mean(weighted_rating_agg(9, n / 977.0 + g / 7.0)) AS mean,
		rating_stddev(weighted_rating_agg(9, n / 977.0 + g / 7.0)) AS deviation
	FROM generate_series(1, 1000) AS g, generate_series(1, 7) AS n GROUP BY g) AS q;

-- NULL, none, one, and what a sample too small cannot say.
SELECT nps(s), nps_lo(s), nps_margin(s, method => 't'), csat(s, 2), rating_mean(s), rating_stddev(s), rating_median(s), response_rate(s), is_suppressed(s, 5), observations(s), promoters(s)
FROM (SELECT NULL::rating_summary AS s) AS q;
SELECT nps(s), nps_lo(s), nps_margin(s, method => 't'), csat(s, 2), rating_mean(s), rating_stddev(s), rating_median(s), response_rate(s), is_suppressed(s, 5), observations(s), promoters(s)
FROM (SELECT rating_agg(NULL::float8) AS s) AS q;
SELECT nps(s), nps_lo(s, method => 'wald'), nps_margin(s, method => 't'), rating_mean(s), rating_mean_lo(s), rating_stddev(s), rating_median(s), response_rate(s), is_suppressed(s, 5), observations(s)
FROM (SELECT rating_agg(9) AS s) AS q;
SELECT nps(w), csat(w, 2), rating_mean(w), effective_responses(w), observations(w) FROM (SELECT weighted_rating_agg(9, 0) AS w FROM generate_series(1, 3)) AS q;
SELECT csat(s, 2, NULL), nps_lo(s, NULL), nps_lo(s, 0.95, NULL), nps(s, NULL) FROM answer;

-- Two summaries.
CREATE TEMP VIEW two AS
SELECT rating_agg(score) FILTER (WHERE quarter = 1) AS a, rating_agg(score) FILTER (WHERE quarter = 2) AS b
FROM (SELECT 1 AS quarter, 10 AS score FROM generate_series(1, 46) UNION ALL SELECT 1, 8 FROM generate_series(1, 30) UNION ALL SELECT 1, 2 FROM generate_series(1, 24)
	UNION ALL SELECT 2, 9 FROM generate_series(1, 39) UNION ALL SELECT 2, 7 FROM generate_series(1, 30) UNION ALL SELECT 2, 6 FROM generate_series(1, 31)) AS response;
SELECT method, round(nps_difference(a, b)::numeric, 6) AS difference, round(nps_difference_lo(a, b, 0.95, method)::numeric, 6) AS lo,
	round(nps_difference_hi(a, b, 0.95, method)::numeric, 6) AS hi, round(nps_difference_p(a, b, method)::numeric, 6) AS p
FROM two, unnest('{adjusted_wald,wald,t}'::text[]) AS method;
SELECT method, round(csat_difference(a, b, 4)::numeric, 6) AS difference, round(csat_difference_lo(a, b, 4, 0.95, method)::numeric, 6) AS lo,
	round(csat_difference_hi(a, b, 4, 0.95, method)::numeric, 6) AS hi
FROM two, unnest('{newcombe,agresti_caffo,wald}'::text[]) AS method;
SELECT round(csat_difference_p(a, b, 4)::numeric, 6) AS pooled, round(csat_difference_p(a, b, 4, 'unpooled')::numeric, 6) AS unpooled,
	round(rating_mean_difference(a, b)::numeric, 6) AS difference, round(rating_mean_difference_lo(a, b)::numeric, 6) AS lo,
	round(rating_mean_difference_hi(a, b)::numeric, 6) AS hi, round(rating_mean_difference_p(a, b)::numeric, 6) AS p FROM two;
SELECT nps_difference(a, a), nps_difference_lo(a, a, method => 'wald'), nps_difference_p(a, a, 'wald'), rating_mean_difference_p(a, a), csat_difference_p(a, a, 2)
FROM (SELECT rating_agg(9) AS a FROM generate_series(1, 5)) AS q;
SELECT merge(a, b) = (a || b) AS merged, subtract(a || b, b) = a AS subtracted, (a || b) - a = b AS subtracted_too, nps(a || b),
	(SELECT rollup(s) FROM (VALUES (a), (NULL), (b)) AS stored(s)) = (a || b) AS rolled_up FROM two;

-- One step; options belong to the accessors.
SELECT nps(score), promoters(score), passives(score), detractors(score), round(response_rate(score)::numeric, 4) AS response_rate,
	nps(score) = nps(rating_agg(score)) AS same, nps_hi(score) = nps_hi(rating_agg(score)) AS same_hi
FROM (VALUES (10), (9), (8), (0), (NULL)) AS response(score);
SELECT csat(score), csat(score >= 4), csat_lo(score) = csat_lo(rating_agg(score, 1, 5)) AS same FROM (VALUES (5), (4), (3), (NULL)) AS response(score);
-- A join that repeats rows.
SELECT nps(score) AS repeated, nps(DISTINCT score, response) AS right_text, nps(DISTINCT score, md5(response)::uuid) AS right_uuid
FROM (VALUES ('a', 10), ('b', 10), ('c', 0)) AS r(response, score) JOIN (VALUES ('a'), ('b'), ('c'), ('c'), ('c')) AS tag(response) USING (response);

-- Trailing windows of stored summaries.
SELECT day, nps(rollup(s) OVER (ORDER BY day ROWS BETWEEN 2 PRECEDING AND CURRENT ROW)) AS trailing, observations(rollup(s) OVER (ORDER BY day ROWS BETWEEN 2 PRECEDING AND CURRENT ROW)) AS n
FROM (SELECT day, rating_agg(CASE WHEN day <> 3 THEN (day * n) % 11 END) AS s FROM generate_series(1, 6) AS day, generate_series(1, 4) AS n GROUP BY day) AS daily ORDER BY day;

-- Errors of the data.
\set VERBOSITY default
SELECT nps(11);
SELECT nps(8.5);
SELECT nps('NaN'::float8);
SELECT nps('Infinity'::float8);
SELECT csat(0);
SELECT csat(6);
SELECT rating_agg(6, 1, 5);
SELECT rating_agg(6, 1, 5, 'error');
SELECT weighted_rating_agg(11, 1);
SELECT weighted_rating_agg(9, -1);
SELECT weighted_rating_agg(9, 'NaN'::float8);
SELECT weighted_rating_agg(9, 1e16);
-- Errors of the scale.
SELECT rating_agg(1, 5, 1);
SELECT rating_agg(1, 1, 1);
SELECT rating_agg(1, 0, 101);
SELECT rating_agg(1, -40000, 1);
SELECT rating_agg(1, 2147483647, -2147483648);
SELECT rating_agg(1, NULL, 5);
SELECT rating_agg(1, 0, n) FROM generate_series(5, 6) AS n;
SELECT nps(rating_agg(4, 1, 5));
SELECT nps_hi(rating_agg(4, 1, 5));
SELECT promoters(rating_agg(4, 1, 5));
SELECT nps_difference(rating_agg(4, 1, 5), rating_agg(4, 1, 5));
SELECT csat(rating_agg(9));
SELECT csat(rating_agg(9), top => 11);
SELECT csat(rating_agg(9), top => -1);
SELECT top_box(rating_agg(4, 1, 5), 5);
SELECT bottom_box(rating_agg(4, 1, 5), 0);
SELECT merge(rating_agg(4, 1, 5), rating_agg(4));
SELECT csat_difference(rating_agg(4, 1, 5), rating_agg(4), 2);
SELECT rating_mean_difference(rating_agg(4, 1, 5), rating_agg(4));
SELECT rollup(s) FROM (SELECT rating_agg(4, 1, n) AS s FROM generate_series(5, 6) AS n GROUP BY n) AS q;
SELECT subtract(rating_agg(4), rating_agg(5));
SELECT weighted_rating_agg(4, 1, 1, 5) - weighted_rating_agg(4, 2, 1, 5);
SELECT weighted_rating_agg(4, 1, 1, 5) - weighted_rating_agg(5, 1, 1, 5);
-- Errors of the options.
SELECT rating_agg(6, 1, 5, 'ignore');
SELECT rating_agg(6, 1, 5, NULL);
SELECT nps(DISTINCT 9, NULL::text);
SELECT csat(DISTINCT true, NULL::uuid);
SELECT nps_lo(rating_agg(9), 95);
SELECT nps_lo(rating_agg(9), 'NaN');
SELECT nps_lo(rating_agg(9), 0.95, 'Wald');
SELECT csat_lo(rating_agg(4, 1, 5), method => 'exact');
SELECT csat_difference_lo(rating_agg(4, 1, 5), rating_agg(4, 1, 5), method => 'wilson');
SELECT csat_difference_p(rating_agg(4, 1, 5), rating_agg(4, 1, 5), method => 'wald');
SELECT nps(rating_agg(9), -1);
SELECT is_suppressed(rating_agg(9), -1);
-- Errors of the text form: places, never what stands there.
SELECT '{"scale": [1, 5], "counts": [0, 0, 0, 1, 0], "unanswered": 0, "invalid": 0, "note": "secret"}'::rating_summary;
SELECT '{"scale": [1, 5], "counts": [0, 0, 0, 1, 0], "unanswered": 0, "unanswered": 0, "invalid": 0}'::rating_summary;
SELECT '{"scale": [1, 5], "counts": [0, 0, 0, 1], "unanswered": 0, "invalid": 0}'::rating_summary;
SELECT '{"scale": [1, 5], "counts": [0, 0, 0, -1, 0], "unanswered": 0, "invalid": 0}'::rating_summary;
SELECT '{"scale": [1, 5], "counts": [0, 0, 0, 1.5, 0], "unanswered": 0, "invalid": 0}'::rating_summary;
SELECT '{"scale": [1, 5], "counts": [0, 0, 0, 4611686018427387903, 1], "unanswered": 0, "invalid": 0}'::rating_summary;
SELECT '{"scale": [1, 5], "counts": [0, 0, 0, 9223372036854775808, 1], "unanswered": 0, "invalid": 0}'::rating_summary;
SELECT '{"scale": [5, 1], "counts": [], "unanswered": 0, "invalid": 0}'::rating_summary;
SELECT '{"scale": [1, 500], "counts": [], "unanswered": 0, "invalid": 0}'::rating_summary;
SELECT '{"scale": [1], "counts": [], "unanswered": 0, "invalid": 0}'::rating_summary;
SELECT '{"scale": [1, 5], "counts": [0, 0, 0, 1, 0], "unanswered": 0}'::rating_summary;
SELECT '{"scale": [1, 5], "counts": {}, "unanswered": 0, "invalid": 0}'::rating_summary;
SELECT E'{\n  "scale": [1, 2],\n  "counts": [0,\n    "secret"], "unanswered": 0, "invalid": 0}'::rating_summary;
SELECT '{"scale": [1, 5], "counts": secret}'::rating_summary;
SELECT '{"scale": [1, 5]'::rating_summary;
SELECT 'secret'::rating_summary;
SELECT ''::rating_summary;
SELECT '17'::rating_summary;
SELECT '[]'::rating_summary;
SELECT '{"scale": [0, 1], "counts": [0, 1], "weights": [0, 1e3], "squares": [0, 1], "unanswered": 0, "unweighted": 0, "invalid": 0}'::weighted_rating_summary;
SELECT '{"scale": [0, 1], "counts": [0, 1], "weights": [0, 2], "squares": [0, 1], "unanswered": 0, "unweighted": 0, "invalid": 0}'::weighted_rating_summary;
SELECT '{"scale": [0, 1], "counts": [0, 2], "weights": [0, 2], "squares": [0, 5], "unanswered": 0, "unweighted": 0, "invalid": 0}'::weighted_rating_summary;
SELECT '{"scale": [0, 1], "counts": [1, 1], "weights": [-1, 2], "squares": [1, 4], "unanswered": 0, "unweighted": 0, "invalid": 0}'::weighted_rating_summary;
SELECT '{"scale": [0, 1], "counts": [0, 1], "weights": [0, 0.3], "squares": [0, 0.09], "unanswered": 0, "unweighted": 0, "invalid": 0}'::weighted_rating_summary;
SELECT '{"scale": [0, 1], "counts": [0, 0], "weights": [0, 1], "squares": [0, 1], "unanswered": 0, "unweighted": 0, "invalid": 0}'::weighted_rating_summary;

-- Functions of the aggregates called straight from SQL.
SELECT rating_accum(NULL, 9::float8);
SELECT rating_accum(rating_accum(NULL, true), false);
SELECT rating_accum(rating_agg(4, 1, 5), 9::float8);
SELECT rating_accum_inv(rating_agg(9), 8::float8);
SELECT rating_accum_inv(NULL, 8::float8);
SELECT weighted_rating_accum(NULL, 9, 2);
SELECT weighted_rating_accum_inv(weighted_rating_agg(9, 2), 9, 3);
SELECT merge('{"scale": [0, 1], "counts": [4611686018427387903, 0], "unanswered": 0, "invalid": 0}'::rating_summary,
	'{"scale": [0, 1], "counts": [1, 0], "unanswered": 0, "invalid": 0}');

-- Plans.
CREATE TABLE response (region text, month integer, score float8);
INSERT INTO response SELECT 'r' || i % 3, i % 12, (i * 7) % 11 FROM generate_series(1, 5000) AS i;
ANALYZE response;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET max_parallel_workers_per_gather = 2;
EXPLAIN (COSTS OFF) SELECT nps(score), nps_lo(score), nps_hi(score) FROM response;
SET enable_hashagg = off;
EXPLAIN (COSTS OFF) SELECT region, rating_agg(score) FROM response GROUP BY region;
RESET enable_hashagg;
SET enable_sort = off;
EXPLAIN (COSTS OFF) SELECT region, nps(score), csat(score >= 9) FROM response GROUP BY region;
RESET enable_sort;
-- Nothing but the values decides: an index, and a group of equal summaries.
CREATE TABLE monthly AS SELECT month, rating_agg(score) AS ratings FROM response GROUP BY month;
CREATE INDEX monthly_nps ON monthly (nps(ratings));
CREATE UNIQUE INDEX monthly_ratings ON monthly (ratings, month);
SELECT count(*), count(DISTINCT ratings) FROM (SELECT ratings FROM monthly UNION ALL SELECT ratings FROM monthly) AS twice;
SELECT (SELECT nps(rollup(ratings)) FROM monthly) = (SELECT nps(score) FROM response) AS same;
DROP TABLE response, monthly;
