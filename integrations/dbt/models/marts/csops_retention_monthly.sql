SELECT c.segment, r.cohort, r.period, r.cohort_size, r.eligible, r.retained,
	CASE WHEN r.is_partial THEN 0 ELSE r.retained END AS retained_of_eligible,
	r.rate, r.lo AS rate_lo, r.hi AS rate_hi, r.is_partial
FROM {{ ref('csops_retention_cohorts') }} AS c
CROSS JOIN LATERAL {{ csops.schema() }}.retention(c.cohorts, {{ csops.as_of() }}) AS r
