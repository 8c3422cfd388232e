/*
 * renewal_summary.c
 *		The type renewal_summary and its aggregates.
 *
 * Contracts are kept by what has become of them, and those that are due from
 * the day of evaluation on also by the day they are due, so that one summary
 * answers for the next 30, 60 and 90 days.  A state has room for the days that
 * it holds; one day more makes a copy, which happens once for each.
 */
#include "csops.h"

#include "json_date.h"
#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "options.h"
#include "renewal_summary.h"
#include "utils/fmgrprotos.h"

static const char *const outcome_names[RENEWAL_OUTCOMES] =
{"on_time", "late", "lost", "overdue", "open"};

static inline bool
is_renewed(RenewalOutcome outcome)
{
	return outcome == RENEWAL_ON_TIME || outcome == RENEWAL_LATE;
}

static inline Size
summary_size(int days)
{
	return offsetof(RenewalSummary, day) + sizeof(RenewalDay) * days;
}

static RenewalSummary *
new_summary(int days)
{
	RenewalSummary *summary = csops_new(&renewal_summary_type, summary_size(days));

	summary->days = days;
	return summary;
}

Decimal
renewal_decided(const RenewalSummary *summary)
{
	Decimal		decided = summary->part[RENEWAL_ON_TIME].due;

	decimal_add(&decided, &summary->part[RENEWAL_LATE].due);
	decimal_add(&decided, &summary->part[RENEWAL_LOST].due);
	return decided;
}

Decimal
renewal_total(const RenewalSummary *summary)
{
	Decimal		total = renewal_decided(summary);

	decimal_add(&total, &summary->part[RENEWAL_OVERDUE].due);
	decimal_add(&total, &summary->part[RENEWAL_OPEN].due);
	return total;
}

/* What cannot be of a part, or NULL. */
static const char *
part_problem(const RenewalPart *part, RenewalOutcome outcome)
{
	Decimal		zero = {{0}};

	if (decimal_sign(&part->due) < 0 || decimal_sign(&part->kept) < 0 ||
		(part->contracts == 0 && !decimal_is_zero(&part->due)))
		return "An amount is negative, or of no contract.";
	if (!is_renewed(outcome))
	{
		if (decimal_compare(&part->kept, &zero) != 0 || decimal_compare(&part->renewed, &zero) != 0)
			return "What was not renewed has a renewed amount.";
		return NULL;
	}
	if (decimal_compare(&part->kept, &part->due) > 0 || decimal_compare(&part->kept, &part->renewed) > 0)
		return "More was kept than was due or renewed.";
	if ((part->contracts == 0) != decimal_is_zero(&part->renewed))
		return "What was renewed does not fit its contracts.";
	return NULL;
}

/*
 * What no contracts can have led to, or NULL.  Contracts due on the day or
 * later can be renewed on time, lost or open, and those of them that are due
 * within ten years have a day.
 */
