/*
 * csops.h
 *		What every source file of csops includes first.
 */
#ifndef CSOPS_H
#define CSOPS_H

#include "postgres.h"

#include "fmgr.h"
#include "lib/stringinfo.h"
#if PG_VERSION_NUM >= 160000
#include "varatt.h"
#endif

/* PostgreSQL 18 put it in front of the declaration. */
#ifndef pg_noreturn
#define pg_noreturn pg_attribute_noreturn()
#endif

/* PostgreSQL 17 took an option away that nobody used. */
#if PG_VERSION_NUM >= 170000
#define csops_send_text(out, text, length) pq_sendcountedtext(out, text, length)
#else
#define csops_send_text(out, text, length) pq_sendcountedtext(out, text, length, false)
#endif

/*
 * The library is compiled with hidden symbols, so that none of its helpers
 * can collide with another extension's.  PostgreSQL 16 exports the functions
 * that SQL calls by itself; 15 has to be told.
 */
#if PG_VERSION_NUM < 160000 && defined(__GNUC__)
#undef PGDLLEXPORT
#define PGDLLEXPORT __attribute__((visibility("default")))
#endif
#define CSOPS_FUNCTION(name) PGDLLEXPORT PG_FUNCTION_INFO_V1(name)

#endif							/* CSOPS_H */
