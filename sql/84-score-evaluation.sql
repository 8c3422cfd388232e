-- How well a score foretold what happened, and what it did not foretell. Needs nothing.

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
--|direction: neither
--|components: itself
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
--|direction: neither
--|components: itself
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
--|direction: neither
--|components: itself
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
--|direction: lower is better
--|components: itself
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
--|direction: lower is better
--|components: itself
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
--|direction: lower is better
--|components: itself
--|nulls: no evaluation gives 0
--|errors: none
--|example: SELECT invalid(score_evaluation_agg(score, churned, 'count')) FROM (VALUES (20, true), (101, true), ('NaN'::float8, false)) AS account(score, churned)
--|result: 2
CREATE FUNCTION invalid(s score_evaluation) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_score_evaluation_invalid' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION invalid(score_evaluation) IS 'Number of impossible scores and weights that were counted instead of refused';
--|## score_coverage(score_evaluation)
--|formula: rows with a score / all rows
--|unit: share, 0 to 1
--|direction: higher is better
--|components: observations(score_evaluation), undecided(score_evaluation), unweighted(score_evaluation), unscored(score_evaluation), invalid(score_evaluation)
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
--|direction: higher is better
--|components: none
--|nulls: NULL unless some rows have the outcome and some have not
--|errors: an unknown risk; as score_evaluation_agg; a NULL key
--|example: SELECT auc(score_evaluation_agg(score, churned)), auc(score_evaluation_agg(score, churned), risk => 'high') FROM (VALUES (10, true), (25, true), (40, false), (40, true), (55, false), (70, false), (85, false), (90, false), (95, NULL), (NULL, false)) AS account(score, churned)
--|result: 0.9666666666666667|0.03333333333333333
--|example: SELECT auc(score, churned) FROM (VALUES (10, true), (25, true), (40, false), (40, true), (55, false), (70, false), (85, false), (90, false), (95, NULL), (NULL, false)) AS account(score, churned)
--|result: 0.9666666666666667
--|example: SELECT auc(DISTINCT score, churned, account) FROM (VALUES (20, true, 'a'), (20, true, 'a'), (80, false, 'b'), (10, false, 'c')) AS account_by_contact(score, churned, account)
--|result: 0.5
--|source: J. Hanley and B. McNeil, The Meaning and Use of the Area under a ROC Curve, Radiology 143, 1982
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
--|direction: higher is better
--|components: none
--|nulls: as auc
--|errors: an unknown risk
--|example: SELECT round(gini(score_evaluation_agg(score, churned))::numeric, 6) FROM (VALUES (10, true), (25, true), (40, false), (40, true), (55, false), (70, false), (85, false), (90, false), (95, NULL), (NULL, false)) AS account(score, churned)
--|result: 0.933333
--|source: R. Somers, American Sociological Review 27, 1962
--|see: auc
CREATE FUNCTION gini(s score_evaluation, risk text DEFAULT 'low') RETURNS float8
AS 'MODULE_PATHNAME', 'csops_gini' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION gini(score_evaluation, text) IS 'Gini coefficient of the score, -1 to 1';
--|## ks
--|formula: greatest difference, over all scores, between the share of the rows with the outcome that have at most this score and that share of the rows without it
--|unit: share, 0 to 1
--|direction: higher is better
--|components: none
--|nulls: as auc
--|errors: none
--|example: SELECT ks(score_evaluation_agg(score, churned)) FROM (VALUES (10, true), (25, true), (40, false), (40, true), (55, false), (70, false), (85, false), (90, false), (95, NULL), (NULL, false)) AS account(score, churned)
--|result: 0.8
--|source: N. Smirnov, The Annals of Mathematical Statistics 19, 1948
--|see: auc
--|The statistic of Kolmogorov and Smirnov. It has no direction, and so no risk.
CREATE FUNCTION ks(s score_evaluation) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_ks' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION ks(score_evaluation) IS 'Greatest distance between the scores with the outcome and those without, 0 to 1';
--|## brier
--|formula: mean of (p - y)^2, where y is 1 for a row with the outcome and 0 without it, and p is score / 100 where risk is high, 1 - score / 100 where it is low
--|unit: squared probability, 0 to 1; 0 is perfect
--|direction: lower is better
--|components: none
--|nulls: no rows with a known outcome give NULL
--|errors: an unknown risk
--|example: SELECT round(brier(score_evaluation_agg(score, churned))::numeric, 6) FROM (VALUES (10, true), (25, true), (40, false), (40, true), (55, false), (70, false), (85, false), (90, false), (95, NULL), (NULL, false)) AS account(score, churned)
--|result: 0.114688
--|source: G. Brier, Monthly Weather Review 78, 1950
--|see: calibration
--|Only for scores that are meant as probabilities.
CREATE FUNCTION brier(s score_evaluation, risk text DEFAULT 'low') RETURNS float8
AS 'MODULE_PATHNAME', 'csops_brier' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION brier(score_evaluation, text) IS 'Mean squared error of the score read as a probability, 0 to 1';
--|## flagged
--|formula: rows with a known outcome and a score below the threshold where risk is low, at or above it where risk is high
--|unit: rows
--|direction: neither
--|components: itself
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
--|## flagged_events
--|formula: rows that flagged counts to which the outcome happened
--|unit: rows
--|direction: neither
--|components: itself
--|nulls: no evaluation, or a NULL argument, gives 0
--|errors: as flagged
--|example: SELECT flagged_events(s, 50), flagged(s, 50), events(s) FROM (SELECT score_evaluation_agg(score, churned) FROM (VALUES (10, true), (25, true), (40, false), (40, true), (55, false), (70, true), (85, false)) AS account(score, churned)) AS e(s)
--|result: 3|4|4
--|see: flagged, precision_at, recall_at
--|Rows, whatever their weights; precision, recall and their kin are by weight where there is one.
CREATE FUNCTION flagged_events(s score_evaluation, threshold float8, risk text DEFAULT 'low') RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_flagged_events' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION flagged_events(score_evaluation, float8, text) IS 'Number of flagged rows to which the outcome happened';
--|## precision_at
--|formula: flagged rows with the outcome / flagged rows
--|unit: share, 0 to 1
--|direction: higher is better
--|components: flagged_events, flagged
--|nulls: no flagged rows give NULL
--|errors: as flagged
--|example: SELECT precision_at(score_evaluation_agg(score, churned), 50) FROM (VALUES (10, true), (25, true), (40, false), (40, true), (55, false), (70, false), (85, false), (90, false), (95, NULL), (NULL, false)) AS account(score, churned)
--|result: 0.75
--|source: C. van Rijsbergen, Information Retrieval, 1979
--|see: flagged
--|How often an alarm was right. By weight, of the weight that is flagged.
CREATE FUNCTION precision_at(s score_evaluation, threshold float8, risk text DEFAULT 'low') RETURNS float8
AS 'MODULE_PATHNAME', 'csops_precision_at' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION precision_at(score_evaluation, float8, text) IS 'Share of the rows that a threshold flags to which the outcome happened, 0 to 1';
--|## recall_at
--|formula: flagged rows with the outcome / rows with the outcome
--|unit: share, 0 to 1
--|direction: higher is better
--|components: flagged_events, events(score_evaluation)
--|nulls: no rows with the outcome give NULL
--|errors: as flagged
--|example: SELECT recall_at(score_evaluation_agg(score, churned), 50) FROM (VALUES (10, true), (25, true), (40, false), (40, true), (55, false), (70, false), (85, false), (90, false), (95, NULL), (NULL, false)) AS account(score, churned)
--|result: 1
--|source: C. van Rijsbergen, Information Retrieval, 1979
--|see: flagged
--|How much of the churn was seen coming. By weight, of the weight that was lost.
CREATE FUNCTION recall_at(s score_evaluation, threshold float8, risk text DEFAULT 'low') RETURNS float8
AS 'MODULE_PATHNAME', 'csops_recall_at' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION recall_at(score_evaluation, float8, text) IS 'Share of the rows with the outcome that a threshold flags, 0 to 1';
--|## lift_at
--|formula: precision_at / share of all rows with the outcome
--|unit: ratio; 1 is no better than chance
--|direction: higher is better
--|components: flagged_events, flagged, events(score_evaluation), observations(score_evaluation)
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
--|direction: higher is better
--|components: flagged_events, flagged, events(score_evaluation)
--|nulls: NULL where nothing is flagged and nothing happened
--|errors: as flagged
--|example: SELECT f1_at(score_evaluation_agg(score, churned), 50) FROM (VALUES (10, true), (25, true), (40, false), (40, true), (55, false), (70, false), (85, false), (90, false), (95, NULL), (NULL, false)) AS account(score, churned)
--|result: 0.8571428571428571
--|source: C. van Rijsbergen, Information Retrieval, 1979
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
--|direction: lower is better
--|components: none
--|nulls: NULL where either has no scores
--|errors: bins outside 1 to 1000
--|example: SELECT round(psi(before, after)::numeric, 6) FROM (SELECT score_evaluation_agg(n, n % 7 = 0), score_evaluation_agg(n * 0.9, NULL) FROM generate_series(1, 100) AS n) AS quarter(before, after)
--|result: 0.251428
--|source: N. Siddiqi, Credit Risk Scorecards, 2006
--|see: score_evaluation_agg, calibration
--|The population stability index: how far the scores of b have moved from those of a. Undecided rows count, so this week's scores can be
--|compared with those on which the score was judged long before their outcomes are known. By weight where the evaluations have weights.
CREATE FUNCTION psi(a score_evaluation, b score_evaluation, bins integer DEFAULT 10) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_psi' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 40;
COMMENT ON FUNCTION psi(score_evaluation, score_evaluation, integer) IS 'Population stability index between the scores of two evaluations';

