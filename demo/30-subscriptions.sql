-- Subscriptions: renewals, upgrades, contractions, churn and returns, by how the account is doing.

-- How an account is doing in a month: how well the product suits it, a slow drift of its own, and what it went through
-- with support in this and the last two months. It is not part of the data that the company can see.
CREATE TABLE demo_work.health AS
SELECT account_id, month,
	(0.7 * fit + 0.5 * (demo.normal(account_id * 16 + month / 3, 301) * (3 - month % 3)
		+ demo.normal(account_id * 16 + month / 3 + 1, 301) * (month % 3)) / 3
	- least(1.2, coalesce(trouble, 0) * 0.14))::real AS health
FROM (
	SELECT account_id, month,
		sum(trouble) OVER (PARTITION BY account_id ORDER BY month RANGE BETWEEN 2 PRECEDING AND CURRENT ROW) AS trouble
	FROM demo_work.account_months
	LEFT JOIN (
		SELECT account_id, demo_work.month_of(opened_at AT TIME ZONE 'UTC') AS month, count(*) FILTER (WHERE reopened)
			+ count(*) FILTER (WHERE first_reply_seconds > extract(epoch FROM first_reply)) AS trouble
		FROM demo_work.opened JOIN demo.sla_policies USING (priority)
		GROUP BY 1, 2
	) AS troubles USING (account_id, month)
) AS months
JOIN demo_work.accounts AS a ON a.id = account_id;
ANALYZE demo_work.health;

-- The terms of every account's contracts as if none were lost. "lost" says that the one that ends there would not be
-- renewed; what comes after the first of those is dropped below.
CREATE TABLE demo_work.terms AS
SELECT account_id, term, starts, ends, term_months, decision_health,
	demo.uniform(account_id * 64 + term, 311) < 1 / (1 + exp(1.15 * decision_health
		+ CASE plan WHEN 'Starter' THEN 3.3 WHEN 'Growth' THEN 2.3 WHEN 'Scale' THEN 2.6 ELSE 3.1 END)) AS lost,
	CASE
		WHEN demo.uniform(account_id * 64 + term, 312) < 0.03 * term_months / 12 + 0.05 * greatest(0, decision_health)
			THEN 1
		WHEN demo.uniform(account_id * 64 + term, 312) > 0.985 AND decision_health < -0.5 THEN -1
		ELSE 0 END AS plan_step,
	CASE WHEN demo.uniform(account_id * 64 + term, 313) < 0.35 + 0.03 * term_months
		THEN (0.11 + 0.09 * decision_health + 0.14 * demo.normal(account_id * 64 + term, 314))
			* least(1, term_months / 8.0)
		ELSE 0 END AS seat_step,
	CASE WHEN term_months >= 12 AND demo.uniform(account_id * 64 + term, 315) < 0.34 + 0.10 * decision_health
		THEN 0.05 + 0.20 * demo.uniform(account_id * 64 + term, 316) ELSE 0 END AS midterm_step
FROM (
	SELECT a.id AS account_id, a.plan, term, term_months, starts, ends,
		coalesce(health, 0) - 1.5 * demo_work.impact(a.region, ends::timestamp AT TIME ZONE 'UTC', 90)
			AS decision_health
	FROM demo_work.accounts AS a
	CROSS JOIN LATERAL generate_series(0, 60 / term_months) AS term
	CROSS JOIN LATERAL (
		SELECT (signed_up_on + term * term_months * interval '1 month')::date AS starts,
			(signed_up_on + (term + 1) * term_months * interval '1 month')::date AS ends
	) AS days
	LEFT JOIN demo_work.health AS h ON h.account_id = a.id
		AND h.month = demo_work.month_of(ends::timestamp) - 1
	WHERE starts < date '2026-07-01' AND ends > date '2024-07-01'
	OFFSET 0
) AS decided;

CREATE TABLE demo_work.spans AS
SELECT id AS account_id, churned_on,
	CASE WHEN returns AND returned_on < date '2026-07-01' THEN returned_on END AS reactivated_on
