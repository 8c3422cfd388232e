-- From the raw answers that are on the scale, and the score by its definition.
SELECT extract(epoch FROM date_trunc('month', sent_at AT TIME ZONE 'UTC')) * 1000 AS day, 100.0 * count(*) FILTER (WHERE score >= 4) / count(*) AS "CSAT", csops.csat_lo(score) AS "CSAT__yhat_lower",
	csops.csat_hi(score) AS "CSAT__yhat_upper"
FROM demo.responses
WHERE kind = 'csat' AND score BETWEEN 1 AND 5 AND score = trunc(score) AND responded_at < '2026-07-01'
GROUP BY 1
