-- What Looker itself stores
-- explore: handle_days
-- fields: handle_days.team, handle_days.total, handle_days.p90
-- within: 0.01
SELECT team, sum(handle_seconds) / 86400.0, percentile_disc(0.9) WITHIN GROUP (ORDER BY handle_seconds) / 86400.0
FROM demo.tickets WHERE solved_at IS NOT NULL GROUP BY team ORDER BY team
