# The demo company, Orrindale, for Looker: raw rows, joins that repeat them, and stored summaries.
connection: "orrindale"
label: "Customer operations"

include: "views/*.view.lkml"

datagroup: nightly {
  sql_trigger: SELECT max(day) FROM pack.daily_support ;;
  max_cache_age: "24 hours"
}

# Seconds divided by 86,400, as spreadsheets keep times; more than a day shows as more than 24 hours.
named_value_format: duration {
  value_format: "[h]:mm:ss"
}

# Raw rows. Every join is many to one, so a measure sees each row once.

explore: responses {
  label: "Survey answers"
  description: "Invitations and answers of the NPS and CSAT surveys, by the time they were sent"
  join: accounts {
    type: left_outer
    relationship: many_to_one
    sql_on: ${accounts.id} = ${responses.account_id} ;;
  }
  join: segments {
    type: left_outer
    relationship: many_to_one
    sql_on: ${segments.segment} = ${accounts.segment} ;;
  }
}

explore: tickets {
  label: "Tickets"
  description: "Tickets by the time they were opened, their first replies in the team's business hours"
  join: accounts {
    type: left_outer
    relationship: many_to_one
    sql_on: ${accounts.id} = ${tickets.account_id} ;;
  }
  join: calendars {
    type: left_outer
    relationship: many_to_one
    sql_on: ${calendars.team} = ${tickets.team} ;;
  }
  join: promises {
    type: left_outer
    relationship: many_to_one
    sql_on: ${promises.priority} = ${tickets.priority} ;;
  }
}

explore: revenue {
  label: "Recurring revenue"
  description: "ARR of every account on a month's last day and a year before; look at one day at a time"
  join: accounts {
    type: left_outer
    relationship: many_to_one
    sql_on: ${accounts.id} = ${revenue.account_id} ;;
  }
}

explore: health {
  label: "Customer health"
  description: "The health of every customer on the pack's last day, by ARR"
  join: accounts {
    type: left_outer
    relationship: many_to_one
    sql_on: ${accounts.id} = ${health.account_id} ;;
  }
}

# Joins that repeat rows. Looker's symmetric aggregates protect its own sum, count and average, not a measure of type
# number: the views called ..._once hold the same measures with DISTINCT and the row's key.

explore: account_360 {
  view_name: accounts
  label: "Accounts with their answers and tickets"
  description: "Both sides repeat each other: an account with 40 answers and 30 tickets is 1,200 rows"
  join: responses {
    from: responses_once
    type: left_outer
    relationship: one_to_many
    sql_on: ${responses.account_id} = ${accounts.id} ;;
  }
  join: tickets {
    from: tickets_once
    type: left_outer
    relationship: one_to_many
    sql_on: ${tickets.account_id} = ${accounts.id} ;;
  }
  join: calendars {
    type: left_outer
    relationship: many_to_one
    sql_on: ${calendars.team} = ${tickets.team} ;;
  }
  join: promises {
    type: left_outer
    relationship: many_to_one
    sql_on: ${promises.priority} = ${tickets.priority} ;;
  }
}

explore: ticket_hands {
  view_name: tickets_once
  label: "Tickets by everyone who held them"
  description: "A ticket counts once for each agent it was assigned to, and once in the total"
  join: holders {
    type: left_outer
    relationship: one_to_many
    sql_on: ${holders.ticket_id} = ${tickets_once.id} ;;
  }
  join: calendars {
    type: left_outer
    relationship: many_to_one
    sql_on: ${calendars.team} = ${tickets_once.team} ;;
  }
  join: promises {
    type: left_outer
    relationship: many_to_one
    sql_on: ${promises.priority} = ${tickets_once.priority} ;;
  }
}

# Stored summaries: a few thousand rows answer for any period and group, and no raw row is read.

explore: rating_days {
  label: "Survey answers (stored)"
  description: "Daily summaries of both surveys, by region and industry"
}

explore: support_days {
  label: "Support (stored)"
  description: "Daily summaries of solved tickets, by team"
}

explore: first_reply_days {
  label: "First replies (stored)"
  description: "Daily summaries of the first replies to email and web, by team"
}

explore: sla_weeks {
  label: "Promises (stored)"
  description: "Weekly summaries of the promised first replies and resolutions, by team and priority"
}

explore: handle_days {
  label: "Handle time (built by Looker)"
  description: "Daily summaries of handle time that Looker itself stores each night"
}

explore: usage_days {
  label: "Active accounts (stored)"
  description: "Accounts that logged in, counted once in any window; a row for each day"
}

explore: lives {
  label: "How long customers stay (stored)"
  description: "Life tables by plan, in days since sign-up"
}
