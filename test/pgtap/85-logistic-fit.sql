-- Logistic regression: the equations that the answer must solve, checked in SQL; the figures of vectors/statistics.tsv; and R's
-- glm on the IBM Telco customers. The folder of vectors and data is CSOPS_SHARED, ../shared unless it is set.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION pgtap SCHEMA public;
CREATE SCHEMA csops;
CREATE EXTENSION csops SCHEMA csops;
SET LOCAL search_path = csops, public;

SELECT no_plan();

-- Rows of many kinds with two features: scales far apart, features that are nearly alike, strong and weak and none.
SELECT setseed(0.85);
CREATE TEMP TABLE trial AS
SELECT kind, n, x, y, outcome
FROM generate_series(1, 400) AS n, LATERAL (SELECT random() AS u, random() AS v, random() AS w, n AS row_number) AS r,
	LATERAL (VALUES
		('plain', 10 * u, 10 * v, 0.3 * u * 10 - 0.2 * v * 10),
		('weak', u, v, 0.1 * u),
		('strong', u, v, 20 * u - 20 * v),
		('scales apart', 1e9 * u, 1e-9 * v, 3 * u - 3 * v),
		('far from zero', 1e6 + u, v - 1e6, 2 * u + 2 * v - 2),
		('nearly alike', u, u + 1e-3 * v, 2 * u - 1),
		('few values', floor(3 * u), floor(2 * v), floor(3 * u) - 1),
		('rare', u, v, 2 * u - 5),
		('skewed', exp(8 * u), v, 4 * u - 2),
		('heavy', 1e50 * (u - 0.5), 1e-50 * v, u)) AS k(kind, x, y, eta),
	LATERAL (SELECT w < 1 / (1 + exp(-eta)) AS outcome) AS o;

CREATE TEMP TABLE fit AS
SELECT kind, ridge, logistic_fit_agg(ridge, outcome, x, y) AS f
FROM trial, unnest(ARRAY[0, 1e-6, 0.5, 20]) AS ridge GROUP BY kind, ridge;
SELECT is_empty($$ SELECT kind, ridge, f FROM fit WHERE NOT converged(f) OR separated(f) OR coefficient(f, 2) IS NULL $$, 'all of them are fitted');

-- At the answer the gradient of the likelihood is that of the penalty: of standardised features, and nothing for the intercept.
CREATE TEMP TABLE residual AS
SELECT kind, ridge, n, (x - m.mean) / m.deviation AS zx, (y - w.mean) / w.deviation AS zy, outcome, s.p, outcome::int - s.p AS residual
FROM trial JOIN fit USING (kind), LATERAL (SELECT * FROM logistic_table(f) WHERE term = 1) AS m, LATERAL (SELECT * FROM logistic_table(f) WHERE term = 2) AS w,
	LATERAL (SELECT 1 / (1 + exp(-(coefficient(f, 0) + coefficient(f, 1) * x + coefficient(f, 2) * y))) AS p) AS s;
