-- The dictionary of metrics: complete, true to the catalog, and right about what may be added up.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION pgtap SCHEMA public;
CREATE SCHEMA csops;
CREATE EXTENSION csops SCHEMA csops;
SET LOCAL search_path = csops, public;
SET LOCAL timezone = 'UTC';
SELECT no_plan();

CREATE TEMP TABLE definition AS SELECT * FROM metric_definitions();
CREATE TEMP VIEW signature AS
SELECT metric, named.signature::regprocedure AS oid
FROM definition, string_to_table(signatures, '; ') AS named(signature);
CREATE TEMP VIEW component AS
SELECT metric, named.component
FROM definition, string_to_table(components, ', ') AS named(component)
WHERE components NOT IN ('itself', 'none');
CREATE TEMP VIEW member AS
SELECT objid AS oid FROM pg_depend
WHERE classid = 'pg_proc'::regclass AND refclassid = 'pg_extension'::regclass AND deptype = 'e'
AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'csops');

-- What a row says
SELECT cmp_ok((SELECT count(*) FROM definition), '>', 200::bigint, 'there are metrics');
SELECT is_empty('SELECT metric FROM definition GROUP BY metric HAVING count(*) > 1', 'a metric is defined once');
SELECT is_empty($$
	SELECT metric, field.key FROM definition, jsonb_each_text(to_jsonb(definition)) AS field
	WHERE coalesce(field.value, '') !~ '\S'
$$, 'no field is empty');
SELECT is_empty($$
	SELECT metric, direction FROM definition WHERE direction NOT IN ('higher is better', 'lower is better', 'neither')
$$, 'directions are of the three');
SELECT results_eq('SELECT DISTINCT direction FROM definition ORDER BY 1',
	$$ VALUES ('higher is better'), ('lower is better'), ('neither') $$, 'and each of them occurs');

-- What a row names
SELECT lives_ok('SELECT count(oid) FROM signature', 'signatures can be read as functions');
SELECT is_empty('SELECT metric, oid FROM signature WHERE oid NOT IN (SELECT oid FROM member)',
	'and are functions of the extension');
SELECT is_empty($$ SELECT metric FROM definition WHERE metric NOT IN (SELECT metric FROM signature) $$, 'every metric has one');
SELECT is_empty($$
	SELECT oid FROM signature GROUP BY oid HAVING count(*) > 1
$$, 'no function belongs to two metrics');
SELECT is_empty($$
	SELECT metric, oid FROM signature JOIN pg_proc USING (oid) WHERE proname <> regexp_replace(metric, '\(.*', '')
$$, 'a metric has the name of its functions');
SELECT is_empty($$
	SELECT metric, signature.oid FROM signature JOIN pg_proc USING (oid)
	WHERE proretset OR prorettype NOT IN ('float8'::regtype, 'bigint'::regtype, 'integer'::regtype, 'numeric'::regtype)
$$, 'a metric is a number');
-- Whatever returns a number, and is not by its name an end of an interval or the like, is a metric if it aggregates.
SELECT is_empty($$
	SELECT oid::regprocedure FROM pg_proc JOIN member USING (oid)
	WHERE prokind = 'a' AND prorettype IN ('float8'::regtype, 'bigint'::regtype, 'integer'::regtype, 'numeric'::regtype)
	AND proname !~ '_(lo|hi|margin|se|p)$'
	AND oid NOT IN (SELECT oid FROM signature)
$$, 'every aggregate that returns a number is in the dictionary');
SELECT is_empty($$
	SELECT metric, name FROM definition, string_to_table(bounds, ', ') AS name
	WHERE bounds <> 'none' AND NOT EXISTS (SELECT FROM pg_proc JOIN member USING (oid) WHERE proname = name)
$$, 'bounds are functions of the extension');
SELECT isnt_empty($$ SELECT metric FROM definition WHERE bounds <> 'none' $$, 'some metrics have an interval');
SELECT is_empty($$
	SELECT metric, type FROM definition, string_to_table(summary, ', ') AS type
	WHERE summary <> 'none' AND to_regprocedure('rollup(' || type || ')') IS NULL
$$, 'summaries can be rolled up');
SELECT is_empty($$
	SELECT metric, component FROM component
	WHERE NOT EXISTS (SELECT FROM definition WHERE definition.metric = component AND components = 'itself')
$$, 'components are metrics that are sums');

