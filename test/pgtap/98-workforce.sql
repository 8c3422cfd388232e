-- Workforce: against the figures of vectors/statistics.tsv, against the chain of births and deaths summed state by state, and
-- what must hold for every load. The folder is CSOPS_SHARED, ../shared unless it is set.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION pgtap SCHEMA public;
CREATE SCHEMA csops;
CREATE EXTENSION csops SCHEMA csops;
SET LOCAL search_path = csops, public;

SELECT no_plan();

CREATE FUNCTION pg_temp.near(a float8, b numeric, tolerance float8 DEFAULT 1e-12) RETURNS boolean
LANGUAGE sql RETURN CASE WHEN b = 0 THEN a = 0 ELSE abs(a::numeric / b - 1) <= tolerance::numeric END;

-- Erlang B is a share of the first terms of exp(load), Erlang C follows from all of them.
CREATE TEMP TABLE lossy AS
WITH RECURSIVE term(load, n, term, sum) AS (
	SELECT l, 0, 1::numeric(500, 250), 1::numeric FROM unnest(ARRAY[0.001, 0.5, 1, 7.25, 42, 120]::numeric[]) AS l
	UNION ALL
	SELECT load, n + 1, (term * load / (n + 1))::numeric(500, 250), sum + (term * load / (n + 1))::numeric(500, 250) FROM term WHERE n < 140
)
SELECT load, n AS agents, term / sum AS blocked, CASE WHEN n > load THEN term * n / (n - load) / (sum - term + term * n / (n - load)) ELSE 1 END AS waiting FROM term;
SELECT is_empty($$
	SELECT load, agents, blocked FROM lossy WHERE blocked > 1e-200 AND NOT pg_temp.near(erlang_b(load::float8, agents), blocked)
$$, 'Erlang B is the share of the last of the terms of exp(load)');
SELECT is_empty($$
	SELECT load, agents, waiting FROM lossy WHERE waiting > 1e-200 AND NOT pg_temp.near(erlang_c(load::float8, agents), waiting)
$$, 'Erlang C is that of the queue without an end');
SELECT is_empty($$
	SELECT load, agents FROM lossy WHERE agents > load AND waiting > 1e-200 AND NOT (
		pg_temp.near(average_wait(load::float8, agents, 240), waiting * 240 / (agents - load))
		AND abs(service_level(load::float8, agents, 240, 30)::numeric - (1 - waiting * exp(-(agents - load) * 30 / 240.0))) < 1e-13
		AND abs(service_level(load::float8, agents, 240, 0)::numeric - (1 - waiting)) < 1e-13)
$$, 'service level and mean wait follow from it');

-- Erlang A: contacts come at the rate load, and of n of them least(n, agents) + greatest(n - agents, 0) * handle / patience leave. Whoever comes when k are waiting
-- waits for k + 1 departures, unless patience is over before: the number of failures before a number of successes.
CREATE TEMP TABLE queue AS
SELECT row_number() OVER () AS id, load::numeric, agents, ratio::numeric, within::numeric
FROM unnest(ARRAY[0.4, 2, 9, 12, 35]) AS load, unnest(ARRAY[1, 3, 12, 20]) AS agents, unnest(ARRAY[0.05, 0.6, 1, 7.5]) AS ratio, unnest(ARRAY[0, 0.1, 1.5]) AS within
WHERE ratio >= 0.6 OR load < 2 * agents;
CREATE TEMP TABLE state AS
WITH RECURSIVE state(id, n, weight) AS (
	SELECT id, 0, 1::numeric(400, 120) FROM queue
	UNION ALL
	SELECT id, n + 1, (weight * load / (least(n + 1, agents) + greatest(n + 1 - agents, 0) * ratio))::numeric(400, 120)
	FROM state JOIN queue USING (id) WHERE n < agents OR weight > 1e-60
)
SELECT id, n, weight / sum(weight) OVER (PARTITION BY id) AS share FROM state;
-- In units of patience: s is the agents' rate, x the chance not to give up within the time.
CREATE TEMP TABLE in_time AS
WITH RECURSIVE failures(id, k, last, s, x, chance, sum) AS (
	SELECT id, 0, last, s, x, power(x, s + 1)::numeric(200, 60), power(x, s + 1)::numeric(200, 60)
	FROM queue JOIN (SELECT id, max(n) AS last FROM state GROUP BY id) AS q USING (id),
		LATERAL (SELECT (agents / ratio)::numeric(200, 60) AS s, exp(-within * ratio)::numeric(200, 60) AS x) AS sx
	UNION ALL
	SELECT id, k + 1, last, s, x, (chance * (s + k + 1) / (k + 1) * (1 - x))::numeric(200, 60), (sum + chance * (s + k + 1) / (k + 1) * (1 - x))::numeric(200, 60)
	FROM failures WHERE k < last
)
SELECT id, k, s / (s + k + 1) * (1 - sum) AS answered, s / (s + k + 1) AS ever FROM failures;
CREATE TEMP TABLE expected AS
SELECT queue.*, coalesce(sum(share) FILTER (WHERE n >= agents), 0) AS waiting,
	sum(share * (1 - coalesce(ever, 1))) AS abandoned, sum(share * greatest(n - agents, 0)) / load AS wait,
	sum(share * least(n, agents)) / agents AS occupancy, sum(share * coalesce(answered, 1)) AS level
