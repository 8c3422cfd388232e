-- The canonical tables: what every integration reads and every adapter fills.
--
--   psql -v ON_ERROR_STOP=1 -f integrations/canonical.sql
--   psql -v ON_ERROR_STOP=1 -v schema=helpdesk -f integrations/canonical.sql
--
-- Variables:
--   schema   where the tables go (support); it must not exist yet
--
-- Needs csops in the schema csops. An adapter (integrations/zendesk-fivetran, ...) makes views of the same names and
-- columns over what a vendor's export has landed; integrations/demo_canonical.sql makes them over the demo company. Load these
-- tables only where you fill them yourself.
--
-- Keys are text, instants timestamptz, money numeric. updated_at is when the source last changed the row; jobs that look
-- only at what is new go by it. There are no foreign keys: exports land in any order, and a ticket may come before its account.
\set ON_ERROR_STOP on
\if :{?schema} \else \set schema support \endif

BEGIN;
CREATE SCHEMA :"schema";
COMMENT ON SCHEMA :"schema" IS 'Customers, tickets, surveys and subscriptions in the canonical form that the csops integrations read';
SET LOCAL search_path = :"schema";

CREATE TABLE accounts (
	account_id			text PRIMARY KEY,
	name				text,
	segment				text,
	region				text,
	parent_account_id	text,
	signed_up_at		timestamptz,
	churned_at			timestamptz,
	arr					numeric,
	currency			text,
	updated_at			timestamptz NOT NULL
);
COMMENT ON TABLE accounts IS 'Customers, one row each, as they are now';
COMMENT ON COLUMN accounts.account_id IS 'Key of the customer';
COMMENT ON COLUMN accounts.name IS 'What people call the customer';
COMMENT ON COLUMN accounts.segment IS 'The group the customer is reported in';
COMMENT ON COLUMN accounts.region IS 'The sales region';
COMMENT ON COLUMN accounts.parent_account_id IS 'The account_id of the customer it belongs to; NULL if none';
COMMENT ON COLUMN accounts.signed_up_at IS 'When the first subscription began';
COMMENT ON COLUMN accounts.churned_at IS 'When the customer left; NULL for who is a customer, or is one again';
COMMENT ON COLUMN accounts.arr IS 'Annual recurring revenue, in currency; 0 for who has left, NULL where unknown';
COMMENT ON COLUMN accounts.currency IS 'Currency of arr, as three letters';
COMMENT ON COLUMN accounts.updated_at IS 'When the source last changed the row';

CREATE TABLE tickets (
	ticket_id			text PRIMARY KEY,
	account_id			text,
	requester_id		text,
	channel				text,
	priority			text,
	status				text NOT NULL CHECK (status IN ('new', 'open', 'pending', 'hold', 'solved', 'closed')),
	team				text,
	assignee_id			text,
	calendar			text,
	opened_at			timestamptz NOT NULL,
	first_replied_at	timestamptz,
	solved_at			timestamptz,
	closed_at			timestamptz,
	reopens				integer NOT NULL CHECK (reopens >= 0),
	agent_replies		integer NOT NULL CHECK (agent_replies >= 0),
	updated_at			timestamptz NOT NULL
);
CREATE INDEX ON tickets (updated_at);
COMMENT ON TABLE tickets IS 'Tickets, cases or conversations, one row each, as they are now; without deleted ones and those merged into another';
COMMENT ON COLUMN tickets.ticket_id IS 'Key of the ticket';
COMMENT ON COLUMN tickets.account_id IS 'The customer; NULL where the requester belongs to none';
COMMENT ON COLUMN tickets.requester_id IS 'The person who asked';
COMMENT ON COLUMN tickets.channel IS 'Where it came in: email, web, chat, phone, ...';
COMMENT ON COLUMN tickets.priority IS 'Its priority now: urgent, high, normal, low; NULL where none was set';
COMMENT ON COLUMN tickets.status IS 'Its status now: new, open, pending (waits for the customer), hold (waits for a third party), solved, closed';
COMMENT ON COLUMN tickets.team IS 'The team it is with now';
COMMENT ON COLUMN tickets.assignee_id IS 'The agent it is with now';
COMMENT ON COLUMN tickets.calendar IS 'Name of the hours it is measured in: calendar in business_calendars; NULL where it has none';
COMMENT ON COLUMN tickets.opened_at IS 'When it was opened';
COMMENT ON COLUMN tickets.first_replied_at IS 'When an agent first answered the customer; NULL before that';
COMMENT ON COLUMN tickets.solved_at IS 'When it was last solved; NULL while it is not solved';
COMMENT ON COLUMN tickets.closed_at IS 'When it was closed for good; NULL while it is not closed';
COMMENT ON COLUMN tickets.reopens IS 'How often it went from solved back to new, open, pending or hold';
COMMENT ON COLUMN tickets.agent_replies IS 'How many public answers agents gave';
COMMENT ON COLUMN tickets.updated_at IS 'When the source last changed the row';

CREATE TABLE ticket_events (
	event_id	text PRIMARY KEY,
	ticket_id	text NOT NULL,
	kind		text NOT NULL CHECK (kind IN ('status', 'priority', 'assignee', 'team', 'calendar', 'reply')),
	value		text,
	occurred_at	timestamptz NOT NULL,
	seq			bigint NOT NULL
);
CREATE INDEX ON ticket_events (ticket_id);
COMMENT ON TABLE ticket_events IS 'What happened to the tickets; rows are added and never changed';
COMMENT ON COLUMN ticket_events.event_id IS 'Key of the event';
COMMENT ON COLUMN ticket_events.ticket_id IS 'The ticket';
COMMENT ON COLUMN ticket_events.kind IS 'status, priority, assignee, team, calendar: value is the new one, NULL where it was taken away; reply: a public message, '
	'value is agent or customer';