FROM demo_work.accounts
LEFT JOIN (
	SELECT account_id, min(ends) AS churned_on
	FROM demo_work.terms WHERE lost AND ends < date '2026-07-01' GROUP BY account_id
) AS churned ON account_id = id
CROSS JOIN LATERAL (SELECT demo.uniform(id, 321) < 0.14 AS returns,
	churned_on + 40 + floor(demo.uniform(id, 322) * 200)::integer AS returned_on) AS r;
ANALYZE demo_work.spans;

-- Who came back has a contract of the old length from that day on, and its successors.
CREATE TABLE demo_work.contracts AS
SELECT *, sum(plan_step) OVER earlier AS plan_steps, sum(seat_step + previous_midterm_step) OVER earlier AS seat_steps
FROM (
	SELECT account_id, term, term_months, starts, ends, decision_health,
		ends IS NOT DISTINCT FROM churned_on AS lost,
		CASE WHEN term = first_term THEN 0 ELSE plan_step END AS plan_step,
		CASE WHEN term = first_term THEN 0 ELSE seat_step END AS seat_step, midterm_step,
		coalesce(lag(midterm_step) OVER (PARTITION BY account_id ORDER BY term), 0) AS previous_midterm_step
	FROM (SELECT *, min(term) OVER (PARTITION BY account_id) AS first_term FROM demo_work.terms) AS t
	JOIN demo_work.spans USING (account_id)
	WHERE ends <= coalesce(churned_on, 'infinity')
	UNION ALL
	SELECT account_id, 40 + n, term_months, (reactivated_on + n * term_months * interval '1 month')::date,
		(reactivated_on + (n + 1) * term_months * interval '1 month')::date, 0, false, 0,
		CASE WHEN n = 0 THEN -0.2 ELSE 0 END, 0, 0
	FROM demo_work.spans JOIN demo_work.accounts ON id = account_id, generate_series(0, 24 / term_months) AS n
	WHERE reactivated_on + n * term_months * interval '1 month' < date '2026-07-01'
) AS t
WINDOW earlier AS (PARTITION BY account_id ORDER BY term ROWS UNBOUNDED PRECEDING);

CREATE TABLE demo.subscriptions (
	account_id			bigint NOT NULL,
	contract			bigint NOT NULL,
	starts				date NOT NULL,
	ends				date NOT NULL,
	plan				text NOT NULL,
	seats				integer NOT NULL,
	mrr					numeric(12,2) NOT NULL,
	currency			text NOT NULL,
	contract_ends		date NOT NULL,
	renewal_forecast	numeric(12,2),
	renewal_decided_on	date,
	renewed				boolean
);
INSERT INTO demo.subscriptions
SELECT account_id, account_id * 100 + term, period_starts, period_ends, plan, seats,
	round(amount::numeric, 2), currency, ends,
	CASE WHEN due_known THEN round((CASE
		WHEN decision_health + 0.5 * demo.normal(account_id * 64 + term, 331) < -1.7 THEN 0
		ELSE amount * (1.01 + 0.05 * demo.normal(account_id * 64 + term, 332)) END)::numeric, 2) END,
	CASE WHEN is_decided THEN decided_on END,
	CASE WHEN is_decided THEN NOT lost END
