/*
 * keyed_table.c
 *		A table of accounts inside the state of an aggregate.
 */
#include "csops.h"

#include "common/hashfn.h"
#include "keyed_table.h"
#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "port/pg_bswap.h"
#include "utils/builtins.h"
#include "utils/uuid.h"

#define FIRST_SLOTS				8

/* From so many slots on a table outgrows the nearer caches, and rows wait. */
#define SLOTS_WITH_BATCH		8192

/* Below it a state doubles; above, where that would soon be too much, it grows by a quarter. */
#define DOUBLES_UP_TO			((Size) 128 * 1024 * 1024)

/* At most five of eight slots are used. */
#define COUNT_LIMIT(slots)		((uint32) ((uint64) (slots) * 5 / 8))

/* With so many, the entries and a batch are within the limit. */
#define SLOTS_FOR(count)		((((uint64) (count) + KEYED_BATCH) * 8 + 4) / 5)

StaticAssertDecl(sizeof(KeyedTable) % 8 == 0, "slots are aligned");
StaticAssertDecl(KEYED_LARGEST_PAYLOAD <= PG_UINT16_MAX && KEYED_LARGEST_PAYLOAD % 8 == 0,
				 "the payload's size fits its field");

/*
 * A text is a length and the bytes, padded to 4.  A slot or a row refers to it
 * by the hash in the upper half of its word, and in the lower half one more
 * than a quarter of the offset: so no text's word is zero.
 */
#define TEXT_UNIT				4
#define text_size(length)		(((Size) (length) + sizeof(uint32) + TEXT_UNIT - 1) / TEXT_UNIT * TEXT_UNIT)

/* Keys */

static KeyedKey
text_key(const char *bytes, Size length)
{
	KeyedKey	key = {{hash_bytes((const unsigned char *) bytes, (int) length), 0}, bytes, (uint32) length};

	return key;
}

static inline KeyedKey
uuid_key(const void *bytes)
{
	KeyedKey	key = {{0, 0}, NULL, 0};

	memcpy(key.word, bytes, UUID_LEN);
	return key;
}

/*
 * The last step of MurmurHash3: every bit of the word changes half of the bits
 * of the result.
 */
static inline uint64
mix(uint64 word)
{
	word ^= word >> 33;
	word *= UINT64CONST(0xff51afd7ed558ccd);
	word ^= word >> 33;
	word *= UINT64CONST(0xc4ceb9fe1a85ec53);
	word ^= word >> 33;
	return word;
}

static inline uint32
hash_of(KeyKind kind, const KeyedKey *key)
{
	if (kind == KEYED_BY_BIGINT)
		return (uint32) (mix(key->word[0]) >> 32);
	if (kind == KEYED_BY_UUID)
		return (uint32) (mix(key->word[0] ^ mix(key->word[1])) >> 32);
	return (uint32) key->word[0];
}

KeyedKey
keyed_argument(FunctionCallInfo fcinfo, int n, KeyKind kind)
{
	const text *value;

	if (kind == KEYED_BY_BIGINT)
		return keyed_bigint(PG_GETARG_INT64(n));
	if (kind == KEYED_BY_UUID)
		return uuid_key(PG_GETARG_UUID_P(n));
	value = PG_GETARG_TEXT_PP(n);
	return text_key(VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value));
}

void
keyed_table_corrupted(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATA_CORRUPTED),
			 errmsg("malformed table of accounts"),
			 errdetail("The entries are not as the table says.")));
}

/* The text that a word of a slot or row refers to. */
static inline KeyedKey
referred_text(const char *area, Size used, uint64 word)
{
	KeyedKey	key = {{word >> 32, 0}, NULL, 0};
	uint64		offset = ((uint64) (uint32) word - 1) * TEXT_UNIT;

	if ((uint32) word == 0 || offset + sizeof(uint32) > used)
		keyed_table_corrupted();
	memcpy(&key.length, area + offset, sizeof(uint32));
	if (key.length > used - offset - sizeof(uint32))
		keyed_table_corrupted();
	key.bytes = area + offset + sizeof(uint32);
	return key;
}

