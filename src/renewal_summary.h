/*
 * renewal_summary.h
 *		Contracts that come up for renewal: the type renewal_summary.
 */
#ifndef CSOPS_RENEWAL_SUMMARY_H
#define CSOPS_RENEWAL_SUMMARY_H

#include "decimal_sum.h"
#include "type.h"
#include "utils/date.h"

/* What has become of a contract on the day of evaluation. */
typedef enum RenewalOutcome
{
	RENEWAL_ON_TIME,			/* renewed, decided on the day it was due or before */
	RENEWAL_LATE,				/* renewed, decided later */
	RENEWAL_LOST,
	RENEWAL_OVERDUE,			/* undecided, and was due before the day */
	RENEWAL_OPEN,				/* undecided, and is due on the day or later */
	RENEWAL_OUTCOMES
} RenewalOutcome;

typedef struct RenewalPart
{
	int64		contracts;
	Decimal		due;
	Decimal		kept;			/* the lesser of what was due and what was renewed */
	Decimal		renewed;
} RenewalPart;

/* Contracts due that many days from the day of evaluation. */
typedef struct RenewalDay
{
	int32		day;			/* 0 for the day itself */
	int32		unused;			/* zero */
	int64		contracts;
	int64		renewed_contracts;
	Decimal		due;
	Decimal		renewed_due;	/* what was due of those that are renewed */
} RenewalDay;

/* Ten years: the furthest that anybody can ask for. */
#define RENEWAL_DAYS	3660

typedef struct RenewalSummary
{
	CsopsHeader header;
	DateADT		as_of;			/* of the years 1 to 9999 */
	int32		days;
	int64		unanswered;		/* amount due or day due NULL */
	int64		invalid;
	RenewalPart part[RENEWAL_OUTCOMES];
	RenewalDay	day[FLEXIBLE_ARRAY_MEMBER]; /* ascending */
} RenewalSummary;

/* What was due of contracts that are decided, and of all. */
extern Decimal renewal_decided(const RenewalSummary *summary);
extern Decimal renewal_total(const RenewalSummary *summary);

#endif							/* CSOPS_RENEWAL_SUMMARY_H */
