-- Early warning: against the figures of vectors/statistics.tsv, sums of Poisson terms, and percentile_cont. The folder is
-- CSOPS_SHARED, ../shared unless it is set.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION pgtap SCHEMA public;
CREATE SCHEMA csops;
CREATE EXTENSION csops SCHEMA csops;
SET LOCAL search_path = csops, public;

SELECT no_plan();

-- spike_p: one less the terms below the count, in numeric.
SELECT is_empty($$
	WITH RECURSIVE term(expected, k, term, below) AS (
		SELECT e, 0, exp(-e)::numeric(400, 300), 0::numeric FROM unnest(ARRAY[0.01, 0.5, 1, 3.7, 10, 42.25, 150]::numeric[]) AS e
		UNION ALL
		SELECT expected, k + 1, (term * expected / (k + 1))::numeric(400, 300), below + term FROM term WHERE k < 200
	)
	SELECT expected, k, spike_p(k, expected::float8), 1 - below FROM term
	WHERE 1 - below > 1e-13 AND abs(spike_p(k, expected::float8)::numeric / (1 - below) - 1) > 1e-9 + 1e-16 / (1 - below)
$$, 'spike_p is the upper tail of the Poisson distribution');
SELECT is(spike_p(0, 0), 1::float8, 'no event is certain where none is expected');
SELECT is(spike_p(1, 0), 0::float8, 'an event is impossible where none is expected');
SELECT is(spike_p(100000, 100), 0::float8, 'a spike beyond all numbers is 0');
SELECT is_empty($$
	SELECT n FROM generate_series(10, 300) AS n WHERE NOT (spike_p(n, 37.5) < spike_p(n - 1, 37.5) AND spike_p(n, 37.5) < spike_p(n, 37.6) AND spike_p(n, 37.5) > 0)
$$, 'more is rarer, and less rare where more is expected');

-- usage_drop
SELECT is_empty($$
	SELECT * FROM generate_series(0, 40, 4) AS now, generate_series(0, 40, 4) AS before, generate_series(0, 40, 4) AS base
	WHERE usage_drop(now, before, base) IS DISTINCT FROM CASE WHEN before > 0 AND before >= base THEN (before - now) / before::float8 END
$$, 'usage_drop is the share that was lost, from the base on');
SELECT is(usage_drop(1e308, 1e-308, 0), NULL, 'a rise beyond all numbers is none');

-- robust_z, with median and mad from percentile_cont
CREATE TEMP TABLE past AS SELECT x::float8 FROM unnest(ARRAY[120, 118, 130, 125, 121, 119, 240, 122, 117, 128]) AS x;
CREATE TEMP TABLE usual AS
SELECT median, (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY abs(x - median)) FROM past) AS mad
FROM (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY x) AS median FROM past) AS m;
SELECT ok(bool_and(abs(robust_z(x, median, mad) * mad * 1.482602218505602 - (x - median)) < 1e-12), 'robust_z counts scaled deviations from the median')
FROM past, usual;
SELECT ok(abs(robust_z(normal_z * 7 + 50, 50, 7 * 0.6744897501960817) - normal_z) < 1e-12, 'of a normal distribution it is the z: ' || normal_z)
FROM unnest(ARRAY[-2.5, 0, 1, 3.75]) AS normal_z;
SELECT is(robust_z(5, 5, 0), NULL, 'without spread there is no z');
SELECT ok(abs(robust_z(1e308, 0, 1.7e308) * 1.7 * 1.482602218505602 - 1) < 1e-12, 'nor does a great spread take it away');
SELECT is(robust_z(1e308, -1e308, 1), NULL, 'a distance beyond all numbers is none');

-- The published and independently computed figures
\set file `cat "${CSOPS_SHARED-../shared}/vectors/statistics.tsv" 2>/dev/null`
CREATE TEMP TABLE vector AS
SELECT column_value[1] AS id, column_value[2] AS function, column_value[3] AS inputs, column_value[4] AS expected
FROM string_to_table(:'file', E'\n') AS line, string_to_array(line, E'\t') AS column_value
WHERE line <> '' AND line NOT LIKE E'id\t%';
SELECT count(*) > 0 AS found FROM vector \gset
\if :found
CREATE TEMP TABLE answer AS
SELECT 'V163' AS id, 0.6745 * 1.482602218505602 * robust_z(240, median, mad) AS answer, 1e-9 AS tolerance FROM usual UNION ALL
SELECT 'V169', spike_p(14, 6), 1e-9 UNION ALL
SELECT 'V170', -100 * usage_drop(62, 100, 0), 1e-9 UNION ALL
SELECT 'V236', (240 - median) / robust_z(240, median, mad), 1e-4 FROM usual;
SELECT is(array_agg(function ORDER BY id), '{modified_zscore_last_spike,poisson_spike_p,usage_drop_pct,mad_scaled}', 'the vectors of early warning are all there')
FROM vector JOIN answer USING (id);
SELECT ok(abs(answer / expected::float8 - 1) <= tolerance, format('%s %s of %s: %s', id, function, inputs, answer))
FROM vector JOIN answer USING (id);
SELECT diag('not offered, because they are over series: V164 to V168 (EWMA and CUSUM), V171 to V174 (slopes, Kendall''s tau, limits of a p chart)');
\else
\echo # no vectors/statistics.tsv in CSOPS_SHARED (../shared unless it is set): the vectors are NOT tested
SELECT skip('there is no vectors/statistics.tsv', 1);
\endif

SELECT finish();
ROLLBACK;
