-- What a day brings that a pipeline has to cope with, done to the canonical tables of the demo company in the schema support:
-- rows that are new, late, repeated, changed or gone. integrations/dbt/check runs it between two runs.
\set ON_ERROR_STOP on
SET timezone = 'UTC';
SET search_path = support, csops;

-- A new ticket, and one that a slow export brings three months late.
INSERT INTO tickets
SELECT n.ticket_id, account_id, requester_id, channel, 'urgent', 'open', team, assignee_id, calendar, n.opened_at, NULL, NULL, NULL, 0, 0, n.updated_at
FROM tickets, (VALUES ('new', timestamptz '2026-07-01 09:00+00', timestamptz '2026-07-01 09:00+00'),
	('late', '2026-04-02 09:00+00', '2026-04-02 09:10+00')) AS n (ticket_id, opened_at, updated_at)
WHERE tickets.ticket_id = '1';
INSERT INTO ticket_events
SELECT ticket_id || '-' || seq, ticket_id, kind, value, opened_at + at, seq
FROM tickets, (VALUES (1, 'status', 'new', interval '0'), (2, 'priority', 'urgent', '0'), (3, 'reply', 'customer', '0'),
	(4, 'reply', 'agent', '10 minutes'), (5, 'status', 'open', '10 minutes')) AS e (seq, kind, value, at)
WHERE ticket_id IN ('new', 'late');

-- The earliest open tickets are solved; some long closed ones are opened again.
CREATE TEMPORARY TABLE chosen AS
(SELECT ticket_id, 'solved' AS status FROM tickets WHERE status IN ('open', 'pending') AND ticket_id NOT IN ('new', 'late') ORDER BY opened_at LIMIT 8)
UNION ALL
(SELECT ticket_id, 'open' FROM tickets WHERE status = 'closed' ORDER BY md5(ticket_id) LIMIT 5);
INSERT INTO ticket_events
SELECT ticket_id || '-again', ticket_id, 'status', status, '2026-07-01 11:00+00', 1000 FROM chosen;
UPDATE tickets SET status = chosen.status, solved_at = CASE chosen.status WHEN 'solved' THEN timestamptz '2026-07-01 11:00+00' END, updated_at = '2026-07-01 11:00+00'
FROM chosen WHERE chosen.ticket_id = tickets.ticket_id;

-- Tickets go to another team, with another priority: their old weeks are no longer what they were.
CREATE TEMPORARY TABLE moved AS
SELECT ticket_id FROM tickets WHERE team = 'Berlin' AND priority <> 'high' ORDER BY md5('m' || ticket_id) LIMIT 10;
INSERT INTO ticket_events
SELECT ticket_id || '-moved-' || kind, ticket_id, kind, value, '2026-07-01 12:00+00', 1001
FROM moved, (VALUES ('team', 'Sydney'), ('calendar', 'Sydney'), ('priority', 'high')) AS e (kind, value);
UPDATE tickets SET team = 'Sydney', calendar = 'Sydney', priority = 'high', updated_at = '2026-07-01 12:00+00' WHERE ticket_id IN (SELECT ticket_id FROM moved);

-- Tickets are deleted: among them the only ones of their week, team and priority.
DELETE FROM tickets WHERE ticket_id IN (SELECT ticket_id FROM tickets ORDER BY md5('d' || ticket_id) LIMIT 4);
DELETE FROM tickets WHERE ticket_id IN (
	SELECT min(ticket_id) FROM tickets GROUP BY date_trunc('week', opened_at AT TIME ZONE 'UTC'), team, priority HAVING count(*) = 1 ORDER BY 1 LIMIT 2);

-- The same export once more: a row that says that it changed, and did not.
UPDATE tickets SET updated_at = '2026-07-01 13:00+00' WHERE ticket_id IN (SELECT ticket_id FROM tickets ORDER BY md5('r' || ticket_id) LIMIT 3);

-- A late answer, a corrected one, one that is withdrawn, a survey that is gone, a new one.
UPDATE surveys SET score = 2, responded_at = '2026-07-01 08:00+00', updated_at = '2026-07-01 08:00+00'
WHERE response_id IN (SELECT response_id FROM surveys WHERE kind = 'nps' AND score IS NULL ORDER BY md5(response_id) LIMIT 6);
UPDATE surveys SET score = 5, updated_at = '2026-07-01 08:00+00'
WHERE response_id IN (SELECT response_id FROM surveys WHERE kind = 'csat' AND score < 3 ORDER BY md5(response_id) LIMIT 6);
UPDATE surveys SET score = NULL, responded_at = NULL, updated_at = '2026-07-01 08:00+00'
WHERE response_id IN (SELECT response_id FROM surveys WHERE score IS NOT NULL ORDER BY md5('w' || response_id) LIMIT 2);
DELETE FROM surveys WHERE response_id IN (SELECT response_id FROM surveys ORDER BY md5('d' || response_id) LIMIT 3);
INSERT INTO surveys VALUES ('new', 'nps', NULL, '1', 9, 10, '2026-07-01 08:00+00', '2026-07-01 10:00+00', '2026-07-01 10:00+00');

-- An account is now reported in another segment, with all it ever answered.
UPDATE accounts SET segment = 'Energy, 50-199', updated_at = '2026-07-01 07:00+00' WHERE account_id = '7';

-- Signals: another week, rows that arrive three days late, and a signal that has no value any more.
INSERT INTO signals SELECT account_id, signal, value * 1.1, timestamptz '2026-07-01 00:00+00' FROM signals WHERE observed_at = '2026-06-29 00:00+00' AND account_id < '3';
INSERT INTO signals SELECT account_id, signal, value + 0.04, timestamptz '2026-06-26 00:00+00' FROM signals WHERE observed_at = '2026-06-29 00:00+00' AND account_id > '8';
INSERT INTO signals SELECT account_id, 'error_rate', NULL, timestamptz '2026-07-01 06:00+00' FROM accounts WHERE churned_at IS NULL AND account_id < '2';

-- A contract ends early, another begins.
UPDATE subscriptions SET ends_on = '2026-06-15', updated_at = '2026-07-01 07:00+00'
WHERE subscription_id IN (SELECT subscription_id FROM subscriptions WHERE starts_on < '2026-06-01' AND ends_on > '2026-07-01' ORDER BY md5(subscription_id) LIMIT 3);
INSERT INTO subscriptions VALUES ('new', '1', '2026-06-20', NULL, 4200, 'USD', '2026-07-01 07:00+00');
