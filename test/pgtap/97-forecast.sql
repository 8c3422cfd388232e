-- Forecast accuracy: figures of numpy, scikit-learn and R's forecast (vectors/statistics.tsv in CSOPS_SHARED, ../shared unless it
-- is set), random forecasts against numeric, and what no forecasts can have led to.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION pgtap SCHEMA public;
CREATE SCHEMA csops;
CREATE EXTENSION csops SCHEMA csops;
SET LOCAL search_path = csops, public;

SELECT no_plan();
\set file `cat "${CSOPS_SHARED-../shared}/vectors/statistics.tsv" 2>/dev/null`
SELECT :'file' <> '' AS found \gset
\if :found
CREATE TEMP TABLE vector AS
SELECT v[1] AS id, v[2] AS function, v[3] AS inputs, v[4] AS expected FROM string_to_table(:'file', E'\n') AS line, string_to_array(line, E'\t') AS v WHERE line LIKE 'V%';
CREATE FUNCTION pg_temp.list(inputs text, name text) RETURNS numeric[] LANGUAGE sql RETURN (regexp_match(inputs, name || '=(\{[^}]*\})'))[1]::numeric[];
CREATE TEMP TABLE given AS
SELECT id, forecast_agg(f, a) AS s FROM vector, unnest(pg_temp.list(inputs, 'actual'), pg_temp.list(inputs, 'forecast')) AS row(a, f) WHERE id IN ('V196', 'V237') GROUP BY id;
-- "same" is the input of V196; R's errors are the other way round, and in percent.
SELECT ok(abs(told - expected::float8) < 1e-12, format('%s: %s', vector.id, function))
FROM vector, given, LATERAL (SELECT CASE vector.id WHEN 'V196' THEN wape(s) WHEN 'V197' THEN mape(s) WHEN 'V198' THEN forecast_bias(s) WHEN 'V199' THEN wape(s) * actual_total(s)::float8 / observations(s) END AS told) AS t
WHERE given.id = 'V196' AND vector.id IN ('V196', 'V197', 'V198', 'V199') ORDER BY vector.id;
SELECT is(mape_skipped(s), 1::bigint, 'V197: one row has no percentage') FROM given WHERE id = 'V196';
SELECT ok(abs((actual_total(s) - forecast_total(s)) / observations(s) - (expected::float8[])[1]::numeric) < 1e-9 AND abs(wape(s) * actual_total(s)::float8 / observations(s) - (expected::float8[])[3]) < 1e-9
	AND abs(100 * mape(s) - (expected::float8[])[5]) < 1e-9, id || ': R''s forecast::accuracy') FROM vector JOIN given USING (id) WHERE id = 'V237';
SELECT is(wape(f, a), nullif(expected, 'NULL')::float8, id || ': no rows') FROM vector LEFT JOIN (SELECT 1 AS f, 1 AS a) AS row ON false WHERE id = 'V270' GROUP BY id, expected;
SELECT is((SELECT count(*) FROM vector WHERE id IN ('V196', 'V197', 'V198', 'V199', 'V237', 'V270')), 6::bigint, 'all were looked at');
\else
\echo # no vectors/statistics.tsv in CSOPS_SHARED (../shared unless it is set): forecasts are NOT tested against it
SELECT * FROM skip('there is no vectors/statistics.tsv', 1);
\endif

