-- What cohorts are worth by age: revenue, tickets, any amount. Needs 72-cohort.

-- type: cohort_value_matrix
COMMENT ON TYPE cohort_value_matrix IS 'amounts by cohort and age: how many events, and their exact total';
--|## internal: cohort value transition functions
CREATE FUNCTION cohort_value_accum(state cohort_value_matrix, amount numeric, at timestamptz, born timestamptz) RETURNS cohort_value_matrix
AS 'MODULE_PATHNAME', 'csops_cohort_value_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION cohort_value_accum(cohort_value_matrix, numeric, timestamptz, timestamptz) IS 'adds an amount to a cohort value state';
CREATE FUNCTION cohort_value_accum_inv(state cohort_value_matrix, amount numeric, at timestamptz, born timestamptz) RETURNS cohort_value_matrix
AS 'MODULE_PATHNAME', 'csops_cohort_value_accum_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION cohort_value_accum_inv(cohort_value_matrix, numeric, timestamptz, timestamptz) IS 'takes an amount out of a cohort value state';
CREATE FUNCTION cohort_value_accum(state cohort_value_matrix, amount numeric, at timestamptz, born timestamptz, unit text) RETURNS cohort_value_matrix
AS 'MODULE_PATHNAME', 'csops_cohort_value_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION cohort_value_accum(cohort_value_matrix, numeric, timestamptz, timestamptz, text) IS 'adds an amount to a cohort value state';
CREATE FUNCTION cohort_value_accum_inv(state cohort_value_matrix, amount numeric, at timestamptz, born timestamptz, unit text) RETURNS cohort_value_matrix
AS 'MODULE_PATHNAME', 'csops_cohort_value_accum_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION cohort_value_accum_inv(cohort_value_matrix, numeric, timestamptz, timestamptz, text) IS 'takes an amount out of a cohort value state';
CREATE FUNCTION cohort_value_accum(state cohort_value_matrix, amount numeric, at timestamptz, born timestamptz, unit text, tz text) RETURNS cohort_value_matrix
AS 'MODULE_PATHNAME', 'csops_cohort_value_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION cohort_value_accum(cohort_value_matrix, numeric, timestamptz, timestamptz, text, text) IS 'adds an amount to a cohort value state';
CREATE FUNCTION cohort_value_accum_inv(state cohort_value_matrix, amount numeric, at timestamptz, born timestamptz, unit text, tz text) RETURNS cohort_value_matrix
AS 'MODULE_PATHNAME', 'csops_cohort_value_accum_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION cohort_value_accum_inv(cohort_value_matrix, numeric, timestamptz, timestamptz, text, text) IS 'takes an amount out of a cohort value state';
CREATE FUNCTION cohort_value_accum(state cohort_value_matrix, amount numeric, day date, born date) RETURNS cohort_value_matrix
AS 'MODULE_PATHNAME', 'csops_cohort_value_accum_date' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION cohort_value_accum(cohort_value_matrix, numeric, date, date) IS 'adds an amount to a cohort value state';
CREATE FUNCTION cohort_value_accum_inv(state cohort_value_matrix, amount numeric, day date, born date) RETURNS cohort_value_matrix
AS 'MODULE_PATHNAME', 'csops_cohort_value_accum_date_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION cohort_value_accum_inv(cohort_value_matrix, numeric, date, date) IS 'takes an amount out of a cohort value state';
CREATE FUNCTION cohort_value_accum(state cohort_value_matrix, amount numeric, day date, born date, unit text) RETURNS cohort_value_matrix
AS 'MODULE_PATHNAME', 'csops_cohort_value_accum_date' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION cohort_value_accum(cohort_value_matrix, numeric, date, date, text) IS 'adds an amount to a cohort value state';
CREATE FUNCTION cohort_value_accum_inv(state cohort_value_matrix, amount numeric, day date, born date, unit text) RETURNS cohort_value_matrix
AS 'MODULE_PATHNAME', 'csops_cohort_value_accum_date_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION cohort_value_accum_inv(cohort_value_matrix, numeric, date, date, text) IS 'takes an amount out of a cohort value state';
CREATE FUNCTION cohort_value_accum(state cohort_value_matrix, amount numeric, day date, born date, unit text, tz text) RETURNS cohort_value_matrix
AS 'MODULE_PATHNAME', 'csops_cohort_value_accum_date' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION cohort_value_accum(cohort_value_matrix, numeric, date, date, text, text) IS 'adds an amount to a cohort value state';
CREATE FUNCTION cohort_value_accum_inv(state cohort_value_matrix, amount numeric, day date, born date, unit text, tz text) RETURNS cohort_value_matrix
AS 'MODULE_PATHNAME', 'csops_cohort_value_accum_date_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION cohort_value_accum_inv(cohort_value_matrix, numeric, date, date, text, text) IS 'takes an amount out of a cohort value state';
CREATE FUNCTION cohort_value_final(state cohort_value_matrix) RETURNS cohort_value_matrix
AS 'MODULE_PATHNAME', 'csops_cohort_value_final' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION cohort_value_final(cohort_value_matrix) IS 'a state in canonical form';
--|## merge(cohort_value_matrix)
--|unit: cohort_value_matrix
--|nulls: NULL where either is NULL
--|errors: unlike units, zones or starts of the week
--|example: SELECT merge(cohort_value_agg(amount, day, born, 'month') FILTER (WHERE plan = 'team'), cohort_value_agg(amount, day, born, 'month') FILTER (WHERE plan = 'free')) FROM (VALUES ('team', 20, date '2026-02-05', date '2026-01-10'), ('free', 0.5, '2026-02-06', '2026-01-11')) AS payment(plan, amount, day, born)
--|result: {"unit": "month", "tz": "UTC", "cohorts": [{"cohort": "2026-01-01", "values": [[1, 2, 20.5]]}]}
--|The function behind `||`. Amounts are added, so the parts may be anything, days as well as segments, as long as no payment is in two of them.
CREATE FUNCTION merge(a cohort_value_matrix, b cohort_value_matrix) RETURNS cohort_value_matrix
AS 'MODULE_PATHNAME', 'csops_merge_cohort_value_matrix' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION merge(cohort_value_matrix, cohort_value_matrix) IS 'the amounts of both, as one matrix';
CREATE OPERATOR || (LEFTARG = cohort_value_matrix, RIGHTARG = cohort_value_matrix, FUNCTION = merge, COMMUTATOR = ||);
COMMENT ON OPERATOR || (cohort_value_matrix, cohort_value_matrix) IS 'the amounts of both: merge(a, b)';
--|## subtract(cohort_value_matrix)
--|unit: cohort_value_matrix
--|nulls: NULL where either is NULL
--|errors: a matrix that was not merged into the first; unlike units, zones or starts of the week
--|example: SELECT subtract(cohort_value_agg(amount, day, born, 'month'), cohort_value_agg(amount, day, born, 'month') FILTER (WHERE plan = 'free')) FROM (VALUES ('team', 20, date '2026-02-05', date '2026-01-10'), ('free', 0.5, '2026-02-06', '2026-01-11')) AS payment(plan, amount, day, born)
--|result: {"unit": "month", "tz": "UTC", "cohorts": [{"cohort": "2026-01-01", "values": [[1, 1, 20]]}]}
--|The function behind `-`; exact: `subtract(merge(a, b), b) = a`.
CREATE FUNCTION subtract(a cohort_value_matrix, b cohort_value_matrix) RETURNS cohort_value_matrix
AS 'MODULE_PATHNAME', 'csops_subtract_cohort_value_matrix' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION subtract(cohort_value_matrix, cohort_value_matrix) IS 'the amounts of the first without those of the second';
CREATE OPERATOR - (LEFTARG = cohort_value_matrix, RIGHTARG = cohort_value_matrix, FUNCTION = subtract);
COMMENT ON OPERATOR - (cohort_value_matrix, cohort_value_matrix) IS 'the amounts of the left without those of the right: subtract(a, b)';
--|## rollup(cohort_value_matrix)
--|unit: cohort_value_matrix
--|nulls: NULL rows are skipped; no rows give NULL
--|errors: unlike units, zones or starts of the week
--|example: SELECT rollup(v) FROM (SELECT cohort_value_agg(amount, day, born, 'month') FROM (VALUES (20, date '2026-02-05', date '2026-01-10'), (0.5, '2026-03-06', '2026-01-11')) AS payment(amount, day, born) GROUP BY day) AS by_day(v)
--|result: {"unit": "month", "tz": "UTC", "cohorts": [{"cohort": "2026-01-01", "values": [[1, 1, 20], [2, 1, 0.5]]}]}
--|Merges the matrices of days, segments or shards.
CREATE AGGREGATE rollup(v cohort_value_matrix) (
	SFUNC = merge, STYPE = cohort_value_matrix, SSPACE = 2048, FINALFUNC = cohort_value_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = merge, MINVFUNC = subtract, MSTYPE = cohort_value_matrix, MSSPACE = 2048, MFINALFUNC = cohort_value_final
);
COMMENT ON AGGREGATE rollup(cohort_value_matrix) IS 'the amounts of all, as one matrix';
--|## cohort_value_agg
--|unit: cohort_value_matrix
--|nulls: rows without amount, instant or date of birth are skipped; no rows give NULL
--|errors: an amount of 10^17 or more, not finite, or with more than 44 decimals; instants and dates as in activity_agg; an implicit cast from timestamp
--|example: SELECT cohort_value_agg(amount, day, born, 'month') FROM (VALUES (20, date '2026-01-12', date '2026-01-10'), (20, '2026-02-12', '2026-01-10'), (-5.25, '2026-02-13', '2026-01-10'), (8, '2026-02-20', '2026-02-20')) AS payment(amount, day, born)
--|result: {"unit": "month", "tz": "UTC", "cohorts": [{"cohort": "2026-01-01", "values": [[0, 1, 20], [1, 2, 14.75]]}, {"cohort": "2026-02-01", "values": [[0, 1, 8]]}]}
--|see: cohort_values, cohort_agg
--|What was paid, used or asked at each age of each cohort: the row is an event with its amount, its instant and the date of birth of its
--|account, a sign-up, a contract's start, or the first activity that a join brings. Amounts may be negative: refunds are taken off. With the amount 1
--|it counts events, such as tickets. What lies before the date of birth is ignored. The text form lists, by cohort, `[age, events, total]`; 24 monthly
--|cohorts have at most 300 cells of 48 bytes. Sums are exact, whatever the order, and subtractable.
CREATE AGGREGATE cohort_value_agg(amount numeric, at timestamptz, born timestamptz) (
	SFUNC = cohort_value_accum, STYPE = cohort_value_matrix, SSPACE = 2048, FINALFUNC = cohort_value_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = cohort_value_accum, MINVFUNC = cohort_value_accum_inv, MSTYPE = cohort_value_matrix, MSSPACE = 2048, MFINALFUNC = cohort_value_final
);
COMMENT ON AGGREGATE cohort_value_agg(numeric, timestamptz, timestamptz) IS 'Amounts by cohort and age, by day, as cohort_value_matrix';
CREATE AGGREGATE cohort_value_agg(amount numeric, at timestamptz, born timestamptz, unit text) (
	SFUNC = cohort_value_accum, STYPE = cohort_value_matrix, SSPACE = 2048, FINALFUNC = cohort_value_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = cohort_value_accum, MINVFUNC = cohort_value_accum_inv, MSTYPE = cohort_value_matrix, MSSPACE = 2048, MFINALFUNC = cohort_value_final
);
COMMENT ON AGGREGATE cohort_value_agg(numeric, timestamptz, timestamptz, text) IS 'Amounts by cohort and age, by a unit, as cohort_value_matrix';
CREATE AGGREGATE cohort_value_agg(amount numeric, at timestamptz, born timestamptz, unit text, tz text) (
	SFUNC = cohort_value_accum, STYPE = cohort_value_matrix, SSPACE = 2048, FINALFUNC = cohort_value_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = cohort_value_accum, MINVFUNC = cohort_value_accum_inv, MSTYPE = cohort_value_matrix, MSSPACE = 2048, MFINALFUNC = cohort_value_final
);
COMMENT ON AGGREGATE cohort_value_agg(numeric, timestamptz, timestamptz, text, text) IS 'Amounts by cohort and age, by a unit and zone, as cohort_value_matrix';
CREATE AGGREGATE cohort_value_agg(amount numeric, day date, born date) (
	SFUNC = cohort_value_accum, STYPE = cohort_value_matrix, SSPACE = 2048, FINALFUNC = cohort_value_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = cohort_value_accum, MINVFUNC = cohort_value_accum_inv, MSTYPE = cohort_value_matrix, MSSPACE = 2048, MFINALFUNC = cohort_value_final
);
COMMENT ON AGGREGATE cohort_value_agg(numeric, date, date) IS 'Amounts by cohort and age, by day, as cohort_value_matrix';
CREATE AGGREGATE cohort_value_agg(amount numeric, day date, born date, unit text) (
	SFUNC = cohort_value_accum, STYPE = cohort_value_matrix, SSPACE = 2048, FINALFUNC = cohort_value_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = cohort_value_accum, MINVFUNC = cohort_value_accum_inv, MSTYPE = cohort_value_matrix, MSSPACE = 2048, MFINALFUNC = cohort_value_final
);
COMMENT ON AGGREGATE cohort_value_agg(numeric, date, date, text) IS 'Amounts by cohort and age, by a unit, as cohort_value_matrix';
CREATE AGGREGATE cohort_value_agg(amount numeric, day date, born date, unit text, tz text) (
	SFUNC = cohort_value_accum, STYPE = cohort_value_matrix, SSPACE = 2048, FINALFUNC = cohort_value_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = cohort_value_accum, MINVFUNC = cohort_value_accum_inv, MSTYPE = cohort_value_matrix, MSSPACE = 2048, MFINALFUNC = cohort_value_final
);
COMMENT ON AGGREGATE cohort_value_agg(numeric, date, date, text, text) IS 'Amounts by cohort and age, by a unit and zone, as cohort_value_matrix';
--|## observations(cohort_value_matrix)
--|formula: the events of all cells
--|unit: events
--|direction: neither
--|components: itself
--|nulls: 0 where the matrix is NULL
--|errors: none
--|example: SELECT observations(v) FROM (SELECT cohort_value_agg(amount, day, born, 'month') AS v FROM (VALUES (20, date '2026-01-12', date '2026-01-10'), (20, '2026-02-12', '2026-01-10'), (-5.25, '2026-02-13', '2026-01-10'), (8, '2026-02-20', '2026-02-20')) AS payment(amount, day, born)) AS payments, (SELECT cohort_agg(account, day, 'month', 'UTC', 'first', born) AS m FROM (VALUES (1, date '2026-01-10', date '2026-01-12'), (2, '2026-01-11', NULL), (3, '2026-02-20', NULL)) AS account(account, born, day)) AS accounts
--|result: 4
CREATE FUNCTION observations(v cohort_value_matrix) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_cohort_value_observations' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION observations(cohort_value_matrix) IS 'Number of events of all cells';
--|## cohort_values
--|formula: per_account = total / cohort_size, of all accounts of the cohort, active or not; cumulative = the total up to that period
--|unit: that of the amounts; accounts; events
--|nulls: no rows where an argument is NULL or there are no cohorts
--|errors: values of a cohort that has no accounts; recurring cohorts; unlike units, zones or starts of the week; an infinite as_of, or one more than 1,000,000 periods after the first cohort; an implicit cast from timestamp
--|example: SELECT c.* FROM (SELECT cohort_value_agg(amount, day, born, 'month') AS v FROM (VALUES (20, date '2026-01-12', date '2026-01-10'), (20, '2026-02-12', '2026-01-10'), (-5.25, '2026-02-13', '2026-01-10'), (8, '2026-02-20', '2026-02-20')) AS payment(amount, day, born)) AS payments, (SELECT cohort_agg(account, day, 'month', 'UTC', 'first', born) AS m FROM (VALUES (1, date '2026-01-10', date '2026-01-12'), (2, '2026-01-11', NULL), (3, '2026-02-20', NULL)) AS account(account, born, day)) AS accounts, cohort_values(v, m, date '2026-03-15') AS c
--|result: 2026-01-01|0|2|1|20|10|20|10|f
--|  2026-01-01|1|2|2|14.75|7.375|34.75|17.375|f
--|  2026-01-01|2|2|0|0|0|34.75|17.375|t
--|  2026-02-01|0|1|1|8|8|8|8|f
--|  2026-02-01|1|1|0|0|0|8|8|t
--|see: cohort_value_curve, retention
--|A row for each cohort and each period from 0 to the one that holds `as_of`, which is still running and marked. The accounts come from the `cohort_matrix` of the
--|same dates of birth, so that accounts which never paid count too.
CREATE FUNCTION cohort_values(v cohort_value_matrix, m cohort_matrix, as_of timestamptz,
	OUT cohort date, OUT period integer, OUT cohort_size bigint, OUT events bigint, OUT total numeric, OUT per_account float8,
	OUT cumulative numeric, OUT cumulative_per_account float8, OUT is_partial boolean) RETURNS SETOF record
