-- Survival: against window functions over the rows themselves, the survival cases of vectors/retention.json, and the curves
-- of lung and of the IBM Telco customers in the shared data. The folder is CSOPS_SHARED, ../shared unless it is set.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION pgtap SCHEMA public;
CREATE SCHEMA csops;
CREATE EXTENSION csops SCHEMA csops;
SET LOCAL search_path = csops, public;

SELECT no_plan();
CREATE FUNCTION pg_temp.is_close(got float8, wanted float8) RETURNS boolean LANGUAGE sql IMMUTABLE
RETURN coalesce(abs(got - wanted) <= 1e-9 * greatest(abs(wanted), 1e-6), got IS NULL AND wanted IS NULL);

-- Random accounts in groups, with ties, censoring, late entry and weights.
SELECT setseed(0.3);
CREATE TEMP TABLE account AS
SELECT set_name, chr(97 + (grp * groups)::integer % groups) AS part, tenure, ended < share AS ended, CASE WHEN late < late_share THEN floor(late / late_share * tenure)::integer ELSE 0 END AS entry,
	CASE WHEN weight < 0.05 THEN 0 ELSE round((weight * 100)::numeric, 2)::float8 END AS weight
FROM (VALUES
	('few', 12, 8, 0.7, 0, 2), ('ties', 300, 12, 0.6, 0, 3), ('late', 200, 40, 0.6, 0.5, 2), ('long', 400, 1500, 0.3, 0.2, 4), ('all end', 60, 50, 1, 0.3, 2),
	('hardly any end', 80, 90, 0.03, 0, 2), ('none ends', 20, 90, 0, 0.2, 2)) AS s(set_name, n, longest, share, late_share, groups),
	LATERAL (SELECT random() AS grp, (1 + floor(random() ^ 1.5 * longest))::integer AS tenure, random() AS ended, random() AS late, random() AS weight FROM generate_series(1, n)) AS r;
CREATE TEMP TABLE life AS
SELECT set_name, part, life_table_agg(tenure, ended, entry) AS s, life_table_agg(tenure, ended, entry, weight) AS w,
	life_table_agg(tenure, ended, entry, weight * 1e6) AS heavier
FROM account GROUP BY set_name, part;
SELECT cmp_ok(count(*)::integer, '>=', 15, 'there are random tables') FROM life;

-- At each time at which somebody leaves: those at risk, from the rows, and what follows from them by window functions.
CREATE TEMP TABLE risk AS
SELECT t.set_name, t.part, t.t, r.*
FROM (SELECT DISTINCT set_name, part, tenure AS t FROM account) AS t,
	LATERAL (
		SELECT count(*) FILTER (WHERE entry < t AND tenure >= t)::numeric AS n, count(*) FILTER (WHERE tenure = t AND ended)::numeric AS d,
			sum(weight::numeric) FILTER (WHERE entry < t AND tenure >= t) AS wn, sum(weight::numeric ^ 2) FILTER (WHERE entry < t AND tenure >= t) AS wn2,
			coalesce(sum(weight::numeric) FILTER (WHERE tenure = t AND ended), 0) AS wd
		FROM account AS a WHERE (a.set_name, a.part) = (t.set_name, t.part)) AS r;
