#!/usr/bin/env perl
# The documentation tells the truth: docs/reference.md is what docs/generate makes of the sql fragments; the fragments
# say what the catalog says; every example gives what stands under it.
#
# A fenced block "sql" in README.md or in a guide in docs/ is run, and when a block "text" follows it, that is what psql
# prints (aligned, without the row count, NULL shown as NULL, blanks at line ends apart). The blocks of a page are run
# in order in one database, each in a session of its own. The guides find csops installed in a schema csops on the
# search_path; README.md starts with an empty database called warehouse. A block "sql not-run" is not run.
use strict;
use warnings;
use File::Temp;
use JSON::PP;
use Test::More;

$ENV{PGHOST} or die "test/docs.t needs the cluster that test/run starts\n";
$ENV{PGTZ} = 'UTC';
$ENV{PGOPTIONS} = '-c client_min_messages=warning';

my $install = 'CREATE SCHEMA csops; CREATE EXTENSION csops SCHEMA csops;';
my $work = File::Temp->newdir;

sub slurp
{
	my ($path) = @_;

	open my $file, '<', $path or die "$path: $!\n";
	local $/;
	return scalar <$file>;
}

sub run
{
	my $pid = open my $pipe, '-|', 'sh', '-c', 'exec "$@" 2>&1 </dev/null', 'sh', @_ or die "$_[0]: $!\n";
	my $output = do { local $/; <$pipe> } // '';

	close $pipe;
	return wantarray ? ($output, $?) : $output;
}

# What psql says to the statements, errors among it.
sub psql
{
	my ($database, $sql, @options) = @_;
	my $file = "$work/block.sql";

	open my $out, '>', $file or die "$file: $!\n";
	print $out $sql;
	close $out or die "$file: $!\n";
	my $output = run('psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-P', 'null=NULL', '-P', 'footer=off', '-P', 'pager=off',
		@options, '-d', $database, '-f', $file);
	$output =~ s/^psql:\Q$file\E:\d+: //mg;
	return $output;
}

# A signature with the types as the catalog spells them.
sub type_names
{
	my ($signature) = @_;
	my %name = (float8 => 'double precision', timestamptz => 'timestamp with time zone', int4 => 'integer', int8 => 'bigint');

	return $signature =~ s/\b(float8|timestamptz|int4|int8)\b/$name{$1}/gr;
}

sub fresh_database
{
	my ($name, $sql) = @_;
	my $said = psql('postgres', "DROP DATABASE IF EXISTS $name; CREATE DATABASE $name;")
	  . psql('postgres', $sql ? "ALTER DATABASE $name SET search_path = csops, public;" : '')
	  . psql($name, $sql);

	die "database $name: $said" if $said ne '';
}

sub trimmed
{
	my ($text) = @_;

	$text =~ s/[ \t]+$//mg;
	$text =~ s/\s+\z//;
	return $text;
}

# The page and the fragments.
my ($said, $status) = run('docs/generate', '--check');
is($said, '', 'docs/reference.md is up to date and complete');
is($status, 0, 'docs/generate is content');
my $fragments = decode_json(scalar qx(docs/generate --json 2>/dev/null));
cmp_ok(scalar @{ $fragments->{objects} }, '>', 0, 'there are objects');
cmp_ok(scalar @{ $fragments->{examples} }, '>', 0, 'there are examples');

