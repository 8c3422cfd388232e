-- Elapsed business time, due instants, openings and working days. Needs 40-calendar.

--|# Business time: elapsed time, due instants, working days
--|The cost of these functions does not grow with the span: the opening hours of a calendar are summed up once per backend, and
--|an answer is a difference of two sums, or a search in them.
--|
--|Instants are `timestamptz`. A `timestamp` or `date` that PostgreSQL would silently read in the session's time zone is an error,
--|also inside `coalesce`, `CASE`, `greatest` and `tstzrange`; say the zone with `AT TIME ZONE`, or cast with `::timestamptz` where the
--|session's is meant. What is cast elsewhere, as in the branches of a UNION or in a subquery that stays one, cannot be seen from here.

--|## business_elapsed
--|formula: the measure of the open instants in [from_at, to_at); negative when to_at is before from_at
--|unit: interval of hours, minutes and seconds, microsecond exact
--|nulls: NULL where any argument is NULL
--|errors: an infinite instant; an implicit cast from timestamp or date; more than an interval holds (292,000 years)
--|example: SELECT business_elapsed('{"tz": "Europe/Berlin", "hours": "Mo-Fr 09:00-17:00"}', '2026-03-27 16:00+01', '2026-03-30 10:00+02')
--|result: 02:00:00
--|example: SELECT business_elapsed('{"tz": "Europe/Berlin", "hours": "24/7"}', '2026-03-29 00:00+01', '2026-03-30 00:00+02')
--|result: 23:00:00
--|see: business_seconds, business_hours, explain_elapsed, business_add
--|Additive: `business_elapsed(c, x, y) + business_elapsed(c, y, z) = business_elapsed(c, x, z)`. A calendar that is never open gives
--|0. For what has not ended yet give the instant at which it is looked at: nothing reads the clock.
CREATE FUNCTION business_elapsed(calendar business_calendar, from_at timestamptz, to_at timestamptz) RETURNS interval
AS 'MODULE_PATHNAME', 'csops_business_elapsed' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION business_elapsed(business_calendar, timestamptz, timestamptz) IS 'Open time between two instants, as an interval of hours, minutes and seconds';

--|## business_seconds
--|formula: business_elapsed in seconds
--|unit: seconds
--|direction: neither
--|components: itself
--|nulls: NULL where any argument is NULL
--|errors: those of business_elapsed
--|example: SELECT business_seconds('{"tz": "UTC", "hours": "Mo-Fr 09:00-17:00"}', '2026-03-02 16:59:30.25Z', '2026-03-03 09:00:30Z')
--|result: 59.75
--|see: business_elapsed, business_hours
CREATE FUNCTION business_seconds(calendar business_calendar, from_at timestamptz, to_at timestamptz) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_business_seconds' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION business_seconds(business_calendar, timestamptz, timestamptz) IS 'Open time between two instants, in seconds';

--|## business_hours
--|formula: business_elapsed in hours
--|unit: hours
--|direction: neither
--|components: itself
--|nulls: NULL where any argument is NULL
--|errors: those of business_elapsed
--|example: SELECT business_hours('{"tz": "UTC", "hours": "Mo-Fr 09:00-17:00"}', '2026-03-02 12:00Z', '2026-03-04 10:30Z')
--|result: 14.5
--|see: business_elapsed, business_seconds
CREATE FUNCTION business_hours(calendar business_calendar, from_at timestamptz, to_at timestamptz) RETURNS float8
AS 'MODULE_PATHNAME', 'csops_business_hours' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION business_hours(business_calendar, timestamptz, timestamptz) IS 'Open time between two instants, in hours';

