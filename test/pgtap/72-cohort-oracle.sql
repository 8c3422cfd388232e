-- Retention against SQL that joins accounts to their periods and counts them, over zones, units, modes, kinds and days.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION pgtap SCHEMA public;
CREATE SCHEMA csops;
CREATE EXTENSION csops SCHEMA csops;
SET LOCAL search_path = csops, public;
SET LOCAL timezone = 'Asia/Kathmandu';
SELECT no_plan();

CREATE FUNCTION pg_temp.pick(n integer, salt integer) RETURNS integer LANGUAGE sql IMMUTABLE
RETURN hashint8(n::bigint * 1000003 + salt) & 2147483647;

-- Half of the events are within two hours of a midnight of some zone, a quarter where clocks change; some accounts are born before
-- their first event, some after it, some never; some were never active, and some events are of nobody or at no time.
CREATE TEMP TABLE visit AS
SELECT nullif(pg_temp.pick(i, 1) % 150, 149) - 20 AS account,
	CASE WHEN pg_temp.pick(i, 2) % 40 > 0 THEN
		CASE WHEN pg_temp.pick(i, 3) % 4 = 0 THEN (ARRAY['2018-02-18 02:00+00', '2018-11-04 03:00+00', '2011-12-30 10:00+00', '2018-03-25 01:00+00', '2018-10-28 01:00+00',
			'2018-04-07 15:00+00', '2017-12-31 23:30+00', '2018-06-30 18:30+00']::timestamptz[])[1 + pg_temp.pick(i, 4) % 8] + (pg_temp.pick(i, 5) % 240 - 120) * interval '1 minute'
		WHEN pg_temp.pick(i, 3) % 4 = 1 THEN timestamptz '2018-01-01 00:00+00' + pg_temp.pick(i, 6) % 400 * interval '1 day' + (pg_temp.pick(i, 4) % 24) * interval '1 hour'
			+ (pg_temp.pick(i, 5) % 3 - 1) * interval '1 microsecond'
		ELSE timestamptz '2018-01-01 00:00+00' + (pg_temp.pick(i, 6) % 1000) * (pg_temp.pick(i, 7) % 700) * interval '50 seconds' END END AS at
FROM generate_series(1, 1500) AS i;
CREATE TEMP TABLE account AS
SELECT account, CASE WHEN account % 7 <> 0 THEN timestamptz '2017-12-20 22:00+00' + (hashint4(account) & 1023) * interval '11 hours' END AS born
FROM generate_series(-25, 128) AS account;

CREATE FUNCTION pg_temp.first_day(at timestamptz, unit text, tz text) RETURNS date LANGUAGE sql IMMUTABLE
RETURN date_trunc(unit, at AT TIME ZONE tz)::date;
CREATE FUNCTION pg_temp.age_of(later date, earlier date, unit text) RETURNS integer LANGUAGE sql IMMUTABLE
RETURN CASE unit WHEN 'day' THEN later - earlier WHEN 'week' THEN (later - earlier) / 7
	ELSE ((extract(year FROM later) - extract(year FROM earlier)) * 12 + extract(month FROM later) - extract(month FROM earlier))::integer
		/ CASE unit WHEN 'month' THEN 1 WHEN 'quarter' THEN 3 ELSE 12 END END;

-- What the tables of one grid and mode say: who is in which cohort, and who was active when.
CREATE TEMP TABLE member (account integer, cohort date);
CREATE TEMP TABLE active (account integer, day date);
CREATE FUNCTION pg_temp.fill(unit text, tz text, mode text) RETURNS void LANGUAGE sql AS $$
	TRUNCATE member, active;
	INSERT INTO active SELECT DISTINCT account, pg_temp.first_day(at, unit, tz) FROM visit WHERE account IS NOT NULL AND at IS NOT NULL;
	INSERT INTO member SELECT account, min(day) FROM active WHERE mode = 'first' GROUP BY account
	UNION ALL SELECT account, day FROM active WHERE mode = 'recurring'
	UNION ALL SELECT account, pg_temp.first_day(born, unit, tz) FROM account WHERE mode = 'born' AND born IS NOT NULL
$$;

