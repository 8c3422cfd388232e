-- The schedule for pg_cron. Run it in the database that cron.database_name names (postgres, unless you say otherwise):
--
--   psql -d postgres -v warehouse=warehouse -f integrations/jobs/pg_cron.sql
--
-- Variables:
--   warehouse   the database that has the jobs
--
-- pg_cron 1.4, which Debian 12 has, counts in GMT. Nothing here depends on the hour: the days of the summaries are those of
-- rollups.day_of.
\set ON_ERROR_STOP on
CREATE EXTENSION IF NOT EXISTS pg_cron;
SELECT cron.schedule_in_database('csops: refresh', '*/5 * * * *', 'CALL rollups.refresh(now())', :'warehouse');
SELECT cron.schedule_in_database('csops: drift', '30 3 * * *', 'CALL rollups.check_drift()', :'warehouse');
SELECT cron.schedule_in_database('csops: log', '50 3 * * 0', $$SELECT rollups.forget_log(now() - interval '90 days')$$, :'warehouse');
