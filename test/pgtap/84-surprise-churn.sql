-- Surprise churn: against the rows themselves in plain SQL, and the figures of vectors/statistics.tsv. The folder is
-- CSOPS_SHARED, ../shared unless it is set.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION pgtap SCHEMA public;
CREATE SCHEMA csops;
CREATE EXTENSION csops SCHEMA csops;
SET LOCAL search_path = csops, public;

SELECT no_plan();

-- Churn with flags all around the edges of the window, in the time zone of nobody.
SELECT setseed(0.19);
CREATE TEMP TABLE account AS
SELECT n, n % 9 AS segment, CASE WHEN random() < 0.9 THEN churned_at END AS churned_at,
	CASE WHEN random() < 0.8 THEN ARRAY(
		SELECT CASE WHEN random() < 0.9 THEN churned_at - (ARRAY[interval '14 days', '90 days', '7 days', '30 days'])[1 + floor(random() * 4)::integer]
			+ floor(random() * 3 - 1) * interval '1 microsecond' + floor(random() * 2) * floor(random() * 100 - 50) * interval '1 day' END
		FROM generate_series(1, n % 4)) END AS flagged_at,
	(ARRAY[true, true, false, NULL])[1 + floor(random() * 4)::integer] AS scored,
	CASE WHEN random() < 0.9 THEN round((random() * 100000)::numeric, 2)::float8 END AS amount
FROM generate_series(1, 3000) AS n, LATERAL (SELECT timestamptz '2026-01-01 00:00+00' + n * interval '3 hours 7.5 seconds' AS churned_at) AS c;

CREATE TEMP TABLE fate AS
SELECT *, CASE WHEN churned_at IS NULL THEN 'here'
	WHEN EXISTS (SELECT FROM unnest(flagged_at) AS f
		WHERE extract(epoch FROM churned_at - f) BETWEEN extract(epoch FROM lead) AND extract(epoch FROM lookback)) THEN 'foretold'
	WHEN scored THEN 'surprise' ELSE 'unscored' END AS fate
FROM account, (VALUES (interval '90 days', interval '14 days'), ('30 days', '7 days'), ('90 days', '0'), ('14 days', '14 days')) AS w(lookback, lead);
SELECT cmp_ok((SELECT min(n) FROM (SELECT count(*) AS n FROM fate GROUP BY lookback, lead, fate) AS c), '>', 10::bigint, 'every fate is met under every window');

CREATE TEMP TABLE summary AS
SELECT segment, lookback, lead, surprise_churn_agg(churned_at, flagged_at, scored, lookback, lead, amount) AS s FROM fate GROUP BY segment, lookback, lead;
SELECT is_empty($$
	SELECT segment, lookback, lead, s FROM summary JOIN (
		SELECT segment, lookback, lead, count(churned_at) AS churned, count(*) FILTER (WHERE fate = 'foretold') AS foretold,
			count(*) FILTER (WHERE fate = 'surprise') AS surprises, count(*) FILTER (WHERE fate = 'unscored') AS unscored,
			count(*) FILTER (WHERE fate = 'here') AS here, count(*) FILTER (WHERE fate <> 'here' AND amount IS NULL) AS without_amount
		FROM fate GROUP BY segment, lookback, lead) AS c USING (segment, lookback, lead)
	WHERE (observations(s), foretold(s), surprises(s), unscored(s), not_churned(s), without_amount(s), invalid(s))
		IS DISTINCT FROM (churned, c.foretold, c.surprises, c.unscored, here, c.without_amount, 0)
	OR surprise_churn_rate(s) <> c.surprises / (c.surprises + c.foretold)::float8
	OR score_coverage(s) <> (c.surprises + c.foretold) / churned::float8
	OR (surprise_churn_rate_lo(s), surprise_churn_rate_hi(s, 0.9, 'jeffreys')) IS DISTINCT FROM (
		SELECT (proportion_lo(p), proportion_hi(p, 0.9, 'jeffreys'))
		FROM (SELECT proportion_agg(n <= c.surprises) AS p FROM generate_series(1, c.surprises + c.foretold) AS n) AS share)
$$, 'counts and rates are those of the rows');
SELECT is_empty($$
	SELECT segment, lookback, lead, s FROM summary JOIN (
		SELECT segment, lookback, lead, sum(amount::numeric) FILTER (WHERE fate = 'foretold') AS foretold,
			sum(amount::numeric) FILTER (WHERE fate = 'surprise') AS surprise, sum(amount::numeric) FILTER (WHERE fate = 'unscored') AS unscored
		FROM fate GROUP BY segment, lookback, lead) AS c USING (segment, lookback, lead)
	WHERE abs(foretold_amount(s) / foretold::float8 - 1) > 1e-12 OR abs(surprise_amount(s) / surprise::float8 - 1) > 1e-12
	OR abs(unscored_amount(s) / unscored::float8 - 1) > 1e-12
	OR abs(surprise_churn_rate_by_amount(s) / (surprise / (surprise + foretold))::float8 - 1) > 1e-12
	OR abs(score_coverage_by_amount(s) / ((surprise + foretold) / (surprise + foretold + unscored))::float8 - 1) > 1e-12
$$, 'amounts are those of the rows');
SELECT is_empty($$
	SELECT segment FROM summary JOIN (
		SELECT segment, surprise_churn_agg(churned_at, flagged_at, scored, amount) AS by_default,
			surprise_churn_rate(churned_at, flagged_at, scored) AS rate, surprise_churn_rate(DISTINCT churned_at, flagged_at, scored, n::text) AS rate_by_key
		FROM account GROUP BY segment) AS d USING (segment)
	WHERE lookback = '90 days' AND lead = '14 days' AND (s <> by_default OR rate <> surprise_churn_rate(s) OR rate_by_key <> rate)
$$, 'the window is 90 to 14 days where none is given');
SELECT is((SELECT rollup(s) FROM summary WHERE lead = '7 days'),
	(SELECT surprise_churn_agg(churned_at, flagged_at, scored, '30 days', '7 days', amount) FROM account), 'segments roll up to the whole');
