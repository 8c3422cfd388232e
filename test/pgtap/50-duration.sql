-- Durations: against the rows themselves, by percentile_disc, sum, avg, min and max, and the properties of their summaries.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION pgtap SCHEMA public;
CREATE SCHEMA csops;
CREATE EXTENSION csops SCHEMA csops;
SET LOCAL search_path = csops, public;

SELECT no_plan();

-- Durations of many kinds, in whole microseconds.
SELECT setseed(0.4);
CREATE TEMP TABLE source AS
SELECT kind, n, greatest(0, micros)::bigint AS micros
FROM generate_series(1, 3000) AS n,
	LATERAL (SELECT sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random()) AS z, random() AS u, n AS row_number) AS r,
	LATERAL (VALUES
		('lognormal', round(exp(9 + 1.7 * z) * 1e6)),
		('narrow', round(3600e6 + 20e6 * z)),
		('exponential', round(-ln(1 - u) * 7200e6)),
		('heavy tail', round(60e6 / power(1 - u, 2))),
		('uniform', round(u * 86400e6)),
		('heaped', 900e6 * ceil(u * 8)),
		('constant', 5400e6),
		('zero or days', CASE WHEN u < 0.3 THEN 0 ELSE 86400e6 * ceil(u * 30) END),
		('microseconds', floor(u * 300)),
		('two rows', CASE WHEN n <= 2 THEN n * 60e6 END),
		('one row', CASE WHEN n = 1 THEN 123456789 END),
		('as long as can be', CASE WHEN n <= 50 THEN 9e18 - n * n * 1e15 END)) AS k(kind, micros)
WHERE micros IS NOT NULL;
ALTER TABLE source ADD seconds float8, ADD elapsed interval;
UPDATE source SET seconds = micros::numeric / 1000000,
	elapsed = format('%s days %s microseconds', micros / 86400000000, micros % 86400000000)::interval;
SELECT is((SELECT count(DISTINCT kind)::integer FROM source), 12, 'there are twelve kinds of durations');

CREATE TEMP TABLE summary AS
SELECT kind, duration_agg(seconds) AS s, duration_agg(elapsed) AS of_interval, count(*) AS n, sum(micros) AS total,
	min(micros) AS least, max(micros) AS most, array_agg(micros ORDER BY micros) AS sorted
FROM source GROUP BY kind;

-- Seconds hold microseconds exactly up to 285 years.
SELECT is_empty($$ SELECT kind FROM summary WHERE s <> of_interval AND kind <> 'as long as can be' $$,
	'seconds and intervals give the same summary');
SELECT is_empty($$ SELECT kind FROM summary WHERE observations(of_interval) <> n OR abs(duration_total(of_interval) - total / 1e6) > 2e-16 * total / 1e6 $$,
	'number and total are exact');
SELECT is_empty($$ SELECT kind FROM summary WHERE (of_interval::jsonb ->> 'total')::numeric <> total $$,
	'the total is exact to the microsecond');
SELECT is_empty($$ SELECT kind FROM summary WHERE abs(duration_mean(of_interval) / (total / n / 1e6)::float8 - 1) > 1e-15 $$,
	'the mean is the total over the number');
SELECT is_empty($$
	SELECT kind FROM summary
	WHERE (duration_min(of_interval), duration_max(of_interval)) IS DISTINCT FROM ((least / 1e6)::float8, (most / 1e6)::float8)
$$, 'minimum and maximum are exact');

-- Percentiles
CREATE TEMP TABLE quantile (q float8);
INSERT INTO quantile VALUES (0), (1e-9), (0.001), (0.01), (0.05), (0.1), (0.25), (0.5), (0.75), (0.9), (0.95), (0.99), (0.999), (1 - 1e-9), (1);
INSERT INTO quantile SELECT random() FROM generate_series(1, 40);
CREATE TEMP VIEW percentile AS
SELECT kind, q, duration_percentile(of_interval, q) AS got,
	(SELECT percentile_disc(q) WITHIN GROUP (ORDER BY v) FROM unnest(sorted) AS v) / 1e6 AS wanted, least, most
FROM summary, quantile;
SELECT is_empty($$ SELECT kind, q, got, wanted FROM percentile WHERE abs(got - wanted) > 0.01 * wanted OR got IS NULL $$,
	'percentiles are within 1 percent of the row that percentile_disc finds');
