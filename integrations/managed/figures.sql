-- On the server with csops: stored summaries of the canonical tables, and what goes back: plain numbers alone.
--
--   psql -v ON_ERROR_STOP=1 -f integrations/managed/figures.sql
--
-- Variables:
--   schema   where the canonical tables are (support)
--
-- A job refreshes the summaries. The view of components adds up wherever it is read; the view of figures has what does not
-- add up, at the level at which it is shown.
\set ON_ERROR_STOP on
\if :{?schema} \else \set schema support \endif

CREATE SCHEMA figures;
CREATE MATERIALIZED VIEW figures.survey_days AS
SELECT (sent_at AT TIME ZONE 'UTC')::date AS day, coalesce(region, '') AS region,
	csops.rating_agg(score, 0, 10, 'count') FILTER (WHERE kind = 'nps') AS nps,
	csops.rating_agg(score, 1, 5, 'count') FILTER (WHERE kind = 'csat') AS csat
FROM :"schema".surveys LEFT JOIN :"schema".accounts USING (account_id)
WHERE kind IN ('nps', 'csat')
GROUP BY 1, 2;
CREATE UNIQUE INDEX ON figures.survey_days (day, region);

CREATE VIEW figures.nps_components AS
SELECT day, region, csops.promoters(nps) AS promoters, csops.detractors(nps) AS detractors, csops.observations(nps) AS answers,
	csops.observations(nps) + csops.unanswered(nps) + csops.invalid(nps) AS invitations
FROM figures.survey_days;

CREATE VIEW figures.nps_months AS
SELECT month, region, csops.observations(s) AS answers, csops.nps(s, 30) AS nps, csops.nps_lo(s, min_n => 30) AS nps_lo, csops.nps_hi(s, min_n => 30) AS nps_hi,
	csops.response_rate(s) AS response_rate, s::text AS summary
FROM (SELECT date_trunc('month', day)::date AS month, region, csops.rollup(nps) AS s FROM figures.survey_days GROUP BY 1, 2) AS months;

CREATE VIEW figures.first_reply_months AS
SELECT month, team, csops.observations(d) AS tickets, csops.duration_p50(d) AS median_seconds, csops.duration_p90(d) AS p90_seconds
FROM (
	SELECT date_trunc('month', opened_at AT TIME ZONE 'UTC')::date AS month, coalesce(team, '') AS team, csops.duration_agg(first_replied_at - opened_at) AS d
	FROM :"schema".tickets GROUP BY 1, 2
) AS months;
COMMENT ON VIEW figures.nps_months IS 'NPS by month and region; summary is the JSON text of the summary, which csops reads back without a loss';
