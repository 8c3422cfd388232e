-- Whether the promises are kept, by week, priority and team: from the timelines of the tickets, in the teams' hours.

\set section promises
\set question 'Do we keep our promises? First reply and resolution in business hours, ':this_quarter
SELECT format('%s %% of the first replies came in time (interval %s), %s %% of the tickets were solved in time (%s; %s are '
	'still running). The lowest is %s.', pack.figure(100 * sla_attainment(replies)),
	trim(pack.span(100 * sla_attainment_lo(replies), 100 * sla_attainment_hi(replies))), pack.figure(100 * sla_attainment(resolutions)),
	trim(pack.span(100 * sla_attainment_lo(resolutions), 100 * sla_attainment_hi(resolutions))), sla_in_progress(resolutions),
	(SELECT format('%s in %s, with %s %% of the first replies', priority, team, pack.figure(100 * sla_attainment(replies)))
		FROM pack.sla_quarter ORDER BY sla_attainment(replies), team, priority LIMIT 1)) AS finding
FROM (SELECT rollup(replies) AS replies, rollup(resolutions) AS resolutions FROM pack.sla_quarter) AS s \gset
\ir heading.sql
\pset title 'By team and priority'
SELECT team AS "Team", priority AS "Priority",
	pack.cell(100 * sla_attainment(replies), 100 * sla_attainment_lo(replies), 100 * sla_attainment_hi(replies),
		sla_achieved(replies) + sla_breached(replies)) AS "first reply in time, %",
	format_duration(sla_percentile(replies, 0.5)) AS "median", format_duration(sla_percentile(replies, 0.9)) AS "90th",
	pack.cell(100 * sla_attainment(resolutions), 100 * sla_attainment_lo(resolutions), 100 * sla_attainment_hi(resolutions),
		sla_achieved(resolutions) + sla_breached(resolutions)) AS "solved in time, %",
	format_duration(sla_percentile(resolutions, 0.5)) AS "median", format_duration(sla_percentile(resolutions, 0.9)) AS "90th",
	sla_in_progress(resolutions) AS "running"
FROM pack.sla_quarter
ORDER BY team, array_position(ARRAY['urgent', 'high', 'normal', 'low'], priority);
\pset title 'The last eight weeks, by the week in which the ticket was opened'
SELECT week AS "Week from", pack.cell(100 * sla_attainment(replies), 100 * sla_attainment_lo(replies),
		100 * sla_attainment_hi(replies), sla_achieved(replies) + sla_breached(replies)) AS "first reply in time, %",
	format_duration(sla_percentile(replies, 0.5)) AS "median", format_duration(sla_percentile(replies, 0.9)) AS "90th",
	pack.cell(100 * sla_attainment(resolutions), 100 * sla_attainment_lo(resolutions),
		100 * sla_attainment_hi(resolutions), sla_achieved(resolutions) + sla_breached(resolutions)) AS "solved in time, %",
	sla_in_progress(resolutions) AS "running"
FROM (SELECT week, rollup(replies) AS replies, rollup(resolutions) AS resolutions FROM pack.weekly_sla GROUP BY week) AS w
WHERE week > date :'as_of' - 56
ORDER BY week;
\pset title
\if :html
SELECT week, 100 * sla_attainment(a), 100 * sla_attainment_lo(a), 100 * sla_attainment_hi(a), observations(a),
	100 * sla_attainment(b), 100 * sla_attainment_lo(b), 100 * sla_attainment_hi(b), observations(b),
	100 * sla_attainment(c), 100 * sla_attainment_lo(c), 100 * sla_attainment_hi(c), observations(c)
FROM (SELECT week, rollup(replies) FILTER (WHERE team = 'New York') AS a,
		rollup(replies) FILTER (WHERE team = 'Berlin') AS b, rollup(replies) FILTER (WHERE team = 'Sydney') AS c
	FROM pack.weekly_sla GROUP BY week) AS w
ORDER BY week
\g (format=unaligned fieldsep='\t' tuples_only=on null=NaN) :data/promises.tsv
\endif
