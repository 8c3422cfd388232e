# shellcheck shell=bash
# Shell functions for tests that need another machine: other versions of PostgreSQL, another word size, another byte
# order. Each is a Debian system in a folder, made once by mmdebstrap and kept in CSOPS_CACHE. Source after lib.sh.
#
#   make_root NAME SUITE ARCHITECTURE PACKAGE...      sets ROOT to its folder
#   in_root COMMAND...                                runs there as root, with CSOPS_IN_ROOT set; the tree is at /csops,
#                                                     ../shared at /shared
#
# A leg that cannot have its root ends with `skip_leg REASON`.

CSOPS_CACHE=${CSOPS_CACHE:-/var/cache/csops-tests}
ROOT=

# skip_leg REASON...: ends a leg that cannot run here. test/deep counts exit code 77 as skipped, and shows the reason.
skip_leg()
{
	printf 'skipped: %s\n' "$*"
	exit 77
}

# debian_mirror: the site that this machine's own package sources name. CSOPS_DEBIAN_MIRROR overrides it, which is the
# way on a machine that is not Debian.
debian_mirror()
{
	if [ -n "${CSOPS_DEBIAN_MIRROR:-}" ]; then
		echo "$CSOPS_DEBIAN_MIRROR"
	elif [ -e /etc/debian_version ] && command -v apt-get >/dev/null; then
		# shellcheck disable=SC2016 # apt expands it
		apt-get indextargets --format '$(SITE) $(ORIGIN) $(LABEL)' 2>/dev/null |
			sed -n 's/^\([^ ]*\) Debian Debian$/\1/p' | sort -u | head -n 1
	fi
}

# provided NAME COMMAND...: what the command makes and keeps in CSOPS_CACHE, or finds there. A leg whose machine cannot
# make it is skipped; of several legs that want it one makes it.
provided()
{
	local name=$1 lock status
	shift

	mkdir -p "$CSOPS_CACHE"
	exec {lock}>"$CSOPS_CACHE/$name.lock"
	flock "$lock"
	# On the left of || no error would end it, and what is half made would pass for complete.
	set +e
	(set -e; "$@")
	status=$?
	set -e
	[ "$status" -eq 0 ] || skip_leg "this machine cannot make what is needed: $name"
	"$@"
	exec {lock}>&-
}

# make_root NAME SUITE ARCHITECTURE PACKAGE...: a Debian system with these packages. The function extend_NAME, if there
# is one, is called with ROOT set when the system has just been made. Its text is part of what names the folder, so that
# a change of the recipe makes a new system.
make_root()
{
	local name=$1 suite=$2 architecture=$3 mirror recipe
	shift 3

	[ "$(id -u)" -eq 0 ] || skip_leg "making a Debian system in a folder needs root"
	recipe=$(printf '%s\n' "$suite" "$architecture" "$@" "$(declare -f make_root "extend_$name" 2>/dev/null)" | md5sum | cut -c 1-12)
	ROOT=$CSOPS_CACHE/$name-$recipe
	[ ! -e "$ROOT.complete" ] || return 0
	mirror=$(debian_mirror)
	[ -n "$mirror" ] || skip_leg "no Debian mirror is known; name one in CSOPS_DEBIAN_MIRROR"
	install_packages mmdebstrap arch-test debian-archive-keyring
	mkdir -p "$CSOPS_CACHE"
	rm -rf "$ROOT" "$CSOPS_CACHE/$name"-*
	step "making a Debian system: $suite $architecture"
	logged "root-$name" mmdebstrap --mode=root --variant=apt --architectures="$architecture" \
		--aptopt='APT::Install-Recommends "false"' --aptopt='Acquire::Check-Valid-Until "false"' \
		--dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
		--dpkgopt='path-exclude=/usr/share/locale/*' \
		--setup-hook='mkdir -p "$1/etc/postgresql-common" && echo "create_main_cluster = false" >"$1/etc/postgresql-common/createcluster.conf"' \
		--include="$(IFS=,; echo "$*")" "$suite" "$ROOT" "$mirror"
	# What lets this machine's apt reach its mirror: a proxy, for example.
	cp /etc/apt/apt.conf.d/* "$ROOT/etc/apt/apt.conf.d/" 2>/dev/null || true
	mkdir -p "$ROOT/csops" "$ROOT/shared"
	! declare -F "extend_$name" >/dev/null || "extend_$name" "$mirror"
	touch "$ROOT.complete"
}

# in_root COMMAND...: the mounts live in a namespace of the command's own, and end with it.
in_root()
{
	local variable kept=() shared=

	[ -z "${CSOPS_SHARED:-}" ] || shared=$(cd "$CSOPS_SHARED" 2>/dev/null && pwd) || true
	for variable in http_proxy https_proxy no_proxy CSOPS_KEEP; do
		[ -z "${!variable:-}" ] || kept+=("$variable=${!variable}")
	done
	# shellcheck disable=SC2016 # the inner shell expands it
	unshare --mount --pid --fork --kill-child bash -c '
		set -e
		root=$1 source=$2 shared=$3
		shift 3
		mount --make-rprivate /
		mount -t proc proc "$root/proc"
		mkdir -p "$root/dev/shm"
		mount -t tmpfs tmpfs "$root/dev/shm"
		mount --bind "$source" "$root/csops"
		[ -z "$shared" ] || mount --bind "$shared" "$root/shared"
		exec chroot "$root" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 \
			CSOPS_IN_ROOT=1 CSOPS_SHARED="${shared:+/shared}" "$@"' in_root \
		"$ROOT" "$CSOPS_SOURCE" "$shared" "${kept[@]}" "$@"
}