-- It can be joined, filtered and copied without being installed in any other schema.
SELECT is((SELECT count(*)::integer FROM pg_proc WHERE oid = 'metric_definitions()'::regprocedure
	AND provolatile = 'i' AND proparallel = 's' AND NOT prosecdef), 1, 'it is immutable and parallel safe');
CREATE FUNCTION pg_temp.plan_of(statement text) RETURNS SETOF text LANGUAGE plpgsql AS $function$
BEGIN
	RETURN QUERY EXECUTE 'EXPLAIN (COSTS OFF) ' || statement;
END
$function$;
SELECT matches((SELECT string_agg(line, ' ') FROM pg_temp.plan_of('SELECT unit FROM metric_definitions() WHERE metric = ''nps''') AS line),
	'^Values Scan', 'the planner sees through it');

-- What is called a sum is one: of two groups that have nothing in common it is the sum of both. Of the types of one
-- thing's history (a timeline, a grid, a funnel, a set of signals) a merge is still one thing, and nothing is summed.
CREATE TEMP TABLE parts (type text, a text, b text);
INSERT INTO parts VALUES
	('rating_summary', $$ rating_agg(v, 0, 10, 'count') FROM (VALUES (10), (9), (8), (3), (11), (NULL)) AS r(v) $$,
		$$ rating_agg(v, 0, 10, 'count') FROM (VALUES (10), (7), (3), (2), (0), (-1), (NULL), (NULL)) AS r(v) $$),
	('weighted_rating_summary', $$ weighted_rating_agg(v, w, 0, 10, 'count') FROM (VALUES (10, 1), (9, 2), (8, 1), (3, 3), (11, 1), (NULL, 1), (3, NULL)) AS r(v, w) $$,
		$$ weighted_rating_agg(v, w, 0, 10, 'count') FROM (VALUES (10, 1), (7, 2), (7, 1), (3, 3), (11, 1), (NULL, 1), (NULL, 1), (3, NULL)) AS r(v, w) $$),
	('proportion_summary', $$ proportion_agg(v) FROM (VALUES (true), (false), (NULL)) AS r(v) $$,
		$$ proportion_agg(v) FROM (VALUES (true), (true), (false), (NULL)) AS r(v) $$),
	('ratio_summary', $$ ratio_agg(n, d, 'count') FROM (VALUES (2, 3), (5, 4), (float8 'NaN', 1), (NULL, 1)) AS r(n, d) $$,
		$$ ratio_agg(n, d, 'count') FROM (VALUES (1, 4), (float8 'NaN', 1), (NULL, 1)) AS r(n, d) $$),
	('duration_summary', $$ duration_agg(v, 'count') FROM (VALUES (60), (3600), (-1), (NULL)) AS r(v) $$,
		$$ duration_agg(v, 'count') FROM (VALUES (30), (90), (-1), (NULL)) AS r(v) $$),
	('sla_summary', $$ sla_agg(e, t, f, 'count') FROM (VALUES (interval '1 hour', interval '2 hours', true), ('3 hours', '2 hours', true), ('1 hour', '2 hours', false), ('1 hour', NULL, true), (NULL, NULL, true), ('1 month', '2 hours', true)) AS r(e, t, f) $$,
		$$ sla_agg(e, t, f, 'count') FROM (VALUES (interval '1 hour', interval '2 hours', true), ('1 hour', '2 hours', true), ('3 hours', '2 hours', false), ('1 hour', '2 hours', false), ('1 hour', NULL, true), (NULL, NULL, true), ('1 month', '2 hours', true)) AS r(e, t, f) $$),
	('backlog_summary', $$ backlog_agg(t, '{open}') FROM (VALUES (timeline '{"events": [["2026-03-01T10:00:00Z", "open"], ["2026-03-02T10:00:00Z", "closed"], ["2026-03-02T11:00:00Z", "open"]]}')) AS r(t) $$,
		$$ backlog_agg(t, '{open}') FROM (VALUES (timeline '{"events": [["2026-03-01T08:00:00Z", "open"], ["2026-03-01T10:00:00Z", "closed"], ["2026-03-01T11:00:00Z", "open"]]}'), ('{"events": [["2026-03-01T12:00:00Z", "open"]]}')) AS r(t) $$),
	('active_summary', $$ active_agg(a) FROM (SELECT activity_agg(d) FROM (VALUES (1, date '2026-03-01'), (1, '2026-03-02'), (2, '2026-03-01'), (3, '2026-03-02'), (4, NULL), (5, '2026-02-01'), (5, '2026-03-02')) AS e(n, d) GROUP BY n UNION ALL SELECT NULL) AS r(a) $$,
		$$ active_agg(a) FROM (SELECT activity_agg(d) FROM (VALUES (1, date '2026-03-01'), (1, '2026-03-02'), (2, '2026-03-01'), (3, '2026-03-02'), (6, '2026-03-01'), (6, '2026-03-02'), (5, '2026-02-01'), (5, '2026-03-02')) AS e(n, d) GROUP BY n UNION ALL SELECT NULL) AS r(a) $$),
	('cohort_matrix', $$ cohort_agg(n, d) FROM (VALUES (1, date '2026-03-01'), (1, '2026-03-02'), (2, '2026-03-02')) AS r(n, d) $$,
		$$ cohort_agg(n, d) FROM (VALUES (3, date '2026-03-01'), (3, '2026-03-02'), (4, '2026-03-01'), (4, '2026-03-02'), (5, '2026-03-03')) AS r(n, d) $$),
	('cohort_value_matrix', $$ cohort_value_agg(m, d, d, 'month') FROM (VALUES (3, date '2026-03-01'), (4, '2026-04-02')) AS r(m, d) $$,
		$$ cohort_value_agg(m, d, d, 'month') FROM (VALUES (7, date '2026-03-01')) AS r(m, d) $$),
	('portfolio_health', $$ portfolio_health_agg(s, w, 'count') FROM (VALUES (40, 2), (80, 5), (NULL, 1), (70, NULL), (101, 1)) AS r(s, w) $$,
		$$ portfolio_health_agg(s, w, 'count') FROM (VALUES (10, 2), (30, 3), (90, 5), (NULL, 1), (70, NULL), (101, 1)) AS r(s, w) $$),
	('score_evaluation', $$ score_evaluation_agg(s, o, w, 'count') FROM (VALUES (40, true, 1), (80, false, 1), (30, NULL, 1), (NULL, true, 1), (20, true, NULL), (101, true, 1)) AS r(s, o, w) $$,
		$$ score_evaluation_agg(s, o, w, 'count') FROM (VALUES (10, true, 1), (45, false, 1), (30, NULL, 1), (30, NULL, 1), (NULL, true, 1), (20, true, NULL), (101, true, 1)) AS r(s, o, w) $$),
	('surprise_churn_summary', $$ surprise_churn_agg(c, f, s, '90 days', '14 days', a, 'count') FROM (VALUES (timestamptz '2026-03-31Z', '{2026-03-01Z}'::timestamptz[], true, 5), ('2026-03-31Z', NULL, true, 7), ('2026-03-31Z', NULL, false, 3), ('2026-03-31Z', NULL, true, NULL), (NULL, NULL, true, 1), ('2026-03-31Z', NULL, true, -1)) AS r(c, f, s, a) $$,
		$$ surprise_churn_agg(c, f, s, '90 days', '14 days', a, 'count') FROM (VALUES (timestamptz '2026-03-31Z', '{2026-03-01Z}'::timestamptz[], true, 50), ('2026-03-31Z', NULL, true, 70), ('2026-03-31Z', NULL, true, 70), ('2026-03-31Z', NULL, false, 30), ('2026-03-31Z', NULL, true, NULL), (NULL, NULL, true, 1), ('2026-03-31Z', NULL, true, -1)) AS r(c, f, s, a) $$),
	('life_table', $$ life_table_agg(t, e, n, 'count') FROM (VALUES (5, true, 0), (7, false, 2), (NULL, true, 0), (-1, true, 0)) AS r(t, e, n) $$,
		$$ life_table_agg(t, e, n, 'count') FROM (VALUES (5, true, 1), (6, false, 2), (9, false, 0), (NULL, true, 0), (-1, true, 0)) AS r(t, e, n) $$),
	('revenue_bridge', $$ revenue_bridge_agg(s, e, p, r, 'count') FROM (VALUES (100, 120, false, 110), (80, 60, false, 60), (50, 0, false, 0), (0, 30, false, 30), (0, 40, true, 40), (0, 0, false, 0), (-1, 1, false, 1)) AS x(s, e, p, r) $$,
		$$ revenue_bridge_agg(s, e, p, r, 'count') FROM (VALUES (200, 220, false, 230), (90, 60, false, 60), (51, 0, false, 0), (0, 31, false, 31), (0, 41, true, 41), (0, 42, true, 42), (0, 0, false, 0), (-1, 1, false, 1)) AS x(s, e, p, r) $$),
	('renewal_summary', $$ renewal_agg(d, r, o, c, '2026-03-15', 'count') FROM (VALUES (100, 120, date '2026-03-01', date '2026-02-01'), (70, 70, '2026-03-01', '2026-03-05'), (80, 0, '2026-03-01', '2026-03-02'), (7, NULL, '2026-03-01', NULL), (5, NULL, '2026-04-01', NULL), (11, 12, '2026-04-02', '2026-03-01'), (NULL, 1, '2026-01-01', NULL), (-1, 1, '2026-01-01', '2026-01-01')) AS x(d, r, o, c) $$,
		$$ renewal_agg(d, r, o, c, '2026-03-15', 'count') FROM (VALUES (10, 12, date '2026-03-01', date '2026-02-01'), (8, 0, '2026-03-01', '2026-03-02'), (9, NULL, '2026-03-01', NULL), (6, NULL, '2026-04-01', NULL), (13, 12, '2026-04-02', '2026-03-01'), (NULL, 1, '2026-01-01', NULL), (-1, 1, '2026-01-01', '2026-01-01')) AS x(d, r, o, c) $$),
	('completeness_summary', $$ completeness_agg(v) FROM (VALUES ('a'), (NULL), (' ')) AS r(v) $$,
		$$ completeness_agg(v) FROM (VALUES ('a'), ('b'), ('')) AS r(v) $$),
	('reconciliation_summary', $$ reconciliation_agg(a, b, t, m, 'count') FROM (VALUES (5, 5, 0, 7), (5, 6, 0, 8), (3, NULL, 0, 9), (NULL, 4, 0, 10), (1, 1, 0, NULL), (NULL, NULL, 0, 1), (1e20, 1, 0, 1)) AS r(a, b, t, m) $$,
		$$ reconciliation_agg(a, b, t, m, 'count') FROM (VALUES (50, 50, 0, 7), (60, 50, 0, 8), (30, NULL, 0, 9), (31, NULL, 0, 9), (NULL, 4, 0, 10), (1, 1, 0, NULL), (NULL, NULL, 0, 1), (1e20, 1, 0, 1)) AS r(a, b, t, m) $$),
	('timeliness_summary', $$ merge((SELECT timeliness_agg(l, a, 'count') FROM (VALUES (interval '1 hour', interval '2 hours'), ('3 hours', '2 hours'), (NULL, '2 hours'), ('1 hour', NULL), ('1 month', '2 hours')) AS r(l, a)),
			timeliness_agg('2026-03-03 08:00+00'::timestamptz, NULL, '1 hour', '2026-03-02 12:00+00')) $$,
		$$ merge((SELECT timeliness_agg(l, a, 'count') FROM (VALUES (interval '1 hour', interval '2 hours'), ('2 hours', '2 hours'), ('4 hours', '2 hours'), (NULL, '2 hours'), ('1 hour', NULL), ('1 month', '2 hours')) AS r(l, a)),
			timeliness_agg('2026-03-03 08:00+00'::timestamptz, NULL, '1 hour', '2026-03-02 12:00+00')) $$),
	('forecast_summary', $$ forecast_agg(f, a, 'count') FROM (VALUES (100, 98), (7, 0), (NULL, 1), (numeric 'NaN', 1)) AS x(f, a) $$,
		$$ forecast_agg(f, a, 'count') FROM (VALUES (10, 12), (7, 0), (NULL, 1), (numeric 'NaN', 1)) AS x(f, a) $$);
