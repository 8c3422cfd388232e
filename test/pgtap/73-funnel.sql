-- Funnels against definitions in SQL, and the window_funnel cases of vectors/retention.json.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION pgtap SCHEMA public;
CREATE SCHEMA csops;
CREATE EXTENSION csops SCHEMA csops;
SET LOCAL search_path = csops, public;

\set file `cat "${CSOPS_SHARED-../shared}/vectors/retention.json" 2>/dev/null`

SELECT no_plan();

CREATE FUNCTION pg_temp.pick(n bigint, salt integer) RETURNS integer
LANGUAGE sql IMMUTABLE RETURN hashint8(n * 1000003 + salt) & 2147483647;

-- 150 accounts in each mode, with windows from nothing to everything; minutes that repeat, so that events share an instant.
CREATE TEMP TABLE event AS
SELECT account, timestamptz '2026-03-01 00:00+00' + pg_temp.pick(account * 1000 + n, 1) % (20 + pg_temp.pick(account, 2) % 200) * interval '1 minute' AS at,
	CASE WHEN pg_temp.pick(account, 9) % 3 = 0 THEN 1 + pg_temp.pick(account * 1000 + n, 3) % 5 ELSE pg_temp.pick(account * 1000 + n, 3) % 6 END AS step
FROM generate_series(1, 450) AS account, generate_series(1, pg_temp.pick(account, 4) % 25) AS n;
CREATE TEMP TABLE account AS
SELECT account, (ARRAY['ordered', 'strict', 'unordered'])[1 + account % 3] AS mode,
	(ARRAY[0, 1, 10, 45, 120, 1000])[1 + pg_temp.pick(account, 5) % 6] * interval '1 minute' AS within
FROM generate_series(1, 450) AS account;
CREATE TEMP TABLE funnel AS
SELECT account, mode, within, funnel_agg(at, step, within, mode) AS f FROM account LEFT JOIN event USING (account) GROUP BY account, mode, within;

-- Ordered: chains of events from each first step.
CREATE TEMP TABLE chain AS
WITH RECURSIVE chain AS (
	SELECT account, at AS begun, step, at FROM event JOIN account USING (account) WHERE mode = 'ordered' AND step = 1
	UNION
	SELECT account, begun, event.step, event.at FROM chain JOIN event USING (account) JOIN account USING (account)
	WHERE event.step = chain.step + 1 AND event.at >= chain.at AND event.at - begun <= within
)
SELECT account, begun, step, at, NULL::timestamptz AS ended FROM chain;

-- Strict: each first step by itself, event by event, until something out of turn happens. `ended` is when the attempt ended.
INSERT INTO chain
WITH RECURSIVE numbered AS (
	SELECT DISTINCT account, at, step, within, dense_rank() OVER (PARTITION BY account ORDER BY at, step) AS n
	FROM event JOIN account USING (account) WHERE mode = 'strict'
), attempt AS (
	SELECT account, n, at AS begun, step AS level, at, NULL::timestamptz AS ended FROM numbered WHERE step = 1
	UNION ALL
	SELECT account, next.n, begun, CASE WHEN next.step = level + 1 AND next.at - begun <= within THEN level + 1 ELSE level END, next.at,
		CASE WHEN next.step = 0 OR next.step > level + 1 THEN next.at END
	FROM attempt JOIN numbered AS next USING (account) WHERE next.n = attempt.n + 1 AND ended IS NULL
)
SELECT account, begun, level, min(at), max(ended) FROM attempt GROUP BY account, begun, level;

-- Unordered: the windows that end with an event, from each beginning.
INSERT INTO chain
SELECT DISTINCT account, first.at, n, last.at, NULL::timestamptz
FROM account JOIN event AS first USING (account) JOIN event AS last USING (account),
	LATERAL (SELECT count(DISTINCT step) AS steps FROM event
		WHERE event.account = account.account AND event.step > 0 AND event.at BETWEEN first.at AND last.at) AS seen, generate_series(1, steps) AS n
WHERE mode = 'unordered' AND first.step > 0 AND last.step > 0 AND first.at <= last.at AND last.at - first.at <= within;

CREATE TEMP TABLE expected AS
SELECT account, step, at AS reached_at, extract(epoch FROM at - max(begun))::float8 AS seconds
FROM chain WHERE (account, step, at) IN (SELECT account, step, min(at) FROM chain GROUP BY account, step)
GROUP BY account, step, at;
SELECT cmp_ok(count(*), '>', 20::bigint, 'accounts came to step ' || step) FROM expected WHERE step < 5 GROUP BY step ORDER BY step;

SELECT is_empty($$
	SELECT account, mode, within FROM funnel LEFT JOIN (SELECT account, max(step) AS level FROM expected GROUP BY account) AS e USING (account)
	WHERE funnel_level(f) <> coalesce(level, 0)
$$, 'the level');
SELECT is_empty($$
	SELECT account, mode, step, reached_at, seconds, funnel_reached_at(f, step), funnel_seconds_to(f, step)
	FROM funnel CROSS JOIN generate_series(1, 6) AS step LEFT JOIN expected USING (account, step)
	WHERE funnel_reached_at(f, step) IS DISTINCT FROM reached_at OR funnel_seconds_to(f, step) IS DISTINCT FROM seconds
$$, 'when each step was reached, and how long it took');
SELECT is_empty($$
	SELECT account FROM funnel WHERE ARRAY(SELECT (step, reached_at, seconds) FROM funnel_steps(f)) <> ARRAY(
		SELECT (step, reached_at, seconds) FROM expected WHERE expected.account = funnel.account ORDER BY step)
$$, 'the steps as rows');

