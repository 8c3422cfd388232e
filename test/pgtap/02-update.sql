-- Every way to the current version ends with the same objects, and removing the extension leaves nothing of it.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION pgtap SCHEMA public;
CREATE SCHEMA csops;
\ir ../members.psql

CREATE FUNCTION pg_temp.catalog_rows() RETURNS TABLE (catalog regclass, n bigint) LANGUAGE plpgsql AS $$
BEGIN
	FOR catalog IN SELECT oid FROM pg_class WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind = 'r' AND relname NOT LIKE 'pg\_statistic%' LOOP
		EXECUTE format('SELECT count(*) FROM %s', catalog) INTO n;
		RETURN NEXT;
	END LOOP;
END $$;
CREATE FUNCTION pg_temp.members() RETURNS TABLE (object text, attributes jsonb, comment text) LANGUAGE plpgsql AS $$
BEGIN
	SET LOCAL search_path = '';
	-- The catalogs have no statistics of what was installed in this transaction.
	SET LOCAL enable_nestloop = off;
	RETURN QUERY SELECT m.object, m.attributes, m.comment FROM pg_temp.member_attributes AS m;
	SET LOCAL search_path = public;
	SET LOCAL enable_nestloop = on;
END $$;
-- Makes the current version: at once, or by way of another one.
CREATE FUNCTION pg_temp.install(version text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	DROP EXTENSION IF EXISTS csops;
	EXECUTE format('CREATE EXTENSION csops SCHEMA csops VERSION %L', version);
	ALTER EXTENSION csops UPDATE;
END $$;
SELECT no_plan();

CREATE TEMP TABLE catalog_row AS SELECT * FROM pg_temp.catalog_rows() LIMIT 0;
CREATE TEMP TABLE fresh AS SELECT * FROM pg_temp.members() LIMIT 0;
INSERT INTO catalog_row SELECT * FROM pg_temp.catalog_rows();
CREATE EXTENSION csops SCHEMA csops;
INSERT INTO fresh SELECT * FROM pg_temp.members();
SELECT cmp_ok(count(attributes), '>', 1000::bigint, 'the catalogs say something of more than a thousand objects') FROM fresh;
SELECT is(count(*), 0::bigint, 'and of every one') FROM fresh WHERE attributes IS NULL;
SELECT isnt_empty($$ SELECT catalog FROM catalog_row JOIN pg_temp.catalog_rows() AS now USING (catalog) WHERE now.n > catalog_row.n $$, 'the extension is in the catalogs');
DROP EXTENSION csops;
SELECT is_empty($$ SELECT catalog, catalog_row.n, now.n FROM catalog_row JOIN pg_temp.catalog_rows() AS now USING (catalog) WHERE now.n <> catalog_row.n $$,
	'an extension that was dropped leaves nothing in the catalogs');

-- By way of every version that leads here, and of the current one itself.
SELECT lives_ok(format('SELECT pg_temp.install(%L)', version), 'installing ' || version || ' and updating it')
	|| E'\n' || results_eq('SELECT * FROM pg_temp.members() ORDER BY object COLLATE "C"', 'SELECT * FROM fresh ORDER BY object COLLATE "C"',
		version || ' becomes what a fresh installation is')
FROM (
	SELECT default_version AS version FROM pg_available_extensions WHERE name = 'csops'
	UNION SELECT source FROM pg_extension_update_paths('csops') JOIN pg_available_extensions ON name = 'csops' AND target = default_version
		JOIN pg_available_extension_versions AS v ON v.name = 'csops' AND v.version = source WHERE path IS NOT NULL
) AS origin ORDER BY version;

SELECT * FROM finish();
ROLLBACK;
