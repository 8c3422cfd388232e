eval picture(960, 460)
cells = data . "/retention_cells.tsv"
curve = data . "/retention_curve.tsv"
stats cells using 3 nooutput name "rate"
stats cells using 5 nooutput name "n"
stats curve using 5 nooutput name "m"
unset key
set multiplot layout 1,2 margins 0.10,0.985,0.12,0.84 spacing 0.09
set title sprintf("{/:Bold Active in the quarters after sign-up}, %% of the cohort\nn = %d to %d customers; * is the running quarter", n_min, n_max)
set palette defined (0 "#ffffff", 1 "#7FBFE6")
unset colorbox
unset grid
set border 0
set cbrange [rate_min - 30:105]
set xtics scale 0 1
set xlabel "quarters after sign-up"
quarter(s) = sprintf("%s Q%d", s[1:4], (int(s[6:7]) + 2) / 3)
set style fill solid 1.0 noborder
stats cells using 2 nooutput name "age"
set xrange [0.4:age_max + 0.6]
set offsets 0, 0, 0.6, 0.6
plot cells using 2:6:(0.48):(0.46):3:ytic(quarter(stringcolumn(1))) with boxxyerror linecolor palette, \
	"" using 2:6:(sprintf("%.0f%s", $3, $4 == 1 ? "*" : "")) with labels textcolor rgb dark
set border 3 linecolor rgb grey
set offsets 0, 0, 0, 0
set xrange [*:*]
set grid ytics linetype 1 linewidth 0.6 linecolor rgb light
set xtics scale 0.5 3
set ytics auto
set xlabel "months after the month of sign-up"
set ylabel "% active"
set title sprintf("{/:Bold All cohorts} that are old enough, with the 95 %% interval\nn = %d to %d customers", m_min, m_max)
plot curve using 1:3:4 @ribbon linecolor rgb blue, "" using 1:2 @line linecolor rgb blue
unset multiplot
