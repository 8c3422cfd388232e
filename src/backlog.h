/*
 * backlog.h
 *		What was open when: the spells in which tickets were open.
 *
 * A backlog_summary holds the spells of many tickets, and with each of them
 * when its ticket was first opened.  They are packed one after the other, 11
 * bytes for a usual one, in the order in which they came or, in canonical
 * form, sorted.
 */
#ifndef CSOPS_BACKLOG_H
#define CSOPS_BACKLOG_H

#include "datatype/timestamp.h"
#include "type.h"

typedef struct OpenSpell
{
	TimestampTz first;			/* the ticket's first opening */
	TimestampTz start;
	TimestampTz end;			/* exclusive; DT_NOEND: open still */
	bool		reopened;		/* not the ticket's first spell, which starts at `first` */
} OpenSpell;

/* So that a summary fits into memory, and its text into what PostgreSQL takes. */
#define BACKLOG_SPELLS_LIMIT	10000000

/* Working form; the header's flags say so. */
#define BACKLOG_WORKING			1

typedef struct Backlog
{
	CsopsHeader header;
	int64		tickets;
	int32		spells;
	uint32		used;			/* spells end here, in bytes from the start of the value */
	TimestampTz last_first;		/* of the last spell; 0 when there is none */
	/* spells; in working form, room */
} Backlog;

/* A walk along the spells of a summary in any form. */
typedef struct BacklogWalk
{
	const uint8 *next;
	const uint8 *end;
	int32		left;
	TimestampTz first;
	bool		received;		/* what cannot be read came from a client */
} BacklogWalk;

extern void backlog_start(BacklogWalk *walk, const Backlog *backlog);
extern bool backlog_next(BacklogWalk *walk, OpenSpell *spell);

/* All spells, sorted by their tickets' first openings. */
extern OpenSpell *backlog_sorted_spells(const Backlog *backlog);

/* What makes it unsafe to read a value of any form, or NULL. */
extern const char *backlog_form_problem(const Backlog *backlog);

/* What no spells of that many tickets can be, or NULL; they must be sorted. */
extern const char *backlog_spells_problem(const OpenSpell *spell, int32 spells, int64 tickets);

/* States in working form; adding gives the state, or a copy with more room. */
extern Backlog *new_backlog(void);
extern Backlog *backlog_working_copy(const Backlog *backlog);
extern Backlog *add_open_spell(Backlog *backlog, const OpenSpell *spell);

/* The canonical form. */
extern Backlog *backlog_canonical_copy(const Backlog *backlog);

#endif							/* CSOPS_BACKLOG_H */
