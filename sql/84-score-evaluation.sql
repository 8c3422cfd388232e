-- How well a score foretold what happened. Needs nothing.

--|# What a score foretold
--|A health score is a forecast, and the outcome comes later: the account churned, renewed, downgraded. `score_evaluation_agg` keeps,
--|for each score, how many rows had it and what became of them, and answers every question about the score from that: how well it
--|tells accounts apart (`auc`, `gini`, `ks`), what a threshold catches and costs (`flagged`, `precision_at`, `recall_at`, `lift_at`,
--|`f1_at`), whether a score of 30 means what it says (`brier`, `calibration`), and whether the scores have drifted (`psi`).
--|
--|Take the score as it stood when the forecast was made, not as it is today, and the outcome within a fixed horizon after that. The
--|outcome is NULL as long as the horizon has not passed: such rows are counted as `undecided` and are part of no figure but `psi`, which
--|compares the scores alone.
--|
--|Scores lie between 0 and 100; give a probability as `100 * p`. They are counted to the nearest 0.01: every figure is exact for scores of
--|two decimals or fewer, and for others it is that of the rounded scores. Anything outside 0 to 100 is an error, unless it is counted by
--|`score_evaluation_agg(score, outcome, 'count')`.
--|
--|The accessors' `risk` says which end of the scale foretells the outcome. `'low'`, the default, is for health: low scores foretell churn.
--|`'high'` is for risk scores and probabilities. An `auc` below 0.5 says that the score points the other way; it is never turned round.
--|
--|With a weight, such as ARR, all figures but the counts are by weight, and every row needs one: a row whose weight is NULL is counted as
--|`unweighted` and is part of no figure. Weights are summed exactly, so merging weeks never depends on their order.
-- type: score_evaluation
COMMENT ON TYPE score_evaluation IS 'How well a score foretold an outcome: the rows of each score by what became of them';
--|## internal: score evaluation transition functions
CREATE FUNCTION score_evaluation_accum(state score_evaluation, score float8, outcome boolean) RETURNS score_evaluation
AS 'MODULE_PATHNAME', 'csops_score_evaluation_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION score_evaluation_accum(score_evaluation, float8, boolean) IS 'adds a row to an evaluation';
CREATE FUNCTION score_evaluation_accum_inv(state score_evaluation, score float8, outcome boolean) RETURNS score_evaluation
AS 'MODULE_PATHNAME', 'csops_score_evaluation_accum_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION score_evaluation_accum_inv(score_evaluation, float8, boolean) IS 'takes a row out of an evaluation';
CREATE FUNCTION score_evaluation_accum(state score_evaluation, score float8, outcome boolean, on_invalid text) RETURNS score_evaluation
AS 'MODULE_PATHNAME', 'csops_score_evaluation_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION score_evaluation_accum(score_evaluation, float8, boolean, text) IS 'adds a row to an evaluation';
CREATE FUNCTION score_evaluation_accum_inv(state score_evaluation, score float8, outcome boolean, on_invalid text) RETURNS score_evaluation
AS 'MODULE_PATHNAME', 'csops_score_evaluation_accum_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION score_evaluation_accum_inv(score_evaluation, float8, boolean, text) IS 'takes a row out of an evaluation';
CREATE FUNCTION score_evaluation_accum(state score_evaluation, score float8, outcome boolean, weight float8) RETURNS score_evaluation
AS 'MODULE_PATHNAME', 'csops_score_evaluation_accum_weighted' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION score_evaluation_accum(score_evaluation, float8, boolean, float8) IS 'adds a row to an evaluation';
CREATE FUNCTION score_evaluation_accum_inv(state score_evaluation, score float8, outcome boolean, weight float8) RETURNS score_evaluation
AS 'MODULE_PATHNAME', 'csops_score_evaluation_accum_weighted_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION score_evaluation_accum_inv(score_evaluation, float8, boolean, float8) IS 'takes a row out of an evaluation';
CREATE FUNCTION score_evaluation_accum(state score_evaluation, score float8, outcome boolean, weight float8, on_invalid text) RETURNS score_evaluation
AS 'MODULE_PATHNAME', 'csops_score_evaluation_accum_weighted' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION score_evaluation_accum(score_evaluation, float8, boolean, float8, text) IS 'adds a row to an evaluation';
CREATE FUNCTION score_evaluation_accum_inv(state score_evaluation, score float8, outcome boolean, weight float8, on_invalid text) RETURNS score_evaluation
AS 'MODULE_PATHNAME', 'csops_score_evaluation_accum_weighted_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION score_evaluation_accum_inv(score_evaluation, float8, boolean, float8, text) IS 'takes a row out of an evaluation';
CREATE FUNCTION score_evaluation_accum_key(state score_evaluation, score float8, outcome boolean, key text) RETURNS score_evaluation
AS 'MODULE_PATHNAME', 'csops_score_evaluation_accum_key' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION score_evaluation_accum_key(score_evaluation, float8, boolean, text) IS 'adds a row to an evaluation';
CREATE FUNCTION score_evaluation_accum_key_inv(state score_evaluation, score float8, outcome boolean, key text) RETURNS score_evaluation
AS 'MODULE_PATHNAME', 'csops_score_evaluation_accum_key_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION score_evaluation_accum_key_inv(score_evaluation, float8, boolean, text) IS 'takes a row out of an evaluation';
CREATE FUNCTION score_evaluation_accum_key(state score_evaluation, score float8, outcome boolean, key uuid) RETURNS score_evaluation
AS 'MODULE_PATHNAME', 'csops_score_evaluation_accum_key' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION score_evaluation_accum_key(score_evaluation, float8, boolean, uuid) IS 'adds a row to an evaluation';
CREATE FUNCTION score_evaluation_accum_key_inv(state score_evaluation, score float8, outcome boolean, key uuid) RETURNS score_evaluation
AS 'MODULE_PATHNAME', 'csops_score_evaluation_accum_key_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION score_evaluation_accum_key_inv(score_evaluation, float8, boolean, uuid) IS 'takes a row out of an evaluation';
CREATE FUNCTION score_evaluation_final(state score_evaluation) RETURNS score_evaluation
AS 'MODULE_PATHNAME', 'csops_score_evaluation_final' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION score_evaluation_final(score_evaluation) IS 'the canonical form of a state';
CREATE FUNCTION auc_final(state score_evaluation) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_auc' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION auc_final(score_evaluation) IS 'auc of a state';
--|## merge(score_evaluation)
--|unit: score_evaluation
--|nulls: NULL where either is NULL
--|errors: one with weights and one without; a total beyond 4.6e18 rows
--|example: SELECT merge(score_evaluation_agg(20, true), score_evaluation_agg(80.5, false))
--|result: {"weighted": false, "unscored": 0, "unweighted": 0, "invalid": 0, "scores": [[20, 0, 1, 0], [80.5, 1, 0, 0]]}
--|The function behind `||`, and the combine function of the aggregates. The order does not matter.
CREATE FUNCTION merge(a score_evaluation, b score_evaluation) RETURNS score_evaluation
AS 'MODULE_PATHNAME', 'csops_merge_score_evaluation' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION merge(score_evaluation, score_evaluation) IS 'the rows of both, as one evaluation';
CREATE OPERATOR || (LEFTARG = score_evaluation, RIGHTARG = score_evaluation, FUNCTION = merge, COMMUTATOR = ||);
COMMENT ON OPERATOR || (score_evaluation, score_evaluation) IS 'the rows of both: merge(a, b)';
--|## subtract(score_evaluation)
--|unit: score_evaluation
--|nulls: NULL where either is NULL
--|errors: one with weights and one without; an evaluation that was not merged into the first
--|example: SELECT subtract(score_evaluation_agg(score, churned), score_evaluation_agg(score, churned) FILTER (WHERE score = 20)) FROM (VALUES (20, true), (80, false)) AS account(score, churned)
--|result: {"weighted": false, "unscored": 0, "unweighted": 0, "invalid": 0, "scores": [[80, 1, 0, 0]]}
--|The function behind `-`; exact: `subtract(merge(a, b), b) = a`. It is also how a moving window forgets the rows that leave it.
CREATE FUNCTION subtract(a score_evaluation, b score_evaluation) RETURNS score_evaluation
AS 'MODULE_PATHNAME', 'csops_subtract_score_evaluation' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION subtract(score_evaluation, score_evaluation) IS 'the rows of the first without those of the second';
CREATE OPERATOR - (LEFTARG = score_evaluation, RIGHTARG = score_evaluation, FUNCTION = subtract);
COMMENT ON OPERATOR - (score_evaluation, score_evaluation) IS 'the rows of the left without those of the right: subtract(a, b)';
--|## rollup(score_evaluation)
--|unit: score_evaluation
--|nulls: NULL rows are skipped; no rows give NULL
--|errors: as merge
--|example: SELECT auc(rollup(s)), observations(rollup(s)) FROM (SELECT score_evaluation_agg(score, churned) FROM (VALUES (1, 20, true), (1, 90, false), (2, 85, true), (2, 70, false)) AS account(week, score, churned) GROUP BY week) AS by_week(s)
--|result: 0.75|4
--|Merges many stored evaluations, for a quarter from weeks or a company from segments; under OVER with a moving frame each row
--|costs one merge and one subtraction. An account that is in several weeks counts once for each. `GROUP BY rollup(x)` is SQL's own
--|grouping sets, something else.
CREATE AGGREGATE rollup(s score_evaluation) (
	SFUNC = merge, STYPE = score_evaluation, SSPACE = 512, FINALFUNC = score_evaluation_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = merge, MINVFUNC = subtract, MSTYPE = score_evaluation, MSSPACE = 512, MFINALFUNC = score_evaluation_final
);
COMMENT ON AGGREGATE rollup(score_evaluation) IS 'the rows of all, as one evaluation';
--|## score_evaluation_agg
--|unit: score_evaluation
--|nulls: a NULL score is counted as unscored, a NULL outcome as undecided, a NULL weight as unweighted; no rows give NULL
--|errors: a score outside 0 to 100 or NaN, a negative or infinite weight or one above 9e15, unless on_invalid is 'count'
--|example: SELECT score_evaluation_agg(score, churned) FROM (VALUES (20, true), (35.5, false), (20, false), (80, NULL), (NULL, true)) AS account(score, churned)
--|result: {"weighted": false, "unscored": 1, "unweighted": 0, "invalid": 0, "scores": [[20, 1, 1, 0], [35.5, 1, 0, 0], [80, 0, 0, 1]]}
--|example: SELECT score_evaluation_agg(score, churned, arr) FROM (VALUES (20, true, 1200), (20, true, 0.5), (80, false, NULL)) AS account(score, churned, arr)
--|result: {"weighted": true, "unscored": 0, "unweighted": 1, "invalid": 0, "scores": [[20, [0, 0, 0], [2, 1200.5, 1440000.25], [0, 0, 0]]]}
--|see: auc, calibration, rollup
--|The first step: keep it by week and segment, roll it up, and read every figure from it. As text, and as json and jsonb, it shows for each
--|score the rows to which the outcome did not happen, to which it happened, and the undecided ones; with weights each is a list of the
--|rows, their weights and the squares of the weights.
CREATE AGGREGATE score_evaluation_agg(score float8, outcome boolean) (
	SFUNC = score_evaluation_accum, STYPE = score_evaluation, SSPACE = 512, FINALFUNC = score_evaluation_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = score_evaluation_accum, MINVFUNC = score_evaluation_accum_inv, MSTYPE = score_evaluation, MSSPACE = 512, MFINALFUNC = score_evaluation_final
);
COMMENT ON AGGREGATE score_evaluation_agg(float8, boolean) IS 'Scores and what came after them, as a score_evaluation';
CREATE AGGREGATE score_evaluation_agg(score float8, outcome boolean, on_invalid text) (
	SFUNC = score_evaluation_accum, STYPE = score_evaluation, SSPACE = 512, FINALFUNC = score_evaluation_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = score_evaluation_accum, MINVFUNC = score_evaluation_accum_inv, MSTYPE = score_evaluation, MSSPACE = 512, MFINALFUNC = score_evaluation_final
);
COMMENT ON AGGREGATE score_evaluation_agg(float8, boolean, text) IS 'Scores and what came after them, as a score_evaluation; on_invalid is error or count';
CREATE AGGREGATE score_evaluation_agg(score float8, outcome boolean, weight float8) (
	SFUNC = score_evaluation_accum, STYPE = score_evaluation, SSPACE = 512, FINALFUNC = score_evaluation_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = score_evaluation_accum, MINVFUNC = score_evaluation_accum_inv, MSTYPE = score_evaluation, MSSPACE = 512, MFINALFUNC = score_evaluation_final
);
COMMENT ON AGGREGATE score_evaluation_agg(float8, boolean, float8) IS 'Scores and what came after them, weighted, as a score_evaluation';
CREATE AGGREGATE score_evaluation_agg(score float8, outcome boolean, weight float8, on_invalid text) (
	SFUNC = score_evaluation_accum, STYPE = score_evaluation, SSPACE = 512, FINALFUNC = score_evaluation_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = score_evaluation_accum, MINVFUNC = score_evaluation_accum_inv, MSTYPE = score_evaluation, MSSPACE = 512, MFINALFUNC = score_evaluation_final
);
COMMENT ON AGGREGATE score_evaluation_agg(float8, boolean, float8, text) IS 'Scores and what came after them, weighted, as a score_evaluation; on_invalid is error or count';
--|## observations(score_evaluation)
--|formula: number of rows with a score and a known outcome
--|unit: rows
--|nulls: no evaluation gives 0
--|errors: none
--|example: SELECT observations(score_evaluation_agg(score, churned)) FROM (VALUES (10, true), (25, true), (40, false), (40, true), (55, false), (70, false), (85, false), (90, false), (95, NULL), (NULL, false)) AS account(score, churned)
--|result: 8
CREATE FUNCTION observations(s score_evaluation) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_score_evaluation_observations' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION observations(score_evaluation) IS 'Number of rows with a score and a known outcome';
--|## events(score_evaluation)
--|formula: number of rows with a score to which the outcome happened
--|unit: rows
--|nulls: no evaluation gives 0
--|errors: none
--|example: SELECT events(score_evaluation_agg(score, churned)) FROM (VALUES (10, true), (25, true), (40, false), (40, true), (55, false), (70, false), (85, false), (90, false), (95, NULL), (NULL, false)) AS account(score, churned)
--|result: 3
CREATE FUNCTION events(s score_evaluation) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_score_evaluation_events' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION events(score_evaluation) IS 'Number of scored rows to which the outcome happened';
--|## undecided(score_evaluation)
--|formula: number of rows with a score whose outcome is NULL
--|unit: rows
--|nulls: no evaluation gives 0
--|errors: none
--|example: SELECT undecided(score_evaluation_agg(score, churned)) FROM (VALUES (10, true), (25, true), (40, false), (40, true), (55, false), (70, false), (85, false), (90, false), (95, NULL), (NULL, false)) AS account(score, churned)
--|result: 1
CREATE FUNCTION undecided(s score_evaluation) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_score_evaluation_undecided' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION undecided(score_evaluation) IS 'Number of scored rows whose outcome is not known yet';
--|## unscored(score_evaluation)
--|formula: number of rows whose score is NULL
--|unit: rows
--|nulls: no evaluation gives 0
--|errors: none
--|example: SELECT unscored(score_evaluation_agg(score, churned)) FROM (VALUES (10, true), (25, true), (40, false), (40, true), (55, false), (70, false), (85, false), (90, false), (95, NULL), (NULL, false)) AS account(score, churned)
--|result: 1
CREATE FUNCTION unscored(s score_evaluation) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_score_evaluation_unscored' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION unscored(score_evaluation) IS 'Number of rows without a score';
--|## unweighted(score_evaluation)
--|formula: number of rows with a score whose weight is NULL
--|unit: rows
--|nulls: no evaluation gives 0
--|errors: none
--|example: SELECT unweighted(score_evaluation_agg(score, churned, arr)) FROM (VALUES (20, true, 1200), (80, false, NULL)) AS account(score, churned, arr)
--|result: 1
CREATE FUNCTION unweighted(s score_evaluation) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_score_evaluation_unweighted' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION unweighted(score_evaluation) IS 'Number of scored rows without a weight, part of no figure';
--|## invalid(score_evaluation)
--|formula: number of rows that `on_invalid => 'count'` let through
--|unit: rows
--|nulls: no evaluation gives 0
--|errors: none
--|example: SELECT invalid(score_evaluation_agg(score, churned, 'count')) FROM (VALUES (20, true), (101, true), ('NaN'::float8, false)) AS account(score, churned)
--|result: 2
CREATE FUNCTION invalid(s score_evaluation) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_score_evaluation_invalid' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION invalid(score_evaluation) IS 'Number of impossible scores and weights that were counted instead of refused';
--|## score_coverage
--|formula: rows with a score / all rows
--|unit: share, 0 to 1
--|nulls: no rows give NULL
--|errors: none
--|example: SELECT score_coverage(score_evaluation_agg(score, churned)) FROM (VALUES (10, true), (25, true), (40, false), (40, true), (55, false), (70, false), (85, false), (90, false), (95, NULL), (NULL, false)) AS account(score, churned)
--|result: 0.9
--|Health score coverage: count every account that should have a score, with NULL where it has none. An impossible score that was counted
--|is none; a row that lacks its weight has a score.
CREATE FUNCTION score_coverage(s score_evaluation) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_score_coverage' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION score_coverage(score_evaluation) IS 'Share of the rows that have a score, 0 to 1';
--|## auc
--|formula: share of the pairs, one row with the outcome and one without, in which the first has the riskier score; a tie is half a pair
--|unit: probability, 0 to 1; 0.5 says nothing, 1 everything
--|nulls: NULL unless some rows have the outcome and some have not
--|errors: an unknown risk; as score_evaluation_agg; a NULL key
--|example: SELECT auc(score_evaluation_agg(score, churned)), auc(score_evaluation_agg(score, churned), risk => 'high') FROM (VALUES (10, true), (25, true), (40, false), (40, true), (55, false), (70, false), (85, false), (90, false), (95, NULL), (NULL, false)) AS account(score, churned)
--|result: 0.9666666666666667|0.03333333333333333
--|example: SELECT auc(score, churned) FROM (VALUES (10, true), (25, true), (40, false), (40, true), (55, false), (70, false), (85, false), (90, false), (95, NULL), (NULL, false)) AS account(score, churned)
--|result: 0.9666666666666667
--|example: SELECT auc(DISTINCT score, churned, account) FROM (VALUES (20, true, 'a'), (20, true, 'a'), (80, false, 'b'), (10, false, 'c')) AS account_by_contact(score, churned, account)
--|result: 0.5
--|see: auc_lo, gini, ks, score_evaluation_agg
--|The area under the ROC curve; ties are counted exactly. By weight, a pair counts the product of its weights. The one-step aggregates
--|take risk as low; for a probability of churn p give `100 - 100 * p`, or take two steps. Those with a key are for rows that a join has
--|repeated: see `nps`.
CREATE FUNCTION auc(s score_evaluation, risk text DEFAULT 'low') RETURNS float8
AS 'MODULE_PATHNAME', 'csops_auc' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION auc(score_evaluation, text) IS 'Probability that the score ranks a row with the outcome as riskier than one without, 0 to 1';
CREATE AGGREGATE auc(score float8, outcome boolean) (
	SFUNC = score_evaluation_accum, STYPE = score_evaluation, SSPACE = 512, FINALFUNC = auc_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = score_evaluation_accum, MINVFUNC = score_evaluation_accum_inv, MSTYPE = score_evaluation, MSSPACE = 512, MFINALFUNC = auc_final
);
COMMENT ON AGGREGATE auc(float8, boolean) IS 'Probability that the lower score is that of the row with the outcome, 0 to 1';
CREATE AGGREGATE auc(score float8, outcome boolean, key text) (
	SFUNC = score_evaluation_accum_key, STYPE = score_evaluation, SSPACE = 512, FINALFUNC = auc_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = score_evaluation_accum_key, MINVFUNC = score_evaluation_accum_key_inv, MSTYPE = score_evaluation, MSSPACE = 512, MFINALFUNC = auc_final
);
COMMENT ON AGGREGATE auc(float8, boolean, text) IS 'Probability that the lower score is that of the row with the outcome, 0 to 1; for DISTINCT, by key';
CREATE AGGREGATE auc(score float8, outcome boolean, key uuid) (
	SFUNC = score_evaluation_accum_key, STYPE = score_evaluation, SSPACE = 512, FINALFUNC = auc_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = score_evaluation_accum_key, MINVFUNC = score_evaluation_accum_key_inv, MSTYPE = score_evaluation, MSSPACE = 512, MFINALFUNC = auc_final
);
COMMENT ON AGGREGATE auc(float8, boolean, uuid) IS 'Probability that the lower score is that of the row with the outcome, 0 to 1; for DISTINCT, by key';
--|## auc_lo
--|formula: auc -+ z sqrt(var(V10) / n1 + var(V01) / n0), within 0 to 1, where V10 is, for each row with the outcome, the share of the rows without it that it is ranked right against, and V01 the other way round
--|unit: probability, 0 to 1
--|nulls: as auc; fewer than two rows with the outcome or without; a perfect ranking, and one of ties alone, of which the variance is 0
--|errors: an unknown risk; a confidence outside 0 to 1
--|example: SELECT round(auc_lo(s)::numeric, 6), round(auc_hi(s)::numeric, 6) FROM (SELECT score_evaluation_agg(score, churned) FROM (VALUES (10, true), (25, true), (40, false), (40, true), (55, false), (70, false), (85, false), (90, false), (95, NULL), (NULL, false)) AS account(score, churned)) AS e(s)
--|result: 0.874273|1.000000
--|source: E. DeLong, D. DeLong and D. Clarke-Pearson, Biometrics 44, 1988
--|see: auc
--|Lower and upper end. By weight, the variances are those of weighted means, and equal weights give the interval without weights. The
--|rows must be independent: an account that comes again every week makes the interval too narrow.
CREATE FUNCTION auc_lo(s score_evaluation, risk text DEFAULT 'low', confidence float8 DEFAULT 0.95) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_auc_lo' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 40;
COMMENT ON FUNCTION auc_lo(score_evaluation, text, float8) IS 'Lower end of the interval of the AUC, 0 to 1';
CREATE FUNCTION auc_hi(s score_evaluation, risk text DEFAULT 'low', confidence float8 DEFAULT 0.95) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_auc_hi' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 40;
COMMENT ON FUNCTION auc_hi(score_evaluation, text, float8) IS 'Upper end of the interval of the AUC, 0 to 1';
--|## gini
--|formula: 2 * auc - 1
--|unit: coefficient, -1 to 1; 0 says nothing
--|nulls: as auc
--|errors: an unknown risk
--|example: SELECT round(gini(score_evaluation_agg(score, churned))::numeric, 6) FROM (VALUES (10, true), (25, true), (40, false), (40, true), (55, false), (70, false), (85, false), (90, false), (95, NULL), (NULL, false)) AS account(score, churned)
--|result: 0.933333
--|see: auc
CREATE FUNCTION gini(s score_evaluation, risk text DEFAULT 'low') RETURNS float8
AS 'MODULE_PATHNAME', 'csops_gini' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION gini(score_evaluation, text) IS 'Gini coefficient of the score, -1 to 1';
--|## ks
--|formula: greatest difference, over all scores, between the share of the rows with the outcome that have at most this score and that share of the rows without it
--|unit: share, 0 to 1
--|nulls: as auc
--|errors: none
--|example: SELECT ks(score_evaluation_agg(score, churned)) FROM (VALUES (10, true), (25, true), (40, false), (40, true), (55, false), (70, false), (85, false), (90, false), (95, NULL), (NULL, false)) AS account(score, churned)
--|result: 0.8
--|see: auc
--|The statistic of Kolmogorov and Smirnov. It has no direction, and so no risk.
CREATE FUNCTION ks(s score_evaluation) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_ks' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION ks(score_evaluation) IS 'Greatest distance between the scores with the outcome and those without, 0 to 1';
--|## brier
--|formula: mean of (p - y)^2, where y is 1 for a row with the outcome and 0 without it, and p is score / 100 where risk is high, 1 - score / 100 where it is low
--|unit: squared probability, 0 to 1; 0 is perfect
--|nulls: no rows with a known outcome give NULL
--|errors: an unknown risk
--|example: SELECT round(brier(score_evaluation_agg(score, churned))::numeric, 6) FROM (VALUES (10, true), (25, true), (40, false), (40, true), (55, false), (70, false), (85, false), (90, false), (95, NULL), (NULL, false)) AS account(score, churned)
--|result: 0.114688
--|see: calibration
--|Only for scores that are meant as probabilities.
CREATE FUNCTION brier(s score_evaluation, risk text DEFAULT 'low') RETURNS float8
AS 'MODULE_PATHNAME', 'csops_brier' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION brier(score_evaluation, text) IS 'Mean squared error of the score read as a probability, 0 to 1';
--|## flagged
--|formula: rows with a known outcome and a score below the threshold where risk is low, at or above it where risk is high
--|unit: rows
--|nulls: no evaluation, or a NULL argument, gives 0
--|errors: a threshold outside 0 to 100; an unknown risk
--|example: SELECT flagged(s, 40), flagged(s, 40, risk => 'high') FROM (SELECT score_evaluation_agg(score, churned) FROM (VALUES (10, true), (25, true), (40, false), (40, true), (55, false), (70, false), (85, false), (90, false), (95, NULL), (NULL, false)) AS account(score, churned)) AS e(s)
--|result: 2|6
--|see: precision_at, recall_at
--|A threshold parts the scores as the edge of a band does, into [0, threshold) and [threshold, 100]: the lower part is at risk where risk is
--|low, the upper one where it is high. Like the scores, it is taken to the nearest 0.01.
CREATE FUNCTION flagged(s score_evaluation, threshold float8, risk text DEFAULT 'low') RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_flagged' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION flagged(score_evaluation, float8, text) IS 'Number of rows that a threshold flags as at risk';
--|## precision_at
--|formula: flagged rows with the outcome / flagged rows
--|unit: share, 0 to 1
--|nulls: no flagged rows give NULL
--|errors: as flagged
--|example: SELECT precision_at(score_evaluation_agg(score, churned), 50) FROM (VALUES (10, true), (25, true), (40, false), (40, true), (55, false), (70, false), (85, false), (90, false), (95, NULL), (NULL, false)) AS account(score, churned)
--|result: 0.75
--|see: flagged
--|How often an alarm was right. By weight, of the weight that is flagged.
CREATE FUNCTION precision_at(s score_evaluation, threshold float8, risk text DEFAULT 'low') RETURNS float8
AS 'MODULE_PATHNAME', 'csops_precision_at' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION precision_at(score_evaluation, float8, text) IS 'Share of the rows that a threshold flags to which the outcome happened, 0 to 1';
--|## recall_at
--|formula: flagged rows with the outcome / rows with the outcome
--|unit: share, 0 to 1
--|nulls: no rows with the outcome give NULL
--|errors: as flagged
--|example: SELECT recall_at(score_evaluation_agg(score, churned), 50) FROM (VALUES (10, true), (25, true), (40, false), (40, true), (55, false), (70, false), (85, false), (90, false), (95, NULL), (NULL, false)) AS account(score, churned)
--|result: 1
--|see: flagged
--|How much of the churn was seen coming. By weight, of the weight that was lost.
CREATE FUNCTION recall_at(s score_evaluation, threshold float8, risk text DEFAULT 'low') RETURNS float8
AS 'MODULE_PATHNAME', 'csops_recall_at' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION recall_at(score_evaluation, float8, text) IS 'Share of the rows with the outcome that a threshold flags, 0 to 1';
--|## lift_at
--|formula: precision_at / share of all rows with the outcome
--|unit: ratio; 1 is no better than chance
--|nulls: no flagged rows, and no rows with the outcome, give NULL
--|errors: as flagged
--|example: SELECT lift_at(score_evaluation_agg(score, churned), 50) FROM (VALUES (10, true), (25, true), (40, false), (40, true), (55, false), (70, false), (85, false), (90, false), (95, NULL), (NULL, false)) AS account(score, churned)
--|result: 2
--|see: flagged
--|How much better than calling accounts at random.
CREATE FUNCTION lift_at(s score_evaluation, threshold float8, risk text DEFAULT 'low') RETURNS float8
AS 'MODULE_PATHNAME', 'csops_lift_at' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION lift_at(score_evaluation, float8, text) IS 'How many times more often the outcome happened to flagged rows than to all';
--|## f1_at
--|formula: harmonic mean of precision_at and recall_at
--|unit: share, 0 to 1
--|nulls: NULL where nothing is flagged and nothing happened
--|errors: as flagged
--|example: SELECT f1_at(score_evaluation_agg(score, churned), 50) FROM (VALUES (10, true), (25, true), (40, false), (40, true), (55, false), (70, false), (85, false), (90, false), (95, NULL), (NULL, false)) AS account(score, churned)
--|result: 0.8571428571428571
--|see: flagged
--|One figure to compare thresholds by.
CREATE FUNCTION f1_at(s score_evaluation, threshold float8, risk text DEFAULT 'low') RETURNS float8
AS 'MODULE_PATHNAME', 'csops_f1_at' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION f1_at(score_evaluation, float8, text) IS 'Harmonic mean of precision and recall at a threshold, 0 to 1';
--|## calibration
--|formula: for each of the equal parts of 0 to 100, closed below, the last one also above: predicted is the mean of p as in brier, observed the share of rows with the outcome and its Wilson interval
--|unit: scores in points; predicted and observed as shares, 0 to 1
--|nulls: an evaluation that is NULL gives no rows; a part without rows has no shares
--|errors: bins outside 1 to 1000; an unknown risk; a confidence outside 0 to 1
--|example: SELECT score_from, score_to, observations, events, round(predicted::numeric, 3), round(observed::numeric, 3), round(observed_lo::numeric, 3), round(observed_hi::numeric, 3) FROM (SELECT score_evaluation_agg(score, churned) FROM (VALUES (10, true), (25, true), (40, false), (40, true), (55, false), (70, false), (85, false), (90, false), (95, NULL), (NULL, false)) AS account(score, churned)) AS e(s), calibration(s, bins => 4)
--|result: 0|25|1|1|0.900|1.000|0.207|1.000
--|  25|50|3|2|0.650|0.667|0.208|0.939
--|  50|75|2|0|0.375|0.000|0.000|0.658
--|  75|100|2|0|0.125|0.000|0.000|0.658
--|see: brier, score_evaluation_agg
--|What the score said and what happened, part by part. By weight, the shares are of the weight, and the interval counts the effective rows of
--|each part, (sum of weights)^2 / sum of squared weights.
CREATE FUNCTION calibration(s score_evaluation, bins integer DEFAULT 10, risk text DEFAULT 'low', confidence float8 DEFAULT 0.95,
	OUT score_from float8, OUT score_to float8, OUT observations bigint, OUT events bigint,
	OUT predicted float8, OUT observed float8, OUT observed_lo float8, OUT observed_hi float8) RETURNS SETOF record
