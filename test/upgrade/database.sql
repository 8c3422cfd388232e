-- A database that keeps a value of every type, from test/samples.psql, in every place where a database keeps values: tables and
-- what belongs to them, partitions, indexes, views and materialized views, columns of arrays and composites, defaults and domains,
-- TOAST. Nothing but the catalog says what is made, so a new type, operator or accessor is in it.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
CREATE SCHEMA csops;
CREATE EXTENSION csops SCHEMA csops;
CREATE SCHEMA kept;
SET search_path = csops, public;
\ir ../samples.psql

-- What of an accessor can be read without options, and gives something that an index can hold.
CREATE TEMP VIEW accessor AS
SELECT proargtypes[0]::regtype AS type, format('csops.%I', proname) AS name, proname
FROM pg_proc JOIN pg_type AS result ON result.oid = prorettype
WHERE pronamespace = 'csops'::regnamespace AND prokind = 'f' AND NOT proretset AND pronargs - pronargdefaults = 1
AND prorettype = ANY ('{bigint,integer,float8,numeric,text,boolean,interval,timestamptz,date}'::regtype[])
AND proargtypes[0] IN (SELECT type FROM sample)
AND pg_proc.oid NOT IN (SELECT typoutput FROM pg_type UNION ALL SELECT typsend FROM pg_type UNION ALL SELECT oprcode FROM pg_operator);
CREATE TEMP VIEW operation AS
SELECT oprleft::regtype AS type, oprname AS name, oprresult::regtype AS result
FROM pg_operator WHERE oprnamespace = 'csops'::regnamespace AND oprleft = oprright;

