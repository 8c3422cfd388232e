-- Hostile calendars: changed texts and payloads, documents too large or too deep, and what errors may say of them.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION pgtap SCHEMA public;
CREATE SCHEMA csops;
CREATE EXTENSION csops SCHEMA csops;
CREATE EXTENSION csops_test SCHEMA public;
SET LOCAL search_path = csops, public;
SET LOCAL timezone = 'UTC';
SET LOCAL datestyle = 'ISO, MDY';
SET LOCAL intervalstyle = 'postgres';
SELECT no_plan();
\ir harness.psql

-- Calendars of every feature.
CREATE SCHEMA hostile;
CREATE TABLE hostile.seed (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, document text);
INSERT INTO hostile.seed (document) VALUES
	('{"tz": "Europe/Berlin", "hours": "Mo-Fr 09:00-12:30,13:30-18:00; Sa 10:00-14:00"}'),
	('{"tz": "Australia/Sydney", "hours": "Mo-Fr 22:00-06:00; Sa 20:00-19:30"}'),
	('{"tz": "America/New_York", "hours": "Mo-Fr 09:00-17:30", "holidays": ["2026-03-05", "2026-03-06", "2026-12-25", "02-29", "07-04"]}'),
	('{"tz": "-09:30", "hours": "Tu-Su 08:00:15-16:45:30", "overrides": {"2026-03-04": "off", "2026-03-05": "22:00-03:00", "03-10": "09:00-12:00"}}'),
	('{"tz": "Asia/Kolkata", "hours": "24/7", "breaks": {"2026-03-02": "12:00-13:00,15:00-15:15", "2026-03-03": "23:30-00:30", "03-20": "00:00-24:00"}}'),
	('{"tz": "UTC", "hours": "off", "changes": [{"from": "2026-03-09", "hours": "Mo-Fr 09:00-17:00"}, {"from": "2026-03-20", "hours": "24/7"}, {"from": "2026-12-01", "hours": "Mo off; Tu 10:00-11:00"}]}'),
	('{"tz": "Australia/Lord_Howe", "hours": "Mo,We,Fr 00:00-24:00; Sa 23:59:59-00:00:01", "holidays": ["2026-04-05", "12-25"], "overrides": {"2026-04-05": "01:00-03:00"}, "breaks": {"04-05": "01:45-02:15"}, "changes": [{"from": "2026-04-06", "hours": "Mo-Fr 07:00-15:00"}]}'),
	('{"any": [{"tz": "Europe/London", "hours": "Mo-Fr 09:00-17:00"}, {"tz": "America/Los_Angeles", "hours": "Mo-Fr 09:00-17:00", "holidays": ["2026-03-31"]}, {"tz": "Asia/Tokyo", "hours": "Mo-Fr 09:00-17:00"}]}'),
	('{"all": [{"tz": "Europe/Dublin", "hours": "24/7", "holidays": ["2026-03-17"]}, {"any": [{"tz": "Africa/Casablanca", "hours": "Mo-Fr 08:00-16:00"}, {"tz": "+05:45", "hours": "Sa-Su 10:00-12:00"}]}]}'),
	('{"any": [{"all": [{"tz": "UTC", "hours": "08:00-20:00"}, {"tz": "Pacific/Apia", "hours": "Mo-Fr 00:00-24:00"}]}, {"all": [{"tz": "Asia/Tehran", "hours": "Sa-We 09:00-17:00"}, {"tz": "UTC", "hours": "off", "overrides": {"2026-03-07": "06:00-10:00"}}]}]}');

-- A text changed in one to three places: signs, runs, numbers, strings and what is put into the document.
CREATE FUNCTION hostile.mutated(value text, other text, salt integer) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
	signs CONSTANT text := '0123456789-+:;,{}[]" \/nt';
	numbers CONSTANT text[] := '{0,00,1,01,2,02,03,9,09,10,12,22,23,24,28,29,30,31,32,45,59,60,99,100,0000,0001,2026,2027,9999,10000,4294967296,99999999999999999999}';
	strings CONSTANT text[] := ARRAY['"off"', '"24/7"', '"Mo-Fr 09:00-17:00"', '"Mo-Su 18:00-17:59:59"', '"09:00-12:00"', '"23:59-00:01"', '"00:00-24:00"', '"2026-03-05"',
		'"0001-01-01"', '"9999-12-31"', '"02-29"', '"UTC"', '"Pacific/Chatham"', '"EST5EDT"', '"+15:59"', '"tz"', '"hours"', '"any"', '"canary"', '"\u0000canary"', '""', 'null', 'canary', '[]', '{}', '7'];
	p integer;
	q integer;
	n integer;
	op integer;
	sign text;