SELECT is_empty($$ SELECT FROM summary AS a JOIN summary AS b USING (lookback, lead) WHERE (a.s || b.s) - b.s <> a.s $$, 'what was merged can be taken out');

-- Flags that are no instants, and instants at the ends of time.
SELECT is(foretold(surprise_churn_agg('2026-03-31Z', '{infinity, -infinity, NULL}', true)), 0::bigint, 'an infinite flag is none');
SELECT is(foretold(surprise_churn_agg('4714-11-24 00:00+00 BC', '{4714-11-24 00:00+00 BC}', true, '100000 days', '0')), 1::bigint, 'the window may begin before time');
SELECT is(foretold(surprise_churn_agg('4714-11-24 00:00+00 BC', '{-infinity}', true, '104166666 days', '104166666 days')), 0::bigint, 'or lie before it');
SELECT is(foretold(surprise_churn_agg('2026-03-31Z', '{{2026-01-01Z, 2026-02-28Z}, {NULL, 2025-01-01Z}}', true)), 1::bigint, 'flags may come in any array');

-- The published figures
\set file `cat "${CSOPS_SHARED-../shared}/vectors/statistics.tsv" 2>/dev/null`
CREATE TEMP TABLE vector AS
SELECT column_value[1] AS id, column_value[3] AS inputs, column_value[4] AS expected
FROM string_to_table(:'file', E'\n') AS line, string_to_array(line, E'\t') AS column_value
WHERE column_value[2] LIKE 'surprise\_churn%';
SELECT count(*) > 0 AS found FROM vector \gset
\if :found
SELECT is((SELECT array_agg(id ORDER BY id) FROM vector), '{V160,V161}', 'the vectors of surprise churn are both there');
SELECT ok(abs(rate - expected::float8) < 1e-9, format('%s: %s', id, rate))
FROM vector, LATERAL (
	SELECT CASE id WHEN 'V160' THEN (
			SELECT surprise_churn_rate('2026-03-31Z', CASE WHEN n <= 13 THEN '{2026-02-28Z}'::timestamptz[] END, true) FROM generate_series(1, 20) AS n)
		ELSE (
			SELECT surprise_churn_rate_by_amount(surprise_churn_agg('2026-03-31Z', CASE WHEN flagged THEN '{2026-02-28Z}'::timestamptz[] END, true, arr))
			FROM (VALUES (100, true), (50, false), (25, false)) AS account(arr, flagged)) END AS rate) AS r;
\else
\echo # no vectors/statistics.tsv in CSOPS_SHARED (../shared unless it is set): the vectors are NOT tested
SELECT skip('there is no vectors/statistics.tsv', 1);
\endif

SELECT finish();
ROLLBACK;
