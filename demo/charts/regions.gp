eval picture(960, 420)
file = data . "/regions.tsv"
incidents = data . "/incidents.tsv"
array n_from[3]; array n_to[3]
low = 0; high = 0
do for [i=1:3] {
	stats file using (column(4 * i + 1)) nooutput name "count"
	n_from[i] = count_min; n_to[i] = count_max
	stats file using (column(4 * i - 1)) nooutput name "lower"
	stats file using (column(4 * i)) nooutput name "upper"
	low = lower_min < low ? lower_min : low
	high = upper_max > high ? upper_max : high
}
low = low - 5; high = high + 5
eval months(0)
set yrange [low:high]
set format x "%b %y"
set xtics 15778800
unset mxtics
unset key
set arrow 1 from graph 0, first 0 to graph 1, first 0 nohead linecolor rgb grey linewidth 0.8
set multiplot layout 1,3 margins 0.075,0.985,0.10,0.82 spacing 0.045 \
	title "{/:Bold NPS by region and month} with its 95 % interval; a dotted line is an incident"
do for [i=1:3] {
	set title sprintf("%s, n = %d to %d a month", word("Americas EMEA APAC", i), n_from[i], n_to[i])
	if (i == 1) { set ylabel "NPS, points"; set format y "%g" } else { unset ylabel; set format y "" }
	plot file using 1:(column(4 * i - 1)):(column(4 * i)) @ribbon linecolor rgb colour(i), \
		"" using 1:(column(4 * i - 2)) @line linecolor rgb colour(i), \
		incidents using 2:($1 == i ? low : NaN):(0):(high - low) \
			with vectors nohead linewidth 2 dashtype 3 linecolor rgb dark
}
unset multiplot
