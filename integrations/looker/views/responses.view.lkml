# One row for each invitation to a survey; the score is NULL while it is not answered.
view: responses {
  sql_table_name: demo.responses ;;

  set: answer {
    fields: [sent_date, accounts.name, accounts.plan, kind, score]
  }

  dimension: id {
    primary_key: yes
    hidden: yes
    type: number
    sql: ${TABLE}.id ;;
  }
  dimension: account_id {
    hidden: yes
    type: number
    sql: ${TABLE}.account_id ;;
  }
  dimension: kind {
    type: string
    label: "Survey"
    sql: ${TABLE}.kind ;;
  }
  dimension: score {
    type: number
    sql: ${TABLE}.score ;;
  }
  dimension_group: sent {
    type: time
    timeframes: [raw, date, week, month, quarter, year]
    sql: ${TABLE}.sent_at ;;
  }

  # A score off the scale is an error, which a dashboard cannot mend. Here it is no answer; invalid_scores shows how many.
  dimension: nps_score {
    hidden: yes
    type: number
    sql: CASE WHEN ${kind} = 'nps' AND ${score} BETWEEN 0 AND 10 AND ${score} = floor(${score}) THEN ${score} END ;;
  }
  dimension: csat_score {
    hidden: yes
    type: number
    sql: CASE WHEN ${kind} = 'csat' AND ${score} BETWEEN 1 AND 5 AND ${score} = floor(${score}) THEN ${score} END ;;
  }

  # NPS, in one step. A measure of type number takes no filters parameter: FILTER says which rows it is about.

  measure: nps {
    group_label: "NPS"
    label: "NPS"
    description: "Net Promoter Score in points, -100 to 100, of scores 0 to 10"
    type: number
    value_format_name: decimal_1
    sql: csops.nps(${nps_score}) FILTER (WHERE ${kind} = 'nps') ;;
    drill_fields: [answer*]
  }
  measure: nps_lo {
    group_label: "NPS"
    label: "NPS, low end"
    description: "Lower end of the interval of the NPS, in points, of scores 0 to 10, at 95 percent by adjusted Wald"
    type: number
    value_format_name: decimal_1
    sql: csops.nps_lo(${nps_score}) FILTER (WHERE ${kind} = 'nps') ;;
    drill_fields: [answer*]
  }
  measure: nps_hi {
    group_label: "NPS"
    label: "NPS, high end"
    description: "Upper end of the interval of the NPS, in points, of scores 0 to 10, at 95 percent by adjusted Wald"
    type: number
    value_format_name: decimal_1
    sql: csops.nps_hi(${nps_score}) FILTER (WHERE ${kind} = 'nps') ;;
    drill_fields: [answer*]
  }
  measure: promoters {
    group_label: "NPS"
    label: "Promoters"
    description: "Number of promoters, answers of 9 and 10, of scores 0 to 10"
    type: number
    value_format_name: decimal_0
    sql: csops.promoters(${nps_score}) FILTER (WHERE ${kind} = 'nps') ;;
    drill_fields: [answer*]
  }
  measure: detractors {
    group_label: "NPS"
    label: "Detractors"
    description: "Number of detractors, answers of 0 to 6, of scores 0 to 10"
    type: number
    value_format_name: decimal_0
    sql: csops.detractors(${nps_score}) FILTER (WHERE ${kind} = 'nps') ;;
    drill_fields: [answer*]
  }
  measure: nps_n {
    group_label: "NPS"
    label: "NPS, answers"
    description: "Number of valid answers to the NPS survey"
    type: number
    value_format_name: decimal_0
    sql: COUNT(DISTINCT CASE WHEN ${nps_score} IS NOT NULL THEN ${id} END) ;;
    drill_fields: [answer*]
  }
  measure: nps_of_enough {
    group_label: "NPS"
    label: "NPS, of enough answers"
    description: "Net Promoter Score in points, -100 to 100, or nothing where it would rest on fewer than @{min_n} answers"
    type: number
    value_format_name: decimal_1
    sql: csops.nps(csops.rating_agg(${score}, 0, 10, 'count') FILTER (WHERE ${kind} = 'nps'), @{min_n}) ;;
    drill_fields: [answer*]
  }

  # CSAT of scores 1 to 5.

  measure: csat {
    group_label: "CSAT"
    label: "CSAT"
    description: "Customer satisfaction in points, 0 to 100, of scores 1 to 5"
    type: number
    value_format_name: decimal_1
    sql: csops.csat(${csat_score}) FILTER (WHERE ${kind} = 'csat') ;;
    drill_fields: [answer*]
  }
  measure: csat_lo {
    group_label: "CSAT"
    label: "CSAT, low end"
    description: "Lower end of the interval of CSAT, in points, of scores 1 to 5, at 95 percent by Wilson"
    type: number
    value_format_name: decimal_1
    sql: csops.csat_lo(${csat_score}) FILTER (WHERE ${kind} = 'csat') ;;
    drill_fields: [answer*]
  }
  measure: csat_hi {
    group_label: "CSAT"
    label: "CSAT, high end"
    description: "Upper end of the interval of CSAT, in points, of scores 1 to 5, at 95 percent by Wilson"
    type: number
    value_format_name: decimal_1
    sql: csops.csat_hi(${csat_score}) FILTER (WHERE ${kind} = 'csat') ;;
    drill_fields: [answer*]
  }
  measure: csat_n {
    group_label: "CSAT"
    label: "CSAT, answers"
    description: "Number of valid answers to the CSAT survey"
    type: number
    value_format_name: decimal_0
    sql: COUNT(DISTINCT CASE WHEN ${csat_score} IS NOT NULL THEN ${id} END) ;;
    drill_fields: [answer*]
  }

  # The two surveys together.

  measure: invited {
    label: "Invitations"
    description: "Number of invitations that were sent"
    type: count
    drill_fields: [answer*]
  }
  measure: answered {
    label: "Answered"
    description: "Share of successes, 0 to 1: of the invitations that were answered"
    type: number
    value_format_name: percent_1
    sql: csops.proportion(${score} IS NOT NULL) ;;
    drill_fields: [answer*]
  }
  measure: invalid_scores {
    label: "Scores off the scale"
    description: "Number of answers that are not on the scale of their survey, and part of no score"
    type: number
    value_format_name: decimal_0
    sql: COUNT(DISTINCT CASE WHEN ${score} IS NOT NULL AND ${nps_score} IS NULL AND ${csat_score} IS NULL THEN ${id} END) ;;
    drill_fields: [answer*]
  }
}