CREATE FUNCTION pg_temp.works(query text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE query;
	RETURN true;
EXCEPTION WHEN data_exception OR invalid_parameter_value THEN
	RETURN false;
END $$;

CREATE FUNCTION pg_temp.drop_useless(view_name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	IF NOT pg_temp.works('SELECT count(value::text) FROM ' || view_name) THEN
		EXECUTE 'DROP VIEW ' || view_name;
	END IF;
END $$;

DO $make$
DECLARE
	t record;
	a record;
	o record;
	ids integer[];
	columns text;
	form text;
	made text;
BEGIN
	FOR t IN SELECT type, type::text AS name, array_agg(value ORDER BY value) AS expressions,
			EXISTS (SELECT FROM pg_opclass WHERE opcintype = type) AS is_ordered
		FROM sample GROUP BY type ORDER BY type::text
	LOOP
		EXECUTE format('CREATE TYPE kept.%I AS (label text, value csops.%I)', t.name || '_pair', t.name);
		EXECUTE format('CREATE TABLE kept.%I (id integer PRIMARY KEY, value csops.%I, list csops.%2$I[], pair kept.%I)', t.name, t.name, t.name || '_pair');
		FOR n IN 1..array_length(t.expressions, 1) LOOP
			EXECUTE format('INSERT INTO kept.%I SELECT %s, v, ARRAY[v, NULL, v], ROW(%L, v)::kept.%I FROM (%s) AS s(v)',
				t.name, n, 'sample ' || n, t.name || '_pair', t.expressions[n]);
		END LOOP;

		-- Defaults, and a domain with a check.
		EXECUTE format('SELECT value::text FROM kept.%I WHERE id = 1', t.name) INTO form;
		EXECUTE format('CREATE DOMAIN kept.%1$I AS csops.%2$I CHECK (length(VALUE::text) > 0)', t.name || '_checked', t.name);
		EXECUTE format('CREATE TABLE kept.%I (id integer DEFAULT 0, value csops.%I DEFAULT %L, checked kept.%I DEFAULT %3$L)',
			t.name || '_default', t.name, form, t.name || '_checked');
		EXECUTE format('INSERT INTO kept.%I DEFAULT VALUES', t.name || '_default');

		columns := '';
		FOR a IN SELECT name, proname FROM accessor WHERE type = t.type ORDER BY name LOOP
			EXECUTE format('SELECT array_agg(id ORDER BY id) FROM kept.%I WHERE pg_temp.works(format(''SELECT %s(value) FROM kept.%I WHERE id = %%s'', id))',
				t.name, a.name, t.name) INTO ids;
			IF ids IS NOT NULL THEN
				EXECUTE format('CREATE INDEX ON kept.%I ((%s(value))) WHERE id = ANY (%L::integer[])', t.name, a.name, ids);
				columns := columns || format(', CASE WHEN id = ANY (%L::integer[]) THEN %s(value) END AS %I', ids, a.name, 'of_' || a.proname);
			END IF;
		END LOOP;
		EXECUTE format('CREATE MATERIALIZED VIEW kept.%I AS SELECT id, value, pair, value::text AS form%s FROM kept.%I', t.name || '_materialized', columns, t.name);
		EXECUTE format('CREATE UNIQUE INDEX ON kept.%I (id)', t.name || '_materialized');

		IF t.is_ordered THEN
			EXECUTE format('CREATE INDEX ON kept.%I (value)', t.name);
			EXECUTE format('CREATE INDEX ON kept.%I USING hash (value)', t.name || '_materialized');

			EXECUTE format('CREATE TABLE kept.%I (id integer, value csops.%I) PARTITION BY HASH (value)', t.name || '_hashed', t.name);
			FOR n IN 0..2 LOOP
				EXECUTE format('CREATE TABLE kept.%I PARTITION OF kept.%I FOR VALUES WITH (MODULUS 3, REMAINDER %s)', t.name || '_hashed_' || n, t.name || '_hashed', n);
			END LOOP;
			EXECUTE format('INSERT INTO kept.%I SELECT id, value FROM kept.%I', t.name || '_hashed', t.name);
			EXECUTE format('CREATE INDEX ON kept.%I USING hash (value)', t.name || '_hashed');

			EXECUTE format('SELECT value::text FROM kept.%I ORDER BY value OFFSET %s LIMIT 1', t.name, array_length(t.expressions, 1) / 2) INTO form;
			EXECUTE format('CREATE TABLE kept.%1$I (id integer, value csops.%2$I UNIQUE) PARTITION BY RANGE (value);
				CREATE TABLE kept.%3$I PARTITION OF kept.%1$I FOR VALUES FROM (MINVALUE) TO (%5$L);
				CREATE TABLE kept.%4$I PARTITION OF kept.%1$I FOR VALUES FROM (%5$L) TO (MAXVALUE);
				INSERT INTO kept.%1$I SELECT id, value FROM kept.%2$I', t.name || '_ranged', t.name, t.name || '_ranged_low', t.name || '_ranged_high', form);

			-- Every operator: comparisons of each with each, by either kind of index; what makes a value, of a value with itself.
			SELECT string_agg(format(', a.value OPERATOR(csops.%s) b.value AS "%s"', name, name), '' ORDER BY name) INTO columns
			FROM operation WHERE type = t.type AND result = 'boolean'::regtype;
			EXECUTE format('CREATE VIEW kept.%I AS SELECT a.id, b.id AS other%s FROM kept.%I AS a, kept.%I AS b', t.name || '_compared', columns, t.name, t.name);
			EXECUTE format('CREATE VIEW kept.%I AS SELECT a.id, b.id AS other, m.id AS materialized, h.id AS hashed, a.value
				FROM kept.%I AS a JOIN kept.%I AS b ON a.value OPERATOR(csops.=) b.value JOIN kept.%I AS m ON a.value OPERATOR(csops.=) m.value
				JOIN kept.%I AS h ON a.value OPERATOR(csops.=) h.value',
				t.name || '_joined', t.name, t.name, t.name || '_materialized', t.name || '_hashed');
		END IF;

		-- What makes a value of two is given each value twice.
		FOR o IN SELECT name, row_number() OVER (ORDER BY name) AS n FROM operation WHERE type = t.type AND result = t.type LOOP
			made := format('kept.%I', t.name || '_operation_' || o.n);
			EXECUTE format('CREATE VIEW %s AS SELECT id, value OPERATOR(csops.%s) value AS value FROM kept.%I', made, o.name, t.name);
			PERFORM pg_temp.drop_useless(made);
		END LOOP;
		FOR a IN SELECT proname FROM pg_proc WHERE prokind = 'a' AND pronamespace = 'csops'::regnamespace AND proargtypes = ARRAY[t.type]::oidvector LOOP
			made := format('kept.%I', t.name || '_' || a.proname);
			EXECUTE format('CREATE VIEW %s AS SELECT id, csops.%I(value) AS value FROM kept.%I, generate_series(1, 2) GROUP BY id', made, a.proname, t.name);
			PERFORM pg_temp.drop_useless(made);
		END LOOP;
	END LOOP;
END $make$;

-- Large values, compressed and out of line.
CREATE AGGREGATE pg_temp.state_agg(text, timestamptz, text, text) (SFUNC = cohort_accum, STYPE = cohort_state);
CREATE TABLE kept.large_compressed (id integer PRIMARY KEY, calendar business_calendar, timeline timeline, state cohort_state, active active_summary, evaluation score_evaluation, life life_table);
CREATE TABLE kept.large_external (LIKE kept.large_compressed);
ALTER TABLE kept.large_external ALTER calendar SET STORAGE EXTERNAL, ALTER timeline SET STORAGE EXTERNAL, ALTER state SET STORAGE EXTERNAL,
	ALTER active SET STORAGE EXTERNAL, ALTER evaluation SET STORAGE EXTERNAL, ALTER life SET STORAGE EXTERNAL;
INSERT INTO kept.large_compressed
SELECT 1,
	(SELECT business_calendar('Europe/Berlin', 'Mo-Fr 09:00-17:00', array_agg(date '2026-01-01' + n)) FROM generate_series(1, 3000) AS n),
	(SELECT timeline_agg(timestamptz '2026-01-01Z' + n * interval '7 minutes', 'state ' || n % 40) FROM generate_series(1, 20000) AS n),
	(SELECT pg_temp.state_agg('account ' || n % 3000, timestamptz '2026-01-01Z' + n * interval '1 hour', 'day', 'UTC') FROM generate_series(1, 9000) AS n),
	(SELECT active_agg(a) FROM (SELECT activity_agg(date '2026-01-01' + n * n % 400) AS a FROM generate_series(1, 5000) AS n GROUP BY n % 700) AS account),
	(SELECT score_evaluation_agg(n % 9973 / 100.0, n % 5 = 0, 1 + n % 7) FROM generate_series(1, 50000) AS n),
	(SELECT life_table_agg(n * 7919 % 100003, n % 3 = 0, 0, 1 + n % 7) FROM generate_series(1, 20000) AS n);
INSERT INTO kept.large_external
SELECT 1, calendar::text::business_calendar, timeline::text::timeline, state::text::cohort_state, active::text::active_summary, evaluation::text::score_evaluation, life::text::life_table
FROM kept.large_compressed;
ANALYZE;
