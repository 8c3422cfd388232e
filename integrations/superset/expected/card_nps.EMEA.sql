-- From the raw answers that are on the scale.
SELECT csops.nps(score) FILTER (WHERE this) AS nps_now, csops.nps_lo(score) FILTER (WHERE this) AS nps_now_lo, csops.nps_hi(score) FILTER (WHERE this) AS nps_now_hi,
	count(*) FILTER (WHERE this) AS nps_now_n, csops.nps(score) FILTER (WHERE NOT this) AS nps_before
FROM (
	SELECT score, sent_at >= '2026-04-01' AS this
	FROM demo.responses JOIN demo.accounts AS a ON a.id = account_id
	WHERE kind = 'nps' AND score BETWEEN 0 AND 10 AND score = trunc(score) AND sent_at >= '2026-01-01' AND responded_at < '2026-07-01' AND region = 'EMEA'
) AS answers