-- Rows of ages from first_age to last_age; those that cannot be known are not there. Above age 0 an account counts once if it was active at one of them.
CREATE FUNCTION pg_temp.expected(unit text, tz text, as_of timestamptz, kind text, brackets integer[])
RETURNS TABLE (cohort date, period integer, cohort_size bigint, eligible bigint, retained bigint, is_partial boolean) LANGUAGE sql AS $$
	WITH now AS (
		SELECT pg_temp.first_day(as_of, unit, tz) AS running
	), cohort AS (
		SELECT cohort, count(*) AS accounts, pg_temp.age_of(running, cohort, unit) AS oldest FROM member, now WHERE cohort <= running GROUP BY cohort, running
	), age AS (
		SELECT c.*, first_age, CASE kind WHEN 'on_or_after' THEN oldest ELSE last_age END AS last_age, last_age AS must_end
		FROM cohort AS c CROSS JOIN LATERAL (
			SELECT k AS first_age, k AS last_age FROM generate_series(0, oldest) AS k WHERE kind <> 'bracket'
			UNION ALL SELECT brackets[b], brackets[b + 1] - 1 FROM generate_series(1, cardinality(brackets) - 1) AS b WHERE brackets[b] <= oldest) AS a
	), visitor AS (
		SELECT m.account, m.cohort, pg_temp.age_of(day, m.cohort, unit) AS k
		FROM member AS m JOIN active AS a ON a.account = m.account AND day > m.cohort JOIN now ON day <= running
	)
	SELECT a.cohort, first_age, accounts, CASE WHEN must_end < oldest THEN accounts ELSE 0 END,
		CASE first_age WHEN 0 THEN accounts ELSE count(DISTINCT account) END, must_end >= oldest
	FROM age AS a LEFT JOIN visitor AS v ON v.cohort = a.cohort AND k BETWEEN first_age AND last_age
	GROUP BY a.cohort, first_age, accounts, must_end, oldest
$$;

CREATE FUNCTION pg_temp.difference(m cohort_matrix, unit text, tz text, as_of timestamptz, kind text, brackets integer[]) RETURNS bigint LANGUAGE sql AS $$
	WITH said AS (
		SELECT cohort, period, cohort_size, eligible, retained, is_partial FROM retention(m, as_of, kind, brackets)
	), meant AS (
		SELECT * FROM pg_temp.expected(unit, tz, as_of, kind, brackets)
	)
	SELECT (SELECT count(*) FROM (TABLE said EXCEPT ALL TABLE meant) AS d) + (SELECT count(*) FROM (TABLE meant EXCEPT ALL TABLE said) AS d)
$$;

-- The matrix in one pass, by keys of every type, and in two steps; all must be the same bytes.
CREATE FUNCTION pg_temp.matrices(unit text, tz text, mode text, clock text) RETURNS text[] LANGUAGE plpgsql AS $$
BEGIN
	IF mode = 'born' THEN
		RETURN ARRAY[
			(SELECT cohort_agg(account, at, unit, tz, 'first', born)::text FROM account LEFT JOIN visit USING (account)),
			(SELECT cohort_agg('account ' || account, at, unit, tz, 'first', born)::text FROM account LEFT JOIN visit USING (account)),
			(SELECT cohort_agg(md5(account::text)::uuid, at, unit, tz, 'first', born)::text FROM account LEFT JOIN visit USING (account)),
			(SELECT cohort_agg(account, (at AT TIME ZONE clock)::date, unit, tz, 'first', (born AT TIME ZONE clock)::date)::text FROM account LEFT JOIN visit USING (account)),
			(SELECT cohort_agg(a, 'first', (born AT TIME ZONE clock)::date)::text FROM account LEFT JOIN (
				SELECT account, activity_agg(at, unit, tz) AS a FROM visit GROUP BY account) AS g USING (account))];
	END IF;
	RETURN ARRAY[
		(SELECT cohort_agg(account, at, unit, tz, mode)::text FROM visit),
		(SELECT cohort_agg('account ' || account, at, unit, tz, mode)::text FROM visit),
		(SELECT cohort_agg(md5(account::text)::uuid, at, unit, tz, mode)::text FROM visit),
		(SELECT cohort_agg(account, (at AT TIME ZONE clock)::date, unit, tz, mode)::text FROM visit),
		(SELECT cohort_agg(a, mode)::text FROM (SELECT activity_agg(at, unit, tz) AS a FROM visit WHERE account IS NOT NULL GROUP BY account) AS g),
		(SELECT cohort_agg(a, mode, a)::text FROM (SELECT activity_agg(at, unit, tz) AS a FROM visit WHERE account IS NOT NULL GROUP BY account) AS g),
		(SELECT rollup(m)::text FROM (SELECT cohort_agg(account, at, unit, tz, mode) AS m FROM visit GROUP BY account % 5) AS g)];
END $$;

CREATE FUNCTION pg_temp.compare() RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
	tz text;
	clock text;
	unit text;
	mode text;
	made text[];
	wrong text[];
	asked bigint;
	one bigint;
	q record;
