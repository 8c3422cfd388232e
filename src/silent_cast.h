/*
 * silent_cast.h
 *		Instants that were read in the session's zone without anyone saying so.
 *
 * PostgreSQL turns a timestamp or a date into a timestamptz by itself, in the
 * TimeZone of the session: the figures of a dashboard then depend on who
 * looks.  Functions that take instants refuse such arguments; an explicit
 * cast passes.
 */
#ifndef CSOPS_SILENT_CAST_H
#define CSOPS_SILENT_CAST_H

/* To be called once for each call site: when fn_extra is not set yet. */
extern void refuse_silent_casts(FunctionCallInfo fcinfo);

/* The same for functions that keep nothing in fn_extra. */
static inline void
refuse_silent_casts_once(FunctionCallInfo fcinfo)
{
	if (fcinfo->flinfo->fn_extra == NULL)
	{
		refuse_silent_casts(fcinfo);
		fcinfo->flinfo->fn_extra = fcinfo->flinfo;
	}
}

/* The same in a transition function: when there is no state yet. */
extern void refuse_silent_casts_in_aggregate(FunctionCallInfo fcinfo);

#endif							/* CSOPS_SILENT_CAST_H */
