/*
 * csops.c
 *		The module itself.
 */
#include "csops.h"

#include "utils/builtins.h"

#ifdef PG_MODULE_MAGIC_EXT
PG_MODULE_MAGIC_EXT(.name = "csops",.version = CSOPS_VERSION);
#else
PG_MODULE_MAGIC;
#endif

CSOPS_FUNCTION(csops_csops_version);

Datum
csops_csops_version(PG_FUNCTION_ARGS)
{
	PG_RETURN_TEXT_P(cstring_to_text(CSOPS_VERSION));
}
