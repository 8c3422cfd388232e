/*
 * backlog_state.c
 *		The forms of a backlog_summary in memory: read, made and added to.
 */
#include "csops.h"

#include "backlog.h"
#include "miscadmin.h"
#include "packed_number.h"

#define SMALLEST_STATE		128
#define DOUBLES_UP_TO		((Size) 128 * 1024 * 1024)

/* A byte of flags stands between the first opening and the numbers that not every spell has. */
#define SPELL_BYTES			(3 * PACKED_NUMBER_BYTES + 1)
#define ENDED				1
#define REOPENED			2

StaticAssertDecl(sizeof(Backlog) == 32, "the states have the size that is stored");

static inline const uint8 *
spell_bytes(const Backlog *backlog)
{
	return (const uint8 *) backlog + sizeof(Backlog);
}

/* Reading */

const char *
backlog_form_problem(const Backlog *backlog)
{
	Size		size = VARSIZE(backlog);

	if (size < sizeof(Backlog))
		return "The value is too short.";
	if (backlog->header.flags > BACKLOG_WORKING)
		return "The flags are not known.";
	if (backlog->used < sizeof(Backlog) || backlog->used > size ||
		(backlog->header.flags == 0 && backlog->used != size) ||
		backlog->spells < 0 || backlog->spells > BACKLOG_SPELLS_LIMIT ||
		(uint32) backlog->spells > (backlog->used - sizeof(Backlog)) / 2)
		return "The sizes of its parts do not fit together.";
	if (backlog->tickets < 0 || backlog->tickets > CSOPS_COUNT_LIMIT)
		return "The number of tickets is impossible.";
	return NULL;
}

void
backlog_start(BacklogWalk *walk, const Backlog *backlog)
{
	walk->next = spell_bytes(backlog);
	walk->end = (const uint8 *) backlog + backlog->used;
	walk->left = backlog->spells;
	walk->first = 0;
	walk->received = false;
}

static bool
read_spell(BacklogWalk *walk, OpenSpell *spell)
{
	uint8		flags;

	if (!unpack_instant(&walk->next, walk->end, walk->first, &walk->first) || walk->next == walk->end)
		return false;
	flags = *walk->next++;
	if (flags > (ENDED | REOPENED))
		return false;
	spell->first = spell->start = walk->first;
	spell->reopened = (flags & REOPENED) != 0;
	if (spell->reopened && !unpack_instant(&walk->next, walk->end, spell->first, &spell->start))
		return false;
	spell->end = DT_NOEND;
	if ((flags & ENDED) != 0 &&
		(!unpack_instant(&walk->next, walk->end, spell->start, &spell->end) || !IS_VALID_TIMESTAMP(spell->end)))
		return false;
	return IS_VALID_TIMESTAMP(spell->first) && IS_VALID_TIMESTAMP(spell->start) &&
		spell->first <= spell->start && spell->start <= spell->end;
}

static void
refuse_spells(const BacklogWalk *walk, const char *detail)
{
	if (walk->received)
		csops_bad_binary(&backlog_summary_type, detail);
	csops_corrupted(&backlog_summary_type, detail);
}

bool
backlog_next(BacklogWalk *walk, OpenSpell *spell)
{
	CHECK_FOR_INTERRUPTS();
	if (walk->left == 0)
	{
		if (walk->next != walk->end)
			refuse_spells(walk, "The spells are not as many as the value says.");
		return false;
	}
	if (!read_spell(walk, spell))
		refuse_spells(walk, "The spells cannot be read.");
	walk->left--;
	return true;
}

static inline int
compare_spells(const OpenSpell *a, const OpenSpell *b)
{
	if (a->first != b->first)
		return a->first < b->first ? -1 : 1;
	if (a->reopened != b->reopened)
		return a->reopened ? 1 : -1;
	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	return (a->end > b->end) - (a->end < b->end);
}

#define ST_SORT sort_spells
#define ST_ELEMENT_TYPE OpenSpell
#define ST_COMPARE(a, b) compare_spells(a, b)
#define ST_CHECK_FOR_INTERRUPTS
#define ST_SCOPE static
#define ST_DEFINE
#include "lib/sort_template.h"

