-- What hostile neighbours may do: own the schema that csops is installed into, send input that must not reach the log, or
-- be kept from rows.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION pgtap SCHEMA public;
SELECT no_plan();

-- Installation into a schema that others have filled: operators and functions that match the script's calls better than
-- PostgreSQL's own do, and objects that have the names of ours.
CREATE ROLE csops_test_mallory;
CREATE SCHEMA tools AUTHORIZATION csops_test_mallory;
SET LOCAL ROLE csops_test_mallory;
CREATE TABLE tools.caught (who text);
DO $trap$
DECLARE
	types CONSTANT text[] := '{boolean,smallint,integer,bigint,real,"double precision",numeric,text,varchar,unknown,date,timestamptz,interval,uuid,jsonb,"double precision[]","text[]",anyelement}';
	a text;
	b text;
	o text;
	f text;
BEGIN
	FOREACH a IN ARRAY types LOOP
		CONTINUE WHEN a = 'unknown';
		FOR f IN SELECT DISTINCT proname FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace
			AND proname IN ('abs', 'ceil', 'floor', 'round', 'sqrt', 'exp', 'ln', 'length', 'lower', 'upper', 'to_char', 'date_trunc', 'timezone', 'extract', 'justify_interval', 'make_interval', 'unnest', 'cardinality', 'array_agg', 'jsonb_build_object', 'format', 'concat', 'generate_series', 'int8', 'float8', 'text', 'numeric') LOOP
			EXECUTE format('CREATE FUNCTION tools.%I(a %s) RETURNS %2$s LANGUAGE plpgsql AS $f$ BEGIN INSERT INTO tools.caught VALUES (current_user); RETURN a; END $f$', f, a);
		END LOOP;
		FOREACH b IN ARRAY types LOOP
			CONTINUE WHEN b = 'unknown' OR (a = 'anyelement') <> (b = 'anyelement');
			EXECUTE format('CREATE FUNCTION tools.trap(a %s, b %s) RETURNS %1$s LANGUAGE plpgsql AS $f$ BEGIN INSERT INTO tools.caught VALUES (current_user); RETURN a; END $f$', a, b);
			FOREACH o IN ARRAY '{+,-,*,/,%,^,=,<>,<,<=,>,>=,||,&,|,#,<<,>>,@>,->,->>}'::text[] LOOP
				EXECUTE format('CREATE OPERATOR tools.%s (FUNCTION = tools.trap, LEFTARG = %s, RIGHTARG = %s)', o, a, b);
			END LOOP;
		END LOOP;
	END LOOP;
END $trap$;
RESET ROLE;
CREATE EXTENSION csops SCHEMA tools;
SELECT is_empty('TABLE tools.caught', 'nothing that lay in wait was called by the installation');
SELECT is_empty($$
	SELECT pg_describe_object(d.classid, d.objid, 0), pg_describe_object(d.refclassid, d.refobjid, 0)
	FROM pg_depend AS m
	JOIN pg_depend AS d ON (d.classid, d.objid) = (m.classid, m.objid)
	WHERE m.refclassid = 'pg_extension'::regclass AND m.refobjid = (SELECT oid FROM pg_extension WHERE extname = 'csops') AND m.deptype = 'e'
	AND d.refclassid IN ('pg_proc'::regclass, 'pg_operator'::regclass, 'pg_type'::regclass, 'pg_class'::regclass)
	AND NOT EXISTS (SELECT FROM pg_depend AS own
		WHERE (own.classid, own.objid) = (d.refclassid, d.refobjid) AND own.refclassid = 'pg_extension'::regclass AND own.deptype = 'e')
	AND EXISTS (SELECT FROM pg_depend AS place
		WHERE (place.classid, place.objid) = (d.refclassid, d.refobjid) AND place.refobjid = 'tools'::regnamespace)
$$, 'nothing of csops uses what lay in wait');
SELECT is_empty($$
	SELECT pg_describe_object(classid, objid, 0) FROM pg_depend JOIN pg_proc ON classid = 'pg_proc'::regclass AND pg_proc.oid = objid
	WHERE refclassid = 'pg_extension'::regclass AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'csops')
	AND proowner = 'csops_test_mallory'::regrole
$$, 'nothing that was there belongs to csops now');
DROP EXTENSION csops;
SET LOCAL ROLE csops_test_mallory;
CREATE FUNCTION tools.erlang_b(float8, integer) RETURNS float8 LANGUAGE sql RETURN 0;
RESET ROLE;
SELECT throws_ok('CREATE EXTENSION csops SCHEMA tools', '42723', NULL, 'a function that is there already stops the installation');
DROP FUNCTION tools.erlang_b(float8, integer);
SET LOCAL ROLE csops_test_mallory;
CREATE TYPE tools.rating_summary AS (stolen text);
RESET ROLE;
SELECT throws_ok('CREATE EXTENSION csops SCHEMA tools', '42710', NULL, 'so does a type');
DROP SCHEMA tools CASCADE;
DROP ROLE csops_test_mallory;

CREATE SCHEMA csops;
CREATE EXTENSION csops SCHEMA csops;
CREATE EXTENSION csops_test SCHEMA public;
SET LOCAL search_path = csops, public;

