/*
 * timeline_instant.h
 *		Instants as text, independent of every setting: 2026-03-02T09:00:00.5Z.
 */
#ifndef CSOPS_TIMELINE_INSTANT_H
#define CSOPS_TIMELINE_INSTANT_H

#include "datatype/timestamp.h"

extern void timeline_append_instant(StringInfo out, TimestampTz at);

/* False for what is not written so, or is no instant that a timestamptz can hold. */
extern bool timeline_read_instant(const char *text, TimestampTz *at);

#endif							/* CSOPS_TIMELINE_INSTANT_H */
