-- What the figures above are: the dictionary of metrics, for those that the pack uses.

\set section definitions
\set question 'What do these numbers mean?'
SELECT format('Each of the %s figures has one definition, and it is in the database, in metric_definitions(). Shares are shown as '
	'percentages here, durations in hours or days.', count(*)) AS finding
FROM pack.definitions \gset
\ir heading.sql
\if :html
\pset tableattr class="words"
SELECT figure AS "Figure", metric AS "Metric", unit AS "Unit", direction AS "Direction", formula AS "Formula", source AS "Defined by"
FROM pack.definitions ORDER BY place;
\pset tableattr
\else
SELECT format(E'%s: %s (%s)\n    %s', figure, metric, concat_ws('; ', unit, nullif(direction, 'neither')), formula) FROM pack.definitions ORDER BY place
\g (format=unaligned tuples_only=on)
\endif
