-- The six figures of the company: this quarter against the last.

CREATE OR REPLACE VIEW pack.figures AS
WITH ratings AS (
	SELECT kind, rollup(ratings) FILTER (WHERE day >= date :'this_from') AS a,
		rollup(ratings) FILTER (WHERE day < date :'this_from') AS b
	FROM pack.daily_ratings
	WHERE day >= date :'last_from'
	GROUP BY kind
), support AS (
	SELECT
		rollup(first_contact) FILTER (WHERE this) AS first_a, rollup(first_contact) FILTER (WHERE NOT this) AS first_b,
		rollup(reopened) FILTER (WHERE this) AS reopened_a, rollup(reopened) FILTER (WHERE NOT this) AS reopened_b,
		rollup(handling) FILTER (WHERE this) AS handling_a, rollup(handling) FILTER (WHERE NOT this) AS handling_b,
		rollup(cost) FILTER (WHERE this) AS cost_a, rollup(cost) FILTER (WHERE NOT this) AS cost_b
	FROM (SELECT *, day >= date :'this_from' AS this FROM pack.daily_support WHERE day >= date :'last_from') AS s
)
SELECT 1 AS place, 'NPS, points' AS figure, 1 AS digits, observations(a) AS n, nps(a) AS value, nps_lo(a) AS lo,
	nps_hi(a) AS hi, nps(b) AS before, nps_difference(a, b) AS change, nps_difference_lo(a, b) AS change_lo,
	nps_difference_hi(a, b) AS change_hi, nps_difference_p(a, b) AS p
FROM ratings WHERE kind = 'nps'
UNION ALL
SELECT 2, 'CSAT, points', 1, observations(a), csat(a), csat_lo(a),
	csat_hi(a), csat(b), csat_difference(a, b), csat_difference_lo(a, b),
	csat_difference_hi(a, b), csat_difference_p(a, b)
FROM ratings WHERE kind = 'csat'
UNION ALL
SELECT 3, 'First contact resolution, %', 1, observations(first_a),
	100 * proportion(first_a), 100 * proportion_lo(first_a), 100 * proportion_hi(first_a),
	100 * proportion(first_b), 100 * proportion_difference(first_a, first_b),
	100 * proportion_difference_lo(first_a, first_b), 100 * proportion_difference_hi(first_a, first_b),
	proportion_difference_p(first_a, first_b)
FROM support
UNION ALL
SELECT 4, 'Reopened tickets, %', 1, observations(reopened_a),
	100 * proportion(reopened_a), 100 * proportion_lo(reopened_a), 100 * proportion_hi(reopened_a),
	100 * proportion(reopened_b), 100 * proportion_difference(reopened_a, reopened_b),
	100 * proportion_difference_lo(reopened_a, reopened_b), 100 * proportion_difference_hi(reopened_a, reopened_b),
	proportion_difference_p(reopened_a, reopened_b)
FROM support
UNION ALL
SELECT 5, 'Handle time, minutes per reply', 2, observations(handling_a),
	ratio(handling_a) / 60, ratio_lo(handling_a) / 60, ratio_hi(handling_a) / 60, ratio(handling_b) / 60,
	ratio_difference(handling_a, handling_b) / 60,
	ratio_difference_lo(handling_a, handling_b) / 60, ratio_difference_hi(handling_a, handling_b) / 60,
	ratio_difference_p(handling_a, handling_b)
FROM support
UNION ALL
SELECT 6, 'Cost, USD per reply', 2, observations(cost_a), ratio(cost_a), ratio_lo(cost_a),
	ratio_hi(cost_a), ratio(cost_b), ratio_difference(cost_a, cost_b),
	ratio_difference_lo(cost_a, cost_b), ratio_difference_hi(cost_a, cost_b),
	ratio_difference_p(cost_a, cost_b)
FROM support;

CREATE OR REPLACE VIEW pack.headline AS
SELECT *
FROM pack.figures
JOIN (
	SELECT unnest(array_agg(place ORDER BY place)) AS place, unnest(adjust_p(array_agg(p ORDER BY place))) AS adjusted_p
	FROM pack.figures
) AS adjusted USING (place);

\set section headline
\set question 'How are we doing, and what changed? ':this_quarter' against ':last_quarter
SELECT format('Different beyond chance: %s (p below 0.05 after adjusting for %s figures).',
	coalesce(string_agg(format('%s %s', split_part(figure, ',', 1), pack.change(change, digits)), '; ' ORDER BY place)
		FILTER (WHERE adjusted_p < 0.05), 'nothing'), count(*)) AS finding
FROM pack.headline \gset
\ir heading.sql
SELECT figure AS "Figure", pack.figure(value, digits) AS :"this_quarter", pack.span(lo, hi, digits) AS "95 % interval",
	n, pack.figure(before, digits) AS :"last_quarter", pack.change(change, digits) AS "Change",
	pack.span(change_lo, change_hi, digits) AS "95 % interval", pack.p_value(p) AS p,
	pack.p_value(adjusted_p) AS "adjusted p"
FROM pack.headline ORDER BY place;
