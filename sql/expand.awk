# Copies a fragment; a line "-- type: NAME" becomes what every csops type has
# alike, from the template, with @TYPE@ replaced by NAME, and a line "-- state
# type: NAME" what comes in the template before "-- values:".
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
{ print }
