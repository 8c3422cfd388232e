-- The table of accounts inside cohort_agg's state: keys of every type and shape, growth, batches of rows, windows of periods that move, in
-- any order and through combines, against GROUP BY. And matrices of hostile values.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION pgtap SCHEMA public;
CREATE SCHEMA csops;
CREATE EXTENSION csops SCHEMA csops;
CREATE EXTENSION csops_test SCHEMA public;
SET LOCAL search_path = csops, public;
SELECT no_plan();

CREATE FUNCTION pg_temp.pick(n integer, salt integer) RETURNS integer LANGUAGE sql IMMUTABLE
RETURN hashint8(n::bigint * 1000003 + salt) & 2147483647;
-- The state itself, without the final function.
CREATE AGGREGATE pg_temp.state_of(account bigint, day date, unit text) (SFUNC = cohort_accum, STYPE = cohort_state, COMBINEFUNC = cohort_combine, PARALLEL = SAFE);
CREATE AGGREGATE pg_temp.state_of(account text, day date, unit text) (SFUNC = cohort_accum, STYPE = cohort_state, COMBINEFUNC = cohort_combine, PARALLEL = SAFE);
CREATE AGGREGATE pg_temp.state_of(account uuid, day date, unit text) (SFUNC = cohort_accum, STYPE = cohort_state, COMBINEFUNC = cohort_combine, PARALLEL = SAFE);
CREATE AGGREGATE pg_temp.combined(state cohort_state) (SFUNC = cohort_combine, STYPE = cohort_state);

-- Keys that look alike to a hash or to a careless comparison: no bits, all bits, few bits, multiples of powers of two, neighbours.
CREATE TEMP TABLE key AS
SELECT row_number() OVER (ORDER BY k) AS n, k
FROM (
	SELECT 0::bigint AS k UNION SELECT -1 UNION SELECT 9223372036854775807 UNION SELECT -9223372036854775808
	UNION SELECT 1::bigint << b FROM generate_series(0, 63) AS b
	UNION SELECT i::bigint << b FROM generate_series(1, 300) AS i, unnest('{8,16,32,40,48}'::integer[]) AS b
	UNION SELECT i FROM generate_series(-2000, 2000) AS i
	UNION SELECT i::bigint * 4294967296 + i FROM generate_series(1, 300) AS i) AS q;
CREATE TEMP TABLE visit AS
SELECT n, k, encode(int8send(k) || int8send(CASE WHEN k % 3 = 0 THEN 0 ELSE k END), 'hex')::uuid AS id,
	CASE n % 5 WHEN 0 THEN repeat('x', n::integer % 300) WHEN 1 THEN k::text WHEN 2 THEN repeat('long ', 2000) || k ELSE 'Kunde ' || chr(228) || k END AS name,
	date '2020-01-01' + pg_temp.pick(n::integer * 8 + i, 1) % 900 AS day
FROM key, generate_series(1, 1 + pg_temp.pick(n::integer, 2) % 5) AS i;
SELECT cmp_ok(count(DISTINCT k), '>', 5000::bigint, 'many keys') FROM visit;

CREATE FUNCTION pg_temp.by_group(expression text) RETURNS cohort_matrix LANGUAGE plpgsql AS $$
DECLARE
	answer cohort_matrix;
BEGIN
	EXECUTE format('SELECT cohort_agg(a) FROM (SELECT activity_agg(day) AS a FROM visit GROUP BY %s) AS g', expression) INTO answer;
	RETURN answer;
END $$;
SELECT is(cohort_agg(k, day), pg_temp.by_group('k'), 'bigint keys') FROM visit;
SELECT is(cohort_agg(id, day), pg_temp.by_group('id'), 'uuid keys') FROM visit;
SELECT is(cohort_agg(name, day), pg_temp.by_group('name'), 'text keys') FROM visit;
SELECT is(cohort_agg(k, day ORDER BY day), pg_temp.by_group('k'), 'in the order of days') FROM visit;
SELECT is(cohort_agg(k, day ORDER BY day DESC), pg_temp.by_group('k'), 'against the order of days') FROM visit;
SELECT is(cohort_agg(k, day ORDER BY k), pg_temp.by_group('k'), 'in the order of keys') FROM visit;
SELECT is(cohort_agg(name, day ORDER BY name DESC), pg_temp.by_group('name'), 'texts in the order of keys') FROM visit;

-- The state's text lists each account once with its days, whatever the order was.
CREATE TEMP TABLE state AS
SELECT 'bigint' AS type, pg_temp.state_of(k, day, 'day') AS s FROM visit
UNION ALL SELECT 'uuid', pg_temp.state_of(id, day, 'day') FROM visit
UNION ALL SELECT 'text', pg_temp.state_of(name, day, 'day') FROM visit;
SELECT results_eq($$ SELECT (a->0)::bigint, (a->1)::integer, length(a->>2) FROM state, jsonb_array_elements(s::text::jsonb->'accounts') AS a WHERE type = 'bigint' $$,
	$$ SELECT k, min(day) - date '2000-01-01', (max(day) - min(day)) / 4 + 1 FROM visit GROUP BY k ORDER BY k $$, 'bigint accounts are sorted, each with its days');
