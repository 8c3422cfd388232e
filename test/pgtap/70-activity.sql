-- Activity by period against slow SQL, and the cases of vectors/retention.json that one account's activity answers.
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

-- The first date of the period that holds a date: the definition, in SQL.
CREATE FUNCTION pg_temp.period(unit text, week_start integer, day date) RETURNS date
LANGUAGE sql IMMUTABLE
RETURN CASE unit WHEN 'week' THEN day - (extract(isodow FROM day)::integer - week_start + 7) % 7
	ELSE date_trunc(unit, day::timestamp)::date END;

CREATE FUNCTION pg_temp.unit(n bigint) RETURNS text
LANGUAGE sql IMMUTABLE RETURN (ARRAY['day', 'week', 'month', 'quarter', 'year'])[1 + pg_temp.pick(n, 77) % 5];

-- Instants of two centuries in every zone that PostgreSQL knows: in groups, so that known bounds are used again, and one by
-- one. Some are minutes apart where clocks were set back over midnight, or where a day was left out.
CREATE TEMP TABLE zone AS
SELECT name, row_number() OVER (ORDER BY name) AS z FROM pg_timezone_names
WHERE name LIKE '%/%' AND name !~ '^(posix|right)/';
CREATE TEMP TABLE instant AS
	SELECT n % 2 AS batch, timestamptz '1890-01-01 00:00+00' + pg_temp.pick(n, 1) % 60000 * interval '1 day' + pg_temp.pick(n, 2) % 86400 * interval '1 second' AS at
	FROM generate_series(1, 60) AS n
	UNION ALL SELECT 2, timestamptz '2008-11-02 00:00+00' + n * interval '11 minutes 7 seconds' FROM generate_series(0, 60) AS n
	UNION ALL SELECT 3, timestamptz '2011-12-29 00:00+00' + n * interval '1 hour 1 minute' FROM generate_series(0, 30) AS n
	UNION ALL SELECT 4, timestamptz '2700-01-01 00:00+00' + pg_temp.pick(n, 3) % 60000 * interval '1 day' + pg_temp.pick(n, 4) % 86400 * interval '1 second'
	FROM generate_series(1, 10) AS n;
SELECT is_empty($$
	SELECT name, unit, week_start FROM (
		SELECT name, unit, week_start, activity_agg(at, unit, name, week_start) AS a,
			array_agg(DISTINCT pg_temp.period(unit, week_start, (at AT TIME ZONE name)::date)) AS expected
		FROM zone, instant, LATERAL (SELECT pg_temp.unit(z * 7 + batch) AS unit, 1 + (z + batch)::integer % 7 AS week_start) AS grid
		GROUP BY name, batch, unit, week_start) AS q
	WHERE ARRAY(SELECT active_dates(a)) <> expected
$$, 'instants lie in the period of their local date, in every zone');
SELECT cmp_ok(count(*), '>', 400::bigint, 'there were many zones') FROM zone;

-- St. John's set its clocks back at one minute past midnight: for an hour, yesterday comes again.
SELECT is(count(*) FILTER (WHERE first_active(a) <> (at AT TIME ZONE 'America/St_Johns')::date), 0::bigint,
	'minutes around a midnight that is passed twice, in any order')
FROM (SELECT at, activity_accum(NULL::activity_grid, at, 'day', 'America/St_Johns') AS a FROM (
	SELECT at FROM generate_series(timestamptz '2006-10-28 20:00+00', '2006-10-29 08:00+00', '1 minute') AS at
	ORDER BY pg_temp.pick(extract(epoch FROM at)::bigint, 1)) AS shuffled OFFSET 0) AS q;
SELECT is(ARRAY[active_in(a, '[2006-10-29 02:31+00, 2006-10-29 02:32+00)'), active_in(a, '[2006-10-29 02:30+00, 2006-10-29 02:31+00)'),
		active_in(a, '[2006-10-29 02:31+00, 2006-10-29 03:30+00)'), active_in(a, '[2006-10-29 02:31+00, 2006-10-29 03:30+00]')],
	ARRAY[false, true, false, true], 'the minutes of the day after are not the hour that comes again')
