-- Life tables: against the rows themselves, counted by GROUP BY; every form of a state; what merges and what leaves.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION pgtap SCHEMA public;
CREATE SCHEMA csops;
CREATE EXTENSION csops SCHEMA csops;
CREATE EXTENSION csops_test SCHEMA public;
SET LOCAL search_path = csops, public;

SELECT no_plan();

-- Tenures of many kinds: short lists, dense and sparse ones, one time for all, times of every width.
SELECT setseed(0.7);
CREATE TEMP TABLE source AS
SELECT kind, n, tenure::integer AS tenure, ended < 0.4 AS ended, least(tenure, floor(late * tenure) * (late > 0.5)::integer - 3)::integer AS entry,
	round((weight * 100)::numeric, 2)::float8 AS weight
FROM generate_series(1, 6000) AS n,
	LATERAL (SELECT random() AS u, random() AS ended, random() AS late, random() AS weight, n AS row_number) AS r,
	LATERAL (VALUES
		('one row', CASE WHEN n = 1 THEN 17 END),
		('three rows', CASE WHEN n <= 3 THEN 8190 + n END),
		('nine rows', CASE WHEN n <= 9 THEN 100 * u END),
		('forty rows', CASE WHEN n <= 40 THEN 3650 * u END),
		('a thousand rows over ten years', CASE WHEN n <= 1000 THEN 3650 * u END),
		('months', 72 * u),
		('days', 3650 * u),
		('days, and one in seconds', CASE WHEN n = 3000 THEN 2147483647 ELSE 3650 * u END),
		('seconds', 1e8 * u),
		('all alike', 30),
		('none left', 0),
		('few times far apart', 2e9 / (1 + n % 7)),
		('growing', n),
		('shrinking', 1e6 - n)) AS k(kind, tenure)
WHERE tenure IS NOT NULL;
CREATE INDEX ON source (kind, n);
ANALYZE source;
SELECT is((SELECT count(DISTINCT kind)::integer FROM source), 14, 'there are fourteen kinds');

-- The times of a table, as its text shows them, and as the rows give them.
CREATE FUNCTION pg_temp.times(s life_table) RETURNS TABLE (t bigint, ended bigint, censored bigint, entered bigint) LANGUAGE sql AS $$
	SELECT (v ->> 0)::bigint, (v ->> 1)::bigint, (v ->> 2)::bigint, (v ->> 3)::bigint FROM jsonb_array_elements(s::jsonb -> 'times') AS v
$$;
CREATE TEMP VIEW seen AS SELECT * FROM source WHERE entry <= 0 OR entry < tenure;
CREATE TEMP TABLE wanted AS
SELECT kind, t, sum(ended) AS ended, sum(censored) AS censored, sum(entered) AS entered
FROM (
	SELECT kind, tenure AS t, ended::integer AS ended, (NOT ended)::integer AS censored, 0 AS entered FROM seen
	UNION ALL SELECT kind, entry, 0, 0, 1 FROM seen WHERE entry > 0) AS happened
GROUP BY kind, t;
CREATE TEMP TABLE life AS
SELECT kind, life_table_agg(tenure, ended, entry ORDER BY n) AS s, life_table_agg(tenure, ended) AS simple,
	life_table_agg(tenure * interval '1 second', ended, entry * interval '1 second') AS in_seconds,
	life_table_agg(tenure, ended, entry, weight) AS weighted, count(*) AS n
