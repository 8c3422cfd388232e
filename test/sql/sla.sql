-- SLA results and clocks: what they print, and what they refuse.
CREATE TEMP TABLE result (ticket text, team text, elapsed interval, target interval, finished boolean);
INSERT INTO result VALUES
	('a', 'east', '30 minutes', '1 hour', true), ('b', 'east', '1 hour', '1 hour', true), ('c', 'east', '61 minutes', '1 hour', true),
	('d', 'west', '2 hours', '1 hour', false), ('e', 'west', '10 minutes', '1 hour', false), ('f', 'west', '20 minutes', NULL, true),
	('g', 'west', '1 day', NULL, false), ('h', NULL, NULL, '1 hour', true), ('i', NULL, '1 hour', '2 hours', NULL);

SELECT sla_agg(elapsed, target, finished) FROM result;
SELECT sla_agg(elapsed, target, finished)::jsonb FROM result WHERE team = 'east';
SELECT observations(s), sla_achieved(s), sla_breached(s), sla_in_progress(s), sla_without_target(s), unanswered(s), invalid(s)
FROM (SELECT sla_agg(elapsed, target, finished) AS s FROM result) AS day;
SELECT observations(s), sla_achieved(s), sla_breached(s), sla_in_progress(s), sla_without_target(s), unanswered(s), invalid(s), sla_attainment(s)
FROM (SELECT sla_agg(elapsed, target, finished) AS s FROM result WHERE false) AS day;
SELECT sla_attainment(s), round(sla_attainment_lo(s)::numeric, 6) AS lo, round(sla_attainment_hi(s)::numeric, 6) AS hi,
	round(sla_attainment_lo(s, 0.8, 'jeffreys')::numeric, 6) AS jeffreys, sla_attainment(s, min_n => 5), is_suppressed(s, 5),
	sla_attainment_lo(s, min_n => 5), sla_percentile(s, 0), sla_percentile(s, 1), sla_percentile(s, 0.5, min_n => 5),
	duration_total(sla_durations(s))
FROM (SELECT sla_agg(elapsed, target, finished) AS s FROM result) AS day;
SELECT team, sla_attainment(elapsed, target, finished), round(sla_attainment_lo(elapsed, target, finished)::numeric, 6) AS lo,
	round(sla_attainment_hi(elapsed, target, finished)::numeric, 6) AS hi
FROM result GROUP BY team ORDER BY team;
SELECT sla_attainment(elapsed, target, finished) AS fanned_out, sla_attainment(DISTINCT elapsed, target, finished, ticket) AS once
FROM result, generate_series(1, CASE WHEN ticket = 'c' THEN 5 ELSE 1 END);
SELECT ticket, sla_agg(elapsed, target, finished) OVER (ORDER BY ticket ROWS 1 PRECEDING) FROM result;
SELECT sla_agg(elapsed, target, finished) - sla_agg(elapsed, target, finished) FILTER (WHERE team = 'east') FROM result;

-- What a clock says, and no clock
SELECT sla_agg(clock) = sla_agg((clock).elapsed, (clock).target, (clock).finished) AS same, sla_attainment(clock), sla_attainment(DISTINCT clock, 'x'::text)
FROM (VALUES ((NULL, NULL, NULL, true, '1 hour', '30 minutes', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)::sla_clock),
	((NULL, NULL, NULL, false, '1 hour', '90 minutes', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)::sla_clock), (NULL)) AS t(clock);

-- Partial aggregation
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET max_parallel_workers_per_gather = 2;
CREATE TABLE many_results AS
SELECT i % 7 AS team, i * interval '1 second' AS elapsed, interval '3 hours' AS target, i % 3 > 0 AS finished FROM generate_series(1, 20000) AS i;
ANALYZE many_results;
EXPLAIN (COSTS OFF) SELECT sla_attainment(elapsed, target, finished) FROM many_results;
SELECT sla_attainment(elapsed, target, finished) FROM many_results;
RESET ALL;
DROP TABLE many_results;

