{#- Whether a row of csops_signals is an activity of its account, known at as_of: see the variable csops_activity_signals. -#}
{%- macro is_activity() -%}
	value > 0 AND observed_at <= {{ csops.as_of() }}
	{%- if var('csops_activity_signals', []) %} AND signal IN ({{ csops.literals(var('csops_activity_signals')) }}){%- endif -%}
{%- endmacro -%}

{#-
	For a model that keeps an activity_grid for each key and adds to it: the instant from which on a run reads, csops_late_arrival before the last
	known day. It depends on what the table knows, not on the clock, so that nights in which no run took place are made up for.
-#}
{%- macro look_back(days) -%}
	coalesce((SELECT max({{ csops.call('last_active', [days]) }}) FROM {{ this }})::timestamp AT TIME ZONE {{ csops.time_zone() }}
		- interval {{ csops.literal(var('csops_late_arrival', '7 days')) }}, '-infinity')
{%- endmacro -%}
