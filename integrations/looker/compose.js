'use strict';
/*
 * Composes the SQL that Looker would send for fields of an explore: what the check runs, and what a reader can look at.
 *
 *   node compose.js EXPLORE FIELD...       prints the SQL (NODE_PATH names where lookml-parser is)
 *
 * It covers what the model here uses, and nothing of Liquid: ${TABLE}, ${field}, ${view.field}, @{constant}, timeframes,
 * joins as far as the fields need them, derived tables, and the measure types count, sum, average, number, string and
 * yesno. A sum or an average over a join that repeats rows would be a symmetric aggregate in Looker; here it is an error.
 */
const lookml = require('lookml-parser');

const timeframes = {
	raw: (sql) => sql,
	time: (sql) => `TO_CHAR(${sql}, 'YYYY-MM-DD HH24:MI:SS')`,
	date: (sql) => `DATE(${sql})`,
	week: (sql) => `TO_CHAR(DATE_TRUNC('week', ${sql}), 'YYYY-MM-DD')`,
	month: (sql) => `TO_CHAR(DATE_TRUNC('month', ${sql}), 'YYYY-MM')`,
	quarter: (sql) => `TO_CHAR(DATE_TRUNC('quarter', ${sql}), 'YYYY-MM')`,
	year: (sql) => `EXTRACT(YEAR FROM ${sql})::integer`,
};

/*
 * The parameters that are composed, or change nothing in the SQL. Another one would be left out without a word.
 */
const shown = ['label', 'description', 'hidden', 'group_label', 'value_format_name', 'drill_fields'];
const parameters = {
	explore: ['label', 'description', 'view_name', 'from', 'join'],
	join: ['from', 'type', 'relationship', 'sql_on'],
	view: ['label', 'sql_table_name', 'derived_table', 'extends', 'set', 'dimension', 'dimension_group', 'measure'],
	derived_table: ['sql', 'datagroup_trigger', 'indexes'],
	dimension: [...shown, 'primary_key', 'type', 'sql'],
	dimension_group: [...shown, 'type', 'timeframes', 'datatype', 'convert_tz', 'sql'],
	measure: [...shown, 'type', 'sql'],
};

/* Fails for parameters of an object, named for the error, that are not composed; goes down to the objects in it. */
function checkParameters(kind, object, name) {
	for (const key of Object.keys(object).filter((parameter) => parameter[0] !== '$')) {
		if (!parameters[kind].includes(key))
			throw new Error(`${name} has ${key}, which is not composed`);
		if (key === 'derived_table')
			checkParameters(key, object[key], name);
		else if (key !== 'set' && parameters[key] !== undefined)
			Object.entries(object[key]).forEach(([inner, value]) => checkParameters(key, value, `${name}.${inner}`));
	}
	if (kind === 'join' && object.type !== 'left_outer')
		throw new Error(`${name} is not a left outer join`);
}

/* The project of a folder, with its constants put in: { views, explores, formats }. */
async function readProject(folder) {
	const project = await lookml.parseFiles({ cwd: folder });

	if (project.errors)
		throw new Error(project.errors.map((file) => `${file.$file_path}: ${file.error.message}`).join('\n'));
	lookml.transformations.applyExtensionsRefinements(project);
	const [model, ...others] = Object.values(project.model);
	if (others.length > 0 || model === undefined)
		throw new Error('there must be one model');
	for (const kind of ['explore', 'view'])
		Object.entries(model[kind]).forEach(([name, object]) => checkParameters(kind, object, name));
	const constants = project.manifest.constant;
	const put = (node) => {
		if (typeof node === 'string') {
			return node.replace(/@\{(\w+)\}/g, (all, name) => {
				if (constants[name] === undefined)
					throw new Error(`there is no constant ${name}`);
				return constants[name].value;
			});
		}
		if (Array.isArray(node))
			return node.map(put);
		if (node !== null && typeof node === 'object')
			return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, key[0] === '$' ? value : put(value)]));
		return node;
	};
	return {
		views: put(model.view),
		explores: put(model.explore),
		formats: Object.keys(model.named_value_format ?? {}),
		datagroups: Object.keys(model.datagroup ?? {}),
	};
}

/* The field of a view by its name, a timeframe's name being group_timeframe. */
function findField(view, name) {
	for (const kind of ['dimension', 'measure']) {
		if (view[kind]?.[name] !== undefined)
			return { kind, name, ...view[kind][name] };
	}
	for (const [group, field] of Object.entries(view.dimension_group ?? {})) {
		for (const timeframe of field.timeframes) {
			if (`${group}_${timeframe}` === name)
				return { kind: 'dimension', name, timeframe, ...field };
		}
	}
	return undefined;
}

function fieldsOf(view) {
	return [
		...Object.keys(view.dimension ?? {}),
		...Object.entries(view.dimension_group ?? {}).flatMap(([group, field]) => field.timeframes.map((timeframe) => `${group}_${timeframe}`)),
		...Object.keys(view.measure ?? {}),
	].map((name) => findField(view, name));
}

/* The views of an explore by their names in it: { name: { view, join } }, the first one without a join. */
function viewsOf(project, exploreName, replaced = {}) {
	const explore = project.explores[exploreName];

	if (explore === undefined)
		throw new Error(`there is no explore ${exploreName}`);
	const base = explore.view_name ?? explore.from ?? exploreName;
	const named = { [explore.view_name ?? exploreName]: { view: base } };
	for (const [name, join] of Object.entries(explore.join ?? {}))
		named[name] = { view: join.from ?? name, join };
	for (const entry of Object.values(named)) {
		entry.view = replaced[entry.view] ?? entry.view;
		if (project.views[entry.view] === undefined)
			throw new Error(`${exploreName}: there is no view ${entry.view}`);
		entry.definition = project.views[entry.view];
	}
	return named;
}

