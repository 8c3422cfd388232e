# Stored summaries. A column of a csops type has no dimension: Looker could not show it. The hidden measures roll it up, and
# every visible one reads a number from that; PostgreSQL computes a rollup that several measures share once.

view: rating_days {
  sql_table_name: pack.daily_ratings ;;

  dimension_group: sent {
    type: time
    timeframes: [raw, date, week, month, quarter, year]
    datatype: date
    convert_tz: no
    sql: ${TABLE}.day ;;
  }
  dimension: region {
    type: string
    sql: ${TABLE}.region ;;
  }
  dimension: industry {
    type: string
    sql: ${TABLE}.industry ;;
  }

  measure: nps_summary {
    hidden: yes
    type: number
    sql: csops.rollup(${TABLE}.ratings) FILTER (WHERE ${TABLE}.kind = 'nps') ;;
  }
  measure: csat_summary {
    hidden: yes
    type: number
    sql: csops.rollup(${TABLE}.ratings) FILTER (WHERE ${TABLE}.kind = 'csat') ;;
  }

  measure: nps {
    group_label: "NPS"
    label: "NPS"
    description: "Net Promoter Score in points, -100 to 100, or nothing where it would rest on fewer than @{min_n} answers"
    type: number
    value_format_name: decimal_1
    sql: csops.nps(${nps_summary}, @{min_n}) ;;
    drill_fields: [region, industry, nps, nps_n]
  }
  measure: nps_lo {
    group_label: "NPS"
    label: "NPS, low end"
    description: "Lower end of the interval of the NPS, in points, at 95 percent"
    type: number
    value_format_name: decimal_1
    sql: csops.nps_lo(${nps_summary}, min_n => @{min_n}) ;;
  }
  measure: nps_hi {
    group_label: "NPS"
    label: "NPS, high end"
    description: "Upper end of the interval of the NPS, in points, at 95 percent"
    type: number
    value_format_name: decimal_1
    sql: csops.nps_hi(${nps_summary}, min_n => @{min_n}) ;;
  }
  measure: nps_n {
    group_label: "NPS"
    label: "NPS, answers"
    description: "Number of valid answers"
    type: number
    value_format_name: decimal_0
    sql: csops.observations(${nps_summary}) ;;
  }
  measure: nps_withheld {
    group_label: "NPS"
    label: "NPS withheld"
    description: "Whether there are answers, but fewer than min_n"
    type: yesno
    sql: csops.is_suppressed(${nps_summary}, @{min_n}) ;;
  }
  measure: nps_response_rate {
    group_label: "NPS"
    label: "NPS, response rate"
    description: "Share of invitations that were answered, 0 to 1"
    type: number
    value_format_name: percent_1
    sql: csops.response_rate(${nps_summary}) ;;
  }
  measure: csat {
    group_label: "CSAT"
    label: "CSAT"
    description: "Customer satisfaction in points, 0 to 100, or nothing where it would rest on fewer than @{min_n} answers"
    type: number
    value_format_name: decimal_1
    sql: csops.csat(${csat_summary}, min_n => @{min_n}) ;;
    drill_fields: [region, industry, csat, csat_n]
  }
  measure: csat_n {
    group_label: "CSAT"
    label: "CSAT, answers"
    description: "Number of valid answers"
    type: number
    value_format_name: decimal_0
    sql: csops.observations(${csat_summary}) ;;
  }
}

view: support_days {
  sql_table_name: pack.daily_support ;;

  dimension_group: solved {
    type: time
    timeframes: [raw, date, week, month, quarter, year]
    datatype: date
    convert_tz: no
    sql: ${TABLE}.day ;;
  }
  dimension: team {
    type: string
    sql: ${TABLE}.team ;;
  }

  measure: first_contact_resolution {
    label: "First contact resolution"
    description: "Share of successes, 0 to 1: of the tickets known to have been resolved by the first answer; nothing where there are fewer than @{min_n}"
    type: number
    value_format_name: percent_1
    sql: csops.proportion(csops.rollup(${TABLE}.first_contact), @{min_n}) ;;
    drill_fields: [team, solved_month, first_contact_resolution, handle_time]
  }
  measure: reopened {
    label: "Reopened"
    description: "Share of successes, 0 to 1: of the tickets that were reopened; nothing where there are fewer than @{min_n}"
    type: number
    value_format_name: percent_1
    sql: csops.proportion(csops.rollup(${TABLE}.reopened), @{min_n}) ;;
    drill_fields: [team, solved_month, reopened]
  }
  measure: handle_time {
    label: "Handle time per reply"
    description: "Sum over sum, in numerators per denominator: seconds of work per reply, divided by 86,400 and shown as hours:minutes:seconds"
    type: number
    value_format_name: duration
    sql: csops.ratio(csops.rollup(${TABLE}.handling)) / 86400 ;;
    drill_fields: [team, solved_month, handle_time]
  }
  measure: cost_per_reply {
    label: "Cost per reply"
    description: "Sum over sum, in numerators per denominator: USD per reply"
    type: number
    value_format_name: usd
    sql: csops.ratio(csops.rollup(${TABLE}.cost)) ;;
    drill_fields: [team, solved_month, cost_per_reply]
  }
}

