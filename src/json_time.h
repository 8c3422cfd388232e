/*
 * json_time.h
 *		Instants and spans of time in JSON documents.
 *
 * Their text depends on no setting of the session: an instant always says its
 * offset, and a span has no months.
 */
#ifndef CSOPS_JSON_TIME_H
#define CSOPS_JSON_TIME_H

#include "datatype/timestamp.h"
#include "json_reader.h"

/* A finite instant: "2026-03-01T09:30:00Z", "2026-03-01 09:30+05:30". */
extern TimestampTz json_instant(const JsonNode *node);

/* The one text of an instant, in UTC, without and with quotes. */
extern void append_instant(StringInfo out, TimestampTz at);
extern void json_append_instant(StringInfo out, TimestampTz at);

/*
 * Microseconds, at least one: "30 days", "1 week 12 hours", "1 day 12:00:00".
 * A day has 24 hours.
 */
extern int64 json_span(const JsonNode *node);

/* The one text of a span: days and a clock; span_text without quotes, palloc'd. */
extern void json_append_span(StringInfo out, int64 usecs);
extern const char *span_text(int64 usecs);

#endif							/* CSOPS_JSON_TIME_H */
