-- Summaries against plain SQL that is obviously right, and at the ends of what they hold.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION pgtap SCHEMA public;
CREATE SCHEMA csops;
CREATE EXTENSION csops SCHEMA csops;
CREATE EXTENSION csops_test SCHEMA public;
SET LOCAL search_path = csops, public;

SELECT no_plan();

-- Counters that pass 255 and 65535, in one group and in some of many; weights and amounts in eighths, so that numeric
-- knows their sums exactly.
CREATE TABLE response AS
SELECT i, i % 7 AS g, CASE WHEN i % 11 > 0 THEN CASE WHEN i % 5 > 0 THEN 9 ELSE i % 101 % 11 END END AS score, i % 4001 / 8.0 AS weight,
	CASE WHEN i % 13 > 0 THEN (i % 7919 - 900) / 8.0 END AS numerator, (i % 31) / 8.0 AS denominator
FROM generate_series(1, 100000) AS i;

CREATE TEMP VIEW segment AS
SELECT g, rating_agg(score) AS r, weighted_rating_agg(score, weight) AS w, proportion_agg(score >= 9) AS p, ratio_agg(numerator, denominator) AS q
FROM response GROUP BY GROUPING SETS ((), (g));
CREATE TEMP VIEW point AS
SELECT groups.g, s AS score, count(score) AS n, coalesce(sum(weight) FILTER (WHERE score = s), 0) AS weight, coalesce(sum(weight * weight) FILTER (WHERE score = s), 0) AS square
FROM (SELECT NULL AS g UNION ALL SELECT generate_series(0, 6)) AS groups
CROSS JOIN generate_series(0, 10) AS s
LEFT JOIN response ON (groups.g IS NULL OR response.g = groups.g) AND score = s
GROUP BY groups.g, s;

SELECT cmp_ok(max(n), '>', 65535::bigint, 'counters pass 65535') FROM point;
SELECT is(rating_histogram(r), (SELECT array_agg(n ORDER BY score) FROM (SELECT point.g, point.score, point.n FROM point) AS p WHERE p.g IS NOT DISTINCT FROM segment.g),
	format('histogram of group %s', coalesce(g::text, 'all'))) FROM segment ORDER BY g;
SELECT is(rating_histogram(w), rating_histogram(r), format('histogram of weighted group %s', coalesce(g::text, 'all'))) FROM segment ORDER BY g;
SELECT is(ARRAY(SELECT e::numeric FROM jsonb_array_elements(w::jsonb -> 'weights') WITH ORDINALITY AS a(e, n) ORDER BY n),
	(SELECT array_agg(weight::numeric ORDER BY score) FROM (SELECT * FROM point) AS p WHERE p.g IS NOT DISTINCT FROM segment.g),
	format('weights of group %s', coalesce(g::text, 'all'))) FROM segment ORDER BY g;
SELECT is(ARRAY(SELECT e::numeric FROM jsonb_array_elements(w::jsonb -> 'squares') WITH ORDINALITY AS a(e, n) ORDER BY n),
	(SELECT array_agg(square::numeric ORDER BY score) FROM (SELECT * FROM point) AS p WHERE p.g IS NOT DISTINCT FROM segment.g),
	format('squares of group %s', coalesce(g::text, 'all'))) FROM segment ORDER BY g;
SELECT is(ARRAY[observations(p), successes(p), unanswered(p), unanswered(r), unanswered(w)],
	(SELECT ARRAY[count(score), count(*) FILTER (WHERE score >= 9), count(*) FILTER (WHERE score IS NULL), count(*) FILTER (WHERE score IS NULL), count(*) FILTER (WHERE score IS NULL)]
		FROM response WHERE segment.g IS NULL OR response.g = segment.g),
	format('counts of group %s', coalesce(g::text, 'all'))) FROM segment ORDER BY g;
SELECT is(ARRAY(SELECT (q::jsonb ->> k)::numeric FROM unnest('{observations,unanswered,numerator,denominator,numerator_square,product,denominator_square}'::text[]) AS k),
	(SELECT ARRAY[count(numerator), count(*) FILTER (WHERE numerator IS NULL), sum(numerator), sum(denominator) FILTER (WHERE numerator IS NOT NULL),
			sum(numerator * numerator), sum(numerator * denominator), sum(denominator * denominator) FILTER (WHERE numerator IS NOT NULL)]::numeric[]
		FROM response WHERE segment.g IS NULL OR response.g = segment.g),
	format('sums of group %s', coalesce(g::text, 'all'))) FROM segment ORDER BY g;
