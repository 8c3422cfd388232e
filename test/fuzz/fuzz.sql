-- What fuzz.c runs on, in a database with csops: its function, and what it gives to functions beside the fuzzed value.
CREATE FUNCTION csops_fuzz(type regtype, VARIADIC options text[]) RETURNS void
AS '$libdir/csops' LANGUAGE C STRICT;

CREATE TABLE fuzz_argument (type regtype NOT NULL, value text NOT NULL);
INSERT INTO fuzz_argument
SELECT type::regtype, unnest(string_to_array(values, '|')) FROM (VALUES
	('boolean', 't|f'),
	('integer', '-2147483648|-1|0|1|2|7|30|365|2147483647'),
	('bigint', '-9223372036854775808|-1|0|1|2|7|100000|9223372036854775807'),
	('double precision', '-Infinity|-1e308|-1|-0|0|1e-300|0.05|0.5|0.95|1|2|10|50|100|1e15|1e308|Infinity|NaN'),
	('numeric', '-Infinity|-100|-1e-44|0|1e-44|0.5|1|100.25|9999999999999999.5|1e40|Infinity|NaN'),
	('text', '|x|day|week|month|quarter|year|UTC|Europe/Berlin|first|last|all|recurring|count|error|clamp|on|on_or_after|bracket|low|high|wilson|wald|t|adjusted_wald|'
		|| 'agresti_coull|clopper_pearson|jeffreys|log|log-log|plain|open|a|s|earliest|next_open|[)|[]|current|at_start|by_segment|strict|2026-03-01|00000000-0000-0000-0000-000000000001'),
	('uuid', '00000000-0000-0000-0000-000000000000|7f000000-0000-0000-0000-000000000001|ffffffff-ffff-ffff-ffff-ffffffffffff'),
	('date', '-infinity|0001-01-01|1000-01-01|2026-01-01|2026-03-01|2026-03-15|2026-12-31|4000-01-01|9999-12-31|infinity'),
	('timestamp with time zone', '-infinity|4714-11-24 00:00:00Z BC|2026-01-01 00:00Z|2026-03-01 12:00Z|2026-03-29 01:30Z|2027-01-01 00:00Z|9999-12-31 00:00Z|294276-12-31 23:59:59.999999Z|infinity'),
	('interval', '-178000000 years|-1 day|0|1 microsecond|1 hour|1 day|30 days|1 month|106751991 days'),
	('text[]', '{}|{*}|{open}|{a,b,NULL}|{s,x,closed}'),
	('integer[]', '{}|{0}|{0,1,7,30}|{2147483647}|{NULL}'),
	('double precision[]', '{}|{0}|{0.5,1,NULL}|{NaN,Infinity,-1e308}|{50,75}'),
	('date[]', '{}|{2026-01-01,2026-02-01}|{0001-01-01,9999-12-31}|{2026-01-01,2026-02-01,2026-03-01}|{infinity}'),
	('timestamp with time zone[]', '{}|{2026-03-01Z}|{NULL}|{-infinity,infinity}'),
	('tstzrange', 'empty|(,)|[2026-03-01Z,2026-03-08Z)|[2026-03-29Z,infinity)'),
	('tstzmultirange', '{}|{(,)}|{[2026-03-01Z,2026-03-08Z),[2026-03-09Z,)}'),
	('jsonb', 'null|{}|{"a": 3600}|{"open": "2 hours", "x": null}|[1]')
) AS a(type, values);
INSERT INTO fuzz_argument VALUES
	('sla_clock', '(,,,,,,,,,,,,,,)'),
	('sla_clock', '(stopped,breached,t,t,01:00:00,02:00:00,-01:00:00,7200,-3600,2026-03-02 10:00Z,2026-03-02 12:00Z,2026-03-02 11:00Z,2026-03-02 11:00Z,1,1)');

-- Values of csops types go with one another: those of the table sample, of test/samples.psql.
DO $$
DECLARE
	one record;
	value text;
BEGIN
	FOR one IN SELECT * FROM sample LOOP
		EXECUTE format('SELECT v::text FROM (%s) AS s(v)', one.value) INTO value;
		INSERT INTO fuzz_argument VALUES (one.type, value);
	END LOOP;
END $$;

-- What a run begins with: the same values in the forms 0, 1 and 2 of fuzz.c, with no call chosen.
CREATE FUNCTION fuzz_seeds() RETURNS TABLE (name regtype, input bytea)
LANGUAGE plpgsql AS $$
DECLARE
	one record;
BEGIN
	FOR one IN SELECT * FROM sample LOOP
		RETURN QUERY EXECUTE format($q$
			SELECT %1$L::regtype, form || decode('00000000', 'hex') || payload
			FROM (%2$s) AS s(v), LATERAL (VALUES
				('\x00'::bytea, convert_to(v::text, 'UTF8')), ('\x01', csops_test_send(v)), ('\x02', csops_test_raw(v))) AS f(form, payload)
		$q$, one.type, one.value);
	END LOOP;
END $$;