/* The word that refers to a copy of the text at the end of an area. */
static uint64
store_text(char *area, uint32 *used, const KeyedKey *key)
{
	uint64		word = key->word[0] << 32 | (*used / TEXT_UNIT + 1);

	memcpy(area + *used, &key->length, sizeof(uint32));
	memcpy(area + *used + sizeof(uint32), key->bytes, key->length);
	*used += (uint32) text_size(key->length);
	return word;
}

/* The key that begins at a slot or row; its texts are in that area. */
static inline KeyedKey
key_of_kind(KeyKind kind, const char *at, const char *area, Size used)
{
	const uint64 *word = (const uint64 *) at;

	if (kind == KEYED_BY_BIGINT)
		return keyed_bigint((int64) word[0]);
	if (kind == KEYED_BY_UUID)
		return uuid_key(at);
	return referred_text(area, used, word[0]);
}

static inline KeyedKey
key_at(const KeyedTable *table, const char *at, const char *area, Size used)
{
	return key_of_kind(table->kind, at, area, used);
}

/* The table's parts */

static inline char *
slot_at(const KeyedTable *table, uint32 n)
{
	return (char *) table + sizeof(KeyedTable) + n * keyed_slot_size(table);
}

/* Where the search for a hash begins: slots are in the order of hashes. */
static inline uint32
home_of(const KeyedTable *table, uint32 hash)
{
	return (uint32) (((uint64) hash * table->slots) >> 32);
}

static inline bool
is_free(KeyKind kind, const char *slot)
{
	const uint64 *word = (const uint64 *) slot;

	return word[0] == 0 && (kind != KEYED_BY_UUID || word[1] == 0);
}

static inline bool
has_key(const KeyedTable *table, KeyKind kind, const char *slot, const KeyedKey *key)
{
	const uint64 *word = (const uint64 *) slot;

	if (kind == KEYED_BY_BIGINT)
		return word[0] == key->word[0];
	if (kind == KEYED_BY_UUID)
		return word[0] == key->word[0] && word[1] == key->word[1];
	if (word[0] >> 32 == key->word[0] && word[0] != 0)
	{
		KeyedKey	found = referred_text(keyed_arena(table), table->arena_used, word[0]);

		return found.length == key->length && memcmp(found.bytes, key->bytes, key->length) == 0;
	}
	return false;
}

static inline bool
is_zero_key(KeyKind kind, const KeyedKey *key)
{
	return kind != KEYED_BY_TEXT && key->word[0] == 0 && key->word[1] == 0;
}

/*
 * The slot that holds the key, or the free one where it belongs; of the key
 * without bits its own slot, used or not.  The kind is the table's: where it
 * is a constant, the loop is compiled for it alone.
 */
static pg_attribute_always_inline char *
search(const KeyedTable *table, KeyKind kind, const KeyedKey *key, uint32 n, bool *found)
{
	Size		slot_size = keyed_slot_size(table);
	char	   *slot = slot_at(table, n);

	if (is_zero_key(kind, key))
	{
		*found = table->zero_used;
		return slot_at(table, table->slots);
	}
	for (uint32 step = 0; step < table->slots; step++)
	{
		*found = has_key(table, kind, slot, key);
		if (*found || is_free(kind, slot))
			return slot;
		slot += slot_size;
		if (++n == table->slots)
		{
			n = 0;
			slot = slot_at(table, 0);
		}
	}
	keyed_table_corrupted();
}

/* Enters a key in the free slot where it belongs. */
static inline void *
enter(KeyedTable *table, char *slot, const KeyedKey *key)
{
	uint64	   *word = (uint64 *) slot;

	if (table->kind == KEYED_BY_TEXT)
		word[0] = store_text(keyed_arena(table), &table->arena_used, key);
	else
	{
		memcpy(word, key->word, keyed_key_size(table));
		if (is_zero_key(table->kind, key))
			table->zero_used = 1;
	}
	table->count++;
	return slot + keyed_key_size(table);
}