FROM queue JOIN state USING (id) LEFT JOIN in_time ON in_time.id = queue.id AND k = n - agents
GROUP BY queue.id, load, agents, ratio, within;
SELECT cmp_ok((SELECT count(*) FROM expected), '>', 150::bigint, 'there are queues with patience');
SELECT is_empty($$
	SELECT load, agents, ratio, within, waiting, abandoned, wait, occupancy, level FROM expected,
		LATERAL (VALUES (load::float8, 180 / ratio::float8, 180 * within::float8)) AS a(erlangs, patience, seconds)
	WHERE NOT (pg_temp.near(erlang_a(erlangs, agents, 180, patience), waiting)
		AND pg_temp.near(abandonment_rate(erlangs, agents, 180, patience), abandoned)
		AND pg_temp.near(average_wait(erlangs, agents, 180, patience), wait * 180)
		AND pg_temp.near(occupancy(erlangs, agents, 180, patience), occupancy)
		AND pg_temp.near(service_level(erlangs, agents, 180, seconds, patience), level))
$$, 'Erlang A is the chain of births and deaths, state by state');

-- Patience without end is Erlang C, none to speak of Erlang B, and very much of it close to the first.
SELECT is_empty($$
	SELECT load, agents FROM unnest(ARRAY[0.1, 3, 9.9, 140, 2500]) AS load, unnest(ARRAY[1, 4, 10, 150, 2600]) AS agents
	WHERE (erlang_a(load, agents, 100, 'infinity'), service_level(load, agents, 100, 20), average_wait(load, agents, 100), occupancy(load, agents))
		IS DISTINCT FROM (erlang_c(load, agents), service_level(load, agents, 100, 20, 'infinity'), average_wait(load, agents, 100, 'infinity'), occupancy(load, agents, 100, 'infinity'))
	OR abandonment_rate(load, agents, 100, 'infinity') <> 0
	OR load < agents AND abs(erlang_a(load, agents, 1, 9e12) - erlang_c(load, agents)) > 1e-9
	OR load < agents AND abs(average_wait(load, agents, 1, 9e12) - average_wait(load, agents, 1)) > 1e-9 * average_wait(load, agents, 1)
	OR abs(erlang_a(load, agents, 1e6, 1e-6) - erlang_b(load, agents)) > 1e-9
	OR abs(abandonment_rate(load, agents, 1e6, 1e-6) - erlang_b(load, agents)) > 1e-9
$$, 'patience leads from Erlang B to Erlang C');

-- Identities and orders, also where there are thousands of agents
CREATE TEMP TABLE load AS
SELECT load, agents, handle, patience FROM unnest(ARRAY[1e-9, 0.3, 5, 19.5, 20, 300, 4990, 60000, 1e6]) AS load,
	unnest(ARRAY[1, 5, 20, 310, 5000, 60100, 1000000]) AS agents, unnest(ARRAY[0.5, 300]) AS handle, unnest(ARRAY[1, 240, 1e7]) AS patience
