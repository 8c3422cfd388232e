-- Statements for which a server that may have 700 MB has too little: a name and the statement. The leg limits runs each.
SELECT * FROM (VALUES
	('a table of accounts', $$ SELECT cohort_agg(n, timestamptz '2026-01-01Z') FROM generate_series(1, 100000000) AS n $$),
	('accounts named by text', $$ SELECT cohort_agg('account ' || n, timestamptz '2026-01-01Z') FROM generate_series(1, 100000000) AS n $$),
	('revenue by account', $$ SELECT nrr(revenue_bridge_agg(n, 10, date '2025-01-01', NULL, date '2025-06-01', date '2026-01-01')) FROM generate_series(1, 100000000) AS n $$),
	('rows of a fit', $$ SELECT logistic_fit_agg(n % 2 = 0, n, n * 7, n * 13, n * 17) FROM generate_series(1, 100000000) AS n $$),
	('many groups', $$ SELECT count(nps) FROM (SELECT nps(n % 11) FROM generate_series(1, 100000000) AS n GROUP BY n) AS s $$),
	('JSON of a long text', $$ SELECT ('{"hours": "24/7", "tz": "' || repeat('x', 150000000) || '"}')::business_calendar $$)
) AS statement(name, statement);
