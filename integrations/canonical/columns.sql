-- What differs between the canonical tables and a schema that fills them: nothing, when all is well.
--
--   psql -v schema=support -v expected=canonical -f integrations/canonical/columns.sql
--
-- Variables:
--   schema     where the tables or views are
--   expected   where integrations/canonical.sql made its tables
SELECT coalesce(e.relname, f.relname) AS relation, coalesce(e.column_no, f.column_no) AS column_no,
	coalesce(e.described, 'nothing') AS expected, coalesce(f.described, 'nothing') AS found
FROM (
	SELECT relname, attnum AS column_no, attname || ' ' || format_type(atttypid, NULL) AS described
	FROM pg_attribute JOIN pg_class AS c ON c.oid = attrelid
	WHERE relnamespace = :'expected'::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped
) AS e
FULL JOIN (
	SELECT relname, attnum AS column_no, attname || ' ' || format_type(atttypid, NULL) AS described
	FROM pg_attribute JOIN pg_class AS c ON c.oid = attrelid
	WHERE relnamespace = :'schema'::regnamespace AND relkind IN ('r', 'v', 'm', 'p') AND attnum > 0 AND NOT attisdropped
		AND relname IN (SELECT relname FROM pg_class WHERE relnamespace = :'expected'::regnamespace AND relkind = 'r')
) AS f USING (relname, column_no)
WHERE e.described IS DISTINCT FROM f.described
ORDER BY 1, 2;