const char *
keyed_table_problem(const KeyedTable *table, Size size)
{
	if (size < sizeof(KeyedTable) ||
		table->kind < KEYED_BY_BIGINT || table->kind > KEYED_BY_TEXT ||
		table->sorted > 1 || table->zero_used > 1 || table->unused != 0 || table->unused2 != 0 ||
		table->payload_size % 8 != 0 || table->note_size % 8 != 0)
		return "The head of its table is not known.";
	if (table->slots > KEYED_LARGEST_STATE / 8 || table->arena_size > KEYED_LARGEST_STATE ||
		size != keyed_table_size(table) || table->arena_used > table->arena_size ||
		table->stage_used > keyed_stage_size(table) || (table->kind != KEYED_BY_TEXT && table->arena_size > 0))
		return "The size does not fit its table.";
	if (table->sorted)
	{
		if (table->count != table->slots || table->limit != table->slots || table->zero_used ||
			table->batch != 0 || table->waiting != 0)
			return "The counts do not fit its table.";
	}
	else if ((table->batch != 0 && table->batch != KEYED_BATCH) || table->waiting > table->batch ||
			 table->slots < FIRST_SLOTS || table->limit != COUNT_LIMIT(table->slots) - table->batch ||
			 table->count > COUNT_LIMIT(table->slots))
		return "The counts do not fit its table.";
	return NULL;
}

/* Making tables */

/* What decides how large a table is. */
typedef struct Layout
{
	KeyKind		kind;
	int			payload_size;
	int			note_size;
	uint64		slots;
	uint64		arena_size;
	bool		sorted;
	bool		batch;
} Layout;

static void
lay_out(KeyedTable *table, const Layout *layout)
{
	table->kind = layout->kind;
	table->sorted = layout->sorted;
	table->payload_size = (uint16) layout->payload_size;
	table->note_size = (uint16) layout->note_size;
	table->slots = (uint32) layout->slots;
	table->batch = layout->batch ? KEYED_BATCH : 0;
	table->limit = layout->sorted ? table->slots : COUNT_LIMIT(table->slots) - table->batch;
	table->arena_size = (uint32) layout->arena_size;
}

static Layout
layout_of(const KeyedTable *table)
{
	Layout		layout = {table->kind, table->payload_size, table->note_size, table->slots,
	table->arena_size, table->sorted, table->batch > 0};

	return layout;
}

static uint64
layout_size(const Layout *layout)
{
	uint64		key_size = layout->kind == KEYED_BY_UUID ? 16 : 8;
	uint64		size = sizeof(KeyedTable) + layout->arena_size +
		(layout->slots + !layout->sorted) * (key_size + layout->payload_size);

	if (layout->batch)
		size += KEYED_BATCH * (key_size + layout->note_size) +
			(layout->kind == KEYED_BY_TEXT ? KEYED_STAGE : 0);
	return size;
}

static Layout
smallest_layout(KeyKind kind, int payload_size, int note_size)
{
	Layout		layout = {kind, payload_size, note_size, FIRST_SLOTS, 0, false, false};

	if (kind == KEYED_BY_TEXT)
		layout.arena_size = FIRST_SLOTS * 16;
	return layout;
}

Size
keyed_table_smallest(KeyKind kind, int payload_size, int note_size)
{
	Layout		layout = smallest_layout(kind, payload_size, note_size);

	return (Size) layout_size(&layout);
}

void
keyed_table_init(KeyedTable *table, KeyKind kind, int payload_size, int note_size)
{
	Layout		layout = smallest_layout(kind, payload_size, note_size);

	lay_out(table, &layout);
}

static inline Size
head_size(const void *state, const KeyedTable *table)
{
	return (Size) ((const char *) table - (const char *) state);
}

