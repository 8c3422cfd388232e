-- What the pack stores: one small summary for each day and group. Everything else is rolled up from these.

DROP SCHEMA IF EXISTS pack CASCADE;
CREATE SCHEMA pack;

-- Ratings by the day on which the survey was sent, so that a figure and its response rate are about the same people.
-- Scores that are not on the scale are counted, not used.
CREATE MATERIALIZED VIEW pack.daily_ratings AS
SELECT (sent_at AT TIME ZONE 'UTC')::date AS day, kind, region, industry,
	rating_agg(CASE WHEN responded_at < date :'as_of' + 1 THEN score END, lowest, highest, 'count') AS ratings
FROM demo.responses AS r
JOIN demo.surveys USING (kind)
JOIN demo.accounts AS a ON a.id = account_id
JOIN demo.segments AS s ON s.segment = a.segment
WHERE sent_at < date :'as_of' + 1
GROUP BY 1, 2, 3, 4;

-- Support by the day on which the ticket was solved for the last time.
CREATE MATERIALIZED VIEW pack.daily_support AS
SELECT (solved_at AT TIME ZONE 'UTC')::date AS day, team,
	proportion_agg(first_contact_resolution) AS first_contact,
	proportion_agg(reopened) AS reopened,
	ratio_agg(handle_seconds, replies) AS handling,
	ratio_agg(cost, replies) AS cost
FROM demo.tickets
WHERE solved_at < date :'as_of' + 1
GROUP BY 1, 2;

-- When the teams work, from their shifts and holidays.
CREATE TABLE pack.team_calendars AS
SELECT team, time_zone,
	business_calendar(time_zone, hours_from_weekdays(array_agg(weekday::integer), array_agg(opens), array_agg(closes)),
		(SELECT array_agg(day) FROM demo.team_holidays AS h WHERE h.team = teams.team)) AS calendar
FROM demo.teams JOIN demo.team_shifts USING (team)
GROUP BY team;

-- First replies by the day on which the ticket was opened, on both clocks. A ticket without a reply counts against the
-- promise once the promised time is over.
CREATE MATERIALIZED VIEW pack.daily_first_replies AS
SELECT (opened_at AT TIME ZONE 'UTC')::date AS day, team,
	duration_agg(CASE WHEN replied THEN business_time END) AS business,
	duration_agg(CASE WHEN replied THEN calendar_time END) AS calendar,
	proportion_agg(CASE WHEN replied OR business_time > first_reply THEN business_time <= first_reply END)
		AS business_kept,
	proportion_agg(CASE WHEN replied OR business_time > first_reply THEN calendar_time <= first_reply END)
		AS calendar_kept
FROM (
	SELECT opened_at, team, priority, until < (date :'as_of' + 1)::timestamptz AS replied,
		business_elapsed(calendar, opened_at, until) AS business_time, until - opened_at AS calendar_time
	FROM demo.tickets
	JOIN pack.team_calendars USING (team),
		least(first_response_at, (date :'as_of' + 1)::timestamptz) AS until
	WHERE channel IN ('email', 'web') AND opened_at < date :'as_of' + 1
) AS replies
JOIN demo.sla_policies USING (priority)
GROUP BY 1, 2;

-- What happened to every ticket: one timeline each for its status, its priority and who wrote.
CREATE MATERIALIZED VIEW pack.ticket_timelines AS
SELECT ticket_id, team, channel, priority, calendar, opened_at,
	timeline_agg(e.at, value, seq) FILTER (WHERE field = 'status') AS statuses,
	timeline_agg(e.at, value, seq) FILTER (WHERE field = 'priority') AS priorities,
	timeline_agg(e.at, value, seq) FILTER (WHERE field = 'comment') AS comments
FROM demo.ticket_events AS e
JOIN demo.tickets AS t ON t.id = ticket_id
JOIN pack.team_calendars USING (team)
WHERE e.at < date :'as_of' + 1
GROUP BY 1, 2, 3, 4, 5, 6;

