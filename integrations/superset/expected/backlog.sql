-- From the state of every ticket at every week's end.
SELECT extract(epoch FROM week) * 1000 AS week, count(*) FILTER (WHERE team = 'Berlin' AND open) AS "Berlin",
	count(*) FILTER (WHERE team = 'New York' AND open) AS "New York", count(*) FILTER (WHERE team = 'Sydney' AND open) AS "Sydney"
FROM (
	SELECT week, team, csops.state_at(statuses, least(week + interval '7 days', '2026-07-01 00:00+00')) IN ('new', 'open', 'pending') AS open
	FROM pack.ticket_timelines, generate_series(timestamptz '2024-07-08 00:00+00', '2026-06-29 00:00+00', '7 days') AS week
) AS t
GROUP BY 1
