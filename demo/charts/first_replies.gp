eval picture(960, 500)
file = data . "/first_replies.tsv"
incidents = data . "/incidents.tsv"
array n_from[3]; array n_to[3]
low = 1; high = 100
do for [i=1:3] {
	stats file using (column(9 * i + 1)) nooutput name "count"
	n_from[i] = count_min; n_to[i] = count_max
	stats file using (column(9 * i - 6)) nooutput name "lower"
	stats file using (column(9 * i)) nooutput name "upper"
	low = lower_min / 1.3 < low ? lower_min / 1.3 : low
	high = upper_max > high ? upper_max : high
}
eval months(0)
set logscale y 2
set yrange [low:high * 2]
set format y "%g"
set format x "%b %y"
set xtics 15778800
unset mxtics
set key maxrows 1 samplen 1.5 width -1
set multiplot layout 1,3 margins 0.075,0.985,0.08,0.82 spacing 0.045 \
	title "{/:Bold Time to the first reply by email or web}: median with its 95 % interval; " . \
		"dashed the 90th percentile; dotted an incident"
do for [i=1:3] {
	set title sprintf("%s, n = %d to %d a month", word("'New York' Berlin Sydney", i), n_from[i], n_to[i])
	if (i == 1) {
		set ylabel "hours (logarithmic)"
		set ytics ("1" 1, "2" 2, "4" 4, "8" 8, "16" 16, "32" 32, "64" 64, "128" 128)
	} else {
		unset ylabel
		set ytics ("" 1, "" 2, "" 4, "" 8, "" 16, "" 32, "" 64, "" 128)
	}
	c = 9 * i
	plot file using 1:(column(c - 2)):(column(c - 1)) @ribbon linecolor rgb orange notitle, \
		"" using 1:(column(c - 6)):(column(c - 5)) @ribbon linecolor rgb blue notitle, \
		"" using 1:(column(c)) with lines linewidth 1.8 dashtype 2 linecolor rgb orange notitle, \
		"" using 1:(column(c - 4)) with lines linewidth 1.8 dashtype 2 linecolor rgb blue notitle, \
		"" using 1:(column(c - 3)) @line linecolor rgb orange title "calendar", \
		"" using 1:(column(c - 7)) @line linecolor rgb blue title "business", \
		incidents using 2:($1 == i ? low : NaN):(0):(high - low) \
			with vectors nohead linewidth 2 dashtype 3 linecolor rgb dark notitle
}
unset multiplot
