-- What holds for every object of the extension, for ever. Each test names the objects that fail it.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION pgtap SCHEMA public;
CREATE SCHEMA csops;
CREATE EXTENSION csops SCHEMA csops;
SET LOCAL search_path = csops, public;

-- In newer versions the array types that come with types are members too; nothing can be said about those.
CREATE TEMP VIEW member AS
SELECT classid, objid, pg_describe_object(classid, objid, 0) AS description
FROM pg_depend
WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e'
AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'csops')
AND NOT EXISTS (SELECT FROM pg_type WHERE pg_type.oid = objid AND classid = 'pg_type'::regclass AND typcategory = 'A');

CREATE TEMP VIEW routine AS
SELECT pg_proc.*, pg_proc.oid::regprocedure AS signature
FROM pg_proc JOIN member ON classid = 'pg_proc'::regclass AND objid = pg_proc.oid;

CREATE TEMP VIEW argument AS
SELECT routine.oid, signature, prokind, position, type, coalesce(proargnames[position], '') AS name
FROM routine, unnest(coalesce(proallargtypes, proargtypes::oid[])) WITH ORDINALITY AS a(type, position);

CREATE TEMP VIEW aggregate AS
SELECT routine.oid, signature, proname, pg_aggregate.*
FROM routine JOIN pg_aggregate ON aggfnoid = routine.oid;

CREATE TEMP VIEW base_type AS
SELECT pg_type.*, pg_type.oid::regtype AS name, typname LIKE '%\_state' AS is_state
FROM pg_type JOIN member ON classid = 'pg_type'::regclass AND objid = pg_type.oid
WHERE typtype = 'b' AND typelem = 0;

CREATE TEMP VIEW operator AS
SELECT pg_operator.*, pg_operator.oid::regoperator AS signature
FROM pg_operator JOIN member ON classid = 'pg_operator'::regclass AND objid = pg_operator.oid;

SELECT no_plan();

-- The tests below would pass if these were empty.
SELECT isnt_empty('SELECT FROM routine WHERE prokind = ''f''', 'there are functions');
SELECT isnt_empty('SELECT FROM aggregate', 'there are aggregates');
SELECT isnt_empty('SELECT FROM base_type', 'there are types');
SELECT isnt_empty('SELECT FROM operator', 'there are operators');

-- The extension as a whole
SELECT is_empty($$
	SELECT description FROM member
	WHERE classid NOT IN ('pg_proc'::regclass, 'pg_type'::regclass, 'pg_operator'::regclass, 'pg_cast'::regclass,
		'pg_opclass'::regclass, 'pg_opfamily'::regclass)
$$, 'nothing but functions, types, operators, casts and operator classes');
SELECT is_empty($$
	SELECT description FROM member
	WHERE classid IN ('pg_proc'::regclass, 'pg_type'::regclass, 'pg_operator'::regclass)
	AND (pg_identify_object(classid, objid, 0)).schema <> 'csops'
$$, 'everything is in the schema of the extension');
SELECT ok((SELECT extrelocatable FROM pg_extension WHERE extname = 'csops'), 'the extension is relocatable');
SELECT is_empty($$
	SELECT version FROM pg_available_extension_versions WHERE name = 'csops' AND NOT (trusted AND relocatable)
$$, 'every version is trusted and relocatable');
SELECT is_empty($$
	SELECT description FROM member
	WHERE CASE classid
		WHEN 'pg_opclass'::regclass THEN obj_description(objid, 'pg_opclass')
		WHEN 'pg_opfamily'::regclass THEN obj_description(objid, 'pg_opfamily')
		ELSE obj_description(objid, classid::regclass::name)
	END IS NULL
$$, 'everything has a comment');

-- Functions and aggregates
SELECT is_empty($$ SELECT signature FROM routine WHERE proname !~ '^[a-z][a-z0-9]*(_[a-z0-9]+)*$' $$,
	'names are lower_snake_case');
SELECT is_empty($$ SELECT signature FROM routine WHERE proname ~ '^(hll_|topn_|tdigest)' $$,
	'no name has a prefix that Citus treats as its own');
