-- What the check of the jobs does to the canonical tables: every kind of change that a source can make, at random.

CREATE SCHEMA changes;
CREATE SEQUENCE changes.numbers;

CREATE FUNCTION changes.one_of(choices text[]) RETURNS text LANGUAGE sql VOLATILE
	RETURN choices[1 + floor(random() * cardinality(choices))::integer];
CREATE FUNCTION changes.a_ticket() RETURNS text LANGUAGE sql VOLATILE
BEGIN ATOMIC
	SELECT ticket_id FROM support.tickets OFFSET floor(random() * (SELECT count(*) FROM support.tickets)) LIMIT 1;
END;
CREATE FUNCTION changes.a_survey() RETURNS text LANGUAGE sql VOLATILE
BEGIN ATOMIC
	SELECT response_id FROM support.surveys OFFSET floor(random() * (SELECT count(*) FROM support.surveys)) LIMIT 1;
END;

-- One change in the neighbourhood of an instant; returns which kind it was.
CREATE FUNCTION changes.one(at timestamptz) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
	draw integer := floor(random() * 18);
	ticket text := changes.a_ticket();
	survey text := changes.a_survey();
	key text := 'new-' || nextval('changes.numbers');
	moment timestamptz := date_trunc('second', at - random() ^ 4 * interval '500 days' + random() * interval '2 days');
	a_team text := changes.one_of('{New York,Berlin,Sydney,NULL}');
	a_priority text := changes.one_of('{urgent,high,normal,low,NULL}');
BEGIN
	CASE draw
	WHEN 0, 1 THEN
		INSERT INTO support.tickets (ticket_id, status, team, priority, calendar, opened_at, reopens, agent_replies, updated_at)
		VALUES (key, 'new', a_team, a_priority, a_team, moment, 0, 0, at);
		INSERT INTO support.ticket_events VALUES (key || '-1', key, 'status', 'new', moment, 1), (key || '-2', key, 'reply', 'customer', moment, 2);
	WHEN 2, 3 THEN
		-- At a time that may lie before the last event, or in the future.
		INSERT INTO support.ticket_events
		SELECT key || '-1', ticket, 'reply', changes.one_of('{agent,customer}'), moment, 100
		UNION ALL
		SELECT key || '-2', ticket, 'status', changes.one_of('{open,pending,hold,solved,closed}'), moment, 101;
		UPDATE support.tickets SET updated_at = at WHERE ticket_id = ticket;
	WHEN 4 THEN
		INSERT INTO support.ticket_events SELECT key, ticket, 'status', 'open', max(occurred_at) + random() * interval '3 days', 200
		FROM support.ticket_events WHERE ticket_id = ticket HAVING count(*) > 0;
	WHEN 5 THEN
		UPDATE support.tickets SET team = a_team, calendar = a_team, updated_at = at WHERE ticket_id = ticket;
	WHEN 6 THEN
		UPDATE support.tickets SET priority = a_priority, updated_at = at WHERE ticket_id = ticket;
	WHEN 7 THEN
		UPDATE support.tickets SET opened_at = moment WHERE ticket_id = ticket;
	WHEN 8 THEN
		DELETE FROM support.tickets WHERE ticket_id = ticket;
		IF random() < 0.7 THEN
			DELETE FROM support.ticket_events WHERE ticket_id = ticket;
		END IF;
	WHEN 9 THEN
		UPDATE support.ticket_events SET ticket_id = key WHERE ticket_id = ticket;
		UPDATE support.tickets SET ticket_id = key WHERE ticket_id = ticket;
	WHEN 10 THEN
		DELETE FROM support.ticket_events WHERE event_id = (SELECT max(event_id) FROM support.ticket_events WHERE ticket_id = ticket);
	WHEN 11, 12 THEN
		INSERT INTO support.surveys (response_id, kind, scale_top, score, sent_at, responded_at, updated_at)
		SELECT key, 'csat', 5, CASE WHEN random() < 0.5 THEN 1 + floor(random() * 5) END, moment, moment, at;
	WHEN 13 THEN
		UPDATE support.surveys SET score = floor(random() * 12), responded_at = at WHERE response_id = survey;
	WHEN 14 THEN
		-- Delivered once more as it is.
		INSERT INTO support.surveys SELECT * FROM support.surveys WHERE response_id = survey
		ON CONFLICT (response_id) DO UPDATE SET score = excluded.score, updated_at = at;
	WHEN 15 THEN
		DELETE FROM support.surveys WHERE response_id = survey;
	WHEN 16 THEN
		UPDATE support.surveys SET sent_at = moment WHERE response_id = survey;
	WHEN 17 THEN
		UPDATE support.surveys SET kind = 'ces', scale_top = 7 WHERE response_id = survey AND kind = 'csat';
	END CASE;
	RETURN draw;
