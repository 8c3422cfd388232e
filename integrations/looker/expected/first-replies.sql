-- First replies in business time: percentiles within 1 %, the share that was in time
-- explore: tickets
-- fields: tickets.team, tickets.priority, tickets.first_reply_median, tickets.first_reply_p90, tickets.first_reply_kept
-- where: ${tickets.channel} IN ('email', 'web')
-- within: 0.01
SELECT team, priority, percentile_disc(0.5) WITHIN GROUP (ORDER BY replied) / 86400, percentile_disc(0.9) WITHIN GROUP (ORDER BY replied) / 86400,
	count(*) FILTER (WHERE replied <= promised)::float8 / nullif(count(*) FILTER (WHERE waited > promised OR replied <= promised), 0)
FROM (
	SELECT team, priority, csops.business_seconds(calendar, opened_at, first_response_at) AS replied, extract(epoch FROM first_reply)::float8 AS promised,
		csops.business_seconds(calendar, opened_at, coalesce(first_response_at, timestamptz '2026-07-01 00:00+00')) AS waited
	FROM demo.tickets JOIN pack.team_calendars USING (team) JOIN demo.sla_policies USING (priority)
	WHERE channel IN ('email', 'web')
) AS replies
GROUP BY team, priority ORDER BY team, priority
