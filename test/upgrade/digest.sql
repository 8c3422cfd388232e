-- What the database of database.sql holds: for each relation the rows, the md5 of their text, and the md5 of the binary forms of
-- their values. Before it looks, the values that are the defaults are made again. Nothing is changed.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
SET search_path = pg_catalog;
SET timezone = 'UTC';
BEGIN;
CREATE FUNCTION pg_temp.digest(relation regclass) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	binary_of text;
	answer text;
BEGIN
	SELECT string_agg(CASE
		WHEN t.typname LIKE '\_%' THEN format('(SELECT string_agg(%s(v), '''' ORDER BY n) FROM unnest(%I) WITH ORDINALITY AS u(v, n))', element.typsend, attname)
		WHEN t.typtype = 'c' THEN format('%s((%I).value)', field.typsend, attname)
		ELSE format('%s(%I)', t.typsend, attname) END, ', ' ORDER BY attnum)
	INTO binary_of
	FROM pg_attribute JOIN pg_type AS t ON t.oid = atttypid
	LEFT JOIN pg_type AS element ON element.oid = t.typelem
	LEFT JOIN LATERAL (SELECT typsend FROM pg_attribute AS f JOIN pg_type ON pg_type.oid = f.atttypid WHERE f.attrelid = t.typrelid AND f.attname = 'value') AS field ON true
	WHERE attrelid = relation AND attnum > 0 AND NOT attisdropped;
	EXECUTE format('SELECT concat_ws(E''\t'', %L, count(*), md5(string_agg(r::text, E''\n'' ORDER BY r::text COLLATE "C")),
			md5(string_agg(concat(%s), E''\n'' ORDER BY r::text COLLATE "C"))) FROM %s AS r', relation, binary_of, relation)
		INTO answer;
	RETURN answer;
END $$;
SELECT format('INSERT INTO %s DEFAULT VALUES', oid::regclass) FROM pg_class WHERE relnamespace = 'kept'::regnamespace AND relname LIKE '%\_default' ORDER BY 1 \gexec
SELECT pg_temp.digest(oid::regclass) FROM pg_class
WHERE relnamespace = 'kept'::regnamespace AND relkind IN ('r', 'p', 'v', 'm') ORDER BY relname COLLATE "C";

-- The joins again, by every kind of index.
SET LOCAL enable_seqscan = off;
SET LOCAL enable_hashjoin = off;
SET LOCAL enable_mergejoin = off;
SELECT pg_temp.digest(oid::regclass) FROM pg_class WHERE relnamespace = 'kept'::regnamespace AND relname LIKE '%\_joined' ORDER BY relname COLLATE "C";
ROLLBACK;
