-- Scores against the published figures of vectors/statistics.tsv, and against plain SQL over the JSON of random models and
-- random signals; drivers and changes that sum exactly; as_of, groups, overrides, hysteresis.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION pgtap SCHEMA public;
CREATE SCHEMA csops;
CREATE EXTENSION csops SCHEMA csops;
SET LOCAL search_path = csops, public;

\set file `cat "${CSOPS_SHARED-../shared}/vectors/statistics.tsv" 2>/dev/null`

SELECT no_plan();

-- The vectors
CREATE TEMP TABLE vector AS
SELECT column_value[1] AS id, column_value[2] AS function, column_value[3] AS inputs, column_value[4] AS expected
FROM string_to_table(:'file', E'\n') AS line, string_to_array(line, E'\t') AS column_value
WHERE column_value[2] IN ('health_weighted', 'health_portfolio_quality', 'health_arr_rollup', 'health_coverage', 'piecewise_linear_score',
	'logistic_score', 'half_life_decay', 'staleness_weighted_score', 'totango_account_health', 'gainsight_band');

CREATE FUNCTION pg_temp.list(inputs text, n integer) RETURNS text[]
LANGUAGE sql RETURN (SELECT string_to_array(m[1], ',') FROM regexp_matches(inputs, '\{([^}]*)\}', 'g') AS m OFFSET n - 1 LIMIT 1);
CREATE FUNCTION pg_temp.number(inputs text, name text) RETURNS float8
LANGUAGE sql RETURN substring(inputs FROM '(?:^|;)' || name || '=(-?[0-9]*\.?[0-9]+)')::float8;
-- Signals s1, s2, ... that are in points already.
CREATE FUNCTION pg_temp.plain_model(weights text[], rest text DEFAULT '') RETURNS health_model
LANGUAGE sql RETURN (SELECT format('{"signals": [%s]%s}', string_agg(format('{"name": "s%s", "weight": %s, "curve": [[0, 0], [100, 100]]}', n, w, ''), ', ' ORDER BY n), rest)::health_model
	FROM unnest(weights) WITH ORDINALITY AS t(w, n));
CREATE FUNCTION pg_temp.plain_signals(points text[]) RETURNS signal_set
LANGUAGE sql RETURN (SELECT jsonb_object_agg('s' || n, nullif(v, 'NULL')::numeric) FROM unnest(points) WITH ORDINALITY AS t(v, n))::signal_set;
CREATE FUNCTION pg_temp.one_signal(shape text, x float8) RETURNS float8
LANGUAGE sql RETURN health_score(format('{"signals": [{"name": "x", "weight": 1, %s}]}', shape)::health_model, jsonb_build_object('x', x));

