/*
 * keyed_table.h
 *		A table of accounts inside the state of an aggregate.
 *
 * An aggregate that keeps many accounts itself holds a KeyedTable as the last
 * member of its varlena state: keys, each with a payload of fixed size, flat
 * and without pointers, so that PostgreSQL can copy the state and hand it from
 * worker to leader as it is.
 *
 * In its working form the table is open addressing over hashes.  A slot whose
 * key has no bit set is free; the one key like that has a slot of its own
 * behind the others.  Slots are in the order of the hashes, so that growing
 * and merging touch memory from one end to the other.  Where a table has
 * outgrown the processor's caches, rows wait in a batch until there are enough
 * to have all their slots fetched before the first is looked at.
 *
 * In its canonical form the entries are sorted by key and nothing is free.
 */
#ifndef CSOPS_KEYED_TABLE_H
#define CSOPS_KEYED_TABLE_H

#include "json_reader.h"

typedef enum KeyKind
{
	KEYED_BY_BIGINT = 1,
	KEYED_BY_UUID = 2,
	KEYED_BY_TEXT = 3
} KeyKind;

/* The rows that a batch holds, and how many bytes of text with them. */
#define KEYED_BATCH				512
#define KEYED_STAGE				(32 * 1024)

#define KEYED_LARGEST_PAYLOAD	65520

/* No state is larger, nor is any varlena much larger. */
#define KEYED_LARGEST_STATE		((Size) 768 * 1024 * 1024)

/* Has memory fetched that will be read soon, where the compiler knows how. */
#ifdef __GNUC__
#define keyed_prefetch(address)	__builtin_prefetch(address)
#else
#define keyed_prefetch(address)	((void) (address))
#endif

typedef struct KeyedTable
{
	uint8		kind;			/* KeyKind */
	uint8		sorted;			/* canonical form */
	uint8		zero_used;		/* the key without bits is in; not when sorted */
	uint8		unused;
	uint16		payload_size;	/* multiples of 8 */
	uint16		note_size;
	uint32		slots;
	uint32		count;
	uint32		limit;			/* of count, without the rows that wait */
	uint16		batch;			/* rows that may wait: none, or KEYED_BATCH */
	uint16		waiting;
	uint32		stage_used;
	uint32		arena_size;
	uint32		arena_used;
	uint32		unused2;
	/* slots, waiting rows, their texts and the arena of texts follow */
} KeyedTable;

/*
 * A key on its way in or out.  Of a text, word[0] is the hash, and bytes point
 * to where it was found.
 */
typedef struct KeyedKey
{
	uint64		word[2];
	const char *bytes;
	uint32		length;
} KeyedKey;

static inline Size
keyed_key_size(const KeyedTable *table)
{
	return table->kind == KEYED_BY_UUID ? 16 : 8;
}

static inline Size
keyed_slot_size(const KeyedTable *table)
{
	return keyed_key_size(table) + table->payload_size;
}

static inline Size
keyed_row_size(const KeyedTable *table)
{
	return keyed_key_size(table) + table->note_size;
}

static inline char *
keyed_rows(const KeyedTable *table)
{
	return (char *) table + sizeof(KeyedTable) +
		((Size) table->slots + !table->sorted) * keyed_slot_size(table);
}

static inline Size
keyed_stage_size(const KeyedTable *table)
{
	return table->batch > 0 && table->kind == KEYED_BY_TEXT ? KEYED_STAGE : 0;
}

static inline char *
keyed_stage(const KeyedTable *table)
{
	return keyed_rows(table) + table->batch * keyed_row_size(table);
}

static inline char *
keyed_arena(const KeyedTable *table)
{
	return keyed_stage(table) + keyed_stage_size(table);
}

/* The bytes of the table, by what it says of itself. */
static inline Size
keyed_table_size(const KeyedTable *table)
{
	return (Size) (keyed_arena(table) - (const char *) table) + table->arena_size;
}

static inline KeyedKey
keyed_bigint(int64 value)
{
	KeyedKey	key = {{(uint64) value, 0}, NULL, 0};

	return key;
}

/* The key in a function's argument, which may not be NULL. */
extern KeyedKey keyed_argument(FunctionCallInfo fcinfo, int n, KeyKind kind);