SELECT is_empty($$ SELECT signature, position FROM argument WHERE name = '' $$, 'every argument has a name');
SELECT is_empty($$ SELECT signature, name FROM argument WHERE name !~ '^[a-z][a-z0-9]*(_[a-z0-9]+)*$' $$,
	'names of arguments are lower_snake_case');
SELECT is_empty($$
	SELECT signature, name FROM argument JOIN pg_get_keywords() ON word = name WHERE catcode <> 'U'
$$, 'no argument is named by a keyword that would have to be quoted');
SELECT is_empty($$ SELECT signature FROM routine WHERE proparallel <> 's' $$, 'everything is parallel safe');
SELECT is_empty($$ SELECT signature FROM routine WHERE provolatile <> 'i' $$, 'everything is immutable');
SELECT is_empty($$ SELECT signature FROM routine WHERE prosecdef $$, 'nothing is SECURITY DEFINER');
SELECT is_empty($$ SELECT signature FROM routine WHERE proleakproof $$, 'nothing is LEAKPROOF');
SELECT is_empty($$ SELECT signature FROM routine WHERE proacl IS NOT NULL OR proconfig IS NOT NULL $$,
	'nothing has privileges or settings of its own');
SELECT is_empty($$
	SELECT signature FROM routine
	WHERE prokind = 'f'
	AND prolang <> (SELECT oid FROM pg_language WHERE lanname = 'c') AND prosqlbody IS NULL
$$, 'functions are in C, or in SQL that was resolved when the extension was made');
SELECT is_empty($$
	SELECT signature, probin, prosrc FROM routine
	WHERE probin IS NOT NULL AND (probin <> '$libdir/csops' OR prosrc !~ '^csops_')
$$, 'C symbols are of the library and begin with csops_');
SELECT is_empty($$
	SELECT signature FROM routine
	WHERE (prorettype = 'internal'::regtype OR 'internal'::regtype = ANY (proargtypes))
	AND oid NOT IN (SELECT typreceive FROM base_type) AND oid NOT IN (SELECT prosupport FROM routine)
$$, 'only receive functions and planner support take an internal argument');
SELECT is_empty($$ SELECT signature FROM routine WHERE proretset AND prorows = 1000 $$,
	'functions that return sets say how many rows to expect');
SELECT is_empty($$
	SELECT signature FROM routine
	WHERE EXISTS (SELECT FROM argument JOIN base_type ON type = base_type.oid WHERE argument.oid = routine.oid)
	AND NOT EXISTS (SELECT FROM argument JOIN base_type ON type = base_type.oid
		WHERE argument.oid = routine.oid AND position = 1)
$$, 'a csops value is the first argument');
SELECT is_empty($$
	SELECT signature FROM argument WHERE name = 'key' AND type NOT IN ('text'::regtype, 'uuid'::regtype)
$$, 'a key is text or uuid');
-- To the functions of health scores an as_of that is NULL is none, a missing value is no missing account, and an account
-- without a score is in the band unknown.
CREATE TEMP TABLE answers_null (signature regprocedure);
INSERT INTO answers_null
SELECT signature FROM routine WHERE proname IN ('health_score', 'health_score_direct', 'health_coverage', 'health_band', 'band_of',
	'health_drivers', 'health_reason', 'health_change');
-- A function that is not strict answers NULL with something else: counts with 0, support functions of aggregates
-- with what the aggregate needs, to the constructor of calendars NULL holidays are none, and a clock with a NULL target
-- is one without (61-sla-clock.sql shows that a NULL in any other argument of these gives NULL).
SELECT is_empty($$
	SELECT signature FROM routine
	WHERE prokind = 'f' AND NOT proisstrict AND pronargs > 0
	AND prorettype <> 'bigint'::regtype
	AND oid <> 'business_calendar(text, text, date[], jsonb, jsonb)'::regprocedure
	AND proname NOT IN ('sla_clock', 'sla_status', 'sla_elapsed_seconds', 'sla_remaining_seconds', 'sla_due_at', 'sla_breached_at', 'sla_cycles', 'explain_clock')
	AND signature NOT IN (SELECT signature FROM answers_null)
	AND oid NOT IN (
		SELECT unnest(ARRAY[aggtransfn::oid, aggfinalfn, aggmtransfn, aggminvtransfn, aggmfinalfn]) FROM aggregate)
$$, 'functions are strict, but for counts, the support functions of aggregates, one constructor and clocks');
SELECT is_empty($$
	SELECT signature FROM routine
	WHERE prokind = 'f' AND 'date'::regtype <> ALL (proargtypes) AND 'timestamp'::regtype = ANY (proargtypes)
$$, 'no function takes a timestamp without a zone');

