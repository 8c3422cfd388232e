# shellcheck shell=bash
# JavaScript packages for the checks that need some, kept in CSOPS_CACHE. Source after root.sh.
#
#   make_node_modules NAME PACKAGE@VERSION...      sets NODE_PATH, so that node finds them

make_node_modules()
{
	local name=$1 recipe folder
	shift

	command -v node >/dev/null && command -v npm >/dev/null || install_packages nodejs npm
	recipe=$(printf '%s\n' "$@" "$(declare -f make_node_modules)" | md5sum | cut -c 1-12)
	folder=$CSOPS_CACHE/node-$name-$recipe
	export NODE_PATH=$folder/node_modules
	[ ! -e "$folder.complete" ] || return 0
	mkdir -p "$CSOPS_CACHE" 2>/dev/null && [ -w "$CSOPS_CACHE" ] || skip_leg "cannot write to $CSOPS_CACHE"
	rm -rf "$folder" "$CSOPS_CACHE/node-$name"-*
	mkdir "$folder"
	step "installing $*"
	logged "npm-$name" timeout 300 npm install --prefix "$folder" --no-audit --no-fund --ignore-scripts "$@"
	touch "$folder.complete"
}