SELECT is_empty($$ SELECT kind, q, got, wanted FROM percentile WHERE q IN (0, 1) AND got <> wanted::float8 $$,
	'percentiles 0 and 1 are exact');
SELECT is_empty($$ SELECT kind, q FROM percentile WHERE got < (least / 1e6)::float8 OR got > (most / 1e6)::float8 $$,
	'percentiles lie between minimum and maximum');
SELECT is_empty($$ SELECT kind, q, got, wanted FROM percentile WHERE wanted < 64e-6 AND got <> wanted::float8 $$,
	'percentiles below 64 microseconds are exact');
SELECT is_empty($$
	SELECT kind FROM (SELECT kind, got - lag(got) OVER (PARTITION BY kind ORDER BY q) AS step FROM percentile) AS p WHERE step < 0
$$, 'percentiles grow with the quantile');

-- The buckets themselves, by numeric arithmetic: 2^(e + i / 35) for whole e, and each number below 64.
CREATE TEMP TABLE bucket AS
SELECT n AS lowest FROM generate_series(0, 63) AS n
UNION ALL
SELECT CASE WHEN e < 30 THEN ceil(edge / (1::bigint << 30 - e)) ELSE edge * (1::bigint << e - 30) END
FROM generate_series(6, 62) AS e, generate_series(0, 34) AS i, LATERAL (SELECT round(power(2::numeric, 30 + i / 35::numeric(60, 40)))) AS m(edge)
WHERE power(2::numeric, e + i / 35::numeric) < 9e18;
CREATE FUNCTION pg_temp.summary_of(lowest numeric, micros numeric) RETURNS duration_summary LANGUAGE sql
RETURN format('{"observations": 1, "unanswered": 0, "invalid": 0, "total": %2$s, "minimum": %2$s, "maximum": %2$s, "buckets": [[%1$s, 1]]}',
	round(lowest), round(micros))::duration_summary;
CREATE FUNCTION pg_temp.refused(lowest numeric, micros numeric) RETURNS boolean LANGUAGE plpgsql AS $function$
BEGIN
	PERFORM pg_temp.summary_of(lowest, micros);
	RETURN false;
EXCEPTION WHEN invalid_text_representation THEN
	RETURN true;
END
$function$;
SELECT cmp_ok((SELECT count(*)::integer FROM bucket), '>', 2000, 'there are more than 2,000 buckets');
SELECT is((SELECT count(*) FROM bucket), (SELECT count(DISTINCT lowest) FROM bucket), 'and all are different');
SELECT is_empty($$ SELECT lowest FROM bucket WHERE abs(duration_p50(pg_temp.summary_of(lowest, lowest)) * 1e6 - lowest) > 4e-16 * lowest $$,
	'each bucket begins where it should');
SELECT is_empty($$ SELECT lowest FROM bucket WHERE lowest > 0 AND NOT pg_temp.refused(lowest, lowest - 1) $$,
	'and one microsecond less is not in it');
SELECT is_empty($$
	SELECT lowest FROM (SELECT lowest, lead(lowest) OVER (ORDER BY lowest) AS next FROM bucket) AS b
	WHERE next IS NOT NULL AND pg_temp.refused(lowest, next - 1)
$$, 'each bucket ends where the next one begins');
SELECT is_empty($$
	SELECT lowest FROM (SELECT round(lowest) AS lowest, round(lead(lowest, 1, 9e18 + 1) OVER (ORDER BY lowest) - 1) AS highest FROM bucket) AS b,
	LATERAL (SELECT duration_percentile(format('{"observations": 2, "unanswered": 0, "invalid": 0, "total": %s, "minimum": null, "maximum": null, "buckets": [[%s, 2]]}',
		lowest + highest, lowest)::duration_summary, 0.5) * 1e6 AS figure) AS p
	WHERE figure > 0 AND (figure > 1.01 * lowest OR figure < 0.99 * highest)
$$, 'the figure of a bucket is within 1 percent of everything in it');

