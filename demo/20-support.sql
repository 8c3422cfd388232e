-- What the support teams live through: when customers write, and when they are answered.

-- The teams' open hours. Every shift begins and ends on a full hour of UTC, so an hour is wholly open or shut;
-- open_no counts the open hours before it. An overnight shift belongs to the day on which it starts.
CREATE TABLE demo_work.open_hours AS
SELECT team, hour_no, row_number() OVER (PARTITION BY team ORDER BY hour_no) - 1 AS open_no
FROM (
	SELECT DISTINCT team, generate_series(
		extract(epoch FROM (starts + opens) AT TIME ZONE time_zone)::bigint / 3600,
		extract(epoch FROM (starts + closes + CASE WHEN closes < opens THEN interval '1 day' ELSE interval '0' END)
			AT TIME ZONE time_zone)::bigint / 3600 - 1) AS hour_no
	FROM demo.teams JOIN demo.team_shifts USING (team),
		generate_series(timestamp '2024-06-20', '2026-12-31', '1 day') AS starts
	WHERE extract(isodow FROM starts) = weekday
		AND NOT EXISTS (SELECT FROM demo.team_holidays AS h WHERE h.team = teams.team AND h.day = starts::date)
) AS hours;

CREATE TABLE demo_work.clock AS
SELECT team, hour_no, o.team IS NOT NULL AS is_open,
	count(o.team) OVER (PARTITION BY team ORDER BY hour_no) - (o.team IS NOT NULL)::integer AS open_no
FROM demo.teams CROSS JOIN generate_series((SELECT min(hour_no) FROM demo_work.open_hours),
	(SELECT max(hour_no) FROM demo_work.open_hours)) AS hour_no
LEFT JOIN demo_work.open_hours AS o USING (team, hour_no);
ANALYZE demo_work.clock;
ANALYZE demo_work.open_hours;

-- When customers write: by weekday and hour where they are, less on holidays, more in an incident. Each month of each
-- region is cut into 2048 parts of equal load.
CREATE TABLE demo_work.load AS
SELECT region, month, hour_no,
	round(1000 * ('{1.25,1.12,1.05,1.02,0.92,0.20,0.16}'::float8[])[extract(isodow FROM local_at)::integer]
		* ('{4,3,2,2,3,6,15,38,70,92,100,96,78,82,95,90,78,60,40,28,20,15,10,6}'::float8[])
			[1 + extract(hour FROM local_at)::integer]
		* CASE WHEN EXISTS (SELECT FROM demo.teams JOIN demo.team_holidays AS h USING (team)
				WHERE teams.region = zones.region AND h.day = local_at::date) THEN 0.3 ELSE 1 END
		* CASE WHEN to_char(local_at, 'MMDD') >= '1222' OR to_char(local_at, 'MMDD') <= '0102' THEN 0.6
			WHEN region = 'EMEA' AND extract(month FROM local_at) = 8 THEN 0.85 ELSE 1 END
		* (1 + 2.6 * demo_work.impact(region, to_timestamp(hour_no * 3600), 9)))::bigint AS load
FROM (
		VALUES ('Americas', 'America/Chicago'), ('EMEA', 'Europe/Paris'), ('APAC', 'Asia/Singapore')
	) AS zones (region, zone),
	generate_series(0, 23) AS month,
	LATERAL (SELECT timestamptz '2024-07-01 00:00+00' + month * interval '1 month' AS month_starts) AS m,
	LATERAL generate_series(extract(epoch FROM month_starts)::bigint / 3600,
		extract(epoch FROM month_starts + interval '1 month')::bigint / 3600 - 1) AS hour_no,
	LATERAL (SELECT to_timestamp(hour_no * 3600) AT TIME ZONE zone AS local_at) AS l;

CREATE TABLE demo_work.month_load AS
SELECT region, month, sum(load)::bigint AS load FROM demo_work.load GROUP BY region, month;