--|## business_add
--|formula: the instant nearest to `at` with business_elapsed(calendar, at, result) = amount
--|unit: timestamptz
--|nulls: NULL where any argument is NULL, and where the calendar is never open for that long again
--|errors: an amount with months or days; an unknown roll; a result beyond the range of timestamptz; an implicit cast from timestamp or date
--|example: SELECT business_add('{"tz": "Europe/Berlin", "hours": "Mo-Fr 09:00-17:00"}', '2026-03-27 16:00+01', '8 hours') AT TIME ZONE 'Europe/Berlin'
--|result: 2026-03-30 16:00:00
--|example: SELECT business_add('{"tz": "UTC", "hours": "Mo-Fr 09:00-17:00"}', '2026-03-27 16:00Z', '1 hour') AT TIME ZONE 'UTC'
--|result: 2026-03-27 17:00:00
--|example: SELECT business_add('{"tz": "UTC", "hours": "Mo-Fr 09:00-17:00"}', '2026-03-27 16:00Z', '1 hour', roll => 'next_open') AT TIME ZONE 'UTC'
--|result: 2026-03-30 09:00:00
--|see: business_elapsed, business_days_after, next_open
--|The instant by which a promise of that much business time falls due. Where the amount ends exactly when the calendar closes,
--|`roll` decides: `'earliest'`, the closing itself, or `'next_open'`, the opening after it. A negative amount goes back in time: it
--|ends at the latest instant from which that much open time passes until `at`, which is the opening where it ends exactly there.
--|An amount of 0 gives `at`, or with `'next_open'` the next opening. An infinite `at` is given back.
CREATE FUNCTION business_add(calendar business_calendar, at timestamptz, amount interval, roll text DEFAULT 'earliest') RETURNS timestamptz
AS 'MODULE_PATHNAME', 'csops_business_add' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
COMMENT ON FUNCTION business_add(business_calendar, timestamptz, interval, text) IS 'The instant at which that much open time has passed since another, as timestamptz';

--|## is_open
--|unit: boolean
--|nulls: NULL where any argument is NULL
--|errors: an infinite instant; an implicit cast from timestamp or date
--|example: SELECT is_open('{"tz": "Australia/Sydney", "hours": "Mo-Fr 22:00-06:00"}', '2026-03-06 18:59:59Z')
--|result: t
--|see: next_open, next_close
--|Half-open: open at the opening, no longer at the closing.
CREATE FUNCTION is_open(calendar business_calendar, at timestamptz) RETURNS boolean
AS 'MODULE_PATHNAME', 'csops_is_open' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION is_open(business_calendar, timestamptz) IS 'Whether the calendar is open at an instant, as boolean';

--|## next_open
--|formula: the first open instant >= at
--|unit: timestamptz
--|nulls: NULL where any argument is NULL, and where the calendar never opens again
--|errors: an infinite instant; a result beyond the range of timestamptz; an implicit cast from timestamp or date
--|example: SELECT next_open('{"tz": "UTC", "hours": "Mo-Fr 09:00-17:00"}', '2026-03-27 17:00Z') AT TIME ZONE 'UTC'
--|result: 2026-03-30 09:00:00
--|see: next_close, prev_open, is_open
CREATE FUNCTION next_open(calendar business_calendar, at timestamptz) RETURNS timestamptz
AS 'MODULE_PATHNAME', 'csops_next_open' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
COMMENT ON FUNCTION next_open(business_calendar, timestamptz) IS 'The first open instant at or after another, as timestamptz';

--|## next_close
--|formula: the first closing instant > at
--|unit: timestamptz
--|nulls: NULL where any argument is NULL, and where the calendar never closes again
--|errors: those of next_open
--|example: SELECT next_close('{"tz": "UTC", "hours": "Mo-Fr 09:00-17:00"}', '2026-03-27 17:00Z') AT TIME ZONE 'UTC'
--|result: 2026-03-30 17:00:00
--|see: next_open, prev_close
--|Hours that follow each other without a gap, such as a day that ends at 24:00 and one that starts at 00:00, do not close between.
CREATE FUNCTION next_close(calendar business_calendar, at timestamptz) RETURNS timestamptz
AS 'MODULE_PATHNAME', 'csops_next_close' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
COMMENT ON FUNCTION next_close(business_calendar, timestamptz) IS 'The first closing after an instant, as timestamptz';

