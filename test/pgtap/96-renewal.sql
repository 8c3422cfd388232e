-- Renewals: published figures (vectors/retention.json in CSOPS_SHARED, ../shared unless it is set), random contracts against
-- plain SQL on every day around their ends, and what no contracts can have led to.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION pgtap SCHEMA public;
CREATE SCHEMA csops;
CREATE EXTENSION csops SCHEMA csops;
SET LOCAL search_path = csops, public;

SELECT no_plan();
\set file `cat "${CSOPS_SHARED-../shared}/vectors/retention.json" 2>/dev/null`
SELECT :'file' <> '' AS found \gset
\if :found
CREATE TEMP TABLE vector AS
SELECT v ->> 'id' AS id, v ->> 'kind' AS kind, v -> 'input' AS input, v -> 'expected' AS expected FROM jsonb_array_elements(:'file'::jsonb) AS v;

-- Of what was due, part is renewed as it was, one contract has all the upsell, and the rest is lost.
SELECT is(jsonb_build_object('gross', gross_renewal_rate(s), 'net', net_renewal_rate(s)), expected, id || ': gross and net renewal rate')
FROM vector, LATERAL (SELECT (input ->> 'due')::numeric AS due, (input ->> 'renewed')::numeric AS renewed, (input ->> 'upsell')::numeric AS upsell) AS given,
	LATERAL (SELECT renewal_agg(d, r, '2026-03-01', '2026-02-01', '2026-04-01') AS s
		FROM (VALUES (renewed / 2, renewed / 2), (renewed / 2, renewed / 2 + upsell), (due - renewed, 0)) AS contract(d, r)) AS summary
WHERE kind = 'renewal_rate';
-- Ninety signatures in the quarter, of which five are for the next one and three for the last one.
SELECT is(jsonb_build_object('naive', naive, 'on_time', on_time_renewal_rate(s)), expected, id || ': renewed on time')
FROM vector, LATERAL (
	SELECT renewal_agg(1, r, due_on, decided_on, '2026-04-01') FILTER (WHERE due_on BETWEEN '2026-01-01' AND '2026-03-31') AS s,
		count(*) FILTER (WHERE decided_on BETWEEN '2026-01-01' AND '2026-03-31')::numeric / (input ->> 'expiring_this_quarter')::numeric AS naive
	FROM (
		SELECT 1 AS r, date '2026-02-15' AS due_on, CASE WHEN n <= (input ->> 'bookings_this_quarter')::integer - (input ->> 'bookings_for_next_quarter')::integer
			- (input ->> 'bookings_for_previous_quarter')::integer THEN date '2026-02-01' END AS decided_on FROM generate_series(1, (input ->> 'expiring_this_quarter')::integer) AS n
		UNION ALL SELECT 1, '2026-05-15', '2026-03-01' FROM generate_series(1, (input ->> 'bookings_for_next_quarter')::integer)
		UNION ALL SELECT 1, '2025-12-15', '2026-01-10' FROM generate_series(1, (input ->> 'bookings_for_previous_quarter')::integer)) AS contract) AS q
WHERE kind = 'on_time_renewal_rate';
SELECT is((SELECT count(*) FROM vector WHERE kind IN ('renewal_rate', 'on_time_renewal_rate')), 2::bigint, 'both were looked at');
\else
\echo # no vectors/retention.json in CSOPS_SHARED (../shared unless it is set): renewals are NOT tested against it
SELECT * FROM skip('there is no vectors/retention.json', 1);
\endif

-- Random contracts as seen on different days.
CREATE TEMP TABLE contract AS
SELECT i, CASE WHEN i % 29 > 0 THEN round((random() * 10000)::numeric / 12, i % 9) END AS due, CASE WHEN i % 4 > 0 THEN CASE WHEN i % 7 > 0 THEN round((random() * 12000)::numeric / 12, i % 7) ELSE 0 END END AS renewed,
	CASE WHEN i % 31 > 0 THEN date '2026-03-15' + (random() * 400 - 200)::integer END AS due_on, CASE WHEN i % 5 > 0 THEN date '2026-03-15' + (random() * 300 - 200)::integer END AS decided_on
