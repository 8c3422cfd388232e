/*
 * guard.h
 *		What `guards` puts around the conditions of guards.
 */
#ifndef CSOPS_GUARD_H
#define CSOPS_GUARD_H

/* Notes that guard n was asked and whether it refuses; it does not when it is switched off. */
extern bool csops_guard(int n, bool refuses);

#endif							/* CSOPS_GUARD_H */
