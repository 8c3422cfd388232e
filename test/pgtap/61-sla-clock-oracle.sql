-- Clocks against plain SQL: 100,000 random tickets, their events sorted, followed by lead(), cut by the opening hours that
-- open_spans lists, and added up.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION pgtap SCHEMA public;
CREATE SCHEMA csops;
CREATE EXTENSION csops SCHEMA csops;
SET LOCAL search_path = csops, public;
SET LOCAL timezone = 'UTC';
SET LOCAL work_mem = '64MB';

SELECT no_plan();

-- The hours of four teams through a year of clock changes, with the open time before each opening: one team never closes,
-- two have a clock that changes, one works at night and through its changes.
CREATE TEMP TABLE team (team integer PRIMARY KEY, calendar business_calendar);
INSERT INTO team VALUES
	(0, '{"tz": "UTC", "hours": "24/7"}'),
	(1, '{"tz": "America/New_York", "hours": "Mo-Fr 09:00-17:30; Sa 10:00-14:00", "holidays": ["2026-07-03", "2026-11-26"]}'),
	(2, '{"tz": "Europe/Berlin", "hours": "Sa-Su 22:00-06:00; We 00:00-24:00"}'),
	(3, '{"tz": "Australia/Lord_Howe", "hours": "Mo-Su 01:15-02:15,09:00-12:00,12:30-16:45"}');
CREATE TEMP TABLE opening AS
SELECT team, opens, closes, sum(closes - opens) OVER (PARTITION BY team ORDER BY opens) - (closes - opens) AS before
FROM (
	SELECT team, extract(epoch FROM lower(span)) * 1000000 AS opens, extract(epoch FROM upper(span)) * 1000000 AS closes
	FROM team, unnest(open_spans(calendar, '[2026-01-01, 2029-01-01)')) AS span
) AS s;
ALTER TABLE opening ALTER opens TYPE bigint, ALTER closes TYPE bigint, ALTER before TYPE bigint;
CREATE INDEX ON opening (team, opens) INCLUDE (closes, before);
CREATE INDEX ON opening (team, before) INCLUDE (opens, closes);
ANALYZE opening;

-- Tickets with one to twelve events, at full minutes or quarters of an hour so that many fall together and on openings, with
-- unknown and unlisted states; a third with a seq, a third without, a third with some.
SELECT setseed(0.61);
CREATE TEMP TABLE ticket AS
SELECT ticket, team, cycle, target, as_of, grain, opened, events,
	CASE WHEN bounded < 0.2 THEN tstzmultirange(
		tstzrange(opened - interval '1 day', opened + lasts * bounded), tstzrange(opened + lasts * bounded * 2, opened + lasts * bounded * 4))
		WHEN bounded < 0.3 THEN tstzmultirange(tstzrange(opened + lasts * 0.3, NULL))
		ELSE '{(,)}' END AS during
FROM (
	SELECT ticket, ticket % 4 AS team, (ARRAY['first', 'last', 'all'])[1 + ticket / 4 % 3] AS cycle,
		(ARRAY['0', '1 hour', '4 hours', '8 hours 30 minutes', '20 hours', '100 hours'])[1 + (random() * 5)::integer]::interval AS target,
		CASE WHEN random() < 0.5 THEN interval '15 minutes' ELSE interval '1 minute' END AS grain,
		timestamptz '2026-02-15 00:00Z' + (random() * 280 * 96)::integer * interval '15 minutes' AS opened,
		(ARRAY['4 hours', '3 days', '20 days'])[1 + (random() * 2)::integer]::interval AS lasts,
		1 + (random() * 11)::integer AS events, random() AS bounded
	FROM generate_series(1, 100000) AS ticket
) AS t, LATERAL (SELECT opened + lasts * (random() * 1.2 - 0.05) AS as_of) AS a;
CREATE TEMP TABLE event AS
SELECT DISTINCT ticket, opened + floor(extract(epoch FROM lasts * random()) / extract(epoch FROM grain)) * grain AS at, state,
	CASE ticket % 3 WHEN 0 THEN n WHEN 1 THEN NULL ELSE CASE WHEN random() < 0.5 THEN n / 2 END END AS seq
FROM ticket, generate_series(1, events) AS n,
	LATERAL (SELECT (ARRAY['new', 'open', 'open', 'pending', 'hold', 'solved', 'closed', 'solved', 'merged', NULL])[1 + floor(random() * 10 + n * 0)::integer] AS state,
		as_of - opened AS lasts) AS s;
UPDATE ticket SET as_of = event.at FROM event WHERE event.ticket = ticket.ticket AND ticket.ticket % 50 = 0;

