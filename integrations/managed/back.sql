-- On the server that cannot load csops: the figures of the other one, as foreign tables of plain columns.
--
--   psql -v ON_ERROR_STOP=1 -v host=... -v port=5432 -v dbname=... -v user=... -f integrations/managed/back.sql
--
-- Variables:
--   host, port, dbname, user   where figures.sql was run
--
-- A dashboard that must not wait for two servers reads a copy: CREATE MATERIALIZED VIEW ... AS TABLE figures.nps_months.
\set ON_ERROR_STOP on

CREATE EXTENSION IF NOT EXISTS postgres_fdw;
CREATE SERVER metrics FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host :'host', port :'port', dbname :'dbname');
CREATE USER MAPPING FOR CURRENT_USER SERVER metrics OPTIONS (user :'user');
CREATE SCHEMA figures;
IMPORT FOREIGN SCHEMA figures EXCEPT (survey_days) FROM SERVER metrics INTO figures;
