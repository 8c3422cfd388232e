/*
 * call_site.c
 *		What a function can know of the expression that calls it.
 */
#include "csops.h"

#include "call_site.h"
#include "nodes/primnodes.h"

bool
argument_is_constant(FunctionCallInfo fcinfo, int number)
{
	Node	   *call = fcinfo->flinfo->fn_expr;

	/*
	 * get_fn_expr_arg_stable() would also take parameters for stable, but those
	 * of PL/pgSQL's simple expressions change while the call site stays.
	 */
	if (call == NULL || !IsA(call, FuncExpr) || list_length(((FuncExpr *) call)->args) <= number)
		return false;
	return IsA(list_nth(((FuncExpr *) call)->args, number), Const);
}