FROM (SELECT setseed(0.36)) AS s, generate_series(1, 3000) AS i;
CREATE TEMP VIEW seen AS
SELECT as_of, renewal_agg(due, renewed, due_on, decided_on, as_of) AS s FROM contract, unnest('{2025-06-01,2026-01-01,2026-03-15,2026-03-16,2027-01-01}'::date[]) AS as_of GROUP BY as_of;
CREATE TEMP VIEW plain AS
SELECT as_of, count(*) FILTER (WHERE outcome LIKE 'renewed%') AS renewed, count(*) FILTER (WHERE outcome = 'renewed on time') AS on_time, count(*) FILTER (WHERE outcome = 'lost') AS lost,
	count(*) FILTER (WHERE outcome LIKE 'undecided%') AS undecided, count(*) FILTER (WHERE outcome = 'undecided, overdue') AS overdue,
	sum(due) AS due_amount, coalesce(sum(r) FILTER (WHERE outcome LIKE 'renewed%'), 0) AS renewed_amount, coalesce(sum(due) FILTER (WHERE outcome = 'lost'), 0) AS lost_amount,
	coalesce(sum(due) FILTER (WHERE outcome LIKE 'undecided%'), 0) AS undecided_amount, coalesce(sum(due) FILTER (WHERE outcome = 'undecided, overdue'), 0) AS overdue_amount,
	sum(least(due, r)) FILTER (WHERE outcome LIKE 'renewed%') AS kept, sum(least(due, r)) FILTER (WHERE outcome = 'renewed on time') AS kept_on_time,
	sum(due) FILTER (WHERE outcome NOT LIKE 'undecided%') AS decided_amount,
	coalesce(sum(due) FILTER (WHERE due_on >= as_of AND due_on < as_of + 30), 0) AS due_30, count(*) FILTER (WHERE due_on >= as_of AND due_on < as_of + 30) AS contracts_30,
	sum(due) FILTER (WHERE due_on >= as_of AND due_on < as_of + 30 AND outcome LIKE 'renewed%') AS covered_30,
	coalesce(sum(due) FILTER (WHERE due_on >= as_of AND due_on < as_of + 3660), 0) AS due_ever
FROM (
	SELECT as_of, due, coalesce(renewed, 0) AS r, due_on,
		CASE WHEN decided_on > as_of OR decided_on IS NULL THEN CASE WHEN due_on < as_of THEN 'undecided, overdue' ELSE 'undecided, open' END
			WHEN coalesce(renewed, 0) = 0 THEN 'lost' WHEN decided_on <= due_on THEN 'renewed on time' ELSE 'renewed late' END AS outcome
	FROM contract, unnest('{2025-06-01,2026-01-01,2026-03-15,2026-03-16,2027-01-01}'::date[]) AS as_of WHERE due IS NOT NULL AND due_on IS NOT NULL) AS c
GROUP BY as_of;
SELECT is(ARRAY[contracts_renewed(s), contracts_on_time(s), contracts_lost(s), contracts_undecided(s), contracts_overdue(s), contracts_due_within(s, 30)],
	ARRAY[renewed, on_time, lost, undecided, overdue, contracts_30], format('contracts as of %s', as_of)) FROM seen JOIN plain USING (as_of) ORDER BY as_of;
SELECT is(ARRAY[renewal_due(s), renewal_renewed(s), renewal_lost(s), renewal_undecided(s), renewal_overdue(s), renewal_due_within(s, 30), renewal_due_within(s, 3660)],
	ARRAY[due_amount, renewed_amount, lost_amount, undecided_amount, overdue_amount, due_30, due_ever], format('amounts as of %s', as_of)) FROM seen JOIN plain USING (as_of) ORDER BY as_of;
SELECT is(ARRAY[gross_renewal_rate(s), net_renewal_rate(s), on_time_renewal_rate(s), contract_renewal_rate(s), renewal_coverage(s, 30)],
	ARRAY[round(kept * 1e30 / decided_amount) * 1e-30, round(renewed_amount * 1e30 / decided_amount) * 1e-30, round(kept_on_time * 1e30 / nullif(decided_amount + overdue_amount, 0)) * 1e-30,
		renewed::numeric / nullif(renewed + lost, 0), round(coalesce(covered_30, 0) * 1e30 / nullif(due_30, 0)) * 1e-30]::float8[], format('rates as of %s', as_of)) FROM seen JOIN plain USING (as_of) ORDER BY as_of;
SELECT is(observations(s) + unanswered(s), 3000::bigint, 'no contract is forgotten') FROM seen;
SELECT is(contracts_renewed(s) + contracts_lost(s) + contracts_undecided(s), observations(s), 'each contract has come to something') FROM seen;
SELECT is(renewal_due_within(s, d), (SELECT coalesce(sum(due), 0) FROM contract WHERE due_on >= as_of AND due_on < as_of + d), format('due in %s days from %s', d, as_of))
FROM seen, unnest('{1,7,89,90,91,400}'::integer[]) AS d ORDER BY as_of, d;
SELECT is((SELECT rollup(s) FROM (SELECT renewal_agg(due, renewed, due_on, decided_on, '2026-03-15') AS s FROM contract GROUP BY due_on, i % 3) AS part),
	(SELECT s FROM seen WHERE as_of = '2026-03-15'), 'parts roll up to the whole');
