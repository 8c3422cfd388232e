-- Ticket metrics by csops beside the vendor's own, and why they differ.
--
--   psql -v ON_ERROR_STOP=1 -v schema=support -f integrations/canonical/reconcile.sql
--   SELECT * FROM support.reconciliation('2026-07-01Z') WHERE class NOT IN ('equal', 'rounding');
--   SELECT * FROM support.reconciliation_summary('2026-07-01Z');
--   SELECT metric, clock, csops.reconciliation_rate(csops.rollup(figures)) FROM support.reconciliation_by_week('2026-07-01Z') GROUP BY 1, 2;
--
-- Variables:
--   schema   where the canonical tables or views are (support), and with them the view or table vendor_metrics (ticket_id, metric, clock, seconds),
--            which the Zendesk adapters make: metric is first_reply, first_resolution, full_resolution, requester_wait, agent_wait or
--            on_hold, clock is business or calendar
--
-- A difference gets the first of these classes that explains it, which is to say that csops comes to the vendor's figure when it counts so:
--   equal           the figures are the same to the second
--   rounding        they differ by no more than the tolerance; vendors count whole minutes
--   reopen rule     the vendor stops at the first solution, or goes on to the last one
--   schedule rule   the vendor counts by the first schedule the ticket had, by each while it had it, or around the clock
--   holiday         the vendor does not know the holidays of the schedule
--   only vendor, only csops   the other one has no figure
--   unexplained     to be looked at: explain_elapsed and explain_clock show what csops counted
\set ON_ERROR_STOP on
\if :{?schema} \else \set schema support \endif

BEGIN;
SET LOCAL search_path = :"schema";

CREATE FUNCTION open_seconds(calendar csops.business_calendar, spans tstzmultirange) RETURNS float8 LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
	SELECT coalesce(sum(csops.business_seconds(calendar, lower(span), upper(span))), 0) FROM unnest(spans) AS span;
END;
COMMENT ON FUNCTION open_seconds(csops.business_calendar, tstzmultirange) IS 'Seconds of these spans that lie in business hours';

