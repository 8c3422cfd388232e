'use strict';
/*
 * Holds the LookML to what it says, in the database that PGDATABASE names: every field of every explore is composed and
 * run, its type is one that Looker knows, chosen figures are those of plain SQL (expected/), and a join that repeats rows
 * changes no measure. NODE_PATH names where lookml-parser is.
 */
const fs = require('fs');
const path = require('path');
const { spawnSync } = require('child_process');
const { readProject, compose, viewsOf, fieldsOf, findField } = require('./compose.js');

const known = ['double precision', 'numeric', 'bigint', 'integer', 'smallint', 'text', 'boolean', 'date', 'timestamp with time zone'];
const formats = ['decimal_0', 'decimal_1', 'decimal_2', 'percent_1', 'usd', 'usd_0', 'id'];
const stored = (view) => `looker_scratch.${view}`;
let failures = 0;

function fail(text) {
	failures++;
	console.log(`not as it should be: ${text}`);
}

function psql(sql) {
	const run = spawnSync('psql', ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1'], {
		input: sql, encoding: 'utf8', maxBuffer: 1 << 28,
		// No schema but pg_catalog: the model names all others.
		env: { ...process.env, PGOPTIONS: '-c search_path=pg_catalog' },
	});

	return run.status === 0 ? { output: run.stdout.trimEnd() } : { error: run.stderr.trim() || String(run.error) };
}

function must(sql) {
	const { output, error } = psql(sql);

	if (error !== undefined)
		throw new Error(`${error}\nin: ${sql}`);
	return output;
}

/* The names and types of a query's columns. */
const types = (sql) => must(`${sql} \\gdesc\n`).split('\n').map((line) => line.split('|'));

/* Its rows, each an array of values. */
function rows(sql) {
	const names = types(sql).map((column, i) => `c${i}`).join(', ');

	return JSON.parse(must(`SELECT coalesce(json_agg(json_build_array(${names})), '[]') FROM (${sql}) AS q(${names});`));
}

/* The measures and dimensions that people see, by name in the explore. */
function visible(project, explore) {
	return Object.entries(viewsOf(project, explore)).flatMap(([alias, { definition }]) => fieldsOf(definition)
		.filter((field) => field.hidden !== true).map((field) => ({ ...field, alias, reference: `${alias}.${field.name}`, view: definition })));
}

