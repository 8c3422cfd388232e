eval picture(960, 420)
file = data . "/survival.tsv"
plans = "Starter Growth Scale Enterprise"
shade(i) = word(orange . " " . blue . " " . green . " " . dark, i)
array n[4]
do for [i=1:4] { stats file using ($2 == i ? $6 : NaN) nooutput name "count"; n[i] = count_max }
set title "{/:Bold How long customers stay}, by plan, with the 95 % interval; n customers, those of before July 2024 from then on"
set xlabel "years since sign-up"
set ylabel "% still here"
set yrange [0:102]
set key inside bottom left vertical
plot for [i=1:4] file using ($2 == i ? $1 : NaN):4:5 @ribbon linecolor rgb shade(i) notitle, \
	for [i=1:4] file using ($2 == i ? $1 : NaN):3 with steps linewidth 2.4 linecolor rgb shade(i) \
		title sprintf("%s, n = %d", word(plans, i), n[i])