-- What besides the summary a function has to be given here.
CREATE TEMP TABLE further (name text, arguments text);
INSERT INTO further VALUES
	('backlog_at', ', ''2026-03-03Z'''), ('backlog_older_than', ', ''2026-03-03Z'', ''1 hour'''),
	('backlog_opened', ', ''2026-03-01Z'', ''2026-03-03Z'''), ('backlog_reopened', ', ''2026-03-01Z'', ''2026-03-03Z'''),
	('backlog_solved', ', ''2026-03-01Z'', ''2026-03-03Z'''),
	('active_accounts', ', ''2026-03-02'', 1'), ('new_accounts', ', ''2026-03-02'', 1'), ('returning_accounts', ', ''2026-03-02'', 1'),
	('resurrecting_accounts', ', ''2026-03-02'', 1'), ('dormant_accounts', ', ''2026-03-02'', 1'),
	('portfolio_weight_below', ', 50'), ('portfolio_accounts_below', ', 50'), ('portfolio_share_below', ', 50'),
	('satisfied', ', 2'), ('csat', ', 2'), ('top_box', ', 2'), ('active_periods_total', ', ''2026-03-02'', 28'), ('active_periods_mean', ', ''2026-03-02'', 28'),
	('retention_retained', ', 1, date ''2026-04-01'''), ('retention_eligible', ', 1, date ''2026-04-01'''), ('retention_rate', ', 1, date ''2026-04-01'''),
	('flagged_events', ', 50'), ('precision_at', ', 50'), ('recall_at', ', 50'), ('lift_at', ', 50'), ('f1_at', ', 50'),
	('renewal_renewed_within', ', 30'), ('renewal_coverage', ', 30'),
	('flagged', ', 50'), ('renewal_due_within', ', 30'), ('contracts_due_within', ', 30');
