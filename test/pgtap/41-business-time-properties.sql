-- What holds for every calendar and every instant: additivity, antisymmetry, the inverse, sums of spans and of reasons.
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE EXTENSION pgtap SCHEMA public;
CREATE SCHEMA csops;
CREATE EXTENSION csops SCHEMA csops;
SET LOCAL search_path = csops, public;
SET LOCAL timezone = 'UTC';
SET LOCAL intervalstyle = 'postgres';
SELECT setseed(0.25);
SELECT no_plan();

-- Calendars of every feature in zones that change their clocks in every way.
CREATE TEMP TABLE calendar (id int, calendar business_calendar);
INSERT INTO calendar
WITH zone AS (
	SELECT id, name FROM unnest('{Australia/Lord_Howe, Africa/Casablanca, Asia/Tehran, Pacific/Apia, Asia/Kolkata, America/New_York,
		America/Sao_Paulo, Europe/Dublin, Antarctica/Troll, Pacific/Chatham, Asia/Gaza, America/St_Johns, UTC, -09:30}'::text[])
		WITH ORDINALITY AS t(name, id)
), hours AS (
	SELECT id, hours FROM unnest('{Mo-Fr 09:00-17:30,"Mo-Th 08:00-12:00,12:45-17:00; Fr 08:00-12:00","Mo-Su 22:15-06:30",24/7,
		"Sa-Su 00:00-24:00; We 23:59:30-00:00:15","Mo-Fr 00:00-01:00,02:00-03:00,23:00-24:00"}'::text[]) WITH ORDINALITY AS t(hours, id)
), dates AS (
	SELECT id, dates FROM (VALUES
		(1, '{}'::jsonb),
		(2, '{"holidays": ["12-25", "02-29", "2011-12-31", "2026-03-27"]}'),
		(3, '{"holidays": ["2012-01-02"], "overrides": {"2012-01-02": "10:00-11:00", "12-24": "off", "2015-10-18": "23:00-04:00"}}'),
		(4, '{"breaks": {"2011-12-29": "23:00-01:00", "03-29": "00:00-24:00", "10-25": "01:30-02:30"}, "changes": [{"from": "2014-06-15", "hours": "Tu-Fr 10:00-20:00"}]}')
	) AS t(id, dates)
)
SELECT row_number() OVER (ORDER BY zone.id, hours.id, dates.id), (jsonb_build_object('tz', name, 'hours', hours) || dates)::business_calendar
FROM zone, hours, dates;
INSERT INTO calendar
SELECT id + 1000, CASE WHEN id % 2 = 0 THEN calendar_any(a.calendar, b.calendar) ELSE calendar_all(a.calendar, b.calendar) END
FROM calendar AS a JOIN LATERAL (SELECT calendar FROM calendar WHERE id = 1 + a.id * 37 % 336) AS b ON true;

CREATE TEMP TABLE sample AS
SELECT id, calendar, x, y, z, amount
FROM calendar, generate_series(1, 12) AS n,
LATERAL (SELECT timestamptz '2009-01-01Z' + random() * n / n * interval '6300 days' AS x, random() AS size) AS a,
LATERAL (SELECT x + (random() - 0.5) * interval '1 us' * 10 ^ (size * 16) AS y, x + (random() - 0.5) * interval '1 us' * 10 ^ (size * 15) AS z) AS b,
LATERAL (SELECT make_interval(secs => round(((random() - 0.5) * 10 ^ (size * 8))::numeric, 6)::float8) AS amount) AS c;
SELECT cmp_ok(count(*)::int, '=', 12 * 672, 'there are samples') FROM sample;

