# Two amounts for each account: on a month's last day, and a year before. NULL where it had no subscription, which the
# full join keeps: whoever left must not drop out.
view: revenue {
  derived_table: {
    sql: SELECT to_day, pairs.*
      FROM generate_series(timestamp '2025-07-01', timestamp '2026-06-01', '1 month') AS month
      CROSS JOIN LATERAL (SELECT (month + interval '1 month' - interval '1 day')::date AS to_day,
        (month - interval '11 months' - interval '1 day')::date AS from_day) AS days
      CROSS JOIN LATERAL (
        SELECT account_id, a.arr AS start_amount, b.arr AS end_amount
        FROM (SELECT account_id, arr FROM pack.account_arr WHERE day = from_day) AS a
        FULL JOIN (SELECT account_id, arr FROM pack.account_arr WHERE day = to_day) AS b USING (account_id)
      ) AS pairs ;;
  }

  dimension: account_id {
    hidden: yes
    type: number
    sql: ${TABLE}.account_id ;;
  }
  dimension_group: to {
    label: "Until"
    type: time
    timeframes: [raw, date]
    datatype: date
    convert_tz: no
    sql: ${TABLE}.to_day ;;
  }

  measure: nrr {
    label: "NRR, one year"
    description: "Net revenue retention, a share of what there was at the start, from a year before to the day"
    type: number
    value_format_name: percent_1
    sql: csops.nrr(${TABLE}.start_amount, ${TABLE}.end_amount) ;;
    drill_fields: [accounts.name, accounts.plan, arr_start, arr_end]
  }
  measure: grr {
    label: "GRR, one year"
    description: "Gross revenue retention, a share of what there was at the start, 0 to 1, from a year before to the day"
    type: number
    value_format_name: percent_1
    sql: csops.grr(${TABLE}.start_amount, ${TABLE}.end_amount) ;;
    drill_fields: [accounts.name, accounts.plan, arr_start, arr_end]
  }
  measure: logo_retention {
    label: "Logo retention, one year"
    description: "Share of the accounts of the start that are still there, 0 to 1"
    type: number
    value_format_name: percent_1
    sql: csops.logo_retention(${TABLE}.start_amount, ${TABLE}.end_amount) ;;
    drill_fields: [accounts.name, accounts.plan, arr_start, arr_end]
  }
  measure: arr_start {
    label: "ARR, a year before"
    description: "ARR in USD a year before the day"
    type: sum
    value_format_name: usd_0
    sql: ${TABLE}.start_amount ;;
  }
  measure: arr_end {
    label: "ARR"
    description: "ARR in USD on the day"
    type: sum
    value_format_name: usd_0
    sql: ${TABLE}.end_amount ;;
  }
}

# One row for each customer, with the signals that its score is made of.
view: health {
  derived_table: {
    sql: SELECT health_now.*, model FROM pack.health_now CROSS JOIN pack.health_model ;;
  }

  dimension: account_id {
    primary_key: yes
    hidden: yes
    type: number
    sql: ${TABLE}.account_id ;;
  }
  dimension: band {
    type: string
    sql: ${TABLE}.band ;;
  }
  dimension: score {
    type: number
    value_format_name: decimal_1
    sql: ${TABLE}.score ;;
  }
  dimension: arr {
    type: number
    value_format_name: usd_0
    sql: ${TABLE}.arr ;;
  }
  dimension: reason {
    type: string
    description: "A score in words: text for people, in points to one digit"
    sql: csops.health_reason(${TABLE}.model, ${TABLE}.signals, ${TABLE}.as_of, 2) ;;
  }

  measure: portfolio_score {
    label: "Health by ARR"
    description: "Mean health by weight, 0 to 100 points; the weight is ARR"
    type: number
    value_format_name: decimal_1
    sql: csops.portfolio_score(${score}, ${arr}) ;;
    drill_fields: [accounts.name, band, score, arr, reason]
  }
  measure: portfolio_coverage {
    label: "Health known"
    description: "Share of the weight that has a score, 0 to 1; the weight is ARR"
    type: number
    value_format_name: percent_1
    sql: csops.portfolio_coverage(${score}, ${arr}) ;;
    drill_fields: [accounts.name, band, score, arr, reason]
  }
  measure: share_below {
    label: "ARR in red"
    description: "Share of the weight with a lower score, 0 to 1: of the ARR whose health is below 45 points"
    type: number
    value_format_name: percent_1
    sql: csops.portfolio_share_below(csops.portfolio_health_agg(${score}, ${arr}), 45) ;;
    drill_fields: [accounts.name, band, score, arr, reason]
  }
}

# One row for each day, with the value that knows every account's days. It is looked up, never summed.
view: usage_days {
  derived_table: {
    sql: SELECT day::date AS day, usage
      FROM pack.usage CROSS JOIN generate_series(timestamp '2024-08-01', timestamp '2026-06-30', '1 day') AS day ;;
  }

  dimension_group: active {
    type: time
    timeframes: [raw, date, week, month, quarter]
    datatype: date
    convert_tz: no
    sql: ${TABLE}.day ;;
  }

  measure: daily_active {
    label: "Daily active accounts"
    description: "Number of accounts active in a window that ends with a day: that day; averaged over the days"
    type: average
    value_format_name: decimal_1
    sql: csops.active_accounts(${TABLE}.usage, ${active_raw}, 1) ;;
  }
  measure: monthly_active {
    label: "Accounts active in 28 days"
    description: "Number of accounts active in a window that ends with a day: 28 days; averaged over the days"
    type: average
    value_format_name: decimal_1
    sql: csops.active_accounts(${TABLE}.usage, ${active_raw}, 28) ;;
  }
  measure: stickiness {
    label: "Stickiness"
    description: "Share of the accounts active in a window that were active on its last day, 0 to 1; averaged over the days"
    type: average
    value_format_name: percent_1
    sql: csops.stickiness(${TABLE}.usage, ${active_raw}) ;;
  }
}

# Life tables by plan: tenure in days, the living counted as such.
view: lives {
  sql_table_name: pack.lives ;;

  dimension: plan {
    primary_key: yes
    type: string
    sql: ${TABLE}.plan ;;
  }

  measure: customers {
    label: "Customers"
    description: "Number of accounts in the table"
    type: number
    value_format_name: decimal_0
    sql: csops.observations(csops.rollup(${TABLE}.life)) ;;
  }
  measure: after_a_year {
    label: "Still there after a year"
    description: "Share of accounts that stay longer than that, 0 to 1: than 365 days, or nothing where there are fewer than @{min_n} accounts"
    type: number
    value_format_name: percent_1
    sql: csops.survival_at(csops.rollup(${TABLE}.life), 365, @{min_n}) ;;
  }
  measure: median_days {
    label: "Median tenure, days"
    description: "Median tenure, in the unit of the tenures or in seconds: in days; nothing where more than half are still there"
    type: number
    value_format_name: decimal_0
    sql: csops.survival_median(csops.rollup(${TABLE}.life)) ;;
  }
  measure: mean_days_of_two_years {
    label: "Mean tenure within two years, days"
    description: "Mean tenure up to a time, in the unit of the tenures or in seconds: in days, up to 730"
    type: number
    value_format_name: decimal_0
    sql: csops.restricted_mean(csops.rollup(${TABLE}.life), 730) ;;
  }
}
