-- Real data: the City of Boston's own due dates, which its case system computed with a business calendar.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION pgtap SCHEMA public;
CREATE SCHEMA csops;
CREATE EXTENSION csops SCHEMA csops;
SET LOCAL search_path = csops, public;

CREATE TEMP TABLE request (
	id text, open_dt timestamp, target_dt timestamp, closed_dt timestamp, ontime_status text, case_status text, type text,
	department text, neighborhood text, source text
);
\set present `test -r "${CSOPS_SHARED-../shared}/data/boston311_2015_h1.csv.gz" && echo true || echo false`
\if :present
\copy request FROM PROGRAM 'gzip -dc "${CSOPS_SHARED-../shared}/data/boston311_2015_h1.csv.gz"' WITH (FORMAT csv, HEADER)
\endif
SELECT no_plan();
SELECT skip('the requests to the City of Boston are not here', 1) WHERE NOT :present;

CREATE TEMP TABLE rate (type text, days integer, due bigint, met bigint);
INSERT INTO rate VALUES
	('Building Inspection Request', 3, 1828, 1828),
	('CE Collection', 1, 1485, 1480),
	('General Comments For a Program or Policy', 10, 3474, 3472),
	('Empty Litter Basket', 1, 1809, 1798),
	('Sign Repair', 10, 2146, 2126);
SELECT is(computed.met || ' of ' || computed.due, rate.met || ' of ' || rate.due, type || ' is due after ' || days || ' working days')
FROM rate JOIN (
	SELECT type, count(*) AS due, count(*) FILTER (WHERE abs(extract(epoch FROM
		business_days_after(calendar, open_dt AT TIME ZONE 'America/New_York', days) - (target_dt AT TIME ZONE 'America/New_York'))) <= 60) AS met
	FROM request JOIN rate USING (type),
	(SELECT business_calendar('America/New_York', 'Mo-Fr 08:30-17:00', '{2015-01-01, 2015-01-19, 2015-02-16, 2015-04-20, 2015-05-25,
		2015-09-07, 2015-10-12, 2015-11-11, 2015-11-26, 2015-12-25, 2016-01-01, 2016-01-18, 2016-02-15}') AS calendar) AS c
	WHERE target_dt IS NOT NULL
	GROUP BY type
) AS computed USING (type);
SELECT cmp_ok(count(*)::int, '=', 58119, 'all requests were read') FROM request HAVING :present;
SELECT * FROM finish();
ROLLBACK;
