-- Instants and days of exports, whatever type they were landed in: functions in the schema that is on the search_path. The adapters
-- include it. What says no zone is in UTC. NULL and '' are NULL.
CREATE FUNCTION instant(value timestamptz) RETURNS timestamptz LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN value;
CREATE FUNCTION instant(value timestamp) RETURNS timestamptz LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN value AT TIME ZONE 'UTC';
CREATE FUNCTION instant(value text) RETURNS timestamptz LANGUAGE sql STABLE STRICT PARALLEL SAFE
	RETURN CASE WHEN value ~ '^\s*$' THEN NULL
		WHEN value ~ '(Z|UTC|[+-]\d\d(:?\d\d)?)\s*$' AND value ~ ':' THEN value::timestamptz
		ELSE value::timestamp AT TIME ZONE 'UTC' END;
CREATE FUNCTION day(value date) RETURNS date LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN value;
CREATE FUNCTION day(value timestamp) RETURNS date LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN value::date;
CREATE FUNCTION day(value text) RETURNS date LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
	RETURN to_date(nullif(left(value, 10), ''), 'YYYY-MM-DD');
COMMENT ON FUNCTION instant(timestamptz) IS 'the instant';
COMMENT ON FUNCTION instant(timestamp) IS 'the instant that the time is in UTC';
COMMENT ON FUNCTION instant(text) IS 'the instant that the text names, in UTC where it names no zone';
COMMENT ON FUNCTION day(date) IS 'the day';
COMMENT ON FUNCTION day(timestamp) IS 'the day of the time';
COMMENT ON FUNCTION day(text) IS 'the day that the text begins with, as YYYY-MM-DD';
