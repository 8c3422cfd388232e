{#-
	The clocks of a ticket, for each promise one, by the metric: which timeline it runs on, in which states it runs, which stop it. The definitions are
	those of the recipes of csops; a clock that has not started is no promise yet.

	first_reply      from the customer's first message to the next public one of an agent
	next_reply       the same for every later one; each is a promise of its own
	requester_wait   time in new, open and hold, over all reopenings
	agent_work       time in new and open
	full_resolution  time in the statuses of the variable csops_resolution_running, over all reopenings: new and open, so that who waits for the customer or a
	                 third party is not late; with pending and hold too it is the time until the ticket was solved for good
-#}
{%- macro sla_clocks(metric, statuses, conversation, target, calendar) -%}
	SELECT found AS clock FROM {{ csops.schema() }}.sla_clock({{ conversation }}, '{customer}', '{agent}', {{ target }}, {{ csops.as_of() }}, {{ calendar }}, 'first') AS found
	WHERE {{ metric }} = 'first_reply'
	UNION ALL
	SELECT found AS clock FROM {{ csops.schema() }}.sla_cycles({{ conversation }}, '{customer}', '{agent}', {{ target }}, {{ csops.as_of() }}, {{ calendar }}) AS found
	WHERE {{ metric }} = 'next_reply' AND found.cycle > 1
	{%- for name, running in [
		('requester_wait', ['new', 'open', 'hold']), ('agent_work', ['new', 'open']), ('full_resolution', var('csops_resolution_running', ['new', 'open']))
	] %}
	UNION ALL
	SELECT found AS clock FROM {{ csops.schema() }}.sla_clock({{ statuses }}, ARRAY[{{ csops.literals(running) }}], '{solved,closed}', {{ target }}, {{ csops.as_of() }}, {{ calendar }}, 'all') AS found
	WHERE {{ metric }} = '{{ name }}'
	{%- endfor %}
{%- endmacro -%}
