-- What the billing system says: one invoice for each month and contract, made from the subscriptions and wrong in the ways in which such
-- systems are. Now and then an invoice is missing, is for the old price, goes on after the contract, or has cents rounded away. Most are issued
-- in the first night of the month; in November 2025 the job failed and ran four days later.

CREATE TABLE demo.invoices (
	invoice		bigint PRIMARY KEY,
	contract	bigint NOT NULL,
	account_id	bigint NOT NULL,
	month		date NOT NULL,
	issued_at	timestamptz NOT NULL,
	amount		numeric(12,2) NOT NULL,
	currency	text NOT NULL,
	po_number	text
);
INSERT INTO demo.invoices
SELECT row_number() OVER (ORDER BY month, contract), contract, account_id, month,
	(month + time '02:00') AT TIME ZONE 'UTC' + demo.uniform(key, 703) * interval '40 minutes'
		+ CASE WHEN month = date '2025-11-01' THEN interval '4 days 7 hours' ELSE interval '0' END
		+ CASE WHEN demo.uniform(key, 704) < 0.02 THEN demo.uniform(key, 705) * interval '9 days' ELSE interval '0' END,
	CASE WHEN pick < 0.010 THEN coalesce(old_mrr, mrr) WHEN pick < 0.016 THEN round(mrr) ELSE mrr END, currency,
	CASE WHEN purchases < 0.55 THEN 'PO-' || 10000 + contract % 90000 WHEN purchases < 0.70 THEN '' WHEN purchases < 0.75 THEN ' ' END
FROM (
	SELECT *, contract * 1024 + (month - date '2024-07-01') / 28 AS key, demo.uniform(contract, 706) AS purchases
	FROM (
		SELECT month::date AS month, contract, account_id, mrr, currency, is_last,
			lag(mrr) OVER (PARTITION BY account_id ORDER BY month, contract) AS old_mrr
		FROM generate_series(timestamp '2024-07-01', '2026-06-01', '1 month') AS month
		JOIN (SELECT *, lead(starts) OVER (PARTITION BY account_id ORDER BY starts) IS NULL AS is_last FROM demo.subscriptions) AS s
			ON month >= starts AND month < ends + CASE WHEN is_last AND demo.uniform(contract, 707) < 0.2 THEN interval '1 month' ELSE interval '0' END
	) AS months
) AS billed
CROSS JOIN LATERAL (SELECT demo.uniform(key, 702) AS pick) AS p
WHERE demo.uniform(key, 701) >= 0.008
ORDER BY month, contract;
COMMENT ON TABLE demo.invoices IS
	'What the billing system exported: monthly invoices in the contract''s currency, with the customer''s purchase order, if there is one';
