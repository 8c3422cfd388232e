-- Surveys. Once a quarter every contact of a customer is asked whether they would recommend Orrindale (NPS, 0 to 10),
-- and after every solved ticket how satisfied they are with it (CSAT, 1 to 5).

CREATE TABLE demo.surveys (
	kind		text PRIMARY KEY,
	question	text NOT NULL,
	lowest		integer NOT NULL,
	highest		integer NOT NULL
);
INSERT INTO demo.surveys VALUES
	('nps', 'How likely are you to recommend Orrindale to a colleague?', 0, 10),
	('csat', 'How satisfied are you with the help you received?', 1, 5);
COMMENT ON TABLE demo.surveys IS 'The two surveys and their scales';

-- As many contacts as it takes to get the wanted number of answers besides those to the CSAT survey.
CREATE TABLE demo_work.contacts AS
SELECT row_number() OVER (ORDER BY id, n) - 1 AS contact, id AS account_id
FROM (
	SELECT id, seats, fit, quarters, sum(round(sqrt(seats) * quarters * 1000)) OVER () AS total
	FROM demo_work.accounts JOIN demo_work.spans ON account_id = id
	CROSS JOIN LATERAL (SELECT greatest(0, least(8, (coalesce(churned_on, date '2026-07-01')
		- greatest(signed_up_on, date '2024-07-01')) / 91.3)) AS quarters) AS q
) AS a,
	(SELECT :responses - count(*) * 0.25 AS wanted FROM demo.tickets WHERE solved_at IS NOT NULL) AS w,
	generate_series(1, greatest(1, floor(sqrt(seats) * greatest(0, wanted) / 0.272 * 1000 / total
		+ demo.uniform(id, 501)))::integer) AS n;
ANALYZE demo_work.contacts;

CREATE :persistence TABLE demo.responses (
	id				bigint NOT NULL,
	account_id		bigint NOT NULL,
	sent_at			timestamptz NOT NULL,
	responded_at	timestamptz,
	score			float8,
	ticket_id		bigint,
	segment			smallint NOT NULL,
	kind			text NOT NULL
);

-- The contacts are asked in a fixed order, which the multiplication by a large prime spreads over the accounts, and
-- the same number of them on every working day of the quarter.
CREATE TABLE demo_work.survey_days AS
SELECT quarter, day_no, starts_at, month, quarter * contacts + day_no * contacts / days AS first_key,
	quarter * contacts + (day_no + 1) * contacts / days - 1 AS last_key, contacts
FROM (
	SELECT quarter, row_number() OVER (PARTITION BY quarter ORDER BY day) - 1 AS day_no,
		count(*) OVER (PARTITION BY quarter) AS days, (day + time '08:00') AT TIME ZONE 'UTC' AS starts_at,
		demo_work.month_of(day) AS month
	FROM generate_series(0, 7) AS quarter
	CROSS JOIN LATERAL (SELECT timestamp '2024-07-01' + quarter * interval '3 months' AS quarter_starts) AS q
	CROSS JOIN LATERAL generate_series(quarter_starts, quarter_starts + interval '92 days', '1 day') AS day
	WHERE extract(isodow FROM day) < 6 AND day < quarter_starts + interval '3 months'
) AS d, (SELECT count(*) AS contacts FROM demo_work.contacts) AS c
ORDER BY starts_at;
ANALYZE demo_work.survey_days;

CREATE TABLE demo_work.asked_accounts AS
SELECT id AS account_id, segment, region, (signed_up_on + 20)::timestamp AT TIME ZONE 'UTC' AS from_at,
	coalesce(churned_on::timestamp AT TIME ZONE 'UTC', 'infinity') AS until_at,
	coalesce(reactivated_on::timestamp AT TIME ZONE 'UTC', 'infinity') AS again_at,
	0.275 + 0.03 * (plan = 'Enterprise')::integer AS willingness, first_month, healths
FROM demo.accounts
JOIN (
	SELECT account_id, min(month) AS first_month, array_agg(health ORDER BY month) AS healths
	FROM demo_work.health GROUP BY account_id
) AS h ON account_id = id;
ANALYZE demo_work.asked_accounts;

