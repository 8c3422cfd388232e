{#- Rows in which a column of the key is NULL: no unique index finds them again, so that each run would add them once more. -#}
{% test csops_no_null_keys(model, columns) %}
SELECT * FROM {{ model }} WHERE num_nulls({{ columns | join(', ') }}) > 0
{% endtest %}
