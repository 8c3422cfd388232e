-- Support by team and channel: shares and ratios of sums
-- explore: tickets
-- fields: tickets.team, tickets.channel, tickets.count, tickets.first_contact_resolution, tickets.reopened, tickets.handle_time, tickets.cost_per_reply
SELECT team, channel, count(*), avg(first_contact_resolution::integer), avg(reopened::integer),
	sum(handle_seconds)::float8 / sum(replies) / 86400, sum(cost) / sum(replies)
FROM demo.tickets GROUP BY team, channel ORDER BY team, channel
