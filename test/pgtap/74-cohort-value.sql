-- The worth of cohorts by age against SQL that joins accounts to their payments, over zones, units and days; and CDNOW's dollars.
-- The folder of the data is CSOPS_SHARED, ../shared unless it is set.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION pgtap SCHEMA public;
CREATE SCHEMA csops;
CREATE EXTENSION csops SCHEMA csops;
SET LOCAL search_path = csops, public;
SET LOCAL timezone = 'Asia/Kathmandu';
SELECT no_plan();

CREATE FUNCTION pg_temp.pick(n integer, salt integer) RETURNS integer LANGUAGE sql IMMUTABLE
RETURN hashint8(n::bigint * 1000003 + salt) & 2147483647;
CREATE TEMP TABLE account AS
SELECT id, timestamptz '2018-01-01 00:00+00' + pg_temp.pick(id, 1) % 600 * interval '11 hours' AS born FROM generate_series(1, 80) AS id;
CREATE TEMP TABLE payment AS
SELECT 1 + pg_temp.pick(i, 2) % 70 AS id, timestamptz '2017-12-01 00:00+00' + pg_temp.pick(i, 3) % 900 * interval '9 hours 17 minutes' AS at,
	CASE WHEN pg_temp.pick(i, 4) % 20 > 0 THEN (pg_temp.pick(i, 5) % 100000 - 20000) / 300.0 END AS amount
FROM generate_series(1, 1200) AS i;

CREATE FUNCTION pg_temp.age_of(later date, earlier date, unit text) RETURNS integer LANGUAGE sql IMMUTABLE
RETURN CASE unit WHEN 'day' THEN later - earlier WHEN 'week' THEN (later - earlier) / 7
	ELSE ((extract(year FROM later) - extract(year FROM earlier)) * 12 + extract(month FROM later) - extract(month FROM earlier))::integer
		/ CASE unit WHEN 'month' THEN 1 WHEN 'quarter' THEN 3 ELSE 12 END END;
CREATE FUNCTION pg_temp.expected(unit text, tz text, as_of timestamptz)
RETURNS TABLE (cohort date, period integer, cohort_size bigint, events bigint, total numeric, cumulative numeric, is_partial boolean) LANGUAGE sql AS $$
	WITH born AS (
		SELECT id, date_trunc(unit, born AT TIME ZONE tz)::date AS cohort FROM account
	), paid AS (
		SELECT b.cohort, pg_temp.age_of(date_trunc(unit, at AT TIME ZONE tz)::date, b.cohort, unit) AS k, amount
		FROM born AS b JOIN payment USING (id) WHERE amount IS NOT NULL AND date_trunc(unit, at AT TIME ZONE tz)::date >= b.cohort
	), cohort AS (
		SELECT cohort, count(*) AS accounts, pg_temp.age_of(date_trunc(unit, as_of AT TIME ZONE tz)::date, cohort, unit) AS oldest FROM born
		WHERE cohort <= date_trunc(unit, as_of AT TIME ZONE tz)::date GROUP BY cohort
	)
	SELECT cohort, age, accounts, (SELECT count(*) FROM paid AS p WHERE p.cohort = c.cohort AND k = age),
		coalesce((SELECT sum(amount) FROM paid AS p WHERE p.cohort = c.cohort AND k = age), 0),
		coalesce((SELECT sum(amount) FROM paid AS p WHERE p.cohort = c.cohort AND k <= age), 0), age = oldest
	FROM cohort AS c, generate_series(0, oldest) AS age
$$;
CREATE TEMP TABLE said AS
SELECT unit, tz, as_of, v, m, c.*
FROM (VALUES ('week', 'America/Sao_Paulo'), ('month', 'UTC'), ('quarter', 'Europe/Berlin'), ('year', 'Pacific/Apia')) AS grid(unit, tz),
	unnest(ARRAY['2018-03-31 22:30+00', '2018-10-05 12:00+00', '2016-01-01 00:00+00']::timestamptz[]) AS as_of,
	LATERAL (SELECT cohort_value_agg(amount, at, born, unit, tz) AS v FROM payment JOIN account USING (id)) AS values,
	LATERAL (SELECT cohort_agg(id, NULL::timestamptz, unit, tz, 'first', born) AS m FROM account) AS accounts,
	LATERAL cohort_values(v, m, as_of) AS c;
