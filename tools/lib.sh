# shellcheck shell=bash
# Shell functions that demo/run, bench/run and test/run share. Source this file from bash:
#
#   . "$(dirname "${BASH_SOURCE[0]}")/../tools/lib.sh"
#   choose_postgres                 # a server with headers; installs what is missing
#   build_csops                     # compiles a copy of this tree, installs it privately
#   start_private_cluster work_mem=64MB
#   psql -c 'CREATE EXTENSION csops'
#
# Everything happens in one folder of its own under /tmp (CSOPS_TMPDIR names another place): a private copy of the
# PostgreSQL programs, the compiled extension, the cluster and its socket. It is removed when the script ends, so
# neither the machine's PostgreSQL nor any cluster on it changes. CSOPS_KEEP=1 keeps the folder (the server stops).
# As root the server runs as the user postgres, otherwise as the caller. There is no TCP, and nothing reads stdin.
#
# Variables that are set:
#   CSOPS_SOURCE   the tree this file belongs to
#   CSOPS_WORK     the private folder                       (after choose_postgres)
#   CSOPS_BUILD    the compiled copy of the tree            (after build_csops)
#   CSOPS_SHARED   the folder of shared data and vectors, empty when it is not there or not readable
#   PG_CONFIG, PG_MAJOR, PGBIN   of the private copy; PGBIN is also first in PATH  (after choose_postgres)
#   PGHOST, PGPORT, PGUSER, PGDATABASE, PSQLRC              (after start_private_cluster)

set -euo pipefail

CSOPS_SOURCE=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
CSOPS_SHARED=${CSOPS_SHARED-$CSOPS_SOURCE/../shared}
CSOPS_WORK=
CSOPS_BUILD=
csops_oldest=15
csops_running=
# Functions that clean_up calls before it stops the cluster.
csops_at_exit=()

# A service file, an option or an address in the caller's environment must not lead to another server.
pg_config_given=${PG_CONFIG:-}
for variable in "${!PG@}"; do
	unset "$variable"
done
unset variable
export LC_ALL=C.UTF-8 PGCLIENTENCODING=UTF8 PSQLRC=/dev/null

# step TEXT...: announces a step, with the seconds since the script began.
step()
{
	printf '[%4d s] %s\n' "$SECONDS" "$*"
}

# say TEXT...: a line that belongs to the step before it.
say()
{
	printf '         %s\n' "$*"
}

# die TEXT...: ends the script with an error.
die()
{
	printf '%s: error: %s\n' "${0##*/}" "$*" >&2
	exit 1
}

# as_root COMMAND...: as root, through sudo when the caller is somebody else.
as_root()
{
	if [ "$(id -u)" -eq 0 ]; then
		"$@"
	elif command -v sudo >/dev/null; then
		sudo "$@"
	else
		die "this needs root, and there is no sudo: $*"
	fi
}

# as_postgres COMMAND...: as the user who owns the private cluster. The server refuses to run as root.
as_postgres()
{
	if [ "$(id -u)" -eq 0 ]; then
		runuser -u postgres -- env HOME="${CSOPS_WORK:-/}" "$@"
	else
		"$@"
	fi
}

# logged NAME COMMAND...: runs a command with its output in a log file, and says every 15 seconds that it goes on.
# When it fails, the end of the log is shown and the script ends.
logged()
{
	local name=$1 log=$CSOPS_WORK/$1.log started=$SECONDS next=$((SECONDS + 15)) status=0

	shift
	"$@" >"$log" 2>&1 </dev/null &
	csops_running=$!
	while kill -0 "$csops_running" 2>/dev/null; do
		if [ "$SECONDS" -ge "$next" ]; then
			say "... $((SECONDS - started)) s: $(tail -n 1 "$log" | tr -d '\r' | cut -c 1-90)"
			next=$((SECONDS + 15))
		fi
		sleep 0.1
	done
	wait "$csops_running" || status=$?
	csops_running=
	if [ "$status" -ne 0 ]; then
		tail -n 40 "$log" >&2
		die "$name failed with exit code $status; the end of what it said is above"
	fi
}