-- Aggregates
SELECT is_empty($$
	SELECT signature FROM aggregate
	WHERE proname IN ('count', 'sum', 'avg', 'min', 'max', 'array_agg', 'bit_and', 'bit_or', 'bool_and', 'bool_or', 'every',
		'any_value') OR proname ~ '^json.*_agg'
$$, 'no aggregate has the name of a built-in one');
SELECT is_empty($$ SELECT signature FROM aggregate WHERE aggkind <> 'n' $$, 'no aggregate is an ordered-set aggregate');
SELECT is_empty($$
	SELECT signature FROM argument JOIN pg_type ON pg_type.oid = type WHERE prokind = 'a' AND typtype = 'p'
$$, 'no aggregate is polymorphic');
SELECT is_empty($$ SELECT signature FROM aggregate WHERE aggcombinefn = 0 $$, 'aggregates have a combine function');
SELECT is_empty($$
	SELECT signature FROM aggregate WHERE aggtranstype NOT IN (SELECT oid FROM base_type)
$$, 'states of aggregates are types of the extension');
SELECT is_empty($$ SELECT signature FROM aggregate WHERE agginitval IS NOT NULL OR aggminitval IS NOT NULL $$,
	'states of aggregates begin as NULL');
-- One that merges states may be: NULL is then skipped, and the first state is the state.
SELECT is_empty($$
	SELECT signature, aggtransfn FROM aggregate JOIN pg_proc ON pg_proc.oid = aggtransfn
	WHERE pg_proc.proisstrict AND aggtransfn <> aggcombinefn
$$, 'transition functions that take rows are not strict');
SELECT is_empty($$
	SELECT signature, aggcombinefn FROM aggregate JOIN pg_proc ON pg_proc.oid = aggcombinefn WHERE NOT pg_proc.proisstrict
$$, 'combine functions are strict');
SELECT is_empty($$ SELECT signature FROM aggregate WHERE aggtransspace = 0 $$, 'aggregates say how large their state is');
SELECT is_empty($$
	SELECT signature FROM aggregate
	WHERE aggfinalmodify <> 'r' OR aggmfinalmodify <> 'r' OR aggfinalextra OR aggmfinalextra
$$, 'final functions leave the state alone and take nothing else');
SELECT is_empty($$
	SELECT signature, f FROM aggregate,
		unnest(ARRAY[aggtransfn::oid, aggfinalfn, aggcombinefn, aggmtransfn, aggminvtransfn, aggmfinalfn]) AS f
	WHERE f <> 0 AND f NOT IN (SELECT oid FROM routine)
$$, 'support functions of aggregates belong to the extension');
-- What cannot be taken out again recomputes its moving windows, and is to be named here, with the reason.
CREATE TEMP TABLE not_subtractable (state regtype, reason text);
INSERT INTO not_subtractable VALUES ('timeline', 'an event that came twice is in a timeline once');
INSERT INTO not_subtractable VALUES ('backlog_summary', 'a ticket would have to be looked for among all');
INSERT INTO not_subtractable VALUES ('funnel', 'an event that came twice is in a funnel once');
INSERT INTO not_subtractable VALUES ('revenue_state', 'whether an account was seen before stays when the row that showed it leaves');
INSERT INTO not_subtractable VALUES ('activity_grid', 'a period in which two events were is there once');
INSERT INTO not_subtractable VALUES ('logistic_fit_state', 'a row among many is not found again without going through all');
INSERT INTO not_subtractable VALUES ('cohort_state', 'a period in which an account had two events is there once');
INSERT INTO not_subtractable VALUES ('signal_set', 'the value of a signal before the latest one is not kept');
SELECT is_empty($$
	SELECT signature FROM aggregate WHERE aggmtransfn = 0 AND aggtranstype NOT IN (SELECT state FROM not_subtractable)
	-- Births of accounts without activity are by day until an activity says what the periods are; what left would be by those.
	AND signature <> 'cohort_agg(activity_grid, text, date)'::regprocedure
$$, 'aggregates have a moving-aggregate mode');
SELECT is_empty($$
	SELECT signature FROM aggregate
	WHERE aggmtransfn <> 0 AND (aggminvtransfn = 0 OR aggmtranstype <> aggtranstype)
$$, 'the moving-aggregate mode has an inverse and the same state');