SELECT cmp_ok(count(*), '>', 100::bigint, 'rows') FROM said;
SELECT results_eq($$ SELECT unit, tz, as_of, cohort, period, cohort_size, events, total, cumulative, is_partial FROM said ORDER BY unit, as_of, cohort, period $$, $$
	SELECT unit, tz, as_of, e.cohort, e.period, e.cohort_size, e.events, e.total, e.cumulative, e.is_partial
	FROM (SELECT DISTINCT unit, tz, as_of FROM said) AS g, pg_temp.expected(unit, tz, as_of) AS e ORDER BY unit, as_of, cohort, period $$,
	'values are what joins sum, exactly');
SELECT is_empty($$ SELECT * FROM said WHERE per_account IS DISTINCT FROM (total / cohort_size)::float8 AND abs(per_account - (total / cohort_size)::float8) > 1e-12 * abs(per_account)
	OR abs(cumulative_per_account - (cumulative / cohort_size)::float8) > 1e-12 * abs(cumulative_per_account) $$, 'and by account of the cohort');
CREATE TEMP TABLE curve AS
SELECT s.unit, s.as_of, c.*, cohort_value(v, m, c.period, as_of) AS one FROM (SELECT DISTINCT unit, as_of, v, m FROM said) AS s, cohort_value_curve(v, m, as_of) AS c;
SELECT results_eq($$ SELECT unit, as_of, period, eligible::numeric, events::numeric, total, round(per_account::numeric, 9) FROM curve ORDER BY 1, 2, 3 $$,
	$$ SELECT unit, as_of, period, sum(cohort_size), sum(events), sum(total), round(sum(total) / sum(cohort_size), 9) FROM said WHERE NOT is_partial GROUP BY unit, as_of, period ORDER BY 1, 2, 3 $$,
	'the curve is the rows added up, without those that are not complete');
SELECT is_empty($$ SELECT * FROM (SELECT *, sum(per_account) OVER (PARTITION BY unit, as_of ORDER BY period) AS summed FROM curve) AS c
	WHERE abs(cumulative_per_account - summed) > 1e-9 OR one IS DISTINCT FROM cumulative_per_account $$, 'cumulated over ages; one figure is the curve''s');
SELECT is((SELECT cohort_value(v, m, 1000, as_of) FROM said LIMIT 1), NULL::float8, 'no cohort is that old');
SELECT results_eq($$ SELECT c.* FROM (SELECT DISTINCT v, m FROM said WHERE unit = 'month') AS s, cohort_values(v, m, date '2018-10-05') AS c $$,
	$$ SELECT c.* FROM (SELECT DISTINCT v, m FROM said WHERE unit = 'month') AS s, cohort_values(v, m, '2018-10-05 00:00+00'::timestamptz) AS c $$, 'a date is its first instant');

-- Accounts of which none was ever active, so that nothing but the values says what the periods are.
SELECT results_eq($$ SELECT cohort_size, total FROM (SELECT cohort_accum(NULL::cohort_matrix, NULL, 'first', date '2018-01-20') AS m) AS a,
	(SELECT cohort_value_agg(5, date '2018-02-01', date '2018-01-20', 'month') AS v) AS p, cohort_values(v, m, date '2018-03-10') AS c ORDER BY period $$,
	$$ VALUES (1::bigint, 0::numeric), (1, 5), (1, 0) $$, 'accounts without activity');

-- What does not go together.
CREATE TEMP TABLE given AS SELECT cohort_value_agg(amount, at, born, 'month') AS v, cohort_agg(1, born, 'month', 'UTC', 'first', born) AS m,
	cohort_agg(id, born, 'month', 'UTC', 'recurring') AS r, cohort_agg(id, born, 'week') AS w FROM payment JOIN account USING (id) WHERE id = 3;