-- Refused rows
SELECT sla_agg(interval '-1 second', '1 hour', true);
SELECT sla_agg(interval '1 month', '1 hour', true);
SELECT sla_agg(interval '1 hour', '-1 hour', true);
SELECT sla_agg(interval '1 hour', '200000000 days', true);
SELECT sla_agg(interval '1 month', '1 hour', true, 'count'), sla_agg(NULL, '1 year', NULL, 'count');
SELECT sla_agg(interval '1 hour', '1 hour', true, 'ignore');
SELECT sla_attainment(interval '1 hour', '1 hour', true, NULL::text);
SELECT sla_attainment(NULL::sla_clock, NULL::uuid);

-- Refused options
SELECT sla_percentile(sla_agg('1 hour', '1 hour', true), 90);
SELECT sla_attainment(sla_agg('1 hour', '1 hour', true), -1);
SELECT sla_attainment_lo(sla_agg('1 hour', '1 hour', true), 95);
SELECT sla_attainment_lo(sla_agg('1 hour', '1 hour', true), method => 'newcombe');
SELECT sla_agg('1 hour', '1 hour', true) - sla_agg('1 hour', '30 minutes', true);
SELECT sla_agg('1 hour', '1 hour', true) - sla_agg('2 hours', '3 hours', true);

-- Refused texts
SELECT '{"achieved": 0, "breached": 0, "in_progress": 0, "without_target": 0}'::sla_summary;
SELECT '{"achieved": -1, "breached": 0, "in_progress": 0, "without_target": 0, "durations": {}}'::sla_summary;
SELECT '{"achieved": 1, "breached": 0, "in_progress": 0, "without_target": 0, "durations": {"observations": 0, "unanswered": 0, "invalid": 0, "total": 0, "minimum": null, "maximum": null, "buckets": []}}'::sla_summary;
SELECT '{"achieved": 0, "breached": 0, "in_progress": 3, "without_target": 0, "durations": {"observations": 1, "unanswered": 0, "invalid": 0, "total": 60, "minimum": 60, "maximum": 60, "buckets": [[60, 1]]}}'::sla_summary;

-- A clock from the first event on, as it goes by
CREATE TEMP TABLE ticket AS
SELECT timeline_agg(at, state, n) AS t, business_calendar('Europe/Berlin', 'Mo-Fr 09:00-17:00', '{2026-04-03, 2026-04-06}') AS desk
FROM (VALUES (1, timestamptz '2026-03-27 15:30+01', 'new'), (2, '2026-03-27 16:00+01', 'open'), (3, '2026-03-28 10:00+01', 'pending'),
	(4, '2026-03-31 12:00+02', 'open'), (5, '2026-03-31 12:00+02', 'hold'), (6, '2026-04-02 15:00+02', 'open'), (7, '2026-04-07 10:00+02', 'solved'),
	(8, '2026-04-08 09:00+02', 'open'), (9, '2026-04-08 13:00+02', 'closed')) AS event(n, at, state);
SET timezone = 'Europe/Berlin';
\pset format unaligned
SELECT as_of, c.clock, c.status, c.breached, c.finished, c.target, c.elapsed, c.remaining, c.elapsed_seconds, c.remaining_seconds
FROM ticket, unnest('{2026-03-27 15:00+01, 2026-03-27 15:30+01, 2026-03-27 17:00+01, 2026-03-30 09:00+02, 2026-04-02 16:00+02, 2026-04-07 09:30+02, 2026-04-07 10:00+02, 2026-04-08 10:00+02}'::timestamptz[]) AS as_of,
	sla_clock(t, '{new,open}', '{solved,closed}', '4 hours', as_of, desk) AS c;
SELECT as_of, c.clock, c.started_at, c.stopped_at, c.due_at, c.breached_at, c.cycle, c.cycles
FROM ticket, unnest('{2026-03-27 15:00+01, 2026-03-27 15:30+01, 2026-03-27 17:00+01, 2026-03-30 09:00+02, 2026-04-02 16:00+02, 2026-04-07 09:30+02, 2026-04-07 10:00+02, 2026-04-08 10:00+02}'::timestamptz[]) AS as_of,
	sla_clock(t, '{new,open}', '{solved,closed}', '3 hours 30 minutes', as_of, desk) AS c;
