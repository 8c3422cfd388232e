{#-
	Two incremental strategies for models that keep summaries. Both leave a row alone that would not change, so that a run
	without news writes nothing. Both need unique_key, and a unique index on it, whose columns are never NULL.

	csops_replace, for facts that change: a new row takes the place of the old one. A row that has nothing but its key says that the
	old one goes. A column changed_at says when a row last became another one; by itself it is no change.

	csops_merge, for facts that are only added: summaries are merged into the stored ones with csops' merge(), and of any other column the
	greater value stays. Where the summary is idempotent (activity_grid, timeline, signal_set) rows may be read again, so that a run looks
	back as far as rows arrive late. With any other summary a row that is read twice counts twice.

	A project that uses them in models of its own adds, for each, a macro that leads here:

		{% macro get_incremental_csops_replace_sql(arg_dict) %}
			{{ return(csops.get_incremental_csops_replace_sql(arg_dict)) }}
		{% endmacro %}
-#}
{% macro get_incremental_csops_replace_sql(arg_dict) %}
	{%- set key = csops.key_columns(arg_dict) -%}
	{%- set columns = arg_dict['dest_columns'] | map(attribute='quoted') | list -%}
	{%- set others = columns | reject('in', key) | list -%}
	{%- set compared = others | reject('equalto', adapter.quote('changed_at')) | list -%}
	{%- set target = arg_dict['target_relation'] -%}
	{%- set news = arg_dict['temp_relation'] %}
WITH gone AS (
	DELETE FROM {{ target }} AS kept USING {{ news }} AS news
	WHERE ({{ csops.columns_of('kept', key) }}) = ({{ csops.columns_of('news', key) }})
		AND num_nonnulls({{ csops.columns_of('news', others) }}) = 0
)
INSERT INTO {{ target }} AS kept ({{ columns | join(', ') }})
SELECT {{ columns | join(', ') }} FROM {{ news }} AS news
WHERE num_nonnulls({{ csops.columns_of('news', others) }}) > 0
ON CONFLICT ({{ key | join(', ') }}) DO UPDATE
SET {% for column in others %}{{ column }} = excluded.{{ column }}{{ ', ' if not loop.last }}{% endfor %}
WHERE pg_catalog.record_image_ne(ROW({{ csops.columns_of('kept', compared) }}), ROW({{ csops.columns_of('excluded', compared) }}))
{% endmacro %}

{% macro get_incremental_csops_merge_sql(arg_dict) %}
	{%- set key = csops.key_columns(arg_dict) -%}
	{%- set columns = arg_dict['dest_columns'] | map(attribute='quoted') | list -%}
	{%- set others = columns | reject('in', key) | list -%}
	{%- set target = arg_dict['target_relation'] -%}
	{%- set summaries = csops.summary_columns(target) -%}
	{%- set merged = [] -%}
	{%- for column in others -%}
		{%- if column in summaries -%}
			{%- do merged.append('coalesce(' ~ csops.merge('kept.' ~ column, 'excluded.' ~ column) ~ ', kept.' ~ column ~ ', excluded.' ~ column ~ ')') -%}
		{%- else -%}
			{%- do merged.append('greatest(kept.' ~ column ~ ', excluded.' ~ column ~ ')') -%}
		{%- endif -%}
	{%- endfor %}
INSERT INTO {{ target }} AS kept ({{ columns | join(', ') }})
SELECT {{ columns | join(', ') }} FROM {{ arg_dict['temp_relation'] }}
ON CONFLICT ({{ key | join(', ') }}) DO UPDATE
SET {% for column in others %}{{ column }} = {{ merged[loop.index0] }}{{ ', ' if not loop.last }}{% endfor %}
WHERE pg_catalog.record_image_ne(ROW({{ csops.columns_of('kept', others) }}), ROW({{ merged | join(', ') }}))
{% endmacro %}

{#- unique_key as a list of quoted columns. -#}
{% macro key_columns(arg_dict) %}
	{%- set key = arg_dict['unique_key'] -%}
	{%- if not key -%}
		{{ exceptions.raise_compiler_error('The strategies csops_replace and csops_merge need the unique_key of the model.') }}
	{%- endif -%}
	{%- set quoted = [] -%}
	{%- for column in ([key] if key is string else key) -%}
		{%- do quoted.append(adapter.quote(column)) -%}
	{%- endfor -%}
	{{ return(quoted) }}
{% endmacro %}

{%- macro columns_of(relation, columns) -%}
	{%- for column in columns %}{{ relation }}.{{ column }}{{ ', ' if not loop.last }}{% endfor -%}
{%- endmacro -%}

{#- The columns of a table that merge() of csops takes, quoted. -#}
{% macro summary_columns(relation) %}
	{%- set found = run_query(
		"SELECT attname FROM pg_catalog.pg_attribute JOIN pg_catalog.pg_proc ON pronargs = 2 AND proargtypes[0] = atttypid AND proargtypes[1] = atttypid "
		~ "JOIN pg_catalog.pg_depend AS d ON d.classid = 'pg_catalog.pg_proc'::regclass AND d.objid = pg_proc.oid AND d.deptype = 'e' "
		~ "JOIN pg_catalog.pg_extension AS e ON e.oid = d.refobjid AND extname = 'csops' "
		~ "WHERE attrelid = " ~ csops.literal(relation) ~ "::regclass AND attnum > 0 AND proname = 'merge'") -%}
	{%- set quoted = [] -%}
	{%- for row in found.rows -%}
		{%- do quoted.append(adapter.quote(row[0])) -%}
	{%- endfor -%}
	{{ return(quoted) }}
{% endmacro %}

{#-
	For a model whose rows are facts that change: an instant later than that of any row so far. The models that read it find by it what is new to
	them, however many of its runs they have missed.
-#}
{%- macro changed_at() -%}
	{%- if is_incremental() -%}
		greatest(now(), (SELECT max(changed_at) FROM {{ this }}) + interval '1 microsecond')
	{%- else -%}
		now()
	{%- endif -%}
{%- endmacro -%}

{#-
	For a model that keeps a summary for each bucket of such facts: the buckets to make anew. The facts have bucket (where the row counts), buckets (all
	in which it ever did, so that the one it has left is made anew too), removed and changed_at; the model has bucket and
	changed_through, the greatest changed_at it has seen of the facts in the bucket. The buckets are few where few facts changed, and all of them on
	the first run.
-#}
{%- macro dirty_buckets(facts, condition='true') -%}
	{%- if is_incremental() -%}
		SELECT DISTINCT touched.bucket FROM {{ facts }} AS fact CROSS JOIN LATERAL unnest(fact.buckets) AS touched (bucket)
		WHERE fact.changed_at > (SELECT coalesce(max(changed_through), '-infinity') FROM {{ this }}) AND {{ condition }}
	{%- else -%}
		SELECT DISTINCT bucket FROM {{ facts }} AS fact WHERE NOT removed AND {{ condition }}
	{%- endif -%}
{%- endmacro -%}

{#- The name of a bucket: one text of several columns, which are read back from the facts. -#}
{%- macro bucket(columns) -%}
	jsonb_build_array({{ columns | join(', ') }})::text
{%- endmacro -%}