-- Row-level security: aggregates are given the rows that the caller may see, and read nothing by themselves.
CREATE TABLE answers (region text, score integer, account text, day date);
INSERT INTO answers SELECT CASE WHEN i % 3 = 0 THEN 'north' ELSE 'south' END, i % 11, 'a' || i % 10, date '2026-01-01' + i FROM generate_series(1, 300) AS i;
ALTER TABLE answers ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON answers USING (region = 'north');
CREATE ROLE csops_test_reader;
GRANT SELECT ON answers TO csops_test_reader;
GRANT USAGE ON SCHEMA csops TO csops_test_reader;
CREATE TEMP TABLE expected AS
SELECT rating_agg(score, 0, 10) AS ratings, cohort_agg(account, day, 'month') AS cohorts FROM answers WHERE region = 'north';
GRANT SELECT ON expected TO csops_test_reader;
SET LOCAL ROLE csops_test_reader;
SELECT is(rating_agg(score, 0, 10), (SELECT ratings FROM expected), 'rows that a policy hides are not counted') FROM answers;
SELECT is(cohort_agg(account, day, 'month'), (SELECT cohorts FROM expected), 'nor are their accounts') FROM answers;
RESET ROLE;

-- A customer's words in wrong input: no part of an error that goes to the log repeats them.
\ir ../samples.psql
CREATE FUNCTION pg_temp.told(statement text) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
	message text;
	detail text;
	hint text;
BEGIN
	EXECUTE statement;
	RETURN NULL;
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
	RETURN concat_ws(' / ', SQLSTATE, message, detail, hint);
END $$;

-- Each word of each sample's text, and each number, replaced in turn.
CREATE FUNCTION pg_temp.spoiled(value text) RETURNS SETOF text
LANGUAGE sql AS $$
	WITH part AS MATERIALIZED (
		SELECT n, m[1] AS piece FROM regexp_matches(value, '("(?:[^"\\]|\\.)*"|-?[0-9][0-9.eE+-]*|[^"0-9-]+|-)', 'g') WITH ORDINALITY AS p (m, n)
	)
	SELECT string_agg(CASE WHEN part.n = spoiled.n THEN canary ELSE part.piece END, '' ORDER BY part.n)
	FROM part, (SELECT n FROM part WHERE piece ~ '^["0-9]' ORDER BY n LIMIT 60) AS spoiled, unnest('{"\"kanarienvogel@example.com\"",kanarienvogel,"\"kanarienvogel"}'::text[]) AS canary
	GROUP BY spoiled.n, canary
$$;
CREATE FUNCTION pg_temp.sample_text(type regtype, statement text) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
	answer text;
BEGIN
	EXECUTE format('SELECT (v)::%s::text FROM (%s) AS s (v)', type, statement) INTO answer;
	RETURN answer;
END $$;
CREATE TEMP TABLE complaint AS
SELECT type, pg_temp.told(format('SELECT %L::%s', text, type)) AS told
FROM (SELECT DISTINCT type, pg_temp.sample_text(type, value) AS sound FROM sample) AS s, LATERAL pg_temp.spoiled(left(sound, 3000)) AS text;
SELECT is_empty($$ SELECT DISTINCT type, told FROM complaint WHERE told ~* 'kanarienvogel' $$, 'no error of an input function repeats what it read');
SELECT is_empty($$ SELECT type FROM complaint GROUP BY type HAVING count(told) = 0 $$, 'each has refused something');

-- What functions and aggregates are given: accounts, events. Names of signals are said, like options and columns.
SELECT is(pg_temp.told(statement) ~* 'kanarienvogel', false, statement)
FROM unnest(ARRAY[
	$q$ SELECT cohort_agg(account, day, 'month', 'UTC', 'first', born) FROM (VALUES ('kanarienvogel', date '2026-01-01', date '2025-01-01'), ('kanarienvogel', '2026-01-02', '2025-07-01')) AS e (account, day, born) $q$,
	$q$ SELECT timeline_agg(at, repeat('kanarienvogel', 100000)) FROM (VALUES (timestamptz 'now')) AS e (at) $q$,
	$q$ SELECT timeline_agg('-infinity'::timestamptz, 'kanarienvogel') $q$,
	$q$ SELECT signal_agg(repeat('kanarienvogel', 1000), 5, now()) $q$,
	$q$ SELECT revenue_bridge_agg('kanarienvogel'::text, 'NaN', date '2026-01-01', NULL, date '2026-01-31', date '2026-02-28') $q$,
	$q$ SELECT revenue_bridge_agg('kanarienvogel'::text, 5, date '2026-03-01', date '2026-01-01', date '2026-01-31', date '2026-02-28') $q$,
	$q$ SELECT life_table_agg(-5, true, 'kanarienvogel') $q$,
	$q$ SELECT score_evaluation_agg('NaN', true, 'kanarienvogel'::text) $q$,
	$q$ SELECT business_calendar('UTC', 'Mo-Fr kanarienvogel') $q$
]) AS statement;
SELECT finish();
ROLLBACK;
