/*
 * activity_grid.c
 *		The bytes of an activity_grid, and how states grow.
 */
#include "csops.h"

#include "activity_grid.h"
#include "json_date.h"
#include "pgtime.h"
#include "port/pg_bitutils.h"

#define BITS_OF_BYTE			8

/* Unit and start of the week take three bits each, the period the other 26. */
#define WEEK_START_SHIFT		3
#define FIRST_SHIFT				6
#define FIRST_BIAS				(1 << 25)
#define FIELD_MASK				7

/* With room for the longest span wherever its first bit stands in a byte. */
#define MOST_BYTES				(ACTIVITY_LONGEST_SPAN / BITS_OF_BYTE + 1)

/* Sizes are powers of two, because that is what the allocator of an aggregate hands out. */
#define SMALLEST_STATE			64

static inline int32
first_bit_of(const ActivityGrid *grid)
{
	return (int32) (grid->packed >> FIRST_SHIFT) - FIRST_BIAS;
}

static inline Size
bits_offset(const char *zone_name)
{
	return offsetof(ActivityGrid, zone_name) + strlen(zone_name) + 1;
}

static inline uint8 *
bits_of(const ActivityGrid *grid, int *bytes)
{
	Size		offset = bits_offset(grid->zone_name);

	*bytes = (int) (VARSIZE(grid) - offset);
	return (uint8 *) grid + offset;
}

static inline int32
last_bit(const uint8 *bits, int bytes)
{
	return (bytes - 1) * BITS_OF_BYTE + pg_leftmost_one_pos32(bits[bytes - 1]);
}

GridName
activity_grid_name(const ActivityGrid *grid)
{
	GridName	name;

	name.unit = (PeriodUnit) (grid->packed & FIELD_MASK);
	name.week_start = grid->packed >> WEEK_START_SHIFT & FIELD_MASK;
	name.zone_name = grid->zone_name;
	return name;
}

/* A zeroed value whose first bit stands for that period. */
static ActivityGrid *
new_grid(const GridName *name, int32 first_bit, int bytes, uint16 flags)
{
	Size		offset = bits_offset(name->zone_name);
	ActivityGrid *grid = csops_new(&activity_grid_type, offset + bytes);

	grid->header.flags = flags;
	grid->packed = (uint32) name->unit | (uint32) name->week_start << WEEK_START_SHIFT |
		(uint32) (first_bit + FIRST_BIAS) << FIRST_SHIFT;
	memcpy(grid->zone_name, name->zone_name, strlen(name->zone_name) + 1);
	return grid;
}

ActivityGrid *
activity_from_bits(const GridName *name, int32 first, const uint8 *bits, int bytes)
{
	ActivityGrid *grid = new_grid(name, first, bytes, 0);

	memcpy((char *) grid + bits_offset(name->zone_name), bits, bytes);
	return grid;
}

void
activity_limits(const GridName *name, int32 *lowest, int32 *highest)
{
	*lowest = period_of_date(name->unit, name->week_start, ACTIVITY_FIRST_DATE);
	*highest = period_of_date(name->unit, name->week_start, ACTIVITY_LAST_DATE);
}

bool
activity_is_possible(const GridName *name, int32 first, int32 last)
{
	int32		lowest;
	int32		highest;

	activity_limits(name, &lowest, &highest);
	return first >= lowest && last <= highest;
}

