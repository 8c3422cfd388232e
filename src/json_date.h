/*
 * json_date.h
 *		Dates in JSON documents: "2026-03-31".
 */
#ifndef CSOPS_JSON_DATE_H
#define CSOPS_JSON_DATE_H

#include "json_reader.h"
#include "utils/date.h"

/* The first and the last date that they can be. */
#define JSON_FIRST_DATE		(-730119)
#define JSON_LAST_DATE		2921939

/* Reads a date of the years 1 to 9999; anything else is an error. */
extern DateADT json_date(const JsonNode *node);

/* Its one text, in quotes. */
extern void json_append_date(StringInfo out, DateADT date);

/* The same without quotes, palloc'd, for messages. */
extern const char *shown_date(DateADT date);

#endif							/* CSOPS_JSON_DATE_H */
