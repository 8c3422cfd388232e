-- How far two systems agree. Needs 20-proportion.

--|# Reconciliation
--|Do two systems say the same: invoices in billing and in the CRM, ARR in the contract and in the report? Join them with FULL JOIN on the key that they share, and
--|`reconciliation_agg(a, b, tolerance)` counts each row: reconciled (in both, no further apart than the tolerance), mismatched (in both, and further apart), only in
--|a, only in b. Sums are exact, as those of `revenue_bridge`, and summaries of weeks and segments merge and can be taken out again.
--|
--|```sql
--|SELECT week, reconciliation_rate(s), reconciliation_rate_lo(s), mismatched(s), only_a(s), only_b(s), amount_at_variance(s)
--|FROM (SELECT date_trunc('week', coalesce(b.issued_on, c.issued_on)) AS week, reconciliation_agg(b.amount, c.amount, 0.05) AS s
--|	FROM billing AS b FULL JOIN crm AS c USING (invoice_id) GROUP BY 1) AS by_week;
--|```
--|
--|The tolerance may differ from row to row: `0.01 * greatest(a, b)` is one percent. It is 0 unless given. The amount is what the row is worth, where that is not what is compared: the
--|ARR of an account whose renewal date differs. Unless given it is the larger of the two, without their signs.
--|
--|What is no number is compared through one. Dates: `renewal_on - date '2000-01-01'`, with a tolerance in days. Names, stages: 0 where a has the value, and
--|`(b.stage IS DISTINCT FROM a.stage)::integer` where b has it.
-- type: reconciliation_summary
COMMENT ON TYPE reconciliation_summary IS 'Rows of two systems that agree, differ or are in one only, and the amounts at stake';
--|## internal: reconciliation transition functions
CREATE FUNCTION reconciliation_accum(state reconciliation_summary, a numeric, b numeric) RETURNS reconciliation_summary
AS 'MODULE_PATHNAME', 'csops_reconciliation_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION reconciliation_accum(reconciliation_summary, numeric, numeric) IS 'adds a row to a reconciliation state';
CREATE FUNCTION reconciliation_accum(state reconciliation_summary, a numeric, b numeric, tolerance numeric) RETURNS reconciliation_summary
AS 'MODULE_PATHNAME', 'csops_reconciliation_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION reconciliation_accum(reconciliation_summary, numeric, numeric, numeric) IS 'adds a row to a reconciliation state';
CREATE FUNCTION reconciliation_accum(state reconciliation_summary, a numeric, b numeric, tolerance numeric, amount numeric) RETURNS reconciliation_summary
AS 'MODULE_PATHNAME', 'csops_reconciliation_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION reconciliation_accum(reconciliation_summary, numeric, numeric, numeric, numeric) IS 'adds a row to a reconciliation state';
CREATE FUNCTION reconciliation_accum(state reconciliation_summary, a numeric, b numeric, tolerance numeric, amount numeric, on_invalid text) RETURNS reconciliation_summary
AS 'MODULE_PATHNAME', 'csops_reconciliation_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION reconciliation_accum(reconciliation_summary, numeric, numeric, numeric, numeric, text) IS 'adds a row to a reconciliation state';
CREATE FUNCTION reconciliation_accum_key(state reconciliation_summary, a numeric, b numeric, key text) RETURNS reconciliation_summary
AS 'MODULE_PATHNAME', 'csops_reconciliation_accum_key' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION reconciliation_accum_key(reconciliation_summary, numeric, numeric, text) IS 'adds a row to a reconciliation state';
CREATE FUNCTION reconciliation_accum_key(state reconciliation_summary, a numeric, b numeric, key uuid) RETURNS reconciliation_summary
AS 'MODULE_PATHNAME', 'csops_reconciliation_accum_key' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION reconciliation_accum_key(reconciliation_summary, numeric, numeric, uuid) IS 'adds a row to a reconciliation state';
CREATE FUNCTION reconciliation_accum_key(state reconciliation_summary, a numeric, b numeric, tolerance numeric, key text) RETURNS reconciliation_summary
AS 'MODULE_PATHNAME', 'csops_reconciliation_accum_key' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION reconciliation_accum_key(reconciliation_summary, numeric, numeric, numeric, text) IS 'adds a row to a reconciliation state';
CREATE FUNCTION reconciliation_accum_key(state reconciliation_summary, a numeric, b numeric, tolerance numeric, key uuid) RETURNS reconciliation_summary
AS 'MODULE_PATHNAME', 'csops_reconciliation_accum_key' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION reconciliation_accum_key(reconciliation_summary, numeric, numeric, numeric, uuid) IS 'adds a row to a reconciliation state';
CREATE FUNCTION reconciliation_accum_key(state reconciliation_summary, a numeric, b numeric, tolerance numeric, amount numeric, key text) RETURNS reconciliation_summary
AS 'MODULE_PATHNAME', 'csops_reconciliation_accum_key' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION reconciliation_accum_key(reconciliation_summary, numeric, numeric, numeric, numeric, text) IS 'adds a row to a reconciliation state';
CREATE FUNCTION reconciliation_accum_key(state reconciliation_summary, a numeric, b numeric, tolerance numeric, amount numeric, key uuid) RETURNS reconciliation_summary
AS 'MODULE_PATHNAME', 'csops_reconciliation_accum_key' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION reconciliation_accum_key(reconciliation_summary, numeric, numeric, numeric, numeric, uuid) IS 'adds a row to a reconciliation state';
CREATE FUNCTION reconciliation_accum_inv(state reconciliation_summary, a numeric, b numeric) RETURNS reconciliation_summary
AS 'MODULE_PATHNAME', 'csops_reconciliation_accum_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION reconciliation_accum_inv(reconciliation_summary, numeric, numeric) IS 'takes a row out of a reconciliation state';
CREATE FUNCTION reconciliation_accum_inv(state reconciliation_summary, a numeric, b numeric, tolerance numeric) RETURNS reconciliation_summary
AS 'MODULE_PATHNAME', 'csops_reconciliation_accum_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION reconciliation_accum_inv(reconciliation_summary, numeric, numeric, numeric) IS 'takes a row out of a reconciliation state';
CREATE FUNCTION reconciliation_accum_inv(state reconciliation_summary, a numeric, b numeric, tolerance numeric, amount numeric) RETURNS reconciliation_summary
AS 'MODULE_PATHNAME', 'csops_reconciliation_accum_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION reconciliation_accum_inv(reconciliation_summary, numeric, numeric, numeric, numeric) IS 'takes a row out of a reconciliation state';
CREATE FUNCTION reconciliation_accum_inv(state reconciliation_summary, a numeric, b numeric, tolerance numeric, amount numeric, on_invalid text) RETURNS reconciliation_summary
AS 'MODULE_PATHNAME', 'csops_reconciliation_accum_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION reconciliation_accum_inv(reconciliation_summary, numeric, numeric, numeric, numeric, text) IS 'takes a row out of a reconciliation state';
CREATE FUNCTION reconciliation_accum_key_inv(state reconciliation_summary, a numeric, b numeric, key text) RETURNS reconciliation_summary
AS 'MODULE_PATHNAME', 'csops_reconciliation_accum_key_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION reconciliation_accum_key_inv(reconciliation_summary, numeric, numeric, text) IS 'takes a row out of a reconciliation state';
CREATE FUNCTION reconciliation_accum_key_inv(state reconciliation_summary, a numeric, b numeric, key uuid) RETURNS reconciliation_summary
AS 'MODULE_PATHNAME', 'csops_reconciliation_accum_key_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION reconciliation_accum_key_inv(reconciliation_summary, numeric, numeric, uuid) IS 'takes a row out of a reconciliation state';
CREATE FUNCTION reconciliation_accum_key_inv(state reconciliation_summary, a numeric, b numeric, tolerance numeric, key text) RETURNS reconciliation_summary
AS 'MODULE_PATHNAME', 'csops_reconciliation_accum_key_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION reconciliation_accum_key_inv(reconciliation_summary, numeric, numeric, numeric, text) IS 'takes a row out of a reconciliation state';
CREATE FUNCTION reconciliation_accum_key_inv(state reconciliation_summary, a numeric, b numeric, tolerance numeric, key uuid) RETURNS reconciliation_summary
AS 'MODULE_PATHNAME', 'csops_reconciliation_accum_key_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION reconciliation_accum_key_inv(reconciliation_summary, numeric, numeric, numeric, uuid) IS 'takes a row out of a reconciliation state';
CREATE FUNCTION reconciliation_accum_key_inv(state reconciliation_summary, a numeric, b numeric, tolerance numeric, amount numeric, key text) RETURNS reconciliation_summary
AS 'MODULE_PATHNAME', 'csops_reconciliation_accum_key_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION reconciliation_accum_key_inv(reconciliation_summary, numeric, numeric, numeric, numeric, text) IS 'takes a row out of a reconciliation state';
CREATE FUNCTION reconciliation_accum_key_inv(state reconciliation_summary, a numeric, b numeric, tolerance numeric, amount numeric, key uuid) RETURNS reconciliation_summary
AS 'MODULE_PATHNAME', 'csops_reconciliation_accum_key_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION reconciliation_accum_key_inv(reconciliation_summary, numeric, numeric, numeric, numeric, uuid) IS 'takes a row out of a reconciliation state';
CREATE FUNCTION reconciliation_rate_final(state reconciliation_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_reconciliation_rate' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION reconciliation_rate_final(reconciliation_summary) IS 'reconciliation_rate of a state';
CREATE FUNCTION reconciliation_rate_lo_final(state reconciliation_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_reconciliation_rate_lo' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION reconciliation_rate_lo_final(reconciliation_summary) IS 'reconciliation_rate_lo of a state';
CREATE FUNCTION reconciliation_rate_hi_final(state reconciliation_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_reconciliation_rate_hi' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION reconciliation_rate_hi_final(reconciliation_summary) IS 'reconciliation_rate_hi of a state';
CREATE FUNCTION reconciliation_rate_by_amount_final(state reconciliation_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_reconciliation_rate_by_amount' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION reconciliation_rate_by_amount_final(reconciliation_summary) IS 'reconciliation_rate_by_amount of a state';
--|## merge(reconciliation_summary)
--|unit: reconciliation_summary
--|nulls: NULL where either is NULL
--|errors: a total that is out of range
--|example: SELECT reconciliation_rate(merge(w1, w2)) FROM (SELECT reconciliation_agg(100, 100), reconciliation_agg(50, 45)) AS week(w1, w2)
--|result: 0.5
--|The function behind `||`, and the combine function of the aggregates. The order does not matter.
CREATE FUNCTION merge(a reconciliation_summary, b reconciliation_summary) RETURNS reconciliation_summary
AS 'MODULE_PATHNAME', 'csops_merge_reconciliation_summary' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION merge(reconciliation_summary, reconciliation_summary) IS 'the rows of both, as one summary';
CREATE OPERATOR || (LEFTARG = reconciliation_summary, RIGHTARG = reconciliation_summary, FUNCTION = merge, COMMUTATOR = ||);
COMMENT ON OPERATOR || (reconciliation_summary, reconciliation_summary) IS 'the rows of both: merge(a, b)';
--|## subtract(reconciliation_summary)
--|unit: reconciliation_summary
--|nulls: NULL where either is NULL
--|errors: a summary that was not merged into the first
--|example: SELECT reconciliation_rate(subtract(all_weeks, w2)) FROM (SELECT reconciliation_agg(a, b), reconciliation_agg(a, b) FILTER (WHERE w = 2) FROM (VALUES (1, 100, 100), (2, 50, 45)) AS invoice(w, a, b)) AS weeks(all_weeks, w2)
--|result: 1
--|The function behind `-`; exact: `subtract(merge(a, b), b) = a`. It is also how a moving window forgets the rows that leave it.
CREATE FUNCTION subtract(a reconciliation_summary, b reconciliation_summary) RETURNS reconciliation_summary
AS 'MODULE_PATHNAME', 'csops_subtract_reconciliation_summary' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION subtract(reconciliation_summary, reconciliation_summary) IS 'the rows of the first without those of the second';
CREATE OPERATOR - (LEFTARG = reconciliation_summary, RIGHTARG = reconciliation_summary, FUNCTION = subtract);
COMMENT ON OPERATOR - (reconciliation_summary, reconciliation_summary) IS 'the rows of the left without those of the right: subtract(a, b)';
--|## rollup(reconciliation_summary)
--|unit: reconciliation_summary
--|nulls: NULL rows are skipped; no rows give NULL
--|errors: as merge
--|example: SELECT reconciliation_rate(rollup(s)) FROM (SELECT reconciliation_agg(a, b) FROM (VALUES (1, 100, 100), (2, 50, 45)) AS invoice(w, a, b) GROUP BY w) AS by_week(s)
--|result: 0.5
--|Merges many stored summaries, for quarters from weeks or a company from segments; under OVER with a moving frame each row
--|costs one merge and one subtraction. `GROUP BY rollup(x)` is SQL's own grouping sets, something else.
CREATE AGGREGATE rollup(s reconciliation_summary) (
	SFUNC = merge, STYPE = reconciliation_summary, SSPACE = 224, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = merge, MINVFUNC = subtract, MSTYPE = reconciliation_summary, MSSPACE = 224
);
COMMENT ON AGGREGATE rollup(reconciliation_summary) IS 'the rows of all, as one summary';
--|## reconciliation_agg
--|unit: reconciliation_summary
--|nulls: a NULL a or b is one that is not there; a row with neither, or with both and a NULL tolerance, is counted as unanswered; a NULL amount adds nothing and is counted in without_amount; no rows give NULL
--|errors: a number that is NaN, 1e17 or more either way, or has more than 44 decimals, and a negative tolerance or amount, unless on_invalid is 'count'
--|example: SELECT reconciliation_agg(billing, crm, 0.05) FROM (VALUES ('i1', 100.00, 100.00), ('i2', 200, 199.98), ('i3', 50, 45), ('i4', 75, NULL), ('i5', NULL, 12.5)) AS invoice(id, billing, crm)
--|result: {"reconciled": 2, "mismatched": 1, "only_a": 1, "only_b": 1, "unanswered": 0, "invalid": 0, "without_amount": 0, "total_a": 425, "total_b": 357.48, "absolute_difference": 92.5, "amount_reconciled": 300, "amount_at_variance": 137.5}
--|see: reconciliation_rate, amount_at_variance, rollup
--|a and b are what the two systems say of one thing. Without a tolerance they must be equal. A row of the wrong tolerance is the caller's only where it is in both: in one alone
--|there is nothing to compare.
CREATE AGGREGATE reconciliation_agg(a numeric, b numeric) (
	SFUNC = reconciliation_accum, STYPE = reconciliation_summary, SSPACE = 224, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = reconciliation_accum, MINVFUNC = reconciliation_accum_inv, MSTYPE = reconciliation_summary, MSSPACE = 224
);
COMMENT ON AGGREGATE reconciliation_agg(numeric, numeric) IS 'Rows of two systems that agree or do not, as a reconciliation_summary';
CREATE AGGREGATE reconciliation_agg(a numeric, b numeric, tolerance numeric) (
	SFUNC = reconciliation_accum, STYPE = reconciliation_summary, SSPACE = 224, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = reconciliation_accum, MINVFUNC = reconciliation_accum_inv, MSTYPE = reconciliation_summary, MSSPACE = 224
);
COMMENT ON AGGREGATE reconciliation_agg(numeric, numeric, numeric) IS 'Rows of two systems that agree or do not, as a reconciliation_summary';
CREATE AGGREGATE reconciliation_agg(a numeric, b numeric, tolerance numeric, amount numeric) (
	SFUNC = reconciliation_accum, STYPE = reconciliation_summary, SSPACE = 224, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = reconciliation_accum, MINVFUNC = reconciliation_accum_inv, MSTYPE = reconciliation_summary, MSSPACE = 224
);
COMMENT ON AGGREGATE reconciliation_agg(numeric, numeric, numeric, numeric) IS 'Rows of two systems that agree or do not, as a reconciliation_summary';
CREATE AGGREGATE reconciliation_agg(a numeric, b numeric, tolerance numeric, amount numeric, on_invalid text) (
	SFUNC = reconciliation_accum, STYPE = reconciliation_summary, SSPACE = 224, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = reconciliation_accum, MINVFUNC = reconciliation_accum_inv, MSTYPE = reconciliation_summary, MSSPACE = 224
);
COMMENT ON AGGREGATE reconciliation_agg(numeric, numeric, numeric, numeric, text) IS 'Rows of two systems that agree or do not, as a reconciliation_summary; on_invalid is error or count';
--|## observations(reconciliation_summary)
--|formula: reconciled + mismatched + only_a + only_b
--|unit: rows
--|direction: neither
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT observations(reconciliation_agg(billing, crm, 0.05)) FROM (VALUES ('i1', 100.00, 100.00), ('i2', 200, 199.98), ('i3', 50, 45), ('i4', 75, NULL), ('i5', NULL, 12.5)) AS invoice(id, billing, crm)
--|result: 5
CREATE FUNCTION observations(s reconciliation_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_reconciliation_observations' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION observations(reconciliation_summary) IS 'Number of rows that are in one of the systems or both';
--|## unanswered(reconciliation_summary)
--|formula: number of rows in neither system, or in both with a NULL tolerance
--|unit: rows
--|direction: lower is better
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT unanswered(reconciliation_agg(a, b)) FROM (VALUES (1, 1), (NULL, NULL)) AS invoice(a, b)
--|result: 1
CREATE FUNCTION unanswered(s reconciliation_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_reconciliation_unanswered' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION unanswered(reconciliation_summary) IS 'Number of rows that say nothing';
--|## invalid(reconciliation_summary)
--|formula: number of rows out of range that `'count'` let through
--|unit: rows
--|direction: lower is better
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT invalid(reconciliation_agg(a, b, 0, 1, 'count')) FROM (VALUES (1, 1), (1e20, 1)) AS invoice(a, b)
--|result: 1
CREATE FUNCTION invalid(s reconciliation_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_reconciliation_invalid' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION invalid(reconciliation_summary) IS 'Number of impossible rows that were counted instead of refused';
--|## reconciled
--|formula: number of rows in both with abs(a - b) <= tolerance
--|unit: rows
--|direction: higher is better
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT reconciled(reconciliation_agg(billing, crm, 0.05)) FROM (VALUES ('i1', 100.00, 100.00), ('i2', 200, 199.98), ('i3', 50, 45), ('i4', 75, NULL), ('i5', NULL, 12.5)) AS invoice(id, billing, crm)
--|result: 2
CREATE FUNCTION reconciled(s reconciliation_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_reconciled' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION reconciled(reconciliation_summary) IS 'Number of rows in which both systems agree';
--|## mismatched
--|formula: number of rows in both with abs(a - b) > tolerance
--|unit: rows
--|direction: lower is better
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT mismatched(reconciliation_agg(billing, crm, 0.05)) FROM (VALUES ('i1', 100.00, 100.00), ('i2', 200, 199.98), ('i3', 50, 45), ('i4', 75, NULL), ('i5', NULL, 12.5)) AS invoice(id, billing, crm)
--|result: 1
CREATE FUNCTION mismatched(s reconciliation_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_mismatched' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION mismatched(reconciliation_summary) IS 'Number of rows in which the systems differ';
--|## in_both
--|formula: reconciled + mismatched
--|unit: rows
--|direction: higher is better
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT in_both(reconciliation_agg(billing, crm, 0.05)) FROM (VALUES ('i1', 100.00, 100.00), ('i2', 200, 199.98), ('i3', 50, 45), ('i4', 75, NULL), ('i5', NULL, 12.5)) AS invoice(id, billing, crm)
--|result: 3
CREATE FUNCTION in_both(s reconciliation_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_in_both' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION in_both(reconciliation_summary) IS 'Number of rows that are in both systems';
--|## only_a
--|formula: number of rows with an a and no b
--|unit: rows
--|direction: lower is better
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT only_a(reconciliation_agg(billing, crm, 0.05)) FROM (VALUES ('i1', 100.00, 100.00), ('i2', 200, 199.98), ('i3', 50, 45), ('i4', 75, NULL), ('i5', NULL, 12.5)) AS invoice(id, billing, crm)
--|result: 1
CREATE FUNCTION only_a(s reconciliation_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_only_a' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION only_a(reconciliation_summary) IS 'Number of rows that are in the first system only';
--|## only_b
--|formula: number of rows with a b and no a
--|unit: rows
--|direction: lower is better
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT only_b(reconciliation_agg(billing, crm, 0.05)) FROM (VALUES ('i1', 100.00, 100.00), ('i2', 200, 199.98), ('i3', 50, 45), ('i4', 75, NULL), ('i5', NULL, 12.5)) AS invoice(id, billing, crm)
--|result: 1
CREATE FUNCTION only_b(s reconciliation_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_only_b' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION only_b(reconciliation_summary) IS 'Number of rows that are in the second system only';
--|## without_amount(reconciliation_summary)
--|formula: number of observations whose amount is NULL
--|unit: rows
--|direction: lower is better
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT without_amount(reconciliation_agg(a, b, 0, arr)) FROM (VALUES (1, 1, 10), (1, 2, NULL)) AS invoice(a, b, arr)
--|result: 1
--|They are counted as any other, and are missing from the amounts: after a FULL JOIN take the amount of either side, `coalesce(a.arr, b.arr)`.
CREATE FUNCTION without_amount(s reconciliation_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_reconciliation_without_amount' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION without_amount(reconciliation_summary) IS 'Number of rows without an amount';
--|## is_suppressed(reconciliation_summary)
--|formula: 0 < observations < min_n
--|unit: boolean
--|nulls: NULL gives NULL
--|errors: a negative min_n
--|example: SELECT is_suppressed(reconciliation_agg(billing, crm), 10) FROM (VALUES ('i1', 100.00, 100.00), ('i2', 200, 199.98), ('i3', 50, 45), ('i4', 75, NULL), ('i5', NULL, 12.5)) AS invoice(id, billing, crm)
--|result: t
CREATE FUNCTION is_suppressed(s reconciliation_summary, min_n integer) RETURNS boolean
AS 'MODULE_PATHNAME', 'csops_reconciliation_is_suppressed' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION is_suppressed(reconciliation_summary, integer) IS 'Whether there are rows, but fewer than min_n';
--|## total_a
--|formula: sum(a)
--|unit: amount, in the rows' currency
--|direction: neither
--|components: itself
--|nulls: NULL gives NULL
--|errors: none
--|example: SELECT total_a(reconciliation_agg(billing, crm, 0.05)) FROM (VALUES ('i1', 100.00, 100.00), ('i2', 200, 199.98), ('i3', 50, 45), ('i4', 75, NULL), ('i5', NULL, 12.5)) AS invoice(id, billing, crm)
--|result: 425
CREATE FUNCTION total_a(s reconciliation_summary) RETURNS numeric
AS 'MODULE_PATHNAME', 'csops_total_a' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION total_a(reconciliation_summary) IS 'Sum of what the first system says';
--|## total_b
--|formula: sum(b)
--|unit: amount, in the rows' currency
--|direction: neither
--|components: itself
--|nulls: NULL gives NULL
--|errors: none
--|example: SELECT total_b(reconciliation_agg(billing, crm, 0.05)) FROM (VALUES ('i1', 100.00, 100.00), ('i2', 200, 199.98), ('i3', 50, 45), ('i4', 75, NULL), ('i5', NULL, 12.5)) AS invoice(id, billing, crm)
--|result: 357.48
CREATE FUNCTION total_b(s reconciliation_summary) RETURNS numeric
AS 'MODULE_PATHNAME', 'csops_total_b' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION total_b(reconciliation_summary) IS 'Sum of what the second system says';
--|## absolute_difference
--|formula: sum(abs(coalesce(a, 0) - coalesce(b, 0))) over the rows that are not reconciled
--|unit: amount, in the rows' currency
--|direction: lower is better
--|components: itself
--|nulls: NULL gives NULL
--|errors: none
--|example: SELECT absolute_difference(reconciliation_agg(billing, crm, 0.05)) FROM (VALUES ('i1', 100.00, 100.00), ('i2', 200, 199.98), ('i3', 50, 45), ('i4', 75, NULL), ('i5', NULL, 12.5)) AS invoice(id, billing, crm)
--|result: 92.5
--|What has to be explained. Two totals can agree while this does not: differences in both directions.
CREATE FUNCTION absolute_difference(s reconciliation_summary) RETURNS numeric
AS 'MODULE_PATHNAME', 'csops_absolute_difference' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION absolute_difference(reconciliation_summary) IS 'Sum of the differences of the rows that do not agree';
--|## amount_reconciled
--|formula: sum(amount) over the rows that are reconciled; without an amount it is greatest(abs(a), abs(b))
--|unit: amount, in the rows' currency
--|direction: higher is better
--|components: itself
--|nulls: NULL gives NULL
--|errors: none
--|example: SELECT amount_reconciled(reconciliation_agg(billing, crm, 0.05)) FROM (VALUES ('i1', 100.00, 100.00), ('i2', 200, 199.98), ('i3', 50, 45), ('i4', 75, NULL), ('i5', NULL, 12.5)) AS invoice(id, billing, crm)
--|result: 300
CREATE FUNCTION amount_reconciled(s reconciliation_summary) RETURNS numeric
AS 'MODULE_PATHNAME', 'csops_amount_reconciled' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION amount_reconciled(reconciliation_summary) IS 'Amount of the rows in which both systems agree';
--|## amount_at_variance
--|formula: sum(amount) over the rows that are not reconciled; without an amount it is greatest(abs(a), abs(b))
--|unit: amount, in the rows' currency
--|direction: lower is better
--|components: itself
--|nulls: NULL gives NULL
--|errors: none
--|example: SELECT amount_at_variance(reconciliation_agg(billing, crm, 0.05)) FROM (VALUES ('i1', 100.00, 100.00), ('i2', 200, 199.98), ('i3', 50, 45), ('i4', 75, NULL), ('i5', NULL, 12.5)) AS invoice(id, billing, crm)
--|result: 137.5
--|What is touched by the differences, however small they are: the ARR of accounts that are wrong somewhere. `absolute_difference` is how large they are.
CREATE FUNCTION amount_at_variance(s reconciliation_summary) RETURNS numeric
AS 'MODULE_PATHNAME', 'csops_amount_at_variance' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION amount_at_variance(reconciliation_summary) IS 'Amount of the rows in which the systems do not agree';
--|## reconciliation_rate
--|formula: reconciled / observations
--|unit: share, 0 to 1
--|direction: higher is better
--|components: reconciled, observations(reconciliation_summary)
--|nulls: no rows, or fewer than min_n, give NULL
--|errors: as reconciliation_agg; a negative min_n; a NULL key in the one-step form
--|example: SELECT reconciliation_rate(billing, crm), reconciliation_rate(billing, crm, 0.05) FROM (VALUES ('i1', 100.00, 100.00), ('i2', 200, 199.98), ('i3', 50, 45), ('i4', 75, NULL), ('i5', NULL, 12.5)) AS invoice(id, billing, crm)
--|result: 0.2|0.4
--|example: SELECT reconciliation_rate(DISTINCT a, b, id) FROM (VALUES (1, 1, 'i1'), (1, 1, 'i1'), (1, 2, 'i2')) AS joined(a, b, id)
--|result: 0.5
--|see: reconciliation_rate_lo, reconciliation_rate_by_amount, reconciliation_agg
--|What is in one system only is not reconciled. The overloads with a key are for rows that a join has repeated: see `nps`. A tolerance in quotes would be taken
--|for a key: write it as a number.
CREATE FUNCTION reconciliation_rate(s reconciliation_summary, min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_reconciliation_rate' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION reconciliation_rate(reconciliation_summary, integer) IS 'Share of rows in which both systems agree, 0 to 1';
CREATE AGGREGATE reconciliation_rate(a numeric, b numeric) (
	SFUNC = reconciliation_accum, STYPE = reconciliation_summary, SSPACE = 224, FINALFUNC = reconciliation_rate_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = reconciliation_accum, MINVFUNC = reconciliation_accum_inv, MSTYPE = reconciliation_summary, MSSPACE = 224, MFINALFUNC = reconciliation_rate_final
);
COMMENT ON AGGREGATE reconciliation_rate(numeric, numeric) IS 'Share of rows in which both systems agree, 0 to 1';
CREATE AGGREGATE reconciliation_rate(a numeric, b numeric, key text) (
	SFUNC = reconciliation_accum_key, STYPE = reconciliation_summary, SSPACE = 224, FINALFUNC = reconciliation_rate_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = reconciliation_accum_key, MINVFUNC = reconciliation_accum_key_inv, MSTYPE = reconciliation_summary, MSSPACE = 224, MFINALFUNC = reconciliation_rate_final
);
COMMENT ON AGGREGATE reconciliation_rate(numeric, numeric, text) IS 'Share of rows in which both systems agree, 0 to 1; for DISTINCT, by key';
CREATE AGGREGATE reconciliation_rate(a numeric, b numeric, key uuid) (
	SFUNC = reconciliation_accum_key, STYPE = reconciliation_summary, SSPACE = 224, FINALFUNC = reconciliation_rate_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = reconciliation_accum_key, MINVFUNC = reconciliation_accum_key_inv, MSTYPE = reconciliation_summary, MSSPACE = 224, MFINALFUNC = reconciliation_rate_final
);
COMMENT ON AGGREGATE reconciliation_rate(numeric, numeric, uuid) IS 'Share of rows in which both systems agree, 0 to 1; for DISTINCT, by key';
CREATE AGGREGATE reconciliation_rate(a numeric, b numeric, tolerance numeric) (
	SFUNC = reconciliation_accum, STYPE = reconciliation_summary, SSPACE = 224, FINALFUNC = reconciliation_rate_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = reconciliation_accum, MINVFUNC = reconciliation_accum_inv, MSTYPE = reconciliation_summary, MSSPACE = 224, MFINALFUNC = reconciliation_rate_final
);
COMMENT ON AGGREGATE reconciliation_rate(numeric, numeric, numeric) IS 'Share of rows in which both systems agree, 0 to 1';
CREATE AGGREGATE reconciliation_rate(a numeric, b numeric, tolerance numeric, key text) (
	SFUNC = reconciliation_accum_key, STYPE = reconciliation_summary, SSPACE = 224, FINALFUNC = reconciliation_rate_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = reconciliation_accum_key, MINVFUNC = reconciliation_accum_key_inv, MSTYPE = reconciliation_summary, MSSPACE = 224, MFINALFUNC = reconciliation_rate_final
);
COMMENT ON AGGREGATE reconciliation_rate(numeric, numeric, numeric, text) IS 'Share of rows in which both systems agree, 0 to 1; for DISTINCT, by key';
CREATE AGGREGATE reconciliation_rate(a numeric, b numeric, tolerance numeric, key uuid) (
	SFUNC = reconciliation_accum_key, STYPE = reconciliation_summary, SSPACE = 224, FINALFUNC = reconciliation_rate_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = reconciliation_accum_key, MINVFUNC = reconciliation_accum_key_inv, MSTYPE = reconciliation_summary, MSSPACE = 224, MFINALFUNC = reconciliation_rate_final
);
COMMENT ON AGGREGATE reconciliation_rate(numeric, numeric, numeric, uuid) IS 'Share of rows in which both systems agree, 0 to 1; for DISTINCT, by key';
--|## reconciliation_rate_lo, reconciliation_rate_hi
--|formula: as csat_lo, of reconciled out of observations
--|unit: share, 0 to 1
--|nulls: as reconciliation_rate
--|errors: as reconciliation_rate; a confidence outside 0 to 1; an unknown method
--|example: SELECT round(reconciliation_rate_lo(s)::numeric, 6), round(reconciliation_rate_hi(s)::numeric, 6) FROM (SELECT reconciliation_agg(n, least(n, 8)) FROM generate_series(1, 10) AS n) AS week(s)
--|result: 0.490162|0.943318
--|source: Brown, Cai, DasGupta 2001
--|see: reconciliation_rate, csat_lo
--|Lower and upper end of the confidence interval; methods 'wilson', 'agresti_coull', 'clopper_pearson', 'jeffreys', 'wald'. For a check of a sample: of all rows the rate is what it is.
CREATE FUNCTION reconciliation_rate_lo(s reconciliation_summary, confidence float8 DEFAULT 0.95, method text DEFAULT 'wilson', min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_reconciliation_rate_lo' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION reconciliation_rate_lo(reconciliation_summary, float8, text, integer) IS 'Lower end of the interval of the reconciliation rate, 0 to 1';
CREATE AGGREGATE reconciliation_rate_lo(a numeric, b numeric) (
	SFUNC = reconciliation_accum, STYPE = reconciliation_summary, SSPACE = 224, FINALFUNC = reconciliation_rate_lo_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = reconciliation_accum, MINVFUNC = reconciliation_accum_inv, MSTYPE = reconciliation_summary, MSSPACE = 224, MFINALFUNC = reconciliation_rate_lo_final
);
COMMENT ON AGGREGATE reconciliation_rate_lo(numeric, numeric) IS 'Lower end of the interval of the reconciliation rate, 0 to 1, at 95 percent by Wilson';
CREATE AGGREGATE reconciliation_rate_lo(a numeric, b numeric, key text) (
	SFUNC = reconciliation_accum_key, STYPE = reconciliation_summary, SSPACE = 224, FINALFUNC = reconciliation_rate_lo_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = reconciliation_accum_key, MINVFUNC = reconciliation_accum_key_inv, MSTYPE = reconciliation_summary, MSSPACE = 224, MFINALFUNC = reconciliation_rate_lo_final
);
COMMENT ON AGGREGATE reconciliation_rate_lo(numeric, numeric, text) IS 'Lower end of the interval of the reconciliation rate, 0 to 1, at 95 percent by Wilson; for DISTINCT, by key';
CREATE AGGREGATE reconciliation_rate_lo(a numeric, b numeric, key uuid) (
	SFUNC = reconciliation_accum_key, STYPE = reconciliation_summary, SSPACE = 224, FINALFUNC = reconciliation_rate_lo_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = reconciliation_accum_key, MINVFUNC = reconciliation_accum_key_inv, MSTYPE = reconciliation_summary, MSSPACE = 224, MFINALFUNC = reconciliation_rate_lo_final
);
COMMENT ON AGGREGATE reconciliation_rate_lo(numeric, numeric, uuid) IS 'Lower end of the interval of the reconciliation rate, 0 to 1, at 95 percent by Wilson; for DISTINCT, by key';
CREATE AGGREGATE reconciliation_rate_lo(a numeric, b numeric, tolerance numeric) (
	SFUNC = reconciliation_accum, STYPE = reconciliation_summary, SSPACE = 224, FINALFUNC = reconciliation_rate_lo_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = reconciliation_accum, MINVFUNC = reconciliation_accum_inv, MSTYPE = reconciliation_summary, MSSPACE = 224, MFINALFUNC = reconciliation_rate_lo_final
);
COMMENT ON AGGREGATE reconciliation_rate_lo(numeric, numeric, numeric) IS 'Lower end of the interval of the reconciliation rate, 0 to 1, at 95 percent by Wilson';
CREATE AGGREGATE reconciliation_rate_lo(a numeric, b numeric, tolerance numeric, key text) (
	SFUNC = reconciliation_accum_key, STYPE = reconciliation_summary, SSPACE = 224, FINALFUNC = reconciliation_rate_lo_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = reconciliation_accum_key, MINVFUNC = reconciliation_accum_key_inv, MSTYPE = reconciliation_summary, MSSPACE = 224, MFINALFUNC = reconciliation_rate_lo_final
);
COMMENT ON AGGREGATE reconciliation_rate_lo(numeric, numeric, numeric, text) IS 'Lower end of the interval of the reconciliation rate, 0 to 1, at 95 percent by Wilson; for DISTINCT, by key';
CREATE AGGREGATE reconciliation_rate_lo(a numeric, b numeric, tolerance numeric, key uuid) (
	SFUNC = reconciliation_accum_key, STYPE = reconciliation_summary, SSPACE = 224, FINALFUNC = reconciliation_rate_lo_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = reconciliation_accum_key, MINVFUNC = reconciliation_accum_key_inv, MSTYPE = reconciliation_summary, MSSPACE = 224, MFINALFUNC = reconciliation_rate_lo_final
);
COMMENT ON AGGREGATE reconciliation_rate_lo(numeric, numeric, numeric, uuid) IS 'Lower end of the interval of the reconciliation rate, 0 to 1, at 95 percent by Wilson; for DISTINCT, by key';
CREATE FUNCTION reconciliation_rate_hi(s reconciliation_summary, confidence float8 DEFAULT 0.95, method text DEFAULT 'wilson', min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_reconciliation_rate_hi' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION reconciliation_rate_hi(reconciliation_summary, float8, text, integer) IS 'Upper end of the interval of the reconciliation rate, 0 to 1';
CREATE AGGREGATE reconciliation_rate_hi(a numeric, b numeric) (
	SFUNC = reconciliation_accum, STYPE = reconciliation_summary, SSPACE = 224, FINALFUNC = reconciliation_rate_hi_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = reconciliation_accum, MINVFUNC = reconciliation_accum_inv, MSTYPE = reconciliation_summary, MSSPACE = 224, MFINALFUNC = reconciliation_rate_hi_final
);
COMMENT ON AGGREGATE reconciliation_rate_hi(numeric, numeric) IS 'Upper end of the interval of the reconciliation rate, 0 to 1, at 95 percent by Wilson';
CREATE AGGREGATE reconciliation_rate_hi(a numeric, b numeric, key text) (
	SFUNC = reconciliation_accum_key, STYPE = reconciliation_summary, SSPACE = 224, FINALFUNC = reconciliation_rate_hi_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = reconciliation_accum_key, MINVFUNC = reconciliation_accum_key_inv, MSTYPE = reconciliation_summary, MSSPACE = 224, MFINALFUNC = reconciliation_rate_hi_final
);
COMMENT ON AGGREGATE reconciliation_rate_hi(numeric, numeric, text) IS 'Upper end of the interval of the reconciliation rate, 0 to 1, at 95 percent by Wilson; for DISTINCT, by key';
CREATE AGGREGATE reconciliation_rate_hi(a numeric, b numeric, key uuid) (
	SFUNC = reconciliation_accum_key, STYPE = reconciliation_summary, SSPACE = 224, FINALFUNC = reconciliation_rate_hi_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = reconciliation_accum_key, MINVFUNC = reconciliation_accum_key_inv, MSTYPE = reconciliation_summary, MSSPACE = 224, MFINALFUNC = reconciliation_rate_hi_final
);
COMMENT ON AGGREGATE reconciliation_rate_hi(numeric, numeric, uuid) IS 'Upper end of the interval of the reconciliation rate, 0 to 1, at 95 percent by Wilson; for DISTINCT, by key';
CREATE AGGREGATE reconciliation_rate_hi(a numeric, b numeric, tolerance numeric) (
	SFUNC = reconciliation_accum, STYPE = reconciliation_summary, SSPACE = 224, FINALFUNC = reconciliation_rate_hi_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = reconciliation_accum, MINVFUNC = reconciliation_accum_inv, MSTYPE = reconciliation_summary, MSSPACE = 224, MFINALFUNC = reconciliation_rate_hi_final
);
COMMENT ON AGGREGATE reconciliation_rate_hi(numeric, numeric, numeric) IS 'Upper end of the interval of the reconciliation rate, 0 to 1, at 95 percent by Wilson';
CREATE AGGREGATE reconciliation_rate_hi(a numeric, b numeric, tolerance numeric, key text) (
	SFUNC = reconciliation_accum_key, STYPE = reconciliation_summary, SSPACE = 224, FINALFUNC = reconciliation_rate_hi_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = reconciliation_accum_key, MINVFUNC = reconciliation_accum_key_inv, MSTYPE = reconciliation_summary, MSSPACE = 224, MFINALFUNC = reconciliation_rate_hi_final
);
COMMENT ON AGGREGATE reconciliation_rate_hi(numeric, numeric, numeric, text) IS 'Upper end of the interval of the reconciliation rate, 0 to 1, at 95 percent by Wilson; for DISTINCT, by key';
CREATE AGGREGATE reconciliation_rate_hi(a numeric, b numeric, tolerance numeric, key uuid) (
	SFUNC = reconciliation_accum_key, STYPE = reconciliation_summary, SSPACE = 224, FINALFUNC = reconciliation_rate_hi_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = reconciliation_accum_key, MINVFUNC = reconciliation_accum_key_inv, MSTYPE = reconciliation_summary, MSSPACE = 224, MFINALFUNC = reconciliation_rate_hi_final
);
COMMENT ON AGGREGATE reconciliation_rate_hi(numeric, numeric, numeric, uuid) IS 'Upper end of the interval of the reconciliation rate, 0 to 1, at 95 percent by Wilson; for DISTINCT, by key';
--|## reconciliation_rate_by_amount
--|formula: amount_reconciled / (amount_reconciled + amount_at_variance)
--|unit: share, 0 to 1
--|direction: higher is better
--|components: amount_reconciled, amount_at_variance
--|nulls: NULL where there is no amount, or all are 0
--|errors: as reconciliation_agg; a NULL key in the one-step form
--|example: SELECT round(reconciliation_rate_by_amount(reconciliation_agg(billing, crm, 0.05))::numeric, 6) FROM (VALUES ('i1', 100.00, 100.00), ('i2', 200, 199.98), ('i3', 50, 45), ('i4', 75, NULL), ('i5', NULL, 12.5)) AS invoice(id, billing, crm)
--|result: 0.685714
--|example: SELECT reconciliation_rate_by_amount(a, b, 0, arr) FROM (VALUES (1, 1, 90), (1, 2, 10)) AS account(a, b, arr)
--|result: 0.9
--|see: reconciliation_rate, amount_at_variance
--|By what the rows are worth: one wrong account of a thousand can be a tenth of the revenue.
CREATE FUNCTION reconciliation_rate_by_amount(s reconciliation_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_reconciliation_rate_by_amount' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION reconciliation_rate_by_amount(reconciliation_summary) IS 'Share of the amount of the rows in which both systems agree, 0 to 1';
CREATE AGGREGATE reconciliation_rate_by_amount(a numeric, b numeric, tolerance numeric, amount numeric) (
	SFUNC = reconciliation_accum, STYPE = reconciliation_summary, SSPACE = 224, FINALFUNC = reconciliation_rate_by_amount_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = reconciliation_accum, MINVFUNC = reconciliation_accum_inv, MSTYPE = reconciliation_summary, MSSPACE = 224, MFINALFUNC = reconciliation_rate_by_amount_final
);
COMMENT ON AGGREGATE reconciliation_rate_by_amount(numeric, numeric, numeric, numeric) IS 'Share of the amount of the rows in which both systems agree, 0 to 1';
CREATE AGGREGATE reconciliation_rate_by_amount(a numeric, b numeric, tolerance numeric, amount numeric, key text) (
	SFUNC = reconciliation_accum_key, STYPE = reconciliation_summary, SSPACE = 224, FINALFUNC = reconciliation_rate_by_amount_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = reconciliation_accum_key, MINVFUNC = reconciliation_accum_key_inv, MSTYPE = reconciliation_summary, MSSPACE = 224, MFINALFUNC = reconciliation_rate_by_amount_final
);
COMMENT ON AGGREGATE reconciliation_rate_by_amount(numeric, numeric, numeric, numeric, text) IS 'Share of the amount of the rows in which both systems agree, 0 to 1; for DISTINCT, by key';
CREATE AGGREGATE reconciliation_rate_by_amount(a numeric, b numeric, tolerance numeric, amount numeric, key uuid) (
	SFUNC = reconciliation_accum_key, STYPE = reconciliation_summary, SSPACE = 224, FINALFUNC = reconciliation_rate_by_amount_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = reconciliation_accum_key, MINVFUNC = reconciliation_accum_key_inv, MSTYPE = reconciliation_summary, MSSPACE = 224, MFINALFUNC = reconciliation_rate_by_amount_final
);
COMMENT ON AGGREGATE reconciliation_rate_by_amount(numeric, numeric, numeric, numeric, uuid) IS 'Share of the amount of the rows in which both systems agree, 0 to 1; for DISTINCT, by key';
--|## reconciliation_proportion
--|formula: reconciled out of observations
--|unit: proportion_summary
--|nulls: NULL gives NULL
--|errors: none
--|example: SELECT reconciliation_proportion(reconciliation_agg(billing, crm, 0.05)) FROM (VALUES ('i1', 100.00, 100.00), ('i2', 200, 199.98), ('i3', 50, 45), ('i4', 75, NULL), ('i5', NULL, 12.5)) AS invoice(id, billing, crm)
--|result: {"observations": 5, "successes": 2, "unanswered": 0}
--|see: proportion_difference, proportion_difference_p
--|For what a `proportion_summary` has besides: differences with intervals and p-values.
CREATE FUNCTION reconciliation_proportion(s reconciliation_summary) RETURNS proportion_summary
AS 'MODULE_PATHNAME', 'csops_reconciliation_proportion' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION reconciliation_proportion(reconciliation_summary) IS 'Rows and those in which both systems agree, as a proportion_summary';
