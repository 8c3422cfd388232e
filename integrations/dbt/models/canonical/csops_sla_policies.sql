SELECT
	policy::text AS policy,
	priority::text AS priority,
	metric::text AS metric,
	target,
	calendar::text AS calendar,
	in_business_hours,
	valid_from,
	valid_to
FROM {{ source('csops_source', 'sla_policies') }}
