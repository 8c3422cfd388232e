/*
 * json_date.c
 *		Dates in JSON documents: "2026-03-31".
 */
#include "csops.h"

#include "json_date.h"
#include "utils/datetime.h"

#define DATE_LENGTH		10

static bool
scan_number(const char *digits, int count, int *number)
{
	*number = 0;
	for (int i = 0; i < count; i++)
	{
		if (digits[i] < '0' || digits[i] > '9')
			return false;
		*number = *number * 10 + (digits[i] - '0');
	}
	return true;
}

DateADT
json_date(const JsonNode *node)
{
	const char *text = json_string(node);
	int			year;
	int			month;
	int			day;

	if (strlen(text) != DATE_LENGTH || text[4] != '-' || text[7] != '-' ||
		!scan_number(text, 4, &year) ||
		!scan_number(text + 5, 2, &month) ||
		!scan_number(text + 8, 2, &day))
		json_error_hint(node, "Write it as \"2026-03-31\".", "A date is expected here.");
	if (year < 1 || month < 1 || month > MONTHS_PER_YEAR || day < 1 ||
		day > day_tab[isleap(year)][month - 1])
		json_error_hint(node, "Write it as \"2026-03-31\".", "There is no such date.");
	return date2j(year, month, day) - POSTGRES_EPOCH_JDATE;
}

const char *
shown_date(DateADT date)
{
	int			year;
	int			month;
	int			day;

	j2date(date + POSTGRES_EPOCH_JDATE, &year, &month, &day);
	return psprintf("%04d-%02d-%02d", year, month, day);
}

void
json_append_date(StringInfo out, DateADT date)
{
	appendStringInfo(out, "\"%s\"", shown_date(date));
}
