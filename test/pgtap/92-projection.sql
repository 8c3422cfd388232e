-- Projected retention: the sbg cases of vectors/retention.json, the likelihood from the rows, the model's limits, and what
-- does not determine a model. The folder is CSOPS_SHARED, ../shared unless it is set.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION pgtap SCHEMA public;
CREATE SCHEMA csops;
CREATE EXTENSION csops SCHEMA csops;
SET LOCAL search_path = csops, public;

SELECT no_plan();
\set file `cat "${CSOPS_SHARED-../shared}/vectors/retention.json" 2>/dev/null`
SELECT skip('no vectors in the shared folder', 1) WHERE :'file' = '';
CREATE TEMP TABLE vector AS
SELECT v ->> 'id' AS id, v ->> 'kind' AS kind, v -> 'input' AS input, v -> 'expected' AS expected
FROM jsonb_array_elements(CASE WHEN :'file' = '' THEN '[]' ELSE :'file' END::jsonb) AS v WHERE v ->> 'kind' LIKE 'sbg%' OR v ->> 'id' = 'P009';

-- A table of customers of whom that share survived each period, and one of cohorts of which so many were left.
CREATE FUNCTION pg_temp.of_survivors(survivors numeric[]) RETURNS life_table LANGUAGE sql IMMUTABLE
RETURN format('{"tenure": "integer", "observations": %s, "unanswered": 0, "invalid": 0, "times": %s, "weights": null}', round(survivors[1]),
	(SELECT coalesce(jsonb_agg(jsonb_build_array(period, lost, kept, 0) ORDER BY period) FILTER (WHERE lost + kept > 0), '[]')
	FROM (SELECT period, round(survivors[period]) - round(survivors[period + 1]) AS lost,
		CASE WHEN period = cardinality(survivors) - 1 THEN round(survivors[period + 1]) ELSE 0 END AS kept
		FROM generate_series(1, cardinality(survivors) - 1) AS period) AS p))::life_table;
CREATE TEMP TABLE fitted AS
SELECT id, expected, pg_temp.of_survivors(ARRAY[1000] || ARRAY(SELECT 1000 * v::numeric FROM jsonb_array_elements_text(input -> 'survival') AS v)) AS s
FROM vector WHERE kind = 'sbg_fit'
UNION ALL
SELECT id, expected, (SELECT rollup(pg_temp.of_survivors(ARRAY(SELECT v::numeric FROM jsonb_array_elements_text(c) AS v))) FROM jsonb_array_elements(input -> 'cohorts') AS c)
FROM vector WHERE kind = 'sbg_fit_multi_cohort';
SELECT ok(abs(alpha / (expected ->> 'alpha')::float8 - 1) < 1e-3 AND abs(beta / (expected ->> 'beta')::float8 - 1) < 1e-3
	AND abs(log_likelihood - coalesce((expected ->> 'loglik')::float8, 1000 * (expected ->> 'll_per_customer')::float8)) < 1e-5, format('%s: alpha %s, beta %s, %s', id, alpha, beta, log_likelihood))
FROM fitted, retention_fit(s);
SELECT is((SELECT count(*) FROM fitted), 3::bigint, 'there are three fits') WHERE :'file' <> '';
-- From the two parameters published with three decimals.
SELECT ok(bool_and(abs(survival - wanted::float8) < 2e-4), v.id || ': survival of twelve periods')
FROM (VALUES ('P003', 'P001'), ('P004', 'P002')) AS p(id, of) JOIN vector AS v USING (id) JOIN fitted ON fitted.id = of,
	jsonb_array_elements_text(v.expected) WITH ORDINALITY AS w(wanted, n) JOIN LATERAL project_retention(s, 12) AS r ON r.period = n GROUP BY v.id;
