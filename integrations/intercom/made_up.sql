-- Intercom's streams with the columns that the views read, as Airbyte lands them, and a handful of invented conversations. Times are seconds
-- since 1970; the office is open Monday to Friday from 9:00 to 17:00 UTC.
CREATE SCHEMA intercom;
SET search_path = intercom;
CREATE TABLE companies (id text, name text, plan jsonb, monthly_spend numeric, created_at bigint, remote_created_at bigint, updated_at bigint);
CREATE TABLE contacts (id text, companies jsonb);
CREATE TABLE teams (id bigint, name text);
CREATE TABLE conversations (id text, state text, priority text, source jsonb, contacts jsonb, team_assignee_id bigint, admin_assignee_id bigint, created_at bigint,
	updated_at bigint, conversation_rating jsonb, statistics jsonb);
CREATE TABLE conversation_parts (id bigint, conversation_id text, part_type text, body text, author jsonb, assigned_to jsonb, created_at bigint);
\if :{?rows}
CREATE FUNCTION seconds(at timestamptz) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT RETURN extract(epoch FROM at)::bigint;
INSERT INTO companies VALUES ('co1', 'customer 1', '{"name": "Growth"}', 100.5, seconds('2025-01-01Z'), NULL, seconds('2026-01-01Z'));
INSERT INTO contacts VALUES ('ct1', '{"data": [{"id": "co1"}]}'), ('ct2', '{"data": []}');
INSERT INTO teams VALUES (5, 'first line'), (6, 'billing');
-- Friday 15:00 to Tuesday: answered on Monday at 10:00, closed at 11:00, opened again on Tuesday at 9:00, closed at 9:30.
INSERT INTO conversations VALUES
	('c1', 'closed', 'priority', '{"type": "email", "author": {"type": "user"}}', '{"contacts": [{"id": "ct1"}]}', 6, 71, seconds('2026-05-08 15:00Z'), seconds('2026-05-12 09:30Z'),
		jsonb_build_object('rating', 4, 'requested_at', seconds('2026-05-12 09:31Z'), 'created_at', seconds('2026-05-12 10:00Z')),
		jsonb_build_object('time_to_admin_reply', 10800, 'first_admin_reply_at', seconds('2026-05-11 10:00Z'), 'time_to_first_close', 14400,
			'first_close_at', seconds('2026-05-11 11:00Z'), 'time_to_last_close', 14400, 'last_close_at', seconds('2026-05-12 09:30Z'))),
	('c2', 'snoozed', 'not_priority', '{"type": "conversation", "author": {"type": "lead"}}', '{"contacts": [{"id": "ct2"}]}', NULL, NULL, seconds('2026-05-11 09:00Z'),
		seconds('2026-05-11 09:05Z'), jsonb_build_object('rating', NULL, 'created_at', seconds('2026-05-11 09:10Z')), '{}');
INSERT INTO conversation_parts VALUES
	(1, 'c1', 'assignment', NULL, '{"type": "bot"}', '{"type": "team", "id": "5"}', seconds('2026-05-08 15:01Z')),
	(2, 'c1', 'comment', 'we are away', '{"type": "bot"}', NULL, seconds('2026-05-08 15:01Z')),
	(3, 'c1', 'note', 'look at this', '{"type": "admin", "id": "70"}', NULL, seconds('2026-05-08 15:05Z')),
	(4, 'c1', 'comment', 'hello', '{"type": "admin", "id": "70"}', NULL, seconds('2026-05-11 10:00Z')),
	(5, 'c1', 'close', 'good bye', '{"type": "admin", "id": "70"}', NULL, seconds('2026-05-11 11:00Z')),
	(6, 'c1', 'open', 'one more thing', '{"type": "user", "id": "ct1"}', NULL, seconds('2026-05-12 09:00Z')),
	(7, 'c1', 'assignment', NULL, '{"type": "admin", "id": "70"}', '{"type": "team", "id": "6"}', seconds('2026-05-12 09:10Z')),
	(8, 'c1', 'assignment', NULL, '{"type": "admin", "id": "70"}', '{"type": "admin", "id": "71"}', seconds('2026-05-12 09:10Z')),
	(9, 'c1', 'close', NULL, '{"type": "admin", "id": "71"}', NULL, seconds('2026-05-12 09:30Z')),
	(10, 'c2', 'snoozed', NULL, '{"type": "admin", "id": "71"}', NULL, seconds('2026-05-11 09:05Z'));
\endif
RESET search_path;
