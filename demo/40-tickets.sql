-- Tickets and their events, of accounts that are customers at the time.

CREATE TABLE demo_work.kept AS
SELECT row_number() OVER (ORDER BY opened_at, key) AS id, o.*
FROM demo_work.opened AS o JOIN demo_work.spans USING (account_id)
WHERE churned_on IS NULL OR opened_at < churned_on OR opened_at >= reactivated_on;
ANALYZE demo_work.kept;

CREATE :persistence TABLE demo.tickets (
	id							bigint NOT NULL,
	account_id					bigint NOT NULL,
	team						text NOT NULL,
	agent						integer NOT NULL,
	channel						text NOT NULL,
	priority					text NOT NULL,
	opened_at					timestamptz NOT NULL,
	first_response_at			timestamptz,
	solved_at					timestamptz,
	reopened					boolean NOT NULL,
	first_contact_resolution	boolean,
	replies						integer NOT NULL,
	handle_seconds				integer NOT NULL,
	cost						numeric(8,2) NOT NULL
);
INSERT INTO demo.tickets
SELECT id, account_id, team, CASE WHEN handed_over AND last_step > 0 THEN other_agent ELSE agent END, channel,
	CASE WHEN last_step >= 0 THEN last_priority ELSE priority END, opened_at, first_response_at,
	CASE WHEN NOT reopened_by_then THEN solved_at ELSE solved_again_at END,
	reopened_by_then,
	-- Not known while the ticket is open, nor where the customer did not confirm.
	CASE WHEN solved_at IS NOT NULL AND demo.uniform(key, 401) >= 0.06 THEN rounds = 0 AND NOT reopened_by_then END,
	replies, handle_seconds,
	round((handle_seconds / 3600.0 * hourly_cost)::numeric
		+ CASE channel WHEN 'phone' THEN 1.10 WHEN 'chat' THEN 0.25 ELSE 0.10 END, 2)
FROM (
	SELECT k.*, hourly_cost, s.first_response_at, s.solved_at, s.solved_again_at, s.last_step,
		coalesce(s.reopened_by_then, false) AS reopened_by_then, coalesce(s.replies, 0) AS replies,
		round(coalesce(s.replies, 0) * CASE channel WHEN 'phone' THEN 520 WHEN 'chat' THEN 600 ELSE 430 END
			* exp(0.5 * demo.normal(key, 402) + 0.1 * demo.normal(agent, 403)))::integer AS handle_seconds
	FROM demo_work.kept AS k
	JOIN demo.teams USING (team)
	LEFT JOIN (
		SELECT key,
			min(answered_at) FILTER (WHERE step = 0) AS first_response_at,
			min(answered_at) FILTER (WHERE solves) AS solved_at,
			min(answered_at) FILTER (WHERE reopens) AS solved_again_at,
			count(answered_at)::integer AS replies,
			bool_or(reopens) AS reopened_by_then,
			max(step) AS last_step
		FROM (
			SELECT key, step, solves, reopens,
				CASE WHEN answered_at < timestamptz '2026-07-01 00:00+00' THEN answered_at END AS answered_at
			FROM demo_work.steps WHERE picked_at < timestamptz '2026-07-01 00:00+00'
		) AS seen
		GROUP BY key
	) AS s USING (key)
) AS t
ORDER BY id;
ALTER TABLE demo.tickets ADD PRIMARY KEY (id);
COMMENT ON TABLE demo.tickets IS
	'Tickets from July 2024 to June 2026 as they are at the end; solved_at is the last time, NULL while open. '
	'handle_seconds is the time that agents worked on it, cost is in USD';

-- Events of one instant are ordered by seq.
CREATE :persistence TABLE demo.ticket_events (
	ticket_id	bigint NOT NULL,
	at			timestamptz NOT NULL,
	seq			smallint NOT NULL,
	field		text NOT NULL,
	value		text NOT NULL
);
INSERT INTO demo.ticket_events
SELECT id, at, seq, field, value
FROM (
	SELECT id, e.*
	FROM demo_work.kept CROSS JOIN LATERAL (VALUES
		(opened_at, 1, 'status', 'new'), (opened_at, 2, 'priority', priority), (opened_at, 3, 'comment', 'customer')
	) AS e (at, seq, field, value)
	UNION ALL
	SELECT id, e.*
	FROM demo_work.kept JOIN demo_work.steps USING (key) CROSS JOIN LATERAL (VALUES
		(CASE WHEN step > 0 AND NOT (step = 1 AND on_hold) THEN asked_at END, 1, 'comment', 'customer'),
		(CASE WHEN step = 0 THEN picked_at END, 2, 'assignee', agent::text),
		(CASE WHEN step = 1 AND handed_over THEN picked_at END, 2, 'assignee', other_agent::text),
		(picked_at, 3, 'status', 'open'),
		(CASE WHEN step = 0 AND last_priority <> priority THEN picked_at END, 4, 'priority', last_priority),
		(answered_at, 5, 'comment', 'agent'),
		(answered_at, 6, 'status', CASE WHEN solves OR reopens THEN 'solved' WHEN holds THEN 'hold' ELSE 'pending' END),
		(CASE WHEN reopens OR solves AND NOT reopened THEN answered_at + interval '96 hours' END, 7, 'status', 'closed')
	) AS d (at, seq, field, value)
	CROSS JOIN LATERAL (SELECT d.at, 3 + step * 7 + d.seq, d.field, d.value) AS e (at, seq, field, value)
	WHERE e.at IS NOT NULL
) AS events
WHERE at < timestamptz '2026-07-01 00:00+00'
ORDER BY at, id, seq;
COMMENT ON TABLE demo.ticket_events IS
	'What happened to the tickets: status (new, open, pending, hold, solved, closed), priority, assignee (agent) and '
	'comment (customer or agent); seq orders the events of a ticket';
ANALYZE demo.tickets;