-- The promises, by the week in which the ticket was opened: the first reply to email and web, and the resolution over all
-- cycles with the time in which the customer was asked something left out. The promise is that of the priority the
-- ticket has in the end.
CREATE MATERIALIZED VIEW pack.weekly_sla AS
SELECT date_trunc('week', opened_at AT TIME ZONE 'UTC')::date AS week, team, priority,
	sla_agg(sla_clock(comments, '{customer}', '{agent}', replies, priorities, (date :'as_of' + 1)::timestamptz, calendar,
		'first')) FILTER (WHERE channel IN ('email', 'web')) AS replies,
	sla_agg(sla_clock(statuses, '{new, open}', '{solved, closed}', resolutions, priorities, (date :'as_of' + 1)::timestamptz,
		calendar, 'all')) AS resolutions
FROM pack.ticket_timelines
CROSS JOIN (SELECT jsonb_object_agg(priority, first_reply) AS replies, jsonb_object_agg(priority, full_resolution) AS resolutions
	FROM demo.sla_policies) AS p
GROUP BY 1, 2, 3;

CREATE VIEW pack.sla_quarter AS
SELECT team, priority, rollup(replies) AS replies, rollup(resolutions) AS resolutions
FROM pack.weekly_sla
WHERE week >= date :'this_from'
GROUP BY team, priority;

-- The promises that break within four business hours, as a supervisor would have seen them at noon of the last day.
CREATE MATERIALIZED VIEW pack.at_risk AS
SELECT ticket_id, team, priority, promise, clock
FROM (
	SELECT t.*, (date :'as_of' + time '12:00') AT TIME ZONE 'UTC' AS moment, replies, resolutions
	FROM pack.ticket_timelines AS t
	CROSS JOIN (SELECT jsonb_object_agg(priority, first_reply) AS replies, jsonb_object_agg(priority, full_resolution) AS resolutions
		FROM demo.sla_policies) AS p
	WHERE state_at(statuses, (date :'as_of' + time '12:00') AT TIME ZONE 'UTC') IN ('new', 'open')
) AS open_tickets
CROSS JOIN LATERAL (
	SELECT 'first reply' AS promise, sla_clock(comments, '{customer}', '{agent}', replies, priorities, moment, calendar, 'first') AS clock
	WHERE channel IN ('email', 'web')
	UNION ALL
	SELECT 'resolution', sla_clock(statuses, '{new, open}', '{solved, closed}', resolutions, priorities, moment, calendar, 'all')
) AS clocks
WHERE (clock).status = 'running' AND (clock).remaining_seconds <= 4 * 3600;

-- What was open when, by team.
CREATE MATERIALIZED VIEW pack.backlogs AS
SELECT team, backlog_agg(statuses, '{new, open, pending}') AS backlog FROM pack.ticket_timelines GROUP BY team;

-- The ticket whose reply time the pack explains: one that waited across a change of the clocks and a holiday, if
-- possible in this quarter.
CREATE MATERIALIZED VIEW pack.explained_ticket AS
SELECT id, team, time_zone, calendar, channel, priority, opened_at, first_response_at, first_reply,
	business_elapsed(calendar, opened_at, first_response_at) AS business_time
FROM demo.tickets
JOIN pack.team_calendars USING (team)
JOIN demo.sla_policies USING (priority)
CROSS JOIN LATERAL (
	SELECT bool_or(reason LIKE '%clock set%')::integer + bool_or(reason LIKE 'holiday%')::integer AS crossed
	FROM explain_elapsed(calendar, opened_at, first_response_at)
) AS e
WHERE channel IN ('email', 'web') AND priority = 'normal' AND first_response_at < date :'as_of' + 1
ORDER BY crossed DESC, opened_at >= date :'this_from' DESC, business_time DESC, id
LIMIT 1;

