-- The table and the chart data of one kind of change.
SELECT segment_by AS "By", segment AS "Segment", pack.unless(suppressed, pack.figure(before)::text) AS :"last_quarter",
	CASE WHEN NOT suppressed THEN n_before END AS "n answers",
	pack.unless(suppressed, pack.figure(value)::text) AS :"this_quarter",
	CASE WHEN NOT suppressed THEN n END AS "n answers",
	CASE WHEN NOT suppressed THEN pack.change(change) END AS "Change",
	CASE WHEN NOT suppressed THEN pack.span(change_lo, change_hi) END AS "95 % interval",
	CASE WHEN NOT suppressed THEN pack.p_value(p) END AS p,
	CASE WHEN NOT suppressed THEN pack.p_value(adjusted_p) END AS "adjusted p"
FROM pack.changes WHERE kind = :'kind'
ORDER BY segment_by DESC, segment;
\if :html
SELECT row_number() OVER (ORDER BY segment_by, suppressed DESC, change) - 1, segment,
	CASE WHEN NOT suppressed THEN change END, CASE WHEN NOT suppressed THEN change_lo END,
	CASE WHEN NOT suppressed THEN change_hi END, coalesce((adjusted_p < 0.05)::integer, 0),
	CASE WHEN suppressed THEN 'suppressed (n < 5)'
		ELSE format('%s, %s, %s', coalesce(pack.p_value(adjusted_p), 'none'), n, n_before) END, segment_by
FROM pack.changes WHERE kind = :'kind' ORDER BY 1
\g (format=unaligned fieldsep='\t' tuples_only=on null=NaN) :data/changes_:kind.tsv
\endif