# The fragments and the catalog.
fresh_database('csops_docs', $install);
open my $document, '>', "$work/objects.json" or die "objects.json: $!\n";
print $document encode_json($fragments->{objects});
close $document or die "objects.json: $!\n";
is(psql('csops_docs', "\\set document `cat $work/objects.json`\n" . <<'SQL', '-A', '-t'), '', 'the reference and the catalog agree');
WITH documented AS (
	SELECT object,
		object ->> 'kind' AS kind,
		object ->> 'identity' AS identity,
		CASE object ->> 'kind'
			WHEN 'type' THEN 'pg_type'::regclass
			WHEN 'operator' THEN 'pg_operator'::regclass
			WHEN 'cast' THEN 'pg_cast'::regclass
			ELSE 'pg_proc'::regclass
		END AS class,
		CASE object ->> 'kind'
			WHEN 'type' THEN to_regtype(object ->> 'identity')::oid
			WHEN 'operator' THEN to_regoperator(object ->> 'identity')::oid
			WHEN 'cast' THEN (
				SELECT oid FROM pg_cast
				WHERE castsource = to_regtype(split_part(object ->> 'identity', ' AS ', 1))
				AND casttarget = to_regtype(split_part(object ->> 'identity', ' AS ', 2)))
			ELSE to_regprocedure(object ->> 'identity')::oid
		END AS oid
	FROM jsonb_array_elements(:'document') AS object
), member AS (
	SELECT classid AS class, objid AS oid, pg_describe_object(classid, objid, 0) AS description
	FROM pg_depend
	WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e'
	AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'csops')
	AND classid IN ('pg_proc'::regclass, 'pg_type'::regclass, 'pg_operator'::regclass, 'pg_cast'::regclass)
	-- In newer versions the array types that come with types are members too.
	AND NOT EXISTS (SELECT FROM pg_type WHERE pg_type.oid = objid AND classid = 'pg_type'::regclass AND typcategory = 'A')
), documented_argument AS (
	SELECT documented.oid, kind, identity, position,
		argument ->> 'name' AS name,
		CASE argument ->> 'mode' WHEN 'IN' THEN 'i' WHEN 'OUT' THEN 'o' WHEN 'INOUT' THEN 'b' ELSE 'v' END AS mode,
		to_regtype(argument ->> 'type')::oid AS type,
		regexp_replace(argument ->> 'default', '::[a-z0-9_ ]+(\[\])?$', '') AS value
	FROM documented, jsonb_array_elements(object -> 'arguments') WITH ORDINALITY AS a(argument, position)
	WHERE kind IN ('function', 'aggregate')
), catalog_argument AS (
	SELECT p.oid, position, coalesce(proargnames[position], '') AS name, coalesce(proargmodes[position], 'i') AS mode, type,
		regexp_replace(pg_get_function_arg_default(p.oid, position::integer), '::[a-z0-9_ ]+(\[\])?$', '') AS value
	FROM pg_proc AS p, unnest(coalesce(proallargtypes, proargtypes::oid[])) WITH ORDINALITY AS a(type, position)
	WHERE coalesce(proargmodes[position], 'i') <> 't'
)
SELECT 'not in the catalog: ' || kind || ' ' || identity FROM documented WHERE oid IS NULL
UNION ALL
SELECT 'not in the catalog as an aggregate, or only as one: ' || identity
FROM documented JOIN pg_proc USING (oid)
WHERE kind IN ('function', 'aggregate') AND (kind = 'aggregate') <> (prokind = 'a')
UNION ALL
SELECT 'not in the reference: ' || description FROM member
WHERE NOT EXISTS (SELECT FROM documented WHERE documented.class = member.class AND documented.oid = member.oid)
UNION ALL
SELECT 'not owned by the extension: ' || kind || ' ' || identity FROM documented
WHERE oid IS NOT NULL
AND NOT EXISTS (SELECT FROM member WHERE documented.class = member.class AND documented.oid = member.oid)
UNION ALL
SELECT 'another comment in the catalog: ' || kind || ' ' || identity FROM documented
WHERE oid IS NOT NULL AND (object ->> 'comment') IS DISTINCT FROM obj_description(oid, class::regclass::name)
UNION ALL
SELECT 'another result in the catalog: ' || identity || ' returns ' || pg_get_function_result(documented.oid)
FROM documented JOIN pg_proc USING (oid)
WHERE kind IN ('function', 'aggregate')
AND CASE WHEN object ->> 'result' LIKE 'TABLE(%' THEN lower(object ->> 'result')
	ELSE (CASE WHEN proretset THEN 'setof ' ELSE '' END)
		|| format_type(to_regtype(regexp_replace(object ->> 'result', '^setof ', '')), NULL)
	END IS DISTINCT FROM lower(pg_get_function_result(documented.oid))