static const char *
summary_problem(const RenewalSummary *summary)
{
	int64		total = 0;
	int64		contracts = 0;
	int64		renewed = 0;
	Decimal		renewed_due = {{0}};
	Decimal		other_due = {{0}};
	Decimal		others;

	if (!csops_add_count(&total, summary->unanswered) || !csops_add_count(&total, summary->invalid))
		return "A count is negative or the total is out of range.";
	for (RenewalOutcome outcome = 0; outcome < RENEWAL_OUTCOMES; outcome++)
	{
		const char *problem;

		if (!csops_add_count(&total, summary->part[outcome].contracts))
			return "A count is negative or the total is out of range.";
		problem = part_problem(&summary->part[outcome], outcome);
		if (problem != NULL)
			return problem;
	}
	/* Sums that accessors make are made here too, for their error to come now. */
	(void) renewal_total(summary);
	others = summary->part[RENEWAL_ON_TIME].renewed;
	decimal_add(&others, &summary->part[RENEWAL_LATE].renewed);

	for (int i = 0; i < summary->days; i++)
	{
		const RenewalDay *day = &summary->day[i];

		CHECK_FOR_INTERRUPTS();
		if (day->day < 0 || day->day >= RENEWAL_DAYS || (i > 0 && day->day <= day[-1].day) || day->unused != 0)
			return "The days are not in ascending order, or out of range.";
		if (day->contracts < 1 || day->renewed_contracts < 0 || day->renewed_contracts > day->contracts ||
			!csops_add_count(&contracts, day->contracts))
			return "A count of a day is impossible.";
		if (decimal_sign(&day->renewed_due) < 0 || decimal_compare(&day->renewed_due, &day->due) > 0 ||
			(day->renewed_contracts == 0 && !decimal_is_zero(&day->renewed_due)) ||
			(day->renewed_contracts == day->contracts && decimal_compare(&day->renewed_due, &day->due) != 0))
			return "An amount of a day does not fit its contracts.";
		renewed += day->renewed_contracts;
		decimal_add(&renewed_due, &day->renewed_due);
		decimal_add(&other_due, &day->due);
		decimal_subtract(&other_due, &day->renewed_due);
	}
	others = summary->part[RENEWAL_LOST].due;
	decimal_add(&others, &summary->part[RENEWAL_OPEN].due);
	if (renewed > summary->part[RENEWAL_ON_TIME].contracts ||
		decimal_compare(&renewed_due, &summary->part[RENEWAL_ON_TIME].due) > 0 ||
		contracts - renewed > summary->part[RENEWAL_LOST].contracts + summary->part[RENEWAL_OPEN].contracts ||
		decimal_compare(&other_due, &others) > 0)
		return "The days have more than there is.";
	return NULL;
}

/* Type functions */

static void
check_summary(const CsopsHeader *value)
{
	const RenewalSummary *summary = (const RenewalSummary *) value;

	if (VARSIZE(value) < summary_size(0) || value->flags != 0 ||
		summary->days < 0 || summary->days > RENEWAL_DAYS ||
		VARSIZE(value) != summary_size(summary->days))
		csops_corrupted(&renewal_summary_type, "The size is not this type's.");
}

static CsopsHeader *
read_json_summary(const JsonNode *root)
{
	static const char *const keys[] = {"as_of", "unanswered", "invalid", "on_time", "late", "lost",
	"overdue", "open", "days", NULL};
	static const char *const renewed_keys[] = {"contracts", "due", "kept", "renewed", NULL};
	static const char *const other_keys[] = {"contracts", "due", NULL};
	static const char *const day_keys[] = {"day", "contracts", "due", "renewed_contracts", "renewed_due", NULL};
	const JsonNode *days;
	RenewalSummary *summary;
	RenewalDay *day;
	const char *problem;

	json_check_object(root, keys);
	days = json_required(root, "days");
	json_check_array(days);
	summary = new_summary(days->count);
	summary->as_of = json_date(json_required(root, "as_of"));
	summary->unanswered = json_int64(json_required(root, "unanswered"), 0, PG_INT64_MAX);
	summary->invalid = json_int64(json_required(root, "invalid"), 0, PG_INT64_MAX);
	for (RenewalOutcome outcome = 0; outcome < RENEWAL_OUTCOMES; outcome++)
	{
		const JsonNode *node = json_required(root, outcome_names[outcome]);
		RenewalPart *part = &summary->part[outcome];

		json_check_object(node, is_renewed(outcome) ? renewed_keys : other_keys);
		part->contracts = json_int64(json_required(node, "contracts"), 0, PG_INT64_MAX);
		decimal_read_json(&part->due, json_required(node, "due"));
		if (is_renewed(outcome))
		{
			decimal_read_json(&part->kept, json_required(node, "kept"));
			decimal_read_json(&part->renewed, json_required(node, "renewed"));
		}
	}
	day = summary->day;
	for (const JsonNode *node = days->first; node != NULL; node = node->next, day++)
	{
		CHECK_FOR_INTERRUPTS();
		json_check_object(node, day_keys);
		day->day = (int32) json_int64(json_required(node, "day"), 0, RENEWAL_DAYS - 1);
		day->contracts = json_int64(json_required(node, "contracts"), 1, PG_INT64_MAX);
		decimal_read_json(&day->due, json_required(node, "due"));
		day->renewed_contracts = json_int64(json_required(node, "renewed_contracts"), 0, PG_INT64_MAX);
		decimal_read_json(&day->renewed_due, json_required(node, "renewed_due"));
	}
	problem = summary_problem(summary);
	if (problem != NULL)
		json_error(root, "%s", problem);
	return &summary->header;
}

