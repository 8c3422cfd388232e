# What the charts have in common. The caller sets data (a folder) and chart (a name).
# Colours of Okabe and Ito, which people with colour blindness can tell apart.
blue = "#0072B2"; orange = "#D55E00"; green = "#009E73"; grey = "#666666"; light = "#DDDDDD"; dark = "#222222"
colour(i) = word(blue . " " . orange . " " . green, i)
set encoding utf8
set datafile separator "\t"
set datafile missing "NaN"
set border 3 linecolor rgb grey
set tics nomirror out scale 0.5 textcolor rgb dark
set grid ytics linetype 1 linewidth 0.6 linecolor rgb light
set key inside center top horizontal Left reverse samplen 2 spacing 1.1 width 1 textcolor rgb dark
set xlabel textcolor rgb dark
set ylabel textcolor rgb dark
# Macros: an interval over time, a line through months, an interval of a segment.
ribbon = "with filledcurves fill transparent solid 0.18 noborder"
line = "with linespoints linewidth 2.4 pointtype 7 pointsize 0.5"
bar = "with xerrorbars linewidth 2.2 pointtype 7 pointsize 0.8"
picture(w, h) = sprintf("set terminal svg size %d,%d dynamic enhanced name '%s' font 'Arial,15' background '#ffffff'", \
	w, h, chart)
# A time axis by quarters, with room for a key; after any stats, which cannot read times.
months(room) = sprintf("set xdata time; set timefmt '%%Y-%%m-%%d'; set format x \"%%b\\n%%Y\"; set xtics 7889400; " . \
	"set mxtics 3; set autoscale xfix; set offsets 1400000, 1400000, graph %g, 0", room)