CREATE TEMP TABLE one_thing (type text);
INSERT INTO one_thing VALUES ('timeline'), ('activity_grid'), ('funnel'), ('signal_set');

SELECT is_empty($$
	SELECT type FROM definition, string_to_table(summary, ', ') AS type
	WHERE components = 'itself' AND summary <> 'none'
	AND type NOT IN (SELECT type FROM parts UNION ALL SELECT type FROM one_thing)
$$, 'every summary with sums is tried');

CREATE FUNCTION pg_temp.call(metric text, s text) RETURNS text LANGUAGE sql AS $function$
	SELECT format('csops.%s(%s%s)', name, s, (SELECT arguments FROM further WHERE further.name = base.name))
	FROM regexp_replace(metric, '\(.*', '') AS base(name)
$function$;
CREATE FUNCTION pg_temp.is_sum(metric text, type text) RETURNS SETOF text LANGUAGE plpgsql AS $function$
DECLARE
	one numeric;
	other numeric;
	whole numeric;
	result text;
BEGIN
	EXECUTE format('WITH part AS (SELECT (SELECT %s) AS a, (SELECT %s) AS b) SELECT %s, %s, %s FROM part',
		(SELECT parts.a FROM parts WHERE parts.type = is_sum.type), (SELECT parts.b FROM parts WHERE parts.type = is_sum.type),
		pg_temp.call(metric, 'a'), pg_temp.call(metric, 'b'), pg_temp.call(metric, 'csops.merge(a, b)'))
	INTO STRICT one, other, whole;
	RETURN NEXT is(whole, one + other, metric || ' of ' || type || ' adds up');
	RETURN NEXT cmp_ok(abs(one) + abs(other), '>', 0::numeric, 'and is not 0');
	-- Of nothing a count is 0, and a sum is not known; the counts of a backlog ask for an instant first, and are strict.
	EXECUTE format('SELECT %s, pg_typeof(%1$s)', pg_temp.call(metric, format('NULL::csops.%I', type))) INTO STRICT one, result;
	RETURN NEXT is(one, CASE WHEN result = 'bigint' AND metric !~ '^backlog_' THEN 0::numeric END, 'of no ' || type || ' it is ' || coalesce(one::text, 'NULL'));
