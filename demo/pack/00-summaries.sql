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

-- How figures are written.
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
