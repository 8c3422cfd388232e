/*
 * sla_roles.h
 *		What each state of a timeline does to a clock.
 */
#ifndef CSOPS_SLA_ROLES_H
#define CSOPS_SLA_ROLES_H

#include "timeline.h"

/*
 * In the order in which the states of one instant are taken that have no
 * order of their own, so that the last one wins.
 */
typedef enum ClockRole
{
	ROLE_UNKNOWN,				/* the state is not known: the clock waits */
	ROLE_RUNNING,
	ROLE_PAUSED,
	ROLE_STOPPED,
	ROLE_NONE					/* the state is in no list, which is an error when it occurs */
} ClockRole;

/* What a call site remembers of the lists that it saw last; zeroed at first. */
typedef struct ClockRoleSite
{
	MemoryContext context;
	struct varlena *lists[3];
	int			count;
	struct NamedRole *named;	/* sorted by name; NULL: no lists were read */
	ClockRole	others;			/* the role of states that are not named */
} ClockRoleSite;

/*
 * The roles of the view's states, by the text[] arguments of those numbers;
 * also at index TIMELINE_UNKNOWN.
 */
extern const ClockRole *clock_roles(ClockRoleSite *site, FunctionCallInfo fcinfo,
									int running, int stopped, int paused, const TimelineView *view);

#endif							/* CSOPS_SLA_ROLES_H */