SELECT throws_ok($$ SELECT cohort_values(v, cohort_accum(NULL::cohort_matrix, NULL, 'first', date '2010-01-20'), date '2020-01-01') FROM given $$, '22023', 'values and accounts do not go together', 'values of a cohort without accounts');
SELECT throws_ok($$ SELECT cohort_values(v, r, date '2020-01-01') FROM given $$, '22023', 'values need a cohort for each account', 'recurring cohorts');
SELECT throws_ok($$ SELECT cohort_values(v, w, date '2020-01-01') FROM given $$, '22023', NULL, 'another unit');
SELECT throws_ok($$ SELECT cohort_values(v, m, date 'infinity') FROM given $$, '22008', 'as_of must be finite', 'for ever');
SELECT throws_ok($$ SELECT cohort_value(v, m, -1, date '2020-01-01') FROM given $$, '22023', 'period must not be negative', 'a negative period');
SELECT throws_ok($$ SELECT cohort_value_agg('NaN', date '2018-02-01', date '2018-01-20') $$, '22003', 'amount is out of range', 'no amount');
SELECT throws_ok($$ SELECT cohort_value_agg(1e17, date '2018-02-01', date '2018-01-20') $$, '22003', 'amount is out of range', 'too large an amount');
SELECT throws_ok($$ SELECT cohort_value_agg(1, date '2018-02-01', date '1018-01-20') $$, '54000', 'activity lies too long after the beginning of its cohort', 'too long after');
SELECT throws_ok($$ SELECT cohort_value_agg(1, timestamp '2018-02-01', '2018-01-20'::timestamptz) $$, '42804', NULL, 'a timestamp without a zone');
SELECT throws_ok($$ SELECT subtract(v, cohort_value_agg(1, date '2018-02-01', date '2018-01-20', 'month')) FROM given GROUP BY v $$, '22003', 'cannot take out what was never counted', 'what is not in it');
SELECT throws_ok($$ SELECT subtract(a, b) FROM (SELECT cohort_value_agg(1, date '2018-02-01', date '2018-01-20') AS a, cohort_value_agg(2, date '2018-02-01', date '2018-01-20') AS b) AS q $$,
	'22003', 'cannot take out what was never counted', 'another amount');

-- Forty years of days are 14,611 rows: what makes each of them is gone when the next is made. In the first row a call's memory is there.
CREATE FUNCTION pg_temp.megabytes() RETURNS bigint LANGUAGE sql VOLATILE
RETURN (SELECT max(total_bytes) / 1048576 FROM pg_backend_memory_contexts WHERE name IN ('ExprContext', 'csops cohort_values'));
CREATE TEMP TABLE quiet AS SELECT cohort_value_agg(1.5, date '2000-01-01', date '2000-01-01', 'day') AS v,
	'{"mode": "born", "unit": "day", "tz": "UTC", "week_start": 1, "cohorts": [{"cohort": "2000-01-01", "accounts": 1, "active": []}]}'::cohort_matrix AS m;
SELECT is((SELECT count(*) FROM quiet, cohort_values(v, m, date '2040-01-01')), 14611::bigint, 'forty years of days');
SELECT cmp_ok((SELECT pg_temp.megabytes() FROM quiet, cohort_values(v, m, date '2040-01-01') LIMIT 1), '<', 5::bigint, 'the memory of cohort_values');
SELECT cmp_ok((SELECT pg_temp.megabytes() FROM quiet, cohort_value_curve(v, m, date '2040-01-01') LIMIT 1), '<', 5::bigint, 'the memory of cohort_value_curve');
SELECT cmp_ok((SELECT pg_temp.megabytes() FROM (SELECT cohort_value(v, m, 10000, date '2040-01-01') AS worth FROM quiet OFFSET 0) AS q WHERE worth = 1.5), '<', 5::bigint, 'the memory of cohort_value');

-- CDNOW: dollars of the customers of the first quarter of 1997.
\set file `gzip -dc "${CSOPS_SHARED-../shared}/data/cdnow_master.txt.gz" 2>/dev/null`
CREATE TEMP TABLE purchase AS
SELECT word[1]::bigint AS customer, word[2]::date AS day, word[4]::numeric AS dollars
FROM string_to_table(:'file', E'\n') AS line, regexp_split_to_array(trim(both E' \r' FROM line), '\s+') AS word
WHERE line ~ '^\s*\d';
SELECT skip('cdnow_master.txt.gz is not here', 1) WHERE NOT EXISTS (SELECT FROM purchase);
SELECT results_eq($$ SELECT c.cohort, c.period, c.total, c.events FROM (
		SELECT cohort_value_agg(dollars, day, born, 'month') AS v, cohort_agg(customer, day, 'month') AS m
		FROM (SELECT *, min(day) OVER (PARTITION BY customer) AS born FROM purchase) AS p) AS q, cohort_values(v, m, date '1998-07-01') AS c WHERE events > 0 ORDER BY 1, 2 $$, $$
	SELECT cohort, ((extract(year FROM day) - 1997) * 12 + extract(month FROM day) - extract(month FROM cohort))::integer, sum(dollars), count(*)
	FROM (SELECT *, date_trunc('month', min(day) OVER (PARTITION BY customer))::date AS cohort FROM purchase) AS p GROUP BY 1, 2 ORDER BY 1, 2 $$, 'CDNOW: dollars by cohort and month')
WHERE EXISTS (SELECT FROM purchase);
SELECT * FROM finish();
ROLLBACK;