FROM source GROUP BY kind;
SELECT is_empty($$
	(SELECT kind, t.* FROM life, pg_temp.times(s) AS t EXCEPT SELECT * FROM wanted)
	UNION ALL (SELECT * FROM wanted EXCEPT SELECT kind, t.* FROM life, pg_temp.times(s) AS t)
$$, 'a table has the counts of GROUP BY');
SELECT is_empty($$
	(SELECT kind, t.t / 1000000, t.ended, t.censored, t.entered FROM life, pg_temp.times(in_seconds) AS t EXCEPT SELECT * FROM wanted)
	UNION ALL (SELECT * FROM wanted EXCEPT SELECT kind, t.t / 1000000, t.ended, t.censored, t.entered FROM life, pg_temp.times(in_seconds) AS t)
$$, 'so has one of intervals, in microseconds');
SELECT is_empty($$
	(SELECT kind, t.* FROM life, pg_temp.times(weighted) AS t EXCEPT SELECT * FROM wanted)
	UNION ALL (SELECT * FROM wanted EXCEPT SELECT kind, t.* FROM life, pg_temp.times(weighted) AS t)
$$, 'and one with weights');
SELECT is_empty($$
	SELECT kind FROM life JOIN (
		SELECT kind, array_agg(weight ORDER BY t, what) AS sums, array_agg(square ORDER BY t, what) AS squares
		FROM (
			SELECT kind, t, what, sum(weight::numeric) AS weight, sum(weight::numeric ^ 2) AS square
			FROM seen, LATERAL (VALUES (tenure, CASE WHEN ended THEN 1 ELSE 2 END), (CASE WHEN entry > 0 THEN entry END, 3)) AS v(t, what)
			WHERE t IS NOT NULL GROUP BY kind, t, what) AS cell
		GROUP BY kind) AS w USING (kind),
	LATERAL (SELECT array_agg((v ->> 0)::numeric ORDER BY o) AS sums, array_agg((v ->> 1)::numeric ORDER BY o) AS squares
		FROM jsonb_array_elements(weighted::jsonb -> 'weights') WITH ORDINALITY AS a(v, o)) AS got
	WHERE cardinality(got.sums) <> cardinality(w.sums)
	OR EXISTS (SELECT FROM unnest(got.sums, w.sums, got.squares, w.squares) AS p(a, b, c, d) WHERE abs(a - b) > 1e-9 * b OR abs(c - d) > 1e-9 * d)
$$, 'whose sums of weights and of squares are right');
SELECT is_empty($$
	SELECT kind FROM life JOIN (SELECT kind, count(*) AS seen, count(*) FILTER (WHERE ended) AS ended, count(*) FILTER (WHERE entry > 0) AS entered FROM seen GROUP BY kind) AS c USING (kind)
	WHERE (observations(s), observations(s) + unanswered(s), csops.ended(s), censored(s), entered_late(s), invalid(s))
		IS DISTINCT FROM (c.seen, n, c.ended, c.seen - c.ended, c.entered, 0)
$$, 'counts are those of the rows');

-- Order and parts
SELECT is_empty($$
	SELECT kind FROM life JOIN (
		SELECT kind, life_table_agg(tenure, ended, entry ORDER BY weight) AS s, life_table_agg(tenure, ended ORDER BY n DESC) AS simple,
			life_table_agg(tenure * interval '1 second', ended, entry * interval '1 second' ORDER BY weight) AS in_seconds,
			life_table_agg(tenure, ended, entry, weight ORDER BY -n) AS weighted
		FROM source GROUP BY kind) AS other USING (kind)
	WHERE life.s <> other.s OR life.simple <> other.simple OR life.in_seconds <> other.in_seconds OR life.weighted <> other.weighted
$$, 'the order of the rows does not matter');
CREATE TEMP TABLE part AS
SELECT kind, size, n / size AS place, life_table_agg(tenure, ended, entry) AS s, life_table_agg(tenure * interval '1 second', ended, entry * interval '1 second') AS in_seconds,
	life_table_agg(tenure, ended, entry, weight) AS weighted
