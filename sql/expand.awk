# Copies a fragment; a line "-- type: NAME" becomes what every csops type has
# alike, from the template, with @TYPE@ replaced by NAME.
/^-- type: [a-z_]+$/ {
	while ((getline line < template) > 0) {
		gsub(/@TYPE@/, $3, line)
		print line
	}
	close(template)
	next
}
{ print }
