-- What rests on fewer than 30 answers is not shown
-- explore: responses
-- fields: segments.industry, responses.nps_n, responses.nps_of_enough
-- where: ${responses.sent_raw} >= timestamptz '2026-04-01 00:00+00'
SELECT industry, count(*) FILTER (WHERE valid),
	CASE WHEN count(*) FILTER (WHERE valid) >= 30
		THEN 100 * (avg((score >= 9)::integer) FILTER (WHERE valid) - avg((score <= 6)::integer) FILTER (WHERE valid)) END
FROM (SELECT *, kind = 'nps' AND score BETWEEN 0 AND 10 AND score = round(score) AS valid FROM demo.responses) AS r
JOIN demo.accounts ON accounts.id = account_id JOIN demo.segments ON segments.segment = accounts.segment
WHERE sent_at >= timestamptz '2026-04-01 00:00+00'
GROUP BY industry ORDER BY industry
