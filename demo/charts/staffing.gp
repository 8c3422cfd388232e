eval picture(960, 420)
file = data . "/staffing.tsv"
array n[3]
most = 1
do for [i=1:3] {
	stats file using (column(7 + i)) nooutput name "count"
	n[i] = count_max
	stats file using (column(2 * i + 1)) nooutput name "busy"
	most = busy_max > most ? busy_max : most
}
set xrange [-0.5:23.5]
set yrange [0:most + 1.4]
set xtics 0, 6, 18 format "%02.0f:00"
set ytics 1
set style fill solid 0.85 noborder
set boxwidth 0.8
set multiplot layout 1,3 margins 0.06,0.985,0.12,0.82 spacing 0.04 \
	title "{/:Bold Agents for chats and calls}, by the team's local hour: 80 % answered within a minute, busy for at most 85 % of the time"
do for [i=1:3] {
	set title sprintf("%s, n = %d contacts", word("'New York' Berlin Sydney", i), n[i])
	if (i == 1) { set ylabel "agents at their desks"; set format y "%g" } else { unset ylabel; set format y "" }
	plot file using 1:(column(2 * i + 1)) with boxes linecolor rgb light title "busiest tenth of the hours", \
		"" using 1:(column(2 * i)) with boxes linecolor rgb colour(i) title "mean hour"
}
unset multiplot
