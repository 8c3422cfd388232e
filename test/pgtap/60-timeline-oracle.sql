-- Timelines against window functions over sorted events: 100,000 tickets with events at the same instant, with and
-- without seq, repeated rows, unknown states and states that no list names, across changes of the clock.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION pgtap SCHEMA public;
CREATE SCHEMA csops;
CREATE EXTENSION csops SCHEMA csops;
SET LOCAL search_path = csops, public;
SET LOCAL timezone = 'UTC';
SET LOCAL work_mem = '256MB';

CREATE FUNCTION pg_temp.pick(n bigint, salt integer) RETURNS integer
LANGUAGE sql IMMUTABLE RETURN hashint8(n * 1000003 + salt) & 2147483647;

-- Ticket by ticket: no seq, a seq for all, a seq for some; steps of minutes, so that many events fall together, of
-- hours, or of microseconds. The first third is about the Sunday on which Berlin's clock goes forward, the second about the
-- one on which it goes back. as_of is an event's instant, one in between, one before all events, or one after them.
CREATE TEMP TABLE ticket AS
SELECT ticket, 1 + pg_temp.pick(ticket, 1) % 8 AS events, pg_temp.pick(ticket, 2) % 3 AS seqs,
	(ARRAY['5 minutes', '7 hours', '0.000001 seconds'])[1 + pg_temp.pick(ticket, 3) % 3]::interval AS step,
	(ARRAY['2026-03-28 20:00+01', '2025-10-25 20:00+02', '2026-01-01 00:00+00'])[1 + ticket % 3]::timestamptz
		+ pg_temp.pick(ticket, 4) % 720 * interval '1 minute' AS start,
	pg_temp.pick(ticket, 5) % 9 - 1 AS looked_at
FROM generate_series(1, 100000) AS ticket;
CREATE TEMP TABLE event AS
SELECT ticket, start + pg_temp.pick(ticket * 16 + n, 6) % 6 * step AS at,
	(ARRAY['new', 'open', 'pending', 'hold', 'solved', 'closed', 'öffnen', NULL, 'open', 'solved'])[1 + pg_temp.pick(ticket * 16 + n, 7) % 10] AS state,
	CASE WHEN seqs = 1 OR seqs = 2 AND n % 2 = 0 THEN pg_temp.pick(ticket * 16 + n, 8) % 4 - 1 END::bigint AS seq
FROM ticket, generate_series(1, events) AS n;
INSERT INTO event SELECT * FROM event WHERE pg_temp.pick(ticket, 9) % 4 = 0;
ALTER TABLE ticket ADD as_of timestamptz;
UPDATE ticket SET as_of = start + looked_at * step + CASE WHEN pg_temp.pick(ticket, 10) % 2 = 0 THEN interval '3 minutes' ELSE '0' END;
-- The team that has the ticket, for time that counts only while the right one has it.
CREATE TEMP TABLE handover AS
SELECT ticket, start + pg_temp.pick(ticket * 16 + n, 11) % 6 * step AS at,
	(ARRAY['billing', 'technical', NULL])[1 + pg_temp.pick(ticket * 16 + n, 12) % 3] AS team
FROM ticket, generate_series(0, events % 3) AS n WHERE ticket <= 20000;
ANALYZE;

SELECT no_plan();
SELECT cmp_ok(count(*), '>', 50000::bigint, 'tickets have events at the same instant')
FROM (SELECT FROM event GROUP BY ticket, at HAVING count(DISTINCT (state, seq)) > 1) AS tie;

CREATE TEMP TABLE answer AS
SELECT ticket, t, as_of, state_at(t, as_of) AS state, first_at(t, '{solved,closed}', as_of) AS first_at,
	last_at(t, '{open}', as_of) AS last_at, last_at(t, '{*}', as_of) AS last_change,
	transitions(t, as_of => as_of) AS transitions, transitions(t, '{solved,closed}', '{new,open,pending,hold}', as_of) AS reopens,
	time_in(t, '{open,new,unheard of}', as_of) AS open_time, seconds_in(t, '{*}', as_of) AS known_seconds,
	seconds_in(t, '{pending}', as_of, during => '{[2025-10-26 00:30+00, 2025-10-26 01:30+00), [2026-03-29 00:30+00,)}') AS pending_seconds
