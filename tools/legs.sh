# shellcheck shell=bash
# Runs programs, each of which proves one thing; CSOPS_JOBS at a time, as many as there are processors unless it says otherwise. test/deep and test/integrations source this file.
#
#   run_legs LIMIT WORD PROGRAMS... -- [NAME...|--list]
#
# PROGRAMS is name=path for each; LIMIT seconds bound the whole run: a program that begins later, or is not over then, is
# skipped. WORD says in an error what a program is. A program ends with a line "figure: ..." and exit code 0, or with
# exit code 77 and a line "skipped: ..." where this machine cannot run it; anything else is a failure. The last line counts
# them.

run_legs()
{
	local limit=$1 word=$2 names=() name logs failed
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
		while [ "$(jobs -pr | wc -l)" -ge "${CSOPS_JOBS:-$(nproc)}" ]; do
			wait -n || true
		done
		run_leg "$limit" "$name" "${path[$name]}" "$logs" &
	done
	wait
	cat "$logs"/*.ended >"$logs/ended"
	failed=$(grep -c failed "$logs/ended") || true
	printf '\n%d passed, %d failed, %d skipped\n' "$(grep -c passed "$logs/ended")" "$failed" "$(grep -c skipped "$logs/ended")"
	[ "$failed" -eq 0 ]
}

# run_leg LIMIT NAME PATH LOGS: one of them, and what became of it.
run_leg()
{
	local limit=$1 name=$2 path=$3 log=$4/$2 began=$SECONDS status ended

	if [ $((limit - SECONDS)) -gt 30 ]; then
		printf '%-12s ...\n' "$name"
		timeout --kill-after=60 $((limit - SECONDS)) "$path" >"$log" 2>&1 </dev/null
		status=$?
		# As long as that on this machine, which may be slow or may have had to make everything first. What was ended
		# before then, by its own limit or for want of memory, has failed.
		if [ "$SECONDS" -ge "$limit" ] && { [ "$status" -eq 124 ] || [ "$status" -eq 137 ]; }; then
			echo "skipped: it was not over after $((SECONDS - began)) s, when the $limit seconds of this run were" >>"$log"
			status=77
		fi
	else
		echo "skipped: no time is left of the $limit seconds of this run" >"$log"
		status=77
	fi
	case $status in
		0)
			ended=passed
			printf '%-12s passed in %d s: %s\n' "$name" $((SECONDS - began)) "$(sed -n 's/^figure: //p' "$log" | tail -n 1)"
			;;
		77)
			ended=skipped
			printf '%-12s SKIPPED: %s\n' "$name" "$(sed -n 's/^skipped: //p' "$log" | tail -n 1)"
			;;
		*)
			ended=failed
			printf '%s\n%-12s FAILED with exit code %d after %d s; the end of what it said is above\n' \
				"$(tail -n 60 "$log")" "$name" "$status" $((SECONDS - began))
			;;
	esac
	echo "$ended" >"$log.ended"
}