FROM (
	SELECT *, seats * price * (1 - least(0.35, ln(seats) * 0.04)) * rate AS amount
	FROM (
		SELECT c.*, currency, period_starts, period_ends,
			period_ends = ends AND ends < date '2026-10-01' AS due_known,
			period_ends = ends AND decided_on < date '2026-07-01' AS is_decided, decided_on,
			(ARRAY['Starter', 'Growth', 'Scale', 'Enterprise'])[plan_no] AS plan,
			(ARRAY[19, 35, 49, 65])[plan_no] AS price,
			CASE currency WHEN 'USD' THEN 1 WHEN 'EUR' THEN 0.95 WHEN 'GBP' THEN 0.82 ELSE 1.5 END AS rate,
			greatest(1, round(a.seats * exp(seat_steps + CASE part WHEN 2 THEN midterm_step ELSE 0 END)))::integer
				AS seats
		FROM demo_work.contracts AS c
		JOIN demo_work.accounts AS a ON a.id = account_id
		CROSS JOIN LATERAL (
			SELECT least(4, greatest(1, plan_steps
					+ array_position(ARRAY['Starter', 'Growth', 'Scale', 'Enterprise'], plan))) AS plan_no,
				(starts + c.term_months / 2 * interval '1 month')::date AS middle,
				-- A contract is renewed up to three months early or one week late; a lost one is given up just before
				-- it ends.
				CASE WHEN lost THEN ends - floor(20 * demo.uniform(account_id * 64 + term, 333))::integer
					ELSE ends + 7 - floor(least(97, 3 * c.term_months + 20)
						* demo.uniform(account_id * 64 + term, 333))::integer END AS decided_on
		) AS d
		CROSS JOIN LATERAL (
			SELECT 1 AS part, starts AS period_starts,
				CASE WHEN midterm_step <> 0 THEN middle ELSE ends END AS period_ends
			UNION ALL
			SELECT 2, middle, ends WHERE midterm_step <> 0
		) AS p
	) AS sized
) AS priced
WHERE period_starts < date '2026-07-01'
ORDER BY account_id, period_starts;
ALTER TABLE demo.subscriptions ADD PRIMARY KEY (contract, starts);
COMMENT ON TABLE demo.subscriptions IS
	'Monthly recurring revenue by contract from starts to the day before ends; a change within a contract is another '
	'row. What the renewal at contract_ends was forecast to bring and when it was decided is in the last row of a '
	'contract';

CREATE TABLE demo.exchange_rates (
	month		date NOT NULL,
	currency	text NOT NULL,
	usd			numeric(10,4) NOT NULL,
	PRIMARY KEY (month, currency)
);
INSERT INTO demo.exchange_rates
SELECT (date '2024-07-01' + month * interval '1 month')::date, currency,
	CASE currency WHEN 'USD' THEN 1 ELSE round((parity * (1 + 0.012
		* (demo.normal(currency_no * 64 + month / 4, 341) * (4 - month % 4)
		+ demo.normal(currency_no * 64 + month / 4 + 1, 341) * (month % 4)) / 4))::numeric, 4) END
FROM (
		VALUES (1, 'USD', 1.0), (2, 'EUR', 1.09), (3, 'GBP', 1.27), (4, 'AUD', 0.66)
	) AS c (currency_no, currency, parity),
	generate_series(0, 24) AS month
ORDER BY month, currency_no;
COMMENT ON TABLE demo.exchange_rates IS 'What one unit of a currency is worth in USD in a month; invented';

CREATE TABLE demo.accounts (
	id				bigint PRIMARY KEY,
	name			text NOT NULL,
	parent_id		bigint,
	plan			text NOT NULL,
	region			text NOT NULL,
	team			text NOT NULL,
	segment			smallint NOT NULL,
	currency		text NOT NULL,
	signed_up_on	date NOT NULL,
	churned_on		date,
	reactivated_on	date,
	arr				numeric(14,2) NOT NULL
);
INSERT INTO demo.accounts
SELECT a.id, a.name,
	CASE WHEN a.id > 20 AND demo.uniform(a.id, 351) < 0.06 THEN 1 + floor(demo.uniform(a.id, 352) * 20)::bigint END,
	last.plan, a.region, a.team, a.segment, a.currency, a.signed_up_on, churned_on, reactivated_on,
	CASE WHEN last.ends > date '2026-06-30' THEN round(12 * last.mrr * usd, 2) ELSE 0 END
FROM demo_work.accounts AS a
JOIN demo_work.spans AS s ON s.account_id = a.id
JOIN (
	SELECT DISTINCT ON (account_id) * FROM demo.subscriptions ORDER BY account_id, starts DESC
) AS last ON last.account_id = a.id
JOIN demo.exchange_rates AS x ON x.currency = a.currency AND x.month = date '2026-06-01'
ORDER BY a.id;
COMMENT ON TABLE demo.accounts IS
	'Customers. plan and arr (in USD, 0 for who has left) are as of 2026-06-30; churned_on is the first day without a '
	'subscription, reactivated_on the first day of the next one';
ANALYZE demo.accounts;
