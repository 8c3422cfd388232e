-- The demo company: Orrindale, which sells scheduling software for field service, from July 2024 to June 2026.
--
--   psql -v ON_ERROR_STOP=1 -f demo/generate.sql
--   psql -v ON_ERROR_STOP=1 -v responses=10000000 -v persistence=unlogged -f demo/generate.sql
--
-- Variables:
--   responses        about how many surveys are answered (40000)
--   tickets          about how many tickets there are (2.2 for each response, at most 1000000)
--   usage_accounts   how many accounts have weekly signals and logins (5000)
--   persistence      unlogged, or empty for ordinary tables
--   seed             another number gives another history of the same company
--
-- It fills the schema demo, which must not exist yet, and needs no extension. Every value is a function of
-- (seed, row, column): nothing depends on the clock, on random() or on the order in which rows are read, so every run
-- gives the same rows.
\set ON_ERROR_STOP on
\if :{?responses} \else \set responses 40000 \endif
\if :{?persistence} \else \set persistence '' \endif
\if :{?usage_accounts} \else \set usage_accounts 5000 \endif
\if :{?seed} \else \set seed 1 \endif
\if :{?tickets} \else
SELECT least(:responses * 22 / 10, 1000000) AS tickets \gset
\endif
SELECT least(100000, greatest(60, round(1500 * power(:responses / 40000.0, 0.76)))) AS accounts \gset

SET client_min_messages = warning;
SET max_parallel_workers_per_gather = 0;
SET jit = off;
SET work_mem = '256MB';
SET hash_mem_multiplier = 2;
SET maintenance_work_mem = '256MB';
SET synchronous_commit = off;
SET timezone = 'UTC';
SET DateStyle = 'ISO, YMD';
SET IntervalStyle = 'postgres';
SET search_path = pg_catalog;

BEGIN;
\echo 'generating the company and' :accounts 'accounts'
\ir 10-company.sql
\echo 'generating about' :tickets 'tickets'
\ir 20-support.sql
\echo 'generating subscriptions'
\ir 30-subscriptions.sql
\ir 40-tickets.sql
\echo 'generating surveys for about' :responses 'responses'
\ir 50-surveys.sql
\echo 'generating product usage'
\ir 60-usage.sql
\ir 70-billing.sql
DROP SCHEMA demo_work CASCADE;
COMMIT;
\echo 'analyzing'
VACUUM (ANALYZE) demo.teams, demo.agents, demo.segments, demo.accounts, demo.tickets, demo.ticket_events,
	demo.subscriptions, demo.responses, demo.signals, demo.logins, demo.onboarding, demo.invoices;
RESET ALL;
