eval picture(960, 900)
unset key
unset grid
set grid xtics linetype 1 linewidth 0.6 linecolor rgb light
set lmargin 15
set rmargin 25
set bmargin 4
set xlabel "points"
set link y2
set y2tics scale 0
set format y2 ""
set arrow 1 from first 0, graph 0 to first 0, graph 1 nohead linecolor rgb grey linewidth 1.2
set label 1 "adjusted p, n now, n before" at graph 1.02, 1.03 left font ",13" textcolor rgb grey
set multiplot layout 2,1
do for [i=1:2] {
	file = data . "/changes_" . word("nps csat", i) . ".tsv"
	stats file using 1 nooutput name "rows"
	stats file using (stringcolumn(8) eq "Industry" ? $1 : 0) nooutput name "industries"
	border = industries_max + 0.5
	set title sprintf("{/:Bold Change of %s against last quarter} with its 95 %% interval; " . \
		"coloured where adjusted p < 0.05", word("NPS CSAT", i))
	set yrange [-0.7:rows_max + 0.7]
	set arrow 2 from graph 0, first border to graph 1, first border nohead linecolor rgb grey linewidth 0.8
	plot file using 3:1:4:5:ytic(2):y2tic(7) @bar linecolor rgb "#999999", \
		"" using ($6 == 1 ? $3 : NaN):1:4:5 @bar linecolor rgb word(blue . " " . green, i)
}
unset multiplot
