#!/usr/bin/python3
"""psqlODBC by pyodbc: text results under the driver's default settings, parameters that have no type on the way."""
import re
import sys
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pyodbc
from common import EPOCH, cases, check, compare, finish, micros, same

ZONE = ZoneInfo('America/New_York')
CALENDAR = '{"tz": "UTC", "hours": "Mo-Fr 09:00-17:00"}'
INTERVAL = re.compile(r'(?:(-?\d+) days? ?)?(?:(-)?(\d+):(\d+):(\d+(?:\.\d+)?))?$')


def same_here(kind, expected, value):
    """As same, but for the kinds that this driver has another Python type for."""
    if expected is None or value is None:
        return expected is None and value is None
    if kind == 'boolean':
        return value == ('1' if expected == 'true' else '0')
    if kind == 'timestamptz':
        # The time of the session's zone, without the zone.
        return type(value) is datetime and value.tzinfo is None and micros(value.replace(tzinfo=ZONE) - EPOCH.replace(tzinfo=timezone.utc)) == int(expected)
    if kind == 'interval':
        days, sign, hours, minutes, seconds = INTERVAL.match(value).groups(default='0')
        clock = timedelta(hours=int(hours), minutes=int(minutes), seconds=float(seconds))
        return micros(timedelta(days=int(days)) + (-clock if sign == '-' else clock)) == int(expected)
    return same(kind, expected, value)


connection = pyodbc.connect(sys.argv[2], autocommit=True)
cursor = connection.cursor()
cursor.execute(f"SET TimeZone = '{ZONE}'")
for entry, statement, kinds, rows in cases(sys.argv[1]):
    cursor.execute(statement)
    compare('text', entry, statement, kinds, rows, cursor.fetchall(), same_here)


def one(statement, *parameters):
    return cursor.execute(statement, *parameters).fetchone()[0]


def refused(word, statement, *parameters):
    try:
        cursor.execute(statement, *parameters)
    except pyodbc.Error as error:
        # The driver drops the hint, so the message itself must say what is wrong.
        check(word in str(error) and 'HINT' not in str(error).upper(), f'{statement} with {parameters}: {error}')
    else:
        check(False, f'{statement} with {parameters} is not refused')


check(one("SELECT csops.nps(csops.rating_agg(s), ?) FROM unnest('{10,9,3}'::float8[]) AS s", 2) == 100 / 3, 'nps with min_n')
check(one("SELECT csops.nps(csops.rating_agg(s), ?) FROM unnest('{10,9,3}'::float8[]) AS s", 30) is None, 'nps withheld')
refused('not unique', 'SELECT csops.nps(?)', 9)
check(one('SELECT csops.nps(?::float8)', 9) == 100, 'nps of a number')
# The zone is lost on the way, with no type that csops could refuse: an instant becomes that time of the session's zone.
at, to = datetime(2026, 3, 2, 9, tzinfo=timezone.utc), datetime(2026, 3, 2, 11, 30, tzinfo=timezone.utc)
hours = 'SELECT csops.business_hours(?, {0}, {0})'
lunch = '{"tz": "UTC", "hours": "Mo-Fr 09:00-12:00"}'
check(one(hours.format('?'), lunch, at, to) == 0, 'instants as parameters are taken in the zone of the session')
check(one(hours.format('?'), lunch, at.isoformat(), to.isoformat()) == 2.5, 'instants as text')
check(one(hours.format("?::timestamp AT TIME ZONE 'UTC'"), lunch, at, to) == 2.5, 'times, and the zone they are in')
refused('timestamp without time zone', hours.format('?::timestamp'), lunch, at, to)
check(one('SELECT csops.is_open(?, timestamptz \'2026-03-02 10:00Z\')', CALENDAR) == '1', 'a calendar as text')
finish('psqlODBC')
