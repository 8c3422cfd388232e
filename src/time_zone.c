/*
 * time_zone.c
 *		Reads the offsets of a time zone out of PostgreSQL's zone library.
 *
 * The stretches of a zone are read once per backend, up to the end of the
 * first 400 years that are governed by the zone's closing rule alone.  What
 * comes later repeats them.
 */
#include "csops.h"

#include "miscadmin.h"
#include "pgtime.h"
#include "time_zone.h"
#include "utils/hsearch.h"
#include "utils/memutils.h"

/* 2000-01-01 in the seconds of the zone library. */
#define UNIX_OFFSET				INT64CONST(946684800)

/*
 * From 2200 on only closing rules are in force: no zone file lists single
 * changes so late, and load_stretches() verifies the repetition.
 */
#define RULES_ALONE_FROM		(200 * INT64CONST(31556952))

/* A page of a calendar's index may reach beyond the end of the cycle. */
#define MARGIN					(400 * SECONDS_OF_DAY)

#define MAX_OFFSET_HOURS		15

typedef struct ZoneEntry
{
	char		key[TZ_STRLEN_MAX + 1];
	TimeZone	zone;
} ZoneEntry;

static HTAB *zones = NULL;
static MemoryContext zones_context = NULL;

static int32
offset_at(pg_tz *tz, int64 second)
{
	pg_time_t	time = second + UNIX_OFFSET;
	struct pg_tm *local = pg_localtime(&time, tz);

	if (local == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("timestamp out of range")));
	return (int32) local->tm_gmtoff;
}

/*
 * At the last change of each 400 years the library says that none follows, so
 * it is asked again a second later.
 */
static bool
next_change(pg_tz *tz, int64 second, int64 *change)
{
	for (int attempt = 0; attempt < 2; attempt++)
	{
		pg_time_t	time = second + attempt + UNIX_OFFSET;
		pg_time_t	boundary;
		long		before_offset;
		long		after_offset;
		int			before_dst;
		int			after_dst;

		if (pg_next_dst_boundary(&time, &before_offset, &before_dst,
								 &boundary, &after_offset, &after_dst, tz) > 0)
		{
			*change = boundary - UNIX_OFFSET;
			return true;
		}
	}
	return false;
}

/* Every change after a second shows up again 400 years later. */
static bool
repeats(pg_tz *tz, const ZoneStretch *stretches, int count, int64 from)
{
	for (int i = 0; i < count; i++)
	{
		int64		start = Max(stretches[i].start, from);

		if (i + 1 < count && stretches[i + 1].start <= from)
			continue;
		if (start >= from + SECONDS_OF_CYCLE)
			break;
		if (offset_at(tz, start + SECONDS_OF_CYCLE) != stretches[i].offset ||
			(start > from && offset_at(tz, start - 1 + SECONDS_OF_CYCLE) != stretches[i - 1].offset))
			return false;
	}
	return true;
}

static bool
load_stretches(TimeZone *zone, pg_tz *tz)
{
	int64		end = RULES_ALONE_FROM + SECONDS_OF_CYCLE + MARGIN;
	int64		second = FIRST_SECOND - SECONDS_OF_DAY;
	int			capacity = 64;
	int			count = 1;
	ZoneStretch *stretches = palloc(capacity * sizeof(ZoneStretch));
	ZoneStretch *kept;

	stretches[0].start = PG_INT64_MIN;
	stretches[0].offset = offset_at(tz, second);
	while (next_change(tz, second, &second) && second < end)
	{
		int32		offset = offset_at(tz, second);

		CHECK_FOR_INTERRUPTS();
		/* Changes of name or of daylight saving alone do not matter here. */
		if (offset == stretches[count - 1].offset)
			continue;
		if (count == capacity)
		{
			capacity *= 2;
			stretches = repalloc(stretches, capacity * sizeof(ZoneStretch));
		}
		stretches[count].start = second;
		stretches[count].offset = offset;
		count++;
	}

	if (!repeats(tz, stretches, count, RULES_ALONE_FROM))
		return false;
	kept = MemoryContextAlloc(zones_context, count * sizeof(ZoneStretch));
	memcpy(kept, stretches, count * sizeof(ZoneStretch));
	pfree(stretches);

	zone->name = MemoryContextStrdup(zones_context, pg_get_timezone_name(tz));
	zone->stretches = kept;
	zone->count = count;
	if (kept[count - 1].start >= RULES_ALONE_FROM)
		zone->repeats_from = RULES_ALONE_FROM;
	else
		zone->repeats_from = count > 1 ? kept[count - 1].start : FIRST_SECOND;
	return true;
}

