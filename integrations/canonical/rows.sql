-- Rows that the canonical tables would not take, and figures of tickets that their events contradict: nothing, when all is well.
--
--   psql -v schema=support -f integrations/canonical/rows.sql
--
-- Variables:
--   schema   where the tables or views are
SET search_path = :"schema";

SELECT 'accounts: key' AS problem, account_id AS example FROM accounts GROUP BY account_id HAVING account_id IS NULL OR count(*) > 1
UNION ALL
SELECT 'tickets: key', ticket_id FROM tickets GROUP BY ticket_id HAVING ticket_id IS NULL OR count(*) > 1
UNION ALL
SELECT 'ticket_events: key', event_id FROM ticket_events GROUP BY event_id HAVING event_id IS NULL OR count(*) > 1
UNION ALL
SELECT 'ticket_events: order of one instant', min(event_id) FROM ticket_events GROUP BY ticket_id, kind, occurred_at, seq HAVING count(*) > 1
UNION ALL
SELECT 'surveys: key', response_id FROM surveys GROUP BY response_id HAVING response_id IS NULL OR count(*) > 1
UNION ALL
SELECT 'signals: key', account_id FROM signals GROUP BY account_id, signal, observed_at
HAVING account_id IS NULL OR signal IS NULL OR observed_at IS NULL OR count(*) > 1
UNION ALL
SELECT 'subscriptions: key', subscription_id FROM subscriptions GROUP BY subscription_id HAVING subscription_id IS NULL OR count(*) > 1
UNION ALL
SELECT 'business_calendars: key', calendar FROM business_calendars GROUP BY calendar HAVING calendar IS NULL OR count(*) > 1 OR bool_or(definition IS NULL)
UNION ALL
SELECT 'sla_policies: key', policy FROM sla_policies GROUP BY policy, priority, metric, valid_from
HAVING policy IS NULL OR priority IS NULL OR metric IS NULL OR valid_from IS NULL OR count(*) > 1
UNION ALL
SELECT 'accounts: updated_at', account_id FROM accounts WHERE updated_at IS NULL
UNION ALL
SELECT 'tickets: a value is missing', ticket_id FROM tickets
WHERE opened_at IS NULL OR reopens IS NULL OR agent_replies IS NULL OR updated_at IS NULL
UNION ALL
SELECT 'tickets: status', ticket_id FROM tickets
WHERE (status IN ('new', 'open', 'pending', 'hold', 'solved', 'closed')) IS NOT TRUE
UNION ALL
SELECT 'tickets: solved_at where it is not solved', ticket_id FROM tickets WHERE (solved_at IS NOT NULL) <> (status IN ('solved', 'closed'))
UNION ALL
SELECT 'tickets: closed_at where it is not closed', ticket_id FROM tickets WHERE (closed_at IS NOT NULL) <> (status = 'closed')
UNION ALL
SELECT 'tickets: the calendar is unknown', ticket_id FROM tickets WHERE calendar NOT IN (SELECT calendar FROM business_calendars)
UNION ALL
SELECT 'ticket_events: kind or value', event_id FROM ticket_events
WHERE (CASE kind WHEN 'status' THEN value IN ('new', 'open', 'pending', 'hold', 'solved', 'closed') WHEN 'reply' THEN value IN ('agent', 'customer')
	WHEN 'priority' THEN true WHEN 'assignee' THEN true WHEN 'team' THEN true WHEN 'calendar' THEN true END) IS NOT TRUE
UNION ALL
SELECT 'ticket_events: a value is missing', event_id FROM ticket_events WHERE ticket_id IS NULL OR occurred_at IS NULL OR seq IS NULL
UNION ALL
SELECT 'ticket_events: of no ticket', event_id FROM ticket_events WHERE ticket_id NOT IN (SELECT ticket_id FROM tickets)
UNION ALL
SELECT 'tickets: status is not that of the last event', ticket_id
FROM tickets JOIN (
	SELECT ticket_id, csops.timeline_agg(occurred_at, value, seq) AS statuses FROM ticket_events WHERE kind = 'status' GROUP BY ticket_id
) AS history USING (ticket_id)
WHERE status <> csops.state_at(statuses, 'infinity')
UNION ALL
SELECT 'tickets: reopens are not those of the events', ticket_id
FROM tickets JOIN (
	SELECT ticket_id, csops.timeline_agg(occurred_at, value, seq) AS statuses FROM ticket_events WHERE kind = 'status' GROUP BY ticket_id
) AS history USING (ticket_id)
WHERE reopens <> csops.transitions(statuses, '{solved}', '{new,open,pending,hold}')
UNION ALL
SELECT 'tickets: replies are not those of the events', ticket_id
FROM tickets LEFT JOIN (
	SELECT ticket_id, count(*) AS replies, min(occurred_at) AS first_at FROM ticket_events WHERE kind = 'reply' AND value = 'agent' GROUP BY ticket_id
) AS history USING (ticket_id)
WHERE agent_replies <> coalesce(replies, 0) OR first_replied_at IS DISTINCT FROM first_at
UNION ALL
SELECT 'surveys: kind, scale or times', response_id FROM surveys
WHERE (kind IN ('csat', 'nps', 'ces') AND scale_top > 1 AND sent_at IS NOT NULL AND updated_at IS NOT NULL) IS NOT TRUE
	OR (score IS NULL) <> (responded_at IS NULL)
UNION ALL
SELECT 'subscriptions: a value is missing, or it ends before it begins', subscription_id FROM subscriptions
WHERE account_id IS NULL OR starts_on IS NULL OR monthly_amount IS NULL OR currency IS NULL OR updated_at IS NULL OR ends_on <= starts_on
UNION ALL
SELECT 'sla_policies: metric, target, clock or time', policy FROM sla_policies
WHERE (metric IN ('first_reply', 'next_reply', 'requester_wait', 'agent_work', 'full_resolution') AND target > interval '0'
	AND in_business_hours IS NOT NULL AND coalesce(valid_to > valid_from, true)) IS NOT TRUE
UNION ALL
SELECT 'sla_policies: the calendar is unknown', policy FROM sla_policies WHERE calendar NOT IN (SELECT calendar FROM business_calendars)
LIMIT 20;