FROM source, (VALUES (5), (40), (400), (2500)) AS p(size) GROUP BY kind, size, n / size;
SELECT is_empty($$
	SELECT kind, size FROM life JOIN (
		SELECT kind, size, rollup(s) AS s, rollup(in_seconds) AS in_seconds, rollup(weighted) AS weighted FROM part GROUP BY kind, size) AS r USING (kind)
	WHERE r.s <> life.s OR r.in_seconds <> life.in_seconds OR r.weighted <> life.weighted
$$, 'parts merge to the whole, whatever their size');
SELECT is_empty($$
	SELECT kind, size, place FROM life JOIN part USING (kind)
	WHERE size > 40 AND (
		(life.s - part.s) || part.s <> life.s OR (life.in_seconds - part.in_seconds) || part.in_seconds <> life.in_seconds
		OR (life.weighted - part.weighted) || part.weighted <> life.weighted)
$$, 'what is taken out and put back is as before');
SELECT is_empty($$ SELECT kind FROM life WHERE observations(s - s) + entered_late(s - s) > 0 OR (s - s)::jsonb -> 'times' <> '[]' OR (weighted - weighted)::jsonb -> 'weights' <> '[]' $$,
	'a table without itself has nothing left but its kind');

-- Moving windows: states that grow and shrink, in every form.
SELECT is_empty(format($$
	WITH moving AS MATERIALIZED (
		SELECT kind, n, life_table_agg(tenure, ended, entry) OVER w AS plain, life_table_agg(tenure * interval '1 second', ended, entry * interval '1 second') OVER w AS in_seconds,
			life_table_agg(tenure, ended, entry, weight) OVER w AS weighted
		FROM source WHERE n <= 900 AND kind IN ('days', 'months', 'seconds', 'growing', 'all alike', 'few times far apart')
		WINDOW w AS (PARTITION BY kind ORDER BY n ROWS %1$s PRECEDING))
	SELECT kind, n FROM moving AS m,
	LATERAL (
		SELECT life_table_agg(tenure, ended, entry) AS a, life_table_agg(tenure * interval '1 second', ended, entry * interval '1 second') AS b,
			life_table_agg(tenure, ended, entry, weight) AS c
		FROM source AS o WHERE o.kind = m.kind AND o.n BETWEEN m.n - %1$s AND m.n) AS r
	WHERE n %% %2$s = 0 AND (plain <> a OR in_seconds <> b OR weighted <> c)
$$, preceding, greatest(1, preceding / 8)), 'moving windows of ' || preceding + 1 || ' rows are what their rows give')
FROM (VALUES (0), (1), (7), (8), (60), (400)) AS w(preceding);
SELECT is_empty($$
	SELECT n FROM (SELECT n, survival_median(tenure, ended) OVER (ORDER BY n ROWS 20 PRECEDING) AS moving FROM source WHERE kind = 'days' AND n <= 500) AS m,
	LATERAL (SELECT survival_median(tenure, ended) AS wanted FROM source AS o WHERE kind = 'days' AND o.n BETWEEN m.n - 20 AND m.n) AS r
	WHERE moving IS DISTINCT FROM wanted
$$, 'so are medians');

-- Counters grow from one byte to eight, and a count has an end.
CREATE FUNCTION pg_temp.many(s life_table, doublings integer) RETURNS life_table LANGUAGE plpgsql AS $function$
BEGIN
	FOR i IN 1 .. doublings LOOP
		s := s || s;
	END LOOP;
	RETURN s;
END
$function$;
SELECT is((SELECT array_agg(row::text) FROM pg_temp.times(s) AS row), ARRAY[format('(1,%s,0,0)', n), format('(9,0,%s,0)', n)], n || ' rows of each of two kinds')
FROM (
	SELECT n, life_table_agg(t, t = 1) AS s
	FROM (VALUES (1), (7), (8), (9), (31), (127), (255), (256), (65535), (65536), (70000)) AS r(n), generate_series(1, n), (VALUES (1), (9)) AS v(t) GROUP BY n) AS q;
SELECT is((SELECT array_agg(row::text) FROM pg_temp.times(s) AS row), ARRAY[format('(1,%s,0,0)', n), format('(2,0,0,%s)', n), format('(9,0,%s,0)', n)],
	n || ' rows of each of two kinds, merged')
