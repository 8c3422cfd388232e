eval picture(960, 420)
file = data . "/renewals.tsv"
stats file using 4 nooutput name "n"
eval months(0.12)
set multiplot layout 1,2 margins 0.075,0.985,0.12,0.86 spacing 0.09
set format x "%b %y"
set xtics 15778800
unset mxtics
set ylabel "% of what was due and decided"
set title sprintf("{/:Bold Renewal rates} by month of the contract's end; n = %d to %d decided", n_min, n_max)
plot file using 1:3 @line linecolor rgb blue title "net", "" using 1:2 @line linecolor rgb orange title "gross"
set ylabel "$ million a year"
set title "{/:Bold Forecast and outcome} of the renewals that are decided"
plot file using 1:6 @line linecolor rgb blue title "outcome", "" using 1:5 @line linecolor rgb orange title "forecast"
unset multiplot
