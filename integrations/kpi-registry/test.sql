-- What the registry promises, tried on the demo company. integrations/kpi-registry/check runs it in the database of the demo.
--
-- Needs the registry in the schema kpi with readers=kpi_readers and writers=kpi_writers, and the roles of check.
\set ON_ERROR_STOP on
\set QUIET on
\pset tuples_only on
\pset format unaligned
SET client_min_messages = warning;
SET timezone = 'UTC';
CREATE EXTENSION IF NOT EXISTS pgtap SCHEMA public;
BEGIN;
SET LOCAL search_path = kpi, csops, public;
SELECT no_plan();

-- ---- defining ---------------------------------------------------------------------------------------------------

SET LOCAL ROLE sofia;
SELECT throws_ok($$ INSERT INTO kpis (kpi, title, metric, population) VALUES ('nps', 'NPS', 'netpromoter', 'all') $$,
	'23503', 'there is no metric "netpromoter"', 'a KPI names a metric that csops computes');
SELECT throws_ok($$ INSERT INTO kpis (kpi, title, metric, population) VALUES ('Net Promoter', 'NPS', 'nps', 'all') $$,
	'23514', NULL, 'keys are lower_snake_case');
SELECT lives_ok($$
	INSERT INTO kpis (kpi, title, metric, population, computed_by, steward, approver) VALUES
		('nps_emea', 'NPS, EMEA', 'nps', 'customers in EMEA, by the month in which the survey was sent', 'pack.daily_ratings', 'support_team', 'leads'),
		('reopened', 'Reopened tickets', 'proportion', 'tickets by the week of their solution', 'pack.daily_support', 'support_team', 'leads'),
		('nrr_year', 'Net revenue retention', 'nrr', 'customers of a year before', 'pack.revenue_bridges', 'support_team', 'leads'),
		('bias', 'Forecast bias', 'forecast_bias', 'renewals due in the quarter', NULL, 'support_team', 'leads')
$$, 'a member of the steward defines KPIs');
SELECT throws_ok($$ INSERT INTO kpis (kpi, title, metric, population, steward) VALUES ('x', 'x', 'nps', 'x', 'leads') $$,
	'42501', NULL, 'for another role nobody defines any');
SELECT throws_ok($$ INSERT INTO kpis (kpi, title, metric, population, steward) VALUES ('x', 'x', 'nps', 'x', 'nobody of that name') $$,
	'42501', NULL, 'nor for a role that does not exist');

-- ---- targets ----------------------------------------------------------------------------------------------------

SELECT lives_ok($$
	INSERT INTO targets (kpi, valid_from, owner, direction, green_from, amber_from, cadence, min_n, reason)
	VALUES ('nps_emea', '2025-01-01', 'Head of Support', 'higher is better', 30, 15, 'month', 30, 'the level of 2024')
$$, 'a target is proposed');
SELECT lives_ok($$
	INSERT INTO targets (kpi, valid_from, owner, direction, green_to, amber_to, cadence)
	VALUES ('reopened', '2025-01-01', 'Head of Support', 'lower is better', 0.06, 0.09, 'week')
$$, 'one of which lower values are better');
SELECT lives_ok($$
	INSERT INTO targets (kpi, valid_from, owner, direction, green_from, green_to, amber_from, amber_to, cadence, due_days)
	VALUES ('bias', '2025-01-01', 'CFO', 'inside is better', -0.05, 0.05, -0.1, 0.1, 'quarter', 10)
$$, 'one with a band');
SELECT is((SELECT array_agg(row(version, proposed_by)::text ORDER BY kpi) FROM targets),
	ARRAY['(1,sofia)', '(1,sofia)', '(1,sofia)'], 'numbers and names are set by the registry');
