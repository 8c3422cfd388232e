-- A row for each invoice, as a FULL JOIN of two systems gives it: most amounts are in both and equal, some are off by cents or in one of them only; and who it
-- was sent to, where that is known. psql variable: rows.
CREATE UNLOGGED TABLE invoices AS
SELECT pick(i, 91, 50)::integer AS segment,
	CASE WHEN pick(i, 92, 50) > 0 THEN amount END AS billed,
	CASE WHEN pick(i, 93, 50) > 0 THEN amount + CASE WHEN pick(i, 94, 20) = 0 THEN pick(i, 95, 200) / 100.0 ELSE 0 END END AS booked,
	CASE WHEN pick(i, 96, 10) > 1 THEN 'customer ' || pick(i, 97, 100000) WHEN pick(i, 96, 10) = 1 THEN '' END AS recipient
FROM (SELECT i, pick(i, 98, 1000000) / 100.0 AS amount FROM generate_series(1::bigint, :rows) AS i) AS invoice;
ANALYZE invoices;
