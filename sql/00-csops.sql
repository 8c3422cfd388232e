-- csops: customer operations metrics inside PostgreSQL. Needs nothing.
\echo Use "CREATE EXTENSION csops" to load this file. \quit

--|# The extension
--|## csops_version
--|unit: text
--|example: SELECT csops_version()
--|result: 0.1
--|The version of the loaded library. The installed SQL objects' version is `extversion` in `pg_extension`; after an
--|upgrade of the files, `ALTER EXTENSION csops UPDATE` brings the two together.
CREATE FUNCTION csops_version() RETURNS text
AS 'MODULE_PATHNAME', 'csops_csops_version' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION csops_version() IS 'Version of the loaded csops library, as text';
