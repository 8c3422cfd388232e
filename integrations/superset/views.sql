-- What the dashboard reads: ten views with plain columns, and stored summaries that its metrics roll up.
--
--   psql -v ON_ERROR_STOP=1 -f demo/pack.sql
--   psql -v ON_ERROR_STOP=1 -f integrations/superset/views.sql
--
-- Over tables of your own, give views of these names and columns to the dashboard and leave the rest as it is. Every name
-- is qualified, because the dashboard's database user need not have csops on its search_path.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
DROP SCHEMA IF EXISTS dashboard CASCADE;
CREATE SCHEMA dashboard;

-- The last day that is reported, and the quarter it lies in.
CREATE VIEW dashboard.as_of AS
SELECT to_day AS day, date_trunc('quarter', to_day)::date AS quarter FROM pack.revenue_bridges WHERE span = 'quarter';

-- How many quarters before the running one a day lies in.
CREATE FUNCTION dashboard.quarters_ago(of_day date) RETURNS integer LANGUAGE sql STABLE
	RETURN (SELECT 4 * (extract(year FROM quarter) - extract(year FROM of_day)) + extract(quarter FROM quarter) - extract(quarter FROM of_day)
		FROM dashboard.as_of)::integer;

-- Answers to surveys, by the day on which the survey was sent.
CREATE VIEW dashboard.ratings AS
SELECT day, dashboard.quarters_ago(day) AS quarters_ago, kind, region, industry, ratings
FROM pack.daily_ratings;

-- Promises, by the week in which the ticket was opened.
CREATE VIEW dashboard.promises AS
SELECT week, dashboard.quarters_ago(week) AS quarters_ago, region, team, priority, replies, resolutions
FROM pack.weekly_sla JOIN demo.teams USING (team);

-- The backlog at the end of every week, and what came and went in it. The last week may not be over.
CREATE VIEW dashboard.backlog AS
SELECT (at AT TIME ZONE 'UTC')::date AS week, region, team, opened + reopened AS came, solved, still_open
FROM pack.backlogs JOIN demo.teams USING (team), dashboard.as_of,
	csops.backlog_series(backlog, '2024-07-08 00:00+00', (day + 1)::timestamp AT TIME ZONE 'UTC', 'week');

-- Recurring revenue between the first and the last day of a span: the running quarter and the last twelve months. One
-- bridge for each region; they roll up.
CREATE MATERIALIZED VIEW dashboard.revenue AS
SELECT span, region, csops.revenue_bridge_agg(a.arr, b.arr, first_day < from_day, round(b.local * coalesce(a.rate, b.rate), 2)) AS bridge
FROM pack.revenue_bridges AS spans
CROSS JOIN (SELECT account_id, region, min(starts) AS first_day
	FROM demo.subscriptions JOIN demo.accounts ON id = account_id GROUP BY account_id, region) AS customers
LEFT JOIN pack.account_arr AS a ON a.account_id = customers.account_id AND a.day = from_day
LEFT JOIN pack.account_arr AS b ON b.account_id = customers.account_id AND b.day = to_day
WHERE span IN ('quarter', 'year') AND to_day = (SELECT day FROM dashboard.as_of) AND (a.arr IS NOT NULL OR b.arr IS NOT NULL)
GROUP BY span, region;

-- The movements of the running quarter, in the order of the bridge. Superset sorts the bars of a waterfall by their
-- names; an enum sorts as it is declared.
CREATE TYPE dashboard.movement AS ENUM ('Start', 'New', 'Back', 'Upsell', 'Downsell', 'Churn', 'FX', 'End');
CREATE VIEW dashboard.arr_movements AS
SELECT region, CASE movement WHEN 'start' THEN 'Start' WHEN 'new' THEN 'New' WHEN 'reactivation' THEN 'Back'
		WHEN 'expansion' THEN 'Upsell' WHEN 'contraction' THEN 'Downsell' WHEN 'churn' THEN 'Churn' WHEN 'fx' THEN 'FX'
		WHEN 'end' THEN 'End' END::dashboard.movement AS movement, accounts, amount::float8 AS amount
FROM dashboard.revenue, csops.revenue_movements(bridge)
WHERE span = 'quarter';

