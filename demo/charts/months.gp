eval picture(960, 700)
file = data . "/months.tsv"
stats file using 5 nooutput name "nps_n"
stats file using 9 nooutput name "csat_n"
eval months(0)
unset key
set multiplot layout 2,1 margins 0.08,0.98,0.08,0.93 spacing 0.18
set ylabel "NPS, points"
set title sprintf("{/:Bold NPS by month} with its 95 %% interval; n = %d to %d answers a month", nps_n_min, nps_n_max)
plot file using 1:3:4 @ribbon linecolor rgb blue, "" using 1:2 @line linecolor rgb blue
set ylabel "CSAT, points"
set title sprintf("{/:Bold CSAT by month} with its 95 %% interval; n = %d to %d answers a month", \
	csat_n_min, csat_n_max)
plot file using 1:7:8 @ribbon linecolor rgb green, "" using 1:6 @line linecolor rgb green
unset multiplot