WHERE agents < 60000 OR handle = 300;
SELECT is_empty($$
	SELECT * FROM load, LATERAL (SELECT erlang_b(load, agents) AS b, erlang_b(load, agents - 1) AS before) AS e
	WHERE abs(b * (agents + load * before) - load * before) > 1e-12 * b * agents OR NOT (b >= 0 AND b <= 1) OR b > before
$$, 'Erlang B is its recurrence, and falls with the agents');
SELECT is_empty($$
	SELECT * FROM load, LATERAL (SELECT erlang_a(load, agents, handle, patience) AS w, abandonment_rate(load, agents, handle, patience) AS ab,
		average_wait(load, agents, handle, patience) AS wait, occupancy(load, agents, handle, patience) AS busy, service_level(load, agents, handle, 20, patience) AS level) AS e
	WHERE NOT (w BETWEEN 0 AND 1 AND ab BETWEEN 0 AND w AND level BETWEEN 0 AND 1 AND busy BETWEEN 0 AND 1)
	OR abs(ab * patience - wait) > 1e-12 * wait OR abs(busy * agents - load * (1 - ab)) > 1e-9 * busy * agents
	OR level > 1 - ab * exp(-20 / patience) + 1e-9
	OR w < erlang_b(load, agents) * (1 - 1e-12) OR w > erlang_c(load, agents) * (1 + 1e-12)
$$, 'what is lost is not answered, what is answered keeps agents busy, and waiting lies between Erlang B and C');
SELECT is_empty($$
	SELECT * FROM load WHERE agents < 60000 AND (
		erlang_a(load, agents + 1, handle, patience) > erlang_a(load, agents, handle, patience) * (1 + 1e-12)
		OR abandonment_rate(load, agents + 1, handle, patience) > abandonment_rate(load, agents, handle, patience) * (1 + 1e-12)
		OR occupancy(load, agents + 1, handle, patience) > occupancy(load, agents, handle, patience) * (1 + 1e-12)
		OR service_level(load, agents + 1, handle, 20, patience) < service_level(load, agents, handle, 20, patience) * (1 - 1e-12)
		OR service_level(load, agents, handle, 30, patience) < service_level(load, agents, handle, 20, patience) * (1 - 1e-12)
		OR erlang_c(load, agents + 1) > erlang_c(load, agents)
		OR average_wait(load, agents + 1, handle) > average_wait(load, agents, handle))
$$, 'more agents, or more time, answer more');
SELECT ok(abs(service_level(10, 14, 180, 9e12, 300) + abandonment_rate(10, 14, 180, 300) - 1) < 1e-14, 'in the end all are answered that do not give up');
SELECT is_empty($$
	SELECT load, agents, waiting, level FROM (
		SELECT load, agents, erlang_c(load, agents) AS waiting, service_level(load, agents, 300, within) AS level
		FROM generate_series(1, 100) AS agents, unnest('{0,300,9e12}'::float8[]) AS within,
			LATERAL (SELECT agents * (1 - rest) AS load FROM unnest('{0.5,1e-5,1e-13,1e-15,2.3e-16,1.2e-16}'::float8[]) AS rest) AS l) AS answer
	WHERE waiting NOT BETWEEN 0 AND 1 OR level NOT BETWEEN 0 AND 1
$$, 'shares of contacts without patience are none above 1, nearly as many agents as contacts or not');

-- The fewest agents: one less are not enough.
SELECT is_empty($$
	SELECT load, handle, target, patience, ceiling, n FROM unnest(ARRAY[0.01, 0.9, 7, 64.5, 1200, 9900]) AS load, unnest(ARRAY[30, 600]) AS handle,
		unnest(ARRAY[0.1, 0.8, 0.999]) AS target, unnest(ARRAY[5, 300, 'infinity'::float8]) AS patience, unnest(ARRAY[0.4, 0.85, 1]) AS ceiling,
		LATERAL required_agents(load, handle, target, 15, patience, ceiling) AS n,
		LATERAL (SELECT service_level(load, n, handle, 15, patience) AS level, occupancy(load, n, handle, patience) AS busy,
			service_level(load, n - 1, handle, 15, patience) AS level_before, occupancy(load, n - 1, handle, patience) AS busy_before) AS e
	WHERE (level >= target AND busy <= ceiling) IS NOT TRUE OR n > 1 AND level_before >= target AND busy_before <= ceiling
$$, 'required_agents is enough, and one less is not');
SELECT is_empty($$
	SELECT n, lost FROM generate_series(0, 2000) AS n, generate_series(0, 95, 5) AS lost
	WHERE scheduled_agents(n, lost / 100.0) <> (100 * n + 99 - lost) / (100 - lost)
$$, 'scheduled_agents is the division of whole numbers, rounded up');