--|## prev_open
--|formula: the last opening instant <= at
--|unit: timestamptz
--|nulls: NULL where any argument is NULL, and where the calendar never opened before
--|errors: those of next_open
--|example: SELECT prev_open('{"tz": "UTC", "hours": "Mo-Fr 09:00-17:00"}', '2026-03-30 08:00Z') AT TIME ZONE 'UTC'
--|result: 2026-03-27 09:00:00
--|see: prev_close, next_open
CREATE FUNCTION prev_open(calendar business_calendar, at timestamptz) RETURNS timestamptz
AS 'MODULE_PATHNAME', 'csops_prev_open' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
COMMENT ON FUNCTION prev_open(business_calendar, timestamptz) IS 'The last opening at or before an instant, as timestamptz';

--|## prev_close
--|formula: the last closing instant <= at
--|unit: timestamptz
--|nulls: NULL where any argument is NULL, and where the calendar never closed before
--|errors: those of next_open
--|example: SELECT prev_close('{"tz": "UTC", "hours": "Mo-Fr 09:00-17:00"}', '2026-03-30 10:00Z') AT TIME ZONE 'UTC'
--|result: 2026-03-27 17:00:00
--|see: prev_open, next_close
CREATE FUNCTION prev_close(calendar business_calendar, at timestamptz) RETURNS timestamptz
AS 'MODULE_PATHNAME', 'csops_prev_close' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
COMMENT ON FUNCTION prev_close(business_calendar, timestamptz) IS 'The last closing at or before an instant, as timestamptz';

--|## open_spans
--|unit: multirange of timestamptz
--|nulls: NULL where any argument is NULL
--|errors: a range without a finite start or end
--|example: SELECT business_elapsed('{"tz": "UTC", "hours": "Mo-Fr 09:00-17:00"}', lower(span), upper(span)) FROM unnest(open_spans('{"tz": "UTC", "hours": "Mo-Fr 09:00-17:00"}', '[2026-03-27 12:00Z, 2026-03-30 10:00Z)')) AS span
--|result: 05:00:00
--|  01:00:00
--|see: explain_elapsed, business_elapsed
--|The open time within a range, for PostgreSQL's own operators on multiranges.
CREATE FUNCTION open_spans(calendar business_calendar, during tstzrange) RETURNS tstzmultirange
AS 'MODULE_PATHNAME', 'csops_open_spans' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION open_spans(business_calendar, tstzrange) IS 'The open time within a range, as a multirange of timestamptz';

--|## explain_elapsed
--|unit: rows; elapsed as interval, seconds in seconds
--|nulls: no rows where any argument is NULL
--|errors: those of business_elapsed
--|example: SELECT counted, reason, elapsed FROM explain_elapsed('{"tz": "Europe/Berlin", "hours": "Mo-Fr 09:00-17:00", "holidays": ["2026-04-06"]}', '2026-03-27 16:00+01', '2026-03-30 10:00+02')
--|result: t|weekly hours|01:00:00
--|  f|outside hours; clock set forward by 01:00 on 2026-03-29|00:00:00
--|  t|weekly hours|01:00:00
--|see: business_elapsed, open_spans, calendar_check
--|Why the elapsed time is what it is: the span from `from_at` to `to_at` in pieces, each counted or not, with the reason: weekly
--|hours, an override, a holiday, a break, or outside hours. `elapsed` and `seconds` are 0 where nothing counts, and sum exactly to
--|`business_elapsed`; they are negative when `to_at` is before `from_at`. Of a combination of calendars the rows say when it is open.
CREATE FUNCTION explain_elapsed(
	calendar business_calendar, from_at timestamptz, to_at timestamptz,
	OUT during tstzrange, OUT counted boolean, OUT reason text, OUT elapsed interval, OUT seconds float8
) RETURNS SETOF record
AS 'MODULE_PATHNAME', 'csops_explain_elapsed' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100 ROWS 10;
COMMENT ON FUNCTION explain_elapsed(business_calendar, timestamptz, timestamptz) IS 'Rows that sum to the elapsed open time (interval, and seconds), with reasons';

