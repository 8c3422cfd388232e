SELECT extract(epoch FROM date_trunc('month', sent_at AT TIME ZONE 'UTC')) * 1000 AS day, count(*) AS "n answers to NPS"
FROM demo.responses
WHERE kind = 'nps' AND score BETWEEN 0 AND 10 AND score = trunc(score) AND responded_at < '2026-07-01'
GROUP BY 1
