-- The published and independently computed figures of vectors/statistics.tsv, a table of id, function, inputs, expected
-- and source: every row that concerns ratings, proportions, ratios, their differences and adjusted p-values, to a
-- relative 1e-9. The folder is CSOPS_SHARED, ../shared unless it is set.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION pgtap SCHEMA public;
CREATE SCHEMA csops;
CREATE EXTENSION csops SCHEMA csops;
SET LOCAL search_path = csops, public;

\set file `cat "${CSOPS_SHARED-../shared}/vectors/statistics.tsv" 2>/dev/null`

SELECT no_plan();
CREATE TEMP TABLE vector AS
SELECT column_value[1] AS id, column_value[2] AS function, column_value[3] AS inputs, column_value[4] AS expected
FROM string_to_table(:'file', E'\n') AS line, string_to_array(line, E'\t') AS column_value
WHERE line <> '' AND line NOT LIKE E'id\t%';

-- Rows of other topics.
CREATE TEMP TABLE elsewhere AS
SELECT unnest(string_to_array(ids, ' ')) AS id, reason
FROM (VALUES
	('quality assurance: reviews and the agreement of raters',
		'V067 V068 V071 V072 V073 V074 V075 V076 V077 V079 V080 V225 V226 V255 V256 V257 V258 V259 V266'),
	('experiments: tests of whole tables, ranks and means of any values, effect and sample sizes, sequential tests',
		'V085 V086 V087 V089 V092 V093 V094 V095 V096 V097 V098 V100 V102 V103 V104 V105 V109 V110 V111 V112 V114 V115 V117 V118 V210 V213 V214 V215 V246 V247 V248'),
	('rates of events', 'V066 V211'),
	('a method that is not offered: Wilson with a continuity correction, Hochberg', 'V207 V219'),
	('weights made from a population''s totals', 'V222 V223'),
	('customer health and what a score foretold',
		'V119 V121 V122 V123 V124 V125 V126 V129 V130 V131 V132 V133 V135 V136 V137 V138 V139 V140 V141 V142 V143 V145 V146 V147 V148 V150 V151 V152 V153 V154 V155 V156 V157 V158 V159 V160 V161 V227 V228 V229 V230 V231 V232 V234 V235 V249 V250 V252 V253 V254 V268 V269 V274 V275'),
	('early warning over series', 'V163 V164 V165 V166 V167 V168 V169 V170 V171 V172 V173 V174 V236'),
	('workforce', 'V176 V177 V178 V179 V180 V183 V184 V185 V186 V187 V188 V189 V191 V192 V193 V194 V279'),
	('forecasts', 'V196 V197 V198 V199 V200 V201 V202 V203 V237 V238 V270'),
	('data quality', 'V204 V205'),
	('a function without a name in SQL; test/unit looks at it', 'V240 V241 V242 V244 V245')
) AS topic(reason, ids);

-- What the inputs say: their numbers in order, the lists in braces, and summaries made of them.
CREATE FUNCTION pg_temp.numbers(inputs text) RETURNS float8[]
LANGUAGE sql RETURN ARRAY(SELECT m[1]::float8 FROM regexp_matches(inputs, '(?<![a-zA-Z0-9_])(-?[0-9]*\.?[0-9]+)', 'g') AS m);
CREATE FUNCTION pg_temp.list(inputs text, n integer) RETURNS float8[]
LANGUAGE sql RETURN (SELECT m[1]::float8[] FROM regexp_matches(inputs, '(\{[^}]*\})', 'g') AS m OFFSET n - 1 LIMIT 1);
CREATE FUNCTION pg_temp.nps_summary(promoters float8, passives float8, detractors float8) RETURNS rating_summary
LANGUAGE sql RETURN format('{"scale": [0, 10], "counts": [0, 0, 0, %s, 0, 0, 0, %s, 0, 0, %s], "unanswered": 0, "invalid": 0}',
	detractors, passives, promoters)::rating_summary;
-- The same as -1, 0, 1.
CREATE FUNCTION pg_temp.signs(promoters float8, passives float8, detractors float8) RETURNS rating_summary
LANGUAGE sql RETURN format('{"scale": [-1, 1], "counts": [%s, %s, %s], "unanswered": 0, "invalid": 0}',
	detractors, passives, promoters)::rating_summary;