--|## business_days
--|formula: the number of days in the range of whose hours, breaks taken off, some instant exists; negated when to_day is before from_day
--|unit: days
--|direction: neither
--|components: itself
--|nulls: NULL where any argument is NULL
--|errors: infinite dates; unknown bounds; a combination of calendars of different zones
--|example: SELECT business_days('{"tz": "UTC", "hours": "Mo-Fr 09:00-17:00", "holidays": ["2026-12-25"]}', '2026-12-21', '2026-12-28')
--|result: 4
--|example: SELECT business_days('{"tz": "UTC", "hours": "Mo-Fr 09:00-17:00"}', '2026-12-21', '2026-12-28', bounds => '[]')
--|result: 6
--|source: NETWORKDAYS of spreadsheets for '[]'; numpy.busday_count for '[)'
--|see: add_business_days, business_days_after
--|Working days between two days, which `bounds` includes or not, as in a range: `'[)'` has the first and not the last, `'[]'` both. An
--|overnight shift belongs to the day it starts on, so its tail makes no working day of the next one; and a day that the clock
--|skips, as Apia's 30 December 2011, is still a working day where a shift that starts on it runs into the next.
CREATE FUNCTION business_days(calendar business_calendar, from_day date, to_day date, bounds text DEFAULT '[)') RETURNS integer
AS 'MODULE_PATHNAME', 'csops_business_days' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
COMMENT ON FUNCTION business_days(business_calendar, date, date, text) IS 'Working days between two days, in days';

--|## add_business_days
--|formula: the n-th working day after the day, or the -n-th before it; the day itself when n is 0
--|unit: date
--|nulls: NULL where any argument is NULL, and where there are not so many working days
--|errors: a result beyond the range of date; a combination of calendars of different zones
--|example: SELECT add_business_days('{"tz": "UTC", "hours": "Mo-Fr 09:00-17:00", "holidays": ["2026-12-25"]}', '2026-12-24', 1)
--|result: 2026-12-28
--|source: WORKDAY of spreadsheets
--|see: business_days, business_days_after
--|An infinite day is given back.
CREATE FUNCTION add_business_days(calendar business_calendar, day date, n integer) RETURNS date
AS 'MODULE_PATHNAME', 'csops_add_business_days' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 4;
COMMENT ON FUNCTION add_business_days(business_calendar, date, integer) IS 'The n-th working day after (or before) a day, as date';

--|## business_days_after
--|unit: timestamptz
--|nulls: NULL where any argument is NULL, and where there are not so many working days
--|errors: a result beyond the range of timestamptz; a combination of calendars of different zones; an implicit cast from timestamp or date
--|example: SELECT business_days_after('{"tz": "America/New_York", "hours": "Mo-Fr 08:30-17:00"}', '2015-01-02 18:00-05', 3) AT TIME ZONE 'America/New_York'
--|result: 2015-01-08 08:30:00
--|source: the City of Boston's 311 cases, whose due dates are computed so
--|see: add_business_days, business_add
--|A promise of n working days. A moment outside the hours first moves to the next opening (for a negative n, back to the last
--|closing). Then n working days are counted on (back), at the same local time; if the calendar is shut then, the answer is the next
--|opening, except that a closing to which the moment was moved back and which lands on a closing stays there: Saturday less one
--|working day is Thursday's closing, not Friday's opening. With n = 0 only the first of these is done. A moment in the tail of an overnight shift counts from the day on which the
--|shift started. A local time that is skipped gives the instant of the change, one that is repeated its first instant. An infinite
--|`at` is given back.
CREATE FUNCTION business_days_after(calendar business_calendar, at timestamptz, n integer) RETURNS timestamptz
AS 'MODULE_PATHNAME', 'csops_business_days_after' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION business_days_after(business_calendar, timestamptz, integer) IS 'The instant n working days after another at the same local time, as timestamptz';
