-- The reply time of one ticket, span by span.

CREATE OR REPLACE VIEW pack.explained_spans AS
SELECT row_number() OVER (ORDER BY during) AS place, lower(during) AS from_at, upper(during) AS to_at, counted,
	coalesce(replace(reason, 'holiday ' || day, format('holiday (%s)', name)), reason) AS reason,
	make_interval(secs => extract(epoch FROM upper(during) - lower(during))::float8) AS calendar_time, elapsed
FROM pack.explained_ticket AS t
CROSS JOIN LATERAL explain_elapsed(calendar, opened_at, first_response_at)
LEFT JOIN demo.team_holidays AS h
	ON h.team = t.team AND reason LIKE 'holiday%' AND day = (lower(during) AT TIME ZONE time_zone)::date;

\set section one_reply
SELECT format('Where does the time go? Ticket %s, by %s to %s, opened on %s', id, channel, team,
		to_char(opened_at AT TIME ZONE time_zone, 'FMDD FMMonth YYYY')) AS question,
	format('The first reply took %s on the calendar, of which %s were business time; the promise of %s of business '
		'time was %s. On the way: %s.',
		format_duration(extract(epoch FROM first_response_at - opened_at)::float8),
		format_duration(extract(epoch FROM business_time)::float8),
		format_duration(extract(epoch FROM first_reply)::float8),
		CASE WHEN business_time <= first_reply THEN 'kept' ELSE 'broken' END,
		coalesce((SELECT string_agg(part, '; ' ORDER BY place, part DESC)
			FROM pack.explained_spans, regexp_split_to_table(reason, '; ') AS part
			WHERE part ~ '^(clock set|holiday)'), 'no holiday and no change of the clocks')) AS finding
FROM pack.explained_ticket \gset
\ir heading.sql
SELECT "From, local time", "To", "Open", "Calendar time", "Business time", "Reason"
FROM (
	SELECT place, to_char(from_at AT TIME ZONE time_zone, 'Dy FMDD Mon HH24:MI:SS') AS "From, local time",
		to_char(to_at AT TIME ZONE time_zone, 'Dy HH24:MI:SS') AS "To",
		CASE WHEN counted THEN 'yes' ELSE 'no' END AS "Open", calendar_time AS "Calendar time",
		elapsed AS "Business time", reason AS "Reason"
	FROM pack.explained_spans, pack.explained_ticket
	UNION ALL
	SELECT 1000000, 'Sum of the spans', NULL, NULL, sum(calendar_time), sum(elapsed), NULL FROM pack.explained_spans
	UNION ALL
	SELECT 1000001, 'business_elapsed', NULL, NULL, NULL, business_time, NULL FROM pack.explained_ticket
) AS spans
ORDER BY place;
\pset title 'Was the promise kept? The business time decides, not the instant at which it fell due'
SELECT first_reply AS "Promised", business_time AS "Business time",
	CASE WHEN business_time <= first_reply THEN 'yes' ELSE 'no' END AS "Kept",
	to_char(first_response_at AT TIME ZONE time_zone, 'Dy FMDD Mon HH24:MI:SS') AS "Answered",
	to_char(business_add(calendar, opened_at, first_reply) AT TIME ZONE time_zone, 'Dy FMDD Mon HH24:MI:SS') AS "Due",
	to_char(business_add(calendar, opened_at, first_reply, 'next_open') AT TIME ZONE time_zone,
		'Dy FMDD Mon HH24:MI:SS') AS "Due, rolled to an opening"
FROM pack.explained_ticket;
\pset title