-- Random forecasts, some of them of nothing, some of less than nothing.
CREATE TEMP TABLE renewal AS
SELECT i, i % 4 AS segment, CASE WHEN i % 41 > 0 THEN round((random() * 10 ^ (i % 9))::numeric - 20, i % 12) END AS f, CASE WHEN i % 43 > 0 THEN CASE WHEN i % 7 > 0 THEN round((random() * 10 ^ (i % 9))::numeric - 15, i % 11) ELSE 0 END END AS a
FROM (SELECT setseed(0.37)) AS s, generate_series(1, 3000) AS i;
CREATE TEMP VIEW told AS SELECT segment, forecast_agg(f, a) AS s FROM renewal GROUP BY GROUPING SETS ((), (segment));
CREATE TEMP VIEW plain AS
SELECT segment, sum(f) AS f, sum(a) AS a, sum(abs(f - a)) AS wrong, sum(abs(a)) AS size, avg((abs(f - a) / abs(nullif(a, 0)))) AS mape, count(*) FILTER (WHERE a = 0) AS skipped, count(*) AS n
FROM renewal WHERE f IS NOT NULL AND a IS NOT NULL GROUP BY GROUPING SETS ((), (segment));
SELECT is(ARRAY[forecast_total(s), actual_total(s), observations(s), mape_skipped(s)], ARRAY[f, a, n, skipped], format('sums of segment %s', coalesce(told.segment::text, 'all')))
FROM told JOIN plain ON told.segment IS NOT DISTINCT FROM plain.segment ORDER BY told.segment;
SELECT is(ARRAY[wape(s), forecast_bias(s)], ARRAY[round(wrong * 1e40 / size) * 1e-40, round((f - a) * 1e40 / size) * 1e-40]::float8[], format('rates of segment %s', coalesce(told.segment::text, 'all')))
FROM told JOIN plain ON told.segment IS NOT DISTINCT FROM plain.segment ORDER BY told.segment;
SELECT ok(abs(mape(s) - mape::float8) < 1e-12 * mape::float8, format('mape of segment %s', coalesce(told.segment::text, 'all'))) FROM told JOIN plain ON told.segment IS NOT DISTINCT FROM plain.segment ORDER BY told.segment;
SELECT ok(abs(forecast_bias(s)) <= wape(s), 'the bias is at most the error') FROM told;
SELECT is((SELECT rollup(s) FROM told WHERE segment IS NOT NULL), (SELECT s FROM told WHERE segment IS NULL), 'segments roll up to the whole');
SELECT is((SELECT s FROM told WHERE segment IS NULL) - (SELECT s FROM told WHERE segment = 2), (SELECT rollup(s) FROM told WHERE segment <> 2), 'a segment is taken out again');
SELECT is(wape(f, a, i::text), wape(forecast_agg(f, a)), 'in one step as in two') FROM renewal;

-- The ends of what fits: an error of more than any percentage is skipped by mape alone.
SELECT is(ARRAY[mape_skipped(s), observations(s)], ARRAY[1, 2]::bigint[], 'a percentage beyond reason') FROM (SELECT forecast_agg(f, a) AS s FROM (VALUES (1e16, 1e-40), (5, 4)) AS row(f, a)) AS q;
SELECT is(forecast_agg(f, a)::text::forecast_summary, forecast_agg(f, a), 'the largest and the smallest') FROM (VALUES (-99999999999999999.99999999999999999999999999999999999999999999, 99999999999999999.99999999999999999999999999999999999999999999), (1e-44, -1e-44)) AS row(f, a);
CREATE FUNCTION pg_temp.changed(path text[], value text) RETURNS text LANGUAGE sql AS $$
	SELECT format('SELECT %L::forecast_summary', jsonb_set(forecast_agg(f, a)::jsonb, path, value::jsonb)) FROM (VALUES (100, 80), (50, 60), (10, 0)) AS row(f, a)
$$;
SELECT throws_ok(pg_temp.changed(path::text[], value), '22P02', NULL, format('%s is not %s', path, value))
FROM (VALUES ('{observations}', '0'), ('{observations}', '-1'), ('{skipped}', '4'), ('{skipped}', '3'), ('{skipped}', '-1'), ('{forecast}', '200'), ('{actual}', '-150'), ('{absolute_error}', '19'), ('{absolute_error}', '-1'),
	('{absolute_actual}', '139'), ('{percentage}', '-1'), ('{percentage}', '"0.5"'), ('{invalid}', '4611686018427387904')) AS change(path, value);
SELECT throws_ok('SELECT subtract(forecast_agg(1, 1), forecast_agg(2, 1))', '22003', NULL, 'subtract what is no part');
SELECT throws_ok(format('SELECT wape(%s, 1)', v), '22003', 'forecast or actual amount is out of range', v || ' is no amount') FROM unnest(ARRAY['1e17', '-1e17', '1e-45', '''NaN''', '''-Infinity''']) AS v;

SELECT finish();
ROLLBACK;
