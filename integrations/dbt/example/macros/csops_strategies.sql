{# A project whose own models use the strategies of the package says where they are. #}
{% macro get_incremental_csops_replace_sql(arg_dict) %}
	{{ return(csops.get_incremental_csops_replace_sql(arg_dict)) }}
{% endmacro %}

{% macro get_incremental_csops_merge_sql(arg_dict) %}
	{{ return(csops.get_incremental_csops_merge_sql(arg_dict)) }}
{% endmacro %}
