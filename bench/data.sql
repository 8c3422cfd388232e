-- The rows that bench/run measures: survey responses and rated tickets of 100,000 accounts in 50 segments, in time order
-- over two years, accounts at random, as a warehouse has them. psql variable: rows. The same rows on every machine.

CREATE FUNCTION pick(i bigint, seed bigint, choices bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (hashint8extended(i, seed) & 9007199254740991) % choices;

CREATE UNLOGGED TABLE responses (account_id bigint, segment integer, at timestamptz, score integer);

INSERT INTO responses
SELECT account_id, pick(account_id, 2, 50),
	timestamptz '2024-01-01 00:00+00' + i * (731 * 86400000000 / :rows) * interval '1 microsecond',
	(ARRAY[0, 1, 2, 3, 3, 4, 5, 5, 5, 6, 6, 6, 7, 7, 7, 7, 7, 8, 8, 8, 8, 8, 8, 8,
	9, 9, 9, 9, 9, 9, 9, 9, 10, 10, 10, 10, 10, 10, 10, 10])[1 + pick(i, 3, 40)]
FROM (SELECT i, pick(i, 1, 100000) AS account_id FROM generate_series(0, :rows - 1) AS i) AS response;

CREATE UNLOGGED TABLE tickets (account_id bigint, segment integer, rating integer, solved boolean,
	weight float8, handled_seconds float8, contacts float8);

INSERT INTO tickets
SELECT account_id, pick(account_id, 2, 50), (ARRAY[1, 2, 3, 4, 4, 4, 5, 5, 5, 5])[1 + pick(i, 5, 10)],
	pick(i, 6, 10) < 7, 1 + pick(i, 7, 1000) / 256.0, 30 + pick(i, 8, 3000), 1 + pick(i, 9, 4)
FROM (SELECT i, pick(i, 4, 100000) AS account_id FROM generate_series(0, :rows - 1) AS i) AS ticket;

-- What a scheduled job keeps, as summaries of csops and as plain columns.
CREATE UNLOGGED TABLE daily AS
SELECT segment, (at AT TIME ZONE 'UTC')::date AS day, rating_agg(score) AS answers
FROM responses GROUP BY segment, day ORDER BY segment, day;
CREATE UNIQUE INDEX ON daily (segment, day);

CREATE UNLOGGED TABLE daily_counts AS
SELECT segment, (at AT TIME ZONE 'UTC')::date AS day, count(score) AS answered,
	count(*) FILTER (WHERE score >= 9) AS promoters, count(*) FILTER (WHERE score <= 6) AS detractors
FROM responses GROUP BY segment, day ORDER BY segment, day;
CREATE UNIQUE INDEX ON daily_counts (segment, day);

VACUUM (FREEZE, ANALYZE) responses, tickets, daily, daily_counts;
CREATE EXTENSION pg_prewarm;
SELECT pg_prewarm(oid) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'i');
