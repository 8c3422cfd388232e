{#-
	One macro for each headline metric: an aggregate over raw rows, with the name it has in SQL.

	key is the column that names the response or the ticket (text or uuid). With it a row that a join has repeated counts once. It costs the
	parallel plan; where that matters, aggregate before the join.
-#}
{%- macro call(function, arguments) -%}
	{{ csops.schema() }}.{{ function }}({{ arguments | join(', ') }})
{%- endmacro -%}

{%- macro aggregate(function, arguments, key=none) -%}
	{%- if key is none -%}
		{{ csops.call(function, arguments) }}
	{%- else -%}
		{{ csops.schema() }}.{{ function }}(DISTINCT {{ (arguments + [key]) | join(', ') }})
	{%- endif -%}
{%- endmacro -%}

{#- Points, -100 to 100, of scores 0 to 10. -#}
{%- macro nps(score, key=none) -%}{{ csops.aggregate('nps', [score], key) }}{%- endmacro -%}
{%- macro nps_lo(score, key=none) -%}{{ csops.aggregate('nps_lo', [score], key) }}{%- endmacro -%}
{%- macro nps_hi(score, key=none) -%}{{ csops.aggregate('nps_hi', [score], key) }}{%- endmacro -%}
{%- macro nps_margin(score, key=none) -%}{{ csops.aggregate('nps_margin', [score], key) }}{%- endmacro -%}

{#- Points, 0 to 100, of scores 1 to 5 or of booleans. -#}
{%- macro csat(score, key=none) -%}{{ csops.aggregate('csat', [score], key) }}{%- endmacro -%}
{%- macro csat_lo(score, key=none) -%}{{ csops.aggregate('csat_lo', [score], key) }}{%- endmacro -%}
{%- macro csat_hi(score, key=none) -%}{{ csops.aggregate('csat_hi', [score], key) }}{%- endmacro -%}
{%- macro csat_margin(score, key=none) -%}{{ csops.aggregate('csat_margin', [score], key) }}{%- endmacro -%}

{#- A share, 0 to 1, of rows for which a condition holds. -#}
{%- macro proportion(success, key=none) -%}{{ csops.aggregate('proportion', [success], key) }}{%- endmacro -%}
{%- macro proportion_lo(success, key=none) -%}{{ csops.aggregate('proportion_lo', [success], key) }}{%- endmacro -%}
{%- macro proportion_hi(success, key=none) -%}{{ csops.aggregate('proportion_hi', [success], key) }}{%- endmacro -%}

{#- A sum over a sum, such as the mean handle time: ratio('handle_seconds', 'contacts'). -#}
{%- macro ratio(numerator, denominator, key=none) -%}{{ csops.aggregate('ratio', [numerator, denominator], key) }}{%- endmacro -%}
{%- macro ratio_lo(numerator, denominator, key=none) -%}{{ csops.aggregate('ratio_lo', [numerator, denominator], key) }}{%- endmacro -%}
{%- macro ratio_hi(numerator, denominator, key=none) -%}{{ csops.aggregate('ratio_hi', [numerator, denominator], key) }}{%- endmacro -%}

{#- A share, 0 to 1, of promises that were kept. -#}
{%- macro sla_attainment(elapsed, target, finished, key=none) -%}{{ csops.aggregate('sla_attainment', [elapsed, target, finished], key) }}{%- endmacro -%}
{%- macro sla_attainment_lo(elapsed, target, finished, key=none) -%}{{ csops.aggregate('sla_attainment_lo', [elapsed, target, finished], key) }}{%- endmacro -%}
{%- macro sla_attainment_hi(elapsed, target, finished, key=none) -%}{{ csops.aggregate('sla_attainment_hi', [elapsed, target, finished], key) }}{%- endmacro -%}

{#- Seconds, of intervals or of seconds. The percentiles are within 1 % of the exact ones. -#}
{%- macro duration_mean(duration, key=none) -%}{{ csops.aggregate('duration_mean', [duration], key) }}{%- endmacro -%}
{%- macro duration_p50(duration, key=none) -%}{{ csops.aggregate('duration_p50', [duration], key) }}{%- endmacro -%}
{%- macro duration_p75(duration, key=none) -%}{{ csops.aggregate('duration_p75', [duration], key) }}{%- endmacro -%}
{%- macro duration_p90(duration, key=none) -%}{{ csops.aggregate('duration_p90', [duration], key) }}{%- endmacro -%}
{%- macro duration_p95(duration, key=none) -%}{{ csops.aggregate('duration_p95', [duration], key) }}{%- endmacro -%}
{%- macro duration_p99(duration, key=none) -%}{{ csops.aggregate('duration_p99', [duration], key) }}{%- endmacro -%}

{#- Shares of the recurring revenue at the start, a row for each account. -#}
{%- macro nrr(start_amount, end_amount, key=none) -%}{{ csops.aggregate('nrr', [start_amount, end_amount], key) }}{%- endmacro -%}
{%- macro grr(start_amount, end_amount, key=none) -%}{{ csops.aggregate('grr', [start_amount, end_amount], key) }}{%- endmacro -%}
{%- macro logo_retention(start_amount, end_amount, key=none) -%}{{ csops.aggregate('logo_retention', [start_amount, end_amount], key) }}{%- endmacro -%}

{#- Points, 0 to 100: health by weight, such as ARR. -#}
{%- macro portfolio_score(score, weight, key=none) -%}{{ csops.aggregate('portfolio_score', [score, weight], key) }}{%- endmacro -%}

{#- Working time between two instants: seconds, hours, an interval. -#}
{%- macro business_seconds(calendar, from_at, to_at) -%}{{ csops.call('business_seconds', [calendar, from_at, to_at]) }}{%- endmacro -%}
{%- macro business_hours(calendar, from_at, to_at) -%}{{ csops.call('business_hours', [calendar, from_at, to_at]) }}{%- endmacro -%}
{%- macro business_elapsed(calendar, from_at, to_at) -%}{{ csops.call('business_elapsed', [calendar, from_at, to_at]) }}{%- endmacro -%}
{%- macro business_add(calendar, at, amount) -%}{{ csops.call('business_add', [calendar, at, amount]) }}{%- endmacro -%}
