/*
 * guard.c
 *		Which guards were asked and refused, and the one that is switched off.
 *
 * The file that CSOPS_GUARDS names has a byte for each guard, after four with
 * the number of the one that is off: 1 where it was asked, 3 where it refused.
 */
#include "csops.h"

#include <fcntl.h>
#include <sys/mman.h>

typedef struct Guards
{
	int32		off;
	uint8		seen[4092];
} Guards;

static volatile Guards *guards = NULL;

static void
open_guards(void)
{
	int			file = open(getenv("CSOPS_GUARDS"), O_RDWR);
	void	   *bytes = mmap(NULL, sizeof(Guards), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);

	if (bytes == MAP_FAILED)
		ereport(FATAL, errcode_for_file_access(), errmsg("could not map the file of guards: %m"));
	close(file);
	guards = bytes;
}

bool
csops_guard(int n, bool refuses)
{
	if (guards == NULL)
		open_guards();
	guards->seen[n] |= refuses ? 3 : 1;
	return refuses && guards->off != n;
}

CSOPS_FUNCTION(csops_guards);

/* csops_guards(off integer) RETURNS bytea: what was seen since the last call, which it forgets; and another is off. */
Datum
csops_guards(PG_FUNCTION_ARGS)
{
	bytea	   *seen = palloc(VARHDRSZ + sizeof(guards->seen));

	if (guards == NULL)
		open_guards();
	SET_VARSIZE(seen, VARHDRSZ + sizeof(guards->seen));
	memcpy(VARDATA(seen), (uint8 *) guards->seen, sizeof(guards->seen));
	memset((uint8 *) guards->seen, 0, sizeof(guards->seen));
	guards->off = PG_GETARG_INT32(0);
	PG_RETURN_BYTEA_P(seen);
}
