-- What the examples of the reference do not show as it is: a statement a line, in the shape of cases.py.
-- instants
SELECT business_add(calendar, at, '8 hours'), business_days_after(calendar, at, 3), next_open(calendar, at), next_close(calendar, at), prev_open(calendar, at), prev_close(calendar, at) FROM (VALUES ('{"tz": "America/New_York", "hours": "Mo-Fr 09:00-17:30"}'::business_calendar, timestamptz '2026-03-06 21:00:00.123456+00')) AS c(calendar, at)
SELECT first_at(t, '{solved}'), last_at(t, '{open}'), first_at(t, '{never}'), sla_due_at(t, '{open}', '{solved}', interval '4 hours', timestamptz '2026-03-06 17:00Z'), sla_breached_at(t, '{open}', '{solved}', interval '1 hour', timestamptz '2026-03-08 17:00Z') FROM (SELECT timeline_agg(at, state) AS t FROM (VALUES (timestamptz '2026-03-06 15:30:00.5Z', 'open'), (timestamptz '2026-03-06 18:30Z', 'solved')) AS e(at, state)) AS t
SELECT signal_at(signal_agg(signal, value, at), 'logins'), signal_value(signal_agg(signal, value, at), 'logins') FROM (VALUES ('logins', 5.5::float8, timestamptz '2026-03-01 12:00:00.000001+00')) AS s(signal, value, at)
SELECT funnel_status(funnel_agg(at, step, '30 days'), 3, timestamptz '2026-03-10 12:00Z'), funnel_reached_at(funnel_agg(at, step, '30 days'), 2), funnel_reached_at(funnel_agg(at, step, '30 days'), 3) FROM (VALUES (timestamptz '2026-03-01 12:00Z', 1), (timestamptz '2026-03-04 12:00Z', 2)) AS f(at, step)
-- ends of intervals
SELECT cumulative_hazard_lo(s, 3), cumulative_hazard_hi(s, 3), restricted_mean_lo(s, 6), restricted_mean_hi(s, 6), logrank_chi_square(s, s), logrank_chi_square(s, z) FROM (SELECT life_table_agg(tenure, ended) AS s, life_table_agg(tenure * 2, ended) AS z FROM (VALUES (1, true), (2, true), (3, false), (5, true), (8, false)) AS l(tenure, ended)) AS t
-- nothing there: NULL for what cannot be known, 0 for what is counted
SELECT nps(score), promoters(score), observations(rating_agg(score)), csat_lo(score), response_rate(score), duration_p90(score), is_suppressed(rating_agg(score), 5) FROM (VALUES (NULL::float8)) AS r(score)
SELECT rating_mean(NULL::rating_summary), first_active(NULL::activity_grid), format_duration(NULL), state_at(NULL, now())
-- more than fits a double, and numbers whose shortest text needs all 17 digits
SELECT promoters(s), observations(s), detractors(s) FROM (VALUES ('{"scale": [0, 10], "counts": [9007199254740993, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9007199254740993], "unanswered": 0, "invalid": 0}'::rating_summary)) AS v(s)
SELECT ratio(1, 3), ratio(0.1, 0.3), proportion(n < 2), proportion_lo(n < 2), proportion_hi(n < 2), ratio(5e-324, 1) FROM (VALUES (1), (2), (3)) AS v(n)
SELECT revenue_start(b), revenue_end(b), nrr(b) FROM (SELECT revenue_bridge_agg(12345678901234567.89, 0.01, false) AS b) AS r
-- intervals and their twins in seconds
SELECT business_elapsed(c, a, b), business_seconds(c, a, b), business_hours(c, a, b), format_duration(business_seconds(c, a, b)) FROM (VALUES ('{"tz": "Europe/Berlin", "hours": "Mo-Fr 09:00-17:00"}'::business_calendar, timestamptz '2026-03-02 07:00Z', timestamptz '2026-03-12 10:30:00.25Z')) AS v(c, a, b)
SELECT time_in(t, '{open}', timestamptz '2026-03-16 18:00Z'), seconds_in(t, '{open}', timestamptz '2026-03-16 18:00Z') FROM (SELECT timeline_agg(at, state) AS t FROM (VALUES (timestamptz '2026-03-06 15:30Z', 'open'), (timestamptz '2026-03-16 15:30Z', 'solved')) AS e(at, state)) AS t
SELECT (c).elapsed, (c).elapsed_seconds, (c).remaining, (c).remaining_seconds, (c).status, (c).breached, (c).due_at, (c).cycles FROM (SELECT sla_clock(timeline_agg(at, state), '{open}', '{solved}', interval '4 hours', timestamptz '2026-03-06 17:00Z') AS c FROM (VALUES (timestamptz '2026-03-06 15:30Z', 'open')) AS e(at, state)) AS t
-- text that is not ASCII
SELECT state_at(timeline_agg(at, state), timestamptz '2026-03-06 17:00Z') FROM (VALUES (timestamptz '2026-03-06 15:30Z', 'prêt à répondre, 回答済み')) AS e(at, state)
-- a value of more than a few thousand bytes
SELECT timeline_agg(timestamptz '2026-03-06 15:30Z' + n * interval '1 hour', 'state ' || n % 7) FROM generate_series(1, 400) AS n
