-- NPS and CSAT of raw answers, by region and quarter
-- explore: responses
-- fields: accounts.region, responses.sent_quarter, responses.nps, responses.promoters, responses.detractors, responses.nps_n, responses.csat, responses.csat_lo, responses.csat_n, responses.invited, responses.answered, responses.invalid_scores
WITH scored AS (
	SELECT region, to_char(date_trunc('quarter', sent_at AT TIME ZONE 'UTC'), 'YYYY-MM') AS quarter, kind, score,
		kind = 'nps' AND score IN (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10) AS nps, kind = 'csat' AND score IN (1, 2, 3, 4, 5) AS csat
	FROM demo.responses JOIN demo.accounts ON accounts.id = account_id
), counted AS (
	SELECT region, quarter, count(*) FILTER (WHERE nps AND score >= 9) AS promoters, count(*) FILTER (WHERE nps AND score <= 6) AS detractors,
		count(*) FILTER (WHERE nps) AS nps_n, count(*) FILTER (WHERE csat AND score >= 4)::float8 AS satisfied, count(*) FILTER (WHERE csat)::float8 AS csat_n,
		count(*) AS invited, avg((score IS NOT NULL)::integer) AS answered,
		count(*) FILTER (WHERE score IS NOT NULL AND NOT coalesce(nps, false) AND NOT coalesce(csat, false)) AS invalid
	FROM scored GROUP BY region, quarter
)
SELECT region, quarter, 100.0 * (promoters - detractors) / nps_n, promoters, detractors, nps_n, 100 * satisfied / csat_n,
	-- Wilson's interval, with the normal quantile of 0.975
	100 * (satisfied + z * z / 2 - z * sqrt(satisfied * (csat_n - satisfied) / csat_n + z * z / 4)) / (csat_n + z * z),
	csat_n, invited, answered, invalid
FROM counted, (VALUES (1.959963984540054)) AS quantile(z)
ORDER BY region, quarter
