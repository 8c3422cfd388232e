-- Whether the answers can be trusted: how many of those who were asked did answer.

CREATE OR REPLACE VIEW pack.response_rates AS
SELECT month,
	100 * response_rate(nps) AS nps, 100 * response_rate_lo(nps) AS nps_lo, 100 * response_rate_hi(nps) AS nps_hi,
	observations(nps) + unanswered(nps) + invalid(nps) AS nps_sent,
	100 * response_rate(csat) AS csat, 100 * response_rate_lo(csat) AS csat_lo, 100 * response_rate_hi(csat) AS csat_hi,
	observations(csat) + unanswered(csat) + invalid(csat) AS csat_sent
FROM pack.months;

\set section response_rates
\set question 'Who answers? Response rate by month'
SELECT format('Of the surveys sent in %s, %s %% (NPS) and %s %% (CSAT) were answered; '
	'some answers to the last of them are still to come.', :'this_quarter',
	pack.figure(100 * response_rate(rollup(nps))), pack.figure(100 * response_rate(rollup(csat)))) AS finding
FROM pack.months WHERE month >= date :'this_from' \gset
\ir heading.sql
SELECT to_char(month, 'YYYY-MM') AS "Month",
	pack.figure(nps) AS "NPS, % answered", pack.span(nps_lo, nps_hi) AS "95 % interval", nps_sent AS "n sent",
	pack.figure(csat) AS "CSAT, % answered", pack.span(csat_lo, csat_hi) AS "95 % interval", csat_sent AS "n sent"
FROM pack.response_rates ORDER BY month;
\if :html
SELECT month + 14, nps, nps_lo, nps_hi, nps_sent, csat, csat_lo, csat_hi, csat_sent
FROM pack.response_rates ORDER BY month
\g (format=unaligned fieldsep='\t' tuples_only=on null=NaN) :data/response_rates.tsv
\endif
