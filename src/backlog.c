/*
 * backlog.c
 *		The type backlog_summary and its aggregates: what was open when.
 */
#include "csops.h"

#include "backlog.h"
#include "json_time.h"
#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "state_list.h"

/* Type functions */

static void
check_summary(const CsopsHeader *value)
{
	const char *problem = backlog_form_problem((const Backlog *) value);

	if (problem != NULL)
		csops_corrupted(&backlog_summary_type, problem);
}

static CsopsHeader *
canonical_summary(CsopsHeader *value)
{
	return value->flags == 0 ? value : &backlog_canonical_copy((const Backlog *) value)->header;
}

/* An instant within a longer text. */
static TimestampTz
read_instant(const JsonNode *node, const char *text, Size length)
{
	JsonNode	part = *node;
	char	   *copy = pnstrdup(text, length);
	TimestampTz at;

	part.text = copy;
	at = json_instant(&part);
	pfree(copy);
	return at;
}

/* One that ends with that sign, and past the sign. */
static TimestampTz
read_instant_until(const JsonNode *node, const char **text, char sign)
{
	const char *end = strchr(*text, sign);
	TimestampTz at;

	if (end == NULL)
		json_error(node, "A spell is written as its start and its end with a / between them.");
	at = read_instant(node, *text, end - *text);
	*text = end + 1;
	return at;
}

/*
 * start/end, or start/ of what is open still; a spell that was not its
 * ticket's first has the ticket's first opening in parentheses before it.
 */
static void
read_json_spell(const JsonNode *node, const char **text, OpenSpell *spell)
{
	spell->reopened = **text == '(';
	if (spell->reopened)
	{
		(*text)++;
		spell->first = read_instant_until(node, text, ')');
	}
	spell->start = read_instant_until(node, text, '/');
	if (!spell->reopened)
		spell->first = spell->start;
	spell->end = DT_NOEND;
	if (**text != '\0' && **text != ',')
	{
		Size		length = strcspn(*text, ",");

		spell->end = read_instant(node, *text, length);
		*text += length;
	}
	if (spell->start < spell->first || spell->end < spell->start)
		json_error(node, "A spell ends before it starts, or starts before its ticket was opened.");
}

static Backlog *
sorted_or_error(const Backlog *backlog, const JsonNode *root)
{
	Backlog    *copy = backlog_canonical_copy(backlog);
	const char *problem = backlog_spells_problem(backlog_sorted_spells(copy), copy->spells, copy->tickets);

	if (problem != NULL && root != NULL)
		json_error(root, "%s", problem);
	if (problem != NULL)
		csops_bad_binary(&backlog_summary_type, problem);
	return copy;
}

static CsopsHeader *
read_json_summary(const JsonNode *root)
{
	static const char *const keys[] = {"tickets", "open", NULL};
	const JsonNode *node;
	const char *text;
	Backlog    *backlog = new_backlog();

	json_check_object(root, keys);
	backlog->tickets = json_int64(json_required(root, "tickets"), 0, CSOPS_COUNT_LIMIT);
	node = json_required(root, "open");
	text = json_string(node);
	while (*text != '\0')
	{
		OpenSpell	spell;

		CHECK_FOR_INTERRUPTS();
		read_json_spell(node, &text, &spell);
		backlog = add_open_spell(backlog, &spell);
		if (*text == ',' && text[1] == ' ' && text[2] != '\0')
			text += 2;
		else if (*text != '\0')
			json_error(node, "Spells are separated by commas with a blank behind.");
	}
	return &sorted_or_error(backlog, root)->header;
}

static void
write_json_summary(StringInfo out, const CsopsHeader *value)
{
	const Backlog *backlog = (const Backlog *) value;
	BacklogWalk walk;
	OpenSpell	spell;
	bool		any = false;

	appendStringInfo(out, "{\"tickets\": " INT64_FORMAT ", \"open\": \"", backlog->tickets);
	backlog_start(&walk, backlog);
	while (backlog_next(&walk, &spell))
	{
		CHECK_FOR_INTERRUPTS();
		if (any)
			appendStringInfoString(out, ", ");
		any = true;
		if (spell.reopened)
		{
			appendStringInfoChar(out, '(');
			append_instant(out, spell.first);
			appendStringInfoChar(out, ')');
		}
		append_instant(out, spell.start);
		appendStringInfoChar(out, '/');
		if (spell.end != DT_NOEND)
			append_instant(out, spell.end);
	}
	appendStringInfoString(out, "\"}");
}

/* The packed spells do not depend on the machine's byte order. */
static CsopsHeader *
receive_summary(StringInfo in)
{
	int64		tickets = pq_getmsgint64(in);
	int32		spells = pq_getmsgint(in, 4);
	int			length = pq_getmsgint(in, 4);
	Backlog    *sent;
	OpenSpell	spell;
	BacklogWalk walk;
	Backlog    *backlog = new_backlog();
	const char *problem;

	if (length < 0 || length > in->len - in->cursor)
		csops_bad_binary(&backlog_summary_type, "The length of the spells is impossible.");
	sent = csops_new(&backlog_summary_type, sizeof(Backlog) + length);
	sent->tickets = tickets;
	sent->spells = spells;
	sent->used = sizeof(Backlog) + length;
	memcpy((char *) sent + sizeof(Backlog), pq_getmsgbytes(in, length), length);
	problem = backlog_form_problem(sent);
	if (problem != NULL)
		csops_bad_binary(&backlog_summary_type, problem);
	backlog->tickets = tickets;
	backlog_start(&walk, sent);
	walk.received = true;
	while (backlog_next(&walk, &spell))
	{
		CHECK_FOR_INTERRUPTS();
		backlog = add_open_spell(backlog, &spell);
	}
	return &sorted_or_error(backlog, NULL)->header;
}

