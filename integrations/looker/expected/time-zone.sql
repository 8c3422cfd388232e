-- Days are those of the reader's zone; the time until the first reply is the same in every zone
-- explore: tickets
-- fields: tickets.opened_date, tickets.count, tickets.first_reply_mean
-- where: ${tickets.opened_date} >= date '2026-03-01' AND ${tickets.opened_date} < date '2026-04-01'
-- timezone: America/New_York
SELECT (opened_at AT TIME ZONE 'America/New_York')::date AS day, count(*),
	avg(csops.business_seconds(calendar, opened_at, first_response_at)) FILTER (WHERE channel IN ('email', 'web')) / 86400
FROM demo.tickets JOIN pack.team_calendars USING (team)
WHERE opened_at >= timestamptz '2026-03-01 00:00 America/New_York' AND opened_at < timestamptz '2026-04-01 00:00 America/New_York'
GROUP BY 1 ORDER BY 1