SELECT is_empty($$
	SELECT kind, ridge, sum(residual), sum(residual * zx) - ridge * coefficient(f, 1) * bx, sum(residual * zy) - ridge * coefficient(f, 2) * by
	FROM residual JOIN fit USING (kind, ridge),
		LATERAL (SELECT deviation AS bx FROM logistic_table(f) WHERE term = 1) AS m, LATERAL (SELECT deviation AS by FROM logistic_table(f) WHERE term = 2) AS w
	GROUP BY kind, ridge, f, bx, by
	HAVING abs(sum(residual)) > 1e-7 OR abs(sum(residual * zx) - ridge * coefficient(f, 1) * bx) > 1e-7
	OR abs(sum(residual * zy) - ridge * coefficient(f, 2) * by) > 1e-7
$$, 'the coefficients solve the equations of the penalised likelihood');
SELECT is_empty($$
	SELECT kind, ridge FROM residual JOIN fit USING (kind, ridge) GROUP BY kind, ridge, f
	HAVING abs(deviance(f) / sum(-2 * ln(CASE WHEN outcome THEN p ELSE 1 - p END)) - 1) > 1e-7
	OR abs(null_deviance(f) / sum(-2 * ln(CASE WHEN outcome THEN (SELECT avg(outcome::int) FROM trial AS t WHERE t.kind = residual.kind)
		ELSE 1 - (SELECT avg(outcome::int) FROM trial AS t WHERE t.kind = residual.kind) END)) - 1) > 1e-9
$$, 'the deviances are those of the rows');
-- The inverse of the Hessian of three terms, by its cofactors.
SELECT is_empty($$
	WITH h AS (
		SELECT kind, ridge, sum(w) AS a, sum(w * zx) AS b, sum(w * zy) AS c, sum(w * zx ^ 2) + ridge AS d, sum(w * zx * zy) AS e, sum(w * zy ^ 2) + ridge AS f
		FROM residual, LATERAL (SELECT p * (1 - p) AS w) AS weight GROUP BY kind, ridge
	)
	SELECT kind, ridge, standard_error(fit.f, 1) * dx, sqrt((a * h.f - c ^ 2) / det) FROM h JOIN fit USING (kind, ridge),
		LATERAL (SELECT a * (d * h.f - e ^ 2) - b * (b * h.f - c * e) + c * (b * e - c * d) AS det) AS determinant,
		LATERAL (SELECT deviation AS dx, -mean / deviation AS mx FROM logistic_table(fit.f) WHERE term = 1) AS m,
		LATERAL (SELECT deviation AS dy, -mean / deviation AS my FROM logistic_table(fit.f) WHERE term = 2) AS w
	WHERE abs(standard_error(fit.f, 1) * dx / sqrt((a * h.f - c ^ 2) / det) - 1) > 1e-6
	OR abs(standard_error(fit.f, 2) * dy / sqrt((a * d - b ^ 2) / det) - 1) > 1e-6
	OR abs(standard_error(fit.f, 0) ^ 2 / (((d * h.f - e ^ 2) + mx ^ 2 * (a * h.f - c ^ 2) + my ^ 2 * (a * d - b ^ 2)
		+ 2 * mx * (c * e - b * h.f) + 2 * my * (b * e - c * d) + 2 * mx * my * (b * c - a * e)) / det) - 1) > 1e-5
$$, 'the standard errors are those of the inverse Hessian');
SELECT is_empty($$
	SELECT fit.kind, ridge, term FROM fit, logistic_table(f) AS t JOIN (
		SELECT kind, 1 AS term, avg(x) AS mean, stddev_pop(x) AS deviation, min(x) AS lowest, max(x) AS highest FROM trial GROUP BY kind UNION ALL
		SELECT kind, 2, avg(y), stddev_pop(y), min(y), max(y) FROM trial GROUP BY kind) AS c USING (term)
	WHERE fit.kind = c.kind AND (t.lowest <> c.lowest OR t.highest <> c.highest OR abs(t.mean - c.mean) > 1e-12 * greatest(abs(c.lowest), abs(c.highest))
		OR abs(t.deviation / c.deviation - 1) > 1e-6)
$$, 'the features are described as they are');
SELECT is_empty($$
	SELECT kind, ridge FROM fit WHERE abs(abs(points(f, 1)) + abs(points(f, 2)) - 100) > 1e-9 OR sign(points(f, 1)) <> sign(coefficient(f, 1))
	UNION ALL
	SELECT kind, ridge FROM trial JOIN fit USING (kind)
	WHERE abs(logistic_probability(f, x, y) - 1 / (1 + exp(-(coefficient(f, 0) + coefficient(f, 1) * x + coefficient(f, 2) * y)))) > 1e-9
	UNION ALL
	SELECT kind, ridge FROM fit, logistic_table(f)
	WHERE coefficient IS DISTINCT FROM coefficient(f, term) OR standard_error IS DISTINCT FROM standard_error(f, term) OR z <> coefficient / standard_error
	OR term > 0 AND points IS DISTINCT FROM points(f, greatest(term, 1))
$$, 'points, probabilities and the table say the same');
SELECT is_empty($$
	SELECT kind FROM fit AS small JOIN fit AS large USING (kind)
	WHERE small.ridge < large.ridge AND (deviance(small.f) > deviance(large.f) * (1 + 1e-12)
		OR (SELECT sum((coefficient * deviation) ^ 2) FROM logistic_table(small.f) WHERE term > 0)
			< (SELECT sum((coefficient * deviation) ^ 2) FROM logistic_table(large.f) WHERE term > 0))
$$, 'a larger ridge fits less well, with smaller coefficients');
SELECT is_empty($$
	SELECT kind FROM (SELECT kind, logistic_fit_agg(outcome, x, y) AS f FROM trial GROUP BY kind) AS d JOIN fit USING (kind)
	WHERE ridge = 1e-6 AND d.f <> fit.f
$$, 'the ridge is a millionth where none is given');