FROM (SELECT activity_agg(date '2006-10-29', 'day', 'America/St_Johns') AS a) AS q;
SELECT is(ARRAY[active_in(a, '(,2006-10-29 03:00+00)'), active_in(a, '[-infinity,2006-10-29 03:00+00)'), active_in(a, '(,2006-10-29 02:30+00)'),
		active_in(b, '[2006-10-29 02:30+00,)'), active_in(b, '[2006-10-29 02:30+00,infinity]'), active_in(b, '[2006-10-29 03:30+00,)')],
	ARRAY[true, true, false, true, true, false], 'nor does it matter to them how far the range goes on')
FROM (SELECT activity_agg(date '2006-10-29', 'day', 'America/St_Johns') AS a, activity_agg(date '2006-10-28', 'day', 'America/St_Johns') AS b) AS q;

-- Infinity itself is in no period, and everything else is in a range without ends.
SELECT results_eq($$
	SELECT active_in(a, '[infinity,)'), active_in(a, '[infinity,infinity]'), active_in(a, '(,-infinity]'), active_in(a, '[-infinity,-infinity]'),
		active_in(a, '(,)'), active_in(a, '[-infinity,infinity]'), active_in(a, '(,4714-11-24 00:00+00 BC)'), active_in(a, '[294276-12-31 23:59:59.999999+00,)')
	FROM (SELECT activity_agg(day, unit, 'Asia/Tokyo') FROM (VALUES (date '1000-01-01'), ('1999-06-01'), ('2026-03-02'), ('9999-12-31')) AS d(day),
		unnest('{day,week,month,quarter,year}'::text[]) AS unit GROUP BY day, unit) AS g(a)
$$, $$ SELECT false, false, false, false, true, true, false, false FROM generate_series(1, 20) $$, 'infinite ends');

-- Grids of random accounts against arrays of dates: every accessor.
CREATE TEMP TABLE account AS
SELECT n, unit, week_start, born, a, ARRAY(SELECT DISTINCT pg_temp.period(unit, week_start, day) AS p FROM unnest(days) AS day ORDER BY p) AS dates
FROM (
	SELECT n, pg_temp.unit(n) AS unit, 1 + n % 7 AS week_start, date '2025-03-01' + pg_temp.pick(n, 5) % 200 AS born,
		activity_agg(day, pg_temp.unit(n), 'Europe/Berlin', 1 + n % 7) AS a, array_agg(day) AS days
	FROM generate_series(1, 300) AS n,
		LATERAL (SELECT date '2025-01-01' + pg_temp.pick(n * 100 + i, 1) % (1 + pg_temp.pick(n, 2) % 900) AS day
			FROM generate_series(0, pg_temp.pick(n, 3) % 60) AS i) AS event
	GROUP BY n) AS q;
SELECT is_empty($$ SELECT n FROM account WHERE ARRAY(SELECT active_dates(a)) <> dates $$, 'active_dates');
SELECT is_empty($$
	SELECT n FROM account
	WHERE first_active(a) <> dates[1] OR last_active(a) <> dates[array_length(dates, 1)] OR observations(a) <> array_length(dates, 1)
$$, 'first_active, last_active, observations');

-- Each period is known by its first date; what holds a day of a range is what pg_temp.period of its days gives.
CREATE TEMP TABLE probe AS
SELECT n, unit, week_start, a, dates, born, day, day + pg_temp.pick(n * 10 + k, 6) % 100 AS to_day,
	pg_temp.period(unit, week_start, day) AS period, pg_temp.period(unit, week_start, pg_temp.period(unit, week_start, day) - 1) AS before
