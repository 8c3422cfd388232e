{#- Summaries that a model stores, and the columns that are read from them. -#}
{%- macro rating_agg(score, lo, hi, on_invalid='count') -%}{{ csops.call('rating_agg', [score, lo, hi, csops.literal(on_invalid)]) }}{%- endmacro -%}
{%- macro proportion_agg(success) -%}{{ csops.call('proportion_agg', [success]) }}{%- endmacro -%}
{%- macro ratio_agg(numerator, denominator) -%}{{ csops.call('ratio_agg', [numerator, denominator]) }}{%- endmacro -%}
{%- macro duration_agg(duration) -%}{{ csops.call('duration_agg', [duration]) }}{%- endmacro -%}
{%- macro sla_agg(elapsed, target, finished) -%}{{ csops.call('sla_agg', [elapsed, target, finished]) }}{%- endmacro -%}
{%- macro timeline_agg(at, state, seq) -%}{{ csops.call('timeline_agg', [at, state, seq]) }}{%- endmacro -%}
{%- macro activity_agg(at, unit='day') -%}{{ csops.call('activity_agg', [at, csops.literal(unit), csops.time_zone()]) }}{%- endmacro -%}
{%- macro signal_agg(signal, value, at) -%}{{ csops.call('signal_agg', [signal, value, at]) }}{%- endmacro -%}

{#- Many stored summaries as one. -#}
{%- macro rollup(summary) -%}{{ csops.call('rollup', [summary]) }}{%- endmacro -%}
{#- Two as one. -#}
{%- macro merge(a, b) -%}{{ csops.call('merge', [a, b]) }}{%- endmacro -%}

{#- The columns of a stored summary that people and BI tools read. Counts and amounts are additive; shares, intervals and percentiles are not. -#}
{%- macro nps_columns(ratings) -%}
	{{ csops.call('promoters', [ratings]) }} AS promoters,
	{{ csops.call('passives', [ratings]) }} AS passives,
	{{ csops.call('detractors', [ratings]) }} AS detractors,
	{{ csops.call('observations', [ratings]) }} AS responses,
	{{ csops.call('unanswered', [ratings]) }} AS unanswered,
	{{ csops.call('invalid', [ratings]) }} AS invalid,
	{{ csops.call('nps', [ratings]) }} AS nps,
	{{ csops.call('nps_lo', [ratings]) }} AS nps_lo,
	{{ csops.call('nps_hi', [ratings]) }} AS nps_hi,
	{{ csops.call('response_rate', [ratings]) }} AS response_rate
{%- endmacro -%}

{#- How many answers of a scale, from the top, are satisfied ones; NULL where the variable csops_csat_top does not say. -#}
{%- macro csat_top(scale_top) -%}
	CASE {{ scale_top }}
	{%- for scale, top in var('csops_csat_top', {2: 1, 3: 1, 4: 2, 5: 2}).items() %} WHEN {{ scale }} THEN {{ top }}{% endfor %} END
{%- endmacro -%}

{%- macro csat_columns(ratings, scale_top) -%}
	{%- set top = csops.csat_top(scale_top) -%}
	coalesce(round({{ csops.call('observations', [ratings]) }} * {{ csops.call('csat', [ratings, top]) }} / 100), {{ top }} * 0)::bigint AS satisfied,
	{{ csops.call('observations', [ratings]) }} AS responses,
	{{ csops.call('unanswered', [ratings]) }} AS unanswered,
	{{ csops.call('invalid', [ratings]) }} AS invalid,
	{{ csops.call('csat', [ratings, top]) }} AS csat,
	{{ csops.call('csat_lo', [ratings, top]) }} AS csat_lo,
	{{ csops.call('csat_hi', [ratings, top]) }} AS csat_hi,
	{{ csops.call('response_rate', [ratings]) }} AS response_rate
{%- endmacro -%}

{%- macro sla_columns(sla) -%}
	{%- set durations = csops.call('sla_durations', [sla]) -%}
	{{ csops.call('sla_achieved', [sla]) }} AS achieved,
	{{ csops.call('sla_breached', [sla]) }} AS breached,
	{{ csops.call('sla_in_progress', [sla]) }} AS in_progress,
	{{ csops.call('observations', [durations]) }} AS finished,
	coalesce({{ csops.call('duration_total', [durations]) }}, 0) AS finished_seconds,
	{{ csops.call('sla_attainment', [sla]) }} AS attainment,
	{{ csops.call('sla_attainment_lo', [sla]) }} AS attainment_lo,
	{{ csops.call('sla_attainment_hi', [sla]) }} AS attainment_hi,
	{{ csops.call('sla_percentile', [sla, 0.5]) }} AS p50_seconds,
	{{ csops.call('sla_percentile', [sla, 0.9]) }} AS p90_seconds
{%- endmacro -%}

{%- macro revenue_columns(bridge) -%}
	{%- for part in ['start', 'new', 'reactivation', 'expansion', 'contraction', 'churn', 'end'] %}
	{{ csops.call('revenue_' ~ part, [bridge]) }} AS revenue_{{ part }},
	{{ csops.call('accounts_' ~ part, [bridge]) }} AS accounts_{{ part }},
	{%- endfor %}
	{{ csops.call('nrr', [bridge]) }} AS nrr,
	{{ csops.call('grr', [bridge]) }} AS grr,
	{{ csops.call('logo_retention', [bridge]) }} AS logo_retention
{%- endmacro -%}