function checkField(project, explore, field, comments) {
	const name = `${explore}: ${field.reference}`;

	if (field.kind === 'measure') {
		for (const parameter of ['label', 'description', 'type']) {
			if (!field[parameter])
				fail(`${name} has no ${parameter}`);
		}
		if (['number', 'sum', 'average'].includes(field.type) && field.value_format_name === undefined)
			fail(`${name} has no format`);
		const functions = [...(field.sql ?? '').matchAll(/csops\.(\w+)\(/g)].map((match) => match[1]);
		if (functions.length > 0 && !functions.some((f) => (comments.get(f) ?? []).some((comment) => field.description.startsWith(comment))))
			fail(`${name} does not begin its description as the comment of ${functions.join(' or ')} in the database begins`);
	}
	if (field.value_format_name !== undefined && ![...formats, ...project.formats].includes(field.value_format_name))
		fail(`${name} has an unknown format, ${field.value_format_name}`);
	for (const drill of field.drill_fields ?? []) {
		const drilled = drill.endsWith('*') ? field.view.set[drill.slice(0, -1)].fields : [drill];
		for (const reference of drilled) {
			const [alias, drilledName] = reference.includes('.') ? reference.split('.') : [field.alias, reference];
			const target = findField(viewsOf(project, explore)[alias]?.definition ?? {}, drilledName);
			if (target === undefined || target.hidden === true)
				fail(`${name} drills into ${reference}, which is not there to be seen`);
		}
	}
	const sql = compose(project, { explore, fields: [field.reference], stored });
	const [[, type]] = types(sql);
	if (!known.includes(type))
		fail(`${name} is of type ${type}`);
	const { error } = psql(sql);
	if (error !== undefined)
		fail(`${name}: ${error}\n${sql}`);
}

function same(a, b, within) {
	if (a === null || b === null || typeof a === 'string' || typeof b === 'string' || typeof a === 'boolean')
		return a === b;
	return Math.abs(a - b) <= within * Math.max(Math.abs(a), Math.abs(b));
}

/* A file of expected/: its head says what is asked of Looker, the rest asks the same in plain SQL. */
function checkExpected(project, file) {
	const text = fs.readFileSync(file, 'utf8');
	const name = path.basename(file, '.sql');
	const head = Object.fromEntries([...text.matchAll(/^-- (explore|fields|where|within|timezone|joined|wrong|is): (.*)$/mg)].map((match) => [match[1], match[2]]));
	const query = { explore: head.explore, fields: head.fields.split(', '), where: head.where, timezone: head.timezone, joined: head.joined?.split(', '), stored };
	const composed = rows(compose(project, query));
	const plain = rows(text);
	const within = Number(head.within ?? 1e-9);

	if (plain.length === 0)
		fail(`${name}: plain SQL gives no rows`);
	if (composed.length !== plain.length)
		fail(`${name}: ${composed.length} rows, plain SQL gives ${plain.length}`);
	composed.forEach((row, i) => row.forEach((value, j) => {
		if (!same(value, plain[i]?.[j] ?? null, within))
			fail(`${name}: ${query.fields[j]} of ${row[0]} is ${value}, plain SQL gives ${plain[i]?.[j]}`);
	}));
	query.fields.forEach((field, j) => {
		if (composed.every((row) => row[j] === null))
			fail(`${name}: ${field} is nothing in every row`);
	});
	if (head.wrong === undefined)
		return;

	// What the join does to a measure that does not know better, so that the test could fail.
	const measure = head.is.split('.')[1];
	const { view } = viewsOf(project, head.explore)[head.is.split('.')[0]];
	const naive = structuredClone(project);
	naive.views[view].measure[measure].sql = head.wrong.replace(/\$\{\w+\.(\w+)\}/g, (all, field) => findField(naive.views[view], field) ? `\${${field}}` : `\${TABLE}.${field}`);
	const wrong = rows(compose(naive, query));
	if (!wrong.some((row, i) => !same(row[query.fields.indexOf(head.is)], plain[i][query.fields.indexOf(head.is)], 1e-6)))
		fail(`${name}: the plain average is right, so the test shows nothing`);
	console.log(`${name}: ${head.is} of ${plain[0][0]} is ${plain[0][query.fields.indexOf(head.is)]}; a plain average over the join says ${wrong[0][query.fields.indexOf(head.is)]}`);
}

async function main() {
	const project = await readProject(__dirname);
	const comments = new Map();
	let fields = 0;

	for (const file of fs.readdirSync(__dirname, { recursive: true }).filter((name) => name.endsWith('.lkml'))) {
		if (/\{%|\{\{/.test(fs.readFileSync(path.join(__dirname, file), 'utf8')))
			fail(`${file} has Liquid in it, which is not composed`);
	}
	for (const [name, comment] of rows(`SELECT proname, obj_description(oid, 'pg_proc') FROM pg_proc WHERE pronamespace = 'csops'::regnamespace AND obj_description(oid, 'pg_proc') IS NOT NULL`))
		comments.set(name, [...comments.get(name) ?? [], comment]);
	const aggregates = rows(`SELECT DISTINCT proname FROM pg_proc WHERE pronamespace = 'csops'::regnamespace AND prokind = 'a'`).flat();

	// What Looker stores itself, it stores as the user of the connection.
	must('DROP SCHEMA IF EXISTS looker_scratch CASCADE; CREATE SCHEMA looker_scratch;');
	for (const [name, view] of Object.entries(project.views)) {
		if (view.derived_table?.datagroup_trigger === undefined)
			continue;
		if (!project.datagroups.includes(view.derived_table.datagroup_trigger))
			fail(`${name} waits for ${view.derived_table.datagroup_trigger}, which is no datagroup`);
		must(`CREATE TABLE ${stored(name)} AS ${view.derived_table.sql}; CREATE INDEX ON ${stored(name)} (${view.derived_table.indexes.join(', ')});`);
	}

	for (const [explore, definition] of Object.entries(project.explores)) {
		if (!definition.label || !definition.description)
			fail(`${explore} has no label or no description`);
		const all = visible(project, explore);
		for (const field of all)
			checkField(project, explore, field, comments);
		fields += all.length;
		if (!Object.values(definition.join ?? {}).some((join) => join.relationship === 'one_to_many'))
			continue;

		// Where rows are repeated, no aggregate of csops goes without DISTINCT, and every measure is what it is without the join.
		const repeating = Object.keys(definition.join).filter((alias) => definition.join[alias].relationship === 'one_to_many');
		for (const field of all.filter(({ kind, type }) => kind === 'measure' && type !== 'count')) {
			const sql = compose(project, { explore, fields: [field.reference] });
			for (const [, name] of sql.matchAll(/csops\.(\w+)\((?!DISTINCT)/g)) {
				if (aggregates.includes(name))
					fail(`${explore}: ${field.reference} calls ${name} without DISTINCT`);
			}
		}
		for (const [alias, { view }] of Object.entries(viewsOf(project, explore))) {
			if (!view.endsWith('_once'))
				continue;
			const plain = view.replace(/_once$/, '');
			const measures = fieldsOf(project.views[view]).filter((field) => field.kind === 'measure' && field.hidden !== true).map((field) => field.name);
			const by = plain === 'tickets' ? 'team' : 'sent_year';
			const once = rows(compose(project, { explore, fields: [by, ...measures].map((name) => `${alias}.${name}`), joined: repeating, where: `\${${alias}.id} IS NOT NULL` }));
			const alone = rows(compose(project, { explore: plain, fields: [by, ...measures].map((name) => `${plain}.${name}`) }));
			if (alone.length === 0 || JSON.stringify(once) !== JSON.stringify(alone))
				fail(`${explore}: the measures of ${alias} are not those of the explore ${plain}\n${JSON.stringify(once)}\n${JSON.stringify(alone)}`);
		}
	}

	const expected = fs.readdirSync(path.join(__dirname, 'expected')).filter((name) => name.endsWith('.sql')).sort();
	for (const file of expected)
		checkExpected(project, path.join(__dirname, 'expected', file));

	// What the guide shows is in the model.
	const trimmed = (text) => text.split('\n').map((line) => line.trim()).filter((line) => line !== '').join('\n');
	const written = trimmed(fs.readdirSync(path.join(__dirname, 'views')).map((name) => fs.readFileSync(path.join(__dirname, 'views', name), 'utf8')).join('\n'));
	const shown = [...fs.readFileSync(path.join(__dirname, '../../docs/tools/looker.md'), 'utf8').matchAll(/^```lookml\n(.*?)^```$/msg)];
	for (const [, block] of shown) {
		if (!written.includes(trimmed(block)))
			fail(`docs/tools/looker.md shows what is not in the views:\n${block}`);
	}
	if (shown.length === 0)
		fail('docs/tools/looker.md shows nothing of the views');

	// A timeframe other than raw has lost its zone, and csops refuses it.
	const slip = structuredClone(project);
	slip.views.tickets.dimension.first_reply_seconds.sql = slip.views.tickets.dimension.first_reply_seconds.sql.replace('opened_raw', 'opened_date');
	const { error } = psql(compose(slip, { explore: 'tickets', fields: ['tickets.first_reply_mean'], timezone: 'America/New_York' }));
	if (!/HINT:.*AT TIME ZONE/s.test(error ?? ''))
		fail(`a day in place of an instant is not refused with a hint: ${error}`);

	must('DROP SCHEMA looker_scratch CASCADE;');
	if (failures > 0)
		throw new Error(`${failures} things are not as they should be`);
	console.log(`figure: ${fields} fields of ${Object.keys(project.explores).length} explores run as Looker would compose them; ${expected.length} figures agree with plain SQL`);
}

main().catch((error) => {
	console.error(`check.js: error: ${error.message}`);
	process.exitCode = 1;
});
