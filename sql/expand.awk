# Copies a fragment; a line "-- type: NAME" becomes what every csops type has
# alike, from the template, with @TYPE@ replaced by NAME.
/^-- type: [a-z_]+$/ {
	while ((got = (getline line < template)) > 0) {
		gsub(/@TYPE@/, $3, line)
		print line
	}
	if (got < 0)
		exit 1
	close(template)
	next
}
{ print }
