-- Expected values that nobody on the project wrote: every vector that uses only the functions of business time.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION pgtap SCHEMA public;
CREATE SCHEMA csops;
CREATE EXTENSION csops SCHEMA csops;
SET LOCAL search_path = csops, public;
SET LOCAL timezone = 'UTC';

CREATE TEMP TABLE vector (line text);
\set file `printf %s "${CSOPS_SHARED-../shared}/vectors/business_time.tsv"`
\set present `test -r "${CSOPS_SHARED-../shared}/vectors/business_time.tsv" && echo true || echo false`
\if :present
\copy vector FROM PROGRAM 'cat "${CSOPS_SHARED-../shared}/vectors/business_time.tsv"' WITH (FORMAT csv, DELIMITER E'\x01', QUOTE E'\x02')
\endif
SELECT no_plan();
SELECT skip('no vectors at ' || :'file', 1) WHERE NOT :present;

CREATE TEMP VIEW parsed AS
SELECT part[1] AS id, part[3] AS sql, part[4] AS expected
FROM vector, string_to_array(line, E'\t') AS part
WHERE part[1] <> 'id' AND part[3] !~ '(sla_clock|timeline)';

CREATE FUNCTION pg_temp.holds(sql text, expected text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	held boolean;
	found text;
BEGIN
	EXECUTE format('SELECT (%s) IS NOT DISTINCT FROM (%s), (%1$s)::text', sql, expected) INTO held, found;
	RETURN CASE WHEN held THEN 'holds' ELSE 'found ' || coalesce(found, 'NULL') END;
EXCEPTION WHEN others THEN
	RETURN sqlerrm;
END $$;

SELECT is(pg_temp.holds(sql, expected), 'holds', id || ': ' || sql) FROM parsed;
SELECT cmp_ok(count(*)::int, '>', 150, 'the file has vectors') FROM parsed HAVING :present;
SELECT * FROM finish();
ROLLBACK;
