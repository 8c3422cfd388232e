-- The share of customers who stay longer than a year: Kaplan and Meier's product, with those who came before the data
-- begins at risk from the age they had then
-- explore: lives
-- fields: lives.plan, lives.customers, lives.after_a_year
WITH lives AS (
	SELECT plan, greatest(date '2024-07-01' - signed_up_on, 0) AS entry, least(churned_on, date '2026-06-30') - signed_up_on AS tenure,
		coalesce(churned_on <= '2026-06-30', false) AS ended
	FROM demo.accounts WHERE least(churned_on, date '2026-06-30') > greatest(signed_up_on, date '2024-07-01')
)
SELECT plan, count(*), CASE WHEN count(*) >= 30 THEN (
	SELECT coalesce(exp(sum(ln(1 - ended::float8 / at_risk))), 1)
	FROM (
		SELECT count(*) AS ended, (SELECT count(*) FROM lives AS a WHERE a.plan = l.plan AND a.entry < e.tenure AND a.tenure >= e.tenure) AS at_risk
		FROM lives AS e WHERE e.plan = l.plan AND e.ended AND e.tenure <= 365 GROUP BY e.tenure
	) AS ages) END
FROM lives AS l GROUP BY plan ORDER BY plan
