eval picture(960, 320)
file = data . "/onboarding.tsv"
stats file using 6 nooutput name "n"
unset key
set title sprintf("{/:Bold How far new customers come within 60 days}, %% with the 95 %% interval; n = %d to %d who had the time", n_min, n_max)
set ylabel "% of sign-ups"
set yrange [0:112]
set ytics 20
set boxwidth 0.6
set style fill solid 0.85 noborder
plot file using 1:3:xtic(2) with boxes linecolor rgb blue, "" using 1:4:(0):($5 - $4) with vectors nohead linewidth 3 linecolor rgb dark, \
	"" using 1:5:($1 == 1 ? sprintf("%.0f %%", $3) : sprintf("%.0f %%, half in %.1f days", $3, $7)) with labels offset 0,0.8 textcolor rgb dark