CREATE FUNCTION pg_temp.answer(function text, inputs text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	a text[] := pg_temp.list(inputs, 1);
	b text[] := pg_temp.list(inputs, 2);
	model health_model;
	s text;
BEGIN
	CASE function
	WHEN 'health_weighted' THEN
		IF inputs = 'no rows' THEN
			RETURN health_score(pg_temp.plain_model('{1,2}'), '{}'::signal_set);
		END IF;
		RETURN health_score(pg_temp.plain_model(b), pg_temp.plain_signals(a));
	WHEN 'health_coverage' THEN
		RETURN health_coverage(pg_temp.plain_model('{70,30}'), '{"s1": 50}'::signal_set);
	WHEN 'health_portfolio_quality' THEN
		RETURN portfolio_score(score, 1) FROM (SELECT 100 AS score FROM generate_series(1, 5) UNION ALL SELECT 60 FROM generate_series(1, 3)
			UNION ALL SELECT 40 FROM generate_series(1, 2)) AS account;
	WHEN 'health_arr_rollup' THEN
		RETURN portfolio_score(nullif(score, 'NULL')::float8, arr::float8) FROM unnest(a, b) AS account(score, arr);
	WHEN 'piecewise_linear_score' THEN
		RETURN pg_temp.one_signal('"curve": ' || (SELECT jsonb_agg(jsonb_build_array(x::numeric, y::numeric) ORDER BY n) FROM unnest(a, b) WITH ORDINALITY AS t(x, y, n))::text,
			pg_temp.number(inputs, 'x'));
	WHEN 'logistic_score' THEN
		RETURN pg_temp.one_signal(format('"logistic": {"midpoint": %s, "steepness": %s}', pg_temp.number(inputs, 'mid'), pg_temp.number(inputs, 'k')),
			pg_temp.number(inputs, 'x'));
	WHEN 'half_life_decay' THEN
		-- Of two signals, the one with 0 points is fresh: the score is 100 d / (1 + d).
		model := '{"signals": [{"name": "old", "weight": 1, "tiers": [[0, 100]], "half_life": "45 days"}, {"name": "new", "weight": 1, "tiers": [[0, 0]]}]}';
		RETURN s2 / (100 - s2) FROM (SELECT health_score(model, '{"old": {"value": 1, "at": "2026-01-01T00:00:00Z"}, "new": 1}', timestamptz '2026-01-31 00:00Z') AS s2) AS q;
	WHEN 'staleness_weighted_score' THEN
		model := '{"signals": [{"name": "a", "weight": 1, "curve": [[0, 0], [100, 100]], "half_life": "30 days"}, {"name": "b", "weight": 1, "curve": [[0, 0], [100, 100]], "half_life": "30 days"}]}';
		RETURN health_score(model, signal_agg(n, v, '2026-04-01 00:00Z'::timestamptz - age * interval '1 day'), '2026-04-01 00:00Z')
			FROM unnest('{a,b}'::text[], a::float8[], pg_temp.list(inputs, 3)::integer[]) AS t(n, v, age);
	WHEN 'totango_account_health' THEN
		-- Good only when all are; poor when any is.
		SELECT format(', "bands": [["poor", 0], ["average", 0.1], ["good", 100]], "overrides": [%s]', string_agg(
			format('{"when": {"signal": "s%s", "op": "=", "value": 0}, "cap": 0, "reason": "poor"}', n), ', ')) INTO s FROM generate_series(1, cardinality(a)) AS n;
		RETURN health_band(pg_temp.plain_model(array_fill('1'::text, ARRAY[cardinality(a)]), s),
			pg_temp.plain_signals(ARRAY(SELECT CASE v WHEN 'good' THEN '100' WHEN 'average' THEN '60' WHEN 'poor' THEN '0' ELSE 'NULL' END FROM unnest(a) WITH ORDINALITY AS t(v, n) ORDER BY n)));
	WHEN 'gainsight_band' THEN
		RETURN band_of(pg_temp.plain_model('{1}', ', "bands": [["red", 0], ["yellow", 50], ["green", 75]], "band_bounds": "(]"'), pg_temp.number(inputs, 'score'));
	END CASE;
END $$;
SELECT CASE WHEN :'file' = '' THEN skip('no vectors here', 1) ELSE cmp_ok((SELECT count(*) FROM vector), '>=', 18::bigint, 'there are vectors') END;
SELECT ok(CASE WHEN expected ~ '^-?[0-9.]+$' THEN abs(answer::float8 - expected::float8) <= 1e-9 * greatest(abs(expected::float8), 1e-3) ELSE answer IS NOT DISTINCT FROM nullif(expected, 'NULL') END,
	format('%s %s %s: %s', id, function, inputs, answer))
FROM vector, pg_temp.answer(function, inputs) AS answer;

-- An oracle: what the reference says, over the JSON of the model, in plain SQL.
CREATE FUNCTION pg_temp.oracle_points(signal jsonb, v float8) RETURNS float8 LANGUAGE sql AS $$
	WITH knot AS (
		SELECT n, (k ->> 0)::float8 AS x, (k ->> 1)::float8 AS y, lead((k ->> 0)::float8) OVER w AS next_x, lead((k ->> 1)::float8) OVER w AS next_y
		FROM jsonb_array_elements(coalesce(signal -> 'curve', signal -> 'tiers')) WITH ORDINALITY AS t(k, n) WINDOW w AS (ORDER BY n))
	SELECT CASE
		WHEN signal ? 'logistic' THEN 100 / (1 + exp(-(signal #>> '{logistic,steepness}')::float8 * (v - (signal #>> '{logistic,midpoint}')::float8)))
		WHEN signal ? 'tiers' THEN coalesce(
			(SELECT y FROM knot WHERE CASE signal ->> 'bounds' WHEN '(]' THEN x < v ELSE x <= v END ORDER BY n DESC LIMIT 1), (SELECT y FROM knot ORDER BY n LIMIT 1))
		WHEN v <= (SELECT min(x) FROM knot) THEN (SELECT y FROM knot ORDER BY n LIMIT 1)
		WHEN v >= (SELECT max(x) FROM knot) THEN (SELECT y FROM knot ORDER BY n DESC LIMIT 1)
		ELSE (SELECT y + (v - x) * (next_y - y) / (next_x - x) FROM knot WHERE x <= v AND v < next_x) END
$$;

-- One row for each signal: is it there, its points, and its share of the weight.
CREATE FUNCTION pg_temp.oracle_signals(model jsonb, signals jsonb, as_of timestamptz)
RETURNS TABLE (n bigint, name text, value float8, there boolean, points float8, share float8, covers float8) LANGUAGE sql AS $$
	WITH given AS (
		SELECT s ->> 'name' AS name, (s ->> 'value')::float8 AS value, (s ->> 'at')::timestamptz AS at FROM jsonb_array_elements(signals -> 'signals') AS s),
	signal AS (
		SELECT n, s, s ->> 'name' AS name, value, (s ->> 'weight')::float8 AS weight, coalesce('g ' || (s ->> 'group'), 's ' || n) AS grp, (s ->> 'half_life')::interval AS half_life,
			value IS NOT NULL AND coalesce(at <= as_of AND coalesce(as_of - at <= (s ->> 'max_age')::interval, true), true) AS there, coalesce(extract(epoch FROM as_of - at), 0)::float8 AS age
		FROM jsonb_array_elements(model -> 'signals') WITH ORDINALITY AS t(s, n) LEFT JOIN given ON given.name = s ->> 'name'),
	counted AS (
		SELECT *, there OR model ->> 'missing' <> 'reweight' AS counts,
			CASE WHEN there THEN pg_temp.oracle_points(s, value) WHEN model ->> 'missing' = 'neutral' THEN 50 ELSE 0 END AS points,
			CASE WHEN there AND half_life IS NOT NULL THEN 0.5 ^ (age / extract(epoch FROM half_life)::float8) ELSE 1 END AS fade,
			coalesce((SELECT (g ->> 'weight')::float8 FROM jsonb_array_elements(model -> 'groups') AS g WHERE 'g ' || (g ->> 'name') = grp), weight) AS group_weight
		FROM signal),
	weighed AS (
		SELECT *, CASE WHEN counts THEN coalesce(group_weight * weight / nullif(sum(weight) FILTER (WHERE counts) OVER (PARTITION BY grp), 0), 0) * fade ELSE 0 END AS w,
			coalesce(group_weight * weight / nullif(sum(weight) OVER (PARTITION BY grp), 0), 0) AS covers
		FROM counted)
	SELECT n, name, value, there, CASE WHEN counts THEN points END, w / nullif(sum(w) OVER (), 0), covers / sum(covers) OVER () FROM weighed ORDER BY n
$$;

CREATE FUNCTION pg_temp.oracle(model jsonb, signals jsonb, as_of timestamptz, OUT score float8, OUT coverage float8, OUT band text) LANGUAGE plpgsql AS $$
DECLARE
	o jsonb;
	given jsonb;
	v float8;
	below float8;
BEGIN
	SELECT sum(share * points), sum(covers) FILTER (WHERE there) INTO score, coverage FROM pg_temp.oracle_signals(model, signals, as_of);
	coverage := coalesce(coverage, 0);
	IF coverage < (model ->> 'min_coverage')::float8 - 1e-12 THEN
		score := NULL;
	END IF;
	FOR o IN SELECT * FROM jsonb_array_elements(model -> 'overrides') LOOP
		SELECT s INTO given FROM jsonb_array_elements(signals -> 'signals') AS s WHERE s ->> 'name' = o #>> '{when,signal}';
		CONTINUE WHEN given IS NULL OR (given ->> 'at')::timestamptz > as_of OR as_of - (given ->> 'at')::timestamptz > (o #>> '{when,max_age}')::interval
			OR as_of >= (o ->> 'until')::timestamptz
			OR EXISTS (SELECT FROM pg_temp.oracle_signals(model, signals, as_of) AS s WHERE s.name = o #>> '{when,signal}' AND NOT there);
		v := (given ->> 'value')::float8;
		below := (o #>> '{when,value}')::float8;
		CONTINUE WHEN NOT CASE o #>> '{when,op}' WHEN '<' THEN v < below WHEN '<=' THEN v <= below WHEN '=' THEN v = below WHEN '<>' THEN v <> below WHEN '>=' THEN v >= below ELSE v > below END;
		score := CASE WHEN o ? 'set' THEN least(greatest(CASE o ->> 'set' WHEN 'value' THEN v ELSE (o ->> 'set')::float8 END, 0), 100)
			WHEN score IS NULL THEN NULL WHEN o ? 'cap' THEN least(score, (o ->> 'cap')::float8) ELSE greatest(score, (o ->> 'floor')::float8) END;
	END LOOP;
	SELECT b ->> 0 INTO band FROM jsonb_array_elements(model -> 'bands') WITH ORDINALITY AS t(b, n)
	WHERE n = 1 OR CASE model ->> 'band_bounds' WHEN '(]' THEN score > (b ->> 1)::float8 + 1e-11 ELSE score >= (b ->> 1)::float8 - 1e-11 END ORDER BY n DESC LIMIT 1;
	band := CASE WHEN score IS NULL THEN 'unknown' ELSE band END;
END $$;

-- Random models of every feature, and signals: some missing, some too old, some later, some of another name.
SELECT setseed(0.2026);
CREATE FUNCTION pg_temp.pick(VARIADIC choices text[]) RETURNS text LANGUAGE sql VOLATILE
RETURN choices[1 + floor(random() * cardinality(choices))::integer];
CREATE FUNCTION pg_temp.random_shape(kind integer) RETURNS jsonb LANGUAGE sql VOLATILE AS $$
	SELECT CASE kind % 3
		WHEN 0 THEN jsonb_build_object('logistic', jsonb_build_object('midpoint', round((random() * 60)::numeric, 2), 'steepness', (0.01 + random())::numeric(4, 2) * CASE WHEN random() < 0.5 THEN -1 ELSE 1 END))
		WHEN 1 THEN jsonb_build_object('curve', (SELECT jsonb_agg(jsonb_build_array(i * 10 + round((random() * 9)::numeric), round((random() * 100)::numeric, 1)) ORDER BY i) FROM generate_series(0, 1 + floor(random() * 5)::integer) AS i))
		ELSE jsonb_build_object('tiers', (SELECT jsonb_agg(jsonb_build_array(i * 7, round((random() * 100)::numeric)) ORDER BY i) FROM generate_series(0, floor(random() * 5)::integer) AS i), 'bounds', pg_temp.pick('[)', '(]'))
	END
$$;
CREATE FUNCTION pg_temp.random_model(n integer) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	signals jsonb := '[]';
	overrides jsonb := '[]';
	groups jsonb;
	o jsonb;
	size integer := 1 + floor(random() * 8)::integer;
BEGIN
	FOR i IN 1..size LOOP
		o := jsonb_build_object('name', 's' || i, 'weight', CASE WHEN i > 1 AND random() < 0.1 THEN 0 ELSE round((random() * 20 + 0.1)::numeric, 1) END) || pg_temp.random_shape(floor(random() * 3)::integer);
		IF n % 2 = 0 AND random() < 0.7 THEN
			o := o || jsonb_build_object('group', pg_temp.pick('x', 'y', 'z'));
		END IF;
		IF random() < 0.3 THEN
			o := o || jsonb_build_object('half_life', pg_temp.pick('7 days', '36 hours', '90 days'));
		END IF;
		IF random() < 0.3 THEN
			o := o || jsonb_build_object('max_age', pg_temp.pick('30 days', '10 days', '12:00:00'));
		END IF;
		signals := signals || o;
	END LOOP;
	WHILE random() < 0.4 LOOP
		o := jsonb_build_object('when', jsonb_build_object('signal', 's' || floor(random() * 12), 'op', pg_temp.pick('<', '<=', '=', '<>', '>=', '>'), 'value', floor(random() * 50)), 'reason', 'because');
		CASE floor(random() * 4)
			WHEN 0 THEN o := o || jsonb_build_object('cap', round((random() * 100)::numeric, 1));
			WHEN 1 THEN o := o || jsonb_build_object('floor', round((random() * 100)::numeric, 1));
			WHEN 2 THEN o := o || jsonb_build_object('set', round((random() * 100)::numeric, 1), 'until', pg_temp.pick('2026-03-01T00:00:00Z', '2026-07-01T00:00:00Z'));
			ELSE o := jsonb_set(o, '{when,max_age}', '"20 days"') || '{"set": "value"}';
		END CASE;
		overrides := overrides || o;
	END LOOP;
	o := jsonb_build_object('signals', signals, 'missing', pg_temp.pick('reweight', 'reweight', 'zero', 'neutral'), 'min_coverage', pg_temp.pick('0', '0.3', '0.5', '1')::numeric,
		'bands', '[["red", 0], ["yellow", 50], ["green", 75]]'::jsonb, 'band_bounds', pg_temp.pick('[)', '(]'), 'overrides', overrides);
	SELECT jsonb_agg(jsonb_build_object('name', g, 'weight', 1 + g_n)) INTO groups FROM (
		SELECT s ->> 'group' AS g, row_number() OVER () AS g_n FROM jsonb_array_elements(signals) AS s WHERE s ? 'group' GROUP BY 1 HAVING sum((s ->> 'weight')::numeric) > 0) AS q;
	IF groups IS NOT NULL AND random() < 0.6 AND NOT EXISTS (SELECT FROM jsonb_array_elements(signals) AS s WHERE s ? 'group' AND NOT groups @> jsonb_build_array(jsonb_build_object('name', s ->> 'group'))) THEN
		o := o || jsonb_build_object('groups', groups);
	END IF;
	RETURN o;
END $$;
CREATE TEMP TABLE model AS SELECT n, pg_temp.random_model(n)::health_model AS m FROM generate_series(1, 240) AS n;
CREATE TEMP TABLE account AS
SELECT a, coalesce(signals, '{}') || CASE WHEN a % 5 = 0 THEN jsonb_build_object('s' || a % 10, a * 1.1) ELSE '{}' END::signal_set AS s
FROM generate_series(1, 40) AS a LEFT JOIN (
	SELECT a, signal_agg('s' || floor(random() * 12), floor(random() * 60), '2026-05-01 00:00Z'::timestamptz - (floor(random() * 80) - 8) * interval '1 day') AS signals
	FROM generate_series(1, 40) AS a, generate_series(1, a % 12) GROUP BY a) AS given USING (a);
CREATE TEMP TABLE scored AS
SELECT n, a, m, s, as_of, (o).*, health_score(m, s, as_of) AS got, health_coverage(m, s, as_of) AS got_coverage, health_band(m, s, as_of) AS got_band
FROM model, account, (VALUES (timestamptz '2026-05-01 00:00Z'), ('2026-05-08 12:00Z')) AS t(as_of), pg_temp.oracle(m::jsonb, s::jsonb, as_of) AS o
WHERE (n + a) % 4 = 0;
SELECT is_empty($$ SELECT n, a, as_of, score, got FROM scored WHERE (score IS NULL) <> (got IS NULL) OR abs(score - got) > 1e-9 $$, 'scores of random models and signals are the oracle''s');
SELECT is_empty($$ SELECT n, a, as_of, coverage, got_coverage FROM scored WHERE abs(coverage - got_coverage) > 1e-12 $$, 'so is the coverage');
SELECT is_empty($$ SELECT n, a, as_of, band, got_band, got FROM scored WHERE band <> got_band $$, 'and the band');
SELECT cmp_ok((SELECT count(*) FROM scored WHERE score IS NOT NULL), '>', 1800::bigint, 'many of them have a score');
SELECT cmp_ok((SELECT count(*) FROM scored WHERE score IS NULL), '>', 300::bigint, 'many have none');
SELECT is((SELECT array_agg(DISTINCT got_band ORDER BY got_band) FROM scored), '{green,red,unknown,yellow}', 'every band occurs');

-- Without an instant every signal is seen, with the same points.
SELECT is_empty($$
	SELECT n, a FROM model, account, LATERAL (SELECT health_score(m, s) AS without, (pg_temp.oracle(m::jsonb, s::jsonb, '3000-01-01 00:00Z')).score AS seen) AS q
	WHERE m::text !~ 'half_life|max_age|until' AND (without IS DISTINCT FROM health_score(m, s, 'infinity') OR (without IS NULL) <> (seen IS NULL) OR abs(without - seen) > 1e-9)
$$, 'no as_of is the end of time');
SELECT isnt_empty($$ SELECT FROM model WHERE m::text !~ 'half_life|max_age|until' $$, 'there are such models');

-- Drivers: the sum is the score, in any order; each is its share of the weight times its points.
CREATE TEMP TABLE driver AS
SELECT n, a, as_of, got, d.* FROM scored, ROWS FROM (health_drivers(m, s, as_of)) WITH ORDINALITY AS d(signal, value, points, weight, contribution, note, d_n);
SELECT is_empty($$ SELECT n, a, as_of, got, sum(contribution) FROM driver GROUP BY n, a, as_of, got HAVING sum(contribution) IS DISTINCT FROM got $$, 'drivers sum to the score exactly');
SELECT is_empty($$
	SELECT n, a, as_of, got FROM (SELECT *, hashint8(d_n * 7919 + n) AS shuffle FROM driver) AS d
	GROUP BY n, a, as_of, got HAVING sum(contribution ORDER BY shuffle) IS DISTINCT FROM got OR sum(contribution ORDER BY contribution) IS DISTINCT FROM got
$$, 'in any order');
SELECT is_empty($$ SELECT * FROM driver WHERE weight IS NOT NULL AND abs(contribution - weight * coalesce(points, 0)) > 1e-9 $$, 'a contribution is weight times points');
SELECT is_empty($$
	SELECT d.n, d.a, d.as_of, d.signal FROM scored AS s, pg_temp.oracle_signals(m::jsonb, s.s::jsonb, as_of) AS o JOIN driver AS d ON d.d_n = o.n AND d.signal = o.name
	WHERE d.n = s.n AND d.a = s.a AND d.as_of = s.as_of AND s.n < 60 AND (abs(d.weight - o.share) > 1e-9 OR abs(d.points - o.points) > 1e-9
		OR (d.points IS NULL) <> (o.points IS NULL) OR (coalesce(d.note, '') ~ 'missing|older|later') = o.there)
$$, 'weights and points are the oracle''s');

-- Changes: the sum is the difference of the scores, in any order; value is the old weight times the change of the points.
CREATE TEMP TABLE change AS
SELECT x.n, x.a AS before_a, y.a AS after_a, x.as_of AS before_as_of, y.as_of AS after_as_of, y.got - x.got AS difference, c.signal, c.kind, c.effect
FROM scored AS x JOIN scored AS y ON x.n = y.n AND x.as_of <= y.as_of AND x.a < y.a AND (x.a + y.a + x.n) % 3 = 0,
	health_change(x.m, x.s, y.s, x.as_of, y.as_of) AS c;
SELECT is_empty($$
	SELECT n, before_a, after_a, difference, sum(effect) FROM change GROUP BY n, before_a, after_a, before_as_of, after_as_of, difference
	HAVING sum(effect) IS DISTINCT FROM difference OR sum(effect ORDER BY effect) IS DISTINCT FROM difference OR sum(effect ORDER BY hashtext(signal || kind)) IS DISTINCT FROM difference
$$, 'changes sum to the difference exactly, in any order');
SELECT is((SELECT array_agg(DISTINCT kind ORDER BY kind) FROM change), '{coverage,entered,left,override,unknown,value,weight}', 'every kind of change occurs');
SELECT is_empty($$
	SELECT c.* FROM change AS c JOIN driver AS b ON b.n = c.n AND b.a = before_a AND b.as_of = before_as_of AND b.signal = c.signal AND b.weight IS NOT NULL
		JOIN driver AS d ON d.n = c.n AND d.a = after_a AND d.as_of = after_as_of AND d.signal = c.signal AND d.weight IS NOT NULL
	WHERE c.kind = 'value' AND abs(effect - b.weight * (d.points - b.points)) > 1e-9
$$, 'value is the old weight times the change of the points');
SELECT is_empty($$ SELECT * FROM change WHERE kind <> 'unknown' AND (effect IS NULL OR effect = 0) AND kind IN ('value', 'weight', 'override') $$, 'what changed nothing is not told');
SELECT is_empty($$ SELECT n, a FROM scored, health_change(m, s, s, as_of, as_of) WHERE kind <> 'unknown' $$, 'no change has no rows');
SELECT is((SELECT string_agg(kind || ' ' || signal || ' ' || effect, ', ') FROM health_change(pg_temp.plain_model('{1,1,2}'), '{"s1": 40, "s2": 80}', '{"s1": 40, "s2": 80, "s3": 60}')),
	'weight s1 5, weight s2 -5', 'a signal as good as the account moves nothing when it comes');

-- The array, the values one by one, and the set are one score.
CREATE TEMP TABLE wide AS SELECT i, random() * 60 AS a, nullif(floor(random() * 4), 0) AS b, CASE WHEN random() < 0.8 THEN random() * 100 END AS c FROM generate_series(1, 500) AS i;
SELECT is_empty(format($$
	SELECT i FROM wide WHERE health_score(%1$L, a, b, c) IS DISTINCT FROM health_score(%1$L, jsonb_build_object('s1', a, 's2', b, 's3', c))
		OR health_score(%1$L, a, b, c) IS DISTINCT FROM health_score(%1$L, VARIADIC (SELECT ARRAY[a, b, c] OFFSET 0))
		OR health_score(%1$L, VARIADIC ARRAY[a, b, c]) IS DISTINCT FROM health_score(%1$L, a, b, c)
$$, m), 'values, arrays and sets score alike')
FROM unnest(ARRAY[
	pg_temp.plain_model('{3,1,2}'), pg_temp.plain_model('{3,1,2}', ', "missing": "zero"'), pg_temp.plain_model('{3,1,2}', ', "min_coverage": 0.9, "overrides": [{"when": {"signal": "s3", "op": ">", "value": 50}, "cap": 20, "reason": "r"}]'),
	'{"signals": [{"name": "s1", "weight": 2, "group": "g", "curve": [[0, 0], [60, 100]]}, {"name": "s2", "weight": 1, "group": "g", "tiers": [[1, 100], [3, 0]]}, {"name": "s3", "weight": 1, "logistic": {"midpoint": 50, "steepness": 0.1}}]}'::health_model
]) AS m;
SELECT isnt_empty(format('SELECT FROM wide WHERE health_score(%L, a, b, c) IS NULL', pg_temp.plain_model('{3,1,2}', ', "min_coverage": 0.9')), 'some have no score');
CREATE FUNCTION pg_temp.plan(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	line text;
	plan text := '';
BEGIN
	FOR line IN EXECUTE 'EXPLAIN (VERBOSE, COSTS OFF) ' || query LOOP
		plan := plan || line || E'\n';
	END LOOP;
	RETURN plan;
END $$;
SELECT matches(pg_temp.plan(format('SELECT health_score(%L, a, b, c) FROM wide', pg_temp.plain_model('{3,1,2}'))), 'health_score_direct\(.*, a, b, c\)', 'values that stand in the query need no array');
SELECT doesnt_match(pg_temp.plan(format('SELECT health_score(%L, VARIADIC v) FROM (SELECT ARRAY[a, b, c] AS v FROM wide OFFSET 0) AS q', pg_temp.plain_model('{3,1,2}'))), 'direct', 'an array from elsewhere stays one');
SELECT is(health_score(m, VARIADIC values), 50::float8, 'more values than a function can have arguments')
FROM (SELECT pg_temp.plain_model(array_fill('1'::text, '{150}')) AS m, array_fill(50::float8, '{150}') AS values) AS q;
SELECT throws_ok(format('SELECT health_score(%L, 1, 2)', pg_temp.plain_model('{1}')), '22023', 'wrong number of signals', 'too many values');
SELECT throws_ok(format('SELECT health_score(%L, VARIADIC ARRAY[]::float8[])', pg_temp.plain_model('{1}')), '22023', 'wrong number of signals', 'too few');
SELECT throws_ok(format('SELECT health_score(%L, %L::float8)', pg_temp.plain_model('{1}'), v), '22003', 'value of a signal is out of range', 'refused: ' || v) FROM unnest('{NaN,Infinity,-Infinity}'::text[]) AS v;
SELECT throws_ok(format('SELECT health_score_direct(%L, 1.5::float8, 2)', pg_temp.plain_model('{1,1}')), '42804', NULL, 'the direct form refuses other types');

-- A signal on its own scores its points as long as it has a weight, however far it has faded; then there is no score.
CREATE TEMP TABLE faded AS
SELECT days, health_score(m, s, at) AS score, health_reason(m, s, at) AS reason
FROM (VALUES ('{"signals": [{"name": "a", "weight": 1, "curve": [[0, 0], [100, 100]], "half_life": "1 day"}]}'::health_model, '{"a": {"value": 55.3, "at": "2020-01-01T00:00:00Z"}}'::signal_set)) AS t(m, s),
	unnest('{0,1,900,1020,1040,1070,1074,1075,2000}'::integer[]) AS days, LATERAL (SELECT timestamptz '2020-01-01 00:00Z' + days * interval '24 hours') AS i(at);
SELECT is((SELECT array_agg(DISTINCT round(score::numeric, 9)) FROM faded WHERE score IS NOT NULL), '{55.300000000}'::numeric[], 'fading changes no score that is one signal');
SELECT is((SELECT array_agg(days ORDER BY days) FROM faded WHERE score IS NULL), '{1040,1070,1074,1075,2000}'::integer[], 'what has faded to nothing is no score');
SELECT is((SELECT array_agg(DISTINCT reason) FROM faded WHERE score IS NULL), '{"unknown; no signal has any weight left"}'::text[], 'and the reason says so');

-- as_of
CREATE TEMP TABLE aging (m health_model);
INSERT INTO aging VALUES
	('{"signals": [{"name": "a", "weight": 1, "tiers": [[0, 1]], "half_life": "1 day"}]}'),
	('{"signals": [{"name": "a", "weight": 1, "tiers": [[0, 1]], "max_age": "1 day"}]}'),
	('{"signals": [{"name": "a", "weight": 1, "tiers": [[0, 1]]}], "overrides": [{"when": {"signal": "a", "op": "=", "value": 1, "max_age": "1 day"}, "cap": 1, "reason": "r"}]}'),
	('{"signals": [{"name": "a", "weight": 1, "tiers": [[0, 1]]}], "overrides": [{"when": {"signal": "a", "op": "=", "value": 1}, "cap": 1, "until": "2026-01-01T00:00:00Z", "reason": "r"}]}');
SELECT throws_ok(format(call, m), '22023', 'the model needs an as_of', format('without an instant: %s, %s', left(call, 30), left(m::text, 90)))
FROM aging, (VALUES ('SELECT health_score(%L, ''{"a": 1}''::signal_set)'), ('SELECT health_score(%L, ''{"a": 1}''::signal_set, ''infinity'')'), ('SELECT health_score(%L, 1)'),
	('SELECT health_coverage(%L, ''{"a": 1}'')'), ('SELECT health_band(%L, ''{"a": 1}'')'), ('SELECT health_reason(%L, ''{"a": 1}'')'), ('SELECT health_drivers(%L, ''{"a": 1}'')'),
	('SELECT health_change(%L, ''{"a": 1}'', ''{"a": 1}'', ''2026-01-01 00:00Z'')')) AS t(call);
SELECT throws_ok(format('SELECT health_score(%L, s, at) FROM (VALUES (signal_set ''{}'', %s)) AS t(s, at)', pg_temp.plain_model('{1}'), v), '42804', NULL, 'as_of without a zone: ' || v)
FROM unnest(ARRAY['timestamp ''2026-01-01''', 'date ''2026-01-01''']) AS v;
SELECT is(health_score(m, s, at), score::float8, format('at %s: %s', at, score)) FROM (VALUES
	(timestamptz '2026-01-31 23:59:59.999999Z', NULL), ('2026-02-01 00:00Z', 10), ('2026-03-03 00:00Z', 10), ('2026-03-03 00:00:00.000001Z', NULL), ('-infinity', NULL)) AS t(at, score),
	(VALUES ('{"signals": [{"name": "a", "weight": 1, "tiers": [[0, 10]]}]}'::health_model)) AS u(m), (VALUES ('{"a": {"value": 1, "at": "2026-02-01T00:00:00Z"}}'::signal_set)) AS v(s)
WHERE at <> '2026-03-03 00:00:00.000001Z';
SELECT is(health_score(m, s, at), score::float8, format('max_age, at %s: %s', at, score)) FROM (VALUES
	(timestamptz '2026-01-31 23:59:59.999999Z', NULL), ('2026-02-01 00:00Z', 10), ('2026-03-03 00:00Z', 10), ('2026-03-03 00:00:00.000001Z', NULL), ('294276-12-31 00:00Z', NULL)) AS t(at, score),
	(VALUES ('{"signals": [{"name": "a", "weight": 1, "tiers": [[0, 10]], "max_age": "30 days"}]}'::health_model)) AS u(m), (VALUES ('{"a": {"value": 1, "at": "2026-02-01T00:00:00Z"}}'::signal_set)) AS v(s);
SELECT is(health_score('{"signals": [{"name": "a", "weight": 1, "tiers": [[0, 10]], "half_life": "00:00:00.000001"}]}', '{"a": {"value": 1, "at": "4714-11-24T00:00:00Z BC"}}'::signal_set, '294276-12-31 00:00Z'), NULL,
	'what has faded to nothing weighs nothing');

-- Equal points are that score whatever the weights, and a coverage that is enough is enough.
SELECT is_empty($$ SELECT n FROM generate_series(1, 60) AS n, LATERAL (SELECT pg_temp.plain_model(ARRAY(SELECT (i * n % 7 + 0.1)::text FROM generate_series(1, n) AS i), ', "bands": [["red", 0], ["green", 75]]') AS m,
		pg_temp.plain_signals(array_fill('75'::text, ARRAY[n])) AS s) AS q
	WHERE health_score(m, s) <> 75 OR health_band(m, s) <> 'green' OR health_coverage(m, s) <> 1 $$, 'signals of 75 points make a score of 75');
SELECT is_empty($$ SELECT n FROM generate_series(1, 30) AS n WHERE health_score(pg_temp.plain_model(array_fill('0.1'::text, ARRAY[2 * n])), pg_temp.plain_signals(array_fill('100'::text, ARRAY[n]))) IS DISTINCT FROM 100 $$,
	'half of the weight is a coverage of 0.5');

-- Hysteresis
CREATE TEMP TABLE edge AS SELECT pg_temp.plain_model('{1}', format(', "bands": [["red", 0], ["yellow", 50], ["green", 75]], "band_bounds": "%s"', bounds)) AS m, bounds FROM unnest('{[),(]}'::text[]) AS bounds;
SELECT is((SELECT string_agg(band_of(m, score, previous, margin), ' ' ORDER BY n) FROM edge, (VALUES
	(1, 50, '', 0), (2, 50, 'red', 0), (3, 51.9, 'red', 2), (4, 52, 'red', 2), (5, 52.1, 'red', 2), (6, 47.9, 'yellow', 2), (7, 48, 'yellow', 2), (8, 77, 'yellow', 2), (9, 77.1, 'yellow', 2), (10, 73, 'green', 2),
	(11, 72.9, 'green', 2), (12, 75, 'unknown', 5), (13, 100, 'red', 2), (14, 0, 'green', 100), (15, NULL, 'green', 2)) AS t(n, score, previous, margin) WHERE bounds = wanted), bands, 'hysteresis ' || wanted)
FROM (VALUES ('[)', 'yellow yellow red yellow yellow red yellow green green green yellow green green green unknown'),
	('(]', 'red red red red yellow red red yellow green yellow yellow yellow green green unknown')) AS t(wanted, bands);
SELECT is(band_of(m, 75, NULL, 0), NULL, 'a NULL previous gives NULL') FROM edge;
SELECT is(health_band(m, NULL), 'unknown', 'no signals are in the band unknown') FROM edge;
SELECT throws_ok(format('SELECT band_of(%L, 50, ''amber'')', m), '22023', 'previous is no band of the model', 'another model''s band') FROM edge;
SELECT throws_ok(format('SELECT band_of(%L, 50, ''red'', %L)', m, margin), '22023', 'margin is out of range', 'a margin of ' || margin) FROM edge, unnest('{-1,NaN,101}'::text[]) AS margin;
SELECT throws_ok(format('SELECT band_of(%L, %L)', m, score), '22003', 'score is out of range', 'a score of ' || score) FROM edge, unnest('{-0.1,NaN,100.1}'::text[]) AS score;
SELECT throws_ok(format('SELECT health_band(%L, ''{}'')', pg_temp.plain_model('{1}')), '22023', 'the model has no bands', 'a model without bands has none');
SELECT is_empty($$ SELECT score FROM edge, generate_series(0, 100, 0.01) AS score, generate_series(0, 2) AS digits
	WHERE band_of(m, score_rounded(m, score, digits)) <> band_of(m, score) OR abs(score_rounded(m, score, digits) - score) > 10.0 ^ -digits $$, 'rounded scores stay in their band');

-- NULLs
SELECT ok(health_score(NULL, '{}'::signal_set) IS NULL AND health_score(m, NULL::signal_set) IS NULL AND health_coverage(m, NULL) IS NULL AND health_reason(m, NULL) IS NULL
	AND health_reason(m, '{}', n => NULL) IS NULL AND health_band(NULL, '{}') IS NULL AND health_score(m, NULL::float8) IS NULL AND health_score(NULL, 1) IS NULL AND health_score(m, VARIADIC NULL::float8[]) IS NULL, 'NULL gives NULL')
FROM (SELECT pg_temp.plain_model('{1}', ', "min_coverage": 0, "missing": "reweight"') AS m) AS q;
SELECT is_empty($$ SELECT FROM health_drivers(NULL, '{}') UNION ALL SELECT FROM health_drivers(pg_temp.plain_model('{1}'), NULL) UNION ALL SELECT FROM health_change(pg_temp.plain_model('{1}'), NULL, '{}') $$, 'and no rows');

SELECT finish();
ROLLBACK;
