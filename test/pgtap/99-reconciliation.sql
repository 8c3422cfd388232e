-- Reconciliation: against a FULL JOIN with plain counts and sums of numeric, and the figure of vectors/statistics.tsv. The folder is
-- CSOPS_SHARED, ../shared unless it is set.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION pgtap SCHEMA public;
CREATE SCHEMA csops;
CREATE EXTENSION csops SCHEMA csops;
SET LOCAL search_path = csops, public;

SELECT no_plan();

-- Two systems: most invoices in both and equal, some off by cents or by much, some with many decimals, credits, some missing.
CREATE TEMP TABLE billing AS
SELECT n AS id, n % 9 AS week, CASE WHEN n % 53 = 0 THEN -n / 7.0 WHEN n % 31 = 0 THEN 1e16 + n WHEN n % 37 = 0 THEN 1e-40 * n ELSE n * 1.25 END AS amount FROM generate_series(1, 3000) AS n WHERE n % 17 > 0;
CREATE TEMP TABLE crm AS
SELECT n AS id, n % 9 AS week, CASE WHEN n % 53 = 0 THEN -n / 7.0 WHEN n % 31 = 0 THEN 1e16 + n WHEN n % 37 = 0 THEN 1e-40 * n ELSE n * 1.25 END
	+ CASE WHEN n % 11 = 0 THEN (n % 5 - 2) / 100.0 WHEN n % 13 = 0 THEN n WHEN n % 41 = 0 THEN 1e-44 ELSE 0 END AS amount
FROM generate_series(1, 3000) AS n WHERE n % 19 > 0;
CREATE TEMP TABLE account AS SELECT n AS id, CASE WHEN n % 7 > 0 THEN n / 3.0 END AS arr FROM generate_series(1, 3000) AS n;
CREATE TEMP TABLE invoice AS
SELECT id, coalesce(b.week, c.week) AS week, b.amount AS a, c.amount AS b, arr
FROM account LEFT JOIN (billing AS b FULL JOIN crm AS c USING (id)) USING (id);
SELECT ok((SELECT count(*) FROM invoice WHERE a IS NULL AND b IS NULL) > 0, 'some are in neither');

-- Each row's class and amounts, by the definitions; once for each tolerance.
CREATE TEMP TABLE plain AS
SELECT tolerance, with_arr, week, count(*) FILTER (WHERE agree) AS reconciled, count(*) FILTER (WHERE a IS NOT NULL AND b IS NOT NULL AND NOT agree) AS mismatched,
	count(*) FILTER (WHERE b IS NULL AND a IS NOT NULL) AS only_a, count(*) FILTER (WHERE a IS NULL AND b IS NOT NULL) AS only_b, count(*) FILTER (WHERE a IS NULL AND b IS NULL) AS unanswered,
	count(*) FILTER (WHERE with_arr AND arr IS NULL AND coalesce(a, b) IS NOT NULL) AS without_amount,
	coalesce(sum(a), 0) AS total_a, coalesce(sum(b), 0) AS total_b,
	coalesce(sum(abs(coalesce(a, 0) - coalesce(b, 0))) FILTER (WHERE agree IS NOT TRUE), 0) AS difference,
	coalesce(sum(worth) FILTER (WHERE agree), 0) AS amount_reconciled, coalesce(sum(worth) FILTER (WHERE agree IS NOT TRUE AND coalesce(a, b) IS NOT NULL), 0) AS amount_at_variance
FROM invoice, unnest(ARRAY[0, 0.015, 1]) AS tolerance, unnest(ARRAY[false, true]) AS with_arr,
	LATERAL (SELECT abs(a - b) <= tolerance AS agree, CASE WHEN with_arr THEN arr ELSE greatest(abs(a), abs(b)) END AS worth) AS w
GROUP BY tolerance, with_arr, week;
CREATE TEMP TABLE answer AS
SELECT 0::numeric AS tolerance, false AS with_arr, week, reconciliation_agg(a, b) AS s FROM invoice GROUP BY week UNION ALL
SELECT t, false, week, reconciliation_agg(a, b, t) FROM invoice, unnest(ARRAY[0, 0.015, 1]) AS t GROUP BY t, week UNION ALL
SELECT t, true, week, reconciliation_agg(a, b, t, arr) FROM invoice, unnest(ARRAY[0, 0.015, 1]) AS t GROUP BY t, week UNION ALL
SELECT t, true, week, reconciliation_agg(a, b, t, arr, 'count') FROM invoice, unnest(ARRAY[0, 0.015, 1]) AS t GROUP BY t, week;
SELECT is((SELECT count(*) FROM answer JOIN plain USING (tolerance, with_arr) WHERE answer.week IS NOT DISTINCT FROM plain.week
	AND (reconciled(s), mismatched(s), in_both(s), only_a(s), only_b(s), observations(s), unanswered(s), invalid(s), without_amount(s))
		= (reconciled, mismatched, reconciled + mismatched, only_a, only_b, reconciled + mismatched + only_a + only_b, unanswered, 0, without_amount)
	AND (total_a(s), total_b(s), absolute_difference(s), amount_reconciled(s), amount_at_variance(s)) = (total_a, total_b, difference, amount_reconciled, amount_at_variance)
	AND reconciliation_rate(s) IS NOT DISTINCT FROM reconciled::float8 / nullif(reconciled + mismatched + only_a + only_b, 0)
	AND reconciliation_rate_by_amount(s) IS NOT DISTINCT FROM (amount_reconciled / nullif(amount_reconciled + amount_at_variance, 0))::float8
	AND reconciliation_rate_lo(s) IS NOT DISTINCT FROM proportion_lo(reconciliation_proportion(s)) AND reconciliation_rate_hi(s) IS NOT DISTINCT FROM proportion_hi(reconciliation_proportion(s))),
	(SELECT count(*) FROM answer), 'every figure by week and tolerance is that of plain SQL over a FULL JOIN, to the last digit');
