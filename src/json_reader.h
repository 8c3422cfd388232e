/*
 * json_reader.h
 *		A JSON document as a tree whose nodes know where they stand.
 *
 * The text form of every csops type is JSON.  PostgreSQL's parser does the
 * parsing; this tree is what the types' input functions walk.  Errors name a
 * line and an offset and never repeat the text, because errors end in logs.
 */
#ifndef CSOPS_JSON_READER_H
#define CSOPS_JSON_READER_H

typedef enum JsonKind
{
	JSON_KIND_NULL,
	JSON_KIND_BOOLEAN,
	JSON_KIND_NUMBER,
	JSON_KIND_STRING,
	JSON_KIND_ARRAY,
	JSON_KIND_OBJECT
} JsonKind;

typedef struct JsonNode
{
	JsonKind	kind;
	int			line;			/* 1-based */
	int			offset;			/* 1-based bytes from the start of the line */
	int			count;			/* elements or fields */
	const char *type_name;		/* the SQL type being read, for messages */
	const char *key;			/* field name, when inside an object */
	const char *text;			/* string value, number token, true or false */
	struct JsonNode *first;		/* first element or field */
	struct JsonNode *next;		/* next sibling */
} JsonNode;

/* Parses a whole document; duplicate keys are an error. */
extern JsonNode *json_read(const char *text, size_t length, const char *type_name);

/* The field of that name, or NULL. */
extern const JsonNode *json_field(const JsonNode *object, const char *key);

/* The field of that name; its absence is an error. */
extern const JsonNode *json_required(const JsonNode *object, const char *key);

/* The value must be an object, with no field but these (NULL-terminated). */
extern void json_check_object(const JsonNode *node, const char *const *keys);
extern void json_check_array(const JsonNode *node);

/* Scalar values; the wrong kind, a fraction or a value out of range is an error. */
extern const char *json_string(const JsonNode *node);
extern bool json_boolean(const JsonNode *node);
extern int64 json_int64(const JsonNode *node, int64 lowest, int64 highest);
extern double json_float8(const JsonNode *node);

/*
 * Raises "invalid input syntax for type ..." with the formatted sentence as
 * detail, followed by the place of the node.  Without a hint, or with NULL, it
 * leads to the reference.
 */
#define json_error(node, ...) json_error_hint(node, NULL, __VA_ARGS__)
pg_noreturn extern void json_error_hint(const JsonNode *node, const char *hint, const char *format,...)
			pg_attribute_printf(3, 4);

/* Appends a JSON string literal, or the shortest text that reads back as the same float8. */
extern void json_append_string(StringInfo out, const char *value);
extern void json_append_float8(StringInfo out, double value);

#endif							/* CSOPS_JSON_READER_H */