BEGIN
	FOR round IN 1..1 + harness.pick(salt, 1) % 3 LOOP
		p := 1 + harness.pick(salt, 10 * round) % greatest(length(value), 1);
		q := harness.pick(salt, 10 * round + 1);
		n := harness.pick(salt, 10 * round + 2);
		sign := substr(signs, 1 + n % length(signs), 1);
		op := harness.pick(salt, 10 * round + 3) % 16;
		value := CASE
			WHEN op = 0 THEN left(value, p - 1) || substr(value, p + 1)
			WHEN op = 1 THEN left(value, p - 1) || sign || substr(value, p + 1)
			WHEN op = 2 THEN left(value, p) || sign || substr(value, p + 1)
			WHEN op = 3 THEN left(value, p - 1) || substr(value, p + n % 12)
			WHEN op = 4 THEN left(value, p) || substr(value, p - n % 12)
			WHEN op = 5 THEN left(value, p)
			WHEN op = 6 THEN left(value, p) || 'canary' || substr(value, p + 1)
			-- One document within the other.
			WHEN op = 7 THEN format('{"%s": [%s, %s]}', CASE q % 2 WHEN 0 THEN 'any' ELSE 'all' END, value, other)
			WHEN op = 8 THEN left(value, p) || substr(other, p + 1)
			WHEN op < 12 THEN regexp_replace(value, '"[^"]*"', replace(strings[1 + n % array_length(strings, 1)], '\', '\\'),
				1, 1 + q % regexp_count(value || '""', '"[^"]*"'))
			ELSE regexp_replace(value, '[0-9]+', numbers[1 + n % array_length(numbers, 1)], 1, 1 + q % regexp_count(value || '0', '[0-9]+'))
		END;
	END LOOP;
	RETURN value;
END $$;

-- A payload likewise: bytes, runs, numbers that are too long, and parts of another payload.
CREATE FUNCTION hostile.mutated(value bytea, other bytea, salt integer) RETURNS bytea
LANGUAGE plpgsql AS $$
DECLARE
	fields CONSTANT bytea[] := ARRAY['\x00', '\x01', '\x02', '\x03', '\x07', '\x08', '\x3c', '\x64', '\x7f', '\x80', '\xff', '\x8000', '\x8100', '\xc016', '\xe807', '\xe907', '\xffff03', '\xffffffff07',
		'\xffffffff0f', '\x8080808010', '\xffffffffff01', '\xffffffffffffffffff01', '\x63616e617279', '\x03555443', '\x062b30313a3030', '\x0f6575726f70652f6265726c696e']::bytea[];
	field bytea;
	p integer;
	n integer;
BEGIN
	FOR round IN 1..1 + harness.pick(salt, 1) % 2 LOOP
		p := 1 + harness.pick(salt, 10 * round) % greatest(length(value), 1);
		n := harness.pick(salt, 10 * round + 1);
		field := fields[1 + n % array_length(fields, 1)];
		value := CASE harness.pick(salt, 10 * round + 2) % 14
			WHEN 0 THEN substr(value, 1, p - 1) || substr(value, p + 1)
			WHEN 1 THEN substr(value, 1, p - 1) || field || substr(value, p)
			WHEN 2 THEN substr(value, 1, p - 1)
			WHEN 3 THEN value || substr(value, p)
			WHEN 4 THEN substr(value, 1, p) || substr(other, p + 1)
			WHEN 5 THEN '\x0102'::bytea || CASE n % 2 WHEN 0 THEN '\x02'::bytea ELSE ''::bytea END || substr(value, 2) || substr(other, 2)
			WHEN 6 THEN substr(value, 1, p - 1) || field || substr(value, p + length(field))
			ELSE CASE WHEN p > length(value) THEN value ELSE set_byte(value, p - 1,
				-- Most often the number is a little larger or smaller, because anything else makes it no calendar.
				CASE WHEN n % 3 = 0 THEN n % 256 ELSE (get_byte(value, p - 1) + 256 + n % 31 - 15) % 256 END) END
		END;
	END LOOP;
	RETURN value;
END $$;

-- What becomes of a text or a payload: refused, accepted, or a complaint.
CREATE FUNCTION hostile.attempt(document text, payload bytea) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
	clean CONSTANT text[] := '{22P02,22P03,22023,08P01,54000,54001,22003,22008}';
	from_at CONSTANT timestamptz := '2026-03-01Z';
	to_at CONSTANT timestamptz := '2026-04-10Z';
	v business_calendar;
	elapsed interval;
	detail text;
	hint text;
BEGIN
	BEGIN
		v := CASE WHEN payload IS NULL THEN document::business_calendar ELSE csops_test_recv(payload, NULL::business_calendar) END;
	EXCEPTION WHEN OTHERS THEN
		GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
		IF SQLSTATE <> ALL (clean) THEN
			RETURN SQLSTATE || ' ' || SQLERRM;
		END IF;
		-- A zone that is missing on this server has to be named.
		IF concat(SQLERRM, detail, hint) LIKE '%canary%' AND SQLERRM <> 'time zone of a business_calendar is not known here' THEN
			RETURN 'repeated: ' || SQLERRM || ' ' || detail;
		END IF;
		RETURN 'refused';
	END;
	BEGIN
		IF v::text::business_calendar IS DISTINCT FROM v OR csops_test_send(v::text::business_calendar) <> csops_test_send(v) THEN
			RETURN 'another value after the round trip by text';
		END IF;
		IF csops_test_send(csops_test_recv(csops_test_send(v), v)) <> csops_test_send(v) THEN
			RETURN 'another value after the round trip by binary';
		END IF;
		IF payload IS NOT NULL AND csops_test_send(v) <> payload THEN
			RETURN 'a payload that is not canonical';
		END IF;
		IF v::jsonb::business_calendar IS DISTINCT FROM v THEN
			RETURN 'another value after the round trip by jsonb';
		END IF;
	EXCEPTION WHEN OTHERS THEN
		RETURN 'no round trip: ' || SQLSTATE || ' ' || SQLERRM;
	END;
	BEGIN
		elapsed := business_elapsed(v, from_at, to_at);
		IF elapsed IS DISTINCT FROM coalesce((SELECT sum(upper(s) - lower(s)) FROM unnest(open_spans(v, tstzrange(from_at, to_at))) AS s), '0')
			OR business_seconds(v, from_at, to_at) IS DISTINCT FROM extract(epoch FROM elapsed)::float8 OR elapsed < '0' OR elapsed > to_at - from_at THEN
			RETURN 'the open spans sum to something else';
		END IF;
		IF is_open(v, from_at) IS DISTINCT FROM coalesce(next_open(v, from_at) = from_at, false) THEN
			RETURN 'is_open and next_open disagree';
		END IF;
		IF business_elapsed(v, from_at, business_add(v, from_at, '40 hours')) <> '40 hours' THEN
			RETURN 'business_add is not the inverse';
		END IF;
		PERFORM calendar_check(v, '2026-12-31');
	EXCEPTION WHEN OTHERS THEN
		IF SQLSTATE <> ALL (clean) THEN
			RETURN 'in use: ' || SQLSTATE || ' ' || SQLERRM;
		END IF;
		RETURN 'accepted, too much in use';
	END;
	RETURN 'accepted';
END $$;

SELECT is(hostile.attempt(document, NULL), 'accepted', format('seed %s by text', id)) FROM hostile.seed ORDER BY id;
SELECT is(hostile.attempt(NULL, csops_test_send(document::business_calendar)), 'accepted', format('seed %s by binary', id)) FROM hostile.seed ORDER BY id;

CREATE TEMP TABLE outcome AS
WITH seed AS MATERIALIZED (
	SELECT array_agg(document ORDER BY id) AS documents, array_agg(csops_test_send(document::business_calendar) ORDER BY id) AS payloads, count(*)::integer AS seeds FROM hostile.seed
), mutant AS MATERIALIZED (
	SELECT n, 'text' AS form, hostile.mutated(documents[1 + n % seeds], documents[1 + harness.pick(n, 7) % seeds], n) AS document, NULL::bytea AS payload
	FROM seed, generate_series(1, 20000) AS n
	UNION ALL
	SELECT n, 'binary', NULL, hostile.mutated(payloads[1 + n % seeds], payloads[1 + harness.pick(n, 7) % seeds], n)
	FROM seed, generate_series(1, 20000) AS n
)
SELECT form, n, document, payload, hostile.attempt(document, payload) AS outcome FROM mutant;

SELECT is((SELECT array_agg(format('%s: %s%s', outcome, document, payload) ORDER BY n) FILTER (WHERE outcome NOT IN ('refused', 'accepted', 'accepted, too much in use')) FROM outcome AS o WHERE o.form = f),
	NULL, format('changed calendars by %s are refused with a clean error, or are calendars like any other', f)) FROM unnest('{text,binary}'::text[]) AS f;
SELECT cmp_ok((SELECT count(*) FROM outcome AS o WHERE o.form = f AND outcome = r), '>', 1000::bigint, format('enough are %s by %s', r, f))
FROM unnest('{text,binary}'::text[]) AS f, unnest('{refused,accepted}'::text[]) AS r;
SELECT cmp_ok((SELECT count(DISTINCT document::business_calendar) FROM outcome WHERE form = 'text' AND outcome = 'accepted'), '>', 1000::bigint, 'what is accepted by text differs');

-- Errors never repeat the document.
CREATE FUNCTION hostile.said(statement text) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
	message text;
	detail text;
	hint text;
	context text;
BEGIN
	EXECUTE statement;
	RETURN 'accepted';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT, context = PG_EXCEPTION_CONTEXT;
	-- The statement itself is the caller's.
	RETURN concat_ws(E'\n', SQLSTATE, message, detail, hint, replace(context, statement, ''));
END $$;
SELECT ok(said LIKE '22P02%business_calendar%' AND said NOT LIKE '%canary%', format('the error of %s does not repeat it', document)) || CASE WHEN said LIKE '%canary%' THEN E'\n' || diag(said) ELSE '' END
FROM unnest(ARRAY['canary', '"canary"', '["canary"]', '{"canary": 1}', '{"tz": "canary", "hours": "off"}', '{"tz": "canary/canary", "hours": "off"}', '{"tz": "canary5", "hours": "off"}',
	'{"tz": canary', '{"tz": "UTC", "hours": "canary"}', '{"tz": "UTC", "hours": "Mo canary"}', '{"tz": "UTC", "hours": "off canary"}', '{"tz": "UTC", "hours": {"canary": 1}}',
	'{"tz": "UTC", "hours": "off", "canary": 1}', '{"tz": "UTC", "hours": "off", "holidays": ["canary"]}', '{"tz": "UTC", "hours": "off", "holidays": "canary"}',
	'{"tz": "UTC", "hours": "off", "overrides": {"canary": "off"}}', '{"tz": "UTC", "hours": "off", "overrides": {"12-24": "canary"}}', '{"tz": "UTC", "hours": "off", "breaks": {"12-24": "12:00-canary"}}',
	'{"tz": "UTC", "hours": "off", "changes": [{"from": "canary", "hours": "off"}]}', '{"tz": "UTC", "hours": "off", "changes": [{"from": "2026-01-01", "hours": "canary"}]}',
	'{"tz": "UTC", "hours": "off", "changes": [{"from": "2026-01-01", "hours": "off", "canary": 1}]}', '{"any": "canary"}', '{"any": ["canary"]}', '{"any": [{"tz": "UTC", "hours": "off"}], "canary": 1}',
	'{"canary": 1, "canary": 2}', '{"tz": "UTC", "hours": "off"} canary']) AS document, hostile.said(format('SELECT %L::business_calendar', document)) AS said;
SELECT ok(said LIKE '22P03%' AND said NOT LIKE '%canary%', format('the error of the payload %s does not repeat it', payload))
FROM unnest(ARRAY['canary', '\x01canary', '\x0100canary', '\x010003UTCcanary', '\x010003555443010000010101010101000000000000canary']) AS raw,
	LATERAL (SELECT CASE WHEN raw LIKE '\\x%' THEN decode(replace(replace(substr(raw, 3), 'canary', '63616e617279'), 'UTC', '555443'), 'hex') ELSE raw::bytea END AS payload) AS p,
	hostile.said(format('SELECT csops_test_recv(%L::bytea, NULL::business_calendar)', payload)) AS said;

-- What is no calendar at all is told what one looks like.
SELECT matches(hostile.said(format('SELECT %L::business_calendar', document)), E'^22P02\n[^\n]*\nExpected an object here\\. [^\n]*\nA calendar has the keys tz and hours', 'the hint about ' || document)
FROM unnest(ARRAY['[]', '7', '{"any": ["UTC"]}', '{"all": [null]}']) AS document;

-- Deep documents and payloads. Each level combines two, or the combination would be its member.
SELECT throws_ok(format('SELECT repeat(%L, 100000)::business_calendar', sign), '54001', NULL, format('deeply nested %s', sign))
FROM unnest(ARRAY['[', '{"any":[', '{"any":[{"all":[']) AS sign;
SELECT throws_ok($$ SELECT csops_test_recv('\x01' || decode(repeat('0202', 100000), 'hex'), NULL::business_calendar) $$, '54001', NULL, 'a deeply nested payload');
CREATE FUNCTION hostile.nested(levels integer) RETURNS text
LANGUAGE sql IMMUTABLE RETURN
	(SELECT string_agg(format('{"%s": [{"tz": "%s:%s", "hours": "Mo-Fr 09:00-17:00"}, ', CASE n % 2 WHEN 0 THEN 'any' ELSE 'all' END,
		to_char(n % 29 - 14, 'SG00'), to_char(n * 7 % 60, 'FM00')), '' ORDER BY n) FROM generate_series(1, levels) AS n)
	|| '{"tz": "UTC", "hours": "24/7"}' || repeat(']}', levels);
SELECT is(hostile.attempt(hostile.nested(200), NULL), 'accepted', 'two hundred levels by text');
SELECT is(hostile.attempt(NULL, csops_test_send(hostile.nested(200)::business_calendar)), 'accepted', 'two hundred levels by binary');

-- A thousand calendars at most, however many levels they are spread over: 24 groups of 40, and one more of each size.
CREATE FUNCTION hostile.groups(first integer, last integer, size integer) RETURNS text
LANGUAGE sql IMMUTABLE RETURN
	(SELECT format('{"any": [%s]}', string_agg(format('{"all": [%s]}', (
		SELECT string_agg(format('{"tz": "UTC", "hours": "Mo %s:%s-20:00:%s"}', to_char(g % 20, 'FM00'), to_char(g / 20, 'FM00'), to_char(n, 'FM00')), ', ' ORDER BY n)
		FROM generate_series(0, size - 1) AS n)), ', ')) FROM generate_series(first, last) AS g);
SELECT throws_ok(format('SELECT %L::business_calendar', hostile.groups(0, 25, 40)), '22P02', 'invalid input syntax for type business_calendar', 'more than 1,000 calendars over several levels by text');
SELECT matches(hostile.said(format('SELECT %L::business_calendar', hostile.groups(0, 25, 40))), 'A calendar can combine at most 1000 others\.', 'the error says how many may be');
SELECT is(csops_test_send(hostile.groups(0, 24, 40)::business_calendar)::text LIKE '\\x010119%', true, '1,000 calendars over several levels by text');
SELECT lives_ok($$ SELECT csops_test_recv(csops_test_send(hostile.groups(0, 24, 40)::business_calendar), NULL::business_calendar) $$, '1,000 calendars over several levels by binary');
-- A group more behind those of a payload that send gave; it sorts last.
CREATE TEMP TABLE spliced AS
SELECT size, substr(whole, 1, 2) || '\x19'::bytea || substr(whole, 4) || substr(csops_test_send(hostile.groups(39, 39, size)::business_calendar), 2) AS payload
FROM unnest('{40,41}'::integer[]) AS size, csops_test_send(hostile.groups(0, 23, 40)::business_calendar) AS whole;
SELECT is(csops_test_send(csops_test_recv(payload, NULL::business_calendar)), payload, 'a payload of 1,000 calendars put together is received') FROM spliced WHERE size = 40;
SELECT matches(hostile.said(format('SELECT csops_test_recv(%L::bytea, NULL::business_calendar)', payload)), E'^22P03\ninvalid binary representation of type business_calendar\nThe bytes are no calendar\\.',
	'with one more it is refused') FROM spliced WHERE size = 41;

-- Long spans.
SELECT throws_ok($$ SELECT open_spans('{"tz": "America/New_York", "hours": "Mo-Fr 09:00-17:00"}', tstzrange('4713-01-01 00:00Z BC', '294276-12-01 00:00Z')) $$, '54000', 'too many open spans',
	'open_spans over all of time');
SELECT ok(count(*) > 1000000 AND sum(elapsed) = business_elapsed(calendar, from_at, to_at) AND sum(elapsed) > '4000000 hours'
	AND bool_and(counted = (elapsed <> '0')) AND sum(upper(during) - lower(during)) = to_at - from_at, 'explain_elapsed of 2,000 years gives all its rows')
FROM (SELECT '{"tz": "America/New_York", "hours": "Mo-Fr 09:00-17:00", "holidays": ["12-25"]}'::business_calendar AS calendar, timestamptz '0500-01-01Z' AS from_at, timestamptz '2500-01-01Z' AS to_at) AS q,
	explain_elapsed(calendar, from_at, to_at) GROUP BY calendar, from_at, to_at;

-- The local day on which a calendar closes for good; in UTC it is the day after already.
SELECT is(ARRAY(SELECT message FROM calendar_check('{"tz": "America/New_York", "hours": "Mo-Fr 09:00-23:00", "changes": [{"from": "2026-06-02", "hours": "off"}]}', '2026-12-31') WHERE severity = 'error'),
	'{The calendar closes for good on 2026-06-01.}', 'a calendar closes for good on its own local day');

-- Null in JSON is NULL: none.
SELECT is(format('{"tz": "UTC", "hours": "off", "%s": null}', key)::business_calendar::text, '{"tz": "UTC", "hours": "off"}', format('null %s are none', key))
FROM unnest('{holidays,overrides,breaks}'::text[]) AS key;
SELECT is(business_calendar('UTC', 'off', overrides => 'null', breaks => 'null')::text, '{"tz": "UTC", "hours": "off"}', 'null overrides and breaks are none in the constructor');
SELECT throws_ok(format('SELECT %L::business_calendar', document), '22P02', NULL, 'null is no answer in ' || document)
FROM unnest(ARRAY['null', '{"tz": null, "hours": "off"}', '{"tz": "UTC", "hours": null}', '{"tz": "UTC", "hours": "off", "changes": null}', '{"tz": "UTC", "hours": "off", "holidays": [null]}', '{"any": null}']) AS document;

-- Hints offer what is accepted there.
SELECT ok(said LIKE '22P02%00:00-24:00%' AND said NOT LIKE '%24/7%' AND said NOT LIKE '%Mo-Fr%', format('the hint for the hours of one day, %s in %s, has no weekly hours', hours, key))
FROM unnest('{overrides,breaks}'::text[]) AS key, unnest('{24/7,Mo 09:00-10:00,09:00-10:00; 11:00-12:00,"",noon}'::text[]) AS hours,
	hostile.said(format($$ SELECT '{"tz": "UTC", "hours": "off", "%s": {"2026-12-24": "%s"}}'::business_calendar $$, key, hours)) AS said;
SELECT ok(hostile.said($$ SELECT '{"tz": "UTC", "hours": "noon"}'::business_calendar $$) LIKE '%24/7%', 'the hint for weekly hours has them all');

-- A date or timestamp that would be read in the zone of the session is seen in a range, too.
CREATE TEMP TABLE visit (calendar business_calendar, day date, plain timestamp, at timestamptz);
INSERT INTO visit VALUES ('{"tz": "UTC", "hours": "24/7"}', '2026-03-02', '2026-03-02', '2026-03-03 00:00Z');
SELECT throws_ok(format('SELECT open_spans(calendar, %s) FROM visit', during), '42804', message, during)
FROM (VALUES ('tstzrange(day, at)', 'a date would be read in the time zone of the session'), ('tstzrange(day, at, ''[]'')', 'a date would be read in the time zone of the session'),
	('tstzrange(plain, at)', 'a timestamp without time zone would be read in the time zone of the session'),
	('tstzrange(coalesce(plain, at), at)', 'a timestamp without time zone would be read in the time zone of the session')) AS example(during, message);
SELECT ok(hostile.said('SELECT open_spans(calendar, tstzrange(day, at)) FROM visit') LIKE '%(argument::timestamp AT TIME ZONE %', 'the hint for a date says ::timestamp');
SELECT is((SELECT open_spans(calendar, tstzrange(day::timestamp AT TIME ZONE 'UTC', at)) FROM visit), '{[2026-03-02 00:00Z, 2026-03-03 00:00Z)}', 'what the hint says is accepted');

SELECT finish();
ROLLBACK;
