-- From the events: what was opened or opened again, what was solved, and what is open.
WITH changes AS (
	SELECT ticket_id, at, value IN ('new', 'open', 'pending') AS open, lag(value IN ('new', 'open', 'pending'), 1, false) OVER (PARTITION BY ticket_id ORDER BY at, seq) AS was
	FROM demo.ticket_events WHERE field = 'status' AND at < '2026-07-01'
)
SELECT count(*) FILTER (WHERE open AND NOT was) - count(*) FILTER (WHERE was AND NOT open) AS open_now,
	count(*) FILTER (WHERE open AND NOT was AND at >= '2026-06-01' AND at < '2026-06-29') AS came_4_weeks,
	count(*) FILTER (WHERE was AND NOT open AND at >= '2026-06-01' AND at < '2026-06-29') AS solved_4_weeks,
	count(*) FILTER (WHERE open AND NOT was AND at < '2026-04-06') - count(*) FILTER (WHERE was AND NOT open AND at < '2026-04-06') AS open_before
FROM changes
