/*
 * revenue_bridge.h
 *		Recurring revenue from one date to another: the type revenue_bridge.
 */
#ifndef CSOPS_REVENUE_BRIDGE_H
#define CSOPS_REVENUE_BRIDGE_H

#include "decimal_sum.h"
#include "type.h"

/* What a bridge is made of; the end is what they lead to. */
typedef enum RevenuePart
{
	REVENUE_START,
	REVENUE_NEW,
	REVENUE_REACTIVATION,
	REVENUE_EXPANSION,
	REVENUE_CONTRACTION,
	REVENUE_CHURN,
	REVENUE_FX,
	REVENUE_PARTS
} RevenuePart;

typedef struct RevenueBridge
{
	CsopsHeader header;
	int64		unanswered;		/* accounts with nothing on either date */
	int64		invalid;
	int64		accounts[REVENUE_PARTS];
	Decimal		amount[REVENUE_PARTS];	/* never negative, but for FX */
} RevenueBridge;

/* An account, with amounts that are not negative. */
typedef struct RevenueAccount
{
	Decimal		start;
	Decimal		end;
	Decimal		end_at_start_rate;	/* zero where the end is, and only there */
	bool		seen_before;
} RevenueAccount;

/* The texts of the parts, as keys and as names of movements. */
extern const char *const revenue_part_names[REVENUE_PARTS];

extern RevenueBridge *new_revenue_bridge(void);
extern void revenue_bridge_add(RevenueBridge *bridge, const RevenueAccount *account);

/* What there is at the end, how many accounts have some of it, and how many had some on either date. */
extern Decimal revenue_bridge_end(const RevenueBridge *bridge);
extern int64 revenue_bridge_accounts_end(const RevenueBridge *bridge);
extern int64 revenue_bridge_observations(const RevenueBridge *bridge);

/* What an invalid row or account is to lead to. */
typedef enum InvalidRevenue
{
	REVENUE_INVALID_ERROR,
	REVENUE_INVALID_COUNT,
	REVENUE_INVALID_CLAMP		/* negative amounts are zero, and counted */
} InvalidRevenue;

extern InvalidRevenue option_invalid_revenue(FunctionCallInfo fcinfo, int n);

#endif							/* CSOPS_REVENUE_BRIDGE_H */