AS 'MODULE_PATHNAME', 'csops_cohort_values' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100 ROWS 300;
COMMENT ON FUNCTION cohort_values(cohort_value_matrix, cohort_matrix, timestamptz) IS 'Amounts by cohort and age, in their unit, per account and cumulated, as of a date';
CREATE FUNCTION cohort_values(v cohort_value_matrix, m cohort_matrix, as_of date,
	OUT cohort date, OUT period integer, OUT cohort_size bigint, OUT events bigint, OUT total numeric, OUT per_account float8,
	OUT cumulative numeric, OUT cumulative_per_account float8, OUT is_partial boolean) RETURNS SETOF record
AS 'MODULE_PATHNAME', 'csops_cohort_values_on' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100 ROWS 300;
COMMENT ON FUNCTION cohort_values(cohort_value_matrix, cohort_matrix, date) IS 'Amounts by cohort and age, in their unit, per account and cumulated, as of a date';
--|## cohort_value_curve
--|formula: per_account = total / eligible, over the cohorts for which the period has ended; cumulative_per_account = the sum of per_account up to that period
--|unit: that of the amounts; accounts; events
--|nulls: no rows where an argument is NULL or no cohort is complete
--|errors: as cohort_values
--|example: SELECT c.* FROM (SELECT cohort_value_agg(amount, day, born, 'month') AS v FROM (VALUES (20, date '2026-01-12', date '2026-01-10'), (20, '2026-02-12', '2026-01-10'), (-5.25, '2026-02-13', '2026-01-10'), (8, '2026-02-20', '2026-02-20')) AS payment(amount, day, born)) AS payments, (SELECT cohort_agg(account, day, 'month', 'UTC', 'first', born) AS m FROM (VALUES (1, date '2026-01-10', date '2026-01-12'), (2, '2026-01-11', NULL), (3, '2026-02-20', NULL)) AS account(account, born, day)) AS accounts, cohort_value_curve(v, m, date '2026-03-15') AS c
--|result: 0|3|2|28|9.333333333333334|9.333333333333334
--|  1|2|2|14.75|7.375|16.708333333333336
--|see: cohort_values, cohort_value
--|All cohorts pooled. Each age has the accounts that are old enough for it, so the cumulated value of later ages rests on older cohorts.
CREATE FUNCTION cohort_value_curve(v cohort_value_matrix, m cohort_matrix, as_of timestamptz,
	OUT period integer, OUT eligible bigint, OUT events bigint, OUT total numeric, OUT per_account float8, OUT cumulative_per_account float8) RETURNS SETOF record
