#!/usr/bin/env perl
# Style that a machine can check: the C sources, the sql fragments, what the project says about itself.
use strict;
use warnings;
use File::Find;
use JSON::PP;
use Test::More;

my $longest_line = 120;
my $longest_file = 900;

sub slurp
{
	my ($path) = @_;

	open my $file, '<', $path or die "$path: $!\n";
	local $/;
	return scalar <$file>;
}

sub columns
{
	my ($line) = @_;

	1 while $line =~ s/^([^\t]*)\t/$1 . ' ' x (4 - length($1) % 4)/e;
	return length $line;
}

# The text with the contents of comments and strings blanked, line for line.
sub code_only
{
	my ($text) = @_;
	my $blank = sub { $_[0] =~ s/[^\n]/ /gr };

	$text =~ s{(/\*.*?\*/)|("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')}
		{ defined $1 ? $blank->($1) : '"' . $blank->(substr $2, 1, -1) . '"' }gse;
	return $text;
}

# A test for each rule: it passes when the rule finds nothing in any of the files.
sub rule
{
	my ($name, $files, $find) = @_;
	my @findings;

	foreach my $path (@$files)
	{
		push @findings, map { "$path:$_" } $find->($path, slurp($path));
	}
	ok(!@findings, $name) or diag(join "\n", @findings);
}

# A rule for one line at a time; it is given the line, and the same with comments and strings blanked.
sub line_rule
{
	my ($name, $files, $is_bad) = @_;

	rule($name, $files, sub {
			my ($path, $text) = @_;
			my @code = split /\n/, code_only($text), -1;
			my @lines = split /\n/, $text, -1;

			return map { $is_bad->($lines[$_], $code[$_], $_) ? $_ + 1 . ": $lines[$_]" : () } 0 .. $#lines;
		});
}

my (@all, @c, @sources, @fragments);
find({ no_chdir => 1, wanted => sub {
			if (-d) { $File::Find::prune = 1 if m{^\./(\.git|demo/out|test/(results|tmp_check)|tmp_check)$}; return; }
			push @all, s{^\./}{}r if -f && -T && !/\.(o|so|bc|tmp)$/ && !m{^\./csops--.*\.sql$} && !m{/regression\.(out|diffs)$}
		} }, '.');
@all = sort @all;
@c = grep { /\.[ch]$/ } @all;
@sources = grep { m{^src/.*\.c$} } @all;
@fragments = grep { m{^sql/\d\d-[a-z0-9-]+\.sql$} } @all;
cmp_ok(scalar @sources, '>', 0, 'there are C sources');
cmp_ok(scalar @fragments, '>', 0, 'there are sql fragments');

# Every text of the project. The words are put together here so that this file does not contain them.
my @unfinished = map { join '', @$_ } [ 'TO', 'DO' ], [ 'FIX', 'ME' ], [ 'X', 'XX' ];
my $unfinished = join '|', map { "\\b$_\\b" } @unfinished;
my $elsewhere = '/(?:' . join('|', 'wo' . 'rk', 'ho' . 'me', 'tmp/' . 'dev', 'tmp/' . 'research') . ')/'
  . '|https?://(?:' . join('|', 'd' . 'eb', 'reg' . 'istry', 'fi' . 'les', 'ind' . 'ex') . ')\.';
line_rule('nothing is left for later', \@all, sub { $_[0] =~ /$unfinished/ });
line_rule('no path of one machine, no package registry', \@all, sub { $_[0] =~ $elsewhere });
line_rule('no blanks at the end of a line', [ grep { !/\.(out|md)$/ } @all ], sub { $_[0] =~ /[ \t\r]$/ });
rule('files end with one newline', [ grep { !/\.out$/ } @all ],
	sub { my ($path, $text) = @_; return $text =~ /[^\n]\n\z/ || $text eq '' ? () : '1' });
rule('shell scripts and programs can be executed', [ grep { !/\.t$/ } @all ],
	sub { my ($path, $text) = @_; return $text =~ /^#!/ && !-x $path ? '1' : () });

# C
rule("C files have at most $longest_file lines", \@c,
	sub { my ($path, $text) = @_; my $lines = $text =~ tr/\n//; return $lines > $longest_file ? $lines : () });
line_rule("C lines have at most $longest_line columns, messages apart", \@c,
	sub { columns($_[0] =~ s/"(?:[^"\\]|\\.)*"/""/gr) > $longest_line });
line_rule('C is indented with tabs', \@c, sub { $_[0] =~ /^\t* {4}/ || $_[0] =~ /^ +\t/ || ($_[1] =~ /^ {1,3}\S/) });
line_rule('C comments are not of the // kind', \@c, sub { $_[1] =~ m{//} });
line_rule('C braces stand on lines of their own', \@c, sub {
		my $code = $_[1] =~ s/\s*\\?$//r;

		return ($code =~ /[^\s]\s*\{$/ && $code !~ /(=|,|\{|\(|\bextern "\s*")\s*\{$/ && $code !~ /^\s*\{/)
		  || $code =~ /\}\s*(else|while)\b/;
	});
rule('C functions have their names at the margin', \@c, sub {
		my ($path, $text) = @_;
		my $code = code_only($text);
		my @found;

		push @found, ': ' . $1 while $code =~ /^((?:\w+[ \t*]+)+\w+\()[^;{}]*\)\s*\{/mg;
		return @found;
	});
line_rule('errors that users meet are raised with ereport', \@c, sub { $_[1] =~ /\belog\(\s*(ERROR|FATAL|PANIC)\b/ });
line_rule('no fixed-size formatting', \@c, sub { $_[1] =~ /\b(sprintf|strcpy|strcat|gets|sscanf|atoi|atol|atof)\s*\(/ });
rule('C sources include csops.h first', \@sources, sub {
		my ($path, $text) = @_;
		my ($included) = $text =~ /^#include\s+(\S+)/m;

		return ($included // '') eq '"csops.h"' ? () : '1: ' . ($included // 'nothing');
	});
rule('C files begin with their name and what they are for', [ grep { m{^src/} } @c ], sub {
		my ($path, $text) = @_;
		my ($name) = $path =~ m{([^/]+)$};

		return $text =~ m{^/\*\n \* \Q$name\E\n \*\t\t\S} ? () : '1';
	});
rule('headers are guarded', [ grep { m{^src/.*\.h$} } @c ], sub {
		my ($path, $text) = @_;
		my $guard = uc($path =~ m{([^/]+)\.h$} ? $1 : '') . '_H';

		$guard = "CSOPS_$guard" unless $guard =~ /^CSOPS/;
		return $text =~ /^#ifndef \Q$guard\E\n#define \Q$guard\E\n/m ? () : "1: $guard";
	});

# SQL
my $guard = qq(\\echo Use "CREATE EXTENSION csops" to load this file. \\quit\n);
my $first = '';
foreach my $line (split /^/, @fragments ? slurp($fragments[0]) : '')
{
	next if $line =~ /^(--.*)?$/;
	$first = $line;
	last;
}
is($first, $guard, 'the install script refuses to be run by hand');
rule('fragments begin with what they are and what they need, which comes before them', \@fragments, sub {
		my ($path, $text) = @_;
		my ($head) = $text =~ /^((?:-- .*\n)+)/;
		my ($needs) = ($head // '') =~ /^-- \S.*\.\s+(?:-- )?Needs ([^.]*)\.$/s;

		return '1: does not begin with "-- What it is. Needs nothing."' unless defined $needs;
		return map { "1: needs $_" } grep { my $n = "sql/$_.sql"; !-e $n || $n ge $path }
		  grep { $_ ne 'nothing' } split /,\s*|\s+and\s+/, $needs;
	});

# The statements of a fragment with comments and the contents of strings blanked.
sub sql_code
{
	my ($text) = @_;

	$text =~ s{(--[^\n]*|/\*.*?\*/)|'((?:[^']|'')*)'}{ defined $1 ? '' : "''" }gse;
	return $text;
}

my @sql = (@fragments, grep { m{^sql/.*(\.in|--.*\.sql)$} } @all);
foreach my $forbidden (
	[ 'OR REPLACE', qr/\bOR\s+REPLACE\b/i ],
	[ 'IF NOT EXISTS', qr/\bIF\s+NOT\s+EXISTS\b/i ],
	[ 'SECURITY DEFINER', qr/\bSECURITY\s+DEFINER\b/i ],
	[ 'LEAKPROOF', qr/\bLEAKPROOF\b/i ],
	[ 'extschema', qr/\@extschema/ ],
	[ 'DO blocks', qr/^\s*DO\b/im ],
	[ 'SQL bodies in strings', qr/\bLANGUAGE\s+('?)sql\1\b[^;]*\bAS\s+['\$]|\bAS\s+['\$][^;]*\bLANGUAGE\s+('?)sql\2\b/i ],
	[ 'tables', qr/\bCREATE\s+(UNLOGGED\s+)?TABLE\b/i ])
{
	my ($name, $pattern) = @$forbidden;

	rule("the install script has no $name", \@sql,
		sub { return sql_code($_[1]) =~ /$pattern/ ? ': ' . $& : () });
}

# A body in SQL is resolved when the extension is made: by names that say their schema, it cannot be led astray.
rule('SQL bodies name the schema of every function and operator', \@sql, sub {
		my ($path, $text) = @_;
		my @found;

		foreach my $body (sql_code($text) =~ /\b(?:BEGIN\s+ATOMIC\b|RETURN\s)(.*?);\s*(?=CREATE|COMMENT|$)/gsi)
		{
			my $rest = $body =~ s/\bOPERATOR\s*\(\s*pg_catalog\.[^)]*\)/ /gir =~ s/::/ /gr;

			push @found, ": operator $1" while $rest =~ m{([+\-*/<>=~!@#%^&|`?]+)}g;
			while ($rest =~ /(?<![.\w])(\w+)\s*\(/g)
			{
				push @found, ": function $1"
				  unless uc $1 =~ /^(CASE|COALESCE|GREATEST|LEAST|NULLIF|VALUES|ROW|IN|EXISTS|ARRAY|FROM|WHERE|AND|OR|NOT|SELECT|AS|OVER|FILTER)$/;
			}
		}
		return @found;
	});

# What the project says about itself.
my ($version) = slurp('csops.control') =~ /^default_version\s*=\s*'([^']+)'/m;
my $meta = decode_json(slurp('META.json'));
like($meta->{version}, qr/^\Q$version\E\.\d+$/, 'META.json has the version of csops.control');
is($meta->{provides}{csops}{version}, $meta->{version}, 'META.json provides that version');
ok(-e $meta->{provides}{csops}{$_}, "META.json: $_ exists") foreach 'docfile';
is($meta->{provides}{csops}{file}, "csops--$version.sql", 'META.json names the install script');
is($meta->{license}, 'postgresql', 'META.json has the license');
like(slurp('LICENSE'), qr/^PostgreSQL License/, 'LICENSE is the PostgreSQL License');
like(slurp('CHANGELOG.md'), qr/^## \[(Unreleased|\Q$meta->{version}\E)\]/m, 'CHANGELOG.md speaks of this version');
done_testing;
