-- How often a value is there. Needs 20-proportion.

--|# Completeness
--|How much of a column is filled in: renewal dates of accounts, reasons of lost renewals, owners of tickets. `completeness_agg` counts the rows in
--|which a value is present and those in which it is missing; the rate has its interval, summaries of weeks, sources and segments merge and can be
--|taken out again.
--|
--|It takes a text, where NULL and a text of nothing but white space are missing, or a condition that says whether the value is there: `completeness_agg(renewal_on
--|IS NOT NULL)`. A condition that is NULL is one that does not hold, so `arr > 0` counts an account without an ARR as missing. **A column of type boolean is
--|a condition**: whether it is filled in is `is_public IS NOT NULL`. What is written where nothing is known ('n/a', 'TBD', 1900-01-01) is for you to name:
--|`nullif(lower(reason), 'n/a')`.
-- type: completeness_summary
COMMENT ON TYPE completeness_summary IS 'Rows in which a value is present, and in which it is missing';
--|## internal: completeness transition functions
CREATE FUNCTION completeness_accum(state completeness_summary, present boolean) RETURNS completeness_summary
AS 'MODULE_PATHNAME', 'csops_completeness_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION completeness_accum(completeness_summary, boolean) IS 'adds a row to a completeness state';
CREATE FUNCTION completeness_accum(state completeness_summary, present boolean, key text) RETURNS completeness_summary
AS 'MODULE_PATHNAME', 'csops_completeness_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION completeness_accum(completeness_summary, boolean, text) IS 'adds a row to a completeness state';
CREATE FUNCTION completeness_accum(state completeness_summary, present boolean, key uuid) RETURNS completeness_summary
AS 'MODULE_PATHNAME', 'csops_completeness_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION completeness_accum(completeness_summary, boolean, uuid) IS 'adds a row to a completeness state';
CREATE FUNCTION completeness_accum(state completeness_summary, value text) RETURNS completeness_summary
AS 'MODULE_PATHNAME', 'csops_completeness_accum_text' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION completeness_accum(completeness_summary, text) IS 'adds a row to a completeness state';
CREATE FUNCTION completeness_accum(state completeness_summary, value text, key text) RETURNS completeness_summary
AS 'MODULE_PATHNAME', 'csops_completeness_accum_text' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION completeness_accum(completeness_summary, text, text) IS 'adds a row to a completeness state';
CREATE FUNCTION completeness_accum(state completeness_summary, value text, key uuid) RETURNS completeness_summary
AS 'MODULE_PATHNAME', 'csops_completeness_accum_text' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION completeness_accum(completeness_summary, text, uuid) IS 'adds a row to a completeness state';
CREATE FUNCTION completeness_accum_inv(state completeness_summary, present boolean) RETURNS completeness_summary
AS 'MODULE_PATHNAME', 'csops_completeness_accum_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION completeness_accum_inv(completeness_summary, boolean) IS 'takes a row out of a completeness state';
CREATE FUNCTION completeness_accum_inv(state completeness_summary, present boolean, key text) RETURNS completeness_summary
AS 'MODULE_PATHNAME', 'csops_completeness_accum_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION completeness_accum_inv(completeness_summary, boolean, text) IS 'takes a row out of a completeness state';
CREATE FUNCTION completeness_accum_inv(state completeness_summary, present boolean, key uuid) RETURNS completeness_summary
AS 'MODULE_PATHNAME', 'csops_completeness_accum_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION completeness_accum_inv(completeness_summary, boolean, uuid) IS 'takes a row out of a completeness state';
CREATE FUNCTION completeness_accum_inv(state completeness_summary, value text) RETURNS completeness_summary
AS 'MODULE_PATHNAME', 'csops_completeness_accum_text_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION completeness_accum_inv(completeness_summary, text) IS 'takes a row out of a completeness state';
CREATE FUNCTION completeness_accum_inv(state completeness_summary, value text, key text) RETURNS completeness_summary
AS 'MODULE_PATHNAME', 'csops_completeness_accum_text_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION completeness_accum_inv(completeness_summary, text, text) IS 'takes a row out of a completeness state';
CREATE FUNCTION completeness_accum_inv(state completeness_summary, value text, key uuid) RETURNS completeness_summary
AS 'MODULE_PATHNAME', 'csops_completeness_accum_text_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION completeness_accum_inv(completeness_summary, text, uuid) IS 'takes a row out of a completeness state';
CREATE FUNCTION completeness_final(state completeness_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_completeness' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION completeness_final(completeness_summary) IS 'completeness of a state';
CREATE FUNCTION completeness_lo_final(state completeness_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_completeness_lo' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION completeness_lo_final(completeness_summary) IS 'completeness_lo of a state';
CREATE FUNCTION completeness_hi_final(state completeness_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_completeness_hi' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION completeness_hi_final(completeness_summary) IS 'completeness_hi of a state';
--|## merge(completeness_summary)
--|unit: completeness_summary
--|nulls: NULL where either is NULL
--|errors: a total beyond 4.6e18 rows
--|example: SELECT merge(completeness_agg(owner) FILTER (WHERE week = 1), completeness_agg(owner) FILTER (WHERE week = 2)) FROM (VALUES (1, 'ann'), (1, NULL), (2, '')) AS ticket(week, owner)
--|result: {"present": 1, "absent": 1, "blank": 1}
--|The function behind `||`, and the combine function of the aggregates. The order does not matter.
CREATE FUNCTION merge(a completeness_summary, b completeness_summary) RETURNS completeness_summary
AS 'MODULE_PATHNAME', 'csops_merge_completeness_summary' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION merge(completeness_summary, completeness_summary) IS 'the rows of both, as one summary';
CREATE OPERATOR || (LEFTARG = completeness_summary, RIGHTARG = completeness_summary, FUNCTION = merge, COMMUTATOR = ||);
COMMENT ON OPERATOR || (completeness_summary, completeness_summary) IS 'the rows of both: merge(a, b)';
--|## subtract(completeness_summary)
--|unit: completeness_summary
--|nulls: NULL where either is NULL
--|errors: a summary that was not merged into the first
--|example: SELECT subtract(completeness_agg(owner), completeness_agg(owner) FILTER (WHERE week = 2)) FROM (VALUES (1, 'ann'), (1, NULL), (2, '')) AS ticket(week, owner)
--|result: {"present": 1, "absent": 1, "blank": 0}
--|The function behind `-`; exact: `subtract(merge(a, b), b) = a`. It is also how a moving window forgets the rows that leave it.
CREATE FUNCTION subtract(a completeness_summary, b completeness_summary) RETURNS completeness_summary
AS 'MODULE_PATHNAME', 'csops_subtract_completeness_summary' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION subtract(completeness_summary, completeness_summary) IS 'the rows of the first without those of the second';
CREATE OPERATOR - (LEFTARG = completeness_summary, RIGHTARG = completeness_summary, FUNCTION = subtract);
COMMENT ON OPERATOR - (completeness_summary, completeness_summary) IS 'the rows of the left without those of the right: subtract(a, b)';
--|## rollup(completeness_summary)
--|unit: completeness_summary
--|nulls: NULL rows are skipped; no rows give NULL
--|errors: as merge
--|example: SELECT completeness(rollup(s)) FROM (SELECT completeness_agg(owner) FROM (VALUES (1, 'ann'), (1, NULL), (2, 'bob'), (2, 'ann')) AS ticket(week, owner) GROUP BY week) AS by_week(s)
--|result: 0.75
--|Merges many stored summaries, for quarters from weeks or a company from segments; under OVER with a moving frame each row
--|costs one merge and one subtraction. `GROUP BY rollup(x)` is SQL's own grouping sets, something else.
CREATE AGGREGATE rollup(s completeness_summary) (
	SFUNC = merge, STYPE = completeness_summary, SSPACE = 32, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = merge, MINVFUNC = subtract, MSTYPE = completeness_summary, MSSPACE = 32
);
COMMENT ON AGGREGATE rollup(completeness_summary) IS 'the rows of all, as one summary';
--|## completeness_agg
--|unit: completeness_summary
--|nulls: a NULL is missing; no rows give NULL
--|errors: none
--|example: SELECT completeness_agg(renewal_on) FROM (VALUES ('a', '2027-01-31'), ('b', NULL), ('c', ' '), ('d', '2026-11-30'), ('e', '2026-09-30')) AS account(name, renewal_on)
--|result: {"present": 3, "absent": 1, "blank": 1}
--|example: SELECT completeness_agg(arr > 0) FROM (VALUES (1200), (0), (NULL)) AS account(arr)
--|result: {"present": 1, "absent": 2, "blank": 0}
--|see: completeness, rollup
--|Of a text, or of a condition that holds where the value is there. White space is space, tab and the ends of lines and pages; of a long text that is stored
--|compressed or apart only the beginning is read, unless that is blank. Keep it by week and source, and every later question is a rollup.
CREATE AGGREGATE completeness_agg(present boolean) (
	SFUNC = completeness_accum, STYPE = completeness_summary, SSPACE = 32, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = completeness_accum, MINVFUNC = completeness_accum_inv, MSTYPE = completeness_summary, MSSPACE = 32
);
COMMENT ON AGGREGATE completeness_agg(boolean) IS 'Rows in which a value is present or missing, as a completeness_summary';
CREATE AGGREGATE completeness_agg(value text) (
	SFUNC = completeness_accum, STYPE = completeness_summary, SSPACE = 32, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = completeness_accum, MINVFUNC = completeness_accum_inv, MSTYPE = completeness_summary, MSSPACE = 32
);
COMMENT ON AGGREGATE completeness_agg(text) IS 'Rows in which a text is present or missing, as a completeness_summary';
--|## observations(completeness_summary)
--|formula: number of rows
--|unit: rows
--|direction: neither
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT observations(completeness_agg(renewal_on)) FROM (VALUES ('a', '2027-01-31'), ('b', NULL), ('c', ' '), ('d', '2026-11-30'), ('e', '2026-09-30')) AS account(name, renewal_on)
--|result: 5
CREATE FUNCTION observations(s completeness_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_completeness_observations' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION observations(completeness_summary) IS 'Number of rows';
--|## present(completeness_summary)
--|formula: number of rows in which the value is there
--|unit: rows
--|direction: higher is better
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT present(completeness_agg(renewal_on)) FROM (VALUES ('a', '2027-01-31'), ('b', NULL), ('c', ' '), ('d', '2026-11-30'), ('e', '2026-09-30')) AS account(name, renewal_on)
--|result: 3
CREATE FUNCTION present(s completeness_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_completeness_present' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION present(completeness_summary) IS 'Number of rows in which the value is present';
--|## missing(completeness_summary)
--|formula: number of rows in which the value is NULL or blank, or the condition does not hold
--|unit: rows
--|direction: lower is better
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT missing(completeness_agg(renewal_on)) FROM (VALUES ('a', '2027-01-31'), ('b', NULL), ('c', ' '), ('d', '2026-11-30'), ('e', '2026-09-30')) AS account(name, renewal_on)
--|result: 2
CREATE FUNCTION missing(s completeness_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_completeness_missing' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION missing(completeness_summary) IS 'Number of rows in which the value is missing';
--|## blank(completeness_summary)
--|formula: number of rows with a text that is empty or white space
--|unit: rows
--|direction: lower is better
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT blank(completeness_agg(renewal_on)) FROM (VALUES ('a', '2027-01-31'), ('b', NULL), ('c', ' '), ('d', '2026-11-30'), ('e', '2026-09-30')) AS account(name, renewal_on)
--|result: 1
--|Part of `missing`. Blanks come from forms and exports that write an empty text for nothing.
CREATE FUNCTION blank(s completeness_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_completeness_blank' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION blank(completeness_summary) IS 'Number of rows with a text without content, which are missing';
--|## is_suppressed(completeness_summary)
--|formula: 0 < observations < min_n
--|unit: boolean
--|nulls: NULL gives NULL
--|errors: a negative min_n
--|example: SELECT is_suppressed(completeness_agg(renewal_on), 10) FROM (VALUES ('a', '2027-01-31'), ('b', NULL), ('c', ' '), ('d', '2026-11-30'), ('e', '2026-09-30')) AS account(name, renewal_on)
--|result: t
CREATE FUNCTION is_suppressed(s completeness_summary, min_n integer) RETURNS boolean
AS 'MODULE_PATHNAME', 'csops_completeness_is_suppressed' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION is_suppressed(completeness_summary, integer) IS 'Whether there are rows, but fewer than min_n';
--|## completeness
--|formula: present / observations
--|unit: share, 0 to 1
--|direction: higher is better
--|components: present(completeness_summary), observations(completeness_summary)
--|nulls: no rows, or fewer than min_n, give NULL
--|errors: a negative min_n; a NULL key in the one-step form
--|example: SELECT completeness(renewal_on) FROM (VALUES ('a', '2027-01-31'), ('b', NULL), ('c', ' '), ('d', '2026-11-30'), ('e', '2026-09-30')) AS account(name, renewal_on)
--|result: 0.6
--|example: SELECT completeness(DISTINCT renewal_on, account) FROM (VALUES ('2027-01-31', 'a'), ('2027-01-31', 'a'), (NULL, 'b')) AS joined(renewal_on, account)
--|result: 0.5
--|see: completeness_lo, completeness_agg
--|The overloads with a key are for rows that a join has repeated: see `nps`.
CREATE FUNCTION completeness(s completeness_summary, min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_completeness' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION completeness(completeness_summary, integer) IS 'Share of rows in which the value is present, 0 to 1';
CREATE AGGREGATE completeness(present boolean) (
	SFUNC = completeness_accum, STYPE = completeness_summary, SSPACE = 32, FINALFUNC = completeness_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = completeness_accum, MINVFUNC = completeness_accum_inv, MSTYPE = completeness_summary, MSSPACE = 32, MFINALFUNC = completeness_final
);
COMMENT ON AGGREGATE completeness(boolean) IS 'Share of rows in which the value is present, 0 to 1';
CREATE AGGREGATE completeness(present boolean, key text) (
	SFUNC = completeness_accum, STYPE = completeness_summary, SSPACE = 32, FINALFUNC = completeness_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = completeness_accum, MINVFUNC = completeness_accum_inv, MSTYPE = completeness_summary, MSSPACE = 32, MFINALFUNC = completeness_final
);
COMMENT ON AGGREGATE completeness(boolean, text) IS 'Share of rows in which the value is present, 0 to 1; for DISTINCT, by key';
CREATE AGGREGATE completeness(present boolean, key uuid) (
	SFUNC = completeness_accum, STYPE = completeness_summary, SSPACE = 32, FINALFUNC = completeness_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = completeness_accum, MINVFUNC = completeness_accum_inv, MSTYPE = completeness_summary, MSSPACE = 32, MFINALFUNC = completeness_final
);
COMMENT ON AGGREGATE completeness(boolean, uuid) IS 'Share of rows in which the value is present, 0 to 1; for DISTINCT, by key';
CREATE AGGREGATE completeness(value text) (
	SFUNC = completeness_accum, STYPE = completeness_summary, SSPACE = 32, FINALFUNC = completeness_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = completeness_accum, MINVFUNC = completeness_accum_inv, MSTYPE = completeness_summary, MSSPACE = 32, MFINALFUNC = completeness_final
);
COMMENT ON AGGREGATE completeness(text) IS 'Share of rows in which the value is present, 0 to 1';
CREATE AGGREGATE completeness(value text, key text) (
	SFUNC = completeness_accum, STYPE = completeness_summary, SSPACE = 32, FINALFUNC = completeness_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = completeness_accum, MINVFUNC = completeness_accum_inv, MSTYPE = completeness_summary, MSSPACE = 32, MFINALFUNC = completeness_final
);
COMMENT ON AGGREGATE completeness(text, text) IS 'Share of rows in which the value is present, 0 to 1; for DISTINCT, by key';
CREATE AGGREGATE completeness(value text, key uuid) (
	SFUNC = completeness_accum, STYPE = completeness_summary, SSPACE = 32, FINALFUNC = completeness_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = completeness_accum, MINVFUNC = completeness_accum_inv, MSTYPE = completeness_summary, MSSPACE = 32, MFINALFUNC = completeness_final
);
COMMENT ON AGGREGATE completeness(text, uuid) IS 'Share of rows in which the value is present, 0 to 1; for DISTINCT, by key';
--|## completeness_lo, completeness_hi
--|formula: as csat_lo, of present out of observations
--|unit: share, 0 to 1
--|nulls: as completeness
--|errors: as completeness; a confidence outside 0 to 1; an unknown method
--|example: SELECT round(completeness_lo(s)::numeric, 6), round(completeness_hi(s)::numeric, 6) FROM (SELECT completeness_agg(n <= 8) FROM generate_series(1, 10) AS n) AS week(s)
--|result: 0.490162|0.943318
--|source: Brown, Cai, DasGupta 2001
--|see: completeness, csat_lo
--|Lower and upper end of the confidence interval; methods 'wilson', 'agresti_coull', 'clopper_pearson', 'jeffreys', 'wald'.
CREATE FUNCTION completeness_lo(s completeness_summary, confidence float8 DEFAULT 0.95, method text DEFAULT 'wilson', min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_completeness_lo' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION completeness_lo(completeness_summary, float8, text, integer) IS 'Lower end of the interval of completeness, 0 to 1';
CREATE AGGREGATE completeness_lo(present boolean) (
	SFUNC = completeness_accum, STYPE = completeness_summary, SSPACE = 32, FINALFUNC = completeness_lo_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = completeness_accum, MINVFUNC = completeness_accum_inv, MSTYPE = completeness_summary, MSSPACE = 32, MFINALFUNC = completeness_lo_final
);
COMMENT ON AGGREGATE completeness_lo(boolean) IS 'Lower end of the interval of completeness, 0 to 1, at 95 percent by Wilson';
CREATE AGGREGATE completeness_lo(present boolean, key text) (
	SFUNC = completeness_accum, STYPE = completeness_summary, SSPACE = 32, FINALFUNC = completeness_lo_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = completeness_accum, MINVFUNC = completeness_accum_inv, MSTYPE = completeness_summary, MSSPACE = 32, MFINALFUNC = completeness_lo_final
);
COMMENT ON AGGREGATE completeness_lo(boolean, text) IS 'Lower end of the interval of completeness, 0 to 1, at 95 percent by Wilson; for DISTINCT, by key';
CREATE AGGREGATE completeness_lo(present boolean, key uuid) (
	SFUNC = completeness_accum, STYPE = completeness_summary, SSPACE = 32, FINALFUNC = completeness_lo_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = completeness_accum, MINVFUNC = completeness_accum_inv, MSTYPE = completeness_summary, MSSPACE = 32, MFINALFUNC = completeness_lo_final
);
COMMENT ON AGGREGATE completeness_lo(boolean, uuid) IS 'Lower end of the interval of completeness, 0 to 1, at 95 percent by Wilson; for DISTINCT, by key';
CREATE AGGREGATE completeness_lo(value text) (
	SFUNC = completeness_accum, STYPE = completeness_summary, SSPACE = 32, FINALFUNC = completeness_lo_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = completeness_accum, MINVFUNC = completeness_accum_inv, MSTYPE = completeness_summary, MSSPACE = 32, MFINALFUNC = completeness_lo_final
);
COMMENT ON AGGREGATE completeness_lo(text) IS 'Lower end of the interval of completeness, 0 to 1, at 95 percent by Wilson';
CREATE AGGREGATE completeness_lo(value text, key text) (
	SFUNC = completeness_accum, STYPE = completeness_summary, SSPACE = 32, FINALFUNC = completeness_lo_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = completeness_accum, MINVFUNC = completeness_accum_inv, MSTYPE = completeness_summary, MSSPACE = 32, MFINALFUNC = completeness_lo_final
);
COMMENT ON AGGREGATE completeness_lo(text, text) IS 'Lower end of the interval of completeness, 0 to 1, at 95 percent by Wilson; for DISTINCT, by key';
CREATE AGGREGATE completeness_lo(value text, key uuid) (
	SFUNC = completeness_accum, STYPE = completeness_summary, SSPACE = 32, FINALFUNC = completeness_lo_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = completeness_accum, MINVFUNC = completeness_accum_inv, MSTYPE = completeness_summary, MSSPACE = 32, MFINALFUNC = completeness_lo_final
);
COMMENT ON AGGREGATE completeness_lo(text, uuid) IS 'Lower end of the interval of completeness, 0 to 1, at 95 percent by Wilson; for DISTINCT, by key';
CREATE FUNCTION completeness_hi(s completeness_summary, confidence float8 DEFAULT 0.95, method text DEFAULT 'wilson', min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_completeness_hi' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION completeness_hi(completeness_summary, float8, text, integer) IS 'Upper end of the interval of completeness, 0 to 1';
CREATE AGGREGATE completeness_hi(present boolean) (
	SFUNC = completeness_accum, STYPE = completeness_summary, SSPACE = 32, FINALFUNC = completeness_hi_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = completeness_accum, MINVFUNC = completeness_accum_inv, MSTYPE = completeness_summary, MSSPACE = 32, MFINALFUNC = completeness_hi_final
);
COMMENT ON AGGREGATE completeness_hi(boolean) IS 'Upper end of the interval of completeness, 0 to 1, at 95 percent by Wilson';
CREATE AGGREGATE completeness_hi(present boolean, key text) (
	SFUNC = completeness_accum, STYPE = completeness_summary, SSPACE = 32, FINALFUNC = completeness_hi_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = completeness_accum, MINVFUNC = completeness_accum_inv, MSTYPE = completeness_summary, MSSPACE = 32, MFINALFUNC = completeness_hi_final
);
COMMENT ON AGGREGATE completeness_hi(boolean, text) IS 'Upper end of the interval of completeness, 0 to 1, at 95 percent by Wilson; for DISTINCT, by key';
CREATE AGGREGATE completeness_hi(present boolean, key uuid) (
	SFUNC = completeness_accum, STYPE = completeness_summary, SSPACE = 32, FINALFUNC = completeness_hi_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = completeness_accum, MINVFUNC = completeness_accum_inv, MSTYPE = completeness_summary, MSSPACE = 32, MFINALFUNC = completeness_hi_final
);
COMMENT ON AGGREGATE completeness_hi(boolean, uuid) IS 'Upper end of the interval of completeness, 0 to 1, at 95 percent by Wilson; for DISTINCT, by key';
CREATE AGGREGATE completeness_hi(value text) (
	SFUNC = completeness_accum, STYPE = completeness_summary, SSPACE = 32, FINALFUNC = completeness_hi_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = completeness_accum, MINVFUNC = completeness_accum_inv, MSTYPE = completeness_summary, MSSPACE = 32, MFINALFUNC = completeness_hi_final
);
COMMENT ON AGGREGATE completeness_hi(text) IS 'Upper end of the interval of completeness, 0 to 1, at 95 percent by Wilson';
CREATE AGGREGATE completeness_hi(value text, key text) (
	SFUNC = completeness_accum, STYPE = completeness_summary, SSPACE = 32, FINALFUNC = completeness_hi_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = completeness_accum, MINVFUNC = completeness_accum_inv, MSTYPE = completeness_summary, MSSPACE = 32, MFINALFUNC = completeness_hi_final
);
COMMENT ON AGGREGATE completeness_hi(text, text) IS 'Upper end of the interval of completeness, 0 to 1, at 95 percent by Wilson; for DISTINCT, by key';
CREATE AGGREGATE completeness_hi(value text, key uuid) (
	SFUNC = completeness_accum, STYPE = completeness_summary, SSPACE = 32, FINALFUNC = completeness_hi_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = completeness_accum, MINVFUNC = completeness_accum_inv, MSTYPE = completeness_summary, MSSPACE = 32, MFINALFUNC = completeness_hi_final
);
COMMENT ON AGGREGATE completeness_hi(text, uuid) IS 'Upper end of the interval of completeness, 0 to 1, at 95 percent by Wilson; for DISTINCT, by key';
--|## completeness_proportion
--|formula: present out of observations
--|unit: proportion_summary
--|nulls: NULL gives NULL
--|errors: none
--|example: SELECT round(proportion_difference_p(completeness_proportion(completeness_agg(n % 10 > 0)), completeness_proportion(completeness_agg(n % 5 > 0)))::numeric, 6) FROM generate_series(1, 200) AS n
--|result: 0.005101
--|see: proportion_difference, proportion_difference_p
--|For what a `proportion_summary` has besides: whether this quarter's completeness differs from the last one's.
CREATE FUNCTION completeness_proportion(s completeness_summary) RETURNS proportion_summary
AS 'MODULE_PATHNAME', 'csops_completeness_proportion' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION completeness_proportion(completeness_summary) IS 'Rows and those in which the value is present, as a proportion_summary';
