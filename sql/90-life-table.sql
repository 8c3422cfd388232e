-- Tenures, ended or not, as one mergeable value. Needs nothing.

--|# Survival
--|How long accounts stay is not known of those who are still there: their tenure is censored. A `life_table` keeps, for every tenure
--|that occurs, how many accounts ended at it and how many were seen no longer, and from these counts come the Kaplan-Meier curve, its
--|intervals, the median tenure, the hazard by age and the log-rank test, without the bias of leaving the living out or of counting
--|them as ended. One small value holds a segment; it merges, and subtracts, exactly.
--|
--|A row is one account, or one spell of an account that came back: how long it has been there, and whether it ended. For an account
--|that is still there, the tenure is that of the day of evaluation and `ended` is false:
--|`life_table_agg(coalesce(ended_on, as_of) - started_on, ended_on IS NOT NULL)`.
--|
--|A tenure is an `integer` or an `interval`. Integers are days, or whatever else is counted alike in all rows, such as months or renewals; all
--|figures on the time axis are then in the same unit. Intervals are held in microseconds, and figures are in seconds; a day has 24 hours.
--|A table costs about three bytes for each tenure that occurs while counts are small, so at most 20 kB for ten years of days, and about six for each row
--|where every tenure is another microsecond; no table has more than 33.5 million different tenures (an error beyond, whose hint is to count in days).
--|
--|Accounts that were older than the data when these begin, and would have been missing had they ended before, entered late: give as `entry` their age
--|at that time. They then count among those at risk from that age on; leaving it out would make accounts live too long. An entry of 0
--|or less is no late entry. An account is seen in (entry, tenure]: it is not at risk of what happens at its own entry, and who enters at the age at which
--|they leave says nothing (`unanswered`). At one tenure those who end are counted before those who are censored.
--|
--|A weight, such as an account's revenue, makes the curve that of the weights. It is not a number of rows: intervals and tests use the effective number at risk
--|of Kish, so that they stay the same when all weights double, and are the unweighted ones when all are alike.
-- type: life_table
COMMENT ON TYPE life_table IS 'Tenures: at each, how many accounts ended, were censored, and entered';
--|## internal: life table transition functions
CREATE FUNCTION life_table_accum(state life_table, tenure integer, ended boolean) RETURNS life_table
AS 'MODULE_PATHNAME', 'csops_life_table_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION life_table_accum(life_table, integer, boolean) IS 'adds a row to a life_table state';
CREATE FUNCTION life_table_accum_inv(state life_table, tenure integer, ended boolean) RETURNS life_table
AS 'MODULE_PATHNAME', 'csops_life_table_accum_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION life_table_accum_inv(life_table, integer, boolean) IS 'takes a row out of a life_table state';
CREATE FUNCTION life_table_accum(state life_table, tenure integer, ended boolean, on_invalid text) RETURNS life_table
AS 'MODULE_PATHNAME', 'csops_life_table_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION life_table_accum(life_table, integer, boolean, text) IS 'adds a row to a life_table state';
CREATE FUNCTION life_table_accum_inv(state life_table, tenure integer, ended boolean, on_invalid text) RETURNS life_table
AS 'MODULE_PATHNAME', 'csops_life_table_accum_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION life_table_accum_inv(life_table, integer, boolean, text) IS 'takes a row out of a life_table state';
CREATE FUNCTION life_table_accum(state life_table, tenure integer, ended boolean, entry integer) RETURNS life_table
AS 'MODULE_PATHNAME', 'csops_life_table_accum_entry' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION life_table_accum(life_table, integer, boolean, integer) IS 'adds a row to a life_table state';
CREATE FUNCTION life_table_accum_inv(state life_table, tenure integer, ended boolean, entry integer) RETURNS life_table
AS 'MODULE_PATHNAME', 'csops_life_table_accum_entry_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION life_table_accum_inv(life_table, integer, boolean, integer) IS 'takes a row out of a life_table state';
CREATE FUNCTION life_table_accum(state life_table, tenure integer, ended boolean, entry integer, on_invalid text) RETURNS life_table
AS 'MODULE_PATHNAME', 'csops_life_table_accum_entry' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION life_table_accum(life_table, integer, boolean, integer, text) IS 'adds a row to a life_table state';
CREATE FUNCTION life_table_accum_inv(state life_table, tenure integer, ended boolean, entry integer, on_invalid text) RETURNS life_table
AS 'MODULE_PATHNAME', 'csops_life_table_accum_entry_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION life_table_accum_inv(life_table, integer, boolean, integer, text) IS 'takes a row out of a life_table state';
CREATE FUNCTION life_table_accum(state life_table, tenure integer, ended boolean, entry integer, weight float8) RETURNS life_table
AS 'MODULE_PATHNAME', 'csops_life_table_accum_weight' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION life_table_accum(life_table, integer, boolean, integer, float8) IS 'adds a row to a life_table state';
CREATE FUNCTION life_table_accum_inv(state life_table, tenure integer, ended boolean, entry integer, weight float8) RETURNS life_table
AS 'MODULE_PATHNAME', 'csops_life_table_accum_weight_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION life_table_accum_inv(life_table, integer, boolean, integer, float8) IS 'takes a row out of a life_table state';
CREATE FUNCTION life_table_accum(state life_table, tenure integer, ended boolean, entry integer, weight float8, on_invalid text) RETURNS life_table
AS 'MODULE_PATHNAME', 'csops_life_table_accum_weight' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION life_table_accum(life_table, integer, boolean, integer, float8, text) IS 'adds a row to a life_table state';
CREATE FUNCTION life_table_accum_inv(state life_table, tenure integer, ended boolean, entry integer, weight float8, on_invalid text) RETURNS life_table
AS 'MODULE_PATHNAME', 'csops_life_table_accum_weight_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION life_table_accum_inv(life_table, integer, boolean, integer, float8, text) IS 'takes a row out of a life_table state';
CREATE FUNCTION life_table_accum_key(state life_table, tenure integer, ended boolean, key text) RETURNS life_table
AS 'MODULE_PATHNAME', 'csops_life_table_accum_key' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION life_table_accum_key(life_table, integer, boolean, text) IS 'adds a row to a life_table state';
CREATE FUNCTION life_table_accum_key_inv(state life_table, tenure integer, ended boolean, key text) RETURNS life_table
AS 'MODULE_PATHNAME', 'csops_life_table_accum_key_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION life_table_accum_key_inv(life_table, integer, boolean, text) IS 'takes a row out of a life_table state';
CREATE FUNCTION life_table_accum_key(state life_table, tenure integer, ended boolean, key uuid) RETURNS life_table
AS 'MODULE_PATHNAME', 'csops_life_table_accum_key' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION life_table_accum_key(life_table, integer, boolean, uuid) IS 'adds a row to a life_table state';
CREATE FUNCTION life_table_accum_key_inv(state life_table, tenure integer, ended boolean, key uuid) RETURNS life_table
AS 'MODULE_PATHNAME', 'csops_life_table_accum_key_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION life_table_accum_key_inv(life_table, integer, boolean, uuid) IS 'takes a row out of a life_table state';
CREATE FUNCTION life_table_accum(state life_table, tenure interval, ended boolean) RETURNS life_table
AS 'MODULE_PATHNAME', 'csops_life_table_accum_interval' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION life_table_accum(life_table, interval, boolean) IS 'adds a row to a life_table state';
CREATE FUNCTION life_table_accum_inv(state life_table, tenure interval, ended boolean) RETURNS life_table
AS 'MODULE_PATHNAME', 'csops_life_table_accum_interval_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION life_table_accum_inv(life_table, interval, boolean) IS 'takes a row out of a life_table state';
CREATE FUNCTION life_table_accum(state life_table, tenure interval, ended boolean, on_invalid text) RETURNS life_table
AS 'MODULE_PATHNAME', 'csops_life_table_accum_interval' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION life_table_accum(life_table, interval, boolean, text) IS 'adds a row to a life_table state';
CREATE FUNCTION life_table_accum_inv(state life_table, tenure interval, ended boolean, on_invalid text) RETURNS life_table
AS 'MODULE_PATHNAME', 'csops_life_table_accum_interval_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION life_table_accum_inv(life_table, interval, boolean, text) IS 'takes a row out of a life_table state';
CREATE FUNCTION life_table_accum(state life_table, tenure interval, ended boolean, entry interval) RETURNS life_table
AS 'MODULE_PATHNAME', 'csops_life_table_accum_interval_entry' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION life_table_accum(life_table, interval, boolean, interval) IS 'adds a row to a life_table state';
CREATE FUNCTION life_table_accum_inv(state life_table, tenure interval, ended boolean, entry interval) RETURNS life_table
AS 'MODULE_PATHNAME', 'csops_life_table_accum_interval_entry_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION life_table_accum_inv(life_table, interval, boolean, interval) IS 'takes a row out of a life_table state';
CREATE FUNCTION life_table_accum(state life_table, tenure interval, ended boolean, entry interval, on_invalid text) RETURNS life_table
AS 'MODULE_PATHNAME', 'csops_life_table_accum_interval_entry' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION life_table_accum(life_table, interval, boolean, interval, text) IS 'adds a row to a life_table state';
CREATE FUNCTION life_table_accum_inv(state life_table, tenure interval, ended boolean, entry interval, on_invalid text) RETURNS life_table
AS 'MODULE_PATHNAME', 'csops_life_table_accum_interval_entry_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION life_table_accum_inv(life_table, interval, boolean, interval, text) IS 'takes a row out of a life_table state';
CREATE FUNCTION life_table_accum(state life_table, tenure interval, ended boolean, entry interval, weight float8) RETURNS life_table
AS 'MODULE_PATHNAME', 'csops_life_table_accum_interval_weight' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION life_table_accum(life_table, interval, boolean, interval, float8) IS 'adds a row to a life_table state';
CREATE FUNCTION life_table_accum_inv(state life_table, tenure interval, ended boolean, entry interval, weight float8) RETURNS life_table
AS 'MODULE_PATHNAME', 'csops_life_table_accum_interval_weight_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION life_table_accum_inv(life_table, interval, boolean, interval, float8) IS 'takes a row out of a life_table state';
CREATE FUNCTION life_table_accum(state life_table, tenure interval, ended boolean, entry interval, weight float8, on_invalid text) RETURNS life_table
AS 'MODULE_PATHNAME', 'csops_life_table_accum_interval_weight' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION life_table_accum(life_table, interval, boolean, interval, float8, text) IS 'adds a row to a life_table state';
CREATE FUNCTION life_table_accum_inv(state life_table, tenure interval, ended boolean, entry interval, weight float8, on_invalid text) RETURNS life_table
AS 'MODULE_PATHNAME', 'csops_life_table_accum_interval_weight_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION life_table_accum_inv(life_table, interval, boolean, interval, float8, text) IS 'takes a row out of a life_table state';
CREATE FUNCTION life_table_accum_key(state life_table, tenure interval, ended boolean, key text) RETURNS life_table
AS 'MODULE_PATHNAME', 'csops_life_table_accum_interval_key' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION life_table_accum_key(life_table, interval, boolean, text) IS 'adds a row to a life_table state';
CREATE FUNCTION life_table_accum_key_inv(state life_table, tenure interval, ended boolean, key text) RETURNS life_table
AS 'MODULE_PATHNAME', 'csops_life_table_accum_interval_key_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION life_table_accum_key_inv(life_table, interval, boolean, text) IS 'takes a row out of a life_table state';
CREATE FUNCTION life_table_accum_key(state life_table, tenure interval, ended boolean, key uuid) RETURNS life_table
AS 'MODULE_PATHNAME', 'csops_life_table_accum_interval_key' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION life_table_accum_key(life_table, interval, boolean, uuid) IS 'adds a row to a life_table state';
CREATE FUNCTION life_table_accum_key_inv(state life_table, tenure interval, ended boolean, key uuid) RETURNS life_table
AS 'MODULE_PATHNAME', 'csops_life_table_accum_interval_key_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION life_table_accum_key_inv(life_table, interval, boolean, uuid) IS 'takes a row out of a life_table state';
CREATE FUNCTION life_table_final(state life_table) RETURNS life_table
AS 'MODULE_PATHNAME', 'csops_life_table_final' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION life_table_final(life_table) IS 'the canonical form of a state';
--|## merge(life_table)
--|unit: life_table
--|nulls: NULL where either is NULL
--|errors: tables of integers with tables of intervals; weighted tables with others; a total beyond 4.6e18 rows; too many different tenures
--|example: SELECT merge(life_table_agg(tenure, ended) FILTER (WHERE region = 'EU'), life_table_agg(tenure, ended) FILTER (WHERE region = 'US')) FROM (VALUES ('EU', 30, true), ('EU', 90, false), ('US', 30, true)) AS account(region, tenure, ended)
--|result: {"tenure": "integer", "observations": 3, "unanswered": 0, "invalid": 0, "times": [[30, 2, 0, 0], [90, 0, 1, 0]], "weights": null}
--|The function behind `||`, and the combine function of the aggregates. The order does not matter. Tables are of accounts, so merge those of other
--|accounts: segments, regions, partitions. Tables of the same accounts on two days are not to be merged.
CREATE FUNCTION merge(a life_table, b life_table) RETURNS life_table
AS 'MODULE_PATHNAME', 'csops_merge_life_table' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION merge(life_table, life_table) IS 'the accounts of both, as one table';
CREATE OPERATOR || (LEFTARG = life_table, RIGHTARG = life_table, FUNCTION = merge, COMMUTATOR = ||);
COMMENT ON OPERATOR || (life_table, life_table) IS 'the accounts of both: merge(a, b)';
--|## subtract(life_table)
--|unit: life_table
--|nulls: NULL where either is NULL
--|errors: a table that was not merged into the first; as merge
--|example: SELECT subtract(merge(a, b), b) = a FROM (SELECT life_table_agg(30, true), life_table_agg(90, false)) AS segment(a, b)
--|result: t
--|The function behind `-`; exact: `subtract(merge(a, b), b) = a`. It gives the rest of the company without a segment, to compare it with. `-` binds
--|more tightly than `||`: write `(a || b) - b`.
CREATE FUNCTION subtract(a life_table, b life_table) RETURNS life_table
AS 'MODULE_PATHNAME', 'csops_subtract_life_table' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION subtract(life_table, life_table) IS 'the accounts of the first without those of the second';
CREATE OPERATOR - (LEFTARG = life_table, RIGHTARG = life_table, FUNCTION = subtract);
COMMENT ON OPERATOR - (life_table, life_table) IS 'the accounts of the left without those of the right: subtract(a, b)';
--|## rollup(life_table)
--|unit: life_table
--|nulls: NULL rows are skipped; no rows give NULL
--|errors: as merge
--|example: SELECT observations(rollup(s)), survival_median(rollup(s)) FROM (SELECT life_table_agg(tenure, ended) FROM (VALUES ('EU', 30, true), ('EU', 90, false), ('US', 40, true)) AS account(region, tenure, ended) GROUP BY region) AS region(s)
--|result: 3|40
--|Merges many stored tables, for a company from segments. Under OVER with a moving frame, as over the quarters in which accounts
--|started, each row costs one merge and one subtraction. `GROUP BY rollup(x)` is SQL's own grouping sets, something else.
CREATE AGGREGATE rollup(s life_table) (
	SFUNC = merge, STYPE = life_table, SSPACE = 1024, FINALFUNC = life_table_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = merge, MINVFUNC = subtract, MSTYPE = life_table, MSSPACE = 1024, MFINALFUNC = life_table_final
);
COMMENT ON AGGREGATE rollup(life_table) IS 'the accounts of all, as one table';
--|## life_table_agg
--|unit: life_table
--|nulls: a row with any NULL is counted as unanswered, and so is one that entered, later than at 0, at its own tenure; no rows give NULL
--|errors: a negative tenure, or one above 10,000 years; an entry later than the tenure; a weight that is negative, not a number or above 2^53; an interval with months; unless on_invalid is 'count'
--|example: SELECT life_table_agg(tenure, ended) FROM (VALUES (30, true), (30, false), (90, false), (400, true), (NULL, true)) AS account(tenure, ended)
--|result: {"tenure": "integer", "observations": 4, "unanswered": 1, "invalid": 0, "times": [[30, 1, 1, 0], [90, 0, 1, 0], [400, 1, 0, 0]], "weights": null}
--|example: SELECT life_table_agg(ended_on - started_on, true, date '2025-01-01' - started_on) FROM (VALUES (date '2024-06-01', date '2025-03-01'), ('2025-02-01', '2025-08-01')) AS account(started_on, ended_on)
--|result: {"tenure": "integer", "observations": 2, "unanswered": 0, "invalid": 0, "times": [[181, 1, 0, 0], [214, 0, 0, 1], [273, 1, 0, 0]], "weights": null}
--|example: SELECT life_table_agg(tenure, ended, 'count') FROM (VALUES (30, true), (-5, true)) AS account(tenure, ended)
--|result: {"tenure": "integer", "observations": 1, "unanswered": 0, "invalid": 1, "times": [[30, 1, 0, 0]], "weights": null}
--|example: SELECT life_table_agg(tenure, ended, 0, revenue) FROM (VALUES (30, true, 0.5), (90, false, 2.5)) AS account(tenure, ended, revenue)
--|result: {"tenure": "integer", "observations": 2, "unanswered": 0, "invalid": 0, "times": [[30, 1, 0, 0], [90, 0, 1, 0]], "weights": [[0.5, 0.25], [2.5, 6.25]]}
--|see: survival_at, survival_median, survival_table, rollup
--|As text, and as json and jsonb, a table shows each tenure that occurs (in microseconds where tenures are intervals) with how many ended, were
--|censored and entered at it; and for each of these counts that is not 0, where rows have weights, the exact sum of the weights and that of their squares.
CREATE AGGREGATE life_table_agg(tenure integer, ended boolean) (
	SFUNC = life_table_accum, STYPE = life_table, SSPACE = 256, FINALFUNC = life_table_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = life_table_accum, MINVFUNC = life_table_accum_inv, MSTYPE = life_table, MSSPACE = 256, MFINALFUNC = life_table_final
);
COMMENT ON AGGREGATE life_table_agg(integer, boolean) IS 'Accounts by tenure, ended or not, as a life_table';
CREATE AGGREGATE life_table_agg(tenure integer, ended boolean, on_invalid text) (
	SFUNC = life_table_accum, STYPE = life_table, SSPACE = 256, FINALFUNC = life_table_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = life_table_accum, MINVFUNC = life_table_accum_inv, MSTYPE = life_table, MSSPACE = 256, MFINALFUNC = life_table_final
);
COMMENT ON AGGREGATE life_table_agg(integer, boolean, text) IS 'Accounts by tenure, ended or not, as a life_table; on_invalid is error or count';
CREATE AGGREGATE life_table_agg(tenure integer, ended boolean, entry integer) (
	SFUNC = life_table_accum, STYPE = life_table, SSPACE = 256, FINALFUNC = life_table_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = life_table_accum, MINVFUNC = life_table_accum_inv, MSTYPE = life_table, MSSPACE = 256, MFINALFUNC = life_table_final
);
COMMENT ON AGGREGATE life_table_agg(integer, boolean, integer) IS 'Accounts by tenure, ended or not, as a life_table; seen from the age of entry on';
CREATE AGGREGATE life_table_agg(tenure integer, ended boolean, entry integer, on_invalid text) (
	SFUNC = life_table_accum, STYPE = life_table, SSPACE = 256, FINALFUNC = life_table_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = life_table_accum, MINVFUNC = life_table_accum_inv, MSTYPE = life_table, MSSPACE = 256, MFINALFUNC = life_table_final
);
COMMENT ON AGGREGATE life_table_agg(integer, boolean, integer, text) IS 'Accounts by tenure, ended or not, as a life_table; seen from the age of entry on, on_invalid is error or count';
CREATE AGGREGATE life_table_agg(tenure integer, ended boolean, entry integer, weight float8) (
	SFUNC = life_table_accum, STYPE = life_table, SSPACE = 256, FINALFUNC = life_table_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = life_table_accum, MINVFUNC = life_table_accum_inv, MSTYPE = life_table, MSSPACE = 256, MFINALFUNC = life_table_final
);
COMMENT ON AGGREGATE life_table_agg(integer, boolean, integer, float8) IS 'Accounts by tenure, ended or not, as a life_table; seen from the age of entry on, weighted';
CREATE AGGREGATE life_table_agg(tenure integer, ended boolean, entry integer, weight float8, on_invalid text) (
	SFUNC = life_table_accum, STYPE = life_table, SSPACE = 256, FINALFUNC = life_table_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = life_table_accum, MINVFUNC = life_table_accum_inv, MSTYPE = life_table, MSSPACE = 256, MFINALFUNC = life_table_final
);
COMMENT ON AGGREGATE life_table_agg(integer, boolean, integer, float8, text) IS 'Accounts by tenure, ended or not, as a life_table; seen from the age of entry on, weighted, on_invalid is error or count';
CREATE AGGREGATE life_table_agg(tenure interval, ended boolean) (
	SFUNC = life_table_accum, STYPE = life_table, SSPACE = 256, FINALFUNC = life_table_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = life_table_accum, MINVFUNC = life_table_accum_inv, MSTYPE = life_table, MSSPACE = 256, MFINALFUNC = life_table_final
);
COMMENT ON AGGREGATE life_table_agg(interval, boolean) IS 'Accounts by tenure, ended or not, as a life_table';
CREATE AGGREGATE life_table_agg(tenure interval, ended boolean, on_invalid text) (
	SFUNC = life_table_accum, STYPE = life_table, SSPACE = 256, FINALFUNC = life_table_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = life_table_accum, MINVFUNC = life_table_accum_inv, MSTYPE = life_table, MSSPACE = 256, MFINALFUNC = life_table_final
);
COMMENT ON AGGREGATE life_table_agg(interval, boolean, text) IS 'Accounts by tenure, ended or not, as a life_table; on_invalid is error or count';
CREATE AGGREGATE life_table_agg(tenure interval, ended boolean, entry interval) (
	SFUNC = life_table_accum, STYPE = life_table, SSPACE = 256, FINALFUNC = life_table_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = life_table_accum, MINVFUNC = life_table_accum_inv, MSTYPE = life_table, MSSPACE = 256, MFINALFUNC = life_table_final
);
COMMENT ON AGGREGATE life_table_agg(interval, boolean, interval) IS 'Accounts by tenure, ended or not, as a life_table; seen from the age of entry on';
CREATE AGGREGATE life_table_agg(tenure interval, ended boolean, entry interval, on_invalid text) (
	SFUNC = life_table_accum, STYPE = life_table, SSPACE = 256, FINALFUNC = life_table_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = life_table_accum, MINVFUNC = life_table_accum_inv, MSTYPE = life_table, MSSPACE = 256, MFINALFUNC = life_table_final
);
COMMENT ON AGGREGATE life_table_agg(interval, boolean, interval, text) IS 'Accounts by tenure, ended or not, as a life_table; seen from the age of entry on, on_invalid is error or count';
CREATE AGGREGATE life_table_agg(tenure interval, ended boolean, entry interval, weight float8) (
	SFUNC = life_table_accum, STYPE = life_table, SSPACE = 256, FINALFUNC = life_table_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = life_table_accum, MINVFUNC = life_table_accum_inv, MSTYPE = life_table, MSSPACE = 256, MFINALFUNC = life_table_final
);
COMMENT ON AGGREGATE life_table_agg(interval, boolean, interval, float8) IS 'Accounts by tenure, ended or not, as a life_table; seen from the age of entry on, weighted';
CREATE AGGREGATE life_table_agg(tenure interval, ended boolean, entry interval, weight float8, on_invalid text) (
	SFUNC = life_table_accum, STYPE = life_table, SSPACE = 256, FINALFUNC = life_table_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = life_table_accum, MINVFUNC = life_table_accum_inv, MSTYPE = life_table, MSSPACE = 256, MFINALFUNC = life_table_final
);
COMMENT ON AGGREGATE life_table_agg(interval, boolean, interval, float8, text) IS 'Accounts by tenure, ended or not, as a life_table; seen from the age of entry on, weighted, on_invalid is error or count';
--|## observations(life_table)
--|formula: number of rows that are in the table
--|unit: rows
--|direction: neither
--|components: itself
--|nulls: no table gives 0
--|errors: none
--|example: SELECT observations(life_table_agg(tenure, ended, 'count')) FROM (VALUES (30, true), (90, false), (120, false), (-5, true), (NULL, true)) AS account(tenure, ended)
--|result: 3
CREATE FUNCTION observations(s life_table) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_life_table_observations' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION observations(life_table) IS 'Number of accounts in the table';
--|## ended(life_table)
--|formula: number of accounts that ended
--|unit: rows
--|direction: neither
--|components: itself
--|nulls: no table gives 0
--|errors: none
--|example: SELECT ended(life_table_agg(tenure, ended, 'count')) FROM (VALUES (30, true), (90, false), (120, false), (-5, true), (NULL, true)) AS account(tenure, ended)
--|result: 1
CREATE FUNCTION ended(s life_table) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_life_table_ended' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION ended(life_table) IS 'Number of accounts that ended';
--|## censored(life_table)
--|formula: number of accounts that were seen no longer, but did not end
--|unit: rows
--|direction: neither
--|components: itself
--|nulls: no table gives 0
--|errors: none
--|example: SELECT censored(life_table_agg(tenure, ended, 'count')) FROM (VALUES (30, true), (90, false), (120, false), (-5, true), (NULL, true)) AS account(tenure, ended)
--|result: 2
CREATE FUNCTION censored(s life_table) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_life_table_censored' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION censored(life_table) IS 'Number of accounts that were censored';
--|## entered_late(life_table)
--|formula: number of accounts with an entry above 0
--|unit: rows
--|direction: neither
--|components: itself
--|nulls: no table gives 0
--|errors: none
--|example: SELECT entered_late(life_table_agg(tenure, ended, entry)) FROM (VALUES (30, true, 10), (90, false, 0)) AS account(tenure, ended, entry)
--|result: 1
CREATE FUNCTION entered_late(s life_table) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_life_table_entered_late' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION entered_late(life_table) IS 'Number of accounts that were not seen from their beginning';
--|## unanswered(life_table)
--|formula: number of rows with a NULL, and of those who entered at their own tenure
--|unit: rows
--|direction: lower is better
--|components: itself
--|nulls: no table gives 0
--|errors: none
--|example: SELECT unanswered(life_table_agg(tenure, ended, 'count')) FROM (VALUES (30, true), (90, false), (120, false), (-5, true), (NULL, true)) AS account(tenure, ended)
--|result: 1
CREATE FUNCTION unanswered(s life_table) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_life_table_unanswered' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION unanswered(life_table) IS 'Number of rows that say nothing';
--|## invalid(life_table)
--|formula: number of impossible rows that on_invalid counted
--|unit: rows
--|direction: lower is better
--|components: itself
--|nulls: no table gives 0
--|errors: none
--|example: SELECT invalid(life_table_agg(tenure, ended, 'count')) FROM (VALUES (30, true), (90, false), (120, false), (-5, true), (NULL, true)) AS account(tenure, ended)
--|result: 1
CREATE FUNCTION invalid(s life_table) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_life_table_invalid' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION invalid(life_table) IS 'Number of impossible rows that were counted instead of refused';
--|## is_suppressed(life_table)
--|formula: 0 < observations < min_n
--|unit: boolean
--|nulls: NULL gives NULL
--|errors: a negative min_n
--|example: SELECT is_suppressed(life_table_agg(tenure, ended), 5) FROM (VALUES (30, true), (90, false)) AS account(tenure, ended)
--|result: t
CREATE FUNCTION is_suppressed(s life_table, min_n integer) RETURNS boolean
AS 'MODULE_PATHNAME', 'csops_life_table_is_suppressed' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION is_suppressed(life_table, integer) IS 'Whether there are accounts, but fewer than min_n';