SELECT ok(bool_and(abs(projected_retention(s, n::integer) - wanted::float8) < 1e-4), v.id || ': retention of eight periods')
FROM vector AS v JOIN fitted ON fitted.id = 'P001', jsonb_array_elements_text(v.expected) WITH ORDINALITY AS w(wanted, n) WHERE v.id = 'P005' GROUP BY v.id;
SELECT is(round(expected_residual_lifetime(s, 7, 0.1)::numeric, 2), v.expected::text::numeric, v.id || ': the expected residual lifetime') FROM vector AS v JOIN fitted ON fitted.id = 'P001' WHERE v.id = 'P008';
SELECT ok(bool_and(abs(probability - wanted::float8) < 1e-10 AND at_risk = (v.expected -> 'at_risk' ->> n::integer - 1)::integer), v.id || ': the share that leaves in each period')
FROM vector AS v JOIN fitted ON fitted.id = 'P007', jsonb_array_elements_text(v.expected -> 'h') WITH ORDINALITY AS w(wanted, n) JOIN LATERAL hazard_table(s, 1) AS h ON h.to_at = n WHERE v.id = 'P009' GROUP BY v.id;
SELECT is((SELECT array_agg(id ORDER BY id) FROM vector WHERE id NOT IN ('P001', 'P002', 'P003', 'P004', 'P005', 'P007', 'P008', 'P009')), '{P006}',
	'all vectors were looked at, but for a likelihood at parameters that nobody fitted') WHERE :'file' <> '';

-- Random customers: with chances that differ, some censored, some entered late.
SELECT setseed(0.2);
CREATE TEMP TABLE customer AS
SELECT grp, least(leaves, seen) AS periods, leaves <= seen AS ended, CASE WHEN late < 0.2 THEN floor(late * 5 * least(leaves, seen))::integer ELSE 0 END AS entry, 1 + n % 3 AS weight
FROM (
	SELECT grp, n, random() AS late, (1 + floor(random() * (3 + grp * 2)))::integer AS seen, (1 + floor(ln(random()) / ln(1 - (0.02 + random() ^ grp * 0.7))))::integer AS leaves
	FROM generate_series(1, 4) AS grp, generate_series(1, 2000) AS n) AS r;
DELETE FROM customer WHERE entry >= periods AND entry > 0;
CREATE TEMP TABLE model AS
SELECT grp, s, f.*
FROM (SELECT grp, life_table_agg(periods, ended, entry) AS s FROM customer GROUP BY grp) AS c, retention_fit(s) AS f;
SELECT is((SELECT count(*) FROM model WHERE alpha > 0 AND beta > 0), 4::bigint, 'each group has a model');
-- The likelihood of the published form: each account's, given that it had come to its entry.
CREATE FUNCTION pg_temp.survival(alpha float8, beta float8, t integer) RETURNS float8 LANGUAGE sql IMMUTABLE
RETURN (SELECT coalesce(exp(sum(ln((beta + k - 1) / (alpha + beta + k - 1)))), 1) FROM generate_series(1, t) AS k);
CREATE FUNCTION pg_temp.likelihood(which integer, alpha float8, beta float8) RETURNS float8 LANGUAGE sql STABLE
RETURN (
	WITH curve AS MATERIALIZED (SELECT t, pg_temp.survival(alpha, beta, t) AS s FROM generate_series(0, 60) AS t)
	SELECT sum(n * (ln(CASE WHEN ended THEN before.s - at_end.s ELSE at_end.s END) - ln(at_entry.s)))
	FROM (SELECT periods, ended, entry, count(*) AS n FROM customer WHERE grp = which GROUP BY periods, ended, entry) AS c
	JOIN curve AS at_end ON at_end.t = periods JOIN curve AS before ON before.t = periods - 1 JOIN curve AS at_entry ON at_entry.t = entry);
