-- Stored daily summaries, rolled up to months of a region, are what the raw answers say
-- explore: rating_days
-- fields: rating_days.sent_month, rating_days.region, rating_days.nps, rating_days.nps_n, rating_days.nps_withheld, rating_days.nps_response_rate, rating_days.csat, rating_days.csat_n
SELECT month, region, CASE WHEN nps_n >= 30 THEN nps END, nps_n, CASE WHEN nps_n BETWEEN 1 AND 29 THEN 'Yes' ELSE 'No' END, responded,
	CASE WHEN csat_n >= 30 THEN csat END, csat_n
FROM (
	SELECT to_char(sent_at AT TIME ZONE 'UTC', 'YYYY-MM') AS month, region,
		100 * (avg((score >= 9)::integer) FILTER (WHERE nps) - avg((score <= 6)::integer) FILTER (WHERE nps)) AS nps, count(*) FILTER (WHERE nps) AS nps_n,
		avg((score IS NOT NULL)::integer) FILTER (WHERE kind = 'nps') AS responded,
		100 * avg((score >= 4)::integer) FILTER (WHERE csat) AS csat, count(*) FILTER (WHERE csat) AS csat_n
	FROM (SELECT *, kind = 'nps' AND score BETWEEN 0 AND 10 AND score = round(score) AS nps,
		kind = 'csat' AND score BETWEEN 1 AND 5 AND score = round(score) AS csat FROM demo.responses) AS r
	JOIN demo.accounts ON accounts.id = account_id
	GROUP BY 1, 2
) AS months
ORDER BY month, region