AS 'MODULE_PATHNAME', 'csops_cohort_value_curve' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100 ROWS 24;
COMMENT ON FUNCTION cohort_value_curve(cohort_value_matrix, cohort_matrix, timestamptz) IS 'Amounts by age over all cohorts that are old enough, in their unit, per account and cumulated';
CREATE FUNCTION cohort_value_curve(v cohort_value_matrix, m cohort_matrix, as_of date,
	OUT period integer, OUT eligible bigint, OUT events bigint, OUT total numeric, OUT per_account float8, OUT cumulative_per_account float8) RETURNS SETOF record
AS 'MODULE_PATHNAME', 'csops_cohort_value_curve_on' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100 ROWS 24;
COMMENT ON FUNCTION cohort_value_curve(cohort_value_matrix, cohort_matrix, date) IS 'Amounts by age over all cohorts that are old enough, in their unit, per account and cumulated';
--|## cohort_value
--|formula: cumulative_per_account of cohort_value_curve
--|unit: that of the amounts
--|direction: neither
--|components: none
--|nulls: NULL where an argument is NULL or no cohort is old enough
--|errors: a negative period; as cohort_values
--|example: SELECT cohort_value(v, m, 1, date '2026-03-15') FROM (SELECT cohort_value_agg(amount, day, born, 'month') AS v FROM (VALUES (20, date '2026-01-12', date '2026-01-10'), (20, '2026-02-12', '2026-01-10'), (-5.25, '2026-02-13', '2026-01-10'), (8, '2026-02-20', '2026-02-20')) AS payment(amount, day, born)) AS payments, (SELECT cohort_agg(account, day, 'month', 'UTC', 'first', born) AS m FROM (VALUES (1, date '2026-01-10', date '2026-01-12'), (2, '2026-01-11', NULL), (3, '2026-02-20', NULL)) AS account(account, born, day)) AS accounts
--|result: 16.708333333333336
--|see: cohort_value_curve
--|The value of an account from its birth to the end of that period: with revenue, its lifetime value so far.
CREATE FUNCTION cohort_value(v cohort_value_matrix, m cohort_matrix, period integer, as_of timestamptz) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_cohort_value' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50;
COMMENT ON FUNCTION cohort_value(cohort_value_matrix, cohort_matrix, integer, timestamptz) IS 'Amount per account up to a period after its cohort, in its unit, among the cohorts old enough';
CREATE FUNCTION cohort_value(v cohort_value_matrix, m cohort_matrix, period integer, as_of date) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_cohort_value_on' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50;
COMMENT ON FUNCTION cohort_value(cohort_value_matrix, cohort_matrix, integer, date) IS 'Amount per account up to a period after its cohort, in its unit, among the cohorts old enough';