const char *
activity_form_problem(const ActivityGrid *grid)
{
	Size		size = VARSIZE(grid);
	const char *end = (const char *) grid + size;
	GridName	name;
	const uint8 *bits;
	int			bytes;

	if (size <= offsetof(ActivityGrid, zone_name) ||
		memchr(grid->zone_name, '\0', Min(end - grid->zone_name, TZ_STRLEN_MAX + 1)) == NULL)
		return "The time zone is missing.";
	name = activity_grid_name(grid);
	if (name.unit >= PERIOD_UNITS || name.week_start < PERIOD_MONDAY ||
		name.week_start > (name.unit > PERIOD_WEEK ? PERIOD_MONDAY : PERIOD_SUNDAY))
		return "The unit or the start of its weeks is not known.";
	bits = bits_of(grid, &bytes);
	if (bytes < 1 || bytes > (grid->header.flags == 0 ? ACTIVITY_LONGEST_SPAN / BITS_OF_BYTE : MOST_BYTES))
		return "The size is not that of any activity.";
	if (grid->header.flags == 0)
	{
		int32		first = first_bit_of(grid);

		if ((bits[0] & 1) == 0 || bits[bytes - 1] == 0)
			return "The first or the last period is not an active one.";
		if (!activity_is_possible(&name, first, first + last_bit(bits, bytes)))
			return "A period is out of range.";
	}
	else if (grid->header.flags != ACTIVITY_WORKING || first_bit_of(grid) % BITS_OF_BYTE != 0)
		return "The flags are not known.";
	return NULL;
}

void
activity_open(ActivityGrid *canonical, ActivityView *view)
{
	int			bytes;

	view->grid = activity_grid_name(canonical);
	view->first = first_bit_of(canonical);
	view->bits = bits_of(canonical, &bytes);
	view->length = last_bit(view->bits, bytes) + 1;
}

static void
check_span(const GridName *name, int32 first, int32 last)
{
	if (last - first < ACTIVITY_LONGEST_SPAN)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
			 errmsg("activity is spread over too long a time"),
			 errdetail("The first %s begins on %s, the last on %s; one value holds %d.",
					   period_unit_name(name->unit),
					   shown_date(period_first_date(name->unit, name->week_start, first)),
					   shown_date(period_first_date(name->unit, name->week_start, last)),
					   ACTIVITY_LONGEST_SPAN),
			 errhint("One of the dates is probably wrong: leave such rows out, or use a longer unit.")));
}

/* The active periods of a state from the first to the last; false where there is none. */
static bool
active_span(const ActivityGrid *state, int32 *first, int32 *last)
{
	GridName	name = activity_grid_name(state);
	int			bytes;
	const uint8 *bits = bits_of(state, &bytes);
	int			low = 0;
	int			high = bytes - 1;

	while (low <= high && bits[low] == 0)
		low++;
	while (high > low && bits[high] == 0)
		high--;
	if (low > high)
		return false;
	*first = first_bit_of(state) + low * BITS_OF_BYTE + pg_rightmost_one_pos32(bits[low]);
	*last = first_bit_of(state) + high * BITS_OF_BYTE + pg_leftmost_one_pos32(bits[high]);
	if (!activity_is_possible(&name, *first, *last))
		csops_corrupted(&activity_grid_type, "A period is out of range.");
	return true;
}

ActivityGrid *
activity_canonical(ActivityGrid *grid)
{
	GridName	name = activity_grid_name(grid);
	ActivityGrid *canonical;
	const uint8 *from;
	uint8	   *to;
	int			from_bytes;
	int			to_bytes;
	int			skip;
	int			shift;
	int32		first;
	int32		last;

	if (grid->header.flags == 0)
		return grid;
	if (!active_span(grid, &first, &last))
		csops_corrupted(&activity_grid_type, "There is no active period.");
	check_span(&name, first, last);
	canonical = new_grid(&name, first, (last - first) / BITS_OF_BYTE + 1, 0);
	from = bits_of(grid, &from_bytes);
	to = bits_of(canonical, &to_bytes);
	skip = (first - first_bit_of(grid)) / BITS_OF_BYTE;
	shift = (first - first_bit_of(grid)) % BITS_OF_BYTE;
	for (int i = 0; i < to_bytes; i++)
	{
		uint32		byte = from[skip + i];

		if (skip + i + 1 < from_bytes)
			byte |= (uint32) from[skip + i + 1] << BITS_OF_BYTE;
		to[i] = (uint8) (byte >> shift);
	}
	return canonical;
}

/* States in working form */

/* How a new state spends the room that is left beside its periods. */
typedef enum SpareRoom
{
	ROOM_AROUND,
	ROOM_BEFORE,
	ROOM_BEHIND
} SpareRoom;