view: first_reply_days {
  sql_table_name: pack.daily_first_replies ;;

  dimension_group: opened {
    type: time
    timeframes: [raw, date, week, month, quarter, year]
    datatype: date
    convert_tz: no
    sql: ${TABLE}.day ;;
  }
  dimension: team {
    type: string
    sql: ${TABLE}.team ;;
  }

  measure: median {
    label: "First reply, median"
    description: "Median duration, in seconds, within 1 percent, of business time, divided by 86,400 and shown as hours:minutes:seconds"
    type: number
    value_format_name: duration
    sql: csops.duration_p50(csops.rollup(${TABLE}.business)) / 86400 ;;
    drill_fields: [team, opened_month, median, p90]
  }
  measure: p90 {
    label: "First reply, 90th percentile"
    description: "90th percentile of the durations, in seconds, within 1 percent, of business time, divided by 86,400 and shown as hours:minutes:seconds"
    type: number
    value_format_name: duration
    sql: csops.duration_p90(csops.rollup(${TABLE}.business)) / 86400 ;;
    drill_fields: [team, opened_month, median, p90]
  }
  measure: within_four_hours {
    label: "Replied within four business hours"
    description: "Share of the durations that are at most so long, 0 to 1: four business hours"
    type: number
    value_format_name: percent_1
    sql: csops.duration_share_within(csops.rollup(${TABLE}.business), 4 * 3600) ;;
    drill_fields: [team, opened_month, within_four_hours]
  }
  measure: replies {
    label: "First replies"
    description: "Number of durations"
    type: number
    value_format_name: decimal_0
    sql: csops.observations(csops.rollup(${TABLE}.business)) ;;
  }
}

view: sla_weeks {
  sql_table_name: pack.weekly_sla ;;

  dimension_group: opened {
    type: time
    timeframes: [raw, date, month, quarter]
    datatype: date
    convert_tz: no
    sql: ${TABLE}.week ;;
  }
  dimension: team {
    type: string
    sql: ${TABLE}.team ;;
  }
  dimension: priority {
    type: string
    sql: ${TABLE}.priority ;;
  }

  measure: replies_kept {
    label: "First reply in time"
    description: "Share of the decided clocks that kept their target, 0 to 1; nothing where fewer than @{min_n} are decided"
    type: number
    value_format_name: percent_1
    sql: csops.sla_attainment(csops.rollup(${TABLE}.replies), @{min_n}) ;;
    drill_fields: [team, priority, replies_kept, resolutions_kept]
  }
  measure: replies_kept_lo {
    label: "First reply in time, low end"
    description: "Lower end of the interval of SLA attainment, 0 to 1, at 95 percent"
    type: number
    value_format_name: percent_1
    sql: csops.sla_attainment_lo(csops.rollup(${TABLE}.replies), min_n => @{min_n}) ;;
  }
  measure: replies_achieved {
    label: "First replies in time, number"
    description: "Number of clocks that finished within their target"
    type: number
    value_format_name: decimal_0
    sql: csops.sla_achieved(csops.rollup(${TABLE}.replies)) ;;
  }
  measure: replies_breached {
    label: "First replies too late, number"
    description: "Number of clocks beyond their target"
    type: number
    value_format_name: decimal_0
    sql: csops.sla_breached(csops.rollup(${TABLE}.replies)) ;;
  }
  measure: resolutions_kept {
    label: "Solved in time"
    description: "Share of the decided clocks that kept their target, 0 to 1; nothing where fewer than @{min_n} are decided"
    type: number
    value_format_name: percent_1
    sql: csops.sla_attainment(csops.rollup(${TABLE}.resolutions), @{min_n}) ;;
    drill_fields: [team, priority, replies_kept, resolutions_kept]
  }
  measure: resolution_p90 {
    label: "Time to solve, 90th percentile"
    description: "Elapsed time of the finished clocks at a quantile, in seconds, within 1 percent, divided by 86,400 and shown as hours:minutes:seconds"
    type: number
    value_format_name: duration
    sql: csops.sla_percentile(csops.rollup(${TABLE}.resolutions), 0.9) / 86400 ;;
    drill_fields: [team, priority, resolution_p90]
  }
}

# Where nobody else stores summaries, Looker does: a persistent derived table may hold a column of a csops type.
view: handle_days {
  derived_table: {
    sql: SELECT (solved_at AT TIME ZONE 'UTC')::date AS day, team, channel, csops.duration_agg(handle_seconds) AS handling
      FROM demo.tickets
      WHERE solved_at IS NOT NULL
      GROUP BY 1, 2, 3 ;;
    datagroup_trigger: nightly
    indexes: ["day"]
  }

  dimension_group: solved {
    type: time
    timeframes: [raw, date, week, month, quarter, year]
    datatype: date
    convert_tz: no
    sql: ${TABLE}.day ;;
  }
  dimension: team {
    type: string
    sql: ${TABLE}.team ;;
  }
  dimension: channel {
    type: string
    sql: ${TABLE}.channel ;;
  }

  measure: total {
    label: "Handle time"
    description: "Sum of the durations, in seconds, divided by 86,400 and shown as hours:minutes:seconds"
    type: number
    value_format_name: duration
    sql: csops.duration_total(csops.rollup(${TABLE}.handling)) / 86400 ;;
  }
  measure: p90 {
    label: "Handle time of a ticket, 90th percentile"
    description: "90th percentile of the durations, in seconds, within 1 percent, divided by 86,400 and shown as hours:minutes:seconds"
    type: number
    value_format_name: duration
    sql: csops.duration_p90(csops.rollup(${TABLE}.handling)) / 86400 ;;
    drill_fields: [team, channel, p90]
  }
}
