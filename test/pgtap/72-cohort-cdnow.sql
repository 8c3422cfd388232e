-- Cohorts of CDNOW's customers, 1997 to 1998, by independent SQL and by what is published about the data: 23,570 customers who
-- first bought in the first quarter of 1997. The folder is CSOPS_SHARED, ../shared unless it is set.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION pgtap SCHEMA public;
CREATE SCHEMA csops;
CREATE EXTENSION csops SCHEMA csops;
SET LOCAL search_path = csops, public;

\set file `gzip -dc "${CSOPS_SHARED-../shared}/data/cdnow_master.txt.gz" 2>/dev/null`

SELECT no_plan();
CREATE TEMP TABLE purchase AS
SELECT word[1]::bigint AS customer, word[2]::date AS day, word[4]::numeric AS dollars
FROM string_to_table(:'file', E'\n') AS line, regexp_split_to_array(trim(both E' \r' FROM line), '\s+') AS word
WHERE line ~ '^\s*\d';
SELECT CASE WHEN EXISTS (SELECT FROM purchase) THEN 'true' ELSE 'false' END AS is_here \gset
\if :is_here

CREATE TEMP TABLE triangle AS
WITH month AS (
	SELECT DISTINCT customer, date_trunc('month', day)::date AS month FROM purchase
), first AS (
	SELECT customer, min(month) AS cohort FROM month GROUP BY customer
)
SELECT cohort, ((extract(year FROM month) - 1997) * 12 + extract(month FROM month) - extract(month FROM cohort))::integer AS period,
	count(DISTINCT customer) AS retained
FROM month JOIN first USING (customer) GROUP BY 1, 2;

CREATE TEMP TABLE matrix AS
SELECT 'one pass' AS way, cohort_agg(customer, day, 'month') AS m FROM purchase
UNION ALL SELECT 'one pass, text', cohort_agg('customer ' || customer, day, 'month') FROM purchase
UNION ALL SELECT 'one pass, uuid', cohort_agg(md5(customer::text)::uuid, day, 'month') FROM purchase
UNION ALL SELECT 'two steps', cohort_agg(a) FROM (SELECT activity_agg(day, 'month') AS a FROM purchase GROUP BY customer) AS c
UNION ALL SELECT 'days to months', cohort_agg(to_unit(a, 'month')) FROM (SELECT activity_agg(day) AS a FROM purchase GROUP BY customer) AS c
UNION ALL SELECT 'rollup of segments', rollup(m) FROM (SELECT cohort_agg(customer, day, 'month') AS m FROM purchase GROUP BY customer % 7) AS s;
SELECT is(count(*), 6::bigint, 'every way gives a matrix') FROM matrix WHERE m IS NOT NULL;
SELECT is(m, (SELECT m FROM matrix WHERE way = 'two steps'), way || ' gives the same matrix') FROM matrix;
SELECT is(observations(m), 23570::bigint, 'customers') FROM matrix WHERE way = 'one pass';
SELECT results_eq($$ SELECT cohort, period, retained FROM matrix, retention(m, date '1998-07-01') WHERE way = 'one pass' AND retained > 0 ORDER BY 1, 2 $$,
	$$ SELECT cohort, period, retained FROM triangle WHERE retained > 0 ORDER BY 1, 2 $$, 'the triangle is what joins count');
SELECT results_eq($$ SELECT cohort, cohort_size FROM matrix, retention(m, date '1998-07-01') WHERE way = 'one pass' AND period = 0 $$,
	$$ VALUES (date '1997-01-01', 7846::bigint), ('1997-02-01', 8476), ('1997-03-01', 7248) $$, 'customers by month of their first purchase');
SELECT results_eq($$ SELECT period, count(*), bool_and(retained = cohort_size) FROM matrix, retention(m, date '1998-06-30', 'on_or_after') WHERE way = 'one pass' AND period IN (0, 15, 17) GROUP BY period ORDER BY period $$,
	$$ VALUES (0, 3::bigint, true), (15, 3, false), (17, 1, false) $$, 'June 1998 is running on its last day');
\else
SELECT skip('cdnow_master.txt.gz is not here', 1);
\endif
SELECT * FROM finish();
ROLLBACK;
