/*
 * type.h
 *		What all csops types have alike.
 *
 * Every value is a varlena whose first word after the length says which type
 * and version it is and whether it is in working form.  Comparison, hashing,
 * output and the casts to json are written once, over a table of the types;
 * a type brings the functions of CsopsType.
 */
#ifndef CSOPS_TYPE_H
#define CSOPS_TYPE_H

#include "json_reader.h"
#include "nodes/nodes.h"

#define CSOPS_VERSION_1		1

typedef struct CsopsHeader
{
	int32		vl_len_;		/* varlena header, do not touch directly */
	uint8		type;			/* CsopsTypeId */
	uint8		version;		/* of this type's layout */
	uint16		flags;			/* zero in canonical form */
} CsopsHeader;

/* Stored values carry these numbers: never change or reuse one. */
typedef enum CsopsTypeId
{
	CSOPS_RATING_SUMMARY = 1,
	CSOPS_WEIGHTED_RATING_SUMMARY = 2,
	CSOPS_PROPORTION_SUMMARY = 3,
	CSOPS_RATIO_SUMMARY = 4,
	CSOPS_BUSINESS_CALENDAR = 5,
	CSOPS_DURATION_SUMMARY = 6,
	CSOPS_TIMELINE = 7,
	CSOPS_SLA_SUMMARY = 8,
	CSOPS_BACKLOG_SUMMARY = 9,
	CSOPS_ACTIVITY_GRID = 10,
	CSOPS_ACTIVE_SUMMARY = 11,
	CSOPS_COHORT_MATRIX = 12,
	CSOPS_COHORT_STATE = 13,
	CSOPS_FUNNEL = 14,
	CSOPS_COHORT_VALUE_MATRIX = 26,
	CSOPS_HEALTH_MODEL = 15,
	CSOPS_SIGNAL_SET = 16,
	CSOPS_PORTFOLIO_HEALTH = 17,
	CSOPS_SCORE_EVALUATION = 18,
	CSOPS_SURPRISE_CHURN_SUMMARY = 19,
	CSOPS_LOGISTIC_FIT = 20,
	CSOPS_LIFE_TABLE = 21,
	CSOPS_REVENUE_BRIDGE = 22,
	CSOPS_REVENUE_STATE = 23,
	CSOPS_RENEWAL_SUMMARY = 24,
	CSOPS_FORECAST_SUMMARY = 25,
	CSOPS_LOGISTIC_FIT_STATE = 28,
	CSOPS_COMPLETENESS_SUMMARY = 29,
	CSOPS_TIMELINESS_SUMMARY = 30,
	CSOPS_RECONCILIATION_SUMMARY = 31
} CsopsTypeId;

typedef struct CsopsType
{
	CsopsTypeId id;
	const char *name;
	/* Refuses a detoasted value whose bytes cannot be this type's; a read past its end must be impossible after it. */
	void		(*check) (const CsopsHeader *value);
	/* The canonical form, or the value itself; NULL where values have no other form. */
	CsopsHeader *(*canonical) (CsopsHeader *value);
	/* Text: a JSON document, of canonical values only. */
	CsopsHeader *(*read_json) (const JsonNode *root);
	void		(*write_json) (StringInfo out, const CsopsHeader *value);
	/* Binary, network byte order, after the version byte; receive validates everything. */
	CsopsHeader *(*receive) (StringInfo in);
	void		(*send) (StringInfo out, const CsopsHeader *value);
} CsopsType;

/*
 * The most rows a value may claim to hold.  Half of what fits, so that adding
 * one row needs no check against overflow.
 */
#define CSOPS_COUNT_LIMIT	(PG_INT64_MAX / 2)

/* Adds a count to a total; false where either is impossible. */
static inline bool
csops_add_count(int64 *total, int64 count)
{
	if (count < 0 || *total < 0 || count > CSOPS_COUNT_LIMIT - *total)
		return false;
	*total += count;
	return true;
}

extern const CsopsType rating_summary_type;
extern const CsopsType weighted_rating_summary_type;
extern const CsopsType proportion_summary_type;
extern const CsopsType ratio_summary_type;
extern const CsopsType business_calendar_type;
extern const CsopsType duration_summary_type;
extern const CsopsType timeline_type;
extern const CsopsType sla_summary_type;
extern const CsopsType activity_grid_type;
extern const CsopsType cohort_matrix_type;
extern const CsopsType cohort_state_type;
extern const CsopsType cohort_value_matrix_type;
extern const CsopsType active_summary_type;
extern const CsopsType funnel_type;
extern const CsopsType health_model_type;
extern const CsopsType signal_set_type;
extern const CsopsType portfolio_health_type;
extern const CsopsType score_evaluation_type;
extern const CsopsType surprise_churn_summary_type;
extern const CsopsType revenue_bridge_type;
extern const CsopsType revenue_state_type;
extern const CsopsType renewal_summary_type;
extern const CsopsType forecast_summary_type;
extern const CsopsType backlog_summary_type;
extern const CsopsType life_table_type;

extern const CsopsType logistic_fit_type;
extern const CsopsType logistic_fit_state_type;

extern const CsopsType completeness_summary_type;
extern const CsopsType timeliness_summary_type;
extern const CsopsType reconciliation_summary_type;

/*
 * Whether the function is called as an aggregate's own, whose state is there
 * to be changed: AggCheckCallContext without the call.
 */
static inline bool
csops_in_aggregate(FunctionCallInfo fcinfo)
{
	return fcinfo->context != NULL &&
		(IsA(fcinfo->context, AggState) || IsA(fcinfo->context, WindowAggState));
}

/* A zeroed value of that size with its header set: version 1, canonical. */
extern void *csops_new(const CsopsType *type, Size size);

/* The detoasted argument, checked to be of that type. */
extern void *csops_value(const CsopsType *type, Datum datum);

/* The same for a value that may be any csops type's: its header tells. */
extern CsopsHeader *csops_any_value(Datum datum, const CsopsType **type);

/*
 * The state in argument 0 of a transition or combine function, to be changed:
 * in an aggregate the state itself, called from SQL a copy, so that arguments
 * are never written into.  For types whose states are always canonical.
 */
extern void *csops_state(const CsopsType *type, FunctionCallInfo fcinfo);

/*
 * What a transition, merge or subtraction would result in cannot be: something
 * was taken out that had never been counted, or there is too much of it.
 */
pg_noreturn extern void csops_impossible_result(bool taken_out, const char *detail);

#define CSOPS_GETARG(type, n) csops_value(&(type), PG_GETARG_DATUM(n))

/* The bodies of every type's input and receive functions. */
extern Datum csops_type_in(const CsopsType *type, FunctionCallInfo fcinfo);
extern Datum csops_type_recv(const CsopsType *type, FunctionCallInfo fcinfo);

/* Stored bytes, or bytes received from a client, that no value can have. */
pg_noreturn extern void csops_corrupted(const CsopsType *type, const char *detail);
pg_noreturn extern void csops_bad_binary(const CsopsType *type, const char *detail);

#endif							/* CSOPS_TYPE_H */
