-- Instead of replication: on the server with csops, the canonical tables of the other one as foreign tables, read anew by
-- every query.
--
--   psql -v ON_ERROR_STOP=1 -v host=... -v port=5432 -v dbname=... -v user=... -f integrations/managed/foreign.sql
--
-- Variables:
--   host, port, dbname, user   where the canonical tables are. A password is added afterwards, out of the shell's history:
--                              ALTER USER MAPPING FOR CURRENT_USER SERVER managed OPTIONS (ADD password '...')
--   schema                     their schema there (support), and the foreign tables' here
\set ON_ERROR_STOP on
\if :{?schema} \else \set schema support \endif

CREATE EXTENSION IF NOT EXISTS postgres_fdw;
CREATE SERVER managed FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host :'host', port :'port', dbname :'dbname', fetch_size '10000');
CREATE USER MAPPING FOR CURRENT_USER SERVER managed OPTIONS (user :'user');
CREATE SCHEMA :"schema";
IMPORT FOREIGN SCHEMA :"schema" LIMIT TO (accounts, tickets, ticket_events, surveys, signals, subscriptions) FROM SERVER managed INTO :"schema";
