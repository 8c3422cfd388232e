-- Stored bytes that no timeline can have, field by field; 10-contract.sql tries random ones.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION pgtap SCHEMA public;
CREATE SCHEMA csops;
CREATE EXTENSION csops SCHEMA csops;
CREATE EXTENSION csops_test SCHEMA public;
SET LOCAL search_path = csops, public;
SELECT no_plan();

-- What follows type, version and flags: width of the offsets, flags, states, events, the first instant; offsets, tags, names.
CREATE TEMP TABLE original AS
SELECT timeline_agg(at, state) AS t FROM (VALUES ('2026-03-02 09:00Z'::timestamptz, 'open'), ('2026-03-02 10:00Z', 'pending'), ('2026-03-02 11:00Z', 'solved')) AS event(at, state);
CREATE FUNCTION pg_temp.with_bytes(at integer, bytes bytea) RETURNS timeline
LANGUAGE sql RETURN (SELECT csops_test_forged(overlay(csops_test_raw(t) PLACING bytes FROM at + 1), t) FROM original);
SELECT is(transitions(pg_temp.with_bytes(4, substr(csops_test_raw(t), 5, 4))), 2, 'the same bytes are the same value') FROM original;
SELECT throws_ok(format('SELECT %s FROM (SELECT pg_temp.with_bytes(%s, %L) AS t) AS forged', reading, at, bytes), 'XX001', 'malformed value of type timeline',
	what || ': ' || reading)
FROM (VALUES
	('offsets of nine bytes', 4, '\x09'::bytea, true),
	('an unknown unit', 5, '\x03', true),
	('an unknown flag', 5, '\x10', true),
	('more states than there may be', 6, '\xffff', true),
	('more states than tags of one byte can name', 6, '\xc800', true),
	('more events than bytes', 8, '\xffffff7f', true),
	('an instant out of range', 12, '\x7fffffffffffff7f', true),
	-- What reads a few events only need not see these.
	('offsets that are too long', 4, '\x08', false),
	('seqs that are not there', 5, '\x06', false),
	('a name that is too long', (SELECT length(csops_test_raw(t)) - 7 FROM original), '\xff', false)
) AS forgery(what, at, bytes, by_all), unnest(ARRAY['transitions(t)', 'time_in(t, ''{open}'', ''2026-03-03Z'')', 'state_at(t, ''2026-03-03Z'')',
	't::text', 'merge(t, t)']) AS reading
WHERE by_all OR reading IN ('t::text', 'merge(t, t)');
SELECT * FROM finish();
ROLLBACK;
