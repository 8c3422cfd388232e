/*
 * sla_roles.c
 *		The arguments running, stopped and paused of a clock.
 */
#include "csops.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "sla_roles.h"
#include "utils/array.h"
#include "utils/memutils.h"

#define LISTS		3

typedef struct NamedRole
{
	const char *name;			/* not terminated */
	int			length;
	ClockRole	role;
} NamedRole;

static const char *const list_name[LISTS] = {"running", "stopped", "paused"};
static const ClockRole list_role[LISTS] = {ROLE_RUNNING, ROLE_STOPPED, ROLE_PAUSED};

static int
compare_named_roles(const void *a, const void *b)
{
	const NamedRole *x = a;
	const NamedRole *y = b;

	return timeline_compare_names(x->name, x->length, y->name, y->length);
}

static void
two_roles(const NamedRole *a, const NamedRole *b)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("a state does two things to the clock"),
			 errdetail("The state \"%.*s\" is in more than one of running, stopped and paused.", a->length, a->name),
			 errhint("Name each state in one list.")));
}

/* '*' stands for every state that no list names; that of paused gives way to the others'. */
static void
read_list(ClockRoleSite *site, int number, NamedRole *named)
{
	Datum	   *names;
	bool	   *is_null;
	int			count;

	deconstruct_array((ArrayType *) site->lists[number], TEXTOID, -1, false, TYPALIGN_INT, &names, &is_null, &count);
	for (int i = 0; i < count; i++)
	{
		NamedRole  *state = &named[site->count];

		if (is_null[i])
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					 errmsg("%s must not contain nulls", list_name[number]),
					 errdetail("A state that is not known is in no list."),
					 errhint("Name the states, or give '{*}' for all that no list names.")));
		state->name = VARDATA_ANY(names[i]);
		state->length = (int) VARSIZE_ANY_EXHDR(names[i]);
		state->role = list_role[number];
		if (state->length != 1 || *state->name != '*')
			site->count++;
		else if (site->others == ROLE_NONE || site->others == state->role)
			site->others = state->role;
		else if (state->role != ROLE_PAUSED)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("a state does two things to the clock"),
					 errdetail("Both running and stopped have '*'."),
					 errhint("Name the states of one of them.")));
	}
}

static void
read_lists(ClockRoleSite *site, FunctionCallInfo fcinfo, struct varlena *const *lists)
{
	MemoryContext caller;
	NamedRole  *named;
	int			room = 0;

	if (site->context == NULL)
		site->context = AllocSetContextCreate(fcinfo->flinfo->fn_mcxt, "csops clock", ALLOCSET_SMALL_SIZES);
	site->named = NULL;
	MemoryContextReset(site->context);
	caller = MemoryContextSwitchTo(site->context);

	site->count = 0;
	site->others = ROLE_NONE;
	for (int i = 0; i < LISTS; i++)
	{
		const ArrayType *array = (const ArrayType *) lists[i];

		room += ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array));
	}
	named = palloc(sizeof(NamedRole) * (room + 1));
	for (int i = 0; i < LISTS; i++)
	{
		site->lists[i] = palloc(VARSIZE(lists[i]));
		memcpy(site->lists[i], lists[i], VARSIZE(lists[i]));
		read_list(site, i, named);
	}
	qsort(named, site->count, sizeof(NamedRole), compare_named_roles);
	for (int i = 1; i < site->count; i++)
	{
		if (compare_named_roles(&named[i - 1], &named[i]) == 0 && named[i - 1].role != named[i].role)
			two_roles(&named[i - 1], &named[i]);
	}
	site->named = named;
	MemoryContextSwitchTo(caller);
}

static ClockRole
role_of(const ClockRoleSite *site, const TimelineState *state)
{
	int			low = 0;
	int			high = site->count;

	while (low < high)
	{
		int			middle = low + (high - low) / 2;
		const NamedRole *named = &site->named[middle];
		int			order = timeline_compare_names(state->name, state->length, named->name, named->length);

		if (order == 0)
			return named->role;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return site->others;
}

const ClockRole *
clock_roles(ClockRoleSite *site, FunctionCallInfo fcinfo, int running, int stopped, int paused,
			const TimelineView *view)
{
	struct varlena *const lists[LISTS] = {
		(struct varlena *) PG_GETARG_ARRAYTYPE_P(running),
		(struct varlena *) PG_GETARG_ARRAYTYPE_P(stopped),
		(struct varlena *) PG_GETARG_ARRAYTYPE_P(paused)
	};
	bool		same = site->named != NULL;
	ClockRole  *roles;

	for (int i = 0; same && i < LISTS; i++)
		same = VARSIZE(lists[i]) == VARSIZE(site->lists[i]) &&
			memcmp(lists[i], site->lists[i], VARSIZE(lists[i])) == 0;
	if (!same)
		read_lists(site, fcinfo, lists);

	roles = (ClockRole *) palloc(sizeof(ClockRole) * (view->states + 1)) + 1;
	roles[TIMELINE_UNKNOWN] = ROLE_UNKNOWN;
	for (int i = 0; i < view->states; i++)
		roles[i] = role_of(site, &view->state[i]);
	return roles;
}
