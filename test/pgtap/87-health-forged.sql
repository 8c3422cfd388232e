-- Stored bytes that are no value's, merged with and subtracted from sound values: refused or not, they do no harm.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION pgtap SCHEMA public;
CREATE SCHEMA csops;
CREATE EXTENSION csops SCHEMA csops;
CREATE EXTENSION csops_test SCHEMA public;
SET LOCAL search_path = csops, public;
SELECT no_plan();
SELECT setseed(0.87);

CREATE TEMP TABLE scored AS
SELECT i, i % 101 AS score, i % 3 = 0 AS outcome, i % 7 + 0.5 AS weight, '2026-03-01 00:00Z'::timestamptz + i * interval '1 hour' AS at FROM generate_series(1, 60) AS i;

-- Up to three bytes are others; type and version are left alone, because others would be refused for that.
CREATE FUNCTION pg_temp.forged(raw bytea) RETURNS bytea
LANGUAGE plpgsql AS $$
DECLARE
	p integer;
BEGIN
	FOR i IN 1..1 + floor(random() * 3) LOOP
		p := 2 + floor(random() * (length(raw) - 2));
		raw := set_byte(raw, p, (ARRAY[0, 1, 2, 127, 128, 255, (get_byte(raw, p) + 1) % 256, (random() * 255)::integer])[1 + floor(random() * 8)]);
	END LOOP;
	RETURN raw;
END $$;

CREATE FUNCTION pg_temp.check_type(type regtype, agg text, calls text[], tries integer DEFAULT 300) RETURNS SETOF text
LANGUAGE plpgsql AS $$
DECLARE
	call text;
	refused bigint := 0;
	complaint text;
BEGIN
	EXECUTE format('CREATE TEMP TABLE sound AS SELECT n, value::%s FROM (SELECT 1, %s FROM scored UNION ALL SELECT 2, %2$s FROM scored WHERE i %% 4 = 1 UNION ALL SELECT 3, %2$s FROM scored WHERE i = 7) AS s(n, value)', type, agg);
	EXECUTE format('CREATE TEMP TABLE bad AS SELECT n, csops_test_forged(pg_temp.forged(csops_test_raw(value)), value) AS value FROM sound, generate_series(1, $1 / 3)') USING tries;
	EXECUTE format($f$
CREATE FUNCTION pg_temp.attempt(call text, bad %1$s, sound %1$s) RETURNS text
LANGUAGE plpgsql AS $body$
BEGIN
	EXECUTE 'SELECT length(csops_test_send(' || call || '))' USING bad, sound;
	RETURN 'accepted';
EXCEPTION WHEN OTHERS THEN
	RETURN CASE WHEN SQLSTATE IN ('XX001', '22003', '22023', '54000') THEN 'refused' ELSE SQLSTATE || ' ' || SQLERRM END;
END $body$ $f$, type);
	FOREACH call IN ARRAY calls LOOP
		EXECUTE 'SELECT $1 + count(*) FILTER (WHERE outcome = ''refused''), coalesce($2, min(outcome) FILTER (WHERE outcome NOT IN (''accepted'', ''refused'')))
			FROM (SELECT pg_temp.attempt($3, bad.value, sound.value) AS outcome FROM bad, sound WHERE sound.n < 3) AS a' INTO refused, complaint USING refused, complaint, call;
	END LOOP;
	RETURN NEXT is(complaint, NULL, format('%s: %s forged values, refused %s times', type, tries, refused));
	DROP FUNCTION pg_temp.attempt;
	DROP TABLE sound, bad;
END $$;

SELECT pg_temp.check_type(v.type::regtype, v.agg, v.calls) FROM (VALUES
	('signal_set', 'signal_agg(''s'' || i % 9, score, at)',
		'{"merge($1, $2)", "merge($2, $1)", "(SELECT rollup(v) FROM (VALUES (1, $1), (2, $2), (3, $1)) AS t(n, v))", "signal_accum($1, ''s4'', 5, ''2026-01-01 00:00Z'')", "signal_accum($1, ''new'', 5, ''2026-01-01 00:00Z'')"}'::text[]),
	('portfolio_health', 'portfolio_health_agg(score, weight)',
		'{"merge($1, $2)", "merge($2, $1)", "subtract($1, $2)", "subtract($2, $1)", "(SELECT rollup(v) FROM (VALUES (1, $1), (2, $2), (3, $1)) AS t(n, v))", "portfolio_accum($1, 33.3, 2)", "portfolio_accum_inv($1, 7, 0.5)"}'),
	('score_evaluation', 'score_evaluation_agg(score, outcome)',
		'{"merge($1, $2)", "merge($2, $1)", "subtract($1, $2)", "subtract($2, $1)", "(SELECT rollup(v) FROM (VALUES (1, $1), (2, $2), (3, $1)) AS t(n, v))", "score_evaluation_accum($1, 33.3, true)", "score_evaluation_accum_inv($1, 7, false)"}'),
	('score_evaluation', 'score_evaluation_agg(score, outcome, weight)',
		'{"merge($1, $2)", "merge($2, $1)", "subtract($1, $2)", "subtract($2, $1)", "(SELECT rollup(v) FROM (VALUES (1, $1), (2, $2), (3, $1)) AS t(n, v))", "score_evaluation_accum($1, 33.3, true, 2)", "score_evaluation_accum_inv($1, 7, false, 0.5)"}'),
	('surprise_churn_summary', 'surprise_churn_agg(at, ARRAY[at - interval ''30 days''], outcome, ''90 days'', ''14 days'', weight)',
		'{"merge($1, $2)", "merge($2, $1)", "subtract($1, $2)", "subtract($2, $1)", "(SELECT rollup(v) FROM (VALUES (1, $1), (2, $2), (3, $1)) AS t(n, v))"}')
) AS v(type, agg, calls);

SELECT finish();
ROLLBACK;
