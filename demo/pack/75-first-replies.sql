-- How long customers wait for the first reply, in the business hours of the team and on the calendar.

CREATE OR REPLACE VIEW pack.first_reply_quarter AS
SELECT team, rollup(business) AS business, rollup(calendar) AS calendar, rollup(business_kept) AS business_kept,
	rollup(calendar_kept) AS calendar_kept
FROM pack.daily_first_replies
WHERE day >= date :'this_from'
GROUP BY team;

CREATE OR REPLACE VIEW pack.first_reply_months AS
SELECT date_trunc('month', day)::date AS month, team, rollup(business) AS business, rollup(calendar) AS calendar,
	rollup(business_kept) AS business_kept, rollup(calendar_kept) AS calendar_kept
FROM pack.daily_first_replies
GROUP BY 1, 2;

\set section first_replies
\set question 'How long do customers wait for a first reply by email or web? By team, ':this_quarter
SELECT format('In business time half of the first replies came within %s to %s, depending on the team; on the '
	'calendar that is %s. The promise, which is in business hours, was kept for %s %% of the tickets; a calendar clock would say '
	'%s %%.',
	format_duration(min(duration_p50(business))), format_duration(max(duration_p50(business))),
	string_agg(format('%s in %s', format_duration(duration_p50(calendar)), team), ', '
		ORDER BY duration_p50(calendar), team),
	pack.figure(100 * proportion(rollup(business_kept))), pack.figure(100 * proportion(rollup(calendar_kept))))
	AS finding
FROM pack.first_reply_quarter \gset
\ir heading.sql
SELECT figure AS "Figure", team AS "Team", pack.figure(business_value) AS "Business hours",
	pack.span(business_lo, business_hi) AS "95 % interval", pack.figure(calendar_value) AS "Calendar hours",
	pack.span(calendar_lo, calendar_hi) AS "95 % interval", n AS "n tickets", waiting AS "not yet known"
FROM (
	SELECT place, figure, team, duration_percentile(business, q) / 3600 AS business_value,
		duration_percentile_lo(business, q) / 3600 AS business_lo,
		duration_percentile_hi(business, q) / 3600 AS business_hi,
		duration_percentile(calendar, q) / 3600 AS calendar_value,
		duration_percentile_lo(calendar, q) / 3600 AS calendar_lo,
		duration_percentile_hi(calendar, q) / 3600 AS calendar_hi,
		observations(business) AS n, unanswered(business) AS waiting
	FROM pack.first_reply_quarter,
		(VALUES (1, 'Median, hours', 0.5), (2, '90th percentile, hours', 0.9)) AS q (place, figure, q)
	UNION ALL
	SELECT 3, 'Within the promise, %', team, 100 * proportion(business_kept),
		100 * proportion_lo(business_kept), 100 * proportion_hi(business_kept),
		100 * proportion(calendar_kept), 100 * proportion_lo(calendar_kept), 100 * proportion_hi(calendar_kept),
		observations(business_kept), unanswered(business_kept)
	FROM pack.first_reply_quarter
) AS figures
ORDER BY place, team;
\pset title 'The last twelve months, by the month in which the ticket was opened: business and calendar hours'
SELECT team AS "Team", to_char(month, 'YYYY-MM') AS "Month",
	pack.figure(duration_p50(business) / 3600) AS "median, business",
	pack.figure(duration_p50(calendar) / 3600) AS "median, calendar",
	pack.figure(duration_p90(business) / 3600) AS "90th, business",
	pack.figure(duration_p90(calendar) / 3600) AS "90th, calendar",
	pack.figure(100 * proportion(business_kept)) AS "% in time, business",
	pack.figure(100 * proportion(calendar_kept)) AS "% in time, calendar", observations(business) AS "n tickets"
FROM pack.first_reply_months
WHERE month > date :'as_of' - interval '1 year'
ORDER BY team, month;
\pset title 'The promise'
SELECT priority AS "Priority", format_duration(extract(epoch FROM first_reply)::float8)
	AS "First reply within, business time"
FROM demo.sla_policies ORDER BY first_reply;
\pset title 'The business hours, and what calendar_check finds in them'
SELECT team AS "Team", time_zone AS "Zone", calendar::jsonb ->> 'hours' AS "Hours",
	jsonb_array_length(calendar::jsonb -> 'holidays') AS "Holidays",
	coalesce((SELECT string_agg(message, ' ') FROM calendar_check(calendar, :'as_of')), 'nothing') AS "Found"
FROM pack.team_calendars ORDER BY team;
\pset title
\if :html
SELECT month + 14, string_agg(format(E'%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s',
	duration_p50(business) / 3600, duration_percentile_lo(business, 0.5) / 3600,
	duration_percentile_hi(business, 0.5) / 3600, duration_p90(business) / 3600,
	duration_p50(calendar) / 3600, duration_percentile_lo(calendar, 0.5) / 3600,
	duration_percentile_hi(calendar, 0.5) / 3600, duration_p90(calendar) / 3600, observations(business)),
	E'\t' ORDER BY place)
FROM (SELECT DISTINCT month FROM pack.first_reply_months) AS m
CROSS JOIN (VALUES (1, 'New York'), (2, 'Berlin'), (3, 'Sydney')) AS t (place, team)
LEFT JOIN pack.first_reply_months USING (month, team)
GROUP BY month ORDER BY month
\g (format=unaligned fieldsep='\t' tuples_only=on null=NaN) :data/first_replies.tsv
\endif
