-- Percentiles of a quarter from the days, within 1 % of those of the rows
-- explore: first_reply_days
-- fields: first_reply_days.opened_quarter, first_reply_days.team, first_reply_days.median, first_reply_days.p90, first_reply_days.replies
-- within: 0.01
SELECT to_char(date_trunc('quarter', opened_at AT TIME ZONE 'UTC'), 'YYYY-MM'), team, percentile_disc(0.5) WITHIN GROUP (ORDER BY seconds) / 86400,
	percentile_disc(0.9) WITHIN GROUP (ORDER BY seconds) / 86400, count(seconds)
FROM (
	SELECT opened_at, team, csops.business_seconds(calendar, opened_at, first_response_at) AS seconds
	FROM demo.tickets JOIN pack.team_calendars USING (team) WHERE channel IN ('email', 'web')
) AS replies
GROUP BY 1, 2 ORDER BY 1, 2