COMMENT ON COLUMN ticket_events.value IS 'The new value, in the words of the columns of tickets';
COMMENT ON COLUMN ticket_events.occurred_at IS 'When it happened';
COMMENT ON COLUMN ticket_events.seq IS 'Orders the events of a ticket that happened at one instant';

CREATE TABLE surveys (
	response_id		text PRIMARY KEY,
	kind			text NOT NULL CHECK (kind IN ('csat', 'nps', 'ces')),
	ticket_id		text,
	account_id		text,
	score			float8,
	scale_top		integer NOT NULL CHECK (scale_top > 1),
	sent_at			timestamptz NOT NULL,
	responded_at	timestamptz,
	updated_at		timestamptz NOT NULL
);
CREATE INDEX ON surveys (updated_at);
COMMENT ON TABLE surveys IS 'Surveys that were sent, one row for each person and occasion, answered or not';
COMMENT ON COLUMN surveys.response_id IS 'Key of the survey that was sent';
COMMENT ON COLUMN surveys.kind IS 'csat (satisfaction), nps (recommendation), ces (effort)';
COMMENT ON COLUMN surveys.ticket_id IS 'The ticket it asks about; NULL if none';
COMMENT ON COLUMN surveys.account_id IS 'The customer';
COMMENT ON COLUMN surveys.score IS 'The answer as it was given; NULL where it was asked and not answered';
COMMENT ON COLUMN surveys.scale_top IS 'The best answer of the scale, which is 0 to 10 for nps and begins at 1 for csat and ces; a choice of good and bad is 2 and 1';
COMMENT ON COLUMN surveys.sent_at IS 'When it was sent';
COMMENT ON COLUMN surveys.responded_at IS 'When it was answered; NULL where it was not';
COMMENT ON COLUMN surveys.updated_at IS 'When the source last changed the row';

CREATE TABLE signals (
	account_id	text NOT NULL,
	signal		text NOT NULL,
	value		float8,
	observed_at	timestamptz NOT NULL,
	PRIMARY KEY (account_id, signal, observed_at)
);
COMMENT ON TABLE signals IS 'Measurements of customers that health scores are made of; rows are added and never changed';
COMMENT ON COLUMN signals.account_id IS 'The customer';
COMMENT ON COLUMN signals.signal IS 'What was measured';
COMMENT ON COLUMN signals.value IS 'The value; NULL says that there is none any more';
COMMENT ON COLUMN signals.observed_at IS 'From when on the value is known; of a week''s total, the end of the week';

CREATE TABLE subscriptions (
	subscription_id	text PRIMARY KEY,
	account_id		text NOT NULL,
	starts_on		date NOT NULL,
	ends_on			date CHECK (ends_on > starts_on),
	monthly_amount	numeric NOT NULL,
	currency		text NOT NULL,
	updated_at		timestamptz NOT NULL
);
COMMENT ON TABLE subscriptions IS 'Recurring revenue, one row for each spell with one price';
COMMENT ON COLUMN subscriptions.subscription_id IS 'Key of the spell';
COMMENT ON COLUMN subscriptions.account_id IS 'The customer';
COMMENT ON COLUMN subscriptions.starts_on IS 'The first day';
COMMENT ON COLUMN subscriptions.ends_on IS 'The first day on which it no longer runs; NULL while no end is agreed';
COMMENT ON COLUMN subscriptions.monthly_amount IS 'What it brings in a month, in currency';
COMMENT ON COLUMN subscriptions.currency IS 'Currency of monthly_amount, as three letters';
COMMENT ON COLUMN subscriptions.updated_at IS 'When the source last changed the row';

CREATE TABLE business_calendars (
	calendar	text PRIMARY KEY,
	definition	csops.business_calendar NOT NULL
);
COMMENT ON TABLE business_calendars IS 'When the teams work';
COMMENT ON COLUMN business_calendars.calendar IS 'Its name';
COMMENT ON COLUMN business_calendars.definition IS 'Zone, weekly hours, holidays and other exceptions';

CREATE TABLE sla_policies (
	policy				text NOT NULL,
	priority			text NOT NULL,
	metric				text NOT NULL CHECK (metric IN ('first_reply', 'next_reply', 'requester_wait', 'agent_work', 'full_resolution')),
	target				interval NOT NULL CHECK (target > interval '0'),
	calendar			text,
	in_business_hours	boolean NOT NULL,
	valid_from			timestamptz NOT NULL,
	valid_to			timestamptz CHECK (valid_to > valid_from),
	PRIMARY KEY (policy, priority, metric, valid_from)
);
COMMENT ON TABLE sla_policies IS 'What customers are promised';
COMMENT ON COLUMN sla_policies.policy IS 'Name or key of the policy';
COMMENT ON COLUMN sla_policies.priority IS 'The priority of the tickets it holds for';
COMMENT ON COLUMN sla_policies.metric IS 'first_reply, next_reply, requester_wait (time in new, open and hold), agent_work (in new and open), full_resolution';
COMMENT ON COLUMN sla_policies.target IS 'The promised time, in hours and minutes';
COMMENT ON COLUMN sla_policies.calendar IS 'Name of the hours it is measured in; NULL for those of the ticket';
COMMENT ON COLUMN sla_policies.in_business_hours IS 'false: measured around the clock, whatever the calendar';
COMMENT ON COLUMN sla_policies.valid_from IS 'From when on the promise is this one';
COMMENT ON COLUMN sla_policies.valid_to IS 'Until when; NULL while it is';
COMMIT;
