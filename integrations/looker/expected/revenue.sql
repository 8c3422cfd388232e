-- Retention of recurring revenue over the year to 30 June 2026, by plan
-- explore: revenue
-- fields: accounts.plan, revenue.arr_start, revenue.arr_end, revenue.nrr, revenue.grr, revenue.logo_retention
-- where: ${revenue.to_raw} = date '2026-06-30'
SELECT plan, sum(before), sum(after), sum(after) FILTER (WHERE before > 0) / sum(before), sum(least(before, after)) / sum(before),
	count(*) FILTER (WHERE before > 0 AND after > 0)::float8 / count(*) FILTER (WHERE before > 0)
FROM (
	SELECT account_id, coalesce(sum(arr) FILTER (WHERE day = '2025-06-30'), 0) AS before, coalesce(sum(arr) FILTER (WHERE day = '2026-06-30'), 0) AS after
	FROM pack.account_arr WHERE day IN ('2025-06-30', '2026-06-30') GROUP BY account_id
) AS pairs
JOIN demo.accounts ON id = account_id
GROUP BY plan ORDER BY plan
