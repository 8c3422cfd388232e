eval picture(960, 700)
bridge = data . "/revenue_bridge.tsv"
years = data . "/revenue_years.tsv"
stats bridge using 5 nooutput name "top"
stats bridge every ::0::0 using 5 nooutput name "start"
stats years using 5 nooutput name "n"
# The first twelve months of the records have nothing to compare with, and no picture.
if (!exists("n_records") || n_records == 0 || !exists("top_records") || top_records == 0) exit
set multiplot layout 2,1 margins 0.08,0.98,0.08,0.93 spacing 0.18
unset key
set title "{/:Bold ARR bridge of the quarter}, millions of dollars; n accounts above each bar"
set ylabel "ARR, $ million"
# The movements are small beside the whole, so the axis does not begin at zero; the bars say where it does.
set yrange [start_max * 0.9:top_max * 1.03]
set boxwidth 0.7
set style fill solid 0.85 noborder
shade(name, amount) = name eq "start" || name eq "end" ? 0x666666 : amount < 0 ? 0xD55E00 : 0x0072B2
plot bridge using 1:(($4 < $5 ? $4 : $5) > start_max * 0.9 ? ($4 < $5 ? $4 : $5) : start_max * 0.9):($1 - 0.35):($1 + 0.35): \
		(start_max * 0.9 > ($4 < $5 ? $4 : $5) ? start_max * 0.9 : ($4 < $5 ? $4 : $5)):($4 < $5 ? $5 : $4): \
		(shade(stringcolumn(2), $3)):xtic(2) with boxxyerror linecolor rgb variable, \
	"" using 1:($4 < $5 ? $5 : $4):(stringcolumn(2) eq "start" || stringcolumn(2) eq "end" ? \
		sprintf("%.2f\nn = %d", $3, $6) : sprintf("%+.2f\nn = %d", $3, $6)) with labels offset 0,1.3 textcolor rgb dark
unset xtics
set yrange [*:*]
eval months(0.06)
set key
set ylabel "% of a year before"
set title sprintf("{/:Bold What is left of the ARR of twelve months before}; n = %d to %d customers", n_min, n_max)
plot years using 1:2 @line linecolor rgb blue title "NRR", "" using 1:3 @line linecolor rgb orange title "GRR", \
	"" using 1:4 @line linecolor rgb green title "logos"
unset multiplot