SELECT cycle, sla_clock(t, '{new,open}', '{solved,closed}', '8 hours', '2026-05-01 00:00+02', desk, cycle) FROM ticket, unnest('{first,last,all}'::text[]) AS cycle;
SELECT * FROM ticket, sla_cycles(t, '{new,open}', '{solved,closed}', '4 hours', '2026-04-08 11:00+02', desk);
SELECT x.* FROM ticket, explain_clock(t, '{new,open}', '{solved,closed}', '4 hours', '2026-04-08 14:00+02', desk, 'all',
	during => '{[2026-03-27 16:30+01, 2026-04-07 09:15+02), [2026-04-08 10:00+02,)}') AS x;
SELECT x.* FROM ticket, explain_clock(t, '{open}', '{solved}', '4 hours', '2026-04-08 14:00+02', cycle => 'last') AS x;
SELECT x.* FROM explain_clock('{"events": [["2026-03-27T10:00:00Z", "open"], ["2026-03-27T11:00:00Z", null], ["2026-03-27T12:00:00Z", "open"]]}', '{open}', '{solved}', '4 hours', '2026-03-27 13:00Z') AS x;
\pset format aligned

-- A target that is reached when the day ends is passed when the next one begins; as of the night between it is neither.
SELECT as_of, c.status, c.elapsed, c.due_at, c.breached_at
FROM ticket, unnest('{2026-03-27 17:00+01, 2026-03-29 12:00+02, 2026-03-30 09:00+02, 2026-03-30 09:01+02}'::timestamptz[]) AS as_of,
	sla_clock('{"events": [["2026-03-27T13:00:00Z", "open"]]}', '{open}', '{solved}', '3 hours', as_of, desk) AS c;

-- Two states at one instant: without a seq stopped wins over paused over running, with one the last wins.
SELECT t, c.clock, c.cycles FROM (VALUES (timeline '{"events": [["2026-03-27T10:00:00Z", "open"], ["2026-03-27T10:00:00Z", "solved"]]}'),
	('{"events": [["2026-03-27T10:00:00Z", "open"], ["2026-03-27T10:00:00Z", "a pause"]]}'), ('{"events": [["2026-03-27T10:00:00Z", "open"], ["2026-03-27T10:00:00Z", null]]}'),
	('{"events": [["2026-03-27T10:00:00Z", "solved", 1], ["2026-03-27T10:00:00Z", "open", 2]]}'), ('{"events": [["2026-03-27T10:00:00Z", "solved"], ["2026-03-27T10:00:00Z", "open", 2]]}')) AS v(t),
	sla_clock(t, '{open}', '{solved}', '3 hours', '2026-03-28Z') AS c;

-- '*' is every state that no list names.
SELECT c.elapsed, c.clock, c.cycles FROM ticket, sla_clock(t, '{*}', '{solved,closed}', '3 hours', '2026-04-08 13:00+02', paused => '{pending,hold}') AS c;
SELECT c.elapsed, c.clock, c.cycles FROM ticket, sla_clock(t, '{new}', '{*}', '3 hours', '2026-04-08 13:00+02') AS c;
SELECT c.elapsed, c.clock, c.cycles FROM ticket, sla_clock(t, '{}', '{solved}', '3 hours', '2026-04-08 13:00+02') AS c;

-- The target follows the priority.
SELECT policy, c.status, c.target, c.elapsed, c.remaining, c.due_at, c.breached_at
FROM ticket, unnest('{current,at_start,by_segment}'::text[]) AS policy,
	sla_clock(t, '{new,open}', '{solved,closed}', '{"low": "16 hours", "normal": "8 hours", "urgent": "90 minutes", "none": null}',
		'{"events": [["2026-03-27T14:30:00Z", "normal"], ["2026-04-02T13:30:00Z", "urgent"], ["2026-04-07T07:45:00Z", "low"]]}',
		'2026-04-07 09:30+02', desk, 'first', policy) AS c;

