/*
 * options.h
 *		The options that accessors and transition functions have in common.
 *
 * Each takes the number of an argument.  An accessor that also serves as an
 * aggregate's final function is then called with the state alone, and gets
 * the default, which is the same as the one declared in SQL.
 */
#ifndef CSOPS_OPTIONS_H
#define CSOPS_OPTIONS_H

/* Strictly between 0 and 1; default 0.95. */
extern double option_confidence(FunctionCallInfo fcinfo, int n);

/* The index of the argument among the names, NULL-terminated; default the first. */
extern int	option_choice(FunctionCallInfo fcinfo, int n, const char *option, const char *const *names);

/* From 0 to 1; there is no default. */
extern double option_quantile(FunctionCallInfo fcinfo, int n);

/* Zero or more; default 0. */
extern int32 option_min_n(FunctionCallInfo fcinfo, int n);

/* True for 'count', false for 'error', which is the default. */
extern bool option_count_invalid(FunctionCallInfo fcinfo, int n);

/* For messages: the number itself, of which %g shows six digits only. */
extern const char *shown_float8(double value);

/* The last argument of a fan-out-safe aggregate: it only has to be there. */
extern void check_key(FunctionCallInfo fcinfo, int n);

#endif							/* CSOPS_OPTIONS_H */