BEGIN
	FOREACH tz IN ARRAY ARRAY['UTC', 'Europe/Berlin', 'America/Sao_Paulo', 'Pacific/Apia', 'Australia/Lord_Howe', '+05:30'] LOOP
		-- To AT TIME ZONE an offset is one to the west.
		clock := CASE tz WHEN '+05:30' THEN 'Asia/Kolkata' ELSE tz END;
		FOREACH unit IN ARRAY ARRAY['day', 'week', 'month', 'quarter', 'year'] LOOP
			CONTINUE WHEN unit = 'day' AND tz NOT IN ('Pacific/Apia', 'America/Sao_Paulo');
			FOREACH mode IN ARRAY ARRAY['first', 'recurring', 'born'] LOOP
				PERFORM pg_temp.fill(unit, clock, mode);
				made := pg_temp.matrices(unit, tz, mode, clock);
				RETURN NEXT ok(cardinality(made) >= 5 AND made[1] IS NOT NULL AND made[1] = ALL (made), format('%s by %s in %s: every way gives one matrix', mode, unit, tz));
				wrong := '{}';
				asked := 0;
				FOR q IN
					SELECT as_of, kind, brackets
					FROM unnest(ARRAY['2018-02-18 02:30+00', '2018-03-31 22:00+00', '2018-06-30 18:29+00', '2019-02-05 12:00+00', '2011-01-01 00:00+00']::timestamptz[]) AS as_of,
						(VALUES ('on', '{}'::integer[]), ('on_or_after', '{}'), ('bracket', '{0,1,2,5,9}'), ('bracket', '{3,4,200}')) AS k(kind, brackets)
					WHERE unit <> 'day' OR mode <> 'recurring' OR as_of < '2018-03-01 00:00+00'
				LOOP
					one := pg_temp.difference(made[1]::cohort_matrix, unit, clock, q.as_of, q.kind, q.brackets);
					asked := asked + 1;
					IF one <> 0 THEN
						wrong := wrong || format('%s rows, as of %s, %s %s', one, q.as_of, q.kind, q.brackets);
					END IF;
				END LOOP;
				RETURN NEXT ok(asked > 3 AND wrong = '{}', format('%s by %s in %s: retention is what joins count', mode, unit, tz))
					|| CASE WHEN wrong = '{}' THEN '' ELSE E'\n' || diag(array_to_string(wrong, E'\n')) END;
			END LOOP;
		END LOOP;
	END LOOP;
END $$;
SELECT pg_temp.compare();

-- Figures of a row, of the pooled curve and of one rate, from the counts of the rows.
CREATE TEMP TABLE said AS
SELECT kind, brackets, as_of, m, r.* FROM (SELECT cohort_agg(account, at, 'month', 'Europe/Berlin') AS m FROM visit) AS v,
	(VALUES ('on', '{}'::integer[]), ('on_or_after', '{}'), ('bracket', '{0,1,2,5,9}')) AS k(kind, brackets),
	unnest(ARRAY['2018-02-18 02:30+00', '2018-12-31 22:59:59.999999+00', '2018-12-31 23:00+00']::timestamptz[]) AS as_of,
	retention(m, as_of, kind, brackets, 0.9) AS r;
CREATE FUNCTION pg_temp.proportion_of(successes numeric, n numeric) RETURNS proportion_summary LANGUAGE sql
RETURN format('{"observations": %s, "successes": %s, "unanswered": 0}', n, successes)::proportion_summary;
SELECT is_empty($$ SELECT * FROM said WHERE rate IS DISTINCT FROM retained / cohort_size::float8
	OR lo IS DISTINCT FROM CASE WHEN NOT is_partial AND period > 0 THEN proportion_lo(pg_temp.proportion_of(retained, eligible), 0.9) END
	OR hi IS DISTINCT FROM CASE WHEN NOT is_partial AND period > 0 THEN proportion_hi(pg_temp.proportion_of(retained, eligible), 0.9) END
	OR eligible <> CASE WHEN is_partial THEN 0 ELSE cohort_size END $$, 'rates, and Wilson''s intervals of what is complete');
SELECT isnt_empty('SELECT FROM said WHERE is_partial', 'some rows are not complete');
CREATE TEMP TABLE pooled AS
SELECT kind, brackets, as_of, period, sum(eligible) AS eligible, sum(retained) AS retained, proportion(pg_temp.proportion_of(sum(retained), sum(eligible))) AS rate,
	CASE WHEN period > 0 THEN proportion_lo(pg_temp.proportion_of(sum(retained), sum(eligible)), 0.9) END AS lo,
	CASE WHEN period > 0 THEN proportion_hi(pg_temp.proportion_of(sum(retained), sum(eligible)), 0.9) END AS hi
