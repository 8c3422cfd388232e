-- From the logins and the days of sign-up.
SELECT '+ ' || after AS quarters_after, format('%s, n = %s', to_char(cohort, 'YYYY "Q"Q'), n) AS cohort, 100.0 * active / n AS active
FROM (
	SELECT date_trunc('quarter', signed_up_on::timestamp) AS cohort, count(*) AS n
	FROM demo.accounts WHERE signed_up_on >= '2024-07-01' AND EXISTS (SELECT FROM demo.logins WHERE account_id = id AND at < '2026-07-01') GROUP BY 1
) AS cohorts
JOIN (
	SELECT date_trunc('quarter', signed_up_on::timestamp) AS cohort, count(DISTINCT account_id) AS active,
		(4 * (extract(year FROM at AT TIME ZONE 'UTC') - extract(year FROM signed_up_on)) + extract(quarter FROM at AT TIME ZONE 'UTC') - extract(quarter FROM signed_up_on))::integer AS after
	FROM demo.logins JOIN demo.accounts ON id = account_id
	WHERE signed_up_on >= '2024-07-01' AND at < '2026-04-01'
	GROUP BY cohort, after
) AS quarters USING (cohort)
WHERE after > 0
