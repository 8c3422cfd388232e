-- Active accounts: how many were active in any window, without counting anyone twice. Needs 70-activity.

--|# Active accounts
--|An `active_summary` is made of the grids of many accounts and answers, exactly and for every window of every length, how many of them were
--|active: daily, weekly and monthly active accounts, their stickiness, and their lifecycle. For each period it counts the
--|accounts by the time since they were last active, so that an account is counted in a window once, by its first active period there.
--|Summaries of disjoint accounts merge and subtract exactly, by segment, by shard or by the week of the sign-up; those of different
--|stretches of time do not merge, because the same accounts are in both: merge their grids first.
--|
--|A window of n periods ends with the period of the day that is given. In activity by week or month the arguments `days` and `window_days`
--|count weeks or months.
-- type: active_summary
COMMENT ON TYPE active_summary IS 'accounts active in each period, by the time since they were last active';
--|## internal: active transition functions
CREATE FUNCTION active_accum(state active_summary, a activity_grid) RETURNS active_summary
AS 'MODULE_PATHNAME', 'csops_active_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION active_accum(active_summary, activity_grid) IS 'adds an account to an active_summary state';
CREATE FUNCTION active_accum_inv(state active_summary, a activity_grid) RETURNS active_summary
AS 'MODULE_PATHNAME', 'csops_active_accum_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION active_accum_inv(active_summary, activity_grid) IS 'takes an account out of an active_summary state';
CREATE FUNCTION active_final(state active_summary) RETURNS active_summary
AS 'MODULE_PATHNAME', 'csops_active_final' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION active_final(active_summary) IS 'a state in canonical form';
--|## merge(active_summary)
--|unit: active_summary
--|nulls: NULL where either is NULL
--|errors: unlike units, zones or starts of the week; a total beyond 4.6e18; a table of cells beyond 768 MB
--|example: SELECT observations(merge(active_agg(a) FILTER (WHERE plan = 'free'), active_agg(a) FILTER (WHERE plan = 'paid'))) FROM (SELECT plan, activity_agg(day) FROM (VALUES (1, 'free', date '2026-03-02'), (2, 'paid', '2026-03-03')) AS event(account, plan, day) GROUP BY account, plan) AS account(plan, a)
--|result: 2
--|The function behind `||`, and the combine function of the aggregate. The order does not matter; the accounts of both have to be different ones.
CREATE FUNCTION merge(a active_summary, b active_summary) RETURNS active_summary
AS 'MODULE_PATHNAME', 'csops_merge_active_summary' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50;
COMMENT ON FUNCTION merge(active_summary, active_summary) IS 'the accounts of both, as one summary';
CREATE OPERATOR || (LEFTARG = active_summary, RIGHTARG = active_summary, FUNCTION = merge, COMMUTATOR = ||);
COMMENT ON OPERATOR || (active_summary, active_summary) IS 'the accounts of both: merge(a, b)';
--|## subtract(active_summary)
--|unit: active_summary
--|nulls: NULL where either is NULL
--|errors: a summary that was not merged into the first
--|example: SELECT active_accounts(subtract(active_agg(a), active_agg(a) FILTER (WHERE plan = 'free')), '2026-03-03') FROM (SELECT plan, activity_agg(day) FROM (VALUES (1, 'free', date '2026-03-02'), (2, 'paid', '2026-03-03')) AS event(account, plan, day) GROUP BY account, plan) AS account(plan, a)
--|result: 1
--|The function behind `-`; exact: `subtract(merge(a, b), b) = a`. It is also how a moving window forgets the accounts that leave it.
CREATE FUNCTION subtract(a active_summary, b active_summary) RETURNS active_summary
AS 'MODULE_PATHNAME', 'csops_subtract_active_summary' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50;
COMMENT ON FUNCTION subtract(active_summary, active_summary) IS 'the accounts of the first without those of the second';
CREATE OPERATOR - (LEFTARG = active_summary, RIGHTARG = active_summary, FUNCTION = subtract);
COMMENT ON OPERATOR - (active_summary, active_summary) IS 'the accounts of the left without those of the right: subtract(a, b)';
--|## rollup(active_summary)
--|unit: active_summary
--|nulls: NULL rows are skipped; no rows give NULL
--|errors: as merge
--|example: SELECT active_accounts(rollup(s), '2026-03-03', 7) FROM (SELECT active_agg(a) FROM (SELECT plan, activity_agg(day) FROM (VALUES (1, 'free', date '2026-03-02'), (2, 'paid', '2026-03-03')) AS event(account, plan, day) GROUP BY account, plan) AS account(plan, a) GROUP BY plan) AS by_plan(s)
--|result: 2
--|Merges the summaries of many segments; each account has to be in one of them only.
CREATE AGGREGATE rollup(s active_summary) (
	SFUNC = merge, STYPE = active_summary, SSPACE = 16384, FINALFUNC = active_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = merge, MINVFUNC = subtract, MSTYPE = active_summary, MSSPACE = 16384, MFINALFUNC = active_final
);
COMMENT ON AGGREGATE rollup(active_summary) IS 'the accounts of all, as one summary';
--|## active_agg
--|unit: active_summary
--|nulls: a NULL, an account that was never active, is counted as unanswered; no rows give NULL
--|errors: as merge
--|example: SELECT active_agg(a) FROM (SELECT activity_agg(day) AS a FROM (VALUES ('a', date '2026-03-02'), ('a', '2026-03-03'), ('b', '2026-03-03'), ('a', '2026-03-05'), ('b', '2026-03-09')) AS event(account, day) GROUP BY account) AS account
--|result: {"unit": "day", "tz": "UTC", "week_start": 1, "observations": 2, "unanswered": 0, "active": [["2026-03-02", 1, []], ["2026-03-03", 1, [[1, 1]]], ["2026-03-05", 0, [[2, 1]]], ["2026-03-09", 0, [[6, 1]]]]}
--|see: active_accounts, active_series, stickiness, activity_agg
--|One row for each account. The text form lists the periods with the accounts that were new in them, and the others by the length of their gap.
CREATE AGGREGATE active_agg(a activity_grid) (
	SFUNC = active_accum, STYPE = active_summary, SSPACE = 16384, FINALFUNC = active_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = active_accum, MINVFUNC = active_accum_inv, MSTYPE = active_summary, MSSPACE = 16384, MFINALFUNC = active_final
);
COMMENT ON AGGREGATE active_agg(activity_grid) IS 'Accounts active in each period, one row for each account, as active_summary';
--|## observations(active_summary), unanswered(active_summary)
--|formula: the accounts that were ever active; the rows that had no grid
--|unit: accounts
--|direction: neither: observations(active_summary); lower is better: unanswered(active_summary)
--|components: itself
--|nulls: 0 where the summary is NULL
--|errors: none
--|example: SELECT observations(s), unanswered(s) FROM (SELECT active_agg(a) FROM (SELECT activity_agg(day) FROM (VALUES (1, date '2026-03-02'), (2, NULL)) AS event(account, day) GROUP BY account) AS account(a)) AS company(s)
--|result: 1|1
--|Adoption is their share: `observations(s)::float8 / (observations(s) + unanswered(s))`.
CREATE FUNCTION observations(s active_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_active_observations' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION observations(active_summary) IS 'Number of accounts that were ever active';
CREATE FUNCTION unanswered(s active_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_active_unanswered' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION unanswered(active_summary) IS 'Number of accounts that never were active';
--|## active_accounts
--|formula: the accounts active in at least one of the periods of the window
--|unit: accounts
--|direction: higher is better
--|components: itself
--|nulls: 0 where the summary is NULL; NULL where another argument is
--|errors: an infinite date; days outside 1 to 65536
--|example: SELECT active_accounts(s, '2026-03-03'), active_accounts(s, '2026-03-05'), active_accounts(s, '2026-03-05', 7), active_accounts(s, '2026-03-09', 7) FROM (SELECT active_agg(a) AS s FROM (SELECT activity_agg(day) AS a FROM (VALUES ('a', date '2026-03-02'), ('a', '2026-03-03'), ('b', '2026-03-03'), ('a', '2026-03-05'), ('b', '2026-03-09')) AS event(account, day) GROUP BY account) AS account) AS company
--|result: 2|1|2|2
--|see: active_series, new_accounts, stickiness
--|Of activity by day: daily active accounts with 1 day, weekly with 7, monthly with 28 or 30. For many days, `active_series` is cheaper.
CREATE FUNCTION active_accounts(s active_summary, day date, days integer DEFAULT 1) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_active_accounts' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION active_accounts(active_summary, date, integer) IS 'Number of accounts active in a window that ends with a day';
--|## new_accounts, returning_accounts, resurrecting_accounts, dormant_accounts
--|formula: of the accounts active in the window: those never active before it; those active in the window of the same length before it; the others. Dormant: active in the window before, and not in this one
--|unit: accounts
--|direction: higher is better: new_accounts, returning_accounts, resurrecting_accounts; lower is better: dormant_accounts
--|components: itself
--|nulls: 0 where the summary is NULL; NULL where another argument is
--|errors: those of active_accounts
--|example: SELECT new_accounts(s, '2026-03-03'), returning_accounts(s, '2026-03-03'), resurrecting_accounts(s, '2026-03-05'), dormant_accounts(s, '2026-03-04') FROM (SELECT active_agg(a) AS s FROM (SELECT activity_agg(day) AS a FROM (VALUES ('a', date '2026-03-02'), ('a', '2026-03-03'), ('b', '2026-03-03'), ('a', '2026-03-05'), ('b', '2026-03-09')) AS event(account, day) GROUP BY account) AS account) AS company
--|result: 1|1|1|2
--|see: active_series, lifecycle
--|`active_accounts = new_accounts + returning_accounts + resurrecting_accounts`, exactly, in every window. New means first seen, so the whole
--|history of an account has to be in its grid.
CREATE FUNCTION new_accounts(s active_summary, day date, days integer DEFAULT 1) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_new_accounts' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION new_accounts(active_summary, date, integer) IS 'Number of accounts active in a window and never before';
CREATE FUNCTION returning_accounts(s active_summary, day date, days integer DEFAULT 1) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_returning_accounts' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION returning_accounts(active_summary, date, integer) IS 'Number of accounts active in a window and in the one before';
CREATE FUNCTION resurrecting_accounts(s active_summary, day date, days integer DEFAULT 1) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_resurrecting_accounts' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION resurrecting_accounts(active_summary, date, integer) IS 'Number of accounts active in a window, not in the one before, but earlier';
CREATE FUNCTION dormant_accounts(s active_summary, day date, days integer DEFAULT 1) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_dormant_accounts' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION dormant_accounts(active_summary, date, integer) IS 'Number of accounts active in the window before, and not in this one';
--|## active_series
--|formula: for each period that holds a day of [from_day, to_day), the accounts of the window that ends with it
--|unit: rows of date and accounts
--|nulls: no rows where an argument is NULL or no account ever was active
--|errors: an infinite date; window_days outside 1 to 65536; more than 65,536 rows
--|example: SELECT series.* FROM (SELECT active_agg(a) AS s FROM (SELECT activity_agg(day) AS a FROM (VALUES ('a', date '2026-03-02'), ('a', '2026-03-03'), ('b', '2026-03-03'), ('a', '2026-03-05'), ('b', '2026-03-09')) AS event(account, day) GROUP BY account) AS account) AS company, active_series(s, '2026-03-02', '2026-03-07') AS series
--|result: 2026-03-02|1|1|0|0|0
--|  2026-03-03|2|1|1|0|0
--|  2026-03-04|0|0|0|0|2
--|  2026-03-05|1|0|0|1|0
--|  2026-03-06|0|0|0|0|1
--|see: active_accounts, new_accounts
--|One pass over the summary, whatever the window; the figures are those of `active_accounts` and the functions beside it.
CREATE FUNCTION active_series(s active_summary, from_day date, to_day date, window_days integer DEFAULT 1, OUT day date, OUT active_accounts bigint, OUT new_accounts bigint, OUT returning_accounts bigint, OUT resurrecting_accounts bigint, OUT dormant_accounts bigint) RETURNS SETOF record
AS 'MODULE_PATHNAME', 'csops_active_series' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 200 ROWS 366;
COMMENT ON FUNCTION active_series(active_summary, date, date, integer) IS 'Active accounts of a window that moves through a range of days, by lifecycle, as rows of counts';
--|## stickiness
--|formula: active_accounts(s, day) / active_accounts(s, day, days)
--|unit: share, 0 to 1
--|direction: higher is better
--|components: active_accounts
--|nulls: NULL where an argument is NULL, and where no account was active in the window
--|errors: those of active_accounts
--|example: SELECT stickiness(s, '2026-03-05'), stickiness(s, '2026-03-09', 5) FROM (SELECT active_agg(a) AS s FROM (SELECT activity_agg(day) AS a FROM (VALUES ('a', date '2026-03-02'), ('a', '2026-03-03'), ('b', '2026-03-03'), ('a', '2026-03-05'), ('b', '2026-03-09')) AS event(account, day) GROUP BY account) AS account) AS company
--|result: 0.5|0.5
--|see: active_periods_mean, active_periods
--|The active accounts of the day among those of the last 28 days, DAU/MAU. A single day: on a weekend it is low, so `active_periods_mean`
--|over the days of the window says more.
CREATE FUNCTION stickiness(s active_summary, day date, days integer DEFAULT 28) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_stickiness' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50;
COMMENT ON FUNCTION stickiness(active_summary, date, integer) IS 'Share of the accounts active in a window that were active on its last day, 0 to 1';
--|## active_periods_total
--|formula: the active periods of all accounts in the window
--|unit: periods
--|direction: higher is better
--|components: itself
--|nulls: 0 where the summary is NULL; NULL where another argument is
--|errors: those of active_accounts
--|example: SELECT active_periods_total(s, '2026-03-09'), active_periods_total(s, '2026-03-09', 7) FROM (SELECT active_agg(a) AS s FROM (SELECT activity_agg(day) AS a FROM (VALUES ('a', date '2026-03-02'), ('a', '2026-03-03'), ('b', '2026-03-03'), ('a', '2026-03-05'), ('b', '2026-03-09')) AS event(account, day) GROUP BY account) AS account) AS company
--|result: 5|4
--|see: active_periods_mean
CREATE FUNCTION active_periods_total(s active_summary, day date, days integer DEFAULT 28) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_active_periods_total' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50;
COMMENT ON FUNCTION active_periods_total(active_summary, date, integer) IS 'Number of active periods of all accounts in a window';
--|## active_periods_mean
--|formula: the active periods of all accounts in the window / active_accounts(s, day, days)
--|unit: periods
--|direction: higher is better
--|components: active_periods_total, active_accounts
--|nulls: NULL where an argument is NULL, and where no account was active in the window
--|errors: those of active_accounts
--|example: SELECT active_periods_mean(s, '2026-03-09'), active_periods_mean(s, '2026-03-09', 7) FROM (SELECT active_agg(a) AS s FROM (SELECT activity_agg(day) AS a FROM (VALUES ('a', date '2026-03-02'), ('a', '2026-03-03'), ('b', '2026-03-03'), ('a', '2026-03-05'), ('b', '2026-03-09')) AS event(account, day) GROUP BY account) AS account) AS company
--|result: 2.5|2
--|see: stickiness, active_periods
--|The mean L28 of the accounts that were active at all. The histogram behind it is that of a rating: see `active_periods`.
CREATE FUNCTION active_periods_mean(s active_summary, day date, days integer DEFAULT 28) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_active_periods_mean' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50;
COMMENT ON FUNCTION active_periods_mean(active_summary, date, integer) IS 'Mean number of active periods in a window, among the accounts active in it';
