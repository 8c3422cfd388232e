"""What the checks of Python's drivers share: the list that cases.py wrote, and how a value of it is compared."""
import sys
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

EPOCH = datetime(1970, 1, 1)
checked = 0
failures = []


def unescaped(cell):
    if cell == r'\N':
        return None
    return cell.replace('\\\\', '\x02').replace(r'\t', '\t').replace(r'\n', '\n').replace('\x02', '\\')


def cases(path):
    """(entry, statement, kinds, rows) for each line."""
    with open(path, encoding='utf-8', newline='\n') as lines:
        for line in lines:
            entry, statement, kinds, rows = line.rstrip('\n').split('\t')
            yield unescaped(entry), unescaped(statement), kinds.split(','), [[unescaped(c) for c in row.split('\x1f')] for row in rows.split('\x1e')] if rows else []


def check(condition, text):
    global checked
    checked += 1
    if not condition:
        failures.append(text)


def micros(delta):
    return delta // timedelta(microseconds=1)


def same(kind, expected, value):
    """Whether a driver's value of a kind is the expected one, and of the Python type that people count on."""
    if expected is None or value is None:
        return expected is None and value is None
    if kind == 'float8':
        return type(value) is float and (value == float(expected) or (value != value and expected == 'NaN'))
    if kind in ('int2', 'int4', 'int8'):
        return type(value) is int and value == int(expected)
    if kind == 'numeric':
        return type(value) is Decimal and value == Decimal(expected)
    if kind in ('text', 'own'):
        return type(value) is str and value == expected
    if kind == 'boolean':
        return type(value) is bool and value == (expected == 'true')
    if kind == 'date':
        return type(value) is date and value.isoformat() == expected
    if kind == 'timestamptz':
        return type(value) is datetime and value.tzinfo is not None and micros(value - EPOCH.replace(tzinfo=timezone.utc)) == int(expected)
    if kind == 'timestamp':
        return type(value) is datetime and value.tzinfo is None and micros(value - EPOCH) == int(expected)
    if kind == 'interval':
        return type(value) is timedelta and micros(value) == int(expected)
    raise ValueError(kind)


def compare(what, entry, statement, kinds, expected, got, same=same):
    check(len(expected) == len(got), f'{what}: {len(got)} rows instead of {len(expected)}: {statement}')
    for want, row in zip(expected, got):
        for i, kind in enumerate(kinds):
            if kind != '-' and want[i] not in ('infinity', '-infinity'):
                check(same(kind, want[i], row[i]), f'{what}, {entry}: column {i + 1}, {kind}, is {row[i]!r} instead of {want[i]!r}: {statement}')


def finish(driver):
    for failure in failures[:20]:
        print(f'not as it should be: {failure}')
    if failures or checked == 0:
        sys.exit(f'{driver}: error: {len(failures)} of {checked} checks failed')
    print(f'{driver}: {checked} checks')
