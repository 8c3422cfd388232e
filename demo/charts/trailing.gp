eval picture(960, 480)
file = data . "/trailing.tsv"
stats file using 3 nooutput name "count"
eval months(0.14)
set ylabel "NPS, points"
set xlabel "last of the 90 days"
set title sprintf("{/:Bold NPS of the 90 days that end on a day}, regions with their 95 %% interval; " . \
	"n = %d to %d answers for all regions", count_min, count_max)
plot for [i=1:3] file using 1:(column(3 * i + 2)):(column(3 * i + 3)) @ribbon linecolor rgb colour(i) notitle, \
	for [i=1:3] "" using 1:(column(3 * i + 1)) with lines linewidth 2 linecolor rgb colour(i) \
		title word("Americas EMEA APAC", i), \
	"" using 1:2 with lines linewidth 3 linecolor rgb dark title "all regions"
