-- Portfolios against plain SQL over the accounts, in an account hierarchy; what they refuse.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION pgtap SCHEMA public;
CREATE SCHEMA csops;
CREATE EXTENSION csops SCHEMA csops;
CREATE EXTENSION csops_test SCHEMA public;
SET LOCAL search_path = csops, public;
SELECT no_plan();
SELECT setseed(0.83);

-- Three levels: companies, their regions, their accounts. Weights are dollars, so sums of numeric are what is right.
CREATE TEMP TABLE account AS
SELECT i, i % 7 AS company, i % 21 AS region,
	CASE WHEN random() < 0.1 THEN NULL WHEN random() < 0.3 THEN round((random() * 100)::numeric, 1) WHEN random() < 0.1 THEN (ARRAY[0, 50, 75, 100])[1 + i % 4] ELSE (random() * 100)::numeric END::float8 AS score,
	CASE WHEN random() < 0.05 THEN NULL WHEN random() < 0.1 THEN 0 ELSE round((random() * 250000)::numeric) END AS arr
FROM generate_series(1, 3000) AS i;
CREATE TEMP TABLE by_region AS SELECT company, region, portfolio_health_agg(score, arr::float8) AS p FROM account GROUP BY company, region;
CREATE TEMP TABLE by_company AS SELECT company, rollup(p) AS p FROM by_region GROUP BY company;

SELECT is_empty($$ SELECT company FROM by_company JOIN (SELECT company, portfolio_health_agg(score, arr::float8) AS whole FROM account GROUP BY company) AS c USING (company) WHERE p <> whole $$,
	'regions roll up to companies as the accounts themselves');
CREATE TEMP TABLE plain AS
SELECT company, sum(arr * score::numeric) / nullif(sum(arr) FILTER (WHERE score IS NOT NULL), 0) AS mean, min(score) FILTER (WHERE arr IS NOT NULL) AS lowest, sum(arr) FILTER (WHERE score IS NOT NULL) AS scored,
	sum(arr) AS total, count(*) FILTER (WHERE score IS NOT NULL AND arr IS NOT NULL) AS observations, count(*) FILTER (WHERE score IS NULL AND arr IS NOT NULL) AS unscored, count(*) FILTER (WHERE arr IS NULL) AS unweighted
FROM account GROUP BY company;
SELECT is_empty($$ SELECT company, mean, portfolio_score(p) FROM by_company JOIN plain USING (company) WHERE abs(mean - portfolio_score(p)::numeric) > 1e-12 * mean $$, 'the mean by weight');
SELECT is_empty($$ SELECT company FROM by_company JOIN plain USING (company) WHERE portfolio_lowest(p) <> lowest OR portfolio_weight(p) <> scored
	OR abs(portfolio_coverage(p) - (scored / total)::float8) > 1e-15 $$, 'the lowest score, the weight and the coverage');
SELECT is_empty($$ SELECT company FROM by_company AS b JOIN plain USING (company) WHERE (observations(p), unscored(p), unweighted(p), invalid(p)) <> (observations, unscored, unweighted, 0) $$, 'the counts');
SELECT is_empty($$
	SELECT company, k FROM by_company JOIN (
		SELECT company, k, coalesce(sum(arr) FILTER (WHERE score < k / 10.0::float8), 0) AS below, coalesce(sum(arr) FILTER (WHERE score <= k / 10.0::float8), 0) AS until,
			count(arr) FILTER (WHERE score < k / 10.0::float8) AS accounts_below, count(arr) FILTER (WHERE score <= k / 10.0::float8) AS accounts_until
		FROM account, generate_series(0, 1000) AS k WHERE k % 25 = 0 OR k % 97 = 0 GROUP BY company, k) AS plain USING (company)
	WHERE portfolio_weight_below(p, k / 10.0) <> below OR portfolio_weight_below(p, k / 10.0, inclusive => true) <> until
		OR portfolio_accounts_below(p, k / 10.0) <> accounts_below OR portfolio_accounts_below(p, k / 10.0, true) <> accounts_until
		OR portfolio_share_below(p, k / 10.0) <> portfolio_weight_below(p, k / 10.0) / portfolio_weight(p)
$$, 'what lies below a score, and at it, is exact');

-- Whoever asks band_of and whoever asks the portfolio see the same accounts in the red, at every score that a model can give.
SELECT is_empty($$
	SELECT score FROM (SELECT health_score('{"signals": [{"name": "a", "weight": 0.1, "curve": [[0, 0], [1000, 100]]}, {"name": "b", "weight": 0.2, "curve": [[0, 0], [1000, 100]]}]}', k, k) AS score FROM generate_series(0, 1000) AS k) AS s,
		(SELECT '{"signals": [{"name": "a", "weight": 1, "tiers": [[0, 1]]}], "bands": [["red", 0], ["rest", 72.3]]}'::health_model AS m) AS m
	WHERE (band_of(m, score) = 'red') <> (portfolio_accounts_below(portfolio_accum(NULL, score, 1), 72.3) = 1)
		OR portfolio_accounts_below(portfolio_accum(NULL, score, 1), round(score::numeric, 1)::float8, true) <> 1 OR portfolio_accounts_below(portfolio_accum(NULL, score, 1), round(score::numeric, 1)::float8) <> 0
$$, 'scores on the grid are the tenths that they are meant to be');

