-- The procedures of the scheduled jobs. jobs.sql includes this file.

-- Triggers. They run with the rights of their owner, so that who loads the data needs none on the schema rollups.
CREATE FUNCTION rollups.note_tickets() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	IF TG_OP <> 'DELETE' THEN
		INSERT INTO rollups.ticket_changes SELECT DISTINCT ticket_id FROM added;
	END IF;
	IF TG_OP = 'UPDATE' THEN
		INSERT INTO rollups.ticket_changes SELECT DISTINCT ticket_id FROM removed EXCEPT SELECT ticket_id FROM added;
	ELSIF TG_OP = 'DELETE' THEN
		INSERT INTO rollups.ticket_changes SELECT DISTINCT ticket_id FROM removed;
	END IF;
	RETURN NULL;
END $$;
COMMENT ON FUNCTION rollups.note_tickets() IS 'Trigger: the tickets of these rows are to be counted again';

CREATE FUNCTION rollups.note_all_tickets() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	INSERT INTO rollups.ticket_changes VALUES (NULL);
	RETURN NULL;
END $$;
COMMENT ON FUNCTION rollups.note_all_tickets() IS 'Trigger: all tickets are to be counted again';

-- A row that is written again as it was is not logged.
CREATE FUNCTION rollups.log_surveys() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	IF TG_OP = 'INSERT' THEN
		INSERT INTO rollups.survey_log (day, kind, scale_top, score, response_id, added)
		SELECT rollups.day_of(sent_at), kind, scale_top, score, response_id, true FROM added;
	ELSIF TG_OP = 'DELETE' THEN
		INSERT INTO rollups.survey_log (day, kind, scale_top, score, response_id, added)
		SELECT rollups.day_of(sent_at), kind, scale_top, score, response_id, false FROM removed;
	ELSIF TG_OP = 'TRUNCATE' THEN
		EXECUTE format('INSERT INTO rollups.survey_log (day, kind, scale_top, score, response_id, added)
			SELECT rollups.day_of(sent_at), kind, scale_top, score, response_id, false FROM %s', TG_RELID::regclass);
	ELSE
		INSERT INTO rollups.survey_log (day, kind, scale_top, score, response_id, added)
		SELECT rollups.day_of(sent_at), kind, scale_top, score, response_id, false FROM removed
		EXCEPT ALL
		SELECT rollups.day_of(sent_at), kind, scale_top, score, response_id, false FROM added;
		INSERT INTO rollups.survey_log (day, kind, scale_top, score, response_id, added)
		SELECT rollups.day_of(sent_at), kind, scale_top, score, response_id, true FROM added
		EXCEPT ALL
		SELECT rollups.day_of(sent_at), kind, scale_top, score, response_id, true FROM removed;
	END IF;
	RETURN NULL;
END $$;
COMMENT ON FUNCTION rollups.log_surveys() IS 'Trigger: logs what was added to the surveys and taken away';

-- Who may read the summaries may not hang these on a table of their own.
REVOKE ALL ON FUNCTION rollups.note_tickets(), rollups.note_all_tickets(), rollups.log_surveys() FROM PUBLIC;

-- Weeks are made from days alone.
CREATE FUNCTION rollups.make_ticket_weeks(days rollups.bucket[]) RETURNS void LANGUAGE sql
BEGIN ATOMIC
	DELETE FROM rollups.weekly_tickets AS w USING unnest(days) AS d
	WHERE (w.week, w.team, w.priority) = (rollups.week_of(d.day), d.team, d.priority);
	INSERT INTO rollups.weekly_tickets
	SELECT week, team, priority, sum(tickets), csops.rollup(replies), csops.rollup(resolutions), csops.rollup(reopened)
	FROM (SELECT DISTINCT rollups.week_of(day) AS week, team, priority FROM unnest(days)) AS w
	JOIN rollups.daily_tickets AS d USING (team, priority)
	WHERE day BETWEEN week AND week + 6
	GROUP BY week, team, priority;
END;
COMMENT ON FUNCTION rollups.make_ticket_weeks(rollups.bucket[]) IS 'makes the weeks of these buckets anew';

CREATE FUNCTION rollups.make_survey_weeks(weeks date[]) RETURNS void LANGUAGE sql
BEGIN ATOMIC
	DELETE FROM rollups.weekly_surveys WHERE week = ANY (weeks);
	INSERT INTO rollups.weekly_surveys
	SELECT week, kind, scale_top, csops.rollup(ratings)
	FROM unnest(weeks) AS week
	JOIN rollups.daily_surveys ON day BETWEEN week AND week + 6
	GROUP BY week, kind, scale_top;
END;
COMMENT ON FUNCTION rollups.make_survey_weeks(date[]) IS 'makes these weeks of weekly_surveys anew';

-- Moves the instant as of which tickets are measured: what falls due until then, and all tickets where that was asked for, joins
-- those to be counted again.
CREATE FUNCTION rollups.advance(to_as_of timestamptz) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	moment timestamptz;
BEGIN
	IF to_as_of IS NULL OR NOT isfinite(to_as_of) THEN
		RAISE EXCEPTION 'as_of must be an instant' USING ERRCODE = 'invalid_parameter_value', HINT = 'Schedule CALL rollups.refresh(now()).';
	END IF;
	SELECT greatest(as_of, to_as_of) INTO STRICT moment FROM rollups.job_state WHERE job = 'tickets' FOR UPDATE;
	UPDATE rollups.job_state SET as_of = moment WHERE job = 'tickets' AND as_of IS DISTINCT FROM moment;
	INSERT INTO rollups.ticket_changes SELECT ticket_id FROM rollups.ticket_facts WHERE changes_at <= moment;
	-- Only what is deleted here is expanded: a request that comes in meanwhile stays for the next run.
	DELETE FROM rollups.ticket_changes WHERE ticket_id IS NULL;
	IF FOUND THEN
		PERFORM rollups.backfill_tickets('-infinity', 'infinity');
	END IF;
END $$;
COMMENT ON FUNCTION rollups.advance(timestamptz) IS 'notes what changes by the passing of time';

-- Counts noted tickets again, at most so many; returns how many. In one transaction with their buckets and weeks.
CREATE FUNCTION rollups.count_tickets(batch integer) RETURNS integer LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	moment timestamptz;
	ids text[];
	left_buckets rollups.bucket[];
	entered_buckets rollups.bucket[];
	buckets rollups.bucket[];
BEGIN
	IF batch IS NULL OR batch < 1 THEN
		RAISE EXCEPTION 'batch must be at least 1' USING ERRCODE = 'invalid_parameter_value';
	END IF;
	SELECT as_of INTO STRICT moment FROM rollups.job_state WHERE job = 'tickets' FOR UPDATE;

	-- What a writer in flight has noted is not seen here and stays; what it has written is not seen either.
	WITH taken AS (
		DELETE FROM rollups.ticket_changes
		WHERE ticket_id IN (SELECT DISTINCT ticket_id FROM rollups.ticket_changes WHERE ticket_id IS NOT NULL LIMIT batch)
		RETURNING ticket_id
	)
	SELECT array_agg(DISTINCT ticket_id) INTO ids FROM taken;
	IF ids IS NULL THEN
		RETURN 0;
	END IF;

	WITH gone AS (
		DELETE FROM rollups.ticket_facts WHERE ticket_id = ANY (ids) RETURNING day, team, priority
	)
	SELECT array_agg(DISTINCT (day, team, priority)::rollups.bucket) INTO left_buckets FROM gone;
	WITH come AS (
		INSERT INTO rollups.ticket_facts SELECT * FROM rollups.ticket_measures(ids, moment) RETURNING day, team, priority
	)
	SELECT array_agg(DISTINCT (day, team, priority)::rollups.bucket) INTO entered_buckets FROM come;
	SELECT array_agg(DISTINCT b) INTO buckets FROM unnest(left_buckets || entered_buckets) AS b;
	IF buckets IS NULL THEN
		RETURN cardinality(ids);
	END IF;

	DELETE FROM rollups.daily_tickets AS d USING unnest(buckets) AS b
	WHERE (d.day, d.team, d.priority) = (b.day, b.team, b.priority);
	INSERT INTO rollups.daily_tickets
	SELECT day, team, priority, count(*), csops.sla_agg(reply), csops.sla_agg(resolution), csops.proportion_agg(reopened)
	FROM unnest(buckets)
	JOIN rollups.ticket_facts USING (day, team, priority)
	GROUP BY day, team, priority;
	PERFORM rollups.make_ticket_weeks(buckets);
	UPDATE rollups.job_state SET months_behind = true WHERE job = 'tickets' AND NOT months_behind;
	RETURN cardinality(ids);
END $$;
COMMENT ON FUNCTION rollups.count_tickets(integer) IS 'counts noted tickets again; returns how many';

-- Merges what was logged and is not merged yet. A snapshot is the watermark: a transaction that was in flight when the last run looked
-- is not seen by that snapshot, however low its number, and is merged by the first run that sees it.
CREATE FUNCTION rollups.merge_surveys() RETURNS integer LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	before pg_snapshot;
	until pg_snapshot;
	weeks date[];
	days integer;
BEGIN
	SELECT merged INTO STRICT before FROM rollups.job_state WHERE job = 'surveys' FOR UPDATE;
	until := pg_current_snapshot();
	IF pg_snapshot_xmax(before) > pg_snapshot_xmax(until) THEN
		RAISE EXCEPTION 'the surveys were merged up to a transaction that this server has not come to' USING
			ERRCODE = 'object_not_in_prerequisite_state',
			DETAIL = format('Merged until %s; the server is at %s.', pg_snapshot_xmax(before), pg_snapshot_xmax(until)),
			HINT = 'The database was restored from a dump: call rollups.backfill_surveys(''-infinity'', ''infinity'').';
	END IF;

	WITH news AS (
		SELECT day, kind, scale_top,
			csops.rating_agg(score, CASE kind WHEN 'nps' THEN 0 ELSE 1 END, scale_top, 'count') FILTER (WHERE added) AS added,
			csops.rating_agg(score, CASE kind WHEN 'nps' THEN 0 ELSE 1 END, scale_top, 'count') FILTER (WHERE NOT added) AS removed
		FROM rollups.survey_log
		WHERE logged_by >= pg_snapshot_xmin(before) AND NOT pg_visible_in_snapshot(logged_by, before)
			AND pg_visible_in_snapshot(logged_by, until)
		GROUP BY day, kind, scale_top
	), merged AS (
		SELECT day, kind, scale_top,
			CASE WHEN n.removed IS NULL THEN s.both ELSE csops.subtract(s.both, n.removed) END AS ratings
		FROM news AS n
		LEFT JOIN rollups.daily_surveys AS d USING (day, kind, scale_top),
			LATERAL (SELECT coalesce(csops.merge(d.ratings, n.added), d.ratings, n.added) AS both) AS s
	), emptied AS (
		DELETE FROM rollups.daily_surveys AS d USING merged AS m
		WHERE (d.day, d.kind, d.scale_top) = (m.day, m.kind, m.scale_top)
			AND csops.observations(m.ratings) + csops.unanswered(m.ratings) + csops.invalid(m.ratings) = 0
	), filled AS (
		INSERT INTO rollups.daily_surveys
		SELECT day, kind, scale_top, ratings FROM merged
		WHERE csops.observations(ratings) + csops.unanswered(ratings) + csops.invalid(ratings) > 0
		ON CONFLICT (day, kind, scale_top) DO UPDATE SET ratings = excluded.ratings
	)
	SELECT array_agg(DISTINCT rollups.week_of(day)), count(*) INTO weeks, days FROM merged;
	UPDATE rollups.job_state SET merged = until, months_behind = months_behind OR days > 0 WHERE job = 'surveys';
	IF days > 0 THEN
		PERFORM rollups.make_survey_weeks(weeks);
	END IF;
	RETURN days;
END $$;
COMMENT ON FUNCTION rollups.merge_surveys() IS 'merges what was logged into the days; returns how many days, by kind, it was';

-- Only rows that differ are written: equal summaries have equal bytes.
CREATE FUNCTION rollups.refresh_months() RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	PERFORM FROM rollups.job_state ORDER BY job FOR UPDATE;
	IF EXISTS (SELECT FROM rollups.job_state WHERE job = 'tickets' AND months_behind) THEN
		REFRESH MATERIALIZED VIEW CONCURRENTLY rollups.monthly_tickets;
	END IF;
	IF EXISTS (SELECT FROM rollups.job_state WHERE job = 'surveys' AND months_behind) THEN
		REFRESH MATERIALIZED VIEW CONCURRENTLY rollups.monthly_surveys;
	END IF;
	UPDATE rollups.job_state SET months_behind = false, finished_at = clock_timestamp();
END $$;
COMMENT ON FUNCTION rollups.refresh_months() IS 'refreshes the months whose days have changed';

-- The job. Each step is a transaction that leaves days and weeks in agreement; a run that ends half way has done what it
-- has committed, and the next one goes on from there.
CREATE PROCEDURE rollups.refresh(as_of timestamptz, batch integer DEFAULT 5000) LANGUAGE plpgsql AS $$
DECLARE
	counted integer;
BEGIN
	PERFORM rollups.merge_surveys();
	COMMIT;
	PERFORM rollups.advance(as_of);
	COMMIT;
	LOOP
		counted := rollups.count_tickets(batch);
		COMMIT;
		EXIT WHEN counted < batch;
	END LOOP;
	PERFORM rollups.refresh_months();
	COMMIT;
END $$;
COMMENT ON PROCEDURE rollups.refresh(timestamptz, integer) IS 'brings every summary up to date, as of an instant; tickets are counted in batches';

-- From the source again: days that the triggers did not see, or after the rules of counting have changed.
CREATE FUNCTION rollups.backfill_tickets(from_day date, to_day date) RETURNS void LANGUAGE sql
BEGIN ATOMIC
	INSERT INTO rollups.ticket_changes
	SELECT ticket_id FROM rollups.ticket_facts WHERE day BETWEEN from_day AND to_day
	UNION
	SELECT ticket_id FROM :"schema".tickets WHERE rollups.day_of(opened_at) BETWEEN from_day AND to_day;
END;
COMMENT ON FUNCTION rollups.backfill_tickets(date, date) IS 'notes the tickets of these days, to be counted again by the next run';

-- The lock waits for the writers in flight and keeps new ones out until the end of the transaction; what they logged of these days is
-- then in the table, and needs no merging.
CREATE FUNCTION rollups.backfill_surveys(from_day date, to_day date) RETURNS void LANGUAGE plpgsql
	SET search_path = :"schema", pg_catalog, pg_temp AS $$
DECLARE
	before pg_snapshot;
	weeks date[];
BEGIN
	SELECT merged INTO STRICT before FROM rollups.job_state WHERE job = 'surveys' FOR UPDATE;
	LOCK TABLE surveys IN SHARE MODE;
	IF from_day = '-infinity' AND to_day = 'infinity' THEN
		-- The only case that can follow a restore, after which the numbers of transactions mean nothing.
		DELETE FROM rollups.survey_log;
		UPDATE rollups.job_state SET merged = pg_current_snapshot() WHERE job = 'surveys';
	ELSE
		DELETE FROM rollups.survey_log WHERE day BETWEEN from_day AND to_day AND NOT pg_visible_in_snapshot(logged_by, before);
	END IF;
	WITH gone AS (
		DELETE FROM rollups.daily_surveys WHERE day BETWEEN from_day AND to_day RETURNING day
	)
	SELECT array_agg(DISTINCT rollups.week_of(day)) INTO weeks FROM gone;
	WITH come AS (
		INSERT INTO rollups.daily_surveys SELECT * FROM rollups.recomputed_daily_surveys WHERE day BETWEEN from_day AND to_day RETURNING day
	)
	SELECT weeks || array_agg(DISTINCT rollups.week_of(day)) INTO weeks FROM come;
	PERFORM rollups.make_survey_weeks(ARRAY(SELECT DISTINCT unnest(weeks)));
	UPDATE rollups.job_state SET months_behind = true WHERE job = 'surveys';
END $$;
COMMENT ON FUNCTION rollups.backfill_surveys(date, date) IS 'makes these days of daily_surveys anew from the surveys';

CREATE FUNCTION rollups.forget_log(before timestamptz) RETURNS void LANGUAGE sql
BEGIN ATOMIC
	DELETE FROM rollups.survey_log
	WHERE logged_at < before AND pg_visible_in_snapshot(logged_by, (SELECT merged FROM rollups.job_state WHERE job = 'surveys'));
END;
COMMENT ON FUNCTION rollups.forget_log(timestamptz) IS 'deletes what was logged before, and is merged';

-- The drift alarm. What was noted and is not counted yet is no drift; the rest must be what the source gives, byte for byte.
CREATE FUNCTION rollups.drift() RETURNS TABLE (summary text, bucket text, stored text, recomputed text) LANGUAGE sql STABLE
BEGIN ATOMIC
	WITH noted AS (
		SELECT ticket_id FROM rollups.ticket_changes
	), noted_buckets AS (
		SELECT day, team, priority FROM rollups.ticket_facts WHERE ticket_id IN (SELECT ticket_id FROM noted)
		UNION
		SELECT day, team, priority
		FROM rollups.ticket_measures((SELECT array_agg(ticket_id) FROM noted), (SELECT as_of FROM rollups.job_state WHERE job = 'tickets'))
	), logged_days AS (
		SELECT DISTINCT day, kind, scale_top FROM rollups.survey_log
		WHERE NOT pg_visible_in_snapshot(logged_by, (SELECT merged FROM rollups.job_state WHERE job = 'surveys'))
	)
	SELECT 'daily_tickets', concat_ws(', ', day, team, priority), s::text, r::text
	FROM rollups.daily_tickets AS s FULL JOIN rollups.recomputed_daily_tickets AS r USING (day, team, priority)
	WHERE (s.day IS NULL OR r.day IS NULL OR s *<> r) AND (day, team, priority) NOT IN (SELECT day, team, priority FROM noted_buckets)
		AND NOT EXISTS (SELECT FROM noted WHERE ticket_id IS NULL)
	UNION ALL
	SELECT 'weekly_tickets', concat_ws(', ', week, team, priority), s::text, r::text
	FROM rollups.weekly_tickets AS s FULL JOIN rollups.recomputed_weekly_tickets AS r USING (week, team, priority)
	WHERE s.week IS NULL OR r.week IS NULL OR s *<> r
	UNION ALL
	SELECT 'monthly_tickets', concat_ws(', ', m.month, team, priority), s::text, r::text
	FROM rollups.monthly_tickets AS s FULL JOIN (
		SELECT rollups.month_of(day) AS month, team, priority, sum(tickets)::bigint AS tickets, csops.rollup(replies) AS replies,
			csops.rollup(resolutions) AS resolutions, csops.rollup(reopened) AS reopened
		FROM rollups.daily_tickets GROUP BY 1, 2, 3
	) AS r USING (month, team, priority),
		LATERAL (SELECT coalesce(s.month, r.month) AS month) AS m
	WHERE (s.month IS NULL OR r.month IS NULL OR s *<> r) AND NOT EXISTS (SELECT FROM rollups.job_state WHERE job = 'tickets' AND months_behind)
	UNION ALL
	SELECT 'daily_surveys', concat_ws(', ', day, kind, scale_top), s::text, r::text
	FROM rollups.daily_surveys AS s FULL JOIN rollups.recomputed_daily_surveys AS r USING (day, kind, scale_top)
	WHERE (s.day IS NULL OR r.day IS NULL OR s *<> r) AND (day, kind, scale_top) NOT IN (SELECT day, kind, scale_top FROM logged_days)
	UNION ALL
	SELECT 'weekly_surveys', concat_ws(', ', week, kind, scale_top), s::text, r::text
	FROM rollups.weekly_surveys AS s FULL JOIN rollups.recomputed_weekly_surveys AS r USING (week, kind, scale_top)
	WHERE s.week IS NULL OR r.week IS NULL OR s *<> r
	UNION ALL
	SELECT 'monthly_surveys', concat_ws(', ', m.month, kind, scale_top), s::text, r::text
	FROM rollups.monthly_surveys AS s FULL JOIN (
		SELECT rollups.month_of(day) AS month, kind, scale_top, csops.rollup(ratings) AS ratings FROM rollups.daily_surveys GROUP BY 1, 2, 3
	) AS r USING (month, kind, scale_top),
		LATERAL (SELECT coalesce(s.month, r.month) AS month) AS m
	WHERE (s.month IS NULL OR r.month IS NULL OR s *<> r) AND NOT EXISTS (SELECT FROM rollups.job_state WHERE job = 'surveys' AND months_behind);
END;
COMMENT ON FUNCTION rollups.drift() IS 'Buckets that are not what a full recomputation gives; none, when all is well';

CREATE PROCEDURE rollups.check_drift() LANGUAGE plpgsql AS $$
DECLARE
	found record;
BEGIN
	SELECT count(*) AS buckets, min(summary || ': ' || bucket) AS example INTO found FROM rollups.drift();
	IF found.buckets > 0 THEN
		RAISE EXCEPTION '% stored summaries are not what the source gives', found.buckets USING ERRCODE = 'data_corrupted',
			DETAIL = 'The first is ' || found.example || '.',
			HINT = 'Look at rollups.drift(), then call rollups.backfill_tickets or rollups.backfill_surveys for these days.';
	END IF;
END $$;
COMMENT ON PROCEDURE rollups.check_drift() IS 'raises an error where stored summaries are not what a full recomputation gives';
