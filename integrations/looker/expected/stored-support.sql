-- Stored daily summaries of support, by month
-- explore: support_days
-- fields: support_days.solved_month, support_days.first_contact_resolution, support_days.reopened, support_days.handle_time, support_days.cost_per_reply
SELECT to_char(solved_at AT TIME ZONE 'UTC', 'YYYY-MM'), CASE WHEN count(first_contact_resolution) >= 30 THEN avg(first_contact_resolution::integer) END,
	CASE WHEN count(*) >= 30 THEN avg(reopened::integer) END, sum(handle_seconds)::float8 / sum(replies) / 86400, sum(cost) / sum(replies)
FROM demo.tickets WHERE solved_at IS NOT NULL GROUP BY 1 ORDER BY 1
