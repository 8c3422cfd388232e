-- What csops refuses: for every check of input, stored bytes and merges a value that nothing else stops (test/refusals.tsv).
-- The leg mutants of test/deep switches each check off and wants one of these to come out otherwise.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION pgtap SCHEMA public;
CREATE SCHEMA csops;
CREATE EXTENSION csops SCHEMA csops;
CREATE EXTENSION csops_test SCHEMA public;
SET LOCAL search_path = csops, public;
SELECT no_plan();

\ir ../refusals.psql
SELECT is(outcome(type, form, value, other), outcome, format('line %s, %s of %s', line, form, type))
FROM refusal
WHERE form <> 'stored' OR :'stores_alike'::boolean
ORDER BY line;
SELECT skip('this machine stores values otherwise', 1) WHERE NOT :'stores_alike'::boolean;

SELECT * FROM finish();
ROLLBACK;
