-- The dictionary of metrics. Needs nothing.

--|## metric_definitions
--|unit: none
--|nulls: no column is ever NULL
--|errors: none
--|example: SELECT metric, unit, direction, components, bounds FROM metric_definitions() WHERE metric IN ('nps', 'sla_attainment', 'nrr')
--|result: nps|points, -100 to 100|higher is better|promoters, detractors, observations(rating_summary)|nps_lo, nps_hi
--|  sla_attainment|share, 0 to 1|higher is better|sla_achieved, sla_breached|sla_attainment_lo, sla_attainment_hi
--|  nrr|share, 1 is what there was at the start|higher is better|revenue_start, revenue_expansion, revenue_contraction, revenue_churn|none
--|example: SELECT formula, source, null_rule FROM metric_definitions() WHERE metric = 'logo_retention'
--|result: (accounts_start - accounts_churn) / accounts_start|csops|NULL where there was no account at the start; in the one-step form a NULL amount is 0
--|Every number that csops computes, with its definition, from the same comments as this reference: a table that a dashboard, a
--|catalog or a KPI registry can join, all of it text. What is not a metric is left out: constructors, ends of intervals, p-values
--|and standard errors, and functions that return no number, such as a state, a date or rows. The columns are
--|
--|- `metric`: its name, that of its functions; with the type behind it where many types have one of that name, as
--|  `observations(rating_summary)`
--|- `topic`: the chapter of the reference; `meaning`: what the number is, with its unit; `formula`; `unit`
--|- `direction`: `higher is better`, `lower is better` or `neither`, which is also said of what depends on what is counted, as a
--|  proportion, a ratio, a duration or the mean of a scale does: there the team decides
--|- `components`: the metrics, each a plain sum, of which this one can be computed again after summing them over groups that have
--|  nothing in common: what a tool may add up that cannot call csops. `itself` is such a sum; `none` says that no such
--|  numbers tell it, so that the summary has to be merged. The components of a weighted summary are not those of the plain one
--|- `summary`: the types to store, whose `rollup` answers for all groups together; `none` where there is no such type
--|- `signatures`: the functions and aggregates, separated by `; `, as `regprocedure` reads them; `bounds`: the functions of its interval
--|- `null_rule`: when it is NULL; `source`: who defined it so, `csops` where the formula is the definition
--|- `example` and `answer`: a statement, and what `psql -At` prints for it
CREATE FUNCTION metric_definitions()
RETURNS TABLE(metric text, topic text, meaning text, formula text, unit text, direction text, components text, summary text,
	signatures text, bounds text, null_rule text, source text, example text, answer text)
LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 200
BEGIN ATOMIC
	-- metric definitions
END;
COMMENT ON FUNCTION metric_definitions() IS 'Every metric with its definition, as rows of text';