-- The order of the rows and the plan do not matter.
SELECT is_empty($$
	SELECT kind FROM summary JOIN (SELECT kind, duration_agg(elapsed ORDER BY micros DESC) AS other FROM source GROUP BY kind) AS o USING (kind)
	WHERE duration_summary_send(of_interval) <> duration_summary_send(other)
$$, 'any order of the rows gives the same bytes');
CREATE TEMP TABLE part AS
SELECT kind, (n * 7919) % part_count AS part, part_count, duration_agg(elapsed) AS s
FROM source, (VALUES (2), (3), (40), (2500)) AS p(part_count)
GROUP BY kind, part, part_count;
SELECT is_empty($$
	SELECT kind, part_count FROM summary JOIN (SELECT kind, part_count, rollup(s ORDER BY part) AS whole FROM part GROUP BY kind, part_count) AS p USING (kind)
	WHERE duration_summary_send(of_interval) <> duration_summary_send(whole)
$$, 'summaries of parts roll up to the summary of the whole');
SELECT is_empty($$
	SELECT kind, part_count FROM summary JOIN (
		SELECT kind, part_count, rollup(s::text::duration_summary ORDER BY part DESC) AS whole FROM part GROUP BY kind, part_count) AS p USING (kind)
	WHERE duration_summary_send(of_interval) <> duration_summary_send(whole)
$$, 'and so they do in another order and through text');
SELECT is_empty($$
	SELECT a.kind, b.kind FROM summary AS a, summary AS b
	WHERE a.of_interval || b.of_interval <> b.of_interval || a.of_interval
	OR ((a.of_interval || b.of_interval)::jsonb ->> 'total')::numeric <> a.total + b.total
$$, 'merge commutes');
SELECT is_empty($$
	SELECT a.kind, b.kind, c.kind FROM summary AS a, summary AS b, summary AS c
	WHERE (a.s || b.s) || c.s <> a.s || (b.s || c.s)
$$, 'merge is associative');
SELECT is_empty($$ SELECT kind FROM summary WHERE s || (SELECT duration_agg(seconds) FROM source WHERE false) IS NOT NULL $$,
	'merging with NULL gives NULL');

-- Subtraction
CREATE FUNCTION pg_temp.without_bounds(s duration_summary) RETURNS duration_summary LANGUAGE sql
RETURN (s || duration_accum(NULL, 1::float8)) - duration_accum(NULL, 1::float8);
CREATE FUNCTION pg_temp.nothing() RETURNS duration_summary LANGUAGE sql
RETURN duration_accum_inv(duration_accum(NULL, 1::float8), 1::float8);
SELECT is(pg_temp.nothing()::text, '{"observations": 0, "unanswered": 0, "invalid": 0, "total": 0, "minimum": null, "maximum": null, "buckets": []}',
	'a row added and taken out leaves nothing');
SELECT is_empty($$ SELECT kind FROM summary WHERE s || pg_temp.nothing() <> s OR pg_temp.nothing() || s <> s OR s - pg_temp.nothing() <> s $$,
	'nothing is the identity of merge and subtract');
SELECT is_empty($$ SELECT kind FROM summary WHERE s - s <> pg_temp.nothing() $$, 'a summary less itself is nothing');
SELECT is_empty($$
	SELECT a.kind, b.kind FROM summary AS a, summary AS b
	WHERE (a.s || b.s) - b.s <> pg_temp.without_bounds(a.s)
$$, 'subtract undoes merge, but for the bounds');
SELECT is_empty($$
	SELECT kind FROM summary
	WHERE pg_temp.without_bounds(s)::jsonb - ARRAY['minimum', 'maximum'] <> s::jsonb - ARRAY['minimum', 'maximum']
	OR pg_temp.without_bounds(s)::jsonb @> '{"minimum": null, "maximum": null}' IS NOT TRUE
$$, 'a summary from which something was subtracted says that its bounds are not known');
SELECT is_empty($$
	SELECT kind, q, got, wanted
	FROM (SELECT kind, q, duration_percentile(pg_temp.without_bounds(of_interval), q) AS got, wanted FROM summary JOIN percentile USING (kind)) AS p
	WHERE abs(got - wanted) > 0.01 * wanted OR got IS NULL
$$, 'its percentiles, bounds among them, are within 1 percent');
SELECT is_empty($$
	SELECT kind FROM summary, LATERAL (SELECT pg_temp.without_bounds(of_interval) AS w) AS w
	WHERE duration_min(w) <> duration_percentile(w, 0) OR duration_max(w) <> duration_percentile(w, 1)
$$, 'its minimum and maximum are its percentiles 0 and 1');
SELECT throws_ok($$ SELECT duration_agg(60) - duration_agg(3600) $$, '22003', NULL, 'what is no part cannot be subtracted');
SELECT throws_ok($$ SELECT duration_agg(60) - duration_agg(60.001) $$, '22003', NULL, 'not even when it is in the same bucket');
SELECT throws_ok($$ SELECT duration_agg(60) - duration_agg(NULL::float8) $$, '22003', NULL, 'nor can unanswered rows that are not there');
SELECT throws_ok($$ SELECT duration_accum_inv(duration_accum(NULL, 60::float8), 61::float8) $$, '22003', NULL,
	'nor can a row be taken out that is not there');

