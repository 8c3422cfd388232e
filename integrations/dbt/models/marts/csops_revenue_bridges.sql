-- From month end to month end, and over twelve months to each month end. An account with contracts in two currencies is in both; amounts of
-- different currencies are never summed.
WITH days AS (
	SELECT array_agg(day ORDER BY day) AS days
	FROM (
		SELECT (month - interval '1 day')::date AS day
		FROM (SELECT min(starts_on) AS first_day FROM {{ ref('csops_subscriptions') }}) AS f
		CROSS JOIN LATERAL generate_series(date_trunc('month', first_day::timestamp), {{ csops.local_date(csops.as_of()) }}::timestamp, '1 month') AS month
	) AS month_ends
),
portfolios AS (
	SELECT spans.span, spans.months, coalesce(a.segment, 'none') AS segment, s.currency, days.days,
		{{ csops.call('revenue_bridges_agg', ['s.account_id', 's.monthly_amount', 's.starts_on', 's.ends_on', 'days.days', 'spans.months']) }} AS bridges
	FROM {{ ref('csops_subscriptions') }} AS s
	LEFT JOIN {{ ref('csops_accounts') }} AS a USING (account_id)
	CROSS JOIN days
	CROSS JOIN (VALUES ('month', 1), ('year', 12)) AS spans (span, months)
	WHERE cardinality(days.days) > spans.months
	GROUP BY 1, 2, 3, 4, 5
),
bridges AS (
	SELECT p.span, p.days[b.place] AS from_day, p.days[b.place + p.months] AS to_day, p.segment, p.currency, b.bridge
	FROM portfolios AS p
	CROSS JOIN LATERAL unnest(p.bridges) WITH ORDINALITY AS b (bridge, place)
)
SELECT span, from_day, to_day, segment, currency, bridge,
	{{- csops.revenue_columns('bridge') }}
FROM bridges
