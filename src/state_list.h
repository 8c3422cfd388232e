/*
 * state_list.h
 *		Arguments that list states, such as '{open,pending}' or '{*}'.
 */
#ifndef CSOPS_STATE_LIST_H
#define CSOPS_STATE_LIST_H

#include "timeline_packed.h"

/* What a call site remembers of a list that is a constant of the query; zeroed at first. */
typedef struct StateList
{
	bool		kept;
	bool		any;			/* '*' is among them */
	int			count;
	TimelineState *state;
} StateList;

/*
 * The states of a timeline that are in a list: listed[state], also for the
 * state that is not known, which never is, and for all that tags can name.
 */
typedef struct StateSet
{
	bool	   *listed;
	bool		narrow[128];	/* where tags have one byte */
} StateSet;

/*
 * Which states of the timeline the text[] argument lists.  Names that the
 * timeline lacks change nothing; a NULL among them is an error, which calls
 * the argument by that name.  The list is NULL where nothing can be kept.
 */
extern void state_list_argument(FunctionCallInfo fcinfo, int n, const char *argument, StateList *list,
								const TimelineReader *reader, StateSet *set);

#endif							/* CSOPS_STATE_LIST_H */
