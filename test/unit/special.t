#!/bin/sh
# Compiles src/special.c and src/intervals.c into a plain program and runs it
# against special.tsv; prints TAP.  PG_CONFIG, CC and CFLAGS may be given.
here=$(cd "$(dirname "$0")" && pwd) || exit 1
src=$here/../../src
program=$(mktemp) || exit 1
trap 'rm -f "$program"' EXIT

# As the Makefile has it.
case $(${CC:-cc} -dumpmachine) in
	i?86-*) sse="-msse2 -mfpmath=sse" ;;
	*) sse= ;;
esac

${CC:-cc} -Wall -Wextra -Werror -Wno-unused-parameter \
	-Wdeclaration-after-statement ${CFLAGS:--O2} $sse \
	-I"$src" -I"$("${PG_CONFIG:-pg_config}" --includedir-server)" \
	-o "$program" "$here/special_test.c" "$src/special.c" "$src/intervals.c" \
	-lm || exit 1
"$program" "$here/special.tsv"
