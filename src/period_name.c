/*
 * period_name.c
 *		The names of period grids: compared, as JSON, in binary.
 */
#include "csops.h"

#include "libpq/pqformat.h"
#include "period.h"

static char *
shown_grid(const GridName *name)
{
	if (name->unit > PERIOD_WEEK)
		return psprintf("%s in %s", period_unit_name(name->unit), name->zone_name);
	return psprintf("%s in %s, weeks from day %d", period_unit_name(name->unit), name->zone_name, name->week_start);
}

void
check_same_grid(const GridName *a, const GridName *b)
{
	if (same_grid(a, b))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("periods of different units, zones or weeks do not go together"),
			 errdetail("One is by %s, the other by %s.", shown_grid(a), shown_grid(b)),
			 errhint("Make both with the same unit, tz and week_start, or bring days to a longer unit with to_unit.")));
}

static PeriodUnit
json_unit(const JsonNode *node)
{
	const char *text = json_string(node);

	for (int unit = 0; unit < PERIOD_UNITS; unit++)
	{
		if (strcmp(text, period_unit_name((PeriodUnit) unit)) == 0)
			return (PeriodUnit) unit;
	}
	json_error(node, "The units are day, week, month, quarter and year.");
}

GridName
json_grid_name(const JsonNode *object)
{
	const JsonNode *tz = json_required(object, "tz");
	const JsonNode *week_start = json_field(object, "week_start");
	const TimeZone *zone;
	const char *reason;
	GridName	name = {PERIOD_DAY, PERIOD_MONDAY, NULL};

	name.unit = json_unit(json_required(object, "unit"));
	if (week_start != NULL)
		name.week_start = (int) json_int64(week_start, PERIOD_MONDAY, PERIOD_SUNDAY);
	if (name.unit > PERIOD_WEEK)
		name.week_start = PERIOD_MONDAY;
	zone = time_zone_find(json_string(tz), &reason);
	if (zone == NULL)
		json_error(tz, "%s", reason);
	name.zone_name = zone->name;
	return name;
}

void
json_append_grid_name(StringInfo out, const GridName *name)
{
	appendStringInfo(out, "\"unit\": \"%s\", \"tz\": ", period_unit_name(name->unit));
	json_append_string(out, name->zone_name);
	if (name->unit <= PERIOD_WEEK)
		appendStringInfo(out, ", \"week_start\": %d", name->week_start);
}

GridName
receive_grid_name(StringInfo in, const CsopsType *type)
{
	int			unit = pq_getmsgbyte(in);
	int			week_start = pq_getmsgbyte(in);
	const char *reason;
	const TimeZone *zone = time_zone_find(pq_getmsgstring(in), &reason);
	GridName	name = {(PeriodUnit) unit, week_start, NULL};

	if (unit >= PERIOD_UNITS || week_start < PERIOD_MONDAY ||
		week_start > (unit > PERIOD_WEEK ? PERIOD_MONDAY : PERIOD_SUNDAY))
		csops_bad_binary(type, "The unit or the start of its weeks is not known.");
	if (zone == NULL)
		csops_bad_binary(type, reason);
	name.zone_name = zone->name;
	return name;
}

void
send_grid_name(StringInfo out, const GridName *name)
{
	pq_sendbyte(out, name->unit);
	pq_sendbyte(out, name->week_start);
	pq_sendstring(out, name->zone_name);
}
