-- What is open: the backlog over time and its age, and the tickets whose promise is about to be broken.

-- The moment at which the list of tickets is made: noon of the last day.
SELECT (date :'as_of' + time '12:00') AT TIME ZONE 'UTC' AS moment \gset

\set section backlog
\set question 'How much is open, how old is it, and which promises break next?'
SELECT format('%s tickets are open, half of them for more than %s; %s for more than a week. Three months ago it was %s. At noon %s '
	'tickets had less than four business hours left.', backlog_at(b, at), format_duration(backlog_median_age_seconds(b, at)),
	backlog_older_than(b, at, '7 days'), backlog_at(b, at - interval '3 months'),
	(SELECT count(*) FROM pack.at_risk)) AS finding
FROM (SELECT rollup(backlog) AS b, (date :'as_of' + 1)::timestamptz AS at FROM pack.backlogs) AS all_teams \gset
\ir heading.sql
\pset title 'The last eight weeks'
SELECT at::date AS "Week from", opened AS "opened", reopened AS "reopened", solved AS "solved", still_open AS "open at its end",
	format_duration(median_age_seconds) AS "half are older than"
FROM (SELECT rollup(backlog) AS b FROM pack.backlogs) AS all_teams,
	backlog_series(b, date_trunc('week', (date :'as_of' - 49)::timestamptz), (date :'as_of' + 1)::timestamptz, 'week')
ORDER BY at;
\pset title 'By team, on the last day'
SELECT team AS "Team", backlog_at(backlog, at) AS "open", backlog_older_than(backlog, at, '1 day') AS "over a day",
	backlog_older_than(backlog, at, '7 days') AS "over a week", format_duration(backlog_median_age_seconds(backlog, at)) AS "median age"
FROM pack.backlogs, (SELECT (date :'as_of' + 1)::timestamptz AS at) AS t
ORDER BY team;
\pset title 'Promises that break within four business hours of noon, the nearest first'
SELECT ticket_id AS "Ticket", team AS "Team", priority AS "Priority", promise AS "Promise", format_duration((clock).remaining_seconds) AS "left",
	to_char((clock).due_at, 'YYYY-MM-DD HH24:MI') AS "due, UTC", (clock).status AS "clock"
FROM pack.at_risk
ORDER BY (clock).remaining_seconds, ticket_id, promise LIMIT 12;
\pset title
\if :html
SELECT at::date, still_open, opened + reopened, solved, median_age_seconds / 86400
FROM (SELECT rollup(backlog) AS b FROM pack.backlogs) AS all_teams,
	backlog_series(b, timestamptz '2024-07-08', date_trunc('week', (date :'as_of' + 1)::timestamptz), 'week')
ORDER BY at
\g (format=unaligned fieldsep='\t' tuples_only=on null=NaN) :data/backlog.tsv
\endif
