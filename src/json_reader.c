/*
 * json_reader.c
 *		Builds a tree with positions from PostgreSQL's own JSON parser.
 *
 * This is the one place that knows how pg_parse_json's interface differs
 * between major versions: 16 made the callbacks return a status, 17 turned
 * the constructor's order of arguments round.
 */
#include "csops.h"

#include <math.h>

#include "common/jsonapi.h"
#include "common/shortest_dec.h"
#include "json_reader.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/json.h"
#include "utils/memutils.h"

/* Keeps the tree of a hostile document below about half a gigabyte. */
#define MAX_JSON_NODES	(4 * 1024 * 1024)

#if PG_VERSION_NUM >= 160000
#define JSON_CALLBACK		static JsonParseErrorType
#define JSON_CALLBACK_DONE	return JSON_SUCCESS
#else
#define JSON_CALLBACK		static void
#define JSON_CALLBACK_DONE	return
#endif

/* An object or array that is open while the parser runs. */
typedef struct OpenNode
{
	JsonNode   *node;
	JsonNode   *last;
	struct OpenNode *outer;
} OpenNode;

typedef struct ReaderState
{
	JsonLexContext *lex;
	const char *type_name;
	JsonNode   *root;
	OpenNode   *open;
	const char *key;			/* of the field whose value comes next */
	int			line;			/* where that value begins */
	int			offset;
	int			nodes;
} ReaderState;

/* To be called at the first token of a value: a scalar's callback comes one token later. */
static void
mark_place(ReaderState *state)
{
	state->line = state->lex->line_number;
	state->offset = (int) (state->lex->token_start - state->lex->line_start) + 1;
}

static JsonNode *
add_node(ReaderState *state, JsonKind kind)
{
	JsonNode   *node;

	if (++state->nodes > MAX_JSON_NODES)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("value of type %s has too many parts", state->type_name),
				 errdetail("At most %d JSON values can be read at once.", MAX_JSON_NODES)));
	if ((state->nodes & 0xFFF) == 0)
		CHECK_FOR_INTERRUPTS();

	node = palloc0(sizeof(JsonNode));
	node->kind = kind;
	node->type_name = state->type_name;
	node->line = state->line;
	node->offset = state->offset;
	node->key = state->key;
	state->key = NULL;

	if (state->open == NULL)
		state->root = node;
	else
	{
		if (state->open->last == NULL)
			state->open->node->first = node;
		else
			state->open->last->next = node;
		state->open->last = node;
		state->open->node->count++;
	}
	return node;
}

static void
open_node(ReaderState *state, JsonKind kind)
{
	OpenNode   *open = palloc0(sizeof(OpenNode));

	mark_place(state);
	open->node = add_node(state, kind);
	open->outer = state->open;
	state->open = open;
}

static void
close_node(ReaderState *state)
{
	OpenNode   *open = state->open;

	state->open = open->outer;
	pfree(open);
}

JSON_CALLBACK
read_object_start(void *arg)
{
	open_node((ReaderState *) arg, JSON_KIND_OBJECT);
	JSON_CALLBACK_DONE;
}

static int
compare_fields_by_key(const void *a, const void *b, void *arg)
{
	const JsonNode *fa = *(JsonNode *const *) a;
	const JsonNode *fb = *(JsonNode *const *) b;
	int			order = strcmp(fa->key, fb->key);

	if (order != 0)
		return order;
	return fa->line != fb->line ? fa->line - fb->line : fa->offset - fb->offset;
}

/* Sorts rather than compares all pairs: an object may have very many keys. */
static void
check_duplicate_keys(const JsonNode *object)
{
	JsonNode  **fields;
	JsonNode   *field;
	int			i = 0;

	if (object->count < 2)
		return;
	fields = palloc(sizeof(JsonNode *) * object->count);
	for (field = object->first; field != NULL; field = field->next)
		fields[i++] = field;
	qsort_interruptible(fields, object->count, sizeof(JsonNode *), compare_fields_by_key, NULL);
	for (i = 1; i < object->count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		if (strcmp(fields[i - 1]->key, fields[i]->key) == 0)
			json_error(fields[i], "A key is given twice in one object.");
	}
	pfree(fields);
}

JSON_CALLBACK
read_object_end(void *arg)
{
	ReaderState *state = (ReaderState *) arg;

	check_duplicate_keys(state->open->node);
	close_node(state);
	JSON_CALLBACK_DONE;
}

JSON_CALLBACK
read_array_start(void *arg)
{
	open_node((ReaderState *) arg, JSON_KIND_ARRAY);
	JSON_CALLBACK_DONE;
}

JSON_CALLBACK
read_array_end(void *arg)
{
	close_node((ReaderState *) arg);
	JSON_CALLBACK_DONE;
}

JSON_CALLBACK
read_field_start(void *arg, char *key, bool isnull)
{
	((ReaderState *) arg)->key = key;
	mark_place((ReaderState *) arg);
	JSON_CALLBACK_DONE;
}

JSON_CALLBACK
read_element_start(void *arg, bool isnull)
{
	mark_place((ReaderState *) arg);
	JSON_CALLBACK_DONE;
}

JSON_CALLBACK
read_scalar(void *arg, char *token, JsonTokenType type)
{
	JsonNode   *node;

	switch (type)
	{
		case JSON_TOKEN_STRING:
			node = add_node((ReaderState *) arg, JSON_KIND_STRING);
			break;
		case JSON_TOKEN_NUMBER:
			node = add_node((ReaderState *) arg, JSON_KIND_NUMBER);
			break;
		case JSON_TOKEN_TRUE:
		case JSON_TOKEN_FALSE:
			node = add_node((ReaderState *) arg, JSON_KIND_BOOLEAN);
			break;
		default:
			node = add_node((ReaderState *) arg, JSON_KIND_NULL);
			break;
	}
	node->text = token;
	JSON_CALLBACK_DONE;
}

