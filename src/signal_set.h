/*
 * signal_set.h
 *		One account's latest signals: for each name a value, and when it was so.
 */
#ifndef CSOPS_SIGNAL_SET_H
#define CSOPS_SIGNAL_SET_H

#include "datatype/timestamp.h"
#include "type.h"

/* More, or longer names, are a mistake: what is no name of a signal. */
#define SIGNAL_NAME_LIMIT		255
#define SIGNAL_LIMIT			1000

/* The instant of a signal that was given without one: before all others. */
#define SIGNAL_UNDATED			DT_NOBEGIN

typedef struct Signal
{
	double		value;			/* finite */
	TimestampTz at;				/* finite, or SIGNAL_UNDATED */
	uint32		name_end;		/* its name ends here, and the next one's begins */
	uint32		unused;			/* always zero */
} Signal;

/* The signals are in the order of the bytes of their names, which follow them. */
typedef struct SignalSet
{
	CsopsHeader header;
	int64		invalid;		/* rows that could not be taken */
	uint32		count;
	uint32		unused;			/* always zero */
	Signal		signal[FLEXIBLE_ARRAY_MEMBER];
} SignalSet;

/* The name of a signal: not terminated. */
static inline const char *
signal_name(const SignalSet *set, uint32 i, uint32 *length)
{
	uint32		start = i == 0 ? 0 : set->signal[i - 1].name_end;

	*length = set->signal[i].name_end - start;
	return (const char *) &set->signal[set->count] + start;
}

/* The order of names everywhere. */
static inline int
compare_signal_names(const char *a, uint32 a_length, const char *b, uint32 b_length)
{
	int			order = memcmp(a, b, Min(a_length, b_length));

	return order != 0 ? order : (a_length > b_length) - (a_length < b_length);
}

/* An error that shows the name: names of signals are no customer's text. */
pg_noreturn extern void signal_out_of_range(const char *name, int length, double value, const char *hint);

#endif							/* CSOPS_SIGNAL_SET_H */