-- A health model of the fit is a straight line of its log odds.
SELECT is_empty($$
	WITH scored AS (
		SELECT kind, ridge, health_score(health_model(f, '{x,y}'), x, y) AS low, health_score(health_model(f, '{x,y}', 'high'), x, y) AS high,
			coefficient(f, 1) * x + coefficient(f, 2) * y AS eta
		FROM trial JOIN fit USING (kind)
	), line AS (
		SELECT kind, ridge, sum(greatest(coefficient * lowest, coefficient * highest)) AS worst, sum(least(coefficient * lowest, coefficient * highest)) AS best
		FROM fit, logistic_table(f) WHERE term > 0 GROUP BY kind, ridge
	)
	SELECT kind, ridge, max(abs(low - 100 * (worst - eta) / (worst - best))), max(abs(high - 100 * (eta - best) / (worst - best)))
	FROM scored JOIN line USING (kind, ridge) GROUP BY kind, ridge
	HAVING max(abs(low - 100 * (worst - eta) / (worst - best))) > 1e-6 OR max(abs(high - 100 * (eta - best) / (worst - best))) > 1e-6
$$, 'the health score of the model of a fit is a straight line of the log odds, from 0 to 100');
SELECT ok(abs(health_score(health_model(f, '{a,b,c}'), 5, 7, 5) - 1500 / 19.0) < 1e-9, 'features without a coefficient have no weight')
FROM (SELECT logistic_fit_agg(n % 3 = 0 OR n > 15, n, 7, n) FROM generate_series(1, 20) AS n) AS q(f);
SELECT is(health_model(f, '{a}'), NULL, 'without a fit there is no model')
FROM (SELECT logistic_fit_agg(true, n) FROM generate_series(1, 20) AS n) AS q(f);

-- The same bytes in any order, and rows that are alike count as often as they are there.
SELECT is_empty($$
	SELECT kind FROM (SELECT kind, logistic_fit_agg(0.5, outcome, x, y ORDER BY random()) AS f FROM trial GROUP BY kind) AS d JOIN fit USING (kind)
	WHERE ridge = 0.5 AND d.f <> fit.f
$$, 'the order of the rows does not matter');
SELECT is_empty($$
	SELECT kind FROM (SELECT kind, logistic_fit_agg(1, outcome, x, y) AS f FROM trial, generate_series(1, 2) GROUP BY kind) AS twice JOIN fit USING (kind)
	WHERE ridge = 0.5 AND (observations(twice.f) <> 2 * observations(fit.f) OR abs(coefficient(twice.f, 1) / coefficient(fit.f, 1) - 1) > 1e-8
		OR abs(standard_error(twice.f, 1) * sqrt(2) / standard_error(fit.f, 1) - 1) > 1e-8)
$$, 'twice the rows and twice the ridge give the same coefficients, with standard errors smaller by the root of 2');
CREATE TEMP TABLE crowd AS
SELECT (n % 7)::float8 AS x, (n % 3)::float8 AS y, n % 11 < n % 7 AS outcome, (n % 100003)::float8 AS many FROM generate_series(1, 200000) AS n;
SET LOCAL parallel_setup_cost = 0;
SET LOCAL parallel_tuple_cost = 0;
SET LOCAL min_parallel_table_scan_size = 0;
ANALYZE crowd;
SELECT ok((SELECT logistic_fit_agg(outcome, x, y, many) FROM crowd) = (SELECT logistic_fit_agg(outcome, x, y, many) FROM (SELECT * FROM crowd OFFSET 0) AS one_worker),
	'workers fit what one fits');

