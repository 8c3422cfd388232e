# One row for each ticket, as it is at the end.
view: tickets {
  sql_table_name: demo.tickets ;;

  set: ticket {
    fields: [id, team, channel, priority, opened_date, first_reply_hours, solved_date]
  }

  dimension: id {
    primary_key: yes
    type: number
    label: "Ticket"
    value_format_name: id
    sql: ${TABLE}.id ;;
  }
  dimension: account_id {
    hidden: yes
    type: number
    sql: ${TABLE}.account_id ;;
  }
  dimension: team {
    type: string
    sql: ${TABLE}.team ;;
  }
  dimension: channel {
    type: string
    sql: ${TABLE}.channel ;;
  }
  dimension: priority {
    type: string
    sql: ${TABLE}.priority ;;
  }
  dimension_group: opened {
    type: time
    timeframes: [raw, time, date, week, month, quarter, year]
    sql: ${TABLE}.opened_at ;;
  }
  dimension_group: solved {
    type: time
    timeframes: [raw, time, date, week, month, quarter, year]
    sql: ${TABLE}.solved_at ;;
  }
  dimension: first_response_at {
    hidden: yes
    sql: ${TABLE}.first_response_at ;;
  }

  # Instants go into csops as they are in the table, the timeframe raw: every other timeframe has been moved into the
  # reader's zone and has lost its own.
  dimension: first_reply {
    hidden: yes
    sql: CASE WHEN ${channel} IN ('email', 'web')
      THEN csops.business_elapsed(${calendars.calendar}, ${opened_raw}, coalesce(${first_response_at}, @{as_of})) END ;;
  }
  dimension: first_reply_seconds {
    hidden: yes
    type: number
    sql: CASE WHEN ${channel} IN ('email', 'web')
      THEN csops.business_seconds(${calendars.calendar}, ${opened_raw}, ${first_response_at}) END ;;
  }
  dimension: first_reply_hours {
    type: number
    label: "First reply, business hours"
    value_format_name: decimal_2
    sql: ${first_reply_seconds} / 3600 ;;
  }

  measure: count {
    type: count
    label: "Tickets"
    description: "Number of tickets"
    drill_fields: [ticket*]
  }

  measure: first_contact_resolution {
    group_label: "First contact resolution"
    label: "First contact resolution"
    description: "Share of successes, 0 to 1: of the tickets known to have been resolved by the first answer"
    type: number
    value_format_name: percent_1
    sql: csops.proportion(${TABLE}.first_contact_resolution) ;;
    drill_fields: [ticket*]
  }
  measure: first_contact_resolution_lo {
    group_label: "First contact resolution"
    label: "First contact resolution, low end"
    description: "Lower end of the interval of a share, 0 to 1, at 95 percent by Wilson"
    type: number
    value_format_name: percent_1
    sql: csops.proportion_lo(${TABLE}.first_contact_resolution) ;;
    drill_fields: [ticket*]
  }
  measure: first_contact_resolution_hi {
    group_label: "First contact resolution"
    label: "First contact resolution, high end"
    description: "Upper end of the interval of a share, 0 to 1, at 95 percent by Wilson"
    type: number
    value_format_name: percent_1
    sql: csops.proportion_hi(${TABLE}.first_contact_resolution) ;;
    drill_fields: [ticket*]
  }
  measure: reopened {
    label: "Reopened"
    description: "Share of successes, 0 to 1: of the tickets that were reopened"
    type: number
    value_format_name: percent_1
    sql: csops.proportion(${TABLE}.reopened) ;;
    drill_fields: [ticket*]
  }
  measure: handle_time {
    label: "Handle time per reply"
    description: "Sum over sum, in numerators per denominator: seconds of work per reply, divided by 86,400 and shown as hours:minutes:seconds"
    type: number
    value_format_name: duration
    sql: csops.ratio(${TABLE}.handle_seconds, ${TABLE}.replies) / 86400 ;;
    drill_fields: [ticket*]
  }
  measure: cost_per_reply {
    label: "Cost per reply"
    description: "Sum over sum, in numerators per denominator: USD per reply"
    type: number
    value_format_name: usd
    sql: csops.ratio(${TABLE}.cost, ${TABLE}.replies) ;;
    drill_fields: [ticket*]
  }

  # Durations are numbers: days, which the format shows as hours, minutes and seconds. An interval would sort as text.

  measure: first_reply_mean {
    group_label: "First reply"
    label: "First reply, mean"
    description: "Mean duration, in seconds, of the team's business time until the first reply to email and web, divided by 86,400 and shown as hours:minutes:seconds"
    type: number
    value_format_name: duration
    sql: csops.duration_mean(${first_reply_seconds}) / 86400 ;;
    drill_fields: [ticket*]
  }
  measure: first_reply_median {
    group_label: "First reply"
    label: "First reply, median"
    description: "Median duration, in seconds, within 1 percent, of the team's business time until the first reply to email and web, divided by 86,400 and shown as hours:minutes:seconds"
    type: number
    value_format_name: duration
    sql: csops.duration_p50(${first_reply_seconds}) / 86400 ;;
    drill_fields: [ticket*]
  }
  measure: first_reply_p90 {
    group_label: "First reply"
    label: "First reply, 90th percentile"
    description: "90th percentile of the durations, in seconds, within 1 percent, of the team's business time until the first reply to email and web, divided by 86,400 and shown as hours:minutes:seconds"
    type: number
    value_format_name: duration
    sql: csops.duration_p90(${first_reply_seconds}) / 86400 ;;
    drill_fields: [ticket*]
  }
  measure: first_reply_p90_text {
    group_label: "First reply"
    label: "First reply, 90th percentile, in words"
    description: "A duration in seconds as text for people, such as 3d 4h; it sorts as text, so sort by the number"
    type: string
    sql: csops.format_duration(csops.duration_p90(${first_reply_seconds})) ;;
  }
  measure: first_reply_kept {
    group_label: "First reply"
    label: "First reply in time"
    description: "Share of the decided clocks that kept their target, 0 to 1: the first reply to email and web within the business hours promised for the priority"
    type: number
    value_format_name: percent_1
    sql: csops.sla_attainment(${first_reply}, ${promises.first_reply}, ${first_response_at} IS NOT NULL) ;;
    drill_fields: [ticket*]
  }
  measure: first_reply_kept_lo {
    group_label: "First reply"
    label: "First reply in time, low end"
    description: "Lower end of the interval of SLA attainment, 0 to 1, at 95 percent by Wilson"
    type: number
    value_format_name: percent_1
    sql: csops.sla_attainment_lo(${first_reply}, ${promises.first_reply}, ${first_response_at} IS NOT NULL) ;;
    drill_fields: [ticket*]
  }
}