-- Subtraction and windows
SELECT is_empty($$ SELECT region FROM by_region JOIN by_company AS c USING (company), LATERAL (SELECT c.p - by_region.p AS rest, rollup(o.p) AS others FROM by_region AS o WHERE o.company = c.company AND o.region <> by_region.region) AS r
	WHERE portfolio_score(rest) <> portfolio_score(others) OR portfolio_coverage(rest) <> portfolio_coverage(others) OR observations(rest) <> observations(others)
		OR portfolio_lowest(rest) > portfolio_lowest(others) OR portfolio_lowest(rest) < portfolio_lowest(others) - 0.1 $$, 'a company without one of its regions');
SELECT is((SELECT portfolio_lowest(p - q) FROM (SELECT portfolio_health_agg(s, 1) AS p, portfolio_health_agg(s, 1) FILTER (WHERE s < 50) AS q FROM (VALUES (10), (61.37)) AS t(s)) AS t), 61.3::float8, 'the lowest score is known to a tenth afterwards');
SELECT throws_ok($$ SELECT portfolio_health_agg(50, 1) - portfolio_health_agg(60, 1) $$, '22003', 'cannot take out what was never counted', 'another score');
SELECT throws_ok($$ SELECT portfolio_health_agg(50, 1) - portfolio_health_agg(50, 2) $$, '22003', 'cannot take out what was never counted', 'another weight');
SELECT throws_ok($$ SELECT portfolio_accum_inv(portfolio_health_agg(50, 1), 50, 0.5) $$, '22003', 'cannot take out what was never counted', 'a part of the weight of the last account');
SELECT throws_ok($$ SELECT portfolio_accum_inv(portfolio_health_agg(50, 1), 50.05, 1) $$, '22003', 'cannot take out what was never counted', 'a score beside it');
SELECT throws_ok($$ SELECT portfolio_accum_inv(portfolio_health_agg(NULL, 1), NULL, 2) $$, '22003', 'cannot take out what was never counted', 'more weight than there was');

-- One-step aggregates, and rows that a join repeats
SELECT is((SELECT array_agg(ROW(portfolio_score, portfolio_coverage)::text ORDER BY company) FROM (SELECT company, portfolio_score(score, arr::float8), portfolio_coverage(score, arr::float8) FROM account GROUP BY company) AS c),
	(SELECT array_agg(ROW(portfolio_score(p), portfolio_coverage(p))::text ORDER BY company) FROM by_company), 'in one step');
SELECT is((SELECT portfolio_score(DISTINCT score, arr::float8, i::text) FROM account, generate_series(1, 1 + i % 3)), (SELECT portfolio_score(score, arr::float8) FROM account), 'DISTINCT by key undoes a join');

-- Nothing to say
SELECT ok(portfolio_score(p) IS NULL AND portfolio_coverage(p) IS NULL AND portfolio_share_below(p, 50) IS NULL AND portfolio_lowest(p) = 40 AND portfolio_weight(p) = 0, 'no weight gives NULL') FROM (SELECT portfolio_health_agg(40, 0)) AS t(p);
SELECT ok(portfolio_score(p) IS NULL AND portfolio_lowest(p) IS NULL AND portfolio_coverage(p) = 0 AND unscored(p) = 1, 'no score gives NULL and a coverage of 0') FROM (SELECT portfolio_health_agg(NULL, 7)) AS t(p);
SELECT ok(portfolio_health_agg(s, 1) IS NULL AND portfolio_score(s, 1) IS NULL, 'no rows give NULL') FROM (SELECT 1.0::float8 AS s) AS t WHERE false;
SELECT is(observations(NULL::portfolio_health) + unscored(NULL::portfolio_health) + unweighted(NULL::portfolio_health) + invalid(NULL::portfolio_health) + portfolio_accounts_below(NULL, 5), 0::bigint, 'no portfolio counts 0');

-- What is refused
SELECT throws_ok(format('SELECT portfolio_health_agg(%L, %L)', score, weight), '22003', message || ' is out of range', format('refused: %s, %s', score, weight)) FROM (VALUES
	('NaN', '1', 'score'), ('-0.001', '1', 'score'), ('100.001', '1', 'score'), ('Infinity', '1', 'score'), ('50', '-1', 'weight'), ('50', 'NaN', 'weight'), ('50', 'Infinity', 'weight'), ('50', '1e16', 'weight'), (NULL, '-1', 'weight'), ('NaN', NULL, 'score'))
	AS bad(score, weight, message);
