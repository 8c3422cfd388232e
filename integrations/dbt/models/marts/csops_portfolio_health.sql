{{ config(enabled=var('csops_health_model', '') != '') }}

-- Weighted by ARR, and so never over accounts of two currencies.
WITH portfolios AS (
	SELECT segment, coalesce(currency, 'none') AS currency, {{ csops.call('portfolio_health_agg', ['score', 'arr::float8']) }} AS portfolio,
		count(*) AS accounts, sum(arr) AS arr, sum(arr) FILTER (WHERE score IS NOT NULL) AS scored_arr, sum(arr) FILTER (WHERE band = 'red') AS red_arr
	FROM {{ ref('csops_account_health') }}
	GROUP BY 1, 2
)
SELECT segment, currency, portfolio, accounts, arr, coalesce(scored_arr, 0) AS scored_arr, coalesce(red_arr, 0) AS red_arr,
	{{ csops.call('portfolio_score', ['portfolio']) }} AS score,
	{{ csops.call('portfolio_lowest', ['portfolio']) }} AS lowest,
	{{ csops.call('portfolio_coverage', ['portfolio']) }} AS coverage
FROM portfolios