/* A copy of the state with an empty table of that layout; *to is set to it. */
static void *
new_state(const void *state, const KeyedTable *table, const Layout *layout, const char *hint, KeyedTable **to)
{
	Size		head = head_size(state, table);
	uint64		size = head + layout_size(layout);
	char	   *copy;

	if (size > KEYED_LARGEST_STATE)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("too many accounts in one aggregate"),
				 errdetail("With the %u accounts seen so far its state would take more than %d MB.",
						   table->count, (int) (KEYED_LARGEST_STATE / (1024 * 1024))),
				 errhint("%s", hint)));
	copy = palloc0((Size) size);
	memcpy(copy, state, head);
	SET_VARSIZE(copy, (Size) size);
	*to = (KeyedTable *) (copy + head);
	lay_out(*to, layout);
	return copy;
}

/* Copies the entries, of which none is there yet. */
static void
copy_entries(KeyedTable *to, const KeyedTable *from)
{
	Size		key_size = keyed_key_size(from);
	Size		payload_size = Min(from->payload_size, to->payload_size);
	uint32		position = 0;
	KeyedKey	key;
	const char *payload;

	/* Texts stay where they are in the arena, so that the words are still right. */
	memcpy(keyed_arena(to), keyed_arena(from), from->arena_used);
	to->arena_used = from->arena_used;
	while ((payload = keyed_table_next(from, &position, &key)) != NULL)
	{
		bool		found;
		char	   *place = search(to, to->kind, &key, home_of(to, hash_of(to->kind, &key)), &found);

		CHECK_FOR_INTERRUPTS();
		if (found || ++to->count > COUNT_LIMIT(to->slots))
			keyed_table_corrupted();
		memcpy(place, payload - key_size, key_size + payload_size);
		if (is_zero_key(to->kind, &key))
			to->zero_used = 1;
	}
}

/* What a part of a state grows by. */
static inline uint32
growth(const void *state, uint32 size)
{
	return VARSIZE(state) < DOUBLES_UP_TO ? size : size / 4;
}

/* A copy with so many slots, and room for so much more text. */
static void *
roomier_copy(const void *state, const KeyedTable *table, uint64 slots, Size text, const char *hint)
{
	Layout		layout = layout_of(table);
	KeyedTable *copied;
	void	   *copy;

	Assert(table->waiting == 0);
	layout.slots = slots;
	layout.batch = layout.note_size > 0 && layout.slots >= SLOTS_WITH_BATCH;
	if (layout.kind == KEYED_BY_TEXT)
	{
		uint64		needed = table->arena_used + text + (layout.batch ? KEYED_STAGE : 0);

		if (needed > layout.arena_size)
			layout.arena_size = needed + growth(state, table->arena_size);
	}
	copy = new_state(state, table, &layout, hint, &copied);
	copy_entries(copied, table);
	return copy;
}

void *
keyed_table_grown(const void *state, const KeyedTable *table, const KeyedKey *key, const char *hint)
{
	uint64		slots = table->slots;

	if (table->count >= table->limit)
		slots += growth(state, table->slots);
	return roomier_copy(state, table, slots, key != NULL ? text_size(key->length) : 0, hint);
}

void *
keyed_table_with_room(const void *state, const KeyedTable *table, const KeyedTable *other, const char *hint)
{
	uint64		count = (uint64) table->count + other->waiting;
	uint64		slots;
	uint32		position = 0;
	KeyedKey	key;

	if (other->sorted || count + other->count <= table->limit)
		return NULL;
	while (keyed_table_next(other, &position, &key) != NULL)
	{
		bool		found;

		CHECK_FOR_INTERRUPTS();
		(void) search(table, table->kind, &key, home_of(table, hash_of(table->kind, &key)), &found);
		count += !found;
	}
	if (count <= table->limit)
		return NULL;
	slots = (uint64) table->slots + growth(state, table->slots);
	return roomier_copy(state, table, Max(slots, SLOTS_FOR(count)), 0, hint);
}

