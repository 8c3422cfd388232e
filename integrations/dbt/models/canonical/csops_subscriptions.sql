SELECT
	subscription_id::text AS subscription_id,
	account_id::text AS account_id,
	starts_on,
	ends_on,
	monthly_amount::numeric AS monthly_amount,
	currency::text AS currency,
	updated_at
FROM {{ source('csops_source', 'subscriptions') }}