static void
write_json_summary(StringInfo out, const CsopsHeader *value)
{
	const RenewalSummary *summary = (const RenewalSummary *) value;

	appendStringInfoString(out, "{\"as_of\": ");
	json_append_date(out, summary->as_of);
	appendStringInfo(out, ", \"unanswered\": " INT64_FORMAT ", \"invalid\": " INT64_FORMAT,
					 summary->unanswered, summary->invalid);
	for (RenewalOutcome outcome = 0; outcome < RENEWAL_OUTCOMES; outcome++)
	{
		const RenewalPart *part = &summary->part[outcome];

		appendStringInfo(out, ", \"%s\": {\"contracts\": " INT64_FORMAT ", \"due\": ",
						 outcome_names[outcome], part->contracts);
		decimal_append(out, &part->due);
		if (is_renewed(outcome))
		{
			appendStringInfoString(out, ", \"kept\": ");
			decimal_append(out, &part->kept);
			appendStringInfoString(out, ", \"renewed\": ");
			decimal_append(out, &part->renewed);
		}
		appendStringInfoChar(out, '}');
	}
	appendStringInfoString(out, ", \"days\": [");
	for (int i = 0; i < summary->days; i++)
	{
		const RenewalDay *day = &summary->day[i];

		appendStringInfo(out, "%s{\"day\": %d, \"contracts\": " INT64_FORMAT ", \"due\": ",
						 i == 0 ? "" : ", ", day->day, day->contracts);
		decimal_append(out, &day->due);
		appendStringInfo(out, ", \"renewed_contracts\": " INT64_FORMAT ", \"renewed_due\": ",
						 day->renewed_contracts);
		decimal_append(out, &day->renewed_due);
		appendStringInfoChar(out, '}');
	}
	appendStringInfoString(out, "]}");
}

static CsopsHeader *
receive_summary(StringInfo in)
{
	RenewalSummary *summary;
	DateADT		as_of = (DateADT) pq_getmsgint(in, 4);
	int			days = (int) pq_getmsgint(in, 4);
	const char *problem;

	if (as_of < JSON_FIRST_DATE || as_of > JSON_LAST_DATE)
		csops_bad_binary(&renewal_summary_type, "The day of evaluation is out of range.");
	if (days < 0 || days > RENEWAL_DAYS)
		csops_bad_binary(&renewal_summary_type, "The number of days is impossible.");
	summary = new_summary(days);
	summary->as_of = as_of;
	summary->unanswered = pq_getmsgint64(in);
	summary->invalid = pq_getmsgint64(in);
	for (RenewalOutcome outcome = 0; outcome < RENEWAL_OUTCOMES; outcome++)
	{
		RenewalPart *part = &summary->part[outcome];

		part->contracts = pq_getmsgint64(in);
		wide_receive(part->due.limb, DECIMAL_LIMBS, in);
		if (is_renewed(outcome))
		{
			wide_receive(part->kept.limb, DECIMAL_LIMBS, in);
			wide_receive(part->renewed.limb, DECIMAL_LIMBS, in);
		}
	}
	for (int i = 0; i < days; i++)
	{
		RenewalDay *day = &summary->day[i];

		CHECK_FOR_INTERRUPTS();
		day->day = (int32) pq_getmsgint(in, 4);
		day->contracts = pq_getmsgint64(in);
		wide_receive(day->due.limb, DECIMAL_LIMBS, in);
		day->renewed_contracts = pq_getmsgint64(in);
		wide_receive(day->renewed_due.limb, DECIMAL_LIMBS, in);
	}
	problem = summary_problem(summary);
	if (problem != NULL)
		csops_bad_binary(&renewal_summary_type, problem);
	return &summary->header;
}

