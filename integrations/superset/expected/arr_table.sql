-- The bridge of the whole company, which does not come from those of the regions.
SELECT CASE movement WHEN 'start' THEN 'Start' WHEN 'new' THEN 'New' WHEN 'reactivation' THEN 'Back' WHEN 'expansion' THEN 'Upsell'
		WHEN 'contraction' THEN 'Downsell' WHEN 'churn' THEN 'Churn' WHEN 'fx' THEN 'FX' ELSE 'End' END AS movement,
	accounts AS "Customers", amount AS "ARR"
FROM pack.revenue_bridges, csops.revenue_movements(bridge)
WHERE span = 'quarter'
