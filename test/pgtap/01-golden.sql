-- The forms of a value that outlive a version of csops: its text, its binary form, and its bytes in a table. test/golden.tsv
-- has those of every sample: type, text, binary form and stored bytes, the last as little-endian 64-bit machines keep them (files of
-- a database do not go to another kind either). The rest is the same on every platform, and what the file has is read for ever:
-- where a form changes, its new lines are put after the old ones, which stay. A failure shows the line that should be there.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION pgtap SCHEMA public;
CREATE SCHEMA csops;
CREATE EXTENSION csops SCHEMA csops;
CREATE EXTENSION csops_test SCHEMA public;
SET LOCAL search_path = csops, public;

SELECT no_plan();

\ir ../samples.psql
CREATE TEMP TABLE golden (line integer GENERATED ALWAYS AS IDENTITY, type regtype, value text, sent bytea, stored bytea);
\copy golden (type, value, sent, stored) FROM 'test/golden.tsv'

-- The number of dimensions, which is 1, is the first integer of an array.
SELECT get_byte(csops_test_raw(ARRAY[7]), 0) = 1 AND max_data_alignment = 8 AS stores_alike FROM pg_control_init() \gset

CREATE FUNCTION pg_temp.forms(expression text) RETURNS TABLE (value text, sent bytea, stored bytea) LANGUAGE plpgsql AS $$
BEGIN
	RETURN QUERY EXECUTE format('SELECT v::text, csops_test_send(v), csops_test_raw(v) FROM (%s) AS s(v)', expression);
END $$;

-- The samples are as they were.
SELECT is(concat_ws(E'\t', type, form.value, form.sent, CASE WHEN :'stores_alike'::boolean THEN form.stored END),
	(SELECT concat_ws(E'\t', type, golden.value, golden.sent, CASE WHEN :'stores_alike'::boolean THEN golden.stored END) FROM golden
		WHERE golden.type = sample.type AND golden.value = form.value ORDER BY line DESC LIMIT 1),
	format('forms of %s', left(sample.value, 100)))
FROM sample, pg_temp.forms(sample.value) AS form;

-- What was ever written is read.
SELECT is(form.value || ' ' || form.sent, golden.value || ' ' || last_sent, format('text of line %s, %s', line, type))
FROM (SELECT *, last_value(sent) OVER (PARTITION BY type, value ORDER BY line ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS last_sent FROM golden) AS golden,
	pg_temp.forms(format('SELECT %L::%s', golden.value, type)) AS form;
SELECT is(form.value, golden.value, format('binary form of line %s, %s', line, type))
FROM golden, pg_temp.forms(format('SELECT csops_test_recv(%L, NULL::%s)', sent, type)) AS form;
\if :stores_alike
SELECT is(form.value, golden.value, format('stored bytes of line %s, %s', line, type))
FROM golden, pg_temp.forms(format('SELECT csops_test_forged(%L, NULL::%s)', stored, type)) AS form;
\endif

SELECT * FROM finish();
ROLLBACK;