-- The days on which each account logged in, and all accounts as one value that answers for every window.
CREATE MATERIALIZED VIEW pack.account_activity AS
SELECT account_id, activity_agg(at, 'day', 'UTC') AS activity
FROM demo.logins
WHERE at < date :'as_of' + 1
GROUP BY account_id;
CREATE MATERIALIZED VIEW pack.usage AS
SELECT active_agg(activity) AS usage FROM pack.account_activity;

-- Cohorts by sign-up, by month and by quarter, of the customers whose whole life is in the data.
CREATE MATERIALIZED VIEW pack.cohorts AS
SELECT cohort_agg(to_unit(activity, 'month'), 'first', signed_up_on) AS months,
	cohort_agg(to_unit(activity, 'quarter'), 'first', signed_up_on) AS quarters
FROM pack.account_activity JOIN demo.accounts ON id = account_id
WHERE signed_up_on >= '2024-07-01';

-- How far every new customer got, and when.
CREATE MATERIALIZED VIEW pack.onboarding_steps AS
SELECT step, name, count(*) FILTER (WHERE status = 'reached') AS reached, count(*) FILTER (WHERE status = 'missed') AS missed,
	count(*) FILTER (WHERE status = 'not_yet') AS not_yet,
	proportion_agg(status = 'reached') FILTER (WHERE status <> 'not_yet') AS share,
	format_duration(duration_p50(seconds)) AS median, format_duration(duration_p90(seconds)) AS ninetieth,
	duration_p50(seconds) / 86400 AS median_days
FROM (SELECT account_id, funnel_agg(at, step, '60 days') AS progress FROM demo.onboarding WHERE at < date :'as_of' + 1 GROUP BY account_id) AS f
CROSS JOIN (SELECT DISTINCT step, name FROM demo.onboarding) AS steps
CROSS JOIN LATERAL (SELECT funnel_status(progress, step, (date :'as_of' + 1)::timestamptz) AS status, funnel_seconds_to(progress, step) AS seconds) AS s
GROUP BY step, name;

-- What health is made of. Uses of the product are a share of the seats or a number for each; an answer to the NPS survey counts for half a year.
CREATE TABLE pack.health_model AS
SELECT '{"name": "Orrindale customer health", "version": "2026-04", "signals": [
	{"name": "seats_used", "weight": 30, "group": "usage", "curve": [[0.1, 0], [0.4, 40], [0.6, 75], [0.85, 100]]},
	{"name": "features_used", "weight": 20, "group": "usage", "curve": [[1, 0], [4, 40], [7, 80], [10, 100]]},
	{"name": "automation", "weight": 15, "group": "usage", "curve": [[1, 0], [6, 60], [12, 100]]},
	{"name": "error_rate", "weight": 10, "group": "product", "curve": [[0.004, 100], [0.012, 75], [0.03, 25], [0.06, 0]]},
	{"name": "days_overdue", "weight": 10, "group": "commercial", "tiers": [[0, 100], [1, 50], [14, 0]]},
	{"name": "nps", "weight": 15, "group": "voice", "curve": [[0, 0], [6, 30], [8, 70], [10, 100]], "max_age": "180 days"}],
	"missing": "reweight", "min_coverage": 0.5, "bands": [["red", 0], ["yellow", 45], ["green", 65]],
	"overrides": [{"when": {"signal": "days_overdue", "op": ">", "value": 21}, "cap": 40, "reason": "an invoice is more than three weeks overdue"}]}'::health_model
	AS model;