SELECT is((SELECT invalid(portfolio_health_agg(score, weight, 'count')) FROM (VALUES (float8 'NaN', 1), (-1, 1), (50, -1), (50, float8 'Infinity'), (NULL, 'NaN'), (101, NULL), (50, 1)) AS row(score, weight)), 6::bigint, 'or counted');
SELECT throws_ok(format($$
	SELECT portfolio_accum('{"unscored": 1, "unweighted": 0, "invalid": 0, "unscored_weight": %s, "weighted_score": 0, "lowest": null, "scores": []}', NULL, 1)
$$, 2::numeric ^ 107 - 1), '22003', 'sum is out of range', 'a sum that is full takes no more');
SELECT throws_ok(format('SELECT portfolio_share_below(portfolio_health_agg(1, 1), %L)', score), '22023', 'score must be a multiple of 0.1 from 0 to 100', 'no share below ' || score)
FROM unnest('{50.05,-0.1,100.1,NaN,1e-9,Infinity}'::text[]) AS score;
CREATE FUNCTION pg_temp.refused(value text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	detail text;
BEGIN
	PERFORM value::portfolio_health;
	RETURN 'accepted';
EXCEPTION WHEN invalid_text_representation THEN
	GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
	RETURN detail;
END $$;
SELECT is(pg_temp.refused(format('{"unscored": %s, "unweighted": 0, "invalid": 0, "unscored_weight": %s, "weighted_score": %s, "lowest": %s, "scores": %s}', unscored, unscored_weight, weighted, lowest, scores)), detail, detail) FROM (VALUES
	(0, '0', '50', 'null', '[[50, 50, 1, 1]]', 'accepted'),
	(0, '0', '50.0625', '50.0625', '[[50, 50.1, 1, 1]]', 'accepted'),
	(0, '1', '0', 'null', '[]', 'There is a weight without accounts. (line 1, offset 1)'),
	(1, '-1', '0', 'null', '[]', 'A weight is negative. (line 1, offset 1)'),
	(0, '0', '0', '0', '[]', 'The lowest score is not the lowest. (line 1, offset 1)'),
	(0, '0', '50', '49', '[[50, 50, 1, 1]]', 'The lowest score is not the lowest. (line 1, offset 1)'),
	(0, '0', '50', '101', '[[50, 50, 1, 1]]', 'The lowest score is impossible. (line 1, offset 1)'),
	(0, '0', '51', '50', '[[50, 50, 1, 1]]', 'The sum of weights times scores does not fit the scores. (line 1, offset 1)'),
	(0, '0', '-1', 'null', '[]', 'The sum of weights times scores does not fit the scores. (line 1, offset 1)'),
	(0, '0', '50', '50', '[[50, 50, 1, -1]]', 'A weight is negative. (line 1, offset 1)'),
	(0, '0', '100', '50', '[[50, 50, 1, 1], [50, 50, 1, 1]]', 'The scores do not ascend. (line 1, offset 1)'),
	(0, '0', '50', '50', '[[50, 50.2, 1, 1]]', 'A cell is one score, or what lies between two. (line 1, offset 122)'),
	(0, '0', '50', '50', '[[50.05, 50.1, 1, 1]]', 'Expected a score from 0 to 100 here, of one digit after the point. (line 1, offset 118)'),
	(0, '0', '50', '50', '[[50, 50, 1]]', 'Expected the ends of a cell, its accounts and their weight here. (line 1, offset 117)')
) AS v(unscored, unscored_weight, weighted, lowest, scores, detail);

-- Stored bytes with a bin that there is not: no merged value has it.
CREATE FUNCTION pg_temp.with_bin(bin bytea) RETURNS portfolio_health
LANGUAGE sql RETURN (SELECT csops_test_forged(overlay(raw PLACING bin FROM length(raw) - 7), NULL::portfolio_health) FROM (SELECT csops_test_raw(portfolio_health_agg(50, 1))) AS p(raw));
SELECT is(csops_test_raw(pg_temp.with_bin('\xe8030000')), csops_test_raw(portfolio_health_agg(50, 1)), 'the same bytes are the same value');
SELECT throws_ok(format('SELECT merge(%s, %s)', a, b), 'XX001', 'malformed value of type portfolio_health', format('merge(%s, %s)', a, b))
FROM (VALUES ('\xd2070000'::bytea), ('\xd1070000'), ('\xffffff7f'), ('\xffffffff')) AS v(bin), (VALUES ('portfolio_health_agg(NULL, 1)'), ('portfolio_health_agg(20, 1)')) AS o(other),
	LATERAL (SELECT format('pg_temp.with_bin(%L)', bin)) AS f(forged), LATERAL (VALUES (forged, other), (other, forged)) AS merged(a, b);

SELECT finish();
ROLLBACK;
