-- Stored bytes that no value can have, one defect at a time: each is refused for what it is, before it is used.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION pgtap SCHEMA public;
CREATE SCHEMA csops;
CREATE EXTENSION csops SCHEMA csops;
CREATE EXTENSION csops_test SCHEMA public;
SET LOCAL search_path = csops, public;
SELECT no_plan();

-- A number of so many bytes as this machine stores it; and a value with one number replaced by another, at each place.
CREATE FUNCTION pg_temp.number_bytes(value bigint, size integer) RETURNS bytea
LANGUAGE sql IMMUTABLE AS $$
	SELECT CASE WHEN big.endian THEN substr(int8send(value), 9 - size)
		ELSE (SELECT string_agg(substr(int8send(value), 9 - n, 1), '' ORDER BY n) FROM generate_series(1, size) AS n) END
	FROM (SELECT get_byte(csops_test_raw('{7}'::integer[]), 0) = 0 AS endian) AS big
$$;
CREATE FUNCTION pg_temp.replaced(raw bytea, size integer, from_value bigint, to_value bigint) RETURNS SETOF bytea
LANGUAGE sql AS $$
	SELECT overlay(raw PLACING pg_temp.number_bytes(to_value, size) FROM p + 1)
	FROM generate_series(4, length(raw) - size, least(size, 4)) AS p
	WHERE substr(raw, p + 1, size) = pg_temp.number_bytes(from_value, size)
$$;

CREATE FUNCTION pg_temp.outcome(statement text, forged bytea) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
	answer text;
BEGIN
	EXECUTE statement INTO answer USING forged;
	RETURN 'accepted';
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE;
END $$;

-- cohort_matrix in working form: the code of a cell says an age of the activity before that no cell has.
CREATE AGGREGATE pg_temp.cohort_working(activity_grid) (SFUNC = cohort_accum, STYPE = cohort_matrix);
CREATE TEMP TABLE cohorts AS
SELECT csops_test_raw(pg_temp.cohort_working(a)) AS raw
FROM (SELECT activity_agg(day, 'month') AS a FROM (VALUES (date '2026-01-05'), (date '2026-03-05')) AS d (day)) AS grid;
-- Cohort January 2026 (period 312 from January 2000, and a bias of 2^23), age 2, before 0.
SELECT is(array_agg(pg_temp.outcome('SELECT csops_test_forged($1, NULL::cohort_matrix)::text', forged)), '{XX001}', 'an age before that is not before')
FROM cohorts, pg_temp.replaced(raw, 8, ((312 + (1 << 23))::bigint << 32) + (2 << 16), ((312 + (1 << 23))::bigint << 32) + (2 << 16) + 60000) AS forged;
SELECT is(array_agg(pg_temp.outcome('SELECT csops_test_forged($1, NULL::cohort_matrix)::text', forged)), '{XX001}', 'one cell twice')
FROM cohorts, pg_temp.replaced(raw, 8, ((312 + (1 << 23))::bigint << 32) + (2 << 16), (312 + (1 << 23))::bigint << 32) AS forged;

-- activity_grid: as many bytes as the longest span has, and one more, which a state in working form may have.
SELECT is(pg_temp.outcome('SELECT csops_test_forged($1, NULL::activity_grid)::text', raw || more), said, format('%s bytes behind the longest span', length(more)))
FROM (SELECT csops_test_raw(activity_agg(day)) AS raw FROM (VALUES (date '1000-01-01'), (date '1000-01-01' + 65535)) AS d (day)) AS longest,
	(VALUES (''::bytea, 'accepted'), ('\x01', 'XX001')) AS v (more, said);

-- life_table: an observation, and no cell that has it.
SELECT is(array_agg(DISTINCT pg_temp.outcome('SELECT CASE WHEN observations(t) = 0 THEN 1 / observations(t) ELSE cumulative_hazard(t, 1) END FROM csops_test_forged($1, NULL::life_table) AS t', forged)),
	'{22012,XX001}', 'observations without cells')
