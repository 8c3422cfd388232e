-- What is too large or malformed, up to nearly a gigabyte: a name, the error it gives, and a statement. The leg limits runs each.
SELECT * FROM (VALUES
	('JSON of very many parts', '54000', $$ SELECT ('{"events": [' || repeat('["2026-01-01T00:00:00Z", "x"],', 15000000) || '1]}')::timeline $$),
	('hours of 300 MB', '22P02', $$ SELECT ('{"tz": "UTC", "hours": "' || repeat('Mo 09:00-10:00;', 20000000) || '"}')::business_calendar $$),
	('blanks', '22P02', $$ SELECT repeat(' ', 1000000000)::rating_summary $$),
	('a number of 400 MB', '22P02', $$ SELECT ('{"observations": ' || repeat('9', 400000000) || '}')::proportion_summary $$),
	('JSON of a hundred million levels', '54001', $$ SELECT repeat('[', 100000000)::duration_summary $$),
	('a key of 900 MB', '22P02', $$ SELECT ('{"' || repeat('k', 900000000) || '": 1}')::health_model $$),
	('a state of 900 MB', '54000', $$ SELECT timeline_agg('2026-01-01Z', repeat('x', 900000000)) $$),
	('a signal of 900 MB', '22023', $$ SELECT signal_agg(repeat('x', 900000000), 1, '2026-01-01Z') $$),
	('an account of 900 MB', '54000', $$ SELECT cohort_agg(repeat('x', 900000000), timestamptz '2026-01-01Z') $$),
	('too many events', '54000', $$ SELECT timeline_agg(timestamptz '2026-01-01Z' + n * interval '1 second', 'x' || n % 2) FROM generate_series(1, 20000000) AS n $$),
	('too many tenures', '54000', $$ SELECT life_table_agg(n, true) FROM generate_series(1, 34000000) AS n $$),
	('too many accounts on a thousand days', '54000', $$ SELECT revenue_bridges_agg(n, 1e16, '2020-01-01', NULL, ARRAY(SELECT date '2020-01-01' + d FROM generate_series(1, 1000) AS d), 1) FROM generate_series(1, 30000) AS n $$),
	('too many holidays', '54000', $$ SELECT business_calendar('UTC', '24/7', array_agg(date '2000-01-01' + n % 1000000)) FROM generate_series(1, 20000000) AS n $$),
	('a list of states of 400 MB', '22004', $$ SELECT transitions(timeline_agg('2026-01-01Z', 'x'), ARRAY[repeat('x', 400000000), NULL]) $$),
	('a calendar file of 400 MB', '22P02', $$ SELECT holidays_from_ical(repeat('x', 400000000), '2026-01-01', '2027-01-01') $$),
	('zeros as a timeline', '22P03', $$ SELECT csops_test_recv(decode(repeat('00', 200000000), 'hex'), NULL::timeline) $$),
	('zeros after a version as a table of accounts', '22P03', $$ SELECT csops_test_recv('\x01'::bytea || decode(repeat('00', 400000000), 'hex'), NULL::cohort_state) $$),
	('activity of too many periods and gaps', '54000', $$ SELECT merge(a, a) FROM (SELECT csops_test_recv(substr(csops_test_send(active_agg(activity_agg)), 1, 16) || int4send(0) || int4send(length(n)) || n, NULL::active_summary) AS a FROM (SELECT activity_agg(date '2026-01-01')) AS g, (SELECT decode(string_agg(CASE p WHEN 1 THEN '00' ELSE '01' END || lpad(to_hex(p % 128 + 128), 2, '0') || lpad(to_hex(p / 128), 2, '0') || '00904e' || repeat('0101', p - 1), '' ORDER BY p), 'hex') AS n FROM generate_series(1, 7100) AS p) AS q GROUP BY n) AS s $$),
	('too many cells of cohorts', '54000', $$ SELECT cohort_final(csops_test_forged('\x0c01000001000101'::bytea || substr(csops_test_raw(ARRAY[26869760]), 21) || substr(csops_test_raw(ARRAY[26869350::bigint]), 21) || decode(repeat('00', 8) || '5554430000000000' || string_agg(CASE p WHEN 1 THEN 'd4ca8004' ELSE '01' END || 'ffff03ffff03' || cells, ''), 'hex'), NULL::cohort_matrix)) FROM repeat('010001', 65535) AS cells, generate_series(1, 410) AS p $$),
	('ones as a calendar', '22P03', $$ SELECT csops_test_recv('\x01'::bytea || decode(repeat('01', 200000000), 'hex'), NULL::business_calendar) $$)
) AS large_value(name, wanted, statement);
