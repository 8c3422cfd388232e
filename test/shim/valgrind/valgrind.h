/*
 * valgrind/valgrind.h
 *		PostgreSQL asks Valgrind for the errors of a query; here the first one ends the server.
 */
#ifndef VALGRIND_VALGRIND_H
#define VALGRIND_VALGRIND_H

#define VALGRIND_COUNT_ERRORS		0
#define VALGRIND_PRINTF(...)		((void) 0)

#endif							/* VALGRIND_VALGRIND_H */
