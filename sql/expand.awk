# Copies a fragment; a line "-- type: NAME" becomes what every csops type has
# alike, from the template, with @TYPE@ replaced by NAME, and a line "-- state
# type: NAME" what comes in the template before "-- values:". A line "-- metric
# definitions" becomes VALUES of the rows that sql/metrics.awk has made.
/^-- (state )?type: [a-z_]+$/ {
	while ((got = (getline line < template)) > 0) {
		if ($2 == "state" && line == "-- values:")
			break
		gsub(/@TYPE@/, $NF, line)
		print line
	}
	if (got < 0)
		exit 1
	close(template)
	next
}
/^\t-- metric definitions$/ {
	print "\tVALUES"
	while ((got = (getline line < metrics)) > 0)
		print line
	if (got < 0)
		exit 1
	close(metrics)
	print "\t;"
	next
}
{ print }