-- Types
SELECT is_empty($$ SELECT name FROM base_type WHERE typreceive = 0 OR typsend = 0 $$, 'types have a binary form');
SELECT is_empty($$ SELECT name FROM base_type WHERE typlen <> -1 OR typalign <> 'd' OR typstorage <> 'x' OR typcategory <> 'U' $$,
	'types are varlenas, aligned as double, that may be compressed');
SELECT is_empty($$
	SELECT name, amname FROM base_type, pg_am
	WHERE amname IN ('btree', 'hash') AND NOT is_state
	AND NOT EXISTS (SELECT FROM pg_opclass WHERE opcmethod = pg_am.oid AND opcintype = base_type.oid AND opcdefault)
$$, 'types have default operator classes of btree and hash');
SELECT is_empty($$
	SELECT name FROM base_type
	WHERE NOT is_state AND NOT EXISTS (
		SELECT FROM pg_opclass JOIN pg_amproc ON amprocfamily = opcfamily
		WHERE opcmethod = (SELECT oid FROM pg_am WHERE amname = 'hash') AND opcintype = base_type.oid AND amprocnum = 2)
$$, 'types have a seeded hash');
SELECT is_empty($$
	SELECT name FROM base_type
	WHERE NOT is_state AND NOT EXISTS (
		SELECT FROM operator
		WHERE oprname = '=' AND oprleft = base_type.oid AND oprright = base_type.oid AND oprcanmerge AND oprcanhash)
$$, 'types have an = that joins can merge and hash by');
SELECT is_empty($$
	SELECT name, target FROM base_type, (VALUES ('json'::regtype), ('jsonb')) AS t(target)
	WHERE NOT is_state AND NOT EXISTS (
		SELECT FROM pg_cast WHERE castsource = base_type.oid AND casttarget = target AND castmethod = 'f')
$$, 'types have casts to json and jsonb with a function');

-- Operators
SELECT is_empty($$ SELECT signature FROM operator WHERE oprcom = 0 AND oprname <> '-' $$,
	'operators have a commutator, but for the difference');
SELECT is_empty($$
	SELECT signature FROM operator
	WHERE oprname IN ('=', '<>', '<', '<=', '>', '>=') AND (oprnegate = 0 OR oprrest = 0 OR oprjoin = 0)
$$, 'comparisons have a negator and selectivity estimators');
SELECT is_empty($$ SELECT signature, oprcode FROM operator WHERE oprcode NOT IN (SELECT oid FROM routine) $$,
	'operators have a function of the extension');

