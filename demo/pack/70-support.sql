-- What support achieves and what it costs, by team.

CREATE OR REPLACE VIEW pack.team_quarters AS
SELECT team,
	rollup(first_contact) FILTER (WHERE this) AS first_a, rollup(first_contact) FILTER (WHERE NOT this) AS first_b,
	rollup(reopened) FILTER (WHERE this) AS reopened_a, rollup(reopened) FILTER (WHERE NOT this) AS reopened_b,
	rollup(handling) FILTER (WHERE this) AS handling_a, rollup(handling) FILTER (WHERE NOT this) AS handling_b,
	rollup(cost) FILTER (WHERE this) AS cost_a, rollup(cost) FILTER (WHERE NOT this) AS cost_b
FROM (SELECT *, day >= date :'this_from' AS this FROM pack.daily_support WHERE day >= date :'last_from') AS s
GROUP BY team;

CREATE OR REPLACE VIEW pack.support AS
WITH figures AS (
	SELECT 1 AS place, 'First contact resolution, %' AS figure, 1 AS digits, team, observations(first_a) AS n,
		100 * proportion(first_a) AS value, 100 * proportion_lo(first_a) AS lo, 100 * proportion_hi(first_a) AS hi,
		100 * proportion_difference(first_a, first_b) AS change, proportion_difference_p(first_a, first_b) AS p
	FROM pack.team_quarters
	UNION ALL
	SELECT 2, 'Reopened tickets, %', 1, team, observations(reopened_a),
		100 * proportion(reopened_a), 100 * proportion_lo(reopened_a), 100 * proportion_hi(reopened_a),
		100 * proportion_difference(reopened_a, reopened_b), proportion_difference_p(reopened_a, reopened_b)
	FROM pack.team_quarters
	UNION ALL
	SELECT 3, 'Handle time, minutes per reply', 2, team, observations(handling_a),
		ratio(handling_a) / 60, ratio_lo(handling_a) / 60, ratio_hi(handling_a) / 60,
		ratio_difference(handling_a, handling_b) / 60, ratio_difference_p(handling_a, handling_b)
	FROM pack.team_quarters
	UNION ALL
	SELECT 4, 'Cost, USD per reply', 2, team, observations(cost_a),
		ratio(cost_a), ratio_lo(cost_a), ratio_hi(cost_a),
		ratio_difference(cost_a, cost_b), ratio_difference_p(cost_a, cost_b)
	FROM pack.team_quarters
), adjusted AS (
	SELECT place, unnest(array_agg(team ORDER BY team)) AS team,
		unnest(adjust_p(array_agg(p ORDER BY team))) AS adjusted_p
	FROM figures
	GROUP BY place
)
SELECT *
FROM figures JOIN adjusted USING (place, team);

\set section support
\set question 'Does support solve it at once, and what does it cost? By team, ':this_quarter
SELECT coalesce(format('Changed beyond chance since %s: ', :'last_quarter')
		|| string_agg(format('%s of %s %s (adjusted p %s)', split_part(figure, ',', 1), team,
			pack.change(change, digits), pack.p_value(adjusted_p)), '; ' ORDER BY place, team),
	'No team changed beyond chance since ' || :'last_quarter') || '.' AS finding
FROM pack.support WHERE adjusted_p < 0.05 \gset
\ir heading.sql
SELECT figure AS "Figure", team AS "Team", pack.figure(value, digits) AS :"this_quarter",
	pack.span(lo, hi, digits) AS "95 % interval", n AS "n tickets", pack.change(change, digits) AS "Change",
	pack.p_value(p) AS p, pack.p_value(adjusted_p) AS "adjusted p"
FROM pack.support ORDER BY place, team;
\if :html
SELECT month + 14, 100 * proportion(first_a), 100 * proportion_lo(first_a), 100 * proportion_hi(first_a),
	100 * proportion(first_b), 100 * proportion_lo(first_b), 100 * proportion_hi(first_b),
	100 * proportion(first_c), 100 * proportion_lo(first_c), 100 * proportion_hi(first_c),
	ratio(handling_a) / 60, ratio_lo(handling_a) / 60, ratio_hi(handling_a) / 60,
	ratio(handling_b) / 60, ratio_lo(handling_b) / 60, ratio_hi(handling_b) / 60,
	ratio(handling_c) / 60, ratio_lo(handling_c) / 60, ratio_hi(handling_c) / 60,
	least(observations(handling_a), observations(handling_b), observations(handling_c)),
	greatest(observations(handling_a), observations(handling_b), observations(handling_c))
FROM (
	SELECT date_trunc('month', day)::date AS month,
		rollup(first_contact) FILTER (WHERE team = 'New York') AS first_a,
		rollup(first_contact) FILTER (WHERE team = 'Berlin') AS first_b,
		rollup(first_contact) FILTER (WHERE team = 'Sydney') AS first_c,
		rollup(handling) FILTER (WHERE team = 'New York') AS handling_a,
		rollup(handling) FILTER (WHERE team = 'Berlin') AS handling_b,
		rollup(handling) FILTER (WHERE team = 'Sydney') AS handling_c
	FROM pack.daily_support GROUP BY 1
) AS m ORDER BY month
\g (format=unaligned fieldsep='\t' tuples_only=on null=NaN) :data/support.tsv
\endif
