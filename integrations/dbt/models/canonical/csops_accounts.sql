SELECT
	account_id::text AS account_id,
	name::text AS name,
	segment::text AS segment,
	region::text AS region,
	parent_account_id::text AS parent_account_id,
	signed_up_at,
	churned_at,
	arr::numeric AS arr,
	currency::text AS currency,
	updated_at
FROM {{ source('csops_source', 'accounts') }}
