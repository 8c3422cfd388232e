#!/usr/bin/python3
"""psycopg2: text results, parameters that the driver writes into the statement."""
import sys
from datetime import date, datetime, timezone

import psycopg2
from common import cases, check, compare, finish

CALENDAR = '{"tz": "UTC", "hours": "Mo-Fr 09:00-17:00"}'
connection = psycopg2.connect('')
connection.autocommit = True
cursor = connection.cursor()
cursor.execute("SET TimeZone = 'America/New_York'")
for entry, statement, kinds, rows in cases(sys.argv[1]):
    cursor.execute(statement)
    compare('text', entry, statement, kinds, rows, cursor.fetchall())


def one(statement, *parameters):
    cursor.execute(statement, parameters)
    return cursor.fetchone()[0]


def refused(statement, *parameters):
    try:
        cursor.execute(statement, parameters)
    except psycopg2.Error as error:
        check('AT TIME ZONE' in (error.diag.message_hint or ''), f'{statement} with {parameters}: {error}')
    else:
        check(False, f'{statement} with {parameters} is not refused')


at, to = datetime(2026, 3, 2, 9, tzinfo=timezone.utc), datetime(2026, 3, 2, 11, 30, tzinfo=timezone.utc)
check(one('SELECT csops.nps(csops.rating_agg(s), %s) FROM unnest(%s::float8[]) AS s', 2, [10, 9, 3]) == 100 / 3, 'nps with min_n')
check(one('SELECT csops.business_hours(%s, %s, %s)', CALENDAR, at, to) == 2.5, 'instants with a zone')
# psycopg2 writes a time without a zone as '...'::timestamp, a day as '...'::date.
refused('SELECT csops.business_hours(%s, %s, %s)', CALENDAR, datetime(2026, 3, 2, 9), datetime(2026, 3, 2, 11, 30))
refused('SELECT csops.business_hours(%s, %s, %s)', CALENDAR, date(2026, 3, 2), date(2026, 3, 3))
text = one('SELECT csops.rating_agg(s) FROM generate_series(0, 10) AS s')
check(one('SELECT csops.observations(%s::csops.rating_summary)', text) == 11, 'a summary as text')
check(one("SELECT csops.rating_histogram(csops.rating_agg(s, 1, 3)) FROM unnest('{1,3,3}'::float8[]) AS s") == [1, 0, 2], 'an array of counts')
finish('psycopg2')