SELECT is((SELECT s FROM seen WHERE as_of = '2026-03-15') - (SELECT renewal_agg(due, renewed, due_on, decided_on, '2026-03-15') FROM contract WHERE i % 3 = 0),
	(SELECT renewal_agg(due, renewed, due_on, decided_on, '2026-03-15') FROM contract WHERE i % 3 > 0), 'a part is taken out again, and the days that it alone had');
SELECT ok(bool_and(gross_renewal_rate(s) <= net_renewal_rate(s) AND on_time_renewal_rate(s) <= gross_renewal_rate(s)), 'on time is at most gross, which is at most net') FROM seen;

-- Many days, beyond those that can be asked for.
SELECT is(ARRAY[renewal_due_within(s, 3660), renewal_due(s), jsonb_array_length(s::jsonb -> 'days')], ARRAY[3660, 5000, 3660]::numeric[], 'ten years of days')
FROM (SELECT renewal_agg(1, NULL, date '2026-03-15' + (n * 7919) % 5000, NULL, '2026-03-15') AS s FROM generate_series(0, 4999) AS n) AS q;
SELECT is(merge(a, b), whole, 'ten years of days merge') FROM (
	SELECT renewal_agg(n, NULL, date '2026-03-15' + n, NULL, '2026-03-15') FILTER (WHERE n % 2 = 0) AS a, renewal_agg(n, NULL, date '2026-03-15' + n, NULL, '2026-03-15') FILTER (WHERE n % 2 = 1) AS b,
		renewal_agg(n, NULL, date '2026-03-15' + n, NULL, '2026-03-15') AS whole FROM generate_series(0, 3659) AS n) AS q;

-- What no contracts can have led to.
CREATE FUNCTION pg_temp.changed(path text[], value text) RETURNS text LANGUAGE sql AS $$
	SELECT format('SELECT %L::renewal_summary', jsonb_set(renewal_agg(d, r, o, c, '2026-03-15')::jsonb, path, value::jsonb))
	FROM (VALUES (100, 120, date '2026-03-01', date '2026-02-01'), (80, 60, '2026-03-01', '2026-03-02'), (7, NULL, '2026-03-15', '2026-03-01'), (5, NULL, '2026-06-01', NULL), (9, 9, '2026-06-01', '2026-03-15')) AS contract(d, r, o, c)
$$;
SELECT throws_ok(pg_temp.changed(path::text[], value), '22P02', NULL, format('%s is not %s', path, value))
FROM (VALUES ('{as_of}', '"infinity"'), ('{as_of}', '"2026-02-30"'), ('{as_of}', '0'), ('{unanswered}', '-1'), ('{on_time,contracts}', '0'), ('{on_time,due}', '-1'), ('{on_time,kept}', '130'), ('{on_time,renewed}', '108'),
	('{late,renewed}', '0'), ('{late,kept}', '81'), ('{lost,contracts}', '0'), ('{open,due}', '0'), ('{open,contracts}', '0'), ('{days,0,day}', '78'), ('{days,0,day}', '3660'), ('{days,1,day}', '0'), ('{days,0,contracts}', '0'),
	('{days,0,renewed_contracts}', '1'), ('{days,0,renewed_due}', '1'), ('{days,1,renewed_due}', '15'), ('{days,1,renewed_contracts}', '2'), ('{days,0,contracts}', '4611686018427387904'), ('{days,1,due}', '1000'), ('{days,0}', '1'),
	('{days}', '{}'), ('{overdue,kept}', '0')) AS change(path, value);
SELECT throws_ok($$ SELECT merge(renewal_agg(1, 1, '2026-03-01', '2026-03-01', '2026-03-15'), renewal_agg(1, 1, '2026-03-01', '2026-03-01', '2026-03-16')) $$, '22023', NULL, 'summaries of two days do not go together');
SELECT throws_ok($$ SELECT renewal_agg(1, 1, '2026-03-01', '2026-03-01', as_of) FROM (VALUES (date '2026-03-15'), ('2026-03-16')) AS day(as_of) $$, '22023', NULL, 'nor do rows');
SELECT throws_ok($$ SELECT subtract(renewal_agg(1, 1, '2026-03-20', '2026-03-01', '2026-03-15'), renewal_agg(1, 1, '2026-03-21', '2026-03-01', '2026-03-15')) $$, '22003', NULL, 'subtract what is due on another day');

SELECT finish();
ROLLBACK;
