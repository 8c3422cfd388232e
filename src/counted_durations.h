/*
 * counted_durations.h
 *		Rows counted by what became of them, with the durations of some: the
 *		types sla_summary and timeliness_summary.
 *
 * The durations are a duration_summary, of whatever form, which also counts
 * the rows that said nothing and those that were invalid.
 */
#ifndef CSOPS_COUNTED_DURATIONS_H
#define CSOPS_COUNTED_DURATIONS_H

#include "duration_state.h"

/* What can become of a row. */
#define ROW_OUTCOMES	4

typedef struct CountedDurations
{
	CsopsHeader header;			/* flags: those of the durations */
	int64		count[ROW_OUTCOMES];
	DurationSummary durations;	/* to the value's end */
} CountedDurations;

/* A value of any form, opened. */
typedef struct CountedView
{
	int64		count[ROW_OUTCOMES];
	DurationView durations;
} CountedView;

/* What the types do not have alike. */
typedef struct CountedKind
{
	const CsopsType *type;
	const char *keys[ROW_OUTCOMES + 2]; /* of the counts and the durations in JSON, and NULL */
	bool		(*durations_fit) (const CountedView *view); /* whether so many rows can have a duration */
} CountedKind;

/* The functions of a CsopsType. */
extern void counted_check(const CountedKind *kind, const CsopsHeader *value);
extern CsopsHeader *counted_canonical(const CountedKind *kind, CsopsHeader *value);
extern CsopsHeader *counted_read_json(const CountedKind *kind, const JsonNode *root);
extern void counted_write_json(const CountedKind *kind, StringInfo out, const CsopsHeader *value);
extern CsopsHeader *counted_receive(const CountedKind *kind, StringInfo in);
extern void counted_send(StringInfo out, const CsopsHeader *value);

/* Opens an argument, which must not be NULL; the second leaves the durations' cells alone. */
extern void counted_view(const CountedKind *kind, FunctionCallInfo fcinfo, int n, CountedView *view);
extern void counted_figures(const CountedKind *kind, FunctionCallInfo fcinfo, int n, CountedView *view);

/*
 * A transition takes the state in argument 0 to be changed, changes it, and
 * returns what the last of these makes of it.
 */
extern CountedDurations *counted_state(const CountedKind *kind, FunctionCallInfo fcinfo);
extern void count_row(int64 *counter, int change);
extern CountedDurations *counted_change_duration(const CountedKind *kind, CountedDurations *state,
												 int64 micros, int change);
extern Datum counted_changed(const CountedKind *kind, FunctionCallInfo fcinfo, CountedDurations *state, bool taken_out);

/* The bodies of SQL functions. */
extern Datum counted_merge(const CountedKind *kind, FunctionCallInfo fcinfo);
extern Datum counted_subtract(const CountedKind *kind, FunctionCallInfo fcinfo);
extern Datum counted_final(const CountedKind *kind, FunctionCallInfo fcinfo, bool bounds);
extern Datum counted_only_durations(const CountedKind *kind, FunctionCallInfo fcinfo);

#endif							/* CSOPS_COUNTED_DURATIONS_H */