-- The text form is the whole value, whatever the settings are.
CREATE TEMP TABLE sample (type regtype, value text);
INSERT INTO sample VALUES
	('business_calendar', $$ SELECT business_calendar('Europe/Berlin', 'Mo-Fr 09:00-12:00,13:00-17:30', ARRAY[date '2026-12-25']) $$),
	('business_calendar', $$ SELECT '{"any": [{"tz": "UTC", "hours": "22:00-06:00"}, {"tz": "+05:30", "hours": "24/7"}]}'::business_calendar $$),
	('rating_summary', $$ SELECT rating_agg(v) FROM (VALUES (10), (9), (0), (NULL)) AS a(v) $$),
	('rating_summary', $$ SELECT rating_agg(v, -2, 5) FROM (VALUES (-2), (5)) AS a(v) $$),
	('rating_summary', $$ SELECT rating_agg(v, 1, 7, 'count') FROM (VALUES (0), (7), (NULL)) AS a(v) $$),
	('rating_summary', $$ SELECT rating_agg(v) FROM generate_series(0, 10) AS a(v), generate_series(1, 70000) $$),
	('rating_summary', $$ SELECT rating_agg(NULL::float8) $$),
	('rating_summary', $$ SELECT rating_agg(v) FROM (VALUES (true), (false), (NULL)) AS a(v) $$),
	('weighted_rating_summary', $$ SELECT weighted_rating_agg(v, w) FROM (VALUES (10, 0.1), (0, 1e10), (3, 0.3)) AS a(v, w) $$),
	('proportion_summary', $$ SELECT proportion_agg(v) FROM (VALUES (true), (false), (NULL)) AS a(v) $$),
	('duration_summary', $$ SELECT duration_agg(v) FROM (VALUES (0), (60.5), (1e9), (NULL)) AS a(v) $$),
	('duration_summary', $$ SELECT duration_agg(v, 'count') - duration_agg(v) FILTER (WHERE v = 90) FROM (VALUES (-1), (90), (3600), (NULL)) AS a(v) $$),
	('timeline', $$ SELECT timeline_agg(v, e) FROM (VALUES ('2026-03-02 10:00+00'::timestamptz, 'open'), ('2026-03-02 09:00:00.000001+00', 'nöch offen "?'), ('2026-03-02 10:00+00', NULL)) AS a(v, e) $$),
	('backlog_summary', $$ SELECT backlog_agg(v, '{open}') FROM (VALUES (timeline '{"events": [["2026-03-02T10:00:00.5Z", "open"], ["4712-03-02T10:00:00Z BC", "open"], ["4712-03-02T10:00:00Z BC", "closed"]]}'), ('{"events": []}')) AS a(v) $$),
	('timeline', $$ SELECT timeline_agg(v, e, s) FROM (VALUES ('4714-11-24 00:00:00+00 BC'::timestamptz, '', -9223372036854775808), ('294276-12-31 23:59:59.999999+00', 'b', 9223372036854775807), ('0001-01-01 00:00+00', NULL, NULL)) AS a(v, e, s) $$),
	('sla_summary', $$ SELECT sla_agg(elapsed, target, finished) FROM (VALUES (interval '1 hour', interval '2 hours', true), ('3 hours', '2 hours', true), ('5 hours', NULL, false), (NULL, NULL, NULL)) AS a(elapsed, target, finished) $$),
	('sla_summary', $$ SELECT sla_agg(v, '2 hours', true, 'count') - sla_agg(v, '2 hours', true) FILTER (WHERE v = '1 hour') FROM (VALUES (interval '1 hour'), ('1 month'), ('3 hours')) AS a(v) $$),
	('signal_set', $$ SELECT signal_agg(n, v, t, 'count') FROM (VALUES ('logins', 0.1, timestamptz '2026-03-01 12:00:00.000001+05:30'), ('NPS "é"', -1e300, '0044-03-15 00:00+00 BC'), ('x', 'NaN', '2026-01-01 00:00Z')) AS a(n, v, t) $$),
	('health_model', $$ SELECT '{"name": "é", "version": 7, "signals": [{"name": "a", "weight": 0.1, "group": "g", "curve": [[-1e300, 0], [0.1, 33.3], [1e300, 100]], "half_life": "36 hours"},
		{"name": "b", "weight": 1e9, "tiers": [[0, 100]], "bounds": "(]", "max_age": "00:00:00.000001"}, {"name": "c", "weight": 0, "logistic": {"midpoint": 0.3, "steepness": -1e-9}}],
		"groups": [{"name": "g", "weight": 0.7}], "missing": "neutral", "min_coverage": 0.3, "bands": [["r", 0], ["g", 0.7]], "band_bounds": "(]",
		"overrides": [{"when": {"signal": "x", "op": "<>", "value": 0.1, "max_age": "2 weeks"}, "set": "value", "until": "2026-03-01 12:00:00.5+05:30", "reason": "by hand"}]}'::health_model $$),
	('health_model', $$ SELECT '{"signals": [{"name": "a", "weight": 1, "curve": [[0, 0], [1, 100]]}]}'::health_model $$),
	('portfolio_health', $$ SELECT portfolio_health_agg(s, w) FROM (VALUES (0.1, 3), (1e-7, 0.7), (99.95, 1e9), (NULL, 1), (5, NULL)) AS a(s, w) $$),
	('portfolio_health', $$ SELECT portfolio_health_agg(s, w, 'count') - portfolio_health_agg(s, w) FILTER (WHERE s = 33.3) FROM (VALUES (0.1, 3), (33.3, 0.7), (101, 1)) AS a(s, w) $$),
	('signal_set', $$ SELECT '{"logins": 5, "nps": null}'::signal_set $$),
	('signal_set', $$ SELECT signal_agg(NULL, NULL, NULL) $$),
	('activity_grid', $$ SELECT activity_agg(v, 'day', 'Europe/Berlin', 7) FROM (VALUES ('2026-03-01 23:30+00'::timestamptz), ('2026-03-04 08:00+00'), (NULL)) AS a(v) $$),
	('activity_grid', $$ SELECT activity_agg(v, 'week', '+05:30', 3) FROM (VALUES (date '1000-01-01'), ('1999-12-31')) AS a(v) $$),
	('cohort_matrix', $$ SELECT cohort_agg(a, v) FROM (VALUES (7, date '2026-03-01'), (7, '2026-03-04'), (7, '2026-03-05'), (-8, '2026-03-04')) AS e(a, v) $$),
	('cohort_matrix', $$ SELECT cohort_agg(a, v, 'week', 'UTC', 'recurring') FROM (VALUES ('x', date '2026-03-01'), ('x', '2026-03-04'), ('y', '2026-03-15')) AS e(a, v) $$),
	('cohort_matrix', $$ SELECT subtract(m, m) FROM (SELECT cohort_agg(1, v) FROM (VALUES (date '2026-03-01')) AS e(v)) AS q(m) $$),
	('cohort_matrix', $$ SELECT cohort_accum(NULL::cohort_matrix, NULL::activity_grid, 'first', date '2026-03-01') $$),
	('cohort_state', $$ SELECT cohort_accum(NULL::cohort_state, -9223372036854775808, '2026-03-01 23:30+00'::timestamptz, 'day', 'Europe/Berlin') $$),
	('cohort_state', $$ SELECT cohort_combine(cohort_accum(NULL::cohort_state, 'nöch "einer', '2026-03-01 23:30+00'::timestamptz, 'month', 'UTC', 'first', '2026-02-01 23:30+00'::timestamptz), cohort_accum(NULL::cohort_state, '', NULL::timestamptz, 'month', 'UTC', 'first', '1000-02-01 23:30+00'::timestamptz)) $$),
	('cohort_state', $$ SELECT cohort_combine(cohort_accum(NULL::cohort_state, '00000000-0000-0000-0000-000000000000'::uuid, date '2026-03-01', 'year'), cohort_accum(NULL::cohort_state, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid, date '1026-03-01', 'year')) $$),
	('cohort_value_matrix', $$ SELECT cohort_value_agg(a, v, b, 'month') FROM (VALUES (20, date '2026-03-01', date '2026-01-15'), (-0.00000000000000000000000000000000000000000001, '2026-03-04', '2026-03-04'), (99999999999999999, '9999-12-31', '9999-12-01')) AS e(a, v, b) $$),
	('cohort_value_matrix', $$ SELECT cohort_value_agg(NULL, v, v, 'week', '+05:30') FROM (VALUES (date '2026-03-01')) AS e(v) $$),
	('activity_grid', $$ SELECT activity_agg(v, 'year') FROM (VALUES (date '1000-01-01'), ('9999-12-31')) AS a(v) $$),
	('score_evaluation', $$ SELECT score_evaluation_agg(v, o) FROM (VALUES (0.01, true), (33.333, false), (99.99, NULL), (NULL, true)) AS a(v, o) $$),
	('score_evaluation', $$ SELECT score_evaluation_agg(v, o, w, 'count') FROM (VALUES (0, true, 0.1), (100, false, 1e10), (55.5, NULL, 0), (101, true, 1), (50, true, NULL)) AS a(v, o, w) $$),
	('renewal_summary', $$ SELECT renewal_agg(d, r, o, c, '2026-03-15') FROM (VALUES (100, 120.5, date '2026-03-01', date '2026-02-01'), (80, 60, '2026-03-01', '2026-03-02'), (7, NULL, '2026-03-15', '2026-03-01'), (5, NULL, '2026-06-01', NULL), (5, 6, '2026-06-01', '2026-03-15'), (NULL, 1, '2026-01-01', NULL)) AS a(d, r, o, c) $$),
	('renewal_summary', $$ SELECT renewal_agg(NULL, NULL, NULL, NULL, '0001-01-01') $$),
	('forecast_summary', $$ SELECT forecast_agg(f, a) FROM (VALUES (100.5, 98), (1, 3), (7, 0), (1e-40, 1), (-5, 5), (NULL, 1)) AS a(f, a) $$),
	('revenue_state', $$ SELECT revenue_accum(NULL, account, 1.5, date '2025-03-01', NULL, date '2026-01-01', date '2026-02-01') FROM (VALUES (7)) AS a(account) $$),
	('revenue_state', $$ SELECT revenue_combine(revenue_accum(NULL, text '', 1e-44, date '2026-01-01', date '2026-02-01', '{2026-01-01,2026-02-01,2026-03-01}'::date[], 2, 'count'), revenue_accum(NULL, text 'nöch "einer', 'NaN', date '2026-01-01', date '2026-02-01', '{2026-01-01,2026-02-01,2026-03-01}'::date[], 2, 'count')) $$),
	('revenue_state', $$ SELECT revenue_accum(NULL, '00000000-0000-0000-0000-000000000000'::uuid, -99999999999999999.5, NULL, NULL, '{0001-01-01,9999-12-31}'::date[], 1, 'clamp') $$),
	('revenue_bridge', $$ SELECT revenue_bridge_agg(s, e, b) FROM (VALUES (100, 120.55, false), (80, 0.1, true), (7, NULL, false), (NULL, 3, false), (0, 1e16, true), (NULL, NULL, NULL)) AS a(s, e, b) $$),
	('revenue_bridge', $$ SELECT revenue_bridge_agg(s, e, false, e * 0.923, 'clamp') FROM (VALUES (100, 120.55), (1e-44, 1e-40), (-7, 5)) AS a(s, e) $$),
	('surprise_churn_summary', $$ SELECT surprise_churn_agg(c, f, true, '1 day 00:00:00.000001', '0', a) FROM (VALUES ('2026-03-31Z'::timestamptz, '{2026-03-30Z}'::timestamptz[], 0.1), ('2026-03-31Z', NULL, 1e10), (NULL, NULL, 1)) AS a(c, f, a) $$),
	('active_summary', $$ SELECT active_agg(a) FROM (SELECT activity_agg(d, 'day', 'Europe/Berlin', 7) FROM (VALUES (1, date '2026-03-01'), (1, '2026-03-04'), (2, '2026-03-04'), (3, NULL)) AS e(n, d) GROUP BY n) AS s(a) $$),
	('funnel', $$ SELECT funnel_agg(v, n, '3 days 00:00:00.5', 'strict') FROM (VALUES ('0001-01-01 00:00+00'::timestamptz, 64), ('4000-12-31 23:59:59.999999+00', 0), ('2026-03-02 09:00+00', 1), (NULL, 7)) AS a(v, n) $$),
	('funnel', $$ SELECT funnel_agg(NULL::timestamptz, 1, '0') $$),
	('active_summary', $$ SELECT active_agg(activity_agg) FROM (SELECT activity_agg(NULL::date)) AS s $$),
	('logistic_fit', $$ SELECT logistic_fit_agg(o, x, y) FROM (VALUES (true, 1, 0.1), (false, 2, 0.3), (true, 2, -7), (false, 4, 1e10), (NULL, 1, 1), (true, NULL, 1)) AS a(o, x, y) $$),
	('logistic_fit', $$ SELECT logistic_fit_agg(0, o, x) FROM (VALUES (true, 1e100), (true, -1e-300)) AS a(o, x) $$),
	('logistic_fit_state', $$ SELECT logistic_fit_accum(logistic_fit_accum(logistic_fit_accum(NULL, 0.1, true, 1e100, -1e-300), 0.1, false, '-0', 0.3), 0.1, NULL, 1, NULL) $$),
	('life_table', $$ SELECT life_table_agg(v, e) FROM (VALUES (0, true), (30, false), (2147483647, true), (NULL, true)) AS a(v, e) $$),
	('life_table', $$ SELECT life_table_agg(v, true, interval '1 microsecond') FROM (VALUES (interval '1 day 0.000001 seconds'), ('3652425 days')) AS a(v) $$),
	('life_table', $$ SELECT life_table_agg(v, v = 5, v - 1, w, 'count') FROM (VALUES (1, 0.1), (5, 1e-20), (5, 9e15), (-1, 1)) AS a(v, w) $$),
	('life_table', $$ SELECT life_table_agg(NULL::integer, NULL, 0, 1) $$),
	('ratio_summary', $$ SELECT ratio_agg(n, d) FROM (VALUES (0.1, 3), (1e-7, 0.7), (2e9, 1)) AS a(n, d) $$);