CREATE FUNCTION pg_temp.yes_no(x float8, n float8) RETURNS rating_summary
LANGUAGE sql RETURN format('{"scale": [0, 1], "counts": [%s, %s], "unanswered": 0, "invalid": 0}', n - x, x)::rating_summary;
CREATE FUNCTION pg_temp.five_points(x float8, n float8) RETURNS rating_summary
LANGUAGE sql RETURN format('{"scale": [1, 5], "counts": [%s, 0, 0, 0, %s], "unanswered": 0, "invalid": 0}', n - x, x)::rating_summary;
CREATE FUNCTION pg_temp.share(x float8, n float8) RETURNS proportion_summary
LANGUAGE sql RETURN format('{"observations": %s, "successes": %s, "unanswered": 0}', n, x)::proportion_summary;
CREATE FUNCTION pg_temp.welch(a rating_summary, b rating_summary, OUT t float8, OUT df float8)
LANGUAGE sql AS $$
	SELECT rating_mean_difference(a, b) / nullif(sqrt(va + vb), 0),
		(va + vb) ^ 2 / nullif(va ^ 2 / (observations(a) - 1) + vb ^ 2 / (observations(b) - 1), 0)
	FROM (SELECT rating_stddev(a) ^ 2 / observations(a) AS va, rating_stddev(b) ^ 2 / observations(b) AS vb) AS v
$$;

-- What csops answers, in each way in which it can be asked. Where it is clamped, an interval ends at the scale's ends.
CREATE FUNCTION pg_temp.answers(function text, inputs text) RETURNS TABLE (answer float8[], clamped boolean)
LANGUAGE plpgsql AS $$
DECLARE
	z CONSTANT float8 := 1.9599639845400545;
	n CONSTANT float8[] := pg_temp.numbers(inputs);
	level CONSTANT float8 := ('0.' || substring(function FROM '[0-9]{2}$'))::float8;
	s rating_summary;
	a rating_summary;
	b rating_summary;
	w weighted_rating_summary;
	p proportion_summary;
	q proportion_summary;
	r ratio_summary;
	m text;
	x float8[];
	d float8;
	half float8;