-- What has no fit, and what has none of its own
SELECT ok(NOT converged(f) AND NOT separated(f) AND coefficient(f, 0) IS NULL AND logistic_probability(f, 1) IS NULL AND deviance(f) IS NULL, 'an outcome that always happens has no fit')
FROM (SELECT logistic_fit_agg(true, n) FROM generate_series(1, 10) AS n) AS q(f);
SELECT ok(NOT converged(f) AND observations(f) = 0 AND undecided(f) = 10 AND coefficient(f, 1) IS NULL, 'undecided rows have no fit')
FROM (SELECT logistic_fit_agg(NULL, n) FROM generate_series(1, 10) AS n) AS q(f);
SELECT is(ARRAY(SELECT coefficient IS NULL FROM logistic_table(f)), '{f,f,t,t,f,t}', 'constants and combinations of features before them have no coefficient, with ridge ' || ridge)
FROM (SELECT ridge, logistic_fit_agg(ridge, n % 3 = 0 OR n > 15, n, 7, 2 - 3 * n, n % 7, n + n % 7) AS f
	FROM generate_series(1, 20) AS n, unnest(ARRAY[0, 1e-6, 5]) AS ridge GROUP BY ridge) AS q;
SELECT ok(abs(logistic_probability(a, 4, 4, 4) - logistic_probability(b, 4)) < 1e-9, 'and add nothing to a probability')
FROM (SELECT logistic_fit_agg(n % 3 = 0 OR n > 15, n, n, 7), logistic_fit_agg(n % 3 = 0 OR n > 15, n) FROM generate_series(1, 20) AS n) AS q(a, b);
SELECT is(ARRAY[converged(f), separated(f), coefficient(f, 1) > 1], '{t,t,t}', 'complete separation is seen, and the ridge gives coefficients')
FROM (SELECT logistic_fit_agg(n > 10, n) FROM generate_series(1, 20) AS n) AS q(f);
SELECT is(ARRAY[converged(f), separated(f), coefficient(f, 1) IS NULL], '{f,t,t}', 'without a ridge there are none')
FROM (SELECT logistic_fit_agg(0, n > 10, n) FROM generate_series(1, 20) AS n) AS q(f);
SELECT is(ARRAY[converged(f), separated(f), coefficient(f, 1) > 1], '{t,t,t}', 'one value with which it always happens is separation too')
FROM (SELECT logistic_fit_agg(n % 2 = 0 OR n > 900, (n > 900)::int, n % 7) FROM generate_series(1, 1000) AS n) AS q(f);
SELECT is(ARRAY[separated(f), coefficient(f, 1) IS NULL], '{t,t}', 'and has no coefficients without a ridge')
FROM (SELECT logistic_fit_agg(0, n % 2 = 0 OR n > 900, (n > 900)::int, n % 7) FROM generate_series(1, 1000) AS n) AS q(f);
SELECT is(ARRAY[converged(f), separated(f)], '{t,f}', 'one exception ends the separation')
FROM (SELECT logistic_fit_agg(0, n % 2 = 0 OR n > 900 AND n < 1000, (n > 900)::int, n % 7) FROM generate_series(1, 1001) AS n) AS q(f);
SELECT is(ARRAY[converged(f), separated(f)], '{t,f}', 'few rows are no separation')
FROM (SELECT logistic_fit_agg(o, x) FROM (VALUES (true, 1), (false, 2), (true, 3)) AS v(o, x)) AS q(f);