CREATE TEMP TABLE got AS
SELECT ticket, t, (c).*
FROM (
	SELECT ticket, t, sla_clock(t, '{new,open}', '{solved,closed}', target, as_of, calendar, cycle, during => during) AS c
	FROM ticket JOIN team USING (team)
	JOIN (SELECT ticket, timeline_agg(at, state, seq) AS t FROM event GROUP BY ticket) AS timeline USING (ticket)
	OFFSET 0
) AS q;

-- In order; the last decisive event (one that runs or stops the clock) says whether a cycle goes on.
CREATE TEMP TABLE step AS
WITH sorted AS (
	SELECT ticket, at, state, role, row_number() OVER w AS n, lead(at, 1, as_of) OVER w AS until
	FROM event JOIN ticket USING (ticket),
		LATERAL (SELECT CASE WHEN state IS NULL THEN 0 WHEN state IN ('new', 'open') THEN 1 WHEN state IN ('solved', 'closed') THEN 3 ELSE 2 END AS role) AS r
	WHERE at <= as_of
	WINDOW w AS (PARTITION BY ticket ORDER BY at, seq NULLS FIRST, CASE WHEN seq IS NULL THEN role END, state COLLATE "C" NULLS FIRST)
), decided AS (
	SELECT *, coalesce(max(n * 4 + role) FILTER (WHERE role IN (1, 3)) OVER (PARTITION BY ticket ORDER BY n) % 4, 3) AS last,
		coalesce(max(n * 4 + role) FILTER (WHERE role IN (1, 3)) OVER (PARTITION BY ticket ORDER BY n ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) % 4, 3) AS last_before
	FROM sorted
)
SELECT *, count(*) FILTER (WHERE role = 1 AND last_before = 3) OVER (PARTITION BY ticket ORDER BY n) AS number FROM decided;

ANALYZE step;

-- The cycle that is asked for, and the pieces of time in which it ran, with the open time before each.
CREATE TEMP TABLE chosen AS
SELECT ticket.*, (extract(epoch FROM target) * 1000000)::bigint AS micros, cycles, in_cycle, in_cycle AND role = 1 AS running,
	CASE cycle WHEN 'last' THEN cycles ELSE 1 END AS low, CASE cycle WHEN 'first' THEN least(1, cycles) ELSE cycles END AS high
FROM ticket LEFT JOIN (
	SELECT DISTINCT ON (ticket) ticket, number AS cycles, last = 1 AS in_cycle, role FROM step ORDER BY ticket, n DESC
) AS s USING (ticket);
ANALYZE chosen;
CREATE TEMP TABLE span AS
SELECT ticket, team, false AS ahead, greatest(at, lower(span)) AS starts, least(until, upper(span)) AS ends
FROM step JOIN chosen USING (ticket), unnest(during) AS span
WHERE role = 1 AND number BETWEEN low AND high
UNION ALL
-- What is ahead of a clock that runs, if nothing happens.
SELECT ticket, team, true, greatest(as_of, lower(span)), least('2028-12-31', upper(span))
FROM chosen, unnest(during) AS span WHERE running AND high = cycles;
CREATE TEMP TABLE piece AS
SELECT ticket, ahead, starts, from_open, to_open - from_open AS usecs, team,
	(sum(to_open - from_open) OVER (PARTITION BY ticket ORDER BY ahead, starts, ends) - (to_open - from_open))::bigint AS before
FROM (
	SELECT ticket, s.team, ahead, starts, ends,
		coalesce(a.before + least(s.starts, a.closes) - a.opens, 0) AS from_open, coalesce(b.before + least(s.ends, b.closes) - b.opens, 0) AS to_open
	FROM (
		SELECT ticket, team, ahead, (extract(epoch FROM starts) * 1000000)::bigint AS starts, (extract(epoch FROM ends) * 1000000)::bigint AS ends
		FROM span WHERE starts < ends
	) AS s
	LEFT JOIN LATERAL (SELECT * FROM opening AS o WHERE o.team = s.team AND opens <= starts ORDER BY opens DESC LIMIT 1) AS a ON true
	LEFT JOIN LATERAL (SELECT * FROM opening AS o WHERE o.team = s.team AND opens <= ends ORDER BY opens DESC LIMIT 1) AS b ON true
) AS p;
CREATE INDEX ON piece (ticket);
ANALYZE piece;

-- The target is reached at the first instant by which the open time is that much, passed at the last one.
CREATE TEMP TABLE expected AS
SELECT ticket, cycles, coalesce(elapsed, 0) AS elapsed, micros, started_at, stopped_at,
	CASE WHEN coalesce(cycles, 0) = 0 THEN 'not_started' WHEN high < cycles OR NOT in_cycle THEN 'stopped' WHEN running THEN 'running' ELSE 'paused' END AS clock,
	CASE WHEN micros = 0 THEN started_at ELSE to_timestamp(0) + reached * interval '1 microsecond' END AS reached_at,
	to_timestamp(0) + passed * interval '1 microsecond' AS passed_at
