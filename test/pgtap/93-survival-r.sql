-- Survival against R's survival package, to a relative 1e-9: its data sets, the IBM Telco customers, and random rows with
-- ties, censoring, late entry and weights. 93-survival-r.R makes rows and figures; without Rscript and the package this skips.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION pgtap SCHEMA public;
CREATE SCHEMA csops;
CREATE EXTENSION csops SCHEMA csops;
SET LOCAL search_path = csops, public;

SELECT no_plan();
\set present `Rscript -e 'library(survival)' >/dev/null 2>&1 && echo true || echo false`
\if :present
\else
SELECT skip('R or its package survival is not installed: no curve was compared with survfit, no test with survdiff', 1);
SELECT * FROM finish();
ROLLBACK;
\quit
\endif

CREATE TEMP TABLE line (kind text, set_name text, part text, a text, b text, c text, d text);
\copy line FROM PROGRAM 'Rscript test/pgtap/93-survival-r.R | awk -F "\\t" -v OFS="\\t" "{ while (NF < 7) \$(NF + 1) = \"\"; print }"'

-- Rows without an entry are tables without one; strata and groups are parts.
CREATE TEMP TABLE account AS
SELECT set_name, part, a::float8::integer AS tenure, b = '1' AS ended, nullif(c, '')::float8::integer AS entry, nullif(d, '')::float8 AS weight
FROM line WHERE kind = 'row';
CREATE TEMP TABLE life AS
SELECT set_name, part,
	CASE WHEN bool_and(entry IS NULL) THEN life_table_agg(tenure, ended) ELSE life_table_agg(tenure, ended, entry) END AS s,
	life_table_agg(tenure * interval '1 second', ended, coalesce(entry, 0) * interval '1 second') AS in_seconds,
	life_table_agg(tenure, ended, coalesce(entry, 0), coalesce(weight, 1)) AS weighted,
	life_table_agg(tenure, ended, coalesce(entry, 0), 0.37) AS alike
FROM account GROUP BY set_name, part;

CREATE TEMP TABLE figure AS
SELECT set_name, part, a AS name, nullif(b, '')::float8 AS x, nullif(c, '')::float8 AS y, nullif(d, '')::float8 AS wanted
FROM line WHERE kind = 'figure';
CREATE TEMP TABLE answer AS
SELECT figure.*,
	CASE split_part(name, ' ', 1)
		WHEN 'survival' THEN survival_at(s, x)
		WHEN 'std_error' THEN survival_at_se(s, x)
		WHEN 'cumulative_hazard' THEN cumulative_hazard(s, x)
		WHEN 'cumulative_hazard_se' THEN cumulative_hazard_se(s, x)
		WHEN 'lo' THEN survival_at_lo(s, x, method => split_part(name, ' ', 2))
		WHEN 'hi' THEN survival_at_hi(s, x, method => split_part(name, ' ', 2))
		WHEN 'quantile' THEN survival_quantile(s, x)
		WHEN 'quantile_lo' THEN survival_quantile_lo(s, x, method => split_part(name, ' ', 2))
		WHEN 'quantile_hi' THEN survival_quantile_hi(s, x, method => split_part(name, ' ', 2))
		WHEN 'restricted_mean' THEN restricted_mean(s, x)
		WHEN 'restricted_mean_se' THEN restricted_mean_se(s, x)
		WHEN 'weighted' THEN CASE name WHEN 'weighted survival' THEN survival_at(weighted, x) ELSE cumulative_hazard(weighted, x) END
	END AS got
FROM figure JOIN life USING (set_name, part)
WHERE name NOT IN ('at_risk', 'ended', 'censored');
INSERT INTO answer
SELECT figure.*, CASE name WHEN 'at_risk' THEN at_risk WHEN 'ended' THEN ended ELSE censored END
FROM figure JOIN (SELECT set_name, part, t.* FROM life, survival_table(s) AS t) AS t
ON (t.set_name, t.part, t.at) = (figure.set_name, figure.part, figure.x)
WHERE name IN ('at_risk', 'ended', 'censored');

-- Groups are in the order of their names, or of strata and groups.
CREATE TEMP TABLE compared AS
SELECT set_name, array_agg(s ORDER BY part) AS tables FROM life WHERE part !~ '/' GROUP BY set_name
UNION ALL
SELECT set_name, array_agg(groups ORDER BY stratum)
FROM (SELECT set_name, split_part(part, '/', 1) AS stratum, array_agg(s ORDER BY part) AS groups FROM life WHERE part ~ '/' GROUP BY set_name, stratum) AS strata
GROUP BY set_name;
INSERT INTO answer
SELECT figure.*, CASE name WHEN 'logrank' THEN logrank_chi_square(tables, x) ELSE logrank_p(tables, x) END
FROM figure JOIN compared USING (set_name) WHERE name LIKE 'logrank%';

CREATE FUNCTION pg_temp.is_close(got float8, wanted float8) RETURNS boolean LANGUAGE sql
RETURN coalesce(abs(got - wanted) <= 1e-9 * greatest(abs(wanted), 1e-4), got IS NULL AND wanted IS NULL);

SELECT is((SELECT count(*) FROM answer), (SELECT count(*) FROM figure), 'every figure has an answer');
SELECT cmp_ok(count(*)::integer, '>', 1500, name || ' was compared often') FROM answer WHERE name IN ('survival', 'lo log_log', 'quantile') GROUP BY name;
SELECT cmp_ok(count(*)::integer, '>', 150, 'so was the log-rank test') FROM answer WHERE name = 'logrank';
SELECT is(array_agg(set_name || ' ' || part || ' at ' || coalesce(x::text, '') || ': ' || coalesce(got::text, 'NULL') || ', not ' || coalesce(wanted::text, 'NULL'))
		FILTER (WHERE NOT pg_temp.is_close(got, wanted)),
	NULL, count(*) || ' times ' || name || ' as of R')
FROM answer GROUP BY name ORDER BY name;
SELECT is_empty($$ SELECT set_name, x, df, y FROM figure JOIN compared USING (set_name), LATERAL logrank(tables, x) WHERE name = 'logrank' AND df <> y $$,
	'degrees of freedom as of R');

-- Other forms of the same rows.
SELECT is_empty($$
	SELECT set_name, part, at, survival_at(s, at) FROM life, LATERAL (SELECT at FROM survival_table(s)) AS t
	WHERE NOT pg_temp.is_close(survival_at(in_seconds, at), survival_at(s, at)) OR NOT pg_temp.is_close(survival_at_lo(in_seconds, at), survival_at_lo(s, at))
$$, 'intervals give the figures of integers')
WHERE true;
SELECT is_empty($$
	SELECT set_name, part, at FROM life, LATERAL (SELECT at FROM survival_table(s)) AS t
	WHERE NOT pg_temp.is_close(survival_at_lo(alike, at), survival_at_lo(s, at)) OR NOT pg_temp.is_close(cumulative_hazard_se(alike, at), cumulative_hazard_se(s, at))
$$, 'weights that are all alike change no figure');
SELECT is_empty($$
	SELECT set_name FROM (SELECT set_name, logrank_chi_square(VARIADIC array_agg(s)) AS plain, logrank_chi_square(VARIADIC array_agg(alike)) AS weighted
		FROM life WHERE part !~ '/' GROUP BY set_name) AS t WHERE NOT pg_temp.is_close(weighted, plain)
$$, 'nor the log-rank test');

SELECT * FROM finish();
ROLLBACK;