SELECT ok(abs(nps(r) - 100 * (SELECT avg(CASE WHEN score >= 9 THEN 1.0 WHEN score <= 6 THEN -1.0 WHEN score IS NOT NULL THEN 0.0 END)
		FROM response WHERE segment.g IS NULL OR response.g = segment.g)::float8) < 1e-9
	AND abs(nps(w) - 100 * (SELECT sum(CASE WHEN score >= 9 THEN weight WHEN score <= 6 THEN -weight ELSE 0 END) / sum(weight) FILTER (WHERE score IS NOT NULL)
		FROM response WHERE segment.g IS NULL OR response.g = segment.g)::float8) < 1e-9
	AND abs(ratio(q) - (SELECT sum(numerator) / sum(denominator) FILTER (WHERE numerator IS NOT NULL)
		FROM response WHERE segment.g IS NULL OR response.g = segment.g)::float8) < 1e-9
	AND abs(rating_mean(r) - (SELECT avg(score) FROM response WHERE segment.g IS NULL OR response.g = segment.g)::float8) < 1e-9
	AND abs(rating_stddev(r) - (SELECT stddev_samp(score) FROM response WHERE segment.g IS NULL OR response.g = segment.g)::float8) < 1e-9
	AND rating_median(r) = (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY score) FROM response WHERE segment.g IS NULL OR response.g = segment.g),
	format('figures of group %s', coalesce(g::text, 'all'))) FROM segment ORDER BY g;

-- A median between two scores, and one that weights decide.
SELECT is(rating_median(rating_agg(v)), m::float8, format('median of %s', list))
FROM (VALUES ('{1}', 1), ('{1,2}', 1.5), ('{1,2,9}', 2), ('{0,10}', 5), ('{3,3,4,4}', 3.5), ('{0,0,10}', 0)) AS example(list, m), unnest(list::integer[]) AS v GROUP BY list, m ORDER BY list;
SELECT is(rating_median(weighted_rating_agg(v, w)), 7::float8, 'a heavy answer is the median') FROM (VALUES (0, 1), (7, 5), (10, 2)) AS response(v, w);

-- The ends of what a state holds: the largest rows, the largest counts, the largest sums of a payload.
SELECT is((weighted_rating_agg(5, 9007199254740992)::jsonb -> 'squares' ->> 5)::numeric, 1000 * 9007199254740992::numeric ^ 2, 'squares of the largest weights')
FROM generate_series(1, 1000);
SELECT is((ratio_agg(CASE WHEN n % 2 = 0 THEN 1 ELSE -1 END * 9007199254740992, 1)::jsonb ->> 'numerator')::numeric, 0::numeric, 'the largest amounts cancel out')
FROM generate_series(1, 1000) AS n;
SELECT is(19342813113834066795298816 * (ratio_agg(5e-26, 1)::jsonb ->> 'numerator')::numeric, 1000::numeric, 'amounts lie on the grid of 2^-84') FROM generate_series(1, 1000);
SELECT is(ratio_agg(v, 1), ratio_agg(0, 1), format('%s is below the grid', v)) FROM unnest('{1e-30,-1e-300,4.9e-324}'::float8[]) AS v GROUP BY v ORDER BY v;
SELECT throws_ok(format('SELECT csops_test_recv(decode(%L, %L), NULL::ratio_summary)', '01' || '0000000000000005' || repeat('00', 16) || '8000000000000000' || repeat('00', 16) ||
	repeat('00', 23) || '01' || repeat('00', 120), 'hex'), '22P03', NULL, 'sums without the squares they would have');
SELECT throws_ok($$ SELECT '{"observations": 10, "unanswered": 0, "invalid": 0, "numerator": 900, "denominator": 4, "numerator_square": 0, "product": 99999,
	"denominator_square": 0}'::ratio_summary $$, '22P02', NULL, 'a product that no squares allow');