SELECT results_eq($$ SELECT (a->>0)::uuid FROM state, jsonb_array_elements(s::text::jsonb->'accounts') AS a WHERE type = 'uuid' $$,
	$$ SELECT DISTINCT id FROM visit ORDER BY id $$, 'uuid accounts are sorted');
SELECT results_eq($$ SELECT a->>0 FROM state, jsonb_array_elements(s::text::jsonb->'accounts') AS a WHERE type = 'text' $$,
	$$ SELECT name FROM (SELECT DISTINCT name FROM visit) AS v ORDER BY name COLLATE "C" $$, 'text accounts are sorted by their bytes');
SELECT is(csops_test_send(pg_temp.combined(s ORDER BY n)), (SELECT csops_test_send(s) FROM state WHERE type = 'text'), 'text: combined from parts')
FROM (SELECT n, pg_temp.state_of(name, day, 'day') AS s FROM (SELECT name, day, n % 7 AS n FROM visit) AS v GROUP BY n) AS part;
SELECT is(csops_test_send(pg_temp.combined(s ORDER BY n)), (SELECT csops_test_send(s) FROM state WHERE type = 'bigint'), 'bigint: combined from parts by day')
FROM (SELECT n, pg_temp.state_of(k, day, 'day') AS s FROM (SELECT k, day, (day - date '2020-01-01') / 130 AS n FROM visit) AS v GROUP BY n) AS part;

