eval picture(960, 420)
file = data . "/usage.tsv"
set multiplot layout 1,2 margins 0.075,0.985,0.12,0.86 spacing 0.09
eval months(0.12)
set format x "%b %y"
set xtics 15778800
unset mxtics
set yrange [0:*]
set ylabel "accounts"
set title "{/:Bold Accounts that logged in}, in 28 days and in the last 7 of them"
plot file using 1:2 @line linecolor rgb blue title "28 days", "" using 1:7 @line linecolor rgb orange title "7 days"
set yrange [*:*]
set ylabel "accounts, gone quiet downwards"
set title "{/:Bold Where they came from}, against the 28 days before"
set style fill solid 0.85 noborder
set boxwidth 1900000
plot file using 1:($3 + $5) with boxes linecolor rgb blue title "came back", \
	"" using 1:3 with boxes linecolor rgb green title "new", \
	"" using 1:6 with boxes linecolor rgb orange title "gone quiet"
unset multiplot