-- The signals of the customers of a day, as they were known on it: a week's are known when it is over.
CREATE FUNCTION pack.signals_on(day date) RETURNS TABLE (account_id bigint, signals signal_set) LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT account_id, signal_agg(signal, value, at)
	FROM (
		SELECT account_id, CASE signal WHEN 'active_users' THEN 'seats_used' WHEN 'automation_runs' THEN 'automation' ELSE signal END AS signal,
			CASE WHEN signal IN ('active_users', 'automation_runs') THEN value / seats ELSE value END AS value,
			(week + 7)::timestamp AT TIME ZONE 'UTC' AS at
		FROM demo.signals
		JOIN (SELECT account_id, sum(seats) AS seats FROM demo.subscriptions WHERE starts <= day AND ends > day GROUP BY account_id) AS customers
			USING (account_id)
		WHERE week BETWEEN day - 34 AND day - 6
		UNION ALL
		SELECT account_id, 'nps', score, responded_at
		FROM demo.responses
		WHERE kind = 'nps' AND score BETWEEN 0 AND 10 AND responded_at < (day + 1)::timestamp AT TIME ZONE 'UTC'
			AND responded_at >= (day - 180)::timestamp AT TIME ZONE 'UTC'
			AND account_id IN (SELECT account_id FROM demo.subscriptions WHERE starts <= day AND ends > day)
	) AS s
	GROUP BY account_id;
END;
CREATE MATERIALIZED VIEW pack.health_now AS
SELECT account_id, name, sum(12 * mrr * usd) AS arr, now.signals, before.signals AS signals_before, as_of,
	health_score(model, now.signals, as_of) AS score, health_band(model, now.signals, as_of) AS band,
	health_score(model, before.signals, as_of - interval '28 days') AS score_before
FROM demo.subscriptions
JOIN demo.accounts ON id = account_id
JOIN demo.exchange_rates AS r ON r.currency = subscriptions.currency AND month = date_trunc('month', date :'as_of')
CROSS JOIN (SELECT model, (date :'as_of' + 1)::timestamptz AS as_of FROM pack.health_model) AS m
LEFT JOIN pack.signals_on(date :'as_of') AS now USING (account_id)
LEFT JOIN pack.signals_on(date :'as_of' - 28) AS before USING (account_id)
WHERE starts <= date :'as_of' AND ends > date :'as_of'
GROUP BY account_id, name, model, now.signals, before.signals, as_of;
CREATE MATERIALIZED VIEW pack.renewals_at_risk AS
SELECT account_id, name, contract_ends, arr, score, band, health_reason(model, signals, as_of, 2) AS reason
FROM pack.health_now
JOIN pack.health_model ON true
JOIN demo.subscriptions USING (account_id)
WHERE ends = contract_ends AND starts <= date :'as_of' AND contract_ends BETWEEN date :'as_of' + 1 AND date :'as_of' + 90
	AND (renewal_decided_on IS NULL OR renewal_decided_on > date :'as_of') AND band IN ('red', 'yellow');

-- What the score of the last quarter's end said, and who left in this one.
CREATE MATERIALIZED VIEW pack.health_evaluation AS
SELECT score_evaluation_agg(score, lost) AS evaluation, round((percentile_cont(0.1) WITHIN GROUP (ORDER BY score))::numeric, 1)::float8 AS threshold,
	count(score) AS accounts_scored, count(*) FILTER (WHERE lost AND score IS NOT NULL) AS left_scored,
	count(*) FILTER (WHERE lost AND band_of(model, score) = 'green') AS surprises, count(*) FILTER (WHERE lost AND score IS NULL) AS unscored
FROM (
	SELECT account_id, model, health_score(model, signals, :'this_from'::timestamp AT TIME ZONE 'UTC') AS score,
		coalesce(churned_on BETWEEN date :'this_from' AND date :'as_of', false) AS lost
	FROM (SELECT DISTINCT account_id FROM demo.subscriptions WHERE starts < date :'this_from' AND ends >= date :'this_from') AS c
	JOIN demo.accounts ON id = account_id
	CROSS JOIN pack.health_model
	LEFT JOIN pack.signals_on(date :'this_from' - 1) AS s USING (account_id)
) AS scored;

-- How long customers stay, by plan. Those who came before the data begins are seen from that day on: entry says how long
-- they had been there, so that they are not taken for people who cannot leave early. Who came back is a customer until
-- the first departure.
CREATE MATERIALIZED VIEW pack.lives AS
SELECT plan, array_position(ARRAY['Starter', 'Growth', 'Scale', 'Enterprise'], plan) AS place, count(*) FILTER (WHERE ended) AS ended,
	life_table_agg(last_day - signed_up_on, ended, greatest(date '2024-07-01' - signed_up_on, 0)) AS life
