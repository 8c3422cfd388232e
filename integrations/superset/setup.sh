# shellcheck shell=bash
# Superset with the weekly pack, for run and check. Source after tools/lib.sh, root.sh and demo.sh; the caller has a function
# unavailable REASON... that ends the script when this machine cannot have what is needed.
#
#   make_venv NAME REQUIREMENTS            sets VENV to a virtual environment in CSOPS_CACHE
#   load_weekly_pack RESPONSES             a private cluster with the demo, its summaries and the dashboard's views
#   start_superset VENV PORT USER PASSWORD sets SUPERSET_URL; the server ends with the script

superset_folder=$CSOPS_SOURCE/integrations/superset
superset_process=
SUPERSET_URL=

# choose_python: a Python that the pinned packages have wheels for. The machine's own come first, because another user has
# to be able to run it.
choose_python()
{
	local candidate

	for candidate in /usr/bin/python3.1{1,2,0} /usr/bin/python3 python3.1{1,2,0} python3; do
		if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 12))' 2>/dev/null; then
			command -v "$candidate"
			return 0
		fi
	done
}

# make_venv NAME REQUIREMENTS: made once, and again when the requirements change.
make_venv()
{
	local name=$1 requirements=$2 python recipe

	python=$(choose_python)
	if [ -z "$python" ]; then
		install_packages python3-venv
		python=$(choose_python)
		[ -n "$python" ] || unavailable "there is no Python 3.10, 3.11 or 3.12 with venv"
	fi
	recipe=$( (cat "$requirements"; "$python" --version; declare -f make_venv) | md5sum | cut -c 1-12)
	VENV=$CSOPS_CACHE/$name-$recipe
	[ ! -e "$VENV.complete" ] || return 0
	mkdir -p "$CSOPS_CACHE" 2>/dev/null && [ -w "$CSOPS_CACHE" ] || unavailable "cannot write to $CSOPS_CACHE"
	rm -rf "$CSOPS_CACHE/$name"-*
	"$python" -m venv "$VENV"
	timeout 120 "$VENV/bin/pip" download -q --no-deps -d "$CSOPS_WORK/pypi" "$(grep -m 1 '==' "$requirements")" >"$CSOPS_WORK/pypi.log" 2>&1 ||
		unavailable "PyPI cannot be reached: $(tail -n 1 "$CSOPS_WORK/pypi.log")"
	step "installing $(grep -c '==' "$requirements") packages from PyPI into $VENV"
	logged "pip-$name" timeout 1200 "$VENV/bin/pip" install --no-cache-dir --no-input -r "$requirements"
	touch "$VENV.complete"
}

# load_weekly_pack RESPONSES: what the dashboard shows, and a role that may read that and nothing else.
load_weekly_pack()
{
	choose_postgres
	build_csops
	start_private_cluster shared_buffers=256MB max_wal_size=2GB
	load_demo "$1"
	step "making the weekly pack's summaries and the dashboard's views"
	logged pack psql -X -q -v ON_ERROR_STOP=1 -f "$CSOPS_SOURCE/demo/pack.sql"
	logged views psql -X -q -f "$superset_folder/views.sql"
	logged reader psql -X -q -v ON_ERROR_STOP=1 -c "CREATE ROLE superset_reader LOGIN" \
		-c "ALTER ROLE superset_reader SET search_path = ''" \
		-c "ALTER ROLE superset_reader SET default_transaction_read_only = on" \
		-c "ALTER ROLE superset_reader SET statement_timeout = '60s'" \
		-c "GRANT USAGE ON SCHEMA csops, dashboard TO superset_reader" \
		-c "GRANT SELECT ON ALL TABLES IN SCHEMA dashboard TO superset_reader"
}

# superset_command VENV COMMAND...: as the user who owns the cluster, with settings that are in the private folder.
superset_command()
{
	local venv=$1 command=$2 bounded=()
	shift 2

	[ "$command" != superset ] || bounded=(timeout 300)
	as_postgres env -u http_proxy -u https_proxy -u HTTP_PROXY -u HTTPS_PROXY SUPERSET_HOME="$CSOPS_WORK/superset" \
		SUPERSET_CONFIG_PATH="$CSOPS_BUILD/integrations/superset/superset_config.py" FLASK_APP=superset PYTHONDONTWRITEBYTECODE=1 \
		"${bounded[@]}" "$venv/bin/$command" "$@"
}

# start_superset VENV PORT USER PASSWORD: makes its database, imports the dashboard and serves it on 127.0.0.1.
start_superset()
{
	local venv=$1 port=$2 user=$3 password=$4 home=$CSOPS_WORK/superset attempt

	mkdir -m 700 "$home"
	"$venv/bin/python" -c 'import secrets; print(secrets.token_urlsafe(42))' >"$home/secret"
	"$venv/bin/python" "$superset_folder/make-bundle" "$home/weekly_pack.zip" \
		"postgresql+psycopg2://superset_reader@/$PGDATABASE?host=$PGHOST&port=$PGPORT"
	give_to_postgres "$home"
	step "making Superset's own database"
	logged superset-upgrade superset_command "$venv" superset db upgrade
	logged superset-admin superset_command "$venv" superset fab create-admin --username "$user" --password "$password" \
		--firstname Weekly --lastname Pack --email "$user@example.org"
	logged superset-init superset_command "$venv" superset init
	step "importing the dashboard"
	logged superset-import superset_command "$venv" superset import-dashboards --path "$home/weekly_pack.zip" --username "$user"
	step "starting Superset"
	trap stop_all EXIT
	superset_command "$venv" gunicorn --workers 1 --worker-class gthread --threads 4 --timeout 120 --bind "127.0.0.1:$port" \
		--pid "$home/pid" --log-level warning 'superset.app:create_app()' >"$home/server.log" 2>&1 </dev/null &
	superset_process=$!
	for attempt in $(seq 120); do
		kill -0 "$superset_process" 2>/dev/null || break
		if "$venv/bin/python" -c 'import sys, urllib.request as r
r.build_opener(r.ProxyHandler({})).open(sys.argv[1], timeout=5)' "http://127.0.0.1:$port/health" 2>/dev/null; then
			SUPERSET_URL=http://127.0.0.1:$port
			return 0
		fi
		sleep 0.5
	done
	tail -n 20 "$home/server.log" >&2
	die "Superset does not start on 127.0.0.1:$port"
}

# stop_all: ends Superset by its own process id, then what lib.sh has started. It runs by itself when the script ends.
stop_all()
{
	local status=$? pid attempt

	trap - EXIT
	set +e
	if [ -n "$superset_process" ]; then
		pid=$(cat "$CSOPS_WORK/superset/pid" 2>/dev/null)
		[ -z "$pid" ] || kill "$pid" 2>/dev/null
		for attempt in $(seq 100); do
			kill -0 "$superset_process" 2>/dev/null || break
			sleep 0.1
		done
		! kill -0 "$superset_process" 2>/dev/null || kill -KILL ${pid:+"$pid"} "$superset_process" 2>/dev/null
		wait "$superset_process" 2>/dev/null
	fi
	(exit "$status")
	clean_up
}
