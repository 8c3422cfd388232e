-- Tickets that were handed over, in the total of a team: once, not once for each agent
-- explore: ticket_hands
-- fields: tickets_once.team, tickets_once.count, tickets_once.first_contact_resolution, tickets_once.handle_time
-- joined: holders
-- wrong: SUM(${tickets_once.handle_seconds})::float8 / SUM(${tickets_once.replies}) / 86400
-- is: tickets_once.handle_time
SELECT team, count(*), avg(first_contact_resolution::integer), sum(handle_seconds)::float8 / sum(replies) / 86400
FROM demo.tickets GROUP BY team ORDER BY team
