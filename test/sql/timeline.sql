-- Timelines: what the type and its functions print, and what they refuse.
SET timezone = 'UTC';
SET datestyle = 'ISO, MDY';
CREATE TEMP TABLE event (ticket text, at timestamptz, state text, seq bigint);
INSERT INTO event VALUES
	('a', '2026-03-02 15:30:00.25Z', 'solved', 4), ('a', '2026-03-02 09:00Z', 'new', 1), ('a', '2026-03-02 09:00Z', 'open', 2),
	('a', '2026-03-02 11:00Z', 'pending', 3), ('a', '2026-03-02 11:00Z', 'pending', 3), ('a', '2026-03-03 08:00Z', 'open', 5),
	('a', '2026-03-03 10:00Z', 'solved', 6), ('a', '2026-03-06 00:00Z', 'closed', 7),
	('b', '2026-03-04 10:00Z', 'open', NULL), ('b', '2026-03-04 12:00Z', NULL, NULL), ('b', '2026-03-04 13:00Z', 'open', NULL),
	('b', '2026-03-04 14:00Z', 'solved', NULL), ('b', '2026-03-04 14:00Z', 'closed', NULL),
	('c', '2026-03-05 10:00Z', NULL, NULL),
	('d', NULL, 'open', NULL);
CREATE TEMP TABLE ticket AS SELECT ticket, timeline_agg(at, state, seq) AS t FROM event GROUP BY ticket;

SELECT ticket, t FROM ticket ORDER BY ticket;
SELECT t::jsonb FROM ticket WHERE ticket = 'b';
SELECT ticket, observations(t) FROM ticket ORDER BY ticket;
SELECT timeline_agg(at, state) FROM event WHERE ticket = 'a';
SELECT t = t || t AS same, t || timeline_agg('2026-03-05 11:00Z', 'open') FROM ticket WHERE ticket = 'c' GROUP BY t;
SELECT ticket, state_at(t, '2026-03-02 08:59Z') AS before, state_at(t, '2026-03-02 09:00Z') AS at_first, state_at(t, '2026-03-04 12:30Z') AS unknown,
	state_at(t, 'infinity') AS now FROM ticket ORDER BY ticket;
SELECT ticket, first_at(t, '{solved,closed}'), last_at(t, '{solved,closed}'), last_at(t, '{solved,closed}', as_of => '2026-03-03 10:00Z'),
	first_at(t, '{*}'), first_at(t, '{}'), first_at(t, '{unheard of}') FROM ticket ORDER BY ticket;
SELECT ticket, transitions(t), transitions(t, '{solved}', '{new,open,pending}') AS reopens, transitions(t, to_states => '{solved}', as_of => '2026-03-03 09:59Z') AS solves
FROM ticket ORDER BY ticket;
SELECT ticket, time_in(t, '{open,new}', '2026-03-07 00:00Z'), seconds_in(t, '{pending}', '2026-03-07 00:00Z'), time_in(t, '{*}', '2026-03-04 12:30Z'),
	time_in(t, '{open}', 'infinity'), time_in(t, '{*}', '-infinity'),
	time_in(t, '{open,pending}', '2026-03-07 00:00Z', calendar => '{"tz": "Europe/Berlin", "hours": "Mo-Fr 09:00-17:00"}') AS business,
	time_in(t, '{*}', '2026-03-07 00:00Z', during => '{[2026-03-02 10:00Z, 2026-03-02 12:00Z), [2026-03-05 23:00Z,)}') AS during,
	time_in(t, '{*}', 'infinity', during => '{(,2026-03-02 12:00Z), [2026-03-05 23:00Z,2026-03-06 01:00Z)}') AS ended,
	time_in(t, '{*}', '2026-03-07 00:00Z', during => '{}') AS nothing
FROM ticket ORDER BY ticket;
SELECT ticket, time_in(t, '{open}', '2026-03-07', NULL), time_in(NULL::timeline, '{open}', '2026-03-07'), time_in(t, NULL, '2026-03-07') FROM ticket WHERE ticket = 'a';
SELECT ticket, state_spans(t, '{open}', '2026-03-07 00:00Z'), state_spans(t, '{closed,solved}', 'infinity') FROM ticket ORDER BY ticket;
SELECT ticket, state, during FROM ticket, timeline_segments(t, '2026-03-07 00:00Z') ORDER BY ticket, during;
SELECT state, during FROM ticket, timeline_segments(t, 'infinity') WHERE ticket = 'b';
SELECT count(*) FROM ticket, timeline_segments(t, '2026-03-02 09:00Z');

