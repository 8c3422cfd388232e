-- Retention beyond what was seen. Needs 90-life-table and 91-survival.

--|# Projected retention
--|A young company has not seen yet how long its accounts stay. The shifted beta geometric model of Fader and Hardie fills in the rest of the curve: each account has a
--|constant chance of its own to leave at the end of a period, and the chances differ between accounts as a beta distribution has it. Because those most likely to leave
--|do so first, retention grows with age though no account changes, and an exponential fitted to the first periods would foretell too many departures.
--|
--|The model is of contracts: periods at whose end an account renews or leaves. Count tenures in such periods, or give the length of one, in the unit of the tenures (in
--|seconds where these are intervals), as `period_length`. What ends after the end of one period, up to that of the next, left in the latter; who entered late counts from the period of the entry.
--|
--|The fit is that of maximum likelihood. Where the accounts do not differ at all it is the geometric distribution, and where nobody leaves after the first
--|period, that everybody else stays for ever: both are limits of the model, with answers but without an alpha and a beta. What does not determine a model, because nobody
--|left or all was seen in one period, gives NULL. Where tenures have weights, so do the likelihood's terms.
--|## project_retention
--|formula: retention(t) = (beta + t - 1) / (alpha + beta + t - 1), survival(t) = the product of the retention up to t
--|unit: rows: shares, 0 to 1
--|nulls: NULL gives no rows; what does not determine a model has no survival and no retention; observed is NULL for periods that were not seen
--|errors: a period_length that is not above 0; more than 10,000 periods
--|example: SELECT period, round(survival::numeric, 4), round(retention::numeric, 4), round(observed::numeric, 3) FROM (SELECT life_table_agg(periods, n <= 509) FROM generate_series(1, 1000) AS n, LATERAL (SELECT least(7, 1 + width_bucket(n, ARRAY[132, 258, 348, 408, 450, 484])) AS periods) AS p) AS segment(s), project_retention(s, 12) WHERE period IN (1, 2, 7, 8, 12)
--|result: 1|0.8507|0.8507|0.869
--|  2|0.7469|0.8780|0.743
--|  7|0.4889|0.9362|0.491
--|  8|0.4604|0.9418|NULL
--|  12|0.3780|0.9568|NULL
--|source: P. Fader and B. Hardie, How to project customer retention, 2007
--|see: retention_fit, projected_survival, expected_lifetime
--|For each period, the share that the model expects to stay through it, the share that stays of those who came to it, and the survival that was observed. The example is the High End segment of
--|the paper, fitted to seven years; survival after twelve was 0.394.
CREATE FUNCTION project_retention(s life_table, periods integer, period_length float8 DEFAULT 1,
	OUT period integer, OUT survival float8, OUT retention float8, OUT observed float8) RETURNS SETOF record