static inline int32
round_down(int32 period)
{
	return period - (period & (BITS_OF_BYTE - 1));
}

static ActivityGrid *
new_state(const GridName *name, int32 first, int32 last, SpareRoom spare)
{
	int			used = (round_down(last) - round_down(first)) / BITS_OF_BYTE + 1;
	Size		offset = bits_offset(name->zone_name);
	Size		size = SMALLEST_STATE;
	int			bytes;
	int			before;

	check_span(name, first, last);
	while (size < offset + used)
		size *= 2;
	bytes = Min((int) (size - offset), MOST_BYTES);
	before = spare == ROOM_BEHIND ? 0 : bytes - used;
	if (spare == ROOM_AROUND)
		before /= 2;
	return new_grid(name, round_down(first) - before * BITS_OF_BYTE, bytes, ACTIVITY_WORKING);
}

ActivityGrid *
activity_new_state(const GridName *name, int32 first, int32 last)
{
	return new_state(name, first, last, ROOM_AROUND);
}

static inline bool
has_room(const ActivityGrid *state, int32 first, int32 last)
{
	int			bytes;
	int32		first_bit = first_bit_of(state);

	bits_of(state, &bytes);
	return first >= first_bit && last < first_bit + bytes * BITS_OF_BYTE;
}

/* A copy with room for these periods too. */
static pg_noinline ActivityGrid *
roomier_copy(const ActivityGrid *state, int32 first, int32 last)
{
	GridName	name = activity_grid_name(state);
	ActivityGrid *copy;
	SpareRoom	spare = ROOM_AROUND;
	const uint8 *from;
	uint8	   *to;
	int			from_bytes;
	int			to_bytes;
	int			shift;
	int32		used_first;
	int32		used_last;

	if (!active_span(state, &used_first, &used_last))
		return new_state(&name, first, last, ROOM_AROUND);
	if (first >= used_first)
		spare = ROOM_BEHIND;
	else if (last <= used_last)
		spare = ROOM_BEFORE;
	copy = new_state(&name, Min(first, used_first), Max(last, used_last), spare);
	from = bits_of(state, &from_bytes);
	to = bits_of(copy, &to_bytes);
	shift = (first_bit_of(state) - first_bit_of(copy)) / BITS_OF_BYTE;
	for (int i = Max(0, -shift); i < Min(from_bytes, to_bytes - shift); i++)
		to[i + shift] = from[i];
	return copy;
}

ActivityGrid *
activity_add(ActivityGrid *state, int32 period)
{
	int			bytes;
	uint8	   *bits;
	int32		n;

	if (!has_room(state, period, period))
		state = roomier_copy(state, period, period);
	bits = bits_of(state, &bytes);
	n = period - first_bit_of(state);
	bits[n / BITS_OF_BYTE] |= 1 << n % BITS_OF_BYTE;
	return state;
}

ActivityGrid *
activity_add_all(ActivityGrid *state, const ActivityView *view)
{
	int			bytes;
	uint8	   *bits;
	int			skip;
	int			shift;

	if (!has_room(state, view->first, activity_last(view)))
		state = roomier_copy(state, view->first, activity_last(view));
	bits = bits_of(state, &bytes);
	skip = (view->first - first_bit_of(state)) / BITS_OF_BYTE;
	shift = (view->first - first_bit_of(state)) % BITS_OF_BYTE;
	for (int i = 0; i <= (view->length - 1) / BITS_OF_BYTE; i++)
	{
		uint32		byte = (uint32) view->bits[i] << shift;

		bits[skip + i] |= (uint8) byte;
		if (byte >> BITS_OF_BYTE != 0)
			bits[skip + i + 1] |= (uint8) (byte >> BITS_OF_BYTE);
	}
	return state;
}

ActivityGrid *
activity_working_copy(ActivityGrid *grid)
{
	ActivityView view;
	ActivityGrid *state;

	activity_open(activity_canonical(grid), &view);
	state = new_state(&view.grid, view.first, activity_last(&view), ROOM_AROUND);
	return activity_add_all(state, &view);
}
