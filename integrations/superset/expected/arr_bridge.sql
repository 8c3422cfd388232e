-- The bridge of the whole company, which does not come from those of the regions.
SELECT CASE movement WHEN 'new' THEN 'New' WHEN 'reactivation' THEN 'Back' WHEN 'expansion' THEN 'Upsell' WHEN 'contraction' THEN 'Downsell'
		WHEN 'churn' THEN 'Churn' WHEN 'fx' THEN 'FX' END AS movement, amount AS "ARR"
FROM pack.revenue_bridges, csops.revenue_movements(bridge)
WHERE span = 'quarter' AND movement NOT IN ('start', 'end')
