SELECT
	calendar::text AS calendar,
	definition::{{ csops.schema() }}.business_calendar AS definition
FROM {{ source('csops_source', 'business_calendars') }}