-- The text of a state of more rows than there is room for
SELECT throws_ok($$ SELECT ('{"features": 100, "ridge": 0, "undecided": 0, "incomplete": 0, "rows": [' || repeat('0,', 1400000) || '0]}')::logistic_fit_state $$,
	'22P02', 'invalid input syntax for type logistic_fit_state', 'rows of more than a gigabyte');

-- The published and independently computed figures
\set file `cat "${CSOPS_SHARED-../shared}/vectors/statistics.tsv" 2>/dev/null`
CREATE TEMP TABLE vector AS
SELECT column_value[1] AS id, column_value[2] AS function, column_value[3] AS inputs, column_value[4] AS expected, column_value[5] AS source
FROM string_to_table(:'file', E'\n') AS line, string_to_array(line, E'\t') AS column_value
WHERE line <> '' AND line NOT LIKE E'id\t%';
CREATE FUNCTION pg_temp.list(inputs text, n integer) RETURNS float8[]
LANGUAGE sql RETURN (SELECT m[1]::float8[] FROM regexp_matches(inputs, '(\{[^}]*\})', 'g') AS m OFFSET n - 1 LIMIT 1);
SELECT count(*) > 0 AS found FROM vector \gset
\if :found
CREATE TEMP TABLE regression AS
SELECT 'logregr' AS name, logistic_fit_agg(0, y = 1, x1, x2) AS f
FROM vector, unnest(pg_temp.list(inputs, 1), pg_temp.list(inputs, 2)) WITH ORDINALITY AS u(y, x2, x1) WHERE id = 'V157' UNION ALL
SELECT 'calibration', logistic_fit_agg(0, y = 1, ln(i / (41.0 - i)))
FROM vector, unnest(pg_temp.list(inputs, 1)) WITH ORDINALITY AS u(y, i) WHERE id = 'V232';
SELECT is((SELECT array_agg(id ORDER BY id) FROM vector WHERE function LIKE 'logregr%' OR function LIKE 'calibration%'),
	'{V157,V158,V159,V229,V230,V231,V234}', 'the vectors of logistic regression are all there');
SELECT ok((SELECT bool_and(CASE WHEN abs(e) < 1e-12 THEN abs(a) < 1e-12 ELSE abs(a / e - 1) <= CASE WHEN source LIKE 'R %' THEN 1e-6 ELSE 1e-9 END END)
		FROM unnest(answer, ('{' || trim(expected, '{}') || '}')::float8[]) AS u(a, e)),
	format('%s %s: %s', id, function, answer))
FROM vector JOIN regression ON function LIKE name || '%', LATERAL (
	SELECT CASE
		WHEN function IN ('logregr_coef', 'calibration_intercept_slope') THEN ARRAY(SELECT coefficient FROM logistic_table(f) ORDER BY term)
		WHEN function = 'logregr_se' THEN ARRAY(SELECT standard_error FROM logistic_table(f) ORDER BY term)
		WHEN function = 'logregr_llf' THEN ARRAY[-deviance(f) / 2]
		WHEN function = 'logregr_deviance' THEN ARRAY[deviance(f)] END AS answer) AS a;
\else
\echo # no vectors/statistics.tsv in CSOPS_SHARED (../shared unless it is set): the vectors are NOT tested
SELECT skip('there is no vectors/statistics.tsv', 1);
\endif

-- IBM Telco: every other customer for the fit, and the AUC of it among the rest, by R's glm and by csops.
\set customers `test -r "${CSOPS_SHARED-../shared}/data/telco_customer_churn.csv.gz" && echo true || echo false`
\set r `command -v Rscript >/dev/null && echo true || echo false`
CREATE TEMP TABLE telco (n serial, id text, gender text, senior float8, partner text, dependents text, tenure float8, phone text, lines text, internet text,
	security text, backup text, protection text, support text, tv text, movies text, contract text, paperless text, payment text,
	monthly float8, total text, churn text);