# make_work: the private folder, and its removal when the script ends.
make_work()
{
	[ -z "$CSOPS_WORK" ] || return 0
	CSOPS_WORK=$(mktemp -d -p "${CSOPS_TMPDIR:-/tmp}" --suffix=.csops)
	chmod 755 "$CSOPS_WORK"
	trap clean_up EXIT
	trap 'exit 129' HUP
	trap 'exit 130' INT
	trap 'exit 141' PIPE
	trap 'exit 143' TERM
}

# clean_up: stops the private cluster and removes the private folder. It runs by itself when the script ends.
clean_up()
{
	local status=$? hook

	trap - EXIT
	trap '' HUP INT PIPE TERM
	cd /
	for hook in "${csops_at_exit[@]}"; do
		"$hook" || true
	done
	# Interrupted in a logged step: end it; an installation of packages goes on to its end.
	if [ -n "$csops_running" ]; then
		kill "$csops_running" 2>/dev/null || true
		wait "$csops_running" || true
	fi
	stop_private_cluster
	if [ -n "${CSOPS_KEEP:-}" ]; then
		say "kept: $CSOPS_WORK"
	else
		rm -rf "$CSOPS_WORK"
	fi
	exit "$status"
}

# missing_packages NAME...: those of the packages that are not installed.
missing_packages()
{
	local package

	for package; do
		dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q ' installed$' || echo "$package"
	done
}

# update_package_lists: apt-get update, once for each script.
update_package_lists()
{
	[ -z "${csops_lists_updated:-}" ] || return 0
	step "updating the package lists"
	logged apt-update as_root apt-get update
	csops_lists_updated=yes
}

# install_packages NAME...: installs from the distribution what is not there yet. No cluster is made by the server's
# package and no service is started meanwhile, whatever the machine is set to do.
install_packages()
{
	local missing

	if ! command -v apt-get >/dev/null; then
		say "no apt-get here: taking for granted what is called on Debian: $*"
		return 0
	fi
	mapfile -t missing < <(missing_packages "$@")
	[ "${#missing[@]}" -gt 0 ] || return 0
	make_work
	update_package_lists
	step "installing ${missing[*]}"
	# shellcheck disable=SC2016 # the inner shell expands it
	logged apt-install as_root env DEBIAN_FRONTEND=noninteractive bash -c '
		set -e
		no_cluster=/etc/postgresql-common/createcluster.d/csops-build.conf
		no_service=/usr/sbin/policy-rc.d
		mine=("$no_cluster")
		trap "rm -f \"\${mine[@]}\"" EXIT
		mkdir -p "${no_cluster%/*}"
		echo "create_main_cluster = false" >"$no_cluster"
		if ! [ -e "$no_service" ]; then
			mine+=("$no_service")
			printf "#!/bin/sh\nexit 101\n" >"$no_service"
			chmod 755 "$no_service"
		fi
		apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "$@"' install "${missing[@]}"
}

# usable_pg_config PROGRAM: whether it belongs to a server that is new enough and has its headers.
usable_pg_config()
{
	local major

	[ -x "$1" ] || return 1
	major=$("$1" --version | sed -n 's/^PostgreSQL \([0-9]*\).*/\1/p')
	[ -n "$major" ] && [ "$major" -ge "$csops_oldest" ] &&
		[ -x "$("$1" --bindir)/postgres" ] &&
		[ -e "$("$1" --includedir-server)/postgres.h" ] && [ -e "$("$1" --pgxs)" ]
}

