-- Logistic regression: what foretold the outcome, and how much. Needs 80-health-model.

--|# Logistic regression
--|Which signals foretold churn, and how much does each of them matter? `logistic_fit_agg` fits a logistic regression to the rows of the past:
--|the outcome, and the features as they stood before it. The fit says how sure it is of each coefficient, gives the probability of a new
--|row (`logistic_probability`), and weighs the features against each other (`points`).
--|
--|```sql
--|SELECT logistic_fit_agg(churned, logins, tickets, seats_used / seats) FROM account_a_quarter_ago;
--|```
--|
--|A row with a NULL outcome is left out and counted as `undecided`, one with a NULL feature as `incomplete`. The features of a row are the same
--|in number and order everywhere; terms are numbered like them, from 1, and 0 is the intercept. Features are standardised for the
--|fitting, and coefficients are given for the features as they are.
--|
--|The likelihood is maximised less a small ridge penalty, `ridge / 2` times the sum of the squared coefficients of standardised features, by
--|Newton's method (iteratively reweighted least squares), until a step is less than a millionth of a standard error. The ridge is
--|0.000001 unless it is given as the first argument: it keeps coefficients finite and is otherwise out of sight; 0 is plain maximum
--|likelihood, R's `glm`. Standard errors are from the curvature at the end.
--|
--|A feature that is constant, or a linear combination of features before it, has no coefficient: NULL. An outcome that never or always happens
--|has no fit. Where features tell the outcome apart without error the fit is `separated`: its coefficients would be infinite, the ridge
--|alone decides how large they are, and with a ridge of 0 there are none. Look for a feature that knows the outcome already.
--|
--|No sums can stand for the rows, so the aggregate keeps them, rows that are alike once: 16 bytes and 8 for each feature, and no more than 768 MB.
--|Beyond that fit a sample, which costs next to nothing in accuracy. The result does not depend on the order of the rows or on the plan.
-- type: logistic_fit
COMMENT ON TYPE logistic_fit IS 'A logistic regression: coefficients, standard errors, convergence, and the features they rest on';
-- state type: logistic_fit_state
COMMENT ON TYPE logistic_fit_state IS 'the rows of a logistic regression, while logistic_fit_agg aggregates them';
--|## internal: logistic regression transition functions
CREATE FUNCTION logistic_fit_accum(state logistic_fit_state, outcome boolean, VARIADIC features float8[]) RETURNS logistic_fit_state
AS 'MODULE_PATHNAME', 'csops_logistic_fit_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION logistic_fit_accum(logistic_fit_state, boolean, float8[]) IS 'adds a row to a logistic regression state';
CREATE FUNCTION logistic_fit_accum(state logistic_fit_state, ridge float8, outcome boolean, VARIADIC features float8[]) RETURNS logistic_fit_state
AS 'MODULE_PATHNAME', 'csops_logistic_fit_accum_ridge' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION logistic_fit_accum(logistic_fit_state, float8, boolean, float8[]) IS 'adds a row to a logistic regression state';
CREATE FUNCTION logistic_fit_combine(a logistic_fit_state, b logistic_fit_state) RETURNS logistic_fit_state
AS 'MODULE_PATHNAME', 'csops_logistic_fit_combine' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION logistic_fit_combine(logistic_fit_state, logistic_fit_state) IS 'the rows of both states';
CREATE FUNCTION logistic_fit_final(state logistic_fit_state) RETURNS logistic_fit
AS 'MODULE_PATHNAME', 'csops_logistic_fit_final' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION logistic_fit_final(logistic_fit_state) IS 'the logistic regression of the rows of a state';
--|## logistic_fit_agg
--|unit: logistic_fit
--|nulls: a NULL outcome is counted as undecided, a row with a NULL feature as incomplete; no rows give NULL
--|errors: a feature that is NaN or beyond 1e100; rows with different numbers of features, or more than 100; a ridge that is NULL, negative or differs from that of other rows; more than 768 MB of different rows
--|example: SELECT converged(f), separated(f), observations(f), events(f), round(coefficient(f, 0)::numeric, 5), round(coefficient(f, 1)::numeric, 5), round(standard_error(f, 1)::numeric, 5) FROM (SELECT logistic_fit_agg(n % 3 = 0 OR n > 15, n) FROM generate_series(1, 20) AS n) AS q(f)
--|result: t|f|20|10|-2.31293|0.22028|0.10496
--|example: SELECT logistic_fit_agg(0, churned, logins)::jsonb - '{terms, deviance, null_deviance}'::text[] FROM (VALUES (true, 1), (false, 2), (true, 2), (NULL, 9), (false, NULL), (false, 3), (true, 3), (false, 5)) AS account(churned, logins)
--|result: {"ridge": 0, "events": 3, "converged": true, "separated": false, "undecided": 1, "incomplete": 1, "iterations": 6, "observations": 6}
--|source: P. McCullagh and J. Nelder, Generalized Linear Models, 1989; S. le Cessie and J. van Houwelingen, Applied Statistics 41, 1992 (ridge)
--|see: coefficient, logistic_probability, logistic_table
--|As text, and as json and jsonb, a fit shows its counts, how it went, the deviance (minus twice the log likelihood) with and without features, and
--|for each term the coefficient and standard error, and the mean, standard deviation (`stddev_pop`) and range of the feature among the rows.
CREATE AGGREGATE logistic_fit_agg(outcome boolean, VARIADIC features float8[]) (
	SFUNC = logistic_fit_accum, STYPE = logistic_fit_state, SSPACE = 4096, FINALFUNC = logistic_fit_final,
	COMBINEFUNC = logistic_fit_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE logistic_fit_agg(boolean, float8[]) IS 'Logistic regression of an outcome on features, as a logistic_fit';
CREATE AGGREGATE logistic_fit_agg(ridge float8, outcome boolean, VARIADIC features float8[]) (
	SFUNC = logistic_fit_accum, STYPE = logistic_fit_state, SSPACE = 4096, FINALFUNC = logistic_fit_final,
	COMBINEFUNC = logistic_fit_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE logistic_fit_agg(float8, boolean, float8[]) IS 'Logistic regression of an outcome on features with that ridge penalty, as a logistic_fit';
--|## observations(logistic_fit)
--|formula: number of rows with an outcome and all features
--|unit: rows
--|direction: neither
--|components: itself
--|nulls: no fit gives 0
--|errors: none
--|example: SELECT observations(f), events(f), undecided(f), incomplete(f) FROM (SELECT logistic_fit_agg(churned, logins) FROM (VALUES (true, 1), (false, 2), (true, 2), (NULL, 9), (false, NULL), (false, 3)) AS account(churned, logins)) AS q(f)
--|result: 4|2|1|1
CREATE FUNCTION observations(f logistic_fit) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_logistic_fit_observations' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION observations(logistic_fit) IS 'Number of rows with an outcome and all features';
--|## events(logistic_fit), undecided(logistic_fit), incomplete
--|formula: of the rows with an outcome and all features, those to which it happened; rows whose outcome is NULL; rows with an outcome and a NULL feature
--|unit: rows
--|direction: neither: events(logistic_fit), undecided(logistic_fit); lower is better: incomplete
--|components: itself
--|nulls: no fit gives 0
--|errors: none
--|example: SELECT events(f), undecided(f), incomplete(f) FROM (SELECT logistic_fit_agg(churned, logins) FROM (VALUES (true, 1), (NULL, NULL), (false, NULL)) AS account(churned, logins)) AS q(f)
--|result: 1|1|1
--|see: observations(logistic_fit)
CREATE FUNCTION events(f logistic_fit) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_logistic_fit_events' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION events(logistic_fit) IS 'Number of rows to which the outcome happened';
CREATE FUNCTION undecided(f logistic_fit) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_logistic_fit_undecided' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION undecided(logistic_fit) IS 'Number of rows whose outcome is not known yet';
CREATE FUNCTION incomplete(f logistic_fit) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_incomplete' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION incomplete(logistic_fit) IS 'Number of rows that lack a feature';
--|## converged, separated
--|formula: converged: the last step was less than a millionth of a standard error; separated: every row lies on the right side of its odds, or the rows say next to nothing of a coefficient that they would fix well if it were 0
--|unit: boolean
--|nulls: NULL gives NULL
--|errors: none
--|example: SELECT converged(f), separated(f), coefficient(f, 1) > 5 FROM (SELECT logistic_fit_agg(n > 10, n) FROM generate_series(1, 20) AS n) AS q(f)
--|result: t|t|t
--|see: logistic_fit_agg
--|A fit of an outcome that is always the same has not converged.
CREATE FUNCTION converged(f logistic_fit) RETURNS boolean
AS 'MODULE_PATHNAME', 'csops_converged' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION converged(logistic_fit) IS 'Whether the coefficients were found';
CREATE FUNCTION separated(f logistic_fit) RETURNS boolean
AS 'MODULE_PATHNAME', 'csops_separated' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION separated(logistic_fit) IS 'Whether features tell the outcome apart without error, so that coefficients have no end of their own';
--|## deviance, null_deviance
--|formula: -2 * sum of ln(p) over rows with the outcome and of ln(1 - p) over those without; null_deviance with the same p for all
--|unit: none; a smaller one fits better
--|direction: lower is better: deviance; neither: null_deviance
--|components: none
--|nulls: NULL where the outcome is always the same
--|errors: none
--|example: SELECT round(deviance(f)::numeric, 6), round(null_deviance(f)::numeric, 6) FROM (SELECT logistic_fit_agg(n % 3 = 0 OR n > 15, n) FROM generate_series(1, 20) AS n) AS q(f)
--|result: 21.777874|27.725887
--|source: J. Nelder and R. Wedderburn, Generalized Linear Models, Journal of the Royal Statistical Society A 135, 1972
--|see: logistic_fit_agg
--|`1 - deviance(f) / null_deviance(f)` is the share of the deviance that the features explain (McFadden).
CREATE FUNCTION deviance(f logistic_fit) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_deviance' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION deviance(logistic_fit) IS 'Minus twice the log likelihood of a fit';
CREATE FUNCTION null_deviance(f logistic_fit) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_null_deviance' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION null_deviance(logistic_fit) IS 'Minus twice the log likelihood without any features';
--|## coefficient
--|formula: the log odds that one unit more of the feature adds; term 0 is the intercept
--|unit: log odds for a unit of the feature
--|no metric: a part of a model
--|nulls: NULL for a feature that is constant or a linear combination of others, and where there is no fit
--|errors: a term that the fit does not have
--|example: SELECT round(exp(coefficient(f, 1))::numeric, 6) AS odds_ratio FROM (SELECT logistic_fit_agg(n % 3 = 0 OR n > 15, n) FROM generate_series(1, 20) AS n) AS q(f)
--|result: 1.246424
--|see: standard_error, points, logistic_table
CREATE FUNCTION coefficient(f logistic_fit, term integer) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_coefficient' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION coefficient(logistic_fit, integer) IS 'Log odds for a unit of a feature; of term 0 the intercept';
--|## standard_error
--|formula: square root of the diagonal of the inverse of the Hessian of the penalised log likelihood
--|unit: log odds for a unit of the feature
--|no metric: a part of a model
--|nulls: as coefficient
--|errors: a term that the fit does not have
--|example: SELECT round(standard_error(f, 0)::numeric, 6) FROM (SELECT logistic_fit_agg(n % 3 = 0 OR n > 15, n) FROM generate_series(1, 20) AS n) AS q(f)
--|result: 1.220414
--|see: coefficient
CREATE FUNCTION standard_error(f logistic_fit, term integer) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_standard_error' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION standard_error(logistic_fit, integer) IS 'Standard error of a coefficient';
--|## points
--|formula: 100 * coefficient * deviation / sum over the features of |coefficient * deviation|
--|unit: points, -100 to 100; their magnitudes sum to 100
--|no metric: a part of a model
--|nulls: as coefficient
--|errors: a term that the fit does not have; term 0
--|example: SELECT round(points(f, 1)::numeric, 3), round(points(f, 2)::numeric, 3) FROM (SELECT logistic_fit_agg(n % 3 = 0 OR n > 15, n, n % 7) FROM generate_series(1, 20) AS n) AS q(f)
--|result: 71.884|28.116
--|see: coefficient, logistic_table
--|How much each feature matters, whatever its unit: a standard deviation of it against a standard deviation of each of the others. The sign is that
--|of the coefficient; a sign that nobody expects, such as logins that raise the odds of churn, is worth a look before the model is used.
CREATE FUNCTION points(f logistic_fit, term integer) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_points' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION points(logistic_fit, integer) IS 'Weight of a feature among the others, with the sign of its coefficient, -100 to 100 points';
--|## logistic_table
--|formula: z = coefficient / standard_error, and p its two-sided probability under the normal distribution
--|unit: coefficients in log odds, p as a probability, features in their own units, points from -100 to 100
--|nulls: a fit that is NULL gives no rows; fields are NULL as in coefficient, and those of a feature are NULL for the intercept
--|errors: none
--|example: SELECT term, round(coefficient::numeric, 4), round(standard_error::numeric, 4), round(z::numeric, 4), round(p::numeric, 4), mean, round(deviation::numeric, 4), lowest, highest, round(points::numeric, 2) FROM (SELECT logistic_fit_agg(n % 3 = 0 OR n > 15, n, n % 7) FROM generate_series(1, 20) AS n) AS q(f), logistic_table(f)
--|result: 0|-3.0671|1.5723|-1.9507|0.0511|NULL|NULL|NULL|NULL|NULL
--|  1|0.2176|0.1102|1.9734|0.0485|10.5|5.7663|1|20|71.88
--|  2|0.2541|0.2795|0.9091|0.3633|3.15|1.9307|0|6|28.12
--|see: coefficient, standard_error, points
CREATE FUNCTION logistic_table(f logistic_fit, OUT term integer, OUT coefficient float8, OUT standard_error float8, OUT z float8, OUT p float8,
	OUT mean float8, OUT deviation float8, OUT lowest float8, OUT highest float8, OUT points float8) RETURNS SETOF record
AS 'MODULE_PATHNAME', 'csops_logistic_table' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10 ROWS 10;
COMMENT ON FUNCTION logistic_table(logistic_fit) IS 'The terms of a fit, with their tests and features; coefficients in log odds';
--|## logistic_probability
--|formula: 1 / (1 + exp(-(coefficient(f, 0) + sum of coefficient * feature))), without the features that have no coefficient
--|unit: probability, 0 to 1
--|direction: neither
--|components: none
--|nulls: NULL where a feature is NULL and where there is no fit
--|errors: another number of features than the fit has; a feature that is NaN or beyond 1e100
--|example: SELECT round(logistic_probability(f, 10)::numeric, 6) FROM (SELECT logistic_fit_agg(n % 3 = 0 OR n > 15, n) FROM generate_series(1, 20) AS n) AS q(f)
--|result: 0.472493
--|source: D. Cox, The Regression Analysis of Binary Sequences, Journal of the Royal Statistical Society B 20, 1958
--|see: logistic_fit_agg, auc
--|`100 * logistic_probability(...)` is a score with risk high: judge it by `score_evaluation_agg` on rows that the fit has not seen.
CREATE FUNCTION logistic_probability(f logistic_fit, VARIADIC features float8[]) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_logistic_probability' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 3;
COMMENT ON FUNCTION logistic_probability(logistic_fit, float8[]) IS 'Probability of the outcome for a row, 0 to 1';
--|## health_model(logistic_fit)
--|formula: each feature is a signal with the curve of a straight line over its range, and |coefficient| * (highest - lowest) as weight, of 100 for all
--|unit: health_model
--|nulls: NULL where there is no fit, or no feature has a coefficient other than 0; a NULL argument
--|errors: other than one name for each feature; a NULL name; two signals of one name; an unknown risk
--|example: SELECT health_model(logistic_fit_agg(churned, logins, tickets), ARRAY['logins', 'tickets'])::jsonb #> '{signals,0,curve}', health_model(logistic_fit_agg(churned, logins, tickets), ARRAY['logins', 'tickets'])::jsonb #> '{signals,1,curve}' FROM (SELECT n % 3 = 0 OR n < 5, n, (n * n) % 7 FROM generate_series(1, 20) AS n) AS account(churned, logins, tickets)
--|result: [[1, 0], [20, 100]]|[[0, 100], [4, 0]]
--|see: health_model(jsonb), logistic_probability, points
--|For features within the range that the fit has seen, `health_score` of the model is a straight line of the fit's log odds: it ranks accounts exactly as
--|the fit does, from 0 (every feature at its worst end) to 100. With risk low, the default, low scores foretell the outcome; with risk high, high
--|ones do, which suits an outcome such as a renewal. A feature without a coefficient has the weight 0. Bands, groups and what is
--|to be done about missing signals are yours: add them with `jsonb_set`.
CREATE FUNCTION health_model(f logistic_fit, signals text[], risk text DEFAULT 'low') RETURNS health_model
AS 'MODULE_PATHNAME', 'csops_health_model_of_fit' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 200;
COMMENT ON FUNCTION health_model(logistic_fit, text[], text) IS 'A health model that ranks accounts as the fit does';
