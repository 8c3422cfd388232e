/*
 * state_list.c
 *		Arguments that list states, such as '{open,pending}' or '{*}'.
 */
#include "csops.h"

#include "call_site.h"
#include "catalog/pg_type.h"
#include "state_list.h"
#include "utils/array.h"

static void
read_list(FunctionCallInfo fcinfo, int n, const char *argument, StateList *list)
{
	Datum	   *names;
	bool	   *is_null;
	int			count;

	list->any = false;
	deconstruct_array(PG_GETARG_ARRAYTYPE_P(n), TEXTOID, -1, false, TYPALIGN_INT, &names, &is_null, &count);
	list->count = count;
	list->state = palloc(sizeof(TimelineState) * Max(count, 1));
	for (int i = 0; i < count; i++)
	{
		TimelineState *state = &list->state[i];

		if (is_null[i])
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					 errmsg("%s must not contain nulls", argument),
					 errdetail("A state that is not known is in no list."),
					 errhint("Name the states, or give '{*}' for all of them.")));
		state->name = VARDATA_ANY(DatumGetPointer(names[i]));
		state->length = (int) VARSIZE_ANY_EXHDR(DatumGetPointer(names[i]));
		if (state->length == 1 && *state->name == '*')
			list->any = true;
	}
}

static bool
is_in_list(const StateList *list, const TimelineState *state)
{
	for (int i = 0; i < list->count; i++)
	{
		if (list->state[i].length == state->length &&
			memcmp(list->state[i].name, state->name, state->length) == 0)
			return true;
	}
	return false;
}

void
state_list_argument(FunctionCallInfo fcinfo, int n, const char *argument, StateList *list,
					const TimelineReader *reader, StateSet *set)
{
	int			room = timeline_tag_states(reader) + 1;
	const uint8 *name = reader->names;
	StateList	passing = {false};

	if (list == NULL)
		list = &passing;
	if (!list->kept)
	{
		if (list != &passing && argument_is_constant(fcinfo, n))
		{
			MemoryContext caller = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);

			read_list(fcinfo, n, argument, list);
			MemoryContextSwitchTo(caller);
			list->kept = true;
		}
		else
			read_list(fcinfo, n, argument, list);
	}

	set->listed = set->narrow;
	if (room > (int) lengthof(set->narrow))
		set->listed = palloc(room);
	memset(set->listed, false, room);
	set->listed++;
	if (list->any)
		memset(set->listed, true, reader->states);
	else if (list->count > 0)
	{
		for (int i = 0; i < reader->states; i++)
		{
			TimelineState state = timeline_next_name(reader, &name);

			set->listed[i] = is_in_list(list, &state);
		}
	}
}
