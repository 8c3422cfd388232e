{#-
	Rows of a model that claim to know something later than its source does (column_name against the greatest `field` of the relation `of`, or against
	the instant `at`): rows of another environment, or of a clock that runs ahead, after which news would be passed over.
-#}
{% test csops_not_newer_than(model, column_name, of=none, field=none, at=none) %}
SELECT * FROM {{ model }}
WHERE {{ column_name }} > {{ at if at is not none else '(SELECT max(' ~ field ~ ') FROM ' ~ of ~ ')' }}
	{{- ' OR ' ~ column_name ~ ' IS NOT NULL AND NOT EXISTS (SELECT FROM ' ~ of ~ ')' if at is none }}
{% endtest %}
