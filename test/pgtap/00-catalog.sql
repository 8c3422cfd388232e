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
\ir ../samples.psql
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