-- None is the sample for which a condition does not hold.
CREATE FUNCTION pg_temp.holds(condition text, what text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	failures text;
BEGIN
	EXECUTE format('SELECT string_agg(format(''calendar %%s, x %%s, y %%s, z %%s, amount %%s'', id, x, y, z, amount), E''\n'') FROM
		(SELECT * FROM sample WHERE (%s) IS NOT TRUE LIMIT 3) AS s', condition) INTO failures;
	RETURN is(failures, NULL, what);
END $$;

SELECT pg_temp.holds('business_elapsed(calendar, x, y) = -business_elapsed(calendar, y, x)', 'elapsed time is antisymmetric');
SELECT pg_temp.holds('business_elapsed(calendar, x, y) + business_elapsed(calendar, y, z) = business_elapsed(calendar, x, z)', 'elapsed time is additive');
SELECT pg_temp.holds('business_elapsed(calendar, least(x, y), greatest(x, y)) BETWEEN interval ''0'' AND make_interval(secs => extract(epoch FROM greatest(x, y) - least(x, y))::float8)',
	'elapsed time is between nothing and everything');
SELECT pg_temp.holds('business_seconds(calendar, x, y) = extract(epoch FROM business_elapsed(calendar, x, y))::float8', 'seconds are those of the interval');
SELECT pg_temp.holds('business_hours(calendar, x, y) = business_seconds(calendar, x, y) / 3600', 'hours are seconds by 3600');
SELECT pg_temp.holds('coalesce(business_elapsed(calendar, x, business_add(calendar, x, amount)) = amount, business_elapsed(calendar, x, x + 1000 * amount) < interval ''1000 hours'')',
	'business_add is the inverse of elapsed time');
SELECT pg_temp.holds('coalesce(business_elapsed(calendar, x, business_add(calendar, x, amount, ''next_open'')) = amount, true)',
	'and so it is when it rolls to the next opening');
SELECT pg_temp.holds('coalesce(is_open(calendar, business_add(calendar, x, amount, ''next_open'')), true)', 'which is open');
SELECT pg_temp.holds($$ amount = interval '0' OR coalesce(business_elapsed(calendar, x, business_add(calendar, x, amount) - sign(extract(epoch FROM amount)) * interval '1 us')
	<> amount, true) $$, 'business_add gives the nearest instant');
SELECT pg_temp.holds('coalesce(is_open(calendar, next_open(calendar, x)) AND next_open(calendar, x) >= x AND business_elapsed(calendar, x, next_open(calendar, x)) = interval ''0'', true)',
	'nothing is open before the next opening');
SELECT pg_temp.holds('is_open(calendar, x) = (next_open(calendar, x) IS NOT DISTINCT FROM x)', 'open is to be the next opening oneself');
SELECT pg_temp.holds('coalesce(NOT is_open(calendar, next_close(calendar, x)) AND is_open(calendar, next_close(calendar, x) - interval ''1 us'') AND next_close(calendar, x) > x, true)',
	'a closing is shut, and open before');
SELECT pg_temp.holds('coalesce(is_open(calendar, prev_open(calendar, x)) AND NOT is_open(calendar, prev_open(calendar, x) - interval ''1 us'') AND prev_open(calendar, x) <= x, true)',
	'an opening is open, and shut before');
SELECT pg_temp.holds('coalesce(next_close(calendar, prev_close(calendar, x) - interval ''1 us'') = prev_close(calendar, x) AND next_close(calendar, prev_close(calendar, x)) > x, true)',
	'there is no closing between the last one and now');
SELECT pg_temp.holds('coalesce(prev_open(calendar, next_close(calendar, x)) = CASE WHEN is_open(calendar, x) THEN prev_open(calendar, x) ELSE next_open(calendar, x) END, true)',
	'openings and closings take turns');

-- Sums, over spans short enough to be enumerated. The reasons are worked out from the local clock alone.
DELETE FROM sample WHERE y - x NOT BETWEEN interval '-800 days' AND interval '800 days';
SELECT cmp_ok(count(*)::int, '>', 5000, 'there are samples left') FROM sample;
SELECT pg_temp.holds('coalesce((SELECT sum(upper(span) - lower(span)) FROM unnest(open_spans(calendar, tstzrange(least(x, y), greatest(x, y)))) AS span), interval ''0'')
	= make_interval(secs => 0) + business_elapsed(calendar, least(x, y), greatest(x, y))', 'open spans sum to the elapsed time');
SELECT pg_temp.holds('coalesce((SELECT sum(elapsed) FROM explain_elapsed(calendar, x, y)), interval ''0'') = business_elapsed(calendar, x, y)', 'reasons sum to the elapsed time');
SELECT pg_temp.holds('coalesce((SELECT range_agg(during) FROM explain_elapsed(calendar, x, y)), ''{}'') = tstzmultirange(tstzrange(least(x, y), greatest(x, y)))',
	'reasons cover the span');
SELECT pg_temp.holds('coalesce((SELECT range_agg(during) FROM explain_elapsed(calendar, x, y) WHERE counted), ''{}'') = open_spans(calendar, tstzrange(least(x, y), greatest(x, y)))',
	'what is counted is what is open');
SELECT pg_temp.holds('calendar::text::business_calendar = calendar', 'the text form is an identity');

-- Working days of one zone
DELETE FROM sample WHERE id > 1000;
SELECT pg_temp.holds('business_days(calendar, x::date, y::date) + business_days(calendar, y::date, z::date) = business_days(calendar, x::date, z::date)
	OR x::date > y::date OR y::date > z::date', 'working days are additive');
SELECT pg_temp.holds($$ business_days(calendar, x::date, y::date, '[]') = -business_days(calendar, y::date, x::date, '[]') OR x::date = y::date $$,
	'working days with both ends are antisymmetric');
SELECT pg_temp.holds($$ business_days(calendar, x::date, add_business_days(calendar, x::date, 17), '(]') = 17 AND business_days(calendar, add_business_days(calendar, x::date, -17), x::date) = 17 $$,
	'add_business_days is the inverse of business_days');
SELECT pg_temp.holds($$ is_open(calendar, business_days_after(calendar, x, 5)) AND business_days_after(calendar, x, 0) = next_open(calendar, x)
	AND business_days_after(calendar, x, 6) >= business_days_after(calendar, x, 5) $$, 'business_days_after is open, and later with more days');
SELECT * FROM finish();
ROLLBACK;
