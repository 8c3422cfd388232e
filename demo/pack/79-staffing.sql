-- How many agents the chats and calls need, by the hour of the day: the load of an hour, the agents who answer four fifths within a minute, and the same
-- in an hour that is busier than nine of ten.

CREATE OR REPLACE VIEW pack.staffing AS
SELECT team, local_hour, open_hours, contacts, mean_contacts, busy_contacts, handle_seconds, load,
	required_agents(load, handle_seconds, 0.8, 60, patience_seconds => 180, max_occupancy => 0.85) AS agents,
	required_agents(busy_load, handle_seconds, 0.8, 60, patience_seconds => 180, max_occupancy => 0.85) AS busy_agents, busy_load
FROM pack.live_contacts
CROSS JOIN LATERAL (SELECT contacts / open_hours::float8 AS mean_contacts) AS m
CROSS JOIN LATERAL (SELECT offered_load(mean_contacts, handle_seconds, 3600) AS load, offered_load(busy_contacts, handle_seconds, 3600) AS busy_load) AS l
WHERE contacts > 0;

\set section staffing
\set question 'How many agents do chats and calls need? By hour of the day, the last 13 weeks'
SELECT coalesce(string_agg(format('%s is busiest at %s:00, with %s contacts an hour of %s each: %s agents answer 80 %% within a minute, which is %s on the schedule with a shrinkage of 30 %%; with one '
	'agent less it would be %s %%', team, to_char(local_hour, 'FM00'), pack.figure(mean_contacts), format_duration(handle_seconds), agents, scheduled_agents(agents, 0.3),
	pack.figure(100 * service_level(load, agents - 1, handle_seconds, 60, 180), 0)), '. ' ORDER BY team) || '.', 'There were no chats and calls.') AS finding
FROM (SELECT DISTINCT ON (team) * FROM pack.staffing ORDER BY team, load DESC, local_hour) AS busiest \gset
\ir heading.sql
\pset title 'Contacts come at random, take their time, and give up after three minutes on average (Erlang A); agents are to be busy for at most 85 % of their time'
SELECT team AS "Team", to_char(local_hour, 'FM00') || ':00' AS "Local hour", open_hours AS "n hours", contacts AS "n contacts", pack.figure(mean_contacts) AS "Contacts an hour",
	format_duration(handle_seconds) AS "Handle time", pack.figure(load, 2) AS "Load, erlangs", agents AS "Agents",
	pack.figure(100 * service_level(load, agents, handle_seconds, 60, 180), 0) AS "% within a minute", pack.figure(average_wait(load, agents, handle_seconds, 180), 0) AS "Wait, s",
	pack.figure(100 * abandonment_rate(load, agents, handle_seconds, 180)) AS "% giving up", pack.figure(100 * occupancy(load, agents, handle_seconds, 180), 0) AS "% busy",
	busy_contacts AS "Contacts, busy hour", busy_agents AS "Agents then", scheduled_agents(busy_agents, 0.3) AS "On the schedule"
FROM pack.staffing ORDER BY team, local_hour;
\pset title
\if :html
SELECT local_hour, max(agents) FILTER (WHERE team = 'New York'), max(busy_agents) FILTER (WHERE team = 'New York'),
	max(agents) FILTER (WHERE team = 'Berlin'), max(busy_agents) FILTER (WHERE team = 'Berlin'),
	max(agents) FILTER (WHERE team = 'Sydney'), max(busy_agents) FILTER (WHERE team = 'Sydney'),
	max(n) FILTER (WHERE team = 'New York'), max(n) FILTER (WHERE team = 'Berlin'), max(n) FILTER (WHERE team = 'Sydney')
FROM generate_series(0, 23) AS local_hour LEFT JOIN (SELECT *, sum(contacts) OVER (PARTITION BY team) AS n FROM pack.staffing) AS s USING (local_hour)
GROUP BY local_hour ORDER BY local_hour
\g (format=unaligned fieldsep='\t' tuples_only=on null=NaN) :data/staffing.tsv
\endif
