SELECT extract(epoch FROM date_trunc('week', day::timestamp)) * 1000 AS week, csops.observations(csops.rollup(business_kept)) AS "n first replies"
FROM pack.daily_first_replies
GROUP BY 1