/*
 * What makes it unsafe to read or change a table of that many bytes, or NULL.
 * Says nothing about the entries; what reads those is on its guard itself.
 */
extern const char *keyed_table_problem(const KeyedTable *table, Size size);

/* Raised where the entries turn out not to be a table's. */
pg_noreturn extern void keyed_table_corrupted(void);

/* The size of an empty table, and makes one of zeroed bytes. */
extern Size keyed_table_smallest(KeyKind kind, int payload_size, int note_size);
extern void keyed_table_init(KeyedTable *table, KeyKind kind, int payload_size, int note_size);

/*
 * The payload of a key.  A new one is zeroed, and *is_new says so; NULL where
 * there is no room for it, which keyed_table_grown makes.
 */
extern void *keyed_table_slot(KeyedTable *table, const KeyedKey *key, bool *is_new);

/*
 * Copies of a state, whose table is in working form and in which no row
 * waits: with more room, so that this key can be added; with payloads of
 * another size, cut off or with zeroes behind; in canonical form.  The hint of
 * the error at the size limit says what to do instead.
 */
extern void *keyed_table_grown(const void *state, const KeyedTable *table, const KeyedKey *key, const char *hint);
extern void *keyed_table_resized(const void *state, const KeyedTable *table, int payload_size, const char *hint);
extern void *keyed_table_sorted(const void *state, const KeyedTable *table);

/*
 * The same with room for another table's keys, or NULL where there is enough.
 * They come in the order of the hashes, and so would fill a table that grows
 * on the way at its low end only, where every search then passes all of them.
 */
extern void *keyed_table_with_room(const void *state, const KeyedTable *table, const KeyedTable *other,
								   const char *hint);

/* A copy of a state in either form, in working form; rows go on waiting. */
extern void *keyed_table_working(const void *state, const KeyedTable *table, const char *hint);

/*
 * Lets a row wait: gives room for its note, or NULL where the batch is full or
 * the text does not fit.
 */
extern void *keyed_table_wait_text(KeyedTable *table, const KeyedKey *key);

static inline void *
keyed_table_wait(KeyedTable *table, const KeyedKey *key)
{
	uint64	   *row;

	if (table->kind == KEYED_BY_TEXT)
		return keyed_table_wait_text(table, key);
	if (table->waiting == table->batch)
		return NULL;
	row = (uint64 *) (keyed_rows(table) + table->waiting++ * keyed_row_size(table));
	*row++ = key->word[0];
	if (table->kind == KEYED_BY_UUID)
		*row++ = key->word[1];
	return row;
}

/*
 * Finds or makes the entries of all rows that wait, for which there is room
 * always.  payloads[i] belongs to the note of row i; the rows are gone from
 * the batch, but their notes are there until the next one waits.
 */
extern int	keyed_table_flush(KeyedTable *table, void **payloads);

static inline void *
keyed_table_note(const KeyedTable *table, int n)
{
	return keyed_rows(table) + n * keyed_row_size(table) + keyed_key_size(table);
}

/* The note of a row that waits, and its key. */
extern void *keyed_table_row(const KeyedTable *table, int n, KeyedKey *key);

/* Whether it must grow before rows may wait again. */
static inline bool
keyed_table_crowded(const KeyedTable *table)
{
	return table->count > table->limit ||
		table->arena_used + keyed_stage_size(table) > table->arena_size;
}

/*
 * The entries one by one, in the order of the keys when sorted; *position
 * starts at 0.  NULL at the end.
 */
extern void *keyed_table_next(const KeyedTable *table, uint32 *position, KeyedKey *key);

/* Keys as JSON and in binary. */
extern const char *keyed_kind_name(KeyKind kind);
extern KeyKind keyed_read_kind(const JsonNode *node);
extern void keyed_write_key(StringInfo out, KeyKind kind, const KeyedKey *key);
extern KeyedKey keyed_read_key(KeyKind kind, const JsonNode *node);
extern void keyed_send_key(StringInfo out, KeyKind kind, const KeyedKey *key);
extern KeyedKey keyed_receive_key(KeyKind kind, StringInfo in);

#endif							/* CSOPS_KEYED_TABLE_H */
