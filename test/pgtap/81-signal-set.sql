-- Sets of signals against DISTINCT ON over the raw rows, their JSON forms, and instants in JSON against timestamptz.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION pgtap SCHEMA public;
CREATE SCHEMA csops;
CREATE EXTENSION csops SCHEMA csops;
SET LOCAL search_path = csops, public;

SELECT no_plan();
SELECT setseed(0.42);

CREATE TEMP TABLE event AS
SELECT i, (random() * 40)::integer AS account, 'signal ' || (random() * 9)::integer AS signal, round((random() * 20)::numeric) / 4 - 2 AS value,
	timestamptz '2026-01-01 00:00Z' + (random() * 30)::integer * interval '1 hour' AS at
FROM generate_series(1, 6000) AS i;
UPDATE event SET signal = NULL WHERE i % 41 = 0;
UPDATE event SET value = NULL WHERE i % 43 = 0;
UPDATE event SET at = NULL WHERE i % 47 = 0;

-- Of each signal the latest value, of one instant the greatest.
CREATE TEMP TABLE latest AS
SELECT DISTINCT ON (account, signal) account, signal, value, at FROM event
WHERE signal IS NOT NULL AND value IS NOT NULL AND at IS NOT NULL
ORDER BY account, signal, at DESC, value DESC;

CREATE TEMP TABLE kept AS SELECT account, signal_agg(signal, value::float8, at) AS s FROM event GROUP BY account;
SELECT is_empty($$
	SELECT account, signal, value::float8, at FROM latest
	EXCEPT SELECT account, signal, signal_value(s, signal), signal_at(s, signal) FROM kept, (SELECT DISTINCT signal FROM event) AS name
$$, 'signal_agg keeps the latest value of each signal');
SELECT is((SELECT sum(observations(s)) FROM kept), (SELECT count(*)::numeric FROM latest), 'and no other');
SELECT is_empty($$
	SELECT account FROM kept JOIN (SELECT account, jsonb_agg(jsonb_build_object('name', signal, 'value', value, 'at', at) ORDER BY signal COLLATE "C") AS list
		FROM (SELECT account, signal, value::float8 AS value, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS at FROM latest) AS l GROUP BY account) AS l USING (account)
	WHERE s::jsonb <> jsonb_build_object('signals', list, 'invalid', 0)
$$, 'its JSON lists them by name');
SELECT is_empty($$
	SELECT account FROM kept JOIN (SELECT account, rollup(s) AS r FROM (
		SELECT account, signal_agg(signal, value::float8, at) AS s FROM event GROUP BY account, i % 7) AS part GROUP BY account) AS parts USING (account)
	WHERE r <> s OR r || s <> s OR merge(s, s) <> s
$$, 'sets of parts roll up to the set of the whole, and merging twice changes nothing');

-- The forms in which a set can be written
SELECT is(jsonb '{"b": 2, "a": -0.0, "c": null}'::signal_set, '{"signals": [{"name": "a", "value": 0}, {"name": "b", "value": 2}], "invalid": 0}'::signal_set,
	'an object of names and numbers, in any order');
SELECT is(jsonb_build_object('a', 1.5, 'b', NULL)::signal_set, '{"a": 1.5}'::signal_set, 'columns as jsonb');
SELECT is('{"signals": 1, "invalid": 2}'::signal_set, '{"signals": [{"name": "invalid", "value": 2}, {"name": "signals", "value": 1}], "invalid": 0}'::signal_set,
	'signals may be called as the keys are');
SELECT is(signal_value('{"a": 1}'::signal_set || '{"a": {"value": 0, "at": "4714-11-24T00:00:00Z BC"}}'::signal_set, 'a'), 0::float8,
	'what has an instant is later than what has none');
SELECT is('{}'::signal_set, signal_agg(NULL, NULL, NULL), 'a set without signals');
SELECT is(observations(NULL::signal_set) + invalid(NULL::signal_set), 0::bigint, 'no set counts 0');

