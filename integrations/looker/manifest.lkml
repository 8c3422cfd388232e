project_name: "csops"

# What a score must rest on to be shown at all in the measures that hold back small groups.
constant: min_n {
  value: "30"
}

# The instant at which open tickets are looked at. The demo ends here; a live model says date_trunc('hour', now()).
# csops never reads the clock by itself, so a model of a past day gives the figures of that day.
constant: as_of {
  value: "timestamptz '2026-07-01 00:00+00'"
}