SELECT throws_ok(format($$ SELECT %s(%L::%s, %s) $$, accum, value, type, arguments), '22003', NULL, format('one row too many for a %s', type))
FROM (VALUES ('rating_accum', '{"scale": [0, 1], "counts": [0, 4611686018427387903], "unanswered": 0, "invalid": 0}', 'rating_summary', 'true'),
	('proportion_accum', '{"observations": 4611686018427387903, "successes": 0, "unanswered": 0}', 'proportion_summary', 'true'),
	('ratio_accum', '{"observations": 0, "unanswered": 4611686018427387903, "invalid": 0, "numerator": 0, "denominator": 0, "numerator_square": 0, "product": 0, "denominator_square": 0}',
		'ratio_summary', '1, 1')) AS full_value(accum, value, type, arguments);
SELECT throws_ok(format('SELECT %L::weighted_rating_summary', replace(replace('{"scale": [0, 4], "counts": [1, 1, 1, 1, 1], "weights": [@, @, @, @, @],
	"squares": [#, #, #, #, #], "unanswered": 0, "unweighted": 0, "invalid": 0}', '@', (2::numeric ^ 75)::numeric(40)::text), '#', (2::numeric ^ 150)::numeric(60)::text)),
	'22003', NULL, 'weights whose total is out of range');
SELECT lives_ok(format('SELECT %L::weighted_rating_summary', replace(replace('{"scale": [0, 4], "counts": [1, 1, 1, 1, 1], "weights": [@, @, @, @, @],
	"squares": [#, #, #, #, #], "unanswered": 0, "unweighted": 0, "invalid": 0}', '@', (2::numeric ^ 74)::numeric(40)::text), '#', (2::numeric ^ 148)::numeric(60)::text)),
	'weights whose total is in range');
SELECT throws_ok('SELECT subtract(rating_agg(9), rating_agg(10))', '22003', NULL, 'subtract what is no part, ratings');
SELECT throws_ok('SELECT subtract(weighted_rating_agg(9, 1), weighted_rating_agg(9, 2))', '22003', NULL, 'subtract what is no part, weighted ratings');
SELECT throws_ok('SELECT subtract(proportion_agg(true), proportion_agg(false))', '22003', NULL, 'subtract what is no part, proportions');
SELECT throws_ok('SELECT subtract(ratio_agg(1, 1), ratio_agg(2, 1))', '22003', NULL, 'subtract what is no part, ratios');

-- Hostile texts: deep, long, and with something that must not come back in an error.
CREATE FUNCTION pg_temp.said(statement text) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
	message text;
	detail text;
	hint text;
	context text;
BEGIN
	EXECUTE statement;
	RETURN 'accepted';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT, context = PG_EXCEPTION_CONTEXT;
	-- The statement itself is the caller's.
	RETURN concat_ws(E'\n', message, detail, hint, replace(context, statement, ''));
END $$;
SELECT throws_ok(format('SELECT repeat(%L, 100000)::%s', sign, type), '54001', NULL, format('deeply nested %s as %s', sign, type))
FROM unnest('{rating_summary,weighted_rating_summary,proportion_summary,ratio_summary}'::text[]) AS type, unnest(ARRAY['[', '{"a":']) AS sign;
SELECT throws_ok(format('SELECT (%L || repeat(%L, 5000000) || %L)::%s', '[1', ',1', ']', type), '54000', NULL, format('five million values as %s', type))
FROM unnest('{rating_summary}'::text[]) AS type;
SELECT ok(said <> 'accepted' AND said NOT LIKE '%canary%' AND said LIKE '%' || type || '%', format('the error of %s as %s does not repeat it', document, type)) || CASE WHEN said LIKE '%canary%' THEN E'\n' || diag(said) ELSE '' END
FROM unnest('{rating_summary,weighted_rating_summary,proportion_summary,ratio_summary}'::text[]) AS type,
	unnest(ARRAY['canary', '"canary"', '{"canary": 1}', '{"scale": "canary"}', '{"scale": [0, 1], "counts": ["canary", 1], "unanswered": 0, "invalid": 0}', '{"observations": "canary"}',
		'{"scale": canary', '["canary"', '{"observations": 1, "successes": 1, "unanswered": 0, "canary": 1}', E'{"observations": 1,\n"canary', '{"canary": 1, "canary": 2}']) AS document,
	pg_temp.said(format('SELECT %L::%s', document, type)) AS said;

SELECT finish();
ROLLBACK;