-- Moving windows
CREATE TEMP TABLE ticket AS
SELECT n, CASE WHEN n % 13 <> 0 THEN seconds END AS seconds, CASE WHEN n % 13 <> 0 THEN elapsed END AS elapsed
FROM source WHERE kind = 'lognormal' AND n <= 700;
SELECT is_empty(format($$
	SELECT n FROM (
		SELECT n, duration_agg(seconds) OVER w AS moving, duration_mean(seconds) OVER w AS mean, duration_p90(seconds) OVER w AS p90,
			duration_p50(elapsed) OVER w AS p50, duration_agg(elapsed) OVER w AS of_interval
		FROM ticket WINDOW w AS (ORDER BY n ROWS BETWEEN %1$s PRECEDING AND CURRENT ROW)) AS m,
	LATERAL (
		SELECT pg_temp.without_bounds(duration_agg(seconds)) AS wanted FROM ticket AS t WHERE t.n BETWEEN m.n - %1$s AND m.n) AS r
	WHERE moving <> wanted OR of_interval <> wanted
	OR (mean, p90, p50) IS DISTINCT FROM (duration_mean(wanted), duration_p90(wanted), duration_p50(wanted))
$$, preceding), 'moving windows of ' || preceding + 1 || ' rows are what their rows give')
FROM (VALUES (0), (1), (20), (31), (95), (96), (150), (600)) AS w(preceding);
SELECT is_empty($$
	SELECT n FROM (
		SELECT n, rollup(s) OVER (ORDER BY n ROWS 30 PRECEDING) AS moving
		FROM (SELECT n / 5 AS n, duration_agg(seconds) AS s FROM ticket GROUP BY n / 5) AS day) AS m,
	LATERAL (
		SELECT pg_temp.without_bounds(duration_agg(seconds)) AS wanted FROM ticket AS t WHERE t.n / 5 BETWEEN m.n - 30 AND m.n) AS r
	WHERE moving <> wanted
$$, 'so are moving windows of summaries');
SELECT is_empty($$
	SELECT n FROM (SELECT n, duration_agg(seconds) OVER (ORDER BY n) AS growing FROM ticket) AS m,
	LATERAL (SELECT duration_agg(seconds) AS wanted FROM ticket AS t WHERE t.n <= m.n) AS r
	WHERE growing <> wanted
$$, 'a frame that only grows keeps the bounds');

-- States of every width: the counters grow from one byte to eight.
CREATE FUNCTION pg_temp.many(s duration_summary, doublings integer) RETURNS duration_summary LANGUAGE plpgsql AS $function$
BEGIN
	FOR i IN 1 .. doublings LOOP
		s := s || s;
	END LOOP;
	RETURN s;
END
$function$;
SELECT is(
	(SELECT duration_agg(seconds) FROM (VALUES (60), (61), (7200)) AS d(seconds), generate_series(1, n))::jsonb,
	jsonb_build_object('observations', 3 * n, 'unanswered', 0, 'invalid', 0, 'total', 7321000000 * n, 'minimum', 60000000,
		'maximum', 7200000000, 'buckets', format('[[59590187, %s], [60782087, %s], [7187570932, %s]]', n, n, n)::jsonb),
	n || ' rows of three durations')
