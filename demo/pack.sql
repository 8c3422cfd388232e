-- The weekly pack of the demo company: what happened to customers and support, with the uncertainty of every figure.
--
--   psql -v ON_ERROR_STOP=1 -f demo/pack.sql
--
-- Variables:
--   as_of    the last day that is reported (2026-06-30); what happened later is not used
--   html     true writes HTML and, to the folder data, the files that the charts are drawn from (demo/draw does this)
--
-- Needs the schema demo (demo/generate.sql) and csops on the search_path. Every section is a file of its own; each
-- reads the summaries that pack/00-summaries.sql stores in the schema pack, never the raw rows.
\set ON_ERROR_STOP on
\set QUIET on
\if :{?as_of} \else \set as_of 2026-06-30 \endif
\if :{?html} \else \set html false \endif
\pset footer off
\pset null ''
\pset pager off
SET client_min_messages = warning;
SET timezone = 'UTC';
SET DateStyle = 'ISO, YMD';

SELECT date_trunc('quarter', date :'as_of')::date AS this_from,
	(date_trunc('quarter', date :'as_of') - interval '3 months')::date AS last_from,
	to_char(date :'as_of', '"Q"Q YYYY') AS this_quarter,
	to_char(date_trunc('quarter', date :'as_of') - interval '3 months', '"Q"Q YYYY') AS last_quarter,
	to_char(date :'as_of', 'FMDD FMMonth YYYY') AS as_of_text \gset

\if :html
\pset format html
\pset border 0
\qecho '<h1>Orrindale: weekly pack, as of ':as_of_text'</h1>'
\qecho '<p>Intervals are 95 % confidence intervals; n is the number of answers or tickets that a figure stands on.</p>'
\else
\pset format aligned
\pset border 1
\ir pack/00-summaries.sql
\qecho
\qecho 'ORRINDALE, WEEKLY PACK, as of' :as_of_text
\qecho 'Intervals are 95 % confidence intervals; n is the number of answers or tickets that a figure stands on.'
\endif
\ir pack/10-headline.sql
\ir pack/20-months.sql
\ir pack/30-regions.sql
\ir pack/40-segments.sql
\ir pack/50-changes.sql
\ir pack/60-trailing.sql
\ir pack/70-support.sql
\ir pack/75-first-replies.sql
\ir pack/76-one-reply.sql
\ir pack/77-promises.sql
\ir pack/78-backlog.sql
\ir pack/79-staffing.sql
\ir pack/80-response-rates.sql
\ir pack/83-usage.sql
\ir pack/84-retention.sql
\ir pack/85-onboarding.sql
\ir pack/86-health.sql
\ir pack/91-survival.sql
\ir pack/92-revenue.sql
\ir pack/93-renewals.sql
\ir pack/94-billing.sql
\ir pack/99-definitions.sql
