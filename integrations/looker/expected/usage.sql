-- Accounts active on a day and in the 28 days up to it, each counted once
-- explore: usage_days
-- fields: usage_days.active_date, usage_days.daily_active, usage_days.monthly_active, usage_days.stickiness
-- where: ${usage_days.active_raw} BETWEEN date '2026-06-21' AND date '2026-06-30'
SELECT day::date, daily, monthly, daily::float8 / monthly
FROM generate_series(timestamp '2026-06-21', timestamp '2026-06-30', '1 day') AS day
CROSS JOIN LATERAL (
	SELECT count(DISTINCT account_id) AS monthly, count(DISTINCT account_id) FILTER (WHERE at >= day AT TIME ZONE 'UTC') AS daily
	FROM demo.logins WHERE at >= (day - interval '27 days') AT TIME ZONE 'UTC' AND at < (day + interval '1 day') AT TIME ZONE 'UTC'
) AS counted
ORDER BY day
