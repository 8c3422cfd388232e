{#- The schema of the extension, as SQL wants it written. -#}
{%- macro schema() -%}
	{%- set name = var('csops_schema', 'csops') -%}
	{{- name if modules.re.fullmatch('[a-z_][a-z0-9_]*', name) else adapter.quote(name) -}}
{%- endmacro -%}

{#- A text of a variable as an SQL literal. -#}
{%- macro literal(value) -%}
	'{{ (value | string).replace("'", "''") }}'
{%- endmacro -%}

{#- A list of texts. -#}
{%- macro literals(values) -%}
	{%- for value in values %}{{ csops.literal(value) }}{{ ', ' if not loop.last }}{% endfor -%}
{%- endmacro -%}

{#- The instant that figures are taken at: the variable csops_as_of, or when the run started. -#}
{%- macro as_of() -%}
	{%- set given = var('csops_as_of', '') | string | trim -%}
	{%- if given and not modules.re.search('[0-9]:[0-9:.]+(Z|[+-][0-9]{2}(:?[0-9]{2})?)$', given) -%}
		{{ exceptions.raise_compiler_error("The variable csops_as_of is " ~ given ~ ", which is another instant in every time zone. Write it with its offset: 2026-07-01 00:00:00+00") }}
	{%- endif -%}
	timestamptz {{ csops.literal(given or run_started_at.strftime('%Y-%m-%d %H:%M:%S.%f+00')) }}
{%- endmacro -%}

{#- The time zone in which days, weeks and months begin. -#}
{%- macro time_zone() -%}
	{{ csops.literal(var('csops_time_zone', 'UTC')) }}
{%- endmacro -%}

{#- The local day of an instant; of a week, month, quarter or year its first day. -#}
{%- macro local_date(at, unit='day') -%}
	date_trunc('{{ unit }}', {{ at }} AT TIME ZONE {{ csops.time_zone() }})::date
{%- endmacro -%}

{#- on-run-start: says what is missing before the first model fails for it. -#}
{%- macro check_installation() -%}
	{%- if execute and flags.WHICH in ['run', 'build', 'test', 'seed', 'snapshot', 'run-operation'] -%}
		{%- set wanted = var('csops_minimum_version', '0.1') -%}
		{%- set schema = var('csops_schema', 'csops') -%}
		{%- set installed = run_query(
			"SELECT extversion, nspname, "
			~ "string_to_array(substring(extversion FROM '^[0-9.]*[0-9]'), '.')::integer[] >= string_to_array(" ~ csops.literal(wanted) ~ ", '.')::integer[] "
			~ "FROM pg_catalog.pg_extension JOIN pg_catalog.pg_namespace AS n ON n.oid = extnamespace WHERE extname = 'csops'") -%}
		{%- if installed.rows | length == 0 -%}
			{{ exceptions.raise_compiler_error(
				"The extension csops is not installed in the database " ~ target.database ~ ". Whoever owns the database installs it with:\n"
				~ "  CREATE SCHEMA " ~ schema ~ ";\n  CREATE EXTENSION csops SCHEMA " ~ schema ~ ";\n"
				~ "The server needs its files first; README.md of csops says how.") }}
		{%- elif installed.rows[0][1] != schema -%}
			{{ exceptions.raise_compiler_error(
				"The extension csops is in the schema " ~ installed.rows[0][1] ~ ", and this project looks for it in " ~ schema ~ ". Set the variable:\n"
				~ "  vars:\n    csops_schema: " ~ installed.rows[0][1]) }}
		{%- elif not installed.rows[0][2] -%}
			{{ exceptions.raise_compiler_error(
				"The extension csops in the database " ~ target.database ~ " is version " ~ installed.rows[0][0] ~ ", and this package needs " ~ wanted
				~ " or later. Once the server has its files:\n  ALTER EXTENSION csops UPDATE;") }}
		{%- endif -%}
	{%- endif -%}
{%- endmacro -%}
