-- How large the reference says values become: the claim, the bytes of one that was made, and the most it may have.
SET search_path = csops, public;
CREATE AGGREGATE pg_temp.by_bigint(bigint, date, text) (SFUNC = cohort_accum, STYPE = cohort_state);
CREATE AGGREGATE pg_temp.by_uuid(uuid, date, text) (SFUNC = cohort_accum, STYPE = cohort_state);
CREATE AGGREGATE pg_temp.by_text(text, date, text) (SFUNC = cohort_accum, STYPE = cohort_state);
SELECT * FROM (VALUES
	('a rating_summary takes 120 bytes', (SELECT length(csops_test_raw(rating_agg(n % 11))) FROM generate_series(1, 10000000) AS n), 120),
	('a ratio_summary takes 200 bytes', (SELECT length(csops_test_raw(ratio_agg(n, 1 + n % 7))) FROM generate_series(1, 1000000) AS n), 200),
	('the ten events of a ticket take 128 bytes', (SELECT length(csops_test_raw(timeline_agg(timestamptz '2026-03-02 09:00Z' + n * interval '47 minutes', (ARRAY['new', 'open', 'pending', 'solved'])[1 + n % 4]))) FROM generate_series(1, 10) AS n), 128),
	('a million tickets of a backlog take 12 MB', (SELECT length(csops_test_raw(backlog_agg(t, '{open}'))) FROM (SELECT timeline_agg(timestamptz '2026-01-01Z' + n * interval '30 seconds' + s * interval '5 hours', CASE s WHEN 0 THEN 'open' ELSE 'closed' END) AS t
		FROM generate_series(1, 1000000) AS n, generate_series(0, 1) AS s GROUP BY n) AS ticket), 12 * 1024 * 1024),
	('three years of days take 150 bytes beside the zone', (SELECT length(csops_test_raw(activity_agg(date '2023-01-01' + n))) FROM generate_series(0, 1095) AS n), 150),
	('65,536 periods take 8 kB', (SELECT length(csops_test_raw(activity_agg(date '1900-01-01' + n))) FROM generate_series(0, 65535) AS n), 8 * 1024 + 64),
	('a pair of a cohort_matrix takes 4 bytes', (SELECT length(csops_test_raw(cohort_agg(n % 50000, date '2024-01-01' + n * 37 % 720, 'month'))) FROM generate_series(1, 1000000) AS n), 2300 * 4 + 64),
	('300 cells of a cohort_value_matrix take 48 bytes each', (SELECT length(csops_test_raw(cohort_value_agg(n, d, b, 'month'))) FROM generate_series(1, 100000) AS n, LATERAL (VALUES (date '2024-01-01' + n % 720, date '2024-01-01' + n * 37 % 720)) AS v(d, b) WHERE d >= b), 300 * 48 + 64),
	('an account named by a number takes 43 bytes', (SELECT length(csops_test_raw(pg_temp.by_bigint(n % 1000000, date '2024-01-01' + n % 720, 'month'))) FROM generate_series(1, 2000000) AS n), 43 * 1000000),
	('an account named by a uuid takes 64 bytes', (SELECT length(csops_test_raw(pg_temp.by_uuid(md5((n % 100000)::text)::uuid, date '2024-01-01' + n % 720, 'month'))) FROM generate_series(1, 200000) AS n), 64 * 100000),
	('an account named by a text of 14 bytes takes 79 bytes', (SELECT length(csops_test_raw(pg_temp.by_text('account ' || lpad((n % 100000)::text, 6, '0'), date '2024-01-01' + n % 720, 'month'))) FROM generate_series(1, 200000) AS n), (43 + 2 * 18) * 100000),
	('ten years of days in a life_table take 20 kB', (SELECT length(csops_test_raw(life_table_agg(n % 3653, n % 3 = 0))) FROM generate_series(1, 400000) AS n), 20 * 1024),
	('scores of all sorts take 60 kB', (SELECT length(csops_test_raw(score_evaluation_agg(n % 10001 / 100.0, n % 7 = 0))) FROM generate_series(1, 1000000) AS n), 60 * 1024)
) AS bound(claim, bytes, most);