FROM (
	SELECT power(2::numeric, d)::bigint AS n, rollup(pg_temp.many(s, d)) AS s
	FROM unnest(ARRAY[4, 7, 8, 15, 16, 31, 32, 40, 60]) AS d, (SELECT life_table_agg(t, t = 1, CASE t WHEN 9 THEN 2 ELSE 0 END) AS s FROM (VALUES (1), (9)) AS v(t) GROUP BY t) AS one
	GROUP BY d) AS q;
SELECT throws_ok($$ SELECT pg_temp.many(life_table_agg(5, true), 62) $$, '22003', 'count is out of range', 'there is an end to the count');
SELECT is(
	(SELECT rollup(s) FROM (SELECT pg_temp.many(life_table_agg(5, true), 16) UNION ALL SELECT life_table_agg(t, false) FROM generate_series(1, 20000) AS t) AS p(s)),
	(SELECT life_table_agg(t, e) FROM (SELECT 5, true FROM generate_series(1, 65536) UNION ALL SELECT t, false FROM generate_series(1, 20000) AS t) AS p(t, e)),
	'merging widens counters as rows do');

-- Entry
CREATE TEMP TABLE entry_rule (tenure integer, entry integer, became text);
INSERT INTO entry_rule VALUES (10, 3, 'late'), (10, 9, 'late'), (10, 0, 'seen'), (10, -5, 'seen'), (0, 0, 'seen'), (0, -1, 'seen'), (10, 10, 'unanswered'), (10, 11, 'invalid'), (0, 1, 'invalid'), (-1, -2, 'invalid'), (-1, 0, 'invalid');
SELECT is(
	CASE WHEN invalid(s) = 1 THEN 'invalid' WHEN unanswered(s) = 1 THEN 'unanswered' WHEN entered_late(s) = 1 THEN 'late' WHEN observations(s) = 1 THEN 'seen' END,
	became, format('tenure %s, entry %s', tenure, entry))
FROM (SELECT tenure, entry, became, life_table_agg(tenure, true, entry, 'count') AS s FROM entry_rule GROUP BY tenure, entry, became) AS r;
SELECT is(life_table_agg(tenure, ended, 0), life_table_agg(tenure, ended), 'an entry of 0 is none') FROM source WHERE kind = 'days';

-- NULLs and impossible rows
SELECT is((SELECT life_table_agg(tenure, ended) FROM source WHERE false), NULL, 'no rows give NULL');
SELECT is(ARRAY[observations(s), ended(s), censored(s), entered_late(s), unanswered(s), invalid(s)], ARRAY[0, 0, 0, 0, 0, 0]::bigint[], 'counts of no table are 0')
FROM (SELECT NULL::life_table) AS n(s);
SELECT is(ARRAY[observations(s), unanswered(s), invalid(s)], ARRAY[1, 5, 5]::bigint[], 'NULLs are unanswered, impossible rows are counted')
FROM (SELECT life_table_agg(t, e, f, w, 'count') FROM (VALUES (5, true, 0, 1::float8), (NULL, true, 0, 1), (5, NULL, 0, 1), (5, true, NULL, 1), (5, true, 0, NULL), (-5, NULL, 0, -1),
	(-5, true, 0, 1), (5, true, 6, 1), (5, true, 0, -1e-300), (5, true, 0, 'NaN'), (5, true, 0, 1e16)) AS r(t, e, f, w)) AS d(s);
SELECT is(ARRAY[observations(s), unanswered(s), invalid(s)], ARRAY[2, 1, 5]::bigint[], 'impossible intervals too')
FROM (SELECT life_table_agg(t::interval, true, f::interval, 'count') FROM (VALUES ('1 day', '0'), ('1 day -2 hours', '-1 day'), (NULL, '0'), ('1 month', '0'), ('1 day', '1 month'), ('-1 second', '0'),
	('1 hour', '61 minutes'), ('2000000000 days', '0')) AS r(t, f)) AS d(s);
