# shellcheck shell=bash
# The Debian systems that more than one leg uses. Source after tools/root.sh.

# majors_root: one system with PostgreSQL 15, 17 and 18, from the suites that have them. Their headers come without what
# they depend on, which is three generations of LLVM.
majors="15 17 18"
majors_root()
{
	provided majors make_root majors forky amd64 git gcc libc6-dev make perl rsync libipc-run-perl libtap-parser-sourcehandler-pgtap-perl \
		postgresql-18 postgresql-18-pgtap postgresql-server-dev-18
}

extend_majors()
{
	printf 'deb %s %s main\n' "$1" trixie "$1" bookworm >"$ROOT/etc/apt/sources.list.d/older.list"
	step "adding PostgreSQL 15 and 17"
	logged root-majors-older in_root DEBIAN_FRONTEND=noninteractive bash -ec '
		apt-get update
		apt-get install -y --no-install-recommends postgresql-{15,17} postgresql-{15,17}-pgtap
		cd /tmp
		apt-get download postgresql-server-dev-{15,17}
		dpkg --force-depends --install postgresql-server-dev-*.deb
		rm -f postgresql-server-dev-*.deb'
}

# platform_root ARCHITECTURE: Debian 12 with its PostgreSQL, on another kind of machine.
platform_root()
{
	provided "$1" make_root "$1" bookworm "$1" git gcc libc6-dev make perl libipc-run-perl libtap-parser-sourcehandler-pgtap-perl \
		postgresql-15 postgresql-15-pgtap postgresql-server-dev-15
}