CREATE FUNCTION pg_temp.refused(value text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	detail text;
BEGIN
	PERFORM value::signal_set;
	RETURN 'accepted';
EXCEPTION WHEN invalid_text_representation THEN
	GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
	RETURN detail;
END $$;
SELECT is(pg_temp.refused(value), detail, 'refused: ' || left(value, 60)) FROM (VALUES
	('5', 'Expected an object here. (line 1, offset 1)'),
	('{"": 1}', 'The name of a signal has 1 to 255 bytes. (line 1, offset 6)'),
	('{"a": "1"}', 'Expected a number here. (line 1, offset 7)'),
	('{"a": true}', 'Expected a number here. (line 1, offset 7)'),
	('{"a": 1e400}', 'The number is out of range for double precision. (line 1, offset 7)'),
	('{"a": 1, "a": 2}', 'A key is given twice in one object. (line 1, offset 15)'),
	('{"a": {"at": "2026-01-01T00:00:00Z"}}', 'The key "value" is missing. (line 1, offset 7)'),
	('{"a": {"value": 1, "when": 2}}', 'Unknown key; the keys known here are "value", "at". (line 1, offset 28)'),
	('{"signals": []}', 'The key "invalid" is missing. (line 1, offset 1)'),
	('{"signals": [], "invalid": -1}', 'Expected a whole number from 0 to 4611686018427387903 here. (line 1, offset 28)'),
	('{"signals": [], "invalid": 0, "a": 1}', 'Unknown key; the keys known here are "signals", "invalid". (line 1, offset 36)'),
	('{"signals": [{"name": "a", "value": 1}, {"name": "a", "value": 1}], "invalid": 0}', 'A signal is given twice. (line 1, offset 41)'),
	('{"signals": [{"name": "a"}], "invalid": 0}', 'The key "value" is missing. (line 1, offset 14)')
) AS bad(value, detail);
SELECT is(pg_temp.refused(format('{"%s": 1}', repeat('x', 256))), 'The name of a signal has 1 to 255 bytes. (line 1, offset 262)', 'refused: a long name');
SELECT is(pg_temp.refused((SELECT jsonb_object_agg(i::text, i)::text FROM generate_series(1, 1001) AS i)),
	'A set has at most 1000 signals. (line 1, offset 1)', 'refused: more than 1000 signals');
SELECT throws_ok($$ SELECT signal_agg(i::text, i, '2026-01-01 00:00Z') FROM generate_series(1, 1001) AS i $$, '54000', 'too many signals',
	'refused: more than 1000 signals in an aggregate');
SELECT throws_ok($$ SELECT merge((SELECT signal_agg(i::text, i, '2026-01-01 00:00Z') FROM generate_series(1, 600) AS i),
	(SELECT signal_agg(i::text, i, '2026-01-01 00:00Z') FROM generate_series(401, 1001) AS i)) $$, '54000', 'too many signals',
	'refused: more than 1000 signals in a merge');

-- Instants: every text says its offset, and reads as PostgreSQL reads it.
CREATE TEMP TABLE instant AS
SELECT DISTINCT at FROM (
	SELECT timestamptz '2026-01-01 00:00Z' + (random() - 0.5) * 1e10 * interval '1 second' AS at FROM generate_series(1, 1000)
	UNION ALL SELECT timestamptz '2026-01-01 00:00Z' + (random() - 0.5) * 1e11 * interval '1 second' FROM generate_series(1, 1000)
	UNION ALL SELECT timestamptz '2026-01-01 00:00Z' + random() * 9e12 * interval '1 second' FROM generate_series(1, 300)
	UNION ALL VALUES (timestamptz '4714-11-24 00:00:00Z BC'), ('294276-12-31 23:59:59.999999Z'), ('2000-01-01 00:00Z'), ('1999-12-31 23:59:59.999999Z'),
		('0001-12-31 23:59:59Z BC'), ('0001-01-01 00:00Z'), ('2024-02-29 12:00Z'), ('9999-12-31 23:59Z'), ('10000-01-01 00:00Z')) AS t(at);
CREATE FUNCTION pg_temp.said(at timestamptz) RETURNS text LANGUAGE sql
RETURN (SELECT signal_agg('a', 1, at)::jsonb #>> '{signals,0,at}');
SELECT is_empty('SELECT at, pg_temp.said(at) FROM instant WHERE pg_temp.said(at)::timestamptz <> at', 'an instant is written as PostgreSQL reads it');
SET LOCAL timezone = 'Asia/Kolkata';
SELECT is_empty($$
	SELECT at FROM instant, LATERAL (SELECT jsonb_build_object('a', jsonb_build_object('value', 1, 'at', at))) AS j(value)
	WHERE signal_at(value::signal_set, 'a') <> at
$$, 'and read as PostgreSQL writes it in JSON, in whatever zone');
RESET timezone;
SELECT is(pg_temp.refused(format('{"a": {"value": 1, "at": "%s"}}', at)), detail || ' (line 1, offset 26)', 'refused: ' || at) FROM (VALUES
	('2026-01-01T00:00:00', 'The instant does not say its offset from UTC.'),
	('2026-01-01', 'Expected an instant here.'),
	('now', 'Expected an instant here.'),
	('infinity', 'Expected an instant here.'),
	('2026-01-01T00:00:00Z ', 'Expected an instant here.'),
	('2026-01-01T00:00:00.1234567Z', 'Expected an instant here.'),
	('2026-01-01T00:60:00Z', 'Expected an instant here.'),
	('2026-01-01T24:00:00Z', 'There is no such instant.'),
	('2026-02-29T00:00:00Z', 'There is no such instant.'),
	('2026-13-01T00:00:00Z', 'There is no such instant.'),
	('2026-00-01T00:00:00Z', 'There is no such instant.'),
	('2026-01-00T00:00:00Z', 'There is no such instant.'),
	('0000-01-01T00:00:00Z', 'There is no such instant.'),
	('0000-01-01T00:00:00Z BC', 'There is no such instant.'),
	('4714-11-24T00:00:00+00:01 BC', 'There is no such instant.'),
	('294276-12-31T23:59:59-00:01', 'There is no such instant.'),
	('999999-12-31T23:59:59Z', 'There is no such instant.')
) AS bad(at, detail);

-- What no row may be
SELECT throws_ok($$ SELECT signal_agg('logins', 'NaN', '2026-01-01 00:00Z') $$, '22003', 'value of a signal is out of range', 'NaN is refused');
SELECT throws_ok($$ SELECT signal_agg('logins', '-infinity', '2026-01-01 00:00Z') $$, '22003', 'value of a signal is out of range', 'infinity is refused');
SELECT throws_ok($$ SELECT signal_agg('', 1, '2026-01-01 00:00Z') $$, '22023', 'name of a signal is too short', 'an empty name is refused');
SELECT throws_ok($$ SELECT signal_agg(repeat('x', 256), 1, '2026-01-01 00:00Z') $$, '22023', 'name of a signal is too long', 'a long name is refused');
SELECT throws_ok($$ SELECT signal_agg('logins', 1, 'infinity') $$, '22008', 'instant of a signal must be finite', 'an infinite instant is refused');
SELECT throws_ok($$ SELECT signal_agg('logins', 1, at) FROM (VALUES (timestamp '2026-01-01')) AS v(at) $$, '42804', NULL, 'a timestamp without a zone is refused');
SELECT is((SELECT invalid(signal_agg(signal, value, at, 'count')) FROM (VALUES ('logins', float8 'NaN', timestamptz '2026-01-01 00:00Z'),
	('', 1, '2026-01-01 00:00Z'), (repeat('x', 256), 1, '2026-01-01 00:00Z'), ('logins', 1, 'infinity'), ('logins', 1, '-infinity'), ('logins', 1, '2026-01-01 00:00Z'))
	AS row(signal, value, at)), 5::bigint, 'or counted');

SELECT finish();
ROLLBACK;