FROM said WHERE NOT is_partial GROUP BY kind, brackets, as_of, period;
CREATE TEMP TABLE curve AS
SELECT kind, brackets, as_of, c.* FROM (SELECT DISTINCT kind, brackets, as_of, m FROM said) AS s, retention_curve(m, as_of, kind, brackets, 0.9) AS c;
SELECT results_eq('SELECT kind, as_of, period, eligible::numeric, retained::numeric, rate, lo, hi FROM curve ORDER BY 1, 2, 3',
	'SELECT kind, as_of, period, eligible, retained, rate, lo, hi FROM pooled ORDER BY 1, 2, 3', 'the curve is the rows added up, without those that are not complete');
-- Those at risk are the ones active at the age before or later, of the cohorts that are complete at the age itself.
SELECT results_eq($$ SELECT as_of, period, round(hazard::numeric, 12) FROM curve WHERE kind = 'on_or_after' ORDER BY 1, 2 $$, $$
	SELECT a.as_of, a.period, round(1 - sum(a.retained) / nullif(sum(b.retained), 0), 12)
	FROM said AS a LEFT JOIN said AS b ON b.kind = a.kind AND b.as_of = a.as_of AND b.cohort = a.cohort AND b.period = a.period - 1
	WHERE a.kind = 'on_or_after' AND NOT a.is_partial GROUP BY a.as_of, a.period ORDER BY 1, 2 $$, 'the hazard is what is lost of those at risk');
SELECT results_eq($$ SELECT as_of, period, rate, lo, hi FROM pooled WHERE kind = 'on' ORDER BY 1, 2 $$,
	$$ SELECT as_of, period, retention_rate(m, period, as_of), retention_rate_lo(m, period, as_of, 0.9), retention_rate_hi(m, period, as_of, 0.9)
		FROM (SELECT DISTINCT as_of, period, m FROM said JOIN pooled USING (kind, as_of, period) WHERE kind = 'on') AS s ORDER BY 1, 2 $$, 'one rate is the curve''s');
SELECT results_eq($$ SELECT cohort, period, retained FROM said WHERE kind = 'on' AND as_of = '2018-12-31 23:00+00' ORDER BY 1, 2 $$,
	$$ SELECT cohort, period, retained FROM (SELECT DISTINCT m FROM said) AS s, retention(m, date '2019-01-01') ORDER BY 1, 2 $$, 'a date is its first instant in the zone of the matrix');

-- Minimum occurrences and a second kind of activity, by joins.
CREATE TEMP TABLE purchase AS SELECT account, (at AT TIME ZONE 'UTC')::date AS day FROM visit WHERE pg_temp.pick(account, 77) % 3 > 0 AND at IS NOT NULL;
SELECT results_eq($$
	SELECT cohort, period, retained FROM (
		SELECT cohort_agg(signed, 'first', bought) AS m
		FROM (SELECT account, activity_agg(at, 'month') AS signed FROM visit WHERE account IS NOT NULL GROUP BY account) AS s
		LEFT JOIN (
			SELECT account, rollup(a) AS bought
			FROM (SELECT account, activity_agg(day, 'month') AS a FROM purchase GROUP BY account, date_trunc('month', day) HAVING count(*) >= 2) AS month
			GROUP BY account) AS b USING (account)) AS x, retention(m, date '2019-02-05') WHERE period > 0 ORDER BY 1, 2 $$, $$
	WITH cohort AS (
		SELECT account, min(date_trunc('month', at AT TIME ZONE 'UTC')::date) AS c FROM visit WHERE account IS NOT NULL AND at IS NOT NULL GROUP BY account
	), bought AS (
		SELECT account, date_trunc('month', day)::date AS m FROM purchase GROUP BY 1, 2 HAVING count(*) >= 2
	)
	SELECT c, k, (SELECT count(*) FROM cohort AS o JOIN bought AS b USING (account) WHERE o.c = q.c AND pg_temp.age_of(b.m, o.c, 'month') = k)
	FROM (SELECT DISTINCT c FROM cohort) AS q, generate_series(1, pg_temp.age_of('2019-02-01', q.c, 'month')) AS k ORDER BY 1, 2 $$,
	'cohorts by one activity, retention by another that has at least two events in the month');
SELECT * FROM finish();
ROLLBACK;