# The same where a join repeats the rows. The key is that of the answer; an account without answers comes without a key
# from the outer join, which would be an error, and FILTER leaves it out.
view: responses_once {
  extends: [responses]

  measure: nps {
    sql: csops.nps(DISTINCT ${nps_score}, ${id}::text) FILTER (WHERE ${kind} = 'nps') ;;
  }
  measure: nps_lo {
    sql: csops.nps_lo(DISTINCT ${nps_score}, ${id}::text) FILTER (WHERE ${kind} = 'nps') ;;
  }
  measure: nps_hi {
    sql: csops.nps_hi(DISTINCT ${nps_score}, ${id}::text) FILTER (WHERE ${kind} = 'nps') ;;
  }
  measure: promoters {
    sql: csops.promoters(DISTINCT ${nps_score}, ${id}::text) FILTER (WHERE ${kind} = 'nps') ;;
  }
  measure: detractors {
    sql: csops.detractors(DISTINCT ${nps_score}, ${id}::text) FILTER (WHERE ${kind} = 'nps') ;;
  }
  measure: nps_of_enough {
    sql: CASE WHEN ${nps_n} >= @{min_n} THEN ${nps} END ;;
  }
  measure: csat {
    sql: csops.csat(DISTINCT ${csat_score}, ${id}::text) FILTER (WHERE ${kind} = 'csat') ;;
  }
  measure: csat_lo {
    sql: csops.csat_lo(DISTINCT ${csat_score}, ${id}::text) FILTER (WHERE ${kind} = 'csat') ;;
  }
  measure: csat_hi {
    sql: csops.csat_hi(DISTINCT ${csat_score}, ${id}::text) FILTER (WHERE ${kind} = 'csat') ;;
  }
  measure: answered {
    sql: csops.proportion(DISTINCT ${score} IS NOT NULL, ${id}::text) FILTER (WHERE ${id} IS NOT NULL) ;;
  }
}