FROM (VALUES (1), (10), (11), (32), (33), (85), (86), (255), (256), (65535), (65536), (70000)) AS r(n);
SELECT is(
	(SELECT rollup(pg_temp.many(duration_agg, d)) FROM (SELECT seconds, duration_agg(seconds) FROM (VALUES (60), (61), (7200)) AS v(seconds) GROUP BY seconds) AS a)::jsonb,
	jsonb_build_object('observations', 3 * n, 'unanswered', 0, 'invalid', 0, 'total', 7321000000::numeric * n, 'minimum', 60000000,
		'maximum', 7200000000, 'buckets', format('[[59590187, %s], [60782087, %s], [7187570932, %s]]', n, n, n)::jsonb),
	n || ' rows of three durations, merged')
FROM (SELECT d, power(2::numeric, d)::bigint AS n FROM unnest(ARRAY[4, 5, 7, 8, 15, 16, 31, 32, 40, 60]) AS d) AS r;
SELECT throws_ok($$ SELECT pg_temp.many(duration_agg(60), 62) $$, '22003', 'count is out of range', 'there is an end to the count');
SELECT is(
	(SELECT rollup(s) FROM (SELECT pg_temp.many(duration_agg(60), 16) UNION ALL SELECT duration_agg(m * 0.001) FROM generate_series(1, 100) AS m
		UNION ALL SELECT duration_agg(d * 86400) FROM generate_series(1, 100) AS d) AS p(s)),
	(SELECT duration_agg(seconds) FROM (SELECT 60 FROM generate_series(1, 65536) UNION ALL SELECT m * 0.001 FROM generate_series(1, 100) AS m
		UNION ALL SELECT d * 86400 FROM generate_series(1, 100) AS d) AS p(seconds)),
	'merging widens counters and window as rows do');

-- Intervals of percentiles. Below 64 microseconds every duration has a bucket, so 1 to n microseconds are ranks.
CREATE TEMP TABLE binomial AS
SELECT n, q, k, sum(term) OVER (PARTITION BY n, q ORDER BY k) AS at_most
FROM (
	SELECT n, q, k, factorial(n) / factorial(k) / factorial(n - k) * power(q, k) * power(1 - q, n - k) AS term
	FROM generate_series(1, 60) AS n, (VALUES (0.1::numeric(40, 30)), (0.25), (0.5), (0.9), (0.95)) AS p(q), generate_series(0, n) AS k) AS b;
CREATE TEMP TABLE rank_interval AS
SELECT n, q, confidence,
	(SELECT max(k) + 1 FROM binomial AS b WHERE (b.n, b.q) = (s.n, p.q) AND at_most <= (1 - confidence) / 2) AS lower_rank,
	(SELECT min(k) + 1 FROM binomial AS b WHERE (b.n, b.q) = (s.n, p.q) AND k < s.n AND 1 - at_most <= (1 - confidence) / 2) AS upper_rank,
	duration_percentile_lo(s, q::float8, confidence::float8) * 1e6 AS lo, duration_percentile_hi(s, q::float8, confidence::float8) * 1e6 AS hi
FROM (SELECT n, duration_agg(m * 1e-6) AS s FROM generate_series(1, 60) AS n, generate_series(1, n) AS m GROUP BY n) AS s,
	(SELECT DISTINCT q FROM binomial) AS p, (VALUES (0.8), (0.95), (0.99)) AS c(confidence);
SELECT is_empty($$
	SELECT n, q, confidence, lower_rank, lo, upper_rank, hi FROM rank_interval
	WHERE (lower_rank, upper_rank) IS DISTINCT FROM (round(lo::numeric)::bigint, round(hi::numeric)::bigint)
$$, 'the ends are at the ranks that the binomial distribution gives');
SELECT cmp_ok((SELECT count(lo)::integer FROM rank_interval), '>', 300, 'and often they exist');
SELECT is_empty($$
	SELECT kind, q FROM summary, quantile, LATERAL (SELECT duration_percentile(of_interval, q) AS p, duration_percentile_lo(of_interval, q) AS lo,
		duration_percentile_hi(of_interval, q) AS hi) AS f
	WHERE lo > p OR hi < p OR lo < duration_min(of_interval) OR hi > duration_max(of_interval)
$$, 'the interval holds the percentile and lies between minimum and maximum');
SELECT is_empty($$
	SELECT kind, q FROM summary, quantile
	WHERE duration_percentile_lo(s, q, 0.99) > duration_percentile_lo(s, q, 0.9) OR duration_percentile_hi(s, q, 0.99) < duration_percentile_hi(s, q, 0.9)
$$, 'more confidence is a wider interval');
SELECT is(ARRAY[duration_percentile_lo(s, 0), duration_percentile_hi(s, 0), duration_percentile_lo(s, 1), duration_percentile_hi(s, 1)],
	ARRAY[NULL, 1, 500, NULL]::float8[], 'the interval of a bound is open')
