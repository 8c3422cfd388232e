/*
 * health_model.c
 *		The type health_model, and the models that call sites have opened.
 *
 * A stored model is the bytes of its canonical JSON, so that equal models have
 * equal bytes.  To open one takes some microseconds; a call site does so once
 * for each model that it meets.
 */
#include "csops.h"

#include "call_site.h"
#include "health_model.h"
#include "lib/stringinfo.h"
#include "libpq/pqformat.h"
#include "silent_cast.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"
#include "utils/memutils.h"

/* A call site forgets the model that it opened first when it meets more. */
#define OPEN_MODELS				16

typedef struct ModelValue
{
	CsopsHeader header;
	char		json[FLEXIBLE_ARRAY_MEMBER];
} ModelValue;

#define JSON_LENGTH(value) (VARSIZE(value) - offsetof(ModelValue, json))

/* What follows the header is read with care each time. */
static void
check_model(const CsopsHeader *header)
{
}

static CsopsHeader *
read_json_model(const JsonNode *root)
{
	StringInfoData json;
	ModelValue *value;

	initStringInfo(&json);
	health_model_write(&json, health_model_read(root));
	value = csops_new(&health_model_type, offsetof(ModelValue, json) + json.len);
	memcpy(value->json, json.data, json.len);
	pfree(json.data);
	return &value->header;
}

CsopsHeader *
health_model_from_json(const char *text, Size length)
{
	return read_json_model(json_read(text, length, health_model_type.name));
}

static void
write_json_model(StringInfo out, const CsopsHeader *header)
{
	const ModelValue *value = (const ModelValue *) header;

	appendBinaryStringInfo(out, value->json, JSON_LENGTH(value));
}

/* As text, which knows its way through the encodings. */
static CsopsHeader *
receive_model(StringInfo in)
{
	int			length;
	char	   *text = pq_getmsgtext(in, in->len - in->cursor, &length);

	return health_model_from_json(text, length);
}

static void
send_model(StringInfo out, const CsopsHeader *header)
{
	const ModelValue *value = (const ModelValue *) header;

	pq_sendtext(out, value->json, JSON_LENGTH(value));
}

const CsopsType health_model_type = {
	.id = CSOPS_HEALTH_MODEL,
	.name = "health_model",
	.check = check_model,
	.read_json = read_json_model,
	.write_json = write_json_model,
	.receive = receive_model,
	.send = send_model,
};

CSOPS_FUNCTION(csops_health_model_in);
CSOPS_FUNCTION(csops_health_model_recv);
CSOPS_FUNCTION(csops_health_model_jsonb);

Datum
csops_health_model_in(PG_FUNCTION_ARGS)
{
	return csops_type_in(&health_model_type, fcinfo);
}

Datum
csops_health_model_recv(PG_FUNCTION_ARGS)
{
	return csops_type_recv(&health_model_type, fcinfo);
}

Datum
csops_health_model_jsonb(PG_FUNCTION_ARGS)
{
	Jsonb	   *model = PG_GETARG_JSONB_P(0);
	StringInfoData text;

	initStringInfo(&text);
	JsonbToCString(&text, &model->root, VARSIZE(model));
	PG_RETURN_POINTER(health_model_from_json(text.data, text.len));
}

/* Opened models */

/* The key is the datum as it came, compressed or not: comparing it costs no decompression. */
typedef struct OpenModel
{
	MemoryContext context;		/* NULL when there is no model here */
	Size		length;
	char	   *bytes;
	HealthModel *model;
} OpenModel;

typedef struct ModelSite
{
	bool		constant;		/* the query text holds the model */
	OpenModel  *current;
	int			oldest;
	OpenModel	open[OPEN_MODELS];
} ModelSite;

static bool
holds(const OpenModel *open, const struct varlena *datum, Size length)
{
	return open->context != NULL && open->length == length && memcmp(open->bytes, datum, length) == 0;
}

static void
open_model(FunctionCallInfo fcinfo, OpenModel *open, const struct varlena *datum, Size length)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "csops health model",
												  ALLOCSET_SMALL_SIZES);
	MemoryContext caller = MemoryContextSwitchTo(context);
	const ModelValue *value = csops_value(&health_model_type, PointerGetDatum(datum));
	const JsonNode *root = json_read(value->json, JSON_LENGTH(value), health_model_type.name);

	open->model = health_model_read(root);
	open->bytes = palloc(length);
	memcpy(open->bytes, datum, length);
	open->length = length;
	MemoryContextSwitchTo(caller);

	/* Nothing can fail any more. */
	MemoryContextSetParent(context, fcinfo->flinfo->fn_mcxt);
	open->context = context;
}

static OpenModel *
find_model(FunctionCallInfo fcinfo, ModelSite *site, const struct varlena *datum, Size length)
{
	OpenModel  *open;

	for (int i = 0; i < OPEN_MODELS; i++)
	{
		if (holds(&site->open[i], datum, length))
			return &site->open[i];
	}
	open = &site->open[site->oldest];
	site->oldest = (site->oldest + 1) % OPEN_MODELS;
	site->current = NULL;
	if (open->context != NULL)
	{
		MemoryContext context = open->context;

		open->context = NULL;
		MemoryContextDelete(context);
	}
	open_model(fcinfo, open, datum, length);
	return open;
}

HealthModel *
health_model_argument(FunctionCallInfo fcinfo, int n)
{
	ModelSite  *site = fcinfo->flinfo->fn_extra;
	struct varlena *datum;
	Size		length;

	if (site == NULL)
	{
		refuse_silent_casts(fcinfo);
		site = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(ModelSite));
		site->constant = argument_is_constant(fcinfo, n);
		fcinfo->flinfo->fn_extra = site;
	}
	if (site->current != NULL && site->constant)
		return site->current->model;

	datum = PG_GETARG_RAW_VARLENA_P(n);
	if (VARATT_IS_EXTERNAL(datum))
		datum = PG_DETOAST_DATUM_PACKED(PointerGetDatum(datum));
	length = VARSIZE_ANY(datum);
	if (site->current == NULL || !holds(site->current, datum, length))
		site->current = find_model(fcinfo, site, datum, length);
	return site->current->model;
}
