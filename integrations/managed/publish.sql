-- On the server that cannot load csops: publishes the canonical tables, which have plain types there, and keeps their
-- changes for a subscriber.
--
--   psql -v ON_ERROR_STOP=1 -f integrations/managed/publish.sql
--
-- Variables:
--   schema   where the canonical tables are (support)
--
-- Needs wal_level = logical, which is a setting of the service where it is one, and a role that may replicate.
\set ON_ERROR_STOP on
\if :{?schema} \else \set schema support \endif

CREATE PUBLICATION csops_metrics FOR TABLE :"schema".accounts, :"schema".tickets, :"schema".ticket_events, :"schema".surveys, :"schema".signals,
	:"schema".subscriptions;
SELECT pg_create_logical_replication_slot('csops_metrics', 'pgoutput') \g /dev/null
