-- Answers and tickets of the same accounts in one query: each counted once, as if the other were not there
-- explore: account_360
-- fields: accounts.plan, accounts.count, responses.invited, responses.nps, responses.csat, responses.answered, tickets.count, tickets.reopened, tickets.cost_per_reply
-- wrong: 100 * (AVG((${responses.nps_score} >= 9)::integer) - AVG((${responses.nps_score} <= 6)::integer))
-- is: responses.nps
SELECT plan, n, invited, nps, csat, answered, tickets, reopened, cost_per_reply
FROM (SELECT plan, count(*) AS n FROM demo.accounts GROUP BY plan) AS accounts
JOIN (
	SELECT plan, count(*) AS invited, avg((score IS NOT NULL)::integer) AS answered,
		100 * (avg((score >= 9)::integer) FILTER (WHERE nps) - avg((score <= 6)::integer) FILTER (WHERE nps)) AS nps,
		100 * avg((score >= 4)::integer) FILTER (WHERE csat) AS csat
	FROM (SELECT *, kind = 'nps' AND score BETWEEN 0 AND 10 AND score = round(score) AS nps,
		kind = 'csat' AND score BETWEEN 1 AND 5 AND score = round(score) AS csat FROM demo.responses) AS r
	JOIN demo.accounts ON accounts.id = account_id GROUP BY plan
) AS answers USING (plan)
JOIN (
	SELECT plan, count(*) AS tickets, avg(reopened::integer) AS reopened, sum(cost) / sum(replies) AS cost_per_reply
	FROM demo.tickets JOIN demo.accounts ON accounts.id = account_id GROUP BY plan
) AS tickets USING (plan)
ORDER BY plan