/*
 * The query of { explore, fields, where, joined, timezone, replaced, stored }: fields and conditions name fields as
 * view.field; joined lists views to join in any case; replaced takes one view for another; stored says under what name
 * the persistent derived tables are.
 */
function compose(project, query) {
	const named = viewsOf(project, query.explore, query.replaced);
	const base = Object.keys(named)[0];
	const needed = new Set([base]);
	const timezone = query.timezone ?? 'UTC';

	function lookUp(reference, from) {
		const [alias, name] = reference.includes('.') ? reference.split('.') : [from, reference];

		if (named[alias] === undefined)
			throw new Error(`${query.explore}: ${reference} is in no view of the explore`);
		const field = findField(named[alias].definition, name);
		if (field === undefined)
			throw new Error(`${query.explore}: there is no field ${alias}.${name}`);
		return { alias, field };
	}

	function substitute(sql, alias, path = []) {
		return sql.trim().replace(/\$\{([\w.]+)\}/g, (all, reference) => {
			if (reference === 'TABLE') {
				need(alias);
				return alias;
			}
			const referred = expression(reference, alias, path);
			if (typeof referred !== 'string')
				throw new Error(`${path.at(-1)} reads ${reference}, an aggregate of Looker's own, which is not composed`);
			return referred;
		});
	}

	/* What a field is in SQL. A measure may read other measures, a dimension only dimensions. */
	function expression(reference, from, path = []) {
		const { alias, field } = lookUp(reference, from);
		const full = `${alias}.${field.name}`;

		if (path.includes(full))
			throw new Error(`${full} refers to itself`);
		need(alias);
		let sql = substitute(field.sql ?? '', alias, [...path, full]);
		if (field.timeframe !== undefined) {
			if (field.timeframe !== 'raw' && field.convert_tz !== false && field.datatype !== 'date')
				sql = `(${sql} ::timestamptz AT TIME ZONE '${timezone}')`;
			return timeframes[field.timeframe](sql);
		}
		if (field.kind === 'dimension' || ['number', 'string'].includes(field.type))
			return sql;
		if (field.type === 'yesno')
			return `CASE WHEN ${sql} THEN 'Yes' ELSE 'No' END`;
		if (field.type === 'count')
			return { count: alias };
		if (field.type === 'sum' || field.type === 'average')
			return { plain: field.type, sql };
		throw new Error(`${full}: a measure of type ${field.type} is not composed`);
	}

	function need(alias) {
		if (needed.has(alias))
			return;
		needed.add(alias);
		substitute(named[alias].join.sql_on, alias);
	}

	const columns = query.fields.map((reference) => ({ reference, ...lookUp(reference), sql: expression(reference) }));
	const where = query.where === undefined ? undefined : substitute(query.where, base);
	(query.joined ?? []).forEach(need);

	const repeated = [...needed].some((alias) => ['one_to_many', 'many_to_many'].includes(named[alias].join?.relationship));
	for (const column of columns) {
		if (column.sql.count !== undefined) {
			const key = fieldsOf(named[column.sql.count].definition).find((field) => field.primary_key === true);

			if (key === undefined && (repeated || column.sql.count !== base))
				throw new Error(`${column.sql.count} has no primary key to count by`);
			column.sql = repeated || column.sql.count !== base ? `COUNT(DISTINCT ${expression(key.name, column.sql.count)})` : 'COUNT(*)';
		} else if (column.sql.plain !== undefined) {
			if (repeated || column.alias !== base)
				throw new Error(`${column.reference} would be a symmetric aggregate, which is not composed`);
			column.sql = `${column.sql.plain === 'sum' ? 'SUM' : 'AVG'}(${column.sql.sql})`;
		}
	}

	const table = (alias) => {
		const { view, definition } = named[alias];

		if (definition.derived_table === undefined)
			return `${definition.sql_table_name.trim()} AS ${alias}`;
		return `${definition.derived_table.datagroup_trigger !== undefined ? query.stored?.(view) ?? view : view} AS ${alias}`;
	};
	const derived = [...needed].map((alias) => named[alias])
		.filter(({ view, definition }) => definition.derived_table !== undefined &&
			(definition.derived_table.datagroup_trigger === undefined || query.stored === undefined))
		.map(({ view, definition }) => `${view} AS (\n${definition.derived_table.sql.trim()})`);
	const dimensions = columns.map((column, i) => column.field.kind === 'dimension' ? i + 1 : 0).filter((i) => i > 0);
	return [
		...derived.length > 0 ? [`WITH ${derived.join(',\n')}`] : [],
		`SELECT\n${columns.map((column) => `\t${column.sql} AS "${column.reference}"`).join(',\n')}`,
		`FROM ${table(base)}`,
		...Object.keys(named).filter((alias) => alias !== base && needed.has(alias))
			.map((alias) => `LEFT JOIN ${table(alias)} ON ${substitute(named[alias].join.sql_on, alias)}`),
		...where === undefined ? [] : [`WHERE ${where}`],
		...dimensions.length > 0 ? [`GROUP BY ${dimensions.join(', ')}`, `ORDER BY ${dimensions.join(', ')}`] : [],
	].join('\n');
}

module.exports = { readProject, compose, viewsOf, fieldsOf, findField };

if (require.main === module) {
	const [explore, ...fields] = process.argv.slice(2);

	readProject(__dirname).then((project) => console.log(compose(project, { explore, fields })))
		.catch((error) => {
			console.error(`compose.js: error: ${error.message}`);
			process.exitCode = 1;
		});
}