FROM (
	SELECT plan, signed_up_on, least(churned_on, date :'as_of') AS last_day, coalesce(churned_on <= date :'as_of', false) AS ended
	FROM demo.accounts
) AS lives
WHERE last_day > greatest(signed_up_on, date '2024-07-01')
GROUP BY plan;

-- ARR of every account at the end of each month, and on the last day; in its own currency and in dollars of that day.
CREATE MATERIALIZED VIEW pack.account_arr AS
SELECT day, account_id, currency, round(12 * sum(mrr), 2) AS local, round(12 * sum(mrr) * min(usd), 2) AS arr, min(usd) AS rate
FROM (
	SELECT (month - interval '1 day')::date AS day
	FROM generate_series(timestamp '2024-08-01', date :'as_of' + 1, '1 month') AS month
	UNION SELECT date :'as_of' UNION SELECT date :'this_from' - 1
) AS days
JOIN demo.subscriptions ON starts <= day AND ends > day
JOIN demo.exchange_rates USING (currency)
WHERE month = date_trunc('month', day)
GROUP BY 1, 2, 3;

-- A bridge between two of those days. What an account of another currency would have at the first day's rate tells its
-- own movement from the rate's.
CREATE FUNCTION pack.bridge(from_day date, to_day date) RETURNS revenue_bridge LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT revenue_bridge_agg(a.arr, b.arr, first_day < from_day, round(b.local * coalesce(a.rate, b.rate), 2))
	FROM (SELECT * FROM pack.account_arr WHERE day = from_day) AS a
	FULL JOIN (SELECT * FROM pack.account_arr WHERE day = to_day) AS b USING (account_id)
	JOIN (SELECT account_id, min(starts) AS first_day FROM demo.subscriptions GROUP BY account_id) AS f USING (account_id);
END;
CREATE MATERIALIZED VIEW pack.revenue_bridges AS
SELECT 'quarter' AS span, date :'this_from' - 1 AS from_day, date :'as_of' AS to_day,
	pack.bridge(date :'this_from' - 1, date :'as_of') AS bridge
UNION ALL
SELECT span, from_day, to_day, pack.bridge(from_day, to_day)
FROM (VALUES ('month', 1), ('year', 12)) AS s (span, months)
CROSS JOIN generate_series(timestamp '2024-09-01', date :'as_of' + 1, '1 month') AS month
CROSS JOIN LATERAL (SELECT (month - months * interval '1 month' - interval '1 day')::date AS from_day,
	(month - interval '1 day')::date AS to_day) AS d
WHERE from_day >= '2024-07-31';

-- Contracts by the month in which they end: what each is worth, and what it was renewed for if that is decided. The
-- forecast is compared where the outcome is known.
CREATE MATERIALIZED VIEW pack.renewals AS
SELECT date_trunc('month', contract_ends)::date AS month, plan,
	renewal_agg(due, renewed_amount, contract_ends, decided_on, date :'as_of') AS renewals,
	forecast_agg(forecast, CASE WHEN decided_on IS NOT NULL THEN renewed_amount END) AS forecasts
FROM (
	SELECT s.plan, s.contract_ends, round(12 * s.mrr * usd, 2) AS due, round(12 * s.renewal_forecast * usd, 2) AS forecast,
		CASE WHEN s.renewal_decided_on <= date :'as_of' THEN s.renewal_decided_on END AS decided_on,
		CASE WHEN s.renewed THEN round(12 * coalesce(next.mrr, s.mrr) * usd, 2) ELSE 0 END AS renewed_amount
	FROM demo.subscriptions AS s
	JOIN demo.exchange_rates AS r ON r.currency = s.currency AND month = date_trunc('month', date :'as_of')
	LEFT JOIN demo.subscriptions AS next ON next.account_id = s.account_id AND next.starts = s.contract_ends
		AND next.contract <> s.contract
	WHERE s.ends = s.contract_ends AND s.starts <= date :'as_of'
) AS contracts
GROUP BY 1, 2;
CREATE VIEW pack.renewal_months AS
SELECT month, rollup(renewals) AS renewals, rollup(forecasts) AS forecasts FROM pack.renewals GROUP BY month;