CREATE TEMP TABLE said (name text, value float8);
\if :customers
\if :r
\copy telco (id, gender, senior, partner, dependents, tenure, phone, lines, internet, security, backup, protection, support, tv, movies, contract, paperless, payment, monthly, total, churn) FROM PROGRAM 'gzip -dc "${CSOPS_SHARED-../shared}/data/telco_customer_churn.csv.gz"' WITH (FORMAT csv, HEADER)
\copy said FROM PROGRAM 'Rscript --vanilla test/pgtap/85-logistic-fit.R "${CSOPS_SHARED-../shared}/data/telco_customer_churn.csv.gz"'
CREATE TEMP VIEW customer AS
SELECT n, n % 2 = 1 AS for_fit, churn = 'Yes' AS churned, tenure, monthly, senior,
	(contract = 'One year')::int::float8 AS one_year, (contract = 'Two year')::int::float8 AS two_years,
	(internet = 'Fiber optic')::int::float8 AS fiber, (paperless = 'Yes')::int::float8 AS paperless
FROM telco;
CREATE TEMP TABLE telco_fit AS
SELECT logistic_fit_agg(0, churned, tenure, monthly, senior, one_year, two_years, fiber, paperless) AS f FROM customer WHERE for_fit;
CREATE TEMP TABLE foretold AS
SELECT churned, logistic_probability(f, tenure, monthly, senior, one_year, two_years, fiber, paperless) AS p FROM customer, telco_fit WHERE NOT for_fit;
CREATE TEMP TABLE answer AS
SELECT 'coefficient ' || term AS name, coefficient AS value FROM telco_fit, logistic_table(f) UNION ALL
SELECT 'standard error ' || term, standard_error FROM telco_fit, logistic_table(f) UNION ALL
SELECT 'deviance', deviance(f) FROM telco_fit UNION ALL
SELECT 'null deviance', null_deviance(f) FROM telco_fit UNION ALL
-- Of all pairs, because an evaluation takes a probability to a hundredth of a percent.
SELECT 'auc', (sum(rank) FILTER (WHERE churned) - count(*) FILTER (WHERE churned) * (count(*) FILTER (WHERE churned) + 1) / 2.0)
	/ (count(*) FILTER (WHERE churned) * count(*) FILTER (WHERE NOT churned))
FROM (SELECT churned, rank() OVER (ORDER BY p) + (count(*) OVER (PARTITION BY p) - 1) / 2.0 AS rank FROM foretold) AS r;
SELECT is((SELECT count(*)::integer FROM said JOIN answer USING (name)), 19, 'Telco: R answered');
SELECT ok(abs(answer.value / said.value - 1) <= CASE WHEN name = 'auc' THEN 1e-9 ELSE 1e-6 END, format('Telco, %s: %s, R %s', name, answer.value, said.value))
FROM said JOIN answer USING (name) ORDER BY name;
SELECT ok(abs(auc(score_evaluation_agg(100 * p, churned), 'high') - (SELECT value FROM said WHERE name = 'auc')) < 1e-5, 'Telco: the AUC of the evaluation of the rounded probabilities') FROM foretold;
SELECT ok(abs(auc(score_evaluation_agg(health, churned)) - (SELECT value FROM said WHERE name = 'auc')) < 1e-4, 'Telco: and that of the health scores of the fit''s model')
FROM (SELECT churned, health_score(health_model(f, '{tenure,monthly,senior,one_year,two_years,fiber,paperless}'),
	tenure, monthly, senior, one_year, two_years, fiber, paperless) AS health FROM customer, telco_fit WHERE NOT for_fit) AS h;
SELECT ok(converged(f) AND NOT separated(f), 'Telco: the fit converged') FROM telco_fit;
\else
\echo # no Rscript here: the regression of the Telco customers is NOT compared with that of R
SELECT skip('there is no Rscript', 1);
\endif
\else
\echo # no data/telco_customer_churn.csv.gz in CSOPS_SHARED (../shared unless it is set): the Telco customers are NOT tested
SELECT skip('there is no data/telco_customer_churn.csv.gz', 1);
\endif

SELECT finish();
ROLLBACK;
