// Runs queries in DuckDB for bench/run. Each line of the input is the number of threads, what is wanted, and an SQL
// statement, separated by tabs. It prints the milliseconds of wall and of processor time that the statement took, with its
// rows made and kept in DuckDB's memory; or, where "value" is wanted, the first row.
import { createInterface } from 'node:readline';
import { createRequire } from 'node:module';

const { DuckDBInstance } = createRequire(process.argv[2] + '/')('@duckdb/node-api');
const database = await DuckDBInstance.create(':memory:');
const connection = await database.connect();

for await (const line of createInterface({ input: process.stdin })) {
	const [threads, wanted, statement] = line.split('\t');
	await connection.run(`SET threads = ${threads}`);
	if (wanted === 'value') {
		const [row] = (await connection.runAndReadAll(statement)).getRows();
		console.log(row.map(String).join(' '));
		continue;
	}
	const cpu = process.cpuUsage();
	const begin = performance.now();
	await connection.run(statement);
	const wall = performance.now() - begin;
	const { user, system } = process.cpuUsage(cpu);
	console.log(`${wall.toFixed(3)} ${((user + system) / 1000).toFixed(3)}`);
}