SELECT ok(abs(log_likelihood / pg_temp.likelihood(grp, alpha, beta) - 1) < 1e-12, 'the likelihood of group ' || grp || ' is that of its accounts') FROM model;
SELECT is_empty($$
	SELECT grp, a, b FROM model, unnest(ARRAY[0.5, 0.9, 0.99, 0.999, 1, 1.001, 1.01, 1.1, 2]) AS a, unnest(ARRAY[0.5, 0.9, 0.99, 0.999, 1, 1.001, 1.01, 1.1, 2]) AS b
	WHERE pg_temp.likelihood(grp, a * alpha, b * beta) > log_likelihood + 1e-9 * abs(log_likelihood)
$$, 'and no other near it is greater');
SELECT is_empty($$
	SELECT grp, a, b FROM model, unnest(ARRAY[-6, -3, -1, 0, 1, 3, 6]) AS a, unnest(ARRAY[-6, -3, -1, 0, 1, 3, 6]) AS b
	WHERE pg_temp.likelihood(grp, exp(a), exp(b)) > log_likelihood
$$, 'nor far from it');
SELECT is_empty($$ SELECT grp FROM model WHERE NOT (abs(first_period_churn - alpha / (alpha + beta)) < 1e-12 AND abs(polarization - 1 / (1 + alpha + beta)) < 1e-12) $$, 'the other parameters follow from alpha and beta');
SELECT is_empty($$
	SELECT grp, t FROM model, generate_series(0, 30) AS t
	WHERE abs(projected_survival(s, t) - pg_temp.survival(alpha, beta, t)) > 1e-12 OR t > 0 AND abs(projected_retention(s, t) - (beta + t - 1) / (alpha + beta + t - 1)) > 1e-12
$$, 'survival and retention are the closed form');
SELECT is_empty($$
	SELECT grp, period FROM model, project_retention(s, 40) AS r
	WHERE r.survival <> projected_survival(s, period) OR r.retention <> projected_retention(s, period) OR observed IS DISTINCT FROM survival_at(s, period)
$$, 'project_retention is the accessors by period, beside what was observed');
SELECT is_empty($$
	SELECT grp, d, age FROM model, unnest(ARRAY[0.05, 0.5, 3]) AS d, unnest(ARRAY[0, 1, 12]) AS age,
	LATERAL (SELECT sum(term) AS wanted FROM (
		SELECT exp(sum(ln((beta + age + k - 1) / (alpha + beta + age + k - 1) / (1 + d))) OVER (ORDER BY k)) * (1 + d) AS term FROM generate_series(1, ceil(60 / ln(1 + d))::integer) AS k) AS t) AS w
	WHERE abs(expected_residual_lifetime(s, age, d) / wanted - 1) > 1e-9 OR age = 0 AND abs(expected_lifetime(s, d) / (1 + wanted / (1 + d)) - 1) > 1e-9
$$, 'expected lifetimes are the sums that they abbreviate');
SELECT is_empty($$
	SELECT grp FROM model WHERE expected_lifetime(s) IS DISTINCT FROM expected_lifetime(s, 0) OR (expected_lifetime(s) IS NULL) <> (alpha <= 1)
	OR alpha > 1 AND (abs(expected_lifetime(s) / (1 + beta / (alpha - 1)) - 1) > 1e-12 OR abs(expected_lifetime(s, 1e-7) / expected_lifetime(s) - 1) > 1e-3 ^ (alpha - 1) AND alpha < 1.9)
$$, 'without a discount they are infinite for an alpha up to 1');
SELECT is_empty($$
	SELECT grp FROM model, LATERAL (SELECT life_table_agg(30 * periods - CASE WHEN ended THEN 7 ELSE 0 END, ended, CASE WHEN entry > 0 THEN 30 * entry ELSE 0 END) AS days FROM customer AS c WHERE c.grp = model.grp) AS d,
	retention_fit(days, 30) AS f WHERE abs(f.alpha - model.alpha) > 1e-9 OR f.periods <> model.periods
$$, 'tenures in days with periods of thirty give the same');
SELECT is_empty($$
	SELECT grp FROM model, LATERAL (SELECT life_table_agg(periods * interval '0.1 seconds', ended, entry * interval '0.1 seconds') AS tenths FROM customer AS c WHERE c.grp = model.grp) AS d,
	retention_fit(tenths, 0.1) AS f WHERE abs(f.alpha - model.alpha) > 1e-9 OR f.periods <> model.periods
$$, 'so do tenths of a second');
SELECT is_empty($$
	SELECT grp FROM model, LATERAL (SELECT life_table_agg(periods, ended, entry, weight / 3.0) AS weighted, life_table_agg(periods, ended, entry) AS repeated FROM customer AS c, generate_series(1, weight) WHERE c.grp = model.grp) AS d,
	LATERAL (SELECT life_table_agg(periods, ended, entry, weight / 3.0) AS once FROM customer AS c WHERE c.grp = model.grp) AS o,
	LATERAL (SELECT f.alpha AS a, g.alpha AS b, f.log_likelihood AS x, g.log_likelihood AS y FROM retention_fit(once) AS f, retention_fit(repeated) AS g) AS f
	WHERE abs(a / b - 1) > 1e-8 OR abs(3 * x / y - 1) > 1e-9
$$, 'a weight of three counts as three accounts');