END
$function$;
SELECT pg_temp.is_sum(metric, type)
FROM definition, string_to_table(summary, ', ') AS type
WHERE components = 'itself' AND type IN (SELECT type FROM parts)
ORDER BY type, metric;

-- What is said to follow from components does: the formula over them, after summing, is the metric of the merged groups.
CREATE TEMP TABLE computed (metric text, type text, formula text);
INSERT INTO computed VALUES
	('completeness', 'completeness_summary', '1.0 * present(s) / observations(s)'),
	('reconciliation_rate', 'reconciliation_summary', '1.0 * reconciled(s) / observations(s)'),
	('reconciliation_rate_by_amount', 'reconciliation_summary', 'amount_reconciled(s) / (amount_reconciled(s) + amount_at_variance(s))'),
	('timeliness', 'timeliness_summary', '1.0 * on_time(s) / observations(s)'),
	('nps', 'rating_summary', '100.0 * (promoters(s) - detractors(s)) / observations(s)'),
	('csat', 'rating_summary', '100.0 * satisfied(s, 2) / observations(s)'),
	('top_box', 'rating_summary', '1.0 * satisfied(s, 2) / observations(s)'),
	('rating_mean', 'rating_summary', 'rating_total(s) / observations(s)'),
	('ratio', 'ratio_summary', 'ratio_numerator(s) / ratio_denominator(s)'),
	('active_periods_mean', 'active_summary', '1.0 * active_periods_total(s, ''2026-03-02'', 28) / active_accounts(s, ''2026-03-02'', 28)'),
	('retention_rate', 'cohort_matrix', '1.0 * retention_retained(s, 1, date ''2026-04-01'') / retention_eligible(s, 1, date ''2026-04-01'')'),
	('portfolio_score', 'portfolio_health', 'portfolio_points(s) / portfolio_weight(s)'),
	('portfolio_coverage', 'portfolio_health', 'portfolio_weight(s) / (portfolio_weight(s) + portfolio_weight_unscored(s))'),
	('precision_at', 'score_evaluation', '1.0 * flagged_events(s, 50) / flagged(s, 50)'),
	('recall_at', 'score_evaluation', '1.0 * flagged_events(s, 50) / events(s)'),
	('lift_at', 'score_evaluation', '1.0 * flagged_events(s, 50) / flagged(s, 50) / events(s) * observations(s)'),
	('f1_at', 'score_evaluation', '2.0 * flagged_events(s, 50) / (flagged(s, 50) + events(s))'),
	('gross_renewal_rate', 'renewal_summary', 'renewal_kept(s) / (renewal_due(s) - renewal_undecided(s))'),
	('on_time_renewal_rate', 'renewal_summary', 'renewal_kept_on_time(s) / (renewal_due(s) - renewal_undecided(s) + renewal_overdue(s))'),
	('renewal_coverage', 'renewal_summary', 'renewal_renewed_within(s, 30) / renewal_due_within(s, 30)'),
	('forecast_bias', 'forecast_summary', '(forecast_total(s) - actual_total(s)) / absolute_actual_total(s)'),
	('wape', 'forecast_summary', 'absolute_error_total(s) / absolute_actual_total(s)'),
	('response_rate', 'rating_summary', '1.0 * (observations(s) + invalid(s)) / (observations(s) + invalid(s) + unanswered(s))'),
	('response_rate', 'weighted_rating_summary', '1.0 * (observations(s) + unweighted(s) + invalid(s)) / (observations(s) + unweighted(s) + invalid(s) + unanswered(s))'),
	('proportion', 'proportion_summary', '1.0 * successes(s) / observations(s)'),
	('duration_mean', 'duration_summary', 'duration_total(s) / observations(s)'),
	('sla_attainment', 'sla_summary', '1.0 * sla_achieved(s) / (sla_achieved(s) + sla_breached(s))'),
	('stickiness', 'active_summary', '1.0 * active_accounts(s, ''2026-03-02'') / active_accounts(s, ''2026-03-02'', 28)'),
	('portfolio_share_below', 'portfolio_health', 'portfolio_weight_below(s, 50) / portfolio_weight(s)'),
	('score_coverage(score_evaluation)', 'score_evaluation', '1.0 * (observations(s) + undecided(s) + unweighted(s)) / (observations(s) + undecided(s) + unweighted(s) + unscored(s) + invalid(s))'),
	('surprise_churn_rate', 'surprise_churn_summary', '1.0 * surprises(s) / (surprises(s) + foretold(s))'),
	('surprise_churn_rate_by_amount', 'surprise_churn_summary', 'surprise_amount(s) / (surprise_amount(s) + foretold_amount(s))'),
	('score_coverage(surprise_churn_summary)', 'surprise_churn_summary', '1.0 * (surprises(s) + foretold(s)) / observations(s)'),
	('score_coverage_by_amount', 'surprise_churn_summary', '(surprise_amount(s) + foretold_amount(s)) / (surprise_amount(s) + foretold_amount(s) + unscored_amount(s))'),
	('nrr', 'revenue_bridge', '(revenue_start(s) + revenue_expansion(s) - revenue_contraction(s) - revenue_churn(s)) / revenue_start(s)'),
	('grr', 'revenue_bridge', '(revenue_start(s) - revenue_contraction(s) - revenue_churn(s)) / revenue_start(s)'),
	('logo_retention', 'revenue_bridge', '1.0 * (accounts_start(s) - accounts_churn(s)) / accounts_start(s)'),
	('gross_revenue_churn', 'revenue_bridge', '(revenue_contraction(s) + revenue_churn(s)) / revenue_start(s)'),
	('net_revenue_churn', 'revenue_bridge', '(revenue_contraction(s) + revenue_churn(s) - revenue_expansion(s) - revenue_reactivation(s)) / revenue_start(s)'),
	('quick_ratio', 'revenue_bridge', '(revenue_new(s) + revenue_reactivation(s) + revenue_expansion(s)) / (revenue_contraction(s) + revenue_churn(s))'),
	('net_renewal_rate', 'renewal_summary', 'renewal_renewed(s) / (renewal_due(s) - renewal_undecided(s))'),
	('contract_renewal_rate', 'renewal_summary', '1.0 * contracts_renewed(s) / (contracts_renewed(s) + contracts_lost(s))');