FROM account, generate_series(1, 12) AS k, LATERAL (SELECT date '2024-12-15' + pg_temp.pick(n * 10 + k, 7) % 950 AS day) AS d;
SELECT is_empty($$
	SELECT n, day, to_day FROM probe
	WHERE active_periods(a, day, to_day) <> (
		SELECT count(*) FROM unnest(dates) AS p WHERE p IN (
			SELECT pg_temp.period(unit, week_start, day + i) FROM generate_series(0, to_day - day - 1) AS i))
$$, 'active_periods');
SELECT is_empty($$
	SELECT n, day, to_day FROM probe
	WHERE active_in(a, tstzrange(day::timestamp AT TIME ZONE 'Europe/Berlin', to_day::timestamp AT TIME ZONE 'Europe/Berlin'))
	IS DISTINCT FROM (active_periods(a, day, to_day) > 0)
$$, 'active_in');
SELECT is_empty($$
	SELECT n, day FROM probe, LATERAL (SELECT period = ANY (dates) AS is_active, before = ANY (dates) AS was_active) AS state,
		LATERAL (SELECT CASE
			WHEN is_active AND period = dates[1] THEN 'new' WHEN is_active AND was_active THEN 'returning'
			WHEN is_active THEN 'resurrecting' WHEN was_active THEN 'dormant' END AS expected) AS e
	WHERE lifecycle(a, day) IS DISTINCT FROM expected
	OR lifecycle(a, (day + time '14:00') AT TIME ZONE 'Europe/Berlin') IS DISTINCT FROM expected
$$, 'lifecycle');
SELECT is_empty($$
	SELECT n, day FROM probe, LATERAL (SELECT pg_temp.period(unit, week_start, born) AS birth) AS b,
		LATERAL (SELECT period = ANY (dates) AS is_active, before = ANY (dates) AND before >= birth AS was_active) AS state,
		LATERAL (SELECT CASE WHEN period < birth THEN NULL
			WHEN is_active AND period = birth THEN 'new' WHEN is_active AND was_active THEN 'returning'
			WHEN is_active THEN 'resurrecting' WHEN was_active THEN 'dormant' END AS expected) AS e
	WHERE lifecycle(a, day, born) IS DISTINCT FROM expected
	OR lifecycle(a, (day + time '00:00') AT TIME ZONE 'Europe/Berlin', (born + time '23:59:59') AT TIME ZONE 'Europe/Berlin') IS DISTINCT FROM expected
$$, 'lifecycle with a birth');

-- Runs by gaps and islands over the numbers of the periods.
CREATE TEMP TABLE run AS
WITH calendar AS (
	SELECT unit, week_start, p, row_number() OVER (PARTITION BY unit, week_start ORDER BY p) AS number FROM (
		SELECT DISTINCT unit, week_start, pg_temp.period(unit, week_start, date '2024-01-01' + i) AS p
		FROM (SELECT DISTINCT unit, week_start FROM account) AS grid, generate_series(0, 1500) AS i) AS q
), numbered AS (
	SELECT n, p, number, number - row_number() OVER (PARTITION BY n ORDER BY p) AS island
	FROM account JOIN calendar USING (unit, week_start) WHERE p = ANY (dates)
)
SELECT n, island, min(p) AS starts, max(p) AS ends, count(*) AS length, min(number) AS first, max(number) AS last FROM numbered GROUP BY n, island;
SELECT is_empty($$ SELECT n FROM account WHERE streak(a) <> (SELECT max(length) FROM run WHERE run.n = account.n) $$, 'streak');
SELECT is_empty($$
	SELECT n FROM account WHERE gap_max(a) <> (
		SELECT coalesce(max(gap), 0) FROM (
			SELECT first - lag(last) OVER (ORDER BY first) - 1 AS gap FROM run WHERE run.n = account.n) AS g)
$$, 'gap_max');
SELECT is_empty($$
	SELECT n, day FROM probe
	WHERE streak(a, day) <> coalesce((SELECT count(*) FROM run, unnest(dates) AS p
		WHERE run.n = probe.n AND period BETWEEN starts AND ends AND p BETWEEN starts AND period), 0)
	OR streak(a, day) <> streak(a, (day + time '03:00') AT TIME ZONE 'Europe/Berlin')
$$, 'streak up to a date');

