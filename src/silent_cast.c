/*
 * silent_cast.c
 *		Looks for implicit casts to timestamptz in the arguments of a call.
 */
#include "csops.h"

#include "miscadmin.h"
#include "nodes/nodeFuncs.h"
#include "nodes/primnodes.h"
#include "silent_cast.h"
#include "utils/fmgroids.h"

static bool
is_silent_cast(const Node *node, Oid *from)
{
	const FuncExpr *cast = (const FuncExpr *) node;

	if (!IsA(node, FuncExpr) || cast->funcformat != COERCE_IMPLICIT_CAST ||
		(cast->funcid != F_TIMESTAMPTZ_TIMESTAMP && cast->funcid != F_TIMESTAMPTZ_DATE))
		return false;
	*from = cast->funcid;
	return true;
}

/*
 * Looks through what hands a value on unchanged, and not into other
 * functions: their arguments are their own affair.
 */
static bool
find_silent_cast(Node *node, void *from)
{
	if (node == NULL)
		return false;
	if (is_silent_cast(node, from))
		return true;
	switch (nodeTag(node))
	{
		case T_List:
		case T_TargetEntry:
		case T_CoalesceExpr:
		case T_CaseExpr:
		case T_CaseWhen:
		case T_MinMaxExpr:
		case T_RelabelType:
		case T_NamedArgExpr:
		case T_ArrayExpr:
		case T_ArrayCoerceExpr:
			return expression_tree_walker(node, find_silent_cast, from);
		case T_FuncExpr:
			/* A range of instants is made of them. */
			if (((FuncExpr *) node)->funcid != F_TSTZRANGE_TIMESTAMPTZ_TIMESTAMPTZ &&
				((FuncExpr *) node)->funcid != F_TSTZRANGE_TIMESTAMPTZ_TIMESTAMPTZ_TEXT)
				return false;
			return expression_tree_walker(node, find_silent_cast, from);
		default:
			return false;
	}
}

static void
refuse(List *arguments)
{
	Oid			from;

	if (!find_silent_cast((Node *) arguments, &from))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_DATATYPE_MISMATCH),
			 errmsg("a %s would be read in the time zone of the session",
					from == F_TIMESTAMPTZ_DATE ? "date" : "timestamp without time zone"),
			 errdetail("The function takes instants, and an argument has no time zone of its own."),
			 errhint("Say in which zone it is meant: (argument%s AT TIME ZONE 'Europe/Berlin'); or cast it with ::timestamptz if the zone of the session is meant.",
					 from == F_TIMESTAMPTZ_DATE ? "::timestamp" : "")));
}

void
refuse_silent_casts(FunctionCallInfo fcinfo)
{
	Node	   *call = fcinfo->flinfo->fn_expr;

	if (call == NULL)
		return;
	if (IsA(call, FuncExpr))
		refuse(((FuncExpr *) call)->args);
	else if (IsA(call, OpExpr))
		refuse(((OpExpr *) call)->args);
}

void
refuse_silent_casts_in_aggregate(FunctionCallInfo fcinfo)
{
	Aggref	   *call = AggGetAggref(fcinfo);

	if (call != NULL)
		refuse(call->args);
}