AS 'MODULE_PATHNAME', 'csops_calibration' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20 ROWS 10;
COMMENT ON FUNCTION calibration(score_evaluation, integer, text, float8) IS 'What the score said and what happened, for each part of 0 to 100; shares, 0 to 1';
--|## psi
--|formula: sum over equal parts of 0 to 100 of (q - p) ln(q / p), where p and q are the shares of the scores of a and b in the part, each at least 0.0001
--|unit: none; by custom below 0.1 is stable and above 0.25 a shift
--|nulls: NULL where either has no scores
--|errors: bins outside 1 to 1000
--|example: SELECT round(psi(before, after)::numeric, 6) FROM (SELECT score_evaluation_agg(n, n % 7 = 0), score_evaluation_agg(n * 0.9, NULL) FROM generate_series(1, 100) AS n) AS quarter(before, after)
--|result: 0.251428
--|see: score_evaluation_agg, calibration
--|The population stability index: how far the scores of b have moved from those of a. Undecided rows count, so this week's scores can be
--|compared with those on which the score was judged long before their outcomes are known. By weight where the evaluations have weights.
CREATE FUNCTION psi(a score_evaluation, b score_evaluation, bins integer DEFAULT 10) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_psi' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 40;
COMMENT ON FUNCTION psi(score_evaluation, score_evaluation, integer) IS 'Population stability index between the scores of two evaluations';