-- At any moment: what the events until then show.
CREATE INDEX ON chain (account, begun);
CREATE INDEX ON expected (account, step);
CREATE INDEX ON event (account);
ANALYZE chain, expected, event;
CREATE TEMP TABLE looked AS
SELECT account, mode, within, f, as_of FROM funnel, LATERAL (
	SELECT timestamptz '2026-02-28 23:50+00' + pg_temp.pick(account * 10 + n, 7) % 300 * interval '1 minute' AS as_of FROM generate_series(1, 6) AS n) AS moment;
SELECT is_empty($$
	SELECT account, as_of, step FROM looked, generate_series(1, 6) AS step,
		LATERAL (SELECT funnel_agg(at, event.step, looked.within, looked.mode) AS past FROM event WHERE event.account = looked.account AND at <= as_of) AS q
	WHERE funnel_level(f, as_of) <> coalesce(funnel_level(past), 0)
	OR (funnel_reached_at(f, step, as_of), funnel_seconds_to(f, step, as_of)) IS DISTINCT FROM (funnel_reached_at(past, step), funnel_seconds_to(past, step))
$$, 'an earlier moment shows the events until then');
SELECT is_empty($$
	SELECT account, mode, as_of, step, funnel_status(f, step, as_of), expected FROM looked, generate_series(1, 5) AS step, LATERAL (
		SELECT CASE
			WHEN EXISTS (SELECT FROM expected AS e WHERE e.account = looked.account AND e.step = s.step AND reached_at <= as_of) THEN 'reached'
			WHEN NOT EXISTS (SELECT FROM expected AS e WHERE e.account = looked.account AND e.step = 1 AND reached_at <= as_of) THEN 'not_yet'
			WHEN EXISTS (SELECT FROM chain WHERE chain.account = looked.account AND begun <= as_of AND as_of - begun <= within
				AND NOT EXISTS (SELECT FROM chain AS other WHERE other.account = chain.account AND other.begun = chain.begun AND ended <= as_of)) THEN 'not_yet'
			ELSE 'missed' END AS expected FROM (SELECT step) AS s) AS x
	WHERE funnel_status(f, step, as_of) <> expected
$$, 'reached, not yet or missed');
SELECT set_eq('SELECT mode, funnel_status(f, 3, as_of) FROM looked', $$
	SELECT mode, status FROM unnest('{ordered,strict,unordered}'::text[]) AS mode, unnest('{reached,not_yet,missed}'::text[]) AS status
$$, 'all of them occur in every mode');

-- Any split of the events, with some of them in both parts.
SELECT is_empty($$
	SELECT account FROM funnel JOIN (
		SELECT account, rollup(part) AS merged FROM (
			SELECT account, funnel_agg(at, step, within, mode) AS part FROM account JOIN event USING (account), generate_series(0, 1) AS twice
			GROUP BY account, (pg_temp.pick(extract(epoch FROM at)::bigint * 10 + step, 8) + twice * (step % 2)) % 4) AS q
		GROUP BY account) AS m USING (account) WHERE merged <> f
$$, 'any split of the events merges to the same funnel');

-- Limits
SELECT throws_ok(format('SELECT funnel_agg(%s)', v), code, NULL, v) FROM (VALUES
	('timestamptz ''2026-03-02 09:00+00'', -1, ''1 day''', '22003'), ('timestamptz ''2026-03-02 09:00+00'', 65, ''1 day''', '22003'),
	('timestamptz ''infinity'', 1, ''1 day''', '22008'), ('timestamptz ''-infinity'', 1, ''1 day''', '22008'),
	('timestamptz ''4001-01-01 00:00+00'', 1, ''1 day''', '22008'), ('timestamptz ''0001-12-31 23:59:59+00 BC'', 1, ''1 day''', '22008'),
	('timestamptz ''2026-03-02 09:00+00'', 1, ''1 month''', '22023'), ('timestamptz ''2026-03-02 09:00+00'', 1, ''-1 second''', '22023'),
	('timestamptz ''2026-03-02 09:00+00'', 1, ''200000000 days''', '22023'), ('timestamptz ''2026-03-02 09:00+00'', 1, NULL', '22004'),
	('timestamptz ''2026-03-02 09:00+00'', 1, ''1 day'', NULL', '22004'), ('timestamptz ''2026-03-02 09:00+00'', 1, ''1 day'', ''loose''', '22023')) AS v(v, code);
