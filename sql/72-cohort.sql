-- Cohorts: who came back, by age. Needs 70-activity.

-- type: cohort_matrix
COMMENT ON TYPE cohort_matrix IS 'cohorts by age: how many accounts began in each period, and how many were active how long after';
-- state type: cohort_state
COMMENT ON TYPE cohort_state IS 'accounts with their active periods, while cohort_agg aggregates the events of many accounts';
--|## internal: cohort transition functions
CREATE FUNCTION cohort_accum(state cohort_matrix, a activity_grid) RETURNS cohort_matrix
AS 'MODULE_PATHNAME', 'csops_cohort_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION cohort_accum(cohort_matrix, activity_grid) IS 'adds an account to a cohort state';
CREATE FUNCTION cohort_accum_inv(state cohort_matrix, a activity_grid) RETURNS cohort_matrix
AS 'MODULE_PATHNAME', 'csops_cohort_accum_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION cohort_accum_inv(cohort_matrix, activity_grid) IS 'takes an account out of a cohort state';
CREATE FUNCTION cohort_accum(state cohort_matrix, a activity_grid, mode text) RETURNS cohort_matrix
AS 'MODULE_PATHNAME', 'csops_cohort_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION cohort_accum(cohort_matrix, activity_grid, text) IS 'adds an account to a cohort state';
CREATE FUNCTION cohort_accum_inv(state cohort_matrix, a activity_grid, mode text) RETURNS cohort_matrix
AS 'MODULE_PATHNAME', 'csops_cohort_accum_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION cohort_accum_inv(cohort_matrix, activity_grid, text) IS 'takes an account out of a cohort state';
CREATE FUNCTION cohort_accum(state cohort_matrix, a activity_grid, mode text, returned activity_grid) RETURNS cohort_matrix
AS 'MODULE_PATHNAME', 'csops_cohort_accum_returned' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION cohort_accum(cohort_matrix, activity_grid, text, activity_grid) IS 'adds an account to a cohort state';
CREATE FUNCTION cohort_accum_inv(state cohort_matrix, a activity_grid, mode text, returned activity_grid) RETURNS cohort_matrix
AS 'MODULE_PATHNAME', 'csops_cohort_accum_returned_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION cohort_accum_inv(cohort_matrix, activity_grid, text, activity_grid) IS 'takes an account out of a cohort state';
CREATE FUNCTION cohort_accum(state cohort_matrix, a activity_grid, mode text, born date) RETURNS cohort_matrix
AS 'MODULE_PATHNAME', 'csops_cohort_accum_born' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION cohort_accum(cohort_matrix, activity_grid, text, date) IS 'adds an account to a cohort state';
CREATE FUNCTION cohort_final(state cohort_matrix) RETURNS cohort_matrix
AS 'MODULE_PATHNAME', 'csops_cohort_final' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION cohort_final(cohort_matrix) IS 'a state in canonical form, NULL where it has no accounts';
CREATE FUNCTION cohort_rollup_final(state cohort_matrix) RETURNS cohort_matrix
AS 'MODULE_PATHNAME', 'csops_cohort_matrix_final' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION cohort_rollup_final(cohort_matrix) IS 'a state in canonical form';
CREATE FUNCTION cohort_accum(state cohort_state, account bigint, at timestamptz) RETURNS cohort_state
AS 'MODULE_PATHNAME', 'csops_cohort_state_accum_bigint' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION cohort_accum(cohort_state, bigint, timestamptz) IS 'adds an event to a cohort state';
CREATE FUNCTION cohort_accum(state cohort_state, account bigint, at timestamptz, unit text) RETURNS cohort_state
AS 'MODULE_PATHNAME', 'csops_cohort_state_accum_bigint' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION cohort_accum(cohort_state, bigint, timestamptz, text) IS 'adds an event to a cohort state';
CREATE FUNCTION cohort_accum(state cohort_state, account bigint, at timestamptz, unit text, tz text) RETURNS cohort_state
AS 'MODULE_PATHNAME', 'csops_cohort_state_accum_bigint' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION cohort_accum(cohort_state, bigint, timestamptz, text, text) IS 'adds an event to a cohort state';
CREATE FUNCTION cohort_accum(state cohort_state, account bigint, at timestamptz, unit text, tz text, mode text) RETURNS cohort_state
AS 'MODULE_PATHNAME', 'csops_cohort_state_accum_bigint' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION cohort_accum(cohort_state, bigint, timestamptz, text, text, text) IS 'adds an event to a cohort state';
CREATE FUNCTION cohort_accum(state cohort_state, account bigint, at timestamptz, unit text, tz text, mode text, born timestamptz) RETURNS cohort_state
AS 'MODULE_PATHNAME', 'csops_cohort_state_accum_bigint' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION cohort_accum(cohort_state, bigint, timestamptz, text, text, text, timestamptz) IS 'adds an event to a cohort state';
CREATE FUNCTION cohort_accum(state cohort_state, account bigint, day date) RETURNS cohort_state
AS 'MODULE_PATHNAME', 'csops_cohort_state_accum_bigint_date' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION cohort_accum(cohort_state, bigint, date) IS 'adds an event to a cohort state';
CREATE FUNCTION cohort_accum(state cohort_state, account bigint, day date, unit text) RETURNS cohort_state
AS 'MODULE_PATHNAME', 'csops_cohort_state_accum_bigint_date' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION cohort_accum(cohort_state, bigint, date, text) IS 'adds an event to a cohort state';
CREATE FUNCTION cohort_accum(state cohort_state, account bigint, day date, unit text, tz text) RETURNS cohort_state
AS 'MODULE_PATHNAME', 'csops_cohort_state_accum_bigint_date' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION cohort_accum(cohort_state, bigint, date, text, text) IS 'adds an event to a cohort state';
CREATE FUNCTION cohort_accum(state cohort_state, account bigint, day date, unit text, tz text, mode text) RETURNS cohort_state
AS 'MODULE_PATHNAME', 'csops_cohort_state_accum_bigint_date' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION cohort_accum(cohort_state, bigint, date, text, text, text) IS 'adds an event to a cohort state';
CREATE FUNCTION cohort_accum(state cohort_state, account bigint, day date, unit text, tz text, mode text, born date) RETURNS cohort_state
AS 'MODULE_PATHNAME', 'csops_cohort_state_accum_bigint_date' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION cohort_accum(cohort_state, bigint, date, text, text, text, date) IS 'adds an event to a cohort state';
CREATE FUNCTION cohort_accum(state cohort_state, account uuid, at timestamptz) RETURNS cohort_state
AS 'MODULE_PATHNAME', 'csops_cohort_state_accum_uuid' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION cohort_accum(cohort_state, uuid, timestamptz) IS 'adds an event to a cohort state';
CREATE FUNCTION cohort_accum(state cohort_state, account uuid, at timestamptz, unit text) RETURNS cohort_state
AS 'MODULE_PATHNAME', 'csops_cohort_state_accum_uuid' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION cohort_accum(cohort_state, uuid, timestamptz, text) IS 'adds an event to a cohort state';
CREATE FUNCTION cohort_accum(state cohort_state, account uuid, at timestamptz, unit text, tz text) RETURNS cohort_state
AS 'MODULE_PATHNAME', 'csops_cohort_state_accum_uuid' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION cohort_accum(cohort_state, uuid, timestamptz, text, text) IS 'adds an event to a cohort state';
CREATE FUNCTION cohort_accum(state cohort_state, account uuid, at timestamptz, unit text, tz text, mode text) RETURNS cohort_state
AS 'MODULE_PATHNAME', 'csops_cohort_state_accum_uuid' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION cohort_accum(cohort_state, uuid, timestamptz, text, text, text) IS 'adds an event to a cohort state';
CREATE FUNCTION cohort_accum(state cohort_state, account uuid, at timestamptz, unit text, tz text, mode text, born timestamptz) RETURNS cohort_state
AS 'MODULE_PATHNAME', 'csops_cohort_state_accum_uuid' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION cohort_accum(cohort_state, uuid, timestamptz, text, text, text, timestamptz) IS 'adds an event to a cohort state';
CREATE FUNCTION cohort_accum(state cohort_state, account uuid, day date) RETURNS cohort_state
AS 'MODULE_PATHNAME', 'csops_cohort_state_accum_uuid_date' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION cohort_accum(cohort_state, uuid, date) IS 'adds an event to a cohort state';
CREATE FUNCTION cohort_accum(state cohort_state, account uuid, day date, unit text) RETURNS cohort_state
AS 'MODULE_PATHNAME', 'csops_cohort_state_accum_uuid_date' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION cohort_accum(cohort_state, uuid, date, text) IS 'adds an event to a cohort state';
CREATE FUNCTION cohort_accum(state cohort_state, account uuid, day date, unit text, tz text) RETURNS cohort_state
AS 'MODULE_PATHNAME', 'csops_cohort_state_accum_uuid_date' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION cohort_accum(cohort_state, uuid, date, text, text) IS 'adds an event to a cohort state';
CREATE FUNCTION cohort_accum(state cohort_state, account uuid, day date, unit text, tz text, mode text) RETURNS cohort_state
AS 'MODULE_PATHNAME', 'csops_cohort_state_accum_uuid_date' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION cohort_accum(cohort_state, uuid, date, text, text, text) IS 'adds an event to a cohort state';
CREATE FUNCTION cohort_accum(state cohort_state, account uuid, day date, unit text, tz text, mode text, born date) RETURNS cohort_state
AS 'MODULE_PATHNAME', 'csops_cohort_state_accum_uuid_date' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION cohort_accum(cohort_state, uuid, date, text, text, text, date) IS 'adds an event to a cohort state';
CREATE FUNCTION cohort_accum(state cohort_state, account text, at timestamptz) RETURNS cohort_state
AS 'MODULE_PATHNAME', 'csops_cohort_state_accum_text' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION cohort_accum(cohort_state, text, timestamptz) IS 'adds an event to a cohort state';
CREATE FUNCTION cohort_accum(state cohort_state, account text, at timestamptz, unit text) RETURNS cohort_state
AS 'MODULE_PATHNAME', 'csops_cohort_state_accum_text' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION cohort_accum(cohort_state, text, timestamptz, text) IS 'adds an event to a cohort state';
CREATE FUNCTION cohort_accum(state cohort_state, account text, at timestamptz, unit text, tz text) RETURNS cohort_state
AS 'MODULE_PATHNAME', 'csops_cohort_state_accum_text' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION cohort_accum(cohort_state, text, timestamptz, text, text) IS 'adds an event to a cohort state';
CREATE FUNCTION cohort_accum(state cohort_state, account text, at timestamptz, unit text, tz text, mode text) RETURNS cohort_state
AS 'MODULE_PATHNAME', 'csops_cohort_state_accum_text' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION cohort_accum(cohort_state, text, timestamptz, text, text, text) IS 'adds an event to a cohort state';
CREATE FUNCTION cohort_accum(state cohort_state, account text, at timestamptz, unit text, tz text, mode text, born timestamptz) RETURNS cohort_state
AS 'MODULE_PATHNAME', 'csops_cohort_state_accum_text' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION cohort_accum(cohort_state, text, timestamptz, text, text, text, timestamptz) IS 'adds an event to a cohort state';
CREATE FUNCTION cohort_accum(state cohort_state, account text, day date) RETURNS cohort_state
AS 'MODULE_PATHNAME', 'csops_cohort_state_accum_text_date' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION cohort_accum(cohort_state, text, date) IS 'adds an event to a cohort state';
CREATE FUNCTION cohort_accum(state cohort_state, account text, day date, unit text) RETURNS cohort_state
AS 'MODULE_PATHNAME', 'csops_cohort_state_accum_text_date' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION cohort_accum(cohort_state, text, date, text) IS 'adds an event to a cohort state';
CREATE FUNCTION cohort_accum(state cohort_state, account text, day date, unit text, tz text) RETURNS cohort_state
AS 'MODULE_PATHNAME', 'csops_cohort_state_accum_text_date' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION cohort_accum(cohort_state, text, date, text, text) IS 'adds an event to a cohort state';
CREATE FUNCTION cohort_accum(state cohort_state, account text, day date, unit text, tz text, mode text) RETURNS cohort_state
AS 'MODULE_PATHNAME', 'csops_cohort_state_accum_text_date' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION cohort_accum(cohort_state, text, date, text, text, text) IS 'adds an event to a cohort state';
CREATE FUNCTION cohort_accum(state cohort_state, account text, day date, unit text, tz text, mode text, born date) RETURNS cohort_state
AS 'MODULE_PATHNAME', 'csops_cohort_state_accum_text_date' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION cohort_accum(cohort_state, text, date, text, text, text, date) IS 'adds an event to a cohort state';
CREATE FUNCTION cohort_combine(a cohort_state, b cohort_state) RETURNS cohort_state
AS 'MODULE_PATHNAME', 'csops_cohort_state_combine' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION cohort_combine(cohort_state, cohort_state) IS 'the accounts of both states, those in both once';
CREATE FUNCTION cohort_final(state cohort_state) RETURNS cohort_matrix
AS 'MODULE_PATHNAME', 'csops_cohort_state_final' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION cohort_final(cohort_state) IS 'the matrix of a state';
--|## merge(cohort_matrix)
--|unit: cohort_matrix
--|nulls: NULL where either is NULL
--|errors: unlike modes, units, zones or starts of the week
--|example: SELECT merge(cohort_agg(account, day, 'month') FILTER (WHERE account % 2 = 0), cohort_agg(account, day, 'month') FILTER (WHERE account % 2 = 1)) FROM (VALUES (1, date '2026-01-05'), (1, '2026-03-02'), (2, '2026-01-20')) AS event(account, day)
--|result: {"mode": "first", "unit": "month", "tz": "UTC", "cohorts": [{"cohort": "2026-01-01", "accounts": 2, "active": [[2, 0, 1]]}]}
--|The function behind `||`. The matrices must be of different accounts: those of shards, segments or hash partitions, never those of
--|different times, in which the same accounts would be counted twice. Over time, keep an `activity_grid` for each account.
CREATE FUNCTION merge(a cohort_matrix, b cohort_matrix) RETURNS cohort_matrix
AS 'MODULE_PATHNAME', 'csops_merge_cohort_matrix' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION merge(cohort_matrix, cohort_matrix) IS 'the accounts of both, which must be different ones, as one matrix';
CREATE OPERATOR || (LEFTARG = cohort_matrix, RIGHTARG = cohort_matrix, FUNCTION = merge, COMMUTATOR = ||);
COMMENT ON OPERATOR || (cohort_matrix, cohort_matrix) IS 'the accounts of both: merge(a, b)';
--|## subtract(cohort_matrix)
--|unit: cohort_matrix
--|nulls: NULL where either is NULL
--|errors: a matrix that was not merged into the first; unlike modes, units, zones or starts of the week
--|example: SELECT subtract(cohort_agg(account, day, 'month'), cohort_agg(account, day, 'month') FILTER (WHERE account = 2)) FROM (VALUES (1, date '2026-01-05'), (1, '2026-03-02'), (2, '2026-01-20')) AS event(account, day)
--|result: {"mode": "first", "unit": "month", "tz": "UTC", "cohorts": [{"cohort": "2026-01-01", "accounts": 1, "active": [[2, 0, 1]]}]}
--|The function behind `-`; exact: `subtract(merge(a, b), b) = a`.
CREATE FUNCTION subtract(a cohort_matrix, b cohort_matrix) RETURNS cohort_matrix
AS 'MODULE_PATHNAME', 'csops_subtract_cohort_matrix' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION subtract(cohort_matrix, cohort_matrix) IS 'the accounts of the first without those of the second';
CREATE OPERATOR - (LEFTARG = cohort_matrix, RIGHTARG = cohort_matrix, FUNCTION = subtract);
COMMENT ON OPERATOR - (cohort_matrix, cohort_matrix) IS 'the accounts of the left without those of the right: subtract(a, b)';
--|## rollup(cohort_matrix)
--|unit: cohort_matrix
--|nulls: NULL rows are skipped; no rows give NULL
--|errors: unlike modes, units, zones or starts of the week
--|example: SELECT observations(rollup(m)) FROM (SELECT cohort_agg(account, day, 'month') FROM (VALUES (1, date '2026-01-05'), (1, '2026-03-02'), (2, '2026-01-20')) AS event(account, day) GROUP BY account % 2) AS segment(m)
--|result: 2
--|see: merge
--|Merges the matrices of segments or shards, whose accounts are different ones. It is subtractable: moving windows cost each matrix once in, once out.
CREATE AGGREGATE rollup(m cohort_matrix) (
	SFUNC = merge, STYPE = cohort_matrix, SSPACE = 4096, FINALFUNC = cohort_rollup_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = merge, MINVFUNC = subtract, MSTYPE = cohort_matrix, MSSPACE = 4096, MFINALFUNC = cohort_rollup_final
);
COMMENT ON AGGREGATE rollup(cohort_matrix) IS 'the accounts of all, which must be different ones, as one matrix';
--|## cohort_agg(activity_grid)
--|unit: cohort_matrix
--|nulls: NULL grids are skipped, but for accounts with a date of birth, which are in their cohort even if they were never active; no accounts, or none that was ever active, give NULL
--|errors: unlike units, zones or starts of the week; mode 'recurring' together with a date of birth; a date of birth outside the years 1000 to 9999; an unknown mode
--|example: SELECT cohort_agg(a) FROM (SELECT activity_agg(day, 'month') FROM (VALUES (1, date '2026-01-05'), (1, '2026-03-02'), (2, '2026-01-20'), (2, '2026-02-11')) AS event(account, day) GROUP BY account) AS account(a)
--|result: {"mode": "first", "unit": "month", "tz": "UTC", "cohorts": [{"cohort": "2026-01-01", "accounts": 2, "active": [[1, 0, 1], [2, 0, 1]]}]}
--|example: SELECT cohort_agg(a, 'recurring') FROM (SELECT activity_agg(day, 'month') FROM (VALUES (1, date '2026-01-05'), (1, '2026-03-02')) AS event(account, day) GROUP BY account) AS account(a)
--|result: {"mode": "recurring", "unit": "month", "tz": "UTC", "cohorts": [{"cohort": "2026-01-01", "accounts": 1, "active": [[2, 0, 1]]}, {"cohort": "2026-03-01", "accounts": 1, "active": []}]}
--|example: SELECT cohort_agg(a, 'first', born) FROM (SELECT born, activity_agg(day, 'month') FROM (VALUES (1, date '2025-12-30', date '2026-02-05'), (2, '2025-12-31', NULL)) AS event(account, born, day) GROUP BY account, born) AS account(born, a)
--|result: {"mode": "born", "unit": "month", "tz": "UTC", "cohorts": [{"cohort": "2025-12-01", "accounts": 2, "active": [[2, 0, 1]]}]}
--|see: retention, activity_agg
--|Each row is one account. With mode `'first'`, the default, its cohort is the first period in which it was active, over all its history: a
--|grid that begins later than the account puts it into a later cohort. With `'recurring'` it is in the cohort of every period
--|in which it was active, so cohorts do not add up to accounts. With `born`, a contract's start or a sign-up, it is in the cohort of that
--|date, at age 0 counts as active whatever it did, and activity before is ignored. With a second grid, `returned`, cohorts are by the first grid and
--|who came back is by the other: sign-ups and purchases, or activity with at least so many events in the period.
--|
--|The text form lists for each cohort its accounts and, as `[age, age of the activity before, accounts]`, how many were active at an age
--|after having last been active at another: from these pairs every kind of retention follows exactly, as of any date. They take 3 to 4 bytes each;
--|24 monthly cohorts have 2,300 at most, a year of daily ones as many as their accounts have active days, at most 8 million.
CREATE AGGREGATE cohort_agg(a activity_grid) (
	SFUNC = cohort_accum, STYPE = cohort_matrix, SSPACE = 4096, FINALFUNC = cohort_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = cohort_accum, MINVFUNC = cohort_accum_inv, MSTYPE = cohort_matrix, MSSPACE = 4096, MFINALFUNC = cohort_final
);
COMMENT ON AGGREGATE cohort_agg(activity_grid) IS 'Cohorts by age from the activity of accounts, by first activity, as cohort_matrix';
CREATE AGGREGATE cohort_agg(a activity_grid, mode text) (
	SFUNC = cohort_accum, STYPE = cohort_matrix, SSPACE = 4096, FINALFUNC = cohort_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = cohort_accum, MINVFUNC = cohort_accum_inv, MSTYPE = cohort_matrix, MSSPACE = 4096, MFINALFUNC = cohort_final
);
COMMENT ON AGGREGATE cohort_agg(activity_grid, text) IS 'Cohorts by age from the activity of accounts, by first or every activity, as cohort_matrix';
CREATE AGGREGATE cohort_agg(a activity_grid, mode text, returned activity_grid) (
	SFUNC = cohort_accum, STYPE = cohort_matrix, SSPACE = 4096, FINALFUNC = cohort_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = cohort_accum, MINVFUNC = cohort_accum_inv, MSTYPE = cohort_matrix, MSSPACE = 4096, MFINALFUNC = cohort_final
);
COMMENT ON AGGREGATE cohort_agg(activity_grid, text, activity_grid) IS 'Cohorts by age from the activity of accounts, who came back by another activity, as cohort_matrix';
CREATE AGGREGATE cohort_agg(a activity_grid, mode text, born date) (
	SFUNC = cohort_accum, STYPE = cohort_matrix, SSPACE = 4096, FINALFUNC = cohort_final, COMBINEFUNC = merge, PARALLEL = SAFE
);
COMMENT ON AGGREGATE cohort_agg(activity_grid, text, date) IS 'Cohorts by age from the activity of accounts, by date of birth, as cohort_matrix';
--|## cohort_agg
--|unit: cohort_matrix
--|nulls: rows without account or without instant are skipped, or with a date of birth those without account or birth; no rows left give NULL
--|errors: as activity_agg and cohort_agg of activities; an account with two dates of birth in different periods; more accounts than fit into 768 MB; an implicit cast from timestamp
--|example: SELECT cohort_agg(account, at, 'month', 'Europe/Berlin') FROM (VALUES (1, '2026-01-31 23:30+00'::timestamptz), (1, '2026-03-02 10:00+00'), (2, '2026-02-20 09:00+00')) AS event(account, at)
--|result: {"mode": "first", "unit": "month", "tz": "Europe/Berlin", "cohorts": [{"cohort": "2026-02-01", "accounts": 2, "active": [[1, 0, 1]]}]}
--|example: SELECT cohort_agg(account, day, 'week', 'UTC', 'first', signed_up) FROM (VALUES ('a', date '2026-03-02', date '2026-03-12'), ('a', '2026-03-02', '2026-03-19'), ('b', '2026-03-04', NULL)) AS event(account, signed_up, day)
--|result: {"mode": "born", "unit": "week", "tz": "UTC", "week_start": 1, "cohorts": [{"cohort": "2026-03-02", "accounts": 2, "active": [[1, 0, 1], [2, 1, 1]]}]}
--|see: retention, cohort_agg(activity_grid)
--|The matrix in one pass over the events of all accounts: no GROUP BY account, but GROUP BY segment gives a matrix for each segment. It
--|is the matrix that `activity_agg` by account and `cohort_agg` over its grids give. Weeks start on Monday; for other weeks, for two kinds
--|of activity, or to go on from yesterday, aggregate in those two steps.
--|
--|The state holds every account: 16 to 43 bytes each for up to 64 periods of `bigint` accounts, 24 to 64 for `uuid`, 16 to 43 and at most twice the text with 4 bytes for `text`, and
--|a bit for each further period. It can hold no more than 768 MB, 20 million accounts or more, and then says so; `work_mem` does not bound it. A
--|text is the same account as another if its bytes are the same. An account of type `integer` is cast to `bigint` by itself.
CREATE AGGREGATE cohort_agg(account bigint, at timestamptz) (
	SFUNC = cohort_accum, STYPE = cohort_state, SSPACE = 16384, FINALFUNC = cohort_final, COMBINEFUNC = cohort_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE cohort_agg(bigint, timestamptz) IS 'Cohorts by age in one pass over the events of many accounts, by day, as cohort_matrix';
CREATE AGGREGATE cohort_agg(account bigint, at timestamptz, unit text) (
	SFUNC = cohort_accum, STYPE = cohort_state, SSPACE = 16384, FINALFUNC = cohort_final, COMBINEFUNC = cohort_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE cohort_agg(bigint, timestamptz, text) IS 'Cohorts by age in one pass over the events of many accounts, by a unit, as cohort_matrix';
CREATE AGGREGATE cohort_agg(account bigint, at timestamptz, unit text, tz text) (
	SFUNC = cohort_accum, STYPE = cohort_state, SSPACE = 16384, FINALFUNC = cohort_final, COMBINEFUNC = cohort_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE cohort_agg(bigint, timestamptz, text, text) IS 'Cohorts by age in one pass over the events of many accounts, by a unit and zone, as cohort_matrix';
CREATE AGGREGATE cohort_agg(account bigint, at timestamptz, unit text, tz text, mode text) (
	SFUNC = cohort_accum, STYPE = cohort_state, SSPACE = 16384, FINALFUNC = cohort_final, COMBINEFUNC = cohort_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE cohort_agg(bigint, timestamptz, text, text, text) IS 'Cohorts by age in one pass over the events of many accounts, by a unit, zone and mode, as cohort_matrix';
CREATE AGGREGATE cohort_agg(account bigint, at timestamptz, unit text, tz text, mode text, born timestamptz) (
	SFUNC = cohort_accum, STYPE = cohort_state, SSPACE = 16384, FINALFUNC = cohort_final, COMBINEFUNC = cohort_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE cohort_agg(bigint, timestamptz, text, text, text, timestamptz) IS 'Cohorts by age in one pass over the events of many accounts, by a unit, zone and date of birth, as cohort_matrix';
CREATE AGGREGATE cohort_agg(account bigint, day date) (
	SFUNC = cohort_accum, STYPE = cohort_state, SSPACE = 16384, FINALFUNC = cohort_final, COMBINEFUNC = cohort_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE cohort_agg(bigint, date) IS 'Cohorts by age in one pass over the events of many accounts, by day, as cohort_matrix';
CREATE AGGREGATE cohort_agg(account bigint, day date, unit text) (
	SFUNC = cohort_accum, STYPE = cohort_state, SSPACE = 16384, FINALFUNC = cohort_final, COMBINEFUNC = cohort_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE cohort_agg(bigint, date, text) IS 'Cohorts by age in one pass over the events of many accounts, by a unit, as cohort_matrix';
CREATE AGGREGATE cohort_agg(account bigint, day date, unit text, tz text) (
	SFUNC = cohort_accum, STYPE = cohort_state, SSPACE = 16384, FINALFUNC = cohort_final, COMBINEFUNC = cohort_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE cohort_agg(bigint, date, text, text) IS 'Cohorts by age in one pass over the events of many accounts, by a unit and zone, as cohort_matrix';
CREATE AGGREGATE cohort_agg(account bigint, day date, unit text, tz text, mode text) (
	SFUNC = cohort_accum, STYPE = cohort_state, SSPACE = 16384, FINALFUNC = cohort_final, COMBINEFUNC = cohort_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE cohort_agg(bigint, date, text, text, text) IS 'Cohorts by age in one pass over the events of many accounts, by a unit, zone and mode, as cohort_matrix';
CREATE AGGREGATE cohort_agg(account bigint, day date, unit text, tz text, mode text, born date) (
	SFUNC = cohort_accum, STYPE = cohort_state, SSPACE = 16384, FINALFUNC = cohort_final, COMBINEFUNC = cohort_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE cohort_agg(bigint, date, text, text, text, date) IS 'Cohorts by age in one pass over the events of many accounts, by a unit, zone and date of birth, as cohort_matrix';
CREATE AGGREGATE cohort_agg(account uuid, at timestamptz) (
	SFUNC = cohort_accum, STYPE = cohort_state, SSPACE = 16384, FINALFUNC = cohort_final, COMBINEFUNC = cohort_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE cohort_agg(uuid, timestamptz) IS 'Cohorts by age in one pass over the events of many accounts, by day, as cohort_matrix';
CREATE AGGREGATE cohort_agg(account uuid, at timestamptz, unit text) (
	SFUNC = cohort_accum, STYPE = cohort_state, SSPACE = 16384, FINALFUNC = cohort_final, COMBINEFUNC = cohort_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE cohort_agg(uuid, timestamptz, text) IS 'Cohorts by age in one pass over the events of many accounts, by a unit, as cohort_matrix';
CREATE AGGREGATE cohort_agg(account uuid, at timestamptz, unit text, tz text) (
	SFUNC = cohort_accum, STYPE = cohort_state, SSPACE = 16384, FINALFUNC = cohort_final, COMBINEFUNC = cohort_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE cohort_agg(uuid, timestamptz, text, text) IS 'Cohorts by age in one pass over the events of many accounts, by a unit and zone, as cohort_matrix';
CREATE AGGREGATE cohort_agg(account uuid, at timestamptz, unit text, tz text, mode text) (
	SFUNC = cohort_accum, STYPE = cohort_state, SSPACE = 16384, FINALFUNC = cohort_final, COMBINEFUNC = cohort_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE cohort_agg(uuid, timestamptz, text, text, text) IS 'Cohorts by age in one pass over the events of many accounts, by a unit, zone and mode, as cohort_matrix';
CREATE AGGREGATE cohort_agg(account uuid, at timestamptz, unit text, tz text, mode text, born timestamptz) (
	SFUNC = cohort_accum, STYPE = cohort_state, SSPACE = 16384, FINALFUNC = cohort_final, COMBINEFUNC = cohort_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE cohort_agg(uuid, timestamptz, text, text, text, timestamptz) IS 'Cohorts by age in one pass over the events of many accounts, by a unit, zone and date of birth, as cohort_matrix';
CREATE AGGREGATE cohort_agg(account uuid, day date) (
	SFUNC = cohort_accum, STYPE = cohort_state, SSPACE = 16384, FINALFUNC = cohort_final, COMBINEFUNC = cohort_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE cohort_agg(uuid, date) IS 'Cohorts by age in one pass over the events of many accounts, by day, as cohort_matrix';
CREATE AGGREGATE cohort_agg(account uuid, day date, unit text) (
	SFUNC = cohort_accum, STYPE = cohort_state, SSPACE = 16384, FINALFUNC = cohort_final, COMBINEFUNC = cohort_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE cohort_agg(uuid, date, text) IS 'Cohorts by age in one pass over the events of many accounts, by a unit, as cohort_matrix';
CREATE AGGREGATE cohort_agg(account uuid, day date, unit text, tz text) (
	SFUNC = cohort_accum, STYPE = cohort_state, SSPACE = 16384, FINALFUNC = cohort_final, COMBINEFUNC = cohort_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE cohort_agg(uuid, date, text, text) IS 'Cohorts by age in one pass over the events of many accounts, by a unit and zone, as cohort_matrix';
CREATE AGGREGATE cohort_agg(account uuid, day date, unit text, tz text, mode text) (
	SFUNC = cohort_accum, STYPE = cohort_state, SSPACE = 16384, FINALFUNC = cohort_final, COMBINEFUNC = cohort_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE cohort_agg(uuid, date, text, text, text) IS 'Cohorts by age in one pass over the events of many accounts, by a unit, zone and mode, as cohort_matrix';
CREATE AGGREGATE cohort_agg(account uuid, day date, unit text, tz text, mode text, born date) (
	SFUNC = cohort_accum, STYPE = cohort_state, SSPACE = 16384, FINALFUNC = cohort_final, COMBINEFUNC = cohort_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE cohort_agg(uuid, date, text, text, text, date) IS 'Cohorts by age in one pass over the events of many accounts, by a unit, zone and date of birth, as cohort_matrix';
CREATE AGGREGATE cohort_agg(account text, at timestamptz) (
	SFUNC = cohort_accum, STYPE = cohort_state, SSPACE = 16384, FINALFUNC = cohort_final, COMBINEFUNC = cohort_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE cohort_agg(text, timestamptz) IS 'Cohorts by age in one pass over the events of many accounts, by day, as cohort_matrix';
CREATE AGGREGATE cohort_agg(account text, at timestamptz, unit text) (
	SFUNC = cohort_accum, STYPE = cohort_state, SSPACE = 16384, FINALFUNC = cohort_final, COMBINEFUNC = cohort_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE cohort_agg(text, timestamptz, text) IS 'Cohorts by age in one pass over the events of many accounts, by a unit, as cohort_matrix';
CREATE AGGREGATE cohort_agg(account text, at timestamptz, unit text, tz text) (
	SFUNC = cohort_accum, STYPE = cohort_state, SSPACE = 16384, FINALFUNC = cohort_final, COMBINEFUNC = cohort_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE cohort_agg(text, timestamptz, text, text) IS 'Cohorts by age in one pass over the events of many accounts, by a unit and zone, as cohort_matrix';
CREATE AGGREGATE cohort_agg(account text, at timestamptz, unit text, tz text, mode text) (
	SFUNC = cohort_accum, STYPE = cohort_state, SSPACE = 16384, FINALFUNC = cohort_final, COMBINEFUNC = cohort_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE cohort_agg(text, timestamptz, text, text, text) IS 'Cohorts by age in one pass over the events of many accounts, by a unit, zone and mode, as cohort_matrix';
CREATE AGGREGATE cohort_agg(account text, at timestamptz, unit text, tz text, mode text, born timestamptz) (
	SFUNC = cohort_accum, STYPE = cohort_state, SSPACE = 16384, FINALFUNC = cohort_final, COMBINEFUNC = cohort_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE cohort_agg(text, timestamptz, text, text, text, timestamptz) IS 'Cohorts by age in one pass over the events of many accounts, by a unit, zone and date of birth, as cohort_matrix';
CREATE AGGREGATE cohort_agg(account text, day date) (
	SFUNC = cohort_accum, STYPE = cohort_state, SSPACE = 16384, FINALFUNC = cohort_final, COMBINEFUNC = cohort_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE cohort_agg(text, date) IS 'Cohorts by age in one pass over the events of many accounts, by day, as cohort_matrix';
CREATE AGGREGATE cohort_agg(account text, day date, unit text) (
	SFUNC = cohort_accum, STYPE = cohort_state, SSPACE = 16384, FINALFUNC = cohort_final, COMBINEFUNC = cohort_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE cohort_agg(text, date, text) IS 'Cohorts by age in one pass over the events of many accounts, by a unit, as cohort_matrix';
CREATE AGGREGATE cohort_agg(account text, day date, unit text, tz text) (
	SFUNC = cohort_accum, STYPE = cohort_state, SSPACE = 16384, FINALFUNC = cohort_final, COMBINEFUNC = cohort_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE cohort_agg(text, date, text, text) IS 'Cohorts by age in one pass over the events of many accounts, by a unit and zone, as cohort_matrix';
CREATE AGGREGATE cohort_agg(account text, day date, unit text, tz text, mode text) (
	SFUNC = cohort_accum, STYPE = cohort_state, SSPACE = 16384, FINALFUNC = cohort_final, COMBINEFUNC = cohort_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE cohort_agg(text, date, text, text, text) IS 'Cohorts by age in one pass over the events of many accounts, by a unit, zone and mode, as cohort_matrix';
CREATE AGGREGATE cohort_agg(account text, day date, unit text, tz text, mode text, born date) (
	SFUNC = cohort_accum, STYPE = cohort_state, SSPACE = 16384, FINALFUNC = cohort_final, COMBINEFUNC = cohort_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE cohort_agg(text, date, text, text, text, date) IS 'Cohorts by age in one pass over the events of many accounts, by a unit, zone and date of birth, as cohort_matrix';
--|## observations(cohort_matrix)
--|formula: the accounts of all cohorts; with mode `'recurring'` an account is counted in each of its cohorts
--|unit: accounts
--|direction: neither
--|components: itself
--|nulls: 0 where the matrix is NULL
--|errors: none
--|example: SELECT observations(cohort_agg(account, day, 'month')) FROM (VALUES (1, date '2026-01-05'), (1, '2026-03-02'), (2, '2026-01-20')) AS event(account, day)
--|result: 2
CREATE FUNCTION observations(m cohort_matrix) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_cohort_matrix_observations' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION observations(cohort_matrix) IS 'Number of accounts of all cohorts';
--|## retention
--|formula: on: retained = accounts of the cohort active in period k after it; on_or_after: active in period k or a later one, up to as_of; bracket: active at one of the ages of the bracket; at age 0 every account counts; eligible = the cohort's accounts once the period has ended, else 0; rate = retained / eligible, in the running period retained / cohort_size; interval: Wilson
--|unit: accounts; shares 0 to 1
--|nulls: no rows where an argument is NULL or there are no cohorts; lo and hi are NULL in the running period and at age 0
--|errors: an unknown kind; kind 'bracket' without brackets, brackets with another kind, or such that are not ascending from 0 on; a confidence outside 0 to 1; an infinite as_of, or one more than 1,000,000 periods after the first cohort; an implicit cast from timestamp
--|example: SELECT r.* FROM (SELECT cohort_agg(account, day, 'month') AS m FROM (VALUES (1, date '2026-01-05'), (1, '2026-02-02'), (2, '2026-01-20'), (2, '2026-03-11'), (3, '2026-02-11')) AS event(account, day)) AS cohorts, retention(m, date '2026-03-15') AS r
--|result: 2026-01-01|0|2|2|2|1|NULL|NULL|f
--|  2026-01-01|1|2|2|1|0.5|0.09453120573423075|0.9054687942657692|f
--|  2026-01-01|2|2|0|1|0.5|NULL|NULL|t
--|  2026-02-01|0|1|1|1|1|NULL|NULL|f
--|  2026-02-01|1|1|0|0|0|NULL|NULL|t
--|example: SELECT r.* FROM (SELECT cohort_agg(account, day, 'month') AS m FROM (VALUES (1, date '2026-01-05'), (1, '2026-02-02'), (2, '2026-01-20'), (2, '2026-03-11'), (3, '2026-02-11')) AS event(account, day)) AS cohorts, retention(m, date '2026-05-01', 'on_or_after') AS r WHERE cohort = '2026-01-01'
--|result: 2026-01-01|0|2|2|2|1|NULL|NULL|f
--|  2026-01-01|1|2|2|2|1|0.3423802275066532|1|f
--|  2026-01-01|2|2|2|1|0.5|0.09453120573423075|0.9054687942657692|f
--|  2026-01-01|3|2|2|0|0|0|0.6576197724933468|f
--|  2026-01-01|4|2|0|0|0|NULL|NULL|t
--|example: SELECT cohort, period, eligible, retained, rate, is_partial FROM (SELECT cohort_agg(account, day, 'month') AS m FROM (VALUES (1, date '2026-01-05'), (1, '2026-02-02'), (2, '2026-01-20'), (2, '2026-03-11'), (3, '2026-02-11')) AS event(account, day)) AS cohorts, retention(m, date '2026-03-15', 'bracket', '{1,3,6}') AS r
--|result: 2026-01-01|1|0|2|1|t
--|  2026-02-01|1|0|0|0|t
--|source: Wilson 1927
--|see: retention_curve, retention_rate, cohort_agg
--|A row for each cohort and each period from 0 to the one that holds `as_of`. What cannot be known yet is not there, instead of 0. The period that holds `as_of` is
--|still running: it is marked, its rate can only rise, and it has no interval. `as_of` is the instant up to which the events are known; a
--|date is that local day in the zone of the matrix. Taken for a past day, what happened in later periods is left out.
--|
--|`brackets` lists the ages at which brackets begin, and the one before which the last ends: `'{1,4,8}'` is ages 1 to 3 and 4 to 7; the column `period`
--|has the first age of the bracket. With `'on_or_after'` the last periods fall by themselves, because who comes back later has not done so yet.
CREATE FUNCTION retention(m cohort_matrix, as_of timestamptz, kind text DEFAULT 'on', brackets integer[] DEFAULT '{}', confidence float8 DEFAULT 0.95,
	OUT cohort date, OUT period integer, OUT cohort_size bigint, OUT eligible bigint, OUT retained bigint,
	OUT rate float8, OUT lo float8, OUT hi float8, OUT is_partial boolean) RETURNS SETOF record
AS 'MODULE_PATHNAME', 'csops_retention' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100 ROWS 300;
COMMENT ON FUNCTION retention(cohort_matrix, timestamptz, text, integer[], float8) IS 'Accounts and shares, 0 to 1, by cohort and age: who came back, as of a date';
CREATE FUNCTION retention(m cohort_matrix, as_of date, kind text DEFAULT 'on', brackets integer[] DEFAULT '{}', confidence float8 DEFAULT 0.95,
	OUT cohort date, OUT period integer, OUT cohort_size bigint, OUT eligible bigint, OUT retained bigint,
	OUT rate float8, OUT lo float8, OUT hi float8, OUT is_partial boolean) RETURNS SETOF record
AS 'MODULE_PATHNAME', 'csops_retention_on' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100 ROWS 300;
COMMENT ON FUNCTION retention(cohort_matrix, date, text, integer[], float8) IS 'Accounts and shares, 0 to 1, by cohort and age: who came back, as of a date';
--|## retention_curve
--|formula: eligible and retained are summed over the cohorts for which the period has ended; rate = retained / eligible; interval: Wilson; hazard = 1 - active in the row's first period or later / active in that of the row before or later, over the same cohorts
--|unit: accounts; shares 0 to 1
--|nulls: no rows where an argument is NULL or no cohort is complete; lo, hi and hazard are NULL at age 0; hazard where nobody is left
--|errors: as retention
--|example: SELECT period, eligible, retained, round(rate::numeric, 4), round(lo::numeric, 4), round(hi::numeric, 4), hazard FROM (SELECT cohort_agg(account, day, 'month') AS m FROM (VALUES (1, date '2026-01-05'), (1, '2026-02-02'), (2, '2026-01-20'), (2, '2026-03-11'), (3, '2026-02-11')) AS event(account, day)) AS cohorts, retention_curve(m, date '2026-04-15') AS r
--|result: 0|3|3|1.0000|NULL|NULL|NULL
--|  1|3|1|0.3333|0.0615|0.7923|0.3333333333333333
--|  2|2|1|0.5000|0.0945|0.9055|0.5
--|see: retention, retention_rate
--|All cohorts pooled, each weighted by its accounts: the unweighted mean of their rates is another number. The rate at each age is of the cohorts old enough for it, so a
--|curve can rise where a bad cohort has not got that far. `hazard` is the share lost for good, as far as is known at `as_of`, among those who were
--|still to come back. With mode `'recurring'` an account is counted in each of its cohorts, and the interval is too narrow.
CREATE FUNCTION retention_curve(m cohort_matrix, as_of timestamptz, kind text DEFAULT 'on', brackets integer[] DEFAULT '{}', confidence float8 DEFAULT 0.95,
	OUT period integer, OUT eligible bigint, OUT retained bigint, OUT rate float8, OUT lo float8, OUT hi float8, OUT hazard float8) RETURNS SETOF record
AS 'MODULE_PATHNAME', 'csops_retention_curve' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100 ROWS 24;
COMMENT ON FUNCTION retention_curve(cohort_matrix, timestamptz, text, integer[], float8) IS 'Accounts and shares, 0 to 1, by age over all cohorts that are old enough, as of a date';
CREATE FUNCTION retention_curve(m cohort_matrix, as_of date, kind text DEFAULT 'on', brackets integer[] DEFAULT '{}', confidence float8 DEFAULT 0.95,
	OUT period integer, OUT eligible bigint, OUT retained bigint, OUT rate float8, OUT lo float8, OUT hi float8, OUT hazard float8) RETURNS SETOF record
AS 'MODULE_PATHNAME', 'csops_retention_curve_on' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100 ROWS 24;
COMMENT ON FUNCTION retention_curve(cohort_matrix, date, text, integer[], float8) IS 'Accounts and shares, 0 to 1, by age over all cohorts that are old enough, as of a date';
--|## retention_retained, retention_eligible
--|formula: accounts active in that period after their cohort, and accounts, both of the cohorts for which it has ended
--|unit: accounts
--|direction: higher is better: retention_retained; neither: retention_eligible
--|components: itself
--|nulls: 0 where the matrix is NULL; NULL where another argument is
--|errors: as retention_rate
--|example: SELECT retention_retained(m, 1, date '2026-04-15'), retention_eligible(m, 1, date '2026-04-15') FROM (SELECT cohort_agg(account, day, 'month') AS m FROM (VALUES (1, date '2026-01-05'), (1, '2026-02-02'), (2, '2026-01-20'), (2, '2026-03-11'), (3, '2026-02-11')) AS event(account, day)) AS cohorts
--|result: 1|3
--|see: retention_rate
--|The two counts that `retention_rate` divides: over groups of accounts that have nothing in common they can be added.
CREATE FUNCTION retention_retained(m cohort_matrix, period integer, as_of timestamptz) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_retention_retained' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION retention_retained(cohort_matrix, integer, timestamptz) IS 'Number of accounts active in that period after their cohort, of the cohorts old enough';
CREATE FUNCTION retention_retained(m cohort_matrix, period integer, as_of date) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_retention_retained_on' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION retention_retained(cohort_matrix, integer, date) IS 'Number of accounts active in that period after their cohort, of the cohorts old enough';
CREATE FUNCTION retention_eligible(m cohort_matrix, period integer, as_of timestamptz) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_retention_eligible' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION retention_eligible(cohort_matrix, integer, timestamptz) IS 'Number of accounts of the cohorts old enough for that period';
CREATE FUNCTION retention_eligible(m cohort_matrix, period integer, as_of date) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_retention_eligible_on' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION retention_eligible(cohort_matrix, integer, date) IS 'Number of accounts of the cohorts old enough for that period';
--|## retention_rate
--|formula: accounts active in that period after their cohort / accounts of the cohorts for which it has ended
--|unit: share, 0 to 1
--|direction: higher is better
--|components: retention_retained, retention_eligible
--|nulls: NULL where an argument is NULL or no cohort is old enough
--|errors: a negative period; an infinite as_of, or one more than 1,000,000 periods after the first cohort; an implicit cast from timestamp
--|example: SELECT retention_rate(m, 1, date '2026-04-15') FROM (SELECT cohort_agg(account, day, 'month') AS m FROM (VALUES (1, date '2026-01-05'), (1, '2026-02-02'), (2, '2026-01-20'), (2, '2026-03-11'), (3, '2026-02-11')) AS event(account, day)) AS cohorts
--|result: 0.3333333333333333
--|see: retention_curve
CREATE FUNCTION retention_rate(m cohort_matrix, period integer, as_of timestamptz) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_retention_rate' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50;
COMMENT ON FUNCTION retention_rate(cohort_matrix, integer, timestamptz) IS 'Share of accounts active in that period after their cohort, 0 to 1, among the cohorts old enough';
CREATE FUNCTION retention_rate(m cohort_matrix, period integer, as_of date) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_retention_rate_on' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50;
COMMENT ON FUNCTION retention_rate(cohort_matrix, integer, date) IS 'Share of accounts active in that period after their cohort, 0 to 1, among the cohorts old enough';
--|## retention_rate_lo, retention_rate_hi
--|formula: Wilson's interval of retention_rate
--|unit: share, 0 to 1
--|nulls: as retention_rate; NULL at period 0, where every account counts
--|errors: as retention_rate; a confidence outside 0 to 1
--|example: SELECT round(retention_rate_lo(m, 1, date '2026-04-15')::numeric, 6), round(retention_rate_hi(m, 1, date '2026-04-15')::numeric, 6) FROM (SELECT cohort_agg(account, day, 'month') AS m FROM (VALUES (1, date '2026-01-05'), (1, '2026-02-02'), (2, '2026-01-20'), (2, '2026-03-11'), (3, '2026-02-11')) AS event(account, day)) AS cohorts
--|result: 0.061492|0.792340
--|source: Wilson 1927
--|see: retention_rate
CREATE FUNCTION retention_rate_lo(m cohort_matrix, period integer, as_of timestamptz, confidence float8 DEFAULT 0.95) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_retention_rate_lo' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50;
COMMENT ON FUNCTION retention_rate_lo(cohort_matrix, integer, timestamptz, float8) IS 'Lower end of the interval of retention_rate, 0 to 1';
CREATE FUNCTION retention_rate_lo(m cohort_matrix, period integer, as_of date, confidence float8 DEFAULT 0.95) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_retention_rate_lo_on' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50;
COMMENT ON FUNCTION retention_rate_lo(cohort_matrix, integer, date, float8) IS 'Lower end of the interval of retention_rate, 0 to 1';
CREATE FUNCTION retention_rate_hi(m cohort_matrix, period integer, as_of timestamptz, confidence float8 DEFAULT 0.95) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_retention_rate_hi' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50;
COMMENT ON FUNCTION retention_rate_hi(cohort_matrix, integer, timestamptz, float8) IS 'Upper end of the interval of retention_rate, 0 to 1';
CREATE FUNCTION retention_rate_hi(m cohort_matrix, period integer, as_of date, confidence float8 DEFAULT 0.95) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_retention_rate_hi_on' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50;
COMMENT ON FUNCTION retention_rate_hi(cohort_matrix, integer, date, float8) IS 'Upper end of the interval of retention_rate, 0 to 1';