UNION ALL
SELECT 'another argument in the catalog: ' || identity || ', number ' || d.position || ' (' || c::text || ')'
FROM documented_argument AS d
LEFT JOIN catalog_argument AS c USING (oid, position)
WHERE d.oid IS NOT NULL AND (d.name, d.mode, d.type, d.value) IS DISTINCT FROM (c.name, c.mode, c.type, c.value)
UNION ALL
SELECT 'another number of arguments in the catalog: ' || identity FROM documented
WHERE kind IN ('function', 'aggregate') AND oid IS NOT NULL
AND jsonb_array_length(object -> 'arguments') <> (SELECT count(*) FROM catalog_argument AS c WHERE c.oid = documented.oid)
UNION ALL
-- Operators need the schema on the search_path; what they do can be called by name.
SELECT 'no public function does what this operator does: ' || identity
FROM documented JOIN pg_operator USING (oid)
WHERE kind = 'operator' AND oprname NOT IN ('=', '<>', '<', '<=', '>', '>=')
AND oprcode NOT IN (SELECT oid FROM documented WHERE kind = 'function' AND (object ->> 'public')::boolean)
ORDER BY 1;
SQL

# The examples of the reference.
foreach my $example (@{ $fragments->{examples} })
{
	is(trimmed(psql('csops_docs', $example->{sql}, '-A', '-t')), trimmed($example->{result} // ''),
		"example of $example->{entry}: " . substr($example->{sql} =~ s/\s+/ /gr, 0, 100));
}

# The dictionary in the database is that of the fragments, and its examples are among those above.
my ($separator, $end) = ("\x1f", "\x1e");
my %defined = map { my @row = split /\x1f/, $_, -1; $row[0] => \@row }
  split /\x1e/, trimmed(psql('csops_docs', 'SELECT metric, formula, unit, null_rule, source, signatures, example, answer FROM metric_definitions()',
	'-A', '-t', '-F', $separator, '-R', $end));
my %example_result = map { $_->{sql} => $_->{result} } @{ $fragments->{examples} };
is_deeply([ sort keys %defined ], [ sort map { $_->{metric} } @{ $fragments->{metrics} } ], 'the dictionary has the metrics of the fragments');
foreach my $metric (@{ $fragments->{metrics} })
{
	my ($name, @row) = @{ $defined{ $metric->{metric} } // [] };
	my ($example, $answer) = @row[5, 6];

	is_deeply([ @row[0 .. 3] ], [ map { $metric->{$_} =~ s/\n/ /gr } qw(formula unit null_rule source) ], "$metric->{metric} is defined as in the reference");
	is_deeply([ sort map { type_names($_) } split /; /, $row[4] // '' ], [ sort @{ $metric->{signatures} } ], "$metric->{metric} has all its functions");
	is($answer // '', $example_result{ $example // '' } // 'no such example', "$metric->{metric} has an example of the reference");
}

# The pages.
my $blocks = 0;
foreach my $page ('README.md', grep { $_ ne 'docs/reference.md' } sort glob 'docs/*.md')
{
	my $database = $page eq 'README.md' ? 'warehouse' : 'csops_page';
	my $text = slurp($page);
	my $number = 0;
	my $missing;

	fresh_database($database, $page eq 'README.md' ? '' : $install);
	while ($text =~ /^```sql\n(.*?)^```\n(?:\n*```text\n(.*?)^```\n)?/msg)
	{
		my ($sql, $expected) = ($1, $2);
		my $output = psql($database, $sql);

		$number++;
		$blocks++;
		# Of contrib, which a server may lack; the rest of the page is about what it gives.
		$missing = $1 if $output =~ /^ERROR:  extension "(postgres_fdw)" is not available/m;
	SKIP:
		{
			skip("$page, example $number: this server has no $missing", 1) if defined $missing;
			if (defined $expected)
			{
				is(trimmed($output), trimmed($expected), "$page, example $number");
			}
			else
			{
				unlike($output, qr/^(ERROR|FATAL|PANIC)/m, "$page, statements $number");
			}
		}
	}
	psql('postgres', "DROP DATABASE $database;");
}
cmp_ok($blocks, '>', 0, 'there are examples in the pages');
psql('postgres', 'DROP DATABASE csops_docs;');
done_testing;