JsonNode *
json_read(const char *text, size_t length, const char *type_name)
{
	ReaderState state = {0};
	JsonSemAction actions = {0};

#if PG_VERSION_NUM >= 170000
	state.lex = makeJsonLexContextCstringLen(NULL, text, length, GetDatabaseEncoding(), true);
#else
	state.lex = makeJsonLexContextCstringLen(unconstify(char *, text), (int) length, GetDatabaseEncoding(), true);
#endif
	state.type_name = type_name;
	state.line = 1;
	state.offset = 1;

	actions.semstate = &state;
	actions.object_start = read_object_start;
	actions.object_end = read_object_end;
	actions.array_start = read_array_start;
	actions.array_end = read_array_end;
	actions.object_field_start = read_field_start;
	actions.array_element_start = read_element_start;
	actions.scalar = read_scalar;

	if (pg_parse_json(state.lex, &actions) != JSON_SUCCESS)
	{
		/* At the end of the text there is no token. */
		const char *place = state.lex->token_start != NULL ?
			state.lex->token_start : state.lex->token_terminator;

		ereport(ERROR,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 errmsg("invalid input syntax for type %s", type_name),
				 errdetail("The text is not valid JSON. (line %d, offset %d)",
						   state.lex->line_number, (int) (place - state.lex->line_start) + 1),
				 errhint("The text form of %s is a JSON object; the reference shows one.", type_name)));
	}
	return state.root;
}

void
json_error_hint(const JsonNode *node, const char *hint, const char *format,...)
{
	StringInfoData detail;

	initStringInfo(&detail);
	for (;;)
	{
		va_list		args;
		int			needed;

		va_start(args, format);
		needed = appendStringInfoVA(&detail, format, args);
		va_end(args);
		if (needed == 0)
			break;
		enlargeStringInfo(&detail, needed);
	}
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
			 errmsg("invalid input syntax for type %s", node->type_name),
			 errdetail("%s (line %d, offset %d)", detail.data, node->line, node->offset),
			 hint != NULL ? errhint("%s", hint) :
			 errhint("The reference shows the text form of %s.", node->type_name)));
}

static void
check_kind(const JsonNode *node, JsonKind kind, const char *expected)
{
	if (node->kind != kind)
		json_error(node, "Expected %s here.", expected);
}

const JsonNode *
json_field(const JsonNode *object, const char *key)
{
	const JsonNode *field;

	check_kind(object, JSON_KIND_OBJECT, "an object");
	for (field = object->first; field != NULL; field = field->next)
	{
		if (strcmp(field->key, key) == 0)
			return field;
	}
	return NULL;
}

const JsonNode *
json_required(const JsonNode *object, const char *key)
{
	const JsonNode *field = json_field(object, key);

	if (field == NULL)
		json_error(object, "The key \"%s\" is missing.", key);
	return field;
}

void
json_check_object(const JsonNode *node, const char *const *keys)
{
	const JsonNode *field;

	check_kind(node, JSON_KIND_OBJECT, "an object");
	for (field = node->first; field != NULL; field = field->next)
	{
		const char *const *key;

		for (key = keys; *key != NULL; key++)
		{
			if (strcmp(field->key, *key) == 0)
				break;
		}
		if (*key == NULL)
		{
			StringInfoData known;

			initStringInfo(&known);
			for (key = keys; *key != NULL; key++)
				appendStringInfo(&known, "%s\"%s\"", key == keys ? "" : ", ", *key);
			json_error(field, "Unknown key; the keys known here are %s.", known.data);
		}
	}
}

void
json_check_array(const JsonNode *node)
{
	check_kind(node, JSON_KIND_ARRAY, "an array");
}

const char *
json_string(const JsonNode *node)
{
	check_kind(node, JSON_KIND_STRING, "a string");
	return node->text;
}

bool
json_boolean(const JsonNode *node)
{
	check_kind(node, JSON_KIND_BOOLEAN, "true or false");
	return node->text[0] == 't';
}

int64
json_int64(const JsonNode *node, int64 lowest, int64 highest)
{
	const char *digit;
	char	   *end;
	int64		value;

	check_kind(node, JSON_KIND_NUMBER, "a whole number");
	for (digit = node->text + (node->text[0] == '-'); *digit != '\0'; digit++)
	{
		if (*digit < '0' || *digit > '9')
			json_error(node, "Expected a whole number here.");
	}
	errno = 0;
	value = strtoll(node->text, &end, 10);
	if (errno != 0 || value < lowest || value > highest)
		json_error(node, "Expected a whole number from " INT64_FORMAT " to " INT64_FORMAT " here.",
				   lowest, highest);
	return value;
}

double
json_float8(const JsonNode *node)
{
	double		value;

	check_kind(node, JSON_KIND_NUMBER, "a number");
	errno = 0;
	value = strtod(node->text, NULL);
	if (isinf(value) || (errno == ERANGE && value == 0))
		json_error(node, "The number is out of range for double precision.");
	return value;
}

void
json_append_string(StringInfo out, const char *value)
{
	escape_json(out, value);
}

void
json_append_float8(StringInfo out, double value)
{
	char		buffer[DOUBLE_SHORTEST_DECIMAL_LEN];

	double_to_shortest_decimal_buf(value, buffer);
	appendStringInfoString(out, buffer);
}