static void
send_summary(StringInfo out, const CsopsHeader *value)
{
	const RenewalSummary *summary = (const RenewalSummary *) value;

	pq_sendint32(out, summary->as_of);
	pq_sendint32(out, summary->days);
	pq_sendint64(out, summary->unanswered);
	pq_sendint64(out, summary->invalid);
	for (RenewalOutcome outcome = 0; outcome < RENEWAL_OUTCOMES; outcome++)
	{
		const RenewalPart *part = &summary->part[outcome];

		pq_sendint64(out, part->contracts);
		wide_send(out, part->due.limb, DECIMAL_LIMBS);
		if (is_renewed(outcome))
		{
			wide_send(out, part->kept.limb, DECIMAL_LIMBS);
			wide_send(out, part->renewed.limb, DECIMAL_LIMBS);
		}
	}
	for (int i = 0; i < summary->days; i++)
	{
		const RenewalDay *day = &summary->day[i];

		pq_sendint32(out, day->day);
		pq_sendint64(out, day->contracts);
		wide_send(out, day->due.limb, DECIMAL_LIMBS);
		pq_sendint64(out, day->renewed_contracts);
		wide_send(out, day->renewed_due.limb, DECIMAL_LIMBS);
	}
}

const CsopsType renewal_summary_type = {
	.id = CSOPS_RENEWAL_SUMMARY,
	.name = "renewal_summary",
	.check = check_summary,
	.read_json = read_json_summary,
	.write_json = write_json_summary,
	.receive = receive_summary,
	.send = send_summary,
};

CSOPS_FUNCTION(csops_renewal_summary_in);
CSOPS_FUNCTION(csops_renewal_summary_recv);

Datum
csops_renewal_summary_in(PG_FUNCTION_ARGS)
{
	return csops_type_in(&renewal_summary_type, fcinfo);
}

Datum
csops_renewal_summary_recv(PG_FUNCTION_ARGS)
{
	return csops_type_recv(&renewal_summary_type, fcinfo);
}

/* Changing sums */

static void
change_sum(Decimal *sum, const Decimal *amount, int sign)
{
	if (sign > 0)
		decimal_add(sum, amount);
	else
		decimal_subtract(sum, amount);
}

/* Takes out what was never there, or makes up more than a summary holds. */
static void
check_state(const RenewalSummary *summary, bool taken_out)
{
	const char *problem = summary_problem(summary);

	if (problem != NULL)
		csops_impossible_result(taken_out, problem);
}

static void
change_day(RenewalDay *day, const RenewalDay *entry, int sign)
{
	day->contracts += sign * entry->contracts;
	day->renewed_contracts += sign * entry->renewed_contracts;
	change_sum(&day->due, &entry->due, sign);
	change_sum(&day->renewed_due, &entry->renewed_due, sign);
}

/* Sums that are left without a contract are something, for check_state to see. */
static bool
day_is_empty(const RenewalDay *day)
{
	return day->contracts == 0 && day->renewed_contracts == 0 &&
		decimal_is_zero(&day->due) && decimal_is_zero(&day->renewed_due);
}

/* A copy with other days: those of both, or a's without b's. */
static RenewalSummary *
merged_days(const RenewalSummary *a, const RenewalDay *b, int b_days, int sign)
{
	RenewalSummary *merged = new_summary(a->days + b_days);
	int			n = 0;
	int			i = 0;
	int			j = 0;

	memcpy(merged, a, summary_size(0));
	while (i < a->days || j < b_days)
	{
		bool		from_a = i < a->days && (j == b_days || a->day[i].day <= b[j].day);
		bool		from_b = j < b_days && (i == a->days || b[j].day <= a->day[i].day);
		RenewalDay *day = &merged->day[n];

		CHECK_FOR_INTERRUPTS();
		memset(day, 0, sizeof(RenewalDay));
		day->day = from_a ? a->day[i].day : b[j].day;
		if (from_a)
			change_day(day, &a->day[i++], 1);
		if (from_b)
			change_day(day, &b[j++], sign);
		if (!day_is_empty(day))
			n++;
	}
	merged->days = n;
	SET_VARSIZE(merged, summary_size(n));
	return merged;
}