void *
keyed_table_resized(const void *state, const KeyedTable *table, int payload_size, const char *hint)
{
	Layout		layout = layout_of(table);
	KeyedTable *resized;
	void	   *copy;

	Assert(table->waiting == 0);
	layout.payload_size = payload_size;
	copy = new_state(state, table, &layout, hint, &resized);
	copy_entries(resized, table);
	return copy;
}

void *
keyed_table_working(const void *state, const KeyedTable *table, const char *hint)
{
	Layout		layout = layout_of(table);
	KeyedTable *working;
	void	   *copy;

	if (!table->sorted)
	{
		copy = palloc(VARSIZE(state));
		memcpy(copy, state, VARSIZE(state));
		return copy;
	}
	layout.sorted = false;
	layout.slots = Max(FIRST_SLOTS, (uint64) table->count * 2);
	layout.batch = layout.note_size > 0 && layout.slots >= SLOTS_WITH_BATCH;
	layout.arena_size = layout.kind != KEYED_BY_TEXT ? 0 :
		table->arena_used + table->arena_used / 4 + (layout.batch ? KEYED_STAGE : 0);
	copy = new_state(state, table, &layout, hint, &working);
	copy_entries(working, table);
	return copy;
}

/* Canonical form */

typedef struct SortItem
{
	uint64		prefix;			/* of the key, in the order of keys */
	uint32		slot;
} SortItem;

static uint64
sort_prefix(const KeyedTable *table, const KeyedKey *key)
{
	uint64		prefix = 0;

	if (table->kind == KEYED_BY_BIGINT)
		return key->word[0] ^ ((uint64) 1 << 63);
	if (table->kind == KEYED_BY_UUID)
		return pg_ntoh64(key->word[0]);
	memcpy(&prefix, key->bytes, Min(key->length, sizeof(prefix)));
	return pg_ntoh64(prefix);
}

static int
compare_items(const void *a, const void *b, void *arg)
{
	const SortItem *first = a;
	const SortItem *second = b;
	const KeyedTable *table = arg;
	KeyedKey	x;
	KeyedKey	y;
	int			order;

	if (first->prefix != second->prefix)
		return first->prefix < second->prefix ? -1 : 1;
	if (table->kind == KEYED_BY_BIGINT)
		return 0;
	x = key_at(table, slot_at(table, first->slot), keyed_arena(table), table->arena_used);
	y = key_at(table, slot_at(table, second->slot), keyed_arena(table), table->arena_used);
	if (table->kind == KEYED_BY_UUID)
		return memcmp(&x.word[1], &y.word[1], sizeof(uint64));
	order = memcmp(x.bytes, y.bytes, Min(x.length, y.length));
	return order != 0 ? order : (x.length > y.length) - (x.length < y.length);
}

void *
keyed_table_sorted(const void *state, const KeyedTable *table)
{
	SortItem   *items = palloc_extended(sizeof(SortItem) * Max((Size) table->count, 1), MCXT_ALLOC_HUGE);
	Layout		layout = layout_of(table);
	uint32		count = 0;
	uint32		position = 0;
	KeyedKey	key;
	KeyedTable *sorted;
	void	   *copy;

	Assert(table->waiting == 0);
	layout.arena_size = 0;
	while (count < table->count && keyed_table_next(table, &position, &key) != NULL)
	{
		CHECK_FOR_INTERRUPTS();
		items[count].prefix = sort_prefix(table, &key);
		items[count++].slot = position - 1;
		if (table->kind == KEYED_BY_TEXT)
			layout.arena_size += text_size(key.length);
	}
	if (count != table->count || keyed_table_next(table, &position, &key) != NULL)
		keyed_table_corrupted();
	qsort_interruptible(items, count, sizeof(SortItem), compare_items, unconstify(KeyedTable *, table));

	layout.sorted = true;
	layout.batch = false;
	layout.slots = count;
	copy = new_state(state, table, &layout, "", &sorted);
	for (uint32 i = 0; i < count; i++)
	{
		const char *from = slot_at(table, items[i].slot);
		char	   *to = slot_at(sorted, i);

		CHECK_FOR_INTERRUPTS();
		memcpy(to, from, keyed_slot_size(table));
		if (table->kind == KEYED_BY_TEXT)
		{
			key = key_at(table, from, keyed_arena(table), table->arena_used);
			*(uint64 *) to = store_text(keyed_arena(sorted), &sorted->arena_used, &key);
		}
	}
	sorted->count = count;
	pfree(items);
	return copy;
}

