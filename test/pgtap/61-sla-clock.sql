-- Clocks: expected values that nobody on the project wrote, and what must hold for every clock.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION pgtap SCHEMA public;
CREATE SCHEMA csops;
CREATE EXTENSION csops SCHEMA csops;
SET LOCAL search_path = csops, public;
SET LOCAL timezone = 'UTC';

CREATE TEMP TABLE vector (line text);
\set file `printf %s "${CSOPS_SHARED-../shared}/vectors/business_time.tsv"`
\set present `test -r "${CSOPS_SHARED-../shared}/vectors/business_time.tsv" && echo true || echo false`
\if :present
\copy vector FROM PROGRAM 'cat "${CSOPS_SHARED-../shared}/vectors/business_time.tsv"' WITH (FORMAT csv, DELIMITER E'\x01', QUOTE E'\x02')
\endif
SELECT no_plan();
SELECT skip('no vectors at ' || :'file', 1) WHERE NOT :present;

CREATE TEMP VIEW parsed AS
SELECT part[1] AS id, part[3] AS sql, part[4] AS expected
FROM vector, string_to_array(line, E'\t') AS part WHERE part[3] ~ 'sla_clock';

CREATE FUNCTION pg_temp.holds(sql text, expected text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	held boolean;
	found text;
BEGIN
	EXECUTE format('SELECT (%s) IS NOT DISTINCT FROM (%s), (%1$s)::text', sql, expected) INTO held, found;
	RETURN CASE WHEN held THEN 'holds' ELSE 'found ' || coalesce(found, 'NULL') END;
EXCEPTION WHEN others THEN
	RETURN sqlerrm;
END $$;

SELECT is(pg_temp.holds(sql, expected), 'holds', id || ': ' || sql) FROM parsed;
SELECT cmp_ok(count(*)::int, '>=', 30, 'the file has vectors') FROM parsed HAVING :present;

-- Tickets of all kinds, each in some team's hours; every event has a seq, so that it has one order.
SELECT setseed(0.611);
CREATE TEMP TABLE team (team integer, calendar business_calendar);
INSERT INTO team VALUES
	(0, '{"tz": "UTC", "hours": "24/7"}'),
	(1, '{"tz": "America/New_York", "hours": "Mo-Fr 09:00-17:30; Sa 10:00-14:00"}'),
	(2, '{"tz": "Europe/Berlin", "hours": "Mo-Su 22:00-06:00"}'),
	(3, '{"any": [{"tz": "Asia/Kolkata", "hours": "Mo-Fr 09:00-18:00"}, {"tz": "Europe/London", "hours": "Mo-Fr 08:00-17:00"}]}');
CREATE TEMP TABLE ticket AS
SELECT *, (SELECT timeline_agg(at, state, n) FROM (
		SELECT n, opened + lasts * floor(random() * 200 + ticket * 0) / 200 AS at,
			(ARRAY['new', 'open', 'open', 'pending', 'hold', 'solved', 'closed', NULL])[1 + floor(random() * 8 + ticket * 0)::integer] AS state
		FROM generate_series(1, events) AS n) AS event) AS t,
	(SELECT timeline_agg(at, priority, n) FROM (
		SELECT n, CASE WHEN n = 1 THEN opened ELSE opened + lasts * floor(random() * 200 + ticket * 0) / 200 END AS at,
			(ARRAY['urgent', 'high', 'normal', 'low', 'none', NULL])[1 + floor(random() * 6 + ticket * 0)::integer] AS priority
		FROM generate_series(1, 1 + ticket % 5) AS n) AS event) AS priority
FROM (
	SELECT ticket, ticket % 4 AS team, (ARRAY['first', 'last', 'all'])[1 + ticket / 4 % 3] AS cycle, 2 + ticket / 12 % 9 AS events,
		timestamptz '2026-02-20 00:00Z' + floor(random() * 300 * 24) * interval '1 hour' AS opened,
		(ARRAY['10 hours', '4 days', '30 days'])[1 + (random() * 2)::integer]::interval AS lasts,
		(ARRAY['0', '1 hour', '5 hours', '25 hours', '90 hours'])[1 + (random() * 4)::integer]::interval AS target
	FROM generate_series(1, 6000) AS ticket
) AS t JOIN team USING (team);
CREATE TEMP TABLE reading AS
SELECT ticket.*, i, as_of, c
FROM ticket, generate_series(0, 8) AS i, LATERAL (SELECT opened + lasts * (i * 0.15 - 0.05) + i * interval '1 second' AS as_of OFFSET 0) AS a,
	LATERAL (SELECT sla_clock(t, '{new,open}', '{solved,closed}', target, as_of, calendar, cycle) AS c OFFSET 0) AS r;
ANALYZE reading;
SELECT cmp_ok(count(*), '>', 500::bigint, status || ' occurs') FROM (SELECT (c).status FROM reading) AS s GROUP BY status;

-- One clock
SELECT is_empty($$ SELECT ticket, i, c FROM reading WHERE (c).elapsed + (c).remaining <> (c).target OR (c).target <> target LIMIT 3 $$,
	'elapsed + remaining = target');
SELECT is_empty($$ SELECT ticket, i, c FROM reading WHERE (c).breached <> ((c).elapsed > (c).target) OR ((c).status = 'breached') <> (c).breached
	OR (c).breached <> ((c).breached_at IS NOT NULL) OR (c).breached <> ((c).remaining < '0') LIMIT 3 $$,
	'breached: elapsed is beyond the target, status says so, there is an instant of it, remaining is negative');
SELECT is_empty($$ SELECT ticket, i, c FROM reading
	WHERE (c).finished <> ((c).clock = 'stopped') OR (c).finished <> ((c).stopped_at IS NOT NULL) OR ((c).clock = 'not_started') <> ((c).started_at IS NULL)
	OR (c).status NOT IN ((c).clock, 'breached') AND NOT ((c).finished AND (c).status = 'achieved') LIMIT 3 $$, 'finished, stopped and achieved agree');
SELECT is_empty($$ SELECT ticket, i, c FROM reading
	WHERE ((c).due_at IS NULL) <> (NOT (c).breached AND (c).clock <> 'running') OR (c).due_at > (c).breached_at LIMIT 3 $$,
	'there is a due instant while the clock runs or after a breach, not after it');
SELECT is_empty($$ SELECT ticket, i, c FROM reading
	WHERE (c).elapsed_seconds <> extract(epoch FROM (c).elapsed) OR (c).remaining_seconds <> extract(epoch FROM (c).remaining) LIMIT 3 $$, 'seconds are those of the intervals');
SELECT is_empty($$ SELECT ticket, i FROM reading
	WHERE (sla_status(t, '{new,open}', '{solved,closed}', target, as_of, calendar, cycle), sla_elapsed_seconds(t, '{new,open}', '{solved,closed}', target, as_of, calendar, cycle),
		sla_remaining_seconds(t, '{new,open}', '{solved,closed}', target, as_of, calendar, cycle), sla_due_at(t, '{new,open}', '{solved,closed}', target, as_of, calendar, cycle),
		sla_breached_at(t, '{new,open}', '{solved,closed}', target, as_of, calendar, cycle))
	IS DISTINCT FROM ((c).status, (c).elapsed_seconds, (c).remaining_seconds, (c).due_at, (c).breached_at) LIMIT 3 $$, 'the scalar functions give the fields');

-- Along time
SELECT is_empty($$ SELECT a.ticket, a.i FROM reading AS a JOIN reading AS b ON b.ticket = a.ticket AND b.i = a.i + 1
	WHERE (b.c).elapsed < (a.c).elapsed AND ((a.c).cycle IS NOT DISTINCT FROM (b.c).cycle) LIMIT 3 $$, 'elapsed never shrinks within a cycle');
SELECT is_empty($$ SELECT a.ticket, a.i FROM reading AS a JOIN reading AS b ON b.ticket = a.ticket AND b.i > a.i
	WHERE (a.c).breached AND (a.c).cycle IS NOT DISTINCT FROM (b.c).cycle AND (b.c).breached_at IS DISTINCT FROM (a.c).breached_at LIMIT 3 $$,
	'a breach stays where it was');
SELECT is_empty($$ SELECT a.ticket, a.i, b.i FROM reading AS a JOIN reading AS b USING (ticket)
	WHERE (b.c).breached AND (a.c).cycle IS NOT DISTINCT FROM (b.c).cycle AND (a.c).breached <> (a.as_of > (b.c).breached_at) LIMIT 3 $$,
	'breached as of every instant after breached_at and of no other');
SELECT is_empty($$
	SELECT ticket, i, at_breach, after FROM reading,
		LATERAL (SELECT sla_clock(t, '{new,open}', '{solved,closed}', target, (c).breached_at, calendar, cycle) AS at_breach,
			sla_clock(t, '{new,open}', '{solved,closed}', target, (c).breached_at + interval '1 us', calendar, cycle) AS after OFFSET 0) AS r
	WHERE (c).breached AND ((at_breach).elapsed <> target OR (at_breach).breached OR (after).elapsed <> target + interval '1 us' OR NOT (after).breached) LIMIT 3
$$, 'elapsed at breached_at = target, and a microsecond later it is more');
SELECT is_empty($$
	SELECT ticket, i, at_due, before FROM reading,
		LATERAL (SELECT jsonb_build_object('events', jsonb_agg(e))::text::timeline AS until FROM jsonb_array_elements(t::jsonb -> 'events') AS e WHERE (e ->> 0)::timestamptz <= as_of) AS u,
		LATERAL (SELECT sla_clock(until, '{new,open}', '{solved,closed}', target, (c).due_at, calendar, cycle) AS at_due,
			sla_clock(until, '{new,open}', '{solved,closed}', target, (c).due_at - interval '1 us', calendar, cycle) AS before OFFSET 0) AS r
	WHERE (c).clock = 'running' AND (c).due_at > as_of AND ((at_due).elapsed <> target OR (before).elapsed >= target OR (before).due_at <> (c).due_at) LIMIT 3
$$, 'if nothing happens elapsed reaches the target at due_at, not before');

-- The pieces
CREATE TEMP TABLE explained AS
SELECT ticket, i, c, as_of, t, target, row_number() OVER (PARTITION BY ticket, i ORDER BY x.during) AS n, x.*
FROM reading, explain_clock(t, '{new,open}', '{solved,closed}', target, as_of, calendar, reading.cycle) AS x WHERE ticket <= 2000;
SELECT is_empty($$ SELECT a.ticket, a.i, a.during, b.during FROM explained AS a JOIN explained AS b ON (b.ticket, b.i, b.n) = (a.ticket, a.i, a.n + 1)
	WHERE upper(a.during) <> lower(b.during) LIMIT 3 $$, 'explain_clock has neither gaps nor overlaps');
SELECT is_empty($$ SELECT ticket, i FROM explained GROUP BY ticket, i, as_of, c, t
	HAVING min(lower(during)) <> (t::jsonb #>> '{events,0,0}')::timestamptz OR max(upper(during)) <> as_of
	OR sum(seconds)::numeric(20, 6) <> extract(epoch FROM (c).elapsed) OR (array_agg(elapsed_so_far ORDER BY n DESC))[1] <> (c).elapsed LIMIT 3 $$,
	'it goes from the first event to as_of, and its seconds sum to elapsed');
SELECT is_empty($$ SELECT ticket, i FROM explained WHERE counted <> (seconds > 0) OR counted AND (state NOT IN ('new', 'open') OR cycle IS NULL)
	OR counted AND seconds <> extract(epoch FROM upper(during) - lower(during)) LIMIT 3 $$, 'what counts is all of a row, in a running state of a cycle');
SELECT is_empty($$
	SELECT ticket, i, array_agg(x) FROM reading, sla_cycles(t, '{new,open}', '{solved,closed}', reading.target, as_of, calendar) AS x,
		LATERAL (SELECT sla_clock(t, '{new,open}', '{solved,closed}', reading.target, as_of, calendar, 'all') AS whole OFFSET 0) AS w
	GROUP BY ticket, i, c, whole, reading.cycle
	HAVING sum(x.elapsed) <> (whole).elapsed OR count(*) <> (whole).cycles OR max(x.cycle) <> count(*)
	OR reading.cycle = 'first' AND (array_agg(x ORDER BY x.cycle))[1] <> c OR reading.cycle = 'last' AND (array_agg(x ORDER BY x.cycle DESC))[1] <> c LIMIT 3
$$, 'the cycles are those of first and last, and all of them together');
SELECT is_empty($$
	SELECT ticket, i FROM reading
	WHERE cycle = 'all' AND (c).elapsed_seconds <> seconds_in(t, '{new,open}', as_of, calendar) LIMIT 3
$$, 'all cycles together are the time in running states');
SELECT is_empty($$
	SELECT ticket, i FROM reading, LATERAL (SELECT lower(during) AS starts FROM timeline_segments(t, as_of) LIMIT 1) AS s
	WHERE (SELECT coalesce(sum(seconds_in(t, ARRAY[state], as_of, calendar)), 0) FROM unnest('{new,open,pending,hold,solved,closed}'::text[]) AS state)
		+ (SELECT coalesce(sum(business_seconds(calendar, lower(during), upper(during))), 0) FROM timeline_segments(t, as_of) WHERE state IS NULL)
		<> business_seconds(calendar, starts, as_of) LIMIT 3
$$, 'the durations of all states sum to the observed span');
SELECT is_empty($$
	SELECT ticket, i FROM reading, LATERAL (SELECT tstzmultirange(tstzrange(opened + lasts * 0.1, opened + lasts * 0.3), tstzrange(opened + lasts * 0.5, opened + lasts * 0.55)) AS half) AS s,
		LATERAL (SELECT sla_clock(t, '{new,open}', '{solved,closed}', target, as_of, calendar, cycle, during => half) AS x,
			sla_clock(t, '{new,open}', '{solved,closed}', target, as_of, calendar, cycle, during => '{(,)}'::tstzmultirange - half) AS y OFFSET 0) AS r
	WHERE (x).elapsed + (y).elapsed <> (c).elapsed OR ((x).clock, (x).started_at, (x).stopped_at, (x).cycles) IS DISTINCT FROM ((c).clock, (c).started_at, (c).stopped_at, (c).cycles) LIMIT 3
$$, 'within some time and outside of it make the whole');

-- Targets by the states of a second timeline
CREATE TEMP TABLE promise AS
SELECT '{"urgent": "1 hour", "high": "3 hours 20 minutes", "normal": "7 hours", "low": "11 hours", "none": null}'::jsonb AS targets;
CREATE TEMP TABLE by_state AS
SELECT ticket, i, t, priority, as_of, cycle, calendar, target, c,
	sla_clock(t, '{new,open}', '{solved,closed}', targets, priority, as_of, calendar, cycle) AS now,
	sla_clock(t, '{new,open}', '{solved,closed}', targets, priority, as_of, calendar, cycle, 'at_start') AS at_start,
	sla_clock(t, '{new,open}', '{solved,closed}', targets, priority, as_of, calendar, cycle, 'by_segment') AS by_segment
FROM reading, promise OFFSET 0;
ANALYZE by_state;
CREATE FUNCTION pg_temp.target_at(priority timeline, at timestamptz) RETURNS interval
LANGUAGE sql AS $$ SELECT ('{"urgent": "1 hour", "high": "3 hours 20 minutes", "normal": "7 hours", "low": "11 hours"}'::jsonb ->> state_at(priority, at))::interval $$;
SELECT is_empty($$
	SELECT ticket, i, now FROM by_state
	WHERE now IS DISTINCT FROM sla_clock(t, '{new,open}', '{solved,closed}', pg_temp.target_at(priority, coalesce((c).stopped_at, as_of)), as_of, calendar, cycle) LIMIT 3
$$, 'the current target is that of the stop or of as_of');
SELECT is_empty($$
	SELECT ticket, i, at_start FROM by_state
	WHERE at_start IS DISTINCT FROM sla_clock(t, '{new,open}', '{solved,closed}', pg_temp.target_at(priority, coalesce((c).started_at, as_of)), as_of, calendar, cycle) LIMIT 3
$$, 'the target at the start is that of the start');
SELECT is_empty($$
	SELECT ticket, i FROM by_state WHERE (SELECT count(*) FROM timeline_segments(priority, as_of)) = 1 AND (now, at_start) IS DISTINCT FROM (by_segment, by_segment)
	AND state_at(priority, 'infinity') IS NOT NULL AND first_at(priority, '{*}') <= coalesce((c).started_at, as_of) LIMIT 3
$$, 'with a target that does not change the policies are one');
SELECT is_empty($$
	SELECT ticket, i, now, at_start, by_segment FROM by_state, LATERAL (VALUES (now), (at_start), (by_segment)) AS v(x)
	WHERE ((x).elapsed, (x).clock, (x).started_at, (x).stopped_at, (x).cycles) IS DISTINCT FROM ((c).elapsed, (c).clock, (c).started_at, (c).stopped_at, (c).cycles)
	OR (x).elapsed + (x).remaining <> (x).target OR (x).breached <> ((x).remaining < '0')
	OR ((x).status, (x).breached, (x).remaining, coalesce((x).due_at, (x).breached_at)) IS NOT NULL AND (x).target IS NULL LIMIT 3
$$, 'the policies change the target and nothing else; without one there is no verdict');

-- Each target's part of the whole, by the time in which it was in force; exact in numeric.
CREATE TEMP TABLE part AS
SELECT ticket, i, by_segment AS x, greatest(0, elapsed_micros - known_micros) AS without, consumed, last_micros
FROM (
	SELECT *, (extract(epoch FROM (by_segment).elapsed) * 1000000)::numeric AS elapsed_micros
	FROM by_state WHERE cycle = 'all'
) AS b,
	LATERAL (SELECT sum(used) AS known_micros, sum(used * (all_targets / micros)) AS consumed
		FROM (VALUES ('urgent', 3600000000::numeric), ('high', 12000000000), ('normal', 25200000000), ('low', 39600000000)) AS v(state, micros),
			-- A multiple of all targets, so that every part is a whole number.
			LATERAL (SELECT 2772000000000::numeric AS all_targets) AS a,
			LATERAL (SELECT (extract(epoch FROM time_in(t, '{new,open}', as_of, calendar, state_spans(priority, ARRAY[state], as_of))) * 1000000)::numeric AS used) AS u) AS p,
	LATERAL (SELECT (extract(epoch FROM pg_temp.target_at(priority, at)) * 1000000)::numeric AS last_micros
		FROM (SELECT max(lower(during)) AS at FROM timeline_segments(priority, coalesce((by_segment).stopped_at, as_of) + interval '1 us')
			WHERE state IN ('urgent', 'high', 'normal', 'low') AND upper(during) > coalesce((by_segment).started_at, as_of)) AS s) AS l;
SELECT is_empty($$
	SELECT ticket, i, x, consumed, last_micros FROM part
	WHERE consumed <= 2772000000000 AND extract(epoch FROM (x).remaining) * 1000000 IS DISTINCT FROM floor((2772000000000 - consumed) * last_micros / 2772000000000)
	OR (x).breached IS DISTINCT FROM CASE WHEN last_micros IS NOT NULL THEN consumed > 2772000000000 END LIMIT 3
$$, 'by segment remaining is what the parts leave of the last target, breached is more than the whole');
SELECT cmp_ok(count(*) FILTER (WHERE (x).breached), '>', 1000::bigint, 'and breaches occur') FROM part;
SELECT cmp_ok(count(*) FILTER (WHERE without > 0), '>', 1000::bigint, 'and time without a target') FROM part;
SELECT is_empty($$
	SELECT a.ticket, a.i, b.i FROM by_state AS a JOIN by_state AS b USING (ticket)
	WHERE (b.by_segment).breached AND (a.by_segment).cycle IS NOT DISTINCT FROM (b.by_segment).cycle AND (a.by_segment).target IS NOT NULL
	AND (a.by_segment).breached <> (a.as_of > (b.by_segment).breached_at) LIMIT 3
$$, 'by segment too a clock is breached as of every instant after breached_at and of no other');
SELECT is_empty($$
	SELECT ticket, i FROM promise, by_state, LATERAL (
		SELECT sla_clock(t, '{new,open}', '{solved,closed}', targets, priority, (by_segment).breached_at, calendar, cycle, 'by_segment') AS at_breach,
			sla_clock(t, '{new,open}', '{solved,closed}', targets, priority, (by_segment).breached_at + interval '1 us', calendar, cycle, 'by_segment') AS after OFFSET 0) AS r
	WHERE (by_segment).breached AND ((at_breach).breached OR (at_breach).remaining < '0' OR NOT (after).breached OR (after).elapsed <> (at_breach).elapsed + interval '1 us'
		OR (at_breach).elapsed <> (by_segment).target) LIMIT 3
$$, 'by segment too elapsed at breached_at = target, and a microsecond later it is more');
SELECT is_empty($$
	SELECT ticket, i FROM promise, by_state, LATERAL (
		SELECT sla_clock(t, '{new,open}', '{solved,closed}', targets, coalesce(merge(priority, split), priority), as_of, calendar, cycle, 'by_segment') AS again
		FROM (SELECT timeline_agg(at, state_at(priority, at), 1000) AS split FROM generate_series(as_of - interval '5 days', as_of + interval '5 days', '7 hours') AS at
			WHERE state_at(priority, at) IS NOT NULL) AS s OFFSET 0) AS r
	WHERE i IN (2, 5) AND again IS DISTINCT FROM by_segment LIMIT 3
$$, 'saying again which state holds changes nothing');

-- NULL arguments
CREATE TEMP TABLE argument (name text, value text, number integer);
INSERT INTO argument VALUES ('t', '''{"events": [["2026-03-02T09:00:00Z", "open"]]}''::timeline', 1), ('running', '''{open}''::text[]', 2),
	('stopped', '''{solved}''::text[]', 3), ('as_of', '''2026-03-02 12:00Z''::timestamptz', 6), ('calendar', '''{"tz": "UTC", "hours": "24/7"}''::business_calendar', 7),
	('cycle', '''all''::text', 8), ('paused', '''{*}''::text[]', 10), ('during', '''{(,)}''::tstzmultirange', 11);
CREATE FUNCTION pg_temp.with_null(function text, form text, missing text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
	answer bigint;
BEGIN
	EXECUTE format('SELECT count(x) FROM (SELECT %s(%s, %s) AS x) AS q', function,
		(SELECT string_agg(format('%s => %s', name, CASE WHEN name = missing THEN 'NULL' ELSE value END), ', ') FROM argument), form) INTO answer;
	RETURN answer;
END $$;
CREATE TEMP TABLE function (function text, form text);
INSERT INTO function SELECT f, form FROM unnest('{sla_clock,sla_status,sla_elapsed_seconds,sla_remaining_seconds,sla_due_at,sla_breached_at,sla_cycles,explain_clock}'::text[]) AS f,
	(VALUES ('target => interval ''1 hour'''), ('targets => ''{"low": "1 hour"}'', target_by => timeline ''{"events": [["2026-03-02T09:00:00Z", "low"]]}'', target_policy => ''by_segment''')) AS v(form);
SELECT is(pg_temp.with_null(function, form, 'nothing'), 1::bigint, function || ' has an answer with ' || form) FROM function;
SELECT is_empty($$ SELECT function, form, name FROM function, argument WHERE pg_temp.with_null(function, form, name) <> 0 $$, 'a NULL argument gives NULL');
SELECT results_eq($$
	SELECT (c).clock, (c).elapsed, (c).finished, (c).cycles, num_nulls((c).status, (c).breached, (c).target, (c).remaining, (c).remaining_seconds, (c).due_at, (c).breached_at)
	FROM (
		SELECT sla_clock(t, '{open}', '{solved}', NULL::interval, '2026-03-03') FROM (VALUES (timeline '{"events": [["2026-03-02T09:00:00Z", "open"], ["2026-03-02T11:00:00Z", "solved"]]}')) AS v(t)
		UNION ALL SELECT sla_clock(t, '{open}', '{solved}', NULL::jsonb, t, '2026-03-03', '{"tz": "UTC", "hours": "24/7"}', 'first') FROM (VALUES (timeline '{"events": [["2026-03-02T09:00:00Z", "open"], ["2026-03-02T11:00:00Z", "solved"]]}')) AS v(t)
		UNION ALL SELECT sla_clock(t, '{open}', '{solved}', '{"low": "1 hour"}', NULL::timeline, '2026-03-03', '{"tz": "UTC", "hours": "24/7"}', 'first') FROM (VALUES (timeline '{"events": [["2026-03-02T09:00:00Z", "open"], ["2026-03-02T11:00:00Z", "solved"]]}')) AS v(t)
		UNION ALL SELECT sla_clock(t, '{open}', '{solved}', '{"low": "1 hour"}', t, '2026-03-03', '{"tz": "UTC", "hours": "24/7"}', 'first') FROM (VALUES (timeline '{"events": [["2026-03-02T09:00:00Z", "open"], ["2026-03-02T11:00:00Z", "solved"]]}')) AS v(t)
	) AS q(c)
$$, $$ SELECT 'stopped', interval '2 hours', true, 1, 7 FROM generate_series(1, 4) $$, 'without a target there is elapsed time and no verdict');
SELECT is((SELECT sla_without_target(sla_agg((by_segment))) FROM by_state), (SELECT count(*) FROM by_state WHERE (by_segment).target IS NULL), 'sla_agg counts clocks without a target');
SELECT is((SELECT sla_breached(sla_agg(c)) + sla_achieved(sla_agg(c)) FROM reading), (SELECT count(*) FROM reading WHERE (c).status IN ('breached', 'achieved')), 'sla_agg and status agree');

-- No plan, and no argument that varies by row, makes another answer.
CREATE TEMP TABLE lists AS SELECT '{new,open}'::text[] AS running, '{solved,closed}'::text[] AS stopped, '{*}'::text[] AS paused, '{(,)}'::tstzmultirange AS during, targets FROM promise;
INSERT INTO lists SELECT running || 'x'::text, stopped || 'y'::text, paused, during, targets || '{"x": "1 hour"}' FROM lists;
SELECT is_empty($$
	SELECT ticket, i FROM by_state, lists
	WHERE sla_clock(t, running, stopped, target, as_of, calendar, cycle, paused, during) IS DISTINCT FROM c
	OR sla_clock(t, running, stopped, targets, priority, as_of, calendar, cycle, 'by_segment', paused, during) IS DISTINCT FROM by_segment LIMIT 3
$$, 'lists, targets and during as columns');

SELECT finish();
ROLLBACK;
