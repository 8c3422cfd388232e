-- What the check reads beside the published seeds: Zendesk as Fivetran lands it, for two weeks around Easter 2026, invented. Times are in
-- UTC without a zone. Berlin is open 7:00 to 15:00 UTC, New York 12:00 to 22:00.
CREATE SCHEMA made_up;
SET search_path = made_up;

CREATE TABLE organization (id bigint, name text, created_at timestamp, updated_at timestamp);
CREATE TABLE "user" (id bigint, role text, organization_id bigint);
CREATE TABLE "group" (id bigint, name text, _fivetran_deleted boolean);
CREATE TABLE ticket (id bigint, created_at timestamp, updated_at timestamp, status text, priority text, via_channel text, requester_id bigint,
	organization_id bigint, assignee_id bigint, group_id bigint, merged_ticket_ids text, _fivetran_deleted boolean);
CREATE TABLE ticket_field_history (ticket_id bigint, field_name text, updated timestamp, value text, user_id bigint);
CREATE TABLE ticket_comment (id bigint, ticket_id bigint, created timestamp, public boolean, user_id bigint);
CREATE TABLE schedule (id bigint, name text, start_time integer, end_time integer, time_zone text, created_at timestamp, _fivetran_deleted boolean);
CREATE TABLE schedule_holiday (id bigint, schedule_id bigint, name text, start_date text, end_date text, _fivetran_deleted boolean);
CREATE TABLE ticket_schedule (ticket_id bigint, schedule_id bigint, created_at timestamp);
CREATE TABLE sla_policy_metric_history (sla_policy_id bigint, sla_policy_updated_at timestamp, index integer, metric text, priority text, target integer,
	business_hours boolean);
CREATE TABLE ticket_sla_policy (ticket_id bigint, sla_policy_id bigint, policy_applied_at timestamp);

INSERT INTO organization VALUES (7, 'customer 7', '2025-01-01', '2026-01-01');
INSERT INTO "user" VALUES (501, 'agent', NULL), (502, 'admin', NULL), (900, 'end-user', 7);
INSERT INTO "group" VALUES (61, 'first line', false), (62, 'billing', false);
-- One row for each day of the week.
INSERT INTO schedule SELECT 10, 'Berlin', day * 1440 + 540, day * 1440 + 1020, 'Berlin', '2024-01-01', false FROM generate_series(1, 5) AS day;
INSERT INTO schedule SELECT 20, 'New York', day * 1440 + 480, day * 1440 + 1080, 'Eastern Time (US & Canada)', '2024-02-01', false FROM generate_series(1, 5) AS day;
INSERT INTO schedule SELECT 30, 'gone', 0, 10080, 'London', '2023-01-01', true;
-- Holidays include their last day.
INSERT INTO schedule_holiday VALUES (1, 10, 'Easter', '2026-04-03', '2026-04-06', false), (2, 10, 'taken back', '2026-04-08', '2026-04-08', true);

INSERT INTO ticket VALUES
	(1, '2026-03-30 08:00', '2026-04-02 09:00', 'open', 'urgent', 'email', 900, 7, 502, 62, '[5]', false),
	(2, '2026-04-02 14:00', '2026-04-10 08:00', 'solved', 'normal', 'web', 900, 7, 501, 61, '[]', false),
	(3, '2026-03-31 08:00', '2026-04-02 08:00', 'closed', 'urgent', 'web', 900, 7, NULL, NULL, '', false),
	(4, '2026-04-01 08:00', '2026-04-01 08:00', 'new', NULL, 'chat', 900, NULL, NULL, 61, NULL, false),
	(5, '2026-03-30 08:10', '2026-03-30 08:20', 'closed', 'normal', 'email', 900, 7, 501, 61, '[]', false),
	(6, '2026-03-30 09:10', '2026-03-30 09:20', 'deleted', 'normal', 'email', 900, 7, 501, 61, '[]', false),
	(7, '2026-03-30 10:10', '2026-03-30 10:20', 'solved', 'normal', 'email', 900, 7, 501, 61, '[]', true),
	(8, '2026-04-13 08:00', '2026-04-14 09:00', 'solved', 'normal', 'email', 900, 7, 501, 61, '[null]', false);