/* In place, where that neither adds nor removes a day. */
static RenewalSummary *
add_to_day(RenewalSummary *summary, const RenewalDay *entry, int sign)
{
	int			low = 0;
	int			high = summary->days;

	while (low < high)
	{
		int			middle = (low + high) / 2;

		if (summary->day[middle].day < entry->day)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == summary->days || summary->day[low].day != entry->day)
		return merged_days(summary, entry, 1, sign);
	change_day(&summary->day[low], entry, sign);
	if (day_is_empty(&summary->day[low]))
		return merged_days(summary, NULL, 0, sign);
	return summary;
}

/* Transition functions */

static void
as_of_missing(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
			 errmsg("as_of must not be null"),
			 errhint("Give the day of evaluation: decisions after it are not known yet.")));
}

static void
as_of_out_of_range(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
			 errmsg("as_of is out of range"),
			 errdetail("It is not in the years 1 to 9999."),
			 errhint("Give the day of evaluation: decisions after it are not known yet.")));
}

static void
as_of_differs(DateADT a, DateADT b)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("renewals of different days of evaluation do not go together"),
			 errdetail("One is of %s, the other of %s.", shown_date(a), shown_date(b)),
			 errhint("Give one as_of for all rows, and merge summaries of one as_of.")));
}

static void
invalid_row(FunctionCallInfo fcinfo)
{
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("renewal is out of range"),
			 errdetail("The contract has %s due on %s and %s renewed; amounts lie between 0 and 1e17 and have at most %d decimals, and the day is in the years 1 to 9999.",
					   shown_numeric(PG_GETARG_DATUM(1)),
					   DatumGetCString(DirectFunctionCall1(date_out, PG_GETARG_DATUM(3))),
					   PG_ARGISNULL(2) ? "NULL" : shown_numeric(PG_GETARG_DATUM(2)), DECIMAL_DECIMALS),
			 errhint("Correct the row, or give 'count' as the last argument of renewal_agg to count such rows.")));
}

/* False where it is no amount, or less than nothing; NULL is nothing. */
static bool
read_amount(FunctionCallInfo fcinfo, int n, Decimal *amount)
{
	if (!PG_ARGISNULL(n))
		return decimal_from_numeric(amount, PG_GETARG_DATUM(n)) && decimal_sign(amount) >= 0;
	memset(amount, 0, sizeof(Decimal));
	return true;
}

static RenewalSummary *
change_summary(RenewalSummary *summary, FunctionCallInfo fcinfo, const Decimal *due, const Decimal *renewed, int sign)
{
	DateADT		due_on = PG_GETARG_DATEADT(3);
	bool		decided = !PG_ARGISNULL(4) && PG_GETARG_DATEADT(4) <= summary->as_of;
	RenewalOutcome outcome;
	RenewalPart *part;

	if (!decided)
		outcome = due_on < summary->as_of ? RENEWAL_OVERDUE : RENEWAL_OPEN;
	else if (decimal_is_zero(renewed))
		outcome = RENEWAL_LOST;
	else
		outcome = PG_GETARG_DATEADT(4) <= due_on ? RENEWAL_ON_TIME : RENEWAL_LATE;

	part = &summary->part[outcome];
	part->contracts += sign;
	change_sum(&part->due, due, sign);
	if (is_renewed(outcome))
	{
		change_sum(&part->kept, decimal_compare(due, renewed) < 0 ? due : renewed, sign);
		change_sum(&part->renewed, renewed, sign);
	}
	if (due_on >= summary->as_of && due_on - summary->as_of < RENEWAL_DAYS)
	{
		RenewalDay	entry = {.day = due_on - summary->as_of,.contracts = 1,.due = *due};

		if (is_renewed(outcome))
		{
			entry.renewed_contracts = 1;
			entry.renewed_due = *due;
		}
		return add_to_day(summary, &entry, sign);
	}
	return summary;
}

