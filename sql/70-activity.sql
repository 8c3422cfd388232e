-- Activity: the periods in which one account was active. Needs nothing.

--|# Activity
--|An `activity_grid` says in which days, weeks, months, quarters or years one account was active. It takes a bit for each
--|period, three years of days in less than 150 bytes beside the name of the zone, and what was counted once is never counted
--|twice: late and repeated rows are harmless. Kept in a table by account, and brought up to date by a job, it answers
--|retention, daily and monthly active accounts, stickiness, lifecycle and streaks without going back to the events.
--|
--|Periods are those of the calendar in a named time zone, half-open, and an instant belongs to the period of its local date, also
--|where the clock changes. Grids of different units, zones or starts of the week do not go together. A `date` is a local
--|day and takes no zone; a `timestamp` that PostgreSQL would silently read in the session's time zone is an error. A bare literal is an
--|instant to PostgreSQL, in the session's zone: for a day write `date '2026-03-02'`.
--|
--|NULL rows are skipped, so an account that was never active has no grid but NULL; the functions that count give 0 for it.
-- type: activity_grid
COMMENT ON TYPE activity_grid IS 'the periods in which one account was active, in days, weeks, months, quarters or years of a time zone';
--|## internal: activity transition functions
CREATE FUNCTION activity_accum(state activity_grid, at timestamptz) RETURNS activity_grid
AS 'MODULE_PATHNAME', 'csops_activity_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION activity_accum(activity_grid, timestamptz) IS 'adds a row to an activity state';
CREATE FUNCTION activity_accum(state activity_grid, at timestamptz, unit text) RETURNS activity_grid
AS 'MODULE_PATHNAME', 'csops_activity_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION activity_accum(activity_grid, timestamptz, text) IS 'adds a row to an activity state';
CREATE FUNCTION activity_accum(state activity_grid, at timestamptz, unit text, tz text) RETURNS activity_grid
AS 'MODULE_PATHNAME', 'csops_activity_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION activity_accum(activity_grid, timestamptz, text, text) IS 'adds a row to an activity state';
CREATE FUNCTION activity_accum(state activity_grid, at timestamptz, unit text, tz text, week_start integer) RETURNS activity_grid
AS 'MODULE_PATHNAME', 'csops_activity_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION activity_accum(activity_grid, timestamptz, text, text, integer) IS 'adds a row to an activity state';
CREATE FUNCTION activity_accum(state activity_grid, day date) RETURNS activity_grid
AS 'MODULE_PATHNAME', 'csops_activity_accum_date' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION activity_accum(activity_grid, date) IS 'adds a row to an activity state';
CREATE FUNCTION activity_accum(state activity_grid, day date, unit text) RETURNS activity_grid
AS 'MODULE_PATHNAME', 'csops_activity_accum_date' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION activity_accum(activity_grid, date, text) IS 'adds a row to an activity state';
CREATE FUNCTION activity_accum(state activity_grid, day date, unit text, tz text) RETURNS activity_grid
AS 'MODULE_PATHNAME', 'csops_activity_accum_date' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION activity_accum(activity_grid, date, text, text) IS 'adds a row to an activity state';
CREATE FUNCTION activity_accum(state activity_grid, day date, unit text, tz text, week_start integer) RETURNS activity_grid
AS 'MODULE_PATHNAME', 'csops_activity_accum_date' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION activity_accum(activity_grid, date, text, text, integer) IS 'adds a row to an activity state';
CREATE FUNCTION activity_final(state activity_grid) RETURNS activity_grid
AS 'MODULE_PATHNAME', 'csops_activity_final' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION activity_final(activity_grid) IS 'a state in canonical form';
--|## merge(activity_grid)
--|unit: activity_grid
--|nulls: NULL where either is NULL
--|errors: unlike units, zones or starts of the week; more than 65,536 periods from the first active one to the last
--|example: SELECT merge(activity_agg(day) FILTER (WHERE source = 'app'), activity_agg(day) FILTER (WHERE source = 'api')) FROM (VALUES ('app', date '2026-03-02'), ('app', '2026-03-03'), ('api', '2026-03-03')) AS event(source, day)
--|result: {"unit": "day", "tz": "UTC", "week_start": 1, "active": [["2026-03-02", 2]]}
--|The function behind `||`. The order does not matter, and what is in both is there once: the job that brings a table up to
--|date may look at the last days again and again.
CREATE FUNCTION merge(a activity_grid, b activity_grid) RETURNS activity_grid
AS 'MODULE_PATHNAME', 'csops_merge_activity_grid' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION merge(activity_grid, activity_grid) IS 'the periods of both';
CREATE OPERATOR || (LEFTARG = activity_grid, RIGHTARG = activity_grid, FUNCTION = merge, COMMUTATOR = ||);
COMMENT ON OPERATOR || (activity_grid, activity_grid) IS 'the periods of both: merge(a, b)';
--|## rollup(activity_grid)
--|unit: activity_grid
--|nulls: NULL rows are skipped; no rows give NULL
--|errors: as merge
--|example: SELECT rollup(a) FROM (SELECT activity_agg(day, 'month') FROM (VALUES ('app', date '2026-03-02'), ('api', '2026-05-03')) AS event(source, day) GROUP BY source) AS by_source(a)
--|result: {"unit": "month", "tz": "UTC", "active": [["2026-03-01", 1], ["2026-05-01", 1]]}
--|Merges the grids of one account, or of the accounts that make up one customer: the customer was active when any of them was. To
--|count accounts, keep their grids apart.
CREATE AGGREGATE rollup(a activity_grid) (
	SFUNC = merge, STYPE = activity_grid, SSPACE = 64, FINALFUNC = activity_final, COMBINEFUNC = merge, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(activity_grid) IS 'the periods of all, as one grid';
--|## activity_agg
--|unit: activity_grid
--|nulls: NULL rows are skipped; where there are no others the result is NULL
--|errors: an unknown unit or time zone; a week_start outside 1 to 7; an infinite instant or date, or one outside the years 1000 to 9999; more than 65,536 periods (179 years of days) from the first active one to the last; an implicit cast from timestamp
--|example: SELECT activity_agg(at, 'day', 'Europe/Berlin') FROM (VALUES ('2026-03-01 23:30+00'::timestamptz), ('2026-03-02 10:00+00'), ('2026-03-04 08:00+00')) AS event(at)
--|result: {"unit": "day", "tz": "Europe/Berlin", "week_start": 1, "active": [["2026-03-02", 1], ["2026-03-04", 1]]}
--|example: SELECT activity_agg(day, 'week', 'UTC', 7) FROM (VALUES (date '2026-03-01'), ('2026-03-07'), ('2026-03-08')) AS event(day)
--|result: {"unit": "week", "tz": "UTC", "week_start": 7, "active": [["2026-03-01", 2]]}
--|see: to_unit, active_agg, first_active
--|The periods in which one account was active: group by the account. The unit is `'day'` unless given, or `'week'`, `'month'`, `'quarter'`
--|or `'year'`; the zone `'UTC'`, an IANA name or an offset such as `'+05:30'`; weeks start on day 1, Monday, to 7, Sunday. Activity by
--|day keeps the start of the week for `to_unit`; to longer units it means nothing.
--|
--|The text form lists the runs of active periods: the first date of each, and the number of periods. It is not subtractable, because a
--|period that two rows were in is there once; moving windows are recomputed.
CREATE AGGREGATE activity_agg(at timestamptz) (
	SFUNC = activity_accum, STYPE = activity_grid, SSPACE = 64, FINALFUNC = activity_final, COMBINEFUNC = merge, PARALLEL = SAFE
);
COMMENT ON AGGREGATE activity_agg(timestamptz) IS 'The days in which one account was active, as activity_grid';
CREATE AGGREGATE activity_agg(at timestamptz, unit text) (
	SFUNC = activity_accum, STYPE = activity_grid, SSPACE = 64, FINALFUNC = activity_final, COMBINEFUNC = merge, PARALLEL = SAFE
);
COMMENT ON AGGREGATE activity_agg(timestamptz, text) IS 'The periods in which one account was active, by a unit, as activity_grid';
CREATE AGGREGATE activity_agg(at timestamptz, unit text, tz text) (
	SFUNC = activity_accum, STYPE = activity_grid, SSPACE = 64, FINALFUNC = activity_final, COMBINEFUNC = merge, PARALLEL = SAFE
);
COMMENT ON AGGREGATE activity_agg(timestamptz, text, text) IS 'The periods in which one account was active, by a unit and zone, as activity_grid';
CREATE AGGREGATE activity_agg(at timestamptz, unit text, tz text, week_start integer) (
	SFUNC = activity_accum, STYPE = activity_grid, SSPACE = 64, FINALFUNC = activity_final, COMBINEFUNC = merge, PARALLEL = SAFE
);
COMMENT ON AGGREGATE activity_agg(timestamptz, text, text, integer) IS 'The periods in which one account was active, by a unit, zone and start of the week, as activity_grid';
CREATE AGGREGATE activity_agg(day date) (
	SFUNC = activity_accum, STYPE = activity_grid, SSPACE = 64, FINALFUNC = activity_final, COMBINEFUNC = merge, PARALLEL = SAFE
);
COMMENT ON AGGREGATE activity_agg(date) IS 'The days in which one account was active, as activity_grid';
CREATE AGGREGATE activity_agg(day date, unit text) (
	SFUNC = activity_accum, STYPE = activity_grid, SSPACE = 64, FINALFUNC = activity_final, COMBINEFUNC = merge, PARALLEL = SAFE
);
COMMENT ON AGGREGATE activity_agg(date, text) IS 'The periods in which one account was active, by a unit, as activity_grid';
CREATE AGGREGATE activity_agg(day date, unit text, tz text) (
	SFUNC = activity_accum, STYPE = activity_grid, SSPACE = 64, FINALFUNC = activity_final, COMBINEFUNC = merge, PARALLEL = SAFE
);
COMMENT ON AGGREGATE activity_agg(date, text, text) IS 'The periods in which one account was active, by a unit and zone, as activity_grid';
CREATE AGGREGATE activity_agg(day date, unit text, tz text, week_start integer) (
	SFUNC = activity_accum, STYPE = activity_grid, SSPACE = 64, FINALFUNC = activity_final, COMBINEFUNC = merge, PARALLEL = SAFE
);
COMMENT ON AGGREGATE activity_agg(date, text, text, integer) IS 'The periods in which one account was active, by a unit, zone and start of the week, as activity_grid';
--|## observations(activity_grid)
--|formula: the number of active periods
--|unit: periods
--|direction: neither
--|components: itself
--|nulls: 0 where the grid is NULL
--|errors: none
--|example: SELECT observations(a) FROM (SELECT activity_agg(day) AS a FROM (VALUES (date '2026-03-02'), ('2026-03-03'), ('2026-03-04'), ('2026-03-09'), ('2026-04-01')) AS event(day)) AS account
--|result: 5
--|see: active_periods
CREATE FUNCTION observations(a activity_grid) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_activity_observations' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION observations(activity_grid) IS 'Number of active periods';
--|## first_active, last_active
--|formula: the first day of the first and of the last active period
--|unit: date
--|nulls: NULL where the grid is NULL
--|errors: none
--|example: SELECT first_active(a), last_active(a) FROM (SELECT activity_agg(day) AS a FROM (VALUES (date '2026-03-02'), ('2026-03-03'), ('2026-03-04'), ('2026-03-09'), ('2026-04-01')) AS event(day)) AS account
--|result: 2026-03-02|2026-04-01
--|see: active_dates
CREATE FUNCTION first_active(a activity_grid) RETURNS date
AS 'MODULE_PATHNAME', 'csops_activity_first_active' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION first_active(activity_grid) IS 'First day of the first active period, as date';
CREATE FUNCTION last_active(a activity_grid) RETURNS date
AS 'MODULE_PATHNAME', 'csops_activity_last_active' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION last_active(activity_grid) IS 'First day of the last active period, as date';
--|## active_periods
--|formula: the active periods that hold a day of [from_day, to_day)
--|unit: periods
--|direction: higher is better
--|components: itself
--|nulls: 0 where the grid is NULL; NULL where a date is
--|errors: none
--|example: SELECT active_periods(a, '2026-03-01', '2026-04-01'), active_periods(a, '2026-03-03', 'infinity') FROM (SELECT activity_agg(day) AS a FROM (VALUES (date '2026-03-02'), ('2026-03-03'), ('2026-03-04'), ('2026-03-09'), ('2026-04-01')) AS event(day)) AS account
--|result: 4|4
--|example: SELECT rating_histogram(rating_agg(active_periods(a, date '2026-03-31' - 27, date '2026-03-31' + 1), 1, 5)) FROM (SELECT account, activity_agg(day) AS a FROM (VALUES (1, date '2026-03-02'), (1, '2026-03-30'), (2, '2026-03-04'), (2, '2026-03-05'), (3, '2026-03-31')) AS event(account, day) GROUP BY account) AS accounts
--|result: {2,1,0,0,0}
--|see: stickiness, active_in
--|Of activity by day, the L7 and L28 of an account: `active_periods(a, day - 27, day + 1)`. The histogram of stickiness, how many accounts
--|were active on how many days, is the histogram of a `rating_agg` over it, as above: exact, and it merges.
CREATE FUNCTION active_periods(a activity_grid, from_day date, to_day date) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_active_periods' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION active_periods(activity_grid, date, date) IS 'Number of active periods that hold a day of a range';
--|## active_in
--|formula: whether some instant of the range lies in an active period
--|unit: boolean
--|nulls: NULL where an argument is NULL
--|errors: an implicit cast from timestamp or date
--|example: SELECT active_in(a, '[2026-03-04 23:59+00, 2026-03-09 00:00+00)'), active_in(a, '[2026-03-05 00:00+00, 2026-03-09 00:00+00)') FROM (SELECT activity_agg(day) AS a FROM (VALUES (date '2026-03-02'), ('2026-03-03'), ('2026-03-04'), ('2026-03-09'), ('2026-04-01')) AS event(day)) AS account
--|result: t|f
--|see: active_periods
--|A grid knows periods, not instants: a range that touches an active period counts, even where the event itself was outside of it.
CREATE FUNCTION active_in(a activity_grid, during tstzrange) RETURNS boolean
AS 'MODULE_PATHNAME', 'csops_active_in' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION active_in(activity_grid, tstzrange) IS 'Whether a range touches an active period, as boolean';
--|## streak
--|formula: the most active periods in a row; with a date or an instant, those in a row up to its period
--|unit: periods
--|direction: higher is better
--|components: none
--|nulls: 0 where the grid is NULL; NULL where the date or instant is
--|errors: an implicit cast from timestamp
--|example: SELECT streak(a), streak(a, date '2026-03-03'), streak(a, date '2026-03-05') FROM (SELECT activity_agg(day) AS a FROM (VALUES (date '2026-03-02'), ('2026-03-03'), ('2026-03-04'), ('2026-03-09'), ('2026-04-01')) AS event(day)) AS account
--|result: 3|2|0
--|see: gap_max
--|A streak up to a period that was not active is 0, so ask for the last period that is over.
CREATE FUNCTION streak(a activity_grid) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_activity_streak' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION streak(activity_grid) IS 'Most active periods in a row, in periods';
CREATE FUNCTION streak(a activity_grid, at timestamptz) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_activity_streak_at' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION streak(activity_grid, timestamptz) IS 'Active periods in a row up to that of an instant, in periods';
CREATE FUNCTION streak(a activity_grid, day date) RETURNS bigint
AS 'MODULE_PATHNAME', 'csops_activity_streak_on' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION streak(activity_grid, date) IS 'Active periods in a row up to that of a date, in periods';
--|## gap_max
--|formula: the most periods in a row that were not active, between two that were
--|unit: periods
--|direction: lower is better
--|components: none
--|nulls: NULL where the grid is NULL
--|errors: none
--|example: SELECT gap_max(a) FROM (SELECT activity_agg(day) AS a FROM (VALUES (date '2026-03-02'), ('2026-03-03'), ('2026-03-04'), ('2026-03-09'), ('2026-04-01')) AS event(day)) AS account
--|result: 22
--|see: streak
CREATE FUNCTION gap_max(a activity_grid) RETURNS integer
AS 'MODULE_PATHNAME', 'csops_activity_gap_max' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION gap_max(activity_grid) IS 'Longest gap between two active periods, in periods';
--|## active_dates
--|formula: the first day of each active period
--|unit: rows of date
--|nulls: no rows where the grid is NULL
--|errors: none
--|example: SELECT active_dates(activity_agg(day, 'month')) FROM (VALUES (date '2026-03-02'), ('2026-05-04'), ('2026-05-09')) AS event(day)
--|result: 2026-03-01
--|  2026-05-01
--|see: first_active
CREATE FUNCTION active_dates(a activity_grid) RETURNS SETOF date
AS 'MODULE_PATHNAME', 'csops_active_dates' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 100;
COMMENT ON FUNCTION active_dates(activity_grid) IS 'First day of each active period, as rows of date';
--|## lifecycle
--|formula: new: the first active period; returning: active in the period before too; resurrecting: active, but not in the period before; dormant: not active, but in the period before
--|unit: text: new, returning, resurrecting or dormant
--|nulls: NULL where an argument is NULL, where the account was active neither in the period nor in the one before, and before its birth
--|errors: an implicit cast from timestamp
--|example: SELECT lifecycle(a, date '2026-03-02'), lifecycle(a, date '2026-03-03'), lifecycle(a, date '2026-03-05'), lifecycle(a, date '2026-03-09') FROM (SELECT activity_agg(day) AS a FROM (VALUES (date '2026-03-02'), ('2026-03-03'), ('2026-03-04'), ('2026-03-09'), ('2026-04-01')) AS event(day)) AS account
--|result: new|returning|dormant|resurrecting
--|example: SELECT lifecycle(a, date '2026-03-02', born => date '2026-02-20'), lifecycle(a, date '2026-03-03', born => date '2026-03-03') FROM (SELECT activity_agg(day) AS a FROM (VALUES (date '2026-03-02'), ('2026-03-03'), ('2026-03-04'), ('2026-03-09'), ('2026-04-01')) AS event(day)) AS account
--|result: resurrecting|new
--|see: active_series, new_accounts
--|`born` is the day or instant of the contract or the sign-up: the account is new in the period that holds it, and its earlier
--|activity is ignored. Without it the account is new when it was first seen, so the whole history has to be in the grid. Counted over
--|accounts, active = new + returning + resurrecting in every period.
CREATE FUNCTION lifecycle(a activity_grid, at timestamptz) RETURNS text
AS 'MODULE_PATHNAME', 'csops_activity_lifecycle_at' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION lifecycle(activity_grid, timestamptz) IS 'What an account was in the period of an instant: new, returning, resurrecting or dormant';
CREATE FUNCTION lifecycle(a activity_grid, day date) RETURNS text
AS 'MODULE_PATHNAME', 'csops_activity_lifecycle_on' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION lifecycle(activity_grid, date) IS 'What an account was in the period of a date: new, returning, resurrecting or dormant';
CREATE FUNCTION lifecycle(a activity_grid, at timestamptz, born timestamptz) RETURNS text
AS 'MODULE_PATHNAME', 'csops_activity_lifecycle_at' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION lifecycle(activity_grid, timestamptz, timestamptz) IS 'What an account born then was in the period of an instant: new, returning, resurrecting or dormant';
CREATE FUNCTION lifecycle(a activity_grid, day date, born date) RETURNS text
AS 'MODULE_PATHNAME', 'csops_activity_lifecycle_on' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION lifecycle(activity_grid, date, date) IS 'What an account born then was in the period of a date: new, returning, resurrecting or dormant';
--|## to_unit
--|unit: activity_grid
--|nulls: NULL where an argument is NULL
--|errors: an unknown unit; weeks into anything else, anything but days into weeks, and a longer unit into a shorter one
--|example: SELECT to_unit(a, 'week'), to_unit(a, 'quarter') FROM (SELECT activity_agg(day) AS a FROM (VALUES (date '2026-03-02'), ('2026-03-08'), ('2026-04-01')) AS event(day)) AS account
--|result: {"unit": "week", "tz": "UTC", "week_start": 1, "active": [["2026-03-02", 1], ["2026-03-30", 1]]}|{"unit": "quarter", "tz": "UTC", "active": [["2026-01-01", 2]]}
--|see: activity_agg
--|The same activity in a longer unit: what `activity_agg` of the same rows would give. Days become weeks, months, quarters or years; months
--|become quarters or years; quarters years. A week may lie in two months, so weeks stay weeks.
CREATE FUNCTION to_unit(a activity_grid, unit text) RETURNS activity_grid
AS 'MODULE_PATHNAME', 'csops_activity_to_unit' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION to_unit(activity_grid, text) IS 'The same activity in a longer unit, as activity_grid';