SELECT is_empty($$ SELECT name FROM base_type WHERE oid NOT IN (SELECT type FROM sample) $$, 'every type has samples');

CREATE FUNCTION pg_temp.lossless(type regtype, value text) RETURNS boolean LANGUAGE plpgsql AS $function$
DECLARE
	usual text;
	other text;
	same boolean;
BEGIN
	EXECUTE format('SELECT (%s)::text', value) INTO usual;
	SET LOCAL extra_float_digits = -15;
	SET LOCAL datestyle = 'German';
	SET LOCAL intervalstyle = 'iso_8601';
	SET LOCAL timezone = 'Asia/Kolkata';
	EXECUTE format('SELECT v::text, %2$s(v::text::%1$s) = %2$s(v) %4$s FROM (%3$s) AS s(v)',
		type, (SELECT typsend FROM pg_type WHERE oid = type), value,
		CASE WHEN type::text NOT LIKE '%\_state' THEN format('AND v::text::%s = v', type) END) INTO other, same;
	RESET extra_float_digits;
	RESET datestyle;
	RESET intervalstyle;
	RESET timezone;
	RETURN same AND usual = other;
END
$function$;
SELECT ok(pg_temp.lossless(type, value), 'lossless text:' || value) FROM sample;

CREATE FUNCTION pg_temp.json_agrees(value text) RETURNS boolean LANGUAGE plpgsql AS $function$
DECLARE
	same boolean;
