-- Contracts that come up for renewal. Needs nothing.

--|# Renewals
--|`renewal_agg(due_amount, renewed_amount, due_on, decided_on, as_of)` takes one row for each contract whose end comes up: what
--|it is worth, the day it ends, and, once decided, the day of the decision and what it was renewed for (0 or NULL where it
--|was lost). `as_of` is the day of evaluation, the same for all rows: a decision after it is not known yet, so that the figures of
--|any past day can be taken again. Choose the contracts by `due_on`: those that end this quarter, whenever they are decided.
--|Counting this quarter's signatures instead takes in contracts of other quarters and flatters the rate.
--|
--|| decided by as_of | renewed amount | due_on | outcome |
--||---|---|---|---|
--|| yes | positive | on the day of the decision or later | renewed on time |
--|| yes | positive | before the decision | renewed late |
--|| yes | 0 or NULL | any | lost |
--|| no | any | before as_of | overdue: undecided, and the contract has ended |
--|| no | any | as_of or later | open: undecided, with time left |
--|
--|**What is undecided is not lost.** `gross_renewal_rate` and `net_renewal_rate` are over decided contracts, and
--|`renewal_undecided` and `renewal_overdue` say how much they leave out. `on_time_renewal_rate` counts overdue contracts, because
--|those are not renewed on time whatever becomes of them.
--|
--|**What lies ahead**: `renewal_due_within(s, 90)` is due in the next 90 days, of which as_of is the first; `renewal_coverage(s, 90)` is
--|the share of it that is already renewed. One stored summary answers for 30, 60 and 90 days, up to ten years.
-- type: renewal_summary
COMMENT ON TYPE renewal_summary IS 'Contracts due, by what has become of them on a day, and by the days ahead';
--|## internal: renewal transition functions
CREATE FUNCTION renewal_accum(state renewal_summary, due_amount numeric, renewed_amount numeric, due_on date, decided_on date, as_of date) RETURNS renewal_summary
AS 'MODULE_PATHNAME', 'csops_renewal_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION renewal_accum(renewal_summary, numeric, numeric, date, date, date) IS 'adds a contract to a renewal state';
CREATE FUNCTION renewal_accum(state renewal_summary, due_amount numeric, renewed_amount numeric, due_on date, decided_on date, as_of date, on_invalid text) RETURNS renewal_summary
AS 'MODULE_PATHNAME', 'csops_renewal_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION renewal_accum(renewal_summary, numeric, numeric, date, date, date, text) IS 'adds a contract to a renewal state';
CREATE FUNCTION renewal_accum_key(state renewal_summary, due_amount numeric, renewed_amount numeric, due_on date, decided_on date, as_of date, key text) RETURNS renewal_summary
AS 'MODULE_PATHNAME', 'csops_renewal_accum_key' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION renewal_accum_key(renewal_summary, numeric, numeric, date, date, date, text) IS 'adds a contract to a renewal state';
CREATE FUNCTION renewal_accum_key(state renewal_summary, due_amount numeric, renewed_amount numeric, due_on date, decided_on date, as_of date, key uuid) RETURNS renewal_summary
AS 'MODULE_PATHNAME', 'csops_renewal_accum_key' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION renewal_accum_key(renewal_summary, numeric, numeric, date, date, date, uuid) IS 'adds a contract to a renewal state';
CREATE FUNCTION renewal_accum_inv(state renewal_summary, due_amount numeric, renewed_amount numeric, due_on date, decided_on date, as_of date) RETURNS renewal_summary
AS 'MODULE_PATHNAME', 'csops_renewal_accum_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION renewal_accum_inv(renewal_summary, numeric, numeric, date, date, date) IS 'takes a contract out of a renewal state';
CREATE FUNCTION renewal_accum_inv(state renewal_summary, due_amount numeric, renewed_amount numeric, due_on date, decided_on date, as_of date, on_invalid text) RETURNS renewal_summary
AS 'MODULE_PATHNAME', 'csops_renewal_accum_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION renewal_accum_inv(renewal_summary, numeric, numeric, date, date, date, text) IS 'takes a contract out of a renewal state';
CREATE FUNCTION renewal_accum_key_inv(state renewal_summary, due_amount numeric, renewed_amount numeric, due_on date, decided_on date, as_of date, key text) RETURNS renewal_summary
AS 'MODULE_PATHNAME', 'csops_renewal_accum_key_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION renewal_accum_key_inv(renewal_summary, numeric, numeric, date, date, date, text) IS 'takes a contract out of a renewal state';
CREATE FUNCTION renewal_accum_key_inv(state renewal_summary, due_amount numeric, renewed_amount numeric, due_on date, decided_on date, as_of date, key uuid) RETURNS renewal_summary
AS 'MODULE_PATHNAME', 'csops_renewal_accum_key_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION renewal_accum_key_inv(renewal_summary, numeric, numeric, date, date, date, uuid) IS 'takes a contract out of a renewal state';
CREATE FUNCTION gross_renewal_rate_final(state renewal_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_gross_renewal_rate' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION gross_renewal_rate_final(renewal_summary) IS 'gross_renewal_rate of a state';
CREATE FUNCTION net_renewal_rate_final(state renewal_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_net_renewal_rate' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION net_renewal_rate_final(renewal_summary) IS 'net_renewal_rate of a state';
CREATE FUNCTION on_time_renewal_rate_final(state renewal_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_on_time_renewal_rate' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION on_time_renewal_rate_final(renewal_summary) IS 'on_time_renewal_rate of a state';
--|## merge(renewal_summary)
--|unit: renewal_summary
--|nulls: NULL where either is NULL
--|errors: summaries of different as_of; a total that is out of range
--|example: SELECT gross_renewal_rate(merge(a, b)) FROM (SELECT renewal_agg(100, 120, '2026-03-01', '2026-02-20', '2026-03-15'), renewal_agg(100, NULL, '2026-03-01', '2026-03-01', '2026-03-15')) AS segment(a, b)
--|result: 0.5
--|The function behind `||`, and the combine function of the aggregates. The order does not matter.
CREATE FUNCTION merge(a renewal_summary, b renewal_summary) RETURNS renewal_summary
AS 'MODULE_PATHNAME', 'csops_merge_renewal_summary' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION merge(renewal_summary, renewal_summary) IS 'the contracts of both, as one summary';
CREATE OPERATOR || (LEFTARG = renewal_summary, RIGHTARG = renewal_summary, FUNCTION = merge, COMMUTATOR = ||);
COMMENT ON OPERATOR || (renewal_summary, renewal_summary) IS 'the contracts of both: merge(a, b)';
--|## subtract(renewal_summary)
--|unit: renewal_summary
--|nulls: NULL where either is NULL
--|errors: a summary that was not merged into the first
--|example: SELECT net_renewal_rate(subtract(company, second)) FROM (SELECT renewal_agg(due, renewed, '2026-03-01', '2026-02-20', '2026-03-15'), renewal_agg(due, renewed, '2026-03-01', '2026-02-20', '2026-03-15') FILTER (WHERE segment = 2) FROM (VALUES (1, 100, 120), (2, 100, 0)) AS contract(segment, due, renewed)) AS march(company, second)
--|result: 1.2
--|The function behind `-`; exact: `subtract(merge(a, b), b) = a`. It is also how a moving window forgets the rows that leave it.
CREATE FUNCTION subtract(a renewal_summary, b renewal_summary) RETURNS renewal_summary
AS 'MODULE_PATHNAME', 'csops_subtract_renewal_summary' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION subtract(renewal_summary, renewal_summary) IS 'the contracts of the first without those of the second';
CREATE OPERATOR - (LEFTARG = renewal_summary, RIGHTARG = renewal_summary, FUNCTION = subtract);
COMMENT ON OPERATOR - (renewal_summary, renewal_summary) IS 'the contracts of the left without those of the right: subtract(a, b)';
--|## rollup(renewal_summary)
--|unit: renewal_summary
--|nulls: NULL rows are skipped; no rows give NULL
--|errors: as merge
--|example: SELECT net_renewal_rate(rollup(s)) FROM (SELECT renewal_agg(due, renewed, '2026-03-01', '2026-02-20', '2026-03-15') FROM (VALUES (1, 100, 120), (2, 100, 0)) AS contract(segment, due, renewed) GROUP BY segment) AS by_segment(s)
--|result: 0.6
--|Merges stored summaries of one as_of: a company from its segments. `GROUP BY rollup(x)` is SQL's own grouping sets,
--|something else.
CREATE AGGREGATE rollup(s renewal_summary) (
	SFUNC = merge, STYPE = renewal_summary, SSPACE = 640, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = merge, MINVFUNC = subtract, MSTYPE = renewal_summary, MSSPACE = 640
);
COMMENT ON AGGREGATE rollup(renewal_summary) IS 'the contracts of all, as one summary';
--|## renewal_agg
--|unit: renewal_summary
--|nulls: a row without due_amount or due_on is counted as unanswered; a NULL renewed_amount is 0, a NULL decided_on is undecided; no rows give NULL
--|errors: a NULL as_of, or one outside the years 1 to 9999, or that differs between rows; an amount that is negative, 1e17 or more, not a number, or with more than 44 decimals, or a due_on outside those years, unless on_invalid is 'count'
--|example: SELECT observations(s), contracts_renewed(s), contracts_on_time(s), contracts_lost(s), contracts_overdue(s), contracts_undecided(s) FROM (SELECT renewal_agg(due, renewed, due_on, decided_on, '2026-03-15') FROM (VALUES (100, 120, date '2026-03-01', date '2026-02-20'), (80, 60, '2026-03-05', '2026-03-09'), (50, NULL, '2026-03-08', '2026-03-08'), (40, NULL, '2026-03-10', NULL), (30, 30, '2026-03-25', '2026-03-01'), (70, NULL, '2026-05-15', NULL)) AS contract(due, renewed, due_on, decided_on)) AS march(s)
--|result: 6|3|2|1|1|2
--|example: SELECT renewal_agg(100, 120, '2026-03-20', '2026-02-20', '2026-03-15')
--|result: {"as_of": "2026-03-15", "unanswered": 0, "invalid": 0, "on_time": {"contracts": 1, "due": 100, "kept": 100, "renewed": 120}, "late": {"contracts": 0, "due": 0, "kept": 0, "renewed": 0}, "lost": {"contracts": 0, "due": 0}, "overdue": {"contracts": 0, "due": 0}, "open": {"contracts": 0, "due": 0}, "days": [{"day": 5, "contracts": 1, "due": 100, "renewed_contracts": 1, "renewed_due": 100}]}
--|see: gross_renewal_rate, renewal_coverage, rollup
--|One row for each contract.
CREATE AGGREGATE renewal_agg(due_amount numeric, renewed_amount numeric, due_on date, decided_on date, as_of date) (
	SFUNC = renewal_accum, STYPE = renewal_summary, SSPACE = 640, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = renewal_accum, MINVFUNC = renewal_accum_inv, MSTYPE = renewal_summary, MSSPACE = 640
);
COMMENT ON AGGREGATE renewal_agg(numeric, numeric, date, date, date) IS 'Contracts due and decided, as a renewal_summary';
CREATE AGGREGATE renewal_agg(due_amount numeric, renewed_amount numeric, due_on date, decided_on date, as_of date, on_invalid text) (
	SFUNC = renewal_accum, STYPE = renewal_summary, SSPACE = 640, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = renewal_accum, MINVFUNC = renewal_accum_inv, MSTYPE = renewal_summary, MSSPACE = 640
);
COMMENT ON AGGREGATE renewal_agg(numeric, numeric, date, date, date, text) IS 'Contracts due and decided, as a renewal_summary; on_invalid is error or count';
--|## observations(renewal_summary)
--|formula: number of contracts with an amount and a day due
--|unit: contracts
--|direction: neither
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT observations(s) FROM (SELECT renewal_agg(due, renewed, due_on, decided_on, '2026-03-15') FROM (VALUES (100, 120, date '2026-03-01', date '2026-02-20'), (80, 60, '2026-03-05', '2026-03-09'), (50, NULL, '2026-03-08', '2026-03-08'), (40, NULL, '2026-03-10', NULL), (30, 30, '2026-03-25', '2026-03-01'), (70, NULL, '2026-05-15', NULL)) AS contract(due, renewed, due_on, decided_on)) AS march(s)
--|result: 6
CREATE FUNCTION observations(s renewal_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_renewal_observations' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION observations(renewal_summary) IS 'Number of contracts due';
--|## unanswered(renewal_summary)
--|formula: number of rows without an amount or a day due
--|unit: rows
--|direction: lower is better
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT unanswered(renewal_agg(NULL, NULL, '2026-03-01', NULL, '2026-03-15'))
--|result: 1
CREATE FUNCTION unanswered(s renewal_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_renewal_unanswered' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION unanswered(renewal_summary) IS 'Number of rows without an amount or a day due';
--|## invalid(renewal_summary)
--|formula: number of rows out of range that `'count'` let through
--|unit: rows
--|direction: lower is better
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT invalid(renewal_agg(-5, NULL, '2026-03-01', NULL, '2026-03-15', 'count'))
--|result: 1
CREATE FUNCTION invalid(s renewal_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_renewal_invalid' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION invalid(renewal_summary) IS 'Number of rows out of range that were counted instead of refused';
--|## contracts_renewed, contracts_on_time, contracts_lost, contracts_undecided, contracts_overdue
--|formula: renewed + lost + undecided = observations; on time are among the renewed, overdue among the undecided
--|unit: contracts
--|direction: higher is better: contracts_renewed, contracts_on_time; lower is better: contracts_lost, contracts_overdue; neither: contracts_undecided
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT contracts_renewed(s), contracts_on_time(s), contracts_lost(s), contracts_undecided(s), contracts_overdue(s) FROM (SELECT renewal_agg(due, renewed, due_on, decided_on, '2026-03-15') FROM (VALUES (100, 120, date '2026-03-01', date '2026-02-20'), (80, 60, '2026-03-05', '2026-03-09'), (50, NULL, '2026-03-08', '2026-03-08'), (40, NULL, '2026-03-10', NULL), (30, 30, '2026-03-25', '2026-03-01'), (70, NULL, '2026-05-15', NULL)) AS contract(due, renewed, due_on, decided_on)) AS march(s)
--|result: 3|2|1|2|1
--|How many contracts have come to what.
CREATE FUNCTION contracts_renewed(s renewal_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_contracts_renewed' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION contracts_renewed(renewal_summary) IS 'Number of contracts renewed';
CREATE FUNCTION contracts_on_time(s renewal_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_contracts_on_time' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION contracts_on_time(renewal_summary) IS 'Number of contracts renewed on or before the day they were due';
CREATE FUNCTION contracts_lost(s renewal_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_contracts_lost' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION contracts_lost(renewal_summary) IS 'Number of contracts lost';
CREATE FUNCTION contracts_undecided(s renewal_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_contracts_undecided' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION contracts_undecided(renewal_summary) IS 'Number of contracts undecided on the day of evaluation';
CREATE FUNCTION contracts_overdue(s renewal_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_contracts_overdue' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION contracts_overdue(renewal_summary) IS 'Number of contracts undecided although they were due before the day of evaluation';
--|## renewal_due, renewal_renewed, renewal_lost, renewal_undecided, renewal_overdue
--|formula: sum(due_amount) of all contracts, of the lost, of the undecided and of the overdue; sum(renewed_amount) of the renewed
--|unit: the currency of the amounts
--|direction: higher is better: renewal_renewed; lower is better: renewal_lost, renewal_overdue; neither: renewal_due, renewal_undecided
--|components: itself
--|nulls: NULL gives NULL
--|errors: none
--|example: SELECT renewal_due(s), renewal_renewed(s), renewal_lost(s), renewal_undecided(s), renewal_overdue(s) FROM (SELECT renewal_agg(due, renewed, due_on, decided_on, '2026-03-15') FROM (VALUES (100, 120, date '2026-03-01', date '2026-02-20'), (80, 60, '2026-03-05', '2026-03-09'), (50, NULL, '2026-03-08', '2026-03-08'), (40, NULL, '2026-03-10', NULL), (30, 30, '2026-03-25', '2026-03-01'), (70, NULL, '2026-05-15', NULL)) AS contract(due, renewed, due_on, decided_on)) AS march(s)
--|result: 370|210|50|110|40
--|What was due and what has become of it, exactly.
CREATE FUNCTION renewal_due(s renewal_summary) RETURNS numeric
AS 'MODULE_PATHNAME', 'csops_renewal_due' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION renewal_due(renewal_summary) IS 'Amount due';
CREATE FUNCTION renewal_renewed(s renewal_summary) RETURNS numeric
AS 'MODULE_PATHNAME', 'csops_renewal_renewed' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION renewal_renewed(renewal_summary) IS 'Amount that contracts were renewed for';
CREATE FUNCTION renewal_lost(s renewal_summary) RETURNS numeric
AS 'MODULE_PATHNAME', 'csops_renewal_lost' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION renewal_lost(renewal_summary) IS 'Amount due of contracts that were lost';
CREATE FUNCTION renewal_undecided(s renewal_summary) RETURNS numeric
AS 'MODULE_PATHNAME', 'csops_renewal_undecided' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION renewal_undecided(renewal_summary) IS 'Amount due of contracts that are undecided';
CREATE FUNCTION renewal_overdue(s renewal_summary) RETURNS numeric
AS 'MODULE_PATHNAME', 'csops_renewal_overdue' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION renewal_overdue(renewal_summary) IS 'Amount due of contracts that are undecided although they have ended';
--|## renewal_kept, renewal_kept_on_time
--|formula: sum(least(renewed_amount, due_amount)) of the contracts that were renewed, and of those renewed on time
--|unit: the currency of the amounts
--|direction: higher is better
--|components: itself
--|nulls: NULL gives NULL
--|errors: none
--|example: SELECT renewal_kept(s), renewal_kept_on_time(s) FROM (SELECT renewal_agg(due, renewed, due_on, decided_on, '2026-03-15') FROM (VALUES (100, 120, date '2026-03-01', date '2026-02-20'), (80, 60, '2026-03-05', '2026-03-09'), (50, NULL, '2026-03-08', '2026-03-08'), (40, NULL, '2026-03-10', NULL), (30, 30, '2026-03-25', '2026-03-01'), (70, NULL, '2026-05-15', NULL)) AS contract(due, renewed, due_on, decided_on)) AS march(s)
--|result: 190|130
--|see: gross_renewal_rate, on_time_renewal_rate
--|Of the amount due what is still there, upsells left out.
CREATE FUNCTION renewal_kept(s renewal_summary) RETURNS numeric
AS 'MODULE_PATHNAME', 'csops_renewal_kept' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION renewal_kept(renewal_summary) IS 'Amount due that was kept, in the currency of the amounts';
CREATE FUNCTION renewal_kept_on_time(s renewal_summary) RETURNS numeric
AS 'MODULE_PATHNAME', 'csops_renewal_kept_on_time' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION renewal_kept_on_time(renewal_summary) IS 'Amount due that was kept by contracts renewed on time, in the currency of the amounts';
--|## gross_renewal_rate
--|formula: sum(least(renewed_amount, due_amount)) / sum(due_amount) over decided contracts
--|unit: share, 0 to 1
--|direction: higher is better
--|components: renewal_kept, renewal_due, renewal_undecided
--|nulls: NULL where nothing was due and decided
--|errors: in the one-step form, as renewal_agg; a NULL key
--|example: SELECT gross_renewal_rate(due, renewed, due_on, decided_on, '2026-03-15') FROM (VALUES (100, 120, date '2026-03-01', date '2026-02-20'), (80, 60, '2026-03-05', '2026-03-09'), (50, NULL, '2026-03-08', '2026-03-08'), (40, NULL, '2026-03-10', NULL), (30, 30, '2026-03-25', '2026-03-01'), (70, NULL, '2026-05-15', NULL)) AS contract(due, renewed, due_on, decided_on)
--|result: 0.7307692307692307
--|see: net_renewal_rate, renewal_undecided
--|What was kept of the amounts that came up and were decided.
CREATE FUNCTION gross_renewal_rate(s renewal_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_gross_renewal_rate' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION gross_renewal_rate(renewal_summary) IS 'Renewed amount without growth, a share of what was due and is decided, 0 to 1';
CREATE AGGREGATE gross_renewal_rate(due_amount numeric, renewed_amount numeric, due_on date, decided_on date, as_of date) (
	SFUNC = renewal_accum, STYPE = renewal_summary, SSPACE = 640, FINALFUNC = gross_renewal_rate_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = renewal_accum, MINVFUNC = renewal_accum_inv, MSTYPE = renewal_summary, MSSPACE = 640, MFINALFUNC = gross_renewal_rate_final
);
COMMENT ON AGGREGATE gross_renewal_rate(numeric, numeric, date, date, date) IS 'Renewed amount without growth, a share of what was due and is decided, 0 to 1';
CREATE AGGREGATE gross_renewal_rate(due_amount numeric, renewed_amount numeric, due_on date, decided_on date, as_of date, key text) (
	SFUNC = renewal_accum_key, STYPE = renewal_summary, SSPACE = 640, FINALFUNC = gross_renewal_rate_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = renewal_accum_key, MINVFUNC = renewal_accum_key_inv, MSTYPE = renewal_summary, MSSPACE = 640, MFINALFUNC = gross_renewal_rate_final
);
COMMENT ON AGGREGATE gross_renewal_rate(numeric, numeric, date, date, date, text) IS 'Renewed amount without growth, a share of what was due and is decided, 0 to 1; for DISTINCT, by key';
CREATE AGGREGATE gross_renewal_rate(due_amount numeric, renewed_amount numeric, due_on date, decided_on date, as_of date, key uuid) (
	SFUNC = renewal_accum_key, STYPE = renewal_summary, SSPACE = 640, FINALFUNC = gross_renewal_rate_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = renewal_accum_key, MINVFUNC = renewal_accum_key_inv, MSTYPE = renewal_summary, MSSPACE = 640, MFINALFUNC = gross_renewal_rate_final
);
COMMENT ON AGGREGATE gross_renewal_rate(numeric, numeric, date, date, date, uuid) IS 'Renewed amount without growth, a share of what was due and is decided, 0 to 1; for DISTINCT, by key';
--|## net_renewal_rate
--|formula: sum(renewed_amount) / sum(due_amount) over decided contracts
--|unit: share, 1 is what was due
--|direction: higher is better
--|components: renewal_renewed, renewal_due, renewal_undecided
--|nulls: NULL where nothing was due and decided
--|errors: in the one-step form, as renewal_agg; a NULL key
--|example: SELECT net_renewal_rate(due, renewed, due_on, decided_on, '2026-03-15') FROM (VALUES (100, 120, date '2026-03-01', date '2026-02-20'), (80, 60, '2026-03-05', '2026-03-09'), (50, NULL, '2026-03-08', '2026-03-08'), (40, NULL, '2026-03-10', NULL), (30, 30, '2026-03-25', '2026-03-01'), (70, NULL, '2026-05-15', NULL)) AS contract(due, renewed, due_on, decided_on)
--|result: 0.8076923076923077
--|see: gross_renewal_rate
--|As gross_renewal_rate, with what renewals grew by.
CREATE FUNCTION net_renewal_rate(s renewal_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_net_renewal_rate' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION net_renewal_rate(renewal_summary) IS 'Renewed amount with growth, a share of what was due and is decided';
CREATE AGGREGATE net_renewal_rate(due_amount numeric, renewed_amount numeric, due_on date, decided_on date, as_of date) (
	SFUNC = renewal_accum, STYPE = renewal_summary, SSPACE = 640, FINALFUNC = net_renewal_rate_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = renewal_accum, MINVFUNC = renewal_accum_inv, MSTYPE = renewal_summary, MSSPACE = 640, MFINALFUNC = net_renewal_rate_final
);
COMMENT ON AGGREGATE net_renewal_rate(numeric, numeric, date, date, date) IS 'Renewed amount with growth, a share of what was due and is decided';
CREATE AGGREGATE net_renewal_rate(due_amount numeric, renewed_amount numeric, due_on date, decided_on date, as_of date, key text) (
	SFUNC = renewal_accum_key, STYPE = renewal_summary, SSPACE = 640, FINALFUNC = net_renewal_rate_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = renewal_accum_key, MINVFUNC = renewal_accum_key_inv, MSTYPE = renewal_summary, MSSPACE = 640, MFINALFUNC = net_renewal_rate_final
);
COMMENT ON AGGREGATE net_renewal_rate(numeric, numeric, date, date, date, text) IS 'Renewed amount with growth, a share of what was due and is decided; for DISTINCT, by key';
CREATE AGGREGATE net_renewal_rate(due_amount numeric, renewed_amount numeric, due_on date, decided_on date, as_of date, key uuid) (
	SFUNC = renewal_accum_key, STYPE = renewal_summary, SSPACE = 640, FINALFUNC = net_renewal_rate_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = renewal_accum_key, MINVFUNC = renewal_accum_key_inv, MSTYPE = renewal_summary, MSSPACE = 640, MFINALFUNC = net_renewal_rate_final
);
COMMENT ON AGGREGATE net_renewal_rate(numeric, numeric, date, date, date, uuid) IS 'Renewed amount with growth, a share of what was due and is decided; for DISTINCT, by key';
--|## on_time_renewal_rate
--|formula: sum(least(renewed_amount, due_amount)) of contracts renewed on time / sum(due_amount) over decided and overdue contracts
--|unit: share, 0 to 1
--|direction: higher is better
--|components: renewal_kept_on_time, renewal_due, renewal_undecided, renewal_overdue
--|nulls: NULL where nothing was due that is decided or overdue
--|errors: in the one-step form, as renewal_agg; a NULL key
--|example: SELECT on_time_renewal_rate(due, renewed, due_on, decided_on, '2026-03-15') FROM (VALUES (100, 120, date '2026-03-01', date '2026-02-20'), (80, 60, '2026-03-05', '2026-03-09'), (50, NULL, '2026-03-08', '2026-03-08'), (40, NULL, '2026-03-10', NULL), (30, 30, '2026-03-25', '2026-03-01'), (70, NULL, '2026-05-15', NULL)) AS contract(due, renewed, due_on, decided_on)
--|result: 0.43333333333333335
--|see: gross_renewal_rate
--|What was kept by the day each contract ended. An upsell at one contract does not make up for another that is late.
CREATE FUNCTION on_time_renewal_rate(s renewal_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_on_time_renewal_rate' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION on_time_renewal_rate(renewal_summary) IS 'Amount renewed by the end of the contract, a share of what was due, 0 to 1';
CREATE AGGREGATE on_time_renewal_rate(due_amount numeric, renewed_amount numeric, due_on date, decided_on date, as_of date) (
	SFUNC = renewal_accum, STYPE = renewal_summary, SSPACE = 640, FINALFUNC = on_time_renewal_rate_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = renewal_accum, MINVFUNC = renewal_accum_inv, MSTYPE = renewal_summary, MSSPACE = 640, MFINALFUNC = on_time_renewal_rate_final
);
COMMENT ON AGGREGATE on_time_renewal_rate(numeric, numeric, date, date, date) IS 'Amount renewed by the end of the contract, a share of what was due, 0 to 1';
CREATE AGGREGATE on_time_renewal_rate(due_amount numeric, renewed_amount numeric, due_on date, decided_on date, as_of date, key text) (
	SFUNC = renewal_accum_key, STYPE = renewal_summary, SSPACE = 640, FINALFUNC = on_time_renewal_rate_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = renewal_accum_key, MINVFUNC = renewal_accum_key_inv, MSTYPE = renewal_summary, MSSPACE = 640, MFINALFUNC = on_time_renewal_rate_final
);
COMMENT ON AGGREGATE on_time_renewal_rate(numeric, numeric, date, date, date, text) IS 'Amount renewed by the end of the contract, a share of what was due, 0 to 1; for DISTINCT, by key';
CREATE AGGREGATE on_time_renewal_rate(due_amount numeric, renewed_amount numeric, due_on date, decided_on date, as_of date, key uuid) (
	SFUNC = renewal_accum_key, STYPE = renewal_summary, SSPACE = 640, FINALFUNC = on_time_renewal_rate_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = renewal_accum_key, MINVFUNC = renewal_accum_key_inv, MSTYPE = renewal_summary, MSSPACE = 640, MFINALFUNC = on_time_renewal_rate_final
);
COMMENT ON AGGREGATE on_time_renewal_rate(numeric, numeric, date, date, date, uuid) IS 'Amount renewed by the end of the contract, a share of what was due, 0 to 1; for DISTINCT, by key';
--|## contract_renewal_rate
--|formula: contracts renewed / contracts decided
--|unit: share, 0 to 1
--|direction: higher is better
--|components: contracts_renewed, contracts_lost
--|nulls: NULL where no contract is decided
--|errors: none
--|example: SELECT contract_renewal_rate(s) FROM (SELECT renewal_agg(due, renewed, due_on, decided_on, '2026-03-15') FROM (VALUES (100, 120, date '2026-03-01', date '2026-02-20'), (80, 60, '2026-03-05', '2026-03-09'), (50, NULL, '2026-03-08', '2026-03-08'), (40, NULL, '2026-03-10', NULL), (30, 30, '2026-03-25', '2026-03-01'), (70, NULL, '2026-05-15', NULL)) AS contract(due, renewed, due_on, decided_on)) AS march(s)
--|result: 0.75
--|see: gross_renewal_rate
--|The renewal rate by number of contracts, whatever they are worth.
CREATE FUNCTION contract_renewal_rate(s renewal_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_contract_renewal_rate' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION contract_renewal_rate(renewal_summary) IS 'Share of decided contracts that were renewed, 0 to 1';
--|## renewal_due_within, contracts_due_within
--|formula: sum(due_amount), or number, of contracts with as_of <= due_on < as_of + days
--|unit: the currency of the amounts, or contracts
--|direction: neither
--|components: itself
--|nulls: NULL gives NULL; without a summary the number is 0
--|errors: days outside 1 to 3660
--|example: SELECT renewal_due_within(s, 30), contracts_due_within(s, 30), renewal_due_within(s, 90) FROM (SELECT renewal_agg(due, renewed, due_on, decided_on, '2026-03-15') FROM (VALUES (100, 120, date '2026-03-01', date '2026-02-20'), (80, 60, '2026-03-05', '2026-03-09'), (50, NULL, '2026-03-08', '2026-03-08'), (40, NULL, '2026-03-10', NULL), (30, 30, '2026-03-25', '2026-03-01'), (70, NULL, '2026-05-15', NULL)) AS contract(due, renewed, due_on, decided_on)) AS march(s)
--|result: 30|1|100
--|see: renewal_coverage
--|What comes up in the next days, decided or not.
CREATE FUNCTION renewal_due_within(s renewal_summary, days integer) RETURNS numeric
AS 'MODULE_PATHNAME', 'csops_renewal_due_within' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION renewal_due_within(renewal_summary, integer) IS 'Amount due in the next days, as_of being the first';
CREATE FUNCTION contracts_due_within(s renewal_summary, days integer) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_contracts_due_within' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION contracts_due_within(renewal_summary, integer) IS 'Number of contracts due in the next days, as_of being the first';
--|## renewal_renewed_within
--|formula: sum(due_amount) of renewed contracts with as_of <= due_on < as_of + days
--|unit: the currency of the amounts
--|direction: higher is better
--|components: itself
--|nulls: NULL gives NULL
--|errors: days outside 1 to 3660
--|example: SELECT renewal_renewed_within(s, 90), renewal_due_within(s, 90) FROM (SELECT renewal_agg(due, renewed, due_on, decided_on, '2026-03-15') FROM (VALUES (100, 120, date '2026-03-01', date '2026-02-20'), (80, 60, '2026-03-05', '2026-03-09'), (50, NULL, '2026-03-08', '2026-03-08'), (40, NULL, '2026-03-10', NULL), (30, 30, '2026-03-25', '2026-03-01'), (70, NULL, '2026-05-15', NULL)) AS contract(due, renewed, due_on, decided_on)) AS march(s)
--|result: 30|100
--|see: renewal_coverage
--|Of what comes up in the next days, what is renewed already.
CREATE FUNCTION renewal_renewed_within(s renewal_summary, days integer) RETURNS numeric
AS 'MODULE_PATHNAME', 'csops_renewal_renewed_within' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION renewal_renewed_within(renewal_summary, integer) IS 'Amount due in the next days of contracts that are renewed already, as_of being the first day';
--|## renewal_coverage
--|formula: sum(due_amount) of renewed contracts / sum(due_amount), over contracts with as_of <= due_on < as_of + days
--|unit: share, 0 to 1
--|direction: higher is better
--|components: renewal_renewed_within, renewal_due_within
--|nulls: NULL where nothing is due in those days
--|errors: days outside 1 to 3660
--|example: SELECT renewal_coverage(s, 30), renewal_coverage(s, 90) FROM (SELECT renewal_agg(due, renewed, due_on, decided_on, '2026-03-15') FROM (VALUES (100, 120, date '2026-03-01', date '2026-02-20'), (80, 60, '2026-03-05', '2026-03-09'), (50, NULL, '2026-03-08', '2026-03-08'), (40, NULL, '2026-03-10', NULL), (30, 30, '2026-03-25', '2026-03-01'), (70, NULL, '2026-05-15', NULL)) AS contract(due, renewed, due_on, decided_on)) AS march(s)
--|result: 1|0.3
--|see: renewal_due_within
--|How much of what comes up is secured already: what the contracts that are renewed were worth, not what they were renewed
--|for.
CREATE FUNCTION renewal_coverage(s renewal_summary, days integer) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_renewal_coverage' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION renewal_coverage(renewal_summary, integer) IS 'Share of what is due in the next days that is already renewed, 0 to 1';
