eval picture(960, 760)
file = data . "/segments.tsv"
heat = data . "/heat.tsv"
set multiplot
set size 1,0.5
set origin 0,0.5
set lmargin 15
set rmargin 12
set bmargin 4
unset key
unset grid
set grid xtics linetype 1 linewidth 0.6 linecolor rgb light
set title "{/:Bold NPS by industry this quarter} with its 95 % interval"
set xlabel "NPS, points"
set yrange [-0.7:*]
set offsets 0, 0, 0.7, 0
set link y2
set y2tics scale 0
set format y2 ""
plot file using 2:0:3:4:ytic(1):y2tic("n = " . stringcolumn(5)) @bar linecolor rgb blue, \
	"" using (0):(stringcolumn(5) eq "<5" ? $0 : NaN):("suppressed") with labels left textcolor rgb grey
set origin 0,0
set bmargin 2
set title "{/:Bold NPS in points by industry and month}; * is suppressed (n < 5)"
unset y2tics
unset link y2
unset xlabel
unset grid
unset border
set tics scale 0
set offsets 0, 0, 0, 0
set autoscale xfix
set autoscale yfix
set yrange [*:*]
set cbrange [-20:60]
set palette defined (0 "#B35806", 0.25 "#FDD9A8", 0.5 "#F7F7F7", 1 "#2166AC")
unset colorbox
set style fill solid 1 noborder
plot heat using 2:1:(0.48):(0.46):xtic(4):ytic(3) with boxxyerror linecolor rgb "#E6E6E6", \
	"" using 2:1:(0.48):(0.46):5 with boxxyerror linecolor palette, \
	"" using 2:1:6 with labels textcolor rgb "#111111" font ",13"
unset multiplot
