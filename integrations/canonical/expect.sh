# shellcheck shell=bash
# What the checks of the adapters share. Source it after tools/lib.sh.
#
#   sql            psql as an array, to be followed by its arguments
#   silent FILE SCHEMA                  a query of this folder must find nothing in the schema
#   expect WHAT EXPECTED STATEMENT      a statement must answer so
#   facts          how many expectations held

sql=(psql -X -q -At -v ON_ERROR_STOP=1)
facts=0

silent()
{
	local found

	found=$("${sql[@]}" -v schema="$2" -v expected=canonical -f "$CSOPS_SOURCE/integrations/canonical/$1" </dev/null)
	[ -z "$found" ] || die "$2: $1 finds: $found"
}

expect()
{
	local found

	found=$("${sql[@]}" -c "$3" </dev/null)
	[ "$found" = "$2" ] || die "$1: expected $2, found $found"
	facts=$((facts + 1))
}