SELECT cmp_ok((SELECT count(*) FROM answer), '=', 100::bigint, 'of all weeks, and of those in neither system');
SELECT is((SELECT rollup(s) FROM (SELECT reconciliation_agg(a, b, 0.015, arr) AS s FROM invoice GROUP BY week) AS q), (SELECT reconciliation_agg(a, b, 0.015, arr) FROM invoice), 'weeks roll up to the whole');
SELECT is((SELECT reconciliation_agg(a, b, 0.015, arr) - reconciliation_agg(a, b, 0.015, arr) FILTER (WHERE week < 7) FROM invoice),
	(SELECT reconciliation_agg(a, b, 0.015, arr) FILTER (WHERE (week < 7) IS NOT TRUE) FROM invoice), 'and can be taken out again');
SELECT is((SELECT s::jsonb - '{only_a,only_b,total_a,total_b}'::text[] FROM (SELECT reconciliation_agg(a, b, 0.015, arr) AS s FROM invoice) AS q),
	(SELECT s::jsonb - '{only_a,only_b,total_a,total_b}'::text[] FROM (SELECT reconciliation_agg(b, a, 0.015, arr) AS s FROM invoice) AS q), 'the systems can change places');

-- A tolerance for each row: one percent. A NULL one matters only where there are two to compare.
SELECT is((SELECT reconciled(reconciliation_agg(a, b, round(0.01 * greatest(abs(a), abs(b)), 9))) FROM invoice), (SELECT count(*) FROM invoice WHERE abs(a - b) <= round(0.01 * greatest(abs(a), abs(b)), 9)), 'a tolerance of one percent');
SELECT is((SELECT s::text FROM (SELECT reconciliation_agg(a, b, NULL) AS s FROM (VALUES (1, 1), (1, NULL), (NULL, 2), (NULL, NULL)) AS v(a, b)) AS q),
	'{"reconciled": 0, "mismatched": 0, "only_a": 1, "only_b": 1, "unanswered": 2, "invalid": 0, "without_amount": 0, "total_a": 1, "total_b": 2, "absolute_difference": 3, "amount_reconciled": 0, "amount_at_variance": 3}',
	'a NULL tolerance');
-- Text and dates by what they are, as the reference says.
SELECT is((SELECT reconciliation_rate(CASE WHEN a IS NOT NULL THEN 0 END, CASE WHEN b IS NOT NULL THEN (b IS DISTINCT FROM a)::integer END)
	FROM (VALUES ('won', 'won'), ('won', 'lost'), ('won', NULL), (NULL, 'lost'), (NULL, NULL)) AS v(a, b)), 0.25::float8, 'names are equal or not');
SELECT is((SELECT reconciliation_rate(a - date '2000-01-01', b - date '2000-01-01', 3) FROM (VALUES (date '2026-01-01', date '2026-01-04'), ('2026-01-01', '2026-01-05')) AS v(a, b)), 0.5::float8, 'dates within three days');

-- The figure
\set file `cat "${CSOPS_SHARED-../shared}/vectors/statistics.tsv" 2>/dev/null`
SELECT :'file' LIKE '%V204%' AS found \gset
\if :found
SELECT is((SELECT reconciliation_rate(a, b, 0.05) FROM unnest('{100,200,NULL,50}'::numeric[], '{100,199.99,10,NULL}'::numeric[]) AS v(a, b)), expected::float8, format('%s of %s', function, inputs))
FROM string_to_table(:'file', E'\n') AS line, LATERAL (SELECT split_part(line, E'\t', 2) AS function, split_part(line, E'\t', 3) AS inputs, split_part(line, E'\t', 4) AS expected) AS v
WHERE line LIKE E'V204\t%';
\else
\echo # no vectors/statistics.tsv in CSOPS_SHARED (../shared unless it is set): the vector is NOT tested
SELECT skip('there is no vectors/statistics.tsv', 1);
\endif

SELECT finish();
ROLLBACK;