FROM (SELECT duration_agg(m) AS s FROM generate_series(1, 500) AS m) AS d;

-- Shares
CREATE TEMP TABLE share AS
SELECT kind, bound, duration_share_within(of_interval, bound) AS got,
	(SELECT avg((v <= bound * 1e6)::integer) FROM unnest(sorted) AS v)::float8 AS wanted,
	(SELECT avg((v <= bound * 1e6 / 1.021)::integer) FROM unnest(sorted) AS v)::float8 AS less,
	(SELECT avg((v <= bound * 1e6 * 1.021)::integer) FROM unnest(sorted) AS v)::float8 AS more
FROM summary, unnest(ARRAY[0, 0.00002, 0.00015, 0.0003, 1, 60, 61, 900, 901, 3600, 3660, 5400, 7200, 86400, 200000, 3e6, 1e9, 9e12, 1e300, 'infinity']) AS b(bound);
SELECT is_empty($$ SELECT kind, bound, got, wanted FROM share WHERE got < less - 1e-12 OR got > more + 1e-12 OR got IS NULL $$,
	'a share is that of a bound within 2 percent');
SELECT is_empty($$ SELECT kind, bound, got, wanted FROM share WHERE less = more AND abs(got - wanted) > 1e-12 $$,
	'and exact when no duration is near the bound');
SELECT is_empty($$ SELECT kind, bound, got FROM share JOIN summary USING (kind) WHERE bound * 1e6 >= most AND got <> 1 $$,
	'all are within the maximum');
SELECT is_empty($$
	SELECT lowest FROM bucket, LATERAL (SELECT duration_agg(v * 1e-6) AS s FROM (VALUES (lowest - 1), (lowest), (lowest + 1)) AS d(v)) AS d
	WHERE lowest BETWEEN 1 AND 1e15 AND abs(duration_share_within(s, (lowest - 1)::float8 * 1e-6) - 1.0 / 3) > 1e-12
$$, 'a share is exact when the bound is the end of a bucket');
SELECT is(duration_share_within(duration_agg(60), -1), 0::float8, 'nothing is within a negative bound');
SELECT is_empty($$
	SELECT kind FROM (SELECT kind, got - lag(got) OVER (PARTITION BY kind ORDER BY bound) AS step FROM share) AS p WHERE step < 0
$$, 'shares grow with the bound');

