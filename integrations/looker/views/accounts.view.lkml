view: accounts {
  sql_table_name: demo.accounts ;;

  dimension: id {
    primary_key: yes
    hidden: yes
    type: number
    sql: ${TABLE}.id ;;
  }
  dimension: name {
    type: string
    sql: ${TABLE}.name ;;
  }
  dimension: plan {
    type: string
    sql: ${TABLE}.plan ;;
  }
  dimension: region {
    type: string
    sql: ${TABLE}.region ;;
  }
  dimension: segment {
    hidden: yes
    type: number
    sql: ${TABLE}.segment ;;
  }
  dimension_group: signed_up {
    type: time
    timeframes: [raw, date, month, year]
    datatype: date
    convert_tz: no
    sql: ${TABLE}.signed_up_on ;;
  }

  measure: count {
    type: count
    label: "Accounts"
    description: "Number of accounts"
    drill_fields: [name, plan, region, signed_up_date]
  }
}

view: segments {
  sql_table_name: demo.segments ;;

  dimension: segment {
    primary_key: yes
    hidden: yes
    type: number
    sql: ${TABLE}.segment ;;
  }
  dimension: industry {
    type: string
    sql: ${TABLE}.industry ;;
  }
  dimension: employees {
    type: string
    sql: ${TABLE}.employees ;;
  }
}
