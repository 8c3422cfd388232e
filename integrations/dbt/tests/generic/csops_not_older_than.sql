{#- The opposite: the model as a whole lags behind its source. Fails with one row when the greatest value of the column is below that of the source. -#}
{% test csops_not_older_than(model, column_name, of, field) %}
SELECT stored, known
FROM (SELECT max({{ column_name }}) AS stored FROM {{ model }}) AS stored, (SELECT max({{ field }}) AS known FROM {{ of }}) AS known
WHERE known IS NOT NULL AND (stored IS NULL OR stored < known)
{% endtest %}