/* Entries */

void *
keyed_table_slot(KeyedTable *table, const KeyedKey *key, bool *is_new)
{
	bool		found;
	char	   *slot = search(table, table->kind, key, home_of(table, hash_of(table->kind, key)), &found);

	*is_new = !found;
	if (found)
		return slot + keyed_key_size(table);
	if (table->count >= table->limit ||
		(table->kind == KEYED_BY_TEXT &&
		 table->arena_used + text_size(key->length) + keyed_stage_size(table) > table->arena_size))
		return NULL;
	return enter(table, slot, key);
}

void *
keyed_table_next(const KeyedTable *table, uint32 *position, KeyedKey *key)
{
	uint32		slots = table->slots + (!table->sorted && table->zero_used);

	while (*position < slots)
	{
		uint32		n = (*position)++;
		char	   *slot = slot_at(table, n);

		if (!table->sorted && n < table->slots && is_free(table->kind, slot))
			continue;
		*key = key_at(table, slot, keyed_arena(table), table->arena_used);
		return slot + keyed_key_size(table);
	}
	return NULL;
}

/* Batches */

void *
keyed_table_wait_text(KeyedTable *table, const KeyedKey *key)
{
	char	   *row;

	if (table->waiting == table->batch || text_size(key->length) > KEYED_STAGE - table->stage_used)
		return NULL;
	row = keyed_rows(table) + table->waiting++ * keyed_row_size(table);
	*(uint64 *) row = store_text(keyed_stage(table), &table->stage_used, key);
	return row + keyed_key_size(table);
}

void *
keyed_table_row(const KeyedTable *table, int n, KeyedKey *key)
{
	char	   *row = keyed_rows(table) + n * keyed_row_size(table);

	*key = key_at(table, row, keyed_stage(table), table->stage_used);
	return row + keyed_key_size(table);
}

static pg_attribute_always_inline void
flush(KeyedTable *table, KeyKind kind, void **payloads)
{
	int			rows = table->waiting;
	Size		row_size = keyed_row_size(table);
	Size		slot_size = keyed_slot_size(table);
	uint32		home[KEYED_BATCH];
	const char *row = keyed_rows(table);

	for (int i = 0; i < rows; i++, row += row_size)
	{
		const char *slot;

		if (kind == KEYED_BY_TEXT)
			home[i] = home_of(table, (uint32) (*(const uint64 *) row >> 32));
		else
		{
			KeyedKey	key = key_of_kind(kind, row, NULL, 0);

			home[i] = home_of(table, hash_of(kind, &key));
		}
		slot = slot_at(table, home[i]);
		keyed_prefetch(slot);
		/* What a neighbour holds is often looked at too. */
		keyed_prefetch(slot + slot_size);
	}

	/* A slot of a text leads to one more place. */
	for (int i = 0; i < rows && kind == KEYED_BY_TEXT; i++)
	{
		uint32		word = (uint32) *(const uint64 *) slot_at(table, home[i]);

		if (word != 0)
			keyed_prefetch(keyed_arena(table) + (Size) (word - 1) * TEXT_UNIT);
	}

	row = keyed_rows(table);
	for (int i = 0; i < rows; i++, row += row_size)
	{
		KeyedKey	key = key_of_kind(kind, row, keyed_stage(table), table->stage_used);
		bool		found;
		char	   *slot = search(table, kind, &key, home[i], &found);

		payloads[i] = found ? slot + keyed_key_size(table) : enter(table, slot, &key);
	}
}

