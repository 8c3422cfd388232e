# shellcheck shell=bash
# Runs programs one after another, each of which proves one thing. test/deep and test/integrations source this file.
#
#   run_legs LIMIT WORD PROGRAMS... -- [NAME...|--list]
#
# PROGRAMS is name=path for each; LIMIT seconds bound the whole run: a program that begins later is skipped, one that runs
# on is ended. WORD says in an error what a program is. A program ends with a line "figure: ..." and exit code 0, or with
# exit code 77 and a line "skipped: ..." where this machine cannot run it; anything else is a failure. The last line counts
# them.

run_legs()
{
	local limit=$1 word=$2 names=() name logs log began status passed=0 failed=0 skipped=0
	local -A path=()

	shift 2
	while [ "$1" != -- ]; do
		[ ! -x "${1#*=}" ] || { names+=("${1%%=*}"); path[${1%%=*}]=${1#*=}; }
		shift
	done
	shift
	if [ "${1:-}" = --list ]; then
		for name in "${names[@]}"; do
			printf '%-12s %s\n' "$name" "$(sed -n '2s/^# //p' "${path[$name]}")"
		done
		return 0
	fi
	for name; do
		[ -n "${path[$name]:-}" ] || { printf '%s: error: no %s is called %s\n' "${0##*/}" "$word" "$name" >&2; return 1; }
	done
	[ $# -eq 0 ] || names=("$@")

	logs=$(mktemp -d)
	# shellcheck disable=SC2064
	trap "rm -rf '$logs'" EXIT
	for name in "${names[@]}"; do
		log=$logs/$name
		began=$SECONDS
		if [ $((limit - SECONDS)) -gt 30 ]; then
			printf '%-12s ...\n' "$name"
			timeout --kill-after=60 $((limit - SECONDS)) "${path[$name]}" >"$log" 2>&1 </dev/null
			status=$?
		else
			echo "skipped: no time is left of the $limit seconds of this run" >"$log"
			status=77
		fi
		case $status in
			0)
				passed=$((passed + 1))
				printf '%-12s passed in %d s: %s\n' "$name" $((SECONDS - began)) "$(sed -n 's/^figure: //p' "$log" | tail -n 1)"
				;;
			77)
				skipped=$((skipped + 1))
				printf '%-12s SKIPPED: %s\n' "$name" "$(sed -n 's/^skipped: //p' "$log" | tail -n 1)"
				;;
			*)
				failed=$((failed + 1))
				tail -n 60 "$log"
				printf '%-12s FAILED with exit code %d after %d s; the end of what it said is above\n' "$name" "$status" $((SECONDS - began))
				;;
		esac
	done
	printf '\n%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
	[ "$failed" -eq 0 ]
}
