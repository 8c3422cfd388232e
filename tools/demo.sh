# shellcheck shell=bash
# Loads the demo company into the private cluster of tools/lib.sh. Source this file after that one.
#
#   start_private_cluster shared_buffers=512MB max_wal_size=4GB
#   load_demo 40000                 # about so many survey answers
#
# The company is then in the schema demo of the database orrindale, which PGDATABASE names, and csops in its schema csops.

load_demo()
{
	local responses=$1

	psql -X -q -v ON_ERROR_STOP=1 -c 'CREATE DATABASE orrindale' </dev/null || die "the database cannot be created"
	export PGDATABASE=orrindale
	psql -X -q -v ON_ERROR_STOP=1 -c 'CREATE SCHEMA csops' -c 'CREATE EXTENSION csops SCHEMA csops' \
		-c 'ALTER DATABASE orrindale SET search_path = csops, public' </dev/null ||
		die "csops cannot be installed into the database"
	step "generating the company, with about $responses survey answers"
	logged generate psql -X -q -v responses="$responses" -v persistence=unlogged -f "$CSOPS_SOURCE/demo/generate.sql"
}