SELECT is(life_table_agg('1 day -2 hours'::interval, true)::jsonb #>> '{times,0,0}', '79200000000', 'days have 24 hours');
SELECT is(
	(SELECT array_agg(i ORDER BY n) FROM (
		SELECT n, invalid(life_table_agg(v, true, 'count') OVER (ORDER BY n ROWS 1 PRECEDING)) AS i
		FROM (VALUES (1, -1), (2, 1), (3, -1), (4, -1), (5, NULL)) AS d(n, v)) AS m),
	ARRAY[1, 1, 1, 2, 1]::bigint[], 'impossible rows leave a moving window');

-- The size: a company of a million accounts, to the day, over ten years; and one tenure a microsecond.
SELECT cmp_ok(pg_column_size(rollup(pg_temp.many(s, 8))), '<', 25000, 'a million accounts of ten years take less than 25 kB') FROM life WHERE kind = 'days';
SELECT cmp_ok(pg_column_size(simple), '<', 40000, 'six thousand tenures that are all different less than 40 kB') FROM life WHERE kind = 'seconds';

-- Values that no rows can have given, as bytes: each is refused.
SELECT throws_ok(format('SELECT %L::life_table', replace(
	'{"tenure": "integer", "observations": 2, "unanswered": 0, "invalid": 0, "times": TIMES, "weights": WEIGHTS}', 'TIMES, "weights": WEIGHTS', column1)),
	'22P02', NULL, 'refused: ' || column1)
FROM (VALUES
	('[[1, 2, 0, 3]], "weights": null'), ('[[1, 1, 0, 0], [2, 0, 0, 1]], "weights": null'), ('[[1, 1, 0, 0], [2, 0, 0, 2], [3, 1, 0, 0], [4, 0, 2, 0]], "weights": null'),
	('[[2, 1, 0, 0], [2, 1, 0, 0]], "weights": null'), ('[[3, 1, 0, 0], [2, 1, 0, 0]], "weights": null'), ('[[2, -1, 3, 0]], "weights": null'), ('[[2, 2.5, 0, 0]], "weights": null'),
	-- weights: too small squares, too large ones, more leaving than is there
	('[[5, 2, 0, 0]], "weights": [[4, 7.9]]'), ('[[5, 2, 0, 0]], "weights": [[4, 16.1]]'), ('[[5, 2, 0, 0]], "weights": [[-4, 16]]'),
	('[[2, 0, 0, 1], [3, 0, 1, 0], [5, 1, 0, 0]], "weights": [[9, 81], [4, 16], [4, 16]]'),
	('[[2, 1, 0, 1], [5, 1, 0, 0]], "weights": [[4, 16], [4, 16]]')) AS v;
SELECT lives_ok($$ SELECT '{"tenure": "integer", "observations": 2, "unanswered": 0, "invalid": 0, "times": [[2, 0, 0, 1], [3, 0, 1, 0], [5, 1, 0, 0]], "weights": [[4, 16], [4, 16], [4, 16]]}'::life_table $$,
	'what rows can have given is read');

-- The counts of the weights again, so many that their sum overflows.
SELECT throws_ok(format('SELECT csops_test_recv(decode(%L, ''hex''), NULL::life_table)', replace(encode(csops_test_send(v), 'hex'), repeat('0', 15) || '1', '7' || repeat('f', 15))),
	'22P03', NULL, 'refused: counts of weights that are not those of the rows')
FROM (SELECT life_table '{"tenure": "integer", "observations": 2, "unanswered": 0, "invalid": 0, "times": [[2, 1, 0, 0], [5, 1, 0, 0]], "weights": [[4, 16], [4, 16]]}') AS q(v);

SELECT * FROM finish();
ROLLBACK;