FROM (SELECT ticket, timeline_agg(at, state, seq) AS t FROM event GROUP BY ticket) AS timeline JOIN ticket USING (ticket);

-- The same by window functions. What is known as of an instant are the events up to it, each once.
CREATE TEMP TABLE ordered AS
SELECT *, row_number() OVER w AS n, coalesce(lead(at) OVER w, as_of) AS until
FROM (SELECT DISTINCT ticket, at, state, seq, as_of FROM event JOIN ticket USING (ticket) WHERE at <= as_of) AS known
WINDOW w AS (PARTITION BY ticket ORDER BY at, seq NULLS FIRST, state COLLATE "C" NULLS FIRST);
CREATE TEMP TABLE oracle AS
WITH change AS (
	SELECT ticket, at, state, before FROM (
		SELECT ticket, at, state, lag(state) OVER (PARTITION BY ticket ORDER BY n) AS before FROM ordered WHERE state IS NOT NULL
	) AS known WHERE before IS DISTINCT FROM state
), changes AS (
	SELECT ticket, min(at) FILTER (WHERE state IN ('solved', 'closed')) AS first_at, max(at) FILTER (WHERE state = 'open') AS last_at,
		max(at) AS last_change, count(before) AS transitions,
		count(*) FILTER (WHERE before IN ('solved', 'closed') AND state IN ('new', 'open', 'pending', 'hold')) AS reopens
	FROM change GROUP BY ticket
), times AS (
	SELECT ticket, (array_agg(state ORDER BY n DESC))[1] AS state, sum(until - at) FILTER (WHERE state IN ('open', 'new')) AS open_time,
		extract(epoch FROM sum(until - at) FILTER (WHERE state IS NOT NULL)) AS known_seconds,
		extract(epoch FROM sum(greatest(least(until, '2025-10-26 01:30+00') - greatest(at, '2025-10-26 00:30+00'), '0')
			+ greatest(until - greatest(at, '2026-03-29 00:30+00'), '0')) FILTER (WHERE state = 'pending')) AS pending_seconds
	FROM ordered GROUP BY ticket
)
SELECT ticket, state, first_at, last_at, last_change, coalesce(transitions, 0) AS transitions, coalesce(reopens, 0) AS reopens,
	coalesce(open_time, '0') AS open_time, coalesce(known_seconds, 0)::float8 AS known_seconds,
	coalesce(pending_seconds, 0)::float8 AS pending_seconds
FROM ticket LEFT JOIN times USING (ticket) LEFT JOIN changes USING (ticket);
ANALYZE;

