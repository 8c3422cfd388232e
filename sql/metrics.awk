# Reads all fragments and prints the rows of metric_definitions(): a list of SQL values for each metric. An entry of the
# structured comments (see docs/generate) is about metrics when it says their direction; their names are those of its
# heading, their signatures and meaning those of the COMMENT statements under it.

# "a(x, y), b" into pieces, at the commas that are in no parenthesis; returns their number.
function split_names(text, pieces,    n, i, depth, c) {
	n = 1
	pieces[1] = ""
	depth = 0
	for (i = 1; i <= length(text); i++) {
		c = substr(text, i, 1)
		depth += (c == "(") - (c == ")")
		if (c == "," && depth == 0) {
			n++
			pieces[n] = ""
			i++
		} else
			pieces[n] = pieces[n] c
	}
	return n
}

# What a key that may differ from name to name says of one of them: "value" or "value: a, b; other value: c".
function said_of(text, name,    groups, n, i, at, names, m, j) {
	if (index(text, ": ") == 0)
		return text
	n = split(text, groups, "; ")
	for (i = 1; i <= n; i++) {
		at = index(groups[i], ": ")
		m = split_names(substr(groups[i], at + 2), names)
		for (j = 1; j <= m; j++)
			if (names[j] == name)
				return substr(groups[i], 1, at - 1)
	}
	return ""
}

# The same the other way round: "value" or "a: value; b: value".
function said_for(text, name,    groups, n, i, at) {
	if (index(text, ": ") == 0)
		return text
	n = split(text, groups, "; ")
	for (i = 1; i <= n; i++) {
		at = index(groups[i], ": ")
		if (substr(groups[i], 1, at - 1) == name)
			return substr(groups[i], at + 2)
	}
	return ""
}

function literal(text) {
	if (text == "")
		return "NULL"
	gsub(/'/, "''", text)
	return "'" text "'"
}

function base_name(name) {
	sub(/\(.*/, "", name)
	return name
}

# The summaries among the first arguments of the signatures: the types that rollup takes.
function stored_as(signatures,    list, n, i, type, seen, result) {
	split("", seen)
	result = ""
	n = split(signatures, list, "; ")
	for (i = 1; i <= n; i++) {
		type = list[i]
		sub(/^[^(]*\(/, "", type)
		sub(/[,)].*/, "", type)
		if (type in rolled_up && !(type in seen)) {
			seen[type] = 1
			result = result (result == "" ? "" : ", ") type
		}
	}
	return result == "" ? "none" : result
}

# The ends of the metric's interval, where it has one.
function bounds_of(base) {
	return (base "_lo" in commented) && (base "_hi" in commented) ? base "_lo, " base "_hi" : "none"
}

# The first example that calls the metric.
function example_of(e, base,    i) {
	for (i = 1; i <= examples[e]; i++)
		if (match(example[e, i], "(^|[^a-z_])" base "\\("))
			return i
	return 1
}

FNR == 1 {
	entry = 0
	key = ""
}

/^--\|# / {
	chapter = substr($0, 6)
	entry = 0
	key = ""
	next
}

/^--\|## / {
	entry = ++entries
	heading[entry] = substr($0, 7)
	topic[entry] = chapter
	key = ""
	next
}

entry && match($0, /^--\|(formula|unit|nulls|errors|source|see|example|result|direction|components|no metric): /) {
	key = substr($0, 4, RLENGTH - 5)
	if (key == "example")
		example[entry, ++examples[entry]] = substr($0, RLENGTH + 1)
	else if (key == "result")
		answer[entry, examples[entry]] = substr($0, RLENGTH + 1)
	else
		said[entry, key] = substr($0, RLENGTH + 1)
	next
}

entry && /^--\|  / && key != "" {
	more = substr($0, 6)
	if (key == "example")
		example[entry, examples[entry]] = example[entry, examples[entry]] "\n" more
	else if (key == "result")
		answer[entry, examples[entry]] = answer[entry, examples[entry]] "\n" more
	else
		said[entry, key] = said[entry, key] " " more
	next
}

/^--\|/ {
	key = ""
	next
}

entry && match($0, /^COMMENT ON (FUNCTION|AGGREGATE) [a-z0-9_]+\([^)]*\) IS '/) {
	text = substr($0, RLENGTH + 1)
	sub(/'; *$/, "", text)
	gsub(/''/, "'", text)
	signature = substr($0, 1, RLENGTH - 5)
	sub(/^COMMENT ON [A-Z]+ /, "", signature)
	name = base_name(signature)
	commented[name] = 1
	if (name == "rollup") {
		type = signature
		gsub(/^rollup\(|\)$/, "", type)
		rolled_up[type] = 1
	}
	if (!((entry, name) in signatures)) {
		signatures[entry, name] = signature
		meaning[entry, name] = text
	} else
		signatures[entry, name] = signatures[entry, name] "; " signature
}

END {
	separator = ""
	for (e = 1; e <= entries; e++) {
		if (!((e, "direction") in said))
			continue
		n = split_names(heading[e], names)
		for (i = 1; i <= n; i++) {
			base = base_name(names[i])
			x = example_of(e, base)
			printf "%s\t(%s,\n\t\t%s,\n\t\t%s,\n\t\t%s,\n\t\t%s,\n\t\t%s,\n\t\t%s,\n\t\t%s,\n\t\t%s,\n\t\t%s,\n\t\t%s,\n\t\t%s,\n\t\t%s,\n\t\t%s)",
				separator, literal(names[i]), literal(topic[e]), literal(meaning[e, base]), literal(said[e, "formula"]),
				literal(said[e, "unit"]), literal(said_of(said[e, "direction"], names[i])),
				literal(said_for(said[e, "components"], names[i])), literal(stored_as(signatures[e, base])),
				literal(signatures[e, base]), literal(bounds_of(base)), literal(said[e, "nulls"]),
				literal((e, "source") in said ? said[e, "source"] : "csops"), literal(example[e, x]), literal(answer[e, x])
			separator = ",\n"
		}
	}
	print ""
}
