# shellcheck shell=bash
# Servers compiled from the distribution's own source, for what its packages cannot show: assertions, Valgrind's and
# AddressSanitizer's view of PostgreSQL's memory. Each is compiled once and kept in CSOPS_CACHE. Source after root.sh.
#
#   make_server NAME CC CFLAGS [CONFIGURE OPTION...]       sets SERVER to its prefix
#   make_asan_server                                       the same, with AddressSanitizer

SERVER=

# fetch_postgres_source FOLDER: unpacks the newest source of this machine's PostgreSQL that its mirror has.
fetch_postgres_source()
{
	local folder=$1 lists=$CSOPS_WORK/source-lists major version mirror suite options

	mirror=$(debian_mirror)
	[ -n "$mirror" ] || skip_leg "no Debian mirror is known; name one in CSOPS_DEBIAN_MIRROR"
	suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
	major=$PG_MAJOR
	mkdir -p "$lists/partial" "$lists/sources" "$folder"
	printf 'deb-src %s %s main\n' "$mirror" "$suite" >"$lists/sources/source.list"
	options=(-o "Dir::Etc::sourceparts=$lists/sources" -o Dir::Etc::sourcelist=/dev/null -o "Dir::State::lists=$lists"
		-o APT::Sandbox::User=root -o Acquire::Check-Valid-Until=false)
	logged source-lists apt-get "${options[@]}" update
	version=$(apt-cache "${options[@]}" showsrc "postgresql-$major" 2>/dev/null | sed -n 's/^Version: //p' | sort -V | tail -n 1)
	[ -n "$version" ] || skip_leg "the package sources have no source of PostgreSQL $major"
	logged source bash -ec 'cd "$1" && shift && apt-get "$@"' source "$folder" \
		"${options[@]}" source --download-only "postgresql-$major=$version"
	tar -C "$folder" --strip-components=1 -xf "$folder"/postgresql-"$major"_*.orig.tar.*
}

# make_server NAME CC CFLAGS [CONFIGURE OPTION...]: the server, contrib/amcheck and pg_regress.
make_server()
{
	local name=$1 cc=$2 cflags=$3 recipe source
	shift 3

	recipe=$(printf '%s\n' "$PG_MAJOR" "$cc" "$cflags" "$@" "$(declare -f make_server fetch_postgres_source)" | md5sum | cut -c 1-12)
	SERVER=$CSOPS_CACHE/server-$name-$recipe
	[ "$(id -u)" -eq 0 ] || skip_leg "compiling a server needs packages, which need root"
	install_packages "postgresql-$PG_MAJOR-pgtap"
	[ ! -e "$SERVER.complete" ] || return 0
	install_packages bison flex libreadline-dev zlib1g-dev dpkg-dev
	mkdir -p "$CSOPS_CACHE"
	rm -rf "$CSOPS_CACHE/server-$name"-*
	source=$CSOPS_WORK/source-$name
	step "compiling PostgreSQL $PG_MAJOR for $name"
	fetch_postgres_source "$source"
	cd "$source"
	logged "configure-$name" ./configure --prefix="$SERVER" --enable-debug --without-icu "$@" CC="$cc" CFLAGS="$cflags"
	logged "compile-$name" make -s -j2 -C src
	logged "install-$name" bash -ec 'make -s -C src install; make -s -C src/test/regress install; make -s -C contrib/amcheck install'
	cp src/tools/valgrind.supp "$SERVER/share/"
	cp "/usr/share/postgresql/$PG_MAJOR"/extension/pgtap* "$("$SERVER/bin/pg_config" --sharedir)/extension/"
	cd "$CSOPS_SOURCE"
	rm -rf "$source"
	touch "$SERVER.complete"
}

# make_asan_server: one whose AddressSanitizer knows the bounds of palloc'd memory. Sets ASAN_OPTIONS too.
make_asan_server()
{
	install_packages clang
	# The compiler's and linker's own programs and initdb leak, which is nobody's fault here.
	export ASAN_OPTIONS=detect_leaks=0:detect_stack_use_after_return=0:abort_on_error=1:disable_coredump=1
	# The folder is named in the server's flags, with which csops is compiled too.
	mkdir -p "$CSOPS_CACHE"
	cp -R "$CSOPS_SOURCE/test/shim" "$CSOPS_CACHE/"
	provided server-asan make_server asan clang "-O1 -g -fno-omit-frame-pointer -fsanitize=address -DUSE_VALGRIND -I$CSOPS_CACHE/shim"
}