# choose_postgres [PACKAGE...]: PG_CONFIG if the caller gave one, else the newest installed server with headers, else
# the version that the distribution has. Copies its programs to the private folder, where csops can be installed without
# touching the machine's own, and sets PG_CONFIG, PG_MAJOR and PGBIN to the copy. The packages are what the caller needs
# besides; postgresql-%-NAME is the package of the extension NAME for that server.
choose_postgres()
{
	local candidate chosen="" extension package packages=(gcc libc6-dev make perl)

	if [ -n "$pg_config_given" ]; then
		chosen=$(command -v "$pg_config_given") || die "PG_CONFIG is $pg_config_given, which is not a program"
		usable_pg_config "$chosen" ||
			die "$chosen is not of a PostgreSQL $csops_oldest or newer with its server and headers"
	else
		chosen=$(installed_postgres)
		if [ -z "$chosen" ]; then
			command -v apt-get >/dev/null || die "no PostgreSQL with headers found; name one with PG_CONFIG"
			make_work
			update_package_lists
			candidate=$(apt-cache depends postgresql | sed -n 's/.*Depends: postgresql-\([0-9]*\)$/\1/p' | head -n 1)
			[ -n "$candidate" ] || die "the package sources offer no PostgreSQL"
			[ "$candidate" -ge "$csops_oldest" ] ||
				die "the package sources offer PostgreSQL $candidate; csops needs $csops_oldest or newer"
			install_packages "postgresql-$candidate" "postgresql-server-dev-$candidate"
			chosen=$(installed_postgres)
			[ -n "$chosen" ] || die "PostgreSQL $candidate was installed, but its server or headers are not there"
		fi
	fi
	if [ "$(id -u)" -eq 0 ] && ! id postgres >/dev/null 2>&1; then
		die "there is no user postgres, and the server does not run as root"
	fi
	PG_MAJOR=$("$chosen" --version | sed 's/^PostgreSQL \([0-9]*\).*/\1/')
	for package; do
		extension=${package#postgresql-%-}
		if [ "$extension" = "$package" ]; then
			packages+=("$package")
		elif ! [ -e "$("$chosen" --sharedir)/extension/$extension.control" ]; then
			packages+=("postgresql-$PG_MAJOR-$extension")
		fi
	done
	install_packages "${packages[@]}"
	make_work
	copy_postgres "$chosen"
	PGBIN=$("$PG_CONFIG" --bindir)
	PATH=$PGBIN:$PATH
	export PG_CONFIG PG_MAJOR PGBIN PATH
	step "using $("$PG_CONFIG" --version)"
}

# installed_postgres: the newest installed server with headers, or nothing.
installed_postgres()
{
	local candidate

	for candidate in $(printf '%s\n' /usr/lib/postgresql/*/bin/pg_config | sort -t / -k 5 -n -r) \
		"$(command -v pg_config || true)"; do
		if usable_pg_config "$candidate"; then
			echo "$candidate"
			break
		fi
	done
}

# copy_postgres PROGRAM: a private PostgreSQL of the server that PROGRAM, a pg_config, belongs to. The programs are
# copies, because they find the rest relative to themselves; the rest is symbolic links. Sets PG_CONFIG.
copy_postgres()
{
	local root=$CSOPS_WORK/postgres folder kind

	for kind in bindir pkglibdir sharedir includedir pkgincludedir includedir-server; do
		folder=$("$1" "--$kind")
		[ ! -e "$root$folder" ] || continue
		mkdir -p "$root${folder%/*}"
		case $kind in
			bindir) cp -RL "$folder" "$root$folder" ;;
			pkglibdir | sharedir) cp -Rs "$folder" "$root$folder" ;;
			*) ln -s "$folder" "$root$folder" ;;
		esac
	done
	PG_CONFIG=$root$("$1" --bindir)/pg_config
	rm -rf "$("$PG_CONFIG" --pkglibdir)"/{csops.*,csops_*,bitcode} "$("$PG_CONFIG" --sharedir)"/extension/csops*
	give_to_postgres "$root"
}

# give_to_postgres FOLDER: makes the cluster's user its owner.
give_to_postgres()
{
	[ "$(id -u)" -ne 0 ] || chown -R -h postgres "$1"
}

# build_csops: compiles a copy of the tree and installs it into the private PostgreSQL. The checkout stays as it is.
# Sets CSOPS_BUILD and goes there, a folder that the cluster's user can read and write.
build_csops()
{
	CSOPS_BUILD=$CSOPS_WORK/csops
	mkdir "$CSOPS_BUILD"
	tar -C "$CSOPS_SOURCE" --exclude=./.git --exclude=./demo/out --exclude='*.o' --exclude='*.so' --exclude='*.bc' -cf - . |
		tar -C "$CSOPS_BUILD" --no-same-owner -xf -
	chmod -R u+rwX,go+rX "$CSOPS_BUILD"
	give_to_postgres "$CSOPS_BUILD"
	cd "$CSOPS_BUILD"
	if [ -z "$CSOPS_SHARED" ] || ! CSOPS_SHARED=$(cd "$CSOPS_SHARED" 2>/dev/null && pwd) ||
		! as_postgres test -r "$CSOPS_SHARED/vectors"; then
		CSOPS_SHARED=
	fi
	export CSOPS_SOURCE CSOPS_BUILD CSOPS_SHARED
	step "building csops"
	logged build as_postgres make -s -j2 with_llvm=no PG_CONFIG="$PG_CONFIG" all
	logged install as_postgres make -s with_llvm=no PG_CONFIG="$PG_CONFIG" install
}

# build_test_modules: the same for the C modules that only tests use.
build_test_modules()
{
	local makefile

	for makefile in test/modules/*/Makefile; do
		[ -e "$makefile" ] || continue
		step "building ${makefile%/Makefile}"
		logged modules as_postgres make -s -C "${makefile%/Makefile}" with_llvm=no PG_CONFIG="$PG_CONFIG" all install
	done
}

# start_private_cluster [SETTING=VALUE...]: makes and starts a cluster on a socket in the private folder. It lives as
# long as the script and is not meant to survive a crash of the machine (fsync is off). CSOPS_POSTGRES may name a program
# to start in place of the server, such as one that runs it under Valgrind.
start_private_cluster()
{
	local data=$CSOPS_WORK/data log=$CSOPS_WORK/data/server.log attempt setting

	step "starting a private PostgreSQL cluster"
	export PGHOST=$CSOPS_WORK/socket PGPORT=5432 PGUSER=postgres PGDATABASE=postgres
	[ "${#PGHOST}" -le 90 ] || die "the name of the socket's folder is too long: $PGHOST"
	mkdir "$PGHOST" "$data"
	give_to_postgres "$PGHOST"
	give_to_postgres "$data"
	logged initdb as_postgres "$PGBIN/initdb" -D "$data" -U postgres -A trust --no-sync --no-locale -E UTF8
	{
		echo "listen_addresses = ''"
		echo "unix_socket_directories = '$PGHOST'"
		echo "port = $PGPORT"
		echo "fsync = off"
		echo "jit = off"
		echo "timezone = 'UTC'"
		for setting; do
			printf "%s = '%s'\n" "${setting%%=*}" "${setting#*=}"
		done
	} >"$CSOPS_WORK/settings"
	cat "$CSOPS_WORK/settings" >>"$data/postgresql.conf"
	# A container that reaps its dead processes late makes the first attempts fail.
	for attempt in 1 2 3 4 5; do
		if as_postgres "$PGBIN/pg_ctl" ${CSOPS_POSTGRES:+-p "$CSOPS_POSTGRES"} -D "$data" -l "$log" -w -t 60 -s start </dev/null >"$CSOPS_WORK/start.log" 2>&1; then
			return 0
		fi
		sleep "$attempt"
	done
	tail -n 20 "$CSOPS_WORK/start.log" "$log" >&2 || true
	die "the private cluster does not start"
}

# stop_private_cluster: stops it if it runs. clean_up calls it.
stop_private_cluster()
{
	local data=$CSOPS_WORK/data mode

	for mode in fast immediate; do
		[ -e "$data/postmaster.pid" ] || return 0
		as_postgres "$PGBIN/pg_ctl" -D "$data" -m "$mode" -w -t 60 -s stop </dev/null >/dev/null 2>&1 || true
	done
}

# query ARGUMENT...: psql for scripts, which prints bare rows and ends at the first error.
query()
{
	psql -X -q -A -t -v ON_ERROR_STOP=1 "$@" </dev/null
}