SELECT is(observations(funnel_agg(at, 1, '1 day')), 1000000::bigint, 'a million events')
FROM (SELECT timestamptz '2026-03-02 09:00+00' + n::bigint * 7919 % 1000003 * interval '1 millisecond' AS at FROM generate_series(1, 1000000) AS n) AS e;
SELECT throws_ok($$
	SELECT funnel_agg(timestamptz '2026-03-02 09:00+00' + n * interval '1 second', 1, '1 day') FROM generate_series(1, 1000001) AS n
$$, '54000', 'too many events in one funnel', 'and one more');
SELECT throws_ok($$ SELECT ('{"mode": "strict", "within": "1 day", "events": [1' || repeat(', 1', 1000000) || ']}')::csops.funnel $$,
	'54000', 'too many events in one funnel', 'and one more in JSON');
SELECT is(observations(funnel_agg(timestamptz '2026-03-02 09:00+00' + n % 1000 * interval '1 second', 1, '1 day')), 1000::bigint, 'those that come again take no room')
FROM generate_series(1, 1500000) AS n;
SELECT is(ARRAY[observations(f), funnel_level(f)], '{0,0}'::bigint[], 'an account without events is there') FROM (SELECT funnel_agg(NULL, 1, '1 day') AS f) AS q;
SELECT is(ARRAY[funnel_level(f, 'infinity'), funnel_level(f, '-infinity')], '{1,0}', 'infinite moments')
FROM (SELECT funnel_agg(timestamptz '2026-03-02 09:00+00', 1, '100000 days') AS f) AS q;
SELECT is(ARRAY[funnel_status(f, 2, '2299-12-16 09:00+00'), funnel_status(f, 2, '2299-12-16 09:00:00.000001+00'), funnel_status(f, 2, 'infinity'),
		funnel_status(f, 2, '294276-12-31 23:59:59.999999+00')], '{not_yet,missed,missed,missed}', 'the window ends with its last microsecond')
FROM (SELECT funnel_agg(timestamptz '2026-03-02 09:00+00', 1, '100000 days') AS f) AS q;

-- The vectors
CREATE TEMP TABLE vector AS
SELECT v ->> 'id' AS id, v ->> 'kind' AS kind, v -> 'input' AS input, v -> 'expected' AS expected
FROM jsonb_array_elements(coalesce(nullif(:'file', ''), '[]')::jsonb) AS v WHERE v ->> 'kind' LIKE 'window_funnel%';
CREATE TEMP TABLE not_covered AS
SELECT unnest(string_to_array(ids, ' ')) AS id, reason
FROM (VALUES
	('W012 W027 W028 W029 W031 W033', 'strict_deduplication: a repeated step ends the funnel; here repeats of steps that were taken are harmless'),
	('W035', 'strict_increase: steps of one instant; here they are taken in the order of their numbers'),
	('W038 W059 W060', 'strict_once: one event for several steps of the same name; here an event is given the steps that it is, one row each'),
	('W066', 'the events of the case are not there; window 0 is in the test above')
) AS topic(ids, reason);
-- Where two versions of the peer disagree: earlier steps, the first too, may come again in strict mode, and each first step
-- begins an attempt.
CREATE TEMP TABLE decision (id text, ours jsonb);
INSERT INTO decision VALUES ('W039', '3'), ('W047', '1'), ('W049', '3'), ('W053', '4');

CREATE TEMP TABLE outcome AS
SELECT id, coalesce(to_jsonb(funnel_level(funnel_agg(at, step, within, mode))), '0') AS got
FROM (
	SELECT id, timestamptz '2026-03-02 00:00+00' + (event ->> 0)::integer * interval '1 second' AS at, coalesce(step, 0)::integer AS step,
		(input ->> 'window')::integer * interval '1 second' AS within, CASE WHEN input -> 'modes' ? 'strict_order' THEN 'strict' ELSE 'ordered' END AS mode
	FROM vector CROSS JOIN jsonb_array_elements(input -> 'events') AS event
		LEFT JOIN LATERAL jsonb_array_elements(input -> 'steps') WITH ORDINALITY AS s(name, step)
			ON name = event -> 1 OR name #>> '{}' = format('a=%L', event -> 1 ->> 0)
	WHERE kind = 'window_funnel' AND id NOT IN (SELECT id FROM not_covered)) AS e
GROUP BY id, within, mode;
SELECT is(got, coalesce(ours, expected), id || ': ' || coalesce('decided: ' || (ours #>> '{}'), 'as the peer'))
FROM vector JOIN outcome USING (id) LEFT JOIN decision USING (id) ORDER BY id;
SELECT throws_ok('SELECT funnel_agg(now(), 1, NULL)', '22004', 'within must not be null', id) FROM vector WHERE kind = 'window_funnel_error';
SELECT is_empty($$
	SELECT id FROM vector WHERE kind = 'window_funnel' AND id NOT IN (SELECT id FROM outcome) AND id NOT IN (SELECT id FROM not_covered)
$$, 'every case has an outcome, or a reason why not');
SELECT CASE WHEN NOT EXISTS (SELECT FROM vector) THEN skip('there is no vectors/retention.json', 1)
	ELSE is((SELECT count(*) FROM outcome), 30::bigint, 'cases were looked at') END;
SELECT finish();
ROLLBACK;