-- 150,000 accounts: the table has grown many times, and rows wait in batches.
CREATE TEMP TABLE crowd AS
SELECT pg_temp.pick(i, 3) % 150000 AS account, date '2020-01-01' + pg_temp.pick(i, 4) % 600 AS day FROM generate_series(1, 400000) AS i;
CREATE TEMP TABLE grouped AS SELECT activity_agg(day, 'month') AS months, activity_agg(day, 'week') AS weeks FROM crowd GROUP BY account;
SELECT is(cohort_agg(account, day, 'month'), (SELECT cohort_agg(months) FROM grouped), 'many bigint accounts by month') FROM crowd;
SELECT is(cohort_agg(account, day, 'week'), (SELECT cohort_agg(weeks) FROM grouped), 'many bigint accounts by week, beyond one word of periods') FROM crowd;
SELECT is(cohort_agg(account::text, day, 'month'), (SELECT cohort_agg(months) FROM grouped), 'many text accounts') FROM crowd;
SELECT is(cohort_agg(md5(account::text)::uuid, day, 'month'), (SELECT cohort_agg(months) FROM grouped), 'many uuid accounts') FROM crowd;
SELECT is(observations(cohort_agg(account, day, 'month')), count(DISTINCT account), 'each once') FROM crowd;
-- A state of few accounts takes in one of many, whose accounts come in the order of their hashes: it makes room for all of them at once,
-- which is less than doubling comes to, and does not fill up at one end on the way.
CREATE FUNCTION pg_temp.taken_in(expression text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
	made record;
BEGIN
	EXECUTE format('SELECT pg_column_size(of_both) AS size, pg_column_size(of_all) AS size_of_all, csops_test_send(of_both) AS got, csops_test_send(of_all) AS wanted FROM (
			SELECT pg_temp.combined(s) FROM (SELECT pg_temp.state_of(%1$s, day, ''month'') AS s FROM crowd WHERE account < 50
				UNION ALL SELECT pg_temp.state_of(%1$s, day, ''month'') FROM crowd WHERE account >= 40) AS part) AS parts(of_both),
		(SELECT pg_temp.state_of(%1$s, day, ''month'') FROM crowd) AS one(of_all)', expression) INTO made;
	RETURN NEXT is(made.got, made.wanted, format('few accounts and then many: %s', expression));
	RETURN NEXT cmp_ok(made.size, '<', made.size_of_all, 'in a table made for all of them');
END $$;
SELECT pg_temp.taken_in(expression) FROM unnest('{account,account::text,md5(account::text)::uuid}'::text[]) AS expression;
CREATE TEMP TABLE crowd_head AS SELECT row_number() OVER () AS i, account % 300 AS account, day FROM crowd LIMIT 400;
SELECT is(count(*), 0::bigint, 'a window that grows: every prefix has its accounts')
FROM (SELECT observations(cohort_agg(account, day, 'month') OVER w) AS said, i, (SELECT count(DISTINCT account) FROM crowd_head AS h WHERE h.i <= c.i) AS counted
	FROM crowd_head AS c WINDOW w AS (ORDER BY i)) AS q WHERE said <> counted;

-- Births by day take the periods of what they are merged with. When that leaves a window they have their days again, and go with others.
CREATE TEMP TABLE birth AS SELECT * FROM (VALUES
	(1, '{"mode": "born", "unit": "month", "tz": "UTC", "cohorts": [{"cohort": "2024-01-01", "accounts": 1, "active": []}]}'::cohort_matrix),
	(2, '{"mode": "born", "cohorts": [{"cohort": "2024-01-15", "accounts": 1, "active": []}]}'),
	(3, '{"mode": "born", "cohorts": [{"cohort": "2024-02-15", "accounts": 1, "active": []}]}'),
	(4, '{"mode": "born", "unit": "week", "tz": "UTC", "week_start": 1, "cohorts": [{"cohort": "2024-01-01", "accounts": 1, "active": []}]}'),
	(5, '{"mode": "born", "unit": "week", "tz": "UTC", "week_start": 1, "cohorts": [{"cohort": "2024-01-01", "accounts": 1, "active": []}]}')) AS v(i, m);
SELECT results_eq($$ SELECT i, (rollup(m) OVER (ORDER BY i ROWS 1 PRECEDING))::text FROM birth ORDER BY i $$,
	$$ SELECT b.i, rollup(c.m)::text FROM birth AS b JOIN birth AS c ON c.i BETWEEN b.i - 1 AND b.i GROUP BY b.i ORDER BY b.i $$, 'births by day in a moving window');

-- What one call makes of a state that grows again and again: of the copies, the last and the one it was made of. In the row of a call its
-- memory is there.
CREATE FUNCTION pg_temp.megabytes() RETURNS bigint LANGUAGE sql VOLATILE
RETURN (SELECT max(total_bytes) / 1000000 FROM pg_backend_memory_contexts WHERE name = 'ExprContext');
SELECT cmp_ok((SELECT pg_temp.megabytes() FROM (SELECT cohort_accum(NULL::cohort_matrix, a, 'recurring') AS m FROM (
		SELECT activity_agg(date '2024-01-01' + n) AS a FROM generate_series(0, 999) AS n) AS account OFFSET 0) AS q WHERE m IS NOT NULL), '<', 48::bigint,
	'half a million cells of one account');
CREATE AGGREGATE pg_temp.by_number(bigint, date) (SFUNC = cohort_accum, STYPE = cohort_state);
CREATE TEMP TABLE accounts_of AS SELECT pg_temp.by_number(n, date '2026-01-01' + (n % 50)::integer)::text::cohort_state AS many,
	pg_temp.by_number(n, date '2026-01-01') FILTER (WHERE n = 1)::text::cohort_state AS one FROM generate_series(1, 200000) AS n;
SELECT cmp_ok((SELECT pg_temp.megabytes() FROM (SELECT cohort_combine(one, many) AS s FROM accounts_of OFFSET 0) AS q WHERE s IS NOT NULL), '<', 36::bigint,
	'many accounts merged into a table of one');

-- A value that nobody would write: cells and accounts at their limits, merged and subtracted.
SELECT throws_ok($$ SELECT merge(m, m) FROM (SELECT '{"mode": "first", "unit": "day", "tz": "UTC", "week_start": 1, "cohorts": [{"cohort": "2026-01-01", "accounts": 4611686018427387903, "active": []}]}'::cohort_matrix) AS v(m) $$,
	'22003', 'count is out of range', 'accounts beyond the limit');
SELECT throws_ok($$ SELECT rollup(m) FROM (SELECT '{"mode": "first", "unit": "day", "tz": "UTC", "week_start": 1, "cohorts": [{"cohort": "2026-01-01", "accounts": 4611686018427387903, "active": []}]}'::cohort_matrix) AS v(m), generate_series(1, 3) $$,
	'22003', 'count is out of range', 'accounts beyond the limit, in an aggregate');
SELECT throws_ok($$ SELECT '{"mode": "first", "unit": "day", "tz": "UTC", "week_start": 1, "cohorts": [{"cohort": "2026-01-01", "accounts": 4611686018427387903, "active": []}, {"cohort": "2026-01-02", "accounts": 1, "active": []}]}'::cohort_matrix $$,
	'22P02', NULL, 'accounts of all cohorts beyond the limit');
SELECT lives_ok($$ SELECT count(*) FROM (SELECT '{"mode": "first", "unit": "day", "tz": "UTC", "week_start": 1, "cohorts": [{"cohort": "1000-01-01", "accounts": 4611686018427387903, "active": [[65535, 0, 4611686018427387903]]}]}'::cohort_matrix) AS v(m),
	retention(m, date '1500-01-01', 'on_or_after') $$, 'the longest age');
SELECT throws_ok($$ SELECT cohort_agg(a, 'first', date '1500-01-01') FROM (SELECT activity_agg(date '2026-01-01')) AS v(a) $$,
	'54000', 'activity lies too long after the beginning of its cohort', 'an age beyond the longest');
SELECT * FROM finish();
ROLLBACK;