static void
send_summary(StringInfo out, const CsopsHeader *value)
{
	const Backlog *backlog = (const Backlog *) value;
	int			length = (int) (backlog->used - sizeof(Backlog));

	pq_sendint64(out, backlog->tickets);
	pq_sendint32(out, backlog->spells);
	pq_sendint32(out, length);
	pq_sendbytes(out, (const char *) backlog + sizeof(Backlog), length);
}

const CsopsType backlog_summary_type = {
	.id = CSOPS_BACKLOG_SUMMARY,
	.name = "backlog_summary",
	.check = check_summary,
	.canonical = canonical_summary,
	.read_json = read_json_summary,
	.write_json = write_json_summary,
	.receive = receive_summary,
	.send = send_summary,
};

CSOPS_FUNCTION(csops_backlog_summary_in);
CSOPS_FUNCTION(csops_backlog_summary_recv);

Datum
csops_backlog_summary_in(PG_FUNCTION_ARGS)
{
	return csops_type_in(&backlog_summary_type, fcinfo);
}

Datum
csops_backlog_summary_recv(PG_FUNCTION_ARGS)
{
	return csops_type_recv(&backlog_summary_type, fcinfo);
}

/* Transition functions */

/*
 * The state to change: in an aggregate the state itself, called from SQL a
 * copy, so that arguments are never written into.
 */
static Backlog *
state_to_change(FunctionCallInfo fcinfo)
{
	Backlog    *state;

	if (PG_ARGISNULL(0))
		return new_backlog();
	state = CSOPS_GETARG(backlog_summary_type, 0);
	return csops_in_aggregate(fcinfo) && state->header.flags != 0 ? state : backlog_working_copy(state);
}

/* What a transition or merge returns. */
static Datum
changed_state(FunctionCallInfo fcinfo, Backlog *state)
{
	if (csops_in_aggregate(fcinfo))
		PG_RETURN_POINTER(state);
	PG_RETURN_POINTER(backlog_canonical_copy(state));
}

static void
add_tickets(Backlog *state, int64 tickets)
{
	if (!csops_add_count(&state->tickets, tickets))
		csops_impossible_result(false, "The number of tickets is out of range.");
}

CSOPS_FUNCTION(csops_backlog_accum);

/*
 * backlog_accum(state, t, open_states): spells are runs of events in open
 * states, also those that last for no time.
 */
Datum
csops_backlog_accum(PG_FUNCTION_ARGS)
{
	Backlog    *state;
	TimelineReader reader;
	StateSet	open;
	OpenSpell	spell = {.reopened = false};
	int			next = 0;

	if (PG_ARGISNULL(2))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("open_states must not be null"),
				 errhint("Name the states in which a ticket is open, such as '{new,open,pending,hold}'.")));
	if (PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		return changed_state(fcinfo, state_to_change(fcinfo));
	}

	state = state_to_change(fcinfo);
	timeline_reader(fcinfo, 1, &reader);
	state_list_argument(fcinfo, 2, "open_states", NULL, &reader, &open);
	add_tickets(state, 1);
	while (next < reader.events)
	{
		CHECK_FOR_INTERRUPTS();
		if (!open.listed[timeline_state(&reader, next)])
		{
			next++;
			continue;
		}
		spell.start = timeline_at(&reader, next);
		if (!spell.reopened)
			spell.first = spell.start;
		while (next < reader.events && open.listed[timeline_state(&reader, next)])
			next++;
		spell.end = next < reader.events ? timeline_at(&reader, next) : DT_NOEND;
		state = add_open_spell(state, &spell);
		spell.reopened = true;
	}
	return changed_state(fcinfo, state);
}

/* merge serves as function, operator, rollup's transition and every combine function. */
CSOPS_FUNCTION(csops_merge_backlog_summary);

Datum
csops_merge_backlog_summary(PG_FUNCTION_ARGS)
{
	Backlog    *state = state_to_change(fcinfo);
	const Backlog *other = CSOPS_GETARG(backlog_summary_type, 1);
	BacklogWalk walk;
	OpenSpell	spell;

	add_tickets(state, other->tickets);
	backlog_start(&walk, other);
	while (backlog_next(&walk, &spell))
	{
		CHECK_FOR_INTERRUPTS();
		state = add_open_spell(state, &spell);
	}
	return changed_state(fcinfo, state);
}

CSOPS_FUNCTION(csops_backlog_final);

/* A copy, because the state may go on being changed: under OVER it does. */
Datum
csops_backlog_final(PG_FUNCTION_ARGS)
{
	PG_RETURN_POINTER(backlog_canonical_copy(CSOPS_GETARG(backlog_summary_type, 0)));
}
