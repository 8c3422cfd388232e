-- Health models: the canonical form, what is refused and where, hostile texts and payloads, and models by the row.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION pgtap SCHEMA public;
CREATE SCHEMA csops;
CREATE EXTENSION csops SCHEMA csops;
CREATE EXTENSION csops_test SCHEMA public;
SET LOCAL search_path = csops, public;
SELECT no_plan();
\ir harness.psql

-- The canonical form: defaults filled in, one order of keys, spans and instants in one way.
CREATE TEMP TABLE form (given text, canonical text);
INSERT INTO form VALUES
	('{"signals": [{"curve": [[0, 0.0], [1e1, 100]], "weight": 1.0, "name": "a"}]}',
		'{"signals": [{"name": "a", "weight": 1, "curve": [[0, 0], [10, 100]]}], "missing": "reweight", "min_coverage": 0.5}'),
	('{"version": 7, "name": "m", "signals": [{"name": "a", "weight": 3, "tiers": [[-0, 100]], "max_age": "2 weeks", "half_life": "36:00:00"}], "missing": "zero", "min_coverage": 0,
		"bands": [["low", 0], ["high", 62.5]]}',
		'{"name": "m", "version": "7", "signals": [{"name": "a", "weight": 3, "tiers": [[0, 100]], "bounds": "[)", "half_life": "1 day 12:00:00", "max_age": "14 days"}],'
		' "missing": "zero", "min_coverage": 0, "bands": [["low", 0], ["high", 62.5]], "band_bounds": "[)"}'),
	('{"signals": [{"name": "a", "weight": 1, "group": "g", "logistic": {"steepness": -0.5, "midpoint": 8}}, {"name": "b", "weight": 2, "group": "g", "tiers": [[0, 0], [5, 100]], "bounds": "(]"}]}',
		'{"signals": [{"name": "a", "weight": 1, "group": "g", "logistic": {"midpoint": 8, "steepness": -0.5}}, {"name": "b", "weight": 2, "group": "g", "tiers": [[0, 0], [5, 100]], "bounds": "(]"}],'
		' "groups": [{"name": "g", "weight": 3}], "missing": "reweight", "min_coverage": 0.5}'),
	('{"signals": [{"name": "a", "weight": 1, "group": "g", "curve": [[0, 0], [1, 100]]}, {"name": "b", "weight": 1, "group": "h", "curve": [[0, 0], [1, 100]]}], "groups": [{"name": "h", "weight": 10}, {"name": "g", "weight": 0}],
		"overrides": [{"when": {"signal": "x", "op": "<>", "value": -0.0}, "floor": 10, "reason": "r"},
			{"when": {"signal": "a", "op": ">=", "value": 0, "max_age": "30 days"}, "set": "value", "reason": "by hand"},
			{"when": {"signal": "x", "op": "=", "value": 1}, "set": 7.5, "until": "2026-03-01 02:00+02", "reason": "\u00e9"}]}',
		'{"signals": [{"name": "a", "weight": 1, "group": "g", "curve": [[0, 0], [1, 100]]}, {"name": "b", "weight": 1, "group": "h", "curve": [[0, 0], [1, 100]]}], "groups": [{"name": "h", "weight": 10}, {"name": "g", "weight": 0}],'
		' "missing": "reweight", "min_coverage": 0.5, "overrides": [{"when": {"signal": "x", "op": "<>", "value": 0}, "floor": 10, "reason": "r"},'
		' {"when": {"signal": "a", "op": ">=", "value": 0, "max_age": "30 days"}, "set": "value", "reason": "by hand"},'
		' {"when": {"signal": "x", "op": "=", "value": 1}, "set": 7.5, "until": "2026-03-01T00:00:00Z", "reason": "é"}]}');
SELECT is(given::health_model::text, canonical, 'canonical: ' || left(given, 60)) FROM form;
SELECT is(canonical::health_model::text, canonical, 'and it stays that: ' || left(given, 60)) FROM form;
SELECT ok(given::health_model = canonical::health_model AND given::jsonb::health_model = canonical::health_model, 'equal: ' || left(given, 60)) FROM form;
SELECT is((SELECT count(DISTINCT given::health_model) FROM (SELECT given FROM form UNION ALL SELECT canonical FROM form) AS f(given)), 4::bigint,
	'models group by what they say');

