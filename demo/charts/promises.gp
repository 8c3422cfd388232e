eval picture(960, 420)
file = data . "/promises.tsv"
incidents = data . "/incidents.tsv"
array n_from[3]; array n_to[3]
low = 100
do for [i=1:3] {
	stats file using (column(4 * i + 1)) nooutput name "count"
	n_from[i] = count_min; n_to[i] = count_max
	stats file using (column(4 * i - 1)) nooutput name "lower"
	low = lower_min < low ? lower_min : low
}
eval months(0)
set yrange [low - 3:101]
set format x "%b %y"
set xtics 15778800
unset mxtics
unset key
set multiplot layout 1,3 margins 0.075,0.985,0.10,0.82 spacing 0.045 \
	title "{/:Bold First replies in time, %}, by the week of opening, with the 95 % interval; a dotted line is an incident"
do for [i=1:3] {
	set title sprintf("%s, n = %d to %d a week", word("'New York' Berlin Sydney", i), n_from[i], n_to[i])
	if (i == 1) { set ylabel "% in time, business hours"; set format y "%g" } else { unset ylabel; set format y "" }
	plot file using 1:(column(4 * i - 1)):(column(4 * i)) @ribbon linecolor rgb colour(i), \
		"" using 1:(column(4 * i - 2)) with lines linewidth 1.6 linecolor rgb colour(i), \
		incidents using 2:($1 == i ? low - 3 : NaN):(0):(104 - low) \
			with vectors nohead linewidth 2 dashtype 3 linecolor rgb dark
}
unset multiplot
