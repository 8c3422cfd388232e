-- Keeps canonical tables in step with views of the same names, as an adapter or integrations/demo_canonical.sql makes them.
--
--   psql -f integrations/jobs/copy.sql
--
--   CALL rollups.copy_tables('zendesk', 'support');
--
-- Only rows that differ are written, whatever the source says about when it changed them. So the triggers of jobs.sql see exactly the
-- changes, and what is deleted, merged into another or taken back in the source goes. It reads all of the source. Needs jobs.sql.
\set ON_ERROR_STOP on

CREATE FUNCTION rollups.copy_table(source regclass, target regclass) RETURNS bigint LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	columns text;
	new_values text;
	key_columns text;
	key_matches text;
	deleted bigint;
	written bigint;
BEGIN
	SELECT string_agg(format('%I', attname), ', ' ORDER BY attnum), string_agg(format('excluded.%I', attname), ', ' ORDER BY attnum)
	INTO columns, new_values
	FROM pg_attribute WHERE attrelid = target AND attnum > 0 AND NOT attisdropped;
	SELECT string_agg(format('%I', attname), ', '), string_agg(format('s.%1$I = t.%1$I', attname), ' AND ')
	INTO key_columns, key_matches
	FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey)
	WHERE indrelid = target AND indisprimary;
	IF key_columns IS NULL THEN
		RAISE EXCEPTION 'table % has no primary key', target USING ERRCODE = 'object_not_in_prerequisite_state';
	END IF;
	EXECUTE format('DELETE FROM %s AS t WHERE NOT EXISTS (SELECT FROM %s AS s WHERE %s)', target, source, key_matches);
	GET DIAGNOSTICS deleted = ROW_COUNT;
	EXECUTE format('INSERT INTO %s AS t (%s) SELECT %s FROM %s ON CONFLICT (%s) DO UPDATE SET (%s) = ROW (%s) WHERE t *<> excluded',
		target, columns, columns, source, key_columns, columns, new_values);
	GET DIAGNOSTICS written = ROW_COUNT;
	RETURN deleted + written;
END $$;
COMMENT ON FUNCTION rollups.copy_table(regclass, regclass) IS 'makes the rows of a table those of a view; returns how many it wrote and deleted';

CREATE PROCEDURE rollups.copy_tables(source text, target text) LANGUAGE plpgsql AS $$
DECLARE
	name text;
BEGIN
	FOREACH name IN ARRAY '{business_calendars,sla_policies,accounts,ticket_events,tickets,surveys,signals,subscriptions}'::text[] LOOP
		PERFORM rollups.copy_table(format('%I.%I', source, name)::regclass, format('%I.%I', target, name)::regclass);
		COMMIT;
	END LOOP;
END $$;
COMMENT ON PROCEDURE rollups.copy_tables(text, text) IS 'makes the canonical tables of a schema what the views of another one give';