CREATE FUNCTION reconciliation(as_of timestamptz, tolerance float8 DEFAULT 60)
RETURNS TABLE (ticket_id text, metric text, clock text, vendor_seconds float8, csops_seconds float8, difference float8, class text) LANGUAGE sql STABLE
BEGIN ATOMIC
	WITH histories AS (
		SELECT t.ticket_id, t.opened_at, t.first_replied_at, t.status IN ('solved', 'closed') AS done, b.definition,
			csops.timeline_agg(e.occurred_at, e.value, e.seq) FILTER (WHERE kind = 'status' AND e.occurred_at <= as_of) AS statuses,
			csops.timeline_agg(e.occurred_at, e.value, e.seq) FILTER (WHERE kind = 'calendar' AND e.occurred_at <= as_of) AS calendars
		FROM tickets AS t
		JOIN ticket_events AS e USING (ticket_id)
		LEFT JOIN business_calendars AS b USING (calendar)
		WHERE t.opened_at <= as_of
		GROUP BY t.ticket_id, t.opened_at, t.first_replied_at, t.status, t.calendar, b.definition
	), moments AS (
		SELECT *, csops.first_at(statuses, '{solved,closed}', as_of) AS first_solved_at,
			-- The last time it was solved: the beginning of the last spell of solved and closed.
			(SELECT max(lower(spell)) FROM unnest(csops.state_spans(statuses, '{solved,closed}', as_of)) AS spell) AS last_solved_at
		FROM histories
	), spans AS (
		-- What is counted, and what another rule for reopened tickets would count.
		SELECT m.ticket_id, s.metric, m.definition, m.calendars, m.opened_at, s.counted, s.by_other_rule
		FROM moments AS m
		CROSS JOIN LATERAL (
			SELECT 'first_reply' AS metric, tstzmultirange(tstzrange(opened_at, first_replied_at)) AS counted, NULL::tstzmultirange AS by_other_rule
			WHERE first_replied_at BETWEEN opened_at AND as_of
			UNION ALL
			SELECT 'first_resolution', tstzmultirange(tstzrange(opened_at, first_solved_at)), tstzmultirange(tstzrange(opened_at, last_solved_at))
			WHERE first_solved_at >= opened_at
			UNION ALL
			SELECT 'full_resolution', tstzmultirange(tstzrange(opened_at, last_solved_at)), tstzmultirange(tstzrange(opened_at, first_solved_at))
			WHERE last_solved_at >= opened_at AND done
			UNION ALL
			SELECT w.metric, w.spells, w.spells * tstzmultirange(tstzrange(NULL, first_solved_at))
			FROM (VALUES ('requester_wait', csops.state_spans(statuses, '{new,open,hold}', as_of)),
				('agent_wait', csops.state_spans(statuses, '{pending}', as_of)),
				('on_hold', csops.state_spans(statuses, '{hold}', as_of))) AS w (metric, spells)
			WHERE done
		) AS s
	), figures AS (
		SELECT s.ticket_id, s.metric, c.clock, open_seconds(c.calendar, s.counted) AS seconds, open_seconds(c.calendar, s.by_other_rule) AS by_other_rule,
			CASE c.clock WHEN 'business' THEN open_seconds(first.definition, s.counted) END AS by_first_schedule,
			CASE c.clock WHEN 'business' THEN (
				SELECT sum(open_seconds(b.definition, s.counted * csops.state_spans(s.calendars, ARRAY[b.calendar], as_of)))
				FROM business_calendars AS b
			) END AS by_each_schedule,
			CASE c.clock WHEN 'business' THEN open_seconds('{"tz": "UTC", "hours": "24/7"}', s.counted) END AS around_the_clock,
			CASE c.clock WHEN 'business' THEN open_seconds((s.definition::jsonb - 'holidays')::text::csops.business_calendar, s.counted) END AS without_holidays
		FROM spans AS s
		CROSS JOIN LATERAL (VALUES ('business', s.definition), ('calendar', '{"tz": "UTC", "hours": "24/7"}')) AS c (clock, calendar)
		LEFT JOIN business_calendars AS first ON first.calendar = csops.state_at(s.calendars, s.opened_at)
		WHERE c.calendar IS NOT NULL
	)
	SELECT coalesce(f.ticket_id, v.ticket_id), coalesce(f.metric, v.metric), coalesce(f.clock, v.clock), v.seconds, f.seconds, f.seconds - v.seconds,
		CASE WHEN v.seconds IS NULL THEN 'only csops'
			WHEN f.seconds IS NULL THEN 'only vendor'
			WHEN f.seconds = v.seconds THEN 'equal'
			WHEN abs(f.seconds - v.seconds) <= tolerance THEN 'rounding'
			WHEN abs(f.by_other_rule - v.seconds) <= tolerance THEN 'reopen rule'
			WHEN abs(f.by_each_schedule - v.seconds) <= tolerance OR abs(f.by_first_schedule - v.seconds) <= tolerance
				OR abs(f.around_the_clock - v.seconds) <= tolerance THEN 'schedule rule'
			WHEN abs(f.without_holidays - v.seconds) <= tolerance THEN 'holiday'
			ELSE 'unexplained' END
	FROM figures AS f
	FULL JOIN (SELECT * FROM vendor_metrics WHERE seconds IS NOT NULL) AS v
		ON (v.ticket_id, v.metric, v.clock) = (f.ticket_id, f.metric, f.clock);
END;
COMMENT ON FUNCTION reconciliation(timestamptz, float8) IS 'Ticket metrics, in seconds, by csops and by the vendor, as of an instant, and the class of each difference';

CREATE FUNCTION reconciliation_summary(as_of timestamptz, tolerance float8 DEFAULT 60)
RETURNS TABLE (metric text, clock text, class text, tickets bigint, share float8, largest_difference float8) LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT metric, clock, class, count(*), count(*)::float8 / sum(count(*)) OVER (PARTITION BY metric, clock)::float8, max(abs(difference))
	FROM reconciliation(as_of, tolerance)
	GROUP BY metric, clock, class
	ORDER BY metric, clock, count(*) DESC, class;
END;
COMMENT ON FUNCTION reconciliation_summary(timestamptz, float8) IS 'How many figures are equal and how many differ, and why; share is of the figures of the metric and clock';

-- Small enough to be stored each week: a is the vendor's figure, b that of csops.
CREATE FUNCTION reconciliation_by_week(as_of timestamptz, tolerance float8 DEFAULT 60)
RETURNS TABLE (week date, metric text, clock text, figures csops.reconciliation_summary) LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT date_trunc('week', t.opened_at AT TIME ZONE 'UTC')::date, r.metric, r.clock,
		csops.reconciliation_agg(r.vendor_seconds::numeric, r.csops_seconds::numeric, tolerance::numeric)
	FROM reconciliation(as_of, tolerance) AS r
	JOIN tickets AS t USING (ticket_id)
	GROUP BY 1, 2, 3;
END;
COMMENT ON FUNCTION reconciliation_by_week(timestamptz, float8) IS 'How many figures of the tickets of each week agree, as summaries that can be stored and rolled up';
COMMIT;
