-- Real input: the CSAT of 2,000 support tickets, scored 1 to 5 or not at all, loaded from
-- data/ravenstack/ravenstack_support_tickets.csv.gz in CSOPS_SHARED (../shared unless it is set), reported by month and
-- by priority, and compared with plain SQL that is obviously right.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION pgtap SCHEMA public;
CREATE SCHEMA csops;
CREATE EXTENSION csops SCHEMA csops;
SET LOCAL search_path = csops, public;

SELECT no_plan();
\set readable `test -r "${CSOPS_SHARED-../shared}/data/ravenstack/ravenstack_support_tickets.csv.gz" && echo yes || echo no`
SELECT :'readable' = 'yes' AS found \gset
\if :found

CREATE TEMP TABLE ticket (
	ticket_id text PRIMARY KEY, account_id text, submitted_at date, closed_at timestamp, resolution_time_hours float8,
	priority text, first_response_time_minutes float8, satisfaction_score numeric, escalation_flag boolean
);
\copy ticket from program 'gunzip -c "${CSOPS_SHARED-../shared}/data/ravenstack/ravenstack_support_tickets.csv.gz"' with (format csv, header)

-- The report, and the same by counting.
CREATE TEMP VIEW report AS
SELECT segment, csat(s) AS csat, csat_lo(s) AS csat_lo, csat_hi(s) AS csat_hi, observations(s) AS n, unanswered(s) AS unanswered,
	response_rate(s) AS response_rate, rating_mean(s) AS mean, rating_stddev(s) AS stddev, rating_median(s) AS median, rating_histogram(s) AS histogram
FROM (
	SELECT coalesce(priority, to_char(month, 'YYYY-MM'), 'all') AS segment, rating_agg(satisfaction_score, 1, 5) AS s
	FROM (SELECT *, date_trunc('month', submitted_at) AS month FROM ticket) AS t
	GROUP BY GROUPING SETS ((), (priority), (month))
) AS q;

CREATE TEMP VIEW counted AS
SELECT segment, 100.0 * satisfied / nullif(n, 0) AS csat,
	100 * (p + z2 / (2 * n) - sqrt(z2) * sqrt(p * (1 - p) / n + z2 / (4 * n * n))) / (1 + z2 / n) AS csat_lo,
	100 * (p + z2 / (2 * n) + sqrt(z2) * sqrt(p * (1 - p) / n + z2 / (4 * n * n))) / (1 + z2 / n) AS csat_hi,
	n::bigint, unanswered, n / tickets AS response_rate, mean, stddev, median, histogram
FROM (
	SELECT coalesce(priority, to_char(month, 'YYYY-MM'), 'all') AS segment, count(*)::float8 AS tickets,
		count(satisfaction_score)::float8 AS n, count(*) FILTER (WHERE satisfaction_score IN (4, 5))::float8 AS satisfied,
		count(*) FILTER (WHERE satisfaction_score IN (4, 5))::float8 / nullif(count(satisfaction_score), 0) AS p,
		count(*) FILTER (WHERE satisfaction_score IS NULL) AS unanswered, 1.959963984540054 ^ 2 AS z2,
		avg(satisfaction_score)::float8 AS mean, stddev_samp(satisfaction_score)::float8 AS stddev,
		percentile_cont(0.5) WITHIN GROUP (ORDER BY satisfaction_score::float8) AS median,
		ARRAY[count(*) FILTER (WHERE satisfaction_score = 1), count(*) FILTER (WHERE satisfaction_score = 2),
			count(*) FILTER (WHERE satisfaction_score = 3), count(*) FILTER (WHERE satisfaction_score = 4),
			count(*) FILTER (WHERE satisfaction_score = 5)] AS histogram
	FROM (SELECT *, date_trunc('month', submitted_at) AS month FROM ticket) AS t
	GROUP BY GROUPING SETS ((), (priority), (month))
) AS q;

SELECT is((SELECT count(*) FROM ticket), 2000::bigint, 'all tickets are loaded');
SELECT cmp_ok((SELECT count(*) FROM counted), '>=', 5::bigint, 'there are segments');
SELECT is(ARRAY(SELECT segment FROM report ORDER BY 1), ARRAY(SELECT segment FROM counted ORDER BY 1), 'the report has them all');
SELECT is(ARRAY[r.n, r.unanswered], ARRAY[c.n, c.unanswered], format('%s: answers and what is missing', segment))
FROM report AS r JOIN counted AS c USING (segment) ORDER BY segment;
SELECT is(r.histogram, c.histogram, format('%s: histogram', segment)) FROM report AS r JOIN counted AS c USING (segment) ORDER BY segment;
SELECT ok(coalesce(abs(r.csat - c.csat) < 1e-9 AND abs(r.csat_lo - c.csat_lo) < 1e-9 AND abs(r.csat_hi - c.csat_hi) < 1e-9, false),
	format('%s: CSAT %s (%s to %s), n = %s', segment, round(r.csat::numeric, 2), round(r.csat_lo::numeric, 2), round(r.csat_hi::numeric, 2), r.n))
FROM report AS r JOIN counted AS c USING (segment) ORDER BY segment;
SELECT ok(coalesce(abs(r.response_rate - c.response_rate) < 1e-12 AND abs(r.mean - c.mean) < 1e-9 AND abs(r.stddev - c.stddev) < 1e-9
	AND r.median = c.median, false),
	format('%s: %s %% answered, mean %s', segment, round((100 * r.response_rate)::numeric, 1), round(r.mean::numeric, 2)))
FROM report AS r JOIN counted AS c USING (segment) ORDER BY segment;

-- What the data are known to hold, so that reading them wrongly is seen too.
SELECT is((SELECT histogram FROM report WHERE segment = 'all'), '{0,0,396,405,374}', 'the scores of the tickets');
SELECT is((SELECT round(csat::numeric, 6) FROM report WHERE segment = 'all'), round(100.0 * 779 / 1175, 6), 'the CSAT of the company');
SELECT is((SELECT csat(satisfaction_score) FROM ticket), (SELECT csat FROM report WHERE segment = 'all'), 'in one step');

-- Days roll up to the whole.
SELECT is((SELECT rollup(day) FROM (SELECT rating_agg(satisfaction_score, 1, 5) AS day FROM ticket GROUP BY submitted_at) AS d),
	(SELECT rating_agg(satisfaction_score, 1, 5) FROM ticket), 'days roll up to the company');
\else
\echo # no data/ravenstack in CSOPS_SHARED (../shared unless it is set): the CSAT of its tickets is NOT tested
SELECT * FROM skip('there is no data/ravenstack', 1);
\endif
SELECT finish();
ROLLBACK;