OpenSpell *
backlog_sorted_spells(const Backlog *backlog)
{
	OpenSpell  *spell = palloc_extended(sizeof(OpenSpell) * Max(backlog->spells, 1), MCXT_ALLOC_HUGE);
	BacklogWalk walk;

	backlog_start(&walk, backlog);
	for (int32 i = 0; i < backlog->spells; i++)
		backlog_next(&walk, &spell[i]);
	sort_spells(spell, backlog->spells);
	return spell;
}

const char *
backlog_spells_problem(const OpenSpell *spell, int32 spells, int64 tickets)
{
	int64		opened = 0;

	for (int32 i = 0; i < spells; i++)
	{
		if (!spell[i].reopened)
			opened++;
		else if (i == 0 || spell[i - 1].first != spell[i].first)
			return "A ticket was reopened that had never been opened.";
	}
	if (opened > tickets)
		return "More tickets were opened than there are.";
	return NULL;
}

/* Making values */

static inline uint8 *
write_spell(uint8 *to, TimestampTz before, const OpenSpell *spell)
{
	to = pack_instant(to, before, spell->first);
	*to++ = (spell->end != DT_NOEND ? ENDED : 0) | (spell->reopened ? REOPENED : 0);
	if (spell->reopened)
		to = pack_instant(to, spell->first, spell->start);
	if (spell->end != DT_NOEND)
		to = pack_instant(to, spell->start, spell->end);
	return to;
}

static Backlog *
copy_with_size(const Backlog *backlog, Size size)
{
	Backlog    *copy = csops_new(&backlog_summary_type, size);

	memcpy((char *) copy + sizeof(CsopsHeader), (const char *) backlog + sizeof(CsopsHeader),
		   backlog->used - sizeof(CsopsHeader));
	copy->header.flags = BACKLOG_WORKING;
	return copy;
}

Backlog *
new_backlog(void)
{
	Backlog    *backlog = csops_new(&backlog_summary_type, SMALLEST_STATE);

	backlog->header.flags = BACKLOG_WORKING;
	backlog->used = sizeof(Backlog);
	return backlog;
}

Backlog *
backlog_working_copy(const Backlog *backlog)
{
	return copy_with_size(backlog, Max(backlog->used + SPELL_BYTES, SMALLEST_STATE));
}

static pg_noinline Backlog *
roomier_copy(const Backlog *backlog)
{
	Size		size = VARSIZE(backlog);

	if (backlog->spells == BACKLOG_SPELLS_LIMIT)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("too many tickets in a backlog_summary"),
				 errdetail("A summary holds at most %d spells in which tickets were open.", BACKLOG_SPELLS_LIMIT),
				 errhint("Make a summary for each team or region and add up their figures, or leave out the tickets that were solved before the first instant to be looked at.")));
	return copy_with_size(backlog, size < DOUBLES_UP_TO ? size * 2 : size + size / 4);
}

Backlog *
add_open_spell(Backlog *backlog, const OpenSpell *spell)
{
	uint8	   *end;

	if (VARSIZE(backlog) - backlog->used < SPELL_BYTES || backlog->spells == BACKLOG_SPELLS_LIMIT)
		backlog = roomier_copy(backlog);
	end = write_spell((uint8 *) backlog + backlog->used, backlog->last_first, spell);
	backlog->used = (uint32) (end - (uint8 *) backlog);
	backlog->last_first = spell->first;
	backlog->spells++;
	return backlog;
}

Backlog *
backlog_canonical_copy(const Backlog *backlog)
{
	OpenSpell  *spell = backlog_sorted_spells(backlog);
	Backlog    *copy = new_backlog();
	Backlog    *exact;

	copy->tickets = backlog->tickets;
	for (int32 i = 0; i < backlog->spells; i++)
	{
		Backlog    *before = copy;

		CHECK_FOR_INTERRUPTS();
		copy = add_open_spell(copy, &spell[i]);
		if (copy != before)
			pfree(before);
	}
	exact = copy_with_size(copy, copy->used);
	exact->header.flags = 0;
	pfree(copy);
	pfree(spell);
	return exact;
}