END $$;

CREATE FUNCTION changes.some(n integer, at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	FOR i IN 1 .. n LOOP
		PERFORM changes.one(at);
	END LOOP;
END $$;

-- Rare changes on which everything hangs.
CREATE FUNCTION changes.rules() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	CASE floor(random() * 4)
	WHEN 0 THEN
		UPDATE support.business_calendars SET definition = csops.business_calendar('Europe/Berlin', 'Mo-Fr 08:00-' || 14 + floor(random() * 6) || ':00')
		WHERE calendar = 'Berlin';
	WHEN 1 THEN
		UPDATE support.sla_policies SET target = target * (0.5 + random()) WHERE priority = changes.one_of('{urgent,high,normal,low}');
	WHEN 2 THEN
		DELETE FROM support.sla_policies WHERE (priority, metric) = (changes.one_of('{urgent,high,normal,low}'), 'first_reply');
	WHEN 3 THEN
		INSERT INTO support.sla_policies
		SELECT 'a second one ' || nextval('changes.numbers'), priority, metric, target * 0.9, NULL, random() < 0.5, valid_from, NULL FROM support.sla_policies
		ORDER BY random() LIMIT 1;
	END CASE;
END $$;

-- The tables as they are, for a change that is taken back later; and all of a table loaded anew.
CREATE FUNCTION changes.reload() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	name text := changes.one_of('{surveys,tickets,ticket_events}');
BEGIN
	EXECUTE format('CREATE TEMP TABLE kept ON COMMIT DROP AS SELECT * FROM support.%I', name);
	EXECUTE format('TRUNCATE support.%I', name);
	EXECUTE format('INSERT INTO support.%I SELECT * FROM kept', name);
	DROP TABLE kept;
END $$;

-- Everything stored against one recomputation from the tables, with no use of what the jobs know; bytes, not values. It counts
-- buckets and names those that differ.
CREATE FUNCTION changes.compare(OUT buckets bigint, OUT wrong text) LANGUAGE plpgsql AS $$
DECLARE
	at timestamptz := (SELECT as_of FROM rollups.job_state WHERE job = 'tickets');
BEGIN
	CREATE TEMP TABLE whole_tickets ON COMMIT DROP AS
	SELECT day, team, priority, count(*) AS tickets, csops.sla_agg(reply) AS replies, csops.sla_agg(resolution) AS resolutions,
		csops.proportion_agg(CASE WHEN solved THEN reopened END) AS reopened
	FROM (
		SELECT (opened_at AT TIME ZONE 'UTC')::date AS day, coalesce(t.team, '(none)') AS team, coalesce(t.priority, '(none)') AS priority,
			csops.sla_clock((SELECT csops.timeline_agg(occurred_at, value, seq) FROM support.ticket_events AS e
				WHERE e.ticket_id = t.ticket_id AND kind = 'reply'), '{customer}', '{agent}', (
				SELECT min(target) FROM support.sla_policies AS p WHERE p.metric = 'first_reply' AND p.priority = t.priority AND valid_from <= opened_at
			), at, CASE WHEN (
				SELECT in_business_hours FROM support.sla_policies AS p WHERE p.metric = 'first_reply' AND p.priority = t.priority AND valid_from <= opened_at
				ORDER BY target, policy LIMIT 1) IS NOT FALSE THEN definition ELSE '{"tz": "UTC", "hours": "24/7"}' END, 'first') AS reply,
			csops.sla_clock(statuses, '{new,open}', '{solved,closed}', (
				SELECT min(target) FROM support.sla_policies AS p WHERE p.metric = 'full_resolution' AND p.priority = t.priority AND valid_from <= opened_at
			), at, CASE WHEN (
				SELECT in_business_hours FROM support.sla_policies AS p WHERE p.metric = 'full_resolution' AND p.priority = t.priority AND valid_from <= opened_at
				ORDER BY target, policy LIMIT 1) IS NOT FALSE THEN definition ELSE '{"tz": "UTC", "hours": "24/7"}' END, 'all') AS resolution,
			EXISTS (SELECT FROM support.ticket_events AS e WHERE e.ticket_id = t.ticket_id AND kind = 'status' AND value IN ('solved', 'closed')
				AND occurred_at <= at) AS solved,
			csops.transitions(statuses, '{solved}', '{new,open,pending,hold}', at) > 0 AS reopened
		FROM support.tickets AS t
		LEFT JOIN support.business_calendars AS c USING (calendar),
			LATERAL (SELECT csops.timeline_agg(occurred_at, value, seq) AS statuses FROM support.ticket_events AS e
				WHERE e.ticket_id = t.ticket_id AND kind = 'status') AS s
	) AS tickets
	GROUP BY 1, 2, 3;
	CREATE TEMP TABLE whole_surveys ON COMMIT DROP AS
	SELECT (sent_at AT TIME ZONE 'UTC')::date AS day, kind, scale_top, csops.rating_agg(score, CASE kind WHEN 'nps' THEN 0 ELSE 1 END, scale_top, 'count') AS ratings
	FROM support.surveys GROUP BY 1, 2, 3;

	SELECT count(*), string_agg(format('%s %s %s %s', summary, period, a, b), '; ') FILTER (WHERE stored *<> whole OR stored IS NULL OR whole IS NULL)
	INTO buckets, wrong
	FROM (
		SELECT 'day' AS summary, day AS period, team AS a, priority AS b, ROW (d.tickets, d.replies, d.resolutions, d.reopened) AS stored,
			ROW (w.tickets, w.replies, w.resolutions, w.reopened) AS whole
		FROM rollups.daily_tickets AS d FULL JOIN whole_tickets AS w USING (day, team, priority)
		UNION ALL
		SELECT 'week', week, team, priority, ROW (d.tickets, d.replies, d.resolutions, d.reopened), ROW (w.tickets, w.replies, w.resolutions, w.reopened)
		FROM rollups.weekly_tickets AS d FULL JOIN (
			SELECT date_trunc('week', day::timestamp)::date AS week, team, priority, sum(tickets)::bigint AS tickets, csops.rollup(replies) AS replies,
				csops.rollup(resolutions) AS resolutions, csops.rollup(reopened) AS reopened
			FROM whole_tickets GROUP BY 1, 2, 3
		) AS w USING (week, team, priority)
		UNION ALL
		SELECT 'month', month, team, priority, ROW (d.tickets, d.replies, d.resolutions, d.reopened), ROW (w.tickets, w.replies, w.resolutions, w.reopened)
		FROM rollups.monthly_tickets AS d FULL JOIN (
			SELECT date_trunc('month', day::timestamp)::date AS month, team, priority, sum(tickets)::bigint AS tickets, csops.rollup(replies) AS replies,
				csops.rollup(resolutions) AS resolutions, csops.rollup(reopened) AS reopened
			FROM whole_tickets GROUP BY 1, 2, 3
		) AS w USING (month, team, priority)
		UNION ALL
		SELECT 'day', day, kind, scale_top::text, ROW (d.ratings), ROW (w.ratings)
		FROM rollups.daily_surveys AS d FULL JOIN whole_surveys AS w USING (day, kind, scale_top)
		UNION ALL
		SELECT 'week', week, kind, scale_top::text, ROW (d.ratings), ROW (w.ratings)
		FROM rollups.weekly_surveys AS d FULL JOIN (
			SELECT date_trunc('week', day::timestamp)::date AS week, kind, scale_top, csops.rollup(ratings) AS ratings FROM whole_surveys GROUP BY 1, 2, 3
		) AS w USING (week, kind, scale_top)
		UNION ALL
		SELECT 'month', month, kind, scale_top::text, ROW (d.ratings), ROW (w.ratings)
		FROM rollups.monthly_surveys AS d FULL JOIN (
			SELECT date_trunc('month', day::timestamp)::date AS month, kind, scale_top, csops.rollup(ratings) AS ratings FROM whole_surveys GROUP BY 1, 2, 3
		) AS w USING (month, kind, scale_top)
	) AS pairs;
	DROP TABLE whole_tickets, whole_surveys;
END $$;
