-- Survival curves, quantiles, hazards and the log-rank test of a life_table. Needs 90-life-table.

--|## internal: survival final functions
CREATE FUNCTION survival_median_final(state life_table) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_survival_median' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION survival_median_final(life_table) IS 'survival_median of a state';
--|## survival_at
--|formula: the product, over the tenures t up to that time, of 1 - ended(t) / at_risk(t); at risk are those with entry < t <= tenure
--|unit: share, 0 to 1
--|direction: higher is better
--|components: none
--|nulls: no accounts, fewer than min_n, or a time beyond the longest tenure, unless nobody is left then, give NULL
--|errors: a time that is not a number; a negative min_n
--|example: SELECT round(survival_at(s, 12)::numeric, 6), round(survival_at(s, 31)::numeric, 6), survival_at(s, 365) FROM (SELECT life_table_agg(tenure, ended) AS s FROM (VALUES (9, true), (13, true), (13, false), (18, true), (23, true), (28, false), (31, true), (34, true), (45, false), (48, true), (161, false)) AS account(tenure, ended)) AS plan
--|result: 0.909091|0.490909|NULL
--|source: E. Kaplan and P. Meier, 1958
--|see: survival_at_lo, survival_median, survival_table, conditional_survival
--|The share of accounts that are still there after that time. Figures are as of R's survfit.
CREATE FUNCTION survival_at(s life_table, at float8, min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_survival_at' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION survival_at(life_table, float8, integer) IS 'Share of accounts that stay longer than that, 0 to 1';
--|## survival_at_lo
--|formula: Greenwood's variance, the sum of ended / (at_risk (at_risk - ended)), on a scale: log_log (stays within 0 and 1, and is the best of them for small numbers), log, plain, logit, arcsin
--|unit: share, 0 to 1
--|nulls: as survival_at; and a survival of 1 or 0, where there is no variance, gives NULL
--|errors: as survival_at; a confidence outside 0 to 1; an unknown method
--|example: SELECT round(survival_at_lo(s, 31)::numeric, 6), round(survival_at_hi(s, 31)::numeric, 6) FROM (SELECT life_table_agg(tenure, ended) AS s FROM (VALUES (9, true), (13, true), (13, false), (18, true), (23, true), (28, false), (31, true), (34, true), (45, false), (48, true), (161, false)) AS account(tenure, ended)) AS plan
--|result: 0.167331|0.753400
--|example: SELECT round(survival_at_lo(s, 31, method => 'plain')::numeric, 6), round(survival_at_hi(s, 31, method => 'log')::numeric, 6), round(survival_at_se(s, 31)::numeric, 6) FROM (SELECT life_table_agg(tenure, ended) AS s FROM (VALUES (9, true), (13, true), (13, false), (18, true), (23, true), (28, false), (31, true), (34, true), (45, false), (48, true), (161, false)) AS account(tenure, ended)) AS plan
--|result: 0.169096|0.945585|0.164193
--|source: M. Greenwood, 1926; J. Kalbfleisch and R. Prentice, 1980
--|see: survival_at
--|Lower and upper end of the confidence interval, and the standard error. R's default method is log.
CREATE FUNCTION survival_at_lo(s life_table, at float8, confidence float8 DEFAULT 0.95, method text DEFAULT 'log_log', min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_survival_at_lo' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION survival_at_lo(life_table, float8, float8, text, integer) IS 'Lower end of the interval of survival_at, 0 to 1';
CREATE FUNCTION survival_at_hi(s life_table, at float8, confidence float8 DEFAULT 0.95, method text DEFAULT 'log_log', min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_survival_at_hi' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION survival_at_hi(life_table, float8, float8, text, integer) IS 'Upper end of the interval of survival_at, 0 to 1';
CREATE FUNCTION survival_at_se(s life_table, at float8, min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_survival_at_se' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION survival_at_se(life_table, float8, integer) IS 'Standard error of survival_at, a share';
--|## conditional_survival
--|formula: survival_at(at + ahead) / survival_at(at)
--|unit: share, 0 to 1
--|direction: higher is better
--|components: none
--|nulls: as survival_at; nobody left at that time gives NULL
--|errors: as survival_at; a negative time ahead
--|example: SELECT round(conditional_survival(s, 13, 18)::numeric, 6), round((survival_at(s, 31) / survival_at(s, 13))::numeric, 6) FROM (SELECT life_table_agg(tenure, ended) AS s FROM (VALUES (9, true), (13, true), (13, false), (18, true), (23, true), (28, false), (31, true), (34, true), (45, false), (48, true), (161, false)) AS account(tenure, ended)) AS plan
--|result: 0.600000|0.600000
--|source: as survival_at
--|see: survival_at, conditional_survival_lo
--|The share that stays longer than that time and as much ahead, of those who stay longer than that time: the chance that an account of this age is still
--|there in a year.
CREATE FUNCTION conditional_survival(s life_table, at float8, ahead float8, min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_conditional_survival' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION conditional_survival(life_table, float8, float8, integer) IS 'Share of the accounts alive at a time that stay so much longer, 0 to 1';
--|## conditional_survival_lo
--|formula: as survival_at_lo, with Greenwood's sum over the tenures after that time alone
--|unit: share, 0 to 1
--|nulls: as conditional_survival; a survival of 1 or 0 gives NULL
--|errors: as conditional_survival; a confidence outside 0 to 1; an unknown method
--|example: SELECT round(conditional_survival_lo(s, 13, 18)::numeric, 6), round(conditional_survival_hi(s, 13, 18)::numeric, 6) FROM (SELECT life_table_agg(tenure, ended) AS s FROM (VALUES (9, true), (13, true), (13, false), (18, true), (23, true), (28, false), (31, true), (34, true), (45, false), (48, true), (161, false)) AS account(tenure, ended)) AS plan
--|result: 0.195496|0.852254
--|see: conditional_survival
CREATE FUNCTION conditional_survival_lo(s life_table, at float8, ahead float8, confidence float8 DEFAULT 0.95, method text DEFAULT 'log_log', min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_conditional_survival_lo' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION conditional_survival_lo(life_table, float8, float8, float8, text, integer) IS 'Lower end of the interval of conditional_survival, 0 to 1';
CREATE FUNCTION conditional_survival_hi(s life_table, at float8, ahead float8, confidence float8 DEFAULT 0.95, method text DEFAULT 'log_log', min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_conditional_survival_hi' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION conditional_survival_hi(life_table, float8, float8, float8, text, integer) IS 'Upper end of the interval of conditional_survival, 0 to 1';
--|## survival_median
--|formula: the time at which survival comes down to 0.5
--|unit: tenure: the unit of integers, or seconds
--|direction: higher is better
--|components: none
--|nulls: no accounts, fewer than min_n, or a curve that never comes down to one half, give NULL
--|errors: an unknown flat; a negative min_n; as life_table_agg in the one-step form, and a NULL key
--|example: SELECT survival_median(tenure, ended) FROM (VALUES (9, true), (13, true), (13, false), (18, true), (23, true), (28, false), (31, true), (34, true), (45, false), (48, true), (161, false)) AS account(tenure, ended)
--|result: 31
--|example: SELECT survival_median(s), survival_median(s, 'start') FROM (SELECT life_table_agg(tenure, tenure <= 2) FROM generate_series(1, 4) AS tenure) AS plan(s)
--|result: 3|2
--|example: SELECT survival_median(DISTINCT tenure, ended, account) FROM (VALUES (10, true, 'a'), (10, true, 'a'), (20, true, 'b'), (30, true, 'c')) AS joined(tenure, ended, account)
--|result: 20
--|source: as survival_at
--|see: survival_quantile, survival_median_lo
--|The tenure that half of the accounts exceed. Where the curve is flat at exactly one half it is the middle of that stretch, up to the longest tenure if that never ends, as R's
--|quantile.survfit gives; with flat 'start' it is its start. The overloads with a key are for rows that a join has repeated: see `nps`.
CREATE FUNCTION survival_median(s life_table, flat text DEFAULT 'middle', min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_survival_median' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION survival_median(life_table, text, integer) IS 'Median tenure, in the unit of the tenures or in seconds';
CREATE AGGREGATE survival_median(tenure integer, ended boolean) (
	SFUNC = life_table_accum, STYPE = life_table, SSPACE = 256, FINALFUNC = survival_median_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = life_table_accum, MINVFUNC = life_table_accum_inv, MSTYPE = life_table, MSSPACE = 256, MFINALFUNC = survival_median_final
);
COMMENT ON AGGREGATE survival_median(integer, boolean) IS 'Median tenure, in the unit of the tenures';
CREATE AGGREGATE survival_median(tenure integer, ended boolean, key text) (
	SFUNC = life_table_accum_key, STYPE = life_table, SSPACE = 256, FINALFUNC = survival_median_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = life_table_accum_key, MINVFUNC = life_table_accum_key_inv, MSTYPE = life_table, MSSPACE = 256, MFINALFUNC = survival_median_final
);
COMMENT ON AGGREGATE survival_median(integer, boolean, text) IS 'Median tenure, in the unit of the tenures; for DISTINCT, by key';
CREATE AGGREGATE survival_median(tenure integer, ended boolean, key uuid) (
	SFUNC = life_table_accum_key, STYPE = life_table, SSPACE = 256, FINALFUNC = survival_median_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = life_table_accum_key, MINVFUNC = life_table_accum_key_inv, MSTYPE = life_table, MSSPACE = 256, MFINALFUNC = survival_median_final
);
COMMENT ON AGGREGATE survival_median(integer, boolean, uuid) IS 'Median tenure, in the unit of the tenures; for DISTINCT, by key';
CREATE AGGREGATE survival_median(tenure interval, ended boolean) (
	SFUNC = life_table_accum, STYPE = life_table, SSPACE = 256, FINALFUNC = survival_median_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = life_table_accum, MINVFUNC = life_table_accum_inv, MSTYPE = life_table, MSSPACE = 256, MFINALFUNC = survival_median_final
);
COMMENT ON AGGREGATE survival_median(interval, boolean) IS 'Median tenure, in seconds';
CREATE AGGREGATE survival_median(tenure interval, ended boolean, key text) (
	SFUNC = life_table_accum_key, STYPE = life_table, SSPACE = 256, FINALFUNC = survival_median_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = life_table_accum_key, MINVFUNC = life_table_accum_key_inv, MSTYPE = life_table, MSSPACE = 256, MFINALFUNC = survival_median_final
);
COMMENT ON AGGREGATE survival_median(interval, boolean, text) IS 'Median tenure, in seconds; for DISTINCT, by key';
CREATE AGGREGATE survival_median(tenure interval, ended boolean, key uuid) (
	SFUNC = life_table_accum_key, STYPE = life_table, SSPACE = 256, FINALFUNC = survival_median_final, COMBINEFUNC = merge, PARALLEL = SAFE,
	MSFUNC = life_table_accum_key, MINVFUNC = life_table_accum_key_inv, MSTYPE = life_table, MSSPACE = 256, MFINALFUNC = survival_median_final
);
COMMENT ON AGGREGATE survival_median(interval, boolean, uuid) IS 'Median tenure, in seconds; for DISTINCT, by key';
--|## survival_median_lo
--|formula: the times at which the lower and the upper limit of the curve come down to 0.5
--|unit: tenure: the unit of integers, or seconds
--|nulls: as survival_median; a limit of the curve that never comes down to one half gives NULL: the interval is open
--|errors: as survival_median; a confidence outside 0 to 1; an unknown method
--|example: SELECT survival_median_lo(s), survival_median_hi(s), survival_median_lo(s, method => 'log') FROM (SELECT life_table_agg(tenure, ended) AS s FROM (VALUES (9, true), (13, true), (13, false), (18, true), (23, true), (28, false), (31, true), (34, true), (45, false), (48, true), (161, false)) AS account(tenure, ended)) AS plan
--|result: 13|NULL|18
--|source: R. Brookmeyer and J. Crowley, 1982
--|see: survival_median, survival_at_lo
CREATE FUNCTION survival_median_lo(s life_table, confidence float8 DEFAULT 0.95, method text DEFAULT 'log_log', flat text DEFAULT 'middle', min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_survival_median_lo' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION survival_median_lo(life_table, float8, text, text, integer) IS 'Lower end of the interval of the median tenure, in the unit of the tenures or in seconds';
CREATE FUNCTION survival_median_hi(s life_table, confidence float8 DEFAULT 0.95, method text DEFAULT 'log_log', flat text DEFAULT 'middle', min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_survival_median_hi' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION survival_median_hi(life_table, float8, text, text, integer) IS 'Upper end of the interval of the median tenure, in the unit of the tenures or in seconds';
--|## survival_quantile
--|formula: the time at which survival comes down to 1 - q
--|unit: tenure: the unit of integers, or seconds
--|direction: higher is better
--|components: none
--|nulls: as survival_median
--|errors: as survival_median; a quantile outside 0 to 1
--|example: SELECT survival_quantile(s, 0.25), survival_quantile(s, 0.5), survival_quantile(s, 0.75), survival_quantile(s, 0.9) FROM (SELECT life_table_agg(tenure, ended) AS s FROM (VALUES (9, true), (13, true), (13, false), (18, true), (23, true), (28, false), (31, true), (34, true), (45, false), (48, true), (161, false)) AS account(tenure, ended)) AS plan
--|result: 18|31|48|NULL
--|source: as survival_at
--|see: survival_median, survival_quantile_lo
--|The tenure by which that share of the accounts has ended; 0 for q = 0.
CREATE FUNCTION survival_quantile(s life_table, q float8, flat text DEFAULT 'middle', min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_survival_quantile' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION survival_quantile(life_table, float8, text, integer) IS 'Tenure by which a share q has ended, in the unit of the tenures or in seconds';
--|## survival_quantile_lo
--|formula: the times at which the lower and the upper limit of the curve come down to 1 - q
--|unit: tenure: the unit of integers, or seconds
--|nulls: as survival_median_lo
--|errors: as survival_median_lo; a quantile outside 0 to 1
--|example: SELECT survival_quantile_lo(s, 0.25), survival_quantile_hi(s, 0.25) FROM (SELECT life_table_agg(tenure, ended) AS s FROM (VALUES (9, true), (13, true), (13, false), (18, true), (23, true), (28, false), (31, true), (34, true), (45, false), (48, true), (161, false)) AS account(tenure, ended)) AS plan
--|result: 9|34
--|see: survival_quantile, survival_median_lo
CREATE FUNCTION survival_quantile_lo(s life_table, q float8, confidence float8 DEFAULT 0.95, method text DEFAULT 'log_log', flat text DEFAULT 'middle', min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_survival_quantile_lo' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION survival_quantile_lo(life_table, float8, float8, text, text, integer) IS 'Lower end of the interval of survival_quantile, in the unit of the tenures or in seconds';
CREATE FUNCTION survival_quantile_hi(s life_table, q float8, confidence float8 DEFAULT 0.95, method text DEFAULT 'log_log', flat text DEFAULT 'middle', min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_survival_quantile_hi' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION survival_quantile_hi(life_table, float8, float8, text, text, integer) IS 'Upper end of the interval of survival_quantile, in the unit of the tenures or in seconds';
--|## restricted_mean
--|formula: the area under the survival curve from 0 to that time; the variance is the sum of (the area to the right of t)^2 ended / (at_risk (at_risk - ended))
--|unit: tenure: the unit of integers, or seconds
--|direction: higher is better
--|components: none
--|nulls: no accounts, fewer than min_n, or a time beyond the longest tenure while survival is above 0, give NULL
--|errors: a negative time, or one that is not a number; a negative min_n
--|example: SELECT round(restricted_mean(s, 48)::numeric, 6), round(restricted_mean_se(s, 48)::numeric, 6), round(restricted_mean(s)::numeric, 6) FROM (SELECT life_table_agg(tenure, ended) AS s FROM (VALUES (9, true), (13, true), (13, false), (18, true), (23, true), (28, false), (31, true), (34, true), (45, false), (48, true), (161, false)) AS account(tenure, ended)) AS plan
--|result: 31.843182|4.527885|52.645455
--|source: P. Meier, 1975; J. Irwin, 1949
--|see: survival_median
--|The mean tenure, where what exceeds `until` counts as `until`: defined also where most accounts are still there. Compare segments with the same `until`: without it,
--|which is up to the longest tenure of the table, each segment has another. The interval is normal, and ends at 0.
CREATE FUNCTION restricted_mean(s life_table, until float8 DEFAULT 'Infinity', min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_restricted_mean' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION restricted_mean(life_table, float8, integer) IS 'Mean tenure up to a time, in the unit of the tenures or in seconds';
CREATE FUNCTION restricted_mean_se(s life_table, until float8 DEFAULT 'Infinity', min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_restricted_mean_se' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION restricted_mean_se(life_table, float8, integer) IS 'Standard error of restricted_mean, in the unit of the tenures or in seconds';
CREATE FUNCTION restricted_mean_lo(s life_table, until float8 DEFAULT 'Infinity', confidence float8 DEFAULT 0.95, min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_restricted_mean_lo' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION restricted_mean_lo(life_table, float8, float8, integer) IS 'Lower end of the interval of restricted_mean, in the unit of the tenures or in seconds';
CREATE FUNCTION restricted_mean_hi(s life_table, until float8 DEFAULT 'Infinity', confidence float8 DEFAULT 0.95, min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_restricted_mean_hi' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION restricted_mean_hi(life_table, float8, float8, integer) IS 'Upper end of the interval of restricted_mean, in the unit of the tenures or in seconds';
--|## cumulative_hazard
--|formula: the sum, over the tenures t up to that time, of ended(t) / at_risk(t); its variance is that of ended(t) / at_risk(t)^2
--|unit: expected ends of one account
--|direction: lower is better
--|components: none
--|nulls: as survival_at; the interval of a hazard of 0 is NULL
--|errors: as survival_at; a confidence outside 0 to 1
--|example: SELECT round(cumulative_hazard(s, 31)::numeric, 6), round(cumulative_hazard_se(s, 31)::numeric, 6) FROM (SELECT life_table_agg(tenure, ended) AS s FROM (VALUES (9, true), (13, true), (13, false), (18, true), (23, true), (28, false), (31, true), (34, true), (45, false), (48, true), (161, false)) AS account(tenure, ended)) AS plan
--|result: 0.658766|0.307079
--|source: W. Nelson, 1972; O. Aalen, 1978
--|see: hazard_table, survival_table
--|How often an account would have ended by then if it came back at once each time; its slope is the hazard. The interval is normal, and ends at 0.
CREATE FUNCTION cumulative_hazard(s life_table, at float8, min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_cumulative_hazard' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION cumulative_hazard(life_table, float8, integer) IS 'Nelson-Aalen estimate: expected ends of one account up to a time';
CREATE FUNCTION cumulative_hazard_se(s life_table, at float8, min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_cumulative_hazard_se' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION cumulative_hazard_se(life_table, float8, integer) IS 'Standard error of cumulative_hazard, expected ends of one account';
CREATE FUNCTION cumulative_hazard_lo(s life_table, at float8, confidence float8 DEFAULT 0.95, min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_cumulative_hazard_lo' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION cumulative_hazard_lo(life_table, float8, float8, integer) IS 'Lower end of the interval of cumulative_hazard, expected ends of one account';
CREATE FUNCTION cumulative_hazard_hi(s life_table, at float8, confidence float8 DEFAULT 0.95, min_n integer DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_cumulative_hazard_hi' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20;
COMMENT ON FUNCTION cumulative_hazard_hi(life_table, float8, float8, integer) IS 'Upper end of the interval of cumulative_hazard, expected ends of one account';
--|## survival_table
--|formula: at each tenure that occurs: those at risk, what happened, and survival, its interval and standard error, and the cumulative hazard after it
--|unit: rows: counts of accounts; shares, 0 to 1; hazard, the share that ends of those at risk
--|nulls: NULL gives no rows; lo and hi are NULL where survival is 1 or 0
--|errors: a confidence outside 0 to 1; an unknown method
--|example: SELECT at, at_risk, ended, censored, round(survival::numeric, 4), round(lo::numeric, 4), round(hi::numeric, 4) FROM (SELECT life_table_agg(tenure, ended) FROM (VALUES (9, true), (13, true), (13, false), (18, true), (23, true), (28, false), (31, true), (34, true), (45, false), (48, true), (161, false)) AS account(tenure, ended)) AS plan(s), survival_table(s) WHERE at <= 23
--|result: 9|11|1|0|0.9091|0.5081|0.9867
--|  13|10|1|1|0.8182|0.4474|0.9512
--|  18|8|1|0|0.7159|0.3502|0.8990
--|  23|7|1|0|0.6136|0.2658|0.8353
--|see: survival_at, hazard_table
--|The curve, for charts: `at` is in the unit of the tenures, or in seconds. Counts are of accounts; with weights, all the other figures are those of the weights.
CREATE FUNCTION survival_table(s life_table, confidence float8 DEFAULT 0.95, method text DEFAULT 'log_log',
	OUT at float8, OUT at_risk bigint, OUT ended bigint, OUT censored bigint, OUT entered bigint,
	OUT survival float8, OUT lo float8, OUT hi float8, OUT std_error float8, OUT hazard float8,
	OUT cumulative_hazard float8) RETURNS SETOF record
AS 'MODULE_PATHNAME', 'csops_survival_table' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100 ROWS 400;
COMMENT ON FUNCTION survival_table(life_table, float8, text) IS 'The survival curve as rows: counts of accounts, shares 0 to 1';
--|## hazard_table
--|formula: in each period (from_at, to_at], of which the first has 0 too: exposure, the time that accounts were at risk in it; hazard = ended / exposure; lo and hi are exp(z / sqrt(ended)) away; probability = 1 - survival_at(to_at) / survival_at(from_at), in the first 1 - survival_at(to_at)
--|unit: rows: hazard per unit of the tenures, or per second; probability, 0 to 1
--|nulls: NULL gives no rows; a period in which nobody was at risk, or nobody ended, has no hazard, or no interval; one that was not seen to its end has no probability
--|errors: a length that is not above 0; more than 10,000 periods; a confidence outside 0 to 1
--|example: SELECT from_at, to_at, at_risk, ended, censored, exposure, round(hazard::numeric, 5), round(probability::numeric, 5) FROM (SELECT life_table_agg(tenure, ended) FROM (VALUES (9, true), (13, true), (13, false), (18, true), (23, true), (28, false), (31, true), (34, true), (45, false), (48, true), (161, false)) AS account(tenure, ended)) AS plan(s), hazard_table(s, 30) WHERE from_at < 60
--|result: 0|30|11|4|2|254|0.01575|0.38636
--|  30|60|5|3|1|68|0.04412|0.70000
--|see: survival_table, cumulative_hazard
--|Churn by age: which months of the tenure are the dangerous ones. `length` is in the unit of the tenures, or in seconds; at_risk counts those seen at the beginning of the period. What ends
--|exactly at the end of a period belongs to it.
CREATE FUNCTION hazard_table(s life_table, length float8, confidence float8 DEFAULT 0.95,
	OUT from_at float8, OUT to_at float8, OUT at_risk bigint, OUT ended bigint, OUT censored bigint,
	OUT entered bigint, OUT exposure float8, OUT hazard float8, OUT lo float8, OUT hi float8,
	OUT probability float8) RETURNS SETOF record
AS 'MODULE_PATHNAME', 'csops_hazard_table' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100 ROWS 40;
COMMENT ON FUNCTION hazard_table(life_table, float8, float8) IS 'Hazard by period of the tenure as rows: per unit of the tenures or per second; probability, 0 to 1';
--|## logrank
--|formula: the scores observed - expected of all groups but one, by the inverse of their hypergeometric covariance
--|unit: chi-square statistic, degrees of freedom, p from 0 to 1
--|no metric: a test of whether curves differ
--|nulls: tables that are NULL are left out; fewer than two groups with anybody at risk when something ended give NULL
--|errors: tables that do not go together (see merge); more than 1,000 groups; an array of three dimensions; a negative rho
--|example: SELECT round(chi_square::numeric, 6), df, round(p::numeric, 6) FROM (SELECT life_table_agg(tenure, ended) FILTER (WHERE plan = 'team'), life_table_agg(tenure, ended) FILTER (WHERE plan = 'free') FROM (VALUES ('team', 9, true), ('team', 13, false), ('team', 48, true), ('free', 5, true), ('free', 8, true), ('free', 23, true)) AS account(plan, tenure, ended)) AS plans(team, free), logrank(team, free)
--|result: 1.964960|1|0.160984
--|example: SELECT round(logrank_p(VARIADIC array_agg(s))::numeric, 6) FROM (SELECT life_table_agg(tenure, ended) FROM (VALUES ('team', 9, true), ('team', 13, false), ('team', 48, true), ('free', 5, true), ('free', 8, true), ('free', 23, true)) AS account(plan, tenure, ended) GROUP BY plan) AS by_plan(s)
--|result: 0.160984
--|source: N. Mantel, 1966; R. Peto and J. Peto, 1972; T. Fleming and D. Harrington, 1981
--|see: logrank_table, adjust_p
--|Whether the groups differ in how long they stay, over the whole curve: two or more tables, or with VARIADIC all that a GROUP BY gives. `logrank_p` and `logrank_chi_square` are the figures by
--|themselves, for dashboards. An array of two dimensions is strata, each with a table of every group (NULL where it has none), so that groups are compared within strata only. With a rho of 1,
--|tables as an array, early ends count more (the test of Peto and Peto, as R has it); 0 is the log-rank test.
CREATE FUNCTION logrank(VARIADIC tables life_table[], OUT chi_square float8, OUT df integer, OUT p float8) RETURNS record
AS 'MODULE_PATHNAME', 'csops_logrank' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 200;
COMMENT ON FUNCTION logrank(life_table[]) IS 'Log-rank test of two or more tables: statistic, degrees of freedom, p from 0 to 1';
CREATE FUNCTION logrank(tables life_table[], rho float8, OUT chi_square float8, OUT df integer, OUT p float8) RETURNS record
AS 'MODULE_PATHNAME', 'csops_logrank' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 200;
COMMENT ON FUNCTION logrank(life_table[], float8) IS 'Weighted log-rank test of an array of tables: statistic, degrees of freedom, p from 0 to 1';
CREATE FUNCTION logrank_p(VARIADIC tables life_table[]) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_logrank_p' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 200;
COMMENT ON FUNCTION logrank_p(life_table[]) IS 'p of the log-rank test, 0 to 1';
CREATE FUNCTION logrank_p(tables life_table[], rho float8) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_logrank_p' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 200;
COMMENT ON FUNCTION logrank_p(life_table[], float8) IS 'p of the weighted log-rank test, 0 to 1';
CREATE FUNCTION logrank_chi_square(VARIADIC tables life_table[]) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_logrank_chi_square' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 200;
COMMENT ON FUNCTION logrank_chi_square(life_table[]) IS 'Statistic of the log-rank test, chi-square';
CREATE FUNCTION logrank_chi_square(tables life_table[], rho float8) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_logrank_chi_square' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 200;
COMMENT ON FUNCTION logrank_chi_square(life_table[], float8) IS 'Statistic of the weighted log-rank test, chi-square';
--|## logrank_table
--|formula: observed: the accounts that ended; expected: the sum, over the tenures, of the ends of all groups by the group's share of those at risk
--|unit: rows: accounts
--|nulls: as logrank; a group that is NULL has 0
--|errors: as logrank
--|example: SELECT place, observations, observed, round(expected::numeric, 4) FROM (SELECT array_agg(s ORDER BY plan) FROM (SELECT plan, life_table_agg(tenure, ended) FROM (VALUES ('team', 9, true), ('team', 13, false), ('team', 48, true), ('free', 5, true), ('free', 8, true), ('free', 23, true)) AS account(plan, tenure, ended) GROUP BY plan) AS by_plan(plan, s)) AS plans(tables), logrank_table(VARIADIC tables)
--|result: 1|3|3|1.6500
--|  2|3|2|3.3500
--|see: logrank
--|One row for each group, in the order given: where observed is above expected, accounts leave sooner than in the other groups.
CREATE FUNCTION logrank_table(VARIADIC tables life_table[],
	OUT place integer, OUT observations bigint, OUT observed float8, OUT expected float8) RETURNS SETOF record
AS 'MODULE_PATHNAME', 'csops_logrank_table' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 200 ROWS 5;
COMMENT ON FUNCTION logrank_table(life_table[]) IS 'Ends observed and expected of each group, as rows of accounts';
CREATE FUNCTION logrank_table(tables life_table[], rho float8,
	OUT place integer, OUT observations bigint, OUT observed float8, OUT expected float8) RETURNS SETOF record
AS 'MODULE_PATHNAME', 'csops_logrank_table' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 200 ROWS 5;
COMMENT ON FUNCTION logrank_table(life_table[], float8) IS 'Weighted ends observed and expected of each group, as rows of accounts';