AS 'MODULE_PATHNAME', 'csops_project_retention' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000 ROWS 40;
COMMENT ON FUNCTION project_retention(life_table, integer, float8) IS 'Survival and retention by period, projected by the shifted beta geometric model: shares, 0 to 1';
--|## projected_survival
--|formula: survival of project_retention
--|unit: share, 0 to 1
--|direction: higher is better
--|components: none
--|nulls: what does not determine a model gives NULL
--|errors: a period_length that is not above 0; more than 10,000 periods
--|example: SELECT round(projected_survival(s, 12)::numeric, 4) FROM (SELECT life_table_agg(periods, n <= 509) FROM generate_series(1, 1000) AS n, LATERAL (SELECT least(7, 1 + width_bucket(n, ARRAY[132, 258, 348, 408, 450, 484])) AS periods) AS p) AS segment(s)
--|result: 0.3780
--|source: P. Fader and B. Hardie, How to Project Customer Retention, Journal of Interactive Marketing 21, 2007
--|see: project_retention, survival_at
CREATE FUNCTION projected_survival(s life_table, periods integer, period_length float8 DEFAULT 1) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_projected_survival' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION projected_survival(life_table, integer, float8) IS 'Share of accounts that stay through so many periods, projected, 0 to 1';
--|## projected_retention
--|formula: retention of project_retention
--|unit: share, 0 to 1
--|direction: higher is better
--|components: none
--|nulls: as projected_survival
--|errors: a period_length that is not above 0; more than 10,000 periods
--|example: SELECT round(projected_retention(s, 1)::numeric, 3), round(projected_retention(s, 8)::numeric, 3) FROM (SELECT life_table_agg(periods, n <= 509) FROM generate_series(1, 1000) AS n, LATERAL (SELECT least(7, 1 + width_bucket(n, ARRAY[132, 258, 348, 408, 450, 484])) AS periods) AS p) AS segment(s)
--|result: 0.851|0.942
--|source: P. Fader and B. Hardie, How to Project Customer Retention, Journal of Interactive Marketing 21, 2007
--|see: project_retention
CREATE FUNCTION projected_retention(s life_table, period integer, period_length float8 DEFAULT 1) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_projected_retention' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION projected_retention(life_table, integer, float8) IS 'Share that stays through a period, of those who came to it, projected, 0 to 1';
--|## expected_lifetime
--|formula: the sum, over t from 0 on, of survival(t) / (1 + discount)^t
--|unit: periods
--|direction: higher is better
--|components: none
--|nulls: as projected_survival; an infinite lifetime gives NULL
--|errors: a negative discount; a period_length that is not above 0; more than 10,000 periods
--|example: SELECT expected_lifetime(s), round(expected_lifetime(s, 0.1)::numeric, 4) FROM (SELECT life_table_agg(periods, n <= 509) FROM generate_series(1, 1000) AS n, LATERAL (SELECT least(7, 1 + width_bucket(n, ARRAY[132, 258, 348, 408, 450, 484])) AS periods) AS p) AS segment(s)
--|result: NULL|5.9223
--|source: P. Fader and B. Hardie, Customer-base valuation in a contractual setting, 2010
--|see: expected_residual_lifetime, restricted_mean
--|How many periods a new account stays, the first counted in full; with a discount for each period, what one unit a period is worth today. Without a discount it is infinite where alpha is
--|at most 1: some accounts are then expected to stay for ever.
CREATE FUNCTION expected_lifetime(s life_table, discount float8 DEFAULT 0, period_length float8 DEFAULT 1) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_expected_lifetime' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION expected_lifetime(life_table, float8, float8) IS 'Expected number of periods of a new account, discounted';
--|## expected_residual_lifetime
--|formula: the sum, over t from age + 1 on, of survival(t) / survival(age) / (1 + discount)^(t - age - 1)
--|unit: periods
--|direction: higher is better
--|components: none
--|nulls: as expected_lifetime
--|errors: as expected_lifetime; an age below 0 or above 10,000
--|example: SELECT round(expected_residual_lifetime(s, 7, 0.1)::numeric, 2) FROM (SELECT life_table_agg(periods, n <= 509) FROM generate_series(1, 1000) AS n, LATERAL (SELECT least(7, 1 + width_bucket(n, ARRAY[132, 258, 348, 408, 450, 484])) AS periods) AS p) AS segment(s)
--|result: 7.53
--|source: P. Fader and B. Hardie, Customer-base valuation in a contractual setting, 2010
--|see: expected_lifetime
--|How many periods an account that has completed `age` of them will stay, seen just before it renews for the first of them.
CREATE FUNCTION expected_residual_lifetime(s life_table, age integer, discount float8 DEFAULT 0, period_length float8 DEFAULT 1) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_expected_residual_lifetime' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION expected_residual_lifetime(life_table, integer, float8, float8) IS 'Expected number of periods still to come of an account of that age, discounted';
--|## retention_fit
--|formula: first_period_churn = alpha / (alpha + beta); polarization = 1 / (1 + alpha + beta): 0 where accounts are all alike, 1 where they either leave at once or stay for ever
--|unit: alpha and beta, shares 0 to 1, a log likelihood, periods
--|nulls: what does not determine a model gives NULLs; alpha and beta are NULL in the limits of the model
--|errors: a period_length that is not above 0; more than 10,000 periods
--|example: SELECT round(alpha::numeric, 3), round(beta::numeric, 3), round(first_period_churn::numeric, 4), round(polarization::numeric, 4), round(log_likelihood::numeric, 3), periods FROM (SELECT life_table_agg(periods, n <= 509) FROM generate_series(1, 1000) AS n, LATERAL (SELECT least(7, 1 + width_bucket(n, ARRAY[132, 258, 348, 408, 450, 484])) AS periods) AS p) AS segment(s), retention_fit(s)
--|result: 0.668|3.806|0.1493|0.1827|-1611.158|7
--|see: project_retention
CREATE FUNCTION retention_fit(s life_table, period_length float8 DEFAULT 1, OUT alpha float8, OUT beta float8, OUT first_period_churn float8, OUT polarization float8, OUT log_likelihood float8, OUT periods integer) RETURNS record
AS 'MODULE_PATHNAME', 'csops_retention_fit' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION retention_fit(life_table, float8) IS 'Parameters of the shifted beta geometric model, and how well it fits; shares 0 to 1';
