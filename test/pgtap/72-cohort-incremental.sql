-- The nightly job of docs/incremental-retention.md, with its own function: sixty nights with late events, nights in which it runs
-- twice or not at all, and what a full recompute gives after each.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION pgtap SCHEMA public;
CREATE SCHEMA csops;
CREATE EXTENSION csops SCHEMA csops;
SET LOCAL search_path = csops, public;
SELECT no_plan();

\set job `sed -n '/^CREATE FUNCTION refresh_account_activity/,/^[$][$];/p' docs/incremental-retention.md`
CREATE TABLE event (account_id bigint, at timestamptz, kind text);
CREATE TABLE account_activity (account_id bigint PRIMARY KEY, days activity_grid NOT NULL);
:job
SELECT has_function('refresh_account_activity', ARRAY['timestamptz'], 'the job is in the guide');

CREATE FUNCTION pg_temp.pick(n integer, salt integer) RETURNS integer LANGUAGE sql IMMUTABLE
RETURN hashint8(n::bigint * 1000003 + salt) & 2147483647;
-- What happens in sixty days around a change of the clocks, and the night in which each event is loaded: one in ten is up to six days late.
CREATE TEMP TABLE world AS
SELECT account_id, at, greatest((at AT TIME ZONE 'Europe/Berlin')::date - date '2026-02-20',
	(at AT TIME ZONE 'Europe/Berlin')::date - date '2026-02-20' + CASE WHEN pg_temp.pick(i, 3) % 10 = 0 THEN pg_temp.pick(i, 4) % 6 ELSE 0 END) AS night
FROM (SELECT i, nullif(pg_temp.pick(i, 1) % 500, 499) AS account_id, timestamptz '2026-02-20 00:00+01' + pg_temp.pick(i, 2) % 86400 * interval '1 minute' AS at
	FROM generate_series(1, 6000) AS i) AS e;

CREATE FUNCTION pg_temp.nights() RETURNS TABLE (night integer, same boolean, changed bigint) LANGUAGE plpgsql AS $$
BEGIN
	FOR n IN 0..66 LOOP
		INSERT INTO event SELECT account_id, at, 'login' FROM world WHERE world.night = n;
		-- Every seventh night the job does not run, so the horizon is a week and a day.
		CONTINUE WHEN n % 7 = 3;
		PERFORM refresh_account_activity(timestamptz '2026-02-20 00:00+01' + (n - 8) * interval '1 day');
		night := n;
		-- By its physical place: a row that was written again has moved.
		CREATE TEMP TABLE before AS SELECT account_id, ctid AS place FROM account_activity;
		PERFORM refresh_account_activity(timestamptz '2026-02-20 00:00+01' + (n - 8) * interval '1 day');
		PERFORM refresh_account_activity('-infinity');
		SELECT count(*) INTO changed FROM account_activity AS a LEFT JOIN before AS b USING (account_id) WHERE b.place IS DISTINCT FROM a.ctid;
		DROP TABLE before;
		SELECT (SELECT cohort_agg(days) FROM account_activity) = (SELECT cohort_agg(account_id, at, 'day', 'Europe/Berlin') FROM event)
			AND (SELECT cohort_agg(to_unit(days, 'week'), 'recurring') FROM account_activity) = (SELECT cohort_agg(account_id, at, 'week', 'Europe/Berlin', 'recurring') FROM event)
			INTO same;
		RETURN NEXT;
	END LOOP;
END $$;
CREATE TEMP TABLE run AS SELECT * FROM pg_temp.nights();
SELECT is(count(*), 57::bigint, 'nights') FROM run;
SELECT is_empty('SELECT night FROM run WHERE same IS NOT TRUE', 'after every night the table gives the matrix of all events');
SELECT is_empty('SELECT night, changed FROM run WHERE changed <> 0', 'running it again, or over everything, writes nothing');
SELECT cmp_ok(count(*), '>', 300::bigint, 'some events came late') FROM world WHERE night > (at AT TIME ZONE 'Europe/Berlin')::date - date '2026-02-20';
SELECT results_eq($$ SELECT account_id, days FROM account_activity ORDER BY account_id $$,
	$$ SELECT account_id::bigint, activity_agg(at, 'day', 'Europe/Berlin') FROM world WHERE account_id IS NOT NULL GROUP BY account_id ORDER BY account_id $$,
	'in the end each account has the days of its events');

-- An event beyond the horizon is what the job misses, and the comparison finds.
INSERT INTO event VALUES (1, '2025-12-31 12:00+01', 'login');
SELECT refresh_account_activity('2026-04-20 00:00+02');
SELECT isnt((SELECT cohort_agg(days) FROM account_activity), (SELECT cohort_agg(account_id, at, 'day', 'Europe/Berlin') FROM event), 'an event later than the horizon is missed');
SELECT refresh_account_activity('-infinity');
SELECT is((SELECT cohort_agg(days) FROM account_activity), (SELECT cohort_agg(account_id, at, 'day', 'Europe/Berlin') FROM event), 'until the job looks far enough back');

-- Deletion: the row of one account.
DELETE FROM account_activity WHERE account_id = 2;
SELECT is((SELECT cohort_agg(days) FROM account_activity), (SELECT cohort_agg(account_id, at, 'day', 'Europe/Berlin') FROM event WHERE account_id <> 2), 'an erased account is gone');
SELECT * FROM finish();
ROLLBACK;
