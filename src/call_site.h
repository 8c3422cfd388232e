/*
 * call_site.h
 *		What a function can know of the expression that calls it.
 */
#ifndef CSOPS_CALL_SITE_H
#define CSOPS_CALL_SITE_H

/* Whether an argument of the call is a constant of the query. */
extern bool argument_is_constant(FunctionCallInfo fcinfo, int number);

#endif							/* CSOPS_CALL_SITE_H */
