-- The health of many accounts, weighted by revenue or whatever else, as one mergeable value. Needs 80-health-model.

--|# Customer health: portfolios
--|`portfolio_health_agg(score, weight)` keeps the scores of many accounts with their weights, such as recurring revenue: of a team's
--|book, a region, or the subsidiaries of one customer. It answers with the mean by weight, the lowest score, the share of the weight
--|below a score, and the share of the weight that has a score at all. GROUP BY the parent account for the health of a parent;
--|summaries roll up from parents to regions and to the company, and can be subtracted from each other.
--|
--|An account without a score counts in the coverage and nowhere else: it is not an account with 0. A row without a weight is
--|counted in `unweighted`. A score outside 0 to 100, and a weight that is negative, not finite or above 9e15, is an error, or is
--|counted in `invalid` with `'count'` as last argument.
--|
--|Scores are told apart by tenths: what lies below 50, or at 50 or below, is exact for every score with one digit after the point. The
--|lowest score is exact until something is subtracted, and in windows whose frame moves; then it is the tenth at or below it.
-- type: portfolio_health
COMMENT ON TYPE portfolio_health IS 'The scores of many accounts by weight';
--|## internal: portfolio transition functions
CREATE FUNCTION portfolio_accum(state portfolio_health, score float8, weight float8) RETURNS portfolio_health
AS 'MODULE_PATHNAME', 'csops_portfolio_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION portfolio_accum(portfolio_health, float8, float8) IS 'adds an account to a state';
CREATE FUNCTION portfolio_accum(state portfolio_health, score float8, weight float8, on_invalid text) RETURNS portfolio_health
AS 'MODULE_PATHNAME', 'csops_portfolio_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION portfolio_accum(portfolio_health, float8, float8, text) IS 'adds an account to a state';
CREATE FUNCTION portfolio_accum_key(state portfolio_health, score float8, weight float8, key text) RETURNS portfolio_health
AS 'MODULE_PATHNAME', 'csops_portfolio_accum_key' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION portfolio_accum_key(portfolio_health, float8, float8, text) IS 'adds an account to a state';
CREATE FUNCTION portfolio_accum_key(state portfolio_health, score float8, weight float8, key uuid) RETURNS portfolio_health
AS 'MODULE_PATHNAME', 'csops_portfolio_accum_key' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION portfolio_accum_key(portfolio_health, float8, float8, uuid) IS 'adds an account to a state';
CREATE FUNCTION portfolio_accum_inv(state portfolio_health, score float8, weight float8) RETURNS portfolio_health
AS 'MODULE_PATHNAME', 'csops_portfolio_accum_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION portfolio_accum_inv(portfolio_health, float8, float8) IS 'takes an account out of a state';
CREATE FUNCTION portfolio_accum_inv(state portfolio_health, score float8, weight float8, on_invalid text) RETURNS portfolio_health
AS 'MODULE_PATHNAME', 'csops_portfolio_accum_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION portfolio_accum_inv(portfolio_health, float8, float8, text) IS 'takes an account out of a state';
CREATE FUNCTION portfolio_accum_key_inv(state portfolio_health, score float8, weight float8, key text) RETURNS portfolio_health
AS 'MODULE_PATHNAME', 'csops_portfolio_accum_key_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION portfolio_accum_key_inv(portfolio_health, float8, float8, text) IS 'takes an account out of a state';
CREATE FUNCTION portfolio_accum_key_inv(state portfolio_health, score float8, weight float8, key uuid) RETURNS portfolio_health
AS 'MODULE_PATHNAME', 'csops_portfolio_accum_key_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION portfolio_accum_key_inv(portfolio_health, float8, float8, uuid) IS 'takes an account out of a state';
CREATE FUNCTION portfolio_score_final(state portfolio_health) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_portfolio_score' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION portfolio_score_final(portfolio_health) IS 'portfolio_score of a state';
CREATE FUNCTION portfolio_coverage_final(state portfolio_health) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_portfolio_coverage' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION portfolio_coverage_final(portfolio_health) IS 'portfolio_coverage of a state';
CREATE FUNCTION portfolio_moving_final(state portfolio_health) RETURNS portfolio_health
AS 'MODULE_PATHNAME', 'csops_portfolio_moving_final' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION portfolio_moving_final(portfolio_health) IS 'the state of a moving frame, without the lowest score';
--|## merge(portfolio_health)
--|unit: portfolio_health
--|nulls: NULL where either is NULL
--|errors: more than 4.6e18 accounts
--|example: SELECT portfolio_score(merge(portfolio_health_agg(90, 100000), portfolio_health_agg(40, 300000)))
--|result: 52.5
--|The function behind `||`, and the combine function of the aggregates. The order does not matter.
CREATE FUNCTION merge(a portfolio_health, b portfolio_health) RETURNS portfolio_health
AS 'MODULE_PATHNAME', 'csops_merge_portfolio_health' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION merge(portfolio_health, portfolio_health) IS 'the accounts of both, as one portfolio';
CREATE OPERATOR || (LEFTARG = portfolio_health, RIGHTARG = portfolio_health, FUNCTION = merge, COMMUTATOR = ||);
COMMENT ON OPERATOR || (portfolio_health, portfolio_health) IS 'the accounts of both: merge(a, b)';
--|## subtract(portfolio_health)
--|unit: portfolio_health
--|nulls: NULL where either is NULL
--|errors: accounts in b that are not in a, as far as scores and weights tell
--|example: SELECT portfolio_score(subtract(a || b, b)), portfolio_lowest(subtract(a || b, b)) FROM (SELECT portfolio_health_agg(90.25, 100000), portfolio_health_agg(40, 300000)) AS team(a, b)
--|result: 90.25|90.2
--|The function behind `-`: the company without one team. The lowest score is known to a tenth afterwards.
CREATE FUNCTION subtract(a portfolio_health, b portfolio_health) RETURNS portfolio_health
AS 'MODULE_PATHNAME', 'csops_subtract_portfolio_health' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION subtract(portfolio_health, portfolio_health) IS 'the accounts of a without those of b';
CREATE OPERATOR - (LEFTARG = portfolio_health, RIGHTARG = portfolio_health, FUNCTION = subtract);
COMMENT ON OPERATOR - (portfolio_health, portfolio_health) IS 'the accounts of the left without those of the right: subtract(a, b)';
--|## rollup(portfolio_health)
--|unit: portfolio_health
--|nulls: NULL rows are skipped; no rows give NULL
--|errors: as merge
--|example: SELECT portfolio_score(rollup(s)), portfolio_lowest(rollup(s)) FROM (SELECT portfolio_health_agg(score, arr) FROM (VALUES ('north', 90, 100000), ('south', 40, 200000), ('south', 60, 100000)) AS account(team, score, arr) GROUP BY team) AS by_team(s)
--|result: 57.5|40
--|Merges many stored portfolios. `GROUP BY rollup(x)` is SQL's own grouping sets, something else.
CREATE AGGREGATE rollup(s portfolio_health) (
	SFUNC = merge, STYPE = portfolio_health, SSPACE = 400, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = merge, MINVFUNC = subtract, MSTYPE = portfolio_health, MSSPACE = 400, MFINALFUNC = portfolio_moving_final
);
COMMENT ON AGGREGATE rollup(portfolio_health) IS 'the accounts of all, as one portfolio';
--|## portfolio_health_agg
--|unit: portfolio_health
--|nulls: a NULL score counts in the coverage; a row with a NULL weight is counted in unweighted; no rows give NULL
--|errors: a score outside 0 to 100; a weight outside 0 to 9007199254740992
--|example: SELECT portfolio_health_agg(score, arr) FROM (VALUES (90, 100000), (40, 300000), (NULL, 50000)) AS account(score, arr)
--|result: {"unscored": 1, "unweighted": 0, "invalid": 0, "unscored_weight": 50000, "weighted_score": 21000000, "lowest": 40, "scores": [[40, 40, 1, 300000], [90, 90, 1, 100000]]}
--|see: portfolio_score, portfolio_lowest, portfolio_share_below, portfolio_coverage
--|The health of parent accounts, by the revenue of their subsidiaries, is this with GROUP BY the parent:
--|
--|```sql
--|SELECT coalesce(parent, account) AS parent, portfolio_score(score, arr), portfolio_coverage(score, arr)
--|FROM (VALUES ('a1', 'a', 90, 100), ('a2', 'a', 40, 300), ('a', NULL, NULL, 50), ('b', NULL, 70, 10)) AS t(account, parent, score, arr)
--|GROUP BY 1 ORDER BY 1;
--|```
CREATE AGGREGATE portfolio_health_agg(score float8, weight float8) (
	SFUNC = portfolio_accum, STYPE = portfolio_health, SSPACE = 400, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = portfolio_accum, MINVFUNC = portfolio_accum_inv, MSTYPE = portfolio_health, MSSPACE = 400, MFINALFUNC = portfolio_moving_final
);
COMMENT ON AGGREGATE portfolio_health_agg(float8, float8) IS 'The scores of many accounts by weight, as a portfolio_health';
CREATE AGGREGATE portfolio_health_agg(score float8, weight float8, on_invalid text) (
	SFUNC = portfolio_accum, STYPE = portfolio_health, SSPACE = 400, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = portfolio_accum, MINVFUNC = portfolio_accum_inv, MSTYPE = portfolio_health, MSSPACE = 400, MFINALFUNC = portfolio_moving_final
);
COMMENT ON AGGREGATE portfolio_health_agg(float8, float8, text) IS 'The scores of many accounts by weight, as a portfolio_health; ''count'' counts impossible rows';
--|## portfolio_score
--|formula: sum(weight x score) / sum(weight), over accounts with a score
--|unit: points, 0 to 100
--|direction: higher is better
--|components: portfolio_points, portfolio_weight
--|nulls: NULL where no account with a score has a weight above 0
--|errors: those of portfolio_health_agg; a NULL key in the one-step form
--|example: SELECT portfolio_score(score, arr) FROM (VALUES (90, 100000), (40, 300000), (NULL, 50000)) AS account(score, arr)
--|result: 52.5
--|see: portfolio_lowest, portfolio_coverage
CREATE FUNCTION portfolio_score(p portfolio_health) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_portfolio_score' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION portfolio_score(portfolio_health) IS 'Mean health by weight, 0 to 100 points';
CREATE AGGREGATE portfolio_score(score float8, weight float8) (
	SFUNC = portfolio_accum, STYPE = portfolio_health, SSPACE = 400, FINALFUNC = portfolio_score_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = portfolio_accum, MINVFUNC = portfolio_accum_inv, MSTYPE = portfolio_health, MSSPACE = 400, MFINALFUNC = portfolio_score_final
);
COMMENT ON AGGREGATE portfolio_score(float8, float8) IS 'Mean health by weight, 0 to 100 points';
CREATE AGGREGATE portfolio_score(score float8, weight float8, key text) (
	SFUNC = portfolio_accum_key, STYPE = portfolio_health, SSPACE = 400, FINALFUNC = portfolio_score_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = portfolio_accum_key, MINVFUNC = portfolio_accum_key_inv, MSTYPE = portfolio_health, MSSPACE = 400, MFINALFUNC = portfolio_score_final
);
COMMENT ON AGGREGATE portfolio_score(float8, float8, text) IS 'Mean health by weight, 0 to 100 points; for DISTINCT, by key';
CREATE AGGREGATE portfolio_score(score float8, weight float8, key uuid) (
	SFUNC = portfolio_accum_key, STYPE = portfolio_health, SSPACE = 400, FINALFUNC = portfolio_score_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = portfolio_accum_key, MINVFUNC = portfolio_accum_key_inv, MSTYPE = portfolio_health, MSSPACE = 400, MFINALFUNC = portfolio_score_final
);
COMMENT ON AGGREGATE portfolio_score(float8, float8, uuid) IS 'Mean health by weight, 0 to 100 points; for DISTINCT, by key';
--|## portfolio_coverage
--|formula: weight of the accounts with a score / weight of all
--|unit: share, 0 to 1
--|direction: higher is better
--|components: portfolio_weight, portfolio_weight_unscored
--|nulls: NULL where nothing has a weight above 0
--|errors: those of portfolio_health_agg; a NULL key in the one-step form
--|example: SELECT portfolio_coverage(score, arr) FROM (VALUES (90, 100000), (40, 300000), (NULL, 50000)) AS account(score, arr)
--|result: 0.8888888888888888
--|see: portfolio_score
CREATE FUNCTION portfolio_coverage(p portfolio_health) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_portfolio_coverage' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION portfolio_coverage(portfolio_health) IS 'Share of the weight that has a score, 0 to 1';
CREATE AGGREGATE portfolio_coverage(score float8, weight float8) (
	SFUNC = portfolio_accum, STYPE = portfolio_health, SSPACE = 400, FINALFUNC = portfolio_coverage_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = portfolio_accum, MINVFUNC = portfolio_accum_inv, MSTYPE = portfolio_health, MSSPACE = 400, MFINALFUNC = portfolio_coverage_final
);
COMMENT ON AGGREGATE portfolio_coverage(float8, float8) IS 'Share of the weight that has a score, 0 to 1';
CREATE AGGREGATE portfolio_coverage(score float8, weight float8, key text) (
	SFUNC = portfolio_accum_key, STYPE = portfolio_health, SSPACE = 400, FINALFUNC = portfolio_coverage_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = portfolio_accum_key, MINVFUNC = portfolio_accum_key_inv, MSTYPE = portfolio_health, MSSPACE = 400, MFINALFUNC = portfolio_coverage_final
);
COMMENT ON AGGREGATE portfolio_coverage(float8, float8, text) IS 'Share of the weight that has a score, 0 to 1; for DISTINCT, by key';
CREATE AGGREGATE portfolio_coverage(score float8, weight float8, key uuid) (
	SFUNC = portfolio_accum_key, STYPE = portfolio_health, SSPACE = 400, FINALFUNC = portfolio_coverage_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = portfolio_accum_key, MINVFUNC = portfolio_accum_key_inv, MSTYPE = portfolio_health, MSSPACE = 400, MFINALFUNC = portfolio_coverage_final
);
COMMENT ON AGGREGATE portfolio_coverage(float8, float8, uuid) IS 'Share of the weight that has a score, 0 to 1; for DISTINCT, by key';
--|## portfolio_lowest
--|formula: the lowest score of an account
--|unit: points, 0 to 100
--|direction: higher is better
--|components: none
--|nulls: NULL where no account has a score
--|errors: none
--|example: SELECT portfolio_lowest(portfolio_health_agg(score, arr)) FROM (VALUES (90, 100000), (40, 300000), (NULL, 50000)) AS account(score, arr)
--|result: 40
--|see: portfolio_score
--|Exact until something is subtracted; then the tenth at or below it.
CREATE FUNCTION portfolio_lowest(p portfolio_health) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_portfolio_lowest' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION portfolio_lowest(portfolio_health) IS 'Lowest health of an account, 0 to 100 points';
--|## portfolio_share_below
--|formula: weight of the accounts with a lower score, or with that one too when inclusive / weight of all accounts with a score
--|unit: share, 0 to 1
--|direction: lower is better
--|components: portfolio_weight_below, portfolio_weight
--|nulls: NULL where no account with a score has a weight above 0
--|errors: a score that is no multiple of 0.1 from 0 to 100
--|example: SELECT portfolio_share_below(p, 40), portfolio_share_below(p, 40, inclusive => true), portfolio_share_below(p, 50) FROM (SELECT portfolio_health_agg(score, arr) FROM (VALUES (90, 100000), (40, 300000), (NULL, 50000)) AS account(score, arr)) AS company(p)
--|result: 0|0.75|0.75
--|see: portfolio_weight_below, portfolio_accounts_below
--|The share of the revenue in the red: give the score with which the next band begins, `inclusive` where bands are `"(]"`.
CREATE FUNCTION portfolio_share_below(p portfolio_health, score float8, inclusive boolean DEFAULT false) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_portfolio_share_below' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION portfolio_share_below(portfolio_health, float8, boolean) IS 'Share of the weight with a lower score, 0 to 1';
--|## portfolio_weight_below
--|formula: weight of the accounts with a lower score, or with that one too when inclusive
--|unit: the weight's own
--|direction: lower is better
--|components: itself
--|nulls: NULL where an argument is NULL
--|errors: a score that is no multiple of 0.1 from 0 to 100
--|example: SELECT portfolio_weight_below(portfolio_health_agg(score, arr), 50) FROM (VALUES (90, 100000), (40, 300000), (NULL, 50000)) AS account(score, arr)
--|result: 300000
--|see: portfolio_share_below, portfolio_weight
CREATE FUNCTION portfolio_weight_below(p portfolio_health, score float8, inclusive boolean DEFAULT false) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_portfolio_weight_below' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION portfolio_weight_below(portfolio_health, float8, boolean) IS 'Weight with a lower score, in its own unit';
--|## portfolio_weight
--|formula: weight of the accounts with a score
--|unit: the weight's own
--|direction: neither
--|components: itself
--|nulls: NULL gives NULL
--|errors: none
--|example: SELECT portfolio_weight(portfolio_health_agg(score, arr)) FROM (VALUES (90, 100000), (40, 300000), (NULL, 50000)) AS account(score, arr)
--|result: 400000
--|see: portfolio_coverage
CREATE FUNCTION portfolio_weight(p portfolio_health) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_portfolio_weight' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION portfolio_weight(portfolio_health) IS 'Weight of the accounts with a score, in its own unit';
--|## portfolio_weight_unscored
--|formula: weight of the accounts without a score
--|unit: the weight's own
--|direction: lower is better
--|components: itself
--|nulls: NULL gives NULL
--|errors: none
--|example: SELECT portfolio_weight_unscored(portfolio_health_agg(score, arr)) FROM (VALUES (90, 100000), (40, 300000), (NULL, 50000)) AS account(score, arr)
--|result: 50000
--|see: portfolio_coverage
CREATE FUNCTION portfolio_weight_unscored(p portfolio_health) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_portfolio_weight_unscored' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION portfolio_weight_unscored(portfolio_health) IS 'Weight of the accounts without a score, in its own unit';
--|## portfolio_points
--|formula: sum(weight x score), over accounts with a score
--|unit: points times the weight's own
--|direction: neither
--|components: itself
--|nulls: NULL gives NULL
--|errors: none
--|example: SELECT portfolio_points(p), portfolio_weight(p), portfolio_score(p) FROM (SELECT portfolio_health_agg(score, arr) FROM (VALUES (90, 100000), (40, 300000), (NULL, 50000)) AS account(score, arr)) AS q(p)
--|result: 21000000|400000|52.5
--|see: portfolio_score
--|What `portfolio_score` divides by the weight.
CREATE FUNCTION portfolio_points(p portfolio_health) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_portfolio_points' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION portfolio_points(portfolio_health) IS 'Sum of weight times score, in points times the weight of the accounts';
--|## portfolio_accounts_below
--|formula: number of accounts with a lower score, or with that one too when inclusive
--|unit: accounts
--|direction: lower is better
--|components: itself
--|nulls: no portfolio gives 0; NULL where the score or inclusive is NULL
--|errors: a score that is no multiple of 0.1 from 0 to 100
--|example: SELECT portfolio_accounts_below(portfolio_health_agg(score, arr), 50) FROM (VALUES (90, 100000), (40, 300000), (NULL, 50000)) AS account(score, arr)
--|result: 1
--|see: portfolio_share_below
CREATE FUNCTION portfolio_accounts_below(p portfolio_health, score float8, inclusive boolean DEFAULT false) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_portfolio_accounts_below' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5;
COMMENT ON FUNCTION portfolio_accounts_below(portfolio_health, float8, boolean) IS 'Number of accounts with a lower score';
--|## observations(portfolio_health)
--|formula: number of accounts with a score and a weight
--|unit: accounts
--|direction: neither
--|components: itself
--|nulls: no portfolio gives 0
--|errors: none
--|example: SELECT observations(portfolio_health_agg(score, arr)) FROM (VALUES (90, 100000), (40, 300000), (NULL, 50000)) AS account(score, arr)
--|result: 2
CREATE FUNCTION observations(p portfolio_health) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_portfolio_observations' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION observations(portfolio_health) IS 'Number of accounts with a score and a weight';
--|## unscored(portfolio_health)
--|formula: number of accounts with a weight and without a score
--|unit: accounts
--|direction: lower is better
--|components: itself
--|nulls: no portfolio gives 0
--|errors: none
--|example: SELECT unscored(portfolio_health_agg(score, arr)) FROM (VALUES (90, 100000), (40, 300000), (NULL, 50000)) AS account(score, arr)
--|result: 1
CREATE FUNCTION unscored(p portfolio_health) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_portfolio_unscored' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION unscored(portfolio_health) IS 'Number of accounts without a score';
--|## unweighted(portfolio_health)
--|formula: number of rows without a weight
--|unit: rows
--|direction: lower is better
--|components: itself
--|nulls: no portfolio gives 0
--|errors: none
--|example: SELECT unweighted(portfolio_health_agg(score, arr)) FROM (VALUES (90, 100000), (40, 300000), (NULL, 50000)) AS account(score, arr)
--|result: 0
CREATE FUNCTION unweighted(p portfolio_health) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_portfolio_unweighted' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION unweighted(portfolio_health) IS 'Number of rows without a weight';
--|## invalid(portfolio_health)
--|formula: number of rows that 'count' has counted
--|unit: rows
--|direction: lower is better
--|components: itself
--|nulls: no portfolio gives 0
--|errors: none
--|example: SELECT invalid(portfolio_health_agg(score, arr)) FROM (VALUES (90, 100000), (40, 300000), (NULL, 50000)) AS account(score, arr)
--|result: 0
CREATE FUNCTION invalid(p portfolio_health) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_portfolio_invalid' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION invalid(portfolio_health) IS 'Number of rows that could not be taken';