int
keyed_table_flush(KeyedTable *table, void **payloads)
{
	int			rows = table->waiting;

	if (table->count > table->limit ||
		table->arena_used + table->stage_used > table->arena_size)
		keyed_table_corrupted();
	if (table->kind == KEYED_BY_BIGINT)
		flush(table, KEYED_BY_BIGINT, payloads);
	else if (table->kind == KEYED_BY_UUID)
		flush(table, KEYED_BY_UUID, payloads);
	else
		flush(table, KEYED_BY_TEXT, payloads);
	table->waiting = 0;
	table->stage_used = 0;
	return rows;
}

/* Keys as JSON and in binary */

static const char *const kind_names[] = {NULL, "bigint", "uuid", "text"};

const char *
keyed_kind_name(KeyKind kind)
{
	return kind_names[kind];
}

KeyKind
keyed_read_kind(const JsonNode *node)
{
	const char *name = json_string(node);

	for (KeyKind kind = KEYED_BY_BIGINT; kind <= KEYED_BY_TEXT; kind++)
	{
		if (strcmp(name, kind_names[kind]) == 0)
			return kind;
	}
	json_error(node, "Accounts are of type \"bigint\", \"uuid\" or \"text\".");
}

void
keyed_write_key(StringInfo out, KeyKind kind, const KeyedKey *key)
{
	if (kind == KEYED_BY_BIGINT)
		appendStringInfo(out, INT64_FORMAT, (int64) key->word[0]);
	else if (kind == KEYED_BY_UUID)
		appendStringInfo(out, "\"%s\"",
						 DatumGetCString(DirectFunctionCall1(uuid_out, PointerGetDatum(key->word))));
	else
		json_append_string(out, pnstrdup(key->bytes, key->length));
}

static int
hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* As uuid_out writes it; that raises no error that would repeat the text. */
static KeyedKey
read_uuid(const JsonNode *node)
{
	const char *text = json_string(node);
	unsigned char bytes[UUID_LEN];

	for (int i = 0; i < UUID_LEN; i++)
	{
		int			high;
		int			low;

		if ((i == 4 || i == 6 || i == 8 || i == 10) && *text++ != '-')
			json_error(node, "This is no UUID in its usual form.");
		high = hex_value(text[0]);
		low = high < 0 ? -1 : hex_value(text[1]);
		if (low < 0)
			json_error(node, "This is no UUID in its usual form.");
		bytes[i] = (unsigned char) (high * 16 + low);
		text += 2;
	}
	if (*text != '\0')
		json_error(node, "This is no UUID in its usual form.");
	return uuid_key(bytes);
}

KeyedKey
keyed_read_key(KeyKind kind, const JsonNode *node)
{
	const char *text;

	if (kind == KEYED_BY_BIGINT)
		return keyed_bigint(json_int64(node, PG_INT64_MIN, PG_INT64_MAX));
	if (kind == KEYED_BY_UUID)
		return read_uuid(node);
	text = json_string(node);
	return text_key(text, strlen(text));
}

void
keyed_send_key(StringInfo out, KeyKind kind, const KeyedKey *key)
{
	if (kind == KEYED_BY_BIGINT)
		pq_sendint64(out, key->word[0]);
	else if (kind == KEYED_BY_UUID)
		pq_sendbytes(out, (const char *) key->word, UUID_LEN);
	else
		csops_send_text(out, key->bytes, (int) key->length);
}

KeyedKey
keyed_receive_key(KeyKind kind, StringInfo in)
{
	int			length;
	int			converted;
	const char *bytes;

	if (kind == KEYED_BY_BIGINT)
		return keyed_bigint(pq_getmsgint64(in));
	if (kind == KEYED_BY_UUID)
		return uuid_key(pq_getmsgbytes(in, UUID_LEN));
	length = pq_getmsgint(in, 4);
	bytes = pq_getmsgtext(in, length, &converted);
	return text_key(bytes, converted);
}