CREATE TABLE demo_work.moments AS
SELECT region, month, part, hour_no
FROM (
	SELECT region, month, hour_no, load,
		sum(load) OVER (PARTITION BY region, month ORDER BY hour_no)::bigint AS load_after,
		sum(load) OVER (PARTITION BY region, month)::bigint AS total
	FROM demo_work.load
) AS running,
	LATERAL generate_series(((load_after - load) * 2048 + total - 1) / total,
		(load_after * 2048 + total - 1) / total - 1) AS part;
ANALYZE demo_work.moments;

-- How many tickets each account opens in each month.
CREATE TABLE demo_work.account_months AS
SELECT id AS account_id, bounds.month, region, team,
	(sqrt(seats) * exp(0.35 * demo.normal(id, 201) - 0.2 * fit + 0.35 * demo.normal(id * 24 + bounds.month, 202)) * load
		* least(1, (month_ends - signed_up_on) / (month_ends - month_starts)::float8)
		* CASE WHEN month_starts - signed_up_on < 45 THEN 1.7 ELSE 1 END)::bigint AS weight
FROM demo_work.accounts AS a
JOIN demo_work.month_load AS l USING (region)
JOIN (
	SELECT month, (date '2024-07-01' + month * interval '1 month')::date AS month_starts,
		(date '2024-07-01' + (month + 1) * interval '1 month')::date AS month_ends
	FROM generate_series(0, 23) AS month
) AS bounds ON bounds.month = l.month AND signed_up_on < month_ends;

ANALYZE demo_work.account_months;

CREATE TABLE demo_work.arrivals AS
SELECT account_id, month, region, team, (account_id * 24 + month) * 1024 + n AS key,
	floor(demo.uniform((account_id * 24 + month) * 1024 + n, 204) * 2048)::integer AS part
FROM demo_work.account_months,
	(SELECT sum(weight)::float8 AS total FROM demo_work.account_months) AS t,
	generate_series(0, least(1023, floor(weight / total * :tickets * 1.10
		+ demo.uniform(account_id * 24 + month, 203)))::integer - 1) AS n;
ANALYZE demo_work.arrivals;

-- The tickets as they are opened, also by accounts that will have left by then: whether an account leaves depends on
-- what happened to its tickets before.
CREATE TABLE demo_work.opened AS
SELECT *, rounds > 0 AND demo.uniform(key, 218) < 0.13 AS on_hold,
	rounds > 0 AND other_agent <> agent AND demo.uniform(key, 215) < 0.15 AS handed_over
FROM (
	SELECT key, account_id, drawn.region, drawn.team, opened_at, opening,
		(ARRAY['email', 'web', 'chat', 'phone'])[channel] AS channel,
		(ARRAY['low', 'normal', 'high', 'urgent'])[priority] AS priority,
		(ARRAY['low', 'normal', 'high', 'urgent'])[least(4, priority + (demo.uniform(key, 211) < 0.08)::integer)]
			AS last_priority,
		-- Of the first answers of email and web 95 % are in time, and far fewer during the incident.
		greatest(8, round((1 + 4.5 * strain) * exp(0.85 * demo.normal(key, 212) + 0.12 * demo.normal(agent, 213))
			* CASE channel WHEN 3 THEN 70 WHEN 4 THEN 30 ELSE 3600 * (ARRAY[4.2, 1.9, 0.85, 0.22])[priority] END
			* CASE extract(isodow FROM opened_at) WHEN 1 THEN 1.2 ELSE 1 END))::integer AS first_reply_seconds,
		agent,
		first_agent + floor(demo.uniform(key, 214) * agents)::integer AS other_agent,
		-- How often the customer has to answer: not at all when the first reply solves it.
		CASE WHEN demo.uniform(key, 216)
				< 0.44 + 0.10 * (channel > 2)::integer + 0.04 * demo.normal(agent, 213) - 0.15 * strain THEN 0
			ELSE 1 + (demo.uniform(key, 217) < 0.45)::integer + (demo.uniform(key, 217) < 0.15)::integer END AS rounds,
		demo.uniform(key, 219) < 0.055 + 0.012 * demo.normal(agent, 213) + 0.10 * strain AS reopened,
		sqrt(1 + 4.5 * strain) AS delay
	FROM (
		SELECT key, account_id, a.region, team, opening, opened_at, first_agent, agents,
			demo_work.impact(a.region, opened_at, 16) AS strain,
			first_agent + floor(demo.uniform(key, 205) * agents)::integer AS agent,
			1 + width_bucket(demo.uniform(key, 206), ARRAY[0.42, 0.67, 0.90]) AS channel,
			1 + width_bucket(demo.uniform(key, 207), ARRAY[0.20, 0.72, 0.93]) AS priority
		FROM demo_work.arrivals AS a
		JOIN demo_work.moments USING (region, month, part)
		CROSS JOIN LATERAL (
			SELECT hour_no * 3600::bigint + floor(demo.uniform(key, 208) * 3600)::integer AS opening
		) AS o
		CROSS JOIN LATERAL (SELECT to_timestamp(opening) AS opened_at) AS i
		JOIN (
			SELECT team, min(agent) AS first_agent, count(*) AS agents FROM demo.agents GROUP BY team
		) AS staff USING (team)
		OFFSET 0
	) AS drawn
	JOIN demo_work.accounts AS a ON a.id = account_id
	WHERE opened_at >= signed_up_on
	OFFSET 0
) AS t;
ANALYZE demo_work.opened;