FROM chosen
LEFT JOIN (SELECT ticket, number AS low, at AS started_at FROM step WHERE role = 1 AND last_before = 3) AS s USING (ticket, low)
LEFT JOIN (SELECT ticket, number AS high, at AS stopped_at FROM step WHERE role = 3 AND last_before = 1) AS e USING (ticket, high)
LEFT JOIN (SELECT ticket, sum(usecs)::bigint AS elapsed FROM piece WHERE NOT ahead GROUP BY ticket) AS p USING (ticket)
LEFT JOIN (
	SELECT DISTINCT ON (ticket) ticket, opens + from_open + micros - piece.before - o.before AS reached
	FROM piece JOIN chosen USING (ticket, team),
		LATERAL (SELECT * FROM opening AS o WHERE o.team = piece.team AND o.before < from_open + micros - piece.before ORDER BY o.before DESC LIMIT 1) AS o
	WHERE piece.before + usecs >= micros AND micros > 0
	ORDER BY ticket, ahead, starts
) AS r USING (ticket)
LEFT JOIN (
	SELECT DISTINCT ON (ticket) ticket, opens + from_open + micros - piece.before - o.before AS passed
	FROM piece JOIN chosen USING (ticket, team),
		LATERAL (SELECT * FROM opening AS o WHERE o.team = piece.team AND o.before <= from_open + micros - piece.before ORDER BY o.before DESC LIMIT 1) AS o
	WHERE NOT ahead AND piece.before + usecs > micros
	ORDER BY ticket, starts
) AS b USING (ticket);

ANALYZE got;
ANALYZE expected;

SELECT is((SELECT count(*) FROM got JOIN expected USING (ticket)), (SELECT count(DISTINCT ticket) FROM event), 'every ticket has a clock');
SELECT is_empty($$
	SELECT ticket, got.clock, expected.clock FROM got JOIN expected USING (ticket)
	WHERE (got.clock, got.cycles, got.finished) IS DISTINCT FROM (expected.clock, coalesce(expected.cycles, 0), expected.clock = 'stopped') LIMIT 3
$$, 'clock and number of cycles');
SELECT is_empty($$
	SELECT ticket, got.started_at, expected.started_at, got.stopped_at, expected.stopped_at FROM got JOIN expected USING (ticket)
	WHERE (got.started_at, got.stopped_at) IS DISTINCT FROM (expected.started_at, expected.stopped_at) LIMIT 3
$$, 'start and stop');
SELECT is_empty($$
	SELECT ticket, got.elapsed, expected.elapsed FROM got JOIN expected USING (ticket)
	WHERE extract(epoch FROM got.elapsed) * 1000000 <> expected.elapsed LIMIT 3
$$, 'elapsed');
SELECT is_empty($$
	SELECT ticket, got.breached_at, passed_at, got.breached FROM got JOIN expected USING (ticket)
	WHERE (got.breached_at, got.breached) IS DISTINCT FROM (passed_at, expected.elapsed > micros) LIMIT 3
$$, 'breach');
SELECT is_empty($$
	SELECT ticket, got.due_at, reached_at, got.status FROM got JOIN expected USING (ticket)
	WHERE got.due_at IS DISTINCT FROM CASE WHEN got.breached OR expected.clock = 'running' THEN reached_at END LIMIT 3
$$, 'due');
SELECT is_empty($$
	SELECT ticket, got.status FROM got JOIN expected USING (ticket)
	WHERE got.status IS DISTINCT FROM CASE WHEN expected.elapsed > micros THEN 'breached' WHEN expected.clock = 'stopped' THEN 'achieved' ELSE expected.clock END LIMIT 3
$$, 'status');

-- The random tickets hold what they should.
SELECT cmp_ok(count(*), '>', 1000::bigint, what || ' occurs') FROM (
	SELECT status FROM got UNION ALL SELECT 'clock ' || clock FROM got UNION ALL SELECT 'cycles ' || least(cycles, 3) FROM got
	UNION ALL SELECT 'tie' FROM (SELECT ticket FROM event WHERE seq IS NULL GROUP BY ticket, at HAVING count(*) > 1) AS tie
	UNION ALL SELECT 'target reached at closing time' FROM got WHERE due_at < breached_at
	UNION ALL SELECT 'due date ahead' FROM got JOIN ticket USING (ticket) WHERE due_at > as_of
) AS w(what) GROUP BY what;

SELECT finish();
ROLLBACK;