CREATE TEMP TABLE curve AS
SELECT set_name, part, t, n, d,
	CASE WHEN min(n - d) OVER so_far > 0 THEN exp(sum(ln(nullif(1 - d / n, 0))) OVER so_far) ELSE 0 END::float8 AS survival,
	sum(CASE WHEN n > d THEN d / (n * (n - d)) ELSE 0 END) OVER so_far::float8 AS greenwood,
	sum(d / n) OVER so_far::float8 AS hazard, sum(d / n ^ 2) OVER so_far::float8 AS hazard_variance,
	CASE WHEN min(CASE WHEN wn > 0 THEN wn - wd ELSE 1 END) OVER so_far > 0 THEN exp(sum(ln(CASE WHEN wn > wd THEN 1 - wd / wn ELSE 1 END)) OVER so_far) ELSE 0 END::float8 AS weighted_survival,
	sum(CASE WHEN wn > wd THEN wd / (wn - wd) * wn2 / wn ^ 2 ELSE 0 END) OVER so_far::float8 AS weighted_greenwood,
	coalesce(lag(t) OVER by_time, 0) AS before, last_value(t) OVER (PARTITION BY set_name, part ORDER BY t ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS last
FROM risk
WINDOW by_time AS (PARTITION BY set_name, part ORDER BY t), so_far AS (PARTITION BY set_name, part ORDER BY t);

SELECT is_empty($$
	SELECT set_name, part, t FROM curve JOIN life USING (set_name, part)
	WHERE NOT (pg_temp.is_close(survival_at(s, t), survival) AND pg_temp.is_close(survival_at(s, t + 0.5), CASE WHEN t < last OR survival = 0 THEN survival END)
		AND pg_temp.is_close(survival_at_se(s, t), CASE WHEN survival > 0 THEN survival * sqrt(greenwood) END)
		AND pg_temp.is_close(cumulative_hazard(s, t), hazard) AND pg_temp.is_close(cumulative_hazard_se(s, t), sqrt(hazard_variance)))
$$, 'survival, hazard and their errors are those of window functions');
SELECT is_empty($$
	SELECT set_name, part, t FROM curve JOIN life USING (set_name, part)
	WHERE NOT (pg_temp.is_close(survival_at(w, t), weighted_survival)
		AND pg_temp.is_close(survival_at_se(w, t), CASE WHEN weighted_survival > 0 THEN weighted_survival * sqrt(weighted_greenwood) END))
$$, 'so are those of weights, with the effective number at risk');
SELECT is_empty($$
	SELECT set_name, part, t FROM curve JOIN life USING (set_name, part)
	WHERE NOT (pg_temp.is_close(survival_at(heavier, t), survival_at(w, t)) AND pg_temp.is_close(survival_at_lo(heavier, t), survival_at_lo(w, t))
		AND pg_temp.is_close(cumulative_hazard_se(heavier, t), cumulative_hazard_se(w, t)))
$$, 'a million times the weights are the same figures');
SELECT is_empty($$
	SELECT set_name, part, t FROM curve JOIN life USING (set_name, part),
	LATERAL (SELECT survival AS p, CASE WHEN survival > 0 AND survival < 1 THEN 1.959963984540054 * sqrt(greenwood) END AS m) AS i
	WHERE NOT (pg_temp.is_close(survival_at_lo(s, t, 0.95, 'log'), p * exp(-m)) AND pg_temp.is_close(survival_at_hi(s, t, 0.95, 'log'), CASE WHEN m >= 0 THEN least(1, p * exp(m)) END)
		AND pg_temp.is_close(survival_at_lo(s, t, 0.95, 'plain'), CASE WHEN m >= 0 THEN greatest(0, p - p * m) END)
		AND pg_temp.is_close(survival_at_hi(s, t), CASE WHEN m >= 0 THEN p ^ exp(m / ln(p)) END) AND pg_temp.is_close(survival_at_lo(s, t), CASE WHEN m >= 0 THEN p ^ exp(-m / ln(p)) END))
$$, 'intervals are as their formulae say');
SELECT is_empty($$
	SELECT set_name, part, t FROM curve JOIN life USING (set_name, part), unnest('{log_log,log,plain,logit,arcsin}'::text[]) AS method,
	LATERAL (SELECT survival_at_lo(s, t, 0.9, method) AS lo, survival_at_hi(s, t, 0.9, method) AS hi, survival_at_lo(s, t, 0.99, method) AS lower, survival_at_hi(s, t, 0.99, method) AS higher) AS i
	WHERE lo > survival OR hi < survival OR lower > lo OR higher < hi OR lower < 0 OR higher > 1 OR (lo IS NULL) <> (survival IN (0, 1)) OR (lo IS NULL) <> (hi IS NULL)
$$, 'an interval holds the survival, stays within 0 and 1, and widens with the confidence');

-- survival_table is the accessors by time.
SELECT is_empty($$
	SELECT set_name, part, at FROM life, survival_table(s, 0.9, 'log')
	WHERE NOT (pg_temp.is_close(survival, survival_at(s, at)) AND pg_temp.is_close(lo, survival_at_lo(s, at, 0.9, 'log')) AND pg_temp.is_close(hi, survival_at_hi(s, at, 0.9, 'log'))
		AND pg_temp.is_close(std_error, survival_at_se(s, at)) AND pg_temp.is_close(cumulative_hazard, csops.cumulative_hazard(s, at)))
$$, 'survival_table is the accessors by time');
SELECT is_empty($$
	SELECT c.set_name, c.part, t FROM curve AS c LEFT JOIN (SELECT set_name, part, v.* FROM life, survival_table(s) AS v) AS v
	ON (v.set_name, v.part, v.at) = (c.set_name, c.part, c.t)
	WHERE (at_risk, ended) IS DISTINCT FROM (n, d) OR NOT pg_temp.is_close(v.hazard, (d / n)::float8)
$$, 'and the numbers at risk are those of the rows');
SELECT is_empty($$ SELECT set_name FROM life, survival_table(w) AS t WHERE lo = 'NaN' OR hi = 'NaN' OR std_error = 'NaN' OR hazard = 'NaN' $$, 'nothing is not a number');

-- Quantiles: where the curve crosses.
SELECT is_empty($$
	SELECT set_name, part, q, got FROM life, unnest(ARRAY[0.05, 0.1, 1.0 / 3, 0.5, 0.75, 0.9, 0.99, 1]) AS q,
	LATERAL (SELECT survival_quantile(s, q, 'start') AS got, (SELECT min(t) FROM curve AS c WHERE (c.set_name, c.part) = (life.set_name, life.part) AND survival <= 1 - q + 1e-9) AS wanted) AS g
	WHERE got IS DISTINCT FROM wanted
$$, 'a quantile is the first time at which so many are gone');
SELECT is_empty($$
	SELECT set_name, part, q FROM life, unnest(ARRAY[0.05, 0.1, 0.5, 0.75, 0.9, 0.99]) AS q,
	LATERAL (SELECT survival_quantile(s, q) AS m, survival_quantile_lo(s, q) AS lo, survival_quantile_hi(s, q) AS hi) AS g
	WHERE lo > m OR hi < m
$$, 'its interval holds it');
SELECT is_empty($$
	SELECT set_name, part FROM life
	WHERE (survival_median(s), survival_median_lo(s, 0.9, 'log'), survival_median_hi(s, 0.9, 'log')) IS DISTINCT FROM
		(survival_quantile(s, 0.5), survival_quantile_lo(s, 0.5, 0.9, 'log'), survival_quantile_hi(s, 0.5, 0.9, 'log'))
$$, 'the median is a quantile');
SELECT is(ARRAY[survival_median(s), survival_median(s, 'start'), survival_quantile(s, 0.25), survival_quantile(s, 0), survival_quantile(s, 0.6)], ARRAY[3, 2, 1.5, 0, NULL]::float8[], 'flat at one half')
FROM (SELECT life_table_agg(t, t <= 2) AS s FROM generate_series(1, 4) AS t) AS f;

-- Mean: the area, by its rectangles; and the variance, by its definition.
SELECT is_empty($$
	SELECT set_name, part, until FROM life, unnest(ARRAY[0.5, 1, 5, 7.25, 30, 77]) AS until
	WHERE NOT pg_temp.is_close(restricted_mean(s, until), (
		SELECT sum((least(t, until) - before) * coalesce(previous, 1)) FILTER (WHERE before < until) + CASE WHEN until > max(t) AND min(survival) > 0 THEN NULL ELSE 0 END
		FROM (SELECT t, before, survival, lag(survival) OVER (ORDER BY t) AS previous FROM curve AS c WHERE (c.set_name, c.part) = (life.set_name, life.part)) AS c))
$$, 'the restricted mean is the area under the curve');
SELECT is_empty($$
	SELECT set_name, part FROM life, LATERAL (
		SELECT sqrt(sum(right_of ^ 2 * CASE WHEN n > d THEN d / (n * (n - d)) ELSE 0 END)) AS wanted
		FROM (SELECT t, n, d, coalesce(sum((lead_t - t) * survival) OVER (ORDER BY t DESC), 0) AS right_of
			FROM (SELECT *, lead(t) OVER (ORDER BY t) AS lead_t FROM curve AS c WHERE (c.set_name, c.part) = (life.set_name, life.part)) AS c) AS c) AS v
	WHERE NOT pg_temp.is_close(restricted_mean_se(s), wanted)
	OR NOT pg_temp.is_close(restricted_mean_hi(s, confidence => 0.8), CASE WHEN wanted > 0 THEN restricted_mean(s) + 1.2815515655446004 * wanted END)
$$, 'and its error is that of the areas to the right');
SELECT is(ARRAY[restricted_mean(s, 0), restricted_mean(s, 2), restricted_mean(s, 3), restricted_mean(s, 9), restricted_mean(s)], ARRAY[0, 2, 2.5, NULL, 3]::float8[], 'a mean ends where the curve does')
FROM (SELECT life_table_agg(t, e) AS s FROM (VALUES (2, true), (4, false)) AS v(t, e)) AS f;

-- Conditional survival
SELECT is_empty($$
	SELECT set_name, part, at, ahead FROM life, unnest(ARRAY[-2, 0, 1, 3.5, 20, 300]) AS at, unnest(ARRAY[0, 1, 4, 40]) AS ahead
	WHERE survival_at(s, at) > 0 AND NOT pg_temp.is_close(conditional_survival(s, at, ahead), survival_at(s, at + ahead) / survival_at(s, at))
	OR (survival_at(s, at) = 0 OR survival_at(s, at) IS NULL) AND conditional_survival(s, at, ahead) IS NOT NULL
$$, 'conditional survival is a quotient');
SELECT is_empty($$
	SELECT set_name, part, at FROM life, unnest(ARRAY[1, 5, 20]) AS at,
	LATERAL (SELECT life_table_agg(tenure, ended, greatest(entry, at)) AS older FROM account AS a WHERE (a.set_name, a.part) = (life.set_name, life.part) AND tenure > at) AS o
	WHERE survival_at(s, at) > 0 AND NOT (pg_temp.is_close(conditional_survival(s, at, 7), survival_at(older, at + 7)) AND pg_temp.is_close(conditional_survival_lo(s, at, 7), survival_at_lo(older, at + 7)))
$$, 'it is that of a table of those who came so far');

-- Hazard by period
SELECT is_empty($$
	SELECT set_name, part, from_at FROM life, unnest(ARRAY[1, 3, 7.5]) AS length, hazard_table(s, length) AS h,
	LATERAL (
		SELECT count(*) FILTER (WHERE entry <= from_at AND tenure > from_at) AS at_risk, count(*) FILTER (WHERE a.ended AND tenure > from_at AND tenure <= to_at) AS ended,
			count(*) FILTER (WHERE NOT a.ended AND tenure > from_at AND tenure <= to_at) AS censored, count(*) FILTER (WHERE entry > from_at AND entry <= to_at) AS entered,
			sum(greatest(0, least(tenure, to_at) - greatest(entry, from_at))) AS exposure
		FROM account AS a WHERE (a.set_name, a.part) = (life.set_name, life.part)) AS r
	WHERE (h.at_risk, h.ended, h.censored, h.entered) IS DISTINCT FROM (r.at_risk, r.ended, r.censored, r.entered)
	OR NOT (pg_temp.is_close(h.exposure, r.exposure) AND pg_temp.is_close(hazard, CASE WHEN r.exposure > 0 THEN r.ended / r.exposure END)
		AND pg_temp.is_close(lo, CASE WHEN r.ended > 0 THEN r.ended / r.exposure * exp(-1.959963984540054 / sqrt(r.ended)) END)
		AND (h.at_risk = 0 OR pg_temp.is_close(probability, 1 - conditional_survival(s, from_at, length))))
$$, 'hazard_table is what the rows give');
SELECT is_empty($$ SELECT set_name FROM life WHERE (SELECT sum(ended) FROM hazard_table(s, 3)) <> ended(s) OR (SELECT sum(exposure) FROM hazard_table(s, 3)) <>
	(SELECT sum(tenure - entry) FROM account AS a WHERE (a.set_name, a.part) = (life.set_name, life.part)) $$, 'and nothing is lost between the periods');

-- What ends at 0 does so in the first period, at whose beginning it was there.
SELECT results_eq($$ SELECT at_risk, ended, censored, entered, exposure, round(probability::numeric, 9) FROM (SELECT life_table_agg(tenure, ended, entry) FROM (VALUES (0, true, 0), (0, true, 0), (0, false, 0), (5, true, 0), (20, false, 0), (20, false, 0), (20, false, 4)) AS account(tenure, ended, entry)) AS q(s), hazard_table(s, 10) $$,
	$$ VALUES (6::bigint, 3::bigint, 1::bigint, 1::bigint, 31::float8, 0.5), (3, 0, 3, 0, 30, 0) $$, 'ends at 0');
-- In float8, 25 * 304.4 is below 7610: who was there then is at risk at the beginning of a period all the same.
SELECT results_eq($$ SELECT from_at, at_risk, ended, round(probability::numeric, 9) FROM (SELECT life_table_agg(tenure, tenure < 9000) FROM unnest('{7610,7700,9000,9000}'::integer[]) AS tenure) AS q(s), hazard_table(s, 304.4) WHERE ended > 0 $$,
	$$ VALUES (24 * 304.4::float8, 4::bigint, 1::bigint, 0.25), (25 * 304.4::float8, 3, 1, round(1 / 3.0, 9)) $$, 'periods whose ends are rounded');

-- Log-rank, from the rows: two groups by their hypergeometric variance, and weighted ones by that of a draw.
CREATE TEMP TABLE pair AS
SELECT set_name, a.part AS a, b.part AS b, a.s AS sa, b.s AS sb, a.w AS wa, b.w AS wb FROM life AS a JOIN life AS b USING (set_name) WHERE a.part < b.part;
CREATE TEMP TABLE compared AS
SELECT set_name, a, b, sum(d1 - d * n1 / n) AS score, sum(CASE WHEN n > 1 THEN d * (n - d) / (n - 1) * n1 / n * n2 / n END) AS variance,
	sum(CASE WHEN wn > 0 THEN wd1 - wd * wn1 / wn END) AS weighted_score,
	sum(CASE WHEN n > 1 AND wn > 0 THEN d * (n - d) / n / (n - 1) * (ww1 * (wn2 / wn) ^ 2 + ww2 * (wn1 / wn) ^ 2) END) AS weighted_variance
FROM pair, LATERAL (
	SELECT t, count(*) FILTER (WHERE entry < t)::numeric AS n, count(*) FILTER (WHERE entry < t AND part = a)::numeric AS n1, count(*) FILTER (WHERE entry < t AND part = b)::numeric AS n2,
		count(*) FILTER (WHERE entry < t AND x.ended AND tenure = t)::numeric AS d, count(*) FILTER (WHERE entry < t AND x.ended AND tenure = t AND part = a)::numeric AS d1,
		sum(weight::numeric) FILTER (WHERE entry < t) AS wn, coalesce(sum(weight::numeric) FILTER (WHERE entry < t AND part = a), 0) AS wn1,
		coalesce(sum(weight::numeric) FILTER (WHERE entry < t AND part = b), 0) AS wn2,
		coalesce(sum(weight::numeric ^ 2) FILTER (WHERE entry < t AND part = a), 0) AS ww1, coalesce(sum(weight::numeric ^ 2) FILTER (WHERE entry < t AND part = b), 0) AS ww2,
		coalesce(sum(weight::numeric) FILTER (WHERE entry < t AND x.ended AND tenure = t), 0) AS wd,
		coalesce(sum(weight::numeric) FILTER (WHERE entry < t AND x.ended AND tenure = t AND part = a), 0) AS wd1
	FROM (SELECT DISTINCT tenure AS t FROM account WHERE account.set_name = pair.set_name AND ended AND part IN (a, b)) AS times JOIN account AS x ON x.set_name = pair.set_name AND part IN (a, b) AND tenure >= t
	GROUP BY t) AS r
GROUP BY set_name, a, b;
SELECT is_empty($$
	SELECT set_name, a, b, logrank_chi_square(sa, sb), score ^ 2 / variance FROM pair LEFT JOIN compared USING (set_name, a, b)
	WHERE NOT pg_temp.is_close(logrank_chi_square(sa, sb), (score ^ 2 / nullif(variance, 0))::float8)
$$, 'the log-rank statistic of two groups, late entries too');
SELECT is_empty($$
	SELECT set_name, a, b, logrank_chi_square(wa, wb), weighted_score ^ 2 / weighted_variance FROM pair LEFT JOIN compared USING (set_name, a, b)
	WHERE NOT pg_temp.is_close(logrank_chi_square(wa, wb), (weighted_score ^ 2 / nullif(weighted_variance, 0))::float8)
$$, 'and of two groups with weights');
SELECT is_empty($$
	SELECT set_name FROM (SELECT set_name, array_agg(s ORDER BY part) AS forth, array_agg(s ORDER BY part DESC) AS back FROM life GROUP BY set_name) AS g
	WHERE NOT pg_temp.is_close(logrank_chi_square(forth, 0), logrank_chi_square(back, 0)) OR NOT pg_temp.is_close(logrank_p(VARIADIC forth), logrank_p(VARIADIC back))
$$, 'the order of the groups does not matter');
SELECT is_empty($$
	SELECT set_name FROM (SELECT set_name, array_agg(s ORDER BY part) AS groups, ended(rollup(s)) AS ended, observations(rollup(s)) AS observations FROM life GROUP BY set_name) AS g
	WHERE abs((SELECT sum(observed - expected) FROM logrank_table(VARIADIC groups))) > 1e-9 OR (SELECT sum(observed) FROM logrank_table(VARIADIC groups)) <> ended
		OR (SELECT sum(observations) FROM logrank_table(VARIADIC groups)) <> observations
$$, 'observed and expected add up');
SELECT is_empty($$
	SELECT set_name FROM pair WHERE NOT (pg_temp.is_close(logrank_chi_square(sa, NULL, sb, NULL), logrank_chi_square(sa, sb))
		AND pg_temp.is_close(logrank_chi_square(ARRAY[[sa, sb]], 0), logrank_chi_square(sa, sb)) AND pg_temp.is_close(logrank_chi_square(ARRAY[[sa, sb], [NULL, sb]], 0), logrank_chi_square(sa, sb)))
$$, 'a group without a table, and a stratum of one group, change nothing');
-- Two pairs that are never at risk together: two tests, not one of three degrees of freedom.
SELECT results_eq($$
	SELECT df, round(chi_square::numeric, 9) FROM (
		SELECT life_table_agg(t, true) AS a, life_table_agg(t, t > 2) AS b, life_table_agg(t + 100, true, 50) AS c, life_table_agg(t + 100, t > 2, 50) AS d FROM generate_series(1, 5) AS t) AS g,
	logrank(a, b, c, d)
$$, $$
	SELECT 2, round((logrank_chi_square(a, b) + logrank_chi_square(c, d))::numeric, 9) FROM (
		SELECT life_table_agg(t, true) AS a, life_table_agg(t, t > 2) AS b, life_table_agg(t + 100, true, 50) AS c, life_table_agg(t + 100, t > 2, 50) AS d FROM generate_series(1, 5) AS t) AS g
$$, 'groups that never meet are not compared');

-- Nothing to say
SELECT is(ARRAY[survival_at(s, 1), survival_at_lo(s, 1), survival_at_se(s, 1), conditional_survival(s, 0, 1), conditional_survival_hi(s, 0, 1), survival_median(s), survival_median_lo(s),
	survival_quantile(s, 0.1), survival_quantile(s, 0), survival_quantile_hi(s, 0.1), restricted_mean(s), restricted_mean_se(s), restricted_mean_lo(s), cumulative_hazard(s, 1), cumulative_hazard_se(s, 1),
	cumulative_hazard_hi(s, 1), logrank_p(s, s), logrank_chi_square(s, s), projected_survival(s, 1), expected_lifetime(s)], array_fill(NULL::float8, ARRAY[20]),
	'where nothing is known there is no figure: ' || coalesce(s::text, 'NULL'))
FROM (SELECT NULL::life_table UNION ALL SELECT s - s FROM (SELECT life_table_agg(5, true) AS s) AS one UNION ALL SELECT life_table_accum(NULL, NULL::integer, true)) AS n(s);
SELECT is((SELECT count(*) FROM survival_table(s)) + (SELECT count(*) FROM hazard_table(s, 1)), 0::bigint, 'and there are no rows')
FROM (VALUES (NULL::life_table), (life_table_accum(NULL, NULL::integer, true))) AS n(s);
SELECT is(ARRAY[survival_at(s, 1, 4), survival_at_lo(s, 2, min_n => 4), survival_at_se(s, 2, 4), conditional_survival(s, 0, 1, 4), conditional_survival_lo(s, 0, 2, min_n => 4), survival_median(s, min_n => 4),
	survival_median_hi(s, min_n => 4), survival_quantile(s, 0.1, min_n => 4), survival_quantile_lo(s, 0.1, min_n => 4), restricted_mean(s, 2, 4), restricted_mean_se(s, 2, 4), restricted_mean_hi(s, 2, min_n => 4),
	cumulative_hazard(s, 2, 4), cumulative_hazard_se(s, 2, 4), cumulative_hazard_lo(s, 2, min_n => 4)], array_fill(NULL::float8, ARRAY[15]), 'fewer than min_n give no figure')
FROM (SELECT life_table_agg(t, t < 3) AS s FROM generate_series(1, 3) AS t) AS f;

-- The vectors: R's figures of aml, lung, veteran, heart and small samples, printed to ten digits.
\set file `cat "${CSOPS_SHARED-../shared}/vectors/retention.json" 2>/dev/null`
\set lung `cat "${CSOPS_SHARED-../shared}/data/survival/lung.csv" 2>/dev/null`
\set veteran `cat "${CSOPS_SHARED-../shared}/data/survival/veteran.csv" 2>/dev/null`
\set aml `cat "${CSOPS_SHARED-../shared}/data/survival/aml.csv" 2>/dev/null`
\set truth `cat "${CSOPS_SHARED-../shared}/data/survival/GROUND_TRUTH_km_lung_full.csv" 2>/dev/null`
\set summary `cat "${CSOPS_SHARED-../shared}/data/survival/GROUND_TRUTH_km_table_R_survfit.csv" 2>/dev/null`
SELECT skip('no vectors and data in the shared folder', 1) WHERE :'file' = '' OR :'lung' = '';
CREATE TEMP TABLE vector AS
SELECT v ->> 'id' AS id, v -> 'input' AS input, v -> 'expected' AS expected
FROM jsonb_array_elements(CASE WHEN :'file' = '' THEN '[]' ELSE :'file' END::jsonb) AS v WHERE v ->> 'kind' = 'survival';
CREATE TEMP TABLE stored AS
SELECT 'lung' AS name, f[2]::integer AS tenure, f[3] = '2' AS ended, f[5] AS a, NULL AS b
FROM string_to_table(:'lung', E'\n') WITH ORDINALITY AS l(line, n), string_to_array(line, ',') AS f WHERE n > 1 AND line <> ''
UNION ALL
SELECT 'veteran', f[3]::integer, f[4] = '1', trim(f[2], '"'), f[1]
FROM string_to_table(:'veteran', E'\n') WITH ORDINALITY AS l(line, n), string_to_array(line, ',') AS f WHERE n > 1 AND line <> ''
UNION ALL
SELECT 'aml', f[1]::integer, f[2] = '1', trim(f[3], '"'), NULL
FROM string_to_table(:'aml', E'\n') WITH ORDINALITY AS l(line, n), string_to_array(line, ',') AS f WHERE n > 1 AND line <> '';
CREATE TEMP VIEW s AS SELECT name, a, b, life_table_agg(tenure, ended) AS s FROM stored GROUP BY GROUPING SETS ((name), (name, a), (name, a, b))
HAVING GROUPING(b) = 1 OR b IS NOT NULL;

-- What R says with ten digits, or more.
CREATE FUNCTION pg_temp.near(got float8[], wanted jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE
RETURN (SELECT bool_and(coalesce(abs(g - w::float8) <= 1e-9 * greatest(1, abs(w::float8)), g IS NULL AND w IS NULL))
	FROM unnest(got, ARRAY(SELECT jsonb_array_elements_text(wanted))) AS p(g, w));
CREATE FUNCTION pg_temp.table_of(input jsonb) RETURNS life_table LANGUAGE sql IMMUTABLE
RETURN (SELECT CASE WHEN input ? 'weights' THEN life_table_agg(t::integer, e = '1', 0, w::float8) ELSE life_table_agg(t::integer, e = '1', coalesce(f::integer, 0)) END
	FROM unnest(ARRAY(SELECT jsonb_array_elements_text(coalesce(input -> 'time', input -> 'exit'))), ARRAY(SELECT jsonb_array_elements_text(coalesce(input -> 'event', input -> 'status'))),
		ARRAY(SELECT jsonb_array_elements_text(coalesce(input -> 'entry', '[]'))), ARRAY(SELECT jsonb_array_elements_text(coalesce(input -> 'weights', '[]')))) AS r(t, e, f, w));
CREATE FUNCTION pg_temp.by_time(s life_table, method text) RETURNS TABLE (at float8[], n float8[], d float8[], survival float8[], se float8[], lo float8[], hi float8[]) LANGUAGE sql IMMUTABLE AS $$
	SELECT array_agg(at ORDER BY at), array_agg(at_risk::float8 ORDER BY at), array_agg(ended::float8 ORDER BY at), array_agg(t.survival ORDER BY at), array_agg(std_error ORDER BY at),
		array_agg(t.lo ORDER BY at), array_agg(t.hi ORDER BY at)
	FROM survival_table(s, 0.95, method) AS t WHERE ended > 0
$$;
SELECT ok(pg_temp.near(lo, expected -> 'lower') AND pg_temp.near(hi, expected -> 'upper'), id || ': aml, ' || method)
FROM (VALUES ('K002', 'plain'), ('K004', 'log_log')) AS m(id, method) JOIN vector USING (id), s, pg_temp.by_time(s, method) WHERE name = 'aml' AND a = 'Maintained' AND b IS NULL;
SELECT ok(pg_temp.near(at, expected -> 'time') AND pg_temp.near(n, expected -> 'n_risk') AND (NOT expected ? 'n_event' OR pg_temp.near(d, expected -> 'n_event'))
		AND (NOT expected ? 'surv' OR pg_temp.near(survival, expected -> 'surv')) AND (NOT expected ? 'se' OR pg_temp.near(se, expected -> 'se')), id || ': a curve')
FROM vector, pg_temp.by_time(pg_temp.table_of(input), 'log') WHERE id IN ('K007', 'K020', 'K021');
SELECT ok(pg_temp.near(survival, expected -> 'surv'), id || ': weights') FROM vector, pg_temp.by_time(pg_temp.table_of(input), 'log') WHERE id = 'K026';
SELECT is(ARRAY[survival_median(s), survival_median(s, 'start')], ARRAY[expected ->> 'median_R', expected ->> 'median_KM']::float8[], id || ': flat at one half')
FROM vector, pg_temp.table_of(input) AS s WHERE id = 'K024';
SELECT ok(pg_temp.near(ARRAY[chi_square, p], jsonb_build_array(expected -> 'chisq', expected -> 'p')) AND
	(NOT expected ? 'observed' OR (SELECT pg_temp.near(array_agg(o ORDER BY place), expected -> 'observed') AND pg_temp.near(array_agg(round(e::numeric, 8)::float8 ORDER BY place), expected -> 'expected')
		FROM logrank_table(tables, rho) AS t(place, n, o, e))), id || ': log-rank')
FROM (VALUES ('K009', 'aml', 0.0), ('K014', 'lung', 0), ('K015', 'lung', 1), ('K017', 'veteran', 0)) AS m(id, data, rho) JOIN vector USING (id),
	LATERAL (SELECT array_agg(s ORDER BY array_position('{squamous,smallcell,adeno,large}', a), a) AS tables FROM s WHERE name = data AND a IS NOT NULL AND b IS NULL) AS g, logrank(tables, rho);
SELECT ok(pg_temp.near(ARRAY[chi_square, p], jsonb_build_array(expected -> 'chisq', expected -> 'p')) AND df = 1, id || ': stratified')
FROM vector, (SELECT array_agg(groups) AS strata FROM (SELECT array_agg(s ORDER BY b) AS groups FROM s WHERE name = 'veteran' AND b IS NOT NULL GROUP BY a) AS g) AS g, logrank(strata, 0) WHERE id = 'K018';
SELECT ok(pg_temp.near(ARRAY[survival_at(s, 365), survival_at_se(s, 365), survival_at_lo(s, 365, method => 'plain'), survival_at_hi(s, 365, method => 'plain'), survival_at_lo(s, 365, method => 'log'),
		survival_at_hi(s, 365, method => 'log'), survival_at_lo(s, 365), survival_at_hi(s, 365), survival_at_lo(s, 365, method => 'logit'), survival_at_hi(s, 365, method => 'logit'),
		survival_at_lo(s, 365, method => 'arcsin'), survival_at_hi(s, 365, method => 'arcsin')],
	jsonb_build_array(expected -> 'surv', expected -> 'se') || (expected -> 'plain') || (expected -> 'log') || (expected -> 'loglog') || (expected -> 'logit') || (expected -> 'arcsin')), id || ': lung after a year')
FROM vector, s WHERE id = 'K010' AND name = 'lung' AND a IS NULL;
SELECT is(jsonb_build_object('n', observations(s), 'events', ended(s), 'median', survival_median(s),
		'median_ci', jsonb_build_object('plain', jsonb_build_array(survival_median_lo(s, method => 'plain'), survival_median_hi(s, method => 'plain')), 'log', jsonb_build_array(survival_median_lo(s, method => 'log'),
			survival_median_hi(s, method => 'log')), 'loglog', jsonb_build_array(survival_median_lo(s), survival_median_hi(s))),
		'quantiles', jsonb_build_object('0.1', survival_quantile(s, 0.1), '0.25', survival_quantile(s, 0.25), '0.5', survival_quantile(s, 0.5), '0.75', survival_quantile(s, 0.75))), expected, id || ': quantiles of lung')
FROM vector, s WHERE id = 'K011' AND name = 'lung' AND a IS NULL;
SELECT ok(pg_temp.near(ARRAY(SELECT survival_at(s, t::float8) FROM jsonb_array_elements_text(input -> 't') AS t), expected -> 'surv')
	AND pg_temp.near(ARRAY(SELECT survival_at_se(s, t::float8) FROM jsonb_array_elements_text(input -> 't') AS t), expected -> 'se'), id || ': lung at four times')
FROM vector, s WHERE id = 'K012' AND name = 'lung' AND a IS NULL;
SELECT ok(pg_temp.near(ARRAY[cumulative_hazard(s, 100), cumulative_hazard(s, 365), cumulative_hazard_se(s, 100), cumulative_hazard_se(s, 365), restricted_mean(s, 365), restricted_mean(s), restricted_mean_se(s, 365), restricted_mean_se(s)],
	jsonb_path_query_array(expected, '$.nelson_aalen[*].*') || jsonb_path_query_array(expected, '$.na_se.*') || jsonb_path_query_array(expected, '$.rmst."365"') || jsonb_path_query_array(expected, '$.rmst."1022"')
		|| jsonb_path_query_array(expected, '$.rmst_se."365"') || jsonb_path_query_array(expected, '$.rmst_se."1022"')), id || ': hazard and mean of lung')
FROM vector, s WHERE id = 'K013' AND name = 'lung' AND a IS NULL;
SELECT is((SELECT array_agg(id ORDER BY id) FROM vector WHERE id NOT IN ('K002', 'K004', 'K007', 'K009', 'K010', 'K011', 'K012', 'K013', 'K014', 'K015', 'K017', 'K018', 'K020', 'K021', 'K024', 'K026')),
	'{K019}', 'all vectors were looked at, but for heart, whose rows only R has') WHERE :'file' <> '';

-- Whole curves and summaries.
CREATE TEMP TABLE truth AS
SELECT string_to_array(replace(line, '"', ''), ',')::text[] AS f FROM string_to_table(:'truth', E'\n') WITH ORDINALITY AS l(line, n) WHERE n > 1 AND line <> '';
SELECT is_empty($$
	SELECT f[1], t FROM truth JOIN (SELECT t.*, s FROM s, survival_table(s, 0.95, 'log') AS t WHERE name = 'lung' AND a IS NULL) AS t ON t.at = f[1]::float8
	WHERE (at_risk, ended, censored) <> (f[2]::bigint, f[3]::bigint, f[4]::bigint)
	OR NOT (pg_temp.is_close(survival, f[5]::float8) AND pg_temp.is_close(std_error / survival, f[6]::float8) AND pg_temp.is_close(lo, f[7]::float8) AND pg_temp.is_close(hi, f[8]::float8))
$$, 'the whole curve of lung');
SELECT is((SELECT count(*) FROM truth), (SELECT count(*) FROM s, survival_table(s) WHERE name = 'lung' AND a IS NULL), 'has as many times') WHERE :'truth' <> '';
SELECT is_empty(format($$
	SELECT f, row(observations(s), ended(s), restricted_mean(s), restricted_mean_se(s), survival_median(s), survival_median_lo(s, method => 'log'), survival_median_hi(s, method => 'log'))
	FROM (SELECT string_to_array(replace(line, '"', ''), ',') AS f FROM string_to_table(%L, E'\n') WITH ORDINALITY AS l(line, n) WHERE n > 1 AND line <> '') AS r
	JOIN s ON (name || CASE WHEN a IS NULL THEN '' WHEN name = 'lung' THEN ' by sex' ELSE ' by x' END, coalesce(CASE name WHEN 'lung' THEN 'sex=' ELSE 'x=' END || a, 'all')) = (f[1], f[2]) AND b IS NULL
	WHERE NOT (observations(s) = f[3]::bigint AND ended(s) = f[6]::bigint AND (f[2] = 'sex=2' OR pg_temp.is_close(restricted_mean(s), f[7]::float8) AND pg_temp.is_close(restricted_mean_se(s), f[8]::float8))
		AND (survival_median(s)::text, coalesce(survival_median_lo(s, method => 'log')::text, 'NA'), coalesce(survival_median_hi(s, method => 'log')::text, 'NA')) = (f[9], f[10], f[11]))
$$, :'summary'), 'summaries of lung, veteran and aml (R goes on with the curve of sex 2 to the end of sex 1 for its mean)');

-- Telco: months of tenure by contract.
\set telco `zcat "${CSOPS_SHARED-../shared}/data/telco_customer_churn.csv.gz" 2>/dev/null`
\set curves `cat "${CSOPS_SHARED-../shared}/data/telco_km_by_contract.csv" 2>/dev/null`
CREATE TEMP TABLE telco AS
SELECT contract, life_table_agg(tenure, churned) AS s
FROM (
	SELECT f[array_position(header, 'Contract')] AS contract, f[array_position(header, 'tenure')]::integer AS tenure, trim(f[array_position(header, 'Churn')], E'\r') = 'Yes' AS churned
	FROM (SELECT string_to_array(trim(split_part(:'telco', E'\n', 1), E'\r'), ',') AS header) AS h, string_to_table(:'telco', E'\n') WITH ORDINALITY AS l(line, n), string_to_array(line, ',') AS f
	WHERE n > 1 AND line <> '') AS customer
GROUP BY contract;
SELECT is_empty(format($$
	SELECT f, at_risk, survival FROM (SELECT string_to_array(replace(replace(line, '"', ''), 'Contract=', ''), ',') AS f FROM string_to_table(%L, E'\n') WITH ORDINALITY AS l(line, n) WHERE n > 1 AND line <> '') AS r
	LEFT JOIN (SELECT contract, t.* FROM telco, survival_table(s) AS t) AS t ON (contract, at) = (f[1], f[2]::float8)
	WHERE at_risk IS DISTINCT FROM f[3]::bigint OR NOT pg_temp.is_close(survival, f[4]::float8)
$$, :'curves'), 'the curves of Telco by contract');
SELECT is(ARRAY[survival_median(s), survival_median_lo(s, method => 'log'), survival_median_hi(s, method => 'log')], ARRAY[35, 32, 38]::float8[], 'the median of Telco month to month') FROM telco WHERE contract = 'Month-to-month';
SELECT is(ARRAY[round(chi_square), df], ARRAY[2353, 2]::float8[], 'the log-rank test of Telco') FROM (SELECT array_agg(s) AS tables FROM telco) AS t, logrank(VARIADIC tables) WHERE df IS NOT NULL;

SELECT * FROM finish();
ROLLBACK;