FROM (SELECT csops_test_raw(life_table_agg(NULL::integer, true)) AS raw) AS t, pg_temp.replaced(raw, 8, 0, 1) AS forged;

-- life_table in working form: a row that waits is of a kind that there is not.
CREATE AGGREGATE pg_temp.life_working(integer, boolean, integer, float8) (SFUNC = life_table_accum, STYPE = life_table);
SELECT is(array_agg(pg_temp.outcome('SELECT csops_test_send(life_table_accum(csops_test_forged($1, NULL::life_table), 7, true, 0, 2.5))', forged)), '{XX001}', 'a row of no kind')
FROM (SELECT csops_test_raw(pg_temp.life_working(1000, true, 0, 2.5)) AS raw) AS t, generate_series(0, 2) AS kind,
	pg_temp.replaced(raw, 8, 4 * 1000 + kind, 4 * 1000 + 3) AS forged;

-- States of one pass as the first value of an aggregate that combines them: checked like any other argument.
CREATE AGGREGATE pg_temp.cohort_state(bigint, date) (SFUNC = cohort_accum, STYPE = cohort_state);
CREATE AGGREGATE pg_temp.combined(cohort_state) (SFUNC = cohort_combine, STYPE = cohort_state);
SELECT is(pg_temp.outcome('SELECT csops_test_send(pg_temp.combined(s ORDER BY n)) FROM (VALUES (1, csops_test_forged($1, NULL::cohort_state)), (2, cohort_accum(NULL, 2, date ''2026-01-05''))) AS v (n, s)',
	set_byte(raw, p, 200)), 'XX001', 'byte ' || p || ' of a cohort_state')
FROM (SELECT csops_test_raw(pg_temp.cohort_state(1, date '2026-01-05')) AS raw) AS t, unnest('{4,5}'::integer[]) AS p;
CREATE AGGREGATE pg_temp.revenue_state(bigint, numeric, date, date, date, date) (SFUNC = revenue_accum, STYPE = revenue_state);
CREATE AGGREGATE pg_temp.combined(revenue_state) (SFUNC = revenue_combine, STYPE = revenue_state);
SELECT is(array_agg(DISTINCT pg_temp.outcome('SELECT csops_test_send(pg_temp.combined(s ORDER BY n))
		FROM (VALUES (1, csops_test_forged($1, NULL::revenue_state)), (2, revenue_accum(NULL, 2::bigint, 5, date ''2026-01-05'', NULL, date ''2026-01-31'', date ''2026-02-28''))) AS v (n, s)',
	set_byte(raw, p, 200))), '{22023,XX001,accepted}', 'bytes of a revenue_state')
FROM (SELECT csops_test_raw(pg_temp.revenue_state(1, 5, '2026-01-05', NULL, '2026-01-31', '2026-02-28')) AS raw) AS t, generate_series(4, 91) AS p;
-- A row that waits in one of many accounts, and reaches beyond the last day.
SELECT is(array_agg(pg_temp.outcome('SELECT csops_test_send(revenue_combine(revenue_accum(NULL, 0::bigint, 1, date ''2026-01-05'', NULL, date ''2026-01-31'', date ''2026-02-28''), csops_test_forged($1, NULL::revenue_state)))',
	overlay(raw PLACING pg_temp.number_bytes(days, 2) FROM at + 10)) ORDER BY days), '{accepted,accepted,XX001}', 'days of a row that waits')
FROM (SELECT csops_test_raw(pg_temp.revenue_state(n, CASE n WHEN 6000 THEN 1234.5678 ELSE 5 END, '2026-01-05', NULL, '2026-01-31', '2026-02-28' ORDER BY n)) AS raw FROM generate_series(1, 6000) AS n) AS t,
	position(pg_temp.number_bytes(12345678, 8) IN raw) AS at, generate_series(1, 3) AS days;

SELECT finish();
ROLLBACK;
