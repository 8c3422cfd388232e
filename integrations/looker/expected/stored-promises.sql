-- Attainment from weekly summaries, against the clock of every ticket
-- explore: sla_weeks
-- fields: sla_weeks.priority, sla_weeks.resolutions_kept
SELECT priority, count(*) FILTER (WHERE status = 'achieved')::float8 / count(*) FILTER (WHERE status IN ('achieved', 'breached'))
FROM (
	SELECT priority, csops.sla_status(statuses, '{new, open}', '{solved, closed}', targets, priorities, timestamptz '2026-07-01 00:00+00', calendar, 'all') AS status
	FROM pack.ticket_timelines CROSS JOIN (SELECT jsonb_object_agg(priority, full_resolution) AS targets FROM demo.sla_policies) AS p
) AS clocks
GROUP BY priority ORDER BY priority