INSERT INTO ticket_field_history (ticket_id, field_name, updated, value) VALUES
	(1, 'status', '2026-03-30 08:00', 'new'), (1, 'priority', '2026-03-30 08:00', 'normal'), (1, 'group_id', '2026-03-30 08:00', '61'),
	(1, 'status', '2026-03-30 09:00', 'open'), (1, 'assignee_id', '2026-03-30 09:00', '501'), (1, 'assignee_id', '2026-03-31 08:30', '502'),
	(1, 'status', '2026-03-31 10:00', 'on-hold'), (1, 'status', '2026-03-31 10:00', 'on-hold'), (1, 'priority', '2026-03-31 12:00', 'urgent'),
	(1, 'group_id', '2026-03-31 12:00', '62'), (1, 'status', '2026-04-01 09:00', 'solved'), (1, 'status', '2026-04-02 09:00', 'open'),
	(2, 'status', '2026-04-02 14:30', 'open'), (2, 'status', '2026-04-08 10:00', 'solved'),
	(2, 'satisfaction_score', '2026-04-09 08:00', 'offered'), (2, 'satisfaction_score', '2026-04-09 10:00', 'bad'),
	(2, 'satisfaction_score', '2026-04-10 08:00', 'goodwithcomment'),
	(4, 'satisfaction_score', '2026-04-01 09:00', 'offered'),
	(7, 'satisfaction_score', '2026-04-01 09:00', 'good'),
	(8, 'status', '2026-04-13 10:00', 'solved'), (8, 'status', '2026-04-14 08:00', 'open'), (8, 'status', '2026-04-14 09:00', 'solved');
INSERT INTO ticket_comment VALUES
	(11, 1, '2026-03-30 08:00', true, 900), (12, 1, '2026-03-30 09:30', false, 501), (13, 1, '2026-03-31 09:00', true, 502), (14, 1, '2026-04-01 09:00', true, 502),
	(21, 2, '2026-04-02 14:00', true, 900), (22, 2, '2026-04-07 08:00', true, 501),
	(81, 8, '2026-04-13 08:00', true, 900), (82, 8, '2026-04-13 10:00', true, 501);
INSERT INTO ticket_schedule VALUES (1, 10, '2026-03-30 08:00'), (1, 20, '2026-03-31 12:00'), (3, 30, '2026-03-31 08:00');
INSERT INTO sla_policy_metric_history VALUES
	(100, '2026-01-01', 0, 'first_reply_time', 'normal', 480, true), (100, '2026-01-01', 1, 'first_reply_time', 'urgent', 60, true),
	(100, '2026-01-01', 2, 'periodic_update_time', 'urgent', 60, true),
	(100, '2026-04-01', 0, 'first_reply_time', 'normal', 240, true),
	(200, '2026-01-01', 0, 'total_resolution_time', 'normal', 600, false), (200, '2026-01-01', 1, 'first_reply_time', 'normal', 90, true);
INSERT INTO ticket_sla_policy VALUES (1, 100, '2026-03-30 08:00'), (2, 100, '2026-04-02 14:00'), (2, 200, '2026-04-02 14:05');

-- What the dbt package for Zendesk has of them, with a mistake of each kind.
CREATE TABLE zendesk__ticket_metrics (ticket_id bigint,
	first_reply_time_calendar_minutes float8, first_reply_time_business_minutes float8,
	first_resolution_calendar_minutes float8, first_resolution_business_minutes float8,
	final_resolution_calendar_minutes float8, full_resolution_business_minutes float8,
	requester_wait_time_in_calendar_minutes float8, requester_wait_time_in_business_minutes float8,
	agent_wait_time_in_calendar_minutes float8, agent_wait_time_in_business_minutes float8,
	on_hold_time_in_calendar_minutes float8, on_hold_time_in_business_minutes float8);
INSERT INTO zendesk__ticket_metrics VALUES
	(1, 1500, NULL, 2940, 1320, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(2, 6840, 1080, 8400, 720, 8400.5, 720, 8400, 720, 0, 0, 0, 0),
	(8, 120, 999, 120, 120, 120, 120, 180, 180, 0, 0, 0, 0);
RESET search_path;
