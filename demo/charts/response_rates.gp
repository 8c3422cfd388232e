eval picture(960, 420)
file = data . "/response_rates.tsv"
stats file using 5 nooutput name "nps_n"
stats file using 9 nooutput name "csat_n"
eval months(0.16)
set ylabel "surveys answered, %"
set yrange [0:*]
set title sprintf("{/:Bold Response rate by month} with its 95 %% interval; " . \
	"n = %d to %d (NPS), %d to %d (CSAT) surveys sent", nps_n_min, nps_n_max, csat_n_min, csat_n_max)
plot file using 1:3:4 @ribbon linecolor rgb blue notitle, "" using 1:7:8 @ribbon linecolor rgb green notitle, \
	"" using 1:2 @line linecolor rgb blue title "NPS", "" using 1:6 @line linecolor rgb green title "CSAT"
