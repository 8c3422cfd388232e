-- From the first replies themselves, not from the clocks on the timelines. A week belongs to the quarter of its Monday.
SELECT 100 * csops.proportion(now) AS in_time_now, 100 * csops.proportion_lo(now) AS in_time_now_lo, 100 * csops.proportion_hi(now) AS in_time_now_hi,
	csops.observations(now) AS in_time_now_n, 100 * csops.proportion(before) AS in_time_before
FROM (
	SELECT csops.rollup(business_kept) FILTER (WHERE day >= '2026-04-06') AS now,
		csops.rollup(business_kept) FILTER (WHERE day >= '2026-01-05' AND day < '2026-04-06') AS before
	FROM pack.daily_first_replies
) AS s