-- Chats and calls of the last 13 weeks, by the hour of the day where the team is: the open hours, the contacts that came in them, and the time they took.
CREATE MATERIALIZED VIEW pack.live_contacts AS
SELECT team, extract(hour FROM at AT TIME ZONE time_zone)::integer AS local_hour, count(*) AS open_hours, sum(coalesce(contacts, 0)) AS contacts,
	percentile_disc(0.9) WITHIN GROUP (ORDER BY coalesce(contacts, 0)) AS busy_contacts, sum(handle_seconds) / sum(contacts) AS handle_seconds
FROM pack.team_calendars
CROSS JOIN generate_series((date :'as_of' - 90)::timestamp AT TIME ZONE 'UTC', (date :'as_of' + 1)::timestamp AT TIME ZONE 'UTC' - interval '1 hour', '1 hour') AS at
LEFT JOIN (
	SELECT team, date_trunc('hour', opened_at) AS at, count(*) AS contacts, sum(handle_seconds)::float8 AS handle_seconds
	FROM demo.tickets WHERE channel IN ('chat', 'phone') GROUP BY 1, 2
) AS hours USING (team, at)
WHERE is_open(calendar, at)
GROUP BY 1, 2;

-- Invoices against the contracts that they are for, by month: do they agree, were they issued by the end of the second day, do they have a purchase order.
CREATE MATERIALIZED VIEW pack.billing_months AS
SELECT coalesce(c.month, i.month) AS month, plan,
	reconciliation_agg(i.amount, c.mrr, 0.05, round(coalesce(c.mrr, i.amount) * usd, 2)) AS amounts,
	timeliness_agg(coalesce(c.month, i.month)::timestamp AT TIME ZONE 'UTC', issued_at, '2 days', (date :'as_of' + 1)::timestamp AT TIME ZONE 'UTC') AS issued,
	completeness_agg(po_number) FILTER (WHERE i.invoice IS NOT NULL) AS purchase_orders
FROM (
	SELECT month::date AS month, contract, mrr, plan, currency
	FROM generate_series(timestamp '2024-07-01', timestamp :'as_of', '1 month') AS month JOIN demo.subscriptions ON month >= starts AND month < ends
) AS c
FULL JOIN (SELECT * FROM demo.invoices WHERE month <= date :'as_of') AS i USING (contract, month)
JOIN demo.exchange_rates AS x ON x.month = coalesce(c.month, i.month) AND x.currency = coalesce(c.currency, i.currency)
GROUP BY 1, 2;

-- What the figures of the pack are, in the order in which they come. An unknown metric has no definition, and is refused.
CREATE TABLE pack.definitions (place integer, figure text NOT NULL, metric text NOT NULL, unit text NOT NULL, direction text NOT NULL,
	formula text NOT NULL, source text NOT NULL);
