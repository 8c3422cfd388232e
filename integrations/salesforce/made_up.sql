-- Salesforce's tables with the columns that the views read, as Fivetran lands them, and a handful of invented cases. Berlin's hours are
-- 7:00 to 15:00 UTC here; 25 May 2026 is a holiday.
CREATE SCHEMA salesforce;
SET search_path = salesforce;
CREATE TABLE account (id text, name text, industry text, billing_country text, parent_id text, created_date timestamptz, last_modified_date timestamptz, is_deleted boolean);
CREATE TABLE "case" (id text, account_id text, contact_id text, origin text, priority text, status text, is_closed boolean, is_deleted boolean, owner_id text,
	master_record_id text, business_hours_id text, created_date timestamptz, last_modified_date timestamptz);
CREATE TABLE case_history (id text, case_id text, field text, old_value text, new_value text, created_date timestamptz, is_deleted boolean);
CREATE TABLE email_message (id text, parent_id text, incoming boolean, message_date timestamptz, is_deleted boolean);
CREATE TABLE "group" (id text, name text);
CREATE TABLE business_hours (id text, name text, is_active boolean, is_default boolean, time_zone_sid_key text,
	monday_start_time text, monday_end_time text, tuesday_start_time text, tuesday_end_time text, wednesday_start_time text, wednesday_end_time text,
	thursday_start_time text, thursday_end_time text, friday_start_time text, friday_end_time text, saturday_start_time text, saturday_end_time text,
	sunday_start_time text, sunday_end_time text);
CREATE TABLE holiday (id text, name text, activity_date date, is_all_day boolean, is_recurrence boolean, is_deleted boolean);
CREATE TABLE case_milestone (id text, case_id text, milestone_type_id text, elapsed_time_in_mins numeric, is_completed boolean, is_violated boolean, is_deleted boolean);
CREATE TABLE milestone_type (id text, name text);
\if :{?rows}
INSERT INTO account VALUES ('001A', 'customer A', 'Logistics', 'Germany', NULL, '2025-01-01Z', '2026-01-01Z', false), ('001B', 'gone', NULL, NULL, NULL, '2025-01-01Z', NULL, true);
INSERT INTO business_hours VALUES ('01mB', 'Berlin', true, true, 'Europe/Berlin', '09:00:00', '17:00:00', '09:00:00', '17:00:00', '09:00:00', '17:00:00',
	'09:00:00', '17:00:00', '09:00:00', '17:00:00', NULL, NULL, NULL, NULL), ('01mA', 'always', true, false, 'UTC', '00:00', '00:00', '00:00', '00:00', '00:00', '00:00', '00:00', '00:00',
	'00:00', '00:00', '00:00', '00:00', '00:00', '00:00');
INSERT INTO holiday VALUES ('0C0A', 'Whit Monday', '2026-05-25', true, false, false), ('0C0B', 'taken back', '2026-05-26', true, false, true);
INSERT INTO "group" VALUES ('00G1', 'first line');
INSERT INTO milestone_type VALUES ('557A', 'First Response'), ('557B', 'Resolution Time'), ('557C', 'Call the customer');
INSERT INTO "case" VALUES
	('500A', '001A', '003A', 'Email', 'High', 'Closed', true, false, '0051', NULL, NULL, '2026-05-22 14:00Z', '2026-05-27 09:00Z'),
	('500B', '001A', '003A', 'Web', 'Low', 'Ask legal', false, false, '00G1', NULL, '01mA', '2026-05-22 14:00Z', '2026-05-22 15:00Z'),
	('500C', '001A', '003A', 'Web', 'Low', 'Closed', true, true, '0051', NULL, NULL, '2026-05-22 14:00Z', '2026-05-22 15:00Z'),
	('500D', '001A', '003A', 'Web', 'Low', 'Closed', true, false, '0051', '500A', NULL, '2026-05-22 14:00Z', '2026-05-22 15:00Z');
INSERT INTO case_history VALUES
	('017A', '500A', 'Owner', 'first line', 'an agent', '2026-05-22 14:30Z', false), ('017B', '500A', 'Owner', '00G1', '0051', '2026-05-22 14:30Z', false),
	('017C', '500A', 'Status', 'New', 'Working', '2026-05-22 14:30Z', false), ('017D', '500A', 'Priority', 'Low', 'High', '2026-05-26 08:00Z', false),
	('017E', '500A', 'Status', 'Working', 'Closed', '2026-05-26 09:00Z', false), ('017F', '500A', 'Status', 'Closed', 'Working', '2026-05-27 08:00Z', false),
	('017G', '500A', 'Status', 'Working', 'Closed', '2026-05-27 09:00Z', false), ('017H', '500A', 'Status', 'Closed', 'New', '2026-05-28 09:00Z', true);
INSERT INTO email_message VALUES ('02sA', '500A', false, '2026-05-26 08:00Z', false), ('02sB', '500A', true, '2026-05-27 08:00Z', false), ('02sC', '500A', false, '2026-05-22 14:10Z', true);
-- The first response is right, the resolution stops at the first one.
INSERT INTO case_milestone VALUES ('555A', '500A', '557A', 120, true, false, false), ('555B', '500A', '557B', 180, true, false, false),
	('555C', '500A', '557C', 7, true, false, false), ('555D', '500D', '557A', 7, true, false, false);
\endif
RESET search_path;