CREATE TEMP VIEW made_of AS
SELECT DISTINCT metric, regexp_replace(component, '\(.*', '') AS name FROM component;
CREATE TEMP VIEW formula_names AS
SELECT DISTINCT metric, (regexp_matches(formula, '([a-z_]+)\(', 'g'))[1] AS name FROM computed;
SELECT is_empty($$
	SELECT metric FROM component WHERE metric !~ '_difference$' EXCEPT SELECT metric FROM computed
$$, 'every metric with components is computed from them');
SELECT results_eq('SELECT * FROM formula_names ORDER BY 1, 2',
	$$ SELECT * FROM made_of WHERE metric !~ '_difference$' ORDER BY 1, 2 $$, 'from all of them, and from nothing else');
SELECT is_empty($$
	SELECT definition.metric FROM definition
	JOIN definition AS base ON base.metric = regexp_replace(definition.metric, '_difference$', '')
	WHERE definition.metric ~ '_difference$' AND definition.components IS DISTINCT FROM base.components
$$, 'a difference has the components of what differs');

CREATE FUNCTION pg_temp.follows(metric text, type text, formula text) RETURNS text LANGUAGE plpgsql AS $function$
DECLARE
	direct float8;
	computed float8;
BEGIN
	EXECUTE format('WITH part AS (SELECT (SELECT %s) AS a, (SELECT %s) AS b), whole AS (SELECT csops.merge(a, b) AS s FROM part) SELECT %s, %s FROM whole',
		(SELECT parts.a FROM parts WHERE parts.type = follows.type), (SELECT parts.b FROM parts WHERE parts.type = follows.type),
		pg_temp.call(metric, 's'), formula)
	INTO STRICT direct, computed;
	RETURN cmp_ok(abs(direct - computed), '<', 1e-12::float8, metric || ' follows from its components');
END
$function$;
INSERT INTO further VALUES ('stickiness', ', ''2026-03-02'', 28');
SELECT pg_temp.follows(metric, type, formula) FROM computed;

SELECT * FROM finish();
ROLLBACK;
