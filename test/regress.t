#!/usr/bin/env perl
# The regression tests of test/sql, run by pg_regress on the cluster that PGHOST names; one TAP line each.
use strict;
use warnings;
use Test::More;

my @names = map { m{([^/]+)\.sql$} } sort glob 'test/sql/*.sql';
plan skip_all => 'there are no files in test/sql' unless @names;

my $output = qx(make -s with_llvm=no PG_CONFIG="$ENV{PG_CONFIG}" installcheck 2>&1);
my $status = $?;

foreach my $name (@names)
{
	# Up to version 15 "test name ... ok", from 16 on "ok 1 - name".
	my $passed = $output =~ /^(?:test\s+)?\Q$name\E\s+\.\.\.\s+ok\b/m
	  || $output =~ /^ok\s+\d+\s+[-+]\s+\Q$name\E\s/m;

	ok($passed, "pg_regress $name");
}
is($status, 0, 'pg_regress as a whole') or diag($output);
if ($status != 0)
{
	foreach my $file (grep { -e } map { "$_/regression.diffs" } '.', 'test')
	{
		open my $diffs, '<', $file or die "$file: $!";
		diag(do { local $/; <$diffs> });
	}
}
done_testing;