-- Units: a grid brought to a longer unit is the grid that the same days make.
SELECT is_empty($$
	SELECT n, week_start, target FROM (
		SELECT n, 1 + n % 7 AS week_start, target, activity_agg(day, 'day', 'UTC', 1 + n % 7) AS days,
			activity_agg(day, target, 'UTC', 1 + n % 7) AS direct, activity_agg(day, 'month', 'UTC', 1 + n % 7) AS months
		FROM generate_series(1, 100) AS n, unnest('{day,week,month,quarter,year}'::text[]) AS target,
			LATERAL (SELECT date '1999-06-01' + pg_temp.pick(n * 100 + i, 1) % 1500 AS day FROM generate_series(0, pg_temp.pick(n, 3) % 40) AS i) AS event
		GROUP BY n, target) AS q
	WHERE to_unit(days, target) <> direct
	OR CASE WHEN target IN ('month', 'quarter', 'year') THEN to_unit(months, target) <> direct END
$$, 'to_unit of days and of months is the direct way');
SELECT throws_ok(format('SELECT to_unit(activity_agg(date ''2026-03-02'', %L), %L)', source, target), '22023')
FROM unnest('{day,week,month,quarter,year}'::text[]) WITH ORDINALITY AS s(source, i),
	unnest('{day,week,month,quarter,year}'::text[]) WITH ORDINALITY AS t(target, j)
WHERE i > j OR (source = 'week' AND target <> 'week');

-- Late and repeated rows, in any batches: an upsert that looks back gives what a recomputation gives.
CREATE TEMP TABLE login AS
SELECT account, at FROM (
	SELECT pg_temp.pick(n, 1) % 40 AS account, timestamptz '2025-01-01 00:00+00' + pg_temp.pick(n, 2) % 200000 * interval '1 minute' AS at
	FROM generate_series(1, 3000) AS n) AS q;
CREATE TEMP TABLE activity (account integer PRIMARY KEY, a activity_grid NOT NULL);
CREATE FUNCTION pg_temp.bring_up_to_date(from_at timestamptz, to_at timestamptz) RETURNS void LANGUAGE sql AS $$
	INSERT INTO activity SELECT account, activity_agg(at, 'day', 'Asia/Tokyo') FROM login WHERE at >= from_at AND at < to_at GROUP BY account
	ON CONFLICT (account) DO UPDATE SET a = activity.a || excluded.a
$$;
DO $$
BEGIN
	PERFORM pg_temp.bring_up_to_date('2025-02-01', '2025-03-01'), pg_temp.bring_up_to_date('2025-02-20', '2025-04-01');
	PERFORM pg_temp.bring_up_to_date('2025-03-20', '2025-09-01') FROM generate_series(1, 2);
	PERFORM pg_temp.bring_up_to_date('2025-01-01', '2025-02-03');
END $$;
SELECT results_eq('SELECT account, a FROM activity ORDER BY 1',
	'SELECT account, activity_agg(at, ''day'', ''Asia/Tokyo'') FROM login GROUP BY account ORDER BY 1', 'repeated and late batches give what one pass gives (B010)');

