\echo Use "CREATE EXTENSION csops_test" to load this file. \quit

CREATE FUNCTION csops_test_send(value anyelement) RETURNS bytea
AS 'MODULE_PATHNAME' LANGUAGE C STRICT PARALLEL SAFE;
COMMENT ON FUNCTION csops_test_send(anyelement) IS 'the binary form of the value, by its type''s send function';

CREATE FUNCTION csops_test_recv(payload bytea, type_of anyelement) RETURNS anyelement
AS 'MODULE_PATHNAME' LANGUAGE C PARALLEL SAFE;
COMMENT ON FUNCTION csops_test_recv(bytea, anyelement)
IS 'the value that the receive function of the second argument''s type makes of the payload';

CREATE FUNCTION csops_test_raw(value anyelement) RETURNS bytea
AS 'MODULE_PATHNAME' LANGUAGE C STRICT PARALLEL SAFE;
COMMENT ON FUNCTION csops_test_raw(anyelement) IS 'the bytes of a variable-length value as they are, detoasted';

CREATE FUNCTION csops_test_plain(value anyelement) RETURNS anyelement
AS 'MODULE_PATHNAME' LANGUAGE C STRICT PARALLEL SAFE;
COMMENT ON FUNCTION csops_test_plain(anyelement) IS 'the variable-length value in memory of its own, with a long header';

CREATE FUNCTION csops_test_storage(value anyelement) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C STRICT PARALLEL SAFE;
COMMENT ON FUNCTION csops_test_storage(anyelement)
IS 'how the variable-length value came: plain, short, compressed, external or external compressed';

CREATE FUNCTION csops_test_calls(target regprocedure) RETURNS bigint
AS 'MODULE_PATHNAME' LANGUAGE C STRICT;
COMMENT ON FUNCTION csops_test_calls(regprocedure)
IS 'how often csops_test_call called the target since this was asked last';

CREATE FUNCTION csops_test_noop(value anyelement, from_at timestamptz, to_at timestamptz) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION csops_test_noop(anyelement, timestamptz, timestamptz) IS '0: what a call costs that does nothing';

CREATE FUNCTION csops_test_forged(raw bytea, type_of anyelement) RETURNS anyelement
AS 'MODULE_PATHNAME' LANGUAGE C PARALLEL SAFE;
COMMENT ON FUNCTION csops_test_forged(bytea, anyelement)
IS 'these bytes, as csops_test_raw gives them, as a value of the second argument''s type, whether they can be one or not';
