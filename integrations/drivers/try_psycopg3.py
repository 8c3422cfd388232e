#!/usr/bin/python3
"""psycopg 3: text and binary results, parameters bound by the server, binary COPY."""
import sys
from datetime import date, datetime, timezone
from decimal import Decimal

import psycopg
from common import cases, check, compare, finish

CALENDAR = '{"tz": "UTC", "hours": "Mo-Fr 09:00-17:00"}'
ALIKE = {'float8': 701, 'int8': 20, 'int4': 23, 'int2': 21, 'numeric': 1700, 'text': 25, 'boolean': 16, 'date': 1082, 'timestamptz': 1184, 'timestamp': 1114,
         'interval': 1186}

connection = psycopg.connect(autocommit=True)
connection.execute("SET TimeZone = 'America/New_York'")


def refused(statement, parameters, hint):
    try:
        connection.execute(statement, parameters)
    except psycopg.Error as error:
        check(hint in (error.diag.message_hint or ''), f'{statement} with {parameters}: {error}, hint {error.diag.message_hint}')
    else:
        check(False, f'{statement} with {parameters} is not refused')


for entry, statement, kinds, rows in cases(sys.argv[1]):
    for binary in (False, True):
        cursor = connection.execute(statement, prepare=True, binary=binary)
        what = 'binary' if binary else 'text'
        for column, kind in zip(cursor.description, kinds):
            if kind in ALIKE:
                check(column.type_code == ALIKE[kind], f'{what}, {entry}: type {column.type_code} instead of {kind}')
        got = cursor.fetchall()
        if binary:
            # A type that psycopg does not know comes as the bytes of its binary form.
            for row in got:
                for value, kind in zip(row, kinds):
                    check(kind != 'own' or value is None or type(value) is bytes, f'{entry}: binary {value!r}')
            kinds = ['-' if kind == 'own' else kind for kind in kinds]
        compare(what, entry, statement, kinds, rows, got)

# Parameters, whose types the driver chooses: text is unknown to the server and becomes what the function takes.
one = lambda statement, *parameters: connection.execute(statement, parameters).fetchone()[0]
check(one('SELECT csops.nps(csops.rating_agg(s), %s) FROM unnest(%s::float8[]) AS s', 2, [10, 9, 3]) == 100 / 3, 'nps with min_n')
check(one('SELECT csops.nps(csops.rating_agg(s), min_n => %s) FROM unnest(%s::float8[]) AS s', 30, [10, 9, 3]) is None, 'nps withheld')
check(one('SELECT csops.nps(%s)', 9) == 100, 'nps of a number')
check(one('SELECT csops.nps(%s)', Decimal('9')) == 100, 'nps of a decimal')
check(one('SELECT csops.nps_lo(%s::csops.rating_summary, %s, %s)', '{"scale": [0, 10], "counts": [0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 5], "unanswered": 0, "invalid": 0}', 0.9, 'wald') == 100,
      'a summary, a confidence and a method')
at, to = datetime(2026, 3, 2, 9, tzinfo=timezone.utc), datetime(2026, 3, 2, 11, 30, tzinfo=timezone.utc)
check(one('SELECT csops.business_hours(%s, %s, %s)', CALENDAR, at, to) == 2.5, 'instants with a zone')
check(one("SELECT csops.business_hours(%s, %s AT TIME ZONE 'UTC', %s AT TIME ZONE 'UTC')", CALENDAR, datetime(2026, 3, 2, 9), datetime(2026, 3, 2, 11, 30)) == 2.5,
      'times without a zone, and the zone they are in')
refused('SELECT csops.business_hours(%s, %s, %s)', (CALENDAR, datetime(2026, 3, 2, 9), datetime(2026, 3, 2, 11, 30)), 'AT TIME ZONE')
refused('SELECT csops.business_hours(%s, %s, %s)', (CALENDAR, date(2026, 3, 2), date(2026, 3, 3)), 'AT TIME ZONE')

# A stored summary goes out and comes in again as text, and by binary COPY.
text = one("SELECT csops.rating_agg(s) FROM generate_series(0, 10) AS s")
check(one('SELECT csops.observations(%s::csops.rating_summary)', text) == 11, 'a summary as text')
connection.execute('CREATE TEMP TABLE a AS SELECT csops.duration_agg(n * 60.5) AS s FROM generate_series(1, 500) AS n')
connection.execute('CREATE TEMP TABLE b (LIKE a)')
with connection.cursor() as out, out.copy('COPY a TO STDOUT (FORMAT binary)') as source:
    data = b''.join(source)
with connection.cursor() as cursor, cursor.copy('COPY b FROM STDIN (FORMAT binary)') as target:
    target.write(data)
check(one('SELECT a.s = b.s AND csops.observations(b.s) = 500 FROM a, b'), 'a summary by binary COPY')

check(one("SELECT ARRAY[csops.nps(10::float8), csops.nps(3::float8)]") == [100, -100], 'an array of figures')
check(one("SELECT csops.rating_histogram(csops.rating_agg(s, 1, 3)) FROM unnest('{1,3,3}'::float8[]) AS s") == [1, 0, 2], 'an array of counts')
finish('psycopg 3')