# The same where a join repeats the tickets; the key is that of the ticket.
view: tickets_once {
  extends: [tickets]

  measure: first_contact_resolution {
    sql: csops.proportion(DISTINCT ${TABLE}.first_contact_resolution, ${id}::text) FILTER (WHERE ${id} IS NOT NULL) ;;
  }
  measure: first_contact_resolution_lo {
    sql: csops.proportion_lo(DISTINCT ${TABLE}.first_contact_resolution, ${id}::text) FILTER (WHERE ${id} IS NOT NULL) ;;
  }
  measure: first_contact_resolution_hi {
    sql: csops.proportion_hi(DISTINCT ${TABLE}.first_contact_resolution, ${id}::text) FILTER (WHERE ${id} IS NOT NULL) ;;
  }
  measure: reopened {
    sql: csops.proportion(DISTINCT ${TABLE}.reopened, ${id}::text) FILTER (WHERE ${id} IS NOT NULL) ;;
  }
  measure: handle_time {
    sql: csops.ratio(DISTINCT ${TABLE}.handle_seconds, ${TABLE}.replies, ${id}::text) FILTER (WHERE ${id} IS NOT NULL) / 86400 ;;
  }
  measure: cost_per_reply {
    sql: csops.ratio(DISTINCT ${TABLE}.cost, ${TABLE}.replies, ${id}::text) FILTER (WHERE ${id} IS NOT NULL) ;;
  }
  measure: first_reply_mean {
    sql: csops.duration_mean(DISTINCT ${first_reply_seconds}, ${id}::text) FILTER (WHERE ${id} IS NOT NULL) / 86400 ;;
  }
  measure: first_reply_median {
    sql: csops.duration_p50(DISTINCT ${first_reply_seconds}, ${id}::text) FILTER (WHERE ${id} IS NOT NULL) / 86400 ;;
  }
  measure: first_reply_p90 {
    sql: csops.duration_p90(DISTINCT ${first_reply_seconds}, ${id}::text) FILTER (WHERE ${id} IS NOT NULL) / 86400 ;;
  }
  measure: first_reply_p90_text {
    sql: csops.format_duration(csops.duration_p90(DISTINCT ${first_reply_seconds}, ${id}::text) FILTER (WHERE ${id} IS NOT NULL)) ;;
  }
  measure: first_reply_kept {
    sql: csops.sla_attainment(DISTINCT ${first_reply}, ${promises.first_reply}, ${first_response_at} IS NOT NULL, ${id}::text)
      FILTER (WHERE ${id} IS NOT NULL) ;;
  }
  measure: first_reply_kept_lo {
    sql: csops.sla_attainment_lo(DISTINCT ${first_reply}, ${promises.first_reply}, ${first_response_at} IS NOT NULL, ${id}::text)
      FILTER (WHERE ${id} IS NOT NULL) ;;
  }
}

# When the teams work. The calendar is a value of csops and stays hidden: the measures read it.
view: calendars {
  sql_table_name: pack.team_calendars ;;

  dimension: team {
    primary_key: yes
    hidden: yes
    type: string
    sql: ${TABLE}.team ;;
  }
  dimension: calendar {
    hidden: yes
    sql: ${TABLE}.calendar ;;
  }
}

view: promises {
  sql_table_name: demo.sla_policies ;;

  dimension: priority {
    primary_key: yes
    hidden: yes
    type: string
    sql: ${TABLE}.priority ;;
  }
  dimension: first_reply {
    hidden: yes
    sql: ${TABLE}.first_reply ;;
  }
}

# Everyone a ticket was assigned to.
view: holders {
  derived_table: {
    sql: SELECT ticket_id, handle AS agent
      FROM demo.ticket_events JOIN demo.agents ON agent = value::integer
      WHERE field = 'assignee'
      GROUP BY ticket_id, handle ;;
  }

  dimension: ticket_id {
    hidden: yes
    type: number
    sql: ${TABLE}.ticket_id ;;
  }
  dimension: agent {
    type: string
    sql: ${TABLE}.agent ;;
  }
}