-- Size and limits
SELECT cmp_ok(pg_column_size(activity_agg(day)) - length('UTC') - 1, '<', 150, 'three years of days take less than 150 bytes')
FROM (SELECT date '2023-01-01' + i * 3 % 1096 AS day FROM generate_series(0, 400) AS i) AS event;
SELECT cmp_ok(pg_column_size(activity_agg(day)) - length('UTC') - 1, '<', 150, 'the same from the first to the last day of three years')
FROM (VALUES (date '2023-01-01'), ('2025-12-31')) AS event(day);
SELECT is(observations(activity_agg(date '1000-01-01' + i)), 65536::bigint, 'the longest span of days') FROM generate_series(0, 65535) AS i;
SELECT is(observations(activity_agg(date '9999-12-31' - 8191 * i)), 9::bigint, 'the longest span, from its end') FROM generate_series(0, 8) AS i;
SELECT throws_ok(format('SELECT activity_agg(day) FROM (VALUES (date %L), (%L)) AS event(day)', d, d::date + 65536), '54000',
	'activity is spread over too long a time', 'one day more, from ' || d)
FROM (VALUES ('1000-01-01'), ('1999-12-31'), ('2000-01-06')) AS v(d);
SELECT throws_ok($$
	SELECT merge(activity_agg(day) FILTER (WHERE i = 0), activity_agg(day) FILTER (WHERE i = 1))
	FROM (VALUES (0, date '1000-01-01'), (1, '9999-12-31')) AS event(i, day)
$$, '54000', 'activity is spread over too long a time', 'nor by a merge');
SELECT throws_ok(format('SELECT activity_agg(%s)', v), '22008', 'activity is out of range', v)
FROM unnest(ARRAY['date ''infinity''', 'date ''-infinity''', 'timestamptz ''infinity''', 'timestamptz ''-infinity''', 'date ''0999-12-31''',
	'date ''10000-01-01''', 'timestamptz ''0999-12-31 23:59:59.999999+00''', 'timestamptz ''10000-01-01 00:00+00''',
	'timestamptz ''294276-12-31 23:59:59+00''', 'timestamptz ''4714-11-24 00:00+00 BC''']) AS v;
SELECT is(first_active(activity_agg(v, 'day', 'Pacific/Kiritimati')), date '1000-01-01', 'the first instant of all')
FROM (SELECT timestamp '1000-01-01 00:00' AT TIME ZONE 'Pacific/Kiritimati' AS v) AS q;

-- The vectors. Rows of other topics, and what activity cannot answer.
CREATE TEMP TABLE vector AS
SELECT v ->> 'id' AS id, v ->> 'kind' AS kind, v -> 'input' AS input, v -> 'expected' AS expected
FROM jsonb_array_elements(coalesce(nullif(:'file', ''), '[]')::jsonb) AS v;
CREATE TEMP TABLE outcome (id text, got jsonb);
CREATE TEMP TABLE not_covered AS
SELECT unnest(string_to_array(ids, ' ')) AS id, reason
FROM (VALUES
	('D001', 'anniversaries of an anchor: periods here are those of the calendar'),
	('B011', 'measured on data that are not there; 71-active.sql shows the same on other rows'),
	('F009', 'Doris drops a row for one missing condition; here that condition is false, which the test below shows'),
	('F010', 'the events of the case are not there')
) AS topic(ids, reason);

INSERT INTO outcome
SELECT id, to_jsonb(active_periods(a, as_of + start_offset, as_of + start_offset + n_bits) > 0)
FROM (
	SELECT id, (input ->> 'as_of')::date AS as_of, (input ->> 'start_offset')::integer AS start_offset, (input ->> 'n_bits')::integer AS n_bits,
		(SELECT activity_agg((input ->> 'as_of')::date - bit) FROM generate_series(0, 27) AS bit
			WHERE (input ->> 'bits')::integer & (1 << bit) <> 0) AS a
	FROM vector WHERE kind = 'activity_bits_range') AS q;

