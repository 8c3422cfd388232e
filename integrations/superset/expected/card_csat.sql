-- From the raw answers that are on the scale.
SELECT csops.csat(score) FILTER (WHERE this) AS csat_now, csops.csat_lo(score) FILTER (WHERE this) AS csat_now_lo, csops.csat_hi(score) FILTER (WHERE this) AS csat_now_hi,
	count(*) FILTER (WHERE this) AS csat_now_n, csops.csat(score) FILTER (WHERE NOT this) AS csat_before
FROM (
	SELECT score, sent_at >= '2026-04-01' AS this
	FROM demo.responses JOIN demo.accounts AS a ON a.id = account_id
	WHERE kind = 'csat' AND score BETWEEN 1 AND 5 AND score = trunc(score) AND sent_at >= '2026-01-01' AND responded_at < '2026-07-01'
) AS answers
