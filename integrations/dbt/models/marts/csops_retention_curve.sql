-- All cohorts and segments together.
SELECT r.period, r.eligible, r.retained, r.rate, r.lo AS rate_lo, r.hi AS rate_hi, r.hazard
FROM (SELECT {{ csops.rollup('cohorts') }} AS cohorts FROM {{ ref('csops_retention_cohorts') }}) AS c
CROSS JOIN LATERAL {{ csops.schema() }}.retention_curve(c.cohorts, {{ csops.as_of() }}) AS r
