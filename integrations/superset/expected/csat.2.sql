SELECT extract(epoch FROM date_trunc('month', sent_at AT TIME ZONE 'UTC')) * 1000 AS day, count(*) AS "n answers to CSAT"
FROM demo.responses
WHERE kind = 'csat' AND score BETWEEN 1 AND 5 AND score = trunc(score) AND responded_at < '2026-07-01'
GROUP BY 1