SELECT throws_ok($$
	INSERT INTO targets (kpi, valid_from, owner, direction, green_to, amber_to, cadence)
	VALUES ('nrr_year', '2025-01-01', 'CFO', 'lower is better', 0.9, 1, 'quarter')
$$, '23514', 'of the metric "nrr", higher is better', 'a target is not against its metric');
SELECT throws_ok(format($$
	INSERT INTO targets (kpi, valid_from, owner, direction, green_from, green_to, amber_from, amber_to, cadence)
	VALUES ('nrr_year', '2025-01-01', 'CFO', %s, 'quarter')
$$, thresholds), '23514', NULL, 'refused: ' || thresholds)
FROM unnest(ARRAY['''higher is better'', 1, NULL, 1.1, NULL', '''higher is better'', NULL, NULL, 1, NULL', '''higher is better'', 1, 2, 0.9, NULL',
	'''inside is better'', 1, 2, 0.9, NULL', '''inside is better'', 2, 1, 0.9, 3', '''neither'', 1, 2, 0.9, 3', '''higher is better'', ''NaN'', NULL, 0.9, NULL']) AS thresholds;
SELECT throws_ok($$
	INSERT INTO targets (kpi, valid_from, owner, direction, green_from, amber_from, cadence, signed_off_by, signed_off_at)
	VALUES ('nrr_year', '2025-01-01', 'CFO', 'higher is better', 1, 0.9, 'quarter', 'marta', now())
$$, '55000', NULL, 'nobody signs in the name of another');
SELECT is_empty('SELECT FROM target_history', 'a proposal holds nowhere');
SELECT throws_ok('SELECT sign_off(''nps_emea'', 1)', '42501', 'role "sofia" may not sign off targets of KPI "nps_emea"',
	'who is no approver signs nothing');
RESET ROLE;
SET LOCAL ROLE marta;
SELECT throws_ok('UPDATE targets SET green_from = 20 WHERE kpi = ''nps_emea''', '42501', 'role "marta" may not change proposals for KPI "nps_emea"',
	'an approver does not rewrite a proposal');
SELECT throws_ok('UPDATE targets SET green_from = 20, signed_off_at = now() WHERE kpi = ''nps_emea''', '55000', NULL, 'nor while signing it');
SELECT is(sign_off('nps_emea', 1), now(), 'an approver signs it off');
SELECT lives_ok('SELECT sign_off(''reopened'', 1)', 'and another');
SELECT lives_ok('SELECT sign_off(''bias'', 1)', 'and a third');
SELECT is((SELECT row(signed_off_by, signed_off_at)::text FROM targets WHERE kpi = 'nps_emea'), row('marta', now())::text, 'who and when are kept');
SELECT throws_ok('SELECT sign_off(''nps_emea'', 1)', '55000', NULL, 'it is signed once');
SELECT throws_ok('SELECT sign_off(''nps_emea'', 9)', 'P0002', NULL, 'and only where it is');
RESET ROLE;
SET LOCAL ROLE sofia;
SELECT throws_ok('UPDATE targets SET green_from = 20 WHERE kpi = ''nps_emea''', '55000', NULL, 'what was signed stays');
SELECT throws_ok('DELETE FROM targets WHERE kpi = ''nps_emea''', '55000', NULL, 'all of it');
SELECT throws_ok('UPDATE kpis SET metric = ''csat'' WHERE kpi = ''nps_emea''', '55000', NULL, 'and so does what the KPI is');
SELECT lives_ok('UPDATE kpis SET title = ''NPS of EMEA'' WHERE kpi = ''nps_emea''', 'but not its title');
INSERT INTO targets (kpi, valid_from, owner, direction, green_from, amber_from, cadence, min_n, reason) VALUES
	('nps_emea', '2026-01-01', 'Head of Support', 'higher is better', 35, 20, 'month', 30, 'a year of good months'),
	('nps_emea', '2026-03-01', 'Head of Support', 'higher is better', 20, 5, 'month', 30, 'the incident'),
	('nps_emea', '2026-03-01', 'Head of Customer Care', 'higher is better', 25, 10, 'month', 30, 'the incident, on second thoughts'),
	('nps_emea', '2026-02-01', 'Head of Support', 'higher is better', 0, 0, 'month', 30, 'never signed');
SELECT lives_ok('UPDATE targets SET amber_from = 12 WHERE kpi = ''nps_emea'' AND version = 4', 'a proposal may be changed');
RESET ROLE;
SET LOCAL ROLE marta;
SELECT lives_ok($$ SELECT sign_off('nps_emea', version) FROM generate_series(2, 4) AS version $$, 'more versions are signed');
SELECT results_eq($$ SELECT version, valid_from, valid_to, green_from, amber_from FROM target_history WHERE kpi = 'nps_emea' ORDER BY valid_from $$,
	$$ VALUES (1, date '2025-01-01', date '2026-01-01', 30::float8, 15::float8), (2, '2026-01-01', '2026-03-01', 35, 20), (4, '2026-03-01', NULL, 25, 12) $$,
	'of the versions of one day the newest holds, and each until the next');
SELECT is_empty($$
	SELECT day, kpi FROM generate_series(date '2024-12-01', '2026-06-30', '1 day') AS day
	JOIN target_history ON valid_from <= day AND (valid_to > day OR valid_to IS NULL)
	GROUP BY day, kpi HAVING count(*) > 1
$$, 'no two targets of a KPI hold on one day');

-- Who proposed it may not sign it, however many roles somebody has.
RESET ROLE;
SET LOCAL ROLE jordan;
INSERT INTO targets (kpi, valid_from, owner, direction, green_from, amber_from, cadence) VALUES ('nrr_year', '2025-01-01', 'CFO', 'higher is better', 1, 0.9, 'quarter');
SELECT throws_ok('SELECT sign_off(''nrr_year'', 1)', '23514', NULL, 'who proposed a target does not sign it off');

-- ---- results of the demo ----------------------------------------------------------------------------------------

SELECT throws_ok($$ SELECT record_result('nps_emea', '2026-05-02', 1) $$, '23514', 'no month begins on 2026-05-02', 'a period is one of the cadence');
SELECT throws_ok($$ SELECT record_result('reopened', '2026-05-02', 1) $$, '23514', 'no week begins on 2026-05-02', 'and weeks begin on Mondays');
SELECT throws_ok($$ SELECT record_result('nps_emea', '2026-05-01', 'NaN') $$, '23514', NULL, 'what is no number is no value');
SELECT throws_ok($$ SELECT record_result('nps_emea', '2026-05-01', 1, 10, 2, 1) $$, '23514', NULL, 'an interval has a lower end first');
RESET ROLE;
CREATE TEMP TABLE emea_months AS
SELECT date_trunc('month', sent_at AT TIME ZONE 'UTC')::date AS period, rating_agg(score, lowest, highest, 'count') AS s
FROM demo.responses AS r JOIN demo.surveys USING (kind) JOIN demo.accounts AS a ON a.id = account_id
WHERE kind = 'nps' AND region = 'EMEA' AND sent_at < '2026-07-01Z'
GROUP BY 1;
CREATE TEMP TABLE weeks AS
SELECT date_trunc('week', solved_at AT TIME ZONE 'UTC')::date AS period, proportion_agg(reopened) AS s
FROM demo.tickets WHERE solved_at < '2026-06-22Z'
GROUP BY 1;
GRANT SELECT ON emea_months, weeks TO sofia;
SET LOCAL ROLE sofia;
SELECT lives_ok($$
	SELECT record_result('nps_emea', period, nps(s), observations(s), nps_lo(s), nps_hi(s)) FROM emea_months WHERE period < '2026-06-01'
$$, 'the NPS of every month is recorded');
SELECT lives_ok($$
	SELECT record_result('reopened', period, proportion(s), observations(s), proportion_lo(s), proportion_hi(s)) FROM weeks
$$, 'and the share of reopened tickets of every week');
SELECT lives_ok($$ SELECT record_result('bias', '2026-01-01', NULL) $$, 'and what is undefined');
CREATE TEMP TABLE logged AS SELECT count(*) AS n FROM changes;
SELECT lives_ok($$
	SELECT record_result('nps_emea', period, nps(s), observations(s), nps_lo(s), nps_hi(s)) FROM emea_months WHERE period < '2026-06-01'
$$, 'a job may run twice');
SELECT is((SELECT count(*) FROM changes), (SELECT n FROM logged), 'and changes nothing then');
SELECT cmp_ok((SELECT count(*) FROM results), '>', 100::bigint, 'there are results');

-- The colours, as somebody would have them who takes each month and its thresholds by hand.
SELECT results_eq($$ SELECT period, version, status FROM evaluated_results WHERE kpi = 'nps_emea' ORDER BY period $$,
	$$
	SELECT period, CASE WHEN period >= '2026-03-01' THEN 4 WHEN period >= '2026-01-01' THEN 2 WHEN period >= '2025-01-01' THEN 1 END,
		CASE
			WHEN period < '2025-01-01' THEN 'no target'
			WHEN answers < 30 THEN 'too few'
			WHEN period >= '2026-03-01' THEN CASE WHEN score >= 25 THEN 'green' WHEN score >= 12 THEN 'amber' ELSE 'red' END
			WHEN period >= '2026-01-01' THEN CASE WHEN score >= 35 THEN 'green' WHEN score >= 20 THEN 'amber' ELSE 'red' END
			ELSE CASE WHEN score >= 30 THEN 'green' WHEN score >= 15 THEN 'amber' ELSE 'red' END
		END
	FROM (
		SELECT date_trunc('month', sent_at AT TIME ZONE 'UTC')::date AS period, count(*) FILTER (WHERE score BETWEEN 0 AND 10) AS answers,
			100.0 * (count(*) FILTER (WHERE score BETWEEN 9 AND 10) - count(*) FILTER (WHERE score BETWEEN 0 AND 6)) / nullif(count(*) FILTER (WHERE score BETWEEN 0 AND 10), 0) AS score
		FROM demo.responses JOIN demo.accounts AS a ON a.id = account_id
		WHERE kind = 'nps' AND region = 'EMEA' AND sent_at < '2026-06-01Z'
		GROUP BY 1
	) AS by_hand ORDER BY period
	$$, 'every month has the colour of its own target');
SELECT results_eq($$ SELECT period, status FROM evaluated_results WHERE kpi = 'reopened' AND period >= '2025-01-06' ORDER BY period $$,
	$$
	SELECT date_trunc('week', solved_at AT TIME ZONE 'UTC')::date AS period,
		CASE WHEN avg(reopened::integer) <= 0.06 THEN 'green' WHEN avg(reopened::integer) <= 0.09 THEN 'amber' ELSE 'red' END
	FROM demo.tickets WHERE solved_at >= '2025-01-06Z' AND solved_at < '2026-06-22Z'
	GROUP BY 1 ORDER BY 1
	$$, 'and every week');
SELECT set_eq($$ SELECT DISTINCT status FROM evaluated_results WHERE kpi = 'reopened' AND period >= '2025-01-06' $$,
	$$ VALUES ('green'), ('amber'), ('red') $$, 'all colours were seen');
SELECT is_empty($$
	SELECT * FROM evaluated_results
	WHERE is_clear AND status IN ('green', 'amber', 'red') AND kpi = 'reopened'
	AND NOT CASE status WHEN 'green' THEN hi <= 0.06 WHEN 'amber' THEN lo > 0.06 AND hi <= 0.09 ELSE lo > 0.09 END
$$, 'a colour is clear when the whole interval has it');
SELECT isnt_empty($$ SELECT FROM evaluated_results WHERE NOT is_clear $$, 'not all of them are');

-- ---- the state of a day -----------------------------------------------------------------------------------------

CREATE FUNCTION pg_temp.state(of_kpi text, as_of date) RETURNS text LANGUAGE sql AS
	'SELECT status || ''; '' || explanation FROM kpi.status_on(as_of) WHERE kpi = of_kpi';
SELECT is((SELECT status || ' ' || period FROM status_on('2026-06-05') WHERE kpi = 'nps_emea'),
	(SELECT status || ' 2026-05-01' FROM evaluated_results WHERE kpi = 'nps_emea' AND period = '2026-05-01'), 'the last complete month is judged');
SELECT is(pg_temp.state('nps_emea', '2026-07-04'), 'stale; the last value is of 2026-05-01; that of 2026-06-01 was due by 2026-07-04', 'a value that is late makes it stale');
SELECT is((SELECT period FROM status_on('2026-07-03') WHERE kpi = 'nps_emea'), date '2026-05-01', 'on the day before it is not late yet');
SELECT isnt((SELECT status FROM status_on('2026-07-03') WHERE kpi = 'nps_emea'), 'stale', 'and not stale');
SELECT is((SELECT period FROM status_on('2026-05-31') WHERE kpi = 'nps_emea'), date '2026-04-01', 'a period that is not over is not looked at');
SELECT is(pg_temp.state('bias', '2026-06-30'), 'no data; the value of 2026-01-01 is undefined', 'what is undefined is no data');
SELECT is(pg_temp.state('nrr_year', '2026-06-30'), 'no target; no target was signed off that holds on 2026-06-30', 'a proposal judges nothing');
SELECT is(pg_temp.state('nps_emea', '2024-12-31'), 'no target; no target was signed off that holds on 2024-12-31', 'and neither does a target before its time');
RESET ROLE;
SET LOCAL ROLE marta;
SELECT lives_ok('SELECT sign_off(''nrr_year'', 1)', 'another approver signs');
SELECT is(pg_temp.state('nrr_year', '2025-04-02'), 'no data; the first value is due by 2025-04-04', 'nothing is missing before it is due');
SELECT is(pg_temp.state('nrr_year', '2025-04-04'), 'no data; no value was recorded; that of 2025-01-01 was due by 2025-04-04', 'then it is');
RESET ROLE;
SET LOCAL ROLE sofia;
SELECT record_result('nps_emea', '2026-05-01', 60, 12, 20, 90);
SELECT is(pg_temp.state('nps_emea', '2026-06-05'), 'too few; 12 of at least 30', 'a value of few is not judged');
SELECT record_result('nps_emea', '2026-05-01', 60);
SELECT is(pg_temp.state('nps_emea', '2026-06-05'), 'too few; an unknown number of at least 30', 'nor one of an unknown number');
SELECT record_result('nps_emea', '2026-05-01', 30, 50, 20, 40);
SELECT is(pg_temp.state('nps_emea', '2026-06-05'), 'green; green, but the interval reaches into another colour', 'an interval over a threshold is told');
SELECT record_result('nps_emea', '2026-05-01', 25, 50);
SELECT is(pg_temp.state('nps_emea', '2026-06-05'), 'green; green', 'a value on the threshold is of the better colour');
SELECT is((SELECT is_clear FROM evaluated_results WHERE kpi = 'nps_emea' AND period = '2026-05-01'), NULL, 'without an interval nothing is said of it');
SELECT results_eq($$
	SELECT value, colour(value, -0.05, 0.05, -0.1, 0.1)
	FROM unnest(ARRAY[-0.11, -0.1, -0.06, -0.05, 0, 0.05, 0.06, 0.1, 0.11]::float8[]) AS value
$$, $$ VALUES (-0.11::float8, 'red'), (-0.1, 'amber'), (-0.06, 'amber'), (-0.05, 'green'), (0, 'green'), (0.05, 'green'), (0.06, 'amber'), (0.1, 'amber'), (0.11, 'red') $$,
	'a band has two sides');
SELECT record_result('bias', '2026-01-01', 0.07, 10, -0.07, 0.09);
SELECT is((SELECT status || ' ' || is_clear FROM evaluated_results WHERE kpi = 'bias'), 'amber false', 'an interval across the band is not clear, whatever its ends are');
SELECT record_result('bias', '2026-01-01', 0.07, 10, 0.06, 0.09);
SELECT is((SELECT status || ' ' || is_clear FROM evaluated_results WHERE kpi = 'bias'), 'amber true', 'one beside it is');
UPDATE kpis SET retired_on = '2026-06-01' WHERE kpi = 'bias';
SELECT is((SELECT array_agg(kpi) FROM status_on('2026-06-01')), ARRAY['nps_emea', 'nrr_year', 'reopened'], 'who is retired is not asked');
SELECT is((SELECT count(*) FROM status_on('2026-05-31')), 4::bigint, 'but was before');
SELECT is((SELECT array_agg(metric || ': ' || unit ORDER BY kpi) FROM status_on('2026-06-30')),
	ARRAY['nps: points, -100 to 100', 'nrr: share, 1 is what there was at the start', 'proportion: share, 0 to 1'], 'the unit is that of the dictionary');
SELECT is((SELECT count(*) FROM status), 3::bigint, 'the view of today has them all');

-- ---- what changed -----------------------------------------------------------------------------------------------

SELECT is((SELECT array_agg(operation || ' by ' || changed_by || ': ' || what ORDER BY change) FROM change_history WHERE relation = 'results' AND kpi = 'bias'),
	ARRAY['INSERT by sofia: kpi: nothing -> bias; period: nothing -> 2026-01-01',
		'UPDATE by sofia: hi: nothing -> 0.09; lo: nothing -> -0.07; n: nothing -> 10; value: nothing -> 0.07',
		'UPDATE by sofia: lo: -0.07 -> 0.06'], 'the log has every change of a value');
SELECT is((SELECT what FROM change_history WHERE relation = 'targets' AND operation = 'UPDATE' AND changed_by = 'sofia'), 'amber_from: 10 -> 12', 'and of a proposal');
SELECT cmp_ok((SELECT count(*) FROM change_history WHERE what ~ 'signed_off_by: nothing -> marta'), '=', 7::bigint, 'and of a signature');
SELECT throws_ok($$ INSERT INTO changes (changed_at, changed_by, session, relation, operation, kpi) VALUES (now(), 'marta', 'marta', 'targets', 'UPDATE', 'bias') $$,
	'42501', NULL, 'nobody writes the log');
SELECT throws_ok('DELETE FROM changes', '42501', NULL, 'nobody removes a line');
SELECT throws_ok('UPDATE changes SET changed_by = ''marta''', '42501', NULL, 'nobody changes one');
CREATE TEMP TABLE detour (kpi text);
CREATE FUNCTION pg_temp.detour() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO kpi.changes (changed_at, changed_by, session, relation, operation, kpi) VALUES ('2020-01-01Z', 'marta', 'marta', 'targets', 'UPDATE', NEW.kpi);
	RETURN NEW;
END
$$;
CREATE TRIGGER detour BEFORE INSERT ON detour FOR EACH ROW EXECUTE FUNCTION pg_temp.detour();
INSERT INTO detour VALUES ('nps_emea');
SELECT is((SELECT row(changed_at, changed_by, session)::text FROM changes ORDER BY change DESC LIMIT 1), row(now(), 'sofia', session_user)::text,
	'who writes one by a detour does so under the own name');
RESET ROLE;
SELECT throws_ok('DELETE FROM changes', '42501', NULL, 'not even the owner, by accident');
SELECT throws_ok('TRUNCATE changes', '42501', NULL, 'all at once neither');
SELECT throws_ok('TRUNCATE results', '42501', NULL, 'what would leave no trace is refused');
SET LOCAL ROLE sofia;
DELETE FROM results WHERE kpi = 'bias';
SELECT is((SELECT after FROM changes ORDER BY change DESC LIMIT 1), NULL, 'what is gone is in the log');
SELECT is((SELECT before ->> 'value' FROM changes ORDER BY change DESC LIMIT 1), '0.07', 'as it was');
RESET ROLE;

-- ---- who may what -----------------------------------------------------------------------------------------------

SET LOCAL ROLE reader;
SELECT is((SELECT count(*) FROM status_on('2026-05-31')), 4::bigint, 'a reader reads');
SELECT isnt_empty('SELECT FROM change_history', 'the log too');
SELECT throws_ok($$ SELECT record_result('nps_emea', '2026-05-01', 100) $$, '42501', NULL, 'and writes nothing');
RESET ROLE;
SET LOCAL ROLE stranger;
SELECT throws_ok($$ SELECT record_result('nps_emea', '2026-04-01', 100) $$, '42501', NULL, 'a writer of another team records nothing here');
SELECT throws_ok($$
	INSERT INTO targets (kpi, valid_from, owner, direction, green_from, amber_from, cadence)
	VALUES ('nps_emea', '2026-01-01', 'x', 'higher is better', 1, 1, 'month')
$$, '42501', NULL, 'proposes nothing');
WITH gone AS (DELETE FROM results RETURNING 1) SELECT is(count(*), 0::bigint, 'and removes nothing') FROM gone;
WITH changed AS (UPDATE kpis SET title = 'x' RETURNING 1) SELECT is(count(*), 0::bigint, 'nor renames anything') FROM changed;
RESET ROLE;

-- Nothing runs with more rights than its caller's, and no function looks where somebody else can write.
SELECT is_empty($$ SELECT oid::regprocedure FROM pg_proc WHERE pronamespace = 'kpi'::regnamespace AND prosecdef $$, 'nothing is SECURITY DEFINER');
SELECT is_empty($$
	SELECT oid::regprocedure FROM pg_proc
	WHERE pronamespace = 'kpi'::regnamespace AND prosqlbody IS NULL AND coalesce(array_to_string(proconfig, ','), '') <> 'search_path=kpi, pg_temp'
$$, 'functions have a search_path of their own, or were resolved when they were made');
SELECT is_empty($$
	SELECT attrelid::regclass, attname FROM pg_attribute JOIN pg_class AS c ON c.oid = attrelid
	WHERE relnamespace = 'kpi'::regnamespace AND relkind = 'r' AND attnum > 0 AND col_description(attrelid, attnum) IS NULL
$$, 'every column of a table is described');

SELECT * FROM finish();
ROLLBACK;
