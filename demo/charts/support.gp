eval picture(960, 720)
file = data . "/support.tsv"
stats file using 20 nooutput name "least"
stats file using 21 nooutput name "most"
eval months(0.16)
team(i) = i == 1 ? "New York" : i == 2 ? "Berlin" : "Sydney"
set multiplot layout 2,1 margins 0.08,0.98,0.08,0.93 spacing 0.18
set ylabel "solved at first contact, %"
set title sprintf("{/:Bold First contact resolution by team and month} with its 95 %% interval; n = %d to %d tickets", \
	least_min, most_max)
plot for [i=1:3] file using 1:(column(3 * i)):(column(3 * i + 1)) @ribbon linecolor rgb colour(i) notitle, \
	for [i=1:3] "" using 1:(column(3 * i - 1)) @line linecolor rgb colour(i) title team(i)
set ylabel "minutes per reply"
set title sprintf("{/:Bold Average handle time by team and month} with its 95 %% interval; n = %d to %d tickets", \
	least_min, most_max)
plot for [i=1:3] file using 1:(column(3 * i + 9)):(column(3 * i + 10)) @ribbon linecolor rgb colour(i) notitle, \
	for [i=1:3] "" using 1:(column(3 * i + 8)) @line linecolor rgb colour(i) title team(i)
unset multiplot
