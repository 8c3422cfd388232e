-- Makes what the long call of this name is given, out of line and not compressed, since decompression is not csops, and calls it with
-- a time limit. The leg limits reads the last line that \timing writes.
SET client_min_messages = warning;
SET search_path = csops, public;
SET max_parallel_workers_per_gather = 0;
SET jit = off;
\ir long_calls.psql
SELECT 'CREATE TEMP TABLE given AS ' || given || ' LIMIT 0' FROM long_call WHERE name = :'name' \gexec
SELECT format('ALTER TABLE given ALTER %I SET STORAGE EXTERNAL', attname) FROM pg_attribute
WHERE attrelid = 'given'::regclass AND attnum > 0 AND attlen = -1 AND attstorage <> 'p' \gexec
SELECT 'INSERT INTO given ' || given FROM long_call WHERE name = :'name' \gexec
SELECT call FROM long_call WHERE name = :'name' \gset
SET statement_timeout = :limit;
\timing on
:call;
