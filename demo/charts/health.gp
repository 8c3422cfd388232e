eval picture(960, 320)
file = data . "/health.tsv"
stats file using 3 nooutput name "n"
stats file using 2 nooutput name "arr"
set key
set title sprintf("{/:Bold ARR by health score}; n = %d accounts with a score", n_sum)
set xlabel "score"
set ylabel "ARR, $ million"
set xrange [0:100]
set yrange [0:arr_max * 1.2]
set xtics 10
set boxwidth 4.4
set style fill solid 0.85 noborder
plot file using 1:($4 == 1 ? $2 : NaN) with boxes linecolor rgb orange title "red", \
	"" using 1:($4 == 2 ? $2 : NaN) with boxes linecolor rgb "#E69F00" title "yellow", \
	"" using 1:($4 == 3 ? $2 : NaN) with boxes linecolor rgb green title "green"