-- A calendar of each row, a NULL one, and one that never closes
SELECT zone, time_in(t, '{open,pending}', '2026-03-07 00:00Z', calendar) FROM ticket,
	(VALUES ('Berlin', '{"tz": "Europe/Berlin", "hours": "Mo-Fr 09:00-17:00"}'::business_calendar), ('always', '{"tz": "Europe/Berlin", "hours": "24/7"}'),
		('never', '{"tz": "UTC", "hours": "off"}'), ('unknown', NULL), ('combined', '{"all": [{"tz": "UTC", "hours": "24/7"}, {"tz": "UTC", "hours": "Mo 10:00-11:00"}]}')) AS team(zone, calendar)
WHERE ticket = 'a';

-- Partial aggregation
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET max_parallel_workers_per_gather = 2;
CREATE TABLE many_events AS SELECT i % 70 AS ticket, '2026-03-02 09:00Z'::timestamptz + i % 1009 * interval '7 minutes' AS at,
	(ARRAY['open', 'pending', NULL, 'solved'])[1 + i / 7 % 4] AS state FROM generate_series(1, 20000) AS i;
ANALYZE many_events;
EXPLAIN (COSTS OFF) SELECT ticket, timeline_agg(at, state) FROM many_events GROUP BY ticket;
CREATE TABLE parallel_timeline AS SELECT ticket, timeline_agg(at, state) AS t FROM many_events GROUP BY ticket;
SET max_parallel_workers_per_gather = 0;
SELECT count(*), bool_and(t = serial), sum(transitions(t)) FROM parallel_timeline
JOIN (SELECT ticket, timeline_agg(at, state) AS serial FROM many_events GROUP BY ticket) AS s USING (ticket);
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET min_parallel_table_scan_size;
RESET max_parallel_workers_per_gather;
DROP TABLE many_events, parallel_timeline;

-- Refused
SELECT timeline_agg('infinity', 'open');
SELECT timeline_agg(now(), repeat('x', 256));
SELECT length(timeline_agg('2026-03-02', repeat('x', 255))::text);
SELECT timeline_agg('2026-03-02'::timestamptz + n * interval '1 second', 'state ' || n) FROM generate_series(1, 1001) AS n;
SELECT timeline_agg('2026-03-02'::timestamptz + n * interval '1 second', 'open') FROM generate_series(1, 1000001) AS n;
SELECT timeline_agg('2026-03-02 09:00'::timestamp, 'open');
SELECT state_at(t, '2026-03-02'::date) FROM ticket;
SELECT time_in(t, '{open}', '2026-03-02 09:00'::timestamp) FROM ticket;
SELECT time_in(t, '{*}', 'infinity') FROM ticket WHERE ticket = 'a';
SELECT time_in(t, '{*}', 'infinity', '{"tz": "UTC", "hours": "Mo-Fr 09:00-17:00"}') FROM ticket WHERE ticket = 'a';
SELECT time_in(t, '{*}', 'infinity', during => '{[2026-03-02 10:00Z,)}') FROM ticket WHERE ticket = 'a';
SELECT time_in(t, ARRAY['open', NULL], 'infinity') FROM ticket;
SELECT transitions(t, to_states => ARRAY[NULL::text]) FROM ticket;
SELECT time_in(timeline_agg('4713-01-01 BC', 'open'), '{open}', '294276-12-31');

-- What the text form has to be
SELECT '{"events": [["2026-03-02T11:00:00Z", "b", 2], ["4713-03-02T09:00:00.1Z BC", null], ["2026-03-02T11:00:00Z", "a"], ["2026-03-02T11:00:00Z", "b", 2]]}'::timeline;
SELECT '{"events": []}'::timeline, observations('{"events": []}'::timeline), state_at('{"events": []}', now()), time_in('{"events": []}', '{*}', now());
SELECT '{}'::timeline;
SELECT '{"events": [["2026-03-02 11:00:00+05:30", "b"]]}'::timeline;
SELECT '{"events": [["2026-03-02 11:00:00", "b"]]}'::timeline;
SELECT '{"events": [["2026-02-29T11:00:00Z", "b"]]}'::timeline;
SELECT '{"events": [["294277-01-01T00:00:00Z", "b"]]}'::timeline;
SELECT '{"events": [["2026-03-02T11:00:00Z"]]}'::timeline;
SELECT '{"events": [["2026-03-02T11:00:00Z", "b", 1.5]]}'::timeline;
SELECT '{"events": [["2026-03-02T11:00:00Z", "b", null]]}'::timeline;
SELECT '{"events": [["2026-03-02T11:00:00Z", 7]]}'::timeline;
