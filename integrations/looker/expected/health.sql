-- Health by ARR
-- explore: health
-- fields: accounts.region, health.portfolio_score, health.portfolio_coverage, health.share_below
SELECT region, sum(score * h.arr::float8) / sum(h.arr::float8) FILTER (WHERE score IS NOT NULL), sum(h.arr) FILTER (WHERE score IS NOT NULL) / sum(h.arr),
	sum(h.arr) FILTER (WHERE score < 45) / sum(h.arr) FILTER (WHERE score IS NOT NULL)
FROM pack.health_now AS h JOIN demo.accounts ON id = account_id GROUP BY region ORDER BY region
