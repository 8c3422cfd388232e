-- Recurring revenue from one date to another, as a bridge that adds up. Needs nothing.

--|# Recurring revenue
--|A `revenue_bridge` says how the recurring revenue of one date became that of another: what there was at the start, plus
--|what new accounts brought, plus reactivations and expansion, less contraction and churn, plus the effect of exchange
--|rates, is what there is at the end, to the last digit. Net and gross revenue retention, logo retention, churn rates and
--|the quick ratio are read from it, so that they agree with each other and with Finance.
--|
--|`revenue_bridge_agg(start_amount, end_amount, seen_before)` takes one row for each account: what it paid on the first date,
--|what it pays on the second, and whether it ever paid before the first. Sum the contracts of an account first: the upgrade
--|of one contract by another is neither churn nor new business. The rows come from a full join of two snapshots, in which
--|NULL is no subscription and counts as 0, so that an account that left cannot vanish from its denominator:
--|
--|```sql
--|SELECT nrr(b), grr(b), logo_retention(b), revenue_churn(b)
--|FROM (SELECT revenue_bridge_agg(january.amount, february.amount, seen.first_day < date '2026-01-01') AS b
--|	FROM january FULL JOIN february USING (account) LEFT JOIN seen USING (account)) AS bridge;
--|```
--|
--|| start | end | movement |
--||---|---|---|
--|| 0 or NULL | positive | `new`; `reactivation` where `seen_before` is true |
--|| positive | 0 or NULL | `churn`, of all there was |
--|| positive | more | `expansion`, of the difference |
--|| positive | less, but positive | `contraction`, of the difference |
--|| positive | the same | none |
--|| 0 or NULL | 0 or NULL | none: the row is counted in `unanswered` |
--|
--|An account that left and came back between the two dates shows in neither: snapshots do not see it, closer dates do.
--|
--|**Amounts** are numeric and exact: at least 0, less than 1e17, with at most 44 decimals. Sums come back without zeros at
--|their end. A credit or a refund belongs into the sum of its account; an account whose sum is negative is an error,
--|because it would make gross retention more than 1. The last argument says otherwise: `'clamp'` takes negative amounts as 0,
--|`'count'` leaves the account out; either way `invalid` counts it.
--|
--|**Exchange rates.** Give amounts in one currency. Where accounts pay in several, `end_at_start_rate` is the end's amount at
--|the start's rate: the movements are told at that constant rate, and what the rates did is `fx`, a movement of its own.
--|Converting all of history at the latest rate would restate every month each time a rate moves.
--|
--|**Methods.** `nrr` and `grr` are point to point on the accounts that were there at the start: `grr` is
--|`sum(least(start, end)) / sum(start)` and can be neither more than 1 nor more than `nrr`. Other methods give other figures
--|from the same data and have other names: `nrr_chained`, `grr_chained`, `grr_running_minimum`. A rate is NULL where there was
--|nothing at the start.
--|
--|Bridges are merged over disjoint accounts: segments, countries, shards. Do not merge them over time: January's and
--|February's starts would be added up. The movements of adjacent months do lead from the first start to the last end,
--|but a movement that reverses itself is in both of its months.
-- type: revenue_bridge
COMMENT ON TYPE revenue_bridge IS 'Recurring revenue from one date to another: start, movements, end, and how many accounts each had';
--|## internal: revenue transition functions
CREATE FUNCTION revenue_bridge_accum(state revenue_bridge, start_amount numeric, end_amount numeric, seen_before boolean) RETURNS revenue_bridge
AS 'MODULE_PATHNAME', 'csops_revenue_bridge_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION revenue_bridge_accum(revenue_bridge, numeric, numeric, boolean) IS 'adds an account to a revenue bridge';
CREATE FUNCTION revenue_bridge_accum(state revenue_bridge, start_amount numeric, end_amount numeric, seen_before boolean, on_invalid text) RETURNS revenue_bridge
AS 'MODULE_PATHNAME', 'csops_revenue_bridge_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION revenue_bridge_accum(revenue_bridge, numeric, numeric, boolean, text) IS 'adds an account to a revenue bridge';
CREATE FUNCTION revenue_bridge_accum(state revenue_bridge, start_amount numeric, end_amount numeric, seen_before boolean, end_at_start_rate numeric) RETURNS revenue_bridge
AS 'MODULE_PATHNAME', 'csops_revenue_bridge_accum_at_rate' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION revenue_bridge_accum(revenue_bridge, numeric, numeric, boolean, numeric) IS 'adds an account to a revenue bridge';
CREATE FUNCTION revenue_bridge_accum(state revenue_bridge, start_amount numeric, end_amount numeric, seen_before boolean, end_at_start_rate numeric, on_invalid text) RETURNS revenue_bridge
AS 'MODULE_PATHNAME', 'csops_revenue_bridge_accum_at_rate' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION revenue_bridge_accum(revenue_bridge, numeric, numeric, boolean, numeric, text) IS 'adds an account to a revenue bridge';
CREATE FUNCTION revenue_retention_accum(state revenue_bridge, start_amount numeric, end_amount numeric) RETURNS revenue_bridge
AS 'MODULE_PATHNAME', 'csops_revenue_retention_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION revenue_retention_accum(revenue_bridge, numeric, numeric) IS 'adds an account to a revenue bridge';
CREATE FUNCTION revenue_retention_accum(state revenue_bridge, start_amount numeric, end_amount numeric, key text) RETURNS revenue_bridge
AS 'MODULE_PATHNAME', 'csops_revenue_retention_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION revenue_retention_accum(revenue_bridge, numeric, numeric, text) IS 'adds an account to a revenue bridge';
CREATE FUNCTION revenue_retention_accum(state revenue_bridge, start_amount numeric, end_amount numeric, key uuid) RETURNS revenue_bridge
AS 'MODULE_PATHNAME', 'csops_revenue_retention_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION revenue_retention_accum(revenue_bridge, numeric, numeric, uuid) IS 'adds an account to a revenue bridge';
CREATE FUNCTION revenue_bridge_accum_inv(state revenue_bridge, start_amount numeric, end_amount numeric, seen_before boolean) RETURNS revenue_bridge
AS 'MODULE_PATHNAME', 'csops_revenue_bridge_accum_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION revenue_bridge_accum_inv(revenue_bridge, numeric, numeric, boolean) IS 'takes an account out of a revenue bridge';
CREATE FUNCTION revenue_bridge_accum_inv(state revenue_bridge, start_amount numeric, end_amount numeric, seen_before boolean, on_invalid text) RETURNS revenue_bridge
AS 'MODULE_PATHNAME', 'csops_revenue_bridge_accum_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION revenue_bridge_accum_inv(revenue_bridge, numeric, numeric, boolean, text) IS 'takes an account out of a revenue bridge';
CREATE FUNCTION revenue_bridge_accum_inv(state revenue_bridge, start_amount numeric, end_amount numeric, seen_before boolean, end_at_start_rate numeric) RETURNS revenue_bridge
AS 'MODULE_PATHNAME', 'csops_revenue_bridge_accum_at_rate_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION revenue_bridge_accum_inv(revenue_bridge, numeric, numeric, boolean, numeric) IS 'takes an account out of a revenue bridge';
CREATE FUNCTION revenue_bridge_accum_inv(state revenue_bridge, start_amount numeric, end_amount numeric, seen_before boolean, end_at_start_rate numeric, on_invalid text) RETURNS revenue_bridge
AS 'MODULE_PATHNAME', 'csops_revenue_bridge_accum_at_rate_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION revenue_bridge_accum_inv(revenue_bridge, numeric, numeric, boolean, numeric, text) IS 'takes an account out of a revenue bridge';
CREATE FUNCTION revenue_retention_accum_inv(state revenue_bridge, start_amount numeric, end_amount numeric) RETURNS revenue_bridge
AS 'MODULE_PATHNAME', 'csops_revenue_retention_accum_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION revenue_retention_accum_inv(revenue_bridge, numeric, numeric) IS 'takes an account out of a revenue bridge';
CREATE FUNCTION revenue_retention_accum_inv(state revenue_bridge, start_amount numeric, end_amount numeric, key text) RETURNS revenue_bridge
AS 'MODULE_PATHNAME', 'csops_revenue_retention_accum_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION revenue_retention_accum_inv(revenue_bridge, numeric, numeric, text) IS 'takes an account out of a revenue bridge';
CREATE FUNCTION revenue_retention_accum_inv(state revenue_bridge, start_amount numeric, end_amount numeric, key uuid) RETURNS revenue_bridge
AS 'MODULE_PATHNAME', 'csops_revenue_retention_accum_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION revenue_retention_accum_inv(revenue_bridge, numeric, numeric, uuid) IS 'takes an account out of a revenue bridge';
CREATE FUNCTION nrr_final(state revenue_bridge) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_nrr' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION nrr_final(revenue_bridge) IS 'nrr of a state';
CREATE FUNCTION grr_final(state revenue_bridge) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_grr' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION grr_final(revenue_bridge) IS 'grr of a state';
CREATE FUNCTION logo_retention_final(state revenue_bridge) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_logo_retention' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION logo_retention_final(revenue_bridge) IS 'logo_retention of a state';
CREATE FUNCTION grr_running_minimum_final(state revenue_bridge) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_grr' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION grr_running_minimum_final(revenue_bridge) IS 'grr_running_minimum of a state';
--|## merge(revenue_bridge)
--|unit: revenue_bridge
--|nulls: NULL where either is NULL
--|errors: a total that is out of range
--|example: SELECT merge(a, b) = b || a FROM (SELECT revenue_bridge_agg(100, 130, false), revenue_bridge_agg(50, NULL, false)) AS segment(a, b)
--|result: t
--|The function behind `||`, and the combine function of the aggregates: the accounts of both, which have to be disjoint.
CREATE FUNCTION merge(a revenue_bridge, b revenue_bridge) RETURNS revenue_bridge
AS 'MODULE_PATHNAME', 'csops_merge_revenue_bridge' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION merge(revenue_bridge, revenue_bridge) IS 'the accounts of both, as one bridge';
CREATE OPERATOR || (LEFTARG = revenue_bridge, RIGHTARG = revenue_bridge, FUNCTION = merge, COMMUTATOR = ||);
COMMENT ON OPERATOR || (revenue_bridge, revenue_bridge) IS 'the accounts of both: merge(a, b)';
--|## subtract(revenue_bridge)
--|unit: revenue_bridge
--|nulls: NULL where either is NULL
--|errors: a bridge that was not merged into the first
--|example: SELECT nrr(subtract(company, self_service)) FROM (SELECT revenue_bridge_agg(jan, feb, false), revenue_bridge_agg(jan, feb, false) FILTER (WHERE plan = 'self') FROM (VALUES ('pro', 100, 130), ('self', 20, 5)) AS account(plan, jan, feb)) AS month(company, self_service)
--|result: 1.3
--|The function behind `-`; exact: `subtract(merge(a, b), b) = a`.
CREATE FUNCTION subtract(a revenue_bridge, b revenue_bridge) RETURNS revenue_bridge
AS 'MODULE_PATHNAME', 'csops_subtract_revenue_bridge' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION subtract(revenue_bridge, revenue_bridge) IS 'the accounts of the first without those of the second';
CREATE OPERATOR - (LEFTARG = revenue_bridge, RIGHTARG = revenue_bridge, FUNCTION = subtract);
COMMENT ON OPERATOR - (revenue_bridge, revenue_bridge) IS 'the accounts of the left without those of the right: subtract(a, b)';
--|## rollup(revenue_bridge)
--|unit: revenue_bridge
--|nulls: NULL rows are skipped; no rows give NULL
--|errors: as merge
--|example: SELECT nrr(rollup(b)) FROM (SELECT revenue_bridge_agg(jan, feb, false) FROM (VALUES ('pro', 100, 130), ('self', 20, 5)) AS account(plan, jan, feb) GROUP BY plan) AS segment(b)
--|result: 1.125
--|Merges stored bridges of the same two dates: a company from its segments. `GROUP BY rollup(x)` is SQL's own grouping sets,
--|something else.
CREATE AGGREGATE rollup(b revenue_bridge) (
	SFUNC = merge, STYPE = revenue_bridge, SSPACE = 304, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = merge, MINVFUNC = subtract, MSTYPE = revenue_bridge, MSSPACE = 304
);
COMMENT ON AGGREGATE rollup(revenue_bridge) IS 'the accounts of all, as one bridge';
--|## revenue_bridge_agg
--|unit: revenue_bridge
--|nulls: a NULL amount is 0; an account with nothing on either date is counted as unanswered; a NULL seen_before is false; no rows give NULL
--|errors: an amount that is negative, 1e17 or more, not a number, or with more than 44 decimals, unless on_invalid is 'count', or 'clamp' for negative ones; an end_at_start_rate that is 0 where the end is not, or the reverse; a NULL on_invalid
--|example: SELECT revenue_bridge_agg(jan, feb, before) FROM (VALUES (100, 130, false), (80, 60, false), (50, NULL, false), (NULL, 40, false), (NULL, 25, true)) AS account(jan, feb, before)
--|result: {"unanswered": 0, "invalid": 0, "start": {"accounts": 3, "amount": 230}, "new": {"accounts": 1, "amount": 40}, "reactivation": {"accounts": 1, "amount": 25}, "expansion": {"accounts": 1, "amount": 30}, "contraction": {"accounts": 1, "amount": 20}, "churn": {"accounts": 1, "amount": 50}, "fx": {"accounts": 0, "amount": 0}}
--|example: SELECT revenue_expansion(b), revenue_fx(b), revenue_end(b) FROM (SELECT revenue_bridge_agg(100, 132, false, 120)) AS euro_account(b)
--|result: 20|12|132
--|see: revenue_movements, nrr, rollup
--|One row for each account. The optional fourth argument is the end's amount at the start's rate, the optional last one,
--|a text, what becomes of impossible amounts: 'error', 'count' or 'clamp'.
CREATE AGGREGATE revenue_bridge_agg(start_amount numeric, end_amount numeric, seen_before boolean) (
	SFUNC = revenue_bridge_accum, STYPE = revenue_bridge, SSPACE = 304, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = revenue_bridge_accum, MINVFUNC = revenue_bridge_accum_inv, MSTYPE = revenue_bridge, MSSPACE = 304
);
COMMENT ON AGGREGATE revenue_bridge_agg(numeric, numeric, boolean) IS 'Accounts on two dates, as a revenue_bridge';
CREATE AGGREGATE revenue_bridge_agg(start_amount numeric, end_amount numeric, seen_before boolean, on_invalid text) (
	SFUNC = revenue_bridge_accum, STYPE = revenue_bridge, SSPACE = 304, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = revenue_bridge_accum, MINVFUNC = revenue_bridge_accum_inv, MSTYPE = revenue_bridge, MSSPACE = 304
);
COMMENT ON AGGREGATE revenue_bridge_agg(numeric, numeric, boolean, text) IS 'Accounts on two dates, as a revenue_bridge; on_invalid is error, count or clamp';
CREATE AGGREGATE revenue_bridge_agg(start_amount numeric, end_amount numeric, seen_before boolean, end_at_start_rate numeric) (
	SFUNC = revenue_bridge_accum, STYPE = revenue_bridge, SSPACE = 304, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = revenue_bridge_accum, MINVFUNC = revenue_bridge_accum_inv, MSTYPE = revenue_bridge, MSSPACE = 304
);
COMMENT ON AGGREGATE revenue_bridge_agg(numeric, numeric, boolean, numeric) IS 'Accounts on two dates, as a revenue_bridge with the effect of exchange rates apart';
CREATE AGGREGATE revenue_bridge_agg(start_amount numeric, end_amount numeric, seen_before boolean, end_at_start_rate numeric, on_invalid text) (
	SFUNC = revenue_bridge_accum, STYPE = revenue_bridge, SSPACE = 304, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = revenue_bridge_accum, MINVFUNC = revenue_bridge_accum_inv, MSTYPE = revenue_bridge, MSSPACE = 304
);
COMMENT ON AGGREGATE revenue_bridge_agg(numeric, numeric, boolean, numeric, text) IS 'Accounts on two dates, as a revenue_bridge with the effect of exchange rates apart; on_invalid is error, count or clamp';
--|## internal: revenue state
-- state type: revenue_state
COMMENT ON TYPE revenue_state IS 'accounts with their amounts on a list of days, while subscription rows are aggregated';
CREATE FUNCTION revenue_accum(state revenue_state, account bigint, amount numeric, starts date, ends date, from_day date, to_day date) RETURNS revenue_state
AS 'MODULE_PATHNAME', 'csops_revenue_accum_bigint' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION revenue_accum(revenue_state, bigint, numeric, date, date, date, date) IS 'adds a subscription row to a revenue state';
CREATE FUNCTION revenue_accum(state revenue_state, account bigint, amount numeric, starts date, ends date, from_day date, to_day date, on_invalid text) RETURNS revenue_state
AS 'MODULE_PATHNAME', 'csops_revenue_accum_bigint' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION revenue_accum(revenue_state, bigint, numeric, date, date, date, date, text) IS 'adds a subscription row to a revenue state';
CREATE FUNCTION revenue_accum(state revenue_state, account bigint, amount numeric, starts date, ends date, days date[], step integer) RETURNS revenue_state
AS 'MODULE_PATHNAME', 'csops_revenue_accum_bigint_days' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION revenue_accum(revenue_state, bigint, numeric, date, date, date[], integer) IS 'adds a subscription row to a revenue state';
CREATE FUNCTION revenue_accum(state revenue_state, account bigint, amount numeric, starts date, ends date, days date[], step integer, on_invalid text) RETURNS revenue_state
AS 'MODULE_PATHNAME', 'csops_revenue_accum_bigint_days' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION revenue_accum(revenue_state, bigint, numeric, date, date, date[], integer, text) IS 'adds a subscription row to a revenue state';
CREATE FUNCTION revenue_accum(state revenue_state, account uuid, amount numeric, starts date, ends date, from_day date, to_day date) RETURNS revenue_state
AS 'MODULE_PATHNAME', 'csops_revenue_accum_uuid' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION revenue_accum(revenue_state, uuid, numeric, date, date, date, date) IS 'adds a subscription row to a revenue state';
CREATE FUNCTION revenue_accum(state revenue_state, account uuid, amount numeric, starts date, ends date, from_day date, to_day date, on_invalid text) RETURNS revenue_state
AS 'MODULE_PATHNAME', 'csops_revenue_accum_uuid' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION revenue_accum(revenue_state, uuid, numeric, date, date, date, date, text) IS 'adds a subscription row to a revenue state';
CREATE FUNCTION revenue_accum(state revenue_state, account uuid, amount numeric, starts date, ends date, days date[], step integer) RETURNS revenue_state
AS 'MODULE_PATHNAME', 'csops_revenue_accum_uuid_days' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION revenue_accum(revenue_state, uuid, numeric, date, date, date[], integer) IS 'adds a subscription row to a revenue state';
CREATE FUNCTION revenue_accum(state revenue_state, account uuid, amount numeric, starts date, ends date, days date[], step integer, on_invalid text) RETURNS revenue_state
AS 'MODULE_PATHNAME', 'csops_revenue_accum_uuid_days' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION revenue_accum(revenue_state, uuid, numeric, date, date, date[], integer, text) IS 'adds a subscription row to a revenue state';
CREATE FUNCTION revenue_accum(state revenue_state, account text, amount numeric, starts date, ends date, from_day date, to_day date) RETURNS revenue_state
AS 'MODULE_PATHNAME', 'csops_revenue_accum_text' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION revenue_accum(revenue_state, text, numeric, date, date, date, date) IS 'adds a subscription row to a revenue state';
CREATE FUNCTION revenue_accum(state revenue_state, account text, amount numeric, starts date, ends date, from_day date, to_day date, on_invalid text) RETURNS revenue_state
AS 'MODULE_PATHNAME', 'csops_revenue_accum_text' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION revenue_accum(revenue_state, text, numeric, date, date, date, date, text) IS 'adds a subscription row to a revenue state';
CREATE FUNCTION revenue_accum(state revenue_state, account text, amount numeric, starts date, ends date, days date[], step integer) RETURNS revenue_state
AS 'MODULE_PATHNAME', 'csops_revenue_accum_text_days' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION revenue_accum(revenue_state, text, numeric, date, date, date[], integer) IS 'adds a subscription row to a revenue state';
CREATE FUNCTION revenue_accum(state revenue_state, account text, amount numeric, starts date, ends date, days date[], step integer, on_invalid text) RETURNS revenue_state
AS 'MODULE_PATHNAME', 'csops_revenue_accum_text_days' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION revenue_accum(revenue_state, text, numeric, date, date, date[], integer, text) IS 'adds a subscription row to a revenue state';
CREATE FUNCTION revenue_combine(a revenue_state, b revenue_state) RETURNS revenue_state
AS 'MODULE_PATHNAME', 'csops_revenue_combine' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_combine(revenue_state, revenue_state) IS 'the rows of two revenue states as one';
CREATE FUNCTION revenue_bridge_final(state revenue_state) RETURNS revenue_bridge
AS 'MODULE_PATHNAME', 'csops_revenue_bridge_final' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_bridge_final(revenue_state) IS 'the bridge from the first day of a revenue state';
CREATE FUNCTION revenue_bridges_final(state revenue_state) RETURNS revenue_bridge[]
AS 'MODULE_PATHNAME', 'csops_revenue_bridges_final' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_bridges_final(revenue_state) IS 'the bridges from each day of a revenue state';
--|## revenue_bridge_agg of subscriptions
--|unit: revenue_bridge
--|nulls: a row without an account is skipped; one without an amount or a start only makes its account known; a NULL end is open; no rows give NULL
--|errors: from_day or to_day that is NULL, or differs between rows, or is not in that order; an amount that is not a number, 1e17 or more either way, or has more than 44 decimals, a row that ends before it starts, an account whose sum is negative on either day, unless on_invalid is 'count', or 'clamp' for negative sums
--|example: SELECT nrr(b), revenue_start(b), revenue_expansion(b), revenue_churn(b), revenue_new(b), revenue_end(b) FROM (SELECT revenue_bridge_agg(account, amount, starts, ends, '2026-01-01', '2026-02-01') FROM (VALUES (1, 100, date '2025-11-01', date '2026-01-15'), (1, 120, '2026-01-15', NULL), (2, 50, '2025-12-01', '2026-01-20'), (3, 40, '2026-01-10', NULL)) AS subscription(account, amount, starts, ends)) AS january(b)
--|result: 0.8|150|20|50|40|160
--|see: revenue_bridges_agg, revenue_bridge_agg
--|The bridge from one day to another in one pass over subscription rows, without a join or a GROUP BY account: the rows of an
--|account are summed first, so that replacing one contract by another is neither churn nor new business. A row counts from the
--|day it starts up to, but not including, the day it ends; a credit is a row with a negative amount. An account was seen before if
--|any of its rows with a positive amount starts before from_day. The account is bigint, uuid or text. It gives the same bytes as
--|the two steps: `revenue_bridge_agg` over sums by account, with `min(starts) < from_day` as `seen_before`.
CREATE AGGREGATE revenue_bridge_agg(account bigint, amount numeric, starts date, ends date, from_day date, to_day date) (
	SFUNC = revenue_accum, STYPE = revenue_state, SSPACE = 65536, FINALFUNC = revenue_bridge_final, COMBINEFUNC = revenue_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_bridge_agg(bigint, numeric, date, date, date, date) IS 'Subscription rows between two days, summed by account first, as a revenue_bridge';
CREATE AGGREGATE revenue_bridge_agg(account bigint, amount numeric, starts date, ends date, from_day date, to_day date, on_invalid text) (
	SFUNC = revenue_accum, STYPE = revenue_state, SSPACE = 65536, FINALFUNC = revenue_bridge_final, COMBINEFUNC = revenue_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_bridge_agg(bigint, numeric, date, date, date, date, text) IS 'Subscription rows between two days, summed by account first, as a revenue_bridge; on_invalid is error, count or clamp';
CREATE AGGREGATE revenue_bridge_agg(account uuid, amount numeric, starts date, ends date, from_day date, to_day date) (
	SFUNC = revenue_accum, STYPE = revenue_state, SSPACE = 65536, FINALFUNC = revenue_bridge_final, COMBINEFUNC = revenue_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_bridge_agg(uuid, numeric, date, date, date, date) IS 'Subscription rows between two days, summed by account first, as a revenue_bridge';
CREATE AGGREGATE revenue_bridge_agg(account uuid, amount numeric, starts date, ends date, from_day date, to_day date, on_invalid text) (
	SFUNC = revenue_accum, STYPE = revenue_state, SSPACE = 65536, FINALFUNC = revenue_bridge_final, COMBINEFUNC = revenue_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_bridge_agg(uuid, numeric, date, date, date, date, text) IS 'Subscription rows between two days, summed by account first, as a revenue_bridge; on_invalid is error, count or clamp';
CREATE AGGREGATE revenue_bridge_agg(account text, amount numeric, starts date, ends date, from_day date, to_day date) (
	SFUNC = revenue_accum, STYPE = revenue_state, SSPACE = 65536, FINALFUNC = revenue_bridge_final, COMBINEFUNC = revenue_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_bridge_agg(text, numeric, date, date, date, date) IS 'Subscription rows between two days, summed by account first, as a revenue_bridge';
CREATE AGGREGATE revenue_bridge_agg(account text, amount numeric, starts date, ends date, from_day date, to_day date, on_invalid text) (
	SFUNC = revenue_accum, STYPE = revenue_state, SSPACE = 65536, FINALFUNC = revenue_bridge_final, COMBINEFUNC = revenue_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_bridge_agg(text, numeric, date, date, date, date, text) IS 'Subscription rows between two days, summed by account first, as a revenue_bridge; on_invalid is error, count or clamp';
--|## revenue_bridges_agg
--|unit: revenue_bridge for each day but the last `step`
--|nulls: as revenue_bridge_agg
--|errors: days that are not ascending, or not 2 to 1,000; a step below 1 or as long as the list; otherwise as revenue_bridge_agg
--|example: SELECT nrr(bridges[1]), nrr(bridges[2]), nrr_chained(bridges) FROM (SELECT revenue_bridges_agg(account, amount, starts, ends, '{2025-12-01,2026-01-01,2026-02-01}', 1) FROM (VALUES (1, 100, date '2025-11-01', date '2026-01-15'), (1, 120, '2026-01-15', NULL), (2, 50, '2025-12-01', '2026-01-20'), (3, 40, '2026-01-10', NULL)) AS subscription(account, amount, starts, ends)) AS months(bridges)
--|result: 1|0.8|0.8
--|example: SELECT month, revenue_start(b), revenue_new(b), revenue_end(b) FROM (SELECT revenue_bridges_agg(account, amount, month, month + 1, '{2025-12-01,2026-01-01,2026-02-01}', 1) FROM (VALUES ('acme', 100, date '2025-12-01'), ('acme', 100, '2026-01-01'), ('bolt', 30, '2026-01-01'), ('bolt', 30, '2026-02-01')) AS mrr(account, amount, month)) AS months(bridges), unnest(bridges, '{2025-12-01,2026-01-01}'::date[]) AS month(b, month) ORDER BY month
--|result: 2025-12-01|100|30|130
--|  2026-01-01|130|0|30
--|see: revenue_bridge_agg, nrr_chained
--|Many bridges in one pass: element n of the array is the bridge from day n of the list to day n + step. With month ends and a
--|step of 1 that is a bridge for each month, with a step of 12 the trailing twelve months as of each month. Amounts by month
--|are rows of one day: `month` and `month + 1`. What lies before the first day counts for what was seen before.
CREATE AGGREGATE revenue_bridges_agg(account bigint, amount numeric, starts date, ends date, days date[], step integer) (
	SFUNC = revenue_accum, STYPE = revenue_state, SSPACE = 65536, FINALFUNC = revenue_bridges_final, COMBINEFUNC = revenue_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_bridges_agg(bigint, numeric, date, date, date[], integer) IS 'Subscription rows, summed by account first, as an array of bridges from each day of a list';
CREATE AGGREGATE revenue_bridges_agg(account bigint, amount numeric, starts date, ends date, days date[], step integer, on_invalid text) (
	SFUNC = revenue_accum, STYPE = revenue_state, SSPACE = 65536, FINALFUNC = revenue_bridges_final, COMBINEFUNC = revenue_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_bridges_agg(bigint, numeric, date, date, date[], integer, text) IS 'Subscription rows, summed by account first, as an array of bridges from each day of a list; on_invalid is error, count or clamp';
CREATE AGGREGATE revenue_bridges_agg(account uuid, amount numeric, starts date, ends date, days date[], step integer) (
	SFUNC = revenue_accum, STYPE = revenue_state, SSPACE = 65536, FINALFUNC = revenue_bridges_final, COMBINEFUNC = revenue_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_bridges_agg(uuid, numeric, date, date, date[], integer) IS 'Subscription rows, summed by account first, as an array of bridges from each day of a list';
CREATE AGGREGATE revenue_bridges_agg(account uuid, amount numeric, starts date, ends date, days date[], step integer, on_invalid text) (
	SFUNC = revenue_accum, STYPE = revenue_state, SSPACE = 65536, FINALFUNC = revenue_bridges_final, COMBINEFUNC = revenue_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_bridges_agg(uuid, numeric, date, date, date[], integer, text) IS 'Subscription rows, summed by account first, as an array of bridges from each day of a list; on_invalid is error, count or clamp';
CREATE AGGREGATE revenue_bridges_agg(account text, amount numeric, starts date, ends date, days date[], step integer) (
	SFUNC = revenue_accum, STYPE = revenue_state, SSPACE = 65536, FINALFUNC = revenue_bridges_final, COMBINEFUNC = revenue_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_bridges_agg(text, numeric, date, date, date[], integer) IS 'Subscription rows, summed by account first, as an array of bridges from each day of a list';
CREATE AGGREGATE revenue_bridges_agg(account text, amount numeric, starts date, ends date, days date[], step integer, on_invalid text) (
	SFUNC = revenue_accum, STYPE = revenue_state, SSPACE = 65536, FINALFUNC = revenue_bridges_final, COMBINEFUNC = revenue_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_bridges_agg(text, numeric, date, date, date[], integer, text) IS 'Subscription rows, summed by account first, as an array of bridges from each day of a list; on_invalid is error, count or clamp';
--|## observations(revenue_bridge)
--|formula: start + new + reactivation: number of accounts with an amount other than 0 on either date
--|unit: accounts
--|direction: neither
--|components: itself
--|nulls: no bridge gives 0
--|errors: none
--|example: SELECT observations(revenue_bridge_agg(jan, feb, before)) FROM (VALUES (100, 130, false), (80, 60, false), (50, NULL, false), (NULL, 40, false), (NULL, 25, true)) AS account(jan, feb, before)
--|result: 5
CREATE FUNCTION observations(b revenue_bridge) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_revenue_bridge_observations' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION observations(revenue_bridge) IS 'Number of accounts with an amount on either date';
--|## unanswered(revenue_bridge)
--|formula: number of accounts with nothing on either date
--|unit: accounts
--|direction: neither
--|components: itself
--|nulls: no bridge gives 0
--|errors: none
--|example: SELECT unanswered(revenue_bridge_agg(jan, feb, false)) FROM (VALUES (100, 130), (NULL, NULL)) AS account(jan, feb)
--|result: 1
CREATE FUNCTION unanswered(b revenue_bridge) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_revenue_bridge_unanswered' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION unanswered(revenue_bridge) IS 'Number of accounts with nothing on either date';
--|## invalid(revenue_bridge)
--|formula: number of accounts with an impossible amount, which `'count'` left out or `'clamp'` took as 0
--|unit: accounts
--|direction: lower is better
--|components: itself
--|nulls: no bridge gives 0
--|errors: none
--|example: SELECT invalid(revenue_bridge_agg(jan, feb, false, 'clamp')) FROM (VALUES (100, 130), (-5, 20)) AS account(jan, feb)
--|result: 1
CREATE FUNCTION invalid(b revenue_bridge) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_revenue_bridge_invalid' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION invalid(revenue_bridge) IS 'Number of accounts with an impossible amount';
--|## revenue_start, revenue_new, revenue_reactivation, revenue_expansion, revenue_contraction, revenue_churn, revenue_fx, revenue_end
--|formula: start + new + reactivation + expansion - contraction - churn + fx = end, exactly
--|unit: the currency of the amounts
--|direction: higher is better: revenue_new, revenue_reactivation, revenue_expansion, revenue_end; lower is better: revenue_contraction, revenue_churn; neither: revenue_start, revenue_fx
--|components: itself
--|nulls: NULL gives NULL
--|errors: none
--|example: SELECT revenue_start(b), revenue_new(b), revenue_reactivation(b), revenue_expansion(b), revenue_contraction(b), revenue_churn(b), revenue_fx(b), revenue_end(b) FROM (SELECT revenue_bridge_agg(jan, feb, before) FROM (VALUES (100, 130, false), (80, 60, false), (50, NULL, false), (NULL, 40, false), (NULL, 25, true)) AS account(jan, feb, before)) AS month(b)
--|result: 230|40|25|30|20|50|0|255
--|see: revenue_movements
--|The amounts of the bridge. Contraction and churn are positive numbers here; `revenue_movements` gives them with their sign.
CREATE FUNCTION revenue_start(b revenue_bridge) RETURNS numeric
AS 'MODULE_PATHNAME', 'csops_revenue_start' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION revenue_start(revenue_bridge) IS 'Amount: what there was at the start';
CREATE FUNCTION revenue_new(b revenue_bridge) RETURNS numeric
AS 'MODULE_PATHNAME', 'csops_revenue_new' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION revenue_new(revenue_bridge) IS 'Amount: what new accounts brought';
CREATE FUNCTION revenue_reactivation(b revenue_bridge) RETURNS numeric
AS 'MODULE_PATHNAME', 'csops_revenue_reactivation' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION revenue_reactivation(revenue_bridge) IS 'Amount: what accounts brought that came back';
CREATE FUNCTION revenue_expansion(b revenue_bridge) RETURNS numeric
AS 'MODULE_PATHNAME', 'csops_revenue_expansion' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION revenue_expansion(revenue_bridge) IS 'Amount: what accounts pay more than at the start';
CREATE FUNCTION revenue_contraction(b revenue_bridge) RETURNS numeric
AS 'MODULE_PATHNAME', 'csops_revenue_contraction' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION revenue_contraction(revenue_bridge) IS 'Amount: what accounts that stay pay less than at the start, positive';
CREATE FUNCTION revenue_churn(b revenue_bridge) RETURNS numeric
AS 'MODULE_PATHNAME', 'csops_revenue_churn' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION revenue_churn(revenue_bridge) IS 'Amount: what left with the accounts that left, positive';
CREATE FUNCTION revenue_fx(b revenue_bridge) RETURNS numeric
AS 'MODULE_PATHNAME', 'csops_revenue_fx' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION revenue_fx(revenue_bridge) IS 'Amount: what exchange rates did';
CREATE FUNCTION revenue_end(b revenue_bridge) RETURNS numeric
AS 'MODULE_PATHNAME', 'csops_revenue_end' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION revenue_end(revenue_bridge) IS 'Amount: what there is at the end';
--|## accounts_start, accounts_new, accounts_reactivation, accounts_expansion, accounts_contraction, accounts_churn, accounts_fx, accounts_end
--|formula: start + new + reactivation - churn = end
--|unit: accounts
--|direction: higher is better: accounts_new, accounts_reactivation, accounts_expansion, accounts_end; lower is better: accounts_contraction, accounts_churn; neither: accounts_start, accounts_fx
--|components: itself
--|nulls: no bridge gives 0
--|errors: none
--|example: SELECT accounts_start(b), accounts_new(b), accounts_reactivation(b), accounts_expansion(b), accounts_contraction(b), accounts_churn(b), accounts_fx(b), accounts_end(b) FROM (SELECT revenue_bridge_agg(jan, feb, before) FROM (VALUES (100, 130, false), (80, 60, false), (50, NULL, false), (NULL, 40, false), (NULL, 25, true)) AS account(jan, feb, before)) AS month(b)
--|result: 3|1|1|1|1|1|0|4
--|How many accounts each part of the bridge has.
CREATE FUNCTION accounts_start(b revenue_bridge) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_accounts_start' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION accounts_start(revenue_bridge) IS 'Number of accounts with an amount at the start';
CREATE FUNCTION accounts_new(b revenue_bridge) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_accounts_new' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION accounts_new(revenue_bridge) IS 'Number of new accounts';
CREATE FUNCTION accounts_reactivation(b revenue_bridge) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_accounts_reactivation' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION accounts_reactivation(revenue_bridge) IS 'Number of accounts that came back';
CREATE FUNCTION accounts_expansion(b revenue_bridge) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_accounts_expansion' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION accounts_expansion(revenue_bridge) IS 'Number of accounts that pay more';
CREATE FUNCTION accounts_contraction(b revenue_bridge) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_accounts_contraction' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION accounts_contraction(revenue_bridge) IS 'Number of accounts that stay and pay less';
CREATE FUNCTION accounts_churn(b revenue_bridge) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_accounts_churn' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION accounts_churn(revenue_bridge) IS 'Number of accounts that left';
CREATE FUNCTION accounts_fx(b revenue_bridge) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_accounts_fx' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION accounts_fx(revenue_bridge) IS 'Number of accounts whose amount exchange rates changed';
CREATE FUNCTION accounts_end(b revenue_bridge) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_accounts_end' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION accounts_end(revenue_bridge) IS 'Number of accounts with an amount at the end';
--|## revenue_movements
--|formula: the amounts of the rows before `end` add up to it
--|unit: the currency of the amounts
--|nulls: NULL gives no rows
--|errors: none
--|example: SELECT movement, accounts, amount FROM revenue_movements((SELECT revenue_bridge_agg(jan, feb, before) FROM (VALUES (100, 130, false), (80, 60, false), (50, NULL, false), (NULL, 40, false), (NULL, 25, true)) AS account(jan, feb, before)))
--|result: start|3|230
--|  new|1|40
--|  reactivation|1|25
--|  expansion|1|30
--|  contraction|1|-20
--|  churn|1|-50
--|  fx|0|0
--|  end|4|255
--|see: revenue_start
--|The bridge as rows, for a waterfall: always these eight, in this order, with the sign that they have in the sum.
CREATE FUNCTION revenue_movements(b revenue_bridge, OUT movement text, OUT accounts bigint, OUT amount numeric) RETURNS SETOF record
AS 'MODULE_PATHNAME', 'csops_revenue_movements' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 8;
COMMENT ON FUNCTION revenue_movements(revenue_bridge) IS 'The bridge as eight rows, each amount with its sign in the sum';
--|## nrr
--|formula: (start + expansion - contraction - churn) / start
--|unit: share, 1 is what there was at the start
--|direction: higher is better
--|components: revenue_start, revenue_expansion, revenue_contraction, revenue_churn
--|nulls: NULL where nothing was there at the start; in the one-step form a NULL amount is 0
--|errors: in the one-step form, an amount as in revenue_bridge_agg or a NULL key
--|example: SELECT nrr(revenue_bridge_agg(jan, feb, before)) FROM (VALUES (100, 130, false), (80, 60, false), (50, NULL, false), (NULL, 40, false), (NULL, 25, true)) AS account(jan, feb, before)
--|result: 0.8260869565217391
--|example: SELECT nrr(jan, feb), grr(jan, feb), logo_retention(jan, feb) FROM (VALUES (100, 130), (80, 60), (50, NULL), (NULL, 40)) AS account(jan, feb)
--|result: 0.8260869565217391|0.6956521739130435|0.6666666666666666
--|source: SaaS Metrics Standards Board, Net Revenue Retention
--|see: grr, nrr_chained, revenue_bridge_agg
--|Net revenue retention, point to point: what the accounts of the start pay at the end, at the start's rates, over what they
--|paid then. `nrr(start_amount, end_amount)` takes the rows themselves; there a text or uuid after the amounts is a key,
--|for `nrr(DISTINCT start_amount, end_amount, key)` behind a join that repeats accounts.
CREATE FUNCTION nrr(b revenue_bridge) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_nrr' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION nrr(revenue_bridge) IS 'Net revenue retention, a share of what there was at the start';
CREATE AGGREGATE nrr(start_amount numeric, end_amount numeric) (
	SFUNC = revenue_retention_accum, STYPE = revenue_bridge, SSPACE = 304, FINALFUNC = nrr_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = revenue_retention_accum, MINVFUNC = revenue_retention_accum_inv, MSTYPE = revenue_bridge, MSSPACE = 304, MFINALFUNC = nrr_final
);
COMMENT ON AGGREGATE nrr(numeric, numeric) IS 'Net revenue retention, a share of what there was at the start';
CREATE AGGREGATE nrr(start_amount numeric, end_amount numeric, key text) (
	SFUNC = revenue_retention_accum, STYPE = revenue_bridge, SSPACE = 304, FINALFUNC = nrr_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = revenue_retention_accum, MINVFUNC = revenue_retention_accum_inv, MSTYPE = revenue_bridge, MSSPACE = 304, MFINALFUNC = nrr_final
);
COMMENT ON AGGREGATE nrr(numeric, numeric, text) IS 'Net revenue retention, a share of what there was at the start; for DISTINCT, by key';
CREATE AGGREGATE nrr(start_amount numeric, end_amount numeric, key uuid) (
	SFUNC = revenue_retention_accum, STYPE = revenue_bridge, SSPACE = 304, FINALFUNC = nrr_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = revenue_retention_accum, MINVFUNC = revenue_retention_accum_inv, MSTYPE = revenue_bridge, MSSPACE = 304, MFINALFUNC = nrr_final
);
COMMENT ON AGGREGATE nrr(numeric, numeric, uuid) IS 'Net revenue retention, a share of what there was at the start; for DISTINCT, by key';
--|## grr
--|formula: (start - contraction - churn) / start = sum(least(start_amount, end_amount)) / sum(start_amount)
--|unit: share, 0 to 1
--|direction: higher is better
--|components: revenue_start, revenue_contraction, revenue_churn
--|nulls: NULL where nothing was there at the start; in the one-step form a NULL amount is 0
--|errors: in the one-step form, an amount as in revenue_bridge_agg or a NULL key
--|example: SELECT grr(revenue_bridge_agg(jan, feb, before)) FROM (VALUES (100, 130, false), (80, 60, false), (50, NULL, false), (NULL, 40, false), (NULL, 25, true)) AS account(jan, feb, before)
--|result: 0.6956521739130435
--|source: SaaS Metrics Standards Board, Gross Revenue Retention
--|see: nrr, grr_chained, grr_running_minimum
--|Gross revenue retention, point to point: as nrr, with nobody's growth. Never more than 1, never more than nrr.
CREATE FUNCTION grr(b revenue_bridge) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_grr' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION grr(revenue_bridge) IS 'Gross revenue retention, a share of what there was at the start, 0 to 1';
CREATE AGGREGATE grr(start_amount numeric, end_amount numeric) (
	SFUNC = revenue_retention_accum, STYPE = revenue_bridge, SSPACE = 304, FINALFUNC = grr_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = revenue_retention_accum, MINVFUNC = revenue_retention_accum_inv, MSTYPE = revenue_bridge, MSSPACE = 304, MFINALFUNC = grr_final
);
COMMENT ON AGGREGATE grr(numeric, numeric) IS 'Gross revenue retention, a share of what there was at the start, 0 to 1';
CREATE AGGREGATE grr(start_amount numeric, end_amount numeric, key text) (
	SFUNC = revenue_retention_accum, STYPE = revenue_bridge, SSPACE = 304, FINALFUNC = grr_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = revenue_retention_accum, MINVFUNC = revenue_retention_accum_inv, MSTYPE = revenue_bridge, MSSPACE = 304, MFINALFUNC = grr_final
);
COMMENT ON AGGREGATE grr(numeric, numeric, text) IS 'Gross revenue retention, a share of what there was at the start, 0 to 1; for DISTINCT, by key';
CREATE AGGREGATE grr(start_amount numeric, end_amount numeric, key uuid) (
	SFUNC = revenue_retention_accum, STYPE = revenue_bridge, SSPACE = 304, FINALFUNC = grr_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = revenue_retention_accum, MINVFUNC = revenue_retention_accum_inv, MSTYPE = revenue_bridge, MSSPACE = 304, MFINALFUNC = grr_final
);
COMMENT ON AGGREGATE grr(numeric, numeric, uuid) IS 'Gross revenue retention, a share of what there was at the start, 0 to 1; for DISTINCT, by key';
--|## logo_retention
--|formula: (accounts_start - accounts_churn) / accounts_start
--|unit: share, 0 to 1
--|direction: higher is better
--|components: accounts_start, accounts_churn
--|nulls: NULL where there was no account at the start; in the one-step form a NULL amount is 0
--|errors: in the one-step form, an amount as in revenue_bridge_agg or a NULL key
--|example: SELECT logo_retention(revenue_bridge_agg(jan, feb, before)) FROM (VALUES (100, 130, false), (80, 60, false), (50, NULL, false), (NULL, 40, false), (NULL, 25, true)) AS account(jan, feb, before)
--|result: 0.6666666666666666
--|see: nrr
--|The share of the accounts of the start that still pay anything at the end.
CREATE FUNCTION logo_retention(b revenue_bridge) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_logo_retention' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION logo_retention(revenue_bridge) IS 'Share of the accounts of the start that are still there, 0 to 1';
CREATE AGGREGATE logo_retention(start_amount numeric, end_amount numeric) (
	SFUNC = revenue_retention_accum, STYPE = revenue_bridge, SSPACE = 304, FINALFUNC = logo_retention_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = revenue_retention_accum, MINVFUNC = revenue_retention_accum_inv, MSTYPE = revenue_bridge, MSSPACE = 304, MFINALFUNC = logo_retention_final
);
COMMENT ON AGGREGATE logo_retention(numeric, numeric) IS 'Share of the accounts of the start that are still there, 0 to 1';
CREATE AGGREGATE logo_retention(start_amount numeric, end_amount numeric, key text) (
	SFUNC = revenue_retention_accum, STYPE = revenue_bridge, SSPACE = 304, FINALFUNC = logo_retention_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = revenue_retention_accum, MINVFUNC = revenue_retention_accum_inv, MSTYPE = revenue_bridge, MSSPACE = 304, MFINALFUNC = logo_retention_final
);
COMMENT ON AGGREGATE logo_retention(numeric, numeric, text) IS 'Share of the accounts of the start that are still there, 0 to 1; for DISTINCT, by key';
CREATE AGGREGATE logo_retention(start_amount numeric, end_amount numeric, key uuid) (
	SFUNC = revenue_retention_accum, STYPE = revenue_bridge, SSPACE = 304, FINALFUNC = logo_retention_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = revenue_retention_accum, MINVFUNC = revenue_retention_accum_inv, MSTYPE = revenue_bridge, MSSPACE = 304, MFINALFUNC = logo_retention_final
);
COMMENT ON AGGREGATE logo_retention(numeric, numeric, uuid) IS 'Share of the accounts of the start that are still there, 0 to 1; for DISTINCT, by key';
--|## gross_revenue_churn
--|formula: (churn + contraction) / start = 1 - grr
--|unit: share, 0 to 1
--|direction: lower is better
--|components: revenue_start, revenue_contraction, revenue_churn
--|nulls: NULL where nothing was there at the start
--|errors: none
--|example: SELECT gross_revenue_churn(revenue_bridge_agg(jan, feb, before)) FROM (VALUES (100, 130, false), (80, 60, false), (50, NULL, false), (NULL, 40, false), (NULL, 25, true)) AS account(jan, feb, before)
--|result: 0.30434782608695654
--|source: ChartMogul, Gross MRR Churn Rate
--|see: net_revenue_churn, grr
--|What was lost of the revenue of the start.
CREATE FUNCTION gross_revenue_churn(b revenue_bridge) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_gross_revenue_churn' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION gross_revenue_churn(revenue_bridge) IS 'Share of the revenue of the start that was lost, 0 to 1';
--|## net_revenue_churn
--|formula: (churn + contraction - expansion - reactivation) / start
--|unit: share of the start
--|direction: lower is better
--|components: revenue_start, revenue_expansion, revenue_reactivation, revenue_contraction, revenue_churn
--|nulls: NULL where nothing was there at the start
--|errors: none
--|example: SELECT net_revenue_churn(revenue_bridge_agg(jan, feb, before)) FROM (VALUES (100, 130, false), (80, 60, false), (50, NULL, false), (NULL, 40, false), (NULL, 25, true)) AS account(jan, feb, before)
--|result: 0.06521739130434782
--|source: ChartMogul, Net MRR Churn Rate
--|see: gross_revenue_churn, nrr
--|What was lost of the revenue of the start and not made up for by expansion and reactivation; negative where more was won.
--|It is 1 - nrr less what reactivations brought, which nrr leaves out: it knows the accounts of the start only.
CREATE FUNCTION net_revenue_churn(b revenue_bridge) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_net_revenue_churn' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION net_revenue_churn(revenue_bridge) IS 'Share of the revenue of the start that was lost and not won back, by expansion or reactivation';
--|## quick_ratio
--|formula: (new + reactivation + expansion) / (contraction + churn)
--|unit: won per lost
--|direction: higher is better
--|components: revenue_new, revenue_reactivation, revenue_expansion, revenue_contraction, revenue_churn
--|nulls: NULL where nothing was lost
--|errors: none
--|example: SELECT quick_ratio(revenue_bridge_agg(jan, feb, before)) FROM (VALUES (100, 130, false), (80, 60, false), (50, NULL, false), (NULL, 40, false), (NULL, 25, true)) AS account(jan, feb, before)
--|result: 1.3571428571428572
--|source: ChartMogul, SaaS Quick Ratio
--|see: revenue_movements
--|How much revenue was won for each unit that was lost. Exchange rates are no part of it.
CREATE FUNCTION quick_ratio(b revenue_bridge) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_quick_ratio' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION quick_ratio(revenue_bridge) IS 'What was won for each unit of revenue that was lost';
--|## grr_running_minimum
--|formula: sum(least(start_amount, lowest_amount)) / sum(start_amount)
--|unit: share, 0 to 1
--|direction: higher is better
--|components: none
--|nulls: as grr
--|errors: as grr
--|example: SELECT grr_running_minimum(amounts[1], lowest), grr(amounts[1], amounts[3]) FROM (SELECT amounts, (SELECT min(coalesce(a, 0)) FROM unnest(amounts) AS a) AS lowest FROM (VALUES (ARRAY[100, 60, 100]), (ARRAY[50, NULL, 50]), (ARRAY[50, 50, 50])) AS account(amounts)) AS account
--|result: 0.55|1
--|see: grr
--|Gross retention by the lowest amount that each account of the start has had since, in any period up to the end: what was lost
--|once counts as lost, whoever comes back. `lowest_amount` is the least of an account's amounts, 0 for a period without any.
CREATE FUNCTION grr_running_minimum(b revenue_bridge) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_grr' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION grr_running_minimum(revenue_bridge) IS 'Gross revenue retention of a bridge from the start to the lowest amount since, a share, 0 to 1';
CREATE AGGREGATE grr_running_minimum(start_amount numeric, lowest_amount numeric) (
	SFUNC = revenue_retention_accum, STYPE = revenue_bridge, SSPACE = 304, FINALFUNC = grr_running_minimum_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = revenue_retention_accum, MINVFUNC = revenue_retention_accum_inv, MSTYPE = revenue_bridge, MSSPACE = 304, MFINALFUNC = grr_running_minimum_final
);
COMMENT ON AGGREGATE grr_running_minimum(numeric, numeric) IS 'Gross revenue retention by the lowest amount since the start, a share, 0 to 1';
CREATE AGGREGATE grr_running_minimum(start_amount numeric, lowest_amount numeric, key text) (
	SFUNC = revenue_retention_accum, STYPE = revenue_bridge, SSPACE = 304, FINALFUNC = grr_running_minimum_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = revenue_retention_accum, MINVFUNC = revenue_retention_accum_inv, MSTYPE = revenue_bridge, MSSPACE = 304, MFINALFUNC = grr_running_minimum_final
);
COMMENT ON AGGREGATE grr_running_minimum(numeric, numeric, text) IS 'Gross revenue retention by the lowest amount since the start, a share, 0 to 1; for DISTINCT, by key';
CREATE AGGREGATE grr_running_minimum(start_amount numeric, lowest_amount numeric, key uuid) (
	SFUNC = revenue_retention_accum, STYPE = revenue_bridge, SSPACE = 304, FINALFUNC = grr_running_minimum_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = revenue_retention_accum, MINVFUNC = revenue_retention_accum_inv, MSTYPE = revenue_bridge, MSSPACE = 304, MFINALFUNC = grr_running_minimum_final
);
COMMENT ON AGGREGATE grr_running_minimum(numeric, numeric, uuid) IS 'Gross revenue retention by the lowest amount since the start, a share, 0 to 1; for DISTINCT, by key';
--|## nrr_chained, grr_chained
--|formula: the product of the nrr, or grr, of the bridges
--|unit: share
--|direction: higher is better
--|components: none
--|nulls: NULL where there is no bridge, or one of them is NULL or undefined: a chain with a gap says nothing
--|errors: none
--|example: SELECT nrr_chained(bridges), grr_chained(bridges) FROM (SELECT array_agg(b ORDER BY month) FROM (SELECT month, revenue_bridge_agg(before, after, false) FROM (VALUES (1, 100, 50), (2, 50, 75), (2, 50, 25)) AS account(month, before, after) GROUP BY month) AS monthly(month, b)) AS quarter(bridges)
--|result: 0.5|0.375
--|see: nrr, grr
--|Retention chained over the bridges of adjacent periods. Each link starts with the accounts that are there then, younger ones
--|among them, so that a year of months is another figure than the year: usually a lower one, because an account that leaves
--|and comes back, or shrinks and grows, counts as a loss in one link and as new business in the next.
CREATE FUNCTION nrr_chained(bridges revenue_bridge[]) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_nrr_chained' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION nrr_chained(revenue_bridge[]) IS 'Product of the net revenue retention of adjacent periods, a share';
CREATE FUNCTION grr_chained(bridges revenue_bridge[]) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_grr_chained' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION grr_chained(revenue_bridge[]) IS 'Product of the gross revenue retention of adjacent periods, a share';