-- The limits of the model, and what determines none.
SELECT is(row(alpha, beta, round(first_period_churn::numeric, 12), polarization, round(expected_lifetime(s)::numeric, 9), round(expected_lifetime(s, 0.25)::numeric, 9), round(projected_survival(s, 3)::numeric, 9),
		round(expected_residual_lifetime(s, 5)::numeric, 9)),
	row(NULL::float8, NULL::float8, 0.2::numeric(20, 12), 0::float8, 5::numeric(20, 9), 2.777777778, 0.512::numeric(20, 9), 4::numeric(20, 9)), 'one chance for all: the geometric distribution')
FROM (SELECT pg_temp.of_survivors('{10000, 8000, 6400, 5120}') AS s) AS t, retention_fit(s);
SELECT is(row(alpha, beta, polarization, projected_survival(s, 1) = projected_survival(s, 2)), row(NULL::float8, NULL::float8, 0::float8, false), 'retention that falls with age: the same limit')
FROM (SELECT pg_temp.of_survivors('{10000, 9000, 7000, 4000}') AS s) AS t, retention_fit(s);
SELECT is(row(alpha, beta, first_period_churn, polarization, projected_survival(s, 1), projected_survival(s, 50), projected_retention(s, 2), expected_lifetime(s), round(expected_lifetime(s, 0.25)::numeric, 9)),
	row(NULL::float8, NULL::float8, 0.25::float8, 1::float8, 0.75::float8, 0.75::float8, 1::float8, NULL::float8, 4::numeric(20, 9)), 'nobody leaves later: those who stay stay for ever')
FROM (SELECT pg_temp.of_survivors('{1000, 750, 750, 750}') AS s) AS t, retention_fit(s);
SELECT is(row(f.*)::text || coalesce(projected_survival(s, 1)::text, '-') || coalesce(expected_residual_lifetime(s, 1)::text, '-'), '(,,,,,' || f.periods || ')--', what)
FROM (
	SELECT 'nobody left' AS what, life_table_agg(t, false) AS s FROM generate_series(1, 9) AS t
	UNION ALL SELECT 'all was seen in one period', life_table_agg(1, t < 3) FROM generate_series(1, 9) AS t
	UNION ALL SELECT 'all left in their first period', life_table_agg(t, true, t - 1) FROM generate_series(1, 9) AS t
	UNION ALL SELECT 'nobody is there', life_table_accum(NULL, NULL::integer, true)) AS t, retention_fit(s) AS f;
SELECT is((SELECT array_agg(coalesce(survival::text, '-') || coalesce(observed::text, '-')) FROM (SELECT life_table_agg(2, false)) AS t(s), project_retention(s, 3)), '{-1,-1,--}', 'what was observed is shown all the same');
SELECT is_empty($$
	SELECT a, b, c, d FROM unnest(ARRAY[0, 1, 3, 1000000]) AS a, unnest(ARRAY[0, 1, 3, 1000000]) AS b, unnest(ARRAY[0, 1, 3, 1000000]) AS c, unnest(ARRAY[0, 1, 1000000]) AS d,
	LATERAL (SELECT pg_temp.of_survivors(ARRAY[a + b + c + d, b + c + d, c + d, d]) AS s) AS t, LATERAL (SELECT f FROM retention_fit(s) AS f) AS f,
	LATERAL (SELECT ARRAY[(f).alpha, (f).beta, (f).first_period_churn, (f).polarization, (f).log_likelihood, projected_survival(s, 100), expected_lifetime(s), expected_lifetime(s, 1e-9),
		expected_residual_lifetime(s, 10000, 1e300)] AS figures) AS g
	WHERE a + b + c + d > 0 AND (figures && '{NaN,Infinity,-Infinity}' OR projected_survival(s, 100) NOT BETWEEN 0 AND 1)
$$, 'whatever was counted, no figure is infinite or not a number');
-- As many periods as there can be take a moment, not for ever.
SELECT ok(projected_survival(s, 10000) BETWEEN 0 AND 1, 'ten thousand periods') FROM (SELECT life_table_agg(t, t % 3 = 0) AS s FROM generate_series(1, 10000) AS t) AS t;

SELECT * FROM finish();
ROLLBACK;