INSERT INTO outcome
SELECT id, jsonb_object_agg(state, days) FROM (
	SELECT id, state, jsonb_agg(CASE WHEN lifecycle(a, day::date, created) = state THEN CASE state WHEN 'dormant' THEN -1 ELSE 1 END ELSE 0 END ORDER BY day) AS days
	FROM (
		SELECT id, (input ->> 'actor_created')::date AS created, input #>> '{window,0}' AS from_day, input #>> '{window,1}' AS to_day,
			(SELECT activity_agg(day::date) FROM jsonb_array_elements_text(input -> 'active_days') AS day) AS a
		FROM vector WHERE kind = 'lifecycle') AS q,
		generate_series(from_day::date, to_day::date, '1 day') AS day, unnest('{new,returning,resurrecting,dormant}'::text[]) AS state
	GROUP BY id, state) AS s
GROUP BY id;

-- One element more than there are periods in the window, as the peer gives it; weeks start on Sunday.
INSERT INTO outcome
SELECT id, to_jsonb(rating_histogram(rating_agg(periods, 1, jsonb_array_length(expected))))
FROM vector, LATERAL (
	SELECT active_periods(activity_agg((input ->> 'day0')::date + day_offset::integer, input ->> 'interval', 'UTC', 7),
			(input ->> 'first')::date, (input ->> 'last')::date + 1) AS periods
	FROM jsonb_each(input -> 'active_day_offsets') AS person, jsonb_array_elements_text(person.value) AS day_offset
	GROUP BY person.key) AS p
WHERE kind = 'stickiness' GROUP BY id, expected;

-- Flags: the first condition, and of the others those that hold beside it. Conditions are days, and once a property of the
-- person, which is a condition of the query.
CREATE TEMP TABLE person AS
SELECT id, uid, activity_agg(day) AS a FROM (
	SELECT id, uid, key::date AS day FROM vector, jsonb_each_text(input -> 'active_users') AS on_day,
		generate_series(split_part(substr(value, 5), '..', 1)::integer, split_part(value, '..', 2)::integer) AS uid WHERE kind = 'retention_flags_sum'
	UNION ALL SELECT id, key::integer, day::date FROM vector, jsonb_each(input -> 'events'), jsonb_array_elements_text(value) AS day WHERE kind = 'retention_flags'
	UNION ALL SELECT id, uid::integer, day FROM vector, jsonb_array_elements_text(input -> 'uids') AS uid, unnest('{2018-08-06,2018-08-07}'::date[]) AS day
	WHERE id = 'F006') AS event
GROUP BY id, uid;
CREATE TEMP TABLE flags AS
SELECT id, uid, n, (held[1] AND held[n])::integer AS flag FROM (
	SELECT person.id, uid, array_agg(CASE WHEN cond = 'uid%2=0' THEN uid % 2 = 0
		ELSE active_periods(a, day, day + 1) > 0 END ORDER BY n) AS held
	FROM person JOIN vector USING (id), jsonb_array_elements_text(input -> 'conds') WITH ORDINALITY AS c(cond, n),
		LATERAL (SELECT regexp_replace(cond, '^.*=', '') AS written) AS w,
		LATERAL (SELECT CASE WHEN cond <> 'uid%2=0' THEN (left(CASE id WHEN 'F007' THEN '2022-10-12' ELSE '2018-08-06' END, 10 - length(written)) || written)::date END AS day) AS d
	GROUP BY person.id, uid) AS q, generate_subscripts(held, 1) AS n;
INSERT INTO outcome
SELECT id, jsonb_agg(total ORDER BY n) FROM (SELECT id, n, sum(flag) AS total FROM flags GROUP BY id, n) AS q
WHERE id IN (SELECT id FROM vector WHERE kind = 'retention_flags_sum') GROUP BY id;
INSERT INTO outcome
SELECT id, CASE WHEN id = 'F006' THEN jsonb_agg(flags ORDER BY uid) ELSE jsonb_object_agg(uid, flags) END
FROM (SELECT id, uid, jsonb_agg(flag ORDER BY n) AS flags FROM flags GROUP BY id, uid) AS q
WHERE id IN (SELECT id FROM vector WHERE kind = 'retention_flags') GROUP BY id;
INSERT INTO outcome SELECT id, coalesce(to_jsonb((SELECT activity_agg(at) FROM login WHERE false)), 'null') FROM vector WHERE kind = 'retention_flags_empty';
-- A condition that is not known is false and takes nothing else of its row along.
SELECT is(ARRAY[count(at_first), count(at_second)], '{1,0}'::bigint[], 'a row with one missing condition counts for the other (F009)')
FROM (SELECT activity_agg(CASE WHEN flag THEN day END) AS at_first, activity_agg(CASE WHEN flag2 THEN day END) AS at_second
	FROM (VALUES (date '2026-03-02', false, false), ('2026-03-02', true, NULL)) AS event(day, flag, flag2)) AS q;

