-- NPS and CSAT of the company by month.

CREATE OR REPLACE VIEW pack.months AS
SELECT date_trunc('month', day)::date AS month, rollup(ratings) FILTER (WHERE kind = 'nps') AS nps,
	rollup(ratings) FILTER (WHERE kind = 'csat') AS csat
FROM pack.daily_ratings
GROUP BY 1;

\set section months
\set question 'Would customers recommend us, and does support satisfy them? NPS and CSAT by month'
SELECT format('NPS was %s in %s (interval %s to %s); its lowest month was %s with %s.', pack.figure(nps(nps)),
		to_char(month, 'FMMonth YYYY'), pack.figure(nps_lo(nps)), pack.figure(nps_hi(nps)), nps_month, nps_lowest)
	|| format(' CSAT was %s (%s to %s); its lowest month was %s with %s.', pack.figure(csat(csat)),
		pack.figure(csat_lo(csat)), pack.figure(csat_hi(csat)), csat_month, csat_lowest) AS finding
FROM pack.months,
	(SELECT to_char(month, 'FMMonth YYYY') AS nps_month, pack.figure(nps(nps)) AS nps_lowest
		FROM pack.months ORDER BY nps(nps), month LIMIT 1) AS lowest_nps,
	(SELECT to_char(month, 'FMMonth YYYY') AS csat_month, pack.figure(csat(csat)) AS csat_lowest
		FROM pack.months ORDER BY csat(csat), month LIMIT 1) AS lowest_csat
ORDER BY month DESC LIMIT 1 \gset
\ir heading.sql
SELECT to_char(month, 'YYYY-MM') AS "Month",
	pack.figure(nps(nps)) AS "NPS, points", pack.span(nps_lo(nps), nps_hi(nps)) AS "95 % interval",
	observations(nps) AS "n answers", invalid(nps) AS "off scale",
	pack.figure(csat(csat)) AS "CSAT, points", pack.span(csat_lo(csat), csat_hi(csat)) AS "95 % interval",
	observations(csat) AS "n answers", invalid(csat) AS "off scale"
FROM pack.months ORDER BY month;
\if :html
SELECT month + 14, nps(nps), nps_lo(nps), nps_hi(nps), observations(nps),
	csat(csat), csat_lo(csat), csat_hi(csat), observations(csat)
FROM pack.months ORDER BY month
\g (format=unaligned fieldsep='\t' tuples_only=on null=NaN) :data/months.tsv
\endif
