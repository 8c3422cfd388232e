'use strict';
/* node-postgres: text results, parameters without a type, what becomes of int8, numeric, instants and intervals. */
const fs = require('fs');
const { Client } = require('pg');

process.env.TZ = 'Asia/Kolkata';
let checked = 0;
const failures = [];

function check(condition, text) {
	checked++;
	if (!condition)
		failures.push(text);
}

const unescaped = (cell) => cell === '\\N' ? null : cell.replace(/\\(.)/g, (all, c) => ({ t: '\t', n: '\n' })[c] ?? c);

const seconds = (interval) => (((interval.days ?? 0) * 24 + (interval.hours ?? 0)) * 60 + (interval.minutes ?? 0)) * 60 + (interval.seconds ?? 0) + (interval.milliseconds ?? 0) / 1000;

/* Whether a value is the expected one, and of the kind that node-postgres makes of it. */
function same(kind, expected, value) {
	if (expected === null || value === null)
		return expected === null && value === null;
	switch (kind) {
		case 'float8':
			return typeof value === 'number' && Object.is(value === 0 ? 0 : value, Number(expected) === 0 ? 0 : Number(expected));
		case 'int2':
		case 'int4':
			return typeof value === 'number' && value === Number(expected);
		// Not numbers: the driver gives the digits, because a number would lose some of them.
		case 'int8':
		case 'numeric':
			return typeof value === 'string' && value === expected;
		case 'text':
		case 'own':
			return typeof value === 'string' && value === expected;
		case 'boolean':
			return typeof value === 'boolean' && value === (expected === 'true');
		// A day becomes midnight in the zone of the process.
		case 'date':
			return value instanceof Date && value.getHours() === 0 &&
				[value.getFullYear(), value.getMonth() + 1, value.getDate()].map((n) => String(n).padStart(2, '0')).join('-') === expected;
		// A Date has milliseconds; the microseconds are gone.
		case 'timestamptz':
			return value instanceof Date && BigInt(value.getTime()) === BigInt(expected) / 1000n;
		case 'timestamp':
			return value instanceof Date && BigInt(value.getTime() - value.getTimezoneOffset() * 60000) === BigInt(expected) / 1000n;
		// An object of its own; a dashboard takes the twin in seconds.
		case 'interval':
			return value.constructor.name === 'PostgresInterval' && Math.abs(seconds(value) * 1e6 - Number(expected)) < 1;
	}
	throw new Error(kind);
}

async function main() {
	const client = new Client({ host: process.env.PGHOST, port: process.env.PGPORT, user: process.env.PGUSER, database: process.env.PGDATABASE });
	const one = async (text, values) => (await client.query({ text, values, rowMode: 'array' })).rows[0][0];
	const refused = async (text, values, word) => {
		try {
			await client.query(text, values);
			check(false, `${text} is not refused`);
		} catch (error) {
			check(`${error.message} ${error.hint}`.includes(word), `${text}: ${error.message}, hint ${error.hint}`);
		}
	};

	await client.connect();
	await client.query("SET TimeZone = 'America/New_York'");
	for (const line of fs.readFileSync(process.argv[2], 'utf8').trimEnd().split('\n')) {
		const [entry, statement, kinds, rows] = line.split('\t').map((cell, i) => i < 2 ? unescaped(cell) : cell);
		const expected = rows === '' ? [] : rows.split('\x1e').map((row) => row.split('\x1f').map(unescaped));
		const result = await client.query({ text: statement, rowMode: 'array' });

		check(result.rows.length === expected.length, `${entry}: ${result.rows.length} rows instead of ${expected.length}`);
		result.rows.forEach((row, i) => kinds.split(',').forEach((kind, j) => {
			if (kind !== '-' && !['infinity', '-infinity'].includes(expected[i]?.[j]))
				check(same(kind, expected[i]?.[j], row[j]), `${entry}: column ${j + 1}, ${kind}, is ${JSON.stringify(row[j])} instead of ${expected[i]?.[j]}: ${statement}`);
		}));
	}

	// Every parameter is text of no type, which becomes what the function takes, where only one function can be meant.
	const calendar = '{"tz": "UTC", "hours": "Mo-Fr 09:00-17:00"}';
	check(await one('SELECT csops.nps(csops.rating_agg(s), $1) FROM unnest($2::float8[]) AS s', [2, [10, 9, 3]]) === 100 / 3, 'nps with min_n');
	check(await one('SELECT csops.nps(csops.rating_agg(s), min_n => $1) FROM unnest($2::float8[]) AS s', [30, [10, 9, 3]]) === null, 'nps withheld');
	await refused('SELECT csops.nps($1)', [9], 'not unique');
	check(await one('SELECT csops.nps($1::float8)', [9]) === 100, 'nps of a number');
	check(await one('SELECT csops.business_hours($1, $2, $3)', [calendar, new Date('2026-03-02T09:00:00Z'), new Date('2026-03-02T11:30:00Z')]) === 2.5, 'instants');
	check(await one('SELECT csops.business_hours($1, $2, $3)', [calendar, '2026-03-02T09:00:00Z', '2026-03-02T11:30:00Z']) === 2.5, 'instants as text');
	await refused('SELECT csops.business_hours($1, $2::timestamp, $3::timestamp)', [calendar, '2026-03-02 09:00', '2026-03-02 11:30'], 'AT TIME ZONE');
	const text = await one('SELECT csops.rating_agg(s) FROM generate_series(0, 10) AS s');
	check(typeof text === 'string' && await one('SELECT csops.observations($1::csops.rating_summary)', [text]) === '11', 'a summary as text');
	check(JSON.stringify(await one('SELECT csops.rating_agg(s, 1, 3)::jsonb FROM unnest($1::float8[]) AS s', [[1, 3, 3]])) ===
		'{"scale":[1,3],"counts":[1,0,2],"invalid":0,"unanswered":0}', 'a summary as json');
	check(JSON.stringify(await one('SELECT ARRAY[csops.nps(10::float8), csops.nps(3::float8)]')) === '[100,-100]', 'an array of figures');
	// A composite is text in one piece; the functions for single fields give its parts.
	const clock = "csops.timeline_agg(timestamptz '2026-03-06 15:30Z', 'open'), '{open}', '{solved}', interval '4 hours', timestamptz '2026-03-06 17:00Z'";
	check(typeof await one(`SELECT csops.sla_clock(${clock})`) === 'string', 'a composite');
	check(await one(`SELECT csops.sla_status(${clock})`) === 'running' && await one(`SELECT csops.sla_elapsed_seconds(${clock})`) === 5400, 'the parts of a composite');
	await client.end();
	for (const failure of failures.slice(0, 20))
		console.log(`not as it should be: ${failure}`);
	if (failures.length > 0)
		throw new Error(`${failures.length} of ${checked} checks failed`);
	console.log(`node-postgres: ${checked} checks`);
}

main().catch((error) => {
	console.error(`try_node.js: error: ${error.message}`);
	process.exitCode = 1;
});
