-- Cohorts by the month of sign-up. Accounts that never did anything are in their cohort too; those that signed up before the first signal was
-- recorded are not, because nobody knows what they did at first.
SELECT coalesce(a.segment, 'none') AS segment,
	{{ csops.call('cohort_agg', [csops.call('to_unit', ['activity.days', "'month'"]), "'first'", csops.local_date('a.signed_up_at')]) }} AS cohorts
FROM {{ ref('csops_accounts') }} AS a
LEFT JOIN {{ ref('csops_account_activity') }} AS activity USING (account_id)
WHERE a.signed_up_at <= {{ csops.as_of() }}
	AND {{ csops.local_date('a.signed_up_at') }} >= (SELECT min({{ csops.call('first_active', ['days']) }}) FROM {{ ref('csops_account_activity') }})
GROUP BY 1