-- Days have 24 hours, unless a calendar takes part.
SELECT sla_due_at(t, '{new,open}', '{solved}', '1 day', '2026-03-28 09:00+01') FROM ticket;
SELECT sla_due_at(t, '{new,open}', '{solved}', '1 day', '2026-03-28 09:00+01', '{"tz": "Europe/Berlin", "hours": "24/7"}') FROM ticket;
SELECT sla_due_at(t, '{new,open}', '{solved}', '1 day', '2026-03-28 09:00+01', desk) FROM ticket;
SELECT sla_due_at(t, '{new,open}', '{solved}', '{"low": "1 day"}', t, '2026-03-28 09:00+01', desk, 'first') FROM ticket;

-- Never due: the calendar never opens again, or what counts has an end
SELECT sla_due_at('{"events": [["2026-03-27T13:00:00Z", "open"]]}', '{open}', '{solved}', '5 hours', '2026-03-27 14:00Z',
	'{"tz": "UTC", "hours": "Mo-Fr 09:00-17:00", "changes": [{"from": "2026-03-28", "hours": "Mo-Su off"}]}');
SELECT sla_due_at('{"events": [["2026-03-27T13:00:00Z", "open"]]}', '{open}', '{solved}', '4 hours', '2026-03-27 14:00Z', during => '{[2026-03-27 13:00Z, 2026-03-27 15:00Z]}');

-- Refused arguments
SELECT sla_status(t, '{open}', '{solved}', '4 hours', '2026-04-08 13:00+02', paused => '{new,pending}') FROM ticket;
SELECT sla_status(t, '{open}', '{solved}', '4 hours', '2026-03-27 17:00+01', paused => '{new}') FROM ticket;
SELECT sla_status(t, '{open}', '{solved,open}', '4 hours', '2026-04-08 13:00+02') FROM ticket;
SELECT sla_status(t, '{open}', '{solved}', '4 hours', '2026-04-08 13:00+02', paused => '{open,*}') FROM ticket;
SELECT sla_status(t, '{*}', '{*}', '4 hours', '2026-04-08 13:00+02') FROM ticket;
SELECT sla_status(t, '{open,NULL}', '{solved}', '4 hours', '2026-04-08 13:00+02') FROM ticket;
SELECT sla_status(t, '{open}', '{solved}', '4 hours', 'infinity') FROM ticket;
SELECT sla_status(t, '{open}', '{solved}', '1 month', '2026-04-08 13:00+02') FROM ticket;
SELECT sla_status(t, '{open}', '{solved}', '-1 hour', '2026-04-08 13:00+02') FROM ticket;
SELECT sla_status(t, '{open}', '{solved}', '4 hours', '2026-04-08 13:00+02', cycle => 'next') FROM ticket;
SELECT sla_status(t, '{open}', '{solved}', '4 hours', '2026-04-08'::date) FROM ticket;
SELECT sla_status(t, '{open}', '{solved}', '[1]', t, '2026-04-08 13:00+02', desk, 'first') FROM ticket;
SELECT sla_status(t, '{open}', '{solved}', '{"new": 60}', t, '2026-04-08 13:00+02', desk, 'first') FROM ticket;
SELECT sla_status(t, '{open}', '{solved}', '{"new": "-1 hour"}', t, '2026-04-08 13:00+02', desk, 'first') FROM ticket;
SELECT sla_status(t, '{open}', '{solved}', '{"new": "soon"}', t, '2026-04-08 13:00+02', desk, 'first') FROM ticket;
SELECT sla_status(t, '{open}', '{solved}', '{"new": "1 year"}', t, '2026-04-08 13:00+02', desk, 'first') FROM ticket;
SELECT sla_status(t, '{open}', '{solved}', '{"new": "0"}', t, '2026-04-08 13:00+02', desk, 'first', 'by_segment') FROM ticket;
SELECT sla_status(t, '{open}', '{solved}', '{"new": "1 hour"}', t, '2026-04-08 13:00+02', desk, 'first', 'retroactive') FROM ticket;
SELECT sla_due_at(t, '{open}', '{solved}', '2000000000 hours', '2026-03-28 09:00+01', desk) FROM ticket;
