# Makes a task's line of the table from its targets (first file) and times (second file); see measure_task in bench/run.

function median(list, n,    i, j, x)
{
	for (i = 2; i <= n; i++) {
		x = list[i]
		for (j = i - 1; j >= 1 && list[j] > x; j--)
			list[j + 1] = list[j]
		list[j + 1] = x
	}
	return n % 2 ? list[(n + 1) / 2] : (list[n / 2] + list[n / 2 + 1]) / 2
}

# The median of a contestant's times.
function median_time(contestant,    r, list)
{
	for (r = 1; r <= rounds; r++)
		list[r] = time[r, contestant]
	return median(list, rounds)
}

# The fastest contestant of a kind by its median, or "".
function best(kind,    c, fastest)
{
	fastest = ""
	for (c in kind_of)
		if (kind_of[c] == kind && (fastest == "" || median_time(c) < median_time(fastest)))
			fastest = c
	return fastest
}

# Median, least and greatest ratio within a round; remembers the median for the targets.
function ratio(label, above, below,    r, list, middle, format)
{
	if (above == "" || below == "")
		return "-"
	for (r = 1; r <= rounds; r++)
		list[r] = time[r, above] / time[r, below]
	middle = median(list, rounds)
	measured[label] = middle
	format = middle < 0.001 ? "%.6f (%.6f-%.6f)" : middle < 0.1 ? "%.3f (%.3f-%.3f)" : "%.2f (%.2f-%.2f)"
	return sprintf(format, middle, list[1], list[rounds])
}

function megabytes(contestant)
{
	return sprintf("%.0f", memory[contestant] / 1024)
}

FILENAME == ARGV[1] {
	if (NF)
		target[++targets] = $0
	next
}

{
	rounds = $1
	time[$1, $2] = $4
	kind_of[$2] = $3
	memory[$2] = $5
}

END {
	csops = best("csops")
	plain = best("plain")
	floor = best("floor")
	line = sprintf("| %s | %d | %.1f | %s | %s | %s | %s |", name, workers ? workers : 1,
				   1e6 * median_time(csops) / rows,
				   ratio("plain", csops, plain), ratio("floor", csops, floor),
				   ratio("duckdb", csops, best("duckdb")), ratio("speed-up", best("one"), csops))
	line = line " " (memory[csops] > 1024 ? megabytes(csops) ", " megabytes(plain) ", " megabytes(floor) : "-") " |"
	for (i = 1; i <= targets; i++) {
		split(target[i], part, " ")
		if (!(part[1] in measured))
			verdict = "not measured"
		else
			verdict = (part[2] == "<=" ? measured[part[1]] <= part[3] : measured[part[1]] >= part[3]) ? "met" : "**not met**"
		line = line (i > 1 ? ";" : "") sprintf(" %s %s %s %s", part[1], part[2], part[3], verdict)
	}
	print line " |"
}
