-- On the server with csops: takes the canonical tables from the publisher and follows their changes. The tables must exist
-- here, and be empty (integrations/canonical.sql makes them).
--
--   psql -v ON_ERROR_STOP=1 -v managed='host=... dbname=... user=... sslmode=verify-full' -f integrations/managed/subscribe.sql
--
-- Variables:
--   managed   how to connect to the publisher
--
-- The slot was made by publish.sql; it keeps changes for as long as nobody fetches them, so a subscription that is given
-- up is dropped, and its slot with it.
\set ON_ERROR_STOP on

CREATE SUBSCRIPTION csops_metrics CONNECTION :'managed' PUBLICATION csops_metrics WITH (create_slot = false, slot_name = 'csops_metrics');