-- Spans of time
SELECT is(format('{"signals": [{"name": "a", "weight": 1, "tiers": [[0, 1]], "max_age": "%s"}]}', given)::health_model::jsonb #>> '{signals,0,max_age}', canonical, 'span: ' || given)
FROM (VALUES ('30 days', '30 days'), ('1 day', '1 day'), ('7 day', '7 days'), ('1 week 1 days 90 minutes', '8 days 01:30:00'), ('86400 seconds', '1 day'), ('00:00:00.000001', '00:00:00.000001'),
	('100:00', '4 days 04:00:00'), ('1 day 00:00:00.5', '1 day 00:00:00.5')) AS span(given, canonical);
SELECT is(format('{"signals": [{"name": "a", "weight": 1, "tiers": [[0, 1]], "max_age": "%s"}]}', span)::health_model,
	format('{"signals": [{"name": "a", "weight": 1, "tiers": [[0, 1]], "max_age": "%s"}]}', justify_hours(span))::health_model, 'an interval as PostgreSQL writes it: ' || span)
FROM unnest('{00:00:01,12:34:56.789,1 day,45 days 00:01,999:00:00}'::interval[]) AS span;

-- What cannot work is refused with the place.
CREATE FUNCTION pg_temp.refused(value text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	detail text;
BEGIN
	PERFORM value::health_model;
	RETURN 'accepted';
EXCEPTION WHEN invalid_text_representation THEN
	GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
	RETURN detail;
END $$;
CREATE FUNCTION pg_temp.with_signal(fields text) RETURNS text LANGUAGE sql RETURN format('{"signals": [{"name": "a", "weight": 1, %s}]}', fields);
CREATE FUNCTION pg_temp.with_rest(fields text) RETURNS text LANGUAGE sql
RETURN format('{"signals": [{"name": "a", "weight": 1, "tiers": [[0, 1]]}], %s}', fields);
SELECT is(pg_temp.refused(model), detail, 'refused: ' || left(model, 150)) FROM (VALUES
	('[]', 'Expected an object here. (line 1, offset 1)'),
	('{}', 'The key "signals" is missing. (line 1, offset 1)'),
	('{"signals": []}', 'Expected a list of 1 to 1000 elements here. (line 1, offset 13)'),
	('{"signals": {}}', 'Expected an array here. (line 1, offset 13)'),
	('{"signals": [{"name": "a", "weight": 1}]}', 'A signal has one of "curve", "tiers" and "logistic". (line 1, offset 14)'),
	('{"signals": [{"weight": 1}]}', 'The key "name" is missing. (line 1, offset 14)'),
	('{"signals": [{"name": "a"}]}', 'The key "weight" is missing. (line 1, offset 14)'),
	('{"signals": [{"name": "", "weight": 1, "tiers": [[0, 1]]}]}', 'Expected a text of 1 to 255 bytes here. (line 1, offset 23)'),
	('{"signals": [{"name": "a", "weight": -1, "tiers": [[0, 1]]}]}', 'Expected a number from 0 to 1000000000 here. (line 1, offset 38)'),
	('{"signals": [{"name": "a", "weight": 0, "tiers": [[0, 1]]}]}', 'All weights are zero. (line 1, offset 13)'),
	('{"signals": [{"name": "a", "weight": 1e-320, "tiers": [[0, 1]]}]}', 'The weights are too small. (line 1, offset 13)'),
	('{"signals": [{"name": "a", "weight": 1, "group": "g", "tiers": [[0, 1]]}], "groups": [{"name": "g", "weight": 0}]}', 'All weights are zero. (line 1, offset 13)'),
	('{"signals": [{"name": "a", "weight": 1, "tiers": [[0, 1]]}, {"name": "a", "weight": 1, "tiers": [[0, 1]]}]}', 'A signal of this name is there already. (line 1, offset 70)'),
	(pg_temp.with_signal('"curve": [[0, 0]]'), 'Expected a list of 2 to 100 elements here. (line 1, offset 50)'),
	(pg_temp.with_signal('"curve": [[0, 0], [0, 100]]'), 'The values must ascend. (line 1, offset 59)'),
	(pg_temp.with_signal('"curve": [[1, 0], [0, 100]]'), 'The values must ascend. (line 1, offset 59)'),
	(pg_temp.with_signal('"curve": [[0, 0], [1, 101]]'), 'Expected a number from 0 to 100 here. (line 1, offset 63)'),
	(pg_temp.with_signal('"curve": [[0, 0], [1]]'), 'Expected a value and its points here, such as [10, 50]. (line 1, offset 59)'),
	(pg_temp.with_signal('"curve": [[-1e308, 0], [1e308, 100]]'), 'The value is too far from the one before. (line 1, offset 64)'),
	(pg_temp.with_signal('"curve": [[0, 0], [5e-324, 100]]'), 'The value is too close to the one before. (line 1, offset 59)'),
	(pg_temp.with_signal('"curve": [[0, 0], [1, 1]], "tiers": [[0, 0]]'), 'A signal has one of "curve", "tiers" and "logistic". (line 1, offset 14)'),
	(pg_temp.with_signal('"curve": [[0, 0], [1, 1]], "bounds": "(]"'), 'Only tiers have bounds. (line 1, offset 78)'),
	(pg_temp.with_signal('"tiers": []'), 'Expected a list of 1 to 100 elements here. (line 1, offset 50)'),
	(pg_temp.with_signal('"tiers": [[0, 1]], "bounds": "[]"'), 'Unknown choice; the choices here are "[)", "(]". (line 1, offset 70)'),
	(pg_temp.with_signal('"logistic": {"midpoint": 1}'), 'The key "steepness" is missing. (line 1, offset 53)'),
	(pg_temp.with_signal('"logistic": {"midpoint": 1, "steepness": 0}'), 'A curve without steepness is the same everywhere. (line 1, offset 82)'),
	(pg_temp.with_signal('"tiers": [[0, 1]], "half_life": "1 month"'), 'Expected a span of time here. (line 1, offset 73)'),
	(pg_temp.with_signal('"tiers": [[0, 1]], "half_life": "-1 days"'), 'Expected a span of time here. (line 1, offset 73)'),
	(pg_temp.with_signal('"tiers": [[0, 1]], "half_life": "0 days"'), 'The span of time is empty. (line 1, offset 73)'),
	(pg_temp.with_signal('"tiers": [[0, 1]], "half_life": "999999999 weeks"'), 'The span of time is too long. (line 1, offset 73)'),
	(pg_temp.with_signal('"tiers": [[0, 1]], "half_life": "99999999 days 999999999:00"'), 'The span of time is too long. (line 1, offset 73)'),
	(pg_temp.with_signal('"tiers": [[0, 1]], "half_life": "1 day "'), 'Expected a span of time here. (line 1, offset 73)'),
	(pg_temp.with_signal('"tiers": [[0, 1]], "half_life": "1:00"'), 'Expected a span of time here. (line 1, offset 73)'),
	(pg_temp.with_signal('"tiers": [[0, 1]], "half_life": "01:00 1 day"'), 'Expected a span of time here. (line 1, offset 73)'),
	(pg_temp.with_signal('"tiers": [[0, 1]], "half_life": 30'), 'Expected a string here. (line 1, offset 73)'),
	(pg_temp.with_signal('"tiers": [[0, 1]], "halflife": "1 day"'),
		'Unknown key; the keys known here are "name", "weight", "group", "curve", "tiers", "bounds", "logistic", "half_life", "max_age". (line 1, offset 72)'),
	(pg_temp.with_signal('"group": "g", "tiers": [[0, 1]]') || ' x', 'The text is not valid JSON. (line 1, offset 76)'),
	('{"signals": [{"name": "a", "weight": 1, "group": "g", "tiers": [[0, 1]]}], "groups": []}', 'A group that signals name is missing in this list. (line 1, offset 86)'),
	('{"signals": [{"name": "a", "weight": 1, "group": "g", "tiers": [[0, 1]]}], "groups": [{"name": "h", "weight": 1}]}', 'No signal is in this group. (line 1, offset 87)'),
	('{"signals": [{"name": "a", "weight": 1, "group": "g", "tiers": [[0, 1]]}], "groups": [{"name": "g", "weight": 1}, {"name": "g", "weight": 1}]}',
		'A group of this name is there already. (line 1, offset 115)'),
	('{"signals": [{"name": "a", "weight": 0, "group": "g", "tiers": [[0, 1]]}, {"name": "b", "weight": 1, "tiers": [[0, 1]]}], "groups": [{"name": "g", "weight": 1}]}',
		'The weights of the signals of this group are zero. (line 1, offset 134)'),
	(pg_temp.with_rest('"missing": "last"'), 'Unknown choice; the choices here are "reweight", "zero", "neutral". (line 1, offset 73)'),
	(pg_temp.with_rest('"min_coverage": 1.5'), 'Expected a number from 0 to 1 here. (line 1, offset 78)'),
	(pg_temp.with_rest('"bands": []'), 'Expected a list of 1 to 100 elements here. (line 1, offset 71)'),
	(pg_temp.with_rest('"bands": [["red", 10]]'), 'The first band must begin with 0. (line 1, offset 72)'),
	(pg_temp.with_rest('"bands": [["red", 0], ["green", 75], ["yellow", 50]]'), 'The bands must ascend. (line 1, offset 99)'),
	(pg_temp.with_rest('"bands": [["red", 0], ["green", 75], ["yellow", 75]]'), 'The bands must ascend. (line 1, offset 99)'),
	(pg_temp.with_rest('"bands": [["red", 0], ["red", 75]]'), 'A band of this name is there already. (line 1, offset 84)'),
	(pg_temp.with_rest('"bands": [["red", 0], ["green", 101]]'), 'Expected a number from 0 to 100 here. (line 1, offset 94)'),
	(pg_temp.with_rest('"bands": [["unknown", 0]]'), '"unknown" is what accounts without a score are in. (line 1, offset 73)'),
	(pg_temp.with_rest('"bands": [["red", 0], ["green", 100]], "band_bounds": "(]"'), 'No score is above 100. (line 1, offset 84)'),
	(pg_temp.with_rest('"bands": [0, 50]'), 'Expected an array here. (line 1, offset 72)'),
	(pg_temp.with_rest('"band_bounds": "(]"'), 'There are no bands. (line 1, offset 77)'),
	(pg_temp.with_rest('"overrides": [{"cap": 1, "reason": "r"}]'), 'The key "when" is missing. (line 1, offset 76)'),
	(pg_temp.with_rest('"overrides": [{"when": {"signal": "a", "op": "==", "value": 1}, "cap": 1, "reason": "r"}]'),
		'Unknown choice; the choices here are "<", "<=", "=", "<>", ">=", ">". (line 1, offset 107)'),
	(pg_temp.with_rest('"overrides": [{"when": {"signal": "a", "op": "=", "value": 1}, "cap": 1}]'), 'The key "reason" is missing. (line 1, offset 76)'),
	(pg_temp.with_rest('"overrides": [{"when": {"signal": "a", "op": "=", "value": 1}, "cap": 1, "floor": 1, "reason": "r"}]'),
		'An override has one of "cap", "floor" and "set". (line 1, offset 144)'),
	(pg_temp.with_rest('"overrides": [{"when": {"signal": "a", "op": "=", "value": 1}, "reason": "r"}]'), 'An override has one of "cap", "floor" and "set". (line 1, offset 76)'),
	(pg_temp.with_rest('"overrides": [{"when": {"signal": "a", "op": "=", "value": 1}, "cap": "value", "reason": "r"}]'), 'Expected a number here. (line 1, offset 132)'),
	(pg_temp.with_rest('"overrides": [{"when": {"signal": "a", "op": "=", "value": 1}, "set": 1, "reason": "r"}]'),
		'A score that is set has to end. (line 1, offset 76)'),
	(pg_temp.with_rest('"overrides": [{"when": {"signal": "a", "op": "=", "value": 1}, "set": "score", "until": "2026-01-01T00:00:00Z", "reason": "r"}]'),
		'Unknown choice; the choices here are "value". (line 1, offset 132)'),
	(pg_temp.with_rest('"overrides": [{"when": {"signal": "a", "op": "=", "value": 1}, "set": 1, "until": null, "reason": "r"}]'), 'Expected a string here. (line 1, offset 144)'),
	(pg_temp.with_rest('"override": []'),
		'Unknown key; the keys known here are "name", "version", "signals", "groups", "missing", "min_coverage", "bands", "band_bounds", "overrides". (line 1, offset 74)')
) AS bad(model, detail);
SELECT is(pg_temp.refused((SELECT jsonb_build_object('signals', jsonb_agg(jsonb_build_object('name', i::text, 'weight', 1, 'tiers', '[[0, 1]]'::jsonb)))::text FROM generate_series(1, 1001) AS i)),
	'Expected a list of 1 to 1000 elements here. (line 1, offset 13)', 'refused: 1001 signals');
SELECT is(jsonb_array_length((SELECT jsonb_build_object('signals', jsonb_agg(jsonb_build_object('name', i::text, 'weight', 1, 'tiers', '[[0, 1]]'::jsonb))) FROM generate_series(1, 1000) AS i)::health_model::jsonb -> 'signals'),
	1000, 'a thousand signals are possible');

-- Hostile texts and payloads: a model like any other, or a clean error.
CREATE TEMP TABLE seed (n integer GENERATED ALWAYS AS IDENTITY, document text);
INSERT INTO seed (document) SELECT canonical FROM form;
INSERT INTO seed (document) VALUES
	('{"signals": [{"name": "a", "weight": 40, "group": "usage", "curve": [[0, 0], [20, 80], [60, 100]], "half_life": "30 days"}, {"name": "b", "weight": 20, "group": "usage", "curve": [[0.2, 0], [0.9, 100]]},
		{"name": "c", "weight": 20, "tiers": [[0, 0], [7, 50], [9, 100]], "max_age": "180 days"}, {"name": "d", "weight": 20, "logistic": {"midpoint": 8, "steepness": -0.5}}], "groups": [{"name": "usage", "weight": 60}],
		"missing": "neutral", "min_coverage": 0.25, "bands": [["red", 0], ["yellow", 50], ["green", 75]], "overrides": [{"when": {"signal": "x", "op": ">", "value": 0}, "cap": 40, "reason": "open escalation"}]}'),
	('{"signals": [{"name": "a", "weight": 0.1, "tiers": [[0, 33.3], [1, 66.6]], "bounds": "(]"}, {"name": "b", "weight": 0.2, "curve": [[-5, 100], [5, 0]]}, {"name": "c", "weight": 0.7, "curve": [[0, 1], [1, 2]]}],
		"min_coverage": 0, "bands": [["r", 0], ["g", 33.3]], "band_bounds": "(]", "overrides": [{"when": {"signal": "b", "op": "<=", "value": 4}, "floor": 12.3, "reason": "f"},
		{"when": {"signal": "x", "op": "=", "value": 1, "max_age": "400 days"}, "set": "value", "reason": "s"}, {"when": {"signal": "a", "op": ">=", "value": 0}, "cap": 99.9, "until": "2026-06-01T00:00:00Z", "reason": "u"}]}');
CREATE TEMP TABLE account AS
SELECT s::signal_set, as_of FROM (VALUES
	('{}'), ('{"a": 1}'), ('{"a": 0.5, "b": 0.5, "c": 8, "d": -1e300, "x": 1}'), ('{"b": 1e300, "c": {"value": 3, "at": "2026-02-01T00:00:00Z"}, "x": 0}'),
	('{"a": {"value": 7, "at": "4714-11-24T00:00:00Z BC"}, "b": {"value": 7, "at": "2025-09-01T00:00:00Z"}, "d": {"value": 7, "at": "294276-12-31T23:59:59Z"}, "x": {"value": 33, "at": "2026-01-01T00:00:00Z"}}')) AS s(s),
	unnest('{2026-03-01 00:00Z,2026-09-01 00:00Z,294276-12-31 23:59:59Z}'::timestamptz[]) AS as_of;

-- All that can be asked of a model: scores on the scale, drivers and changes that sum to them exactly.
CREATE FUNCTION pg_temp.complaint(m health_model) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	a record;
	score float8;
	band text;
BEGIN
	FOR a IN SELECT * FROM account LOOP
		score := health_score(m, a.s, a.as_of);
		IF NOT coalesce(score BETWEEN 0 AND 100, true) THEN
			RETURN 'a score of ' || score;
		END IF;
		IF NOT health_coverage(m, a.s, a.as_of) BETWEEN 0 AND 1 THEN
			RETURN 'a coverage of ' || health_coverage(m, a.s, a.as_of);
		END IF;
		IF (SELECT sum(contribution) FROM health_drivers(m, a.s, a.as_of)) IS DISTINCT FROM score
			OR (SELECT sum(contribution ORDER BY contribution) FROM health_drivers(m, a.s, a.as_of)) IS DISTINCT FROM score THEN
			RETURN 'drivers do not sum to ' || score;
		END IF;
		IF (health_reason(m, a.s, a.as_of) LIKE 'unknown;%') <> (score IS NULL) THEN
			RETURN 'no such score: ' || health_reason(m, a.s, a.as_of);
		END IF;
		BEGIN
			band := health_band(m, a.s, a.as_of);
			IF band IS DISTINCT FROM band_of(m, score) OR (band = 'unknown') <> (score IS NULL) OR band <> health_band(m, a.s, a.as_of, band, 3)
				OR band_of(m, score_rounded(m, score, 1)) <> band THEN
				RETURN 'bands differ at ' || score;
			END IF;
		EXCEPTION WHEN invalid_parameter_value THEN
			NULL;
		END;
	END LOOP;
	FOR a IN SELECT x.s AS before, y.s AS after, x.as_of AS before_as_of, y.as_of AS after_as_of FROM account AS x, account AS y WHERE x.as_of <= y.as_of LOOP
		score := health_score(m, a.after, a.after_as_of) - health_score(m, a.before, a.before_as_of);
		IF (SELECT sum(effect) FROM health_change(m, a.before, a.after, a.before_as_of, a.after_as_of)) IS DISTINCT FROM nullif(score, 0)
			AND (SELECT sum(effect) FROM health_change(m, a.before, a.after, a.before_as_of, a.after_as_of)) IS DISTINCT FROM score
		THEN
			RETURN 'changes do not sum to ' || score;
		END IF;
	END LOOP;
	RETURN NULL;
END $$;
SELECT is(pg_temp.complaint(document::health_model), NULL, 'every question has an answer: ' || left(document, 80)) FROM seed;

CREATE FUNCTION pg_temp.mutated(value text, salt integer) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	strings CONSTANT text[] := ARRAY['"a"', '"b"', '"x"', '"name"', '"signals"', '"curve"', '"tiers"', '"bounds"', '"logistic"', '"group"', '"zero"', '"[)"', '"(]"', '"1 day"', '"00:00:00.000001"',
		'"99999999 days"', '"2026-03-01T00:00:00Z"', '"4714-11-24T00:00:00Z BC"', '">="', '"value"', '""', 'null', '0', '[]', '{}', '5e-324', '1.7976931348623157e308', '1e9', '100', '-0', '1e-300'];
	p integer := harness.pick(salt, 1);
BEGIN
	IF salt % 3 = 0 THEN
		RETURN harness.mutated(value, salt);
	END IF;
	IF salt % 3 = 1 THEN
		RETURN regexp_replace(value, '"[^"]*"', strings[1 + harness.pick(salt, 2) % array_length(strings, 1)], 1, 1 + p % regexp_count(value, '"[^"]*"'));
	END IF;
	RETURN regexp_replace(value, '-?[0-9][0-9.]*', strings[1 + harness.pick(salt, 2) % array_length(strings, 1)], 1, 1 + p % regexp_count(value, '-?[0-9][0-9.]*'));
END $$;
CREATE FUNCTION pg_temp.attempt(payload bytea) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	m health_model;
BEGIN
	BEGIN
		m := csops_test_recv(payload, NULL::health_model);
	EXCEPTION WHEN invalid_text_representation OR invalid_binary_representation OR character_not_in_repertoire OR protocol_violation THEN
		RETURN 'refused';
	END;
	IF csops_test_raw(m::text::health_model) <> csops_test_raw(m) OR csops_test_raw(csops_test_recv(csops_test_send(m), m)) <> csops_test_raw(m) THEN
		RETURN 'another model after a round trip';
	END IF;
	RETURN coalesce(pg_temp.complaint(m), 'accepted');
END $$;
CREATE TEMP TABLE outcome AS
SELECT n, form, pg_temp.attempt(payload) AS outcome, payload FROM (
	SELECT i AS n, 'text' AS form, '\x01'::bytea || convert_to(pg_temp.mutated(document, i), 'UTF8') AS payload FROM generate_series(1, 3000) AS i JOIN seed ON n = 1 + i % 6
	UNION ALL
	SELECT i, 'bytes', harness.mutated(csops_test_send(document::health_model), i) FROM generate_series(1, 1000) AS i JOIN seed ON n = 1 + i % 6) AS mutant;
SELECT is((SELECT array_agg(DISTINCT outcome ORDER BY outcome) FROM outcome WHERE form = wanted), '{accepted,refused}',
	format('changed models by %s: %s refused, %s models', wanted, (SELECT count(*) FROM outcome WHERE form = wanted AND outcome = 'refused'),
		(SELECT count(*) FROM outcome WHERE form = wanted AND outcome = 'accepted')))
FROM unnest('{text,bytes}'::text[]) AS wanted;
SELECT ok((SELECT count(*) FROM outcome WHERE outcome = 'accepted' AND form = 'text') > 300, 'there are many models among them');

-- Stored in whatever way, and more of them at one call site than it keeps.
CREATE TEMP TABLE stored (n integer, filler text, m health_model);
ALTER TABLE stored ALTER filler SET STORAGE PLAIN;
INSERT INTO stored SELECT n, repeat('x', CASE n % 3 WHEN 0 THEN 3000 ELSE 1 END), jsonb_build_object('signals', (
	SELECT jsonb_agg(jsonb_build_object('name', 's' || i, 'weight', 1 + (i * n) % 7, 'curve', jsonb_build_array(jsonb_build_array(0, 0), jsonb_build_array(n + i, 100))))
	FROM generate_series(1, 1 + n % 40) AS i))::health_model FROM generate_series(1, 60) AS n;
SELECT ok((SELECT count(DISTINCT csops_test_storage(m)) > 1 FROM stored), 'models are stored in several ways');
SELECT is_empty($$
	WITH many AS MATERIALIZED (
		SELECT n, round, health_score(m, jsonb_build_object('s1', round)) AS together FROM stored, generate_series(1, 5) AS round ORDER BY round, n)
	SELECT n FROM many JOIN stored USING (n) WHERE together IS DISTINCT FROM (SELECT health_score(csops_test_plain(m), jsonb_build_object('s1', round)))
$$, 'a call site keeps models apart');
CREATE FUNCTION pg_temp.by_variable(m health_model) RETURNS float8 LANGUAGE plpgsql AS $$
BEGIN
	RETURN health_score(m, '{"s1": 1}'::signal_set);
END $$;
SELECT is_empty($$ SELECT n FROM stored WHERE pg_temp.by_variable(m) IS DISTINCT FROM health_score(m, '{"s1": 1}'::signal_set) $$,
	'also where the model is a variable');

SELECT finish();
ROLLBACK;
