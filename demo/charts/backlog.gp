eval picture(960, 420)
file = data . "/backlog.tsv"
eval months(0.1)
set format x "%b %y"
set xtics 15778800
unset mxtics
set yrange [0:*]
set multiplot layout 1,2 margins 0.075,0.985,0.10,0.86 spacing 0.09
set ylabel "tickets"
set title "{/:Bold Backlog} at the end of each week, and what came and went in it"
plot file using 1:3 with lines linewidth 1.6 linecolor rgb orange title "opened or reopened", \
	"" using 1:4 with lines linewidth 1.6 linecolor rgb green title "solved", \
	"" using 1:2 with lines linewidth 2.4 linecolor rgb blue title "open"
set ylabel "days"
set title "{/:Bold Age of the backlog}: half is older than"
plot file using 1:5 with lines linewidth 2.4 linecolor rgb blue notitle
unset multiplot