--|# Surprise churn
--|An account that churned without a warning is a failure of the warning, whatever the averages say. `surprise_churn_agg` takes one row for
--|each account: when it churned, the instants at which it was flagged as at risk, and whether it had a score at all. A churn was foretold
--|when a flag was raised between `lookback` and `lead` before it, both included: earlier than the lookback is another story, and later than
--|the lead was too late to act on. A churn without such a flag is a surprise where the account had a score; where it had none it is
--|`unscored`, a gap in coverage and no fault of the score, and it is part of no rate.
--|
--|The forms without lookback and lead take 90 days and 14 days. Days have 24 hours. All rows of an aggregate, and all summaries that are
--|merged, must have the same lookback and lead. An account that has not churned has NULL as `churned_at` and is counted as `not_churned`.
--|NULL for `scored` means not scored, as an outer join has it; a NULL or empty array has no flags.
--|
--|With an amount, such as ARR, rates are also by what was lost. Amounts are summed exactly. A row whose amount is NULL is part of the counts
--|and not of the amounts (`without_amount`).
-- type: surprise_churn_summary
COMMENT ON TYPE surprise_churn_summary IS 'Churn that was foretold, churn that was a surprise, and churn of accounts without a score, by count and by amount';
--|## internal: surprise churn transition functions
CREATE FUNCTION surprise_churn_accum(state surprise_churn_summary, churned_at timestamptz, flagged_at timestamptz[], scored boolean) RETURNS surprise_churn_summary
AS 'MODULE_PATHNAME', 'csops_surprise_churn_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION surprise_churn_accum(surprise_churn_summary, timestamptz, timestamptz[], boolean) IS 'adds a row to a summary of churn';
CREATE FUNCTION surprise_churn_accum(state surprise_churn_summary, churned_at timestamptz, flagged_at timestamptz[], scored boolean, amount float8) RETURNS surprise_churn_summary
AS 'MODULE_PATHNAME', 'csops_surprise_churn_accum_amount' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION surprise_churn_accum(surprise_churn_summary, timestamptz, timestamptz[], boolean, float8) IS 'adds a row to a summary of churn';
CREATE FUNCTION surprise_churn_accum(state surprise_churn_summary, churned_at timestamptz, flagged_at timestamptz[], scored boolean, lookback interval, lead interval) RETURNS surprise_churn_summary
AS 'MODULE_PATHNAME', 'csops_surprise_churn_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION surprise_churn_accum(surprise_churn_summary, timestamptz, timestamptz[], boolean, interval, interval) IS 'adds a row to a summary of churn';
CREATE FUNCTION surprise_churn_accum(state surprise_churn_summary, churned_at timestamptz, flagged_at timestamptz[], scored boolean, lookback interval, lead interval, amount float8) RETURNS surprise_churn_summary
AS 'MODULE_PATHNAME', 'csops_surprise_churn_accum_amount' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION surprise_churn_accum(surprise_churn_summary, timestamptz, timestamptz[], boolean, interval, interval, float8) IS 'adds a row to a summary of churn';
CREATE FUNCTION surprise_churn_accum(state surprise_churn_summary, churned_at timestamptz, flagged_at timestamptz[], scored boolean, lookback interval, lead interval, on_invalid text) RETURNS surprise_churn_summary
AS 'MODULE_PATHNAME', 'csops_surprise_churn_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION surprise_churn_accum(surprise_churn_summary, timestamptz, timestamptz[], boolean, interval, interval, text) IS 'adds a row to a summary of churn';
CREATE FUNCTION surprise_churn_accum(state surprise_churn_summary, churned_at timestamptz, flagged_at timestamptz[], scored boolean, lookback interval, lead interval, amount float8, on_invalid text) RETURNS surprise_churn_summary
AS 'MODULE_PATHNAME', 'csops_surprise_churn_accum_amount' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION surprise_churn_accum(surprise_churn_summary, timestamptz, timestamptz[], boolean, interval, interval, float8, text) IS 'adds a row to a summary of churn';
CREATE FUNCTION surprise_churn_accum_key(state surprise_churn_summary, churned_at timestamptz, flagged_at timestamptz[], scored boolean, key text) RETURNS surprise_churn_summary
AS 'MODULE_PATHNAME', 'csops_surprise_churn_accum_key' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION surprise_churn_accum_key(surprise_churn_summary, timestamptz, timestamptz[], boolean, text) IS 'adds a row to a summary of churn';
CREATE FUNCTION surprise_churn_accum_key(state surprise_churn_summary, churned_at timestamptz, flagged_at timestamptz[], scored boolean, key uuid) RETURNS surprise_churn_summary
AS 'MODULE_PATHNAME', 'csops_surprise_churn_accum_key' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION surprise_churn_accum_key(surprise_churn_summary, timestamptz, timestamptz[], boolean, uuid) IS 'adds a row to a summary of churn';
CREATE FUNCTION surprise_churn_accum_key(state surprise_churn_summary, churned_at timestamptz, flagged_at timestamptz[], scored boolean, lookback interval, lead interval, key text) RETURNS surprise_churn_summary
AS 'MODULE_PATHNAME', 'csops_surprise_churn_accum_key' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION surprise_churn_accum_key(surprise_churn_summary, timestamptz, timestamptz[], boolean, interval, interval, text) IS 'adds a row to a summary of churn';
CREATE FUNCTION surprise_churn_accum_key(state surprise_churn_summary, churned_at timestamptz, flagged_at timestamptz[], scored boolean, lookback interval, lead interval, key uuid) RETURNS surprise_churn_summary
AS 'MODULE_PATHNAME', 'csops_surprise_churn_accum_key' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION surprise_churn_accum_key(surprise_churn_summary, timestamptz, timestamptz[], boolean, interval, interval, uuid) IS 'adds a row to a summary of churn';
CREATE FUNCTION surprise_churn_accum_inv(state surprise_churn_summary, churned_at timestamptz, flagged_at timestamptz[], scored boolean) RETURNS surprise_churn_summary
AS 'MODULE_PATHNAME', 'csops_surprise_churn_accum_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION surprise_churn_accum_inv(surprise_churn_summary, timestamptz, timestamptz[], boolean) IS 'takes a row out of a summary of churn';
CREATE FUNCTION surprise_churn_accum_inv(state surprise_churn_summary, churned_at timestamptz, flagged_at timestamptz[], scored boolean, amount float8) RETURNS surprise_churn_summary
AS 'MODULE_PATHNAME', 'csops_surprise_churn_accum_amount_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION surprise_churn_accum_inv(surprise_churn_summary, timestamptz, timestamptz[], boolean, float8) IS 'takes a row out of a summary of churn';
CREATE FUNCTION surprise_churn_accum_inv(state surprise_churn_summary, churned_at timestamptz, flagged_at timestamptz[], scored boolean, lookback interval, lead interval) RETURNS surprise_churn_summary
AS 'MODULE_PATHNAME', 'csops_surprise_churn_accum_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION surprise_churn_accum_inv(surprise_churn_summary, timestamptz, timestamptz[], boolean, interval, interval) IS 'takes a row out of a summary of churn';
CREATE FUNCTION surprise_churn_accum_inv(state surprise_churn_summary, churned_at timestamptz, flagged_at timestamptz[], scored boolean, lookback interval, lead interval, amount float8) RETURNS surprise_churn_summary
AS 'MODULE_PATHNAME', 'csops_surprise_churn_accum_amount_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION surprise_churn_accum_inv(surprise_churn_summary, timestamptz, timestamptz[], boolean, interval, interval, float8) IS 'takes a row out of a summary of churn';
CREATE FUNCTION surprise_churn_accum_inv(state surprise_churn_summary, churned_at timestamptz, flagged_at timestamptz[], scored boolean, lookback interval, lead interval, on_invalid text) RETURNS surprise_churn_summary
AS 'MODULE_PATHNAME', 'csops_surprise_churn_accum_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION surprise_churn_accum_inv(surprise_churn_summary, timestamptz, timestamptz[], boolean, interval, interval, text) IS 'takes a row out of a summary of churn';
CREATE FUNCTION surprise_churn_accum_inv(state surprise_churn_summary, churned_at timestamptz, flagged_at timestamptz[], scored boolean, lookback interval, lead interval, amount float8, on_invalid text) RETURNS surprise_churn_summary
AS 'MODULE_PATHNAME', 'csops_surprise_churn_accum_amount_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION surprise_churn_accum_inv(surprise_churn_summary, timestamptz, timestamptz[], boolean, interval, interval, float8, text) IS 'takes a row out of a summary of churn';
CREATE FUNCTION surprise_churn_accum_key_inv(state surprise_churn_summary, churned_at timestamptz, flagged_at timestamptz[], scored boolean, key text) RETURNS surprise_churn_summary
AS 'MODULE_PATHNAME', 'csops_surprise_churn_accum_key_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION surprise_churn_accum_key_inv(surprise_churn_summary, timestamptz, timestamptz[], boolean, text) IS 'takes a row out of a summary of churn';
CREATE FUNCTION surprise_churn_accum_key_inv(state surprise_churn_summary, churned_at timestamptz, flagged_at timestamptz[], scored boolean, key uuid) RETURNS surprise_churn_summary
AS 'MODULE_PATHNAME', 'csops_surprise_churn_accum_key_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION surprise_churn_accum_key_inv(surprise_churn_summary, timestamptz, timestamptz[], boolean, uuid) IS 'takes a row out of a summary of churn';
CREATE FUNCTION surprise_churn_accum_key_inv(state surprise_churn_summary, churned_at timestamptz, flagged_at timestamptz[], scored boolean, lookback interval, lead interval, key text) RETURNS surprise_churn_summary
AS 'MODULE_PATHNAME', 'csops_surprise_churn_accum_key_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION surprise_churn_accum_key_inv(surprise_churn_summary, timestamptz, timestamptz[], boolean, interval, interval, text) IS 'takes a row out of a summary of churn';
CREATE FUNCTION surprise_churn_accum_key_inv(state surprise_churn_summary, churned_at timestamptz, flagged_at timestamptz[], scored boolean, lookback interval, lead interval, key uuid) RETURNS surprise_churn_summary
AS 'MODULE_PATHNAME', 'csops_surprise_churn_accum_key_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION surprise_churn_accum_key_inv(surprise_churn_summary, timestamptz, timestamptz[], boolean, interval, interval, uuid) IS 'takes a row out of a summary of churn';
CREATE FUNCTION surprise_churn_rate_final(state surprise_churn_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_surprise_churn_rate' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION surprise_churn_rate_final(surprise_churn_summary) IS 'surprise_churn_rate of a state';
--|## merge(surprise_churn_summary)
--|unit: surprise_churn_summary
--|nulls: NULL where either is NULL
--|errors: summaries with different lookback or lead; a total beyond 4.6e18 rows
--|example: SELECT observations(merge(surprise_churn_agg('2026-03-31Z', '{2026-03-01Z}', true), surprise_churn_agg('2026-03-31Z', '{}', true)))
--|result: 2
--|The function behind `||`, and the combine function of the aggregates. The order does not matter.
CREATE FUNCTION merge(a surprise_churn_summary, b surprise_churn_summary) RETURNS surprise_churn_summary
AS 'MODULE_PATHNAME', 'csops_merge_surprise_churn_summary' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION merge(surprise_churn_summary, surprise_churn_summary) IS 'the rows of both, as one summary';
CREATE OPERATOR || (LEFTARG = surprise_churn_summary, RIGHTARG = surprise_churn_summary, FUNCTION = merge, COMMUTATOR = ||);
COMMENT ON OPERATOR || (surprise_churn_summary, surprise_churn_summary) IS 'the rows of both: merge(a, b)';
--|## subtract(surprise_churn_summary)
--|unit: surprise_churn_summary
--|nulls: NULL where either is NULL
--|errors: as merge; a summary that was not merged into the first
--|example: SELECT foretold(s - s) FROM (SELECT surprise_churn_agg('2026-03-31Z', '{2026-03-01Z}', true)) AS q(s)
--|result: 0
--|The function behind `-`; exact: `subtract(merge(a, b), b) = a`. It is also how a moving window forgets the rows that leave it.
CREATE FUNCTION subtract(a surprise_churn_summary, b surprise_churn_summary) RETURNS surprise_churn_summary
AS 'MODULE_PATHNAME', 'csops_subtract_surprise_churn_summary' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION subtract(surprise_churn_summary, surprise_churn_summary) IS 'the rows of the first without those of the second';
CREATE OPERATOR - (LEFTARG = surprise_churn_summary, RIGHTARG = surprise_churn_summary, FUNCTION = subtract);
COMMENT ON OPERATOR - (surprise_churn_summary, surprise_churn_summary) IS 'the rows of the left without those of the right: subtract(a, b)';
--|## rollup(surprise_churn_summary)
--|unit: surprise_churn_summary
--|nulls: NULL rows are skipped; no rows give NULL
--|errors: as merge
--|example: SELECT surprise_churn_rate(rollup(s)) FROM (SELECT surprise_churn_agg(churned_at, flagged_at, true) FROM (VALUES ('2026-01-31Z'::timestamptz, '{2026-01-02Z}'::timestamptz[]), ('2026-02-28Z', NULL)) AS account(churned_at, flagged_at) GROUP BY churned_at) AS month(s)
--|result: 0.5
--|Merges many stored summaries, for a year from months or a company from segments. `GROUP BY rollup(x)` is SQL's own grouping sets,
--|something else.
CREATE AGGREGATE rollup(s surprise_churn_summary) (
	SFUNC = merge, STYPE = surprise_churn_summary, SSPACE = 144, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = merge, MINVFUNC = subtract, MSTYPE = surprise_churn_summary, MSSPACE = 144
);
COMMENT ON AGGREGATE rollup(surprise_churn_summary) IS 'the rows of all, as one summary';
--|## surprise_churn_agg
--|unit: surprise_churn_summary
--|nulls: NULL churned_at: the account is still here; NULL or empty flagged_at: no flags; NULL scored: no score; NULL amount: counted, without an amount; no rows give NULL
--|errors: a lookback or lead that is NULL, negative or has months, or differs from that of other rows; a lookback shorter than the lead; an infinite churned_at, a negative or infinite amount, unless on_invalid is 'count'; an implicit cast from timestamp or date
--|example: SELECT surprise_churn_agg(churned_at, flagged_at, scored, '90 days', '14 days', arr) FROM (VALUES ('2026-03-31Z'::timestamptz, '{2026-01-15Z, 2026-03-01Z}'::timestamptz[], true, 1200.0), ('2026-03-31Z', '{2026-03-25Z}', true, 300.5), ('2026-03-31Z', '{2025-06-01Z}', true, 99.5), ('2026-03-31Z', NULL, NULL, 50), (NULL, '{2026-03-01Z}', true, 5000)) AS account(churned_at, flagged_at, scored, arr)
--|result: {"lookback": 7776000000000, "lead": 1209600000000, "not_churned": 1, "invalid": 0, "without_amount": 0, "foretold": 1, "surprises": 2, "unscored": 1, "foretold_amount": 1200, "surprise_amount": 400, "unscored_amount": 50}
--|see: surprise_churn_rate, surprise_churn_rate_by_amount, rollup
--|In the example the second account was flagged six days before it left, too late, and the third half a year before, in another spell. As
--|text, and as json and jsonb, lookback and lead are in microseconds.
CREATE AGGREGATE surprise_churn_agg(churned_at timestamptz, flagged_at timestamptz[], scored boolean) (
	SFUNC = surprise_churn_accum, STYPE = surprise_churn_summary, SSPACE = 144, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = surprise_churn_accum, MINVFUNC = surprise_churn_accum_inv, MSTYPE = surprise_churn_summary, MSSPACE = 144
);
COMMENT ON AGGREGATE surprise_churn_agg(timestamptz, timestamptz[], boolean) IS 'Churn foretold and not, as a surprise_churn_summary; flags count from 90 to 14 days before';
CREATE AGGREGATE surprise_churn_agg(churned_at timestamptz, flagged_at timestamptz[], scored boolean, amount float8) (
	SFUNC = surprise_churn_accum, STYPE = surprise_churn_summary, SSPACE = 144, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = surprise_churn_accum, MINVFUNC = surprise_churn_accum_inv, MSTYPE = surprise_churn_summary, MSSPACE = 144
);
COMMENT ON AGGREGATE surprise_churn_agg(timestamptz, timestamptz[], boolean, float8) IS 'Churn foretold and not, by count and amount, as a surprise_churn_summary; flags count from 90 to 14 days before';
CREATE AGGREGATE surprise_churn_agg(churned_at timestamptz, flagged_at timestamptz[], scored boolean, lookback interval, lead interval) (
	SFUNC = surprise_churn_accum, STYPE = surprise_churn_summary, SSPACE = 144, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = surprise_churn_accum, MINVFUNC = surprise_churn_accum_inv, MSTYPE = surprise_churn_summary, MSSPACE = 144
);
COMMENT ON AGGREGATE surprise_churn_agg(timestamptz, timestamptz[], boolean, interval, interval) IS 'Churn foretold and not, as a surprise_churn_summary';
CREATE AGGREGATE surprise_churn_agg(churned_at timestamptz, flagged_at timestamptz[], scored boolean, lookback interval, lead interval, amount float8) (
	SFUNC = surprise_churn_accum, STYPE = surprise_churn_summary, SSPACE = 144, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = surprise_churn_accum, MINVFUNC = surprise_churn_accum_inv, MSTYPE = surprise_churn_summary, MSSPACE = 144
);
COMMENT ON AGGREGATE surprise_churn_agg(timestamptz, timestamptz[], boolean, interval, interval, float8) IS 'Churn foretold and not, by count and amount, as a surprise_churn_summary';
CREATE AGGREGATE surprise_churn_agg(churned_at timestamptz, flagged_at timestamptz[], scored boolean, lookback interval, lead interval, on_invalid text) (
	SFUNC = surprise_churn_accum, STYPE = surprise_churn_summary, SSPACE = 144, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = surprise_churn_accum, MINVFUNC = surprise_churn_accum_inv, MSTYPE = surprise_churn_summary, MSSPACE = 144
);
COMMENT ON AGGREGATE surprise_churn_agg(timestamptz, timestamptz[], boolean, interval, interval, text) IS 'Churn foretold and not, as a surprise_churn_summary; on_invalid is error or count';
CREATE AGGREGATE surprise_churn_agg(churned_at timestamptz, flagged_at timestamptz[], scored boolean, lookback interval, lead interval, amount float8, on_invalid text) (
	SFUNC = surprise_churn_accum, STYPE = surprise_churn_summary, SSPACE = 144, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = surprise_churn_accum, MINVFUNC = surprise_churn_accum_inv, MSTYPE = surprise_churn_summary, MSSPACE = 144
);
COMMENT ON AGGREGATE surprise_churn_agg(timestamptz, timestamptz[], boolean, interval, interval, float8, text) IS 'Churn foretold and not, by count and amount, as a surprise_churn_summary; on_invalid is error or count';
--|## observations(surprise_churn_summary)
--|formula: number of accounts that churned
--|unit: rows
--|direction: lower is better
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT observations(surprise_churn_agg(churned_at, flagged_at, scored, '90 days', '14 days', arr)) FROM (VALUES ('2026-03-31Z'::timestamptz, '{2026-01-15Z, 2026-03-01Z}'::timestamptz[], true, 1200.0), ('2026-03-31Z', '{2026-03-25Z}', true, 300.5), ('2026-03-31Z', '{2025-06-01Z}', true, 99.5), ('2026-03-31Z', NULL, NULL, 50), (NULL, '{2026-03-01Z}', true, 5000)) AS account(churned_at, flagged_at, scored, arr)
--|result: 4
CREATE FUNCTION observations(s surprise_churn_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_surprise_churn_observations' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION observations(surprise_churn_summary) IS 'Number of accounts that churned';
--|## foretold(surprise_churn_summary)
--|formula: number of accounts that churned and were flagged in time
--|unit: rows
--|direction: higher is better
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT foretold(surprise_churn_agg(churned_at, flagged_at, scored, '90 days', '14 days', arr)) FROM (VALUES ('2026-03-31Z'::timestamptz, '{2026-01-15Z, 2026-03-01Z}'::timestamptz[], true, 1200.0), ('2026-03-31Z', '{2026-03-25Z}', true, 300.5), ('2026-03-31Z', '{2025-06-01Z}', true, 99.5), ('2026-03-31Z', NULL, NULL, 50), (NULL, '{2026-03-01Z}', true, 5000)) AS account(churned_at, flagged_at, scored, arr)
--|result: 1
CREATE FUNCTION foretold(s surprise_churn_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_foretold' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION foretold(surprise_churn_summary) IS 'Number of accounts that churned and were flagged in time';
--|## surprises(surprise_churn_summary)
--|formula: number of accounts that churned, had a score, and were not flagged in time
--|unit: rows
--|direction: lower is better
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT surprises(surprise_churn_agg(churned_at, flagged_at, scored, '90 days', '14 days', arr)) FROM (VALUES ('2026-03-31Z'::timestamptz, '{2026-01-15Z, 2026-03-01Z}'::timestamptz[], true, 1200.0), ('2026-03-31Z', '{2026-03-25Z}', true, 300.5), ('2026-03-31Z', '{2025-06-01Z}', true, 99.5), ('2026-03-31Z', NULL, NULL, 50), (NULL, '{2026-03-01Z}', true, 5000)) AS account(churned_at, flagged_at, scored, arr)
--|result: 2
CREATE FUNCTION surprises(s surprise_churn_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_surprises' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION surprises(surprise_churn_summary) IS 'Number of accounts that churned, scored but not flagged in time';
--|## unscored(surprise_churn_summary)
--|formula: number of accounts that churned without a score, and without a flag in time
--|unit: rows
--|direction: lower is better
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT unscored(surprise_churn_agg(churned_at, flagged_at, scored, '90 days', '14 days', arr)) FROM (VALUES ('2026-03-31Z'::timestamptz, '{2026-01-15Z, 2026-03-01Z}'::timestamptz[], true, 1200.0), ('2026-03-31Z', '{2026-03-25Z}', true, 300.5), ('2026-03-31Z', '{2025-06-01Z}', true, 99.5), ('2026-03-31Z', NULL, NULL, 50), (NULL, '{2026-03-01Z}', true, 5000)) AS account(churned_at, flagged_at, scored, arr)
--|result: 1
CREATE FUNCTION unscored(s surprise_churn_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_surprise_churn_unscored' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION unscored(surprise_churn_summary) IS 'Number of accounts that churned without a score';
--|## not_churned(surprise_churn_summary)
--|formula: number of rows whose churned_at is NULL
--|unit: rows
--|direction: higher is better
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT not_churned(surprise_churn_agg(churned_at, flagged_at, scored, '90 days', '14 days', arr)) FROM (VALUES ('2026-03-31Z'::timestamptz, '{2026-01-15Z, 2026-03-01Z}'::timestamptz[], true, 1200.0), ('2026-03-31Z', '{2026-03-25Z}', true, 300.5), ('2026-03-31Z', '{2025-06-01Z}', true, 99.5), ('2026-03-31Z', NULL, NULL, 50), (NULL, '{2026-03-01Z}', true, 5000)) AS account(churned_at, flagged_at, scored, arr)
--|result: 1
CREATE FUNCTION not_churned(s surprise_churn_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_not_churned' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION not_churned(surprise_churn_summary) IS 'Number of accounts that have not churned';
--|## without_amount(surprise_churn_summary)
--|formula: number of accounts that churned and have no amount
--|unit: rows
--|direction: lower is better
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT without_amount(surprise_churn_agg(churned_at, flagged_at, scored, '90 days', '14 days', arr)) FROM (VALUES ('2026-03-31Z'::timestamptz, '{2026-01-15Z, 2026-03-01Z}'::timestamptz[], true, 1200.0), ('2026-03-31Z', '{2026-03-25Z}', true, 300.5), ('2026-03-31Z', '{2025-06-01Z}', true, 99.5), ('2026-03-31Z', NULL, NULL, 50), (NULL, '{2026-03-01Z}', true, 5000)) AS account(churned_at, flagged_at, scored, arr)
--|result: 0
CREATE FUNCTION without_amount(s surprise_churn_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_without_amount' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION without_amount(surprise_churn_summary) IS 'Number of accounts that churned and have no amount';
--|## invalid(surprise_churn_summary)
--|formula: number of rows that `on_invalid => 'count'` let through
--|unit: rows
--|direction: lower is better
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT invalid(surprise_churn_agg(churned_at, NULL, true, '90 days', '14 days', -1, 'count')) FROM (VALUES ('2026-03-31Z'::timestamptz), (NULL)) AS account(churned_at)
--|result: 1
CREATE FUNCTION invalid(s surprise_churn_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_surprise_churn_invalid' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION invalid(surprise_churn_summary) IS 'Number of impossible rows that were counted instead of refused';
--|## foretold_amount, surprise_amount, unscored_amount
--|formula: sum of the amounts of the accounts that foretold, surprises and unscored count
--|unit: that of the amounts
--|direction: higher is better: foretold_amount; lower is better: surprise_amount, unscored_amount
--|components: itself
--|nulls: NULL gives NULL; no such amounts give 0
--|errors: none
--|example: SELECT foretold_amount(s), surprise_amount(s), unscored_amount(s) FROM (SELECT surprise_churn_agg(churned_at, flagged_at, scored, '90 days', '14 days', arr) FROM (VALUES ('2026-03-31Z'::timestamptz, '{2026-01-15Z, 2026-03-01Z}'::timestamptz[], true, 1200.0), ('2026-03-31Z', '{2026-03-25Z}', true, 300.5), ('2026-03-31Z', '{2025-06-01Z}', true, 99.5), ('2026-03-31Z', NULL, NULL, 50), (NULL, '{2026-03-01Z}', true, 5000)) AS account(churned_at, flagged_at, scored, arr)) AS quarter(s)
--|result: 1200|400|50
--|see: surprise_churn_rate_by_amount
CREATE FUNCTION foretold_amount(s surprise_churn_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_foretold_amount' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION foretold_amount(surprise_churn_summary) IS 'Amount lost that was foretold';
CREATE FUNCTION surprise_amount(s surprise_churn_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_surprise_amount' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION surprise_amount(surprise_churn_summary) IS 'Amount lost as a surprise';
CREATE FUNCTION unscored_amount(s surprise_churn_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_unscored_amount' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION unscored_amount(surprise_churn_summary) IS 'Amount lost with accounts that had no score';
--|## surprise_churn_rate
--|formula: surprises / (surprises + foretold)
--|unit: share, 0 to 1
--|direction: lower is better
--|components: surprises(surprise_churn_summary), foretold(surprise_churn_summary)
--|nulls: no churn of scored accounts gives NULL
--|errors: as surprise_churn_agg; a NULL key
--|example: SELECT surprise_churn_rate(surprise_churn_agg(churned_at, flagged_at, scored, '90 days', '14 days', arr)) FROM (VALUES ('2026-03-31Z'::timestamptz, '{2026-01-15Z, 2026-03-01Z}'::timestamptz[], true, 1200.0), ('2026-03-31Z', '{2026-03-25Z}', true, 300.5), ('2026-03-31Z', '{2025-06-01Z}', true, 99.5), ('2026-03-31Z', NULL, NULL, 50), (NULL, '{2026-03-01Z}', true, 5000)) AS account(churned_at, flagged_at, scored, arr)
--|result: 0.6666666666666666
--|example: SELECT surprise_churn_rate(churned_at, flagged_at, scored) FROM (VALUES ('2026-03-31Z'::timestamptz, '{2026-01-15Z, 2026-03-01Z}'::timestamptz[], true, 1200.0), ('2026-03-31Z', '{2026-03-25Z}', true, 300.5), ('2026-03-31Z', '{2025-06-01Z}', true, 99.5), ('2026-03-31Z', NULL, NULL, 50), (NULL, '{2026-03-01Z}', true, 5000)) AS account(churned_at, flagged_at, scored, arr)
--|result: 0.6666666666666666
--|see: surprise_churn_rate_lo, surprise_churn_rate_by_amount, score_coverage_by_amount
--|The overloads with a key are for rows that a join has repeated: see `nps`.
CREATE FUNCTION surprise_churn_rate(s surprise_churn_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_surprise_churn_rate' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION surprise_churn_rate(surprise_churn_summary) IS 'Share of the churn of scored accounts that no flag foretold in time, 0 to 1';
CREATE AGGREGATE surprise_churn_rate(churned_at timestamptz, flagged_at timestamptz[], scored boolean) (
	SFUNC = surprise_churn_accum, STYPE = surprise_churn_summary, SSPACE = 144, FINALFUNC = surprise_churn_rate_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = surprise_churn_accum, MINVFUNC = surprise_churn_accum_inv, MSTYPE = surprise_churn_summary, MSSPACE = 144, MFINALFUNC = surprise_churn_rate_final
);
COMMENT ON AGGREGATE surprise_churn_rate(timestamptz, timestamptz[], boolean) IS 'Share of the churn of scored accounts that no flag foretold, 0 to 1; flags count from 90 to 14 days before';
CREATE AGGREGATE surprise_churn_rate(churned_at timestamptz, flagged_at timestamptz[], scored boolean, key text) (
	SFUNC = surprise_churn_accum_key, STYPE = surprise_churn_summary, SSPACE = 144, FINALFUNC = surprise_churn_rate_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = surprise_churn_accum_key, MINVFUNC = surprise_churn_accum_key_inv, MSTYPE = surprise_churn_summary, MSSPACE = 144, MFINALFUNC = surprise_churn_rate_final
);
COMMENT ON AGGREGATE surprise_churn_rate(timestamptz, timestamptz[], boolean, text) IS 'Share of the churn of scored accounts that no flag foretold, 0 to 1; flags count from 90 to 14 days before; for DISTINCT, by key';
CREATE AGGREGATE surprise_churn_rate(churned_at timestamptz, flagged_at timestamptz[], scored boolean, key uuid) (
	SFUNC = surprise_churn_accum_key, STYPE = surprise_churn_summary, SSPACE = 144, FINALFUNC = surprise_churn_rate_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = surprise_churn_accum_key, MINVFUNC = surprise_churn_accum_key_inv, MSTYPE = surprise_churn_summary, MSSPACE = 144, MFINALFUNC = surprise_churn_rate_final
);
COMMENT ON AGGREGATE surprise_churn_rate(timestamptz, timestamptz[], boolean, uuid) IS 'Share of the churn of scored accounts that no flag foretold, 0 to 1; flags count from 90 to 14 days before; for DISTINCT, by key';
CREATE AGGREGATE surprise_churn_rate(churned_at timestamptz, flagged_at timestamptz[], scored boolean, lookback interval, lead interval) (
	SFUNC = surprise_churn_accum, STYPE = surprise_churn_summary, SSPACE = 144, FINALFUNC = surprise_churn_rate_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = surprise_churn_accum, MINVFUNC = surprise_churn_accum_inv, MSTYPE = surprise_churn_summary, MSSPACE = 144, MFINALFUNC = surprise_churn_rate_final
);
COMMENT ON AGGREGATE surprise_churn_rate(timestamptz, timestamptz[], boolean, interval, interval) IS 'Share of the churn of scored accounts that no flag foretold, 0 to 1';
CREATE AGGREGATE surprise_churn_rate(churned_at timestamptz, flagged_at timestamptz[], scored boolean, lookback interval, lead interval, key text) (
	SFUNC = surprise_churn_accum_key, STYPE = surprise_churn_summary, SSPACE = 144, FINALFUNC = surprise_churn_rate_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = surprise_churn_accum_key, MINVFUNC = surprise_churn_accum_key_inv, MSTYPE = surprise_churn_summary, MSSPACE = 144, MFINALFUNC = surprise_churn_rate_final
);
COMMENT ON AGGREGATE surprise_churn_rate(timestamptz, timestamptz[], boolean, interval, interval, text) IS 'Share of the churn of scored accounts that no flag foretold, 0 to 1; for DISTINCT, by key';
CREATE AGGREGATE surprise_churn_rate(churned_at timestamptz, flagged_at timestamptz[], scored boolean, lookback interval, lead interval, key uuid) (
	SFUNC = surprise_churn_accum_key, STYPE = surprise_churn_summary, SSPACE = 144, FINALFUNC = surprise_churn_rate_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = surprise_churn_accum_key, MINVFUNC = surprise_churn_accum_key_inv, MSTYPE = surprise_churn_summary, MSSPACE = 144, MFINALFUNC = surprise_churn_rate_final
);
COMMENT ON AGGREGATE surprise_churn_rate(timestamptz, timestamptz[], boolean, interval, interval, uuid) IS 'Share of the churn of scored accounts that no flag foretold, 0 to 1; for DISTINCT, by key';
--|## surprise_churn_rate_lo
--|formula: the interval of a share, by Wilson or another method: see proportion_lo
--|unit: share, 0 to 1
--|nulls: as surprise_churn_rate
--|errors: a confidence outside 0 to 1; an unknown method
--|example: SELECT round(surprise_churn_rate_lo(s)::numeric, 6), round(surprise_churn_rate_hi(s)::numeric, 6) FROM (SELECT surprise_churn_agg(churned_at, flagged_at, scored, '90 days', '14 days', arr) FROM (VALUES ('2026-03-31Z'::timestamptz, '{2026-01-15Z, 2026-03-01Z}'::timestamptz[], true, 1200.0), ('2026-03-31Z', '{2026-03-25Z}', true, 300.5), ('2026-03-31Z', '{2025-06-01Z}', true, 99.5), ('2026-03-31Z', NULL, NULL, 50), (NULL, '{2026-03-01Z}', true, 5000)) AS account(churned_at, flagged_at, scored, arr)) AS quarter(s)
--|result: 0.207660|0.938508
--|see: surprise_churn_rate, proportion_lo
--|Lower and upper end.
CREATE FUNCTION surprise_churn_rate_lo(s surprise_churn_summary, confidence float8 DEFAULT 0.95, method text DEFAULT 'wilson') RETURNS float8
AS 'MODULE_PATHNAME', 'csops_surprise_churn_rate_lo' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION surprise_churn_rate_lo(surprise_churn_summary, float8, text) IS 'Lower end of the interval of the surprise churn rate, 0 to 1';
CREATE FUNCTION surprise_churn_rate_hi(s surprise_churn_summary, confidence float8 DEFAULT 0.95, method text DEFAULT 'wilson') RETURNS float8
AS 'MODULE_PATHNAME', 'csops_surprise_churn_rate_hi' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION surprise_churn_rate_hi(surprise_churn_summary, float8, text) IS 'Upper end of the interval of the surprise churn rate, 0 to 1';
--|## surprise_churn_rate_by_amount
--|formula: surprise_amount / (surprise_amount + foretold_amount)
--|unit: share, 0 to 1
--|direction: lower is better
--|components: surprise_amount, foretold_amount
--|nulls: no amounts of scored accounts that churned give NULL
--|errors: none
--|example: SELECT surprise_churn_rate_by_amount(surprise_churn_agg(churned_at, flagged_at, scored, '90 days', '14 days', arr)) FROM (VALUES ('2026-03-31Z'::timestamptz, '{2026-01-15Z, 2026-03-01Z}'::timestamptz[], true, 1200.0), ('2026-03-31Z', '{2026-03-25Z}', true, 300.5), ('2026-03-31Z', '{2025-06-01Z}', true, 99.5), ('2026-03-31Z', NULL, NULL, 50), (NULL, '{2026-03-01Z}', true, 5000)) AS account(churned_at, flagged_at, scored, arr)
--|result: 0.25
--|see: surprise_churn_rate, foretold_amount
CREATE FUNCTION surprise_churn_rate_by_amount(s surprise_churn_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_surprise_churn_rate_by_amount' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION surprise_churn_rate_by_amount(surprise_churn_summary) IS 'Share of the amount lost with scored accounts that no flag foretold in time, 0 to 1';
--|## score_coverage(surprise_churn_summary), score_coverage_by_amount
--|formula: (surprises + foretold) / observations; by amount, the same of the amounts
--|unit: share, 0 to 1
--|direction: higher is better
--|components: score_coverage(surprise_churn_summary): surprises(surprise_churn_summary), foretold(surprise_churn_summary), observations(surprise_churn_summary); score_coverage_by_amount: surprise_amount, foretold_amount, unscored_amount
--|nulls: no churn, and by amount no amounts, give NULL
--|errors: none
--|example: SELECT score_coverage(s), round(score_coverage_by_amount(s)::numeric, 6) FROM (SELECT surprise_churn_agg(churned_at, flagged_at, scored, '90 days', '14 days', arr) FROM (VALUES ('2026-03-31Z'::timestamptz, '{2026-01-15Z, 2026-03-01Z}'::timestamptz[], true, 1200.0), ('2026-03-31Z', '{2026-03-25Z}', true, 300.5), ('2026-03-31Z', '{2025-06-01Z}', true, 99.5), ('2026-03-31Z', NULL, NULL, 50), (NULL, '{2026-03-01Z}', true, 5000)) AS account(churned_at, flagged_at, scored, arr)) AS quarter(s)
--|result: 0.75|0.969697
--|see: score_coverage(score_evaluation)
--|How much of the churn the score could have foretold at all. The coverage of all accounts is that of their evaluation.
CREATE FUNCTION score_coverage(s surprise_churn_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_surprise_churn_score_coverage' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION score_coverage(surprise_churn_summary) IS 'Share of the accounts that churned that had a score, 0 to 1';
CREATE FUNCTION score_coverage_by_amount(s surprise_churn_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_score_coverage_by_amount' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION score_coverage_by_amount(surprise_churn_summary) IS 'Share of the amount lost that was of accounts with a score, 0 to 1';