static void
load_fixed(TimeZone *zone, const char *name, int32 offset)
{
	ZoneStretch *stretch = MemoryContextAlloc(zones_context, sizeof(ZoneStretch));

	stretch->start = PG_INT64_MIN;
	stretch->offset = offset;
	zone->name = MemoryContextStrdup(zones_context, name);
	zone->stretches = stretch;
	zone->count = 1;
	zone->repeats_from = FIRST_SECOND;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* "+05:30", east positive; the library reads POSIX offsets the other way round. */
static bool
parse_offset(const char *name, int32 *offset)
{
	int			hours;
	int			minutes;

	if ((name[0] != '+' && name[0] != '-') || strlen(name) != 6 ||
		!is_digit(name[1]) || !is_digit(name[2]) || name[3] != ':' ||
		!is_digit(name[4]) || !is_digit(name[5]))
		return false;
	hours = (name[1] - '0') * 10 + (name[2] - '0');
	minutes = (name[4] - '0') * 10 + (name[5] - '0');
	if (hours > MAX_OFFSET_HOURS || minutes > 59)
		return false;
	*offset = (hours * 60 + minutes) * 60;
	if (name[0] == '-')
		*offset = -*offset;
	return true;
}

static bool
has_prefix(const char *name, const char *prefix)
{
	return pg_strncasecmp(name, prefix, strlen(prefix)) == 0;
}

/* A file name of the zone library, no rule in POSIX notation and no detour. */
static bool
is_iana_name(const char *name)
{
	if (strchr(name, '/') == NULL ||
		has_prefix(name, "posix/") || has_prefix(name, "right/"))
		return false;
	for (const char *c = name; *c != '\0'; c++)
	{
		bool		letter = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z');

		if (!letter && (c == name || (!is_digit(*c) && strchr("/_+-", *c) == NULL)))
			return false;
	}
	return true;
}

static bool
has_lower_case(const char *name)
{
	for (; *name != '\0'; name++)
	{
		if (*name >= 'a' && *name <= 'z')
			return true;
	}
	return false;
}

static pg_tz *
find_named(const char *name)
{
	pg_tz	   *tz;

	if (pg_strcasecmp(name, "UTC") == 0)
		return pg_tzset("UTC");
	if (!is_iana_name(name))
		return NULL;
	tz = pg_tzset(name);

	/*
	 * A name that is no file is tried as a POSIX rule; what comes out then is
	 * spelled in capitals, which no file with a slash is.
	 */
	if (tz == NULL || !pg_tz_acceptable(tz) || !has_lower_case(pg_get_timezone_name(tz)))
		return NULL;
	return tz;
}

static void
create_zones(void)
{
	HASHCTL		control = {0};

	if (zones_context == NULL)
		zones_context = AllocSetContextCreate(CacheMemoryContext, "csops time zones",
											  ALLOCSET_SMALL_SIZES);
	control.keysize = TZ_STRLEN_MAX + 1;
	control.entrysize = sizeof(ZoneEntry);
	control.hcxt = zones_context;
	zones = hash_create("csops time zones", 32, &control, HASH_ELEM | HASH_STRINGS | HASH_CONTEXT);
}

const TimeZone *
time_zone_find(const char *name, const char **reason)
{
	TimeZone	loaded = {0};
	ZoneEntry  *entry;
	pg_tz	   *tz = NULL;
	int32		offset = 0;

	*reason = "It is no time zone that PostgreSQL knows by an IANA name with a slash, nor UTC, nor an offset such as +05:30.";
	if (strlen(name) > TZ_STRLEN_MAX)
		return NULL;
	if (zones == NULL)
		create_zones();
	entry = hash_search(zones, name, HASH_FIND, NULL);
	if (entry != NULL)
		return &entry->zone;

	/* Failures are not kept: such names could be without number. */
	if (parse_offset(name, &offset))
		name = offset == 0 ? "+00:00" : name;
	else
	{
		tz = find_named(name);
		if (tz == NULL)
			return NULL;
		name = pg_get_timezone_name(tz);
	}
	entry = hash_search(zones, name, HASH_FIND, NULL);
	if (entry != NULL)
		return &entry->zone;

	if (tz == NULL)
		load_fixed(&loaded, name, offset);
	else if (!load_stretches(&loaded, tz))
	{
		*reason = "The rules of this time zone do not repeat every 400 years.";
		return NULL;
	}
	entry = hash_search(zones, name, HASH_ENTER, NULL);
	entry->zone = loaded;
	return &entry->zone;
}

ZoneStretch
time_zone_at(const TimeZone *zone, int64 second, int64 *end)
{
	int64		shift = 0;
	int			low = 0;
	int			high = zone->count;
	ZoneStretch found;

	if (second >= zone->repeats_from + SECONDS_OF_CYCLE)
	{
		shift = (second - zone->repeats_from) / SECONDS_OF_CYCLE * SECONDS_OF_CYCLE;
		second -= shift;
	}
	while (high - low > 1)
	{
		int			middle = low + (high - low) / 2;

		if (zone->stretches[middle].start <= second)
			low = middle;
		else
			high = middle;
	}
	found = zone->stretches[low];
	if (found.start != PG_INT64_MIN)
		found.start += shift;
	*end = high < zone->count ? zone->stretches[high].start + shift : PG_INT64_MAX;
	return found;
}

bool
time_zone_changes(const TimeZone *zone, int64 *first, int64 *last)
{
	if (zone->count == 1)
		return false;
	*first = zone->stretches[1].start;
	*last = zone->repeats_from;
	return true;
}

bool
time_zone_repeats(const TimeZone *zone)
{
	return zone->stretches[zone->count - 1].start >= RULES_ALONE_FROM;
}
