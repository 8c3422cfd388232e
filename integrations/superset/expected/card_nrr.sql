-- The bridge of the whole company, which does not come from those of the regions.
SELECT 100 * csops.nrr(bridge) AS nrr, csops.accounts_start(bridge) AS customers_a_year_ago, 100 * csops.grr(bridge) AS grr
FROM pack.revenue_bridges WHERE span = 'year' AND to_day = '2026-06-30'
