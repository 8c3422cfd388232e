eval picture(960, 420)
file = data . "/billing.tsv"
stats file using 5 nooutput name "n"
eval months(0.12)
set format x "%b %y"
set xtics 15778800
unset mxtics
set multiplot layout 1,2 margins 0.075,0.985,0.12,0.86 spacing 0.09
set yrange [*:101]
set ytics 80, 1, 100
set ylabel "% of invoices"
set title sprintf("{/:Bold Billing agrees with the contracts}, 95 %% interval; n = %d to %d", n_min, n_max)
plot file using 1:3:4 @ribbon linecolor rgb blue notitle, "" using 1:2 @line linecolor rgb blue title "agree within 5 cents", \
	97 with lines dashtype 3 linewidth 2 linecolor rgb dark title "97 %"
set ylabel "% of invoices"
set yrange [0:130]
set ytics 0, 20, 100
set title "{/:Bold Invoices in time, and with a purchase order}"
plot file using 1:6 @line linecolor rgb orange title "issued within two days", "" using 1:7 @line linecolor rgb green title "with a purchase order"
unset multiplot
