{#-
	Stored summaries, rolled up, must be the same as one made directly from the rows they stand for: byte for byte, not nearly.
	summary is the column of the model, direct an aggregate over the relation `of`, which of_where restricts, as model_where does the model. With keys they are compared for each
	value of these columns, which both must have; a value that only one of them has is a difference too.
-#}
{% test csops_rollup_equals_direct(model, summary, of, direct, keys=[], of_where='true', model_where='true') %}
{%- set key = keys | join(', ') %}
SELECT *
FROM (
	SELECT {{ key ~ ', ' if keys }}{{ csops.rollup(summary) }} AS rolled_up FROM {{ model }} WHERE {{ model_where }}{{ ' GROUP BY ' ~ key if keys }}
) AS stored
FULL JOIN (
	SELECT {{ key ~ ', ' if keys }}{{ direct }} AS direct FROM {{ of }} WHERE {{ of_where }}{{ ' GROUP BY ' ~ key if keys }}
) AS made {{ 'USING (' ~ key ~ ')' if keys else 'ON true' }}
WHERE pg_catalog.record_image_ne(ROW(rolled_up), ROW(direct))
{% endtest %}