-- The steps of each: the customer asks, the team answers. Customers take time on the calendar, the team takes time
-- while it works: look up its clock when the customer asks, add the seconds, and look up when they are over. Step 0 is
-- the first reply; a ticket is solved by the answer number "rounds", and by one more when it was reopened.
CREATE TABLE demo_work.steps AS
WITH RECURSIVE steps AS (
	SELECT key, team, 0 AS step, rounds, reopened, on_hold, delay, opening AS asked,
		p.hour_no * 3600::bigint + picks % 3600 AS picked, h.hour_no * 3600::bigint + answers % 3600 AS answered
	FROM (
		SELECT opened.*,
			open_no * 3600 + CASE WHEN is_open THEN opening % 3600 ELSE 0 END + first_reply_seconds * 6 / 10 AS picks,
			open_no * 3600 + CASE WHEN is_open THEN opening % 3600 ELSE 0 END + first_reply_seconds AS answers
		FROM demo_work.opened JOIN demo_work.clock AS c USING (team) WHERE c.hour_no = opening / 3600
		OFFSET 0
	) AS first
	JOIN demo_work.open_hours AS p USING (team)
	JOIN demo_work.open_hours AS h USING (team)
	WHERE p.open_no = picks / 3600 AND h.open_no = answers / 3600
	UNION ALL
	SELECT key, team, step + 1, rounds, reopened, on_hold, delay, asks, asks, h.hour_no * 3600::bigint + answers % 3600
	FROM steps
	CROSS JOIN LATERAL (
		SELECT answered + round(CASE
				WHEN step = rounds THEN least(90 * 3600, 16 * 3600 * exp(0.8 * demo.normal(key * 8 + step, 231)))
				WHEN on_hold AND step = 0 THEN 36 * 3600 * exp(0.6 * demo.normal(key * 8 + step, 231))
				ELSE 4 * 3600 * exp(1.1 * demo.normal(key * 8 + step, 231)) END)::bigint AS asks
	) AS a
	JOIN demo_work.clock AS c USING (team)
	CROSS JOIN LATERAL (
		SELECT c.open_no * 3600 + CASE WHEN c.is_open THEN asks % 3600 ELSE 0 END
			+ round(5400 * delay * exp(0.8 * demo.normal(key * 8 + step, 232)))::bigint AS answers
	) AS b
	JOIN demo_work.open_hours AS h USING (team)
	WHERE step < rounds + reopened::integer AND c.hour_no = asks / 3600 AND h.open_no = answers / 3600
)
SELECT key, step, step = rounds AS solves, step > rounds AS reopens, on_hold AND step = 0 AS holds,
	to_timestamp(asked) AS asked_at, to_timestamp(picked) AS picked_at, to_timestamp(answered) AS answered_at
FROM steps;
ANALYZE demo_work.steps;
