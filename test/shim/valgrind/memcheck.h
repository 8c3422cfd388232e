/*
 * valgrind/memcheck.h
 *		What PostgreSQL tells Valgrind about its memory, told to AddressSanitizer.
 *
 * A server compiled with USE_VALGRIND, this folder on its include path and
 * -fsanitize=address reports a read or write past a palloc'd chunk, and of a
 * chunk that was freed, which AddressSanitizer alone takes for the inside of
 * one large block.
 */
#ifndef VALGRIND_MEMCHECK_H
#define VALGRIND_MEMCHECK_H

#include <sanitizer/asan_interface.h>

#define VALGRIND_MAKE_MEM_NOACCESS(addr, size)			ASAN_POISON_MEMORY_REGION(addr, size)
#define VALGRIND_MAKE_MEM_UNDEFINED(addr, size)			ASAN_UNPOISON_MEMORY_REGION(addr, size)
#define VALGRIND_MAKE_MEM_DEFINED(addr, size)			ASAN_UNPOISON_MEMORY_REGION(addr, size)
#define VALGRIND_CHECK_MEM_IS_DEFINED(addr, size)		((void) (addr))
#define VALGRIND_CREATE_MEMPOOL(context, redzones, zeroed)	((void) (context))
#define VALGRIND_DESTROY_MEMPOOL(context)				((void) (context))
#define VALGRIND_MEMPOOL_ALLOC(context, addr, size)		ASAN_UNPOISON_MEMORY_REGION(addr, size)
/* The chunk has been wiped, which also made it inaccessible. */
#define VALGRIND_MEMPOOL_FREE(context, addr)			((void) (addr))
#define VALGRIND_MEMPOOL_CHANGE(context, old, new, size)	ASAN_UNPOISON_MEMORY_REGION(new, size)

#endif							/* VALGRIND_MEMCHECK_H */
