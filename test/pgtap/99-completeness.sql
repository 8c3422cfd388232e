-- Completeness: against plain counts, and the figure of vectors/statistics.tsv. The folder is CSOPS_SHARED, ../shared unless it is set.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION pgtap SCHEMA public;
CREATE SCHEMA csops;
CREATE EXTENSION csops SCHEMA csops;
SET LOCAL search_path = csops, public;

SELECT no_plan();

-- Blanks of all kinds, before and behind something; values that are stored compressed and apart, blank or not.
CREATE TEMP TABLE field (id integer, week integer, value text);
INSERT INTO field
SELECT n, n % 9, CASE n % 11 WHEN 0 THEN NULL WHEN 1 THEN '' WHEN 2 THEN ' ' WHEN 3 THEN E'\t\n\v\f\r ' WHEN 4 THEN 'x' WHEN 5 THEN repeat(' ', 31) || 'x' WHEN 6 THEN repeat(' ', 32) || 'x'
	WHEN 7 THEN repeat(' ', n * 7) WHEN 8 THEN E'\u00a0' WHEN 9 THEN repeat(E'\n', 5000) || 'ö' ELSE 'value ' || n END
FROM generate_series(1, 2000) AS n;
CREATE TEMP TABLE stored_field (id integer, week integer, value text);
ALTER TABLE stored_field ALTER value SET STORAGE EXTERNAL;
INSERT INTO stored_field SELECT * FROM field;
SELECT ok((SELECT bool_or(pg_column_size(value) < octet_length(value)) FROM field), 'some values are compressed');

CREATE TEMP TABLE plain AS
SELECT week, count(*) AS observations, count(*) FILTER (WHERE value ~ '[^ \t\n\v\f\r]') AS present, count(*) FILTER (WHERE value !~ '[^ \t\n\v\f\r]') AS blank
FROM field GROUP BY week;
SELECT is_empty(format($$
	SELECT week FROM plain JOIN (SELECT week, completeness_agg(value) AS s, completeness(value) AS rate, completeness_lo(value) AS lo, completeness_hi(value) AS hi FROM %I GROUP BY week) AS q USING (week)
	WHERE (observations(s), present(s), missing(s), blank(s)) IS DISTINCT FROM (observations, present, observations - present, blank)
	OR rate <> present::float8 / observations OR completeness(s) <> rate
	OR (lo, hi) IS DISTINCT FROM (proportion_lo(completeness_proportion(s)), proportion_hi(completeness_proportion(s)))
	OR proportion(completeness_proportion(s)) <> rate OR is_suppressed(s, 1) OR NOT is_suppressed(s, 1000)
$$, name), 'counts by week are plain counts, of ' || name) FROM unnest('{field,stored_field}'::text[]) AS name;
SELECT is((SELECT rollup(s) FROM (SELECT completeness_agg(value) AS s FROM field GROUP BY week) AS q), (SELECT completeness_agg(value) FROM stored_field), 'weeks roll up to the whole');
SELECT is((SELECT completeness_agg(value) - completeness_agg(value) FILTER (WHERE week < 7) FROM field), (SELECT completeness_agg(value) FILTER (WHERE week >= 7) FROM field), 'and can be taken out again');
SELECT is((SELECT completeness_agg(value ~ '[^ \t\n\v\f\r]')::jsonb - '{absent,blank}'::text[] FROM field), (SELECT completeness_agg(value)::jsonb - '{absent,blank}'::text[] FROM field), 'a condition counts what a text does');

-- A condition: whatever does not hold is missing.
SELECT is((SELECT completeness_agg(v)::text FROM unnest(ARRAY[true, false, NULL, true]) AS v), '{"present": 2, "absent": 2, "blank": 0}', 'false and NULL are missing');
SELECT is((SELECT proportion_difference_p(completeness_proportion(a), completeness_proportion(b)) FROM (SELECT completeness_agg(n > 10), completeness_agg(n > 20) FROM generate_series(1, 100) AS n) AS q(a, b)),
	(SELECT proportion_difference_p(a, b) FROM (SELECT proportion_agg(n > 10), proportion_agg(n > 20) FROM generate_series(1, 100) AS n) AS q(a, b)), 'differences are those of proportions');

-- The figure
\set file `cat "${CSOPS_SHARED-../shared}/vectors/statistics.tsv" 2>/dev/null`
SELECT :'file' LIKE '%V205%' AS found \gset
\if :found
SELECT is((SELECT completeness(v) FROM unnest(ARRAY['1', NULL, '3', '', '5']) AS v), expected::float8, format('%s of %s', function, inputs))
FROM string_to_table(:'file', E'\n') AS line, LATERAL (SELECT split_part(line, E'\t', 2) AS function, split_part(line, E'\t', 3) AS inputs, split_part(line, E'\t', 4) AS expected) AS v
WHERE line LIKE E'V205\t%';
\else
\echo # no vectors/statistics.tsv in CSOPS_SHARED (../shared unless it is set): the vector is NOT tested
SELECT skip('there is no vectors/statistics.tsv', 1);
\endif

SELECT finish();
ROLLBACK;