-- One step is two steps.
SELECT is_empty($$
	SELECT kind FROM (
		SELECT kind, duration_agg(seconds) AS s, duration_mean(seconds) AS mean, duration_p50(seconds) AS p50, duration_p75(seconds) AS p75,
			duration_p90(seconds) AS p90, duration_p95(seconds) AS p95, duration_p99(seconds) AS p99
		FROM source GROUP BY kind) AS o
	WHERE ARRAY[mean, p50, p75, p90, p95, p99] IS DISTINCT FROM ARRAY[duration_mean(s), duration_percentile(s, 0.5), duration_percentile(s, 0.75),
		duration_percentile(s, 0.9), duration_percentile(s, 0.95), duration_percentile(s, 0.99)]
	OR ARRAY[p50, p75, p90, p95, p99] IS DISTINCT FROM ARRAY[duration_p50(s), duration_p75(s), duration_p90(s), duration_p95(s), duration_p99(s)]
$$, 'the aggregates over seconds are the accessors of duration_agg');
SELECT is_empty($$
	SELECT kind FROM (
		SELECT kind, duration_agg(elapsed) AS s, duration_mean(elapsed) AS mean, duration_p50(elapsed) AS p50, duration_p75(elapsed) AS p75,
			duration_p90(elapsed) AS p90, duration_p95(elapsed) AS p95, duration_p99(elapsed) AS p99
		FROM source GROUP BY kind) AS o
	WHERE ARRAY[mean, p50, p75, p90, p95, p99] IS DISTINCT FROM ARRAY[duration_mean(s), duration_percentile(s, 0.5), duration_percentile(s, 0.75),
		duration_percentile(s, 0.9), duration_percentile(s, 0.95), duration_percentile(s, 0.99)]
$$, 'so are the aggregates over intervals');
SELECT is_empty($$
	SELECT kind FROM (
		SELECT kind,
			ARRAY[duration_mean(seconds), duration_p50(seconds), duration_p75(seconds), duration_p90(seconds), duration_p95(seconds), duration_p99(seconds)] AS plain,
			ARRAY[duration_mean(elapsed), duration_p50(elapsed), duration_p75(elapsed), duration_p90(elapsed), duration_p95(elapsed), duration_p99(elapsed)] AS plain_interval
		FROM source GROUP BY kind) AS o
	JOIN (
		SELECT kind,
			ARRAY[duration_mean(DISTINCT seconds, n::text), duration_p50(DISTINCT seconds, n::text), duration_p75(DISTINCT seconds, n::text),
				duration_p90(DISTINCT seconds, n::text), duration_p95(DISTINCT seconds, n::text), duration_p99(DISTINCT seconds, n::text)] AS by_text,
			ARRAY[duration_mean(DISTINCT seconds, k), duration_p50(DISTINCT seconds, k), duration_p75(DISTINCT seconds, k),
				duration_p90(DISTINCT seconds, k), duration_p95(DISTINCT seconds, k), duration_p99(DISTINCT seconds, k)] AS by_uuid,
			ARRAY[duration_mean(DISTINCT elapsed, n::text), duration_p50(DISTINCT elapsed, n::text), duration_p75(DISTINCT elapsed, n::text),
				duration_p90(DISTINCT elapsed, n::text), duration_p95(DISTINCT elapsed, n::text), duration_p99(DISTINCT elapsed, n::text)] AS interval_by_text,
			ARRAY[duration_mean(DISTINCT elapsed, k), duration_p50(DISTINCT elapsed, k), duration_p75(DISTINCT elapsed, k),
				duration_p90(DISTINCT elapsed, k), duration_p95(DISTINCT elapsed, k), duration_p99(DISTINCT elapsed, k)] AS interval_by_uuid
		FROM source, generate_series(1, 2), LATERAL (SELECT md5(n::text)::uuid AS k) AS u GROUP BY kind) AS d USING (kind)
	WHERE plain <> by_text OR plain <> by_uuid OR plain_interval <> interval_by_text OR plain_interval <> interval_by_uuid
$$, 'a join that doubles the rows does not change what is taken DISTINCT by key');
SELECT is(
	(SELECT ARRAY[duration_mean(seconds, 'x'::text) OVER w, duration_p50(elapsed, md5('x')::uuid) OVER w]
		FROM ticket WINDOW w AS (ORDER BY n ROWS 5 PRECEDING) ORDER BY n DESC LIMIT 1),
	(SELECT ARRAY[duration_mean(seconds) OVER w, duration_p50(elapsed) OVER w]
		FROM ticket WINDOW w AS (ORDER BY n ROWS 5 PRECEDING) ORDER BY n DESC LIMIT 1),
	'a key does nothing else');

-- No rows, NULLs and impossible rows
SELECT is((SELECT duration_agg(seconds) FROM source WHERE false), NULL, 'no rows give NULL');
SELECT is(ARRAY[observations(s), unanswered(s), invalid(s)], ARRAY[0, 0, 0]::bigint[], 'counts of no summary are 0')
FROM (SELECT NULL::duration_summary) AS n(s);
SELECT is(ARRAY[duration_total(s), duration_mean(s), duration_min(s), duration_max(s), duration_percentile(s, 0.5), duration_percentile_lo(s, 0.5),
	duration_percentile_hi(s, 0.5), duration_share_within(s, 60), duration_p50(s), duration_p99(s)], array_fill(NULL::float8, ARRAY[10]),
	'where nothing is known there is no figure: ' || coalesce(s::text, 'NULL'))