BEGIN
	clamped := false;
	IF function LIKE 'nps%' AND inputs LIKE 'promoters=%' THEN
		s := pg_temp.nps_summary(n[1], n[2], n[3]);
	ELSIF function LIKE 'nps\_diff%' THEN
		a := pg_temp.nps_summary(n[1], n[2], n[3]);
		b := pg_temp.nps_summary(n[4], n[5], n[6]);
	ELSIF function LIKE 'welch%' THEN
		-- In tenths, on one scale for both.
		SELECT rating_agg(round(v * 10), low, low + 100) FILTER (WHERE side = 1), rating_agg(round(v * 10), low, low + 100) FILTER (WHERE side = 2)
		INTO a, b
		FROM (SELECT 1 AS side, unnest(pg_temp.list(inputs, 1)) AS v UNION ALL SELECT 2, unnest(pg_temp.list(inputs, 2))) AS rows,
			(SELECT floor(10 * least((SELECT min(v) FROM unnest(pg_temp.list(inputs, 1)) AS v),
				(SELECT min(v) FROM unnest(pg_temp.list(inputs, 2)) AS v)))::integer AS low) AS scale;
	ELSIF function LIKE 'prop\_diff%' OR function LIKE 'two\_prop%' OR function = 'chi2_test' THEN
		p := pg_temp.share(n[1], n[2] + CASE WHEN function = 'chi2_test' THEN n[1] ELSE 0 END);
		q := pg_temp.share(n[3], n[4] + CASE WHEN function = 'chi2_test' THEN n[3] ELSE 0 END);
		a := pg_temp.yes_no(successes(p), observations(p));
		b := pg_temp.yes_no(successes(q), observations(q));
	ELSIF function LIKE '%weighted%' OR function LIKE 'kish%' THEN
		SELECT weighted_rating_agg(score, weight) INTO w
		FROM unnest(CASE WHEN function LIKE 'kish%' THEN '{10,9,8,6,3,10,7,9,0,10}' ELSE pg_temp.list(inputs, 1) END,
			pg_temp.list(inputs, CASE WHEN function LIKE 'kish%' THEN 1 ELSE 2 END)) AS u(score, weight);
	ELSIF function LIKE 'ratio%' THEN
		SELECT ratio_agg(numerator, denominator) INTO r
		FROM unnest(pg_temp.list(inputs, 1), pg_temp.list(inputs, 2)) AS u(numerator, denominator);
	END IF;

	CASE
		WHEN function = 'nps' AND inputs = 'no rows' THEN
			RETURN QUERY SELECT ARRAY[nps(s)], false;
			RETURN QUERY SELECT ARRAY[nps(v)], false FROM unnest('{}'::float8[]) AS v;
		WHEN function = 'nps' AND inputs LIKE 'scores=%' THEN
			RETURN QUERY SELECT ARRAY[nps(v)], false FROM unnest(pg_temp.list(inputs, 1)) AS v;
			RETURN QUERY SELECT ARRAY[nps(rating_agg(v))], false FROM unnest(pg_temp.list(inputs, 1)) AS v;
			RETURN QUERY SELECT ARRAY[nps(weighted_rating_agg(v, 3))], false FROM unnest(pg_temp.list(inputs, 1)) AS v;
		WHEN function = 'nps' THEN
			RETURN QUERY SELECT ARRAY[nps(s)], false;
		WHEN function = 'nps_variance_pop' THEN
			RETURN QUERY SELECT ARRAY[(nps_margin(s, method => 'wald') / z) ^ 2 * observations(s)], false;
		WHEN function = 'nps_se_wald' THEN
			RETURN QUERY SELECT ARRAY[nps_margin(s, method => 'wald') / z], false;
		WHEN function = 'nps_moe_wald95' THEN
			RETURN QUERY SELECT ARRAY[nps_margin(s, method => 'wald')], false;
		WHEN function IN ('nps_ci_wald95', 'nps_ci_t95') THEN
			m := split_part(replace(function, '95', ''), '_', 3);
			RETURN QUERY SELECT ARRAY[nps(s) - nps_margin(s, level, m), nps(s) + nps_margin(s, level, m)], false;
			RETURN QUERY SELECT ARRAY[nps_lo(s, level, m), nps_hi(s, level, m)], true;
		WHEN function IN ('nps_ci_adjwald95', 'nps_ci_adjwald95_clamped') THEN
			RETURN QUERY SELECT ARRAY[nps_lo(s), nps_hi(s)], true;
			RETURN QUERY SELECT ARRAY[nps_lo(s, 0.95, 'adjusted_wald'), nps_hi(s, 0.95, 'adjusted_wald')], true;
			RETURN QUERY SELECT ARRAY[nps_lo(v), nps_hi(v)], true
				FROM (SELECT 10 AS v FROM generate_series(1, (n[1])::integer) UNION ALL SELECT 8 FROM generate_series(1, (n[2])::integer)
					UNION ALL SELECT 0 FROM generate_series(1, (n[3])::integer)) AS response;
		WHEN function = 'nps_diff_wald_z' THEN
			half := (nps_difference_hi(a, b, method => 'wald') - nps_difference_lo(a, b, method => 'wald')) / 2;
			RETURN QUERY SELECT ARRAY[nps_difference(a, b) / (half / z)], false;
		WHEN function = 'nps_diff_wald_p' THEN
			RETURN QUERY SELECT ARRAY[nps_difference_p(a, b, 'wald')], false;
			RETURN QUERY SELECT ARRAY[nps_difference_p(b, a, 'wald')], false;
		WHEN function = 'nps_diff_adjwald_zp' THEN
			half := (nps_difference_hi(a, b) - nps_difference_lo(a, b)) / 2;
			RETURN QUERY SELECT ARRAY[(nps_difference_hi(a, b) + nps_difference_lo(a, b)) / 2 / (half / z), nps_difference_p(a, b)], false;
		WHEN function = 'nps_diff_welch_tp' THEN
			RETURN QUERY SELECT ARRAY[t, nps_difference_p(a, b, 't')], false
				FROM pg_temp.welch(pg_temp.signs(n[1], n[2], n[3]), pg_temp.signs(n[4], n[5], n[6]));
			RETURN QUERY SELECT ARRAY[t, rating_mean_difference_p(pg_temp.signs(n[1], n[2], n[3]), pg_temp.signs(n[4], n[5], n[6]))], false
				FROM pg_temp.welch(pg_temp.signs(n[1], n[2], n[3]), pg_temp.signs(n[4], n[5], n[6]));
		WHEN function = 'nps_weighted' THEN
			RETURN QUERY SELECT ARRAY[nps(w)], false;
		WHEN function = 'kish_effective_n' THEN
			RETURN QUERY SELECT ARRAY[effective_responses(w)], false;
		WHEN function = 'nps_weighted_se_linearised' THEN
			RETURN QUERY SELECT ARRAY[nps(w), nps_margin(w, method => 'wald') / z
				* sqrt(observations(w)::float8 / (observations(w) - 1))], false;
		WHEN function = 'nps_stratified' THEN
			-- The score of each stratum by its share of the population; the variances by the shares' squares.
			RETURN QUERY
				SELECT ARRAY[sum(size / whole * nps(stratum)),
					sqrt(sum((size / whole * nps_margin(stratum, method => 'wald') / z) ^ 2
						* observations(stratum) / (observations(stratum) - 1)))], false
				FROM (SELECT (substring(inputs FROM 'N=([0-9]+) *;'))::float8 AS size, rating_agg(v) AS stratum FROM unnest(pg_temp.list(inputs, 1)) AS v
					UNION ALL SELECT (substring(inputs FROM 'N=([0-9]+)$'))::float8, rating_agg(v) FROM unnest(pg_temp.list(inputs, 2)) AS v) AS strata,
					(SELECT sum(c[1]::float8) AS whole FROM regexp_matches(inputs, 'N=([0-9]+)', 'g') AS c) AS population;
		WHEN function LIKE 'csat\_ci\_%' AND inputs LIKE 'satisfied=%' THEN
			m := substring(function FROM '^csat_ci_(.*)[0-9]{2}$');
			s := pg_temp.yes_no(n[1], n[2]);
			a := pg_temp.five_points(n[1], n[2]);
			p := pg_temp.share(n[1], n[2]);
			RETURN QUERY SELECT ARRAY[csat_lo(s, confidence => level, method => m), csat_hi(s, confidence => level, method => m)] , NULL::boolean;
			RETURN QUERY SELECT ARRAY[csat_lo(a, 2, level, m), csat_hi(a, 2, level, m)], NULL::boolean;
			RETURN QUERY SELECT ARRAY[top_box_lo(a, 1, level, m), top_box_hi(a, 1, level, m)], false;
			RETURN QUERY SELECT ARRAY[1 - bottom_box_hi(a, 3, level, m), 1 - bottom_box_lo(a, 3, level, m)], false;
			RETURN QUERY SELECT ARRAY[proportion_lo(p, level, m), proportion_hi(p, level, m)], false;
			IF m = 'wilson' AND level = 0.95 THEN
				RETURN QUERY SELECT ARRAY[csat_lo(v <= n[1]), csat_hi(v <= n[1])], NULL::boolean FROM generate_series(1, (n[2])::integer) AS v;
				RETURN QUERY SELECT ARRAY[proportion_lo(v <= n[1]), proportion_hi(v <= n[1])], false FROM generate_series(1, (n[2])::integer) AS v;
			END IF;
		WHEN function = 'csat' AND inputs LIKE 'ratings=%' THEN
			RETURN QUERY SELECT ARRAY[csat(v)], false FROM unnest(pg_temp.list(inputs, 1)) AS v;
			RETURN QUERY SELECT ARRAY[csat(rating_agg(v, 1, 5))], false FROM unnest(pg_temp.list(inputs, 1)) AS v;
			RETURN QUERY SELECT ARRAY[csat(rating_agg(v, 1, 5), top => 2)], false FROM unnest(pg_temp.list(inputs, 1)) AS v;
		WHEN function = 'csat' AND inputs LIKE 'good=%' THEN
			RETURN QUERY SELECT ARRAY[csat(pg_temp.yes_no(n[1], n[1] + n[2]))], false;
			RETURN QUERY SELECT ARRAY[csat(v <= n[1])], false FROM generate_series(1, (n[1] + n[2])::integer) AS v;
		WHEN function LIKE 'prop\_diff\_ci\_%' THEN
			m := substring(function FROM '^prop_diff_ci_(.*)[0-9]{2}$');
			RETURN QUERY SELECT ARRAY[proportion_difference_lo(p, q, level, m), proportion_difference_hi(p, q, level, m)], false;
			RETURN QUERY SELECT ARRAY[csat_difference_lo(a, b, 0, level, m), csat_difference_hi(a, b, 0, level, m)], NULL::boolean;
		WHEN function = 'ces_mean_ci_t95' THEN
			RETURN QUERY SELECT ARRAY[rating_mean(c), rating_mean_lo(c), rating_mean_hi(c)], false
				FROM (SELECT rating_agg(v, 1, 7) AS c FROM unnest(pg_temp.list(inputs, 1)) AS v) AS ces;
		WHEN function = 'response_rate_ci_wilson95' THEN
			RETURN QUERY SELECT ARRAY[response_rate(c), response_rate_lo(c), response_rate_hi(c)], false
				FROM (SELECT rating_agg(CASE WHEN v <= n[1] THEN v % 11 END) AS c FROM generate_series(1, (n[2])::integer) AS v) AS survey;
		WHEN function = 'two_prop_ztest_pooled' OR function = 'chi2_test' AND array_length(n, 1) = 4 OR function = 'two_prop_chi2' THEN
			d := proportion_difference(p, q)
				/ sqrt(proportion(p || q) * (1 - proportion(p || q)) * (1.0 / observations(p) + 1.0 / observations(q)));
			RETURN QUERY SELECT CASE function
				WHEN 'two_prop_ztest_pooled' THEN ARRAY[d, proportion_difference_p(p, q)]
				WHEN 'chi2_test' THEN ARRAY[d ^ 2, proportion_difference_p(p, q), 1]
				ELSE ARRAY[d ^ 2, proportion_difference_p(p, q),
					proportion_difference_lo(p, q, method => 'wald'), proportion_difference_hi(p, q, method => 'wald')] END, false;
			RETURN QUERY SELECT CASE function
				WHEN 'two_prop_ztest_pooled' THEN ARRAY[d, csat_difference_p(a, b)]
				WHEN 'chi2_test' THEN ARRAY[d ^ 2, csat_difference_p(a, b), 1]
				ELSE ARRAY[d ^ 2, csat_difference_p(a, b),
					csat_difference_lo(a, b, method => 'wald') / 100, csat_difference_hi(a, b, method => 'wald') / 100] END, false;
		WHEN function = 'two_prop_ztest_unpooled' THEN
			half := (proportion_difference_hi(p, q, method => 'wald') - proportion_difference_lo(p, q, method => 'wald')) / 2;
			RETURN QUERY SELECT ARRAY[proportion_difference(p, q) / (half / z), proportion_difference_p(p, q, 'unpooled')], false;
		WHEN function = 'welch_t' THEN
			RETURN QUERY SELECT ARRAY[t, rating_mean_difference_p(a, b)], false FROM pg_temp.welch(a, b);
		WHEN function = 'welch_df' THEN
			RETURN QUERY SELECT ARRAY[df], false FROM pg_temp.welch(a, b);
		WHEN function = 'welch_ci95' THEN
			RETURN QUERY SELECT ARRAY[rating_mean_difference_lo(a, b) / 10, rating_mean_difference_hi(a, b) / 10], false;
		WHEN function = 'welch_t_full' THEN
			RETURN QUERY SELECT ARRAY[t, df, rating_mean_difference_p(a, b),
				rating_mean_difference_lo(a, b) / 10, rating_mean_difference_hi(a, b) / 10], false FROM pg_temp.welch(a, b);
		WHEN function = 'ratio_metric_delta' THEN
			RETURN QUERY SELECT ARRAY[ratio(r), ((ratio_hi(r) - ratio_lo(r)) / 2 / z) ^ 2], false;
		WHEN function = 'ratio_metric_delta_se' THEN
			RETURN QUERY SELECT ARRAY[ratio(r), (ratio_hi(r) - ratio_lo(r)) / 2 / z], false;
		WHEN function IN ('p_adjust_fdr_bh', 'p_adjust_BH') THEN
			RETURN QUERY SELECT adjust_p(pg_temp.list(inputs, 1), 'bh'), false;
		WHEN function = 'p_adjust_holm' THEN
			RETURN QUERY SELECT adjust_p(pg_temp.list(inputs, 1), 'holm'), false;
			RETURN QUERY SELECT adjust_p(pg_temp.list(inputs, 1)), false;
		WHEN function = 'p_adjust_bonferroni' THEN
			RETURN QUERY SELECT adjust_p(pg_temp.list(inputs, 1), 'bonferroni'), false;
		WHEN function = 'quantile_normal' THEN
			RETURN QUERY SELECT ARRAY[nps_margin(pg_temp.nps_summary(36, 40, 24), 2 * n[1] - 1, 'wald') / sqrt(5856.0 / 100)], false;
		WHEN function = 'beta_quantile' THEN
			RETURN QUERY SELECT ARRAY[proportion_lo(pg_temp.share(n[2], n[2] + n[3] - 1), 1 - 2 * n[1], 'clopper_pearson')], false;
	END CASE;
