{#- Keys of several columns that more than one row has. -#}
{% test csops_unique_key(model, columns) %}
SELECT {{ columns | join(', ') }}, count(*) AS rows FROM {{ model }} GROUP BY {{ columns | join(', ') }} HAVING count(*) > 1
{% endtest %}