INSERT INTO demo.responses
SELECT key + 1, account_id, sent_at,
	CASE WHEN answers THEN responded_at END,
	CASE WHEN NOT answers THEN NULL
		WHEN demo.uniform(key, 511) < 0.002
			THEN ('{11,-1,8.5}'::float8[])[1 + floor(demo.uniform(key, 511) * 1500)::integer]
		-- Some are angry whatever happened.
		WHEN demo.uniform(key, 516) < 0.018 THEN floor(3 * demo.uniform(key, 512))
		ELSE greatest(0, least(10, round(8.75 + 0.75 * health + 0.9 * demo.normal(contact, 515)
			- 2.6 * demo_work.impact(region, sent_at, 45) + 1.55 * demo.normal(key, 512)))) END,
	NULL, segment, 'nps'
FROM (
	SELECT key, contact, i.account_id, sent_at, responded_at, segment, region,
		healths[i.month - first_month + 1] AS health,
		responded_at < timestamptz '2026-07-01 00:00+00'
			AND demo.uniform(key, 513) < willingness - CASE WHEN i.month % 12 IN (1, 5) THEN 0.06 ELSE 0 END
				+ 0.06 * demo_work.impact(region, sent_at, 30) AS answers
	FROM (
		SELECT key, contact, owners[contact + 1] AS account_id, month,
			starts_at + (key - first_key) * 36000 / (last_key - first_key + 1) * interval '1 second' AS sent_at,
			demo.normal(key, 514) AS patience
		FROM (SELECT array_agg(account_id::integer ORDER BY contact) AS owners FROM demo_work.contacts) AS o
		CROSS JOIN demo_work.survey_days
		CROSS JOIN LATERAL generate_series(first_key, last_key) AS key
		CROSS JOIN LATERAL (SELECT (key - quarter * contacts) * 982451653 % contacts AS contact) AS c
		OFFSET 0
	) AS i
	CROSS JOIN LATERAL (
		SELECT sent_at + floor(9 * 3600 * exp(1.3 * patience)) * interval '1 second' AS responded_at
	) AS r
	JOIN demo_work.asked_accounts AS a ON a.account_id = i.account_id
		AND sent_at >= from_at AND (sent_at < until_at OR sent_at >= again_at)
	OFFSET 0
) AS asked;

INSERT INTO demo.responses
SELECT 1000000000 + id, account_id, sent_at,
	CASE WHEN answers THEN responded_at END,
	CASE WHEN NOT answers THEN NULL
		WHEN demo.uniform(id, 521) < 0.002
			THEN ('{0,6,4.5}'::float8[])[1 + floor(demo.uniform(id, 521) * 1500)::integer]
		ELSE 1 + width_bucket(opinion + demo.normal(id, 522), ARRAY[-1.7, -1.3, -0.95, 0.0]) END,
	id, segment, 'csat'
FROM (
	SELECT t.id, account_id, sent_at, responded_at, segment, opinion,
		responded_at < timestamptz '2026-07-01 00:00+00'
			AND demo.uniform(t.id, 523)
				< 0.245 + 0.05 * (channel = 'chat')::integer + 0.03 * (opinion < 0)::integer AS answers
	FROM (
		SELECT t.id, t.account_id, t.channel, sent_at, a.segment,
			sent_at + floor(5 * 3600 * exp(1.2 * demo.normal(t.id, 524))) * interval '1 second' AS responded_at,
			0.42 + 0.12 * health + 0.10 * demo.normal(t.agent, 403) - 0.9 * t.reopened::integer
				- 0.55 * greatest(0, ln(k.first_reply_seconds / extract(epoch FROM first_reply)::float8 * 2))
				- 0.6 * demo_work.impact(a.region, sent_at, 30) AS opinion
		FROM demo.tickets AS t
		JOIN demo_work.kept AS k USING (id)
		JOIN demo.sla_policies AS p ON p.priority = t.priority
		JOIN demo.accounts AS a ON a.id = t.account_id
		JOIN demo_work.health AS h ON h.account_id = t.account_id
			AND h.month = demo_work.month_of(t.opened_at AT TIME ZONE 'UTC')
		CROSS JOIN LATERAL (SELECT t.solved_at + interval '1 day' AS sent_at) AS s
		WHERE sent_at < timestamptz '2026-07-01 00:00+00'
		OFFSET 0
	) AS t
	OFFSET 0
) AS asked
ORDER BY sent_at, id;
COMMENT ON TABLE demo.responses IS
	'Surveys that were sent, answered (responded_at and score) or not; a few scores are not on the scale, as in real '
	'exports. segment is the segment of the account';