END $$;

CREATE FUNCTION pg_temp.agree(answer float8[], expected float8[]) RETURNS boolean
LANGUAGE sql RETURN array_length(answer, 1) = array_length(expected, 1) AND (
	SELECT bool_and(CASE WHEN e IS NULL OR a IS NULL THEN e IS NOT DISTINCT FROM a
		WHEN e = 0 THEN abs(a) < 1e-12
		ELSE abs(a - e) <= 1e-9 * abs(e) END)
	FROM unnest(answer, expected) AS u(a, e));

CREATE FUNCTION pg_temp.check_row(v vector) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
	label CONSTANT text := format('%s %s of %s', v.id, v.function, v.inputs);
	expected float8[];
	wanted float8[];
	a record;
	n integer := 0;
	wrong text[] := '{}';
BEGIN
	IF v.function = 'nps_scale_error' THEN
		RETURN throws_ok(format('SELECT nps(%s::float8)', (pg_temp.numbers(v.inputs))[1]), '22003', 'score is not on the scale', label);
	END IF;
	expected := CASE WHEN v.expected LIKE '{%' THEN v.expected::float8[] WHEN v.expected <> 'NULL' THEN ARRAY[v.expected::float8] END;
	FOR a IN SELECT * FROM pg_temp.answers(v.function, v.inputs) LOOP
		n := n + 1;
		-- Points where the expected are fractions; the ends of the scale where the interval is clamped.
		wanted := CASE
			WHEN expected IS NULL THEN array_fill(NULL::float8, ARRAY[array_length(a.answer, 1)])
			WHEN a.clamped IS NULL THEN ARRAY(SELECT 100 * e FROM unnest(expected) AS e)
			WHEN a.clamped THEN ARRAY(SELECT greatest(-100, least(100, e)) FROM unnest(expected) AS e)
			ELSE expected END;
		IF pg_temp.agree(a.answer, wanted) IS NOT TRUE THEN
			wrong := wrong || format('%s, expected %s', a.answer, wanted);
		END IF;
	END LOOP;
	RETURN ok(n > 0 AND wrong = '{}', label) || CASE WHEN wrong = '{}' THEN '' ELSE E'\n' || diag(array_to_string(wrong, E'\n')) END;