INSERT INTO outcome
SELECT id, to_jsonb(((extract(epoch FROM ends - starts) || ' seconds')::interval)::text) FROM (
	SELECT id, input ->> 'day' AS day, input ->> 'tz' AS tz FROM vector WHERE kind = 'dst_day_length') AS q,
	LATERAL (SELECT activity_accum(NULL, day::date, 'day', tz) AS a) AS a,
	LATERAL (SELECT min(at) AS starts, max(at) + interval '1 minute' AS ends
		FROM generate_series(day::date::timestamptz - interval '2 days', day::date::timestamptz + interval '3 days', '1 minute') AS at
		WHERE active_in(a, tstzrange(at, at, '[]'))) AS d;
-- 24 hours later and a day later it is the next day, by the clock of the zone.
INSERT INTO outcome
SELECT id, CASE WHEN first_active(activity_accum(NULL, (expected ->> '24 hours')::timestamptz, 'day', tz)) = '2024-03-11'
	AND first_active(activity_accum(NULL, (expected ->> '1 day')::timestamptz, 'day', tz)) = '2024-03-11'
	AND active_in(day_before, tstzrange('2024-03-10 00:30-05', (expected ->> '24 hours')::timestamptz))
	AND NOT active_in(day_before, tstzrange('2024-03-11 00:00-04', (expected ->> '24 hours')::timestamptz))
	THEN expected END
FROM vector, (VALUES ('America/New_York')) AS z(tz), LATERAL (SELECT activity_accum(NULL, date '2024-03-10', 'day', tz) AS day_before) AS d
WHERE kind = 'dst_rolling';
-- What wraps in a bitmap by hand has a place of its own here: periods before the first one seen, and far behind it.
INSERT INTO outcome
SELECT id, CASE WHEN ARRAY(SELECT active_dates(activity_accum(activity_accum(activity_accum(NULL, date '2026-03-10'), date '2026-03-09'), date '2026-03-10' + 64)))
	= '{2026-03-09,2026-03-10,2026-05-13}' THEN expected END
FROM vector WHERE kind = 'bit_shift_trap';
INSERT INTO outcome SELECT id, expected FROM vector WHERE kind = 'incremental_rollup' AND (
	SELECT bool_and(a = b.recomputed) FROM activity JOIN (
		SELECT account, activity_agg(at, 'day', 'Asia/Tokyo') AS recomputed FROM login GROUP BY account) AS b USING (account));

SELECT is(got, expected, id || ': ' || kind) FROM vector JOIN outcome USING (id) ORDER BY id;
SELECT is_empty($$
	SELECT id FROM vector
	WHERE kind ~ '^(lifecycle|stickiness|activity_bits|retention_flags|incremental|sum_of|month_|dst_|bit_shift)'
	AND id NOT IN (SELECT id FROM outcome) AND id NOT IN (SELECT id FROM not_covered)
$$, 'every case of these kinds has an outcome, or a reason why not');
SELECT CASE WHEN NOT EXISTS (SELECT FROM vector) THEN skip('there is no vectors/retention.json', 1)
	ELSE is((SELECT count(*) FROM outcome), 19::bigint, 'cases were looked at') END;
SELECT finish();
ROLLBACK;
