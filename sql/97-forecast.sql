-- How far forecasts were from what came. Needs nothing.

--|# Forecast accuracy
--|`forecast_agg(forecast, actual)` takes one row for each thing that was forecast: an account's renewal, a month's tickets. The
--|grain decides the figure. At account grain one account's miss cannot hide another's, because errors are summed without
--|their sign: `wape` is the share of what came that was forecast wrongly. `forecast_bias` keeps the sign, and says whether
--|forecasts are too high or too low as a whole; netting is what it is for. Read both: a forecast without bias can be wrong
--|everywhere.
--|
--|`mape`, the mean of the percentages, gives the smallest accounts the same say as the largest and has no answer where nothing
--|came; such rows are skipped and counted in `mape_skipped`. Where that is many, `wape` is the figure to use.
-- type: forecast_summary
COMMENT ON TYPE forecast_summary IS 'Forecasts and what came: their sums, and the errors between them, exactly';
--|## internal: forecast transition functions
CREATE FUNCTION forecast_accum(state forecast_summary, forecast numeric, actual numeric) RETURNS forecast_summary
AS 'MODULE_PATHNAME', 'csops_forecast_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION forecast_accum(forecast_summary, numeric, numeric) IS 'adds a row to a forecast state';
CREATE FUNCTION forecast_accum(state forecast_summary, forecast numeric, actual numeric, on_invalid text) RETURNS forecast_summary
AS 'MODULE_PATHNAME', 'csops_forecast_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION forecast_accum(forecast_summary, numeric, numeric, text) IS 'adds a row to a forecast state';
CREATE FUNCTION forecast_accum_key(state forecast_summary, forecast numeric, actual numeric, key text) RETURNS forecast_summary
AS 'MODULE_PATHNAME', 'csops_forecast_accum_key' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION forecast_accum_key(forecast_summary, numeric, numeric, text) IS 'adds a row to a forecast state';
CREATE FUNCTION forecast_accum_key(state forecast_summary, forecast numeric, actual numeric, key uuid) RETURNS forecast_summary
AS 'MODULE_PATHNAME', 'csops_forecast_accum_key' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION forecast_accum_key(forecast_summary, numeric, numeric, uuid) IS 'adds a row to a forecast state';
CREATE FUNCTION forecast_accum_inv(state forecast_summary, forecast numeric, actual numeric) RETURNS forecast_summary
AS 'MODULE_PATHNAME', 'csops_forecast_accum_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION forecast_accum_inv(forecast_summary, numeric, numeric) IS 'takes a row out of a forecast state';
CREATE FUNCTION forecast_accum_inv(state forecast_summary, forecast numeric, actual numeric, on_invalid text) RETURNS forecast_summary
AS 'MODULE_PATHNAME', 'csops_forecast_accum_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION forecast_accum_inv(forecast_summary, numeric, numeric, text) IS 'takes a row out of a forecast state';
CREATE FUNCTION forecast_accum_key_inv(state forecast_summary, forecast numeric, actual numeric, key text) RETURNS forecast_summary
AS 'MODULE_PATHNAME', 'csops_forecast_accum_key_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION forecast_accum_key_inv(forecast_summary, numeric, numeric, text) IS 'takes a row out of a forecast state';
CREATE FUNCTION forecast_accum_key_inv(state forecast_summary, forecast numeric, actual numeric, key uuid) RETURNS forecast_summary
AS 'MODULE_PATHNAME', 'csops_forecast_accum_key_inv' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION forecast_accum_key_inv(forecast_summary, numeric, numeric, uuid) IS 'takes a row out of a forecast state';
CREATE FUNCTION forecast_bias_final(state forecast_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_forecast_bias' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION forecast_bias_final(forecast_summary) IS 'forecast_bias of a state';
CREATE FUNCTION wape_final(state forecast_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_wape' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION wape_final(forecast_summary) IS 'wape of a state';
CREATE FUNCTION mape_final(state forecast_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_mape' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION mape_final(forecast_summary) IS 'mape of a state';
--|## merge(forecast_summary)
--|unit: forecast_summary
--|nulls: NULL where either is NULL
--|errors: a total that is out of range
--|example: SELECT wape(merge(q1, q2)) FROM (SELECT forecast_agg(100, 80), forecast_agg(50, 20)) AS quarter(q1, q2)
--|result: 0.5
--|The function behind `||`, and the combine function of the aggregates. The order does not matter.
CREATE FUNCTION merge(a forecast_summary, b forecast_summary) RETURNS forecast_summary
AS 'MODULE_PATHNAME', 'csops_merge_forecast_summary' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION merge(forecast_summary, forecast_summary) IS 'the forecasts of both, as one summary';
CREATE OPERATOR || (LEFTARG = forecast_summary, RIGHTARG = forecast_summary, FUNCTION = merge, COMMUTATOR = ||);
COMMENT ON OPERATOR || (forecast_summary, forecast_summary) IS 'the forecasts of both: merge(a, b)';
--|## subtract(forecast_summary)
--|unit: forecast_summary
--|nulls: NULL where either is NULL
--|errors: a summary that was not merged into the first
--|example: SELECT wape(subtract(half, q2)) FROM (SELECT forecast_agg(f, a), forecast_agg(f, a) FILTER (WHERE q = 2) FROM (VALUES (1, 100, 80), (2, 50, 20)) AS renewal(q, f, a)) AS year(half, q2)
--|result: 0.25
--|The function behind `-`; exact: `subtract(merge(a, b), b) = a`. It is also how a moving window forgets the rows that leave it.
CREATE FUNCTION subtract(a forecast_summary, b forecast_summary) RETURNS forecast_summary
AS 'MODULE_PATHNAME', 'csops_subtract_forecast_summary' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION subtract(forecast_summary, forecast_summary) IS 'the forecasts of the first without those of the second';
CREATE OPERATOR - (LEFTARG = forecast_summary, RIGHTARG = forecast_summary, FUNCTION = subtract);
COMMENT ON OPERATOR - (forecast_summary, forecast_summary) IS 'the forecasts of the left without those of the right: subtract(a, b)';
--|## rollup(forecast_summary)
--|unit: forecast_summary
--|nulls: NULL rows are skipped; no rows give NULL
--|errors: as merge
--|example: SELECT wape(rollup(s)) FROM (SELECT forecast_agg(f, a) FROM (VALUES (1, 100, 80), (2, 50, 20)) AS renewal(q, f, a) GROUP BY q) AS by_quarter(s)
--|result: 0.5
--|Merges many stored summaries, for a year from quarters or a company from segments. `GROUP BY rollup(x)` is SQL's own
--|grouping sets, something else.
CREATE AGGREGATE rollup(s forecast_summary) (
	SFUNC = merge, STYPE = forecast_summary, SSPACE = 192, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = merge, MINVFUNC = subtract, MSTYPE = forecast_summary, MSSPACE = 192
);
COMMENT ON AGGREGATE rollup(forecast_summary) IS 'the forecasts of all, as one summary';
--|## forecast_agg
--|unit: forecast_summary
--|nulls: a row whose forecast or actual amount is NULL is counted as unanswered and is no part of any sum; no rows give NULL
--|errors: an amount that is not a number, 1e17 or more either way, or has more than 44 decimals, unless on_invalid is 'count'
--|example: SELECT forecast_agg(expected, renewed) FROM (VALUES ('a', 100, 80), ('b', 50, 60), ('c', 40, 40), ('d', 10, 0)) AS renewal(account, expected, renewed)
--|result: {"observations": 4, "unanswered": 0, "invalid": 0, "skipped": 1, "forecast": 200, "actual": 180, "absolute_error": 40, "absolute_actual": 180, "percentage": 0.4166666666666666574148081281236954964697360992431640625}
--|see: wape, forecast_bias, mape, rollup
--|One row for each thing that was forecast. Amounts may be negative.
CREATE AGGREGATE forecast_agg(forecast numeric, actual numeric) (
	SFUNC = forecast_accum, STYPE = forecast_summary, SSPACE = 192, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = forecast_accum, MINVFUNC = forecast_accum_inv, MSTYPE = forecast_summary, MSSPACE = 192
);
COMMENT ON AGGREGATE forecast_agg(numeric, numeric) IS 'Forecasts and what came, as a forecast_summary';
CREATE AGGREGATE forecast_agg(forecast numeric, actual numeric, on_invalid text) (
	SFUNC = forecast_accum, STYPE = forecast_summary, SSPACE = 192, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = forecast_accum, MINVFUNC = forecast_accum_inv, MSTYPE = forecast_summary, MSSPACE = 192
);
COMMENT ON AGGREGATE forecast_agg(numeric, numeric, text) IS 'Forecasts and what came, as a forecast_summary; on_invalid is error or count';
--|## observations(forecast_summary)
--|formula: number of rows with both amounts
--|unit: rows
--|direction: neither
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT observations(forecast_agg(expected, renewed)) FROM (VALUES ('a', 100, 80), ('b', 50, 60), ('c', 40, 40), ('d', 10, 0)) AS renewal(account, expected, renewed)
--|result: 4
CREATE FUNCTION observations(s forecast_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_forecast_observations' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION observations(forecast_summary) IS 'Number of rows with both a forecast and an actual amount';
--|## unanswered(forecast_summary)
--|formula: number of rows without a forecast or without an actual amount
--|unit: rows
--|direction: lower is better
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT unanswered(forecast_agg(f, a)) FROM (VALUES (100, 80), (50, NULL)) AS renewal(f, a)
--|result: 1
CREATE FUNCTION unanswered(s forecast_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_forecast_unanswered' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION unanswered(forecast_summary) IS 'Number of rows without a forecast or without an actual amount';
--|## invalid(forecast_summary)
--|formula: number of rows out of range that `'count'` let through
--|unit: rows
--|direction: lower is better
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT invalid(forecast_agg(f, a, 'count')) FROM (VALUES (100, 80), (1e20, 50)) AS renewal(f, a)
--|result: 1
CREATE FUNCTION invalid(s forecast_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_forecast_invalid' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION invalid(forecast_summary) IS 'Number of rows out of range that were counted instead of refused';
--|## mape_skipped
--|formula: number of rows whose actual amount is 0, or less than a 9e15th of the error
--|unit: rows
--|direction: lower is better
--|components: itself
--|nulls: no summary gives 0
--|errors: none
--|example: SELECT mape_skipped(forecast_agg(expected, renewed)) FROM (VALUES ('a', 100, 80), ('b', 50, 60), ('c', 40, 40), ('d', 10, 0)) AS renewal(account, expected, renewed)
--|result: 1
CREATE FUNCTION mape_skipped(s forecast_summary) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_mape_skipped' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION mape_skipped(forecast_summary) IS 'Number of rows that mape has no percentage of';
--|## forecast_total, actual_total
--|formula: sum(forecast), sum(actual)
--|unit: the currency of the amounts
--|direction: neither
--|components: itself
--|nulls: NULL gives NULL
--|errors: none
--|example: SELECT forecast_total(s), actual_total(s) FROM (SELECT forecast_agg(expected, renewed) FROM (VALUES ('a', 100, 80), ('b', 50, 60), ('c', 40, 40), ('d', 10, 0)) AS renewal(account, expected, renewed)) AS quarter(s)
--|result: 200|180
--|What was forecast and what came, exactly.
CREATE FUNCTION forecast_total(s forecast_summary) RETURNS numeric
AS 'MODULE_PATHNAME', 'csops_forecast_total' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION forecast_total(forecast_summary) IS 'Sum of the forecasts';
CREATE FUNCTION actual_total(s forecast_summary) RETURNS numeric
AS 'MODULE_PATHNAME', 'csops_actual_total' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION actual_total(forecast_summary) IS 'Sum of the actual amounts';
--|## absolute_error_total, absolute_actual_total
--|formula: sum(abs(forecast - actual)), sum(abs(actual))
--|unit: the currency of the amounts
--|direction: lower is better: absolute_error_total; neither: absolute_actual_total
--|components: itself
--|nulls: NULL gives NULL
--|errors: none
--|example: SELECT absolute_error_total(s), absolute_actual_total(s) FROM (SELECT forecast_agg(expected, renewed) FROM (VALUES ('a', 100, 80), ('b', 50, 60), ('c', 40, 40), ('d', 10, 0)) AS renewal(account, expected, renewed)) AS quarter(s)
--|result: 40|180
--|see: wape, forecast_bias
--|What `wape` divides, exactly: errors of different rows do not make up for one another.
CREATE FUNCTION absolute_error_total(s forecast_summary) RETURNS numeric
AS 'MODULE_PATHNAME', 'csops_absolute_error_total' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION absolute_error_total(forecast_summary) IS 'Sum of the errors without their signs, in the currency of the amounts';
CREATE FUNCTION absolute_actual_total(s forecast_summary) RETURNS numeric
AS 'MODULE_PATHNAME', 'csops_absolute_actual_total' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION absolute_actual_total(forecast_summary) IS 'Sum of the actual amounts without their signs, in their currency';
--|## forecast_bias
--|formula: sum(forecast - actual) / sum(abs(actual))
--|unit: share, 0 is none; positive where forecasts are too high
--|direction: neither
--|components: forecast_total, actual_total, absolute_actual_total
--|nulls: NULL where no amount came, or all were 0
--|errors: in the one-step form, an amount as in forecast_agg or a NULL key
--|example: SELECT forecast_bias(expected, renewed) FROM (VALUES ('a', 100, 80), ('b', 50, 60), ('c', 40, 40), ('d', 10, 0)) AS renewal(account, expected, renewed)
--|result: 0.1111111111111111
--|see: wape
--|Whether forecasts are too high or too low as a whole. Within 0.03 to 0.05 either way is what a renewal forecast is
--|usually held to.
CREATE FUNCTION forecast_bias(s forecast_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_forecast_bias' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION forecast_bias(forecast_summary) IS 'Signed error of forecasts, a share of what came; positive where they are too high';
CREATE AGGREGATE forecast_bias(forecast numeric, actual numeric) (
	SFUNC = forecast_accum, STYPE = forecast_summary, SSPACE = 192, FINALFUNC = forecast_bias_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = forecast_accum, MINVFUNC = forecast_accum_inv, MSTYPE = forecast_summary, MSSPACE = 192, MFINALFUNC = forecast_bias_final
);
COMMENT ON AGGREGATE forecast_bias(numeric, numeric) IS 'Signed error of forecasts, a share of what came; positive where they are too high';
CREATE AGGREGATE forecast_bias(forecast numeric, actual numeric, key text) (
	SFUNC = forecast_accum_key, STYPE = forecast_summary, SSPACE = 192, FINALFUNC = forecast_bias_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = forecast_accum_key, MINVFUNC = forecast_accum_key_inv, MSTYPE = forecast_summary, MSSPACE = 192, MFINALFUNC = forecast_bias_final
);
COMMENT ON AGGREGATE forecast_bias(numeric, numeric, text) IS 'Signed error of forecasts, a share of what came; positive where they are too high; for DISTINCT, by key';
CREATE AGGREGATE forecast_bias(forecast numeric, actual numeric, key uuid) (
	SFUNC = forecast_accum_key, STYPE = forecast_summary, SSPACE = 192, FINALFUNC = forecast_bias_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = forecast_accum_key, MINVFUNC = forecast_accum_key_inv, MSTYPE = forecast_summary, MSSPACE = 192, MFINALFUNC = forecast_bias_final
);
COMMENT ON AGGREGATE forecast_bias(numeric, numeric, uuid) IS 'Signed error of forecasts, a share of what came; positive where they are too high; for DISTINCT, by key';
--|## wape
--|formula: sum(abs(forecast - actual)) / sum(abs(actual))
--|unit: share, 0 is exact
--|direction: lower is better
--|components: absolute_error_total, absolute_actual_total
--|nulls: NULL where no amount came, or all were 0
--|errors: in the one-step form, an amount as in forecast_agg or a NULL key
--|example: SELECT wape(expected, renewed) FROM (VALUES ('a', 100, 80), ('b', 50, 60), ('c', 40, 40), ('d', 10, 0)) AS renewal(account, expected, renewed)
--|result: 0.2222222222222222
--|source: R. Hyndman, G. Athanasopoulos, Forecasting: Principles and Practice, 3rd edition, section 5.8
--|see: forecast_bias, mape
--|How much was forecast wrongly, for each unit that came. One less it is what many call forecast accuracy.
CREATE FUNCTION wape(s forecast_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_wape' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION wape(forecast_summary) IS 'Absolute error of forecasts, a share of what came';
CREATE AGGREGATE wape(forecast numeric, actual numeric) (
	SFUNC = forecast_accum, STYPE = forecast_summary, SSPACE = 192, FINALFUNC = wape_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = forecast_accum, MINVFUNC = forecast_accum_inv, MSTYPE = forecast_summary, MSSPACE = 192, MFINALFUNC = wape_final
);
COMMENT ON AGGREGATE wape(numeric, numeric) IS 'Absolute error of forecasts, a share of what came';
CREATE AGGREGATE wape(forecast numeric, actual numeric, key text) (
	SFUNC = forecast_accum_key, STYPE = forecast_summary, SSPACE = 192, FINALFUNC = wape_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = forecast_accum_key, MINVFUNC = forecast_accum_key_inv, MSTYPE = forecast_summary, MSSPACE = 192, MFINALFUNC = wape_final
);
COMMENT ON AGGREGATE wape(numeric, numeric, text) IS 'Absolute error of forecasts, a share of what came; for DISTINCT, by key';
CREATE AGGREGATE wape(forecast numeric, actual numeric, key uuid) (
	SFUNC = forecast_accum_key, STYPE = forecast_summary, SSPACE = 192, FINALFUNC = wape_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = forecast_accum_key, MINVFUNC = forecast_accum_key_inv, MSTYPE = forecast_summary, MSSPACE = 192, MFINALFUNC = wape_final
);
COMMENT ON AGGREGATE wape(numeric, numeric, uuid) IS 'Absolute error of forecasts, a share of what came; for DISTINCT, by key';
--|## mape
--|formula: avg(abs(forecast - actual) / abs(actual)) over the rows whose actual amount is not 0
--|unit: share, 0 is exact
--|direction: lower is better
--|components: none
--|nulls: NULL where no row has a percentage
--|errors: in the one-step form, an amount as in forecast_agg or a NULL key
--|example: SELECT mape(expected, renewed) FROM (VALUES ('a', 100, 80), ('b', 50, 60), ('c', 40, 40), ('d', 10, 0)) AS renewal(account, expected, renewed)
--|result: 0.1388888888888889
--|source: R. Hyndman, G. Athanasopoulos, Forecasting: Principles and Practice, 3rd edition, section 5.8
--|see: wape, mape_skipped
--|Each row has the same say. Rows that have no percentage are skipped: see `mape_skipped`.
CREATE FUNCTION mape(s forecast_summary) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_mape' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION mape(forecast_summary) IS 'Mean of the percentages by which forecasts were wrong, a share';
CREATE AGGREGATE mape(forecast numeric, actual numeric) (
	SFUNC = forecast_accum, STYPE = forecast_summary, SSPACE = 192, FINALFUNC = mape_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = forecast_accum, MINVFUNC = forecast_accum_inv, MSTYPE = forecast_summary, MSSPACE = 192, MFINALFUNC = mape_final
);
COMMENT ON AGGREGATE mape(numeric, numeric) IS 'Mean of the percentages by which forecasts were wrong, a share';
CREATE AGGREGATE mape(forecast numeric, actual numeric, key text) (
	SFUNC = forecast_accum_key, STYPE = forecast_summary, SSPACE = 192, FINALFUNC = mape_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = forecast_accum_key, MINVFUNC = forecast_accum_key_inv, MSTYPE = forecast_summary, MSSPACE = 192, MFINALFUNC = mape_final
);
COMMENT ON AGGREGATE mape(numeric, numeric, text) IS 'Mean of the percentages by which forecasts were wrong, a share; for DISTINCT, by key';
CREATE AGGREGATE mape(forecast numeric, actual numeric, key uuid) (
	SFUNC = forecast_accum_key, STYPE = forecast_summary, SSPACE = 192, FINALFUNC = mape_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = forecast_accum_key, MINVFUNC = forecast_accum_key_inv, MSTYPE = forecast_summary, MSSPACE = 192, MFINALFUNC = mape_final
);
COMMENT ON AGGREGATE mape(numeric, numeric, uuid) IS 'Mean of the percentages by which forecasts were wrong, a share; for DISTINCT, by key';