EXCEPTION WHEN OTHERS THEN
	RETURN fail(label) || E'\n' || diag(SQLERRM);
END $$;

SELECT (SELECT count(*) > 0 FROM vector) AS found \gset
\if :found
SELECT pg_temp.check_row(v) FROM vector AS v WHERE id NOT IN (SELECT id FROM elsewhere) ORDER BY id;
SELECT cmp_ok((SELECT count(*) FROM vector WHERE id NOT IN (SELECT id FROM elsewhere)), '>', 70::bigint, 'rows were looked at');
SELECT is(ARRAY(SELECT id FROM elsewhere WHERE id NOT IN (SELECT id FROM vector) ORDER BY 1), '{}', 'rows of other topics are in the file');
SELECT is(ARRAY(SELECT id FROM elsewhere GROUP BY id HAVING count(*) > 1), '{}', 'and belong to one topic');
SELECT diag(format('not of this topic: %s (%s)', string_agg(id, ' ' ORDER BY id), reason)) FROM elsewhere GROUP BY reason ORDER BY reason;
\else
\echo # no vectors/statistics.tsv in CSOPS_SHARED (../shared unless it is set): the vectors are NOT tested
SELECT * FROM skip('there is no vectors/statistics.tsv', 1);
\endif
SELECT finish();
ROLLBACK;
