#!/usr/bin/python3
"""Makes the list of figures that every driver must see alike: the examples of the reference and the statements of more.sql, with what
psql shows. Runs psql on the database that PGDATABASE names and writes a line for each:

    cases.py JSON MORE              JSON is what `docs/generate --json` writes


    entry <tab> statement <tab> kinds of its columns, comma between <tab> rows (x1E between) of values (x1F between)

with backslash, tab and newline as \\\\, \\t and \\n, and NULL as \\N. An instant is written as microseconds since 1970, an
interval as microseconds. A column of another kind than those below is a "-" and is not compared.
"""
import json
import subprocess
import sys

KINDS = {'double precision': 'float8', 'bigint': 'int8', 'integer': 'int4', 'smallint': 'int2', 'numeric': 'numeric', 'text': 'text',
         'boolean': 'boolean', 'date': 'date', 'timestamp with time zone': 'timestamptz',
         'timestamp without time zone': 'timestamp', 'interval': 'interval'}
MICROSECONDS = '(extract(epoch FROM {0}) * 1000000)::bigint'
INSTANT = f'CASE WHEN isfinite({{0}}) THEN {MICROSECONDS}::text ELSE {{0}}::text END'


def psql(script):
    run = subprocess.run(['psql', '-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-P', 'fieldsep=\x1f', '-P', 'recordsep=\x1e', '-P', 'null=\x01'],
                         input=script, capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(f'cases.py: error: {run.stderr}')
    return run.stdout.split('\x1d')[:-1]


def escaped(value):
    return r'\N' if value == '\x01' else value.replace('\\', '\\\\').replace('\t', '\\t').replace('\n', '\\n')


def answers(statements):
    """What psql shows for each: a list of rows of cells."""
    outputs = psql(''.join(f"{statement}\n\\echo -n '\x1d'\n" for statement in statements))
    return [[row.split('\x1f') for row in output.strip('\n').removesuffix('\x1e').split('\x1e')] if output.strip('\n') else [] for output in outputs]


document = json.load(open(sys.argv[1], encoding='utf-8'))
more = [line for line in open(sys.argv[2], encoding='utf-8').read().splitlines() if not line.startswith('--')]
# A question mark is a parameter to two of the drivers.
examples = [{'entry': 'more.sql', 'sql': sql} for sql in more] + [e for e in document['examples'] if e['sql'].lstrip().upper().startswith(('SELECT', 'WITH', 'VALUES')) and ';' not in e['sql'].rstrip(';\n ') and '?' not in e['sql']]
own = {row[0] for row in answers(["SELECT format_type(oid, NULL) FROM pg_type WHERE typnamespace = 'csops'::regnamespace AND typtype = 'b' AND typcategory = 'U';"])[0]}
described = answers([f"{e['sql'].rstrip('; ')} \\gdesc" for e in examples])
cases = []
for example, columns in zip(examples, described):
    kinds = [KINDS.get(kind, 'own' if kind in own else '-') for _, kind in columns]
    # The drivers run in another zone than psql, which no figure may notice; PostgreSQL's own cast of an instant to a day does.
    if all(kind == '-' for kind in kinds) or 'as_of::date' in example['sql']:
        continue
    names = [f'c{i}' for i in range(len(kinds))]
    shown = [INSTANT.format(n) if k.startswith('timestamp') else MICROSECONDS.format(n) if k == 'interval' else "'-'" if k == '-' else f'{n}::text' if k == 'boolean' else n
             for n, k in zip(names, kinds)]
    cases.append((example, kinds, f"SELECT {', '.join(shown)} FROM ({example['sql'].rstrip('; ')}) AS q({', '.join(names)});"))
for (example, kinds, _), rows in zip(cases, answers([wrapped for _, _, wrapped in cases])):
    print(escaped(example['entry']), escaped(example['sql'].rstrip('; ')), ','.join(kinds), '\x1e'.join('\x1f'.join(map(escaped, row)) for row in rows), sep='\t')

# Every public function with a plain result is called by some example.
called = ' '.join(e['sql'] for e, _, _ in cases)
missing = sorted({o['name'] for o in document['objects'] if o['kind'] in ('function', 'aggregate') and o['public'] and o['result'] in set(KINDS) | set(KINDS.values())
                  and o['name'] + '(' not in called})
if missing:
    sys.exit(f"cases.py: error: no example calls {', '.join(missing)}")