-- The published and independently computed figures
\set file `cat "${CSOPS_SHARED-../shared}/vectors/statistics.tsv" 2>/dev/null`
CREATE TEMP TABLE vector AS
SELECT column_value[1] AS id, column_value[2] AS function, column_value[3] AS inputs, column_value[4] AS expected
FROM string_to_table(:'file', E'\n') AS line, string_to_array(line, E'\t') AS column_value
WHERE line <> '' AND line NOT LIKE E'id\t%';
SELECT count(*) > 0 AS found FROM vector \gset
\if :found
CREATE TEMP TABLE answer AS
SELECT 'V176' AS id, ARRAY[erlang_b(10, 14)] AS answer, 1e-9 AS tolerance UNION ALL
SELECT 'V177', ARRAY[service_level(10, 14, 180, 20)], 1e-9 UNION ALL
SELECT 'V178', ARRAY[average_wait(10, 14, 180)], 1e-9 UNION ALL
SELECT 'V179', ARRAY[erlang_c(10, 11)], 1e-9 UNION ALL
SELECT 'V180', ARRAY[erlang_b(10, 11)], 1e-9 UNION ALL
SELECT 'V183', ARRAY[erlang_c(50, 55)], 1e-9 UNION ALL
SELECT 'V184', ARRAY[erlang_b(50, 55)], 1e-9 UNION ALL
SELECT 'V185', ARRAY[service_level(50, 55, 300, 20)], 1e-9 UNION ALL
SELECT 'V186', ARRAY[average_wait(50, 55, 300)], 1e-9 UNION ALL
-- As printed: three digits, and six.
SELECT 'V187', ARRAY[n, scheduled_agents(n, 0.3), round(service_level(load, n, 180, 60 * 0.33)::numeric, 3), round(occupancy(load, n)::numeric, 3), round(erlang_c(load, n)::numeric, 3)], 0
FROM offered_load(100, 180, 1800) AS load, required_agents(load, 180, 0.8, 60 * 0.33, max_occupancy => 0.85) AS n UNION ALL
SELECT 'V188', ARRAY[n, scheduled_agents(n, 0.3), round(service_level(load, n, 180, 60 * 0.33)::numeric, 3), round(occupancy(load, n)::numeric, 3), round(erlang_c(load, n)::numeric, 3)], 0
FROM offered_load(100, 180, 1800) AS load, required_agents(load, 180, 0.8, 60 * 0.33, max_occupancy => 0.7) AS n UNION ALL
SELECT 'V189', ARRAY[average_wait(14.01, 14, 180)], 0 UNION ALL
SELECT 'V191', ARRAY[erlang_a(10, 12, 180, 120), abandonment_rate(10, 12, 180, 120), average_wait(10, 12, 180, 120), occupancy(10, 12, 180, 120)], 1e-9 UNION ALL
SELECT 'V192', ARRAY[scheduled_agents(14, 0.3)], 0 UNION ALL
SELECT 'V193', ARRAY[occupancy(10, 14)], 1e-9 UNION ALL
SELECT 'V194', ARRAY[erlang_b(1, 1)], 1e-9 UNION ALL
SELECT 'V279', ARRAY[round(erlang_a(10, 14, 180, 300)::numeric, 6), round(abandonment_rate(10, 14, 180, 300)::numeric, 6), round(occupancy(10, 14, 180, 300)::numeric, 6),
	round(average_wait(10, 14, 180, 300)::numeric / 60, 6), round(service_level(10, 14, 180, 20, 300)::numeric, 6)], 0;
SELECT is(ARRAY(SELECT id FROM answer EXCEPT SELECT id FROM vector), '{}', 'the vectors of workforce are all there');
SELECT ok((SELECT count(*) > 0 AND bool_and(CASE WHEN e IS NULL OR a IS NULL THEN e IS NOT DISTINCT FROM a ELSE abs(a - e) <= tolerance * abs(e) END)
		FROM unnest(answer, wanted) AS u(a, e)), format('%s %s of %s: %s', id, function, inputs, answer))
FROM vector JOIN answer USING (id), LATERAL (
	SELECT CASE WHEN expected = 'NULL' THEN '{NULL}'
		ELSE ARRAY(SELECT m[1]::float8 FROM regexp_matches(expected, '(?:^|=|,|\{)(-?[0-9]+\.?[0-9]*)', 'g') AS m) END::float8[] AS wanted) AS w;
\else
\echo # no vectors/statistics.tsv in CSOPS_SHARED (../shared unless it is set): the vectors are NOT tested
SELECT skip('there is no vectors/statistics.tsv', 1);
\endif

SELECT finish();
ROLLBACK;
