-- From the first replies themselves, not from the clocks on the timelines.
SELECT extract(epoch FROM date_trunc('week', day::timestamp)) * 1000 AS week,
	100 * csops.proportion(csops.rollup(business_kept) FILTER (WHERE team = 'New York')) AS "New York",
	100 * csops.proportion_lo(csops.rollup(business_kept) FILTER (WHERE team = 'New York')) AS "New York__yhat_lower",
	100 * csops.proportion_hi(csops.rollup(business_kept) FILTER (WHERE team = 'New York')) AS "New York__yhat_upper",
	100 * csops.proportion(csops.rollup(business_kept) FILTER (WHERE team = 'Berlin')) AS "Berlin",
	100 * csops.proportion_lo(csops.rollup(business_kept) FILTER (WHERE team = 'Berlin')) AS "Berlin__yhat_lower",
	100 * csops.proportion_hi(csops.rollup(business_kept) FILTER (WHERE team = 'Berlin')) AS "Berlin__yhat_upper",
	100 * csops.proportion(csops.rollup(business_kept) FILTER (WHERE team = 'Sydney')) AS "Sydney",
	100 * csops.proportion_lo(csops.rollup(business_kept) FILTER (WHERE team = 'Sydney')) AS "Sydney__yhat_lower",
	100 * csops.proportion_hi(csops.rollup(business_kept) FILTER (WHERE team = 'Sydney')) AS "Sydney__yhat_upper"
FROM pack.daily_first_replies
GROUP BY 1