BEGIN
	EXECUTE format('SELECT v::json::jsonb = v::jsonb AND v::text::jsonb = v::jsonb FROM (%s) AS s(v)', value) INTO same;
	RETURN same;
END
$function$;
SELECT ok(pg_temp.json_agrees(value), 'json and jsonb are the text:' || value) FROM sample
WHERE type NOT IN (SELECT oid FROM base_type WHERE is_state);

-- It moves to another schema, whoever may create in a database may install it, and what somebody left in the schema is
-- never taken over.
CREATE SCHEMA elsewhere;
SELECT lives_ok('ALTER EXTENSION csops SET SCHEMA elsewhere', 'the extension moves to another schema');
SELECT is_empty($$
	SELECT description FROM member
	WHERE classid IN ('pg_proc'::regclass, 'pg_type'::regclass, 'pg_operator'::regclass)
	AND (pg_identify_object(classid, objid, 0)).schema <> 'elsewhere'
$$, 'and takes everything along');
DROP EXTENSION csops;
CREATE ROLE csops_analyst;
DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO csops_analyst', current_database()); END $$;
GRANT CREATE ON SCHEMA elsewhere TO csops_analyst;
SET ROLE csops_analyst;
SELECT lives_ok('CREATE EXTENSION csops SCHEMA elsewhere', 'who is no superuser can install it');
RESET ROLE;
DROP EXTENSION csops;
CREATE FUNCTION elsewhere.nps(score double precision) RETURNS double precision LANGUAGE sql AS 'SELECT 100.0';
SELECT throws_ok('CREATE EXTENSION csops SCHEMA elsewhere', '42723', NULL, 'a function that is there already stops the installation');

SELECT * FROM finish();
ROLLBACK;