-- Customers with their health. The limits of the bands are the labels of an axis, because they sort as they should.
CREATE VIEW dashboard.health AS
SELECT account_id, h.name AS account, region, plan, h.arr::float8 AS arr, score, band,
	CASE band WHEN 'red' THEN '0 to 45' WHEN 'yellow' THEN '45 to 65' WHEN 'green' THEN '65 to 100' ELSE 'no score' END AS score_range
FROM pack.health_now AS h JOIN demo.accounts ON id = account_id;

-- Renewals of the next 90 days whose account is not healthy, and why.
CREATE VIEW dashboard.renewals_at_risk AS
SELECT account_id, r.name AS account, region, contract_ends AS renewal, r.arr::float8 AS arr, score, band,
	substr(reason, strpos(reason, '; ') + 2) AS reason
FROM pack.renewals_at_risk AS r JOIN demo.accounts ON id = account_id;

-- Who came back in the quarters after sign-up. The label of a cohort has its n.
CREATE VIEW dashboard.retention AS
SELECT to_char(cohort, 'YYYY "Q"Q, "n = "') || cohort_size AS cohort, '+ ' || period AS quarters_after, cohort_size, retained, is_partial
FROM pack.cohorts, dashboard.as_of, csops.retention(quarters, day)
WHERE period > 0;

-- What stands out, as sentences with their figures.
CREATE VIEW dashboard.findings AS
SELECT 1 AS place, 'This quarter' AS topic,
	format('As of %s. Against the quarter before, beyond chance: %s (p below 0.05 after adjusting for %s figures).',
		to_char((SELECT day FROM dashboard.as_of), 'FMDD FMMonth YYYY'),
		coalesce(string_agg(format('%s %s', split_part(figure, ',', 1), pack.change(change, digits)), '; ' ORDER BY place)
			FILTER (WHERE adjusted_p < 0.05), 'nothing'), count(*)) AS finding
FROM pack.headline
UNION ALL
(
	SELECT 2, 'Lowest NPS', format('%s in %s: %s points (%s to %s, n = %s).', to_char(quarter, '"Q"Q YYYY'), region,
			pack.figure(csops.nps(ratings)), pack.figure(csops.nps_lo(ratings)), pack.figure(csops.nps_hi(ratings)), csops.observations(ratings))
		|| coalesce((SELECT string_agg(format(' From %s: %s.', to_char(started_at AT TIME ZONE 'UTC', 'FMDD FMMonth'), title), '' ORDER BY started_at)
			FROM demo.incidents AS i WHERE i.region = lowest.region AND date_trunc('quarter', started_at AT TIME ZONE 'UTC') = quarter), '')
	FROM (
		SELECT date_trunc('quarter', day::timestamp) AS quarter, region, csops.rollup(ratings) AS ratings
		FROM pack.daily_ratings WHERE kind = 'nps' GROUP BY 1, 2
	) AS lowest
	ORDER BY csops.nps(ratings), quarter, region LIMIT 1
)
UNION ALL
(
	SELECT 3, 'Weakest promise', format('%s in %s: %s %% of the first replies in time this quarter (%s to %s, n = %s).', priority, team,
		pack.figure(100 * csops.sla_attainment(replies)), pack.figure(100 * csops.sla_attainment_lo(replies)),
		pack.figure(100 * csops.sla_attainment_hi(replies)), csops.sla_achieved(replies) + csops.sla_breached(replies))
	FROM (SELECT team, priority, csops.rollup(replies) AS replies FROM dashboard.promises WHERE quarters_ago = 0 GROUP BY team, priority) AS p
	ORDER BY csops.sla_attainment(replies), team, priority LIMIT 1
)
UNION ALL
SELECT 4, 'At risk', format('$ %s of ARR (%s %%, n = %s customers) is in the red band; %s renewals of red customers, worth $ %s, are due in 90 days.',
	pack.money(sum(arr) FILTER (WHERE band = 'red')), pack.figure((100 * sum(arr) FILTER (WHERE band = 'red') / sum(arr))::float8),
	count(*) FILTER (WHERE band = 'red'), (SELECT count(*) FROM pack.renewals_at_risk WHERE band = 'red'),
	(SELECT pack.money(coalesce(sum(arr), 0)) FROM pack.renewals_at_risk WHERE band = 'red'))
FROM pack.health_now;
