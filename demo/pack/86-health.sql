-- How healthy the customers are: bands by ARR, who moved and why, renewals at risk, and whether the score can be believed.

\set section health
\set question 'How healthy are the customers, and who is about to be lost?'
SELECT format('$ %s of the ARR, %s %%, is in the red band. The mean weighted by ARR is %s (of 100), with %s %% of the ARR scored. %s renewals '
	'worth $ %s are due in 90 days with a red score. Last quarter''s score told who would leave with an AUC of %s (%s): of the '
	'tenth with the lowest scores %s times as many left as of all.',
	pack.money(red.arr), pack.figure((100 * red.arr / total.arr)::float8), pack.figure(portfolio_score(total.health)),
	pack.figure(100 * portfolio_coverage(total.health)), risk.n, pack.money(coalesce(risk.arr, 0)), pack.figure(auc(e.evaluation), 2),
	trim(pack.span(auc_lo(e.evaluation), auc_hi(e.evaluation), 2)), pack.figure(lift_at(e.evaluation, e.threshold))) AS finding
FROM (SELECT sum(arr) AS arr, portfolio_health_agg(score, arr::float8) AS health FROM pack.health_now) AS total,
	(SELECT sum(arr) AS arr FROM pack.health_now WHERE band = 'red') AS red,
	(SELECT count(*) AS n, sum(arr) AS arr FROM pack.renewals_at_risk WHERE band = 'red') AS risk,
	pack.health_evaluation AS e \gset
\ir heading.sql
\pset title 'Accounts by band'
SELECT band AS "Band", count(*) AS "accounts", pack.money(sum(arr)) AS "ARR, $",
	pack.figure((100 * sum(arr) / sum(sum(arr)) OVER ())::float8) AS "% of ARR", pack.figure(min(score)) AS "from", pack.figure(max(score)) AS "to"
FROM pack.health_now GROUP BY band ORDER BY array_position(ARRAY['red', 'yellow', 'green', 'unknown'], band);
\pset title 'The biggest falls in four weeks among the larger accounts, and what they are made of'
SELECT name AS "Account", pack.money(arr) AS "ARR, $", pack.figure(score_before) AS "before", pack.figure(score) AS "now",
	why AS "change by signal, points", reason AS "why the score is what it is"
FROM (
	SELECT *, (SELECT string_agg(format('%s %s', signal, pack.change(effect)), ', ' ORDER BY effect)
			FROM (SELECT signal, sum(effect) AS effect FROM health_change(model, signals_before, signals, as_of - interval '28 days', as_of) GROUP BY signal) AS c
			WHERE abs(effect) >= 1) AS why,
		health_reason(model, signals, as_of, 2) AS reason
	FROM pack.health_now, pack.health_model
	WHERE arr >= 20000 AND score_before - score > 0
	ORDER BY score_before - score DESC, account_id LIMIT 8
) AS falls;
\pset title 'Renewals of the next 90 days with a red or yellow score, the largest first'
SELECT name AS "Account", contract_ends AS "renewal", pack.money(arr) AS "ARR, $", pack.figure(score) AS "score", band AS "band", reason AS "why"
FROM pack.renewals_at_risk ORDER BY arr DESC, account_id LIMIT 10;
\pset title 'Could the score of a quarter ago tell who would leave in the quarter?'
SELECT accounts_scored AS "accounts scored", left_scored AS "left", pack.figure(auc(evaluation), 3) AS "AUC",
	pack.span(auc_lo(evaluation), auc_hi(evaluation), 3) AS "95 % interval", pack.figure(ks(evaluation), 2) AS "KS",
	pack.figure(threshold) AS "lowest tenth is below", pack.figure(100 * precision_at(evaluation, threshold)) AS "of it left, %",
	pack.figure(100 * recall_at(evaluation, threshold)) AS "share of all who left, %", pack.figure(lift_at(evaluation, threshold)) AS "lift",
	surprises AS "left from green", unscored AS "left unscored"
FROM pack.health_evaluation;
\pset title
\if :html
SELECT width_bucket(score, 0, 100.0001, 20) * 5 - 2.5, sum(arr) / 1e6, count(*),
	CASE band WHEN 'red' THEN 1 WHEN 'yellow' THEN 2 ELSE 3 END
FROM pack.health_now WHERE score IS NOT NULL GROUP BY 1, 4 ORDER BY 1, 4
\g (format=unaligned fieldsep='\t' tuples_only=on null=NaN) :data/health.tsv
\endif
