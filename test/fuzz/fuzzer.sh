# shellcheck shell=bash
# What the legs share that run fuzz.c. Source after server.sh.
#
#   build_fuzzer                       csops with libFuzzer, on the server with AddressSanitizer
#   prepare_fuzzing                    after start_private_cluster: what fuzz.c needs in the database postgres, and the inputs
#                                      that each type begins with, in the folder BEGUN/TYPE
#   fuzz_in FOLDER TYPE OPTION...      libFuzzer with these options on the stopped cluster in that folder

BEGUN=

build_fuzzer()
{
	local runtime checks=undefined,float-cast-overflow

	choose_postgres postgresql-%-pgtap
	make_asan_server
	runtime=$(clang -print-file-name="libclang_rt.fuzzer_no_main-$(uname -m).a")
	[ -e "$runtime" ] || skip_leg "clang has no libFuzzer for this machine"
	# Signed overflow goes on, because fuzz.c says where it matters.
	export COPT="-fno-wrapv -fsanitize=fuzzer-no-link,$checks -fno-sanitize-recover=$checks -fsanitize-recover=signed-integer-overflow -fno-sanitize=alignment"
	pg_config_given=$SERVER/bin/pg_config
	choose_postgres
	build_csops
	build_test_modules
	# libFuzzer's hooks have to be bound within the library: the server's AddressSanitizer has empty ones.
	rm csops.so
	logged fuzzer as_postgres make -s with_llvm=no PG_CONFIG="$PG_CONFIG" PG_CPPFLAGS=-Isrc \
		SHLIB_LINK="-Wl,-Bsymbolic $runtime -lstdc++" OBJS="$(echo src/*.o) test/fuzz/fuzz.o" all install
}

prepare_fuzzing()
{
	local file

	BEGUN=$CSOPS_WORK/begun
	logged seeds psql -qX -v ON_ERROR_STOP=1 -c 'CREATE EXTENSION csops; CREATE EXTENSION csops_test' \
		-f test/samples.psql -f test/fuzz/fuzz.sql \
		-c "\\copy (SELECT name, encode(input, 'hex') FROM fuzz_seeds()) TO '$CSOPS_WORK/seeds'"
	for file in test/fuzz/corpus/*; do
		[ ! -e "$file" ] || sed "s/^/${file##*/}\t/" "$file" >>"$CSOPS_WORK/seeds"
	done
	mkdir "$BEGUN"
	perl -F'\t' -lane '
		BEGIN { $folder = shift }
		mkdir "$folder/$F[0]";
		open my $input, ">:raw", "$folder/$F[0]/$." or die "$!\n";
		print $input pack "H*", $F[1]' "$BEGUN" "$CSOPS_WORK/seeds"
	give_to_postgres "$BEGUN"
}

# In a server of its own, which libFuzzer ends.
fuzz_in()
{
	local data=$1 type=$2 options
	shift 2

	options=$(printf ", '%s'" "$@")
	as_postgres "$PGBIN/postgres" --single -D "$data" -c exit_on_error=on postgres <<<"SELECT csops_fuzz('$type'$options)"
}