INSERT INTO pack.definitions
SELECT place, figure, used.metric, unit, direction, formula, source
FROM (VALUES
	(1, 'NPS', 'nps'),
	(2, 'CSAT', 'csat'),
	(3, 'Change of NPS', 'nps_difference'),
	(4, 'First contact resolution, reopened tickets, first replies in time', 'proportion'),
	(5, 'Handle time, cost per reply', 'ratio'),
	(6, 'Response rate', 'response_rate'),
	(7, 'Median first reply', 'duration_p50'),
	(8, '90th percentile of first replies', 'duration_p90'),
	(9, 'Promises kept', 'sla_attainment'),
	(10, 'Promises broken', 'sla_breached'),
	(11, 'Backlog', 'backlog_at'),
	(12, 'Backlog, older', 'backlog_older_than'),
	(13, 'Backlog, median age', 'backlog_median_age_seconds'),
	(14, 'Agents needed', 'required_agents'),
	(15, 'Contacts answered in time, expected', 'service_level'),
	(16, 'Wait, expected', 'average_wait'),
	(17, 'Contacts given up, expected', 'abandonment_rate'),
	(18, 'Agents'' time in use, expected', 'occupancy'),
	(19, 'Active accounts', 'active_accounts'),
	(20, 'Stickiness', 'stickiness'),
	(21, 'Days of activity', 'active_periods_mean'),
	(22, 'Onboarding, time to a step', 'funnel_seconds_to'),
	(23, 'Retention by age', 'retention_rate'),
	(24, 'Health of an account', 'health_score'),
	(25, 'Health of all, by ARR', 'portfolio_score'),
	(26, 'Quality of the health score', 'auc'),
	(27, 'Still customers after a time', 'survival_at'),
	(28, 'Median time as a customer', 'survival_median'),
	(29, 'NRR', 'nrr'),
	(30, 'GRR', 'grr'),
	(31, 'Customers kept', 'logo_retention'),
	(32, 'Quick ratio', 'quick_ratio'),
	(33, 'Renewal rate, gross', 'gross_renewal_rate'),
	(34, 'Renewal rate, net', 'net_renewal_rate'),
	(35, 'Renewed already', 'renewal_coverage'),
	(36, 'Forecast error', 'wape'),
	(37, 'Forecast bias', 'forecast_bias'),
	(38, 'Invoices that agree', 'reconciliation_rate'),
	(39, 'The same by amount', 'reconciliation_rate_by_amount'),
	(40, 'Invoices in time', 'timeliness'),
	(41, 'Purchase orders filled in', 'completeness')) AS used (place, figure, metric)
LEFT JOIN metric_definitions() AS d ON d.metric = used.metric;

-- How figures are written.
CREATE FUNCTION pack.money(value numeric) RETURNS text LANGUAGE sql IMMUTABLE
	RETURN to_char(round(value), 'FM999,999,999,990');
CREATE FUNCTION pack.money_change(value numeric) RETURNS text LANGUAGE sql IMMUTABLE
	RETURN CASE WHEN value >= 0 THEN '+' ELSE '' END || pack.money(value);
CREATE FUNCTION pack.figure(value float8, digits integer DEFAULT 1) RETURNS numeric
	LANGUAGE sql IMMUTABLE RETURN round(value::numeric, digits);
CREATE FUNCTION pack.change(value float8, digits integer DEFAULT 1) RETURNS text
	LANGUAGE sql IMMUTABLE RETURN CASE WHEN value >= 0 THEN '+' ELSE '' END || round(value::numeric, digits);
CREATE FUNCTION pack.span(lo float8, hi float8, digits integer DEFAULT 1) RETURNS text
	LANGUAGE sql IMMUTABLE
	RETURN lpad(round(lo::numeric, digits)::text, 5) || ' to ' || lpad(round(hi::numeric, digits)::text, 5);
CREATE FUNCTION pack.p_value(p float8) RETURNS text
	LANGUAGE sql IMMUTABLE RETURN CASE WHEN p < 0.001 THEN '<0.001' ELSE to_char(p, 'FM0.000') END;
CREATE FUNCTION pack.cell(value float8, lo float8, hi float8, n bigint) RETURNS text
	LANGUAGE sql IMMUTABLE
	RETURN lpad(round(value::numeric, 1)::text, 5) || ' (' || pack.span(lo, hi) || '), n' || lpad(n::text, 6);
-- A figure of a segment, hidden when it stands on too few answers to speak of a segment.
CREATE FUNCTION pack.unless(suppressed boolean, shown text) RETURNS text
	LANGUAGE sql IMMUTABLE RETURN lpad(CASE WHEN suppressed THEN 'suppressed' ELSE shown END, 10);
