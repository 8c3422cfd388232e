/*
 * health_direct.c
 *		Scores columns without making an array of them.
 *
 * health_score(model, VARIADIC float8[]) is what users call.  To make an array
 * of some numbers, only to read them out of it again, costs as much as to score
 * them; so where the elements stand in the query, the planner calls a function
 * that takes them one by one.
 */
#include "csops.h"

#include "catalog/pg_proc.h"
#include "catalog/pg_type.h"
#include "health_score.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "nodes/supportnodes.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"

/* Only the planner makes calls of this function, and only with float8. */
static void
check_argument_types(FunctionCallInfo fcinfo)
{
	for (int i = 1; i < PG_NARGS(); i++)
	{
		if (get_fn_expr_argtype(fcinfo->flinfo, i) != FLOAT8OID)
			ereport(ERROR,
					(errcode(ERRCODE_DATATYPE_MISMATCH),
					 errmsg("health_score_direct takes values of type double precision only"),
					 errdetail("Argument %d is of another type.", i + 1),
					 errhint("Call health_score(model, ...), which converts them.")));
	}
}

CSOPS_FUNCTION(csops_health_score_direct);

/* health_score_direct(model, VARIADIC "any") */
Datum
csops_health_score_direct(PG_FUNCTION_ARGS)
{
	HealthModel *model;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	if (fcinfo->flinfo->fn_extra == NULL)
		check_argument_types(fcinfo);
	model = health_model_argument(fcinfo, 0);
	health_check_values(model, PG_NARGS() - 1);
	for (int i = 0; i < model->signals; i++)
	{
		if (PG_ARGISNULL(i + 1))
			model->reading[i].status = HEALTH_MISSING;
		else
			health_read_value(model, i, PG_GETARG_FLOAT8(i + 1));
	}
	return health_score_of_readings(fcinfo, model);
}

/*
 * The function beside the one that is called, in whatever schema they are.  Not
 * by the search path: who reads a view need not have the schema.
 */
static Oid
find_direct_function(const FuncExpr *call)
{
	Oid			types[2] = {exprType(linitial(call->args)), ANYOID};

	return GetSysCacheOid3(PROCNAMEARGSNSP, Anum_pg_proc_oid,
						   CStringGetDatum("health_score_direct"),
						   PointerGetDatum(buildoidvector(types, 2)),
						   ObjectIdGetDatum(get_func_namespace(call->funcid)));
}

CSOPS_FUNCTION(csops_health_score_support);

/* Planner support of health_score(model, VARIADIC float8[]) */
Datum
csops_health_score_support(PG_FUNCTION_ARGS)
{
	Node	   *request = (Node *) PG_GETARG_POINTER(0);
	FuncExpr   *call;
	ArrayExpr  *values;
	Oid			direct;

	if (!IsA(request, SupportRequestSimplify))
		PG_RETURN_POINTER(NULL);
	call = ((SupportRequestSimplify *) request)->fcall;
	if (list_length(call->args) != 2 || !IsA(lsecond(call->args), ArrayExpr))
		PG_RETURN_POINTER(NULL);
	values = lsecond_node(ArrayExpr, call->args);
	if (values->multidims || values->element_typeid != FLOAT8OID || list_length(values->elements) >= FUNC_MAX_ARGS)
		PG_RETURN_POINTER(NULL);
	direct = find_direct_function(call);
	if (!OidIsValid(direct))
		PG_RETURN_POINTER(NULL);
	PG_RETURN_POINTER(makeFuncExpr(direct, FLOAT8OID,
								   list_concat(list_make1(linitial(call->args)), values->elements),
								   InvalidOid, InvalidOid, COERCE_EXPLICIT_CALL));
}
