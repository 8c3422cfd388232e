/*
 * cohort_grid.c
 *		What cohorts must have alike: mode, unit, time zone, start of the week.
 */
#include "csops.h"

#include "cohort.h"
#include "libpq/pqformat.h"
#include "options.h"
#include "utils/timestamp.h"

static const char *const mode_names[COHORT_MODES] = {NULL, "first", "recurring", "born"};

CohortMode
option_cohort_mode(FunctionCallInfo fcinfo, int n, bool with_born)
{
	static const char *const names[] = {"first", "recurring", NULL};
	bool		recurring;

	if (PG_NARGS() > n && PG_ARGISNULL(n))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("mode must not be null"),
				 errhint("Give 'first' or 'recurring'.")));
	recurring = option_choice(fcinfo, n, "mode", names) == 1;
	if (recurring && with_born)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("recurring cohorts have no date of birth"),
				 errdetail("With mode 'recurring' an account is in the cohort of every period in which it was active."),
				 errhint("Give mode 'first' for cohorts by date of birth, or leave the date out.")));
	if (with_born)
		return COHORT_BORN;
	return recurring ? COHORT_RECURRING : COHORT_FIRST;
}

/* Grids in values */

Size
grid_name_size(const CohortGrid *grid)
{
	return grid->periods.zone_name == NULL ? 0 : TYPEALIGN(COHORT_WORD, strlen(grid->periods.zone_name) + 1);
}

void
store_grid(StoredGrid *stored, char *name, const CohortGrid *grid)
{
	stored->mode = (uint8) grid->mode;
	if (grid->periods.zone_name == NULL)
		return;
	stored->unit = (uint8) grid->periods.unit;
	stored->week_start = (uint8) grid->periods.week_start;
	stored->zone_words = (uint8) (grid_name_size(grid) / COHORT_WORD);
	memcpy(name, grid->periods.zone_name, strlen(grid->periods.zone_name));
}

CohortGrid
stored_grid(const StoredGrid *stored, const char *name)
{
	CohortGrid	grid = {stored->mode, {stored->unit, stored->week_start, NULL}};

	if (stored->zone_words > 0)
		grid.periods.zone_name = name;
	return grid;
}

bool
stored_grid_is_sane(const StoredGrid *stored, const void *value, Size name_offset, Size size)
{
	Size		end = name_offset + (Size) stored->zone_words * COHORT_WORD;

	return size >= end && stored->mode < COHORT_MODES && stored->unit < PERIOD_UNITS &&
		(stored->zone_words == 0 || ((const char *) value)[end - 1] == '\0');
}

bool
same_cohort_grid(const CohortGrid *a, const CohortGrid *b)
{
	if (a->mode != b->mode || a->periods.zone_name == NULL || b->periods.zone_name == NULL)
		return a->mode == b->mode && a->periods.zone_name == b->periods.zone_name;
	return same_grid(&a->periods, &b->periods);
}

void
unlike_cohorts(const CohortGrid *a, const CohortGrid *b)
{
	if (a->mode == b->mode)
		check_same_grid(&a->periods, &b->periods);
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("cohorts of different modes do not go together"),
			 errdetail("One has cohorts of mode '%s', the other of mode '%s'.", mode_names[a->mode], mode_names[b->mode]),
			 errhint("Make both with the same mode, and with or without a date of birth.")));
}

/* Text and binary */

void
write_json_grid(StringInfo out, const CohortGrid *grid)
{
	if (grid->mode != COHORT_UNKNOWN)
		appendStringInfo(out, "\"mode\": \"%s\", ", mode_names[grid->mode]);
	if (grid->periods.zone_name == NULL)
		return;
	json_append_grid_name(out, &grid->periods);
	appendStringInfoString(out, ", ");
}

static CohortMode
read_json_mode(const JsonNode *node)
{
	const char *name = json_string(node);

	for (int mode = COHORT_FIRST; mode < COHORT_MODES; mode++)
	{
		if (strcmp(name, mode_names[mode]) == 0)
			return (CohortMode) mode;
	}
	json_error(node, "The modes are first, recurring and born.");
}

CohortGrid
read_json_grid(const JsonNode *root)
{
	const JsonNode *mode = json_field(root, "mode");
	CohortGrid	grid = {COHORT_UNKNOWN, {PERIOD_DAY, 0, NULL}};

	if (mode != NULL)
		grid.mode = read_json_mode(mode);
	if (grid.mode == COHORT_FIRST || grid.mode == COHORT_RECURRING || json_field(root, "unit") != NULL)
		grid.periods = json_grid_name(root);
	else if (json_field(root, "tz") != NULL || json_field(root, "week_start") != NULL)
		json_error(root, "The unit is missing.");
	return grid;
}

void
send_grid(StringInfo out, const CohortGrid *grid)
{
	pq_sendbyte(out, grid->mode);
	pq_sendbyte(out, grid->periods.zone_name != NULL);
	if (grid->periods.zone_name != NULL)
		send_grid_name(out, &grid->periods);
}

CohortGrid
receive_grid(StringInfo in, const CsopsType *type)
{
	int			mode = pq_getmsgbyte(in);
	int			known = pq_getmsgbyte(in);
	CohortGrid	grid = {COHORT_UNKNOWN, {PERIOD_DAY, 0, NULL}};

	if (mode >= COHORT_MODES || known > 1 || (!known && (mode == COHORT_FIRST || mode == COHORT_RECURRING)))
		csops_bad_binary(type, "The mode is not known.");
	grid.mode = (CohortMode) mode;
	if (known)
		grid.periods = receive_grid_name(in, type);
	return grid;
}

bool
period_is_possible(const CohortGrid *grid, int64 period)
{
	return period >= period_of_date(grid->periods.unit, grid->periods.week_start, ACTIVITY_FIRST_DATE) &&
		period <= period_of_date(grid->periods.unit, grid->periods.week_start, ACTIVITY_LAST_DATE);
}

void
cohort_age_out_of_range(int32 age)
{
	ereport(ERROR,
			(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
			 errmsg("activity lies too long after the beginning of its cohort"),
			 errdetail("An account was active %d periods after its cohort's; the most is %d.", age, COHORT_LARGEST_AGE),
			 errhint("Correct the dates, or choose a longer unit.")));
}

/* As of */

int32
option_running_period(FunctionCallInfo fcinfo, int n, bool by_date, const GridName *name)
{
	PeriodGrid *periods = named_period_grid(name);

	if (by_date ? DATE_NOT_FINITE(PG_GETARG_DATEADT(n)) : TIMESTAMP_NOT_FINITE(PG_GETARG_TIMESTAMPTZ(n)))
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("as_of must be finite"),
				 errdetail("There is a row for each period up to it."),
				 errhint("Give the instant up to which the events are known.")));
	if (by_date)
		return period_of_date(periods->unit, periods->week_start, PG_GETARG_DATEADT(n));
	return period_of_instant(periods, PG_GETARG_TIMESTAMPTZ(n));
}

int32
cohort_age_at(int32 cohort, int32 running)
{
	int32		age = running - cohort;

	if (age > COHORT_LARGEST_ROW)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("too many periods"),
				 errdetail("From a cohort to as_of there are more than %d.", COHORT_LARGEST_ROW),
				 errhint("Give the instant up to which the events are known.")));
	return age;
}

void
check_cohort_age(int32 period)
{
	if (period < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("period must not be negative"),
				 errdetail("The period given is %d.", period),
				 errhint("Period 0 is that of the cohort, 1 the one after it.")));
}