FROM (VALUES (NULL::duration_summary), (pg_temp.nothing()), (duration_accum(NULL, NULL::float8))) AS n(s);
SELECT is((SELECT duration_mean(seconds) FROM (VALUES (NULL::float8)) AS d(seconds)), NULL, 'nor is there one of NULLs alone');
SELECT is(ARRAY[observations(s), unanswered(s), invalid(s)], ARRAY[2, 1, 5]::bigint[], 'impossible seconds are counted')
FROM (SELECT duration_agg(seconds, 'count') FROM (VALUES (60), (0), (NULL), (-1e-9), ('NaN'::float8), ('infinity'), ('-infinity'), (9.0000001e12)) AS d(seconds)) AS d(s);
SELECT is(ARRAY[observations(s), unanswered(s), invalid(s)], ARRAY[3, 1, 4]::bigint[], 'impossible intervals are counted')
FROM (SELECT duration_agg(elapsed, 'count') FROM (VALUES ('1 day'::interval), ('0'), ('1 day -2 hours'), (NULL), ('1 month'), ('-1 second'),
	('1 hour -1 day'), ('200000000 days')) AS d(elapsed)) AS d(s);
SELECT is(duration_total(duration_agg('1 day -2 hours'::interval)), 79200::float8, 'days have 24 hours');
SELECT is(
	(SELECT array_agg(i ORDER BY n) FROM (
		SELECT n, invalid(duration_agg(v, 'count') OVER (ORDER BY n ROWS 1 PRECEDING)) AS i
		FROM (VALUES (1, -1::float8), (2, 1), (3, -1), (4, 'NaN'), (5, NULL)) AS d(n, v)) AS m),
	ARRAY[1, 1, 1, 2, 1]::bigint[], 'impossible rows leave a moving window');

-- min_n
SELECT is(ARRAY[duration_mean(s, 3), duration_percentile(s, 0.5, 3), duration_percentile_lo(s, 0.5, 0.5, 3), duration_percentile_hi(s, 0.5, 0.5, 3),
	duration_share_within(s, 60, 3), duration_p90(s, 3)], array_fill(NULL::float8, ARRAY[6]), 'fewer than min_n give no figure')
FROM (SELECT duration_agg(v) FROM (VALUES (60), (61)) AS d(v)) AS d(s);
SELECT is(array_position(ARRAY[duration_mean(s, 2), duration_percentile(s, 0.5, 2), duration_percentile_lo(s, 0.5, 0.5, 2), duration_percentile_hi(s, 0.5, 0.5, 2),
	duration_share_within(s, 60, 2), duration_p90(s, 2)], NULL), NULL, 'min_n do')
FROM (SELECT duration_agg(v) FROM (VALUES (60), (61)) AS d(v)) AS d(s);
SELECT is(ARRAY[is_suppressed(s, 3), is_suppressed(s, 2), is_suppressed(pg_temp.nothing(), 2)], ARRAY[true, false, false], 'and is_suppressed tells')
FROM (SELECT duration_agg(v) FROM (VALUES (60), (61)) AS d(v)) AS d(s);

-- The state is small: a day of 1,000 tickets.
SELECT cmp_ok((SELECT pg_column_size(duration_agg(seconds)) FROM source WHERE kind = 'lognormal' AND n <= 1000), '<', 600,
	'a thousand durations take less than 600 bytes');

-- Text for people
SELECT is(format_duration(seconds), wanted, seconds || ' seconds')
FROM (VALUES
	(0, '0s'), (0.0004, '0s'), (0.0006, '1ms'), (0.9994, '999ms'), (0.9996, '1s'), (1.5, '1s 500ms'), (59.9994, '59s 999ms'), (59.9996, '1m'),
	(60, '1m'), (60.4, '1m'), (61, '1m 1s'), (3599.4, '59m 59s'), (3599.6, '1h'), (3600, '1h'), (3629, '1h'), (3631, '1h 1m'), (86369, '23h 59m'),
	(86371, '1d'), (273600, '3d 4h'), (275399, '3d 4h'), (275401, '3d 5h'), (86400 * 365, '365d'), (9e12, '104166666d 16h'),
	(-0.0001, '0s'), (-90, '-1m 30s'), (-86400, '-1d')) AS f(seconds, wanted);
SELECT is(format_duration(NULL), NULL, 'nothing to format');
SELECT throws_ok(format('SELECT format_duration(%L)', seconds), '22003', 'duration is out of range')
FROM (VALUES ('NaN'), ('infinity'), ('-infinity'), ('9.1e12')) AS f(seconds);

SELECT * FROM finish();
ROLLBACK;
