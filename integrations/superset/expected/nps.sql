-- From the raw answers that are on the scale, and the score by its definition.
SELECT extract(epoch FROM date_trunc('month', sent_at AT TIME ZONE 'UTC')) * 1000 AS day, 100.0 * (count(*) FILTER (WHERE score >= 9) - count(*) FILTER (WHERE score <= 6)) / count(*) AS "NPS", csops.nps_lo(score) AS "NPS__yhat_lower",
	csops.nps_hi(score) AS "NPS__yhat_upper"
FROM demo.responses
WHERE kind = 'nps' AND score BETWEEN 0 AND 10 AND score = trunc(score) AND responded_at < '2026-07-01'
GROUP BY 1