SELECT is((SELECT count(*) FROM answer), 100000::bigint, 'every ticket has a timeline');
SELECT cmp_ok(count(DISTINCT (reopens, state)), '>', 20::bigint, 'the oracle''s answers differ') FROM oracle;
SELECT is_empty(format('SELECT ticket, answer.%1$I, oracle.%1$I, t FROM answer JOIN oracle USING (ticket)
	WHERE answer.%1$I IS DISTINCT FROM oracle.%1$I LIMIT 3', figure), figure || ' = that of window functions')
FROM unnest('{state,first_at,last_at,last_change,transitions,reopens,open_time,known_seconds,pending_seconds}'::text[]) AS figure;

-- Without seq the aggregate of two arguments gives the same; late, repeated and overlapping loads change nothing.
SELECT is_empty($$
	SELECT ticket FROM (SELECT ticket, timeline_agg(at, state) AS t FROM event JOIN ticket USING (ticket) WHERE seqs = 0 GROUP BY ticket) AS two
	JOIN answer USING (ticket) WHERE two.t <> answer.t
$$, 'timeline_agg without seq');
SELECT is_empty($$
	SELECT ticket FROM (
		SELECT ticket, rollup(t ORDER BY part DESC) AS t FROM (
			SELECT ticket, part, timeline_agg(at, state, seq) AS t FROM event,
				unnest(ARRAY[pg_temp.pick(extract(epoch FROM at)::bigint, 13) % 3, extract(day FROM at)::integer]) AS part
			GROUP BY ticket, part) AS load
		WHERE ticket <= 20000 GROUP BY ticket) AS loaded
	JOIN answer USING (ticket) WHERE loaded.t <> answer.t
$$, 'overlapping loads');

-- A calendar, and another timeline.
SELECT is_empty($$
	SELECT ticket, counted, hours.expected FROM (
		SELECT ticket, time_in(t, '{open,pending}', as_of, calendar) AS counted
		FROM answer, (SELECT business_calendar('Europe/Berlin', 'Mo-Fr 09:00-17:30; Sa,Su 00:00-03:30', '{2026-01-01}')) AS c(calendar)
		WHERE ticket <= 20000) AS answer
	LEFT JOIN (
		SELECT ticket, sum(business_elapsed(calendar, at, until)) AS expected
		FROM ordered, (SELECT business_calendar('Europe/Berlin', 'Mo-Fr 09:00-17:30; Sa,Su 00:00-03:30', '{2026-01-01}')) AS c(calendar)
		WHERE ticket <= 20000 AND state IN ('open', 'pending') GROUP BY ticket) AS hours USING (ticket)
	WHERE counted <> coalesce(hours.expected, '0') LIMIT 3
$$, 'time_in with a calendar = the business hours of each segment');
CREATE TEMP TABLE crossed AS
SELECT ticket, as_of, calendar, answer.t, timeline_agg(handover.at, team) AS team
FROM answer JOIN handover USING (ticket), (SELECT business_calendar('Europe/Berlin', 'Mo-Su 22:00-04:00')) AS c(calendar)
GROUP BY ticket, as_of, calendar, answer.t;
ANALYZE crossed;
SELECT is_empty($$
	SELECT ticket, counted, expected FROM (
		SELECT ticket, seconds_in(t, '{*}', as_of, calendar, state_spans(team, '{billing}', as_of)) AS counted,
			(SELECT coalesce(sum(business_seconds(calendar, greatest(lower(a.during), lower(b.during)), least(upper(a.during), upper(b.during)))), 0)
			FROM timeline_segments(t, as_of) AS a JOIN timeline_segments(team, as_of) AS b ON a.during && b.during
			WHERE a.state IS NOT NULL AND b.state = 'billing') AS expected
		FROM crossed) AS figure
	WHERE abs(counted - expected) > 1e-6 LIMIT 3
$$, 'time in a state while a team has the ticket');
SELECT cmp_ok(sum(seconds_in(t, '{*}', as_of, calendar, state_spans(team, '{billing}', as_of))), '>', 1e6::float8, 'such time there is') FROM crossed;

-- Properties
SELECT is_empty($$
	SELECT ticket, known_seconds FROM (
		SELECT ticket, known_seconds, (SELECT coalesce(sum(extract(epoch FROM upper(s) - lower(s))), 0) FROM unnest(state_spans(t, '{*}', as_of)) AS s) AS spans,
			(SELECT coalesce(sum(extract(epoch FROM upper(during) - lower(during))) FILTER (WHERE state IS NOT NULL), 0) FROM timeline_segments(t, as_of)) AS segments,
			(SELECT sum(seconds_in(t, ARRAY[state], as_of)) FROM unnest('{new,open,pending,hold,solved,closed,öffnen}'::text[]) AS state) AS each
		FROM answer WHERE ticket <= 10000) AS sums
	WHERE abs(known_seconds - spans) > 1e-6 OR abs(known_seconds - segments) > 1e-6 OR abs(known_seconds - each) > 1e-6
$$, 'spans, segments and the times of all states add up to the known time');
SELECT is_empty($$
	SELECT ticket FROM answer JOIN (SELECT ticket, min(at) AS began FROM event GROUP BY ticket) AS event USING (ticket), LATERAL (
		SELECT bool_and(during -|- next OR next IS NULL) AS tiled, min(lower(during)) AS first, max(upper(during)) AS last
		FROM (SELECT during, lead(during) OVER (ORDER BY during) AS next FROM timeline_segments(t, as_of)) AS s) AS segments
	WHERE ticket <= 10000 AND NOT (tiled AND last = as_of AND first = began)
$$, 'segments have no gaps');
SELECT is_empty($$
	SELECT ticket FROM answer WHERE ticket <= 10000
	AND (seconds_in(t, '{open}', as_of + interval '1 hour') < seconds_in(t, '{open}', as_of)
		OR transitions(t, as_of => as_of + interval '1 hour') < transitions)
$$, 'time and changes do not shrink as time goes by');
SELECT * FROM finish();
ROLLBACK;