/* The arguments are state, due_amount, renewed_amount, due_on, decided_on, as_of. */
static Datum
transition(FunctionCallInfo fcinfo, bool count_invalid, int sign)
{
	RenewalSummary *state = PG_ARGISNULL(0) ? new_summary(0) : csops_state(&renewal_summary_type, fcinfo);
	DateADT		as_of;

	if (PG_ARGISNULL(5))
		as_of_missing();
	as_of = PG_GETARG_DATEADT(5);
	if (PG_ARGISNULL(0))
	{
		if (as_of < JSON_FIRST_DATE || as_of > JSON_LAST_DATE)
			as_of_out_of_range();
		state->as_of = as_of;
	}
	else if (as_of != state->as_of)
		as_of_differs(state->as_of, as_of);

	if (PG_ARGISNULL(1) || PG_ARGISNULL(3))
		state->unanswered += sign;
	else
	{
		DateADT		due_on = PG_GETARG_DATEADT(3);
		Decimal		due;
		Decimal		renewed;

		if (due_on >= JSON_FIRST_DATE && due_on <= JSON_LAST_DATE &&
			read_amount(fcinfo, 1, &due) && read_amount(fcinfo, 2, &renewed))
			state = change_summary(state, fcinfo, &due, &renewed, sign);
		else if (count_invalid)
			state->invalid += sign;
		else
			invalid_row(fcinfo);
	}

	/* In an aggregate the limit is out of reach; a value from SQL may be at it. */
	if (sign < 0 || !csops_in_aggregate(fcinfo))
		check_state(state, sign < 0);
	PG_RETURN_POINTER(state);
}

CSOPS_FUNCTION(csops_renewal_accum);
CSOPS_FUNCTION(csops_renewal_accum_inv);
CSOPS_FUNCTION(csops_renewal_accum_key);
CSOPS_FUNCTION(csops_renewal_accum_key_inv);

/* renewal_accum(state, due_amount, renewed_amount, due_on, decided_on, as_of [, on_invalid]) */
Datum
csops_renewal_accum(PG_FUNCTION_ARGS)
{
	return transition(fcinfo, option_count_invalid(fcinfo, 6), 1);
}

Datum
csops_renewal_accum_inv(PG_FUNCTION_ARGS)
{
	return transition(fcinfo, option_count_invalid(fcinfo, 6), -1);
}

/* renewal_accum_key(state, due_amount, renewed_amount, due_on, decided_on, as_of, key) */
Datum
csops_renewal_accum_key(PG_FUNCTION_ARGS)
{
	check_key(fcinfo, 6);
	return transition(fcinfo, false, 1);
}

Datum
csops_renewal_accum_key_inv(PG_FUNCTION_ARGS)
{
	check_key(fcinfo, 6);
	return transition(fcinfo, false, -1);
}

static Datum
merge_summaries(FunctionCallInfo fcinfo, int sign)
{
	RenewalSummary *a = csops_state(&renewal_summary_type, fcinfo);
	const RenewalSummary *b = CSOPS_GETARG(renewal_summary_type, 1);

	if (a->as_of != b->as_of)
		as_of_differs(a->as_of, b->as_of);
	a->unanswered += sign * b->unanswered;
	a->invalid += sign * b->invalid;
	for (RenewalOutcome outcome = 0; outcome < RENEWAL_OUTCOMES; outcome++)
	{
		a->part[outcome].contracts += sign * b->part[outcome].contracts;
		change_sum(&a->part[outcome].due, &b->part[outcome].due, sign);
		change_sum(&a->part[outcome].kept, &b->part[outcome].kept, sign);
		change_sum(&a->part[outcome].renewed, &b->part[outcome].renewed, sign);
	}
	a = merged_days(a, b->day, b->days, sign);
	check_state(a, sign < 0);
	PG_RETURN_POINTER(a);
}

CSOPS_FUNCTION(csops_merge_renewal_summary);
CSOPS_FUNCTION(csops_subtract_renewal_summary);

Datum
csops_merge_renewal_summary(PG_FUNCTION_ARGS)
{
	return merge_summaries(fcinfo, 1);
}

Datum
csops_subtract_renewal_summary(PG_FUNCTION_ARGS)
{
	return merge_summaries(fcinfo, -1);
}
