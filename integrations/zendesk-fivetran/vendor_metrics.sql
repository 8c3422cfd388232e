-- The ticket metrics that the dbt package for Zendesk computes from Fivetran's tables (zendesk__ticket_metrics), in the form that
-- integrations/canonical/reconcile.sql compares with.
--
--   psql -v ON_ERROR_STOP=1 -v dbt=zendesk_dbt -v schema=support -f integrations/zendesk-fivetran/vendor_metrics.sql
--
-- Variables:
--   dbt      the schema with the package's models (zendesk_dbt)
--   schema   the schema of the canonical views (support)
\set ON_ERROR_STOP on
\if :{?dbt} \else \set dbt zendesk_dbt \endif
\if :{?schema} \else \set schema support \endif
CREATE VIEW :"schema".vendor_metrics AS
SELECT m.ticket_id::text AS ticket_id, v.metric, v.clock, v.minutes::float8 * 60 AS seconds
FROM :"dbt".zendesk__ticket_metrics AS m
CROSS JOIN LATERAL (VALUES
	('first_reply', 'calendar', first_reply_time_calendar_minutes), ('first_reply', 'business', first_reply_time_business_minutes),
	('first_resolution', 'calendar', first_resolution_calendar_minutes), ('first_resolution', 'business', first_resolution_business_minutes),
	('full_resolution', 'calendar', final_resolution_calendar_minutes), ('full_resolution', 'business', full_resolution_business_minutes),
	('requester_wait', 'calendar', requester_wait_time_in_calendar_minutes), ('requester_wait', 'business', requester_wait_time_in_business_minutes),
	('agent_wait', 'calendar', agent_wait_time_in_calendar_minutes), ('agent_wait', 'business', agent_wait_time_in_business_minutes),
	('on_hold', 'calendar', on_hold_time_in_calendar_minutes), ('on_hold', 'business', on_hold_time_in_business_minutes)
) AS v (metric, clock, minutes);
COMMENT ON VIEW :"schema".vendor_metrics IS 'Ticket metrics by the dbt package for Zendesk';
